"""PDF files: pages, form fields, attachments; scans by OCR, or said to be unread."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from clausegen.errors import DamagedDocument, DocumentError, EncryptedDocument, LimitExceeded, PassingFailure
from clausegen.ingest import limits, ocr
from clausegen.ingest.labels import Outline
from clausegen.ingest.pdf.annotations import add_drawn_words
from clausegen.ingest.pdf.clean import Paragraph, paragraphs
from clausegen.ingest.pdf.lines import Page
from clausegen.ingest.pdf.look import Looker
from clausegen.ingest.pdf.page import PageReader
from clausegen.ingest.result import TOO_LONG, Reading
from clausegen.ingest.sniff import paragraph_block
from clausegen.ingest.typography import tidy
from clausegen.model import Block, BlockKind, Doubt, Look, State

_MOST_ATTACHMENTS: Final = 50
_DOUBTFUL: Final = 0.75  # mean word confidence of a page below which a scan is said to be poorly read


def read_pdf(
    path: Path,
    content: bytes,
    *,
    look: Look = "doubt",
    read_embedded: Callable[[str, bytes], Reading],
    lines: list[str] | None = None,
) -> Reading:
    """Read a PDF; unless ``look`` is "never", its pages are rendered and the words compared with the ink.

    ``lines`` gets the printed lines that nothing makes doubtful, page numbers and repeated headers among them.

    Raises: EncryptedDocument (a password is needed), DamagedDocument, LimitExceeded (too many pages).
    """
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise EncryptedDocument(
                path, "the PDF is protected by a password", "save a copy without password"
            ) from None
        raise DamagedDocument(
            path, "the PDF is truncated or broken", "ask for the file again, or print it anew"
        ) from None
    with contextlib.closing(document):
        reader = _Reader(path, document, look, read_embedded)
        reading = reader.read()
    if lines is not None:
        lines += reader.lines
    return reading


class _Reader:
    def __init__(self, path: Path, document: Any, look: Look, read_embedded: Callable[[str, bytes], Reading]) -> None:
        self._path = path
        self._look = look
        self._document = document
        self._read_embedded = read_embedded
        self._reading = Reading(parts_read=["body"])
        self.lines: list[str] = []

    def read(self) -> Reading:
        document, reading = self._document, self._reading
        kind = document.get_formtype()
        if kind != raw.FORMTYPE_NONE:
            with contextlib.suppress(pdfium.PdfiumError):
                document.init_forms()
        if kind in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND):
            reading.skip("the PDF is a dynamic form (XFA); what its viewer would show was not read")
        count = len(document)
        if count == 0:
            raise DamagedDocument(self._path, "the PDF has no pages", "ask for the file again")
        if count > limits.PDF_PAGES:
            raise LimitExceeded(
                self._path, f"the PDF has {count} pages, more than the {limits.PDF_PAGES} granted", "split it"
            )
        pages = self._pages(count)
        plain = [line for page in pages for line in page.lines if line.state == State.VISIBLE and not line.doubt]
        self.lines = [line.text for line in plain]
        if self._look == "never":
            reading.notice("not-looked", "No page was looked at (--look never): words are believed as they are stored.")
        self._blocks(pages)
        self._attachments()
        return reading

    def _pages(self, count: int) -> list[Page]:
        form = self._document.formenv
        reader = PageReader(form.raw if form else None, looker=None if self._look == "never" else Looker())
        found: list[Page] = []
        unread: list[int] = []
        scanned: list[int] = []
        left = limits.CHARACTERS
        for index in range(count):
            if left < 0:
                self._reading.skip(f"{TOO_LONG} (from page {index + 1} on)")
                break
            try:
                page = self._document[index]
            except pdfium.PdfiumError:
                unread.append(index + 1)
                continue
            read = reader.read(page, index + 1)
            if read.scan:
                lines = ocr.read_page(page, index + 1) if ocr.available() else []
                if lines:
                    read.lines = lines
                    scanned.append(index + 1)
                else:
                    unread.append(index + 1)
            annotated = raw.FPDFPage_GetAnnotCount(page) > 0
            page.close()
            if annotated:
                add_drawn_words(self._document, index, read)
            found.append(read)
            left -= sum(len(line.text) for line in read.lines)
        self._account(count, scanned, unread, found)
        return found

    def _account(self, count: int, scanned: list[int], unread: list[int], pages: list[Page]) -> None:
        reading = self._reading
        reading.pages, reading.pages_read = count, count - len(unread)
        reading.pages_ocr, reading.pages_unread = tuple(scanned), tuple(unread)
        if unread:
            reason = "scanned or broken" if ocr.available() else "scanned, and tesseract is not installed to read them"
            reading.skip(f"{_pages(unread)} not read: {reason}")
        if scanned:
            reading.notice("ocr", f"{_pages(scanned)} scanned and read by OCR; single letters may be wrong.")
            poor = [page.number for page in pages if page.number in scanned and _confidence(page) < _DOUBTFUL]
            if poor:
                reading.notice("ocr-doubtful", f"{_pages(poor)} poorly legible: check what was read there by eye.")
        unread_ink = [page.number for page in pages if page.unread_ink]
        if unread_ink:
            reading.skip(f"{_pages(unread_ink)} found to show words in a picture or drawing, which were not read")
        other = [page.number for page in pages if any(line.doubt == "pdf-other-ink" for line in page.lines)]
        if other:
            reading.skip(f"{_pages(other)} found to show other letters than the file says, which were not read")
        struck = [page.number for page in pages if page.struck]
        if struck:
            reading.notice(
                "struck-annotation",
                f"{_pages(struck)} marked with strike-out annotations; what rests on the text under them is uncertain.",
            )

    def _blocks(self, pages: list[Page]) -> None:
        outline = Outline()
        blocks = self._reading.blocks
        for number, paragraph in enumerate(paragraphs(pages)):
            if paragraph.text:
                blocks.append(_block(paragraph, outline, number, first=not blocks))
        notes = [(page.number, note) for page in pages for note in page.notes]
        for number, note in notes:
            text = tidy(note).strip()
            if text:
                blocks.append(
                    Block(text=text, start=0, end=0, kind=BlockKind.COMMENT, state=State.COMMENT, part="comment",
                          page=number, anchor=f"#page{number}")
                )  # fmt: skip
        for part in ("header", "footer"):
            if any(block.part == part for block in blocks):
                self._reading.parts_read.append(part + "s")

    def _attachments(self) -> None:
        count = self._document.count_attachments()
        if count > _MOST_ATTACHMENTS:
            self._reading.skip(f"{count - _MOST_ATTACHMENTS} of {count} attached files were not read")
        for index in range(min(count, _MOST_ATTACHMENTS)):
            name = f"file {index + 1}"
            try:
                attachment = self._document.get_attachment(index)
                name = attachment.get_name() or name
                inner = self._read_embedded(name, bytes(attachment.get_data()))
            except PassingFailure:
                raise
            except (DocumentError, pdfium.PdfiumError) as error:
                reason = error.reason if isinstance(error, DocumentError) else "it cannot be unpacked"
                self._reading.skip(f"the attached file {name!r} was not read: {reason}")
                continue
            self._reading.attach(name, inner)


def _block(paragraph: Paragraph, outline: Outline, number: int, *, first: bool) -> Block:
    text, head = paragraph.text, paragraph.first
    confidences = [line.confidence for line in paragraph.lines if line.confidence is not None]
    where: dict[str, Any] = {
        "part": paragraph.part,
        "page": head.page,
        "lines": tuple(
            (start, line.page, round(line.left, 1), round(line.bottom, 1), round(line.right, 1), round(line.top, 1))
            for start, line in zip(paragraph.starts, paragraph.lines, strict=True)
        ),
        "anchor": f"#page{head.page}p{number}",
        "doubts": _doubts(paragraph),
        "ocr_confidence": round(sum(confidences) / len(confidences), 3) if confidences else None,
    }
    if head.state != State.VISIBLE:
        return Block(text=text, start=0, end=0, state=head.state, **where)
    bold = head.bold and all(line.bold for line in paragraph.lines)
    own = outline if paragraph.part == "body" else None  # running lines begin with no number of a clause
    return paragraph_block(text, own, bold=bold, centred=paragraph.centred, first=first, **where)


def _doubts(paragraph: Paragraph) -> tuple[Doubt, ...]:
    ends = [*paragraph.starts[1:], len(paragraph.text)]
    return tuple(
        Doubt(start=start, end=end, code=line.doubt, place=f"page {line.page}")
        for line, start, end in zip(paragraph.lines, paragraph.starts, ends, strict=True)
        if line.doubt and start < end
    )


def _confidence(page: Page) -> float:
    values = [line.confidence for line in page.lines if line.confidence is not None]
    return sum(values) / len(values) if values else 1.0


def _pages(numbers: list[int]) -> str:
    """Page numbers in words: "page 3 was", "pages 3-5 and 9 were"."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number, number])
    named = [str(a) if a == b else f"{a}-{b}" for a, b in spans]
    listed = named[0] if len(named) == 1 else ", ".join(named[:-1]) + " and " + named[-1]
    return f"page {listed} was" if len(numbers) == 1 else f"pages {listed} were"
