"""Words of a contract nominated for the elements of requirements.

The cascade: structure, cheap nomination, declared signals with scope, the trained verifier. Signals and
verifier look at the same words independently; where they agree the words count, where they disagree the
finding is uncertain. Nothing here decides; ``verdict`` does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from clausegen.detect.candidate import Candidate, Span
from clausegen.detect.nominator import nominator
from clausegen.detect.parties import parties
from clausegen.detect.passages import Passage, passages
from clausegen.detect.signals import Matcher, sentences, split
from clausegen.detect.verifier import CONTRADICTED, SATISFIED, verifier
from clausegen.library import Library
from clausegen.requirement import Element, Requirement
from clausegen.segment import Structure

__all__ = ["Candidate", "Span", "candidates"]

# Below this probability a passage says too little about an element to be kept as a candidate.
KEPT_FROM = 0.25
MOST_KEPT = 4
# A signal that the verifier doubts this much is kept, but as something to look at.
DOUBTED_BELOW = 0.02
DOUBTED_SIGNAL = 0.55
# A pattern that speaks of the opposite is more often about something else, so it needs more support.
CONTRADICTION_DOUBTED_BELOW = 0.30


def candidates(
    structure: Structure,
    due: Sequence[tuple[Requirement, Sequence[Element]]],
    library: Library,
    *,
    verify: bool = True,
) -> list[Candidate]:
    """Nominate words for every due element.

    Without ``verify`` the declared signals speak alone: what the tests of a clause folder are about.
    """
    elements = [element for _, own in due for element in own]
    codes = [requirement.code for requirement, own in due for _ in own]
    spoken = sentences(structure, parties(structure))
    matched = list(Matcher(elements, library.lexicon).candidates(spoken))
    if not verify:
        return matched
    chosen, about = _nominated(structure, set(codes), matched)
    judged = verifier().judge([passage.text for passage in chosen], elements)
    # The verifier answers only what the passage was nominated for: it was not trained on the other questions.
    judged[~np.array([[code in found for code in codes] for found in about], dtype=bool).reshape(judged.shape[:2])] = 0
    columns = {element.code: column for column, element in enumerate(elements)}
    out = [_weighed(candidate, chosen, judged[:, columns[candidate.element]]) for candidate in matched]
    objections = {s.clause.index: s.objection for s in spoken if s.objection}
    for column, element in enumerate(elements):
        out += _from_verifier(element, judged[:, column], chosen, structure, objections)
    return out


def _nominated(
    structure: Structure, codes: set[str], matched: list[Candidate]
) -> tuple[list[Passage], list[frozenset[str]]]:
    """Passages that may be about a due requirement, and which ones each may be about.

    A clause is about what the nominator or a signal says; a wide passage is about whatever its clauses are
    about. A requirement that the nominator was not trained on is looked for everywhere.
    """
    model = nominator()
    unknown = frozenset(codes - set(model.codes))
    read = passages(structure)
    narrow = [passage for passage in read if not passage.wide]
    clauses: dict[int, frozenset[str]] = {}
    for passage, found in zip(narrow, model.nominated([passage.text for passage in narrow]), strict=True):
        for index in passage.clauses:
            clauses[index] = clauses.get(index, unknown) | (found & codes)
    for candidate in matched:
        clause = structure.clause_at(candidate.spans[0].start)
        if clause:
            code = candidate.element.partition("-")[0]
            clauses[clause.index] = clauses.get(clause.index, unknown) | {code}
    about = [frozenset().union(*(clauses.get(index, unknown) for index in passage.clauses)) for passage in read]
    kept = [row for row, found in enumerate(about) if found]
    return [read[row] for row in kept], [about[row] for row in kept]


def _weighed(candidate: Candidate, chosen: list[Passage], judged: NDArray[np.float32]) -> Candidate:
    """A signal's candidate with the verifier's opinion of the passages around it."""
    at = candidate.spans[0].start
    rows = [i for i, p in enumerate(chosen) if any(span.start <= at < span.end for span in p.spans)]
    if not rows:
        return candidate
    outcome = SATISFIED if candidate.satisfied else CONTRADICTED
    opinion = float(judged[rows, outcome].max())
    trace = (*candidate.trace, f"verifier {opinion:.2f}")
    value = candidate.satisfied or candidate.contradicted
    if opinion < (DOUBTED_BELOW if outcome == SATISFIED else CONTRADICTION_DOUBTED_BELOW):
        value = DOUBTED_SIGNAL
    value = max(value, opinion)
    return candidate.model_copy(update={"satisfied" if outcome == SATISFIED else "contradicted": value, "trace": trace})


def _from_verifier(
    element: Element,
    judged: NDArray[np.float32],
    chosen: list[Passage],
    structure: Structure,
    objections: dict[int, str],
) -> list[Candidate]:
    """The passages that the verifier thinks say most about an element."""
    if not len(chosen):
        return []
    strength = judged[:, SATISFIED:].max(1)
    best = [row for row in np.argsort(-strength)[:MOST_KEPT] if strength[row] >= KEPT_FROM]
    out = []
    for row in best:
        passage = chosen[row]
        spans = _evidence(element, passage, structure, judged[row])
        against = next((objections[i] for i in passage.clauses if i in objections), "") if not passage.wide else ""
        out.append(
            Candidate(
                element=element.code,
                origin="model",
                satisfied=float(judged[row, SATISFIED]),
                contradicted=float(judged[row, CONTRADICTED]),
                spans=spans,
                doubt=against,
                trace=(f"verifier {judged[row, SATISFIED]:.2f}/{judged[row, CONTRADICTED]:.2f}",),
            )
        )
    return out


def _evidence(
    element: Element, passage: Passage, structure: Structure, judged: NDArray[np.float32]
) -> tuple[Span, ...]:
    """The sentence of a passage that speaks most clearly; the whole passage when none does alone."""
    pieces = [
        Span(start=span.start + start, end=span.start + end)
        for span in passage.spans
        for start, end in split(structure.document.text[span.start : span.end])
    ]
    if len(pieces) == 1 or max(judged[SATISFIED], judged[CONTRADICTED]) < 0.5:
        return passage.spans if not passage.wide else passage.spans[:1]
    outcome = int(judged[SATISFIED:].argmax()) + 1
    texts = [structure.document.text[piece.start : piece.end] for piece in pieces]
    alone = verifier().judge(texts, [element])[:, 0, outcome]
    order = np.argsort(-alone)
    return (pieces[order[0]],)
