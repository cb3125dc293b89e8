"""Contracts at an address are judged like those of a folder, and what lies beside them counts there too."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import openpyxl
import pytest
from click.testing import CliRunner, Result
from portfolios import SEEDED, Counter, a_portfolio, run

from clausegen.auditing.discover import Input
from clausegen.auditing.register import load_register
from clausegen.auditing.remote import at_hand, fetched, here, walk_url
from clausegen.cli.main import main
from clausegen.errors import DataError, UsageError
from clausegen.model.portfolio import Outcome
from clausegen.runtime.interrupts import Stop


def audit(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["audit", *map(str, arguments), "--workers", "1", "--trust-folder"])


@pytest.fixture
def memory() -> Iterator[Any]:
    """A file system whose listings tell no times and which only this process knows."""
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()


# ---- files --------------------------------------------------------------------------------------


def test_files_at_an_address_are_fetched_where_they_are_judged(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a=SEEDED, deep__b=SEEDED, c="No.")
    address = folder.as_uri()  # to whoever lists and fetches by fsspec an address like any other
    _, entries = run(folder, tmp_path / "out", inputs=walk_url(address))
    assert {path: entry.outcome for path, entry in entries.items()} == {
        "a.txt": Outcome.JUDGED,
        "c.txt": Outcome.JUDGED,
        "deep/b.txt": Outcome.DUPLICATE,
    }
    again = Counter()
    run(folder, tmp_path / "out", inputs=walk_url(address), watcher=again)
    assert not again.answers


def test_a_run_that_was_stopped_goes_on_from_there_at_an_address_too(tmp_path: Path) -> None:
    address = a_portfolio(tmp_path / "in", **{f"c{n}": f"{SEEDED} {n // 2}" for n in range(8)}).as_uri()

    class Stopping(Counter):
        def answered(self, answer: Any) -> None:
            super().answered(answer)
            if len(self.answers) == 3:
                raise Stop

    with pytest.raises(Stop):
        run(tmp_path, tmp_path / "out", inputs=walk_url(address), watcher=Stopping())
    rest = Counter()
    _, entries = run(tmp_path, tmp_path / "out", inputs=walk_url(address), watcher=rest)
    _, undisturbed = run(tmp_path, tmp_path / "other", inputs=walk_url(address))
    assert len(rest.answers) == 5
    assert entries == undisturbed


def test_a_memory_file_system_is_listed(memory: Any) -> None:
    memory.pipe("/portfolio/a.txt", b"Agreement")
    memory.pipe("/portfolio/~$a.docx", b"lock")
    memory.pipe("/portfolio/register.csv", b"path")
    memory.pipe("/portfolio/old/register.csv", b"path")
    found: list[Input] = list(walk_url("memory://portfolio", aside=["register.csv"]))
    assert [(one.path, one.outcome) for one in found] == [
        ("a.txt", None),
        ("old/register.csv", None),
        ("~$a.docx", Outcome.EXCLUDED),
    ]


def test_two_names_at_an_address_that_print_alike_are_both_listed(memory: Any) -> None:
    memory.pipe("/alike/a\x01.txt", b"one")
    memory.pipe("/alike/a\\x01.txt", b"two")
    found: list[Input] = list(walk_url("memory://alike"))
    assert [(one.path, one.outcome) for one in found] == [
        ("a\\x01.txt", None),
        ("a\\x01.txt (2)", Outcome.UNREADABLE),
    ]


def test_a_pipe_elsewhere_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert [(one.path, one.outcome) for one in walk_url(tmp_path.as_uri())] == [("a.txt", Outcome.UNREADABLE)]


def test_a_link_elsewhere_is_read_only_on_request(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a=SEEDED)
    (folder / "b.txt").symlink_to(a_portfolio(tmp_path / "private", a=SEEDED) / "a.txt")
    for follow, outcome in ((False, Outcome.UNREADABLE), (True, None)):
        found = list(walk_url(folder.as_uri(), follow_links=follow))
        assert [(one.path, one.outcome) for one in found] == [("a.txt", None), ("b.txt", outcome)]


def test_a_file_that_went_in_the_meantime_is_said_to_have_gone(memory: Any) -> None:
    with pytest.raises(FileNotFoundError) as raised, at_hand("memory://gone/a.txt", ".txt"):
        pass
    assert raised.value.strerror == "No such file or directory"


# ---- addresses of this machine ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "name", "why"),
    [
        ("", "in", "a path"),
        ("file://", "in", "an address as most write it"),
        ("FILE://", "in", "capital letters mean the same there"),
        ("local://", "in", "another name of it"),
        ("file://localhost", "in", "with the machine"),
        ("file://", "a%20b", "escaped, as programs write it"),
        ("file://", "a b", "not escaped, as people write it"),
        ("file://", "100%25", "a name that holds such signs"),
    ],
)
def test_an_address_of_this_machine_is_a_path(tmp_path: Path, start: str, name: str, why: str) -> None:
    for made in ("in", "a b", "100%25", "100%"):
        (tmp_path / made).mkdir()
    expected = tmp_path / ("a b" if name == "a%20b" else name)
    assert here(f"{start}{tmp_path / name}") == expected, why


@pytest.mark.parametrize("address", ["s3://b/x", "simplecache::file:///x", "memory://x"])
def test_other_addresses_are_none(address: str) -> None:
    assert here(address) is None


def test_an_address_of_this_machine_is_audited_like_its_path(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a="The Supplier sells lamps.", b__c="The Supplier sells oil.")
    (folder / "outside.txt").symlink_to(a_portfolio(tmp_path / "private", a="Private.") / "a.txt")
    (folder / "d").symlink_to(folder / "b", target_is_directory=True)
    results = folder / "results"
    expected = audit(folder, "-o", tmp_path / "out")
    for _ in range(2):  # the second time there are results in the folder
        found = audit(f"file://{folder}", "-o", results)
        assert (found.exit_code, "4 (2 judged, 1 unreadable, 1 excluded)" in found.stdout) == (2, True)
        assert expected.exit_code == 2
        for name in ("audit.jsonl", "audit.html"):
            assert (results / name).read_bytes() == (tmp_path / "out" / name).read_bytes()


# ---- what lies beside the contracts -------------------------------------------------------------

WAIVERS = """[[waivers]]
contract = "a.txt"
element = "SUS-1"
reason = "no deliveries"
approver = "Board"
expires = 2999-01-01
"""


def test_register_and_waivers_at_an_address_count_as_in_a_folder(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a="The Supplier sells lamps.")
    (folder / "register.csv").write_text("path,customer,tier\na.txt,Ministry,high\nb.txt,Nobody,low\n")
    (folder / "waivers.toml").write_text(WAIVERS)
    openpyxl.Workbook().save(folder / "register.xlsx")
    path = audit(folder, "-o", tmp_path / "path")
    address = audit(f"simplecache::file://{folder}", "-o", tmp_path / "address")
    assert "register.xlsx: not used" in path.stdout
    said = path.stdout.replace("/path/", "/address/")
    assert re.sub(r"Next: .*\n", "", said) == re.sub(r"Next: .*\n", "", address.stdout), "a fetched file has no path"
    for name in ("audit.jsonl", "audit.sarif", "audit.html"):
        content = (tmp_path / "address" / name).read_bytes()
        assert content == (tmp_path / "path" / name).read_bytes()
        assert b"Ministry" in content or name == "audit.sarif"


def test_only_what_is_there_is_fetched(memory: Any) -> None:
    memory.pipe("/portfolio/register.csv", b"path")
    with fetched("memory://portfolio/", ["register.csv", "register.xlsx"]) as beside:
        assert [file.name for file in beside.iterdir()] == ["register.csv"]


def test_what_is_wrong_in_a_register_is_said_of_its_address(memory: Any) -> None:
    memory.pipe("/portfolio/register.csv", b"path,tier\na.txt,highest\n")
    said = r"^memory://portfolio/register.csv:2 tier: low, medium or high"
    with pytest.raises(DataError, match=said), fetched("memory://portfolio", ["register.csv"]) as beside:
        load_register(beside / "register.csv")


def test_a_register_that_cannot_be_fetched_is_not_taken_for_absent(
    memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("403")

    monkeypatch.setattr(type(memory), "info", refuse)
    said = r"memory://portfolio/register.csv: cannot be read \(PermissionError: 403\)"
    with pytest.raises(UsageError, match=said), fetched("memory://portfolio", ["register.csv"]):
        pass


# ---- what cannot be audited ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("file://{}/absent", "/absent: there is no such folder"),
        ("simplecache::file://{}/absent", "/absent: there is no such folder"),
        ("file://{}/a.txt", "a.txt: is a file, not a folder"),
        ("simplecache::file://{}/a.txt", "a.txt: is a file, not a folder"),
        ("file://{}/empty", "no files in this folder"),
        ("file://", "file://: names no folder"),
        ("s3://bucket/x", "Install s3fs to access S3"),
        ("bogus://x", "fsspec knows no addresses that begin with bogus://"),
        ("ftp://127.0.0.1:1/x", "cannot be opened (ConnectionRefusedError"),
    ],
)
def test_an_address_that_cannot_be_audited_is_one_line_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, said: str
) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)  # type: ignore[arg-type]
    (tmp_path / "in" / "empty").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").touch()
    result = audit(address.format(tmp_path / "in"), "-o", tmp_path / "new" / "out")
    assert (result.exit_code, result.stderr.count("\n"), said in result.stderr) == (2, 1, True), result.stderr
    assert not (tmp_path / "new").exists()


def test_without_fsspec_an_address_says_what_brings_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)  # type: ignore[arg-type]
    result = audit("s3://bucket/x", "-o", tmp_path / "out")
    assert "an address needs fsspec: pip install 'clausegen[dask]'" in result.stderr
