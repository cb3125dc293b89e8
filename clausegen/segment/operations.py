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
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from clausegen.document import Document, holding
from clausegen.segment.amended_words import without_quotes, wordings
from clausegen.segment.naming import places
from clausegen.segment.operation_forms import (
    ACTIVE,
    ADDS,
    AFTER_ADD,
    AMENDMENT,
    ANEW,
    CEASES,
    CONTRACT,
    EACH,
    FIRST_WORDS,
    FORESEEN,
    HOW,
    INSTEAD,
    LABEL,
    LINKS,
    NEW_TARGET,
    NEW_THERE,
    NOTHING_INSTEAD,
    PART,
    PASSIVE,
    PLACE,
    PUT_IN_PLACE,
    READS,
    SENTENCE,
    STEMS,
    SUBJECT,
    SUBJECT_CONTRACT,
    SUPPOSED,
    TARGETS,
)
from clausegen.segment.values import BINDING, Clause, Operation, OperationKind, Role

_SILENT = (Role.CONTENTS, Role.MARGIN, Role.SIGNATURE)
_REACH = 260  # characters from a target to the verb that changes it


class _Change(NamedTuple):
    """One operation in a clause: offsets are relative to the clause's body."""

    kind: OperationKind
    targets: tuple[tuple[str, str], ...]
    start: int
    end: int
    takes: bool = False  # words go and none come in their place


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
        if not _operative(text):
            continue
        changes = list(_changes(text, sure=amends))
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
    if amends:
        return tuple(found)
    giving = [one for one in found if one.text_end > one.text_start]
    given = {clause.index for one in giving for clause in _between(clauses, one.text_start, one.text_end)}
    standing = [clause for clause in clauses if clause.role in BINDING and clause.index not in given]
    return tuple(
        one.model_copy(update={"clauses": _own(clauses, standing, clause, one)})
        for one, clause in zip(found, speaking, strict=True)
    )


def _labelled(text: str, clauses: Sequence[Clause], new: tuple[int, int]) -> tuple[tuple[str, str], ...]:
    """The target of an addition that names none, by the number that its wording begins with."""
    label = LABEL.match(text, *new) if new[1] > new[0] else None
    clause = holding(clauses, new[0]) if new[1] > new[0] else None
    number = label["number"] if label else clause.number if clause and clause.start == new[0] else ""
    return ((f"clause {number}", number),) if number else ()


def _operates(text: str, clauses: Sequence[Clause], offset: int, *, sure: bool) -> bool:
    """True when the clause that begins at ``offset`` is an operation itself."""
    clause = holding(clauses, offset)
    return clause is not None and any(_changes(text[clause.body : clause.end], sure=sure))


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


def _changes(text: str, *, sure: bool) -> Iterator[_Change]:
    """The operations in one clause, in order. ``sure`` says that the document is an amendment."""
    plain = without_quotes(text)
    at = 0
    for piece in (*SENTENCE.finditer(plain), None):
        end = len(plain) if piece is None else piece.start()
        sentence = plain[at:end]
        if _operative(sentence) and places(sentence) and not FORESEEN.match(sentence):
            found = sorted((*_passive(sentence, sure), *_active(sentence, sure)), key=lambda change: change.start)
            yield from (change._replace(start=change.start + at, end=change.end + at) for change in found)
        at = end if piece is None else piece.end()


def _operative(text: str) -> bool:
    lower = text.lower()
    return any(map(lower.__contains__, STEMS))


