"""Whether and how the contract goes on after its term: by itself, by consent, by option, or not at all."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from clausegen.dates.numbers import CARDINAL
from clausegen.dates.periods import Period, find_periods, find_recurring
from clausegen.dates.prepared_text import Page, Sentence
from clausegen.dates.renewal_kind import NOT_RENEWED, RENEW_VERB, kind_of, needs_consent, renewing, set_phrase
from clausegen.runtime import regex

# All but one of these read ``Page.small``, where small letters are all there is: to look for each in both its forms
# takes twice as long.

# Any of these must occur before a sentence is worth a look.
_HINT: Final = regex(
    "renew|extend|extens|prolong|roll|tacit|thereafter|successive|year to year|year-to-year|month to month|further"
    "|new period|new term"
    "|another|silence|holding over|follow|moved forward|neither|option|without notice|verläng|anschluss"
    "|reconduc|reconduit|renouv|prorr|prórr|renov"
)
_OWN: Final = regex(
    r"\b(?:this|the|said)\s+(?:[\w-]+\s+){0,3}?(?:agreement|contract|deed|memorandum|licen[cs]e|appointment"
    r"|engagement|franchise|arrangement|subscription|order|collaboration|cooperation|attachment|permit)\b"
    r"|\b(?:initial\s+|then[\s-]current\s+|original\s+|renewal\s+|service\s+|subscription\s+|extended\s+"
    r"|successor\s+)?terms?\b|\bit\b|\bexpir\w+\s+date\b|\bperiods?\b|\brenewal\b"
    r"|\b(?:vertrag\w*|laufzeit|er|lizenz|vereinbarung)\b|\b(?:contrat|marché|accord|durée|il|convention)\b"
    r"|\b(?:contrato|acuerdo|plazo|vigencia|convenio|licencia)\b",
)
_ASIDE: Final = regex(
    r"\b(?:patents?|domain\s+name|insurance|policy|registrations?|trade-?marks?|certificates?"
    r"|letter\s+of\s+credit|copyrights?|lease|permits?|credentials|warrants?|time\s+for|deadline|cure\s+period"
    r"|guarantee|bank|delivery\s+date|due\s+date|subscribers?|memberships?|customers?'?\s+(?:contract|agreement"
    r"|subscription)s?|payment\s+term|credit|delays?|disputes?|obligations?|conversion\s+date|indemnif\w+"
    r"|time\s+(?:lost|limits?|period)|ipr\w*|intellectual|development\s+program|option\s+period|warrant\w+"
    r"|benefits?|bond|service\s+option|force\s+majeure|notes?|facility)\b",
)
_SUCCESSIVE: Final = regex(
    r"\b(?:successive(?:ly)?|consecutive|each|every"
    r"|additional\s+(?:\w+\s+){0,4}(?:\([\w\d]+\)[\s-]*)?(?:\w+[\s-])?(?:periods|terms|years|months)"
    r"|further\s+(?:\w+\s+){0,3}periods|periods|terms\b|year[\s-]to[\s-]year|annual(?:ly)?|annum|jeweils"
    r"|périodes|períodos|sucesiv\w+|successiv\w+)\b",
)
_ONCE: Final = regex(
    rf"\b(?:one\s*(?:\(1\)\s*)?(?:additional|further|time)|an\s+additional|a\s+single"
    rf"|for\s+another)\b(?!\s+{CARDINAL}\s+(?:years?|months?)\s+periods)",
)
_SAME_LENGTH: Final = regex(
    r"\b(?:same\s+(?:duration|length|period|term)|equal\s+(?:in\s+)?(?:duration|length|to)|like\s+(?:period"
    r"|term)|equivalent\s+(?:period|term)|the\s+same)\b",
)
_HEADING: Final = regex(
    r"\b(?:term|renewal|duration|extension|option|termination|laufzeit|verlängerung|durée|duración|vigencia"
    r"|prórroga|dauer|kündigung|plazo)\b"
)
# A sentence without a subject of its own speaks of the contract: "Se prorrogará …", "Verlängert sich …".
_OF_ITSELF: Final = regex(
    r"\bse\s+(?:prorrog|renov)\w+|\bverlänger(?:t|n)\s+sich|\b(?:est|sera)\s+(?:tacitement\s+)?(?:reconduit|renouvel|prorog)"
    r"|\bse\s+(?:renouvel|reconduit|prorog)\w+",
)
_DEFINES: Final = regex(
    r"\W*(?:\d[\d.]*\s*)?\"(?![^\"]{0,20}\b(?:term|renewal|extension|period)\b)[^\"]{3,60}\"\s+(?:shall\s+)?means?\b",
)
_ENDLESS: Final = regex(
    r"\b(?:renew\w*|exten\w+|prolong\w*|continue\w*)\s+(?:automatically\s+)?"
    r"(?:for\s+an?\s+(?:indefinite|unlimited|indeterminate)\s+(?:period|term|time)|indefinitely)\b",
)
_HEADER: Final = regex(r"\s*[\d.]*\s*[A-Z ]+\d+\s")  # of a page, torn into the text
_PLAINLY: Final = regex(
    r"renew|automatic|tacit|successive|prolong|followed\s+by|verläng|recondu|prorro|prórro|\brolls?\b"
    r"|thereafter|year\s+by\s+year",
)
_ENOUGH: Final = 4.0


class Renewal(NamedTuple):
    """What happens after the term. ``kind``: automatic, option, consent, none, perpetual.

    ``period`` is one further term and ``successive`` tells whether it repeats; ``sentence`` is where to
    look for the notice that goes with it.
    """

    kind: str
    start: int
    end: int
    period: Period | None
    successive: bool
    sentence: Sentence
    score: float

    @property
    def value(self) -> str:
        """For example: “successive 1 year", "2 years", or the kind when no length is stated”."""
        if self.period is None or self.period.amount is None or self.kind == "none":
            return self.kind
        return f"successive {self.period}" if self.successive else str(self.period)


