"""Names in a deal that the clause library does not know: answers, omissions, positions, stated clauses."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from clausegen.library import Library
from clausegen.model import Playbook, UseLimits


@dataclass(frozen=True)
class Named:
    """The names that a deal uses, also when the rest of it does not fit the schema.

    ``answers`` are named "requirement.parameter" or "parameter", ``omit`` by requirement, ``positions`` and
    ``clauses`` "requirement.element".
    """

    answers: Collection[str] = ()
    omit: Collection[str] = ()
    positions: Collection[str] = ()
    clauses: Collection[str] = ()


def unknown_names(named: Named, library: Library, book: Playbook) -> Iterator[str]:
    """A reason for every name that is not known, beginning with the key it stands under."""
    known = {rule.id for rule in book.requirements}
    for name in named.omit:
        if name not in known:
            yield f"omit.{name}: the playbook has no such requirement; it has: {', '.join(sorted(known))}."
    for name in named.positions:
        if not _is_element(name, library):
            yield f"positions.{name}: there is no such element; name it as 'requirement.element'."
    for name in named.clauses:
        if name not in library.requirements and not _is_element(name, library):
            yield f"agreement.clauses.{name}: there is no such element; name it as 'requirement.element'."
    asked = {
        name
        for rule in book.requirements
        for parameter in library.requirements[rule.id].parameters
        for name in (parameter.id, f"{rule.id}.{parameter.id}")
    }
    for name in named.answers:
        # What the use limits state already is said of each answer that differs from them.
        if name not in asked and name.rpartition(".")[2] not in UseLimits.model_fields:
            hint = _nearest(name, asked)
            yield f"answers.{name}: no clause asks for this; remove it or correct its spelling. {hint}."


def _is_element(name: str, library: Library) -> bool:
    requirement_id, _, element_id = name.partition(".")
    requirement = library.requirements.get(requirement_id)
    return requirement is not None and any(element.id == element_id for element in requirement.elements)


def _nearest(name: str, asked: Collection[str]) -> str:
    """Suggest answers that may have been meant: those of the requirement named, else the most alike, else a list."""
    whole = sorted(candidate for candidate in asked if "." in candidate)
    requirement, _, last = name.rpartition(".")
    own = [other for other in whole if other.startswith(f"{requirement}.")]
    alike = difflib.get_close_matches(name, whole, 3) or [
        member for near in difflib.get_close_matches(last, asked, 3) for member in whole if member.endswith(near)
    ]
    if own:
        return f"{requirement} asks for: {', '.join(each.rpartition('.')[2] for each in own)}"
    if alike:
        return f"Near to it: {', '.join(dict.fromkeys(alike))}"
    return "'clausegen explain' names the answers of a requirement"
