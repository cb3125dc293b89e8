"""What an audit costs besides judging: the engine, the store, an unchanged run, the results. In processor time.

    python benchmarks/audit_overhead.py --count 2000
    python benchmarks/audit_overhead.py --count 10000 --only local

Every worker reads its file, and then says what the first contract's report says instead of judging it. So the
figures are of everything else. They are sums of the processor time of all processes, which other work on the
machine disturbs little; divided by the cores they bound the rate. The last lines put them beside judging a contract
in earnest, in the same run.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from clausegen.auditing.cluster import DaskEngine  # noqa: E402
from clausegen.auditing.discover import walk  # noqa: E402
from clausegen.auditing.engine import Engine, LocalEngine  # noqa: E402
from clausegen.auditing.register import Register  # noqa: E402
from clausegen.auditing.results import Marking, write_results  # noqa: E402
from clausegen.auditing.run import audit  # noqa: E402
from clausegen.auditing.store import Store  # noqa: E402
from clausegen.auditing.unit import JudgingSettings, UnitAnswer  # noqa: E402
from clausegen.auditing.waivers import Waivers  # noqa: E402
from clausegen.auditing.watcher import Watcher  # noqa: E402
from clausegen.decisions.ledger import Decisions  # noqa: E402
from clausegen.library.load import load_library  # noqa: E402
from clausegen.model.document import Document  # noqa: E402
from clausegen.model.report import Report  # noqa: E402
from clausegen.model.requirement import Tier  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE") / 2**20
PLACE = "CLAUSEGEN_BENCHMARK"  # where the report lies that every contract gets
TEXT = "The Supplier may suspend the System where it suspects misuse, and the Customer shall cooperate. "


@functools.cache
def _report() -> Report:
    return Report.model_validate_json((Path(os.environ[PLACE]) / "report.json").read_bytes())


def judge(document: Document, *, tier: Tier, playbook: str) -> Report:
    """The same findings for every contract."""
    made = _report()
    contract = made.contract.model_copy(update={"path": document.path, "sha256": document.sha256})
    return made.model_copy(update={"contract": contract})


def processes() -> dict[int, tuple[float, float]]:
    """Processor seconds and megabytes of every process of this session."""
    found: dict[int, tuple[float, float]] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == os.getsid(0):
            found[int(file.parent.name)] = ((int(fields[11]) + int(fields[12])) / TICKS, int(fields[21]) * PAGE)
    return found


class Sampler(Watcher):
    """Looks at all processes early and late, while the workers still live."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.answers = 0
        self.early: dict[int, tuple[float, float]] = {}
        self.late: dict[int, tuple[float, float]] = {}

    def answered(self, answer: UnitAnswer) -> None:
        self.answers += 1
        if self.answers == max(20, self.count // 10):
            self.early = processes()
        if self.answers == self.count:
            self.late = processes()


def measured(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """The result, seconds of this process's own processor time, seconds of the clock."""
    own, clock = time.process_time(), time.perf_counter()
    made = work()
    return made, time.process_time() - own, time.perf_counter() - clock


def child(engine_name: str, folder: Path, outdir: Path, workers: int) -> None:
    """One audit in a session of its own; prints its figures as JSON."""
    outdir.mkdir()
    count = sum(1 for _ in folder.iterdir())
    judging = JudgingSettings(judge="audit_overhead:judge", playbook=_report().playbook, generator=_report().generator)
    library = load_library()
    marking = Marking(Waivers((), dt.date(2026, 1, 1)), Decisions(), None, None, "")
    with Store(outdir) as store:

        def run(watcher: Watcher) -> Any:
            engine: Engine = LocalEngine(judging, workers)
            if engine_name == "dask":
                engine = DaskEngine(judging, workers=workers)
            return audit(
                walk(folder), store=store, engine=engine, judging=judging, register=Register(), tier=Tier.HIGH,
                watcher=watcher,
            )  # fmt: skip

        def write(finished: Any) -> Any:
            return write_results(store, finished, outdir, title="x", marking=marking, library=library)

        sampler = Sampler(count)
        before = processes()
        finished, main, clock = measured(lambda: run(sampler))
        _, again, _ = measured(lambda: run(Watcher()))
        _, results, _ = measured(lambda: write(finished))
    everything = sum(cpu for cpu, _ in sampler.late.values()) - sum(cpu for cpu, _ in before.values())
    # Growth of the processes that lived from early to late, the main one apart.
    grown = [
        sampler.late[pid][1] - size
        for pid, (_, size) in sampler.early.items()
        if pid in sampler.late and pid != os.getpid()
    ]
    figures = {
        "all": everything,
        "main": main,
        "again": again,
        "results": results,
        "clock": clock,
        "worker_mb": max((size for pid, (_, size) in sampler.late.items() if pid != os.getpid()), default=0.0),
        "grown_mb": max(grown, default=0.0),
        "main_mb": sampler.late[os.getpid()][1],
    }
    print(json.dumps(figures))


def judged_in_earnest(place: Path, pages: int) -> float:
    """Processor seconds to read and judge one contract; leaves its report for the others."""
    from audit import write_contracts

    from clausegen.api import check

    contracts = place / "contracts"
    contracts.mkdir()
    write_contracts(contracts, 4, pages)
    files = sorted(contracts.iterdir())
    report = check(files[0], tier=Tier.HIGH)  # loads the models
    (place / "report.json").write_text(report.model_dump_json())
    began = time.process_time()
    for file in files[1:]:
        check(file, tier=Tier.HIGH)
    return (time.process_time() - began) / len(files[1:])


def main() -> None:
    """Measure what the options name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=2, help="of the contracts judged in earnest")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", choices=["local", "dask"], action="append")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        name, folder, outdir = given.child
        child(name, Path(folder), Path(outdir), given.workers)
        return
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        os.environ[PLACE] = str(place)
        os.environ["PYTHONPATH"] = f"{ROOT}{os.pathsep}{Path(__file__).parent}"
        for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
            os.environ[threads] = "1"
        earnest = judged_in_earnest(place, given.pages)
        folder = place / "in"
        folder.mkdir()
        for number in range(given.count):
            (folder / f"contract-{number:06}.txt").write_text(f"Licence Agreement {number}\n\n" + TEXT * 60)
        print(f"{given.count} files of 900 words, {given.workers} workers; milliseconds of processor time per file\n")
        costs: dict[str, float] = {}
        for engine in given.only or ["local", "dask"]:
            command = [sys.executable, __file__, "--child", engine, str(folder), str(place / engine)]
            done = subprocess.run(
                [*command, "--workers", str(given.workers)], start_new_session=True, capture_output=True, text=True
            )
            if done.returncode:
                sys.exit(f"{engine} failed: {done.stderr[-1500:]}")
            found = json.loads(done.stdout)
            costs[engine] = found["all"] / given.count
            each = 1e3 / given.count
            print(f"{engine}: all processes, start to last answer     {found['all'] * each:8.2f} ms")
            print(f"{engine}: of these the main process               {found['main'] * each:8.2f} ms")
            print(f"{engine}: unchanged run                           {found['again'] * each:8.2f} ms")
            print(f"{engine}: writing all results                     {found['results'] * each:8.2f} ms")
            print(f"{engine}: by the clock                            {given.count / found['clock']:8.1f} files/s")
            print(f"{engine}: largest worker {found['worker_mb']:.0f} MB, grown by {found['grown_mb']:.1f} MB since a "
                  f"tenth of the run; main process {found['main_mb']:.0f} MB\n")  # fmt: skip
        print(f"judging a contract of {given.pages} pages in earnest          {1e3 * earnest:8.1f} ms")
        for engine, cost in costs.items():
            print(f"{engine}: share of the engine in the whole         {100 * cost / (cost + earnest):8.1f} %")
        if len(costs) == 2:
            whole = (costs["dask"] + earnest) / (costs["local"] + earnest) - 1
            print(f"overhead of Dask over the local pool            {100 * whole:8.1f} %")


if __name__ == "__main__":
    main()
