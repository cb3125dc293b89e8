"""Values that a walk through a Word part hands on: pieces of text with one fate each, in paragraphs, at a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from clausegen.ingest import limits
from clausegen.ingest.docx.package import MC, TooDeep, W, on, w
from clausegen.ingest.docx.styles import ParagraphStyle, TableStyle
from clausegen.ingest.docx.tracked_changes import DELETED, INSERTED, Mark, Piece
from clausegen.ingest.labels import starts_with_label
from clausegen.ingest.typography import tidy
from clausegen.model import State

BREAK: Final = "\x0b"  # a line break inside a paragraph; cannot occur in XML text

M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TRANSPARENT: Final = frozenset(W + name for name in ("hyperlink", "smartTag", "customXml", "dir", "bdo", "sdtContent"))
_LABEL_WINDOW: Final = 60  # characters
_UNDERSTOOD: Final = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")


@dataclass(slots=True)
class Place:
    """The place of the walk: inherited revision, table cell, background, state forced by a container."""

    revision: str = ""
    mark: Mark | None = None
    forced: State | None = None
    cell: str = ""
    table: TableStyle | None = None
    background: str | None = None
    part: str = "body"
    depth: int = 0


@dataclass(slots=True)
class Paragraph:
    """A paragraph as walked, before a view is chosen."""

    index: int
    place: Place
    style: ParagraphStyle
    pieces: list[Piece] = field(default_factory=list)
    num_id: str | None = None
    ilvl: str | None = None
    outline: int | None = None
    centred: bool = False
    mark_revision: str = ""
    mark_hidden: bool = False
    separator: bool = False
    section_break: bool = False
    contents: bool = False
    doubt: str = ""  # the code of what makes it uncertain that its words are seen as read


def branches(alternate: etree._Element) -> Iterator[etree._Element]:
    """The Choice that Word would show, else the Fallback: one of them, never both."""
    for choice in alternate.iterfind(MC + "Choice"):
        needs = [choice.nsmap.get(prefix) or "" for prefix in choice.get("Requires", "").split()]
        if needs and all(uri.startswith(_UNDERSTOOD) for uri in needs):
            yield choice
            return
    yield from alternate.iterfind(MC + "Fallback")


def unwrapped(element: etree._Element, place: Place) -> Iterator[tuple[etree._Element, Place]]:
    """Yield what stands in an element, and in the controls, changes, links and choices in it, each with its place."""
    if place.depth > limits.NESTING:
        raise TooDeep
    for child in element:
        tag = child.tag
        if tag == w.sdt:
            unfilled = on(child.find(f"{w.sdtPr}/{w.showingPlcHdr}"))
            forced = State.PLACEHOLDER if unfilled else place.forced
            for content in child.iterfind(w.sdtContent):
                yield from unwrapped(content, replace(place, forced=forced, depth=place.depth + 1))
                break
        elif tag in INSERTED or tag in DELETED:
            yield from unwrapped(child, revised(child, place))
        elif tag == MC + "AlternateContent":
            for chosen in branches(child):
                yield from unwrapped(chosen, replace(place, depth=place.depth + 1))
        elif tag in _TRANSPARENT:
            yield from unwrapped(child, replace(place, depth=place.depth + 1))
        else:
            yield child, place


def revised(element: etree._Element, place: Place) -> Place:
    """The place of what stands in a tracked change: who made it, and what it makes of what was made before."""
    kind = INSERTED.get(element.tag) or DELETED[element.tag]
    own = "i" if element.tag in INSERTED else "d"
    revision = own if place.revision in {"", own} else "x"
    mark = Mark(kind, element.get(w.author, ""), element.get(w.date, ""))
    return replace(place, revision=revision, mark=mark, depth=place.depth + 1)


def formula(element: etree._Element) -> str:
    """The characters of a formula in their order."""
    return "".join(piece.text or "" for piece in element.iter(M + "t"))


def split_at_labels(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces split at line breaks that a typed number follows: "(a) …⏎(b) …" are two items."""
    if not any(BREAK in piece.text for piece in pieces):
        return [pieces]
    tokens = [piece._replace(text=part) for piece in pieces for part in re.split(f"({BREAK})", piece.text) if part]
    lines: list[list[Piece]] = [[]]
    for at, token in enumerate(tokens):
        if token.text != BREAK:
            lines[-1].append(token)
            continue
        following = ""
        for later in tokens[at + 1 : at + 2 + _LABEL_WINDOW]:  # each has a character or more
            following += later.text
            if len(following) > _LABEL_WINDOW:
                break
        if starts_with_label(tidy(following).lstrip()) and any(p.text.strip() for p in lines[-1]):
            lines.append([])
        else:
            lines[-1].append(token._replace(text=" "))
    return lines
