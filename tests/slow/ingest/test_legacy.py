"""Old formats, and files inside files."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import X, docx, p

from clausegen.errors import DocumentError, EncryptedDocument, LimitExceeded, PassingFailure, UnsupportedFormat
from clausegen.ingest import legacy
from clausegen.ingest.load import load_document
from clausegen.model.document import State
from clausegen.runtime import child_processes

CLAUSE = "The Supplier may suspend access at once"
RTF = (
    rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Times;}} "
    + CLAUSE.encode()
    + rb"\par {\v A hidden remark.} {\strike Struck out.}\par}"
)
needs_office = pytest.mark.skipif(legacy.program() is None, reason="LibreOffice, an external program, is not installed")


def test_an_author_in_two_forms_is_no_word_of_the_contract(tmp_path: Path) -> None:
    info = b"{\\info{\\title T}{\\upr{\\author A}{\\*\\ud{\\author B}}}{\\creatim\\yr2026}}"
    path = tmp_path / "a.rtf"
    assert not legacy.read_differently(path, "rtf", b"{\\rtf1" + info + b"Clause 9.}")
    assert legacy.read_differently(path, "rtf", b"{\\rtf1" + info + b"{\\upr{No.}{\\*\\ud{Yes.}}}}")


@needs_office
def test_page_numbers_and_headers_of_each_page_are_shown(tmp_path: Path) -> None:
    rows = b"".join(b"The Supplier reports on quarter %d of the service.\\par " % n for n in range(200))
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1{\\header Draft of the parties}{\\footer Page 1 of 20}" + rows + b"}")
    assert not {doubt.code for doubt in load_document(path).doubts} & {"not-rendered"}


@needs_office
def test_rtf_is_read_through_libreoffice_with_what_it_hides(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(RTF)
    document = load_document(path)
    assert document.format == "rtf"
    assert document.text == CLAUSE
    assert [block.state for block in document.blocks] == [State.VISIBLE, State.HIDDEN, State.STRUCK]
    assert "converted" in {notice.code for notice in document.notices}


DIFFERENT = [
    (b"{\\upr{Nothing.}{\\*\\ud{Clause 9 is deleted.}}}", "two forms of the same place"),
    (b"{\\mmath{\\*\\moMath{\\mr Clause 9 is deleted.}}}", "mathematics that is left out"),
    (b"{\\shp{\\*\\shpinst{\\sp{\\sn fHidden}{\\sv 1}}{\\shptxt Clause 9 is deleted.}}}", "a drawing switched off"),
]


@pytest.mark.parametrize(("inside", "reason"), DIFFERENT, ids=[reason for _, reason in DIFFERENT])
def test_words_that_programs_show_differently_are_doubted_and_said(
    inside: bytes, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = docx(tmp_path / "made.docx", CLAUSE).read_bytes()
    monkeypatch.setattr(legacy, "as_docx", lambda *_: made)
    path = tmp_path / "a.rtf"
    for content, different in ((RTF, False), (RTF.replace(b"\\par}", inside + b"\\par}"), True)):
        path.write_bytes(content)
        coverage = load_document(path, look="never", isolated=False).coverage
        assert any("another program may show other words" in said for said in coverage.skipped) is different, reason


def test_without_libreoffice_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy, "program", lambda: None)
    path = tmp_path / "a.rtf"
    path.write_bytes(RTF)
    with pytest.raises(UnsupportedFormat, match=r"needs LibreOffice.*install LibreOffice, or save the file as \.docx"):
        load_document(path, isolated=False)


@pytest.mark.parametrize(
    ("starved", "failure", "said"),
    [
        (False, LimitExceeded, "did not finish"),  # it computed all the while: the file's fault
        (True, PassingFailure, "too little of the processor"),  # others did: another try may succeed
    ],
)
def test_a_conversion_that_does_not_end_is_the_fault_of_who_had_the_processor(
    starved: bool, failure: type[DocumentError], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = tmp_path / "soffice"
    hanging.write_text("#!/bin/sh\nsleep 60\n")
    hanging.chmod(0o755)
    monkeypatch.setattr(legacy, "program", lambda: str(hanging))
    monkeypatch.setattr(legacy, "_SECONDS", 0.2)
    monkeypatch.setattr(child_processes, "starved", lambda *_: starved)
    path = tmp_path / "a.rtf"
    path.write_bytes(RTF)
    with pytest.raises(failure, match=said):
        load_document(path, isolated=False)


def test_content_elsewhere_is_refused_where_the_network_cannot_be_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy, "program", lambda: "soffice")
    monkeypatch.setattr(legacy, "_network_can_be_cut", lambda: False)
    path = tmp_path / "a.rtf"
    path.write_bytes(RTF.replace(b"\\par}", rb'{\field{\*\fldinst INCLUDEPICTURE "http://example.org/x.png"}}}'))
    with pytest.raises(legacy.DocumentError, match="network cannot be cut off"):
        load_document(path, isolated=False)


def test_a_protected_old_word_file_is_said_to_be_that(tmp_path: Path) -> None:
    header = b"\xec\xa5\xc1\x00" + b"\0" * 6 + b"\x00\x01" + b"\0" * 500
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + header + "WordDocument".encode("utf-16-le"))
    with pytest.raises(EncryptedDocument, match="password"):
        load_document(path, isolated=False)


OBJECT = X('<w:r><w:object><o:OLEObject r:id="o1"/></w:object></w:r>')


def test_an_embedded_contract_is_read_as_an_attachment(tmp_path: Path) -> None:
    inner = docx(tmp_path / "inner.docx", CLAUSE).read_bytes()
    path = docx(tmp_path / "a.docx", p("See", OBJECT), related={"o1": ("package", "embeddings/schedule.docx", inner)})
    document = load_document(path)
    assert [(block.text, block.part) for block in document.blocks] == [
        ("See", "body"),
        (CLAUSE, "attachment:schedule.docx"),
    ]
    assert document.coverage.complete


def test_an_embedded_object_of_another_kind_makes_the_reading_incomplete(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", p("See", OBJECT), related={"o1": ("oleObject", "embeddings/ole1.bin", b"\0\1\2")})
    coverage = load_document(path).coverage
    assert not coverage.complete
    assert "ole1.bin" in coverage.skipped[0]


def test_files_in_files_in_files_end(tmp_path: Path) -> None:
    content = docx(tmp_path / "0.docx", CLAUSE).read_bytes()
    for depth in range(1, 5):
        related = {"o1": ("package", "embeddings/inner.docx", content)}
        content = docx(tmp_path / f"{depth}.docx", p(f"Level {depth}", OBJECT), related=related).read_bytes()
    document = load_document(tmp_path / "4.docx")
    assert document.text.splitlines() == ["Level 4", "Level 3", "Level 2"]
    assert not document.coverage.complete
