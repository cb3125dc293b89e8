"""An audit loses nothing: whatever a file does to its worker, every other file is judged."""

from __future__ import annotations

import contextlib
import errno
import io
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from paths import TESTS
from portfolios import GENERATOR, SEEDED, Counter, a_judging, a_portfolio, run

from clausegen.auditing import worker
from clausegen.auditing.engine import LocalEngine
from clausegen.auditing.findings_table import write_csv
from clausegen.auditing.run import Finished
from clausegen.auditing.store import Store
from clausegen.auditing.unit import Member, Unit
from clausegen.errors import DamagedDocument, ModelError, UsageError
from clausegen.model.portfolio import Outcome
from clausegen.model.requirement import Tier


def outcomes(finished: Finished) -> dict[str, int]:
    return {outcome.value: count for outcome, count in finished.outcomes.items()}


def test_hostile_files_cost_only_themselves(tmp_path: Path) -> None:
    folder = a_portfolio(
        tmp_path / "in",
        good1=SEEDED,
        kill="KILL",
        exit="EXIT",
        greedy="GREEDY",
        abort="ABORT",
        defect="DEFECT",
        good2="No.",
    )
    finished, entries = run(folder, tmp_path / "out", workers=2)
    assert outcomes(finished) == {"judged": 2, "unreadable": 5}
    assert "killed from outside" in entries["kill.txt"].reason
    assert "exit 3" in entries["exit.txt"].reason
    assert "grant more with --memory" in entries["greedy.txt"].reason
    assert "grant more with --memory" in entries["abort.txt"].reason
    assert "KeyError" in entries["defect.txt"].reason
    assert entries["good1.txt"].report is not None


