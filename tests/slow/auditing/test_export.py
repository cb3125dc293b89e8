"""Exports have a row for everything: each element of each contract, each file that was not judged."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from test_audit_command import audit
from test_reports import ENTRIES, FORMULA, TWINS

from clausegen.auditing.findings_table import COLUMNS, rows, write_csv, write_parquet
from clausegen.auditing.store import Store


def test_rows_cover_every_entry() -> None:
    made = list(rows(ENTRIES))
    assert {row["path"] for row in made} == {entry.path for entry in ENTRIES}
    assert len(made) == 5 * 2 + 2
    assert [row["status"] for row in made if row["outcome"] == "unreadable"] == [None]


def test_rows_say_which_files_stand_for_no_contract() -> None:
    stream = io.BytesIO()
    write_parquet(TWINS, stream)
    table = pq.read_table(io.BytesIO(stream.getvalue())).to_pylist()
    assert {(row["path"], row["of"], row["shadow"]) for row in table} == {
        ("dan.txt", "", False),
        ("swe.txt", "dan.txt", False),
        ("swe-copy.txt", "swe.txt", True),
    }


def test_rows_say_in_which_part_of_a_contract_the_words_stand() -> None:
    assert {(row["clause"], row["part"]) for row in rows(ENTRIES[:1])} == {("9.2(a)", "body"), (None, None)}


def test_csv_holds_no_formula() -> None:
    stream = io.BytesIO()
    write_csv(ENTRIES, stream)
    table = list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"))))
    assert tuple(table[0]) == COLUMNS
    assert table[0]["customer"] == f"'{FORMULA}"


def test_parquet_has_the_same_rows() -> None:
    stream = io.BytesIO()
    write_parquet(ENTRIES, stream)
    table = pq.read_table(io.BytesIO(stream.getvalue())).to_pylist()
    assert [row["code"] for row in table] == [row["code"] for row in rows(ENTRIES)]
    assert table[0]["customer"] == FORMULA


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_the_command_exports(tmp_path: Path, form: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Agreement\n\nThe Supplier sells lamps.\n")
    audit(tmp_path / "in", "-o", tmp_path / "out", "--workers", 1, "--quiet")
    target = tmp_path / f"table.{form}"
    assert audit("export", tmp_path / "out", "--format", form, "-o", target).exit_code == 0
    assert target.stat().st_size > 100
    assert "already exists" in audit("export", tmp_path / "out", "--format", form, "-o", target).stderr
    if form == "jsonl":
        assert target.read_bytes() == (tmp_path / "out" / "audit.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"), [(["nowhere"], "no audit here"), (["out", "--run", "7"], "there is: 1")]
)
def test_what_cannot_be_exported_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.png").write_bytes(b"\x89PNG")
    audit("in", "-o", "out", "--workers", 1, "--quiet")
    result = audit("export", *arguments, "-o", "table.csv")
    assert result.exit_code == 2
    assert said in result.stderr


def test_an_audit_in_a_folder_that_cannot_be_written_is_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Agreement\n\nThe Supplier sells lamps.\n")
    audit(tmp_path / "in", "-o", tmp_path / "out", "--workers", 1, "--quiet")
    assert audit("export", tmp_path / "out", "-o", tmp_path / "usual.csv").exit_code == 0
    monkeypatch.setattr("os.access", lambda _, mode: mode != os.W_OK)
    monkeypatch.setattr(Store, "_open", None)  # which writes
    assert audit("export", tmp_path / "out", "-o", tmp_path / "table.csv").exit_code == 0
    assert (tmp_path / "table.csv").read_bytes() == (tmp_path / "usual.csv").read_bytes()


def test_what_hinders_an_export_is_no_matter_of_its_output(tmp_path: Path) -> None:
    with Store(tmp_path):
        result = audit("export", tmp_path, "-o", tmp_path / "table.csv")
    assert result.exit_code == 2
    assert result.stderr.endswith("another audit works in this folder; wait for it\n")
