"""From candidates to findings, and from findings to the verdict of a requirement.

The policy, case by case, is described in docs/how-it-decides.md. Its guiding rule: a wrong "satisfied"
costs more than a wrong "missing", and both cost more than an honest "uncertain".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clausegen.checker.candidate import Candidate, Span
from clausegen.model import (
    Document,
    Element,
    Evidence,
    Finding,
    Requirement,
    Severity,
    State,
    Status,
    Structure,
    Summary,
    Verdict,
    page_boxes,
    silent,
)
from clausegen.model import reason as silence_on

# Probabilities from which a candidate may decide; chosen on development batches, see docs/quality.md.
SATISFIED_FROM = 0.90  # where no calibration says otherwise
# The verifier, where nothing speaks for the element: in a passage, three of four such elements of unseen authors were
# contradicted, and most of the rest missing. A whole contract has many clauses to be wrong about, so it must be surer.
OPPOSED_FROM = 0.30
OPPOSED_IN_CONTRACT_FROM = 0.50
SHORT = 12  # clauses; what has more is a whole contract
# Where something does speak for it, other words of the same clause shake it from the first on; another clause, by
# itself, from the second: the verifier often takes the ban that protects a safeguard ("shall not delete any log") for
# its denial.
SHAKEN_FROM = 0.40
SHAKEN_ELSEWHERE_FROM = 0.90
# Read together with the words for it (see detect/confront.py), words elsewhere take the assurance away from the first,
# and contradict from the second: below it, two of five such contradictions on the calibrating contracts were right.
CONFRONTED_FROM = 0.40
DEFEATED_FROM = 0.98
# The verifier alone says "contradicted" from the first on where nothing speaks for the element (below it was wrong more
# often than right), from the second where something does, from the third where words would otherwise establish it: on
# the calibrating contracts 37 of 38 such findings were right.
DENIED_FROM = 0.60
PREVAILS_FROM = 0.90
CERTAIN_FROM = 0.99
UNCERTAIN_FROM = 0.45
# Words with less support are quoted and left to the reader, down to here: in passages of unseen authors a third to two
# thirds of them did establish the element, of what has less than this one in thirty.
SEEN_FROM = 0.25
MOST_EVIDENCE = 3


def _sorted_out(candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Candidates that may count, and those under a doubt, best first."""
    good: list[Candidate] = []
    doubtful: list[Candidate] = []
    for candidate in sorted((c for c in candidates if not c.objection), key=lambda c: -c.satisfied):
        (doubtful if candidate.doubt else good).append(candidate)
    return good, doubtful


def find(
    element: Element,
    candidates: Sequence[Candidate],
    structure: Structure,
    *,
    threshold: float = SATISFIED_FROM,
) -> Finding:
    """Decide one element from its candidates.

    ``threshold`` is the probability (0-1) from which words establish the element.
    """
    if not candidates:
        return silent(element)  # CASE 6, for most elements of most contracts
    good, doubtful = _sorted_out(candidates)
    held_back = sorted((c for c in candidates if c.objection), key=lambda c: -c.satisfied)
    best = good[0].satisfied if good else 0.0
    against = [c for c in candidates if _opposes(c, good[0] if good else None, structure)]

    # CASE 1: words that defeat the element outrank words that establish it, wherever they stand. The
    # verifier is believed more easily where nothing speaks for the element; where something does, it takes the
    # assurance away, and claims the opposite only when it is nearly certain.
    if against:
        denying = [c for c in against if _denies(c, good[0] if good else None, structure, threshold)]
        worst = max(denying or against, key=lambda c: c.contradicted)
        elsewhere = [c for c in good[:1] if c.satisfied >= UNCERTAIN_FROM and c is not worst]
        later = [c for c in good if c.satisfied >= threshold and structure.prevails(c.spans[0].start)]
        if later and not structure.prevails(worst.spans[0].start):
            reason = "an amendment establishes what the earlier contract denies; read whether it prevails"
            return _finding(element, Status.UNCERTAIN, worst.contradicted, [later[0], worst], reason, structure)
        if denying:
            reason = f"the contract says the opposite: {element.statement}"
            return _finding(element, Status.CONTRADICTED, worst.contradicted, [worst, *elsewhere], reason, structure)
        opening = "the words quoted seem to take it back" if elsewhere else "the words quoted may mean the opposite"
        reason = f"{opening}: {element.statement}"
        return _finding(element, Status.UNCERTAIN, worst.contradicted, [*elsewhere, worst], reason, structure)

    # CASE 2: operative words establish it and nothing speaks against them.
    if best >= threshold:
        chosen = [c for c in good if c.satisfied >= threshold][:MOST_EVIDENCE]
        reason = f"the words quoted establish it: {element.statement}"
        return _finding(element, Status.SATISFIED, best, chosen, reason, structure)

    # CASE 3: something speaks for it, too little to rely on.
    if best >= SEEN_FROM:
        reason = f"the words quoted may be meant so, but do not say it clearly enough: {element.statement}"
        return _finding(element, Status.UNCERTAIN, best, good[:1], reason, structure)

    # CASE 4: words that would be enough if they stood alone, but something about them casts doubt.
    if doubtful and doubtful[0].satisfied >= threshold:
        doubt = doubtful[0].doubt
        reason = f"the words quoted may establish it, but {doubt}"
        return _finding(element, Status.UNCERTAIN, doubtful[0].satisfied, doubtful[:1], reason, structure)

    # CASE 5: the words are there but cannot count: an aim, a recital, a blank.
    if held_back and held_back[0].satisfied >= UNCERTAIN_FROM:
        reason = f"words on the subject were found, but {held_back[0].objection}"
        return _finding(element, Status.MISSING, held_back[0].satisfied, held_back[:1], reason, structure)

    # CASE 6: nothing found.
    confidence = 1 - max(c.satisfied for c in candidates)
    return _finding(element, Status.MISSING, confidence, [], silence_on(element), structure)


