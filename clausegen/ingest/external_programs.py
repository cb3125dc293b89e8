"""Find the programs at hand for the formats that need one."""

from __future__ import annotations

from clausegen.ingest import legacy, ocr


def programs() -> tuple[str, ...]:
    """LibreOffice for .doc, .odt and .rtf, tesseract for scanned pages; what is missing is left out."""
    found = {"libreoffice": legacy.program() is not None, "tesseract": ocr.available()}
    return tuple(name for name, there in found.items() if there)
