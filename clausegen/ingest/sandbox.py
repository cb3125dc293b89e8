"""Reading in a process of its own, with limits on memory, processor time and waiting.

One such process serves many files, so its start (about half a second) is paid once. A file that breaks
it costs that process alone; the next file gets a fresh one.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from clausegen import errors
from clausegen.errors import DocumentError, LimitExceeded, PassingFailure, printable
from clausegen.ingest import limits
from clausegen.ingest.formats import may_have_pages
from clausegen.runtime import child_processes as outliving

if TYPE_CHECKING:
    from clausegen.model import Document, Look, View

_FILES_PER_PROCESS: Final = 200  # libraries leak a little; a fresh process forgets it
_REMEDY: Final = "do not open it; ask for a clean copy, or print it to PDF"

_WAITED: Final = "try again when the machine is less busy; if that does not help, ask for a clean copy"


class ReadingProcess:
    """A limited process that reads one file after the other. Use it as a context manager, or close it."""

    def __init__(self, *, wall_seconds: float | None = None, memory: int = limits.MEMORY_BYTES) -> None:
        self._wall = wall_seconds
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()
        self._served = 0
        self._scratch = ""
        self._lock = threading.Lock()

    def __enter__(self) -> ReadingProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def load(self, path: Path, view: View = "accepted", look: Look = "doubt") -> Document:
        """Read ``path`` there. Raises: DocumentError and its subclasses; LimitExceeded when it was ended."""
        with self._lock:
            self._ready()
            self._served += 1
            answer = self._ask(path, view, look)
        if "error" in answer:
            name, _, reason, remedy = answer["error"]
            kind = getattr(errors, name, DocumentError)
            raise kind(path, reason, remedy)
        from clausegen.model import Document

        return Document.model_validate(answer["document"] | {"path": printable(str(path))})

    def start(self) -> None:
        """Start the process, for callers who have something else to do before there is a file to read."""
        with self._lock:
            self._ready()

    def _ready(self) -> None:
        if self._process is None or self._process.poll() is not None or self._served >= _FILES_PER_PROCESS:
            self.close()
            self._start()

    def _start(self) -> None:
        self._scratch = tempfile.mkdtemp(dir=outliving.folder())
        root = str(Path(__file__).resolve().parents[2])
        search = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
        environment = {**os.environ, "PYTHONPATH": search, "TMPDIR": self._scratch, "PYTHONIOENCODING": "utf-8"}
        # -P: a folder of contracts is often the current one, and must not be searched for modules.
        self._process = outliving.start([sys.executable, "-P", "-m", "clausegen.ingest.worker"], environment)
        self._served = 0
        self._answers = queue.Queue()
        threading.Thread(target=_collect, args=(self._process.stdout, self._answers), daemon=True).start()

    def _ask(self, path: Path, view: View, look: Look) -> dict[str, Any]:
        try:
            size = path.stat().st_size
        except (OSError, ValueError):  # the process that reads says what is wrong
            size = 0
        granted = limits.cpu_seconds(size, looks=look != "never" and may_have_pages(path.name))
        request = {
            "path": os.path.abspath(path),  # noqa: PTH100 - links stay as they were given
            "view": view,
            "look": look,
            "memory": self._memory,
            "cpu_seconds": granted,
        }
        wall = self._wall or (limits.SCAN_WALL_SECONDS if path.suffix.lower() == ".pdf" else limits.WALL_SECONDS)
        process = self._process
        assert process is not None  # noqa: S101 - started by load
        assert process.stdin is not None  # noqa: S101
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            line = self._answers.get(timeout=wall)
        except queue.Empty:
            kind = PassingFailure if outliving.starved(process, wall) else LimitExceeded
            self.close()
            raise kind(path, f"reading it did not end within {wall:.0f} s", _WAITED) from None
        except OSError:
            line = b""
        if line:
            answer: dict[str, Any] = json.loads(line)
            return answer
        code = process.wait()
        self.close()
        raise LimitExceeded(path, f"reading it was ended: {self._why(code, granted)}", _REMEDY)

    def _why(self, code: int, seconds: int) -> str:
        if code == -getattr(signal, "SIGXCPU", 0):
            return f"it took more than {seconds} s of processor time"
        if code < 0:
            most = self._memory // limits.MEGABYTE
            return f"the reader broke off ({signal.Signals(-code).name}), mostly for want of more than {most} MB"
        return f"the reader stopped (exit {code})"

    def close(self) -> None:
        """End the process and everything it started."""
        process, self._process = self._process, None
        if process is not None:
            outliving.end(process)
            with suppress(OSError):
                process.stdin.close()  # type: ignore[union-attr]  # it was started with pipes
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)
            self._scratch = ""


def _collect(stream: Any, answers: queue.Queue[bytes]) -> None:
    with stream:
        for line in stream:
            answers.put(line)
    answers.put(b"")


_shared: dict[int, ReadingProcess] = {}  # by process id, so that a forked child does not use its parent's


def start_reading() -> None:
    """Start the reading process of this program, so that it is ready when the first file is asked for."""
    _own().start()


def load_isolated(path: Path, view: View, look: Look) -> Document:
    """Read ``path`` in the reading process of this program, started at the first call."""
    return _own().load(path, view, look)


def _own() -> ReadingProcess:
    mine = _shared.get(os.getpid())
    if mine is None:
        _shared.clear()
        mine = _shared[os.getpid()] = ReadingProcess()
        atexit.register(mine.close)
    return mine
