"""What changed since an earlier audit, in which contract, and what caused it."""

from __future__ import annotations

from pathlib import Path

import pytest
from portfolios import GENERATOR, an_audited

from clausegen.auditing.compare import Comparison
from clausegen.auditing.contract_index import Filed
from clausegen.auditing.previous_run import Earlier, judged, load_earlier
from clausegen.errors import DataError, UsageError
from clausegen.model.document import Coverage
from clausegen.model.portfolio import Entry, Outcome, Trend
from clausegen.model.report import PartFile
from clausegen.model.requirement import Tier


def trend(before: list[Entry], now: list[Entry]) -> Trend:
    return compared(Earlier("last quarter", map(judged, before)), now)


def compared(earlier: Earlier, now: list[Entry]) -> Trend:
    comparison = Comparison(earlier, Filed(now))
    for entry in now:
        comparison.add(entry)
    made = comparison.trend()
    counts = {kind: count[""] for kind, count in made.counts().items()}
    assert made.contracts_now == made.contracts_before + counts.get("new", 0) - counts.get("gone", 0)
    return made


def changes(before: Entry, now: Entry) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(change.kind, change.code, change.causes) for change in trend([before], [now]).changes]


OTHER = GENERATOR.model_copy(update={"library_sha256": "lib2"})
NEWER = GENERATOR.model_copy(update={"model_sha256": "m2"})


@pytest.mark.parametrize(
    ("now", "kind", "causes"),
    [
        (an_audited("a.txt", "We may suspend."), "gained", ("text",)),
        (an_audited("a.txt", "We may suspend.", generator=OTHER), "gained", ("text", "library")),
        (an_audited("a.txt", "We may suspend.", tier=Tier.HIGH), "gained", ("text", "tier")),
    ],
)
def test_a_change_names_its_causes(now: Entry, kind: str, causes: tuple[str, ...]) -> None:
    assert changes(an_audited("a.txt", "Nothing."), now) == [(kind, "SUS-1", causes)]


def test_a_loss_is_told_from_a_gain_and_a_model_from_a_text() -> None:
    before = an_audited("a.txt", "We may suspend.")
    now = an_audited("a.txt", "Nothing.", generator=NEWER)
    assert changes(before, now) == [("lost", "SUS-1", ("text", "model"))]


def test_nothing_changed_is_no_change() -> None:
    assert changes(an_audited("a.txt", "Nothing."), an_audited("a.txt", "Nothing.", generator=NEWER)) == []


def test_a_moved_file_is_neither_new_nor_gone() -> None:
    assert changes(an_audited("a.txt", "Nothing."), an_audited("moved/a.txt", "Nothing.")) == []


def test_new_and_gone_files_are_changes() -> None:
    found = changes(an_audited("a.txt", "Nothing."), an_audited("b.txt", "Something."))
    assert [kind for kind, _, _ in found] == ["gone", "new"]


def a_copy(path: str, of: str, text: str = "Nothing.", **fields: object) -> Entry:
    return an_audited(path, text, outcome=Outcome.DUPLICATE, of=of, **{"shadow": True, **fields})


def a_part(path: str, of: str, text: str, **fields: object) -> Entry:
    return an_audited(path, "Nothing.", of=of, shadow=True, sha256=text, family="F", role="amendment", **fields)


def unread(path: str, **fields: object) -> Entry:
    return Entry(path=path, outcome=Outcome.UNREADABLE, reason="torn", tier=Tier.LOW, **fields)  # type: ignore[arg-type]


def of_files(entry: Entry, *digests: str) -> Entry:
    """The contract, read from files of these contents."""
    assert entry.report
    files = tuple(PartFile(path=digest, sha256=digest, format="txt", part="") for digest in digests)
    contract = entry.report.contract.model_copy(update={"files": files})
    return entry.model_copy(update={"report": entry.report.model_copy(update={"contract": contract})})


ALPHA = an_audited("a.txt", "Nothing.", customer="Alpha")
MASTER = an_audited("m.txt", "Nothing.", family="F", role="master")
AMENDED = an_audited("m.txt", "We may suspend.", sha256="Nothing.", family="F", role="master")
AMENDMENT = a_part("x.txt", "m.txt", "Delay.")
ALONE = an_audited("m.txt", "Nothing.")


