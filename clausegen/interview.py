"""The interview: asks for what a deal file lacks, and writes it there.

Pure logic: ``ask`` is a function from a question and a default to an answer, so that a terminal, a web
page or a test can stand behind it.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from clausegen.assemble.values import objection
from clausegen.data_file import parse, read_toml
from clausegen.deal import Deal
from clausegen.errors import UsageError
from clausegen.library import DEFAULT_PLAYBOOK, Library
from clausegen.requirement import Answer, Parameter, Tier

Ask = Callable[[str, str], str]

_TRIES = 5

# Key, question, kind. Asked in this order; a key the file already holds is not asked.
_PARTY = (
    ("name", "Full legal name of the {side}?", "text"),
    ("form", "Legal form of the {side}, e.g. 'a ministry of the Republic of Estmark'?", "text"),
    ("address", "Address of the {side}?", "text"),
    ("state", "State of the {side}?", "text"),
    ("email", "E-mail address of the {side} for notices?", "text"),
    ("signatory.name", "Who signs for the {side}?", "text"),
    ("signatory.title", "With which title?", "text"),
)
_SIDES = (("supplier", "supplier"), ("customer", "customer"), ("end_user", "end user, the agency that operates it"))
_QUESTIONS: tuple[tuple[str, str, str], ...] = (
    ("title", "Title of the agreement?", "text"),
    ("date", "Date of the agreement (YYYY-MM-DD)?", "date"),
    ("tier", "Risk tier (low, medium, high)?", "tier"),
    *((f"{key}.{field}", question.format(side=side), kind) for key, side in _SIDES for field, question, kind in _PARTY),
    ("end_user.mandate", "Which legal mandate does the system serve?", "text"),
    ("product.name", "Name of the product?", "text"),
    ("product.description", "What is it, in one phrase?", "text"),
    (
        "product.capability",
        "Capability (defensive, analytics, targeted-interception, covert-intrusion, mass)?",
        "capability",
    ),
    ("use_limits.start", "First day of the licensed period (YYYY-MM-DD)?", "date"),
    ("use_limits.licensed_months", "Licensed period in months?", "integer"),
    ("use_limits.concurrent_targets", "How many concurrent targets at most?", "integer"),
    ("use_limits.regions", "In which regions (separated by semicolons)?", "list"),
    ("human_rights_policy.title", "Title of the supplier's human-rights policy?", "text"),
    ("human_rights_policy.version", "Its version?", "text"),
    ("human_rights_policy.date", "Its date (YYYY-MM-DD)?", "date"),
    ("human_rights_policy.text", "Its text, or @FILE to read it from a text file?", "file"),
)
_CHOICES = {
    "tier": ("low", "medium", "high"),
    "capability": ("defensive", "analytics", "targeted-interception", "covert-intrusion", "mass"),
}


def complete(path: Path, library: Library, ask: Ask) -> Deal:
    """Ask for everything the deal file at ``path`` lacks, write the file, and return the deal.

    A file that is absent or half filled is taken up where it stands; after every answer it is written, so
    that an interrupted interview loses nothing. Raises DataError when an existing value is wrong and
    UsageError when a question gets no usable answer.
    """
    data: dict[str, Any] = read_toml(path) if path.exists() else {}
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    added: dict[str, Any] = {}

    def keep(key: str, value: Any) -> None:
        _put(data, key, value)
        _put(added, key, value)
        _save(path, text, data, added)

    for key, question, kind in _QUESTIONS:
        if _get(data, key) is None and not (key == "tier" and data.get("factors")):
            keep(key, _answer(ask, question, kind, path.parent))
    tier = Tier(data["tier"]) if data.get("tier") in set(Tier) else Tier.HIGH
    for requirement, parameter in _open_parameters(library, data, tier):
        keep(f"answers.{requirement}.{parameter.id}", _parameter(ask, parameter, tier))
    return parse(Deal, data, path)


def _open_parameters(library: Library, data: dict[str, Any], tier: Tier) -> Iterator[tuple[str, Parameter]]:
    book = library.playbook(data.get("playbook", DEFAULT_PLAYBOOK))
    answers = data.get("answers", {})
    for requirement, _ in library.due(book, tier):
        inner = answers.get(requirement.id, {})
        for parameter in requirement.parameters:
            given = (
                parameter.id in answers
                or f"{requirement.id}.{parameter.id}" in answers
                or (isinstance(inner, dict) and parameter.id in inner)
            )
            if not given:
                yield requirement.id, parameter


def _parameter(ask: Ask, parameter: Parameter, tier: Tier) -> Answer:
    default = parameter.default_at(tier)
    unit = f" ({parameter.unit})" if parameter.unit else ""
    question = f"{parameter.question}{unit}"
    for _ in range(_TRIES):
        words = ask(question, "" if default is None else _shown(default))
        try:
            answer = default if default is not None and words == _shown(default) else _typed(words, parameter.type)
        except ValueError as error:
            question = f"{error}. {parameter.question}{unit}"
            continue
        fault = objection(parameter, answer)
        if not fault:
            return answer
        question = f"{fault}. {parameter.question}{unit}"
    raise UsageError(f"no usable answer to: {parameter.question}")


def _answer(ask: Ask, question: str, kind: str, folder: Path) -> Any:
    asked = question
    for _ in range(_TRIES):
        words = ask(asked, "").strip()
        try:
            if kind == "file" and words.startswith("@"):
                return (folder / words[1:]).read_text(encoding="utf-8")
            if kind in _CHOICES and words not in _CHOICES[kind]:
                raise ValueError(f"one of {', '.join(_CHOICES[kind])} is expected")
            return _typed(words, kind)
        except (ValueError, OSError) as error:
            asked = f"{error}. {question}"
    raise UsageError(f"no usable answer to: {question}")


def _typed(words: str, kind: str) -> Any:
    words = words.strip()
    if not words:
        raise ValueError("an answer is needed")
    if kind == "integer":
        if not words.isdecimal():
            raise ValueError("a whole number is expected")
        return int(words)
    if kind == "date":
        try:
            return dt.date.fromisoformat(words)
        except ValueError:
            raise ValueError("a date as YYYY-MM-DD is expected") from None
    if kind == "list":
        return [part.strip() for part in words.split(";") if part.strip()]
    if kind == "boolean":
        if words.lower() not in ("yes", "no", "y", "n", "true", "false"):
            raise ValueError("yes or no is expected")
        return words.lower() in ("yes", "y", "true")
    return words


def _shown(value: Answer) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _get(data: dict[str, Any], key: str) -> Any:
    at: Any = data
    for name in key.split("."):
        at = at.get(name) if isinstance(at, dict) else None
    return at


def _put(data: dict[str, Any], key: str, value: Any) -> None:
    *path, last = key.split(".")
    at = data
    for name in path:
        at = at.setdefault(name, {})
    at[last] = value


def _save(path: Path, original: str, data: dict[str, Any], added: dict[str, Any]) -> None:
    """Write the file: as it was, with the new keys, comments kept where nothing is added to their table."""
    text = _toml(data)
    if tomllib.loads(text) != data and _lists(tomllib.loads(text)) != _lists(data):
        raise UsageError(f"{path}: an answer cannot be written as TOML")
    temporary = path.with_name(f".{path.name}.part")
    comments = "".join(line + "\n" for line in original.splitlines() if line.startswith("#"))
    temporary.write_text(comments + text, encoding="utf-8")
    temporary.replace(path)


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lists(inner) for key, inner in value.items()}
    return [_lists(inner) for inner in value] if isinstance(value, list | tuple) else value


def _toml(data: dict[str, Any], prefix: str = "") -> str:
    """Plain values first, then a table for each dictionary."""
    plain = [f"{_key(key)} = {_value(value)}\n" for key, value in data.items() if not isinstance(value, dict)]
    tables = [(key, value) for key, value in data.items() if isinstance(value, dict)]
    out = "".join(plain)
    for key, value in tables:
        name = f"{prefix}{_key(key)}"
        inner = _toml(value, f"{name}.")
        bare = any(not isinstance(v, dict) for v in value.values()) or not value
        out += f"\n[{name}]\n{inner}" if bare else inner
    return out


def _key(key: str) -> str:
    plain = key and all(letter.isascii() and (letter.isalnum() or letter in "-_") for letter in key)
    return key if plain else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(k)} = {_value(v)}' for k, v in value.items())} }}"
    escaped = "".join(_escape(letter) for letter in str(value))
    return f'"{escaped}"'


def _escape(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if ord(letter) < 0x20 or ord(letter) == 0x7F:
        return f"\\u{ord(letter):04X}"
    return letter
