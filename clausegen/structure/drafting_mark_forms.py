"""Load how lawyers mark words that are not agreed, from ``templates/patterns/drafting_marks.toml``."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from clausegen.library import read_toml, templates_folder
from clausegen.structure.headings import MODAL


class DraftingMark(NamedTuple):
    """A kind of mark; ``open`` says that the words may yet be agreed."""

    what: str
    open: bool = False


ALTERNATIVES: Final = DraftingMark("one of several alternatives, and none of them is chosen", open=True)
BRACKETED: Final = DraftingMark("square brackets, which mark text that is not settled", open=True)
ELSEWHERE: Final = DraftingMark("what is said of other contracts", open=True)
NOTE: Final = DraftingMark("a note to the draft")
_MARKS: Final = {
    "superseded": DraftingMark("text marked as superseded"),
    "note": NOTE,
    "example": DraftingMark("an example of wording"),
    "rejected": DraftingMark("text that was not agreed"),
    "proposed": DraftingMark("text that is only proposed", open=True),
    "pending": DraftingMark("text that is still to be agreed or confirmed", open=True),
    "optional": DraftingMark("text that may be kept or deleted", open=True),
}


@functools.cache
def form(name: str) -> re.Pattern[str]:
    """Return the pattern of this name in the table ``[single]``."""
    return _compiled(_file()["single"][name])


@functools.cache
def forms(place: str) -> tuple[tuple[re.Pattern[str], DraftingMark], ...]:
    """Return the forms of a place in their order; the states come with what may stand around them there."""
    around = {
        "remark": [r"^\W*(?:{})(?&since)\W*$"],
        "note": [r"\b(?:{})"],
        "label": [
            r"(?&before)(?:{})(?&since)\s*(?::|[–—-]\s|\]|$)",
            # "Suspension (not agreed):", "OPTION A (delete if not agreed):"
            r"(?&before)(?P<named>[^.;:()\[\]\n]{{1,60}}+)[(\[]\s*(?:{})(?&since)\s*[)\]]\s*(?::|[–—-]\s|\]|$)",
        ],
    }.get(place, [])
    states = [(frame.format(state["pattern"]), state["mark"]) for frame in around for state in _file()["states"]]
    before = "(?&before)" if place == "label" else ""
    own = [(before + entry["pattern"], entry["mark"]) for entry in _file()[f"{place}s"]]
    ordered = own + states if place == "label" else states + own
    return tuple((_compiled(text), _MARKS[mark]) for text, mark in ordered)


def label(words: str) -> tuple[DraftingMark, int] | None:
    """Return the mark with which words begin, and where the label ends."""
    for pattern, mark in forms("label"):
        found = pattern.match(words)
        if found and not MODAL.search(found.groupdict().get("named") or ""):
            return mark, found.end()
    return None


def remark(words: str, *, in_note: bool = False) -> DraftingMark | None:
    """Return what words in a bracket, or those of a note, say of the words before it."""
    place = "note" if in_note else "remark"
    return next((mark for pattern, mark in forms(place) if pattern.search(words)), None)


def statements(words: str) -> Iterator[tuple[re.Match[str], DraftingMark]]:
    """Find words that lead into others which are not agreed, the first of each form."""
    return ((found, mark) for pattern, mark in forms("statement") if (found := pattern.search(words)))


def about_other_contracts(words: str) -> re.Match[str] | None:
    """Find words that begin to tell what other contracts say."""
    return form("other-contracts").search(words)


@functools.cache
def _file() -> dict[str, Any]:
    return read_toml(templates_folder() / "patterns" / "drafting_marks.toml")


def _compiled(text: str) -> re.Pattern[str]:
    parts = _file()["parts"]
    while "(?&" in text:
        text = re.sub(r"\(\?&([\w-]+)\)", lambda found: parts[found[1]], text)
    return re.compile(text, re.IGNORECASE)
