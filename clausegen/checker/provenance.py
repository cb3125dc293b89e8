"""Name what judges, for every report, without loading any of it: an audit hands judging to others."""

from __future__ import annotations

from typing import Final

from clausegen import __version__
from clausegen.library import Library
from clausegen.model import Generator
from clausegen.runtime import model_sha256

DETECTOR: Final = "cascade-1"
MODELS: Final = ("reader", "multilingual", "words", "citing")  # the trained models that a judgement depends on


def generator(library: Library) -> Generator:
    """Name what judges with this library; an audit keeps results as long as it stays the same."""
    return Generator(
        version=__version__,
        library=library.version,
        library_sha256=library.sha256,
        detector=DETECTOR,
        model_sha256=model_sha256(*MODELS),
    )
