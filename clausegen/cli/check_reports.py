"""The reports of ``clausegen check``: what is judged as one, and in which form it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypedDict

from clausegen.amendments import Part, is_headed_as_schedule, part_beside, part_of
from clausegen.checker import judge, judge_family
from clausegen.cli.contract_files import family
from clausegen.decisions import decided_beside
from clausegen.errors import DataError, UsageError
from clausegen.library import Library
from clausegen.model import Document, Entry, Look, Notice, Report, Tier
from clausegen.report import render_json, render_jsonl
from clausegen.structure import other_agreement, strangers, unnamed_customer


class Options(TypedDict):
    """Options that hold for everything in one run."""

    tier: Tier
    playbook: str
    library: Library
    risk: float


class Judged(NamedTuple):
    """A report, and the files of the contract as they were read, the agreement first."""

    report: Report
    documents: tuple[Document, ...]


def judged(
    path: Path, others: Sequence[Path], options: Options, look: Look = "doubt", today: dt.datetime | None = None
) -> Judged:
    """Judge a contract, or one in several files.

    Raises DocumentError when a file cannot be read, UsageError when two of them have the same content, or one is
    clearly of another agreement.
    """
    master, *rest = family(path, others, look=look)
    return judged_with(master, rest, options, today)


def judged_with(master: Document, rest: Sequence[Document], options: Options, today: dt.datetime | None) -> Judged:
    """Judge a contract with its papers as of a day. Raises UsageError when one is clearly of another agreement."""
    if not rest:
        return Judged(judge(master, **options), (master,))
    for document in rest:
        if party := other_agreement(master, document):
            what = f"it belongs to another agreement than {master.path}, which does not name {party}"
            raise UsageError(f"{document.path}: {what}; check it for itself, without --with")
    members = [("master", master), *((part_beside(document), document) for document in rest)]
    report = judge_family(members, **options, today=today.date() if today else None)
    notices = (*report.contract.notices, *misfits(master, rest))
    report = report.model_copy(update={"contract": report.contract.model_copy(update={"notices": notices})})
    return Judged(report, (master, *rest))


def as_decided(result: Judged, path: Path, wrong: set[str]) -> Judged:
    """Return the result as people decided on it; as judged where their file is damaged, which goes into ``wrong``."""
    try:
        return result._replace(report=decided_beside(result.report, path))
    except DataError as error:
        wrong.add(str(error))
        return result


def rendered(
    form: str,
    results: Sequence[Judged],
    unread: Sequence[Entry],
    *,
    at_terminal: bool,
    detail: str,
    day: dt.date | None = None,
) -> str | bytes:
    """Render results in a format; renderers are imported only when they are wanted.

    ``detail`` is how much the text shows ("urgent", "gaps", "all"). ``at_terminal`` fits it to the terminal; otherwise
    it is the same on every machine and, unless a ``day`` is given, on every day. ``unread`` are the files that could
    not be read, where the format has a place for them.
    """
    reports = [result.report for result in results]
    is_alone = len(results) == 1 and not unread
    if form == "text":
        from clausegen.report import WIDTH, Detail, columns, render_text

        width = columns() if at_terminal else WIDTH
        day = day or (dt.datetime.now().date() if at_terminal else None)
        return render_text(reports, colour=at_terminal, width=width, detail=Detail(detail), day=day)
    if form == "html" and is_alone:
        from clausegen.report import render_contract_html

        return render_contract_html(*results[0])
    if form == "html":
        from clausegen.report import render_html

        return render_html(reports, unread)
    if form == "sarif":
        from clausegen.report import render_sarif

        return render_sarif(reports, unread)
    if form == "docx" and is_alone:
        from clausegen.report import render_memo

        return render_memo(reports[0])
    if form == "docx":
        from clausegen.report import render_docx

        return render_docx(reports)
    return render_json(reports) if form == "json" else render_jsonl(reports)


def misfits(master: Document, rest: Sequence[Document]) -> Iterator[Notice]:
    """Give a notice for each file that may not belong to the contract."""
    if part_of(master) is Part.AMENDMENT:
        said = "Begins like an amendment: name the agreement first, and its amendments with --with."
        yield Notice(code="amendment-first", message=f"{Path(master.path).name}: {said}")
    called = Path(master.path).name
    for document in rest:
        code, said = "other-parties", ""
        if strangers(master, document):
            said = f"names no firm that {called} names: see that both belong to one contract."
        elif customer := unnamed_customer(master, document):
            said = f"does not name {customer}, as {called} does: see that both belong to one contract."
        elif part_of(document) is not Part.AMENDMENT and not is_headed_as_schedule(document):
            code = "not-an-addition"
            said = f"begins neither as an amendment nor as a schedule: see that it is one of {called}."
        if said:
            yield Notice(code=code, message=f"{Path(document.path).name} {said}")
        if document.language and master.language and document.language != master.language:
            said = f"is in another language ({document.language}) than {called} ({master.language}): check it."
            yield Notice(code="other-language", message=f"{Path(document.path).name} {said}")
