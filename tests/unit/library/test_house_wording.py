"""The library's own wording is known word for word, and no value turns a sentence around."""

import pytest

from clausegen.library import HouseLine, load_library, plain, wording_of
from clausegen.library.house_wording import _definition, _sections, _Template

TEMPLATE = """# Keeping logs

{% block keep %}
- The Customer shall keep all logs for at least {{ years | counted("year") }} after {{ ref("use") }} ends.
{% if tier == "high" %}
- The custodian is {{ custodian }}{% if deputy %}, or {{ deputy }}{% endif %}.
{% endif %}
{% endblock %}
"""
NUMBERS = (("years", 5, 10),)


def lines() -> tuple[HouseLine, ...]:
    (section,) = _sections(_Template(TEMPLATE, (("keep", "AUD-4"),), "AUD", NUMBERS))
    return section.lines


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("The Customer shall keep all logs for at least 7 years after clause 9.2(a) ends.", True),
        ("The  Customer shall keep all logs for at least 5 years after clause 9 ends.", True),
        ("The Customer shall keep all logs for at least 5 years after Section 9 of the Existing Agreement ends.", True),
        (
            "The Customer shall keep all logs for at least 5 years after Article IX of the Existing Agreement ends.",
            True,
        ),
        ("The Customer shall keep all logs for at least 5 years after [CONFIRM: clause 9] ends.", True),
        ("The Customer shall keep all logs for at least 5 years after [CONFIRM: the Minister decides] ends.", False),
        ("The Customer shall keep all logs for at least 5 years after clause 9 of the Escrow Agreement ends.", False),
        ("The Customer shall keep all logs for at least 2 years after clause 9 ends.", False),  # below the minimum
        ("The Customer shall keep all logs for at least 7 days after clause 9 ends.", False),  # another unit
        ("The Customer shall not keep all logs for at least 7 years after clause 9 ends.", False),
        ("The Customer shall keep all logs for at least 7 years after clause 9 ends. It may delete them.", False),
        ("The Customer shall keep all logs for at least 7 years after the Minister so decides ends.", False),
        ("The custodian is the Chamber of Commerce of Vell.", True),
        ("The custodian is the Chamber of Commerce of Vell, or Runa Osk.", True),
        ("The custodian is the one named on 6 May 2024.", True),  # a month, and no verb
        ("The custodian is that of Supply Agreement No. 2024/117.", True),
        ("The custodian is whom the Customer may name.", False),
        ("The custodian is nobody unless the Customer names one.", False),  # the value says something of its own
        ("The custodian is Runa Osk. The Customer may replace it.", False),
    ],
)
def test_a_line_is_known_whatever_its_values_and_only_with_its_words(words: str, known: bool) -> None:
    assert any(line.matches(plain(words)) for line in lines()) is known


def test_lines_of_one_branch_are_printed_together_and_belong_to_their_element() -> None:
    first, second = lines()
    assert (first.element, second.element) == ("AUD-4", "AUD-4")
    assert first.group != second.group
    assert not first.always
    assert not second.always


def test_a_definition_is_known_with_the_quotation_marks_of_a_word_processor() -> None:
    line = _definition("Region", "each place named in {{ schedule('use-limits') }}.")
    assert line.matches(plain("“Region” means each place named in Schedule 1."))
    assert not line.matches(plain("“Region” means each place named in Schedule 1 or by the Customer."))


def test_a_contract_with_a_few_common_titles_is_not_made_of_our_clauses() -> None:
    wording = wording_of(load_library())
    assert wording.sections(["Confidentiality", "Liability", "Notices", "General", "Survival"]) == {}


def test_every_clause_of_the_library_is_read_into_lines() -> None:
    library = load_library()
    wording = wording_of(library)
    titles = [requirement.title for requirement in library.requirements.values()]
    headings = [
        template.text.splitlines()[0].removeprefix("# ") for template in wording.templates if template.requirement
    ]
    assert len(titles) == len(headings)
    assert set(wording.sections(headings)) == {heading.casefold() for heading in headings}


def test_the_wording_of_a_part_of_a_library_is_not_that_of_the_whole() -> None:
    whole = load_library()
    name, requirement = next(iter(whole.requirements.items()))
    part = wording_of(whole.model_copy(update={"requirements": {name: requirement}}))
    assert len(part.templates) < len(wording_of(whole).templates)
