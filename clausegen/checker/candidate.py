"""A candidate: words in a contract that may establish an element, or defeat it."""

from __future__ import annotations

from clausegen.model import Value


class Span(Value):
    """Half-open character offsets into the text that is read."""

    start: int
    end: int


class Candidate(Value):
    """Words nominated for one element.

    ``satisfied`` and ``contradicted`` are the reader's probabilities (0-1) that the words establish or defeat the
    element. ``spans`` are the evidence; ``trace`` says how it was found.
    """

    element: str
    satisfied: float
    contradicted: float
    spans: tuple[Span, ...]
    trace: tuple[str, ...] = ()
