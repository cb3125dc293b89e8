"""What the target of an operation is: a clause, or a schedule and what stands in it."""

from __future__ import annotations

from clausegen.model import Operation
from clausegen.structure import ATTACHED, SCHEDULE, as_range, ends, schedule_key


def names_clause(operation: Operation) -> bool:
    """Return True when the number is that of a clause, not of a schedule, annex or recital or a part of one."""
    return bool(operation.number) and ATTACHED.search(operation.target) is None


def schedule_of(operation: Operation) -> str:
    """Return the schedule that is the target, or in which it stands, as in ``Clause.schedule``; "" for none."""
    found = SCHEDULE.search(operation.target)
    if not found:
        return ""
    first, *last = ends(operation.number)
    numbers = (first, *last) if first == found[2] else (found[2],)
    return as_range(*keys) if len(keys := [schedule_key(found[1], one) for one in numbers]) > 1 else keys[0]
