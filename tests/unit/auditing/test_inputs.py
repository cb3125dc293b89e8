"""Every file on the disk is accounted for, whatever its name and whatever a link leads to."""

from __future__ import annotations

import errno
import os
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from portfolios import SEEDED, Counter, a_portfolio, run

from clausegen.auditing.discover import Input, excluded_by, printable, walk
from clausegen.auditing.register import Register, load_register
from clausegen.auditing.register import RegisterRow as Row
from clausegen.errors import DataError, UsageError
from clausegen.model.portfolio import Outcome
from clausegen.model.requirement import Tier
from clausegen.runtime.model_files import file_sha256


def listed(folder: Path, **options: object) -> dict[str, Input]:
    return {one.path: one for one in walk(folder, **options)}  # type: ignore[arg-type]


def test_everything_below_the_folder_is_listed(tmp_path: Path) -> None:
    a_portfolio(tmp_path, a="A", deep__er__b="B")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert list(listed(tmp_path)) == ["a.txt", "deep/er/b.txt", "picture.png"]


def test_links_that_loop_are_listed_and_not_followed(tmp_path: Path) -> None:
    a_portfolio(tmp_path, deep__a="A")
    (tmp_path / "deep" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    found = listed(tmp_path)
    assert found["deep/loop"].outcome is Outcome.EXCLUDED
    assert found["self"].outcome is Outcome.UNREADABLE
    assert found["deep/a.txt"].outcome is None


def test_a_link_out_of_the_folder_is_read_only_on_request(tmp_path: Path) -> None:
    a_portfolio(tmp_path / "elsewhere", private="P")
    a_portfolio(tmp_path / "in", a="A")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "elsewhere" / "private.txt")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    strict = listed(tmp_path / "in")
    assert strict["link.txt"].outcome is Outcome.UNREADABLE
    assert "--follow-links" in strict["folder"].reason
    followed = listed(tmp_path / "in", follow_links=True)
    assert followed["link.txt"].outcome is None
    assert followed["folder/private.txt"].outcome is None


@pytest.mark.parametrize(
    ("target", "listed_by_it", "why"),
    [
        ("..", {"up/in": Outcome.EXCLUDED, "up/beside/b.txt": None}, "a folder above the one that is audited"),
        ("x/y", {"up": Outcome.EXCLUDED}, "a folder inside it"),
        ("../beside", {"up/b.txt": None}, "a folder beside it"),
    ],
)
def test_a_link_lists_no_file_twice(tmp_path: Path, target: str, listed_by_it: dict, why: str) -> None:
    folder = a_portfolio(tmp_path / "in", x__y__a="A")
    a_portfolio(tmp_path, beside__b="B")
    (folder / "up").symlink_to(target)
    found = listed(folder, follow_links=True)
    assert {path: one.outcome for path, one in found.items()} == {"x/y/a.txt": None, **listed_by_it}, why


@pytest.mark.skipif(os.name == "nt", reason="names of any bytes are a Unix matter")
def test_names_of_any_bytes_are_read_and_printed(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    names = {
        b"bad-\xff.txt": "bad-\\xff.txt",  # not UTF-8
        b"new\nline.txt": "new\\x0aline.txt",
        "r\u202etxt.exe.txt".encode(): "r\\u202etxt.exe.txt",  # shows as rtxt.exe.txt reversed
        b"=cmd|x.txt": "=cmd|x.txt",
        b"x" * 251 + b".txt": "x" * 251 + ".txt",
    }
    for number, name in enumerate(names):
        Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_text(f"{SEEDED} {number}")  # noqa: PTH118
    finished, entries = run(folder, tmp_path / "out")
    assert finished.outcomes == {Outcome.JUDGED: len(names)}
    assert set(entries) == set(names.values())


def test_two_names_that_print_alike_are_both_listed(tmp_path: Path) -> None:
    (tmp_path / "a\\x0a.txt").write_text("one")
    (tmp_path / "a\n.txt").write_text("two")
    found = walk(tmp_path)
    assert sorted((one.path, one.outcome) for one in found) == [
        ("a\\x0a.txt", None),
        ("a\\x0a.txt (2)", Outcome.UNREADABLE),
    ]


def test_a_folder_that_cannot_be_opened_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_portfolio(tmp_path, a="A", closed__b="B")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)  # the tests may run as root, whom nothing is denied
    found = listed(tmp_path)
    assert found["closed"].outcome is Outcome.UNREADABLE
    assert "Permission denied" in found["closed"].reason


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert listed(tmp_path)["pipe.txt"].outcome is Outcome.UNREADABLE


