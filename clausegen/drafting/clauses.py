"""Clause templates rendered into pieces, one Jinja block per element.

Templates come from the library only. A value of a deal is never rendered again and always literal:
``paper.literal`` stands between every expression and the output.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, meta, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from clausegen.errors import DataError, Problem
from clausegen.model import REFERENCE, Answer, Element, Requirement, literal
from clausegen.model import runs as as_runs
from clausegen.runtime import regex

_ELEMENT = ("\ufdda", "\ufddb")  # lines that open and close the block of an element
_LINE = regex(r"(?P<indent> *)(?P<mark>#|-)(?P<name>[a-z][a-z0-9-]*)? +(?P<text>\S.*)")
_LEVELS = {0: 2, 2: 3, 4: 4}


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of a clause.

    ``level`` is 0 for a plain paragraph, 1 for the heading, 2 to 4 for 1.1, (a) and (i). ``text`` carries
    inline marks for bold and references (see ``paper``); ``element`` is the id of the element whose block
    it comes from, or "" outside blocks. ``name`` is what references call the line within its element.
    """

    level: int
    text: str
    element: str = ""
    requirement: str = ""
    name: str = ""

    def plain(self, resolve: Callable[[str], str] = lambda target: f"clause [{target}]") -> str:
        """The words without marks; ``resolve`` says how a reference to an id is printed."""
        return "".join(run.text for run in as_runs(self.text, resolve))


class _Mark(str):
    """Text that already carries marks and passes unescaped."""

    __slots__ = ()


def marked(text: str) -> _Mark:
    """Text that a template of the library has rendered: it goes into another one with its marks."""
    return _Mark(text)


def reference(target: str) -> _Mark:
    """A live reference to a requirement, a "requirement.element" or a clause of the shell."""
    return _Mark(f"{REFERENCE[0]}{target}{REFERENCE[1]}")


def schedule(name: str) -> _Mark:
    """A live reference to a schedule."""
    return reference(f"schedule:{name}")


@pass_context
def printed(context: Context, value: object) -> str:
    """A value as the contract prints it. Dates are written out as its law writes them, lists joined with "and"."""
    if isinstance(value, _Mark):
        return value
    _tell(value)
    law = context.get("law")
    american = isinstance(law, dict) and law.get("spelling") == "american"
    return literal(
        f"{value:%B} {value.day}, {value.year}" if american and isinstance(value, dt.date) else in_words(value)
    )


class _Figure(int):
    """A whole number that somebody wants to know of when it is printed."""

    tell: Callable[[], None]


class _Words(str):
    """The same for words."""

    tell: Callable[[], None]


def telling(value: Answer, tell: Callable[[], None]) -> Answer:
    """The answer itself; ``tell`` is called when a document prints it. What only decides something is told at once."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        tell()
        return value
    told = _Figure(value) if isinstance(value, int) else _Words(value)
    told.tell = tell
    return told


def _tell(value: object) -> None:
    if isinstance(value, _Figure | _Words):
        value.tell()


def counted(value: int, unit: str) -> str:
    """A number with what it counts: "1 day", "3 days"."""
    _tell(value)
    return f"{value!s} {unit}{'' if value == 1 else 's'}"


def owned(words: str) -> str:
    """Counted words before what they belong to: "1 day's", "3 days'"."""
    return f"{words}'" if words.endswith("s") else f"{words}'s"


def amount(words: str) -> str:
    """Fees as they stand in a table: without the "of" that joins them to the word in a sentence."""
    return words.removeprefix("of ")


_INSTITUTION = regex(
    r"\b(?:administration|agency|agreement|army|authority|board|bureau|city|commission|contract|council|department|"
    r"directorate|division|force|gendarmerie|government|guard|headquarters|inspectorate|licen[cs]e|ministry|office|"
    r"police|republic|secretariat|service|unit)\b",
    re.IGNORECASE,
)
_COMPANY = regex(
    r"\b(?:ltd|limited|inc|llc|llp|plc|gmbh|ag|bv|nv|oy|ab|fze|corp|corporation)\b|\bS\.[AR]\.|^the ", re.I
)


def with_article(name: str) -> str:
    """A name in a sentence: "the Ministry of Justice", "the Supply Agreement", but "Halberd Systems Ltd"."""
    return f"the {name}" if _INSTITUTION.search(name) and not _COMPANY.search(name) else name


def in_words(value: object) -> str:
    """A value in plain words: dates written out, lists joined with "and"."""
    if isinstance(value, dt.date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        words = [in_words(item) for item in value]
        return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
    return str(value)


def unended(value: Any) -> Any:
    """A value, or each value of a list, without the full stop or semicolon at its end: the template sets that."""
    if isinstance(value, tuple | list):
        return tuple(unended(item) for item in value)
    _tell(value)
    return value.rstrip(" .;,") or value if isinstance(value, str) else value


def environment() -> ImmutableSandboxedEnvironment:
    """The one environment of all templates: sandboxed, strict, without Jinja's own functions."""
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        finalize=printed,
        # Tags leave their line breaks: blank lines mean nothing, and no line is glued to the next one.
        autoescape=False,
    )
    environment.globals.clear()
    environment.globals.update(ref=reference, schedule=schedule)
    environment.filters.update(unended=unended, counted=counted, owned=owned, amount=amount, the=with_article)
    return environment


