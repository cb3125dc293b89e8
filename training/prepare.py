"""Prepare the corpus for training: ``python -m training.prepare OUT.jsonl.gz --deal DEAL [--texts TEXTS]``.

TEXTS is a copy of the real-text data sets, without which only written text is prepared. What grades is left out.
"""

from __future__ import annotations

import argparse
import logging
import random
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from clausegen.checker.nominate import nominator
from clausegen.library.load import load_library
from clausegen.structure import party_roles
from clausegen.structure.party_roles import in_roles
from training.contract_text import confronted, contract_windows
from training.corpus import UNJUDGED, Labelled, element_codes, real, real_split, written
from training.labels import CUSTOMER, SUPPLIER, Example
from training.library_text import library_text
from training.material import Material, save

log = logging.getLogger("training")
# Elements about who may or must act: with the sides exchanged they fail.
DIRECTED = "HRC- SUS- REI- INV- AUD- RMD- TRM- REP- TRN- MON- DUR-4 DUR-5 EXP-1 EXP-2"
# Families and elements that ordinary commercial contracts lack. Source: 302 contracts read for this purpose.
LACKED = (
    "HRC- STD-1 STD-2 STD-3 STD-4 STD-5 USE-2 USE-3 LIM-1 LIM-7 SUS-2 SUS-7 SUS-8 REI- INV- AUD-1 RMD- REP-2 "
    "TRN- DUR-3 DUR-4 DUR-5 DUR-6 MON-2 MON-5 WHB- REM-1 REM-2 CNF-2 IMM-4 PTY-2"
)
DRAWS = 3  # times that pairs of clauses are drawn; training draws from all of them
SHORTEST, LONGEST = 12, 220  # words of a paragraph
ORDINARY = "cuad/full_contract_txt"  # the data set whose paragraphs are taken to lack what such contracts lack


def main() -> None:
    """Parse arguments and write the prepared corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--deal", type=Path, required=True, help="a deal file, for the wording of the clause library")
    parser.add_argument("--batches", nargs="*", default=[], help="written batches, for a trial; all")
    parser.add_argument("--few", type=int, default=1, help="keep every n-th text only, and no contracts, for a trial")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    save(prepared(arguments.texts, arguments.deal, batches=arguments.batches, few=arguments.few), arguments.out)


def prepared(texts: Path | None, deal: Path, *, batches: Collection[str] = (), few: int = 1) -> Material:
    """Collect everything that trains or calibrates; of each kind every ``few``-th text."""
    if (SUPPLIER, CUSTOMER) != (party_roles.SUPPLIER, party_roles.CUSTOMER):
        raise ValueError("training.labels names the two sides otherwise than the program does")
    library = load_library()
    codes = element_codes(library)
    passages = list(written(codes, splits=("train", "calibrate"), batches=batches))
    passages += [p for p in real(codes, texts) if p.split != "grade"]
    passages = _thinned([*passages, *library_text(library, codes, deal)], few)
    passages = off_subject([replace(p, text=in_roles(p.text)) for p in passages], codes)
    windows = list(contract_windows(codes))[::few] if few == 1 else []
    pairs: dict[str, Example] = {}
    if few == 1:
        for draw in range(DRAWS):
            pairs |= {pair.text: pair for pair in confronted(codes, random.Random(draw))}
    ordinary = list(commercial(texts))[::few]
    unlabelled = list(other(texts))[::few]
    log.info(
        "%d passages (%d in sets), %d windows of contracts, %d pairs of clauses, %d ordinary paragraphs, %d others",
        len(passages),
        sum(bool(p.siblings) for p in passages),
        len(windows),
        len(pairs),
        len(ordinary),
        len(unlabelled),
    )
    return Material(
        codes=codes,
        statements=[in_roles(e.statement) for r in library.requirements.values() for e in r.elements],
        directed=frozenset(columns(codes, DIRECTED)),
        lacked=columns(codes, LACKED),
        passages=passages,
        windows=windows,
        pairs=list(pairs.values()),
        ordinary=ordinary,
        unlabelled=unlabelled,
    )


def _thinned(passages: Sequence[Labelled], few: int) -> list[Labelled]:
    """Every ``few``-th passage, a set of siblings counting as one."""
    sets = list(dict.fromkeys(p.siblings or p.id for p in passages))
    kept = set(sets[::few])
    return [p for p in passages if (p.siblings or p.id) in kept]


def columns(codes: Sequence[str], beginnings: str) -> tuple[int, ...]:
    """The columns of elements whose codes begin so."""
    return tuple(i for i, code in enumerate(codes) if code.startswith(tuple(beginnings.split())))


def off_subject(passages: Sequence[Labelled], codes: Sequence[str]) -> list[Labelled]:
    """Note on each training passage the elements it was not judged on and that the nominator finds foreign to it.

    A passage is labelled for one to three families; without this the network never learns that the words
    of one family say nothing about another.
    """
    out: list[Labelled] = []
    for passage, about in zip(passages, nominator().nominated([p.text for p in passages]), strict=True):
        foreign = [
            i
            for i, (code, label) in enumerate(zip(codes, passage.labels, strict=True))
            if label == UNJUDGED and code.partition("-")[0] not in about
        ]
        out.append(replace(passage, off_subject=tuple(foreign) if passage.split == "train" else ()))
    return out


def commercial(texts: Path | None) -> Iterator[str]:
    """Paragraphs of ordinary contracts of the training split."""
    for file in sorted((texts / ORDINARY).glob("*.txt")) if texts else ():
        yield from _paragraphs_of(file)


def other(texts: Path | None) -> Iterator[str]:
    """Paragraphs of all other real texts of the training split, each once."""
    seen: set[str] = set()
    for file in sorted(f for f in texts.rglob("*") if f.suffix in (".txt", ".md")) if texts else ():
        if file.parent != texts and file.parent != (texts or file) / ORDINARY:
            found = dict.fromkeys(text for text in _paragraphs_of(file) if text not in seen)
            seen.update(found)
            yield from found


def _paragraphs_of(file: Path) -> Iterator[str]:
    if real_split(file.name) == "train":
        yield from paragraphs(file.read_text(encoding="utf-8", errors="replace"))


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs and numbered clauses of a text, with the sides named as the network reads them."""
    for piece in re.split(r"\n\s*\n|\n(?=\s*\d+\.\d*\s)", text):
        words = piece.split()
        if SHORTEST <= len(words) <= LONGEST:
            yield in_roles(" ".join(words))


if __name__ == "__main__":
    main()