@pytest.mark.parametrize(
    ("before", "now", "said", "why"),
    [
        (
            [ALPHA],
            [ALPHA, a_copy("c.txt", "a.txt", customer="Gamma", shadow=False)],
            [("c.txt", "new", "", "missing", ())],
            "another customer's copy of a known text is a new contract",
        ),
        ([ALPHA], [ALPHA, a_copy("c.txt", "a.txt", customer="Alpha")], [], "a second copy of a contract is none"),
        (
            [ALPHA, a_copy("c.txt", "a.txt")],
            [ALPHA, a_copy("c.txt", "a.txt", customer="Gamma", shadow=False)],
            [("c.txt", "new", "", "missing", ("register",))],
            "the register says that it is another customer's",
        ),
        (
            [ALPHA, a_copy("c.txt", "a.txt", customer="Gamma", shadow=False)],
            [ALPHA, a_copy("c.txt", "a.txt", customer="Alpha")],
            [("c.txt", "gone", "", "", ("register",))],
            "the register says that it is not",
        ),
        (
            [ALPHA, a_copy("c.txt", "a.txt")],
            [an_audited("a.txt", "No.", customer="Alpha"), an_audited("c.txt", "Nothing.")],
            [("c.txt", "new", "", "missing", ())],
            "one of two copies was edited, so that they are two contracts now",
        ),
        (
            [an_audited("a.txt", "No."), an_audited("c.txt", "Nothing.")],
            [an_audited("a.txt", "Nothing."), a_copy("c.txt", "a.txt")],
            [("c.txt", "gone", "", "", ())],
            "one of two contracts was edited, so that they are copies now",
        ),
        ([ALPHA, a_copy("c.txt", "a.txt")], [an_audited("c.txt", "Nothing.")], [], "one of two copies is gone"),
        (
            [ALPHA],
            [an_audited("n/c.txt", "Nothing.", customer="Gamma")],
            [("a.txt", "gone", "", "", ()), ("n/c.txt", "new", "", "missing", ())],
            "one customer's contract is not that of another, moved",
        ),
        ([ALPHA], [unread("a.txt")], [("a.txt", "gone", "", "", ("unreadable",))], "cannot be read any more"),
        ([unread("a.txt")], [ALPHA], [("a.txt", "new", "", "missing", ("unreadable",))], "readable again"),
        ([unread("a.txt")], [unread("a.txt")], [], "not read before, not read now"),
        (
            [ALPHA],
            [Entry(path="a.txt", outcome=Outcome.EXCLUDED, reason="by pattern", tier=Tier.LOW)],
            [("a.txt", "gone", "", "", ("excluded",))],
            "left out now",
        ),
        (
            [AMENDED, AMENDMENT],
            [ALONE, an_audited("x.txt", "Delay.")],
            [
                ("m.txt", "lost", "satisfied", "missing", ("register",)),
                ("x.txt", "new", "", "missing", ("register",)),
            ],
            "the register no longer makes a family of them; no text has changed",
        ),
        (
            [ALONE, an_audited("x.txt", "Delay.")],
            [AMENDED, AMENDMENT],
            [
                ("m.txt", "gained", "missing", "satisfied", ("register",)),
                ("x.txt", "gone", "", "", ("register",)),
            ],
            "the register makes a family of them",
        ),
        (
            [of_files(MASTER, "Nothing.", "Delay."), AMENDMENT],
            [of_files(AMENDED, "Nothing.", "We may suspend."), a_part("x.txt", "m.txt", "We may suspend.")],
            [("m.txt", "gained", "missing", "satisfied", ("another file of the family",))],
            "the amendment was edited, the agreement was not",
        ),
        (
            [MASTER, AMENDMENT],
            [
                unread("m.txt", family="F"),
                an_audited("x.txt", "Nothing.", sha256="Delay.", family="F", role="amendment"),
            ],
            [],
            "another file of the family stands for it",
        ),
    ],
)
def test_contracts_are_compared_whatever_files_stand_for_them(
    before: list[Entry], now: list[Entry], said: list[tuple], why: str
) -> None:
    found = trend(before, now).changes
    assert [(one.path, one.kind, one.before, one.after, one.causes) for one in found] == said, why


