"""A tier assessment for people at a terminal, and as JSON."""

from __future__ import annotations

import io
import textwrap

from rich.console import Console
from rich.text import Text

from clausegen.model import Assessment, Tier

_STYLE = {Tier.LOW: "green", Tier.MEDIUM: "yellow", Tier.HIGH: "red", Tier.PROHIBITED: "bold red"}


def render_tier_json(assessment: Assessment) -> str:
    """One JSON object; its keys are the fields of ``Assessment``."""
    return assessment.model_dump_json(indent=1) + "\n"


def render_tier_text(assessment: Assessment, *, colour: bool = False, width: int = 100) -> str:
    """The tier first, then what forbids the deal, what holds the tier, each factor, and what would change it."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False)
    console.print(Text.assemble("tier ", (assessment.tier.value, f"bold {_STYLE[assessment.tier]}")))
    console.print(Text(f"  {assessment.deal}"))
    for line in (*standing(assessment), basis(assessment)):
        _wrapped(console, line, width)
    _section(console, "No-go: no agreement may be drafted", [f"✗ {n.reason}" for n in assessment.no_gos], width)
    unanswered = [f"? {line}" for line in open_questions(assessment)]
    _section(console, "Open: answer before relying on this tier", unanswered, width)
    _section(console, "Read first", [f"! {warning}" for warning in assessment.warnings], width)
    console.print("\nFactors, band 0 (best) to 4 (worst) × weight", style="bold")
    for part in assessment.contributions:
        mark = "?" if part.missing else " "
        head = f" {mark} {part.code:<4}{part.title:<44} {part.band} × {part.weight} = {part.points:>2}"
        console.print(Text(head, style="yellow" if part.missing else ""))
        source = f" ({part.source}, {part.date})" if part.source else ""
        _wrapped(console, f"{part.found}{source}", width, indent="       ")
    _section(console, "Floors that hold", [f"at least {f.tier}: {f.reason}" for f in assessment.floors], width)
    _section(console, "What would change it", [f"{c.tier} if {c.change}" for c in assessment.changes], width)
    if not lowered(assessment):
        _wrapped(console, stays(assessment), width)
    return out.getvalue()


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
    """Questions nobody has answered, with what hangs on them."""
    return [f"{entry.question} (otherwise: {entry.no_go})" for entry in assessment.open]


def lowered(assessment: Assessment) -> bool:
    """True when some single change leads to a lower tier."""
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


def _section(console: Console, title: str, lines: list[str], width: int) -> None:
    if lines:
        console.print(f"\n{title}", style="bold")
        for line in lines:
            _wrapped(console, line, width)


def _wrapped(console: Console, words: str, width: int, indent: str = "  ") -> None:
    console.print(Text(textwrap.fill(words, width, initial_indent=indent, subsequent_indent=f"{indent}  ")))
