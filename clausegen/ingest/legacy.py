"""Old formats (.doc, .odt, .rtf) through LibreOffice: turned into .docx, then read like any other.

LibreOffice parses untrusted files with a large code base, hangs on some of them and fetches pictures that
an .odt names by address. So: a profile of its own with macros and links off, no network, a memory limit,
a hard timeout for all that it starts; and it is never used for .docx.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Final

from clausegen.errors import (
    DamagedDocument,
    DocumentError,
    EncryptedDocument,
    LimitExceeded,
    PassingFailure,
    UnsupportedFormat,
)
from clausegen.ingest import limits, ocr
from clausegen.ingest.resource_guard import Archive
from clausegen.runtime import child_processes as outliving
from clausegen.runtime import regex

_SECONDS: Final = 40
_LESS_BUSY: Final = "run again when the machine is less busy"
_IN_WORD: Final = "open it in Word and save it as .docx"
_KILLED: Final = 128  # a shell adds the number of the signal
_LEAST_ROOM: Final = 64 * 2**20  # bytes that LibreOffice needs to write what it makes
_MEMORY_KB: Final = limits.MEMORY_BYTES // 1024
_NOT_BRACES: Final = bytes(set(range(256)) - set(b"{}"))
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop>
</item>
</oor:items>
"""
# What makes LibreOffice look elsewhere: linked pictures and sections of .odt, INCLUDE and LINK fields.
_REMOTE: Final = regex(rb"INCLUDE(?:PICTURE|TEXT)|LINK\s", re.IGNORECASE)
_FRAMES: Final = regex(
    rb"<(?:draw:image|draw:object|draw:plugin|text:section-source)\b[^>]*xlink:href=\"(?:https?|ftp|smb|file):"
)
_INFO: Final = regex(
    rb"\{\\info(?:\s*\{[^{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^{}]*)*\})*\s*\}"
)  # author, title: none is printed
# What programs read differently, LibreOffice among them: words in two forms, mathematics, what is shown or not by a
# switch or a condition. Sources: RTF 1.9.1 (\upr, \mmath, fHidden); OpenDocument 1.3, 7.7.
_DIFFERENT: Final = {
    "rtf": (
        (regex(rb"\\upr(?![a-z])"), "words in two forms, of which programs show one"),
        (regex(rb"\\m(?:math|oMath)(?![a-z])"), "mathematics, in which words may stand"),
        (regex(rb"\{\\sn\s+fHidden\}\s*\{\\sv\s+1"), "a drawing that some programs hide"),
    ),
    "odt": (
        (regex(rb"<text:(?:hidden-paragraph|hidden-text|conditional-text)\b"), "words shown on a condition"),
        (regex(rb"table:visibility=[\"'](?:collapse|filter)"), "rows or columns that some programs hide"),
    ),
}


