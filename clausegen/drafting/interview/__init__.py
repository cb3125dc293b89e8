"""The interview: asks for what a deal file lacks, and writes it there.

Pure logic: ``ask`` is a function from a question and a default to an answer, so that a terminal, a web
page or a test can stand behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from clausegen.drafting.interview.answers import Ask, Question, QuestionText, asked, shown, typed
from clausegen.drafting.interview.file import put, saved
from clausegen.drafting.interview.questions import ASSESS, deal_questions, factor_questions
from clausegen.drafting.render_context import objection
from clausegen.errors import UsageError
from clausegen.library import Library, parse, read_toml
from clausegen.model import DEFAULT_PLAYBOOK, Answer, Deal, Parameter, Tier
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

    def deal(self) -> Deal:
        for question in deal_questions(self.book):
            if question.key == "tier" and self.assesses:
                continue
            self._question(question)
        if self.assesses:
            for question in factor_questions(load_tiers(self.library.root, self.book.id)):
                self._question(question)
        deal = parse(Deal, self.data, self.path)
        tier = self._tier(deal)
        if tier in self.book.tiers:
            for requirement, parameter in self._open_parameters(tier):
                self._keep(f"answers.{requirement}.{parameter.id}", _parameter(self.ask, parameter, tier))
        return parse(Deal, self.data, self.path)

    def _tier(self, deal: Deal) -> Tier:
        """The tier whose clauses will be drafted. An unlawful choice between the two is refused when drafting."""
        if deal.tier is not None or deal.factors is None:
            return deal.tier or Tier.PROHIBITED
        return assess_file(deal, self.path, root=self.library.root, today=deal.date).tier

    def _question(self, question: Question) -> None:
        """Ask one question, unless the file answers it or an earlier answer has made it pointless."""
        if _get(self.data, question.key) is not None or (question.after and _get(self.data, question.after) is None):
            return
        words = question.words(self.data)
        for _ in range(_TRIES):
            try:
                answer = asked(
                    self.ask, question, words, self.path.parent, str(_get(self.data, question.default) or "")
                )
            except ValueError as error:
                words = f"{error}. {question.words(self.data)}"
                continue
            if answer is None:  # "-": not known
                return
            if answer == ASSESS and question.key == "tier":
                self.assesses = True
                return
            fault = question.objection(answer, self.data) or _fault(self.data, question.key, answer)
            if not fault:
                self._keep(question.key, answer)
                return
            words = f"{fault}. {question.words(self.data)}"
        raise UsageError(f"no usable answer to: {question.text}")

    def _keep(self, key: str, value: Any) -> None:
        put(self.data, key, value)
        saved(self.path, self.data, key, value)

    def _open_parameters(self, tier: Tier) -> Iterator[tuple[str, Parameter]]:
        answers = self.data.get("answers", {})
        for requirement, _ in self.library.due(self.book, tier):
            inner = answers.get(requirement.id, {})
            for parameter in requirement.parameters:
                given = (
                    parameter.id in answers
                    or f"{requirement.id}.{parameter.id}" in answers
                    or (isinstance(inner, dict) and parameter.id in inner)
                )
                if not given:
                    yield requirement.id, parameter


def _fault(data: dict[str, Any], key: str, answer: Any) -> str:
    """What the schema of the deal file has against an answer, or ""."""
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


def _parameter(ask: Ask, parameter: Parameter, tier: Tier) -> Answer:
    default = parameter.default_at(tier)
    unit = f" ({parameter.unit})" if parameter.unit else ""
    question = f"{parameter.question}{unit}"
    for _ in range(_TRIES):
        text = QuestionText(question, parameter.id, parameter.type)
        words = ask(text, "" if default is None else shown(default))
        try:
            answer: Answer = (
                default if default is not None and words == shown(default) else typed(words, parameter.type)
            )
        except ValueError as error:
            question = f"{error}. {parameter.question}{unit}"
            continue
        fault = objection(parameter, answer)
        if not fault:
            return answer
        question = f"{fault}. {parameter.question}{unit}"
    raise UsageError(f"no usable answer to: {parameter.question}")


def _get(data: dict[str, Any], key: str) -> Any:
    at: Any = data
    for name in key.split(".") if key else ():
        at = at.get(name) if isinstance(at, dict) else None
    return at if key else None
