"""Files that this program wrote itself and that are no contracts: results of audits, papers of renewal packs.

A customer's contract may be called anything, so no name alone leaves a file out: its content says that it is ours, or
it lies beside the store of an audit or the manifest of a pack and is called as what these write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from clausegen.auditing.discover import Input, is_remote
from clausegen.auditing.result_writer import RESULT_NAMES
from clausegen.auditing.store_file import STORE_NAME
from clausegen.ingest import OWN_REPORT, is_own_report
from clausegen.model import Concern, Entry, Outcome, Severity
from clausegen.runtime import regex

_RESULT: Final = "a result of an earlier audit, written by clausegen"
_PAPER: Final = "a paper of a renewal pack, written by clausegen"
_REASONS: Final = (_RESULT, _PAPER, OWN_REPORT)
_MANIFEST: Final = "manifest.json"
# What a store and a manifest begin with.
_MARKS: Final = {
    STORE_NAME: regex(rb"\ASQLite format 3\0[\s\S]*CREATE TABLE results\b"),
    _MANIFEST: regex(rb'\A\{\s*"contract": \{[\s\S]*"tier_reasons": \['),
}
_RESULTS: Final = {STORE_NAME, f"{STORE_NAME}-wal", f"{STORE_NAME}-shm", *RESULT_NAMES}
# Papers of a pack may go out without a mark. The addendum is missing: it is there to be signed.
_PAPERS: Final = {
    _MANIFEST, "1-gap-report.docx", "2-refusal-memo.docx", "3-renewal-certificate.docx", "4-questionnaire.docx",
    "5-cover-letter.docx", "6-checklist.docx", "7-notice-of-non-renewal.docx",
}  # fmt: skip
_HEAD: Final = 16 * 1024  # bytes in which the mark of a store or a manifest stands


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
    """Yield the inputs, those that this program wrote excluded, with the reason; ``left_out`` names them."""
    listed = list(inputs)
    marked = {file.path for file in listed if _is_marked(file)}
    for file in listed:
        at = max(file.path.rfind("/"), file.path.rfind("!")) + 1
        folder, name = file.path[:at], file.path[at:]
        if file.outcome is not None or is_remote(file.source):
            yield file
        elif name in _RESULTS and folder + STORE_NAME in marked:
            yield replace(file, outcome=Outcome.EXCLUDED, reason=_RESULT)
        elif name in _PAPERS and folder + _MANIFEST in marked:
            yield replace(file, outcome=Outcome.EXCLUDED, reason=_PAPER)
        elif is_own_report(Path(file.source), file.suffix):
            yield replace(file, outcome=Outcome.EXCLUDED, reason=OWN_REPORT)
        else:
            yield file


def _is_marked(file: Input) -> bool:
    mark = _MARKS.get(file.path[max(file.path.rfind("/"), file.path.rfind("!")) + 1 :])
    if mark is None or file.outcome is not None or is_remote(file.source):
        return False
    try:
        with Path(file.source).open("rb") as stream:
            return mark.search(stream.read(_HEAD)) is not None
    except OSError:
        return False  # whatever hinders it is said when the file is read as a contract
