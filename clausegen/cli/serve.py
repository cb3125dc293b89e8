"""``clausegen serve``: the review desk in a browser on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from clausegen.cli.file_name import FILE_NAME
from clausegen.cli.options import playbook_option, tier_option
from clausegen.errors import UsageError
from clausegen.model import Tier

_NEEDED = {"starlette", "uvicorn", "multipart", "python_multipart"}


@click.command()
@click.argument("folder", type=FILE_NAME, default=Path())
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="[default: a free one]")
@tier_option("Tier of contracts for which the register gives none.")
@playbook_option()
@click.option("--who", default="", help="Who decides. [default: the name of your account]")
@click.option("--idle", "idle_minutes", type=click.FloatRange(0.01), default=60, show_default=True,
              help="Minutes of inactivity after which the desk stops.")  # fmt: skip
@click.option("--browser/--no-browser", default=True, show_default=True, help="Open the browser.")
def serve(folder: Path, port: int, tier: str, playbook: str, who: str, idle_minutes: float, browser: bool) -> None:
    """Decide on the contracts in FOLDER in the browser; nothing leaves this machine.

    The desk listens on 127.0.0.1 only and can be opened once, at the address it prints. Decisions go to
    FOLDER/decisions.toml, which every other command reads; its own files are in FOLDER/.clausegen.
    """
    try:
        from clausegen.web import serve as serve_folder
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _NEEDED:
            raise
        raise UsageError(f"the review desk needs {error.name}: pip install 'clausegen[web]'") from None
    serve_folder(
        folder,
        port=port,
        tier=Tier(tier),
        playbook=playbook,
        who=who,
        idle_minutes=idle_minutes,
        browser=browser,
        say=click.echo,
    )
