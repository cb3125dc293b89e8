"""The renewal pack of a contract, made by the command in a process of its own and handed over as one archive."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from clausegen.report import StableArchive
from clausegen.runtime import child_processes
from clausegen.web.refused import Refused
from clausegen.web.screens import Screens

_SECONDS: Final = 180


def make(screens: Screens, request: Request, _: Mapping[str, str]) -> Response:
    """Make the pack as ``clausegen renewals pack`` does, with its notes; the refusal memo where renewal is refused.

    Raises Refused with the words of the command when nothing could be made.
    """
    desk = screens.desk
    path = screens.path(request)
    row = desk.row(path)
    file = desk.files.at(path)
    tier = row.tier if row else desk.tier
    with tempfile.TemporaryDirectory(dir=child_processes.folder()) as place:
        out = Path(place) / "pack"
        options = {"-o": out, "--playbook": desk.playbook.id, "--tier": tier.value, "--today": desk.today().isoformat()}
        given = [str(word) for option in options.items() for word in option]
        root = str(Path(__file__).resolve().parents[2])  # of this very program
        search = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
        try:
            done = subprocess.run(  # noqa: S603 - our own command, and a path of the folder
                [sys.executable, "-P", "-m", "clausegen", "renewals", "pack", str(file), *given],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=_SECONDS,
                check=False,
                env={**os.environ, "PYTHONPATH": search},
            )
        except subprocess.TimeoutExpired:
            raise Refused(f"The pack was not ready after {_SECONDS} seconds. Run: clausegen renewals pack") from None
        made = sorted(out.glob("*"))
        if not made:
            raise Refused(f"No pack was made. {done.stderr.strip() or 'The command failed without a word.'}")
        data = _archive(made, done.stderr)
    name = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "_" for sign in file.stem)
    headers = {"content-disposition": f'attachment; filename="{name}-renewal.zip"'}
    return Response(data, media_type="application/zip", headers=headers)


def _archive(files: list[Path], notes: str) -> bytes:
    out = io.BytesIO()
    with StableArchive(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(file.name, file.read_bytes())
        if notes.strip():
            archive.writestr("notes.txt", notes)
    return out.getvalue()
