"""Tell what papers and agreements say of each other: date, number, title and parties."""

from __future__ import annotations

import re

from clausegen.amendments.days import days_in, placed_days
from clausegen.amendments.forms import form
from clausegen.amendments.papers import REFERENCE, contract_numbers, is_headed_as_schedule, is_paper, of_agreement
from clausegen.model import Document, Value
from clausegen.structure import introduced, plain_name

_FRONT = 1500  # characters in which a file says what it belongs to
_BEFORE_DAY = 80  # characters before a day that say whose it is
_TITLE = 120
_LEAST_TITLE = 2  # words of a title that tells something
_FEWEST = 2  # reasons, where none of them is enough by itself


class Ties(Value):
    """The facts of a file by which it is put together with others.

    ``amends`` are the days of agreements that a paper names, as ISO dates like all ``days``. ``title`` and ``parties``
    are those of an agreement, ``front`` the first words of a paper, in lower case without punctuation.
    """

    is_paper: bool
    amends: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    title: str = ""
    parties: tuple[str, ...] = ()
    front: str = ""


def ties(document: Document, *, amends: str | None, agreed: str) -> Ties:
    """Read the ties of a file; ``amends`` is None where it amends nothing, "" for an unknown day."""
    front = document.text[:_FRONT]
    days = tuple(dict.fromkeys(days_in(front)))
    numbers = tuple(dict.fromkeys((*REFERENCE.findall(front), *contract_numbers(front))))
    if amends is not None or is_paper(document) or is_headed_as_schedule(document):
        places = placed_days(front)
        named = [day for start, _, day in places if of_agreement().search(front[max(0, start - _BEFORE_DAY) : start])]
        days_of_agreements = tuple(dict.fromkeys(filter(None, (amends, *named))))
        return Ties(is_paper=True, amends=days_of_agreements, days=days, numbers=numbers, front=plain_name(front))
    noun = form("status.agreement")
    titled = re.search(rf"(?:[\w&’'-]+\s+){{0,6}}\w*(?:{noun})(?!\w)", front[:_TITLE], re.IGNORECASE)
    title = plain_name(titled[0]) if titled else ""
    return Ties(
        is_paper=False,
        days=tuple(dict.fromkeys(filter(None, (agreed, *days)))),
        numbers=numbers,
        title=title if len(title.split()) >= _LEAST_TITLE else "",
        parties=tuple(dict.fromkeys(map(plain_name, introduced(document)))),
    )


def shared(paper: Ties, agreement: Ties) -> tuple[str, ...]:
    """Say what a paper names of an agreement, most telling first; nothing where that is too little."""
    front = f" {paper.front} "
    numbers = [number for number in paper.numbers if number in agreement.numbers]
    named = [party for party in agreement.parties if f" {party} " in front]
    is_titled = bool(agreement.title) and f" {agreement.title} " in front
    day = next((day for day in (*paper.amends, *paper.days) if day in agreement.days), "")
    reasons = (
        f"the number {numbers[0]}" if numbers else "",
        f"the date {day}" if day else "",
        f"the title “{agreement.title}”" if is_titled else "",
        f"the parties {' and '.join(named)}" if len(named) >= min(_FEWEST, len(agreement.parties) or _FEWEST) else "",
    )
    found = tuple(filter(None, reasons))
    enough = numbers or len(found) >= _FEWEST or len(named) >= _FEWEST or day in paper.amends
    return found if enough else ()
