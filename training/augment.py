"""Perturbations that multiply the training side, never the grading side.

Source: the operators P1-P20 of docs/how-it-decides.md, and what differs between a passage in a corpus and
the same words in a contract: numbers, headings, neighbours.
"""

from __future__ import annotations

import random
import re

from training.labels import CUSTOMER, MISSING, NOT_SATISFIED, SATISFIED, SUPPLIER, UNJUDGED, Labelled

_OTHER = {SUPPLIER: CUSTOMER, CUSTOMER: SUPPLIER}
_NAMES = f"{SUPPLIER}|{CUSTOMER}"
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
_OPERATED = 0.45  # share of the passages that satisfy something, and that an operator can turn, in which one does


def perturbed(passage: Labelled, chance: random.Random, directed: frozenset[int]) -> tuple[str, list[int]]:
    """A variant of a passage, whose sides are read as roles already, with the labels it then has.

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
    if not {SUPPLIER, CUSTOMER} <= set(re.findall(rf"\b(?:{_NAMES})\b", text)):
        return text, labels
    text = re.sub(rf"\b(?:{_NAMES})\b", lambda found: _OTHER[found.group()], text)
    return text, [_no_longer(label, column in directed) for column, label in enumerate(labels)]


def _wrong_side(text: str, labels: list[int], directed: frozenset[int], chance: random.Random) -> tuple[str, list[int]]:
    """A short text in which one side alone is named, and acts, with the other side in its place (P2)."""
    named = set(re.findall(rf"\b(?:{_NAMES})\b", text))
    if len(named) != 1 or len(text.split()) > 60:
        return text, labels
    (name,) = named
    if not re.search(rf"\b{name} (?:shall|must|may|will|undertakes|agrees|warrants|is entitled)\b", text):
        return text, labels
    text = re.sub(rf"\b{name}\b", _OTHER[name], text)
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
        found = re.search(rf"\b(?:{_NAMES}) (?P<turned>{pattern})", text)
        if found:
            verb = found["verb"]
            turn = chance.choice(turns).format(customer=f"the {CUSTOMER}", verb=verb, doing=_doing(verb))
            turned = text[: found.start("turned")] + turn + text[found.end("turned") :]
            return turned, [_no_longer(label, True) for label in labels]
    return text, labels


def _doing(verb: str) -> str:
    return f"{verb[:-1] if verb.endswith('e') and not verb.endswith('ee') else verb}ing"


def _no_longer(label: int, certain: bool) -> int:
    if label != SATISFIED:
        return UNJUDGED if label not in (MISSING, UNJUDGED) else label
    return NOT_SATISFIED if certain else UNJUDGED