def program() -> str | None:
    """The path of LibreOffice, None when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def programs() -> tuple[str, ...]:
    """LibreOffice for .doc, .odt and .rtf, tesseract for scanned pages; what is missing is left out."""
    found = {"libreoffice": program() is not None, "tesseract": ocr.available()}
    return tuple(name for name, there in found.items() if there)


def as_docx(path: Path, kind: str, content: bytes) -> bytes:
    """The file as .docx bytes.

    Raises: UnsupportedFormat (LibreOffice is not installed), EncryptedDocument, LimitExceeded (time, nesting),
    DocumentError (it looks elsewhere and the network cannot be cut off), DamagedDocument.
    """
    _refuse_encrypted(path, kind, content)
    if kind == "rtf" and _deepest(content) > limits.RTF_GROUPS:
        reason = f"groups are nested more than {limits.RTF_GROUPS} deep"
        raise LimitExceeded(path, reason, "do not open it; no contract is built like this")
    office = program()
    if office is None:
        reason = f"reading .{kind} files needs LibreOffice, which is not installed"
        raise UnsupportedFormat(path, reason, "install LibreOffice, or save the file as .docx")
    if not _network_can_be_cut() and _looks_elsewhere(path, kind, content):
        reason = "the file refers to content elsewhere, and the network cannot be cut off on this machine"
        raise DocumentError(path, reason, "save it as .docx")
    return _converted(path, office, kind, content, "docx:MS Word 2007 XML")


def as_pdf(path: Path, kind: str, content: bytes) -> bytes | None:
    """The file as LibreOffice prints it; None where it is not installed or must not be asked.

    Raises: LimitExceeded (time), DamagedDocument, PassingFailure.
    """
    office = program()
    if office is None or (not _network_can_be_cut() and (kind == "docx" or _looks_elsewhere(path, kind, content))):
        return None
    return _converted(path, office, kind, content, "pdf")


def printed(path: Path, content: bytes) -> bytes:
    """A Word file of ours as LibreOffice prints it, dated always the same.

    Raises: UnsupportedFormat (LibreOffice is not installed), LimitExceeded (time), DamagedDocument, PassingFailure.
    """
    office = program()
    if office is None:
        raise UnsupportedFormat(path, "no soffice is on the PATH", "install LibreOffice")
    return _converted(path, office, "docx", content, "pdf", {"SOURCE_DATE_EPOCH": "315532800"})


def read_differently(path: Path, kind: str, content: bytes) -> str:
    """Name what a file holds of which programs show different words; "" for nothing. Raises DamagedDocument."""
    parts = [_INFO.sub(b"", content)] if kind == "rtf" else []
    if kind == "odt":
        archive = Archive(path, content)
        parts = [archive.read(name) for name in ("content.xml", "styles.xml") if name in archive]
    found = _DIFFERENT.get(kind, ())
    return next((said for pattern, said in found if any(map(pattern.search, parts))), "")


def _converted(
    path: Path, office: str, kind: str, content: bytes, form: str, told: Mapping[str, str] | None = None
) -> bytes:
    try:
        with tempfile.TemporaryDirectory(dir=outliving.folder()) as folder:
            source = Path(folder) / f"contract.{kind}"
            source.write_bytes(content)
            code = _convert(path, office, source, form, told or {})
            made = source.with_suffix(f".{form.partition(':')[0]}")
            if made.exists() and made.stat().st_size:
                return made.read_bytes()
            room = shutil.disk_usage(folder).free
    except OSError as error:
        reason = f"LibreOffice could not be given the file ({error.strerror})"
        raise PassingFailure(path, reason, "make room for temporary files (TMPDIR), then run again") from None
    if code < 0 or code >= _KILLED:
        reason = f"LibreOffice was ended before it was done (signal {code - _KILLED if code >= _KILLED else -code})"
        raise PassingFailure(path, reason, _LESS_BUSY)
    if room < _LEAST_ROOM:
        reason = f"LibreOffice wrote nothing, and the folder of temporary files has only {room // 2**20} MB left"
        raise PassingFailure(path, reason, "make room for temporary files (TMPDIR), then run again")
    reason = "LibreOffice could not open it; it may be damaged or protected by a password"
    raise DamagedDocument(path, reason, _IN_WORD)


def _convert(path: Path, office: str, source: Path, form: str, told: Mapping[str, str]) -> int:
    """Run LibreOffice; its exit code. Raises LimitExceeded when it takes too long, PassingFailure when others do."""
    cut_off = ["unshare", "-rn"] if _network_can_be_cut() else []
    command = [
        *cut_off,
        office,
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={_profile().as_uri()}",
        "--convert-to",
        form,
        "--outdir",
        str(source.parent),
        str(source),
    ]
    # ulimit before exec: the limits of this process must not be lowered for good.
    limited = ["/bin/sh", "-c", f'ulimit -v {_MEMORY_KB}; ulimit -t {_SECONDS}; exec "$@"', "sh", *command]
    environment = {**os.environ, "TMPDIR": str(source.parent), **told}
    try:
        return outliving.run(limited, seconds=_SECONDS, environment=environment)[0]
    except outliving.Starved:
        reason = f"LibreOffice had too little of the processor to finish within {_SECONDS} s"
        raise PassingFailure(path, reason, _LESS_BUSY) from None
    except subprocess.TimeoutExpired:
        raise LimitExceeded(path, f"LibreOffice did not finish within {_SECONDS} s", _IN_WORD) from None


def _profile() -> Path:
    """A profile of this process: two processes sharing one give no output at all."""
    profile = outliving.folder() / "office"
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
    return profile


@cache
def _network_can_be_cut() -> bool:
    unshare = shutil.which("unshare")
    if unshare is None:
        return False
    done = subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False, timeout=10)  # noqa: S603
    return done.returncode == 0


def _looks_elsewhere(path: Path, kind: str, content: bytes) -> bool:
    if kind != "odt":
        return _REMOTE.search(content) is not None or _REMOTE.search(content.replace(b"\x00", b"")) is not None
    archive = Archive(path, content)
    parts = [archive.read(name) for name in ("content.xml", "styles.xml") if name in archive]
    return any(_FRAMES.search(part) for part in parts)


def _deepest(content: bytes) -> int:
    """Count the groups of an RTF file inside each other: LibreOffice takes time by the square of them."""
    for escaped in (rb"\\", rb"\{", rb"\}"):
        content = content.replace(escaped, b"")
    return max(accumulate(1 if brace == ord("{") else -1 for brace in content.translate(None, _NOT_BRACES)), default=0)


def _refuse_encrypted(path: Path, kind: str, content: bytes) -> None:
    encrypted = False
    if kind == "doc":
        at = content.find(b"\xec\xa5", 512)  # the file information block opens the WordDocument stream
        encrypted = 0 <= at < len(content) - 12 and at % 512 == 0 and bool(content[at + 11] & 0x01)
    elif kind == "odt":
        archive = Archive(path, content)
        manifest = "META-INF/manifest.xml"
        encrypted = manifest in archive and b"encryption-data" in archive.read(manifest)
    if encrypted:
        raise EncryptedDocument(path, "the file is protected by a password", "save a copy without password")
