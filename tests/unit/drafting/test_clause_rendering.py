"""Clause templates: blocks, levels, ablation, and values that stay what they are."""

from __future__ import annotations

import pytest
from deals import a_deal, a_playbook
from hypothesis import given
from hypothesis import strategies as st
from wording import TEMPLATE, a_requirement

from clausegen.drafting.clauses import Piece, render_requirement, undeclared
from clausegen.drafting.numbering import numbered
from clausegen.drafting.render_context import context
from clausegen.errors import DataError, DraftRefused
from clausegen.model.requirement import Requirement, Tier


def rendered(requirement: Requirement | None = None, **options: object) -> list[Piece]:
    requirement = requirement or a_requirement()
    deal = options.pop("deal", a_deal())
    values = context(deal, a_playbook(requirement.id), Tier.HIGH, requirement)  # type: ignore[arg-type]
    return render_requirement(requirement, values, **options)  # type: ignore[arg-type]


def test_each_line_knows_its_level_and_element() -> None:
    assert [(piece.level, piece.element) for piece in rendered()] == [
        (1, ""),
        (2, "on-suspicion"),
        (2, "stops-use"),
        (3, "stops-use"),
        (3, "stops-use"),
        (4, "stops-use"),
        (4, "stops-use"),
        (0, "records"),
    ]


def test_numbers_run_as_lawyers_count() -> None:
    paragraphs = numbered(rendered(), first=9)
    assert [p.label for p in paragraphs] == ["9.", "9.1", "9.2", "(a)", "(b)", "(i)", "(ii)", ""]
    assert [p.number for p in paragraphs][3:7] == ["9.2(a)", "9.2(b)", "9.2(b)(i)", "9.2(b)(ii)"]


def test_a_reference_prints_the_number_of_its_target() -> None:
    paragraphs = numbered(rendered(), first=9, resolve=lambda target: f"<{target}>")
    assert paragraphs[6].text.endswith("see clause 9.1.")
    assert paragraphs[1].text.endswith("under <lantern-law>.")


def test_a_defined_term_is_bold() -> None:
    runs = numbered(rendered())[1].runs
    assert [(run.text, run.bold) for run in runs][:3] == [
        ("The Supplier may suspend ", False),
        ("Lantern", True),
        (" where it suspects Misuse under ", False),
    ]


def test_elements_that_are_not_due_are_left_out() -> None:
    due = a_requirement().due_at(Tier.LOW)
    assert {piece.element for piece in rendered(due=due)} == {"", "on-suspicion", "stops-use"}


def test_an_ablation_leaves_out_exactly_one_element() -> None:
    assert {piece.element for piece in rendered(without={"on-suspicion"})} == {"", "stops-use", "records"}


def test_a_remedy_renders_one_element_without_the_heading() -> None:
    assert [piece.level for piece in rendered(only={"on-suspicion"})] == [2]


HOSTILE = [
    ("{{ 7*7 }}", "Jinja syntax"),
    ("{% for x in range(10**9) %}{% endfor %}", "a Jinja statement"),
    ("A&B <Ltd>", "XML"),
    ("**bold** and | bars", "our own marks"),
    ("# a heading", "a line mark"),
    ("- 1. an item", "a list mark"),
    ("שלום \u200f\u200e", "right-to-left script and direction marks"),
]


@pytest.mark.parametrize(("name", "reason"), HOSTILE)
@pytest.mark.parametrize("template", [TEMPLATE, "# Stop\n{{ product.name }}\n- {{ product.name }} {{ hours }}\n"])
def test_a_hostile_value_stays_what_it_is(name: str, reason: str, template: str) -> None:
    deal = a_deal(product={"name": name, "description": "x", "capability": "analytics"})
    plain = rendered(a_requirement(template), deal=a_deal())
    hostile = rendered(a_requirement(template), deal=deal)
    assert [piece.plain() for piece in hostile] == [piece.plain().replace("Lantern", name) for piece in plain], reason
    assert [piece.level for piece in hostile] == [piece.level for piece in plain]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_no_value_changes_the_shape_of_a_clause(name: str) -> None:
    deal = a_deal()
    product = deal.product.model_copy(update={"name": name})
    pieces = rendered(deal=deal.model_copy(update={"product": product}))
    assert [piece.level for piece in pieces] == [1, 2, 2, 3, 3, 4, 4, 0]


def test_a_value_with_line_breaks_stays_on_its_line() -> None:
    deal = a_deal(product={"name": "Lan\n# tern\r\n- x", "description": "x", "capability": "analytics"})
    assert rendered(deal=deal)[1].plain().startswith("The Supplier may suspend Lan # tern - x where")


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("# Stop\n- {{ nobody }}\n", "an unknown value"),
        ("# Stop\n- {{ customer.nothing }}\n", "an unknown field"),
        ("# Stop\n- {{ ''.__class__.__mro__ }}\n", "what the sandbox forbids"),
        ("# Stop\n- {{ range(3) }}\n", "a function of Jinja"),
        ("# Stop\n- {% if %}\n", "broken syntax"),
        ("# Stop\n   - three spaces\n", "an indentation that is no level"),
    ],
)
def test_a_faulty_template_is_named(template: str, reason: str) -> None:
    with pytest.raises(DataError, match=r"lantern-stop/clause\.md\.j2"):
        rendered(a_requirement(template))


def test_the_names_a_clause_asks_for_are_known() -> None:
    assert undeclared(a_requirement()) == {"product", "hours", "customer", "end_user"}


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"hours": 0}, "at least 1"),
        ({"hours": "soon"}, "a whole number was expected"),
        ({"lantern-stop.hours": True}, "a whole number was expected"),
    ],
)
def test_an_answer_outside_its_bounds_is_refused(answers: dict[str, object], message: str) -> None:
    with pytest.raises(DraftRefused, match=message):
        rendered(deal=a_deal(answers=answers))


def test_an_answer_may_be_given_in_a_table_of_its_requirement() -> None:
    pieces = rendered(deal=a_deal(answers={"lantern-stop": {"hours": 3}}))
    assert "within 3 hours" in pieces[3].plain()
