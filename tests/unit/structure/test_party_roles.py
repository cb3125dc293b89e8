"""The trained readers see each side as one word, whatever a text calls it, and nothing else changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausegen.structure.party_roles import CUSTOMER, SUPPLIER, called, in_roles, read_as_roles


@pytest.mark.parametrize(
    ("text", "read", "why"),
    [
        ("The Licensor may suspend the Licensee.", "The {S} may suspend the {C}.", "labels"),
        ("The vendor shall train the buyer.", "The {S} shall train the {C}.", "plain labels need no capital"),
        ("The Bureau shall keep logs; another bureau need not.", "The {C} shall keep logs; another bureau need not.",
         "a common noun is a party with a capital only"),
        ("Nothing here is Force Majeure.", "Nothing here is Force Majeure.", "a label that does not act is none"),
        ("We may stop your access and tell us why.", "{S} may stop {C}'s access and tell {S} why.", "plain words"),
        ("Either of us may leave.", "Either of us may leave.", "both sides together"),
        ("The Supplier helps us.", "The {S} helps us.", "pronouns count where no label does"),
        ("The Agency shall pay. The Agency may use it. The Ministry has approved.",
         "The {C} shall pay. The {C} may use it. The Ministry has approved.", "one name a side, the one used most"),
        ("Der Lieferant darf den Zugang des Kunden sperren. Der Kunde hat mitzuwirken.",
         "Der {S} darf den Zugang des Kunden sperren. Der {C} hat mitzuwirken.", "German"),
        ("Le Fournisseur peut suspendre le Client.", "Le {S} peut suspendre le {C}.", "French"),
        ("The LİCENSEE shall pay; the lıcensee pays.", "The LİCENSEE shall pay; the lıcensee pays.",
         "letters that are like others without regard to case"),
        ("El Proveedor podrá suspender al Cliente.", "El {S} podrá suspender al {C}.", "Spanish"),
    ],
)  # fmt: skip
def test_sides_are_read_as_roles(text: str, read: str, why: str) -> None:
    assert in_roles(text) == read.format(S=SUPPLIER, C=CUSTOMER), why


def test_a_contract_that_says_who_is_who_is_believed() -> None:
    names = called("Halden may stop the Company.", {"halden": "supplier", "company": "customer"})
    assert "".join(read for _, read in read_as_roles("Halden may stop the Company.", names)) == (
        f"{SUPPLIER} may stop the {CUSTOMER}."
    )
    assert called("We may stop you.", {"we": "customer", "you": "supplier"})["we"] == CUSTOMER


@settings(deadline=None)
@given(st.text("The Licensor We you'our. BuyerİıſK", max_size=80))
def test_the_pieces_are_the_text_and_reading_twice_changes_nothing(text: str) -> None:
    assert "".join(printed for printed, _ in read_as_roles(text, called(text, {}))) == text
    assert in_roles(in_roles(text)) == in_roles(text)
