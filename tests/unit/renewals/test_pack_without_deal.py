"""A pack without a deal file: what the contract states, what a person answers, and brackets for the rest."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausegen.cli.main import main
from clausegen.errors import DataError
from clausegen.ingest import load_document
from clausegen.library import load_library
from clausegen.renewals import FACTS_NAME, Asked, Facts, answered_facts, asked_facts, load_practice
from clausegen.renewals.pack.agreement import stated_title

PRACTICE = load_practice(load_library().root)
CONTRACT = """LICENCE AGREEMENT

This Agreement is made on 3 February 2025 between

(1) Halden Systems Ltd, a company incorporated in Norland, of 4 Quay Street, Vell (the "Supplier"); and

(2) the Ministry of Order of Estmark, of 1 Republic Square, Vell (the "Customer").

1. Licence

1.1 The Supplier licenses the System to the Customer. The Customer shall pay the fees.

2. Term

2.1 This Agreement starts on 3 February 2025 and ends on 2 February 2027. It is governed by the laws of Norland.
"""


def pack(folder: Path, *more: str, answers: str = "", contract_text: str = CONTRACT) -> Result:
    contract = folder / "a.txt"
    contract.write_text(contract_text)
    words = ["renewals", "pack", str(contract), "-o", str(folder / "pack"), "--today", "2026-06-01", *more]
    return CliRunner().invoke(main, words, input=answers)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pack")
    assert pack(folder).exit_code == 0
    return folder / "pack"


def words_of(folder: Path) -> str:
    return "\n".join(load_document(file).text for file in sorted(folder.glob("*.docx")))


def test_the_contract_gives_parties_title_and_date(made: Path) -> None:
    known = answered_facts(made / FACTS_NAME, PRACTICE).known
    assert known == {
        "supplier.name": "Halden Systems Ltd",
        "customer.name": "Ministry of Order of Estmark",
        "agreement.title": "LICENCE AGREEMENT",
        "agreement.date": dt.date(2025, 2, 3),
    }


def test_what_nobody_knows_stands_in_brackets_and_is_listed(made: Path) -> None:
    words = words_of(made)
    assert "[CONFIRM: name of the product]" in words
    assert "takes effect on [CONFIRM: day on which the addendum takes effect]" in words
    assert "fixed term of [CONFIRM: months of the renewed term] months" in words
    left = json.loads((made / "manifest.json").read_text())["open"]
    assert {"product.name", "use_limits.start", "end_user.name"} <= set(left)


def test_no_stand_in_is_printed(made: Path) -> None:
    words = words_of(made)
    assert not [stand_in for stand_in in ("9999", "1900", "[to be completed]") if stand_in in words]


def test_answers_are_kept_and_used_by_the_next_run(tmp_path: Path) -> None:
    first = pack(tmp_path, "--ask", answers="Halden Systems GmbH\n")
    assert first.exit_code != 0  # the interview was broken off: standard input ended
    kept = tmp_path / "pack" / FACTS_NAME
    assert "answered" in kept.read_text()
    kept.write_text(kept.read_text() + '"product.name" = "Lantern"\n')
    assert pack(tmp_path).exit_code == 0
    assert "uses Lantern" in words_of(tmp_path / "pack")


def asking(*answers: str) -> Facts:
    given = iter(answers)
    return asked_facts(Facts(), PRACTICE, lambda _: next(given, ""))


def test_an_answer_that_does_not_fit_is_asked_for_again() -> None:
    asked: list[Asked] = []
    days = iter(["soon", "2027-02-30", "2027-02-03"])

    def ask(fact: Asked) -> str:
        asked.append(fact)
        return next(days) if fact.key == "use_limits.start" else ""

    facts = asked_facts(Facts(), PRACTICE, ask)
    assert facts.known == {"use_limits.start": dt.date(2027, 2, 3)}
    assert [fact.open for fact in asked if fact.key == "use_limits.start"][1].endswith("(a day such as 2027-03-31)")


def test_an_empty_answer_leaves_a_fact_open() -> None:
    assert asking().known == {}


WRONG = [
    ('"use_limits.start" = "soon"', "a day such as 2027-03-31", "words for a day"),
    ('"use_limits.concurrent_targets" = 0', "a whole number above 0", "no target at all"),
    ('"supplier.name" = ""', "words", "an empty name"),
    ('"supplier.nam" = "Halden"', "a fact of a pack: supplier.name", "an unknown key"),
]


@pytest.mark.parametrize(("line", "said", "why"), WRONG, ids=[case[2] for case in WRONG])
def test_a_wrong_fact_is_named_with_its_line(tmp_path: Path, line: str, said: str, why: str) -> None:
    file = tmp_path / FACTS_NAME
    file.write_text(f"# facts\n{line}\n")
    with pytest.raises(DataError, match=r":2 .*") as caught:
        answered_facts(file, PRACTICE)
    assert said in str(caught.value)


SILENT = (
    "2.2 It is extended by one year in each case if it is not terminated in writing with three months' notice to "
    "the end of the term."
)
OPTION = (
    "2.2 The Customer may extend this Agreement once for a further period of two years by giving the Supplier not less "
    "than six months' written notice."
)
NEW_YORK = "2.2 This Agreement is governed by the laws of the State of New York."
GERMAN = "2.2 The law of the Federal Republic of Germany applies."
LIKE_THE_CONTRACT = [
    (
        SILENT,
        "5-cover",
        "[CONFIRM: whether the agreement renews by itself",
        "conditional",
        "a renewal only judging found",
    ),
    (SILENT, "7-notice", "is not renewed", "conditional", "what may renew by itself gets its notice"),
    (
        OPTION,
        "5-cover",
        "unless the option to extend it",
        "conditional",
        "the customer needs no consent for its option",
    ),
    (NEW_YORK, "2-addendum", "Signed and delivered by", "as a deed", "New York knows no deeds"),
    (NEW_YORK, "2-addendum", "authoriz", "authoris", "American spelling"),
    (NEW_YORK, "5-cover", "June 1, 2026", "1 June 2026", "days as Americans write them"),
    (GERMAN, "2-addendum", "Signed by Halden", "deed", "nor does Germany"),
]


@pytest.mark.parametrize(
    ("clause", "paper", "words", "absent", "why"), LIKE_THE_CONTRACT, ids=[case[4] for case in LIKE_THE_CONTRACT]
)
def test_the_papers_speak_as_the_contract_provides(
    clause: str, paper: str, words: str, absent: str, why: str, tmp_path: Path
) -> None:
    text = CONTRACT.replace(" It is governed by the laws of Norland.", "") + f"\n{clause}\n"
    assert pack(tmp_path, contract_text=text).exit_code == 0
    found = load_document(next((tmp_path / "pack").glob(f"{paper}*.docx"))).text
    assert words in found
    assert absent not in found


TITLES = [
    (
        "This Licence Agreement is made on 3 February 2025",
        "Licence Agreement",
        "its own text names it so",
    ),
    ("This Agreement is made on 3 February 2025", "LICENCE AGREEMENT", "nothing says how it is written otherwise"),
    ("This licence agreement is made on 3 February 2025", "LICENCE AGREEMENT", "a common noun is no title"),
]


@pytest.mark.parametrize(("opening", "title", "why"), TITLES, ids=[case[2] for case in TITLES])
def test_a_title_in_capitals_is_written_as_the_contract_writes_it_elsewhere(
    opening: str, title: str, why: str, tmp_path: Path
) -> None:
    contract = tmp_path / "a.txt"
    contract.write_text(CONTRACT.replace("This Agreement is made on 3 February 2025", opening))
    assert stated_title(load_document(contract)) == title
