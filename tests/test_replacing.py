"""A file is written whole or not at all, and readable for those the umask lets read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from clausegen.commands.output import deliver
from clausegen.replacing import replacing


@pytest.mark.skipif(os.name == "nt", reason="rights by umask are a Unix matter")
@pytest.mark.parametrize(("umask", "rights"), [(0o022, 0o644), (0o077, 0o600), (0o027, 0o640)])
def test_who_may_read_a_file_is_left_to_the_umask(tmp_path: Path, umask: int, rights: int) -> None:
    before = os.umask(umask)
    try:
        deliver("text", tmp_path / "a.txt", force=False)
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == rights


def test_what_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    def written(path: Path) -> None:
        with replacing(path) as stream:
            stream.write(b"half")
            raise KeyError

    (tmp_path / "a.txt").write_text("before")
    with pytest.raises(KeyError):
        written(tmp_path / "a.txt")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.txt", "before")]
