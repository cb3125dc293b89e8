"""The report is a promise: its schema is generated, documented and tested."""

import json
import re
from pathlib import Path

from jsonschema import Draft202012Validator

from clausegen.api import judge
from clausegen.document import Block, Document
from clausegen.findings import Report
from clausegen.report.json import render_json, render_jsonl
from clausegen.requirement import Tier

DOCS = Path(__file__).parent.parent / "docs"
SCHEMA = DOCS / "report.schema.json"


def a_report() -> Report:
    text = "The Supplier may suspend use of the System without notice where it suspects misuse."
    return judge(Document.from_blocks([Block(text=text, start=0, end=0)]), tier=Tier.HIGH)


def test_the_documented_schema_is_the_programs(update_golden: bool) -> None:
    now = json.dumps(Report.model_json_schema(mode="serialization"), indent=1) + "\n"
    if update_golden:
        SCHEMA.write_text(now)
    assert SCHEMA.read_text() == now


def test_a_report_has_the_documented_shape() -> None:
    report = a_report()
    schema = Draft202012Validator(json.loads(SCHEMA.read_text()))
    schema.validate(json.loads(render_json([report])))
    for line in render_jsonl([report, report]).splitlines():
        schema.validate(json.loads(line))


def test_the_example_of_the_page_on_reports_has_every_field() -> None:
    shown = re.findall(r"```json\n(.*?)```", (DOCS / "report.md").read_text(encoding="utf-8"), re.DOTALL)
    example = json.loads(shown[0])
    assert Report.model_validate(example).model_dump(mode="json") == example


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
