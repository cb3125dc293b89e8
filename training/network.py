"""Label attention: every element's proposition attends over the tokens of a window, twice.

All elements are judged in one pass of an encoder (all-MiniLM-L6-v2 or all-mpnet-base-v2). A window holds several
clauses; each reading of it (one clause, or all) attends to its own tokens only, so a window is encoded once however
often it is judged. The first look finds what speaks about the element; the second, asked with what the first saw,
finds what qualifies it.

An element is represented by the encoding of its statement plus a learned correction; the correction is dropped at
random while training, so that an element the network has never seen is judged by its statement alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AttentionInterface, AutoConfig, AutoModel, AutoTokenizer
from transformers.masking_utils import AttentionMaskInterface, eager_mask

HEAD_WIDTH = 64  # of a look: six heads over all-MiniLM-L6-v2, twelve over all-mpnet-base-v2
HIDDEN_WIDTH = 256  # of the head
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
    with torch.autocast(query.device.type, enabled=False):
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

    def __init__(self, width: int) -> None:
        super().__init__()
        self.heads = max(width // HEAD_WIDTH, 1)
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        for layer in (self.query, self.key, self.value):
            nn.init.eye_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, asked: Tensor, hidden: Tensor, mask: Tensor) -> Tensor:
        """What is seen, shape (windows, readings, elements, width).

        ``asked`` (windows or 1, readings or 1, elements, width), ``hidden`` (windows, tokens, width), ``mask``
        (windows, readings, tokens), 1 where a reading may see a token.
        """
        heads = (self.heads, hidden.shape[-1] // self.heads)
        query = self.query(asked).unflatten(-1, heads).transpose(2, 3)
        key = self.key(hidden).unflatten(-1, heads).permute(0, 2, 3, 1)[:, None]
        value = self.value(hidden).unflatten(-1, heads).transpose(1, 2)[:, None]
        weight = torch.matmul(query * (2 / math.sqrt(heads[1])), key)
        weight = weight.masked_fill(mask[:, :, None, None, :] == 0, -1e4).softmax(-1)
        return torch.matmul(weight, value).transpose(2, 3).flatten(-2)


class LabelAttention(nn.Module):
    """Encoder, two looks per element, and a small head: logits for missing, satisfied, contradicted.

    ``trained`` is how many layers of the encoder, from the top, learn; all but two where it is not given. ``layers``
    keeps so many of the base's layers, evenly spread, for a smaller network. ``state`` and ``load`` deal with what is
    trained only: the rest comes from the base.
    """

    def __init__(
        self, base: Path, statements: list[str], *, trained: int | None = None, layers: int | None = None
    ) -> None:
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(base)
        self.encoder = load_encoder(base, layers=layers)
        stack = self.encoder.encoder.layer
        self.trained = max(len(stack) - 2, 1) if trained is None else min(trained, len(stack))
        width = self.encoder.config.hidden_size
        self.register_buffer("statements", torch.zeros(len(statements), width))
        self.correction = nn.Parameter(torch.zeros(len(statements), width))
        self.first, self.second = Look(width), Look(width)
        self.element = nn.Linear(width, width)
        nn.init.eye_(self.element.weight)
        nn.init.zeros_(self.element.bias)
        self.again = nn.Sequential(nn.Linear(width * 2, width), nn.GELU(), nn.Linear(width, width))
        self.head = nn.Sequential(
            nn.Dropout(0.1), nn.Linear(width * 5, HIDDEN_WIDTH), nn.GELU(), nn.Linear(HIDDEN_WIDTH, 3)
        )
        self.similarity = nn.Parameter(torch.tensor([[-1.0, 3.0, 0.0], [0.5, -1.0, -2.0]]))
        self.encoder.requires_grad_(False)
        stack[len(stack) - self.trained :].requires_grad_(True)
        self.statements.copy_(self.encode_statements(statements))

    def halve_frozen(self) -> LabelAttention:
        """Hold the layers that do not learn in half precision: they need no more, and are read in half the time."""
        stack = self.encoder.encoder.layer
        stack[: len(stack) - self.trained].bfloat16()
        return self

    def state(self) -> dict[str, Tensor]:
        """What is trained: parameters that learn, and the encoded statements."""
        learned = {name for name, parameter in self.named_parameters() if parameter.requires_grad}
        return {name: value for name, value in self.state_dict().items() if name in learned or name == "statements"}

    def load(self, state: dict[str, Tensor]) -> None:
        """Take up what ``state`` gave; KeyError where it is of a network of another kind."""
        own = self.state_dict()
        wanted = self.state().keys()
        if strange := wanted ^ state.keys():
            raise KeyError(f"these weights are of another network: {', '.join(sorted(strange)[:4])}")
        with torch.no_grad():
            for name in wanted:
                own[name].copy_(state[name])

    @torch.no_grad()
    def encode_statements(self, statements: Sequence[str]) -> Tensor:
        """Unit vectors of statements: mean of the encoder's token vectors."""
        tokens = self.tokenizer(list(statements), padding=True, truncation=True, max_length=64, return_tensors="pt")
        tokens = tokens.to(self.statements.device)
        hidden = self.encode(tokens["input_ids"], tokens["attention_mask"]).float()
        mask = tokens["attention_mask"][..., None]
        return functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1)

    def encode(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Token vectors; the layers that do not learn run without gradients."""
        model = self.encoder
        stack = model.encoder.layer
        frozen = len(stack) - self.trained
        half = torch.is_autocast_enabled(ids.device.type)
        with torch.no_grad():
            hidden = model.embeddings(input_ids=ids)
            hidden = hidden.bfloat16() if half else hidden
            unseen = ((1 - mask)[:, None, None, :] * -1e4).to(hidden.dtype)
            asked = {"attention_mask": unseen}
            if hasattr(model.encoder, "compute_position_bias"):  # MPNet adds both in one go
                bias = model.encoder.compute_position_bias(hidden).to(hidden.dtype)
                asked = {"attention_mask": None, "position_bias": bias + unseen}
            for layer in stack[:frozen]:
                hidden = _only(layer(hidden, **asked))
        for layer in stack[frozen:]:
            hidden = _only(layer(hidden, **asked))
        return hidden

    def elements(self) -> Tensor:
        """The representation of each known element."""
        correction = self.correction
        if self.training:
            kept = torch.rand(len(correction), 1, device=correction.device) > CORRECTION_DROPOUT
            correction = correction * kept.float()
        return self.statements + correction

    def forward(self, ids: Tensor, mask: Tensor, readings: Tensor, asked: Tensor | None = None) -> Tensor:
        """Logits, shape (windows, readings, elements, 3): of all known elements, or of those ``asked``.

        ``asked`` has the indexes of the elements that each reading is judged on, shape (windows, readings, elements).
        """
        hidden = self.encode(ids, mask)
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


def load_encoder(base: Path, *, layers: int | None = None, attention: str | None = None) -> nn.Module:
    """The encoder of a base without its pooler and dropout, or ``layers`` of its layers, evenly spread.

    Dropout inside the encoder costs a third of the time on a processor; tokens are hidden instead (see train).
    """
    still = {"attention_probs_dropout_prob": 0.0, "hidden_dropout_prob": 0.0}
    if attention is None:
        attention = "eager" if AutoConfig.from_pretrained(base).model_type == "mpnet" else "plain"
    model = AutoModel.from_pretrained(base, attn_implementation=attention, add_pooling_layer=False, **still)
    if layers is not None:
        stack = model.encoder.layer
        kept = [round((i + 1) * len(stack) / layers) - 1 for i in range(layers)]
        model.encoder.layer = nn.ModuleList(stack[i] for i in kept)
        model.config.num_hidden_layers = layers
    return model


def _only(output: Tensor | tuple[Tensor, ...]) -> Tensor:
    """The token vectors that a layer gives, which some versions of the library put into a tuple."""
    return output[0] if isinstance(output, tuple) else output