def _passive(sentence: str, sure: bool) -> Iterator[_Change]:
    """Such as "Section 9.2 is hereby deleted", "the words … in clause 5 are deleted", "Condition 5 shall read"."""
    before = 0
    verbs = (*PASSIVE.finditer(sentence), *READS.finditer(sentence), *(CEASES.finditer(sentence) if sure else ()))
    for verb in sorted(verbs, key=lambda found: found.start()):
        start = max(before, verb.start() - _REACH)
        rest = sentence[verb.end() :]
        reads = verb.re.pattern == READS.pattern
        ceases = verb.re.pattern == CEASES.pattern
        if ceases and SUPPOSED.search(rest):
            continue
        kind = OperationKind.REPLACED if reads else OperationKind.DELETED if ceases else _kind(verb)
        certain = sure or reads or bool(verb.groupdict().get("hereby"))
        adds = kind is OperationKind.ADDED and not INSTEAD.match(rest)
        targets, part, first = _subjects(sentence, start, verb.start(), certain, adds=adds)
        if kind is OperationKind.ADDED and not targets and (place := AFTER_ADD.match(rest)):
            targets, first = _split(place["target"]), verb.start()
        unnamed = adds and certain and NEW_THERE.search(sentence) is not None  # the wording may begin with its number
        if not (targets or unnamed) or not _tells(kind, sentence, verb.end(), certain):
            continue
        if kind is OperationKind.DELETED and PUT_IN_PLACE.match(rest) and not NOTHING_INSTEAD.search(rest):
            kind = OperationKind.REPLACED
        elif kind is OperationKind.AMENDED:
            kind = OperationKind.REPLACED if ANEW.match(rest) else kind
            kind = OperationKind.ADDED if ADDS.match(rest) else kind
        takes = kind is OperationKind.DELETED
        if part and kind in (OperationKind.DELETED, OperationKind.REPLACED):
            kind = OperationKind.AMENDED
        yield _Change(kind, targets, first, verb.end(), takes)
        before = verb.end()


def _tells(kind: OperationKind, sentence: str, verb: int, certain: bool) -> bool:
    """Whether the words around the verb that ends at ``verb`` make it an operation and no mere possibility."""
    rest = sentence[verb:]
    if kind is OperationKind.DELETED or (certain and kind is OperationKind.REPLACED):
        return True
    if kind is OperationKind.RESTORED:
        return certain
    if kind is OperationKind.ADDED:  # "products that the parties agree upon shall be added to Exhibit A"
        return certain or NEW_THERE.search(sentence) is not None
    return HOW.match(rest) is not None or (kind is OperationKind.REPLACED and "entirety" in rest[:40])


def _active(sentence: str, sure: bool) -> Iterator[_Change]:
    """Such as "… is amended by deleting clause 9", "Delete clause 9.2", "Insert a new clause 9A"."""
    for found in ACTIVE.finditer(sentence):
        lead = found["lead"].strip().casefold()
        bidden = lead in {"", ".", ";", ":"}
        if lead in {"by", "and", "hereby"}:
            if lead != "hereby" and not PASSIVE.search(sentence, 0, found.start()):
                continue  # "may extend the territory by amending Exhibit B"
        elif not bidden or not (
            sure or re.match(r"\s*(?:$|[.;:,(]|in its|with|by|as|and|which)", sentence[found.end() :])
        ):
            continue
        kind = _kind(found)
        if kind is OperationKind.RESTORED and not sure:
            continue
        rest = sentence[found.end() :]
        if (kind is OperationKind.AMENDED and ANEW.match(rest)) or (
            kind is OperationKind.DELETED and PUT_IN_PLACE.match(rest) and not NOTHING_INSTEAD.search(rest)
        ):
            kind = OperationKind.REPLACED
        takes = kind is OperationKind.DELETED
        part = re.search(PART, found["between"], re.IGNORECASE) is not None
        if part and kind in (OperationKind.DELETED, OperationKind.REPLACED):
            kind = OperationKind.AMENDED
        targets = tuple(pair for target in TARGETS.finditer(found["target"]) for pair in _split(target[0]))
        yield _Change(kind, targets, found.start() + len(found["lead"]), found.end(), takes)


def _kind(verb: re.Match[str]) -> OperationKind:
    if verb["delete"]:
        return OperationKind.DELETED
    if verb["replace"]:
        return OperationKind.REPLACED
    if verb["restore"]:
        return OperationKind.RESTORED
    return OperationKind.ADDED if verb["add"] else OperationKind.AMENDED


