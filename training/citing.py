"""Train the network that reads citations: ``python -m training.citing BASE START OUT``.

It says of a sentence that cites a clause whether it takes something from it, rewrites it, or only mentions it. BASE is
the folder of an encoder, the student's or the multilingual one, START that of a reader over it: an
encoder that knows contracts hears twice as many takings as one that does not. Trains on the files of
``models/corpus/citing`` that SPLITS does not name, measures on those that calibrate, and writes ``network.onnx`` to
OUT. With the multilingual encoder (``--fixed 2``) it becomes ``models/multilingual/citing.onnx``.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from clausegen.ingest import load_document
from training import machine, weights
from training.corpus import CORPUS
from training.export import export_graph
from training.network import load_encoder

FOLDER = CORPUS / "citing"
LABELS = ("keeps", "takes", "changes")
# Tokens that begin, end, fill up, and stand before the number that is asked about, in the two vocabularies.
SPECIAL = (("[CLS]", "[SEP]", "[PAD]", "[unused1]"), ("<s>", "</s>", "<pad>", "<mask>"))
NUMBERS = ("4", "9", "12", "7.2", "3.1", "14", "9.3", "22", "6", "17.4", "8", "5", "11", "10.2", "2.1", "VII", "4(b)")
log = logging.getLogger("training")

REAL_OFTEN = 4  # times that a real sentence is read for each time that a written one is
HIDDEN, DROPOUT, SMOOTHING, WARM_UP = 256, 0.1, 0.05, 60


class Special(NamedTuple):
    """Numbers of the tokens that begin, end, fill up and mark."""

    first: int
    last: int
    filling: int
    mark: int


class Sentence(NamedTuple):
    """A sentence with ``{n}`` for the number that is asked about and other letters for other numbers."""

    text: str
    label: int


class CitingNetwork(nn.Module):
    """The encoder, and a head over its first vector, their mean and the vector of the mark."""

    def __init__(self, encoder: nn.Module, width: int, mark: int) -> None:
        super().__init__()
        self.encoder, self.mark = encoder, mark
        self.head = nn.Sequential(
            nn.Dropout(DROPOUT),
            nn.Linear(3 * width, HIDDEN),
            nn.GELU(),
            nn.Dropout(DROPOUT),
            nn.Linear(HIDDEN, len(LABELS)),
        )

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Scores (sentences, labels) of tokens (sentences, tokens); ``mask`` is 1 where there is one."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        seen, marked = mask[..., None].float(), (ids == self.mark).float()[..., None]
        return self.scores(hidden, seen, marked)

    def scores(self, hidden: Tensor, seen: Tensor, marked: Tensor) -> Tensor:
        """Scores of token vectors (sentences, tokens, width)."""
        mean = (hidden * seen).sum(1) / seen.sum(1)
        at_mark = (hidden * marked).sum(1) / marked.sum(1).clamp(min=1)
        return self.head(torch.cat([hidden[:, 0], mean, at_mark], -1))


class _Exported(nn.Module):
    """Probabilities (1, labels) of one sentence, which has no filling to mask."""

    def __init__(self, network: CitingNetwork, encoder: Any) -> None:
        super().__init__()
        self.network, self.encoder = network, encoder

    def forward(self, ids: Tensor) -> Tensor:
        hidden = self.encoder.encoder(self.encoder.embeddings(input_ids=ids))[0]
        marked = (ids == self.network.mark).float()[..., None]
        return self.network.scores(hidden, torch.ones_like(marked), marked).softmax(-1)


def main() -> None:
    """Train, measure, export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("start", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--layers", type=int, default=6, help="kept of the encoder, the lowest")
    parser.add_argument("--fixed", type=int, help="lowest layers that stay as they are, with the vectors of words")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=6e-5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--texts", type=Path, help="a copy of the real-text data sets (models/corpus/README.md)")
    parser.add_argument("--few", type=int, default=0, help="sentences of each file; all of them")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    machine.settle(arguments.threads)
    torch.manual_seed(arguments.seed)
    trained, calibrating = sentences("train", arguments.few), sentences("calibrate", arguments.few)
    real = {
        split: real_sentences(arguments.texts, split) if arguments.texts else [] for split in ("train", "calibrate")
    }
    trained += REAL_OFTEN * real["train"]
    shipped = arguments.start / "statements.json"  # a run says itself what it judges
    known = json.loads(shipped.read_text(encoding="utf-8")) if shipped.is_file() else {}
    start = weights.read(arguments.start, arguments.base, list(known), list(known.values()))
    encoder = lowest(load_encoder(arguments.base), start.encoder.state_dict(), arguments.layers)
    tokenizer = Tokenizer.from_file(str(arguments.base / "tokenizer.json"))
    names = next(names for names in SPECIAL if tokenizer.token_to_id(names[0]) is not None)
    special = Special(*(tokenizer.token_to_id(name) for name in names))
    network = CitingNetwork(encoder, encoder.config.hidden_size, special.mark)
    if arguments.fixed is not None:
        for part in (encoder.embeddings, *encoder.encoder.layer[: arguments.fixed]):
            part.requires_grad_(False)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    log.info("%d sentences train, %d measure", len(trained), len(calibrating))
    teach(network, trained, tokenizer, special, arguments)
    network.eval()
    for name, read in {"written": calibrating, "real": real["calibrate"]}.items():
        for line in measured(network, read, tokenizer, special) if read else ():
            log.info("%s %s", name, line)
    arguments.out.mkdir(parents=True, exist_ok=True)
    plain = lowest(load_encoder(arguments.base, attention="eager"), encoder.state_dict(), arguments.layers)
    module = _Exported(network, plain)
    example = (torch.tensor([[special.first, special.mark, 9, special.last]]),)
    axes = {"ids": {0: "sentences", 1: "tokens"}}
    export_graph(module, example, arguments.out / "network.onnx", names=(["ids"], ["probabilities"]), axes=axes)


def lowest(encoder: Any, state: dict[str, Tensor], layers: int) -> Any:
    """The encoder with these weights and its lowest layers only."""
    encoder.encoder.layer = encoder.encoder.layer[:layers]
    encoder.load_state_dict({name: value for name, value in state.items() if name in encoder.state_dict()})
    return encoder


def splits() -> dict[str, str]:
    """What each file is for that does not train: "calibrate" or "grade"."""
    lines = (FOLDER / "SPLITS").read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line.strip() and not line.startswith("#"))


