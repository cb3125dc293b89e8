"""Read the rows of a form: what a contract states as "End User: the Police Service", in a table or on a line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from clausegen.model import Role, Structure
from clausegen.runtime import regex

_LINE = regex(r"(?P<label>[A-Z][\w’'/-]*(?: [\w’'/()-]+){0,5}):\s+(?P<value>\S.*)")
_WORDS_OF_A_LABEL = 6


class Row(NamedTuple):
    """A row: its label and its value as printed, and where in the text of the contract both stand."""

    label: str
    value: str
    start: int
    end: int


def form_rows(read: Structure) -> Iterator[Row]:
    """Yield the rows of two cells and the lines with a colon, clauses and definitions apart."""
    members = zip(read.document.agreed_blocks(), read.clauses, strict=True)
    for row, group in groupby(members, lambda pair: pair[0].row):
        clauses = [clause for _, clause in group if clause.role is not Role.DEFINITION]
        texts = [read.text(clause).strip() for clause in clauses]
        if row and len(texts) == 2 and 0 < len(texts[0].split()) <= _WORDS_OF_A_LABEL:
            yield Row(texts[0].rstrip(" :"), texts[1], clauses[0].start, clauses[1].end)
        elif not row:
            for clause, text in zip(clauses, texts, strict=True):
                if not clause.number and (found := _LINE.fullmatch(text)):
                    yield Row(found["label"], found["value"], clause.start, clause.end)
