"""Find the places of things in the bytes of ``document.xml``, so that a file is changed only by inserting.

A tree would write the whole part anew: other quotation marks, other namespaces, another file. The part was
parsed before, behind the guard, so it is known to be sound; here its tags are only counted.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from clausegen.errors import UsageError
from clausegen.runtime import regex

_TOKEN = regex(
    rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|"
    rb"<(?P<close>/?)(?P<name>[^\s/>]+)(?P<rest>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL,
)
_LETTER = regex(r"&[^;]*;|.", re.DOTALL)


@dataclass
class Text:
    """The words of one ``w:t``: where its tag, its words and its run begin and end, in bytes.

    ``alone_before`` says that nothing stands before it in its run, ``alone_after`` that nothing follows.
    """

    tag_end: int
    start: int
    run_start: int
    run_properties: bytes
    kept: bool
    alone_before: bool
    end: int = 0
    run_end: int = 0
    alone_after: bool = False


@dataclass
class Place:
    """A paragraph in bytes: ``inner`` is where its content begins, ``outer`` the child of the body around it."""

    start: int
    outer: int
    inner: int = 0
    inner_end: int = 0
    texts: list[Text] = field(default_factory=list)


@dataclass
class Layout:
    """The paragraphs of the part in document order, and the children of its body."""

    prefix: str
    paragraphs: list[Place]
    children: list[tuple[int, int, str]]  # start, end, name
    body_end: int

    @property
    def end(self) -> int:
        """Behind the last paragraph or table, before the properties of the last section."""
        if self.children and self.children[-1][2] == "sectPr":
            return self.children[-1][0]
        return self.body_end


def layout(part: bytes, wanted: Collection[int] = ()) -> Layout:
    """Find every paragraph; texts only for the ``wanted`` ones (by index in document order).

    Raises UsageError for a part in another encoding than UTF-8 or without a prefix, which Word never writes.
    """
    declared = re.match(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=[\"']([\w-]+)", part)
    if part[:2] in (b"\xff\xfe", b"\xfe\xff") or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii")):
        raise UsageError("the text of the file is not encoded as UTF-8; open and save it in Word")
    found = _Walk(part, frozenset(wanted)).layout()
    if not found.prefix:
        raise UsageError("the tags of the file have no prefix, as Word gives them; open and save it in Word")
    return found


class _Walk:
    def __init__(self, part: bytes, wanted: frozenset[int]) -> None:
        self._part = part
        self._wanted = wanted
        self._open: list[tuple[bytes, int]] = []
        self._places: list[Place] = []
        self._inside: list[int] = []  # indexes of the paragraphs that are open, innermost last
        self._runs: list[tuple[int, int]] = []  # start, end of the properties of each open run
        self._properties: dict[int, bytes] = {}
        self._children: list[tuple[int, int, str]] = []
        self._body_end = 0
        self._text: Text | None = None
        self._of_run: dict[int, list[Text]] = {}

    def layout(self) -> Layout:
        prefix = b""
        for token in _TOKEN.finditer(self._part):
            name = token["name"]
            if name is None:
                continue
            if not self._open:
                prefix = name.rpartition(b":")[0]
                self._names = {word: (prefix + b":" if prefix else b"") + word for word in _NAMES}
            if token["close"]:
                self._closed(token.start(), token.end())
            else:
                self._opened(name, token)
                if token["rest"].endswith(b"/"):
                    self._closed(token.end(), token.end())
        return Layout(prefix.decode(), self._places, self._children, self._body_end)

    def _opened(self, name: bytes, token: re.Match[bytes]) -> None:
        self._open.append((name, token.start()))
        own = self._names
        if name == own[b"p"]:
            outer = len(self._children)
            self._inside.append(len(self._places))
            self._places.append(Place(token.start(), outer, inner=token.end()))
        elif name == own[b"r"]:
            self._runs.append((token.start(), token.end()))
        elif name == own[b"t"] and self._inside and self._inside[-1] in self._wanted and self._runs:
            if own[b"moveFrom"] in {one for one, _ in self._open}:
                return
            run_start, content = self._runs[-1]
            kept = b"xml:space" in token["rest"]
            self._text = Text(
                tag_end=token.end() - 1,
                start=token.end(),
                run_start=run_start,
                run_properties=self._properties.get(run_start, b""),
                kept=kept,
                alone_before=content == token.start(),
            )

    def _closed(self, start: int, end: int) -> None:
        name, began = self._open.pop()
        own = self._names
        if name == own[b"p"]:
            self._places[self._inside.pop()].inner_end = start
        elif name == own[b"pPr"] and self._open and self._open[-1][0] == own[b"p"] and self._inside:
            self._places[self._inside[-1]].inner = end
        elif name == own[b"rPr"] and self._open and self._open[-1][0] == own[b"r"] and self._runs:
            self._properties[self._runs[-1][0]] = self._part[began:end]
            self._runs[-1] = (self._runs[-1][0], end)
        elif name == own[b"t"] and self._text is not None:
            text, self._text = self._text, None
            text.end = start
            if b"<" not in self._part[text.start : start]:  # no words in an odd wrapping
                self._places[self._inside[-1]].texts.append(text)
                text.alone_after = self._part.startswith(b"</" + own[b"r"], end)
                self._of_run.setdefault(text.run_start, []).append(text)
        elif name == own[b"r"] and self._runs:
            run, _ = self._runs.pop()
            for text in self._of_run.pop(run, []):
                text.run_end = end
        elif name == own[b"body"]:
            self._body_end = start
        if len(self._open) == 2 and self._open[1][0] == own[b"body"]:
            local = name.rpartition(b":")[2].decode()
            self._children.append((began, end, local))


_NAMES = (b"p", b"r", b"t", b"pPr", b"rPr", b"body", b"moveFrom")


def letters(part: bytes, text: Text) -> Iterator[tuple[str, int, int]]:
    """The characters of a text with the bytes each takes in the part, half-open."""
    at = text.start
    for found in _LETTER.finditer(part[text.start : text.end].decode("utf-8")):
        size = len(found.group().encode("utf-8"))
        yield html.unescape(found.group()), at, at + size
        at += size
