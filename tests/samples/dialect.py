"""Reads the sources of the Word samples.

What a source may say:

    +++ ... +++        settings as TOML: title, header, footer, words for the numbered levels
    # text             title on the cover              ---   page break
    ## text            numbered heading, 1.            ### text   unnumbered heading
    - text             1.1; indented by two (a); by four (i)
    @@ text            schedule heading; below it "-" is 1. and so on
    | a | b |          table, first row its heading    || a || b ||   table without lines (signatures)
    **bold** _italic_  and [^n] for a footnote whose text stands in a line "[^n]: text"
    [contents]         the table of contents
    {#name} after a numbered line gives it a name; {@name} elsewhere is its number
    %% name            up to the next "%%" only where `name` is kept; "%% not name" only where it is not

Any other line goes on the paragraph before it, or starts one after an empty line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LEVELS = ("heading", "item", "sub", "subsub")
MARKS = (("## ", "heading"), ("- ", "item"), ("  - ", "sub"), ("    - ", "subsub"), ("@@ ", "schedule"))
PLAIN = (("# ", "title"), ("### ", "caption"))


class SourceError(Exception):
    """A source that cannot be built; the message names file and line."""


@dataclass
class Line:
    """One paragraph, table row or page break of a source."""

    kind: str
    text: str
    where: str
    label: str = ""


@dataclass
class Source:
    """A source read: settings, lines in order, footnotes by mark."""

    settings: dict[str, Any]
    lines: list[Line] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


def read_source(path: Path, keep: set[str]) -> Source:
    """The lines of a source with passages chosen and references turned into numbers."""
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    source = Source(tomllib.loads(head))
    first = head.count("\n") + 3
    for number, row in enumerate(kept_rows(body, keep), first):
        where = f"{path.name}:{number}"
        if note := re.match(r"\[\^(\w+)\]: (.+)", row):
            source.notes[note[1]] = note[2]
        elif row == "---":
            source.lines.append(Line("break", "", where))
        elif row.startswith("|"):
            source.lines.append(Line("plain-row" if row.startswith("||") else "row", row, where))
        elif mark := next(((mark, kind) for mark, kind in (*MARKS, *PLAIN) if row.startswith(mark)), None):
            source.lines.append(Line(mark[1], row.removeprefix(mark[0]), where))
        elif not row.strip():
            source.lines.append(Line("gap", "", where))
        elif source.lines and source.lines[-1].kind not in ("gap", "row", "plain-row", "break"):
            source.lines[-1].text += " " + row.strip()
        else:
            source.lines.append(Line("paragraph", row.strip(), where))
    resolve(source)
    return source


def kept_rows(body: str, keep: set[str]) -> Iterator[str]:
    """The rows outside the passages left out; a row left out still counts as an empty one."""
    wanted = True
    for row in body.splitlines():
        if row.startswith("%%"):
            name = row[2:].strip()
            wanted = not name or ((name.removeprefix("not ") in keep) != name.startswith("not "))
            yield ""
        else:
            yield row if wanted else ""


def resolve(source: Source) -> None:
    """Counts the numbered lines as Word will and writes the numbers where they are referred to."""
    numbers: dict[str, str] = {}
    counts, schedules, in_schedule = [0, 0, 0, 0], 0, False
    for line in source.lines:
        line.text, label = (m[1], m[2]) if (m := re.match(r"(.*?)\s*\{#([\w-]+)\}$", line.text)) else (line.text, "")
        if line.kind == "schedule":
            schedules, in_schedule, counts = schedules + 1, True, [0, 0, 0, 0]
            number = source.settings["schedule_numbers"][schedules - 1]
        elif line.kind in LEVELS:
            level = LEVELS.index(line.kind)
            counts = [*counts[:level], counts[level] + 1, *[0] * (3 - level)]
            parts = ["" if in_schedule else f"{counts[0]}", f".{counts[1]}", f"({chr(96 + counts[2])})"]
            number = "".join(parts[: level + 1]).lstrip(".")
        else:
            continue
        if label:
            numbers[label] = number
    for line in source.lines:
        line.text = re.sub(r"\{@([\w-]+)\}", lambda m, line=line: number_of(m[1], numbers, line), line.text)


def number_of(name: str, numbers: dict[str, str], line: Line) -> str:
    """The number behind a name, or SourceError where nothing is called so."""
    if name not in numbers:
        raise SourceError(f"{line.where}: {{@{name}}} names no numbered line; name one with {{#{name}}}")
    return numbers[name]
