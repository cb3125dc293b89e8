"""The copy as a Word file: packed, and read back to see that it says what it should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from clausegen.errors import UsageError
from clausegen.ingest import read_bytes_here
from clausegen.model import Block, Document
from clausegen.redline.insertion import AUTHOR
from clausegen.redline.paragraph_format import HEADING, SCHEDULE, Looks
from clausegen.redline.wording import Wording

# The oldest date a zip entry can carry, for parts that are new.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def repacked(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The file with these parts, found by name in any case; every other keeps its bytes, its place and its date."""
    left = {name.lower(): (name, data) for name, data in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            key = entry.filename.replace("\\", "/").lstrip("/").lower()
            data = left.pop(key)[1] if key in left else old.read(entry)
            kept = zipfile.ZipInfo(entry.filename, entry.date_time)
            kept.compress_type = (
                zipfile.ZIP_STORED if entry.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
            )
            kept.external_attr, kept.comment, kept.create_system = (
                entry.external_attr,
                entry.comment,
                entry.create_system,
            )
            new.writestr(kept, data)
        for name, data in left.values():
            made = zipfile.ZipInfo(name, _EPOCH)
            made.compress_type = zipfile.ZIP_DEFLATED
            made.external_attr = 0o600 << 16
            made.create_system = 3
            new.writestr(made, data)
        new.comment = old.comment
    return buffer.getvalue()


def misnumbered(contract: Document, data: bytes, words: Wording, shown: Looks) -> set[str]:
    """The levels whose automatic numbers, read back, are not those the references print or move others."""
    seen = list(_read(contract, data).agreed_blocks())
    ours = [block for block in seen if _is_ours(block)]
    mine = iter(ours)
    wrong: set[str] = set()
    for paragraph in (p for p in words.paragraphs if p.text.strip() and not p.cells):
        tail = paragraph.text.split()[-1].upper()  # headings may be set in capitals
        block = next((b for b in mine if b.text.upper().split()[-1:] == [tail]), None)
        kind = SCHEDULE if paragraph.kind == "schedule" else str(paragraph.level)
        if paragraph.kind not in ("clause", "schedule") or not shown.of(kind).automatic or block is None:
            continue
        if paragraph.kind == "schedule":
            right = paragraph.label.casefold() in block.label.casefold()
        else:
            right = block.number.rstrip(".") == paragraph.number
        if not right:
            wrong.add(kind)
    after = [block.label for block in seen if not _is_ours(block)]
    if after != [block.label for block in contract.agreed_blocks()]:  # the contract's own must stay what references say
        wrong |= {kind for kind in (HEADING, "2", "3", "4", SCHEDULE) if shown.of(kind).automatic}
    return wrong


def assure(contract: Document, content: bytes, data: bytes) -> None:
    """Raise UsageError rather than hand out a copy whose original is not the contract with the bytes ``content``."""
    if _read(contract, data, original=True).text != _read(contract, content, original=True).text:
        raise UsageError(
            f"{contract.path}: the text before the changes would not be the contract's own; nothing was "
            "written. Draft an addendum instead, and report the file"
        )


def _read(contract: Document, data: bytes, *, original: bool = False) -> Document:
    return read_bytes_here(Path(contract.path or "contract.docx"), data, "original" if original else "accepted")


def _is_ours(block: Block) -> bool:
    return any(change.author == AUTHOR for change in block.changes) and block.state == "inserted"
