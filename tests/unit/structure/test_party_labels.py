"""The labels of parties are data of the library, validated when a contract is first read."""

import subprocess
import sys
from pathlib import Path

import pytest

from clausegen.errors import DataError
from clausegen.library.load import templates_folder
from clausegen.library.toml_file import parse, read_toml
from clausegen.structure.party_labels import Labels, labels

SHIPPED = (templates_folder() / "labels.toml").read_text(encoding="utf-8")


def test_every_list_of_labels_says_where_it_comes_from() -> None:
    assert all(source.cite for _, words in labels() for source in words.sources)


@pytest.mark.parametrize(
    ("old", "new", "expected", "why"),
    [
        ('"customer", "licensee"', '"supplier", "licensee"', "supplier on both", "a label of both sides tells none"),
        ('"supplier", "licensor"', '"Supplier", "licensor"', "lower case", "labels are compared in lower case"),
        ('"service", "state", "user"', '"end user", "state", "user"', "a single word", "two words are no label"),
        ('"navy", "undertaking"', '"navy", "army"', "a side for army", "a kind of label that no side has"),
        ('status = "proposal"', 'status = "certain"', "suppliers.sources.0.status", "a status that nobody knows"),
    ],
)  # fmt: skip
def test_a_fault_in_the_labels_is_named(old: str, new: str, expected: str, why: str, tmp_path: Path) -> None:
    file = tmp_path / "labels.toml"
    assert old in SHIPPED
    file.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=expected):
        parse(Labels, read_toml(file), file)


def test_help_reads_no_labels() -> None:
    code = "import sys; from clausegen.cli.main import main; main(['--help'], standalone_mode=False)"
    code += "; print('clausegen.structure.party_labels' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
