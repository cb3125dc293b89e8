"""Word to PDF through LibreOffice, when it is installed."""

from __future__ import annotations

import ctypes
import io
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from clausegen.errors import UsageError
from clausegen.lint import packed
from clausegen.runtime import child_processes as outliving
from clausegen.runtime import regex

_SECONDS = 120


def to_pdf(docx: bytes) -> bytes:
    """The PDF of a Word document, its contents with the pages on which LibreOffice puts each entry.

    Raises UsageError with what to do when LibreOffice is absent, fails or takes too long. A PDF carries
    identifiers of its own, so its bytes may differ between runs; the Word document's do not.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UsageError(
            "a PDF is made by LibreOffice, and no soffice is on the PATH; install LibreOffice, "
            "or draft with --format docx and save it as PDF"
        )
    made = _converted(program, docx)
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    estimated = _LISTED.findall(body)
    pages = _linked_pages(made, len(estimated))
    if pages == [page for _, page in estimated] or len(pages) < len(estimated):
        return made
    found = iter(pages)
    parts["word/document.xml"] = _LISTED.sub(lambda entry: f"{entry[1]}{next(found)}", body).encode()
    return _converted(program, packed(parts))


# An entry of the contents up to its page: a field that leads there, with the page that was estimated.
_LISTED = regex(r'(PAGEREF _Toc\d+ (?:(?!PAGEREF).)*?<w:t xml:space="preserve">)(\d+|…)(?=</w:t>)', re.DOTALL)


def _linked_pages(pdf: bytes, count: int) -> list[str]:
    """The pages to which the first links of a PDF lead, from top to bottom: those of its contents.

    An entry that takes two lines is two links to one place.
    """
    import pypdfium2  # slow to load, and few ask for a PDF
    import pypdfium2.raw as pdfium

    found: dict[tuple[int, float], str] = {}
    with pypdfium2.PdfDocument(pdf) as file:
        for page in file:
            here: list[tuple[float, int, float]] = []
            at, link, place = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
            has, left, top = ctypes.c_int(0), ctypes.c_float(0), ctypes.c_float(0)
            while len(found) < count and pdfium.FPDFLink_Enumerate(page.raw, ctypes.byref(at), ctypes.byref(link)):
                pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(place))
                target = pdfium.FPDFLink_GetDest(file.raw, link)
                pdfium.FPDFDest_GetLocationInPage(target, has, has, has, left, top, left)
                here.append((-place.top, pdfium.FPDFDest_GetDestPageIndex(file.raw, target) + 1, top.value))
            found |= {(number, height): str(number) for _, number, height in sorted(here)}
    return list(found.values())[:count]


def _converted(program: str, docx: bytes) -> bytes:
    with tempfile.TemporaryDirectory(dir=outliving.folder()) as folder:
        source = Path(folder) / "draft.docx"
        source.write_bytes(docx)
        # A profile of its own: two processes that share one give no output at all.
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "315532800", "TMPDIR": folder}
        try:
            code, _ = outliving.run(command, seconds=_SECONDS, environment=environment)
        except subprocess.TimeoutExpired:
            raise UsageError(f"LibreOffice made no PDF within {_SECONDS} seconds; draft with --format docx") from None
        except OSError as error:
            raise UsageError(f"LibreOffice could not be started ({error}); draft with --format docx") from None
        target = source.with_suffix(".pdf")
        if not target.is_file():
            raise UsageError(f"LibreOffice made no PDF (exit code {code}); draft with --format docx")
        return target.read_bytes()
