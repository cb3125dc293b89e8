"""Run the stages of ``project.toml``: ``python -m training.project STAGE --work DIR --bases DIR --texts DIR``.

STAGE is corpus, train, distil, export, calibrate, evaluate, or all: those whose inputs have changed, in order. The
hashes of what a stage read and wrote go into stages.json in the work folder. ``--smoke`` runs all stages with tiny
random encoders and a handful of texts, in half a minute.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import runpy
import shlex
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any
from unittest import mock

log = logging.getLogger("training")
FILE = Path(__file__).with_name("project.toml")
ROOT = Path(__file__).parent.parent
ALL = "all"


def main() -> None:
    """Parse arguments and run stages."""
    plan = tomllib.loads(FILE.read_text(encoding="utf-8"))
    names = [stage["name"] for stage in plan["stages"]]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", nargs="?", choices=[*names, ALL])
    parser.add_argument("--work", type=Path, help="folder of everything made")
    parser.add_argument("--bases", type=Path, help="folder with the encoders to begin with")
    parser.add_argument("--texts", type=Path, help="a copy of the real-text data sets")
    parser.add_argument("--smoke", action="store_true", help="try all stages on next to nothing")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if arguments.smoke:
        smoke(plan)
    elif not (arguments.stage and arguments.work and arguments.bases and arguments.texts):
        parser.error("a stage needs --work, --bases and --texts")
    else:
        project = Project(plan, arguments.work, arguments.bases, arguments.texts)
        project.check_encoders()
        for stage in plan["stages"]:
            if arguments.stage == stage["name"] or (arguments.stage == ALL and project.is_stale(stage)):
                project.run(stage)


class Project:
    """The stages, with the folders they work in."""

    def __init__(self, plan: dict[str, Any], work: Path, bases: Path, texts: Path) -> None:
        self._encoders = {
            name: (Path(own["folder"].format(bases=bases)), own["sha256"]) for name, own in plan["encoders"].items()
        }
        self._names = {"work": work, "texts": texts, "python": sys.executable}
        self._names |= {name: folder for name, (folder, _) in self._encoders.items()}
        self._record = work / "stages.json"

    def check_encoders(self) -> None:
        """Raise ValueError when an encoder is not the publisher's own."""
        for folder, expected in self._encoders.values():
            for name, digest in expected.items():
                if (found := file_sha256(folder / name)) != digest:
                    raise ValueError(f"{folder / name}: SHA-256 is {found}, expected {digest}; fetch the file again")

    def is_stale(self, stage: dict[str, Any]) -> bool:
        """Say whether a stage has not run on its inputs as they are, or its outputs were changed since."""
        recorded = self._recorded().get(stage["name"])
        return recorded is None or recorded != self._state(stage)

    def run(self, stage: dict[str, Any], *, further: str = "", inside: bool = False) -> None:
        """Run a stage's command, and record hashes; ``inside`` this process, which saves the loading of libraries."""
        words = [self._filled(word) for word in shlex.split(f"{stage['command']} {further}")]
        log.info("%s: %s", stage["name"], shlex.join(words))
        began = time.monotonic()
        if inside:
            with mock.patch.object(sys, "argv", words[2:]):
                runpy.run_module(words[2], run_name="__main__", alter_sys=False)
        else:
            subprocess.run(words, cwd=ROOT, check=True)  # noqa: S603 - the commands of project.toml
        self._record.write_text(json.dumps(self._recorded() | {stage["name"]: self._state(stage)}, indent=1) + "\n")
        log.info("%s: done in %.0f s", stage["name"], time.monotonic() - began)

    def _recorded(self) -> dict[str, Any]:
        return json.loads(self._record.read_text(encoding="utf-8")) if self._record.is_file() else {}

    def _state(self, stage: dict[str, Any]) -> dict[str, Any]:
        state: dict[str, Any] = {"command": stage["command"]}
        for side in ("inputs", "outputs"):
            state[side] = {name: sha256(ROOT / self._filled(name)) for name in stage[side]}
        return state

    def _filled(self, word: str) -> str:
        return word.format(**self._names)


def sha256(path: Path) -> str:
    """The hash of a file, or of a folder's files and their names; empty where there is none."""
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
        lines = "".join(f"{file_sha256(file)}  {file.relative_to(path).as_posix()}\n" for file in files)
        return hashlib.sha256(lines.encode()).hexdigest()
    return file_sha256(path) if path.is_file() else ""


def file_sha256(file: Path) -> str:
    """Hex SHA-256 of a file's bytes."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def smoke(plan: dict[str, Any]) -> None:
    """Run all stages with tiny random encoders and a handful of texts."""
    from training.tiny import encoders, texts  # here, for it needs transformers, which other uses do not

    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        encoders(work / "bases", {name: Path(own["folder"]).name for name, own in plan["encoders"].items()})
        texts(work / "texts")
        project = Project(plan, work / "made", work / "bases", work / "texts")
        for stage in plan["stages"]:
            project.run(stage, further=stage["smoke"], inside=True)
            if lacking := [name for name in stage["outputs"] if not (ROOT / name.format(work=work / "made")).is_file()]:
                raise FileNotFoundError(f"{stage['name']} did not write {', '.join(lacking)}")
    log.info("all stages ran")


if __name__ == "__main__":
    main()
