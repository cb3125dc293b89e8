"""Read what the sentences of a paper do to a contract: delete, replace, insert, restore, take back, correct."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clausegen.amendments.change import Change
from clausegen.amendments.days import day_of_effect
from clausegen.amendments.forms import compiled, form
from clausegen.amendments.instructions import Instruction, Quote, Span
from clausegen.amendments.outline import label_of
from clausegen.amendments.places import PaperName, Place, Scanner, paper_names
from clausegen.amendments.sentences import (
    ACTIVE,
    NEXT_ITEM,
    Verb,
    direct_object,
    inside,
    is_full,
    kept,
    may_act,
    overrides,
    spared,
    verbs_in,
    with_reversals,
)
from clausegen.amendments.verbs import Act, Verbs
from clausegen.model import OperationKind
from clausegen.runtime import regex

_NEW_TEXT = regex(r"\b(?:new|revised|amended|replacement|substitute|neue?[rsn]?|nouveau|nouvelle)\b", re.IGNORECASE)
_IN_TURN = regex(r"[^.;:¤]{0,40}¤++[^\w¤]*+(?:(?:is|are|be|shall\s+be|est|sont)\b\s*+)?", re.IGNORECASE)
_KINDS = {
    "delete": OperationKind.DELETED,
    "replace": OperationKind.REPLACED,
    "insert": OperationKind.ADDED,
    "restore": OperationKind.RESTORED,
    "undo": OperationKind.REVOKED,
    "correct": OperationKind.CORRECTED,
    "renumber": OperationKind.RENUMBERED,
}


def changes(text: str, instructions: Sequence[Instruction], scanner: Scanner, made: str = "") -> Iterator[Change]:
    """Yield the operations of a paper, in order; ``text`` is its text, with which the instructions count.

    ``made`` is its day, as an ISO date.
    """
    named: tuple[PaperName, ...] = ()
    for instruction in instructions:
        reader = _Reader(text, instruction, scanner, named, made)
        yield from reader.changes()
        named = (reader.named if instruction.item or verbs_in(instruction.text) else ()) or named


class _Reader(Verbs):
    """Reads the sentences of one instruction."""

    def __init__(
        self, text: str, instruction: Instruction, scanner: Scanner, named: tuple[PaperName, ...] = (), made: str = ""
    ) -> None:
        super().__init__(text, instruction, scanner, named)
        self._made = made
        self._verb = ""
        self._places: tuple[Place, ...] = ()
        self._before: tuple[Place, ...] = ()  # of the sentence before
        self._stays: tuple[Place, ...] = ()  # of which the sentence says that they stay
        self._only_kept = False  # "The following clauses survive the end of this Agreement:"
        if self._lead:
            plain = instruction.plain_lead
            verbs = verbs_in(plain)
            self._verb = next((verb.kind for verb in reversed(verbs) if verb.kind in _KINDS), "")
            self._only_kept = not self._verb and compiled("forms.survives").search(plain) is not None
            self._places = self._places_of(plain, 0)
            self.named = paper_names(plain) or named

    def changes(self) -> Iterator[Change]:
        """Yield the operations of the instruction."""
        line, whole = self._own.text, Span(self._own.start, self._own.end)
        label = label_of(line)
        if label and not label[0].kind and compiled("forms.blank").fullmatch(line[label[1] :]):
            yield self._doubt(whole, (Place(whole.start, whole.start + label[1], (label[0],)),))  # "9. Reserved"
            return
        last: Change | None = None
        for span in self._own.sentences:
            found = list(self._sentence(span))
            goes = last is not None and last.kind is OperationKind.DELETED
            if found and last and found[0].kind is OperationKind.REPLACED and not (found[0].places or found[0].what):
                if goes:  # "Clause 5.01 is deleted. Its place is taken by: …"
                    last.kind = OperationKind.AMENDED if last.what else OperationKind.REPLACED
                    last.new, last.end = found[0].new, found[0].end
                continue
            if not found and last and goes:
                last.save = (*last.save, *self._stays)  # "…; § 9 Abs. 3 bleibt bestehen"
            for change in found:
                if last is not None:
                    yield from _meant(last)
                last = change
        if last is not None:
            yield from _meant(last)

    def _doubt(self, span: Span, places: tuple[Place, ...]) -> Change:
        why = "how much of the clause it leaves is for a person to decide"
        return Change(OperationKind.OVERRIDES, span.start, span.end, self._own.item, places, why=why)

    def _sentence(self, span: Span) -> Iterator[Change]:
        plain = self._own.plain(span)
        condition = compiled("forms.condition").match(plain)
        supposed = condition is None and compiled("forms.hypothetical").search(plain)
        if supposed or compiled("forms.recital").search(plain) or self._is_of_another(plain):
            return
        verbs = [verb for verb in verbs_in(plain) if not self._already(plain, verb)]
        if condition:
            verbs = [verb for verb in verbs if verb.start >= condition.end()]
        names = tuple(
            name._replace(start=name.start + span.start, end=name.end + span.start)
            for name in paper_names(plain)
            if verbs or not compiled("places.aside").search(plain[: name.start][-14:])
        )
        self.named = names or self.named
        places = self._places_of(plain, span.start)
        led, self._before = self._places, places or self._before
        if not places and compiled("forms.again").match(plain):
            self._places = self._before
        self._stays = kept(plain, span.start, verbs, places)
        stays = (*self._stays, *spared(plain, span.start, places))
        verbs = [verb for verb in verbs if verb.kind != "never"]
        places = tuple(place for place in places if place not in stays)
        quoted = [quote for quote in self._own.quotes if span.start <= quote.start < span.end]
        acting = with_reversals(plain, span.start, [verb for verb in verbs if verb.kind in _KINDS], places)
        if not verbs and places and self._is_only_places(plain, places, span):
            blank = quoted and compiled("forms.blank").fullmatch(self._text[quoted[0].start : quoted[0].end])
            if not blank and not self._verb and not (quoted and "|" in plain):
                self._places = places
                return
        if not acting:
            if places and "|" not in plain and compiled("forms.blank").fullmatch(plain, places[-1].end - span.start):
                yield self._doubt(span, places)  # "Clause 9: not applicable"
                return
            cell = self._cell(plain, span, places) if self._verb in ("", "replace") else None
            if cell:
                yield cell
                return
            if self._verb and (places or quoted):
                first = self._verb == "replace" and quoted
                acting = [Verb(self._verb, *(2 * (0 if first else len(plain),)))]
            else:
                if not places and overrides(plain):
                    why = "it goes before the agreement without naming a clause, and this one may be meant"
                    item, terms = self._own.item, (plain,)
                    kind = OperationKind.OVERRIDES
                    yield Change(kind, span.start, span.end, item, what="subject", terms=terms, why=why)
                theirs = any(self._is_of_paper(place, names, plain, span) for place in places)
                if not verbs and not theirs and not self._only_kept and may_act(plain, span.start, places):
                    why = "what it does to the clause was not understood"
                    yield Change(OperationKind.AMENDED, span.start, span.end, self._own.item, places, why=why)
                return
        for change in self._acts(plain, span, acting, places, quoted, names):
            change.starts = day_of_effect(plain, self._made) or day_of_effect(self._own.plain_lead, self._made)
            if condition and not change.why:
                change.why = "it depends on something that no paper shows"
            yield change
        self._places = led

    def _acts(
        self,
        plain: str,
        span: Span,
        verbs: list[Verb],
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
            kind, done, begin, end = verb.kind, index, span.start + verb.start, span.start + verb.end
            if following and kind in ("delete", "undo") and following.kind in ("replace", "insert"):
                if self._is_instead(plain, verb, following):
                    kind, done, end = "replace", index + 1, span.start + following.end
                elif kind == "delete" and _IN_TURN.fullmatch(plain[verb.end : following.start]):
                    kind, done = "replace", index + 1  # "“A” is deleted and “B” substituted"
            elif following and kind == "restore" and following.kind == "replace":
                done, end = index + 1, span.start + following.end
            stop = span.start + verbs[done + 1].start if done + 1 < len(verbs) else span.end
            before = [quote for quote in quoted if at <= quote.start < (end if kind == "replace" else begin)]
            after = [quote for quote in quoted if end <= quote.start < stop]
            subject = [place for place in places if at <= place.start < begin]
            own = (
                direct_object(plain, span.start, verb.end, places) if ACTIVE.match(plain, verb.start, verb.end) else ()
            )
            if own and len(subject) == 1:  # "Section 9 is amended by deleting subsection 9.2"
                outer = subject[0]
                subject = [place if is_full(place, outer) else inside(place, outer) for place in own]
            elif own or not subject:
                subject = list(own) or [place for place in places if begin <= place.start < stop]
            change = Change(_KINDS[kind], at, max(end, at + 1), self._own.item)
            change.save = self._saved(plain, span, subject, places)
            stays = {place.start for place in change.save}
            change.places = tuple(place for place in subject if place.start not in stays) or self._places
            self._refer(change, names, plain, span)
            getattr(self, f"_{kind}")(change, Act(plain, *span, begin, end, before, after))
            named = change.what in ("beginning", "heading", "subject", "definition", "words")
            comes = change.kind in (OperationKind.REPLACED, OperationKind.ADDED) and change.new
            if change.places or change.names or named or comes:
                yield change
                read = change.new[-1].end if change.new else end
                quotes_read = [quote.end + 1 for quote in quoted if quote.end <= read]
                at = max([end, *(place.end for place in own), *quotes_read])

    def _is_instead(self, plain: str, verb: Verb, following: Verb) -> bool:
        between = plain[verb.end : following.start]
        if NEXT_ITEM.search(between) or ("¤" in between and following.kind != "insert"):
            return False
        rest = between + plain[following.start : following.end + 60]
        follows = re.search(form("forms.following"), rest, re.I) and not compiled("forms.after").search(between)
        return bool(following.kind == "replace" or compiled("forms.instead").search(rest) or follows)

    def _saved(self, plain: str, span: Span, subject: list[Place], places: tuple[Place, ...]) -> tuple[Place, ...]:
        found = compiled("forms.save").search(plain)
        behind = [place for place in places if found and place.start >= span.start + found.end()]
        saved = self._stays or tuple(place for place in behind if place.group == behind[0].group)
        own = [place for place in subject if place not in saved and place not in behind]
        if not own:
            return saved
        return tuple(place if is_full(place, own[-1]) else inside(place, own[-1]) for place in saved)

    def _is_only_places(self, plain: str, places: tuple[Place, ...], span: Span) -> bool:
        end = max(place.end for place in places) - span.start
        return (
            len(plain[: places[0].start - span.start].split()) <= 2
            and re.fullmatch(r"\s*(?:\([^()]*\))?\W*", plain[end:]) is not None
        )

    def _cell(self, plain: str, span: Span, places: tuple[Place, ...]) -> Change | None:
        """Return a row of a table that gives a place and what stands there now, in quotes or as a blank."""
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
    if change.places or change.names or change.what or change.kind is OperationKind.ADDED:
        yield change
