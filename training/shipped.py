"""Weights of a shipped model, to go on training from: what ``training.export`` wrote, read back.

The 8-bit weights are taken as they are, so what comes back is the shipped model to within its rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from training.network import LabelAttention

_QUANTIZED = "_quantized"
_PRODUCT = "/MatMul_quant"
# A product of 8-bit weights, alone or joined with what stands around it when the graph was arranged.
_PRODUCTS = ("MatMulInteger", "MatMulIntegerToFloat", "DynamicQuantizeMatMul")


def take_up(network: LabelAttention, folder: Path, codes: Sequence[str], statements: Sequence[str]) -> None:
    """Give a new network for elements with these codes and statements the weights of the model in ``folder``.

    An element that the model does not know begins with its statement alone.
    Raises KeyError where a weight of the network is not found there: the model has another shape.
    """
    found = {
        name: value
        for name, value in _tensors(folder / "encoder.onnx", "encoder.").items()
        if name.startswith("encoder.")
    }
    found |= _tensors(folder / "judge.onnx")
    with np.load(folder / "elements.npz", allow_pickle=False) as stored:
        vectors = dict(zip(stored["codes"].tolist(), torch.from_numpy(stored["vectors"]), strict=True))
    state = network.state_dict()
    derived = {"statements", "correction", "similarity"}
    kept = {name for name in state if name.endswith(("position_ids", "token_type_ids")) or "pooler" in name}
    state |= {name: found[name].reshape(state[name].shape) for name in state.keys() - derived - kept}
    state["similarity"] = torch.stack([found["similarity.0"], found["similarity.1"]])
    network.load_state_dict(state)
    network.eval()
    # Only the sum was shipped. What is not the statement is the correction.
    network.statements.copy_(network.encode_statements(statements))
    known = torch.stack([vectors.get(code, own) for code, own in zip(codes, network.statements, strict=True)])
    network.correction.data.copy_(known - network.statements)


def _tensors(file: Path, within: str = "") -> dict[str, Tensor]:
    """Named weights of a graph, those of products under the name of their layer, which is that ``within`` a module."""
    graph = onnx.load(file).graph
    raw: dict[str, NDArray[np.float32]] = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    layers = {
        node.input[1].removesuffix(_QUANTIZED): f"{within}{_module(node.name)}.weight"
        for node in graph.node
        if node.op_type in _PRODUCTS and node.name.endswith(_PRODUCT)
    }
    out: dict[str, Tensor] = {}
    for name, value in raw.items():
        if name.endswith(_QUANTIZED):
            plain = name.removesuffix(_QUANTIZED)
            whole = (value.astype(np.float32) - raw[f"{plain}_zero_point"]) * raw[f"{plain}_scale"]
            out[layers.get(plain, plain)] = torch.from_numpy(whole.T.copy() if plain in layers else whole)
        elif not name.endswith(("_scale", "_zero_point")):
            out[name.removeprefix("network.")] = torch.from_numpy(np.array(value, dtype=np.float32))
    # Constants of the last two sums have lost their names: cosine times the first row, plus the second.
    for number, kind in enumerate(("onnx::Mul_", "onnx::Add_")):
        rows = [value for name, value in out.items() if name.startswith(kind) and value.shape == (3,)]
        if len(rows) == 1:
            out[f"similarity.{number}"] = rows[0]
    return out


def _module(node: str) -> str:
    """The module of a node, whose name repeats the children of a sequence: "/again/again.0/MatMul" is "again.0"."""
    parts = node.removesuffix(_PRODUCT).strip("/").split("/")
    out: list[str] = []
    for part in parts:
        if out and part.startswith(f"{out[-1]}."):
            out[-1] = part
        else:
            out.append(part)
    return ".".join(out)
