"""The day on which the contract takes effect, and what any "from …" counts from."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from clausegen.dates.agreement import opening_effective
from clausegen.dates.arithmetic import end_of_month
from clausegen.dates.day_words import AGREEMENT_WORDS, EFFECTIVE_WORDS, LAST_SIGNATURE
from clausegen.dates.defined_dates import Named, signature_dates
from clausegen.dates.expression import hole_at
from clausegen.dates.fact import Fact
from clausegen.dates.prepared_text import Page, Sentence
from clausegen.runtime import regex

_SUBJECT: Final = (
    r"\b(?:(?:this\s+(?:[\w-]+\s+){0,3}|(?:the|said|present)\s+)(?:agreement|contract|deed|memorandum"
    r"|licen[cs]e|amendment|lease|order|appointment|engagement|employment|"
    r"franchise|arrangement|sow|order\s+form|trial|loan|hire|rental|channel|programme|cooperation|collaboration"
    r"|venture|undertaking|subscription|services?)|(?:initial\s+|original\s+"
    r"|paid\s+)?term(?:\s+of\s+[\w\s]{3,40}?)?\"?|it"
    r"|(?:dieser|der|die|das|diese)\s+(?:vertrag|vereinbarung|laufzeit|lizenz|vertragsverhältnis)|(?:le"
    r"|la)\s+(?:présente?\s+)?(?:contrat|accord|marché|convention|licence)"
    r"|(?:el|la)\s+(?:presente\s+)?(?:contrato|acuerdo|convenio|licencia|vigencia))\b"
)
# These and the next two read small letters.
_STARTS: Final = regex(
    rf"{_SUBJECT}(?:(?!\bperiod|\bmean|fiscal)[^.;]){{0,70}}?\b(?P<verb>(?:(?:be|become[s]?|is|are"
    rf"|was)\s+(?:deemed\s+)?(?:made\s+)?(?:effective|in\s+(?:force|effect))|takes?\s+effect|commenc(?:e[sd]?"
    rf"|ing)|begin(?:s|ning)?|starts?|(?:comes?|enters?|entered)\s+into\s+(?:full\s+)?(?:force|effect)"
    r"|runs?\s+from|is\s+opened|ha[sv]e?\s+effect|with\s+effect|in\s+effect|effective|tritt|beginnt"
    r"|läuft\s+(?:ab|vom)|prend\s+effet|entre\s+en\s+vigueur|entra(?:rá)?\s+en\s+vigor|inicia(?:rá)?|comienza"
    r"|surt(?:e|irá)\s+efectos?))\b"
    r"(?P<gap>[\s,(\"]*(?:automatically|only|retroactively|for\s+[^,.;]{3,40})?[\s,]*(?:(?:as|on|from|upon|at"
    r"|of|with|beginning|commencing|starting|am|mit|zum|ab|vom|à|le|du|dès|el|desde|a|partir|del|compter|the"
    r"|12:01|midnight|effect|a\.m\.|,|dem|der|den)\b[\s,]*)*)",
)
_GAP: Final = r"(?P<gap>[\s,:]*(?:(?:as|on|from|upon|at|of|the)\b[\s,]*)*)"
# "The effective date of this Agreement shall be …"
_DATE_IS: Final = regex(
    r"\b(?:effective|commencement|start(?:ing)?)\s+date\s+(?:of|for)\s+(?:this|the)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:agreement|contract|licen[cs]e|term|amendment|deed|order)\s+(?P<verb>shall\s+be|will\s+be|is|means)\b" + _GAP,
)
# "'Contract Period' means the period commencing on …"
_PERIOD_IS: Final = regex(
    r"(?:\b(?:contract|agreement|licen[cs]e|initial|service)\s+|\b(?:the|this|its)\s+\"?|\"|^)(?:term|period)\"?\s+(?:shall\s+)?(?:means?|be|is)\s+"
    r"(?:that|the|an?)\s+period\s+(?:of\s+time\s+)?(?P<verb>commencing|beginning|starting|from)\b" + _GAP,
)
_OTHER_VERB: Final = regex(r"\b(?:will|shall|has|have|had|would|may|can|must)\s+(?!be\b|become\b)[a-z]+", re.IGNORECASE)
_TOLD: Final = regex(r"\bwhereas\b|\bhave\s+entered\s+into\b", re.IGNORECASE)
_ENDED: Final = regex(r"\b(?:terminat|cancel|rescind|end)(?:e|es|ed|ing|ion\s+of)?\s+$", re.IGNORECASE)
_ASIDE: Final = regex(
    r"\b(?:warrant(?:y|ies)|confidential\w*|insurance|non-compet\w*|training|payment|invoice|interest|option"
    r"|delivery|termination\s+of|guarantee|lease\s+term|rent|maintenance\s+term|retention|audit)\b",
    re.IGNORECASE,
)


RANGE: Final = regex(
    r"[\s,]*(?:and\s+)?(?:to|through|until|till|-|bis(?:\s+zum)?|jusqu'au|au|al|hasta(?:\s+el)?|works\s+until"
    r"|ending(?:\s+on)?|ends(?:\s+on)?)[\s,]*(?:and\s+including\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
TERM_HEADING: Final = regex(r"\b(?:term|duration|period|commencement|laufzeit|dauer|durée|duración|vigencia|plazo)\b")
TERM_LABEL: Final = regex(
    r"\b(?:(?:term|period|duration|trial|contract|agreement|laufzeit|durée|plazo|vigencia|year"
    r"|licen[cs]e[sd]?)\b[\w\s:.,'\"-]{0,60})?\b(?:from|vom|du|del|desde(?:\s+el)?|:|is|opened\s+on"
    r"|lasts\s+from)\W*(?:the\s+)?$|\byear:\s*$",
    re.IGNORECASE,
)
_TERM: Final = regex(
    r"\b(?:term|period|duration|trial|contract|agreement|licen[cs]e|year|laufzeit|vertrag\w*|durée|contrat|plazo"
    r"|vigencia|contrato)\b",
    re.IGNORECASE,
)
_UNTIL: Final = regex(r"\b(?:until|through|for\s+a\s+(?:period|term)|expir|bis|jusqu|hasta)\b", re.IGNORECASE)


def effective_date(page: Page, named: Named, agreement: Fact | None) -> Fact | None:
    """The effective date, resolved to a day where the contract lets it be; None when it says nothing."""
    facts = sorted(named.facts["effective"], key=lambda fact: fact.start)
    early = [fact for fact in facts if not _in_the_back(page, fact)]
    defined = _choose(early)
    if defined and defined.day:
        return defined
    referred = None
    for start, end in named.open["effective"]:
        fact = resolve(page, start, end, agreement=agreement, effective=None)
        if fact and fact.day:
            return fact
        referred = referred or fact or _event(page, start, end)
    opening = opening_effective(page)
    if opening and opening.day:
        return opening
    started = _commencement(page, named, agreement)
    if started and started.day:
        return started
    if opening:
        return opening
    return _choose(facts) or _range_start(page) or referred or started


def _range_start(page: Page) -> Fact | None:
    """For example: “Term: from 1 April 2025 to 31 March 2026”."""
    for sentence in page.sentences_at(page.date_starts):
        dates = page.dates_in(sentence.start, sentence.end)
        if len(dates) < 2 or not page.binds(sentence.clause) or page.apart(sentence.clause):
            continue
        first, last = dates[0], dates[1]
        between = page.plain[first.end : last.start]
        before = page.plain[max(sentence.start, first.start - 70) : first.start]
        if (
            first.day
            and last.day
            and first.day < last.day
            and RANGE.fullmatch(between)
            and TERM_LABEL.search(before)
            and (_TERM.search(before) or (len(before) < 12 and TERM_HEADING.search(sentence.heading)))
        ):
            return Fact.of(first)
    return None


def _in_the_back(page: Page, fact: Fact) -> bool:
    """True for a label in a schedule or the last half: it may date a price list, not the contract."""
    clause = page.structure.clause_at(fact.start)
    annexed = clause is not None and page.apart(clause)
    late = fact.start > max(6000, len(page.text) // 2)
    told = _TOLD.search(page.plain, max(0, fact.start - 300), fact.start)  # of an agreement made before
    return (annexed or late) if fact.kind == "label" else late and told is not None


def _choose(facts: list[Fact]) -> Fact | None:
    """The first definition that names a day, else the first that says why not."""
    return next((fact for fact in facts if fact.day), facts[0] if facts else None)


def _commencement(page: Page, named: Named, agreement: Fact | None) -> Fact | None:
    """For example: “This Agreement shall commence on …", "The term begins on …”."""
    unknown: Fact | None = None
    ways = (_STARTS, _DATE_IS, _PERIOD_IS)
    for sentence in page.sentences_at(*(page.starts(way) for way in ways)):
        start, end = sentence.start, sentence.end
        if not 20 < end - start < 3000 or page.apart(sentence.clause) or not page.binds(sentence.clause):
            continue
        for found in (m for way in ways for m in way.finditer(page.small, start, end)):
            if _ASIDE.search(page.plain, found.start(), found.start("verb")) or _ASIDE.search(sentence.heading):
                continue
            if _ENDED.search(page.plain, max(start, found.start() - 40), found.start()):
                continue  # "may terminate this Agreement, effective as of …": that is its end
            between = page.plain[found.start() : found.start("verb")]
            if re.search(r"\b(?:if|when|until|not|prior|before|unless)\b", between, re.IGNORECASE):
                continue
            # "It will add four directors, effective 27 March": with "it", and with a bare adjective, another verb
            # in between is what begins then.
            bare = found["verb"] in ("effective", "with effect", "in effect") or between.lower().startswith("it ")
            if bare and (_OTHER_VERB.search(between) or "terminat" in between.lower()):
                continue
            fact = _after(page, found, sentence, named, agreement)
            if fact and fact.day:
                return fact
            unknown = unknown or fact
    return unknown


def _after(page: Page, found: re.Match[str], sentence: Sentence, named: Named, agreement: Fact | None) -> Fact | None:
    """What stands after the verb: a date, a named day, an event."""
    at = found.end("gap")
    written = page.written_in(at, min(sentence.end, at + 45))
    between = page.plain[at : written[0].start] if written else ""
    if written and len(between.split()) <= 2 and not _UNTIL.search(between):
        return Fact.of(written[0], start=found.start())
    if hole := hole_at(page.plain, at):
        return Fact.of(hole, start=found.start())
    if EFFECTIVE_WORDS.match(page.plain, at) or EFFECTIVE_WORDS.match(page.plain, min(at + 4, sentence.end)):
        return None  # says nothing that the definition does not
    near = page.words(at, min(sentence.end, at + 40))
    for term, named_day in named.other.items():
        if near.removeprefix("the ").startswith(term):
            return named_day._replace(start=found.start(), calculation=f"{term}: {named_day.day}")
    fact = resolve(page, at - 8, min(sentence.end, at + 90), agreement=agreement, effective=None)
    if fact is None or _UNTIL.search(page.plain, at - 8, fact.end) or re.search(r"[,;]", page.plain[at : fact.end]):
        return None
    return fact._replace(start=found.start())


def resolve(page: Page, start: int, end: int, *, agreement: Fact | None, effective: Fact | None) -> Fact | None:
    """The day that words such as "the date hereof" or "the date of the last signature" stand for.

    None when the words name no day at all; a fact without a day when they do and the day is unknown.
    """
    last = LAST_SIGNATURE.search(page.plain, start, end)
    if last:
        signed = sorted({date.day for date in signature_dates(page) if date.day})
        if signed:
            return Fact(start, last.end(), signed[-1], calculation=f"last signature {signed[-1]}", kind="signature")
        own = AGREEMENT_WORDS.search(page.plain, start, last.start())
        later = re.search(r"\b(?:last|latest|later|final|letzte\w*|dernière|última)\b", last.group(), re.IGNORECASE)
        if not own and (later or agreement is None or agreement.day is None):
            return Fact(
                start, last.end(), None, "begins with the last signature, and no signature is dated", kind="event"
            )
        if not own and agreement is not None:  # "when signed by both parties": the day it says it was made
            line = f"signed on the date of the agreement: {agreement.day}"
            return Fact(start, last.end(), agreement.day, "", line, "reference")
    own = AGREEMENT_WORDS.search(page.plain, start, end)
    if own and re.match(r"[\s*(]*(?:\(the[^)]{0,40}\))?[\s*]*\bon\s+which\b", page.plain[own.end() : own.end() + 70]):
        words = " ".join(page.plain[own.start() : own.end() + 60].split())
        return Fact(start, own.end(), None, f"depends on an event: “{words}…”", kind="event")
    if own:
        if agreement is None:
            return Fact(
                start, own.end(), None, "refers to the date of the agreement, which is not stated", kind="event"
            )
        reason = "" if agreement.day else f"refers to the date of the agreement: {agreement.reason}"
        day, line = _shifted(page.plain[start : own.end()], agreement.day) if agreement.day else (None, "")
        return Fact(start, own.end(), day, reason, line, "reference")
    named = EFFECTIVE_WORDS.search(page.plain, start, end)
    if named and effective is not None:
        reason = "" if effective.day else f"refers to the effective date: {effective.reason}"
        return Fact(
            start,
            named.end(),
            effective.day,
            reason,
            f"effective date: {effective.day}" if effective.day else "",
            "reference",
        )
    return None


def _shifted(words: str, day: dt.date) -> tuple[dt.date, str]:
    """For example: “on the day after signature", "on the first day of the month after signature”."""
    line = f"date of the agreement: {day}"
    if re.search(r"\bfirst\s+(?:calendar\s+)?day\s+of\s+the\s+(?:calendar\s+|next\s+)?month\b", words, re.IGNORECASE):
        day = end_of_month(day) + dt.timedelta(days=1)
        return day, f"{line}; first day of the next month: {day}"
    if re.search(r"\b(?:morrow|day\s+(?:after|following)|next\s+day|lendemain)\b", words, re.IGNORECASE):
        day += dt.timedelta(days=1)
        return day, f"{line}; the day after: {day}"
    return day, line


def _event(page: Page, start: int, end: int) -> Fact:
    return Fact(start, end, None, "depends on an event, not on a day stated in the contract", kind="event")
