"""Office files with the same bytes for the same content: no clock in the archive or in the properties."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

_WHEN: Final = (1980, 1, 1, 0, 0, 0)
_DATES: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
# Characters that XML 1.0 cannot hold.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def stable(content: bytes) -> bytes:
    """The archive written again, with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "docProps/core.xml":
                data = _DATES.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", data)
            fixed = zipfile.ZipInfo(entry.filename, _WHEN)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            target.writestr(fixed, data)
    return out.getvalue()


def holdable(text: str) -> str:
    """The text without characters that no Office file can hold."""
    return _UNPRINTABLE.sub("\ufffd", text)