def sentences(split: str, few: int = 0) -> list[Sentence]:
    """Return the labelled sentences of a split: "train", "calibrate" or "grade"."""
    other = splits()
    found = []
    for file in sorted(FOLDER.glob("*.jsonl")):
        if other.get(file.stem, "train") == split:
            records = map(json.loads, file.read_text(encoding="utf-8").splitlines()[: few or None])
            alone = (record for record in records if "clause" not in record)  # decided by the sentence alone
            found += [Sentence(record["text"], LABELS.index(record["label"])) for record in alone]
    return found


def real_sentences(texts: Path, split: str) -> list[Sentence]:
    """Return sentences of real contracts, labelled by place; ``texts`` is the copy of the data sets."""
    found = []
    for line in (FOLDER / "real" / "contracts.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["split"] == split:
            words = load_document(texts / record["file"]).text[record["start"] : record["end"]]
            words = words.translate({ord("{"): "(", ord("}"): ")"})
            rest = re.sub(r"^[\w.()]+", "", words[record["at"] :])
            found.append(Sentence(f"{words[: record['at']]}{{n}}{rest}", LABELS.index(record["label"])))
    return found


def teach(
    network: CitingNetwork,
    trained: list[Sentence],
    tokenizer: Tokenizer,
    special: Special,
    arguments: argparse.Namespace,
) -> None:
    """Train the upper layers; numbers are drawn anew each time a sentence is read."""
    drawn = random.Random(arguments.seed)
    groups = [
        {
            "params": [p for p in network.encoder.parameters() if p.requires_grad],
            "lr": arguments.rate,
            "most": arguments.rate,
        },
        {"params": network.head.parameters(), "lr": 5e-4, "most": 5e-4},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = arguments.epochs * -(-len(trained) // arguments.batch)
    step = 0
    network.train()
    for epoch in range(arguments.epochs):
        for batch in _batches(trained, arguments.batch, drawn):
            ids, mask = padded([encoded(tokenizer, special, sentence.text, drawn) for sentence in batch], special)
            labels = torch.tensor([sentence.label for sentence in batch])
            loss = functional.cross_entropy(network(ids, mask), labels, label_smoothing=SMOOTHING)
            for group in optimizer.param_groups:
                group["lr"] = group["most"] * max(0.02, 1 - step / steps) * min(1.0, (step + 1) / WARM_UP)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            step += 1
            if step % 50 == 0:
                log.info("epoch %d step %d of %d loss %.3f", epoch, step, steps, loss.item())


def _batches(trained: list[Sentence], size: int, drawn: random.Random) -> Iterable[Sequence[Sentence]]:
    """Batches of sentences of about the same length, in any order."""
    drawn.shuffle(trained)
    batches: list[Sequence[Sentence]] = []
    for begin in range(0, len(trained), 20 * size):
        part = sorted(trained[begin : begin + 20 * size], key=lambda sentence: len(sentence.text))
        batches += [part[at : at + size] for at in range(0, len(part), size)]
    drawn.shuffle(batches)
    return batches


def encoded(tokenizer: Tokenizer, special: Special, text: str, drawn: random.Random | None = None) -> list[int]:
    """Token numbers of a sentence, with the mark before the number that is asked about."""
    number = drawn.choice(NUMBERS) if drawn else NUMBERS[0]
    before, _, after = text.partition("{n}")
    filled = [
        re.sub(r"\{[a-z]\}", lambda _: drawn.choice(NUMBERS) if drawn else NUMBERS[1], part.replace("{n}", number))
        for part in (before, f"{number}{after}")
    ]
    first, second = (tokenizer.encode(part, add_special_tokens=False).ids for part in filled)
    return [special.first, *first, special.mark, *second, special.last]


def padded(rows: Sequence[Sequence[int]], special: Special) -> tuple[Tensor, Tensor]:
    """Tokens (sentences, tokens) filled up, and where there is one."""
    longest = max(map(len, rows))
    ids = torch.tensor([[*row, *[special.filling] * (longest - len(row))] for row in rows])
    return ids, (ids != special.filling).long()


def measured(network: CitingNetwork, read: Sequence[Sentence], tokenizer: Tokenizer, special: Special) -> list[str]:
    """Say how many takings are heard at which share of alarms."""
    taken, kept = [], []
    with torch.no_grad():
        for sentence in read:
            odds = network(*padded([encoded(tokenizer, special, sentence.text)], special)).softmax(-1)[0]
            (taken if sentence.label else kept).append(1 - float(odds[0]))
    kept.sort(reverse=True)
    rows = ["| alarms | heard | from |", "|---|---|---|"]
    for share in (0.02, 0.05, 0.1, 0.15):
        least = kept[int(share * len(kept))]
        rows.append(f"| {share:.0%} | {sum(odds > least for odds in taken) / len(taken):.1%} | {least:.3f} |")
    return rows


if __name__ == "__main__":
    main()