def read_renewal(page: Page, initial: Period | None) -> Renewal | None:
    """The renewal of this contract; None when it says nothing about one."""
    told = page.sentences_at(page.starts(_HINT))
    hinted = (s for s in told if _HINT.search(page.small, s.start, s.end))
    weak = [r for r in (_in_sentence(page, sentence, initial) for sentence in hinted) if r]
    found = [r for r in weak if r.score >= _ENOUGH]
    if not found:
        return None
    order = {"automatic": 1.5, "none": 1.2, "option": 1.0, "consent": -0.5, "perpetual": 0.1}
    best = max(found, key=lambda r: (r.score + order[r.kind], -r.start))
    # "It shall not renew automatically" and, elsewhere, "a new term needs consent" are one position.
    if best.kind == "none":
        near = [r for r in weak if abs(r.start - best.start) < 800 or r.score >= _ENOUGH]
        other = next((r for r in near if r.kind in ("consent", "option")), None)
        if other:
            return other._replace(score=best.score)
        # "It does not renew. A new Schedule needs our signature." The second sentence need not speak of renewal.
        following = page.small[best.sentence.end : best.sentence.end + 300]
        if needs_consent(following):
            return best._replace(kind="consent")
    return best


def _in_sentence(page: Page, sentence: Sentence, initial: Period | None) -> Renewal | None:
    start, end = sentence.start, min(sentence.end, sentence.start + 3000)
    first = renewing(page.small, start, end)
    if first is None or not page.binds(sentence.clause):
        return None
    words = page.small[start:end]
    kind, at = kind_of(words)
    if not kind:
        return None
    score = _weight(page, sentence, words, first - start)
    if score < _ENOUGH - 1.5:
        return None
    if kind == "automatic" and _ENDLESS.search(words):
        return Renewal("perpetual", start + min(at, first - start), end, None, False, sentence, score)
    period = _period(page, start + at, start, end, initial) if kind != "none" else None
    if kind in ("option", "consent") and period is None and score < 4.25:
        return None
    if kind == "automatic" and period is None and not _PLAINLY.search(words):
        return None  # "shall be extended by the time of the delay" prolongs a date, not the contract
    around = words[max(0, (period.start - start if period else at) - 60) : (period.end - start if period else at) + 40]
    if period is not None and period.start < start:  # the initial term again
        around = words
    successive = _SUCCESSIVE.search(around) is not None and not _ONCE.search(around)
    if (
        kind == "automatic"
        and period is None
        and re.search(
            r"\bthereafter\b[^.;]{0,80}\buntil\b[^.;]{0,30}\b(?:terminat|either|cancel)"
            r"|\buntil\b[^.;]{0,30}\b(?:terminat|either\s+party|cancel)|indefinite",
            words,
        )
    ):
        kind = "perpetual"
    return Renewal(kind, start + min(at, first - start), end, period, successive, sentence, score)


