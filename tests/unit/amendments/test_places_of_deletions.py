"""Delete a clause from an odd place of the file: wherever a person sees the words, the clause is gone."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from builders import X, abstract, document, docx, level, num, p, part, table

from clausegen.amendments import structure
from clausegen.ingest.load import load_document
from clausegen.model import Role

WORDS = "Clause 9 is deleted."
CONTRACT = [
    "SOFTWARE LICENCE AGREEMENT",
    "1. Licence",
    "1.1 The Supplier grants the Customer a licence.",
    "9. Suspension",
    "9.1 The Supplier may suspend access to the System at once.",
    "10. Law",
    "10.1 The law of England applies.",
]
BODY = [p(text) for text in CONTRACT]
TOC = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
SHAPE = f'<v:shape style="width:200pt;height:40pt"><v:textpath string="{WORDS}"/></v:shape>'
WORD_ART = X(f"<w:p><w:r><w:pict {VML}>{SHAPE}</w:pict></w:r></w:p>")
PICTURE = f'<img src="a.png" alt="{WORDS}">'
AS_NUMBER = abstract(0, level(0, "decimal", WORDS)) + num(1, 0)


def _margin(kind: str, folder: Path) -> Path:
    section = X(f'<w:sectPr><w:{kind}Reference w:type="default" r:id="h"/></w:sectPr>')
    root = part("hdr" if kind == "header" else "ftr", p(WORDS))
    return docx(folder / "a.docx", *BODY, section, related={"h": (kind, f"{kind}1.xml", root)})


def _mail(folder: Path) -> Path:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.c", "Agreement"
    message.set_content(f"{WORDS}\n")
    message.add_attachment("\n\n".join(CONTRACT).encode(), maintype="text", subtype="plain", filename="agreement.txt")
    path = folder / "a.eml"
    path.write_bytes(message.as_bytes())
    return path


def _page(folder: Path, before: str = "", after: str = "") -> Path:
    path = folder / "a.html"
    path.write_text(f"<html>{before}{''.join(f'<p>{text}</p>' for text in CONTRACT)}{after}</html>", encoding="utf-8")
    return path


PLACES = {
    "running header": lambda folder: _margin("header", folder),
    "running footer": lambda folder: _margin("footer", folder),
    "line in the style of contents": lambda folder: docx(folder / "a.docx", *BODY, p(WORDS, style="T"), styles=TOC),
    "line with leaders and a page": lambda folder: docx(folder / "a.docx", *BODY, p(f"{WORDS}........3")),
    "last row of a table": lambda folder: docx(folder / "a.docx", *BODY, table(["Fee", "100"], ["Remarks", WORDS])),
    "WordArt": lambda folder: docx(folder / "a.docx", *BODY, WORD_ART),
    "number of a paragraph": lambda folder: docx(folder / "a.docx", *BODY, p("", num=(1, 0)), numbering=AS_NUMBER),
    "message with the agreement": _mail,
    "navigation of a page": lambda folder: _page(folder, before=f"<nav>{WORDS}</nav>"),
    "description of a picture that is not there": lambda folder: _page(folder, after=PICTURE),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_clause_is_deleted_from_wherever_it_is_said(place: str, tmp_path: Path) -> None:
    read = structure(load_document(PLACES[place](tmp_path), isolated=False, look="never"))
    assert "9.1" in [clause.number for clause in read.clauses if clause.role is Role.FORMER]


KEEPS = {
    "a heading in the contents": p("9. Deletion of data........3"),
    "a clause named in a table": table(["Clause 9", "Deletion of personal data"]),
    "a header that names a clause": p("Clause 9 – Data that is deleted"),
}


@pytest.mark.parametrize("words", KEEPS)
def test_headings_that_speak_of_deleting_delete_nothing(words: str, tmp_path: Path) -> None:
    read = structure(load_document(docx(tmp_path / "a.docx", *BODY, KEEPS[words]), isolated=False))
    assert Role.FORMER not in [clause.role for clause in read.clauses]


STRIKES = "The words “at once” in clause 9.1 are deleted."
SPEAKING = [
    ([f"10.2 {STRIKES}"], "Clause 10.2", "a clause"),
    (["Schedule 1 – Special conditions", f"1. {STRIKES}", "2. The Customer trains its staff."],
     "Schedule 1, paragraph 1", "a paragraph of a schedule"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "place", "why"), SPEAKING, ids=[case[2] for case in SPEAKING])
def test_the_place_that_strikes_words_out_is_named_as_a_reader_finds_it(lines: list[str], place: str, why: str) -> None:
    read = structure(document(" / ".join([*CONTRACT, *lines])))
    assert [notice.message for notice in read.notices] == [
        f"{place} strikes words out of clause 9.1: they were not counted."
    ], why
