"""The commands that the README shows can be run as shown."""

import re
import shlex
import shutil
import zipfile
from pathlib import Path

import pytest
from builders import docx, p
from click.shell_completion import ShellComplete
from click.testing import CliRunner
from paths import ROOT

from clausegen.auditing.discover import walk
from clausegen.cli.contract_files import contracts
from clausegen.cli.main import COMMANDS as COMMANDS_THERE
from clausegen.cli.main import main

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line.split("#")[0].strip() for line in re.findall(r"^clausegen .*$", README, re.MULTILINE)]


def test_the_readme_shows_the_main_commands() -> None:
    assert {command.split()[1] for command in COMMANDS} >= {"draft", "check", "explain"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, shlex.split(command)[1:])
    # 1 is what `check` says when it found something; a command that cannot run exits with 2.
    assert result.exit_code in (0, 1), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_help_lists_every_command_there_is() -> None:
    listed = CliRunner().invoke(main, ["--help"]).output
    for command in ("draft", "tier", "check", "remedy", "audit", "renewals", "show", "explain", "library"):
        assert command in listed


@pytest.mark.parametrize("command", COMMANDS_THERE)
def test_a_command_that_help_lists_can_be_asked_for_its_own(command: str) -> None:
    assert CliRunner().invoke(main, [command, "--help"]).exit_code == 0


@pytest.mark.parametrize(
    ("name", "content", "expected", "why"),
    [
        ("empty.docx", b"", "empty", "an empty file holds no contract"),
        ("a.docx", b"not a zip", "a.docx", "a Word file is a zip"),
        ("bytes.txt", b"\xff\xfe\xfa\x00\x81", "bytes.txt", "bytes that are no text"),
        ("picture.png", b"\x89PNG\r\n\x1a\n", "picture.png", "not a contract format"),
    ],
)
def test_a_bad_file_gets_one_line_and_the_others_are_judged(
    tmp_path: Path, name: str, content: bytes, expected: str, why: str
) -> None:
    bad, good = tmp_path / name, tmp_path / "good.txt"
    bad.write_bytes(content)
    good.write_text("1. Use\n1.1 The Supplier may suspend the System at once where it suspects misuse.\n")
    result = CliRunner().invoke(main, ["check", str(bad), str(good), "--format", "jsonl"])
    assert result.exit_code == 2, why
    assert len(result.stderr.strip().splitlines()) == 1
    assert expected in result.stderr
    assert len(result.stdout.strip().splitlines()) == 1


def test_a_folder_without_contracts_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert result.exit_code == 2
    assert "no contracts" in result.stderr
    assert ".docx" in result.stderr
    assert ".msg" not in result.stderr, "an Outlook message is refused, so nobody is told to give one"


def test_an_outlook_message_in_a_folder_is_refused_aloud(tmp_path: Path) -> None:
    (tmp_path / "a.msg").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le"))
    result = CliRunner().invoke(main, ["dates", str(tmp_path)])
    assert (result.exit_code, "a.msg" in result.stderr) == (2, True), result.output


