"""Clauses that a contract lacks come into a copy of it as tracked insertions, and nothing else changes."""

from __future__ import annotations

import datetime as dt
import functools
import io
import re
import shlex
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import (
    LEGAL,
    MARK_INSERTED,
    SECTION,
    X,
    dele,
    document,
    docx,
    ins,
    num,
    p,
    part,
    r,
    row,
    sdt,
    table,
    text_box,
)
from click.testing import CliRunner, Result
from deals import a_deal
from docx import Document as WordFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator
from paths import ROOT

from clausegen.amendments.read import structure
from clausegen.checker import pipeline as api
from clausegen.cli import check_reports
from clausegen.cli.main import main
from clausegen.errors import DraftRefused
from clausegen.ingest.containers import load_here, read_bytes_here
from clausegen.library.load import load_library
from clausegen.model.document import Document
from clausegen.model.report import Report
from clausegen.model.requirement import Severity, Status, Tier
from clausegen.redline import revise
from clausegen.redline.defined_names import names
from clausegen.redline.revision import Revision, worse
from clausegen.redline.undefined import BLANK, unknown_deal

LIBRARY = load_library()
SAMPLE = ROOT / "samples" / "contracts" / "one-missing.docx"
AGAINST = "The Supplier may suspend the System only after thirty days' prior written notice to the Customer."
OPENING = (
    p("Supply Agreement", style="Title"),
    p("This Agreement is made between Northgate Devices Ltd (the “Vendor”) and the Ministry of Order (the “Buyer”)."),
)
CLAUSES = (
    p("1. Supply", mark="<w:b/>"),
    p("1.1 The Vendor supplies the software named Harrier (the “Software”) to the Buyer under this Agreement."),
    p("1.2 The Vendor and the Buyer shall meet once a year."),
    p("2. Suspension"),
    p("2.1 The Vendor may suspend the Software only after thirty days' prior written notice to the Buyer."),
    p("3. Payment"),
    p("3.1 The Buyer shall pay the Vendor within thirty days. Section 2 applies."),
)
NAMED = '\n[agreement]\ntitle = "Supply"\ndate = 2024-01-02\nparties = ["the Vendor", "the Buyer"]\n'
SIGNATURES = (
    p("IN WITNESS WHEREOF the parties have signed this Agreement."),
    table(("For the Vendor", "For the Buyer"), ("Signature: ________", "Signature: ________")),
)


def judged(document: Document, tier: Tier = Tier.MEDIUM) -> Report:
    return api.judge(document, tier=tier, library=LIBRARY)


def revised(file: Path, tier: Tier = Tier.MEDIUM, *, deal: Any = None, date: str = "") -> Revision | None:
    document = load_here(file, "accepted")
    unknown = unknown_deal("state-surveillance-technology", tier, dt.date(2000, 1, 1))
    return revise(
        document,
        file.read_bytes(),
        judged(document, tier),
        deal or unknown,
        library=LIBRARY,
        known=deal is not None,
        date=date,
    )


def made(file: Path, tier: Tier = Tier.MEDIUM, **options: Any) -> Revision:
    revision = revised(file, tier, **options)
    assert revision is not None
    return revision


def contract(path: Path, *body: str, **parts: Any) -> Path:
    return docx(path / "contract.docx", *(body or (*OPENING, *CLAUSES, *SIGNATURES, SECTION)), **parts)


def words(data: bytes, view: Any = "accepted") -> str:
    return read_bytes_here(Path("revised.docx"), data, view).text


def lines_of(data: bytes) -> list[str]:
    return words(data).splitlines()


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


def auto(text: str, level: int, list_id: int = 1) -> X:
    return p(text, num=(list_id, level))


AUTOMATIC = (
    auto("Supply", 0),
    auto("The Vendor supplies the software named Harrier (the “Software”) to the Buyer under this Agreement:", 1),
    auto("at the place of installation; and", 2),
    auto("within ten days.", 2),
    auto("Payment", 0),
    auto("The Buyer shall pay the Vendor within thirty days.", 1),
)
# Each (a) list restarts by a number of its own, as Word does when one says "restart here".
RESTARTED = (
    *AUTOMATIC[:2],
    auto("at the place of installation; and", 0, 2),
    auto("within ten days.", 0, 2),
    *AUTOMATIC[4:],
)
LETTERS = X(
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
    '<w:lvlText w:val="(%1)"/></w:lvl></w:abstractNum>'
)
LISTS = LEGAL + LETTERS + num(1, 0) + num(2, 1)
ONGOING = (  # schedules that go on counting in the list of the clauses
    *OPENING, *AUTOMATIC, *SIGNATURES, p("Schedule 1: Delivery", mark="<w:b/>"), auto("Boxes", 0), SECTION,
)  # fmt: skip

SECTIONS = (
    p("Section 1. Definitions."),
    p("(a) “Software” means the program named Harrier, made available under this Agreement from May 3, 2026."),
    p("(b) “Improper Use” means any use of the Software in violation of law."),
    p("Section 2. License."),
    p("(a) The Vendor grants the Buyer a license to use the Software for authorized purposes."),
    p("Section 3. General."),
    p("(a) This Agreement is governed by the laws of the State of New York, and its courts have jurisdiction."),
    p("(b) Section 3(a) prevails over an order. The Vendor honors its labor rules."),
    *SIGNATURES,
)
LETTERED = (
    p("A. SUPPLY"),
    p("A.1 The Vendor supplies the radio units of the Order (the “Equipment”) to the Buyer."),
    p("B. PRICE"),
    p("B.1 The Buyer shall pay the Vendor within thirty days."),
    p("C. LAW"),
    p("C.1 This Agreement is governed by Austrian law."),
    *SIGNATURES,
)
PARTS = (  # parts that letters count, and annexes
    p("PART A - GENERAL CONDITIONS", mark="<w:b/>"),
    p("Article 1 Supply"),
    p("1.1 The Vendor supplies the radio units of Annex 1 (the “Equipment”) to the Buyer."),
    p("Article 2 Price"),
    p("2.1 The Buyer shall pay the Vendor within thirty days."),
    p("Article 3 Law"),
    p("3.1 This Agreement is governed by Austrian law."),
    p("PART B - SPECIAL CONDITIONS", mark="<w:b/>"),
    p("The Special Conditions supplement the General Conditions."),
    *SIGNATURES,
    p("Annex 1: Equipment", mark="<w:b/>"),
    p("Ten radio units."),
    SECTION,
)
ARTICLES = (
    p("ARTICLE I. SUPPLY"),
    p("Section 1.1 The Vendor supplies the software named Harrier (the “Software”) to the Buyer."),
    p("ARTICLE II. PRICE"),
    p("Section 2.1 The Buyer shall pay the Vendor within thirty days, as Section 1.1 says."),
    *SIGNATURES,
)

