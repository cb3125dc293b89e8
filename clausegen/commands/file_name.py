"""Names of files and folders as arguments and options: an empty one is refused.

It would mean the current folder, and comes from a shell variable that is not set.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

_EMPTY = "the name is empty; give a file or folder ('.' is the current folder)"


class _FileName(click.Path):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return super().convert(value or self.fail(_EMPTY, param, ctx), param, ctx)


class _FolderOrUrl(click.types.StringParamType):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return super().convert(value or self.fail(_EMPTY, param, ctx), param, ctx)


FILE_NAME = _FileName(path_type=Path)
EXISTING_FOLDER = _FileName(path_type=Path, file_okay=False, exists=True)
FOLDER_OR_URL = _FolderOrUrl()
