"""The machine that trains: its device, its threads, its memory."""

from __future__ import annotations

import ctypes
import sys

import torch

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_MAX = -1, -2, -4  # options of mallopt in the C library of GNU


def device(wanted: str | None = None) -> torch.device:
    """The device to train on: the wanted one, else a GPU where there is one."""
    return torch.device(wanted or ("cuda" if torch.cuda.is_available() else "cpu"))


def settle(threads: int) -> None:
    """Set threads, and keep freed memory: handing it back and forth takes half the time of a step on a processor."""
    torch.set_num_threads(threads)
    torch.set_float32_matmul_precision("high")
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        if hasattr(library, "mallopt"):
            library.mallopt(_MMAP_MAX, 0)
            library.mallopt(_TRIM_THRESHOLD, 2**31 - 1)
            library.mallopt(_TOP_PAD, 2**28)
