"""What kind of renewal a sentence states: by itself, by option, by consent, or none.

Every pattern reads small letters, where small letters are all there is: to look for each in both its forms takes twice
as long.
"""

from __future__ import annotations

import re
from typing import Final

from clausegen.runtime import regex

# Verbs of renewing: a modal before them, an object after them, or "automatic". "The renewal term" alone renews nothing.
_RENEW: Final = (
    regex(
        r"\b(?:shall|will|may|is|are|be|been|to|automatically|then|stands?|thereafter|hereby|and|further|or|can"
        r"|not)(?:,[^,.;]{3,50},)?\s+(?:be\s+|automatically\s+|also\s+|then\s+|further\s+|mutually\s+|only\s+"
        r"|again\s+|deemed\s+|tacitly\s+|each\s+time\s+)*"
        r"(?:renew(?:ed|able)?|extend(?:ed)?|prolong(?:ed)?|followed\s+by\s+(?:another|yearly|further)"
        r"|roll(?:ed)?\s+over|moved\s+forward|lengthened)\b"
        r"|\b(?:renews|extends\s+(?:automatically|for)|renewable|automatic(?:ally)?\s+(?:\w+\s+){0,5}?(?:renew\w*"
        r"|exten\w+)|auto-?renew\w*|tacit\s+\w+|evergreen|lengthen)\b"
        r"|\b(?:options?|right|elect\w*|wish\w*|desire\w*|intent\w*|elects?)\s+(?:to|of"
        r"|for)\s+(?:\w+\s+){0,3}?(?:renew\w*|extend|exten\w+)|\brenewal\s+of\s+(?:this|the)\s+(?:agreement"
        r"|contract|term|licen)|\brenewal\s*[:.]|\bno\s+renewal|holding\s+over"
        r"|prolong\w*|no\s+exten\w+|(?:an?|any|every)\s+(?:renewal|extension|prolongation)\s+(?:needs?|requires?"
        r"|supposes?|presupposes|comes?)|silence\b|(?:extend|renew)\s+by\s+silence|followed\s+by"
        r"|\b(?:verlänger\w*|reconduct\w*|reconduit\w*|renouvel\w*|prorog\w*|prórrog\w*|renov(?:a|ar|ado|ará"
        r"|ación)\w*|prolongé\w*|prorrog\w*|anschlussvereinbarung)\b",
    ),
    regex(
        r"\b(?:continue|remain)[sd]?\b[^.;]{0,60}?(?:from\s+year\s+to\s+year|year[\s-]to[\s-]year"
        r"|month[\s-]to[\s-]month|following\s+the\s+initial\s+term|for\s+(?:\w+\s+){0,3}successive)"
        r"|thereafter[^.;]{0,60}?\bcontinue"
        r"|\bcontinue[sd]?\b[^.;]{0,40}?thereafter[^.;]{0,15}\buntil\b|\b(?:continue|remain)\b[^.;]{0,80}\bsuccessive",
    ),
    regex(
        r"new\s+(?:period|term)\b|(?:further|another"
        r"|new)\s+(?:term|period|deed|licen[cs]e|year|contract)\s+(?:needs?|requires?|may|supposes?|presupposes)",
    ),
)
# Nouns for what comes after the term, and the words that make it depend on somebody's will.
_FURTHER: Final = ("further", "new", "another", "second", "next", "follow-on", "additional", "subsequent")
_TERM: Final = (
    r"\s+(?:six\s+)?(?:terms?|periods?|years?|deeds?|licen[cs]es?|contracts?|trials?|agreements?|schedules?|months"
    r"|sow)\b"
)
_PROLONGED: Final = (
    r"prolongations?(?!\s+of\s+(?!th|its))",
    r"renewals?\b(?!\s+(?:fees?|terms?\b[^.;]{0,12}\bare))",
    r"extensions?\s+of\s+(?:the\s+)?(?:term|this|contract)",
    r"no\s+extension",
    r"follow-on\b",
    r"another\s+year",
    "verlängerung",
    r"anschluss\w+",
    "reconduction",
    "renouvellement",
    "prórroga",
    "renovación",
)
_NEXT: Final = (
    rf"(?:(?:(?:a|an|any|every|the|no|each|one)\s+)?(?:{'|'.join(_FURTHER)}){_TERM}|\b(?:{'|'.join(_PROLONGED)}))"
)
_WILL: Final = (
    r"(?:needs?|requires?|presupposes?|supposes?|comes?\s+about|would\s+need|may\s+be\s+granted|may\s+agree"
    r"|agree\s+in\s+writing"
    r"|only|solely|save\s+by|subject\s+to|assent|countersign\w*|consent|approval|signature|written\s+(?:assent"
    r"|approval|instrument|form)|letter"
    r"|setzt|zustimmung|bedarf"
    r"|accord|avenant|suppose|requiert|consentimiento|acuerdo|requiere)"
)
_FORWARD: Final = regex(
    rf"{_NEXT}[^.;]{{0,100}}?\b{_WILL}|\b{_WILL}\b[^.;]{{0,60}}?{_NEXT}|\bextended\b[^.;]{{0,60}}\bsolely\s+by",
)
_DENIES: Final = regex(
    r"\b(?:does|do|shall|will|is)\s+not\s+(?:roll\s+over|renew|extend|be\s+(?:prolonged|renewed|extended"
    r"|continued)|tacitly)"
    r"|\bno\s+(?:option|rollover|tacit|implied)|tacit\s+\w+\s+is\s+(?:excluded|abolished)|ends\s+without\s+notice"
    r"|(?:silence|conduct)\b[^.;]{0,40}\b(?:nothing|not\s+(?:lengthen|prolong|extend))|\bby\s+(?:silence"
    r"|conduct|holding\s+over)\b"
    r"|stillschweigende\s+\w+\s+ist\s+ausgeschlossen|reconduction\s+tacite\s+est\s+exclue"
    r"|prórroga\s+tácita\s+queda\s+excluida",
)
_ROLLS: Final = regex(
    r"\brolls?\s+(?:on|forward)\b|\byear\s+by\s+year|\bfrom\s+month\s+to\s+month|\bfollowed\s+by\s+(?:another"
    r"|yearly|further|a\s+further)|\bmoved\s+forward\s+by"
    r"|\bprolonged\s+for\s+a\s+like\s+period"
    r"|\bcontinues?\s+from\s+year\s+to\s+year|\brenewed\s+(?:on|at)\s+each\s+anniversary"
    r"|\bif\s+neither\s+(?:party|side)\b",
)
_GOES_ON: Final = regex(
    r"(?<!not )\bautomatic(?:ally)?\b(?!\s+renewal\s+(?:is|shall)\s+(?:not|excluded))"
    r"|\bunless\s+(?:either|one|any|you|a|the|licen\w+|customer|supplier)\b[^.;]{0,80}\b(?:notice|notif\w+"
    r"|terminat\w+|writes?)"
    r"|\bsauf\s+dénonciation|\bsofern\s+(?:er|sie|nicht)|\boptions?\b|\bright\s+to\s+(?:\w+\s+)?(?:renew"
    r"|extend)|\bone\s+time\s+right"
    r"|\bmay\b(?!\s+(?:decline|refuse|not|elect\s+not|choose\s+not)\b)[^.;]{0,60}?\b(?:renew|extend)\s+(?:the|this|it|for)",
)
_IF_APPROVED: Final = regex(
    r"\b(?:if|provided(?:\s+that)?|so\s+long\s+as)\s+such\s+(?:continuance|renewal|extension)\s+is\b"
)
_OPTION_YEAR: Final = regex(
    r"\boption\s+(?:years?|periods?|terms?)\b|\bhas\s+an\s+option\s+for\b|\bexercise[sd]?\s+(?:the|its|each"
    r"|an)\s+option\b(?=[^.;]{0,40}\b(?:renew|extend|term|period)|[^.;]{0,12}$)",
)
# Words that deny a renewal; ``kind_of`` tells whether the sentence does.
NOT_RENEWED: Final = regex(
    r"\b(?:not|no|never|without|nor|neither|none|kein\w*|nicht|pas|aucun\w*|sans|sin"
    r"|ningun\w*)\b[^.;]{0,40}?(?:\brenew|\bextend|\bextension|\btacit|\bautomatic|\blengthen|\barises?|verläng"
    r"|stillschweig|reconduct|renouvel|prórrog|prorrog|renov)"
    r"|(?:silence|payment|use)\b[^.;]{0,40}\b(?:does\s+not|nothing)\b|verlänger\w*\s+sich\s+nicht\b"
    r"|\bends?\s+without\s+(?:need\s+of\s+)?notice|tacit\s+\w+\s+is\s+excluded|\barises\s+by\s+holding"
    r"|\bends?\s+without\s+notice\b|no\s+(?:tacit|implied|automatic)",
)
_AUTOMATIC: Final = regex(
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
_CONSENT: Final = regex(
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
_OPTION: Final = regex(
    r"\b(?:options?|right\s+to\s+(?:renew|extend)|elect(?:s|ed|ion)?\s+(?:to\s+)?"
    r"|may(?:,[^,.;]{3,50},)?\s+(?!(?:decline|refuse|not|elect\s+not|choose\s+not)\b)(?:\w+\s+){0,6}?"
    r"(?:renew|extend|prolong)|at\s+(?:its|the"
    r"|his)\s+(?:\w+'?s?\s+)?(?:sole\s+)?(?:option|discretion|election)|entitled\s+to\s+(?:renew|extend)"
    r"|verlängerungsoption|hat\s+das\s+recht|berechtigt|opción|faculté|a\s+le\s+droit|tiene\s+derecho)\b",
)
# The verb of renewing alone, whatever is said of it.
RENEW_VERB: Final = regex(r"\b(?:renew|extend|prolong)\w*")
# One of these is in all that _FORWARD finds, and they are found much sooner.
_AHEAD: Final = regex("|".join([*(word + _TERM for word in _FURTHER), *_PROLONGED, "extended"]))
_NEXT_NEEDS: Final = regex(rf"(?:{_NEXT}|\b(?:more|another|one))\b[^.;]{{0,120}}?\b{_WILL}")


def renewing(small: str, start: int, end: int) -> int | None:
    """Where the first words between two offsets begin that may state a renewal: of the first way in which one does."""
    verbs = [found.start() for way in _RENEW if (found := way.search(small, start, end))]
    if verbs:
        return min(verbs)
    ahead = _FORWARD.search(small, start, end) if _AHEAD.search(small, start, end) else None
    found = ahead or _DENIES.search(small, start, end)
    found = found or _ROLLS.search(small, start, end) or _OPTION_YEAR.search(small, start, end)
    return found.start() if found else None


def set_phrase(words: str) -> bool:
    """True where renewal is stated in set words: "rolls on", "option year", "no tacit …", "a further term needs …"."""
    conditional = (_FORWARD.search(words) or _DENIES.search(words)) and not _GOES_ON.search(words)
    return bool(conditional or _ROLLS.search(words) or _OPTION_YEAR.search(words))


def needs_consent(words: str) -> bool:
    """True for words by which what comes next depends on somebody's will: "another one needs our signature"."""
    return _NEXT_NEEDS.search(words) is not None


def kind_of(words: str) -> tuple[str, int]:
    """The kind of renewal a sentence states, and at which of its characters; ("", 0) when it states none."""
    if rolls := _ROLLS.search(words):
        return ("consent" if _IF_APPROVED.search(words) else "automatic"), rolls.start()
    if year := _OPTION_YEAR.search(words):
        return "option", year.start()
    none = NOT_RENEWED.search(words)
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
    renews = RENEW_VERB.search(words)
    verbs = [found.start() for way in _RENEW if (found := way.search(words))]
    at = renews.start() if renews else min(verbs, default=0)
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
