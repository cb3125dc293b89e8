"""Read a template of the library into lines with holes for values.

Only a contract with a clause of ours needs it, and it brings in Jinja: import it where it is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from jinja2 import Environment, nodes

from clausegen.library.house_lines import QUOTES, Hole, HouseLine, Part

_MOST_VARIANTS = 64  # of one line whose words depend on the deal
_LINE = re.compile(r"\s*(?:[-#@][a-z0-9.-]*|A\)|==?)\s+(?P<words>\S.*)", re.DOTALL)
_HEADING = re.compile(r"\s*(?:#[a-z0-9.-]*|@[a-z0-9-]+)\s")
_ENVIRONMENT: Final = Environment(autoescape=False)  # noqa: S701  # templates are read here, nothing is rendered


@dataclass
class TemplateReading:
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
        inner = TemplateReading({}, self.numbers, self.printed)
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
    return re.sub(r"\s+", " ", words.translate(QUOTES).replace("**", ""))