SHAPES: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "typed": ("numbers typed into the text", contract),
    "automatic": (
        "numbers from a multilevel list",
        lambda path: contract(path, *OPENING, *AUTOMATIC, *SIGNATURES, SECTION, numbering=LISTS),
    ),
    "restarted": (
        "lists of letters that each have a number of their own",
        lambda path: contract(path, *OPENING, *RESTARTED, *SIGNATURES, SECTION, numbering=LISTS),
    ),
    "ongoing": (
        "a schedule whose automatic numbers would move",
        lambda path: contract(path, *ONGOING, numbering=LISTS),
    ),
    "flat": (
        "clauses without headings",
        lambda path: contract(
            path,
            *OPENING,
            p("1. The Vendor supplies the software named Harrier (the “Software”) to the Buyer."),
            p("2. The Buyer shall pay the Vendor within thirty days."),
            *SIGNATURES,
        ),
    ),
    "unnumbered": (
        "no numbers at all",
        lambda path: contract(path, p("The Vendor supplies the Software to the Buyer, and the Buyer shall pay.")),
    ),
    "in a table": (
        "the whole contract in a table, as bilingual ones are",
        lambda path: contract(path, *OPENING, table(*[(X(clause), "…") for clause in CLAUSES]), *SIGNATURES, SECTION),
    ),
    "in a control": (
        "the clauses in a content control",
        lambda path: contract(path, *OPENING, sdt("".join(CLAUSES)), *SIGNATURES, SECTION),
    ),
    "changed before": (
        "changes of somebody else are pending",
        lambda path: contract(
            path,
            *OPENING,
            *CLAUSES,
            p("3.2 Interest is ", dele("two"), ins("four"), " per cent."),
            p(ins("3.3 The Buyer may set off."), mark=MARK_INSERTED),
            *SIGNATURES,
        ),
    ),
    "strict": (
        "ISO 29500 Strict",
        lambda path: contract(path, *OPENING, *CLAUSES, *SIGNATURES, SECTION, strict=True),
    ),
    "annexed": (
        "schedules before the signatures",
        lambda path: contract(
            path, *OPENING, *CLAUSES, p("Annex A: Prices", mark="<w:b/>"), p("One hundred."), *SIGNATURES, SECTION
        ),
    ),
    "nested": (
        "text boxes in front of and inside the clauses",
        lambda path: contract(
            path, p(text_box(p("DRAFT"))), *OPENING, *CLAUSES, p("3.2 See the box. ", text_box(p("box"))), *SIGNATURES
        ),
    ),
    "sections": ("an American contract of lettered sections", lambda path: contract(path, *OPENING, *SECTIONS)),
    "letters": ("clauses that letters count", lambda path: contract(path, *OPENING, *LETTERED)),
    "parts": ("articles in lettered parts", lambda path: contract(path, *OPENING, *PARTS)),
    "articles": ("roman articles of arabic sections", lambda path: contract(path, *OPENING, *ARTICLES)),
    "sample": ("a contract of fourteen pages", lambda path: SAMPLE),
}
shapes = pytest.mark.parametrize("shape", SHAPES)


@functools.cache
def shaped(shape: str) -> tuple[bytes, bytes]:
    """A contract of a shape and its revision, made once for all tests."""
    with tempfile.TemporaryDirectory() as folder:
        file = SHAPES[shape][1](Path(folder))
        return file.read_bytes(), made(file).data


def opened(data: bytes, view: Any = "accepted") -> Document:
    return read_bytes_here(Path("contract.docx"), data, view)


@shapes
def test_before_the_changes_the_copy_reads_as_the_contract(shape: str) -> None:
    contract, data = shaped(shape)
    assert words(data, "original") == words(contract, "original")
    # Taking out what is ours from the accepted view leaves what the contract said in it.
    theirs = [b for b in opened(data).agreed_blocks() if not any(c.author == "clausegen" for c in b.changes)]
    before = list(opened(contract).agreed_blocks())
    assert [b.text for b in theirs] == [b.text for b in before]
    assert [b.label for b in theirs] == [b.label for b in before]


@shapes
def test_no_element_falls_further_than_into_doubt(shape: str) -> None:
    """Words of the sample that were taken for granted are doubted beside the inserted ones; the command names them."""
    contract, data = shaped(shape)
    before, after = judged(opened(contract)), judged(opened(data))
    fallen = {f.code: f.status for v in after.verdicts for f in v.findings if f.code in worse(before, after)}
    assert set(fallen.values()) <= ({Status.UNCERTAIN} if shape == "sample" else set())
    assert after.summary.satisfied > before.summary.satisfied


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ("sections", ["Section 4. Human-rights", "(a) In this Section and in Section 5 to", "(i) the Universal Decl"]),
        (
            "letters",
            [
                "D. HUMAN-RIGHTS SAFEGUARDS",
                "D.1 In this",
                "(a) the Universal Declaration",
                "shall not use the Equipment",
            ],
        ),
        (
            "parts",
            [
                "PART C - HUMAN-RIGHTS SAFEGUARDS\nArticle 4 Human-rights",
                "4.1 In this",
                "the Annexes and every other document",
            ],
        ),
        (
            "articles",
            ["ARTICLE III. HUMAN-RIGHTS", "3.1 In this Article and in Article IV to", "(a) the Universal Declaration"],
        ),
    ],
)
def test_numbers_go_on_as_the_contract_counts(shape: str, said: list[str]) -> None:
    """Earlier versions put clause 1 behind clause F, and 10.1 behind Section 9(c)."""
    text = words(shaped(shape)[1])
    assert [words for words in said if words not in text] == []


