"""Hold the candidates of a contract with how likely each is each thing, and say what a candidate stands for."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from clausegen.dates.candidates import DATE_KINDS, Candidate, find_candidates
from clausegen.dates.day_arithmetic import add, sum_shown
from clausegen.dates.fact import Fact
from clausegen.dates.periods import Period
from clausegen.dates.prepared_text import Page
from clausegen.dates.scorer import PERIOD_ROLES, ROLES, probabilities, thresholds, weights
from clausegen.dates.vocabulary import concept, small_patterns

_OF_TIME: Final = frozenset(("begin", "run", "term", "end", "until", "renew"))


class Scored(NamedTuple):
    """A candidate with the probability of each role."""

    candidate: Candidate
    probability: Mapping[str, float]


class Chosen(NamedTuple):
    """A period or sentence that was taken, and how likely it is."""

    candidate: Candidate
    probability: float
    kind: str = ""


class Judged:
    """The candidates of one contract with their probabilities.

    ``scores``, shape (candidates, roles), and ``least`` probabilities are those of the shipped model if not given.
    ``agreement`` is the day of the agreement, once it is known: others count from it.
    """

    agreement: Fact | None = None

    def __init__(
        self,
        page: Page,
        scores: Sequence[Sequence[float]] | None = None,
        least: Mapping[str, float] | None = None,
    ) -> None:
        self.page = page
        self.least = thresholds() if least is None else least
        candidates = find_candidates(page)
        if scores is None:
            scores = [weights().scores(candidate.features) for candidate in candidates]
        listed = zip(candidates, probabilities(candidates, scores), strict=True)
        self.scored = [Scored(candidate, dict(zip(ROLES, shares, strict=True))) for candidate, shares in listed]

    def at(self, least: Mapping[str, float]) -> Judged:
        """Return the same candidates with other least probabilities, and no agreement known yet."""
        other = copy.copy(self)
        other.least, other.agreement = least, None
        return other

    def of(self, role: str) -> list[Scored]:
        """Return the candidates that may have a role, likeliest first, earlier ones before equals."""
        return sorted(
            self.scored, key=lambda scored: -scored.probability[role] if _may_be(role, scored.candidate) else 9
        )

    def best(self, role: str, kind: str, least: float | None = None) -> Chosen | None:
        """Return the likeliest candidate of a kind for a role, if it is likely enough and no other thing."""
        least = self.least[role] if least is None else least
        found = next((s for s in self.of(role) if s.candidate.kind == kind), None)
        if found and max(PERIOD_ROLES, key=lambda other: found.probability[other]) != role:
            return None  # one period is one thing
        if found is None or self.sure(role, found) < least:
            return None
        return Chosen(found.candidate, self.sure(role, found))

    def sure(self, role: str, scored: Scored) -> float:
        """Return how likely the value of a candidate is: the sum over all that say the same."""
        said = self._said(scored.candidate)
        return sum(
            s.probability[role] for s in self.scored if s is scored or (said and self._said(s.candidate) == said)
        )

    def _said(self, candidate: Candidate) -> object:
        if candidate.period:
            return str(candidate.period)
        if candidate.kind == "own":
            return self.agreement.day if self.agreement else None
        return candidate.date.day if candidate.date else None

    def day_of(self, scored: Scored, role: str) -> Fact:
        """Return the day a candidate stands for; the day of signature is that of the agreement."""
        candidate = scored.candidate
        if candidate.kind == "own":
            return self._own_day(candidate)
        if candidate.kind == "event":
            stop = min(candidate.sentence.end, candidate.end + 60)
            words = " ".join(self.page.text[candidate.start : stop].split())
            reason = f"it depends on an event whose day is not stated: “{words}”"
            return Fact(candidate.start, stop, None, reason, kind="event", code="event")
        fact = fact_of(scored, role, last=role == "end")._replace(probability=1.0)
        if candidate.kind == "named" and candidate.date:
            name = " ".join(self.page.text[candidate.start : candidate.end].split())
            fact = fact._replace(start=candidate.start, end=candidate.end)
            fact = fact._replace(calculation=f"{name}: {fact.day}") if fact.day else fact
        return fact

    def _own_day(self, candidate: Candidate) -> Fact:
        if self.agreement is None or self.agreement.day is None:
            why = self.agreement.reason if self.agreement else "no date of the agreement was found"
            return Fact(
                candidate.start,
                candidate.end,
                None,
                f"it starts on the day of the agreement: {why}",
                kind="own",
                code="unknown-start",
            )
        line = f"the day of the agreement: {self.agreement.day}"
        found = Fact(candidate.start, candidate.end, self.agreement.day, calculation=line, kind="own")
        if later := self._later(candidate):
            try:
                day = add(self.agreement.day, later)
            except (ValueError, OverflowError):
                day = None
            if day is None or later.unit == "business day":
                reason = f"it begins {later} after the day of the agreement, {self.agreement.day}"
                return Fact(later.start, candidate.end, None, reason, kind="own", code="unknown-start")
            line += f"; {sum_shown(self.agreement.day, later, day)}"
            found = found._replace(start=later.start, day=day, calculation=line)
        return found._replace(probability=self.agreement.probability)

    def _later(self, mention: Candidate) -> Period | None:
        """Return by how much a contract begins after the day of the agreement: "takes effect thirty days after"."""
        small = self.page.small
        for period in (s.candidate.period for s in self.scored if s.candidate.sentence == mention.sentence):
            if period is None or not period.amount or period.form or period.end > mention.start:
                continue
            after = small_patterns()["later_than"].match(small, period.end, mention.end)
            words = small[mention.sentence.start : period.start].split()
            said = [concept(word) for word in words]
            meaning = next((meaning for meaning in reversed(said) if meaning in _OF_TIME), "")
            effect, length = (
                small_patterns()[name].search(small, mention.sentence.start, period.start)
                for name in ("takes_effect", "lasting")
            )
            begins = meaning == "begin" or (not meaning and effect)
            if after and after.end() >= mention.start and begins and not length:
                return period
        return None


def _may_be(role: str, candidate: Candidate) -> bool:
    if role in ("term", "renewal", "notice"):
        return candidate.kind == "period"
    return candidate.kind in DATE_KINDS


def fact_of(scored: Scored, role: str, *, last: bool) -> Fact:
    """Return the day that a candidate states, of a month alone its first or ``last`` day."""
    candidate = scored.candidate
    date = candidate.date
    assert date is not None  # noqa: S101 - the kinds that are asked have one
    fact = Fact.of(date)._replace(probability=scored.probability[role])
    if date.month and role != "agreement":
        day = date.readings[last]
        return fact._replace(
            day=day, reason="", code="", calculation=f"the {'last' if last else 'first'} day of the month: {day}"
        )
    return fact
