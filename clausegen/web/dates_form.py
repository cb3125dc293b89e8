"""Dates of a contract as a form: filled with what was read, and every change of it a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clausegen.decisions import latest_ids
from clausegen.model import ANSWERS, DateFinding, Decided, Decision, DecisionKind, Report, quotation_of
from clausegen.web.cards import UNSAVED
from clausegen.web.refused import Refused, local
from clausegen.web.screens import Screens

_TITLES: Final = {
    "dates.agreement_date": "Date of the agreement",
    "dates.effective_date": "Beginning",
    "dates.expiration_date": "End",
    "dates.initial_term": "Term",
    "dates.renewal_term": "Renewal",
    "dates.notice_period": "Notice period",
}


@dataclass(frozen=True, slots=True)
class DateField:
    """A date or period: what the form holds, what asks for it, and where it comes from.

    ``why`` says why nothing was read; ``seen`` are the decisions that the page shows.
    """

    name: str
    title: str
    value: str
    wanted: str
    words: str
    clause: str
    why: str
    decided: Decided | None
    seen: str


def facts(screens: Screens, report: Report) -> list[DateField]:
    """Return the dates of a report that a person can answer."""
    made = screens.desk.decisions().of(report.contract.path, report.contract.sha256)
    found = []
    for name, (_, wanted) in ANSWERS.items():
        date: DateFinding | None = getattr(report.dates, name.partition(".")[2])
        found.append(
            DateField(
                name=name,
                title=_TITLES[name],
                value=_answer(name, date),
                wanted=wanted,
                words=" ".join(date.text.split()) if date else "",
                clause=date.clause if date else "",
                why=(date.reason if date else "It was not found in the contract.") if not _answer(name, date) else "",
                decided=date.decided if date else None,
                seen=",".join(latest_ids([decision for decision in made if decision.element == name])),
            )
        )
    return found


def _answer(name: str, date: DateFinding | None) -> str:
    """Return the date in the words of an answer, "" where it is not known."""
    if date is None:
        return ""
    if name == "dates.renewal_term":
        return f"{date.kind} {date.value or ''}".strip()
    if name == "dates.expiration_date" and date.kind == "perpetual":
        return "none"
    return date.value or ""


def show(screens: Screens, request: Request) -> Response:
    """Return the form of one contract, for a page that fetches it."""
    path = screens.path(request)
    _, report = screens.reports(path)
    name = screens.desk.id_of(path)
    return screens.page("dates.html.j2", facts=facts(screens, report), name=name, next=f"/renewals?at={name}#{name}")


def answer(screens: Screens, request: Request, form: Mapping[str, str]) -> Response:
    """Save each date that was changed as a decision, all or none."""
    desk = screens.desk
    path = screens.path(request)
    made_by_program, report = screens.reports(path)
    made = []
    for fact in facts(screens, report):
        given = " ".join(form.get(fact.name, fact.value).split())
        if given == fact.value:
            continue
        if form.get(f"seen {fact.name}", "") != fact.seen:
            raise Refused(f"{fact.title}: somebody answered this in the meantime. Reload the page, then decide.")
        read: DateFinding | None = getattr(made_by_program.dates, fact.name.partition(".")[2])
        values = {
            "contract": path,
            "sha256": report.contract.sha256,
            "element": fact.name,
            "quotation": quotation_of([read.text] if read and read.text else []),
            "decision": DecisionKind.ANSWERED if given else DecisionKind.WITHDRAWN,
            "answer": given,
            **UNSAVED,
            "note": form.get("note", "").strip()[:4000],
            "after": tuple(filter(None, fact.seen.split(","))),
        }
        if not given and not fact.seen:
            raise Refused(f"{fact.title}: what was read cannot be emptied; answer with {fact.wanted}.")
        try:
            made.append(Decision.model_validate(values))
        except ValidationError:
            raise Refused(f"{fact.title}: {given!r} is no answer; give {fact.wanted}.") from None
    if not made:
        raise Refused("Nothing was changed: every date is as it was read.")
    desk.decide(made)
    return RedirectResponse(local(form.get("next", "/renewals")), 303)
