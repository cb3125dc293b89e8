"""Recognise what the two sides are called, when not by their names: ``templates/labels.toml`` and pronouns."""

from __future__ import annotations

import functools
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from clausegen.library import parse, read_toml, templates_folder
from clausegen.model import Source, Value

# Contracts in plain words: the forms of "we" and "you". "US" is a country, "either of us" are both.
PRONOUNS = {"we": "we", "us": "we", "our": "we", "you": "you", "your": "you"}
PRONOUN = r"(?:[Ww]e|us(?<!ther of us)(?<!each of us)(?<!both of us)(?<!between us)|[Oo]ur|[Yy]our?)\b"


def _label(word: str) -> str:
    if word != word.lower() or len(word.split()) != 1:
        raise ValueError("a single word in lower case")
    return word


class LabelWords(Value):
    """Labels and where they come from."""

    words: frozenset[Annotated[str, AfterValidator(_label)]] = Field(min_length=1)
    sources: tuple[Source, ...] = Field(min_length=1)


class Labels(Value):
    """``templates/labels.toml``.

    ``plain`` are the labels by which nothing but a party goes; ``common_nouns`` name a party only with a capital,
    ``ambiguous`` ones only where words introduce a body with them. Each of these is a label of one of the sides.
    """

    suppliers: LabelWords
    customers: LabelWords
    plain: LabelWords
    common_nouns: LabelWords
    ambiguous: LabelWords

    @property
    def sides(self) -> dict[str, str]:
        """The side ("supplier", "customer") of each label."""
        return dict.fromkeys(self.suppliers.words, "supplier") | dict.fromkeys(self.customers.words, "customer")

    @model_validator(mode="after")
    def _a_label_has_one_side(self) -> Labels:
        if both := self.suppliers.words & self.customers.words:
            raise ValueError(f"each label on one side only, got {', '.join(sorted(both))} on both")
        kinds = self.plain.words | self.common_nouns.words | self.ambiguous.words
        if strays := kinds - self.sides.keys():
            raise ValueError(f"a side for {', '.join(sorted(strays))}: name each label as a supplier's or a customer's")
        return self


@functools.cache
def labels() -> Labels:
    """Return those of the library, on which the readers were trained. Raises DataError for a fault in the file."""
    file = templates_folder() / "labels.toml"
    return parse(Labels, read_toml(file), file)
