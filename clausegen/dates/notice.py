"""The notice that keeps a contract from renewing, or that renews it: how long before the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from clausegen.dates.expression import BLANK, REDACTION
from clausegen.dates.periods import Period
from clausegen.dates.prepared_text import Page, Sentence
from clausegen.dates.renewal import Renewal
from clausegen.runtime import regex

_BEFORE_END: Final = regex(
    r"\A[\s,)'s]*(?:(?:prior\s+)?(?:written\s+)?(?:notice|notification)\b[^.;]{0,80}?|(?:in\s+advance|prior"
    r"|before|preceding|earlier|advance|ahead)\b[^.;]{0,50}?|written\b[^.;]{0,80}?)?"
    r"\b(?:prior\s+to|before|preceding|in\s+advance\s+of|ahead\s+of|expiring\s+at|to|zum|vor|avant|al"
    r"|antes\s+de)\b[\s\w',-]{0,70}?"
    r"\b(?:end|ends|expir\w*|renewal|anniversary|terms?|termination|conclusion|completion|commencement"
    r"|beginning|thereof|closes?|ends|prolongation|period\s+ends|duration|year|current\s+(?:period|term)|ablauf"
    r"|ende|vertragsende|terme|échéance|expiration|vencimiento|fin|término|expiry)\b",
    re.IGNORECASE,
)
_EARLIER: Final = regex(
    r"\A[\s,)'s]*(?:de\s+antelación|de\s+anticipación|d'avance|à\s+l'avance|im\s+voraus|zuvor|earlier|beforehand|ahead|before[.;]?$|before\s*[.;]|prior(?:\s+thereto)?|vorher|auparavant"
    r"|before|previously|in\s+advance|notice)\b",
    re.IGNORECASE,
)
_NOTICE: Final = regex(  # of small letters
    r"\b(?:notice|notif\w+|notification|terminat\w+|cancel\w*|non-?renew\w*|advis\w+|written|writ(?:es?|ing)"
    r"|object\w*|expresses|tell\w*|inform\w*|kündig\w*|gekündigt|anzeig\w*|schriftlich|dénonc\w+|préavis"
    r"|notifi\w*|résili\w+|denunci\w*|aviso|preaviso|comuni\w+)\b"
)
_NO_RENEWAL: Final = regex(
    r"\b(?:not\s+(?:to\s+|be\s+|wish\s+to\s+|intend\s+to\s+)?(?:renew\w*|extend\w*)|non-?renew\w*|unless"
    r"|terminat\w+|cancel\w*|lapse|opt\s+out|object\w*|stop|save\s+where|kündig\w*|gekündigt|dénonc\w+"
    r"|denunci\w*|sauf|salvo|sofern|no\s+(?:renovar|prorrogar))\b",
    re.IGNORECASE,
)
# "[***] prior to the end of the term", "120 prior to the expiry": a period whose length or unit is not there.
_UNTOLD: Final = regex(
    rf"(?<![\w.])(?:(?P<hole>{REDACTION}|{BLANK})|(?P<bare>\d{{1,3}}))\s+(?:prior\s+to|before|in\s+advance\s+of)\s+(?:the\s+)?"
    r"(?:[\w-]+\s+){0,3}(?:end|expir\w+|renewal|anniversary)\b",
)
_INTENT: Final = regex(
    r"\b(?:intent(?:ion)?|desire|wish|decision|election)\w*\s+(?:to|not\s+to)\s+(?:terminat|discontinu|renew|extend|cancel)",
    re.IGNORECASE,
)
_WINDOW: Final = regex(r"\bbetween\s+(?:[\w()-]+\s+){1,4}and\s*$", re.IGNORECASE)
_ASIDE: Final = regex(
    r"\b(?:cure\w*|breach\w*|default|remed\w+|insolven\w+|bankrupt\w*|price|fees?|invoice\w*|audit|inspect\w*"
    r"|indemni\w+|change\s+of\s+control|assign\w*|force\s+majeure|forecast|delivery|purchase\s+order"
    r"|material\w*|non-?payment|convicted|receiver)\b",
    re.IGNORECASE,
)
_TERM_END: Final = regex(
    r"\b(?:expiration|expiry|end|anniversary)\s+(?:of|date)\b[^.;]{0,40}\b(?:term|period|agreement|year"
    r"|thereof)|\b(?:initial|renewal|then[\s-]current)\s+term\b|\brenewal\b|\brenew\w*|\blaufzeit|\bterme\b"
    r"|\bvigencia",
    re.IGNORECASE,
)
_CALENDAR: Final = regex(
    r"\b(?:to|zum|as\s+of|effective\s+(?:at|on)|with\s+effect\s+(?:to|from))\s+(?:the\s+|dem\s+)?(?:end|ende"
    r"|close|last\s+day)\s+(?:of\s+)?(?:an?y?\s+|the\s+|each\s+|every\s+|eines\s+|des\s+)?(?:calendar\s+"
    r"|kalender)?(?P<what>quarter|year|month|half-year|quartals|vierteljahres|jahres|monats)"
    r"|\bzum\s+(?:kalender)?(?P<ende>quartals|vierteljahres|monats|jahres)ende"
    r"|\b(?:pour|à)\s+la\s+fin\s+d(?:'une?|u|e\s+chaque|e\s+l')\s*(?P<fin>trimestre|mois|année)(?:\s+civile?)?"
    r"|\b(?:al|para\s+el)\s+(?:final|término)\s+de(?:l|\s+un|\s+cada)?\s+(?P<final>trimestre|mes|año)(?:\s+natural)?",
    re.IGNORECASE,
)
_TERMINATES: Final = regex(r"\b(?:terminat|cancel|gekündigt|kündig|résili|dénonc|rescind|resol|denunci)", re.IGNORECASE)
_RENEWS: Final = regex(
    r"\b(?:non-?)?(?:renew|extend|extension|verläng|recond|prorro|prórro|lapse|prolong|followed\s+by"
    r"|moved\s+forward|next\s+(?:yearly\s+)?term)\w*",
    re.IGNORECASE,
)
_NOTICE_WORD: Final = regex(
    r"\b(?:noti(?:ce|f)\w*|writ\w+|advis\w+|inform\w*|tell\w*|object\w*|express\w*|notified|cancel\w*)\b", re.IGNORECASE
)
_ENDS_WITH_TERM: Final = regex(
    r"\b(?:terminat|cancel)\w*\b[^.;]{0,80}\b(?:at|as\s+of|upon|on)\s+the\s+(?:expiration|expiry"
    r"|end)\s+of\s+(?:its|the|any|each)?\s*(?:then[\s-]current\s+|initial\s+|renewal\s+)?term"
    r"|\bintention\s+to\s+terminat",
    re.IGNORECASE,
)
# "unless sooner terminated as provided herein": the notice that prevents renewal stands in another clause.
_UNLESS_ENDED: Final = regex(
    r"\b(?:unless|until)\b[^.;]{0,40}?\bterminated\b(?:[^.;]{0,40}?\b(?:as\s+provided|in\s+accordance|pursuant|according"
    r"|under)\b|\s*[.;]?\s*$)",
    re.IGNORECASE,
)
_WITHOUT_CAUSE: Final = regex(
    r"\bterminate\b[^.;]*?\b(?:(?:with\s+or\s+)?without\s+(?:any\s+)?(?:cause|reason)|for\s+(?:its\s+|any\s+or\s+no\s+|no\s+)?"
    r"(?:convenience|reason)|at\s+any\s+time)\b",
    re.IGNORECASE,
)
_NEAR: Final = 8  # sentences: the rest of a section on term and termination


class Notice(NamedTuple):
    """A notice period. ``kind``: non-renewal, renewal or termination.

    ``anchor`` is "term" when it runs back from the end of the term, else "quarter", "month" or "year"
    for notices that take effect at the end of any calendar quarter, month or year.
    """

    period: Period
    start: int
    end: int
    kind: str
    anchor: str
    score: float


def read_notice(page: Page, renewal: Renewal | None) -> Notice | None:
    """The notice period that goes with the end of the term; None when there is none."""
    found: list[Notice] = []
    home = renewal.sentence if renewal else None
    index = {sentence.start: i for i, sentence in enumerate(page.sentences)}
    near = index.get(home.start, -10) if home else -10
    for sentence in page.sentences_at(page.units, page.starts(_UNTOLD)):
        start, end = sentence.start, sentence.end
        periods = [*page.periods_in(start, end), *_untold(page, start, end)] if end - start <= 4000 else []
        if periods and page.binds(sentence.clause) and _NOTICE.search(page.small, start, end):
            distance = abs(index[start] - near) if near >= 0 else 99
            found += _in_sentence(page, sentence, periods, renewal, distance)
    if found:
        return max(found, key=lambda n: (n.score, -n.start))
    return _at_the_end(page, renewal) or _at_any_time(page, renewal)


def _at_any_time(page: Page, renewal: Renewal | None) -> Notice | None:
    """For example: it renews "unless terminated as provided herein", and the next clause lets either party end it.

    Of several notices the longest: whoever counts on the shorter one may be late.
    """
    if renewal is None or renewal.kind not in ("automatic", "perpetual"):
        return None
    place = page.sentences.index(renewal.sentence)
    if not _UNLESS_ENDED.search(page.plain, renewal.sentence.start, renewal.sentence.end):
        return None
    found = [
        Notice(period, period.start, period.end, "termination", "term", 4)
        for sentence in page.sentences[place + 1 : place + 1 + _NEAR]
        if page.binds(sentence.clause) and _WITHOUT_CAUSE.search(page.plain, sentence.start, sentence.end)
        for period in page.periods_in(sentence.start, sentence.end)
        if period.amount is not None
        and _NOTICE_WORD.search(page.plain, max(sentence.start, period.start - 60), min(sentence.end, period.end + 60))
        and not _ASIDE.search(page.plain, sentence.start, sentence.end)
    ]
    return max(found, key=lambda n: (n.period.days, -n.start), default=None)


def _at_the_end(page: Page, renewal: Renewal | None) -> Notice | None:
    """For example: “… may be terminated at the expiration of its term or any renewal term upon thirty days' notice”."""
    if renewal is None or renewal.kind not in ("automatic", "perpetual"):
        return None
    for sentence in page.sentences:
        found = (
            _ENDS_WITH_TERM.search(page.plain, sentence.start, sentence.end) if page.binds(sentence.clause) else None
        )
        if not found or not _NOTICE_WORD.search(page.plain, sentence.start, sentence.end):
            continue
        for period in page.periods_in(sentence.start, sentence.end):
            around = page.plain[max(sentence.start, period.start - 40) : period.end + 40]
            if _NOTICE_WORD.search(around) and not _ASIDE.search(page.plain, sentence.start, sentence.end):
                return Notice(
                    period, min(found.start(), period.start), max(found.end(), period.end), "non-renewal", "term", 4
                )
    return None


