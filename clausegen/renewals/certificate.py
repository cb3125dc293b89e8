"""Certificates in: a completed renewal certificate, read from Word or TOML and held against what must be in it.

Whether the signature is genuine stays with people; what can be read is checked: statements, figures, limits,
dates, signatory. The outcome is an event for the history.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path

from pydantic import Field

from clausegen.dates import find_dates
from clausegen.ingest import load_document
from clausegen.library import parse, read_toml
from clausegen.model import BlockKind, Deal, Document, Value
from clausegen.renewals.history import Day, Event
from clausegen.renewals.policy import Practice, RegionWords
from clausegen.runtime import regex

_NUMBER = r"\d{1,3}(?:[ ,.'’\u00a0]\d{3})+(?!\d)|\d+"
_CELL = regex(r";(t\d+)r(\d+)c(\d+)$")


class Certificate(Value):
    """A certificate as it was filled in. An absent figure or statement is simply not there.

    ``statements`` are ids of the statements it makes, ``figures`` words by id of the figure.
    """

    date: dt.date | None = None
    covers_from: dt.date | None = None
    covers_to: dt.date | None = None
    signatory: str = ""
    title: str = ""
    statements: tuple[str, ...] = ()
    figures: dict[str, str] = Field(default_factory=dict)
    exceptions: str = ""
    doubts: tuple[str, ...] = ()


class Flaw(Value):
    """Something wrong with a certificate. ``kind``: incomplete, late, contradictory, limit."""

    kind: str
    message: str


class Checked(Value):
    """A certificate, what is wrong with it, and its outcome: complete, late, incomplete or false."""

    certificate: Certificate
    faults: tuple[Flaw, ...]
    outcome: str

    def events(self, contract: str, received: dt.date, reference: str = "") -> tuple[Event, ...]:
        """Return the records for the history: the certificate, and a limit that was exceeded."""
        note = _note(fault.message for fault in self.faults)
        first = Event(
            contract=contract,
            date=received,
            kind="certificate",
            outcome=self.outcome,
            reference=reference,
            covers_to=self.certificate.covers_to or self.certificate.date,
            note=note,
        )
        breaches = [fault.message for fault in self.faults if fault.kind == "limit"]
        if not breaches:
            return (first,)
        name = f"limit-{received}" if not reference else f"{reference}-limit"
        breach = Event(contract=contract, date=received, kind="limit-breach", reference=name, note=_note(breaches))
        return (first, breach)


def _note(messages: Iterable[str]) -> str:
    """Return the messages, as much of them as a record of the history holds."""
    return "; ".join(messages)[:4000]


class _Filled(Value):
    """The TOML form of a certificate."""

    date: Day | None = None
    covers_from: Day | None = None
    covers_to: Day | None = None
    signatory: str = ""
    title: str = ""
    statements: tuple[str, ...] = ()
    figures: dict[str, str | int] = Field(default_factory=dict)
    exceptions: str = ""


def load_certificate(path: Path, practice: Practice) -> Certificate:
    """Read a completed certificate. Raises DataError or DocumentError when it cannot be read."""
    if path.suffix.lower() == ".toml":
        filled = parse(_Filled, read_toml(path), path)
        figures = {name: str(value) for name, value in filled.figures.items()}
        return Certificate.model_validate({**dict(filled), "figures": figures})
    return read_certificate(load_document(path), practice)


def read_certificate(document: Document, practice: Practice) -> Certificate:
    """Read a certificate from the words of a document; only agreed text counts, struck text does not."""
    words = " ".join(document.text.lower().split())
    figures = _figures(document, practice)
    made = tuple(statement.id for statement in practice.statements if re.search(statement.pattern, words))
    doubts: list[str] = []
    signed = _signed(document, doubts)
    if any(block.changes for block in document.agreed_blocks()) or document.coverage.pending_changes:
        doubts.append("the certificate holds tracked changes: its wording is not settled")
    return Certificate(
        date=signed,
        signatory=_after(document, "Name"),
        title=_after(document, "Title"),
        statements=made,
        figures=figures,
        doubts=tuple(doubts),
    )


def check_certificate(
    certificate: Certificate,
    practice: Practice,
    *,
    received: dt.date,
    due: dt.date | None = None,
    deal: Deal | None = None,
) -> Checked:
    """Hold a certificate against what must be in it, its due day, and the contract's use limits and signatory."""
    faults = [
        *_missing(certificate, practice),
        *_dates(certificate, received),
        *(_against(certificate, deal, practice) if deal else ()),
        *_contradictions(certificate),
    ]
    if due is not None and received > due:
        faults.append(Flaw(kind="late", message=f"received on {received}, due on {due}"))
    kinds = {fault.kind for fault in faults}
    outcome = "complete"
    if "contradictory" in kinds:
        outcome = "false"
    elif "incomplete" in kinds:
        outcome = "incomplete"
    elif "late" in kinds:
        outcome = "late"
    return Checked(certificate=certificate, faults=tuple(faults), outcome=outcome)


def _missing(certificate: Certificate, practice: Practice) -> list[Flaw]:
    faults = [
        Flaw(kind="incomplete", message=f"it does not state that {statement.says}")
        for statement in practice.statements
        if statement.id not in certificate.statements
    ]
    for figure in practice.figures:
        given = certificate.figures.get(figure.id, "").strip()
        if not given:
            faults.append(Flaw(kind="incomplete", message=f"the figure “{figure.label}” is blank"))
        elif figure.kind == "count" and count(given) is None:
            faults.append(Flaw(kind="incomplete", message=f"the figure “{figure.label}” is no number: “{given[:60]}”"))
    for name in ("signatory", "title"):
        if not getattr(certificate, name).strip():
            faults.append(Flaw(kind="incomplete", message=f"the {name} is not named"))
    faults += [Flaw(kind="incomplete", message=doubt) for doubt in certificate.doubts]
    return faults


