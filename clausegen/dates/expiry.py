"""When the contract ends: a day stated, a term counted from a day, an anniversary, or no fixed end.

Every sentence about the term is a candidate; the one that speaks most plainly about this contract's own
term decides. A term that is counted ends on the same calendar day as it began, years later: "three years
from 1 May 2025" is 1 May 2028, as the experts of the CUAD data set read it. Civil-law contracts that begin
"ab dem", "à compter du", "a partir del" a day end on the day before (BGB §§ 187 (2), 188 (2)).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, NamedTuple

from clausegen.dates.defined_dates import Named
from clausegen.dates.fact import Fact
from clausegen.dates.periods import Period
from clausegen.dates.prepared_text import Page, Sentence
from clausegen.dates.term_ends import Candidate, possible_ends
from clausegen.dates.term_words import ANNIVERSARY, CALENDAR_END, PERPETUAL, TERM_WORD

_ENOUGH: Final = 5.0
_AS_PLAIN: Final = 1.0  # another end this much weaker still contradicts: neither is chosen


class Term(NamedTuple):
    """How long the contract runs: the end, and the initial term where one is stated."""

    end: Fact | None
    period: Period | None
    sentence: Sentence | None


def read_term(page: Page, named: Named, agreement: Fact | None, effective: Fact | None) -> Term:
    """The expiry date and the initial term. Ends that contradict each other stay unknown, with both named."""
    found: list[tuple[Candidate, Sentence | None]] = [
        (Candidate(7.5 if fact.kind != "label" or not _late(page, fact) else 4.5, fact), None)
        for fact in named.facts["expiry"]
    ]
    for sentence in _with_ends(page):
        if 15 < sentence.end - sentence.start < 4000 and _speaks_of_a_term(page, sentence):
            found += [(candidate, sentence) for candidate in possible_ends(page, sentence, named, agreement, effective)]
    good = sorted(
        (item for item in found if item[0].score >= _ENOUGH), key=lambda item: (-item[0].score, item[0].fact.start)
    )
    first = next((fact.day for fact in (effective, agreement) if fact and fact.day), None)
    possible = [item for item in good if not (first and item[0].fact.day and item[0].fact.day < first)]
    good = possible or good
    # What an annex says of its own projects and prices gives way to what the contract says of itself.
    plain = [item for item in good if item[1] is None or not page.apart(item[1].clause)]
    good = plain or good
    if not good:
        return Term(None, None, None)
    labelled = [fact for fact in named.facts["expiry"] if fact.day and not _late(page, fact)]
    days = sorted({fact.day for fact in labelled if fact.day})
    if len(days) > 1 and good[0][0].fact.day in days:
        return Term(_contradicted(labelled[0], days[0], days[-1]), None, None)
    best, home = good[0]
    period = best.period or next((c.period for c, s in good if c.period and home is not None and s is home), None)
    home = home or next((s for _, s in good if s), None)
    fact = best.fact
    if fact.day is None and fact.kind in ("open", "perpetual"):
        better = next((c for c, _ in good if c.fact.day and c.score >= best.score - 1.5), None)
        if better:
            fact, period = better.fact, better.period or period
    return Term(_without_conflict(fact, best.score, good, effective or agreement), period, home)


def _with_ends(page: Page) -> Iterator[Sentence]:
    """The sentences of which ``possible_ends`` may yield something."""
    said = (
        sentence.start
        for way in (ANNIVERSARY, CALENDAR_END, PERPETUAL)
        for sentence in page.sentences_at(page.starts(way))
        if way.search(page.small, sentence.start, sentence.end)
    )
    return page.sentences_at(page.date_starts, page.units, page.hole_marks, said)


def _without_conflict(
    fact: Fact, score: float, good: list[tuple[Candidate, Sentence | None]], first: Fact | None
) -> Fact:
    """The fact, or no day when another day is stated as plainly, or when it lies before the beginning."""
    if fact.day and first and first.day and fact.day < first.day:
        reason = f"the stated end {fact.day} lies before the beginning {first.day}"
        return fact._replace(day=None, reason=reason, calculation="")
    if fact.day and fact.kind in ("stated", "label"):
        for candidate, _ in good:
            other = candidate.fact
            if (
                other.day
                and other.kind in ("stated", "label")
                and other.day != fact.day
                and candidate.score >= max(score - _AS_PLAIN, 7.5)
                and _as_plain(fact, other)
            ):
                return _contradicted(fact, *sorted((fact.day, other.day)))
    return fact


def _contradicted(fact: Fact, first: dt.date, last: dt.date) -> Fact:
    return fact._replace(day=None, reason=f"two different ends are stated: {first} and {last}", calculation="")


def _speaks_of_a_term(page: Page, sentence: Sentence) -> bool:
    if TERM_WORD.search(page.small, sentence.start, sentence.end):
        return True
    return len(page.dates_in(sentence.start, sentence.end)) > 1  # "From 1 April 2025 to 31 March 2026."


def _as_plain(fact: Fact, other: Fact) -> bool:
    """Definitions and labels outrank running text, so only one of them can contradict another."""
    return other.kind == "label" or fact.kind != "label"


def _late(page: Page, fact: Fact) -> bool:
    clause = page.structure.clause_at(fact.start)
    return clause is not None and page.apart(clause)
