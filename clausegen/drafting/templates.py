"""Shells: the documents around the clauses, as data under ``templates/contracts/``.

A shell is ``KIND.toml`` (this schema) and ``KIND.md.j2``, a template in the line dialect of the clauses
with a few marks more:

    = Title                 ~ centred line            == unnumbered heading
    1) a party              A) a recital              #anchor Heading      -anchor 1.1
    @anchor Schedule        |= head | of a table      | row | of a table
    ! Party | who | title | more blanks   a signature block   % a drafting note on the line before
    <contents>              <definitions>             <clauses>
    <name>                  the partial template name.md.j2
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from clausegen.errors import DataError, Problem, UsageError, nearest
from clausegen.library import Library, parse, read_toml
from clausegen.model import ParagraphKind, Value
from clausegen.runtime import regex


class ClauseSays(Value):
    """Words that a cited clause must hold before a document may rest on a finding."""

    element: str
    finding: str
    pattern: str


class Shell(Value):
    """A kind of document.

    ``numbering`` is "clauses" (1, 1.1, (a), (i)) or "items" (1, (a), (i)); ``word`` is what a numbered clause is called
    in references and ``schedule_word`` what a schedule is called; ``clauses`` says whether the human-rights clauses
    stand in it, ``needs`` which parts of the deal it cannot do without ("agreement", "incident.measures"), ``cites``
    whether it cites the clause numbers of the signed agreement, ``records`` that the house keeps it for itself: why a
    deal is refused, or who approved it; ``schedules`` whether only those stand in it to which its other words refer;
    ``dated`` is what the clauses call the document of whose date they speak. ``one_user`` says that one end user alone
    signs it. ``speaks`` is the way in which at least one fact of the incident has to speak ("cause": as the cause of
    the termination requires; "finding": for misuse, unless the finding is that the investigation was inconclusive),
    ``findings`` are those on which the document may rest, and ``clause_says`` what the clause has to say for one of
    them.
    """

    id: str
    title: str
    description: str
    word: Literal["clause", "paragraph"] = "clause"
    schedule_word: Literal["Schedule", "Annex"] = "Schedule"
    numbering: Literal["clauses", "items"] = "clauses"
    clauses: bool = False
    cites: bool = False
    records: Literal["", "refusal", "approval"] = ""
    needs: tuple[str, ...] = ()
    schedules: Literal["all", "referred"] = "all"
    dated: str = "Agreement"
    one_user: bool = False
    speaks: Literal["", "for-misuse", "against-misuse", "cause", "finding"] = ""
    findings: tuple[str, ...] = ()
    clause_says: ClauseSays | None = None
    definitions: dict[str, str] = Field(default_factory=dict)
    template: str = ""

    @property
    def binds(self) -> bool:
        """True for a document made for a customer, False for a record of the house."""
        return not self.records


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a rendered shell. ``anchor`` is what references call it, ``note`` a drafting note."""

    kind: ParagraphKind
    text: str = ""
    level: int = 0
    anchor: str = ""
    cells: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Insertion:
    """A place where something else goes: "clauses", "definitions" or the name of a partial template.

    ``items`` says how the lines before it are numbered, and a partial template goes on so.
    """

    name: str
    items: bool


_TERMS = "terms.toml"  # definitions every kind of document may use
_NO_KINDS = {_TERMS, "provision-changes.toml", "acts.toml"}


def kinds(library: Library) -> tuple[str, ...]:
    """Names of the document kinds the library holds."""
    return tuple(
        sorted(path.stem for path in (library.root / "contracts").glob("*.toml") if path.name not in _NO_KINDS)
    )


def shell(library: Library, kind: str) -> Shell:
    """The shell of a kind. Raises UsageError that lists what there is, DataError when its files are wrong."""
    if kind not in kinds(library):
        raise UsageError(f"no document kind {kind!r}; {nearest(kind, kinds(library))}")
    return _shell(library.root, kind)


@functools.cache
def _shell(root: Path, kind: str) -> Shell:
    file = root / "contracts" / f"{kind}.toml"
    data = read_toml(file)
    terms = root / "contracts" / _TERMS
    data["definitions"] = {**(read_toml(terms) if terms.is_file() else {}), **data.get("definitions", {})}
    found = parse(Shell, {**data, "template": partial(root, kind)}, file)
    if found.id != kind:
        raise DataError([Problem(file=str(file), field="id", expected=f"{kind!r}, the name of the file")])
    return found


@functools.cache
def partial(root: Path, name: str) -> str:
    """The template ``name.md.j2`` of ``templates/contracts/``."""
    file = root / "contracts" / f"{name}.md.j2"
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError([Problem(file=str(file), expected=f"a readable template ({error.strerror})")]) from None


_MARK = regex(
    r"(?P<title>=) |(?P<heading>==) |(?P<line>~) |(?P<party>1\)) |(?P<recital>A\)) |"
    r"(?P<clause>#)(?P<clause_anchor>[a-z0-9.-]*) |(?P<item> *-)(?P<item_anchor>[a-z0-9.-]*) |"
    r"@(?P<schedule>[a-z0-9-]+) |(?P<head>\|=) |(?P<row>\|) |(?P<sign>!) |(?P<note>%) |<(?P<insert>[a-z-]+)>"
)
_LEVELS = {0: 2, 2: 3, 4: 4}


def lines(text: str, name: str, *, items: bool) -> Iterator[Line | Insertion]:
    """A rendered shell, line by line. ``items`` starts with items numbered 1, (a), (i), as schedules have.

    Raises DataError naming the template for a line in no known form.
    """
    held: Line | None = None
    for raw in text.split("\n"):
        line = raw.rstrip()
        if not line.strip():
            continue
        found = _MARK.match(line)
        if found and found["note"]:
            if held is None:
                raise DataError([Problem(file=name, expected="a line before a drafting note")])
            held = Line(held.kind, held.text, held.level, held.anchor, held.cells, line[found.end() :])
            continue
        if held:
            yield held
        held = None
        if found and found["insert"]:
            yield Line(ParagraphKind.CONTENTS) if found["insert"] == "contents" else Insertion(found["insert"], items)
            continue
        if found and found["schedule"]:
            items = True
        held = _line(line, found, name, items)
    if held:
        yield held


def _line(line: str, found: re.Match[str] | None, name: str, items: bool) -> Line:
    if not found:
        return Line(ParagraphKind.TEXT, line.strip())
    rest = line[found.end() :].strip()
    mark = found.lastgroup or ""
    if found["clause"]:
        return Line(ParagraphKind.CLAUSE, rest, 1, found["clause_anchor"])
    if found["item"]:
        indent = len(found["item"]) - 1
        if indent not in _LEVELS:
            raise DataError([Problem(file=name, expected=f"0, 2 or 4 spaces before '-', got {line[:40]!r}")])
        level = _LEVELS[indent]
        return Line(
            ParagraphKind.ITEM if items else ParagraphKind.CLAUSE,
            rest,
            level - 1 if items else level,
            found["item_anchor"],
        )
    if found["schedule"]:
        return Line(ParagraphKind.SCHEDULE, rest, 1, f"schedule:{found['schedule']}")
    if mark in ("head", "row", "sign"):
        kind = ParagraphKind.SIGNATURE if mark == "sign" else ParagraphKind.ROW
        return Line(kind, level=int(mark == "head"), cells=tuple(cell.strip() for cell in rest.split("|")))
    return Line(ParagraphKind(mark), rest)
