"""The report at a terminal: what is urgent first, the verdict last; several contracts as a table."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from paths import ROOT
from portfolios import SEEDED, judge

from clausegen.api import check
from clausegen.checker import pipeline
from clausegen.cli.check_reports import Judged, rendered
from clausegen.cli.main import main
from clausegen.cli.progress import followed
from clausegen.model import (
    Assurance,
    Caveat,
    CaveatCode,
    Evidence,
    Finding,
    Report,
    Severity,
    Status,
    Summary,
    Tier,
    Verdict,
)
from clausegen.model.document import Block, BlockKind, Document
from clausegen.report.html import render_html
from clausegen.report.terminal import Detail, next_commands, render_text
from clausegen.report.terminal_page import SIGNS, UNBROKEN, TerminalPage, columns
from clausegen.report.urgency import gaps_of, urgency

CODES = re.compile(r"\x1b\[[\d;]*m")
MEASURED = Assurance(
    risk=0.05, threshold=0.9, bound=0.048, population="0 of 61", near_miss_bound=0.045, near_miss_population="17 of 568"
)
DATED = """LICENCE AGREEMENT

This Agreement is made on 1 January 2023 between Orion Ltd (the "Supplier") and the Ministry (the "Customer").

1. Term

1.1 This Agreement starts on 1 January 2023 and ends on 30 June 2026.

