"""The screen on which a contract is read and decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clausegen.amendments import structure
from clausegen.decisions import latest_ids
from clausegen.drafting import context, render_requirement
from clausegen.errors import DocumentError
from clausegen.model import (
    ABOUT_CONTRACTS,
    Decision,
    DecisionKind,
    Document,
    Element,
    Operation,
    Report,
    Requirement,
    Status,
    Tier,
)
from clausegen.redline import blanked, unknown_deal
from clausegen.web.cards import Card, cards, decisions_on
from clausegen.web.dates_form import facts
from clausegen.web.paper import page_marks, paper, quoted
from clausegen.web.refused import Refused, day_or_none

if TYPE_CHECKING:
    from clausegen.web.app import Screens


def show(screens: Screens, request: Request) -> Response:
    """The text of a contract on the left, its findings on the right."""
    desk = screens.desk
    path = screens.path(request)
    row = desk.row(path)
    assert row is not None  # noqa: S101 - every id has one
    if row.shadow and row.of and (of := desk.row(row.of)) and of.judged:
        return RedirectResponse(f"/contract/{desk.id_of(row.of)}", 303)
    report = desk.report(path)
    document, unreadable = None, row.reason if report is None else ""
    try:
        document = desk.document(path)
    except DocumentError as error:
        unreadable = f"{error.reason}; {error.remedy}"
    marks = quoted(report, path)
    is_pdf = document is not None and document.format == "pdf"
    pages = _pages(screens, path, row.sha256) if is_pdf and request.query_params.get("view") != "text" else []
    family = [other for other in desk.rows() if row.family and other.family == row.family]
    return screens.page(
        "contract.html.j2",
        screen="contract",
        row=row,
        report=report,
        name=desk.id_of(path),
        cards=_cards(screens, report),
        seen=_seen(screens, path, report),
        facts=facts(screens, report) if report else [],
        blocks=list(paper(document, marks)) if document is not None and not pages else [],
        pages=pages,
        boxes=page_marks(document, marks) if document is not None and pages else {},
        is_pdf=is_pdf,
        unreadable=unreadable,
        changed=desk.files.changed_since(row) if document is not None else "",
        family=family,
        operations=_operations(document) if document is not None and row.role == "amendment" else [],
        neighbours=_neighbours(screens, path),
    )


def _cards(screens: Screens, report: Report | None) -> list[Card]:
    return cards(report, screens.desk.library, screens.desk.playbook) if report else []


def _seen(screens: Screens, path: str, report: Report | None) -> dict[str, str]:
    """By code of an element or a card: the decisions that the page shows, so that later ones are noticed."""
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


def _pages(screens: Screens, path: str, digest: str) -> list[tuple[float, float]]:
    """Width and height of each page in points; [] when the pages cannot be drawn, so that the text is shown."""
    try:
        return screens.pages.sizes(screens.desk.files.at(path), digest)
    except DocumentError:
        return []


def _operations(document: Document) -> list[tuple[Operation, str]]:
    """List what an amendment does to its agreement, each with its words."""
    return [(change, document.text[change.start : change.end]) for change in structure(document).operations]


def _neighbours(screens: Screens, path: str) -> tuple[str, str]:
    """Ids of the contracts before and after this one among those that are still to be decided."""
    paths = [row.path for row in screens.desk.rows() if row.judged and (row.decided < row.due or row.path == path)]
    at = paths.index(path) if path in paths else 0
    before = screens.desk.id_of(paths[at - 1]) if at > 0 else ""
    after = screens.desk.id_of(paths[at + 1]) if at + 1 < len(paths) else ""
    return before, after


def page_picture(screens: Screens, request: Request) -> Response:
    """One page of a PDF, drawn in a limited process."""
    desk = screens.desk
    path = screens.path(request)
    row = desk.row(path)
    file = desk.files.at(path)
    data = screens.pages.drawn(file, row.sha256 if row else "", request.path_params["number"])
    return Response(data, media_type="image/png") if data else Response(status_code=404)


def wording(screens: Screens, request: Request) -> Response:
    """Our wording for an element: the rungs of its ladder, and the clause of the library."""
    screens.path(request)
    requirement, element = screens.desk.library.element(request.path_params["code"])
    clause = _clause(requirement, element, screens)
    return screens.page("wording.html.j2", element=element, clause=clause)


def _clause(requirement: Requirement, element: Element, screens: Screens) -> list[str]:
    """The words of the library for an element, with blanks for the facts of a deal."""
    library, playbook = screens.desk.library, screens.desk.playbook
    deal = unknown_deal(playbook.id, Tier.HIGH, dt.date(2000, 1, 1))

    def named(target: str) -> str:
        known = library.requirements.get(target.partition(".")[0])
        return f"the clause “{known.title if known else target.partition(':')[2].replace('-', ' ')}”"

    values = context(deal, playbook, Tier.HIGH, requirement)
    pieces = render_requirement(requirement, values, only={element.id})
    return [blanked(piece.plain(named)) for piece in pieces]


def decide(screens: Screens, request: Request, form: Mapping[str, str]) -> Response:
    """Save a decision on an element, or on what is open in a card, and show the card again."""
    desk = screens.desk
    path = screens.path(request)
    entry, shown = desk.entry(path), desk.report(path)
    if entry is None or entry.report is None or shown is None:
        raise Refused("The contract was not judged yet. Run the audit first.")
    report = entry.report
    code = form.get("code", "")
    try:
        kind = DecisionKind(form.get("decision", ""))
    except ValueError:
        raise Refused("The page asks for an unknown decision. Reload it.") from None
    late = form.get("seen", "") != _seen(screens, path, shown).get(code)
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
    """The card of an element, as decided now."""
    report = screens.desk.report(path)
    found = next((c for c in _cards(screens, report) if code in (c.code, *(e.code for e in c.elements))), None)
    name = screens.desk.id_of(path)
    if not request.headers.get("hx-request") or found is None or report is None:
        return RedirectResponse(f"/contract/{name}#{found.code if found else ''}", 303)
    row = screens.desk.row(path)
    return screens.page(
        "card_answer.html.j2",
        card=found,
        name=name,
        seen=_seen(screens, path, report),
        row=row,
        report=report,
        told=told,
    )


def _status(text: str) -> Status:
    try:
        return Status(text)
    except ValueError:
        raise Refused("Say what is right instead: satisfied, missing, contradicted or uncertain.") from None


def _words(screens: Screens, path: str, given: str) -> str:
    """The words as they stand in the contract. Raises Refused when they do not."""
    words = " ".join(given.split())
    if words and words not in " ".join(screens.desk.document(path).text.split()):
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
    desk.decide([Decision.model_validate({**made, "who": "?", "when": "2000-01-01T00:00:00Z"})])
    return RedirectResponse(f"/contract/{desk.id_of(path)}", 303)
