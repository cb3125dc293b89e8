"""What training promises: runs go on exactly, siblings meet in one batch and are held apart, labels survive files.

Needs the ``train`` extra: ``pip install -e '.[train]'``.
"""
# ruff: noqa: E402 - what is imported after the check needs what it checks

from __future__ import annotations

import random
from pathlib import Path

import pytest

for library in ("torch", "transformers", "safetensors", "onnx"):
    pytest.importorskip(library, reason=f"{library} is not installed: pip install -e '.[train]'")

import numpy as np
import onnxruntime
import torch
from safetensors.torch import load_file

from clausegen.library import load_library
from training import material, soft, train, weights
from training.batches import ASKED, batch, grouped
from training.export import export
from training.labels import CONTRADICTED, MISSING, SATISFIED, UNJUDGED, Example, Labelled
from training.losses import MARGIN, apart, log_odds, taught
from training.measure import average_precision, calibrating
from training.network import LabelAttention
from training.shipped import take_up
from training.tiny import encoders
from training.weights import WEIGHTS

ELEMENTS = 6
STATEMENTS = [f"the government shall keep record {number}" for number in range(ELEMENTS)]


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("bases")
    encoders(folder, {"teacher": "teacher", "student": "student"})
    return {name: folder / name for name in ("teacher", "student")}


def a_passage(number: int, siblings: str = "", split: str = "train") -> Labelled:
    chance = random.Random(number)
    labels = tuple(chance.choice((UNJUDGED, MISSING, SATISFIED, CONTRADICTED)) for _ in range(ELEMENTS))
    words = " ".join(chance.choices(("the", "seller", "may", "suspend", "government", "shall", "not"), k=12))
    return Labelled(f"p{number}", "batch", words, labels, split=split, siblings=siblings)  # type: ignore[arg-type]


def a_corpus() -> material.Material:
    sets = [a_passage(100 + number, f"set {number // 4}") for number in range(16)]
    tests = [a_passage(200 + number, split="calibrate") for number in range(6)]
    return material.Material(
        codes=[f"AAA-{number}" for number in range(ELEMENTS)],
        statements=STATEMENTS,
        directed=frozenset({1}),
        lacked=(2, 3),
        passages=[*(a_passage(number) for number in range(24)), *sets, *tests],
        windows=[],
        pairs=[],
        ordinary=["the seller shall deliver the goods"],
        unlabelled=["the goods shall be paid for"],
    )


def trained(corpus: Path, base: Path, out: Path, *further: str) -> dict[str, torch.Tensor]:
    fixed = ["--steps", "9", "--batch", "8", "--sample", "2", "--threads", "1", "--trained", "1", "--resume"]
    train.main([str(corpus), str(base), str(out), *fixed, *further])
    return load_file(out / WEIGHTS) if (out / WEIGHTS).is_file() else {}


@pytest.mark.parametrize("name", ["teacher", "student"])
def test_a_run_that_was_stopped_ends_as_one_that_was_not(bases: dict[str, Path], tmp_path: Path, name: str) -> None:
    corpus = tmp_path / "corpus.jsonl.gz"
    material.save(a_corpus(), corpus)
    whole = trained(corpus, bases[name], tmp_path / "whole")
    assert trained(corpus, bases[name], tmp_path / "stopped", "--minutes", "0.00001") == {}  # after one step
    for _ in range(3):
        trained(corpus, bases[name], tmp_path / "stopped", "--minutes", "0.00001")
    resumed = trained(corpus, bases[name], tmp_path / "stopped")
    assert whole.keys() == resumed.keys()
    assert all(torch.equal(whole[key], resumed[key]) for key in whole)


