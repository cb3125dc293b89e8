"""Files that are broken, disguised or hostile: one clear line each, in little time and memory."""

from __future__ import annotations

import io
import json
import os
import random
import socket
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import NAMESPACES, Page, X, docx, line, p, page, part, pdf, sdt, table
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz_reading import fuzz
from clausegen.cli.main import main
from clausegen.errors import (
    DamagedDocument,
    DocumentError,
    EncryptedDocument,
    LimitExceeded,
    UnsupportedFormat,
    printable,
)
from clausegen.ingest import limits
from clausegen.ingest.load import load_document
from clausegen.ingest.result import Reading
from clausegen.ingest.sandbox import ReadingProcess

CLAUSE = "The Supplier may suspend access at once"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def _zip(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def _docx_bytes(tmp_path: Path, *body: str, **parts: object) -> bytes:
    return docx(tmp_path / "made.docx", *body, **parts).read_bytes()  # type: ignore[arg-type]


def _twice(content: bytes) -> bytes:
    """The archive with a second document.xml that other readers would take instead."""
    source = zipfile.ZipFile(io.BytesIO(content))
    entries = [(name, source.read(name)) for name in source.namelist()]
    other = part("document", f"<w:body>{p(CLAUSE)}</w:body>").encode()
    with pytest.warns(UserWarning, match="Duplicate"):
        return _zip(*entries, ("word/document.xml", other))


def _encrypted_flag(content: bytes) -> bytes:
    at = content.find(b"PK\x01\x02")
    return content[: at + 8] + struct.pack("<H", 1) + content[at + 10 :]


def _deep(count: int) -> X:
    return X(sdt(_deep(count - 1)) if count else p(CLAUSE))


DTD = f'<!DOCTYPE w [<!ENTITY hid "{CLAUSE}">]>'
LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE w SYSTEM "file:///etc/passwd">'

DAMAGED = DamagedDocument
ENTITIES = "document type|entities"
HIDDEN_ENTITY = X("<w:p><w:r><w:t>&hid;</w:t></w:r></w:p>")
LAUGHING_ENTITY = X("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>")
DEEP_ELEMENTS = X("<w:sdt>" * 3000 + "</w:sdt>" * 3000)
NO_BODY = {"word/document.xml": f"<w:document {NAMESPACES}/>"}
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


MANY_ATTRIBUTES = f"<html><p {' '.join(f'a{n}=1' for n in range(3_000))}>{CLAUSE}</p></html>".encode()
STYLED = p(CLAUSE, style="s0")
CHAIN = "".join(
    f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(300)
)


def _many_entries() -> bytes:
    return _zip(*((f"{number}", b"") for number in range(limits.ARCHIVE_ENTRIES + 1)))


MAKERS: dict[str, tuple[str, Callable[[Path], bytes], type[DocumentError], str]] = {
    "empty": ("a.docx", lambda _: b"", DamagedDocument, "empty"),
    "truncated Word": ("a.docx", lambda t: _docx_bytes(t, CLAUSE)[:-200], DamagedDocument, "truncated or broken"),
    "text named .docx": ("a.docx", lambda _: b"An agreement.", DamagedDocument, "not a Word file"),
    "PDF named .docx": ("a.docx", lambda _: b"%PDF-1.7\n", DamagedDocument, "content is a PDF"),
    "Word named .pdf": ("a.pdf", lambda t: _docx_bytes(t, CLAUSE), DamagedDocument, "content is a Word file"),
    "Word named .txt": ("a.txt", lambda t: _docx_bytes(t, CLAUSE), DamagedDocument, "content is a Word file"),
    "HTML named .pdf": ("a.pdf", lambda _: b"<html><p>Agreement</p></html>", DamagedDocument, "content is a web page"),
    "program": ("a.exe", lambda _: b"MZ\x90\0", UnsupportedFormat, r"\.exe"),
    "archive of contracts": ("a.zip", lambda _: _zip(("a.txt", b"x")), UnsupportedFormat, "no document"),
    "archive named .docx": ("a.docx", lambda _: _zip(("a.txt", b"x")), DamagedDocument, "archive of other files; "),
    "archive with no type": ("a", lambda _: _zip(("a.txt", b"x")), UnsupportedFormat, "no document; rename it to .zip"),
    "workbook": ("a.docx", lambda _: _zip(("[Content_Types].xml", b"spreadsheetml")), UnsupportedFormat, "workbook"),
    "password (Office)": ("a.docx", lambda _: OLE + ENCRYPTED, EncryptedDocument, "password"),
    "Outlook": ("a.msg", lambda _: OLE + "__substg1.0_".encode("utf-16-le"), UnsupportedFormat, r"\.eml"),
    "encrypted entry": ("a.docx", lambda t: _encrypted_flag(_docx_bytes(t, CLAUSE)), EncryptedDocument, "encrypted"),
    "two document.xml": ("a.docx", lambda t: _twice(_docx_bytes(t, "Harmless.")), DamagedDocument, "two entries"),
    "zip bomb": ("a.docx", lambda _: _zip(("word/document.xml", b"\0" * 40_000_000)), LimitExceeded, "bomb"),
    "too many entries": ("a.docx", lambda _: _many_entries(), LimitExceeded, "entries"),
    "entity that hides text": ("a.docx", lambda t: _docx_bytes(t, HIDDEN_ENTITY, declaration=DTD), DAMAGED, ENTITIES),
    "billion laughs": ("a.docx", lambda t: _docx_bytes(t, LAUGHING_ENTITY, declaration=LAUGHS), DAMAGED, ENTITIES),
    "outside entity": ("a.docx", lambda t: _docx_bytes(t, CLAUSE, declaration=OUTSIDE), DAMAGED, "document type"),
    "deep elements": ("a.docx", lambda t: _docx_bytes(t, DEEP_ELEMENTS), LimitExceeded, "deep"),
    "deep controls": ("a.docx", lambda t: _docx_bytes(t, _deep(90)), LimitExceeded, "deep"),
    "no body": ("a.docx", lambda t: _docx_bytes(t, entries=NO_BODY), DamagedDocument, "no body"),
    "broken XML": ("a.docx", lambda t: _docx_bytes(t, X("<w:p>")), DamagedDocument, "not sound XML"),
    "control character": ("a.docx", lambda t: _docx_bytes(t, X("<w:p>\0</w:p>")), DamagedDocument, "not sound XML"),
    "nothing in it": ("a.docx", lambda t: _docx_bytes(t, X("<w:p/>")), DamagedDocument, "holds no text"),
    "white space": ("a.txt", lambda _: b" \n\t\n", DamagedDocument, "white space"),
    "binary text": ("a.txt", lambda _: bytes(range(20)) * 20, DamagedDocument, "not text"),
    "deep quotations": ("a.md", lambda _: b"Terms.\n\n" + b">" * 5_000 + b" The rest.\n", LimitExceeded, "too deeply"),
    "brackets without end": ("a.md", lambda _: b"Terms " + b"[" * 30_000, LimitExceeded, "brackets; rename"),
    "attributes without end": ("a.html", lambda _: MANY_ATTRIBUTES, LimitExceeded, "attributes"),
    "styles without end": ("a.docx", lambda t: _docx_bytes(t, STYLED, styles=CHAIN), LimitExceeded, "based on"),
    "groups without end": ("a.rtf", lambda _: b"{\\rtf1 " + b"{\\b " * 600, LimitExceeded, "groups"),
    "no mail": ("a.eml", lambda _: b"\n\nhello", DamagedDocument, "no mail headers"),
    "garbage PDF": ("a.pdf", lambda _: b"%PDF-1.7\n" + b"x" * 500, DamagedDocument, "truncated or broken"),
}  # fmt: skip


@pytest.mark.parametrize("name", MAKERS)
def test_bad_files_are_refused_in_one_clear_line(name: str, tmp_path: Path) -> None:
    file_name, make, kind, says = MAKERS[name]
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / file_name
    path.write_bytes(make(tmp_path))
    with pytest.raises(kind, match=says) as caught:
        load_document(path, isolated=False)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    assert CLAUSE not in message
    assert caught.value.remedy


def test_pictures_written_into_a_page_are_no_attributes(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f'<p>{CLAUSE}</p><img alt="{"a picture " * 5_000}" src="data:image/png;base64,{"A/" * 50_000}">')
    assert load_document(path, isolated=False).text == CLAUSE


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_pipes_and_links_in_a_circle_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.docx")
    (tmp_path / "loop.docx").symlink_to(tmp_path / "loop.docx")
    with pytest.raises(DocumentError, match="not a file"):
        load_document(tmp_path / "pipe.docx", isolated=False)
    with pytest.raises(DocumentError, match="cannot be reached"):
        load_document(tmp_path / "loop.docx", isolated=False)


def test_an_absent_file_and_a_folder_are_said_to_be_that(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        load_document(tmp_path / "none.docx")
    with pytest.raises(DocumentError, match="not a file"):
        load_document(tmp_path)


def test_styles_based_on_each_other_end(tmp_path: Path) -> None:
    loop = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("AB", "BA")
    )
    assert load_document(docx(tmp_path / "a.docx", p(CLAUSE, style="A"), styles=loop)).text == CLAUSE


def test_deep_lists_of_markdown_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("".join(f"{'  ' * depth}- Item {depth}\n" for depth in range(30)), encoding="utf-8")
    assert load_document(path, isolated=False).text.split("\n")[-1] == "Item 29"


def test_a_mail_header_without_end_is_said_to_be_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text("From: a@b.c\nSubject: " + "=?utf-8?q?x?= " * 20_000 + f"\n\n{CLAUSE}\n", encoding="utf-8")
    document = load_document(path, isolated=False)
    assert CLAUSE in document.text
    assert not document.coverage.complete
    assert "Subject" in document.coverage.skipped[0]


@pytest.mark.parametrize("name", ["ü “odd”\n name\t$(x) %s.docx", "-rf.docx", "a" * 240 + ".docx"])
def test_odd_file_names_are_read(name: str, tmp_path: Path, reading_process: ReadingProcess) -> None:
    document = reading_process.load(docx(tmp_path / name, CLAUSE))
    assert document.text == CLAUSE
    assert document.path == printable(str(tmp_path / name))


def test_old_files_saved_as_doc_are_read_for_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"<html><body><p>Agreement text.</p></body></html>")
    assert load_document(path, isolated=False).text == "Agreement text."


