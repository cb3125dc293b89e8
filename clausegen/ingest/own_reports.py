"""Recognise what clausegen itself wrote about contracts, by content: reports, memos and documentation, under any name.

What it drafts is not among them: an agreement or a notice that was drafted here is a contract paper like any other. A
mark can be forged, so callers name each file that they leave out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from clausegen.errors import DocumentError
from clausegen.ingest.resource_guard import Archive, read_bytes
from clausegen.model import DOCUMENTATION_MARK, REPORT_CATEGORY, REPORT_KEY
from clausegen.runtime import regex

OWN_REPORT: Final = "a report written by clausegen, not a contract"
_PAGE: Final = regex(rb'<meta name="generator" content="clausegen">')
_CATEGORY: Final = regex(rb"<cp:category\b[^>]*>%s</cp:category>" % REPORT_CATEGORY.encode())
_KINDS: Final = regex(
    rb'name="Document kind"[^>]*>\s*<vt:lpwstr>'
    rb"(?:questionnaire|checklist|gap-report|cover-letter|refusal-memo|sign-off)<"
)
_LINES: Final = (REPORT_KEY.encode(), DOCUMENTATION_MARK.encode())
_SARIF: Final = regex(rb'"driver": \{"name": "clausegen"')
_MANIFEST: Final = regex(rb'\{\s*"(?:schema_version":\s*\d+,\s*")?generator":\s*\{\s*"name":\s*"clausegen"')
_ENDS: Final = 16 * 1024  # bytes at each end of a text or page in which a mark would be
_LARGEST: Final = 16 * 1024 * 1024  # bytes of an archive that is opened here, in no process of its own
_PARTS: Final = (("docProps/core.xml", _CATEGORY), ("docProps/custom.xml", _KINDS))


def is_own_report(path: Path, suffix: str | None = None) -> bool:
    """True for a report, memo, manifest or working paper that clausegen wrote; False for whatever cannot be read.

    ``suffix`` is that of its name where it lies under another one.
    """
    try:
        suffix = path.suffix.lower() if suffix is None else suffix
        if suffix in (".docx", ".xlsx"):
            return _is_marked(path)
        if suffix in (".json", ".jsonl"):
            return _MANIFEST.match(_ends(path)[0].lstrip()) is not None
        if suffix == ".sarif":
            return _SARIF.search(_ends(path)[0]) is not None
        if suffix in (".txt", ".md", ".html", ".htm", ""):
            head, tail = _ends(path)
            return _PAGE.search(head) is not None or any(line in tail for line in _LINES)
    except (OSError, DocumentError, KeyError, MemoryError):
        pass  # whatever is wrong is said when the file is read as a contract
    return False


def _is_marked(path: Path) -> bool:
    if path.stat().st_size > _LARGEST:
        return False
    archive = Archive(path, read_bytes(path))
    return any(part in archive and mark.search(archive.read(part)) for part, mark in _PARTS)


def _ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as stream:
        head = stream.read(_ENDS)
        size = path.stat().st_size
        stream.seek(max(size - _ENDS, 0))
        return head, stream.read(_ENDS)
