"""Whoever looks for the name of an answer finds it: in explain, in the book, in the documentation, in the refusal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from deals import a_deal
from paths import ROOT

from clausegen.cli.main import main
from clausegen.drafting.assembly import assemble
from clausegen.errors import DraftRefused
from clausegen.library.load import load_library
from clausegen.model.requirement import Tier

LIBRARY = load_library()
GUIDE = ROOT / "docs" / "drafting.md"
ASKED = [requirement for requirement in LIBRARY.requirements.values() if requirement.parameters]


def test_explain_names_the_answers_with_default_and_bounds() -> None:
    shown = CliRunner().invoke(main, ["explain", "suspension"]).output
    assert "answered under [answers.suspension]:\n  activation_key_hours: For how many hours" in shown
    assert "(default 24 hours; 1 to 72)" in shown


def test_the_book_names_every_answer(tmp_path: Path) -> None:
    page = CliRunner().invoke(main, ["library", "docs"]).output
    assert [p.id for requirement in ASKED for p in requirement.parameters if f"{p.id}: " not in page] == []
    assert "Questions, answered under [answers.suspension]" in page


def test_the_guide_lists_the_answers_of_the_library(update_golden: bool) -> None:
    lines = [f"* `{found.id}`: {', '.join(f'`{parameter.id}`' for parameter in found.parameters)}" for found in ASKED]
    listed = "<!-- answers -->\n" + "\n".join(lines) + "\n<!-- end of answers -->"
    text = GUIDE.read_text(encoding="utf-8")
    now = re.sub(r"<!-- answers -->.*<!-- end of answers -->", lambda _: listed, text, flags=re.DOTALL)
    if update_golden:
        GUIDE.write_text(now, encoding="utf-8")
    assert GUIDE.read_text(encoding="utf-8") == now


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("suspension.key_hours", "suspension asks for: activation_key_hours."),
        ("suspention.activation_key_hours", "Near to it: suspension.activation_key_hours"),
        ("activation_key_hour", "suspension.activation_key_hours"),
        ("colour", "'clausegen explain' names the answers"),
    ],
)
def test_an_answer_nobody_asked_for_is_refused_with_those_that_are(name: str, said: str) -> None:
    with pytest.raises(DraftRefused) as refused:
        assemble(a_deal(answers={name: 5}), LIBRARY, Tier.HIGH)
    assert said in str(refused.value)
