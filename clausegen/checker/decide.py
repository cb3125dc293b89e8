"""Decide elements from candidates, and requirements from elements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clausegen.checker.candidate import Candidate
from clausegen.checker.non_operative import NonOperative, OperativeText, evidence
from clausegen.checker.thresholds import thresholds
from clausegen.model import (
    SENTENCES,
    Element,
    Evidence,
    Finding,
    Requirement,
    Status,
    Structure,
    Verdict,
    Why,
    requirement_status,
)

MOST_EVIDENCE = 3


def decide(
    element: Element,
    candidates: Sequence[Candidate],
    contract: Structure,
    standing: OperativeText,
    *,
    threshold: float,
    protects_nothing: bool = False,
    confirmed: bool = False,
) -> Finding:
    """Decide one element. ``threshold`` is the probability (0-1) from which words establish it.

    Words that deny an element outrank words that establish it, wherever they stand. The reader is believed more easily
    where nothing speaks for the element; where something does, a denial takes the assurance away, and contradicts only
    when it is nearly certain.

    ``protects_nothing``: the contract speaks of none of the elements that this one protects. An order of precedence, a
    period for cure or a clause on severability then contradicts nothing: there is no safeguard yet that it could take.

    ``confirmed``: another reader found what the words establish, such as a short term in the dates. Words of other
    clauses ("survives for seven years") must then be nearly certain to speak against it.
    """
    limits = thresholds()
    found = _Candidates(candidates, contract, standing, confirmed=confirmed)
    best = found.best.satisfied if found.best else 0.0

    # CASE 1: something speaks against it.
    if against := [candidate for candidate in found.counting if found.opposes(candidate)]:
        denying = [candidate for candidate in against if found.denies(candidate)]
        worst = max(denying or against, key=lambda candidate: candidate.contradicted)
        given = [found.best] if found.best and best >= limits.uncertain and found.best is not worst else []
        if protects_nothing and not given and len(contract.clauses) > limits.passage_clauses:
            return found.finding(element, Status.MISSING, Why.NOTHING_TO_TAKE, worst.contradicted, [worst])
        later = [
            candidate
            for candidate in found.good
            if candidate.satisfied >= threshold and contract.prevails(candidate.spans[0].start)
        ]
        if later and not contract.prevails(worst.spans[0].start):
            return found.finding(element, Status.UNCERTAIN, Why.AMENDMENT_DIFFERS, worst.contradicted, later[:1], worst)
        if denying:
            return found.finding(element, Status.CONTRADICTED, Why.DENIED, worst.contradicted, [worst], *given)
        why = Why.SHAKEN if given else Why.PERHAPS_DENIED
        return found.finding(element, Status.UNCERTAIN, why, worst.contradicted, given, worst)

    # CASE 2: words of the contract establish it, and nothing speaks against them.
    if best >= threshold:
        chosen = [candidate for candidate in found.good if candidate.satisfied >= threshold][:MOST_EVIDENCE]
        return found.finding(element, Status.SATISFIED, Why.ESTABLISHED, best, chosen)

    # CASE 3: something speaks for it, too little to rely on.
    if found.best and best >= limits.uncertain:
        return found.finding(element, Status.UNCERTAIN, Why.UNCLEAR, best, [found.best])

    # CASE 4: words that are not agreed yet give it, or deny it.
    for candidate in found.apart:
        if standing.apart(candidate).place is NonOperative.OPEN:
            if candidate.satisfied >= threshold:
                return found.beside(element, Status.UNCERTAIN, Why.NOT_AGREED_YET, candidate)
            if candidate.contradicted >= limits.denied:
                return found.beside(element, Status.UNCERTAIN, Why.DENIED_BY_WORDS_NOT_AGREED_YET, candidate)

    # CASE 5: words on the subject stand only where they do not count.
    seen = max(found.apart, key=lambda candidate: candidate.satisfied, default=None)
    if seen and seen.satisfied >= limits.apart:
        return found.beside(element, Status.MISSING, Why.APART, seen)

    # CASE 6: nothing found.
    missing = Finding.missing(element)
    if not found.counting:
        return missing  # most elements of most contracts
    return missing.model_copy(update={"confidence": round(1 - best, 3)})


def speaks(candidates: Sequence[Candidate], standing: OperativeText) -> bool:
    """Return True where words that count may establish an element, or deny it."""
    limits = thresholds()
    return any(
        standing.counts(candidate)
        and (candidate.satisfied >= limits.uncertain or candidate.contradicted >= limits.opposed)
        for candidate in candidates
    )


def support(candidates: Sequence[Candidate], contract: Structure, standing: OperativeText) -> float:
    """Return the probability (0-1) of the best words that nothing speaks against, or 0."""
    found = _Candidates(candidates, contract, standing)
    if found.best is None or any(found.opposes(candidate) for candidate in found.counting):
        return 0.0
    return found.best.satisfied


class _Candidates:
    """The candidates for one element: those that count, best first, and those that do not."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        contract: Structure,
        standing: OperativeText,
        *,
        confirmed: bool = False,
    ) -> None:
        self._elsewhere = thresholds().prevails if confirmed else thresholds().shaken_elsewhere
        self._contract = contract
        self._standing = standing
        self.counting = [candidate for candidate in candidates if standing.counts(candidate)]
        self.apart = [candidate for candidate in candidates if not standing.counts(candidate)]
        self.good = sorted(self.counting, key=lambda candidate: -candidate.satisfied)
        self.best = self.good[0] if self.good else None
        self._supported = self.best is not None and self.best.satisfied >= thresholds().shaken

    def opposes(self, against: Candidate) -> bool:
        """Return True when words against the element are heard, given the best words for it."""
        limits = thresholds()
        if not self._supported or self.best is None:
            return against.contradicted >= limits.opposed
        near = self._same_clause(against, self.best) or self._contract.prevails(against.spans[0].start)
        return against.contradicted >= (limits.shaken if near else self._elsewhere)

    def denies(self, against: Candidate) -> bool:
        """Return True when words that are heard against the element contradict it."""
        return against.contradicted >= (thresholds().prevails if self._supported else thresholds().denied)

    def finding(
        self,
        element: Element,
        status: Status,
        why: Why,
        confidence: float,
        chosen: Sequence[Candidate],
        *more: Candidate,
    ) -> Finding:
        """Make the finding with the words of the chosen candidates, in order."""
        candidates = (*chosen, *more)
        spans = dict.fromkeys(span for candidate in candidates for span in candidate.spans)
        quoted = tuple(evidence(self._contract, span) for span in spans)
        return _finding(element, status, why, confidence, quoted, candidates)

    def beside(self, element: Element, status: Status, why: Why, candidate: Candidate) -> Finding:
        """Make the finding that quotes words which do not count, and says where they stand."""
        apart = self._standing.apart(candidate)
        confidence = max(candidate.satisfied, candidate.contradicted)
        quoted = (self._standing.evidence(candidate),)
        place = f" They stand {apart.why or apart.place.value}."
        found = _finding(element, status, why, confidence, quoted, [candidate])
        return found.model_copy(update={"reason": found.reason + place})

    def _same_clause(self, candidate: Candidate, other: Candidate) -> bool:
        return self._contract.clause_at(candidate.spans[0].start) == self._contract.clause_at(other.spans[0].start)


def _finding(
    element: Element,
    status: Status,
    why: Why,
    confidence: float,
    quoted: tuple[Evidence, ...],
    candidates: Iterable[Candidate],
) -> Finding:
    return Finding(
        element=element.id,
        code=element.code,
        severity=element.severity,
        status=status,
        confidence=round(min(max(confidence, 0.0), 1.0), 3),
        evidence=quoted,
        reason=SENTENCES[why],
        why=why,
        remedy="" if status is Status.SATISFIED else (element.satisfied_by or element.statement),
        trace=tuple(step for candidate in candidates for step in candidate.trace),
    )


def verdict(requirement: Requirement, findings: Iterable[Finding], *, mandatory: bool = False) -> Verdict:
    """Give a requirement its status, from the findings on its due elements."""
    found = tuple(findings)
    return Verdict(
        requirement=requirement.id,
        code=requirement.code,
        title=requirement.title,
        mandatory=mandatory,
        status=requirement_status(found),
        findings=found,
    )
