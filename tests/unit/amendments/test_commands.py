"""Every command that reads a contract with its papers reads the same text as of the same day."""

import json
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from clausegen.cli.main import main

MASTER = [
    "LICENCE AGREEMENT",
    'This Agreement is made on 9 September 2024 between Orion Systems Ltd (the "Supplier") and the Ministry of the '
    'Interior (the "Customer").',
    "1. Licence",
    "1.1 The Supplier grants the Customer a licence to use the System.",
    "2. Suspension",
    "2.1 The Supplier may suspend use of the System immediately and without notice where it suspects misuse.",
    "3. Fees",
    "3.1 Fees are payable yearly in advance.",
    "Signed: (signed) A. Orion (signed) B. Minister",
]
AMENDMENT = (
    "AMENDMENT No. 1\nThis Amendment to the Licence Agreement dated 9 September 2024 is made on 3 April 2025.\n"
    "1. Clause 2.1 is deleted.\n2. Clause 3.2 is added: “3.2 The Supplier shall not suspend use of the System.”\n"
    "(signed) A. Orion (signed) B. Minister\n"
)
BEFORE, AFTER = ("--today", "2025-04-02"), ("--today", "2025-04-03")


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    document = docx.Document()
    for line in MASTER:
        document.add_paragraph(line)
    document.save(str(tmp_path / "master.docx"))
    (tmp_path / "amendment.txt").write_text(AMENDMENT)
    return str(tmp_path / "master.docx"), str(tmp_path / "amendment.txt")


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(main, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


def test_show_gives_the_contract_as_its_papers_leave_it(files: tuple[str, str]) -> None:
    shown = run("show", files[0], "--with", files[1], *AFTER).output
    assert "The Supplier may suspend" not in shown
    assert "[amendment amendment.txt]" in shown
    assert "shall not suspend" in shown
    as_json = json.loads(run("show", files[0], "--with", files[1], *AFTER, "--format", "json").output)
    assert [operation["kind"] for operation in as_json["operations"]] == ["deleted", "added"]


@pytest.mark.parametrize("command", ["show", "check", "dates", "consolidate"])
def test_a_paper_of_a_later_day_is_named_and_changes_nothing(files: tuple[str, str], command: str) -> None:
    papers = [files[1]] if command == "consolidate" else ["--with", files[1]]
    reason = "it is dated 2025-04-03, a day to come"
    assert reason in " ".join(run(command, files[0], *papers, *BEFORE).output.split())
    assert reason not in run(command, files[0], *papers, *AFTER).output


def test_a_paper_that_takes_back_a_later_one_is_told(files: tuple[str, str], tmp_path: Path) -> None:
    papers = []
    for number, month in ((1, "April"), (2, "May")):
        text = AMENDMENT.replace("No. 1", f"No. {number}").replace("3 April", f"3 {month}")
        (tmp_path / f"a{number}.txt").write_text(
            text.replace("Clause 2.1 is deleted", f"Amendment No. {3 - number} is revoked")
        )
        papers.append(str(tmp_path / f"a{number}.txt"))
    done = run("consolidate", files[0], *papers)
    assert "a1.txt takes back a2.txt, which was made after it" in done.output
    assert done.exit_code == 1


def test_remedy_judges_the_contract_and_the_copy_with_the_papers(files: tuple[str, str], tmp_path: Path) -> None:
    def plan(*more: str) -> str:
        return run("remedy", files[0], "--plan", "--only", "SUS-1", "--tier", "low", *more).output

    assert "nothing was written" in plan()
    assert "(SUS-1)" not in plan("--with", files[1], *BEFORE)
    assert "(SUS-1)" in plan("--with", files[1], *AFTER)
    out = str(tmp_path / "out.docx")
    done = run("remedy", files[0], "--with", files[1], *AFTER, "-o", out)
    assert done.exit_code in (0, 1), done.output
    assert Path(out).exists()


def test_an_amendment_without_its_agreement_is_refused_in_one_line(files: tuple[str, str]) -> None:
    done = run("consolidate", files[1])
    assert done.exit_code == 2
    assert "amendment.txt is a paper that changes an agreement: name the agreement first" in done.output


def test_a_paper_in_another_language_is_said_in_one_line(files: tuple[str, str], tmp_path: Path) -> None:
    german = "NACHTRAG Nr. 1\nDieser Nachtrag zum Lizenzvertrag vom 9. September 2024 wird am 3. April 2025 von der "
    german += "Orion Systems Ltd und dem Ministry of the Interior geschlossen.\n1. Ziffer 2.1 wird gestrichen.\n"
    german += "2. Die übrigen Bestimmungen des Vertrags bleiben unberührt und gelten für beide Parteien weiter.\n"
    (tmp_path / "nachtrag.txt").write_text(german + "(gez.) A. Orion\n(gez.) B. Minister\n")
    done = run("consolidate", files[0], str(tmp_path / "nachtrag.txt"), *AFTER)
    assert "nachtrag.txt is in another language (de) than master.docx (en)" in " ".join(done.output.split())
    assert "~~2.1 The Supplier may suspend" in done.output
