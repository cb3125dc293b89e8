"""The checker as a spaCy component."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from paths import ROOT
from spacy import displacy
from spacy.language import Language
from spacy.tokens import DocBin

from clausegen.nlp import blank

SUSPENDS = "The Supplier may suspend access to the System at once and without notice where it suspects misuse."
CONTRACT = f"LICENCE AGREEMENT\n\n1. Supply\n\n1.1 The Supplier delivers.\n\n2. Suspension\n\n2.1   {SUSPENDS}"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return blank(tier="high")


def test_findings_are_spans_labelled_by_their_element(nlp: Language) -> None:
    doc = nlp(CONTRACT)
    found = {span.label_: span for span in doc.spans["clausegen"]}
    assert found["SUS-1"].text == SUSPENDS
    assert found["SUS-1"]._.clausegen["status"] == "satisfied"
    assert 0 < found["SUS-1"]._.clausegen["confidence"] <= 1
    assert found["SUS-1"]._.clausegen["reason"]


def test_spans_of_the_same_words_keep_findings_of_their_own(nlp: Language) -> None:
    doc = nlp(CONTRACT)
    told = [span._.clausegen for span in doc.spans["clausegen"] if span.text == SUSPENDS]
    assert len(told) > 1
    assert None not in told


def test_what_is_missing_is_in_the_report_on_the_doc(nlp: Language) -> None:
    report = nlp(CONTRACT)._.clausegen
    statuses = {f["code"]: f["status"] for verdict in report["verdicts"] for f in verdict["findings"]}
    assert statuses["INV-1"] == "missing"
    assert report["tier"] == "high"


def test_the_names_of_spans_and_attribute_can_be_chosen() -> None:
    doc = blank(tier="low", spans_key="safeguards", attribute="safeguard")(CONTRACT)
    assert doc.spans["safeguards"][0]._.safeguard["status"]


def test_a_tier_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="hgh"):
        blank(tier="hgh")


def test_texts_go_through_the_pipe_and_a_doc_through_bytes(nlp: Language) -> None:
    docs = list(nlp.pipe([CONTRACT, "1. Fees\n\n1.1 The Customer shall pay the fees."]))
    assert len(docs[0].spans["clausegen"]) > len(docs[1].spans["clausegen"])
    stored = DocBin(docs=docs[:1], store_user_data=True).to_bytes()
    (again,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert json.dumps(again._.clausegen) == json.dumps(docs[0]._.clausegen)  # spaCy stores lists as tuples
    assert [span._.clausegen for span in again.spans["clausegen"]] == [
        span._.clausegen for span in docs[0].spans["clausegen"]
    ]


def test_a_saved_pipeline_judges_the_same_in_another_process(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    code = (
        f"import spacy; doc = spacy.load({str(tmp_path / 'pipeline')!r})({CONTRACT!r});"
        "print(*sorted(span.label_ for span in doc.spans['clausegen']))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    doc = nlp(CONTRACT)
    assert told == sorted(span.label_ for span in doc.spans["clausegen"])


def test_findings_can_be_drawn(nlp: Language) -> None:
    page = displacy.render(nlp(CONTRACT), style="span", options={"spans_key": "clausegen"}, jupyter=False)
    assert "SUS-1" in page


def test_the_example_of_the_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "spacy.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for code in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(code, names)
    assert "SUS-1 satisfied" in capsys.readouterr().out
    assert spacy.__version__
