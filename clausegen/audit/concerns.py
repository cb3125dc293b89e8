"""What is to be said of register and families after a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from clausegen.audit.closed import Closed
from clausegen.audit.families import family_concerns
from clausegen.audit.inputs import Input
from clausegen.audit.register import Register, Row
from clausegen.audit.unit import Unit
from clausegen.portfolio import Concern, Entry
from clausegen.requirement import Severity


def run_concerns(
    register: Register,
    listed: Sequence[Input],
    rows: Mapping[str, Row | None],
    places: Sequence[Closed],
    units: Iterable[Unit],
    entries: Iterable[Entry],
    *,
    apart: bool,
) -> Iterator[Concern]:
    """All of them; ``apart`` says that the files of families were judged one by one."""
    for row in register.unused():
        place = next((one for one in places if one.hides(row.path)), None)
        said = (
            f"a file that is not listed: {place.said}"
            if place
            else "no file; correct its path, or find the missing contract"
        )
        message = f"line {row.line} of the register names {said}"
        yield Concern(kind="row-without-file", subject=row.path, message=message)
    if register.rows:
        for one in listed:
            if one.outcome is None and rows[one.path] is None:
                message = "the register does not name this file, so the default tier was used"
                yield Concern(kind="file-without-row", subject=one.path, message=message)
    families = sorted({row.family for row in rows.values() if row and row.family}) if apart else []
    for name in families:
        message = "each file of the family was judged for itself: what an amendment adds or takes away is not counted"
        yield Concern(kind="family-judged-apart", subject=name, message=message, severity=Severity.MAJOR)
    if not apart:
        yield from family_concerns(units, entries)
