"""One PDF page: its lines with places and looks, what is laid over it, and whether it is text or a scan.

A contract has hundreds of thousands of characters, and each question to PDFium costs: boxes are asked for
the ends of a line only, by ``quick`` calls. Whether a person sees the words is for ``look`` to tell.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from clausegen.ingest.pdf.annotations import read_annotations
from clausegen.ingest.pdf.ink import reads_like_text
from clausegen.ingest.pdf.letter_places import Span, turned
from clausegen.ingest.pdf.lines import Line, Page, quick, sideways
from clausegen.ingest.pdf.look import Looker
from clausegen.model import State
from clausegen.runtime import regex

HYPHEN: Final = "\x02"  # PDFium's mark for a hyphen at the end of a line; "\ufffe" in its later versions
_SPARSE: Final = 200  # characters; a stamp on a scan is shorter, a page of a contract longer
_COVERING: Final = 0.5
_OUTLINES: Final = 200  # drawn paths on a page without text: letters turned into shapes
_UNMAPPED: Final = regex("[\ufffd\ue000-\uf8ff\x01\x03-\x08\x0e-\x1f]")


_box_of: Final = quick(raw.FPDFText_GetLooseCharBox)
_font_of: Final = quick(raw.FPDFText_GetFontInfo)
_object_of: Final = quick(raw.FPDFText_GetTextObject)
_blended: Final = quick(raw.FPDFPageObj_HasTransparency)
_blended.argtypes = (ctypes.c_void_p,)
_object_of.restype = ctypes.c_void_p  # an address is handed on as it comes


class PageReader:
    """Reads pages of one document, with its form environment (None when it has no form)."""

    def __init__(self, form: Any, *, looker: Looker | None) -> None:
        self._form = form
        self._looker = looker
        self._spans: list[Span] = []
        self._box = raw.FS_RECTF()
        self._into_box = ctypes.byref(self._box)
        self._font = ctypes.create_string_buffer(64)
        self._into_font = (ctypes.byref(self._font), ctypes.c_ulong(64), ctypes.byref(ctypes.c_int()))

    def read(self, page: pdfium.PdfPage, number: int) -> Page:
        """The page ``number`` (1-based)."""
        found, text = self._read_text(page, number)
        if page.get_rotation() and sum(sideways(line) for line in found.lines) > len(found.lines) / 2:
            # The page is turned and its text is not turned back: PDFium would give the lines backwards.
            page.set_rotation(0)
            found, text = self._read_text(page, number)
        if raw.FPDFPage_GetAnnotCount(page):
            read_annotations(page, found, self._form)
        if len(text.strip()) < _SPARSE or _garbled(text):
            found.scan = self._looks_scanned(page, text)
        if found.looked is not None:
            shades, signs = found.looked
            found.looked = None
            found.unread_ink = not found.scan and reads_like_text(
                shades, np.concatenate([signs, self._laid_over(found, shades)])
            )
        return found

    def _laid_over(self, found: Page, shades: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The boxes in pixels of the lines that are no text of the page itself: values of fields, typed notes."""
        of_page = {id(span.line) for span in self._spans}
        lines = [line for line in found.lines if id(line) not in of_page]
        boxes = np.array(
            [(line.left, found.height - line.top, line.right, found.height - line.bottom) for line in lines]
        )
        made: NDArray[np.float32] = boxes.reshape(-1, 4).astype(np.float32) * np.float32(shades.shape[0] / found.height)
        return made

    def _read_text(self, page: pdfium.PdfPage, number: int) -> tuple[Page, str]:
        found = Page(number, *page.get_size())
        text_page = raw.FPDFText_LoadPage(page)
        if not text_page:
            raise pdfium.PdfiumError("Failed to load text page.")
        try:
            count = raw.FPDFText_CountChars(text_page)
            letters = (ctypes.c_ushort * (2 * count + 2))()  # some letters take two
            length = raw.FPDFText_GetText(text_page, 0, count, letters)
            text = str(memoryview(letters)[: max(length - 1, 0)], "utf-16-le", "ignore").replace("\ufffe", HYPHEN)
            self._spans = []
            self._lines(page, text_page, text, found, same=len(text) == count)
            if self._looker is not None:
                found.looked = self._looker.look(page, text_page, self._spans)
        finally:
            raw.FPDFText_ClosePage(text_page)
        return found, text

    # ---- text ---------------------------------------------------------------------------------

    def _lines(self, page: pdfium.PdfPage, text_page: Any, text: str, found: Page, *, same: bool) -> None:
        place = page.get_rotation(), page.get_cropbox()
        at = 0
        for piece in text.split("\r\n"):
            segments = piece.split(HYPHEN)
            for nth, segment in enumerate(segments, 1):
                start = at
                at += len(segment) + 1
                stripped = segment.strip()
                if not stripped:
                    continue
                first = start if stripped == segment else start + len(segment) - len(segment.lstrip())
                last = first + len(stripped) - 1
                if not same:
                    first = raw.FPDFText_GetCharIndexFromTextIndex(text_page, first)
                    last = raw.FPDFText_GetCharIndexFromTextIndex(text_page, last)
                for part, begin, end in (
                    self._rows(text_page, stripped, first, last) if same else [(stripped, first, last)]
                ):
                    line = self._line(text_page, part, begin, end, found.number, place)
                    line.hyphen = nth < len(segments) and end == last
                    found.lines.append(line)
                    self._spans.append(Span(line, begin, end))
                    if _blended(_object_of(text_page, begin)) or _blended(_object_of(text_page, end)):
                        line.doubt = "pdf-blended"
            at += 1

    def _rows(self, text_page: Any, text: str, first: int, last: int) -> Iterator[tuple[str, int, int]]:
        """Yield the parts of a line of PDFium's that stand below each other: it joins what it finds in one object."""
        box = self._box
        _box_of(text_page, first, self._into_box)
        high, top = box.top - box.bottom, box.top
        _box_of(text_page, last, self._into_box)
        begin = first
        if top - box.top > high:
            left = box.right
            for index in range(first, last + 1):
                if text[index - first] == " ":  # one that PDFium adds stands nowhere
                    continue
                _box_of(text_page, index, self._into_box)
                ends = top - box.top > (box.top - box.bottom) / 2 and box.left < left
                top, left = box.top, box.left
                if ends:
                    if part := text[begin - first : index - first].strip():
                        yield part, begin, begin + len(part) - 1
                    begin = index
        yield text[begin - first :], begin, last

    def _line(self, text_page: Any, text: str, first: int, last: int, number: int, place: tuple[Any, ...]) -> Line:
        box = self._box
        _box_of(text_page, first, self._into_box)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        _box_of(text_page, last, self._into_box)
        if box.right > right:
            right = box.right
        if box.left < left:
            left = box.left
        if box.bottom < bottom:
            bottom = box.bottom
        if box.top > top:
            top = box.top
        rotation, crop = place
        x, y, far_x, far_y = crop
        inside = left < far_x and right > x and bottom < far_y and top > y  # a part of it, at least
        state = State.VISIBLE if inside else State.HIDDEN
        left, bottom, right, top = turned(rotation, crop, left, bottom, right, top)
        bold = len(text) < 80 and self._is_bold(text_page, first)
        return Line(text, left, bottom, right, top, number, state, bold=bold)

    def _is_bold(self, text_page: Any, index: int) -> bool:
        return 0 < _font_of(text_page, index, *self._into_font) <= 64 and b"old" in self._font.value

    # ---- pictures -----------------------------------------------------------------------------

    def _looks_scanned(self, page: pdfium.PdfPage, text: str) -> bool:
        if self._has_covering_picture(page):
            return True
        if text.strip() and not _garbled(text):
            return False
        if _garbled(text):
            return True
        paths = sum(1 for _ in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=3))
        return paths > _OUTLINES

    @staticmethod
    def _has_covering_picture(page: pdfium.PdfPage) -> bool:
        width, height = page.get_size()
        covered = 0.0
        for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
            try:
                left, bottom, right, top = item.get_bounds()
            except pdfium.PdfiumError:
                continue
            covered += max(0.0, right - left) * max(0.0, top - bottom)
        return bool(covered > _COVERING * width * height)


def _garbled(text: str) -> bool:
    """True when a font without a letter table turned most of the page into private or control characters."""
    sample = text[:2000]
    if not _UNMAPPED.search(sample):
        return False
    ink = [char for char in sample if not char.isspace()]
    if len(ink) < 20:
        return False
    bad = sum(_UNMAPPED.match(char) is not None for char in ink)
    return bad > len(ink) * 0.3
