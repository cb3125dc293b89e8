"""Know the wording of the library when it stands in a contract: its clauses, documents and definitions."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from clausegen.library.house_lines import HouseLine, plain
from clausegen.library.load import Library
from clausegen.library.spelling import american, in_american, sections
from clausegen.library.toml_file import read_toml

_FEWEST = 3  # titles of requirements in a contract that is made of the library's clauses
_TITLE = re.compile(r"^#[a-z0-9.-]* +(\S.*?) *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class HouseSection:
    """A clause or schedule of the library under its title."""

    title: str
    lines: tuple[HouseLine, ...]


@dataclass(frozen=True, slots=True)
class _Template:
    """A template as text, with what is known of it.

    ``blocks`` are pairs of a block and its element, ``requirement`` is a code, "" for the documents around the clauses;
    ``numbers`` are the whole numbers that it prints, each with its minimum and maximum; ``printed`` gives the words of
    each name that the governing law chooses.
    """

    text: str
    blocks: tuple[tuple[str, str], ...] = ()
    requirement: str = ""
    numbers: tuple[tuple[str, int | None, int | None], ...] = ()
    printed: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class HouseWording:
    """The wording of a library, read as far as a contract bears its titles: parsing all of it takes half a second."""

    templates: tuple[_Template, ...]
    definitions: tuple[tuple[str, str], ...]
    root: Path

    def sections(self, titles: Iterable[str]) -> dict[str, tuple[HouseSection, ...]]:
        """Give the sections under these titles, several for one title where kinds of document differ.

        None for a contract that bears fewer than three titles of requirements: it is not made of these clauses.
        """
        borne = frozenset(title.casefold() for title in titles)
        own = frozenset[str]().union(*(_titles(template) for template in self.templates if template.requirement))
        if len(borne & own) < _FEWEST:
            return {}
        found: dict[str, list[HouseSection]] = {}
        for template in self.templates:
            if _titles(template) & borne:
                for section in _sections(template):
                    found.setdefault(section.title.casefold(), []).append(section)
        return {title: tuple(found[title]) for title in borne & found.keys()}

    def plain(self, words: str) -> str:
        """Write words one way: as ``plain`` does, and as an American drafts them."""
        return sections(american(plain(words), self.root))

    def defined(self) -> tuple[HouseLine, ...]:
        """Give the definitions as lines."""
        return tuple(_definition(term, meaning) for term, meaning in self.definitions)


_known: dict[tuple[Path, str, tuple[str, ...]], HouseWording] = {}


def wording_of(library: Library) -> HouseWording:
    """Find the wording of a library: the clauses of its requirements and of the documents around them."""
    key = library.root, library.sha256, tuple(library.requirements)  # a part of a library has its hash
    if key not in _known:
        _known[key] = _found(library)
    return _known[key]


def _found(library: Library) -> HouseWording:
    root = library.root
    printed = _chosen_by_law(root)
    terms = [terms for playbook in library.playbooks.values() for terms in playbook.tiers.values()]
    by_tier = (
        ("terms.certification_months", 1, max((term.certification_months for term in terms), default=None)),
        ("use_limits.licensed_months", 1, max((term.term_months_max for term in terms), default=None)),
    )
    templates = [
        _Template(
            in_american(requirement.template, root),
            tuple((element.block, element.code) for element in requirement.elements),
            requirement.code,
            tuple(
                (parameter.id, parameter.minimum, parameter.maximum)
                for parameter in requirement.parameters
                if parameter.type == "integer"
            )
            + by_tier,
            printed,
        )
        for requirement in library.requirements.values()
    ]
    stated = [requirement.definitions for requirement in library.requirements.values()]
    contracts = root / "contracts"
    sources = [file.read_text(encoding="utf-8") for file in sorted(contracts.glob("*.md.j2"))]
    templates += [_Template(in_american(source, root), numbers=by_tier, printed=printed) for source in sources]
    for file in sorted(contracts.glob("*.toml")):
        data = read_toml(file)
        stated.append(data if file.stem == "terms" else data.get("definitions", {}))
    meanings = (item for own in stated for item in own.items())
    definitions = tuple((american(term, root), in_american(meaning, root)) for term, meaning in meanings)
    return HouseWording(tuple(templates), definitions, root)


def _chosen_by_law(root: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give the words that each variant of the governing law prints, by the name under which templates print them."""
    found: dict[str, list[str]] = {}
    for file in sorted((root / "variants").glob("*.toml")):
        for name, words in read_toml(file).get("words", {}).items():
            found.setdefault(f"law.{name}", []).append(american(words, root))
    return tuple((name, tuple(dict.fromkeys(words))) for name, words in found.items())


@functools.lru_cache(maxsize=512)
def _definition(term: str, meaning: str) -> HouseLine:
    from clausegen.library.template_lines import TemplateReading

    meant = meaning.strip().rstrip(".;, ")
    verb = "" if meant.startswith("has the meaning ") else "means "
    (line,) = TemplateReading({}).read(f"- “{term}” {verb}{meant}.")
    return line


@functools.lru_cache(maxsize=512)
def _titles(template: _Template) -> frozenset[str]:
    return frozenset(title.casefold() for title in _TITLE.findall(template.text))


@functools.lru_cache(maxsize=512)
def _sections(template: _Template) -> tuple[HouseSection, ...]:
    from clausegen.library.template_lines import TemplateReading

    found: list[tuple[str, list[HouseLine]]] = [("", [])]
    for line in TemplateReading(dict(template.blocks), template.numbers, dict(template.printed)).read(template.text):
        title = _title(line)
        if title is None:
            found[-1][1].append(line)
        else:
            found.append((title, []))
    return tuple(HouseSection(title, tuple(lines)) for title, lines in found if title and lines)


def _title(line: HouseLine) -> str | None:
    """Return the title that a line is; None for one that is no heading, or whose words depend on the deal."""
    first = line.variants[0][0] if line.variants[0] else ""
    if not isinstance(first, str) or not first.startswith("\x00"):
        return None
    return first[1:] if len(line.variants[0]) == 1 else ""
