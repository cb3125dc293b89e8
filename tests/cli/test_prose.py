"""Prose that a machine can check: docstrings say what to do, documents avoid phrases that nobody would say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from paths import ROOT

PACKAGE = ROOT / "clausegen"
ROOMS = sorted({path.relative_to(PACKAGE).parts[0] for path in PACKAGE.rglob("*.py")})
QUESTIONS = re.compile(r"(?:What|Whether|Where|Which|Who|How|Why|When)\b")
ROOT_PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", ".github/SECURITY.md")
PAGES = sorted([*ROOT.glob("docs/*.md"), *ROOT.glob("docs/adr/*.md"), *(ROOT / name for name in ROOT_PAGES)])
STILTED = {
    r"\blies? (?:in|beside|below|there|elsewhere|among)\b": "say where it is",
    r"\b(?:turned|turns) round\b": "say what is reversed",
    r"\bother hands\b": "say other authors",
    r"\bis said (?:at once|aloud|on the terminal)\b": "say who says it",
    r"\brenew(?:s|ed) by itself\b": "say automatically",
    r"\d %(?![\w(])": "write 95%, without a space",
    r"\bthereof\b": "say of what",
    r"\bwhatever ends it\b": "name the cases",
    r"\bdeceives? it\b": "say what it gets wrong",
    r"\bsurer\b.*\bturned round deceive\b": "say what it gets wrong",
    r"\bpolite word\b": "name the signal",
    r"\bNights differ\b": "say that timings vary",
}


def docstrings(room: str) -> Iterator[tuple[str, str]]:
    place = PACKAGE / room
    for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            if documented and (text := ast.get_docstring(node)):
                yield f"{file.relative_to(ROOT)}: {text.splitlines()[0]}", text


@pytest.mark.parametrize("room", ROOMS)
def test_docstrings_begin_with_an_action_or_a_thing_and_not_with_a_question(room: str) -> None:
    assert [where for where, text in docstrings(room) if QUESTIONS.match(text)] == []


@pytest.mark.parametrize("room", ROOMS)
def test_variables_are_named_after_their_type(room: str) -> None:
    place = PACKAGE / room
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place]
    found = [str(f.relative_to(ROOT)) for f in files if re.search(r"\bfor one in\b", f.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_documents_use_no_phrase_that_nobody_would_say(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert {f"{phrase}: {advice}" for phrase, advice in STILTED.items() if re.search(phrase, text)} == set()
