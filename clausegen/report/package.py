"""Office files with the same bytes for the same content: no clock in the archive or in the properties."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import IO, Final, Literal

WHEN: Final = (1980, 1, 1, 0, 0, 0)
_DATES: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
# Characters that XML 1.0 cannot hold.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class StableArchive(zipfile.ZipFile):
    """An archive to write into, without a clock: whoever fills it, its members bear a fixed time and owner."""

    def open(
        self,
        name: str | zipfile.ZipInfo,
        mode: Literal["r", "w"] = "r",
        pwd: bytes | None = None,
        *,
        force_zip64: bool = False,
    ) -> IO[bytes]:
        """Return a member; every way to write one ends here."""
        if isinstance(name, zipfile.ZipInfo) and mode == "w":
            name.date_time, name.external_attr = WHEN, 0o600 << 16
        return super().open(name, mode, pwd, force_zip64=force_zip64)


def stable(content: bytes, day: dt.date | None = None) -> bytes:
    """Return the archive written again, with fixed times; its properties name the ``day`` it is of, or none."""
    dated = rb"\g<1>%bT00:00:00Z\g<3>" % day.isoformat().encode() if day else b""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, StableArchive(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "docProps/core.xml":
                data = _DATES.sub(dated, data)
            target.writestr(entry.filename, data)
    return out.getvalue()


def holdable(text: str) -> str:
    """Return the text without characters that no Office file can hold."""
    return text if text.isprintable() else _UNPRINTABLE.sub("\ufffd", text)
