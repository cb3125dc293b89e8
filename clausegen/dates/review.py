"""What the dates read from a contract say against a finding on its term or its renewal."""

from __future__ import annotations

from clausegen.dates.periods import find_periods
from clausegen.model import DAYS, DateRule, Dates, Element, Finding, Status

_SLACK = 10  # days by which a term may seem longer for how its ends are counted


def at_odds_with_dates(finding: Finding, element: Element, dates: Dates, *, most_months: int | None) -> Finding:
    """The finding, uncertain where the dates read from the contract say otherwise.

    ``most_months`` is the longest term that the tier allows; None for any.
    Two readers that know nothing of each other then disagree on what words about a term mean: a term called short is
    read to be long, or a short one is denied by other years that the contract counts, such as those of survival.
    """
    rule = element.against
    if rule is None:
        return finding
    most = most_months if rule.long_term else None
    against = _against(rule, dates, most) or _long(finding, dates, most)
    if finding.status is Status.SATISFIED and against:
        reason = f"the words quoted may establish it, but {against}"
    elif finding.status is Status.CONTRADICTED and not against and (says := _short(dates, most)):
        reason = f"the words quoted may deny it, but {says}"
    else:
        return finding
    return finding.model_copy(update={"status": Status.UNCERTAIN, "confidence": 0.5, "reason": reason})


def _against(rule: DateRule, dates: Dates, most: int | None) -> str:
    """What the dates read say against an element; "" for nothing."""
    days, renewal = dates.term_days, dates.renewal_term
    if days and most and days > _days(most):
        return f"the dates read say that the term has {days} days, and at this tier it may have {most} months"
    if rule.renewal and renewal is not None and renewal.kind == rule.renewal:
        return f"it is also read to renew ({rule.renewal}): “{' '.join(renewal.text.split())}”"
    return ""


def _long(finding: Finding, dates: Dates, most: int | None) -> str:
    """What the words quoted say of a term whose length was not read elsewhere; "" where it is none or short."""
    if most is None or dates.term_days:
        return ""
    stated = next((period for one in finding.evidence for period in find_periods(one.text)), None)
    too_long = stated is not None and stated.days > _days(most)
    return f"they speak of {stated}, and at this tier the term may have {most} months" if too_long else ""


def _short(dates: Dates, most: int | None) -> str:
    """What the dates read say for an element that wants a short term; "" for nothing."""
    days = dates.term_days
    return f"the dates read say that the term has {days} days" if days and most and days <= _days(most) else ""


def _days(months: int) -> float:
    """Days that a term of so many months has at most."""
    return months * DAYS["month"] + _SLACK
