"""The report at a terminal: several contracts begin with an overview, and gaps can stand alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from portfolios import SEEDED, judge

from clausegen.cli.check_reports import rendered
from clausegen.cli.main import main
from clausegen.model.document import Block, BlockKind, Document
from clausegen.model.report import Assurance, Report
from clausegen.model.requirement import Status, Tier
from clausegen.report.html import render_html
from clausegen.report.terminal import columns, render_text

CODES = re.compile(r"\x1b\[[\d;]*m")
MEASURED = Assurance(
    risk=0.05, threshold=0.9, bound=0.048, population="0 of 61", near_miss_bound=0.045, near_miss_population="17 of 568"
)


def report(path: str, text: str = SEEDED) -> Report:
    document = Document.from_blocks([Block(text=text, start=0, end=0, kind=BlockKind.PARAGRAPH)])
    return judge(document.model_copy(update={"path": path}), tier=Tier.MEDIUM, playbook="p")


def measured() -> Report:
    return report("a.txt").model_copy(update={"assurance": MEASURED})


def with_status(status: Status, confidence: float) -> Report:
    """A report whose first element has a status; the words that decided it stay."""
    whole = report("a.txt")
    first, *others = whole.verdicts
    finding = first.findings[0].model_copy(update={"status": status, "confidence": confidence})
    changed = first.model_copy(update={"status": status, "findings": (finding,)})
    return whole.model_copy(update={"verdicts": (changed, *others)})


def test_several_contracts_begin_with_a_line_for_each() -> None:
    shown = render_text([report("a.txt"), report("deeper/b.txt", "Nothing.")])
    assert shown.splitlines()[:4] == [
        "  contract      overall       satisfied  missing  contradicted  uncertain",
        "  a.txt         partial               1        1             0          0",
        "  deeper/b.txt  missing               0        2             0          0",
        "  2 contracts: 1 partial, 1 missing",
    ]


def test_one_contract_needs_no_overview() -> None:
    assert render_text([report("a.txt")]).splitlines()[:3] == [
        "a.txt",
        "  partial: 1 satisfied, 1 missing, 0 contradicted, 0 uncertain",
        "  tier medium, playbook p",
    ]


def test_no_line_is_wider_than_the_terminal_and_long_paths_keep_their_end() -> None:
    paths = [f"{'folder/' * 30}{name}.txt" for name in "ab"]
    overview = render_text([report(path) for path in paths]).partition("\n\n")[0].splitlines()
    assert max(map(len, overview)) <= 100
    assert "/a.txt " in overview[1]
    assert overview[1].startswith("  …")


@pytest.mark.parametrize(
    ("there", "used", "why"),
    [("80", 80, "as wide as it is"), ("40", 60, "narrower is unreadable"), ("250", 120, "so is wider")],
)
def test_a_report_fits_the_terminal(there: str, used: int, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", there)
    assert columns() == used, why
    lines = rendered("text", [measured()], (), at_terminal=True, gaps=False).splitlines()
    assert used - 15 < max(len(CODES.sub("", line)) for line in lines) <= used, why


def test_a_report_that_is_not_shown_at_a_terminal_is_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for wide in ("80", "200"):
        monkeypatch.setenv("COLUMNS", wide)
        made.append(rendered("text", [measured()], (), at_terminal=False, gaps=False))
    assert made[0] == made[1]
    assert max(map(len, made[0].splitlines())) <= 100


def test_the_overview_fits_eighty_columns() -> None:
    shown = render_text([report(f"{'folder/' * 9}{name}.txt") for name in "ab"], width=80).splitlines()
    assert max(map(len, shown[:4])) <= 80


def test_the_two_scales_are_told_apart() -> None:
    shown = " ".join(render_text([measured()]).split())
    assert "the program's own score of the words, from 0 to 1, is 0.90 or more" in shown
    assert "a percentage beside a finding is no such score, but how often findings like it were right" in shown


def test_a_page_says_what_a_finding_is_worth_as_the_text_does() -> None:
    page = render_html([with_status(Status.CONTRADICTED, 0.7)])
    assert "right in 70 % of such cases" in page
    assert "confidence 0" not in page


def test_gaps_leave_out_what_is_satisfied() -> None:
    whole, gaps = render_text([report("a.txt")]), render_text([report("a.txt")], gaps=True)
    assert "SUS-1" in whole
    assert "SUS-1" not in gaps
    assert "REP-1" in gaps
    assert "1 satisfied" in gaps


@pytest.mark.parametrize(
    ("status", "confidence", "said", "why"),
    [
        (Status.MISSING, 1.0, "", "a figure would look like a score of the contract"),
        (Status.SATISFIED, 0.97, "", "as sure as usual"),
        (Status.SATISFIED, 0.9, "satisfied (right in 90 % of such cases)", "less sure than usual"),
        (Status.CONTRADICTED, 0.7, "; right in 70 % of such cases", "less sure than usual"),
        (Status.UNCERTAIN, 0.43, "; people found it satisfied in 43 % of such cases", "says which way"),
    ],
)
def test_confidence_is_said_where_it_helps(status: Status, confidence: float, said: str, why: str) -> None:
    text = " ".join(render_text([with_status(status, confidence)]).partition("REP ")[0].split())
    assert said in text, why
    assert (" % " in text) is bool(said), why


def test_gaps_of_another_format_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("1. Use\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(file), "--gaps", "--format", "json"])
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "--gaps shortens the text report" in result.stderr
