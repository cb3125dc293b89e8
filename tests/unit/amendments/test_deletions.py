"""What a later amendment deletes or revokes no longer counts, whether the agreement or an amendment said it."""

from pathlib import Path

import pytest
from builders import document
from click.testing import CliRunner

from clausegen.amendments import own, read_contract
from clausegen.checker.pipeline import judge_family
from clausegen.cli.main import main
from clausegen.model.report import Finding, Report
from clausegen.model.requirement import Status, Tier

HEAD = (
    'LICENCE AGREEMENT / This Agreement is made on 9 September 2024 between Orion Systems Ltd (the "Supplier") and the '
    'Ministry of the Interior (the "Customer"). / The parties agree as follows. / 1. Licence / 1.1 The Supplier grants '
    "the Customer a licence to use the System. / 2. Suspension / 2.1 "
)
TAIL = " / 2.2 Fees remain payable. / 3. General / 3.1 This Agreement is governed by the law of Sweden."
GRANTS = "The Supplier may suspend use of the System immediately and without notice where it suspects misuse."
DENIES = "The Supplier shall not suspend the System for any reason whatsoever."
SILENT, GRANTING, DENYING = (f"{HEAD}{words}{TAIL}" for words in ("Not used.", GRANTS, f"{GRANTS} / 2.3 {DENIES}"))

INSERTED = f'The following clause 2.1 is inserted: "2.1 {GRANTS}"'
NEW = f'A new clause 2A is inserted after clause 2: "2A.1 {GRANTS}"'
ADDED = f'The following is added as clause 2.6 of the Agreement: "{GRANTS}"'
REPLACED = f'Clause 2.1 of the Agreement is replaced by the following: "2.1 {GRANTS}"'
DENIED = f'The following clause 2.6 is inserted: "2.6 {DENIES}"'
GIVES, GONE, OPEN, AGAINST = Status.SATISFIED, Status.MISSING, Status.UNCERTAIN, Status.CONTRADICTED


def amendment(number: int, words: str, made: str = "", title: str = "") -> str:
    """An amendment; No. 1 is made in April, No. 2 in May. ``made`` is "undated" for one without a day."""
    day = made or f"3 {('April', 'May', 'June')[number - 1]} 2025"
    dated = "" if day == "undated" else f"This Amendment is made on {day}. / "
    return f"{title or f'AMENDMENT No. {number}'} / {dated}1. {words}"


def judged(master: str, *amendments: str) -> Report:
    named = [("master", "m.txt", master), *(("amendment", f"a{n}.txt", text) for n, text in enumerate(amendments, 1))]
    members = [(role, document(text).model_copy(update={"path": path})) for role, path, text in named]
    return judge_family(members, tier=Tier.LOW)


def suspension(report: Report) -> Finding:
    return next(finding for verdict in report.verdicts for finding in verdict.findings if finding.code == "SUS-1")


