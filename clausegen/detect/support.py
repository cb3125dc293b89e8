"""What speaks for each element: the clauses that others may defeat, or spare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clausegen.detect.candidate import Candidate, Span
from clausegen.segment import Structure

# What speaks this much for an element is worth defeating; below it the element is missing anyway.
SUPPORT_FROM = 0.45
# What speaks this clearly for an element would do so alone.
CLEAR = 0.90


@dataclass(frozen=True)
class Support:
    """The clauses, by index, that speak for an element; ``best`` are the places that do so most clearly.

    Words under a doubt are among the best only where there are no others: they do not establish it.
    """

    clauses: frozenset[int]
    best: tuple[Span, ...]


def support_of(candidates: Sequence[Candidate], structure: Structure) -> dict[str, Support]:
    """What speaks for each element, by its code, where something does."""
    spoken: dict[str, dict[Span, float]] = {}
    undoubted: dict[str, dict[Span, float]] = {}
    for candidate in candidates:
        if candidate.satisfied >= SUPPORT_FROM and not candidate.objection:
            for kept in (spoken,) if candidate.doubt else (spoken, undoubted):
                own = kept.setdefault(candidate.element, {})
                for span in candidate.spans:
                    own[span] = max(own.get(span, 0.0), candidate.satisfied)
    return {
        code: Support(
            frozenset(clause.index for span in own if (clause := structure.clause_at(span.start))),
            _clearest(undoubted.get(code, own)),
        )
        for code, own in spoken.items()
    }


def _clearest(values: dict[Span, float]) -> tuple[Span, ...]:
    least = min(CLEAR, max(values.values()))
    return tuple(span for span, value in values.items() if value >= least)
