"""An agreement and its amendments: the dates that hold when they are read together.

Nothing is guessed. An amendment that cannot belong to the agreement, or whose place in time is unknown, is
named and not applied; where that leaves the end open, the end is unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from clausegen.amendments import cited_dates, read_contract
from clausegen.dates.amendment import within
from clausegen.dates.amendment_order import KnownPapers, Paper
from clausegen.dates.day_arithmetic import add, sum_shown
from clausegen.dates.notice_deadline import last_notice
from clausegen.dates.periods import period_stated
from clausegen.dates.resolve import read_dates
from clausegen.model import Clause, Consolidated, DateFinding, Dates, Document, PaperKind, Provenance, Structure, day_of

_FALL = ("expiration_date", "renewal_term", "notice_period")
_OF_NOTICE = ("notice_period", "notice_to", "notice_deadline")
_CARRIED = ("renewal_term", "notice_period", "notice_to")


def family_dates(contract: Consolidated, documents: Sequence[Document]) -> tuple[Dates, tuple[str, ...]]:
    """The dates of a contract as amended, and sentences on what was not applied.

    They are those of the consolidated text, and of what papers say beside it ("the term is extended by a year").
    ``documents`` are the papers, in the order of ``contract.papers``.
    """
    text = contract.document.text[: contract.end]
    own = [
        clause for clause in contract.clauses if clause.end <= contract.end and not _lies_in(clause, contract.beside)
    ]
    shown = _blanked(text, contract.beside)
    document = contract.document.model_copy(update={"text": shown, "blocks": ()})
    read = Structure(document=document, clauses=tuple(own), definitions=contract.definitions)
    dates = cited_dates(read_dates(read), contract)
    beside = [
        (paper.path, found)
        for number, (paper, document) in enumerate(zip(contract.papers, documents, strict=True))
        if paper.counts
        and paper.kind is not PaperKind.SCHEDULE
        and (found := _stated_beside(contract, number, document, paper.part))
    ]
    if beside:
        family = amended(dates.model_copy(update={"amends": None}), beside)
        return family.dates, family.concerns
    return dates, ()


def _stated_beside(contract: Consolidated, number: int, document: Document, part: str) -> Dates | None:
    """The dates that a paper states in words beside the contract; None for none."""
    ranges = [
        (source.at, source.at + source.end - source.start)
        for source in contract.sources
        if source.paper == number and _lies_in(source, contract.beside)
    ]
    if not ranges:
        return None
    dates = read_dates(read_contract(document))
    update: dict[str, object] = {"deletes": (), "replaces": (), "revokes": (), "restores": ()}
    for name in ("expiration_date", "extension", *_CARRIED, "notice_deadline", "initial_term"):
        value: DateFinding | None = getattr(dates, name)
        inside = value is not None and any(start <= value.start < end for start, end in ranges)
        update[name] = value.model_copy(update={"part": part}) if value is not None and inside else None
    found = dates.model_copy(update=update)
    return found if _changes(found) else None


def _lies_in(one: Clause | Provenance, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(start <= one.start and one.end <= end for start, end in ranges)


def _blanked(text: str, ranges: Sequence[tuple[int, int]]) -> str:
    for start, end in ranges:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


class Family(NamedTuple):
    """The dates of an agreement as amended, what was applied, and which dates were not and why (sentences).

    ``order`` holds the paths of the amendments that belong to the agreement, in the order they were made, undated ones
    last, those of one day or of none as they were given; ``misfits`` those that cannot belong to it, each with the
    reason. ``papers`` knows the amendments, misfits among them, by their names.
    """

    dates: Dates
    applied: tuple[str, ...]
    doubts: tuple[str, ...]
    order: tuple[str, ...]
    misfits: tuple[tuple[str, str], ...]
    papers: KnownPapers

    @property
    def concerns(self) -> tuple[str, ...]:
        """List what was not applied, and why."""
        return (*(f"{path}: not applied: {why}" for path, why in self.misfits), *self.doubts)


def amended(master: Dates, amendments: Iterable[tuple[str, Dates]], *, country: str = "") -> Family:
    """The dates of ``master`` after its ``amendments``, each with its path, in the order of their dates.

    A value that an amendment states takes the place of the earlier one; its ``calculation`` names the file. One that
    stands in a clause which an amendment deletes is gone with it.
    Amendments that are older than the agreement, that name an agreement of another date, or whose order
    cannot be told are not applied. Where the agreement is not there, its dates are empty and all amendments belong.
    """
    fits: list[tuple[dt.date, str, Dates]] = []
    doubts: list[str] = []
    undated: list[tuple[str, Dates]] = []
    misfits: list[tuple[str, str]] = []
    papers: list[Paper] = []
    agreed = day_of(master.agreement_date)
    for path, dates in amendments:
        made = day_of(dates.agreement_date) or day_of(dates.effective_date)
        papers.append(Paper(path, dates.called, made))
        if why := _misfit(dates, made, agreed):
            misfits.append((path, why))
        elif made is None:
            undated.append((path, dates))
        else:
            fits.append((made, path, dates))
    number = {paper.path: paper.number or 0 for paper in papers}
    fits.sort(key=lambda item: (item[0], number[item[1]]))
    undated.sort(key=lambda item: number[item[0]])
    known = KnownPapers(papers)
    order = tuple(dict.fromkeys([path for _, path, _ in fits] + [path for path, _ in undated]))
    homes = {name: finding.clause for name in _FALL if (finding := getattr(master, name)) is not None}
    belonging = [*((path, dates) for _, path, dates in fits), *undated]
    put = {stated.into for _, dates in belonging for name in _FALL if (stated := getattr(dates, name)) is not None}
    doubts += _restored(belonging, {*homes.values(), *put})
    gone = _revoked(belonging, {*homes.values(), *put}, known, doubts)
    fits = [item for item in fits if item[1] not in gone]
    undated = [item for item in undated if item[0] not in gone]
    for path, dates in undated:
        if _changes(dates) and (fits or len(undated) > 1):
            why = "it is not dated, so its place among the amendments is unknown"
            doubts.append(f"{path}: its dates are not applied: {why}")
        else:
            fits.append((dt.date.max, path, dates))
    applied: list[str] = []
    now = master.model_copy(update={"deletes": (), "replaces": ()}) if fits else master
    for made, path, dates in fits:
        of = "" if made == dt.date.max else f" of {made}"
        now, fallen = _without_clauses(now, path, dates, of, homes, doubts)
        now, said = _applied(now, path, dates, of, doubts)
        applied += [*fallen, *said]
    if any(getattr(now, name) is not getattr(master, name) for name in ("expiration_date", *_CARRIED)):
        now = now.model_copy(update={"notice_deadline": last_notice(now, country)})
    return Family(now, tuple(applied), tuple(doubts), order, tuple(misfits), known)


def _revoked(
    papers: Sequence[tuple[str, Dates]], homes: Iterable[str], known: KnownPapers, doubts: list[str]
) -> set[str]:
    """The paths of amendments that a later one takes back; ``papers`` in their order.

    Those that change a date, or one of the clauses that are the ``homes`` of dates, are named in the doubts. A
    revocation that is taken back itself takes nothing for certain.
    """
    gone: set[str] = set()
    changing = {path for path, dates in papers if _changes(dates) or _touches(homes, dates.deletes + dates.replaces)}
    for path, dates in reversed(papers):
        for name in dates.revokes:
            meant = known.meant(name, path)
            if not meant:
                doubts.append(f"{path}: it takes back {name}, which was not read")
            for other, sure in meant.items():
                holds = sure and path not in gone
                gone |= {other} if holds else set()
                if other in changing:
                    said = "are not applied: {} takes" if holds else "are applied, though {} may take"
                    doubts.append(f"{other}: its dates {said.format(path)} it back ({name})")
    return gone


def _restored(papers: Iterable[tuple[str, Dates]], homes: Iterable[str]) -> Iterator[str]:
    """List what amendments say holds again, as far as a date may stand in it."""
    for path, dates in papers:
        for what in dates.restores:
            clause = what[:1].isdigit()
            if not clause or _touches(homes, [what]):
                named = f"clause {what}" if clause else what
                yield f"{path}: it restores {named}, and no date was taken from there again; read which words hold"


def _touches(homes: Iterable[str], numbers: Sequence[str]) -> bool:
    return any(within(home, numbers) for home in homes if home)


def _misfit(dates: Dates, made: dt.date | None, agreed: dt.date | None) -> str:
    """Say why an amendment cannot be one of this agreement; "" when it can."""
    if made and agreed and made < agreed:
        return f"the amendment is of {made}, older than the agreement of {agreed}"
    named = day_of(dates.amends)
    if named and agreed and named != agreed:
        return f"it amends an agreement of {named}, this one is of {agreed}"
    return ""


def _changes(dates: Dates) -> bool:
    return dates.extension is not None or any(
        getattr(dates, name) is not None for name in ("expiration_date", *_CARRIED)
    )


def _without_clauses(
    now: Dates, path: str, dates: Dates, of: str, homes: dict[str, str], doubts: list[str]
) -> tuple[Dates, list[str]]:
    """The dates without what stood in clauses that an amendment deletes; ``homes`` is where each of them stands.

    New words have the clause into which they are put as their home, or that of those they replace. Where nothing was
    read in them the earlier value stays, with a doubt: a renewal that goes on unnoticed costs more than one too many.
    """
    changed = {name: (*getattr(now, name), *getattr(dates, name)) for name in ("deletes", "replaces")}
    update: dict[str, object] = {**changed}
    said: list[str] = []
    for name in _FALL:
        home, stated = homes.get(name, ""), getattr(dates, name)
        deleted, replaced = (bool(home) and within(home, numbers) for numbers in (dates.deletes, dates.replaces))
        what = name.replace("_", " ")
        if stated is not None or (name == "expiration_date" and dates.extension is not None):
            homes[name] = (stated.into if stated else "") or (home if deleted or replaced else "")
        elif deleted:
            said.append(f"{path}{of} deletes clause {home}, where the {what} stood")
            update |= _fallen(now, name, f"clause {home}, where it stood, is deleted by {path}{of}")
            homes[name] = ""
        elif replaced:
            doubts.append(f"{path}: it replaces clause {home}, and no {what} was read in the new words; read them")
    return now.model_copy(update=update), said


def _fallen(now: Dates, name: str, reason: str) -> dict[str, object]:
    """Return what a deleted value leaves: an end is unknown, a renewal or notice is none, and goes with the other."""
    if name == "expiration_date":
        assert now.expiration_date is not None  # noqa: S101 - it stood in the clause
        return {name: now.expiration_date.model_copy(update={"value": None, "reason": reason, "calculation": ""})}
    gone: dict[str, object] = {name: None}
    if _falls_with(now, name):
        gone |= dict.fromkeys(_OF_NOTICE)
    return gone


def _falls_with(now: Dates, name: str) -> bool:
    """True when the notice goes with what was deleted: its own clause, or the renewal that it prevents or asks for."""
    kind = now.notice_period.kind if now.notice_period else ""
    return name == "notice_period" or kind in ("non-renewal", "renewal")


def _applied(now: Dates, path: str, dates: Dates, of: str, doubts: list[str]) -> tuple[Dates, list[str]]:
    update: dict[str, DateFinding | None] = {}
    said: list[str] = []
    end = _end(now, path, dates, of)
    if end is not None:
        if end.code != "unsure":  # else the end before it stays, with the doubt
            update["expiration_date"] = end
        if end.value:
            said.append(f"{path}{of} moves the end to {end.value}")
        else:
            doubts.append(f"{path}: {'perhaps ' * (end.code == 'unsure')}it changes the end, but {end.reason}")
    for name in _CARRIED:
        finding: DateFinding | None = getattr(dates, name)
        if finding is not None:
            line = "; ".join(filter(None, [finding.calculation, f"by {path}{of}"]))
            update[name] = finding.model_copy(update={"calculation": line})
            said.append(
                f"{path}{of} changes {name.replace('_', ' ')}: {finding.value or finding.kind or finding.reason}"
            )
    return (now.model_copy(update=update) if update else now), said


def _end(now: Dates, path: str, dates: Dates, of: str) -> DateFinding | None:
    """The end that an amendment states or moves; None when it leaves the end alone."""
    own = dates.expiration_date
    if own is not None:
        line = "; ".join(filter(None, [own.calculation, f"by {path}{of}"]))
        return own.model_copy(update={"calculation": line})
    if dates.extension is None:
        return None
    length, before = period_stated(dates.extension), day_of(now.expiration_date)
    reason = ""
    if length is None:
        reason = dates.extension.reason or "the length of the extension is unknown"
    elif before is None:
        reason = "the end before it is unknown"
    if length is None or before is None:
        return dates.extension.model_copy(update={"value": None, "reason": reason})
    try:
        moved = add(before, length)
    except (ValueError, OverflowError):
        return dates.extension.model_copy(
            update={"value": None, "reason": "the calendar ends before the extension does"}
        )
    earlier = now.expiration_date.calculation if now.expiration_date else ""
    line = "; ".join(filter(None, [earlier, f"{sum_shown(before, length, moved)}, by {path}{of}"]))
    return dates.extension.model_copy(update={"value": moved.isoformat(), "calculation": line})
