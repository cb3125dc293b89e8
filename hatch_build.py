"""Put the man page into the wheel while it is built: written from the commands, it cannot go stale."""

from __future__ import annotations

import runpy
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManPage(BuildHookInterface[Any]):
    """Write the man page where the program's own dependencies are installed; elsewhere the wheel has none."""

    PLUGIN_NAME = "custom"
    _folder: tempfile.TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the page to the shared data of the wheel."""
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            manual = runpy.run_path(str(root / "docs" / "commands.py"))["manual"]()
        except ImportError:
            return
        finally:
            sys.path.remove(str(root))
        self._folder = tempfile.TemporaryDirectory()  # a folder "build" in the source would hide a module of tests
        page = Path(self._folder.name) / "clausegen.1"
        page.write_text(manual, encoding="utf-8")
        build_data["shared_data"][str(page)] = "share/man/man1/clausegen.1"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the page when the wheel is built."""
        if self._folder is not None:
            self._folder.cleanup()
