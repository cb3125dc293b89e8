"""Run the trained reader, which says whether words establish, defeat or leave open each element.

A window is encoded once (``encode``) and may then be judged often (``judge``): clause by clause, as a whole, sentence
by sentence. An element added to the library is judged by its statement, without retraining; how well is said in
``models/reader/MODEL_CARD.md``.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from clausegen.checker.candidate import Span
from clausegen.ingest import languages
from clausegen.model import Document, Element
from clausegen.runtime import verified
from clausegen.structure import in_roles

NAME = "reader"
MULTILINGUAL = "multilingual"  # the model of the same kind that reads languages beside English
OTHER_LANGUAGES = frozenset({"de", "fr", "es"})
LONGEST = 384  # tokens; what follows is not seen, and windows are cut to stay below
MISSING, SATISFIED, CONTRADICTED = 0, 1, 2
MOST_THREADS = 4  # that encode windows at the same time; the patterns are tried beside them


class Encoded(NamedTuple):
    """An encoded text: token vectors (tokens, width), and the characters that each token covers."""

    hidden: NDArray[np.float32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


class Reader:
    """The network, loaded once per process; read-only afterwards."""

    def __init__(self, name: str = NAME) -> None:
        folder = verified(name)
        self._encoder = opened(folder / "encoder.onnx")
        self._judge = opened(folder / "judge.onnx")
        self._threads = ThreadPoolExecutor(max_workers=_granted())
        self._tokenizer = tokenizer(folder)
        self._tokenizer.enable_truncation(LONGEST)
        with np.load(folder / "elements.npz", allow_pickle=False) as stored:
            vectors = dict(zip(stored["codes"].tolist(), stored["vectors"], strict=True))
        trained: dict[str, str] = json.loads((folder / "statements.json").read_text(encoding="utf-8"))
        self._known: dict[tuple[str, str], NDArray[np.float32]] = {
            (code, trained[code]): vector for code, vector in vectors.items()
        }

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode texts, each by itself.

        Not in batches: filling up to the longest costs more than a batch saves (windows of one contract: three times
        as much), and 8-bit activations are scaled by batch, so what stands in one window would touch the others.
        For the same reasons each thread has a window of its own.
        """
        split = self._tokenizer.encode_batch(list(texts))
        out = []
        for tokens, hidden in zip(
            split, self._threads.map(self._encoded, [tokens.ids for tokens in split]), strict=True
        ):
            offsets = np.array(tokens.offsets, dtype=np.int64)
            out.append(Encoded(hidden, offsets[:, 0], offsets[:, 1]))
        return out

    def judge(
        self, encoded: Encoded, readings: Sequence[Sequence[Span]], elements: Sequence[Element]
    ) -> NDArray[np.float32]:
        """Return probabilities, shape (readings, elements, 3): missing, satisfied, contradicted.

        A reading is the half-open character ranges of the text that it may see; one beyond what was encoded is
        MISSING throughout.
        """
        out = np.zeros((len(readings), len(elements), 3), dtype=np.float32)
        out[..., MISSING] = 1
        seen = np.zeros((len(readings), len(encoded.starts)), dtype=np.int64)
        for row, parts in enumerate(readings):
            for part in parts:
                seen[row] |= (encoded.starts < part.end) & (encoded.ends > part.start)
        rows = np.flatnonzero(seen.any(1))
        if len(rows) and elements:
            vectors = np.stack([self._vector(element) for element in elements])
            asked = {"hidden": encoded.hidden[None], "readings": seen[None, rows], "elements": vectors}
            (found,) = self._judge.run(None, asked)
            out[rows] = found[0]
        return out

    def _encoded(self, ids: list[int]) -> NDArray[np.float32]:
        """Return token vectors, shape (tokens, width)."""
        (hidden,) = self._encoder.run(None, {"ids": np.array([ids], dtype=np.int64)})
        vectors: NDArray[np.float32] = hidden[0]
        return vectors

    def _vector(self, element: Element) -> NDArray[np.float32]:
        """Return what was learned for an element, or encode its statement when it is new or reworded."""
        key = (element.code, element.wording)
        if key not in self._known:
            mean = self._encoded(self._tokenizer.encode(in_roles(element.statement)).ids).mean(0)
            self._known[key] = (mean / np.linalg.norm(mean)).astype(np.float32)
        return self._known[key]


def in_english(document: Document) -> bool:
    """Return True for a document that the reader of English reads: all but those in ``OTHER_LANGUAGES``."""
    return (document.language or languages(document.text).main) not in OTHER_LANGUAGES


def opened(graph: Path) -> Any:
    """Open a network for one thread.

    Imported here: a command that judges nothing should not pay for the runtime. It would write an identifier of its
    session into TMPDIR and report it to its makers over the network (seen in 1.32 on Linux: it looks up their address),
    and must be told not to before it is loaded.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The graphs were arranged when they were exported.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def tokenizer(folder: Path) -> Any:
    """Return the tokenizer of a model; it fills nothing up and cuts nothing off."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(folder / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


def _granted() -> int:
    """Return threads that may compute: what OMP_NUM_THREADS says, as it does to other libraries, or one per core."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(int(told) if told.isdecimal() and int(told) else cores, MOST_THREADS)


@functools.cache
def reader(*, english: bool = True) -> Reader:
    """Return the reader of English, or that of other languages, loaded at the first call.

    Raises ModelError when its files are absent or altered.
    """
    return Reader(NAME if english else MULTILINGUAL)
