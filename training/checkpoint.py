"""Checkpoints: everything that a run needs to go on as if it had never stopped.

Every step draws its random numbers from the seed, the epoch and its place in it, so the numbers of step and epoch are
the state of chance; the learning rate follows from the step.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

_NAME = re.compile(r"step-\d{7}")
KEPT = 2


def save(
    folder: Path,
    *,
    progress: dict[str, Any],
    learned: dict[str, Tensor],
    mean: dict[str, Tensor],
    optimizer: torch.optim.Optimizer,
) -> Path:
    """Write a checkpoint beside the earlier ones, whole or not at all, and remove all but the newest."""
    folder.mkdir(parents=True, exist_ok=True)
    final = folder / f"step-{progress['step']:07d}"
    made = folder / "unfinished"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    for name, state in (("learned", learned), ("mean", mean)):
        save_file(
            {key: value.detach().cpu().contiguous() for key, value in state.items()}, made / f"{name}.safetensors"
        )
    torch.save(optimizer.state_dict(), made / "optimizer.pt")
    (made / "progress.json").write_text(json.dumps(progress, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(final, ignore_errors=True)
    made.rename(final)
    for old in _all(folder)[:-KEPT]:
        shutil.rmtree(old)
    return final


def newest(folder: Path) -> Path | None:
    """The newest checkpoint, or None."""
    return next(reversed(_all(folder)), None)


def load(
    checkpoint: Path, optimizer: torch.optim.Optimizer
) -> tuple[dict[str, Any], dict[str, Tensor], dict[str, Tensor]]:
    """Take up a checkpoint: progress, learned weights, their running mean; the optimizer is set."""
    progress = json.loads((checkpoint / "progress.json").read_text(encoding="utf-8"))
    optimizer.load_state_dict(torch.load(checkpoint / "optimizer.pt", weights_only=True, map_location="cpu"))
    return progress, load_file(checkpoint / "learned.safetensors"), load_file(checkpoint / "mean.safetensors")


def _all(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("step-*") if _NAME.fullmatch(path.name))
