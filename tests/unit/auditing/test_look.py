"""A result is kept for the look that it was made with."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import Page, box, line, pdf

from clausegen.auditing.unit import JudgingSettings, Member, Unit
from clausegen.auditing.worker import _load
from clausegen.model import Generator, Look, Tier

GENERATOR = Generator(version="1", library="l", library_sha256="a", detector="d", model_sha256="b")
UNIT = Unit(members=(Member("a.pdf", "a.pdf", ".pdf"),), tier=Tier.HIGH)


def test_what_was_judged_without_a_look_is_judged_anew_with_one() -> None:
    looks: tuple[Look, ...] = ("doubt", "always", "never")
    assert len({JudgingSettings("m:f", "p", GENERATOR, look=look).key(UNIT, ("0",)) for look in looks}) == len(looks)


@pytest.mark.parametrize(("look", "doubted"), [("doubt", True), ("never", False)])
def test_a_worker_looks_as_it_is_told(look: Look, doubted: bool, tmp_path: Path) -> None:
    covered = line("The Supplier may suspend access.", 72, 400) + box(0, 380, 612, 50, "1 1 1")
    document = _load(pdf(tmp_path / "a.pdf", Page(covered)), "", look)
    assert bool(document.doubts) is doubted
    assert any(notice.code == "not-looked" for notice in document.notices) is not doubted
