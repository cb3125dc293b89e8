"""Number the text of a paper: which clause, paragraph and schedule each of its blocks stands in.

Amendments name places in many ways ("Section 3 of Article V", "GC 9.2", "Part B of Schedule 2", "¶3", "E"), so the
labels are read here as they are printed, word and number, whatever the style.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from clausegen.amendments.forms import PLACES, counted, ordinals, place_words, spelled, words
from clausegen.model import Block, Role, Structure, from_roman
from clausegen.runtime import regex

# "9", "9.1", "9A", "4A.1(b)", "GC 9.2", "D1", "S.12(1)", "IV", "II(b)", "E"
NUMBER = (
    r"(?:(?-i:[A-Z]{1,4})[ .]?\d{1,3}(?-i:[A-Z])?(?![\w])|\d{1,3}(?-i:[A-Z])?(?!\w)"
    r"|(?-i:[IVXLC]{1,6})(?!\w)|(?-i:[A-Z])(?!\w))"
    r"(?:\.\s?\d{1,3}(?-i:[A-Z])?(?!\w))*(?:\s?\((?:\d{1,3}|[A-Za-z]{1,4})\))*"
)
_BELOW = 0.05
_LONGEST_LABEL = 200  # characters in which a label and what follows it are looked for
RANKS = {"schedule": 0.0, "part": 1.0, "article": 2.0}
_SIGNS = r"(?P<sign>[§¶]{1,2})\s?"


class Mark(NamedTuple):
    """A label: its kind ("schedule", "clause"; "" for a bare number), the word as printed, and its parts ("9", "1")."""

    kind: str
    word: str
    parts: tuple[str, ...]

    @property
    def rank(self) -> float:
        """Its distance from the innermost level; brackets are innermost."""
        return RANKS.get(self.kind, 3.0) + (0.1 * (len(self.parts) - 1) if self.kind not in RANKS else 0)


class Piece(NamedTuple):
    """Words of one paper (its index), by half-open offsets into its text."""

    paper: int
    start: int
    end: int


@dataclasses.dataclass(slots=True)
class Row:
    """A block of the contract in its place; ``chain`` are its labels from the outermost, each with all its parts.

    ``gone_by`` and ``put_by`` are the operations that took it away and put it in, by their index; None for none.
    ``added`` marks words of a later paper that stand beside the contract rather than in a place of it.
    """

    pieces: list[Piece]
    block: Block
    chain: tuple[Mark, ...] = ()
    heading: str = ""
    section: int = 0
    role: Role = Role.OPERATIVE
    is_heading: bool = False
    gone_by: int | None = None
    put_by: int | None = None
    added: bool = False
    touched: list[int] = dataclasses.field(default_factory=list)

    @property
    def alive(self) -> bool:
        """True while its words are in force."""
        return self.gone_by is None


# Verbs behind the number of a clause: what becomes of it is said, and nothing is numbered.
FINITE = regex(
    r"\s*(?:\([^()]*\)\s*)?,?\s*\b(?:shall|is|are|will|does|do|has|have|was|were|wird|werden|ist|sind|soll|sollen|est|sont|sera|seront"
    r"|doit|doivent|a|ont|ne)\b",
    re.IGNORECASE,
)


def parts_of(number: str) -> tuple[str, ...]:
    """Split a number: "GC 9.2" gives gc, 9, 2; "4A.1(b)" gives 4a, 1, b; "nine" gives 9."""
    if len(number) > 2 and number.replace("-", "").replace(" ", "").isalpha() and (value := counted(number)):
        return (str(value),)
    return tuple(re.findall(r"\d+(?:[a-z](?![a-z]))?|[a-z]+", number.casefold()))


def kind_of(found: re.Match[str]) -> str:
    """Return the kind of the place word that a match of ``place_words`` holds."""
    return next((kind for kind in PLACES if found[kind]), "")


@functools.cache
def _label() -> re.Pattern[str]:
    worded = (
        rf"(?:(?:the\s+)?(?:{place_words()})\s*(?:no\.?\s*|n[o°]\s*)?(?P<of>{NUMBER}|{spelled()})(?=[\s.:,;)(–—-]|$))"
    )
    bare = r"(?P<bare>" + NUMBER + r")(?=\)|[.:]?\s|\s*(?:--|–|—)|[.:]?$)"
    return re.compile(
        rf"\s*(?:{worded}|{_SIGNS}(?P<signed>{NUMBER})|(?P<nth>{ordinals()})(?=[ºª]?\s*(?:[-–—.:]|$))|(?P<bracket>\(\w{{1,4}}\)|(?-i:[a-z]\)|[ivx]{{1,4}}[.)]))(?=\s|$)|{bare})",
        re.I,
    )


@functools.cache
def month_pattern() -> re.Pattern[str]:
    """Return a pattern for the name of a month, behind spaces and dots."""
    return re.compile(rf"[\s.]*(?:de )?(?:{'|'.join(words('forms.months'))})\b", re.IGNORECASE)


def label_of(text: str) -> tuple[Mark, int] | None:
    """Return the label at the beginning of a text, and where it ends; None where it begins without one."""
    found = _label().match(text)
    if found is None:
        return None
    if number := found["of"]:
        return Mark(kind_of(found), found[kind_of(found)].casefold().rstrip("s"), parts_of(number)), found.end()
    if number := found["signed"]:
        return Mark("clause", found["sign"][0], parts_of(number)), found.end()
    if number := found["nth"]:
        return Mark("", "", parts_of(number)), found.end()
    if number := found["bracket"]:
        return Mark("bracket", "", parts_of(number)), found.end()
    rest = text[found.end() :]
    number = found["bare"]
    if number.isdigit() and (month_pattern().match(rest) or rest[:1] in "/-"):
        return None
    if number.isalpha() and rest[:1] not in ".):" and not (len(number) > 1 and rest[:2].isspace()):
        return None  # "A contract …"
    if rest[:1] not in ".):" and not re.match(r"\s*(?:$|[\"“„«(A-ZÀ-Þ]|--|–|—)", rest):
        return None  # "12 months …"
    return Mark("", "", parts_of(number)), found.end()


def outline(structure: Structure, paper: int, *, lines: bool = False) -> list[Row]:
    """Return the blocks of a paper with their labels; ``paper`` is its index among the papers.

    ``lines`` gives each line of a block that begins with a label a row of its own, as readers of plain text join lines.
    """
    blocks = list(structure.document.agreed_blocks())
    rows: list[Row] = []
    stack: list[tuple[float, Mark]] = []
    numbered = False
    pairs = [
        (piece, clause)
        for block, clause in zip(blocks, structure.clauses, strict=True)
        for piece in (_by_lines(block) if lines and not block.row else [block])
    ]
    for block, clause in pairs:
        if clause.role is Role.SIGNATURE:
            stack = []
        mark = None if clause.role in (Role.SIGNATURE, Role.CONTENTS, Role.MARGIN) else _mark(block)
        if mark is not None and not (
            mark.kind == "bracket" and not stack and not numbered and clause.role is Role.FRONT
        ):
            stack = _placed(stack, mark)
            numbered = True
        rows.append(
            Row(
                [Piece(paper, block.start, block.end)],
                block,
                tuple(one for _, one in stack),
                clause.heading,
                clause.section,
                clause.role,
                clause.is_heading,
            )
        )
    return rows


def _by_lines(block: Block) -> list[Block]:
    """Cut a block where the next item of its list begins: "Item 2. … is deleted. Item 3. …"."""
    return [
        block.model_copy(
            update={"text": block.text[begin:end], "start": block.start + begin, "end": block.start + end}
            | ({} if not begin else {"label": "", "number": "", "typed_label": 0})
        )
        for begin, end in by_labels(block.text)
    ]


def by_labels(text: str, *, every_line: bool = False) -> list[tuple[int, int]]:
    """Return the pieces of a text that begin with labels which follow on each other; half-open offsets."""
    starts = [0]
    last = label_of(text)
    for found in re.finditer(r"(?<=[.;:])[ \t]+|\n", text):
        mark = label_of(text[found.end() : found.end() + _LONGEST_LABEL])
        line = "\n" in found[0]
        if (line and (mark or every_line)) or (mark and last and follows(mark[0], last[0])):
            starts.append(found.end())
            last = mark or last
    ends = [*starts[1:], len(text)]
    pieces = [(begin, begin + len(text[begin:end].rstrip())) for begin, end in zip(starts, ends, strict=True)]
    return [(begin + len(text[begin:end]) - len(text[begin:end].lstrip()), end) for begin, end in pieces if begin < end]


def follows(mark: Mark, last: Mark) -> bool:
    """Return True for the next label of a list."""
    one, other = last.parts[-1], mark.parts[-1]
    if mark.kind != last.kind or mark.word != last.word or mark.parts[:-1] != last.parts[:-1]:
        return False
    if one.isdigit() and other.isdigit():
        return int(other) == int(one) + 1
    return len(one) == len(other) == 1 and ord(other) == ord(one) + 1


def _mark(block: Block) -> Mark | None:
    if block.label and not block.typed_label:  # an automatic number, which is no part of the text
        found = label_of(f"{block.label} A")
        if found is None or found[0].kind != "bracket":
            full = label_of(f"{block.number} A") if block.number else None
            return full[0] if full else (found[0] if found else None)
        return found[0]
    found = label_of(block.text)
    if found is None and block.typed_label:
        return Mark("", "", parts_of(block.number))  # numbered in a way of its own: "5/2", "1.ª.2", "Para 4"
    return found[0] if found and not (found[0].word and FINITE.match(block.text, found[1])) else None


def _placed(stack: list[tuple[float, Mark]], mark: Mark) -> list[tuple[float, Mark]]:
    """Return the open labels with a new one, those that it closes left off."""
    if mark.kind != "bracket":
        own = mark.rank
        numeral = next((open_ for rank, open_ in stack if rank == own and from_roman(open_.parts[0])), None)
        if mark.kind == "" and len(mark.parts) == 1 and mark.parts[0].isdigit() and numeral:
            own += _BELOW  # "1." below "V. AUDIT"
        kept = [(rank, open_) for rank, open_ in stack if rank < own]
        return [*kept, (own, mark)]
    style = _style(mark.parts[-1], stack)
    outer = [(rank, one) for rank, one in stack if rank < style]
    above = outer[-1][1].parts if outer and outer[-1][1].kind not in RANKS else ()
    if not above and outer:
        above = outer[-1][1].parts if outer[-1][1].kind == "article" else ()
    return [*outer, (style, Mark("bracket", "", (*above, *mark.parts)))]


def _style(part: str, stack: Sequence[tuple[float, Mark]]) -> float:
    """Rank a bracketed label by its depth: (1), then (a), then (i)."""
    if part.isdigit():
        return 5.0
    last = next((one.parts[-1] for rank, one in reversed(stack) if rank == 5.5), "")
    follows = len(part) == 1 and len(last) == 1 and ord(part) == ord(last) + 1
    return 5.7 if re.fullmatch(r"[ivx]+", part) and not follows else 5.5


def labels(rows: Iterable[Row]) -> frozenset[str]:
    """Return the labels that a contract prints without a word: "GC 9.2", "D1", "¶3", "9.1"."""
    found = set()
    for row in rows:
        automatic = row.block.label and not row.block.typed_label
        text = row.block.label if automatic else row.block.text
        own = label_of(f"{text} A" if automatic else text)
        if own and own[0].kind in ("", "clause"):
            printed = text.strip(" .):") if automatic else text[: own[1]].strip().rstrip(".):")
            if own[0].word in ("", "§", "¶") and not printed[:2].islower():
                found.add(printed)
        elif own is None and row.block.typed_label and row.block.start == row.pieces[0].start:
            found.add(row.block.number)
    return frozenset(found)