@pytest.mark.parametrize(
    ("pattern", "path", "named"),
    [
        ("*.png", "deep/a.png", True),
        ("*.png", "deep/a.PNG", False),  # case differs on purpose
        ("old/*", "old/a.docx", True),
        ("old/*", "deep/old/a.docx", True),
        ("old/*", "bold/a.docx", False),
        ("deep/*.txt", "deep/er/a.txt", True),
    ],
)
def test_patterns(pattern: str, path: str, named: bool) -> None:
    assert bool(excluded_by(path, (pattern,))) is named


def test_excluded_files_say_by_which_pattern(tmp_path: Path) -> None:
    a_portfolio(tmp_path / "in", a="A", old__b="B")
    finished, entries = run(tmp_path / "in", tmp_path / "out", exclude=["old/*"])
    assert finished.outcomes == {Outcome.JUDGED: 1, Outcome.EXCLUDED: 1}
    assert "'old/*'" in entries["old/b.txt"].reason


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        list(walk(tmp_path / "nowhere"))
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="not a folder"):
        list(walk(tmp_path / "file"))


def test_same_content_is_judged_once(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a=SEEDED, b=SEEDED, c="Other.")
    counter = Counter()
    finished, entries = run(folder, tmp_path / "out", watcher=counter)
    assert len(counter.answers) == 2
    assert finished.outcomes == {Outcome.JUDGED: 2, Outcome.DUPLICATE: 1}
    assert entries["b.txt"].of == "a.txt"
    assert entries["b.txt"].report.contract.path == "b.txt"
    assert entries["b.txt"].contract is None


def test_same_content_under_another_extension_or_tier_is_judged_for_itself(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a="A", b="A")
    (folder / "c.md").write_bytes((folder / "a.txt").read_bytes())
    register = Register((Row("b.txt", tier=Tier.HIGH, line=2),))
    finished, entries = run(folder, tmp_path / "out", register=register)
    assert finished.outcomes == {Outcome.JUDGED: 3}
    assert entries["b.txt"].report.tier is Tier.HIGH
    assert {path: entry.reason for path, entry in entries.items()} == {
        "a.txt": "same content as b.txt, judged apart at tier medium instead of high",
        "b.txt": "",
        "c.md": "same content as b.txt, judged apart at tier medium instead of high",
    }


@pytest.mark.parametrize(
    ("register", "leads", "why"),
    [
        (Register((Row("z/long-name.txt", line=2),)), "z/long-name.txt", "the file that the register names"),
        (Register((Row("z/*", line=2),)), "z/long-name.txt", "a pattern names it too"),
        (Register(), "b.txt", "else the shortest path"),
        (Register((Row("*", line=2),)), "b.txt", "of two that are named, the shortest"),
    ],
)
def test_of_files_with_the_same_content_the_registered_one_leads(
    register: Register, leads: str, why: str, tmp_path: Path
) -> None:
    folder = a_portfolio(tmp_path / "in", a__copy=SEEDED, b=SEEDED)
    (folder / "z").mkdir()
    (folder / "z" / "long-name.txt").write_bytes((folder / "b.txt").read_bytes())
    _, entries = run(folder, tmp_path / "out", register=register)
    assert entries[leads].outcome is Outcome.JUDGED, why
    assert {entry.of for path, entry in entries.items() if path != leads} == {leads}, why


def row(path: str, *whose: str) -> Row:
    return Row(path, *whose, line=2)


