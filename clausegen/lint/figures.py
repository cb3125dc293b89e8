"""Figures that differ: between body and schedule, between words and digits, between notice periods."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausegen.lint.fault import Fault, fault
from clausegen.model import Role, Structure
from clausegen.runtime import regex

# "1 April 2026 Concurrent Targets 15": a row of a table that a PDF has run together; 2026 is no limit.
_MONTHS = "January February March April May June July August September October November December"
_NO_YEAR = "".join(rf"(?<!\b{month} )" for month in _MONTHS.split())
# What each figure is called, and how contracts state it. Table rows read "label <newline> figure".
_SUBJECTS = {
    "concurrent targets": (
        regex(rf"{_NO_YEAR}\b(\d[\d,]*) +(?:concurrent|simultaneous)\s+targets?\b", re.IGNORECASE),
        regex(r"\b(?:concurrent|simultaneous) targets?(?: \(limit)?\s*(?:is|are|of|:)?\s*(\d[\d,]*)\b", re.IGNORECASE),
        regex(r"\b(?:more than|exceed|at most|up to)\s+(\d[\d,]*)\s+targets?\b", re.IGNORECASE),
    ),
    "licensed period in months": (
        regex(
            r"\blicensed period[”\"]?\s*(?:is|of|means)?\s*(?:the |a )?(?:period of )?(\d+)\s+months?\b", re.IGNORECASE
        ),
    ),
}
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000,
}  # fmt: skip
WORD = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_PAIR = regex(rf"\b((?:{WORD})(?:(?:[\s-]+and)?[\s-]+(?:{WORD}))*)\s*\(\s*(\d[\d,]*)\s*\)", re.IGNORECASE)
_NOTICE = regex(
    r"\b(?:(?P<word>[a-z-]+)\s+)?\(?(?P<days>\d+)\)?\s+(?P<unit>business days?|calendar days?|days?|months?)[’']?\s+"
    r"(?:prior\s+|advance\s+)?(?:written\s+)?notice",
    re.IGNORECASE,
)
_PURPOSE = {
    "renewal": regex(r"\b(?:not (?:to )?renew|non-renewal|renewal)\b", re.IGNORECASE),
    "termination for convenience": regex(
        r"\bterminate\b.{0,60}\b(?:for convenience|at any time|without cause)\b", re.I
    ),
}


def differing_figures(read: Structure) -> Iterator[Fault]:
    """Yield a key figure stated with two values."""
    text = read.document.text
    for subject, patterns in _SUBJECTS.items():
        stated: dict[int, tuple[int, int]] = {}
        for pattern in patterns:
            for found in pattern.finditer(text):
                stated.setdefault(int(found.group(1).replace(",", "")), found.span())
        if len(stated) > 1:
            values = " and ".join(str(value) for value in sorted(stated))
            last = max(stated.values())
            yield fault(read, "figures-differ", f"the {subject} are stated as {values}", *last)


def words_and_figures(read: Structure) -> Iterator[Fault]:
    """Yield a number in words with another in digits behind it: "sixty (90) days"."""
    for found in _PAIR.finditer(read.document.text):
        if in_figures(found.group(1)) != int(found.group(2).replace(",", "")):
            yield fault(read, "words-and-figures", f"words and figures differ: {found.group()}", *found.span())


def in_figures(words: str) -> int:
    """Return the number that words like "one hundred and twenty-four" name."""
    whole = part = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "hundred":
            part = max(part, 1) * 100
        elif word == "thousand":
            whole, part = whole + max(part, 1) * 1000, 0
        elif word != "and":
            part += _NUMBERS[word]
    return whole + part


def differing_periods(read: Structure) -> Iterator[Fault]:
    """Notice periods for the same purpose that differ."""
    text = read.document.text
    stated: dict[str, dict[str, tuple[int, int]]] = {}
    for clause in read.clauses:
        if clause.role not in (Role.OPERATIVE, Role.SCHEDULE):
            continue
        for found in _NOTICE.finditer(text, clause.body, clause.end):
            sentence = text[max(text.rfind(". ", clause.body, found.start()), clause.body) : clause.end]
            sentence = sentence.split(". ")[0] if not sentence.startswith(". ") else sentence[2:].split(". ")[0]
            for purpose, pattern in _PURPOSE.items():
                if pattern.search(sentence):
                    period = f"{found['days']} {found['unit'].lower().rstrip('s')}s"
                    stated.setdefault(purpose, {}).setdefault(period, found.span())
    for purpose, periods in stated.items():
        if len(periods) > 1:
            message = f"notice for {purpose} is {' in one place and '.join(sorted(periods))} in another"
            yield fault(read, "periods-differ", message, *max(periods.values()))
