"""Read figures that an operation changes, which are seldom quoted."""

from __future__ import annotations

import re

from clausegen.amendments.change import Change
from clausegen.amendments.forms import compiled, form
from clausegen.amendments.instructions import Span
from clausegen.model import OperationKind


def read_figure(change: Change, plain: str, span: Span, verb: tuple[int, int]) -> None:
    """Read figures, which are seldom quoted: "the figure of 40 shall be read as 60", "six months to one year"."""
    lead, rest = plain[: verb[0] - span.start], plain[verb[1] - span.start :]
    old = re.search(rf"(?:{form('forms.words')})\s+(?:of\s+)?(\S*\d\S*)\W*$", lead, re.I)
    new = re.match(r"\W*(?:as|to|by|with|durch|par)?\W*(\S*\d\S*?)[.,;]?(?:\s|$)", rest)
    if not (old and new):
        measure = rf"(?<!\w)({form('forms.measure')})"
        places = [(place.start - span.start, place.end - span.start) for place in change.places]
        measures = [
            found
            for found in re.finditer(measure, plain, re.IGNORECASE)
            if not any(start < found.end() and found.start() < end for start, end in places)
        ]
        split = verb[1] - span.start
        old = next((found for found in reversed(measures) if found.end() <= split), None)
        new = next((found for found in measures if found.start() >= split), None)
        if new is None and len(measures) > 1:  # "von zehn auf dreißig Tage verlängert"
            old, new = measures[-2:]
        if old and new:
            begin = span.start + new.start(1)
            change.kind, change.what, change.former = OperationKind.AMENDED, "words", (old[1],)
            change.new = (Span(begin, begin + len(new[1])),)
            return
    if old and new:
        change.kind, change.what, change.former = OperationKind.AMENDED, "words", (old[1],)
        begin = verb[1] + new.start(1)
        change.new = (Span(begin, begin + len(new[1])),)
    elif change.kind is OperationKind.REPLACED and not compiled("forms.attached").search(rest):
        change.why = "the new words were not found"
