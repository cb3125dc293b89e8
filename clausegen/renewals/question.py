"""The question that is put to a portfolio: as of which day, by which rules, and what is known beside the contracts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from clausegen.library import Library
from clausegen.model import Playbook, Report
from clausegen.renewals.assessment import DealAssessment
from clausegen.renewals.history import History
from clausegen.renewals.policy import Practice


@dataclass(frozen=True, slots=True)
class Stated:
    """Days of a contract in a register. They are compared with the contract and never replace what it says."""

    begins: dt.date | None
    ends: dt.date | None
    source: str


@dataclass(frozen=True)
class RenewalQuestion:
    """The question put to a portfolio.

    ``country`` (ISO 3166) names whose public holidays are left out. ``decided`` gives a report as people have decided
    on it, by the path of its contract, and ``stated`` what the register says of the days of a contract.
    """

    today: dt.date
    within_days: int
    library: Library
    playbook: Playbook
    practice: Practice
    history: History = field(default_factory=History)
    assessments: dict[str, DealAssessment] = field(default_factory=dict)
    country: str = ""
    decided: Callable[[Report, str], Report] = lambda report, _: report
    stated: Callable[[str], Stated | None] = lambda _: None
