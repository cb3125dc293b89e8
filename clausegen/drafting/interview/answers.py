"""Questions and what counts as an answer to each kind of them."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausegen.errors import ClausegenError
from clausegen.model import Answer

Ask = Callable[[str, str], str]

NOT_KNOWN = "-"
HELP = "?"
BACK = "<"


def _no_objection(answer: Any, data: Mapping[str, Any]) -> str:
    return ""


@dataclass(frozen=True)
class Question:
    """One key of the deal file and the question that fills it.

    ``kind`` is "text", "integer", "date", "list", "boolean", "choice", "choices" or "file". ``choices`` are the ids to
    choose from; with ``optional``, "-" leaves the key out. ``after`` names a key without which the question is not
    asked, ``until`` one behind which it is passed by, ``default`` a key whose value is offered as the answer,
    ``offered`` the answer offered otherwise. ``help`` says more where "?" is the answer, ``objection`` what the rest of
    the deal has against an answer.
    """

    key: str
    text: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    optional: bool = False
    after: str = ""
    until: str = ""
    default: str = ""
    offered: str = ""
    help: str = ""
    objection: Callable[[Any, Mapping[str, Any]], str] = _no_objection
    hint: Callable[[Mapping[str, Any]], str] = lambda data: ""

    def words(self, data: Mapping[str, Any]) -> str:
        """The question as it is asked, with what the deal so far adds to it."""
        return f"{self.text}{self.hint(data)}"

    def explained(self) -> str:
        """Return what "?" answers: the help, the form of an answer, and the key of the deal file it goes to."""
        form = _FORMS.get(self.kind, "")
        said = [self.help, form and f"Enter {form}.", "“-” leaves it out." if self.optional else ""]
        return " ".join([*filter(None, said), f"It is kept as {self.key}."])


_FORMS = {
    "text": "a phrase",
    "integer": "a whole number",
    "date": "a date as YYYY-MM-DD",
    "list": "phrases separated by semicolons",
    "boolean": "yes or no",
    "choice": "one of the words in brackets",
    "choices": "some of the words in brackets, separated by semicolons, or all, or none",
    "file": "the text, or @FILE",
    "path": "the name of a file beside the deal file",
}


class Explained(ValueError):
    """A question is to be asked again, with these words that explain it."""


class BackWanted(ClausegenError):
    """The last answer is to be taken back."""


class QuestionText(str):
    """The words of a question, with what a form needs to know of it; for a terminal it is plain text.

    ``key`` is that of the deal file, ``kind`` and ``choices`` as in ``Question``; ``optional`` questions take "-".
    """

    key: str
    kind: str
    choices: tuple[str, ...]
    optional: bool

    def __new__(
        cls, words: str, key: str = "", kind: str = "text", choices: tuple[str, ...] = (), optional: bool = False
    ) -> QuestionText:
        """Make it from its words."""
        made = super().__new__(cls, words)
        made.key, made.kind, made.choices, made.optional = key, kind, choices, optional
        return made


def asked(ask: Ask, question: Question, words: str, folder: Path, default: str) -> Any:
    """The answer to a question, or None for "-" where that is allowed. Raises ValueError that says what is wrong."""
    text = QuestionText(words, question.key, question.kind, question.choices, question.optional)
    said = ask(text, default).strip()
    if said == BACK:
        raise BackWanted
    if said == HELP:
        raise Explained(question.explained())
    if question.optional and said == NOT_KNOWN:
        return None
    if question.kind == "file" and said.startswith("@"):
        try:
            return (folder / said[1:]).read_text(encoding="utf-8")
        except OSError as error:
            raise ValueError(f"{said[1:]} cannot be read ({error.strerror})") from None
        except UnicodeDecodeError:
            raise ValueError(f"{said[1:]} is not UTF-8 text") from None
    if question.kind == "path":
        if not said or not (folder / said).is_file():
            raise ValueError(f"there is no file {said!r}; it is looked for beside the deal file")
        return said
    if question.kind == "choice" and said not in question.choices:
        raise ValueError(f"one of {', '.join(question.choices)} is expected{_meant(said, question.choices)}")
    if question.kind == "choices":
        return _choices(said, question.choices)
    return typed(said, question.kind)


def _choices(said: str, known: tuple[str, ...]) -> list[str]:
    if said.lower() == "none":
        return []
    if said.lower() == "all":
        return list(known)
    chosen = [part.strip() for part in said.replace(",", ";").split(";") if part.strip()]
    strays = [part for part in chosen if part not in known]
    if strays or not chosen:
        near = _meant(strays[0] if strays else "", known)
        raise ValueError(f"some of {', '.join(known)} are expected, or all, or none{near}")
    return list(dict.fromkeys(chosen))


def _meant(said: str, known: tuple[str, ...]) -> str:
    """The choice that somebody may have meant, as the end of a message."""
    near = [choice for choice in known if said and choice.startswith(said.lower())]
    near += difflib.get_close_matches(said.lower(), known, 1)
    return f"; did you mean {near[0]}?" if near else ""


def typed(words: str, kind: str) -> Any:
    """The words of an answer as a value of a kind. Raises ValueError that says what was expected."""
    words = words.strip()
    if not words:
        raise ValueError("an answer is needed")
    if kind == "integer":
        if not (words.isascii() and words.isdecimal()):
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


def shown(value: Answer) -> str:
    """A default as it is offered; typing it again gives the same value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, tuple) else str(value)
