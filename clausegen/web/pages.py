"""Pages of PDFs as pictures, drawn in a process of its own; the last few are kept in memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any, Final

from clausegen.runtime import child_processes

_KEPT_BYTES: Final = 48 * 1024 * 1024
_SECONDS: Final = 20.0


def python(module: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """Return command and environment that run a module of this very program in a process of its own."""
    root = str(Path(__file__).resolve().parents[2])
    search = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    return [sys.executable, "-P", "-m", module, *arguments], {**os.environ, "PYTHONPATH": search}


class Pages:
    """Draws pages; safe to use from several threads."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._sizes: dict[str, list[tuple[float, float]]] = {}
        self._kept: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()

    def drawn(self, path: Path, sha256: str, number: int, width: int = 1400) -> bytes:
        """The page (1-based) as a PNG, b"" when it cannot be drawn."""
        key = (sha256, number, width)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            data, _ = self._asked({"path": str(path), "page": number, "width": width})
            self._kept[key] = data
            while sum(map(len, self._kept.values())) > _KEPT_BYTES:
                self._kept.popitem(last=False)
            return data

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            child_processes.end(process)
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()

    def sizes(self, path: Path, sha256: str) -> list[tuple[float, float]]:
        """Width and height of each page in points, [] when the file cannot be opened."""
        with self._lock:
            if sha256 not in self._sizes:
                self._sizes[sha256] = self._asked({"path": str(path)})[1]
            return self._sizes[sha256]

    def _asked(self, request: dict[str, object]) -> tuple[bytes, list[tuple[float, float]]]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = child_processes.start(*python("clausegen.web.page_renderer"))
        process = self._process
        assert process.stdin is not None  # noqa: S101 - started with pipes
        assert process.stdout is not None  # noqa: S101
        watch = threading.Timer(_SECONDS, process.kill)
        watch.start()
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
            answer: dict[str, Any] = json.loads(line) if line else {"bytes": 0, "sizes": []}
            found = [(width, height) for width, height in answer["sizes"]]
            return process.stdout.read(answer["bytes"]), found
        except (OSError, ValueError):
            return b"", []
        finally:
            watch.cancel()
