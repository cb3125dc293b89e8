"""Train the reader network: ``python -m training.train CORPUS BASE OUT --steps N``.

CORPUS is what ``training.prepare`` wrote, BASE a folder with an encoder (safetensors, tokenizer): all-MiniLM-L6-v2 or
all-mpnet-base-v2. OUT gets checkpoints, and the weights at the end. A GPU is used where there is one. The same command
with ``--resume`` goes on from the newest checkpoint exactly as if the run had not stopped; SIGTERM writes one first.
"""

from __future__ import annotations

import argparse
import logging
import math
import random
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from training import checkpoint, losses, material, measure, soft, weights
from training.batches import BATCH, Batch, batch, grouped, lengths
from training.draw import Draw
from training.machine import device, settle
from training.network import LabelAttention

log = logging.getLogger("training")
HIDDEN = 0.08  # share of tokens hidden from the network while it trains
REFRESHED = (0.25, 0.5)  # shares of the run after which the statements are encoded anew
LATE = 2 / 3  # share of the run after which siblings are held apart
WARMED = 0.08  # share of the run in which the learning rate rises
LEAST = 0.02  # of the learning rate, at the end
OWN_RATE = 10  # times the encoder's learning rate: that of what lies above it
AVERAGED = 0.998  # per step, of the running mean of the weights, which is what is kept
LOGGED = 25  # steps
# What must be the same for a run to go on.
FIXED = ("steps", "batch", "trained", "layers", "rate", "part", "fresh", "hold_out", "seed", "margin", "soft_weight")


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--steps", type=int, required=True, help="of the whole run; the learning rate ends there")
    parser.add_argument("--batch", type=int, default=BATCH, help="windows a step")
    parser.add_argument("--trained", type=int, help="layers of the encoder that learn, from the top; all but two")
    parser.add_argument("--layers", type=int, help="layers kept of the base, evenly spread; all")
    parser.add_argument("--rate", type=float, default=6e-5)
    parser.add_argument("--part", type=float, default=1.0, help="share of what is read often that an epoch reads")
    parser.add_argument("--fresh", nargs="*", default=[], help="batches read in full, whatever the share of the others")
    parser.add_argument("--hold-out", nargs="*", default=[], help="batches to leave out")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--margin", type=float, default=0.2, help="weight of the margin between siblings")
    parser.add_argument("--soft", type=Path, help="a teacher's labels, from training.distil")
    parser.add_argument("--soft-weight", type=float, default=1.0)
    parser.add_argument("--start", type=Path, help="folder of earlier weights, or of a shipped model, to begin with")
    parser.add_argument("--resume", action="store_true", help="go on from the newest checkpoint, if there is one")
    parser.add_argument("--every", type=float, default=10, help="minutes between checkpoints, which are measured")
    parser.add_argument("--minutes", type=float, help="stop with a checkpoint after so long")
    parser.add_argument("--sample", type=int, default=measure.SAMPLE, help="passages measured of each batch")
    parser.add_argument("--device")
    parser.add_argument("--threads", type=int, default=2)
    parsed = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    settle(parsed.threads)
    train(parsed)


