"""The forms of the defeaters of a library, with their patterns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clausegen.defeater import ANY, Defeater, Defeaters, Form
from clausegen.detect.patterns import Pattern, Patterns, Text
from clausegen.detect.references import begins_number, named_first
from clausegen.needed import Choice
from clausegen.requirement import Signal

_WIDE = {"sentence": 1, "clause": 2}
LONGEST_LIST = 200  # characters in which the clauses of a carve-out are listed


def any_of(patterns: Iterable[Pattern], words: Text) -> bool:
    """True when one of the patterns stands in the words."""
    return any(map(words.has, patterns))


@dataclass(frozen=True)
class Said:
    """A signal with its patterns."""

    wide: int  # neighbouring sentences of a clause that are read as one
    all: tuple[Pattern, ...]
    none: tuple[Pattern, ...]

    def speaks(self, words: Text) -> bool:
        """True when the words say it."""
        return self.hints(words) and not any_of(self.none, words)

    def hints(self, words: Text) -> bool:
        """True when the words have all that it asks for, whatever else they have."""
        return all(map(words.has, self.all))

    def may_stand(self, words: Text) -> bool:
        """True when the words have the letters for it; where a clause does not, none of its sentences does."""
        return all(words.may_have(pattern.needed) for pattern in self.all)


@dataclass(frozen=True)
class Written:
    """A form with its patterns."""

    defeater: Defeater
    form: Form
    signals: tuple[Said, ...]
    answers: tuple[Said, ...]
    unless: tuple[Pattern, ...]

    def touches(self, codes: frozenset[str]) -> bool:
        """True when it takes something away from one of these elements."""
        return ANY in self.form.elements or not codes.isdisjoint(self.form.elements)


class Reader:
    """The forms of a library."""

    def __init__(self, known: Defeaters, lexicon: dict[str, tuple[str, ...]]) -> None:
        compiled = Patterns({**lexicon, **known.words}, "templates/defeaters.toml").of

        def said(signals: Iterable[Signal]) -> tuple[Said, ...]:
            return tuple(Said(_WIDE[s.within], compiled(s.all), compiled(s.none)) for s in signals)

        self.spared = compiled(known.spared)
        self.spared_safeguards = compiled(known.spared_safeguards)
        self.overriding = compiled(known.overriding)
        self.protecting = compiled(known.protecting)
        self.of_section = compiled(known.of_section)
        self.by_subject = compiled(known.by_subject)
        self.binding = compiled(known.binding)
        # By the letters one of which stands in every clause of a defeater.
        self._written: list[tuple[Choice, list[Written]]] = [
            (
                frozenset(one.about),
                [
                    Written(one, form, said(form.signals), said(form.answered_by), compiled(one.unless + form.unless))
                    for form in one.forms
                ],
            )
            for one in known.defeaters
        ]

    def forms(self, codes: frozenset[str]) -> list[tuple[Choice, list[Written]]]:
        """The forms that take something away from one of these elements, by the letters that tell of them."""
        touching = ((about, [one for one in own if one.touches(codes)]) for about, own in self._written)
        return [(about, own) for about, own in touching if own]

    def carved_out(self, words: str) -> frozenset[str]:
        """The numbers of the clauses that some words leave as they are."""
        found = (found for carve_out in self.spared for found in carve_out.all_in(words))
        return frozenset().union(*(named_first(words[one.end() : one.end() + LONGEST_LIST]) for one in found))

    def spares_safeguards(self, words: str) -> bool:
        """True when some words leave the human-rights provisions as such untouched, and not some of them by number."""
        found = (found for carve_out in self.spared_safeguards for found in carve_out.all_in(words))
        return any(not begins_number(one.group()) for one in found)
