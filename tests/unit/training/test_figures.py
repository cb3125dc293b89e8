"""The figures of README and docs are those of the last benchmark, put there by its script."""

import pytest
from paths import ROOT

from benchmarks.figures import FILES, quoted


@pytest.mark.parametrize("name", FILES)
def test_the_figures_are_those_of_the_benchmark(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert any(mark in text for mark in ("<!-- figures -->", "<!-- trust -->"))
    assert quoted(text) == text
