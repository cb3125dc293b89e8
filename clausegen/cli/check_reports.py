"""The reports of ``clausegen check``: what is judged as one, and in which form it is shown."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypedDict

from clausegen.amendments import Part, is_headed_as_schedule, part_of
from clausegen.checker import check, judge_family
from clausegen.errors import UsageError
from clausegen.ingest import load_document
from clausegen.library import Library
from clausegen.model import Document, Entry, Notice, Report, Tier
from clausegen.report import render_json, render_jsonl
from clausegen.structure import other_agreement, strangers, unnamed_customer


class Options(TypedDict):
    """How everything in one run is judged."""

    tier: Tier
    playbook: str
    library: Library
    risk: float


def judged(path: Path, others: Sequence[Path], options: Options) -> Report:
    """The report on a contract, or on one in several files.

    Raises DocumentError when a file cannot be read, UsageError when two of them have the same content, or one is
    clearly of another agreement.
    """
    if not others:
        return check(path, **options)
    master, *rest = [load_document(one) for one in (path, *others)]
    for one, other in itertools.combinations((master, *rest), 2):
        if one.sha256 == other.sha256:
            raise UsageError(f"{other.path}: has the same content as {one.path}; name each file of a contract once")
    for one in rest:
        if party := other_agreement(master, one):
            what = f"it belongs to another agreement than {master.path}, which does not name {party}"
            raise UsageError(f"{one.path}: {what}; check it for itself, without --with")
    members = [("master", master), *((part_of(document), document) for document in rest)]
    report = judge_family(members, **options)
    notices = (*report.contract.notices, *_misfits(master, rest))
    return report.model_copy(update={"contract": report.contract.model_copy(update={"notices": notices})})


def rendered(
    form: str, reports: list[Report], unread: Sequence[Entry], *, at_terminal: bool, gaps: bool
) -> str | bytes:
    """Reports in a format; writers load only when they are wanted.

    ``gaps`` leaves out what is satisfied; ``at_terminal`` fits the text to the terminal, which else is the same
    everywhere.
    ``unread`` are the files that could not be read, where the format has a place for them.
    """
    if form == "text":
        from clausegen.report import WIDTH, columns, render_text

        return render_text(reports, colour=at_terminal, width=columns() if at_terminal else WIDTH, gaps=gaps)
    if form == "html":
        from clausegen.report import render_html

        return render_html(reports, unread)
    if form == "sarif":
        from clausegen.report import render_sarif

        return render_sarif(reports, unread)
    if form == "docx":
        from clausegen.report import render_docx

        return render_docx(reports)
    return render_json(reports) if form == "json" else render_jsonl(reports)


def _misfits(master: Document, rest: Sequence[Document]) -> Iterator[Notice]:
    """What makes it doubtful that these files are one contract, in one notice for each file."""
    if part_of(master) is Part.AMENDMENT:
        said = "Begins like an amendment: name the agreement first, and its amendments with --with."
        yield Notice(code="amendment-first", message=f"{Path(master.path).name}: {said}")
    called = Path(master.path).name
    for one in rest:
        code, said = "other-parties", ""
        if strangers(master, one):
            said = f"names no firm that {called} names: see that both belong to one contract."
        elif customer := unnamed_customer(master, one):
            said = f"does not name {customer}, as {called} does: see that both belong to one contract."
        elif part_of(one) is Part.SCHEDULE and not is_headed_as_schedule(one):
            code = "not-an-addition"
            said = f"begins neither as an amendment nor as a schedule: see that it is one of {called}."
        if said:
            yield Notice(code=code, message=f"{Path(one.path).name} {said}")
