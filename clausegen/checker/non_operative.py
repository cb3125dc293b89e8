"""Text that counts for nothing: recitals, headings, running headers, deleted clauses, hidden and struck words.

What stands there satisfies no element. Where nothing else speaks for one, a report that says so should say as well
that its words were seen, and where. The first page and the signatures say who the parties are; they are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from clausegen.checker.candidate import Span
from clausegen.model import BINDING, Block, Clause, Document, Role, State, Structure

_SAID_FROM = 6  # words; fewer are a title, a name or a line to sign on
_PLACES = {
    Role.RECITAL: "in a recital",
    Role.FORMER: "in words that were deleted, replaced or printed for reference only",
    Role.MARGIN: "in a running header or footer",
}
_HEADING = "in a heading"
_APART = {
    State.DELETED: "in a pending deletion",
    State.HIDDEN: "in hidden text",
    State.WHITE: "in text that has the colour of its ground",
    State.TINY: "in print too small to read",
    State.STRUCK: "in struck-out text",
    State.PLACEHOLDER: "in a placeholder",
    State.COMMENT: "in a comment",
}


class Uncounted(NamedTuple):
    """Words of a block that count for nothing, by half-open offsets into its text, and where they stand."""

    block: Block
    start: int
    end: int
    place: str


class Apart(NamedTuple):
    """All text that counts for nothing, as if it were a contract that binds, and where each of its blocks stands."""

    structure: Structure
    blocks: tuple[tuple[Block, str], ...]

    def words(self, span: Span) -> Uncounted:
        """Words of it, where they stand in the contract itself."""
        clause = next(one for one in self.structure.clauses if one.start <= span.start < one.end)
        block, place = self.blocks[clause.index]
        return Uncounted(block, span.start - clause.start, span.end - clause.start, place)


def apart(structure: Structure) -> Apart:
    """The text of a contract that counts for nothing; contents, and what is too short to say anything, left off.

    A heading such as "BACKGROUND" is left off as well: it is why the words below it count for nothing.
    """
    found = [one for one in _uncounted(structure) if len(one[0].text.split()) >= _SAID_FROM]
    shown = [block.model_copy(update={"state": State.VISIBLE}) for block, _, _ in found]
    document = Document.from_blocks(shown)
    clauses: list[Clause] = []
    section, last = 0, None
    for index, (now, (_, place, own)) in enumerate(zip(document.blocks, found, strict=True)):
        beside = (place, own.section)  # what stands apart is not read together
        section += last not in (None, beside)
        last = beside
        clauses.append(
            own.model_copy(
                update={
                    "index": index,
                    "start": now.start,
                    "end": now.end,
                    "body": now.start + own.body - own.start,
                    **({"heading": "", "lead_in": ""} if own.is_heading or own.role is Role.RECITAL else {}),
                    "section": section,
                    "role": Role.OPERATIVE,
                    "is_heading": False,
                }
            )
        )
    return Apart(Structure(document=document, clauses=tuple(clauses)), tuple((one[0], one[1]) for one in found))


def _uncounted(structure: Structure) -> Iterator[tuple[Block, str, Clause]]:
    """Blocks that count for nothing, each with its place and its clause; what was set apart is a clause by itself."""
    clauses = iter(structure.clauses)  # one for each agreed block, in order
    section = -1
    for block in structure.document.blocks:
        if not block.agreed:
            section -= 1
            yield block, _APART[block.state], Clause(index=0, start=0, end=0, body=0, section=section, part=block.part)
            continue
        clause = next(clauses)
        if clause.role in _PLACES:
            yield block, _PLACES[clause.role], clause
        elif clause.role in BINDING and clause.is_heading:
            yield block, _HEADING, clause