class RunningMean:
    """The running mean of what is learned, which is better than the weights of any one step."""

    def __init__(self, network: LabelAttention) -> None:
        self.names = [name for name, parameter in network.named_parameters() if parameter.requires_grad]
        self.learned = [parameter for parameter in network.parameters() if parameter.requires_grad]
        self.values = [parameter.detach().clone() for parameter in self.learned]

    def update(self, step: int) -> None:
        """Take in the weights after a step; early ones are forgotten sooner."""
        torch._foreach_lerp_(
            self.values, [p.detach() for p in self.learned], 1 - min(AVERAGED, (1 + step) / (10 + step))
        )

    def state(self, network: LabelAttention) -> dict[str, Tensor]:
        """The mean as a state of the network."""
        return network.state() | dict(zip(self.names, self.values, strict=True))

    def load(self, state: dict[str, Tensor]) -> None:
        """Take up an earlier state."""
        for name, value in zip(self.names, self.values, strict=True):
            value.copy_(state[name])

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Give the network the mean for a while."""
        own = [parameter.detach().clone() for parameter in self.learned]
        self._set(self.values)
        try:
            yield
        finally:
            self._set(own)

    @torch.no_grad()
    def _set(self, values: list[Tensor]) -> None:
        torch._foreach_copy_(self.learned, values)


@dataclass
class Stop:
    """Whether the run is to stop: by signal, or when its time is up."""

    until: float = math.inf
    asked: bool = False

    def due(self) -> bool:
        """Say whether to stop now."""
        return self.asked or time.monotonic() > self.until


def train(arguments: argparse.Namespace) -> None:
    """Train to the end, or until stopped."""
    place = device(arguments.device)
    torch.manual_seed(arguments.seed)
    corpus = material.load(arguments.corpus)
    labels = soft.load(arguments.soft) if arguments.soft else None
    draw = Draw(corpus, arguments.seed, arguments.part, arguments.fresh, arguments.hold_out, labels)
    tests = measure.calibrating(corpus.passages, arguments.sample)
    if arguments.start:
        network = weights.read(arguments.start, arguments.base, corpus.codes, corpus.statements)
    else:
        network = LabelAttention(arguments.base, corpus.statements, trained=arguments.trained, layers=arguments.layers)
    network = network.halve_frozen().to(place)
    own = [p for name, p in network.named_parameters() if p.requires_grad and not name.startswith("encoder.")]
    upper = [p for p in network.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW([{"params": upper}, {"params": own}], weight_decay=0.01, fused=True)
    mean = RunningMean(network)
    folder = arguments.out / "checkpoints"
    fixed = {name: getattr(arguments, name) for name in FIXED}
    epoch = place_in_epoch = step = 0
    if arguments.resume and (found := checkpoint.newest(folder)):
        progress, learned, averaged = checkpoint.load(found, optimizer)
        if progress["run"] != fixed:
            raise ValueError(f"{found} is of another run: {progress['run']}; these arguments say {fixed}")
        network.load(learned)
        mean.load(averaged)
        epoch, place_in_epoch, step = progress["epoch"], progress["place"], progress["step"]
        log.info("going on from %s", found)
    stop = Stop(time.monotonic() + arguments.minutes * 60 if arguments.minutes else math.inf)
    signal.signal(signal.SIGTERM, lambda *_: setattr(stop, "asked", True))

    def save() -> None:
        """Write a checkpoint and measure it, unless time is up."""
        progress = {"step": step, "epoch": epoch, "place": place_in_epoch, "run": fixed}
        checkpoint.save(
            folder, progress=progress, learned=network.state(), mean=mean.state(network), optimizer=optimizer
        )
        log.info("step %d: checkpoint", step)
        if stop.due():
            return
        with mean.in_place():
            for line in measure.figures(network, tests):
                log.info("  %s", line)

    saved = time.monotonic()
    while step < arguments.steps:
        data = draw.epoch(epoch)
        chance = random.Random(f"{arguments.seed} {epoch} groups")
        groups = grouped(data, lengths(network.tokenizer, data), arguments.batch, chance)
        log.info("epoch %d: %d windows, %d steps; step %d of %d", epoch, len(data), len(groups), step, arguments.steps)
        said = Averages()
        for number in range(place_in_epoch, len(groups)):
            if any(step == round(share * arguments.steps) for share in REFRESHED):
                refresh(network, corpus.statements)
            chance = random.Random(f"{arguments.seed} {epoch} {number}")
            torch.manual_seed(chance.getrandbits(63))
            chosen = batch(network.tokenizer, [data[i] for i in groups[number]], chance, labels).to(place)
            rate = arguments.rate * pace(step / arguments.steps)
            for group, times in zip(optimizer.param_groups, (1, OWN_RATE), strict=True):
                group["lr"] = rate * times
            late = step >= LATE * arguments.steps
            parts = losses_of(network, chosen, margin=arguments.margin * late, soft_weight=arguments.soft_weight)
            optimizer.zero_grad()
            sum(parts.values(), torch.zeros((), device=place)).backward()
            nn.utils.clip_grad_norm_([*upper, *own], 1.0)
            optimizer.step()
            step, place_in_epoch = step + 1, number + 1
            mean.update(step)
            said.add(parts)
            if step % LOGGED == 0:
                log.info("step %d %s rate %.1e", step, said.taken(), rate)
            if step == arguments.steps:
                break
            if stop.due() or time.monotonic() - saved > arguments.every * 60:
                save()
                saved = time.monotonic()
                if stop.due():
                    return
        else:
            epoch, place_in_epoch = epoch + 1, 0
    save()
    stack = network.encoder.encoder.layer
    kind: dict[str, Any] = {
        "codes": corpus.codes,
        "statements": corpus.statements,
        "trained": network.trained,
        "layers": arguments.layers and len(stack),
    }
    weights.write(arguments.out, mean.state(network), kind)
    log.info("step %d: the end; weights in %s", step, arguments.out)


def losses_of(network: LabelAttention, chosen: Batch, *, margin: float, soft_weight: float) -> dict[str, Tensor]:
    """The parts of what a batch costs, weighted."""
    network.train()
    tokenizer = network.tokenizer
    special = torch.tensor(tokenizer.all_special_ids, device=chosen.ids.device)
    hidden = (torch.rand(chosen.ids.shape, device=chosen.ids.device) < HIDDEN) & ~torch.isin(chosen.ids, special)
    ids = chosen.ids.masked_fill(hidden, tokenizer.mask_token_id)
    with torch.autocast(ids.device.type, torch.bfloat16):
        logits = network(ids, chosen.mask, chosen.readings, chosen.asked)
    logits = logits.float()
    parts = {"labels": losses.surprise(logits, chosen.wanted)}
    if margin and chosen.sets:
        parts["siblings"] = margin * losses.apart(logits[:, 0], chosen.wanted[:, 0], chosen.sets)
    if chosen.teacher is not None and soft_weight:
        parts["teacher"] = soft_weight * losses.taught(logits[:, 0], chosen.teacher)
    return parts


def pace(done: float) -> float:
    """The share of the learning rate when a share of the run is done: up in a line, down in half a cosine."""
    if done < WARMED:
        return max(done / WARMED, 0.01)
    return LEAST + (1 - LEAST) * (1 + math.cos(math.pi * (done - WARMED) / (1 - WARMED))) / 2


def refresh(network: LabelAttention, statements: list[str]) -> None:
    """Encode the statements anew: the encoder has moved on."""
    network.eval()
    with torch.autocast(network.statements.device.type, torch.bfloat16):
        network.statements.copy_(network.encode_statements(statements))


class Averages:
    """Means of the parts of the loss since they were last taken, and the seconds of a step."""

    def __init__(self) -> None:
        self._sums: dict[str, list[float]] = {}
        self._began, self._steps = time.monotonic(), 0

    def add(self, parts: dict[str, Tensor]) -> None:
        """Take in one step."""
        self._steps += 1
        for name, part in parts.items():
            self._sums.setdefault(name, []).append(part.item())

    def taken(self) -> str:
        """Say the means, and begin anew."""
        means = " ".join(f"{name} {sum(own) / len(own):.4f}" for name, own in self._sums.items())
        pace = f"{(time.monotonic() - self._began) / max(self._steps, 1):.2f} s a step"
        self.__init__()  # type: ignore[misc]
        return f"{means} {pace}"


if __name__ == "__main__":
    main()
