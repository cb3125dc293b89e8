"""One operation of a paper."""

from __future__ import annotations

import dataclasses

from clausegen.amendments.instructions import Span
from clausegen.amendments.outline import Mark
from clausegen.amendments.places import PaperName, Place
from clausegen.model import OperationKind


@dataclasses.dataclass(slots=True)
class Change:
    """One operation as a paper words it: half-open offsets into the paper's text.

    ``what`` says which part of the places changes: "" all of it, "words", "sentence", "beginning", "heading",
    "subject" or "definition"; ``terms`` are the words that name it, ``former`` those that go and ``new`` those that
    come. ``at`` is where new words go: "in" for in place of others, "after", "before", "end". ``item`` are the labels
    of the paper's own item, ``label`` that of new words which do not begin with it. ``starts`` is the day from which it
    holds, where the paper gives one. ``doubtful`` says that the words do not say how much goes; ``why`` is not empty
    where an operation was seen and not understood.
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
    starts: str = ""
    doubtful: bool = False
    why: str = ""
