"""The interview: asks for what a deal file lacks, and writes it there.

Pure logic: ``ask`` is a function from a question and a default to an answer, so that a terminal, a web
page or a test can stand behind it. The answer "?" explains the question, "<" takes the last answer back.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from clausegen.drafting.assembly import figures_printed
from clausegen.drafting.interview.answers import (
    BACK,
    HELP,
    Ask,
    BackWanted,
    Question,
    QuestionText,
    asked,
    shown,
    typed,
)
from clausegen.drafting.interview.cross_checks import conflict
from clausegen.drafting.interview.file import put, restored, saved
from clausegen.drafting.interview.questions import ASSESS, deal_questions, factor_questions
from clausegen.drafting.render_context import objection, question
from clausegen.errors import UsageError
from clausegen.library import Library, parse, read_toml
from clausegen.model import DEFAULT_PLAYBOOK, Answer, Deal, Parameter, Requirement, Tier
from clausegen.risk import assess_file, load_tiers

__all__ = ["Ask", "QuestionText", "complete"]

_TRIES = 5


def complete(path: Path, library: Library, ask: Ask) -> Deal:
    """Ask for everything the deal file at ``path`` lacks, write the file, and return the deal.

    A file that is absent or half filled is taken up where it stands; after every answer it is written, so
    that an interrupted interview loses nothing. Where the file holds [factors], or the drafter wants the
    tier assessed, the factors are asked for, and the clauses' questions follow for the tier they lead to.
    Raises DataError when an existing value is wrong and UsageError when a question gets no usable answer.
    """
    return _Interview(path, library, ask).deal()


class _Interview:
    """One deal file in the making."""

    def __init__(self, path: Path, library: Library, ask: Ask) -> None:
        self.path, self.library, self.ask = path, library, ask
        self.data: dict[str, Any] = read_toml(path) if path.exists() else {}
        self.book = library.playbook(self.data.get("playbook", DEFAULT_PLAYBOOK))
        self.assesses = "factors" in self.data
        self.before: list[tuple[str, dict[str, Any], bool]] = []  # what was there before each answer

    def deal(self) -> Deal:
        while True:
            try:
                return self._asked()
            except BackWanted:
                if self.before:
                    text, self.data, self.assesses = self.before.pop()
                    restored(self.path, text)

    def _asked(self) -> Deal:
        for next_one in deal_questions(self.book):
            if next_one.key == "tier" and self.assesses:
                continue
            self._question(next_one)
        if self.assesses:
            for next_one in factor_questions(load_tiers(self.library.root, self.book.id)):
                self._question(next_one)
        deal = parse(Deal, self.data, self.path)
        tier = self._tier(deal)
        if tier in self.book.tiers:
            self._figures(deal, tier)
        return parse(Deal, self.data, self.path)

    def _tier(self, deal: Deal) -> Tier:
        """The tier whose clauses will be drafted. An unlawful choice between the two is refused when drafting."""
        if deal.tier is not None or deal.factors is None:
            return deal.tier or Tier.PROHIBITED
        return assess_file(deal, self.path, root=self.library.root, today=deal.date).tier

    def _question(self, question: Question) -> None:
        """Ask one question, unless the file answers it or an earlier answer has made it pointless."""
        if self._holds(question.key) or self._holds(question.until):
            return
        if question.after and not self._holds(question.after):
            return
        words = question.words(self.data)
        offered = str(_get(self.data, question.default) or question.offered)
        for _ in range(_TRIES):
            try:
                answer = asked(self.ask, question, words, self.path.parent, offered)
            except ValueError as error:
                words = f"{error}. {question.words(self.data)}"
                continue
            if answer is None:  # "-": not known
                return
            if answer == ASSESS and question.key == "tier":
                self._remember()
                self.assesses = True
                return
            fault = question.objection(answer, self.data) or _fault(self.data, question.key, answer)
            if not fault and not question.key.startswith("factors."):
                fault = conflict(self.data, question.key, answer, self.library, self.book)
            if not fault:
                self._remember()
                self._keep(question.key, answer)
                return
            words = f"{fault}. {question.words(self.data)}"
        raise UsageError(f"no usable answer to: {question.text}")

    def _holds(self, key: str) -> bool:
        return bool(key) and _get(self.data, key) is not None

    def _remember(self) -> None:
        text = self.path.read_text(encoding="utf-8-sig") if self.path.exists() else ""
        self.before.append((text, copy.deepcopy(self.data), self.assesses))

    def _keep(self, key: str, value: Any) -> None:
        put(self.data, key, value)
        saved(self.path, self.data, key, value)

    def _figures(self, deal: Deal, tier: Tier) -> None:
        """The figures that the clauses print at this tier and the positions chosen: the library's, or one by one."""
        figures = list(self._open_parameters(deal, tier))
        ready = [pair for pair in figures if pair[1].default_at(tier) is not None]
        if len(ready) > 1:
            words = f"Take the library's figures for tier {tier} in {len(ready)} places (yes), or answer each (no)?"
            every = Question("answers", words, "boolean", help="“no” asks for each figure with what is usual.")
            answer: bool | None = None
            while answer is None:
                try:
                    answer = asked(self.ask, every, words, self.path.parent, "yes")
                except ValueError as error:
                    words = f"{error}. {every.text}"
            if answer:
                self._remember()
                for requirement, parameter in ready:
                    self._keep(f"answers.{requirement.id}.{parameter.id}", parameter.default_at(tier))
                figures = [pair for pair in figures if pair not in ready]
        for requirement, parameter in figures:
            given = _parameter(self.ask, requirement, parameter, tier)
            self._remember()
            self._keep(f"answers.{requirement.id}.{parameter.id}", given)

    def _open_parameters(self, deal: Deal, tier: Tier) -> Iterator[tuple[Requirement, Parameter]]:
        answers = self.data.get("answers", {})
        printed = figures_printed(deal, self.library, tier)
        for requirement, _ in self.library.due(self.book, tier):
            inner = answers.get(requirement.id, {})
            for parameter in requirement.parameters:
                given = (
                    parameter.id in answers
                    or f"{requirement.id}.{parameter.id}" in answers
                    or (isinstance(inner, dict) and parameter.id in inner)
                )
                if not given and f"{requirement.id}.{parameter.id}" in printed:
                    yield requirement, parameter


