"""Read what the sentences of a paper do to a contract: delete, replace, insert, restore, take back, correct."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from clausegen.amendments.change import Change
from clausegen.amendments.forms import compiled, form, verb_pattern
from clausegen.amendments.instructions import Instruction, Span
from clausegen.amendments.places import PaperName, Place, Quote, Scanner, paper_names
from clausegen.amendments.verbs import Verbs
from clausegen.model import OperationKind

_NEW_TEXT = re.compile(
    r"\b(?:new|revised|amended|replacement|substitute|neue?[rsn]?|nouveau|nouvelle)\b", re.IGNORECASE
)
_AMENDED = re.compile(
    r"(?:\s+to\s+the\s+\w+)?\s+(?:is|are|shall\s+be|wird|est)\s+(?:hereby\s+)?(?:amended|varied|modified|geändert|modifiée?)\b",
    re.IGNORECASE,
)


class _Verb(NamedTuple):
    kind: str
    start: int
    end: int


_KINDS = {
    "delete": OperationKind.DELETED,
    "replace": OperationKind.REPLACED,
    "insert": OperationKind.ADDED,
    "restore": OperationKind.RESTORED,
    "undo": OperationKind.REVOKED,
    "correct": OperationKind.CORRECTED,
    "renumber": OperationKind.RENUMBERED,
}


def changes(text: str, instructions: Sequence[Instruction], scanner: Scanner) -> Iterator[Change]:
    """Yield the operations of a paper, in order; ``text`` is its text, with which the instructions count."""
    named: tuple[PaperName, ...] = ()
    for instruction in instructions:
        reader = _Reader(text, instruction, scanner, named)
        yield from reader.changes()
        named = reader.named or named


class _Reader(Verbs):
    """Reads the sentences of one instruction."""

    def __init__(self, text: str, instruction: Instruction, scanner: Scanner, named: tuple[PaperName, ...]) -> None:
        super().__init__(text, instruction, scanner)
        self.named = named
        self._verb = ""
        self._places: tuple[Place, ...] = ()
        if self._lead:
            plain = instruction.plain_lead
            verbs = _verbs(plain)
            self._verb = next((verb.kind for verb in reversed(verbs) if verb.kind in _KINDS), "")
            self._places = self._places_of(plain, 0)
            self.named = tuple(paper_names(plain)) or named

    def changes(self) -> Iterator[Change]:
        """Yield the operations of the instruction."""
        last: Change | None = None
        for span in self._own.sentences:
            found = list(self._sentence(span))
            if (
                found
                and last
                and not found[0].places
                and found[0].what == ""
                and found[0].kind is OperationKind.REPLACED
            ):
                self._instead(last, found[0])  # "Clause 5.01 is deleted. Its place is taken by: …"
                found = found[1:]
                continue
            for change in found:
                if last is not None:
                    yield from _meant(last)
                last = change
        if last is not None:
            yield from _meant(last)

    @staticmethod
    def _instead(change: Change, instead: Change) -> None:
        if change.kind is OperationKind.DELETED:
            change.kind = OperationKind.AMENDED if change.what else OperationKind.REPLACED
            change.new, change.end = instead.new, instead.end

    def _sentence(self, span: Span) -> Iterator[Change]:
        plain = self._own.plain(span)
        if compiled("forms.hypothetical").search(plain) or compiled("forms.recital").search(plain):
            return
        verbs = [verb for verb in _verbs(plain) if not self._already(plain, verb)]
        if any(verb.kind == "never" for verb in verbs):
            return
        names = tuple(
            name._replace(start=name.start + span.start, end=name.end + span.start) for name in paper_names(plain)
        )
        names = tuple(
            name
            for name in names
            if not compiled("places.aside").search(plain[: name.start - span.start][-14:]) or verbs
        )
        self.named = names or self.named
        places = self._places_of(plain, span.start)
        quoted = [quote for quote in self._own.quotes if span.start <= quote.start < span.end]
        acting = [verb for verb in verbs if verb.kind in _KINDS]
        if not verbs and places and self._is_only_places(plain, places, span):
            blank = quoted and compiled("forms.blank").fullmatch(self._text[quoted[0].start : quoted[0].end])
            if not blank and not self._verb and not (quoted and "|" in plain):
                self._places = places
                return
        if not acting:
            if self._verb and (places or quoted):
                first = self._verb == "replace" and quoted
                acting = [_Verb(self._verb, *(2 * (0 if first else len(plain),)))]
            elif cell := self._cell(plain, span, places):
                yield cell
                return
            else:
                return
        yield from self._acts(plain, span, acting, places, quoted, names)

    @staticmethod
    def _already(plain: str, verb: _Verb) -> bool:
        """True for what an earlier paper did: "clause 2.1, as inserted by Amendment No. 1, is deleted"."""
        if verb.kind == "never":
            return False
        if re.search(form("forms.already"), plain[: verb.start], re.I):
            return True
        after = re.match(r"\s+(?:by|durch|par)\s+(?:the\s+)?", plain[verb.end :], re.I)
        names = [name.start for name in paper_names(plain)]
        return after is not None and verb.end + after.end() in names and verb.kind in ("insert", "amend", "replace")

    def _acts(
        self,
        plain: str,
        span: Span,
        verbs: list[_Verb],
        places: tuple[Place, ...],
        quoted: list[Quote],
        names: tuple[PaperName, ...],
    ) -> Iterator[Change]:
        at = span.start
        done = -1
        for index, verb in enumerate(verbs):
            if index <= done:
                continue
            following = verbs[index + 1] if index + 1 < len(verbs) else None
            begin, end = span.start + verb.start, span.start + verb.end
            stop = span.start + following.start if following else span.end
            kind = verb.kind
            if (
                kind in ("delete", "undo")
                and following
                and following.kind in ("replace", "insert")
                and self._is_instead(plain, verb, following)
            ):
                kind, end, done = "replace", span.start + following.end, index + 1
                stop = span.start + verbs[index + 2].start if index + 2 < len(verbs) else span.end
            if kind == "restore" and following and following.kind == "replace":
                end, done, stop = span.start + following.end, index + 1, span.end
            if (
                kind == "insert"
                and following
                and following.kind == "replace"
                and not [q for q in quoted if end < q.start < stop]
            ):
                continue
            before = [quote for quote in quoted if at <= quote.start < begin]
            after = [quote for quote in quoted if end <= quote.start < stop]
            subject = [place for place in places if at <= place.start < begin] or [
                place for place in places if begin <= place.start < stop
            ]
            if bare := self._scanner.bare(plain[verb.end :]):  # "Clause 4: delete 4.2"
                subject = [bare._replace(start=bare.start + end, end=bare.end + end)]
            change = Change(_KINDS[kind], at, max(end, at + 1), self._own.item)
            change.save = self._saved(plain, span, subject, places)
            change.places = tuple(place for place in subject if place not in change.save) or self._places
            self._refer(change, names, plain, span)
            getattr(self, f"_{kind}")(change, plain, span, before, after, (begin, end))
            if kind == "restore" and not change.places and at > span.start:
                continue  # "are restored … and apply again"
            named = change.what in ("beginning", "heading", "subject", "definition", "words")
            if change.places or change.names or named or (change.kind is OperationKind.REPLACED and change.new):
                yield change
                at = max(
                    [
                        end,
                        *(
                            quote.end + 1
                            for quote in quoted
                            if quote.end <= (change.new[-1].end if change.new else end)
                        ),
                    ]
                )

    def _is_instead(self, plain: str, verb: _Verb, following: _Verb) -> bool:
        between = plain[verb.end : following.start]
        rest = plain[following.start : following.end + 60]
        if "¤" in between and following.kind != "insert":
            return False
        return (
            following.kind == "replace"
            or compiled("forms.instead").search(between + rest) is not None
            or (
                (re.search(form("forms.following"), between + rest, re.I) is not None)
                and not compiled("forms.after").search(between)
            )
        )

    def _refer(self, change: Change, names: tuple[PaperName, ...], plain: str, span: Span) -> None:
        """Tell items of another paper from places of the contract."""
        items = [place for place in change.places if self._is_of_paper(place, names, plain, span)]
        amended = next((name for name in names if _AMENDED.match(plain, name.end - span.start)), None)
        if amended:
            change.names = (amended,)
        elif items:
            if not names and self.named:
                change.names = self.named[-1:]
            else:
                change.names = names[:1]
            change.places = tuple(items)
        elif names and (change.kind is OperationKind.REVOKED or not change.places):
            change.names = tuple(
                name for name in names if not compiled("places.aside").search(plain[: name.start - span.start][-12:])
            )
            if not change.names and change.kind is OperationKind.REVOKED:  # "the rights granted by Amendment No. 1"
                change.names, change.doubtful = names[:1], True

    def _is_of_paper(self, place: Place, names: tuple[PaperName, ...], plain: str, span: Span) -> bool:
        after = plain[place.end - span.start : place.end - span.start + 40]
        if re.match(rf"[^.;]{{0,24}}?\b(?:{form('places.of')})\s*(?:the\s+|that\s+)?(?:list|table)\b", after, re.I):
            return bool(names or self.named)
        for name in names:
            between = plain[place.end - span.start : name.start - span.start]
            if place.end <= name.start and re.fullmatch(
                rf"(?:(?:\s*(?:,|{form('places.and')}))?\s*(?:\([^)]*\)|[\w.()]{{1,6}})){{0,6}}\s*(?:{form('places.of')})\s*(?:the\s+|that\s+|said\s+)?(?:list\s+in\s+)?",
                between,
                re.I,
            ):
                return True
        return place.kind == "item" and bool(self.named)

    def _saved(self, plain: str, span: Span, subject: list[Place], places: tuple[Place, ...]) -> tuple[Place, ...]:
        found = compiled("forms.save").search(plain)
        return tuple(place for place in places if found and place.start >= span.start + found.end())

    def _is_only_places(self, plain: str, places: tuple[Place, ...], span: Span) -> bool:
        end = max(place.end for place in places) - span.start
        return (
            len(plain[: places[0].start - span.start].split()) <= 2
            and re.fullmatch(r"\s*(?:\([^()]*\))?\W*", plain[end:]) is not None
        )

    def _cell(self, plain: str, span: Span, places: tuple[Place, ...]) -> Change | None:
        """A row of a table that gives a place and what stands there now, in quotes or as a blank."""
        if "|" not in plain or not places:
            return None
        rest = plain[places[-1].end - span.start :]
        cells = [cell for cell in re.split(r"[|\n]", rest) if cell.strip()]
        quoted = [quote for quote in self._own.quotes if places[-1].end <= quote.start < span.end]
        change = Change(OperationKind.DELETED, places[0].start, span.end, self._own.item, places[-1:])
        if cells and compiled("forms.blank").fullmatch(cells[-1].strip()):
            return change
        if quoted and len(quoted) == 1:
            change.kind, change.new = OperationKind.REPLACED, (Span(quoted[0].start, quoted[0].end),)
            return change
        if _NEW_TEXT.search(self._own.plain_lead) and len(cells) > 0 and len(cells[-1].split()) > 2:
            start = span.start + plain.rindex(cells[-1])
            lead = len(cells[-1]) - len(cells[-1].lstrip())
            change.kind, change.new = OperationKind.REPLACED, (Span(start + lead, start + len(cells[-1].rstrip())),)
            return change
        return None


def _meant(change: Change) -> Iterator[Change]:
    """Leave off a replacement of which nothing says what is replaced."""
    if change.places or change.names or change.what:
        yield change


def _verbs(plain: str) -> list[_Verb]:
    """Return the verbs of a sentence; ones that only say that something is amended count where no other does."""
    return [_Verb(one.lastgroup or "", one.start(), one.end()) for one in verb_pattern().finditer(plain)]