def test_an_american_contract_gets_american_dates() -> None:
    inserted = [b.text for b in opened(shaped("sections")[1]).agreed_blocks() if b.state == "inserted"]
    assert any("Big Brother Watch" in text and "May 25, 2021" in text for text in inserted)
    assert not any("25 May 2021" in text for text in inserted)


def test_ordinary_words_that_will_stand_against_an_inserted_clause_get_a_comment(tmp_path: Path) -> None:
    """A period for cure contradicts nothing until the clause that it would undo is there."""
    cure = p("2.1 Either party may terminate this Agreement for a material breach not remedied within thirty days.")
    file = contract(tmp_path, *OPENING, *CLAUSES[:3], p("2. Termination"), cure, *SIGNATURES, SECTION)
    assert "TRM-2" in made(file).commented


def test_terms_are_those_of_the_contract() -> None:
    """Earlier versions called Misuse, undefined, what the contract calls Improper Use."""
    inserted = [b.text for b in opened(shaped("sample")[1]).agreed_blocks() if b.state == "inserted"]
    text = "\n".join(inserted)
    assert "actual, suspected or alleged Improper Use" in text
    assert "Deployment Limits" in text
    assert "Directed Person lists" in text
    assert not re.search(r"\b(?:Misuse|Use Limits?|Targets?)\b", text)


def test_words_go_into_the_clause_that_is_about_them() -> None:
    """Earlier versions put a clause of its own at the end for each element that one of the contract lacked."""
    lines = [(b.number.rstrip("."), b.text, b.state) for b in opened(shaped("sample")[1]).agreed_blocks()]
    at = {text[:30]: number for number, text, state in lines if state == "inserted"}
    assert at["Licensor may terminate this Ag"].startswith("16."), "among the words on termination"
    assert at["Licensee shall, at its own exp"].startswith("27."), "the contract has no clause on investigations"
    headings = [text for number, text, state in lines if state == "inserted" and number.isdigit()]
    assert headings == ["Human-rights safeguards: definitions and effect", "Cooperation in investigations"]


def test_an_indemnity_goes_among_the_words_on_liability_and_the_definitions_name_it(tmp_path: Path) -> None:
    contract = WordFile(str(SAMPLE))
    of_liability = ("Licensee shall indemnify", "Nothing in this Article limits")
    for paragraph in [own for own in contract.paragraphs if own.text.startswith(of_liability)]:
        paragraph._p.getparent().remove(paragraph._p)
    contract.save(str(file := tmp_path / "capped.docx"))
    revision = revised(file)
    assert revision is not None
    lines = [(b.number.rstrip("."), b.text) for b in opened(revision.data).agreed_blocks() if b.state == "inserted"]
    at = {text[:30]: number for number, text in lines}
    assert at["Licensee shall indemnify Licen"] == "17.5"
    provisions = next(text for _, text in lines if text.startswith("“Human Rights Provisions”"))
    assert "means Article 27, and Articles 3.6, 16.8, 17.5 and 17.6, " in provisions


def test_a_contract_that_chooses_a_law_keeps_its_law_and_its_forum() -> None:
    """Earlier versions inserted a second choice of law, with blanks for law, rules and seat."""
    inserted = [b.text for b in opened(shaped("sample")[1]).agreed_blocks() if b.state == "inserted"]
    assert not any("is governed by the law of" in text for text in inserted)


@pytest.mark.parametrize(
    ("words", "expected", "reason"),
    [
        ("Provider shall supply the Software. Provider may suspend it.", "Provider", "a form defines no party"),
        ("The Supplier shall supply it. The Vendor shall support it.", "", "two labels act as often"),
        ("The software works.", "", "nobody acts"),
    ],
)
def test_a_form_that_nobody_filled_in_says_who_acts(words: str, expected: str, reason: str) -> None:
    found = names(structure(document(f"1. {words}")), None).terms.get("Supplier", ("", False))
    assert found[0] == expected, reason


@shapes
def test_the_bytes_of_the_contract_are_all_there_in_their_order(shape: str) -> None:
    old, new = map(entries, shaped(shape))
    may_change = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert all(new[name] == data for name, data in old.items() if name not in may_change)
    assert set(new) - set(old) <= {"word/comments.xml"}
    # Nothing is taken out: the old part is what is left of the new one when insertions are skipped.
    left = iter(new["word/document.xml"])
    assert all(byte in left for byte in old["word/document.xml"])
    for name in may_change:
        etree.fromstring(new[name])


@pytest.mark.parametrize("shape", ["typed", "automatic"])
def test_the_same_contract_gives_the_same_bytes(shape: str, tmp_path: Path) -> None:
    contract, data = shaped(shape)
    file = tmp_path / "again.docx"
    file.write_bytes(contract)
    assert made(file).data == data


