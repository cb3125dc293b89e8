"""Words that stand in a contract and are not agreed: superseded wording, notes, examples, proposals, options.

What is read is how lawyers mark them: by a label before the words ("Note to draft:"), by a heading over them, by a
sentence that leads into them ("The Customer rejected the following proposal:"), by a remark behind them ("[Customer to
confirm]"), or by square brackets around whole sentences. A bracket around a name, an amount or a choice of words
leaves its sentence agreed. The forms are data:
``templates/patterns/drafting_marks.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from clausegen.model import BINDING, Clause, Document, Unagreed
from clausegen.runtime import regex
from clausegen.structure.bracketed_text import Found, bracketed, sentence_before
from clausegen.structure.cross_references import SCHEDULE_HEADING
from clausegen.structure.drafting_mark_forms import (
    ALTERNATIVES,
    ELSEWHERE,
    DraftingMark,
    about_other_contracts,
    form,
    label,
    statements,
)

_CHOSEN = ("☒", "☑", "✓", "✔")
_OPENS = regex(r"\s*[“\"„«]")
_CLOSING = {"“": "”", '"': '"', "„": "“", "«": "»"}
_CLOSES = regex(r"[.;!?]\"|\"(?=\W*$)")
_LONGEST_QUOTATION = 20_000  # characters


class _Over(NamedTuple):
    """A mark that goes on over later clauses: up to the end of ``found``, or over those that ``by`` leads."""

    found: Found
    by: Clause


def unagreed(document: Document, clauses: Sequence[Clause]) -> tuple[Unagreed, ...]:
    """Return every stretch of words of binding clauses that is not agreed, in reading order."""
    return tuple(sorted(_Reading(document, clauses).unagreed(), key=lambda one: (one.start, one.end)))


class _Reading:
    """One contract, read clause by clause."""

    def __init__(self, document: Document, clauses: Sequence[Clause]) -> None:
        self._text = document.text
        self._blocks = tuple(document.agreed_blocks())
        self._clauses = [clause for clause in clauses if clause.role in BINDING]
        self._options = dict(self._unchosen())

    def unagreed(self) -> Iterator[Unagreed]:
        """Yield every stretch; where one goes on over later clauses, all of those."""
        over: _Over | None = None
        before: Clause | None = None
        last: DraftingMark | None = None
        for clause in self._clauses:
            over = over if over and self._governs(over, clause, before) else None
            if over:
                quoted = over.found.end > over.by.end
                found = [over.found._replace(start=clause.start, end=over.found.end if quoted else clause.end)]
            else:
                found = list(self._marked(clause, before, last))
                over = next((_Over(mark, clause) for mark in found if self._goes_on(mark, clause)), None)
            if not clause.is_heading:
                yield from (_unagreed(mark, clause) for mark in found)
            last = found[0].mark if found else None
            before = clause

    def _words(self, clause: Clause) -> str:
        """Return the words of a clause with a run-in heading, its number left off."""
        return self._text[clause.start + self._blocks[clause.index].typed_label : clause.end]

    def _goes_on(self, one: Found, clause: Clause) -> bool:
        """Return True for a heading, a lead-in to later clauses, a mark that stands alone, an open quotation."""
        words = self._words(clause).strip()
        leads = words.endswith(":") or (one.before and one.printed.strip() == words)
        return clause.is_heading or one.end > clause.end or (one.end == clause.end and leads)

    def _governs(self, over: _Over, clause: Clause, before: Clause | None) -> bool:
        by = over.by
        if over.found.end > by.end:
            return clause.start < over.found.end
        if not by.is_heading:
            lead = self._text[by.body : by.end].strip()
            return lead in clause.lead_in if lead.endswith(":") else clause.index == by.index + 1
        if by.schedule and SCHEDULE_HEADING.match(self._text[by.start : by.end]):
            return clause.schedule == by.schedule
        headed = clause.is_heading or (before is not None and clause.heading != before.heading)
        return not headed or clause.level > by.level

    def _marked(self, clause: Clause, before: Clause | None, last: DraftingMark | None) -> Iterator[Found]:
        """Find what marks in the words of a clause are about; ``last`` is the mark of the clause ``before``."""
        words = self._words(clause)
        start = clause.end - len(words)
        found = self._options.get(clause.index) or label(words)
        if found and (not clause.is_heading or not words[found[1] :].strip(" .:")):
            end = self._closes(start + found[1]) or clause.end
            yield Found(found[0], words[: found[1]], start, end, before=True)
        elif not clause.is_heading:
            yield from self._stated(clause, words, start)
            yield from bracketed(self._text, clause, start, before, last)

    def _stated(self, clause: Clause, words: str, start: int) -> Iterator[Found]:
        """Find what follows a sentence such as "The Customer rejected the following clause:", or its quotation."""
        if elsewhere := about_other_contracts(words):
            turns = form("this-contract").search(words, elsewhere.end())
            end = start + turns.start() + 1 if turns else clause.end
            yield Found(ELSEWHERE, elsewhere[0], start + elsewhere.start(), end)
        for found, mark in statements(words):
            begin = sentence_before(words, found.start())
            if not form("supposed").search(words, begin, found.start()):
                end = self._closes(start + found.end()) or clause.end
                yield Found(mark, words[begin : found.end()], start + begin, end)
                return

    def _closes(self, at: int) -> int:
        """Return the end of the quotation that opens at an offset; 0 where none opens."""
        opens = _OPENS.match(self._text, at)
        if not opens:
            return 0
        closing = _CLOSING[opens[0][-1]]
        line = self._text.find("\n", opens.end())
        # Straight marks may stand around a term within: the one behind a full stop, or at the end, closes all.
        outer = _CLOSES.search(self._text, opens.end(), line if line >= 0 else len(self._text))
        if outer and closing == '"':
            return outer.end()
        return self._text.find(closing, opens.end(), opens.end() + _LONGEST_QUOTATION) + 1

    def _unchosen(self) -> Iterator[tuple[int, tuple[DraftingMark, int]]]:
        """Yield options of which there are several ("Option A:", "Option B:"): index, mark, the end of the label."""
        found = [(clause, one) for clause in self._clauses if (one := form("option").match(self._words(clause)))]
        kinds = {(one["word"].lower(), one["which"].lower()) for _, one in found}
        for clause, one in found:
            several = sum(word == one["word"].lower() for word, _ in kinds) > 1
            chosen = one["chosen"] or any(sign in one[0] for sign in _CHOSEN)
            if several and not chosen and not form("exercised").search(f"{clause.heading} {self._words(clause)}"):
                yield clause.index, (ALTERNATIVES, one.end())


def _unagreed(found: Found, clause: Clause) -> Unagreed:
    end = min(found.end, max(clause.end, found.start))
    return Unagreed(
        start=found.start, end=end, by=" ".join(found.printed.split()), what=found.mark.what, open=found.mark.open
    )
