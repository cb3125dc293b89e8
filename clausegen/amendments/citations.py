"""Find the sentences of a contract that cite its clauses by number."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Set
from typing import Final, NamedTuple

from clausegen.amendments.forms import compiled, counted, ordinals, place_words, spelled
from clausegen.amendments.instructions import Span, instructions
from clausegen.amendments.mentions import names_item_of_paper, of_another
from clausegen.amendments.outline import FINITE, Mark, labels, month_pattern, outline, parts_of
from clausegen.amendments.own import is_amendment
from clausegen.amendments.places import Place, Scanner, paper_names
from clausegen.amendments.reach import Reach, TooMuch
from clausegen.amendments.sentences import finite
from clausegen.model import Consolidated, Role, Structure
from clausegen.runtime import regex

_TITLE: Final = 400  # characters that hold the title of an agreement
# "Clause 9: not applicable", "Clause 9 | deleted", "Clause 9 (Audit): disapplied"
_ROW: Final = regex(r"\s*(?P<title>\([^()\n]{1,80}\))?\s*[:|–—-]")
_KIND: Final = regex(r"[^\W\d_]+\.?(?: [A-Z]{1,4})?")  # "Art. CP" before the 8 of "Art. CP8 – Lieu"
_TITLED: Final = regex(r"\s*[–—:.-]\s*[A-ZÀ-Þ]")
_GOES_ON: Final = regex(r",?\s+[a-zà-ÿ]")  # "Clause 5 operates for 120 days", where a title has a capital
_LETTERS: Final = regex(r"[A-Z]+\d*[A-Z]\b(?![.(/-])")  # a name that looks like a label: "W2E"
_LONGEST: Final = 500  # characters of a sentence that are shown to the reader, with the citation in the middle
# Sentences that stand in one block with others: the numbers of clauses and abbreviations end none.
_BREAK: Final = regex(r"(?<=[a-z)”\"][a-z)”\"][a-z)”\"][.;])\s+(?=[A-Z(“\"\d])")
_THIS: Final = regex(r"\bthis\s+(?P<kind>clause|section|article|paragraph|condition)\b(?!\s*[\d(])", re.IGNORECASE)
# "GC 4", "to go: 2, 4 and 9": numbers without a word before them.
_BARE: Final = regex(
    r"(?<![\w.,/€$£§+-])(?P<short>[A-Z]{2,4} ?)?(?P<number>\d{1,3}(?:\.\d{1,2})*(?:\(\w{1,3}\))*)(?![\w%/]|[.,]\d|-\w)"
)
_NAME: Final = regex(r"[^\W\d_][^\w|]+(?:\w+ )*?[A-ZÀ-Þ][a-zà-ÿ]+\.? $")  # "for Lot 4": something else is numbered
_NOTHING_COUNTED: Final = regex(r"\)?+\s*(?:$|[^\w\s]|\w{1,3}(?!\w))")  # "four (4) days" counts days
_NEAR: Final = 60  # characters before a number that say what it numbers
_SHORT: Final = 12  # words of a sentence about its own clause; what a longer one says is read with the clause
_LABEL: Final = regex(r"\W*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|\(?\w{1,3}\)|[A-Z]{1,4}[ -]?\d{1,3}[.:)]?)\s+")
# "SC 3 (to Article 6)": what a special condition is about. The sentence that follows may say "the Article".
_ABOUT: Final = regex(r"\((?:to|re|ad|on|zu|à|a)?\s*[^()\n]{2,40}\)\s*", re.IGNORECASE)
_OWN: Final = regex(r"\b(?:this|present|diese[rsmn]?|cet(?:te)?|est[ea])\s+$", re.IGNORECASE)  # "this clause 9"


class Citation(NamedTuple):
    """A sentence that cites clauses: its words for the reader, where in them the number begins, and as they stand.

    ``target`` is what it cites, as printed.

    ``clauses`` are the indexes of the clauses meant, ``speaking`` is that of the clause that speaks, which may be among
    them, -1 for none, and ``by`` where that stands ("clause 9"), "" for none.
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
        """Return what others say of a clause, by its index, or of one that holds it; in reading order."""
        return [citation for citation in self._all if clause in citation.clauses and clause != citation.speaking]

    @functools.cached_property
    def _all(self) -> tuple[Citation, ...]:
        return tuple(self._found())

    def _found(self) -> Iterator[Citation]:
        structure = self._structure
        if is_amendment(structure.document) and not isinstance(structure, Consolidated):
            return  # what an amendment says of clauses is read as operations, the rest with the contract
        text = structure.document.text
        lines = outline(structure, 0, lines=True)
        reach = Reach(structure)
        scanner = Scanner(labels(lines), text[:_TITLE])
        known = {
            mark.parts[0] for row in reach.rows for mark in row.chain[:1] if mark.kind in ("", "clause", "article")
        }
        for instruction in instructions(text, lines, margins=True):
            for span in instruction.sentences:
                plain = instruction.plain(span)
                if (found := _THIS.search(plain)) and len(plain.split()) <= _SHORT:
                    yield from self._of_its_own(span.start + found.start("kind"), text[span.start : span.end])
                named = scanner.places(plain) if _place().search(plain.casefold()) else []
                elsewhere = {place.group for place in named if of_another(plain[place.end :], scanner.title)}
                places = [place for place in named if place.group not in elsewhere]
                bare = () if self._lists_pages(span) else _bare(plain, known, named)
                for place in (*places, *bare):
                    meant = self._meant(reach, place, plain, span)
                    if meant := self._of_papers(meant) if names_item_of_paper(place, plain) else meant:
                        yield self._citation(span, place, plain, meant)

    def _lists_pages(self, span: Span) -> bool:
        """Return True for a line of a table of contents: the number at its end is that of a page."""
        speaking = self._structure.clause_at(span.start)
        return speaking is not None and speaking.role is Role.CONTENTS

    def _meant(self, reach: Reach, place: Place, plain: str, span: Span) -> frozenset[int]:
        """Return the clauses that a place means; none in doubt, and where only the one that speaks is meant."""
        printed = plain[place.start : place.end]
        attached = place.kind in ("schedule", "part")  # the reader was never taught what is said of these
        named = _LETTERS.match(printed) and counted(printed) is None
        if attached or _OWN.search(plain, 0, place.start) or not _number().search(printed) or named:
            return frozenset()
        before = plain[: place.start].strip(" .()\t")
        titled = not before or (_KIND.fullmatch(before) and _TITLED.match(plain, place.end))
        heading = titled and not finite(plain, place.end) and not _GOES_ON.match(plain, place.end)
        row = _ROW.match(plain, place.end)
        says = row and (row["title"] or "|" in plain or compiled("forms.blank").fullmatch(plain, row.end()))
        if heading and not says:
            return frozenset()
        speaking = self._structure.clause_at(span.start + place.start)
        try:
            meant = reach.cited(place)
        except TooMuch:  # no contract cites so much: any clause may be meant
            meant = frozenset(range(len(reach.rows)))
        return frozenset() if speaking and meant == {speaking.index} else meant

    def _of_papers(self, meant: frozenset[int]) -> frozenset[int]:
        """Those of the clauses meant that a paper has brought, where it is known which these are."""
        structure = self._structure
        if not isinstance(structure, Consolidated):
            return meant
        clauses = ((index, structure.clauses[index]) for index in meant)
        return frozenset(i for i, own in clauses if any(o[0].part for o in structure.origins(own.start, own.start + 1)))

    def _of_its_own(self, at: int, words: str) -> Iterator[Citation]:
        """Yield a short sentence about "this clause", read as one that gives the number of its own clause."""
        speaking = self._structure.clause_at(at)
        number = speaking.number.split(".")[0] if speaking else ""
        if speaking and number.isdigit():
            own = _LABEL.sub("", words, count=1) if words.lstrip()[:1].isdigit() else words
            said = _THIS.sub(rf"\g<kind> {number}", own, count=1).strip()
            yield Citation(
                words=said,
                quote=own.strip(),
                at=said.index(f" {number}") + 1,
                target="its own clause",
                by=speaking.place,
                speaking=speaking.index,
                clauses=self._numbered[speaking.section, number],
            )

    @functools.cached_property
    def _numbered(self) -> dict[tuple[int, str], frozenset[int]]:
        """The clauses of each section that begin with a number."""
        found: dict[tuple[int, str], list[int]] = {}
        for clause in self._structure.clauses:
            found.setdefault((clause.section, clause.number.split(".")[0]), []).append(clause.index)
        return {key: frozenset(indexes) for key, indexes in found.items()}

    def _citation(self, span: Span, place: Place, plain: str, meant: frozenset[int]) -> Citation:
        text = self._structure.document.text
        printed = text[span.start + place.start : span.start + place.end]
        number = _number().search(printed)
        at = span.start + place.start + (number.start() if number else 0)
        breaks = [found.end() for found in _BREAK.finditer(text, span.start, span.end)]
        begin = max([span.start, at - _LONGEST // 2, *(end for end in breaks if end <= at)])
        end = min([span.end, begin + _LONGEST, *(end for end in breaks if end > at)])
        label = _LABEL.match(text, begin, end)  # the reader was taught on sentences without their own numbers
        begin = label.end() if label and label.end() <= span.start + place.start else begin
        speaking = self._structure.clause_at(at)
        quote = text[begin:end].rstrip()
        about = _ABOUT.match(text, begin, end)
        if about and at < about.end():  # "(to Article 6) Deleted" is read as "Article 6: Deleted"
            words = f"{printed.strip()}: {text[about.end() : end].rstrip()}"
            cited = at - span.start - place.start - (len(printed) - len(printed.lstrip()))
        else:
            begin = about.end() if about else begin
            words, cited = text[begin:end].rstrip(), at - begin
        return Citation(
            words=words.replace("\n", "|") if "|" in plain else words,
            quote=quote,
            at=cited,
            target=" ".join(printed.split()).strip(" ,"),
            by=speaking.place if speaking else "",
            speaking=speaking.index if speaking else -1,
            clauses=meant,
        )


def _bare(plain: str, known: Set[str], taken: Iterable[Place]) -> Iterator[Place]:
    """Yield numbers that are first parts of ``known`` labels and stand where a place can, "under EIGHTH" too.

    What they mean is for a reader of the words to say. Those in places that are ``taken`` and in names of papers are
    left out.
    """
    worded = (found for found in _ordinal().finditer(plain) if found["number"][0].isupper() and found.start())
    for found in (*_BARE.finditer(plain), *worded):
        start, end = found.span("number")
        parts = parts_of(found["number"])
        short = found.start() < start
        if (
            parts[0] not in known
            or any(place.start < end and start < place.end for place in taken)
            or month_pattern().match(plain, end)
            or (not short and _NAME.search(plain, max(0, start - _NEAR), start))
        ):
            continue
        stands = short or _NOTHING_COUNTED.match(plain, end) or FINITE.match(plain, end)
        if stands and not any(name.start < end and start < name.end for name in paper_names(plain)):
            yield Place(start, end, (Mark("", "", parts),))


@functools.cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<number>{ordinals()})(?!\w)", re.IGNORECASE)


@functools.cache
def _number() -> re.Pattern[str]:
    """Return a pattern for the number of a place: "9.1", "IV", "eighth"."""
    return re.compile(rf"\d|\b[IVX]+\b|(?i:\b(?:{spelled()})\b)")


@functools.cache
def _place() -> re.Pattern[str]:
    """Return a pattern for what may be a place, in small letters, which is found sooner than places are read."""
    return re.compile(
        rf"(?:(?<!\w)(?:{place_words()})\W{{0,2}}(?:\w{{1,3}}\W{{1,2}})?(?:\d|[ivx]|{spelled()})|[§¶]|[\divx]\.\d|\d[/-]\d|\d\.?[ªº°])"
    )
