"""The clause library: ``templates/`` read into Requirements and Playbooks.

``templates/`` lies beside the package in a checkout and inside it in a wheel. Reading it is cheap and
cached; its hash is printed in every report and manifest, so that a later run can tell a change of the
law from a change of the contract.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clausegen.errors import DataError, Problem, UsageError, nearest
from clausegen.library.toml_file import parse, read_toml
from clausegen.model import (
    DEFAULT_PLAYBOOK,
    Element,
    Example,
    Examples,
    Parameter,
    Playbook,
    Requirement,
    Tier,
    Value,
)

if TYPE_CHECKING:  # a check reads no deal
    from clausegen.model import Deal, Incident


class Library(Value):
    """All requirements and playbooks of one ``templates/`` folder, and its version and hash."""

    root: Path
    version: str
    sha256: str
    requirements: dict[str, Requirement]
    playbooks: dict[str, Playbook]

    def requirement(self, name: str) -> Requirement:
        """Find a requirement by id or code, in any case. Raises UsageError that lists what there is."""
        for requirement in self.requirements.values():
            if name.casefold() in (requirement.id, requirement.code.casefold()):
                return requirement
        raise UsageError(f"no requirement {name!r}; {nearest(name, self._names(name))}")

    def _names(self, name: str) -> list[str]:
        """Return ids of requirements, or their codes where a name is about as short as one."""
        return [r.code if len(name) <= len(r.code) + 1 else r.id for r in self.requirements.values()]

    def element(self, name: str) -> tuple[Requirement, Element]:
        """Find an element by "suspension.on-suspicion" or "SUS-2", in any case; raises UsageError for others."""
        for requirement in self.requirements.values():
            for element in requirement.elements:
                if name.casefold() in (element.code.casefold(), f"{requirement.id}.{element.id}"):
                    return requirement, element
        of = re.split(r"[.-](?=\d+$)|\.", name)[0]
        for requirement in self.requirements.values():
            if of.casefold() in (requirement.id, requirement.code.casefold()):
                own = ", ".join(f"{element.code} {element.id}" for element in requirement.elements)
                raise UsageError(f"no element {name!r}; {requirement.id} has: {own}")
        raise UsageError(f"no element {name!r}, and no requirement {of!r}; {nearest(of, self._names(of))}")

    def playbook(self, name: str = DEFAULT_PLAYBOOK) -> Playbook:
        """Find a playbook by id. Raises UsageError that lists what there is."""
        try:
            return self.playbooks[name]
        except KeyError:
            raise UsageError(f"no playbook {name!r}; {nearest(name, self.playbooks)}") from None

    def due(self, playbook: Playbook, tier: Tier) -> Iterator[tuple[Requirement, tuple[Element, ...]]]:
        """Yield the requirements due at a tier with their elements, severities as the playbook has them."""
        for rule in playbook.requirements:
            requirement = self.requirements[rule.id]
            if not tier.reaches(rule.from_tier or requirement.from_tier):
                continue
            due: list[Element] = []
            for element in requirement.elements:
                change = rule.elements.get(element.id)
                if change:
                    changes = change.model_dump(exclude_none=True)
                    element = element.model_copy(update=changes)
                if tier.reaches(element.from_tier):
                    due.append(element)
            if due:
                yield requirement, tuple(due)


def templates_folder() -> Path:
    """Find ``templates/``: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


@functools.cache
def load_library(root: Path | None = None) -> Library:
    """Read and validate a ``templates/`` folder; the shipped one by default.

    Raises DataError naming every fault of every file at once.
    """
    root = root or templates_folder()
    problems: list[Problem] = []
    requirements: dict[str, Requirement] = {}
    playbooks: dict[str, Playbook] = {}
    for folder in sorted(path for path in (root / "clauses").iterdir() if (path / "requirement.toml").is_file()):
        try:
            requirements[folder.name] = load_requirement(folder)
        except DataError as error:
            problems.extend(error.problems)
    for file in sorted((root / "playbooks").glob("*.toml")):
        try:
            playbooks[file.stem] = _playbook(file, requirements)
        except DataError as error:
            problems.extend(error.problems)
    if problems := problems or list(_unlike(requirements)):
        raise DataError(problems)
    version = read_toml(root / "library.toml")["version"]
    return Library(
        root=root,
        version=version,
        sha256=folder_sha256(root),
        requirements=requirements,
        playbooks=playbooks,
    )


