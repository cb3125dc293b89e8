"""Letters without which a pattern cannot match, read off the pattern itself.

To look for letters costs a small part of what it costs to try a pattern, or only to compile it, and most patterns of
the library match no sentence of most contracts. What this reader of patterns does not know, it asks no letters for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from clausegen.regex import regex

Choice = frozenset[str]
"""Letters one of which must stand in the words."""

MOST = 3  # choices of one pattern that are worth asking for
TELLING = 3  # letters; shorter ones stand in most sentences

_ITEM = regex(
    r"\\x(?P<code>[0-9a-f]{2})"
    r"|\\(?P<escaped>[^\w\s])"
    r"|(?P<nothing>\\[bBAZ]|[\^$])"
    r"|(?P<any>\\[dDwWsS]|\.|\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|\{(?P<named>[a-z_-]+)\}"
    r"|(?P<look>\(\?<?[=!])"
    r"|(?P<group>\((?:\?:|\?P<\w+>|(?!\?)))"
    r"|(?P<plain>[^\\()\[\]{}|*+?.^$]+(?![*+?{])|[^\\()\[\]{}|*+?.^$])"  # a letter that is repeated stands alone
)
_REPEATED = regex(r"(?:(?P<sign>[?*+])|\{(?P<least>\d*)(?:,\d*)?\})[?+]?")


class _Unread(Exception):
    """Something stands in a pattern that this reader does not know."""


def needed(pattern: str, of_class: Callable[[str], Iterable[Choice]] = lambda name: ()) -> tuple[Choice, ...]:
    """Of each of these choices something stands in any words that match a pattern; the most telling first.

    ``of_class`` says the same of a word class, by its name.
    """
    reader = _Reader(pattern, of_class)
    try:
        found = reader.alternatives()
    except _Unread:
        return ()
    telling = (choice for choice in dict.fromkeys(found) if _least(choice) >= TELLING)
    return tuple(sorted(telling, key=_rank)[:MOST]) if reader.done else ()


def most_telling(choices: Iterable[Choice]) -> Choice:
    """The one that fewest words have; one that all have where there is none."""
    return min(choices, key=_rank, default=frozenset([""]))


class _Reader:
    def __init__(self, pattern: str, of_class: Callable[[str], Iterable[Choice]]) -> None:
        self._pattern = pattern
        self._of_class = of_class
        self._at = 0

    @property
    def done(self) -> bool:
        return self._at == len(self._pattern)

    def alternatives(self) -> list[Choice]:
        """Of alternatives that all need something, any may be what stands there."""
        branches = [self._sequence()]
        while self._pattern.startswith("|", self._at):
            self._at += 1
            branches.append(self._sequence())
        if len(branches) == 1:
            return branches[0]
        return [_shortest(word for own in branches for word in min(own, key=_rank))] if all(branches) else []

    def _sequence(self) -> list[Choice]:
        """What follows each other: all of it is needed, neighbouring letters as one."""
        out: list[Choice] = []
        letters = ""
        while not self.done and self._pattern[self._at] not in "|)":
            letter, own = self._item()
            repeated = _REPEATED.match(self._pattern, self._at)
            self._at = repeated.end() if repeated else self._at
            if repeated and (repeated["sign"] in ("?", "*") or repeated["least"] in ("", "0")):
                letter, own = None, []
            if letter is not None and not repeated:
                letters += letter
                continue
            out += [frozenset([run]) for run in (letters, letter) if run]
            out += own
            letters = ""
        return [*out, frozenset([letters])] if letters else out

    def _item(self) -> tuple[str | None, list[Choice]]:
        """Letters ("" for what takes no room), or else what something longer needs."""
        item = _ITEM.match(self._pattern, self._at)
        if item is None:
            raise _Unread
        self._at = item.end()
        match item.lastgroup:
            case "code":
                return chr(int(item["code"], 16)), []
            case "escaped" | "plain":
                return item[item.lastgroup], []
            case "nothing":
                return "", []
            case "named":
                return None, list(self._of_class(item["named"]))
            case "look" | "group":
                own = self.alternatives()
                if not self._pattern.startswith(")", self._at):
                    raise _Unread
                self._at += 1
                return ("", []) if item.lastgroup == "look" else (None, own)
            case _:
                return None, []


def _shortest(words: Iterable[str]) -> Choice:
    """The words, without those in which another of them stands."""
    out: list[str] = []
    for word in sorted(set(words), key=len):
        if not any(shorter in word for shorter in out):
            out.append(word)
    return frozenset(out)


def _least(choice: Choice) -> int:
    """How telling a choice is: the letters of its shortest word; a sign like "§" tells as much as three."""
    return min(len(word) if word.isascii() else max(len(word), TELLING) for word in choice)


def _rank(choice: Choice) -> tuple[int, int, Sequence[str]]:
    return -_least(choice), len(choice), sorted(choice)
