"""What a Word file gives away besides its pages is found and removed; the pages stay as they are."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from click.testing import CliRunner
from openxml_audit import OpenXmlValidator

from clausegen.cli.main import main
from clausegen.errors import UsageError
from clausegen.ingest.load import load_document
from clausegen.lint.clean import cleaned
from clausegen.lint.hidden_data import giveaways

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HERE = Path("contract.docx")
PLAIN = "<w:p><w:r><w:t>The term is two years.</w:t></w:r></w:p>"
HIDDEN = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>walk away at 20</w:t></w:r><w:r><w:t>The term.</w:t></w:r></w:p>"
INSERTED = (
    '<w:p><w:ins w:id="1" w:author="Ada Lund" w:date="2026-01-02T10:00:00Z">'
    "<w:r><w:t>New words.</w:t></w:r></w:ins></w:p>"
)


def word_file(body: str = PLAIN, **parts: str) -> bytes:
    """A Word file with a body and further parts by name ("word/x.xml"), each declared and related."""
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    held.pop("docProps/thumbnail.jpeg", None)
    held["_rels/.rels"] = held["_rels/.rels"].replace(
        b'<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"'
        b' Target="docProps/thumbnail.jpeg"/>',
        b"",
    )
    held["docProps/core.xml"] = (
        b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Agreement</dc:title></cp:coreProperties>'
    )
    held["word/document.xml"] = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()
    relations = {name: data for name, data in held.items() if name == "word/_rels/document.xml.rels"}
    kept = {"styles": "styles.xml", "settings": "settings.xml"}
    held = {name: data for name, data in held.items() if not name.startswith("customXml/")}
    relations_xml = "".join(
        f'<Relationship Id="k{kind}" Type="{RELATION}/{kind}" Target="{target}"/>' for kind, target in kept.items()
    )
    assert relations
    for name, data in parts.items():
        held[name] = data.encode()
        if name.startswith("word/") and name != "word/settings.xml":
            kind = name.removeprefix("word/").removesuffix(".xml")
            relations_xml += f'<Relationship Id="r{kind}" Type="{RELATION}/{kind}" Target="{kind}.xml"/>'
        if name.startswith("customXml/"):
            relations_xml += f'<Relationship Id="rc" Type="{RELATION}/customXml" Target="../{name}"/>'
    held["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations_xml}'
        "</Relationships>"
    ).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return out.getvalue()


COMMENTS = (
    f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="Ada Lund"><w:p><w:r><w:t>6 for T3</w:t></w:r></w:p>'
    "</w:comment></w:comments>"
)
COMMENTED = '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>The term.</w:t></w:r><w:commentRangeEnd w:id="0"/></w:p>'


class Case(NamedTuple):
    code: str
    content: bytes
    secret: bytes
    why: str


CASES = (
    Case(
        "property",
        word_file(
            **{
                "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
                'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
                "<dc:creator>Ada Lund</dc:creator>"
                "</cp:coreProperties>"
            }
        ),
        b"Ada Lund",
        "the author of a file is a person of the house",
    ),
    Case(
        "custom-properties",
        word_file(
            **{
                "docProps/custom.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
                'custom-properties"><property name="Tier"/></Properties>'
            }
        ),
        b"Tier",
        "document systems write matter numbers and grades there",
    ),
    Case("custom-xml", word_file(**{"customXml/item1.xml": "<a>risk</a>"}), b"risk", "any data may lie there"),
    Case(
        "manifest",
        word_file(**{"customXml/item1.xml": '<manifest xmlns="urn:clausegen:manifest">{"tier": 1}</manifest>'}),
        b"tier",
        "earlier drafts of ours carried their whole manifest",
    ),
    Case("comments", word_file(COMMENTED, **{"word/comments.xml": COMMENTS}), b"6 for T3", "notes among colleagues"),
    Case("hidden-text", word_file(HIDDEN), b"walk away", "hidden words are shown with one key"),
    Case("tracked-authors", word_file(INSERTED), b"Ada Lund", "who changed what is told by the file, not the pages"),
    Case(
        "setting",
        word_file(
            **{
                "word/settings.xml": f'<w:settings xmlns:w="{W}"><w:docVars><w:docVar w:name="Matter" w:val="secret"/>'
                "</w:docVars></w:settings>"
            }
        ),
        b"secret",
        "variables of templates hold data of the matter",
    ),
)
cases = pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)


def faults_of(path: Path) -> list[str]:
    return [str(error) for error in OpenXmlValidator().validate(str(path)).errors]


def parts_of(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


@cases
def test_a_giveaway_is_found(case: Case) -> None:
    assert [found.code for found in giveaways(HERE, case.content)] == [case.code], case.why


@cases
def test_a_cleaned_copy_gives_nothing_away_and_reads_the_same(case: Case, tmp_path: Path) -> None:
    made = cleaned(HERE, case.content)
    assert made.left == ()
    assert [found.code for found in made.removed] == [case.code]
    assert case.secret in parts_of(case.content)
    assert case.secret not in parts_of(made.data)
    before, after = tmp_path / "before.docx", tmp_path / "after.docx"
    before.write_bytes(case.content)
    after.write_bytes(made.data)
    assert load_document(after).text == load_document(before).text
    assert set(faults_of(after)) <= set(faults_of(before))


def test_a_file_that_gives_nothing_away_is_clean() -> None:
    assert giveaways(HERE, word_file()) == []


def test_cleaning_keeps_tracked_changes_and_forgets_who_and_when() -> None:
    body = zipfile.ZipFile(io.BytesIO(cleaned(HERE, word_file(INSERTED)).data)).read("word/document.xml")
    assert b"<w:ins " in body
    assert b'w:author="Author"' in body
    assert b"2026-01-02" not in body


def test_hidden_words_that_a_style_shows_again_are_no_hidden_text() -> None:
    shown = HIDDEN.replace("<w:vanish/>", '<w:vanish w:val="0"/>')
    assert giveaways(HERE, word_file(shown)) == []


def test_drafting_notes_are_named_and_left_to_a_person() -> None:
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1"><w:p><w:r><w:t>Drafting note: walk away.</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    made = cleaned(HERE, word_file(**{"word/footnotes.xml": notes}))
    assert [found.code for found in made.left] == ["drafting-notes"]


def test_a_signed_file_is_not_cleaned() -> None:
    with pytest.raises(UsageError, match="digitally signed"):
        cleaned(HERE, word_file(**{"_xmlsignatures/sig1.xml": "<a/>"}))


def test_the_command_says_what_it_removed_and_lint_names_what_is_there(tmp_path: Path) -> None:
    file = tmp_path / "draft.docx"
    file.write_bytes(word_file(COMMENTED, **{"word/comments.xml": COMMENTS}))
    linted = CliRunner().invoke(main, ["lint", str(file)])
    assert "1 comment by Ada Lund (word/comments.xml) [comments]" in linted.output
    assert linted.exit_code == 1
    ran = CliRunner().invoke(main, ["clean", str(file)])
    assert ran.exit_code == 0, ran.output
    assert "removed: 1 comment by Ada Lund" in ran.output
    assert "no drafting fault" in CliRunner().invoke(main, ["lint", str(tmp_path / "draft.clean.docx")]).output


def test_only_word_files_are_cleaned(tmp_path: Path) -> None:
    file = tmp_path / "draft.pdf"
    file.write_bytes(b"%PDF")
    ran = CliRunner().invoke(main, ["clean", str(file)])
    assert ran.exit_code == 2
    assert "save it as .docx first" in ran.output
