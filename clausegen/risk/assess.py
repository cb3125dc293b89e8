"""A deal and its factors in, an assessment out."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from clausegen import __version__
from clausegen.errors import DataError, Problem, UsageError
from clausegen.library import key_lines
from clausegen.model import (
    Assessment,
    AssessmentGenerator,
    Contribution,
    Deal,
    Factors,
    HeldTier,
    Rating,
    Tier,
    UnansweredFactor,
)
from clausegen.risk.factor_bands import FactorFinding, Finder, answers, older
from clausegen.risk.indices import Index, read_cpi, read_wgi
from clausegen.risk.tier_decision import TierDecision, TierEvidence, changes, decide
from clausegen.risk.tier_file import (
    ChecklistFactor,
    Factor,
    FiguresFactor,
    IndexFactor,
    OptionsFactor,
    Tiers,
    load_tiers,
)

_DEAL = "deal"  # until the path of the deal file is known
_COMMON = {"the", "of", "and", "republic", "kingdom", "rep"}  # in the names of many States


def assess_file(
    deal: Deal, path: Path, *, root: Path, today: dt.date, wgi: Path | None = None, cpi: Path | None = None
) -> Assessment:
    """Assess a deal read from ``path``, with the tier file of its playbook below ``root``.

    ``wgi`` and ``cpi`` take the place of the index files that the deal names, relative to itself. Raises
    UsageError when the deal has no factors, DataError for ratings nobody asks for and unreadable index files.
    """
    if deal.factors is None:
        raise UsageError(
            f"{path}: states tier {deal.tier} and has no table [factors] from which it could be assessed; "
            "samples/deals/assessed.toml is a deal with factors ('clausegen samples' writes it here)"
        )
    wgi = wgi or _beside(path, deal.factors.wgi)
    cpi = cpi or _beside(path, deal.factors.cpi)
    tiers = load_tiers(root, deal.playbook)
    wanted = {factor.series for factor in tiers.factors if isinstance(factor, IndexFactor) and factor.index == "wgi"}
    indices = {"wgi": read_wgi(wgi, wanted)} if wgi else {}
    if cpi:
        indices["cpi"] = read_cpi(cpi)
    try:
        return assess(deal, deal.factors, tiers=tiers, indices=indices, today=today)
    except DataError as error:
        lines = key_lines(path.read_text(encoding="utf-8-sig"))
        raise DataError([_placed(problem, path, lines) for problem in error.problems]) from None


def assess(
    deal: Deal, factors: Factors, *, tiers: Tiers, today: dt.date, indices: Mapping[str, Index] | None = None
) -> Assessment:
    """Return the tier of a deal on a day. ``indices`` are by name, "wgi" and "cpi".

    Raises DataError when ratings or statements do not fit the tier file.
    """
    strays = list(_strays(tiers, factors))
    if strays:
        raise DataError(strays)
    finder = Finder(tiers=tiers, deal=deal, factors=factors, today=today, indices=indices or {})
    found = {factor.id: finder.find(factor) for factor in tiers.factors}
    evidence = TierEvidence(
        bands={name: finding.band for name, finding in found.items()},
        missing=frozenset(name for name, finding in found.items() if finding.missing),
        met={name: finding.met for name, finding in found.items()},
        answers=answers(tiers, deal, factors),
    )
    decision = decide(tiers, evidence)
    economy = next((finding.economy for finding in found.values() if finding.economy), "")
    return Assessment(
        generator=AssessmentGenerator(version=__version__, tiers=tiers.id, tiers_sha256=_sha256(tiers)),
        deal=deal.title,
        end_user=deal.end_user.name if deal.end_user else "",
        country=factors.country or "",
        economy=economy,
        tier=decision.tier,
        score_tier=decision.score_tier,
        points=decision.points,
        most=decision.most,
        thresholds={Tier(name): limit for name, limit in tiers.thresholds.model_dump().items()},
        no_gos=tuple(HeldTier(id=n.id, tier=Tier.PROHIBITED, reason=n.reason) for n in decision.no_gos),
        floors=tuple(HeldTier(id=f.id, tier=f.tier, reason=f.reason) for f in decision.floors),
        open=tuple(_open(tiers, decision)),
        contributions=tuple(_contribution(factor, found[factor.id]) for factor in tiers.factors),
        changes=tuple(changes(tiers, evidence, decision)),
        warnings=tuple(dict.fromkeys(_warnings(deal, factors, finder, found, economy))),
        author=factors.author,
        date=factors.date,
        today=today,
    )


def _beside(deal: Path, name: str | None) -> Path | None:
    return None if name is None else deal.parent / name


def _sha256(tiers: Tiers) -> str:
    return hashlib.sha256(tiers.model_dump_json().encode()).hexdigest()


def _contribution(factor: Factor, finding: FactorFinding) -> Contribution:
    return Contribution(
        factor=factor.id,
        code=factor.code,
        title=factor.title,
        group=factor.group,
        band=finding.band,
        weight=factor.weight,
        points=finding.band * factor.weight,
        found=finding.found,
        source=finding.source,
        date=finding.date,
        missing=finding.missing,
        warnings=finding.warnings,
    )


def _open(tiers: Tiers, decision: TierDecision) -> Iterator[UnansweredFactor]:
    questions = {question.id: question.question for question in tiers.questions}
    factors = {factor.id: factor.question for factor in tiers.factors}
    seen: set[str] = set()
    for no_go, condition in decision.open:
        name = condition.question or condition.factor or ""
        if name not in seen:
            seen.add(name)
            yield UnansweredFactor(id=name, question=questions.get(name) or factors[name], no_go=no_go.reason)


def _warnings(
    deal: Deal, factors: Factors, finder: Finder, found: Mapping[str, FactorFinding], economy: str
) -> Iterator[str]:
    """Yield everything a reader has to know before relying on the tier."""
    missing = [factor for factor in finder.tiers.factors if found[factor.id].missing]
    if missing:
        named = ", ".join(f"{factor.code} {factor.title}" for factor in missing)
        yield f"Not known, and taken as band {finder.tiers.missing.band}: {named}."
    for finding in found.values():
        yield from finding.warnings
    for name, statement in factors.statements.items():
        yield from finder.age(f"The statement {name!r}", statement.date)
    again = finder.tiers.assess_again_months
    if factors.date > finder.today:
        yield f"The assessment is dated {factors.date}, after {finder.today}."
    elif older(factors.date, again, finder.today):
        yield f"The assessment is of {factors.date}; it is due again after {again} months."
    state = deal.end_user.state if deal.end_user else deal.customer.state
    if economy.casefold() not in state.casefold() and not _words(economy) & _words(state):
        yield f"The indices are those of {economy}, but the deal names the State {state!r}: see that they are one."


def _words(name: str) -> set[str]:
    """Return the telling words of a State's name."""
    return {word.strip(".,()'").casefold() for word in name.split()} - _COMMON