DELETIONS = [
    (INSERTED, "The fees rise by one euro.", GIVES, "nothing is deleted"),
    (INSERTED, "Clause 2.1 of the Agreement is deleted.", GONE, "what was inserted under that number"),
    (INSERTED, "Clause 2.1, as inserted by Amendment No. 1, is deleted.", GONE, "the words say who inserted it"),
    (INSERTED, "Clause 2.1, inserted by clause 1 of Amendment No. 1, is deleted.", GONE, "and by which clause"),
    (INSERTED, "Clause 2.1 ceases to have effect.", GONE, "another verb"),
    (INSERTED, "Clause 2.1 is revoked.", GONE, "a verb for amendments, said of a clause"),
    (INSERTED, "Clause 2.2 is deleted.", GIVES, "another number"),
    (INSERTED, "Clause 2 is deleted in its entirety.", GONE, "the clause above it"),
    (NEW, "Clause 2A of the Agreement is deleted.", GONE, "a clause with a letter"),
    (NEW, 'Clause 2A is replaced by the following: "2A Not used."', GONE, "replaced by nothing"),
    (NEW, "Clause 2 is deleted in its entirety.", GIVES, "2A is no part of clause 2"),
    (f'A new clause 2A is inserted after clause 2: "{GRANTS}"', "Clause 2A is deleted.", GONE, "no number there"),
    (f'After clause 2 the following clause 2A is inserted: "{GRANTS}"', "Clause 2 is deleted.", GIVES,
     "the place is not the clause"),
    (ADDED, "Clause 2.6 is deleted.", GONE, "added as a clause"),
    (ADDED, "Article 2 is deleted.", GONE, "the article to which it was added"),
    (f"The following clause is added to the Agreement: / 2.6 {GRANTS}", "Clause 2.6 is deleted.", GONE,
     "a paragraph of its own that brings its number"),
    (f"A new clause 2A is inserted as follows: / 2A. STOP / 2A.1 {GRANTS} / 2A.2 Fees stay due.",
     "Clause 2A.1 is deleted.", GONE, "one paragraph of several"),
    (f'Clause 2 is replaced by: "2.1 Not used. 2.2 {GRANTS}"', "Clause 2.2 is deleted.", GONE, "one of two in a line"),
    (f'Clause 2 is replaced by: "2.1 Not used. 2.2 {GRANTS}"', "Clause 2.1 is deleted.", GIVES, "the other of the two"),
    (f'The parties agree on a further right, namely "2.6 {GRANTS}"', "Clause 2.6 is deleted.", OPEN,
     "words that stand beside the contract under that number"),
    (f"New clause 2.6: {GRANTS}", "Clause 2.6 is deleted.", OPEN, "an insertion that was not understood"),
    (f'The Agreement is amended by the insertion of a new clause 2.6: "{GRANTS}"', "Clause 2.6 is deleted.", GONE,
     "a noun for the verb"),
    (INSERTED, "The Agreement is amended by the deletion of clause 2.1.", GONE, "a noun for the deletion"),
    (f"The fees rise. / 2. {GRANTS}", "Clause 2 of the Agreement is deleted.", GIVES, "its own item 2 is no clause 2"),
    (f"The fees rise. / 2. {GRANTS}", "Clause 2 of Amendment No. 1 is deleted.", GONE, "unless it is named"),
    (f"The fees rise. / 2. {GRANTS}", "Clause 2 of the First Amendment is deleted.", GONE, "by its ordinal"),
    (INSERTED, "Amendment No. 1 is amended by deleting clause 1.", GONE, "an amendment of an amendment"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "status", "why"), DELETIONS, ids=[case[3] for case in DELETIONS])
def test_what_an_amendment_put_in_goes_when_a_later_one_deletes_it(
    first: str, second: str, status: Status, why: str
) -> None:
    report = judged(SILENT, amendment(1, first), amendment(2, second))
    assert suspension(report).status is status, why


