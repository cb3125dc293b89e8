"""Word files beyond the words: computed numbers, tracked changes with their authors, kinds, rows, coverage."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import (
    LEGAL,
    MARK_DELETED,
    MARK_INSERTED,
    SECTION,
    WHO,
    X,
    abstract,
    dele,
    docx,
    ins,
    level,
    num,
    p,
    r,
    row,
    table,
    text_box,
)

from clausegen.ingest.load import load_document
from clausegen.model.document import BlockKind, State

SIMPLE = LEGAL + num(1, 0)


def labels(path: Path) -> list[tuple[str, str]]:
    return [(block.label, block.number) for block in load_document(path).blocks]


def test_numbers_are_what_word_prints_and_what_others_cite(tmp_path: Path) -> None:
    path = docx(
        tmp_path / "a.docx",
        p("Scope", num=(1, 0)),
        p("Access is granted.", num=(1, 1)),
        p("for tests;", num=(1, 2)),
        p("for use.", num=(1, 2)),
        p("It may be suspended.", num=(1, 1)),
        p("at once.", num=(1, 2)),
        p("Term", num=(1, 0)),
        numbering=SIMPLE,
    )
    assert labels(path) == [
        ("1.", "1"), ("1.1", "1.1"), ("(a)", "1.1(a)"), ("(b)", "1.1(b)"),
        ("1.2", "1.2"), ("(a)", "1.2(a)"), ("2.", "2"),
    ]  # fmt: skip


SCHEDULES = abstract(
    0, level(0, "decimal", "Schedule %1 -"), level(1, "decimal", "%2."), level(2, "lowerLetter", "(%3)")
)


def test_the_paragraphs_of_a_schedule_are_cited_by_their_own_numbers(tmp_path: Path) -> None:
    """Not as "-.1", which nobody can look up, nor as 2.1, which is a clause of the agreement."""
    rows = [("Prices", 0), ("In euro.", 1), ("Service", 0), ("Levels:", 1), ("one;", 2), ("Credits.", 1)]
    path = docx(
        tmp_path / "a.docx", *(p(text, num=(1, depth)) for text, depth in rows), numbering=SCHEDULES + num(1, 0)
    )
    assert labels(path) == [
        ("Schedule 1 -", "1"), ("1.", "1"),
        ("Schedule 2 -", "2"), ("1.", "1"), ("(a)", "1(a)"), ("2.", "2"),
    ]  # fmt: skip


ROMAN = abstract(0, level(0, "upperRoman", "ARTICLE %1"), level(1, "decimalZero", "Section %1.%2", more="<w:isLgl/>"))
RESTART = num(1, 0) + num(2, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>')
STYLED = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr>'
    '<w:numPr><w:numId w:val="1"/></w:numPr>'
    '<w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
)
LINKED = abstract(
    0,
    level(0, "decimal", "%1.", more='<w:pStyle w:val="H1"/>'),
    level(1, "decimal", "%1.%2", more='<w:pStyle w:val="H2"/>'),
)
OFF = p("B", style="H1", num=(0, 0))
DELETED = p(dele("X"), num=(1, 0), mark=MARK_DELETED)
EMPTY_BREAK = X(f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>{SECTION}</w:pPr></w:p>')


@pytest.mark.parametrize(
    ("body", "numbering", "styles", "expected"),
    [
        ([p("One", num=(1, 0)), p("Two", num=(1, 1))], ROMAN + num(1, 0), "", ["ARTICLE I", "Section 1.01"]),
        ([p("A", num=(1, 0)), p("B", num=(2, 0)), p("C", num=(2, 0))], LEGAL + RESTART, "", ["1.", "7.", "8."]),
        ([p("A", style="H1"), p("B", style="H2"), p("C", style="H1")], LINKED + num(1, 0), STYLED, ["1.", "1.1", "2."]),
        ([p("A", style="H1"), OFF, p("C", style="H1")], LINKED + num(1, 0), STYLED, ["1.", "", "2."]),
        ([p("A", num=(1, 0)), EMPTY_BREAK, p("B", num=(1, 0))], SIMPLE, "", ["1.", "2."]),
        ([p("A", num=(1, 0)), p(num=(1, 0)), p("B", num=(1, 0))], SIMPLE, "", ["1.", "3."]),
        ([p("A", num=(1, 0)), DELETED, p("B", num=(1, 0))], SIMPLE, "", ["1.", "2.", ""]),
        ([p("A", num=(1, 0)), p(ins("X"), num=(1, 0)), p("B", num=(1, 0))], SIMPLE, "", ["1.", "2.", "3."]),
        ([p("A", num=(1, 1))], SIMPLE, "", ["1.1"]),
        ([p("A", num=(9, 0))], SIMPLE, "", [""]),
        ([p("A", num=(1, 0))], abstract(0, level(0, "bullet", "•")) + num(1, 0), "", [""]),
    ],
    ids=[
        "legal numbering under roman articles", "start override", "styles linked to levels", "number 0 switches off",
        "an empty section break is not counted", "an empty paragraph is", "a deleted paragraph is not",
        "an inserted one is", "a level above that has no paragraph", "an unknown list", "a bullet",
    ],
)  # fmt: skip
def test_numbering_traps(body: list[X], numbering: str, styles: str, expected: list[str], tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", *body, numbering=numbering, styles=styles)
    assert [label for label, _ in labels(path)] == expected


def test_the_original_view_counts_what_was_there_before(tmp_path: Path) -> None:
    body = [p("A", num=(1, 0)), p(dele("X"), num=(1, 0), mark=MARK_DELETED), p("B", num=(1, 0))]
    document = load_document(docx(tmp_path / "a.docx", *body, numbering=SIMPLE), view="original")
    assert [(block.label, block.text) for block in document.blocks] == [("1.", "A"), ("2.", "X"), ("3.", "B")]


def test_typed_numbers_stay_in_the_text_and_continue_automatic_ones(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", p("Term", num=(1, 0)), "(a) The term is two years.", numbering=SIMPLE)
    block = load_document(path).blocks[1]
    assert (block.label, block.number, block.text[: block.typed_label]) == ("(a)", "1(a)", "(a) ")
    assert block.text == "(a) The term is two years."


def test_changes_carry_author_date_and_place(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", p("within ", dele("72"), ins("48"), " hours"))
    accepted, original = load_document(path), load_document(path, view="original")
    assert (accepted.text, original.text) == ("within 48 hours", "within 72 hours")
    deleted, inserted = accepted.blocks[0].changes
    assert (inserted.author, inserted.date) == ("Other Side", "2025-03-04T10:00:00Z")
    assert accepted.text[inserted.start : inserted.end] == "48"
    assert (deleted.start, deleted.end, deleted.text) == (7, 7, "72")
    assert accepted.coverage.pending_changes == 2
    messages = {notice.code: notice.message for notice in accepted.notices}
    assert messages["pending-insertion"].startswith("1 tracked insertion is pending and counted")
    assert "Other Side, 2025-03-04" in messages["pending-deletion"]


def test_changes_of_rows_and_paragraph_marks_carry_author_and_date_too(tmp_path: Path) -> None:
    rows = table(row("Added", properties=MARK_INSERTED), row("Gone", properties=MARK_DELETED))
    path = docx(tmp_path / "a.docx", rows, p("Joined ", mark=MARK_DELETED), "up.")
    document = load_document(path)
    changes = [change for block in document.blocks for change in block.changes]
    assert [document.text[change.start : change.end] or change.text for change in changes][:2] == ["Added", "Gone"]
    assert {(change.author, change.date) for change in changes} == {("Other Side", "2025-03-04T10:00:00Z")}


def test_symbols_and_unbreakable_hyphens_become_characters(tmp_path: Path) -> None:
    ticked, least = ('w:font="Wingdings" w:char="F0FE"', 'w:font="Symbol" w:char="F0B3"')
    shown = [X(f"<w:r><w:sym {one}/></w:r>") for one in (ticked, least)]
    hyphen = X("<w:r><w:noBreakHyphen/></w:r>")
    assert load_document(docx(tmp_path / "a.docx", p(*shown, " 99 % by e", hyphen, "mail"))).text == "☒≥ 99 % by e-mail"


@pytest.mark.parametrize("level", ["²", "-1", "99999999999", "nan", ""])
def test_a_level_that_is_no_level_is_the_first_or_unnumbered(level: str, tmp_path: Path) -> None:
    made = p("Term", num=(1, 0)).replace('<w:ilvl w:val="0"/>', f'<w:ilvl w:val="{level}"/>')
    assert load_document(docx(tmp_path / "a.docx", X(made), numbering=SIMPLE), isolated=False).text == "Term"


def test_a_paragraph_wholly_inserted_says_so(tmp_path: Path) -> None:
    blocks = load_document(docx(tmp_path / "a.docx", "Old.", p(ins("New."), mark=f"<w:ins {WHO}/>"), "Last.")).blocks
    assert [block.state for block in blocks] == [State.VISIBLE, State.INSERTED, State.VISIBLE]


def test_formatting_before_a_tracked_change_of_format_rules_the_original_view(tmp_path: Path) -> None:
    before = X(f"<w:r><w:rPr><w:strike/><w:rPrChange {WHO}><w:rPr/></w:rPrChange></w:rPr><w:t>Term</w:t></w:r>")
    path = docx(tmp_path / "a.docx", p(before), "End.")
    assert load_document(path).text == "End."
    assert load_document(path, view="original").text == "Term\nEnd."


def test_cells_of_a_row_know_their_row(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", table(["Term", "12 months"], ["Fee", "none"]))
    blocks = load_document(path).blocks
    assert [block.kind for block in blocks] == [BlockKind.TABLE_CELL] * 4
    assert [block.row for block in blocks] == ["word/document.xml;t1r1"] * 2 + ["word/document.xml;t1r2"] * 2
    assert [block.anchor.split("#")[1] for block in blocks] == ["p0;t1r1c1", "p1;t1r1c2", "p2;t1r2c1", "p3;t1r2c2"]


HEADING_STYLES = (
    '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:pPr>'
    '<w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="toc 1"/></w:style>'
)


@pytest.mark.parametrize(
    ("paragraph", "kind"),
    [
        (p("Master Agreement", style="T"), BlockKind.TITLE),
        (p("Suspension of access", style="H"), BlockKind.HEADING),
        (p("The Supplier shall suspend access at once if it suspects misuse.", style="H"), BlockKind.PARAGRAPH),
        (p(r("Suspension", "b")), BlockKind.HEADING),
        (p(r("The Supplier may suspend.", "b")), BlockKind.PARAGRAPH),
        (p("CONFIDENTIALITY"), BlockKind.HEADING),
        (p("SUPPLIER MAY SUSPEND ACCESS"), BlockKind.PARAGRAPH),
        (p("1. Definitions ......... 3", style="C"), BlockKind.CONTENTS),
        (p("By: ____________________"), BlockKind.SIGNATURE),
        (p("Date: 1 January 2025"), BlockKind.PARAGRAPH),
        (p("(a) Suspension"), BlockKind.LIST_ITEM),
        (p("4.2 The Supplier may suspend."), BlockKind.LIST_ITEM),
    ],
)
def test_what_obliges_is_never_a_heading(paragraph: X, kind: BlockKind, tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", p("This is a sentence."), paragraph, styles=HEADING_STYLES)
    assert load_document(path).blocks[1].kind == kind


CHARACTER_STYLES = (
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Clause"><w:name w:val="Clause"/><w:basedOn w:val="Strong"/></w:style>'
    '<w:style w:type="character" w:styleId="Plain"><w:name w:val="Plain"/><w:rPr><w:i/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Bold"><w:name w:val="Bold"/><w:rPr><w:b/></w:rPr></w:style>'
)


@pytest.mark.parametrize("beside", ["i", "vanish"], ids=["nothing is hidden", "something is hidden"])
@pytest.mark.parametrize(
    ("looks", "paragraph", "bold", "why"),
    [
        ('<w:rStyle w:val="Strong"/>', "", True, "the character style says so"),
        ('<w:rStyle w:val="Clause"/>', "", True, "the style that it is based on does"),
        ('<w:rStyle w:val="Strong"/><w:b w:val="0"/>', "", False, "the run itself says otherwise"),
        ('<w:rStyle w:val="Plain"/>', "", False, "the style says nothing of it"),
        ('<w:rStyle w:val="Plain"/>', "Bold", True, "the paragraph does"),
        ('<w:rStyle w:val="Strong"/>', "Bold", False, "set by two styles it is off again"),
        ('<w:rStyle w:val="Unknown"/>', "", False, "there is no such style"),
        ("<w:b/>", "", True, "the run itself says so"),
    ],
)
def test_a_character_style_makes_bold(
    looks: str, paragraph: str, bold: bool, why: str, beside: str, tmp_path: Path
) -> None:
    run = X(f"<w:r><w:rPr>{looks}</w:rPr><w:t>Suspension</w:t></w:r>")
    others = ["This is a sentence.", p(run, style=paragraph), p("More.", r(" Unseen.", beside))]
    path = docx(tmp_path / "a.docx", *others, styles=CHARACTER_STYLES)
    assert (load_document(path).blocks[1].kind is BlockKind.HEADING) == bold, why


def test_line_breaks_before_typed_numbers_part_the_items(tmp_path: Path) -> None:
    broken = p("The Supplier may", X("<w:r><w:br/></w:r>"), "(a) suspend;", X("<w:r><w:br/></w:r>"), "(b) end.")
    texts = [block.text for block in load_document(docx(tmp_path / "a.docx", broken)).blocks]
    assert texts == ["The Supplier may", "(a) suspend;", "(b) end."]


def test_a_large_picture_is_reported_as_unread(tmp_path: Path) -> None:
    inches = 914400
    picture = X(
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{6 * inches}" cy="{8 * inches}"/><a:graphic><a:graphicData>'
        '<a:blip r:embed="i1"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    coverage = load_document(docx(tmp_path / "a.docx", "Schedule 1", p(picture))).coverage
    assert not coverage.complete
    assert "picture" in coverage.skipped[0]


def test_an_external_subdocument_is_reported_and_not_followed(tmp_path: Path) -> None:
    coverage = load_document(docx(tmp_path / "a.docx", p("See", X('<w:subDoc r:id="x"/>')))).coverage
    assert not coverage.complete


def test_reading_order_is_body_notes_margins_comments(tmp_path: Path) -> None:
    path = docx(
        tmp_path / "a.docx",
        p("First", text_box(p("Boxed")), X('<w:r><w:footnoteReference w:id="2"/></w:r>')),
        "Last",
        footnotes=f'<w:footnote w:id="2">{p("Noted")}</w:footnote>',
        comments=f'<w:comment w:id="0">{p("Remark")}</w:comment>',
    )
    document = load_document(path)
    found = [(block.text, block.part) for block in document.blocks]
    assert found == [
        ("First", "body"),
        ("Boxed", "text-box"),
        ("Last", "body"),
        ("Noted", "footnote"),
        ("Remark", "comment"),
    ]
    assert document.coverage.parts_read == ("body", "footnotes", "comments")
