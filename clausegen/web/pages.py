"""Pages of PDFs as pictures, drawn in a process of its own; the last few are kept in memory.

A PDF comes from the other side, so it is opened in a limited process without network, as reading does.
"""

from __future__ import annotations

import struct
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from pebble import ProcessPool

from clausegen.auditing import start_method
from clausegen.ingest import limit_this_process, without_network
from clausegen.runtime import child_processes, deferred

_KEPT_BYTES: Final = 48 * 1024 * 1024
_SECONDS: Final = 20.0
_MEMORY: Final = 1024 * 1024 * 1024
_CPU_SECONDS: Final = 20
_MOST_PIXELS: Final = 6_000_000
Answer = TypeVar("Answer")


class Pages:
    """Draws pages; safe to use from several threads."""

    def __init__(self) -> None:
        self._pool: ProcessPool | None = None
        self._lock = threading.Lock()
        self._sizes: dict[str, list[tuple[float, float]]] = {}
        self._kept: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()

    def drawn(self, path: Path, sha256: str, number: int, width: int = 1400) -> bytes:
        """Return the page (1-based) as a PNG, b"" when it cannot be drawn."""
        key = (sha256, number, width)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = self._asked(draw, b"", path, number, width)
            self._kept.move_to_end(key)
            data = self._kept[key]
            while sum(map(len, self._kept.values())) > _KEPT_BYTES:
                self._kept.popitem(last=False)
            return data

    def sizes(self, path: Path, sha256: str) -> list[tuple[float, float]]:
        """Return width and height of each page in points, [] when the file cannot be opened."""
        with self._lock:
            if sha256 not in self._sizes:
                self._sizes[sha256] = self._asked(measure, [], path)
            return self._sizes[sha256]

    def close(self) -> None:
        """End the process."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def _asked(self, do: Callable[..., Answer], otherwise: Answer, *given: object) -> Answer:
        try:
            with deferred():
                self._pool = self._pool or ProcessPool(
                    max_workers=1, initializer=child_processes.end_with_parent, context=start_method()
                )
                future = self._pool.schedule(do, args=given, timeout=_SECONDS)
            answer: Answer = future.result()
        except Exception:  # whatever a broken page does, the next one is drawn
            if self._pool is not None and not self._pool.active:
                self.close()
            return otherwise
        return answer


def measure(path: Path) -> list[tuple[float, float]]:
    """Return width and height of each page, in points. Runs in the process."""
    import pypdfium2

    limit_this_process(memory=_MEMORY, cpu_seconds=_CPU_SECONDS)
    with without_network(), pypdfium2.PdfDocument(path) as file:
        return [file.get_page_size(number) for number in range(len(file))]


def draw(path: Path, number: int, width: int) -> bytes:
    """Return the page (1-based) as a PNG about ``width`` pixels wide. Runs in the process.

    Raises ValueError or an error of pdfium when there is no such page or it cannot be drawn.
    """
    import pypdfium2

    limit_this_process(memory=_MEMORY, cpu_seconds=_CPU_SECONDS)
    with without_network(), pypdfium2.PdfDocument(path) as file:
        if not 1 <= number <= len(file):
            raise ValueError("no such page")
        page = file[number - 1]
        points, height = page.get_size()
        scale = min(width / points, (_MOST_PIXELS / (points * height)) ** 0.5)
        return _png(page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False))


def _png(bitmap: Any) -> bytes:
    """Write a PNG without filters, for grey, RGB and RGBA bitmaps."""
    kind = {1: 0, 3: 2, 4: 6}[bitmap.n_channels]
    raw, row = bytes(bitmap.buffer), bitmap.width * bitmap.n_channels
    lines = b"".join(b"\0" + raw[at : at + row] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride))
    header = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, kind, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 3)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