def _in_sentence(
    page: Page, sentence: Sentence, periods: list[Period], renewal: Renewal | None, distance: int
) -> list[Notice]:
    start, end = sentence.start, sentence.end
    words = page.plain[start:end]
    out = []
    for period in periods:
        if re.match(r"\A[\s,)]*(?:from|after|following)\b", page.plain[period.end : period.end + 20]) or re.search(
            r"\bnot\s+be\s+given\b|\bmore\s+than\s*$",
            page.plain[max(start, period.start - 30) : period.start],
        ):
            continue
        if (renewal and renewal.period and period.start == renewal.period.start) or (
            period.unit == "year" and (period.amount or 0) > 1
        ):
            continue
        before = page.plain[max(start, period.start - 140) : period.start]
        after = page.plain[period.end : min(end, period.end + 170)]
        backwards = _BEFORE_END.match(after)
        earlier = _EARLIER.match(after)
        if (
            not backwards
            and not earlier
            and not re.search(r"\bnotice\b[^.;]{0,50}$", before, re.IGNORECASE)
            and not re.match(r"[\s,)']*(?:\w+\s+){0,2}(?:notice|prior|préavis|frist)", after, re.IGNORECASE)
            and not re.search(r"(?:\bfrist|\bpréavis|\bpreaviso)\b[^.;]{0,30}$", before, re.IGNORECASE)
        ):
            continue
        score = 0.0
        score += (
            3
            if backwards
            and (
                _TERM_END.search(after)
                or re.search(
                    r"\b(?:expir|term|period|year|thereof|end|ends|close|duration|anniversary|ablauf|laufzeit|\w*ende|vertrag\w*|fin|término"
                    r"|terme|vencim|échéance)",
                    backwards.group(),
                    re.IGNORECASE,
                )
            )
            else 0
        )
        score += 1.5 if earlier else 0
        score += 1.5 if _INTENT.search(words) and renewal and renewal.kind == "automatic" and distance <= 1 else 0
        score += 2.5 if distance == 0 else 1.5 if distance <= 2 else 0
        score += 1.5 if _NO_RENEWAL.search(words) and _TERM_END.search(words) else 0
        score += 1 if re.search(r"\b(?:renew|extend|verläng|recond|prorro|prórro)\w*", words, re.IGNORECASE) else 0
        score -= 3 if _ASIDE.search(page.plain[max(start, period.start - 120) : min(end, period.end + 60)]) else 0
        score -= 1 if page.apart(sentence.clause) else 0
        calendar = _CALENDAR.search(after) or _CALENDAR.search(before)
        if calendar:
            score += 4 if _TERMINATES.search(words) else 2
        if score < 4 or not _belongs(words, renewal, distance, backwards is not None, calendar is not None):
            continue
        out.append(
            Notice(
                period,
                _clause_start(page, start, period.start),
                min(end, period.end + (backwards.end() if backwards else 0)),
                _kind(words, renewal),
                _anchor(calendar),
                score,
            )
        )
    return out


