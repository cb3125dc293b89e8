"""Read what stands around a verb: what goes, what comes, and where."""

from __future__ import annotations

import re
from typing import NamedTuple

from clausegen.amendments.change import Change
from clausegen.amendments.forms import compiled, counted, form, has_verb
from clausegen.amendments.instructions import Quote, Span
from clausegen.amendments.mentions import Mentions
from clausegen.amendments.places import Place, paper_names
from clausegen.model import OperationKind
from clausegen.runtime import regex

_DEFINES = regex(
    r"[”\"“»]\s*(?:means?|shall\s+mean|has\s+the\s+meaning|bezeichnet|bedeutet|meint|désigne|signifie)\b", re.IGNORECASE
)
_DEFINITION_OF = regex(
    r"\bdefini(?:tions?|ciones|ción)\s+(?:of|de)\s+(?:the\s+terms?\s+)?(?P<term>[A-Z][\w-]*(?:\s+[A-Z][\w-]*)*)"
)
_IN_PLACE_OF = regex(
    r"(?:an\s+die\s+stelle|anstelle|statt|in\s+(?:the\s+)?place\s+of|instead\s+of|à\s+la\s+place|au\s+lieu)\W+(?:\w+\W+){0,4}$",
    re.IGNORECASE,
)
# What stands between two quotes of which the first, or the second, comes.
_FOR = regex(r"\b(?:for|anstelle\w*|statt|place\s+of|instead\s+of|à\s+la\s+place\s+de|pour)\b", re.IGNORECASE)
_WITH = regex(r"\b(?:with|by|durch|par|and\s+substitut\w+|to\s+read|por)\b", re.IGNORECASE)
_BY = regex(r"\b(?:durch|par|by|with|zu|en)\b", re.IGNORECASE)
_TITLED = regex(r"(?:headed|entitled|titled)\W*$")
_COLON = regex(r"(?:[^.;:¤|]|\.(?=\d)){0,80}:\s+(?=[\w(])")
_ELLIPSIS = regex(r"\s*(?:\.{3}|…)\s*$")
_SUBJECT_ENDS = r"\s*,?\s*(?:$|\b(?:is|are|shall|wird|werden|est|sont)\b)"
_NEW_NUMBER = regex(
    r"\s*(?:as\s+|in\s+|zu\s+|en\s+)?(?:\w+\s+)?(?:(?-i:[A-Z]{1,4})[ .]?|§+\s?)?(?P<number>\d+)", re.IGNORECASE
)


class Act(NamedTuple):
    """A verb in its sentence: the words with quotes masked, and what stands around the verb.

    ``start`` and ``end`` are the offsets of the sentence, ``begin`` and ``stop`` those of the verb; ``before`` and
    ``after`` are the quotes on each side of it.
    """

    plain: str
    start: int
    end: int
    begin: int
    stop: int
    before: list[Quote]
    after: list[Quote]

    def up_to(self, offset: int) -> str:
        """Return the words of the sentence before an offset."""
        return self.plain[: offset - self.start]

    @property
    def rest(self) -> str:
        """The words behind the verb."""
        return self.plain[self.stop - self.start :]

    def between(self, one: Quote, other: Quote) -> str:
        """Return the words between two quotes."""
        return self.plain[one.end + 1 - self.start : other.start - 1 - self.start]


def ordinal_of(text: str) -> int | None:
    """Return which sentence a text means: "the second sentence" is 2, "the last sentence" -1; None for none."""
    found = compiled("forms.sentence").search(text) or compiled("forms.sentence_number").search(text)
    return counted(found["ordinal"]) if found else None


