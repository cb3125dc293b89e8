"""Options that several commands share, each declared once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from clausegen.cli.file_name import FILE_NAME
from clausegen.errors import UsageError

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Command], Command]

TIERS = ("low", "medium", "high")
DEFAULT_PLAYBOOK = "state-surveillance-technology"  # the model's, said here so that --help imports no model
DEFAULT_RISK = 0.05


def choice(words: Sequence[str]) -> click.Choice[str]:
    """Return one of these words, in small letters or capitals."""
    return click.Choice(words, case_sensitive=False)


def tier_option(help: str = "Risk tier of the deal.", default: str | None = "medium") -> Decorator[Any]:
    """Declare ``--tier``."""
    return click.option("--tier", type=choice(TIERS), default=default, show_default=bool(default), help=help)


def playbook_option() -> Decorator[Any]:
    """Declare ``--playbook``."""
    return click.option(
        "--playbook", default=DEFAULT_PLAYBOOK, show_default=True, metavar="ID", help="Which requirements are due."
    )


def risk_option() -> Decorator[Any]:
    """Declare ``--risk``."""
    return click.option(
        "--risk",
        type=click.FloatRange(0.001, 0.5),
        default=DEFAULT_RISK,
        show_default=True,
        help="Accepted share of contracts with a false 'satisfied'; less makes more elements uncertain.",
    )


def look_option() -> Decorator[Any]:
    """Declare ``--look``."""
    return click.option(
        "--look",
        type=choice(["always", "doubt", "never"]),
        default="doubt",
        show_default=True,
        help="When to render pages to confirm that their words are visible; 'never' trusts PDFs.",
    )


def format_option(formats: Sequence[str], default: str = "text") -> Decorator[Any]:
    """Declare ``--format``, passed on as ``form``; without a default the suffix of ``-o`` must say it."""
    help = f"[default: suffix of -o, or {default}]" if default else "[default: suffix of -o]"
    return click.option("--format", "form", type=choice(formats), help=help)


def output_option(help: str = "Write to a file.", *, required: bool = False) -> Decorator[Any]:
    """Declare ``-o``, a file."""
    return click.option("-o", "--output", type=FILE_NAME, required=required, help=help)


def with_option() -> Decorator[Any]:
    """Declare ``--with``, which gives the other papers of a contract as ``others``."""
    return click.option(
        "--with",
        "others",
        multiple=True,
        type=FILE_NAME,
        help="An amendment or schedule to read as one with PATH, the agreement; repeat, amendments in the order made.",
    )


def counting_option() -> Decorator[Any]:
    """Declare ``--today``, the day as of which the papers of a contract count."""
    return today_option("Day as of which papers count; one of a later day does not yet. [default: today]")


def force_option() -> Decorator[Any]:
    """Declare ``--force``."""
    return click.option("--force", is_flag=True, help="Replace output files that already exist.")


def quiet_option(help: str = "Print only errors; the exit code says the rest.") -> Decorator[Any]:
    """Declare ``--quiet``."""
    return click.option("-q", "--quiet", is_flag=True, help=help)


def today_option(help: str = "Day to calculate from. [default: today]") -> Decorator[Any]:
    """Declare ``--today``, the day to reckon from."""
    return click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help=help)


def holidays_option() -> Decorator[Any]:
    """Declare ``--holidays``, a country or region whose public holidays are known."""
    help = "Skip public holidays in business days (ISO 3166: GB, DE-BY)."
    return click.option("--holidays", default="", metavar="COUNTRY", callback=_known, help=help)


def _known(context: click.Context, parameter: click.Parameter, country: str) -> str:
    """Return the country. Raises UsageError when its public holidays are not known."""
    if not country:
        return country
    from clausegen.dates import known_country

    if not known_country(country):
        what = "no such country or region; give an ISO code such as GB, GB-ENG or DE-BY"
        raise UsageError(f"--holidays {country}: {what}")
    return country


def fail_options(command: Command) -> Command:
    """Declare ``--fail-on`` and ``--fail-severity``: what makes the exit code 1."""
    statuses = ("missing", "contradicted", "uncertain")
    command = click.option(
        "--fail-severity",
        type=choice(["critical", "major", "minor"]),
        default="major",
        show_default=True,
        help="Lowest severity at which --fail-on counts.",
    )(command)
    return click.option(
        "--fail-on",
        multiple=True,
        type=choice([*statuses, "nothing"]),
        default=statuses,
        show_default=True,
        help="Statuses that make the exit code 1; repeat for several.",
    )(command)