def _placed(problem: Problem, path: Path, lines: Mapping[str, int]) -> Problem:
    line = lines.get(problem.field) or lines.get(problem.field.rpartition(".")[0])
    return dataclasses.replace(problem, file=str(path), line=line)


def _strays(tiers: Tiers, factors: Factors) -> Iterator[Problem]:
    """Yield ratings and statements that no factor and no question asks for, or that answer with something else."""
    known = {factor.id: factor for factor in tiers.factors}
    for name, rating in factors.ratings.items():
        where = f"factors.ratings.{name}"
        factor = known.get(name)
        if factor is None:
            rated = sorted(f.id for f in tiers.factors if not isinstance(f, IndexFactor))
            yield Problem(file=_DEAL, field=where, expected=f"a factor that is rated: {', '.join(rated)}")
        elif expected := _unfit(factor, rating):
            yield Problem(file=_DEAL, field=f"{where}.value", expected=expected)
    asked = {question.id: question for question in tiers.questions}
    for name in factors.statements:
        where = f"factors.statements.{name}"
        if name not in asked:
            stated = sorted(question.id for question in tiers.questions if not question.fact)
            yield Problem(file=_DEAL, field=where, expected=f"one of the questions: {', '.join(stated)}")
        elif asked[name].fact:
            yield Problem(file=_DEAL, field=where, expected="no statement; the rest of the deal file answers this")


def _unfit(factor: Factor, rating: Rating) -> str:
    """Say what was expected of a rating, or "" when it fits."""
    if isinstance(factor, IndexFactor):
        return f"no rating; this factor comes from the {factor.index.upper()} file"
    if isinstance(factor, ChecklistFactor):
        items = [item.id for item in factor.items]
        if isinstance(rating.value, str) or not set(rating.value) <= set(items):
            return f"a list of items met: {', '.join(items)}"
        return "" if len(set(rating.value)) == len(rating.value) else "each item once"
    assert isinstance(factor, OptionsFactor | FiguresFactor)  # noqa: S101 - the remaining kinds
    options = [option.id for option in factor.options]
    return "" if rating.value in options else f"one of: {', '.join(options)}, got {rating.value!r}"
