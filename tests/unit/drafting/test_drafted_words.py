"""The words of a draft as a lawyer reads them: what the deal states fits the sentence it goes into."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from deals import a_deal, deal_data
from paths import ROOT

from clausegen.cli.main import main
from clausegen.drafting.assembly import assemble
from clausegen.drafting.clauses import with_article
from clausegen.library.load import load_library
from clausegen.model.draft import Paper, as_document
from clausegen.model.requirement import Tier

LIBRARY = load_library()
AGREEMENT = {"title": "Supply Agreement", "date": dt.date(2024, 5, 6)}
ONE = {**deal_data()["use_limits"], "licensed_months": 1, "concurrent_targets": 1}
FOUR = {**deal_data()["use_limits"], "licensed_months": 4}


def drafted(kind: str = "agreement", tier: Tier = Tier.HIGH, **changes: Any) -> Paper:
    return assemble(a_deal(tier=tier.value, agreement=AGREEMENT, **changes), LIBRARY, tier, kind=kind)


def clause(paper: Paper, name: str) -> str:
    """The words of a clause of the shell, by its anchor."""
    number = paper.numbers()[name]
    return "\n".join(p.text for p in paper.paragraphs if re.match(rf"{number}\.\d", p.number))


@pytest.mark.parametrize("name", ["confidentiality", "liability", "notices", "law"])
def test_what_outlives_the_agreement_beside_the_safeguards_is_named(name: str) -> None:
    paper = drafted()
    ending = clause(paper, "consequences")
    assert f"clause {paper.numbers()[name]} (" in ending
    assert "this clause" in ending
    assert f"clause {paper.numbers()['survival']} names" in ending


# Kind, what of the deal differs, words that stand in the draft, words that do not, and why.
WORDS = [
    ("agreement", {}, "within its mandate, which is the investigation of", "under the investigation of", "mandate"),
    ("agreement", {"fees": "of EUR 5, of which EUR 1 is due"}, "EUR 5, of which", "\nof EUR 5", "a row of a table"),
    ("agreement", {"fees": "EUR 5 a month"}, "EUR 5 a month", "the fees EUR", "fees that begin with the sum"),
    (
        "agreement",
        {},
        "“Fees” means the fees stated in Schedule 1.",
        "Fees” means the fees as",
        "one place for the fees",
    ),
    ("addendum", {"fees": "of EUR 5"}, "Concurrent Targets", "Fees", "fees are those of the signed agreement"),
    ("agreement", {}, "a second person who is authorised to bind the Supplier", "by its General Counsel", "who signs"),
    ("agreement", {}, "within 10 Business Days after the Effective Date", "30 Business Days", "a term of six months"),
    (
        "agreement",
        {},
        "repeated every 3 months and before each renewal",
        "every 12 months and before",
        "training in a short term",
    ),
    (
        "agreement",
        {},
        "before each renewal of this Agreement and in any case once a year",
        "and once a year",
        "renewals",
    ),
    ("agreement", {}, "a higher human rights risk rating", "risk tier", "words that the agreement explains"),
    ("agreement", {}, "being at the date of this Agreement Ivo Brandt", "this Addendum", "the date of an agreement"),
    (
        "addendum",
        {},
        "being at the date of this Addendum Ivo Brandt",
        "the date of this Agreement",
        "an addendum's own",
    ),
    ("agreement", {"answers": {"governing-standards.change_in_law_days": 1}}, "within 1 day of", "1 days", "one day"),
    ("agreement", {"answers": {"audit-and-logs.audit_notice_days": 1}}, "1 day's notice", "1 days", "a day of notice"),
    ("agreement", {}, "Every 3 months from", "Every 6 months, and", "certificates of the tier"),
    ("agreement", {"use_limits": FOUR}, "Every 2 months from", "Every 3 months, and", "in a shorter term"),
    ("agreement", {"use_limits": ONE}, "Every 1 month from", "Every 3 months, and", "in the shortest"),
    ("agreement", {"use_limits": ONE}, "a fixed term of 1 month,", "1 months", "one month"),
    ("deed-of-adherence", {"use_limits": ONE}, "1 month from 1 April 2026, 1 Target at", "1 Targets", "one target"),
    ("renewal-certificate", {"use_limits": ONE}, "was never higher than 1, and", "1 persons", "a limit of one"),
    (
        "renewal-certificate",
        {},
        "the mandate of the National Crime",
        "mandate of National Crime",
        "an article before an agency",
    ),
    ("agreement", {"operators": ["Ann Oye", "Bo Lind"]}, "Ann Oye; and\n", "Ann Oye;\n", "a list that ends with and"),
]


@pytest.mark.parametrize(("kind", "changes", "words", "not_words", "reason"), WORDS)
def test_the_words_of_a_draft(kind: str, changes: dict[str, Any], words: str, not_words: str, reason: str) -> None:
    read = as_document(drafted(kind, **changes)).text
    assert words in read, reason
    assert not_words not in read, reason


@pytest.mark.parametrize(
    ("name", "written", "reason"),
    [
        ("Directorate for Organised Crime", "the Directorate for Organised Crime", "an agency"),
        ("Supply and Licence Agreement", "the Supply and Licence Agreement", "a contract"),
        ("the Ministry of Justice", "the Ministry of Justice", "it has one"),
        ("Halberd Systems Ltd", "Halberd Systems Ltd", "a company"),
        ("Guard Services Ltd", "Guard Services Ltd", "a company whose name sounds like an agency"),
        ("Bundeskriminalamt", "Bundeskriminalamt", "a name that says nothing in English"),
    ],
)
def test_a_name_in_a_sentence_has_its_article(name: str, written: str, reason: str) -> None:
    assert with_article(name) == written, reason


FALLBACK = {"remedial-measures.supplier-imposes": {"position": "fallback", "approved_by": "Maren Holt"}}


@pytest.mark.parametrize(
    ("answers", "changes", "not_printed", "reason"),
    [
        ({"remedial-measures": {"plan_days": 9}}, {}, ["remedial-measures.plan_days"], "asked at the fallback only"),
        ({"remedial-measures": {"plan_days": 9}}, {"positions": FALLBACK}, [], "printed at that position"),
        ({"audit-and-logs": {"audit_interval_months": 2}}, {}, [], "printed as it is"),
        ({"log_retention_years": 9}, {}, [], "one answer for two clauses"),
        ({"reinstatement": {"decision_body": "the ethics committee"}}, {}, [], "an answer in words"),
    ],
)
def test_an_answer_that_no_clause_prints_is_named(
    answers: dict[str, Any], changes: dict[str, Any], not_printed: list[str], reason: str
) -> None:
    paper = drafted(answers=answers, **changes)
    assert paper.manifest["not_printed"] == not_printed, reason


def test_only_figures_that_are_printed_count_as_defaults() -> None:
    found: Any = drafted().manifest["defaults"]
    assert "answers.remedial-measures.plan_days" not in found
    assert "answers.use-limits.exit_hours" not in found
    assert found["answers.use-limits.activation_days"] == 30
    assert "fees" in found
    addendum: Any = drafted("addendum").manifest["defaults"]
    assert "fees" not in addendum


def test_the_command_says_which_answer_stands_nowhere(tmp_path: Path) -> None:
    deal = (ROOT / "samples" / "deals" / "high.toml").read_text(encoding="utf-8")
    file = tmp_path / "deal.toml"
    file.write_text(deal + "\n[answers.remedial-measures]\nplan_days = 9\n", encoding="utf-8")
    said = CliRunner().invoke(main, ["draft", str(file), "-o", str(tmp_path / "draft.md")])
    assert said.exit_code == 0, said.output
    assert "answers.remedial-measures.plan_days = 9 is not printed in this agreement" in said.output
