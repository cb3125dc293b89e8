"""The trained verifier: whether a passage establishes, defeats or leaves open each element.

One pass of a small encoder judges all elements asked for. An element added to the library is judged by
its statement, without retraining; how well is said in ``models/verifier/MODEL_CARD.md``.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clausegen.requirement import Element
from clausegen.weights import verified

NAME = "verifier"
LONGEST = 384  # tokens; what follows is not seen, and passages are cut to stay below
BATCH = 16
MISSING, SATISFIED, CONTRADICTED = 0, 1, 2


class Verifier:
    """The network, loaded once per process; read-only afterwards."""

    def __init__(self) -> None:
        # Imported here: a command that judges nothing should not pay for them.
        import onnxruntime
        from tokenizers import Tokenizer

        folder = verified(NAME)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        providers = ["CPUExecutionProvider"]
        self._encoder = onnxruntime.InferenceSession(str(folder / "encoder.onnx"), options, providers=providers)
        self._judge = onnxruntime.InferenceSession(str(folder / "judge.onnx"), options, providers=providers)
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()
        with np.load(folder / "elements.npz", allow_pickle=False) as stored:
            vectors = dict(zip(stored["codes"].tolist(), stored["vectors"], strict=True))
        trained: dict[str, str] = json.loads((folder / "statements.json").read_text(encoding="utf-8"))
        self._known: dict[tuple[str, str], NDArray[np.float32]] = {
            (code, trained[code]): vector for code, vector in vectors.items()
        }

    def judge(self, texts: Sequence[str], elements: Sequence[Element]) -> NDArray[np.float32]:
        """Probabilities, shape (texts, elements, 3): missing, satisfied, contradicted."""
        out = np.zeros((len(texts), len(elements), 3), dtype=np.float32)
        if not texts or not elements:
            return out
        vectors = np.stack([self._vector(element) for element in elements])
        encoded = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i].ids))
        for at in range(0, len(order), BATCH):
            group = order[at : at + BATCH]
            hidden, mask = self._encode([encoded[i].ids for i in group])
            (found,) = self._judge.run(None, {"hidden": hidden, "mask": mask, "elements": vectors})
            out[group] = found
        return out

    def _encode(self, ids: list[list[int]]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        width = max(len(row) for row in ids)
        padded = np.zeros((len(ids), width), dtype=np.int64)
        mask = np.zeros((len(ids), width), dtype=np.int64)
        for row, tokens in enumerate(ids):
            padded[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        (hidden,) = self._encoder.run(None, {"ids": padded, "mask": mask})
        return hidden, mask

    def _vector(self, element: Element) -> NDArray[np.float32]:
        """What was learned for an element, or the encoding of its statement when it is new or reworded."""
        key = (element.code, hashlib.sha256(element.statement.encode()).hexdigest()[:16])
        if key not in self._known:
            hidden, mask = self._encode([self._tokenizer.encode(element.statement).ids])
            mean = (hidden * mask[..., None]).sum(1)[0] / mask.sum()
            self._known[key] = (mean / np.linalg.norm(mean)).astype(np.float32)
        return self._known[key]


@functools.cache
def verifier() -> Verifier:
    """The shipped verifier. Raises ModelError when its files are absent or altered."""
    return Verifier()
