"""The parts of a Word file and how they refer to each other."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Final, NamedTuple

from lxml import etree

from clausegen.errors import DamagedDocument, UnsupportedFormat
from clausegen.ingest.resource_guard import Archive, parse_xml

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


class _Names:
    """Names of WordprocessingML: ``w.tblPr`` is that of an element or attribute, made once."""

    def __getattr__(self, local: str) -> str:
        name = W + local
        setattr(self, local, name)
        return name


w: Final = _Names()

# ISO 29500 Strict writes the same elements under other names.
_STRICT: Final = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": A[1:-1].encode(),
    **{
        b"http://purl.oclc.org/ooxml/" + name: b"http://schemas.openxmlformats.org/" + former
        for name, former in (
            (b"officeDocument/math", b"officeDocument/2006/math"),
            (b"drawingml/wordprocessingDrawing", b"drawingml/2006/wordprocessingDrawing"),
        )
    },
}
_SEND_AGAIN: Final = "ask for the file again, or open and save it in Word"


class TooDeep(Exception):
    """Something lies inside something else beyond ``limits``; the message, where there is one, says what."""


class Relation(NamedTuple):
    """The target of a relationship: the last word of its type, the part's name, outside the file or not."""

    kind: str
    target: str
    external: bool


class Package:
    """A Word file opened by its relationships; parts are parsed when first asked for."""

    def __init__(self, path: Path, archive: Archive) -> None:
        self.path = path
        self.archive = archive
        self._parsed: dict[str, etree._Element] = {}
        self._relations: dict[str, dict[str, Relation]] = {}
        self.main = self._main_part()

    def _main_part(self) -> str:
        mains = [r for r in self.relations("").values() if r.kind == "officeDocument" and not r.external]
        if len(mains) != 1 or mains[0].target not in self.archive:
            reason = f"the file names {len(mains)} main parts that it holds, where Word writes one"
            raise DamagedDocument(self.path, reason, _SEND_AGAIN)
        main = mains[0].target
        if self.root(main).tag != w.document:
            raise UnsupportedFormat(self.path, "this Office file is not a Word document", "save it as .docx")
        return main

    def root(self, name: str) -> etree._Element:
        """The parsed part ``name``, kept for the next who asks. Raises DamagedDocument when absent."""
        if name not in self._parsed:
            if name not in self.archive:
                raise DamagedDocument(self.path, f"the part {name!r} is missing", _SEND_AGAIN)
            self._parsed[name] = self.parsed(name, self.archive.read(name))
        return self._parsed[name]

    def parsed(self, name: str, content: bytes) -> etree._Element:
        """The root of a part called ``name``, Strict namespaces translated."""
        root = parse_xml(self.path, name, content)
        if any(uri and uri.startswith("http://purl.oclc.org/ooxml/") for uri in root.nsmap.values()):
            text = etree.tostring(root, encoding="utf-8")
            for strict, transitional in _STRICT.items():
                text = text.replace(strict, transitional)
            root = parse_xml(self.path, name, text)
        return root

    def relations(self, part: str) -> dict[str, Relation]:
        """Relationships of a part by id; those of the file itself for ``""``. A part without any has none."""
        if part not in self._relations:
            folder, base = posixpath.split(part)
            name = posixpath.join(folder, "_rels", base + ".rels")
            found: dict[str, Relation] = {}
            if name in self.archive:
                for element in parse_xml(self.path, name, self.archive.read(name)):
                    target = element.get("Target", "")
                    external = element.get("TargetMode") == "External"
                    if not external:
                        absolute = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                        target = posixpath.normpath(absolute)
                    kind = element.get("Type", "").rsplit("/", 1)[-1]
                    found[element.get("Id", "")] = Relation(kind, target, external)
            self._relations[part] = found
        return self._relations[part]

    def of_kind(self, part: str, kind: str) -> str | None:
        """The part that ``part`` relates to by ``kind`` ("styles", "numbering"), or None."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.external and relation.target in self.archive:
                return relation.target
        return None

    def related_root(self, kind: str) -> etree._Element | None:
        """The parsed part that the main part relates to by ``kind``, or None."""
        name = self.of_kind(self.main, kind)
        return None if name is None else self.root(name)


def on(element: etree._Element | None) -> bool | None:
    """The value of a Word on/off element; None when it is absent."""
    if element is None:
        return None
    return element.get(w.val) not in {"0", "false", "off", "none"}