REVOCATIONS = [
    ("Amendment No. 1 is revoked and has no further effect.", "", GONE, "by its number"),
    ("Amendment No. 1 is deleted in its entirety.", "", GONE, "deleted"),
    ("Amendment No. 1 is terminated and shall cease to have effect.", "", GONE, "terminated"),
    ("Amendment No. 1 shall be deemed never to have been made.", "", GONE, "undone from the beginning"),
    ("The amendment of 3 April 2025 is revoked.", "", GONE, "by its date"),
    ("The Amendment dated April 3, 2025 is terminated.", "", GONE, "by its date, written another way"),
    ("The First Amendment is hereby cancelled.", "", GONE, "by its ordinal"),
    ("The Side Letter dated 3 April 2025 is revoked.", "SIDE LETTER", GONE, "a side letter"),
    ("All previous amendments are revoked.", "", GONE, "all of them"),
    ("All amendments to the Agreement made before this Amendment are cancelled.", "", GONE, "all, at length"),
    ("The previous amendment is withdrawn.", "", GONE, "the one before"),
    ("Amendments No. 1 and No. 4 are revoked.", "", GONE, "one of a list"),
    ("The parties hereby revoke Amendment No. 1.", "", GONE, "the parties do it"),
    ("This Amendment supersedes and replaces Amendment No. 1.", "", GONE, "this amendment does it"),
    ("Amendment No. 1 to the Agreement dated 9 September 2024 is revoked.", "", GONE, "a date of the agreement"),
    ("Der Nachtrag Nr. 1 wird aufgehoben.", "NACHTRAG Nr. 1 zum Amendment", GONE, "German"),
    ("L'avenant n° 1 est annulé.", "AVENANT n° 1 (Amendment)", GONE, "French"),
    ("La adenda n.º 1 queda sin efecto.", "ADENDA n.º 1 (Amendment)", GONE, "Spanish"),
    ("Amendment No. 1 is revoked except for its clause 9.", "", GONE, "all but another clause of it"),
    ("Amendment No. 1 is revoked except for its clause 1.", "", GIVES, "all but the clause that says it"),
    ("Amendment No. 1 is revoked in so far as it concerns clause 2.1.", "", GONE, "as far as that clause goes"),
    ("Amendment No. 1 is revoked in so far as it concerns clause 1.1.", "", GIVES, "as far as another clause goes"),
    ("The rights granted by Amendment No. 1 are revoked.", "", OPEN, "something of it goes"),
    ("The changes made by Amendment No. 1 are reversed.", "", OPEN, "its changes go"),
    ("The First Amendment is revoked.", "AMENDMENT", OPEN, "an amendment without a number may be the first"),
    ("The Lantern Amendment is revoked.", "LANTERN AMENDMENT", GONE, "a name of its own, and one paper that it can be"),
    ("Amendment No. 1 is not revoked.", "", GIVES, "it is not"),
    ("If Amendment No. 1 is revoked, the fees fall due.", "", GIVES, "it may be some day"),
    ("Amendment No. 1 remains in force.", "", GIVES, "it stays"),
    ("No amendment is valid unless it is in writing.", "", GIVES, "amendments of any kind"),
    ("This Amendment No. 2 is void if the Customer does not sign it.", "", GIVES, "the amendment itself"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "title", "status", "why"), REVOCATIONS, ids=[case[3] for case in REVOCATIONS])
def test_a_revoked_amendment_no_longer_counts(words: str, title: str, status: Status, why: str) -> None:
    report = judged(SILENT, amendment(1, REPLACED, title=title), amendment(2, words))
    assert suspension(report).status is status, why


DELETES, REVOKES = "Clause 2.1 is deleted.", "Amendment No. 1 is revoked."
ORDERS = [
    ([amendment(3, DELETES), amendment(2, "The fees rise."), amendment(1, INSERTED)], GONE, "files named out of order"),
    ([amendment(2, INSERTED), amendment(1, DELETES)], GIVES, "deleted before it was inserted"),
    ([amendment(1, INSERTED), amendment(2, DELETES), amendment(3, INSERTED)], GIVES, "inserted again"),
    ([amendment(1, INSERTED), amendment(2, DELETES, "undated")], GONE, "a number tells the order of an undated one"),
    ([amendment(1, INSERTED, "undated"), amendment(2, DELETES)], GONE, "undated, and read behind the other"),
    ([amendment(1, INSERTED, "undated", "AMENDMENT"), amendment(2, DELETES, "", "AMENDMENT")], OPEN, "no order"),
    ([amendment(1, INSERTED), amendment(2, DELETES, "3 April 2025")], GONE, "of one day, by number"),
    ([amendment(1, INSERTED), amendment(2, DELETES, "3 March 2025")], OPEN, "the days contradict the numbers"),
    ([amendment(1, INSERTED), amendment(2, REVOKES, "3 March 2025")], OPEN, "the revoked one seems to be later"),
    ([amendment(1, REPLACED), amendment(2, REVOKES), amendment(3, "Amendment No. 2 is revoked.")], GIVES,
     "a revocation that is revoked"),
    ([amendment(1, INSERTED), amendment(2, DELETES), amendment(3, "Clause 1 of Amendment No. 2 is deleted.")], GIVES,
     "a deletion that is deleted"),
    ([amendment(1, INSERTED), amendment(2, "Clause 2.1 is reinstated as it stood before Amendment No. 1.")], GONE,
     "the wording that holds again is silent"),
]  # fmt: skip


