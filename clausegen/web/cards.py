"""The cards beside a contract: one for each requirement, the mandatory ones first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from clausegen.decisions import Decisions, latest_ids, quoted_now
from clausegen.library import Library
from clausegen.model import (
    Decision,
    DecisionKind,
    Element,
    Evidence,
    Finding,
    Playbook,
    Report,
    Requirement,
    Severity,
    Status,
)

UNSAVED: Final = {"who": "?", "when": "2000-01-01T00:00:00Z"}
"""The fields of a decision that are filled in when it is saved."""
WORDS = {
    "satisfied": "Satisfied",
    "partial": "In part",
    "uncertain": "Not certain",
    "missing": "Missing",
    "contradicted": "Contradicted",
}


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of the contract and where they stand; ``elsewhere`` is the id of another file of the family."""

    text: str
    place: str
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class ElementCard:
    """One element: what it asks, what was found and decided, and the words that are quoted."""

    element: Element
    finding: Finding
    quotations: tuple[Quotation, ...]

    @property
    def remedy(self) -> str:
        """Words that say how to satisfy it."""
        return self.finding.remedy or self.element.satisfied_by

    @property
    def open(self) -> bool:
        """True while nobody's decision on it counts."""
        return self.finding.decided is None or not self.finding.decided.holds


@dataclass(frozen=True, slots=True)
class Card:
    """One requirement with its elements, the ones that need a person first."""

    requirement: Requirement
    mandatory: bool
    status: Status
    elements: tuple[ElementCard, ...]

    @property
    def code(self) -> str:
        """The code of its requirement."""
        return self.requirement.code

    @property
    def open(self) -> int:
        """Count its elements that nobody has decided on."""
        return sum(element.open for element in self.elements)

    @property
    def gaps(self) -> int:
        """Count those that are not satisfied."""
        return sum(element.finding.status is not Status.SATISFIED for element in self.elements)


_SEVERITIES = list(Severity)
_ORDER = (Status.CONTRADICTED, Status.MISSING, Status.UNCERTAIN, Status.SATISFIED)


def cards(report: Report, library: Library, playbook: Playbook) -> list[Card]:
    """Return one card a requirement: the mandatory ones first, then in the order of the playbook."""
    mandatory = {rule.id for rule in playbook.requirements if rule.mandatory}
    made = []
    for verdict in report.verdicts:
        requirement = library.requirements.get(verdict.requirement)
        if requirement is None:
            continue  # the library changed since it was judged; the page asks for a new audit
        known = {element.code: element for element in requirement.elements}
        elements = [
            ElementCard(known[finding.code], finding, tuple(_quotation(words, report) for words in finding.evidence))
            for finding in verdict.findings
            if finding.code in known
        ]
        elements.sort(key=lambda card: (_ORDER.index(card.finding.status), _SEVERITIES.index(card.element.severity)))
        made.append(Card(requirement, verdict.requirement in mandatory, verdict.status, tuple(elements)))
    return sorted(made, key=lambda card: not card.mandatory)


def _quotation(evidence: Evidence, report: Report) -> Quotation:
    other = report.contract.path_of(evidence.part) if report.contract.files else ""
    return Quotation(
        evidence.text,
        "" if evidence.place == "body" else evidence.place,
        other if other != report.contract.path else "",
    )


def decisions_on(
    card_or_code: str,
    kind: DecisionKind,
    found: Report,
    decisions: Decisions,
    playbook: Playbook,
    library: Library,
    **fields: object,
) -> list[Decision]:
    """Make decisions of one kind on an element, or on all elements of a card that are still open.

    ``found`` is the report as the program made it. Ids, day and person are filled in when they are saved.
    """
    mandatory = {rule.id for rule in playbook.requirements if rule.mandatory}
    made = decisions.of(found.contract.path, found.contract.sha256)
    out = []
    for verdict in found.verdicts:
        for finding in verdict.findings:
            if card_or_code not in (finding.code, verdict.code):
                continue
            own = [d for d in made if d.element in (finding.code, f"{verdict.requirement}.{finding.element}")]
            status = fields.get("status") or (finding.status if kind is DecisionKind.CONFIRMED else None)
            values = {
                "contract": found.contract.path,
                "sha256": found.contract.sha256,
                "element": finding.code,
                "quotation": quoted_now(finding, found, str(fields.get("words", ""))),
                "decision": kind,
                **UNSAVED,
                "after": latest_ids(own),
                **fields,
                "status": status,
            }
            if verdict.requirement in mandatory and _needs_second(kind, status, finding.status):
                ladder = library.requirements[verdict.requirement].element(finding.code).ladder
                values["approver"] = ladder.fallback.approver if ladder else "a second person"
            out.append(Decision.model_validate(values))
    return out


def _needs_second(kind: DecisionKind, status: object, found: Status) -> bool:
    """Return True where one person would give up a mandatory requirement, or call it satisfied against the program."""
    return kind is DecisionKind.WAIVED or (kind is DecisionKind.WRONG and status == Status.SATISFIED != found)
