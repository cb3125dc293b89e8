"""The interview: asks for what a deal file lacks, and writes it there.

Pure logic: ``ask`` is a function from a question and a default to an answer, so that a terminal, a web
page or a test can stand behind it. The answer "?" explains the question, "<" takes the last answer back.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError

from clausegen.drafting.assembly import figures_printed
from clausegen.drafting.interview.answers import (
    BACK,
    HELP,
    Ask,
    BackWanted,
    Explained,
    Question,
    QuestionText,
    asked,
    shown,
    typed,
)
from clausegen.drafting.interview.cross_checks import conflict
from clausegen.drafting.interview.file import held, put, restored, saved
from clausegen.drafting.interview.questions import ASKED, ASSESS, deal_questions, factor_questions
from clausegen.drafting.render_context import objection, question
from clausegen.drafting.templates import Shell, shell
from clausegen.errors import UsageError
from clausegen.library import Library, parse, read_toml
from clausegen.model import DEFAULT_PLAYBOOK, Answer, Deal, Parameter, Requirement, Tier
from clausegen.risk import assess_file, load_tiers

__all__ = ["Ask", "QuestionText", "complete"]

_TRIES = 5  # wrong answers in a row
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def complete(
    path: Path, library: Library, ask: Ask, *, kind: str = "agreement", known: Mapping[str, Any] = _NOTHING
) -> Deal:
    """Ask for everything the deal file at ``path`` lacks for this kind of document, write it, and return the deal.

    A file that is absent or half filled is taken up where it stands; after every answer it is written, so
    that an interrupted interview loses nothing. Where the file holds [factors], or the drafter wants the
    tier assessed, the factors are asked for, and the clauses' questions follow for the tier they lead to.
    ``known`` are answers to offer, by key of the deal file: what the signed agreement states. A table in it will come
    from elsewhere.
    Raises DataError when an existing value is wrong and UsageError when a question gets no usable answer.
    """
    return _Interview(path, library, ask, shell(library, kind), known).deal()


class _Interview:
    """One deal file in the making, for one kind of document."""

    def __init__(self, path: Path, library: Library, ask: Ask, form: Shell, known: Mapping[str, Any]) -> None:
        self.path, self.library, self.ask, self.form, self.known = path, library, ask, form, known
        self.data: dict[str, Any] = read_toml(path) if path.exists() else {}
        self.book = library.playbook(self.data.get("playbook", DEFAULT_PLAYBOOK))
        self.assesses = "factors" in self.data
        self.before: list[tuple[str, dict[str, Any], bool]] = []  # what was there before each answer

    def deal(self) -> Deal:
        for table in (need.split(".")[0] for need in self.form.needs):
            if table not in {*ASKED, *self.data, *self.known}:
                raise UsageError(
                    f"{self.path}: a document of kind {self.form.id} needs [{table}], and the interview does not ask "
                    "for it; samples/deals/incident.toml shows one"
                )
        while True:
            try:
                return self._asked()
            except BackWanted:
                if self.before:
                    text, self.data, self.assesses = self.before.pop()
                    restored(self.path, text)

    def _asked(self) -> Deal:
        for next_one in deal_questions(self.book, load_tiers(self.library.root, self.book.id), self.form, self.data):
            if next_one.key == "tier" and self.assesses:
                continue
            self._question(next_one)
        if not self._holds("title"):  # it is that of the agreement, which was asked for
            self._keep("title", self.data["agreement"]["title"])
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
        words = plain = question.words(self.data)
        offered = str(held(self.data, question.default) or self.known.get(question.key) or question.offered)
        tries = 0
        while tries < _TRIES:
            try:
                answer = asked(self.ask, question, words, self.path.parent, offered)
            except Explained as explained:
                words = f"{explained}\n{plain}"
                continue
            except ValueError as error:
                tries += 1
                words = f"{error}.\n{plain}"
                continue
            if answer is None:  # "-": not known
                return
            if answer == ASSESS and question.key == "tier":
                self._remember()
                self.assesses = True
                return
            fault = question.objection(answer, self.data) or _fault(self.data, question.key, answer)
            if not fault and not question.key.startswith("factors."):
                fault = conflict(self.data, question.key, answer, self.library, self.book, self.form)
            if not fault:
                self._remember()
                self._keep(question.key, answer)
                return
            tries += 1
            words = f"{fault}.\n{plain}"
        raise _unanswered(question.text)

    def _holds(self, key: str) -> bool:
        return held(self.data, key) is not None

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
                    words = f"{error}\n{every.text}"
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
    tries = 0
    while tries < _TRIES:
        said = ask(QuestionText(words, parameter.id, parameter.type), "" if default is None else shown(default))
        if said.strip() == BACK:
            raise BackWanted
        if said.strip() == HELP:
            words = f"It is printed in the clause {requirement.title}: {question(parameter)}.\n{plain}"
            continue
        tries += 1
        try:
            answer: Answer = default if default is not None and said == shown(default) else typed(said, parameter.type)
        except ValueError as error:
            words = f"{error}.\n{plain}"
            continue
        fault = objection(parameter, answer)
        if not fault:
            return answer
        words = f"{fault}.\n{plain}"
    raise _unanswered(parameter.question)


def _unanswered(asked_for: str) -> UsageError:
    return UsageError(f"no usable answer to: {asked_for} All answers so far are kept; run it again to go on there")
