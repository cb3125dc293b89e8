"""Changes to provisions of an existing contract that the checker found to contradict an element.

A change names one provision, quotes its words, says what happens to them and why. It comes from a finding, never from a
search for words, and waits for a person: undecided, it is bracketed and blocks a copy to sign.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field

from clausegen.drafting.attested import bracketed
from clausegen.drafting.clauses import marked, render
from clausegen.errors import DataError, Problem
from clausegen.library import Library, parse, read_toml
from clausegen.model import ChangeDecision, Evidence, Finding, Report, Status, Value, literal

_FILE = "provision-changes.toml"
_SENTENCE_END = re.compile(r"[.!?][”\"’')\]]*$")
_OWN_WORD = re.compile(r"[A-Z]{2,5}[ -]?\d")  # "SC 3", a special condition
_ITEM = re.compile(r"(?:\([a-z]+\))+$")
_SENTENCE = 5  # words below which a quotation is a label or a cell, which no instruction can change


class Rule(Value):
    """The treatment of words that contradict these ``elements`` ("requirement.element"); without any, of all others.

    ``words`` is a template: what is added behind the words, or put in their place.
    """

    action: Literal["add", "delete", "replace", "ask"]
    title: str = ""
    words: str = ""
    elements: tuple[str, ...] = ()


class _Rules(Value):
    rules: tuple[Rule, ...] = Field(min_length=1)


def named(word: str, number: str) -> str:
    """Name a clause with the ``word`` of its contract: "clause 9.2", or "SC 3" where the number says what it is."""
    return f"{word} {number}" if number and not _OWN_WORD.match(number) else number


@dataclass(frozen=True, slots=True)
class Provision:
    """Words of the existing contract that contradict an element. ``clause`` is "" where the contract has no number."""

    clause: str
    words: str
    requirement: str
    element: str
    start: int
    end: int
    part: str
    schedule: str = ""

    def where(self, word: str = "clause") -> str:
        """Return where the words stand, as a contract with this ``word`` for a clause cites it, "" without a number."""
        if self.schedule:
            return f"paragraph {self.clause} of {self.schedule}" if self.clause else self.schedule
        return named(word, self.clause)

    @property
    def name(self) -> str:
        """The element as "requirement.element"."""
        return f"{self.requirement}.{self.element}"


class Chosen(NamedTuple):
    """The law or the seat that a contract chooses, as it names the place, and the clause that says so.

    ``words`` are those of the clause, from ``start`` to ``end`` of the contract.
    """

    name: str
    clause: str
    words: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the provision, the instruction as marked text, its title and whether a person decided it."""

    provision: Provision
    title: str
    instruction: str
    decided: bool


@dataclass(frozen=True, slots=True)
class Existing:
    """The contract that an addendum changes.

    ``provisions`` are those to change. ``defines`` maps the terms that it defines to the words of their definitions,
    None where they are not known. ``assume`` takes each change as decided and each clause cited as read, to prove what
    would come of it. ``open`` are elements, as "requirement.element", that it leaves to the parties, and ``word`` what
    it calls a clause. ``american`` says that it is spelt the American way, and ``law`` which law it chooses.
    """

    provisions: Sequence[Provision] = ()
    defines: Mapping[str, str] | None = None
    assume: bool = False
    open: Collection[str] = ()
    word: str = "clause"
    american: bool = False
    law: Chosen | None = None


@functools.cache
def rules(root: Path) -> tuple[Rule, ...]:
    """The rules of ``templates/contracts/provision-changes.toml``. Raises DataError when it is faulty."""
    file = root / "contracts" / _FILE
    found = parse(_Rules, read_toml(file), file).rules
    if found[-1].elements:
        raise DataError([Problem(file=str(file), expected="a last rule without elements, for all others")])
    return found


def provisions(report: Report) -> tuple[list[Provision], list[Provision]]:
    """The provisions that contradict an element, and apart those whose words are no sentence or also satisfy one.

    Words that satisfy an element are never touched: what to do with such a provision is for a person to say.
    """
    # Imported here: a draft without a report has no numbers to compare.
    from clausegen.structure import bare, within

    findings = [(verdict.requirement, finding) for verdict in report.verdicts for finding in verdict.findings]
    kept = [e for _, finding in findings if finding.status is Status.SATISFIED for e in finding.evidence]
    free: list[Provision] = []
    bound: list[Provision] = []
    for requirement, finding in findings:
        for evidence in _against(finding):
            number = bare(_number(evidence.clause))
            if number and not evidence.schedule and any(within(number, deleted) for deleted in report.dates.deletes):
                continue  # an amendment has deleted it already
            touched = len(evidence.text.split()) < _SENTENCE or any(_overlap(evidence, other) for other in kept)
            provision = Provision(
                clause=_number(evidence.clause),
                words=evidence.text.strip(),
                requirement=requirement,
                element=finding.element,
                start=evidence.start,
                end=evidence.end,
                part=evidence.part,
                schedule=evidence.schedule,
            )
            (bound if touched else free).append(provision)
    return _once(free), _once(bound)


