"""The wordings that an amendment gives and takes away, and where each of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from clausegen.model import Clause, Role
from clausegen.runtime import regex

Range = tuple[int, int]
_NONE: Range = (0, 0)
CLOSING = {"“": "”", '"': '"', "„": "“", "«": "»"}
_OPENS = regex('[“"„«]')
_ASIDE = regex(r"\((?![A-Za-z0-9]{1,4}\))[^()]{3,300}\)")
_MASK = "¤"
# What stands before quoted words that are agreed from now on, and before those that were.
_GIVES = regex(
    r"\b(?:with|by|for|substitut\w+|insert\w*|add\w*|(?:shall|to|will|and|now)\s+(?:now\s+)?reads?|following|follows|durch|folgt|par"
    r"|suivant|suit|por|siguiente|sigue)\b(?:(?!delet|strik|remov|replacing)[^“”\"„«».;]){0,80}$",
    re.IGNORECASE,
)
_WERE = regex(
    r"(?:\b(?:words?|phrases?|expressions?|terms?|sentences?|figures?|wörter|mots|palabras)|\breads?|\breading"
    r"|\b(?:delet|strik|remov|replac)(?:e|ing|ed))\s*[:,]?\s*$",
    re.IGNORECASE,
)
_FORMERLY = regex(r"\b(?:previously|formerly|currently|presently|which|that|it)\s+reads?\s*[:,]?\s*$", re.IGNORECASE)
_IN_PLACE = regex(r"\W*(?:is|are|be|shall\s+be)\s+(?:put|inserted|substituted|added)\b", re.IGNORECASE)
_TAKEN_AFTER = regex(
    r"\W*(?:is|are|be|shall\s+be|wird|werden|est|sont)\s+(?:hereby\s+)?(?:deleted|struck|removed|replaced|substituted|gestrichen|ersetzt)\b",
    re.IGNORECASE,
)
_TITLE = regex(r"(?:\b(?:heading|headed|(?:en)?titled|called|caption)|\d\)?|\([a-z]\))[\s,:(]*$", re.IGNORECASE)
_LEADS = regex(r"(?:following|follows|folgt|suit|suivant|sigue|reads?)\b[^.“\"„«]{0,60}$|[:–—]\s*$", re.IGNORECASE)
_MOST_CLAUSES = 200


class Quote(NamedTuple):
    """Quoted words: their range without the marks; ``closed`` is False when the closing mark is missing."""

    start: int
    end: int
    closed: bool


def without_quotes(text: str) -> str:
    """``text`` with quoted words and asides masked, as long as before."""
    masked = list(text)
    for quote in quotes(text, 0, len(text)):
        masked[quote.start : quote.end] = _MASK * (quote.end - quote.start)
    return _ASIDE.sub(lambda aside: f"({_MASK * (len(aside[0]) - 2)})", "".join(masked))


def wordings(
    text: str, clauses: Sequence[Clause], clause: Clause, places: tuple[int, int, int], *, takes: bool, adds: bool
) -> tuple[Range, Range]:
    """Find the new and the former wording of an operation; (0, 0) for none.

    ``places`` are the end of what comes before it in the clause, the end of its verb, and where the next
    operation, or nothing, begins; ``takes`` says that words go and none come, ``adds`` that none go.
    New wording stands in the clause behind a colon or in quotation marks, else in the clauses after one that
    ends with "the following:", up to the closing mark or to the next number of the amendment's own list.
    Where nothing shows its end, it is one clause.
    """
    begin, verb, stop = places
    new, former = _NONE, _NONE
    before = begin
    for quote in quotes(text, clause.start, stop):
        if quote.start <= begin:
            before = max(before, quote.end + 1)
            continue
        lead = text[before : quote.start - 1]
        formerly = _FORMERLY.search(lead) is not None
        if not formerly and not _TITLE.search(lead):
            formerly = _TAKEN_AFTER.match(text, quote.end + 1, stop) is not None
        after_verb = quote.start > verb
        put = _IN_PLACE.match(text, quote.end + 1, stop) is not None
        given = not formerly and ((after_verb and _GIVES.search(lead) is not None) or put)
        if given or (adds and new == _NONE and _WERE.search(lead)):
            if new == _NONE and not takes:
                end = quote.end if quote.closed else _closed(text, clauses, clause, quote.start, quote.end)
                new = (quote.start, end)
        elif former == _NONE and (formerly or _WERE.search(lead)) and not adds:
            former = (quote.start, quote.end)
        before = quote.end + 1
    if new == _NONE and not takes:
        new = _unquoted(text, clauses, clause, max(verb, former[1]), stop)
    elif takes and former == _NONE:  # "The following sentence is deleted:"
        former = _unquoted(text, clauses, clause, verb, stop)
    return new, former


def _unquoted(text: str, clauses: Sequence[Clause], clause: Clause, verb: int, stop: int) -> Range:
    colon = text.find(":", verb, stop)
    begin = colon + 1
    while colon >= 0 and begin < stop and text[begin].isspace():
        begin += 1
    if colon >= 0 and begin < stop:
        return begin, stop
    if stop == clause.end and (_LEADS.search(text[verb:stop]) or colon >= 0):
        return _behind(text, clauses, clause)
    return _NONE


def _behind(text: str, clauses: Sequence[Clause], clause: Clause) -> Range:
    """Wording in the clauses that follow."""
    following = clauses[clause.index + 1 : clause.index + 1 + _MOST_CLAUSES]
    if not following:
        return _NONE
    begin = following[0].start
    if text[begin : begin + 1] in CLOSING:
        first = next(quotes(text, begin, following[0].end))
        end = first.end if first.closed else _closed(text, clauses, following[0], first.start, following[0].end)
        return first.start, end
    end = begin
    for later in following:
        if later.role in (Role.SIGNATURE, Role.MARGIN, Role.CONTENTS) or (clause.label and _next_number(clause, later)):
            break
        end = later.end
        if not clause.label:
            break
    return (begin, end) if end > begin else _NONE


def _closed(text: str, clauses: Sequence[Clause], clause: Clause, begin: int, stop: int) -> int:
    """Return the end of wording that goes on into later clauses: at its closing mark, else with this clause."""
    last = clauses[min(clause.index + _MOST_CLAUSES, len(clauses) - 1)]
    close = text.find(CLOSING[text[begin - 1]], begin, last.end)
    return stop if close < 0 else close


def quotes(text: str, start: int, stop: int) -> Iterator[Quote]:
    """The quoted words of a range, in order."""
    at = start
    while found := _OPENS.search(text, at, stop):
        close = text.find(CLOSING[found[0]], found.end(), stop)
        end = stop if close < 0 else close
        yield Quote(found.end(), end, close >= 0)
        at = end + 1


def _next_number(clause: Clause, other: Clause) -> bool:
    """True when ``other`` carries the next number of the list that ``clause`` stands in."""
    if not other.label:
        return False
    return _form(clause.label) == _form(other.label) and _value(other.label) == _value(clause.label) + 1


def _form(label: str) -> str:
    return re.sub(r"[a-z]+", "a", re.sub(r"[A-Z]+", "A", re.sub(r"\d+", "1", label))).strip(" .:")


def _value(label: str) -> int:
    last = re.findall(r"\d+|[A-Za-z]+", label)
    if not last:
        return 0
    if last[-1].isdigit():
        return int(last[-1])
    value = 0
    for letter in last[-1].lower()[:3]:
        value = value * 26 + ord(letter) - 96
    return value