_ENVIRONMENT = environment()


@functools.lru_cache(maxsize=1024)
def compiled(source: str) -> Template:
    """A library template, compiled once."""
    return _ENVIRONMENT.from_string(source)


def undeclared(requirement: Requirement) -> frozenset[str]:
    """Names the wording of a requirement asks of its context, definitions included."""
    sources = [requirement.template, *requirement.definitions.values()]
    return frozenset(name for source in sources for name in meta.find_undeclared_variables(_ENVIRONMENT.parse(source)))


def blocks(requirement: Requirement) -> frozenset[str]:
    """Names of the Jinja blocks of a clause; they must be those of its elements."""
    return frozenset(compiled(requirement.template).blocks)


def render_requirement(
    requirement: Requirement,
    context: Mapping[str, Any],
    *,
    due: Collection[str | Element] | None = None,
    only: Collection[str] | None = None,
    without: Collection[str] = (),
) -> list[Piece]:
    """The wording of a requirement as pieces, in order.

    ``due`` are the elements (or their ids) required at the tier, all of them when None; blocks of others
    are left out. ``only`` renders just these elements, without the heading (a remedy); ``without`` leaves
    elements out (an ablation). Raises DataError when the template cannot be rendered.
    """
    wanted = {e.id for e in requirement.elements} if due is None else {e if isinstance(e, str) else e.id for e in due}
    wanted -= set(without)
    if only is not None:
        wanted &= set(only)
    text = render(requirement.template, context, f"{requirement.id}/clause.md.j2", _chosen(requirement, wanted))
    pieces = list(_pieces(text, requirement))
    return [piece for piece in pieces if piece.element] if only is not None else pieces


def render(
    source: str,
    context: Mapping[str, Any],
    name: str,
    choose: Callable[[Context], None] = lambda context: None,
) -> str:
    """Render a library template to marked lines. ``choose`` may replace the context's blocks.

    Raises DataError, naming the template, when it asks for an unknown value or does what the sandbox forbids.
    """
    try:
        template = compiled(source)
        frame = template.new_context(dict(context))
        choose(frame)
        return "".join(template.root_render_func(frame))
    except (TemplateError, TypeError, KeyError) as error:
        raise DataError([Problem(file=name, expected=f"a template that can be rendered ({error})")]) from None


def _chosen(requirement: Requirement, wanted: Collection[str]) -> Callable[[Context], None]:
    """Let the blocks of wanted elements say which element they belong to, and silence the others."""

    def choose(context: Context) -> None:
        elements = {element.block: element.id for element in requirement.elements}
        for name, (render, *_) in list(context.blocks.items()):
            element = elements[name]
            context.blocks[name] = [_named(element, render) if element in wanted else _silent]

    return choose


def _named(element: str, render: Callable[[Context], Iterator[str]]) -> Callable[[Context], Iterator[str]]:
    def block(context: Context) -> Iterator[str]:
        yield f"\n{_ELEMENT[0]}{element}\n"
        yield from render(context)
        yield f"\n{_ELEMENT[1]}\n"

    return block


def _silent(context: Context) -> Iterator[str]:
    return iter(())


def _pieces(text: str, requirement: Requirement) -> Iterator[Piece]:
    open_elements = [""]
    for line in text.split("\n"):
        if line.startswith(_ELEMENT[0]):
            open_elements.append(line[1:])
        elif line.startswith(_ELEMENT[1]):
            open_elements.pop()
        elif line.strip():
            level, words, name = _level(line, requirement)
            yield Piece(level, words, open_elements[-1], requirement.id, name)


def _level(line: str, requirement: Requirement) -> tuple[int, str, str]:
    """Level, words and own name of a line: "-terrorism Words" can be referred to as "requirement.element.terrorism"."""
    found = _LINE.fullmatch(line.rstrip())
    if not found:
        return 0, line.strip(), ""
    indent = len(found["indent"])
    if found["mark"] == "#" and not indent and not found["name"]:
        return 1, found["text"], ""
    if found["mark"] == "-" and indent in _LEVELS:
        return _LEVELS[indent], found["text"], found["name"] or ""
    name = f"{requirement.id}/clause.md.j2"
    raise DataError([Problem(file=name, expected=f"'# ', '- ', '  - ' or '    - ' before a line, got {line[:40]!r}")])
