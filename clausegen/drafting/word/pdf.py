"""Word to PDF through LibreOffice, when it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from clausegen.errors import UsageError
from clausegen.runtime import child_processes as outliving

_SECONDS = 120


def to_pdf(docx: bytes) -> bytes:
    """The PDF of a Word document.

    Raises UsageError with what to do when LibreOffice is absent, fails or takes too long. A PDF carries
    identifiers of its own, so its bytes may differ between runs; the Word document's do not.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UsageError(
            "a PDF is made by LibreOffice, and no soffice is on the PATH; install LibreOffice, "
            "or draft with --format docx and save it as PDF"
        )
    with tempfile.TemporaryDirectory(dir=outliving.folder()) as folder:
        source = Path(folder) / "draft.docx"
        source.write_bytes(docx)
        # A profile of its own: two processes that share one give no output at all.
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "315532800", "TMPDIR": folder}
        try:
            code, _ = outliving.run(command, seconds=_SECONDS, environment=environment)
        except subprocess.TimeoutExpired:
            raise UsageError(f"LibreOffice made no PDF within {_SECONDS} seconds; draft with --format docx") from None
        except OSError as error:
            raise UsageError(f"LibreOffice could not be started ({error}); draft with --format docx") from None
        target = source.with_suffix(".pdf")
        if not target.is_file():
            raise UsageError(f"LibreOffice made no PDF (exit code {code}); draft with --format docx")
        return target.read_bytes()
