"""The command line: names of commands, and the module that holds each.

A command's module is imported only when it runs, so that ``clausegen --help`` starts at once.
"""

from __future__ import annotations

import importlib
import sys
import traceback
from pathlib import Path

import click

from clausegen import __version__
from clausegen.cli.groups import Commands
from clausegen.errors import ClausegenError, printable
from clausegen.runtime import hold, interrupts, requested, said, stoppable

# name: (module, function, short help); help texts stand here so that listing them imports nothing.
COMMANDS = {
    "draft": ("clausegen.cli.draft", "draft", "Draft an agreement or another document from a deal file."),
    "lint": ("clausegen.cli.lint", "lint", "Find drafting mistakes: terms, references, numbers, schedules."),
    "clean": ("clausegen.cli.clean", "clean", "Remove hidden information from a Word file."),
    "tier": ("clausegen.cli.tier", "tier", "Assess the risk tier of a deal, factor by factor."),
    "check": ("clausegen.cli.check", "check", "Judge contracts element by element, with quoted evidence."),
    "consolidate": ("clausegen.cli.consolidate", "consolidate", "Show a contract as its amendments leave it."),
    "remedy": ("clausegen.cli.remedy", "remedy", "Insert the missing clauses as tracked changes."),
    "audit": ("clausegen.cli.audit", "audit", "Judge a whole folder of contracts; say what to do first."),
    "renewals": ("clausegen.cli.renewals", "renewals", "List which contracts expire when, and what to do before."),
    "serve": ("clausegen.cli.serve", "serve", "Decide on contracts in the browser, on this machine."),
    "decisions": ("clausegen.cli.decisions", "decisions", "List decisions on contracts, or export them as labels."),
    "dates": ("clausegen.cli.dates", "dates", "Read dates, terms and notice periods."),
    "show": ("clausegen.cli.show", "show", "Show a contract as clausegen reads it."),
    "explain": ("clausegen.cli.library", "explain", "Explain a requirement or an element."),
    "mcp": ("clausegen.cli.mcp", "mcp", "Offer read-only tools to an assistant on this machine (opt-in)."),
    "samples": ("clausegen.cli.samples", "samples", "Write sample contracts, deals and the documentation."),
    "library": ("clausegen.cli.library", "library", "List, extend, test and print the clause library."),
}
# Commands that read contracts: the process for that starts before a command is imported, which takes as long.
READING = frozenset({"check", "consolidate", "dates", "remedy", "show"})


class _LazyGroup(Commands):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, function, _ = COMMANDS[name]
        command: click.Command = getattr(importlib.import_module(module), function)
        return command

    def _apply_defaults(self, context: click.Context, command: click.Command) -> None:
        """Take defaults from clausegen.toml; raises UsageError for a key that no command knows."""
        from clausegen.cli.defaults import defaults_of, find_defaults

        if (found := find_defaults(Path.cwd())) is not None:
            defaults = defaults_of(command, *found, COMMANDS)
            context.default_map = {str(command.name): defaults}

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] in READING and not context.resilient_parsing and not set(context.help_option_names) & set(args):
            from clausegen.ingest import start_reading

            start_reading()
        name, command, rest = super().resolve_command(context, args)
        if command is not None and not context.resilient_parsing:
            self._apply_defaults(context, command)
        return name, command, rest

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][2]) for name in self.list_commands(context)])

    def invoke(self, context: click.Context) -> object:
        """Run a command; every deliberate error becomes its message on stderr and exit code 2.

        Click and Python would exit with 1, which says that everything was read and something found.
        """
        with stoppable():
            try:
                interrupts.check()
                return super().invoke(context)
            except click.UsageError as error:
                where = error.ctx.command_path if error.ctx else "clausegen"
                message = error.format_message()
                click.echo(f"{where}: {message[:1].lower()}{message[1:]} See '{where} --help'", err=True)
                sys.exit(2)
            except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
                raise
            except (KeyboardInterrupt, Exception) as error:
                hold()
                if requested() or isinstance(error, KeyboardInterrupt | click.Abort):
                    click.echo(said(), err=True)
                elif isinstance(error, ClausegenError):
                    click.echo(str(error), err=True)
                elif isinstance(error, OSError) and error.strerror:
                    name = printable(str(error.filename or "output"))
                    what = f"cannot be read or written ({error.strerror}); see to that, then retry"
                    click.echo(f"{name}: {what}", err=True)
                else:
                    traceback.print_exc()
                sys.exit(2)


@click.command(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="clausegen")
def main() -> None:
    """Draft, audit and renew contracts for sensitive technology, clause by clause.

    Everything runs on this machine; no contract leaves it. Not legal advice.
    """
