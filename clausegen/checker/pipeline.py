"""The stages of checking, composed: structure, dates, one pass of the reader, decisions, reviews, a report."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Sequence
from typing import Final

from clausegen.amendments import cited, consolidate, denied, read_contract, settled, structure
from clausegen.checker.calibration import calibration
from clausegen.checker.candidate import Candidate
from clausegen.checker.citing_reader import citing_reader
from clausegen.checker.decide import decide, speaks, verdict
from clausegen.checker.duties import read_duties
from clausegen.checker.house_text import HouseText
from clausegen.checker.lexical_reader import lexical_reader
from clausegen.checker.nominate import Nomination, nominator
from clausegen.checker.non_operative import OperativeText
from clausegen.checker.provenance import generator
from clausegen.checker.reader import in_english, reader
from clausegen.checker.review import Context, confirmed_by_dates, reviewed, weaker_language
from clausegen.checker.scoring import Scores
from clausegen.checker.windows import pieces, windows
from clausegen.checker.word_features import known_grams
from clausegen.dates import family_dates, read_dates
from clausegen.library import Library, load_library, wording_of
from clausegen.model import (
    DEFAULT_PLAYBOOK,
    DEFAULT_RISK,
    SCOPE_DOUBT,
    Consolidated,
    Contract,
    Dates,
    Document,
    Element,
    Finding,
    Notice,
    PartFile,
    Report,
    Requirement,
    Structure,
    Tier,
    contract_summary,
)
from clausegen.structure import blanks, parties, scope_doubt

_FORM: Final = 10  # open blanks; signed contracts have a few, forms have dozens
_loading = threading.Lock()


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
    return _judged(read, dates, tier, playbook, library, risk)


def judge_family(
    members: Sequence[tuple[str, Document]],
    *,
    tier: Tier,
    playbook: str = DEFAULT_PLAYBOOK,
    library: Library | None = None,
    risk: float = DEFAULT_RISK,
    lacking: Sequence[str] = (),
    today: dt.date | None = None,
) -> Report:
    """Judge a master agreement with its schedules and amendments as one contract.

    ``members`` are (role, document), at least one, the role "master", "schedule" or "amendment"; of several masters
    the first gives the dates. ``lacking`` are sentences on files of the family that are not among them. Evidence says
    in ``part`` which file it stands in, and its offsets are those of that file.

    What is missing of a family is said and makes its coverage incomplete: files that are ``lacking``, and the master.
    Papers that do not count change nothing, those of a day after ``today`` among them, and are named with the reason;
    what cannot be decided makes uncertain only the elements that rest on words which it may touch (see
    ``consolidate``).
    """
    order = ("master", "schedule", "amendment")
    ranked = sorted(members, key=lambda member: order.index(member[0]))
    master = [] if ranked[0][0] == "master" else [Document(path=ranked[0][1].path, text="")]
    documents = [*master, *(document for _, document in ranked)]
    attached = frozenset(document.path for role, document in ranked if role == "schedule")
    contract = consolidate(documents, attached=attached, today=today)
    dates, doubts = family_dates(contract, documents)
    sentences = [*lacking, *(["no master agreement was read: what stands in it is not known"] if master else [])]
    notices = [Notice(code="family-incomplete", message=sentence) for sentence in sentences]
    library = library or load_library()
    report = _judged(_incomplete(contract, notices), dates, tier, playbook, library, risk)
    alone = None if master else _judged(read_contract(documents[0]), dates, tier, playbook, library, risk)
    report = cited(_settled(report, alone, contract, library), contract)
    told = [Notice(code="amendment-not-applied", message=doubt) for doubt in doubts]
    files = [
        PartFile(path=document.path, sha256=document.sha256, format=document.format, part=paper.part)
        for document, paper in list(zip(documents, contract.papers, strict=True))[len(master) :]
    ]
    update = {"notices": (*report.contract.notices, *notices, *told), "files": tuple(files)}
    return report.model_copy(update={"contract": report.contract.model_copy(update=update)})


def _settled(report: Report, alone: Report | None, contract: Consolidated, library: Library) -> Report:
    """Return the report with each finding weighed against that on the agreement alone."""
    before = {finding.code: finding for verdict in alone.verdicts for finding in verdict.findings} if alone else {}
    gone = denied((finding for own in report.verdicts for finding in own.findings), before, contract)
    verdicts = tuple(
        verdict(
            library.requirements[own.requirement],
            [settled(finding, before.get(finding.code), contract, gone) for finding in own.findings],
        )
        for own in report.verdicts
    )
    return report.model_copy(update={"verdicts": verdicts, "summary": contract_summary(verdicts)})


def _incomplete(read: Structure, notices: Sequence[Notice]) -> Structure:
    """Return the family with ``notices`` of what is missing of it, so that nothing is claimed absent from all of it."""
    if not notices:
        return read
    coverage = read.document.coverage
    skipped = (*coverage.skipped, *(notice.message for notice in notices))
    coverage = coverage.model_copy(update={"complete": False, "skipped": skipped})
    return read.model_copy(update={"document": read.document.model_copy(update={"coverage": coverage})})


def _judged(
    contract: Structure,
    dates: Dates,
    tier: Tier,
    playbook: str,
    library: Library | None,
    risk: float,
) -> Report:
    """Return the report on a contract with these dates."""
    library = library or load_library()
    book = library.playbook(playbook)
    due = list(library.due(book, tier))
    calibrated = calibration()
    assurance = calibrated.at(risk)
    terms = book.tiers.get(tier)
    most_months = terms.term_months_max if terms else None
    requirements = tuple(library.requirements.values())
    context = Context(contract, dates, most_months, requirements, wording_of(library))
    judged = findings(contract, due, context, threshold=assurance.threshold)
    verdicts = [
        verdict(requirement, map(calibrated.observed, own), mandatory=book.rule(requirement.id).mandatory)
        for (requirement, _), own in zip(due, judged, strict=True)
    ]
    document = contract.document
    doubt = [Notice(code=SCOPE_DOUBT, message=said)] if (said := scope_doubt(document)) else []
    return Report(
        generator=generator(library),
        contract=Contract(
            path=document.path,
            sha256=document.sha256,
            format=document.format,
            language=document.language,
            coverage=contract.coverage,
            notices=(*contract.notices, *weaker_language(document), *doubt, *_unfilled(contract)),
        ),
        playbook=book.id,
        tier=tier,
        verdicts=tuple(verdicts),
        dates=dates,
        summary=contract_summary(verdicts),
        assurance=assurance,
        duties=read_duties(contract, (finding for own in verdicts for finding in own.findings)),
    )


def _unfilled(contract: Structure) -> Iterator[Notice]:
    """Give a notice where so many blanks are open that this is rather a form than what was signed."""
    spans = list(blanks(contract))
    if len(spans) >= _FORM:
        first = contract.document.text[slice(*spans[0])]
        said = f"{len(spans)} blanks were never filled in (“{first}”). This may be a template, not what was signed."
        yield Notice(code="unfilled", message=said)


def findings(
    contract: Structure, due: Sequence[tuple[Requirement, Sequence[Element]]], context: Context, *, threshold: float
) -> list[list[Finding]]:
    """Return the findings of each requirement in the order of ``due``: one pass over the words, decided, reviewed.

    ``threshold`` is the probability (0-1) of the reader from which words establish an element.
    """
    standing = OperativeText(contract)
    found: dict[str, list[Candidate]] = {}
    for candidate in candidates(standing, due, context.house_text):
        found.setdefault(candidate.element, []).append(candidate)
    spoken = {e.code: speaks(found.get(e.code, ()), standing) for _, elements in due for e in elements}

    def finding(element: Element) -> Finding:
        own = found.get(element.code, ())
        protected = [spoken[code] for code in element.protects if code in spoken]
        idle = bool(protected) and not any(protected)
        decided = decide(
            element,
            own,
            contract,
            standing,
            threshold=threshold,
            protects_nothing=idle,
            confirmed=confirmed_by_dates(element, context),
        )
        return reviewed(decided, element, context)

    return [[finding(element) for element in elements] for _, elements in due]


def candidates(
    standing: OperativeText, due: Sequence[tuple[Requirement, Sequence[Element]]], house: HouseText | None = None
) -> list[Candidate]:
    """Nominate words for every due element: cheap nomination, windows, the reader, and the library's own wording."""
    read = standing.structure
    sides = parties(read)
    nomination = Nomination(pieces(read, sides), [requirement.code for requirement, _ in due])
    if not nomination.chosen():
        return []
    english = in_english(read.document)
    load(english=english)
    elements = [element for _, own in due for element in own]
    return Scores(
        elements, windows(read, sides, nomination.chosen()), nomination, standing, house, english=english
    ).candidates()


def load(*, english: bool = True) -> None:
    """Load both readers, which takes a fifth of a second; another thread that asks meanwhile waits."""
    with _loading:
        reader(english=english)
        lexical_reader()


def warm() -> None:
    """Load the models in the order in which they are asked, for callers who have something else to do meanwhile."""
    known_grams()
    nominator()
    load()
    citing_reader()
