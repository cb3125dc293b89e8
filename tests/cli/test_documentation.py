"""Documentation cannot go stale: commands and examples are run, pictures redrawn, stops of walks looked up."""

from __future__ import annotations

import fnmatch
import importlib
import re
import runpy
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from paths import ROOT

from clausegen.cli.main import main
from clausegen.library import load_library

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md")), *sorted(DOCS.glob("adr/*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLES = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
EXAMPLES = {
    page: re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    for page in ("README.md", "docs/python.md")
}
STOP = re.compile(r"^\d+\. `([\w.]+):(\w+)`", re.MULTILINE)


def shown(output: str, expected: str) -> bool:
    """True when the output is as printed in the page; "…" stands for the rest of a line, alone for any lines."""
    lines, at = output.splitlines(), 0
    may_skip = False
    for wanted in expected.splitlines():
        if wanted == "…":
            may_skip = True
            continue
        pattern = re.sub(r"([\[\]?*])", r"[\1]", wanted).replace("…", "*")
        found = [n for n in range(at, len(lines)) if fnmatch.fnmatchcase(lines[n], pattern)]
        if not found or (found[0] != at and not may_skip):
            return False
        at, may_skip = found[0] + 1, False
    return True


def test_the_readme_shows_real_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert CONSOLES
    for console in CONSOLES:
        command, _, expected = console.partition("\n")
        result = CliRunner().invoke(main, shlex.split(command.removeprefix("$ clausegen ")))
        assert shown(result.stdout, expected), f"{command} prints:\n{result.stdout}"


@pytest.mark.parametrize(
    ("output", "expected", "is_shown"),
    [
        ("a\nb\nc", "a\n…\nc", True),
        ("a\nb\nc", "a\nc", False),
        ("a 7 of 9", "a …", True),
        ("a", "b", False),
        ("a", "a\n…\nb", False),
        ("what? [x]", "what? [x]", True),
    ],
)
def test_output_is_compared_line_by_line(output: str, expected: str, is_shown: bool) -> None:
    assert shown(output, expected) is is_shown


@pytest.mark.parametrize("page", EXAMPLES)
def test_the_examples_for_python_run_one_after_the_other(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    assert EXAMPLES[page]
    body = re.sub("^", "    ", "\n".join(EXAMPLES[page]), flags=re.MULTILINE)
    (tmp_path / "example.py").write_text(f'if __name__ == "__main__":\n{body}', encoding="utf-8")
    runpy.run_path(str(tmp_path / "example.py"), run_name="__main__")
    assert "SUS-1" in capsys.readouterr().out


def test_every_stop_of_a_walk_exists() -> None:
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    walks = [STOP.findall(walk) for walk in page.split("\n## ")[1:]]
    assert [2 < len(walk) <= 12 for walk in walks] == [True] * 3
    for module, name in (stop for walk in walks for stop in walk):
        assert hasattr(importlib.import_module(module), name), f"{module}:{name} is gone"


def test_the_picture_of_the_architecture_is_that_of_the_imports() -> None:
    architecture = runpy.run_path(str(DOCS / "architecture.py"))
    assert architecture["svg"]() == architecture["PICTURE"].read_text(encoding="utf-8"), (
        "run python docs/architecture.py"
    )


def test_the_man_page_has_every_command_and_every_option() -> None:
    written = runpy.run_path(str(DOCS / "commands.py"))
    page, reference = written["manual"](), written["reference"]()
    for command in ("clausegen check", "clausegen audit run", "clausegen library test"):
        assert f".SS {command} " in page
        assert f"\n## {command}\n" in reference
    assert ".B \\-\\-fail\\-on " in page
    assert not re.search(r"^['.](?!TH|SH|SS|PP|TP|B )", page, re.MULTILINE), "a line of text is taken for a macro"


def test_the_action_gives_the_command_options_that_it_has() -> None:
    action = (ROOT / "action.yml").read_text(encoding="utf-8")
    help = CliRunner().invoke(main, ["check", "--help"]).output
    used = set(re.findall(r"(?<![-\w])--[a-z-]+", action[action.index("/bin/clausegen") :]))
    assert used
    assert [option for option in sorted(used) if option not in help] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|mailto:)([^)#\s]+)", text)
    gone = [link for link in links if not (page.parent / link).exists()]
    assert gone == []
    if page.is_relative_to(DOCS):
        astray = [link for link in links if not (page.parent / link).resolve().is_relative_to(DOCS)]
        assert astray == [], "the site has no such page"


def test_the_site_has_a_page_for_each_requirement_with_all_its_elements() -> None:
    library = load_library()
    made = runpy.run_path(str(DOCS / "site.py"))["pages"]()
    for requirement in library.requirements.values():
        page = made[f"requirements/{requirement.id}.md"]
        lacking = [e.code for e in requirement.elements if f"## {e.code}: {e.statement}" not in page]
        assert lacking == [], requirement.id
        assert f"({requirement.id}.md)" in made["requirements/index.md"]


def test_a_name_in_the_face_of_a_package_means_one_thing_in_the_whole_program() -> None:
    assert runpy.run_path(str(DOCS / "architecture.py"))["homonyms"]() == []
