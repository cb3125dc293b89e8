"""The page of an audit as people use it: what a search finds, where copies and amendments stand, what is printed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from lxml import html
from test_reports import PORTFOLIO, an_entry, rendered

from clausegen.model.document import Notice
from clausegen.model.portfolio import Counting, Entry, Outcome, PortfolioChange, Trend
from clausegen.report.html import Page
from clausegen.report.words import fewer_contracts

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
needs_browser = pytest.mark.skipif(not CHROMIUM, reason="Chromium, an external program, is not installed")


def noticed(entry: Entry) -> Entry:
    assert entry.report is not None
    contract = entry.report.contract.model_copy(update={"notices": (Notice(code="x", message="Read with care."),)})
    return entry.model_copy(update={"report": entry.report.model_copy(update={"contract": contract})})


FAMILY = {"family": "F", "role": "amendment", "reason": "judged as one with the family 'F'", "of": "m.txt"}
ENTRIES = [
    an_entry("am1.txt", **FAMILY),
    noticed(an_entry("b.txt", country="Sudland", owner="O\u2019Neill")),
    an_entry("c.txt", "Nothing.", customer="Alpha"),
    noticed(an_entry("m.txt", outcome=Outcome.PARTLY_READ, reason="page 2 was not read", family="F", role="master")),
    *(an_entry(f"n{n}.txt", outcome=Outcome.DUPLICATE, of="c.txt", reason="same content as c.txt", customer="Beta")
      for n in range(5)),
]  # fmt: skip
TREND = Trend(earlier="spring", changes=(PortfolioChange(kind="gone", path="old.txt"),),
              satisfied_before=1, satisfied_now=1,
              elements_before=2, elements_now=2, contracts_before=1, contracts_now=1)  # fmt: skip


@pytest.fixture(scope="module")
def page() -> str:
    return rendered(Page, ENTRIES, PORTFOLIO.model_copy(update={"trend": TREND})).decode()


def spaced(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def test_copies_and_files_of_a_family_stand_under_their_contract(page: str) -> None:
    told = {
        detail.xpath("string(summary/text()[normalize-space()])").strip(): list(
            map(spaced, detail.xpath("ul[@class='others']/li"))
        )
        for detail in html.fromstring(page).xpath("//details[@class='contract']")
    }
    assert told == {
        "b.txt": [],
        "c.txt – Alpha": [f"n{n}.txt (Beta, Norland): same content as c.txt" for n in range(5)],
        "m.txt": ["am1.txt (amendment, Norland): judged as one with the family 'F'"],
    }
    assert "<!--" not in page


def test_the_matrix_names_the_first_of_them(page: str) -> None:
    rows = [spaced(head) for head in html.fromstring(page).xpath("//table[@id='matrix']/tbody/tr/th")]
    assert rows == ["b.txt", "c.txtand n0.txt, n1.txt, n2.txt and 2 more", "m.txt partly-readand am1.txt"]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (ENTRIES[:4], "1 file is read as one contract with another of its family."),
        (ENTRIES[2:5], "1 copy has the report of its original."),
        ([*ENTRIES, an_entry("am2.txt", **FAMILY)],
         "2 files are read as one contract with others of their families; "
         "5 copies have the reports of their originals."),
        (ENTRIES[1:4], ""),
    ],
)  # fmt: skip
def test_it_is_said_why_there_are_fewer_contracts_than_files(entries: list[Entry], said: str) -> None:
    counting = Counting()
    for entry in entries:
        counting.add(entry)
    assert fewer_contracts(counting.tally()) == said
    text = spaced(html.fromstring(rendered(Page, entries)))
    assert said in text
    assert ("They are named under the contract" in text) is bool(said)


def driven(page: str, steps: str, folder: Path) -> dict:
    """What ``steps``, a function body in JavaScript, returns on the page in a browser."""
    page = re.sub("<meta http-equiv=.Content-Security-Policy.[^>]*>", "", page)  # for the steps, which are not its own
    made = folder / "page.html"
    script = f"document.title = 'done:' + JSON.stringify((() => {{ {steps} }})())"
    made.write_text(page.replace("</body>", f"<script>{script}</script></body>"), encoding="utf-8")
    dom = html.fromstring(browser("--dump-dom", made.as_uri(), folder=folder))
    found: dict = json.loads(dom.xpath("string(//title)").removeprefix("done:"))
    return found


def browser(*arguments: str, folder: Path) -> str:
    options = ("--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}")
    done = subprocess.run([CHROMIUM, *options, *arguments], capture_output=True, timeout=120, check=True)
    return done.stdout.decode()


SEARCHES = {
    "": (3, 0, "nothing is asked"),
    "b.txt": (1, 0, "the name of a file"),
    "norland partial": (1, 0, "words that all stand in the row"),
    "SUS-1": (1, 0, "a gap, and no contract that has the element"),
    "suspend": (2, 2, "a word that is quoted"),
    "o'neill": (1, 0, "an apostrophe of a keyboard for a printed one"),
    "am1": (1, 1, "a file of a family"),
    "n4.txt": (1, 1, "a copy that the matrix does not name"),
    "beta, norland": (1, 5, "the customer of a copy"),
    "with the family": (1, 1, "words that stand together in one passage"),
    "family the with": (0, 0, "the same words in another order"),
}


@needs_browser
def test_a_search_finds_names_gaps_quotations_copies_and_files_of_families(page: str, tmp_path: Path) -> None:
    steps = f"""
      const found = {{}};
      const search = document.getElementById("search");
      for (const words of {json.dumps(list(SEARCHES))}) {{
        search.value = words;
        search.form.dispatchEvent(new Event("input", {{ bubbles: true }}));
        found[words] = [document.querySelectorAll("#matrix tbody tr:not([hidden])").length,
          document.querySelectorAll(".found").length];
        if (document.querySelectorAll(".contract:not([hidden])").length !== found[words][0]) found[words] = "differ";
      }}
      return found;"""
    found = driven(page, steps, tmp_path)
    assert found == {words: [shown, marked] for words, (shown, marked, _) in SEARCHES.items()}


@needs_browser
def test_everything_shown_can_be_opened_for_printing(page: str, tmp_path: Path) -> None:
    steps = """
      document.getElementById("country").value = "Norland";
      document.getElementById("country").dispatchEvent(new Event("input", { bubbles: true }));
      const printed = () => {
        dispatchEvent(new Event("beforeprint"));
        return document.getElementById("printed").textContent;
      };
      const before = printed();
      document.getElementById("open-all").click();
      const open = Array.from(document.querySelectorAll("details[open]"), (one) => one.id);
      return { before, after: printed(), open };"""
    found = driven(page, steps, tmp_path)
    chosen = "Chosen by country Norland: 2 of 3 contracts; what stands above is of all. "
    assert found["before"].startswith(f"{chosen}Closed on the screen and printed as one line: 2 of 2;")
    assert found["after"] == f"{chosen}All of them are printed in full."
    assert found["open"] == ["changes", "c2", "c3"]


@needs_browser
def test_paper_says_what_is_closed(page: str, tmp_path: Path) -> None:
    made = tmp_path / "page.html"
    made.write_text(page, encoding="utf-8")
    browser(f"--print-to-pdf={tmp_path / 'page.pdf'}", made.as_uri(), folder=tmp_path)
    sheets = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    text = " ".join("".join(sheet.get_textpage().get_text_range() for sheet in sheets).split())
    assert "Closed on the screen and printed as one line: 3 of 3; “Open all details shown” opens them." in text
    assert "1 change (closed)" in text
    assert "b.txt (closed)" in text
