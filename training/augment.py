"""Perturbations that multiply the training side, never the grading side.

Source: operators P2 and P17 of docs/how-it-decides.md, and what differs between a passage in a corpus and
the same words in a contract: numbers, headings, neighbours, names of the parties.
"""

from __future__ import annotations

import random
import re

from training.corpus import MISSING, UNJUDGED, Labelled

_SUPPLIERS = ("Supplier", "Licensor", "Vendor", "Provider", "Company", "Manufacturer", "Contractor", "Seller")
_CUSTOMERS = ("Customer", "Licensee", "Agency", "Authority", "Client", "Purchaser", "End User", "Ministry", "Buyer")
# Openings that take the binding force from whatever follows.
_NOT_BINDING = (
    "WHEREAS ",
    "Background. (A) ",
    "Recital (c): ",
    "The following wording was proposed by one party and was not agreed: ",
    "[Deleted by amendment no. 1] ",
    "For information only, without contractual effect: ",
    "Drafting note (to be removed before signature): ",
    "The parties discussed, but did not include in this Agreement, a clause under which ",
)
_HEADINGS = ("General. ", "Use of the System. ", "14. ", "Section 8. ", "Article 12 - ", "(b) ", "7.3 ", "III. ", "")


def perturbed(passage: Labelled, chance: random.Random, others: list[Labelled]) -> tuple[str, list[int]]:
    """A variant of a passage with the labels it then has."""
    text, labels = passage.text, list(passage.labels)
    if chance.random() < 0.3:
        text = _renamed(text, chance)
    if chance.random() < 0.2:
        text = re.sub(r"^\W*(?:(?:section|clause|article)\s+)?[\d.]*\d[.)]?\s+", "", text, flags=re.IGNORECASE)
        text = chance.choice(_HEADINGS) + text
    if chance.random() < 0.04:
        text = chance.choice(_NOT_BINDING) + text
        labels = [label if label == UNJUDGED else MISSING for label in labels]
    elif chance.random() < 0.08:
        other = chance.choice(others)
        if not any(a != UNJUDGED and b != UNJUDGED for a, b in zip(labels, other.labels, strict=True)):
            first, second = (text, other.text) if chance.random() < 0.5 else (other.text, text)
            text = f"{first}\n{second}"
            labels = [a if a != UNJUDGED else b for a, b in zip(labels, other.labels, strict=True)]
    if chance.random() < 0.02:
        text = text.upper()
    return text, labels


def _renamed(text: str, chance: random.Random) -> str:
    """Exchange a party label for another of the same side."""
    for side in (_SUPPLIERS, _CUSTOMERS):
        present = [name for name in side if re.search(rf"\b{name}\b", text)]
        absent = [name for name in side if name not in present]
        if len(present) == 1 and absent:
            text = re.sub(rf"\b{present[0]}\b", chance.choice(absent), text)
    return text
