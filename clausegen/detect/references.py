"""Numbers that words name: "clauses 5.1, 6(a) and (c) and 8 to 10", "paragraph 3 of Schedule 2" (as "schedule 2.3").

A range is named by both of its ends and as ``segment.ranges`` writes it.
"""

from __future__ import annotations

import re

from clausegen.regex import regex
from clausegen.segment import schedule_key
from clausegen.segment.ranges import TO, as_range, within

_PART = r"\([a-z]{1,2}\)|\([ivx]{1,4}\)|\(\d{1,2}\)"
_COUNT = r"\d+(?:bis|ter|quater|[a-z](?![a-z]))?"  # "12A", "5bis"
_NUMBER = rf"(?:(?:[a-z]{{1,3}}[-.]?)?{_COUNT}(?:\.{_COUNT})*|[ivxl]+(?:\.\d+)*)(?:\s?(?:{_PART}))*"
_WORD = (
    r"(?:\b(?:clauses?|sections?|articles?|paragraphs?|paras?\.?|conditions?|parts?|chapters?|sub-?clauses?|"
    r"sub-?sections?|art\.|refers to)|§+)"
)
_TITLE = r"(?:\s*\([^)\d]{3,60}\))?"
_AND = rf"(?:\s*(?:,\s*(?:and|or)|,|;|\band\b|\bor\b|&|{TO})\s*(?:in\s+)?)"
_ITEM = rf"(?:(?:{_NUMBER})(?!\w){_TITLE}|{_PART})"
_LIST = regex(rf"{_WORD}\s*((?:{_NUMBER})(?!\w){_TITLE}(?:{_AND}(?:{_WORD}\s*)?{_ITEM})*)", re.IGNORECASE)
_RANGE = regex(
    rf"(?<![\w.(])((?:{_NUMBER})(?!\w))\s*{TO}\s*(?:{_WORD}\s*)?((?:{_NUMBER})(?!\w)|{_PART})", re.IGNORECASE
)
_ONE = regex(rf"(?<![\w.])(?:{_NUMBER})(?!\w)|{_PART}", re.IGNORECASE)
# "paragraphs (a) and (c) of clause 5" is read as "clause 5(a), (c)".
_OF = regex(
    rf"(?:\b(?:paragraphs?|items?|points?|limbs?)\s*)?((?:{_PART})(?:(?:,| and|, and| or|\s*{TO})\s*(?:{_PART}))*)"
    rf"\s+of\s+({_WORD}\s*(?:{_NUMBER}))",
    re.IGNORECASE,
)
_ATTACHED = r"(?:schedule|annexe|annexure|annex|appendix|appendices|exhibit|attachment)s?"
_SCHEDULE = r"(?<!\w)(?:\d{1,2}(?:\.\d+)*|[ivx]{1,5}|[a-z])(?!\w)"
_SCHEDULES = regex(rf"\b({_ATTACHED})\s+({_SCHEDULE}(?:{_AND}{_SCHEDULE})*)", re.IGNORECASE)
_RANGE_OF_SCHEDULES = regex(rf"({_SCHEDULE})\s*{TO}\s*({_SCHEDULE})", re.IGNORECASE)
# What stands in a schedule has numbers of its own.
_WITHIN = regex(
    rf"(?:{_WORD}|\b(?:items?|points?|rows?))\s*(?P<numbers>{_ITEM}(?:{_AND}{_ITEM})*+)\s*,?\s+(?:of|in|to)\s+(?:the\s+)?"
    rf"(?P<word>{_ATTACHED})\s+(?P<schedule>{_SCHEDULE})",
    re.IGNORECASE,
)
_BEGUN = regex(rf"{_WORD}\s*(?:[a-z]{{0,3}}[-.]?\d)|\b{_ATTACHED}\s+\d", re.IGNORECASE)
_AND_MORE = regex(r",?\s+(?:and|or)\s+(?:(?:to|under|of|in)\s+)?(?:the\s+)?", re.IGNORECASE)
# "clause EIGHTH" is clause 8.
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
    *("sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
_ORDINAL = regex(rf"({_WORD}\s*)({'|'.join(_ORDINALS)})\b", re.IGNORECASE)


def named(text: str) -> frozenset[str]:
    """Lower-cased clause numbers named in a text, and ranges of them; "clause 4" is not split into 4.1, 4.2."""
    text, out = _without_schedules(_plain(text))
    for found in _LIST.finditer(text):
        out |= _listed(found.group(1))
    return frozenset(filter(None, out))


def named_first(text: str) -> frozenset[str]:
    """What the one list names with which a text begins; nothing where its numbers cannot be read."""
    text = _plain(text)
    out: set[str] = set()
    at: int | None = 0
    while at is not None and (found := _WITHIN.match(text, at) or _SCHEDULES.match(text, at) or _LIST.match(text, at)):
        out |= named(found.group())
        more = _AND_MORE.match(text, found.end())
        at = more.end() if more else None
    return frozenset(out)


def begins_number(text: str) -> bool:
    """True when words name a clause or a schedule by a number, whether or not it can be read."""
    return _BEGUN.search(text) is not None


def _plain(text: str) -> str:
    """The text with ordinals as figures and "(a) of clause 5" turned round."""
    text = _ORDINAL.sub(lambda found: f"{found[1]}{_ORDINALS.index(found[2].lower()) + 1}", text)
    return _OF.sub(_turned, text)


def _without_schedules(text: str) -> tuple[str, set[str]]:
    """The text with what it names of schedules taken out, and their names."""
    out: set[str] = set()

    def taken(found: re.Match[str]) -> str:
        if found.re.pattern == _WITHIN.pattern:
            schedule = schedule_key(found["word"], found["schedule"].lower())
            out.update(_listed(found["numbers"], schedule))
        else:
            out.update(schedule_key(found[1], number) for number in re.findall(_SCHEDULE, found[2].lower()))
            for ends in _RANGE_OF_SCHEDULES.findall(found[2].lower()):
                out.add(as_range(*(schedule_key(found[1], end) for end in ends)))
        return ";"

    text = _WITHIN.sub(taken, text)
    return _SCHEDULES.sub(taken, text), out


def _listed(numbers: str, schedule: str = "") -> set[str]:
    """The numbers of a list: "6(a) and (c) and 8 to 10"; those of a schedule behind its name."""
    out: set[str] = set()
    numbers = re.sub(r"\([^)\d]{3,60}\)", "", numbers).lower()
    stem_of = f"{schedule}." if schedule else ""
    stem = schedule
    for number in _ONE.findall(numbers):
        number = number.replace(" ", "")
        if not number.startswith("("):
            stem = stem_of + number.partition("(")[0]
            out.add(stem_of + number)
        elif stem:
            out.add(stem + number)
    for first, last in _RANGE.findall(numbers):
        first, last = first.replace(" ", ""), last.replace(" ", "")
        out.add(as_range(stem_of + first, last if last.startswith("(") else stem_of + last))
    return out


def covers(names: frozenset[str], number: str) -> bool:
    """True when a clause with this number is one of those named, or part of one."""
    number = number.lower().rstrip(".")
    if any(within(number, one) for one in names):
        return True
    while number:
        if number in names:
            return True
        shorter = re.sub(r"(?:[.(][^.(]*|\.0*)$", "", number)
        number = shorter if shorter != number else ""
    return False


def _turned(found: re.Match[str]) -> str:
    return f"{found.group(2)}{found.group(1)}"
