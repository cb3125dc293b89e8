"""The report that people read at a terminal: what is most urgent first, the verdict and the next command last."""

from __future__ import annotations

import datetime as dt
import shlex
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

from rich.text import Text

from clausegen.model import REPORT_KEY, SIGNS, Report, Severity, Status, Verdict, Why
from clausegen.report.terminal_page import STYLES, UNBROKEN, WIDTH, TerminalPage
from clausegen.report.terminal_table import render_table
from clausegen.report.urgency import Gap, gaps_of
from clausegen.report.words import assured, conclusion, cut, satisfied_share, status_counts, told

_ROOMS: Final = range(34, 0, -6)  # lines for gaps in full, fewer where the page grows long; the others follow in brief
_LONGEST: Final = 79  # lines of a page
_NOTICES: Final = 3
_QUOTE: Final = 300  # characters of a quotation where everything is shown
_MORE: Final = 12  # lines beyond that room for what the contract contradicts: its words decide the verdict
_OFTEN: Final = 4  # a caveat that holds back this many findings is said once, above them


class Detail(StrEnum):
    """Amount of detail in a report."""

    URGENT = "urgent"  # gaps in full as far as they fit on a screen or two, the rest as codes
    GAPS = "gaps"  # every gap in full
    ALL = "all"  # every element


def render_text(
    reports: Sequence[Report],
    *,
    colour: bool = False,
    width: int = WIDTH,
    detail: Detail = Detail.URGENT,
    day: dt.date | None = None,
) -> str:
    """Render one contract with its gaps, or several as a table, most urgent first as of a ``day``.

    Of several contracts each one is shown in turn only with ``Detail.GAPS`` or ``Detail.ALL``.
    """
    if len(reports) == 1 and detail is Detail.URGENT:
        return _urgent(reports[0], colour=colour, width=width)
    page = TerminalPage(colour=colour, width=width)
    if detail is not Detail.URGENT:
        for report in reports:
            _contract(page, report, detail)
    if len(reports) > 1:
        render_table(page, reports, day)
    return page.text()


def _urgent(report: Report, *, colour: bool, width: int) -> str:
    """Render as many gaps in full as leave the page shorter than two screens."""
    text = ""
    for room in _ROOMS:
        page = TerminalPage(colour=colour, width=width)
        _contract(page, report, Detail.URGENT, room)
        text = page.text()
        if text.count("\n") <= _LONGEST:
            break
    return text


def _contract(page: TerminalPage, report: Report, detail: Detail, room: int = 0) -> None:
    """Show one contract; ``room`` is how many lines gaps in full may take in the short report."""
    page.unbroken(Text.assemble((report.contract.path, "bold"), f"  (tier {report.tier}, {report.playbook})"))
    _notices(page, report, detail)
    if report.judged_nothing and detail is not Detail.ALL:
        page.line()
        page.line(Text.assemble("Verdict: ", ("not judged", STYLES[Status.UNCERTAIN])))
        page.wrapped(conclusion(report), 9)
        return
    _mandatory(page, report.verdicts)
    if detail is Detail.ALL:
        for verdict in report.verdicts:
            _requirement(page, verdict)
    else:
        _gaps(page, report, detail, room)
        _satisfied(page, report.verdicts)
    page.line()
    page.line(Text(REPORT_KEY, style="dim"))
    if report.assurance:
        page.wrapped(assured(report.assurance), style="dim")
    page.line()
    _verdict(page, report)
    if detail is not Detail.URGENT:
        page.line()


def _notices(page: TerminalPage, report: Report, detail: Detail) -> None:
    notices = report.contract.notices
    shown = notices[:_NOTICES] if detail is Detail.URGENT else notices
    for notice in shown:
        page.wrapped(f"Note: {notice.message}", 2, style="dim", most=2 if detail is Detail.URGENT else 0, hanging=6)
    if len(notices) > len(shown):
        page.line(Text(f"  and {len(notices) - len(shown)} more notes (--gaps shows them)", style="dim"))


def _mandatory(page: TerminalPage, verdicts: Sequence[Verdict]) -> None:
    """Add one line for each provision that no contract may lack."""
    mandatory = [verdict for verdict in verdicts if verdict.mandatory]
    if not mandatory:
        return
    page.heading("Mandatory provisions")
    wide = max(len(verdict.name) for verdict in mandatory)
    for verdict in mandatory:
        page.line(
            Text.assemble(
                (f"{SIGNS[verdict.status]} ", STYLES[verdict.status]),
                f"{verdict.name:<{wide}}  ",
                (f"{verdict.status.value:<12}", STYLES[verdict.status]),
                f"  {satisfied_share(verdict)}",
            )
        )


def _gaps(page: TerminalPage, report: Report, detail: Detail, left: int) -> None:
    """Show gaps by severity: in full while there is room, contradictions a little longer, the rest as codes."""
    gaps = gaps_of(report)
    often = _often(gaps)
    for reason, count in often.items():
        page.line()
        page.wrapped(f"Held back ({count} elements): {reason}", most=2)
    severity: Severity | None = None
    rest: list[Gap] = []
    for gap in gaps:
        is_contradicted = gap.first.status is Status.CONTRADICTED
        if detail is Detail.URGENT and left <= (-_MORE if is_contradicted else 0):
            rest.append(gap)
            continue
        if gap.severity is not severity:
            severity = gap.severity
            page.heading(severity.value.capitalize())
            left -= 2
        left -= _gap(page, gap, often, most=2 if detail is Detail.URGENT else 0)
    if rest:
        page.heading("Also not satisfied (--gaps shows each with its words)")
        _in_brief(page, rest)


