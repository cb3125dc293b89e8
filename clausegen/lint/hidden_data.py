"""Everything in a Word file that its reader can see and its pages do not show: properties, comments, authors, notes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from clausegen.ingest import Archive
from clausegen.lint import word_parts as parts
from clausegen.runtime import regex

# Namespaces and property names of the manifests that this program once put into its files.
OUR_MANIFEST = "urn:clausegen:manifest"
INTERNAL_MARKING = "INTERNAL COPY. NOT FOR THE COUNTERPARTY."
_CARRIED = regex(r"(?:word/embeddings/.+|.*vbaproject\.bin)")
_NOTE = regex(r"\s*drafting note:", 2)


@dataclass(frozen=True, slots=True)
class Giveaway:
    """Something a file gives away. ``part`` is its place in the package."""

    code: str
    message: str
    part: str

    def __str__(self) -> str:
        return f"{self.message} ({self.part}) [{self.code}]"


def giveaways(path: Path, content: bytes) -> list[Giveaway]:
    """List what a Word file gives away besides its pages.

    Raises DamagedDocument or LimitExceeded when ``content`` is no package that can be opened.
    """
    archive = Archive(path, content)
    return [found for name in sorted(archive.names()) for found in _of_part(name, archive.read(name))]


def _of_part(name: str, data: bytes) -> Iterator[Giveaway]:
    key = name.lower()
    if _CARRIED.fullmatch(key):
        yield Giveaway("embedded", "a file or macro is embedded", name)
    elif key.startswith("customxml/item") and not key.startswith("customxml/itemprops"):
        ours = OUR_MANIFEST.encode() in data
        said = "the manifest of an earlier draft of ours" if ours else "custom XML data"
        yield Giveaway("manifest" if ours else "custom-xml", said, name)
    elif key.startswith("docprops/thumbnail"):
        yield Giveaway("thumbnail", "a picture of an earlier first page", name)
    elif key.endswith(".xml") and (root := parts.parsed(data)) is not None:
        yield from _of_xml(name, key, root)


def _of_xml(name: str, key: str, root: etree._Element) -> Iterator[Giveaway]:
    if key == "docprops/custom.xml":
        if named := [child.get("name", "") for child in root]:
            yield Giveaway("custom-properties", f"custom properties: {', '.join(named)}", name)
    elif key in ("docprops/core.xml", "docprops/app.xml"):
        for field, value in parts.properties(root, parts.CORE_FIELDS if key.endswith("core.xml") else parts.APP_FIELDS):
            yield Giveaway("property", f"the property {field} says {value!r}", name)
    elif key.startswith("word/comments") and (count := len(parts.elements(root, {"comment"}))):
        yield Giveaway("comments", f"{count} comment{'s' * (count != 1)}{_by(parts.authors(root))}", name)
    elif key.startswith("word/people") and len(root):
        yield Giveaway("people", "a list of the persons who commented or edited", name)
    elif key.startswith("word/settings"):
        for found in parts.elements(root, parts.SETTINGS):
            yield Giveaway("setting", f"the setting {parts.local(found)}, which names files or data of the house", name)
    elif key.startswith("word/") and parts.local(root) in ("document", "hdr", "ftr", "footnotes", "endnotes"):
        yield from _of_story(name, root)


def _of_story(name: str, root: etree._Element) -> Iterator[Giveaway]:
    if named := parts.authors(root) - {"Author"}:
        yield Giveaway("tracked-authors", f"tracked changes{_by(named)}", name)
    if hidden := parts.hidden_runs(root):
        words = " ".join(" ".join(map(parts.words, hidden)).split())
        yield Giveaway("hidden-text", f"hidden text: {words[:60]!r}", name)
    if INTERNAL_MARKING in parts.words(root):
        yield Giveaway("internal-copy", "marked as an internal copy; draft it again without --internal", name)
    notes = sum(bool(_NOTE.match(parts.words(note))) for note in parts.elements(root, {"footnote", "endnote"}))
    if notes:
        yield Giveaway("drafting-notes", f"{notes} drafting note{'s' * (notes != 1)}", name)


def _by(named: Collection[str]) -> str:
    return f" by {', '.join(sorted(named))}" if named else ""
