"""Render one contract as a page: its text with the findings beside the words that decided them.

The page has no script.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from markupsafe import Markup, escape

from clausegen.model import REPORT_KEY, SIGNS, Block, BlockKind, Document, Evidence, Finding, Report, Status, Verdict
from clausegen.report.offline_page import inline, template
from clausegen.report.urgency import Gap, gaps_of
from clausegen.report.words import assured, conclusion, element_name, file_name, satisfied_share, status_counts, told

_TAGS: Final = {BlockKind.TITLE: "h2", BlockKind.HEADING: "h3"}


@dataclass(slots=True)
class Note:
    """A finding beside a paragraph; ``is_first`` where it is told in full, otherwise it only points there."""

    verdict: Verdict
    finding: Finding
    is_first: bool = True

    @property
    def title(self) -> str:
        """Requirement and element in words."""
        return element_name(self.verdict, self.finding)


@dataclass(slots=True)
class Row:
    """A paragraph with its notes; ``words`` is its text as HTML, with the words quoted marked."""

    tag: str
    label: str
    words: Markup
    apart: str
    notes: list[Note] = field(default_factory=list)


@dataclass(slots=True)
class Paper:
    """One file of the contract."""

    path: str
    rows: list[Row]


def render_contract_html(report: Report, documents: Sequence[Document]) -> str:
    """Render the page. ``documents`` are the files of the contract as they were read, the agreement first."""
    notes = _notes(report)
    papers = [Paper(document.path, list(_rows(document, notes.get(document.path, ())))) for document in documents]
    shown: set[str] = set()
    for note in (note for paper in papers for row in paper.rows for note in row.notes):
        note.is_first = note.finding.code not in shown
        shown.add(note.finding.code)
    gaps = gaps_of(report)
    return template("contract.html.j2").render(
        report=report,
        papers=papers,
        nowhere=[gap for gap in gaps if gap.first.code not in shown],
        beside=[gap for gap in gaps if gap.first.code in shown],
        mandatory=[verdict for verdict in report.verdicts if verdict.mandatory],
        counts=status_counts(report.summary),
        signs=SIGNS,
        key=REPORT_KEY,
        named=_named,
        file_name=file_name,
        conclusion=conclusion(report),
        told=told,
        satisfied=satisfied_share,
        trust=assured(report.assurance) if report.assurance else "",
        **inline("contract.css"),
    )


def _named(gap: Gap) -> str:
    """Return the gap in words with its code."""
    return gap.name + (f": none of its {len(gap.findings)} elements was found" if gap.is_whole else "")


def _notes(report: Report) -> dict[str, list[tuple[Evidence, Note]]]:
    """Every quotation with its finding, by the path of the file in which it is."""
    notes: dict[str, list[tuple[Evidence, Note]]] = {}
    for verdict in report.verdicts:
        for finding in verdict.findings:
            for evidence in finding.evidence:
                path = report.contract.path_of(evidence.part)
                notes.setdefault(path, []).append((evidence, Note(verdict, finding)))
    return notes


def _rows(document: Document, notes: Iterable[tuple[Evidence, Note]]) -> Iterator[Row]:
    """Yield the paragraphs of a file with their notes; notes on words set apart stand beside their block."""
    waiting = list(notes)
    for block in document.blocks:
        mine = [(evidence, note) for evidence, note in waiting if _is_in(evidence, block)]
        waiting = [pair for pair in waiting if pair not in mine]
        codes: dict[str, Note] = {}
        for _, note in mine:
            codes.setdefault(note.finding.code, note)
        yield Row(
            tag=_TAGS.get(block.kind, "p"),
            label=block.label,
            words=_marked(block, [evidence for evidence, _ in mine]),
            apart="" if block.agreed else block.state.value,
            notes=sorted(codes.values(), key=lambda note: note.finding.status is Status.SATISFIED),
        )


def _is_in(evidence: Evidence, block: Block) -> bool:
    if evidence.start == evidence.end:  # words set apart have no range
        return not block.agreed and evidence.text in block.text
    return block.agreed and block.start <= evidence.start < max(block.end, block.start + 1)


def _marked(block: Block, quoted: Sequence[Evidence]) -> Markup:
    """Return the text of a block, the words quoted in ``<mark>``; overlapping quotations are one mark."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted((max(e.start - block.start, 0), e.end - block.start) for e in quoted if e.start < e.end):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    made, at = Markup(), 0
    for start, end in spans:
        made += escape(block.text[at:start]) + Markup("<mark>") + escape(block.text[start:end]) + Markup("</mark>")
        at = max(end, at)
    return made + escape(block.text[at:])
