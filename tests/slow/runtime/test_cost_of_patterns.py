"""No pattern of the program takes time without end, whatever text a contract holds."""

from __future__ import annotations

import pytest
from patterns import PIECES, compiled, seconds

from clausegen.dates.vocabulary import patterns as date_patterns
from clausegen.library import read_toml, templates_folder
from clausegen.structure.drafting_mark_forms import form, forms

LENGTH = 300
MOST = 0.5  # seconds of a processor; a pattern that is quadratic in its text takes a hundredth of it
MARKS, PLACES = "drafting_marks.toml", ("remark", "note", "label", "statement")
DATA = [
    *((f"dates.toml {name}", pattern) for name, pattern in date_patterns().items()),
    *((f"{MARKS} {name}", form(name)) for name in read_toml(templates_folder() / "patterns" / MARKS)["single"]),
    *(
        (f"{MARKS} {place}", pattern)
        for place in ("remark", "note", "label", "statement")
        for pattern, _ in forms(place)
    ),
]
FOUND = list({id(pattern): (name, pattern) for name, pattern in [*compiled(), *DATA]}.values())
# Cubic and worse in runs of white space, which is one space in the text of a document. Each is to be mended.
KNOWN = frozenset(
    {
        "drafting_marks.toml option",
        "clausegen.structure.party_sides._SUPPLIES[0]",
        "clausegen.structure.party_sides._USES[0]",
        "clausegen.redline.xml_offsets._TOKEN[0]",
    }
)


def test_the_patterns_of_all_rooms_are_found() -> None:
    rooms = {name.split(".")[1] for name, _ in FOUND if name.startswith("clausegen.")}
    assert {"amendments", "checker", "dates", "ingest", "structure"} <= rooms
    assert len(FOUND) > 350


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_no_pattern_takes_time_without_end(piece: str) -> None:
    text = piece * (LENGTH // len(piece)) + "\0!"
    slow = [name for name, pattern in FOUND if name not in KNOWN and seconds(pattern, text, MOST) >= MOST]
    assert slow == []


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_cost_of_reading_grows_no_faster_than_the_square_of_the_text(piece: str) -> None:
    """Reading meets text as it came, with runs of every sign."""
    for name, pattern in FOUND:
        if name.startswith("clausegen.ingest."):  # what is cubic would take a hundred times as long
            assert seconds(pattern, piece * (8 * LENGTH // len(piece)) + "\0!", 12 * MOST) < 12 * MOST, name
