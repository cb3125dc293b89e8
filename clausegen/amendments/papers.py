"""Read what a paper is by its first lines, and when it was made."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from clausegen.amendments.days import days_in, placed_days, waits
from clausegen.amendments.forms import compiled, counted, form, paper_forms
from clausegen.amendments.instructions import masked, quotes
from clausegen.amendments.places import paper_names
from clausegen.amendments.signatures import signatures
from clausegen.model import Document, PaperKind, Structure
from clausegen.runtime import regex
from clausegen.structure import SCHEDULE_HEADING


class Part(StrEnum):
    """The place of a file within its family, as a register gives it."""

    MASTER = "master"
    SCHEDULE = "schedule"
    AMENDMENT = "amendment"


HEAD = 700  # characters in which a paper says what it is
_FRONT = 2500  # characters in which it says what it amends
_MOST_TITLE = 120
_BEFORE_DAY = 90  # characters before a day that say whose it is
_DATED = regex(r"\b(?:dated|date|datum|made\s+on|fait\s+(?:à\s+\w+,?\s+)?le|den)\s*:?\s*(?:the\s+)?$", re.IGNORECASE)
_BETWEEN = regex(r"\b(?:between|zwischen|entre|by\s+and\s+among)\b", re.IGNORECASE)
_ANYHOW = regex("")
REFERENCE = regex(r"\b(?=\w*[\w/-]*\d)(?=[\w/-]*[A-Z]{2})[A-Z\d]+(?:[/-][A-Z\d]+)+\b|\b\d{3,6}/[A-Z]{2,5}\b")


@dataclasses.dataclass(slots=True)
class Sheet:
    """Facts about one paper while a family is put together; see ``Paper`` for the fields of that name."""

    structure: Structure
    kind: PaperKind
    title: str
    date: str
    days: frozenset[str]
    number: int | None
    signed: int
    counts: bool | None = True
    why: str = ""
    titled: bool = True  # its first lines say what it is
    conditional: bool = False
    read: tuple[Structure, Any] | None = None  # what ``order.read_changes`` made of it

    @property
    def text(self) -> str:
        """Its words."""
        return self.structure.document.text

    @property
    def name(self) -> str:
        """The name that a reader knows it by: its file."""
        return PurePath(self.structure.document.path).name or self.title


def sheet(structure: Structure, *, master: bool = False, attached: bool = False) -> Sheet:
    """Read a paper by itself; ``attached`` says that its place in the family is that of a schedule."""
    text = structure.document.text
    head = text[:HEAD]
    kind, counts, why = (PaperKind.MASTER, True, "") if master else _kind_beside(structure.document, attached=attached)
    titled = master or attached or _kind(structure.document, head)[0] is not PaperKind.MASTER
    names = paper_names(f"the {head[:200]}")
    numbers = [name.number for name in names[:1] if name.number and name.start < 60]
    lone = re.search(
        r"\b(?:no\.?|number|nr\.?|n°)\s*0*(\d{1,2})\b|\b[A-Z]{2,4}-0*(\d{1,3})\b", head[:120], re.IGNORECASE
    )
    numbered = counted(lone[1] or lone[2]) if lone and not numbers else None
    own, days = _own_days(text, master=master)
    found = Sheet(
        structure,
        kind,
        _title(text),
        own,
        days,
        numbers[0] if numbers else numbered,
        len(signatures(text)),
        counts,
        why,
        titled,
    )
    own_words = masked(text, quotes(text))  # the new wording that a paper gives says nothing of the paper
    found.conditional = not master and (
        waits(own_words) or compiled("status.conditional").search(own_words) is not None
    )
    if kind is PaperKind.SCHEDULE and not attached and found.counts and _is_unknown(structure.document):
        found.counts, found.why = None, "nothing says what it is, or that anybody agreed to it"
    return found


def _kind_beside(document: Document, *, attached: bool = False) -> tuple[PaperKind, bool, str]:
    """Return the kind of a file that is read with an agreement."""
    head = document.text[:HEAD]
    kind, counts, why = _kind(document, head)
    if kind is PaperKind.MASTER and (attached or not _is_agreement(document, head)):  # nothing says what it is
        speaks = not attached and compiled("status.agreement").search(head)
        amends = speaks and compiled("verbs.delete").search(document.text)
        kind = PaperKind.AMENDMENT if amends else PaperKind.SCHEDULE
    return kind, counts, why


def _kind(document: Document, head: str) -> tuple[PaperKind, bool, str]:
    """Return the kind whose words come first in the head; a draft is one wherever its head says so."""
    best: tuple[int, PaperKind, bool, str] | None = None
    for known in paper_forms():
        found = known.pattern.search(head[:260] if known.kind == "draft" else head)
        if found and (known.kind == "draft" or best is None or found.start() < best[0]):
            best = (found.start(), PaperKind(known.kind), known.counts, known.why)
            if known.kind == "draft":
                break
    return (best[1], best[2], best[3]) if best else (PaperKind.MASTER, True, "")


def is_headed_as_schedule(document: Document) -> bool:
    """Return True when one of the first lines of a file heads it as a schedule, annex or exhibit."""
    return any(SCHEDULE_HEADING.match(line) for line in document.text[:HEAD].splitlines())


def part_of(document: Document) -> Part:
    """Tell what a file that is read with an agreement is: its schedule, a paper that changes it, or another one."""
    kind, _, _ = _kind_beside(document)
    return {PaperKind.SCHEDULE: Part.SCHEDULE, PaperKind.MASTER: Part.MASTER}.get(kind, Part.AMENDMENT)


def part_beside(document: Document) -> Part:
    """Tell as what a file is read with an agreement: as its schedule only where it is headed or signed as one."""
    part = part_of(document)
    return Part.AMENDMENT if part is Part.SCHEDULE and _is_unknown(document) else part


def _is_unknown(document: Document) -> bool:
    """Return True for a file that neither a heading nor a signature makes part of a contract: a note, an offer."""
    return not is_headed_as_schedule(document) and not signatures(document.text)


def is_paper(document: Document) -> bool:
    """Return True where the title of a file calls it a paper that goes with an agreement."""
    head = re.split(r"\n\s*(?:\d|§)", document.text[:_MOST_TITLE])[0]  # before the first clause
    return _kind(document, head)[0] not in (PaperKind.MASTER, PaperKind.RESTATED) and not _is_agreement(document, head)


def _is_agreement(document: Document, head: str) -> bool:
    """Return True for a file that is titled as an agreement and introduces parties."""
    titled = compiled("status.agreement").search(_title(document.text))
    return bool(titled and _BETWEEN.search(head)) and not is_headed_as_schedule(document)


def _title(text: str) -> str:
    line = next((" ".join(line.split()) for line in text.splitlines() if any(map(str.isalpha, line))), "")
    return line[:_MOST_TITLE]


def _own_days(text: str, *, master: bool) -> tuple[str, frozenset[str]]:
    """Return the day a paper bears, and every day on which it was made or signed."""
    made = ""
    for line in text[:_FRONT].splitlines():
        days = days_in(line)
        made_on = re.search(r"\b(?:is|was)\s+(?:made|dated)\s+(?:on\s+)?(?:the\s+)?\d", line, re.I)
        alone = days and len(re.sub(r"[\W\d_]+", " ", line).split()) <= 4
        if days and (
            alone
            or re.match(r"\W*(?:this\s+\w+\s+is\s+)?(?:dated?|made|signed|datum|vom|fait|le|date)\b", line, re.I)
            or made_on
        ):
            made = days_in(line[made_on.start() :])[0] if made_on else days[0]
            break
    signed = [day for line in signatures(text) for day in days_in(line)]
    first = next(iter(days_in(text[:HEAD])), "") if master else next(_made_days(text[:HEAD], _ANYHOW), "")
    made = made or ("" if master else next(_made_days(text[:HEAD], _DATED), ""))
    return made or (max(signed) if signed else first), frozenset([*signed, *filter(None, [made])])


@functools.cache
def of_agreement() -> re.Pattern[str]:
    """Return a pattern for what stands before the day of an agreement: "the Licence Agreement of "."""
    return re.compile(rf"(?:{form('status.agreement')})(?!\w)[^.;:]{{0,40}}$", re.IGNORECASE)


def _made_days(head: str, said: re.Pattern[str]) -> Iterator[str]:
    """Yield the days of a head behind the words ``said``, except those of the agreement that it names."""
    last = 0
    for start, end, day in placed_days(head):
        before = head[max(last, start - _BEFORE_DAY) : start]
        if said.search(before) and not of_agreement().search(before):
            yield day
        last = end


def contract_numbers(front: str) -> list[str]:
    """Return the numbers of agreements that a text gives, "Contract no. 4410", without those that are days or years."""
    found = [match["number"] for match in compiled("status.contract_number").finditer(front)]
    return [number for number in found if not days_in(number) and not re.fullmatch(r"(?:19|20)\d\d|.{1,2}", number)]
