"""The structural tests that every clause folder has to pass.

Each requirement is judged alone (see ``clausegen.authoring.self_test``): its rendering stands in a minimal
contract with parties and definitions, and the playbook asks for this one requirement.
"""

from __future__ import annotations

import functools
import re
from typing import Any

import pytest

from clausegen.authoring.self_test import DRAFTED, ENOUGH, Trial
from clausegen.drafting.clauses import blocks, undeclared
from clausegen.drafting.render_context import CONTEXT_NAMES
from clausegen.library.examples import examples_of
from clausegen.library.load import load_library, load_requirement, templates_folder
from clausegen.model.deal import PositionChoice
from clausegen.model.requirement import Example, Requirement, Severity, Status, Tier

FOLDERS = sorted(path.parent for path in (templates_folder() / "clauses").glob("*/requirement.toml"))


@functools.cache
def requirement_in(name: str) -> Requirement:
    return load_requirement(templates_folder() / "clauses" / name)


@functools.cache
def trial(name: str) -> Trial:
    return Trial(requirement_in(name), load_library())


def each_requirement() -> list[Any]:
    return [pytest.param(folder.name, id=folder.name) for folder in FOLDERS]


def each_requirement_and_tier() -> list[Any]:
    return [
        pytest.param(folder.name, tier, id=f"{folder.name}-{tier}")
        for folder in FOLDERS
        for tier in DRAFTED
        if requirement_in(folder.name).due_at(tier)
    ]


def each_element() -> list[Any]:
    return [
        pytest.param(folder.name, element.id, id=f"{folder.name}.{element.id}")
        for folder in FOLDERS
        for element in requirement_in(folder.name).elements
    ]


def each_rung() -> list[Any]:
    return [
        pytest.param(folder.name, element.id, rung, id=f"{folder.name}.{element.id}-{rung}")
        for folder in FOLDERS
        for element in requirement_in(folder.name).elements
        if element.ladder
        for rung in ("acceptable", "fallback")
    ]


def each_example() -> list[Any]:
    return [
        pytest.param(
            folder.name,
            example,
            id=f"{folder.name}-{index}-{example.kind}",
            marks=[pytest.mark.xfail(reason=example.known_failure, strict=True)] if example.known_failure else [],
        )
        for folder in FOLDERS
        for index, example in enumerate(examples_of(requirement_in(folder.name)), start=1)
    ]


@pytest.mark.parametrize(("name", "example"), each_example())
def test_examples_come_out_as_expected(name: str, example: Example) -> None:
    assert trial(name).of_example(example) == example.expect


@pytest.mark.parametrize("name", each_requirement())
def test_every_element_has_a_block_and_every_block_an_element(name: str) -> None:
    requirement = requirement_in(name)
    assert blocks(requirement) == {element.block for element in requirement.elements}


@pytest.mark.parametrize(("name", "tier"), each_requirement_and_tier())
def test_our_own_wording_satisfies_every_element_due(name: str, tier: Tier) -> None:
    found = trial(name).statuses(trial(name).contract(tier), tier)
    assert found == {element.id: Status.SATISFIED for element in requirement_in(name).due_at(tier)}


@pytest.mark.parametrize(("name", "element", "rung"), each_rung())
def test_every_rung_of_a_ladder_still_satisfies_every_element(name: str, element: str, rung: str) -> None:
    choice = PositionChoice.model_validate({"position": rung, "approved_by": "the approver of the rung"})
    deal = trial(name).deal.model_copy(update={"positions": {f"{name}.{element}": choice}})
    found = trial(name).statuses(trial(name).contract(Tier.HIGH, deal=deal))
    assert set(found.values()) == {Status.SATISFIED}, found


@pytest.mark.parametrize(("name", "element"), each_element())
def test_leaving_an_element_out_makes_exactly_that_element_missing(name: str, element: str) -> None:
    found = trial(name).statuses(trial(name).contract(Tier.HIGH, without=(element,)))
    lacking = {name: status for name, status in found.items() if status is not Status.SATISFIED}
    assert lacking == {element: Status.MISSING}


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