def a_master(text: str, **fields: object) -> Entry:
    return an_audited("m.txt", text, **{"sha256": "m", "family": "F", "role": "master", **fields})


def standing(path: str, text: str, **fields: object) -> Entry:
    """A file that stands for the family; its text stands for that of all of it."""
    return an_audited(path, text, **{"sha256": path, "family": "F", "role": "amendment", **fields})


OF_X = {"sha256": "x.txt", "family": "F", "role": "amendment"}
OTHER_FILE = "another file of the family"
PAGES = Coverage(complete=False, pages=2, pages_read=1)


def read_in_part(entry: Entry) -> Entry:
    assert entry.report
    contract = entry.report.contract.model_copy(update={"coverage": PAGES})
    return entry.model_copy(update={"report": entry.report.model_copy(update={"contract": contract})})


@pytest.mark.parametrize(
    ("before", "now", "causes", "why"),
    [
        (
            [a_master("Nothing."), unread("x.txt", **OF_X)],
            [unread("m.txt", family="F", role="master", sha256="m"), standing("x.txt", "We may suspend.")],
            (OTHER_FILE,),
            "what could not be read stands for the family now, and neither text nor register has changed",
        ),
        (
            [a_master("Nothing.")],
            [standing("x.txt", "We may suspend.", tier=Tier.HIGH)],
            ("tier", OTHER_FILE),
            "a new file stands for the family; that of another role is no change of the register",
        ),
        (
            [of_files(a_master("Nothing."), "m", "one")],
            [of_files(a_master("We may suspend.", tier=Tier.HIGH), "m", "two")],
            ("tier", OTHER_FILE),
            "an amendment that changed, came or went is named beside what else has changed",
        ),
        (
            [of_files(a_master("Nothing."), "m", "one")],
            [of_files(a_master("We may suspend.", tier=Tier.HIGH), "m", "one")],
            ("tier",),
            "but not one that was only moved",
        ),
        (
            [read_in_part(a_master("Nothing."))],
            [a_master("We may suspend.")],
            ("reading",),
            "the same files, of which more could be read",
        ),
    ],
)
def test_a_family_names_what_changed_whichever_of_its_files_stands_for_it(
    before: list[Entry], now: list[Entry], causes: tuple[str, ...], why: str
) -> None:
    found = [change for change in trend(before, now).changes if change.kind == "gained"]
    assert [change.causes for change in found] == [causes], why


def test_what_was_once_counted_elsewhere_is_new_by_the_register_and_not_by_what_it_was_judged_with() -> None:
    before = [an_audited("a.txt", "Nothing.", customer="Alpha"), a_copy("c.txt", "a.txt", customer="Alpha")]
    now = [
        an_audited("a.txt", "Nothing.", customer="Alpha", generator=OTHER),
        a_copy("c.txt", "a.txt", customer="Gamma", shadow=False, generator=OTHER),
    ]
    found = compared(Earlier("old", [judged(entry) for entry in before]), now).changes
    assert [(one.path, one.kind, one.before, one.causes) for one in found] == [("c.txt", "new", "", ("register",))]


WHOSE = {"customer": "Old Ministry", "country": "N", "product": "P"}
NAMED = an_audited("a.txt", "Nothing.", **WHOSE)
COPY = a_copy("c.txt", "a.txt", **WHOSE)
OWN = a_copy("c.txt", "a.txt", **{**WHOSE, "country": "S"}, shadow=False)


