"""Tell the format of a file: its content decides, its name must not contradict."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from clausegen.errors import DamagedDocument, EncryptedDocument, UnsupportedFormat
from clausegen.runtime import regex

_EXTENSIONS: Final = {
    ".docx": "docx", ".docm": "docx", ".dotx": "docx", ".dotm": "docx",
    ".pdf": "pdf",
    ".doc": "doc", ".dot": "doc", ".odt": "odt", ".ott": "odt", ".rtf": "rtf",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mht": "eml", ".mhtml": "eml",
    ".eml": "eml", ".msg": "msg",
    ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md",
}  # fmt: skip
EXTENSIONS: Final = tuple(sorted(_EXTENSIONS))
"""Suffixes of files taken for contracts. A refused one is among them, so that it is refused aloud."""
ADVISED: Final = tuple(suffix for suffix in EXTENSIONS if _EXTENSIONS[suffix] != "msg")
"""Suffixes of the files that are read, to be named in messages."""
_TEXTUAL: Final = frozenset({"txt", "md", "html", "eml"})
_NAMES: Final = {
    "docx": "a Word file", "pdf": "a PDF", "doc": "an old Word file", "odt": "an OpenDocument text",
    "rtf": "an RTF file",
    "html": "a web page", "eml": "an e-mail", "msg": "an Outlook message", "txt": "plain text", "md": "Markdown",
}  # fmt: skip
_HTML: Final = regex(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_DECLARATION: Final = regex(rb"<\?xml[^>]*>")
_UNPACK: Final = "unpack it and give the contracts inside, or its folder to clausegen audit --archives"
_RENAME: Final = "rename it to .zip if you trust where it came from; clausegen audit --archives judges the files inside"
# Word itself writes these under the name .doc; refusing them would refuse ordinary mail.
_WORD_WRITES_AS_DOC: Final = frozenset({"rtf", "html", "docx", "eml"})


def extension(name: str) -> str:
    """Extension of a name, lower case with the dot; "" also for a file without one inside another (``a.eml!part``)."""
    found = Path(name).suffix.lower()
    return "" if "!" in found or found == "." else found


def may_have_pages(name: str) -> bool:
    """True for a file of which pages may be rendered, itself or as an attachment."""
    return _EXTENSIONS.get(extension(name)) not in {"txt", "md", "html"}


def sniff(path: Path, content: bytes) -> str:
    """The format of a file: docx, pdf, doc, odt, rtf, html, eml, msg, txt or md.

    Raises: UnsupportedFormat, EncryptedDocument, DamagedDocument (the content is not what the name says).
    """
    suffix = extension(path.name)
    named = _EXTENSIONS.get(suffix)
    found = _signature(path, content)
    if found is None and path.name.startswith("~$"):
        raise DamagedDocument(path, "Word keeps this file beside a document that is open", "give the document itself")
    if found is None:
        if named in _TEXTUAL:
            return str(named)
        if named is None:
            if suffix:
                raise UnsupportedFormat(path, f"files of type {suffix} are not read", _known())
            return "txt"
        raise DamagedDocument(
            path, f"the file is not {_NAMES[named]}: its content does not begin like one", "ask for the file again"
        )
    if named is None or named == found or (named == "doc" and found in _WORD_WRITES_AS_DOC):
        return found
    if found == "html" and named in {"txt", "md", "eml"}:
        return named  # text may well begin with a tag
    remedy = f"rename it to .{found} if you trust where it came from"
    raise DamagedDocument(path, f"the name says {_NAMES[named]}, the content is {_NAMES[found]}", remedy)


def _known() -> str:
    return "give one of " + ", ".join(ADVISED)


def _signature(path: Path, content: bytes) -> str | None:
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return _zipped(path, content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(path, content)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    return "html" if _begins_a_page(content[:4096].removeprefix(b"\xef\xbb\xbf")) else None


def _begins_a_page(content: bytes) -> bool:
    """True when HTML begins behind white space, a declaration and comments; each is passed over once."""
    rest = content.lstrip()
    if declaration := _DECLARATION.match(rest):
        rest = rest[declaration.end() :].lstrip()
    while rest.startswith(b"<!--"):
        rest = rest.partition(b"-->")[2].lstrip()
    return _HTML.match(rest) is not None


def _zipped(path: Path, content: bytes) -> str:
    is_zip = extension(path.name) == ".zip"  # in an archive of contracts these are the names of their parts
    if not is_zip and b"[Content_Types].xml" in content and b"word/document.xml" in content:
        return "docx"  # names stand in an archive unpacked; the reader opens it behind the guard
    from clausegen.ingest.resource_guard import (  # with all that reads XML; others ask for names only
        UNPACK_BY_HAND,
        Archive,
    )

    archive = Archive(path, content, again=UNPACK_BY_HAND if is_zip else "")
    if "[Content_Types].xml" in archive:
        types = archive.read("[Content_Types].xml")
        if b"wordprocessingml" in types or "word/document.xml" in archive:
            return "docx"
        raise UnsupportedFormat(path, "this Office file is a workbook or presentation, not a Word document", _known())
    if "mimetype" in archive:
        kind = archive.read("mimetype").strip()
        if kind.startswith(b"application/vnd.oasis.opendocument.text"):
            return "odt"
        raise UnsupportedFormat(path, "this OpenDocument file is not a text", _known())
    if "word/document.xml" in archive:
        return "docx"
    if named := _EXTENSIONS.get(extension(path.name)):
        reason = f"the name says {_NAMES[named]}, the content is an archive of other files"
        raise DamagedDocument(path, reason, _RENAME)
    raise UnsupportedFormat(path, "this archive is no document", _UNPACK if is_zip else _RENAME)


def _compound(path: Path, content: bytes) -> str:
    """An OLE file: its directory entries, in UTF-16, name what it holds."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise EncryptedDocument(path, "the Office file is protected by a password", "save a copy without password")
    if holds("__substg1.0_"):
        return "msg"
    if holds("WordDocument"):
        return "doc"
    raise UnsupportedFormat(path, "this Office file is neither a Word document nor a message", _known())
