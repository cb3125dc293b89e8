"""Amendments: words that delete, replace, amend or add clauses, mostly those of another contract.

"Section 9.2 is hereby deleted" states no duty, and the words it quotes are no longer agreed. What is read
here: what happens, to which clause of which contract, and where the new wording stands. The forms were
taken from amendments to commercial contracts in public filings and from special conditions of tenders.
Whatever is only described ("records under clause 4 are deleted") or foreseen ("may be amended", "if section
3 is deleted") is no operation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Sequence

from clausegen.amendments.named_target import names_clause, schedule_of
from clausegen.amendments.omitted_clauses import left_out
from clausegen.amendments.targets import Change, changes_in, operative
from clausegen.model import BINDING, Clause, Document, Operation, OperationKind, Role, holding
from clausegen.structure import (
    AMENDMENT,
    CONTRACT,
    FIRST_WORDS,
    LABEL,
    SUBJECT_CONTRACT,
    bare,
    ends,
    top,
    within,
    wordings,
)

_SILENT = (Role.CONTENTS, Role.MARGIN, Role.SIGNATURE)


def operations(document: Document, clauses: Sequence[Clause], naming: Container[int]) -> tuple[Operation, ...]:
    """Every operation in reading order; a list of targets ("Sections 3.1 and 3.2") gives one for each.

    They are looked for in the clauses whose indexes are in ``naming``.
    """
    amends = AMENDMENT.search(document.text, 0, FIRST_WORDS) is not None
    found: list[Operation] = []
    speaking: list[Clause] = []  # the clause in which each of them stands
    busy = 0  # what was read as new wording holds no operations of its own
    for clause in clauses:
        if clause.index not in naming or clause.role in _SILENT or clause.start < busy:
            continue
        text = document.text[clause.body : clause.end]
        if not operative(text):
            continue
        changes = list(changes_in(text, sure=amends))
        for at, change in enumerate(changes):
            after = clause.body + changes[at + 1].start if at + 1 < len(changes) else clause.end
            begin = clause.body + changes[at - 1].end if at else clause.body
            start, end = clause.body + change.start, clause.body + change.end
            new, former = wordings(
                document.text,
                clauses,
                clause,
                (begin, end, after),
                takes=change.takes,
                adds=change.kind is OperationKind.ADDED,
            )
            if (
                change.kind is OperationKind.AMENDED
                and new[0] >= clause.end
                and _operates(document.text, clauses, new[0], sure=amends)
            ):
                new = (0, 0)  # "Section 1 is amended as follows:", and each item says how
            contract = _contract(text, change)
            again = change.kind is OperationKind.RESTORED and new[1] > new[0]
            kind = OperationKind.REPLACED if again else change.kind
            for target, number in change.targets or _labelled(document.text, clauses, new):
                one = Operation(
                    kind=kind, start=start, end=end, target=target, number=number, contract=contract,
                    text_start=new[0], text_end=new[1], former_start=former[0], former_end=former[1],
                )  # fmt: skip
                found.append(one)
                speaking.append(clause)
            busy = max(busy, new[1])
    changed = {clause.index for clause in speaking}
    giving = [one for one in found if one.text_end > one.text_start]
    given = {clause.index for one in giving for clause in _between(clauses, one.text_start, one.text_end)}
    others = [one for one in clauses if one.role not in _SILENT and one.index not in changed | given]
    empty = list(left_out(document.text, others))
    if amends:
        return tuple(sorted((*found, *(one for _, one in empty)), key=lambda one: one.start))
    standing = [clause for clause in clauses if clause.role in BINDING and clause.index not in given]
    placed = [
        one.model_copy(update={"clauses": _own(clauses, standing, clause, one)})
        for clause, one in (*zip(speaking, found, strict=True), *empty)
    ]
    lines = {one.start for _, one in empty}
    kept = [one for one in placed if one.start not in lines or (one.clauses and one.sure)]
    return tuple(sorted(kept, key=lambda one: one.start))


def _labelled(text: str, clauses: Sequence[Clause], new: tuple[int, int]) -> tuple[tuple[str, str], ...]:
    """The target of an addition that names none, by the number that its wording begins with."""
    label = LABEL.match(text, *new) if new[1] > new[0] else None
    clause = holding(clauses, new[0]) if new[1] > new[0] else None
    number = label["number"] if label else clause.number if clause and clause.start == new[0] else ""
    return ((f"clause {number}", number),) if number else ()


def _operates(text: str, clauses: Sequence[Clause], offset: int, *, sure: bool) -> bool:
    """True when the clause that begins at ``offset`` is an operation itself."""
    clause = holding(clauses, offset)
    return clause is not None and any(changes_in(text[clause.body : clause.end], sure=sure))


def without_former(document: Document, clauses: Sequence[Clause], changes: Sequence[Operation]) -> tuple[Clause, ...]:
    """The clauses again, those that no longer bind marked FORMER.

    They are the ones that this very document deletes or replaces, those that hold nothing but former wording,
    and those that say nothing but that something is deleted.
    """
    gone: set[int] = set()
    said: dict[int, int] = {}
    for change in changes:
        if change.kind in (OperationKind.DELETED, OperationKind.REPLACED):
            gone.update(change.clauses)
        for clause in _between(
            clauses, min(change.start, change.former_start or change.start), max(change.end, change.former_end)
        ):
            inside = change.former_start - 1 <= clause.body < clause.end <= change.former_end + 2
            if inside and change.former_end > change.former_start:
                gone.add(clause.index)
            elif change.kind is OperationKind.DELETED and clause.start <= change.start < clause.end:
                said[clause.index] = change.end
    for index, end in said.items():
        clause = clauses[index]
        rest = document.text[end : clause.end]
        if len(re.findall(r"[^\W\d_]{3,}", re.sub(r"in (?:its|their) entirety|not used", "", rest))) < 3:
            gone.add(index)
    return tuple(
        clause.model_copy(update={"role": Role.FORMER}) if clause.index in gone else clause for clause in clauses
    )


def _between(clauses: Sequence[Clause], start: int, end: int) -> Sequence[Clause]:
    """The clauses that touch the range."""
    first = bisect_right(clauses, start, key=lambda clause: clause.end)
    last = bisect_right(clauses, end, key=lambda clause: clause.start)
    return clauses[first:last]


def _contract(text: str, change: Change) -> str:
    """The contract that the operation names, as printed."""
    around = text[change.start : change.end + 60]
    found = CONTRACT.search(around) or SUBJECT_CONTRACT.match(text[: change.end])
    return "" if found is None else " ".join(found["contract"].split())


def _own(clauses: Sequence[Clause], standing: Sequence[Clause], clause: Clause, change: Operation) -> tuple[int, ...]:
    """Clauses of this document that an operation in ``clause`` changes; none where that is ambiguous."""
    others = [one for one in standing if one.section != clause.section]
    contract = change.contract.casefold()
    if contract and not contract.startswith("this "):
        first = _terms_headed(clauses, contract)
        if first is None:
            return ()
        others = [one for one in others if one.index > first]
    if schedule_of(change):
        apart = not within(clause.schedule, schedule_of(change))
        return tuple(
            one.index
            for one in others
            if within(one.schedule, schedule_of(change)) and (apart or one.index < clause.index)
        )
    return _numbered(clauses, others, clause, change.number) if names_clause(change) else ()


def _terms_headed(clauses: Sequence[Clause], contract: str) -> int | None:
    """Where the terms that an operation names ("the Standard Terms") begin in this very document: the index."""
    words = re.escape(contract.partition(" ")[2])
    # "Supplement to the Master Agreement" heads no Master Agreement.
    headed = re.compile(rf"(?:(?!\b(?:to|of|under|for|by)\b).)*\b{words}\b" if r"\ " in words else rf"\W*{words}\W*$")
    return next((one.index for one in clauses if one.is_heading and headed.match(one.heading.casefold())), None)


def _numbered(clauses: Sequence[Clause], others: Sequence[Clause], clause: Clause, number: str) -> tuple[int, ...]:
    """The clauses of that number, and those below them: those before ``clause``, else in terms that follow it.

    In a schedule of its own a number is another clause's, unless nothing else has it.
    """
    wanted = number.rstrip(".")
    found = [one for one in others if within(bare(one.cited), wanted)]
    near = [one for one in found if one.schedule in ("", clause.schedule)]
    before = [one for one in near if one.index < clause.index]
    after = [one for one in near if follows_anew(clauses, clause, one)]
    chosen = before or after or [one for one in found if one not in near]
    exact = max(sum(bare(one.number) == end for one in chosen) for end in ends(wanted))
    sections = {(top(bare(one.cited)), one.section) for one in chosen}
    clear = exact <= 1 and len(sections) == len({number for number, _ in sections})
    return tuple(one.index for one in chosen) if clear else ()


def follows_anew(clauses: Sequence[Clause], first: Clause, later: Clause) -> bool:
    """True when clauses are counted from 1 again between two of them, as in terms behind an order form."""
    return any(
        one.section != first.section and re.match(r"1(?!\d)", bare(one.number))
        for one in clauses[first.index + 1 : later.index + 1]
    )
