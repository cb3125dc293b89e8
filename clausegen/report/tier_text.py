"""A tier assessment for people at a terminal, and as JSON."""

from __future__ import annotations

from rich.text import Text

from clausegen.model import Assessment, Tier
from clausegen.report.terminal_page import WIDTH, TerminalPage

_STYLE = {Tier.LOW: "green", Tier.MEDIUM: "yellow", Tier.HIGH: "red", Tier.PROHIBITED: "bold red"}


def render_tier_json(assessment: Assessment) -> str:
    """Return one JSON object; its keys are the fields of ``Assessment``."""
    return assessment.model_dump_json(indent=1) + "\n"


def render_tier_text(assessment: Assessment, *, colour: bool = False, width: int = WIDTH) -> str:
    """Show the tier first, then what forbids the deal, what holds the tier, each factor, and what would change it."""
    page = TerminalPage(colour=colour, width=width)
    page.line(Text.assemble("tier ", (assessment.tier.value, f"bold {_STYLE[assessment.tier]}")))
    page.line(f"  {assessment.deal}")
    for line in (*standing(assessment), basis(assessment)):
        page.wrapped(line, 2, hanging=2)
    _section(page, "No-go: no agreement may be drafted", [f"✗ {n.reason}" for n in assessment.no_gos])
    _section(page, "Open: answer before relying on this tier", [f"? {line}" for line in open_questions(assessment)])
    _section(page, "Read first", [f"! {warning}" for warning in assessment.warnings])
    page.heading("Factors, band 0 (best) to 4 (worst) × weight")
    for part in assessment.contributions:
        mark = "?" if part.missing else " "
        head = f" {mark} {part.code:<4}{part.title:<44} {part.band} × {part.weight} = {part.points:>2}"
        page.line(Text(head, style="yellow" if part.missing else ""))
        source = f" ({part.source}, {part.date})" if part.source else ""
        page.wrapped(f"{part.found}{source}", 7, hanging=2)
    _section(page, "Floors that hold", [f"at least {f.tier}: {f.reason}" for f in assessment.floors])
    _section(page, "What would change it", [f"{c.tier} if {c.change}" for c in assessment.changes])
    if not lowered(assessment):
        page.wrapped(stays(assessment), 2, hanging=2)
    return page.text()


def standing(assessment: Assessment) -> tuple[str, ...]:
    """Explain the tier: what the score alone gives, and what else raised it."""
    limits = ", ".join(f"{tier} from {limit}%" for tier, limit in assessment.thresholds.items())
    score = f"Score {assessment.points} of {assessment.most}, {assessment.share}: {assessment.score_tier} ({limits})."
    if assessment.tier is assessment.score_tier:
        return (score,)
    raised = []
    if assessment.no_gos:
        raised.append("a no-go")
    if any(floor.tier is assessment.tier for floor in assessment.floors):
        raised.append("a floor")
    if assessment.open and not raised:
        raised.append("an open question")
    return (score, f"Raised to {assessment.tier} by {' and '.join(raised)}.")


def basis(assessment: Assessment) -> str:
    """Name the assessor, the deal, the day and the tier file."""
    country = assessment.country or "no country"
    country += f" ({assessment.economy})" if assessment.economy not in ("", assessment.country) else ""
    user = assessment.end_user or "no end user"
    made = assessment.generator
    return (
        f"{user}, {country}. Assessed by {assessment.author}, {assessment.date}; computed as of {assessment.today} by "
        f"tier file {made.tiers} ({made.tiers_sha256[:12]})."
    )


def open_questions(assessment: Assessment) -> list[str]:
    """Return questions nobody has answered, with what hangs on them."""
    return [f"{entry.question} (otherwise: {entry.no_go})" for entry in assessment.open]


def lowered(assessment: Assessment) -> bool:
    """Return True when some single change leads to a lower tier."""
    return any(change.tier.rank < assessment.tier.rank for change in assessment.changes)


def stays(assessment: Assessment) -> str:
    """Explain why nothing is offered that lowers the tier."""
    if assessment.tier is Tier.LOW:
        return "There is no lower tier."
    said = f"No single change leads below {assessment.tier}"
    elsewhere = any(floor.tier is assessment.tier for floor in assessment.floors) or assessment.no_gos
    if elsewhere or assessment.score_tier is not assessment.tier:
        return f"{said}; several things hold it at once."
    limit = assessment.thresholds[assessment.tier]
    over = next(n for n in range(1, assessment.most + 1) if 100 * (assessment.points - n) < limit * assessment.most)
    return f"{said}: the score alone would have to fall by {over} points."


def _section(page: TerminalPage, title: str, lines: list[str]) -> None:
    if lines:
        page.heading(title)
        for line in lines:
            page.wrapped(line, 2, hanging=2)
