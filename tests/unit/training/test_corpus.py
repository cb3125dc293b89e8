"""The labelled corpus keeps what its guide promises."""

import json
from collections import Counter
from typing import Any

import pytest
from builders import document

from clausegen.amendments.read import structure
from clausegen.library.load import load_library
from clausegen.model.requirement import Severity
from training.contract_text import cited_clauses
from training.corpus import CORPUS, STATUS, batch_splits

LIBRARY = load_library()
ELEMENTS = {e.code: e for r in LIBRARY.requirements.values() for e in r.elements}
FAMILIES = {r.code for r in LIBRARY.requirements.values()}
# Elements that joined the library after the reader was trained, which judges them by their statements.
NEW = {"INV-9", "EXP-7", "WHB-6"}
ENOUGH = {Severity.CRITICAL: 40, Severity.MAJOR: 20, Severity.MINOR: 20}


def lines(folder: str, pattern: str = "*.jsonl") -> list[dict[str, Any]]:
    return [
        json.loads(line) | {"batch": file.stem}
        for file in sorted((CORPUS / folder).glob(pattern))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


WRITTEN = lines("written")
REAL = lines("real")
CONTRACTS = lines("contracts")


@pytest.mark.parametrize("records", [WRITTEN, REAL, CONTRACTS], ids=["written", "real", "contracts"])
def test_every_label_is_of_an_element_of_a_judged_family(records: list[dict[str, Any]]) -> None:
    ids = Counter(r["id"] for r in records)
    assert [name for name, count in ids.items() if count > 1] == []
    for record in records:
        assert set(record["families"]) <= FAMILIES, record["id"]
        for code, status in record["labels"].items():
            assert code in ELEMENTS, (record["id"], code)
            assert code.partition("-")[0] in record["families"], (record["id"], code)
            assert status in STATUS, (record["id"], status)


def test_every_element_has_enough_passages_that_satisfy_it_and_that_do_not() -> None:
    good: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    for record in WRITTEN:
        for code in ELEMENTS:
            if code.partition("-")[0] in record["families"]:
                (good if record["labels"].get(code) == "satisfied" else bad)[code] += 1
    few = [code for code, e in ELEMENTS.items() if min(good[code], bad[code]) < ENOUGH[e.severity]]
    assert few == []


def test_much_of_the_corpus_is_near_misses_and_contradictions() -> None:
    plain = [r for r in WRITTEN if set(r["labels"].values()) == {"satisfied"}]
    assert len(plain) / len(WRITTEN) <= 0.6


def test_other_languages_are_there() -> None:
    languages = Counter(r.get("lang", "en") for r in WRITTEN)
    assert languages["de"] + languages["fr"] + languages["es"] >= 600


def test_whole_batches_grade_or_calibrate() -> None:
    assert set(batch_splits()) <= {r["batch"] for r in WRITTEN}
    assert {"grade", "calibrate"} == set(batch_splits().values())
    assert {"train", "calibrate", "grade"} == {r["split"] for r in CONTRACTS}


def test_only_agreed_labels_grade() -> None:
    for record in WRITTEN:
        if record["batch"] in batch_splits():
            assert record["agreement"] != "single", f"{record['id']} was not read by a second reader"


def test_real_text_is_committed_by_place_only() -> None:
    assert not any("text" in record for record in REAL)
    assert all(record["start"] < record["end"] and len(record["sha256"]) == 16 for record in REAL)


def test_a_contract_has_its_text_beside_its_labels() -> None:
    for record in CONTRACTS:
        assert (CORPUS / "contracts" / f"{record['id']}.txt").is_file()


CONTRACT = """1. Scope
1.1 The Supplier delivers the System.
Art. 5 Rights
ORDER FORM
OF-9 The seats may be shared.
§ 7(2) The log is open to inspection.
EIGHTH. Review
a) The Supplier visits yearly.
b) The Customer takes part. 8.3 Nobody pays for it.
(9.1) Access ends at once.
ANNEX I
Misuse: use without a warrant."""


@pytest.mark.parametrize(
    ("citation", "words"),
    [
        ("1.1", "delivers the System"),
        ("OF-9", "may be shared"),  # a number that an order form gives its lines
        ("OF-9, 1.1", "may be shared"),  # the first of several
        ("§ 7(2)", "open to inspection"),
        ("EIGHTH b", "takes part"),  # an item under a line that begins with the rest
        ("8.3", "Nobody pays"),  # a number inside a line
        ("9.1", "Access ends"),
        ("Annex I (Misuse)", "without a warrant"),
    ],
)
def test_a_citation_finds_the_clause_that_is_printed_under_it(citation: str, words: str) -> None:
    read = structure(document(CONTRACT))
    (index,) = cited_clauses(read, citation)
    assert words in read.text(read.clauses[index])


@pytest.mark.parametrize("citation", ["", "99", "Schedule 4"])
def test_a_citation_of_what_is_not_there_finds_nothing(citation: str) -> None:
    assert cited_clauses(structure(document(CONTRACT)), citation) == set()


@pytest.mark.parametrize("name", sorted(file.stem for file in (CORPUS / "late").glob("*.jsonl")))
def test_each_author_of_late_clauses_wrote_one_of_each_kind_for_every_element(name: str) -> None:
    records = lines("late", f"{name}.jsonl")
    assert Counter((r["code"], r["expect"]) for r in records) == Counter(
        (code, expect) for code in ELEMENTS.keys() - NEW for expect in ("defeats", "harmless")
    )
    assert {code for r in records for code in r["also"]} <= set(ELEMENTS)


@pytest.mark.parametrize("name", sorted(file.stem for file in (CORPUS / "citing").glob("*.jsonl")))
def test_each_sentence_that_cites_a_clause_says_what_it_does_to_it_and_many_take_something(name: str) -> None:
    records = lines("citing", f"{name}.jsonl")
    assert all("{n}" in record["text"] for record in records)
    assert len({(record["text"], record.get("clause")) for record in records}) == len(records)
    counted = Counter(record["label"] for record in records)
    assert set(counted) <= {"takes", "keeps", "changes"}
    kept = name in ("library", "contracts")  # our own drafts, and labelled safeguards: nothing is taken back there
    assert kept or 0.3 <= counted["takes"] / len(records) <= 0.6


@pytest.mark.parametrize("name", sorted(file.stem for file in (CORPUS / "citing").glob("pairs-*.jsonl")))
def test_in_each_set_of_pairs_the_cited_clause_or_the_sentence_alone_does_not_decide(name: str) -> None:
    sets: dict[str, set[str]] = {}
    for record in lines("citing", f"{name}.jsonl"):
        assert record["clause"]
        sets.setdefault(record["set"], set()).add(record["label"])
    assert all(labels == {"takes", "keeps"} for labels in sets.values())


def test_the_splits_of_citing_sentences_name_files_that_are_there() -> None:
    named = (CORPUS / "citing" / "SPLITS").read_text(encoding="utf-8").splitlines()
    assert all((CORPUS / "citing" / f"{line.split()[0]}.jsonl").is_file() for line in named if line[0] != "#")
