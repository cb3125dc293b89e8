"""Nothing of a contract leaves the machine, and no library does what we would not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# Makes a connection, and the look-up of a name before it, an error that names its caller.
NO_NETWORK = (
    "import sys\n"
    "def refuse(event, arguments):\n"
    "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.gethostbyname', 'socket.sendto'):\n"
    "        raise RuntimeError(f'{event} {arguments}')\n"
    "sys.addaudithook(refuse)\n"
)
JUDGE = "from clausegen.cli.main import main\nmain(['check', {contract!r}, '--fail-on', 'nothing'])\n"


def judged(tmp_path: Path, before: str = "") -> subprocess.CompletedProcess[str]:
    contract = tmp_path / "a.txt"
    contract.write_text("Licence Agreement\n\n1. The Supplier may suspend the System where it suspects misuse.\n")
    (tmp_path / "scratch").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "scratch")}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    code = before + JUDGE.format(contract=str(contract))
    return subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False, env=environment
    )


def test_checking_a_contract_asks_nobody(tmp_path: Path) -> None:
    done = judged(tmp_path, NO_NETWORK)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_runtime_of_the_networks_leaves_no_identifier_behind(tmp_path: Path) -> None:
    """Where it does, it also looks up to whom to report, from a thread that no hook of Python's sees."""
    assert judged(tmp_path).returncode == 0
    assert list((tmp_path / "scratch").iterdir()) == []
