"""Tell what a sentence says of the force of the clauses that it names, whatever its verbs."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from clausegen.amendments.forms import compiled, form, place_words, spelled
from clausegen.amendments.places import Place
from clausegen.amendments.similar import stems
from clausegen.runtime import literals

_MEANT, _OTHER = "\ue000", "\ue001"
_GAP = rf"[^.;{_MEANT}{_OTHER}]{{0,110}}?"  # words that name no place
_TIGHT = rf"[^.,;:{_MEANT}{_OTHER}]{{0,70}}?"  # a few of one phrase
_LABEL = re.compile(r"^\W*(?:\d{1,2}(?:\.\d{1,2})*|\(?\w{1,3}\))[.)]?\s+")  # of the sentence itself
_MOST_DENIED = 3  # of the words behind a denial, which begin with its verb


def deprived(plain: str, start: int, places: Sequence[Place]) -> Iterator[tuple[tuple[Place, ...], tuple[str, ...]]]:
    """Yield the places, by groups, that a sentence deprives of force; ``start`` is its offset, quotes are masked.

    Where it only goes before a clause ("notwithstanding clause 9, the Supplier may not suspend"), the beginnings of the
    words come with it that it denies: a clause that says nothing of them keeps its force.
    Source: sixty ways in which a counterparty may say it and as many look-alikes, half of them kept for grading.
    """
    for _, group in groupby(places, key=lambda place: place.group):
        meant = tuple(group)
        words = _marked(plain, start, meant, places)
        if _pattern("keeps").search(words):
            continue
        before, _, after = words.partition(_MEANT)
        blank = not any(map(str.isalnum, before)) and compiled("forms.blank").fullmatch(after)
        if blank or _pattern("takes").search(words):
            yield meant, ()
        elif (over := _pattern("over").search(words)) and (
            denied := compiled("forms.denies").search(words, over.end())
        ):
            yield meant, tuple(sorted(stems(" ".join(words[denied.end() :].split()[:_MOST_DENIED]))))


def spared(plain: str, start: int, places: Sequence[Place]) -> tuple[Place, ...]:
    """Return the places that a sentence names and takes nothing from: "any breach of clause 9 is void"."""
    return tuple(place for place in places if _pattern("keeps").search(_marked(plain, start, [place], places)))


def may_deprive(text: str) -> bool:
    """Return True where a text holds words with which a sentence may deprive a clause of force."""
    lowered = text.casefold()
    return any(word in lowered for word in _words()) and _place().search(lowered) is not None


def _marked(plain: str, start: int, meant: Sequence[Place], places: Sequence[Place]) -> str:
    """The sentence with one sign for the places meant, another for each other place."""
    spans = [(meant[0].start, max(place.end for place in meant), _MEANT)]
    spans += [(place.start, place.end, _OTHER) for place in places if place not in meant]
    pieces, at = [], 0
    for begin, end, sign in sorted(spans):
        if begin - start >= at:
            pieces += [plain[at : begin - start], sign]
            at = end - start
    return _LABEL.sub("", "".join((*pieces, plain[at:])))


@functools.cache
def _words() -> frozenset[str]:
    return frozenset().union(*map(literals, (_pattern("takes").pattern, _pattern("over").pattern, form("forms.blank"))))


@functools.cache
def _place() -> re.Pattern[str]:
    """A pattern for what may be a place, in small letters, which is found sooner than places are read."""
    return re.compile(
        rf"(?:(?<!\w)(?:{place_words()})\W{{0,2}}(?:\w{{1,3}}\W{{1,2}})?(?:\d|[ivx]|{spelled()})|[§¶]|\d\.\d)"
    )


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    gap = _TIGHT if name == "keeps" else _GAP
    text = form(f"force.{name}").replace("\n", "").replace("~", gap).replace("@", _MEANT)
    return re.compile(text, re.IGNORECASE)
