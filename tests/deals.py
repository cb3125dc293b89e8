"""Deals built in code: one complete deal, and changes to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from clausegen.model.deal import Deal
from clausegen.model.playbook import Playbook, RequirementRule, TierTerms
from clausegen.model.requirement import Tier

POLICY = """The company respects human rights and expects the same of everybody who uses its products.

Its products serve the prevention and investigation of serious crime and terrorism only."""


def deal_data(**changes: Any) -> dict[str, Any]:
    """The data of a complete deal, as a deal file holds it."""
    data: dict[str, Any] = {
        "title": "Licence Agreement for the Lantern System",
        "date": dt.date(2026, 3, 2),
        "tier": "high",
        "supplier": {
            "name": "Halberd Systems Ltd",
            "form": "a company incorporated in Norland",
            "address": "4 Quay Street, Port Arden, Norland",
            "state": "Norland",
            "email": "compliance@halberd.example",
            "signatory": {"name": "Maren Holt", "title": "General Counsel"},
            "official": {"name": "Ivo Brandt", "title": "Head of Compliance"},
        },
        "customer": {
            "name": "Ministry of the Interior of Estmark",
            "form": "a ministry of the Republic of Estmark",
            "address": "1 Republic Square, Vell, Estmark",
            "state": "the Republic of Estmark",
            "email": "procurement@interior.estmark.example",
            "signatory": {"name": "Anders Velk", "title": "Permanent Secretary"},
            "official": {"name": "Runa Osk", "title": "Director of Legal Affairs"},
        },
        "end_user": {
            "name": "National Crime Directorate of Estmark",
            "form": "an agency of the Republic of Estmark",
            "address": "9 Harbour Road, Vell, Estmark",
            "state": "the Republic of Estmark",
            "email": "legal@crime.estmark.example",
            "signatory": {"name": "Petra Lund", "title": "Director General"},
            "official": {"name": "Oskar Thane", "title": "Head of Oversight"},
            "mandate": "the investigation of serious crime under section 12 of the Police Act 2014 of Estmark",
        },
        "product": {
            "name": "Lantern",
            "description": "a system for the lawful interception of communications of named persons",
            "capability": "targeted-interception",
        },
        "use_limits": {
            "start": dt.date(2026, 4, 1),
            "licensed_months": 6,
            "concurrent_targets": 15,
            "regions": ["the territory of the Republic of Estmark"],
        },
        "human_rights_policy": {
            "title": "Human Rights Policy of Halberd Systems Ltd",
            "version": "3.1",
            "date": dt.date(2025, 11, 20),
            "text": POLICY,
        },
    }
    data.update(changes)
    return data


def a_deal(**changes: Any) -> Deal:
    """A complete deal with some of its top-level values changed."""
    return Deal.model_validate(deal_data(**changes))


def a_playbook(*requirements: str) -> Playbook:
    """A playbook that asks for these requirements, with the terms of the tier table."""

    def terms(months: int, certification: int) -> TierTerms:
        return TierTerms(
            term_months_max=months,
            certification_months=certification,
            training="before access",
            visits="yearly",
            audit="yearly and for cause",
            approval="Head of Compliance",
        )

    return Playbook(
        id="state-surveillance-technology",
        title="Test",
        description="Requirements under test.",
        requirements=tuple(RequirementRule(id=name, from_tier=Tier.LOW) for name in requirements),
        tiers={Tier.LOW: terms(24, 12), Tier.MEDIUM: terms(12, 6), Tier.HIGH: terms(6, 3)},
    )


def needed_by(kind: str) -> dict[str, Any]:
    """What a deal has to state for a kind of document beyond what every deal states."""
    if kind != "reseller-agreement":
        return {}
    return {"intermediary": {**deal_data()["supplier"], "name": "Vell Trading Ltd", "back_to_back": True}}
