"""Files that this program wrote itself and that are no contracts: results of audits, papers of renewal packs.

A customer's contract may be called anything, so no name alone leaves a file out: it must bear our mark as well, or be
beside the store of an audit, where results made by earlier versions have none. Reports that say so in their content
are left out under any name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from clausegen.auditing.inputs import Input
from clausegen.auditing.store import STORE_NAME as STORE
from clausegen.errors import DocumentError
from clausegen.ingest import OWN_REPORT, Archive, is_own_report, read_bytes
from clausegen.model import Concern, Entry, Outcome, Severity
from clausegen.runtime import regex

_CREATOR: Final = regex(rb"<dc:creator\b[^>]*>clausegen</dc:creator>")
_RESULTS: Final = {
    STORE: regex(rb"\ASQLite format 3\0[\s\S]*CREATE TABLE results\b"),
    "audit.jsonl": regex(rb'\A\{"schema_version":\d+,"generator":'),
    "audit.html": regex(rb'<meta name="generator" content="clausegen">'),
    "audit.sarif": regex(rb'"driver": \{"name": "clausegen"'),
    "audit.xlsx": _CREATOR,
    "audit-summary.docx": _CREATOR,
}
_OF_THE_STORE: Final = (f"{STORE}-wal", f"{STORE}-shm")  # without a mark; a run that was killed leaves them
# Papers of a pack go out without a mark, so beside the manifest of their pack they need none. The addendum is missing:
# it is there to be signed.
_MANIFEST: Final = "manifest.json"
_PAPERS: Final = {
    _MANIFEST: regex(rb'\A\{\s*"contract": \{[\s\S]*"tier_reasons": \['),
    "1-gap-report.docx": _CREATOR,
    "2-refusal-memo.docx": _CREATOR,
    "3-renewal-certificate.docx": _CREATOR,
    "4-questionnaire.docx": _CREATOR,
    "5-cover-letter.docx": _CREATOR,
    "6-checklist.docx": _CREATOR,
    "7-notice-of-non-renewal.docx": _CREATOR,
}
_REASONS: Final = (
    "a result of an earlier audit, written by clausegen",
    "a paper of a renewal pack, written by clausegen",
    OWN_REPORT,
)
_PROPERTIES: Final = "docProps/core.xml"
_HEAD: Final = 16 * 1024  # bytes in which the mark of a file stands that is no archive
_LARGEST: Final = 16 * 1024 * 1024  # bytes of an archive that is opened here, in no process of its own


def left_out(entries: Iterable[Entry]) -> Iterator[Concern]:
    """Name the files that were taken for our own: a mark can be forged, and a contract must not go unseen for it."""
    for entry in entries:
        if entry.outcome is Outcome.EXCLUDED and entry.reason in _REASONS:
            message = (
                f"left out as {entry.reason}; whoever wrote it may have copied our mark: look at it, then leave it out "
                "with --exclude, or rename it to have it judged"
            )
            yield Concern(kind="untrusted-file", subject=entry.path, message=message, severity=Severity.MAJOR)


def without_own_files(inputs: Iterable[Input]) -> Iterator[Input]:
    """The inputs, those that bear the mark of this program excluded, with the reason; ``left_out`` names them."""
    listed = list(inputs)
    marked = {file.path for file in listed if _bears_our_mark(file)}
    for file in listed:
        folder, name = _parted(file.path)
        is_result = name in _RESULTS or name in _OF_THE_STORE
        if file.outcome is None and is_result and (file.path in marked or folder + STORE in marked):
            yield replace(file, outcome=Outcome.EXCLUDED, reason=_REASONS[0])
        elif file.path in marked or (file.outcome is None and name in _PAPERS and folder + _MANIFEST in marked):
            yield replace(file, outcome=Outcome.EXCLUDED, reason=_REASONS[1])
        elif file.outcome is None and "://" not in file.source and is_own_report(Path(file.source)):
            yield replace(file, outcome=Outcome.EXCLUDED, reason=OWN_REPORT)
        else:
            yield file


def _parted(path: str) -> tuple[str, str]:
    """Folder or archive, with the sign behind it, and name."""
    at = max(path.rfind("/"), path.rfind("!")) + 1
    return path[:at], path[at:]


def _bears_our_mark(file: Input) -> bool:
    name = _parted(file.path)[1]
    mark = _RESULTS.get(name) or _PAPERS.get(name)
    if mark is None or file.outcome is not None or "://" in file.source:
        return False
    try:
        return mark.search(_marked_part(Path(file.source), packed=mark is _CREATOR)) is not None
    except (OSError, DocumentError, KeyError, MemoryError):
        return False  # whatever hinders it is said when the file is read as a contract


def _marked_part(path: Path, *, packed: bool) -> bytes:
    """The bytes of a file in which our mark would stand."""
    if not packed:
        with path.open("rb") as stream:
            return stream.read(_HEAD)
    if path.stat().st_size > _LARGEST:
        return b""
    return Archive(path, read_bytes(path)).read(_PROPERTIES)