@shapes
def test_numbers_are_those_that_references_print(shape: str) -> None:
    ours = [b for b in opened(shaped(shape)[1]).agreed_blocks() if any(c.author == "clausegen" for c in b.changes)]
    start = next(i for i, b in enumerate(ours) if "definitions and effect" in b.text.lower())
    numbers = [b.number.rstrip(".") for b in ours[start:] if b.number]
    clauses = [number for number in numbers if re.fullmatch(r"\d+|[A-Z]+", number)]
    lead = next(b.text for b in ours if "both included" in b.text or b.text.startswith("In this"))
    several = re.search(r"\w+ (\w+) to \w+ (\w+), both included", lead)
    alone = re.search(r"and in \w+ (\w+)\b", lead)
    named = several.groups() if several else (alone[1], alone[1]) if alone else ("", "")
    assert named[0] == clauses[1]
    assert named[1] in clauses[1:]


def test_no_text_of_a_run_is_lost_where_it_has_several(tmp_path: Path) -> None:
    file = contract(tmp_path, p("1. Use"), p(X("<w:r><w:t>shall </w:t><w:t>not use</w:t></w:r>")))
    assert "shall not use" in load_here(file, "accepted").text


def test_clauses_stand_before_the_signatures_and_schedules_behind_everything(tmp_path: Path) -> None:
    lines = lines_of(made(contract(tmp_path)).data)
    at = {start: next(i for i, line in enumerate(lines) if line.startswith(start)) for start in
          ("3.1 The Buyer", "4.\tHuman-rights", "4. Human-rights", "IN WITNESS", "Schedule 1: ") if
          any(line.startswith(start) for line in lines)}  # fmt: skip
    order = [name for name, _ in sorted(at.items(), key=lambda item: item[1])]
    assert [name[:9] for name in order] == ["3.1 The B", "4. Human-", "IN WITNES", "Schedule "]


@pytest.mark.parametrize(
    ("said", "expected", "reason"),
    [
        ("between Acme Ltd (the “Licensor”) and the State (the “Licensee”)", "the Licensor may", "with articles"),
        ("between Acme Ltd (“Licensor”) and the State (“Licensee”). Licensor and Licensee agree. Licensor shall "
         "grant", "Licensor may", "labels without"),
        ("between Acme Ltd and the State", "the Supplier may", "no labels: the library's, with a definition"),
    ],
)  # fmt: skip
def test_parties_are_named_as_the_contract_names_them(said: str, expected: str, reason: str, tmp_path: Path) -> None:
    file = contract(tmp_path, p(f"This Agreement is made {said}."), p("1. Fees"), p("1.1 The fees are paid monthly."))
    text = words(made(file).data)
    assert expected.casefold() in text.casefold(), reason
    assert ("“Supplier” means" in text) == ("Supplier" in expected)


def test_what_the_contract_calls_a_clause_itself_and_its_product_is_kept(tmp_path: Path) -> None:
    text = words(made(contract(tmp_path)).data)
    inserted = text[text.index("Human-rights safeguards") :]
    assert "suspend the Software" in inserted
    assert "the System" not in inserted.replace("access to the System", "")
    assert re.search(r"\bSection \d", inserted)
    assert not re.search(r"\bclause \d", inserted)


def test_customer_and_end_user_with_one_name_are_not_said_twice(tmp_path: Path) -> None:
    body = p("Between Acme Ltd (the “Vendor”) and the Police (the “End User”)."), p("1. Fees"), p("1.1 Fees are due.")
    text = words(made(contract(tmp_path, *body)).data)
    assert "the End User and the End User" not in text
    assert "the End User or the End User" not in text


def test_a_deal_tells_who_is_who_and_leaves_no_blank(tmp_path: Path) -> None:
    deal = a_deal()
    body = (
        p(f"This Agreement is made between {deal.customer.name} (“Alpha”) and {deal.supplier.name} (“Beta”)."),
        p("1. Fees"),
        p("1.1 Alpha shall pay Beta. Beta thanks Alpha."),
    )
    revision = made(contract(tmp_path, *body), Tier.HIGH, deal=deal)
    text = words(revision.data)
    assert "Beta may, in its sole discretion" in text
    assert BLANK not in text
    assert revision.blanks == 3  # law, rules and seat, which the deal does not state
    assert f"“End User” means {deal.end_user.name}" in text  # type: ignore[union-attr]
    assert revision.unsigned_user


def test_with_a_deal_nothing_critical_is_missing_afterwards(tmp_path: Path) -> None:
    deal = a_deal()
    names = f"{deal.supplier.name} (the “Supplier”) and {deal.customer.name} (the “Customer”)"
    body = p(f"This Agreement is made between {names}."), p("1. Fees")
    file = contract(tmp_path, *body, p("1.1 The Customer shall pay the Supplier."))
    after = judged(read_bytes_here(file, made(file, Tier.HIGH, deal=deal).data, "accepted"), Tier.HIGH)
    open_ones = [f.code for v in after.verdicts for f in v.findings if f.status is not Status.SATISFIED]
    assert open_ones == []


def test_without_a_deal_blanks_are_counted_and_satisfy_nothing(tmp_path: Path) -> None:
    revision = made(contract(tmp_path))
    text = words(revision.data)
    assert revision.blanks == text.count(BLANK) > 0
    assert "9999" not in text


def test_certificates_are_asked_for_at_the_intervals_of_the_tier_while_the_term_is_a_blank(tmp_path: Path) -> None:
    assert "Every 6 months from" in words(made(contract(tmp_path), Tier.MEDIUM).data)


STATED = [
    ("1.1 This Agreement takes effect on 1 April 2025.", "1 April 2025", "when it takes effect"),
    ("1.1 The Human Rights Policy, version 4.0, forms part of this Agreement.", "version 4.0 of", "its policy"),
    ("1.1 Notices to the Supplier are sent to the Head of Law, 12, Quay Street, Port Arden.", "Officer at 12, Quay",
     "the address for notices, without the addressee"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "expected", "reason"), STATED)
