"""A clause of ours that stands unchanged needs no reader; one in which a word was changed is read like any other."""

from collections.abc import Callable

import pytest
from deals import a_deal
from paths import ROOT

from clausegen.amendments import structure
from clausegen.checker.house_text import HouseText, house_text
from clausegen.drafting.documents import compose
from clausegen.library import load_deal, load_library, wording_of
from clausegen.model import Block, Document, Tier, as_document

LIBRARY = load_library()
WORDING = wording_of(LIBRARY)
TEXT = as_document(compose(a_deal(), Tier.HIGH, library=LIBRARY))


def known(change: Callable[[str], str | None] = lambda words: words) -> tuple[HouseText, list[str]]:
    """What is known of the draft after ``change`` of the words of each block (None leaves it out), and those words."""
    blocks = [
        block.model_copy(update={"text": words}) for block in TEXT.blocks if (words := change(block.text)) is not None
    ]
    read = structure(Document.from_blocks(blocks, path="", format="draft", language="en"))
    return house_text(read, WORDING), [read.document.text[clause.start : clause.end] for clause in read.clauses]


def knows(words: str, change: Callable[[str], str | None] = lambda words: words) -> bool:
    found, texts = known(change)
    places = [index for index, text in enumerate(texts) if words in text]
    assert places, words
    return any(index in found.unchanged for index in places)


CAP = "each Party's total liability in connection with this Agreement is limited"


def test_every_clause_of_a_draft_is_known() -> None:
    found, _ = known()
    assert len(found.unchanged) > 200
    given = frozenset[str]().union(*found.gives.values())
    due = {e.code for _, own in LIBRARY.due(LIBRARY.playbook(), Tier.HIGH) for e in own}
    assert len(due & given) > 100
    assert knows(CAP)


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("what the cap leaves out was struck", lambda w: None if w.startswith("No limit or exclusion in") else w),
        ("a word was changed beside it", lambda w: w.replace("applies to a breach of", "applies to a loss by")),
        ("a sentence was added", lambda w: f"{w} The Customer decides." if w.startswith("Nothing in this") else w),
        ("its title was changed", lambda w: w.replace("Liability", "Limits") if w == "Liability" else w),
    ],
)
def test_a_cap_is_read_when_its_section_is_not_ours_any_more(reason: str, change: Callable[[str], str | None]) -> None:
    assert not knows(CAP, change), reason


def test_an_element_is_not_given_by_what_is_left_of_its_words() -> None:
    def without(words: str) -> str | None:
        return None if words.startswith("Any person may report suspected Misuse through") else words

    whole, _ = known()
    found, _ = known(without)
    assert any("WHB-1" in codes for codes in whole.gives.values())
    assert not any("WHB-1" in codes for codes in found.gives.values())


def test_a_draft_under_the_law_of_new_york_is_known_in_its_spelling_and_wording() -> None:
    deal = a_deal(forum={"governing_law": "New York"})
    text = as_document(compose(deal, Tier.HIGH, library=LIBRARY))
    found = house_text(structure(text), WORDING)
    assert "authorization" in text.text
    given = frozenset[str]().union(*found.gives.values())
    assert given >= frozenset[str]().union(*known()[0].gives.values())


def test_nothing_is_known_of_a_contract_by_others() -> None:
    words = ["1. Fees", "1.1 The Customer shall pay.", "2. Liability", "2.1 There is none."]
    read = structure(Document.from_blocks([Block(text=text, start=0, end=0) for text in words], path=""))
    assert house_text(read, WORDING) == HouseText()


CERTIFICATE = "Every 3 months from"


@pytest.mark.parametrize(
    ("reason", "old", "new", "element"),
    [
        (
            "a duty made an effort",
            "Officer shall acknowledge",
            "Officer shall endeavour to acknowledge",
            "WHB-4",
        ),
        ("a figure beyond its bounds", CERTIFICATE, "Every 36 months from", "DUR-4"),
        ("words added at the end", "because of a report.", "because of a report, save for good cause.", "WHB-6"),
    ],
)
def test_a_changed_line_is_named_with_its_element(reason: str, old: str, new: str, element: str) -> None:
    found, texts = known(lambda words: words.replace(old, new))
    assert any(new in text for text in texts), reason
    assert [change.element for change in found.altered] == [element], reason


def test_a_change_quotes_the_words_that_were_struck_and_put() -> None:
    found, _ = known(lambda words: words.replace(CERTIFICATE, "Every 36 months from"))
    (change,) = found.altered
    assert (change.struck, change.put) == ("…", "36 months")


def test_a_struck_line_of_an_element_is_named() -> None:
    def without(words: str) -> str | None:
        return None if words.startswith("Any person may report suspected Misuse through") else words

    found, _ = known(without)
    (change,) = found.altered
    assert (change.clause, change.element) == (None, "WHB-1")
    assert change.struck.startswith("Any person may report suspected Misuse through")


def test_a_changed_definition_is_named_by_its_term() -> None:
    found, _ = known(
        lambda words: (
            words.replace("” means", "” means, once a final court has so found,")
            if words.startswith("“Misuse”")
            else words
        )
    )
    (change,) = found.altered
    assert change.term == "Misuse"
    assert "final court" in change.put


def test_nothing_is_altered_in_a_draft_and_a_rewritten_section_is_read_like_any_other() -> None:
    assert known()[0].altered == ()
    found, _ = known(
        lambda words: (
            "The Supplier keeps a channel for reports, and looks into each."
            if "report suspected Misuse" in words
            else words
        )
    )
    assert all(change.clause is None for change in found.altered)


@pytest.mark.parametrize("name", ["high", "medium", "incident", "assessed"])
def test_no_draft_of_a_sample_deal_seems_altered(name: str) -> None:
    deal = load_deal(ROOT / "samples" / "deals" / f"{name}.toml")
    text = as_document(compose(deal, deal.tier or Tier.MEDIUM, library=LIBRARY))
    assert house_text(structure(text), WORDING).altered == ()
