"""On a cluster the same files come to the same end as on one machine, whatever is lost on the way."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import distributed
import pytest
from portfolios import SEEDED, Counter, a_judging, a_portfolio, run

from clausegen.auditing.cluster import DaskEngine, _distributed, _outcome
from clausegen.auditing.engine import EngineError, LocalEngine
from clausegen.auditing.unit import Member, Unit
from clausegen.errors import ModelError, UsageError
from clausegen.model.requirement import Tier


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=2, dashboard_address=":0", memory_limit=0, silence_logs=logging.CRITICAL
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as made,
    ):
        yield made


def test_a_cluster_comes_to_the_same_result(tmp_path: Path, client: Any) -> None:
    folder = a_portfolio(tmp_path / "in", a=SEEDED, b="No.", kill="KILL", copy=SEEDED)
    judging = a_judging()
    _, local = run(folder, tmp_path / "local", judging=judging, engine=LocalEngine(judging, 2))
    counter = Counter()
    engine = DaskEngine(judging, client=client)
    _, dask = run(folder, tmp_path / "dask", judging=judging, engine=engine, watcher=counter)
    assert dask == local
    assert len(counter.answers) == 3
    run(folder, tmp_path / "dask", judging=judging, engine=engine, watcher=counter)
    assert len(counter.answers) == 3


def test_what_is_wrong_with_the_whole_run_stops_it_here_too(tmp_path: Path, client: Any) -> None:
    folder = a_portfolio(tmp_path / "in", a="No.")
    judging = a_judging(judge="portfolios:no_model")
    with pytest.raises(ModelError):
        run(folder, tmp_path / "out", judging=judging, engine=DaskEngine(judging, client=client))


def test_dask_has_no_log_of_its_own() -> None:
    logging.getLogger("distributed.client").setLevel(logging.INFO)
    _distributed()
    for name in ("distributed", "distributed.client", "distributed.a_part_that_is_loaded_later"):
        assert not logging.getLogger(name).isEnabledFor(logging.CRITICAL), name


def test_no_scheduler_is_one_clear_line(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a="No.")
    engine = DaskEngine(a_judging(), "nonsense://nowhere:1")
    with pytest.raises(UsageError, match="check --scheduler"):
        run(folder, tmp_path / "out", engine=engine)


def test_a_scheduler_lost_in_mid_run_loses_nothing_that_was_judged(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", **{f"c{n}": f"{SEEDED} {n}" for n in range(30)})
    judging = a_judging(judge="portfolios:slow_judge")
    cluster = distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=":0", memory_limit=0, silence_logs=logging.CRITICAL
    )
    client = distributed.Client(cluster, set_as_default=False)

    class Losing(Counter):
        def answered(self, answer: Any) -> None:
            super().answered(answer)
            if len(self.answers) == 3:
                cluster.close()

    lost = Losing()
    with pytest.raises(EngineError, match="the same command goes on from here"):
        run(folder, tmp_path / "out", judging=judging, engine=DaskEngine(judging, client=client), watcher=lost)
    client.close()
    rest = Counter()
    _, entries = run(folder, tmp_path / "out", judging=judging, watcher=rest, workers=2)
    _, undisturbed = run(folder, tmp_path / "other", judging=judging, workers=2)
    assert len(rest.answers) <= 27
    assert entries == undisturbed


def test_units_whose_dask_worker_is_lost_fail_one_by_one() -> None:
    class Lost:
        def result(self) -> None:
            raise distributed.KilledWorker("task", None, 3)

    units = tuple(Unit((Member(name, name, ".txt", "x"),), Tier.LOW) for name in ("a.txt", "b.txt"))
    answers = _outcome(Lost(), units)
    assert [(answer.unit, answer.failed) for answer in answers] == [(unit, True) for unit in units]
