"""The signed agreement beside a document that adds to it: what is left there, and how its clauses are called.

An addendum does not repeat what the agreement holds, and a notice cites it by the agreement's own numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from clausegen.drafting.attested import bracketed, confirm
from clausegen.drafting.clauses import marked, reference
from clausegen.drafting.definitions import predicate
from clausegen.drafting.provision_changes import named as named_clause
from clausegen.drafting.render_context import span
from clausegen.errors import DraftRefused
from clausegen.library import Library
from clausegen.model import LITERAL, REFERENCE, Element, Requirement, literal, wider


@dataclass(frozen=True, slots=True)
class Citation:
    """A clause that a document cites: its number, its words where they are known, and whether a person read it."""

    number: str
    words: str
    confirmed: bool


class SignedAgreement:
    """The signed agreement as a document knows it; without one, ``cited`` is empty.

    ``cited`` maps "requirement" and "requirement.element" to clause numbers of the agreement, "" where it has none.
    ``without`` are the elements, as "requirement.element", that the document leaves out of the requirements ``due``;
    ``adds`` says that it sets out the others: those left out are then left to the agreement. ``inserted`` are the ids
    of the requirements that have a clause in the document. ``confirmed`` are the names whose clause a person has read;
    other citations are bracketed. ``quoted`` are the words of the clauses cited, and ``defines`` the terms that the
    agreement defines, where they are known. ``unsettled`` are elements that it does not satisfy and that stay so;
    ``word`` is what it calls a clause.
    """

    def __init__(
        self,
        library: Library,
        due: Sequence[tuple[Requirement, tuple[Element, ...]]],
        cited: Mapping[str, str],
        without: frozenset[str],
        *,
        adds: bool,
        confirmed: Collection[str] = (),
        quoted: Mapping[str, str] | None = None,
        defines: Mapping[str, str] | None = None,
        unsettled: Collection[str] = (),
        word: str = "clause",
    ) -> None:
        self._library, self._due, self._cited, self._without = library, due, cited, without
        self._confirmed, self._quoted, self._defines = frozenset(confirmed), quoted or {}, defines
        self._unsettled, self._word = frozenset(unsettled), word
        self.citations: dict[str, Citation] = {}  # those that the document prints, in order
        self.inserted = [r.id for r, elements in due if not self.stands(r, elements)]
        whole = {r.id for r, elements in due if self.stands(r, elements)}
        # Elements, and whole requirements, that stay where the signed agreement has them.
        self._left = frozenset(whole | (without if adds and cited else frozenset()))

    def holds(self, name: str) -> bool:
        """True when the agreement satisfies a requirement or an element."""
        return name in self._cited

    def stands(self, requirement: Requirement, elements: tuple[Element, ...]) -> bool:
        """True when the signed agreement holds the whole clause, so that an addendum need not repeat it."""
        held = all(f"{requirement.id}.{element.id}" in self._without for element in elements)
        return held and requirement.id in self._cited

    def is_left(self, name: str) -> bool:
        """True for a requirement or an element that the document leaves where the signed agreement has it."""
        return name in self._cited and name in self._left

    def leaves_to_agreement(self, term: str, meaning: str) -> bool:
        """True for a definition that the signed agreement has: in our words, or as one that only points into it."""
        if self._defines is not None:
            own = self._defines.get(term)
            if own is None or _bare(own).endswith(_bare(predicate(meaning))):
                return own is not None
        return any(self.is_left(name) for target in targets(meaning) for name in wider(target))

    def clause(self, name: str) -> str:
        """Print a reference to what is left there: "clause 9.2 of the Existing Agreement"."""
        clause = self._cited[name]  # "" where the agreement numbers no clauses
        return (
            self._checked(name, f"{self._numbered(clause)} of the Existing Agreement")
            if clause
            else "the Existing Agreement"
        )

    def _numbered(self, number: str) -> str:
        """Name a clause as the agreement does: "Section 9.2"."""
        return named_clause(self._word, number)

    def _checked(self, name: str, words: str) -> str:
        """Words that name a clause of the agreement, bracketed until a person has read that clause."""
        return words if name in self._confirmed else bracketed(words)

    def cite(self, name: str) -> str:
        """The clause of the signed agreement that holds a requirement or an element.

        An element that the agreement lacks is not found in the clause on its subject: a notice that cites
        such a clause claims a right that is not there. Until a person has read the clause, the citation is bracketed.
        """
        if number := self._cited.get(name):
            confirmed = name in self._confirmed
            self.citations[name] = Citation(number, self._quoted.get(name, ""), confirmed)
            named = self._numbered(number)
            return named if confirmed else confirm(named)
        requirement = self._library.requirement(name.partition(".")[0])
        element = name.partition(".")[2]
        named = f"{requirement.element(element).code} {name}" if element else f"{requirement.code} {name}"
        raise DraftRefused(
            [
                f"No clause of the signed agreement was found that satisfies {named} ({requirement.title}), on which "
                "this document relies. If there is one, state its number in [agreement.clauses]; if not, amend the "
                "agreement with an addendum first."
            ]
        )

    def words(self, name: str) -> str:
        """The words of the clause that holds an element, "" where they are not known."""
        return self._quoted.get(name, "")

    def quotations(self, text: str) -> Iterator[str]:
        """The words of each clause that a line cites, for the annotated copy."""
        for citation in self.citations.values():
            named = self._numbered(citation.number)
            if citation.words and re.search(rf"{re.escape(named)}(?![\w.(])", text.replace(LITERAL, "")):
                read = "confirmed" if citation.confirmed else "not yet confirmed by a person"
                yield f"{named[:1].upper()}{named[1:]} ({read}): “{citation.words}”"

    def added(self, target: str) -> str:
        """Name a clause for words that go into the signed agreement: its own ones by their number alone."""
        if not self.is_left(target):
            return marked(f"{reference(target)} of the Addendum")
        title = self._library.requirements[target].title
        number = self._cited[target]  # "" where the agreement numbers no clauses
        numbered = self._checked(target, literal(self._numbered(number)))
        return marked(numbered if number else f"the provisions on {title.lower()}")

    def provisions(self) -> str:
        """The clauses of the human-rights requirements, wherever they stand."""
        here = span(self.inserted[0], self.inserted[-1])
        if not self._left:
            return here
        left = [r.id for r, _ in self._due if r.id not in self.inserted]
        left += sorted(name for name in self._without - self._unsettled if name.partition(".")[0] not in left)
        places = {name: number if (number := self._cited.get(name, ""))[:1].isalnum() else "" for name in left}
        numbers = outermost(sorted({number for number in places.values() if number}, key=in_order))
        ids = dict.fromkeys(name.partition(".")[0] for name, number in places.items() if not number)
        unnumbered = [self._library.requirements[name].title.lower() for name in ids]
        own = f"{self._word}{'s' * (len(numbers) > 1)} {literal(ranged(numbers))}"
        read = all(name in self._confirmed for name, number in places.items() if number)
        parts = [f"{own} of the Existing Agreement"] if numbers else []
        rest = f"provisions on {listed(unnumbered)}"
        parts += [f"its {rest}" if numbers else f"the {rest} of the Existing Agreement"] if unnumbered else []
        named = " and ".join(parts)
        return marked(f"{here}, and {named if read else bracketed(named)}" if parts else here)


def _bare(meaning: str) -> str:
    """A definition without the numbers of the clauses that it names."""
    unnumbered = re.sub(rf"{REFERENCE[0]}[^{REFERENCE[1]}]*{REFERENCE[1]}", " ", meaning).replace(LITERAL, "")
    unnumbered = re.sub(
        r"\b(?:clause|section|article|schedule|annex|exhibit)s? \d[\d.()a-z]*", " ", unnumbered, flags=re.IGNORECASE
    )
    return " ".join(re.findall(r"\w+", unnumbered.casefold()))


def targets(text: str) -> list[str]:
    """List what the references in marked text lead to."""
    return re.findall(f"{REFERENCE[0]}([^{REFERENCE[1]}]*){REFERENCE[1]}", text)


def outermost(numbers: Collection[str]) -> list[str]:
    """The numbers without those that lie within another: 9.2 when 9 is there too."""
    return [number for number in numbers if not _within(number, numbers)]


def in_order(number: str) -> list[tuple[int, str]]:
    """A key that puts 9 before 10 and 10.2 before 10.11."""
    return [(int(step), "") if step.isdigit() else (0, step) for step in re.findall(r"\d+|[^\d.()]+", number)]


def _within(number: str, others: Collection[str]) -> bool:
    """True for 9.2 when 9 is named too."""
    return any(number != other and re.match(rf"{re.escape(other)}[.(]", number) for other in others)


def ranged(numbers: Sequence[str]) -> str:
    """The numbers as words, three or more that follow each other as one range: "2, 4.1 to 4.6 and 9"."""
    groups: list[list[str]] = []
    for number in numbers:
        if groups and _follows(groups[-1][-1], number):
            groups[-1].append(number)
        else:
            groups.append([number])
    return listed([part for group in groups for part in (group if len(group) < 3 else [f"{group[0]} to {group[-1]}"])])


def _follows(one: str, other: str) -> bool:
    """True for 4.1 and 4.2."""
    (stem, last), (same, following) = (re.fullmatch(r"(.*?)(\d*)", number).groups() for number in (one, other))  # type: ignore[union-attr]
    return bool(last and following) and stem == same and int(following) == int(last) + 1


def listed(numbers: Sequence[str]) -> str:
    """The numbers as words: "7.2, 9 and 11.3"."""
    return f"{', '.join(numbers[:-1])} and {numbers[-1]}" if len(numbers) > 1 else "".join(numbers)
