"""Map each line of a document to its number among clauses, parties, recitals and schedules."""

from __future__ import annotations

from collections.abc import Mapping

from clausegen.drafting.clauses import Piece
from clausegen.drafting.numbering import Counter, alphabetic, roman_numeral
from clausegen.drafting.templates import Line
from clausegen.model import Paragraph, ParagraphKind


class Places:
    """Counts everything a document numbers. ``items`` starts with items instead of clauses.

    ``codes`` are those of the elements, by "requirement.element".
    """

    def __init__(self, items: bool, schedule_word: str, codes: Mapping[str, str]) -> None:
        self._schedule_word = schedule_word
        self._codes = codes
        self._clauses = Counter()
        self._items = [0, 0, 0]
        self._count = {ParagraphKind.PARTY: 0, ParagraphKind.RECITAL: 0, ParagraphKind.SCHEDULE: 0}

    def place(self, entry: Line | Piece, anchor: str, note: str) -> Paragraph:
        """The paragraph of a line, numbered, without its words."""
        if isinstance(entry, Piece):
            kind, requirement, element = (
                (ParagraphKind.CLAUSE if entry.level else ParagraphKind.TEXT),
                entry.requirement,
                entry.element,
            )
        else:
            kind, requirement, element = entry.kind, "", ""
        label, number = self._number(kind, entry.level)
        return Paragraph(
            kind=kind,
            level=entry.level,
            label=label,
            number=number,
            anchor=anchor,
            requirement=requirement,
            element=element,
            code=self._codes.get(f"{requirement}.{element}", "") if element else "",
            note=note,
        )

    def _number(self, kind: ParagraphKind, level: int) -> tuple[str, str]:
        if kind is ParagraphKind.CLAUSE:
            return self._clauses.next(level)
        if kind is ParagraphKind.ITEM:
            return self._item(level)
        if kind not in self._count:
            return "", ""
        self._count[kind] += 1
        count = self._count[kind]
        if kind is ParagraphKind.SCHEDULE:
            self._items = [0, 0, 0]
            label = f"{self._schedule_word} {count}"
            return label, label
        label = f"({count})" if kind is ParagraphKind.PARTY else f"({alphabetic(count).upper()})"
        return label, label

    def _item(self, level: int) -> tuple[str, str]:
        self._items[level - 1] += 1
        self._items[level:] = [0] * (3 - level)
        first, letter, roman = self._items
        labels = [f"{first}."]
        labels += [f"({alphabetic(letter)})"] if letter else []
        labels += [f"({roman_numeral(roman)})"] if roman else []
        return labels[-1], str(first) + "".join(labels[1:])
