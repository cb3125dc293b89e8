"""Train the verifier: ``python -m training.train BASE OUT [--texts PATH]``.

BASE is a folder with all-MiniLM-L6-v2 (safetensors, tokenizer); PATH a copy of the real-text data sets,
without which only written passages train. Fixed seeds, two cores or one GPU. Takes about an hour.
"""

from __future__ import annotations

import argparse
import itertools
import json
import logging
import math
import random
import re
import time
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from clausegen.checker.nominator import nominator
from clausegen.library.load import load_library
from clausegen.structure.party_roles import in_roles
from training.augment import perturbed
from training.batches import BATCH, batches, tokens
from training.contract_text import confronted, contract_windows
from training.corpus import (
    CONTRAST,
    MISSING,
    NOT_SATISFIED,
    SATISFIED,
    UNJUDGED,
    Labelled,
    element_codes,
    real,
    real_split,
    written,
)
from training.examples import Example, Piece, examples, together
from training.library_text import library_text
from training.network import LabelAttention
from training.shipped import take_up

log = logging.getLogger("training")
CLASS_WEIGHTS = (1.0, 2.5, 3.0)
UNASKED = 6  # elements of families that a passage was not judged on, taken as missing in each pass
NEGATIVES_AN_EPOCH = 400
SILENT_WINDOWS = 0.25  # the share kept of contract windows that hold no finding
HIDDEN = 0.08  # share of tokens hidden from the network while it trains
SETTLED = 2 / 3  # from this share of the epochs on, statements are no longer encoded anew
AVERAGED = 0.998  # per step, of the running mean of the weights, which is what is saved
# Elements about who may or must act: with the sides exchanged they fail.
DIRECTED = "HRC- SUS- REI- INV- AUD- RMD- TRM- REP- TRN- MON- DUR-4 DUR-5 EXP-1 EXP-2"
# Families and elements that ordinary commercial contracts lack. Source: 302 contracts read for this purpose.
LACKED = (
    "HRC- STD-1 STD-2 STD-3 STD-4 STD-5 USE-2 USE-3 LIM-1 LIM-7 SUS-2 SUS-7 SUS-8 REI- INV- AUD-1 RMD- REP-2 "
    "TRN- DUR-3 DUR-4 DUR-5 DUR-6 MON-2 MON-5 WHB- REM-1 REM-2 CNF-2 IMM-4 PTY-2"
)


