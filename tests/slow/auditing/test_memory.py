"""Ten thousand contracts are written with the memory of a few: what a result sets aside lies packed in a file."""

from __future__ import annotations

import os
import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_reports import PORTFOLIO, an_entry, begun, rendered

from clausegen.auditing.previous_run import judged, load_earlier
from clausegen.model.portfolio import Counting, Entry
from clausegen.report import spooled_file as spool
from clausegen.report.coverage_matrix import Heat
from clausegen.report.entries import entry_line
from clausegen.report.html import Page
from clausegen.report.sarif import Sarif
from clausegen.report.xlsx import Spreadsheet


def with_reasons(entry: Entry, reason: str) -> Entry:
    assert entry.report is not None
    verdicts = tuple(
        verdict.model_copy(
            update={"findings": tuple(f.model_copy(update={"reason": reason}) for f in verdict.findings)}
        )
        for verdict in entry.report.verdicts
    )
    return entry.model_copy(update={"report": entry.report.model_copy(update={"verdicts": verdicts})})


def talkative(count: int, length: int) -> Iterator[Entry]:
    """Contracts of which much is said, to each something else."""
    for number in range(count):
        yield with_reasons(an_entry(f"{number}.txt"), random.Random(number).randbytes(length // 2).hex())


def test_a_spool_gives_back_every_line_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_KEPT", 1_000)
    given = [f"{number} ✓ line\u2028 \r of text {random.Random(number).random()}\n" for number in range(500)]
    kept = spool.Spool()
    for line in given:
        kept.add(line)
    assert list(kept.lines()) == given
    kept.close()


def test_a_spool_gives_back_pieces_that_cut_no_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_PIECE", 7)
    kept = spool.Spool()
    kept.add("✓ ◐\r\n" * 50)
    assert "".join(kept.pieces()) == "✓ ◐\r\n" * 50
    kept.close()


@pytest.mark.parametrize("kind", [Spreadsheet, Page, Sarif])
def test_what_is_said_of_contracts_does_not_pile_up_in_memory(kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_KEPT", 50_000)
    rendered(kind)  # loads what is loaded once
    result, counting, heat = begun(kind, []), Counting(), Heat()
    with Path(os.devnull).open("wb") as nowhere:
        tracemalloc.start()
        for entry in talkative(count=150, length=20_000):
            counting.add(entry)
            heat.add(entry)
            result.add(entry)
        result.finish(PORTFOLIO, counting.tally(), heat, nowhere)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    result.close()
    assert most < 150 * 20_000 / 2


def test_an_entry_is_compared_by_all_that_its_line_says(tmp_path: Path) -> None:
    given = {"family": "F", "role": "master", "customer": "C", "product": "P", "sha256": "0" * 64}
    for entry in (an_entry(**given), an_entry(of="b.txt", shadow=False, **given), an_entry(of="b.txt", **given)):
        (tmp_path / "audit.jsonl").write_text(entry_line(entry))
        assert list(load_earlier(tmp_path).by_path.values()) == [judged(entry)]


def test_the_same_status_of_many_contracts_is_kept_once() -> None:
    one, other = (judged(an_entry(name)) for name in ("a.txt", "b.txt"))
    assert all(other.statuses[code] is status for code, status in one.statuses.items())
