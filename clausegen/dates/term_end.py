"""Find the end of a term that is given by its length: from which day it counts, and the last day."""

from __future__ import annotations

import re
from typing import Final

from clausegen.dates.candidates import DATE_KINDS, Candidate
from clausegen.dates.day_arithmetic import end_of_month, last_day
from clausegen.dates.fact import Fact
from clausegen.dates.judged import Chosen, Judged, Scored
from clausegen.dates.vocabulary import concept, patterns
from clausegen.runtime import regex

_NEAR: Final = 90  # characters after a period in which the words stand that say from when it counts
_BETWEEN: Final = 6  # words between a period and those words
_LABEL: Final = 60  # characters before a day that say what happens on it
_STEM: Final = 6  # letters of a word that count
_NO_EVENT: Final = frozenset(("agreement", "party", "term", "from", "made"))
_SURER: Final = 0.3  # by so much one of two ends that differ must be likelier
_THAT_DAY: Final = regex(
    r"\s*(?:and\s+including\s+)?(?:that|this|such|said|diesem|jenem|this\s+same|cette|ladite|dicha|esa|esta)\s+"
    r"(?:date|day|tag|datum|fecha|jour)|\s*(?:then|thereof|daran)\b",
    re.IGNORECASE,
)
_ANOTHER: Final = regex(r"[;.,(]\s|\b(?:unless|and|sauf|salvo|wenn)\b")


def counted_end(judged: Judged, effective: Fact | None, term: Chosen) -> Fact:
    """Count a term from its first day: the one named after it, else that on which the contract begins."""
    period = term.candidate.period
    assert period is not None  # noqa: S101 - the role of periods alone
    place = (period.start, period.end)
    if period.amount is None:
        return Fact(*place, None, "the length of the term is left blank or withheld", kind="open", code="blank")
    if period.conflict:
        return Fact(*place, None, period.conflict, kind="open", code="words-and-figures")
    base = _named_after(judged, term.candidate, effective) or effective
    if base is None:
        base = Fact(*place, None, "no day on which the contract begins was found", code="unknown-start")
    if base.day is None:
        return Fact(
            *place, None, f"{period} from a day that is not known: {base.reason}", kind="open", code="unknown-start"
        )
    try:
        day = last_day(base.day, period)
    except (ValueError, OverflowError):
        return Fact(*place, None, f"{base.day} + {period} is beyond the calendar", kind="open", code="impossible")
    first = f"{base.calculation}; " if base.calculation else ""
    line = f"{first}{period} from {base.day}: the last day is {day}"
    if period.form == "anniversary":
        line = f"{first}{base.day} + {period} = {day}"
    start = base.start if term.candidate.sentence.start <= base.start < period.start else period.start
    return Fact(start, period.end, day, "", line, "counted", probability=min(term.probability, base.probability))


def _named_after(judged: Judged, candidate: Candidate, effective: Fact | None) -> Fact | None:
    """Return the day that the words after a period name: "from 1 May 2025", "from that date", "from delivery".

    None leaves it to the beginning: no day is named, or the beginning is that of the event ("activated on 1 May 2025").
    """
    plain, stop = judged.page.plain, min(candidate.sentence.end, candidate.end + _NEAR)
    word = patterns()["counted_from"].search(plain, candidate.end, stop)
    between = plain[candidate.end : word.start()].lstrip(" ,") if word else ""
    if word is None or len(between.split()) >= _BETWEEN or _ANOTHER.search(between):
        return None
    at = word.end()
    home = candidate.sentence
    days = [s for s in judged.scored if s.candidate.sentence == home and s.candidate.kind in DATE_KINDS - {"event"}]
    after = [s for s in days if at - 12 <= s.candidate.start <= at + 30]  # "date of" may belong to the mention
    before = [s for s in days if s.candidate.start < candidate.start]
    named = min(after, key=_start, default=None)
    if named is None and _THAT_DAY.match(plain, at):
        named = max(before, key=_start, default=None)
        if named is None:
            return None  # the beginning, as another sentence gives it
    if named is not None:
        day = judged.day_of(named, "effective")
        return day if after else day._replace(probability=min(day.probability, judged.sure("effective", named)))
    words = " ".join(plain[at : min(stop, at + 50)].split())
    counted = candidate.period is not None and candidate.period.form == "anniversary"
    weak = word.group().lower() in ("of", "upon", "de") and not concept(word.group().lower()) and not counted
    if effective and effective.day and _stems(words) & _stems(_before(judged, effective)):
        return None
    if weak or not words or patterns()["start_day"].search(plain, at - 1, min(stop, at + 45)):
        return None
    reason = f"it counts from an event whose day is not stated: “{words}”"
    return Fact(candidate.start, stop, None, reason, kind="event", code="event")


def _before(judged: Judged, day: Fact) -> str:
    """Return the words before a day that say what happens on it."""
    sentence = judged.page.sentence_at(day.start)
    return judged.page.plain[max(sentence.start if sentence else 0, day.start - _LABEL) : day.start]


def _stems(words: str) -> set[str]:
    """Return the beginnings of the words that may name an event: what is delivered on a day is its delivery."""
    found = {word[:_STEM] for word in words.lower().split() if len(word) >= _STEM and concept(word) not in _NO_EVENT}
    return {stem for stem in found if stem.isalpha()}


def _start(scored: Scored) -> int:
    return scored.candidate.start


def surer(own: float, *others: float) -> float:
    """Return how likely something is that ``others`` bear out together: it is wrong only if they are wrong as well."""
    return 1 - (1 - own) * (1 - min(others))


def agree(written: Fact | None, counted: Fact | None) -> bool:
    """True where a stated and a counted end are the same day, or the stated one is the end of that month."""
    if written is None or counted is None or written.day is None or counted.day is None:
        return False
    return abs((written.day - counted.day).days) <= 1 or written.day == end_of_month(counted.day)


def agreed_end(written: Fact, counted: Fact) -> Fact:
    """Settle a stated and a counted end: the stated day where they agree, neither where they differ."""
    if agree(written, counted):
        likely = surer(written.probability, counted.probability)
        return written._replace(calculation=counted.calculation, probability=likely)
    if written.probability - counted.probability > _SURER:
        return written
    if counted.probability - written.probability > _SURER:
        return counted
    reason = f"two different ends: {written.day} is stated, and {counted.calculation}"
    return written._replace(day=None, reason=reason, kind="open", code="conflict")