class Verbs(Mentions):
    """Reads the words around the verbs of one instruction: one method for each kind of verb."""

    def _delete(self, change: Change, act: Act) -> None:
        bidden = re.match(
            rf"(?:\s+(?:the|all|every|each|die|der|das|les?|{form('forms.words')}))*\s*[“\"„«]", act.rest, re.I
        )
        self._named_part(change, act, act.before or (act.after if bidden else []))
        lead = act.up_to(act.begin)[change.start - act.start :]
        limits = compiled("forms.limited")
        limited = limits.search(act.plain, act.begin - act.start) or limits.search(lead)
        if limited and change.what != "words" and not change.save:
            change.why = f"it says “{limited[0].strip()}”, and how far that goes is for a person to decide"
        elif change.places and compiled("forms.right").search(act.up_to(change.places[0].start)):
            change.why = "it takes a right away, and whether that is all the clause says is for a person to decide"

    def _named_part(self, change: Change, act: Act, quoted: list[Quote]) -> None:
        """Say which part of a place is meant, by quoted words, an ordinal or a subject."""
        segment = act.up_to(max(act.begin, change.start))[change.start - act.start :] or act.plain
        if ordinal_of(act.rest[:40]) and "." not in act.rest[:12] and not ordinal_of(segment):
            segment += act.rest  # "delete the second sentence"
        roles = {quote: self._role(act, quote) for quote in quoted}
        terms = {role: tuple(self._words(quote) for quote in quoted if roles[quote] == role) for role in roles.values()}
        if role := next((name for name in ("beginning", "heading") if name in terms), ""):
            change.what, change.terms = role, terms[role]
        elif compiled("forms.definition").search(segment) and quoted:
            change.what, change.terms = "definition", tuple(map(self._words, quoted))
        elif defined := _DEFINITION_OF.search(segment):
            change.what, change.terms = "definition", (defined["term"],)
        elif "words" in terms:
            change.what, change.former = "words", terms["words"]
        elif ordinal := ordinal_of(segment):
            change.what, change.ordinal = "sentence", ordinal
        elif not change.places and not change.names:
            subject = re.search(f"{form('forms.subject')}{_SUBJECT_ENDS}", segment, re.I)
            if found := subject or compiled("forms.duty").search(segment):
                change.what, change.terms = "subject", (next(filter(None, found.groups())),)
        if change.kind is OperationKind.DELETED and change.what == "words":
            change.kind = OperationKind.AMENDED

    def _role(self, act: Act, quote: Quote) -> str:
        lead = act.up_to(quote.start - 1)
        for form_name, role in (("forms.beginning", "beginning"), ("forms.headed", "heading")):
            if re.search(form(form_name), lead, re.I):
                return role
        if lead.rfind("(") > lead.rfind(")"):
            return "beginning" if _ELLIPSIS.search(self._text[quote.start : quote.end]) else "aside"
        return "words"

    def _words(self, quote: Quote) -> str:
        return _ELLIPSIS.sub("", self._text[quote.start : quote.end]).strip()

    def _replace(self, change: Change, act: Act) -> None:
        before, after = act.before, act.after
        named = [name for name in paper_names(act.plain) if name.start + act.start >= act.stop]
        if named and not change.places and not before and not after:  # "This Amendment supersedes Amendment No. 1"
            change.kind, change.names = OperationKind.REVOKED, tuple(named)
            return
        if len(before) > 1 and not after and _BY.search(act.between(*before[-2:])):
            before, after = before[:-1], before[-1:]
        if not before and len(after) > 1:
            between = act.between(*after[:2])
            if not _IN_PLACE_OF.search(act.up_to(after[0].start - 1)) and _FOR.search(between):
                before, after = after[1:2], after[:1]
            elif _IN_PLACE_OF.search(act.up_to(after[0].start - 1)) or _WITH.search(between):
                before, after = after[:1], after[1:2]
        self._named_part(change, act, before)
        titled = [
            quote
            for quote in after
            if self._role(act, quote) == "heading" or _TITLED.search(act.up_to(quote.start - 1))
        ]
        new = [Span(quote.start, quote.end) for quote in after if quote not in titled]
        if len(new) == 1 and _DEFINES.match(self._text, new[0].end, act.end):
            new = [Span(new[0].start - 1, act.end)]
        change.new = tuple(new[:1] if change.what == "words" else new) or self._own.wording
        if not change.new and not change.former:
            change.new = self._in_line(act)
        if change.what == "words" or (change.what in ("sentence", "beginning", "definition") and change.new):
            change.kind = OperationKind.AMENDED
        if self._is_blank(change, act):  # a place that is to read "[Reserved]"
            change.kind, change.new = OperationKind.DELETED, ()
        elif not change.new and change.what == "" and change.places:
            _read_figure(change, act)

    def _in_line(self, act: Act) -> tuple[Span, ...]:
        """Return new words without quotation marks behind a colon, up to the next sentence that changes something."""
        found = _COLON.match(act.plain, act.stop - act.start)
        if found is None or has_verb(act.plain[found.end() :]):
            return ()
        end = act.end
        for sentence in self._own.sentences:
            if sentence.start >= end:
                if has_verb(self._own.plain(sentence)):
                    break
                end = sentence.end
        return (Span(act.start + found.end(), end),)

    def _is_blank(self, change: Change, act: Act) -> bool:
        start, end = change.new[0] if change.new else (act.stop, act.end)
        words = self._text[start:end].strip(" :.“”\"'[]()«»„")
        return change.what == "" and compiled("forms.blank").fullmatch(words) is not None

    def _insert(self, change: Change, act: Act) -> None:
        quoted = [*act.before, *act.after]
        beside = ("after", "before")
        lead = rf"\s+(?:the\s+|den\s+|les?\s+)?(?:(?:{form('forms.words')})\s+)?$"
        anchors = {
            quote: name
            for quote in quoted
            for name in beside
            if re.search(rf"\b(?:{form(f'forms.{name}')}){lead}", act.up_to(quote.start - 1), re.I)
        }
        rest = [quote for quote in quoted if quote not in anchors and self._role(act, quote) == "words"]
        change.new = tuple(Span(quote.start, quote.end) for quote in rest) or self._own.wording
        change.new = change.new or (() if quoted else self._in_line(act))
        if anchors:
            anchor, change.at = next(iter(anchors.items()))
            change.anchor = self._words(anchor)
            change.kind, change.what, change.new = OperationKind.AMENDED, "words", change.new[:1]
            return

        def behind(words: str) -> tuple[Place, ...]:
            pattern = re.compile(words, re.IGNORECASE)
            return tuple(place for place in change.places if pattern.search(act.up_to(place.start)))

        fresh = behind(rf"\b(?:{form('forms.new')})\s+$")
        change.label = fresh[0].marks[-1] if fresh else None
        for name in beside:
            if hits := behind(rf"(?:{form(f'forms.{name}')})\s+(?:the\s+|der\s+|l.)?$"):
                change.places, change.at = hits, name
                return
        if compiled("forms.end").search(act.plain):
            change.kind, change.at, change.what = OperationKind.AMENDED, "end", "words"
            return
        change.at = "number" if fresh or not change.places else "end"
        change.places = fresh or change.places

    def _restore(self, change: Change, act: Act) -> None:
        change.new = tuple(Span(quote.start, quote.end) for quote in act.after[:1])

    def _undo(self, change: Change, act: Act) -> None:
        if not change.names and "terminat" in act.plain[act.begin - act.start : act.stop - act.start]:
            change.places = ()
            return
        if not change.names:  # "Clause 7 is revoked" takes a clause of the contract
            change.kind = OperationKind.DELETED
            self._delete(change, act)
            return
        if (found := compiled("forms.only_so_far").search(act.plain)) and not change.terms:
            limits = act.start + found.end()
            change.what = "limit"
            change.places = tuple(place for place in change.places if place.start < limits)
            change.save = tuple(place for place in self._places_of(act.plain, act.start) if place.start >= limits)
        elif compiled("forms.limited").search(act.rest):
            change.doubtful = True

    def _correct(self, change: Change, act: Act) -> None:
        self._replace(change, act)
        change.kind = OperationKind.CORRECTED if change.names else OperationKind.AMENDED

    def _renumber(self, change: Change, act: Act) -> None:
        found = _NEW_NUMBER.match(act.rest)
        change.terms = (found["number"],) if found else ()
        change.why = "" if found else "the new numbers were not found"


