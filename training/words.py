"""Train what reads words without their order: ``python -m training.words OUT --deal DEAL --texts PATH``; some minutes.

The nominator and the lexical reader look at the same grams of the same passages.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from clausegen.checker.word_features import grams
from clausegen.library.load import load_library
from clausegen.structure.party_roles import in_roles
from training import lexical, nominator
from training.contract_text import contract_windows
from training.corpus import MISSING, UNJUDGED, Labelled, element_codes, real, written
from training.library_text import library_text
from training.prepare import LACKED, columns, commercial

log = logging.getLogger("training")
SELDOM = 3  # grams in fewer passages are not looked at


def main() -> None:
    """Train and write both models."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--deal", type=Path, required=True, help="a deal file, for the wording of the library")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    library = load_library()
    codes = element_codes(library)
    passages = [p for p in [*written(codes), *real(codes, arguments.texts)] if p.split == "train"]
    passages += library_text(library, codes, arguments.deal)
    passages += contract_readings(codes)
    ordinary = list(commercial(arguments.texts))
    counter = CountVectorizer(analyzer=grams, min_df=SELDOM, binary=True)
    features = counter.fit_transform([in_roles(p.text) for p in passages] + ordinary).tocsr()
    log.info("%d passages, %d ordinary paragraphs, %d grams", len(passages), len(ordinary), features.shape[1])
    arguments.out.mkdir(parents=True, exist_ok=True)
    nomination = nominator.train(features, passages, codes, [r.code for r in library.requirements.values()])
    np.savez(arguments.out / "nomination.npz", **nomination)
    nothing = np.full(len(codes), UNJUDGED)
    nothing[list(columns(codes, LACKED))] = MISSING
    labels = np.array([p.labels for p in passages] + [nothing] * len(ordinary))
    elements = [element for r in library.requirements.values() for element in r.elements]
    np.savez(arguments.out / "lexical.npz", **lexical.train(features, labels, elements))
    names = json.dumps(counter.get_feature_names_out().tolist(), ensure_ascii=False, indent=0)
    (arguments.out / "vocabulary.json").write_text(names, encoding="utf-8")


def contract_readings(codes: list[str]) -> Iterator[Labelled]:
    """The clauses of whole labelled contracts as passages."""
    for number, window in enumerate(contract_windows(codes)):
        for place, (parts, labels) in enumerate(zip(window.readings, window.labels, strict=True)):
            text = " ".join(window.text[start:end] for start, end in parts)
            yield Labelled(id=f"contract-{number}-{place}", batch="contracts", text=text, labels=labels)


if __name__ == "__main__":
    main()
