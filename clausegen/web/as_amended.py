"""A family as its papers leave the agreement: the text in force with the quotations marked, and what each paper did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from clausegen.amendments import consolidate
from clausegen.model import Consolidated, Document, FamilyPaper, Operation, Report
from clausegen.report import passages
from clausegen.web.paper import PaperBlock, PaperRun, Quoted, cut


@dataclass(frozen=True, slots=True)
class AsAmended:
    """The text, questions that the papers leave open, the papers, and what each operation did."""

    blocks: list[PaperBlock]
    questions: tuple[str, ...]
    papers: tuple[FamilyPaper, ...]
    operations: tuple[Operation, ...]


def as_amended(documents: Sequence[Document], attached: frozenset[str], report: Report | None) -> AsAmended:
    """Consolidate the papers of a family, the agreement first; ``attached`` are the paths of its schedules."""
    contract = consolidate(documents, attached=attached)
    return AsAmended(
        list(_blocks(contract, list(_marks(contract, report)))),
        tuple(question.sentence for question in contract.questions),
        contract.papers,
        contract.operations,
    )


def _blocks(contract: Consolidated, marks: list[Quoted]) -> Iterator[PaperBlock]:
    text, at = contract.document.text, 0
    for runs in passages(contract):
        pieces: list[PaperRun] = []
        kind, level, label = "paragraph", 0, ""
        for run in runs:
            if run.removed:
                pieces.append(PaperRun(run.text, kind="deleted", by=_named(run.paper)))
                continue
            at = text.index(run.text, at)
            if not pieces and (block := contract.document.block_at(at)):
                kind, level = block.kind.value, min(block.level, 6)
                label = "" if block.typed_label else block.label
            changed = {"kind": "inserted", "by": _named(run.paper)} if run.paper else {}
            pieces += (PaperRun(words, codes, **changed) for words, codes in cut(text, at, at + len(run.text), marks))
            at += len(run.text)
        yield PaperBlock(kind, level, label, tuple(pieces))


def _marks(contract: Consolidated, report: Report | None) -> Iterator[Quoted]:
    """Quotations, from their places in the papers to those in the consolidated text."""
    parts = {paper.part: number for number, paper in enumerate(contract.papers)}
    for finding in report.findings if report else ():
        for evidence in finding.evidence:
            paper = parts.get(evidence.part, 0)
            for source in contract.sources:
                start = max(evidence.start, source.at)
                end = min(evidence.end, source.at + source.end - source.start)
                if source.paper == paper and start < end:
                    moved = source.start - source.at
                    yield Quoted(start + moved, end + moved, finding.code)


def _named(paper: str) -> str:
    return PurePath(paper).name if paper else "the agreement"
