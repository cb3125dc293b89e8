"""The same clause in every place: the verdict changes exactly when a lawyer would agree that it should.

The reader judges the clause where it stands, so every fixture puts it under a heading that tells its subject.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import Page, box, docx, field_widget, line, page, pdf
from test_docx_places import CLAUSE, PLACES, Place

from clausegen.checker.pipeline import judge
from clausegen.ingest.load import load_document
from clausegen.library.load import load_library
from clausegen.model.document import AGREED, Document
from clausegen.model.reasons import CaveatCode, Why
from clausegen.model.report import Finding
from clausegen.model.requirement import Status, Tier

ELEMENT = "SUS-1"  # the supplier may suspend by its own decision


def finding(document: Document) -> Finding:
    report = judge(document, tier=Tier.HIGH, library=load_library())
    found = [one for verdict in report.verdicts for one in verdict.findings if one.code == ELEMENT]
    for evidence in found[0].evidence:
        if evidence.state in AGREED:
            assert document.text[evidence.start : evidence.end] == evidence.text
    return found[0]


def satisfied(document: Document) -> bool:
    return finding(document).status is Status.SATISFIED


def counts_in(document: Document, name: str) -> bool:
    """True when the words establish the element: for certain, or in a doubtful place with that doubt alone."""
    found = finding(document)
    doubts = {caveat.code for caveat in found.caveats}
    if found.why is Why.ESTABLISHED:
        assert (found.status, doubts) == (
            (Status.UNCERTAIN, {CaveatCode.NOT_PLAIN}) if name in DOUBTFUL else (Status.SATISFIED, set())
        ), name
    return found.why is Why.ESTABLISHED


# What stands in a running header or footer is read and shown, but nobody agrees to a duty there.
UNBOUND = {"header", "footer", "first-page header"}

# The clause broken over two paragraphs is no longer one string, but whoever reads on finds the whole of it.
BROKEN = {"joined by a deleted paragraph mark", "split by an inserted paragraph mark"}

# The words count, but the place is not a plain one and no page was looked at (``look="never"``): a person decides.
DOUBTFUL = {
    "custom XML around a run",
    "custom XML around a paragraph",
    "text box, both forms",
    "text box, fallback only",
    "old text box",
    "white text in a dark text box",
    "form field",
    "formula",
    "one point high",
    "one point high, with its unit",
    "a third of a millimetre high",
    "squeezed to a percent",
    "squeezed to nothing",
}

# Cases that the reader gets wrong today, each with what it gets wrong.
WRONG = {
    "a word inserted": "under a heading on suspension the reader takes “may access at once” for a right to suspend",
}

JUDGED = [
    pytest.param(
        place,
        id=place.name,
        marks=[pytest.mark.xfail(strict=True, reason=WRONG[place.name])] if place.name in WRONG else [],
    )
    for place in PLACES
]


@pytest.mark.parametrize("place", JUDGED)
def test_a_place_in_word_counts_when_a_lawyer_counts_it(place: Place, tmp_path: Path) -> None:
    # The section on suspension is the last, so that notes, which are read at the end, are read under its heading.
    path = docx(tmp_path / "a.docx", "1. Fees", "1.1 The fee is one euro.", "2. Suspension", *place.body, **place.parts)
    accepted, original = (
        place.name in BROKEN or (times == 1 and place.name not in UNBOUND) for times in (place.accepted, place.original)
    )
    assert counts_in(load_document(path, look="never", isolated=False), place.name) == accepted
    assert counts_in(load_document(path, view="original", isolated=False), place.name) == original


SENTENCE = f"{CLAUSE}."
BEFORE = "This Agreement is made between Acme Limited and the Ministry of Ruritania."
TEXTS = [
    ("operative clause", ["1. Suspension", f"1.1 {SENTENCE}"], True),
    ("list item under a lead-in", ["1. Suspension", "1.1 Where it suspects misuse:",
                                   "(a) the Supplier may suspend access at once;"], True),
    ("list item under a denial", ["1. Suspension", "1.1 The Supplier shall not:",
                                  "(a) suspend access at once;"], False),
    ("schedule", ["1. Fees", "1.1 Schedule 1 applies.", "Schedule 1 – Use", f"1. {SENTENCE}"], True),
    ("schedule that the contract deletes", ["1. Fees", "1.1 Schedule 1 is hereby deleted.", "Schedule 1 – Use",
                                            f"1. {SENTENCE}"], False),
    ("schedule beside a deleted one", ["1. Fees", "1.1 Schedule 2 is hereby deleted.", "Schedule 1 – Use",
                                       f"1. {SENTENCE}"], True),
    ("schedule for reference only", ["1. Fees", "1.1 The fee is due.", "Schedule 1 – Former terms (for reference only)",
                                     f"1. {SENTENCE}"], False),
    ("schedule after one for reference only", ["1. Fees", "1.1 The fee is due.", "Annex 1 – Map (for reference only)",
                                               "1. A map.", "Schedule 2 – Use", f"1. {SENTENCE}"], True),
    ("schedule that forms part", ["1. Fees", "1.1 The fee is due.", "Schedule 1 – Use (part of this Agreement)",
                                  f"1. {SENTENCE}"], True),
    ("deleted by special conditions in front", ["SPECIAL CONDITIONS", "SC 1. Clause 4 of the General Terms is deleted.",
                                                "GENERAL TERMS", "1. Fees", "1.1 The fee is due.", "4. Suspension",
                                                f"4.1 {SENTENCE}"], False),
    ("spared by special conditions in front", ["SPECIAL CONDITIONS", "SC 1. Clause 1 of the General Terms is deleted.",
                                               "GENERAL TERMS", "1. Fees", "1.1 The fee is due.", "4. Suspension",
                                               f"4.1 {SENTENCE}"], True),
    ("recital", [BEFORE, "WHEREAS", f"(A) {SENTENCE}", "1. Fees", "1.1 The fee is one euro."], False),
    ("line of contents", ["Contents", f"{CLAUSE} ........ 4", "1. Fees", "1.1 The fee is one euro."], False),
    ("deleted by special conditions", ["1. Fees", "1.1 The fee is due.", "4. Suspension", f"4.1 {SENTENCE}",
                                       "SPECIAL CONDITIONS", "S1. Condition 4 (Suspension) is deleted."], False),
    ("deletion that quotes it", ["1. Changes", "1.1 The following sentence of Section 9 is deleted:",
                                 f"“{SENTENCE}”"], False),
    ("replacement that brings it", ["AMENDMENT No. 1", "1. Section 9 of the Agreement is hereby replaced by the "
                                    "following:", f"9. {SENTENCE}"], True),
    ("after the signatures", ["1. Fees", "1.1 The fee is one euro.", "2. Law", "2.1 The law of Ruritania applies.",
                              "IN WITNESS WHEREOF the parties have signed.", "By: ______", "Name:"], False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lines", "counts"), TEXTS, ids=[name for name, _, _ in TEXTS])
def test_a_place_in_the_structure_counts_when_a_lawyer_counts_it(
    name: str, lines: list[str], counts: bool, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    assert satisfied(load_document(path, isolated=False)) == counts


def _widget(hidden: bool) -> Page:
    made = page("1. Suspension", "1.1 Special terms:", "2. Fees")
    made.annotations = [field_widget("terms", CLAUSE, 200, 702, hidden=hidden)]  # beside "1.1 Special terms:"
    return made


PDFS = {
    "text": (page("1. Suspension", f"1.1 {SENTENCE}"), True),
    "form field": (_widget(hidden=False), True),
    "hidden form field": (_widget(hidden=True), False),
    "white text": (Page(line("1. Fees", 72, 700) + line(CLAUSE, 72, 680, color="1 1 1")), False),
    "white text on a dark ground": (Page(line("1. Use", 72, 700) + box(60, 670, 400, 30)
                                         + line(CLAUSE, 72, 680, color="1 1 1")), True),
    "letters that are not drawn": (Page(line("1. Fees", 72, 700) + line(CLAUSE, 72, 680, mode=3)), False),
    "off the page": (Page(line("1. Fees", 72, 700) + line(CLAUSE, 900, 680)), False),
}  # fmt: skip


@pytest.mark.parametrize("name", PDFS)
def test_a_place_in_a_pdf_counts_when_a_lawyer_counts_it(name: str, tmp_path: Path) -> None:
    made, counts = PDFS[name]
    document = load_document(pdf(tmp_path / "a.pdf", made), look="never", isolated=False)
    assert counts_in(document, name) == counts


WEB = {
    "paragraph": (f"<p>{SENTENCE}</p>", True),
    "cell": (f"<table><tr><td>Remedy</td><td>{SENTENCE}</td></tr></table>", True),
    "not displayed": (f'<p style="display:none">{SENTENCE}</p>', False),
    "struck": (f"<p><s>{SENTENCE}</s></p>", False),
    "comment": (f"<!-- {SENTENCE} -->", False),
    "script": (f"<script>{SENTENCE}</script>", False),
}


@pytest.mark.parametrize("name", WEB)
def test_a_place_in_a_web_page_counts_when_a_lawyer_counts_it(name: str, tmp_path: Path) -> None:
    inside, counts = WEB[name]
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><h2>1. Suspension</h2>{inside}<h2>2. Fees</h2></body></html>", encoding="utf-8")
    assert satisfied(load_document(path, isolated=False)) == counts
