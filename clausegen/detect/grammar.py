"""Who may or must act, by the grammar of a sentence: a second reader of direction.

Asked for with ``check --grammar``; loading the parser takes about a second, so it is not the rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from clausegen.detect.candidate import Candidate
from clausegen.detect.signals import Quoted, Sentence
from clausegen.nlp import grammar
from clausegen.requirement import Element

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# What is read by its grammar: words that would count. Parsing everything would cost more than judging it.
ASKED_FROM = 0.45
_SIDES = {
    "supplier": "supplier", "we": "supplier", "us": "supplier",
    "customer": "customer", "user": "customer", "agency": "customer", "you": "customer",
}  # fmt: skip
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_MODALS = frozenset({"may", "shall", "must", "will", "can"})


def doubted(
    candidates: Sequence[Candidate], spoken: Sequence[Sentence], elements: Sequence[Element], pipeline: str
) -> list[Candidate]:
    """Candidates, doubted where their sentence gives the right or duty of one side to the other only."""
    holders = {element.code: element.holder for element in elements if element.holder}
    quoted = Quoted(spoken)
    heard: dict[int, frozenset[str]] = {}
    out = []
    for candidate in candidates:
        holder = holders.get(candidate.element)
        if holder and candidate.satisfied >= ASKED_FROM and not candidate.doubt:
            actors: frozenset[str] = frozenset()
            for sentence in quoted.of(candidate.spans):
                if sentence.span.start not in heard:
                    heard[sentence.span.start] = actors_of(grammar(sentence.canonical, pipeline))
                actors |= heard[sentence.span.start]
            if actors and holder not in actors:
                other = " and ".join(sorted(actors))
                doubt = f"by its grammar the {other} is to act, not the {holder}"
                candidate = candidate.model_copy(update={"doubt": doubt})
        out.append(candidate)
    return out


def actors_of(sentence: Doc) -> frozenset[str]:
    """The sides that a right or duty is given to: subjects of verbs with a modal, agents of their passives.

    Empty where no side is subject ("access may be suspended"), which says nothing about direction.
    """
    found: set[str] = set()
    for token in sentence:
        if token.dep_ not in ("aux", "auxpass") or token.lower_ not in _MODALS:
            continue
        verb = token.head
        if any(child.dep_ == "auxpass" for child in verb.children):
            found |= {side for agent in verb.children if agent.dep_ == "agent" for side in _sides(agent)}
            continue
        found |= {side for child in verb.children if child.dep_ in _SUBJECTS for side in _sides(child)}
    return frozenset(found)


def _sides(token: Token) -> set[str]:
    """The sides named by a subject: its own word and what is joined to it, not what belongs to it."""
    named = {_SIDES[token.lower_]} if token.lower_ in _SIDES else set()
    joined = (child for child in token.children if child.dep_ in ("conj", "pobj"))
    return named.union(*(_sides(child) for child in joined))
