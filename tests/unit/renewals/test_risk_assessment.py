"""The tier assessed anew at renewal: factors, stated tiers, overrides, what changed, and families in the list."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import icalendar
import pytest
from click.testing import CliRunner, Result
from paths import ROOT

from clausegen.cli.main import main
from clausegen.errors import UsageError
from clausegen.ingest.load import load_document
from clausegen.library.load import load_deal, load_library
from clausegen.model.deal import Deal
from clausegen.model.requirement import Tier
from clausegen.renewals.assessment import DealAssessment, assess_deal, with_ratings
from clausegen.renewals.policy import load_practice
from clausegen.renewals.risk_review import tier_today, with_add_ons

SAMPLES = ROOT / "samples"
DEAL = SAMPLES / "deals" / "assessed.toml"
ROOT = load_library().root
TODAY = dt.date(2026, 11, 1)
CONTRACT = (
    "LICENCE AGREEMENT\n\nThis Agreement is made on 14 March 2024 between Halberd Systems Ltd and the"
    " Ministry of Justice of Estmark.\n\n"
    "1. Term\n\n1.1 This Agreement ends on 31 March 2027.\n"
)
AMENDMENT = (
    "AMENDMENT NO. 1\n\nThis Amendment is made on {made} to the Licence Agreement dated 14 March 2024.\n\n"
    "1. The term of the Agreement is hereby extended until 31 March 2029.\n"
)


def a_deal(**changes: object) -> Deal:
    return load_deal(DEAL).model_copy(update=changes)


def rated(value: str, name: str = "human-rights-record") -> Deal:
    return with_ratings(load_deal(DEAL), {name: value}, day=dt.date(2026, 10, 20), source="register line 2", file=DEAL)


def assessed(deal: Deal, **more: object) -> DealAssessment:
    return assess_deal(deal, DEAL, "estmark.deal.toml", root=ROOT, today=TODAY, **more)  # type: ignore[arg-type]


def override(day: str) -> str:
    text = DEAL.read_text(encoding="utf-8")
    added = f'\n[tier_override]\napproved_by = "Board"\ndate = {day}\nreason = "limited volume"\n'
    return text.replace("\n[supplier]", f'\ntier = "low"\n{added}\n[supplier]', 1)


# ---- which tier counts ------------------------------------------------------------------------


def test_the_factors_decide_where_no_tier_is_stated() -> None:
    assert assessed(a_deal()).tier is Tier.MEDIUM


def test_a_stated_tier_above_the_assessed_one_counts() -> None:
    found = assessed(a_deal(tier=Tier.HIGH))
    assert (found.tier, "the stated tier counts" in found.why[-1]) == (Tier.HIGH, True)


def test_a_stated_tier_below_the_assessed_one_needs_an_override() -> None:
    found = assessed(a_deal(tier=Tier.LOW))
    assert (found.tier, "only with [tier_override]" in found.why[-1]) == (Tier.MEDIUM, True)


@pytest.mark.parametrize(
    ("day", "tier", "words"),
    [("2026-10-20", Tier.LOW, "by override (Board"), ("2025-01-01", Tier.MEDIUM, "decide it again")],
    ids=["newer than the factors", "older than the factors"],
)
def test_an_override_counts_for_the_facts_it_was_decided_on(tmp_path: Path, day: str, tier: Tier, words: str) -> None:
    file = tmp_path / "estmark.deal.toml"
    file.write_text(override(day).replace("../indices", str(SAMPLES / "indices")), encoding="utf-8")
    found = assess_deal(load_deal(file), file, file.name, root=ROOT, today=TODAY)
    assert (found.tier, words in found.why[-1]) == (tier, True)


def test_no_override_makes_a_prohibited_deal_renewable() -> None:
    found = assessed(rated("systematic").model_copy(update={"tier": Tier.LOW}))
    assert (found.tier, bool(found.no_go)) == (Tier.PROHIBITED, True)


# ---- what changed -----------------------------------------------------------------------------


def test_what_changed_since_signature_is_said_with_its_source() -> None:
    found = assessed(rated("recurrent"), signed=(load_deal(DEAL), DEAL))
    assert (found.before, found.tier) == (Tier.MEDIUM, Tier.HIGH)
    assert found.changed[0].startswith("F5 ")
    assert "is worse: band 2" in found.changed[0]
    assert "register line 2, 2026-10-20" in found.changed[0]
    assert found.changed[-1] == "the factors led to tier medium at signature and lead to high today"


def test_what_the_assessment_does_not_know_is_said() -> None:
    deal = load_deal(DEAL)
    assert deal.factors is not None
    bare = deal.model_copy(update={"factors": deal.factors.model_copy(update={"ratings": {}})})
    assert any("Not known" in words for words in assessed(bare).doubts)


def test_add_ons_become_due_and_those_of_a_held_tier_expire_only_after_clean_reviews() -> None:
    library = load_library()
    practice = load_practice(library.root)
    rises = with_add_ons(
        tier_today(Tier.MEDIUM, (), TODAY, practice, DealAssessment(Tier.HIGH)), library, library.playbook()
    )
    held = with_add_ons(
        tier_today(Tier.HIGH, (), TODAY, practice, DealAssessment(Tier.MEDIUM)), library, library.playbook()
    )
    assert rises.added
    assert not rises.held
    assert (held.tier, held.held) == (Tier.HIGH, rises.added)


@pytest.mark.parametrize(
    ("deal", "day", "words"),
    [
        (load_deal(SAMPLES / "deals" / "high.toml"), dt.date(2026, 10, 20), "no [factors] they could add to"),
        (load_deal(DEAL), None, "without their day"),
    ],
)
def test_ratings_of_the_register_need_factors_and_a_day(deal: Deal, day: dt.date | None, words: str) -> None:
    with pytest.raises(UsageError, match=words.replace("[", r"\[")):
        with_ratings(deal, {"mandate": "x"}, day=day, source="register line 2", file=DEAL)


# ---- on the command line ----------------------------------------------------------------------


def run(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["renewals", str(folder), "--today", "2026-11-01", *more])


def a_folder(folder: Path, *, made: str = "10 January 2026", register: str | None = None) -> Path:
    (folder / "estmark.txt").write_text(CONTRACT)
    (folder / "amendment.txt").write_text(AMENDMENT.format(made=made))
    rows = register or "path,tier,family,role\nestmark.txt,medium,estmark,master\namendment.txt,,estmark,amendment\n"
    (folder / "register.csv").write_text(rows)
    return folder


def test_the_list_counts_from_the_end_that_the_amendment_moved(tmp_path: Path) -> None:
    answer = json.loads(run(a_folder(tmp_path), "--format", "json").output)
    (only,) = answer["renewals"]
    assert (only["path"], only["period_end"]) == ("estmark.txt", "2029-03-31")
    assert only["amendments"] == ["amendment.txt of 2026-01-10 moves the end to 2029-03-31"]


def test_an_amendment_older_than_its_agreement_is_named(tmp_path: Path) -> None:
    result = run(a_folder(tmp_path, made="10 January 2023"))
    assert "2027-03-31" in result.output
    assert "older than the agreement of" in result.output


def test_an_amendment_outside_every_family_is_named_with_the_agreement_of_its_day(tmp_path: Path) -> None:
    result = run(a_folder(tmp_path, register="path,tier\nestmark.txt,medium\namendment.txt,\n"))
    said = " ".join(result.output.split())
    assert "amendment.txt: it amends an agreement of 2024-03-14 (estmark.txt is of that day)" in said


def deal_beside(folder: Path, text: str | None = None) -> None:
    words = text or DEAL.read_text(encoding="utf-8")
    (folder / "estmark.deal.toml").write_text(words.replace("../indices", str(SAMPLES / "indices")), encoding="utf-8")


def test_factors_in_the_register_raise_the_tier(tmp_path: Path) -> None:
    deal_beside(tmp_path)
    head = "path,tier,assessed,factors.human-rights-record\n"
    a_folder(tmp_path, register=f"{head}estmark.txt,medium,2026-10-20,recurrent\namendment.txt,,,\n")
    answer = json.loads(run(tmp_path, "--format", "json").output)
    tier = next(r["tier"] for r in answer["renewals"] if r["path"] == "estmark.txt")
    assert (tier["tier"], tier["before"], bool(tier["added"])) == ("high", "medium", True)


def test_a_broken_deal_file_is_named_and_the_others_still_count(tmp_path: Path) -> None:
    a_folder(tmp_path)
    (tmp_path / "estmark.deal.toml").write_text("title = 3\n")
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "not read:" in result.output
    assert "estmark.txt" in result.output


def test_unknown_holidays_are_refused(tmp_path: Path) -> None:
    result = run(a_folder(tmp_path), "--holidays", "XX")
    assert (result.exit_code, "no such country" in result.output) == (2, True)


def test_the_pack_assesses_the_factors_and_shows_what_changed(tmp_path: Path) -> None:
    deal_beside(tmp_path, DEAL.read_text(encoding="utf-8").replace('value = "some"', 'value = "recurrent"'))
    signed = DEAL.read_text(encoding="utf-8").replace("../indices", str(SAMPLES / "indices"))
    (tmp_path / "estmark.signed.toml").write_text(signed, encoding="utf-8")
    a_folder(tmp_path)
    out = tmp_path / "pack"
    args = ["renewals", "pack", str(tmp_path / "estmark.txt"), "-o", str(out), "--today", "2026-11-01"]
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 0, result.output
    held = json.loads((out / "manifest.json").read_text())
    assert held["tier"] == "high"
    assert any("is worse" in words for words in held["tier_reasons"])
    assert held["becomes_due"]


def test_a_no_go_among_the_factors_turns_the_pack_into_a_refusal_memo(tmp_path: Path) -> None:
    text = DEAL.read_text(encoding="utf-8").replace("sanctioned = { value = false", "sanctioned = { value = true")
    deal_beside(tmp_path, text)
    a_folder(tmp_path)
    out = tmp_path / "pack"
    args = ["renewals", "pack", str(tmp_path / "estmark.txt"), "-o", str(out), "--today", "2026-11-01"]
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 1
    assert {file.name for file in out.iterdir()} == {
        "1-gap-report.docx", "2-refusal-memo.docx", "6-checklist.docx", "manifest.json",
    }  # fmt: skip


PLACES = [
    ("tavara", (), "in/register.csv", True, "the register lies in the folder above"),
    ("tavara", ("--register", "in/register.csv"), "in/register.csv", True, "a register that is given, from above"),
    ("", (), "in/register.csv", True, "the register lies beside the contract"),
    ("", ("--register", "aside/register.csv"), "aside/register.csv", True, "a register kept elsewhere"),
    ("tavara", ("--register", "aside/register.csv"), "aside/register.csv", False, "no row has the path as it is there"),
]


@pytest.mark.parametrize(("below", "more", "register", "joined", "why"), PLACES, ids=[case[4] for case in PLACES])
def test_the_pack_reads_the_family_of_the_register(
    below: str, more: tuple[str, ...], register: str, joined: bool, why: str, tmp_path: Path
) -> None:
    folder = tmp_path / "in" / below
    folder.mkdir(parents=True)
    deal_beside(folder)
    a_folder(folder)
    rows = (folder / "register.csv").read_text()
    (folder / "register.csv").unlink()
    (tmp_path / "aside").mkdir()
    at = f"{below}/" if below else ""
    (tmp_path / register).write_text(rows.replace("estmark.txt", f"{at}estmark.txt").replace("amend", f"{at}amend", 1))
    given = [str(tmp_path / part) if part.endswith(".csv") else part for part in more]
    out = tmp_path / "pack"
    args = ["renewals", "pack", str(folder / "estmark.txt"), "-o", str(out), "--today", "2026-11-01", *given]
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 0, result.output
    gaps = load_document(out / "1-gap-report.docx").text
    assert ("31 March 2029" in gaps, "31 March 2027" in gaps) == (joined, not joined)
    assert ("register.csv has no row for estmark.txt" in result.output) is not joined


def test_the_pack_names_a_file_of_the_family_that_is_not_there(tmp_path: Path) -> None:
    deal_beside(a_folder(tmp_path))
    (tmp_path / "amendment.txt").unlink()
    args = ["renewals", "pack", str(tmp_path / "estmark.txt"), "-o", str(tmp_path / "pack"), "--today", "2026-11-01"]
    said = CliRunner().invoke(main, args).output
    assert "family 'estmark': the register names amendment.txt" in said


@pytest.mark.parametrize("filed", ["tavara/estmark.txt", "tavara/amendment.txt"])
def test_a_history_in_the_folder_above_blocks_the_pack(filed: str, tmp_path: Path) -> None:
    folder = tmp_path / "tavara"
    folder.mkdir()
    deal_beside(a_folder(folder))
    event = f'[[events]]\ncontract = "{filed}"\ndate = 2026-01-01\nkind = "incident"\nreference = "INC-7"\n'
    (tmp_path / "history.toml").write_text(event)
    args = ["renewals", "pack", str(folder / "estmark.txt"), "-o", str(tmp_path / "pack"), "--today", "2026-11-01"]
    result = CliRunner().invoke(main, args)
    assert (result.exit_code, "INC-7" in result.output) == (1, True)


def test_the_calendar_of_a_moved_end_keeps_its_identity(tmp_path: Path) -> None:
    a_folder(tmp_path)
    first, second = tmp_path / "first", tmp_path / "second"
    run(tmp_path, "-o", str(first))
    (tmp_path / "amendment.txt").write_text(AMENDMENT.format(made="10 January 2026").replace("2029", "2030"))
    run(tmp_path, "-o", str(second))
    before, after = (
        {str(e["uid"]): e.decoded("dtstart") for e in icalendar.Calendar.from_ical(f.read_bytes()).walk("VEVENT")}
        for f in (first / "renewals.ics", second / "renewals.ics")
    )
    assert set(before) == set(after)
    assert before != after
