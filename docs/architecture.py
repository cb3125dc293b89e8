"""Draw docs/pictures/architecture.svg from the imports of the program, so that the picture cannot go stale.

    python docs/architecture.py

Rows are the layers of ``[tool.importlinter]``; a package may import only from lower rows. An arrow that other arrows
imply is left out.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "clausegen"
PICTURE = ROOT / "docs" / "pictures" / "architecture.svg"
WIDTH, ROW, BOX_WIDTH, BOX_HEIGHT, EDGE = 900, 74, 200, 44, 20

DOES = {  # what each package does, in at most five words
    "cli": "commands and their options",
    "api": "the same as functions",
    "authoring": "new clauses, self-test, handbook",
    "auditing": "portfolios",
    "renewals": "deadlines and packs",
    "redline": "tracked changes",
    "drafting": "a deal to a document",
    "checker": "a contract to findings",
    "report": "findings to text and files",
    "risk": "a deal to a tier",
    "lint": "drafting faults",
    "dates": "dates, terms, notice",
    "nlp": "the spaCy component",
    "amendments": "several papers, one contract",
    "structure": "text to clauses and parties",
    "ingest": "a file to text",
    "library": "templates/ to requirements",
    "model": "frozen values",
    "runtime": "processes, files, models",
    "errors": "what can go wrong",
    "web": "the review desk",
    "decisions": "what people decided",
}


def layers() -> list[list[str]]:
    """Return the layers from top to bottom, as the import linter enforces them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    return [[name.strip() for name in line.split("|")] for line in contract["layers"]]


def imports(names: list[str]) -> dict[str, set[str]]:
    """Return the packages that each package imports, from the syntax of its files."""
    found: dict[str, set[str]] = {name: set() for name in names}
    for name in names:
        place = PACKAGE / name
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]:
            for module in _imported(ast.parse(file.read_text(encoding="utf-8"))):
                parts = module.split(".")
                if parts[0] == "clausegen" and len(parts) > 1 and parts[1] in found and parts[1] != name:
                    found[name].add(parts[1])
    return found


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def homonyms() -> list[str]:
    """Return the names that stand in the faces of two packages with different meanings."""
    homes: dict[str, set[str]] = {}
    for face in PACKAGE.glob("*/__init__.pyi"):
        for name in re.findall(r" as (\w+)", face.read_text(encoding="utf-8")):
            homes.setdefault(name, set()).add(face.parent.name)
    return sorted(name for name, packages in homes.items() if len(packages) > 1)


def reduced(arrows: dict[str, set[str]]) -> dict[str, set[str]]:
    """Leave out arrows that others imply."""
    below = {name: _reached(arrows, name) for name in arrows}
    return {
        name: {target for target in targets if not any(target in below[other] for other in targets - {target})}
        for name, targets in arrows.items()
    }


def _reached(arrows: dict[str, set[str]], name: str) -> set[str]:
    reached: set[str] = set()
    waiting = list(arrows[name])
    while waiting:
        if (target := waiting.pop()) not in reached:
            reached.add(target)
            waiting += arrows[target]
    return reached


def svg() -> str:
    """Draw the picture."""
    rows = layers()
    names = [name for row in rows for name in row]
    boxes: dict[str, tuple[float, float]] = {}
    for number, row in enumerate(rows):
        gap = WIDTH / (len(row) + 1)
        for place, name in enumerate(row, 1):
            boxes[name] = (gap * place - BOX_WIDTH / 2, EDGE + number * ROW)
    height = EDGE * 2 + len(rows) * ROW - (ROW - BOX_HEIGHT)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-label="Packages of clausegen in layers">',
        "<style>text{font:13px system-ui,sans-serif;fill:#222}.does{font-size:11px;fill:#555}"
        "rect{fill:#f4f6f9;stroke:#7a8aa0}path{fill:none;stroke:#9aa7b8}"
        "@media(prefers-color-scheme:dark){text{fill:#eee}.does{fill:#bbb}rect{fill:#222a35;stroke:#8fa0b8}}</style>",
        '<defs><marker id="tip" viewBox="0 0 6 6" refX="6" refY="3" markerWidth="6" markerHeight="6" orient="auto">'
        '<path d="M0,0 L6,3 L0,6 z" style="fill:#9aa7b8;stroke:none"/></marker></defs>',
    ]
    for name, targets in reduced(imports(names)).items():
        for target in sorted(targets):
            (x, y), (to_x, to_y) = boxes[name], boxes[target]
            x, y, to_x = x + BOX_WIDTH / 2, y + BOX_HEIGHT, to_x + BOX_WIDTH / 2
            middle = (y + to_y) / 2
            lines.append(
                f'<path d="M{x:.0f},{y:.0f} C{x:.0f},{middle:.0f} {to_x:.0f},{middle:.0f} {to_x:.0f},{to_y:.0f}" '
                'marker-end="url(#tip)"/>'
            )
    for name, (x, y) in boxes.items():
        center = x + BOX_WIDTH / 2
        lines += [
            f'<rect x="{x:.0f}" y="{y:.0f}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="5"/>',
            f'<text x="{center:.0f}" y="{y + 19:.0f}" text-anchor="middle" font-weight="bold">{escape(name)}</text>',
            f'<text class="does" x="{center:.0f}" y="{y + 35:.0f}" text-anchor="middle">{escape(DOES[name])}</text>',
        ]
    return "\n".join([*lines, "</svg>"]) + "\n"


def main() -> None:
    """Write the picture."""
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(svg(), encoding="utf-8")
    print(f"names with two meanings: {', '.join(homonyms()) or 'none'}")  # noqa: T201


if __name__ == "__main__":
    main()
