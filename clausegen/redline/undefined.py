"""A deal of which nothing is known: every fact a clause asks for is a blank that somebody has to fill.

The blank is worded so that the checker sees it too: a clause with a blank satisfies nothing that hangs on it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from clausegen.model import Deal, EndUser, ExistingAgreement, Forum, Party, Policy, Product, Signatory, Tier, UseLimits

BLANK = "[to be completed]"


class Number(int):
    """A number that prints as a blank, or as other words. It is 2, so that what is counted stands in the plural."""

    words = BLANK

    @classmethod
    def of(cls, words: str) -> Number:
        """A number that prints as these words."""
        number = cls(2)
        number.words = words
        return number

    def __str__(self) -> str:
        return self.words

    __repr__ = __str__


class _Limits(UseLimits):
    """Limits that are not known: an interval cannot be fitted to them and stays that of the tier."""

    def fitted(self, months: int) -> int:
        return months


# Days that nobody means, by the key of the deal: what is printed of them becomes a blank. A contract is older than what
# follows it.
UNKNOWN_DAYS = {
    "use_limits.start": dt.date.max,
    "human_rights_policy.date": dt.date.max - dt.timedelta(days=1),
    "agreement.date": dt.date(1900, 1, 1),
}


def _blank(_key: str) -> str:
    return BLANK


def blanked(text: str, words: Callable[[str], str] = _blank) -> str:
    """The text with a blank for every date that is not known; ``words`` gives the blank by the key of the deal."""
    for key, day in UNKNOWN_DAYS.items():
        for printed in (f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}"):
            text = text.replace(printed, words(key))
    return text


def unknown_deal(playbook: str, tier: Tier, date: dt.date, words: Callable[[str], str] = _blank) -> Deal:
    """A deal of blanks at a tier; ``words`` gives the blank by the key of the deal.

    Nothing may be drafted from it as it stands but a revision, or papers whose blanks are told.
    """

    def person(key: str) -> Signatory:
        return Signatory(name=words(f"{key}.name"), title=words(f"{key}.title"))

    def party(key: str, **more: str) -> dict[str, object]:
        blanks = {name: words(f"{key}.{name}") for name in ("form", "address", "state", "email")}
        return {**blanks, "signatory": person(f"{key}.signatory"), "official": person(f"{key}.official"), **more}

    return Deal(
        title="the agreement",
        date=date,
        playbook=playbook,
        tier=tier,
        supplier=Party.model_validate(party("supplier", name="the Supplier")),
        customer=Party.model_validate(party("customer", name="the Customer")),
        end_user=EndUser.model_validate(
            party("end_user", name=words("end_user.name"), mandate=words("end_user.mandate"))
        ),
        product=Product(
            name=words("product.name"), description=words("product.description"), capability="targeted-interception"
        ),
        use_limits=_Limits.model_construct(
            start=UNKNOWN_DAYS["use_limits.start"],
            licensed_months=Number.of(words("use_limits.licensed_months")),
            concurrent_targets=Number.of(words("use_limits.concurrent_targets")),
            regions=(words("use_limits.regions"),),
        ),
        human_rights_policy=Policy.model_construct(
            title=words("human_rights_policy.title"),
            version=words("human_rights_policy.version"),
            date=UNKNOWN_DAYS["human_rights_policy.date"],
            text=words("human_rights_policy.text"),
        ),
        forum=Forum(
            governing_law=words("forum.governing_law"),
            arbitration_rules=words("forum.arbitration_rules"),
            seat=words("forum.seat"),
        ),
        fees=words("fees"),
        agreement=ExistingAgreement(title="this Agreement", date=date),
    )
