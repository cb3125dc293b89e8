"""The clause numbers that Word computes: numbering.xml, styles and counters.

Source: ISO 29500-1, 17.9; and, where it is silent, LibreOffice's rendering of real contracts. One trap
found there: an empty numbered paragraph that only holds a section break gets no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lxml import etree

from clausegen.ingest.docx.measures import whole
from clausegen.ingest.docx.package import on, w
from clausegen.model import to_roman
from clausegen.runtime import regex

_PLACE: Final = regex(r"%([1-9])")
_LEVELS: Final = 9
_LARGE: Final = 10_000  # a counter beyond this is a damaged or hostile file; printing it is enough


class Number(NamedTuple):
    """An automatic label: as printed, form and counter, whether it spells its ancestors out, its list."""

    label: str
    form: str
    value: int
    complete: bool
    list_key: str


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    hidden: bool = False


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    by_style: dict[str, int] = field(default_factory=dict)


def _whole(text: str | None) -> int:
    return max(-_LARGE, min(whole(text), _LARGE))


def _val(element: etree._Element | None) -> str | None:
    return None if element is None else element.get(w.val)


class Numbering:
    """The lists of a document and where each of them stands."""

    def __init__(self, root: etree._Element | None, style_lists: dict[str, str] | None = None) -> None:
        self._abstract: dict[str, etree._Element] = {}  # a file declares more lists than it uses
        self._lists: dict[str, _List] = {}  # those that were asked for
        self._nums: dict[str, tuple[str, dict[int, tuple[int | None, _Level | None]]]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._used: set[tuple[str, int]] = set()
        if root is None:
            return
        for element in root.iterfind(w.abstractNum):
            self._abstract.setdefault(element.get(w.abstractNumId, ""), element)
        for element in root.iterfind(w.num):
            overrides: dict[int, tuple[int | None, _Level | None]] = {}
            for override in element.iterfind(w.lvlOverride):
                start = override.find(w.startOverride)
                level = override.find(w.lvl)
                ilvl = _whole(override.get(w.ilvl))
                overrides[ilvl] = (
                    None if start is None else _whole(_val(start)),
                    None if level is None else self._level(level),
                )
            abstract = _val(element.find(w.abstractNumId)) or ""
            self._nums.setdefault(element.get(w.numId, ""), (abstract, overrides))
        self._follow_style_links(style_lists or {})

    def _list(self, abstract: str) -> _List | None:
        found = self._lists.get(abstract)
        if found is None and (element := self._abstract.get(abstract)) is not None:
            found = self._lists[abstract] = self._read(element)
        return found

    def _read(self, element: etree._Element) -> _List:
        found = _List()
        for level in element.iterfind(w.lvl):
            ilvl = _whole(level.get(w.ilvl))
            found.levels[ilvl] = self._level(level)
            style = _val(level.find(w.pStyle))
            if style:
                found.by_style.setdefault(style, ilvl)
        return found

    @staticmethod
    def _level(element: etree._Element) -> _Level:
        number_format = element.find(w.numFmt)
        if number_format is None:  # newer formats come wrapped in an alternate-content choice
            number_format = next(element.iter(w.numFmt), None)
        restart = element.find(w.lvlRestart)
        text = element.find(w.lvlText)
        return _Level(
            start=_whole(_val(element.find(w.start))),
            format=_val(number_format) or "decimal",
            text="" if text is None else text.get(w.val, ""),
            legal=bool(on(element.find(w.isLgl))),
            restart=None if restart is None else _whole(_val(restart)),
            hidden=bool(on(element.find(f"{w.rPr}/{w.vanish}"))),
        )

    def _follow_style_links(self, style_lists: dict[str, str]) -> None:
        """A list may say "like that list style", which names a number, which names the real list."""
        for name, element in self._abstract.items():
            link = _val(element.find(w.numStyleLink))
            if link and element.find(w.lvl) is None:
                target = self._nums.get(style_lists.get(link, ""), ("", {}))[0]
                if target in self._abstract and target != name:
                    for num_id, (abstract, overrides) in list(self._nums.items()):
                        if abstract == name:
                            self._nums[num_id] = (target, overrides)

    def level_of_style(self, num_id: str, chain: tuple[str, ...]) -> int | None:
        """The level that a paragraph style is linked to in the list ``num_id``, or None."""
        listed = self._list(self._nums.get(num_id, ("", {}))[0])
        if listed is None:
            return None
        for style in chain:
            if style in listed.by_style:
                return listed.by_style[style]
        return None

    def _level_at(self, num_id: str, ilvl: int) -> _Level | None:
        abstract, overrides = self._nums[num_id]
        replaced = overrides.get(ilvl, (None, None))[1]
        if replaced is not None:
            return replaced
        listed = self._list(abstract)
        return None if listed is None else listed.levels.get(ilvl)

    def next(self, num_id: str, ilvl: int) -> Number | None:
        """Count one paragraph of the list and say its label; None when the list is unknown.

        A bullet or an unprinted level has an empty label.
        """
        if num_id not in self._nums or not 0 <= ilvl < _LEVELS:
            return None
        level = self._level_at(num_id, ilvl)
        if level is None:
            return None
        abstract, overrides = self._nums[num_id]
        counters = self._counters.setdefault(abstract, {})
        self._count(num_id, ilvl, level, counters, overrides)
        for outer in range(ilvl):  # a level that never had a paragraph still shows its first number
            if outer not in counters:
                above = self._level_at(num_id, outer)
                counters[outer] = 1 if above is None else above.start
        for inner in [key for key in counters if key > ilvl]:
            below = self._level_at(num_id, inner)
            restart = None if below is None else below.restart
            if restart is None or (restart and ilvl < restart):
                del counters[inner]
        label = "" if level.hidden or level.format == "bullet" else self._text(num_id, level, counters)
        places = _PLACE.findall(level.text)
        return Number(
            label=label,
            form=self._form(level),
            value=counters[ilvl],
            complete=len(places) > 1
            or (ilvl == 0 and level.format in {"decimal", "decimalZero", "upperRoman"} and "(" not in level.text),
            list_key=abstract,
        )

    def _count(
        self,
        num_id: str,
        ilvl: int,
        level: _Level,
        counters: dict[int, int],
        overrides: dict[int, tuple[int | None, _Level | None]],
    ) -> None:
        if (num_id, -1) not in self._used:
            self._used.add((num_id, -1))
            for overridden, (start, _) in overrides.items():
                if start is not None and overridden < ilvl:
                    counters[overridden] = start
        start = overrides.get(ilvl, (None, None))[0]
        if start is not None and (num_id, ilvl) not in self._used:
            counters[ilvl] = start
        elif ilvl in counters:
            counters[ilvl] += 1
        else:
            counters[ilvl] = level.start if start is None else start
        self._used.add((num_id, ilvl))

    def _text(self, num_id: str, level: _Level, counters: dict[int, int]) -> str:
        def place(found: re.Match[str]) -> str:
            ilvl = int(found[1]) - 1
            other = self._level_at(num_id, ilvl)
            if other is None or ilvl not in counters:
                return ""
            number_format = "decimal" if level.legal and other.format != "decimalZero" else other.format
            return formatted(counters[ilvl], number_format)

        return " ".join(_PLACE.sub(place, level.text).split())

    @staticmethod
    def _form(level: _Level) -> str:
        if level.text.lstrip().startswith("("):
            shape = "paren"
        else:
            shape = "half" if level.text.rstrip().endswith(")") else "dot"
        if shape == "dot" and level.format == "decimal":
            return "decimal1"
        return f"{shape}:{level.format}"


def formatted(value: int, number_format: str) -> str:
    """A counter as Word prints it in one of its number formats; others print decimals, words ("One") too."""
    if number_format in {"none", "bullet"}:
        return ""
    if number_format in {"upperLetter", "lowerLetter"} and 0 < value <= 780:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if number_format == "upperLetter" else letter
    if number_format in {"upperRoman", "lowerRoman"} and 0 < value < 4000:
        numeral = to_roman(value)
        return numeral.upper() if number_format == "upperRoman" else numeral
    return f"{value:02d}" if number_format == "decimalZero" else str(value)