def _untold(page: Page, start: int, end: int) -> Iterator[Period]:
    """Notices of which the length is withheld, or a number stands without its unit."""
    for found in _UNTOLD.finditer(page.small, start, end):
        group = "hole" if found["hole"] else "bare"
        shown = found[group]
        conflict = "" if found["hole"] else f"“{shown}” has no unit: days, weeks or months are not said"
        yield Period(found.start(group), found.end(group), None, "day", conflict)


def _belongs(words: str, renewal: Renewal | None, distance: int, backwards: bool, calendar: bool) -> bool:
    """False for a notice of termination at any time: it has nothing to do with the end of the term."""
    if calendar:
        return True
    speaks_of_renewal = _RENEWS.search(words) is not None
    if renewal is None:
        return backwards and speaks_of_renewal and _NOTICE_WORD.search(words) is not None
    if renewal.kind == "perpetual":
        return distance <= 1
    if renewal.kind in ("consent", "none"):
        return speaks_of_renewal and _NOTICE_WORD.search(words) is not None
    return distance <= 1 or (
        backwards and (speaks_of_renewal or distance <= 3 or _NO_RENEWAL.search(words) is not None)
    )


def _clause_start(page: Page, start: int, at: int) -> int:
    """Where the words about the notice begin: after the last comma-free "unless", at most 160 characters back."""
    found = list(
        re.finditer(
            r"\b(?:unless|provided|upon|by|sauf|sofern|salvo)\b", page.plain[max(start, at - 160) : at], re.IGNORECASE
        )
    )
    if found:
        return max(start, at - 160) + found[0].start()
    near = max(start, at - 40)
    return near if near == start else page.plain.find(" ", near, at) + 1 or near


def _kind(words: str, renewal: Renewal | None) -> str:
    if (
        renewal
        and renewal.kind in ("option", "consent")
        and re.search(r"\b(?:renew|extend|extension|exercise|request)\w*", words, re.IGNORECASE)
    ):
        return "renewal"
    return "non-renewal" if _TERM_END.search(words) or (renewal and renewal.kind == "automatic") else "termination"


def _anchor(calendar: re.Match[str] | None) -> str:
    if not calendar:
        return "term"
    what = next(word for word in calendar.groupdict().values() if word).lower()
    return "quarter" if what.startswith(("quart", "viertel", "trim")) else "month" if what.startswith("m") else "year"
