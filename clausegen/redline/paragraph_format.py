"""Read how the contract sets its own clauses: style, numbering and letters, level by level, to be copied."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from clausegen.ingest import W, w
from clausegen.model import Block, BlockKind, Clause, Role, Structure
from clausegen.redline.comment_ranges import paragraph_index
from clausegen.redline.insertion_point import PART_HEADING
from clausegen.runtime import regex

_NOT_COPIED: Final = frozenset(
    W + name
    for name in ("rPr", "sectPr", "pPrChange", "framePr", "pageBreakBefore", "cnfStyle", "divId", "suppressLineNumbers")
)
_LETTERS: Final = frozenset(W + name for name in ("rFonts", "color", "sz", "szCs", "lang"))
_HEADING_LETTERS: Final = _LETTERS | {
    W + name for name in ("b", "bCs", "i", "iCs", "caps", "smallCaps", "u", "spacing")
}
HEADING, SCHEDULE, TEXT, DEFINITION, PART = "1", "schedule", "text", "definition", "part"


@dataclass(frozen=True)
class Look:
    """A paragraph to copy: properties and letters as XML, and where its number comes from.

    ``automatic`` numbers come with the style; else the number is typed, followed by ``separator`` ("" for a
    tab). ``example`` is the number of the paragraph that was copied, "" when none was. ``stopped`` says that a full
    stop ends its number, ``capitals`` that its words have no small letters.
    """

    properties: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    automatic: bool = False
    separator: str = ""
    example: str = ""
    stopped: bool = True
    capitals: bool = False

    def typed(self, indent: str) -> Look:
        """The same without numbering of its own; ``indent`` where the list set it in."""
        held = [tag for tag in self.properties if not tag.startswith("<w:numPr")]
        off = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
        at = sum(tag.startswith(_BEFORE_NUMBER) for tag in held)
        held.insert(at, off)
        if not any(tag.startswith("<w:ind") for tag in held):
            at = next((i for i, one in enumerate(held) if one.startswith(_BEHIND_INDENT)), len(held))
            held.insert(at, indent)
        return replace(self, properties=tuple(held), automatic=False)


_SCHEDULE: Final = regex(r"schedule|annex|appendix|exhibit|attachment", re.IGNORECASE)
_BEFORE_NUMBER: Final = ("<w:pStyle", "<w:keepNext", "<w:keepLines", "<w:widowControl")
_BEHIND_INDENT: Final = (
    "<w:contextualSpacing", "<w:mirrorIndents", "<w:suppressOverlap", "<w:jc", "<w:text", "<w:outlineLvl",
)  # fmt: skip


@dataclass(frozen=True)
class Looks:
    """The looks of a contract. ``of`` always gives one: the contract's, or plain text set in by its level."""

    found: dict[str, Look] = field(default_factory=dict)

    def of(self, kind: str) -> Look:
        """The look of a level ("1" to "4", "item 1" to "item 3"), a schedule heading, plain text or a definition."""
        if kind in self.found:
            return self.found[kind]
        letters = self.found[TEXT].letters if TEXT in self.found else ()
        if kind in (HEADING, SCHEDULE, PART):
            return Look(
                ("<w:keepNext/>", '<w:spacing w:before="240" w:after="120"/>'), (*letters, "<w:b/>", "<w:bCs/>")
            )
        return Look(('<w:spacing w:after="120"/>', _indent(kind)), letters)

    def with_typed(self, kind: str) -> Looks:
        """The same, with the numbers of a level typed."""
        return Looks({**self.found, kind: self.of(kind).typed(_indent(kind))})


def _indent(kind: str) -> str:
    """Return the indent of a level for which the contract has none."""
    left = 1440 if kind in ("3", "item 2") else 2160 if kind in ("4", "item 3") else 720
    hanging = ' w:hanging="720"' if kind[-1].isdigit() else ""
    return f'<w:ind w:left="{left}"{hanging}/>'