def test_what_the_contract_states_is_no_blank(said: str, expected: str, reason: str, tmp_path: Path) -> None:
    parties = p("This Agreement is made between Acme (the “Supplier”) and the Police (the “Customer”).")
    with_it = made(contract(tmp_path, parties, p("1. Terms"), p(said)))
    without = made(contract(tmp_path, parties, p("1. Terms"), p("1.1 The parties meet.")))
    assert expected in words(with_it.data).replace(said, ""), reason
    assert with_it.blanks < without.blanks


@pytest.mark.parametrize(
    ("said", "definitions", "reason"),
    [
        ("1.1 “Platform” means the product. “Misuse” means any use contrary to law.", 1, "two in one line"),
        ("1.1 “Misuse” means any use contrary to law.", 1, "one of its own"),
        ("1.1 The Supplier delivers.", 1, "the contract defines nothing, so the insertion does"),
    ],
)
def test_a_term_that_the_contract_defines_gets_no_second_definition(
    said: str, definitions: int, reason: str, tmp_path: Path
) -> None:
    parties = p("This Agreement is made between Acme (the “Supplier”) and the Police (the “Customer”).")
    revision = made(contract(tmp_path, parties, p("1. Terms"), p(said)))
    assert words(revision.data).count("“Misuse” means") == definitions, reason
    assert revision.redefined == ()


def test_contradicted_words_stay_and_get_a_comment(tmp_path: Path) -> None:
    file = contract(tmp_path)
    revision = made(file)
    assert "SUS-3" in revision.commented
    root = etree.fromstring(entries(revision.data)["word/document.xml"])
    comments = entries(revision.data)["word/comments.xml"].decode()
    number = re.search(
        r'w:id="(\d+)"[^>]*><w:p><w:r><w:t xml:space="preserve">These words stand against a safeguard', comments
    )
    assert number is not None
    assert "Proposal: " in comments
    assert not re.search(r"SUS-\d|critical|is contradicted", comments)  # the counterparty reads it too
    assert 'w:author="clausegen"' in comments
    text, inside = "", False
    for element in root.iter():
        tag = etree.QName(element).localname
        own = [value for key, value in element.attrib.items() if str(key).endswith("}id")] == [number[1]]
        if tag == "commentRangeStart" and own:
            inside = True
        elif tag == "commentRangeEnd" and own:
            break
        elif tag == "t" and inside:
            text += element.text or ""
    evidence = next(f for v in judged(load_here(file, "accepted")).verdicts for f in v.findings if f.code == "SUS-3")
    assert text == evidence.evidence[0].text


def test_a_comment_in_the_middle_of_a_run_keeps_its_spaces_and_its_look(tmp_path: Path) -> None:
    run = X(f"<w:r><w:rPr><w:i/></w:rPr><w:t>Fees &amp; costs are due. {AGAINST} That is all.</w:t></w:r>")
    file = contract(tmp_path, p("1. Suspension"), p(r("1.1 "), run))
    data = made(file).data
    assert words(data, "original") == words(file.read_bytes(), "original")
    body = entries(data)["word/document.xml"].decode()
    assert f'<w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">{AGAINST}</w:t></w:r>' in body


def test_a_comment_on_words_in_a_footnote_stands_on_the_clause_that_answers_them(tmp_path: Path) -> None:
    note = X('<w:r><w:footnoteReference w:id="2"/></w:r>')
    body = p("1. Supply"), p("1.1 The Supplier supplies the System to the Customer.", note)
    file = contract(tmp_path, *body, footnotes=f'<w:footnote w:id="2">{p(AGAINST)}</w:footnote>')
    revision = made(file)
    assert revision.commented
    new = entries(revision.data)
    assert new["word/footnotes.xml"] == entries(file.read_bytes())["word/footnotes.xml"]
    comments = new["word/comments.xml"].decode()
    placed = re.findall(r'<w:comment [^>]*w:id="(\d+)"', comments)
    for number in placed:
        assert f'<w:commentRangeStart w:id="{number}"/>'.encode() in new["word/document.xml"]
    assert "About the words elsewhere (footnote" in comments
    assert AGAINST.replace("'", "'") in comments


def test_comments_that_are_there_stay_and_ours_get_numbers_of_their_own(tmp_path: Path) -> None:
    theirs = '<w:comment w:id="7" w:author="Them"><w:p><w:r><w:t>Agreed?</w:t></w:r></w:p></w:comment>'
    file = contract(tmp_path, *OPENING, *CLAUSES, *SIGNATURES, SECTION, comments=theirs)
    new = entries(made(file).data)
    assert theirs.encode() in new["word/comments.xml"]
    numbers = re.findall(rb'<w:comment [^>]*?w:id="(\d+)"', new["word/comments.xml"])
    assert len(set(numbers)) == len(numbers) > 1
    assert new["[Content_Types].xml"] == entries(file.read_bytes())["[Content_Types].xml"]


def test_changes_carry_the_date_they_are_given_and_none_otherwise(tmp_path: Path) -> None:
    file = contract(tmp_path)
    assert b"w:date" not in entries(made(file).data)["word/document.xml"]
    dated = entries(made(file, date="2026-03-01").data)["word/document.xml"]
    assert set(re.findall(rb'w:date="([^"]*)"', dated)) == {b"2026-03-01T00:00:00Z"}


def test_every_inserted_paragraph_and_row_is_tracked(tmp_path: Path) -> None:
    file = contract(tmp_path)
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    old = etree.fromstring(entries(file.read_bytes())["word/document.xml"])
    new = etree.fromstring(entries(made(file).data)["word/document.xml"])
    for tag, mark in (("p", f"{w}pPr/{w}rPr/{w}ins"), ("tr", f"{w}trPr/{w}ins")):
        tracked = [one for one in new.iter(w + tag) if one.find(mark) is not None]
        assert len(tracked) == len(list(new.iter(w + tag))) - len(list(old.iter(w + tag)))
    identifiers = [one.get(w + "id") for one in new.iter(w + "ins")]
    assert len(set(identifiers)) == len(identifiers)


