"""The ends of a term that one sentence may state, each with how plainly it speaks of this contract's own term."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from clausegen.dates.counting import counted, counted_from
from clausegen.dates.defined_dates import Named
from clausegen.dates.effective import RANGE, TERM_HEADING, TERM_LABEL
from clausegen.dates.expression import DateExpression
from clausegen.dates.fact import Fact
from clausegen.dates.numbers import number
from clausegen.dates.periods import Period
from clausegen.dates.prepared_text import Page, Sentence
from clausegen.dates.term_words import (
    AFTER_RIGHT,
    AFTER_THE_END,
    ANNIVERSARY,
    ASIDE,
    AT_LATEST,
    CALENDAR_END,
    ENDS_ON,
    EXTENDS,
    FOR_A_PART,
    HOLE_MARK,
    LENGTH,
    MAY_TERMINATE,
    NOT_LENGTH,
    ONE_OF,
    ONE_OF_LEAD,
    OTHER_TERM,
    OWN,
    OWN_KIND,
    PAST,
    PERPETUAL,
    RANGE_ONLY,
    RENEWS,
    SPECIAL_TERM,
    STAYS,
    TERM_TITLE,
    UNLESS,
    UP_TO,
)


class Candidate(NamedTuple):
    """One reading of one sentence, with points for how plainly it speaks of this contract's own term.

    ``period`` is the initial term when the end was counted from it.
    """

    score: float
    fact: Fact
    period: Period | None = None


def possible_ends(
    page: Page, sentence: Sentence, named: Named, agreement: Fact | None, effective: Fact | None
) -> Iterator[Candidate]:
    """Every end a sentence may state: a day, a term counted from a day, an anniversary, a blank, or no fixed end."""
    start, end = sentence.start, sentence.end
    for date in page.dates_in(start, end):
        yield from _stated_end(page, sentence, date)
    for period in _joined(page.periods_in(start, end), page.plain):
        yield from _counted_end(page, sentence, period, agreement, effective, named)
    for found in ANNIVERSARY.finditer(page.small, start, end):
        yield from _anniversary_end(page, sentence, found, agreement, effective, named)
    yield from _open_end(page, sentence)
    yield from _calendar_end(page, sentence, effective or agreement)
    holes = [hole for hole in page.written_in(start, end) if hole.day is None]
    for hole in holes if holes and HOLE_MARK.search(page.plain[start:end]) else ():
        left = page.plain[max(start, hole.start - 60) : hole.start]
        if ENDS_ON.search(left) and not RANGE_ONLY.search(left):
            yield Candidate(_weight(page, sentence, hole.end), Fact.of(hole, kind="open"))


def _weight(page: Page, sentence: Sentence, at: int) -> float:
    """How plainly a sentence speaks about this contract's own term; more is plainer."""
    words = page.plain[sentence.start : sentence.end]
    score = 0.0
    own = OWN.search(words[: at - sentence.start + 40])
    score += 4 if own else 3 if TERM_HEADING.search(sentence.heading) else 0
    score += 1.5 if own and own.start() < 90 else 0
    score += 1.5 if TERM_TITLE.search(sentence.heading) else 0
    score += (
        1
        if re.search(
            r"\binitial\s+(?:term|period)\b|\(the\s+\"?(?:initial\s+)?term\b|\"(?:initial\s+)?term\"|^\W*term\b",
            words,
            re.IGNORECASE,
        )
        else 0
    )
    score += 0.75 if UNLESS.search(words) else 0
    score += 1 if re.search(r"\b(?:commenc|begin|start|effective|force)\w*", words, re.IGNORECASE) else 0
    score -= 4 if ASIDE.search(words[max(0, at - sentence.start - 200) : at - sentence.start + 30]) else 0
    score -= 1 if ASIDE.search(sentence.heading) else 0
    score -= 1.5 if page.apart(sentence.clause) else 0
    score -= 2 if FOR_A_PART.search(words[: at - sentence.start]) else 0
    score -= 3 if MAY_TERMINATE.search(words[: at - sentence.start]) else 0
    score -= 3 if SPECIAL_TERM.search(words[: at - sentence.start]) else 0
    score -= 3 if not page.binds(sentence.clause) else 0
    return score


def _open_end(page: Page, sentence: Sentence) -> Iterator[Candidate]:
    """For example: “… shall remain in force until terminated”."""
    found = PERPETUAL.search(page.small, sentence.start, sentence.end)
    if found and not RENEWS.search(page.plain[sentence.start : found.start()]):
        reason = "no fixed end: it runs until it is terminated"
        fact = Fact(found.start(), found.end(), None, reason, kind="perpetual")
        plainly = 1 if re.search(r"zeit|indéterm|indefinid|unbefristet", found.group()) else -0.5
        yield Candidate(_weight(page, sentence, found.end()) + plainly, fact)


