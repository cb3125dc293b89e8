"""A candidate: words in a contract that may establish an element, or defeat it."""

from __future__ import annotations

from typing import Literal

from clausegen.document import Value


class Span(Value):
    """Half-open character offsets into ``Document.text``."""

    start: int
    end: int


class Candidate(Value):
    """Words nominated for one element.

    ``satisfied`` and ``contradicted`` are probabilities (0-1) that the words establish or defeat the
    element, as the ``origin`` sees it: "signal" (declared pattern), "model" (trained verifier) or
    "defeater" (a clause elsewhere). ``spans`` are the evidence, ``trace`` says how it was found, and
    ``objection`` names what keeps the words from counting, if anything does; ``doubt`` what makes them
    uncertain; ``gates`` say what the words make it depend on; ``beside`` are other words that they were judged together
    with (see ``confront``).
    """

    element: str
    origin: Literal["signal", "model", "defeater"]
    satisfied: float
    contradicted: float
    spans: tuple[Span, ...]
    reason: str = ""
    objection: str = ""
    doubt: str = ""
    gates: tuple[str, ...] = ()
    beside: tuple[Span, ...] = ()
    trace: tuple[str, ...] = ()
