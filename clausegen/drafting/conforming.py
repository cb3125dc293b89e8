"""Conforming edits: clauses of an existing contract that could undo the human-rights clauses."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Sequence
from pathlib import Path

from pydantic import Field

from clausegen.library import parse, read_toml
from clausegen.model import Role, Structure, Value


class Edit(Value):
    """One kind of clause that has to change. ``words`` is a template; ``requires`` the requirements it names.

    ``definitions`` says that the words are looked for in definitions too.
    """

    id: str
    title: str
    pattern: str
    words: str
    requires: tuple[str, ...] = ()
    definitions: bool = False


class _Edits(Value):
    edits: tuple[Edit, ...] = Field(min_length=1)


@functools.cache
def all_edits(root: Path) -> tuple[Edit, ...]:
    """The edits of ``templates/contracts/conforming.toml``. Raises DataError when it is faulty."""
    file = root / "contracts" / "conforming.toml"
    return parse(_Edits, read_toml(file), file).edits


def conforming_edits(root: Path, due: Collection[str]) -> list[Edit]:
    """The edits that make sense when these requirements are inserted."""
    return [edit for edit in all_edits(root) if set(edit.requires) <= set(due)]


def conflicts(structure: Structure, edits: Sequence[Edit]) -> dict[str, tuple[str, ...]]:
    """For each edit the numbers of the clauses of a contract it concerns, in order, outermost only.

    The pattern nominates by heading and words; whether a clause has to change is for a lawyer to say.
    """
    found: dict[str, tuple[str, ...]] = {}
    for edit in edits:
        pattern = re.compile(edit.pattern)
        numbers: dict[str, None] = {}
        for clause in structure.clauses:
            roles = (Role.OPERATIVE, Role.SCHEDULE, *((Role.DEFINITION,) if edit.definitions else ()))
            if clause.role not in roles or not clause.number:
                continue
            words = f"{clause.heading if clause.is_heading else ''} {structure.text(clause)}".lower()
            if pattern.search(words):
                numbers.setdefault(clause.number.rstrip("."))
        found[edit.id] = tuple(outermost(numbers))
    return found


def outermost(numbers: Collection[str]) -> list[str]:
    """The numbers without those that lie within another: 9.2 when 9 is there too."""
    return [number for number in numbers if not _within(number, numbers)]


def outside(numbers: Sequence[str], others: Collection[str]) -> list[str]:
    """The numbers that are not among others, and not within one of them."""
    return [number for number in numbers if number not in others and not _within(number, others)]


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
