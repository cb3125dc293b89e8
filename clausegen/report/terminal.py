"""A report for people at a terminal."""

from __future__ import annotations

import io
import textwrap
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from clausegen.findings import Assurance, Finding, Report, Summary
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
_COLUMNS = (Status.SATISFIED, Status.MISSING, Status.CONTRADICTED, Status.UNCERTAIN)
_LEAST_PATH = 20
_USUAL = 0.95  # a finding that is right this often needs no figure beside it


def render_text(reports: Sequence[Report], *, colour: bool = False, width: int = 100, gaps: bool = False) -> str:
    """Reports as text: an overview of several, then the verdicts with the words that decided each element.

    ``gaps`` leaves out what is satisfied.
    """
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False)
    if len(reports) > 1:
        _overview(console, reports, width)
    for report in reports:
        _contract(console, report, width, gaps)
    return out.getvalue()


def _overview(console: Console, reports: Sequence[Report], width: int) -> None:
    """One line per contract: its status and how many elements have which; the contracts by status at the end."""
    room = max(_LEAST_PATH, width - 16 - sum(len(status) + 2 for status in _COLUMNS))
    paths = [_end_of(report.contract.path, room) for report in reports]
    wide = max(len("contract"), *map(len, paths))
    heads = "  ".join(_COLUMNS)
    console.print(Text(f"  {'contract':<{wide}}  {'overall':<12}  {heads}", style="bold"), soft_wrap=True)
    for path, report in zip(paths, reports, strict=True):
        counts = report.summary
        figures = "  ".join(f"{getattr(counts, status):>{len(status)}}" for status in _COLUMNS)
        overall = (f"{counts.status:<12}", _STYLE[counts.status])
        console.print(Text.assemble(f"  {path:<{wide}}  ", overall, f"  {figures}"), soft_wrap=True)
    overall_counts = Counter(report.summary.status for report in reports)
    said = ", ".join(f"{overall_counts[status]} {status}" for status in _STYLE if overall_counts[status])
    _wrapped(console, f"{len(reports)} contracts: {said}", "  ", width)
    console.print()


def _end_of(path: str, room: int) -> str:
    """The end of a path, which tells files apart."""
    return path if len(path) <= room else f"…{path[1 - room :]}"


def _contract(console: Console, report: Report, width: int, gaps: bool) -> None:
    counts = report.summary
    console.print(Text(report.contract.path, style="bold"), soft_wrap=True)
    console.print(Text.assemble("  ", (counts.status.value, _STYLE[counts.status]), f": {counted(counts)}"))
    console.print(Text(f"  tier {report.tier}, playbook {report.playbook}"), soft_wrap=True)
    if report.assurance:
        _wrapped(console, assured(report.assurance), "  ", width)
    for notice in report.contract.notices:
        console.print(Text(textwrap.fill(f"note: {notice.message}", width - 4, subsequent_indent="  "), style="dim"))
    for verdict in report.verdicts:
        findings = [f for f in verdict.findings if not gaps or f.status is not Status.SATISFIED]
        if gaps and not findings:
            continue
        console.print()
        console.print(
            Text.assemble(
                (f"{_MARK[verdict.status]} ", _STYLE[verdict.status]),
                (f"{verdict.code} {verdict.requirement}", "bold"),
                ": ",
                (verdict.status.value, _STYLE[verdict.status]),
            )
        )
        for finding in findings:
            _finding(console, finding, width)
    console.print()


def counted(counts: Summary) -> str:
    """How many elements have which status."""
    return ", ".join(f"{getattr(counts, status)} {status}" for status in _COLUMNS)


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
    observed, found = _observed(finding), finding.status is Status.SATISFIED
    console.print(
        Text.assemble(
            "    ",
            (f"{_MARK[finding.status]} ", _STYLE[finding.status]),
            f"{finding.code:<6} {finding.element} ",
            (f"[{finding.severity}] ", "dim"),
            (finding.status.value, _STYLE[finding.status]),
            (f" ({observed})" if observed and found else "", "dim"),
        )
    )
    if not found:
        _wrapped(console, "; ".join(filter(None, (finding.reason, observed))), "        ", width)
    for evidence in finding.evidence:
        words = " ".join(evidence.text.split())
        words = words if len(words) <= _QUOTE else words[: _QUOTE - 1].rstrip() + "…"
        where = f"clause {evidence.clause}" if evidence.clause else evidence.part
        where += f", page {evidence.page}" if evidence.page else ""
        where += f", {evidence.state}" if evidence.state != "visible" else ""
        _wrapped(console, f"“{words}” ({where})", "        ", width)


def _observed(finding: Finding) -> str:
    """How often such a finding was right, where that tells a reader something: never of what was not found."""
    share = f"{finding.confidence:.0%}".replace("%", " %")
    if finding.status is Status.UNCERTAIN:
        return f"people found it satisfied in {share} of such cases"
    if finding.status is Status.MISSING or finding.confidence >= _USUAL:
        return ""
    return f"right in {share} of such cases"


def _wrapped(console: Console, words: str, indent: str, width: int) -> None:
    console.print(Text(textwrap.fill(words, width, initial_indent=indent, subsequent_indent=indent)))
