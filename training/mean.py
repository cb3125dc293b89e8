"""Write the mean of the weights of two networks: ``python -m training.mean CORPUS BASE FIRST SECOND OUT``.

The mean of a version and of the next epochs from it reads better than either (see README.md). FIRST and SECOND are
folders of runs or of a shipped model; of an element that FIRST does not know the weights are those of SECOND.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from safetensors.torch import load_file

from training import material, weights

OF_ELEMENTS = ("statements", "correction")


def main() -> None:
    """Parse arguments and write the mean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpus", "base", "first", "second", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of the second, 0-1")
    arguments = parser.parse_args()
    corpus = material.load(arguments.corpus)
    first = weights.read(arguments.first, arguments.base, corpus.codes, corpus.statements).state_dict()
    mean = load_file(arguments.second / weights.WEIGHTS)
    known = known_elements(arguments.first, corpus.codes)
    strange = [row for row, code in enumerate(corpus.codes) if code not in known]
    for name, own in mean.items():
        joined = (1 - arguments.share) * first[name].float() + arguments.share * own.float()
        if name in OF_ELEMENTS:
            joined[strange] = own[strange].float()
        mean[name] = joined.to(own.dtype)
    weights.write(arguments.out, mean, json.loads((arguments.second / weights.KIND).read_text(encoding="utf-8")))


def known_elements(folder: Path, codes: list[str]) -> set[str]:
    """The codes that a network knows: of a shipped model those it stores, of a run all of its corpus."""
    if (folder / weights.KIND).is_file():
        return set(codes)
    with np.load(folder / "elements.npz", allow_pickle=False) as stored:
        return set(stored["codes"].tolist())


if __name__ == "__main__":
    main()
