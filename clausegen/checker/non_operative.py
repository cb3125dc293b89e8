"""Tell words of the contract as agreed from words that do not count.

One text is read. It begins with the contract as agreed, words that were struck out or are not agreed blanked, so that
offsets stay those of the document. Behind it, section by section, stands what does not count: recitals, headings,
running headers, deleted clauses, hidden and struck words, notes to the draft. Words there satisfy nothing; where
nothing else speaks for an element, the report quotes them and says where they stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from clausegen.amendments import as_agreed
from clausegen.checker.candidate import Candidate, Span
from clausegen.model import BINDING, Block, Clause, Document, Evidence, Role, State, Structure, page_boxes

_SAID_FROM = 6  # words; fewer are a title, a name or a line to sign on


class NonOperative(StrEnum):
    """A place where words do not count."""

    RECITAL = "in a recital"
    FORMER = "in words that were deleted, replaced or printed for reference only"
    MARGIN = "in a running header or footer"
    HEADING = "in a heading"
    DELETED = "in a pending deletion"
    HIDDEN = "in hidden text"
    WHITE = "in text that has the colour of its background"
    STRUCK = "in struck-out text"
    PLACEHOLDER = "in a placeholder"
    COMMENT = "in a comment"
    UNAGREED = "in words that are not agreed"
    OPEN = "in words that are not agreed yet"
    STRUCK_BY_CLAUSE = "in words that another clause strikes out"


_OF_ROLE = {Role.RECITAL: NonOperative.RECITAL, Role.FORMER: NonOperative.FORMER, Role.MARGIN: NonOperative.MARGIN}
_OF_STATE = {
    State.DELETED: NonOperative.DELETED,
    State.HIDDEN: NonOperative.HIDDEN,
    State.WHITE: NonOperative.WHITE,
    State.STRUCK: NonOperative.STRUCK,
    State.PLACEHOLDER: NonOperative.PLACEHOLDER,
    State.COMMENT: NonOperative.COMMENT,
}


class Apart(NamedTuple):
    """Words that do not count, where they stand, and where they begin in the text that is read.

    ``at`` is where they begin in the document; None for what was set apart and has no offsets there. ``why`` says
    more than the place, where there is more to say.
    """

    start: int
    words: Block
    place: NonOperative
    at: int | None
    why: str = ""


class OperativeText:
    """The text that is read, and what of it counts.

    ``structure`` covers both; offsets below ``end`` are those of the document and count.
    """

    def __init__(self, structure: Structure) -> None:
        agreed = as_agreed(structure)
        text = agreed.document.text
        self.end = len(text) + 1
        self._contract = structure
        self._apart: list[Apart] = []
        clauses = list(agreed.clauses)
        pieces = [text]
        at = self.end
        section = max((clause.section for clause in clauses), default=0)
        last: tuple[NonOperative, int] | None = None
        for block, place, clause, offset, why in _apart(structure):
            if len(block.text.split()) < _SAID_FROM:
                continue
            section += (place, clause.section) != last  # what stands apart is not read together
            last = (place, clause.section)
            self._apart.append(Apart(at, block, place, offset, why))
            alone = clause.is_heading or place is NonOperative.RECITAL
            clauses.append(
                clause.model_copy(
                    update={
                        "index": len(clauses),
                        "start": at,
                        "end": at + len(block.text),
                        "body": at + max(clause.body - clause.start, 0) if place in _OF_ROLE.values() else at,
                        **({"heading": "", "lead_in": ""} if alone else {}),
                        "section": section,
                        "role": Role.OPERATIVE,
                        "is_heading": False,
                    }
                )
            )
            pieces.append(block.text)
            at += len(block.text) + 1
        self._starts = [apart.start for apart in self._apart]
        document = agreed.document.model_copy(update={"text": "\n".join(pieces)})
        self.structure = agreed.model_copy(update={"document": document, "clauses": tuple(clauses)})

    def counts(self, candidate: Candidate) -> bool:
        """Return True for words of the contract as agreed."""
        return candidate.spans[0].start < self.end

    def apart(self, candidate: Candidate) -> Apart:
        """Return where words stand that do not count."""
        return self._apart[bisect_right(self._starts, candidate.spans[0].start) - 1]

    def evidence(self, candidate: Candidate) -> Evidence:
        """Quote words that do not count from where they stand."""
        apart = self.apart(candidate)
        span = candidate.spans[0]
        start, end = span.start - apart.start, span.end - apart.start
        if apart.at is not None:
            return evidence(self._contract, Span(start=apart.at + start, end=apart.at + end))
        block = apart.words
        return Evidence(
            text=block.text[start:end],
            start=block.start,
            end=block.start,
            page=block.page,
            part=block.part,
            state=block.state,
        )


def evidence(contract: Structure, span: Span) -> Evidence:
    """Quote a span of the accepted visible text of its file, with the clause number a reader can look up."""
    document: Document = contract.document
    begin = contract.begin(span.start)
    clause = contract.clause_at(span.start)
    block = document.block_at(span.start)
    return Evidence(
        text=document.text[span.start : span.end],
        start=span.start - begin,
        end=span.end - begin,
        clause=clause.cited if clause else "",
        page=block.page if block else None,
        part=block.part if block else "body",
        state=block.state if block else State.VISIBLE,
        boxes=page_boxes(document, span.start, span.end),
        schedule=clause.schedule.title() if clause else "",
    )


def _apart(structure: Structure) -> Iterator[tuple[Block, NonOperative, Clause, int | None, str]]:
    """Yield text that does not count: its words, place, clause, offset in the document, and what else to say."""
    clauses = iter(structure.clauses)  # one for each agreed block, in order
    section = -1
    for block in structure.document.blocks:
        if not block.agreed:
            section -= 1
            set_apart = Clause(index=0, start=0, end=0, body=0, section=section, part=block.part)
            yield block, _OF_STATE[block.state], set_apart, None, ""
            continue
        clause = next(clauses)
        if clause.role in _OF_ROLE:
            yield block, _OF_ROLE[clause.role], clause, clause.start, ""
        elif clause.role in BINDING and clause.is_heading:
            yield block, NonOperative.HEADING, clause, clause.start, ""
    text = structure.document.text
    marked = [
        (words.start, words.end, NonOperative.OPEN if words.open else NonOperative.UNAGREED, words.place)
        for words in structure.unagreed
    ]
    for taken in structure.struck:
        if taken.located:
            said = f"in words that {taken.by or 'a later clause'} strikes out"
            marked.append((taken.start, taken.end, NonOperative.STRUCK_BY_CLAUSE, said))
    for start, end, place, why in marked:
        clause = structure.clause_at(start) or Clause(index=0, start=start, end=end, body=start)
        yield Block(text=text[start:end], start=start, end=end), place, clause, start, why
