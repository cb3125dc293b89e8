"""Choose among the candidates: which day, which period, which kind of renewal, and from which day a term counts.

The model says how likely each candidate is each thing; here the likeliest is taken, if it is likely enough, and what
it refers to is followed up. Nothing below its threshold is answered.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from clausegen.dates.candidates import DATE_KINDS, Candidate, find_candidates
from clausegen.dates.deadlines import end_of_month, last_day
from clausegen.dates.fact import Fact
from clausegen.dates.periods import Period
from clausegen.dates.prepared_text import Page
from clausegen.dates.scorer import GROUPS, ROLES, SENTENCE_ROLES, TOGETHER, Weights, shares, thresholds, weights
from clausegen.dates.vocabulary import concept, patterns

_RIVAL: Final = 0.4  # of the probability of the likeliest: dates of signature beside it are looked at from here on
_NEAR: Final = 90  # characters after a period in which the words stand that say from when it counts
_THAT_DAY: Final = re.compile(
    r"\s*(?:and\s+including\s+)?(?:that|this|such|said|diesem|jenem|this\s+same|cette|ladite|dicha|esa|esta)\s+"
    r"(?:date|day|tag|datum|fecha|jour)|\s*(?:then|thereof|daran)\b",
    re.IGNORECASE,
)


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

    def __init__(
        self, page: Page, model: Weights | None = None, least: Mapping[str, float] | None = None
    ) -> None:
        self.page = page
        self.least = thresholds() if least is None else least
        model = model or weights()
        self.scored = _scored(find_candidates(page), model)
        self.agreement: Fact | None = None
        self.agreement = self._agreement()
        self.effective = self._effective()
        self.renewal = self._kind()
        self.term = self._best("term", "period")
        self.renewal_period = self._best("renewal", "period")
        self.notice = self._best("notice", "period")
        self.end = self._end()

    def _of(self, role: str) -> list[Scored]:
        """Return the candidates that may have a role, likeliest first, earlier ones before equals."""
        return sorted(self.scored, key=lambda scored: -scored.probability[role] if _may_be(role, scored.candidate) else 9)

    def _best(self, role: str, kind: str) -> Chosen | None:
        found = next((s for s in self._of(role) if s.candidate.kind == kind), None)
        if found is None or self._sure(role, found) < self.least[role]:
            return None
        return Chosen(found.candidate, self._sure(role, found))

    def _sure(self, role: str, scored: Scored) -> float:
        """Return how likely the value of a candidate is: the sum over all that say the same."""
        said = self._said(scored.candidate)
        return sum(s.probability[role] for s in self.scored if s is scored or (said and self._said(s.candidate) == said))

    def _said(self, candidate: Candidate) -> object:
        if candidate.period:
            return str(candidate.period)
        if candidate.kind == "own":
            return self.agreement.day if self.agreement else None
        return candidate.date.day if candidate.date else None

    def _agreement(self) -> Fact | None:
        listed = [s for s in self._of("agreement") if s.candidate.kind in ("date", "month", "hole")]
        if not listed or self._sure("agreement", listed[0]) < self.least["agreement"]:
            return None
        best = listed[0]
        signed = [
            s
            for s in listed
            if s.candidate.date
            and s.candidate.date.day
            and s.probability["agreement"] >= _RIVAL * best.probability["agreement"]
            and _signed(s.candidate)
        ]
        if _signed(best.candidate) and len(signed) > 1:
            best = max(signed, key=lambda s: (s.candidate.date.day if s.candidate.date else None) or dt.date.min)
            return _fact(best, "agreement", last=False)._replace(calculation="the last of several dated signatures")
        return _fact(best, "agreement", last=False)._replace(probability=self._sure("agreement", best))

    def _effective(self) -> Fact | None:
        best = next((s for s in self._of("effective") if s.candidate.kind in DATE_KINDS), None)
        if best is None or self._sure("effective", best) < self.least["effective"]:
            return None
        return self._day_of(best, "effective")._replace(probability=self._sure("effective", best))

    def _day_of(self, scored: Scored, role: str) -> Fact:
        """Return the day a candidate stands for; the day of signature is that of the agreement."""
        candidate = scored.candidate
        if candidate.kind == "own":
            return self._own_day(candidate)._replace(probability=scored.probability[role])
        if candidate.kind == "event":
            stop = min(candidate.sentence.end, candidate.end + 60)
            words = " ".join(self.page.text[candidate.start : stop].split())
            reason = f"it depends on an event whose day is not stated: “{words}”"
            return Fact(candidate.start, stop, None, reason, kind="event", probability=scored.probability[role])
        fact = _fact(scored, role, last=role == "end")
        if candidate.kind == "named" and candidate.date:
            name = " ".join(self.page.text[candidate.start : candidate.end].split())
            fact = fact._replace(start=candidate.start, end=candidate.end)
            fact = fact._replace(calculation=f"{name}: {fact.day}") if fact.day else fact
        return fact

    def _own_day(self, candidate: Candidate) -> Fact:
        if self.agreement is None or self.agreement.day is None:
            why = self.agreement.reason if self.agreement else "the contract bears no date"
            return Fact(candidate.start, candidate.end, None, f"it starts on the day of the agreement: {why}", kind="own")
        line = f"the day of the agreement: {self.agreement.day}"
        return Fact(candidate.start, candidate.end, self.agreement.day, calculation=line, kind="own")

    def _kind(self) -> Chosen | None:
        sentences = [s for s in self.scored if s.candidate.kind == "sentence"]
        sums = {kind: sum(s.probability[kind] for s in sentences) for kind in SENTENCE_ROLES}
        kind = max(sums, key=lambda kind: sums[kind])
        if not sentences or sums[kind] < self.least["kind"]:
            return None
        return Chosen(max(sentences, key=lambda s: s.probability[kind]).candidate, sums[kind], kind)

    def _end(self) -> Fact | None:
        stated = next((s for s in self._of("end") if s.candidate.kind in ("date", "month", "hole", "named")), None)
        if stated is not None and self._sure("end", stated) < self.least["end"]:
            stated = None
        written = self._day_of(stated, "end")._replace(probability=self._sure("end", stated)) if stated else None
        counted = self._counted(self.term) if self.term else None
        if written and counted and written.day and counted.day:
            return _agreed(written, counted)
        if written and (written.day or counted is None or counted.day is None):
            return written
        if counted:
            return counted
        if self.renewal and self.renewal.kind == "perpetual":
            place = self.renewal.candidate
            return Fact(place.start, place.end, None, "it has no fixed end", kind="perpetual")
        return None

    def _counted(self, term: Chosen) -> Fact:
        """Count a term from its first day."""
        period = term.candidate.period
        assert period is not None  # noqa: S101 - the role of periods alone
        place = (period.start, period.end)
        if period.amount is None:
            return Fact(*place, None, "the length of the term is left blank or withheld", kind="open")
        if period.conflict:
            return Fact(*place, None, period.conflict, kind="open")
        base = self.first_day(term.candidate)
        if base.day is None:
            return Fact(*place, None, f"{period} from a day that is not known: {base.reason}", kind="open")
        try:
            day = last_day(base.day, period)
        except (ValueError, OverflowError):
            return Fact(*place, None, f"{base.day} + {period} is beyond the calendar", kind="open")
        first = f"{base.calculation}; " if base.calculation else ""
        line = f"{first}{period} from {base.day}: the last day is {day}"
        if period.form == "anniversary":
            line = f"{first}{base.day} + {period} = {day}"
        start = base.start if term.candidate.sentence.start <= base.start < period.start else period.start
        return Fact(start, period.end, day, "", line, "counted", probability=min(term.probability, base.probability))

    def first_day(self, candidate: Candidate) -> Fact:
        """Return the day from which a period counts: named after it, else the beginning, else the agreement."""
        page, sentence = self.page, candidate.sentence
        stop = min(sentence.end, candidate.end + _NEAR)
        after = patterns()["counted_from"].search(page.plain, candidate.end, stop)
        if after and len(page.plain[candidate.end : after.start()].split()) < 6 and not _cut(page, candidate, after):
            at = after.end()
            near = [s for s in self.scored if at - 12 <= s.candidate.start <= at + 30 and s.candidate.kind in DATE_KINDS]
            near = [s for s in near if s.candidate.kind != "event"]
            if near:
                return self._day_of(min(near, key=lambda s: s.candidate.start), "effective")
            if _THAT_DAY.match(page.plain, at):
                before = [s for s in self.scored if s.candidate.start < candidate.start and s.candidate.kind in DATE_KINDS]
                if before:
                    return self._day_of(max(before, key=lambda s: s.candidate.start), "effective")
            if not patterns()["start_day"].search(page.plain, at - 1, min(stop, at + 45)):
                words = " ".join(page.plain[at : min(stop, at + 50)].split())
                if not _plain_of(after.group()) and words:
                    reason = f"it counts from an event whose day is not stated: “{words}”"
                    return Fact(candidate.start, stop, None, reason, kind="event")
        if self.effective is not None:
            return self.effective
        if self.agreement is not None:
            return self.agreement._replace(calculation="counted from the date of the agreement")
        return Fact(candidate.start, candidate.end, None, "the contract states no day on which it begins")


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


def _may_be(role: str, candidate: Candidate) -> bool:
    if role in ("term", "renewal", "notice"):
        return candidate.kind == "period"
    return candidate.kind in DATE_KINDS


def _signed(candidate: Candidate) -> bool:
    """True for a date beside a signature."""
    return any(
        feature in ("date signature:True", "date latest-near") or feature.endswith((" l0:signed", " S:both"))
        for feature in candidate.features
    )


def _fact(scored: Scored, role: str, *, last: bool) -> Fact:
    candidate = scored.candidate
    date = candidate.date
    assert date is not None  # noqa: S101 - the kinds that are asked have one
    fact = Fact.of(date)._replace(probability=scored.probability[role])
    if date.month and role != "agreement":
        day = date.readings[last]
        return fact._replace(day=day, reason="", calculation=f"the {'last' if last else 'first'} day of the month: {day}")
    return fact


def _agreed(written: Fact, counted: Fact) -> Fact:
    """Settle a stated and a counted end: the stated day where they agree, neither where they differ."""
    assert written.day and counted.day  # noqa: S101 - both are days
    if abs((written.day - counted.day).days) <= 1 or written.day == end_of_month(counted.day):
        return written._replace(calculation=counted.calculation)
    if written.probability - counted.probability > 0.3:
        return written
    if counted.probability - written.probability > 0.3:
        return counted
    reason = f"two different ends: {written.day} is stated, and {counted.calculation}"
    return written._replace(day=None, reason=reason, kind="open")


def _cut(page: Page, candidate: Candidate, after: re.Match[str]) -> bool:
    """True where another thought begins between a period and the words after it."""
    return re.search(r"[;.,(]\s|\bunless\b|\band\b|\bsauf\b|\bsalvo\b|\bwenn\b", page.plain[candidate.end : after.start()]) is not None


def _plain_of(words: str) -> bool:
    return concept(words.lower()) == "" and words.lower() in ("of", "upon", "de")


def period_of(chosen: Chosen | None) -> Period | None:
    """Return the period of a chosen candidate."""
    return chosen.candidate.period if chosen else None
