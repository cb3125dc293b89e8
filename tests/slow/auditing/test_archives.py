"""What lies inside archives and messages is judged file by file, and never written where it wants to be."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from test_audit_command import audit, lines

from clausegen.auditing import archives as containers
from clausegen.auditing.archives import expanded, scratch, unpack
from clausegen.auditing.discover import Input, walk
from clausegen.model.portfolio import Outcome

TEXT = "Agreement\n\nThe Supplier sells lamps.\n"


def a_zip(path: Path, **files: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return path


def a_message(path: Path, *attachments: tuple[str, str]) -> Path:
    message = EmailMessage()
    message["Subject"] = "Contracts"
    message.set_content("See attached.")
    for name, text in attachments:
        message.add_attachment(text.encode(), maintype="application", subtype="octet-stream", filename=name)
    path.write_bytes(message.as_bytes())
    return path


def listed(tmp_path: Path, *kinds: str) -> dict[str, Input]:
    with scratch(tmp_path / "out") as folder:
        found = {one.path: one for one in expanded(walk(tmp_path / "in"), folder, kinds)}
        for path, one in found.items():
            if "!" in path and one.outcome is None:
                assert Path(one.source).is_relative_to(folder)
        return found


@pytest.fixture(autouse=True)
def folders(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    (tmp_path / "in").mkdir()
    return tmp_path


def test_files_in_archives_and_in_archives_inside_them_are_listed(tmp_path: Path) -> None:
    inner = a_zip(tmp_path / "inner.zip", deep_dot_txt=TEXT).read_bytes()
    a_zip(tmp_path / "in" / "a.zip", x__a_dot_txt=TEXT, inner_dot_zip=inner, Thumbs_dot_db="x")
    found = listed(tmp_path, ".zip")
    assert {path: one.outcome for path, one in found.items()} == {
        "a.zip": Outcome.EXCLUDED,
        "a.zip!x/a.txt": None,
        "a.zip!inner.zip": Outcome.EXCLUDED,
        "a.zip!inner.zip!deep.txt": None,
        "a.zip!Thumbs.db": Outcome.EXCLUDED,
    }
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize(
    ("names", "called", "why"),
    [
        (["3-a.txt", "a.txt", "a.txt"], ["3-a.txt", "a.txt", "3-3-a.txt"], "the number is in use"),
        (["a.txt", "a.txt", "a.txt"], ["a.txt", "2-a.txt", "3-a.txt"], "three of one name"),
        (["a.txt", "b.txt"], ["a.txt", "b.txt"], "names of their own stay"),
    ],
)
def test_attachments_of_one_name_are_told_apart(tmp_path: Path, names: list[str], called: list[str], why: str) -> None:
    a_message(tmp_path / "in" / "m.eml", *((name, f"{TEXT}{n}") for n, name in enumerate(names)))
    found = listed(tmp_path, ".eml")
    assert list(found) == ["m.eml", "m.eml!message.eml", *(f"m.eml!{name}" for name in called)], why
    assert [one.outcome for one in found.values()] == [Outcome.EXCLUDED, *([None] * (len(called) + 1))]


def test_files_in_an_archive_that_print_alike_do_not_end_the_audit(tmp_path: Path) -> None:
    (tmp_path / "in" / "a.zip!b.txt").write_text(f"{TEXT}1")
    with zipfile.ZipFile(tmp_path / "in" / "a.zip", "w") as archive:
        for number, name in enumerate(("a\x01.txt", "a\\x01.txt", "b.txt")):
            archive.writestr(name, f"{TEXT}{number}")
    result = audit(tmp_path / "in", "-o", tmp_path / "out", "--workers", 1, "--archives")
    assert result.exit_code == 2, result.output
    assert {row["contract"]["path"]: row["outcome"] for row in lines(tmp_path / "out")} == {
        "a.zip": "excluded",
        "a.zip!a\\x01.txt": "judged",
        "a.zip!a\\x01.txt (2)": "unreadable",
        "a.zip!b.txt": "judged",
        "a.zip!b.txt (2)": "unreadable",
    }


def test_a_path_in_an_archive_is_a_name_and_no_place(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "in" / "a.zip", "w") as archive:
        archive.writestr("../../evil.txt", TEXT)
        archive.writestr("/etc/evil.txt", TEXT)
    assert [one.outcome for one in listed(tmp_path, ".zip").values()] == [Outcome.EXCLUDED, None, None]
    assert not (tmp_path / "evil.txt").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"no archive"])
def test_a_broken_archive_is_unreadable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "in" / "a.zip").write_bytes(content)
    found = listed(tmp_path, ".zip")["a.zip"]
    assert found.outcome is Outcome.UNREADABLE
    assert found.reason


def test_every_file_in_an_archive_has_an_outcome(tmp_path: Path) -> None:
    files = {"c.txt": TEXT, "x/": "", "odd/": TEXT, "__MACOSX/._c.txt": "of a Mac", "x/__MACOSX/._d.txt": "of a Mac"}
    with zipfile.ZipFile(tmp_path / "in" / "a.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    found = listed(tmp_path, ".zip")
    assert {path.removeprefix("a.zip!"): one.reason for path, one in found.items()} == {
        "a.zip": "its 4 files are listed one by one",
        "c.txt": "",
        "odd/": "",
        "__MACOSX/._c.txt": "by pattern '__MACOSX/*'",
        "x/__MACOSX/._d.txt": "by pattern '__MACOSX/*'",
    }


def test_an_empty_archive_and_an_empty_attachment_are_told(tmp_path: Path) -> None:
    a_zip(tmp_path / "in" / "a.zip")
    a_message(tmp_path / "in" / "b.eml", ("c.txt", ""))
    found = listed(tmp_path, ".zip", ".eml")
    assert found["a.zip"].reason == "it holds no files"
    assert list(found) == ["a.zip", "b.eml", "b.eml!message.eml", "b.eml!c.txt"]


def twins(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", TEXT)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", TEXT)


@pytest.mark.parametrize("options", [["--archives"], []])
@pytest.mark.parametrize("make", [lambda path: path.write_bytes(b"PK\x03\x04 torn"), twins])
def test_advice_on_an_archive_is_not_that_on_a_word_file(
    tmp_path: Path, make: Callable[[Path], object], options: list[str]
) -> None:
    make(tmp_path / "in" / "a.zip")
    audit(tmp_path / "in", "-o", tmp_path / "out", "--workers", 1, *options)
    (line,) = lines(tmp_path / "out")
    assert line["reason"].partition("; ")[2].startswith("ask for the archive again, or unpack it by hand")


def test_a_file_without_extension_inside_another_is_read_as_one_that_lies_in_a_folder(tmp_path: Path) -> None:
    a_zip(tmp_path / "in" / "a.zip", Contract=TEXT)
    message = EmailMessage()
    message.set_content("See attached.")
    message.add_attachment(f"{TEXT}2".encode(), maintype="application", subtype="octet-stream")
    (tmp_path / "in" / "b.eml").write_bytes(message.as_bytes())
    audit(tmp_path / "in", "-o", tmp_path / "out", "--workers", 1, "--archives", "--attachments")
    found = {line["contract"]["path"]: (line["outcome"], line["reason"]) for line in lines(tmp_path / "out")}
    assert found["a.zip!Contract"] == found["b.eml"] == ("judged", "")


def test_a_bomb_is_unreadable(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "in" / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 40_000_000)
    assert "zip bomb" in listed(tmp_path, ".zip")["a.zip"].reason


def test_attachments_are_listed_and_a_message_without_any_stays(tmp_path: Path) -> None:
    a_message(tmp_path / "in" / "a.eml", ("one.txt", TEXT), ("one.txt", TEXT + "2"))
    a_message(tmp_path / "in" / "b.eml")
    found = listed(tmp_path, ".eml")
    assert found["a.eml"].outcome is Outcome.EXCLUDED
    assert found["b.eml"].outcome is None
    assert [path for path in found if path.startswith("a.eml!")] == [
        "a.eml!message.eml",
        "a.eml!one.txt",
        "a.eml!2-one.txt",
    ]


def a_forwarded(path: Path) -> None:
    inner = EmailMessage()
    inner["Subject"] = "Earlier"
    inner.set_content("We waive the audit.")
    inner.add_attachment(b"Agreement", maintype="text", subtype="plain", filename="c.txt")
    message = EmailMessage()
    message["Subject"] = "Fwd"
    message.set_content("See below.")
    message.add_attachment(inner)
    path.write_bytes(message.as_bytes())


def a_namesake(path: Path) -> None:
    a_message(path, ("message.eml", "Subject: x\n\nOther."))


def a_message_that_says_nothing(path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Contracts"
    message.set_content(" \n")
    message.add_attachment(TEXT.encode(), maintype="application", subtype="octet-stream", filename="c.txt")
    path.write_bytes(message.as_bytes())


def a_message_that_is_a_file(path: Path) -> None:
    path.write_bytes(b"Content-Disposition: attachment; filename=c.txt\nContent-Type: text/plain\n\n" + TEXT.encode())


def a_message_with_a_file_without_name(path: Path) -> None:
    message = EmailMessage()
    message.set_content("See attached.")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf")
    message.add_attachment(TEXT.encode(), maintype="application", subtype="octet-stream", filename="c.txt")
    path.write_bytes(message.as_bytes())


@pytest.mark.parametrize(
    ("make", "inside", "why"),
    [
        (lambda path: a_message(path, ("c.txt", TEXT)), ["message.eml", "c.txt"], "the message beside its attachment"),
        (a_forwarded, ["message.eml", "forwarded.eml", "forwarded.eml!message.eml", "forwarded.eml!c.txt"],
         "what a forwarded message says is judged too"),
        (a_namesake, ["message.eml", "1-message.eml"], "an attachment does not take the place of the message"),
        (a_message_that_says_nothing, ["c.txt"], "an empty message is no contract"),
        (a_message_that_is_a_file, ["c.txt"], "there is no message besides"),
        (a_message_with_a_file_without_name, ["message.eml", "c.txt"], "a file without name is read with the message"),
    ],
)  # fmt: skip
def test_a_message_is_judged_beside_its_attachments(
    make: Callable[[Path], object], inside: list[str], why: str, tmp_path: Path
) -> None:
    make(tmp_path / "in" / "a.eml")
    assert [path.removeprefix("a.eml!") for path in listed(tmp_path, ".eml") if path != "a.eml"] == inside, why


def test_the_message_keeps_its_words_and_headers_and_no_attachment(tmp_path: Path) -> None:
    a_message(tmp_path / "in" / "a.eml", ("c.txt", TEXT))
    with scratch(tmp_path / "out") as folder:
        found = {one.path: one for one in expanded(walk(tmp_path / "in"), folder, [".eml"])}
        kept = Path(found["a.eml!message.eml"].source).read_text()
    assert "Subject: Contracts" in kept
    assert "See attached." in kept
    assert "c.txt" not in kept


def test_the_command_judges_them_on_request(tmp_path: Path) -> None:
    a_zip(tmp_path / "in" / "a.zip", c_dot_txt=TEXT, d_dot_md=f"# {TEXT}")
    plain = audit(tmp_path / "in", "-o", tmp_path / "out", "--workers", 1)
    assert plain.exit_code == 2
    done = audit(tmp_path / "in", "-o", tmp_path / "out", "--workers", 1, "--archives")
    assert done.exit_code == 1
    assert [(row["contract"]["path"], row["outcome"]) for row in lines(tmp_path / "out")] == [
        ("a.zip", "excluded"),
        ("a.zip!c.txt", "judged"),
        ("a.zip!d.md", "judged"),
    ]
    assert lines(tmp_path / "out")[2]["contract"]["format"] == "md"
    again = audit(tmp_path / "in", "-o", tmp_path / "out", "--workers", 1, "--archives")
    assert "judged now: 0" in again.stdout
    assert not list((tmp_path / "out").glob(".unpacked*"))


LOST = "lost 2 times, mostly for want of memory; run again when the machine is less busy, or unpack it by hand"


@pytest.mark.parametrize(
    ("times", "outcome", "reason"), [(1, None, ""), (9, Outcome.UNREADABLE, LOST)], ids=["once", "each time"]
)
def test_an_unpacker_killed_at_work_costs_nothing_unless_it_is_killed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, outcome: Outcome | None, reason: str
) -> None:
    a_zip(tmp_path / "in" / "a.zip", a_dot_txt=TEXT)
    (tmp_path / "in" / "b.txt").write_text(TEXT)
    monkeypatch.setattr(containers, "unpack", killed_at_work)
    (tmp_path / "kills").write_text(str(times))
    found = listed(tmp_path, ".zip")
    assert found["b.txt"].outcome is None
    if outcome is None:
        assert found["a.zip!a.txt"].outcome is None
    else:
        assert (found["a.zip"].outcome, reason in found["a.zip"].reason) == (outcome, True), found["a.zip"].reason


def killed_at_work(source: str, suffix: str, target: str, *_: int) -> list[str]:
    """Unpacks, but kills its process the first times."""
    kills = Path(source).parent.parent / "kills"
    if left := int(kills.read_text()):
        kills.write_text(str(left - 1))
        os.kill(os.getpid(), signal.SIGKILL)
    return unpack(source, suffix, target)


def test_an_idle_unpacker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    for name in ("a", "b"):
        a_zip(tmp_path / "in" / f"{name}.zip", c_dot_txt=TEXT)
    with scratch(tmp_path / "out") as folder:
        listing = expanded(walk(tmp_path / "in"), folder, [".zip"])
        found = [next(listing).path, next(listing).path]
        for process in multiprocessing.active_children():
            os.kill(int(process.pid or 0), signal.SIGKILL)
            process.join()
        time.sleep(0.3)  # the pool looks after its workers ten times a second
        found += [one.path for one in listing if one.outcome is not Outcome.UNREADABLE]
    assert found == ["a.zip", "a.zip!c.txt", "b.zip", "b.zip!c.txt"]


IN_A_ZIP = "path,family,role\nm.txt,F,master\nd.zip!x.txt,F,amendment\n"


def torn(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 torn")


def a_sound(path: Path) -> None:
    a_zip(path, x_dot_txt=f"Amendment No. 1 to the Agreement\n\n{TEXT}")


def another(path: Path) -> None:
    a_zip(path, y_dot_txt=TEXT)


def none(path: Path) -> None:
    """No archive at all."""


CORRECT = "names no file; correct its path, or find the missing contract"


@pytest.mark.parametrize(
    ("make", "options", "of_row", "of_family", "why"),
    [
        (
            a_sound,
            [],
            "names no file that is listed, but d.zip was not opened, give --archives",
            "d.zip!x.txt (not listed: d.zip was not opened, give --archives)",
            "an archive that nobody opened",
        ),
        (
            torn,
            ["--archives"],
            "names no file that is listed, but d.zip was not opened",
            "d.zip!x.txt (not listed: d.zip was not opened)",
            "one that is torn",
        ),
        (
            a_sound,
            ["--archives", "--exclude", "*.zip"],
            "names no file that is listed, but d.zip was not opened",
            "d.zip!x.txt (not listed: d.zip was not opened)",
            "one that is left out",
        ),
        (a_sound, ["--archives"], "", "", "one that was opened"),
        (another, ["--archives"], CORRECT, "d.zip!x.txt (not there)", "one that was opened and does not hold it"),
        (none, ["--archives"], CORRECT, "d.zip!x.txt (not there)", "none"),
    ],
)
def test_what_lies_in_an_archive_is_missing_only_when_the_archive_was_opened(
    tmp_path: Path, make: Callable[[Path], None], options: list[str], of_row: str, of_family: str, why: str
) -> None:
    (tmp_path / "in" / "m.txt").write_text(TEXT)
    (tmp_path / "in" / "register.csv").write_text(IN_A_ZIP)
    make(tmp_path / "in" / "d.zip")
    said = audit(tmp_path / "in", "-o", tmp_path / "out", "--workers", 1, "--today", "2026-06-01", *options).stdout
    assert f"note: d.zip!x.txt: line 3 of the register {of_row}" in said if of_row else "line 3" not in said, why
    assert "d.zip: the register does not name this file" not in said, why
    family = [line for line in said.splitlines() if line.startswith("note: F: not all of the family was read")]
    assert [of_family in line for line in family] == [True] * bool(of_family), why


def test_a_message_without_the_attachment_that_is_named_was_opened_all_the_same(tmp_path: Path) -> None:
    a_message(tmp_path / "in" / "m.eml")
    (tmp_path / "in" / "register.csv").write_text("path\nm.eml\nm.eml!x.txt\n")
    run = [tmp_path / "in", "-o", tmp_path / "out", "--workers", 1]
    assert "m.eml was not opened, give --attachments" in audit(*run).stdout
    assert CORRECT in audit(*run, "--attachments").stdout
