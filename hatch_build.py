"""Put the man page into the wheel while it is built: written from the commands, it cannot go stale."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManPage(BuildHookInterface[Any]):
    """Write the man page where the program's own dependencies are installed; elsewhere the wheel has none."""

    PLUGIN_NAME = "custom"

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
        page = root / "build" / "clausegen.1"
        page.parent.mkdir(exist_ok=True)
        page.write_text(manual, encoding="utf-8")
        build_data["shared_data"][str(page)] = "share/man/man1/clausegen.1"
