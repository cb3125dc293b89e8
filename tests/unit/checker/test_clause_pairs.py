"""What one clause gives and another may take back is read as one."""

from collections.abc import Sequence

import numpy as np
import pytest
from builders import document

from clausegen.amendments.read import structure
from clausegen.checker.candidate import Candidate, Span
from clausegen.checker.clause_pairs import _suspects, confront
from clausegen.checker.decide import decide
from clausegen.checker.non_operative import OperativeText
from clausegen.checker.windows import Passage
from clausegen.library.load import load_library
from clausegen.model.requirement import Status

LIBRARY = load_library()
ELEMENTS = {element.code: element for r in LIBRARY.requirements.values() for element in r.elements}


def reading(*clauses: int, wide: bool = False) -> Passage:
    spans = tuple(Span(start=100 * clause, end=100 * clause + 90) for clause in clauses)
    return Passage(parts=spans, spans=spans, clauses=clauses, wide=wide)


@pytest.mark.parametrize(
    ("rows", "expected", "why"),
    [
        ([(reading(0), 0.9, 0.0), (reading(1), 0.0, 0.6)], [(0, 1)], "one gives, one is suspected"),
        ([(reading(0), 0.9, 0.3)], [], "a clause is not confronted with itself"),
        ([(reading(0), 0.4, 0.0), (reading(1), 0.0, 0.9)], [], "nothing is given that could be taken back"),
        ([(reading(0), 0.9, 0.0), (reading(1), 0.0, 0.1)], [], "nothing is suspected"),
        ([(reading(0, 1, wide=True), 0.9, 0.0), (reading(1), 0.0, 0.9)], [], "several clauses as one give nothing"),
        (
            [(reading(0), 0.7, 0.0), (reading(1), 0.9, 0.0), (reading(2), 0.0, 0.2), (reading(3), 0.0, 0.8),
             (reading(4), 0.0, 0.5)],
            [(1, 3), (1, 4)],
            "the best that gives, with the two most suspected",
        ),
    ],
)  # fmt: skip
def test_who_is_confronted(rows: list[tuple[Passage, float, float]], expected: list[tuple[int, int]], why: str) -> None:
    shares = np.array([(1 - given - against, given, against) for _, given, against in rows], dtype=np.float32)
    assert list(_suspects(shares, np.ones(len(rows), dtype=bool), [one for one, _, _ in rows])) == expected, why


EACH_COUNTS = np.ones(2, dtype=bool)
GIVES = "Every consultation generates a time-stamped entry sealed by cryptographic chaining, naming the analyst."
TAKES = "In an operation thus ordered, consultations may be effected in reserved mode, in which no entry is generated."
KEEPS = "No entry of a consultation shall be deleted or altered by anybody before five years have passed."


def confronted(texts: Sequence[str]) -> float:
    judged = np.array([[(0.05, 0.95, 0.0)], [(0.4, 0.0, 0.6)]], dtype=np.float32)
    (one,) = confront(judged, EACH_COUNTS, [reading(0), reading(1)], lambda row: texts[row], [ELEMENTS["AUD-1"]])
    return one.contradicted


def test_a_way_around_the_log_defeats_it_and_a_ban_that_protects_it_does_not() -> None:
    assert confronted([GIVES, TAKES]) > 0.5 > confronted([GIVES, KEEPS])


def test_clauses_too_long_to_be_read_together_are_left_alone() -> None:
    judged = np.array([[(0.05, 0.95, 0.0)], [(0.4, 0.0, 0.6)]], dtype=np.float32)
    assert confront(judged, EACH_COUNTS, [reading(0), reading(1)], lambda _: "word " * 200, [ELEMENTS["AUD-1"]]) == []


@pytest.mark.parametrize(
    ("together", "status"),
    [(0.99, Status.CONTRADICTED), (0.9, Status.UNCERTAIN), (0.5, Status.UNCERTAIN), (0.1, Status.SATISFIED)],
)
def test_what_both_say_together_decides_the_finding(together: float, status: Status) -> None:
    read = structure(document(f"1. Logs\n1.1 {GIVES}\n2. Operations\n2.1 {TAKES}"))
    at = [read.document.text.index(words) for words in (GIVES, TAKES)]
    first, second = (Span(start=start, end=start + 20) for start in at)
    gives = Candidate(element="AUD-1", satisfied=0.99, contradicted=0.0, spans=(first,))
    takes = Candidate(element="AUD-1", satisfied=0.0, contradicted=together, spans=(second,), beside=(first,))
    finding = decide(ELEMENTS["AUD-1"], [gives, takes], read, OperativeText(read), threshold=0.9)
    assert finding.status is status
    assert [one.start for one in finding.evidence][:1] == ([at[1]] if status is Status.CONTRADICTED else [at[0]])
