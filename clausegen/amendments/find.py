"""Find the rows of a contract that labels mean."""

from __future__ import annotations

from collections.abc import Sequence

from clausegen.amendments.outline import RANKS, Mark, Row
from clausegen.model import from_roman


def find(rows: Sequence[Row], marks: Sequence[Mark]) -> list[list[int]]:
    """Return the places that have these labels, outermost first: the rows of each; several where it is ambiguous.

    "Clause IX" is clause 9 where no clause is numbered so, and the other way round.
    """
    for numerals in (False, True):
        wanted = [_otherwise(mark, rows) for mark in marks] if numerals else marks
        outer = wanted[0].parts
        near = [(index, row) for index, row in enumerate(rows) if _may_be_in(row.chain, outer)]
        for strict in (True, False):
            found: dict[tuple[Mark, ...], list[int]] = {}
            for index, row in near:
                if (depth := _depth(row.chain, wanted, strict)) is not None:
                    found.setdefault(row.chain[:depth], []).append(index)
            if found:
                return _likeliest(found, wanted)
    return []


def _may_be_in(chain: tuple[Mark, ...], parts: tuple[str, ...]) -> bool:
    return any(own.parts[: len(parts)] == parts for own in chain)


def _otherwise(mark: Mark, rows: Sequence[Row]) -> Mark:
    """Return the same number as a figure, or as the numeral that some row prints."""
    first = mark.parts[0] if mark.parts else ""
    if value := from_roman(first):
        return mark._replace(parts=(str(value), *mark.parts[1:]))
    if first.isdigit():
        printed = {label.parts[0] for row in rows for label in row.chain if label.parts}
        numeral = next((text for text in printed if from_roman(text) == int(first)), first)
        return mark._replace(parts=(numeral, *mark.parts[1:]))
    return mark


def _depth(chain: tuple[Mark, ...], marks: Sequence[Mark], strict: bool) -> int | None:
    """Return how many labels of a chain are used to match all marks; None where they do not match."""
    at = 0
    above: tuple[str, ...] = ()
    for mark in marks:
        while at < len(chain) and not _same(chain[at], mark, above, strict):
            at += 1
        if at == len(chain):
            return None
        above = chain[at].parts
        at += 1
    return at


def _same(own: Mark, mark: Mark, above: tuple[str, ...], strict: bool) -> bool:
    """Return True when a label of a block is the one meant, or below it; ``above`` are the parts of the outer one."""
    within = (*above, *mark.parts)
    if own.parts[: len(mark.parts)] != mark.parts and not (above and own.parts[: len(within)] == within):
        return False
    if len(own.parts) > len(mark.parts) and own.kind in RANKS:
        return False
    apart = {own.kind, mark.kind} & {"schedule"}
    if apart and own.kind != mark.kind:
        return False
    if strict and "part" in (own.kind, mark.kind) and own.kind != mark.kind:
        return False
    return not (strict and own.word and mark.word and own.word != mark.word and own.kind == mark.kind == "schedule")


def _likeliest(found: dict[tuple[Mark, ...], list[int]], marks: Sequence[Mark]) -> list[list[int]]:
    """Leave out places that the words can hardly mean: in a schedule when none is named, under another word."""
    if marks[0].kind != "schedule":
        plain = {key: rows for key, rows in found.items() if not any(mark.kind == "schedule" for mark in key)}
        found = plain or found
    named = {key: rows for key, rows in found.items() if marks[-1].word and key[-1].word == marks[-1].word}
    found = named if named and marks[-1].word not in ("clause",) else found
    exact = {key: rows for key, rows in found.items() if key[-1].parts == marks[-1].parts}
    if not exact:  # no block is headed "9", there are 9.1 and 9.2
        outer = {key[:-1] for key in found}
        return [sorted(index for rows in found.values() for index in rows)] if len(outer) == 1 else list(found.values())
    # Blocks below the exact label that carry a longer number of their own belong to it: "9.1" to "9".
    merged: list[list[int]] = []
    for key, rows in exact.items():
        longer = [other for other in found if other not in exact and other[: len(key) - 1] == key[:-1]]
        merged.append(sorted({*rows, *(index for other in longer for index in found[other])}))
    return merged
