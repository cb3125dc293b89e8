"""Read a template of the library into lines with holes for values, and match words with them.

A line is matched word for word. What a template prints from a deal, a number, a name or a reference, is a hole; words
that could turn the sentence around do not pass through one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from jinja2 import Environment, nodes

# Words of a value that could say something of their own, so that a line with them is no longer the library's.
_TURNING: Final = frozenset(
    re.findall(
        r"\w+",
        "not no nor never unless except excluding provided until save subject only if where when without may shall "
        "will can must is are be has have however notwithstanding",
    )
)
_TO_CONFIRM = re.compile(r"\[CONFIRM: [^\[\]]{1,240}\]")  # what a draft leaves open, and nobody can sign
_HARMLESS = re.compile(r"\bMay(?= \d)|(?<=\d )May\b|\b(?:No|Nos|Nr|Ref|Art)\. ?(?=\w*\d)")  # the month, and a number
_LONGEST = 240  # characters of a value
_MOST_VARIANTS = 64  # of one line whose words depend on the deal
_LINE = re.compile(r"\s*(?:[-#@][a-z0-9.-]*|A\)|==?)\s+(?P<words>\S.*)", re.DOTALL)
_HEADING = re.compile(r"\s*(?:#[a-z0-9.-]*|@[a-z0-9-]+)\s")
_REFERENCE = re.compile(r"(?:[A-Za-z]+ )?(?:\d[\w.()-]*|[A-Z]{1,4})")
_NUMBER = re.compile(r"(?P<number>\d{1,9})(?: (?P<unit>[A-Za-z]+?))?(?:'s?)?")
_QUOTES = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "\u00a0": " "})


@dataclass(frozen=True, slots=True)
class Hole:
    """A place for a value: a reference, a whole number within its bounds and with its unit, or any other words."""

    reference: bool = False
    number: bool = False
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None

    @property
    def bounded(self) -> bool:
        """Return True for a place that takes a reference or a number alone."""
        return self.reference or self.number

    def takes(self, value: str) -> bool:
        """Return True when a value may stand here, and says nothing of its own."""
        if self.reference:
            return _REFERENCE.fullmatch(value) is not None
        if self.number:
            found = _NUMBER.fullmatch(value)
            if not found or found["unit"] not in {self.unit, f"{self.unit}s" if self.unit else ""}:
                return False
            least, most = self.minimum, self.maximum
            return (least is None or least <= int(found["number"])) and (most is None or int(found["number"]) <= most)
        if _TO_CONFIRM.fullmatch(value):
            return True
        said = _HARMLESS.sub("", value)
        if len(said) > _LONGEST or ";" in said or re.search(r"[.:]\s", said):
            return False
        return _TURNING.isdisjoint(re.findall(r"[a-z]+", said.casefold()))


Part = str | Hole


@dataclass(frozen=True, slots=True)
class HouseLine:
    """One paragraph of the library: the ways in which it is printed, and the element whose words it belongs to.

    ``group`` are the lines that are printed together; ``always`` says that the section is never printed without it.
    """

    variants: tuple[tuple[Part, ...], ...]
    element: str = ""
    group: int = 0
    always: bool = False

    def matches(self, words: str) -> bool:
        """Return True when ``words``, as ``plain`` writes them, are this line."""
        return any(_fits(variant, words) for variant in self.variants)

    @property
    def said(self) -> str:
        """Return the words of the line, "…" for each value."""
        return "".join(part if isinstance(part, str) else "…" for part in self.variants[0])


def plain(words: str) -> str:
    """Write words one way: straight quotation marks, single spaces, no marks for bold."""
    return " ".join(words.translate(_QUOTES).replace("**", "").split())


@dataclass
class Reading:
    """The lines of one template, read from its syntax tree."""

    blocks: Mapping[str, str]
    numbers: tuple[tuple[str, int | None, int | None], ...] = ()
    printed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _lines: list[HouseLine] = field(default_factory=list)
    _open: list[tuple[Part, ...]] = field(default_factory=lambda: [()])
    _element: str = ""
    _group: int = 0
    _groups: int = 0

    def read(self, source: str) -> list[HouseLine]:
        """Read the lines of a template."""
        self._walk(_ENVIRONMENT.parse(source).body)
        self._flush()
        return self._lines

    def _walk(self, body: Sequence[nodes.Node]) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    self._add(part)
            elif isinstance(node, nodes.Block):
                self._inside([node.body], self.blocks.get(node.name, ""))
            elif isinstance(node, nodes.If):
                branches = [node.body, *(branch.body for branch in node.elif_), node.else_]
                if _has_lines(node):
                    self._inside(branches, self._element)
                else:
                    self._open = [
                        (*variant, *more)
                        for variant in self._open
                        for branch in branches
                        for more in self._inline(branch)
                    ][:_MOST_VARIANTS]
            elif isinstance(node, nodes.For):
                if _has_lines(node):
                    self._inside([node.body], self._element)
                else:
                    self._open = [(*variant, Hole()) for variant in self._open]

    def _inside(self, branches: Sequence[Sequence[nodes.Node]], element: str) -> None:
        """Read branches of whole lines, each a group of its own."""
        outside = self._element, self._group
        for branch in branches:
            self._flush()
            self._groups += 1
            self._element, self._group = element, self._groups
            self._walk(branch)
            self._flush()
            self._element, self._group = outside

    def _add(self, node: nodes.Node) -> None:
        if not isinstance(node, nodes.TemplateData):
            self._open = [(*variant, *more) for variant in self._open for more in self._printed(node)][:_MOST_VARIANTS]
            return
        for place, piece in enumerate(node.data.split("\n")):
            if place:
                self._flush()
            if piece:
                self._open = [(*variant, piece) for variant in self._open]

    def _flush(self) -> None:
        variants = tuple(variant for variant in map(_joined, self._open) if variant)
        self._open = [()]
        if variants:
            self._lines.append(HouseLine(variants, self._element, self._group, always=not self._group))

    def _inline(self, body: Sequence[nodes.Node]) -> list[tuple[Part, ...]]:
        """Give the ways in which words within a line are printed."""
        inner = Reading({}, self.numbers, self.printed)
        inner._walk(body)
        return inner._open

    def _printed(self, node: nodes.Node) -> list[tuple[Part, ...]]:
        """Give the ways in which an expression is printed."""
        if isinstance(node, nodes.TemplateData):
            return [(node.data,)]
        if isinstance(node, nodes.Const):
            return [(str(node.value),)]
        if isinstance(node, nodes.CondExpr):
            other = self._printed(node.expr2) if node.expr2 else [()]
            return [*self._printed(node.expr1), *other]
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in {"ref", "schedule"}:
            return [(Hole(reference=True),)]
        if (name := _dotted(node)) in self.printed:
            return [(words,) for words in self.printed[name]]
        return [(self._hole(node),)]

    def _hole(self, node: nodes.Node) -> Hole:
        """Find what an expression prints: a number, with its unit and bounds where they are known, or other words."""
        unit, counts = "", False
        while isinstance(node, nodes.Filter) and node.node is not None:
            if node.name == "counted" and isinstance(node.args[0], nodes.Const):
                unit, counts = str(node.args[0].value), True
            node = node.node
        name = node.name if isinstance(node, nodes.Name) else _dotted(node)
        bounds = next(((least, most) for number, least, most in self.numbers if number == name), None)
        if bounds is None and not counts:
            return Hole()
        return Hole(
            number=True, unit=unit, minimum=bounds[0] if bounds else None, maximum=bounds[1] if bounds else None
        )


def _dotted(node: nodes.Node) -> str:
    """Return "law.courts" for an attribute of a name; "" for any other expression."""
    return (
        f"{node.node.name}.{node.attr}" if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) else ""
    )


def _has_lines(node: nodes.Node) -> bool:
    return any("\n" in data.data for data in node.find_all(nodes.TemplateData))


def _joined(variant: Sequence[Part]) -> tuple[Part, ...]:
    """Return the parts of a line without its mark, neighbouring words joined; () for one that is not printed."""
    parts: list[Part] = []
    for part in variant:
        if parts and isinstance(part, Hole) == isinstance(parts[-1], Hole):
            parts[-1] = Hole() if isinstance(part, Hole) else f"{parts[-1]}{part}"
        else:
            parts.append(part)
    if not parts or isinstance(parts[0], Hole):
        return ()
    found = _LINE.match(parts[0])
    heading = _HEADING.match(parts[0])
    mark = re.match(r"\s*(?:[-#@][a-z0-9.-]*|A\)) *", parts[0])
    if not found and not (mark and len(parts) > 1):
        return ()
    first = found["words"] if found else parts[0][mark.end() :] if mark else ""
    written = [_spaced(part) if isinstance(part, str) else part for part in [first, *parts[1:]]]
    if isinstance(written[-1], str):
        written[-1] = written[-1].rstrip()
    if heading and isinstance(written[0], str):
        written[0] = "\x00" + written[0]
    return tuple(part for part in written if part)


def _spaced(words: str) -> str:
    """Write words one way and keep a space at either end."""
    return re.sub(r"\s+", " ", words.translate(_QUOTES).replace("**", ""))


def _fits(parts: Sequence[Part], words: str) -> bool:
    at: int = 0
    hole: Hole | None = None
    for place, part in enumerate(parts):
        if isinstance(part, Hole):
            hole = part
            continue
        if hole is None:
            found = at if words.startswith(part, at) else -1
        elif place == len(parts) - 1:
            found = len(words) - len(part) if words.endswith(part) else -1
        else:
            found = words.find(part, at)
        if found < at or (hole is not None and not hole.takes(words[at:found])):
            return False
        at, hole = found + len(part), None
    return hole.takes(words[at:]) if hole is not None else at == len(words)


_ENVIRONMENT: Final = Environment(autoescape=False)  # noqa: S701  # templates are read here, nothing is rendered
