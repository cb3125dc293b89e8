"""Run the small network that says whether a sentence takes something from a clause which it cites.

It sees one sentence, with a mark before the number cited; what the clause says it does not see. Trained on sentences by
many hands (``models/citing/MODEL_CARD.md``), because lists of phrases heard those of their own author alone.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Final

import numpy as np

from clausegen.amendments import Citation
from clausegen.checker.reader import MULTILINGUAL, opened, tokenizer
from clausegen.runtime import verified

CITING: Final = "citing"
_MARKS: Final = ("[unused1]", "<mask>")  # of the two vocabularies; stands before the number cited
_KEEPS: Final = 0
_LONGEST: Final = 128  # tokens; the number cited is among them


class CitingReader:
    """The network of English or that of other languages, loaded once per process; read-only afterwards."""

    def __init__(self, *, english: bool) -> None:
        folder = verified(CITING if english else MULTILINGUAL)
        self._network = opened(folder / ("network.onnx" if english else "citing.onnx"))
        self._tokenizer = tokenizer(folder)
        self._mark = next(mark for name in _MARKS if (mark := self._tokenizer.token_to_id(name)) is not None)

    def takes(self, citation: Citation) -> float:
        """Return the probability (0-1) that the sentence takes something from the clause, or rewrites it."""
        (found,) = self._network.run(None, {"ids": np.array([self._ids(citation)], dtype=np.int64)})
        return 1.0 - float(found[0][_KEEPS])

    def _ids(self, citation: Citation) -> Sequence[int]:
        tokens = self._tokenizer.encode(citation.words)
        at = next((i for i, (start, end) in enumerate(tokens.offsets) if start <= citation.at < end), 1)
        begin = max(1, at - _LONGEST // 2)
        inner = [*tokens.ids[begin:at], self._mark, *tokens.ids[at:-1]][: _LONGEST - 2]
        return [tokens.ids[0], *inner, tokens.ids[-1]]


@functools.cache
def citing_reader(*, english: bool = True) -> CitingReader:
    """Return a shipped network, loaded at the first call. Raises ModelError when its files are absent or altered."""
    return CitingReader(english=english)
