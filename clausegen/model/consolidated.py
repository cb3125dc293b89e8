"""A contract as its amendments leave it: the text in force, the paper each word comes from, and what is open."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum

from clausegen.model.contract import Structure
from clausegen.model.document import Value


class PaperKind(StrEnum):
    """Kind of a file within its family."""

    MASTER = "master"
    AMENDMENT = "amendment"
    RESTATED = "restated"
    SIDE_LETTER = "side-letter"
    LETTER = "letter"
    ORDER_FORM = "order-form"
    PURCHASE_ORDER = "purchase-order"
    SCHEDULE = "schedule"
    NOTICE = "notice"
    MINUTES = "minutes"
    DRAFT = "draft"
    PROPOSAL = "proposal"
    CERTIFICATE = "certificate"


class FamilyPaper(Value):
    """One file of a family: what it is and whether it counts.

    ``part`` is how evidence names it, "" for the master. ``date`` is ISO 8601 or "", ``number`` that of "Amendment No.
    2". ``counts`` is None where nobody can tell from the papers that were read; ``why`` is the reason, one clause.
    """

    path: str
    part: str
    kind: PaperKind
    title: str = ""
    date: str = ""
    number: int | None = None
    counts: bool | None = True
    why: str = ""


class Provenance(Value):
    """Origin of words of a consolidated text: half-open offsets into it, and where they begin in their paper."""

    start: int
    end: int
    paper: int
    at: int


class OpenQuestion(Value):
    """Question that the papers leave open: a sentence, and the half-open ranges of the text that it may touch."""

    sentence: str
    ranges: tuple[tuple[int, int], ...] = ()


class Removed(Value):
    """Words that are no longer in force: the offset in the consolidated text where they stood, and who took them.

    ``inside`` marks words of a clause that stays; else the whole clause is gone.
    """

    at: int
    text: str
    number: str
    paper: str
    inside: bool = False


class Consolidated(Structure):
    """A contract as amended: the text in force, and which paper each word of it comes from.

    ``document`` is the consolidated text and ``clauses`` are its clauses. ``sources`` tile it, in order; words between
    two of them (line breaks) belong to none. ``papers`` has the master first. ``removed`` are words that no longer
    count, in reading order; whole clauses of them stand behind ``end`` as well, as former words that do not bind.
    ``beside`` are the ranges of words that a later paper states beside the contract.
    """

    end: int = 0
    beside: tuple[tuple[int, int], ...] = ()

    papers: tuple[FamilyPaper, ...] = ()
    sources: tuple[Provenance, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    removed: tuple[Removed, ...] = ()

    def origins(self, start: int, end: int) -> Iterator[tuple[FamilyPaper, int, int, int]]:
        """Yield where a range comes from: the paper, the offsets of the words in it, and their offset in this text."""
        at = max(0, bisect_right(self.sources, start, key=lambda source: source.start) - 1)
        for source in self.sources[at:]:
            if source.start >= end:
                return
            first, last = max(start, source.start), min(end, source.end)
            if first < last:
                begin = source.at + first - source.start
                yield self.papers[source.paper], begin, begin + last - first, first
