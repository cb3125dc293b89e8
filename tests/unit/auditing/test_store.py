"""The store is exclusive, honest about damage, and never loses what was committed."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from portfolios import SEEDED, Counter, a_portfolio, judge, run

from clausegen.auditing.compare import Comparison
from clausegen.auditing.contract_index import Filed
from clausegen.auditing.previous_run import Earlier, judged
from clausegen.auditing.store import Store
from clausegen.auditing.store_file import _VERSION as VERSION
from clausegen.auditing.store_file import STORE_NAME, DamagedResult, StoreError
from clausegen.auditing.unit import Member, Unit, UnitAnswer, failure
from clausegen.model.document import Block, Document
from clausegen.model.portfolio import Entry, Outcome
from clausegen.model.requirement import Tier


def test_two_audits_into_one_folder_refuse_each_other(tmp_path: Path) -> None:
    with Store(tmp_path), pytest.raises(StoreError, match="another audit works in this folder"):
        Store(tmp_path)
    Store(tmp_path).close()


def test_another_process_is_refused_too_and_a_dead_one_holds_nothing(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from clausegen.auditing.store import Store\n"
    script += "s = Store(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreError):
            Store(tmp_path)
        other.kill()
    Store(tmp_path).close()


def test_a_store_that_is_closed_under_readers_refuses_them_and_ends_no_process(tmp_path: Path) -> None:
    script = """
import sys, threading
from pathlib import Path
from clausegen.auditing.store import Store
from clausegen.auditing.store_file import StoreError

def read(store, heard):
    try:
        while True:
            store.all_kept("row")
    except StoreError as error:
        heard.append(str(error))

for turn in range(25):
    folder = Path(sys.argv[1], str(turn))
    folder.mkdir()
    store, heard = Store(folder, shared=True), []
    store.keep("row", ((str(number), b"x" * 2000) for number in range(300)))
    readers = [threading.Thread(target=read, args=(store, heard)) for _ in range(3)]
    for reader in readers:
        reader.start()
    store.close()
    for reader in readers:
        reader.join()
    assert len(heard) == 3 and all("nothing is lost" in message for message in heard), heard
