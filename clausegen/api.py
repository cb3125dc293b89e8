"""The stages composed: what the command line, the web application and other programs call."""

from __future__ import annotations

from pathlib import Path

from clausegen import __version__
from clausegen.dates import read_dates
from clausegen.detect import candidates
from clausegen.detect.verifier import NAME as VERIFIER
from clausegen.document import Document
from clausegen.findings import Contract, Generator, Report
from clausegen.ingest import load_document
from clausegen.library import DEFAULT_PLAYBOOK, Library, load_library
from clausegen.requirement import Tier
from clausegen.segment import structure
from clausegen.verdict import by_element, defeated, find, is_anchored, summary, verdict
from clausegen.weights import model_sha256

DETECTOR = "cascade-1"


def check(path: Path, *, tier: Tier, playbook: str = DEFAULT_PLAYBOOK, library: Library | None = None) -> Report:
    """Read a contract and judge it at a tier. Raises DocumentError when it cannot be read."""
    return judge(load_document(path), tier=tier, playbook=playbook, library=library)


def judge(
    document: Document,
    *,
    tier: Tier,
    playbook: str = DEFAULT_PLAYBOOK,
    library: Library | None = None,
    verify: bool = True,
) -> Report:
    """Judge a document that has been read: each due element, with evidence.

    ``verify=False`` leaves the trained verifier out: the declared signals of the library then speak alone,
    which is quick and repeatable but finds little of what other lawyers write.
    """
    library = library or load_library()
    book = library.playbook(playbook)
    due = list(library.due(book, tier))
    read = structure(document)
    found = by_element(candidates(read, due, library, verify=verify))
    verdicts = []
    for requirement, elements in due:
        anchored = is_anchored(requirement, found)
        findings = [find(element, found.get(element.code, []), read, anchored=anchored) for element in elements]
        findings = [defeated(e, f, found.get(e.code, []), read) for e, f in zip(elements, findings, strict=True)]
        verdicts.append(verdict(requirement, findings))
    return Report(
        generator=generator(library),
        contract=Contract(
            path=document.path,
            sha256=document.sha256,
            format=document.format,
            language=document.language,
            coverage=read.coverage,
            notices=read.notices,
        ),
        playbook=book.id,
        tier=tier,
        verdicts=tuple(verdicts),
        dates=read_dates(read),
        summary=summary(verdicts),
    )


def generator(library: Library) -> Generator:
    """What judges, as every report names it; an audit keeps results as long as it stays the same."""
    return Generator(
        version=__version__,
        library=library.version,
        library_sha256=library.sha256,
        detector=DETECTOR,
        model_sha256=model_sha256(VERIFIER),
    )
