"""Windows to train on: passages alone, beside each other, and as they stand in whole contracts."""

from __future__ import annotations

import random
from collections.abc import Sequence

from training.labels import CONTRADICTED, MISSING, NOT_SATISFIED, SATISFIED, UNJUDGED, Example

Piece = tuple[str, list[int]]  # words, and a label per element
# Shares of what is read beside something else, and the most words of a window then.
BESIDE_ANOTHER = 0.35
BESIDE_ORDINARY = 0.12
MOST_WORDS = 210
MOST_READINGS = 4  # of a window; judging costs as much as encoding from there on


def examples(pieces: Sequence[Piece], ordinary: Sequence[Piece], chance: random.Random) -> list[Example]:
    """Each piece in one window: alone, beside the next one, or among paragraphs of ordinary contracts."""
    out: list[Example] = []
    waiting: Piece | None = None
    for piece in pieces:
        if waiting is not None:
            if _words(waiting, piece) <= MOST_WORDS:
                out.append(together([waiting, piece]))
                waiting = None
                continue
            out.append(together([waiting]))
            waiting = None
        draw = chance.random()
        if draw < BESIDE_ANOTHER and _words(piece) < MOST_WORDS / 2:
            waiting = piece
        elif draw < BESIDE_ANOTHER + BESIDE_ORDINARY and ordinary:
            others = [o for o in chance.sample(ordinary, min(2, len(ordinary))) if _words(o) < MOST_WORDS / 3]
            group = [piece, *others[: chance.randint(1, 2)]]
            chance.shuffle(group)
            out.append(together(group if _words(*group) <= MOST_WORDS else [piece]))
        else:
            out.append(together([piece]))
    if waiting is not None:
        out.append(together([waiting]))
    return out


def together(pieces: Sequence[Piece]) -> Example:
    """One window of several pieces: each read alone, and all as one."""
    text = ""
    readings: list[tuple[tuple[int, int], ...]] = []
    labels: list[tuple[int, ...]] = []
    for words, own in pieces:
        readings.append(((len(text), len(text) + len(words)),))
        labels.append(tuple(own))
        text += f"{words}\n"
    if len(pieces) > 1:
        readings.append(((0, len(text)),))
        labels.append(tuple(_joined(column) for column in zip(*(own for _, own in pieces), strict=True)))
    return example(text, readings, labels)


def example(text: str, readings: Sequence[tuple[tuple[int, int], ...]], labels: Sequence[tuple[int, ...]]) -> Example:
    """A window with its most telling readings, the last of which is that of the whole."""
    judged = [i for i, row in enumerate(labels) if any(label != UNJUDGED for label in row)]
    judged.sort(key=lambda i: (all(label <= MISSING for label in labels[i]), -i))
    judged = judged[:MOST_READINGS]
    return Example(text=text, readings=tuple(readings[i] for i in judged), labels=tuple(labels[i] for i in judged))


def _joined(labels: Sequence[int]) -> int:
    """The label of several pieces read as one, where each has its own."""
    found = set(labels)
    if SATISFIED in found:
        return UNJUDGED if found & {CONTRADICTED, NOT_SATISFIED} else SATISFIED
    if UNJUDGED in found and not found & {CONTRADICTED, NOT_SATISFIED}:
        return UNJUDGED
    return CONTRADICTED if CONTRADICTED in found else NOT_SATISFIED if NOT_SATISFIED in found else MISSING


def _words(*pieces: Piece) -> int:
    return sum(len(words.split()) for words, _ in pieces)