def _fault(data: dict[str, Any], key: str, answer: Any) -> str:
    """Return the objection of the deal file's schema to an answer, or ""."""
    trial: dict[str, Any] = {}
    put(trial, key, answer)
    try:
        Deal.model_validate(trial)
    except ValidationError as error:
        for detail in error.errors():
            if detail["type"] != "missing" and ".".join(map(str, detail["loc"])).startswith(key):
                said = detail.get("ctx", {}).get("error")
                return f"{said} is expected" if said else detail["msg"]
    return ""


def _parameter(ask: Ask, requirement: Requirement, parameter: Parameter, tier: Tier) -> Answer:
    default = parameter.default_at(tier)
    unit = f" ({parameter.unit})" if parameter.unit else ""
    words = plain = f"{parameter.question}{unit}"
    for _ in range(_TRIES):
        said = ask(QuestionText(words, parameter.id, parameter.type), "" if default is None else shown(default))
        if said.strip() == BACK:
            raise BackWanted
        if said.strip() == HELP:
            words = f"It stands in the clause {requirement.title}: {question(parameter)}. {plain}"
            continue
        try:
            answer: Answer = default if default is not None and said == shown(default) else typed(said, parameter.type)
        except ValueError as error:
            words = f"{error}. {plain}"
            continue
        fault = objection(parameter, answer)
        if not fault:
            return answer
        words = f"{fault}. {plain}"
    raise UsageError(f"no usable answer to: {parameter.question}")


def _get(data: dict[str, Any], key: str) -> Any:
    at: Any = data
    for name in key.split(".") if key else ():
        at = at[0] if isinstance(at, list) and at else at  # of several end users, the first
        at = at.get(name) if isinstance(at, dict) else None
    return at if key else None