@pytest.mark.parametrize(
    ("rows", "standing", "of", "why"),
    [
        ([], ["a"], {"b": "a", "c": "a"}, "no row says anything: one contract, filed three times"),
        ([row("*", "Alpha")], ["a"], {"b": "a", "c": "a"}, "all rows say the same"),
        ([row("a.txt", "Alpha")], ["a"], {"b": "a", "c": "a"}, "a file without a row names no other customer"),
        ([row("a.txt", "Alpha"), row("b.txt", "Beta")], ["a", "b"], {"b": "a", "c": "a"}, "another customer"),
        ([row("b.txt", "A", "Norland"), row("c.txt", "A", "Sudland")], ["b", "c"], {"a": "b", "c": "b"}, "country"),
        (
            [row("a.txt", "A", "N", "Mirror"), row("b.txt", "A", "N", "Lantern")],
            ["a", "b"],
            {"b": "a", "c": "a"},
            "product",
        ),
        ([row("a.txt"), row("c.txt", "Gamma")], ["c"], {"a": "c", "b": "c"}, "a row that says more leads"),
        (
            [row("a.txt", "", "N"), row("b.txt", "B", "")],
            ["a", "b"],
            {"b": "a", "c": "a"},
            "names what the other does not",
        ),
        (
            [row("a.txt", "Alpha"), row("b.txt", "Beta"), row("c.txt", "Beta")],
            ["a", "b"],
            {"b": "a", "c": "b"},
            "the copy of a copy belongs to the contract of its customer",
        ),
    ],
)
def test_a_copy_is_a_contract_of_its_own_when_its_row_names_another_customer(
    rows: list[Row], standing: list[str], of: dict[str, str], why: str, tmp_path: Path
) -> None:
    folder = a_portfolio(tmp_path / "in", a=SEEDED, b=SEEDED, c=SEEDED)
    counter = Counter()
    finished, entries = run(folder, tmp_path / "out", watcher=counter, register=Register(tuple(rows)))
    assert len(counter.answers) == 1, why
    assert finished.outcomes == {Outcome.JUDGED: 1, Outcome.DUPLICATE: 2}, why
    assert [path for path, entry in entries.items() if entry.contract] == [f"{name}.txt" for name in standing], why
    assert finished.contracts == len(standing), why
    assert {path: entry.of for path, entry in entries.items() if entry.of} == {
        f"{name}.txt": f"{original}.txt" for name, original in of.items()
    }, why


def test_a_copy_of_a_contract_read_in_part_says_so(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text("<html><body><p>Agreement.</p><iframe src='terms.html'></iframe></body></html>")
    _, entries = run(tmp_path, tmp_path / "out", register=Register((row("a.html", "A"), row("b.html", "B"))))
    assert entries["a.html"].outcome is Outcome.PARTLY_READ
    assert entries["b.html"].reason == f"same content as a.html; {entries['a.html'].reason}"


def test_a_file_deleted_while_the_audit_runs_leaves_its_copy_judged(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a="First.", b=SEEDED, c=SEEDED)

    class Deleting(Counter):
        def listed(self, files: int, units: int, known: int) -> None:
            (folder / "b.txt").unlink()

    finished, entries = run(folder, tmp_path / "out", watcher=Deleting())
    assert finished.outcomes == {Outcome.JUDGED: 2, Outcome.UNREADABLE: 1}
    assert "moved while the audit ran" in entries["b.txt"].reason
    assert entries["c.txt"].outcome is Outcome.JUDGED


def test_a_file_changed_while_the_audit_runs_is_judged_as_it_was_read(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", b=SEEDED, c=SEEDED)

    class Changing(Counter):
        def listed(self, files: int, units: int, known: int) -> None:
            a_portfolio(folder, b="Nothing any more.")

    _, entries = run(folder, tmp_path / "out", watcher=Changing())
    assert entries["b.txt"].report.summary.satisfied == 0
    assert entries["c.txt"].report.summary.satisfied == 1
    assert entries["c.txt"].outcome is Outcome.JUDGED


# ---- register and families ----------------------------------------------------------------------


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("path,customer,tier\na.txt,Norland,high\n", "utf-8"),
        ("Path;Customer;Tier\r\na.txt;Norland;HIGH\r\n", "utf-8-sig"),
        ("path\tcustomer\ttier\r\na.txt\tNorland\thigh\r\n", "utf-16"),
        ("\ufeffpath\tcustomer\ttier\r\na.txt\tNorland\thigh\r\n", "utf-16-be"),
    ],
    ids=["plain", "as Excel writes it in Europe", "as Excel's Unicode Text", "the same from another machine"],
)
def test_a_register_is_read(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "register.csv").write_bytes(text.encode(encoding))
    row = load_register(tmp_path / "register.csv").row("a.txt")
    assert row is not None
    assert (row.customer, row.tier) == ("Norland", Tier.HIGH)


