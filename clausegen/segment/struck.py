"""Words of a clause that another clause of the same document strikes out.

"The words 'without notice' in clause 5 are deleted", said in special conditions, leaves clause 5 standing without
them. Clauses that go as a whole are marked FORMER instead (see ``operations``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clausegen.document import Document
from clausegen.regex import regex
from clausegen.segment.operation_forms import LINKS
from clausegen.segment.values import BINDING, Clause, Operation, OperationKind, Struck, Structure

_TAKES = regex(r"delet|str[iu]|remov|cancel|replac|substitut|gestrichen|ersetzt|supprim|suprimi|remplac|sustitu", re.I)
_AND_MORE = regex(r"[”\"»“]\s*(?:,\s*(?:and|or)?|and|or|und|et|y)\s*[“\"„«](?P<words>[^“”\"„«»]{1,300})[”\"»“]")
_LEAST = 3  # letters below which quoted words cannot be told from others


def struck(document: Document, clauses: Sequence[Clause], changes: Sequence[Operation]) -> tuple[Struck, ...]:
    """What operations of a document strike out of its own clauses, in the order of the operations.

    Where the words are quoted, each place in which they stand; where they are not, or do not stand there as quoted,
    the whole clause, marked as not located. Parts of a part ("the second sentence in clause 7 of Schedule 1") are
    left alone: which clause is meant cannot be told for certain.
    """
    return tuple(found for change in changes for found in _by(document.text, clauses, change))


def _by(text: str, clauses: Sequence[Clause], change: Operation) -> Iterator[Struck]:
    takes = change.former_end > change.former_start or _TAKES.search(text, change.start, change.end)
    if change.kind is not OperationKind.AMENDED or not takes or len(LINKS.findall(change.target)) > 1:
        return
    targets = [clauses[index] for index in change.clauses if clauses[index].role in BINDING]
    by = next((clause.number or clause.label for clause in clauses if clause.start <= change.start < clause.end), "")
    quoted = _quoted(text, change)
    places = [place for clause in targets for words in quoted for place in _places(text, clause, words)]
    for start, end in places:
        yield Struck(start=start, end=end, by=by, target=change.target)
    if not places:
        for clause in targets:
            yield Struck(start=clause.body, end=clause.end, by=by, target=change.target, located=False)


def _quoted(text: str, change: Operation) -> list[str]:
    """The quoted words that go: “at once” and “without notice”."""
    words = [text[change.former_start : change.former_end]]
    at = change.former_end
    while at and (more := _AND_MORE.match(text, at)):
        words.append(more["words"])
        at = more.end() - 1
    return [one.strip(" .,;:") for one in words]


def _places(text: str, clause: Clause, words: str) -> Iterator[tuple[int, int]]:
    if len(words) < _LEAST:
        return
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", text[clause.body : clause.end], re.IGNORECASE):
        yield clause.body + found.start(), clause.body + found.end()


def without_struck(structure: Structure) -> Structure:
    """The structure with struck words blanked out, offsets as before."""
    before = text = structure.document.text
    for one in structure.struck:
        if one.located:
            text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    changed = [
        clause for clause in structure.clauses if before[clause.body : clause.end] != text[clause.body : clause.end]
    ]
    clauses = structure.clauses
    for clause in changed:  # a lead-in governs items below it, which repeat its words
        old, new = before[clause.body : clause.end].strip(), text[clause.body : clause.end].strip()
        clauses = tuple(
            one.model_copy(update={"lead_in": one.lead_in.replace(old, new)}) if old and old in one.lead_in else one
            for one in clauses
        )
    document = structure.document.model_copy(update={"text": text})
    return structure.model_copy(update={"document": document, "clauses": clauses})
