"""Letters as a person sees them: lookalikes, marks drawn over letters, and the order in which they are shown.

Words are read as they look, because "deleted" with one Cyrillic letter still deletes; each word that had to be
interpreted carries a doubt. Sources: Unicode Technical Standard 39 (lookalikes, mixed scripts), Unicode Standard
Annex 9 (overrides of display order).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from clausegen.ingest.typography import FOREIGN
from clausegen.model import Block, Doubt
from clausegen.runtime import regex

_ORDER: Final = regex("[\u202a-\u202e\u2066-\u2069]")
_OVERRIDES: Final = regex("[\u202d\u202e]")
_CLOSE: Final = frozenset("\u202c\u2069")
_WORD: Final = regex(r"[^\W\d_](?:[^\W_]|[\u0300-\u036f\u20d0-\u20ff\u0483-\u0489])*")
_MARK: Final = regex("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_DIGIT_FOR_LETTER: Final = regex(r"(?<![\w./@:=_-])[a-z]{0,20}[a-z][01][a-z]{1,20}(?![\w/@:=_-]|\.\w)")
_DIGITS: Final = {"0": "o", "1": "l"}
# Scripts whose letters are taken for Latin ones. Words of Chinese, Japanese and Korean do mix with Latin letters.
_SCRIPTS: Final = (
    "CYRILLIC GREEK ARMENIAN CHEROKEE COPTIC LISU OLD DESERET OSAGE CARIAN LYCIAN LYDIAN GOTHIC WARANG VAI BAMUM "
    "MIAO HEBREW ARABIC TIFINAGH RUNIC OGHAM GEORGIAN ETHIOPIC CANADIAN OSMANYA ELBASAN CAUCASIAN MYANMAR"
)
_LIKE_LATIN: Final = frozenset(_SCRIPTS.split())
_MORE: Final = {"к": "k", "т": "t", "м": "m", "н": "h", "в": "b", "г": "r", "ӏ": "l", "τ": "t", "κ": "k", "η": "n"}
_SHAPE: Final = regex(r"LATIN (?:LETTER SMALL CAPITAL|SMALL LETTER (?:SCRIPT|INSULAR|BLACKLETTER|DOTLESS)) ([A-Z])")
_FEW: Final = 0.1  # share of letters below which letters of another kind are no language of the text


def as_seen(block: Block) -> Block:
    """The block with its words as they look, and doubts on those that had to be interpreted; offsets follow."""
    text = block.text
    if text.isascii() or not FOREIGN.search(text):
        digits = ("0" in text or "1" in text) and _DIGIT_FOR_LETTER.search(text)
        return _folded(block) if digits else block
    if _ORDER.search(text):
        block = _ordered(block)
    if _MARK.search(block.text):
        block = _unmarked(block)
    return _folded(block)


def _ordered(block: Block) -> Block:
    """Obey the overrides of display order, then drop all of its controls."""
    text = block.text
    if _OVERRIDES.search(text):
        out: list[str] = []
        opened: list[tuple[str, int]] = []
        for char in text:
            if _ORDER.match(char) and char not in _CLOSE:
                opened.append((char, len(out)))
            elif char in _CLOSE and opened:
                kind, start = opened.pop()
                if kind == "\u202e":
                    out[start:] = reversed(out[start:])
            out.append(char)
        for kind, start in reversed(opened):  # what nobody closes ends with the paragraph
            if kind == "\u202e":
                out[start:] = reversed(out[start:])
        block = _doubted(block.model_copy(update={"text": "".join(out)}), [(0, len(text), "display-order")])
    gone = [match.start() for match in _ORDER.finditer(block.text)]
    return _without(block, gone)


def _unmarked(block: Block) -> Block:
    """Drop the marks that normal form leaves on Latin letters, with a doubt on their words."""
    gone: list[int] = []
    ranges: list[tuple[int, int, str]] = []
    for word in _WORD.finditer(block.text):
        if _script(word[0][0]) != "LATIN":
            continue  # scripts that are written with marks
        marks = [word.start() + match.start() for match in _MARK.finditer(word[0])]
        if marks:
            gone += marks
            ranges.append((word.start(), word.end(), "combining-marks"))
    return _without(_doubted(block, ranges), gone) if gone else block


def _folded(block: Block) -> Block:
    """Read lookalikes as the letters they look like; no offset changes."""
    text = block.text
    made, ranges = list(text), []
    usual = None
    for word in _WORD.finditer(text):
        letters = word[0]
        if letters.isascii():
            continue
        usual = usual or _usual(text)
        construct = _odd(letters, usual)
        if construct:
            made[word.start() : word.end()] = [_look(letter) for letter in letters]
            ranges.append((word.start(), word.end(), construct))
    for word in _DIGIT_FOR_LETTER.finditer(text):
        made[word.start() : word.end()] = [_DIGITS.get(letter, letter) for letter in word[0]]
        ranges.append((word.start(), word.end(), "unusual-letters"))
    return _doubted(block.model_copy(update={"text": "".join(made)}), ranges) if ranges else block


def _odd(word: str, usual: frozenset[str]) -> str:
    """The construct that makes a word doubtful, "" for a word of one script in its usual letters."""
    scripts = {_script(letter) for letter in word}
    foreign = scripts & _LIKE_LATIN
    if "LATIN" in scripts:
        if foreign:
            return "mixed-scripts"
        if any(map(_phonetic, word)):
            return "unusual-letters"
        unusual = any(_unusual(letter) for letter in word)
        return "unusual-letters" if unusual and "UNUSUAL" not in usual else ""
    if len(foreign) == 1 and not foreign <= usual and all(_look(letter).isascii() for letter in word):
        return "mixed-scripts"  # a whole word of lookalikes among Latin ones
    return "mixed-scripts" if len(foreign) > 1 else ""


def _usual(text: str) -> frozenset[str]:
    """The scripts that the text is written in, "UNUSUAL" for Latin letters beyond those of most languages."""
    letters = [letter for letter in text if letter.isalpha()]
    found = Counter(map(_script, letters))
    # Words of a language have letters that look like no Latin one; a word of lookalikes among Latin ones has none.
    sure = {_script(letter) for letter in letters if not _look(letter).isascii()}
    usual = {name for name, count in found.items() if name in sure and count > _FEW * len(letters)}
    unusual = sum(map(_unusual, letters))
    return frozenset(usual | ({"UNUSUAL"} if unusual > max(_FEW * len(letters), 4) else set()))


def _unusual(letter: str) -> bool:
    """True for Latin letters beyond Latin-1, Latin Extended-A and Romanian, and for three that pass for others."""
    code = ord(letter)
    if code < 0x180:
        return letter in "\u0131\u0138\u017f"
    return not 0x218 <= code <= 0x21B and _script(letter) == "LATIN"


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """The script of a letter, from the first word of its name; "" for what is no letter or of no script."""
    if letter.isascii():
        return "LATIN" if letter.isalpha() else ""
    if not unicodedata.category(letter).startswith("L"):
        return ""
    first = unicodedata.name(letter, "").partition(" ")[0]
    return first if first == "LATIN" or first in _LIKE_LATIN else "OTHER"


def _phonetic(letter: str) -> str:
    """The letter that a sign of phonetic writing, which no language is written in, looks like; "" for any other."""
    found = None if letter.isascii() else _SHAPE.fullmatch(unicodedata.name(letter, ""))
    return found[1].lower() if found and letter != "\u0131" else ""


@cache
def _lookalikes() -> dict[str, str]:
    table = dict(_MORE)
    for line in Path(__file__).with_name("lookalikes.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            letter, *codes = line.split()
            table |= {chr(int(code, 16)): letter for code in codes}
    return table


@lru_cache(maxsize=4096)
def _look(letter: str) -> str:
    """The Latin letter that a letter looks like; without a mark below or above it if that is all; else itself."""
    if letter.isascii():
        return letter
    found = _lookalikes().get(letter)
    if found:
        return found
    if _script(letter) == "LATIN" and _unusual(letter):
        if shape := _phonetic(letter):
            return shape
        base = unicodedata.normalize("NFKD", letter)[0]
        return base if base.isascii() else letter
    return letter


# ---- offsets ----------------------------------------------------------------------------------


def _doubted(block: Block, ranges: list[tuple[int, int, str]]) -> Block:
    place = f"page {block.page}" if block.page else block.anchor
    fresh = [Doubt(start=start, end=end, code=code, place=place) for start, end, code in ranges]
    return block.model_copy(update={"doubts": (*block.doubts, *fresh)})


def _without(block: Block, gone: list[int]) -> Block:
    """The block without some of its characters; its changes, doubts and printed lines move along."""
    dropped = set(gone)
    text = "".join(char for at, char in enumerate(block.text) if at not in dropped)
    moved, count = [], 0
    for at in range(len(block.text) + 1):
        moved.append(at - count)
        count += at in dropped

    def at_most(offset: int) -> int:
        return moved[min(offset, len(moved) - 1)]

    def range_of(item: object) -> dict[str, int]:
        return {"start": at_most(item.start), "end": at_most(item.end)}  # type: ignore[attr-defined]

    return block.model_copy(
        update={
            "text": text,
            "typed_label": at_most(block.typed_label),
            "changes": tuple(change.model_copy(update=range_of(change)) for change in block.changes),
            "doubts": tuple(doubt.model_copy(update=range_of(doubt)) for doubt in block.doubts),
            "lines": tuple((at_most(line[0]), *line[1:]) for line in block.lines),
        }
    )
