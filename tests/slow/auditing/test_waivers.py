"""Waived and known gaps are marked, never hidden."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from portfolios import a_portfolio, an_audited
from test_audit_command import audit, lines

from clausegen.auditing.store import Store
from clausegen.auditing.waivers import Waivers
from clausegen.decisions import Waiver, load_waivers
from clausegen.errors import DataError
from clausegen.library.load import load_library
from clausegen.model.portfolio import Entry, Outcome
from clausegen.model.requirement import Tier

TODAY = dt.date(2026, 6, 1)


def a_waiver(contract: str = "a.txt", element: str = "SUS-1", expires: str = "2026-06-01") -> str:
    fields = {"contract": contract, "element": element, "reason": "no sales", "approver": "Board"}
    return "\n".join(["[[waivers]]", *(f'{k} = "{v}"' for k, v in fields.items()), f"expires = {expires}", ""])


def waived(tmp_path: Path, text: str) -> tuple[dict, list[str]]:
    (tmp_path / "waivers.toml").write_text(text)
    waivers = Waivers(load_waivers(tmp_path / "waivers.toml"), TODAY)
    marks = waivers.marks(an_audited("a.txt", "Nothing."))
    return marks, [concern.kind for concern in waivers.concerns(load_library())]


@pytest.mark.parametrize(
    ("waiver", "marked", "concerns", "why"),
    [
        (a_waiver(), True, [], "holds on its last day"),
        (a_waiver(contract="*.txt"), True, [], "a pattern"),
        (a_waiver(expires="2026-05-31"), False, ["waiver-expired"], "expired the day before"),
        (a_waiver(contract="b.txt"), False, ["waiver-unused"], "another contract"),
        (a_waiver(element="SUS-999"), False, ["waiver-unknown-element"], "no such element"),
    ],
)
def test_waivers(tmp_path: Path, waiver: str, marked: bool, concerns: list[str], why: str) -> None:
    marks, kinds = waived(tmp_path, waiver)
    assert (bool(marks), kinds) == (marked, concerns), why


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[waivers]]\ncontract = 'a'\n", "element: a value, but the key is absent"),
        (a_waiver().replace("reason", "raeson"), "no such key"),
        (a_waiver(expires="'soon'"), "expires"),
        ("waivers = 3", "waivers"),
        (a_waiver(contract=" "), "waivers.toml:2 waivers.0.contract: a text that is not empty"),
        (a_waiver(element="\t"), "waivers.toml:3 waivers.0.element: a text that is not empty"),
        (a_waiver().replace("no sales", "  "), "waivers.toml:4 waivers.0.reason: a text that is not empty"),
        (a_waiver().replace("Board", " "), "waivers.toml:5 waivers.0.approver: a text that is not empty"),
        (
            a_waiver().replace("Board", "\u200b"),
            "waivers.toml:5 waivers.0.approver: text without characters that nobody",
        ),
    ],
)
def test_a_wrong_waiver_says_where(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        waived(tmp_path, text)
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["suspension", "SUS"])
def test_a_waiver_on_a_whole_requirement_says_which_elements_there_are(name: str, tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_text(a_waiver(element=name))
    (concern,) = Waivers(load_waivers(tmp_path / "w.toml"), TODAY).concerns(load_library())
    assert "one waiver per element: SUS-1, SUS-2" in concern.message


@pytest.mark.parametrize("option", ["--waivers", "--baseline", "--compare"])
def test_what_cannot_be_read_is_said_before_anything_is_judged(option: str, tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a="The Supplier sells lamps.")
    result = audit(folder, "-o", tmp_path / "out", "--workers", 1, option, tmp_path / "absent.toml")
    assert (result.exit_code, "absent.toml" in result.stderr) == (2, True), result.output
    assert not (tmp_path / "out").exists()


def test_waivers_of_the_folder_are_no_contract_when_others_are_given(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a="The Supplier sells lamps.")
    for file in (folder / "waivers.toml", tmp_path / "other.toml"):
        file.write_text(a_waiver(expires="2030-01-01"))
    result = audit(folder, "-o", tmp_path / "out", "--workers", 1, "--waivers", tmp_path / "other.toml")
    assert "files: 1 (1 judged); judged now: 1" in result.stdout, result.output


def test_faults_of_waivers_come_before_the_notes_about_files(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", **{f"f{n}": f"Text {n}." for n in range(12)})
    (folder / "register.csv").write_text("path\nf0.txt\n")
    (folder / "waivers.toml").write_text(
        a_waiver(contract="gone/*", expires="2030-01-01") + a_waiver(element="SUS-999", expires="2030-01-01")
    )
    said = audit(folder, "-o", tmp_path / "out", "--workers", 1, "--today", "2026-06-01").stdout
    notes = [line for line in said.splitlines() if line.startswith("note: ")]
    assert notes[0].startswith("note: a.txt: SUS-999: the library has no such element")
    assert notes[1].startswith(
        "note: gone/*: SUS-1: it waives nothing now (approved by Board); no contract with this gap was found"
    )
    assert f"results: {tmp_path / 'out' / 'audit.html'}" in said


@pytest.mark.parametrize(
    ("contract", "path", "named", "why"),
    [
        ("msa.txt", "msa.txt", True, "the path itself"),
        ("msa.txt", "sudland/msa.txt", False, "a contract of the same name elsewhere"),
        ("norland/*", "norland/x.txt", True, "in the folder"),
        ("norland/*", "norland/2024/x.txt", True, "in a folder of the folder"),
        ("norland/*", "norland/deals.zip!x.txt", True, "in an archive in the folder"),
        ("norland/*", "archive/norland/x.txt", False, "a folder of the same name elsewhere"),
        ("*.txt", "norland/x.txt", True, "a star also spans folders"),
        ("*/msa.txt", "sudland/msa.txt", True, "a name in any folder, said aloud"),
        ("deal [2].txt", "deal [2].txt", True, "a path is itself, whatever signs it holds"),
        ("deal [2].txt", "deal 3.txt", False, "another contract"),
        ("Caf\u00e9.txt", "Cafe\u0301.txt", True, "as a Mac stores it"),
        ("MSA.txt", "msa.txt", False, "upper and lower case differ"),
        ("x.txt", "a.zip!x.txt", False, "what lies in an archive is called by its archive"),
    ],
)
def test_a_waiver_reaches_the_contracts_it_names_and_no_other(contract: str, path: str, named: bool, why: str) -> None:
    waiver = Waiver(contract=contract, element="SUS-1", reason="r", approver="a", expires=TODAY)
    assert bool(Waivers((waiver,), TODAY).marks(an_audited(path, "Nothing."))) is named, why


def read_in_part(path: str, text: str) -> Entry:
    entry = an_audited(path, text, outcome=Outcome.PARTLY_READ)
    assert entry.report
    coverage = entry.report.contract.coverage.model_copy(update={"complete": False})
    contract = entry.report.contract.model_copy(update={"coverage": coverage})
    return entry.model_copy(update={"report": entry.report.model_copy(update={"contract": contract})})


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (an_audited("b.txt", "Nothing."), "no such file"),
        (an_audited("a.txt", "We may suspend."), "the gap is closed"),
        (read_in_part("a.txt", "We may suspend."), "what was not read may take it back"),
        (Entry(path="a.txt", outcome=Outcome.UNREADABLE, reason="torn; mend it", tier=Tier.LOW), "not judged"),
        (an_audited("a.txt", "Nothing.", of="b.txt", shadow=True), "its gaps count under another path"),
    ],
)
@pytest.mark.parametrize("expires", ["2026-06-01", "2026-05-31"])
def test_a_waiver_that_marks_nothing_is_not_to_be_removed_before_all_is_judged(
    entry: Entry, why: str, expires: str
) -> None:
    day = dt.date.fromisoformat(expires)
    waivers = Waivers((Waiver(contract="a.txt", element="SUS-1", reason="r", approver="a", expires=day),), TODAY)
    assert not waivers.marks(entry)
    (concern,) = waivers.concerns(load_library())
    assert concern.message.endswith("remove it once all files that it names are judged in full without the gap"), why


@pytest.mark.parametrize(
    ("register", "contract", "waived", "why"),
    [
        ("a.txt,Alpha\nb.txt,Beta\n", "a.txt", ["a.txt"], "another customer's contract is not waived with it"),
        ("a.txt,Alpha\nb.txt,Beta\n", "b.txt", ["b.txt"], "nor is the one whose text was judged"),
        ("a.txt,Alpha\nb.txt,Beta\n", "*", ["a.txt", "b.txt"], "a pattern that names both"),
        ("a.txt,Alpha\nb.txt,Alpha\n", "b.txt", ["a.txt"], "one contract filed twice: any of its paths names it"),
        ("a.txt,Alpha\nb.txt,Alpha\n", "a.txt", ["a.txt"], "the path it is counted under, too"),
        ("a.txt,Alpha\n", "b.txt", ["a.txt"], "a copy without a row is the same contract"),
        ("", "b.txt", ["a.txt"], "as are two without"),
    ],
)
def test_a_waiver_reaches_one_contract_with_its_copies_and_no_other_of_the_same_text(
    register: str, contract: str, waived: list[str], why: str, tmp_path: Path
) -> None:
    folder = a_portfolio(tmp_path / "in", a="The Supplier sells lamps.", b="The Supplier sells lamps.")
    (folder / "register.csv").write_text(f"path,customer\n{register}")
    (folder / "waivers.toml").write_text(a_waiver(contract=contract, element="SUS-1", expires="2030-01-01"))
    result = audit(folder, "-o", tmp_path / "out", "--workers", 1, "--today", "2026-06-01")
    assert [row["contract"]["path"] for row in lines(tmp_path / "out") if row["marks"]] == waived, why
    assert f"marked gaps: {len(waived)} waived" in result.stdout, why
    assert "waives nothing" not in result.stdout, why


def test_the_gaps_of_another_customer_with_the_same_text_decide_the_exit_code(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a="The Supplier sells lamps.", b="The Supplier sells lamps.")
    out = tmp_path / "out"
    options = [folder, "-o", out, "--workers", 1, "--today", "2026-06-01"]
    audit(*options)
    gaps = [f["code"] for v in lines(out)[0]["verdicts"] for f in v["findings"] if f["status"] != "satisfied"]
    (folder / "waivers.toml").write_text("".join(a_waiver(element=code, expires="2030-01-01") for code in gaps))
    assert audit(*options).exit_code == 0
    (folder / "register.csv").write_text("path,customer\na.txt,Alpha\nb.txt,Beta\n")
    said = audit(*options)
    assert (said.exit_code, "contracts: 2 " in said.stdout) == (1, True)


@pytest.mark.parametrize("customer", ["Alpha", "Gamma"], ids=["a copy is the same contract", "another is new"])
def test_a_baseline_knows_no_gap_of_a_customer_that_came_later(tmp_path: Path, customer: str) -> None:
    folder, out = a_portfolio(tmp_path / "in", a="The Supplier sells lamps."), tmp_path / "out"
    (folder / "register.csv").write_text("path,customer\na.txt,Alpha\n")
    audit(folder, "-o", tmp_path / "spring", "--workers", 1)
    a_portfolio(folder, c="The Supplier sells lamps.")
    (folder / "register.csv").write_text(f"path,customer\na.txt,Alpha\nc.txt,{customer}\n")
    said = audit(folder, "-o", out, "--workers", 1, "--baseline", tmp_path / "spring")
    first, second = lines(out)
    assert {mark["kind"] for mark in first["marks"].values()} == {"known"}
    assert (second["marks"], second["shadow"]) == ({}, customer == "Alpha")
    assert said.exit_code == (0 if customer == "Alpha" else 1)


def test_a_contract_of_the_baseline_is_known_of_one_contract_only(tmp_path: Path) -> None:
    folder, out = a_portfolio(tmp_path / "in", a="The Supplier sells lamps."), tmp_path / "out"
    audit(folder, "-o", tmp_path / "spring", "--workers", 1)
    (folder / "a.txt").rename(folder / "x.txt")
    a_portfolio(folder, y="The Supplier sells lamps.")
    (folder / "register.csv").write_text("path,customer\nx.txt,Beta\ny.txt,Gamma\n")
    assert audit(folder, "-o", out, "--workers", 1, "--baseline", tmp_path / "spring").exit_code == 1
    first, second = lines(out)
    assert {mark["kind"] for mark in first["marks"].values()} == {"known"}
    assert second["marks"] == {}


def test_a_baseline_knows_no_gap_where_the_path_is_another_customers_now(tmp_path: Path) -> None:
    folder, out = a_portfolio(tmp_path / "in", a="The Supplier sells lamps."), tmp_path / "out"
    (folder / "register.csv").write_text("path,customer\na.txt,Alpha\n")
    audit(folder, "-o", tmp_path / "spring", "--workers", 1)
    (folder / "register.csv").write_text("path,customer\na.txt,Beta\n")
    assert audit(folder, "-o", out, "--workers", 1, "--baseline", tmp_path / "spring").exit_code == 1
    assert lines(out)[0]["marks"] == {}


@pytest.mark.parametrize(
    ("row", "known", "why"),
    [
        ("a.txt,Alpha,Norland,P", True, "the country was corrected"),
        ("a.txt,Alpha,N,Q", True, "the product was"),
        ("a.txt,ALPHA,N,P", True, "case makes no other name"),
        ("m/a.txt,Alpha,Norland,Q", True, "the file was moved besides"),
        ("a.txt,Beta,N,P", False, "another customer"),
        ("m/a.txt,Beta,N,P", False, "another customer, under another path"),
    ],
)
def test_a_baseline_knows_the_contract_of_a_customer_whatever_else_was_corrected(
    tmp_path: Path, row: str, known: bool, why: str
) -> None:
    folder, out = a_portfolio(tmp_path / "in", a="The Supplier sells lamps."), tmp_path / "out"
    (folder / "register.csv").write_text("path,customer,country,product\na.txt,Alpha,N,P\n")
    audit(folder, "-o", tmp_path / "spring", "--workers", 1)
    path = folder / row.split(",")[0]
    path.parent.mkdir(exist_ok=True)
    (folder / "a.txt").rename(path)
    (folder / "register.csv").write_text(f"path,customer,country,product\n{row}\n")
    said = audit(folder, "-o", out, "--workers", 1, "--baseline", tmp_path / "spring")
    assert (said.exit_code, bool(lines(out)[0]["marks"])) == ((0, True) if known else (1, False)), why


@pytest.mark.parametrize(
    ("contracts", "said", "severity", "why"),
    [
        (["a.txt"], "the gap is still there and waived no more", "major", "nothing else waives it"),
        (["a.txt", "a.txt"], "another waiver holds for the gap; remove this one", "minor", "it was renewed"),
        (["*.txt", "a.txt"], "the gap is still there and waived no more", "major", "renewed for one of two contracts"),
    ],
)
def test_an_expired_waiver_says_whether_the_gap_is_waived_by_another(
    contracts: list[str], said: str, severity: str, why: str
) -> None:
    days = [TODAY - dt.timedelta(1), TODAY]
    some = [
        Waiver(contract=contract, element="SUS-1", reason="r", approver="a", expires=day)
        for contract, day in zip(contracts, days, strict=False)
    ]
    waivers = Waivers(tuple(some), TODAY)
    for path in ("a.txt", "b.txt"):
        waivers.marks(an_audited(path, "Nothing."))
    (concern,) = waivers.concerns(load_library())
    assert concern.message.endswith(said), why
    assert concern.severity == severity, why


def test_an_empty_waiver_file_waives_nothing(tmp_path: Path) -> None:
    assert waived(tmp_path, "# all gaps are closed\n") == ({}, [])


def test_the_command_marks_and_compares(tmp_path: Path) -> None:
    folder, out = a_portfolio(tmp_path / "in", a="The Supplier sells lamps."), tmp_path / "out"
    assert audit(folder, "-o", out, "--workers", 1).exit_code == 1
    gaps = [f["code"] for v in lines(out)[0]["verdicts"] for f in v["findings"] if f["status"] != "satisfied"]
    (folder / "waivers.toml").write_text("".join(a_waiver(element=code, expires="2030-01-01") for code in gaps))
    options = ["-o", out, "--workers", 1, "--today", "2026-06-01"]
    assert audit(folder, *options).exit_code == 0
    assert {mark["kind"] for mark in lines(out)[0]["marks"].values()} == {"waived"}
    expired = audit(folder, "-o", out, "--workers", 1, "--today", "2031-01-01")
    assert expired.exit_code == 1
    assert "expired on 2030-01-01" in expired.stdout
    (folder / "waivers.toml").unlink()
    a_portfolio(folder, b="The Supplier sells oil.")
    known = audit(folder, "-o", out, "--workers", 1, "--baseline", out)
    assert f"marked gaps: {len(gaps)} known" in known.stdout
    assert "Since run 1" in (out / "audit.html").read_text(encoding="utf-8")


def test_results_made_from_the_same_are_not_written_again(tmp_path: Path) -> None:
    folder, out = a_portfolio(tmp_path / "in", a="The Supplier sells lamps."), tmp_path / "out"
    first = audit(folder, "-o", out, "--workers", 1)
    before = {path.name: path.stat().st_mtime_ns for path in out.glob("audit*.*l*")}
    again = audit(folder, "-o", out, "--workers", 1)
    assert {path.name: path.stat().st_mtime_ns for path in out.glob("audit*.*l*")} == before | {
        "audit.sqlite": (out / "audit.sqlite").stat().st_mtime_ns
    }
    assert again.stdout == first.stdout.replace("judged now: 1", "judged now: 0")
    (out / "audit.html").unlink()
    audit(folder, "-o", out, "--workers", 1)
    assert (out / "audit.html").exists()
    assert json.loads((out / "audit.jsonl").read_text())["outcome"] == "judged"


def test_a_run_that_changes_nothing_does_not_read_the_run_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = a_portfolio(tmp_path / "in", a="The Supplier sells lamps."), tmp_path / "out"
    audit(folder, "-o", out, "--workers", 1)
    a_portfolio(folder, b="The Supplier sells oil.")
    audit(folder, "-o", out, "--workers", 1)
    assert "Since run 1" in (out / "audit.html").read_text(encoding="utf-8")

    def said(*_: object) -> Iterator[dict]:
        yield pytest.fail("the run before was read")

    monkeypatch.setattr(Store, "judged", said)
    again = audit(folder, "-o", out, "--workers", 1)
    assert (again.exit_code, "judged now: 0" in again.stdout) == (1, True)
