"""A report for people at a terminal."""

from __future__ import annotations

import io
import shutil
import textwrap
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from clausegen.model import Assurance, Finding, Report, Status, Summary
from clausegen.report.words import told

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
WIDTH = 100  # columns where there is no terminal: a file or a pipe holds the same on every machine
_NARROWEST, _WIDEST = 60, 120  # columns of a terminal that is made use of: longer lines are hard to read
_COLUMNS = (Status.SATISFIED, Status.MISSING, Status.CONTRADICTED, Status.UNCERTAIN)
_LEAST_PATH = 12


def render_text(reports: Sequence[Report], *, colour: bool = False, width: int = WIDTH, gaps: bool = False) -> str:
    """Reports as text: an overview of several, then the verdicts with the words that decided each element.

    ``gaps`` leaves out what is satisfied.
    """
    page = _Page(colour=colour, width=width)
    if len(reports) > 1:
        _overview(page, reports, width)
    for report in reports:
        _contract(page, report, width, gaps)
    return page.text()


def columns() -> int:
    """How many columns of the terminal a report takes."""
    return min(max(shutil.get_terminal_size((WIDTH, 24)).columns, _NARROWEST), _WIDEST)


class _Page:
    """Lines that are printed together: printing one takes as long as breaking it."""

    def __init__(self, *, colour: bool, width: int) -> None:
        self._out = io.StringIO()
        self._console = Console(
            file=self._out, width=width, force_terminal=colour, no_color=not colour, highlight=False
        )
        self._waiting: list[Text] = []

    def line(self, line: Text | None = None) -> None:
        """A line that is broken where it is too long; none is an empty one."""
        self._waiting.append(line or Text())

    def unbroken(self, line: Text) -> None:
        """A line that is not broken, however long."""
        self._print()
        self._console.print(line, soft_wrap=True)

    def text(self) -> str:
        """All of it."""
        self._print()
        return self._out.getvalue()

    def _print(self) -> None:
        if self._waiting:
            self._console.print(Text("\n").join(self._waiting))
            self._waiting.clear()


def _overview(page: _Page, reports: Sequence[Report], width: int) -> None:
    """One line per contract: its status and how many elements have which; the contracts by status at the end."""
    room = max(_LEAST_PATH, width - 16 - sum(len(status) + 2 for status in _COLUMNS))
    paths = [_end_of(report.contract.path, room) for report in reports]
    wide = max(len("contract"), *map(len, paths))
    heads = "  ".join(_COLUMNS)
    page.unbroken(Text(f"  {'contract':<{wide}}  {'overall':<12}  {heads}", style="bold"))
    for path, report in zip(paths, reports, strict=True):
        counts = report.summary
        figures = "  ".join(f"{getattr(counts, status):>{len(status)}}" for status in _COLUMNS)
        overall = (f"{counts.status:<12}", _STYLE[counts.status])
        page.unbroken(Text.assemble(f"  {path:<{wide}}  ", overall, f"  {figures}"))
    overall_counts = Counter(report.summary.status for report in reports)
    said = ", ".join(f"{overall_counts[status]} {status}" for status in _STYLE if overall_counts[status])
    _wrapped(page, f"{len(reports)} contracts: {said}", "  ", width)
    page.line()


def _end_of(path: str, room: int) -> str:
    """The end of a path, which tells files apart."""
    return path if len(path) <= room else f"…{path[1 - room :]}"


def _contract(page: _Page, report: Report, width: int, gaps: bool) -> None:
    counts = report.summary
    page.unbroken(Text(report.contract.path, style="bold"))
    page.line(Text.assemble("  ", (counts.status.value, _STYLE[counts.status]), f": {counted(counts)}"))
    page.unbroken(Text(f"  tier {report.tier}, playbook {report.playbook}"))
    if report.assurance:
        _wrapped(page, assured(report.assurance), "  ", width)
    for notice in report.contract.notices:
        page.line(Text(textwrap.fill(f"note: {notice.message}", width - 4, subsequent_indent="  "), style="dim"))
    for verdict in report.verdicts:
        findings = [f for f in verdict.findings if not gaps or f.status is not Status.SATISFIED]
        if gaps and not findings:
            continue
        page.line()
        page.line(
            Text.assemble(
                (f"{_MARK[verdict.status]} ", _STYLE[verdict.status]),
                (f"{verdict.code} {verdict.requirement}", "bold"),
                ": ",
                (verdict.status.value, _STYLE[verdict.status]),
            )
        )
        for finding in findings:
            _finding(page, finding, width)
    page.line()


def counted(counts: Summary) -> str:
    """How many elements have which status."""
    return ", ".join(f"{getattr(counts, status)} {status}" for status in _COLUMNS)


def assured(assurance: Assurance) -> str:
    """How strict "satisfied" is, what was measured for that, and whether the risk asked was shown."""
    said = (
        f"satisfied is said where the program's own score of the words, from 0 to 1, is {assurance.threshold:.2f} or "
        f"more; so measured, at most {assurance.bound:.1%} of contracts have a false one (95 % confidence; "
        f"{assurance.population}) and at most {assurance.near_miss_bound:.0%} of passages made to mislead "
        f"({assurance.near_miss_population}); a percentage beside a finding is no such score, but how often findings "
        "like it were right"
    )
    if assurance.bound > assurance.risk:
        said += f"; the {assurance.risk:.1%} asked for cannot be shown with so few, this is the strictest there is"
    return said


def _finding(page: _Page, finding: Finding, width: int) -> None:
    observed, found = told(finding), finding.status is Status.SATISFIED
    page.line(
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
        _wrapped(page, "; ".join(filter(None, (finding.reason, observed))), "        ", width)
    if finding.decided:
        _wrapped(page, finding.decided.said, "        ", width)
    for evidence in finding.evidence:
        words = " ".join(evidence.text.split())
        words = words if len(words) <= _QUOTE else words[: _QUOTE - 1].rstrip() + "…"
        _wrapped(page, f"“{words}” ({evidence.place})", "        ", width)


def _wrapped(page: _Page, words: str, indent: str, width: int) -> None:
    page.line(Text(textwrap.fill(words, width, initial_indent=indent, subsequent_indent=indent)))
