"""Beyond one machine: units as Dask tasks, each judged in a supervised process of the Dask worker's own.

Dask moves units and answers; what protects a run from a file is the same runner as on one machine, inside
the task. A unit whose worker is lost is tried once more at the end and then counts as failed.
"""

from __future__ import annotations

import importlib
import multiprocessing
import queue
import threading
from collections.abc import Iterable, Iterator
from typing import Any, Final

from clausegen.audit.engine import EngineError, Slot
from clausegen.audit.unit import TRIES, Answer, Judging, Unit, failure
from clausegen.errors import UsageError

_AHEAD: Final = 8  # units per thread of the cluster handed out before their turn
_HERE = threading.local()


def _distributed() -> Any:
    """Dask's package, which has no types. Raises UsageError when it is not installed."""
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise UsageError("--engine dask needs Dask: pip install 'clausegen[dask]'") from None


def judge_isolated(judging: Judging, unit: Unit) -> Answer:
    """Judge one unit in a process of this thread's own. Runs on a Dask worker."""
    # Dask workers run as daemons, and a daemon may have no children by default, lest they outlive it. These
    # do not: they end with their pipe, and by the clock.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    slot: Slot | None = getattr(_HERE, "slot", None)
    if slot is None:
        slot = _HERE.slot = Slot(judging, queue.SimpleQueue())
    slot.judging = judging
    return slot.judge(unit)


class DaskEngine:
    """Judges units on a Dask cluster. Its workers need clausegen and the same clause library."""

    def __init__(self, judging: Judging, scheduler: str | None = None, *, workers: int = 1, client: Any = None) -> None:
        """``scheduler`` is an address; without one a cluster of ``workers`` processes is started here."""
        self.judging = judging
        self._scheduler = scheduler
        self._workers = workers
        self._client = client

    def run(self, units: Iterable[Unit]) -> Iterator[Answer]:
        """See ``engine.Engine``; raises EngineError when the scheduler is lost."""
        with self._connected() as client:
            again: list[Unit] = []
            for answer in self._drive(client, units):
                if answer.failed:
                    again.append(answer.unit)
                else:
                    yield answer
            for tried in range(1, TRIES):
                left, again = again, []
                for answer in self._drive(client, left):
                    if answer.failed and tried < TRIES - 1:
                        again.append(answer.unit)
                    else:
                        yield answer

    def _connected(self) -> Any:
        distributed = _distributed()
        if self._client is not None:
            return _Borrowed(self._client)
        try:
            if self._scheduler:
                return distributed.Client(self._scheduler, timeout=20, set_as_default=False)
            cluster = distributed.LocalCluster(
                n_workers=self._workers, threads_per_worker=1, dashboard_address=":0", memory_limit=0
            )
            return _Owned(distributed.Client(cluster, set_as_default=False), cluster)
        except (OSError, ValueError) as error:
            message = f"{self._scheduler}: no Dask scheduler answers ({error}); check --scheduler"
            raise UsageError(message) from None

    def _drive(self, client: Any, units: Iterable[Unit]) -> Iterator[Answer]:
        """Keep the cluster supplied; yield answers as they come."""
        distributed = _distributed()
        waiting = iter(units)
        pending: dict[Any, Unit] = {}
        finished: Any = distributed.as_completed(with_results=False, loop=client.loop)

        def supply() -> None:
            threads = sum(client.nthreads().values()) or 1
            while len(pending) < _AHEAD * threads and (unit := next(waiting, None)) is not None:
                future = client.submit(
                    judge_isolated, self.judging, unit, pure=False, retries=0, key=f"clausegen-{next(_NUMBERS)}"
                )
                pending[future] = unit
                finished.add(future)

        try:
            supply()
            while pending:
                future = next(finished)
                unit = pending.pop(future)
                answer = _outcome(future, unit)
                future.release()
                supply()
                yield answer
        except (distributed.CancelledError, StopIteration, OSError, TimeoutError) as error:
            if client.status != "running" or pending:
                raise EngineError(_lost(error)) from None
            raise


def _lost(error: BaseException) -> str:
    kind = type(error).__name__
    return f"the Dask scheduler was lost ({kind}); everything judged is kept, the same command goes on from here"


def _outcome(future: Any, unit: Unit) -> Answer:
    """The answer of a future, a failure when its Dask worker was lost; raises what concerns the whole run."""
    distributed = _distributed()
    try:
        answer: Answer = future.result()
    except distributed.KilledWorker:
        return failure(unit, "the Dask workers that judged it were killed, mostly for want of memory")
    return answer


_NUMBERS = iter(range(1 << 62))


class _Borrowed:
    """A client that somebody else closes."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __enter__(self) -> Any:
        return self._client

    def __exit__(self, *_: object) -> None:
        """Leave it open."""


class _Owned(_Borrowed):
    """A client with the local cluster that was started for it."""

    def __init__(self, client: Any, cluster: Any) -> None:
        super().__init__(client)
        self._cluster = cluster

    def __exit__(self, *_: object) -> None:
        self._client.close()
        self._cluster.close()
