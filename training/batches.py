"""Windows as tensors: which tokens each reading may see, and which elements it is judged on."""

from __future__ import annotations

import math
import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import torch
from torch import Tensor
from transformers import PreTrainedTokenizerBase

from training.labels import MISSING, UNJUDGED, Example
from training.soft import SoftLabels

BATCH = 16
ASKED = 40  # elements that a reading is judged on in one pass; of those it lacks, a few at random
# Tokens of a window. Each new shape of a tensor costs a processor a compilation, so there are few.
SIZES = (32, 64, 96, 128, 176, 232, 288)
LONGEST = SIZES[-1]
RUN = 64  # batches whose windows are sorted by length together


@dataclass(frozen=True)
class Batch:
    """Tensors of some windows.

    ``sets`` has the rows of each set of siblings, ``teacher`` the teacher's logits for each row's first reading, NaN
    where it was not asked.
    """

    ids: Tensor
    mask: Tensor
    readings: Tensor
    asked: Tensor
    wanted: Tensor
    sets: tuple[tuple[int, ...], ...] = ()
    teacher: Tensor | None = None

    def to(self, device: torch.device) -> Batch:
        """The same on a device."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return replace(self, **{name: value.to(device) for name, value in found.items() if isinstance(value, Tensor)})


def lengths(tokenizer: PreTrainedTokenizerBase, data: Sequence[Example]) -> list[int]:
    """How many tokens are read of each window."""
    out: list[int] = []
    for at in range(0, len(data), 1_000):
        texts = [one.text for one in data[at : at + 1_000]]
        out += map(len, tokenizer(texts, truncation=True, max_length=LONGEST)["input_ids"])
    return out


def grouped(data: Sequence[Example], tokens: Sequence[int], size: int, chance: random.Random) -> list[list[int]]:
    """Indexes of windows in shuffled batches of similar length; siblings stay together."""
    units: dict[str, list[int]] = {}
    for index, one in enumerate(data):
        units.setdefault(one.siblings or f"\n{index}", []).append(index)
    parts = [unit[at : at + size] for unit in units.values() for at in range(0, len(unit), size)]
    chance.shuffle(parts)

    def extent(part: list[int]) -> tuple[int, int]:
        longest = max(tokens[i] for i in part)
        return next(place for place, length in enumerate(SIZES) if length >= longest), len(data[part[0]].readings)

    out: list[list[int]] = []
    run: list[list[int]] = []
    for number, part in enumerate(parts):
        run.append(part)
        if sum(map(len, run)) >= size * RUN or number == len(parts) - 1:
            out += _packed(sorted(run, key=extent), size)
            run = []
    chance.shuffle(out)
    return out


def _packed(parts: Sequence[list[int]], size: int) -> list[list[int]]:
    """Batches of at most ``size`` windows, filled in order; a set for which no room is left opens the next one."""
    out: list[list[int]] = []
    waiting: deque[list[int]] = deque(parts)
    while waiting:
        made: list[int] = []
        late: list[list[int]] = []
        while waiting and len(made) < size:
            part = waiting.popleft()
            if len(made) + len(part) <= size:
                made += part
            else:
                late.append(part)
        waiting.extendleft(reversed(late))
        out.append(made)
    return out


def batch(
    tokenizer: PreTrainedTokenizerBase,
    chosen: Sequence[Example],
    chance: random.Random,
    soft: SoftLabels | None = None,
) -> Batch:
    """The tensors of some windows."""
    ids, mask, readings = tokens(tokenizer, chosen)
    asked = torch.zeros(*readings.shape[:2], ASKED, dtype=torch.int64)
    wanted = torch.full_like(asked, UNJUDGED)
    teacher = torch.full((len(chosen), ASKED, 3), math.nan) if soft else None
    sets: dict[str, list[int]] = {}
    for row, one in enumerate(chosen):
        if one.siblings:
            sets.setdefault(one.siblings, []).append(row)
    together = {name: rows for name, rows in sets.items() if len(rows) > 1}
    common = {name: questions([chosen[row].labels[0] for row in rows], chance) for name, rows in together.items()}
    for row, one in enumerate(chosen):
        for place, labels in enumerate(one.labels):
            if readings[row, place].any():  # a reading may lie beyond what is read
                columns = common[one.siblings] if one.siblings in common and not place else questions([labels], chance)
                if soft and teacher is not None and one.soft >= 0 and not place:
                    columns = [*columns, *(c for c in soft.spoken(one.soft) if c not in columns)][:ASKED]
                    teacher[row, : len(columns)] = soft.logits(one.soft, columns)
                asked[row, place, : len(columns)] = torch.tensor(columns)
                wanted[row, place, : len(columns)] = torch.tensor([labels[column] for column in columns])
    kept = tuple(tuple(rows) for rows in together.values())
    return Batch(ids, mask, readings, asked, wanted, kept, teacher)


def questions(rows: Sequence[Sequence[int]], chance: random.Random) -> list[int]:
    """Columns to be judged on: all that any of the readings speaks of, and some of those they lack."""
    best = [max(labels) for labels in zip(*rows, strict=True)]
    spoken = [column for column, label in enumerate(best) if label > MISSING]
    lacking = [column for column, label in enumerate(best) if label == MISSING]
    left = max(ASKED - len(spoken), 0)
    return (spoken + chance.sample(lacking, min(left, len(lacking))))[:ASKED]


def tokens(tokenizer: PreTrainedTokenizerBase, group: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Token ids and mask of some windows, filled up to one of a few lengths, and which tokens each reading may see."""
    made = tokenizer([one.text for one in group], truncation=True, max_length=LONGEST, return_offsets_mapping=True)
    longest = max(map(len, made["input_ids"]))
    size = next(length for length in SIZES if length >= longest)
    ids = torch.full((len(group), size), tokenizer.pad_token_id)
    mask = torch.zeros_like(ids)
    starts, ends = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, (own, offsets) in enumerate(zip(made["input_ids"], made["offset_mapping"], strict=True)):
        ids[row, : len(own)] = torch.tensor(own)
        mask[row, : len(own)] = 1
        starts[row, : len(own)], ends[row, : len(own)] = torch.tensor(offsets).unbind(-1)
    readings = torch.zeros(len(group), max(len(one.readings) for one in group), size, dtype=torch.int64)
    for row, one in enumerate(group):
        for place, parts in enumerate(one.readings):
            for start, end in parts:
                readings[row, place] |= ((starts[row] < end) & (ends[row] > start)).long()
    return ids, mask, readings
