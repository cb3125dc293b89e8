"""Tasks of worker processes, by name: the process that hands out units imports nothing that judges."""

from __future__ import annotations

import os

from clausegen.auditing.unit import Answer, Judging, Unit
from clausegen.runtime import child_processes as outliving


def start() -> None:
    """Prepare a fresh worker: one thread of computation, because there is one worker per core.

    When the audit is killed, it goes too.
    """
    outliving.end_with_parent()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def answer(judging: Judging, unit: Unit) -> Answer:
    """See ``worker.answer``."""
    from clausegen.auditing import worker

    return worker.answer(judging, unit)
