"""The text of a contract as amended: every way of writing an operation, in English, German and French."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import document
from click.testing import CliRunner

from clausegen.amendments import consolidate
from clausegen.cli.main import main
from clausegen.model import Consolidated, OperationStatus
from clausegen.report import render_as_amended_json, render_as_amended_md

MASTER = (
    'SOFTWARE LICENCE AGREEMENT / This Agreement is made on 1 March 2022 between Arden Systems Ltd (the "Supplier") '
    'and the Ministry of Order (the "Customer"). / 1. Definitions / 1.1 "System" means the Halo '
    'software. / 1.2 "Purpose" '
    "means the investigation of terrorism. / 2. Term / 2.1 This Agreement ends on 31 March 2025. / 3. Use / 3.1 The "
    "System is used only for the Purpose. / 3.2 A court order is needed. / 4. Suspension / 4.1 The Supplier may "
    "suspend at its sole discretion. / 4.2 No prior notice or cure period is required. / 4.3 The "
    "Customer shall not resist. / "
    "5. Audit / 5.1 The Supplier may audit. It may do so without notice. / 6. Transfer / 6.1 The System stays where it "
    "is. / Schedule 1 - System / 1. Ten licences. / 2. Support by e-mail."
)
GERMAN = (
    'LIZENZVERTRAG / zwischen der Falk Systeme GmbH ("Lizenzgeberin") und dem Innenministerium, geschlossen am 4. März '
    "2022 / § 1 Gegenstand / Argus wird überlassen. / § 3 Nutzung / (1) Argus dient nur der Verfolgung von Terrorismus."
    " / (2) Jede Maßnahme bedarf einer Anordnung. / § 4 Aussetzung / (1) Bei Verdacht darf die Lizenzgeberin nach "
    "eigenem Ermessen aussetzen. / (2) Einer Ankündigung bedarf es nicht. Eine Frist wird nicht gewährt. / § 5 Prüfung "
    "/ Die Lizenzgeberin darf prüfen. Sie darf es ohne Ankündigung. / § 6 Weitergabe / Eine Weitergabe ist untersagt."
)
FRENCH = (
    "CONTRAT DE LICENCE / conclu le 4 mars 2022 entre la société Orme Systèmes SAS et le ministère de l'Intérieur / "
    "Article 3 - Usage / 3.1 Argus sert uniquement à la lutte contre le terrorisme. / 3.2 Un juge autorise. / Article "
    "4 - Suspension / 4.1 Le Fournisseur suspend à sa seule discrétion. / 4.2 Aucun préavis n'est "
    "requis. / Article 5 - "
    "Audit / Le Fournisseur peut vérifier. Il peut le faire sans préavis. / Article 6 - Cession / Rien n'est cédé."
)
HEADS = {
    MASTER: "AMENDMENT NO. 1 / to the Software Licence Agreement of 1 March 2022 / Dated 5 May 2023 / ",
    GERMAN: "NACHTRAG Nr. 1 / zum Lizenzvertrag vom 4. März 2022 / Datum: 5. Mai 2023 / ",
    FRENCH: "AVENANT N° 1 / au contrat de licence du 4 mars 2022 / Fait le 5 mai 2023 / ",
}


def amended(master: str, *papers: str) -> Consolidated:
    named = [master, *papers]
    return consolidate([document(text).model_copy(update={"path": f"{n}.txt"}) for n, text in enumerate(named)])


def in_force(contract: Consolidated) -> str:
    return contract.document.text[: contract.end]


# The master, what the paper says, words that are no longer in force, words that are, and what is tested.
WAYS = [
    (MASTER, "1. Clause 4.2 is deleted.", ["No prior notice"], ["4.3 The Customer"], "the plain form"),
    (MASTER, "1. Clauses 4 up to and including 5 are deleted.", ["sole discretion", "may audit"], ["stays where"],
     "up to and including"),
    (MASTER, "1. Clauses 3.2 to 5 are deleted.", ["court order", "sole discretion", "may audit"],
     ["3.1 The System", "stays where"], "from one clause into a later one"),
    (MASTER, "1. Clause 3.1 is amended to read as follows: 3.1 The System is used for anything.", ["for the Purpose"],
     ["3.1 The System is used for anything."], "new words without quotation marks"),
    (GERMAN, "1. §§ 5 bis 6 werden aufgehoben.", ["darf prüfen", "untersagt"], ["Ermessen"], "German: a range by sign"),
    (MASTER, "1. Delete clauses 4.2 and 4.3.", ["No prior notice", "resist"], ["4.1"], "an order and a list"),
    (MASTER, "1. Clauses 4.1 through 4.3 (inclusive) are hereby deleted.", ["discretion", "resist"], ["5.1"],
     "a range"),
    (MASTER, "The following clauses are deleted: / (a) clause 3.2; / (b) clause 6.", ["court", "stays where"], ["3.1"],
     "items after a colon"),
    (MASTER, "The Agreement shall be read as if clause 3.2 and the whole of clause 4 were omitted.",
     ["court", "suspend"], ["audit"], "as if omitted"),
    (MASTER, "1. Clause 6 shall cease to have any force or effect.", ["stays where"], ["audit"], "ceases"),
    (MASTER, "1. Clause 4 ceases to have effect, save for clause 4.1.", ["No prior", "resist"], ["discretion"], "save"),
    (MASTER, "1. Clauses 3.2 and 6.1 fall away on 1 June 2023.", ["court", "stays where"], ["3.1"], "falls away"),
    (MASTER, "1. Clause 3.2 is intentionally left blank.", ["court"], ["3.1"], "left blank"),
    (MASTER, "1. Clause 3.2 no longer forms part of the Agreement.", ["court"], ["3.1"], "no longer forms part"),
    (MASTER, "1. Paragraph 2 of Schedule 1 is deleted.", ["e-mail"], ["Ten licences", "2.1 This"], "a paragraph"),
    (MASTER, "1. The clause headed “Transfer” is deleted.", ["stays where"], ["audit"], "a heading"),
    (MASTER, "1. The sentence beginning “It may do so” is deleted.", ["It may do"], ["may audit."], "opening words"),
    (MASTER, "1. The second sentence of clause 5.1 is deleted.", ["It may do"], ["may audit."], "an ordinal"),
    (MASTER, "1. In clause 4.1, “at its sole discretion” is replaced by “if a court so orders”.", ["discretion"],
     ["may suspend if a court so orders."], "words replaced"),
    (MASTER, "1. In clause 4.1 for “at its sole discretion” substitute “if a court so orders”.", ["discretion"],
     ["may suspend if a court so orders."], "for … substitute"),
    (MASTER, "1. In clause 4.1, after “discretion” insert “and with consent”.", [], ["discretion and with consent."],
     "words inserted"),
    (MASTER, "1. Clause 4.2 is deleted and replaced by: “4.2 Notice of 30 days is given.”", ["No prior"],
     ["4.2 Notice of 30 days is given."], "replaced"),
    (MASTER, "1. Clause 4.2 is deleted. Its place is taken by: “4.2 Notice of 30 days is given.”", ["No prior"],
     ["4.2 Notice of 30 days"], "its place is taken"),
    (MASTER, "1. The definition of “Purpose” is replaced by: “Purpose” means any purpose.", ["investigation"],
     ["means any purpose"], "a definition"),
    (MASTER, "1. After clause 4.3 insert: / “4.4 Fees remain payable.”", [], ["4.4 Fees remain payable."], "a clause"),
    (MASTER, "1. In clause 2.1 the figure of 2025 shall be read as 2027.", ["2025"], ["31 March 2027"], "a figure"),
    (MASTER, "Clause | Change / 3.2 | delete / 4.1 | no change / 4.2 | delete", ["court", "No prior"], ["discretion"],
     "a table"),
    (MASTER, "Provision | now reads / 3.2 | [Reserved] / 4.2 | [Intentionally omitted]", ["court", "No prior"],
     ["discretion"], "a table of what is left"),
    (GERMAN, "1. § 4 Abs. 2 wird ersatzlos gestrichen. / 2. § 6 entfällt.", ["Ankündigung bedarf", "untersagt"],
     ["Ermessen"], "German: paragraphs"),
    (GERMAN, "Die §§ 4 bis 6 werden aufgehoben.", ["Ermessen", "untersagt"], ["Terrorismus"], "German: a range"),
    (GERMAN, "§ 3 Abs. 1 erhält folgende Fassung: / „(1) Argus dient jedem Zweck.“", ["Terrorismus"],
     ["jedem Zweck"], "German: replaced"),
    (GERMAN, "In § 4 Abs. 1 werden die Wörter „nach eigenem Ermessen“ gestrichen.", ["Ermessen"], ["Bei Verdacht"],
     "German: words struck"),
    (GERMAN, "In § 5 wird Satz 2 gestrichen.", ["darf es ohne"], ["darf prüfen"], "German: a sentence"),
    (GERMAN, "In § 4 Abs. 1 werden nach den Wörtern „nach eigenem Ermessen“ die Wörter „mit Zustimmung“ eingefügt.",
     [], ["Ermessen mit Zustimmung aussetzen"], "German: words inserted"),
    (FRENCH, "Les articles 4.1 et 6 sont abrogés.", ["discrétion", "cédé"], ["4.2 Aucun"], "French: a list"),
    (FRENCH, "L'article 3.1 est remplacé par le texte suivant : / « 3.1 Argus sert à tout. »", ["terrorisme"],
     ["3.1 Argus sert à tout."], "French: replaced"),
    (FRENCH, "À l'article 4.1, les mots « à sa seule discrétion » sont supprimés.", ["discrétion"], ["suspend"],
     "French: words struck"),
    (FRENCH, "À l'article 5, la seconde phrase est supprimée.", ["sans préavis."], ["peut vérifier"],
     "French: a sentence"),
    (FRENCH, "L'article 6 ne fait plus partie du contrat.", ["cédé"], ["4.2 Aucun"], "French: no longer part"),
]  # fmt: skip


@pytest.mark.parametrize(("master", "says", "gone", "there", "why"), WAYS, ids=[case[4] for case in WAYS])
def test_an_operation_is_carried_out_however_it_is_written(
    master: str, says: str, gone: list[str], there: list[str], why: str
) -> None:
    contract = amended(master, HEADS[master] + says)
    assert [one.status for one in contract.operations] == [OperationStatus.APPLIED] * len(contract.operations), why
    text = in_force(contract)
    assert not [words for words in gone if words in text], why
    assert [words for words in there if words in text] == there, why
    assert contract.questions == ()


NOTHING = [
    ("1. Records under clause 4 are deleted after ten days.", "data are deleted"),
    ("1. If clause 4 is deleted, the fees rise.", "a condition"),
    ("1. The Customer proposes to delete clause 4.", "a wish"),
    ("1. Clause 4 is not affected.", "a denial"),
    ("1. Items 4 to 6 of the price list are deleted.", "a list that is no contract"),
    ("1. The test logs referred to as 4.1 and 4.2 are deleted from all tablets.", "names of data"),
]


@pytest.mark.parametrize(("says", "why"), NOTHING, ids=[case[1] for case in NOTHING])
def test_words_that_only_look_like_an_operation_change_nothing(says: str, why: str) -> None:
    contract = amended(MASTER, HEADS[MASTER] + says)
    assert in_force(contract).startswith(document(MASTER).text), why


def test_later_references_follow_renumbering() -> None:
    first = HEADS[MASTER] + (
        "1. After clause 2 a new clause 3 is inserted: / “3. Officers” / "
        "2. The existing clauses 3 to 6 are renumbered 4 to 7."
    )
    second = HEADS[MASTER].replace("NO. 1", "NO. 2").replace("5 May", "6 June") + "1. Clause 6 is deleted."
    text = in_force(amended(MASTER, first, second))
    assert "may audit" not in text
    assert "stays where" in text


def test_a_correction_changes_what_an_earlier_paper_did() -> None:
    second = (
        "DEED OF RECTIFICATION / of the Software Licence Agreement of 1 March 2022 / Dated 6 June 2023 / 1. In "
        "clause 1 of Amendment No. 1 the reference to “clause 4.2” is corrected to “clause 6.1”."
    )
    text = in_force(amended(MASTER, HEADS[MASTER] + "1. The clause 4.2 is deleted.", second))
    assert "No prior notice" in text
    assert "stays where" not in text


REVERSED = [
    (MASTER, "Clause 4.2 is deleted.", "The deletion of clause 4.2 by Change 1 is taken back.", "No prior notice"),
    (GERMAN, "§ 5 entfällt.", "Die Streichung des § 5 durch den 1. Nachtrag wird aufgehoben.", "darf prüfen"),
    (FRENCH, "L'article 5 est supprimé.", "La suppression de l'article 5 est annulée.", "peut vérifier"),
]


@pytest.mark.parametrize(("master", "first", "second", "words"), REVERSED, ids=["English", "German", "French"])
def test_the_reversal_of_a_deletion_restores_what_it_took_away(
    master: str, first: str, second: str, words: str
) -> None:
    later = HEADS[master].replace("2023", "2024")
    assert words not in in_force(amended(master, HEADS[master] + first))
    contract = amended(master, HEADS[master] + first, later + second)
    assert words in in_force(contract)
    assert not contract.questions


def test_a_deletion_in_view_of_another_one_is_no_reversal() -> None:
    says = "1. Following the deletion of clause 4.2, clause 4.3 is deleted."
    assert "shall not resist" not in in_force(amended(MASTER, HEADS[MASTER] + says))


def test_a_paper_that_says_twice_that_a_clause_goes_leaves_no_question() -> None:
    contract = amended(MASTER, HEADS[MASTER] + "1. Clause 4.2 is deleted. / 2. Clause 4.2 no longer applies.")
    assert not contract.questions
    assert [one.status for one in contract.operations] == [OperationStatus.APPLIED, OperationStatus.NO_EFFECT]


def test_each_of_two_clauses_that_a_reader_joined_can_be_named() -> None:
    master = "LICENCE / Made on 1 March 2022 / GC1 The System is used lawfully.\nGC2 Use. The Supplier may suspend."
    assert "may suspend" not in in_force(amended(master, HEADS[MASTER] + "GC2 is deleted."))


def test_what_cannot_be_located_is_listed_and_touches_nothing_else() -> None:
    contract = amended(MASTER, HEADS[MASTER] + "1. Clause 44 is deleted.")
    (question,) = contract.questions
    assert question.sentence == "1.txt: “Clause 44 is deleted” was not carried out: no such place was found"
    assert question.ranges == ()
    assert [one.status for one in contract.operations] == [OperationStatus.OPEN]


@pytest.mark.parametrize(
    "says", ["Clause 4.2 ceases to apply if the fees are not paid.", "Clause 4.2 is deleted where a court so orders."]
)
def test_what_goes_only_in_some_case_stays_and_is_open(says: str) -> None:
    contract = amended(MASTER, f"{HEADS[MASTER]}1. {says}")
    assert "No prior notice" in in_force(contract)
    assert [one.status for one in contract.operations] == [OperationStatus.OPEN]


def test_every_word_of_the_text_is_a_slice_of_the_paper_it_names() -> None:
    papers = [
        MASTER,
        HEADS[MASTER] + "1. In clause 4.1, “sole” is replaced by “free”. / 2. After clause 6.1 insert: / “6.2 New.”",
    ]
    contract = amended(*papers)
    texts = [document(text).text for text in papers]
    for source in contract.sources:
        length = source.end - source.start
        assert contract.document.text[source.start : source.end] == texts[source.paper][source.at : source.at + length]
    assert "at its free discretion" in in_force(contract)


def test_a_contract_alone_gives_itself() -> None:
    contract = amended(MASTER)
    assert in_force(contract) == document(MASTER).text
    assert (contract.operations, contract.questions, contract.removed) == ((), (), ())


def test_the_text_as_amended_shows_what_came_and_what_went() -> None:
    contract = amended(
        MASTER, HEADS[MASTER] + "1. In clause 4.1, “sole” is replaced by “free”. / 2. Clause 4.2 is deleted."
    )
    shown = render_as_amended_md(contract)
    assert "at its ~~sole~~ [amendment 1.txt]**free** [amendment 1.txt] discretion" in shown
    assert "~~4.2 No prior notice or cure period is required.~~ [amendment 1.txt]" in shown
    clauses = json.loads(render_as_amended_json(contract))["clauses"]
    put_in = [run for runs in clauses for run in runs if run["text"] == "free"]
    assert put_in == [{"text": "free", "paper": "amendment 1.txt", "removed": False}]


def test_the_command_writes_the_text_and_exits_1_while_a_question_is_open(tmp_path: Path) -> None:
    for name, text in {"m": MASTER, "a": HEADS[MASTER] + "1. Clause 44 is deleted."}.items():
        (tmp_path / f"{name}.txt").write_text(text.replace(" / ", "\n\n"), encoding="utf-8")
    master, paper, out = (str(tmp_path / name) for name in ("m.txt", "a.txt", "out.docx"))
    assert CliRunner().invoke(main, ["consolidate", master, paper, "-o", out]).exit_code == 1
    assert Path(out).read_bytes()[:2] == b"PK"
    alone = CliRunner().invoke(main, ["consolidate", master])
    assert (alone.exit_code, "4.2 No prior notice" in alone.stdout) == (0, True)
    assert CliRunner().invoke(main, ["consolidate", master, master]).exit_code == 2


def test_the_command_says_of_odd_papers_what_is_odd(tmp_path: Path) -> None:
    texts = {"m": MASTER, "n": MASTER.partition("Schedule 1")[0], "a": HEADS[MASTER] + "1. Clause 4 goes."}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text.replace("2023", "2093").replace(" / ", "\n\n"), encoding="utf-8")
    said = CliRunner().invoke(main, ["consolidate", *(str(tmp_path / f"{name}.txt") for name in "mna")]).output
    assert "n.txt begins neither as an amendment nor as a schedule" in said
    assert "a.txt: changes nothing: it is dated 2093-05-05, a day to come" in said
    alone = CliRunner().invoke(main, ["consolidate", str(tmp_path / "a.txt"), str(tmp_path / "m.txt")]).output
    assert "a.txt: Begins like an amendment: name the agreement first" in alone


def test_dates_are_those_of_the_contract_as_amended(tmp_path: Path) -> None:
    extends = HEADS[MASTER] + "1. In clause 2.1, “31 March 2025” is replaced by “30 June 2027”."
    for name, text in {"m": MASTER, "a": extends}.items():
        (tmp_path / f"{name}.txt").write_text(text.replace(" / ", "\n\n"), encoding="utf-8")
    master, paper = (str(tmp_path / name) for name in ("m.txt", "a.txt"))
    (alone, amended_) = (
        json.loads(CliRunner().invoke(main, ["dates", master, *more, "--format", "json"]).stdout)["dates"]
        for more in ([], ["--with", paper])
    )
    assert (alone["expiration_date"]["value"], amended_["expiration_date"]["value"]) == ("2025-03-31", "2027-06-30")
    two = CliRunner().invoke(main, ["dates", master, paper, "--with", paper])
    assert two.exit_code == 2
    assert "name the agreement alone" in two.output