def test_a_register_may_be_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (["path", "tier"], ["a.txt", "low"], [None, None]):
        book.active.append(line)
    book.save(tmp_path / "register.xlsx")
    assert load_register(tmp_path / "register.xlsx").row("a.txt").tier is Tier.LOW


@pytest.mark.parametrize(
    ("sheets", "said", "why"),
    [
        ({"Notes": "From Legal", "Register": "path", "Totals": ""}, "", "one sheet has the column, whichever it is"),
        ({"Register": "Pattern"}, "", "the other name of the column"),
        ({"2026": "path", "2025": "Path"}, "a column 'path', got '2026', '2025'", "which of them is not for us to say"),
        ({"Notes": "", "Totals": "sum"}, "a column 'path', none of 'Notes', 'Totals' has one", "none to read"),
        ({"Totals": "sum"}, "a first line with a column 'path'", "a single one is read as a table"),
    ],
)
def test_of_several_sheets_the_one_with_the_column_of_paths_is_read(
    tmp_path: Path, sheets: dict[str, str], said: str, why: str
) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, head in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append([head])
        sheet.append(["a.txt"])
    book.save(tmp_path / "register.xlsx")
    if said:
        with pytest.raises(DataError) as caught:
            load_register(tmp_path / "register.xlsx")
        assert said in str(caught.value), why
    else:
        assert load_register(tmp_path / "register.xlsx").row("a.txt") is not None, why


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("customer\nNorland\n", "a column 'path'"),
        ("path,tiers\na,low\n", "one of the columns"),
        ("path,tier\na,extreme\n", ":2 tier: low, medium or high, got 'extreme'"),
        ("path,tier\na,low\na,high\n", "also in line 2"),
        ("path,role\na,master\n", "family"),
        ("path\n../a\n", "relative to the audited folder"),
        ('path\n"a\n', "CSV"),
        (
            "path,customer\na,Ministry, of Order\n",
            ":2: 2 cells, as in the first line, got 3; put a text with",
        ),
    ],
)
def test_a_wrong_register_says_where(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        load_register(write(tmp_path / "register.csv", text))
    assert said in str(caught.value)


def test_empty_cells_behind_the_last_column_are_none(tmp_path: Path) -> None:
    assert load_register(write(tmp_path / "register.csv", "path,tier\na.txt,low,,\n")).row("a.txt").tier is Tier.LOW


@pytest.mark.parametrize(
    ("cell", "said", "why"),
    [
        ('<c r="B2"><f>C2</f></c>', "register.xlsx:2 tier: a value; this is a formula whose result", "never computed"),
        ('<c r="B2" t="str"><f>C2</f><v></v></c>', "", "computed, and there is nothing in it"),
        ('<c r="B2" t="str"><f>C2</f><v>high</v></c>', "", "computed"),
        ('<c r="D2"><f>C2</f></c>', "", "in a column without a name, which nobody reads"),
    ],
)
def test_a_formula_without_a_result_is_no_empty_cell(cell: str, said: str, why: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (["path", "tier"], ["a.txt", "low", None, "x"]):
        book.active.append(line)
    book.save(tmp_path / "plain.xlsx")
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(tmp_path / "register.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                place = cell[6:8]
                content = re.sub(rf'<c r="{place}".*?</c>'.encode(), cell.encode(), content)
                assert cell.encode() in content
            new.writestr(name, content)
    if said:
        with pytest.raises(DataError) as caught:
            load_register(tmp_path / "register.xlsx")
        assert said in str(caught.value), why
    else:
        assert load_register(tmp_path / "register.xlsx").row("a.txt") is not None, why


def test_a_broken_workbook_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"readable \.xlsx"):
        load_register(write(tmp_path / "register.xlsx", "no workbook"))


def test_a_path_outranks_patterns_and_the_first_pattern_counts() -> None:
    register = Register(
        (
            Row("*", owner="all", line=2),
            Row("x/*", owner="x", line=3),
            Row("x/a.txt", owner="a", line=4),
        )
    )
    assert [register.row(p).owner for p in ("x/a.txt", "x/b.txt")] == ["a", "all"]
    assert [row.line for row in register.unused()] == [3]


@pytest.mark.parametrize(
    ("path", "named", "why"),
    [
        ("norland/sudland/b.txt", "norland/*", "the whole path is compared, not the end of it"),
        ("sudland/x/b.txt", "sudland/*", "a star also spans folders"),
        ("root-1.txt", "root-*", "a pattern without a folder is about the whole path too"),
        ("archive/root-1.txt", "", "and about no name elsewhere"),
        ("old.zip!a/b.txt", "old.zip!*", "what lies in an archive is called by its archive"),
        ("mail.eml!../../x/b.txt", "mail.eml!*", "whatever it is called there"),
        ("deal [1].txt", "deal [1].txt", "a path is itself, whatever signs it holds"),
    ],
)
def test_a_pattern_of_the_register_is_compared_with_the_whole_path(path: str, named: str, why: str) -> None:
    patterns = ("sudland/*", "norland/*", "root-*", "old.zip!*", "mail.eml!*", "deal [1].txt")
    found = Register(tuple(Row(p, line=n) for n, p in enumerate(patterns, 2))).row(path)
    assert (found.path if found else "") == named, why


def test_rows_without_files_and_files_without_rows_are_concerns(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a="A")
    finished, _ = run(folder, tmp_path / "out", register=Register((Row("gone.txt", line=2),)))
    assert [(c.kind, c.subject) for c in finished.concerns] == [
        ("row-without-file", "gone.txt"),
        ("file-without-row", "a.txt"),
    ]


def family(*pairs: tuple[str, str]) -> Register:
    return Register(tuple(Row(p, family="F", role=r, line=n) for n, (p, r) in enumerate(pairs, 2)))


def test_a_family_is_judged_as_one(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", amendment="We may suspend.", master="Nothing.", other="Nothing else.")
    register = family(("amendment.txt", "amendment"), ("master.txt", "master"))
    finished, entries = run(folder, tmp_path / "out", register=register)
    assert finished.outcomes == {Outcome.JUDGED: 3}
    assert entries["master.txt"].contract.summary.satisfied == 1
    assert entries["amendment.txt"].of == "master.txt"


def test_a_family_with_an_unreadable_file_is_partly_read(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", master=SEEDED)
    (folder / "amendment.docx").write_text("no Word file")
    register = family(("amendment.docx", "amendment"), ("master.txt", "master"))
    _, entries = run(folder, tmp_path / "out", register=register)
    assert entries["master.txt"].outcome is Outcome.PARTLY_READ
    assert "amendment.docx" in entries["master.txt"].reason
    assert not entries["master.txt"].report.contract.coverage.complete
    assert entries["amendment.docx"].outcome is Outcome.UNREADABLE


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere")


def a_file_nobody_may_read(path: Path) -> None:
    path.write_text("We waive it.")


def a_broken_archive(path: Path) -> None:
    path.write_bytes(b"no archive")


@pytest.mark.parametrize(
    ("made", "name", "row", "why"),
    [
        (a_link_to_nothing, "amendment.txt", "amendment.txt", "a link that leads nowhere"),
        (a_file_nobody_may_read, "amendment.txt", "amendment.txt", "a file that cannot be opened to be hashed"),
        (a_link_to_nothing, "signed", "signed/amendment.txt", "a folder that cannot be reached"),
        (a_link_to_nothing, "signed", "signed/*", "the same, and the register names its files by a pattern"),
        (a_broken_archive, "signed.zip", "signed.zip!amendment.txt", "an archive that cannot be unpacked"),
    ],
)
def test_a_family_is_partly_read_when_a_file_of_it_cannot_even_be_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[Path], None], name: str, row: str, why: str
) -> None:
    def hashed(path: Path) -> str:
        if path.name == "amendment.txt":
            raise PermissionError(errno.EACCES, "Permission denied")
        return file_sha256(path)

    folder = a_portfolio(tmp_path / "in", master=SEEDED, other="Nothing.")
    made(folder / name)
    monkeypatch.setattr("clausegen.auditing.run.file_sha256", hashed)
    listed = list(walk(folder))
    inputs = [replace(one, outcome=Outcome.UNREADABLE) if one.suffix == ".zip" else one for one in listed]
    register = family(("master.txt", "master"), (row, "amendment"))
    _, entries = run(folder, tmp_path / "out", register=register, inputs=inputs)
    assert entries[name].outcome is Outcome.UNREADABLE, why
    assert entries["master.txt"].outcome is Outcome.PARTLY_READ, why
    assert name in entries["master.txt"].reason
    assert not entries["master.txt"].report.contract.coverage.complete
    assert entries["other.txt"].outcome is Outcome.JUDGED, "it is not of the family"


def test_a_family_is_judged_again_when_its_lost_file_is_back(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", master=SEEDED)
    (folder / "amendment.txt").symlink_to("nowhere")
    register = family(("master.txt", "master"), ("amendment.txt", "amendment"))
    run(folder, tmp_path / "out", register=register)
    (folder / "amendment.txt").unlink()
    a_portfolio(folder, amendment="Nothing.")
    _, entries = run(folder, tmp_path / "out", register=register)
    assert {entry.outcome for entry in entries.values()} == {Outcome.JUDGED}


@pytest.mark.parametrize(("name", "why"), [("Thumbs.db", "left out"), ("b.txt", "of no family"), ("c", "of no row")])
def test_what_is_no_file_of_the_family_does_not_make_it_partly_read(tmp_path: Path, name: str, why: str) -> None:
    folder = a_portfolio(tmp_path / "in", a__master=SEEDED)
    (folder / ("a" if name == "Thumbs.db" else ".") / name).symlink_to("nowhere")
    register = Register((Row("a/*", family="F", role="master", line=2), Row("b.txt", line=3)))
    _, entries = run(folder, tmp_path / "out", register=register)
    assert entries["a/master.txt"].outcome is Outcome.JUDGED, why


def test_printable_leaves_ordinary_names_alone() -> None:
    assert printable("Vertrag – Größe (2).docx") == "Vertrag – Größe (2).docx"


def test_results_in_a_folder_reached_by_a_link_are_no_input(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "real", a="No.")
    (folder / "out").mkdir()
    (folder / "out" / "audit.jsonl").touch()
    (tmp_path / "link").symlink_to(folder)
    link = tmp_path / "link"
    assert [one.path for one in walk(link, aside=[link / "out"])] == ["a.txt"]


def test_names_as_long_as_a_name_can_be_are_judged(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", **{"n" * 251: SEEDED, "é" * 125: "No."})
    _, entries = run(folder, tmp_path / "out")
    assert {len(path.encode()): entry.outcome for path, entry in entries.items()} == {
        255: Outcome.JUDGED,
        254: Outcome.JUDGED,
    }


def test_a_workbook_that_the_library_stumbles_over_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["path", "customer"])  # type: ignore[union-attr]
    book.create_chartsheet("empty")
    book.save(tmp_path / "register.xlsx")
    with pytest.raises(DataError, match=r"register\.xlsx: a readable \.xlsx"):
        load_register(tmp_path / "register.xlsx")
