"""Terms that are counted: from which day a period runs, and the day on which it ends."""

from __future__ import annotations

import datetime as dt
import re

from clausegen.dates.arithmetic import add, end_of_month, end_of_quarter, sum_shown
from clausegen.dates.day_words import EFFECTIVE_WORDS
from clausegen.dates.defined_dates import Named
from clausegen.dates.effective import resolve
from clausegen.dates.fact import Fact
from clausegen.dates.periods import Period
from clausegen.dates.prepared_text import Page, Sentence
from clausegen.dates.term_words import INCLUSIVE


def counted(page: Page, sentence: Sentence, period: Period, base: Fact) -> Fact:
    """The end of a period that runs from ``base``, with the sum; no day where ``base`` has none."""
    if base.day is None:
        return Fact(
            period.start, period.end, None, f"{period} from a day that is not known: {base.reason}", kind="open"
        )
    try:
        day = add(base.day, period)
    except (ValueError, OverflowError):
        return Fact(period.start, period.end, None, f"{base.day} + {period} is beyond the calendar", kind="open")
    line = sum_shown(base.day, period, day)
    around = page.plain[max(sentence.start, period.start - 120) : min(sentence.end, period.end + 80)]
    foreign = page.structure.document.language in ("de", "fr", "es") or re.search(
        r"\b(?:Monate?n?|Jahre?n?|mois|ans?|années?|mes(?:es)?|años?)\b", page.plain[period.start : period.end]
    )
    if foreign and INCLUSIVE.search(around):
        day -= dt.timedelta(days=1)
        line += f", the first day counts: {day}"
    after = page.plain[max(sentence.start, period.start - 80) : period.start]
    if re.search(r"\blast\s+day\s+of\s+the\s+month\b[^.;]{0,20}$", after, re.IGNORECASE):
        day = end_of_month(day)
        line += f", the last day of that month: {day}"
    elif re.search(r"\blast\s+day\s+of\s+the\s+(?:calendar\s+)?quarter\b[^.;]{0,20}$", after, re.IGNORECASE):
        day = end_of_quarter(day)
        line += f", the last day of that quarter: {day}"
    if base.calculation:
        line = f"{base.calculation}; {line}"
    return Fact(
        min(period.start, base.start) if sentence.start <= base.start < sentence.end else period.start,
        period.end,
        day,
        period.conflict,
        line,
        "counted",
    )


def counted_from(
    page: Page, sentence: Sentence, start: int, end: int, agreement: Fact | None, effective: Fact | None, named: Named
) -> Fact:
    """The day a period is counted from: written after it, before it in the sentence, or the beginning."""
    stop = min(sentence.end, end + 110)
    tail = page.plain[end:stop]
    cut = re.search(
        r"[;.]|,?\s*\b(?:ending|until|that\s+is|i\.e)\b|,\s*(?:unless|and|provided|but)|\bunless\b|\(the\b"
        r"|\band\s+(?:shall|will|thereafter)",
        tail,
        re.IGNORECASE,
    )
    stop = end + (cut.start() if cut else len(tail))
    counted_after = re.search(
        r"\b(?:from|after|following|of|commencing|beginning|starting|to\s+(?:commence|begin|start)|as\s+of|upon|ab|vom|seit"
        r"|compter|partir"
        r"|depuis|desde|dès)\b",
        page.plain[end:stop],
        re.IGNORECASE,
    )
    if counted_after:
        fact = _day_near(page, end, stop, agreement, effective, named)
        if fact:
            return fact
        event = _other_event(page.plain[end + counted_after.end() : stop])
        if event:
            return Fact(end, stop, None, f"it counts from an event, “{event}”", kind="event")
    for verb in re.finditer(
        r"\b(?:commenc\w+|begin\w*|starts?|effective|effect|from|force|on|beginnt|tritt|ab|vom|compter|effet"
        r"|vigueur|partir|inicia\w*|vigor|desde)\b",
        page.plain[sentence.start : start],
        re.IGNORECASE,
    ):
        at = sentence.start + verb.end()
        fact = _day_near(page, at, min(start, at + 60), agreement, effective, named)
        if fact:
            return fact
        occurrence = re.match(
            r"[\s,]*(?:on|upon|as\s+of|from)\s+(?:the\s+)?(?:date\s+(?:of|on|that|which|specified)|first|launch"
            r"|expiration|closing|completion|approval|delivery|opening)[\w\s'-]{0,40}",
            page.plain[at:start],
            re.IGNORECASE,
        )
        if occurrence and not EFFECTIVE_WORDS.search(occurrence.group()):
            return Fact(
                at, at, None, f"it counts from an event, “{' '.join(occurrence.group().split())[:60]}”", kind="event"
            )
    if effective is not None and (effective.day or effective.kind in ("event",) or effective.reason):
        return effective._replace(calculation="" if effective.kind == "stated" else effective.calculation)
    if agreement is not None:
        return agreement._replace(calculation="", reason=agreement.reason)
    return Fact(start, start, None, "the contract states no day on which it begins")


def _day_near(
    page: Page, start: int, end: int, agreement: Fact | None, effective: Fact | None, named: Named
) -> Fact | None:
    written = page.written_in(start, end)
    if written and len(page.plain[start : written[0].start].split()) <= 6:
        return Fact.of(written[0])
    near = page.words(start, end)
    if re.search(r"\b(?:that|this|such)\s+(?:date|day)\b", near):
        before = [date for date in page.dates_in(max(0, start - 300), start) if date.day]
        if before:
            return Fact.of(before[-1])
    for term, fact in named.other.items():
        if term in near:
            return fact._replace(calculation=f"{term}: {fact.day}" if fact.day else "")
    own = _beginning_named(page, near, agreement, named)
    if own:
        return own
    return resolve(page, start, end, agreement=agreement, effective=effective)


def _beginning_named(page: Page, near: str, agreement: Fact | None, named: Named) -> Fact | None:
    """The day of the beginning that the words name, where the contract defines several: one may be an event."""
    begins = {term: read for term, read in named.terms.items() if read.role == "effective"}
    term = max((term for term in begins if term in near), key=len, default=None)
    if term is None or len(begins) < 2:
        return None
    read = begins[term]
    labelled = next((f for f in named.facts["effective"] if term in page.words(f.start, f.end)), None)
    fact = read.fact or labelled or resolve(page, read.start, read.end, agreement=agreement, effective=None)
    if fact is None:
        return Fact(read.start, read.end, None, f"it counts from an event, “{term}”", kind="event")
    return fact._replace(calculation=f"{term}: {fact.day}" if fact.day else "")


def _other_event(words: str) -> str:
    """The event a period counts from, when it is none of the contract's named days; empty for "thereof"."""
    found = re.match(
        r"[\s,]*(?:the\s+)?((?:first|actual|launch|closing|completion|approval|delivery|opening|initial|date"
        r"|expiration|commencement|acceptance|go-live|installation|commercial|receipt"
        r"|conversion)\b[\w\s'-]{0,50})",
        words,
        re.IGNORECASE,
    )
    return " ".join(found.group(1).split())[:60] if found else ""
