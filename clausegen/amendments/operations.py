"""Read what the sentences of a paper do to a contract: delete, replace, insert, restore, take back, correct, renumber."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from clausegen.amendments.forms import compiled, form, verb_pattern
from clausegen.amendments.instructions import Instruction, Span
from clausegen.amendments.outline import Mark
from clausegen.amendments.places import PaperName, Place, Quote, Scanner, ordinal_of, paper_names
from clausegen.model import OperationKind

_DEFINES = re.compile(r"[”\"“»]\s*(?:means?|shall\s+mean|has\s+the\s+meaning|bezeichnet|bedeutet|meint|désigne|signifie)\b", re.IGNORECASE)
_NEW_TEXT = re.compile(r"\b(?:new|revised|amended|replacement|substitute|neue?[rsn]?|nouveau|nouvelle)\b", re.IGNORECASE)
_AMENDED = re.compile(
    r"(?:\s+to\s+the\s+\w+)?\s+(?:is|are|shall\s+be|wird|est)\s+(?:hereby\s+)?(?:amended|varied|modified|geändert|modifiée?)\b", re.IGNORECASE
)
_ELLIPSIS = re.compile(r"\s*(?:\.{3}|…)\s*$")


@dataclasses.dataclass(slots=True)
class Change:
    """One operation as a paper words it: half-open offsets into the paper's text.

    ``what`` says which part of the places changes: "" all of it, "words", "sentence", "beginning", "heading",
    "subject" or "definition"; ``terms`` are the words that name it, ``former`` those that go and ``new`` those that come.
    ``at`` is where new words go: "in" for in place of others, "after", "before", "end". ``item`` are the labels of
    the paper's own item, ``label`` that of new words which do not begin with it. ``doubtful`` says that the words do
    not say how much goes; ``why`` is not empty where an operation was seen and not understood.
    """

    kind: OperationKind
    start: int
    end: int
    item: tuple[Mark, ...] = ()
    places: tuple[Place, ...] = ()
    names: tuple[PaperName, ...] = ()
    what: str = ""
    terms: tuple[str, ...] = ()
    ordinal: int | None = None
    former: tuple[str, ...] = ()
    new: tuple[Span, ...] = ()
    at: str = "in"
    anchor: str = ""
    save: tuple[Place, ...] = ()
    label: Mark | None = None
    doubtful: bool = False
    why: str = ""


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


class _Reader:
    """Reads the sentences of one instruction."""

    def __init__(self, text: str, instruction: Instruction, scanner: Scanner, named: tuple[PaperName, ...]) -> None:
        self._text = text
        self._own = instruction
        self._scanner = scanner
        self._lead = instruction.lead
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
            if found and last and not found[0].places and found[0].what == "" and found[0].kind is OperationKind.REPLACED:
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
        names = tuple(name._replace(start=name.start + span.start, end=name.end + span.start) for name in paper_names(plain))
        names = tuple(name for name in names if not compiled("places.aside").search(plain[: name.start - span.start][-14:]) or verbs)
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
        self, plain: str, span: Span, verbs: list[_Verb], places: tuple[Place, ...], quoted: list[Quote], names: tuple[PaperName, ...]
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
            if kind in ("delete", "undo") and following and following.kind in ("replace", "insert") and self._is_instead(plain, verb, following):
                kind, end, done = "replace", span.start + following.end, index + 1
                stop = span.start + verbs[index + 2].start if index + 2 < len(verbs) else span.end
            if kind == "restore" and following and following.kind == "replace":
                end, done, stop = span.start + following.end, index + 1, span.end
            if kind == "insert" and following and following.kind == "replace" and not [q for q in quoted if end < q.start < stop]:
                continue
            before = [quote for quote in quoted if at <= quote.start < begin]
            after = [quote for quote in quoted if end <= quote.start < stop]
            subject = [place for place in places if at <= place.start < begin] or [place for place in places if begin <= place.start < stop]
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
                at = max([end, *(quote.end + 1 for quote in quoted if quote.end <= (change.new[-1].end if change.new else end))])

    def _is_instead(self, plain: str, verb: _Verb, following: _Verb) -> bool:
        between = plain[verb.end : following.start]
        rest = plain[following.start : following.end + 60]
        if "¤" in between and following.kind != "insert":
            return False
        return following.kind == "replace" or compiled("forms.instead").search(between + rest) is not None or (
            re.search(form("forms.following"), between + rest, re.I) is not None
        ) and not compiled("forms.after").search(between)

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
            change.names = tuple(name for name in names if not compiled("places.aside").search(plain[: name.start - span.start][-12:]))
            if not change.names and change.kind is OperationKind.REVOKED:  # "the rights granted by Amendment No. 1"
                change.names, change.doubtful = names[:1], True

    def _is_of_paper(self, place: Place, names: tuple[PaperName, ...], plain: str, span: Span) -> bool:
        after = plain[place.end - span.start : place.end - span.start + 40]
        if re.match(rf"[^.;]{{0,24}}?\b(?:{form('places.of')})\s*(?:the\s+|that\s+)?(?:list|table)\b", after, re.I):
            return bool(names or self.named)
        for name in names:
            between = plain[place.end - span.start : name.start - span.start]
            if place.end <= name.start and re.fullmatch(
                rf"(?:(?:\s*(?:,|{form('places.and')}))?\s*(?:\([^)]*\)|[\w.()]{{1,6}})){{0,6}}\s*(?:{form('places.of')})\s*(?:the\s+|that\s+|said\s+)?(?:list\s+in\s+)?", between, re.I
            ):
                return True
        return place.kind == "item" and bool(self.named)

    def _places_of(self, plain: str, offset: int) -> tuple[Place, ...]:
        found: list[Place] = []
        aside: set[int] = set()
        for place in self._scanner.places(plain) or (self._scanner.plain(plain) if self._lead or "|" in plain else []):
            before = plain[: place.start]
            if place.group in aside or re.search(rf"(?:\b(?:{form('places.aside')})\s*(?:the\s+|der\s+|l.)?)$", before, re.I) and not re.search(
                rf"(?:{form('forms.save')})\s*(?:for\s+|as\s+to\s+|von\s+|de\s+)?(?:the\s+)?$", before, re.I
            ):
                aside |= {place.group} if place.group or place.start else set()
                continue
            if re.match(rf"\s*(?:{form('places.of')})\s*(?:the\s+|our\s+|its\s+|an?\s+)?(?:\w+\s+){{0,3}}?(?:{form('forms.not_a_contract')})", plain[place.end :], re.I):
                continue
            found.append(place._replace(start=place.start + offset, end=place.end + offset))
        return tuple(found)

    def _saved(self, plain: str, span: Span, subject: list[Place], places: tuple[Place, ...]) -> tuple[Place, ...]:
        found = compiled("forms.save").search(plain)
        return tuple(place for place in places if found and place.start >= span.start + found.end())

    def _is_only_places(self, plain: str, places: tuple[Place, ...], span: Span) -> bool:
        end = max(place.end for place in places) - span.start
        return len(plain[: places[0].start - span.start].split()) <= 2 and re.fullmatch(r"\s*(?:\([^()]*\))?\W*", plain[end:]) is not None

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

    # One method for each kind of verb; ``verb`` are its offsets, ``before`` and ``after`` the quotes around it.

    def _delete(self, change: Change, plain: str, span: Span, before: list[Quote], after: list[Quote], verb: Span | tuple[int, int]) -> None:
        rest = plain[verb[1] - span.start :]
        bidden = re.match(rf"(?:\s+(?:the|all|every|each|die|der|das|les?|{form('forms.words')}))*\s*[“\"„«]", rest, re.I)
        self._named_part(change, plain, span, before or (after if bidden else []), verb)

    def _named_part(self, change: Change, plain: str, span: Span, quoted: list[Quote], verb: Span | tuple[int, int]) -> None:
        """Say which part of a place is meant, by quoted words, an ordinal or a subject."""
        segment = plain[change.start - span.start : max(verb[0], change.start) - span.start] or plain
        if (ordinal_of(plain[verb[1] - span.start :][:40]) and "." not in plain[verb[1] - span.start :][:12]) and not ordinal_of(segment):
            segment += plain[verb[1] - span.start :]  # "delete the second sentence"
        roles = [self._role(plain, span, quote) for quote in quoted]
        words = [quote for quote, role in zip(quoted, roles, strict=True) if role == "words"]
        for name in ("beginning", "heading"):
            if name in roles:
                change.what = name
                change.terms = tuple(self._words(q) for q, role in zip(quoted, roles, strict=True) if role == name)
                return
        if compiled("forms.definition").search(segment) and quoted:
            change.what, change.terms = "definition", tuple(self._words(quote) for quote in quoted)
        elif words:
            change.what, change.former = "words", tuple(self._words(quote) for quote in words)
        elif ordinal := ordinal_of(segment):
            change.what, change.ordinal = "sentence", ordinal
        elif not change.places and not change.names and (found := re.search(rf"{form('forms.subject')}\s*,?\s*(?:$|\b(?:is|are|shall|wird|werden|est|sont)\b)", segment, re.I)):
            change.what, change.terms = "subject", (found["subject"],)
        if change.kind is OperationKind.DELETED and change.what == "words":
            change.kind = OperationKind.AMENDED

    def _role(self, plain: str, span: Span, quote: Quote) -> str:
        lead = plain[: quote.start - span.start - 1]
        if re.search(form("forms.beginning"), lead, re.I):
            return "beginning"
        if re.search(form("forms.headed"), lead, re.I):
            return "heading"
        if lead.rfind("(") > lead.rfind(")"):
            return "beginning" if _ELLIPSIS.search(self._text[quote.start : quote.end]) else "aside"
        return "words"

    def _words(self, quote: Quote) -> str:
        return _ELLIPSIS.sub("", self._text[quote.start : quote.end]).strip()

    def _replace(self, change: Change, plain: str, span: Span, before: list[Quote], after: list[Quote], verb: tuple[int, int]) -> None:
        named = [name for name in paper_names(plain) if name.start + span.start >= verb[1]]
        if named and not change.places and not before and not after:  # "This Amendment supersedes Amendment No. 1"
            change.kind, change.names = OperationKind.REVOKED, tuple(named)
            return
        roles = {quote: self._role(plain, span, quote) for quote in (*before, *after)}
        if len(before) > 1 and not after and self._between(plain, span, before[-2], before[-1], "durch|par|by|with|zu|en"):
            before, after = before[:-1], before[-1:]
        if not before and len(after) > 1:
            if self._between(plain, span, after[0], after[1], r"for|anstelle\w*|statt|à\s+la\s+place\s+de|pour"):
                before, after = after[1:2], after[:1]
            elif self._between(plain, span, after[0], after[1], r"with|by|durch|par|and\s+substitut\w+|to\s+read|por"):
                before, after = after[:1], after[1:2]
        self._named_part(change, plain, span, before, verb)
        titled = [quote for quote in after if roles[quote] == "heading" or re.search(r"(?:headed|entitled|titled)\W*$", plain[: quote.start - span.start - 1])]
        new = [Span(quote.start, quote.end) for quote in after if quote not in titled]
        if len(new) == 1 and (defined := _DEFINES.match(self._text, new[0].end, span.end)):
            new = [Span(new[0].start - 1, span.end)] if defined else new
        change.new = tuple(new[:1] if change.what == "words" else new) or self._own.wording
        if change.what == "words" or (change.what in ("sentence", "beginning", "definition") and change.new):
            change.kind = OperationKind.AMENDED
        if blank := self._blank(change, plain, verb, span):
            change.kind, change.new = blank, ()
        elif not change.new and change.what == "" and change.places:
            self._figure(change, plain, span, verb)
        if titled and not change.new:
            change.terms = tuple(self._words(quote) for quote in titled)
            change.kind = OperationKind.REPLACED

    def _blank(self, change: Change, plain: str, verb: tuple[int, int], span: Span) -> OperationKind | None:
        """A place that is to read "[Reserved]" is deleted."""
        rest = self._text[verb[1] : span.end] if not change.new else self._text[change.new[0].start : change.new[0].end]
        found = compiled("forms.blank").fullmatch(rest.strip(" :.“”\"'[]()«»„"))
        return OperationKind.DELETED if found and change.what == "" else None

    def _figure(self, change: Change, plain: str, span: Span, verb: tuple[int, int]) -> None:
        """"The figure of 40 shall be read as 60": figures are seldom quoted."""
        lead, rest = plain[: verb[0] - span.start], plain[verb[1] - span.start :]
        old = re.search(rf"(?:{form('forms.words')})\s+(?:of\s+)?(\S*\d\S*)\W*$", lead, re.I)
        new = re.match(r"\W*(?:as|to|by|with|durch|par)?\W*(\S*\d\S*?)[.,;]?(?:\s|$)", rest)
        if old and new:
            change.kind, change.what, change.former = OperationKind.AMENDED, "words", (old[1],)
            begin = verb[1] + new.start(1)
            change.new = (Span(begin, begin + len(new[1])),)
        elif change.kind is OperationKind.REPLACED:
            change.why = "the new words were not found"

    def _between(self, plain: str, span: Span, one: Quote, other: Quote, words: str) -> bool:
        between = plain[one.end + 1 - span.start : other.start - 1 - span.start]
        return re.search(rf"\b(?:{words})\b", between, re.I) is not None

    def _insert(self, change: Change, plain: str, span: Span, before: list[Quote], after: list[Quote], verb: tuple[int, int]) -> None:
        quoted = [*before, *after]
        beside = ("after", "before")
        anchors: list[tuple[str, Quote]] = []
        for quote in quoted:
            lead = plain[: quote.start - span.start - 1]
            for name in beside:
                if re.search(rf"\b(?:{form(f'forms.{name}')})\s+(?:the\s+|den\s+|les?\s+)?(?:(?:{form('forms.words')})\s+)?$", lead, re.I):
                    anchors.append((name, quote))
        rest = [quote for quote in quoted if quote not in [one for _, one in anchors] and self._role(plain, span, quote) == "words"]
        change.new = tuple(Span(quote.start, quote.end) for quote in rest) or self._own.wording
        if anchors:
            change.at, change.anchor = anchors[0][0], self._words(anchors[0][1])
            change.kind, change.what, change.new = OperationKind.AMENDED, "words", change.new[:1]
            return
        fresh = [p for p in change.places if re.search(rf"\b(?:{form('forms.new')})\s+$", plain[: p.start - span.start], re.I)]
        change.label = fresh[0].marks[-1] if fresh else None
        for name in beside:
            hits = [p for p in change.places if re.search(rf"(?:{form(f'forms.{name}')})\s+(?:the\s+|der\s+|l.)?$", plain[: p.start - span.start], re.I)]
            if hits:
                change.places, change.at = tuple(hits), name
                return
        if compiled("forms.end").search(plain):
            change.at, change.what = "end", "words"
            change.kind = OperationKind.AMENDED
            return
        change.at = "number" if fresh or not change.places else "end"
        change.places = tuple(fresh) or change.places
        if not change.new:
            change.why = "the new words were not found"

    def _restore(self, change: Change, plain: str, span: Span, before: list[Quote], after: list[Quote], verb: tuple[int, int]) -> None:
        del before, plain, span, verb
        change.new = tuple(Span(quote.start, quote.end) for quote in after[:1])

    def _undo(self, change: Change, plain: str, span: Span, before: list[Quote], after: list[Quote], verb: tuple[int, int]) -> None:
        if not change.names and "terminat" in plain[verb[0] - span.start : verb[1] - span.start]:
            change.places = ()
            return
        if not change.names:  # "Clause 7 is revoked" takes a clause of the contract
            change.kind = OperationKind.DELETED
            self._delete(change, plain, span, before, after, verb)
            return
        if (found := compiled("forms.only_so_far").search(plain)) and not change.terms:
            own = tuple(place for place in change.places if place.start < span.start + found.start())
            change.what = "limit"
            limit = tuple(place for place in self._places_of(plain, span.start) if place.start >= span.start + found.end())
            change.places, change.save = own, limit

    def _correct(self, change: Change, plain: str, span: Span, before: list[Quote], after: list[Quote], verb: tuple[int, int]) -> None:
        self._replace(change, plain, span, before, after, verb)
        change.kind = OperationKind.CORRECTED if change.names else OperationKind.AMENDED

    def _renumber(self, change: Change, plain: str, span: Span, before: list[Quote], after: list[Quote], verb: tuple[int, int]) -> None:
        del before, after
        found = re.match(r"\s*(?:as\s+|in\s+|zu\s+|en\s+)?(?:\w+\s+)?(\d+)", plain[verb[1] - span.start :], re.I)
        change.terms = (found[1],) if found else ()
        change.why = "" if found else "the new numbers were not found"


def _meant(change: Change) -> Iterator[Change]:
    """Leave off a replacement of which nothing says what is replaced."""
    if change.places or change.names or change.what:
        yield change


def _verbs(plain: str) -> list[_Verb]:
    """Return the verbs of a sentence; ones that only say that something is amended count where no other does."""
    return [_Verb(one.lastgroup or "", one.start(), one.end()) for one in verb_pattern().finditer(plain)]
