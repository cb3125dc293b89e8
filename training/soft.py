"""A teacher's labels: for each text and element, the logits of satisfied and contradicted over missing.

Kept in eighths, in one byte each: a network's own rounding is no finer.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

_STEPS = 8.0  # to one
_MOST = 127


@dataclass(frozen=True)
class SoftLabels:
    """Soft labels of passages (by id) and of texts that nobody labelled (by their words)."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]  # empty for a passage, whose words the prepared corpus has
    scores: NDArray[np.int8]  # (texts, elements, 2)

    def rows(self) -> dict[str, int]:
        """The row of each passage."""
        return {name: row for row, name in enumerate(self.ids) if not self.texts[row]}

    def unlabelled(self) -> list[int]:
        """The rows of texts that nobody labelled."""
        return [row for row, text in enumerate(self.texts) if text]

    def logits(self, row: int, columns: Sequence[int]) -> Tensor:
        """Logits of missing, satisfied, contradicted for some elements."""
        own = torch.from_numpy(self.scores[row, list(columns)].astype(np.float32)) / _STEPS
        return torch.cat([torch.zeros(len(own), 1), own], -1)

    def spoken(self, row: int) -> list[int]:
        """All elements, those first that the teacher hears most of."""
        return list(np.argsort(-self.scores[row].max(-1).astype(np.int16), kind="stable"))


def packed(logits: Tensor) -> NDArray[np.int8]:
    """Logits (elements, 3) as scores (elements, 2)."""
    over = (logits[..., 1:] - logits[..., :1]) * _STEPS
    return over.round().clamp(-_MOST, _MOST).to(torch.int8).numpy()


def save(soft: SoftLabels, file: Path) -> None:
    """Write as an .npz without pickles."""
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(file, scores=soft.scores, **_strings("ids", soft.ids), **_strings("texts", soft.texts))


def load(file: Path) -> SoftLabels:
    """Read what ``save`` wrote."""
    with np.load(file, allow_pickle=False) as stored:
        return SoftLabels(ids=_read("ids", stored), texts=_read("texts", stored), scores=stored["scores"])


def _strings(name: str, values: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    encoded = [value.encode() for value in values]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    return {name: np.frombuffer(b"".join(encoded), dtype=np.uint8), f"{name}_ends": ends}


def _read(name: str, stored: np.lib.npyio.NpzFile) -> tuple[str, ...]:
    whole = stored[name].tobytes()
    return tuple(whole[start:end].decode() for start, end in itertools.pairwise(stored[f"{name}_ends"].tolist()))
