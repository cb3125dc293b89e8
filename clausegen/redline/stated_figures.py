"""Facts that the contract itself states, in the place of blanks: when it takes effect, its policy, an address."""

from __future__ import annotations

import re

from clausegen.model import Deal, Report, Structure, day_of
from clausegen.redline.defined_names import Names
from clausegen.runtime import regex

_POLICY = regex(
    r"\b(?P<title>[Hh]uman[- ][Rr]ights [Pp]olicy),?\s+(?:in\s+(?:its\s+)?)?version\s+(?P<version>\d[\w.]*\w|\d)"
)
_NOTICES = (
    r"\bnotices? to (?:the )?{label} (?:are|is|shall be|must be|may be|will be) (?:sent|given|addressed|delivered|made)"
    r"(?: in writing)? (?:to|at) (?P<address>[^;\n@]{{8,160}}?)(?=\.(?:\s|$)|;|\n|$)"
)
_ADDRESSEE = regex(r"^the [^,\d]+, ")


def with_own_start(deal: Deal, report: Report) -> Deal:
    """The deal with the day on which the contract itself takes effect: a later one would make a second term."""
    effective = day_of(report.dates.effective_date)
    if effective is None:
        return deal
    return deal.model_copy(update={"use_limits": deal.use_limits.model_copy(update={"start": effective})})


def with_stated_facts(deal: Deal, read: Structure, report: Report, names: Names) -> Deal:
    """A deal of blanks with what the contract states; what it does not state stays a blank."""
    text = "\n".join(read.text(clause) for clause in read.binding())
    limits, policy, supplier = deal.use_limits, deal.human_rights_policy, deal.supplier
    if effective := day_of(report.dates.effective_date):
        limits = limits.model_copy(update={"start": effective})
    if found := _POLICY.search(text):
        policy = policy.model_copy(update={"title": found["title"], "version": found["version"]})
    label, _ = names.terms.get("Supplier", ("Supplier", True))
    if found := re.search(_NOTICES.format(label=re.escape(label)), text, re.IGNORECASE):
        supplier = supplier.model_copy(update={"address": _ADDRESSEE.sub("", found["address"].strip())})
    return deal.model_copy(update={"use_limits": limits, "human_rights_policy": policy, "supplier": supplier})
