"""What lies among contracts neither decides about them unnamed nor takes the machine's room."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from builders import docx, p

from clausegen.auditing.archives import expanded
from clausegen.auditing.discover import walk
from clausegen.auditing.own_files import left_out, without_own_files
from clausegen.auditing.register import load_register
from clausegen.decisions import load_waivers
from clausegen.errors import DataError, DocumentError, printable
from clausegen.model import Entry, Outcome, Severity, Tier

TODAY = dt.date(2026, 1, 1)


def _zip(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def test_archives_in_archives_share_one_budget(tmp_path: Path) -> None:
    inner = _zip(*((f"{number}.txt", b"\0" * 30_000_000) for number in range(3)))
    folder, unpacked = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    unpacked.mkdir()
    (folder / "a.zip").write_bytes(_zip(*((f"{number}.zip", inner) for number in range(4))))
    found = list(expanded(walk(folder), unpacked, [".zip"]))
    refused = [file for file in found if file.outcome is Outcome.UNREADABLE]
    assert refused
    assert all("room" in file.reason for file in refused)
    assert sum(file.stat().st_size for file in unpacked.rglob("*") if file.is_file()) < 100_000_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = " + "9" * 5_000, "digits"),
        ("a = " + "[" * 20_000, "nested without end"),
        ("a = 0x" + "f" * 9_000, "a"),
        ("a." * 9_000 + "b = 1", "a"),
    ],
    ids=["huge number", "depth", "huge hexadecimal", "long key"],
)
def test_a_waiver_file_that_is_none_is_refused_in_one_line(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text(text)
    with pytest.raises(DataError, match=said) as caught:
        load_waivers(path)
    assert "\n" not in str(caught.value)


def test_a_register_that_unpacks_without_end_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(_zip(("xl/sharedStrings.xml", b"<si><t>x</t></si>" * 1_600_000), ("[Content_Types].xml", b"x")))
    with pytest.raises(DataError, match="workbook that unpacks"):
        load_register(path)


def test_a_forged_mark_leaves_no_contract_out_in_silence(tmp_path: Path) -> None:
    core = '<cp:coreProperties xmlns:cp="c"><cp:category>clausegen report</cp:category></cp:coreProperties>'
    docx(tmp_path / "1-gap-report.docx", p("A contract."), entries={"docProps/core.xml": core})
    (file,) = without_own_files(walk(tmp_path))
    assert file.outcome is Outcome.EXCLUDED
    (concern,) = left_out([Entry(path=file.path, outcome=file.outcome, reason=file.reason, tier=Tier.LOW)])
    assert concern.severity is Severity.MAJOR
    assert "1-gap-report.docx" in concern.subject


def test_no_escape_sequence_of_a_name_reaches_the_terminal() -> None:
    error = DocumentError("a\x1b[2J\u202egnp.docx\udcff", "reason", "remedy")
    assert str(error) == r"a\x1b[2J\u202egnp.docx\xff: reason; remedy"
    assert printable("plain ü.docx") == "plain ü.docx"
