"""A spaCy component that judges a text as a contract and marks what it found.

The only module that imports spaCy. The component needs no trained pipeline: the reader of the checker has its own
tokens, and splits sentences with a splitter made for legal text (measured in docs/adr/0010).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from clausegen.checker import judge
from clausegen.ingest import document_from_text
from clausegen.model import DEFAULT_PLAYBOOK, DEFAULT_RISK, Finding, Report, Status, Tier

NAME = "clausegen"
_SHOWN = frozenset({Status.SATISFIED, Status.CONTRADICTED, Status.UNCERTAIN})


@Language.factory(
    NAME,
    default_config={
        "tier": "medium",
        "playbook": DEFAULT_PLAYBOOK,
        "risk": DEFAULT_RISK,
        "spans_key": NAME,
        "attribute": NAME,
    },
)
def create(nlp: Language, name: str, tier: str, playbook: str, risk: float, spans_key: str, attribute: str) -> Checker:
    """Make the component for a pipeline; raises ValueError for a tier that does not exist."""
    return Checker(tier=Tier(tier), playbook=playbook, risk=risk, spans_key=spans_key, attribute=attribute)


class Checker:
    """Judges each text and puts the quotations of its findings into ``doc.spans``.

    It keeps nothing to write to disk: its settings are in the pipeline's config, the model in this package.
    Each span is labelled with the code of its element ("SUS-2"); ``span._.clausegen`` is a dict with its ``status``,
    ``confidence`` (0-1) and ``reason``; ``doc._.clausegen`` is the whole report as a dict, missing elements included.
    """

    def __init__(
        self,
        *,
        tier: Tier,
        playbook: str = DEFAULT_PLAYBOOK,
        risk: float = DEFAULT_RISK,
        spans_key: str,
        attribute: str,
    ) -> None:
        self._tier, self._playbook, self._risk = tier, playbook, risk
        self._key, self._attribute = spans_key, attribute
        if not Doc.has_extension(attribute):
            Doc.set_extension(attribute, getter=lambda doc: doc.user_data.get(_report_key(attribute)))
        if not Span.has_extension(attribute):
            Span.set_extension(attribute, getter=lambda span: _of_span(span, attribute))

    def __call__(self, doc: Doc) -> Doc:
        """Judge one text; offsets are those of ``doc.text``."""
        document = document_from_text(doc.text)
        report = judge(document, tier=self._tier, playbook=self._playbook, risk=self._risk)
        doc.spans[self._key] = list(self._spans(doc, report))
        doc.user_data[_report_key(self._attribute)] = json.loads(report.model_dump_json())
        return doc

    def _spans(self, doc: Doc, report: Report) -> Iterable[Span]:
        told: dict[tuple[int, int, str], dict[str, Any]] = {}
        places = _Places(doc.text)
        for verdict in report.verdicts:
            for finding in verdict.findings:
                for words in finding.evidence if finding.status in _SHOWN else ():
                    found = places.of(words.text, words.start)
                    span = doc.char_span(*found, label=finding.code, alignment_mode="expand") if found else None
                    if span is not None:
                        told[span.start_char, span.end_char, finding.code] = _told(finding)
                        yield span
        doc.user_data[_spans_key(self._attribute)] = [[*key, value] for key, value in told.items()]


class _Places:
    """Find quotations in the text of a doc, whose line breaks and spaces the reader has put in order."""

    def __init__(self, text: str) -> None:
        letters = [(at, letter) for at, letter in enumerate(text) if not letter.isspace()]
        self._at = [at for at, _ in letters]
        self._letters = "".join(letter for _, letter in letters)

    def of(self, words: str, start: int) -> tuple[int, int] | None:
        """Return half-open offsets of the quotation nearest to where the reader has it; None when it is not there."""
        plain = "".join(words.split())
        found = -1
        at = self._letters.find(plain)
        while at >= 0:
            if found < 0 or abs(self._at[at] - start) < abs(self._at[found] - start):
                found = at
            at = self._letters.find(plain, at + 1)
        return (self._at[found], self._at[found + len(plain) - 1] + 1) if found >= 0 and plain else None


def blank(language: str = "en", **config: Any) -> Language:
    """Make a pipeline that only judges: ``blank(tier="high")("The Supplier may …")``."""
    nlp = spacy.blank(language)
    nlp.add_pipe(NAME, config=config)
    return nlp


def _told(finding: Finding) -> dict[str, Any]:
    return {"status": finding.status.value, "confidence": finding.confidence, "reason": finding.reason}


def _of_span(span: Span, attribute: str) -> dict[str, Any] | None:
    for start, end, code, told in span.doc.user_data.get(_spans_key(attribute), ()):
        if (start, end, code) == (span.start_char, span.end_char, span.label_):
            found: dict[str, Any] = told
            return found
    return None


def _report_key(attribute: str) -> str:
    return f"{attribute}.report"


def _spans_key(attribute: str) -> str:
    return f"{attribute}.spans"