def test_inserted_clauses_take_the_styles_of_the_contract(tmp_path: Path) -> None:
    head = X('<w:p><w:pPr><w:pStyle w:val="Art"/></w:pPr><w:r><w:rPr><w:caps/></w:rPr><w:t>1. Fees</w:t></w:r></w:p>')
    style = '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{0}"/></w:style>'
    body = (*OPENING, head, p("1.1 The Buyer shall pay the Vendor.", style="Sub"))
    file = contract(tmp_path, *body, styles=style.format("Art") + style.format("Sub"))
    after = read_bytes_here(file, made(file).data, "accepted")
    styles = {b.style for b in after.agreed_blocks() if re.match(r"2\.? ?Human-rights", b.text)}
    assert styles == {"Art"}
    assert {b.style for b in after.agreed_blocks() if b.text.startswith("2.1")} == {"Sub"}


def test_schedules_go_on_counting_where_the_contract_stopped(tmp_path: Path) -> None:
    file = SHAPES["annexed"][1](tmp_path)
    text = words(made(file).data)
    assert "Annex B: " in text
    assert "Schedule" not in text


def test_a_contract_that_lacks_only_minor_elements_is_left_alone() -> None:
    file = ROOT / "samples" / "contracts" / "complete.docx"
    document = load_here(file, "accepted")
    report = judged(document)
    verdicts = tuple(
        v.model_copy(
            update={
                "findings": tuple(
                    f if f.severity.value == "minor" else f.model_copy(update={"status": Status.UNCERTAIN})
                    for f in v.findings
                    if f.severity.value == "minor"
                )
            }
        )
        for v in report.verdicts
    )
    minor = report.model_copy(update={"verdicts": verdicts})
    deal = unknown_deal("state-surveillance-technology", Tier.MEDIUM, dt.date(2000, 1, 1))
    assert revise(document, file.read_bytes(), minor, deal, library=LIBRARY, known=False) is None


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_names_never_fail_and_change_no_text_without_role_terms(text: str) -> None:
    called = names(structure(Document(text="")))
    if not re.search(r"Supplier|Customer|End User|System|Agreement|clause|Schedule", text):
        assert called.applied(text) == text


CALL_OFF = (  # an order form in front of the terms, which name the product in the plural
    p("Call-Off Contract", style="Title"),
    table(
        ("Buyer", "Department of Home Affairs of Estmark"),
        ("End User", "Estmark Police Service"),
        ("Supplier", "Quillon Forensics plc"),
        ("Call-Off Start Date", "4 May 2026"),
        ("Deliverables", "the Tessera analytics platform"),
        ("Territory", "the islands of Estmark"),
        ("Address for notices to the Supplier", "14 Quay Road, Port Hollis"),
        ("Policy", "Human Rights Policy, version 3.2 of 9 June 2026"),
    ),
    p("1. Interpretation"),
    p("1.1 In this Call-Off Contract:"),
    p(
        "“Improper Purpose” means a purpose which is contrary to the law of Estmark or to international human rights "
        "law or for which this Call-Off Contract does not permit the Deliverables to be used."
    ),
    p("2. Supply"),
    p("2.1 The Supplier shall supply the Deliverables with reasonable skill and care."),
    p("2.2 The Buyer shall tell the Supplier when the Deliverables have been used for an Improper Purpose."),
    p("2.3 The Deliverables shall be used only in, and against persons located in, the Territory."),
    p("3. Term"),
    p("3.1 This Call-Off Contract continues for thirty-six months. It is then renewed for successive terms of a year."),
    *SIGNATURES,
    SECTION,
)
TENDER = (  # numbered articles, special conditions behind them
    p("Contract for Supply", style="Title"),
    p("This Contract is made on 14 February 2026 between:"),
    p("(1) the Ministry of Interior of Estmark (the “Ministry”); and"),
    p("(2) Halvorsen Analytics Limited, a company (the “Contractor”)."),
    p("PART I - GENERAL CONDITIONS", mark="<w:b/>"),
    p("ARTICLE 1 - DEFINITIONS", mark="<w:b/>"),
    p("1.1 “System” means the software listed in Annex 1."),
    p("1.2 “Directorate” means the Criminal Directorate of the Ministry, which alone operates the System."),
    p("1.3 “Abuse” means any use of the System that offends the law, human rights or this Contract."),
    p("1.4 “Investigated Person” means one natural person whose communications are examined."),
    p("ARTICLE 2 - OPERATION", mark="<w:b/>"),
    p("2.1 The System may be used only within the territory of Estmark and only against persons located there."),
    p("2.2 At no time may more than forty Investigated Persons be active in the System."),
    p("2.3 The Ministry shall report Abuse, and whatever points to Abuse, to the Contractor at once."),
    p("PART II - SPECIAL CONDITIONS", mark="<w:b/>"),
    p("The Special Conditions supplement the General Conditions."),
    *SIGNATURES,
    p("ANNEX 1 - SOFTWARE", mark="<w:b/>"),
    p("The programs of the tender."),
    SECTION,
)


@functools.cache
def inserted(*body: str) -> tuple[str, Revision]:
    """The words that a revision at the high tier inserts into a contract, and the revision."""
    with tempfile.TemporaryDirectory() as folder:
        revision = made(contract(Path(folder), *body), Tier.HIGH)
    ours = [b.text for b in opened(revision.data).agreed_blocks() if any(c.author == "clausegen" for c in b.changes)]
    return "\n".join(ours), revision


