"""The words of a draft as a lawyer reads them: what the deal states fits the sentence it goes into."""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
from typing import Any

import pytest
from deals import a_deal, deal_data

from clausegen.assemble import assemble
from clausegen.library import load_library
from clausegen.paper import Paper, as_document
from clausegen.requirement import Tier

LIBRARY = load_library()
AGREEMENT = {"title": "Supply Agreement", "date": dt.date(2024, 5, 6)}
ONE = {**deal_data()["use_limits"], "licensed_months": 1, "concurrent_targets": 1}


def changed(part: str, **changes: Any) -> dict[str, Any]:
    """A part of the deal with some values changed."""
    return {part: {**deal_data()[part], **changes}}


def drafted(kind: str = "agreement", tier: Tier = Tier.HIGH, **changes: Any) -> Paper:
    return assemble(a_deal(tier=tier.value, agreement=AGREEMENT, **changes), LIBRARY, tier, kind=kind)


@functools.cache
def text(kind: str = "agreement", tier: Tier = Tier.HIGH, changes: str = "{}") -> str:
    return as_document(drafted(kind, tier, **json.loads(changes))).text


def clause(paper: Paper, name: str) -> str:
    """The words of a clause of the shell, by its anchor."""
    number = paper.numbers()[name]
    return "\n".join(p.text for p in paper.paragraphs if re.match(rf"{number}\.\d", p.number))


@pytest.mark.parametrize("name", ["confidentiality", "liability", "notices", "law"])
def test_what_outlives_the_agreement_beside_the_safeguards_is_named(name: str) -> None:
    paper = drafted()
    ending = clause(paper, "consequences")
    assert f"clause {paper.numbers()[name]} (" in ending
    assert "this clause" in ending
    assert f"clause {paper.numbers()['survival']} names" in ending
