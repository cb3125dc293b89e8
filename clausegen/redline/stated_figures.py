"""Facts that the contract itself states, in the place of blanks: its limits, when it takes effect, its policy."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from clausegen.dates import find_dates
from clausegen.drafting import clause_numbers
from clausegen.model import Deal, Report, Status, Structure, day_of
from clausegen.redline.defined_names import Names
from clausegen.redline.form_rows import Row, form_rows
from clausegen.redline.undefined import Number
from clausegen.runtime import regex

_POLICY = regex(
    r"\b(?P<title>[Hh]uman[- ][Rr]ights [Pp]olicy),?\s+(?:in\s+(?:its\s+)?)?version\s+(?P<version>\d[\w.]*\w|\d)"
)
_NOTICES = (
    r"\bnotices? to (?:the )?{label} (?:are|is|shall be|must be|may be|will be) (?:sent|given|addressed|delivered|made)"
    r"(?: in writing)? (?:to|at) (?P<address>[^;\n@]{{8,160}}?)(?=\.(?:\s|$)|;|\n|$)"
)
# The elements of which a contract states the figure, by the field of the deal,
# and what a form calls it.
_LIMITS = {
    "concurrent_targets": (
        "use-limits.concurrent-targets",
        regex(r"\b(?:concurrent|simultaneous)\b", re.IGNORECASE),
    ),
    "regions": (
        "use-limits.territory",
        regex(r"^(?:the )?(?:territor(?:y|ies)|regions?|(?:places?|areas?) of (?:use|operation))$", re.IGNORECASE),
    ),
}
_REFUSED = (Status.CONTRADICTED,)
_NEAR = 30  # characters from the version of a policy to its date
_START = regex(r"\b(?:start|commencement|effective)\b.*\bdate\b", re.IGNORECASE)
_ADDRESS = regex(r"\baddress\b.*\bnotices?\b|\bnotices?\b.*\baddress\b", re.IGNORECASE)
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
    rows = list(form_rows(read))
    limits, policy, supplier = deal.use_limits, deal.human_rights_policy, deal.supplier
    if effective := day_of(report.dates.effective_date) or _first_day(rows):
        limits = limits.model_copy(update={"start": effective})
    limits = limits.model_copy(update=_limits(report, rows, names))
    if found := _POLICY.search(text):
        policy = policy.model_copy(update={"title": found["title"], "version": found["version"]})
        dated = find_dates(text[found.end() : found.end() + _NEAR])
        if dated and dated[0].day:
            policy = policy.model_copy(update={"date": dated[0].day})
    label, _ = names.terms.get("Supplier", ("Supplier", True))
    if found := re.search(_NOTICES.format(label=re.escape(label)), text, re.IGNORECASE):
        supplier = supplier.model_copy(update={"address": _ADDRESSEE.sub("", found["address"].strip())})
    addressed = [row.value for row in rows if _ADDRESS.search(row.label) and label.lower() in row.label.lower()]
    if len(addressed) == 1:
        supplier = supplier.model_copy(update={"address": addressed[0]})
    product = deal.product
    if called := names.product or names.terms.get("System", ("", True))[0]:
        said = f"as this {names.agreement} describes it"
        product = product.model_copy(update={"name": f"the {called}", "description": said})
    return deal.model_copy(
        update={"use_limits": limits, "human_rights_policy": policy, "supplier": supplier, "product": product}
    )


def _first_day(rows: Sequence[Row]) -> dt.date | None:
    """The day in a row of a form that says when the contract starts; None where no row or several do."""
    days = {d.day for row in rows if _START.search(row.label) for d in find_dates(row.value) if d.day}
    return days.pop() if len(days) == 1 else None


def _limits(report: Report, rows: Sequence[Row], names: Names) -> dict[str, object]:
    """The limits of use that the contract sets: the words of its form, or a reference to its clause."""
    held = {
        f"{v.requirement}.{f.element}": f for v in report.verdicts for f in v.findings if f.status is Status.SATISFIED
    }
    numbers = clause_numbers(report)
    found: dict[str, object] = {}
    refused = {f"{v.requirement}.{f.element}" for v in report.verdicts for f in v.findings if f.status in _REFUSED}
    for key, (name, label) in _LIMITS.items():
        evidence = held[name].evidence if name in held else ()
        row = next((row for row in rows for e in evidence if row.start <= e.start and e.end <= row.end), None)
        if row is None and name not in {*held, *refused}:
            called = [row for row in rows if label.search(row.label)]
            row = called[0] if len(called) == 1 else None
        number = numbers.get(name, "")
        words = row.value if row else f"as {names.clause} {number} states" if number else ""
        if words:
            found[key] = Number.of(words) if key == "concurrent_targets" else (words,)
    months = re.fullmatch(r"(\d+) months?", (report.dates.initial_term and report.dates.initial_term.value) or "")
    if months and {"use-limits.licensed-period", "short-term-and-certification.short-initial-term"} <= held.keys():
        found["licensed_months"] = int(months[1])
    return found
