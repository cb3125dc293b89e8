"""Labels, labelled passages and windows, in plain Python.

Nothing here imports the program: a machine that has PyTorch but not clausegen trains from the prepared corpus.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

MISSING, SATISFIED, CONTRADICTED, UNJUDGED = 0, 1, 2, -1
# Not satisfied, but open whether missing or contradicted: what a perturbation leaves behind.
NOT_SATISFIED = 3

# The words that stand for the two sides in every text the network reads; the program decides them.
SUPPLIER, CUSTOMER = "Seller", "Government"

Split = Literal["train", "calibrate", "grade"]
# Real files by the sum of the characters of their names, modulo five: the same everywhere, whatever is labelled.
_REAL_SPLITS: tuple[Split, ...] = ("grade", "calibrate", "train", "train", "train")


@dataclass(frozen=True)
class Labelled:
    """A passage with its labels.

    ``labels`` has one of MISSING, SATISFIED, CONTRADICTED, NOT_SATISFIED, UNJUDGED per element, in library order.
    Passages with the same ``siblings`` belong to one set whose members differ by one edit. ``off_subject`` are the
    columns of elements that the passage was not judged on and has nothing to do with.
    """

    id: str
    batch: str
    text: str
    labels: tuple[int, ...]
    split: Split = "train"
    real: bool = False
    language: str = "en"
    agreement: str = "single"
    siblings: str = ""
    off_subject: tuple[int, ...] = ()


@dataclass(frozen=True)
class Example:
    """A window to train on.

    ``readings`` are the half-open character ranges that each reading may see, ``labels`` has a row per reading.
    Windows with the same ``siblings`` go into one batch. ``soft`` is the row of the teacher's labels for the first
    reading, or -1.
    """

    text: str
    readings: tuple[tuple[tuple[int, int], ...], ...]
    labels: tuple[tuple[int, ...], ...]
    siblings: str = ""
    soft: int = -1


def real_split(file_name: str) -> Split:
    """The split of a real contract, for its labelled passages and for its use as a whole."""
    return _REAL_SPLITS[sum(map(ord, PurePath(file_name).name)) % len(_REAL_SPLITS)]
