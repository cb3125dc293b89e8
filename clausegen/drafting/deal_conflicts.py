"""Values of a deal with which an element is lost: a licence for everywhere, the courts of the customer's own State."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from clausegen.drafting.render_context import names_of
from clausegen.library import Library
from clausegen.model import Deal, Element, Party, Playbook, Requirement, Tier, Undoing
from clausegen.runtime import regex

_ARTICLE = regex(r"^the ")
_WITH_A_DIGIT = regex(r"\S*\d\S*")
# "on which no sales staff sit", "to the exclusion of the law of …"; "State-independent"
_DENIED_BEFORE = regex(
    r"\b(?:no|not|nor|neither|without|excluding|exclusion of|independent of|outside(?: of)?|free (?:of|from))\b"
    r"[^.;]{0,40}$",
    re.IGNORECASE,
)
_DENIED_BEHIND = regex(r"-independent\b", re.IGNORECASE)
# "Papua New Guinea" is not Guinea, and "Atlanta, Georgia, United States" not in Georgia.
_ANOTHER_BEFORE = regex(
    r"\b(?:New|North|South|East|West|Northern|Southern|Eastern|Western|Equatorial|Democratic Republic of(?: the)?) $"
)
_ANOTHER_BEHIND = regex(r"\s*,\s*\w")


def undone(deal: Deal, library: Library, book: Playbook, tier: Tier, *, stated: bool = False) -> Iterator[str]:
    """A reason for every value that says what an element due at the tier must not let it say.

    With ``stated``, a law or forum that the deal leaves to our default plays no part: those of the contract hold.
    """
    for requirement, elements in library.due(book, tier):
        if requirement.id in deal.omit:
            continue
        for element in elements:
            for undoing in element.undone_by:
                table, _, field = undoing.field.partition(".")
                if stated and table == "forum" and field not in deal.forum.model_fields_set:
                    continue
                for key, value in _values(deal, undoing.field, requirement):
                    if found := _said(undoing, value, deal):
                        yield _reason(key, found, undoing, element)


def undone_by_law(law: str, deal: Deal, library: Library) -> frozenset[str]:
    """The elements, as "requirement.element", that a contract cannot give under this law: that of the customer."""
    return frozenset(
        f"{requirement.id}.{element.id}"
        for requirement in library.requirements.values()
        for element in requirement.elements
        if any(undo.field == "forum.governing_law" and _said(undo, law, deal) for undo in element.undone_by)
    )


def _values(deal: Deal, field: str, requirement: Requirement) -> Iterator[tuple[str, str]]:
    """The texts of a field of the deal with their keys: one, one for each item of a list, or none."""
    first, _, rest = field.partition(".")
    if first == "answers":
        parameter = next((candidate for candidate in requirement.parameters if candidate.id == rest), None)
        keys = [name for name in names_of(requirement, parameter) if name in deal.answers] if parameter else []
        found: Any = deal.answers[keys[0]] if keys else None
        field = f"answers.{keys[0]}" if keys else field
    else:
        found = [getattr(user, rest, "") for user in deal.end_users] if first == "end_user" else deal
        for part in field.split(".") if found is deal else ():
            found = getattr(found, part, None)
        found = found[0] if isinstance(found, list) and len(found) == 1 else found
    if isinstance(found, tuple | list):
        yield from ((f"{field}.{index}", item) for index, item in enumerate(found))
    elif isinstance(found, str):
        yield field, found


def _said(undoing: Undoing, value: str, deal: Deal) -> str:
    """The words of a value that undo the element, "" where it says nothing of the kind."""
    said = [found for text in undoing.says for found in _compiled(text).finditer(value)]
    if undoing.of_the_customer:
        places = {place for party in (deal.customer, *deal.end_users) for place in _places(party)}
        named = (found for place in sorted(places) for found in _compiled(re.escape(place)).finditer(value))
        said += [found for found in named if not _is_another(found, value)]
    return next((found.group() for found in said if not _is_denied(found, value)), "")


def _is_denied(found: re.Match[str], value: str) -> bool:
    """True where a value says that the words found are left out."""
    return bool(_DENIED_BEFORE.search(value[: found.start()]) or _DENIED_BEHIND.match(value, found.end()))


def _is_another(found: re.Match[str], value: str) -> bool:
    """True where the name found is part of another one, or of a place that another name says more of."""
    return bool(_ANOTHER_BEFORE.search(value[: found.start()]) or _ANOTHER_BEHIND.match(value, found.end()))


def _places(party: Party) -> Iterator[str]:
    """A party's name, its State, and the town and State of its address; a blank in brackets is none."""
    # "the Republic of Estmark": what comes after the form of the State is what others call it by.
    for place in (party.name, party.state.rpartition(" of ")[2], *party.address.split(",")[1:]):
        bare = _ARTICLE.sub("", _WITH_A_DIGIT.sub("", place).strip())
        if bare[:1].isalpha():
            yield bare


@functools.cache
def _compiled(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{text})(?!\w)", re.IGNORECASE)


def _reason(key: str, said: str, undoing: Undoing, element: Element) -> str:
    return f"{key} says {said!r}: {undoing.reason} {element.why} [{element.code}: {element.statement}]"
