"""The families of the register: which of their files are there to be judged as one, and what is said of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from clausegen.amendments import Ties, shared
from clausegen.auditing.discover import Input, spelling, unopened
from clausegen.auditing.register import ROLES, Register, RegisterRow
from clausegen.auditing.unit import Member, Unit
from clausegen.model import Concern, Entry, Outcome, Severity, Tier

_MASTER: Final = ROLES[0]


def family_units(
    listed: Sequence[Input],
    rows: Mapping[str, RegisterRow | None],
    register: Register,
    tier: Tier,
    member: Callable[[Input, str], Member],
) -> Iterator[Unit]:
    """Yield one unit for each family of which a file can be judged; it knows which of its files cannot."""
    there: dict[str, list[tuple[RegisterRow, Input]]] = defaultdict(list)
    for file in listed:
        row = rows[file.path]
        if row and row.family and file.outcome is None:
            there[row.family].append((row, file))
    lacking: dict[str, list[tuple[RegisterRow, str]]] = defaultdict(list)
    for row, said in _lacking(listed, rows, register):
        if row.family:
            lacking[row.family].append((row, said))
    for name, family in sorted(there.items()):
        family.sort(key=lambda pair: (ROLES.index(pair[0].role), pair[1].path))
        # The strictest tier of a family counts for all of it: it is one deal.
        named = [row for row, _ in (*family, *lacking[name])]
        strictest = max((row.tier or tier for row in named), key=lambda file: file.rank)
        without = dict.fromkeys(said for _, said in lacking[name])
        yield Unit(tuple(member(file, row.role) for row, file in family), strictest, name, tuple(without))


def _lacking(
    listed: Sequence[Input], rows: Mapping[str, RegisterRow | None], register: Register
) -> Iterator[tuple[RegisterRow, str]]:
    """Yield rows whose file cannot be judged, with the file and why: unreadable, left out, not listed, or not there.

    A pattern names no file that must be there, and what is left out by name may well be none of its files.
    """
    for file in listed:
        if file.outcome is Outcome.UNREADABLE and (own := rows[file.path]):
            yield own, f"{file.path} (unreadable)"
    found = {spelling(file.path): file for file in listed}
    for row in register.rows:
        there = found.get(spelling(row.path))
        if there is not None:
            if there.opened and there.outcome is Outcome.EXCLUDED:
                yield row, f"{row.path} ({there.reason}: the register must name these)"
            elif there.outcome is Outcome.EXCLUDED:
                yield row, f"{row.path} (excluded)"
        elif place := unopened(spelling(row.path), found):
            yield row, f"{row.path} (not listed: {place})"
        elif not row.is_pattern:
            yield row, f"{row.path} (not there)"


def family_concerns(
    units: Iterable[Unit], entries: Iterable[Entry], reasons: Iterable[tuple[str, Outcome, str]]
) -> Iterator[Concern]:
    """Say what a person must know of families that are judged as one.

    ``reasons`` are name, outcome and reason of families of which something was not read or not applied.
    """
    for unit in units:
        masters = [member.path for member in unit.members if member.role == _MASTER]
        if unit.family and len(masters) > 1:
            message = (
                f"{len(masters)} files are given as its master agreement ({', '.join(masters)}): only the first was "
                "read as that, and another agreement does not count unless it speaks of the first; give each file its "
                "role in the register"
            )
            yield Concern(kind="family-ambiguous", subject=unit.family, message=message, severity=Severity.MAJOR)
    called: dict[str, dict[str, None]] = defaultdict(dict)  # the customers that a family's rows name, in order
    for entry in entries:
        if entry.family and entry.customer:
            called[entry.family][entry.customer] = None
    for family, outcome, reason in reasons:
        if outcome is Outcome.PARTLY_READ:
            message = f"not all of the family was read: {reason}"
            yield Concern(kind="family-incomplete", subject=family, message=message, severity=Severity.MAJOR)
        else:
            message = f"not all that its papers say was applied; decide whether they belong and count: {reason}"
            yield Concern(kind="family-not-applied", subject=family, message=message, severity=Severity.MAJOR)
    for family, customers in called.items():
        if len(customers) > 1:
            message = (
                f"its files name several customers ({', '.join(customers)}) and were judged as one contract of one of "
                "them; give the files of each customer a family of their own"
            )
            yield Concern(kind="family-ambiguous", subject=family, message=message, severity=Severity.MAJOR)


def proposed_families(entries: Iterable[tuple[Entry, Ties]]) -> Iterator[Concern]:
    """Propose papers and agreements that may belong together, by what a paper names of an agreement.

    Nothing is counted from a proposal: a person confirms it in the register.
    """
    alone = [(entry.path, own) for entry, own in entries if not (entry.family or entry.of)]
    agreements = [(path, own) for path, own in alone if not own.is_paper]
    for path, own in alone:
        hits = [(other, said) for other, theirs in agreements if own.is_paper and (said := shared(own, theirs))]
        most = max((len(said) for _, said in hits), default=0)
        if best := [f"{other}, of which it names {', '.join(said)}" for other, said in hits if len(said) == most]:
            message = (
                f"may belong together with {'; or with '.join(best)}; nothing was counted from this; give both one "
                "family in the register if it is so"
            )
            yield Concern(kind="family-proposed", subject=path, message=message)


_NO_FILE: Final = "correct its path, or find the missing contract"


def run_concerns(
    register: Register,
    listed: Sequence[Input],
    rows: Mapping[str, RegisterRow | None],
    units: Iterable[Unit],
    entries: Iterable[Entry],
    reasons: Iterable[tuple[str, Outcome, str]],
) -> Iterator[Concern]:
    """Yield all of them; ``reasons`` as ``family_concerns`` takes them."""
    by_path = {spelling(file.path): file for file in listed}
    for row in register.unused():
        place = unopened(spelling(row.path), by_path)
        found = f"no file that is listed, but {place}" if place else f"no file; {_NO_FILE}"
        message = f"line {row.line} of the register names {found}"
        yield Concern(kind="row-without-file", subject=row.path, message=message)
    if register.rows:
        for file in listed:
            if file.outcome is None and rows[file.path] is None and file.suffix != ".zip":  # which holds contracts
                message = "the register does not name this file, so the default tier was used"
                yield Concern(kind="file-without-row", subject=file.path, message=message)
    yield from family_concerns(units, entries, reasons)
