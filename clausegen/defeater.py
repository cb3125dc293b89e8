"""Clauses elsewhere in a contract that take away what other clauses give: the schema of ``templates/defeaters.toml``.

A defeater is law, so it is data: what it looks like in words, what it takes away, what answers it.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from clausegen.document import Value
from clausegen.requirement import Signal, Source

ANY = "*"


class Form(Value):
    """One way in which a defeater is drafted.

    ``defeats`` and ``doubts`` are element codes (or "*" for all): the first become contradicted, the second
    uncertain. ``reason`` is one sentence for a lawyer. ``signals`` are alternatives. ``unless`` are patterns
    that keep the clause from counting when they occur anywhere in it; ``answered_by`` are signals that answer
    it from any other clause. ``within_own`` also tries the very clause that establishes the element, for
    exceptions and lists that stand there. ``within = "clause"`` means two neighbouring sentences of one clause here:
    a paragraph of boilerplate can run to a page.

    ``kind`` is what is asked beyond the words. "words": nothing. "own": they stand in the very sentence that
    establishes an element, and nothing else is lost. "names": the clause names others by number,
    and only what these establish is lost. "omits": the clause lists clauses by number,
    and none of those that establish one of ``omitted`` is among them.
    """

    reason: str
    signals: tuple[Signal, ...] = Field(min_length=1)
    defeats: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    kind: Literal["words", "own", "names", "omits"] = "words"
    omitted: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    answered_by: tuple[Signal, ...] = ()
    within_own: bool = False

    @model_validator(mode="after")
    def _takes_something_away(self) -> Form:
        if not self.defeats and not self.doubts:
            raise ValueError("a form defeats or doubts at least one element")
        if (self.kind == "omits") != bool(self.omitted):
            raise ValueError("'omitted' belongs to kind 'omits', and only there")
        return self

    @property
    def elements(self) -> tuple[str, ...]:
        """Codes of everything it touches, or "*"."""
        return self.defeats + self.doubts


class Defeater(Value):
    """A kind of clause that negates elements established elsewhere.

    ``about`` are letters one of which stands in every such clause (lower case, beginnings of words): a quick
    test before any pattern is tried.
    """

    id: str = Field(pattern=r"^D\d+$")
    title: str
    about: tuple[str, ...] = Field(min_length=1)
    sources: tuple[Source, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    forms: tuple[Form, ...] = Field(min_length=1)


class Defeaters(Value):
    """All of ``defeaters.toml``.

    ``words`` are word classes used besides those of the lexicon. ``spared`` are patterns of a carve-out, in any clause,
    that end where the numbers of the clauses begin which it leaves as they are; ``spared_safeguards`` those of one for
    the human-rights provisions as such. ``overriding`` are patterns by which a clause puts itself above the
    others, so that neither an answer elsewhere nor a clause on precedence helps. ``protecting`` are patterns one of
    which stands in a clause by which the human-rights provisions prevail: it settles conflicts on paper. By a
    pattern of ``of_section`` a sentence speaks for all clauses of its section. ``by_subject`` are patterns of clauses
    named by what they are about: their group "subject", up to what is said of it, or "title". ``binding`` are
    patterns by which a value that a deal brings into a clause (a name, an amount) would say what a party does or what
    becomes of a clause.
    """

    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    spared: tuple[str, ...] = ()
    spared_safeguards: tuple[str, ...] = ()
    overriding: tuple[str, ...] = ()
    protecting: tuple[str, ...] = ()
    of_section: tuple[str, ...] = ()
    by_subject: tuple[str, ...] = ()
    binding: tuple[str, ...] = ()
    defeaters: tuple[Defeater, ...] = ()

    @field_validator("by_subject")
    @classmethod
    def _say_where_it_stands(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        if without := [one for one in patterns if ("(?P<subject>" in one) == ("(?P<title>" in one)]:
            raise ValueError(f"patterns with one group (?P<subject>…) or (?P<title>…), got {without[0]!r}")
        return patterns
