"""From factors to a tier: bands at their edges, floors, no-gos, missing data, and what would change it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from deals import a_deal, deal_data
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import ROOT

from clausegen.errors import DataError, UsageError
from clausegen.library.load import load_library, templates_folder
from clausegen.library.toml_file import parse
from clausegen.model.assessment import Assessment
from clausegen.model.requirement import Tier
from clausegen.risk.assess import assess
from clausegen.risk.factor_bands import older
from clausegen.risk.indices import Index, IndexFigure
from clausegen.risk.tier_decision import TierEvidence, decide
from clausegen.risk.tier_file import ChecklistFactor, FiguresFactor, IndexFactor, NoGo, Tiers, load_tiers

TIERS = load_tiers(templates_folder(), "state-surveillance-technology")
TODAY = dt.date(2026, 10, 20)
ASSESSED = dt.date(2026, 10, 14)
ALL_SAFEGUARDS = [item.id for factor in TIERS.factors if factor.kind == "checklist" for item in factor.items]
RATINGS: dict[str, Any] = {
    "human-rights-record": "none",
    "legal-framework": ALL_SAFEGUARDS,
    "technical-control": "yes",
    "mandate": "police-judicial-control",
    "prior-relationship": "long-clean",
    "duration-and-scale": "local",
}
STATEMENTS = {
    "export-authorised": True,
    "sanctioned": False,
    "accepts-minimum": True,
    "insists-on-defeaters": False,
    "creates-authorisation": True,
    "misuse-resolved": True,
    "unduly-high": False,
}


def figures(value: float, *, lower: float | None = None, year: int = 2025, **changes: float) -> dict[str, Index]:
    """Index files in which one country has one figure everywhere, but for series named in ``changes``."""

    def figure(series: str) -> IndexFigure:
        at = changes.get(series, value)
        return IndexFigure(
            series=series, code="XES", country="Estmark", year=year, value=at, lower=at if lower is None else lower
        )

    wgi = Index(file="wgi.csv", figures=tuple(figure(series) for series in ("va", "rl", "pv")))
    return {"wgi": wgi, "cpi": Index(file="cpi.csv", figures=(figure("cpi"),))}


def assessed(
    ratings: dict[str, Any] | None = None,
    statements: dict[str, bool] | None = None,
    *,
    indices: dict[str, Index] | None = None,
    today: dt.date = TODAY,
    tiers: Tiers = TIERS,
    capability: str = "defensive",
    months: int = 6,
    targets: int = 10,
    country: str | None = "XES",
    rated_on: dt.date = ASSESSED,
    **changes: Any,
) -> Assessment:
    """The assessment of the best deal there is, with some things changed. A rating of None is left out."""
    rated = {name: value for name, value in {**RATINGS, **(ratings or {})}.items() if value is not None}
    stated = {name: value for name, value in {**STATEMENTS, **(statements or {})}.items() if value is not None}
    deal = a_deal(
        product={**deal_data()["product"], "capability": capability},
        use_limits={**deal_data()["use_limits"], "licensed_months": months, "concurrent_targets": targets},
        factors={
            "author": "Ivo Brandt",
            "date": ASSESSED,
            "country": country,
            "ratings": {name: {"value": v, "source": "report", "date": rated_on} for name, v in rated.items()},
            "statements": {name: {"value": v, "source": "file", "date": rated_on} for name, v in stated.items()},
        },
        **changes,
    )
    assert deal.factors is not None
    return assess(deal, deal.factors, tiers=tiers, today=today, indices=figures(90) if indices is None else indices)


def band(assessment: Assessment, factor: str) -> int:
    return next(part.band for part in assessment.contributions if part.factor == factor)


def test_the_best_deal_is_low_without_warnings() -> None:
    best = assessed()
    assert (best.tier, best.points, best.most) == (Tier.LOW, 0, 124)
    assert (best.floors, best.no_gos, best.open, best.warnings) == ((), (), (), ())
    assert (best.author, best.date, best.today) == ("Ivo Brandt", ASSESSED, TODAY)


@pytest.mark.parametrize(
    ("figure", "wgi", "cpi", "reason"),
    [
        (100, 0, 0, "the best figure there is"),
        (75, 0, 0, "75 is the lowest percentile of band 0"),
        (74.99, 1, 0, "just below 75; figures are not rounded up into a better band"),
        (70, 1, 0, "70 is the lowest CPI of band 0"),
        (69.9, 1, 1, "just below 70"),
        (55, 1, 1, "55 is the lowest CPI of band 1"),
        (54.9, 1, 2, "just below 55"),
        (50, 1, 2, "50 is the lowest percentile of band 1"),
        (49.99, 2, 2, "just below 50"),
        (40, 2, 2, "40 is the lowest CPI of band 2"),
        (39.9, 2, 3, "just below 40"),
        (30, 2, 3, "30 is the lowest percentile of band 2"),
        (29.99, 3, 3, "just below 30"),
        (25, 3, 3, "25 is the lowest CPI of band 3"),
        (24.9, 3, 4, "just below 25"),
        (15, 3, 4, "15 is the lowest percentile of band 3"),
        (14.99, 4, 4, "just below 15"),
        (0, 4, 4, "the worst figure there is"),
    ],
)
def test_index_bands_at_their_edges(figure: float, wgi: int, cpi: int, reason: str) -> None:
    found = assessed(indices=figures(figure))
    for factor in ("voice-and-accountability", "rule-of-law", "political-stability"):
        assert band(found, factor) == wgi, reason
    assert band(found, "corruption") == cpi, reason


@pytest.mark.parametrize(
    ("lower", "expected", "reason"),
    [
        (76, 0, "the whole interval lies in band 0"),
        (75, 0, "the interval ends on the edge"),
        (74.9, 1, "the interval crosses into band 1"),
        (48, 2, "the interval crosses two bands; the worst counts"),
        (85, 0, "an interval above its own figure cannot make the band better"),
    ],
)
def test_an_error_interval_that_crosses_a_band_takes_the_worse(lower: float, expected: int, reason: str) -> None:
    found = assessed(indices=figures(80, lower=lower))
    assert band(found, "rule-of-law") == expected, reason
    assert band(found, "corruption") == 0, "the CPI is banded as published"


def test_without_an_error_interval_the_next_worse_band_counts_and_is_flagged() -> None:
    bare = IndexFigure(series="va", code="XES", country="Estmark", year=2025, value=80)
    found = assessed(indices={**figures(80), "wgi": Index(file="wgi.csv", figures=(bare,))})
    assert band(found, "voice-and-accountability") == 1
    assert any("no error interval" in warning for warning in found.warnings)


@pytest.mark.parametrize(("met", "expected"), [(9, 0), (8, 1), (7, 1), (6, 2), (5, 2), (4, 3), (3, 3), (2, 4), (0, 4)])
def test_checklist_bands_at_their_edges(met: int, expected: int) -> None:
    assert band(assessed({"legal-framework": ALL_SAFEGUARDS[:met]}), "legal-framework") == expected


@pytest.mark.parametrize(
    ("months", "targets", "extent", "expected", "reason"),
    [
        (12, 10, "local", 0, "all three at the edge of band 0"),
        (13, 10, "local", 1, "the longest term of band 1 begins after 12 months"),
        (18, 10, "local", 1, "edge of band 1"),
        (24, 10, "local", 2, "edge of band 2"),
        (36, 10, "local", 3, "edge of band 3"),
        (37, 10, "local", 4, "more than 36 months"),
        (12, 11, "local", 1, "more than 10 targets"),
        (12, 50, "local", 2, "edge of band 2"),
        (12, 100, "local", 3, "edge of band 3"),
        (12, 101, "local", 4, "more than 100 targets"),
        (6, 1, "nationwide", 4, "nationwide, however short"),
        (6, 1, "extraterritorial", 4, "beyond the territory"),
    ],
)
def test_the_worst_of_term_targets_and_extent_counts(
    months: int, targets: int, extent: str, expected: int, reason: str
) -> None:
    found = assessed({"duration-and-scale": extent}, months=months, targets=targets)
    assert band(found, "duration-and-scale") == expected, reason


@pytest.mark.parametrize(
    ("points", "tier"),
    [(30, Tier.LOW), (31, Tier.MEDIUM), (55, Tier.MEDIUM), (56, Tier.HIGH), (80, Tier.HIGH), (81, Tier.PROHIBITED)],
)
def test_score_edges_are_exact(points: int, tier: Tier) -> None:
    """Of 124 points 25 % are 31, 45 % are 55.8 and 65 % are 80.6: an edge belongs to the worse tier."""
    assert TIERS.thresholds.tier(points, 124) is tier


@pytest.mark.parametrize(
    ("changes", "tier", "floor", "reason"),
    [
        ({"capability": "mass"}, Tier.PROHIBITED, "mass-capability", "F7 = 4"),
        ({"ratings": {"human-rights-record": "systematic"}}, Tier.PROHIBITED, "systematic-abuse", "F5 = 4"),
        ({"ratings": {"legal-framework": ALL_SAFEGUARDS[:2]}}, Tier.PROHIBITED, "no-legal-framework", "F6 = 4"),
        ({"ratings": {"human-rights-record": "recurrent"}}, Tier.HIGH, "recurrent-abuse", "F5 = 3"),
        ({"ratings": {"mandate": "mixed-mandate"}}, Tier.HIGH, "doubtful-mandate", "F8 = 3"),
        ({"ratings": {"mandate": "unknown"}}, Tier.HIGH, "doubtful-mandate", "F8 = 4"),
        ({"ratings": {"prior-relationship": "concern-mitigated"}}, Tier.HIGH, "past-concern", "F9 = 3"),
        ({"ratings": {"prior-relationship": "misuse"}}, Tier.HIGH, "past-concern", "F9 = 4"),
        ({"capability": "covert-intrusion"}, Tier.MEDIUM, "covert-intrusion", "F7 = 3"),
    ],
)
def test_a_perfect_country_does_not_lower_a_floor(changes: dict[str, Any], tier: Tier, floor: str, reason: str) -> None:
    found = assessed(indices=figures(100), **changes)
    assert found.score_tier is Tier.LOW, "without the floor the deal would be low"
    assert found.tier is tier, reason
    assert floor in {entry.id for entry in found.floors}, reason


@pytest.mark.parametrize(
    ("changes", "no_go"),
    [
        ({"statements": {"unduly-high": True}}, "unduly-high-risk"),
        ({"statements": {"sanctioned": True}}, "sanctions"),
        ({"statements": {"export-authorised": False}}, "no-export-authorisation"),
        ({"statements": {"accepts-minimum": False}}, "minimum-rejected"),
        ({"statements": {"insists-on-defeaters": True}}, "suspension-defeated"),
        ({"end_user": None}, "end-user-unidentified"),
        ({"end_user": {**deal_data()["end_user"], "signs": False}}, "end-user-does-not-sign"),
        (
            {"ratings": {"legal-framework": ALL_SAFEGUARDS[:8]}, "statements": {"creates-authorisation": False}},
            "no-independent-authorisation",
        ),
        (
            {"ratings": {"legal-framework": ALL_SAFEGUARDS[2:]}, "statements": {"creates-authorisation": False}},
            "no-legal-basis",
        ),
        (
            {"ratings": {"prior-relationship": "misuse"}, "statements": {"misuse-resolved": False}},
            "misuse-unresolved",
        ),
        (
            {"capability": "covert-intrusion", "ratings": {"technical-control": "no"}},
            "intrusion-that-cannot-be-suspended",
        ),
        ({"capability": "mass", "ratings": {"human-rights-record": "recurrent"}}, "mass-with-recurrent-abuse"),
    ],
)
def test_each_no_go_prohibits_the_best_deal(changes: dict[str, Any], no_go: str) -> None:
    found = assessed(**changes)
    assert found.tier is Tier.PROHIBITED
    assert no_go in {entry.id for entry in found.no_gos}
    assert found.refusal


def test_every_no_go_of_the_file_is_tested_above() -> None:
    marks = test_each_no_go_prohibits_the_best_deal.pytestmark  # type: ignore[attr-defined]
    assert {no_go for _, no_go in marks[0].args[1]} == {no_go.id for no_go in TIERS.no_gos}


def test_a_no_go_of_two_conditions_needs_both() -> None:
    assert assessed(statements={"creates-authorisation": False, "misuse-resolved": False}).tier is Tier.LOW
    assert not assessed({"legal-framework": ALL_SAFEGUARDS[:8]}).no_gos


@pytest.mark.parametrize("question", ["export-authorised", "sanctioned", "accepts-minimum", "unduly-high"])
def test_an_open_question_makes_the_tier_high(question: str) -> None:
    found = assessed(statements={question: None})
    assert found.tier is Tier.HIGH
    assert [entry.id for entry in found.open] == [question]


def test_a_question_on_which_nothing_hangs_may_stay_open() -> None:
    found = assessed(statements={"creates-authorisation": None, "misuse-resolved": None})
    assert (found.tier, found.open) == (Tier.LOW, ())


@pytest.mark.parametrize("factor", list(RATINGS))
def test_a_missing_rating_is_band_3_and_flagged(factor: str) -> None:
    found = assessed({factor: None})
    part = next(part for part in found.contributions if part.factor == factor)
    assert (part.band, part.missing, part.found.startswith(("not known", "6 months"))) == (3, True, True)
    assert any(part.title in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"country": "XXX"}, "the files have no such country"),
        ({"country": None}, "no country is given"),
        ({"indices": {}}, "no index file is given"),
        ({"indices": figures(90, year=2027)}, "a figure of a year that is not over does not count"),
    ],
)
def test_missing_index_data_are_band_3_and_flagged(changes: dict[str, Any], reason: str) -> None:
    found = assessed(**changes)
    parts = [part for part in found.contributions if part.code in ("F1", "F2", "F3", "F4")]
    assert [(part.band, part.missing) for part in parts] == [(3, True)] * 4, reason
    assert "F1 Voice and accountability" in found.warnings[0]


def test_missing_technical_control_of_an_intrusive_product_leaves_the_no_go_open() -> None:
    found = assessed({"technical-control": None}, capability="covert-intrusion")
    assert (found.tier, [entry.id for entry in found.open]) == (Tier.HIGH, ["technical-control"])


@pytest.mark.parametrize(
    ("today", "stale", "reason"),
    [
        (dt.date(2027, 6, 30), False, "the year 2025 ended 18 months ago to the day"),
        (dt.date(2027, 7, 1), True, "a day later"),
    ],
)
def test_an_index_is_stale_after_eighteen_months(today: dt.date, stale: bool, reason: str) -> None:
    found = assessed(indices=figures(90, year=2025), today=today, rated_on=today)
    said = [warning for warning in found.warnings if "newest figure in wgi.csv" in warning]
    assert bool(said) is stale, reason
    assert len(said) <= 1, "one warning per file"


def test_old_ratings_old_assessments_and_dates_to_come_are_flagged() -> None:
    old = " ".join(assessed(rated_on=dt.date(2024, 1, 1)).warnings)
    assert "Channel" not in old
    assert "End user's mandate and credibility: the rating is of 2024-01-01, more than 18 months ago" in old
    assert "The statement 'sanctioned' is of 2024-01-01" in old
    assert "due again after 12 months" in " ".join(assessed(today=dt.date(2027, 10, 15)).warnings)
    assert "dated 2027-01-01, after 2026-10-20" in " ".join(assessed(rated_on=dt.date(2027, 1, 1)).warnings)


@pytest.mark.parametrize(
    ("date", "today", "expected", "reason"),
    [
        (dt.date(2025, 8, 31), dt.date(2027, 2, 28), False, "the last day of a shorter month"),
        (dt.date(2025, 8, 31), dt.date(2027, 3, 1), True, "the day after it"),
        (dt.date(9999, 1, 1), dt.date(9999, 12, 31), False, "the calendar ends before the period does"),
        (dt.date(1, 1, 1), dt.date(1, 1, 1), False, "the first day there is"),
    ],
)
def test_ages_are_counted_in_calendar_months(date: dt.date, today: dt.date, expected: bool, reason: str) -> None:
    assert older(date, 18, today) is expected, reason


@pytest.mark.parametrize(
    ("economy", "state", "flagged"),
    [
        ("Norland", "the Republic of Estmark", True),
        ("Estmark", "the Republic of Estmark", False),
        ("Estmark, Rep.", "the Republic of Estmark", False),
        ("United States", "the United States of Aurelia", False),
        ("Republic", "the Kingdom of Estmark", True),
    ],
)
def test_indices_of_another_state_are_flagged(economy: str, state: str, flagged: bool) -> None:
    other = IndexFigure(series="va", code="XES", country=economy, year=2025, value=90, lower=90)
    end_user = {**deal_data()["end_user"], "state": state}
    found = assessed(indices={**figures(90), "wgi": Index(file="wgi.csv", figures=(other,))}, end_user=end_user)
    said = f"those of {economy}, but the deal names the State {state!r}"
    assert any(said in warning for warning in found.warnings) is flagged


def test_the_deal_itself_outranks_a_better_rating() -> None:
    found = assessed({"product-capability": "defensive"}, capability="covert-intrusion")
    assert band(found, "product-capability") == 3
    assert any("the worse counts" in warning for warning in found.warnings)
    assert band(assessed({"channel": "opaque"}), "channel") == 4
    reseller = {**deal_data()["supplier"], "name": "Reseller"}
    assert band(assessed(intermediary=reseller), "channel") == 2
    assert band(assessed({"channel": "direct"}, intermediary=reseller), "channel") == 2


def test_what_would_change_the_tier_is_true() -> None:
    found = assessed({"mandate": "mixed-mandate"}, indices=figures(60))
    assert found.tier is Tier.HIGH
    said = {change.change: change.tier for change in found.changes}
    assert said["F8 End user's mandate and credibility is band 2 instead of 3"] is Tier.LOW
    assert assessed({"mandate": "intelligence-overseen"}, indices=figures(60)).tier is Tier.LOW
    assert found.changes[0].tier.rank < found.tier.rank, "what lowers the tier comes first"
    assert said["F7 Product's potential for misuse is band 4 instead of 0"] is Tier.PROHIBITED


def test_several_floors_at_once_leave_no_single_way_down() -> None:
    found = assessed({"mandate": "unknown", "prior-relationship": "misuse"})
    assert all(change.tier is Tier.PROHIBITED for change in found.changes)


# Properties ---------------------------------------------------------------------------------------------

FACTORS = [factor.id for factor in TIERS.factors]
BANDS = st.fixed_dictionaries({name: st.integers(0, 4) for name in FACTORS})
ANSWERS = st.fixed_dictionaries({}, optional={question.id: st.booleans() for question in TIERS.questions})
MET = st.sets(st.sampled_from(ALL_SAFEGUARDS)).map(frozenset)
EVIDENCE = st.builds(
    TierEvidence,
    bands=BANDS,
    missing=st.sets(st.sampled_from(FACTORS)).map(frozenset),
    met=MET.map(lambda met: {"legal-framework": met}),
    answers=ANSWERS,
)


@given(EVIDENCE, st.sampled_from(FACTORS), st.integers(1, 4))
@settings(max_examples=150, deadline=None)
def test_worsening_any_factor_never_lowers_the_tier(evidence: TierEvidence, factor: str, by: int) -> None:
    worse = TierEvidence(
        bands={**evidence.bands, factor: min(4, evidence.bands[factor] + by)},
        missing=evidence.missing,
        met=evidence.met,
        answers=evidence.answers,
    )
    assert decide(TIERS, worse).tier.reaches(decide(TIERS, evidence).tier)


@given(EVIDENCE, st.sampled_from(ALL_SAFEGUARDS))
@settings(max_examples=100, deadline=None)
def test_losing_a_safeguard_never_lowers_the_tier(evidence: TierEvidence, item: str) -> None:
    fewer = TierEvidence(
        bands=evidence.bands,
        missing=evidence.missing,
        met={"legal-framework": evidence.met["legal-framework"] - {item}},
        answers=evidence.answers,
    )
    assert decide(TIERS, fewer).tier.reaches(decide(TIERS, evidence).tier)


@given(EVIDENCE, st.sampled_from([question.id for question in TIERS.questions]))
@settings(max_examples=100, deadline=None)
def test_silence_never_beats_the_good_answer(evidence: TierEvidence, question: str) -> None:
    """Of the two answers one is good; leaving the question open is never better than it."""
    silent = dict(evidence.answers)
    silent.pop(question, None)

    def tier(answers: dict[str, bool]) -> Tier:
        return decide(TIERS, TierEvidence(evidence.bands, evidence.missing, evidence.met, answers)).tier

    best = min((tier({**silent, question: answer}) for answer in (True, False)), key=lambda tier: tier.rank)
    assert tier(silent).reaches(best)


@given(BANDS, st.integers(0, 4))
@settings(max_examples=100, deadline=None)
def test_a_floor_holds_whatever_the_country_scores(bands: dict[str, int], country: int) -> None:
    indices = {factor.id: country for factor in TIERS.factors if isinstance(factor, IndexFactor)}
    decision = decide(TIERS, TierEvidence(bands={**bands, **indices}))
    assert all(decision.tier.reaches(floor.tier) for floor in decision.floors)
    assert set(decision.floors) == set(decide(TIERS, TierEvidence(bands=bands)).floors)


def values(edges: tuple[float, ...]) -> list[float]:
    return sorted({edge + step for edge in edges for step in (-1, 0, 1)})


@pytest.mark.parametrize("factor", TIERS.factors, ids=lambda factor: factor.id)
def test_bands_run_one_way(factor: Any) -> None:
    if isinstance(factor, IndexFactor | ChecklistFactor):
        bands = [factor.band(value) for value in values(factor.at_least)]
        assert bands == sorted(bands, reverse=True)
    elif isinstance(factor, FiguresFactor):
        for figure in factor.figures:
            bands = [figure.band(value) for value in values(figure.at_most)]
            assert bands == sorted(bands)
    else:
        assert {option.band for option in factor.options} >= {0, 4}


# The file -----------------------------------------------------------------------------------------------


def test_every_entry_of_the_tier_file_has_a_source() -> None:
    for entry in (TIERS, *TIERS.factors, *TIERS.floors, *TIERS.no_gos):
        assert entry.sources
        assert {source.status for source in entry.sources} <= {"seed", "seen", "proposal"}
    assert {factor.code for factor in TIERS.factors} == {f"F{number}" for number in range(1, 13)}


def test_every_playbook_has_a_tier_file() -> None:
    for name in load_library().playbooks:
        assert load_tiers(templates_folder(), name).id == name
    with pytest.raises(UsageError, match=r"no tier file other\.toml"):
        load_tiers(templates_folder(), "other")


def spoilt(change: Any) -> Any:
    data = TIERS.model_dump(mode="json", exclude_none=True)
    change(data)
    return data


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda d: d["thresholds"].update(high=25), "thresholds that rise"),
        (
            lambda d: d["factors"][0].update(at_least=[50, 75, 30, 15]),
            "at_least of voice-and-accountability in falling",
        ),
        (lambda d: d["factors"].append(d["factors"][0]), "factor 'voice-and-accountability' once"),
        (lambda d: d["floors"][0]["when"][0].update(factor="mood"), "a factor in mass-capability, got 'mood'"),
        (lambda d: d["no_gos"][0]["when"][0].update(question="mood"), "a question in unduly-high-risk, got 'mood'"),
        (
            lambda d: d["floors"][0].update(when=[{"question": "sanctioned", "answer": True}]),
            "only factors in the floor",
        ),
        (lambda d: d["floors"][0].update(when=[{"factor": "mandate"}]), "factor with at_least"),
        (lambda d: d["no_gos"].pop(0), "uses the question 'unduly-high'"),
        (lambda d: d["factors"][0].update(weight=0), "greater than or equal to 1"),
        (lambda d: d["factors"][6]["options"].pop(), "option 'mass' in product-capability"),
        (lambda d: d["floors"][0].update(when=[{"factor": "legal-framework", "lacks": "luck"}]), "got 'luck'"),
    ],
)
def test_a_tier_file_that_does_not_fit_together_is_refused(change: Any, expected: str) -> None:
    with pytest.raises(DataError, match=expected):
        parse(Tiers, spoilt(change), Path("tiers.toml"))


def test_a_lawyer_can_change_the_file() -> None:
    changed = TIERS.model_copy(update={"no_gos": (), "floors": (), "questions": ()})
    found = assessed(
        {"human-rights-record": "systematic"}, capability="mass", tiers=changed, statements=dict.fromkeys(STATEMENTS)
    )
    assert found.tier is Tier.MEDIUM
    assert found.generator.tiers_sha256 != assessed().generator.tiers_sha256
    assert not any(isinstance(entry, NoGo) for entry in found.no_gos)


@pytest.mark.parametrize(
    ("ratings", "statements", "expected"),
    [
        ({"mood": "good"}, {}, "factors.ratings.mood: a factor that is rated: channel, duration-and-scale"),
        ({"corruption": "none"}, {}, "factors.ratings.corruption.value: no rating; this factor comes from the CPI"),
        ({"mandate": "nice"}, {}, "factors.ratings.mandate.value: one of: police-judicial-control"),
        ({"mandate": ["unknown"]}, {}, "factors.ratings.mandate.value: one of"),
        ({"legal-framework": "accessible"}, {}, "factors.ratings.legal-framework.value: a list of items met"),
        ({"legal-framework": ["luck"]}, {}, "a list of items met: accessible"),
        ({"legal-framework": ["sharing", "sharing"]}, {}, "each item once"),
        ({}, {"mood": True}, "factors.statements.mood: one of the questions: accepts-minimum"),
        ({}, {"end-user-signs": True}, "factors.statements.end-user-signs: no statement; the rest of the deal"),
    ],
)
def test_answers_nobody_asked_for_are_refused(ratings: Any, statements: Any, expected: str) -> None:
    with pytest.raises(DataError) as caught:
        assessed(ratings, statements)
    assert expected in str(caught.value)


def test_the_page_names_every_capability_with_its_band() -> None:
    page = (ROOT / "docs" / "tiers.md").read_text(encoding="utf-8")
    factor = next(factor for factor in TIERS.factors if factor.id == "product-capability")
    assert factor.kind == "options"
    assert [option.id for option in factor.options if f"| `{option.id}` | {option.band} |" not in page] == []
