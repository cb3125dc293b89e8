"""A candidate: words in a contract that may establish an element, or defeat it."""

from __future__ import annotations

from clausegen.model import Value


class Span(Value):
    """Half-open character offsets into ``Document.text``."""

    start: int
    end: int


class Candidate(Value):
    """Words nominated for one element.

    ``satisfied`` and ``contradicted`` are probabilities (0-1) that the words establish or defeat the element.
    ``spans`` are the evidence, ``trace`` says how it was found, and ``objection`` names what keeps the words from
    counting, if anything does; ``doubt`` what makes them uncertain; ``beside`` are other words that they were judged
    together with (see ``confront``).
    """

    element: str
    satisfied: float
    contradicted: float
    spans: tuple[Span, ...]
    objection: str = ""
    doubt: str = ""
    beside: tuple[Span, ...] = ()
    trace: tuple[str, ...] = ()
