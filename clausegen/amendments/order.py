"""Put papers in order, decide which count, and take back what later papers take back of earlier ones."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

from clausegen.amendments.change import Change
from clausegen.amendments.days import day_of_paper, last_day
from clausegen.amendments.instructions import Instruction, instructions
from clausegen.amendments.operations import changes
from clausegen.amendments.outline import Mark, Row, labels, outline
from clausegen.amendments.papers import Sheet
from clausegen.amendments.places import PaperName, Scanner
from clausegen.amendments.signatures import Signers
from clausegen.amendments.standing import (
    belongs,
    in_force,
    is_incorporated,
    is_named,
    names_agreement,
    ranked,
    settle_conditions,
)
from clausegen.model import Document, OperationKind, PaperKind, Structure
from clausegen.structure import clauses

_TITLE = 400  # characters that hold the title of an agreement


@dataclasses.dataclass(slots=True)
class Act:
    """An operation of a paper (its index); ``undone_by`` and ``doubted_by`` name papers that take it back, or may."""

    paper: int
    change: Change
    undone_by: str = ""
    later: bool = False  # it holds from a day to come
    spared: tuple[tuple[Mark, ...], ...] = ()  # places for which it is taken back
    doubted_by: str = ""


def decide(papers: list[Sheet], today: str) -> int:
    """Settle which papers count; return the index of the one that gives the text, the master or a restated one.

    ``today`` is an ISO date: what takes effect later does not count.
    """
    master = papers[0]
    others = papers[1:]
    signers = Signers(master.structure.document)
    for paper in others:
        if paper.counts is not False:
            counts, why = in_force(master, paper, signers)
            paper.counts, paper.why = (counts, why) if not counts else (paper.counts, paper.why)
    settle_conditions(others)
    for paper in others:
        if paper.counts is False:
            continue
        if paper.kind is PaperKind.MASTER:
            if not names_agreement(master, paper):
                paper.counts = False
                paper.why = f"it is an agreement of its own, which does not speak of {master.name}"
                continue
            paper.kind = PaperKind.SCHEDULE
        if paper.kind is PaperKind.SCHEDULE and paper.counts is None and is_incorporated(master, paper):
            paper.counts, paper.why = True, ""
        ours, why = belongs(master, paper, signers)
        if not ours:
            paper.counts, paper.why = ours, why
        elif not paper.conditional:
            paper.counts, paper.why = ranked(master, paper)
        if paper.counts and (day := day_of_paper(paper.text, paper.date)) > today:
            paper.counts, paper.why = False, f"it takes effect on {day}"
        elif paper.counts and "" < (day := last_day(paper.text)) < today:
            paper.counts, paper.why = False, f"it applied until {day}"
        elif paper.counts is not False and paper.date > today and paper.date in paper.days:
            paper.counts, paper.why = False, f"it is dated {paper.date}, a day to come"
    base = 0
    for index, paper in enumerate(papers):
        if paper.kind is PaperKind.RESTATED and paper.counts and (not base or paper.date > papers[base].date):
            base = index
    if base:
        for index, paper in enumerate(papers):
            older = not paper.date or paper.date <= papers[base].date
            if index != base and older and paper.counts is not False and paper.kind is not PaperKind.CERTIFICATE:
                paper.counts, paper.why = False, f"{papers[base].name} restates the agreement in full"
    return base


def sequence(papers: Sequence[Sheet]) -> list[int]:
    """Return the indexes of the papers after the master in the order in which they were made."""
    later = range(1, len(papers))
    numbered = {paper.number: paper.date for paper in papers[1:] if paper.number and paper.date}

    def key(index: int) -> tuple[str, int, int]:
        paper = papers[index]
        before = max((day for number, day in numbered.items() if paper.number and number < paper.number), default="")
        unplaced = "" if paper.number and (before or numbered) else "9999"
        return paper.date or before or unplaced, paper.number or 0, index

    return sorted(later, key=key)


def order_known(one: Sheet, other: Sheet) -> bool:
    """Return True where days or numbers say which of two papers was made first, and do not disagree."""
    said = set()
    if one.date and other.date and one.date != other.date:
        said.add(one.date < other.date)
    if one.number and other.number and one.number != other.number and one.kind is other.kind:
        said.add(one.number < other.number)
    same_day = one.date and one.date == other.date
    return len(said) == 1 or bool(same_day and not said)


class Read(NamedTuple):
    """A paper taken apart: its blocks, its instructions, and its operations."""

    rows: list[Row]
    instructions: list[Instruction]
    changes: list[Change]


def read_changes(paper: Sheet, scanner: Scanner, index: int) -> Read:
    """Return the rows, instructions and operations of one paper; read once, and again after a correction."""
    if paper.read is None or paper.read[0] is not paper.structure:
        rows = outline(paper.structure, index, lines=True)
        found = instructions(paper.text, rows)
        paper.read = paper.structure, Read(rows, found, list(changes(paper.text, found, scanner, paper.date)))
    read: Read = paper.read[1]
    return read


def take_back(
    papers: list[Sheet], order: Sequence[int], scanner: Scanner, base: int, today: str
) -> tuple[list[Act], list[str]]:
    """Return all operations with those that others take back marked, and sentences on what could not be found.

    Corrections of an earlier paper change its words before these are read.
    """
    open_questions: list[str] = []
    for index in reversed(order):  # a correction first, so that the operations are those of the corrected text
        for change in read_changes(papers[index], scanner, index).changes if papers[index].counts else []:
            if (
                change.names
                and change.kind in (OperationKind.CORRECTED, OperationKind.AMENDED)
                and change.former
                and change.new
            ):
                for target in meant(change.names, papers, index, order):
                    papers[target].structure = _corrected(papers[target].structure, change, papers[index].text)
    acts = [
        Act(index, change, later=change.starts > today)
        for index in order
        if papers[index].counts is not False and index != base
        for change in read_changes(papers[index], scanner, index).changes
    ]
    for act in reversed(acts):
        if act.change.names and act.change.kind is OperationKind.REVOKED and not act.later:
            for index in _perhaps(act.change.names, papers, act.paper, order):
                if order.index(index) > order.index(act.paper):
                    said = f"{papers[act.paper].name} takes back {papers[index].name}, which was made after it"
                    open_questions.append(said)
        if not act.change.names or act.undone_by or act.later or papers[act.paper].counts is not True:
            continue
        named = meant(act.change.names, papers, act.paper, order)
        maybe = [] if named else _perhaps(act.change.names, papers, act.paper, order)
        for other in acts:
            if other.paper in maybe or (other.paper in named and act.change.doubtful):
                other.doubted_by = papers[act.paper].name
        if act.change.doubtful or maybe:
            continue
        if not named and act.change.kind is not OperationKind.RESTORED:
            open_questions.append(f"{papers[act.paper].name} changes {_called(act.change.names)}, which was not read")
        for other in acts:
            if other.paper in named and _is_item(other.change, act.change):
                _undo(act, other, papers)
    return acts, open_questions


def _undo(act: Act, other: Act, papers: Sequence[Sheet]) -> None:
    if act.change.kind is OperationKind.RESTORED:
        if not act.change.places:
            other.undone_by = ""
    elif act.change.kind in (OperationKind.REVOKED, OperationKind.DELETED):
        if act.change.what == "limit":
            other.spared = (*other.spared, *(place.marks for place in act.change.save))
        elif not any(in_item(other.change.item, place.marks, place.last) for place in act.change.save):
            other.undone_by = papers[act.paper].name


def _called(names: Sequence[PaperName]) -> str:
    name = names[0]
    return f"No. {name.number} of the amendments" if name.number else "an earlier paper"


def meant(names: Sequence[PaperName], papers: Sequence[Sheet], by: int, order: Sequence[int]) -> list[int]:
    """Return the earlier papers that a name stands for."""
    earlier = [index for index in order[: order.index(by)] if papers[index].counts is not False]
    found: list[int] = []
    for name in names:
        hits = [index for index in earlier if name.every or is_named(name.kind, name.number, name.days, papers[index])]
        if not hits and not name.number and not name.days and len(earlier) == 1:
            hits = earlier
        found += hits if name.every or len(hits) <= 1 or name.number else hits[-1:]
    return found


def _perhaps(names: Sequence[PaperName], papers: Sequence[Sheet], by: int, order: Sequence[int]) -> list[int]:
    """Return papers that a name may stand for: those without a number, or that seem to be later than ``by``."""
    found = []
    for index in order:
        paper = papers[index]
        if (
            index == by
            or paper.counts is False
            or paper.kind not in (PaperKind.AMENDMENT, PaperKind.SIDE_LETTER, PaperKind.LETTER)
        ):
            continue
        for name in names:
            later = is_named(name.kind, name.number, name.days, paper)
            if later or (name.number and paper.number is None and is_named(name.kind, None, frozenset(), paper)):
                found.append(index)
    return found


def _is_item(change: Change, by: Change) -> bool:
    """Return True for an operation in one of the items that another names; for all where it names none."""
    if not by.places:
        return True
    return any(in_item(change.item, place.marks, place.last) for place in by.places)


def in_item(item: tuple[Mark, ...], marks: tuple[Mark, ...], last: Mark | None) -> bool:
    """Return True for labels of an item that is, or lies below, the one named, or lies in a range."""
    wanted = marks[-1].parts
    for mark in item:
        if mark.parts[: len(wanted)] == wanted or mark.parts[-len(wanted) :] == wanted:
            return True
        same = len(mark.parts) == len(wanted)
        counted = last and all(parts[-1].isdigit() for parts in (mark.parts, wanted, last.parts))
        if last and same and counted and int(wanted[-1]) <= int(mark.parts[-1]) <= int(last.parts[-1]):
            return True
    return False


def _corrected(structure: Structure, change: Change, text: str) -> Structure:
    """Return the paper with the words of an item put right."""
    document = structure.document
    rows = outline(structure, 0)
    new = text[change.new[0].start : change.new[0].end]
    blocks = []
    agreed = iter(rows)
    for block in document.blocks:
        row = next(agreed) if block.agreed else None
        if row is not None and (
            not change.places or any(in_item(row.chain, place.marks, place.last) for place in change.places)
        ):
            words = block.text
            for former in change.former:
                words = words.replace(former, new)
            block = block.model_copy(update={"text": words, "lines": ()})
        blocks.append(block)
    fields = {name: getattr(document, name) for name in ("path", "format", "sha256", "language", "notices", "coverage")}
    fixed = Document.from_blocks(blocks, **fields)
    return Structure(document=fixed, clauses=tuple(clauses(fixed)))


def scanner_of(base: Structure) -> Scanner:
    """Return a scanner that knows the labels of the contract."""
    return Scanner(labels(outline(base, 0, lines=True)), base.document.text[:_TITLE])
