"""What a change gained and lost: the findings of two revisions on the same texts, with their words.

    python benchmarks/diff.py BEFORE AFTER [--split calibrate]

BEFORE and AFTER are revisions of this repository, or "." for the working tree as it is. Each judges the passages of the
split with its own program, library and model, in a checkout of its own. Look at "calibrate" while working; whoever looks
at "grade" tunes on it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
Findings = dict[tuple[str, str], tuple[str, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--split", default="calibrate")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        before, after = (
            findings(revision, arguments.split, Path(folder) / str(n))
            for n, revision in enumerate((arguments.before, arguments.after))
        )
    changed = sorted(
        key for key in before.keys() | after.keys() if before.get(key, ("",))[0] != after.get(key, ("",))[0]
    )
    for key in changed:
        old, new = before.get(key, ("missing", "")), after.get(key, ("missing", ""))
        print(f"{key[0]} {key[1]}: {old[0]} -> {new[0]}\n    {new[1] or old[1]}")
    gained = sum(after.get(key, ("",))[0] == "satisfied" for key in changed)
    lost = sum(before.get(key, ("",))[0] == "satisfied" for key in changed)
    print(f"{len(changed)} findings changed; satisfied: {gained} gained, {lost} lost")


def findings(revision: str, split: str, folder: Path) -> Findings:
    """The findings of a revision, by text and element."""
    checkout, out = ROOT, folder.with_suffix(".jsonl")
    if revision != ".":
        checkout = folder
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(folder), revision], check=True)
    try:
        command = ["-m", "benchmarks.judgement", "--no-peers", "--split", split, "--findings", str(out)]
        subprocess.run([sys.executable, *command], cwd=checkout, check=True, stdout=subprocess.DEVNULL)
    finally:
        if revision != ".":
            subprocess.run([*git, "remove", "--force", str(folder)], check=True)
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return {(r["text"], r["code"]): (r["status"], r["words"]) for r in records}


if __name__ == "__main__":
    main()
