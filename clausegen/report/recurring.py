"""Make something of a finding once, for all the contracts that have the same finding.

Most findings of a portfolio say that nothing was found of an element, in the same words for every contract.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec, TypeVar

from clausegen.model import Finding

_MOST: Final = 2_000  # things kept
_LONGEST: Final = 1_000  # characters of a reason beyond which nothing is kept

P = ParamSpec("P")
Made = TypeVar("Made")


def recurring(make: Callable[Concatenate[Finding, P], Made]) -> Callable[Concatenate[Finding, P], Made]:
    """Remember what ``make`` made of findings that recur: those that quote nothing. All arguments are values."""
    remembered = functools.lru_cache(_MOST)(make)

    @functools.wraps(make)
    def made(finding: Finding, /, *others: P.args, **named: P.kwargs) -> Made:
        if finding.evidence or len(finding.reason) > _LONGEST:
            return make(finding, *others, **named)
        return remembered(finding, *others, **named)  # type: ignore[arg-type]  # values are hashable

    return made
