"""The interview: the factors of a tier, the text of the file it fills, and answers that do not fit."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from deals import deal_data
from paths import ROOT
from test_assemble import LIBRARY

import clausegen.cli.draft as command
from clausegen.cli.main import main
from clausegen.drafting.interview import complete
from clausegen.drafting.interview.file import to_toml
from clausegen.errors import UsageError
from clausegen.library import load_library
from clausegen.library.load import load_deal
from clausegen.model.requirement import Tier
from clausegen.risk.assess import assess_file

SAMPLES = ROOT / "samples"
FACTORS = {
    "Risk tier": "assess",
    "Who assesses": "Ivo Brandt, Head of Compliance",
    "index files name it": "XES",
    "Worldwide Governance": "wgi-invented.csv",
    "Corruption Perceptions": "cpi-invented.csv",
    "F5": "some",
    "F6": "all",
    "F8": "police-external-oversight",
    "F9": "new",
    "F10": "-",
    "F12": "yes",
    "On what does that rest": "The file of the case",
    "export": "yes",
    "minimum provisions": "yes",
    "sanctions": "no",
    "(yes, no, -)": "no",
}


def half_filled(folder: Path, **changes: Any) -> Path:
    """A deal file that has everything but a tier, beside small index files."""
    for name in ("wgi-invented.csv", "cpi-invented.csv"):
        shutil.copy(SAMPLES / "indices" / name, folder)
    data = {key: value for key, value in deal_data(**changes).items() if key != "tier"}
    path = folder / "deal.toml"
    path.write_text(to_toml(data), encoding="utf-8")
    return path


def answering(asked: list[str], answers: dict[str, str]) -> Any:
    def ask(question: str, default: str) -> str:
        asked.append(question)
        return next((answer for key, answer in answers.items() if key in question), default)

    return ask


def test_the_factors_are_asked_where_the_tier_is_to_be_assessed(tmp_path: Path) -> None:
    asked: list[str] = []
    path = half_filled(tmp_path)
    deal = complete(path, LIBRARY, answering(asked, FACTORS))
    assert deal.tier is None
    assert deal.factors is not None
    assert deal.factors.ratings["human-rights-record"].date == dt.date(2026, 3, 2)
    assert "duration-and-scale" not in deal.factors.ratings
    assert len(deal.factors.ratings["legal-framework"].value) == 9
    assert load_deal(path) == deal
    assert assess_file(deal, path, root=LIBRARY.root, today=deal.date).tier is Tier.MEDIUM


def test_no_factor_is_asked_where_the_tier_is_stated(tmp_path: Path) -> None:
    asked: list[str] = []
    complete(half_filled(tmp_path), LIBRARY, answering(asked, {"Risk tier": "medium"}))
    assert not [question for question in asked if question.startswith("F")]


def test_a_half_filled_assessment_is_taken_up_where_it_stands(tmp_path: Path) -> None:
    path = half_filled(tmp_path)
    complete(path, LIBRARY, answering([], FACTORS))
    kept = path.read_text(encoding="utf-8")
    path.write_text(kept.replace('author = "Ivo Brandt, Head of Compliance"\n', ""), encoding="utf-8")
    asked: list[str] = []
    deal = complete(path, LIBRARY, answering(asked, {**FACTORS, "Who assesses": "Maren Holt"}))
    assert deal.factors is not None
    assert deal.factors.author == "Maren Holt"
    assert [question for question in asked if not question.endswith(", -)") and "- if not" not in question] == [
        "Who assesses the deal (name and function)?"
    ]


WRONG = [
    ("How many concurrent", "999999", "100000", "the schema allows less"),
    ("In which regions", "North; north", "each region once is expected", "the same region twice"),
    ("Licensed period in months", "7", "tier high allows at most 6 months", "longer than the tier allows"),
    ("Title of the agreement", "a\u202eb", "characters that reorder it", "reversed reading"),
]


@pytest.mark.parametrize(("question", "wrong", "said", "reason"), WRONG)
def test_an_answer_that_does_not_fit_is_asked_for_again(
    question: str, wrong: str, said: str, reason: str, tmp_path: Path
) -> None:
    data = deal_data()
    del data["title"], data["use_limits"]
    path = tmp_path / "deal.toml"
    path.write_text(to_toml(data), encoding="utf-8")
    right = {"Title": "Licence", "First day": "2026-04-01", "months": "6", "concurrent": "5", "regions": "North"}
    first = iter([wrong])
    asked: list[str] = []

    def ask(words: str, default: str) -> str:
        asked.append(words)
        if question in words and (answer := next(first, "")):
            return answer
        return default or next(answer for key, answer in right.items() if key in words)

    complete(path, LIBRARY, ask)
    assert [words for words in asked if said in words], reason


def test_an_answer_goes_where_it_belongs_and_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "deal.toml"
    text = to_toml(deal_data()).replace("concurrent_targets = 15\n", "")
    text = text.replace("[use_limits]", "# agreed on 3 March\n[use_limits] # see the letter").replace(
        "[human_rights_policy]", "# the policy\n[human_rights_policy]"
    )
    path.write_text(text, encoding="utf-8")
    complete(path, LIBRARY, answering([], {"concurrent": "9"}))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[lines.index("# the policy") - 2] == "concurrent_targets = 9"
    assert "[use_limits] # see the letter" in lines
    assert [line for line in lines if line != "concurrent_targets = 9"] == text.splitlines()


def test_an_inline_table_is_filled_too(tmp_path: Path) -> None:
    path = tmp_path / "deal.toml"
    text = to_toml(deal_data())
    text = text.replace('[supplier.signatory]\nname = "Maren Holt"\ntitle = "General Counsel"\n', "")
    path.write_text(text.replace("[supplier]", '[supplier]\nsignatory = { name = "Maren Holt" }'), encoding="utf-8")
    deal = complete(path, LIBRARY, answering([], {"With which title": "General Counsel"}))
    assert (deal.supplier.signatory.name, deal.supplier.signatory.title) == ("Maren Holt", "General Counsel")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written there"):
        complete(tmp_path / "no" / "deal.toml", LIBRARY, lambda question, default: "Some words")


def draft(path: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> Any:
    monkeypatch.setattr(command, "load_library", lambda: LIBRARY)
    return CliRunner().invoke(main, ["draft", str(path), *options])


@pytest.fixture
def assessed(tmp_path: Path) -> Path:
    """A deal file whose factors lead to tier medium."""
    path = half_filled(tmp_path)
    complete(path, LIBRARY, answering([], FACTORS))
    return path


def test_the_manifest_keeps_the_assessment(assessed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = draft(assessed, monkeypatch)
    assert result.exit_code == 0, result.output
    manifest = json.loads(assessed.with_name("deal.docx.manifest.json").read_text(encoding="utf-8"))
    kept = manifest["assessment"]
    assert (manifest["tier"], kept["tier"], kept["stated_tier"]) == ("medium", "medium", None)
    assert (kept["author"], kept["date"]) == ("Ivo Brandt, Head of Compliance", "2026-03-02")
    assert [factor["code"] for factor in kept["contributions"]] == [f"F{n}" for n in range(1, 13)]
    assert all(factor["found"] for factor in kept["contributions"])


OVERRIDE = """[tier_override]
approved_by = "Maren Holt"
date = 2026-03-01
reason = "new facts"
"""
STATED = [
    ("low", "", 2, "a lower tier needs [tier_override]"),
    ("low", OVERRIDE, 0, "at tier low"),
    ("medium", "", 0, "at tier medium"),
    ("high", "", 0, "at tier high"),
]


@pytest.mark.parametrize(("stated", "override", "code", "said"), STATED)
def test_a_stated_tier_is_held_against_the_assessed_one(
    stated: str, override: str, code: int, said: str, assessed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = assessed.read_text(encoding="utf-8")
    assessed.write_text(f'tier = "{stated}"\n{text}\n{override}', encoding="utf-8")
    result = draft(assessed, monkeypatch)
    assert (result.exit_code, said in result.output) == (code, True), result.output
    assert assessed.with_suffix(".docx").exists() is (code == 0)


def test_a_stated_tier_above_the_assessed_one_is_recorded(assessed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assessed.write_text(f'tier = "high"\n{assessed.read_text(encoding="utf-8")}', encoding="utf-8")
    assert draft(assessed, monkeypatch).exit_code == 0
    kept = json.loads(assessed.with_name("deal.docx.manifest.json").read_text(encoding="utf-8"))
    assert (kept["tier"], kept["assessment"]["stated_tier"], kept["assessment"]["tier"]) == ("high", "high", "medium")


def without(*keys: str, **changes: Any) -> str:
    """The text of a deal file that lacks these keys."""
    data = deal_data(**changes)
    for key in keys:
        *tables, last = key.split(".")
        at = data
        for table in tables:
            at = at[table]
        del at[last]
    return to_toml(data)


def replies(asked: list[str], *said: str) -> Any:
    """An ask that gives these answers in turn, then what is offered."""
    given = iter(said)

    def ask(question: str, default: str) -> str:
        asked.append(question)
        return next(given, default)

    return ask


CROSS = [
    ("customer.name", "HALBERD SYSTEMS LTD.", "nobody contracts with itself", "one name on both sides"),
    ("human_rights_policy.date", "2026-05-01", "cannot attach a policy that did not exist", "a policy of later"),
    ("use_limits.start", "2020-01-01", "is over on", "a period that is over"),
    ("end_user.mandate", "any purpose whatsoever", "ends somewhere", "a mandate without end"),
    ("end_user.address", "[address]", "is a blank", "a placeholder"),
]


@pytest.mark.parametrize(("key", "wrong", "said", "reason"), CROSS)
def test_what_contradicts_an_earlier_answer_is_said_at_once(
    key: str, wrong: str, said: str, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "deal.toml"
    path.write_text(without(key), encoding="utf-8")
    right = deal_data()
    for part in key.split("."):
        right = right[part]
    asked: list[str] = []
    complete(path, load_library(), replies(asked, wrong, str(right)))
    assert said in asked[1], reason


def test_a_seat_in_the_customers_state_is_refused_when_it_is_given(tmp_path: Path) -> None:
    path = tmp_path / "deal.toml"
    path.write_text(without("human_rights_policy"), encoding="utf-8")
    asked: list[str] = []
    answers = {"Title of the supplier": "Policy", "Its version": "1", "Its date": "2025-01-01", "Its text": "Words."}
    seats = iter(["Vell, Estmark"])

    def ask(question: str, default: str) -> str:
        asked.append(question)
        if "Seat" in question:
            return next(seats, default)
        return next((answer for key, answer in answers.items() if key in question), default)

    complete(path, load_library(), ask)
    assert [words for words in asked if "Seat" in words and "Estmark" in words]


def test_a_question_mark_explains_and_an_arrow_goes_back(tmp_path: Path) -> None:
    path = tmp_path / "deal.toml"
    path.write_text(without("product.capability", "use_limits.concurrent_targets"), encoding="utf-8")
    asked: list[str] = []
    deal = complete(path, LIBRARY, replies(asked, "?", "analytics", "<", "defensive", "7"))
    assert "It is kept as product.capability" in asked[1]
    assert asked[3].startswith("Capability")
    assert (deal.product.capability, deal.use_limits.concurrent_targets) == ("defensive", 7)
    assert load_deal(path) == deal


def test_a_choice_that_is_misspelt_is_answered_with_the_one_meant(tmp_path: Path) -> None:
    path = tmp_path / "deal.toml"
    path.write_text(without("product.capability"), encoding="utf-8")
    asked: list[str] = []
    complete(path, LIBRARY, replies(asked, "intrusion", "covert", "covert-intrusion"))
    assert "did you mean covert-intrusion?" in asked[2]


def test_the_figures_are_taken_together_or_one_by_one(tmp_path: Path) -> None:
    library = load_library()
    path = tmp_path / "deal.toml"
    path.write_text(to_toml(deal_data()), encoding="utf-8")
    together: list[str] = []
    complete(path, library, replies(together))
    assert len(together) == 1
    path.write_text(to_toml(deal_data()), encoding="utf-8")
    apart: list[str] = []
    complete(path, library, replies(apart, "no"))
    assert 20 < len(apart) < 34


def test_figures_of_positions_not_chosen_are_not_asked(tmp_path: Path) -> None:
    library = load_library()
    path = tmp_path / "deal.toml"
    path.write_text(to_toml(deal_data()), encoding="utf-8")
    asked: list[str] = []
    complete(path, library, replies(asked, "no"))
    assert not [question for question in asked if "emergency" in question.lower()]
    fallback = {"use-limits.concurrent-targets": {"position": "fallback", "approved_by": "Maren Holt"}}
    path.write_text(to_toml(deal_data(positions=fallback)), encoding="utf-8")
    asked = []
    complete(path, library, replies(asked, "no"))
    assert [question for question in asked if "emergency" in question.lower()]


def test_the_interview_takes_up_a_file_with_several_end_users(tmp_path: Path) -> None:
    user = deal_data()["end_user"]
    path = tmp_path / "deal.toml"
    data = deal_data(end_user=[user, {**user, "name": "Customs Service of Estmark"}])
    path.write_text(to_toml(data).replace("concurrent_targets = 15\n", ""), encoding="utf-8")
    deal = complete(path, LIBRARY, replies([], "9"))
    assert [one.name for one in deal.end_users][1] == "Customs Service of Estmark"


@pytest.mark.parametrize(("answer", "held"), [("", False), ("yes", True)])
def test_a_reseller_is_asked_whether_it_contracts_back_to_back(answer: str, held: bool, tmp_path: Path) -> None:
    data = deal_data()
    reseller = {**data["supplier"], "name": "Vell Trading Ltd"}
    del data["product"]
    path = tmp_path / "deal.toml"
    path.write_text(to_toml({**data, "intermediary": reseller}), encoding="utf-8")
    right = {"Name of the product": "Lantern", "in one phrase": "a system", "Capability": "defensive"}
    if answer:
        right["back to back"] = answer
    deal = complete(path, LIBRARY, answering([], right))
    assert deal.intermediary is not None
    assert deal.intermediary.back_to_back is held


def test_nobody_is_asked_about_two_contracts_without_a_reseller(tmp_path: Path) -> None:
    data = deal_data()
    del data["product"]
    path = tmp_path / "deal.toml"
    path.write_text(to_toml(data), encoding="utf-8")
    asked: list[str] = []
    right = {"Name of the product": "Lantern", "in one phrase": "a system", "Capability": "defensive"}
    complete(path, LIBRARY, answering(asked, right))
    assert not [words for words in asked if "back to back" in words]


SIGNED = {"title": "Supply Agreement No. 7", "date": dt.date(2025, 1, 14)}
OFFERED = {"agreement.title": "Supply Agreement No. 7", "agreement.date": dt.date(2025, 1, 14)}


def test_an_addendum_asks_for_the_signed_agreement_and_offers_what_that_states(tmp_path: Path) -> None:
    library, path, asked = load_library(), tmp_path / "deal.toml", []
    path.write_text(without("title", "date"), encoding="utf-8")
    ask = answering(asked, {"Date of the addendum": "2026-12-03"})
    deal = complete(path, library, ask, kind="addendum", known=OFFERED)
    assert deal.agreement is not None
    assert {"title": deal.agreement.title, "date": deal.agreement.date} == SIGNED
    assert (deal.title, deal.date) == ("Supply Agreement No. 7", dt.date(2026, 12, 3))
    assert "Title of the agreement?" not in asked


def test_a_period_that_began_before_an_addendum_is_no_fault_of_it(tmp_path: Path) -> None:
    library, path, asked = load_library(), tmp_path / "deal.toml", []
    path.write_text(without("use_limits.start", agreement=SIGNED, date=dt.date(2026, 12, 3)), encoding="utf-8")
    deal = complete(path, library, answering(asked, {"First day": "2025-02-01"}), kind="addendum")
    assert deal.use_limits.start == dt.date(2025, 2, 1)
    assert len([words for words in asked if "First day" in words]) == 1


def test_a_notice_says_before_the_first_question_what_the_interview_does_not_ask_for(tmp_path: Path) -> None:
    asked: list[str] = []
    with pytest.raises(UsageError, match=r"suspension-notice needs \[incident\], and the interview does not ask"):
        complete(tmp_path / "deal.toml", load_library(), replies(asked), kind="suspension-notice")
    assert not asked


@pytest.mark.parametrize(
    ("user", "offers", "reason"),
    [
        ("", True, "Enter says that the customer operates it"),
        ("Customs Service", False, "another agency lives elsewhere"),
    ],
)
def test_an_end_user_that_is_the_customer_is_offered_its_answers(
    user: str, offers: bool, reason: str, tmp_path: Path
) -> None:
    path, data = tmp_path / "deal.toml", deal_data()
    mandate = data.pop("end_user")["mandate"]
    path.write_text(to_toml(data), encoding="utf-8")
    defaults: dict[str, str] = {}

    def ask(question: str, default: str) -> str:
        defaults[str(question)] = default
        return (
            (user if "legal name" in question else mandate if "mandate" in question else "")
            or default
            or "elsewhere@x.org"
        )

    deal = complete(path, LIBRARY, ask)
    assert deal.end_user is not None
    assert (defaults["Address of the end user?"] == data["customer"]["address"]) is offers, reason
    assert (deal.end_user.signatory == deal.customer.signatory) is offers, reason


def test_help_costs_no_try_and_five_wrong_answers_keep_what_was_said(tmp_path: Path) -> None:
    path = tmp_path / "deal.toml"
    path.write_text(without("product.capability"), encoding="utf-8")
    asked: list[str] = []
    assert complete(path, LIBRARY, replies(asked, *"??????", "analytics")).product.capability == "analytics"
    path.write_text(without("product.capability"), encoding="utf-8")
    with pytest.raises(UsageError, match="All answers so far are kept; run it again"):
        complete(path, LIBRARY, replies(asked, *["radar"] * 5))
