"""Find names of clauses, schedules and parts of them. Citations and amendments do, most clauses do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from clausegen.model import Clause, Document

# What all words in small letters begin with by which ``references`` and ``operation_forms`` name clauses, schedules
# and what is in them ("sub-clause" aside). Looking for plain strings is quick, their patterns are not.
_STEMS = (
    *("section", "clause", "article", "paragraph", "condition", "item", "recital", "§"),
    *("schedule", "annex", "appendi", "exhibit", "attachment"),
    *("artikel", "ziffer", "abschnitt", "anlage", "anhang", "cláusula", "artículo", "anexo"),
)
# Letters that re.IGNORECASE takes for "i" and "s", and str.lower does not.
_ALSO = (("i\u0307", "i"), ("ı", "i"), ("ſ", "s"))


def places(text: str) -> list[int]:
    """Offsets at which a word may stand that names a clause, a schedule or a part of one, in order."""
    small = text.lower()
    for letter, plain in _ALSO:
        small = small.replace(letter, plain)
    if len(small) != len(text):  # offsets have shifted
        return list(range(len(text)))
    return sorted(at for stem in _STEMS if stem in small for at in _each(small, stem))


def _each(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def naming(document: Document, clauses: Sequence[Clause]) -> Mapping[int, Sequence[int]]:
    """For the index of each clause that may name a part of a contract, the offsets at which it may do so."""
    found = ((clause, places(document.text[clause.start : clause.end])) for clause in clauses)
    return {clause.index: [clause.start + at for at in inside] for clause, inside in found if inside}
