"""Read what a paper is, which contract it amends, and whether it is in force."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from clausegen.amendments.days import days_in, placed_days
from clausegen.amendments.forms import compiled, counted, form, paper_forms
from clausegen.amendments.places import masked, paper_names, quotes
from clausegen.model import Document, PaperKind, Structure
from clausegen.runtime import regex
from clausegen.structure import SCHEDULE_HEADING, other_agreement


class Part(StrEnum):
    """The place of a file within its family, as a register gives it."""

    MASTER = "master"
    SCHEDULE = "schedule"
    AMENDMENT = "amendment"


_END = 500  # characters at the end of a paper in which it is signed
_HEAD = 700  # characters in which a paper says what it is
_FRONT = 2500  # characters in which it says what it amends
_MOST_TITLE = 120
_BEFORE_DAY = 90  # characters before a day that say whose it is
_DATED = regex(r"\b(?:dated|date|datum|made\s+on|fait\s+(?:à\s+\w+,?\s+)?le|den)\s*:?\s*(?:the\s+)?$", re.IGNORECASE)
_BETWEEN = regex(r"\b(?:between|zwischen|entre|by\s+and\s+among)\b", re.IGNORECASE)
_ANYHOW = regex("")
REFERENCE = regex(r"\b(?=\w*[\w/-]*\d)(?=[\w/-]*[A-Z]{2})[A-Z\d]+(?:[/-][A-Z\d]+)+\b|\b\d{3,6}/[A-Z]{2,5}\b")
_COMMON = frozenset(
    {"the", "their", "our", "this", "of", "for", "main", "master", "principal", "original", "said", "amendment"}
)


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
    head = text[:_HEAD]
    kind, counts, why = (PaperKind.MASTER, True, "") if master else _kind_beside(structure.document, attached=attached)
    names = paper_names(f"the {head[:200]}")
    numbers = [name.number for name in names[:1] if name.number and name.start < 60]
    lone = re.search(
        r"\b(?:no\.?|number|nr\.?|n°)\s*0*(\d{1,2})\b|\b[A-Z]{2,4}-0*(\d{1,3})\b", head[:120], re.IGNORECASE
    )
    numbered = counted(lone[1] or lone[2]) if lone and not numbers else None
    own, days = _own_days(text, master=master)
    found = Sheet(
        structure, kind, _title(text), own, days, numbers[0] if numbers else numbered, len(_signed(text)), counts, why
    )
    own_words = masked(text, quotes(text))  # the new wording that a paper gives says nothing of the paper
    found.conditional = not master and compiled("status.conditional").search(own_words) is not None
    if not master and found.counts:
        found.counts, found.why = _in_force(found)
    if kind is PaperKind.SCHEDULE and not attached and found.counts and _is_unknown(structure.document):
        found.counts, found.why = None, "nothing says what it is, or that anybody agreed to it"
    return found


def _kind_beside(document: Document, *, attached: bool = False) -> tuple[PaperKind, bool, str]:
    """The kind of a file that is read with an agreement."""
    head = document.text[:_HEAD]
    kind, counts, why = _kind(document, head)
    if kind is PaperKind.MASTER and (attached or not _is_agreement(document, head)):  # nothing says what it is
        speaks = not attached and compiled("status.agreement").search(head)
        amends = speaks and compiled("verbs.delete").search(document.text)
        kind = PaperKind.AMENDMENT if amends else PaperKind.SCHEDULE
    return kind, counts, why


def _kind(document: Document, head: str) -> tuple[PaperKind, bool, str]:
    """The kind whose words come first in the head; a draft is one wherever its head says so."""
    best: tuple[int, PaperKind, bool, str] | None = None
    for known in paper_forms():
        found = known.pattern.search(head[:260] if known.kind == "draft" else head)
        if found and (known.kind == "draft" or best is None or found.start() < best[0]):
            best = (found.start(), PaperKind(known.kind), known.counts, known.why)
            if known.kind == "draft":
                break
    return (best[1], best[2], best[3]) if best else (PaperKind.MASTER, True, "")


def is_headed_as_schedule(document: Document) -> bool:
    """True when one of the first lines of a file heads it as a schedule, annex or exhibit."""
    return any(SCHEDULE_HEADING.match(line) for line in document.text[:_HEAD].splitlines())


def part_of(document: Document) -> Part:
    """Tell what a file that is read with an agreement is: its schedule, a paper that changes it, or another one."""
    kind, _, _ = _kind_beside(document)
    return {PaperKind.SCHEDULE: Part.SCHEDULE, PaperKind.MASTER: Part.MASTER}.get(kind, Part.AMENDMENT)


def part_beside(document: Document) -> Part:
    """Tell as what a file is read with an agreement: as its schedule only where it is headed or signed as one."""
    part = part_of(document)
    return Part.AMENDMENT if part is Part.SCHEDULE and _is_unknown(document) else part


def _is_unknown(document: Document) -> bool:
    """True for a file that neither a heading nor a signature makes a part of a contract: a note, an offer, a memo."""
    return not is_headed_as_schedule(document) and not _signed(document.text)


def is_paper(document: Document) -> bool:
    """Return True where the title of a file calls it a paper that goes with an agreement."""
    head = re.split(r"\n\s*(?:\d|§)", document.text[:_MOST_TITLE])[0]  # before the first clause
    return _kind(document, head)[0] not in (PaperKind.MASTER, PaperKind.RESTATED) and not _is_agreement(document, head)


def _is_agreement(document: Document, head: str) -> bool:
    """True for a file that is titled as an agreement and introduces parties."""
    titled = compiled("status.agreement").search(_title(document.text))
    return bool(titled and _BETWEEN.search(head)) and not is_headed_as_schedule(document)


def is_incorporated(master: Sheet, paper: Sheet) -> bool:
    """Return True where the agreement speaks of a paper by its title: "the Data Processing Terms"."""
    title, words = (" ".join(re.findall(r"\w+", text.casefold())) for text in (paper.title, master.text))
    return " " in title and f" {title} " in f" {words} "


def names_agreement(master: Sheet, paper: Sheet) -> bool:
    """Return True where the first words of a paper give a date or a number of the agreement."""
    ours, theirs = master.text[:_FRONT], paper.text[:_FRONT]
    same_day = {*days_in(ours), *master.days} & set(days_in(theirs))
    return bool(same_day or set(REFERENCE.findall(ours)) & set(REFERENCE.findall(theirs)))


def _title(text: str) -> str:
    line = next((" ".join(line.split()) for line in text.splitlines() if any(map(str.isalpha, line))), "")
    return line[:_MOST_TITLE]


def _own_days(text: str, *, master: bool) -> tuple[str, frozenset[str]]:
    """The day a paper bears, and every day on which it was made or signed."""
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
    signed = [day for line in _signed(text) for day in days_in(line)]
    first = next(iter(days_in(text[:_HEAD])), "") if master else next(_made_days(text[:_HEAD], _ANYHOW), "")
    made = made or ("" if master else next(_made_days(text[:_HEAD], _DATED), ""))
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


def _signed(text: str) -> list[str]:
    """One entry for each signature that is there: the words around it in its line."""
    found = []
    for mark in compiled("status.signed").finditer(text):
        line = text.rfind("\n", 0, mark.start()) + 1, text.find("\n", mark.end()) % (len(text) + 1)
        found.append(text[max(line[0], mark.start() - 80) : min(line[1], mark.end() + 80)])
    return found


def _in_force(paper: Sheet) -> tuple[bool | None, str]:
    """True when a paper is in force by what it says of itself."""
    text = paper.text
    rejected = compiled("status.rejected").search(text)
    if rejected:
        return False, "it was rejected"
    blank = compiled("status.signature_line").search(text) or compiled("status.blank_line").search(
        text, len(text) - _END
    )
    if blank and not paper.signed:
        return False, "it is not signed"
    if blank or compiled("status.unsigned").search(text):
        return None, "a signature is lacking"
    if paper.kind is PaperKind.NOTICE and paper.signed < 2 and not compiled("status.names_right").search(text):
        return False, "it is a notice of one party, and names no right under which it could change the contract"
    if paper.kind is PaperKind.LETTER and paper.signed == 1:
        return False, "it is a letter that only one party signed"
    if paper.kind in (PaperKind.AMENDMENT, PaperKind.RESTATED, PaperKind.SIDE_LETTER) and paper.signed == 1:
        return None, "only one signature was found"
    return True, ""


def belongs(master: Sheet, paper: Sheet) -> tuple[bool | None, str]:
    """Return whether a paper amends this contract, and why not; None where only a date speaks against it."""
    if paper.kind in (PaperKind.CERTIFICATE, PaperKind.MINUTES):
        return True, ""
    if party := other_agreement(master.structure.document, paper.structure.document):
        return False, f"it is a paper of {party}, whom {master.name} does not name"
    title = master.text[:400].casefold()
    front = master.text[:_FRONT]
    days = {*days_in(front), *master.days}
    references = set(REFERENCE.findall(front))
    head = paper.text[:_FRONT]
    shared = references & set(REFERENCE.findall(head))
    ours, theirs = contract_numbers(front), contract_numbers(head)
    if ours and theirs and not {*ours} & {*theirs} and not shared and not days & {*days_in(head)}:
        return False, f"it changes No. {theirs[0]}; {master.name} is No. {ours[0]}"
    pattern = (
        r"(?P<before>(?:[\w’'()-]+[ \n]+){0,5})"
        rf"(?P<noun>(?<!\w)(?:\w*{form('status.agreement')}))(?!\w)(?P<after>[^.;\n]{{0,90}})"
    )
    stranger, sure = "", True
    for found in re.finditer(pattern, head, re.IGNORECASE):
        if found.start() > _HEAD and stranger == "":
            break
        dated = (
            days_in(found["after"], near=False)[:1]
            if re.match(
                r"(?:(?!\b(?:shall|is|are|was|will|expires?|runs?|ends?|begins?)\b)[^.;]){0,60}?"
                r"\b(?:of|dated|date|made|signed|executed|from|on|vom|du|le)\b",
                found["after"],
                re.I,
            )
            else []
        )
        of = re.match(r"\s+(?:de|d.|für|über|for|of)\s*(?:the\s+)?\w+", found["after"], re.IGNORECASE)
        whole = f"{found['before']} {found['noun']}{of[0] if of else ''}"
        at_noun = compiled("status.paper_name").match(head, found.start("noun"))
        if (
            at_noun
            or re.search(rf"\b(?:{form('status.paper_name')})\W*$", found["before"], re.I)
            or (dated and dated[0] in paper.days)
        ):
            continue
        parallel = re.search(rf"\b(?:{form('status.parallel')})\b|(?:{form('status.parallel')})", whole, re.IGNORECASE)
        apart = parallel and parallel[0].casefold()[:6] not in title
        if not apart and (shared or (dated and dated[0] in days)):
            return True, ""
        if apart:
            stranger, sure = stranger or f"it changes the {_called(found)}, not {master.name}", True
        elif dated and days and not stranger:
            stranger = f"it changes an agreement of {dated[0]}; {master.name} is of {master.date or min(days)}"
            called = [word for word in _proper(found["before"]) if word.casefold() not in _COMMON]
            sure = any(word.casefold() not in front.casefold() for word in called)
    return (not stranger or (False if sure else None)), stranger


def contract_numbers(front: str) -> list[str]:
    """Return the numbers of agreements that a text gives, "Contract no. 4410", without those that are days or years."""
    found = [match["number"] for match in compiled("status.contract_number").finditer(front)]
    return [number for number in found if not days_in(number) and not re.fullmatch(r"(?:19|20)\d\d|.{1,2}", number)]


def _called(found: re.Match[str]) -> str:
    words = [word for word in _proper(found["before"]) if word.casefold() not in _COMMON]
    return " ".join([*words, found["noun"]]).strip()


def _proper(before: str) -> list[str]:
    """The words of a title at the end of a text: "Non-Disclosure" before "Agreement"."""
    found = re.search(r"(?:(?:[A-Z][\w’'-]*|of|for|and|source|code|escrow)\s+)*$", before)
    return found[0].split() if found else []


def ranked(master: Sheet, paper: Sheet) -> tuple[bool | None, str]:
    """Decide if a paper counts beside the master: by its date, and by the rank that the master gives to orders."""
    if paper.date and master.date and paper.date < master.date and not paper.days & master.days:
        why = f"it is of {paper.date}, older than {master.name} of {master.date}"
        if compiled("status.entire").search(master.text):
            return False, f"{why}, which supersedes earlier terms"
        return None, why
    if paper.kind is PaperKind.PURCHASE_ORDER:
        if compiled("status.order_has_no_rank").search(master.text):
            return False, f"{master.name} ranks above purchase orders"
        if not compiled("status.order_has_rank").search(master.text):
            return None, f"{master.name} does not say whether a purchase order may change it"
    if paper.counts is None and paper.signed and compiled("status.both_sign").search(master.text):
        return False, f"only one party signed it, and {master.name} asks for both"
    below = compiled("status.order_has_no_rank").search(master.text) is not None
    if paper.kind is PaperKind.ORDER_FORM and below and not compiled("status.order_has_rank").search(master.text):
        return False, f"{master.name} ranks above order forms"
    return paper.counts, paper.why


def settle_conditions(papers: list[Sheet]) -> None:
    """Decide conditional papers by the certificates and notices that speak of them."""
    for paper in papers:
        if not paper.conditional or paper.counts is False:
            continue
        paper.counts, paper.why = None, "it is conditional, and no paper shows that the condition was met"
        for other in papers:
            silent = other.counts is False and other.kind is not PaperKind.NOTICE
            if other is paper or silent or not _speaks_of(other, paper):
                continue
            if compiled("status.condition_failed").search(other.text):
                paper.counts, paper.why = False, f"its condition failed, as {other.name} says"
            elif compiled("status.condition_met").search(other.text):
                paper.counts, paper.why = True, f"its condition was met, as {other.name} says"


def _speaks_of(other: Sheet, paper: Sheet) -> bool:
    return any(is_named(name.kind, name.number, name.days, paper) for name in paper_names(other.text))


def is_named(kind: str, number: int | None, days: frozenset[str], paper: Sheet) -> bool:
    """True where a name fits a paper: by number and kind, or by day."""
    if days:
        return bool(days & (paper.days | {paper.date})) and (number is None or paper.number in (None, number))
    fits = kind in f"the {paper.text[:_HEAD]}".casefold() or (
        kind.startswith("lette") and paper.kind in (PaperKind.LETTER, PaperKind.SIDE_LETTER)
    )
    return fits and (number is None or paper.number == number)
