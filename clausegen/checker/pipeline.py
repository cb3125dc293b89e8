"""The stages of checking, composed: structure, dates, one pass of the reader, decisions, reviews, a report."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from clausegen.amendments import Part, part_names, read_as_one, structure
from clausegen.checker.calibration import calibration
from clausegen.checker.candidate import Candidate
from clausegen.checker.decide import decide, summary, verdict
from clausegen.checker.lexical_reader import lexical_reader
from clausegen.checker.nominate import Nomination
from clausegen.checker.nominator import nominator
from clausegen.checker.provenance import generator
from clausegen.checker.reader import reader
from clausegen.checker.review import Context, reviewed, weaker_language
from clausegen.checker.scoring import Scores
from clausegen.checker.standing import Standing
from clausegen.checker.windows import pieces, windows
from clausegen.checker.word_features import known_grams
from clausegen.dates import Family, amended, read_dates
from clausegen.ingest import load_document
from clausegen.library import Library, load_library
from clausegen.model import (
    DEFAULT_PLAYBOOK,
    DEFAULT_RISK,
    Contract,
    DateFinding,
    Dates,
    Document,
    Element,
    Finding,
    Notice,
    PartFile,
    Report,
    Requirement,
    Status,
    Structure,
    Tier,
)
from clausegen.structure import parties

_LEAST: Final = (Status.CONTRADICTED, Status.MISSING, Status.UNCERTAIN, Status.SATISFIED)
_loading = threading.Lock()


def check(
    path: Path,
    *,
    tier: Tier,
    playbook: str = DEFAULT_PLAYBOOK,
    library: Library | None = None,
    risk: float = DEFAULT_RISK,
) -> Report:
    """Read a contract and judge it at a tier. Raises DocumentError when it cannot be read."""
    return judge(load_document(path), tier=tier, playbook=playbook, library=library, risk=risk)


def judge(
    document: Document,
    *,
    tier: Tier,
    playbook: str = DEFAULT_PLAYBOOK,
    library: Library | None = None,
    risk: float = DEFAULT_RISK,
) -> Report:
    """Judge a document that has been read: each due element, with evidence.

    ``risk`` is the share (0-1) of contracts for which a false "satisfied" is accepted; a smaller one makes
    more elements uncertain.
    """
    read = structure(document)
    dates = read_dates(read)
    return _judged([read], dates, tier, playbook, library, risk)


def judge_family(
    members: Sequence[tuple[str, Document]],
    *,
    tier: Tier,
    playbook: str = DEFAULT_PLAYBOOK,
    library: Library | None = None,
    risk: float = DEFAULT_RISK,
    lacking: Sequence[str] = (),
) -> Report:
    """Judge a master agreement with its schedules and amendments as one contract.

    ``members`` are (role, document), at least one, the role "master", "schedule" or "amendment"; of several masters
    the first gives the dates. ``lacking`` are sentences on files of the family that are not among them. Evidence says
    in ``part`` which file it stands in, and its offsets are those of that file.

    What is missing of a family is said and makes its coverage incomplete: files that are ``lacking``, the master, and
    an amendment that is older than the agreement or names another one. Such an amendment counts in what it takes away
    and in nothing else: each element has the lesser of what the family says without it and with it.
    """
    parts = [(Part(role), structure(document)) for role, document in members]
    parts.sort(key=lambda one: list(Part).index(one[0]))
    dates = [_placed(read_dates(one), name) for (_, one), name in zip(parts, part_names(parts), strict=True)]
    whole = _amended(parts, dates)
    unsure = dict(whole.misfits)
    order = (*whole.order, *unsure)
    parts.sort(key=lambda one: order.index(one[1].document.path) if one[0] is Part.AMENDMENT else -1)
    sure = [(part, one) for part, one in parts if part is not Part.AMENDMENT or one.document.path not in unsure]
    notices = [Notice(code="family-incomplete", message=sentence) for sentence in _lacking(parts, lacking)]
    notices += [
        Notice(code="amendment-not-applied", message=f"{path}: counted only in what it takes away: {why}")
        for path, why in unsure.items()
    ]
    readings = [
        _incomplete(read_as_one(each, whole.papers), notices) for each in ([sure, parts] if unsure else [parts])
    ]
    report = _judged(readings, whole.dates, tier, playbook, library, risk)
    told = [Notice(code="amendment-not-applied", message=of_dates) for of_dates in whole.doubts]
    files = [
        PartFile(path=one.document.path, sha256=one.document.sha256, format=one.document.format, part=name)
        for (_, one), name in zip(parts, part_names(parts), strict=True)
    ]
    update = {"notices": (*report.contract.notices, *notices, *told), "files": tuple(files)}
    return report.model_copy(update={"contract": report.contract.model_copy(update=update)})


def _placed(dates: Dates, part: str) -> Dates:
    """The dates of one file of several, each saying in which it stands."""
    found = {name: value.model_copy(update={"part": part}) for name, value in dates if isinstance(value, DateFinding)}
    return dates.model_copy(update=found)


def _amended(parts: Sequence[tuple[Part, Structure]], dates: Sequence[Dates]) -> Family:
    """The dates of the first file, if it is a master, as the amendments leave them."""
    master = dates[0] if parts[0][0] is Part.MASTER else Dates()
    made = zip(parts, dates, strict=True)
    return amended(master, [(one.document.path, own) for (part, one), own in made if part is Part.AMENDMENT])


def _lacking(parts: Sequence[tuple[Part, Structure]], lacking: Sequence[str]) -> Iterator[str]:
    yield from lacking
    if parts[0][0] is not Part.MASTER:
        yield "no master agreement was read: what stands in it is not known"


def _incomplete(read: Structure, notices: Sequence[Notice]) -> Structure:
    """The family with ``notices`` of what is missing of it, so that nothing is claimed to be absent from all of it."""
    if not notices:
        return read
    coverage = read.document.coverage
    skipped = (*coverage.skipped, *(notice.message for notice in notices))
    coverage = coverage.model_copy(update={"complete": False, "skipped": skipped})
    return read.model_copy(update={"document": read.document.model_copy(update={"coverage": coverage})})


def _judged(
    readings: Sequence[Structure],
    dates: Dates,
    tier: Tier,
    playbook: str,
    library: Library | None,
    risk: float,
) -> Report:
    """The report on a contract with these dates; of several readings each element has what promises least."""
    library = library or load_library()
    book = library.playbook(playbook)
    due = list(library.due(book, tier))
    calibrated = calibration()
    assurance = calibrated.at(risk)
    terms = book.tiers.get(tier)
    most_months = terms.term_months_max if terms else None
    requirements = tuple(library.requirements.values())
    each = [
        findings(contract, due, Context(contract, dates, most_months, requirements), threshold=assurance.threshold)
        for contract in readings
    ]
    judged = [
        [calibrated.observed(least(found)) for found in zip(*own, strict=True)] for own in zip(*each, strict=True)
    ]
    verdicts = [verdict(requirement, own) for (requirement, _), own in zip(due, judged, strict=True)]
    contract = readings[0]
    document = contract.document
    return Report(
        generator=generator(library),
        contract=Contract(
            path=document.path,
            sha256=document.sha256,
            format=document.format,
            language=document.language,
            coverage=contract.coverage,
            notices=contract.notices + weaker_language(document),
        ),
        playbook=book.id,
        tier=tier,
        verdicts=tuple(verdicts),
        dates=dates,
        summary=summary(verdicts),
        assurance=assurance,
    )


def findings(
    contract: Structure, due: Sequence[tuple[Requirement, Sequence[Element]]], context: Context, *, threshold: float
) -> list[list[Finding]]:
    """The findings of each requirement in the order of ``due``: one pass over the words, decided, reviewed.

    ``threshold`` is the probability (0-1) of the reader from which words establish an element.
    """
    standing = Standing(contract)
    found: dict[str, list[Candidate]] = {}
    for candidate in candidates(standing, due):
        found.setdefault(candidate.element, []).append(candidate)
    return [
        [
            reviewed(
                decide(element, found.get(element.code, ()), contract, standing, threshold=threshold), element, context
            )
            for element in elements
        ]
        for _, elements in due
    ]


def candidates(standing: Standing, due: Sequence[tuple[Requirement, Sequence[Element]]]) -> list[Candidate]:
    """Nominate words for every due element: cheap nomination, windows, the reader."""
    read = standing.structure
    sides = parties(read)
    nomination = Nomination(pieces(read, sides), [requirement.code for requirement, _ in due])
    if not nomination.chosen():
        return []
    load()
    elements = [element for _, own in due for element in own]
    return Scores(elements, windows(read, sides, nomination.chosen()), nomination, standing).candidates()


def least(found: Iterable[Finding]) -> Finding:
    """Of findings on one element the one that promises least, the first of several such."""
    return min(found, key=lambda finding: _LEAST.index(finding.status))


def load() -> None:
    """Load both readers, which takes a fifth of a second; another thread that asks meanwhile waits."""
    with _loading:
        reader()
        lexical_reader()


def warm() -> None:
    """Load the models in the order in which they are asked, for callers who have something else to do meanwhile."""
    known_grams()
    nominator()
    load()
