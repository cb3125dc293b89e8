"""The facts and acts of an incident as a document may state them: attested by a person, or to be confirmed."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from clausegen.drafting.clauses import in_words, marked, unended
from clausegen.drafting.templates import Shell
from clausegen.errors import nearest
from clausegen.library import parse, read_toml
from clausegen.model import Deal, Forum, Incident, Value, literal

ACTS = "acts.toml"


class _Act(Value):
    says: str


class _Acts(Value):
    acts: dict[str, _Act]


def confirm(words: str) -> str:
    """Words that nobody has confirmed, in brackets that block a copy to sign."""
    return marked(f"[CONFIRM: {literal(words)}]")


def bracketed(text: str) -> str:
    """Marked text that nobody has confirmed, in the same brackets."""
    return marked(f"[CONFIRM: {text}]")


@functools.cache
def known_acts(root: Path) -> Mapping[str, str]:
    """The acts a document may state, with their sentences. Raises DataError when ``contracts/acts.toml`` is faulty."""
    file = root / "contracts" / ACTS
    return {name: act.says for name, act in parse(_Acts, {"acts": read_toml(file)}, file).acts.items()}


_FORUM = {
    "governing_law": "the State or territory whose law governs the existing agreement",
    "arbitration_rules": "the arbitration rules that the Parties agree on",
    "seat": "the neutral seat that the Parties agree on",
}


def unasked(forum: Forum, law: str = "") -> dict[str, str]:
    """Law and forum for a document that adds to an existing agreement: as stated, and otherwise to be confirmed.

    ``law`` is the one that the agreement itself chooses, "" where it chooses none.

    Our defaults are for new agreements. To put them into one that names its own law changes the bargain unasked.
    """
    stated = {name: getattr(forum, name) for name in _FORUM if name in forum.model_fields_set}
    stated = {**({"governing_law": law} if law else {}), **stated}
    return {name: marked(literal(stated[name])) if name in stated else confirm(words) for name, words in _FORUM.items()}


class Statements:
    """Answers about an incident for the templates of notices; every answer is marked text."""

    def __init__(self, incident: Incident, root: Path) -> None:
        self._incident = incident
        self._acts = known_acts(root)

    def summary(self) -> str:
        """The suspicion in words, without its full stop."""
        return self._said(self._incident.summary, self._incident.is_attested)

    def day(self) -> str:
        """The day on which the suspicion arose."""
        return self._said(in_words(self._incident.date), self._incident.is_attested)

    def scope(self) -> str:
        """The use that was suspended, to be confirmed where nobody stated it."""
        return self._said(self._incident.scope, "scope" in self._incident.model_fields_set)

    def act(self, name: str, on: Sequence[str] = ()) -> str:
        """The sentence of an act, without its full stop; ``on`` are things on which it was done in particular."""
        act = self._incident.acts.get(name)
        words = f"{self._acts[name]}, in particular {in_words(unended(on))}" if on else self._acts[name]
        return self._said(words, act is not None and act.is_attested)

    def facts(self, speaks: str) -> list[str]:
        """The facts that speak one way, each without its full stop."""
        return [self._said(fact.says, fact.is_attested) for fact in self._incident.facts if fact.speaks == speaks]

    def found(self, result: str, words: str) -> str:
        """Words that state what the investigation found, open unless that is attested."""
        finding = self._incident.finding
        return self._said(words, finding is not None and finding.result == result and finding.is_attested)

    def decider(self, named: str) -> str:
        """Name who took the decision; ``named`` are the words in which the clause names that person or body."""
        if body := self._incident.deciding_body:
            return marked(literal(body))
        return confirm(f"whom the clause names: “{named}”" if named else "the person or body that the clause names")

    def title(self, known: str) -> str:
        """The title under which the decision-maker signs."""
        title = self._incident.decided_as or known
        return marked(literal(title)) if title else confirm("title of the signatory")

    @staticmethod
    def _said(words: str, attested: bool) -> str:
        words = unended(words)
        return marked(literal(words)) if attested else confirm(words)


def conflicts_of_facts(deal: Deal, form: Shell, root: Path) -> Iterator[str]:
    """Yield a reason for everything an incident states that the document cannot rest on."""
    incident = deal.incident
    if incident is None or "incident" not in form.needs:
        return
    dated = incident.notice_date or deal.date
    for name in incident.acts:
        if name not in known_acts(root):
            yield f"incident.acts.{name}: no document states this act; {nearest(name, known_acts(root))}"
    for key, day in _attested_days(incident):
        if day > dated:
            yield f"{key} is {day}, but the document that states it is dated {dated}; give incident.notice_date."
    result = incident.finding.result if incident.finding else ""
    by_cause = form.speaks == "cause" and incident.cause == "non-cooperation"
    if result and form.findings and result not in form.findings and not by_cause:
        yield (
            f"incident.finding says {result!r}, but a {form.title.lower()} rests on "
            f"{' or '.join(map(repr, form.findings))}; draft another document, or correct the finding."
        )
    wanted = _direction(form, incident)
    if wanted and not any(fact.speaks == wanted for fact in incident.facts):
        yield (
            f"incident.facts: none speaks {wanted.replace('-', ' ') if wanted != 'non-cooperation' else 'of it'}, on "
            f"which a {form.title.lower()} rests; add it with speaks = {wanted!r}, or do not send this document."
        )


def conflicts_with_clauses(deal: Deal, form: Shell, words: Mapping[str, str]) -> Iterator[str]:
    """Yield a reason for what an incident states otherwise than the clause cited; ``words`` are by element."""
    incident = deal.incident
    if incident is None:
        return
    says = words.get("reinstatement.documented-decision", "")
    body = incident.deciding_body
    if body and says and form.id == "reinstatement-decision" and _bare(body) not in _bare(says):
        yield f"incident.deciding_body is {body!r}, but the clause on the decision says: “{says}”"
    needed = form.clause_says
    if needed and incident.finding and incident.finding.result == needed.finding:
        says = words.get(needed.element, "")
        if says and not re.search(needed.pattern, says):
            yield f"incident.finding is {needed.finding!r}, and the clause gives no right upon it: “{says}”"


def _bare(words: str) -> str:
    return " ".join(words.casefold().removeprefix("the ").split())


def _direction(form: Shell, incident: Incident) -> str:
    """The way in which at least one fact has to speak, "" for none."""
    if form.speaks == "cause":
        return "non-cooperation" if incident.cause == "non-cooperation" else "for-misuse"
    if form.speaks == "finding":
        return "" if incident.finding and incident.finding.result == "inconclusive" else "for-misuse"
    return form.speaks


def _attested_days(incident: Incident) -> Iterator[tuple[str, dt.date]]:
    if incident.attested_on:
        yield "incident.attested_on", incident.attested_on
    if incident.finding and incident.finding.attested_on:
        yield "incident.finding.attested_on", incident.finding.attested_on
    for index, fact in enumerate(incident.facts):
        if fact.attested_on:
            yield f"incident.facts.{index}.attested_on", fact.attested_on
    for name, act in incident.acts.items():
        if act.attested_on:
            yield f"incident.acts.{name}.attested_on", act.attested_on
