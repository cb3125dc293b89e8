"""Whether and how the contract goes on after its term: by itself, by consent, by option, or not at all."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from clausegen.dates.numbers import CARDINAL
from clausegen.dates.page import Page, Sentence
from clausegen.dates.period import Period, find_periods, find_recurring

# All but one of these read ``Page.small``, where small letters are all there is: to look for each in both its forms
# takes twice as long.

# Verbs of renewing: a modal before them, an object after them, or "automatic". "The renewal term" alone renews nothing.
_RENEW: Final = re.compile(
    r"\b(?:shall|will|may|is|are|be|been|to|automatically|then|stands?|thereafter|hereby|and|further|or|can"
    r"|not)(?:,[^,.;]{3,50},)?\s+(?:be\s+|automatically\s+|also\s+|then\s+|further\s+|mutually\s+|only\s+"
    r"|again\s+|deemed\s+|tacitly\s+|each\s+time\s+)*"
    r"(?:renew(?:ed|able)?|extend(?:ed)?|prolong(?:ed)?|followed\s+by\s+(?:another|yearly|further)"
    r"|roll(?:ed)?\s+over|moved\s+forward|lengthened)\b"
    r"|\b(?:renews|extends\s+(?:automatically|for)|renewable|automatic(?:ally)?\s+(?:\w+\s+){0,5}?(?:renew\w*"
    r"|exten\w+)|auto-?renew\w*|tacit\s+\w+|evergreen|lengthen)\b"
    r"|\b(?:options?|right|elect\w*|wish\w*|desire\w*|intent\w*|elects?)\s+(?:to|of"
    r"|for)\s+(?:\w+\s+){0,3}?(?:renew\w*|extend|exten\w+)|\brenewal\s+of\s+(?:this|the)\s+(?:agreement"
    r"|contract|term|licen)|\brenewal\s*[:.]|\bno\s+renewal"
    r"|\b(?:continue|remain)[sd]?\b[^.;]{0,60}?(?:from\s+year\s+to\s+year|year[\s-]to[\s-]year"
    r"|month[\s-]to[\s-]month|following\s+the\s+initial\s+term|for\s+(?:\w+\s+){0,3}successive)"
    r"|thereafter[^.;]{0,60}?\bcontinue"
    r"|\bcontinue[sd]?\b[^.;]{0,40}?thereafter[^.;]{0,15}\buntil\b|\b(?:continue"
    r"|remain)\b[^.;]{0,80}\bsuccessive|holding\s+over|new\s+(?:period|term)\b|(?:further|another"
    r"|new)\s+(?:term|period|deed|licen[cs]e|year|contract)\s+(?:needs?|requires?|may|supposes?|presupposes)"
    r"|prolong\w*|no\s+exten\w+|(?:an?|any|every)\s+(?:renewal|extension|prolongation)\s+(?:needs?|requires?"
    r"|supposes?|presupposes|comes?)|silence\b|(?:extend|renew)\s+by\s+silence|followed\s+by"
    r"|\b(?:verlänger\w*|reconduct\w*|reconduit\w*|renouvel\w*|prorog\w*|prórrog\w*|renov(?:a|ar|ado|ará"
    r"|ación)\w*|prolongé\w*|prorrog\w*|anschlussvereinbarung)\b",
)
# Nouns for what comes after the term, and the words that make it depend on somebody's will.
_NEXT: Final = (
    r"(?:(?:(?:a|an|any|every|the|no|each|one)\s+)?(?:further|new|another|second|next|follow-on|additional"
    r"|subsequent)\s+"
    r"(?:six\s+)?(?:terms?|periods?|years?|deeds?|licen[cs]es?|contracts?|trials?|agreements?|schedules?|months|sow)\b"
    r"|\bprolongations?(?!\s+of\s+(?!th|its))|\brenewals?\b(?!\s+(?:fees?|terms?\b[^.;]{0,12}\bare))"
    r"|\bextensions?\s+of\s+(?:the\s+)?(?:term|this|contract)|\bno\s+extension"
    r"|\bfollow-on\b|\banother\s+year|\bverlängerung|\banschluss\w+|\breconduction|\brenouvellement|\bprórroga"
    r"|\brenovación)"
)
_WILL: Final = (
    r"(?:needs?|requires?|presupposes?|supposes?|comes?\s+about|would\s+need|may\s+be\s+granted|may\s+agree"
    r"|agree\s+in\s+writing"
    r"|only|solely|save\s+by|subject\s+to|assent|countersign\w*|consent|approval|signature|written\s+(?:assent"
    r"|approval|instrument|form)|letter"
    r"|setzt|zustimmung|bedarf"
    r"|accord|avenant|suppose|requiert|consentimiento|acuerdo|requiere)"
)
_FORWARD: Final = re.compile(
    rf"{_NEXT}[^.;]{{0,100}}?\b{_WILL}|\b{_WILL}\b[^.;]{{0,60}}?{_NEXT}|\bextended\b[^.;]{{0,60}}\bsolely\s+by",
)
_DENIES: Final = re.compile(
    r"\b(?:does|do|shall|will|is)\s+not\s+(?:roll\s+over|renew|extend|be\s+(?:prolonged|renewed|extended"
    r"|continued)|tacitly)"
    r"|\bno\s+(?:option|rollover|tacit|implied)|tacit\s+\w+\s+is\s+(?:excluded|abolished)|ends\s+without\s+notice"
    r"|(?:silence|conduct)\b[^.;]{0,40}\b(?:nothing|not\s+(?:lengthen|prolong|extend))|\bby\s+(?:silence"
    r"|conduct|holding\s+over)\b"
    r"|stillschweigende\s+\w+\s+ist\s+ausgeschlossen|reconduction\s+tacite\s+est\s+exclue"
    r"|prórroga\s+tácita\s+queda\s+excluida",
)
# Any of these must occur before a sentence is worth a look.
_HINT: Final = re.compile(
    r"renew|exten[ds]|prolong|roll|tacit|thereafter|successive|year to year|year-to-year|month to month|further"
    r"|new period|new term"
    r"|another|silence|holding over|follow|moved forward|neither|option|without notice|verläng|anschluss"
    r"|reconduc|reconduit|renouv|prorr|prórr|renov"
)
_ROLLS: Final = re.compile(
    r"\brolls?\s+(?:on|forward)\b|\byear\s+by\s+year|\bfrom\s+month\s+to\s+month|\bfollowed\s+by\s+(?:another"
    r"|yearly|further|a\s+further)|\bmoved\s+forward\s+by"
    r"|\bprolonged\s+for\s+a\s+like\s+period"
    r"|\bcontinues?\s+from\s+year\s+to\s+year|\brenewed\s+(?:on|at)\s+each\s+anniversary"
    r"|\bif\s+neither\s+(?:party|side)\b",
)
_GOES_ON: Final = re.compile(
    r"(?<!not )\bautomatic(?:ally)?\b(?!\s+renewal\s+(?:is|shall)\s+(?:not|excluded))"
    r"|\bunless\s+(?:either|one|any|you|a|the|licen\w+|customer|supplier)\b[^.;]{0,80}\b(?:notice|notif\w+"
    r"|terminat\w+|writes?)"
    r"|\bsauf\s+dénonciation|\bsofern\s+(?:er|sie|nicht)|\boptions?\b|\bright\s+to\s+(?:\w+\s+)?(?:renew"
    r"|extend)|\bone\s+time\s+right"
    r"|\bmay\b(?!\s+(?:decline|refuse|not|elect\s+not|choose\s+not)\b)[^.;]{0,60}?\b(?:renew|extend)\s+(?:the|this|it|for)",
)
_IF_APPROVED: Final = re.compile(
    r"\b(?:if|provided(?:\s+that)?|so\s+long\s+as)\s+such\s+(?:continuance|renewal|extension)\s+is\b"
)
_OPTION_YEAR: Final = re.compile(
    r"\boption\s+(?:years?|periods?|terms?)\b|\bhas\s+an\s+option\s+for\b|\bexercise[sd]?\s+(?:the|its|each"
    r"|an)\s+option\b(?=[^.;]{0,40}\b(?:renew|extend|term|period)|[^.;]{0,12}$)",
)
_OWN: Final = re.compile(
    r"\b(?:this|the|said)\s+(?:[\w-]+\s+){0,3}?(?:agreement|contract|deed|memorandum|licen[cs]e|appointment"
    r"|engagement|franchise|arrangement|subscription|order|collaboration|cooperation|attachment|permit)\b"
    r"|\b(?:initial\s+|then[\s-]current\s+|original\s+|renewal\s+|service\s+|subscription\s+|extended\s+"
    r"|successor\s+)?terms?\b|\bit\b|\bexpir\w+\s+date\b|\bperiods?\b|\brenewal\b"
    r"|\b(?:vertrag\w*|laufzeit|er|lizenz|vereinbarung)\b|\b(?:contrat|marché|accord|durée|il|convention)\b"
    r"|\b(?:contrato|acuerdo|plazo|vigencia|convenio|licencia)\b",
)
_NONE: Final = re.compile(
    r"\b(?:not|no|never|without|nor|neither|none|kein\w*|nicht|pas|aucun\w*|sans|sin"
    r"|ningun\w*)\b[^.;]{0,40}?(?:\brenew|\bextend|\bextension|\btacit|\bautomatic|\blengthen|\barises?|verläng"
    r"|stillschweig|reconduct|renouvel|prórrog|prorrog|renov)"
    r"|(?:silence|payment|use)\b[^.;]{0,40}\b(?:does\s+not|nothing)\b|verlänger\w*\s+sich\s+nicht\b"
    r"|\bends?\s+without\s+(?:need\s+of\s+)?notice|tacit\s+\w+\s+is\s+excluded|\barises\s+by\s+holding"
    r"|\bends?\s+without\s+notice\b|no\s+(?:tacit|implied|automatic)",
)
_AUTOMATIC: Final = re.compile(
    r"\b(?:(?<!terminate )(?<!terminates )(?<!expire )(?<!expires )(?<!end )(?<!ends )(?<!cease )(?<!lapse )"
    r"automatic(?:ally)?(?!\s+(?:commence|terminat|expir|end|ceas|laps|begin|start|becom))|auto-?renew\w*|tacit(?:ly|ement|a|amente)?|evergreen|by\s+itself|self-renew\w*"
    r"|stillschweigend|automatisch|automatiquement|de\s+plein\s+droit|tácita(?:mente)?|automáticamente)\b"
    r"|\b(?:shall|will|is|are|stands?)\s+(?:also\s+|then\s+|thereafter\s+|be\s+"
    r"|deemed\s+(?:to\s+be\s+)?)*(?:renew(?:ed)?|extended|prolonged"
    r"|moved\s+forward|continue[sd]?(?=(?:(?!\bmay\b)[^.;]){0,60}\b(?:thereafter|year|successive"
    r"|month[\s-]to)))\b(?![^.;]{0,60}\b(?:only|upon\s+(?:the\s+)?(?:mutual|written)|by\s+(?:mutual|written)"
    r"|if\s+(?:the\s+)?parties|with\s+the\s+(?:prior\s+)?(?:written\s+)?consent)\b)"
    r"|\brenews\b|\bextends\s+(?:automatically|for)|(?:verlängert\s+sich(?!\s+nicht\b)|est\s+reconduit"
    r"|(?<!no )se\s+(?:renueva|prorroga|renovará|prorrogará))\b|\bunless\s+(?:either|one|any|you|the|licen|customer"
    r"|supplier)[^.;]{0,80}\b(?:notice|notif\w+|terminat\w+|writes?)\b|\bsauf\s+dénonciation|\bsofern\s+(?:er"
    r"|sie|nicht)",
)
_CONSENT: Final = re.compile(
    r"\b(?:mutual(?:ly)?|both\s+parties|parties\s+(?:may|agree|so\s+agree|mutually)"
    r"|by\s+(?:written\s+)?(?:agreement|consent)|written\s+(?:agreement|consent|approval)"
    r"|with\s+the\s+(?:prior\s+)?(?:written\s+)?(?:consent|approval|agreement)"
    r"|subject\s+to\s+(?:the\s+)?(?:consent|approval|agreement)|in\s+writing\s+(?:by|between)"
    r"|agree\s+(?:in\s+writing|upon|to)|negotiat\w+"
    r"|(?:needs?|requires?)\s+(?:the\s+)?[^.;]{0,40}(?:consent|approval|agreement)"
    r"|supplier'?s?\s+(?:sole\s+)?(?:discretion|consent)|(?:solely|only)\s+(?:by|with|if|on|upon|after)\b"
    r"|(?:if|provided|so\s+long\s+as)\s+(?:that\s+)?such\s+(?:continuance|renewal|extension)\s+is\b"
    r"|countersign\w+|signed\s+(?:by\s+(?:both|the)|modification|instrument|amendment)|written\s+instrument"
    r"|amendment\s+signed|fresh\s+(?:due\s+)?diligence|(?:requires?|needs?|supposes?|presupposes?)\b"
    r"|may\s+be\s+granted|may\s+in\s+writing|may\s+in\s+writing\s+(?:grant|allow)"
    r"|schriftlich\w*\s+(?:zustimmung|vereinbarung|einwilligung)|zustimmung|einvernehmlich|expresse(?:ment)?|accord\s+(?:écrit"
    r"|exprès|mutuel)|consentement|acuerdo\s+(?:escrito|mutuo)|consentimiento|avenant)\b",
)
_OPTION: Final = re.compile(
    r"\b(?:options?|right\s+to\s+(?:renew|extend)|elect(?:s|ed|ion)?\s+(?:to\s+)?"
    r"|may(?:,[^,.;]{3,50},)?\s+(?!(?:decline|refuse|not|elect\s+not|choose\s+not)\b)(?:\w+\s+){0,6}?"
    r"(?:renew|extend|prolong)|at\s+(?:its|the"
    r"|his)\s+(?:\w+'?s?\s+)?(?:sole\s+)?(?:option|discretion|election)|entitled\s+to\s+(?:renew|extend)"
    r"|verlängerungsoption|hat\s+das\s+recht|berechtigt|opción|faculté|a\s+le\s+droit|tiene\s+derecho)\b",
)
_ASIDE: Final = re.compile(
    r"\b(?:patents?|domain\s+name|insurance|policy|registrations?|trade-?marks?|certificates?"
    r"|letter\s+of\s+credit|copyrights?|lease|permits?|credentials|warrants?|time\s+for|deadline|cure\s+period"
    r"|guarantee|bank|delivery\s+date|due\s+date|subscribers?|memberships?|customers?'?\s+(?:contract|agreement"
    r"|subscription)s?|payment\s+term|credit|delays?|disputes?|obligations?|conversion\s+date|indemnif\w+"
    r"|time\s+(?:lost|limits?|period)|ipr\w*|intellectual|development\s+program|option\s+period|warrant\w+"
    r"|benefits?|bond|service\s+option|force\s+majeure|notes?|facility)\b",
)
_RENEW_VERB: Final = re.compile(r"\b(?:renew|extend|prolong)\w*")
_SUCCESSIVE: Final = re.compile(
    r"\b(?:successive(?:ly)?|consecutive|each|every"
    r"|additional\s+(?:\w+\s+){0,4}(?:\([\w\d]+\)[\s-]*)?(?:\w+[\s-])?(?:periods|terms|years|months)"
    r"|further\s+(?:\w+\s+){0,3}periods|periods|terms\b|year[\s-]to[\s-]year|annual(?:ly)?|annum|jeweils"
    r"|périodes|períodos|sucesiv\w+|successiv\w+)\b",
)
_ONCE: Final = re.compile(
    rf"\b(?:one\s*(?:\(1\)\s*)?(?:additional|further|time)|an\s+additional|a\s+single"
    rf"|for\s+another)\b(?!\s+{CARDINAL}\s+(?:years?|months?)\s+periods)",
)
_SAME_LENGTH: Final = re.compile(
    r"\b(?:same\s+(?:duration|length|period|term)|equal\s+(?:in\s+)?(?:duration|length|to)|like\s+(?:period"
    r"|term)|equivalent\s+(?:period|term)|the\s+same)\b",
)
_HEADING: Final = re.compile(
    r"\b(?:term|renewal|duration|extension|option|termination|laufzeit|verlängerung|durée|duración|vigencia"
    r"|prórroga|dauer|kündigung|plazo)\b"
)


# A sentence without a subject of its own speaks of the contract: "Se prorrogará …", "Verlängert sich …".
_OF_ITSELF: Final = re.compile(
    r"\bse\s+(?:prorrog|renov)\w+|\bverlänger(?:t|n)\s+sich|\b(?:est|sera)\s+(?:tacitement\s+)?(?:reconduit|renouvel|prorog)"
    r"|\bse\s+(?:renouvel|reconduit|prorog)\w+",
)
_DEFINES: Final = re.compile(
    r"\W*(?:[\d.]+\s*)?\"(?![^\"]{0,20}\b(?:term|renewal|extension|period)\b)[^\"]{3,60}\"\s+(?:shall\s+)?means?\b",
)
_ENDLESS: Final = re.compile(
    r"\b(?:renew\w*|exten\w+|prolong\w*|continue\w*)\s+(?:automatically\s+)?"
    r"(?:for\s+an?\s+(?:indefinite|unlimited|indeterminate)\s+(?:period|term|time)|indefinitely)\b",
)
_HEADER: Final = re.compile(r"\s*[\d.]*\s*[A-Z ]+\d+\s")  # of a page, torn into the text
# One of these is in all that _FORWARD finds, and they are found much sooner.
_AHEAD: Final = re.compile(
    r"further|new|another|second|next|follow-on|additional|subsequent|prolongation|extension|extended"
    r"|verlängerung|anschluss|reconduction|renouvellement|prórroga|renovación"
)


_PLAINLY: Final = re.compile(
    r"renew|automatic|tacit|successive|prolong|followed\s+by|verläng|recondu|prorro|prórro|\brolls?\b"
    r"|thereafter|year\s+by\s+year",
)
_NEXT_NEEDS: Final = re.compile(rf"(?:{_NEXT}|\b(?:more|another|one))\b[^.;]{{0,120}}?\b{_WILL}")
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
    hinted = (s for s in page.sentences if _HINT.search(page.small, s.start, s.end))
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
        if _NEXT_NEEDS.search(following):
            return best._replace(kind="consent")
    return best


def _in_sentence(page: Page, sentence: Sentence, initial: Period | None) -> Renewal | None:
    start, end = sentence.start, min(sentence.end, sentence.start + 3000)
    first = _renewing(page.small, start, end)
    if not first or not page.binds(sentence.clause):
        return None
    words = page.small[start:end]
    kind, at = _kind(words)
    if not kind:
        return None
    score = _weight(page, sentence, words, first.start() - start)
    if score < _ENOUGH - 1.5:
        return None
    if kind == "automatic" and _ENDLESS.search(words):
        return Renewal("perpetual", start + min(at, first.start() - start), end, None, False, sentence, score)
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
    return Renewal(kind, start + min(at, first.start() - start), end, period, successive, sentence, score)


def _renewing(small: str, start: int, end: int) -> re.Match[str] | None:
    """The first words that may state a renewal, in the order of the ways in which it is stated."""
    forward = (_FORWARD,) if _AHEAD.search(small, start, end) else ()
    ways = (_RENEW, *forward, _DENIES, _ROLLS, _OPTION_YEAR)
    return next((found for way in ways if (found := way.search(small, start, end))), None)


def _kind(words: str) -> tuple[str, int]:
    """The kind of renewal a sentence states, and where; ("", 0) when it states none."""
    if rolls := _ROLLS.search(words):
        return ("consent" if _IF_APPROVED.search(words) else "automatic"), rolls.start()
    if year := _OPTION_YEAR.search(words):
        return "option", year.start()
    none = _NONE.search(words)
    forward = _FORWARD.search(words)
    denied = _DENIES.search(words)
    goes_on = _GOES_ON.search(words) and not (denied and re.search(r"\bno\s+option", words))
    if forward and not goes_on:
        return "consent", min(forward.start(), denied.start() if denied else forward.start())
    if denied and not goes_on:
        agreed = _CONSENT.search(words) and re.search(r"\b(?:unless|only|solely|save|except)\b", words)
        return ("consent" if agreed else "none"), denied.start()
    automatic = _AUTOMATIC.search(words)
    consent = _CONSENT.search(words)
    option = _OPTION.search(words)
    renews = _RENEW_VERB.search(words) or _RENEW.search(words)
    at = renews.start() if renews else 0
    if (
        none
        and not re.search(
            r"\bunless\b[^.;]{0,80}\bnot\b",
            words[none.start() - 60 if none.start() > 60 else 0 : none.end()],
        )
        and not _double_negative(words, none)
    ):
        return (
            ("consent", at)
            if consent and re.search(r"\b(?:unless|only|solely|without|except|save)\b", words)
            else ("none", none.start())
        )
    if automatic and not (option and option.start() < automatic.start() and not re.search(r"automatic", words)):
        conditional = consent and not re.search(r"\b(?:automatic|unless|tacit|stillschweig|sauf|salvo)", words)
        return ("consent" if conditional else "automatic"), at
    if option and not (
        consent and re.search(r"\b(?:mutual|parties\s+may|both\s+parties|by\s+(?:written\s+)?agreement)", words)
    ):
        return "option", at
    if consent:
        return "consent", at
    return "", 0


def _double_negative(words: str, none: re.Match[str]) -> bool:
    """For example: “…, unless either party gives notice that it does not wish to renew" denies nothing”."""
    before = words[: none.start()]
    return (
        re.search(
            r"\b(?:unless|notice|notif\w+|intent\w*|election|elect\w*|desire\w*|wish\w*|decision|decid\w+|if"
            r"|should|sauf|sofern|salvo|in\s+case|in\s+the\s+event|provided|may(?!,?\s+\d))\b",
            before,
        )
        is not None
    )


def _weight(page: Page, sentence: Sentence, words: str, at: int) -> float:
    conditional = (_FORWARD.search(words) or _DENIES.search(words)) and not _GOES_ON.search(words)
    score = 2.5 if conditional or _ROLLS.search(words) or _OPTION_YEAR.search(words) else 0.0
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
        if _NONE.search(words) or re.search(r"\b(?:new|further|another)\s+(?:period|term)|tacit|silence|prolong", words)
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
    score += 1 if _RENEW_VERB.search(words) or re.search("verlänger|recondu|prorro|renov", words) else -0.5
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