def _read_figure(change: Change, act: Act) -> None:
    """Read figures, which are seldom quoted: "the figure of 40 shall be read as 60", "six months to one year"."""
    lead, shift = act.up_to(act.begin), act.stop
    old = re.search(rf"(?:{form('forms.words')})\s+(?:of\s+)?(\S*\d\S*)\W*$", lead, re.I)
    new = re.match(r"\W*(?:as|to|by|with|durch|par)?\W*(\S*\d\S*?)[.,;]?(?:\s|$)", act.rest)
    if not (old and new):
        measures = [
            found
            for found in re.finditer(rf"(?<!\w)({form('forms.measure')})", act.plain, re.IGNORECASE)
            if not any(
                place.start < act.start + found.end() and act.start + found.start() < place.end
                for place in change.places
            )
        ]
        split, shift = act.stop - act.start, act.start
        old = next((found for found in reversed(measures) if found.end() <= split), None)
        new = next((found for found in measures if found.start() >= split), None)
        if new is None and len(measures) > 1:  # "von zehn auf dreißig Tage verlängert"
            old, new = measures[-2:]
    if old and new:
        change.kind, change.what, change.former = OperationKind.AMENDED, "words", (old[1],)
        change.new = (Span(shift + new.start(1), shift + new.end(1)),)
    elif change.kind is OperationKind.REPLACED and not compiled("forms.attached").search(act.rest):
        change.why = "the new words were not found"
