"""Read brackets: whole sentences that are not settled, remarks behind a clause, alternatives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from clausegen.model import Clause
from clausegen.runtime import regex
from clausegen.structure.drafting_mark_forms import (
    ALTERNATIVES,
    BRACKETED,
    NOTE,
    DraftingMark,
    form,
    label,
    remark,
)
from clausegen.structure.headings import MODAL

_LEAST_WORDS = 6  # a bracket with fewer holds a name, an amount or a choice of words
_WORDS_IN_ITEM = 3  # of a list, at least
_WORDS_IN_REMARK = 12
_WITHIN = 2000  # characters around a bracket in which its sentence, or "[OR]", is looked for
_GROUP = regex(r"\[(?P<square>(?:[^\[\]]++|\[[^\[\]]*+\])*+)\]|\((?P<round>[^()]{3,90})\)")
_FIRST_WORD = regex(r"\w")
_LAST_WORD = regex(r"\w(?=\W*$)")
_SENTENCE_ENDS = '.;:!?]”"»'
_SENTENCE_MARKS = (". ", "; ", ": ", "! ", "? ", ".”", '."', ".)", ".]", ".\n")
_SENTENCE = regex(r"[.;:!?][”\"»)\]]*\s+")


class Found(NamedTuple):
    """A stretch of words that is not agreed, as half-open offsets into the text, and the words that say so.

    ``end`` lies in a later clause where a quotation ends there. ``before`` says that those words come first.
    """

    mark: DraftingMark
    printed: str
    start: int
    end: int
    before: bool = False


def bracketed(
    text: str, clause: Clause, start: int, before: Clause | None, last: DraftingMark | None
) -> Iterator[Found]:
    """Find what brackets in a clause mark as not agreed; its words begin at ``start``.

    ``last`` is the mark of the clause ``before``. A bracket in mid-sentence holds a name, an amount or a choice of
    words, and says nothing.
    """
    words = text[start : clause.end]
    groups = list(_GROUP.finditer(words)) if "[" in words or "(" in words else []
    begins, ends = (_position(form, words) for form in (_FIRST_WORD, _LAST_WORD)) if groups else (0, 0)
    for place, group in enumerate(groups):
        first, final = group.start() <= begins, ends < group.end()
        if not first and words[_last_before(words, group.start()) - 1] not in _SENTENCE_ENDS:
            continue
        here, end = start + group.start(), start + group.end()
        inside = group["square"] or group["round"] or ""
        if group["square"] and _is_alternative(text, inside, end, last):
            yield Found(ALTERNATIVES, group[0], here, clause.end, before=True)
            return
        mark, is_note = _remark(inside)
        if is_note:
            yield Found(NOTE, group[0], here, end)
        if mark and first and final:
            if before and not before.is_heading and not clause.label and before.section == clause.section:
                yield Found(mark, group[0], before.start, before.end)
        elif mark and first:
            if not words[group.end() : group.end() + 9].lstrip(" .:–—-")[:1].islower():  # "[to be agreed] of the fees"
                yield Found(mark, group[0], here, clause.end)
        elif mark:
            yield Found(mark, group[0], start + _about(words, groups[max(place - 1, 0) : place + 1], final=final), end)
        elif group["square"] and not (is_note or _is_remarked(groups, place)) and _is_sentence(inside, first and final):
            yield Found(BRACKETED, group[0], here, end)


def sentence_before(words: str, at: int) -> int:
    """Return the beginning of the last sentence before an offset."""
    within = max(at - _WITHIN, 0)
    end = max(words.rfind(mark, within, at) for mark in _SENTENCE_MARKS)
    found = _SENTENCE.match(words, end, at) if end >= 0 else None
    return found.end() if found else within


def _about(words: str, groups: Sequence[re.Match[str]], *, final: bool) -> int:
    """Return the beginning of the words that a remark, the last of two ``groups``, is about.

    The bracket just before it; else the whole clause where it ends the clause, and the last sentence where not.
    """
    remark = groups[-1]
    if len(groups) > 1 and not words[groups[-2].end() : remark.start()].strip():
        return groups[-2].start()
    return 0 if final else sentence_before(words, _last_before(words, remark.start()))


def _is_alternative(text: str, inside: str, end: int, last: DraftingMark | None) -> bool:
    """Return True for "[Option A]", for "[EITHER]" where "[OR]" follows, and for the "[OR]" of a clause after it."""
    if last is ALTERNATIVES and form("or").match(inside):
        return True
    found = form("alternative").match(inside)
    return bool(found and (found["which"] or form("or-follows").search(text, end, end + _WITHIN)))


def _remark(inside: str) -> tuple[DraftingMark | None, bool]:
    """Read words in brackets: what they say of those before them, and whether they are a note."""
    labelled = label(inside)
    if labelled and labelled[0] is NOTE:
        return remark(inside, in_note=True), True
    short = len(inside.split(maxsplit=_WORDS_IN_REMARK)) <= _WORDS_IN_REMARK
    return remark(inside) if short else None, False


def _is_remarked(groups: Sequence[re.Match[str]], place: int) -> bool:
    """Return True when the next bracket follows at once and says what this one is."""
    following = groups[place + 1] if place + 1 < len(groups) else None
    if following is None or following.string[groups[place].end() : following.start()].strip():
        return False
    return _remark(following["square"] or following["round"] or "")[0] is not None


def _is_sentence(inside: str, alone: bool) -> bool:
    """Return True for words that say something of their own; a whole clause, ``alone``, may lack a verb."""
    words = len(inside.split())
    if form("of-page").search(inside) or not (alone or inside.lstrip()[:1].isupper()):
        return False
    item = alone and words >= _WORDS_IN_ITEM and inside.rstrip().endswith((".", ";"))
    return item or (words >= _LEAST_WORDS and MODAL.search(inside) is not None)


def _last_before(words: str, at: int) -> int:
    """Return the end of what stands before an offset, white space left off."""
    while at and words[at - 1].isspace():
        at -= 1
    return at


def _position(form: re.Pattern[str], words: str) -> int:
    found = form.search(words)
    return found.start() if found else 0
