"""Trained weights: a safetensors file with what was trained, and beside it what kind of network that is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from safetensors.torch import load_file, save_file
from torch import Tensor

from training.network import LabelAttention

WEIGHTS, KIND = "weights.safetensors", "network.json"


def write(folder: Path, state: dict[str, Tensor], kind: dict[str, object]) -> None:
    """Write weights with the kind of network: its codes, statements, trained layers and layers kept of the base."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: value.detach().cpu().contiguous() for name, value in state.items()}, folder / WEIGHTS)
    (folder / KIND).write_text(json.dumps(kind, ensure_ascii=False) + "\n", encoding="utf-8")


def read(folder: Path, base: Path, codes: Sequence[str], statements: Sequence[str]) -> LabelAttention:
    """The network of a folder that ``write`` or ``training.export`` made; the latter judges these elements."""
    if not (folder / KIND).is_file():
        from training.shipped import take_up

        network = LabelAttention(base, list(statements))
        take_up(network, folder, codes, statements)
        return network
    kind = json.loads((folder / KIND).read_text(encoding="utf-8"))
    network = LabelAttention(base, kind["statements"], trained=kind["trained"], layers=kind["layers"])
    network.load(load_file(folder / WEIGHTS))
    return network
