"""Quote a consolidated contract from the papers that its words stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from clausegen.model import Consolidated, DateFinding, Dates, Evidence, Finding, Report

_FEWEST = 2  # words of a piece between the words of other papers that are worth a quotation
_MOST_PIECES = 6
_Finding = TypeVar("_Finding", Finding, DateFinding)


def cited(report: Report, contract: Consolidated) -> Report:
    """Return the report with each quotation given by the paper in which it stands, and its offsets there.

    Words of several papers become one quotation for each: ``text`` is always a slice of the paper that ``part`` names.
    """

    def quoted(finding: Finding) -> Finding:
        found = (quotation for evidence in finding.evidence for quotation in quotations(evidence, contract))
        return finding.model_copy(update={"evidence": tuple(dict.fromkeys(found))})

    return report.with_findings(quoted)


def quotations(quoted: Evidence, contract: Consolidated) -> Iterator[Evidence]:
    """Yield a quotation of the consolidated text as quotations of the papers that it comes from."""
    if quoted.start == quoted.end:  # set apart: it keeps the place where it was found
        yield quoted
        return
    pieces = list(contract.origins(quoted.start, quoted.end))
    if len(pieces) > 1:
        whole = [piece for piece in pieces if len(re.findall(r"\w+", _words(piece, contract))) >= _FEWEST]
        pieces = (whole or pieces)[:_MOST_PIECES]
    for paper, start, end, at in pieces:
        words = contract.document.text[at : at + end - start]
        left = len(words) - len(words.lstrip())
        words = words.strip()
        block = contract.document.block_at(at)
        own = block.part if block and not paper.part else paper.part
        yield quoted.model_copy(
            update={"text": words, "start": start + left, "end": start + left + len(words), "part": own or "body"}
        )


def _words(piece: tuple[object, int, int, int], contract: Consolidated) -> str:
    _, start, end, at = piece
    return contract.document.text[at : at + end - start]


def cited_dates(dates: Dates, contract: Consolidated) -> Dates:
    """Return dates read from the consolidated text, each with the paper in which its words stand."""
    found = {}
    for name, value in dates:
        if isinstance(value, DateFinding) and (own := in_its_paper(value.start, value.end, contract)):
            found[name] = value.model_copy(update=own)
    return dates.model_copy(update=found)


def in_its_paper(start: int, end: int, contract: Consolidated) -> dict[str, str | int]:
    """Return the fields of a quotation as the paper has them that holds most of its words; none for no words."""
    pieces = list(contract.origins(start, end)) if start < end else []
    if not pieces:
        return {}
    paper, first, last, at = max(pieces, key=lambda piece: piece[2] - piece[1])
    text = contract.document.text[at : at + last - first]
    return {"start": first, "end": last, "text": text, "part": paper.part}
