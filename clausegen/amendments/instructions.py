"""Cut a paper into instructions: an item with its lead-in, its sentences, its quotes and the new wording below it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from typing import NamedTuple

from clausegen.amendments.forms import form, has_verb
from clausegen.amendments.outline import Mark, Row, follows, label_of, month_pattern
from clausegen.model import Role
from clausegen.runtime import regex

_MASK = "¤"
_OPENING = {"“": "”", '"': '"', "„": "“”", "«": "»", "‘": "’"}
_LONGEST_QUOTE = 20_000  # characters
_SENTENCE = regex(r"(?<=[.;])\s+(?=[\"“„«(]?[A-ZÀ-Þ(§¶]|\d+[.)]\s)|;\s+(?:and|or|und|et)?\s*|\n(?!\|)")
_ABBREVIATED = regex(
    r"(?:\b(?:No|Nos|Nr|Art|Abs|Ltd|Inc|Co|Dr|Mr|Mrs|St|Maj|Gen|para|paras|cl|bzw|gem|vgl|S|s)|[A-Z])\.$"
)
_NUMBER_END = regex(r"\d\.$")
_ORDINAL = regex(r"\b(?:der|die|das|den|dem|des|vom|zum|im|am)\s\d{1,2}\.$", re.IGNORECASE)
_QUOTED_BLOCK = regex(r"^[\"“„«]")
_GIVES = regex(
    r"\b(?:insert\w*|add(?:ed|ing)?|replac\w*|substitut\w*|read\s+as\s+follows|read|eingefügt|ersetzt|gefasst|fassung|lautet|inséré\w*|ajouté\w*"
    r"|remplacé\w*|rédigé\w*)\b[^.]*:$",
    re.IGNORECASE,
)
_NOT_READ = frozenset({Role.SIGNATURE, Role.MARGIN, Role.CONTENTS, Role.RECITAL})
_NEVER_READ = frozenset({Role.SIGNATURE, Role.RECITAL})


class Quote(NamedTuple):
    """Quoted words by half-open offsets, the marks left off."""

    start: int
    end: int


class Span(NamedTuple):
    """Half-open offsets into the text of a paper."""

    start: int
    end: int


class Instruction(NamedTuple):
    """A block that may change something, or the cells of a table row. ``rows`` are the indexes of its blocks.

    ``lead`` is the sentence above it that ends with a colon, if any; ``wording`` the blocks below it that give new
    words; ``taken`` the indexes of these.
    """

    text: str
    start: int
    end: int
    item: tuple[Mark, ...]
    rows: tuple[int, ...]
    sentences: tuple[Span, ...]
    quotes: tuple[Quote, ...]
    lead: Span | None = None
    plain_lead: str = ""
    wording: tuple[Span, ...] = ()
    taken: tuple[int, ...] = ()

    def plain(self, span: Span) -> str:
        """Return the words of a sentence, with quotes masked."""
        return self.text[span.start - self.start : span.end - self.start]


def quotes(text: str) -> list[Quote]:
    """Return the quoted words of a text, in order; quotation marks inside others are left to these."""
    found: list[Quote] = []
    closings = {
        signs: [mark.start() for mark in re.finditer(f"[{signs}]", text) if _closes(text, mark.start())]
        for signs in set(_OPENING.values())
    }
    at = 0
    for opening in re.finditer(r"[“„«]|(?<![\w.,;:!?”])\"(?=\S)|(?<=^)\"", text, re.MULTILINE):
        if opening.start() < at:
            continue
        ends = closings[_OPENING[opening[0]]]
        following = bisect.bisect_left(ends, opening.end())
        end = ends[following] if following < len(ends) else len(text)
        if end >= min(opening.end() + _LONGEST_QUOTE, len(text)):
            continue
        found.append(Quote(opening.end(), end))
        at = end + 1
    return found


def _closes(text: str, at: int) -> bool:
    return text[at] != '"' or not re.match(r"\w", text[at + 1 : at + 2])


def masked(text: str, quoted: list[Quote]) -> str:
    """Return the text with the inside of quotes masked, as long as before."""
    pieces = []
    at = 0
    for quote in quoted:
        pieces += [text[at : quote.start], _MASK * (quote.end - quote.start)]
        at = quote.end
    return "".join((*pieces, text[at:]))


def instructions(text: str, rows: Sequence[Row], *, margins: bool = False) -> list[Instruction]:
    """Return the instructions of a paper, in order; ``rows`` are its blocks.

    ``margins`` reads running headers and footers and tables of contents too: an agreement may delete a clause there,
    where an amendment only repeats its headings.
    """
    unread = _NEVER_READ if margins else _NOT_READ
    quoted = quotes(text)
    plain = masked(text, quoted)
    found: list[Instruction] = []
    leads: list[tuple[float, Span]] = []
    index = 0
    while index < len(rows):
        last = _last(rows, index, quoted)
        block = rows[index].block
        start, end = block.start, rows[last].block.end
        if rows[index].role in unread and not (found and rows[index].role is Role.SIGNATURE and rows[index].chain):
            index = last + 1
            continue
        wording, after = (
            _wording(text, rows, last, quoted) if text[start:end].rstrip().endswith((":", "–", "—")) else ((), last)
        )
        if not wording and text[start:end].rstrip().endswith(":") and _GIVES.search(plain[start:end]):
            wording, after = _plain_wording(plain, rows, last)
        own = plain[start:end]
        own = own.replace("\n", "|") if block.row else own
        leads = [lead for lead in leads if lead[0] < _depth(rows, index, text)]
        lead = leads[-1][1] if leads else None
        found.append(
            Instruction(
                own,
                start,
                end,
                rows[index].chain,
                tuple(range(index, last + 1)),
                _sentences(own, start),
                tuple(quoted[_from(quoted, start) : _from(quoted, end)]),
                lead,
                plain[lead.start : lead.end] if lead else "",
                wording,
                tuple(range(last + 1, after + 1)),
            )
        )
        if own.rstrip().endswith(":") and not wording:
            begin = max((sentence.start - start for sentence in _sentences(own, start)), default=0)
            leads.append((_depth(rows, index, text), Span(start + begin, end)))
        elif (
            "|" in own
            and re.search(
                rf"\b(?:{form('forms.following')}|{form('forms.new')}|reads?|text|wording|change|wortlaut|fassung|texte)\b",
                own,
                re.I,
            )
            and not re.search(r"\d", own)
        ):
            leads.append((_depth(rows, index, text), Span(start, end)))
        index = after + 1
    return found


def _from(quoted: Sequence[Quote], at: int) -> int:
    """Return the index of the first quote that begins at an offset or behind it."""
    return bisect.bisect_left(quoted, at, key=lambda quote: quote.start)


def _depth(rows: Sequence[Row], index: int, text: str) -> float:
    """Measure how deep an item stands: dashes and unlabelled items below whatever leads into them."""
    row = rows[index]
    begins = text[row.block.start : row.block.start + 3]
    if "|" in text[row.block.start : row.block.end]:
        return 90.0 if re.search(r"\d", text[row.block.start : row.block.end]) else 85.0
    if re.match(r"\s*[-–—•*]", begins):
        return 90.0
    if not _is_item(row, text):
        return 80.0 if begins[:1].islower() else 0.5
    return len(row.chain) + (row.chain[-1].rank if row.chain else 0) / 10 + 1


def _is_item(row: Row, text: str) -> bool:
    return bool(row.chain) and bool(
        row.block.label or re.match(r"\s*[(\w§¶]{1,9}[.):]|\s*\w{1,8}\s+\d", text[row.block.start : row.block.end])
    )


def _last(rows: Sequence[Row], index: int, quoted: Sequence[Quote]) -> int:
    """Return the last block that belongs to the one at ``index``: cells of its row, and blocks inside its quotes."""
    last = index
    row = rows[index].block.row
    while row and last + 1 < len(rows) and rows[last + 1].block.row == row:
        last += 1
    start, end = rows[index].block.start, rows[last].block.end
    at = _from(quoted, start)
    while at < len(quoted) and quoted[at].start <= end:
        if end < quoted[at].end:
            while last + 1 < len(rows) and rows[last + 1].block.start < quoted[at].end:
                last += 1
            end = rows[last].block.end
        at += 1
    return last


def _wording(text: str, rows: Sequence[Row], last: int, quoted: Sequence[Quote]) -> tuple[tuple[Span, ...], int]:
    """Return the new wording in the blocks after ``last``, and the index of its last block."""
    spans: list[Span] = []
    at = last + 1
    while at < len(rows) and _QUOTED_BLOCK.match(text[rows[at].block.start : rows[at].block.end]):
        end_row = _last(rows, at, quoted)
        start, end = rows[at].block.start, rows[end_row].block.end
        own = next(iter(quoted[_from(quoted, start + 1) : _from(quoted, start + 2)]), None)
        whole = own is not None and not any(map(str.isalnum, text[own.end : end]))
        spans.append(Span(own.start, own.end) if own and whole else Span(start, end))
        at = end_row + 1
    return tuple(spans), at - 1


def _plain_wording(plain: str, rows: Sequence[Row], last: int) -> tuple[tuple[Span, ...], int]:
    """Return new wording without quotation marks: the blocks with numbers of their own, up to the next item."""
    item = rows[last].chain[-1:] if rows[last].chain else ()
    at = last + 1
    while at < len(rows) and rows[at].role is not Role.SIGNATURE:
        words = plain[rows[at].block.start : rows[at].block.end]
        found = label_of(words)
        if found and item and (follows(found[0], item[0]) or found[0].kind == "bracket"):
            break
        if has_verb(words) or (found is None and at > last + 1 and not _numbered(rows, last + 1)):
            break
        at += 1
    if at == last + 1:
        return (), last
    return (Span(rows[last + 1].block.start, rows[at - 1].block.end),), at - 1


def _numbered(rows: Sequence[Row], index: int) -> bool:
    return rows[index].block.number != "" or label_of(rows[index].block.text) is not None


def _sentences(plain: str, start: int) -> tuple[Span, ...]:
    cuts = [0]
    ends = []
    for found in _SENTENCE.finditer(plain):
        if month_pattern().match(plain, found.start()) and plain.endswith(".", 0, found.start()):
            continue  # "zum 1. Juni 2025"
        if _ORDINAL.search(plain, max(0, found.start() - 12), found.start()):
            continue  # "durch den 1. Nachtrag"
        begin, end = max(0, found.start() - 8), found.start()
        short = _ABBREVIATED.search(plain[begin:end]) is not None
        if not found[0].strip() and short and "\n" not in found[0] and not _NUMBER_END.search(plain, begin, end):
            continue
        ends.append(found.start())
        cuts.append(found.end())
    ends.append(len(plain))
    return tuple(
        Span(start + begin, start + end) for begin, end in zip(cuts, ends, strict=True) if plain[begin:end].strip()
    )
