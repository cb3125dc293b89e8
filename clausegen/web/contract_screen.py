"""The screen on which a contract is read and decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from clausegen.amendments import consolidate, structure
from clausegen.drafting import context, render_requirement
from clausegen.errors import DocumentError
from clausegen.model import Consolidated, Document, Element, Operation, Requirement, Tier
from clausegen.redline import blanked, unknown_deal
from clausegen.web.dates_form import facts
from clausegen.web.deciding import cards_of, seen_of
from clausegen.web.paper import as_amended, page_marks, paper, quoted
from clausegen.web.rows import ContractRow
from clausegen.web.screens import Screens


def show(screens: Screens, request: Request) -> Response:
    """Return the text of a contract on the left, its findings on the right.

    A paper of a family and a copy show their own text with the findings of the contract that they belong to.
    """
    desk = screens.desk
    path = screens.path(request)
    row = desk.row(path)
    assert row is not None  # noqa: S101 - every id has one
    speaker = row
    if row.shadow and (of := desk.row(row.of)) and of.judged:
        speaker = of
    report = desk.report(speaker.path)
    view = request.query_params.get("view", "")
    document, unreadable = None, row.reason if report is None else ""
    try:
        document = desk.document(path)
    except DocumentError as error:
        unreadable = f"{error.reason}; {error.remedy}"
    marks = quoted(report, path, document)
    is_pdf = document is not None and document.format == "pdf"
    family = desk.family(path)
    amended = _amended(screens, family) if view == "amended" and len(family) > 1 else None
    pages = _pages(screens, path, row.sha256) if is_pdf and not view else []
    blocks = list(paper(document, marks)) if document is not None and not pages else []
    return screens.page(
        "contract.html.j2",
        screen="contract",
        row=row,
        speaker=speaker,
        report=report,
        name=desk.id_of(speaker.path),
        cards=cards_of(screens, report),
        seen=seen_of(screens, speaker.path, report),
        facts=facts(screens, report) if report else [],
        amended=amended,
        blocks=list(as_amended(amended, report)) if amended else blocks,
        pages=pages,
        boxes=page_marks(document, marks) if document is not None and pages else {},
        is_pdf=is_pdf,
        unreadable=unreadable,
        changed=desk.files.changed_since(row) if document is not None else "",
        family=family,
        operations=_operations(document) if document is not None and row.role == "amendment" else [],
        neighbours=_neighbours(screens, speaker.path),
    )


def _amended(screens: Screens, family: Sequence[ContractRow]) -> Consolidated | None:
    """Return the family as its papers leave the agreement; None where one of them cannot be read."""
    ordered = sorted(family, key=lambda row: (row.role not in ("", "master"), row.path))
    try:
        documents = [screens.desk.document(row.path) for row in ordered]
    except DocumentError:
        return None
    return consolidate(documents, attached=frozenset(row.path for row in ordered if row.role == "schedule"))


def _pages(screens: Screens, path: str, digest: str) -> list[tuple[float, float]]:
    """Return width and height of each page in points; [] when the pages cannot be drawn, so that the text is shown."""
    try:
        return screens.pages.sizes(screens.desk.files.at(path), digest)
    except DocumentError:
        return []


def _operations(document: Document) -> list[tuple[Operation, str]]:
    """List what an amendment does to its agreement, each with its words."""
    return [(change, document.text[change.start : change.end]) for change in structure(document).operations]


def _neighbours(screens: Screens, path: str) -> tuple[str, str]:
    """Return ids of the contracts before and after this one among those that are still to be decided."""
    paths = [row.path for row in screens.desk.rows() if row.judged and (row.decided < row.due or row.path == path)]
    at = paths.index(path) if path in paths else 0
    before = screens.desk.id_of(paths[at - 1]) if at > 0 else ""
    after = screens.desk.id_of(paths[at + 1]) if at + 1 < len(paths) else ""
    return before, after


def page_picture(screens: Screens, request: Request) -> Response:
    """Return one page of a PDF, drawn in a limited process."""
    desk = screens.desk
    path = screens.path(request)
    row = desk.row(path)
    file = desk.files.at(path)
    data = screens.pages.drawn(file, row.sha256 if row else "", request.path_params["number"])
    return Response(data, media_type="image/png") if data else Response(status_code=404)


def wording(screens: Screens, request: Request) -> Response:
    """Return our wording for an element: the rungs of its ladder, and the clause of the library."""
    screens.path(request)
    requirement, element = screens.desk.library.element(request.path_params["code"])
    clause = _clause(requirement, element, screens)
    return screens.page("wording.html.j2", element=element, clause=clause)


def _clause(requirement: Requirement, element: Element, screens: Screens) -> list[str]:
    """Return the words of the library for an element, with blanks for the facts of a deal."""
    library, playbook = screens.desk.library, screens.desk.playbook
    deal = unknown_deal(playbook.id, Tier.HIGH, dt.date(2000, 1, 1))

    def named(target: str) -> str:
        known = library.requirements.get(target.partition(".")[0])
        return f"the clause “{known.title if known else target.partition(':')[2].replace('-', ' ')}”"

    values = context(deal, playbook, Tier.HIGH, requirement)
    pieces = render_requirement(requirement, values, only={element.id})
    return [blanked(piece.plain(named)) for piece in pieces]
