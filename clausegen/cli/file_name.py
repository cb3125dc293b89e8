"""Names of files and folders as arguments and options: an empty one is refused, and so is an address.

An empty one would mean the current folder, and comes from a shell variable that is not set. An address ("file:///x")
would be taken for a folder of that name below the current one, by some libraries and not by others.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

_EMPTY = "the name is empty; give a file or folder ('.' is the current folder)"
_ADDRESS = "this is an address; give the path of a file or folder of this machine"


class _FileName(click.Path):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if "://" in str(value):
            self.fail(f"{value}: {_ADDRESS}", param, ctx)
        return super().convert(value or self.fail(_EMPTY, param, ctx), param, ctx)


class _FolderOrUrl(click.types.StringParamType):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return super().convert(value or self.fail(_EMPTY, param, ctx), param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Let the shell offer folders."""
        return [CompletionItem(incomplete, type="dir")]


FILE_NAME = _FileName(path_type=Path)
EXISTING_FOLDER = _FileName(path_type=Path, file_okay=False, exists=True)
FOLDER_OR_URL = _FolderOrUrl()
