"""Lists of clause numbers: their order, the outermost of them, and how a sentence names them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence


def outermost(numbers: Collection[str]) -> list[str]:
    """The numbers without those that lie within another: 9.2 when 9 is there too."""
    return [number for number in numbers if not _within(number, numbers)]


def in_order(number: str) -> list[tuple[int, str]]:
    """A key that puts 9 before 10 and 10.2 before 10.11."""
    return [(int(step), "") if step.isdigit() else (0, step) for step in re.findall(r"\d+|[^\d.()]+", number)]


def _within(number: str, others: Collection[str]) -> bool:
    """True for 9.2 when 9 is named too."""
    return any(number != other and re.match(rf"{re.escape(other)}[.(]", number) for other in others)


def ranged(numbers: Sequence[str]) -> str:
    """The numbers as words, three or more that follow each other as one range: "2, 4.1 to 4.6 and 9"."""
    groups: list[list[str]] = []
    for number in numbers:
        if groups and _follows(groups[-1][-1], number):
            groups[-1].append(number)
        else:
            groups.append([number])
    return listed([part for group in groups for part in (group if len(group) < 3 else [f"{group[0]} to {group[-1]}"])])


def _follows(one: str, other: str) -> bool:
    """True for 4.1 and 4.2."""
    (stem, last), (same, following) = (re.fullmatch(r"(.*?)(\d*)", number).groups() for number in (one, other))  # type: ignore[union-attr]
    return bool(last and following) and stem == same and int(following) == int(last) + 1


def listed(numbers: Sequence[str]) -> str:
    """The numbers as words: "7.2, 9 and 11.3"."""
    return f"{', '.join(numbers[:-1])} and {numbers[-1]}" if len(numbers) > 1 else "".join(numbers)
