"""Who may act is read from the grammar of a sentence, as a second opinion."""

from pathlib import Path

import pytest

from clausegen.api import judge
from clausegen.detect.grammar import actors_of
from clausegen.document import Document
from clausegen.errors import ModelError
from clausegen.ingest.text import read_text
from clausegen.nlp import grammar, pipeline
from clausegen.requirement import Tier

ACTORS = [
    ("the supplier may suspend use of the system where it suspects misuse", {"supplier"}, "a plain right"),
    ("the customer may suspend payment where the supplier is late", {"customer"}, "the other side's right"),
    ("where it suspects misuse, the supplier may block access without notice", {"supplier"}, "condition first"),
    ("access may be suspended by the supplier at any time", {"supplier"}, "agent of a passive"),
    ("access may be suspended at any time", set(), "nobody named"),
    ("the customer and the supplier may suspend the work", {"customer", "supplier"}, "both"),
    ("the supplier's engineers may enter the site", set(), "people of a side are not the side"),
    ("we may switch off your account", {"supplier"}, "second person"),
    ("the customer shall preserve all logs and shall produce them to the supplier", {"customer"}, "two duties"),
]


@pytest.mark.parametrize(("words", "actors", "why"), ACTORS, ids=[why for _, _, why in ACTORS])
def test_actors_are_subjects_and_agents(words: str, actors: set[str], why: str) -> None:
    assert actors_of(grammar(words)) == actors


def test_a_pipeline_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelError, match="no_such_pipeline"):
        pipeline("no_such_pipeline")


def test_a_report_can_be_had_with_grammar() -> None:
    text = (
        "The parties agree as follows.\n1. Stop\n1.1 The Supplier may suspend use at once where it suspects misuse.\n"
    )
    document: Document = read_text(Path("a.txt"), text.encode()).document(Path("a.txt"), "txt", "", original=False)
    assert judge(document, tier=Tier.LOW, grammar="shipped").summary
