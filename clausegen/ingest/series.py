"""Numbers that count: what the lines of a document begin with is a number where one follows another.

"II.1", "5-2", "5/2", "(1.1)", "1.ª.2", "Para 4", "¶ 2" and "1 Definitions" may each be anything when they stand alone.
A list of the ways in which people number clauses is never complete; that numbers count is true of all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from clausegen.ingest.labels import is_attached, is_place_word
from clausegen.ingest.sniff import is_heading, reads_as_title_case
from clausegen.model import Block, BlockKind, from_letters, from_roman
from clausegen.runtime import regex

_LONGEST: Final = 60  # characters in which a number and the beginning of its sentence are looked for
_FEWEST: Final = 3  # numbers in a row that make a series
# A word or the letters of a code before a number, the number itself, and what parts it from the sentence.
_NUMBER: Final = regex(
    r"(?P<word>[A-ZÀ-Þ][a-zà-ÿ]{2,11}\.?[ ]|[A-Z]{1,10}[ ])?"
    r"(?P<number>[\[(#§¶]{0,2}[ ]?(?:[A-Z]{1,4}[-/.]?(?=\d)|[IVXLC]{1,6}(?=[-./(]))?\(?(?:\d{1,3}|[IVXLC]{1,6}\b)"
    r"(?:\.?[ªº°])?[a-zA-Z]?(?:[-./(]{1,2}(?:\d{1,3}|[A-Za-z]{1,2}|[ivx]{1,4})[ªº°]?\)?)*[\])]?)"
    r"[.:]?(?:\s[|–—-]|(?=\s))\s*"
)
_SENTENCE: Final = regex(r"[A-ZÀ-Þ(\[“\"‘'«„¿¡|–—-]|$")
_FIELDS: Final = regex(r"\d+|[A-Za-z]+")
_FIRST: Final = (0, 1)


class _Place(NamedTuple):
    """A line that begins with what may be a number: its index, its form, and the fields of its number."""

    at: int
    form: str
    fields: tuple[str, ...]
    printed: str
    length: int


def numbered(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks, those that begin with the next number of a series labelled with it."""
    texts = (
        (index, block.text)
        for index, block in enumerate(blocks)
        if block.agreed and block.kind is not BlockKind.CONTENTS and bool(block.label) == bool(block.typed_label)
    )
    out = list(blocks)
    for place in _counting(texts):
        if not out[place.at].label:
            out[place.at] = _labelled(out[place.at], place)
    return out


def beginning_items(lines: Iterable[tuple[int, str]]) -> frozenset[int]:
    """Return the numbers of the lines that begin with the next number of a series."""
    return frozenset(place.at for place in _counting((number, line.strip()) for number, line in lines))


def _counting(texts: Iterable[tuple[int, str]]) -> Iterator[_Place]:
    series: dict[str, list[_Place]] = {}
    for index, text in texts:
        if found := _place(index, text):
            series.setdefault(found.form, []).append(found)
    for places in series.values():
        yield from _linked(places)


def _place(index: int, text: str) -> _Place | None:
    found = _NUMBER.match(text[:_LONGEST])
    if found is None or not _SENTENCE.match(text, found.end()) or is_attached(found[0]):
        return None
    word, number = (found["word"] or "").strip(), found["number"].strip()
    form = f"{word} {re.sub(r'[ivx]+(?![a-z])|[a-z](?![a-z])', 'a', re.sub(r'[0-9]+', '1', _numerals(number)))}"
    return _Place(index, form, tuple(_FIELDS.findall(number)), f"{word} {number}".strip(), found.end())


def _numerals(number: str) -> str:
    """The form of a number in which capitals that stand for a number are all the same."""
    return re.sub(r"(?<![A-Za-z])[A-Z]+(?![A-Za-z])", "A", number)


def _linked(places: Sequence[_Place]) -> list[_Place]:
    """Return the places that count: those next to the number before or behind them, and firsts between such."""
    linked = [_follows(one.fields, other.fields) for one, other in pairwise(places)]
    if sum(linked) < _FEWEST - 1:
        return []
    before, after = [False, *linked], [*linked, False]
    return [
        place
        for place, one, other in zip(places, before, after, strict=True)
        if one or other or (len(place.fields) > 1 and _is_first(place.fields[-1]))
    ]


def _follows(last: tuple[str, ...], fields: tuple[str, ...]) -> bool:
    """True where one field counts on and those behind it begin anew."""
    at = next((n for n, (one, other) in enumerate(zip(last, fields, strict=False)) if one != other), None)
    if at is None or not any(after - before == 1 for before in _values(last[at]) for after in _values(fields[at])):
        return False
    return all(map(_is_first, fields[at + 1 :]))


def _is_first(field: str) -> bool:
    return any(value in _FIRST for value in _values(field))


def _values(field: str) -> set[int]:
    """The numbers that a field may stand for: "I" is 1 and 9."""
    if field.isdigit():
        return {int(field)}
    return {value for value in (from_roman(field), from_letters(field)) if value}


def _labelled(block: Block, place: _Place) -> Block:
    rest = block.text[place.length :].strip()
    word, _, number = place.printed.lstrip("#§¶ ").rpartition(" ")
    if number[:1] in "[(" and number[-1:] in ")]" and not number[1:-1].isalpha():
        number = number[1:-1]
    number = number if not word or is_place_word(word) else f"{word} {number}"
    kind = block.kind
    if kind is BlockKind.PARAGRAPH:
        heads = is_heading(rest) or reads_as_title_case(rest.rstrip("."))
        kind = BlockKind.HEADING if heads and rest else BlockKind.LIST_ITEM
    fields = place.fields[1:] if place.fields[0].isalpha() else place.fields
    level = max(block.level, len(fields) - 1)
    label = block.text[: place.length].strip(" |–—-")
    update = {"label": label, "number": number, "typed_label": place.length, "kind": kind, "level": level}
    return block.model_copy(update=update)