@pytest.mark.parametrize(
    ("body", "said", "never", "reason"),
    [
        (CALL_OFF, r"“System” means the Deliverables, with all components", r"the Deliverables then",
         "a plural fits no sentence of ours, so it defines our term"),
        (CALL_OFF, r"This Call-Off Contract is not renewed", r"this Agreement", "what the contract calls itself"),
        (CALL_OFF, r"an untrained individual is Misuse", r"is Improper Purpose", "no use is a purpose"),
        (CALL_OFF, r"A use of the System is Misuse if it is", r"clause 1(\.1)? describes as Misuse",
         "clause 1.1 speaks of no misuse, so a clause of ours has to"),
        (CALL_OFF, r"to which the definition of “Improper Purpose” applies", r"“Misuse” means any",
         "what the contract forbids by its own word is forbidden by ours"),
        (CALL_OFF, r"the Buyer shall", r"Customer", "the form says who is who"),
        (CALL_OFF, r"Compliance Officer at 14 Quay Road", r"Officer at \[", "the form states the address"),
        (CALL_OFF, r"version 3\.2 of 9 June 2026", r"version 3\.2 of \[", "the form dates the policy"),
        (CALL_OFF, r"Target", r"It includes every use of the System to which the definition of “(?!Improper)",
         "only what a clause of ours describes is widened by the contract's word"),
        (CALL_OFF, r"begins on 4 May 2026", r"begins on \[", "the form states the first day"),
        (CALL_OFF, r"The End User becomes a Party by signing", r"“End User” means", "the form names the end user"),
        (TENDER, r"Where Abuse is established", r"Misuse", "a use, and used without an article"),
        (TENDER, r"No Investigated Person may be activated", r"\bTargets?\b", "one person is one target"),
        (TENDER, r"as an Investigated Person", r"\ba Investigated", "the article that the other word needs"),
        (TENDER, r"Investigated Persons", r"Investigated Personss", "the plural of a word of two"),
        (TENDER, r"[Tt]he Directorate becomes a Party by", r"End User", "who alone operates the product is its user"),
        (TENDER, r"PART III - HUMAN-RIGHTS SAFEGUARDS\nARTICLE 3 - HUMAN-RIGHTS SAFEGUARDS", r"ARTICLE 3\. ",
         "special conditions take in no article"),
        (TENDER, r"ANNEX 2 - PARTICULARS", r"Annex 2: ", "a heading as the contract sets its own"),
        (TENDER, r"“Region” means each place listed or described in Article 2.1", r"named as such in",
         "the clause confines the use and names no region"),
        (TENDER, r"as Article 2.2 states", r"more than \[to be completed\]", "the contract states the number"),
    ],
)  # fmt: skip
def test_inserted_words_are_those_of_the_contract_where_they_mean_the_same_and_fit(
    body: tuple[str, ...], said: str, never: str, reason: str
) -> None:
    text, _ = inserted(*body)
    assert re.search(said, text), reason
    assert not re.search(never, text), reason


@pytest.mark.parametrize(
    ("body", "expected", "reason"),
    [
        (CALL_OFF, "The end user (Estmark Police Service) is named in the contract, but is no party to it.", "a row"),
        (TENDER, "The end user (Directorate) is named in the contract, but is no party to it.", "a definition"),
        ((*OPENING, *CLAUSES, *SIGNATURES), "The contract names no end user.", "nowhere"),
        (
            (*CALL_OFF[:-2], table(("For the Supplier", "For the End User"), ("Signature: ____", "Signature: ____"))),
            "",
            "it signs",
        ),
    ],
)
def test_the_end_user_has_to_sign_unless_it_does(body: tuple[str, ...], expected: str, reason: str) -> None:
    assert inserted(*body)[1].unsigned_user == expected, reason


def test_no_duty_goes_among_the_definitions() -> None:
    """Earlier versions put the ban on choosing persons for their opinions behind 1.1 of a contract."""
    body = (
        *OPENING,
        p("1. Definitions"),
        p("1.1 “Recognised Rights” means the rights in the International Covenant on Civil and Political Rights."),
        p("1.2 The Vendor and the Buyer shall meet once a year."),
        p("2. Use"),
        p("2.1 The Buyer shall not use the Software in a way that violates the Recognised Rights of any person."),
        *SIGNATURES,
        SECTION,
    )
    lines = inserted(*body)[0].splitlines()
    assert [line for line in lines if re.match(r"1\.\d", line)] == []
    provisions = next(line for line in lines if line.startswith("“Human Rights Provisions”"))
    assert re.search(r"\b2\.1\b", provisions), "the duty itself prevails too"


def test_no_clause_rests_on_words_that_a_comment_asks_to_strike() -> None:
    """Earlier versions took the licensed period from the thirty-six months that they called too long."""
    text, revision = inserted(*CALL_OFF)
    assert {"DUR-1", "DUR-2"} & set(revision.commented)
    assert "“Licensed Period” means the period stated in clause 3" not in text


# The command ------------------------------------------------------------------------------------------


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["remedy", *map(str, arguments)])


def test_the_command_writes_the_copy_and_says_what_is_left(tmp_path: Path) -> None:
    file, out = contract(tmp_path), tmp_path / "revised.docx"
    before = file.read_bytes()
    result = run(file, "-o", out)
    assert result.exit_code == 1, result.output
    assert file.read_bytes() == before
    assert "inserted as tracked changes" in result.output
    assert "blanks" in result.output
    assert "SUS-3, contradicted" in " ".join(result.output.split())
    assert "end user" in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["contract.docx", "revised.docx"]


def test_a_contract_that_lacks_nothing_of_weight_gets_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_reports, "judge", lambda *given, **options: with_one_minor_contradiction(given[0]))
    out = tmp_path / "revised.docx"
    result = run(contract(tmp_path), "-o", out)
    assert (result.exit_code, out.exists()) == (0, False), result.output
    assert "nothing was written" in result.output
    assert "SUS-3 (minor) is contradicted; see clausegen check" in result.output


