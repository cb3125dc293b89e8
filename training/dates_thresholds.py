"""Choose the least probabilities of an answer: on contracts by authors that the scores have not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Final

from clausegen.dates.judged import Judged
from clausegen.dates.reading import Reading
from clausegen.dates.resolve import dates_of
from clausegen.dates.scorer import DATE_ROLES
from training.dates_examples import Contract

MOST_WRONG: Final = 0.02  # of all answers
FORGONE: Final = 0.03  # of the right answers, given up for a higher lowest threshold: a choice that fits less by chance
STEPS: Final = tuple(round(0.5 + step / 50, 2) for step in range(25))
OTHERS: Final = {"asked": 0.4, "term": 0.8, "renewal": 0.75, "notice": 0.75, "kind": 0.5}  # not days; kept as they are
_FIELDS: Final = dict(zip(DATE_ROLES, ("agreement_date", "effective_date", "expiration_date"), strict=True))

Counts = Mapping[str, Sequence[tuple[int, int]]]
"""For each role, and each threshold from low to high, how many answers are right and how many there are."""


def counts(contracts: Sequence[Contract], scores: Sequence[Sequence[Sequence[float]]]) -> Counts:
    """Count the answers at each threshold; the answer to one role depends on no threshold of another."""
    right: Counter[tuple[str, float]] = Counter()
    given: Counter[tuple[str, float]] = Counter()
    for contract, found in zip(contracts, scores, strict=True):
        judged = Judged(contract.page, found, OTHERS)
        for least in STEPS:
            dates = dates_of(contract.page, Reading(judged.at(OTHERS | dict.fromkeys(DATE_ROLES, least))))
            for role, field in _FIELDS.items():
                answer = getattr(dates, field)
                if role in contract.labels.unsaid or answer is None or not answer.value:
                    continue
                given[role, least] += 1
                right[role, least] += answer.value == contract.labels.values[field]
    return {role: [(right[role, least], given[role, least]) for least in STEPS] for role in DATE_ROLES}


def chosen(answers: Counts, steps: Sequence[float] = STEPS) -> dict[str, float]:
    """Choose thresholds of days for at most ``MOST_WRONG``: the lowest as high as the right answers allow.

    Raises ValueError where no choice answers so rarely wrong.
    """
    allowed = []
    for places in product(range(len(steps)), repeat=len(answers)):
        pairs = [listed[place] for listed, place in zip(answers.values(), places, strict=True)]
        right, given = (sum(column) for column in zip(*pairs, strict=True))
        if given - right <= MOST_WRONG * given:
            allowed.append((right, places))
    if not allowed:
        raise ValueError(f"at every threshold more than {MOST_WRONG:.0%} of the answers are wrong")
    enough = (1 - FORGONE) * max(allowed)[0]
    _, _, best = max((min(places), right, places) for right, places in allowed if right >= enough)
    return {role: steps[place] for role, place in zip(answers, best, strict=True)}
