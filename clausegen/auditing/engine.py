"""The pool of this machine: supervised workers, each with its own queue, none able to hurt another.

One pebble pool of one process per slot, instead of one pool of many: pebble's workers share one pipe, and a
worker killed in the middle of a message would leave half of it there for the others to stumble over.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import queue
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing.context import BaseContext
from typing import Any, Final, Protocol

from pebble import ProcessExpired, ProcessPool

from clausegen.auditing.unit import TRIES, JudgingSettings, Unit, UnitAnswer, failure
from clausegen.errors import ClausegenError
from clausegen.runtime import child_processes, deferred, interrupts, unheard_by_children

_UNITS_PER_PROCESS: Final = 5_000  # libraries leak a little; a fresh process forgets it
_GRACE: Final = 15.0  # seconds after which a pool that should have ended a unit is given up itself
_NONE_STARTS: Final = "worker processes end as soon as they start; is there memory left? What was judged is kept"
_LONGEST_FOLDER: Final = 107 - len("/listener-12345678")  # bytes that Linux grants the path of a socket, less its name
_MOST_LOST: Final = 10  # pools lost in a row without a single answer


class Engine(Protocol):
    """Anything that turns units into answers, in any order, one each."""

    def run(self, units: Iterable[Unit]) -> Generator[UnitAnswer, None, None]:
        """Judge the units. A unit whose worker died was tried ``TRIES`` times before it counts as failed."""


class EngineError(ClausegenError):
    """No worker can be started, or the cluster is lost. What was judged is kept."""


def start_method() -> BaseContext:
    """Choose how workers are started: never by forking this process, whose threads would not survive it."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver, resource_tracker

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["clausegen.auditing.worker"])  # imported once, not by every worker
    # The socket of the process that starts the others; the folder it lies in by default outlives a kill -9.
    settings = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    if "tempdir" not in settings:
        settings["tempdir"] = _folder_of_socket()
    resource_tracker.ensure_running()  # its start would make the next one hear again
    with unheard_by_children():
        forkserver.ensure_running()
    return context


def _folder_of_socket() -> str:
    """Return our folder of temporary files or, where its name is longer than a socket's may be, a short one."""
    folder = str(child_processes.folder())
    if len(os.fsencode(folder)) > _LONGEST_FOLDER:
        folder = tempfile.mkdtemp(prefix="clausegen-", dir="/tmp")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class LocalEngine:
    """Judges units in ``workers`` processes of this machine."""

    def __init__(self, judging: JudgingSettings, workers: int) -> None:
        self.judging = judging
        self.workers = workers

    def run(self, units: Iterable[Unit]) -> Generator[UnitAnswer, None, None]:
        """See ``Engine``; raises ClausegenError when the library or a model is wrong, or no worker starts."""
        done: queue.SimpleQueue[Slot] = queue.SimpleQueue()
        slots = [Slot(self.judging, done) for _ in range(self.workers)]
        try:
            yield from tried_again(units, lambda left, alone: _drive(slots[:1] if alone else slots, done, left))
        finally:
            with deferred():
                for slot in slots:
                    slot.close()


def tried_again(
    units: Iterable[Unit], drive: Callable[[Iterable[Unit], bool], Iterator[UnitAnswer]]
) -> Iterator[UnitAnswer]:
    """Yield the answer on each unit that ``drive`` judges, alone or beside others, and try again what broke a worker.

    That comes last and alone, so that it cannot hold up or starve the others.
    """
    for tried in range(TRIES):
        again: list[Unit] = []
        for answer in drive(units, tried > 0):
            if answer.failed and tried < TRIES - 1:
                again.append(answer.unit)
            else:
                yield answer
        units = again


def _drive(slots: list[Slot], done: queue.SimpleQueue[Slot], units: Iterable[Unit]) -> Iterator[UnitAnswer]:
    """Keep every slot supplied; yield answers as they come."""
    waiting = iter(units)
    lost = 0
    for slot in slots:
        slot.take(next(waiting, None))
    while any(slot.unit for slot in slots):
        interrupts.check()
        try:
            ready = [done.get(timeout=1.0)]
        except queue.Empty:
            ready = [slot for slot in slots if slot.stuck()]
        for slot in ready:
            try:
                answer = slot.answer()
            except BrokenProcessPool:  # the process ended before it had taken the unit
                lost += 1
                if lost > _MOST_LOST:
                    raise EngineError(_NONE_STARTS) from None
                slot.restart()
                continue
            if answer is not None:
                lost = 0
                slot.take(next(waiting, None))
                yield answer


def start_worker() -> None:
    """Prepare a fresh worker: one thread of computation, because there is one worker per core.

    When the audit is killed, it goes too.
    """
    child_processes.end_with_parent()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


