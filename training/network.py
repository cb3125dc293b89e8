"""Label attention: every element's proposition attends over the tokens of a passage.

All elements are judged in one pass of a small encoder (all-MiniLM-L6-v2). An element is represented by
the encoding of its statement plus a learned correction; the correction is dropped at random while
training, so that an element the network has never seen is judged by its statement alone.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

WIDTH = 384
HEADS = 6
LONGEST = 240  # tokens of a passage
CORRECTION_DROPOUT = 0.12


class LabelAttention(nn.Module):
    """Encoder, one attention per element, and a small head: logits for missing, satisfied, contradicted."""

    def __init__(self, base: Path, statements: list[str], *, frozen_layers: int = 1) -> None:
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(base)
        self.encoder = AutoModel.from_pretrained(base, attn_implementation="sdpa")
        self.register_buffer("statements", self.encode_statements(statements))
        self.correction = nn.Parameter(torch.zeros(len(statements), WIDTH))
        self.query, self.key, self.value, self.element = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        for layer in (self.query, self.key, self.value, self.element):
            nn.init.eye_(layer.weight)
            nn.init.zeros_(layer.bias)
        self.head = nn.Sequential(nn.Dropout(0.1), nn.Linear(WIDTH * 4, 256), nn.GELU(), nn.Linear(256, 3))
        self.similarity = nn.Parameter(torch.tensor([[-1.0, 3.0, 0.0], [0.5, -1.0, -2.0]]))
        for parameter in self.encoder.embeddings.parameters():
            parameter.requires_grad_(False)
        for layer in self.encoder.encoder.layer[:frozen_layers]:
            for parameter in layer.parameters():
                parameter.requires_grad_(False)

    @torch.no_grad()
    def encode_statements(self, statements: list[str]) -> Tensor:
        """Unit vectors of statements: mean of the encoder's token vectors."""
        tokens = self.tokenizer(statements, padding=True, truncation=True, max_length=64, return_tensors="pt")
        hidden = self.encoder(**tokens).last_hidden_state
        mask = tokens["attention_mask"][..., None]
        return functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1)

    def elements(self) -> Tensor:
        """The representation of each known element."""
        correction = self.correction
        if self.training:
            correction = correction * (torch.rand(len(correction), 1) > CORRECTION_DROPOUT).float()
        return self.statements + correction

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Logits, shape (passages, elements, 3)."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return self.judge(hidden, mask, self.elements())

    def judge(self, hidden: Tensor, mask: Tensor, elements: Tensor) -> Tensor:
        """Logits from token vectors (passages, tokens, width) and element vectors (elements, width)."""
        passages, tokens, _ = hidden.shape
        count, size = elements.shape[0], WIDTH // HEADS
        query = self.query(elements).view(count, HEADS, size)
        key = self.key(hidden).view(passages, tokens, HEADS, size)
        value = self.value(hidden).view(passages, tokens, HEADS, size)
        weight = torch.einsum("ehd,bthd->bhet", query, key) / math.sqrt(size) * 2
        weight = weight.masked_fill(mask[:, None, None, :] == 0, -1e4).softmax(-1)
        seen = torch.einsum("bhet,bthd->behd", weight, value).reshape(passages, count, WIDTH)
        asked = self.element(elements)[None].expand(passages, -1, -1)
        cosine = functional.cosine_similarity(seen, asked, dim=-1)[..., None]
        joined = torch.cat([seen, asked, seen * asked * 20, (seen - asked).abs()], -1)
        return self.head(joined) + cosine * self.similarity[0] + self.similarity[1]
