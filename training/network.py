"""Label attention: every element's proposition attends over the tokens of a window, twice.

All elements are judged in one pass of a small encoder (all-MiniLM-L6-v2). A window holds several clauses; each
reading of it (one clause, or all) attends to its own tokens only, so a window is encoded once however often it is
judged. The first look finds what speaks about the element; the second, asked with what the first saw, finds what
qualifies it.

An element is represented by the encoding of its statement plus a learned correction; the correction is dropped at
random while training, so that an element the network has never seen is judged by its statement alone.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AttentionInterface, AutoModel, AutoTokenizer
from transformers.masking_utils import AttentionMaskInterface, eager_mask

WIDTH = 384
HEADS = 6
LONGEST = 288  # tokens of a window
CORRECTION_DROPOUT = 0.12


def plain_attention(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float | None = None,
    **_: object,
) -> tuple[Tensor, Tensor]:
    """Attention in the precision of its inputs: an epoch takes two thirds of the time that the fused form takes.

    Backwards through the fused form is what training on a processor waits for longest.
    """
    with torch.autocast("cpu", enabled=False):
        scale = query.shape[-1] ** -0.5 if scaling is None else scaling
        scores = torch.matmul(query * scale, key.transpose(2, 3))
        if attention_mask is not None:
            scores = scores + attention_mask[..., : key.shape[-2]].to(scores.dtype)
        shares = scores.softmax(-1)
        return torch.matmul(shares, value).transpose(1, 2).contiguous(), shares


AttentionInterface.register("plain", plain_attention)
AttentionMaskInterface.register("plain", eager_mask)


class Look(nn.Module):
    """One attention of asked vectors over the tokens that a reading may see."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        for layer in (self.query, self.key, self.value):
            nn.init.eye_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, asked: Tensor, hidden: Tensor, mask: Tensor) -> Tensor:
        """What is seen, shape (windows, readings, elements, width).

        ``asked`` (windows or 1, readings or 1, elements, width), ``hidden`` (windows, tokens, width), ``mask``
        (windows, readings, tokens), 1 where a reading may see a token.
        """
        size = WIDTH // HEADS
        query = self.query(asked).unflatten(-1, (HEADS, size)).transpose(2, 3)
        key = self.key(hidden).unflatten(-1, (HEADS, size)).permute(0, 2, 3, 1)[:, None]
        value = self.value(hidden).unflatten(-1, (HEADS, size)).transpose(1, 2)[:, None]
        weight = torch.matmul(query * (2 / math.sqrt(size)), key)
        weight = weight.masked_fill(mask[:, :, None, None, :] == 0, -1e4).softmax(-1)
        return torch.matmul(weight, value).transpose(2, 3).flatten(-2)


class LabelAttention(nn.Module):
    """Encoder, two looks per element, and a small head: logits for missing, satisfied, contradicted."""

    def __init__(self, base: Path, statements: list[str], *, frozen_layers: int = 2) -> None:
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(base)
        # Dropout inside the encoder costs a third of the time on a processor; tokens are hidden instead (see train).
        still = {"attention_probs_dropout_prob": 0.0, "hidden_dropout_prob": 0.0}
        self.encoder = AutoModel.from_pretrained(base, attn_implementation="plain", **still)
        self.register_buffer("statements", self.encode_statements(statements))
        self.correction = nn.Parameter(torch.zeros(len(statements), WIDTH))
        self.first, self.second = Look(), Look()
        self.element = nn.Linear(WIDTH, WIDTH)
        nn.init.eye_(self.element.weight)
        nn.init.zeros_(self.element.bias)
        self.again = nn.Sequential(nn.Linear(WIDTH * 2, WIDTH), nn.GELU(), nn.Linear(WIDTH, WIDTH))
        self.head = nn.Sequential(nn.Dropout(0.1), nn.Linear(WIDTH * 5, 256), nn.GELU(), nn.Linear(256, 3))
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

    def forward(self, ids: Tensor, mask: Tensor, readings: Tensor, asked: Tensor | None = None) -> Tensor:
        """Logits, shape (windows, readings, elements, 3): of all known elements, or of those ``asked``.

        ``asked`` has the indexes of the elements that each reading is judged on, shape (windows, readings, elements).
        """
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        elements = self.elements()
        return self.judge(hidden, readings, elements[None, None] if asked is None else elements[asked])

    def judge(self, hidden: Tensor, readings: Tensor, elements: Tensor) -> Tensor:
        """Logits from token vectors (windows, tokens, width), readings (windows, readings, tokens) and elements.

        ``elements`` has shape (windows or 1, readings or 1, elements, width).
        """
        seen = self.first(elements, hidden, readings)
        wide = self.element(elements).expand_as(seen)
        qualified = self.second(elements + self.again(torch.cat([seen, wide], -1)), hidden, readings)
        shared = seen * wide
        lengths = seen.square().sum(-1, keepdim=True).sqrt() * wide.square().sum(-1, keepdim=True).sqrt()
        cosine = shared.sum(-1, keepdim=True) / lengths.clamp_min(1e-8)
        joined = torch.cat([seen, wide, shared * 20, (seen - wide).abs(), qualified], -1)
        return self.head(joined) + cosine * self.similarity[0] + self.similarity[1]
