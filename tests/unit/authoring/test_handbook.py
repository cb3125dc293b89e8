"""The library in print: the book, the coverage matrix, the sources; and a new clause folder."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from lxml import html
from paths import ROOT

from clausegen.authoring.handbook import coverage, sources
from clausegen.authoring.handbook.content import Book, book
from clausegen.authoring.handbook.page import to_html
from clausegen.authoring.handbook.sources import to_look_up
from clausegen.authoring.handbook.word import to_docx
from clausegen.authoring.scaffold import new_clause
from clausegen.authoring.self_test import Trial
from clausegen.cli.main import COMMANDS, main
from clausegen.drafting.templates import kinds
from clausegen.errors import UsageError
from clausegen.library.load import Library, load_library, load_requirement
from clausegen.model.requirement import Severity, Source, Tier

DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def printed(library: Library) -> Book:
    return book(library, library.playbook())


@pytest.fixture(scope="module")
def word(printed: Book) -> bytes:
    return to_docx(printed)


@pytest.fixture(scope="module")
def page(printed: Book) -> str:
    return to_html(printed)


@pytest.mark.parametrize(("part", "file"), [("coverage", "coverage.md"), ("sources", "sources.md")])
def test_the_generated_docs_are_those_of_the_library(library: Library, part: str, file: str) -> None:
    fresh = coverage(library, library.playbook()) if part == "coverage" else sources(library)
    held = (DOCS / file).read_text(encoding="utf-8")
    assert held == fresh, f"run: clausegen library docs --part {part} -o docs/{file} --force"


def test_the_matrix_marks_each_element_at_the_tiers_where_it_is_due(library: Library) -> None:
    rows = re.findall(r"^\| ([A-Z]{3}-\d+) \|.*\| (.) \| (.) \| (.) \|$", coverage(library, library.playbook()), re.M)
    marked = {code: [cell != " " for cell in cells] for code, *cells in rows}
    due = {
        tier: {e.code for _, elements in library.due(library.playbook(), tier) for e in elements}
        for tier in (Tier.LOW, Tier.MEDIUM, Tier.HIGH)
    }
    elements = [e.code for r in library.requirements.values() for e in r.elements]
    assert marked == {code: [code in due[tier] for tier in due] for code in elements}


def test_a_higher_tier_asks_for_everything_a_lower_one_asks_for(library: Library) -> None:
    low, medium, high = (
        {e.code for _, elements in library.due(library.playbook(), tier) for e in elements}
        for tier in (Tier.LOW, Tier.MEDIUM, Tier.HIGH)
    )
    assert low < medium < high


def test_the_book_has_every_element_with_wording_and_examples(library: Library, printed: Book) -> None:
    entries = {entry.element.code: entry for chapter in printed.chapters for entry in chapter.entries}
    assert set(entries) == {e.code for r in library.requirements.values() for e in r.elements}
    assert [code for code, entry in entries.items() if not all(w.lines for w in entry.wordings)] == []
    assert [code for code, entry in entries.items() if not entry.examples] == []


def test_the_parts_of_a_compound_element_are_printed(printed: Book, page: str) -> None:
    compound = [entry for chapter in printed.chapters for entry in chapter.entries if entry.element.parts]
    assert len(compound) > 50
    assert all(len(entry.element.parts) > 1 for entry in compound)
    assert "<h4>Takes all of</h4><ul><li>the system itself is disabled, or all use ceases</li>" in page
    shown = CliRunner().invoke(main, ["explain", "SUS-4"]).output
    assert "  a) the system itself is disabled, or all use ceases\n  b) the customer does not resist" in shown


def test_a_critical_element_shows_three_positions_and_when_to_walk_away(printed: Book) -> None:
    for chapter in printed.chapters:
        for entry in chapter.entries:
            if entry.element.severity is Severity.CRITICAL:
                assert [w.rung for w in entry.wordings] == ["preferred", "acceptable", "fallback"], entry.name
                assert entry.wordings[2].approver, entry.name
                assert entry.element.ladder, entry.name


def test_the_page_is_well_formed_and_its_links_lead_somewhere(page: str) -> None:
    tree = html.fromstring(page)
    there = set(tree.xpath("//@id"))
    assert {link.removeprefix("#") for link in tree.xpath("//a/@href")} <= there
    assert not tree.xpath("//script|//img|//link")


def test_no_mark_or_blank_is_left_in_the_book(page: str) -> None:
    assert not re.findall(r"[\ufdd0-\ufdef]|\*\*|\{\{|\{%", page)


def test_only_verified_sources_are_cited(library: Library) -> None:
    requirement = library.requirements["suspension"]
    changed = requirement.model_copy(
        update={
            "sources": (
                Source(cite="Read itself", status="verified"),
                Source(cite="Only remembered", status="unverified"),
            )
        }
    )
    other = library.model_copy(update={"requirements": {**library.requirements, "suspension": changed}})
    page = to_html(book(other, other.playbook()))
    assert "Read itself" in page
    assert "Only remembered" not in page


def test_the_word_book_opens_and_holds_what_the_page_holds(printed: Book, word: bytes) -> None:
    document = docx.Document(io.BytesIO(word))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    elements = (entry.element for chapter in printed.chapters for entry in chapter.entries)
    assert headings == [f"{element.code} {element.statement}" for element in elements]


def test_the_same_library_makes_the_same_bytes(library: Library, word: bytes, page: str) -> None:
    again = book(library, library.playbook())
    assert to_docx(again) == word
    assert to_html(again) == page


def test_list_names_every_requirement_in_drafting_order(library: Library) -> None:
    shown = CliRunner().invoke(main, ["library", "list"]).output
    order = [library.requirements[rule.id].code for rule in library.playbook().requirements]
    assert re.findall(r"\(([A-Z]{3})\) ", shown) == order


def test_test_passes_a_sound_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which shipped folders the reader finds sound changes with its network; what a sound one prints does not."""
    monkeypatch.setattr(Trial, "faults", lambda _: iter(()))
    result = CliRunner().invoke(main, ["library", "test", "PRE"])
    assert (result.exit_code, result.output) == (0, "precedence: ok\n")


