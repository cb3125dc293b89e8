"""Word to PDF through LibreOffice, when it is installed."""

from __future__ import annotations

import ctypes
import io
import re
import zipfile
from pathlib import Path

from clausegen.errors import DocumentError, UnsupportedFormat, UsageError
from clausegen.lint import packed
from clausegen.runtime import regex


def to_pdf(docx: bytes) -> bytes:
    """The PDF of a Word document, its contents with the pages on which LibreOffice puts each entry.

    Raises UsageError with what to do when LibreOffice is absent, fails or takes too long. A PDF carries
    identifiers of its own, so its bytes may differ between runs; the Word document's do not.
    """
    made = _converted(docx)
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    estimated = _LISTED.findall(body)
    pages = _linked_pages(made, len(estimated))
    if pages == [page for _, page in estimated] or len(pages) < len(estimated):
        return made
    found = iter(pages)
    parts["word/document.xml"] = _LISTED.sub(lambda entry: f"{entry[1]}{next(found)}", body).encode()
    return _converted(packed(parts))


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


def _converted(docx: bytes) -> bytes:
    from clausegen.ingest import printed

    try:
        return printed(Path("draft.docx"), docx)
    except UnsupportedFormat:
        raise UsageError(
            "a PDF is made by LibreOffice, and no soffice is on the PATH; install LibreOffice, "
            "or draft with --format docx and save it as PDF"
        ) from None
    except DocumentError as error:
        raise UsageError(f"LibreOffice made no PDF ({error.reason}); draft with --format docx") from None
