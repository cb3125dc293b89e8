"""A Word file without what it gives away; the words on its pages and its tracked changes stay."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from clausegen.errors import UsageError
from clausegen.ingest import Archive
from clausegen.lint import word_parts as parts
from clausegen.lint.hidden_data import Giveaway, giveaways

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the times of the entries say when somebody worked
_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "dataBinding")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned file: its bytes, what was taken out, and what is left for a person to decide."""

    data: bytes
    removed: tuple[Giveaway, ...]
    left: tuple[Giveaway, ...]


def cleaned(path: Path, content: bytes) -> Cleaned:
    """Clean a Word file.

    Tracked changes stay, without their authors and dates: to accept or reject them is a decision. Embedded files and
    drafting notes are words or parts of the document and are only named. Raises UsageError for a file that is
    digitally signed, whose signature a copy would break, DamagedDocument when it cannot be opened.
    """
    archive = Archive(path, content)
    held = {name: archive.read(name) for name in archive.names()}
    if any(name.lower().startswith("_xmlsignatures/") for name in held):
        raise UsageError(f"{path}: is digitally signed, and a cleaned copy would not be; clean it before it is signed")
    before = giveaways(path, content)
    data = packed(without_giveaways(held))
    left = giveaways(path, data)
    return Cleaned(data, tuple(found for found in before if found not in left), tuple(left))


def without_giveaways(held: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a package that hold anything of its pages, without names and marks."""
    dropped = {name for name in held if parts.TELLTALE.fullmatch(name.lower())}
    kept = {name: data for name, data in held.items() if name not in dropped}
    kept = {name: data for name, data in kept.items() if not _belongs_to(name, dropped)}
    return {name: _without(name, data, dropped) for name, data in kept.items()}


def packed(held: Mapping[str, bytes]) -> bytes:
    """Return a package of these parts, its types first, the same bytes for the same parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name in sorted(held, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, held[name])
    return buffer.getvalue()


def _belongs_to(name: str, dropped: Collection[str]) -> bool:
    """Return True for the relationships of a part that goes."""
    folder, file = posixpath.split(name)
    owner = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
    return name.lower().endswith(".rels") and owner in dropped


def _without(name: str, data: bytes, dropped: Collection[str]) -> bytes:
    key = name.lower()
    is_xml = key.endswith((".xml", ".rels"))
    root = parts.parsed(data) if is_xml else None
    if root is None:
        return data
    before = etree.tostring(root)
    if key == "[content_types].xml":
        _drop(root, lambda child: child.get("PartName", "").lstrip("/") in dropped)
    elif key.endswith(".rels"):
        base = posixpath.dirname(posixpath.dirname(name))
        _drop(root, lambda child: _goes(child, base, dropped))
    elif key in ("docprops/core.xml", "docprops/app.xml"):
        fields = parts.CORE_FIELDS if key.endswith("core.xml") else parts.APP_FIELDS
        _drop(root, lambda child: parts.local(child) in fields)
    elif key.startswith("word/"):
        _clean_story(root)
    if etree.tostring(root) == before:
        return data
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _goes(relation: etree._Element, base: str, dropped: Collection[str]) -> bool:
    target = relation.get("Target", "")
    if relation.get("Type", "").endswith("/attachedTemplate"):
        return True  # the path of a template on a disk of the house
    if relation.get("TargetMode") == "External":
        return False
    full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
    return full in dropped


def _drop(root: etree._Element, goes: Callable[[etree._Element], bool]) -> None:
    for child in [child for child in root if goes(child)]:
        root.remove(child)


def _clean_story(root: etree._Element) -> None:
    for element in parts.elements(root, (*_MARKS, *parts.SETTINGS)):
        _unhook(element)
    for run in parts.hidden_runs(root):
        _unhook(run)
    for element, key, _ in list(parts.attributes(root)):
        if key.endswith("}author"):
            element.set(key, "Author")
            for date in [str(name) for name in element.attrib if str(name).endswith(("}date", "}dateUtc"))]:
                del element.attrib[date]


def _unhook(element: etree._Element) -> None:
    """Take an element out of its parent, and the run with it when the run held nothing else."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if parts.local(parent) == "r" and not [child for child in parent if parts.local(child) != "rPr"]:
        _unhook(parent)
