"""Read what a contract asks to be done after signature: certificates, reviews, visits, training, records, notices."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from clausegen.amendments import as_agreed, in_its_paper
from clausegen.checker.sentences import split
from clausegen.dates import Period, find_dates, find_periods
from clausegen.library import read_toml, templates_folder
from clausegen.model import Clause, Consolidated, Duty, DutyKind, Finding, Role, Status, Structure
from clausegen.runtime import literals, regex

_COUNTLESS: Final = {"half_year": "6 months", "quarter": "3 months", "month": "1 month", "year": "1 year"}
_NOTICES: Final = (DutyKind.MISUSE_NOTICE, DutyKind.LAW_NOTICE)
_FEWEST: Final = 6  # words of a sentence
_NEAR: Final = 60  # characters before a period in which the words stand that make it recur
_DAY_OF_YEAR: Final = regex(r"\b(?:\d{1,2}(?:st|nd|rd|th|\.|er)?\s+(?:de\s+)?[^\W\d]{3,10}|[^\W\d]{3,10}\s+\d{1,2})\b")
_LEAP_YEAR: Final = 2024  # it has every day


class _Kind(NamedTuple):
    kind: DutyKind
    about: re.Pattern[str]
    also: re.Pattern[str]
    never: re.Pattern[str]
    words: tuple[frozenset[str], frozenset[str]]  # of "about" and "also", one of which what they match holds

    def may_fit(self, sentence: str, heading: str) -> bool:
        """Return True when lower-case words hold those without which they are not about this kind."""
        about, also = self.words
        return any(word in sentence for word in about) and any(word in sentence or word in heading for word in also)

    def fits(self, sentence: str, heading: str) -> bool:
        """Return True when a sentence is about this kind; the heading above it may say what else it must be about."""
        if not self.about.search(sentence) or self.never.search(sentence):
            return False
        return bool(self.also.search(sentence) or (self.kind not in _NOTICES and self.also.search(heading)))


@functools.cache
def _data() -> dict[str, Any]:
    return read_toml(templates_folder() / "patterns" / "duties.toml")


@functools.cache
def _patterns() -> tuple[tuple[_Kind, ...], dict[str, re.Pattern[str]]]:
    data = _data()
    kinds = []
    for name, own in data["kinds"].items():
        about, also, never = (re.compile(own.get(part, r"(?!)"), re.IGNORECASE) for part in ("about", "also", "never"))
        words = (literals(about.pattern), literals(also.pattern))
        kinds.append(_Kind(DutyKind(name), about, also, never, words))
    return tuple(kinds), {name: re.compile(words, re.IGNORECASE) for name, words in data["words"].items()}


def read_duties(structure: Structure, findings: Iterable[Finding] = ()) -> tuple[Duty, ...]:
    """Return the duties and rights that recur, or that something brings about, in the order of the contract.

    A sentence is about a kind of duty by its words or, where these say none, because a finding quotes it for an
    element of that kind: so ``findings``, whose evidence lies in this structure, find duties in words that no pattern
    holds. Only words that bind are read: no recitals, headings, deleted or struck words. A sentence that says no time
    is no duty of this register.
    """
    agreed = as_agreed(structure)
    text = structure.document.text
    found: dict[tuple[object, ...], Duty] = {}
    quoted = _quoted(findings)
    for clause in agreed.binding():
        if clause.role is Role.DEFINITION:
            continue
        own = agreed.text(clause)
        span = (clause.body, clause.body + len(own))
        lowered, heading = own.lower(), clause.heading.lower()
        kinds = [k for k in _patterns()[0] if k.may_fit(lowered, heading) or _overlaps(span, quoted.get(k.kind, ()))]
        for start, end in split(own) if kinds else ():
            sentence = own[start:end]
            lowered, at = sentence.lower(), (clause.body + start, clause.body + end)
            fitting = [
                kind for kind in kinds if kind.may_fit(lowered, heading) and kind.fits(sentence, clause.heading)
            ] or [
                kind for kind in kinds if _overlaps(at, quoted.get(kind.kind, ())) and not kind.never.search(sentence)
            ]
            for kind in fitting:
                if duty := _duty(kind.kind, sentence, clause):
                    whole = duty.model_copy(update={"text": text[slice(*at)], "start": at[0], "end": at[1]})
                    found.setdefault((duty.kind, duty.every, duty.keep, duty.after_end, duty.clause, *at), whole)
    if isinstance(structure, Consolidated):
        return tuple(duty.model_copy(update=_of_paper(duty, structure)) for duty in found.values())
    return tuple(found.values())


def _quoted(findings: Iterable[Finding]) -> dict[DutyKind, list[tuple[int, int]]]:
    """Return what satisfied and doubtful findings quote, by the kind of duty that their elements are about."""
    kinds = _data()["elements"]
    found: dict[DutyKind, list[tuple[int, int]]] = {}
    for finding in findings:
        if finding.status in (Status.SATISFIED, Status.UNCERTAIN):
            for name in kinds.get(finding.code, ()):
                found.setdefault(DutyKind(name), []).extend((e.start, e.end) for e in finding.evidence)
    return found


def _overlaps(span: tuple[int, int], quoted: Iterable[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in quoted)


def _of_paper(duty: Duty, contract: Consolidated) -> dict[str, str | int]:
    own = in_its_paper(duty.start, duty.end, contract)
    return {**own, "part": own.get("part") or duty.part}


def _duty(kind: DutyKind, sentence: str, clause: Clause) -> Duty | None:
    """Return what a sentence of this kind asks for and when; None where it says no time, or that nothing is owed."""
    words = _patterns()[1]
    if words["not"].search(sentence) or words["unticked"].search(sentence):
        return None
    said = f"{clause.lead_in} {sentence}"
    owed = words["must"].search(said) is not None
    is_right = words["may"].search(said) is not None and not words["must"].search(sentence)
    duty = Duty(kind=kind, text=sentence, clause=clause.cited, part=clause.part, is_right=is_right)
    if not (owed or is_right or _is_stated(sentence)):
        return None
    if kind in _NOTICES:
        within = _within(sentence)
        return duty.model_copy(update={"within": within}) if within and not is_right else None
    periods = [period for period in find_periods(sentence) if period.amount]
    if kind is DutyKind.LOGS:
        kept = dict(_kept(sentence, periods))
        return duty.model_copy(update=kept) if kept else None
    every = _every(sentence, periods)
    before = words["before_renewal"].search(sentence) if owed or every else None
    on = tuple(dict.fromkeys(date.day for date in find_dates(sentence) if date.day)) if owed and not every else ()
    if not (every or before or (on and kind is DutyKind.CERTIFICATE)):
        return None
    lead = [p for p in periods if before and p.end <= before.start() < p.end + _NEAR and not _recurs(sentence, p)]
    return duty.model_copy(
        update={
            "every": every,
            "on": on,
            "yearly": _day_of_year(sentence) if every == "1 year" else "",
            "before_renewal": str(lead[-1]) if lead else "0 days" if before else "",
        }
    )


def _is_stated(sentence: str) -> bool:
    """Return True for a whole sentence in the present tense: "training is repeated"; a line of contents is none."""
    if _patterns()[1]["stated"].search(sentence):
        return True
    tokens = sentence.split()
    figures = sum(token.strip("().,").replace(".", "").isdigit() for token in tokens)
    return sentence.endswith((".", ";")) and len(tokens) > _FEWEST and figures * 5 < len(tokens)


def _within(sentence: str) -> str:
    """Return the time to act once something happened, as it is written; "" where none is."""
    words = _patterns()[1]
    if time := words["within"].search(sentence):
        return " ".join(time["time"].split())
    prompt = words["promptly"].search(sentence)
    return prompt.group().lower() if prompt else ""


def _recurs(sentence: str, period: Period) -> bool:
    before = sentence[max(0, period.start - _NEAR) : period.start]
    return _patterns()[1]["recurs"].search(before) is not None


def _every(sentence: str, periods: list[Period]) -> str:
    """Return the interval at which something recurs, "" where the sentence states none."""
    counted = (str(period) for period in periods if _recurs(sentence, period))
    words = _patterns()[1]
    return next(counted, "") or next(
        (length for name, length in _COUNTLESS.items() if words[name].search(sentence)), ""
    )


def _kept(sentence: str, periods: list[Period]) -> Iterator[tuple[str, str]]:
    """Yield for how long records are kept, and for how long after the end of the contract."""
    ends = [*(period.start for period in periods[1:]), len(sentence)]
    for period, end in zip(periods, ends, strict=False):
        if period.unit in ("month", "year"):
            near = _patterns()[1]["after_end"].search(sentence, period.end, min(end, period.end + _NEAR))
            yield ("after_end" if near else "keep"), str(period)


def _day_of_year(sentence: str) -> str:
    """Return a day that is named without its year as "03-31"; "" for none."""
    for match in _DAY_OF_YEAR.finditer(sentence):
        for date in find_dates(f"{match.group()} {_LEAP_YEAR}"):
            if isinstance(date.day, dt.date) and date.day.year == _LEAP_YEAR:
                return f"{date.day:%m-%d}"
    return ""
