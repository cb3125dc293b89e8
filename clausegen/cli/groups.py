"""Groups of commands: a wrong name is answered with the nearest one, and the usual command needs no name."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Final

import click

from clausegen.errors import UsageError, nearest

USUAL: Final = "run"  # the command of a group whose name may be left out
_WHOLE: Final = 200  # characters of a sentence that help shows


class Commands(click.Group):
    """A group that answers a wrong name in one line with the nearest one."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Refuse a group without its command in one line; clausegen alone shows its help."""
        if not args and context.parent is not None and not context.resilient_parsing:
            context.fail("Missing command.")
        return super().parse_args(context, args)

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; raises UsageError for a name that is none."""
        name = args[0]
        if not name.startswith("-") and name not in self.list_commands(context) and not context.resilient_parsing:
            place = "" if context.parent is None else f" of '{context.info_name}'"
            top = context.parent is None
            known = [*self.list_commands(context), *(["--help"] if top else [])]
            advice = f"to judge it: clausegen check {name}" if top and Path(name).exists() else nearest(name, known)
            raise UsageError(f"there is no command {name!r}{place}; {advice}")
        return super().resolve_command(context, args)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their first sentence, which click would cut."""
        commands = [(name, self.get_command(context, name)) for name in self.list_commands(context)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(_WHOLE)) for name, command in commands if command])


class DefaultRun(Commands):
    """A group whose first word may be left out: ``renewals DIR`` is ``renewals run DIR``."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Put "run" before arguments that name no command; raises UsageError for what seems to be a slip in a name."""
        if not args or (args[0] not in self.commands and args[0] not in context.help_option_names):
            near = difflib.get_close_matches(args[0], self.commands, 1, cutoff=0.75) if args else []
            if near and not Path(args[0]).exists():
                raise UsageError(f"{args[0]}: no such folder; did you mean '{context.info_name} {near[0]}'?")
            args = [USUAL, *args]
        return super().parse_args(context, args)
