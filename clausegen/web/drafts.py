"""Interviews that draft agreements: each keeps its answers in a deal file of its own, and goes back at will."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from clausegen.drafting import QuestionText, complete
from clausegen.errors import ClausegenError
from clausegen.library import Library
from clausegen.model import Deal
from clausegen.runtime import replacing

_NAME: Final = re.compile(r"[0-9a-f]{16}")
_SUFFIX: Final = ".deal.toml"


class _Pending(ClausegenError):
    """The interview waits for an answer to this question."""

    def __init__(self, question: str, default: str) -> None:
        text = question if isinstance(question, QuestionText) else QuestionText(question)
        self.question, self.default = text, default
        super().__init__(question)


@dataclass
class Interview:
    """One deal file in the making; ``before`` holds the file as it was before each answer, for going back."""

    name: str
    file: Path
    before: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    unknown: frozenset[str] = frozenset()  # questions answered by "-"


@dataclass(frozen=True)
class Prompt:
    """The question that comes next; ``said`` is what was wrong with the last answer."""

    key: str
    text: str
    kind: str
    choices: tuple[str, ...]
    optional: bool
    default: str


class Drafts:
    """Interviews, each with a deal file of its own in the desk's folder."""

    def __init__(self, folder: Path, library: Library) -> None:
        self.folder, self.library = folder, library
        self._open: dict[str, Interview] = {}

    def begin(self) -> Interview:
        """Start an interview with an empty deal."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        name = secrets.token_hex(8)
        made = self._open[name] = Interview(name, self.folder / f"{name}{_SUFFIX}")
        made.file.touch(mode=0o600)
        return made

    def listed(self) -> list[tuple[str, str]]:
        """Name and title of every draft that was begun, the last one first."""
        files = sorted(self.folder.glob(f"*{_SUFFIX}"), key=lambda file: -file.stat().st_mtime)
        titles = []
        for file in files:
            found = re.search(r'^title = "(.*)"$', file.read_text(encoding="utf-8"), re.MULTILINE)
            titles.append((file.name.removesuffix(_SUFFIX), found[1] if found else "A draft without a title"))
        return titles

    def get(self, name: str) -> Interview | None:
        """Return the interview of this name, taken up where it stood; None when there is none."""
        if not _NAME.fullmatch(name):
            return None
        file = self.folder / f"{name}{_SUFFIX}"
        if name not in self._open and file.is_file():
            self._open[name] = Interview(name, file)
        return self._open.get(name)

    def next(self, interview: Interview) -> Prompt | Deal:
        """Return the question that comes next, or the deal when nothing is left to ask."""
        return self._run(interview, None)

    def answer(self, interview: Interview, words: str) -> Prompt | Deal:
        """Give the answer to the question that is open."""
        kept = (interview.file.read_text(encoding="utf-8"), interview.unknown)
        following = self._run(interview, words)
        if (interview.file.read_text(encoding="utf-8"), interview.unknown) != kept:
            interview.before.append(kept)
        return following

    def back(self, interview: Interview) -> None:
        """Take the last answer back."""
        if interview.before:
            text, unknown = interview.before[-1]
            with replacing(interview.file) as stream:
                stream.write(text.encode())
            interview.unknown = unknown
            interview.before.pop()

    def _run(self, interview: Interview, words: str | None) -> Prompt | Deal:
        given = [words] if words is not None else []
        asked_of: list[str] = []

        def ask(question: str, default: str) -> str:
            key = question.key if isinstance(question, QuestionText) else question
            if key in interview.unknown:
                return "-"
            if given and not asked_of:
                asked_of.append(key)
                answer = given.pop()
                optional = isinstance(question, QuestionText) and question.optional
                if optional and answer.strip() == "-":
                    interview.unknown |= {key}
                return answer
            raise _Pending(question, default)

        try:
            return complete(interview.file, self.library, ask)
        except _Pending as pending:
            text = pending.question
            return Prompt(text.key, str(text), text.kind, text.choices, text.optional, pending.default)
