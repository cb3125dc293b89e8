"""The definitions of a document: only terms that are used, each once, in alphabetical order."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def used(texts: list[str], meanings: Mapping[str, Callable[[], str]]) -> dict[str, str]:
    """Terms that occur in the texts, or in the meaning of a term that does, in alphabetical order.

    ``meanings`` gives for each term a function that renders its meaning, called only for terms in use.
    """
    open_texts = ["\n".join(texts)]
    found: dict[str, str] = {}
    while open_texts:
        text = open_texts.pop()
        for term, meaning in meanings.items():
            if term not in found and mentions(text, term):
                found[term] = meaning()
                open_texts.append(found[term])
    return {term: found[term] for term in sorted(found, key=str.casefold)}


def mentions(text: str, term: str) -> bool:
    """True when the text uses a term, in the singular or the plural."""
    # "Party" becomes "Parties", "Day" becomes "Days".
    stem, endings = (term[:-1], ("y", "ies", "ys")) if term.endswith("y") else (term, ("", "s", "es"))
    at = text.find(stem)
    while at >= 0:
        end = at + len(stem)
        if not (at and _in_word(text[at - 1])):
            for ending in endings:
                if text.startswith(ending, end) and not _in_word(text[end + len(ending) : end + len(ending) + 1]):
                    return True
        at = text.find(stem, end)
    return False


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def sentence(meaning: str) -> str:
    """A meaning as it ends a definition: with one full stop."""
    return meaning.strip().rstrip(".;, ") + "."


def predicate(meaning: str) -> str:
    """Return the predicate of a defined term: it "means" something, or "has the meaning given in" a clause."""
    ended = sentence(meaning)
    return ended if ended.startswith("has the meaning ") else f"means {ended}"
