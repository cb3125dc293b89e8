"""Where output goes: never over a file the command reads, and in the format its name says."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from builders import docx, p
from click.testing import CliRunner, Result
from deals import deal_data

from clausegen.cli.formats import format_of
from clausegen.cli.main import main
from clausegen.cli.output import deliver
from clausegen.drafting.interview.file import to_toml
from clausegen.errors import UsageError

TEXT = "1. Use\n1.1 The Supplier may suspend the System at once where it suspects misuse.\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def contract(folder: Path, name: str = "contract.txt") -> Path:
    path = folder / name
    path.write_text(TEXT, encoding="utf-8")
    return path


def deal(folder: Path) -> Path:
    path = folder / "deal.toml"
    path.write_text(to_toml(deal_data()), encoding="utf-8")
    return path


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("lines", "paged", "is_paged", "why"),
    [
        (30, True, True, "taller than the terminal"),
        (20, True, False, "it fits"),
        (30, False, False, "the short report of check ends with the answer, which must stay in sight"),
    ],
)
def test_what_is_taller_than_the_terminal_goes_to_a_pager(
    lines: int, paged: bool, is_paged: bool, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setattr("sys.stdout", Screen())
    monkeypatch.setattr("click.echo_via_pager", lambda content, color: seen.append(content))
    monkeypatch.setattr("click.echo", lambda content, nl: None)
    deliver("x\n" * lines, None, False, paged=paged)
    assert bool(seen) == is_paged, why


def test_what_goes_into_a_pipe_is_not_paged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.echo_via_pager", lambda content, color: pytest.fail("a pager"))
    deliver("x\n" * 300, None, False, paged=True)


@pytest.mark.parametrize("command", ["check", "dates", "show"])
def test_a_contract_is_never_replaced_by_what_is_said_about_it(command: str, tmp_path: Path) -> None:
    read = contract(tmp_path)
    result = run(command, read, "-o", read, "--force")
    assert (result.exit_code, "is itself read" in result.stderr) == (2, True), result.output
    assert read.read_text(encoding="utf-8") == TEXT


def test_a_contract_of_a_folder_is_recognised_under_another_name(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    read = contract(tmp_path / "in")
    (tmp_path / "link.txt").symlink_to(read)
    result = run("check", tmp_path / "in", "-o", tmp_path / "link.txt", "--force")
    assert (result.exit_code, "is itself read" in result.stderr) == (2, True), result.output
    assert read.read_text(encoding="utf-8") == TEXT


def test_an_amendment_that_is_read_with_the_contract_is_kept(tmp_path: Path) -> None:
    read, other = contract(tmp_path), contract(tmp_path, "amendment.txt")
    assert run("check", read, "--with", other, "-o", other, "--force").exit_code == 2
    assert other.read_text(encoding="utf-8") == TEXT


def test_a_revised_copy_does_not_take_the_place_of_the_contract(tmp_path: Path) -> None:
    read = docx(tmp_path / "a.docx", p("1. The Supplier supplies the System."))
    before = read.read_bytes()
    result = run("remedy", read, "-o", read, "--force")
    assert (result.exit_code, "is itself read" in result.stderr) == (2, True), result.output
    assert read.read_bytes() == before


@pytest.mark.parametrize("command", ["draft", "tier"])
def test_a_deal_file_is_never_replaced_by_what_is_made_of_it(command: str, tmp_path: Path) -> None:
    path = deal(tmp_path)
    before = path.read_bytes()
    assert run(command, path, "-o", path, "--force").exit_code == 2
    assert path.read_bytes() == before


def test_the_signed_agreement_is_not_replaced_by_a_draft(tmp_path: Path) -> None:
    signed = docx(tmp_path / "signed.docx", p("1. The Supplier supplies the System."))
    before = signed.read_bytes()
    result = run("draft", deal(tmp_path), "--contract", signed, "-o", signed, "--force")
    assert (result.exit_code, "is itself read" in result.stderr) == (2, True), result.output
    assert signed.read_bytes() == before


OFFERED = ["text", "json", "jsonl", "html", "sarif", "docx"]


@pytest.mark.parametrize(
    ("name", "form", "chosen"),
    [
        (None, None, "text"),
        (None, "json", "json"),
        ("a.DOCX", None, "docx"),
        ("a.htm", None, "html"),
        ("a.json", None, "json"),
        ("a.json", "sarif", "sarif"),
        ("a.sarif.json", "sarif", "sarif"),
        ("report", "docx", "docx"),
    ],
)
def test_the_suffix_says_the_format(name: str | None, form: str | None, chosen: str) -> None:
    assert format_of(Path(name) if name else None, form, OFFERED, "text") == chosen


@pytest.mark.parametrize(
    ("name", "form", "message"),
    [
        ("a.rtf", None, "a.rtf: the suffix .rtf names no format of this command; end it in .txt, .json, .jsonl"),
        ("report", None, "report: a name without suffix names no format"),
        ("a.docx", "text", "a.docx: --format is text, but the suffix .docx says otherwise; name it a.txt"),
        ("a.rtf", "docx", "name it a.docx"),
    ],
)
def test_a_name_that_says_another_format_is_refused(name: str, form: str | None, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        format_of(Path(name), form, OFFERED, "text")
    assert message in str(refused.value)


@pytest.mark.parametrize("command", ["check", "dates", "show", "remedy", "draft", "tier"])
def test_every_command_refuses_a_suffix_it_does_not_write(command: str, tmp_path: Path) -> None:
    read = deal(tmp_path) if command in ("draft", "tier") else contract(tmp_path)
    result = run(command, read, "-o", tmp_path / "out.rtf")
    assert (result.exit_code, "the suffix .rtf" in result.stderr) == (2, True), result.output
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "out.rtf").exists()


@pytest.mark.parametrize("command", ["check", "dates", "show", "remedy", "draft", "tier"])
def test_a_folder_that_is_not_there_is_not_made_in_silence(command: str, tmp_path: Path) -> None:
    read = deal(tmp_path) if command in ("draft", "tier") else contract(tmp_path)
    result = run(
        command, read, "-o", tmp_path / "typo" / "out.docx" if command != "dates" else tmp_path / "typo" / "o.json"
    )
    assert result.exit_code == 2
    assert not (tmp_path / "typo").exists()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("check", "out.json: report on 1 contract written"),
        ("dates", "out.json: dates of 1 contract written"),
        ("show", "out.json: contract as it is read written"),
    ],
)
def test_a_command_says_where_its_output_lies(command: str, said: str, tmp_path: Path) -> None:
    result = run(command, contract(tmp_path), "-o", tmp_path / "out.json")
    assert result.stderr.rstrip().endswith(said)
    assert result.stdout == ""


def test_dates_are_written_as_the_suffix_says(tmp_path: Path) -> None:
    run("dates", contract(tmp_path), "-o", tmp_path / "dates.json")
    assert (tmp_path / "dates.json").read_text(encoding="utf-8").startswith("{")


def test_a_file_that_is_no_text_is_not_sent_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    with pytest.raises(UsageError, match="give a file with -o"):
        deliver(b"PK", None, False)
