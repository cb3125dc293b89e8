"""Renewals as text, JSON and page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Final

from clausegen.model import Due, Gap, Renewal, RenewalState, Severity, Task, TaskState
from clausegen.report.offline_page import inline, template
from clausegen.report.package import holdable
from clausegen.report.words import counted

STATES: Final = {
    RenewalState.UNKNOWN: "End unknown",
    RenewalState.OVERDUE: "The last day for notice has passed",
    RenewalState.DUE: "Due",
    RenewalState.LATER: "Later",
    RenewalState.EXPIRED: "Expired",
    RenewalState.OPEN_ENDED: "Without a fixed end",
    RenewalState.OTHER: "Probably no contract of this kind",
}
_IN_FULL: Final = (RenewalState.UNKNOWN, RenewalState.OVERDUE, RenewalState.DUE)
_SHOWN: Final = 6  # names and codes in one line
_FAR: Final = 730  # days; longer times are told in years


def render_renewals_json(due: Due) -> str:
    """Return the whole answer as one JSON object; days are ISO dates."""
    return due.model_dump_json(indent=1) + "\n"


def render_renewals_text(due: Due, *, width: int = 100) -> str:
    """Return the answer for a terminal, most urgent first; what is not urgent takes a line for each contract."""
    lines = [f"Renewals on {due.today}, looking {due.within_days} days ahead", _totals(due)]
    for state in RenewalState:
        found = due.of(state)
        if not found:
            continue
        lines += ["", f"{STATES[state]} ({len(found)})"]
        for renewal in found:
            lines += _in_full(renewal, width) if state in _IN_FULL else _in_short(renewal, width)
    if due.of(RenewalState.UNKNOWN):
        answer = "clausegen renewals answer DIR CONTRACT --end 2027-03-31 --by NAME"
        lines += ["", f"To answer a question: {answer}"]
    lines += [""] if due.concerns else []
    lines += [textwrap.fill(f"note: {concern}", width, subsequent_indent="  ") for concern in due.concerns]
    return "\n".join(lines) + "\n"


def _totals(due: Due) -> str:
    """Count the work that is open, overdue or due."""
    tasks = due.to_do
    states = ((TaskState.OPEN, "open"), (TaskState.OVERDUE, "overdue"), (TaskState.DUE, "due"))
    said = [f"{count} {name}" for state, name in states if (count := sum(task.state is state for task in tasks))]
    return f"To do: {', '.join(said)}" if said else "Nothing to do"


def _head(renewal: Renewal) -> str:
    when = (
        f"{renewal.act_by} ({_away(renewal.days_left)})"
        if renewal.act_by and renewal.days_left is not None
        else "day unknown"
        if renewal.state in (RenewalState.UNKNOWN, RenewalState.OTHER)
        else "no fixed end"
    )
    copies = f" and {counted(len(renewal.copies), 'copy', 'copies')}" if renewal.copies else ""
    customer = f"  [{renewal.customer}]" if renewal.customer else ""
    tier = renewal.tier
    was = f", was {tier.before}" if tier.tier != tier.before else ""
    return holdable(f"  {when}  {renewal.path}{copies}{customer}  tier {tier.tier}{was}")


def _away(days: int) -> str:
    far = counted(abs(days) // 365, "year") if abs(days) > _FAR else counted(abs(days), "day")
    return far if days >= 0 else f"{far} ago"


def _in_full(renewal: Renewal, width: int) -> list[str]:
    tier = renewal.tier
    sentences = [renewal.alarm, *([] if renewal.question else [renewal.reason]), *renewal.amendments]
    if renewal.gaps:
        sentences.append(f"{counted(len(renewal.gaps), 'gap')}{_critical(renewal.gaps)}")
    sentences += [f"REFUSED: {why}" for why in tier.refused] + [f"BLOCKED: {why}" for why in tier.blocked]
    sentences += [*tier.reasons, *tier.changed]
    sentences += [f"becomes due: {_some(list(tier.added))}"] if tier.added else []
    sentences += [f"due only until the tier may fall (clean reviews): {_some(list(tier.held))}"] if tier.held else []
    sentences += tier.doubts
    urgent = [task for task in renewal.tasks if task.state in (TaskState.OPEN, TaskState.OVERDUE, TaskState.DUE)]
    later = [task for task in renewal.tasks if task.state is TaskState.LATER]
    rest = [f"later: {'; '.join(f'{task.by} {task.title.lower()}' for task in later)}"] if later else []
    return [
        _head(renewal),
        *_filled(filter(None, sentences), width, "      "),
        *(line for task in urgent for line in _task_lines(task, width)),
        *_filled(rest, width, "      "),
    ]


def _in_short(renewal: Renewal, width: int) -> list[str]:
    urgent = [task for task in renewal.tasks if task.state in (TaskState.OVERDUE, TaskState.DUE)]
    return [_head(renewal), *(line for task in urgent for line in _task_lines(task, width))]


def _task_lines(task: Task, width: int) -> list[str]:
    """Return a task as lines: its day, the work, who does it; then how the day was counted."""
    day = "          " if task.by is None else str(task.by)
    sign = {TaskState.OPEN: "?", TaskState.OVERDUE: "!"}.get(task.state, "·")
    clause = f" (clause {task.clause})" if task.clause else ""
    lines = _filled([f"{task.what}{clause} [{task.who}]"], width, f"    {sign} {day}  ", " " * 18)
    return lines + _filled([task.why] if task.why else [], width, " " * 18)


def _filled(sentences: Iterable[str], width: int, first: str, then: str = "") -> list[str]:
    return [
        textwrap.fill(holdable(words), width, initial_indent=first, subsequent_indent=then or first + "  ")
        for words in sentences
    ]


def _critical(gaps: Iterable[Gap]) -> str:
    """Say in which requirements the critical gaps are: "; 3 are critical, in suspension and precedence"."""
    found = [gap.requirement.replace("-", " ") for gap in gaps if gap.severity is Severity.CRITICAL]
    are = "is" if len(found) == 1 else "are"
    return f"; {len(found)} {are} critical, in {_some(list(dict.fromkeys(found)))}" if found else ""


def _some(codes: list[str]) -> str:
    return ", ".join(codes[:_SHOWN]) + (f" and {len(codes) - _SHOWN} more" if len(codes) > _SHOWN else "")


def render_renewals_html(due: Due) -> str:
    """Render one page that works offline, without script."""
    return template("renewals.html.j2").render(
        due=due,
        titles=STATES,
        states=list(RenewalState),
        duties=[task for task in due.tasks if task.is_duty],
        **inline("page.css"),
    )
