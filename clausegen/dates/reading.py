"""Choose among the candidates: which day, which period, which kind of renewal, and from which day a term counts.

The model says how likely each candidate is each thing; here the likeliest is taken, and what it refers to is followed
up. A day that rests on something less likely than its threshold is no answer but a question.
"""

from __future__ import annotations

from typing import Final

from clausegen.dates.candidates import DATE_KINDS
from clausegen.dates.fact import Fact
from clausegen.dates.judged import Chosen, Judged, fact_of
from clausegen.dates.periods import Period
from clausegen.dates.plain_sentences import plain_beginning, with_open_length, with_plain_agreement, with_plain_end
from clausegen.dates.scorer import SENTENCE_ROLES
from clausegen.dates.term_end import agree, agreed_end, counted_end, surer

_ONLY_BY: Final = 0.3  # probability of renewal by consent, from which on it qualifies that there is none


class Reading:
    """The dates of one contract as far as the model is sure; a day of which it is not is open, with the reason."""

    def __init__(self, judged: Judged) -> None:
        self._judged = judged
        judged.agreement = with_plain_agreement(judged, self._agreement())
        effective = self._effective()
        if effective is None or (effective.day and effective.probability < judged.least["effective"]):
            effective = plain_beginning(judged) or effective
        self.renewal = self._kind()
        self.renewal_period = judged.best("renewal", "period") or self._recurring()
        self.notice = judged.best("notice", "period")
        term = judged.best("term", "period", judged.least["asked"])
        end, effective, term = self._end(effective, term)
        self.term = term if term and term.probability >= judged.least["term"] else None
        self.agreement = self._answered("agreement", judged.agreement)
        self.effective = self._answered("effective", effective)
        end = self._doubted(end)
        unsure = end is not None and (end.code == "unsure" or (end.day and end.probability < judged.least["end"]))
        of_renewal = term is not None and self._is_of_renewal(term)
        end = with_plain_end(judged, None if unsure else end, of_renewal) or end
        self.end = self._answered("end", with_open_length(judged, end))

    def _answered(self, role: str, fact: Fact | None) -> Fact | None:
        """Return a day that is sure enough, else the question whether it is the one."""
        if fact is None or fact.day is None or fact.probability >= self._judged.least[role]:
            return fact
        reason = f"it is perhaps {fact.day}, but the words leave doubt"
        return fact._replace(day=None, reason=reason, calculation="", kind="open", code="unsure")

    def _doubted(self, end: Fact | None) -> Fact | None:
        """Return the end; one stated apart from words that the contract goes on, which no length bears out, is asked.

        "Until 30 April 2027 and thereafter until terminated" is one sentence.
        """
        if end is None or end.day is None or end.calculation:
            return end
        if self.renewal is None or self.renewal.kind != "perpetual":
            return end
        if self.renewal.candidate.sentence.start <= end.start < self.renewal.candidate.sentence.end:
            return end
        reason = f"it is perhaps {end.day}, but the contract seems to go on until it is terminated"
        return end._replace(day=None, reason=reason, kind="open", code="unsure")

    def _agreement(self) -> Fact | None:
        best = next((s for s in self._judged.of("agreement") if s.candidate.kind in ("date", "month", "hole")), None)
        if best is None or self._judged.sure("agreement", best) < self._judged.least["asked"]:
            return None
        return fact_of(best, "agreement", last=False)._replace(probability=self._judged.sure("agreement", best))

    def _effective(self) -> Fact | None:
        best = next((s for s in self._judged.of("effective") if s.candidate.kind in DATE_KINDS), None)
        if best is None or self._judged.sure("effective", best) < self._judged.least["asked"]:
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

    def _end(self, effective: Fact | None, term: Chosen | None) -> tuple[Fact | None, Fact | None, Chosen | None]:
        """Return the end, and the beginning and the length, which are surer where the end stated is the one counted."""
        judged, kinds = self._judged, ("date", "month", "hole", "named")
        stated = next((s for s in judged.of("end") if s.candidate.kind in kinds), None)
        written = None
        if stated is not None and judged.sure("end", stated) >= judged.least["asked"]:
            written = judged.day_of(stated, "end")._replace(probability=judged.sure("end", stated))
        counted = counted_end(judged, effective, term) if term else None
        end = self._after_beginning(self._settled(written, counted), effective)
        if end and end.day and written and counted and term and effective and agree(written, counted):
            if str(effective.day) not in counted.calculation:  # the length counts from another day
                return end, effective, term
            first, length, last = effective.probability, term.probability, written.probability
            term = term._replace(probability=surer(length, first, last))
            effective = effective._replace(probability=surer(first, length, last))
        return end, effective, term

    def _after_beginning(self, end: Fact | None, effective: Fact | None) -> Fact | None:
        """Return the end, or that it is before the beginning."""
        judged = self._judged
        begins = next((fact.day for fact in (effective, judged.agreement) if fact and fact.day), None)
        if end and end.day and begins and end.day <= begins:
            reason = f"{end.day} is before the beginning, {begins}"
            return end._replace(day=None, reason=reason, kind="open", code="before-beginning")
        return end

    def _is_of_renewal(self, term: Chosen) -> bool:
        """True where the length that was taken for the term is that of the renewal."""
        return self.renewal_period is not None and term.candidate.start == self.renewal_period.candidate.start

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
