"""Find the sentences of a contract that cite its clauses by number."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from clausegen.amendments.change import Change
from clausegen.amendments.forms import compiled, place_words, spelled
from clausegen.amendments.instructions import Span, instructions
from clausegen.amendments.locate import Terms, Unlocated
from clausegen.amendments.outline import labels, outline
from clausegen.amendments.own import is_amendment
from clausegen.amendments.places import Place, Scanner
from clausegen.amendments.sentences import finite
from clausegen.model import OperationKind, Structure
from clausegen.runtime import regex

_TITLE: Final = 400  # characters that hold the title of an agreement
_NUMBER: Final = regex(r"\d|\b[IVX]+\b")
_ROW: Final = regex(r"\s*[:|–—-]")  # "Clause 9: not applicable", "Clause 9 | deleted"
_LETTERS: Final = regex(r"[A-Z]+\d*[A-Z]\b")  # a name that looks like a label: "W2E"
_LONGEST: Final = 500  # characters of a sentence that are shown to the reader, with the citation in the middle
# Sentences that stand in one block with others: the numbers of clauses and abbreviations end none.
_BREAK: Final = regex(r"(?<=[a-z)”\"][a-z)”\"][a-z)”\"][.;])\s+(?=[A-Z(“\"\d])")
_THIS: Final = regex(r"\bthis\s+(?P<kind>clause|section|article|paragraph|condition)\b(?!\s*[\d(])", re.IGNORECASE)
_SHORT: Final = 12  # words of a sentence about its own clause; what a longer one says is read with the clause
_LABEL: Final = regex(r"\W*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|\(?\w{1,3}\))\s+")
_OWN: Final = regex(r"\b(?:this|present|diese[rsmn]?|cet(?:te)?|est[ea])\s+$", re.IGNORECASE)  # "this clause 9"


class Citation(NamedTuple):
    """A sentence that cites clauses: its words for the reader, where in them the number begins, and as they stand.

    ``target`` is what it cites, as printed.

    ``clauses`` are the indexes of the clauses meant, ``speaking`` is that of the clause that speaks, -1 for none, and
    ``by`` where that stands ("clause 9"), "" for none.
    """

    words: str
    at: int
    quote: str
    target: str
    by: str
    speaking: int
    clauses: frozenset[int]


class Citations:
    """The citations of clauses in a contract, found when they are first asked for."""

    def __init__(self, structure: Structure) -> None:
        self._structure = structure

    def of(self, clause: int) -> list[Citation]:
        """Return the citations of a clause, by its index, or of one that holds it; in reading order."""
        return [citation for citation in self._all if clause in citation.clauses]

    @functools.cached_property
    def _all(self) -> tuple[Citation, ...]:
        return tuple(self._found())

    def _found(self) -> Iterator[Citation]:
        structure = self._structure
        if is_amendment(structure.document):
            return  # what an amendment says of clauses is read as operations
        text = structure.document.text
        lines = outline(structure, 0, lines=True)
        rows = outline(structure, 0)
        terms = Terms(rows, [text])
        scanner = Scanner(labels(lines), text[:_TITLE])
        for instruction in instructions(text, lines, margins=True):
            for span in instruction.sentences:
                plain = instruction.plain(span)
                if (found := _THIS.search(plain)) and len(plain.split()) <= _SHORT:
                    yield from self._of_its_own(span.start + found.start("kind"), text[span.start : span.end])
                if _place().search(plain.casefold()):
                    for place in scanner.places(plain):
                        meant = self._meant(terms, place, plain, span)
                        if meant:
                            yield self._citation(span, place, plain, meant)

    def _meant(self, terms: Terms, place: Place, plain: str, span: Span) -> frozenset[int]:
        """The clauses that a place means, without the one that speaks; none in doubt."""
        printed = plain[place.start : place.end]
        attached = place.kind in ("schedule", "part")  # the reader was never taught what is said of these
        if attached or _OWN.search(plain, 0, place.start) or not _NUMBER.search(printed) or _LETTERS.match(printed):
            return frozenset()
        heading = not plain[: place.start].strip(" .()\t") and not finite(plain, place.end)
        row = _ROW.match(plain, place.end)
        if heading and not (row and ("|" in plain or compiled("forms.blank").fullmatch(plain, row.end()))):
            return frozenset()
        speaking = self._structure.clause_at(span.start + place.start)
        try:
            change = Change(OperationKind.OVERRIDES, 0, 0, places=(place,))
            meant = frozenset(part[0] for part in terms.targets(change))
        except Unlocated as missing:  # "Section 1" of several annexes means each
            meant = frozenset(part[0] for part in missing.parts)
        return meant - {speaking.index} if speaking else meant

    def _of_its_own(self, at: int, words: str) -> Iterator[Citation]:
        """A short sentence about "this clause", read as one that gives the number of the clause in which it stands."""
        speaking = self._structure.clause_at(at)
        number = speaking.number.split(".")[0] if speaking else ""
        if speaking and number.isdigit():
            same = (clause for clause in self._structure.clauses if clause.number.split(".")[0] == number)
            own = _LABEL.sub("", words, count=1) if words.lstrip()[:1].isdigit() else words
            said = _THIS.sub(rf"\g<kind> {number}", own, count=1).strip()
            yield Citation(
                words=said,
                quote=own.strip(),
                at=said.index(f" {number}") + 1,
                target="its own clause",
                by=speaking.place,
                speaking=speaking.index,
                clauses=frozenset(clause.index for clause in same if clause.section == speaking.section)
                - {speaking.index},
            )

    def _citation(self, span: Span, place: Place, plain: str, meant: frozenset[int]) -> Citation:
        text = self._structure.document.text
        printed = text[span.start + place.start : span.start + place.end]
        number = _NUMBER.search(printed)
        at = span.start + place.start + (number.start() if number else 0)
        breaks = [found.end() for found in _BREAK.finditer(text, span.start, span.end)]
        begin = max([span.start, at - _LONGEST // 2, *(end for end in breaks if end <= at)])
        end = min([span.end, begin + _LONGEST, *(end for end in breaks if end > at)])
        label = _LABEL.match(text, begin, end)  # the reader was taught on sentences without their own numbers
        begin = label.end() if label and label.end() <= span.start + place.start else begin
        speaking = self._structure.clause_at(at)
        quote = text[begin:end].rstrip()
        return Citation(
            words=quote.replace("\n", "|") if "|" in plain else quote,
            quote=quote,
            at=at - begin,
            target=" ".join(printed.split()).strip(" ,"),
            by=speaking.place if speaking else "",
            speaking=speaking.index if speaking else -1,
            clauses=meant,
        )


@functools.cache
def _place() -> re.Pattern[str]:
    """A pattern for what may be a place, in small letters, which is found sooner than places are read."""
    return re.compile(
        rf"(?:(?<!\w)(?:{place_words()})\W{{0,2}}(?:\w{{1,3}}\W{{1,2}})?(?:\d|[ivx]|{spelled()})|[§¶]|\d\.\d)"
    )