def main() -> None:
    """Parse arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--deal", type=Path, help="a deal file; with it the clause library trains too")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", type=Path, help="weights, or the folder of a shipped model, to go on from")
    parser.add_argument("--rate", type=float, default=6e-5)
    parser.add_argument("--part", type=float, default=1.0, help="share of what is read often that an epoch reads")
    parser.add_argument("--fresh", nargs="*", default=[], help="batches read in full, whatever the share of the others")
    parser.add_argument("--hold-out", nargs="*", default=[], help="batches to leave out and score on")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    train(arguments)


def train(arguments: argparse.Namespace) -> None:
    """Train and save weights, with figures on held-out batches after each epoch."""
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(2)
    chance = random.Random(arguments.seed)
    library = load_library()
    codes = element_codes(library)
    statements = [in_roles(element.statement) for r in library.requirements.values() for element in r.elements]
    held = set(arguments.hold_out)
    everything = [*written(codes), *real(codes, arguments.texts)]
    passages = [p for p in everything if p.split == "train" and p.batch not in held]
    tests: dict[str, list[Labelled]] = {}
    for p in everything:
        if p.batch in held:
            tests.setdefault(p.batch, []).append(p)
        elif p.split == "calibrate":
            tests.setdefault("real" if p.real else p.batch, []).append(p)
    if arguments.deal:
        passages += library_text(library, codes, arguments.deal)
    passages = [p.model_copy(update={"text": in_roles(p.text)}) for p in passages]
    directed = frozenset(i for i, code in enumerate(codes) if code.startswith(tuple(DIRECTED.split())))
    elsewhere = off_subject(passages, codes)
    contracts = list(contract_windows(codes))
    telling = [w for w in contracts if any(label > MISSING for row in w.labels for label in row)]
    silent = [w for w in contracts if not any(label > MISSING for row in w.labels for label in row)]
    negatives = commercial(arguments.texts, codes)
    log.info(
        "%d passages, %d windows of contracts, %d negatives, tests %s",
        len(passages),
        len(contracts),
        len(negatives),
        {name: len(test) for name, test in tests.items()},
    )
    network = LabelAttention(arguments.base, statements)
    if arguments.start and arguments.start.is_dir():
        take_up(network, arguments.start, statements)
    elif arguments.start:
        network.load_state_dict(torch.load(arguments.start, weights_only=True))

    def drawn() -> list[Example]:
        """What one epoch reads."""
        parts = [share(p, 1.0 if p.batch in arguments.fresh else arguments.part) for p in passages]
        chosen = [p for p, part in zip(passages, parts, strict=True) for _ in range(int(part + chance.random()))]
        pieces = [unasked(perturbed(p, chance, directed), elsewhere[p.id], chance) for p in chosen]
        ordinary = chance.sample(negatives, min(NEGATIVES_AN_EPOCH, len(negatives)))
        quiet = chance.sample(silent, int(len(silent) * SILENT_WINDOWS))
        pairs = confronted(codes, chance)
        spoken = chance.sample(telling, int(len(telling) * arguments.part))
        return [*examples(pieces, ordinary, chance), *map(_alone, ordinary), *spoken, *quiet, *pairs]

    steps = arguments.epochs * math.ceil(len(drawn()) * 1.01 / BATCH)
    own = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    groups = [
        {"params": [p for p in network.encoder.parameters() if p.requires_grad], "lr": arguments.rate},
        {"params": own, "lr": arguments.rate * 10},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=[arguments.rate, arguments.rate * 10], total_steps=steps + 1, pct_start=0.1
    )
    weight = torch.tensor(CLASS_WEIGHTS)
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(AVERAGED))
    began = time.monotonic()
    for epoch in range(arguments.epochs):
        if epoch and epoch < arguments.epochs * SETTLED:
            network.eval()
            network.statements.copy_(network.encode_statements(statements))
        network.train()
        total = 0.0
        for ids, mask, readings, asked, wanted in itertools.islice(
            batches(network, drawn(), chance), steps // arguments.epochs
        ):
            hidden = (torch.rand(ids.shape) < HIDDEN) & (ids > network.tokenizer.mask_token_id)
            ids = ids.masked_fill(hidden, network.tokenizer.mask_token_id)
            with torch.autocast("cpu", torch.bfloat16):
                logits = network(ids, mask, readings, asked)
            judged = wanted != UNJUDGED
            loss = surprise(logits.float()[judged], wanted[judged], weight)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(network)
            total += loss.item()
        log.info("epoch %d loss %.3f %.0fs", epoch, total / (steps / arguments.epochs), time.monotonic() - began)
        for name, test in tests.items():
            log.info("  %s", figures(name, predict(average.module, [in_roles(p.text) for p in test]), test))
        torch.save(average.module.state_dict(), arguments.out)
    arguments.out.with_suffix(".json").write_text(json.dumps({"codes": codes, "statements": statements}))


def share(passage: Labelled, part: float = 1.0) -> float:
    """How often a passage is read in an epoch, on average; ``part`` (0-1) of that for the many.

    Real text that says something is rare beside what was written for training, and what contracts are like; of sets
    that differ by one edit each word counts. What says little, or the same as others, is read less often.
    """
    if passage.batch.startswith(CONTRAST):
        return 1.4 * part
    if passage.batch == "library":
        return 0.3
    if passage.real:
        return 2.0 * part if max(passage.labels) > MISSING else 0.4 * part
    return part


def surprise(logits: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    """Weighted cross-entropy; where only "not satisfied" is known, that of the two other outcomes together."""
    plain = wanted != NOT_SATISFIED
    loss = functional.cross_entropy(logits[plain], wanted[plain], weight=weight, label_smoothing=0.03, reduction="sum")
    total = weight[wanted[plain]].sum()
    left = logits[~plain].log_softmax(-1)
    loss = loss - torch.logsumexp(left[:, [0, 2]], -1).sum() * weight[SATISFIED]
    return loss / (total + (~plain).sum() * weight[SATISFIED])


def off_subject(passages: list[Labelled], codes: list[str]) -> dict[str, list[int]]:
    """Columns of elements that a passage was not judged on and that the nominator finds it has nothing to do with.

    A passage is labelled for one to three families; without this the network never learns that the words
    of one family say nothing about another.
    """
    columns: dict[str, list[int]] = {}
    for passage, about in zip(passages, nominator().nominated([p.text for p in passages]), strict=True):
        columns[passage.id] = [
            i
            for i, (code, label) in enumerate(zip(codes, passage.labels, strict=True))
            if label == UNJUDGED and code.partition("-")[0] not in about
        ]
    return columns


def unasked(data: tuple[str, list[int]], columns: list[int], chance: random.Random) -> tuple[str, list[int]]:
    """Label a few off-subject elements MISSING."""
    text, labels = data
    for column in chance.sample(columns, min(UNASKED, len(columns))):
        if labels[column] == UNJUDGED:
            labels[column] = MISSING
    return text, labels


def commercial(texts: Path | None, codes: list[str]) -> list[tuple[str, list[int]]]:
    """Paragraphs of ordinary contracts: MISSING on elements such contracts lack, UNJUDGED elsewhere."""
    if texts is None:
        return []
    labels = [MISSING if code.startswith(tuple(LACKED.split())) else UNJUDGED for code in codes]
    out: list[tuple[str, list[int]]] = []
    for file in sorted((texts / "cuad" / "full_contract_txt").glob("*.txt")):
        if real_split(file.name) != "train":
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        for piece in re.split(r"\n\s*\n|\n(?=\s*\d+\.\d*\s)", text):
            words = piece.split()
            if 12 <= len(words) <= 220:
                out.append((in_roles(" ".join(words)), labels))
    return out


def _alone(piece: Piece) -> Example:
    return together([piece])


@torch.no_grad()
def predict(network: LabelAttention, texts: list[str]) -> Tensor:
    """Probabilities, shape (passages, elements, 3)."""
    network.eval()
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    out: list[Tensor] = [torch.empty(0)] * len(texts)
    for at in range(0, len(order), 32):
        group = order[at : at + 32]
        whole = [Example(text=texts[i], readings=(((0, len(texts[i])),),), labels=()) for i in group]
        for i, row in zip(group, network(*tokens(network, whole))[:, 0].softmax(-1), strict=True):
            out[i] = row
    return torch.stack(out)


def figures(name: str, probabilities: Tensor, test: list[Labelled]) -> str:
    """Precision, recall, F1 and false assurance of satisfied at some thresholds, recall of contradicted."""
    wanted = torch.tensor([p.labels for p in test])
    judged = wanted != UNJUDGED
    satisfied, contradicted, wanted = probabilities[..., 1][judged], probabilities[..., 2][judged], wanted[judged]
    parts = [name]
    for threshold in (0.5, 0.7, 0.85, 0.95):
        said = satisfied > threshold
        right = (said & (wanted == 1)).sum().item()
        precision, recall = right / max(said.sum().item(), 1), right / max((wanted == 1).sum().item(), 1)
        wrong = (said & (wanted != 1)).sum().item() / max((wanted != 1).sum().item(), 1)
        parts.append(f"[{threshold}: P {precision:.3f} R {recall:.3f} FA {wrong:.4f}]")
    said = contradicted > 0.5
    right = (said & (wanted == 2)).sum().item()
    parts.append(
        f"contradicted P {right / max(said.sum().item(), 1):.2f} R {right / max((wanted == 2).sum().item(), 1):.2f}"
    )
    return " ".join(parts)


if __name__ == "__main__":
    main()
