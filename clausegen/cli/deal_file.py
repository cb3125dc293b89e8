"""The deal file as a draft needs it: everything wrong in one reading is said at once, each fault with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from clausegen.drafting import Named, unknown_names
from clausegen.errors import DataError, DraftRefused, Problem, UsageError
from clausegen.library import Library, key_lines, line_of, load_deal, read_toml
from clausegen.model import DEFAULT_PLAYBOOK, Deal, dotted, texts
from clausegen.runtime import regex
from clausegen.structure import left_open

# A reason begins with the keys that it is about: "supplier.name and customer.name are …".
_KEY = regex(r"[a-z_]+(?:\.[\w-]+)*")


def read_deal(path: Path, library: Library) -> Deal:
    """Read a deal file.

    Raises DataError when it does not fit the schema, with the names nobody knows and the blanks that are also in it.
    Where it fits the schema, those two are left to ``located``, which says them with the reasons of a refusal.
    """
    try:
        return load_deal(path)
    except DataError as error:
        data = _parsed(path)
        lines = key_lines(path.read_text(encoding="utf-8-sig")) if data else {}
        reasons = [*_strangers(data, library), *blanks(data)]
        said = {_key(reason) for reason in reasons}
        found = [problem for problem in error.problems if not _lies_in(problem.field, said)]
        found += [_problem(reason, path, lines) for reason in reasons]
        raise DataError(sorted(found, key=lambda problem: problem.line or 0)) from None


@contextmanager
def located(deal_file: Path) -> Iterator[None]:
    """Raise what is refused inside again, with the blanks of the file, each reason behind ``file:line`` of its key.

    A blank stops a draft wherever it stands, so it does also when nothing else is refused.
    """
    reasons: list[str] = []
    try:
        yield
    except DraftRefused as refused:
        reasons = list(refused.reasons)
    said = {_key(reason) for reason in reasons}
    reasons += [blank for blank in blanks(read_toml(deal_file)) if not _lies_in(_key(blank), said)]
    if reasons:
        lines = key_lines(deal_file.read_text(encoding="utf-8-sig"))
        raise DraftRefused([_placed(reason, deal_file, lines) for reason in reasons])


def blanks(data: Mapping[str, Any]) -> list[str]:
    """Return a reason for every value of a deal file that nobody has filled in, beginning with its key."""
    found = ((key, left_open(words)) for key, words in texts(data))
    return [f"{key}: a blank is left open: {blank}; fill it in" for key, blank in found if blank]


def _parsed(path: Path) -> dict[str, Any]:
    """Read a file; return nothing when it is not TOML."""
    try:
        return read_toml(path)
    except DataError:
        return {}


def _strangers(data: Mapping[str, Any], library: Library) -> Iterator[str]:
    """Yield the names in the tables of a deal that the clause library does not know."""
    try:
        book = library.playbook(str(data.get("playbook", DEFAULT_PLAYBOOK)))
    except UsageError:
        return
    agreement = data.get("agreement")
    named = Named(
        answers=_names(dotted(data.get("answers"))),
        omit=_names(data.get("omit")),
        positions=_names(data.get("positions")),
        clauses=_names(dotted(agreement.get("clauses"))) if isinstance(agreement, dict) else (),
    )
    yield from unknown_names(named, library, book)


def _names(table: Any) -> tuple[str, ...]:
    """Return the keys of a table, or the texts of a list that stands for one."""
    return tuple(name for name in table if isinstance(name, str)) if isinstance(table, dict | list) else ()


def _lies_in(field: str, keys: set[str]) -> bool:
    """Return True for a field that is one of the keys or part of one: what is said to be wrong is wrong once."""
    return any(field == key or field.startswith(f"{key}.") for key in keys)


def _key(reason: str) -> str:
    return found.group() if (found := _KEY.match(reason)) else ""


def _problem(reason: str, path: Path, lines: Mapping[str, int]) -> Problem:
    key = _key(reason)
    return Problem(
        file=str(path), line=line_of(lines, key), field=key, expected=reason.removeprefix(key).removeprefix(": ")
    )


def _placed(reason: str, path: Path, lines: Mapping[str, int]) -> str:
    line = line_of(lines, _key(reason))
    return reason if line is None else f"{path}:{line} {reason}"
