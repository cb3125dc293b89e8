"""Windows as tensors: which tokens each reading may see, and which elements it is judged on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from training.corpus import MISSING, UNJUDGED
from training.examples import Example
from training.network import LONGEST, LabelAttention

BATCH = 16
ASKED = 40  # elements that a reading is judged on in one pass; of those it lacks, a few at random

Batch = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]


def batches(network: LabelAttention, data: list[Example], chance: random.Random) -> Iterator[Batch]:
    """Shuffled batches of windows of similar length: token ids, mask, readings, elements asked, their labels."""
    order = list(range(len(data)))
    chance.shuffle(order)
    run = BATCH * 16
    order = [
        i
        for at in range(0, len(order), run)
        for i in sorted(order[at : at + run], key=lambda i: (len(data[i].readings), len(data[i].text)))
    ]
    groups = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    chance.shuffle(groups)
    for group in groups:
        chosen = [data[i] for i in group]
        ids, mask, readings = tokens(network, chosen)
        asked = torch.zeros(*readings.shape[:2], ASKED, dtype=torch.int64)
        wanted = torch.full_like(asked, UNJUDGED)
        for row, one in enumerate(chosen):
            for place, labels in enumerate(one.labels):
                if readings[row, place].any():  # a reading may lie beyond what is read
                    columns = questions(labels, chance)
                    asked[row, place, : len(columns)] = torch.tensor(columns)
                    wanted[row, place, : len(columns)] = torch.tensor([labels[column] for column in columns])
        yield ids, mask, readings, asked, wanted


def questions(labels: Sequence[int], chance: random.Random) -> list[int]:
    """Columns to be judged on: all that the words speak of, and some of those they lack."""
    spoken = [column for column, label in enumerate(labels) if label > MISSING]
    lacking = [column for column, label in enumerate(labels) if label == MISSING]
    left = max(ASKED - len(spoken), 0)
    return (spoken + chance.sample(lacking, min(left, len(lacking))))[:ASKED]


def tokens(network: LabelAttention, group: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Token ids and mask of some windows, and which tokens each reading may see."""
    made = network.tokenizer(
        [one.text for one in group],
        padding=True,
        truncation=True,
        max_length=LONGEST,
        return_offsets_mapping=True,
        return_tensors="pt",
    )
    starts, ends = made["offset_mapping"].unbind(-1)
    readings = torch.zeros(len(group), max(len(one.readings) for one in group), starts.shape[1], dtype=torch.int64)
    for row, one in enumerate(group):
        for place, parts in enumerate(one.readings):
            for start, end in parts:
                readings[row, place] |= ((starts[row] < end) & (ends[row] > start)).long()
    return made["input_ids"], made["attention_mask"], readings