def test_a_huge_page_and_a_page_loop_are_harmless(tmp_path: Path) -> None:
    huge = pdf(tmp_path / "huge.pdf", Page(line(CLAUSE, 72, 500, color="1 1 1"), size=(2_000_000, 2_000_000)))
    assert len(load_document(huge, isolated=False).blocks) == 1
    sound = pdf(tmp_path / "a.pdf", page(CLAUSE)).read_bytes()
    assert b"/Kids [5 0 R]" in sound
    looped = tmp_path / "loop.pdf"
    looped.write_bytes(sound.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R 2 0 R 5 0 R]").replace(b"/Count 1", b"/Count 99"))
    coverage = load_document(looped, isolated=False).coverage
    assert coverage.pages_unread
    assert not coverage.complete


# ---- the limited process ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def reading_process():  # type: ignore[no-untyped-def]
    with ReadingProcess(wall_seconds=300) as process:
        yield process


def test_the_limited_process_reads_the_same(reading_process: ReadingProcess, tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", "1. Scope", table(["Term", "12 months"]))
    assert reading_process.load(path) == load_document(path, isolated=False)
    assert reading_process.load(path, "original") == load_document(path, view="original", isolated=False)


def test_errors_of_the_limited_process_are_the_same(reading_process: ReadingProcess, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"An agreement.")
    with pytest.raises(DamagedDocument) as here:
        load_document(path, isolated=False)
    with pytest.raises(DamagedDocument) as there:
        reading_process.load(path)
    assert str(here.value) == str(there.value)


def test_a_large_table_whose_cells_are_alike_is_no_bomb(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", p(CLAUSE), table(*[["cell"] * 50] * 1_800))
    with zipfile.ZipFile(path) as archive:
        packed = archive.getinfo("word/document.xml")
    assert packed.file_size / packed.compress_size > limits.PART_RATIO
    assert packed.file_size > 8 * limits.MEGABYTE
    assert CLAUSE in load_document(path).text


def _flate_bomb(path: Path) -> Path:
    """A page whose content unpacks to 300 MB, and to far more once PDFium builds objects from it."""
    packer = zlib.compressobj(1)
    chunk = b"BT /F1 12 Tf (x) Tj ET " * 40_000
    packed = b"".join(packer.compress(chunk) for _ in range(330)) + packer.flush()
    made = pdf(path, page("x")).read_bytes()
    head, _, rest = made.partition(b"4 0 obj\n")
    _, _, tail = rest.partition(b"endobj\n")
    body = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream\n"
    path.write_bytes(head + b"4 0 obj\n" + body + b"endobj\n" + tail)
    return path


def test_a_file_that_breaks_its_process_does_not_break_the_next(tmp_path: Path) -> None:
    bomb = _flate_bomb(tmp_path / "bomb.pdf")
    with ReadingProcess(memory=400 * limits.MEGABYTE) as process:
        with pytest.raises(LimitExceeded) as caught:
            process.load(bomb)
        assert "do not open it" in str(caught.value)
        assert process.load(docx(tmp_path / "a.docx", CLAUSE)).text == CLAUSE


# ---- fuzz -------------------------------------------------------------------------------------

_SEEDS: dict[str, bytes] = {}


def _seed(kind: str, folder: Path) -> bytes:
    if not _SEEDS:
        _SEEDS["docx"] = _docx_bytes(folder, p("1. Scope"), table(["Term", "12 months"]), p(CLAUSE))
        _SEEDS["pdf"] = pdf(folder / "made.pdf", page("1. Scope", CLAUSE), page("2. Term")).read_bytes()
        _SEEDS["html"] = f"<html><ol><li>{CLAUSE}<table><tr><td>x</table></ol></html>".encode()
        _SEEDS["eml"] = b"From: a@b.c\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nhello\n--x--\n"
        _SEEDS["md"] = f"# A\n\n1. {CLAUSE}\n   - b ~~c~~\n\n| a | b |\n|---|---|\n| c | d |\n".encode()
        _SEEDS["txt"] = f"1. SCOPE\n1.1 {CLAUSE}\n(a) x\n".encode()
    return _SEEDS[kind]


_EDITS = st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6), st.integers(0, 6)), min_size=1, max_size=6)


