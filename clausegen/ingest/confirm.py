"""Confirm by looking that the words of a Word, OpenDocument or RTF file are on the pages that LibreOffice renders."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

from clausegen.errors import DocumentError, PassingFailure
from clausegen.ingest.legacy import as_pdf
from clausegen.ingest.lines import any_missing, letters_of, mostly_in
from clausegen.ingest.result import Reading
from clausegen.model import Block, Doubt

# LibreOffice draws these as Word does. It knows nothing of Word's effects, bound data and unknown markup, and it finds
# room on the page for what Word cuts off or puts beside it: there it is believed about files of its own format only.
_DRAWN_ALIKE: Final = frozenset({"word-drawing", "word-fill", "word-faint", "word-small"})
_PLACED_BY_ITSELF: Final = _DRAWN_ALIKE | {"word-clipped", "word-off-page", "word-merged-cell"}


def confirm(reading: Reading, path: Path, kind: str, content: bytes, *, everything: bool) -> None:
    """Drop the doubts of words that the rendered pages show; doubt those that they do not.

    ``everything`` looks at all words and not only at those in doubt. Where nothing can be rendered, doubts stay.
    Raises PassingFailure.
    """
    confirms = _PLACED_BY_ITSELF if kind == "odt" else _DRAWN_ALIKE
    doubted = any(doubt.code in confirms for block in reading.blocks for doubt in block.doubts)
    if not (doubted or everything):
        return
    try:
        printed = as_pdf(path, kind, content)
        shown = None if printed is None else _shown(path, printed)
    except PassingFailure:
        raise
    except DocumentError as error:
        reading.notice("not-rendered", f"The pages could not be rendered to be looked at: {error.reason}.")
        shown = None
    if shown is None:
        if kind != "docx":
            reading.doubt_all("converted")
        return
    seen, printed_lines, unseen = shown
    asked = Counter(letters_of(block.text) for block in reading.blocks if block.agreed)
    reading.blocks = [
        _confirmed(block, (seen, printed_lines), asked, confirms, everything=everything) for block in reading.blocks
    ]
    if everything:
        read = "".join(letters_of(f"{block.label} {block.text}") for block in reading.blocks if block.agreed)
        if any_missing(unseen, read):
            reading.skip("the rendered pages show words that were not read from the file")


def _shown(path: Path, printed: bytes) -> tuple[str, str, list[str]]:
    """The letters that the pages show: of whole paragraphs, and line by line; and the text of the paragraphs."""
    from clausegen.ingest.pdf.reader import read_pdf

    def nothing(name: str, inner: bytes) -> Reading:
        del name, inner
        return Reading()

    lines: list[str] = []
    pages = read_pdf(path, printed, read_embedded=nothing, lines=lines)
    blocks = [block for block in pages.blocks if block.agreed and not block.doubts]
    texts = [block.text for block in blocks]
    return "".join(map(letters_of, texts)), "".join(map(letters_of, lines)), texts


def _confirmed(
    block: Block, seen: tuple[str, str], asked: Counter[str], confirms: frozenset[str], *, everything: bool
) -> Block:
    if not block.agreed or not (block.doubts or everything):
        return block
    letters = letters_of(block.text)
    found = not letters or any(
        shown.count(letters) >= asked[letters] or (letters not in shown and mostly_in(block.text, shown))
        for shown in seen
    )
    kept = tuple(doubt for doubt in block.doubts if not (found and doubt.code in confirms))
    if not found and not kept:
        kept = (Doubt(start=0, end=len(block.text), code="not-rendered", place=block.anchor),)
    return block if kept == block.doubts else block.model_copy(update={"doubts": kept})
