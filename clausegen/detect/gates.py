"""What the words of a candidate make the right or duty depend on: notice, consent, proof, somebody's discretion.

A gate explains a finding. It does not decide: of eleven elements of unseen authors that the verifier was sure of and
a gate denied, the verifier was right on all ("nor shall any opportunity to cure be given").
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from clausegen.detect.candidate import Candidate
from clausegen.detect.signals import Quoted, Sentence
from clausegen.guarded import Guarded
from clausegen.library import Gate

MOST_SAID = 2


def with_gates(candidates: Sequence[Candidate], spoken: Sequence[Sentence], gates: Sequence[Gate]) -> list[Candidate]:
    """Candidates with the gates of the sentences they quote."""
    quoted = Quoted(spoken)
    heard: dict[int, list[str]] = {}
    out = []
    for candidate in candidates:
        found: list[str] = []
        for sentence in quoted.of(candidate.spans):
            start = sentence.span.start
            if start not in heard:
                heard[start] = _found(sentence.canonical, gates)
            found += heard[start]
        if not found:
            out.append(candidate)
            continue
        phrases = list(dict.fromkeys(found))[:MOST_SAID]
        out.append(candidate.model_copy(update={"gates": tuple(phrases)}))
    return out


def _found(canonical: str, gates: Sequence[Gate]) -> list[str]:
    """The phrases of the gates that stand in a sentence."""
    out = []
    for gate in gates:
        match = _guarded(gate.pattern).search(canonical)
        if match:
            out.append(gate.says.format(**match.groupdict()))
    return out


@functools.cache
def _guarded(pattern: str) -> Guarded:
    return Guarded(rf"(?<!\w)(?:{pattern})")
