"""A Word file with some parts replaced: every other part keeps its bytes, its place and its date."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The oldest date a zip entry can carry, for parts that are new.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def repacked(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The file with these parts. A part is found by its name as the package spells it, whatever the case."""
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
