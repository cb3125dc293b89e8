"""A deal of which nothing is known: every fact a clause asks for is a blank that somebody has to fill.

The blank is worded so that the checker sees it too: a clause with a blank satisfies nothing that hangs on it.
"""

from __future__ import annotations

import datetime as dt

from clausegen.model import Deal, EndUser, ExistingAgreement, Forum, Party, Policy, Product, Signatory, Tier, UseLimits

BLANK = "[to be completed]"


class _Number(int):
    """A number that prints as a blank. It is 2, so that what is counted stands in the plural."""

    def __str__(self) -> str:
        return BLANK

    __repr__ = __str__


class _Limits(UseLimits):
    """Limits that are not known: an interval cannot be fitted to them and stays that of the tier."""

    def fitted(self, months: int) -> int:
        return months


# The last day a date can be: what is printed of it becomes a blank.
_DAY = dt.date.max
_PRINTED = "31 December 9999"


def blanked(text: str) -> str:
    """The text with a blank for every date that is not known."""
    return text.replace(_PRINTED, BLANK)


def unknown_deal(playbook: str, tier: Tier, date: dt.date) -> Deal:
    """A deal of blanks at a tier. Nothing may be drafted from it as it stands but a revision."""
    person = Signatory(name=BLANK, title=BLANK)
    party = {"form": BLANK, "address": BLANK, "state": BLANK, "email": BLANK, "signatory": person, "official": person}
    number = _Number(2)
    return Deal(
        title="the agreement",
        date=date,
        playbook=playbook,
        tier=tier,
        supplier=Party.model_validate({"name": "the Supplier", **party}),
        customer=Party.model_validate({"name": "the Customer", **party}),
        end_user=EndUser.model_validate({"name": BLANK, "mandate": BLANK, **party}),
        product=Product(name=BLANK, description=BLANK, capability="targeted-interception"),
        use_limits=_Limits.model_construct(
            start=_DAY, licensed_months=number, concurrent_targets=number, regions=(BLANK,)
        ),
        human_rights_policy=Policy.model_construct(title=BLANK, version=BLANK, date=_DAY, text=BLANK),
        forum=Forum(governing_law=BLANK, arbitration_rules=BLANK, seat=BLANK),
        fees=BLANK,
        agreement=ExistingAgreement(title="this Agreement", date=date),
    )
