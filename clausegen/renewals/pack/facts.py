"""Facts for a pack without a deal file: read from the contract, asked for, or left open in brackets."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from clausegen.errors import DataError, Problem
from clausegen.library import key_lines, read_toml
from clausegen.model import Deal, Forum, Paper, Paragraph, Report, Run, Structure, Value, day_of
from clausegen.redline import UNKNOWN_DAYS, blanked, names, unknown_deal, with_stated_facts
from clausegen.renewals.pack.agreement import stated_title
from clausegen.renewals.policy import Asked, Practice
from clausegen.structure import side_names

FACTS_NAME: Final = "facts.toml"
_Value = TypeVar("_Value", bound=Value)
Answer = str | int | dt.date
Ask = Callable[[Asked], str]
"""Put a question to a person; "" where the person leaves it open."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Known facts of a pack by key of a deal file, and the source of each."""

    known: dict[str, Answer] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)

    def open(self, practice: Practice) -> tuple[Asked, ...]:
        """Return the facts that nobody knows."""
        return tuple(asked for asked in practice.facts if asked.key not in self.known)

    def toml(self) -> str:
        """Return the facts as a file, each with its source, to be corrected and read again."""
        lines = ["# Facts of this pack. Correct or complete them, then run 'clausegen renewals pack' again."]
        for key, value in self.known.items():
            shown = value.isoformat() if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)
            lines.append(f'"{key}" = {shown}  # {self.source.get(key, "")}'.rstrip(" #"))
        return "\n".join(lines) + "\n"


def stated_facts(read: Structure, report: Report) -> Facts:
    """Return the facts that the contract itself states."""
    found: dict[str, Answer] = {f"{side}.name": name for side, name in side_names(read).items()}
    if title := stated_title(read.document):
        found["agreement.title"] = title
    if made := day_of(report.dates.agreement_date):
        found["agreement.date"] = made
    blank = unknown_deal(report.playbook, report.tier, UNKNOWN_DAYS["agreement.date"])
    stated = with_stated_facts(blank, read, report, names(read))
    for key in ("supplier.address", "human_rights_policy.title", "human_rights_policy.version"):
        if (value := _get(stated, key)) != _get(blank, key):
            found[key] = str(value)
    return Facts(found, dict.fromkeys(found, "read from the contract"))


def answered_facts(file: Path, practice: Practice) -> Facts:
    """Read a file of facts. Raises DataError with everything wrong in it."""
    data = read_toml(file)
    lines, asked = key_lines(file.read_text(encoding="utf-8-sig")), {fact.key: fact for fact in practice.facts}
    problems, known = [], {}
    for key, value in data.items():
        expected = "a fact of a pack: " + ", ".join(asked)
        if key in asked:
            expected = _expected(asked[key])
            if _fits(asked[key], value):
                known[key] = value
                continue
        problems.append(Problem(file=str(file), line=lines.get(key), field=key, expected=expected))
    if problems:
        raise DataError(problems)
    return Facts(known, dict.fromkeys(known, f"from {file.name}"))


def asked_facts(facts: Facts, practice: Practice, ask: Ask, keep: Callable[[Facts], object] = lambda _: None) -> Facts:
    """Return the facts with those that a person answers; an answer that does not fit is asked for again.

    ``keep`` is called after each answer, so that an interview that is broken off loses none.
    """
    known, source = dict(facts.known), dict(facts.source)
    for fact in facts.open(practice):
        shown = fact
        while words := ask(shown).strip():
            value = _typed(fact, words)
            if value is not None:
                known[fact.key], source[fact.key] = value, "answered"
                keep(Facts(known, source))
                break
            shown = fact.model_copy(update={"open": f"{fact.open} ({_expected(fact)})"})
    return Facts(known, source)


def deal_of(facts: Facts, practice: Practice, report: Report, made: dt.date) -> Deal:
    """Return a deal with what is known, at the tier and playbook of the report; all else is told in brackets."""
    deal = unknown_deal(report.playbook, report.tier, made, confirm(practice))
    agreement = {"title": f"[CONFIRM: {_open(practice, 'agreement.title')}]", "date": UNKNOWN_DAYS["agreement.date"]}
    for key, words in {f"{side}.name": _open(practice, f"{side}.name") for side in ("supplier", "customer")}.items():
        deal = _put(deal, key.split("."), f"[CONFIRM: {words}]")
    for key, value in agreement.items():
        deal = _put(deal, ["agreement", key], value)
    for key, answer in facts.known.items():
        deal = _put(deal, key.split("."), (answer,) if key == "use_limits.regions" else answer)
    # Nobody has stated a law or a forum: those of the contract hold, and what it does not choose is asked.
    return deal.model_copy(update={"forum": Forum()})


def confirm(practice: Practice) -> Callable[[str], str]:
    """Give the words in brackets that stand for a fact nobody knows, by its key."""
    return lambda key: f"[CONFIRM: {_open(practice, key)}]"


def told(paper: Paper, practice: Practice) -> Paper:
    """Return the paper with brackets for the days that nobody knows."""

    def blank(run: Run) -> Run:
        return dataclasses.replace(run, text=blanked(run.text, confirm(practice)))

    def without_days(paragraph: Paragraph) -> Paragraph:
        cells = tuple(tuple(map(blank, cell)) for cell in paragraph.cells)
        return dataclasses.replace(paragraph, runs=tuple(map(blank, paragraph.runs)), cells=cells)

    title = blanked(paper.title, confirm(practice))
    return dataclasses.replace(paper, title=title, paragraphs=tuple(map(without_days, paper.paragraphs)))


def _open(practice: Practice, key: str) -> str:
    named = next((fact.open for fact in practice.facts if fact.key == key), "")
    owner, _, name = key.rpartition(".")
    return named or " of the ".join(filter(None, (name, owner))).replace("_", " ").replace(".", " ")


def _fits(fact: Asked, value: object) -> bool:
    if fact.kind == "count":
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if fact.kind == "day":
        return isinstance(value, dt.date) and not isinstance(value, dt.datetime) and value.year >= 1900
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _typed(fact: Asked, words: str) -> Answer | None:
    value: Answer | None = words
    if fact.kind == "count":
        value = int(words) if words.isdecimal() else None
    if fact.kind == "day":
        try:
            value = dt.date.fromisoformat(words)
        except ValueError:
            value = None
    return value if value is not None and _fits(fact, value) else None


def _expected(fact: Asked) -> str:
    return {"count": "a whole number above 0", "day": "a day such as 2027-03-31", "text": "words"}[fact.kind]


def _get(value: object, key: str) -> object:
    for name in key.split("."):
        value = getattr(value, name)
    return value


def _put(value: _Value, path: list[str], new: object) -> _Value:
    inner = new if len(path) == 1 else _put(getattr(value, path[0]), path[1:], new)
    return value.model_copy(update={path[0]: inner})
