"""Read what is laid over a PDF page: values of form fields, typed notes, comments, strike-outs."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from clausegen.ingest.lines import letters_of
from clausegen.ingest.pdf.lines import Line, Page
from clausegen.model import State

_MOST: Final = 10_000  # annotations of a page
_FEW_LETTERS: Final = 3  # a tick, a number
_DRAW_NO_WORDS: Final = frozenset(
    {
        *(raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_HIGHLIGHT),
        *(raw.FPDF_ANNOT_UNDERLINE, raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_SQUIGGLY),
    }
)
# These draw nothing over words, or what the rendered page shows too; of others, viewers draw what they like where the
# file holds no drawing.
_DRAWN_ALIKE: Final = frozenset(
    {
        *(raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_FILEATTACHMENT),
        *(raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_UNDERLINE, raw.FPDF_ANNOT_SQUIGGLY, raw.FPDF_ANNOT_CARET),
        *(raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_CIRCLE, raw.FPDF_ANNOT_SOUND),
    }
)
_OVER_WORDS: Final = frozenset({raw.FPDF_ANNOT_LINE, raw.FPDF_ANNOT_INK, raw.FPDF_ANNOT_REDACT})
_UNSEEN_FLAGS: Final = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW


def read_annotations(page: pdfium.PdfPage, found: Page, form: Any) -> None:
    """Add the values of form fields (of ``form``, None without one), typed notes and comments to a page."""
    crop = page.get_cropbox()
    for annotation, kind in _annotations(page):
        hidden = bool(raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN_FLAGS)
        if kind == raw.FPDF_ANNOT_WIDGET:
            if form is None and not hidden:  # of no form: some viewers draw it, the rendering does not
                _strike(annotation, found, crop, "pdf-form")
            value = _said(annotation, b"V") if form is None else _value(form, annotation)
            _placed(annotation, value, found, crop, hidden)
        elif kind == raw.FPDF_ANNOT_FREETEXT:
            _placed(annotation, _said(annotation, b"Contents"), found, crop, hidden)
        elif kind == raw.FPDF_ANNOT_STRIKEOUT:
            found.struck = True
            _strike(annotation, found, crop)
        elif kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP):
            drawn = kind in _DRAWN_ALIKE or raw.FPDFAnnot_HasKey(annotation, b"AP")
            if not hidden and (kind in _OVER_WORDS or not drawn):
                _strike(annotation, found, crop)
            note = _said(annotation, b"Contents")
            if note:
                found.notes.append(note)


def add_drawn_words(document: pdfium.PdfDocument, index: int, found: Page) -> None:
    """Add the words that annotations draw and that no value or note holds; ``index`` counts pages from 0.

    The page is changed for that: its annotations become part of what it shows.
    """
    page = document[index]
    crop = page.get_cropbox()
    places = [_place(annotation, crop) for annotation, kind in _annotations(page) if kind not in _DRAW_NO_WORDS]
    changed = places and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
    page.close()
    if not changed:
        return
    page = document[index]
    text_page = page.get_textpage()
    read = "".join(letters_of(line.text) for line in found.lines)
    for left, bottom, right, top in places:
        x, y = crop[:2]
        for row in text_page.get_text_bounded(left + x, bottom + y, right + x, top + y).splitlines():
            text = " ".join(row.split())
            if len(letters_of(text)) > _FEW_LETTERS and letters_of(text) not in read:
                found.lines.append(Line(text, left, bottom, right, top, found.number, doubt="pdf-form"))
    text_page.close()
    page.close()


def _annotations(page: pdfium.PdfPage) -> Iterator[tuple[Any, int]]:
    """Yield the annotations of a page with their kinds."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        if annotation := raw.FPDFPage_GetAnnot(page, index):
            yield annotation, raw.FPDFAnnot_GetSubtype(annotation)
            raw.FPDFPage_CloseAnnot(annotation)


def _place(annotation: Any, crop: tuple[float, ...]) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of an annotation on the page as it is cut."""
    at = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, at)
    return at.left - crop[0], at.bottom - crop[1], at.right - crop[0], at.top - crop[1]


def _placed(annotation: Any, text: str, found: Page, crop: tuple[float, ...], hidden: bool) -> None:
    """Put the value of a field behind the line it stands beside, else in its place from the top."""
    if not text.strip() or text in {"Off"}:
        return
    left, bottom, right, top = _place(annotation, crop)
    state = State.HIDDEN if hidden else State.VISIBLE
    doubt = "" if hidden else "pdf-form"  # what a viewer draws for it was not compared
    line = Line(" ".join(text.split()), left, bottom, right, top, found.number, state, doubt=doubt)
    middle = (bottom + top) / 2
    beside = [n for n, other in enumerate(found.lines) if other.bottom <= middle <= other.top and other.left < left]
    if beside:
        found.lines.insert(beside[-1] + 1, line)
        return
    below = next((n for n, other in enumerate(found.lines) if other.top < middle), len(found.lines))
    found.lines.insert(below, line)


def _strike(annotation: Any, found: Page, crop: tuple[float, ...], code: str = "pdf-struck") -> None:
    """Doubt the lines that an annotation lies over."""
    left, bottom, right, top = _place(annotation, crop)
    for line in found.lines:
        beside = right < line.left or line.right < left
        if min(bottom, top) <= (line.bottom + line.top) / 2 <= max(bottom, top) and not beside:
            line.doubt = line.doubt or code


def _value(form: Any, annotation: Any) -> str:
    return _wide(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))


def _said(annotation: Any, key: bytes) -> str:
    return _wide(lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, key, buffer, size))


def _wide(ask: Any) -> str:
    """A UTF-16 string that PDFium hands out in two calls: its size in bytes, then its text."""
    size = ask(None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    ask(buffer, size)
    return bytes(memoryview(buffer))[: size - 2].decode("utf-16-le", errors="ignore").replace("\x00", "")