"""
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("damage", ["no database at all", "torn"])
def test_a_damaged_store_is_said_to_be_damaged(tmp_path: Path, damage: str) -> None:
    folder = a_portfolio(tmp_path / "in", **{f"c{n}": f"{SEEDED} {n}" for n in range(3)})
    run(folder, tmp_path / "out")
    store = tmp_path / "out" / STORE_NAME
    content = store.read_bytes()
    store.write_bytes(damage.encode() * 100 if damage != "torn" else content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(StoreError, match="damaged"):
        Store(tmp_path / "out")


@pytest.mark.parametrize("version", [1, VERSION - 1, VERSION + 1])
def test_a_store_of_another_version_is_refused_and_left_as_it_is(tmp_path: Path, version: int) -> None:
    Store(tmp_path).close()
    damaged_by(tmp_path, f"PRAGMA user_version = {version}")
    before = (tmp_path / STORE_NAME).read_bytes()
    for reading, elsewhere in ((False, ", or give another -o"), (True, "")):
        with pytest.raises(StoreError) as refused:
            Store(tmp_path, reading=reading)
        said = f"made by another version of clausegen (tables {version}); move it away{elsewhere}"
        assert str(refused.value).endswith(said)
    assert (tmp_path / STORE_NAME).read_bytes() == before


def a_partly_read(satisfied: bool, reason: str = "page 2 was not read") -> UnitAnswer:
    text = SEEDED if satisfied else "Nothing."
    document = Document.from_blocks([Block(text=text, start=0, end=0)], path="a.txt", format="txt", sha256="x")
    report = zlib.compress(judge(document, tier=Tier.LOW, playbook="p").model_dump_json().encode(), 1)
    unit = Unit((Member("a.txt", "a.txt", ".txt", "x"),), Tier.LOW)
    return UnitAnswer(unit, ("x",), (Outcome.PARTLY_READ,), (reason,), report)


def finished(store: Store, digest: str) -> int:
    return store.finish(digest, [(Entry(path="a.txt", outcome=Outcome.PARTLY_READ, tier=Tier.LOW), "k")])


def satisfied(store: Store, run: int) -> list[int]:
    return [entry.report.summary.satisfied for entry in store.entries(run) if entry.report]


def test_a_file_read_better_leaves_the_run_before_as_it_was(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add("k", a_partly_read(satisfied=False), "little")
        first = finished(store, "same")
        store.add("k", a_partly_read(satisfied=True), "more")
        second = finished(store, "same")
        assert (satisfied(store, first), satisfied(store, second)) == ([0], [1])
        assert [made.satisfied for made in store.judged(first)] == [0]
        assert "k" in store.results("more")


def test_a_file_read_again_to_the_same_end_is_kept_once(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        runs = []
        for means in ("little", "more"):
            store.add("k", a_partly_read(satisfied=False), means)
            runs.append(finished(store, "same"))
        assert runs == [1, 1]
        assert store.results("more") == {"k"}


def test_a_result_no_run_points_to_is_replaced(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for better in (False, True):
            store.add("k", a_partly_read(satisfied=better), "m")
        assert store.results("m") == {"k"}


def test_better_reading_is_a_gain_of_the_trend(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add("k", a_partly_read(satisfied=False), "little")
        first = finished(store, "1")
        store.add("k", a_partly_read(satisfied=True, reason=""), "more")
        now = list(store.entries(finished(store, "2")))
        comparison = Comparison(Earlier("run 1", store.judged(first)), Filed(now))
        for entry in now:
            comparison.add(entry)
    assert [(change.kind, change.code) for change in comparison.trend().changes] == [("gained", "SUS-1")]


def test_a_full_disk_stops_the_run_and_keeps_what_was_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = a_portfolio(tmp_path / "in", **{f"c{n}": f"{SEEDED} {n}" for n in range(6)})
    add = Store.add
    kept = []

    def add_until_full(self: Store, key: str, answer: object, *others: object) -> None:
        pages = self._db.execute("PRAGMA page_count").fetchone()[0]
        if len(kept) == 3:
            self._db.execute(f"PRAGMA max_page_count = {pages}")
            answer = type(answer)(**{s: getattr(answer, s) for s in answer.__slots__} | {"report": b"x" * 1_000_000})
        add(self, key, answer, *others)
        kept.append(key)

    monkeypatch.setattr(Store, "add", add_until_full)
    with pytest.raises(StoreError, match=r"full.*everything judged so far is kept"):
        run(folder, tmp_path / "out")
    monkeypatch.undo()
    counter = Counter()
    _, entries = run(folder, tmp_path / "out", watcher=counter)
    _, undisturbed = run(folder, tmp_path / "other")
    assert len(counter.answers) == 3
    assert entries == undisturbed


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="permissions of the folder"):
        Store(tmp_path / "absent")


DAMAGE = [
    ("UPDATE results SET report = x'00'", "the report of a result"),
    ("UPDATE results SET outcomes = '?'", "what came of a file"),
    ("UPDATE results SET reasons = '?'", "why"),
    ("UPDATE results SET outcomes = '[]', reasons = '[]'", "both, as lists of nothing"),
    ("UPDATE results SET reasons = '[1]'", "why, as a number"),
    ("UPDATE results SET report = NULL", "a report that is gone"),
    ("UPDATE results SET key = 'x' || substr(key, 2)", "the key under which it is found"),
    ("UPDATE entries SET entry = '?'", "what a run says of a file"),
    ("UPDATE entries SET entry = CAST(x'ff' || substr(CAST(entry AS BLOB), 2) AS TEXT)", "letters that are none"),
    ("UPDATE files SET path = CAST(x'ff2e747874' AS TEXT) WHERE path = 'a.txt'", "the name of a file"),
]


def damaged_by(outdir: Path, statement: str) -> None:
    database = sqlite3.connect(outdir / STORE_NAME)
    database.execute(statement)
    database.commit()
    database.close()


@pytest.mark.parametrize(("statement", "what"), DAMAGE[:6])
def test_a_changed_byte_in_a_result_is_noticed(tmp_path: Path, statement: str, what: str) -> None:
    folder = a_portfolio(tmp_path / "in", a=SEEDED)
    run(folder, tmp_path / "out")
    damaged_by(tmp_path / "out", statement)
    with pytest.raises(DamagedResult, match=r"'a\.txt' is damaged; judge everything again \(audit --fresh\)"):
        run(folder, tmp_path / "out")


@pytest.mark.parametrize(("statement", "what"), DAMAGE)
def test_judging_everything_again_mends_a_damaged_store(tmp_path: Path, statement: str, what: str) -> None:
    folder = a_portfolio(tmp_path / "in", a=SEEDED, b="No.")
    _, whole = run(folder, tmp_path / "out")
    damaged_by(tmp_path / "out", statement)
    for fresh in (True, False):
        assert run(folder, tmp_path / "out", fresh=fresh)[1] == whole, what


def test_a_damaged_result_that_is_judged_again_is_whole_for_the_run_before_too(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a=SEEDED)
    first, whole = run(folder, tmp_path / "out")
    damaged_by(tmp_path / "out", "UPDATE results SET report = x'00'")
    run(folder, tmp_path / "out", fresh=True)
    with Store(tmp_path / "out") as store:
        assert {entry.path: entry for entry in store.entries(first.run)} == whole


def test_a_result_that_is_not_there_is_no_contract_without_gaps(tmp_path: Path) -> None:
    first, _ = run(a_portfolio(tmp_path / "in", a=SEEDED), tmp_path / "out")
    damaged_by(tmp_path / "out", "DELETE FROM results")
    with Store(tmp_path / "out") as store:
        for read in (store.entries, store.judged):
            with pytest.raises(DamagedResult, match=r"the result of 'a\.txt' is damaged"):
                list(read(first.run))


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("CREATE TABLE mine (a)", "tables of another name"),
        ("CREATE TABLE results (a)", "a table that is called as one of ours"),
        ("PRAGMA user_version = 3", "no table, but a version"),
    ],
)
def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path, script: str, why: str) -> None:
    (tmp_path / STORE_NAME).touch()
    damaged_by(tmp_path, script)
    before = (tmp_path / STORE_NAME).read_bytes()
    with pytest.raises(StoreError, match="is a database of another program; move it away, or give another -o"):
        Store(tmp_path)
    assert (tmp_path / STORE_NAME).read_bytes() == before, why


def test_a_folder_that_cannot_be_written_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, whole = run(a_portfolio(tmp_path / "in", a=SEEDED), tmp_path / "out")
    before = (tmp_path / "out" / STORE_NAME).read_bytes()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with Store(tmp_path / "out", reading=True) as store:
        assert {entry.path: entry for entry in store.entries(first.run)} == whole
    assert (tmp_path / "out" / STORE_NAME).read_bytes() == before
    assert [file.name for file in (tmp_path / "out").iterdir()] == [STORE_NAME]


def test_an_audit_at_work_in_a_folder_that_cannot_be_written_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(a_portfolio(tmp_path / "in", a=SEEDED), tmp_path / "out")
    with Store(tmp_path / "out"):
        monkeypatch.setattr(os, "access", lambda *_: False)
        with pytest.raises(StoreError, match="copy the folder"):
            Store(tmp_path / "out", reading=True)


def test_reports_of_another_version_can_be_compared_with(tmp_path: Path) -> None:
    finished, entries = run(a_portfolio(tmp_path / "in", a=SEEDED), tmp_path / "out")
    database = sqlite3.connect(tmp_path / "out" / STORE_NAME)
    ((packed,),) = database.execute("SELECT report FROM results")
    other = json.loads(zlib.decompress(packed))
    other["no longer known"] = other["verdicts"][0].pop("status")
    database.execute("UPDATE results SET report = ?", (zlib.compress(json.dumps(other).encode()),))
    database.commit()
    database.close()
    with Store(tmp_path / "out") as store:
        (before,) = store.judged(finished.run)
    assert before == judged(entries["a.txt"])


def test_an_earlier_run_says_which_files_it_could_not_read(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        unread = [Entry(path=name, outcome=Outcome.UNREADABLE, tier=Tier.LOW, sha256=name) for name in "ab"]
        store.add("k", failure(Unit((Member("b", "b", ".txt", "b"),), Tier.LOW), "lost"))
        run = store.finish("1", [(unread[0], ""), (unread[1], "k")])
        assert [(one.path, one.sha256, one.outcome) for one in store.judged(run)] == [
            ("a", "a", Outcome.UNREADABLE),
            ("b", "b", Outcome.UNREADABLE),
        ]


def test_a_read_only_disk_is_not_taken_for_a_full_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(tmp_path) as store:
        monkeypatch.setattr(os, "access", lambda *_: False)
        with pytest.raises(StoreError, match=r"cannot be written \(mounted read-only\?\)"), store._explained():
            raise sqlite3.OperationalError("disk I/O error")
