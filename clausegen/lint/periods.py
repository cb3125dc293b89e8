"""A period of notice that another clause repeats with another length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausegen.lint.fault import Fault, fault
from clausegen.lint.figures import WORD, in_figures
from clausegen.model import Role, Structure
from clausegen.runtime import regex

_PERIOD = (
    rf"(?:(?P<words>(?:{WORD})(?:[\s-]+(?:{WORD}))*)\b\s*)?(?:\(?(?P<digits>\d{{1,4}})\)?\s*)?"
    r"(?P<unit>business days?|working days?|calendar days?|days?|weeks?|months?)\b"
)
_NOTICE = regex(
    rf"(?:\bnotice of\s+(?:at least\s+|not less than\s+)?{_PERIOD})"
    rf"|{_PERIOD.replace('?P<', '?P<b')}[’']?\s+(?:prior\s+|advance\s+)?(?:written\s+)?notice\b",
    re.IGNORECASE,
)
# "Termination under clause 4.1 requires 30 days": behind the reference, what that clause is said to need.
_NEEDS = regex(
    rf"[^.;]{{0,40}}?\b(?:requires?|needs?|is subject to|takes)\s+(?:at least\s+|not less than\s+|a\s+)?{_PERIOD}",
    re.IGNORECASE,
)
_ENDS = regex(r"\b(?:terminat\w+|notice|renewal|renew)\b[^.;]{0,60}$", re.IGNORECASE)


def repeated_periods(read: Structure) -> Iterator[Fault]:
    """Notice that a clause requires "under clause 4.1", of another length than clause 4.1 gives it."""
    text = read.document.text
    numbered = {clause.number.rstrip("."): clause for clause in read.clauses if clause.role is Role.OPERATIVE}
    for reference in read.references:
        here, there = read.clause_at(reference.start), numbered.get(reference.target.rstrip("."))
        if here is None or there is None or here is there:
            continue
        said = _NEEDS.match(text, reference.end, here.end)
        if said is None or not _ENDS.search(text[here.body : reference.start]):
            continue
        repeated = _length(said, "")
        own = {_length(found, "" if found["unit"] else "b") for found in _NOTICE.finditer(text, there.body, there.end)}
        stated = own.pop() if len(own) == 1 else None
        if repeated is None or stated is None or stated[1] != repeated[1] or stated == repeated:
            continue
        amount, unit = stated
        words = f"notice under clause {reference.target} is {amount} {unit} there and {repeated[0]} {unit} here"
        yield fault(read, "periods-differ", words, reference.start, said.end())


def _length(found: re.Match[str], group: str) -> tuple[int, str] | None:
    """Return a period as a number and its unit; None where it has no number, or two that differ."""
    words, digits = found[f"{group}words"], found[f"{group}digits"]
    amounts = {in_figures(words)} if words else set()
    amounts |= {int(digits)} if digits else set()
    if len(amounts) != 1:
        return None
    unit = " ".join(found[f"{group}unit"].lower().split()).removeprefix("calendar ")
    return amounts.pop(), unit if unit.endswith("s") else f"{unit}s"
