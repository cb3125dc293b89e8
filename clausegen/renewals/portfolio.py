"""Every contract of a folder or an audit, joined with its history: the whole answer in one call."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from clausegen.dates import amended
from clausegen.errors import DocumentError
from clausegen.model import (
    DateFinding,
    Dates,
    Due,
    Entry,
    Finding,
    Outcome,
    Renewal,
    Report,
    Tier,
    TierToday,
    day_of,
)
from clausegen.renewals.history import Event
from clausegen.renewals.question import RenewalQuestion
from clausegen.renewals.risk_review import tier_today, with_add_ons
from clausegen.renewals.urgency import collect, renewal

_ODD: Final = frozenset(
    {"ambiguous", "conflict", "words-and-figures", "before-beginning", "impossible"}
)  # codes of dates
Ahead = Callable[[Sequence[tuple[Entry, Tier]]], None]
Judge = Callable[[Entry, Tier], Entry]
JudgeFamily = Callable[[Entry, Sequence[Entry], Tier], Report]


class _Read(NamedTuple):
    """A contract with its report, the events that count for it, and the tier of today that they lead to."""

    entry: Entry
    events: tuple[Event, ...]
    today: TierToday


def due(
    entries: Iterable[Entry],
    question: RenewalQuestion,
    *,
    ahead: Ahead | None = None,
    judge: Judge | None = None,
    judge_family: JudgeFamily | None = None,
) -> Due:
    """Return the renewals of all entries, most urgent first.

    ``ahead`` is told what is going to be asked, each contract with its tier. ``judge`` reads and judges a contract at
    the tier of today and returns its entry with a report; without it, entries bring reports of their own, as those of
    an audit do. A contract that cannot be read becomes a concern; the others go on. ``judge_family`` judges a master
    agreement with its schedules and amendments as one contract; without it the gaps are those of the master alone,
    unless its report says that it was read together with them.
    """
    concerns: list[str] = []
    heard: set[str] = set()  # paths whose events count somewhere, or whose contract is named as not read
    read: list[_Read] = []
    waiting = [_lean(entry) for entry in entries if entry.outcome is not Outcome.EXCLUDED]
    spoken_for = _spoken_for(waiting)
    copies: dict[str, list[str]] = defaultdict(list)
    for entry in waiting:
        if entry.shadow and entry.outcome is Outcome.DUPLICATE:
            copies[entry.of].append(entry.path)
    asked: list[_Read] = []
    for entry in waiting:
        if not entry.shadow:  # else another file speaks for it
            events = question.history.of(*spoken_for[entry.path])
            asked.append(_Read(entry, events, _tier(entry, events, question)))
    if ahead is not None and asked:
        ahead([(contract.entry, contract.today.tier) for contract in asked])
    for entry, events, today in asked:
        heard.add(entry.path)
        try:
            judged = judge(entry, today.tier) if judge else entry
        except DocumentError as error:
            concerns.append(f"not read: {error}")
            continue
        if judged.report is None:
            concerns.append(f"{entry.path}: {entry.reason or entry.outcome.value}; its dates are unknown")
            continue
        if judged.report.out_of_scope and judged.report.decided:
            concerns.append(f"{entry.path}: {judged.report.decided.said}")
            continue
        read.append(_Read(_lean(judged), events, today))
    found: list[Renewal] = []
    parts = _parts(read, concerns)
    for contract in read:
        path = contract.entry.path
        if not any(path == part.path for others in parts.values() for part in others):
            heard |= spoken_for[path]
            joined = _joined(contract, parts.get(path, []), question, concerns, judge_family)
            found.append(joined.model_copy(update={"copies": tuple(copies[path])}))
    concerns += _strays(read, parts)
    concerns += [
        f"the history names {name!r}, but no such contract was read" for name in question.history.unknown(heard)
    ]
    return collect(found, today=question.today, within_days=question.within_days, concerns=concerns)


def _lean(entry: Entry) -> Entry:
    """Return the entry without what no renewal shows: quotations, and a report that another file speaks for."""
    if entry.report is None or entry.shadow:
        return entry.model_copy(update={"report": None})
    return entry.model_copy(update={"report": entry.report.with_findings(_lean_finding)})


def _lean_finding(finding: Finding) -> Finding:
    if finding.evidence or finding.trace:
        finding = finding.model_copy(update={"evidence": (), "trace": ()})
    return _shared(finding)


@lru_cache(maxsize=16_384)
def _shared(finding: Finding) -> Finding:
    """Return the same finding, kept once: thousands of contracts have hundreds of thousands of them."""
    return finding


def _spoken_for(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """Return the paths whose events count for each file: its own, those it is the original of, and those of its family.

    All files of a family count for each other, read or not. Where it has two master agreements, amendments and
    schedules count for both, and neither for the other.
    """
    out: dict[str, set[str]] = defaultdict(set)
    families: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        out[entry.path].add(entry.path)
        if entry.shadow:
            out[entry.of] |= {entry.of, entry.path}
        if entry.family:
            families[entry.family].append(entry)
    shared: dict[str, set[str]] = {}
    for members in families.values():
        masters = [entry for entry in members if not entry.shadow and not _is_part(entry)]
        alone = len(masters) <= 1
        common = {path for entry in members if alone or _is_part(entry) for path in out[entry.path]}
        shared |= {entry.path: common for entry in (members if alone else masters)}
    return {path: paths | shared.get(path, set()) for path, paths in out.items()}


def _is_part(entry: Entry) -> bool:
    """Return True for a file of a family that adds to an agreement rather than being one."""
    return entry.role in ("amendment", "schedule")


def _parts(read: list[_Read], concerns: list[str]) -> dict[str, list[Entry]]:
    """Return amendments and schedules by the path of their master agreement, as the register's families have it."""
    families: dict[str, list[Entry]] = defaultdict(list)
    for entry in (contract.entry for contract in read):
        if entry.family:
            families[entry.family].append(entry)
    out: dict[str, list[Entry]] = {}
    for name, members in sorted(families.items()):
        masters = [entry for entry in members if not _is_part(entry)]
        others = [entry for entry in members if _is_part(entry)]
        if len(masters) == 1 and others:
            out[masters[0].path] = others
        elif others:
            many = ", ".join(entry.path for entry in masters) or "none"
            what = "each file is listed for itself, and what amendments change is not applied"
            concerns.append(f"family {name!r} needs one master agreement, it has {many}: {what}")
    return out