@pytest.mark.parametrize(
    ("before", "now", "said", "why"),
    [
        ([NAMED], [NAMED.model_copy(update={"country": "Norland"})], [], "the country was corrected"),
        (
            [NAMED],
            [an_audited("a.txt", "We may suspend.", **{**WHOSE, "product": "Q"})],
            [("a.txt", "gained", "missing", "satisfied", ("text",))],
            "the product was corrected, which changes no element: that was the text",
        ),
        ([NAMED], [NAMED.model_copy(update={"customer": "OLD  ministry"})], [], "the customer was spelt otherwise"),
        (
            [NAMED],
            [NAMED.model_copy(update={"customer": "New Ministry"})],
            [("a.txt", "new", "", "missing", ("register",)), ("a.txt", "gone", "", "", ("register",))],
            "the same text of another customer: corrected, or filed wrongly; the reader is told",
        ),
        (
            [NAMED],
            [NAMED.model_copy(update={"customer": "", "country": "", "product": ""})],
            [],
            "the register names nobody any more",
        ),
        (
            [NAMED],
            [an_audited("a.txt", "No.", **{**WHOSE, "customer": "New Ministry"})],
            [
                ("a.txt", "new", "", "missing", ("text", "register")),
                ("a.txt", "gone", "", "", ("text", "register")),
            ],
            "another text of another customer under one path is another contract",
        ),
        (
            [NAMED],
            [an_audited("m/a.txt", "Nothing.", **{**WHOSE, "country": "Norland"})],
            [],
            "the file was moved and its row corrected",
        ),
        (
            [NAMED, OWN],
            [
                an_audited("m/a.txt", "Nothing.", **{**WHOSE, "country": "S"}),
                a_copy("m/c.txt", "m/a.txt", **WHOSE, shadow=False),
            ],
            [],
            "of two contracts of one customer with one text each is found again by its row",
        ),
        (
            [NAMED, an_audited("b.txt", "Nothing.", customer="Beta")],
            [an_audited("a.txt", "Nothing.", customer="Beta"), an_audited("b.txt", "Nothing.", **WHOSE)],
            [],
            "two files changed their names and rows: each customer still has the contract",
        ),
        (
            [NAMED, COPY],
            [NAMED, OWN],
            [("c.txt", "new", "", "missing", ("register",))],
            "a copy became a contract of its own",
        ),
        (
            [NAMED, OWN],
            [NAMED],
            [("c.txt", "gone", "", "", ())],
            "a contract went with its file",
        ),
        (
            [NAMED.model_copy(update={"family": "F", "role": "master"})],
            [an_audited("a.txt", "We may suspend.", **WHOSE, family="G", role="master")],
            [("a.txt", "gained", "missing", "satisfied", ("text",))],
            "what a family is called decides nothing",
        ),
    ],
)
def test_a_correction_of_the_register_makes_no_contract_of_the_same_customer_new_or_gone(
    before: list[Entry], now: list[Entry], said: list[tuple], why: str
) -> None:
    found = trend(before, now).changes
    assert [(one.path, one.kind, one.before, one.after, one.causes) for one in found] == said, why


@pytest.mark.parametrize(
    ("before", "now", "kinds", "why"),
    [
        ("Nothing.", "We may suspend.", ["in part"], "what was not read may take it back"),
        ("We may suspend.", "We may suspend.", [], "it was satisfied before"),
        ("We may suspend.", "Nothing.", ["lost"], "a loss is one all the same"),
    ],
)
def test_what_is_satisfied_in_a_contract_read_in_part_is_no_gain(
    before: str, now: str, kinds: list[str], why: str
) -> None:
    made = trend([a_master(before)], [read_in_part(a_master(now))])
    assert [change.kind for change in made.changes] == kinds, why


def test_changes_are_counted_by_kind_and_cause() -> None:
    before = [an_audited("a.txt", "Nothing."), an_audited("b.txt", "Nothing."), unread("c.txt")]
    now = [an_audited("a.txt", "We may suspend."), an_audited("b.txt", "We suspend.", tier=Tier.HIGH)]
    made = trend(before, [*now, an_audited("c.txt", "New.")])
    assert made.causes() == ["text", "tier", "unreadable"]
    assert made.counts() == {"gained": {"": 2, "text": 2, "tier": 1}, "new": {"": 1, "unreadable": 1}}


def test_an_earlier_audit_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="earlier audit"):
        load_earlier(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"# Notes\n", "audit.jsonl:1: this is no line of an audit.jsonl; give the folder of an earlier audit, or its"),
        (b"[1]\n", "audit.jsonl:1: this is no line"),
        (b'{"verdicts": [1]}\n', "audit.jsonl:1: this is no line"),
        (b"PK\x03\x04\xff", "audit.jsonl: this is no audit.jsonl; give the folder of an earlier audit"),
    ],
)
def test_a_file_that_is_no_earlier_audit_says_so(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "audit.jsonl").write_bytes(content)
    with pytest.raises(DataError) as caught:
        load_earlier(tmp_path)
    assert said in str(caught.value)
