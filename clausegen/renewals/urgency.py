"""Deadlines joined with gaps: which contracts are due, by when somebody must act, and what they lack today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from clausegen.dates import AS_CLAUSE, OTHER_PARTY, TO_SUPPLIER
from clausegen.model import (
    DateFinding,
    Dates,
    Due,
    Entry,
    Gap,
    Renewal,
    RenewalState,
    Severity,
    Status,
    Tier,
    TierToday,
    in_order,
)
from clausegen.renewals.current_term import PresentTerm, present_term, with_silent_renewal
from clausegen.renewals.history import Event
from clausegen.renewals.obligations import Situation, obligations
from clausegen.renewals.question import RenewalQuestion, Stated
from clausegen.renewals.risk_review import with_add_ons, with_overdue
from clausegen.renewals.worklist import worklist


def collect(found: Iterable[Renewal], *, today: dt.date, within_days: int, concerns: Iterable[str] = ()) -> Due:
    """Return the renewals in order of urgency: state, then the day to act (the latest first once over), then path."""
    order = list(RenewalState)

    def urgency(renewal: Renewal) -> tuple[int, int, str]:
        day = (renewal.act_by or renewal.period_end or dt.date.max).toordinal()
        return order.index(renewal.state), -day if renewal.state is RenewalState.EXPIRED else day, renewal.path

    ordered = sorted(found, key=urgency)
    return Due(today=today, within_days=within_days, renewals=tuple(ordered), concerns=tuple(concerns))


def renewal(
    entry: Entry,
    asked: RenewalQuestion,
    *,
    tier: TierToday,
    events: tuple[Event, ...],
    dates: Dates | None = None,
    amendments: tuple[str, ...] = (),
) -> Renewal:
    """Join what is known of one contract. ``entry`` must have a report.

    ``dates`` are those of the contract as amended, by default the report's. Duties that are long overdue raise the
    tier, and the elements that become due by that are named. Of what is probably no contract of this kind the list
    shows the days that it states; the house asks nothing of it.
    """
    report, today = entry.report, asked.today
    dates = dates or (report.dates if report else Dates())
    if report:
        dates = with_silent_renewal(dates, report, asked.library)
    term = present_term(dates, today, asked.country)
    stated = asked.stated(entry.path)
    in_scope = not (report and report.scope_doubt)
    situation = Situation(entry.path, entry.owner, dates, term, events, asked, tier.tier, stated, in_scope)
    owed = obligations(situation, report.duties if report else ())
    reviewed = with_overdue(tier, owed, today, asked.practice)
    if reviewed.tier is not tier.tier:
        reviewed = with_add_ons(reviewed, asked.library, asked.playbook)
    tier = reviewed
    lead = asked.practice.lead_days.get(tier.tier, asked.practice.lead_days[Tier.HIGH])
    last = term.notice_by or term.end
    ask_by = last - dt.timedelta(days=lead) if last else None
    state = _state(term, ask_by, today, asked.within_days)
    if not situation.in_scope and state is not RenewalState.EXPIRED:
        state = RenewalState.OTHER
    found = Renewal(
        path=entry.path,
        customer=entry.customer,
        country=entry.country,
        product=entry.product,
        owner=entry.owner,
        state=state,
        kind=term.kind,
        expires=term.expires,
        period_end=term.end,
        turns=term.turns,
        next_end=term.next_end,
        notice_period=term.notice,
        notice_to=_recipient(dates.notice_to),
        notice_by=term.notice_by,
        ask_by=ask_by,
        act_by=last,
        days_left=(last - today).days if last else None,
        automatic=term.renews,
        alarm=_alarm(term, today),
        calculation=term.calculation,
        reason=term.reason,
        question=question(term, dates, stated) if situation.in_scope else "",
        amendments=amendments,
        tier=tier,
        gaps=_gaps(entry, tier) if situation.in_scope else (),
    )
    steps = worklist(replace(situation, tier=tier.tier), found)
    return found.model_copy(update={"tasks": in_order((*steps, *owed))})


_QUESTIONS = {
    "ambiguous": "Which of the two readings is right?",
    "impossible": "The date as written does not exist. Which day was meant?",
    "blank": "It was left blank. Which day was agreed?",
    "withheld": "It is blacked out in this copy. Which day does the original state?",
    "event": "On which day did the event happen?",
    "unknown-start": "On which day did the term begin?",
    "conflict": "Which of the two ends counts?",
    "words-and-figures": "Which counts, the words or the figures?",
    "before-beginning": "Which of the two days is wrong?",
}


def question(term: PresentTerm, dates: Dates, stated: Stated | None = None) -> str:
    """Return what somebody has to answer before the end of a contract is known; "" where it is."""
    if term.end is not None or term.kind == "perpetual":
        return ""
    if dates.expiration_date is None:
        asked = "On which day does the contract end? It was not read in the contract."
    elif term.expires is not None:
        asked = f"For how long did it renew after {term.expires}?"
    else:
        asked = _QUESTIONS.get(dates.expiration_date.code, "On which day does the contract end?")
    if stated and stated.ends:
        asked += f" ({stated.source} says {stated.ends}; answer with it if that is right.)"
    return asked


def _recipient(finding: DateFinding | None) -> str:
    """Name who must receive the supplier's notice, and what the notices clause says; its own address is not theirs."""
    if finding is None or finding.value is None:
        return ""
    who = "the other party" if finding.kind in (OTHER_PARTY, AS_CLAUSE) else finding.value
    if finding.code == TO_SUPPLIER:
        return f"{who} (no address of theirs was found; the notices clause gives the supplier's: {finding.calculation})"
    return f"{who} ({finding.calculation})" if finding.calculation else who


