"""The stages composed: what the command line, the audit and other programs call."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

from clausegen.calibration import calibration
from clausegen.dates import read_dates
from clausegen.dates.family import Family, amended
from clausegen.detect.nominator import nominator
from clausegen.detect.opinion import load
from clausegen.detect.words import known_grams
from clausegen.document import Document, Notice
from clausegen.findings import DEFAULT_RISK, Contract, DateFinding, Dates, Report
from clausegen.generator import generator
from clausegen.ingest import load_document
from clausegen.judging import findings
from clausegen.library import Library, load_library
from clausegen.playbook import DEFAULT_PLAYBOOK
from clausegen.requirement import Tier
from clausegen.reservations import weaker_language
from clausegen.segment import Part, Structure, read_as_one, structure
from clausegen.verdict import SATISFIED_FROM, summary, verdict


def check(
    path: Path,
    *,
    tier: Tier,
    playbook: str = DEFAULT_PLAYBOOK,
    library: Library | None = None,
    risk: float = DEFAULT_RISK,
    grammar: str = "",
) -> Report:
    """Read a contract and judge it at a tier. Raises DocumentError when it cannot be read."""
    return judge(load_document(path), tier=tier, playbook=playbook, library=library, risk=risk, grammar=grammar)


def judge(
    document: Document,
    *,
    tier: Tier,
    playbook: str = DEFAULT_PLAYBOOK,
    library: Library | None = None,
    risk: float = DEFAULT_RISK,
    verify: bool = True,
    grammar: str = "",
) -> Report:
    """Judge a document that has been read: each due element, with evidence.

    ``risk`` is the share (0-1) of contracts for which a false "satisfied" is accepted; a smaller one makes
    more elements uncertain. ``grammar`` names a spaCy pipeline that reads direction as a second reader:
    "shipped", or the name of an installed one.

    ``verify=False`` leaves the trained verifier out: the declared signals of the library then speak alone,
    which is quick and repeatable but finds little of what other lawyers write.
    """
    return _judged(structure(document), tier, playbook, library, risk, verify=verify, grammar=grammar)


def judge_family(
    members: Sequence[tuple[str, Document]],
    *,
    tier: Tier,
    playbook: str = DEFAULT_PLAYBOOK,
    library: Library | None = None,
    risk: float = DEFAULT_RISK,
    verify: bool = True,
    grammar: str = "",
) -> Report:
    """Judge a master agreement with its schedules and amendments as one contract.

    ``members`` are (role, document), the role "master", "schedule" or "amendment"; the master comes first,
    amendments in the order they were made. Evidence says in ``part`` which file it stands in; its offsets
    run on through the joined texts. An amendment of another agreement, or older than this one, is named in a
    notice and its words do not count.
    """
    parts = [(Part(role), structure(document)) for role, document in members]
    dates = [read_dates(one) for _, one in parts]
    whole = _amended(parts, dates)
    belong = [part is not Part.AMENDMENT or one.document.path in whole.order for part, one in parts]
    parts, dates = list(itertools.compress(parts, belong)), list(itertools.compress(dates, belong))
    report = _judged(read_as_one(parts), tier, playbook, library, risk, verify=verify, grammar=grammar)
    told = tuple(Notice(code="amendment-not-applied", message=concern) for concern in whole.concerns)
    contract = report.contract.model_copy(update={"notices": report.contract.notices + told})
    joined = _amended(parts, _joined(parts, dates))
    return report.model_copy(update={"dates": joined.dates, "contract": contract})


def _amended(parts: Sequence[tuple[Part, Structure]], dates: Sequence[Dates]) -> Family:
    """The dates of the master as its amendments leave them."""
    made = zip(parts[1:], dates[1:], strict=True)
    return amended(dates[0], [(one.document.path, own) for (part, one), own in made if part is Part.AMENDMENT])


def _joined(parts: Sequence[tuple[Part, Structure]], dates: Sequence[Dates]) -> list[Dates]:
    """Dates with offsets into the joined text instead of that of each part."""
    at = 0
    out = []
    for (_, one), own in zip(parts, dates, strict=True):
        found = {
            name: value.model_copy(update={"start": value.start + at, "end": value.end + at})
            for name, value in own
            if isinstance(value, DateFinding) and value.end
        }
        out.append(own.model_copy(update=found))
        at += len(one.document.text) + 1 if one.document.text else 0
    return out


def _judged(
    read: Structure, tier: Tier, playbook: str, library: Library | None, risk: float, *, verify: bool, grammar: str
) -> Report:
    library = library or load_library()
    book = library.playbook(playbook)
    due = list(library.due(book, tier))
    document = read.document
    calibrated = calibration() if verify else None
    assurance = calibrated.at(risk) if calibrated else None
    threshold = assurance.threshold if assurance else SATISFIED_FROM
    dates = read_dates(read)
    terms = book.tiers.get(tier)
    judged = findings(
        read,
        due,
        library,
        dates=dates,
        most_months=terms.term_months_max if terms else None,
        threshold=threshold,
        verify=verify,
        grammar=grammar,
    )
    if calibrated:
        judged = [[calibrated.observed(finding) for finding in own] for own in judged]
    verdicts = [verdict(requirement, own) for (requirement, _), own in zip(due, judged, strict=True)]
    return Report(
        generator=generator(library),
        contract=Contract(
            path=document.path,
            sha256=document.sha256,
            format=document.format,
            language=document.language,
            coverage=read.coverage,
            notices=read.notices + weaker_language(document),
        ),
        playbook=book.id,
        tier=tier,
        verdicts=tuple(verdicts),
        dates=dates,
        summary=summary(verdicts),
        assurance=assurance,
    )


def warm() -> None:
    """Load the models in the order in which they are asked, for callers who have something else to do meanwhile."""
    known_grams()
    nominator()
    load()
