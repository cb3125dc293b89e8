"""Believe plain sentences: "This Agreement ends on 31 March 2027" says what it says, however unusual its contract.

The model weighs the whole contract, and in a short one it may not be sure enough. A sentence that has no other reading
decides then.
"""

from __future__ import annotations

import re
from typing import Final

from clausegen.dates.fact import Fact
from clausegen.dates.judged import Judged, Scored
from clausegen.dates.normalise import BLANK, REDACTION
from clausegen.dates.vocabulary import patterns
from clausegen.runtime import regex

_LOOK: Final = 160  # characters before a day in which its sentence is looked at
_HOLE: Final = regex(f"{REDACTION}|{BLANK}", re.IGNORECASE)
_OPENING: Final = 3000  # characters in which a contract says when it was made; later ones are those of its annexes


def with_plain_agreement(judged: Judged, agreement: Fact | None) -> Fact | None:
    """Return the day on which the contract says in its opening that it is made, else the day that was read.

    A day on which a plain sentence says that the contract ends is never that.
    """
    found = next(iter(_after(judged, "plain_made")), None)
    date = found.candidate.date if found else None
    if date is not None and date.day and date.start < _OPENING:
        return Fact.of(date)
    ends = {scored.candidate.start for scored in _after(judged, "plain_end")}
    return agreement if agreement is None or agreement.start not in ends else None


def plain_beginning(judged: Judged) -> Fact | None:
    """Return the day on which the contract says that it begins, or that the day is left open; None for several."""
    found = _after(judged, "plain_begin")
    return judged.day_of(found[0], "effective") if len({_said(scored) for scored in found}) == 1 else None


def with_plain_end(judged: Judged, end: Fact | None, of_renewal: bool) -> Fact | None:
    """Return the end that plain sentences state where none was read, or the length counted is ``of_renewal``.

    Two clauses that state different days leave it open.
    """
    found = _after(judged, "plain_end")
    days = sorted(
        {scored.candidate.date.day for scored in found if scored.candidate.date and scored.candidate.date.day}
    )
    clauses = {scored.candidate.sentence.clause.start for scored in found}
    if len(days) > 1:
        if len(clauses) < 2:  # one clause tells the end before and after a change
            return end
        place, reason = found[0].candidate, " and ".join(day.isoformat() for day in days)
        reason = f"two different ends are stated: {reason}"
        return Fact(place.start, place.end, None, reason, kind="open", code="conflict")
    if not found or (end is not None and not of_renewal):
        return end
    return judged.day_of(found[0], "end")


def with_open_length(judged: Judged, end: Fact | None) -> Fact | None:
    """Return the end, or where none was read the gap that stands for the length: "lasts for [***]"."""
    plain = judged.page.plain
    for hole in _HOLE.finditer(plain) if end is None else ():
        sentence = judged.page.sentence_at(hole.start())
        first = max(sentence.start if sentence else 0, hole.start() - _LOOK)
        if sentence and patterns()["plain_length"].search(plain[first : hole.start()]):
            reason = f"the length of the term is left blank or withheld: “{hole.group()}”"
            return Fact(hole.start(), hole.end(), None, reason, kind="open", code="blank")
    return end


def _after(judged: Judged, name: str) -> list[Scored]:
    """Return the days and gaps before which a plain sentence stands, in their order."""
    pattern, plain = patterns()[name], judged.page.plain
    listed = [scored for scored in judged.scored if scored.candidate.kind in ("date", "hole")]
    return [
        scored
        for scored in listed
        if pattern.search(
            plain[max(scored.candidate.sentence.start, scored.candidate.start - _LOOK) : scored.candidate.start]
        )
    ]


def _said(scored: Scored) -> object:
    return scored.candidate.date.day if scored.candidate.date else None