def _state(term: PresentTerm, ask_by: dt.date | None, today: dt.date, within_days: int) -> RenewalState:
    if term.end is None:
        if term.kind == "perpetual":
            return (
                RenewalState.DUE
                if term.notice_by and (term.notice_by - today).days <= within_days
                else RenewalState.OPEN_ENDED
            )
        return RenewalState.UNKNOWN
    if term.end < today:
        return RenewalState.EXPIRED
    last = term.notice_by or term.end
    if last < today:
        return RenewalState.OVERDUE
    if (last - today).days <= within_days or (ask_by is not None and ask_by <= today):
        return RenewalState.DUE
    return RenewalState.LATER


def _alarm(term: PresentTerm, today: dt.date) -> str:
    if term.kind != "automatic" or term.end is None:
        return ""
    if not term.renews:
        ends = "Ended" if term.end < today else "Ends"
        return f"{ends} on {term.end}: it renewed by itself once, and no further renewal is stated."
    until = f" until {term.next_end}" if term.next_end else ""
    if term.notice_by is None:
        return f"Renews by itself on {term.end}{until}; no notice period was found."
    if term.notice_by < today:
        return f"Renews by itself on {term.end}{until}: the last day for notice was {term.notice_by}."
    return f"Renews by itself on {term.end}{until} unless notice is given by {term.notice_by}."


def _gaps(entry: Entry, tier: TierToday) -> tuple[Gap, ...]:
    """Open gaps of the report, and elements due at today's tier that the report did not judge."""
    gaps = [
        _gap(name, f.code, f.severity, f.status.value, f.reason)
        for name, f in entry.model_copy(update={"of": ""}).open_gaps()
    ]
    report = entry.report
    if report and report.tier is not tier.tier:
        judged = {finding.code for verdict in report.verdicts for finding in verdict.findings}
        gaps += [
            _gap(
                "",
                code,
                Severity.MAJOR,
                "not-judged",
                f"due at tier {tier.tier}, but the contract was judged at {report.tier}; judge it again",
            )
            for code in tier.added
            if code not in judged
        ]
    order = {severity: number for number, severity in enumerate(Severity)}
    worst = {Status.CONTRADICTED.value: 0, Status.MISSING.value: 1, "not-judged": 2}
    return tuple(sorted(gaps, key=lambda gap: (order[gap.severity], worst.get(gap.status, 3), gap.code)))


@lru_cache(maxsize=16_384)
def _gap(requirement: str, code: str, severity: Severity, status: str, reason: str) -> Gap:
    """Return the same from contract to contract, made once."""
    return Gap(requirement=requirement, code=code, severity=severity, status=status, reason=reason)