@pytest.mark.parametrize(("amendments", "status", "why"), ORDERS, ids=[case[2] for case in ORDERS])
def test_only_what_was_made_before_is_taken_back(amendments: list[str], status: Status, why: str) -> None:
    assert suspension(judged(SILENT, *amendments)).status is status, why


REVIVED = [
    (GRANTING, [amendment(1, DELETES), amendment(2, REVOKES)], GIVES, "what a revoked amendment deleted holds again"),
    (DENYING, [amendment(1, "Clause 2.3 is deleted."), amendment(2, REVOKES)], AGAINST, "a denial holds again"),
    (GRANTING, [amendment(1, DENIED)], AGAINST, "an amendment denies"),
    (GRANTING, [amendment(1, DENIED), amendment(2, "Clause 2.6 is deleted.")], GIVES, "its denial is deleted"),
    (GRANTING, [amendment(1, DENIED), amendment(2, "The rights granted by Amendment No. 1 are revoked.")], OPEN,
     "its denial may be gone"),
    (SILENT, [amendment(1, f'Clause 2.1 is replaced by "{GRANTS}". Clause 2.2 is replaced by "{DENIES}".'),
              amendment(2, DELETES)], AGAINST, "a denial in the same paragraph stays"),
]  # fmt: skip


@pytest.mark.parametrize(("master", "amendments", "status", "why"), REVIVED, ids=[case[3] for case in REVIVED])
def test_what_a_revoked_amendment_took_away_holds_again(
    master: str, amendments: list[str], status: Status, why: str
) -> None:
    assert suspension(judged(master, *amendments)).status is status, why


STRIKES = [
    ("The words “it suspects misuse” in clause 2.1 are deleted.", GONE, "words that are quoted"),
    ("In clause 2.1 the word “suspects” is replaced by “has proven”.", AGAINST, "a word is replaced"),
    ("Clause 2.1 is amended by replacing “suspects” with “has proven”.", AGAINST, "by replacing"),
    ("Clause 2.1 is amended by the deletion of the words “where it suspects misuse”.", GONE, "a noun for the deletion"),
    ("Delete the words “where it suspects misuse” from clause 2.1.", GONE, "an order"),
    ("In clause 2.1, replace “suspects” with “has proven”.", AGAINST, "an order that names the clause first"),
    ("In clause 2.1, delete the words “where it suspects misuse”.", GONE, "the same for a deletion"),
    ("Clause 2.1: the words “where it suspects misuse” are struck out.", GONE, "the clause as a heading"),
    ("In clause 2 the word “suspects” is replaced by “has proven”.", AGAINST, "the clause above it"),
    ("In clauses 2.1 to 2.2 the word “suspects” is replaced by “has proven”.", AGAINST, "a range"),
    ("In Ziffer 2.1 werden die Wörter „where it suspects misuse“ gestrichen.", GONE, "German"),
    ("À l'article 2.1, les mots « where it suspects misuse » sont supprimés.", GONE, "French"),
    ("In clause 2.1 the words “or suspects” are deleted.", OPEN, "words that do not stand there"),
    ("The second sentence of clause 2.1 is deleted.", OPEN, "words that are not quoted"),
    ("In clause 2.2 the word “payable” is replaced by “due”.", GIVES, "words of another clause"),
    ("In clause 2.1 of the First Amendment the word “suspects” is deleted.", GIVES, "a clause of an amendment"),
]


def on_suspicion(report: Report) -> Finding:
    return next(finding for verdict in report.verdicts for finding in verdict.findings if finding.code == "SUS-2")


@pytest.mark.parametrize(("words", "status", "why"), STRIKES, ids=[case[2] for case in STRIKES])
def test_words_that_an_amendment_strikes_out_of_a_clause_no_longer_count(words: str, status: Status, why: str) -> None:
    finding = on_suspicion(judged(GRANTING, amendment(1, words)))
    assert finding.status is status, why
    texts = {"body": document(GRANTING).text, "amendment a1.txt": document(amendment(1, words)).text}
    assert all(texts[one.part][one.start : one.end] == one.text for one in finding.evidence)


