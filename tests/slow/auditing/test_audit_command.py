"""``clausegen audit``: files in, results and an exit code out."""

from __future__ import annotations

import datetime as dt
import errno
import gc
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from tempfile import SpooledTemporaryFile

import click
import pytest
from click.testing import CliRunner, Result
from lxml import html
from portfolios import a_portfolio

from clausegen.auditing.discover import printable
from clausegen.auditing.store import Store
from clausegen.auditing.unit import Member, Unit, UnitAnswer
from clausegen.auditing.watcher import Bar
from clausegen.cli.main import main
from clausegen.model.portfolio import Outcome
from clausegen.model.requirement import Tier
from clausegen.report.html import Page


def audit(*arguments: object) -> Result:
    trusted = [] if arguments and arguments[0] == "export" else ["--trust-folder"]
    return CliRunner().invoke(main, ["audit", *map(str, arguments), *trusted])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return a_portfolio(tmp_path / "in", a="The Supplier sells lamps.", b__c="The Supplier sells oil.")


def lines(out: Path) -> list[dict]:
    return [json.loads(line) for line in (out / "audit.jsonl").read_text(encoding="utf-8").splitlines()]


def test_every_file_has_one_line_with_report_and_outcome(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.docx").write_text("not a Word file")
    (folder / "copy.txt").write_bytes((folder / "a.txt").read_bytes())
    (folder / "~$a.docx").touch()
    result = audit(folder, "-o", tmp_path / "out", "--workers", 1, "--today", "2026-12-01")
    assert result.exit_code == 2
    assert "5 (2 judged, 1 unreadable, 1 duplicate, 1 excluded); judged now: 2" in result.stdout
    said = " ".join(result.stdout.split())
    assert "Do these first (as of 2026-12-01): a.txt: Add: Human rights undertaking (HRC) is missing" in said
    assert f"Next: clausegen check {folder / 'a.txt'} --tier medium" in said
    found = {row["contract"]["path"]: row for row in lines(tmp_path / "out")}
    assert list(found) == sorted(found)
    assert {path: row["outcome"] for path, row in found.items()} == {
        "a.txt": "judged",
        "b/c.txt": "judged",
        "bad.docx": "unreadable",
        "copy.txt": "duplicate",
        "~$a.docx": "excluded",
    }
    assert found["bad.docx"]["summary"] is None
    assert found["a.txt"]["verdicts"]
    assert found["copy.txt"]["of"] == "a.txt"
    assert not any(path.name.startswith(".audit") for path in (tmp_path / "out").iterdir())


def test_every_result_is_what_its_name_says(folder: Path, tmp_path: Path) -> None:
    audit(folder, "-o", tmp_path / "out", "--workers", 1)
    assert json.loads((tmp_path / "out" / "audit.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert (tmp_path / "out" / "audit.html").read_bytes().startswith(b"<!doctype html>")
    for name, inside in {"audit.xlsx": "xl/workbook.xml", "audit-summary.docx": "word/document.xml"}.items():
        assert inside in zipfile.ZipFile(tmp_path / "out" / name).namelist()


def test_results_say_what_they_are_and_of_which_day_when_one_is_given(folder: Path, tmp_path: Path) -> None:
    heads = []
    for options in ([], ["--today", "2026-11-29"], ["--today", "2026-12-01"]):
        audit(folder, "-o", tmp_path / "out", "--workers", 1, *options)
        heads.append(html.parse(tmp_path / "out" / "audit.html").xpath("string(//header)").split())
    assert " ".join(heads[0]).startswith(
        "Human-rights safeguards in customer contracts: in 2 files, 2 contracts judged"
    )
    assert [head[6:9] for head in heads[1:]] == [["As", "of", "2026-11-29:"], ["As", "of", "2026-12-01:"]]


@pytest.mark.parametrize(("options", "code"), [([], 1), (["--fail-on", "nothing"], 0)])
def test_exit_code_says_whether_gaps_were_found(folder: Path, tmp_path: Path, options: list[str], code: int) -> None:
    assert audit(folder, "-o", tmp_path / "out", "--workers", 1, *options).exit_code == code


def test_a_contract_read_in_part_is_never_exit_0(folder: Path, tmp_path: Path) -> None:
    (folder / "a.html").write_text("<html><body><p>Agreement.</p><iframe src='terms.html'></iframe></body></html>")
    assert audit(folder, "-o", tmp_path / "out", "--workers", 1, "--fail-on", "nothing").exit_code == 2
    assert [row["outcome"] for row in lines(tmp_path / "out")] == ["partly-read", "judged", "judged"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere", "-o", "out"], "no such folder"),
        (["empty", "-o", "out"], "no files in this folder"),
        (["in", "-o", "in/a.txt"], "is a file"),
        (["in", "-o", "taken"], "already exists"),
        (["in", "-o", "out", "--playbook", "none"], "no playbook"),
        (["in", "-o", "out", "--register", "none.csv"], "none.csv: no such file; check the path"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_2(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "audit.jsonl").touch()
    result = audit(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("again", ["in", "in/../in", "link"])
def test_the_folder_of_the_contracts_is_no_folder_for_results(folder: Path, tmp_path: Path, again: str) -> None:
    (tmp_path / "link").symlink_to(folder)
    before = sorted(folder.rglob("*"))
    result = audit(folder, "-o", tmp_path / again, "--workers", 1)
    assert (result.exit_code, result.stderr.count("\n"), "give another -o" in result.stderr) == (2, 1, True)
    assert sorted(folder.rglob("*")) == before


def test_deadlines_count_from_today_where_no_day_is_given(tmp_path: Path) -> None:
    today = dt.date.today()

    def ending(days: int) -> str:
        end = today + dt.timedelta(days=days)
        term = f"This Agreement begins on {end - dt.timedelta(days=400):%d %B %Y} and ends on {end:%d %B %Y}."
        return f"{term} It renews for a year unless a party gives notice of non-renewal 30 days before its end."

    folder = a_portfolio(tmp_path / "two", a_is_over=ending(-795), z_is_near=ending(100))
    said = " ".join(audit(folder, "-o", tmp_path / "out", "--workers", 1).stdout.split())
    assert f"Do these first (as of {today}): z_is_near.txt (notice by" in said


def test_a_folder_of_results_inside_that_of_the_contracts_is_no_input(folder: Path) -> None:
    for _ in range(2):
        result = audit(folder, "-o", folder / "results", "--workers", 1)
        assert "files: 2 (2 judged)" in result.stdout, result.output


@pytest.mark.skipif(os.name == "nt", reason="names of any bytes are a Unix matter")
@pytest.mark.parametrize("name", ["a\x01b", "a\udcffb"])
def test_folders_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = a_portfolio(tmp_path / name, a="The Supplier sells lamps.")
    earlier, out = tmp_path / f"{name} earlier", tmp_path / f"{name} out"
    assert audit(folder, "-o", earlier, "--workers", 1).exit_code == 1
    result = audit(folder, "-o", out, "--workers", 1, "--baseline", earlier, "--compare", earlier)
    assert (result.exit_code, result.exception is None or isinstance(result.exception, SystemExit)) == (0, True)
    assert printable(name) in (out / "audit.html").read_text(encoding="utf-8")


def test_ctrl_c_stops_cleanly_and_the_next_run_goes_on(folder: Path, tmp_path: Path) -> None:
    for number in range(500):  # more than are judged before a busy machine delivers the signal
        (folder / f"n{number}.txt").write_text(f"Agreement {number}\n\nThe Supplier sells lamps.\n")
    command = [sys.executable, "-m", "clausegen", "audit", str(folder), "-o", str(tmp_path / "out"), "--log-json"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stderr is not None
    for line in process.stderr:
        if '"answered"' in line:
            break
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=240)
    assert process.returncode == 2
    assert "the same command goes on from here" in said
    assert not (tmp_path / "out" / "audit.jsonl").exists()
    again = audit(folder, "-o", tmp_path / "out", "--workers", 1)
    assert again.exit_code == 1
    assert len(lines(tmp_path / "out")) == 502
    assert "judged now: 502" not in again.stdout


def test_workers_end_when_the_audit_is_killed(folder: Path, tmp_path: Path) -> None:
    for number in range(60):
        (folder / f"n{number}.txt").write_text(f"Agreement {number}\n\nThe Supplier sells lamps.\n")
    command = [sys.executable, "-m", "clausegen", "audit", str(folder), "-o", str(tmp_path / "out"), "--log-json"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stderr is not None
    for line in process.stderr:
        if '"answered"' in line:
            break
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline and _alive(process.pid):
        time.sleep(0.1)
    assert not _alive(process.pid)


def _alive(session: int) -> list[int]:
    """Processes of a session that still live."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found


def test_a_second_audit_into_the_same_folder_is_one_line(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with Store(tmp_path / "out"):
        result = audit(folder, "-o", tmp_path / "out", "--workers", 1)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "another audit works in this folder" in result.stderr


def test_a_damaged_result_of_the_run_before_costs_only_the_comparison(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    audit(folder, "-o", out, "--workers", 1)
    with sqlite3.connect(out / "audit.sqlite") as database:
        database.execute("UPDATE results SET report = x'00'")
    database.close()
    for name in ("a.txt", "b/c.txt"):
        (folder / name).write_text(f"Agreement\n\nThe Supplier sells lamps and {name}.\n")
    for judged_now in (2, 0):
        result = audit(folder, "-o", out, "--workers", 1)
        assert (result.exit_code, f"judged now: {judged_now}" in result.stdout) == (1, True), result.output
        assert "note: run 1: a result that it had is damaged" in result.stdout
    assert len(lines(out)) == 2


@pytest.mark.skipif(not Path("/proc/sys").is_dir(), reason="a folder nobody can write, not even root")
@pytest.mark.parametrize("out", ["/proc/sys", "/proc/sys/results"])
def test_a_folder_that_cannot_be_written_is_one_line(folder: Path, out: str) -> None:
    result = audit(folder, "-o", out, "--workers", 1)
    assert result.exit_code == 2
    assert "give another -o" in result.stderr or "choose another -o" in result.stderr
    assert "Traceback" not in result.stderr


def test_no_room_for_the_results_keeps_what_was_judged(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"

    def full(*_: object) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Page, "finish", full)
        stopped = audit(folder, "-o", out, "--workers", 1)
    assert stopped.exit_code == 2
    assert "No space left on device" in stopped.stderr
    gc.collect()
    assert "inconsistent" not in capfd.readouterr().err
    assert {path.name for path in out.iterdir()} == {"audit.sqlite"}
    (out / ".audit.html.left-behind").touch()
    again = audit(folder, "-o", out, "--workers", 1)
    assert "judged now: 0" in again.stdout
    assert len(lines(out)) == 2
    assert not (out / ".audit.html.left-behind").exists()


def test_no_room_for_temporary_files_names_their_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(SpooledTemporaryFile, "write", full)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("clausegen.report.spooled_file.gzip.GzipFile", lambda fileobj, **_: fileobj)
    result = audit(folder, "-o", tmp_path / "out", "--workers", 1)
    assert result.exit_code == 2
    assert "results cannot be written (No space left on device; it is the folder of temporary files" in result.stderr


@pytest.mark.parametrize("name", ["audit.html", "audit.sqlite"])
def test_a_folder_in_the_way_of_a_result_is_said_before_anything_is_judged(
    folder: Path, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "out"
    (out / name).mkdir(parents=True)
    result = audit(folder, "-o", out, "--workers", 1, "--force")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert f"{out / name}: is a folder" in result.stderr
    assert [path.name for path in out.iterdir()] == [name]


def test_a_register_that_is_not_used_is_named(folder: Path, tmp_path: Path) -> None:
    (folder / "register.csv").write_text("path\n*\n")
    said = [audit(folder, "-o", tmp_path / "out", "--workers", 1).stdout]
    (folder / "register.xlsx").touch()
    said.append(audit(folder, "-o", tmp_path / "out", "--workers", 1).stdout)
    assert ["note: register.xlsx: not used, because register.csv is" in one for one in said] == [False, True]
    assert "files: 2 (2 judged)" in said[1]


@pytest.mark.parametrize("raised", [KeyboardInterrupt, click.Abort])
def test_ctrl_c_outside_judging_is_no_finding(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: type[BaseException]
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr("clausegen.auditing.audit_folder.load_library", stopped)
    result = audit(folder, "-o", tmp_path / "out")
    assert (result.exit_code, result.stderr) == (2, "stopped\n")


def test_a_bar_shows_the_rate_and_the_counts(folder: Path, tmp_path: Path) -> None:
    unit = Unit((Member("a.txt", "a.txt", ".txt", "x"),), Tier.LOW)
    stream = io.StringIO()
    bar = Bar(stream)
    bar.listing()
    bar.listed(files=3, units=3, known=1)
    bar.answered(UnitAnswer(unit, ("x",), (Outcome.JUDGED,), ("",)))
    (task,) = bar._progress.tasks
    assert (task.completed, task.total, task.fields["counts"]) == (2, 3, "1 judged")
    assert task.fields["rate"].endswith("/s")
    bar.close()


def test_a_defect_of_the_program_never_exits_as_if_everything_was_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def defect(*_: object) -> None:
        raise KeyError("a defect of ours")

    monkeypatch.setattr(Store, "__init__", defect)
    assert audit(folder, "-o", tmp_path / "out").exit_code == 2


def test_the_process_that_hands_out_contracts_loads_nothing_that_judges_or_writes() -> None:
    heavy = {
        "clausegen.checker.pipeline",
        "clausegen.auditing.worker",
        "docx",
        "jinja2",
        "numpy",
        "openpyxl",
        "pypdfium2",
        "rich",
    }
    code = "import sys, clausegen.cli.audit; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert heavy.isdisjoint(done.stdout.split())
