"""A file is written whole or not at all, and readable for those the umask lets read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from clausegen.cli.output import deliver, refuse_existing
from clausegen.errors import OutputExists, UsageError
from clausegen.runtime.atomic_write import replacing


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


unix = pytest.mark.skipif(os.name == "nt", reason="links, pipes and devices as files are a Unix matter")


def a_link(folder: Path) -> Path:
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "target.txt").write_text("before")
    (folder / "between").symlink_to(Path("elsewhere") / "target.txt")
    (folder / "a.txt").symlink_to("between")
    return folder / "elsewhere" / "target.txt"


def a_link_to_nothing(folder: Path) -> Path:
    (folder / "elsewhere").mkdir()
    (folder / "a.txt").symlink_to(Path("elsewhere") / "target.txt")
    return folder / "elsewhere" / "target.txt"


@unix
@pytest.mark.parametrize("make", [a_link, a_link_to_nothing])
def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    target = make(tmp_path)
    deliver("after", tmp_path / "a.txt", force=True)
    assert (target.read_text(), (tmp_path / "a.txt").is_symlink()) == ("after", True)
    assert [path.name for path in target.parent.iterdir()] == ["target.txt"]


@unix
def test_a_link_to_a_file_is_replaced_only_on_request(tmp_path: Path) -> None:
    target = a_link(tmp_path)
    with pytest.raises(OutputExists):
        deliver("after", tmp_path / "a.txt", force=False)
    assert target.read_text() == "before"


@unix
@pytest.mark.parametrize("force", [True, False])
def test_a_pipe_passes_on_what_is_written(tmp_path: Path, force: bool) -> None:
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        deliver("text", pipe, force)
        assert read.result(timeout=240) == b"text"
    assert pipe.is_fifo()


@unix
@pytest.mark.parametrize("stdout", ["pipe", "file"])
def test_what_goes_to_dev_stdout_comes_out_and_the_device_stays(tmp_path: Path, stdout: str) -> None:
    device = tmp_path / "stdout"  # as /dev/stdout, which a test that fails would destroy
    device.symlink_to("/proc/self/fd/1" if sys.platform == "linux" else "/dev/fd/1")
    code = "import sys; from pathlib import Path; from clausegen.cli.output import deliver\n"
    command = [sys.executable, "-c", code + "deliver('text', Path(sys.argv[1]), force=True)", str(device)]
    if stdout == "pipe":
        said = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    else:
        with (tmp_path / "out.txt").open("wb") as out:
            subprocess.run(command, stdout=out, check=True)
        said = (tmp_path / "out.txt").read_bytes()
    assert (said, device.is_symlink()) == (b"text", True)


@unix
def test_nothing_reaches_a_pipe_when_it_breaks_off(tmp_path: Path) -> None:
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)

    def written() -> None:
        with replacing(pipe) as stream:  # would wait for a reader if it were opened
            stream.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        written()


def test_a_folder_is_no_output(tmp_path: Path) -> None:
    for force in (True, False):
        with pytest.raises(UsageError, match="is a folder; give a file with -o"):
            refuse_existing(tmp_path, force)
    with pytest.raises(IsADirectoryError), replacing(tmp_path):
        pass
