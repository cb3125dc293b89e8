"""Word documents: valid, reproducible, read back as they were written, in our house or the customer's."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from deals import a_deal, needed_by
from lxml import etree
from openxml_audit import OpenXmlValidator
from test_assemble import AGREEMENT, DRAFTED, INCIDENT, LIBRARY

from clausegen.drafting.documents import compose, draft
from clausegen.drafting.outgoing import Audience, clear
from clausegen.drafting.word import table
from clausegen.drafting.word.body import Body
from clausegen.drafting.word.house import PARAGRAPH_STYLES, W, default_house, load_house
from clausegen.drafting.word.writer import write_docx
from clausegen.errors import DamagedDocument, DataError, UsageError
from clausegen.ingest.load import load_document
from clausegen.library.load import templates_folder
from clausegen.lint import altered, drafted_wording
from clausegen.model.draft import Paper, Paragraph, ParagraphKind, Run, as_document
from clausegen.model.requirement import Tier

HOUSE = default_house(LIBRARY.root)
DEAL = a_deal(agreement=AGREEMENT, incident=INCIDENT, **needed_by("reseller-agreement"))


def paper_of(kind: str = "agreement", **options: Any) -> Paper:
    return compose(options.pop("deal", DEAL), Tier.HIGH, library=LIBRARY, kind=kind, **options)


def docx_of(kind: str = "agreement", **options: Any) -> bytes:
    audience = options.pop("audience", Audience.INTERNAL if options.get("notes") else Audience.COUNTERPARTY)
    return write_docx(clear(paper_of(kind, **options), audience), HOUSE, date=DEAL.date)


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def words(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{{{W}}}t"))


@pytest.mark.parametrize("kind", DRAFTED)
def test_the_structure_is_valid(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    path.write_bytes(docx_of(kind))
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []


def test_a_copy_with_notes_is_valid_and_has_a_footnote_for_each_element(tmp_path: Path) -> None:
    data = docx_of(notes=True)
    path = tmp_path / "draft.docx"
    path.write_bytes(data)
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []
    notes = part(data, "word/footnotes.xml")
    assert "SUS-1" in words(notes)
    assert "word/footnotes.xml" not in zipfile.ZipFile(io.BytesIO(docx_of())).namelist()


def test_the_same_deal_gives_the_same_bytes() -> None:
    assert docx_of() == docx_of()


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    path.write_bytes(docx_of())
    read = load_document(path)
    meant = as_document(paper_of()).blocks
    found = {(block.number.rstrip("."), block.text) for block in read.blocks}
    numbered = [(b.number, b.text) for b in meant if b.number[:1].isdigit()]
    assert numbered
    assert [block for block in numbered if block not in found] == []
    assert [block.text for block in meant if block.text not in read.text] == []


def test_python_docx_opens_it_and_finds_our_styles() -> None:
    document = docx.Document(io.BytesIO(docx_of()))
    names = {style.name for style in document.styles}
    assert {name for name in PARAGRAPH_STYLES if name[0].isupper()} <= names
    assert document.core_properties.title == DEAL.title


def test_every_reference_field_leads_to_a_bookmark() -> None:
    body = part(docx_of(), "word/document.xml")
    marks = {mark.get(f"{{{W}}}name") for mark in body.iter(f"{{{W}}}bookmarkStart")}
    fields = [node.text or "" for node in body.iter(f"{{{W}}}instrText")]
    targets = {found for field in fields for found in re.findall(r"(?:PAGE)?REF (\S+)", field)}
    assert targets
    assert targets <= marks
    assert sum(field.strip().startswith("TOC") for field in fields) == 1


def test_field_marks_are_balanced_and_bookmark_ids_differ() -> None:
    body = part(docx_of(), "word/document.xml")
    kinds = [node.get(f"{{{W}}}fldCharType") for node in body.iter(f"{{{W}}}fldChar")]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") > 0
    ids = [mark.get(f"{{{W}}}id") for mark in body.iter(f"{{{W}}}bookmarkStart")]
    assert len(ids) == len(set(ids))


def test_numbers_come_from_styles_and_are_not_typed() -> None:
    body = part(docx_of(), "word/document.xml")
    clauses = [p for p in body.iter(f"{{{W}}}p") if p.find(f".//{{{W}}}pStyle[@{{{W}}}val='Clause2']") is not None]
    assert clauses
    assert not any(re.match(r"\d", words(clause)) for clause in clauses)
    assert not list(body.iter(f"{{{W}}}numPr"))


def test_the_last_sub_clause_before_the_schedules_takes_the_one_before_along() -> None:
    found = part(docx_of(), "word/document.xml").iter(f"{{{W}}}p")
    kept = next(p for p in found if "are stated in clause" in words(p))
    assert kept.find(f"{{{W}}}pPr/{{{W}}}keepNext") is not None


def test_the_footer_counts_pages() -> None:
    footer = part(docx_of(), "word/footer1.xml")
    assert words(footer) == "Page 1 of 1"
    assert [node.text.strip() for node in footer.iter(f"{{{W}}}instrText")] == ["PAGE", "NUMPAGES"]


def test_the_manifest_lies_inside_an_internal_copy() -> None:
    held = json.loads(part(docx_of(audience=Audience.INTERNAL), "customXml/item1.xml").text or "")
    assert held["tier"] == "high"
    assert held["library"]["sha256"] == LIBRARY.sha256


@pytest.mark.parametrize("name", ["A&B <Ltd>", "]]>", "&amp;", '"quoted"', "שלום", "x" * 2000])
def test_hostile_names_are_printed_as_they_are(name: str) -> None:
    deal = a_deal(supplier={**DEAL.supplier.model_dump(), "name": name})
    data = docx_of(deal=deal)
    assert name in words(part(data, "word/document.xml"))


def house_file(folder: Path, change: Any = lambda parts: None) -> Path:
    """A customer's template: a draft of ours with its body emptied, parts changed."""
    with zipfile.ZipFile(io.BytesIO(docx_of())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = re.sub(rb"<w:body>.*(?=<w:sectPr)", b"<w:body>", parts["word/document.xml"])
    change(parts)
    path = folder / "house.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_a_customers_template_is_used(tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"Arial", b"Georgia")

    house = load_house(house_file(tmp_path, change), LIBRARY.root)
    data = write_docx(clear(paper_of(notes=True), Audience.INTERNAL), house, date=DEAL.date)
    path = tmp_path / "draft.docx"
    path.write_bytes(data)
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []
    assert b"Georgia" in zipfile.ZipFile(path).read("word/styles.xml")
    assert load_document(path).text.startswith(DEAL.title)


def test_a_template_without_our_styles_is_refused_with_their_names(tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["word/styles.xml"] = parts["word/styles.xml"].replace(b'"Clause 2"', b'"Heading 2"')

    path = house_file(tmp_path, change)
    with pytest.raises(DataError, match=r"house\.docx Clause 2: a paragraph style named 'Clause 2'"):
        load_house(path, LIBRARY.root)
    path.with_suffix(".toml").write_text('[styles]\n"Clause 2" = "Heading 2"\n', encoding="utf-8")
    assert load_house(path, LIBRARY.root).styles["Clause 2"] == "Clause2"


def test_a_template_whose_clauses_are_not_numbered_is_refused(tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        one = b'<w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr>'
        parts["word/styles.xml"] = parts["word/styles.xml"].replace(one, b"")

    with pytest.raises(DataError, match=r"Clause 3.*has no numbering"):
        load_house(house_file(tmp_path, change), LIBRARY.root)


def test_a_template_with_macros_is_refused(tmp_path: Path) -> None:
    path = house_file(tmp_path, lambda parts: parts.update({"word/vbaProject.bin": b"x"}))
    with pytest.raises(DamagedDocument, match="contains macros"):
        load_house(path, LIBRARY.root)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04"])
def test_a_template_that_is_no_word_file_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "house.docx"
    path.write_bytes(data)
    with pytest.raises(DamagedDocument, match="not a Word file"):
        load_house(path, LIBRARY.root)


def test_markdown_and_html_carry_the_same_words() -> None:
    markdown = draft(DEAL, library=LIBRARY, form="md").data.decode()
    page = draft(DEAL, library=LIBRARY, form="html").data.decode()
    assert "## 2. Licence grant" in markdown
    assert re.search(r"<h2 id=\"c\d+\">2\. &ensp; Licence grant</h2>", page)
    assert '<a href="#c' in page
    assert "<script" not in page


def test_markdown_and_html_escape_what_a_value_holds() -> None:
    deal = a_deal(supplier={**DEAL.supplier.model_dump(), "name": "<b>A*B* & [Co](x)"})
    assert r"\<b\>A\*B\* \& \[Co\](x)" in draft(deal, library=LIBRARY, form="md").data.decode()
    assert "&lt;b&gt;A*B* &amp; [Co](x)" in draft(deal, library=LIBRARY, form="html").data.decode()


def test_a_markdown_draft_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_bytes(draft(DEAL, library=LIBRARY, form="md").data)
    assert "The Supplier grants the Customer" in load_document(path).text


def test_a_pdf_without_libreoffice_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(UsageError, match="install LibreOffice"):
        draft(DEAL, library=LIBRARY, form="pdf")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice, an external program, is not installed")
def test_the_contents_of_a_pdf_name_the_pages_of_its_headings() -> None:
    """The estimate may be a page off, which Word mends at opening and a PDF never does."""
    with pypdfium2.PdfDocument(draft(a_deal(tier="low"), library=LIBRARY, form="pdf").data) as file:
        pages = [page.get_textpage().get_text_range() for page in file]
    listed = re.findall(r"^(?:\d+\.\s+|Schedule \d+: )([^.\n]+?)\s*\.+\s*(\d+)\s*$", pages[1], re.MULTILINE)
    assert len(listed) > 30
    assert [title for title, page in listed if title not in pages[int(page) - 1]] == []


def test_columns_are_as_wide_as_their_words_need() -> None:
    def row(*cells: str) -> Paragraph:
        return Paragraph(kind=ParagraphKind.ROW, cells=tuple((Run(cell),) for cell in cells))

    long = "words " * 40
    code, why, blank = table.widths([row("Code", "Why", "Done by"), row("SUS-1", long, "")], 9000)
    assert code + why + blank == 9000
    assert code < blank < why
    assert table.widths([row("one", "two")], 9000) == [3600, 5400]


def test_only_a_short_table_is_kept_on_one_page() -> None:
    def paper(words: str) -> Paper:
        rows = [
            Paragraph(kind=ParagraphKind.ROW, level=int(n == 0), cells=((Run("x"),), (Run(words),))) for n in range(4)
        ]
        return Paper(title="", kind="agreement", paragraphs=tuple(rows))

    house = default_house(templates_folder())
    assert Body(paper("short"), house).xml().count("keepNext") == 6
    assert Body(paper("long " * 200), house).xml().count("keepNext") == 2  # the head stays with the first row


def test_each_element_is_found_again_by_its_code_altered_or_not(tmp_path: Path) -> None:
    made = draft(DEAL, library=LIBRARY)
    manifest = tmp_path / "a.manifest.json"
    manifest.write_text(made.manifest, encoding="utf-8")
    drafted = drafted_wording(manifest)
    assert {"SUS-2", "INV-1"} <= drafted.keys()
    assert list(altered(made.data, drafted)) == []

    file = docx.Document(io.BytesIO(made.data))
    controls = {tag.get(f"{{{W}}}val"): tag.getparent().getparent() for tag in file.element.iter(f"{{{W}}}tag")}
    text = next(controls["SUS-2"].iter(f"{{{W}}}t"))
    text.text = f"Ten days after notice, {text.text}"
    controls["INV-1"].getparent().remove(controls["INV-1"])
    returned = io.BytesIO()
    file.save(returned)
    found = {alteration.code: str(alteration) for alteration in altered(returned.getvalue(), drafted)}
    assert set(found) == {"SUS-2", "INV-1"}
    assert "became “Ten days after notice," in found["SUS-2"]
    assert "is gone" in found["INV-1"]


def test_the_counterparty_does_not_see_the_codes() -> None:
    tags = part(docx_of(), "word/document.xml")
    assert not re.search(r"\b[A-Z]{3}-\d\b", words(tags))
