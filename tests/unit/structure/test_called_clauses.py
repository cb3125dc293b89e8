"""What a contract calls its clauses."""

from __future__ import annotations

import pytest
from builders import document

from clausegen.amendments import structure
from clausegen.structure import clause_word

BODY = "{0} 1. Licence.\n\nThe Supplier grants it as {0} 2 says.\n\n{0} 2. Term.\n\nThe term is a year."


@pytest.mark.parametrize(
    ("text", "word", "reason"),
    [
        (BODY.format("Section"), "Section", "an American contract"),
        (BODY.format("Article"), "Article", "a treaty hand"),
        (BODY.format("SECTION"), "Section", "capitals are a matter of headings"),
        ("1. Licence.\n\nThe Supplier grants a licence as clause 2 says.\n\n2. Term.\n\nA year.", "clause", "English"),
        (
            "1. Rights.\n\nArticle 6 of the Covenant and Article 12 of the Covenant apply, subject to clause 2.\n\n"
            "2. Term.\n\nA year.",
            "clause",
            "a treaty is cited more often than the contract itself",
        ),
        ("1. Licence.\n\nThe Supplier grants a licence.", "clause", "nothing is cited"),
    ],
)
def test_the_word_is_that_of_references_to_its_own_clauses(text: str, word: str, reason: str) -> None:
    assert clause_word(structure(document(text))) == word, reason
