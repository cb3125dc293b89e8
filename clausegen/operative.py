"""Values of a deal that would themselves bind, permit or take something back in the document they are printed in.

A value is a phrase that our wording closes: a name, an amount, a description. With a sentence of its own it could
undo the clauses around it, and nobody approved that sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clausegen.deal import Deal
from clausegen.detect.defeaters import hits
from clausegen.detect.law import law
from clausegen.detect.parties import Parties
from clausegen.detect.signals import sentences
from clausegen.document import Block, Document
from clausegen.entries import texts
from clausegen.library import Library
from clausegen.segment import structure

# What a document prints as it is. The policy is a text of its own, with sentences in it; who approved what, and what
# an incident is about, goes into no clause.
_PRINTED = {
    "title", "supplier", "customer", "end_user", "intermediary", "product", "use_limits", "forum", "fees",
    "operators", "answers",
}  # fmt: skip
# Two words deny nothing.
_LEAST_WORDS = 3
_PHRASE = "give a phrase that ends a sentence of ours, without a clause of its own"


def operative_values(deal: Deal, library: Library) -> Iterator[str]:
    """A reason for every value that says what a party shall or may do, or denies what the clauses give."""
    values = dict(texts(deal.model_dump(include=_PRINTED)))
    parties = _parties(deal)
    denied = _denied({k: v for k, v in values.items() if len(v.split()) >= _LEAST_WORDS}, parties, library)
    for key, value in values.items():
        words = parties.canonical(value)
        found = next((one for pattern in law(library).defeaters.binding if (one := pattern.search(words))), None)
        if found:
            yield f"{key} says {found.group()!r}, as a clause would; {_PHRASE}."
        elif key in denied:
            yield f"{key} would take back what the clauses give: {denied[key]}; {_PHRASE}."


def _parties(deal: Deal) -> Parties:
    customers = [party.name.lower() for party in (deal.customer, deal.end_user) if party]
    return Parties(supplier=(deal.supplier.name.lower(), "licensor"), customer=(*customers, "licensee"))


def _denied(values: Mapping[str, str], parties: Parties, library: Library) -> dict[str, str]:
    """What of the clauses some values deny, by their keys, as the declared patterns of the library find it."""
    document = Document.from_blocks([Block(text=" ".join(value.split()), start=0, end=0) for value in values.values()])
    keys = {block.start: key for block, key in zip(document.blocks, values, strict=True)}
    read = structure(document)
    spoken = sentences(read, parties, clauses=read.clauses)
    elements = [e for requirement in library.requirements.values() for e in requirement.elements]
    statements = {e.code: e.statement for e in elements}
    found = [
        (hit.clause.start, hit.form.reason)
        for hit in hits(law(library).defeaters, spoken, read, frozenset(statements))
        if hit.form.defeats and hit.form.kind == "words"
    ]
    found += [
        (one.spans[0].start, f"{one.element}, {statements[one.element]}")
        for one in law(library).signals(elements, denying=True).candidates(spoken)
    ]
    return {keys[max(start for start in keys if start <= at)]: reason for at, reason in reversed(found)}