def _joined(
    contract: _Read,
    parts: list[Entry],
    question: RenewalQuestion,
    concerns: list[str],
    judge_family: JudgeFamily | None,
) -> Renewal:
    """Return one contract as its amendments leave it."""
    entry = contract.entry
    assert entry.report is not None  # noqa: S101 - entries without a report were left out
    dates = entry.report.dates
    applied: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    for notice in entry.report.contract.notices:  # an audit has read the family as one contract already
        if notice.code in ("amendment-not-applied", "amendment-open", "family-incomplete"):
            concerns.append(notice.message)
            applied = (*applied, notice.message)
        elif notice.code == "read-together":
            applied = (*applied, notice.message)
    papers = [(part.path, part.report.dates) for part in parts if part.role == "amendment" and part.report]
    if papers:
        whole = amended(dates, papers, country=question.country)
        dates, order = whole.dates, whole.order
        concerns += whole.concerns
        applied = (*whole.applied, *whole.concerns)
        for path, own in papers:
            concerns += _odd_dates(path, own, question.today)
        # An answer is about the contract as amended: it counts after the amendments too.
        amended_report = entry.report.model_copy(update={"dates": dates})
        dates = question.decided(amended_report, entry.path).dates
    for part in parts:
        ends = day_of(part.report.dates.expiration_date) if part.role == "schedule" and part.report else None
        if ends and ends != day_of(dates.expiration_date):
            concerns.append(f"{part.path}: the schedule states an end of its own, {ends}; it was not applied")
    concerns += _odd_dates(entry.path, dates, question.today)
    if doubt := entry.report.scope_doubt:
        concerns.append(f"{entry.path}: {doubt}")
    if parts and judge_family:
        entry = entry.model_copy(update={"report": judge_family(entry, parts, contract.today.tier)})
    elif parts:
        concerns.append(f"{entry.path}: its gaps are those of the agreement without its amendments: read these too")
    found = renewal(entry, question, tier=contract.today, events=contract.events, dates=dates, amendments=applied)
    return found.model_copy(update={"amended_by": order})


def _strays(read: list[_Read], parts: dict[str, list[Entry]]) -> Iterator[str]:
    """Yield amendments that no family of the register joins with their agreement."""
    joined = {part.path for others in parts.values() for part in others}
    for entry in (contract.entry for contract in read):
        dates = entry.report.dates if entry.report else Dates()
        if dates.amends is None or entry.path in joined:
            continue
        named = day_of(dates.amends)
        others = (other.entry for other in read)
        same = [e.path for e in others if e.report and named and day_of(e.report.dates.agreement_date) == named]
        of = f"an agreement of {named}" if named else "another agreement"
        hint = f" ({', '.join(same)} is of that day)" if same else ""
        todo = "give both a family in the register, so that what it changes is applied"
        yield f"{entry.path}: it amends {of}{hint}: {todo}"


def _tier(entry: Entry, events: tuple[Event, ...], question: RenewalQuestion) -> TierToday:
    assessed = question.assessments.get(entry.path)
    before = (assessed.before if assessed else None) or entry.tier
    today = tier_today(before, events, question.today, question.practice, assessed)
    return with_add_ons(today, question.library, question.playbook)


def _odd_dates(path: str, dates: Dates, today: dt.date) -> Iterator[str]:
    """Yield dates that contradict each other; they are named, never repaired."""
    agreed, begun, ends = (day_of(f) for f in (dates.agreement_date, dates.effective_date, dates.expiration_date))
    for name, finding in dates:
        if not isinstance(finding, DateFinding):
            continue
        if finding.code in _ODD:
            yield f"{path}: {name.replace('_', ' ')}: {finding.reason}"
        if finding.decided and not finding.decided.holds:
            yield f"{path}: {name.replace('_', ' ')}: {finding.decided.said}"
    if agreed and agreed > today:
        yield f"{path}: the agreement is dated {agreed}, after today"
    if begun and ends and ends <= begun:
        yield f"{path}: it ends on {ends}, not after it begins on {begun}"