def test_test_lists_what_the_reader_finds_wrong_with_a_folder(library: Library) -> None:
    faults = list(Trial(library.requirements["precedence"], library).faults())
    result = CliRunner().invoke(main, ["library", "test", "PRE"])
    assert result.output.splitlines() == [
        f"precedence: {len(faults)} faults" if faults else "precedence: ok",
        *(f"  {fault}" for fault in faults),
    ]
    assert result.exit_code == (1 if faults else 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["docs", "--format", "docx"], "give -o"),
        (["docs", "-o", "book.pdf"], "the suffix .pdf names no format"),
        (["docs", "--part", "coverage", "--format", "docx"], "does not come as 'docx'"),
        (["docs", "--playbook", "nobody"], "no playbook 'nobody'"),
        (["test", "nobody"], "no requirement 'nobody'"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_with_exit_2(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(main, ["library", *arguments])
    assert result.exit_code == 2
    assert message in result.output
    assert result.output.count("\n") == 1


def test_the_book_does_not_replace_a_file(tmp_path: Path) -> None:
    target = tmp_path / "book.html"
    target.write_text("mine")
    assert CliRunner().invoke(main, ["library", "docs", "-o", str(target)]).exit_code == 2
    assert target.read_text() == "mine"
    assert CliRunner().invoke(main, ["library", "docs", "-o", str(target), "--force"]).exit_code == 0
    assert target.read_text().startswith("<!DOCTYPE html>")


@pytest.fixture
def elsewhere(tmp_path: Path, library: Library) -> Library:
    """The library in a folder of its own, without its clauses."""
    shutil.copy(library.root / "specimen.toml", tmp_path)
    (tmp_path / "clauses").mkdir()
    return library.model_copy(update={"root": tmp_path})


def test_a_new_folder_loads_and_says_what_it_still_needs(elsewhere: Library) -> None:
    folder = new_clause("force-majeure", "FOR", 'Force "majeure"', elsewhere)
    requirement = load_requirement(folder)
    assert (requirement.id, requirement.code, requirement.title) == ("force-majeure", "FOR", "Force 'majeure'")
    faults = list(Trial(requirement, elsewhere).faults())
    assert "examples.toml: first-element has 1 of 4 satisfies examples" in faults
    assert any("our own wording leaves first-element missing" in fault for fault in faults)


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("Force Majeure", "FOR", "is no id"),
        ("../escape", "FOR", "is no id"),
        ("force-majeure", "FM", "is no code"),
        ("force-majeure", "SUS", "belongs to suspension"),
    ],
)
def test_a_new_folder_needs_a_free_name_and_code(elsewhere: Library, name: str, code: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        new_clause(name, code, "Title", elsewhere)
    assert list((elsewhere.root / "clauses").iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(elsewhere: Library) -> None:
    folder = new_clause("force-majeure", "FOR", "Force majeure", elsewhere)
    (folder / "clause.md.j2").write_text("mine")
    with pytest.raises(UsageError, match="there already"):
        new_clause("force-majeure", "FMA", "Force majeure", elsewhere)
    assert (folder / "clause.md.j2").read_text() == "mine"


def test_the_letter_is_answered_with_elements_commands_and_documents_that_exist(library: Library) -> None:
    text = (DOCS / "letter.md").read_text(encoding="utf-8")
    codes = {e.code for r in library.requirements.values() for e in r.elements}
    assert set(re.findall(r"\b[A-Z]{3}-\d+", text)) <= codes
    commands = {words.split()[0] for words in re.findall(r"`([a-z][^`]*)`", text)} - {"clausegen"}
    assert commands <= set(COMMANDS)
    assert set(re.findall(r"--kind ([a-z-]+)", text)) <= set(kinds(library))


def test_the_letter_leads_to_every_requirement(library: Library) -> None:
    text = (DOCS / "letter.md").read_text(encoding="utf-8")
    assert {r.code for r in library.requirements.values()} <= set(re.findall(r"\b([A-Z]{3})-\d", text))


def test_the_glossary_names_who_defines_each_term(library: Library) -> None:
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    held = dict(re.findall(r"^\| ([A-Z][\w ]+) \| `([a-z-]+)` \|$", text, re.M))
    assert held == {term: r.id for r in library.requirements.values() for term in r.definitions}


def test_sources_unread_or_older_than_a_year_are_listed(library: Library) -> None:
    listed = to_look_up(library, dt.date(2026, 12, 2))
    assert "- unverified, A/HRC/41/35 (28 May 2019), recommendations to companies" in listed
    assert "variant new-york" in listed
    assert "Proposal" not in listed
    recorded = [line for line in listed.splitlines() if "looked up on 2026-12-01" in line]
    assert all(line.startswith("- seen") for line in recorded)


def test_a_source_is_looked_up_again_after_a_year(library: Library) -> None:
    source = Source(cite="The Act, section 1", status="verified", checked=dt.date(2026, 12, 1))
    book = library.playbook().model_copy(update={"sources": (source,)})
    known = library.model_copy(update={"playbooks": {book.id: book}})
    assert "The Act, section 1" not in to_look_up(known, dt.date(2027, 12, 1))
    assert "The Act, section 1" in to_look_up(known, dt.date(2027, 12, 2))
