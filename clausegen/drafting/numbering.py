"""Numbers for pieces and references to them: 1, 1.1, (a), (i)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from clausegen.drafting.clauses import Piece
from clausegen.drafting.signed_agreement import SignedAgreement
from clausegen.drafting.templates import Line
from clausegen.errors import DataError, DraftRefused, Problem
from clausegen.model import Paragraph, ParagraphKind, Run, runs, spoken, to_letters, to_roman, wider


def numbered(
    pieces: Iterable[Piece], *, first: int = 1, resolve: Callable[[str], str] | None = None
) -> tuple[Paragraph, ...]:
    """Pieces as numbered clauses, references among them resolved.

    ``resolve`` says how a reference that leads out of these pieces is printed; without it the heading is
    used ("the clause on suspension").
    """
    placed: list[tuple[Piece, Paragraph]] = []
    counter = Counter(first)
    known: dict[str, str] = {}
    for piece in pieces:
        label, number = counter.next(piece.level)
        anchor = anchor_of(piece, known)
        paragraph = Paragraph(
            kind=ParagraphKind.CLAUSE if piece.level else ParagraphKind.TEXT,
            level=piece.level,
            label=label,
            number=number,
            anchor=anchor,
            requirement=piece.requirement,
            element=piece.element,
        )
        if anchor:
            known[anchor] = spoken(paragraph)
        placed.append((piece, paragraph))

    def printed(target: str) -> str:
        if found := next((known[name] for name in wider(target) if name in known), ""):
            return found
        if resolve:
            return resolve(target)
        return f"the clause on {target.partition('.')[0].replace('-', ' ')}"

    return tuple(paragraph.with_words(runs(piece.text, printed)) for piece, paragraph in placed)


def anchor_of(piece: Piece, taken: dict[str, str]) -> str:
    """The id a piece answers to: its requirement for a heading, the element for its first numbered line.

    A line with a name of its own, which is never the first, answers to that.
    """
    if piece.level == 1:
        name = piece.requirement
    elif piece.level and piece.element:
        name = f"{piece.requirement}.{piece.element}{f'.{piece.name}' if piece.name else ''}"
    else:
        return ""
    return "" if name in taken else name


@dataclass(frozen=True, slots=True)
class Form:
    """The numbers of the clauses of a document.

    ``top`` is the number of a clause, behind ``word`` ("Section ") in its label; ``cited`` the one before that of a
    sub-clause, as of "ARTICLE IX" in "Section 9.1". ``lettered`` sub-clauses are (a), and those below them (i).
    """

    top: Callable[[int], str] = str
    cited: Callable[[int], str] = str
    word: str = ""
    lettered: bool = False

    def below(self, counts: Sequence[int]) -> list[str]:
        """The marks of sub-clauses and what is below them; what was not counted has none."""
        marks = (_lettered, _small_roman, _capital) if self.lettered else (_decimal, _lettered, _small_roman)
        return [mark(count) for mark, count in zip(marks, counts, strict=False) if count]


_PLAIN = Form()


class Counter:
    """Counts one multilevel list. ``next(level)`` gives label and full number; level 0 has none.

    With ``following`` it counts on inside the clause ``first``, whose next sub-clause has that number.
    """

    def __init__(self, first: int = 1, following: int = 0, form: Form = _PLAIN) -> None:
        self._counts = [first, following - 1, 0, 0] if following else [first - 1, 0, 0, 0]
        self._form = form

    def next(self, level: int) -> tuple[str, str]:
        """Label and full number of the next paragraph at a level (1 to 4)."""
        if level == 0:
            return "", ""
        counts = self._counts
        counts[level - 1] += 1
        counts[level:] = [0] * (4 - level)
        form = self._form
        if level == 1:
            number = form.top(counts[0])
            return f"{form.word}{number}.", number
        marks = form.below(counts[1:level])
        number = form.cited(counts[0]) + "".join(marks)
        return marks[-1] if form.lettered or level > 2 else number, number


def _decimal(number: int) -> str:
    return f".{number}"


def _lettered(number: int) -> str:
    return f"({to_letters(number)})"


def _small_roman(number: int) -> str:
    return f"({to_roman(number)})"


def _capital(number: int) -> str:
    return f"({to_letters(number).upper()})"


class References:
    """The references of a document: the anchors in it, and what a reference to each prints.

    ``signed`` is the agreement to which a reference may lead instead, ``omitted`` the requirements left out of the
    deal, ``file`` the template that a fault is in.
    """

    def __init__(self, signed: SignedAgreement, omitted: Collection[str], file: str) -> None:
        self._signed, self._omitted, self._file = signed, omitted, file
        self.printed: dict[str, str] = {}

    def anchor(self, entry: Line | Piece) -> str:
        """The id that a line answers to."""
        return anchor_of(entry, self.printed) if isinstance(entry, Piece) else entry.anchor

    def runs(self, text: str) -> tuple[Run, ...]:
        """Marked text as runs. What leads to another document is no live reference: nothing here has that number.

        Raises DraftRefused for a reference to what is omitted and DataError for one to nothing.
        """
        found = runs(text, self._resolve)
        return tuple(run if not run.target or self._is_here(run.target) else Run(run.text, run.bold) for run in found)

    def _is_here(self, target: str) -> bool:
        """True when a reference leads into this document, not to a clause left to the signed agreement."""
        leads = (name in self.printed for name in wider(target) if name in self.printed or self._signed.is_left(name))
        return next(leads, False)

    def _resolve(self, target: str) -> str:
        """Print a reference. An element that is not due is found in the clause of its requirement."""
        for name in wider(target):
            if name in self.printed:
                return self.printed[name]
            if self._signed.is_left(name):
                return self._signed.clause(name)
        name = target.partition(".")[0]
        if name in self._omitted:
            raise DraftRefused([f"omit.{name}: it cannot be left out, because another clause refers to it."])
        raise DataError(
            [Problem(file=self._file, expected=f"a clause or schedule {target!r}, to which a clause refers")]
        )


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
        label = f"({count})" if kind is ParagraphKind.PARTY else f"({to_letters(count).upper()})"
        return label, label

    def _item(self, level: int) -> tuple[str, str]:
        self._items[level - 1] += 1
        self._items[level:] = [0] * (3 - level)
        first, letter, roman = self._items
        labels = [f"{first}."]
        labels += [f"({to_letters(letter)})"] if letter else []
        labels += [f"({to_roman(roman)})"] if roman else []
        return labels[-1], str(first) + "".join(labels[1:])
