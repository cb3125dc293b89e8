"""Read what stands around a verb: what goes, what comes, and where."""

from __future__ import annotations

import re

from clausegen.amendments.change import Change
from clausegen.amendments.figures import read_figure
from clausegen.amendments.forms import compiled, counted, form, has_verb
from clausegen.amendments.instructions import Span
from clausegen.amendments.mentions import Mentions
from clausegen.amendments.places import Quote, paper_names
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

_COLON = regex(r"(?:[^.;:¤|]|\.(?=\d)){0,80}:\s+(?=[\w(])")
_ELLIPSIS = regex(r"\s*(?:\.{3}|…)\s*$")


def ordinal_of(text: str) -> int | None:
    """Return which sentence a text means: "the second sentence" is 2, "the last sentence" -1; None for none."""
    found = compiled("forms.sentence").search(text) or compiled("forms.sentence_number").search(text)
    return counted(found["ordinal"]) if found else None


class Verbs(Mentions):
    """Reads the words around the verbs of one instruction."""

    # One method for each kind of verb; ``verb`` are its offsets, ``before`` and ``after`` the quotes around it.

    def _delete(
        self,
        change: Change,
        plain: str,
        span: Span,
        before: list[Quote],
        after: list[Quote],
        verb: Span | tuple[int, int],
    ) -> None:
        rest = plain[verb[1] - span.start :]
        bidden = re.match(
            rf"(?:\s+(?:the|all|every|each|die|der|das|les?|{form('forms.words')}))*\s*[“\"„«]", rest, re.I
        )
        self._named_part(change, plain, span, before or (after if bidden else []), verb)
        lead = plain[change.start - span.start : verb[0] - span.start]
        limited = compiled("forms.limited").search(plain, verb[0] - span.start) or compiled("forms.limited").search(
            lead
        )
        if limited and change.what != "words" and not change.save:
            change.why = f"it says “{limited[0].strip()}”, and how far that goes is for a person to decide"
        elif change.places and compiled("forms.right").search(plain[: change.places[0].start - span.start]):
            change.why = "it takes a right away, and whether that is all the clause says is for a person to decide"

    def _named_part(
        self, change: Change, plain: str, span: Span, quoted: list[Quote], verb: Span | tuple[int, int]
    ) -> None:
        """Say which part of a place is meant, by quoted words, an ordinal or a subject."""
        segment = plain[change.start - span.start : max(verb[0], change.start) - span.start] or plain
        if (
            ordinal_of(plain[verb[1] - span.start :][:40]) and "." not in plain[verb[1] - span.start :][:12]
        ) and not ordinal_of(segment):
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
        elif defined := _DEFINITION_OF.search(segment):
            change.what, change.terms = "definition", (defined["term"],)
        elif words:
            change.what, change.former = "words", tuple(self._words(quote) for quote in words)
        elif ordinal := ordinal_of(segment):
            change.what, change.ordinal = "sentence", ordinal
        elif (
            not change.places
            and not change.names
            and (
                found := re.search(
                    rf"{form('forms.subject')}\s*,?\s*(?:$|\b(?:is|are|shall|wird|werden|est|sont)\b)", segment, re.I
                )
                or compiled("forms.duty").search(segment)
            )
        ):
            change.what, change.terms = "subject", (next(filter(None, found.groups())),)
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

    def _replace(
        self, change: Change, plain: str, span: Span, before: list[Quote], after: list[Quote], verb: tuple[int, int]
    ) -> None:
        named = [name for name in paper_names(plain) if name.start + span.start >= verb[1]]
        if named and not change.places and not before and not after:  # "This Amendment supersedes Amendment No. 1"
            change.kind, change.names = OperationKind.REVOKED, tuple(named)
            return
        roles = {quote: self._role(plain, span, quote) for quote in (*before, *after)}
        if (
            len(before) > 1
            and not after
            and self._between(plain, span, before[-2], before[-1], "durch|par|by|with|zu|en")
        ):
            before, after = before[:-1], before[-1:]
        if not before and len(after) > 1:
            if _IN_PLACE_OF.search(plain[: after[0].start - 1 - span.start]):
                before, after = after[:1], after[1:2]
            elif self._between(
                plain,
                span,
                after[0],
                after[1],
                r"for|anstelle\w*|statt|place\s+of|instead\s+of|à\s+la\s+place\s+de|pour",
            ):
                before, after = after[1:2], after[:1]
            elif self._between(plain, span, after[0], after[1], r"with|by|durch|par|and\s+substitut\w+|to\s+read|por"):
                before, after = after[:1], after[1:2]
        self._named_part(change, plain, span, before, verb)
        titled = [
            quote
            for quote in after
            if roles[quote] == "heading"
            or re.search(r"(?:headed|entitled|titled)\W*$", plain[: quote.start - span.start - 1])
        ]
        new = [Span(quote.start, quote.end) for quote in after if quote not in titled]
        if len(new) == 1 and (defined := _DEFINES.match(self._text, new[0].end, span.end)):
            new = [Span(new[0].start - 1, span.end)] if defined else new
        change.new = tuple(new[:1] if change.what == "words" else new) or self._own.wording
        if not change.new and not change.former:
            change.new = self._in_line(plain, span, verb)
        if change.what == "words" or (change.what in ("sentence", "beginning", "definition") and change.new):
            change.kind = OperationKind.AMENDED
        if blank := self._blank(change, plain, verb, span):
            change.kind, change.new = blank, ()
        elif not change.new and change.what == "" and change.places:
            read_figure(change, plain, span, verb)
        if titled and not change.new:
            change.terms = tuple(self._words(quote) for quote in titled)
            change.kind = OperationKind.REPLACED

    def _in_line(self, plain: str, span: Span, verb: tuple[int, int]) -> tuple[Span, ...]:
        """New words without quotation marks behind a colon, up to the next sentence that changes something."""
        found = _COLON.match(plain, verb[1] - span.start)
        if found is None or has_verb(plain[found.end() :]):
            return ()
        end = span.end
        for sentence in self._own.sentences:
            if sentence.start >= end:
                if has_verb(self._own.plain(sentence)):
                    break
                end = sentence.end
        return (Span(span.start + found.end(), end),)

    def _blank(self, change: Change, plain: str, verb: tuple[int, int], span: Span) -> OperationKind | None:
        """A place that is to read "[Reserved]" is deleted."""
        rest = self._text[verb[1] : span.end] if not change.new else self._text[change.new[0].start : change.new[0].end]
        found = compiled("forms.blank").fullmatch(rest.strip(" :.“”\"'[]()«»„"))
        return OperationKind.DELETED if found and change.what == "" else None

    def _between(self, plain: str, span: Span, one: Quote, other: Quote, words: str) -> bool:
        between = plain[one.end + 1 - span.start : other.start - 1 - span.start]
        return re.search(rf"\b(?:{words})\b", between, re.I) is not None

    def _insert(
        self, change: Change, plain: str, span: Span, before: list[Quote], after: list[Quote], verb: tuple[int, int]
    ) -> None:
        quoted = [*before, *after]
        beside = ("after", "before")
        anchors: list[tuple[str, Quote]] = []
        for quote in quoted:
            lead = plain[: quote.start - span.start - 1]
            for name in beside:
                if re.search(
                    rf"\b(?:{form(f'forms.{name}')})\s+(?:the\s+|den\s+|les?\s+)?(?:(?:{form('forms.words')})\s+)?$",
                    lead,
                    re.I,
                ):
                    anchors.append((name, quote))
        rest = [
            quote
            for quote in quoted
            if quote not in [one for _, one in anchors] and self._role(plain, span, quote) == "words"
        ]
        change.new = tuple(Span(quote.start, quote.end) for quote in rest) or self._own.wording
        change.new = change.new or (() if quoted else self._in_line(plain, span, verb))
        if anchors:
            change.at, change.anchor = anchors[0][0], self._words(anchors[0][1])
            change.kind, change.what, change.new = OperationKind.AMENDED, "words", change.new[:1]
            return
        fresh = [
            p
            for p in change.places
            if re.search(rf"\b(?:{form('forms.new')})\s+$", plain[: p.start - span.start], re.I)
        ]
        change.label = fresh[0].marks[-1] if fresh else None
        for name in beside:
            hits = [
                p
                for p in change.places
                if re.search(
                    rf"(?:{form(f'forms.{name}')})\s+(?:the\s+|der\s+|l.)?$", plain[: p.start - span.start], re.I
                )
            ]
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

    def _restore(
        self, change: Change, plain: str, span: Span, before: list[Quote], after: list[Quote], verb: tuple[int, int]
    ) -> None:
        del before, plain, span, verb
        change.new = tuple(Span(quote.start, quote.end) for quote in after[:1])

    def _undo(
        self, change: Change, plain: str, span: Span, before: list[Quote], after: list[Quote], verb: tuple[int, int]
    ) -> None:
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
            limit = tuple(
                place for place in self._places_of(plain, span.start) if place.start >= span.start + found.end()
            )
            change.places, change.save = own, limit
        elif compiled("forms.limited").search(plain[verb[1] - span.start :]):
            change.doubtful = True

    def _correct(
        self, change: Change, plain: str, span: Span, before: list[Quote], after: list[Quote], verb: tuple[int, int]
    ) -> None:
        self._replace(change, plain, span, before, after, verb)
        change.kind = OperationKind.CORRECTED if change.names else OperationKind.AMENDED

    def _renumber(
        self, change: Change, plain: str, span: Span, before: list[Quote], after: list[Quote], verb: tuple[int, int]
    ) -> None:
        del before, after
        found = re.match(
            r"\s*(?:as\s+|in\s+|zu\s+|en\s+)?(?:\w+\s+)?(?:(?-i:[A-Z]{1,4})[ .]?|§+\s?)?(\d+)",
            plain[verb[1] - span.start :],
            re.I,
        )
        change.terms = (found[1],) if found else ()
        change.why = "" if found else "the new numbers were not found"
