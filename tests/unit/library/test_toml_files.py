"""Data files report everything wrong at once, with file, line and field."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausegen.errors import DataError
from clausegen.library.toml_file import parse, read_toml
from clausegen.library.toml_positions import key_lines
from clausegen.model.requirement import Requirement

GOOD = """id = "suspension"
code = "SUS"
title = "Suspension"
statement = "May stop."
why = "Because."
from_tier = "low"

[[elements]]
id = "on-suspicion"
code = "SUS-2"
statement = "On suspicion."
severity = "critical"
from_tier = "low"
why = "Proof comes too late."
"""


def problems(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "requirement.toml"
    file.write_text(text)
    with pytest.raises(DataError) as caught:
        parse(Requirement, read_toml(file), file)
    return [str(problem).removeprefix(str(tmp_path)) for problem in caught.value.problems]


def test_a_good_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "requirement.toml"
    file.write_text(GOOD)
    assert parse(Requirement, read_toml(file), file).element("SUS-2").id == "on-suspicion"


@pytest.mark.parametrize(
    ("old", "new", "expected", "why"),
    [
        ('severity = "critical"', 'severity = "grave"', ":12 elements.0.severity", "the line of the key is named"),
        ('code = "SUS"', 'code = "sus"', ":2 code", "codes are upper case"),
        (
            'why = "Because."\n',
            "",
            " why: a value, but the key is absent; add why = … before the first [table]",
            "an absent key has no line",
        ),
        ('title = "Suspension"', 'title = "S"\ncolour = "red"', ":4 colour: no such key", "unknown keys are refused"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, old: str, new: str, expected: str, why: str) -> None:
    assert any(expected in line for line in problems(tmp_path, GOOD.replace(old, new, 1))), why


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    text = GOOD.replace('"critical"', '"grave"').replace('"SUS"', '"sus"').replace('title = "Suspension"\n', "")
    said = "\n".join(problems(tmp_path, text))
    assert "severity" in said
    assert ":2 code" in said
    assert "title: a value" in said


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "deal.toml"
    file.write_text('title = "x"\nparty = \n')
    with pytest.raises(DataError, match=r"deal\.toml:2: valid TOML"):
        read_toml(file)


def test_text_that_is_not_utf8_is_refused_by_byte(tmp_path: Path) -> None:
    file = tmp_path / "deal.toml"
    file.write_bytes(b'title = "caf\xe9"\n')
    with pytest.raises(
        DataError, match=r"deal\.toml:1: a character \(byte 12\) that is not UTF-8; save the file as UTF-8"
    ):
        read_toml(file)


@pytest.mark.parametrize(
    ("name", "said", "why"),
    [
        ("absent.toml", "absent.toml: no such file; check the path", "nothing lies there"),
        ("", ": this is a folder; give a TOML file", "a folder is no file"),
    ],
)
def test_a_path_that_is_no_file_says_what_happened(tmp_path: Path, name: str, said: str, why: str) -> None:
    with pytest.raises(DataError) as caught:
        read_toml(tmp_path / name)
    assert str(caught.value).endswith(said), why


def test_keys_inside_multiline_strings_are_not_taken_for_keys() -> None:
    text = "a = 1\ntext = '''\nb = 2\n'''\nc = 3\n"
    assert key_lines(text) == {"a": 1, "text": 2, "c": 5}


def test_arrays_of_tables_are_numbered() -> None:
    assert key_lines("[[x]]\na = 1\n[[x]]\na = 2\n[x.y]\nb = 3\n")["x.1.y.b"] == 6


def test_items_of_lists_and_keys_of_inline_tables_have_their_lines() -> None:
    text = 'a = { b = "x, ]", c = [1,\n 2, # ]\n { d = 3 } ] }\n[t]\nregions = [\n  "A",\n  ["B"],\n]\nz = 1\n'
    lines = key_lines(text)
    found = {key: lines[key] for key in ("a.b", "a.c.1", "a.c.2.d", "t.regions.0", "t.regions.1.0", "t.z")}
    assert found == {"a.b": 1, "a.c.1": 2, "a.c.2.d": 3, "t.regions.0": 6, "t.regions.1.0": 7, "t.z": 9}


@given(st.text())
def test_no_text_breaks_the_search_for_lines(text: str) -> None:
    lines = key_lines(text)
    assert all(1 <= line <= len(text.splitlines()) for line in lines.values())