def test_a_checkpoint_of_another_run_is_refused(bases: dict[str, Path], tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl.gz"
    material.save(a_corpus(), corpus)
    trained(corpus, bases["student"], tmp_path / "run", "--minutes", "0.00001")
    with pytest.raises(ValueError, match="is of another run"):
        trained(corpus, bases["student"], tmp_path / "run", "--rate", "1e-3")


@pytest.mark.parametrize("name", ["teacher", "student"])
def test_only_the_upper_layers_and_what_lies_above_learn(bases: dict[str, Path], name: str) -> None:
    network = LabelAttention(bases[name], STATEMENTS, trained=1)
    learned = {key for key in network.state() if key.startswith("encoder.")}
    assert learned
    assert all(key.startswith("encoder.encoder.layer.1.") for key in learned)
    assert network.first.query.in_features == network.encoder.config.hidden_size


def test_siblings_share_a_batch_and_their_questions(bases: dict[str, Path]) -> None:
    whole = ((0, 500),)
    rows = [(SATISFIED, MISSING, UNJUDGED), (MISSING, MISSING, UNJUDGED), (CONTRADICTED, UNJUDGED, UNJUDGED)]
    data = [Example(f"the seller may suspend {n}", (whole,), (rows[n % 3],), siblings=f"s{n // 3}") for n in range(9)]
    data += [Example(f"single {n} goods", (whole,), (rows[0],)) for n in range(20)]
    groups = grouped(data, [5] * len(data), 8, random.Random(1))
    assert sorted(index for group in groups for index in group) == list(range(len(data)))
    for first in (0, 3, 6):
        assert any({first, first + 1, first + 2} <= set(group) for group in groups)
    tokenizer = LabelAttention(bases["student"], STATEMENTS).tokenizer
    made = batch(tokenizer, data[:3], random.Random(1))
    assert made.sets == ((0, 1, 2),)
    assert torch.equal(made.asked[0, 0], made.asked[1, 0])
    assert made.wanted[:, 0, 0].tolist() == [SATISFIED, MISSING, CONTRADICTED]


def test_the_margin_is_paid_until_siblings_are_far_enough_apart() -> None:
    wanted = torch.tensor([[SATISFIED], [MISSING]])
    alike = torch.zeros(2, 1, 3)
    assert apart(alike, wanted, [(0, 1)]).item() == pytest.approx(MARGIN)
    far = torch.tensor([[[0.0, 9.0, 0.0]], [[9.0, 0.0, 0.0]]])
    assert apart(far, wanted, [(0, 1)]).item() == 0
    assert apart(alike, torch.full_like(wanted, UNJUDGED), [(0, 1)]).item() == 0
    assert log_odds(torch.tensor([0.0, 0.0, 0.0]), SATISFIED).item() == pytest.approx(-torch.tensor(2.0).log().item())


def test_a_teachers_labels_survive_the_file_and_cost_nothing_when_met(tmp_path: Path) -> None:
    logits = torch.randn(2, ELEMENTS, 3, generator=torch.Generator().manual_seed(0)) * 4
    made = soft.SoftLabels(("p1", "unlabelled-0"), ("", "größer als"), soft.packed(logits))
    soft.save(made, tmp_path / "soft.npz")
    read = soft.load(tmp_path / "soft.npz")
    assert (read.ids, read.texts, read.rows(), read.unlabelled()) == (made.ids, made.texts, {"p1": 0}, [1])
    own = torch.stack([read.logits(row, range(ELEMENTS)) for row in range(2)])
    assert torch.allclose(own.softmax(-1), logits.softmax(-1), atol=0.04)
    assert taught(own, own).item() == pytest.approx(0, abs=1e-6)
    assert taught(own, torch.full_like(own, torch.nan)).item() == 0
    assert read.spoken(0)[0] == int((logits[0, :, 1:] - logits[0, :, :1]).max(-1).values.argmax())


def test_a_batch_asks_what_the_teacher_hears(bases: dict[str, Path]) -> None:
    tokenizer = LabelAttention(bases["student"], STATEMENTS).tokenizer
    scores = soft.packed(torch.randn(1, ELEMENTS, 3))
    labels = soft.SoftLabels(("unlabelled-0",), ("the goods",), scores)
    example = Example("the goods", (((0, 9),),), ((UNJUDGED,) * ELEMENTS,), soft=0)
    made = batch(tokenizer, [example], random.Random(0), labels)
    assert made.teacher is not None
    assert (~made.teacher[0, :, 0].isnan()).sum() == min(ELEMENTS, ASKED)
    assert (made.wanted == UNJUDGED).all()


def test_the_prepared_corpus_survives_its_file(tmp_path: Path) -> None:
    made = a_corpus()
    material.save(made, tmp_path / "a.gz")
    assert material.load(tmp_path / "a.gz") == made
    material.save(made, tmp_path / "b.gz")
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_average_precision_counts_equal_scores_as_one() -> None:
    right = np.array([True, False, True, False])
    assert average_precision(np.array([0.9, 0.8, 0.7, 0.6]), right) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(np.array([0.5, 0.5, 0.5, 0.5]), right) == pytest.approx(0.5)


def test_a_sample_keeps_sets_whole() -> None:
    passages = [a_passage(number, f"set {number // 5}", "calibrate") for number in range(50)]
    (kept,) = calibrating(passages, 10).values()
    assert len(kept) == 10
    assert len({p.siblings for p in kept}) == 2


@pytest.mark.filterwarnings("ignore")  # what the library of ONNX has to say of its future
@pytest.mark.parametrize("name", ["teacher", "student"])
def test_an_exported_network_says_what_it_said_and_can_be_taken_up(
    bases: dict[str, Path], tmp_path: Path, name: str
) -> None:
    codes = [element.code for r in load_library().requirements.values() for element in r.elements][:ELEMENTS]
    torch.manual_seed(3)
    network = LabelAttention(bases[name], STATEMENTS, trained=2)
    with torch.no_grad():
        for parameter in (p for p in network.parameters() if p.requires_grad):  # no two layers are alike now
            parameter.add_(torch.randn_like(parameter) * 0.02)
    network.statements.copy_(network.encode_statements(STATEMENTS))
    kind = {"codes": codes, "statements": STATEMENTS, "trained": network.trained, "layers": None}
    weights.write(tmp_path / "run", network.state(), kind)
    export(bases[name], tmp_path / "run", tmp_path / "model")
    ids = network.tokenizer("the seller may suspend the system at once", return_tensors="pt")["input_ids"]
    readings = torch.ones(1, 1, ids.shape[1], dtype=torch.int64)
    graphs = [onnxruntime.InferenceSession(str(tmp_path / "model" / f"{part}.onnx")) for part in ("encoder", "judge")]
    (hidden,) = graphs[0].run(None, {"ids": ids.numpy()})
    vectors = np.load(tmp_path / "model" / "elements.npz")["vectors"]
    (said,) = graphs[1].run(None, {"hidden": hidden, "readings": readings.numpy(), "elements": vectors})
    again = LabelAttention(bases[name], STATEMENTS)
    take_up(again, tmp_path / "model", codes, STATEMENTS)
    for same in (network, again):
        with torch.no_grad():
            own = same.eval()(ids, torch.ones_like(ids), readings).softmax(-1)
        assert np.allclose(said, own.numpy(), atol=0.05)
    assert torch.allclose(network.elements(), again.elements(), atol=0.02)
