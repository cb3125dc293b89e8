"""Weigh findings on a contract as amended against those on the agreement alone.

What no paper touches keeps its verdict: a reader sees clauses together with their neighbours, and the neighbour of a
deleted clause says no less than before. Where a paper takes away the words that said something most clearly, weaker
words that were there before do not make up for them without a person's eye. What an open question may touch is
uncertain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from clausegen.model import Caveat, CaveatCode, Consolidated, Evidence, Finding, Status

_WEAKER = 0.02  # by which the confidence must have fallen
_DENIED = "A later paper contradicts something else that the quoted words say. Check whether this part still holds."
_TAKEN = "A later paper takes away the words that say this most clearly. Check whether the quoted words are enough."


def denied(
    findings: Iterable[Finding], before: Mapping[str, Finding], contract: Consolidated
) -> Sequence[tuple[int, int]]:
    """Return the words of the agreement that a paper contradicts without taking them out.

    They are those that established an element ``before`` which words of a paper now deny; half-open offsets into the
    consolidated text.
    """
    found = []
    for finding in findings:
        alone = before.get(finding.code)
        theirs = finding.status is Status.CONTRADICTED and not _is_old(finding.evidence[0], contract)
        if theirs and alone is not None and alone.status is Status.SATISFIED:
            kept = [_now(quoted, contract) for quoted in alone.evidence]
            found += [(quoted.start, quoted.end) for quoted in kept if quoted]
    return found


def settled(
    finding: Finding,
    alone: Finding | None,
    contract: Consolidated,
    gone: Sequence[tuple[int, int]] = (),
) -> Finding:
    """Return a finding on the consolidated text as the papers leave it.

    ``alone`` is that on the agreement alone, ``gone`` the words of the agreement that a paper ``denied``.
    """
    if alone is not None and alone.status is Status.SATISFIED:
        kept = [_now(quoted, contract) for quoted in alone.evidence]
        own = all(_is_old(quoted, contract) for quoted in finding.evidence)
        taken = any(caveat.code is CaveatCode.STRUCK_WORDS_NOT_LOCATED for caveat in finding.caveats)
        if finding.status is not Status.SATISFIED and own and all(kept) and not taken:
            finding = alone.model_copy(update={"evidence": tuple(quoted for quoted in kept if quoted)})
        elif finding.status is Status.SATISFIED and own and not kept[0]:
            weaker = finding.confidence < alone.confidence - _WEAKER
            finding = finding.held_back(Caveat(code=CaveatCode.OPEN_OPERATION, reason=_TAKEN)) if weaker else finding
    quoted = finding.evidence if finding.status is Status.SATISFIED else finding.evidence[:1]
    if finding.status in (Status.SATISFIED, Status.CONTRADICTED) and (sentence := _open(quoted, contract)):
        finding = finding.held_back(Caveat(code=CaveatCode.OPEN_OPERATION, reason=f"{sentence}."))
    elif finding.status is Status.SATISFIED and all(_overlaps(quoted, gone) for quoted in finding.evidence):
        finding = finding.held_back(Caveat(code=CaveatCode.OPEN_OPERATION, reason=_DENIED))
    return finding


def _overlaps(quoted: Evidence, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(quoted.start < end and start < quoted.end for start, end in ranges)


def _now(quoted: Evidence, contract: Consolidated) -> Evidence | None:
    """Return the quotation in the consolidated text; None where not all is in force, or something changed in it."""
    master = 0
    for source in contract.sources:
        if source.start >= contract.end:
            break
        length = source.end - source.start
        if source.paper == master and source.at <= quoted.start and quoted.end <= source.at + length:
            shift = source.start - source.at
            start, end = quoted.start + shift, quoted.end + shift
            changed = any(first < end and start < last for first, last in contract.prevailing)
            return None if changed else quoted.model_copy(update={"start": start, "end": end})
    return None


def _is_old(quoted: Evidence, contract: Consolidated) -> bool:
    """Return True for words of the agreement that no paper changed, or that are gone."""
    old = all(paper is contract.papers[0] for paper, _, _, _ in contract.origins(quoted.start, quoted.end))
    return old and not any(first < quoted.end and quoted.start < last for first, last in contract.prevailing)


def _open(evidence: Sequence[Evidence], contract: Consolidated) -> str:
    for question in contract.questions:
        for start, end in question.ranges:
            if any(_overlaps(quoted, [(start, end)]) for quoted in evidence):
                return question.sentence
    return ""