def _opposes(against: Candidate, best: Candidate | None, structure: Structure) -> bool:
    """True when words against an element are heard, given the best words for it."""
    if best is None or best.satisfied < UNCERTAIN_FROM:
        if against.beside:  # nothing is left of what it was read together with
            return False
        short = len(structure.clauses) <= SHORT
        return against.contradicted >= (OPPOSED_FROM if short else OPPOSED_IN_CONTRACT_FROM)
    if against.beside:
        return against.contradicted >= CONFRONTED_FROM
    if structure.clause_at(against.spans[0].start) == structure.clause_at(best.spans[0].start):
        return against.contradicted >= SHAKEN_FROM
    return against.contradicted >= SHAKEN_ELSEWHERE_FROM


def _denies(against: Candidate, best: Candidate | None, structure: Structure, threshold: float) -> bool:
    """True when words that are heard against an element contradict it, given the best words for it."""
    if against.beside and against.contradicted >= DEFEATED_FROM:
        return True
    if best is None or best.satisfied < UNCERTAIN_FROM:
        return against.contradicted >= DENIED_FROM
    return against.contradicted >= (PREVAILS_FROM if best.satisfied < threshold else CERTAIN_FROM)


def verdict(requirement: Requirement, findings: Sequence[Finding]) -> Verdict:
    """The status of a requirement from the findings on its due elements."""
    weighty = [f for f in findings if f.severity is not Severity.MINOR] or list(findings)
    if any(f.status is Status.CONTRADICTED and f.severity is Severity.CRITICAL for f in findings):
        status = Status.CONTRADICTED
    elif all(f.status is Status.SATISFIED for f in weighty):
        status = Status.SATISFIED
    elif all(f.status in (Status.SATISFIED, Status.UNCERTAIN) for f in weighty):
        status = Status.UNCERTAIN
    elif any(f.status is Status.SATISFIED for f in findings):
        status = Status.PARTIAL
    elif any(f.status is Status.CONTRADICTED for f in findings):
        status = Status.CONTRADICTED
    else:
        status = Status.MISSING
    return Verdict(requirement=requirement.id, code=requirement.code, status=status, findings=tuple(findings))


def summary(verdicts: Sequence[Verdict]) -> Summary:
    """Count elements by status and give the whole contract one."""
    counts = dict.fromkeys((Status.SATISFIED, Status.MISSING, Status.CONTRADICTED, Status.UNCERTAIN), 0)
    for finding in (f for v in verdicts for f in v.findings):
        counts[finding.status] += 1
    statuses = {v.status for v in verdicts}
    for status in (Status.CONTRADICTED, Status.PARTIAL, Status.MISSING, Status.UNCERTAIN, Status.SATISFIED):
        if status in statuses:
            break
    else:
        status = Status.UNCERTAIN  # nothing was due, so nothing was judged
    if status is Status.MISSING and Status.SATISFIED in statuses:
        status = Status.PARTIAL
    return Summary(
        status=status,
        satisfied=counts[Status.SATISFIED],
        missing=counts[Status.MISSING],
        contradicted=counts[Status.CONTRADICTED],
        uncertain=counts[Status.UNCERTAIN],
    )


def _finding(
    element: Element,
    status: Status,
    confidence: float,
    chosen: Sequence[Candidate],
    reason: str,
    structure: Structure,
) -> Finding:
    spans = dict.fromkeys(span for candidate in chosen for span in candidate.spans)
    return Finding(
        element=element.id,
        code=element.code,
        severity=element.severity,
        status=status,
        confidence=round(min(max(confidence, 0.0), 1.0), 3),
        evidence=tuple(evidence(structure, span) for span in spans),
        reason=reason,
        remedy="" if status is Status.SATISFIED else (element.satisfied_by or element.statement),
        trace=tuple(step for candidate in chosen for step in candidate.trace),
    )


def evidence(structure: Structure, span: Span) -> Evidence:
    """Quote a span of the accepted visible text of its file, with the clause number a reader can look up."""
    document: Document = structure.document
    begin = structure.begin(span.start)
    clause = structure.clause_at(span.start)
    block = document.block_at(span.start)
    return Evidence(
        text=document.text[span.start : span.end],
        start=span.start - begin,
        end=span.end - begin,
        clause=clause.cited if clause else "",
        page=block.page if block else None,
        part=block.part if block else "body",
        state=block.state if block else State.VISIBLE,
        boxes=page_boxes(document, span.start, span.end),
    )


def by_element(candidates: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    """Group candidates by element code."""
    grouped: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        grouped.setdefault(candidate.element, []).append(candidate)
    return grouped
