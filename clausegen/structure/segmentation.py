"""Blocks in their place: numbers, headings, roles and lead-ins.

What a clause *is* (recital, definition, operative text, schedule, …) decides whether it can satisfy an
element, and its lead-in ("The Licensee shall NOT:") decides what a list item says.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from clausegen.model import Block, BlockKind, Clause, Document, Role
from clausegen.runtime import regex
from clausegen.structure.cross_references import SCHEDULE_HEADING
from clausegen.structure.defined_terms import defines
from clausegen.structure.headings import is_set_as_heading, own_heading, provisions_among, words_of
from clausegen.structure.sections import PartOfContract

_CONTENTS = regex(r"((?<!\.)\.{4,}+|(?<!…)…{2,}+|\t)\s*\d{1,3}\s*$|^\s*(table of )?contents\s*$", re.IGNORECASE)
_PAGE = regex(r"\D.{2,120}\s(?P<page>\d{1,3})\s*", re.DOTALL)  # a line of contents under others, without dots
_CODE = regex(r"[A-Z]{1,5}(?=[-. ]?\d)|[A-Z]\d+(?=-)")  # of numbers such as "SC 4.2", "OF-9", "B1", "A3-1"
_TAIL = 200  # characters in which the end of a block shows what it is
_LEADS = regex(r"\b(?:that|to|who|if|where)\Z")  # the end of what leads into a list
_TOP = regex(r"(?:\w+\s+)?(?:\d+|[IVXL]+)\.?0?")
_SMALL_NUMERAL = regex(r"\(?(?:x{0,3}(?:ix|iv|v?i{1,3}|v|x))[.)]")
_LETTER = regex(r"\(?[a-zA-Z]{1,2}[.)]")
_PART = regex(r"(?:part|teil|partie|parte)\b", re.IGNORECASE)  # "PART B": its letter is no number of a clause
_BULLET = regex(r"[•●▪–—*-]|o")


def clauses(document: Document) -> Iterator[Clause]:
    """Yield one clause for every agreed block, in order."""
    blocks = list(document.agreed_blocks())
    provisions = provisions_among(blocks)
    parts = _parts(blocks)
    standing = PartOfContract(blocks)
    section = 0
    heading = under = ""
    leads: list[tuple[int, str]] = []  # (level, words) of lead-ins that are still open
    previous: Block | None = None
    page: int | None = None  # of the line before, in a table of contents
    for index, block in enumerate(blocks):
        words = words_of(block)
        page = _page(block, words, page)
        listed = page is not None
        own = "" if index in provisions else own_heading(blocks, index)
        before = standing.role
        if not listed:  # "Schedule 1 … 20" in a table of contents opens no schedule
            standing.move_to(index, own)
        role = standing.role
        signs = role is Role.SIGNATURE and before is not role
        top = _opens_section(block, own, role, previous) or signs
        if top and index:
            section += 1
        if top or (own and block.number):
            under = "" if _names_schedule(block) or index in parts else block.number
        elif role is not before or (previous and block.part != previous.part):
            under = ""
        depth = _depth(block)
        leads = _still_open(leads, block, depth, top, previous)
        body = block.start + block.typed_label
        alone = bool(own) and own == words.rstrip(".: ")
        if own:
            heading = own
            if not alone:
                body = block.start + block.text.index(own, block.typed_label) + len(own) + 1
        while body < block.end and document.text[body] in " \t:.–—-":
            body += 1
        lead_in = " ".join(words for _, words in leads)
        here = standing.role_of(words, lead_in)
        if block.part.startswith(("header", "footer")):
            here = Role.MARGIN
        elif listed:
            here = Role.CONTENTS
        elif here is Role.OPERATIVE and defines(words, heading):
            here = Role.DEFINITION
        yield Clause(
            index=index,
            start=block.start,
            end=block.end,
            body=min(body, block.end),
            number="" if index in parts else block.number,
            under=under,
            label=block.label,
            heading=heading,
            lead_in=lead_in,
            level=depth,
            section=section,
            role=here,
            is_heading=alone or (is_set_as_heading(block) and len(words.split()) <= 14 and index not in provisions),
            part=block.part,
            page=block.page,
            schedule=standing.schedule,
        )
        if words.endswith((":", ":-", "—", "–")) or _LEADS.search(words[-_TAIL:]):
            leads.append((depth, document.text[body : block.end].strip() or words))
        previous = block


def _page(block: Block, words: str, before: int | None) -> int | None:
    """Return the page that a line of a table of contents gives, 0 for its title; None for any other line.

    Below such a line, one that ends with the same or a later page is another. ``before`` is the page of the line above.
    """
    found = _PAGE.fullmatch(words)
    page = int(found["page"]) if found else 0
    if block.kind is BlockKind.CONTENTS or _CONTENTS.search(block.text[-_TAIL:]):
        return page
    return page if before is not None and found and page >= max(before, 1) else None


def _parts(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the indexes of the headings of parts that hold numbered clauses: "PART A" before "ARTICLE 1".

    Where "PART 3" is itself the clause, with 3.1 below it or nothing that is numbered, there are none.
    """
    numbered = [index for index, block in enumerate(blocks) if block.number]
    parts = [index for index in numbered if _PART.match(blocks[index].label)]
    behind = dict(itertools.pairwise(numbered))
    inner = (
        (blocks[index].number, blocks[behind[index]].number)
        for index in parts
        if behind.get(index) not in (None, *parts)
    )
    return frozenset(parts) if any(not own.startswith(outer) for outer, own in inner) else frozenset()


def _opens_section(block: Block, own: str, role: Role, previous: Block | None) -> bool:
    if own and SCHEDULE_HEADING.match(block.text):
        return True
    if code := _CODE.match(block.number or ""):  # "SC 2" goes on where "SC 1" began
        last = previous.number if previous else ""
        before = _CODE.match(last)
        goes_on = last == code.group() and _TOP.fullmatch(last)  # "II.1" below "II"
        return not goes_on and (before is None or before.group() != code.group())
    if block.number:
        return _TOP.fullmatch(block.number) is not None
    return bool(own) and block.kind in (BlockKind.HEADING, BlockKind.TITLE, BlockKind.PARAGRAPH)


def _names_schedule(block: Block) -> bool:
    """Return True for "Annex A", which is no number of a clause."""
    return SCHEDULE_HEADING.match(block.label) is not None


def _depth(block: Block) -> int:
    """Depth of a block in its list; a typed "(a)" under "9.1" is deeper than it."""
    if not block.label:
        return block.level
    letter = block.label in ("(i)", "i)", "(v)", "(x)") and block.number.count("(") < 2  # "7(a)(i)" is below "7(a)"
    if _SMALL_NUMERAL.fullmatch(block.label) and not letter:
        return max(block.level, 4)
    if _LETTER.fullmatch(block.label):
        return max(block.level, 3)
    if _BULLET.fullmatch(block.label):
        return max(block.level, 5)
    return max(block.level, block.number.count("."))


def _still_open(
    leads: list[tuple[int, str]], block: Block, depth: int, top: bool, previous: Block | None
) -> list[tuple[int, str]]:
    """Return lead-ins that still govern a block: those of a shallower level, in an unbroken list."""
    if top or not leads:
        return []
    item = bool(block.label) or block.kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_CELL)
    if not item:
        # An unnumbered paragraph directly after "…:" belongs to it when it starts in mid-sentence.
        starts_small = block.text[:1].islower()
        return leads if starts_small or (previous is not None and previous.text.rstrip().endswith(":")) else []
    return [(level, words) for level, words in leads if level < depth or (level == depth and not block.label)]
