"""The contract as amended: the text in force with where each word comes from, for lawyers and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, Final, NamedTuple

from docx.shared import Pt, RGBColor

from clausegen.model import Consolidated, FamilyPaper, Removed
from clausegen.report.package import holdable
from clausegen.report.word_page import add_rows, finished, heading, new_page, new_table, say

_IN: Final = "1F5F99"  # colours, RRGGBB
_OUT: Final = "B93A2E"
_SHOWN: Final = {"kind", "paper", "target", "words", "status", "why", "start", "end"}  # of an operation, in JSON
_STATUS: Final = {"applied": "applied", "undone": "taken back", "no-effect": "no effect", "open": "open"}
_COUNTS: Final = {True: "counts", False: "changes nothing", None: "open"}


class Run(NamedTuple):
    """Words of one paper, named as evidence names it ("" for the agreement); ``removed`` by that paper."""

    text: str
    paper: str
    removed: bool


def passages(contract: Consolidated) -> Iterator[list[Run]]:
    """Yield the clauses in reading order as runs; clauses that are gone stand where they stood."""
    whole = [removed for removed in contract.removed if not removed.inside]
    inside = [removed for removed in contract.removed if removed.inside]
    for block in contract.document.blocks:
        if not block.agreed or block.start >= contract.end > 0:
            continue
        while whole and whole[0].at <= block.start:
            yield [_gone(whole.pop(0))]
        struck = [removed for removed in inside if block.start <= removed.at <= block.end]
        yield list(_runs(contract, block.start, block.end, struck))
    for removed in whole:
        yield [_gone(removed)]


def _gone(removed: Removed) -> Run:
    return Run(removed.text, removed.paper, True)


def _runs(contract: Consolidated, start: int, end: int, struck: list[Removed]) -> Iterator[Run]:
    """Yield the words between two offsets, cut where they change their paper or where words are gone."""
    cuts = sorted({start, end, *(removed.at for removed in struck), *_edges(contract, start, end)})
    for first, last in zip(cuts, [*cuts[1:], end], strict=True):
        yield from (_gone(removed) for removed in struck if removed.at == first)
        if first < last:
            pieces = list(contract.origins(first, last))
            yield Run(contract.document.text[first:last], pieces[0][0].part if pieces else "", False)


def _edges(contract: Consolidated, start: int, end: int) -> Iterator[int]:
    for source in contract.sources:
        yield from (at for at in (source.start, source.end) if start < at < end)


def render_as_amended_md(contract: Consolidated) -> str:
    """Return the contract in Markdown: open questions, papers, operations, then the text with marks of provenance."""
    lines = [f"# {_title(contract)}", ""]
    if contract.questions:
        lines += ["## Open questions", "", *(f"- {question.sentence}" for question in contract.questions), ""]
    if len(contract.papers) > 1:
        lines += ["## Papers", "", "| Paper | Kind | Date | Effect |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(map(_cell, _paper(paper)))} |" for paper in contract.papers] + [""]
    if contract.operations:
        lines += ["## Operations", "", "| Paper | Where | What it does | Status |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(map(_cell, operation))} |" for operation in _operations(contract)] + [""]
    if len(contract.papers) > 1:
        lines += [
            "## Text as amended",
            "",
            "Added words are bold, removed words struck through; each names its paper.",
            "",
        ]
    for runs in passages(contract):
        lines += ["".join(map(_markdown, runs)).replace("\n", "  \n"), ""]
    return "\n".join(lines)


def render_as_amended_json(contract: Consolidated) -> str:
    """Return the contract as one JSON object; offsets of operations are those of their paper."""
    shown = {
        "schema_version": 1,
        "papers": [paper.model_dump(mode="json") for paper in contract.papers],
        "questions": [question.model_dump(mode="json") for question in contract.questions],
        "operations": [operation.model_dump(mode="json", include=_SHOWN) for operation in contract.operations],
        "clauses": [[run._asdict() for run in runs] for runs in passages(contract)],
        "text": contract.document.text[: contract.end or None],
    }
    return json.dumps(shown, ensure_ascii=False, indent=1) + "\n"


def render_as_amended_docx(contract: Consolidated) -> bytes:
    """Render the contract in Word: open questions, papers, operations, then the text with marks of provenance."""
    document = new_page(size=11, edge=2)
    heading(document, _title(contract), 14)
    if contract.questions:
        heading(document, "Open questions", 12)
        for question in contract.questions:
            say(document, question.sentence, style="List Bullet")
    if len(contract.papers) > 1:
        heading(document, "Papers", 12)
        heads = ("Paper", "Kind", "Date", "Effect")
        add_rows(new_table(document, heads, size=8), map(_paper, contract.papers), size=8)
    if contract.operations:
        heading(document, "Operations", 12)
        heads = ("Paper", "Where", "What it does", "Status")
        add_rows(new_table(document, heads, size=8), _operations(contract), size=8)
    if len(contract.papers) > 1:
        heading(document, "Text as amended", 12)
        say(document, "Added words are underlined, removed words struck through; each names its paper.")
    for runs in passages(contract):
        paragraph = document.add_paragraph()
        for run in runs:
            _add(paragraph, run)
    return finished(document, _title(contract), category="")


def _add(paragraph: Any, run: Run) -> None:
    words = paragraph.add_run(holdable(run.text))
    if not run.paper and not run.removed:
        return
    words.font.color.rgb = RGBColor.from_string(_OUT if run.removed else _IN)
    words.font.strike, words.font.underline = run.removed, not run.removed
    mark = paragraph.add_run(holdable(f" [{run.paper}]"))
    mark.font.size, mark.font.color.rgb = Pt(7), RGBColor.from_string(_OUT if run.removed else _IN)


def _title(contract: Consolidated) -> str:
    name = PurePath(contract.document.path).name or "contract"
    return f"{name} as amended" if len(contract.papers) > 1 else name


def _paper(paper: FamilyPaper) -> list[str]:
    why = f": {paper.why}" if paper.why else ""
    return [PurePath(paper.path).name, paper.kind.value.replace("-", " "), paper.date, f"{_COUNTS[paper.counts]}{why}"]


def _operations(contract: Consolidated) -> list[list[str]]:
    return [
        [
            operation.paper,
            operation.target,
            f"{operation.kind.value}: “{operation.words}”",
            _STATUS[operation.status.value] + (f": {operation.why}" if operation.why else ""),
        ]
        for operation in contract.operations
    ]


def _markdown(run: Run) -> str:
    words = run.text.strip()
    if not words or (not run.paper and not run.removed):
        return run.text
    left = run.text[: len(run.text) - len(run.text.lstrip())]
    right = run.text[len(run.text.rstrip()) :]
    mark = "~~" if run.removed else "**"
    return f"{left}{mark}{words}{mark} [{run.paper}]{right}"


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")
