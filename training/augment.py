"""Perturbations that multiply the training side, never the grading side.

Source: the operators P1-P20 of docs/how-it-decides.md, and what differs between a passage in a corpus and
the same words in a contract: numbers, headings, neighbours, names of the parties.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

from training.corpus import MISSING, NOT_SATISFIED, SATISFIED, UNJUDGED, Labelled

_PLAIN_SUPPLIERS = ("Supplier", "Licensor", "Vendor", "Provider", "Company", "Manufacturer", "Contractor", "Seller")
_PLAIN_CUSTOMERS = (
    "Customer",
    "Licensee",
    "Agency",
    "Authority",
    "Client",
    "Purchaser",
    "End User",
    "Ministry",
    "Buyer",
)
# Names of a side that no other side of these contracts bears; read, but not given.
_SUPPLIERS = (*_PLAIN_SUPPLIERS, "Maker", "Lessor", "Developer", "Integrator", "Grantor", "Exporter", "Producer")
_CUSTOMERS = (
    *_PLAIN_CUSTOMERS,
    *("Bureau", "Directorate", "Force", "Department", "Constabulary", "Operator", "Government", "User", "Police"),
    *("Beneficiary", "Administration", "Gendarmerie", "Recipient", "City", "County", "Municipality", "Subscriber"),
    *("Grantee", "Prefecture", "Navy", "Regiment", "Coast Guard", "Lessee", "Operating Agency", "Procuring Entity"),
)
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
# What turns one sentence that gives a right, imposes a duty or a ban into one that does not (P1, P5, P6, P7, P12, P20).
# "{verb}" and "{doing}" are the verb that followed.
_TURNED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"may (?!not\b|only\b|be\b|request\b)(?P<verb>[a-z]+)\b",
        (
            "may request {customer} to {verb}",
            "may propose that {customer} agrees to {verb}",
            "may not {verb}",
            "is not entitled to {verb}",
            "has no right to {verb}",
            "shall under no circumstances {verb}",
            "shall refrain from {doing}",
            "may, subject to the prior written consent of {customer}, {verb}",
            "may, after thirty days' written notice and failure to cure, {verb}",
            "may, once a competent court of {customer}'s State has so ordered, {verb}",
            "may, if the joint committee so decides, {verb}",
        ),
    ),
    (
        r"(?:shall|must|will) (?!not\b|be\b|have\b|only\b|mean|ensure\b|never\b)(?P<verb>[a-z]+)\b",
        (
            "shall use reasonable endeavours to {verb}",
            "shall not be obliged to {verb}",
            "is not required to {verb}",
            "need not {verb}",
            "shall not {verb}",
            "may, if it wishes, {verb}",
            "may refrain from {doing}",
            "should where practicable {verb}",
            "intends to {verb}",
            "shall, if {customer} in its sole discretion so elects, {verb}",
            "is encouraged to {verb}",
        ),
    ),
    (
        r"(?:(?:shall|must|will|may) (?:not|never)|(?:shall|must|will) under no circumstances) "
        r"(?!be\b|have\b)(?P<verb>[a-z]+)\b",
        (
            "may {verb}",
            "may, where it sees fit, {verb}",
            "shall be free to {verb}",
            "is at liberty to {verb}",
            "shall not be prohibited from {doing}",
            "is not precluded from {doing}",
            "need not refrain from {doing}",
            "shall endeavour not to {verb}",
            "shall not, unless national security so requires, {verb}",
        ),
    ),
)
_MODAL = re.compile(r"\b(?:shall|must|may|will)\b")
_OPERATED = 0.35  # share of the passages that satisfy something, and that an operator can turn, in which one does


def perturbed(passage: Labelled, chance: random.Random, directed: frozenset[int]) -> tuple[str, list[int]]:
    """A variant of a passage with the labels it then has.

    ``directed`` are the columns of elements that fail when the two sides change places.
    """
    text, labels = passage.text, list(passage.labels)
    if passage.language == "en" and SATISFIED in labels and chance.random() < _OPERATED:
        operators = (_sides_exchanged, _wrong_side, _turned, _other_trigger)
        for operator in chance.sample(operators, len(operators)):
            changed, left = operator(text, labels, directed, chance)
            if changed != text:
                text, labels = changed, left
                break
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


def _sides_exchanged(
    text: str, labels: list[int], directed: frozenset[int], chance: random.Random
) -> tuple[str, list[int]]:
    """The same words with supplier and customer in each other's place (P2)."""
    mine, theirs = _present(_SUPPLIERS, text), _present(_CUSTOMERS, text)
    if not mine or not theirs:
        return text, labels
    other = dict.fromkeys(mine, theirs[0]) | dict.fromkeys(theirs, mine[0])
    text = re.sub(rf"\b(?:{'|'.join(other)})\b", lambda found: other[found.group()], text)
    return text, [_no_longer(label, column in directed) for column, label in enumerate(labels)]