def _calendar_end(page: Page, sentence: Sentence, first: Fact | None) -> Iterator[Candidate]:
    """For example: “… until the end of 2006", "… until the end of the current calendar year”."""
    found = CALENDAR_END.search(page.small, sentence.start, sentence.end)
    if not found or not UP_TO.search(page.plain[max(sentence.start, found.start() - 30) : found.start()]):
        return
    score = _weight(page, sentence, found.end())
    if found["number"]:
        day = dt.date(int(found["number"]), 12, 31)
        yield Candidate(score + 1, Fact(found.start(), found.end(), day, kind="stated"))
    elif found["year"] and first and first.day:
        day = dt.date(first.day.year, 12, 31)
        line = f"end of the calendar year of {first.day} = {day}"
        yield Candidate(score + 0.5, Fact(found.start(), found.end(), day, calculation=line, kind="counted"))


def _stated_end(page: Page, sentence: Sentence, date: DateExpression) -> Iterator[Candidate]:
    """For example: “… until 31 March 2028”."""
    left = page.plain[max(sentence.start, date.start - 90) : date.start]
    ends = ENDS_ON.search(left)
    before_it = page.plain[max(sentence.start, date.start - 400) : date.start]
    one_of = ONE_OF.search(before_it) if ONE_OF_LEAD.search(left) else None
    ends = ends or AT_LATEST.search(left) or (ONE_OF_LEAD.search(left) if one_of else None)
    if not ends or PAST.match(page.plain, date.start - len(left) + ends.start()):
        return
    if RANGE_ONLY.match(ends.group()) and not page.dates_in(max(sentence.start, date.start - 60), date.start):
        return
    score = _weight(page, sentence, date.end) + (0 if RANGE_ONLY.match(ends.group()) else 2)
    if EXTENDS.search(page.plain, sentence.start, date.end):
        score += 1
    elif re.search(
        r"\b(?:if|option|elect|may(?!,?\s+\d)|renew\w*|extend\w*)\b",
        page.plain[sentence.start : date.start],
        re.IGNORECASE,
    ):
        score -= 2.5
    earlier = page.dates_in(max(sentence.start, date.start - 60), date.start)
    if earlier and RANGE.fullmatch(page.plain[earlier[-1].end : date.start]):
        before = page.plain[max(sentence.start, earlier[-1].start - 70) : earlier[-1].start]
        named = re.match(
            r"\A\s*\(\"?(?:the\s+)?\"?(?:\w+\s+)?(?:term|period|year)",
            page.plain[date.end : date.end + 40],
            re.IGNORECASE,
        )
        # "two years from 1 May 2013 to 30 April 2015": the days outrank the count
        measured = re.search(
            r"\b(?:years?|months?|weeks?)\)?,?\s+(?:from|commencing|beginning|starting)(?:\s+on)?\s*$", before
        )
        if re.search(r"\bthe\s+[\w-]+[\s-](?:month|year|week)s?\s+period\b", before, re.IGNORECASE):
            score -= 2.5  # "the six-month period commencing … and ending …" is a part of the term
        score += (
            2.5
            if named or measured or (TERM_LABEL.search(before) and TERM_HEADING.search(sentence.heading))
            else 1
            if TERM_LABEL.search(before)
            else 0
        )
    if _of_other_term(page, date.end):
        score -= 4
    reason = date.reason
    if one_of and date.day:
        reason = f"the {one_of['which'].lower()} of several days, of which this is one"
    elif date.day and AT_LATEST.search(left):
        reason = "at the latest on this day: an event may end it before"
    # An end that is written and gives no day, "30 February", "04/05/2027", is an answer: no other end is guessed.
    kind = "stated" if date.day else "doubtful"
    fact = Fact.of(date, start=date.start - len(left) + ends.start(), kind=kind)
    yield Candidate(score, fact._replace(reason=reason))


def _of_other_term(page: Page, at: int) -> bool:
    """True before '(the "Development Term")' in a contract whose title does not speak of development."""
    found = OTHER_TERM.match(page.plain, at, at + 60)
    if not found or OWN_KIND.fullmatch(found["kind"]):
        return False
    return found["kind"].lower()[:6] not in page.words(0, min(600, page.front))