def _weight(page: Page, sentence: Sentence, words: str, at: int) -> float:
    score = 2.5 if set_phrase(words) else 0.0
    own = _OWN.search(words) or _OF_ITSELF.search(words)
    score += 2 if own else 0
    score += (
        1
        if re.search(
            r"\b(?:this|the)\s+(?:[\w-]+\s+){0,2}(?:agreement|contract|deed)|initial\s+term|\bthe\s+term\b"
            r"|then[\s-]current",
            words,
        )
        else 0
    )
    score += 1.5 if _HEADING.search(sentence.heading) else 0
    score += (
        1
        if NOT_RENEWED.search(words)
        or re.search(r"\b(?:new|further|another)\s+(?:period|term)|tacit|silence|prolong", words)
        else 0
    )
    score += (
        1.5
        if re.search(
            r"\bautomatic|tacit|stillschweig|tácit|successive|renewal\s+term|(?:month|year)[\s-]to[\s-](?:month|year)",
            words,
        )
        else 0
    )
    score += 1 if RENEW_VERB.search(words) or re.search("verlänger|recondu|prorro|renov", words) else -0.5
    score += 1 if re.search(r"\b(?:expir|end\s+of|initial\s+term|thereafter|anniversary)", words) else 0
    score -= 2 if "..." in words or _HEADER.match(page.plain, sentence.start, sentence.start + len(words)) else 0
    score -= (
        3
        if re.search(
            r"\bif\b[^.;]{0,40}$|\bas\s+(?:extended|renewed)|\bany\s+(?:extension|renewal)",
            words[max(0, at - 60) : at + 15],
        )
        else 0
    )
    score -= 3 if _ASIDE.search(words[max(0, at - 110) : at + 30]) else 0
    score -= 1 if page.apart(sentence.clause) else 0
    # A definition of something else, and a term that is mentioned "if any", renew nothing.
    score -= 3 if _DEFINES.match(words) or re.search(r"\bif\s+any\b", words[max(0, at - 30) : at + 50]) else 0
    return score


def _period(page: Page, at: int, start: int, end: int, initial: Period | None) -> Period | None:
    """The length of one further term: the first period after the renewing words that is no notice."""
    for period in find_periods(page.plain, at, end):
        after = page.small[period.end : period.end + 60]
        before = page.small[max(start, period.start - 50) : period.start]
        if re.match(
            r"\A\)?[\s,]*(?:'|prior|written|advance|notice|before|in\s+advance|days|vor\b|avant|antes"
            r"|of\s+the\s+(?:end|expir))",
            after,
        ):
            continue
        if re.search(
            r"\b(?:at\s+least|not\s+less\s+than|less\s+than|no\s+later\s+than|later\s+than|notice|within|upon"
            r"|more\s+than|mindestens|au\s+moins|al\s+menos|\w*frist\s+von|préavis\s+de|preaviso\s+de)\b[\s,]*(?:of\s+)?$",
            before,
        ):
            continue
        if period.unit in ("day", "business day") and (period.amount or 0) < 28:
            continue
        return period
    recurring = find_recurring(page.plain, start, end)
    if recurring:
        return recurring
    if initial and _SAME_LENGTH.search(page.small, at, end):
        return initial
    earlier = [
        p
        for p in find_periods(page.plain, start, at)
        if re.search(
            r"\b(?:renew\w*|additional|further|successive|extension|option\w*)\b[^.;]{0,40}$",
            page.small[max(start, p.start - 60) : p.start],
        )
    ]
    # "um zwei Jahre zu verlängern": in German the verb comes last
    earlier = earlier or [
        p
        for p in find_periods(page.plain, start, at)
        if re.match(r"\s*(?:zu\s+)?verläng", page.plain[p.end : p.end + 20])
    ]
    return earlier[-1] if earlier else None