STRUCK = "In clause 2.1 the word “suspects” is replaced by “has proven”."
STRUCK_IN_ORDER = [
    (SILENT, [amendment(1, INSERTED), amendment(2, STRUCK)], AGAINST, "struck out of what an amendment put in"),
    (SILENT, [amendment(2, INSERTED), amendment(1, STRUCK)], GIVES, "struck out before it was put in"),
    (SILENT, [amendment(1, INSERTED, "undated", "AMENDMENT"), amendment(2, STRUCK, "", "AMENDMENT")], OPEN, "no order"),
    (GRANTING, [amendment(1, STRUCK), amendment(2, REVOKES)], GIVES, "the amendment is revoked"),
    (GRANTING, [amendment(1, STRUCK), amendment(2, "The rights granted by Amendment No. 1 are revoked.")], OPEN,
     "the amendment may be revoked"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("master", "amendments", "status", "why"), STRUCK_IN_ORDER, ids=[case[3] for case in STRUCK_IN_ORDER]
)
def test_words_are_struck_out_of_what_was_agreed_before(
    master: str, amendments: list[str], status: Status, why: str
) -> None:
    assert on_suspicion(judged(master, *amendments)).status is status, why


NOTICES = [
    ("Amendment No. 7 is revoked.", "a2.txt changes No. 7 of the amendments, which was not read."),
    ("Clause 44 is deleted.", "a2.txt: “Clause 44 is deleted” was not carried out: no such place was found."),
    ("In clause 2.1 the words “at dawn” are deleted.", "the words “at dawn” do not stand there."),
]


@pytest.mark.parametrize(("words", "said"), NOTICES, ids=["revocation", "deletion", "words"])
def test_a_reader_is_told_what_was_not_carried_out(words: str, said: str) -> None:
    notices = judged(SILENT, amendment(1, INSERTED), amendment(2, words)).contract.notices
    assert [said in notice.message for notice in notices if notice.code == "amendment-open"] == [True]


def test_check_with_and_renewals_follow_what_is_taken_back(tmp_path: Path) -> None:
    files = {"m.txt": SILENT, "a1.txt": amendment(1, INSERTED), "a2.txt": amendment(2, DELETES)}
    for name, text in files.items():
        (tmp_path / name).write_text(text.replace(" / ", "\n\n"))
    args = ["check", "m.txt", "--with", "a1.txt", "--with", "a2.txt", "--format", "json"]
    done = CliRunner().invoke(main, [str(tmp_path / one) if one.endswith(".txt") else one for one in args])
    report = Report.model_validate_json(done.stdout)
    assert suspension(report).status is not GIVES
    rows = "".join(f"{name},K,F,{'master' if name == 'm.txt' else 'amendment'}\n" for name in files)
    (tmp_path / "register.csv").write_text(f"path,customer,family,role\n{rows}")
    out = tmp_path.parent / f"{tmp_path.name}-out"
    done = CliRunner().invoke(main, ["renewals", str(tmp_path), "--within", "9000d", "-o", str(out)])
    assert done.exit_code in (0, 1), done.output
    assert '"SUS-1"' in (out / "renewals.json").read_text()


def test_sentences_of_an_agreement_that_say_more_are_not_read_for_operations(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(own, "changes", lambda _, found, __: read.extend(hit.text for hit in found) or ())
    goes = "Clause 2.1 is deleted."
    mentions = (
        "The Customer shall pay the fees on the dates which clause 2.1 states, and a fee that the parties have amended "
        "or replaced by letter falls due with the next invoice that the Supplier sends to the Customer."
    )
    read_contract(document(f"{SILENT} / 3.2 {mentions} / 3.3 {goes}"))
    assert [text for text in read if goes in text]
    assert not [text for text in read if mentions in text]