def _often(gaps: Iterable[Gap]) -> dict[str, int]:
    """Return reasons that hold back many findings alike, and how many."""
    reasons = Counter(caveat.reason for gap in gaps for caveat in gap.first.caveats)
    return {reason: count for reason, count in reasons.items() if count >= _OFTEN}


def _gap(page: TerminalPage, gap: Gap, often: Iterable[str], *, most: int) -> int:
    """Show one gap; return how many lines it takes. ``most`` is how many lines each part may take, 0 for all."""
    finding = gap.first
    style = STYLES[finding.status]
    title = f"{gap.name}: {finding.status}"
    if gap.is_whole:
        title += f", none of its {len(gap.findings)} elements was found"
    page.line(Text.assemble((f"{SIGNS[finding.status]} ", style), (title, "bold")))
    lines = 1
    if finding.why is not Why.SILENT or finding.caveats:
        reason = "" if finding.reason in often else finding.reason
        share = told(finding)
        if said := " ".join(filter(None, (reason, f"({share})" if share else ""))):
            lines += page.wrapped(said, 4)
    if finding.decided:
        lines += page.wrapped(finding.decided.said, 4)
    quoted = finding.evidence[-1:] if most and finding.why is Why.SHAKEN else finding.evidence[: 1 if most else None]
    for evidence in quoted:
        lines += page.wrapped(_quoted(evidence.text, page.width * most, evidence.place), 4, most=most)
    if finding.remedy:
        lines += page.wrapped(f"To satisfy it: {finding.remedy}", 4, most=most)
    return lines


def _quoted(words: str, room: int, place: str) -> str:
    """Return words in quotation marks with their place, cut so that the place is still shown."""
    return f"“{cut(words, room - len(place) - 30 if room else _QUOTE)}” ({place})"


def _in_brief(page: TerminalPage, gaps: Sequence[Gap]) -> None:
    """Add one line for each requirement with the codes of its gaps, in the order of their first gap."""
    by_requirement: dict[str, list[Gap]] = {}
    for gap in gaps:
        by_requirement.setdefault(gap.verdict.name, []).append(gap)
    for name, of_requirement in by_requirement.items():
        if of_requirement[0].is_whole:
            words = f"{SIGNS[Status.MISSING]}{UNBROKEN}nothing on any of its {len(of_requirement[0].findings)} elements"
        else:  # a sign stays with its code
            words = ", ".join(f"{SIGNS[gap.first.status]}{UNBROKEN}{gap.first.code}" for gap in of_requirement)
        page.wrapped(f"{name}: {words}", 2, hanging=4)


def _satisfied(page: TerminalPage, verdicts: Sequence[Verdict]) -> None:
    """Add the requirements without a gap, in a sentence."""
    whole = [v.name for v in verdicts if all(finding.status is Status.SATISFIED for finding in v.findings)]
    page.line()
    if whole:
        page.wrapped(f"Satisfied in full: {', '.join(whole)}. (--all shows the words.)", style="green", most=6)
    else:
        page.line("No requirement is satisfied in full.")


def _requirement(page: TerminalPage, verdict: Verdict) -> None:
    """Add every element of a requirement with the words that decided it."""
    page.line()
    page.line(
        Text.assemble(
            (f"{SIGNS[verdict.status]} ", STYLES[verdict.status]),
            (verdict.name, "bold"),
            ": ",
            (verdict.status.value, STYLES[verdict.status]),
        )
    )
    for finding in verdict.findings:
        share = told(finding)
        page.line(
            Text.assemble(
                "    ",
                (f"{SIGNS[finding.status]} ", STYLES[finding.status]),
                f"{finding.title} ({finding.code}, {finding.severity}): ",
                (finding.status.value, STYLES[finding.status]),
                (f" ({share})" if share else "", "dim"),
            )
        )
        if finding.status is not Status.SATISFIED:
            page.wrapped(finding.reason, 8)
        if finding.decided:
            page.wrapped(finding.decided.said, 8)
        for evidence in finding.evidence:
            page.wrapped(_quoted(evidence.text, 0, evidence.place), 8)
        if finding.remedy and finding.status is not Status.SATISFIED:
            page.wrapped(f"To satisfy it: {finding.remedy}", 8)


def _verdict(page: TerminalPage, report: Report) -> None:
    counts = report.summary
    total = sum(len(verdict.findings) for verdict in report.verdicts)
    style = STYLES[counts.status]
    page.line(Text.assemble("Verdict: ", (counts.status.value, style), f" ({total} elements: {status_counts(counts)})"))
    page.wrapped(conclusion(report), 9)
    commands = next_commands(report)
    for label, command in zip(("Next:", "Then:"), commands, strict=False):
        page.unbroken(Text.assemble(f"{label:<9}", (command, "bold")))
    if len(commands) > 1:
        page.wrapped("Not signed yet? Ask for the Word file: 'clausegen remedy' inserts the clauses there.", 9)


def next_commands(report: Report) -> tuple[str, ...]:
    """List what to run next: insert what a Word file lacks; of other files explain the first gap, then draft."""
    gaps = gaps_of(report)
    if not gaps:
        return ()
    path, explain = report.contract.path, f"clausegen explain {gaps[0].first.code}"
    if report.contract.files or all(gap.severity is Severity.MINOR for gap in gaps):
        return (explain,)
    if report.contract.format == "docx":
        revised = f"{path.removesuffix('.docx')}-revised.docx"
        return (f"clausegen remedy {shlex.quote(path)} -o {shlex.quote(revised)} --tier {report.tier}",)
    return (explain, f"clausegen draft deal.toml --interactive --kind addendum --contract {shlex.quote(path)}")
