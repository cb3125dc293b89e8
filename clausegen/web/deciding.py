"""Decisions as the screen of a contract sends them: checked, saved, and the card shown again."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clausegen.decisions import latest_ids
from clausegen.model import ABOUT_CONTRACTS, Decision, DecisionKind, Report, Status
from clausegen.web.cards import UNSAVED, Card, cards, decisions_on
from clausegen.web.refused import Refused, day_or_none
from clausegen.web.screens import Screens


def cards_of(screens: Screens, report: Report | None) -> list[Card]:
    """Return the cards of a report, none without one."""
    return cards(report, screens.desk.library, screens.desk.playbook) if report else []


def seen_of(screens: Screens, path: str, report: Report | None) -> dict[str, str]:
    """Return by code of an element or a card the decisions that a page shows, so that later ones are noticed."""
    if report is None:
        return {}
    made = screens.desk.decisions().of(path, report.contract.sha256)
    seen: dict[str, str] = {}
    for verdict in report.verdicts:
        whole = []
        for finding in verdict.findings:
            names = (finding.code, f"{verdict.requirement}.{finding.element}")
            seen[finding.code] = ",".join(latest_ids([d for d in made if d.element in names]))
            whole.append(seen[finding.code])
        seen[verdict.code] = ";".join(whole)
    return seen


def decide(screens: Screens, request: Request, form: Mapping[str, str]) -> Response:
    """Save a decision on an element, or on what is open in a card, and show the card again."""
    desk = screens.desk
    path = screens.path(request)
    report, shown = screens.reports(path)
    code = form.get("code", "")
    try:
        kind = DecisionKind(form.get("decision", ""))
    except ValueError:
        raise Refused("The page asks for an unknown decision. Reload it.") from None
    late = form.get("seen", "") != seen_of(screens, path, shown).get(code)
    if late:
        return _card(
            screens, request, path, code, told="Somebody decided on this in the meantime. Read it, then decide."
        )
    fields: dict[str, object] = {"note": form.get("note", "").strip()[:4000]}
    if kind is DecisionKind.WRONG:
        fields |= {"status": _status(form.get("status", "")), "words": _words(screens, path, form.get("words", ""))}
    if kind is DecisionKind.WAIVED:
        until = day_or_none(form.get("until", ""))
        if until is None or until < desk.today():
            raise Refused("A waiver ends on a day from today on. Give one such as 2027-06-30.")
        if not fields["note"]:
            raise Refused("Say why the gap is accepted; whoever reads the waiver next year will ask.")
        fields["until"] = until
    if kind is DecisionKind.COUNTERSIGNED:
        fields["of"] = form.get("of", "")
    open_codes = {f.code for v in shown.verdicts for f in v.findings if not (f.decided and f.decided.holds)}
    whole = any(verdict.code == code for verdict in shown.verdicts)
    if whole and kind is not DecisionKind.CONFIRMED:
        raise Refused("Only confirming is done for a whole requirement; choose one of its elements.")
    made = decisions_on(code, kind, report, desk.decisions(), desk.playbook, desk.library, **fields)
    if kind is DecisionKind.COUNTERSIGNED:
        made = [decision.model_copy(update={"after": ()}) for decision in made]
    wanted = [d for d in made if not whole or d.element in open_codes]
    for decision in wanted:
        finding = next(f for v in report.verdicts for f in v.findings if f.code == decision.element)
        if decision.status in (Status.SATISFIED, Status.CONTRADICTED) and not (finding.evidence or decision.words):
            raise Refused(
                f"To call it {decision.status.value}, show where: select the words in the contract, then decide again."
            )
    if wanted:
        desk.decide(wanted)
    return _card(screens, request, path, code)


def _card(screens: Screens, request: Request, path: str, code: str, told: str = "") -> Response:
    """Return the card of an element, as decided now."""
    report = screens.desk.report(path)
    found = next(
        (c for c in cards_of(screens, report) if code in (c.code, *(e.finding.code for e in c.elements))), None
    )
    name = screens.desk.id_of(path)
    if not request.headers.get("hx-request") or found is None or report is None:
        return RedirectResponse(f"/contract/{name}#{found.code if found else ''}", 303)
    row = screens.desk.row(path)
    return screens.page(
        "card_answer.html.j2",
        card=found,
        name=name,
        seen=seen_of(screens, path, report),
        speaker=row,
        report=report,
        told=told,
    )


def _status(text: str) -> Status:
    try:
        return Status(text)
    except ValueError:
        raise Refused("Say what is right instead: satisfied, missing, contradicted or uncertain.") from None


def _words(screens: Screens, path: str, given: str) -> str:
    """Return the words as they stand in the contract, or in a paper of its family. Raises Refused when they do not."""
    words = " ".join(given.split())
    papers = [path, *(row.path for row in screens.desk.family(path) if row.path != path)]
    if words and not any(words in " ".join(screens.desk.document(paper).text.split()) for paper in papers):
        raise Refused("These words do not stand in the contract as it was read. Select them in the text on the left.")
    return words


def scope(screens: Screens, request: Request, form: Mapping[str, str]) -> Response:
    """Put a contract in or out of scope."""
    desk = screens.desk
    path = screens.path(request)
    row = desk.row(path)
    wanted = form.get("decision", "")
    note = form.get("note", "").strip()[:4000]
    if wanted not in (DecisionKind.OUT_OF_SCOPE, DecisionKind.IN_SCOPE):
        raise Refused("The page asks for an unknown decision. Reload it.")
    if wanted == DecisionKind.OUT_OF_SCOPE and not note:
        raise Refused("Say why it is not in scope; the file is left out of every count from now on.")
    digest = row.sha256 if row else ""
    own = [d for d in desk.decisions().of(path, digest) if not d.element and d.decision in ABOUT_CONTRACTS]
    made = {"contract": path, "sha256": digest, "decision": wanted, "note": note, "after": latest_ids(own)}
    desk.decide([Decision.model_validate({**made, **UNSAVED})])
    return RedirectResponse(f"/contract/{desk.id_of(path)}", 303)
