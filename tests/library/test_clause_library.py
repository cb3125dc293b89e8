"""The structural tests that every clause folder has to pass.

Each requirement is judged alone (see ``clausegen.authoring.self_test``): its rendering stands in a minimal
contract with parties and definitions, and the playbook asks for this one requirement.
"""

from __future__ import annotations

import functools
import re
from typing import Any

import pytest
from paths import TESTS

from clausegen.authoring.self_test import ENOUGH, Trial
from clausegen.drafting.clauses import blocks, undeclared
from clausegen.drafting.render_context import CONTEXT_NAMES
from clausegen.library.load import examples_of, load_library, load_requirement, templates_folder
from clausegen.model.requirement import Requirement, Severity

UNEARNED = "expected missing, got satisfied"
FOLDERS = sorted(path.parent for path in (templates_folder() / "clauses").glob("*/requirement.toml"))


@functools.cache
def requirement_in(name: str) -> Requirement:
    return load_requirement(templates_folder() / "clauses" / name)


@functools.cache
def trial(name: str) -> Trial:
    return Trial(requirement_in(name), load_library())


def each_requirement() -> list[Any]:
    return [pytest.param(folder.name, id=folder.name) for folder in FOLDERS]


@pytest.mark.parametrize("name", each_requirement())
def test_the_faults_of_a_folder_are_those_that_were_looked_at(name: str, update_golden: bool) -> None:
    """What the reader makes of examples, of our own wording and of wording with an element left out."""
    found = "".join(f"{fault}\n" for fault in trial(name).faults())
    golden = TESTS / "golden" / "clause_library" / f"{name}.txt"
    if update_golden:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_nearly_no_near_miss_of_the_library_is_called_satisfied() -> None:
    faults = (TESTS / "golden" / "clause_library").glob("*.txt")
    unearned = [line for file in faults for line in file.read_text(encoding="utf-8").splitlines() if UNEARNED in line]
    assert len(unearned) <= 5


@pytest.mark.parametrize("name", each_requirement())
def test_every_element_has_a_block_and_every_block_an_element(name: str) -> None:
    requirement = requirement_in(name)
    assert blocks(requirement) == {element.block for element in requirement.elements}


@pytest.mark.parametrize("name", each_requirement())
def test_a_clause_asks_for_its_parameters_and_for_what_every_clause_may_ask(name: str) -> None:
    requirement = requirement_in(name)
    assert undeclared(requirement) - CONTEXT_NAMES == {parameter.id for parameter in requirement.parameters}


@pytest.mark.parametrize("name", each_requirement())
def test_every_element_has_enough_examples_of_each_kind(name: str) -> None:
    requirement = requirement_in(name)
    lacking = []
    for element in requirement.elements:
        for kind, least in zip(("satisfies", "near-miss", "contradicts"), ENOUGH[element.severity], strict=True):
            there = sum(example.kind == kind and element.id in example.expect for example in examples_of(requirement))
            if there < least:
                lacking.append(f"{element.id}: {there} of {least} {kind}")
    assert not lacking


@pytest.mark.parametrize("name", each_requirement())
def test_critical_elements_have_a_ladder(name: str) -> None:
    requirement = requirement_in(name)
    bare = [e.id for e in requirement.elements if e.severity is Severity.CRITICAL and e.ladder is None]
    assert not bare


def test_references_lead_to_requirements_and_elements_that_exist() -> None:
    library = load_library()
    there = set(library.requirements) | {f"{r.id}.{e.id}" for r in library.requirements.values() for e in r.elements}
    there |= {
        f"{r.id}.{e.id}.{name}"  # a line with a name of its own, which stands in the block of the element
        for r in library.requirements.values()
        for e in r.elements
        for block in re.findall(rf"{{% block {e.block} %}}(.*?){{% endblock %}}", r.template, re.DOTALL)
        for name in re.findall(r"^ *-([a-z][a-z0-9-]*) ", block, re.MULTILINE)
    }
    broken = []
    for requirement in library.requirements.values():
        for source in (requirement.template, *requirement.definitions.values()):
            for target in re.findall(r"\bref\(\s*['\"]([^'\"]+)['\"]\s*\)", source):
                if target not in there:
                    broken.append(f"{requirement.id} -> {target}")
    assert not broken


def test_each_term_is_defined_in_one_requirement() -> None:
    terms = [term for requirement in load_library().requirements.values() for term in requirement.definitions]
    assert len(terms) == len(set(terms))


def test_every_clause_folder_is_required_by_the_playbook() -> None:
    library = load_library()
    assert {rule.id for rule in library.playbook().requirements} == set(library.requirements)
