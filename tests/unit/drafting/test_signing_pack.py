"""What is signed: approvals before signature, and every paper of the signing or none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from deals import deal_data

from clausegen.cli.main import main
from clausegen.drafting.closing import signing_pack
from clausegen.drafting.documents import compose, draft
from clausegen.drafting.interview.file import to_toml
from clausegen.drafting.outgoing import Audience
from clausegen.errors import DraftRefused
from clausegen.library import load_library
from clausegen.model.deal import Deal
from clausegen.model.requirement import Tier

LIBRARY = load_library()
BOARD = {"by": "Sigrid Moe", "function": "Chair of the committee of the board", "date": dt.date(2026, 2, 27)}
EXPERT = {"by": "Una Faye", "function": "External expert", "date": dt.date(2026, 2, 20), "reference": "opinion no. 4"}
ADHERES = {"end-user-privity.end-user-bound": {"position": "acceptable"}}


def a_deal(**changes: Any) -> Deal:
    return Deal.model_validate(deal_data(**{"approvals": [BOARD, EXPERT], **changes}))


def refused(deal: Deal, **options: Any) -> str:
    with pytest.raises(DraftRefused) as error:
        draft(deal, library=LIBRARY, audience=Audience.SIGNATURE, form="md", **options)
    return " ".join(error.value.reasons)


@pytest.mark.parametrize(
    ("tier", "approvals", "said", "reason"),
    [
        ("high", [], "none by the committee of the board", "nobody approved"),
        ("high", [BOARD], "none by the external expert", "one of two is lacking"),
        ("medium", [EXPERT], "none by the General Counsel", "the approval of another tier"),
        ("low", [], "none by the Compliance Officer", "every tier has its approver"),
    ],
)
def test_an_agreement_is_not_signed_without_the_approval_of_its_tier(
    tier: str, approvals: list[dict[str, Any]], said: str, reason: str
) -> None:
    assert said in refused(a_deal(tier=tier, approvals=approvals)), reason


def test_a_copy_to_read_needs_no_approval_yet() -> None:
    assert draft(a_deal(approvals=[]), library=LIBRARY, form="md").data


def test_the_pack_holds_every_paper_and_keeps_the_house_apart() -> None:
    names = [file.name for file in signing_pack(a_deal(positions=ADHERES), library=LIBRARY)]
    assert [name for name in names if name.endswith(".docx")] == [
        "to-sign/1-agreement.docx",
        "to-sign/2-deed-of-adherence.docx",
        "to-sign/3-end-use-undertaking.docx",
        "to-sign/4-renewal-certificate.docx",
        "to-sign/5-closing-checklist.docx",
        "internal/6-sign-off.docx",
    ]
    assert all(name.startswith("internal/") for name in names if name.endswith(".json"))


def test_back_to_back_the_pack_holds_the_contract_with_the_reseller() -> None:
    reseller = {**deal_data()["supplier"], "name": "Vell Trading Ltd", "back_to_back": True}
    names = [file.name for file in signing_pack(a_deal(intermediary=reseller), library=LIBRARY)]
    assert "to-sign/2-reseller-agreement.docx" in names


def test_the_checklist_lists_every_condition_of_the_agreement() -> None:
    text = "\n".join(p.text for p in compose(a_deal(), Tier.HIGH, library=LIBRARY, kind="closing-checklist").paragraphs)
    for words in ("the opinion of counsel that clause", "each agent for service of process", "each Operator"):
        assert words in text


def test_the_record_names_approvals_and_departures() -> None:
    deal = a_deal(
        omit={"remedy": {"approved_by": "Ivo Brandt", "reason": "a national scheme pays"}},
        positions={"use-limits.territory": {"position": "fallback", "approved_by": "Maren Holt"}},
    )
    paper = compose(deal, Tier.HIGH, library=LIBRARY, kind="sign-off")
    rows = [paragraph.text for paragraph in paper.paragraphs if paragraph.cells]
    assert any("Sigrid Moe" in row for row in rows)
    assert any("use-limits.territory: fallback position\tMaren Holt" in row for row in rows)
    assert any("remedy: left out\tIvo Brandt\ta national scheme pays" in row for row in rows)


def test_a_pack_that_may_not_be_signed_is_not_written_at_all(tmp_path: Path) -> None:
    file = tmp_path / "deal.toml"
    file.write_text(to_toml(deal_data()), encoding="utf-8")
    pack = tmp_path / "pack"
    result = CliRunner().invoke(main, ["draft", str(file), "--signing-pack", str(pack)])
    assert (result.exit_code, pack.exists()) == (2, False)
    assert result.output.count("approvals: none by") == 2


def test_the_pack_is_written_and_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "deal.toml"
    file.write_text(to_toml(deal_data(approvals=[BOARD, EXPERT])), encoding="utf-8")
    command = ["draft", str(file), "--signing-pack", str(tmp_path / "pack")]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "pack" / "to-sign" / "1-agreement.docx").stat().st_size > 10_000
    assert CliRunner().invoke(main, command).exit_code == 2
