"""Waived and known gaps are marked, never hidden; a change says what caused it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from portfolios import GENERATOR, a_portfolio, judge
from test_audit_command import audit, lines

from clausegen.audit.store import Store
from clausegen.audit.trend import Comparison, Earlier, as_object, judged, load_earlier
from clausegen.audit.waivers import Waiver, Waivers, load_waivers
from clausegen.document import Block, Document
from clausegen.errors import DataError, UsageError
from clausegen.findings import Generator
from clausegen.library import load_library
from clausegen.portfolio import Entry, Outcome
from clausegen.requirement import Tier

TODAY = dt.date(2026, 6, 1)


def an_entry(path: str, text: str, *, tier: Tier = Tier.LOW, generator: Generator = GENERATOR, **fields: str) -> Entry:
    document = Document.from_blocks([Block(text=text, start=0, end=0)], path=path, format="txt", sha256=text)
    report = judge(document, tier=tier, playbook="p", generator=generator)
    return Entry(path=path, outcome=Outcome.JUDGED, tier=tier, report=report, sha256=text, **fields)


def a_waiver(contract: str = "a.txt", element: str = "SUS-1", expires: str = "2026-06-01") -> str:
    fields = {"contract": contract, "element": element, "reason": "no sales", "approver": "Board"}
    return "\n".join(["[[waivers]]", *(f'{k} = "{v}"' for k, v in fields.items()), f"expires = {expires}", ""])


def waived(tmp_path: Path, text: str) -> tuple[dict, list[str]]:
    (tmp_path / "waivers.toml").write_text(text)
    waivers = load_waivers(tmp_path / "waivers.toml", TODAY)
    marks = waivers.marks(an_entry("a.txt", "Nothing."))
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
    ],
)
def test_a_wrong_waiver_says_where(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        waived(tmp_path, text)
    assert said in str(caught.value)


def changes(before: Entry, now: Entry) -> list[tuple[str, str, tuple[str, ...]]]:
    comparison = Comparison(Earlier("last quarter", judged([as_object(before)])))
    comparison.add(now)
    return [(change.kind, change.code, change.causes) for change in comparison.trend().changes]


OTHER = GENERATOR.model_copy(update={"library_sha256": "lib2"})
NEWER = GENERATOR.model_copy(update={"model_sha256": "m2"})


@pytest.mark.parametrize(
    ("now", "kind", "causes"),
    [
        (an_entry("a.txt", "We may suspend."), "gained", ("text",)),
        (an_entry("a.txt", "We may suspend.", generator=OTHER), "gained", ("text", "library")),
        (an_entry("a.txt", "We may suspend.", tier=Tier.HIGH), "gained", ("text", "tier")),
    ],
)
def test_a_change_names_its_causes(now: Entry, kind: str, causes: tuple[str, ...]) -> None:
    assert changes(an_entry("a.txt", "Nothing."), now) == [(kind, "SUS-1", causes)]


def test_a_loss_is_told_from_a_gain_and_a_model_from_a_text() -> None:
    before = an_entry("a.txt", "We may suspend.")
    now = an_entry("a.txt", "Nothing.", generator=NEWER)
    assert changes(before, now) == [("lost", "SUS-1", ("text", "model"))]


def test_nothing_changed_is_no_change() -> None:
    assert changes(an_entry("a.txt", "Nothing."), an_entry("a.txt", "Nothing.", generator=NEWER)) == []


def test_a_moved_file_is_neither_new_nor_gone() -> None:
    assert changes(an_entry("a.txt", "Nothing."), an_entry("moved/a.txt", "Nothing.")) == []


def test_new_and_gone_files_are_changes() -> None:
    found = changes(an_entry("a.txt", "Nothing."), an_entry("b.txt", "Something."))
    assert [kind for kind, _, _ in found] == ["gone", "new"]


def test_an_earlier_audit_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="earlier audit"):
        load_earlier(tmp_path)
    (tmp_path / "audit.jsonl").write_text("no json\n")
    with pytest.raises(DataError, match=":1"):
        load_earlier(tmp_path)
    (tmp_path / "audit.jsonl").write_text('{"verdicts": [1]}\n')
    with pytest.raises(DataError, match=r"audit\.jsonl"):
        load_earlier(tmp_path)


@pytest.mark.parametrize("name", ["suspension", "SUS"])
def test_a_waiver_on_a_whole_requirement_says_which_elements_there_are(name: str, tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_text(a_waiver(element=name))
    (concern,) = load_waivers(tmp_path / "w.toml", TODAY).concerns(load_library())
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
        "note: gone/*: SUS-1: it waives nothing now (approved by Board); no contract has this gap"
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
    assert bool(Waivers((waiver,), TODAY).marks(an_entry(path, "Nothing."))) is named, why


def unread(path: str) -> Entry:
    return Entry(path=path, outcome=Outcome.UNREADABLE, reason="torn", tier=Tier.LOW)


@pytest.mark.parametrize(
    ("contract", "entry", "said", "why"),
    [
        ("gone.txt", an_entry("a.txt", "Nothing."), "remove it", "no such file"),
        ("a.txt", an_entry("a.txt", "We may suspend."), "remove it", "the gap is closed"),
        ("a.txt", unread("a.txt"), "could not be read", "nobody knows whether the gap is there"),
        ("n/a.txt", unread("n"), "could not be read", "its folder cannot be opened"),
        ("n.zip!a.txt", unread("n.zip"), "could not be read", "its archive cannot be unpacked"),
        ("a.txt", unread("b.txt"), "remove it", "it names no file, and another was not read"),
        ("a.txt", an_entry("a.txt", "Nothing.", of="b.txt"), "that of b.txt", "its gaps count under another path"),
        ("a.txt", an_entry("a.txt", "We may suspend.", of="b.txt"), "remove it", "a copy without this gap"),
    ],
)
@pytest.mark.parametrize("expires", ["2026-06-01", "2026-05-31"])
def test_a_waiver_that_marks_nothing_says_why(contract: str, entry: Entry, said: str, why: str, expires: str) -> None:
    day = dt.date.fromisoformat(expires)
    waivers = Waivers((Waiver(contract=contract, element="SUS-1", reason="r", approver="a", expires=day),), TODAY)
    assert not waivers.marks(entry)
    (concern,) = waivers.concerns(load_library())
    assert said in concern.message, why


def test_a_waiver_of_a_copy_silences_no_other_path(tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in", a="The Supplier sells lamps.", copy="The Supplier sells lamps.")
    (folder / "waivers.toml").write_text(a_waiver(contract="copy.txt", element="SUS-1", expires="2030-01-01"))
    result = audit(folder, "-o", tmp_path / "out", "--workers", 1, "--today", "2026-06-01")
    assert [row["marks"] for row in lines(tmp_path / "out")] == [{}, {}]
    assert "the report of copy.txt is that of a.txt" in result.stdout


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

    def objects(*_: object) -> Iterator[dict]:
        yield pytest.fail("the run before was read")

    monkeypatch.setattr(Store, "objects", objects)
    again = audit(folder, "-o", out, "--workers", 1)
    assert (again.exit_code, "judged now: 0" in again.stdout) == (1, True)