def test_time_is_limited(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", hang="HANG")
    _, entries = run(folder, tmp_path / "out", judging=a_judging(wall_seconds=1.0))
    assert "more than 1 s" in entries["hang.txt"].reason


def test_processor_time_is_limited(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", spin="SPIN")
    _, entries = run(folder, tmp_path / "out", judging=a_judging(cpu_seconds=1))
    assert "processor time" in entries["spin.txt"].reason


def test_a_hanging_worker_ends_by_itself_when_its_pool_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = a_portfolio(tmp_path, hang="HANG")
    monkeypatch.setattr(worker, "_GRACE", 0.1)
    unit = Unit((Member("hang.txt", str(folder / "hang.txt"), ".txt", "x"),), Tier.LOW)
    process = multiprocessing.get_context("fork").Process(
        target=worker.answer, args=(a_judging(wall_seconds=0.2), unit)
    )
    process.start()
    process.join(240)
    assert process.exitcode == -signal.SIGALRM


def test_a_worker_killed_once_costs_nothing(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a=f"ONCE suspend {tmp_path / 'marker'}", b="No.")
    finished, entries = run(folder, tmp_path / "out")
    assert (tmp_path / "marker").exists()
    assert outcomes(finished) == {"judged": 2}
    assert entries["a.txt"].reason == ""


def test_a_file_that_broke_its_worker_twice_is_not_tried_again_unless_asked(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", bad="EXIT", good="No.")
    run(folder, tmp_path / "out")
    again, quarantined = Counter(), Counter()
    run(folder, tmp_path / "out", watcher=quarantined)
    run(folder, tmp_path / "out", watcher=again, retry=True)
    assert not quarantined.answers
    assert [a.unit.name for a in again.answers] == ["bad.txt"]


def test_a_second_run_judges_only_what_changed(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a="No.", b=SEEDED)
    first, _ = run(folder, tmp_path / "out")
    a_portfolio(folder, a="We may suspend.", c="New.")
    counter = Counter()
    second, entries = run(folder, tmp_path / "out", watcher=counter)
    assert sorted(a.unit.name for a in counter.answers) == ["a.txt", "c.txt"]
    assert second.run != first.run
    assert entries["a.txt"].report.summary.satisfied == 1


def test_an_unchanged_run_is_the_same_run(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a="No.")
    first, _ = run(folder, tmp_path / "out")
    second, _ = run(folder, tmp_path / "out")
    assert (second.run, second.judged_now) == (first.run, 0)


def test_an_idle_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path, a="No.", b="No, no.")
    engine = LocalEngine(a_judging(), 1)
    units = [Unit((Member(n, str(folder / n), ".txt", "x"),), Tier.LOW) for n in ("a.txt", "b.txt")]

    def feed() -> Iterator[Unit]:
        yield units[0]
        (process,) = multiprocessing.active_children()
        os.kill(int(process.pid or 0), signal.SIGKILL)
        process.join()
        time.sleep(0.3)  # the pool looks after its workers ten times a second
        yield units[1]

    answers = list(engine.run(feed()))
    assert [a.outcomes for a in answers] == [(Outcome.JUDGED,), (Outcome.JUDGED,)]


def test_what_is_wrong_with_the_whole_run_stops_it(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a="No.")
    with pytest.raises(ModelError):
        run(folder, tmp_path / "out", judging=a_judging(judge="portfolios:no_model"))


def test_a_worker_with_another_library_stops_the_run(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a="No.")
    other = GENERATOR.model_copy(update={"library_sha256": "another"})
    with pytest.raises(UsageError, match="another clause library"):
        run(folder, tmp_path / "out", judging=a_judging(generator=other))


def kept(store: Path) -> int:
    """Results that another process has written down for good."""
    if not store.exists():
        return 0
    with contextlib.closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as database:
        try:
            return int(database.execute("SELECT count(*) FROM results").fetchone()[0])
        except sqlite3.OperationalError:  # its tables are being made
            return 0


def test_a_killed_audit_goes_on_to_the_same_result(tmp_path: Path) -> None:
    names = {f"c{number:02}": f"{SEEDED} {number}" for number in range(12)}
    folder = a_portfolio(tmp_path / "in", **names)
    out = tmp_path / "out"
    out.mkdir()
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from portfolios import run, a_judging\n"
        "if __name__ == '__main__':\n"
        "    run(Path(sys.argv[2]), Path(sys.argv[3]), judging=a_judging(judge='portfolios:slow_judge'))\n"
    )
    program = tmp_path / "program.py"
    program.write_text(script)
    command = [sys.executable, str(program), str(TESTS), str(folder), str(out)]
    process = subprocess.Popen(command)
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline and not kept(out / "audit.sqlite"):
        time.sleep(0.02)
    process.kill()
    process.wait()
    counter = Counter()
    _, entries = run(folder, out, judging=a_judging(judge="portfolios:slow_judge"), watcher=counter)
    _, undisturbed = run(folder, tmp_path / "other", judging=a_judging(judge="portfolios:slow_judge"))
    assert entries == undisturbed
    assert exported(out) == exported(tmp_path / "other")
    assert len(counter.answers) < len(names)


def exported(outdir: Path) -> bytes:
    stream = io.BytesIO()
    with Store(outdir) as store:
        write_csv(store.entries(store.runs()[-1]), stream)
    return stream.getvalue()


def test_granting_more_tries_again_what_was_not_read(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", good="No.")
    run(folder, tmp_path / "out")
    a_portfolio(folder, hang="HANG")
    run(folder, tmp_path / "out", judging=a_judging(wall_seconds=0.3))
    counter = Counter()
    for changes in ({"wall_seconds": 0.4}, {"wall_seconds": 0.4, "programs": ("tesseract",)}):
        run(folder, tmp_path / "out", judging=a_judging(**changes), watcher=counter)
    assert [a.unit.name for a in counter.answers] == ["hang.txt", "hang.txt"]


@pytest.mark.parametrize("later", ["gone", "changed"])
def test_a_file_that_goes_while_it_is_read_says_nothing_of_its_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, later: str
) -> None:
    path = a_portfolio(tmp_path, a="No.") / "a.txt"

    def load(path: Path, **_: object) -> None:
        path.unlink() if later == "gone" else path.write_text("half")
        raise DamagedDocument(path, "the file is truncated", "ask for it again")

    monkeypatch.setattr(worker, "load_document", load)
    monkeypatch.setattr(worker, "limit_this_process", lambda **_: None)
    answer = worker.answer(a_judging(), Unit((Member("a.txt", str(path), ".txt", "x"),), Tier.LOW))
    assert answer.digests == ("",)
    assert "could not be read" in answer.reasons[0]


def test_a_full_disk_of_the_worker_says_nothing_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_portfolio(tmp_path, a="No.") / "a.txt"

    def load(path: Path, **_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(worker, "load_document", load)
    monkeypatch.setattr(worker, "limit_this_process", lambda **_: None)
    answer = worker.answer(a_judging(), Unit((Member("a.txt", str(path), ".txt", "x"),), Tier.LOW))
    assert (answer.digests, answer.failed) == (("",), False)
    assert "No space left" in answer.reasons[0]


def wrapped(error: Exception) -> DamagedDocument:
    """An error as readers pass it on."""
    try:
        try:
            raise error
        except Exception as caught:
            raise DamagedDocument("a.txt", f"it cannot be unpacked ({caught})", "ask for it again") from None
    except DamagedDocument as made:
        return made


@pytest.mark.parametrize(
    ("raised", "memory", "why"),
    [
        (MemoryError(), True, "Python's own"),
        (wrapped(MemoryError("Unable to allocate output buffer.")), True, "a reader that was refused memory"),
        (RuntimeError("[ONNXRuntimeError] : 1 : FAIL : Load model failed:std::bad_alloc"), True, "the network"),
        (RuntimeError("[ONNXRuntimeError] : 1 : FAIL : Failed to allocate memory for requested"), True, "its arena"),
        (RuntimeError("can't start new thread"), True, "no room for the stack of a thread"),
        (OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)), True, "no room for a program that reads"),
        (wrapped(ValueError("bad header")), False, "a damaged file"),
        (KeyError("a defect"), False, "a defect"),
        (OSError(errno.EIO, "Input/output error"), False, "a broken disk"),
    ],
)
@pytest.mark.parametrize("place", ["load_document", "_judge"])
def test_want_of_memory_is_said_whoever_meets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, raised: Exception, memory: bool, why: str
) -> None:
    path = a_portfolio(tmp_path, a="No.") / "a.txt"

    def fail(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(worker, place, fail)
    monkeypatch.setattr(worker, "limit_this_process", lambda **_: None)
    if place == "_judge" and isinstance(raised, DamagedDocument):
        pytest.skip("nothing is unpacked while it is judged")
    answer = worker.answer(a_judging(), Unit((Member("a.txt", str(path), ".txt", "x"),), Tier.LOW))
    assert (answer.failed, "needs more than 1536 MB of memory" in answer.reasons[0]) == (memory, memory), why
    assert memory == ("grant more with --memory" in answer.reasons[0]), why
