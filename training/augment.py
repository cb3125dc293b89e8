"""Perturbations that multiply the training side, never the grading side.

Source: the operators P1-P20 of docs/how-it-decides.md, and what differs between a passage in a corpus and
the same words in a contract: numbers, headings, neighbours, names of the parties.
"""

from __future__ import annotations

import random
import re

from training.corpus import MISSING, NOT_SATISFIED, SATISFIED, UNJUDGED, Labelled

_SUPPLIERS = ("Supplier", "Licensor", "Vendor", "Provider", "Company", "Manufacturer", "Contractor", "Seller")
_CUSTOMERS = ("Customer", "Licensee", "Agency", "Authority", "Client", "Purchaser", "End User", "Ministry", "Buyer")
_NAMES = "|".join((*_SUPPLIERS, *_CUSTOMERS))
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


# What a right is given for (P3): with another trigger it is another right.
_MISUSE = (
    r"(?:(?:suspected|actual|possible|potential|alleged|such) )*"
    r"(?:misuses?|abuses?|human[- ]rights (?:violations?|abuses?)|(?:unlawful|improper|irregular) (?:uses?|operation))"
)
_OTHER_TRIGGERS = (
    "non-payment",
    "resale of the licences",
    "intrusion by an outside hacker",
    "use of more seats than were paid for",
    "a defect in the software",
    "scheduled maintenance",
    "infringement of the intellectual property",
    "late delivery of data",
)
_HUMAN = re.compile(r"human|misus|abus|unlawful|civilian|journalis|fundamental|dignity|rights of", re.IGNORECASE)
# What turns one sentence that gives a right or imposes a duty into one that does not (P1, P5, P6, P7, P12, P20).
_WEAKENED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        rf"(?<=[A-Za-z] )\b(?P<who>{_NAMES}) may (?!not\b|only\b|be\b|request\b)",
        (
            "may request {customer} to ",
            "may propose that {customer} agrees to ",
            "may not ",
            "may, subject to the prior written consent of {customer}, ",
            "may, after thirty days' written notice and failure to cure, ",
            "may, once a competent court of {customer}'s State has so ordered, ",
            "may, if the joint committee so decides, ",
        ),
    ),
    (
        rf"(?<=[A-Za-z] )\b(?P<who>{_NAMES}) (?:shall|must|will) (?!not\b|be\b|have\b|only\b|mean)",
        (
            "shall use reasonable endeavours to ",
            "shall not be obliged to ",
            "should where practicable ",
            "intends to ",
            "shall, if {customer} in its sole discretion so elects, ",
            "is encouraged to ",
        ),
    ),
)


def perturbed(passage: Labelled, chance: random.Random, directed: frozenset[int]) -> tuple[str, list[int]]:
    """A variant of a passage with the labels it then has.

    ``directed`` are the columns of elements that fail when the two sides change places.
    """
    text, labels = passage.text, list(passage.labels)
    if passage.language == "en" and SATISFIED in labels:
        draw = chance.random()
        if draw < 0.08:
            text, labels = _sides_exchanged(text, labels, directed)
        elif draw < 0.20:
            text, labels = _weakened(text, labels, chance)
        elif draw < 0.30:
            text, labels = _other_trigger(text, labels, directed, chance)
    if chance.random() < 0.3:
        text = _renamed(text, chance)
    if chance.random() < 0.2:
        text = re.sub(r"^\W*(?:(?:section|clause|article)\s+)?[\d.]*\d[.)]?\s+", "", text, flags=re.IGNORECASE)
        text = chance.choice(_HEADINGS) + text
    if chance.random() < 0.04:
        text = chance.choice(_NOT_BINDING) + text
        labels = [label if label == UNJUDGED else MISSING for label in labels]
    if chance.random() < 0.02:
        text = text.upper()
    return text, labels


def _sides_exchanged(text: str, labels: list[int], directed: frozenset[int]) -> tuple[str, list[int]]:
    """The same words with supplier and customer in each other's place (P2)."""
    mine = [name for name in _SUPPLIERS if re.search(rf"\b{name}\b", text)]
    theirs = [name for name in _CUSTOMERS if re.search(rf"\b{name}\b", text)]
    if len(mine) != 1 or len(theirs) != 1:
        return text, labels
    other = {mine[0]: theirs[0], theirs[0]: mine[0]}
    text = re.sub(rf"\b(?:{mine[0]}|{theirs[0]})\b", lambda found: other[found.group()], text)
    return text, [_no_longer(label, column in directed) for column, label in enumerate(labels)]


def _other_trigger(
    text: str, labels: list[int], directed: frozenset[int], chance: random.Random
) -> tuple[str, list[int]]:
    """The same right or duty about something else than misuse, where nothing else speaks of people's rights."""
    changed = re.sub(rf"\b{_MISUSE}\b", chance.choice(_OTHER_TRIGGERS), text, flags=re.IGNORECASE)
    if changed == text or _HUMAN.search(changed):
        return text, labels
    return changed, [_no_longer(label, column in directed) for column, label in enumerate(labels)]


def _weakened(text: str, labels: list[int], chance: random.Random) -> tuple[str, list[int]]:
    """A single sentence whose only right or duty is taken back."""
    if len(re.findall(r"[.;:]\s", text)) > 1 or len(text.split()) > 70:
        return text, labels
    for pattern, openings in chance.sample(_WEAKENED, len(_WEAKENED)):
        if len(re.findall(pattern, text)) == 1 and len(re.findall(r"\b(?:shall|must|may|will)\b", text)) == 1:
            theirs = next((name for name in _CUSTOMERS if re.search(rf"\b{name}\b", text)), "Customer")
            opening = chance.choice(openings).format(customer=f"the {theirs}")
            return re.sub(pattern, rf"\g<who> {opening}", text), [_no_longer(label, True) for label in labels]
    return text, labels


def _no_longer(label: int, certain: bool) -> int:
    if label != SATISFIED:
        return UNJUDGED if label not in (MISSING, UNJUDGED) else label
    return NOT_SATISFIED if certain else UNJUDGED


def _renamed(text: str, chance: random.Random) -> str:
    """Exchange a party label for another of the same side."""
    for side in (_SUPPLIERS, _CUSTOMERS):
        present = [name for name in side if re.search(rf"\b{name}\b", text)]
        absent = [name for name in side if name not in present]
        if len(present) == 1 and absent:
            text = re.sub(rf"\b{present[0]}\b", chance.choice(absent), text)
    return text