def _wrong_side(text: str, labels: list[int], directed: frozenset[int], chance: random.Random) -> tuple[str, list[int]]:
    """A short text in which one side alone is named, and acts, with the other side in its place (P2)."""
    mine, theirs = _present(_SUPPLIERS, text), _present(_CUSTOMERS, text)
    if len(mine) + len(theirs) != 1 or len(text.split()) > 60:
        return text, labels
    (name,) = (*mine, *theirs)
    if not re.search(rf"\b[Tt]he {name} (?:shall|must|may|will|undertakes|agrees|warrants|is entitled)\b", text):
        return text, labels
    text = re.sub(rf"\b{name}\b", chance.choice(_PLAIN_CUSTOMERS if mine else _PLAIN_SUPPLIERS), text)
    return text, [_no_longer(label, column in directed) for column, label in enumerate(labels)]


def _other_trigger(
    text: str, labels: list[int], directed: frozenset[int], chance: random.Random
) -> tuple[str, list[int]]:
    """The same right or duty about something else than misuse, where nothing else speaks of people's rights."""
    changed = re.sub(rf"\b{_MISUSE}\b", chance.choice(_OTHER_TRIGGERS), text, flags=re.IGNORECASE)
    if changed == text or _HUMAN.search(changed):
        return text, labels
    return changed, [_no_longer(label, column in directed) for column, label in enumerate(labels)]


def _turned(text: str, labels: list[int], directed: frozenset[int], chance: random.Random) -> tuple[str, list[int]]:
    """A single sentence whose only right, duty or ban is taken back."""
    if len(re.findall(r"[.;:]\s", text)) > 1 or len(text.split()) > 70 or len(_MODAL.findall(text)) != 1:
        return text, labels
    for pattern, turns in chance.sample(_TURNED, len(_TURNED)):
        found = re.search(rf"(?<=[A-Za-z] )\b(?:{_NAMES}) (?P<turned>{pattern})", text)
        if found:
            theirs = (_present(_CUSTOMERS, text) or ["Customer"])[0]
            verb = found["verb"]
            turn = chance.choice(turns).format(customer=f"the {theirs}", verb=verb, doing=_doing(verb))
            turned = text[: found.start("turned")] + turn + text[found.end("turned") :]
            return turned, [_no_longer(label, True) for label in labels]
    return text, labels


def _doing(verb: str) -> str:
    return f"{verb[:-1] if verb.endswith('e') and not verb.endswith('ee') else verb}ing"


def _no_longer(label: int, certain: bool) -> int:
    if label != SATISFIED:
        return UNJUDGED if label not in (MISSING, UNJUDGED) else label
    return NOT_SATISFIED if certain else UNJUDGED


def _renamed(text: str, chance: random.Random) -> str:
    """Exchange a party label for another of the same side, often the plainest."""
    for side, plain in ((_SUPPLIERS, _PLAIN_SUPPLIERS), (_CUSTOMERS, _PLAIN_CUSTOMERS)):
        present = _present(side, text)
        absent = [name for name in plain if name not in present]
        if len(present) == 1 and absent:
            name = absent[0] if chance.random() < 0.4 else chance.choice(absent)
            text = re.sub(rf"\b{present[0]}\b", name, text)
    return text


def _present(names: Iterable[str], text: str) -> list[str]:
    """Those of the names that stand in a text, longer names before their parts."""
    found = [name for name in sorted(names, key=len, reverse=True) if re.search(rf"\b{name}\b", text)]
    return [name for name in found if not any(name != other and name in other.split() for other in found)]
