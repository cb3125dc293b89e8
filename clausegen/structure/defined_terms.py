"""Defined terms: in quotation marks, in brackets behind their meaning, in tables, and plain under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from clausegen.model import Clause, Definition, Document
from clausegen.runtime import regex

DEFINITIONS_HEADING = regex(
    r"^\W*(?:(?:article|section|clause)\s+)?(?:\d[\d.]*\s*)?"
    r"(definitions?|interpretation|definitions? and interpretation|defined terms|"
    r"begriffsbestimmungen|définitions?|definiciones)\b",
    re.IGNORECASE,
)
_SAYS = r"(?:shall\s+)?(?:means?|has the meaning|includes?|refers? to|is|are|bedeutet|désigne|significa)\b"
_QUOTED = regex(
    r"^\W*(?:\([a-z0-9]+\)\s*)?[“„«\"*]{1,3}(?P<term>[^”“»\"*\n]{2,60})[”“»\"*]{1,3}\s*(?:\([^)]{0,40}\)\s*)?"
    rf"(?:{_SAYS}|[:–—])",
    re.IGNORECASE,
)
# Without quotation marks only "means" defines, and only where terms are expected.
_PLAIN = regex(
    r"^(?!(?i:this|that|it|which|what|such)\b)(?P<term>[A-Z][\w’'&/-]*(?:\s+(?:of|and|or|the|for|to|[A-Z][\w’'&/-]*)){0,6})"
    r"\s*(?:(?:shall\s+)?(?:means?|has the meaning)\b|[:–—]\s+(?=\S+\s+\S+\s+\S))"
)
_INLINE = regex(
    r"\(\s*(?:together,?\s*|each,?\s*|collectively,?\s*|hereinafter\s*|the\s+|an?\s+)*"
    r"[“\"](?P<term>[^”\"\n]{2,50})[”\"]\s*\)"
)
_COLUMNS = regex(r"^\W*(?:defined\s+)?(?:terms?|expressions?|words?|begriff|terme|término)\W*$", re.IGNORECASE)
_TERM_IN_CELL = regex(r"^[“„«\"*]{0,3}(?P<term>[A-Z][^”“»\"*\n.;:]{1,60}?)[”“»\"*]{0,3}\s*:?$")
_WORDS_IN_TERM = 8


def defines(words: str, heading: str) -> bool:
    """Return True when ``words`` (number left off) define a term; ``heading`` is the one above them."""
    return _defined(words, heading) is not None


def _defined(words: str, heading: str) -> re.Match[str] | None:
    found = _QUOTED.match(words)
    if found is None and _heads_definitions(heading):
        found = _PLAIN.match(words)
    return found


@lru_cache(maxsize=256)
def _heads_definitions(heading: str) -> bool:
    """Return True for a heading of definitions; all clauses below it ask."""
    return DEFINITIONS_HEADING.match(heading) is not None


def definitions(document: Document, clauses: Sequence[Clause]) -> Iterator[Definition]:
    """Yield every defined term with the words that define it, in reading order."""
    tabled = {definition.start: definition for definition in _tabled(document, clauses)}
    for clause in clauses:
        text = document.text[clause.start : clause.end]
        if clause.start in tabled:
            yield tabled[clause.start]
        elif found := _defined(document.text[clause.body : clause.end], clause.heading) or _QUOTED.match(text):
            yield Definition(term=found.group("term").strip(), start=clause.start, end=clause.end)
        for inline in _INLINE.finditer(text):
            before = max(text.rfind(". ", 0, inline.start()), text.rfind(";", 0, inline.start())) + 1
            yield Definition(
                term=inline.group("term").strip(), start=clause.start + before, end=clause.start + inline.end()
            )


def _tabled(document: Document, clauses: Sequence[Clause]) -> Iterator[Definition]:
    """Yield terms in the first column of a table and their meanings in the second."""
    expected = ""  # the table whose head row announces terms
    blocks = list(document.agreed_blocks())
    for row, members in groupby(zip(blocks, clauses, strict=True), lambda pair: pair[0].row):
        cells = list(members)
        if not row or len(cells) < 2:
            continue
        table = row.rpartition("r")[0]
        (first, head), (_, last) = cells[0], cells[-1]
        if _COLUMNS.match(first.text):
            expected = table
            continue
        found = _TERM_IN_CELL.match(first.text)
        meant = document.text[cells[1][1].start : last.end]
        quoted = first.text[:1] in '“„«"' and len(meant.split()) > 3
        if (
            found
            and len(found["term"].split()) <= _WORDS_IN_TERM
            and len(meant.split()) > 1
            and (quoted or table == expected or _heads_definitions(head.heading))
        ):
            yield Definition(term=found["term"].strip(), start=head.start, end=last.end)
