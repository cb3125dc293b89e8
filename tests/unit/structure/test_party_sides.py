"""Who supplies and who is supplied is found however a contract introduces and calls its parties."""

import pytest
from builders import document

from clausegen.amendments.read import structure
from clausegen.structure.party_roles import CUSTOMER, SUPPLIER
from clausegen.structure.party_sides import Parties, parties

REST = "\n1. Scope\n1.1 The parties shall perform this contract in good faith."
COMPANY = "Halden Optics AB, of Kiruna"
STATE = "the Ministry of the Interior of Ruritania"


def found(front: str) -> Parties:
    return parties(structure(document(front + REST)))


@pytest.mark.parametrize(
    ("front", "supplier", "customer", "why"),
    [
        (f'Made between {COMPANY} ("Halden") and {STATE} (the "Ministry").', "halden", "ministry", "names in brackets"),
        (f"Made between {COMPANY} (the COMPANY) and {STATE} (the ENTITY).", "company", "entity", "without quotation"),
        (f"Between {COMPANY}, hereinafter THE MAKER, and {STATE}, hereinafter THE HOLDER, it is agreed:", "maker",
         "holder", "no brackets"),
        (f'FIRST PARTY: {STATE} ("the First Party")\nSECOND PARTY: {COMPANY} ("the Second Party")', "second party",
         "first party", "the usual order turned round"),
        (f"{COMPANY} and {STATE} agree. Halden Optics AB is called Halden. The Ministry is called Interior.",
         "halden", "interior", "a sentence of its own"),
        ('Kestrel Eye (Pty) Ltd ("Kestrel") and the Serious Crime Unit of the Umvoti Metro Police ("the Unit") agree.',
         "kestrel", "unit", "a word that could name the product"),
        ('Between Larch Ltd ("Larch") and Birch Ltd ("Birch").\nBirch shall pay. Larch grants Birch a licence.',
         "larch", "birch", "two companies: what each does"),
        ('Between Larch Ltd ("Larch") and Birch Ltd ("Birch").\nLarch supplies the units. Both meet on Mondays.',
         "larch", "birch", "one is known, so the other is the other side"),
        ('Prepared for Lower Town Council ("you") by Teguh Watch Sdn Bhd ("we" or "us").', "we", "you", "brackets"),
        ('"We" and "us" is Tanager Labs OÜ. "You" is the Investigation Bureau of Oresand.', "we", "you", "sentence"),
        ("Us: Harakeke Forensics Limited, Wellington\nYou: Crime Unit, Vatukoro Constabulary", "we", "you", "list"),
    ],
)  # fmt: skip
def test_both_sides_are_found(front: str, supplier: str, customer: str, why: str) -> None:
    sides = found(front)
    assert supplier in sides.supplier, why
    assert customer in sides.customer, why


@pytest.mark.parametrize(
    ("front", "name", "why"),
    [
        (f'{COMPANY} ("Halden") supplies its hosted service (the "Service") to {STATE}.', "service", "a product"),
        (f'The Supply Agreement of the Government with {COMPANY} ("Principal Agreement") is amended.',
         "principal agreement", "a contract"),
        (f'{STATE} (the "Ministry") buys from {COMPANY} under the Police Act ("the Act").', "act", "a statute"),
        ("The supplier makes this offer as of 1 May 2026 (the “Effective Date”) to the police.", "effective date",
         "a date"),
    ],
)  # fmt: skip
def test_what_else_a_contract_names_is_no_party(front: str, name: str, why: str) -> None:
    sides = found(front)
    assert name not in (*sides.supplier, *sides.customer), why


def test_a_name_that_is_a_common_word_counts_with_a_capital_only() -> None:
    sides = found(f'Between {COMPANY} ("Halden") and the police of Ruritania, Serious Crime Unit ("the Unit").')
    assert sides.in_roles("The Unit returns each unit to Halden.") == f"The {CUSTOMER} returns each unit to {SUPPLIER}."


def test_pronouns_are_sides_only_where_a_contract_speaks_so_and_the_country_is_none() -> None:
    plain = found('Prepared for Lower Town Council ("you") by Teguh Watch Sdn Bhd ("we" or "us").')
    read = plain.in_roles("Our staff tell you and us; US law stays.")
    assert read == f"{SUPPLIER}'s staff tell {CUSTOMER} and {SUPPLIER}; US law stays."


@pytest.mark.parametrize("blank", ["........", ", ,"])
def test_a_name_that_nobody_filled_in_is_no_name(blank: str) -> None:
    sides = found(f'Between {COMPANY} (hereinafter called "Halden") and {STATE} (hereinafter called "{blank}").')
    assert "halden" in sides.supplier
    assert "" not in (*sides.supplier, *sides.customer)
