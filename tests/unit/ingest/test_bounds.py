"""No file, however long, makes a command take time or memory without end: what is too long is read in part."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from builders import docx, page, pdf
from work import lines_run

from clausegen.amendments import Citations, consolidate
from clausegen.amendments.read import structure
from clausegen.dates.resolve import read_dates
from clausegen.errors import LimitExceeded
from clausegen.ingest import limits
from clausegen.ingest.formats import may_have_pages
from clausegen.ingest.load import load_document
from clausegen.ingest.text import document_from_text

LINE = "The Supplier may suspend access to the System without notice."


def _text(path: Path) -> Path:
    path.write_text("\n\n".join([LINE] * 60), encoding="utf-8")
    return path


def _one_line(path: Path) -> Path:
    path.write_text(" ".join([LINE] * 60), encoding="utf-8")
    return path


def _web_page(path: Path) -> Path:
    path.write_text(f"<html><body>{('<p>' + LINE + '</p>') * 60}</body></html>")
    return path


def _mail(path: Path) -> Path:
    path.write_text("From: a@b.example\nSubject: Contract\n\n" + "\n\n".join([LINE] * 60), encoding="utf-8")
    return path


MAKERS: dict[str, Callable[[Path], Path]] = {
    "long.txt": _text,
    "one-line.txt": _one_line,
    "long.md": _text,
    "long.html": _web_page,
    "long.eml": _mail,
    "long.docx": lambda path: docx(path, *[LINE] * 60),
    "long.pdf": lambda path: pdf(path, *[page(*[LINE] * 20)] * 3),
}


@pytest.mark.parametrize("name", MAKERS)
def test_what_follows_too_many_characters_is_said_to_be_unread(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CHARACTERS", 20 * len(LINE))
    document = load_document(MAKERS[name](tmp_path / name), isolated=False)
    assert 0 < len(document.text) <= 21 * len(LINE)
    assert not document.coverage.complete
    assert any("longer than" in sentence for sentence in document.coverage.skipped)


@pytest.mark.parametrize("name", [name for name in MAKERS if name != "one-line.txt"])
def test_what_follows_too_many_paragraphs_is_said_to_be_unread(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = MAKERS[name](tmp_path / name)
    monkeypatch.setattr(limits, "PARAGRAPHS", len(load_document(path, isolated=False).blocks) - 1)
    document = load_document(path, isolated=False)
    assert len(document.blocks) == limits.PARAGRAPHS
    assert not document.coverage.complete


def test_a_message_of_thousands_of_parts_is_refused_before_it_is_taken_apart(tmp_path: Path) -> None:
    part = "--B\nContent-Type: text/plain\n\nx\n"
    path = tmp_path / "a.eml"
    head = "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n"
    path.write_text(head + part * (limits.MAIL_PARTS + 1) + "--B--\n", encoding="utf-8")
    with pytest.raises(LimitExceeded, match="more than 2,000 parts"):
        load_document(path, isolated=False)


def test_a_page_of_many_styles_takes_no_more_work_for_each_element(tmp_path: Path) -> None:
    def work(count: int) -> int:
        path = tmp_path / "a.html"
        rules = "".join(f".c{number} {{color: #000}}" for number in range(count))
        body = "".join(f"<p class='c{number}'>Clause</p>" for number in range(count))
        path.write_text(f"<html><head><style>{rules}</style></head><body>{body}</body></html>")
        return lines_run(lambda: load_document(path, isolated=False))

    work(10)
    assert work(800) < 6 * work(200)  # four times as much; sixteen times where each looks at all


def test_days_named_many_times_are_compared_in_linear_work() -> None:
    def work(count: int) -> int:
        said = ["This Amendment to the Supply Agreement dated 1 March 2025 amends it."] * count
        contract = structure(document_from_text("\n\n".join(said)))
        return lines_run(lambda: read_dates(contract))

    work(10)
    assert work(400) < 6 * work(100)  # four times as much; sixteen times where each is compared with all


def test_clauses_that_delete_clauses_are_read_in_linear_work() -> None:
    def work(count: int) -> int:
        said = [f"{n}. Subject to clauses {n + 1} and {n + 2}, clause {n + 3} is deleted." for n in range(1, count + 1)]
        document = document_from_text("\n\n".join(said))
        return lines_run(lambda: structure(document))

    work(10)
    assert work(400) < 6 * work(100)


SAID_AGAIN = [
    ("4.1 The Supplier may suspend.", "Clause 4.1 is subject to clause 4.1.", "a clause that all others belong to"),
    ("1. Scope", "“Term” is that of “Clause 1” only.", "quotations"),
]


@pytest.mark.parametrize(("first", "again", "why"), SAID_AGAIN, ids=[case[2] for case in SAID_AGAIN])
def test_citations_are_looked_up_in_linear_work(first: str, again: str, why: str) -> None:
    def work(count: int) -> int:
        contract = structure(document_from_text("\n\n".join([first, *[again] * count])))
        return lines_run(lambda: Citations(contract).of(0))

    work(10)
    assert work(400) < 6 * work(100), why


def test_papers_that_change_more_than_any_contract_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    agreement, paper = map(document_from_text, ("Agreement\n\n1. The fee is due.", "Amendment\n\nClause 1 is deleted."))
    monkeypatch.setattr("clausegen.amendments.family._MOST_LOOKS", 1)
    with pytest.raises(LimitExceeded, match="1 changes to a contract of 2 paragraphs"):
        consolidate([agreement, paper])


def test_time_to_look_at_pages_is_granted_to_files_that_have_some() -> None:
    assert all(may_have_pages(name) for name in ("a.pdf", "a.docx", "A.RTF", "a.eml", "a"))
    assert not any(may_have_pages(name) for name in ("a.html", "a.txt", "a.md"))
    assert limits.cpu_seconds(10 * limits.MEGABYTE) <= 30
