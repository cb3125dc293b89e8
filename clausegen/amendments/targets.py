"""What one clause says is changed: deleted, replaced, amended or added, with the numbers of what changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from clausegen.model import OperationKind
from clausegen.structure import (
    ACTIVE,
    ACTIVE_IN,
    ADDS,
    AFTER_ADD,
    ANEW,
    CEASES,
    FORESEEN,
    HOW,
    INSTEAD,
    LINKS,
    NEW_TARGET,
    NEW_THERE,
    NOTHING_INSTEAD,
    OF_NO_CONTRACT,
    PART,
    PASSIVE,
    PLACE,
    PUT_IN_PLACE,
    QUOTED_IN,
    RANGE_OR_ONE,
    READS,
    SENTENCE,
    STEMS,
    SUBJECT,
    SUPPOSED,
    TARGETS,
    WORDS_OF,
    as_range,
    ends,
    places,
    without_quotes,
)

_REACH = 260  # characters from a target to the verb that changes it


class Change(NamedTuple):
    """One operation in a clause: offsets are relative to the clause's body."""

    kind: OperationKind
    targets: tuple[tuple[str, str], ...]
    start: int
    end: int
    takes: bool = False  # words go and none come in their place


def changes_in(text: str, *, sure: bool) -> Iterator[Change]:
    """The operations in one clause, in order. ``sure`` says that the document is an amendment."""
    plain = OF_NO_CONTRACT.sub(lambda found: " " * len(found[0]), without_quotes(text))
    at = 0
    for piece in (*SENTENCE.finditer(plain), None):
        end = len(plain) if piece is None else piece.start()
        sentence = plain[at:end]
        if operative(sentence) and places(sentence) and not FORESEEN.match(sentence):
            found = sorted((*_passive(sentence, sure), *_active(sentence, sure)), key=lambda change: change.start)
            yield from (change._replace(start=change.start + at, end=change.end + at) for change in found)
        at = end if piece is None else piece.end()


def operative(text: str) -> bool:
    """True when a text holds a word without which nothing is changed."""
    lower = text.lower()
    return any(map(lower.__contains__, STEMS))


def _passive(sentence: str, sure: bool) -> Iterator[Change]:
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
            targets, first = targets_of(place["target"]), verb.start()
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
        yield Change(kind, targets, first, verb.end(), takes)
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


def _active(sentence: str, sure: bool) -> Iterator[Change]:
    """Such as "… is amended by deleting clause 9", "Delete clause 9.2", "Insert a new clause 9A"."""
    if within := ACTIVE_IN.match(sentence):
        targets = targets_of(within["target"])
        yield Change(OperationKind.AMENDED, targets, within.start("target"), within.end(), bool(within["delete"]))
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
        targets = tuple(pair for target in TARGETS.finditer(found["target"]) for pair in targets_of(target[0]))
        yield Change(kind, targets, found.start() + len(found["lead"]), found.end(), takes)


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
            return targets_of(target[0]), False, target.start()
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
        part = part or placed is not None or QUOTED_IN.search(before) is not None
        part = part or WORDS_OF.search(sentence, target.end(), end) is not None
        part = part or bool(subject and re.search(rf"\b{PART}", subject["part"] or "", re.I))
        part = part or len(LINKS.findall(target[0])) > 1
        first = min(first, target.start())
        found += targets_of(target[0])
    return tuple(found), part, first


def targets_of(target: str) -> tuple[tuple[str, str], ...]:
    """The targets of a list: "Sections 3.1 and 3.2" gives ("Section 3.1", "3.1") and ("Section 3.2", "3.2").

    A range ("Sections 3.1 to 3.4") is one target; its number is written as ``ranges`` does. A chain ("paragraph 2 of
    Section 24") has the number of its outermost link.
    """
    links = [link[0] for link in LINKS.finditer(target)]
    if len(links) > 1:
        outer = links[0] if re.match(r"[^,]*,\s*(?:sub|para|item)", target, re.IGNORECASE) else links[-1]
        return tuple((" ".join(target.split()), number) for _, number in targets_of(outer))
    word = re.match(r"§|[^\s§]+", target)
    assert word is not None  # noqa: S101 - a target begins with its word
    numbers = [pair for found in RANGE_OR_ONE.finditer(target, word.end()) for pair in _numbers(found)]
    single = word[0].rstrip("s") if len(numbers) > 1 and word[0].lower().endswith("s") else word[0]
    return tuple((f"{single if len(ends(number)) == 1 else word[0]} {printed}", number) for printed, number in numbers)


def _numbers(found: re.Match[str]) -> Iterator[tuple[str, str]]:
    """A number, or a range, as printed and as it is compared; what is no range are two numbers."""
    printed = [one for one in found.group("first", "last") if one]
    numbers = ["".join(one.split()) for one in printed]
    if len(numbers) > 1 and (both := as_range(*numbers)):
        printed, numbers = [found[0]], [both]
    yield from ((" ".join(one.split()), number) for one, number in zip(printed, numbers, strict=True))
