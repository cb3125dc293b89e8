"""The comments part of a Word file: comments added behind those that are there, or a part made for them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass

from clausegen.ingest import Package
from clausegen.redline.insertion import AUTHOR, escaped, stamp
from clausegen.runtime import regex

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "[Content_Types].xml"
_END = regex(rb"</(?:[\w.-]+:)?[\w.-]+\s*>\s*(?:<!--.*?-->\s*)*$", re.DOTALL)
_EMPTY = regex(rb"<(?P<name>[\w.:-]+)(?P<rest>[^<>]*)/>\s*$")


@dataclass(frozen=True)
class Comment:
    """A comment: its number in the file and its paragraphs."""

    number: int
    lines: tuple[str, ...]


def first_number(package: Package) -> int:
    """The first number that no comment of the file has."""
    name = package.of_kind(package.main, "comments")
    held = package.archive.read(name) if name else b""
    return 1 + max((int(found) for found in re.findall(rb"<[\w.-]*:?comment\b[^>]*?:id=[\"'](\d+)", held)), default=-1)


def with_comments(package: Package, comments: Sequence[Comment], date: str) -> dict[str, bytes]:
    """The parts that change when comments are added, by name: one, or three when there were none."""
    if not comments:
        return {}
    namespace, relationships = _namespaces(package)
    name = package.of_kind(package.main, "comments")
    made = "".join(_comment(comment, date, namespace) for comment in comments).encode()
    if name is not None:
        return {name: appended(package.archive.read(name), made)}
    folder = posixpath.dirname(package.main)
    name = posixpath.join(folder, "comments.xml")
    if name in package.archive:  # a part nothing refers to
        name = posixpath.join(folder, "clausegen-comments.xml")
    relations = posixpath.join(folder, "_rels", posixpath.basename(package.main) + ".rels")
    relation = (
        '<Relationship xmlns="http://schemas.openxmlformats.org/package/2006/relationships" Id="rIdClausegenComments" '
        f'Type="{relationships}/comments" Target="{posixpath.basename(name)}"/>'
    ).encode()
    override = (
        '<Override xmlns="http://schemas.openxmlformats.org/package/2006/content-types" '
        f'PartName="/{name}" ContentType="{_WORD}comments+xml"/>'
    ).encode()
    empty = _HEAD + b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    held = package.archive.read(relations) if relations in package.archive else empty
    return {
        name: _HEAD + f'<w:comments xmlns:w="{namespace}">'.encode() + made + b"</w:comments>",
        relations: appended(held, relation),
        _TYPES: appended(package.archive.read(_TYPES), override),
    }


def appended(part: bytes, child: bytes) -> bytes:
    """The part with one more child at the end of its root, and no other byte changed but an empty root's end."""
    if found := _END.search(part):
        return part[: found.start()] + child + part[found.start() :]
    empty = _EMPTY.search(part)
    assert empty is not None  # noqa: S101  parsed before, so it has a root
    name = empty["name"]
    return part[: empty.start()] + b"<" + name + empty["rest"] + b">" + child + b"</" + name + b">" + b"\n"


def _namespaces(package: Package) -> tuple[str, str]:
    """Return the file's names for the markup and its relationships: ISO 29500 Strict has its own."""
    head = package.archive.read(package.main)[:20_000]
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main" in head
    start, year = ("http://purl.oclc.org/ooxml", "") if strict else ("http://schemas.openxmlformats.org", "/2006")
    return f"{start}/wordprocessingml{year}/main", f"{start}/officeDocument{year}/relationships"


def _comment(comment: Comment, date: str, namespace: str) -> str:
    lines = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escaped(line)}</w:t></w:r></w:p>' for line in comment.lines)
    return (
        f'<w:comment xmlns:w="{namespace}" w:id="{comment.number}" w:author="{AUTHOR}"{stamp(date)} '
        f'w:initials="cg">{lines}</w:comment>'
    )
