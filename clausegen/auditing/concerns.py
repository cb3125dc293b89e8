"""Notes on register and families after a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from clausegen.auditing.families import family_concerns
from clausegen.auditing.inputs import Input
from clausegen.auditing.register import Register, Row
from clausegen.auditing.unit import Unit
from clausegen.auditing.unopened import Closed
from clausegen.model import Concern, Entry, Outcome, Severity

_NO_FILE: Final = "correct its path, or find the missing contract"


def run_concerns(
    register: Register,
    listed: Sequence[Input],
    rows: Mapping[str, Row | None],
    places: Sequence[Closed],
    units: Iterable[Unit],
    entries: Iterable[Entry],
    reasons: Iterable[tuple[str, Outcome, str]],
    *,
    apart: bool,
) -> Iterator[Concern]:
    """Yield all of them; ``reasons`` as ``family_concerns`` takes them, ``apart``: its files were judged one by one."""
    for row in register.unused():
        place = next((closed for closed in places if closed.hides(row.path)), None)
        found = f"no file that is listed, but {place.said}" if place else f"no file; {_NO_FILE}"
        message = f"line {row.line} of the register names {found}"
        yield Concern(kind="row-without-file", subject=row.path, message=message)
    if register.rows:
        holders = {closed.path for closed in places if not closed.whole}  # no contracts, but places of some
        for file in listed:
            if file.outcome is None and rows[file.path] is None and file.path not in holders:
                message = "the register does not name this file, so the default tier was used"
                yield Concern(kind="file-without-row", subject=file.path, message=message)
    families = sorted({row.family for row in rows.values() if row and row.family}) if apart else []
    for name in families:
        message = "each file of the family was judged for itself: what an amendment adds or takes away is not counted"
        yield Concern(kind="family-judged-apart", subject=name, message=message, severity=Severity.MAJOR)
    if not apart:
        yield from family_concerns(units, entries, reasons)
