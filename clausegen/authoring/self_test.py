"""The tests that every clause folder has to pass, for ``clausegen library test`` and for the test suite.

A requirement is judged alone, so that no neighbour can hide a fault: its examples stand as operative
text, and its own wording stands in a minimal contract with parties and definitions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausegen.checker import judge
from clausegen.drafting import (
    CONTEXT_NAMES,
    blocks,
    context,
    numbered,
    predicate,
    render,
    render_requirement,
    undeclared,
)
from clausegen.library import Library, examples_of, load_deal
from clausegen.model import (
    DEFAULT_PLAYBOOK,
    Block,
    BlockKind,
    Deal,
    Document,
    Example,
    Paper,
    Playbook,
    PositionChoice,
    Requirement,
    RequirementRule,
    Severity,
    Status,
    Tier,
    as_document,
    runs,
)

DRAFTED = (Tier.LOW, Tier.MEDIUM, Tier.HIGH)
# Examples an element needs: (satisfies, near-miss, contradicts).
ENOUGH = {Severity.CRITICAL: (4, 4, 1), Severity.MAJOR: (2, 2, 1), Severity.MINOR: (2, 2, 1)}


class Trial:
    """One requirement and what the checker makes of its texts."""

    def __init__(self, requirement: Requirement, library: Library) -> None:
        """Take the lexicon, the terms of the tiers and the specimen deal from ``library``."""
        self.requirement = requirement
        self.deal: Deal = load_deal(library.root / "specimen.toml")
        self.playbook = Playbook(
            id=DEFAULT_PLAYBOOK,
            title="One requirement",
            description="A requirement judged alone.",
            requirements=(RequirementRule(id=requirement.id, from_tier=Tier.LOW),),
            tiers=library.playbook().tiers,
        )
        self._library = library.model_copy(
            update={"requirements": {requirement.id: requirement}, "playbooks": {self.playbook.id: self.playbook}}
        )

    def statuses(self, document: Document, tier: Tier = Tier.HIGH) -> dict[str, Status]:
        """Return the status of every element due at the tier, by element id."""
        report = judge(document, tier=tier, library=self._library)
        return {finding.element: finding.status for verdict in report.verdicts for finding in verdict.findings}

    def of_example(self, example: Example) -> dict[str, Status]:
        """Return the statuses of the elements an example is about."""
        found = self.statuses(snippet(example.text), example.tier)
        return {element: found[element] for element in example.expect}

    def contract(self, tier: Tier, without: tuple[str, ...] = (), deal: Deal | None = None) -> Document:
        """Return our own wording at a tier in a minimal contract, elements left out on request."""
        values = context(deal or self.deal, self.playbook, tier, self.requirement)
        pieces = render_requirement(self.requirement, values, due=self.requirement.due_at(tier), without=without)
        clauses = as_document(Paper(title="", kind="agreement", paragraphs=numbered(pieces, first=2))).blocks
        text = "\n".join(block.text for block in clauses)
        front = [
            _block("Licence Agreement", BlockKind.TITLE),
            _block(f"(1) {self.deal.supplier.name} (the “Supplier”);"),
            _block(f"(2) {self.deal.customer.name} (the “Customer”); and"),
            _block(f"(3) {self._end_user()} (the “End User”)."),
            _block("The parties agree as follows."),
            _block("Definitions", BlockKind.HEADING, number="1"),
        ]
        definitions = [
            _block(f"“{term}” {predicate(_plain(render(meaning, values, self.requirement.id)))}")
            for term, meaning in self.requirement.definitions.items()
            if re.search(rf"\b{re.escape(term)}", text)
        ]
        return Document.from_blocks([*front, *definitions, *clauses])

    def faults(self) -> Iterator[str]:
        """Yield everything wrong with the folder, one sentence each; nothing when it passes."""
        requirement = self.requirement
        wanted, there = {e.block for e in requirement.elements}, blocks(requirement)
        yield from (f"clause.md.j2: no block {name}" for name in sorted(wanted - there))
        yield from (f"clause.md.j2: block {name} belongs to no element" for name in sorted(there - wanted))
        asked = undeclared(requirement) - CONTEXT_NAMES
        declared = {parameter.id for parameter in requirement.parameters}
        yield from (f"clause.md.j2: asks for {name}, which is no parameter" for name in sorted(asked - declared))
        yield from (f"requirement.toml: parameter {name} is used nowhere" for name in sorted(declared - asked))
        for element in requirement.elements:
            if element.severity is Severity.CRITICAL and element.ladder is None:
                yield f"requirement.toml: {element.id} is critical and has no ladder"
            yield from self._too_few_examples(element.id, element.severity)
        yield from self._example_faults()
        if wanted == there and asked <= declared:
            yield from self._wording_faults()
            yield from self._rung_faults()

    def _too_few_examples(self, element: str, severity: Severity) -> Iterator[str]:
        for kind, least in zip(("satisfies", "near-miss", "contradicts"), ENOUGH[severity], strict=True):
            found = sum(x.kind == kind and element in x.expect for x in examples_of(self.requirement))
            if found < least:
                yield f"examples.toml: {element} has {found} of {least} {kind} examples"

    def _example_faults(self) -> Iterator[str]:
        for number, example in enumerate(examples_of(self.requirement), start=1):
            found = self.of_example(example)
            wrong = {element for element, status in example.expect.items() if found[element] is not status}
            if example.known_failure and not wrong:
                yield f"examples.toml: example {number} passes; remove its known_failure"
            if not example.known_failure:
                for element in sorted(wrong):
                    quoted = " ".join(example.text.split())[:70]
                    yield (
                        f"examples.toml: example {number}, {element}: expected {example.expect[element]}, "
                        f"got {found[element]}: {quoted!r}"
                    )

    def _wording_faults(self) -> Iterator[str]:
        requirement = self.requirement
        for tier in DRAFTED:
            if due := requirement.due_at(tier):
                found = self.statuses(self.contract(tier), tier)
                for element in due:
                    if found[element.id] is not Status.SATISFIED:
                        yield f"clause.md.j2: at tier {tier} our own wording leaves {element.id} {found[element.id]}"
        for element in requirement.elements:
            found = self.statuses(self.contract(Tier.HIGH, without=(element.id,)))
            for name, status in found.items():
                expected = Status.MISSING if name == element.id else Status.SATISFIED
                if status is not expected:
                    yield f"clause.md.j2: without the block of {element.id}, {name} is {status}, expected {expected}"

    def _rung_faults(self) -> Iterator[str]:
        """Yield rungs of a ladder with which our wording no longer establishes an element."""
        for element in self.requirement.elements:
            for rung in ("acceptable", "fallback") if element.ladder else ():
                choice = PositionChoice.model_validate({"position": rung, "approved_by": "the approver of the rung"})
                positions = {f"{self.requirement.id}.{element.id}": choice}
                deal = self.deal.model_copy(update={"positions": positions})
                for name, status in self.statuses(self.contract(Tier.HIGH, deal=deal)).items():
                    if status is not Status.SATISFIED:
                        yield f"clause.md.j2: with {element.id} at its {rung} rung, {name} is {status}"

    def _end_user(self) -> str:
        return self.deal.end_user.name if self.deal.end_user else self.deal.customer.name


def snippet(text: str) -> Document:
    """Return an example text as the operative part of a contract, one block per line."""
    lines = [" ".join(line.split()) for line in text.strip().splitlines() if line.strip()]
    return Document.from_blocks([_block("The parties agree as follows."), *map(_block, lines)])


def _plain(marked: str) -> str:
    return "".join(run.text for run in runs(marked, lambda target: "clause 9"))


def _block(text: str, kind: BlockKind = BlockKind.PARAGRAPH, number: str = "") -> Block:
    return Block(text=text, start=0, end=0, kind=kind, number=number, label=number)
