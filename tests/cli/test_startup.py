"""A start pays only for what is used: patterns, examples, pydantic, the process that reads."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clausegen.errors import DataError
from clausegen.library.load import examples_of, load_library, templates_folder
from clausegen.runtime.patterns import regex


def told(code: str) -> str:
    """What a fresh Python prints that runs the code."""
    return subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True).stdout


def test_every_pattern_of_the_program_compiles() -> None:
    code = (
        "import clausegen, gc, importlib, pkgutil, re; from clausegen.runtime.patterns import _Compiled\n"
        "for module in pkgutil.walk_packages(clausegen.__path__, 'clausegen.'):\n"
        "    module.name.endswith('__main__') or importlib.import_module(module.name)\n"
        "patterns = [one for one in gc.get_objects() if isinstance(one, _Compiled)]\n"
        "print(len([re.compile(one.pattern, one.flags) for one in patterns]))"
    )
    assert int(told(code)) > 200


def test_no_pattern_is_compiled_at_import() -> None:
    code = (
        "import gc, clausegen.checker.pipeline; from clausegen.runtime.patterns import _Compiled;"
        "print([one.pattern for one in gc.get_objects() if type(one) is _Compiled])"
    )
    assert told(code) == "[]\n"


def test_a_pattern_finds_what_it_finds_when_compiled_at_once() -> None:
    later, at_once = regex(r"(?P<letter>[a-c])\d", re.IGNORECASE), re.compile(r"(?P<letter>[a-c])\d", re.IGNORECASE)
    text = "A1 b2 d3 c4"
    assert [one.span() for one in later.finditer(text)] == [one.span() for one in at_once.finditer(text)]
    assert later.sub(r"<\g<letter>>", text) == at_once.sub(r"<\g<letter>>", text)
    assert later.split(text) == at_once.split(text)
    found = later.search(text, 2)
    assert found is not None
    assert (found["letter"], found.re.pattern) == ("b", later.pattern)
    with pytest.raises(AttributeError):
        later.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_help_imports_no_pydantic_and_starts_no_process() -> None:
    for arguments in (["--help"], ["check", "--help"], ["check", "contract.docx", "-h"]):
        code = (
            f"from clausegen.cli.main import main; main({arguments}, standalone_mode=False);"
            "import sys; print('pydantic' in sys.modules, 'clausegen.ingest.sandbox' in sys.modules"
            " and bool(sys.modules['clausegen.ingest.sandbox']._shared))"
        )
        imported, started = told(code).split()[-2:]
        assert started == "False", arguments
        assert imported == "False" or "check" in arguments, arguments


def test_a_command_that_reads_starts_the_process_for_it_first(tmp_path: Path) -> None:
    code = (
        "import sys, clausegen.ingest.sandbox as isolate; from clausegen.cli.main import main\n"
        "start, at = isolate.ReadingProcess.start, []\n"
        "def noted(process): at.append('pydantic' in sys.modules); start(process)\n"
        "isolate.ReadingProcess.start = noted\n"
        f"try: main(['check', {str(tmp_path / 'absent.txt')!r}])\n"
        "except SystemExit: print(at)"
    )
    assert told(code) == "[False]\n"


def test_examples_are_read_when_asked_for(tmp_path: Path) -> None:
    root = Path(shutil.copytree(templates_folder(), tmp_path / "templates"))
    file = root / "clauses" / "suspension" / "examples.toml"
    file.write_text('[[examples]]\ntext = "x"\nkind = "satisfies"\nexpect = { nothing = "satisfied" }\n', "utf-8")
    requirement = load_library(root).requirements["suspension"]
    with pytest.raises(DataError, match="an element id, got 'nothing'"):
        _ = examples_of(requirement)
    file.unlink()
    assert examples_of(load_library.__wrapped__(root).requirements["suspension"]) == ()
