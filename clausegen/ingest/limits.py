"""Limits for a single contract, far above real contracts and far below harm."""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 1024 * 1024

FILE_BYTES: Final = 200 * MEGABYTE
ARCHIVE_ENTRIES: Final = 5_000
ARCHIVE_BYTES: Final = 1024 * MEGABYTE  # all entries unpacked, pictures included
PART_BYTES: Final = 64 * MEGABYTE  # one XML part; the largest real form seen unpacks to 0.7 MB
PART_RATIO: Final = 200  # unpacked to packed, asked only above RATIO_FROM
RATIO_FROM: Final = 32 * MEGABYTE  # a table of 3,000 rows is 10 MB, 226 times its size
TEXT_BYTES: Final = 32 * MEGABYTE
NESTING: Final = 60  # tables, content controls and text boxes inside each other
RTF_GROUPS: Final = 500  # inside each other; files of Word and LibreOffice go some ten deep
STYLE_CHAIN: Final = 200  # styles based on each other; Word's own go four deep
MAIL_PARTS: Final = 2_000
HTML_ATTRIBUTES: Final = 2_000  # of one element; the parser compares each with all others
MARKDOWN_BRACKETS: Final = 20_000  # "[" in one file; each may begin a link, and the parser tries
CHARACTERS: Final = 500_000  # of a contract, some 180 dense pages: what follows is said to be unread
PARAGRAPHS: Final = 25_000  # cells of tables too
PDF_PAGES: Final = 5_000
MEMORY_BYTES: Final = 1536 * MEGABYTE  # address space of a reading process
WALL_SECONDS: Final = 120.0  # LibreOffice may convert a file and render it, 40 s each
SCAN_WALL_SECONDS: Final = 1200.0  # a PDF may hold hundreds of scanned pages, each some seconds of OCR


LOOK_SECONDS: Final = 16  # processor time to render and compare pages, some 40 ms each


def cpu_seconds(size: int, *, looks: bool = True) -> int:
    """Processor time for a file of ``size`` bytes: a bomb is small, a long contract is not."""
    return 8 + size // (2 * MEGABYTE) + (LOOK_SECONDS if looks else 0)
