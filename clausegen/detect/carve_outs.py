"""Words that look as if they took an element back, and say themselves that the clause which gives it stays.

"If a provision is invalid, the others remain in force, subject to clause 24" does not defeat clause 24, and neither
does "no third party may enforce this Agreement, except as clause 20 provides". Another clause of the same section may
say so for all of it: "Nothing in this Article limits any liability under Articles 3 to 19".
"""

from __future__ import annotations

from collections.abc import Sequence

from clausegen.detect.candidate import Candidate
from clausegen.detect.defeater_forms import Reader, any_of
from clausegen.detect.defeaters import excepts
from clausegen.detect.law import law
from clausegen.detect.signals import Quoted, Sentence
from clausegen.detect.support import support_of
from clausegen.library import Library
from clausegen.segment import Structure

ASKED_FROM = 0.15  # probability (0-1) of being against an element, below which nothing is asked


def sparing(
    candidates: Sequence[Candidate], spoken: Sequence[Sentence], structure: Structure, library: Library
) -> list[Candidate]:
    """The candidates; those against an element no longer are, where their words except the clauses that give it."""
    support = support_of(candidates, structure)
    quoted = Quoted(spoken)
    reader = law(library).defeaters
    for_all: list[Sentence] | None = None
    out = []
    for candidate in candidates:
        own = support.get(candidate.element)
        if own and candidate.contradicted >= ASKED_FROM and candidate.origin != "defeater":
            giving = {clause.index for span in own.best if (clause := structure.clause_at(span.start))}
            said = quoted.of(candidate.spans)
            if giving.isdisjoint(sentence.clause.index for sentence in said):
                if for_all is None:
                    for_all = [sentence for sentence in spoken if any_of(reader.of_section, sentence.text)]
                sections = {sentence.clause.section for sentence in said}
                shared = [sentence for sentence in for_all if sentence.clause.section in sections]
                names = _excepted((*said, *shared), reader)
                # What gives the element may itself say so for the section: "Nothing in this Article limits …".
                themselves = giving & {sentence.clause.index for sentence in shared}
                if themselves or (said and excepts(names, own, structure, by=said[0].clause)):
                    note = "it leaves the clause that gives this as it is"
                    candidate = candidate.model_copy(update={"contradicted": 0.0, "trace": (*candidate.trace, note)})
        out.append(candidate)
    return out


def _excepted(said: Sequence[Sentence], reader: Reader) -> frozenset[str]:
    """The numbers of the clauses that some sentences leave untouched."""
    return frozenset().union(*(reader.carved_out(sentence.canonical) for sentence in said))
