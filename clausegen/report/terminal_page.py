"""Lines of text for a terminal, as wide and as colourful as it can show."""

from __future__ import annotations

import io
import shutil
import textwrap
from typing import Final

from rich.console import Console
from rich.text import Text

from clausegen.model import SIGNS, Status

STYLES: Final = {
    Status.SATISFIED: "green",
    Status.PARTIAL: "yellow",
    Status.UNCERTAIN: "yellow",
    Status.MISSING: "red",
    Status.CONTRADICTED: "bold red",
}
WIDTH: Final = 100  # columns where there is no terminal: a file or a pipe holds the same on every machine
UNBROKEN: Final = "\u00a0"  # keeps a sign and its code on one line; printed as a space
_NARROWEST, _WIDEST = 60, 120  # columns of a terminal that are used: longer lines are hard to read


def columns() -> int:
    """Return how many columns of the terminal a report takes."""
    return min(max(shutil.get_terminal_size((WIDTH, 24)).columns, _NARROWEST), _WIDEST)


class TerminalPage:
    """Lines that are printed together: printing one takes as long as breaking it.

    ``colour`` is for terminals; NO_COLOR and TERM=dumb still turn it off.
    """

    def __init__(self, *, colour: bool, width: int) -> None:
        self.width = width
        self._out = io.StringIO()
        self._console = Console(
            file=self._out, width=width, force_terminal=colour, no_color=None if colour else True, highlight=False
        )
        self._waiting: list[Text] = []

    def line(self, line: Text | str = "") -> None:
        """Add a line that is broken where it is too long."""
        self._waiting.append(Text(line) if isinstance(line, str) else line)

    def heading(self, words: str) -> None:
        """Add an empty line and a heading."""
        self.line()
        self.line(Text(words, style="bold"))

    def wrapped(self, words: str, indent: int = 0, *, style: str = "", most: int = 0, hanging: int = 0) -> int:
        """Add words broken into lines, at most so many (0: all of them); return how many lines they take.

        A sign with an unbroken space behind it has the colour of its status.
        """
        lines = textwrap.wrap(
            words,
            self.width,
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + hanging),
            max_lines=most or None,
            placeholder=" …",
        )
        for line in lines:
            shown = Text(line.replace(UNBROKEN, " "), style=style)
            for status, sign in SIGNS.items():
                at = -1
                while (at := line.find(sign + UNBROKEN, at + 1)) >= 0:
                    shown.stylize(STYLES[status], at, at + 1)
            self.line(shown)
        return len(lines)

    def unbroken(self, line: Text) -> None:
        """Add a line that is not broken, however long."""
        self._print()
        self._console.print(line, soft_wrap=True)

    def text(self) -> str:
        """Return all of it."""
        self._print()
        return self._out.getvalue()

    def _print(self) -> None:
        if self._waiting:
            self._console.print(Text("\n").join(self._waiting))
            self._waiting.clear()
