"""The gate before the writers: every document passes here, and nothing else can be written.

A copy for the counterparty carries the words on its pages and one opaque reference. What the house knows of it (risk
tier, reasons, approvers, rungs of the ladder, drafting notes) lies in the manifest beside the file.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from clausegen.errors import DraftRefused
from clausegen.lint import INTERNAL_MARKING
from clausegen.model import Paper, Paragraph, ParagraphKind, signature_lines
from clausegen.runtime import regex
from clausegen.structure import left_open

# Words in square brackets, as templates print what a person has still to confirm: "[CONFIRM: clause 9.2]". Figures
# alone are the year of a citation.
_OPEN = regex(r"\[[^\[\]]*[^\d\[\]][^\[\]]*\]")


class Audience(StrEnum):
    """The holder of a copy: the counterparty, the house itself, or those who sign."""

    COUNTERPARTY = "counterparty"
    INTERNAL = "internal"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A paper cleared for its audience; ``clear`` makes it, the writers take nothing else.

    ``reference`` is all that a counterparty's copy says of its origin. ``marking`` stands on each page and ``manifest``
    inside the file of an internal copy; a clean one has neither.
    """

    paper: Paper
    reference: str
    marking: str = ""
    manifest: Mapping[str, object] | None = None


def clear(paper: Paper, audience: Audience = Audience.COUNTERPARTY) -> Outgoing:
    """Clear a paper for an audience.

    Raises DraftRefused, with every place, when a copy to sign holds a blank or something that nobody has confirmed.
    """
    if audience is Audience.SIGNATURE and (reasons := list(unsettled(paper))):
        raise DraftRefused(reasons)
    if audience is Audience.INTERNAL:
        return Outgoing(paper, reference(paper), INTERNAL_MARKING, paper.manifest)
    paragraphs = tuple(dataclasses.replace(p, note="") if p.note else p for p in paper.paragraphs)
    return Outgoing(dataclasses.replace(paper, paragraphs=paragraphs, manifest={}), reference(paper))


def reference(paper: Paper) -> str:
    """The opaque reference of a paper: the version of the clause library and a hash of the manifest beside it."""
    library = paper.manifest.get("library")
    version = library.get("version", "") if isinstance(library, dict) else ""
    held = json.dumps(paper.manifest, sort_keys=True, ensure_ascii=False, default=str)
    return f"{version}-{hashlib.sha256(held.encode()).hexdigest()[:16]}".lstrip("-")


def unsettled(paper: Paper) -> Iterator[str]:
    """Yield a reason for every blank and every statement to confirm on the pages of a paper."""
    for paragraph in paper.paragraphs:
        for text in _texts(paragraph):
            for found in _OPEN.finditer(text):
                yield f"{_place(paragraph)}{found.group()} stands in brackets; confirm or fill it in before signature."
            settled = _OPEN.sub("", text)
            if settled.strip() and (blank := left_open(settled)):
                yield f"{_place(paragraph)}a blank is left open: {blank}; fill it in before signature."


def _texts(paragraph: Paragraph) -> Iterator[str]:
    if paragraph.kind is ParagraphKind.SIGNATURE:
        # The lines for the hand that signs are no blanks; names and titles are.
        yield from (line for line in signature_lines(paragraph) if not line.endswith(":"))
    elif paragraph.cells:
        yield from ("".join(run.text for run in cell) for cell in paragraph.cells)
    else:
        yield paragraph.text


def _place(paragraph: Paragraph) -> str:
    if paragraph.kind is ParagraphKind.CLAUSE and paragraph.number:
        return f"clause {paragraph.number}: "
    return f"paragraph {paragraph.number}: " if paragraph.kind is ParagraphKind.ITEM and paragraph.number else ""