class Supervised:
    """One process that is started when it is first asked, and ended where it takes too long."""

    def __init__(self, prepare: Callable[[], None] = start_worker, most: int = 0) -> None:
        """``prepare`` runs first in the process; a fresh one follows after ``most`` answers, if that is not zero."""
        self._prepare = prepare
        self._most = most
        self._pool: ProcessPool | None = None

    @deferred()
    def ask(self, do: Callable[..., Any], *given: object, seconds: float) -> Any:
        """Return the future of an answer. Raises BrokenProcessPool when the process was lost while idle."""
        self._pool = self._pool or ProcessPool(
            max_workers=1, max_tasks=self._most, initializer=self._prepare, context=start_method()
        )
        try:
            return self._pool.schedule(do, args=given, timeout=seconds)
        except RuntimeError:  # pebble gave up the pool
            raise BrokenProcessPool from None

    @deferred()
    def close(self) -> None:
        """End the process. A pool that does not end is left to a thread, so that nothing waits for it."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            ending = threading.Thread(target=pool.join, daemon=True)
            ending.start()
            ending.join(_GRACE)


class Slot:
    """One supervised process and the unit it has been given."""

    def __init__(self, judging: JudgingSettings, done: queue.SimpleQueue[Slot]) -> None:
        self.judging = judging
        self.done = done
        self.unit: Unit | None = None
        self.future: Any = None
        self.since = 0.0  # when the unit was given, monotonic seconds
        self.process = Supervised(most=_UNITS_PER_PROCESS)

    def take(self, unit: Unit | None) -> None:
        """Hand a unit to the process, starting it if need be; None leaves it idle."""
        self.unit = unit
        if unit is None:
            return
        self.since = time.monotonic()
        try:
            self._schedule(unit)
        except BrokenProcessPool:
            self.restart()

    @deferred()
    def _schedule(self, unit: Unit) -> None:
        self.future = self.process.ask(answer_in_worker, self.judging, unit, seconds=self._limit(unit))
        self.future.add_done_callback(lambda finished: self.done.put(self) if finished is self.future else None)
        if self.future.done():  # it ended before ``self.future`` was set, so the callback took it for a stale one
            self.done.put(self)

    def _limit(self, unit: Unit) -> float:
        return self.judging.wall_seconds * len(unit.members)

    def stuck(self) -> bool:
        """Return True when even the pool has not ended the unit in time."""
        return self.unit is not None and time.monotonic() - self.since > self._limit(self.unit) + _GRACE

    def answer(self) -> UnitAnswer | None:
        """Return the answer on the unit, None when none is due. Raises BrokenProcessPool, or what the worker raised."""
        unit, future = self.unit, self.future
        if unit is None or future is None:
            return None
        if not future.done():
            if not self.stuck():
                return None
            self.close()
            return failure(unit, "its worker did not answer and could not be ended")
        self.unit = self.future = None
        try:
            answer: UnitAnswer = future.result()
        except TimeoutError:
            seconds = self._limit(unit)
            return failure(unit, f"it took more than {seconds:.0f} s; grant more with --seconds", seconds)
        except ProcessExpired as error:
            return failure(unit, _why(error.exitcode, self.judging))
        except BrokenProcessPool:
            self.unit = unit
            raise
        return answer

    def judge(self, unit: Unit) -> UnitAnswer:
        """Judge one unit and wait for it. Raises EngineError when no process can be started."""
        for _ in range(_MOST_LOST):
            self.take(unit)
            try:
                while True:
                    with suppress(queue.Empty):
                        self.done.get(timeout=1.0)
                    if (answer := self.answer()) is not None:
                        return answer
            except BrokenProcessPool:
                self.close()
        raise EngineError(_NONE_STARTS)

    def restart(self) -> None:
        """Replace a pool that broke; its unit is given again."""
        unit = self.unit
        self.close()
        self.take(unit)

    def close(self) -> None:
        """End the process."""
        self.unit = self.future = None
        self.process.close()


def _why(code: int | None, judging: JudgingSettings) -> str:
    if code is not None and -code == getattr(signal, "SIGXCPU", 0):
        return f"it took more than {judging.cpu_seconds} s of processor time; grant more with --seconds"
    if code is not None and -code == getattr(signal, "SIGKILL", 0):
        return "its worker was killed from outside, mostly for want of memory"
    if code is not None and -code == getattr(signal, "SIGABRT", 0):  # how libraries end that are refused memory
        most = judging.memory // 2**20
        return f"its worker broke off, mostly for want of more than {most} MB of memory; grant more with --memory"
    if code is not None and code < 0:
        return f"its worker broke off ({signal.Signals(-code).name}); the file may be damaged or hostile"
    return f"its worker stopped (exit {code}); the file may be damaged or hostile"


@contextmanager
def main_not_run_again() -> Iterator[None]:
    """Keep workers from running the caller's script again, which multiprocessing does where it knows its file."""
    main = sys.modules["__main__"]
    file = getattr(main, "__file__", None)
    if file is None or main.__spec__ is not None:
        yield
        return
    del main.__file__
    try:
        yield
    finally:
        main.__file__ = file


def answer_in_worker(judging: JudgingSettings, unit: Unit) -> UnitAnswer:
    """See ``worker.answer``: the process that hands out units imports nothing that judges."""
    from clausegen.auditing import worker

    return worker.answer(judging, unit)
