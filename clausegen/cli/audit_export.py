"""``clausegen audit export``: the results of a run as a table for other tools."""

from __future__ import annotations

from pathlib import Path

import click

from clausegen.auditing import STORE_NAME, Store, write_csv, write_parquet
from clausegen.cli.file_name import FILE_NAME
from clausegen.cli.formats import format_of
from clausegen.cli.options import force_option, format_option, output_option
from clausegen.cli.output import refuse_existing
from clausegen.errors import UsageError
from clausegen.report import entry_line
from clausegen.runtime import replacing

_FORMATS = ["parquet", "csv", "jsonl"]


@click.command("export")
@click.argument("outdir", type=FILE_NAME)
@format_option(_FORMATS, "")
@output_option("File to write.", required=True)
@click.option("--run", type=int, default=None, help="Number of the run; default: the last one that finished.")
@force_option()
def export(outdir: Path, form: str | None, output: Path, run: int | None, force: bool) -> None:
    """Write the results of an audit as a table: one row per contract and element.

    OUTDIR is the folder an audit wrote. Files that were not judged have one row without element.
    """
    if not (outdir / STORE_NAME).is_file():
        raise UsageError(f"{outdir}: no audit here; give the folder that 'clausegen audit … -o' wrote")
    form = format_of(output, form, _FORMATS, "csv")
    refuse_existing(output, force, [outdir / STORE_NAME])
    with Store(outdir, reading=True) as store:
        runs = store.runs()
        if not runs:
            raise UsageError(f"{outdir}: no audit has finished here; run 'clausegen audit' again first")
        chosen = runs[-1] if run is None else run
        if chosen not in runs:
            raise UsageError(f"{outdir}: no run {chosen}; there is: {', '.join(map(str, runs))}")
        entries = store.entries(chosen)
        try:
            with replacing(output) as stream:
                if form == "parquet":
                    write_parquet(entries, stream)
                elif form == "csv":
                    write_csv(entries, stream)
                else:
                    for entry in entries:
                        stream.write(entry_line(entry).encode())
        except OSError as error:
            raise UsageError(f"{output}: cannot be written ({error.strerror}); choose another -o") from None
