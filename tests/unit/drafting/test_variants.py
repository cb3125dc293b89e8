"""The law of the agreement chooses wording and spelling, from data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from deals import deal_data
from test_assemble import AGREEMENT

from clausegen.drafting.documents import compose
from clausegen.drafting.governing_law import variant_of, variants
from clausegen.errors import DataError
from clausegen.library import american, load_library
from clausegen.lint.inspections import faults_of_paper
from clausegen.model.deal import Deal, Forum
from clausegen.model.draft import Paper
from clausegen.model.requirement import Tier

LIBRARY = load_library()
NEW_YORK = {"governing_law": "the State of New York", "seat": "Geneva, Switzerland"}


def paper(kind: str = "agreement", **changes: object) -> Paper:
    deal = Deal.model_validate(deal_data(agreement=AGREEMENT, date=dt.date(2026, 3, 2), **changes))
    return compose(deal, Tier.HIGH, library=LIBRARY, kind=kind)


def text_of(made: Paper) -> str:
    return "\n".join(paragraph.text for paragraph in made.paragraphs)


@pytest.mark.parametrize(
    ("law", "variant", "reason"),
    [
        ("England and Wales", "england", "our default"),
        ("the State of New York", "new-york", "with its form"),
        ("New York", "new-york", "by its name alone"),
        ("New Yorkshire", "other", "another name that begins alike"),
        ("Singapore", "other", "a law without a file of its own"),
    ],
)
def test_the_law_chooses_the_variant(law: str, variant: str, reason: str) -> None:
    assert variant_of(Forum(governing_law=law), LIBRARY.root).id == variant, reason


def test_a_law_that_nobody_stated_is_any_law_in_an_addendum() -> None:
    assert variant_of(Forum(), LIBRARY.root, stated=True).id == "other"
    assert "as a deed" not in text_of(paper("addendum")).partition("Schedule 1")[0].partition("Signatures")[0]


def test_a_new_york_agreement_waives_and_chooses_in_the_words_of_its_law() -> None:
    text = text_of(paper(forum=NEW_YORK))
    for words in ("28 U.S.C. §§ 1605(a)(1)", "General Obligations Law § 5-1401", "intended third-party beneficiary"):
        assert words in text
    assert "Rights of Third Parties" not in text
    assert faults_of_paper(paper(forum=NEW_YORK)) == []


def test_american_spelling_goes_through_the_document_but_not_through_values() -> None:
    supplier = {**deal_data()["supplier"], "name": "Licence Centre Ltd", "address": "4 Harbour Road, Norland"}
    text = text_of(paper(forum=NEW_YORK, supplier=supplier))
    assert "Licence Centre Ltd" in text
    assert "4 Harbour Road" in text
    rest = text.replace("Licence Centre Ltd", "").replace("Harbour Road", "").replace(deal_data()["title"], "")
    assert not [word for word in ("licence", "authoris", "offence", "colour", "organis") if word in rest]
    assert "license" in rest
    assert "specialists" in rest


def test_an_american_agreement_has_sections_where_others_have_clauses() -> None:
    text = text_of(paper(forum=NEW_YORK))
    assert "A reference to a Section or Schedule is to a Section of or Schedule to this Agreement." in text
    assert "under Section 16" in text
    assert "clause" not in text.casefold()
    assert "Section" not in text_of(paper())


@pytest.mark.parametrize(
    ("british", "there"),
    [("specialists", "specialists"), ("an organism", "an organism"), ("organisation", "organization"),
     ("fulfil", "fulfill"), ("fulfilled", "fulfilled"), ("Licence", "License")],
)  # fmt: skip
def test_a_stem_is_respelt_where_it_is_one(british: str, there: str) -> None:
    assert american(british, LIBRARY.root) == there


def test_there_is_no_deed_under_the_law_of_new_york() -> None:
    text = text_of(paper("deed-of-adherence", forum=NEW_YORK))
    assert "deed" not in text.lower().replace("indeed", "")
    assert "Instrument of adherence" in text


def test_a_variant_that_lacks_words_is_a_fault_of_the_library(tmp_path: Path) -> None:
    (tmp_path / "variants").mkdir()
    words = '[words]\nchoice = ""\n'
    (tmp_path / "variants" / "other.toml").write_text(f'id = "other"\nspelling = "british"\n{words}deed = "deed"\n')
    (tmp_path / "variants" / "mars.toml").write_text(f'id = "mars"\nlaws = ["Mars"]\nspelling = "british"\n{words}')
    with pytest.raises(DataError, match="the same names as the others"):
        variants(tmp_path)
