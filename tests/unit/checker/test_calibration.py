"""The threshold follows from the risk asked, and confidence is what was observed."""

import pytest

from clausegen.checker.calibration import Calibration, CalibrationStep, Reliability, calibration
from clausegen.model.report import Finding
from clausegen.model.requirement import Severity, Status
from training.reliability import ENOUGH, rising


def step(threshold: float, *, contracts: float, near_misses: float = 0.01) -> CalibrationStep:
    return CalibrationStep(
        threshold=threshold,
        contracts=100,
        contracts_failed=0,
        contracts_bound=contracts,
        near_misses=100,
        near_misses_failed=0,
        near_misses_bound=near_misses,
    )


def calibrated(*steps: CalibrationStep, reliability: tuple[Reliability, ...] = ()) -> Calibration:
    return Calibration(population="contracts", near_miss_population="passages", steps=steps, reliability=reliability)


def finding(status: Status, confidence: float) -> Finding:
    return Finding.model_construct(code="SUS-1", severity=Severity.CRITICAL, status=status, confidence=confidence)


STEPS = (step(0.99, contracts=0.03), step(0.95, contracts=0.04), step(0.90, contracts=0.08), step(0.80, contracts=0.02))


@pytest.mark.parametrize(
    ("risk", "threshold", "why"),
    [
        (0.05, 0.95, "the lowest that holds"),
        (0.10, 0.80, "a larger risk goes lower"),
        (0.01, 0.99, "none holds: the strictest"),
        (0.07, 0.95, "what lies below a step that fails is not tried"),
    ],
)
def test_the_threshold_follows_from_the_risk(risk: float, threshold: float, why: str) -> None:
    assert calibrated(*STEPS).at(risk).threshold == threshold, why


def test_near_misses_are_a_stratum_of_their_own() -> None:
    assert calibrated(STEPS[0], step(0.95, contracts=0.01, near_misses=0.5)).at(0.05).threshold == 0.99


@pytest.mark.parametrize(
    ("said", "observed", "why"),
    [(0.94, 0.8, "a point"), (0.97, 0.85, "between two"), (1.0, 0.9, "the last"), (0.5, 0.8, "below all of them")],
)
def test_confidence_is_what_was_observed_for_the_status(said: float, observed: float, why: str) -> None:
    curve = Reliability(status=Status.SATISFIED, points=((0.94, 0.8), (1.0, 0.9)))
    known = calibrated(*STEPS, reliability=(curve,))
    assert known.observed(finding(Status.SATISFIED, said)).confidence == pytest.approx(observed), why
    assert known.observed(finding(Status.MISSING, said)).confidence == said


def test_findings_that_say_the_same_stay_together() -> None:
    assert rising([(1.0, n % 2 == 0) for n in range(3 * ENOUGH)]) == ((1.0, 0.5),)


def test_a_curve_of_observations_rises_and_pools_what_does_not() -> None:
    low, middle, high = ([(said, n < right) for n in range(ENOUGH)] for said, right in ((0.2, 10), (0.5, 5), (0.9, 80)))
    assert rising([*low, *middle, *high]) == ((0.35, 0.075), (0.9, 0.8))


def test_the_shipped_curves_rise_and_every_status_has_one() -> None:
    curves = {one.status: one.points for one in calibration().reliability}
    assert set(curves) == set(Status) - {Status.PARTIAL}
    for points in curves.values():
        assert list(points) == sorted(points)
        assert [right for _, right in points] == sorted(right for _, right in points)


def test_what_confidence_was_worth_goes_straight_from_point_to_point() -> None:
    for one in calibration().reliability:
        for (low, before), (high, behind) in zip(one.points, one.points[1:], strict=False):
            assert one.right(low) == before
            assert one.right((low + high) / 2) == pytest.approx((before + behind) / 2)
        assert one.right(-1) == one.points[0][1]
        assert one.right(one.points[-1][0]) == one.right(2) == one.points[-1][1]