def _subjects(
    sentence: str, start: int, end: int, certain: bool, *, adds: bool
) -> tuple[tuple[tuple[str, str], ...], bool, int]:
    """The targets between ``start`` and the verb at ``end``; whether only words of them; where they begin.

    Where something is added (``adds``), the new clause is the target, not the place it gets ("after clause 9").
    """
    found: list[tuple[str, str]] = []
    part = False
    first = end
    for target in TARGETS.finditer(sentence, start, end):
        before = sentence[start : target.start()]
        if adds and NEW_TARGET.search(before):
            return _split(target[0]), False, target.start()
        if re.search(r"\b(?:following|this)\s+$", before, re.IGNORECASE):
            continue  # "and the following Section 27.1 is substituted", "as described in this Section 4"
        subject = SUBJECT.search(before)
        placed = PLACE.search(before)
        new = re.search(r"\bnew\s+$", before, re.IGNORECASE)
        if not (subject or placed or new or (found and re.search(r"(?:\band|,)\s+(?:the\s+)?$", before))):
            hereby = certain and not re.search(
                r"\b(?:under|pursuant\s+to|by|with|per)\s+(?:the\s+)?$", before, re.IGNORECASE
            )
            if not hereby or found:
                continue
        part = part or placed is not None or bool(subject and re.search(rf"\b{PART}", subject["part"] or "", re.I))
        part = part or len(LINKS.findall(target[0])) > 1
        first = min(first, target.start())
        found += _split(target[0])
    return tuple(found), part, first


def _split(target: str) -> tuple[tuple[str, str], ...]:
    """The targets of a list: "Sections 3.1 and 3.2" gives ("Section 3.1", "3.1") and ("Section 3.2", "3.2").

    A chain ("paragraph 2 of Section 24") has the number of its outermost link.
    """
    links = [link[0] for link in LINKS.finditer(target)]
    if len(links) > 1:
        outer = links[0] if re.match(r"[^,]*,\s*(?:sub|para|item)", target, re.IGNORECASE) else links[-1]
        return tuple((" ".join(target.split()), number) for _, number in _split(outer))
    word = re.match(r"§|[^\s§]+", target)
    assert word is not None  # noqa: S101 - a target begins with its word
    numbers = [number[0] for number in EACH.finditer(target, word.end())]
    single = word[0].rstrip("s") if len(numbers) > 1 and word[0].lower().endswith("s") else word[0]
    return tuple((f"{single} {' '.join(number.split())}", "".join(number.split())) for number in numbers)


def _contract(text: str, change: _Change) -> str:
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
    if change.schedule:
        apart = clause.schedule != change.schedule
        return tuple(
            one.index for one in others if one.schedule == change.schedule and (apart or one.index < clause.index)
        )
    return _numbered(clauses, others, clause, change.number) if change.names_clause else ()


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
    below = re.compile(rf"{re.escape(wanted)}(?:[.(]|$)")
    found = [one for one in others if below.match(_bare(one.cited))]
    near = [one for one in found if one.schedule in ("", clause.schedule)]
    before = [one for one in near if one.index < clause.index]
    after = [one for one in near if follows_anew(clauses, clause, one)]
    chosen = before or after or [one for one in found if one not in near]
    exact = sum(_bare(one.number) == wanted for one in chosen)
    clear = exact <= 1 and len({one.section for one in chosen}) == 1
    return tuple(one.index for one in chosen) if clear else ()


def follows_anew(clauses: Sequence[Clause], first: Clause, later: Clause) -> bool:
    """True when clauses are counted from 1 again between two of them, as in terms behind an order form."""
    return any(
        one.section != first.section and re.match(r"1(?!\d)", _bare(one.number))
        for one in clauses[first.index + 1 : later.index + 1]
    )


def _bare(number: str) -> str:
    return re.sub(r"^\D+(?=\d)", "", number).rstrip(".")