def changes(
    found: Sequence[Provision],
    library: Library,
    values: Mapping[str, object],
    decisions: Collection[ChangeDecision] = (),
    *,
    assume: bool = False,
    word: str = "clause",
) -> Iterator[Change]:
    """Yield the change of each provision, as decided or, undecided, as the rules propose it in brackets.

    ``values`` are what the templates of the rules see. ``assume`` takes what is proposed as decided, to prove what
    would come of it, and leaves out questions, which change nothing. ``word`` is what the contract calls a clause.
    """
    for provision in found:
        decision = next((other for other in decisions if _meant(other, provision)), None)
        if decision and decision.decided == "keep":
            continue
        rule = _rule(library, provision)
        element = library.requirements[provision.requirement].element(provision.element)
        action = decision.decided if decision else rule.action
        if assume and action == "ask":
            continue
        text = decision.words if decision else ""
        named = {**values, "target": provision.requirement}
        words = marked(literal(text)) if text else marked(render(rule.words, named, _FILE))
        said = _instruction(provision, action, words, word)
        decided = assume or (decision is not None and decision.is_attested and action != "ask")
        yield Change(provision, rule.title or element.statement, said if decided else bracketed(said), decided)


def strangers(found: Sequence[Provision], decisions: Collection[ChangeDecision]) -> Iterator[str]:
    """Yield a reason for every decision about a provision that the contract does not have."""
    for decision in decisions:
        if not any(_meant(decision, provision) for provision in found):
            yield (
                f"agreement.changes: no words of clause {decision.clause or '(none)'} were found that contradict "
                f"{decision.element}; remove the decision, or correct its clause and element."
            )


def _instruction(provision: Provision, action: str, words: str, word: str) -> str:
    """Say in one sentence of the addendum what happens to the words."""
    where = literal(provision.where(word) or "the provision that holds them")
    old = f"“{literal(provision.words)}”"
    if action == "delete":
        return marked(f"In {where}, the words {old} are deleted.")
    if action == "replace":
        return marked(f"In {where}, the words {old} are replaced by: “{words}”")
    if action == "add" and provision.clause and not _SENTENCE_END.search(provision.words):
        # A new sentence would break a list or its lead-in in two: it goes behind the whole of it.
        whole = dataclasses.replace(provision, clause=_ITEM.sub("", provision.clause) or provision.clause)
        where = literal(whole.where(word))
        return marked(f"At the end of {where}, the following is added: “{words}” It concerns the words {old}.")
    if action == "add":
        return marked(f"In {where}, after the words {old}, the following is added: “{words}”")
    return marked(f"In {where}, the words {old}: {words}")


def _rule(library: Library, provision: Provision) -> Rule:
    known = rules(library.root)
    return next((rule for rule in known if provision.name in rule.elements), known[-1])


def _meant(decision: ChangeDecision, provision: Provision) -> bool:
    same = _number(decision.clause) == provision.clause and decision.element == provision.name
    return same and decision.quote in provision.words


def _against(finding: Finding) -> tuple[Evidence, ...]:
    """The words that decide a contradiction; further ones are shown for comparison."""
    return finding.evidence[:1] if finding.status is Status.CONTRADICTED else ()


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.part == other.part and one.start < other.end and other.start < one.end


def _once(found: Sequence[Provision]) -> list[Provision]:
    """Each provision once, under the element that was found first: the same words are changed in one way."""
    seen: dict[tuple[str, int, int], Provision] = {}
    for provision in found:
        seen.setdefault((provision.part, provision.start, provision.end), provision)
    return sorted(seen.values(), key=lambda provision: (provision.part, provision.start))


def _number(clause: str) -> str:
    """A number that a reader can find, "" for what is none ("-.5")."""
    number = clause.strip().rstrip(".")
    return number if number[:1].isalnum() else ""
