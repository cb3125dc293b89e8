"""Say what was expected in a data file, in the words of people who fill it in rather than of parsers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel

from clausegen.errors import nearest

DATE: Final = "a date such as 2026-03-02, without quotes"
_TOML: Final = (
    (
        re.compile(r"Illegal character '\\n'|Unterminated string|Expected \"'\""),
        'a quotation mark at the end of the text, such as title = "Licence"',
    ),
    (
        re.compile(r"Invalid value"),
        f'a value behind "=": a text in straight quotes, a number, true, false, or {DATE}',
    ),
    (
        re.compile(r"Expected newline or end of document after a statement"),
        "nothing more on the line; a text stands in quotes, a date is written like 2026-03-02, a number like 1500",
    ),
    (re.compile(r"Expected '=' after a key"), 'a line such as title = "Licence", with "=" behind the key'),
    (re.compile(r"Cannot overwrite a value|Cannot mutate"), "each key once; this one stands above already: delete one"),
    (re.compile(r"Cannot declare .* twice"), "each [table] once; this one stands above already: put its lines there"),
    (re.compile(r"Expected '\]'"), "a closing bracket behind the name of the table, such as [supplier]"),
    (re.compile(r"Unclosed array"), "a closing bracket ] at the end of the list, and a comma between its items"),
    (re.compile(r"Unclosed inline table"), "a closing brace } on the same line"),
    (re.compile(r"Unescaped '\\'"), "each backslash in a text twice, \\\\, or the text in single quotes"),
)


_KINDS: Final = (
    ("int_", "a whole number such as 12, without quotes"),
    ("float_", "a number such as 1.5, without quotes"),
    ("bool_", "true or false, without quotes"),
    ("string_type", "a text in straight quotes"),
    ("string_too_short", "a text that is not empty"),
    ("tuple_type", "a list in square brackets, with a comma between its items"),
    ("dict_type", "a table"),
    ("model_", "a table"),
    ("too_short", "a list that is not empty"),
)


def toml_expected(reason: str) -> str:
    """Say what would have been right where the parser gives ``reason``, which is quoted where we know no better."""
    return next((words for pattern, words in _TOML if pattern.search(reason)), reason)


def expected(detail: Mapping[str, Any], model: type[BaseModel]) -> str:
    """Say what would have been right, from an error that pydantic describes in data that should fit ``model``."""
    kind = detail["type"]
    if kind == "extra_forbidden":
        return f"no such key; {_meant(detail['loc'], model)}"
    if kind == "missing":
        return f"a value, but the key is absent; add {_absent(detail['loc'], model)}"
    if kind.startswith("date_"):
        return DATE
    if words := next((words for begins, words in _KINDS if kind.startswith(begins)), ""):
        return words
    message = str(detail["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    return message[:1].lower() + message[1:]


def _meant(location: Sequence[str | int], model: type[BaseModel]) -> str:
    """Name the key that a misspelt one may stand for."""
    table = _model(_kind_at(model, location[:-1]))
    near = nearest(str(location[-1]), table.model_fields) if table else ""
    return near if near.startswith("did") else "remove it or correct its spelling"


def _absent(location: Sequence[str | int], model: type[BaseModel]) -> str:
    """Return the line that is absent and its place."""
    *above, key = location
    kind = _kind_at(model, location)
    line = f"{key} = …"
    if _model(kind):
        name = _dotted(location)
        return f"the table [[{name}]]" if get_origin(kind) in (tuple, list) else f"the table [{name}]"
    item = next((index for index, part in enumerate(above) if isinstance(part, int)), None)
    if item is not None:
        return f"{line} to this [[{_dotted(above[:item])}]]"
    return f"{line} under [{_dotted(above)}]" if above else f"{line} before the first [table]"


def _kind_at(kind: Any, location: Sequence[str | int]) -> Any:
    """Return the type that a model wants at a place; None where it leaves that open."""
    for part in location:
        if get_origin(kind) in (dict, tuple, list):
            kind = next((inner for inner in reversed(get_args(kind)) if inner is not Ellipsis), None)
            continue
        table = _model(kind)
        field = table.model_fields.get(str(part)) if table else None
        kind = field.annotation if field else None
    return kind


def _model(kind: Any) -> type[BaseModel] | None:
    """Return the model that a type is or holds."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    return next((found for inner in get_args(kind) if (found := _model(inner))), None)


def _dotted(parts: Sequence[str | int]) -> str:
    """Return the name of a table; a part with a dot of its own stands in quotes."""
    return ".".join(f'"{part}"' if "." in str(part) else str(part) for part in parts)
