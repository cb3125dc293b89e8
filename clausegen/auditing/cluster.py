"""Beyond one machine: units as Dask tasks, each judged in a supervised process of the Dask worker's own.

Dask moves units and answers; what protects a run from a file is the same runner as on one machine, inside
the task. A unit whose worker is lost is tried once more at the end and then counts as failed.
"""

from __future__ import annotations

import importlib
import logging
import multiprocessing
import queue
import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, Final

from clausegen.auditing.engine import EngineError, Slot, tried_again
from clausegen.auditing.unit import JudgingSettings, Unit, UnitAnswer, failure
from clausegen.errors import UsageError
from clausegen.runtime import unheard_by_children

_AHEAD: Final = 3  # tasks per thread of the cluster handed out before their turn
_BATCH: Final = 8  # units in a task: Dask takes milliseconds for a task, whatever is in it
_SILENT: Final = logging.CRITICAL + 1
_HERE = threading.local()
_SLOTS: list[Slot] = []  # of all threads of this Dask worker


def _distributed() -> Any:
    """Return Dask's package, which has no types, its own messages silenced. Raises UsageError without Dask."""
    try:
        package = importlib.import_module("distributed")
    except ImportError:
        raise UsageError("--engine dask needs Dask: pip install 'clausegen[dask]'") from None
    for name in [*logging.root.manager.loggerDict]:  # each has a level and a way to stderr of its own
        if name.startswith("distributed"):
            logging.getLogger(name).setLevel(_SILENT)
    return package


def judge_isolated(judging: JudgingSettings, units: tuple[Unit, ...]) -> list[UnitAnswer]:
    """Judge units, one after the other, in a process of this thread's own. Runs on a Dask worker."""
    # Dask workers run as daemons, and a daemon may have no children by default, lest they outlive it. These
    # do not: they end with their pipe, and by the clock.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    slot: Slot | None = getattr(_HERE, "slot", None)
    if slot is None:
        slot = _HERE.slot = Slot(judging, queue.SimpleQueue())
        _SLOTS.append(slot)
    slot.judging = judging
    return [slot.judge(unit) for unit in units]


def close_slots() -> None:
    """End the processes of this Dask worker, so that it can end itself without waiting for them."""
    while _SLOTS:
        _SLOTS.pop().close()


class DaskEngine:
    """Judges units on a Dask cluster. Its workers need clausegen and the same clause library."""

    def __init__(
        self, judging: JudgingSettings, scheduler: str | None = None, *, workers: int = 1, client: Any = None
    ) -> None:
        """``scheduler`` is an address; without one a cluster of ``workers`` processes is started here."""
        self.judging = judging
        self._scheduler = scheduler
        self._workers = workers
        self._client = client

    def run(self, units: Iterable[Unit]) -> Generator[UnitAnswer, None, None]:
        """See ``engine.Engine``; raises EngineError when the scheduler is lost."""
        with self._connected() as client:
            yield from tried_again(units, lambda left, alone: self._drive(client, left, 1 if alone else _BATCH))

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        """Yield the client; with it ends the local cluster started for it, but not one that somebody else gave."""
        if self._client is not None:
            yield self._client
            return
        client, cluster = self._started()
        try:
            yield client
        finally:
            if cluster is not None:
                with suppress(Exception):  # a cluster that is lost already needs no tidying
                    client.run(close_slots)
            client.close()
            if cluster is not None:
                cluster.close()

    def _started(self) -> tuple[Any, Any]:
        """Return a client, and the cluster that was started here, None where there is a scheduler."""
        distributed = _distributed()
        try:
            if self._scheduler:
                return distributed.Client(self._scheduler, timeout=20, set_as_default=False), None
            with unheard_by_children():
                cluster = distributed.LocalCluster(
                    n_workers=self._workers,
                    threads_per_worker=1,
                    dashboard_address=":0",
                    memory_limit=0,
                    silence_logs=_SILENT,
                )
            return distributed.Client(cluster, set_as_default=False), cluster
        except (OSError, ValueError, RuntimeError) as error:
            if self._scheduler:
                message = f"{self._scheduler}: no Dask scheduler answers ({error}); check --scheduler"
            else:
                message = f"no Dask cluster could be started here ({error}); try fewer --workers, or --engine local"
            raise UsageError(message) from None

    def _drive(self, client: Any, units: Iterable[Unit], batch: int) -> Iterator[UnitAnswer]:
        """Keep the cluster supplied with tasks of ``batch`` units; yield answers as they come."""
        distributed = _distributed()
        waiting = iter(units)
        pending: dict[Any, tuple[Unit, ...]] = {}
        finished: Any = distributed.as_completed(with_results=False, loop=client.loop)
        ahead = _AHEAD * max(1, sum(client.nthreads().values()))

        def supply() -> None:
            while len(pending) < ahead and (some := tuple(islice(waiting, batch))):
                # Impure: a key of its own for every task, or another audit on this cluster gets our answers.
                future = client.submit(judge_isolated, self.judging, some, pure=False, retries=0)
                pending[future] = some
                finished.add(future)

        try:
            supply()
            while pending:
                future = next(finished)
                answers = _outcome(future, pending.pop(future))
                future.release()
                supply()
                yield from answers
        except (distributed.CancelledError, StopIteration, OSError, TimeoutError) as error:
            raise EngineError(_lost(error)) from None


def _lost(error: BaseException) -> str:
    kind = type(error).__name__
    return f"the Dask scheduler was lost ({kind}); everything judged is kept, the same command goes on from here"


def _outcome(future: Any, units: tuple[Unit, ...]) -> list[UnitAnswer]:
    """Return the answers of a future, failures when its Dask worker was lost; raises what concerns the whole run."""
    try:
        answers: list[UnitAnswer] = future.result()
    except _distributed().KilledWorker:
        reason = "the Dask workers that judged it were killed, mostly for want of memory"
        return [failure(unit, reason) for unit in units]
    return answers
