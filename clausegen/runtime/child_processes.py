"""End with this process what must not outlive it: programs it runs, folders with the text of contracts.

A process that is killed tidies nothing up. So a small shell, the survivor, waits for the end of a pipe that this
process alone holds open; then it kills the programs that were named to it through the pipe and removes the folder.
Where there is no such shell (Windows), both go when this process ends by itself.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_HAS_SHELL: Final = os.name == "posix"
# What was killed may write for a moment more, so removing is tried again. The folder comes in the environment, lest
# whoever kills all processes with our name on their command line kills this one too.
_SURVIVOR: Final = """
trap '' INT TERM HUP
running=' '
while read -r word group; do
    case $word in
        begun) running="$running$group " ;;
        ended) running="${running%% $group *} ${running#* $group }" ;;
    esac
done
for group in $running; do kill -s KILL -- "-$group"; done
for _ in 1 2 3 4 5 6 7 8 9 10; do rm -rf -- "$FOLDER" && break; sleep 1; done
"""
# A program names itself before it begins, so that there is no moment at which it runs and the survivor knows nothing.
_PROGRAM: Final = 'echo "begun $$" >&2; exec "$@" 2>/dev/null'


class Starved(subprocess.TimeoutExpired):
    """A program did not end in time, and had too little of the processor for that to be its own fault."""


class _Survivor:
    """The shell that outlives this process, and the folder it removes then."""

    def __init__(self, before: _Survivor | None = None) -> None:
        """``before`` is one that is no longer sound; its folder is looked after from now on if there is one still."""
        kept = before.folder if before and before.folder.is_dir() else None
        self.folder: Path = kept or Path(tempfile.mkdtemp(prefix="clausegen-"))
        self._shell = self._started() if _HAS_SHELL else None

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - words of ours
            ["/bin/sh", "-c", _SURVIVOR],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd="/",
            env={**os.environ, "FOLDER": str(self.folder)},
            start_new_session=True,
        )

    def sound(self) -> bool:
        """False when somebody has killed the shell, or removed the folder as one long unused."""
        return (self._shell is None or self._shell.poll() is None) and self.folder.is_dir()

    def start(self, command: Sequence[str], environment: Mapping[str, str] | None) -> subprocess.Popen[bytes]:
        """Start a program that it knows of."""
        known = self._shell is not None
        return subprocess.Popen(  # noqa: S603 - each caller has a program of its own
            ["/bin/sh", "-c", _PROGRAM, "sh", *command] if known else command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._shell.stdin if self._shell else subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )

    def forget(self, group: int) -> None:
        """Forget a program that has ended; its number may soon be another's."""
        if self._shell is not None and self._shell.stdin is not None:
            with suppress(OSError):
                self._shell.stdin.write(b"ended %d\n" % group)

    def close(self) -> None:
        """End what is left and remove the folder, now."""
        if self._shell is None:
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            with self._shell:  # closes the pipe and waits
                pass


_survivors: list[_Survivor] = []  # the last is in use; another one may still look after a program
_lock = threading.Lock()


def folder() -> Path:
    """Return the folder of this process for what it sets aside: it goes when the process ends, killed or not."""
    return _survivor().folder


@contextmanager
def temporary_files_here() -> Iterator[None]:
    """Have libraries put their temporary files, such as the sheets of a workbook, where they do not outlive us."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder())
    try:
        yield
    finally:
        tempfile.tempdir = before


def start(command: Sequence[str], environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start a program that ends with this process, with all that it starts itself; ``end`` it in any case.

    It has pipes for input and output and is not heard where it complains. Raises OSError.
    """
    return _survivor().start(command, environment)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program that was started here, and all of its group, if it still runs."""
    if process.returncode is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (OSError, AttributeError):
            process.kill()
        process.wait()
    for survivor in _survivors:
        survivor.forget(process.pid)


def run(
    command: Sequence[str], *, seconds: float, given: bytes = b"", environment: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """Return the exit code and output of a program that ends in time, or with this process.

    Raises: Starved, subprocess.TimeoutExpired, OSError.
    """
    with start(command, environment) as process:
        try:
            output, _ = process.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise Starved(error.cmd, seconds) if starved(process, seconds) else error from None
        finally:
            end(process)
    return process.returncode, output


def starved(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Return True when a running program and its group had the processor for less than half of some seconds.

    On Linux; elsewhere nobody knows, and the answer is False.
    """
    ticks: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            fields = stat.read_bytes().rpartition(b")")[2].split()  # from the third on, man 5 proc
            if int(fields[2]) == process.pid:
                ticks.append(sum(map(int, fields[11:15])))
    return bool(ticks) and sum(ticks) / os.sysconf("SC_CLK_TCK") < seconds / 2


def end_with_parent() -> None:
    """Have this process, one of ``multiprocessing``, end when its parent does, whatever it is doing then.

    On Linux; elsewhere it goes on until it next looks.
    """
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is None or sys.platform != "linux":
        return
    import fcntl

    # The signal of a pipe that has ended ends who does not expect it. A thread that waits would take memory.
    sentinel = parent.sentinel
    fcntl.fcntl(sentinel, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(sentinel, fcntl.F_SETFL, fcntl.fcntl(sentinel, fcntl.F_GETFL) | os.O_ASYNC)
    if not parent.is_alive():
        os._exit(1)


def _survivor() -> _Survivor:
    with _lock:
        if not _survivors or not _survivors[-1].sound():
            _survivors.append(_Survivor(_survivors[-1] if _survivors else None))
        return _survivors[-1]


@atexit.register
def _close() -> None:
    while _survivors:
        _survivors.pop().close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_survivors.clear)  # they look after the parent
