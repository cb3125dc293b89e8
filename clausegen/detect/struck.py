"""What becomes of candidates when a clause of the same contract strikes words out of those they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from clausegen.detect.candidate import Candidate
from clausegen.segment import Struck


def weighed_as_struck(
    before: Sequence[Candidate], after: Iterable[Candidate], struck: Sequence[Struck]
) -> list[Candidate]:
    """The candidates of the contract as it stands ``after`` words were struck out of it.

    Those of ``before`` that rested on struck words are kept with the objection that says so: they no longer count,
    and the reader learns why. Where the words could not be located in their clause, all it says is in doubt.
    """
    return [_doubted(one, struck) for one in after] + list(_objected(before, struck))


def _objected(before: Sequence[Candidate], struck: Sequence[Struck]) -> Iterator[Candidate]:
    for one in before:
        found = next((taken for taken in struck if taken.located and _touches(one, taken)), None)
        if found is not None and one.origin != "defeater" and not one.objection:
            objection = f"{_clause(found)} of the same contract strikes out words of {found.target}, on which they rest"
            yield one.model_copy(update={"objection": objection, "contradicted": 0.0})


def _doubted(one: Candidate, struck: Sequence[Struck]) -> Candidate:
    found = next((taken for taken in struck if not taken.located and _touches(one, taken)), None)
    if found is None or one.doubt:
        return one
    doubt = f"{_clause(found)} of the same contract strikes out words of {found.target} that could not be located"
    return one.model_copy(update={"doubt": doubt})


def _touches(one: Candidate, taken: Struck) -> bool:
    return any(span.start < taken.end and taken.start < span.end for span in one.spans)


def _clause(taken: Struck) -> str:
    return f"clause {taken.by}" if taken.by else "a later clause"
