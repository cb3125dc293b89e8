"""A file is set apart only when its title says that it is another paper, or when it speaks of nothing in scope."""

import pytest

from clausegen.model import Block, Document
from clausegen.structure import scope_doubt

NOTHING = "It names no public body and no product that can be used for surveillance."
BODY = "The Supplier licenses the System to the Ministry of the Interior under this agreement."


@pytest.mark.parametrize(
    ("text", "language", "doubt"),
    [
        (f"NON-DISCLOSURE AGREEMENT\n{BODY}", "en", "It reads like a non-disclosure agreement (“NON-"),
        (f"Supply Agreement\nThe parties signed a Non-Disclosure Agreement on 3 May 2024.\n{BODY}", "en", ""),
        (f"Master Service Agreement\nSigned by the chief executive.\n{BODY}", "en", ""),
        (f"Dear Sir or Madam,\nThis letter amends our agreement.\n{BODY}", "en", ""),
        ("From: a@b.example\nTo: c@d.example\nSubject: agreement", "en", "It reads like a covering e-mail (“"),
        ("Lunch is at noon.", "en", "No words of a contract were found in it."),
        ("Agreement\nThe Supplier sells lamps.", "en", NOTHING),
        ("Agreement\nThe Supplier licenses the software to the Customer.", "en", ""),
        ("Vertrag\nDer Lizenzgeber liefert dem Ministerium eine Anlage.", "de", ""),  # the words are English
        ("", "", ""),  # nothing was read, which is told elsewhere
    ],
)  # fmt: skip
def test_what_is_set_apart(text: str, language: str, doubt: str) -> None:
    blocks = [Block(text=line, start=0, end=0) for line in text.split("\n")]
    found = scope_doubt(Document.from_blocks(blocks, path="", language=language))
    assert found.startswith(doubt)
    assert bool(found) is bool(doubt)
