"""Find the place in a contract for inserted clauses, and the number that the first of them takes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from clausegen.drafting import Form, clause_numbers, gaps
from clausegen.model import Clause, Report, Role, Structure, to_letters, to_roman
from clausegen.redline.comment_ranges import paragraph_index
from clausegen.redline.xml_offsets import layout
from clausegen.runtime import regex

_CLOSING = regex(
    r"^\W*(?:this (?:agreement|contract|deed|licen[cs]e) (?:has been|is|was) (?:duly )?"
    r"(?:entered into|executed|signed)|"
    r"the parties (?:have|hereto have)|in (?:witness|testimony)|\[?(?:signature|signatures|execution))",
    re.IGNORECASE,
)


def last_operative(read: Structure) -> int:
    """The index of the last clause before the signatures and the schedules, -1 when there is none.

    A closing line ("This Agreement has been entered into on …") belongs to the signatures, as does a note under them.
    """
    body = [clause for clause in read.clauses if clause.part == "body"]
    begun = next((i for i, clause in enumerate(body) if clause.role in _BINDING), len(body))
    end = next((i for i, clause in enumerate(body) if i > begun and clause.role is Role.SCHEDULE), len(body))
    signed = next((i for i, clause in enumerate(body) if i > begun and clause.role is Role.SIGNATURE), end)
    inside = [c for i, c in enumerate(body[:end]) if c.role in _BINDING and (i < signed or c.number)]
    while len(inside) > 1 and _CLOSING.match(read.text(inside[-1])):
        inside.pop()
    return inside[-1].index if inside else -1


_BINDING = (Role.OPERATIVE, Role.DEFINITION)


def numbering(read: Structure, until: int) -> tuple[int, Form]:
    """Return the number of the last top-level clause up to a clause, 0 where none is numbered, and how it counts on."""
    blocks = list(read.document.agreed_blocks())
    binding = [clause for clause in read.clauses[: until + 1] if clause.role in _BINDING and clause.number]
    inside_parts = [clause for clause in binding if not PART_HEADING.match(blocks[clause.index].text)]
    binding = inside_parts if any(_TOP.fullmatch(_bare(clause)) for clause in inside_parts) else binding
    numbers = [_bare(clause) for clause in binding]
    words = Counter(
        found[1]
        for clause, number in zip(binding, numbers, strict=True)
        if _TOP.fullmatch(number) and (found := _WORDED.match(blocks[clause.index].label))
    )
    word = words.most_common(1)[0][0] if 2 * words.total() > sum(map(bool, map(_TOP.fullmatch, numbers))) else ""
    inside = sum(map(bool, map(_SUB_LETTER.fullmatch, numbers)))
    lettered = inside > sum(map(bool, map(_SUB_DECIMAL.fullmatch, numbers)))
    tops = set(filter(_TOP.fullmatch, numbers))
    if {"A", "B"} <= tops:
        return max(ord(top) - 64 for top in tops if len(top) == 1 and top.isalpha()), Form(_capital, _capital)
    last = max((int(found[0]) for number in numbers if (found := _DIGITS.match(number))), default=0)
    if {"I", "II"} <= tops:
        romans = sum(not top.isdigit() for top in tops)
        return max(last, romans), Form(_roman, str if last else _roman, word, lettered)
    return last, Form(word=word, lettered=lettered)


_TOP = regex(r"\d{1,3}|[A-Z]|[IVXL]{1,7}")
_DIGITS = regex(r"\d{1,3}(?!\d)")
_SUB_LETTER = regex(r"(?:\d{1,3}|[IVXL]+)\([a-z]{1,2}\)")
_SUB_DECIMAL = regex(r"\d{1,3}\.\d{1,3}")
_WORDED = regex(r"([A-Za-z]{3,}\s+)(?=[\dIVXL])")


def part_heading(read: Structure, until: int) -> str:
    """Word the heading of a part for clauses that count on across one: "PART C - HUMAN-RIGHTS SAFEGUARDS"; "" for none.

    It is needed where the clauses that are counted on end in an earlier part than the one after which is inserted, as
    general conditions do in front of special ones.
    """
    blocks = list(read.document.agreed_blocks())
    parts = [
        (clause, found)
        for clause, block in zip(read.clauses[: until + 1], blocks, strict=False)
        if clause.is_heading and (found := PART_HEADING.match(block.text))
    ]
    if not parts:
        return ""
    last, found = parts[-1]
    counted = [c.index for c in read.clauses[: until + 1] if c.number and c is not last and _TOP.fullmatch(_bare(c))]
    inside = [c for c in read.clauses[last.index + 1 : until + 1] if c.is_heading and c.number]
    if inside or not counted or max(counted) > last.index:
        return ""
    title = "Human-rights safeguards"
    title = title.upper() if read.text(last).isupper() else title
    return f"{found['word']}{_after(found['number'])}{found['between']}{title}"


PART_HEADING = regex(
    r"(?P<word>(?i:part|title|book|division)\s+)(?P<number>\d{1,2}|[A-Z]|[IVX]{1,5})(?P<between>\W+)(?=\w)"
)


def _bare(clause: Clause) -> str:
    return re.sub(r"^[A-Za-z]{3,}\.?\s+", "", clause.number).rstrip(".")


def _after(number: str) -> str:
    """The number of the next part, counted as this one is."""
    if number.isdigit():
        return str(int(number) + 1)
    roman = next((n for n in range(1, 40) if _roman(n) == number), 0) if len(number) > 1 or number in "IV" else 0
    return _roman(roman + 1) if roman else chr(ord(number) + 1)


def _capital(number: int) -> str:
    return to_letters(number).upper()


def _roman(number: int) -> str:
    return to_roman(number).upper()


@dataclass(frozen=True, slots=True)
class Home:
    """A clause of the contract that takes in more words: its number, the index of its last line, its next number."""

    number: int
    last: int
    following: int


def _home(read: Structure, number: str, until: int) -> Home | None:
    """Find the clause of a number where it has sub-clauses in one place before the signatures; None elsewhere."""
    own = [
        (clause, int(found[1]))
        for clause in read.clauses[: until + 1]
        if clause.role in _BINDING and clause.part == "body"
        for found in [re.fullmatch(rf"(?:\D*\s)?{re.escape(number)}\.(\d+)\.?", clause.number)]
        if found
    ]
    sections = {clause.section for clause, _ in own}
    if not number.isdigit() or len(sections) != 1:
        return None
    if any(clause.role is Role.DEFINITION for clause in read.clauses[: until + 1] if clause.section in sections):
        return None  # a duty among the definitions is overlooked
    last = max(clause.index for clause in read.clauses[: until + 1] if clause.section in sections)
    return Home(int(number), last, max(following for _, following in own) + 1)


def homes(read: Structure, report: Report, content: bytes, part: str, until: int) -> dict[str, Home]:
    """Find, by requirement, the clauses of a contract that are about it and can take in more words.

    ``content`` are the bytes of the ``part`` that holds them. A clause that holds less of a requirement than is lacking
    is about something else, and a row of a table or a line in a control has no room behind it.
    """
    numbers = clause_numbers(report)
    places = layout(content, set()).paragraphs
    blocks = list(read.document.agreed_blocks())
    found: dict[str, Home] = {}
    for verdict in report.verdicts:
        number = numbers.get(verdict.requirement, "")
        named = [numbers.get(f"{verdict.requirement}.{f.element}", "") for f in verdict.findings]
        held = sum(re.split(r"[.(]", name, maxsplit=1)[0] == number for name in named if name)
        home = _home(read, number, until)
        if home is None or held < len(gaps(verdict)):
            continue
        index = paragraph_index(blocks[home.last], part)
        if index is not None and index < len(places):
            outer = places[index].outer
            if sum(place.outer == outer for place in places) == 1:
                found[verdict.requirement] = home
    return found
