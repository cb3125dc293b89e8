"""Lines that say nothing but that clauses of a contract are not used: "Clauses 9 to 11: Not used"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clausegen.amendments.targets import targets_of
from clausegen.model import Clause, Operation, OperationKind
from clausegen.runtime import regex
from clausegen.structure import LINKS, TO, as_range, bare, within

_UNUSED = regex(
    r"(?:\s*\([^()]{1,80}\))?\W*(?:\b(?:is|are|(?:shall|will)\s+be)\s+)?(?:\b(?:intentionally|deliberately|hereby)\s+)*"
    r"\b(?:deleted|omitted|removed|not\s+used|unused|left\s+blank|gestrichen|entf(?:ällt|allen)|supprimée?s?|suprimid[ao]s?)\W*$",
    re.IGNORECASE,
)
_CALLED = regex(rf"\W*(?:[Tt]he\s+)?(?P<target>{LINKS.pattern})")
# A range that stands where the number of a clause would.
_END = r"\d{1,3}[A-Z]?(?:\.\d{1,3}[A-Z]?)*(?:\([a-z0-9]{1,4}\))*"
_NUMBERED = regex(rf"\s*(?:\d+[.)]\s+)?(?P<first>{_END})\.?\s*{TO}\s*(?P<last>{_END}|\([a-z0-9]{{1,4}}\))")
_LONGEST = 200  # characters of such a line
_TAIL = 24  # characters at its end in which its last word stands


def left_out(text: str, clauses: Sequence[Clause]) -> Iterator[tuple[Clause, Operation]]:
    """Each such line, as an operation that deletes what it names.

    One that stands in the place of what it names ("9 to 11. Intentionally deleted", "Article 9: Not used") may mean
    clauses of its own paper: it is not ``sure``.
    """
    for clause in clauses:
        if clause.end - clause.start > _LONGEST or not _UNUSED.search(text, clause.end - _TAIL, clause.end):
            continue
        for start, target, number in _named(text, clause):
            sure = start > clause.start or bool(clause.number and not within(bare(clause.number), number))
            one = Operation(
                kind=OperationKind.DELETED, start=start, end=clause.end, target=target, number=number, sure=sure
            )
            yield clause, one


def _named(text: str, clause: Clause) -> Iterator[tuple[int, str, str]]:
    """Where the words of the line begin, and what it names."""
    headed = text.find(clause.heading, clause.start, clause.body) if clause.heading else -1
    for start in (clause.body if headed < 0 else headed, clause.start):
        called = _CALLED.match(text, start, clause.end)
        if called and _UNUSED.fullmatch(text, called.end(), clause.end):
            yield from ((called.start("target"), target, number) for target, number in targets_of(called["target"]))
            return
    found = _NUMBERED.match(text, clause.start, clause.end)
    number = as_range(found["first"], found["last"]) if found else ""
    if found and number and _UNUSED.fullmatch(text, found.end(), clause.end):
        yield clause.start, f"clauses {number}", number
