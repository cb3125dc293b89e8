"""What becomes of candidates that rest on words which another clause strikes out, or which are not agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from clausegen.checker.candidate import Candidate
from clausegen.model import Struck, Structure, Unagreed


def weighed_as_agreed(before: Sequence[Candidate], after: Iterable[Candidate], structure: Structure) -> list[Candidate]:
    """The candidates of the contract as it stands ``after`` what is struck out or not agreed was left off.

    Those of ``before`` that rested on such words are kept with the objection that says so: they no longer count, and
    the reader learns why. Words that may yet be agreed, and clauses in which struck words could not be located, are
    in doubt.
    """
    return [_doubted(one, structure.struck) for one in after] + list(_objected(before, structure))


def _objected(before: Sequence[Candidate], structure: Structure) -> Iterator[Candidate]:
    for one in before:
        if one.objection:
            continue
        unagreed = next((words for words in structure.unagreed if _touches(one, words)), None)
        struck = next((taken for taken in structure.struck if taken.located and _touches(one, taken)), None)
        if unagreed and unagreed.open:
            yield one.model_copy(update={"doubt": unagreed.reason})
        elif unagreed:
            yield one.model_copy(update={"objection": unagreed.reason, "contradicted": 0.0})
        elif struck:
            objection = f"{_clause(struck)} strikes out words of {struck.target}, on which they rest"
            yield one.model_copy(update={"objection": objection, "contradicted": 0.0})


def _doubted(one: Candidate, struck: Sequence[Struck]) -> Candidate:
    found = next((taken for taken in struck if not taken.located and _touches(one, taken)), None)
    if found is None or one.doubt:
        return one
    doubt = f"{_clause(found)} strikes out words of {found.target} that could not be located"
    return one.model_copy(update={"doubt": doubt})


def _touches(one: Candidate, taken: Struck | Unagreed) -> bool:
    return any(span.start < taken.end and taken.start < span.end for span in one.spans)


def _clause(taken: Struck) -> str:
    return f"clause {taken.by}" if taken.by else "a later clause"
