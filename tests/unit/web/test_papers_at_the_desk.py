"""A contract in several papers: each opens with its own text, and all of them as amended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import Browser, a_desk, put

from clausegen.model import Entry, Outcome, PartFile, Status, Tier

MASTER = (
    'Software Licence Agreement\n\nThis Agreement is made on 1 March 2022 between Arden Systems Ltd (the "Supplier") '
    'and the Ministry of Order (the "Customer").\n\n4. Suspension\n\n4.1 The Supplier may suspend at its sole '
    "discretion.\n\n4.2 No prior notice is required.\n\n5. Audit\n\n5.1 The Supplier may audit.\n"
)
PAPER = (
    "Amendment No. 1\n\nto the Software Licence Agreement of 1 March 2022\n\nDated 5 May 2023\n\n"
    "1. Clause 4.2 is deleted.\n\n2. Clause 5.1 is replaced by: “5.1 The Supplier may audit twice a year.”\n"
)
SUSPEND = "The Supplier may suspend at its sole discretion."
AUDIT = "The Supplier may audit twice a year."


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    files = {"a.txt": MASTER, "b.txt": PAPER}
    desk = a_desk(tmp_path / "contracts", files, {"SUS-1": SUSPEND, "AUD-1": AUDIT})
    master, paper = desk.entry("a.txt"), desk.entry("b.txt")
    assert master is not None
    assert master.report is not None
    assert paper is not None
    own = next(f for f in paper.report.findings if f.code == "AUD-1")  # type: ignore[union-attr]
    verdicts = []
    for verdict in master.report.verdicts:
        part = {"evidence": tuple(e.model_copy(update={"part": "amendment b.txt"}) for e in own.evidence)}
        found = [own.model_copy(update=part) if f.code == "AUD-1" else f for f in verdict.findings]
        verdicts.append(verdict.model_copy(update={"findings": tuple(found)}))
    parts = (
        PartFile(path="a.txt", sha256=master.sha256, format="txt", part=""),
        PartFile(path="b.txt", sha256=paper.sha256, format="txt", part="amendment b.txt"),
    )
    contract = master.report.contract.model_copy(update={"files": parts})
    report = master.report.model_copy(update={"verdicts": tuple(verdicts), "contract": contract})
    joined = {"family": "Arden", "tier": Tier.HIGH, "outcome": Outcome.JUDGED}
    put(desk, Entry(path="a.txt", sha256=master.sha256, role="master", report=report, **joined))  # type: ignore[arg-type]
    put(desk, Entry(path="b.txt", sha256=paper.sha256, role="amendment", of="a.txt", shadow=True, **joined))  # type: ignore[arg-type]
    yield Browser(desk)
    desk.close()


def marked(page: str, code: str) -> list[str]:
    return [piece.partition("</mark>")[0] for piece in page.split(f'<mark data-codes="{code}">')[1:]]


def test_a_paper_opens_with_its_own_words_marked_and_the_findings_of_the_contract(browser: Browser) -> None:
    page = browser.ask(browser.contract("b.txt"))
    assert page.status == 200
    assert marked(page.text, "AUD-1") == [AUDIT]
    assert marked(page.text, "SUS-1") == []
    assert f'action="{browser.contract("a.txt")}/decide"' in page.text, "decisions are about the contract"
    assert "<b>Clause 4.2</b> deleted" in page.text


def test_as_amended_the_removed_is_struck_the_added_named_and_both_papers_quotations_are_marked(
    browser: Browser,
) -> None:
    page = browser.ask(f"{browser.contract('a.txt')}?view=amended").text
    assert marked(page, "SUS-1") == [SUSPEND]
    assert "".join(marked(page, "AUD-1")) == AUDIT
    assert '<del title="Deleted by' in page
    assert "No prior notice is required." in page
    assert '<ins title="Inserted by' in page
    assert "2 changes by the papers" in page


def test_words_of_any_paper_can_be_named(browser: Browser) -> None:
    browser.decide("AUD-2", "wrong", status="satisfied", words="audit twice a year")
    report = browser.desk.report("a.txt")
    assert report is not None
    assert next(f.status for f in report.findings if f.code == "AUD-2") is Status.SATISFIED
    page = browser.ask(browser.contract("b.txt")).text
    assert marked(page, "AUD-1 AUD-2") == ["audit twice a year"]


def test_named_words_hold_only_while_every_paper_is_the_same(browser: Browser) -> None:
    browser.decide("AUD-2", "wrong", status="satisfied", words="audit twice a year")
    entry = browser.desk.entry("a.txt")
    assert entry is not None
    assert entry.report is not None
    master, paper = entry.report.contract.files
    changed = (master, paper.model_copy(update={"sha256": "f" * 64}))
    contract = entry.report.contract.model_copy(update={"files": changed})
    put(browser.desk, entry.model_copy(update={"report": entry.report.model_copy(update={"contract": contract})}))
    report = browser.desk.report("a.txt")
    assert report is not None
    assert next(f.status for f in report.findings if f.code == "AUD-2") is Status.MISSING
