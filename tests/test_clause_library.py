"""The structural tests that every clause folder has to pass.

Each folder is judged alone: its rendering stands in a minimal contract with parties and definitions, and
the playbook asks for this one requirement.
"""

from __future__ import annotations

import functools
import re
from typing import Any

import pytest
from deals import a_deal, a_playbook

from clausegen.assemble import CONTEXT_NAMES, context, numbered, render_requirement, undeclared
from clausegen.assemble.clauses import blocks, render
from clausegen.data_file import read_toml
from clausegen.document import Block, BlockKind, Document
from clausegen.library import Library, load_library, load_requirement, templates_folder
from clausegen.paper import Paper, as_document, runs
from clausegen.requirement import Example, Requirement, Severity, Status, Tier

FOLDERS = sorted(path.parent for path in (templates_folder() / "clauses").glob("*/requirement.toml"))
TIERS = (Tier.LOW, Tier.MEDIUM, Tier.HIGH)


@functools.cache
def requirement_in(name: str) -> Requirement:
    return load_requirement(templates_folder() / "clauses" / name)


@functools.cache
def library_of(name: str) -> Library:
    """The library reduced to one requirement, so that a fault in a neighbour does not show here."""
    return Library(
        root=templates_folder(),
        version="test",
        sha256="",
        requirements={name: requirement_in(name)},
        playbooks={"state-surveillance-technology": a_playbook(name)},
        lexicon=_lexicon(),
    )


@functools.cache
def _lexicon() -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in read_toml(templates_folder() / "lexicon.toml").items()}


def statuses(name: str, document: Document, tier: Tier) -> dict[str, Status]:
    from clausegen.api import judge

    report = judge(document, tier=tier, library=library_of(name))
    return {finding.element: finding.status for verdict in report.verdicts for finding in verdict.findings}


def contract(requirement: Requirement, tier: Tier, without: tuple[str, ...] = ()) -> Document:
    """Our own wording of a requirement at a tier, in a minimal contract."""
    deal = a_deal(tier=tier.value)
    values = context(deal, a_playbook(requirement.id), tier, requirement)
    pieces = render_requirement(requirement, values, due=requirement.due_at(tier), without=without)
    clauses = as_document(Paper(title="", kind="agreement", paragraphs=numbered(pieces, first=2))).blocks
    front = [
        _line("Licence Agreement", BlockKind.TITLE),
        _line("(1) Halberd Systems Ltd (the “Supplier”);"),
        _line("(2) Ministry of the Interior of Estmark (the “Customer”); and"),
        _line("(3) National Crime Directorate of Estmark (the “End User”)."),
        _line("The parties agree as follows."),
        _line("Definitions", BlockKind.HEADING, number="1"),
    ]
    text = "\n".join(block.text for block in clauses)
    definitions = [
        _line(f"“{term}” means {meaning}")
        for term, meaning in definitions_of(requirement, values).items()
        if re.search(rf"\b{re.escape(term)}", text)
    ]
    return Document.from_blocks([*front, *definitions, *clauses])


def definitions_of(requirement: Requirement, values: dict[str, Any]) -> dict[str, str]:
    return {
        term: "".join(run.text for run in runs(render(meaning, values, requirement.id), lambda target: "clause 9"))
        for term, meaning in requirement.definitions.items()
    }


def snippet(text: str) -> Document:
    """An example text as the operative part of a contract, one block per line."""
    lines = [" ".join(line.split()) for line in text.strip().splitlines() if line.strip()]
    return Document.from_blocks([_line("The parties agree as follows."), *map(_line, lines)])


def _line(text: str, kind: BlockKind = BlockKind.PARAGRAPH, number: str = "") -> Block:
    return Block(text=text, start=0, end=0, kind=kind, number=number, label=number)


def each_requirement() -> list[Any]:
    return [pytest.param(folder.name, id=folder.name) for folder in FOLDERS]


def each_requirement_and_tier() -> list[Any]:
    return [
        pytest.param(folder.name, tier, id=f"{folder.name}-{tier}")
        for folder in FOLDERS
        for tier in TIERS
        if requirement_in(folder.name).due_at(tier)
    ]


def each_element() -> list[Any]:
    return [
        pytest.param(folder.name, element.id, id=f"{folder.name}.{element.id}")
        for folder in FOLDERS
        for element in requirement_in(folder.name).elements
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
        for index, example in enumerate(requirement_in(folder.name).examples, start=1)
    ]


@pytest.mark.parametrize(("name", "example"), each_example())
def test_examples_come_out_as_expected(name: str, example: Example) -> None:
    found = statuses(name, snippet(example.text), Tier.HIGH)
    assert {element: found[element] for element in example.expect} == example.expect


@pytest.mark.parametrize("name", each_requirement())
def test_every_element_has_a_block_and_every_block_an_element(name: str) -> None:
    requirement = requirement_in(name)
    assert blocks(requirement) == {element.block for element in requirement.elements}


@pytest.mark.parametrize(("name", "tier"), each_requirement_and_tier())
def test_our_own_wording_satisfies_every_element_due(name: str, tier: Tier) -> None:
    requirement = requirement_in(name)
    found = statuses(name, contract(requirement, tier), tier)
    assert found == {element.id: Status.SATISFIED for element in requirement.due_at(tier)}


@pytest.mark.parametrize(("name", "element"), each_element())
def test_leaving_an_element_out_makes_exactly_that_element_missing(name: str, element: str) -> None:
    requirement = requirement_in(name)
    found = statuses(name, contract(requirement, Tier.HIGH, without=(element,)), Tier.HIGH)
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
        satisfies, near_miss = (4, 4) if element.severity is Severity.CRITICAL else (2, 2)
        for kind, least in (("satisfies", satisfies), ("near-miss", near_miss), ("contradicts", 1)):
            there = sum(example.kind == kind and element.id in example.expect for example in requirement.examples)
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