def with_one_minor_contradiction(document: Document) -> Report:
    """A report in which everything is satisfied but SUS-3, which is made minor and contradicted."""
    report = judged(document)
    change = {True: {"status": Status.CONTRADICTED, "severity": Severity.MINOR}, False: {"status": Status.SATISFIED}}
    verdicts = [
        v.model_copy(update={"findings": tuple(f.model_copy(update=change[f.code == "SUS-3"]) for f in v.findings)})
        for v in report.verdicts
    ]
    return report.model_copy(update={"verdicts": tuple(verdicts)})


def test_the_command_overwrites_nothing_without_force(tmp_path: Path) -> None:
    file, out = contract(tmp_path), tmp_path / "revised.docx"
    out.write_text("mine")
    result = run(file, "-o", out)
    assert (result.exit_code, out.read_text()) == (2, "mine")
    assert "--force" in result.stderr
    assert run(file, "-o", out, "--force").exit_code == 1
    assert run(file, "-o", file).exit_code == 2


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", b"1. Fees\n1.1 The Customer shall pay the Supplier.\n", "--kind addendum --contract"),
        ("a.docx", b"no zip at all", "a.docx"),
        ("a.docx", b"", "empty"),
    ],
)
def test_what_cannot_be_revised_gets_one_line_and_no_file(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    file, out = tmp_path / name, tmp_path / "revised.docx"
    file.write_bytes(content)
    result = run(file, "-o", out)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert expected in result.stderr
    assert not out.exists()


def test_the_deal_beside_the_contract_is_used(tmp_path: Path) -> None:
    file, out = contract(tmp_path), tmp_path / "revised.docx"
    deal = (ROOT / "samples" / "deals" / "medium.toml").read_text(encoding="utf-8")
    (tmp_path / "contract.deal.toml").write_text(deal + NAMED, encoding="utf-8")
    result = run(file, "-o", out)
    assert result.exit_code == 1, result.output
    assert "blanks" not in result.output
    assert "Cantonal Police of Rhyll" in words(out.read_bytes())


def test_a_deal_that_must_not_be_drafted_is_refused(tmp_path: Path) -> None:
    file, out = contract(tmp_path), tmp_path / "revised.docx"
    deal = (ROOT / "samples" / "deals" / "medium.toml").read_text(encoding="utf-8")
    bad = deal.replace("licensed_months = 12", "licensed_months = 60") + NAMED
    (tmp_path / "bad.toml").write_text(bad, encoding="utf-8")
    result = run(file, "--deal", tmp_path / "bad.toml", "-o", out)
    assert result.exit_code == 2
    assert "licensed_months" in result.stderr
    assert not out.exists()


def test_a_deal_at_odds_with_the_contract_is_refused_with_every_conflict(tmp_path: Path) -> None:
    """Earlier versions inserted the law of the deal, in clauses that prevail, into a contract that chooses another."""
    file = contract(tmp_path, *CLAUSES, p("4. This Agreement is governed by the laws of the State of New York."))
    with pytest.raises(DraftRefused) as refused:
        made(file, deal=a_deal(forum={"governing_law": "England and Wales"}))
    other, law = refused.value.reasons
    assert "names neither Ministry of the Interior of Estmark" in other
    assert "clause 4 chooses the law of the State of New York" in law


PAGE = (ROOT / "docs" / "remedy.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^clausegen .*$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page_runs(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("contracts", "deals"):
        shutil.copytree(ROOT / "samples" / folder, tmp_path / "samples" / folder)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, shlex.split(line)[1:])
    assert result.exit_code in (0, 1), result.output
    assert len(list(tmp_path.glob("*.docx"))) == 1


def test_the_page_shows_commands() -> None:
    assert len(COMMANDS) == 2


def test_a_part_in_another_encoding_is_refused_with_a_remedy(tmp_path: Path) -> None:
    file = contract(tmp_path)
    body = entries(file.read_bytes())["word/document.xml"].decode().encode("utf-16")
    broken = docx(tmp_path / "b.docx", "x", entries={"word/document.xml": body})
    with pytest.raises(Exception, match="UTF-8"):
        made(broken)


def test_a_row_of_a_table_is_not_taken_for_the_look_of_a_clause(tmp_path: Path) -> None:
    file = contract(tmp_path, *OPENING, *CLAUSES, table(row("9. Nine", "x")), *SIGNATURES)
    assert words(made(file).data, "original") == words(file.read_bytes(), "original")


@shapes
def test_the_copy_has_no_fault_that_the_contract_had_not(shape: str, tmp_path: Path) -> None:
    found = []
    for name, data in zip(("before.docx", "after.docx"), shaped(shape), strict=True):
        (tmp_path / name).write_bytes(data)
        found.append({str(error) for error in OpenXmlValidator().validate(str(tmp_path / name)).errors})
    # Number 0 is how Word says "not numbered" (ISO 29500-1, 17.9.18); the validator looks for such a list.
    fresh = {fault for fault in found[1] - found[0] if "Numbering definition '0'" not in fault}
    assert fresh == set()


def test_headers_are_not_touched(tmp_path: Path) -> None:
    header = part("hdr", p(AGAINST))
    reference = X('<w:sectPr><w:headerReference w:type="default" r:id="h1"/></w:sectPr>')
    body = (*OPENING, *CLAUSES, *SIGNATURES, reference)
    file = contract(tmp_path, *body, related={"h1": ("header", "header1.xml", header)})
    new = entries(made(file).data)
    assert new["word/header1.xml"].decode() == header
    assert new["word/document.xml"].rstrip().endswith(b"</w:body></w:document>")


def test_our_wording_stands_before_the_signatures_and_not_after_a_note_under_them(tmp_path: Path) -> None:
    note = p("Note: The Vendor shall not move the Software to another place.")
    made_lines = lines_of(made(contract(tmp_path, *OPENING, *CLAUSES, *SIGNATURES, note, SECTION)).data)
    signed = next(i for i, line in enumerate(made_lines) if line.startswith("IN WITNESS"))
    assert any(line.startswith("4.") for line in made_lines[:signed])