def looks(read: Structure, root: etree._Element, part: str, *, until: int, lettered: bool = False) -> Looks:
    """The looks of the last paragraphs of each level before the clause with index ``until``, schedules apart.

    ``lettered`` says that (a) is the level below a clause, and (i) the one below that.
    """
    paragraphs = list(root.iter(w.p))
    blocks = list(read.document.agreed_blocks())
    found: dict[str, Look] = {}
    for clause, block in zip(read.clauses, blocks, strict=True):
        index = paragraph_index(block, part)
        if index is None or block.row or index >= len(paragraphs):
            continue
        kind = _kind(clause, block, lettered)
        if kind and (clause.index < until or kind == SCHEDULE):
            found[kind] = _look(paragraphs[index], block, heading=kind in (HEADING, SCHEDULE, PART))
    return Looks(found)


def _kind(clause: Clause, block: Block, lettered: bool) -> str:
    if clause.role is Role.SCHEDULE:
        return SCHEDULE if clause.is_heading and _SCHEDULE.match(block.label or block.text) else ""
    if clause.role not in (Role.OPERATIVE, Role.DEFINITION):
        return ""
    if clause.is_heading and PART_HEADING.match(block.text):
        return PART
    number = block.number.rstrip(".")
    if re.fullmatch(r"\d+|[IVXL]+|[A-Z]", number):
        return HEADING
    if re.fullmatch(r"(?:\d+|[A-Z])\.\d+", number):
        return "2"
    if re.fullmatch(r"\([a-z]\)|\([ivx]+\)", block.label):
        roman = len(block.label) > 3 or (block.label in ("(i)", "(v)", "(x)") and number.count("(") > 1)
        return str(3 + roman - lettered)
    if block.label or clause.is_heading or block.kind is not BlockKind.PARAGRAPH:
        return ""
    return DEFINITION if clause.role is Role.DEFINITION else TEXT


def _look(paragraph: etree._Element, block: Block, *, heading: bool) -> Look:
    properties = paragraph.find(w.pPr)
    kept = [] if properties is None else [plain(child) for child in properties if child.tag not in _NOT_COPIED]
    runs = [run for run in paragraph.iter(w.r) if run.find(w.t) is not None]
    longest = max(runs, key=lambda run: len("".join(t.text or "" for t in run.iter(w.t))), default=None)
    letters = None if longest is None else longest.find(w.rPr)
    wanted = _HEADING_LETTERS if heading else _LETTERS
    typed = block.text[: block.typed_label]
    tabbed = paragraph.find(f".//{w.tab}") is not None or not typed
    return Look(
        properties=tuple(tag for tag in kept if tag),
        letters=() if letters is None else tuple(plain(child) for child in letters if child.tag in wanted),
        automatic=bool(block.label) and not block.typed_label,
        separator="" if tabbed else _between(typed, block.label) or " ",
        example=block.number or block.label,
        stopped=block.label.endswith(".") or not block.typed_label,
        capitals=heading and block.text[block.typed_label :].isupper(),
    )


def _between(typed: str, label: str) -> str:
    """Return what a contract types between a number and the words: " - " of "ARTICLE 1 - "."""
    at = typed.rfind(label.split()[-1]) if label else -1
    return typed[at + len(label.split()[-1]) :] if at >= 0 else typed[len(typed.rstrip()) :]


def plain(element: etree._Element) -> str:
    """An element of WordprocessingML as XML with the prefix w, without what other namespaces added to it."""
    if not isinstance(element.tag, str) or not element.tag.startswith(W):
        return ""
    name = element.tag[len(W) :]
    attributes = "".join(
        f' w:{str(key)[len(W) :]}="{_escaped(str(value))}"'
        for key, value in element.attrib.items()
        if str(key).startswith(W) and not str(key)[len(W) :].startswith("rsid")
    )
    inside = "".join(plain(child) for child in element if not str(child.tag).endswith("}ins"))
    return f"<w:{name}{attributes}>{inside}</w:{name}>" if inside else f"<w:{name}{attributes}/>"


def _escaped(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
