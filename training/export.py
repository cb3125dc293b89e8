"""Write trained weights in the form the program reads: ``python -m training.export BASE WEIGHTS OUT``.

WEIGHTS is the folder of a run of ``training.train`` over BASE. Two ONNX graphs with 8-bit weights (encoder, judge), the
vectors of the known elements, the tokenizer.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from clausegen.library import load_library
from training import weights
from training.network import LabelAttention, load_encoder


class _Encoder(nn.Module):
    """Token vectors of windows."""

    def __init__(self, network: LabelAttention, base: Path) -> None:
        super().__init__()
        # The eager attention exports without data-dependent branches.
        layers = len(network.encoder.encoder.layer)
        self.encoder = load_encoder(base, layers=layers, attention="eager")
        self.encoder.load_state_dict(network.encoder.state_dict())

    def forward(self, ids: Tensor) -> Tensor:
        # Texts are encoded one by one, so there is no filling to mask, which saves about a twentieth of the time.
        return self.encoder.encoder(self.encoder.embeddings(input_ids=ids))[0]


class _Judge(nn.Module):
    """Probabilities from token vectors, what each reading may see, and element vectors."""

    def __init__(self, network: LabelAttention) -> None:
        super().__init__()
        self.network = network

    def forward(self, hidden: Tensor, readings: Tensor, elements: Tensor) -> Tensor:
        return self.network.judge(hidden, readings, elements[None, None]).softmax(-1)


def main() -> None:
    """Export one network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    export(arguments.base, arguments.weights, arguments.out)


def export(base: Path, trained: Path, out: Path) -> None:
    """Export the network that was trained into a folder."""
    codes = json.loads((trained / weights.KIND).read_text(encoding="utf-8"))["codes"]
    network = weights.read(trained, base, [], []).eval()
    out.mkdir(parents=True, exist_ok=True)
    ids, mask = torch.ones(2, 9, dtype=torch.int64), torch.ones(2, 9, dtype=torch.int64)
    readings = torch.ones(2, 3, 9, dtype=torch.int64)
    hidden = network.encode(ids, mask)
    elements = network.elements().detach()
    batch = {0: "windows", 1: "tokens"}
    export_graph(
        _Encoder(network, base),
        (ids,),
        out / "encoder.onnx",
        names=(["ids"], ["hidden"]),
        axes={"ids": batch, "hidden": batch},
    )
    export_graph(
        _Judge(network),
        (hidden, readings, elements),
        out / "judge.onnx",
        names=(["hidden", "readings", "elements"], ["probabilities"]),
        axes={
            "hidden": batch,
            "readings": {0: "windows", 1: "readings", 2: "tokens"},
            "elements": {0: "elements"},
            "probabilities": {0: "windows", 1: "readings", 2: "elements"},
        },
    )
    np.savez(out / "elements.npz", codes=np.array(codes), vectors=elements.numpy())
    # The vectors stand for the elements as the library words them today; reworded ones are encoded anew.
    worded = {e.code: e.wording for r in load_library().requirements.values() for e in r.elements}
    statements = {code: worded[code] for code in codes}
    (out / "statements.json").write_text(json.dumps(statements, indent=0, sort_keys=True) + "\n")
    shutil.copy(base / "tokenizer.json", out / "tokenizer.json")


def export_graph(
    module: nn.Module,
    example: tuple[Tensor, ...],
    out: Path,
    *,
    names: tuple[list[str], list[str]],
    axes: dict[str, dict[int, str]],
) -> None:
    """Write a module as an ONNX graph with 8-bit weights; ``names`` are those of what goes in and comes out."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            module.eval(),
            example,
            str(whole),
            input_names=names[0],
            output_names=names[1],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        small = Path(folder) / "small.onnx"
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True)
        _optimize(small, out)


def _optimize(graph: Path, out: Path) -> None:
    """Write a graph as the runtime would arrange it when loading, on any processor; that takes two thirds of loading.

    The fused form of adding and normalising is the slower one: a window takes 11.1 ms with it and 9.4 without.
    """
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(out)
    providers = ["CPUExecutionProvider"]
    onnxruntime.InferenceSession(str(graph), options, providers=providers, disabled_optimizers=["SkipLayerNormFusion"])


if __name__ == "__main__":
    main()
