"""``clausegen explain`` and ``clausegen library``."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from pathlib import Path

import click

from clausegen.cli.formats import format_of
from clausegen.cli.groups import Commands
from clausegen.cli.options import choice, force_option, output_option, playbook_option, today_option
from clausegen.cli.output import deliver, refuse_existing, tell
from clausegen.drafting import question
from clausegen.errors import UsageError
from clausegen.library import Library, examples_of, load_library
from clausegen.model import DEFAULT_PLAYBOOK, Element, Playbook, Requirement


def _codes(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """List the codes that a shell may offer; those of elements when that of their requirement stands there."""
    requirements = load_library().requirements.values()
    codes = [r.code for r in requirements if not begun.upper().startswith(r.code)]
    codes += [e.code for r in requirements for e in r.elements if begun.upper().startswith(r.code)]
    return [code for code in codes if code.startswith(begun.upper())]


@click.command()
@click.argument("name", shell_complete=_codes)
def explain(name: str) -> None:
    """Explain a requirement ("suspension", "SUS") or an element ("suspension.on-suspicion", "SUS-2")."""
    library = load_library()
    deliver(explanation(library, name), None, False, paged=True)


def explanation(library: Library, name: str) -> str:
    """Explain a requirement or an element: its meaning, its reason, texts that satisfy it and texts that do not."""
    if "." in name or re.fullmatch(r"[A-Za-z]{3}-\d+", name):
        requirement, element = library.element(name)
        return _element(requirement, element)
    return _requirement(library.requirement(name))


def _requirement(requirement: Requirement) -> str:
    lines = [
        f"{requirement.title} ({requirement.code}), from tier {requirement.from_tier}",
        "",
        requirement.statement,
        f"Why: {requirement.why}",
        "",
        "Elements:",
    ]
    lines += [f"  {e.code:<7} {e.title}  [{e.severity}, from {e.from_tier}]" for e in requirement.elements]
    if requirement.parameters:
        lines += ["", f"Questions when drafting, answered under [answers.{requirement.id}]:"]
        lines += [f"  {question(parameter)}" for parameter in requirement.parameters]
    return "\n".join(lines) + "\n"


def _element(requirement: Requirement, element: Element) -> str:
    lines = [
        f"{requirement.title}: {element.title.lower()} ({element.code})",
        f"{element.severity}, from tier {element.from_tier}",
        f"Id: {requirement.id}.{element.id}",
        "",
        element.statement,
        *(f"  {letter}) {part}" for letter, part in zip("abcdefghij", element.parts, strict=False)),
        f"Why: {element.why}",
    ]
    if element.satisfied_by:
        lines.append(f"Use instead: {element.satisfied_by}")
    for status, title in (("satisfied", "Satisfies"), ("missing", "Does not satisfy"), ("contradicted", "Contradicts")):
        texts = [x for x in examples_of(requirement) if x.expect.get(element.id) == status]
        lines += ["", f"{title}:"] if texts else []
        for example in texts[:3]:
            lines.append(f"  - {' '.join(example.text.split())}")
            if example.why_not and status != "satisfied":
                lines.append(f"      ({example.why_not})")
    if element.ladder:
        rungs = (
            ("preferred", element.ladder.preferred.statement),
            ("acceptable", element.ladder.acceptable.statement),
            ("fallback", f"{element.ladder.fallback.statement} (approval: {element.ladder.fallback.approver})"),
            ("walk away", element.ladder.walk_away),
        )
        lines += ["", "Positions:", *(f"  {name:<11}{statement}" for name, statement in rungs)]
    cited = [source.cite for source in element.sources if source.status == "verified"]
    if cited:
        lines += ["", "Sources:", *(f"  - {cite}" for cite in cited)]
    return "\n".join(lines) + "\n"


@click.group(cls=Commands)
def library() -> None:
    """List, extend, test and print the clause library."""


@library.command("list")
@playbook_option()
@click.option("--format", "form", type=choice(["text", "json"]), default="text", show_default=True)
def list_requirements(playbook: str, form: str) -> None:
    """List the requirements of a playbook in drafting order."""
    known = load_library()
    rows = requirement_rows(known, known.playbook(playbook))
    if form == "json":
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    wide = max(len(f"{row['title']} ({row['code']})") for row in rows)
    for row in rows:
        standing = "mandatory" if row["mandatory"] else f"from {row['from_tier']}"
        click.echo(
            f"{row['title']} ({row['code']})".ljust(wide)
            + f"  {standing:<12} {row['elements']:>2} elements  {row['id']}"
        )
    total = sum(len(known.requirements[str(row["id"])].elements) for row in rows)
    click.echo(f"{len(rows)} requirements, {total} elements; library {known.version}, {known.sha256[:12]}")


def requirement_rows(known: Library, playbook: Playbook) -> list[dict[str, object]]:
    """Return one row per requirement of a playbook: ids, when it is due, and how much it holds."""
    rows: list[dict[str, object]] = []
    for rule in playbook.requirements:
        requirement = known.requirements[rule.id]
        rows.append(
            {
                "id": requirement.id,
                "code": requirement.code,
                "title": requirement.title,
                "mandatory": rule.mandatory,
                "from_tier": (rule.from_tier or requirement.from_tier).value,
                "elements": len(requirement.elements),
                "examples": len(examples_of(requirement)),
            }
        )
    return rows


@library.command("new")
@click.argument("name")
@click.option("--code", help="Three capital letters. [default: the first three of NAME]")
@click.option("--title", help="Title of the clause. [default: from NAME]")
def new(name: str, code: str | None, title: str | None) -> None:
    """Make a folder for a new clause.

    Fill in the examples first, then the elements, then the wording; docs/adding-a-clause.md shows how.
    """
    from clausegen.authoring import new_clause

    letters = re.sub(r"[^a-z]", "", name.lower()).upper()
    folder = new_clause(name, code or letters[:3], title or name.replace("-", " ").capitalize(), load_library())
    click.echo(f"{folder}: fill in examples.toml, requirement.toml and clause.md.j2, in this order.")
    click.echo(f'Then add {{ id = "{name}" }} to a playbook and run: clausegen library test {name}')


@library.command("test")
@click.argument("names", nargs=-1)
def test(names: tuple[str, ...]) -> None:
    """Test clause folders against their examples and their own wording.

    The wording is drafted at each tier, and with each element left out in turn.
    NAMES are ids or codes; all folders when none is given. Exit code 1 when a folder has a fault.
    """
    from clausegen.authoring import Trial

    known = load_library()
    chosen = [known.requirement(name) for name in names] or list(known.requirements.values())
    failed = 0
    for requirement in dict.fromkeys(r.id for r in chosen):
        faults = list(Trial(known.requirements[requirement], known).faults())
        failed += bool(faults)
        click.echo(f"{requirement}: {'ok' if not faults else f'{len(faults)} faults'}")
        for fault in faults:
            click.echo(f"  {fault}")
    if failed:
        sys.exit(1)


@library.command("docs")
@output_option("Where to write it. [default: the terminal]")
@click.option(
    "--part",
    type=choice(["book", "coverage", "sources", "to-look-up"]),
    default="book",
    show_default=True,
    help="The playbook book, the matrix of tiers and elements, the sources, or those of them to look up again.",
)
@today_option("Day by which a source is older than a year. [default: today]")
@click.option(
    "--format",
    "form",
    type=choice(["html", "docx", "md"]),
    help="[default: from -o, else html or md]",
)
@playbook_option()
@force_option()
def docs(
    output: Path | None, part: str, form: str | None, playbook: str, today: dt.datetime | None, force: bool
) -> None:
    """Print the library as a book, a matrix of coverage or a list of sources.

    The book has every element with wording, positions, reasons, sources and examples, as HTML or Word. The matrix and
    the sources are Markdown. "to-look-up" lists sources that nobody has read in the primary text, and those last
    looked up more than a year ago.
    """
    refuse_existing(output, force)
    day = (today or dt.datetime.now()).date()
    deliver(printed(load_library(), part, chosen_format(part, form, output), playbook, day), output, force)
    tell(output, part)


def chosen_format(part: str, form: str | None, output: Path | None) -> str:
    """Return the format asked for, or the one the file name says.

    Raises UsageError for a format the part does not come in, a file name that says another, and for Word
    without a file to write to.
    """
    offered = ["html", "docx"] if part == "book" else ["md"]
    if form is not None and form not in offered:
        raise UsageError(f"{part} does not come as {form!r}; use --format {' or '.join(offered)}")
    chosen = format_of(output, form, offered, offered[0])
    if chosen == "docx" and output is None:
        raise UsageError("a Word document needs a file; give -o BOOK.docx")
    return chosen


def printed(
    known: Library, part: str, form: str, name: str = DEFAULT_PLAYBOOK, today: dt.date | None = None
) -> str | bytes:
    """Return a part of the printed library in a format; ``today`` is needed for the sources to look up."""
    from clausegen.authoring import book, coverage, sources, to_docx, to_html, to_look_up

    playbook = known.playbook(name)
    if part == "coverage":
        return coverage(known, playbook)
    if part == "sources":
        return sources(known)
    if part == "to-look-up" and today:
        return to_look_up(known, today)
    made = book(known, playbook)
    return to_docx(made) if form == "docx" else to_html(made)