@pytest.mark.parametrize("kind", ["docx", "html", "eml", "md", "txt"])
@given(edits=_EDITS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_mutated_files_are_read_or_refused(kind: str, edits: list[tuple[float, bytes, int]], tmp_path: Path) -> None:
    content = bytearray(_seed(kind, tmp_path))
    for place, inserted, removed in edits:
        at = int(place * len(content))
        content[at : at + removed] = inserted
    _read_or_refuse(tmp_path / f"a.{kind}", bytes(content))


def test_mutated_pdfs_are_read_or_refused(reading_process: ReadingProcess, tmp_path: Path) -> None:
    content = _seed("pdf", tmp_path)
    path = tmp_path / "a.pdf"
    for at in range(9, len(content), max(len(content) // 40, 1)):
        path.write_bytes(content[:at] + b"<<[" + content[at + 3 :])
        try:
            reading_process.load(path)
        except DocumentError as error:
            assert str(error).startswith(str(path))  # noqa: PT017 - being read is as good


def _read_or_refuse(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        document = load_document(path, isolated=False)
    except DocumentError as error:
        assert "unexpectedly" not in error.reason  # noqa: PT017 - a refusal must be one we know
        return
    for block in document.blocks:
        if block.agreed:
            assert document.text[block.start : block.end] == block.text


# ---- the command line -------------------------------------------------------------------------


def _password_pdf(folder: Path) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.append(str(pdf(folder / "open.pdf", page(CLAUSE))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_each_bad_file_is_one_line_and_exit_2_and_the_batch_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    bad: list[Path] = []
    for number, name in enumerate(MAKERS):
        file_name, make, _, _ = MAKERS[name]
        bad.append(folder / f"{number:02}-{file_name}")
        bad[-1].write_bytes(make(tmp_path))
    bad.append(folder / "password.pdf")
    bad[-1].write_bytes(_password_pdf(tmp_path))
    good = docx(folder / "zz.docx", "1. Suspension", f"1.1 {CLAUSE}.")
    ran = CliRunner().invoke(main, ["check", *map(str, bad), str(good), "--format", "jsonl", "--tier", "low"])
    assert ran.exit_code == 2
    lines = ran.stderr.splitlines()
    assert [line.split(": ", 1)[0] for line in lines] == [str(path) for path in bad]
    assert all("; " in line for line in lines)  # what happened; what to try
    reports = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [report["contract"]["path"] for report in reports] == [str(good)]
    assert reports[0]["contract"]["coverage"]["complete"]


def test_a_scan_of_two_million_points_is_read_in_bounds(tmp_path: Path, reading_process: ReadingProcess) -> None:
    scan = Page("", size=(2_000_000, 2_000_000))
    scan.image = bytes(10_000)
    document = reading_process.load(pdf(tmp_path / "a.pdf", page(CLAUSE), scan))
    assert document.text == CLAUSE
    assert document.coverage.pages_unread == (2,)
    assert not document.coverage.complete


def test_changed_files_are_read_or_refused_and_never_break_the_reading_process(tmp_path: Path) -> None:
    seeds = [tmp_path / f"seed.{kind}" for kind in ("docx", "pdf", "html", "eml", "md")]
    for seed in seeds:
        seed.write_bytes(_seed(seed.suffix[1:], tmp_path))
    kept = tmp_path / "kept"
    kept.mkdir()
    tally = fuzz(seeds, kept, random.Random(0), lambda tried: tried < 100)
    assert not tally.faults
    assert tally.tried == 100


@pytest.mark.parametrize("arguments", [["tier", "a.toml", "-o", f"{'y' * 300}.json"], ["tier", "x" * 300]])
def test_a_name_that_is_too_long_is_one_line(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert "too long" in result.output


def test_whoever_reads_a_file_has_no_network_and_others_keep_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(_: Path, content: bytes) -> Reading:
        thread = threading.Thread(target=lambda: asked.append(socket.getaddrinfo("127.0.0.1", 9)[0][4][0]))
        thread.start()
        thread.join()
        socket.create_connection(("127.0.0.1", 9))
        raise AssertionError(content)

    monkeypatch.setattr("clausegen.ingest.text.read_text", ask)
    path = tmp_path / "a.txt"
    path.write_text(CLAUSE)
    with pytest.raises(DamagedDocument, match="PermissionError"):
        load_document(path, isolated=False)
    assert asked == ["127.0.0.1"]
    assert socket.getaddrinfo("127.0.0.1", 9), "the reading is over"
