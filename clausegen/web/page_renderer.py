"""The process that draws pages of PDFs: it takes requests as JSON lines and answers with a size line and a PNG.

A PDF comes from the other side, so it is opened in a limited process without network, as reading does.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from clausegen.ingest import limit_this_process

_MEMORY: Final = 1024 * 1024 * 1024
_CPU_SECONDS: Final = 20
_MOST_PIXELS: Final = 6_000_000


def sizes(path: Path) -> list[tuple[float, float]]:
    """Width and height of each page, in points."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as file:
        return [file.get_page_size(number) for number in range(len(file))]


def drawn(path: Path, number: int, width: int) -> bytes:
    """The page (1-based) as a PNG about ``width`` pixels wide.

    Raises ValueError or an error of pdfium when there is no such page or it cannot be drawn.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(path) as file:
        if not 1 <= number <= len(file):
            raise ValueError("no such page")
        page = file[number - 1]
        points, height = page.get_size()
        scale = min(width / points, (_MOST_PIXELS / (points * height)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        return _png(bitmap)


def _png(bitmap: Any) -> bytes:
    """Write a PNG without filters, for grey, RGB and RGBA bitmaps."""
    kind = {1: 0, 3: 2, 4: 6}[bitmap.n_channels]
    raw, row = bytes(bitmap.buffer), bitmap.width * bitmap.n_channels
    lines = b"".join(b"\0" + raw[at : at + row] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride))
    header = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, kind, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(lines, 3)) + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _refuse_network(event: str, _: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request"}:
        raise PermissionError("a drawing process has no network")


def main() -> None:
    """Answer requests until standard input ends."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.addaudithook(_refuse_network)
    for line in sys.stdin:
        limit_this_process(memory=_MEMORY, cpu_seconds=_CPU_SECONDS)
        request = json.loads(line)
        data, found = b"", []
        with suppress(Exception):  # whatever a broken page does, the next one is drawn
            if "page" in request:
                data = drawn(Path(request["path"]), request["page"], request["width"])
            else:
                found = sizes(Path(request["path"]))
        out.write(json.dumps({"bytes": len(data), "sizes": found}).encode() + b"\n" + data)
        out.flush()


if __name__ == "__main__":
    main()
