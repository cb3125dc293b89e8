"""Say what was expected in a data file, in the words of people who fill it in rather than of parsers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

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
    (re.compile(r"Cannot overwrite a value|Cannot mutate"), "each key once; this one is there already"),
    (re.compile(r"Cannot declare .* twice"), "each [table] once; this one is there already"),
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


def expected(detail: Mapping[str, Any]) -> str:
    """Say what would have been right, from an error that pydantic describes."""
    kind = detail["type"]
    if kind == "extra_forbidden":
        return "no such key; remove it or correct its spelling"
    if kind == "missing":
        return _absent(detail["loc"])
    if kind.startswith("date_"):
        return DATE
    if words := next((words for begins, words in _KINDS if kind.startswith(begins)), ""):
        return words
    message = str(detail["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    return message[:1].lower() + message[1:]


def _absent(location: Sequence[str | int]) -> str:
    """Return the line where an absent key belongs."""
    *above, key = location
    item = next((index for index, part in enumerate(above) if isinstance(part, int)), None)
    if item is not None:
        return f"a value, but the key is absent; add {key} = … to this [[{_dotted(above[:item])}]]"
    if above:
        return f"a value, but the key is absent; add {key} = … under [{_dotted(above)}]"
    return f"a value, but the key is absent; add {key} = … before the first [table], or [{key}] if it is a table"


def _dotted(parts: Sequence[str | int]) -> str:
    """The name of a table; a part with a dot of its own stands in quotes."""
    return ".".join(f'"{part}"' if "." in str(part) else str(part) for part in parts)
