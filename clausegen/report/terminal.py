"""A report for people at a terminal."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from clausegen.findings import Assurance, Finding, Report
from clausegen.requirement import Status

_STYLE = {
    Status.SATISFIED: "green",
    Status.PARTIAL: "yellow",
    Status.UNCERTAIN: "yellow",
    Status.MISSING: "red",
    Status.CONTRADICTED: "bold red",
}
_MARK = {
    Status.SATISFIED: "✓",
    Status.PARTIAL: "◐",
    Status.UNCERTAIN: "?",
    Status.MISSING: "✗",
    Status.CONTRADICTED: "‼",
}
_QUOTE = 300


def render_text(reports: Iterable[Report], *, colour: bool = False, width: int = 100) -> str:
    """Reports as text: the verdicts, and for each element the words that decided it."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False)
    for report in reports:
        _contract(console, report, width)
    return out.getvalue()


def _contract(console: Console, report: Report, width: int) -> None:
    counts = report.summary
    console.print(Text(report.contract.path, style="bold"))
    console.print(
        Text.assemble(
            f"  tier {report.tier}, playbook {report.playbook}: ",
            (counts.status.value, _STYLE[counts.status]),
            f"  ({counts.satisfied} satisfied, {counts.missing} missing, {counts.contradicted} contradicted, "
            f"{counts.uncertain} uncertain)",
        )
    )
    if report.assurance:
        _wrapped(console, assured(report.assurance), "  ", width)
    for notice in report.contract.notices:
        console.print(Text(textwrap.fill(f"note: {notice.message}", width - 4, subsequent_indent="  "), style="dim"))
    for verdict in report.verdicts:
        console.print()
        console.print(
            Text.assemble(
                (f"{_MARK[verdict.status]} ", _STYLE[verdict.status]),
                (f"{verdict.code} {verdict.requirement}", "bold"),
                ": ",
                (verdict.status.value, _STYLE[verdict.status]),
            )
        )
        for finding in verdict.findings:
            _finding(console, finding, width)
    console.print()


def assured(assurance: Assurance) -> str:
    """From which probability "satisfied" is said, what was measured for it, and whether the risk asked was shown."""
    told = (
        f"satisfied is said from {assurance.threshold:.2f}; measured so, at most {assurance.bound:.1%} of contracts "
        f"have a false one (95 % confidence; {assurance.population}) and at most {assurance.near_miss_bound:.0%} of "
        f"passages made to mislead ({assurance.near_miss_population})"
    )
    if assurance.bound > assurance.risk:
        told += f"; the {assurance.risk:.1%} asked for cannot be shown with so few, this is the strictest there is"
    return told


def _finding(console: Console, finding: Finding, width: int) -> None:
    console.print(
        Text.assemble(
            "    ",
            (f"{_MARK[finding.status]} ", _STYLE[finding.status]),
            f"{finding.code:<6} {finding.element} ",
            (f"[{finding.severity}] ", "dim"),
            (finding.status.value, _STYLE[finding.status]),
            (f" {finding.confidence:.2f}", "dim"),
        )
    )
    if finding.status is not Status.SATISFIED:
        _wrapped(console, finding.reason, "        ", width)
    for evidence in finding.evidence:
        words = " ".join(evidence.text.split())
        words = words if len(words) <= _QUOTE else words[: _QUOTE - 1].rstrip() + "…"
        where = f"clause {evidence.clause}" if evidence.clause else evidence.part
        where += f", page {evidence.page}" if evidence.page else ""
        where += f", {evidence.state}" if evidence.state != "visible" else ""
        _wrapped(console, f"“{words}” ({where})", "        ", width)


def _wrapped(console: Console, words: str, indent: str, width: int) -> None:
    console.print(Text(textwrap.fill(words, width, initial_indent=indent, subsequent_indent=indent)))
