"""Choose among the candidates: which day, which period, which kind of renewal, and from which day a term counts.

The model says how likely each candidate is each thing; here the likeliest is taken, if it is likely enough, and what
it refers to is followed up. Nothing below its threshold is answered.
"""

from __future__ import annotations

from typing import Final

from clausegen.dates.candidates import DATE_KINDS
from clausegen.dates.fact import Fact
from clausegen.dates.judged import Chosen, Judged, Scored, day_first, fact_of
from clausegen.dates.periods import Period
from clausegen.dates.plain_sentences import plain_beginning, with_plain_agreement, with_plain_end
from clausegen.dates.scorer import SENTENCE_ROLES
from clausegen.dates.term_end import agreed_end, counted_end

_RIVAL: Final = 0.1  # of the probability of the likeliest: dates of signature beside it are looked at from here on
_TAIL: Final = 0.5  # of a contract: signatures stand after it
_TOGETHER: Final = 400  # characters between signatures at most
_NAMED: Final = {"event": 0.5, "hole": 0.5}  # of what a day needs: to ask about an event or a gap, less is enough
_SIGNED: Final = "date S:made"  # a word of making or signing stands in the sentence
_ONLY_BY: Final = 0.3  # probability of renewal by consent, from which on it qualifies that there is none
_OTHER_END: Final = 0.5  # of the likeliest end, from which on another day makes it doubtful


class Reading:
    """The dates of one contract as far as the model is sure."""

    def __init__(self, judged: Judged) -> None:
        self._judged = judged
        judged.agreement = self.agreement = with_plain_agreement(judged, self._agreement())
        self.effective = self._effective() or plain_beginning(judged)
        self.renewal = self._kind()
        self.term = judged.best("term", "period")
        self.renewal_period = judged.best("renewal", "period") or self._recurring()
        self.notice = judged.best("notice", "period")
        self.end = self._end()

    def _agreement(self) -> Fact | None:
        listed = [s for s in self._judged.of("agreement") if s.candidate.kind in ("date", "month", "hole")]
        if not listed:
            return None
        signed = self._signatures(listed)
        best = max(signed, key=day_first) if signed else listed[0]
        sure = sum(s.probability["agreement"] for s in signed) if signed else self._judged.sure("agreement", best)
        if sure < self._judged.least["agreement"]:
            return None
        line = "the last of several dated signatures" if signed else ""
        return fact_of(best, "agreement", last=False)._replace(probability=sure, calculation=line)

    def _signatures(self, listed: list[Scored]) -> list[Scored]:
        """Return the dates of signature that stand together at the end; none where there is but one."""
        best = listed[0]
        start = best.candidate.start
        if start < len(self._judged.page.plain) * _TAIL or _SIGNED not in best.candidate.features:
            return []
        least = _RIVAL * best.probability["agreement"]
        near = [s for s in listed if abs(s.candidate.start - start) < _TOGETHER and _SIGNED in s.candidate.features]
        near = [s for s in near if s.probability["agreement"] >= least and s.candidate.date and s.candidate.date.day]
        return near if len({day_first(s) for s in near}) > 1 else []

    def _effective(self) -> Fact | None:
        best = next((s for s in self._judged.of("effective") if s.candidate.kind in DATE_KINDS), None)
        if best is None or self._judged.sure("effective", best) < self._judged.least["effective"] * _NAMED.get(
            best.candidate.kind, 1
        ):
            return None
        fact = self._judged.day_of(best, "effective")
        return fact._replace(probability=min(fact.probability, self._judged.sure("effective", best)))

    def _kind(self) -> Chosen | None:
        sentences = [s for s in self._judged.scored if s.candidate.kind == "sentence"]
        sums = {kind: sum(s.probability[kind] for s in sentences) for kind in SENTENCE_ROLES}
        if sums["none"] > sums["consent"] >= _ONLY_BY:  # "not by itself; only by a signed document" is by consent
            sums["consent"] += sums.pop("none")
        kind = max(sums, key=lambda kind: sums[kind])
        if not sentences or sums[kind] < self._judged.least["kind"]:
            return None
        return Chosen(max(sentences, key=lambda s: s.probability[kind]).candidate, sums[kind], kind)

    def _recurring(self) -> Chosen | None:
        """Return the length that the sentence of renewal gives without a count: "rolls over annually"."""
        if self.renewal is None or self.renewal.kind != "automatic":
            return None
        home = self.renewal.candidate.sentence
        found = [
            s.candidate
            for s in self._judged.scored
            if s.candidate.sentence == home and s.candidate.period and s.candidate.period.form == "recurring"
        ]
        return Chosen(found[0], self.renewal.probability) if len(found) == 1 else None

    def _end(self) -> Fact | None:
        stated = next(
            (s for s in self._judged.of("end") if s.candidate.kind in ("date", "month", "hole", "named")), None
        )
        if stated is not None and (two := self._two_ends(stated)):
            return two
        return self._end_of(
            stated if stated and self._judged.sure("end", stated) >= self._judged.least["end"] else None
        )

    def _two_ends(self, first: Scored) -> Fact | None:
        """Return that two ends are stated, where the words leave it open which of two days it is."""
        others = [s for s in self._judged.of("end") if s.candidate.kind == "date" and day_first(s) != day_first(first)]
        if first.candidate.kind != "date" or not others:
            return None
        ends = (self._judged.sure("end", first), self._judged.sure("end", others[0]))
        if sum(ends) < self._judged.least["end"] or ends[1] < _OTHER_END * ends[0]:
            return None
        days = sorted((day_first(first), day_first(others[0])))
        place = first.candidate
        reason = f"two different ends are stated: {days[0]} and {days[1]}"
        return Fact(place.start, place.end, None, reason, kind="open", code="conflict")

    def _end_of(self, stated: Scored | None) -> Fact | None:
        written = (
            self._judged.day_of(stated, "end")._replace(probability=self._judged.sure("end", stated))
            if stated
            else None
        )
        counted = counted_end(self._judged, self.effective, self.term) if self.term else None
        end = with_plain_end(self._judged, self._settled(written, counted), self._term_is_renewal())
        begins = next((fact.day for fact in (self.effective, self.agreement) if fact and fact.day), None)
        if end and end.day and begins and end.day <= begins:
            return end._replace(
                day=None, reason=f"{end.day} is before the beginning, {begins}", kind="open", code="before-beginning"
            )
        return end

    def _term_is_renewal(self) -> bool:
        """True where the length that was taken for the term is that of the renewal."""
        term, renewal = self.term, self.renewal_period
        return term is not None and renewal is not None and term.candidate.start == renewal.candidate.start

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


def period_of(chosen: Chosen | None) -> Period | None:
    """Return the period of a chosen candidate."""
    return chosen.candidate.period if chosen else None
