"""Choose among the candidates: which day, which period, which kind of renewal, and from which day a term counts.

The model says how likely each candidate is each thing; here the likeliest is taken, if it is likely enough, and what
it refers to is followed up. Nothing below its threshold is answered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final, NamedTuple

from clausegen.dates.candidates import DATE_KINDS, Candidate, find_candidates
from clausegen.dates.fact import Fact
from clausegen.dates.periods import Period
from clausegen.dates.plain_sentences import plain_beginning, with_plain_agreement, with_plain_end
from clausegen.dates.prepared_text import Page
from clausegen.dates.scorer import (
    GROUPS,
    PERIOD_ROLES,
    ROLES,
    SENTENCE_ROLES,
    TOGETHER,
    Weights,
    shares,
    thresholds,
    weights,
)
from clausegen.dates.term_end import agreed_end, counted_end

_RIVAL: Final = 0.2  # of the probability of the likeliest: dates of signature beside it are looked at from here on
_TAIL: Final = 0.5  # of a contract: signatures stand after it
_TOGETHER: Final = 400  # characters between signatures at most
_NAMED: Final = {"event": 0.5, "hole": 0.5}  # of what a day needs: to ask about an event or a gap, less is enough
_SIGNED: Final = "date S:made"  # a word of making or signing stands in the sentence
_ONLY_BY: Final = 0.3  # probability of renewal by consent, from which on it qualifies that there is none
_OTHER_END: Final = 0.5  # of the likeliest end, from which on another day makes it doubtful


class Scored(NamedTuple):
    """A candidate with the probability of each role."""

    candidate: Candidate
    probability: Mapping[str, float]


class Chosen(NamedTuple):
    """A period or sentence that was taken, and how likely it is."""

    candidate: Candidate
    probability: float
    kind: str = ""


class Reading:
    """The dates of one contract as far as the model is sure. Without arguments it is the shipped model that reads."""

    def __init__(self, page: Page, model: Weights | None = None, least: Mapping[str, float] | None = None) -> None:
        self.page = page
        self.least = thresholds() if least is None else least
        model = model or weights()
        self.scored = _scored(find_candidates(page), model)
        self.agreement: Fact | None = None
        self.agreement = with_plain_agreement(self, self._agreement())
        self.effective = self._effective() or plain_beginning(self)
        self.renewal = self._kind()
        self.term = self._best("term", "period")
        self.renewal_period = self._best("renewal", "period") or self._recurring()
        self.notice = self._best("notice", "period")
        self.end = self._end()

    def _of(self, role: str) -> list[Scored]:
        """Return the candidates that may have a role, likeliest first, earlier ones before equals."""
        return sorted(
            self.scored, key=lambda scored: -scored.probability[role] if _may_be(role, scored.candidate) else 9
        )

    def _best(self, role: str, kind: str) -> Chosen | None:
        found = next((s for s in self._of(role) if s.candidate.kind == kind), None)
        if found and max(PERIOD_ROLES, key=lambda other: found.probability[other]) != role:
            return None  # one period is one thing
        if found is None or self._sure(role, found) < self.least[role]:
            return None
        return Chosen(found.candidate, self._sure(role, found))

    def _sure(self, role: str, scored: Scored) -> float:
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

    def _agreement(self) -> Fact | None:
        listed = [s for s in self._of("agreement") if s.candidate.kind in ("date", "month", "hole")]
        if not listed:
            return None
        signed = self._signatures(listed)
        best = max(signed, key=_day_first) if signed else listed[0]
        sure = sum(s.probability["agreement"] for s in signed) if signed else self._sure("agreement", best)
        if sure < self.least["agreement"]:
            return None
        line = "the last of several dated signatures" if signed else ""
        return _fact(best, "agreement", last=False)._replace(probability=sure, calculation=line)

    def _signatures(self, listed: list[Scored]) -> list[Scored]:
        """Return the dates of signature that stand together at the end; none where there is but one."""
        best = listed[0]
        start = best.candidate.start
        if start < len(self.page.plain) * _TAIL or _SIGNED not in best.candidate.features:
            return []
        least = _RIVAL * best.probability["agreement"]
        near = [s for s in listed if abs(s.candidate.start - start) < _TOGETHER and _SIGNED in s.candidate.features]
        near = [s for s in near if s.probability["agreement"] >= least and s.candidate.date and s.candidate.date.day]
        return near if len({_day_first(s) for s in near}) > 1 else []

    def _effective(self) -> Fact | None:
        best = next((s for s in self._of("effective") if s.candidate.kind in DATE_KINDS), None)
        if best is None or self._sure("effective", best) < self.least["effective"] * _NAMED.get(best.candidate.kind, 1):
            return None
        fact = self.day_of(best, "effective")
        return fact._replace(probability=min(fact.probability, self._sure("effective", best)))

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
        fact = _fact(scored, role, last=role == "end")._replace(probability=1.0)
        if candidate.kind == "named" and candidate.date:
            name = " ".join(self.page.text[candidate.start : candidate.end].split())
            fact = fact._replace(start=candidate.start, end=candidate.end)
            fact = fact._replace(calculation=f"{name}: {fact.day}") if fact.day else fact
        return fact

    def _own_day(self, candidate: Candidate) -> Fact:
        if self.agreement is None or self.agreement.day is None:
            why = self.agreement.reason if self.agreement else "the contract bears no date"
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
        return found._replace(probability=self.agreement.probability)

    def _kind(self) -> Chosen | None:
        sentences = [s for s in self.scored if s.candidate.kind == "sentence"]
        sums = {kind: sum(s.probability[kind] for s in sentences) for kind in SENTENCE_ROLES}
        if sums["none"] > sums["consent"] >= _ONLY_BY:  # "not by itself; only by a signed document" is by consent
            sums["consent"] += sums.pop("none")
        kind = max(sums, key=lambda kind: sums[kind])
        if not sentences or sums[kind] < self.least["kind"]:
            return None
        return Chosen(max(sentences, key=lambda s: s.probability[kind]).candidate, sums[kind], kind)

    def _recurring(self) -> Chosen | None:
        """Return the length that the sentence of renewal gives without a count: "rolls over annually"."""
        if self.renewal is None or self.renewal.kind != "automatic":
            return None
        home = self.renewal.candidate.sentence
        found = [
            s.candidate
            for s in self.scored
            if s.candidate.sentence == home and s.candidate.period and s.candidate.period.form == "recurring"
        ]
        return Chosen(found[0], self.renewal.probability) if len(found) == 1 else None

    def _end(self) -> Fact | None:
        stated = next((s for s in self._of("end") if s.candidate.kind in ("date", "month", "hole", "named")), None)
        if stated is not None and (two := self._two_ends(stated)):
            return two
        return self._end_of(stated if stated and self._sure("end", stated) >= self.least["end"] else None)

    def _two_ends(self, first: Scored) -> Fact | None:
        """Return that two ends are stated, where the words leave it open which of two days it is."""
        others = [s for s in self._of("end") if s.candidate.kind == "date" and _day_first(s) != _day_first(first)]
        if first.candidate.kind != "date" or not others:
            return None
        ends = (self._sure("end", first), self._sure("end", others[0]))
        if sum(ends) < self.least["end"] or ends[1] < _OTHER_END * ends[0]:
            return None
        days = sorted((_day_first(first), _day_first(others[0])))
        place = first.candidate
        reason = f"two different ends are stated: {days[0]} and {days[1]}"
        return Fact(place.start, place.end, None, reason, kind="open", code="conflict")

    def _end_of(self, stated: Scored | None) -> Fact | None:
        written = self.day_of(stated, "end")._replace(probability=self._sure("end", stated)) if stated else None
        counted = counted_end(self, self.term) if self.term else None
        end = with_plain_end(self, self._settled(written, counted))
        begins = next((fact.day for fact in (self.effective, self.agreement) if fact and fact.day), None)
        if end and end.day and begins and end.day <= begins:
            return end._replace(
                day=None, reason=f"{end.day} is before the beginning, {begins}", kind="open", code="before-beginning"
            )
        return end

    def _settled(self, written: Fact | None, counted: Fact | None) -> Fact | None:
        if written and counted and written.day and counted.day:
            return agreed_end(written, counted)
        if written and (written.day or counted is None or counted.day is None):
            return written
        if counted:
            return counted
        if self.renewal and self.renewal.kind == "perpetual":
            place = self.renewal.candidate
            return Fact(place.start, place.end, None, "it has no fixed end", kind="perpetual", code="perpetual")
        return None


def _scored(candidates: list[Candidate], model: Weights) -> list[Scored]:
    """Score candidates: of each role the probabilities of a contract sum up to one, or less where none may have it."""
    scores = [model.scores(candidate.features) for candidate in candidates]
    found: list[dict[str, float]] = [dict.fromkeys(ROLES, 0.0) for _ in candidates]
    for together in TOGETHER:
        group = GROUPS[together[0]]
        places = [(i, role) for i, c in enumerate(candidates) if c.features[0].startswith(group) for role in together]
        for (i, role), share in zip(places, shares(scores[i][ROLES.index(r)] for i, r in places), strict=True):
            found[i][role] = share
    return [Scored(*pair) for pair in zip(candidates, found, strict=True)]


def _day_first(scored: Scored) -> dt.date:
    return (scored.candidate.date.day if scored.candidate.date else None) or dt.date.min


def _may_be(role: str, candidate: Candidate) -> bool:
    if role in ("term", "renewal", "notice"):
        return candidate.kind == "period"
    return candidate.kind in DATE_KINDS


def _fact(scored: Scored, role: str, *, last: bool) -> Fact:
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


def period_of(chosen: Chosen | None) -> Period | None:
    """Return the period of a chosen candidate."""
    return chosen.candidate.period if chosen else None
