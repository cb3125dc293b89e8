"""What a batch's answers cost: hard labels, the margin between siblings, a teacher's soft labels."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from training.labels import CONTRADICTED, MISSING, NOT_SATISFIED, SATISFIED, UNJUDGED

CLASS_WEIGHTS = (1.0, 2.5, 3.0)
SMOOTHING = 0.03
MARGIN = 3.0  # on the log-odds
# The labels that a sibling is held apart from.
AGAINST = {SATISFIED: (MISSING, CONTRADICTED, NOT_SATISFIED), CONTRADICTED: (MISSING, SATISFIED)}


def surprise(logits: Tensor, wanted: Tensor) -> Tensor:
    """Weighted cross-entropy over what is judged; where only "not satisfied" is known, of the two others together."""
    logits, wanted = logits[wanted != UNJUDGED], wanted[wanted != UNJUDGED]
    weight = torch.tensor(CLASS_WEIGHTS, device=logits.device)
    plain = wanted != NOT_SATISFIED
    loss = functional.cross_entropy(
        logits[plain], wanted[plain], weight=weight, label_smoothing=SMOOTHING, reduction="sum"
    )
    left = logits[~plain].log_softmax(-1)
    loss = loss - torch.logsumexp(left[:, [MISSING, CONTRADICTED]], -1).sum() * weight[SATISFIED]
    total = weight[wanted[plain]].sum() + (~plain).sum() * weight[SATISFIED]
    return loss / total.clamp_min(1.0)


def apart(logits: Tensor, wanted: Tensor, sets: Sequence[Sequence[int]]) -> Tensor:
    """How far siblings that differ in a label fall short of a margin between their log-odds of that label.

    ``logits`` (windows, questions, 3) and ``wanted`` (windows, questions) are of each window's first reading; siblings
    are asked the same questions.
    """
    lacking: list[Tensor] = []
    for rows in sets:
        own, labels = logits[list(rows)], wanted[list(rows)]
        for label, others in (
            (SATISFIED, (MISSING, CONTRADICTED, NOT_SATISFIED)),
            (CONTRADICTED, (MISSING, SATISFIED)),
        ):
            odds = log_odds(own, label)
            without = torch.stack([labels == other for other in others]).any(0)
            compared = (labels == label)[:, None] & without[None]
            lacking.append((MARGIN - (odds[:, None] - odds[None]))[compared].clamp_min(0))
    joined = torch.cat(lacking) if lacking else logits.new_zeros(0)
    return joined.sum() / max(len(joined), 1)


def log_odds(logits: Tensor, label: int) -> Tensor:
    """The log-odds of one label against the two others."""
    others = [other for other in (MISSING, SATISFIED, CONTRADICTED) if other != label]
    return logits[..., label] - torch.logsumexp(logits[..., others], -1)


def taught(logits: Tensor, teacher: Tensor) -> Tensor:
    """How far answers are from a teacher's, whose logits are NaN where it was not asked."""
    asked = ~teacher[..., 0].isnan()
    own, wanted = logits[asked].log_softmax(-1), teacher[asked].log_softmax(-1)
    return functional.kl_div(own, wanted, log_target=True, reduction="sum") / max(int(asked.sum()), 1)