def _dates(certificate: Certificate, received: dt.date) -> list[Flaw]:
    if certificate.date is None:
        return [Flaw(kind="incomplete", message="it is not dated")]
    faults = []
    if certificate.date > received:
        faults.append(Flaw(kind="incomplete", message=f"it is dated {certificate.date}, after it was received"))
    start, end = certificate.covers_from, certificate.covers_to
    if start and end and start > end:
        faults.append(Flaw(kind="incomplete", message=f"its period begins on {start}, after its end {end}"))
    if end and end > certificate.date:
        faults.append(Flaw(kind="incomplete", message=f"it was signed on {certificate.date}, before its period ended"))
    return faults


def _against(certificate: Certificate, deal: Deal, practice: Practice) -> list[Flaw]:
    """Return figures against the use limits, and the signatory against the one the contract names."""
    faults = []
    given = certificate.figures.get("concurrent", "")
    # Of several figures ("5 to 500") the largest counts: no cell hides a breach behind a small number.
    most = max((_whole(number) for number in re.findall(_NUMBER, given)), default=0)
    if most > deal.use_limits.concurrent_targets:
        allowed = deal.use_limits.concurrent_targets
        faults.append(Flaw(kind="limit", message=f"{most} concurrent targets, the contract allows {allowed}"))
    regions = certificate.figures.get("regions", "").strip()
    if _strange(regions, deal.use_limits.regions, practice.regions):
        shown = f"{regions[:200]}{'…' if len(regions) > 200 else ''}"
        message = f"used in “{shown}”: there are words in it that the contract does not name as a region"
        faults.append(Flaw(kind="limit", message=message))
    if deal.end_user and certificate.title.strip():
        expected = deal.end_user.signatory.title
        if certificate.title.strip().casefold() != expected.casefold():
            message = f"signed by “{certificate.title.strip()[:60]}”; the contract names “{expected}” or the same rank"
            faults.append(Flaw(kind="rank", message=message))
    return faults


def _strange(given: str, named: Iterable[str], words: RegionWords) -> str:
    """Return what is left of the regions given without the names in the contract and words that name no place."""
    style = f"(?:(?:{words.style}) )?" if words.style else ""
    left = _words(given)
    for name in sorted({re.sub(f"^{style}", "", _words(name)) for name in named}, key=len, reverse=True):
        if name:
            left = re.sub(rf"(?<!\w){style}{re.escape(name)}(?!\w)", "", left)
    return re.sub(rf"\b(?:{words.filler})\b", "", left).strip() if words.filler else left.strip()


def _words(text: str) -> str:
    """Return the words of a text in small letters, one space between them."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _contradictions(certificate: Certificate) -> list[Flaw]:
    """Return statements that the certificate's own figures deny, with no exception disclosed."""
    if certificate.exceptions.strip() or "no-misuse" not in certificate.statements:
        return []
    incidents = count(certificate.figures.get("incidents", ""))
    if incidents:
        message = f"it states that no misuse occurred or is suspected, and counts {incidents}, without an exception"
        return [Flaw(kind="contradictory", message=message)]
    return []


def count(words: str) -> int | None:
    """Return the number a figure gives: "12", "none", "1 204"; None for anything else, also for several figures."""
    text = words.strip().casefold()
    if text in ("none", "nil", "no", "zero", "0", "keine", "aucun", "ninguno", "–", "-"):
        return 0
    found = re.fullmatch(rf"({_NUMBER})(?:\s+[^\W\d]+){{0,3}}", text)
    return _whole(found.group(1)) if found else None


def _whole(number: str) -> int:
    """Return a number without what separates its thousands; of an endless one the first digits are enough."""
    return int(re.sub(r"\D", "", number).lstrip("0")[:18] or "0")


def _figures(document: Document, practice: Practice) -> dict[str, str]:
    """Return second cells of the table rows whose first cell begins with a figure's label."""
    rows: dict[tuple[str, str], dict[int, str]] = {}
    for block in document.agreed_blocks():
        place = _CELL.search(block.anchor)
        if block.kind is BlockKind.TABLE_CELL and place:
            cells = rows.setdefault((place.group(1), place.group(2)), {})
            column = int(place.group(3))
            cells[column] = f"{cells.get(column, '')} {block.text}".strip()
    found: dict[str, str] = {}
    for cells in rows.values():
        label = " ".join(cells.get(1, "").lower().split())
        figure = next((f for f in practice.figures if label.startswith(f.label)), None)
        if figure and cells.get(2, "").strip() and figure.id not in found:
            found[figure.id] = cells[2].strip()
    return found


def _signed(document: Document, doubts: list[str]) -> dt.date | None:
    """Return the day beside "Date:" in the signature block."""
    text = document.text
    for found in reversed(list(re.finditer(r"\bdate\s*:", text, re.IGNORECASE))):
        for date in find_dates(text[found.end() : found.end() + 40]):
            if date.day is None:
                doubts.append(date.reason)
            return date.day
    return None


def _after(document: Document, label: str) -> str:
    """Return the words behind "Name:" or "Title:" in the signature block."""
    found = re.findall(rf"(?m)^\s*{label}\s*:[ \t]*(\S.*)$", document.text)
    return found[-1].strip() if found else ""