def _unlike(requirements: dict[str, Requirement]) -> Iterator[Problem]:
    """Yield figures said to be the same that have other bounds or defaults, and names that lead nowhere."""
    parameters = {f"{r.id}.{p.id}": p for r in requirements.values() for p in r.parameters}
    for name, parameter in parameters.items():
        file = f"{name.partition('.')[0]}/requirement.toml"
        field = f"parameters.{parameter.id}"
        for other in parameter.same_as:
            twin = parameters.get(other)
            if twin is None or name not in twin.same_as:
                yield Problem(
                    file=file, field=f"{field}.same_as", expected=f"a parameter that names {name}, got {other!r}"
                )
            elif _shape(twin) != _shape(parameter):
                yield Problem(file=file, field=field, expected=f"type, default, unit and bounds of {other}")
        if parameter.at_least and parameter.at_least not in parameters:
            yield Problem(file=file, field=f"{field}.at_least", expected=f"a parameter, got {parameter.at_least!r}")
    codes = {element.code for r in requirements.values() for element in r.elements}
    for requirement in requirements.values():
        for element in requirement.elements:
            for code in element.protects:
                if code not in codes:
                    file, field = f"{requirement.id}/requirement.toml", f"elements.{element.id}.protects"
                    yield Problem(file=file, field=field, expected=f"the code of an element, got {code!r}")


def _shape(parameter: Parameter) -> dict[str, object]:
    return parameter.model_dump(exclude={"id", "question", "same_as", "at_least"})


def load_requirement(folder: Path) -> Requirement:
    """Read one clause folder but for its examples, which judging does not need. Raises DataError for a fault."""
    file = folder / "requirement.toml"
    data: dict[str, Any] = read_toml(file)
    parameters = data.pop("parameters", {})
    data["parameters"] = [{"id": name, **values} for name, values in parameters.items()]
    data["folder"] = folder
    template = folder / "clause.md.j2"
    data["template"] = template.read_text(encoding="utf-8") if template.is_file() else ""
    requirement = parse(Requirement, data, file)
    if requirement.id != folder.name:
        raise DataError([Problem(file=str(file), field="id", expected=f"{folder.name!r}, the name of its folder")])
    return requirement


def _playbook(file: Path, requirements: dict[str, Requirement]) -> Playbook:
    playbook = parse(Playbook, read_toml(file), file)
    problems = []
    if playbook.id != file.stem:
        problems.append(Problem(file=str(file), field="id", expected=f"{file.stem!r}, the name of the file"))
    for index, rule in enumerate(playbook.requirements):
        where = f"requirements.{index}"
        if rule.id not in requirements:
            problems.append(Problem(file=str(file), field=f"{where}.id", expected=f"a clause folder, got {rule.id!r}"))
            continue
        known = {element.id for element in requirements[rule.id].elements}
        problems.extend(
            Problem(file=str(file), field=f"{where}.elements", expected=f"an element of {rule.id}, got {name!r}")
            for name in rule.elements
            if name not in known
        )
    if problems:
        raise DataError(problems)
    return playbook


def folder_sha256(root: Path) -> str:
    """Hash over names and bytes of all data files below ``root``, independent of order and platform."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix in {".toml", ".j2", ".md"}:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def load_deal(path: Path) -> Deal:
    """Read a deal file. Raises DataError with everything wrong in it."""
    from clausegen.model import Deal

    return parse(Deal, read_toml(path), path)


def load_incident(path: Path) -> Incident:
    """Read an incident file, the same fields as [incident] in a deal. Raises DataError with everything wrong in it."""
    from clausegen.model import Incident

    data = read_toml(path)
    held = data.get("incident")
    return parse(Incident, held if isinstance(held, dict) else data, path)


def examples_of(requirement: Requirement) -> tuple[Example, ...]:
    """Read the examples of a requirement when they are first asked for: judging never asks.

    Raises DataError for a fault in them.
    """
    if requirement.folder is None:
        return ()
    return _read(requirement.folder, frozenset(element.id for element in requirement.elements))


@functools.cache
def _read(folder: Path, elements: frozenset[str]) -> tuple[Example, ...]:
    file = folder / "examples.toml"
    if not file.is_file():
        return ()
    examples = parse(Examples, read_toml(file), file).examples
    strays = [
        Problem(file=str(file), field=f"examples.{index}.expect", expected=f"an element id, got {name!r}")
        for index, example in enumerate(examples)
        for name in example.expect
        if name not in elements
    ]
    if strays:
        raise DataError(strays)
    return examples