def _joined(periods: Iterable[Period], text: str) -> list[Period]:
    """For example: “five years and six months" is one period”."""
    out: list[Period] = []
    for period in periods:
        before = out[-1] if out else None
        if (
            before
            and before.unit == "year"
            and period.unit == "month"
            and before.amount
            and period.amount
            and re.fullmatch(r"[)(s\s]*(?:,|and|und|et|y)\s*", text[before.end : period.start], re.IGNORECASE)
        ):
            out[-1] = Period(before.start, period.end, 12 * before.amount + period.amount, "month")
        else:
            out.append(period)
    return out


def _counted_end(
    page: Page, sentence: Sentence, period: Period, agreement: Fact | None, effective: Fact | None, named: Named
) -> Iterator[Candidate]:
    """For example: “… for a period of 36 months from the Effective Date”."""
    left = page.plain[max(sentence.start, period.start - 90) : period.start]
    right = page.plain[period.end : min(sentence.end, period.end + 160)]
    if (
        NOT_LENGTH.match(right)
        or period.unit == "business day"
        or re.search(
            r"\bwithin\b[^,.;]{0,15}$|\b(?:every|last|past|previous|preceding)\s*$|\bleast\s+every", left, re.IGNORECASE
        )
    ):
        return
    if not (
        LENGTH.search(left) or re.match(r"[\s,]*(?:after|from|following)\b", right, re.IGNORECASE)
    ) or RENEWS.search(left[-60:]):
        return
    if re.search(r"\bnotice\b[^,.;]{0,40}$", left, re.IGNORECASE) or (period.amount is not None and period.days < 28):
        return
    before = page.plain[max(sentence.start, period.start - 200) : period.start]
    begins = re.search(
        r"\b(?:(?:commenc|begin|effective\s+(?:as|on|upon|from)|date)\w*|into\s+(?:force|effect)|takes?\s+effect)\b[^.;]{0,60}$",
        left,
        re.IGNORECASE,
    )
    if AFTER_RIGHT.match(right) or (AFTER_THE_END.search(before) and not begins and not STAYS.search(left)):
        return
    score = _weight(page, sentence, period.end)
    if re.match(
        r"[\s,)(s]*(?:initial\s+)?(?:term|period|duration)?[\s,)]*(?:from|after|following|commencing|beginning"
        r"|thereafter|later|starting|unless|\(|ab\b|à\s+compter|a\s+partir|$|[.;])",
        right,
        re.IGNORECASE,
    ):
        score += 1
    if re.search(
        r"\b(?:initial\s+|a\s+|fixed\s+)(?:term|period)\s+(?:of|is|shall\s+be)\s*(?:for\s+|a\s+)?$", left, re.IGNORECASE
    ):
        score += 0.75
    if re.search(r"\b(?:if|option|elect|right\s+to|may(?!,?\s+\d))\b", left, re.IGNORECASE):
        score -= 2.5
    if (
        period.unit == "day"
        and period.days < 60
        and re.match(r"[\s,)]*(?:after|by\s+reason|of\s+the|following)", right, re.IGNORECASE)
    ):
        return
    if period.amount is None:
        shown = " ".join(page.text[period.start : period.end].split())
        reason = f"the length of the term is left blank or withheld: “{shown}”"
        yield Candidate(score, Fact(period.start, period.end, None, reason, kind="open"), period)
        return
    base = counted_from(page, sentence, period.start, period.end, agreement, effective, named)
    yield Candidate(score, counted(page, sentence, period, base), period)


def _anniversary_end(
    page: Page, sentence: Sentence, found: re.Match[str], agreement: Fact | None, effective: Fact | None, named: Named
) -> Iterator[Candidate]:
    """For example: “… until the fifth anniversary of the Effective Date”."""
    count = 1 if found["one"] else number(found["digits"] or found["n"] or found["words"] or "")
    left = page.plain[max(sentence.start, found.start() - 60) : found.start()]
    if not count or not re.search(
        r"\b(?:until|till|through|on|ending|expir\w+|terminat\w+|end\w*|the|of|\(i+\))\b", left, re.IGNORECASE
    ):
        return
    if RENEWS.search(left) or re.search(r"\b(?:each|every|any|following|after)\b[^,.;]{0,20}$", left, re.IGNORECASE):
        return
    score = _weight(page, sentence, found.end())
    if re.search(r"\b(?:until|through|end\w*|expir\w*|terminat\w*)\b[^,.;]{0,30}$", left, re.IGNORECASE):
        score += 1
    elif found["one"]:
        return
    period = Period(found.start(), found.end(), count, "year")
    yield Candidate(
        score,
        counted(
            page,
            sentence,
            period,
            counted_from(page, sentence, found.start(), found.end(), agreement, effective, named),
        ),
        period,
    )
