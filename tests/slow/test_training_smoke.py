"""All stages of training run, on tiny random encoders and a handful of texts.

Needs the ``train`` extra, which the tests' own environment lacks: ``pip install -e '.[train]'``, then
``python -m pytest tests/slow/test_training_smoke.py``.
"""

import subprocess
import sys

import pytest
from paths import ROOT

for library in ("torch", "transformers", "safetensors", "sklearn", "onnx"):
    pytest.importorskip(library, reason=f"{library} is not installed: pip install -e '.[train]'")

STAGES = ("corpus", "train", "distil", "export", "calibrate", "evaluate")


def test_all_stages_run_from_the_corpus_to_figures() -> None:
    command = [sys.executable, "-m", "training.project", "--smoke"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr[-4000:]
    assert [stage for stage in STAGES if f"\n{stage}: done" in run.stderr] == list(STAGES)
    assert run.stderr.rstrip().endswith("all stages ran")
