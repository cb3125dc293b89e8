"""What a right is made to depend on is said in plain words."""

import pytest

from clausegen.detect.candidate import Candidate, Span
from clausegen.detect.gates import with_gates
from clausegen.detect.signals import Sentence
from clausegen.library import load_library
from clausegen.segment import Clause

DEPENDS = [
    ("may suspend on thirty (30) days' prior written notice", "it needs thirty days of notice"),
    ("may suspend after notice of not less than 14 days", "it needs 14 days of notice"),
    ("shall announce any stop at least ten business days beforehand", "it must be announced ten business days before"),
    ("may terminate if the breach has not been remedied", "the customer may first put it right"),
    ("may suspend with the prior written consent of the customer", "it needs the customer's consent"),
    ("may suspend upon joint decision", "both sides must agree"),
    ("may suspend only after good-faith negotiations", "talks must come first"),
    ("may suspend once a court has found an abuse", "it waits for proof or a judgment, where suspicion should do"),
    ("may suspend if the customer so agrees", "it depends on what the customer chooses"),
    ("as the competent authorities of the state determine", "someone on the customer's side decides"),
    ("may suspend in the case of non-payment", "what triggers it is money owed"),
    ("the supplier may only request that use stops", "the supplier may only ask for it"),
    ("shall open its files, save where national security requires otherwise", "national security is excepted"),
    ("shall comply to the extent permitted by national law", "local law may take it back"),
    ("shall use reasonable endeavours to comply", "it is only a duty to try"),
    ("a suspension shall be no longer than 10 days", "it ends after 10 days"),
    ("the service shall under no circumstances be interrupted", "the use may not be stopped"),
    ("the purchase order prevails over these terms", "another text prevails"),
    ("the term is automatically renewed", "it renews by itself"),
    ("service credits are the sole and exclusive remedy", "another remedy is to be the only one"),
    ("service credits accrue during any suspension", "stopping costs the supplier money"),
    ("nothing herein is a waiver of sovereign immunity", "immunity is kept"),
    ("classified files shall not be disclosed", "secrecy stands against it"),
    ("no third party may enforce this agreement", "outsiders are shut out"),
]
FREE = [
    ("may suspend immediately and without notice", "no notice is needed"),
    ("may suspend; no thirty days' notice is needed", "the notice is denied"),
    ("may suspend use where it suspects misuse", "nothing is made a condition"),
    ("the supplier may require the customer to answer", "a duty, not a request"),
    ("shall submit to the courts of sweden", "a forum, not a judgment awaited"),
]


def gates_of(words: str) -> Candidate:
    clause = Clause(index=0, start=0, end=len(words), body=0)
    spoken = [Sentence(clause, Span(start=0, end=len(words)), words)]
    span = Span(start=0, end=len(words))
    candidate = Candidate(element="SUS-3", origin="model", satisfied=0.99, contradicted=0.0, spans=(span,))
    return with_gates([candidate], spoken, load_library().gates)[0]


@pytest.mark.parametrize(("words", "phrase"), DEPENDS, ids=[phrase for _, phrase in DEPENDS])
def test_a_gate_is_said_in_plain_words(words: str, phrase: str) -> None:
    assert phrase in gates_of(words).gates


@pytest.mark.parametrize(("words", "why"), FREE, ids=[why for _, why in FREE])
def test_words_without_a_gate_say_none(words: str, why: str) -> None:
    assert gates_of(words).gates == (), why


def test_every_gate_has_words_that_show_it() -> None:
    said = {phrase for words, _ in DEPENDS for phrase in gates_of(words).gates}
    assert len(load_library().gates) <= len(said)