@pytest.mark.parametrize("command", ["check", "lint", "dates", "renewals"])
def test_a_link_that_leads_nowhere_is_not_passed_over_in_silence(command: str, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("1. Use\n1.1 The Supplier may suspend the System at once on suspicion.\n")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    result = CliRunner().invoke(main, [command, str(tmp_path)])
    assert (result.exit_code, "gone.txt" in result.output) == (2, True), result.output


def a_zip(path: Path) -> None:
    """An archive of a Word file, whose parts are named in it in plain bytes."""
    inner = docx(path.with_name("inner.docx"), p("An agreement.")).read_bytes()
    path.with_name("inner.docx").unlink()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.docx", inner)


@pytest.mark.parametrize("command", ["check", "lint", "dates", "renewals"])
def test_what_is_not_read_of_a_folder_is_said(command: str, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("1. Use\n1.1 The Supplier may suspend the System at once on suspicion.\n")
    (tmp_path / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    a_zip(tmp_path / "bundle.zip")
    for aside in ("register.csv", "waivers.toml", "report.json", ".hidden", "README.md", "~$good.docx"):
        (tmp_path / aside).write_text("path\n" if aside == "register.csv" else "")
    result = CliRunner().invoke(main, [command, str(tmp_path)])
    said = " ".join(result.output.split())
    assert result.exit_code == 2, result.output
    assert "scan.png: files of type .png are not read" in said
    assert "bundle.zip: this archive is no document; unpack it and give the contracts inside" in said
    assert "audit --archives" in said
    assert said.count("are not read") == 1, "nothing else is refused"


def test_a_file_that_lies_hidden_in_a_folder_is_still_read(tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text("An agreement.\n")
    assert contracts((tmp_path,)) == [tmp_path / ".hidden.txt"]


@pytest.mark.parametrize(
    ("name", "is_read", "why"),
    [
        ("License.txt", True, "a licence agreement may be called so"),
        ("LICENSE.docx", True, "nobody writes the licence of a program in Word"),
        ("notice.docx", True, "what `draft --kind suspension-notice -o notice.docx` writes"),
        ("README.docx", True, "a Word file is a document, whatever it is called"),
        ("README.md", False, "says what lies in the folder"),
        ("LICENSE", False, "of a program"),
        ("NOTICE.txt", False, "of a program"),
        ("a.deal.toml", False, "what renewals are decided from"),
    ],
)
def test_a_folder_holds_the_same_contracts_for_check_and_audit(
    name: str, is_read: bool, why: str, tmp_path: Path
) -> None:
    for file in ("good.txt", name):
        (tmp_path / file).write_text("An agreement.\n")
    audited = [file.path for file in walk(tmp_path) if file.outcome is None]
    assert (name in [file.name for file in contracts((tmp_path,))], name in audited) == (is_read, is_read), why


@pytest.mark.parametrize("group", ["audit", "decisions", "library", "renewals"])
def test_the_help_of_a_group_cuts_no_sentence(group: str) -> None:
    listed = CliRunner().invoke(main, [group, "--help"]).output
    assert "..." not in listed.partition("Commands:")[2]


@pytest.mark.parametrize(
    ("arguments", "said", "why"),
    [
        (["explain", "SUS-99"], "no element 'SUS-99'; suspension has: SUS-1 ", "the code says the requirement"),
        (["explain", "sus-99"], "suspension has: SUS-1 ", "in small letters too"),
        (["explain", "suspension.on-suspicoin"], "suspension has: SUS-1 ", "its elements are to choose from"),
        (["chekc", "a.txt"], "there is no command 'chekc'; did you mean 'check'?", "a slip in the command"),
        (["a.txt"], "there is no command 'a.txt'; to judge it: clausegen check a.txt", "a contract and no command"),
        (["audit", "exprot"], "exprot: no such folder; did you mean 'audit export'?", "a slip in a command of a group"),
        (["explain", "sos"], "no requirement 'sos'; did you mean 'SUS'?", "a slip in a code"),
        (["check", "a.txt", "--tir", "high"], "no such option '--tir'. Did you mean '--tier'? See", "an option"),
        (["check", "a.txt", "--tier", "hgh"], "--tier': 'hgh' is not one of 'low', 'medium', 'high'. See", "a choice"),
        (["check"], "clausegen check: missing argument 'PATHS...'. See 'clausegen check --help'", "nothing to check"),
        (["audit"], "clausegen audit run: missing argument 'FOLDER'. See", "no folder, and not a page of help"),
        (["renewals"], "clausegen renewals run: missing argument 'DIR'. See", "of another group"),
        (["library"], "clausegen library: missing command. See 'clausegen library --help'", "a group alone"),
        (["check", "a.txt", "--playbook", "x"], "no playbook 'x'; known: state-surveillance-technology", "a playbook"),
        (["library", "lst"], "there is no command 'lst' of 'library'; did you mean 'list'?", "of another group"),
        (["explain", "suspenson"], "no requirement 'suspenson'; did you mean 'suspension'?", "a slip of the pen"),
        (["explain", "suspenson.x"], "no requirement 'suspenson'; did you mean 'suspension'?", "the same before a dot"),
        (["explain", "zzzzzzz"], "no requirement 'zzzzzzz'; known: audit-and-logs,", "like nothing we know"),
        (["draft", "nofile.toml"], "nofile.toml: no such file; check the path", "a deal file"),
        (["renewals", "a.txt"], "a.txt: is a file, not a folder; give a folder", "the folder is meant"),
        (["renewals", "nowhere"], "nowhere: no such folder; give a folder", "there is none"),
        (["renewals", "pack", "nowhere.txt", "-o", "p"], "nowhere.txt: no such file; check the path", "of a pack too"),
        (["check", "a.txt", "-o", "a.xyz"], "end it in .txt, .json", "a suffix of no format"),
        (["remedy", "a.txt", "-o", "b.docx"], "--kind addendum --contract a.txt", "no Word file, so another paper"),
        (["audit", "."], "missing option '-o'", "results without a folder"),
        (["help"], "did you mean '--help'?", "a word of other programs"),
        (["check", "~$a.docx"], "Word keeps this file beside a document that is open; give", "the file of a lock"),
    ],
)  # fmt: skip
def test_a_slip_is_answered_with_what_to_do(
    arguments: list[str], said: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("An agreement.\n")
    Path("~$a.docx").write_bytes(b"\x09Ann Abel")
    result = CliRunner().invoke(main, arguments, prog_name="clausegen")
    assert result.stderr.count("\n") == 1, f"{why}: {result.stderr}"
    assert (result.exit_code, said in result.stderr) == (2, True), f"{why}: {result.output}"


@pytest.mark.parametrize(
    ("words", "begun", "offered", "why"),
    [
        (["explain"], "SU", ["SUR", "SUS"], "requirements by code"),
        (["explain"], "sur", ["SUR-1", "SUR-2", "SUR-3"], "then their elements, in small letters too"),
        (["check", "--tier"], "h", ["high"], "a choice"),
        (["audit", "run"], "con", ["con"], "the shell completes the name of a folder"),
    ],
)
def test_a_shell_is_told_what_to_offer(words: list[str], begun: str, offered: list[str], why: str) -> None:
    found = ShellComplete(main, {}, "clausegen", "_CLAUSEGEN_COMPLETE").get_completions(words, begun)
    assert [item.value for item in found] == offered, why


def test_a_choice_may_be_written_in_capitals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("1. Use\n1.1 The Licensee may use the Software.\n")
    result = CliRunner().invoke(main, ["check", "a.txt", "--tier", "High"])
    assert "(tier high" in result.stdout


MASTER = (
    'Supply Agreement\n\nThis Agreement is made on 3 March 2025 between Corvane Optics S.A. (the "Supplier") and '
    'Ministry of Tavara (the "Customer").\n\n1. Use\n1.1 The Supplier may suspend the System.\n'
)
AMENDMENT = (
    'Amendment No. 1\n\nThis Amendment No. 1 is made on 14 May 2026 between Corvane Optics S.A. (the "Supplier") and '
    "the Ministry of Tavara and amends the Supply Agreement dated 3 March 2025.\n\n1. Clause 1.1 is deleted.\n"
)
STRANGER = "Lease\n\nThis Lease is between Kelpwood Homes Ltd and Brannock Foods GmbH.\n\n1. Rent\n1.1 Rent is due.\n"
OTHER_CUSTOMER = MASTER.replace("Ministry of Tavara", "the Ministry of Health of Sund")
OTHER_PRODUCT = MASTER.replace("the System", "the Scanner").replace("Ministry of", "the Ministry of")
TERMS = "Terms of support\n\nSupport is given by Brell Services Ltd at all times.\n"
SCHEDULE = "Schedule 1\n\n1. The licensed sites are Avor and Brell.\n"


@pytest.mark.parametrize(
    ("first", "others", "said", "why"),
    [
        (MASTER, [AMENDMENT, SCHEDULE], "", "one contract"),
        (MASTER, [STRANGER], "1.txt: it belongs to another agreement than", "a contract of other parties"),
        (
            MASTER,
            [OTHER_CUSTOMER],
            "which does not name Ministry of Health of Sund;",
            "another customer of the supplier",
        ),
        (
            MASTER,
            [AMENDMENT.replace("Tavara", "Sund")],
            "1.txt does not name Ministry of Tavara, as master.txt does",
            "of it?",
        ),
        (MASTER, [TERMS], "1.txt names no firm that master.txt names", "it may be a part of the contract"),
        (
            MASTER,
            [OTHER_PRODUCT],
            "begins neither as an amendment nor as a schedule",
            "another one of the same parties",
        ),
        (AMENDMENT, [MASTER], "Begins like an amendment", "the wrong way round"),
        (MASTER, [MASTER], "has the same content as", "the same text twice"),
        (MASTER, [AMENDMENT, AMENDMENT], "has the same content as", "the same amendment twice"),
    ],
)
def test_files_read_as_one_must_belong_together(
    first: str, others: list[str], said: str, why: str, tmp_path: Path
) -> None:
    master = tmp_path / "master.txt"
    master.write_text(first)
    options = []
    for number, text in enumerate(others, 1):
        (tmp_path / f"{number}.txt").write_text(text)
        options += ["--with", str(tmp_path / f"{number}.txt")]
    result = CliRunner().invoke(main, ["check", str(master), *options])
    output = " ".join(result.output.split())
    assert said in output, why
    if not said:
        assert not any(doubt in output for doubt in ("names no firm", "Begins like", "begins neither")), why
    refused = ("same content", "another agreement", "which does not name")
    assert (result.exit_code == 2) == any(words in said for words in refused), result.output


def test_a_file_is_not_read_as_one_with_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(MASTER)
    result = CliRunner().invoke(main, ["check", str(tmp_path / "a.txt"), "--with", str(tmp_path / "." / "a.txt")])
    assert (result.exit_code, "is named twice" in result.stderr) == (2, True), result.output


def test_a_contract_that_does_not_renew_has_no_renewal(tmp_path: Path) -> None:
    contract = tmp_path / "a.txt"
    contract.write_text("1. Term\n1.1 This Agreement ends on 31 March 2028 and does not renew.\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["dates", str(contract)])
    assert "  renewal       none  (" in result.stdout
    assert "unknown (none" not in result.stdout


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    good, out = tmp_path / "good.txt", tmp_path / "report.json"
    good.write_text("1. Use\n1.1 The Supplier may suspend the System at once where it suspects misuse.\n")
    out.write_text("mine")
    result = CliRunner().invoke(main, ["check", str(good), "--format", "json", "-o", str(out)])
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert out.read_text() == "mine"


@pytest.mark.parametrize(("option", "value"), [("--tier", "extreme"), ("--playbook", "none-such")])
def test_an_unknown_choice_is_refused(tmp_path: Path, option: str, value: str) -> None:
    good = tmp_path / "good.txt"
    good.write_text("1. Use\n")
    assert CliRunner().invoke(main, ["check", str(good), option, value]).exit_code == 2
