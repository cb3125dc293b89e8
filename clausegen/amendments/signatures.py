"""Tell who signed a paper: each party of an agreement, one of them alone, or others."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from clausegen.amendments.days import placed_days
from clausegen.amendments.forms import compiled
from clausegen.model import Document
from clausegen.runtime import regex
from clausegen.structure import party_words, unknown_parties

_HEAD = 700  # characters in which a paper names who makes it
_BESIDE = 80  # characters beside a signature that say whose it is
_ENDING = 2  # letters by which a word may be longer in another case
_SHORTEST = 4  # letters of a word that tells one signer from another
_PARTIES = 2
_BETWEEN = regex(r"(?<!\w)(?i:between|zwischen|entre)\s+(?P<names>[^.;:\n]{3,300})")
_SENTENCE = regex(r"\w\w(?:[.;:]\s+(?=[A-ZÀ-Þ])|[.;][”\"»]?\s+(?=[A-ZÀ-Þ]|$))")  # lines may be joined


def signatures(text: str) -> list[str]:
    """Return the words around each signature that is there: those of its line."""
    return [own for own, _ in _signatures(text)]


def _signatures(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words around each signature in its line, and in the lines beside it that hold no other."""
    signed = compiled("status.signed")
    marks = list(signed.finditer(text))
    is_before = False
    for last, mark, following in zip([None, *marks], marks, [*marks[1:], None], strict=False):
        line = text.rfind("\n", 0, mark.start()) + 1
        joined = last is not None and last.end() > line  # names stand before all marks of a line, or behind all
        start = max(line, last.end() if last else 0, mark.start() - _BESIDE)
        start = mark.start() - len(_SENTENCE.split(text[start : mark.start()])[-1])
        is_before = any(map(str.isalpha, text[start : mark.start()])) if not joined else is_before
        start = start if is_before else mark.start()
        end = min(text.find("\n", mark.end()) % (len(text) + 1), mark.end() + _BESIDE)
        end = min(end, following.start()) if following else end
        above, below = text[max(0, start - _BESIDE) : start], text[end : end + _BESIDE]
        beside = (above.strip().rpartition("\n")[2], below.strip().partition("\n")[0])
        yield text[start:end], "\n".join(words for words in beside if not signed.search(words))


class Signers:
    """The parties of an agreement, by the words that introduce them and those beside their signatures."""

    def __init__(self, agreement: Document) -> None:
        self._agreement = agreement
        groups = _apart(party_words(agreement))
        if len(groups) < _PARTIES:
            signed = [_words(own) or _words(beside) for own, beside in _signatures(agreement.text)]
            common = frozenset.intersection(*signed) if signed else frozenset()
            groups = _apart([*(words - common for words in signed), *groups])
        self._parties = groups if len(groups) >= _PARTIES else []
        bodies = [set(words) for words in party_words(agreement, state=True)]
        self._customer = next((at for at, words in enumerate(self._parties) if any(words & own for own in bodies)), -1)

    def _named(self, text: str) -> frozenset[int]:
        """Return the parties that a text names, by their places in the agreement."""
        words = _words(text)
        return frozenset(at for at, party in enumerate(self._parties) if party & words)

    def _read(self, text: str) -> tuple[list[frozenset[int]], list[str], dict[str, frozenset[str]]]:
        """Return the parties named at each signature, or a stranger there, and whom the agreement does not know."""
        signed = list(_signatures(text))
        lines = "\n".join(itertools.chain([text[:_HEAD]], *signed))
        unknown = unknown_parties(self._agreement, lines)
        sides, strangers = [], []
        for own, beside in signed:
            side = self._named(own)
            stranger = "" if side else next((name for name, words in unknown.items() if words & _words(own)), "")
            sides.append(side or (frozenset() if stranger else self._named(beside)))
            strangers.append(stranger)
        return sides, strangers, unknown

    def number(self, text: str) -> int:
        """Count who signed a paper: those who sign for one party are one."""
        sides, _, _ = self._read(text)
        return 1 if len(set(sides)) == 1 and len(sides[0]) == 1 else len(sides)

    def gives_up(self, text: str) -> bool:
        """Return True where one who signed a paper may give up a right in it: not the customer, for the supplier."""
        return bool(compiled("status.gives_up").search(text)) and frozenset([self._customer]) not in self._read(text)[0]

    def stranger(self, text: str) -> str:
        """Return who made a paper in the place of a party and is unknown to the agreement; "" where nobody did."""
        sides, strangers, unknown = self._read(text)
        if len(frozenset().union(*sides)) >= _PARTIES:
            return ""
        strangers += list(unknown)[:1] if len(unknown) > 1 and not self._named(text[:_HEAD]) else []
        return next(filter(None, strangers), "") or self.other_party(text)

    def other_party(self, text: str) -> str:
        """Return whom a paper names as a party of its agreement of whom this agreement says no word; "" for nobody.

        A firm that came after a party is none: "novated to Kelpwood Ltd".
        """
        found = _BETWEEN.search(text, 0, _HEAD)
        known = re.findall(r"[^\W\d_]{3,}", self._agreement.text.casefold())
        for name in re.split(r",|\s(?:and|und|et)\s|\(", found["names"]) if found else ():
            words = [word for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper() and len(word) >= _SHORTEST]
            if words and not any(_inflected(word.casefold(), other) for word in words for other in known):
                return "" if compiled("status.successor").search(text) else " ".join(name.split())
        return ""


def _inflected(word: str, other: str) -> bool:
    """Return True for one word in two cases or numbers: "Lieferant", "Lieferanten"."""
    short, long = sorted((word, other), key=len)
    return long.startswith(short) and len(long) - len(short) <= _ENDING


def _apart(named: Iterator[frozenset[str]] | list[frozenset[str]]) -> list[frozenset[str]]:
    """Put what names one party together; words that name several are left out."""
    groups: list[frozenset[str]] = []
    for words in filter(None, named):
        same = [group for group in groups if group & words]
        groups = [*(group for group in groups if group not in same), words.union(*same)]
    return groups


def _words(text: str) -> frozenset[str]:
    """Return the words of a text that may tell who signs, without those of days and of signing."""
    for start, end, _ in placed_days(text):
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    bare = compiled("status.signed").sub(" ", text)
    return frozenset(word for word in re.findall(r"[^\W\d_]+", bare.casefold()) if len(word) >= _SHORTEST)
