"""Tiny random encoders and a handful of invented texts, to try the stages with."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel, PreTrainedTokenizerFast

from training.corpus import CORPUS

WORDS = 600  # of the vocabulary
SHAPE = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "max_position_embeddings": 400,
}
CLAUSES = (
    "1. Fees. The Customer shall pay each invoice within thirty days of receipt, in the currency stated.",
    "2. Delivery. The Supplier shall deliver the goods to the place named in the order, carriage paid, by day.",
    "3. Notices. A notice under this agreement is given in writing and takes effect on receipt.",
    "4. Law. This agreement is governed by the laws of the place where the Supplier has its seat, and by nothing else.",
)


def encoders(folder: Path, names: Mapping[str, str]) -> None:
    """Write an encoder for the teacher (MPNet) and one for the student (BERT), with random weights."""
    torch.manual_seed(0)
    for role, name in names.items():
        out = folder / name
        if role == "teacher":
            special = ["<s>", "<pad>", "</s>", "<unk>"]
            size = _tokenizer(out, special, last=["<mask>"], marks=("<s>", "</s>", "<pad>", "<unk>", "<mask>"))
            config = MPNetConfig(vocab_size=size, pad_token_id=1, bos_token_id=0, eos_token_id=2, **SHAPE)
            MPNetModel(config).save_pretrained(out)
        else:
            special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
            size = _tokenizer(out, special, last=[], marks=("[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]"))
            BertModel(BertConfig(vocab_size=size, pad_token_id=0, **SHAPE)).save_pretrained(out)


def texts(folder: Path) -> None:
    """Write invented contracts where the data sets have real ones: of every split, by their names."""
    for source in ("cuad/full_contract_txt", "software-licences"):
        (folder / source).mkdir(parents=True)
        for name in "abcde":
            (folder / source / f"{name}.txt").write_text("\n\n".join(CLAUSES) + f"\n\n{source} {name}\n")


def _tokenizer(out: Path, special: list[str], *, last: list[str], marks: tuple[str, str, str, str, str]) -> int:
    """Write a tokenizer of common words and letters; ``last`` come at the end of the vocabulary. Gives its size."""
    begin, end, filling, unknown, hidden = marks
    letters = [chr(code) for code in range(33, 127) if not chr(code).isupper()]
    tokens = [*special, *letters, *(f"##{letter}" for letter in letters), *_common_words()]
    vocabulary = {token: place for place, token in enumerate(dict.fromkeys([*tokens, *last]))}
    made = Tokenizer(models.WordPiece(vocabulary, unk_token=unknown))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}", special_tokens=[(begin, vocabulary[begin]), (end, vocabulary[end])]
    )
    names = {"cls_token": begin, "sep_token": end, "pad_token": filling, "unk_token": unknown, "mask_token": hidden}
    PreTrainedTokenizerFast(tokenizer_object=made, **names).save_pretrained(out)
    return len(vocabulary)


def _common_words() -> list[str]:
    counts: Counter[str] = Counter()
    with (CORPUS / "written" / "one-edit.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            counts.update(word for word in re.findall(r"[a-z]+", json.loads(line)["text"].lower()) if len(word) > 1)
    return [word for word, _ in counts.most_common(WORDS)]
