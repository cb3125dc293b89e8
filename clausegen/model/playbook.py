"""A playbook: which requirements are due at which tier, how severe a gap is, and what a tier asks of the deal."""

from __future__ import annotations

from pydantic import Field

from clausegen.model.document import Value
from clausegen.model.requirement import Severity, Source, Tier

DEFAULT_PLAYBOOK = "state-surveillance-technology"


class ElementRule(Value):
    """A playbook's deviation from the library for one element; what is not given stays as the library has it."""

    severity: Severity | None = None
    from_tier: Tier | None = None


class RequirementRule(Value):
    """One requirement of a playbook. ``mandatory`` ones can be neither answered away nor waived in a draft."""

    id: str
    mandatory: bool = False
    from_tier: Tier | None = None
    elements: dict[str, ElementRule] = Field(default_factory=dict)


class TierTerms(Value):
    """Terms that a tier asks of the deal itself. Source: the tier table of the playbook file; periods in months.

    ``approval`` says in words who has to approve the deal; ``approvers`` are the functions, of which an approval names
    one of each group.
    """

    term_months_max: int
    certification_months: int
    training: str
    visits: str
    audit: str
    approval: str
    approvers: tuple[tuple[str, ...], ...] = ()


class Playbook(Value):
    """A named set of requirements, with the terms each tier asks for."""

    id: str
    title: str
    description: str
    sources: tuple[Source, ...] = ()
    requirements: tuple[RequirementRule, ...] = Field(min_length=1)
    tiers: dict[Tier, TierTerms]

    def rule(self, requirement: str) -> RequirementRule:
        """Return the rule of a requirement; raises KeyError when the playbook does not name it."""
        for rule in self.requirements:
            if rule.id == requirement:
                return rule
        raise KeyError(requirement)
