"""One small row for each contract: everything the lists show of it, known without opening it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from clausegen.decisions import Decisions, agreement, as_decided, judged
from clausegen.model import Entry, Severity, Standing, Status, is_waived


class ContractRow(Entry):
    """A contract in lists: its entry without the report, which the store has under ``key``; "" for none of its own.

    ``statuses`` are by requirement code; ``due`` counts elements, ``decided`` those on which somebody has decided,
    ``open`` gaps that nobody has waived. ``broken`` are codes of mandatory requirements that are contradicted or
    missing; ``reopened`` says that decisions no longer count, ``scope`` why it is probably no contract of this kind.
    ``out`` says that a person put it out of scope. ``right`` says by status how often the program was right
    where a person confirmed or corrected it, and of how many.
    """

    key: str = ""
    format: str = ""
    status: str = ""
    statuses: dict[str, str] = {}  # noqa: RUF012 - pydantic copies defaults
    due: int = 0
    decided: int = 0
    open: int = 0
    critical: int = 0
    broken: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    awaiting: tuple[str, ...] = ()
    ends: str = ""
    notice: str = ""
    scope: str = ""
    out: str = ""
    right: dict[str, tuple[int, int]] = {}  # noqa: RUF012 - pydantic copies defaults

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]

    @property
    def entry(self) -> Entry:
        """The entry that it was made of, without its report."""
        return Entry.model_validate({name: getattr(self, name) for name in Entry.model_fields})

    @property
    def judged(self) -> bool:
        """True when it has a report of its own and is in scope."""
        return bool(self.status) and not self.out and not self.shadow


def row_of(entry: Entry, key: str, decisions: Decisions, today: dt.date, mandatory: Iterable[str]) -> ContractRow:
    """Make the row of an entry, as people have decided on it. ``key`` is that of its report in the store."""
    fields = dict(entry) | {"report": None, "marks": {}, "key": "" if entry.shadow else key}
    done = as_decided(entry, decisions, today)
    if entry.report is None or done.report is None:
        out = done.reason if entry.report is not None else ""
        return ContractRow(**fields, out=out)
    report = done.report
    standing: dict[Standing, list[str]] = {each: [] for each in Standing}
    due = decided = left = critical = 0
    for verdict in report.verdicts:
        for finding in verdict.findings:
            due += 1
            made = finding.decided
            if made:
                standing[made.standing].append(finding.code)
            decided += bool(made and made.holds)
            if finding.status is not Status.SATISFIED and not is_waived(finding):
                left += 1
                critical += finding.severity is Severity.CRITICAL
    broken = [v.code for v in report.verdicts if v.requirement in set(mandatory) and v.status in _BROKEN]
    ends, notice = report.dates.expiration_date, report.dates.notice_deadline
    return ContractRow(
        **fields,
        format=report.contract.format,
        status=report.summary.status.value,
        statuses={verdict.code: verdict.status.value for verdict in report.verdicts},
        due=due,
        decided=decided,
        open=left,
        critical=critical,
        broken=tuple(broken),
        reopened=tuple(standing[Standing.REOPENED]),
        expired=tuple(standing[Standing.EXPIRED]),
        conflicts=tuple(standing[Standing.CONFLICT]),
        awaiting=tuple(standing[Standing.AWAITING]),
        ends=(ends.value if ends else None) or "",
        notice=(notice.value if notice else None) or "",
        scope=report.scope_doubt,
        right=agreement((found.value, found is finding.status) for finding, found in judged(report)),
    )


_BROKEN = (Status.CONTRADICTED, Status.MISSING, Status.PARTIAL)


def touched(before: Decisions, after: Decisions, rows: list[ContractRow]) -> set[str]:
    """Return paths of the contracts about which something new is decided."""
    known = set(before.all)
    new = [decision for decision in after.all if decision not in known]
    gone = [decision for decision in before.all if decision not in set(after.all)]
    names = {decision.contract for decision in (*new, *gone)}
    digests = {decision.sha256 for decision in (*new, *gone)} - {""}
    if any(sign in name for name in names for sign in "*?["):
        return {row.path for row in rows}
    return {row.path for row in rows if row.path in names or row.sha256 in digests}
