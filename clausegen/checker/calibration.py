"""Say how sure the program must be for "satisfied", and what its confidence was measured to be worth.

Measured by ``training/calibrate.py`` on contracts and passages that train nothing, with thresholds fixed
beforehand and tried from the strictest down (Learn then Test: Angelopoulos et al., 2021, arXiv:2110.01052);
each bound is the exact one-sided one of Clopper and Pearson at 95 %.
"""

from __future__ import annotations

import functools
import json

from clausegen.checker.reader import NAME
from clausegen.model import Assurance, Finding, Status, Value
from clausegen.runtime import verified

# Passages written to mislead are harder than contracts. Whatever the risk asked, their bound stays below this: a
# choice, made so that about one in twenty-five of them deceives. (It was 0.09 while there were only the two hardest
# batches to count on; with two ordinary ones beside them that would accept words that are right in two of three cases.)
NEAR_MISS_RISK = 0.055


class CalibrationStep(Value):
    """One threshold (a probability of the verifier), with counts of failures in both populations.

    A contract fails when any element that such contracts lack is called satisfied; a near miss, when a
    passage that establishes nothing of what it was read for is said to. ``*_bound`` are upper bounds (0-1).
    """

    threshold: float
    contracts: int
    contracts_failed: int
    contracts_bound: float
    near_misses: int
    near_misses_failed: int
    near_misses_bound: float


class Reliability(Value):
    """Frequencies with which findings of one status were right, as points (confidence, frequency), both 0-1 and rising.

    "Right" is the status that people gave; for ``uncertain``, that they found the element satisfied.
    """

    status: Status
    points: tuple[tuple[float, float], ...]

    def right(self, said: float) -> float:
        """Return the share of findings of this confidence that were right, in proportion between two points."""
        low, before = self.points[0]
        if said < low:
            return before
        for high, behind in self.points[1:]:
            if said < high:
                return (behind - before) / (high - low) * (said - low) + before
            low, before = high, behind
        return before


class Calibration(Value):
    """All steps from the strictest down, what confidence was worth, and where the counts come from."""

    population: str
    near_miss_population: str
    steps: tuple[CalibrationStep, ...]
    reliability: tuple[Reliability, ...] = ()

    def at(self, risk: float) -> Assurance:
        """Return the lowest threshold that holds the share of failing contracts below ``risk`` (0-1).

        It also holds that of near misses below NEAR_MISS_RISK.

        The strictest when none does; the bound then says what was shown.
        """
        chosen = self.steps[0]
        for step in self.steps:
            if step.contracts_bound > risk or step.near_misses_bound > NEAR_MISS_RISK:
                break
            chosen = step
        return Assurance(
            risk=risk,
            threshold=chosen.threshold,
            bound=chosen.contracts_bound,
            population=f"{chosen.contracts_failed} of {chosen.contracts} {self.population}",
            near_miss_bound=chosen.near_misses_bound,
            near_miss_population=(f"{chosen.near_misses_failed} of {chosen.near_misses} {self.near_miss_population}"),
        )

    def observed(self, finding: Finding) -> Finding:
        """Return the finding with the frequency observed for its status in place of what the readers say."""
        for reliability in self.reliability:
            if reliability.status is finding.status:
                confidence = round(reliability.right(finding.confidence), 2)
                # Most findings are that there is nothing; they are the same from contract to contract.
                return _sure(finding, confidence) if finding.evidence else _kept(finding, confidence)
        return finding


def _sure(finding: Finding, confidence: float) -> Finding:
    return finding.model_copy(update={"confidence": confidence})


_kept = functools.lru_cache(maxsize=1024)(_sure)


@functools.cache
def calibration() -> Calibration:
    """Return the calibration shipped with the reader. Raises ModelError when its files are absent or altered."""
    return Calibration.model_validate(json.loads((verified(NAME) / "calibration.json").read_text(encoding="utf-8")))
