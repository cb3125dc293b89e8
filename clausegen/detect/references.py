"""Clause numbers that words name: "clauses 5.1, 6(a) and (c) and 8 to 10"."""

from __future__ import annotations

import re

_PART = r"\([a-z]{1,2}\)|\([ivx]{1,4}\)|\(\d{1,2}\)"
_NUMBER = rf"(?:(?:[a-z]{{1,3}}[-.]?)?\d+(?:\.\d+)*|[ivxl]+(?:\.\d+)*)(?:\s?(?:{_PART}))*"
_WORD = (
    r"(?:\b(?:clauses?|sections?|articles?|paragraphs?|paras?\.?|conditions?|parts?|chapters?|sub-?clauses?|"
    r"sub-?sections?|art\.|refers to)|§+)"
)
_TITLE = r"(?:\s*\([^)\d]{3,60}\))?"
_AND = r"(?:\s*(?:,\s*(?:and|or)|,|;|\band\b|\bor\b|&|\bto\b|\bthrough\b|-|–)\s*(?:in\s+)?)"
_ITEM = rf"(?:(?:{_NUMBER})(?!\w){_TITLE}|{_PART})"
_LIST = re.compile(rf"{_WORD}\s*((?:{_NUMBER})(?!\w){_TITLE}(?:{_AND}(?:{_WORD}\s*)?{_ITEM})*)", re.IGNORECASE)
_RANGE = re.compile(r"\b(\d+(?:\.\d+)*)\s*(?:\bto\b|\bthrough\b|–|-)\s*(?:clause\s*|section\s*|§+\s*)?(\d+(?:\.\d+)*)")
_ONE = re.compile(rf"(?<![\w.])(?:{_NUMBER})(?!\w)|{_PART}", re.IGNORECASE)
# "paragraphs (a) and (c) of clause 5" is read as "clause 5(a), (c)".
_OF = re.compile(
    rf"(?:\b(?:paragraphs?|items?|points?|limbs?)\s*)?((?:{_PART})(?:(?:,| and|, and| or)\s*(?:{_PART}))*)\s+of\s+"
    rf"({_WORD}\s*(?:{_NUMBER}))",
    re.IGNORECASE,
)
# "clause EIGHTH" is clause 8.
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
    *("sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
_ORDINAL = re.compile(rf"({_WORD}\s*)({'|'.join(_ORDINALS)})\b", re.IGNORECASE)
LONGEST_RANGE = 60


def named(text: str) -> frozenset[str]:
    """Lower-cased clause numbers named in a text, ranges spelt out; "clause 4" is not split into 4.1, 4.2."""
    out: set[str] = set()
    text = _ORDINAL.sub(lambda found: f"{found[1]}{_ORDINALS.index(found[2].lower()) + 1}", text)
    for found in _LIST.finditer(_OF.sub(_turned, text)):
        numbers = re.sub(r"\([^)\d]{3,60}\)", "", found.group(1)).lower()
        stem = ""
        for number in _ONE.findall(numbers):
            number = number.replace(" ", "")
            if not number.startswith("("):
                stem = number.partition("(")[0]
                out.add(number)
            elif stem:
                out.add(stem + number)
        for first, last in _RANGE.findall(numbers):
            out.update(_between(first, last))
    return frozenset(out)


def covers(names: frozenset[str], number: str) -> bool:
    """True when a clause with this number is one of those named, or part of one."""
    number = number.lower().rstrip(".")
    while number:
        if number in names:
            return True
        shorter = re.sub(r"(?:[.(][^.(]*|\.0*)$", "", number)
        number = shorter if shorter != number else ""
    return False


def _turned(found: re.Match[str]) -> str:
    return f"{found.group(2)}{found.group(1)}"


def _between(first: str, last: str) -> list[str]:
    stem, _, low = first.rpartition(".")
    other, _, high = last.rpartition(".")
    if stem != other or not 0 < int(high) - int(low) <= LONGEST_RANGE:
        return []
    dot = f"{stem}." if stem else ""
    return [f"{dot}{number}" for number in range(int(low), int(high) + 1)]
