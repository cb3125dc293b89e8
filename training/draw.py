"""What an epoch reads: passages and their variants, sets of siblings, windows of contracts, ordinary paragraphs."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from training.augment import perturbed
from training.examples import Piece, examples, together
from training.labels import MISSING, UNJUDGED, Example, Labelled
from training.material import Material
from training.soft import SoftLabels

_Thing = TypeVar("_Thing")
UNASKED = 6  # elements of families that a passage was not judged on, taken as missing in each pass
ORDINARY = 400  # ordinary paragraphs, alone
SILENT_WINDOWS = 0.25  # the share kept of contract windows that hold no finding
PAIRS = 6_000  # of clauses
SETS = 1.4  # how often a set of siblings is read
TAUGHT = 0.5  # the share of passages with soft labels that are read as they are, beside the teacher's labels
UNLABELLED = 8_000  # texts with soft labels alone


@dataclass
class Draw:
    """Draws what each epoch reads.

    ``part`` (0-1) of the many is read; ``fresh`` batches are read in full; ``held`` batches are not.
    """

    material: Material
    seed: int = 0
    part: float = 1.0
    fresh: Collection[str] = ()
    held: Collection[str] = ()
    soft: SoftLabels | None = None
    _rows: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._rows = self.soft.rows() if self.soft else {}
        everything = [p for p in self.material.passages if p.split == "train" and p.batch not in self.held]
        self._sets: dict[str, list[Labelled]] = {}
        for passage in everything:
            if passage.siblings:
                self._sets.setdefault(passage.siblings, []).append(passage)
        self._single = [p for p in everything if not p.siblings]
        windows = self.material.windows
        self._telling = [w for w in windows if any(label > MISSING for row in w.labels for label in row)]
        self._silent = [w for w in windows if not any(label > MISSING for row in w.labels for label in row)]

    def epoch(self, number: int) -> list[Example]:
        """The windows of one epoch, always the same for the same number; their order means nothing."""
        chance = random.Random(f"{self.seed} {number}")
        material = self.material
        drawn = [p for p in self._single for _ in range(self._times(p, chance))]
        plain: list[Labelled] = []
        taught: list[Labelled] = []
        for passage in drawn:
            (taught if passage.id in self._rows and chance.random() < TAUGHT else plain).append(passage)
        pieces = [unasked(perturbed(p, chance, material.directed), p, chance) for p in plain]
        nothing = [UNJUDGED] * len(material.codes)
        for column in material.lacked:
            nothing[column] = MISSING
        ordinary: list[Piece] = [(text, nothing) for text in _some(material.ordinary, ORDINARY, chance)]
        return [
            *examples(pieces, ordinary, chance),
            *(self._whole(p, chance) for p in taught),
            *self._siblings(chance),
            *(together([piece]) for piece in ordinary),
            *_some(self._telling, int(len(self._telling) * self.part), chance),
            *_some(self._silent, int(len(self._silent) * SILENT_WINDOWS), chance),
            *_some(material.pairs, PAIRS, chance),
            *self._unlabelled(chance),
        ]

    def _times(self, passage: Labelled, chance: random.Random) -> int:
        part = 1.0 if passage.batch in self.fresh else self.part
        return int(share(passage, part) + chance.random())

    def _siblings(self, chance: random.Random) -> list[Example]:
        out = []
        for name, members in self._sets.items():
            part = 1.0 if members[0].batch in self.fresh else self.part
            for number in range(int(SETS * part + chance.random())):
                out += [replace(self._whole(p, chance), siblings=f"{name} {number}") for p in members]
        return out

    def _whole(self, passage: Labelled, chance: random.Random) -> Example:
        piece = unasked((passage.text, list(passage.labels)), passage, chance)
        return replace(together([piece]), soft=self._rows.get(passage.id, -1))

    def _unlabelled(self, chance: random.Random) -> list[Example]:
        if self.soft is None:
            return []
        open_labels = (UNJUDGED,) * len(self.material.codes)
        texts = self.soft.texts
        rows = _some(self.soft.unlabelled(), UNLABELLED, chance)
        return [Example(texts[row], (((0, len(texts[row])),),), (open_labels,), soft=row) for row in rows]


def share(passage: Labelled, part: float = 1.0) -> float:
    """How often a passage is read in an epoch, on average; ``part`` (0-1) of that for the many.

    Real text that says something is rare beside what was written for training, and what contracts are like. What says
    little, or the same as others, is read less often.
    """
    if passage.batch == "library":
        return 0.3
    if passage.real:
        return 2.0 * part if max(passage.labels) > MISSING else 0.4 * part
    return part


def unasked(piece: Piece, passage: Labelled, chance: random.Random) -> Piece:
    """Label a few off-subject elements MISSING."""
    text, labels = piece
    for column in chance.sample(passage.off_subject, min(UNASKED, len(passage.off_subject))):
        if labels[column] == UNJUDGED:
            labels[column] = MISSING
    return text, labels


def _some(things: Sequence[_Thing], count: int, chance: random.Random) -> list[_Thing]:
    return chance.sample(things, min(count, len(things)))
