"""The reading process: takes requests on standard input, answers on standard output, one JSON line each."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from clausegen.errors import DocumentError
from clausegen.ingest import limits
from clausegen.ingest.containers import load_here


def limit_this_process(*, memory: int = limits.MEMORY_BYTES, cpu_seconds: int = limits.cpu_seconds(0)) -> None:
    """Grant this process ``memory`` bytes of address space and ``cpu_seconds`` more of processor time.

    Beyond the first, allocation fails; beyond the second, the system ends the process. Does nothing
    where the system has no such limits (Windows).
    """
    try:
        import resource
    except ImportError:
        return
    for kind, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, int(time.process_time()) + cpu_seconds + 1),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(kind)
        if most != resource.RLIM_INFINITY:
            value = min(value, most)
        resource.setrlimit(kind, (value, most))


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The answer to one request: {"document": …} or {"error": [class, path, reason, remedy]}."""
    try:
        document = load_here(Path(request["path"]), request["view"], request["look"])
    except DocumentError as error:
        return {"error": [type(error).__name__, error.path, error.reason, error.remedy]}
    return {"document": document.model_dump(mode="json", exclude_defaults=True)}


def main() -> None:
    """Answer requests until standard input ends."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # a library that prints must not break the protocol
    for line in sys.stdin:
        request = json.loads(line)
        limit_this_process(memory=request["memory"], cpu_seconds=request["cpu_seconds"])
        out.write(json.dumps(answer(request)) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
