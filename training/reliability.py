"""What the confidence of findings is worth: how often they were right, by status, on texts of unseen authors."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable

from clausegen.amendments import structure
from clausegen.authoring.self_test import snippet
from clausegen.checker.calibration import Reliability
from clausegen.checker.pipeline import findings
from clausegen.checker.review import Context
from clausegen.dates import read_dates
from clausegen.ingest import load_document
from clausegen.library import Library
from clausegen.model import Document, Finding, Status, Tier
from training.corpus import (
    CONTRADICTED,
    MISSING,
    SATISFIED,
    UNJUDGED,
    Labelled,
    contract_file,
    contract_records,
    labels,
)

# What people said where the finding was right; of what is uncertain one wants to know whether it is satisfied.
RIGHT = {
    Status.SATISFIED: SATISFIED,
    Status.UNCERTAIN: SATISFIED,
    Status.CONTRADICTED: CONTRADICTED,
    Status.MISSING: MISSING,
}
ENOUGH = 100  # findings for one point of the curve


def reliability(
    passages: Iterable[Labelled], codes: list[str], library: Library, threshold: float, *, few: int = 1
) -> tuple[Reliability, ...]:
    """What the confidence of findings is worth, by status, on passages and whole contracts of unseen authors."""
    texts = [(snippet(p.text), p.labels) for p in passages]
    texts += [(load_document(contract_file(r)), labels(r, codes)) for r in [*contract_records("calibrate")][::few]]
    said: dict[Status, list[tuple[float, bool]]] = {}
    for document, given in texts:
        wanted = dict(zip(codes, given, strict=True))
        for finding in judged(document, library, threshold):
            if wanted[finding.code] != UNJUDGED:
                right = wanted[finding.code] == RIGHT[finding.status]
                said.setdefault(finding.status, []).append((finding.confidence, right))
    return tuple(Reliability(status=status, points=rising(pairs)) for status, pairs in sorted(said.items()))


def judged(document: Document, library: Library, threshold: float) -> list[Finding]:
    """The program's findings at tier high, before calibration says what their confidence is worth."""
    book = library.playbook()
    due = list(library.due(book, Tier.HIGH))
    read = structure(document)
    most = book.tiers[Tier.HIGH].term_months_max
    context = Context(read, read_dates(read), most, tuple(library.requirements.values()))
    return list(itertools.chain(*findings(read, due, context, threshold=threshold)))


def rising(pairs: list[tuple[float, bool]]) -> tuple[tuple[float, float], ...]:
    """Points of a rising curve: the share that was right, by what was said, each of at least ENOUGH findings if it can.

    Findings that say the same stay together, whichever of them were right.
    """
    groups: list[list[tuple[float, bool]]] = [[]]
    for _, same in itertools.groupby(sorted(pairs), key=operator.itemgetter(0)):
        if len(groups[-1]) >= ENOUGH:
            groups.append([])
        groups[-1] += same
    if len(groups) > 1 and len(groups[-1]) < ENOUGH:
        groups[-2] += groups.pop()
    points: list[tuple[float, float, int]] = []
    for group in groups:
        said, right, size = (sum(p for p, _ in group) / len(group), sum(r for _, r in group) / len(group), len(group))
        while points and points[-1][1] >= right:  # pool what does not rise
            before = points.pop()
            whole = before[2] + size
            said = (before[0] * before[2] + said * size) / whole
            right = (before[1] * before[2] + right * size) / whole
            size = whole
        points.append((said, right, size))
    return tuple((round(said, 4), round(right, 3)) for said, right, _ in points)
