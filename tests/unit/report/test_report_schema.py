"""The report, and a line of an audit, are promises: their schemas are generated, documented and tested."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from paths import ROOT
from pydantic import TypeAdapter

from clausegen.checker.pipeline import judge
from clausegen.model.document import Block, Document, State
from clausegen.model.portfolio import Entry, Mark, Outcome
from clausegen.model.report import Evidence, Report
from clausegen.model.requirement import Tier
from clausegen.report.entries import LINE, entry_line
from clausegen.report.json import render_json, render_jsonl

DOCS = ROOT / "docs"
SCHEMA = DOCS / "report.schema.json"
LINES = DOCS / "audit.schema.json"


def a_report() -> Report:
    text = "The Supplier may suspend use of the System without notice where it suspects misuse."
    return judge(Document.from_blocks([Block(text=text, start=0, end=0)]), tier=Tier.HIGH)


@pytest.mark.parametrize(
    ("file", "schema"),
    [
        (SCHEMA, Report.model_json_schema(mode="serialization")),
        (LINES, LINE.json_schema(mode="serialization")),
    ],
    ids=["report", "line of an audit"],
)
def test_the_documented_schema_is_the_programs(file: Path, schema: dict[str, Any], update_golden: bool) -> None:
    now = json.dumps(schema, indent=1) + "\n"
    if update_golden:
        file.write_text(now)
    assert file.read_text() == now


def test_a_report_has_the_documented_shape() -> None:
    report = a_report()
    schema = Draft202012Validator(json.loads(SCHEMA.read_text()))
    schema.validate(json.loads(render_json([report])))
    for line in render_jsonl([report, report]).splitlines():
        schema.validate(json.loads(line))


HELD: dict[str, Any] = {"tier": Tier.HIGH, "customer": "Ministry", "sha256": "0" * 64}
WAIVED = {"SUS-1": Mark(kind="waived", approver="Board", reason="no sales", expires="2027-01-01")}
ENTRIES = {
    "judged": Entry(path="a.txt", outcome=Outcome.JUDGED, report=a_report(), **HELD),
    "judged with marked gaps": Entry(path="a.txt", outcome=Outcome.JUDGED, report=a_report(), marks=WAIVED, **HELD),
    "read in part": Entry(path="a.txt", outcome=Outcome.PARTLY_READ, reason="page 2", report=a_report(), **HELD),
    "a copy": Entry(path="b.txt", outcome=Outcome.DUPLICATE, of="a.txt", shadow=True, report=a_report(), **HELD),
    "of a family": Entry(
        path="c.txt", outcome=Outcome.JUDGED, of="a.txt", shadow=True, family="F", report=a_report(), **HELD
    ),
    "unreadable": Entry(path="a.pdf", outcome=Outcome.UNREADABLE, reason="protected by a password", **HELD),
    "never opened": Entry(path="a.pdf", outcome=Outcome.UNREADABLE, reason="permissions", tier=Tier.LOW),
    "excluded": Entry(path="a.png", outcome=Outcome.EXCLUDED, reason="by pattern '*.png'", **HELD),
}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_a_line_of_an_audit_has_the_documented_shape(entry: Entry) -> None:
    line = json.loads(entry_line(entry))
    Draft202012Validator(json.loads(LINES.read_text())).validate(line)
    assert LINE.validate_python(line, by_alias=True).model_dump(mode="json", by_alias=True) == line


def test_lines_of_an_audit_have_the_same_keys_and_those_of_judged_files_hold_the_report() -> None:
    lines = [json.loads(entry_line(entry)) for entry in ENTRIES.values()]
    assert len({tuple(line) for line in lines}) == len({tuple(line["contract"]) for line in lines}) == 1
    report = json.loads(render_json([a_report()]))
    for line in lines[:5]:
        assert {name: line[name] for name in report} == report


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"summary": None}, "a judged file has a summary"),
        ({"outcome": "unreadable"}, "an unreadable file has none"),
        ({"outcome": "skipped"}, "there is no such outcome"),
        ({"more": 1}, "nothing is there that is not documented"),
    ],
)
def test_the_schema_of_a_line_refuses_other_shapes(changes: dict[str, Any], why: str) -> None:
    line = json.loads(entry_line(ENTRIES["judged"])) | changes
    assert not Draft202012Validator(json.loads(LINES.read_text())).is_valid(line), why


@pytest.mark.parametrize(("page", "shape"), [("report.md", TypeAdapter(Report)), ("audit.md", LINE)])
def test_the_example_of_a_page_has_every_field(page: str, shape: TypeAdapter[Any]) -> None:
    shown = re.findall(r"```json\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    example = json.loads(shown[0])
    made = shape.validate_python(example, by_alias=True)
    assert shape.dump_python(made, mode="json", by_alias=True) == example


def test_a_report_survives_writing_and_reading() -> None:
    report = a_report()
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_evidence_is_the_slice_it_claims() -> None:
    text = "The Supplier may suspend use of the System without notice where it suspects misuse."
    document = Document.from_blocks([Block(text=text, start=0, end=0)])
    report = judge(document, tier=Tier.HIGH)
    quoted = [e for v in report.verdicts for f in v.findings for e in f.evidence]
    assert quoted
    assert all(document.text[e.start : e.end] == e.text for e in quoted)


@pytest.mark.parametrize(
    ("fields", "place", "reason"),
    [
        ({"clause": "9.2(a)"}, "clause 9.2(a)", "the body goes without saying"),
        ({}, "body", "where no clause has a number, better the part than nothing"),
        ({"clause": "2", "page": 1}, "clause 2, page 1", "a page where there are pages"),
        ({"clause": "2", "part": "amendment a.pdf"}, "amendment a.pdf, clause 2", "the agreement has another clause 2"),
        ({"clause": "2", "part": "attachment:msa.docx"}, "attachment:msa.docx, clause 2", "so has a letter"),
        (
            {"clause": "2", "schedule": "Schedule 4"},
            "Schedule 4, paragraph 2",
            "the agreement has a clause 2 too",
        ),
        ({"schedule": "Annex A"}, "Annex A", "an annex without numbers"),
        ({"part": "header1", "page": 3}, "header1, page 3", "a header has no clauses"),
        ({"clause": "4", "state": State.DELETED}, "clause 4, deleted", "words that are not agreed are called so"),
    ],
)
def test_evidence_says_where_a_reader_finds_it(fields: dict[str, Any], place: str, reason: str) -> None:
    assert Evidence(text="x", start=0, end=1, **fields).place == place, reason
