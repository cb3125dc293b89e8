"""Read what a sentence mentions: places of this contract or of another one, and items of other papers."""

from __future__ import annotations

import functools
import re

from clausegen.amendments.change import Change
from clausegen.amendments.forms import compiled, form
from clausegen.amendments.instructions import Instruction, Span
from clausegen.amendments.places import PaperName, Place, Scanner, paper_names
from clausegen.amendments.sentences import Verb
from clausegen.model import OperationKind
from clausegen.runtime import regex

_ANY_PLACE = "clauses "
_AMENDED = regex(
    r"(?:\s+to\s+the\s+\w+)?\s+(?:is|are|shall\s+be|wird|est)\s+(?:hereby\s+)?(?:amended|varied|modified|geändert|modifiée?)\b",
    re.IGNORECASE,
)


class Mentions:
    """Reads what one instruction mentions. ``text`` is that of its paper, ``named`` the papers named before it."""

    def __init__(
        self, text: str, instruction: Instruction, scanner: Scanner, named: tuple[PaperName, ...] = ()
    ) -> None:
        self._text = text
        self._own = instruction
        self._scanner = scanner
        self._lead = instruction.lead
        self.named = named

    def _places_of(self, plain: str, offset: int, *, aside: bool = False) -> tuple[Place, ...]:
        """Return the places of the contract that a sentence names; with those ``aside`` ("under clause 9") too."""
        found: list[Place] = []
        mentioned: set[int] = set()
        places = self._scanner.places(plain) or self._listed(plain)
        elsewhere = {place.group for place in places if of_another(plain[place.end :], self._scanner.title)}
        for place in places:
            before = plain[: place.start]
            if place.group in elsewhere:
                continue
            if not aside and (
                place.group in mentioned
                or (
                    re.search(rf"(?:\b(?:{form('places.aside')})\s*(?:the\s+|der\s+|l.)?)$", before, re.I)
                    and not re.search(
                        rf"(?:{form('forms.save')})\s*(?:for\s+|as\s+to\s+|von\s+|de\s+)?(?:the\s+)?$", before, re.I
                    )
                    and not compiled("forms.right").search(before)
                )
            ):
                mentioned |= {place.group} if place.group or place.start else set()
                continue
            if re.match(
                rf"\s*(?:{form('places.of')})\s*(?:the\s+|our\s+|its\s+|an?\s+)?(?:\w+\s+){{0,3}}?(?:{form('forms.not_a_contract')})",
                plain[place.end :],
                re.I,
            ):
                continue
            found.append(place._replace(start=place.start + offset, end=place.end + offset))
        return tuple(found)

    def _is_of_another(self, plain: str) -> bool:
        """Return True for a sentence that names places of another agreement and none of the contract."""
        places = self._scanner.places(plain)
        return any(of_another(plain[place.end :], self._scanner.title) for place in places) and not self._places_of(
            plain, 0
        )

    def _listed(self, plain: str) -> list[Place]:
        """Return places given by bare numbers: in a cell or an item, or behind "the following clauses are deleted:"."""
        if self._lead or "|" in plain:
            return self._scanner.plain(plain)
        found = re.search(rf"(?:{form('forms.following')})[^:]*:\s*(?=[\d(])", plain, re.I)
        if found is None:
            return []
        shift = found.end() - len(_ANY_PLACE)
        hits = self._scanner.places(_ANY_PLACE + plain[found.end() :])
        return [place._replace(start=max(place.start + shift, 0), end=place.end + shift) for place in hits]

    @staticmethod
    def _already(plain: str, verb: Verb) -> bool:
        """Return True for what an earlier paper did: "clause 2.1, as inserted by Amendment No. 1, is deleted"."""
        if verb.kind == "never":
            return False
        if re.search(form("forms.already"), plain[: verb.start], re.I):
            return True
        after = re.match(r"\s+(?:by|durch|par)\s+(?:the\s+)?", plain[verb.end :], re.I)
        names = [name.start for name in paper_names(plain)]
        return after is not None and verb.end + after.end() in names and verb.kind in ("insert", "amend", "replace")

    def _refer(self, change: Change, names: tuple[PaperName, ...], plain: str, span: Span) -> None:
        """Tell items of another paper from places of the contract."""
        items = [place for place in change.places if self._is_of_paper(place, names, plain, span)]
        amended = next((name for name in names if _AMENDED.match(plain, name.end - span.start)), None)
        if amended:
            change.names = (amended,)
        elif items:
            if not names and self.named:
                change.names = self.named[-1:]
            else:
                change.names = names[:1]
            change.places = tuple(items)
        elif names and (change.kind is OperationKind.REVOKED or not change.places):
            change.names = tuple(
                name for name in names if not compiled("places.aside").search(plain[: name.start - span.start][-12:])
            )
            if not change.names and change.kind is OperationKind.REVOKED:  # "the rights granted by Amendment No. 1"
                change.names, change.doubtful = names[:1], True

    def _is_of_paper(self, place: Place, names: tuple[PaperName, ...], plain: str, span: Span) -> bool:
        found = place._replace(start=place.start - span.start, end=place.end - span.start)
        shifted = (name._replace(start=name.start - span.start) for name in names)
        if any(_leads_to(found, name, plain) for name in shifted):
            return True
        return place.kind == "item" and len(place.marks) == 1 and bool(self.named)


def names_item_of_paper(place: Place, plain: str) -> bool:
    """Return True for a place that a sentence calls one of another paper: "clause 10 of the Addendum"."""
    return any(_leads_to(place, name, plain) for name in paper_names(plain))


def _leads_to(place: Place, name: PaperName, plain: str) -> bool:
    """Return True where nothing but other places stands between a place and the paper that it is of."""
    return place.end <= name.start and _of_paper().fullmatch(plain, place.end, name.start) is not None


@functools.cache
def _of_paper() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:\s*(?:,|{form('places.and')}))?\s*(?:\([^)]*\)|[\w.()]{{1,6}})){{0,6}}\s*(?:{form('places.of')})\s*(?:the\s+|that\s+|said\s+)?(?:list\s+in\s+)?",
        re.IGNORECASE,
    )


def of_another(rest: str, title: str) -> bool:
    """Return True where what follows on a place puts it in another agreement than that of the ``title``.

    "clause 9 of the Maintenance Agreement" is.
    """
    found = re.match(
        rf"\s*(?:\([^)]*\)\s*)?(?:{form('places.of')})\s+(?:the\s+|our\s+|dem\s+|der\s+|du\s+|la\s+)?"
        rf"(?P<title>(?:[\w-]+\s+){{0,3}}?\w*?(?:{form('status.agreement')})(?!\w)(?:\s+d[eu]\s+\w+)?)",
        rest,
        re.IGNORECASE,
    )
    other = compiled("status.parallel").search(found["title"]) if found else None
    return other is not None and other[0].casefold()[:6] not in title
