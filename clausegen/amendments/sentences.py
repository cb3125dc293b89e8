"""Tell what a sentence is about: its verbs and their objects, what it keeps, and what it leaves unclear."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from clausegen.amendments.forms import compiled, form, verbs
from clausegen.amendments.outline import FINITE
from clausegen.amendments.places import Place
from clausegen.runtime import regex

# Between a verb in the active and its object.
_OBJECT = regex(
    r"(?:\s+(?:out|the|whole|all|of|text|wording|provisions?|sub-?|existing|present|current|entire|from|in))*\s*:?\s*",
    re.IGNORECASE,
)
ACTIVE = regex(r"(?:\w+ing|delete|strike|remove|omit|cancel|replace|substitute|waive|eliminate|drop)\b", re.IGNORECASE)
NEXT_ITEM = regex(r"(?:[(]\w{1,4}[)]|\bby|;)\s*$")  # "(i) by deleting 6.1 and (ii) by replacing …"
_MEANT, _OTHER = "\ue000", "\ue001"
_SHORT = 12  # words of a sentence that says little else
_MOST_LEAD = 6  # words before the place that a sentence is about


class Verb(NamedTuple):
    """A verb that changes a contract: its kind, and half-open offsets into the sentence."""

    kind: str
    start: int
    end: int


def verbs_in(plain: str) -> list[Verb]:
    """Return the verbs of a sentence; ones that only say that something is amended count where no other does."""
    return [Verb(found.lastgroup or "", found.start(), found.end()) for found in verbs(plain)]


def kept(plain: str, start: int, verbs: Sequence[Verb], places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the places of which a sentence says that they stay: "Clause 9 is deleted, but clause 9.3 remains".

    ``start`` is the offset of the sentence, with which the places count.
    """
    found: list[Place] = []
    begin = 0
    for verb in verbs:
        if verb.kind == "never":
            own = [place for place in places if begin <= place.start - start < verb.start]
            found += [place for place in own if place.group == own[-1].group]
        begin = verb.end
        if verb.kind != "never" and (direct := direct_object(plain, start, verb.end, places)):
            begin = max(place.end for place in direct) - start
    return tuple(found)


def spared(plain: str, start: int, places: Sequence[Place]) -> tuple[Place, ...]:
    """Return the places that a sentence names and takes nothing from: "any breach of clause 9 is void"."""
    return tuple(place for place in places if _keeps().search(_marked(plain, start, place, places)))


def _marked(plain: str, start: int, meant: Place, places: Sequence[Place]) -> str:
    """Return the sentence with one sign for the place meant, another for each other place."""
    pieces, at = [], 0
    for place in sorted(places, key=lambda place: place.start):
        if place.start - start >= at:
            pieces += [plain[at : place.start - start], _MEANT if place == meant else _OTHER]
            at = place.end - start
    return "".join((*pieces, plain[at:]))


@functools.cache
def _keeps() -> re.Pattern[str]:
    gap = rf"[^.,;:{_MEANT}{_OTHER}]{{0,70}}?"  # a few words of one phrase
    text = form("forms.keeps").replace("\n", "").replace("~", gap).replace("@", _MEANT)
    return re.compile(text, re.IGNORECASE)


def direct_object(plain: str, start: int, at: int, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the places that follow on a verb in the active which ends ``at``: "by deleting clauses 9.1 and 9.2"."""
    first = next((place for place in places if place.start - start >= at), None)
    if first is None or not _OBJECT.fullmatch(plain[at : first.start - start]):
        return ()
    return tuple(place for place in places if place.group == first.group and place.start >= first.start)


def with_reversals(plain: str, start: int, verbs: Sequence[Verb], places: tuple[Place, ...]) -> list[Verb]:
    """Return the verbs, with one that reverses a deletion for each that does: "the deletion of clause 7 is revoked"."""
    found: list[Verb] = []
    for verb in verbs:
        before = [place for place in places if place.end - start <= verb.start]
        own = [place for place in before if place.group == before[-1].group]
        of = compiled("forms.deletion").search(plain[: own[0].start - start]) if own else None
        between = plain[own[-1].end - start : verb.start].strip() if own else ""
        if verb.kind in ("undo", "delete") and of and compiled("forms.deleted_by").fullmatch(between):
            found = [*(other for other in found if other.start < of.start()), verb._replace(kind="restore")]
        else:
            found.append(verb)
    return found


def may_act(plain: str, start: int, places: tuple[Place, ...]) -> bool:
    """Return True where a sentence is about a place of the contract and may say that it no longer holds."""
    if not places or compiled("forms.harmless").search(plain):
        return False
    lead = plain[: places[0].start - start]
    rest = plain[max(place.end for place in places) - start :]
    if len(plain.split()) <= _SHORT and plain.rstrip().endswith((".", ";")):
        return True
    return len(lead.split()) <= _MOST_LEAD and not FINITE.search(lead) and FINITE.match(rest) is not None


def overrides(plain: str) -> bool:
    """Return True where a sentence denies something and goes before the agreement without naming a clause."""
    return bool(compiled("forms.override").search(plain) and compiled("forms.denies").search(plain))


def is_full(place: Place, outer: Place) -> bool:
    """Return True for a place that gives all of its number: 9.2 beside 9 or 9.3."""
    inner = place.marks[0]
    beside = len(inner.parts) > 1 and inner.parts[0] == outer.marks[0].parts[0]
    return beside or inner.parts == outer.marks[-1].parts or inner.rank <= outer.marks[-1].rank - 1


def inside(place: Place, outer: Place) -> Place:
    """Return the place in the one around it: paragraph (b) of clause 9."""
    return place._replace(marks=(*outer.marks, *place.marks))


def finite(text: str, offset: int) -> bool:
    """Return True where a verb follows at once, or the agreement in which the place stands: "§ 4 wird …"."""
    if re.compile(r"\s*[A-ZÀ-Þ]").match(text, offset):
        return False
    return bool(FINITE.match(text, offset) or re.compile(rf"\s*(?:{form('places.of')})\s").match(text, offset))
