"""Words of a clause that another clause strikes out, of the same document or of an amendment read with it.

"The words 'without notice' in clause 5 are deleted", said in special conditions, leaves clause 5 standing without
them. Clauses that go as a whole are marked FORMER instead (see ``operations``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clausegen.model import BINDING, Clause, Document, Operation, OperationKind, Struck, Structure
from clausegen.runtime import regex
from clausegen.structure import LINKS

_TAKES = regex(r"delet|str[iu]|remov|cancel|replac|substitut|gestrichen|ersetzt|supprim|suprimi|remplac|sustitu", re.I)
_AND_MORE = regex(r"[”\"»“]\s*(?:,\s*(?:and|or)?|and|or|und|et|y)\s*[“\"„«](?P<words>[^“”\"„«»]{1,300})[”\"»“]")
_LEAST = 3  # letters below which quoted words cannot be told from others


def struck(document: Document, clauses: Sequence[Clause], changes: Sequence[Operation]) -> tuple[Struck, ...]:
    """What operations of a document strike out of its own clauses, in the order of the operations.

    Where the words are quoted, each place in which they stand; where they are not, or do not stand there as quoted,
    the whole clause, marked as not located. Parts of a part ("the second sentence in clause 7 of Schedule 1") are
    left alone: which clause is meant cannot be told for certain.
    """
    return tuple(
        found
        for change in changes
        for found in struck_from(
            document.text,
            [(clauses[index].body, clauses[index].end) for index in change.clauses if clauses[index].role in BINDING],
            change,
            next((one.number or one.label for one in clauses if one.start <= change.start < one.end), ""),
        )
    )


def struck_from(text: str, targets: Sequence[tuple[int, int]], change: Operation, by: str) -> Iterator[Struck]:
    """What one operation strikes out of its ``targets``, half-open offsets; ``by`` is the clause that says it."""
    takes = change.former_end > change.former_start or _TAKES.search(text, change.start, change.end)
    if change.kind is not OperationKind.AMENDED or not takes or len(LINKS.findall(change.target)) > 1:
        return
    quoted = _quoted(text, change)
    places = [place for target in targets for words in quoted for place in _places(text, target, words)]
    for start, end in places:
        yield Struck(start=start, end=end, by=by, target=change.target)
    if not places:
        for start, end in targets:
            yield Struck(start=start, end=end, by=by, target=change.target, located=False)


def _quoted(text: str, change: Operation) -> list[str]:
    """The quoted words that go: “at once” and “without notice”."""
    words = [text[change.former_start : change.former_end]]
    at = change.former_end
    while at and (more := _AND_MORE.match(text, at)):
        words.append(more["words"])
        at = more.end() - 1
    return [one.strip(" .,;:") for one in words]


def _places(text: str, target: tuple[int, int], words: str) -> Iterator[tuple[int, int]]:
    if len(words) < _LEAST:
        return
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", text[slice(*target)], re.IGNORECASE):
        yield target[0] + found.start(), target[0] + found.end()


def as_agreed(structure: Structure) -> Structure:
    """The structure with words that are struck out, or not agreed, blanked out; offsets as before."""
    before = structure.document.text
    located = [(one.start, one.end) for one in structure.struck if one.located]
    text = _blanked(before, [*located, *((one.start, one.end) for one in structure.unagreed)])
    leads = {}  # a lead-in governs items below it, which repeat its words
    for clause in structure.clauses:
        old = before[clause.body : clause.end].strip()
        if old and (new := text[clause.body : clause.end].strip()) != old:
            leads[old] = new
    clauses = tuple(_led(clause, leads) if clause.lead_in else clause for clause in structure.clauses)
    document = structure.document.model_copy(update={"text": text})
    return structure.model_copy(update={"document": document, "clauses": clauses})


def _blanked(text: str, ranges: Sequence[tuple[int, int]]) -> str:
    pieces = []
    at = 0
    for start, end in sorted(ranges):
        if end > at:
            pieces += [text[at : max(start, at)], " " * (end - max(start, at))]
            at = end
    return "".join((*pieces, text[at:]))


def _led(clause: Clause, leads: dict[str, str]) -> Clause:
    """A clause whose lead-in is put as it is now."""
    lead_in = clause.lead_in
    for old, new in leads.items():
        lead_in = lead_in.replace(old, new)
    return clause if lead_in == clause.lead_in else clause.model_copy(update={"lead_in": lead_in})