1.2 It renews for one year unless either party gives notice of at least six months before it ends.
"""
WORDS = (Evidence(text="No.", start=0, end=3, clause="9.1"),)


def report(path: str, text: str = SEEDED) -> Report:
    document = Document.from_blocks([Block(text=text, start=0, end=0, kind=BlockKind.PARAGRAPH)])
    return judge(document.model_copy(update={"path": path}), tier=Tier.MEDIUM, playbook="p")


def finding(code: str, status: Status, severity: Severity = Severity.CRITICAL, confidence: float = 1.0) -> Finding:
    quoted = status is not Status.MISSING
    return Finding(
        element=f"element-{code.lower()}", code=code, severity=severity, status=status, confidence=confidence,
        evidence=WORDS if quoted else (), reason="A reason.", remedy="Say so.",
    )  # fmt: skip


def with_verdicts(*verdicts: Verdict) -> Report:
    return report("a.txt").model_copy(update={"verdicts": verdicts})


def verdict(code: str, *findings: Finding, mandatory: bool = False, status: Status = Status.PARTIAL) -> Verdict:
    return Verdict(
        requirement=code.lower(), code=code, title=f"About {code}", mandatory=mandatory, status=status,
        findings=findings,
    )  # fmt: skip


def measured() -> Report:
    return report("a.txt").model_copy(update={"assurance": MEASURED})


# One contract -------------------------------------------------------------------------------------------


def test_gaps_come_most_urgent_first() -> None:
    gaps = gaps_of(
        with_verdicts(
            verdict("AAA", finding("AAA-1", Status.MISSING, Severity.MAJOR), finding("AAA-2", Status.SATISFIED)),
            verdict("BBB", finding("BBB-1", Status.CONTRADICTED), finding("BBB-2", Status.UNCERTAIN)),
            verdict(
                "SUS",
                finding("SUS-1", Status.UNCERTAIN),
                finding("SUS-2", Status.MISSING),
                finding("SUS-3", Status.CONTRADICTED),
                mandatory=True,
            ),
        )
    )
    assert [gap.first.code for gap in gaps] == [
        "SUS-3",  # contradicted, critical, mandatory
        "SUS-2",  # missing, critical, mandatory
        "BBB-1",  # critical, of another requirement
        "SUS-1",  # critical but uncertain
        "BBB-2",
        "AAA-1",  # major
    ]


def test_a_requirement_that_is_wholly_absent_is_one_gap() -> None:
    absent = verdict("SUS", finding("SUS-1", Status.MISSING), finding("SUS-2", Status.MISSING))
    shown = render_text([with_verdicts(absent)])
    assert "✗ About SUS (SUS): missing, none of its 2 elements was found" in shown
    assert "SUS-2" not in shown


def test_a_gap_is_shown_with_title_code_words_place_and_what_would_satisfy_it() -> None:
    broken = finding("SUS-1", Status.CONTRADICTED).model_copy(update={"why": "denied"})
    shown = render_text([with_verdicts(verdict("SUS", broken))]).splitlines()
    at = shown.index("‼ About SUS: element sus 1 (SUS-1): contradicted")
    assert shown[at + 1 : at + 4] == ["    A reason.", "    “No.” (clause 9.1)", "    To satisfy it: Say so."]


def test_mandatory_provisions_come_first_and_the_verdict_last() -> None:
    mandatory = verdict("SUS", finding("SUS-1", Status.SATISFIED), mandatory=True, status=Status.SATISFIED)
    other = verdict("AAA", finding("AAA-1", Status.MISSING))
    shown = render_text([with_verdicts(other, mandatory)]).splitlines()
    assert shown[2:4] == ["Mandatory provisions", "✓ About SUS (SUS)  satisfied     1 of 1 element"]
    assert shown[-5].startswith("Verdict: partial (2 elements: ")
    assert shown[-4] == "         The mandatory provisions are there; other safeguards are not."
    assert shown[-3] == "Next:    clausegen explain AAA-1"
    assert shown[-2].startswith("Then:    clausegen draft ")


def test_a_contradiction_is_quoted_although_graver_gaps_fill_the_page() -> None:
    grave = [verdict(code, finding(f"{code}-1", Status.MISSING)) for code in ("BBB", "CCC", "DDD", "EEE", "FFF")]
    grave += [verdict(f"G{letter}", finding(f"G{letter}-1", Status.MISSING)) for letter in "ABCDEFGHIJKLMNOP"]
    denied = verdict("REM", finding("REM-3", Status.CONTRADICTED, Severity.MAJOR))
    shown = render_text([with_verdicts(*grave, denied)]).splitlines()
    at = shown.index("‼ About REM: element rem 3 (REM-3): contradicted")
    assert "“No.” (clause 9.1)" in shown[at + 1] or "“No.” (clause 9.1)" in shown[at + 2]
    assert any(line.startswith("Also not satisfied") for line in shown[at:])


def test_what_is_satisfied_is_folded_unless_all_is_asked_for() -> None:
    whole = with_verdicts(
        verdict("SUS", finding("SUS-1", Status.SATISFIED)), verdict("AAA", finding("AAA-1", Status.MISSING))
    )
    folded, everything = render_text([whole]), render_text([whole], detail=Detail.ALL)
    assert "Satisfied in full: About SUS (SUS)." in folded
    assert "SUS-1" not in folded
    assert "✓ Element sus 1 (SUS-1, critical): satisfied" in everything


def test_a_reason_that_holds_back_many_findings_is_said_once() -> None:
    caveat = Caveat(code=CaveatCode.OPEN_OPERATION, reason="An amendment that is not read may change it.")
    held = [finding(f"SUS-{number}", Status.UNCERTAIN).held_back(caveat) for number in range(1, 7)]
    shown = render_text([with_verdicts(verdict("SUS", *held))])
    assert shown.count("not read") == 1
    assert "Held back (6 elements): An amendment" in shown


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "samples" / "contracts").iterdir()))
def test_the_report_of_a_sample_fits_in_eighty_lines_and_begins_with_the_answer(name: str) -> None:
    judged = check(ROOT / "samples" / "contracts" / name, tier=Tier.HIGH)
    shown = render_text([judged]).splitlines()
    assert len(shown) < 80
    assert any("(SUS)" in line for line in shown[:24])
    assert any(line.lstrip().startswith("To satisfy it:") for line in shown[:24])
    hidden = {gap.first.code for gap in gaps_of(judged) if not gap.is_whole} - set(
        re.findall(r"[A-Z]{3}-\d+", "\n".join(shown))
    )
    assert hidden == set(), "every gap is at least named"


@pytest.mark.parametrize(
    ("path", "form", "expected", "why"),
    [
        ("a.docx", "docx", ["clausegen remedy a.docx -o a-revised.docx --tier medium"], "a Word file can be revised"),
        (
            "a b.docx",
            "docx",
            ["clausegen remedy 'a b.docx' -o 'a b-revised.docx' --tier medium"],
            "quoted for the shell",
        ),
        (
            "a.pdf",
            "pdf",
            ["clausegen explain REP-1", "clausegen draft deal.toml --interactive --kind addendum --contract a.pdf"],
            "a PDF cannot, so the clauses come in a paper of their own",
        ),
    ],
)
def test_the_next_commands_can_be_pasted(path: str, form: str, expected: list[str], why: str) -> None:
    judged = report(path)
    judged = judged.model_copy(update={"contract": judged.contract.model_copy(update={"format": form})})
    assert list(next_commands(judged)) == expected, why


# Several contracts --------------------------------------------------------------------------------------


def test_several_contracts_are_a_table_sorted_by_urgency() -> None:
    mild = with_verdicts(verdict("SUS", finding("SUS-1", Status.UNCERTAIN), mandatory=True))
    grave = with_verdicts(verdict("SUS", finding("SUS-1", Status.CONTRADICTED), mandatory=True))
    grave = grave.model_copy(update={"contract": grave.contract.model_copy(update={"path": "z.txt"})})
    shown = render_text([mild, grave]).splitlines()
    assert sorted([mild, grave], key=urgency)[0] is grave
    assert shown[0].split() == ["contract", "overall", "SUS", "‼", "✗", "?", "✓"]
    assert [line.split()[0] for line in shown[1:3]] == ["z.txt", "a.txt"]
    assert shown[-1] == "Next: clausegen check z.txt --tier medium"


def test_each_of_several_contracts_is_shown_when_gaps_are_asked_for() -> None:
    both = [report("a.txt"), report("b.txt", "Nothing.")]
    assert "To satisfy" not in render_text(both)
    shown = render_text(both, detail=Detail.GAPS)
    assert shown.count("Verdict: ") == 2
    assert "contract  overall" in shown


def test_the_deadline_for_notice_is_in_the_table_when_a_contract_states_one(tmp_path: Path) -> None:
    path = tmp_path / "dated.txt"
    path.write_text(DATED, encoding="utf-8")
    dated = check(path, tier=Tier.HIGH)
    shown = render_text([dated, report("a.txt")]).splitlines()
    assert shown[0].endswith("notice by")
    assert shown[1].endswith("2025-12-30")


def test_no_line_of_the_table_is_wider_than_the_terminal_and_long_paths_keep_their_end() -> None:
    paths = [f"{'folder/' * 30}{name}.txt" for name in "ab"]
    table = render_text([report(path) for path in paths], width=80).partition("\n\n")[0].splitlines()
    assert max(map(len, table)) <= 80
    assert "/a.txt " in table[1]
    assert table[1].startswith("…")


# Width, colour, progress --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("there", "used", "why"),
    [("80", 80, "as wide as it is"), ("40", 60, "narrower is unreadable"), ("250", 120, "so is wider")],
)
def test_a_report_fits_the_terminal(there: str, used: int, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", there)
    assert columns() == used, why
    lines = rendered("text", [Judged(measured(), ())], (), at_terminal=True, detail="urgent").splitlines()
    lines = [line for line in lines if not line.startswith("Then:")]  # a command is not broken: it is to be pasted
    assert used - 15 < max(len(CODES.sub("", line)) for line in lines) <= used, why


def test_a_report_that_is_not_shown_at_a_terminal_is_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for wide in ("80", "200"):
        monkeypatch.setenv("COLUMNS", wide)
        made.append(rendered("text", [Judged(measured(), ())], (), at_terminal=False, detail="urgent"))
    assert made[0] == made[1]
    assert max(map(len, made[0].splitlines())) <= 100


def test_a_sign_stays_on_the_line_of_its_code_and_has_its_colour() -> None:
    page = TerminalPage(colour=True, width=20)
    page.wrapped(f"Why? {SIGNS[Status.MISSING]}{UNBROKEN}AAA-1, {SIGNS[Status.UNCERTAIN]}{UNBROKEN}AAA-2")
    lines = page.text().splitlines()
    assert [CODES.sub("", line) for line in lines] == ["Why? ✗ AAA-1,", "? AAA-2"]
    assert "Why?" in lines[0], "only a sign is coloured"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_a_terminal_without_colour_gets_none(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[3" in render_text([measured()], colour=True)
    monkeypatch.setenv(name, value)
    assert "\x1b[3" not in render_text([measured()], colour=True)


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """A timer that runs out when the test says so."""

    def __init__(self, seconds: float, ring: Callable[[], None]) -> None:
        self.ring = ring

    def start(self) -> None:
        Clock.ring_now = self.ring  # type: ignore[attr-defined]

    def cancel(self) -> None: ...


def test_progress_is_shown_after_two_seconds_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clausegen.cli.progress.Timer", Clock)
    screen = Screen()
    files = followed([Path("a"), Path("b"), Path("c")], stream=screen)
    assert [next(files), next(files)] == [Path("a"), Path("b")]
    assert screen.getvalue() == "", "no two seconds are over"
    Clock.ring_now()  # type: ignore[attr-defined]
    assert screen.getvalue().endswith("2 of 3: b"), "in the middle of a file"
    assert list(files) == [Path("c")]
    assert "3 of 3: c" in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[K")
    Clock.ring_now()  # type: ignore[attr-defined]
    assert screen.getvalue().endswith("\r\x1b[K"), "nothing comes after the end"


def test_nothing_is_shown_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clausegen.cli.progress._AFTER", 0)
    log, quiet = io.StringIO(), Screen()
    assert len(list(followed([Path("a")], stream=log))) == len(list(followed([Path("a")], quiet=True, stream=quiet)))
    assert log.getvalue() == quiet.getvalue() == ""


# What a finding is worth --------------------------------------------------------------------------------


def test_how_far_to_trust_it_is_said_once() -> None:
    shown = " ".join(render_text([measured()]).split())
    assert shown.count("95% confidence") == 1
    assert "at most 4.8% of contracts" in shown


@pytest.mark.parametrize(
    ("status", "confidence", "said", "why"),
    [
        (Status.MISSING, 1.0, "", "a figure would look like a score of the contract"),
        (Status.SATISFIED, 0.97, "", "as sure as usual"),
        (Status.SATISFIED, 0.9, "satisfied (right in 90% of such cases)", "less sure than usual"),
        (Status.CONTRADICTED, 0.7, "(right in 70% of such cases)", "less sure than usual"),
        (Status.UNCERTAIN, 0.43, "(people found it satisfied in 43% of such cases)", "says which way"),
    ],
)
def test_confidence_is_said_where_it_helps(status: Status, confidence: float, said: str, why: str) -> None:
    whole = with_verdicts(verdict("SUS", finding("SUS-1", status, confidence=confidence)))
    text = " ".join(render_text([whole], detail=Detail.ALL).split())
    assert said in text, why
    assert ("% of such" in text) is bool(said), why


def test_of_what_could_not_be_found_because_it_was_not_read_no_figure_is_given() -> None:
    unread = finding("SUS-1", Status.UNCERTAIN, confidence=0.32).model_copy(update={"evidence": ()})
    assert "% of such" not in render_text([with_verdicts(verdict("SUS", unread))])


def test_a_page_says_what_a_finding_is_worth_as_the_text_does() -> None:
    page = render_html([with_verdicts(verdict("SUS", finding("SUS-1", Status.CONTRADICTED, confidence=0.7)))])
    assert "right in 70% of such cases" in page
    assert "confidence 0" not in page


@pytest.mark.parametrize("option", ["--gaps", "--all"])
def test_details_of_another_format_are_refused(option: str, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("1. Use\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(file), option, "--format", "json"])
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert f"{option} is for the text report" in result.stderr


def test_quiet_prints_nothing_and_the_exit_code_tells(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("1. Use\n1.1 The Licensee may use the Software.\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(file), "--quiet"])
    assert (result.exit_code, result.output) == (1, "")


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        ((Status.SATISFIED, Status.SATISFIED), "The mandatory provisions are there; other safeguards are not."),
        ((Status.SATISFIED, Status.UNCERTAIN), "Have a lawyer read About BBB (BBB) before anybody signs"),
        ((Status.MISSING, Status.UNCERTAIN), "Do not sign it as it stands: About AAA (AAA) is not satisfied."),
        ((Status.PARTIAL, Status.CONTRADICTED), "About AAA (AAA) and About BBB (BBB) are not satisfied."),
    ],
)
def test_the_verdict_says_what_follows_from_the_mandatory_provisions(
    statuses: tuple[Status, Status], said: str
) -> None:
    found = [
        verdict(code, finding(f"{code}-1", Status.MISSING), mandatory=True, status=status)
        for code, status in zip(("AAA", "BBB"), statuses, strict=True)
    ]
    assert said in " ".join(render_text([with_verdicts(*found)]).split())


def test_a_verdict_that_is_only_uncertain_calls_nothing_absent() -> None:
    mandatory = verdict("SUS", finding("SUS-1", Status.SATISFIED), mandatory=True, status=Status.SATISFIED)
    open_one = verdict("AAA", finding("AAA-1", Status.UNCERTAIN), status=Status.UNCERTAIN)
    counts = Summary(status=Status.UNCERTAIN, satisfied=1, uncertain=1)
    judged = with_verdicts(mandatory, open_one).model_copy(update={"summary": counts})
    shown = " ".join(render_text([judged]).split())
    assert "The mandatory provisions are there; have a lawyer read" in shown


ITALIAN = """CONTRATTO DI FORNITURA
tra Orione S.p.A. ("il Fornitore") e il Ministero dell'Interno ("il Cliente").
1. Oggetto. Il Fornitore fornisce al Cliente il sistema di intercettazione alle condizioni del presente contratto.
2. Sospensione. Il Fornitore può sospendere l'uso del sistema quando sospetta un abuso, senza alcun preavviso.
3. Durata. Il contratto ha la durata di dodici mesi dalla firma e non si rinnova tacitamente.
"""


def test_a_contract_in_a_language_that_is_not_judged_gets_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "contratto.txt"
    file.write_text(ITALIAN, encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(file), "--tier", "high"])
    assert result.exit_code == 2
    assert "not judged (it). Have a lawyer read it" in " ".join(result.stdout.split())
    assert len(result.stdout.splitlines()) < 8
    assert "clausegen draft" not in result.stdout


def test_a_file_of_which_nothing_could_be_read_lists_no_elements() -> None:
    blocks = [Block(text="SUPPLY AGREEMENT", start=0, end=0)]
    scan = Document.from_blocks(blocks)
    scan = scan.model_copy(update={"coverage": scan.coverage.model_copy(update={"complete": False})})
    text = render_text([pipeline.judge(scan, tier=Tier.HIGH)])
    assert "Verdict: not judged" in text
    assert "SUS-1" not in text
