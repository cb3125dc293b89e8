"""The action and the workflows: what they run exists, and what they are given is what it takes."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from paths import ROOT

from clausegen.cli.main import main

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def steps(workflow: Path) -> Iterator[dict[str, Any]]:
    for job in yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values():
        yield from job["steps"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_each_step_of_a_workflow_runs_something_that_exists(workflow: Path) -> None:
    for step in steps(workflow):
        assert ("uses" in step) != ("run" in step), step
        assert set(re.findall(r"\bmake ([a-z-]+)", step.get("run", ""))) <= TARGETS, step
        if step.get("uses", "").startswith("actions/"):
            assert re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"]), "a version is pinned"


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_our_action_is_given_only_inputs_that_it_has(workflow: Path) -> None:
    for step in steps(workflow):
        if step.get("uses") == "./":
            given, inputs = set(step.get("with", {})), ACTION["inputs"]
            assert given <= set(inputs)
            assert {name for name, what in inputs.items() if what.get("required")} <= given


def test_each_input_of_the_action_is_used_through_the_environment_alone() -> None:
    *_, step = ACTION["runs"]["steps"]
    assert {f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]} == set(step["env"].values())
    assert "inputs." not in step["run"], "an input pasted into the script could become a command"


def test_the_action_gives_check_only_options_that_it_has() -> None:
    *_, step = ACTION["runs"]["steps"]
    offered = CliRunner().invoke(main, ["check", "--help"]).output
    assert [option for option in re.findall(r"(?<= )--[a-z-]+", step["run"]) if option not in offered] == []


@pytest.mark.parametrize(
    ("given", "checked"),
    [
        ("a.txt", ["a.txt"]),
        ("a.txt contracts/", ["a.txt", "contracts/"]),
        ("a.txt\ncontracts/\n", ["a.txt", "contracts/"]),  # a block of YAML: none may be left unchecked
        ("--quiet a.txt", ["--quiet", "a.txt"]),  # a name that would be an option
        ("*.txt", ["*.txt"]),  # a pattern is a name here, which check refuses aloud
    ],
)
def test_the_action_checks_every_path_that_it_is_given(given: str, checked: list[str], tmp_path: Path) -> None:
    *_, step = ACTION["runs"]["steps"]
    (tmp_path / "b.txt").touch()  # what a pattern would find
    program = tmp_path / "clausegen" / "bin" / "clausegen"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    defaults = {name.upper().replace("-", "_"): of.get("default", "") for name, of in ACTION["inputs"].items()}
    environment = {**defaults, "PATH": os.environ["PATH"], "RUNNER_TEMP": str(tmp_path), "PATHS": given}
    script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]  # as the runner calls it
    ran = subprocess.run(script, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    words = ran.stdout.splitlines()
    assert words[words.index("--") + 1 :] == checked
    assert [words[i + 1] for i, word in enumerate(words) if word == "--fail-on"] == defaults["FAIL_ON"].split()


def instructions(file: Path) -> list[tuple[str, list[str]]]:
    """Read a Dockerfile into instructions and their words."""
    text = re.sub(r"^#.*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    return [(line.split()[0], line.split()[1:]) for line in text.splitlines() if line.strip()]


def test_the_container_copies_what_exists_and_runs_without_root() -> None:
    found = instructions(ROOT / "Dockerfile")
    assert {name for name, _ in found} <= {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "ENTRYPOINT", "CMD"}
    stages = {words[2] for name, words in found if name == "FROM" and len(words) == 3}
    hidden = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    for words in (words for name, words in found if name == "COPY"):
        if words[0].startswith("--from="):
            assert words[0].removeprefix("--from=") in stages
        else:
            assert all((ROOT / source).exists() and source not in hidden for source in words[:-1]), words
    for name in re.findall(r"requirements/[a-z]+\.txt", str(found)):
        assert "--hash=" in (ROOT / name).read_text(encoding="utf-8"), f"{name} locks nothing"
    last = max(index for index, (name, _) in enumerate(found) if name == "FROM")
    assert [words for name, words in found[last:] if name == "USER"] == [["clausegen"]]
    assert ("ENTRYPOINT", ['["clausegen"]']) in found[last:]


def test_each_issue_form_has_what_a_form_needs() -> None:
    forms = [path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config"]
    assert forms
    for path in forms:
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert form["name"]
        assert form["description"]
        for field in form["body"]:
            assert field["type"] in {"textarea", "input", "dropdown", "markdown"}
            assert field["attributes"].get("label") or field["type"] == "markdown"
