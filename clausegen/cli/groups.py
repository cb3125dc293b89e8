"""Groups of commands whose usual member needs no name."""

from __future__ import annotations

import click


class DefaultRun(click.Group):
    """A group whose first word may be left out: ``renewals DIR`` is ``renewals run DIR``."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Put "run" before arguments that name no command."""
        if args and args[0] not in self.commands and args[0] not in context.help_option_names:
            args = ["run", *args]
        return super().parse_args(context, args)
