"""Blocks in their place: numbers, headings, roles and lead-ins.

What a clause *is* (recital, definition, operative text, schedule, …) decides whether it can satisfy an
element, and its lead-in ("The Licensee shall NOT:") decides what a list item says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clausegen.document import Block, BlockKind, Document
from clausegen.segment.operation_forms import ACTIVE, PASSIVE
from clausegen.segment.references import SCHEDULE_HEADING
from clausegen.segment.schedule_names import schedule_key
from clausegen.segment.terms import DEFINITIONS_HEADING, defines
from clausegen.segment.values import Clause, Role

_RECITALS = re.compile(
    r"^\W*(recitals?|background|whereas|preamble|préambule|präambel|considerando[s]?)\b", re.IGNORECASE
)
_RECITAL_LINE = re.compile(
    r"^\W*(?:\([A-Z]\)\s*)?(?:and\s+)?(whereas|considering that|attendu que|considérant que)\b", re.IGNORECASE
)
_AS_FOLLOWS = r"now,?\s+therefore|\bagrees? as follows|\bagreed as follows|\bagreed?\b[^.;]*:$"
_AGREED = re.compile(
    rf"({_AS_FOLLOWS}|^\W*(?:\w+\W+){{0,6}}?(?:agreed terms|operative provisions)\W*$|it is (?:hereby )?agreed|"
    r"the parties (?:hereby )?agree\b|vereinbaren|il est convenu|convienen)",
    re.IGNORECASE,
)
_AGREED_IN_ITEM = re.compile(_AS_FOLLOWS, re.IGNORECASE)  # "(B) The parties agree that …" is a recital like (A)
# "Whereas the System serves the public, the Supplier shall …" has a duty of its own.
_DUTY_AFTER_WHEREAS = re.compile(
    r"[,;.]\s+(?:and\s+)?(?:the|each|all|both|no|neither|nothing|nobody|it|they)\b[^,;.]*"
    r"\b(?:shall|must|may not|undertakes?)\b",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^\W*(in witness whereof|in witness of which|executed (?:as a deed|by)|signed (?:by|for)|signatures?\s*$|"
    r"by:\s*_|signature page|duly executed|for and on behalf of|as witness)",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"((?<!\.)\.{4,}+|(?<!…)…{2,}+|\t)\s*\d{1,3}\s*$|^\s*(table of )?contents\s*$", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{1,5}(?=[-. ]?\d)|[A-Z]\d+(?=-)")  # of numbers such as "SC 4.2", "OF-9", "B1", "A3-1"
_RUN_IN = re.compile(r"^(?P<heading>[A-Z][^.:;\n]{1,70}?)(?:\.|:|\s[–—-])\s+(?=[A-Z“\"(\[‘'])")
_MODAL = re.compile(
    r"\b(shall|may|will|must|is|are|agrees?|undertakes?|has|have|means|includes?|cannot)\b", re.IGNORECASE
)
_DUTY = re.compile(r"\b(shall|must|may|will|undertakes? to|agrees? to)\b", re.IGNORECASE)
# Under the signatures stand names and months too: "Will Smith", "5 May".
_OPERATES = re.compile(
    r"\b(?:shall|must|may|will|cannot|undertakes? to|agrees? to(?! be bound)|SHALL|MUST|CANNOT|(?:MAY|WILL) NOT"
    r"|(?:does|do|is|are) not appl(?:y|icable)|no (?:further )?(?:force|effect)|(?:is|are) (?:void|excluded|waived)"
    r"|prevails?|overrides?)\b"
)
_PARTIES = re.compile(r"^\W*(?:the )?(?:parties|between|date|this agreement)\b", re.IGNORECASE)
_ARTICLE = re.compile(
    r"^\s*(article|section|clause|artikel|§|art\.)\s*(?P<number>\d+|[IVXL]+)\b[\s.:–—-]*", re.IGNORECASE
)
# What the heading of a schedule says of all that stands in it.
_BINDS_NOBODY = re.compile(
    r"\b(?:for|as|by\s+way\s+of)\s+(?:reference|information|illustration|discussion)(?:\s+purposes)?\s+only\b"
    r"|\b(?:not|no)\s+(?:an?\s+)?(?:form(?:s|ing)?\s+)?part\s+of\s+(?:this|the)\s+(?:agreement|contract|deed|licen[cs]e)\b",
    re.IGNORECASE,
)
_WORDS_IN_HEADING = 12
_WORDS_IN_PROVISION = 8  # fewer may be a title: "No transfer, re-export or service for others"
_DENIES = re.compile(r"(?:no|not|never|nothing|neither|none)\b", re.IGNORECASE)
_LETTER = re.compile(r"\W?([A-Za-z])\W?")
_BEFORE_A = "`"  # the character before "a"
_WORDS_IN_SCHEDULE_HEADING = 14
_TAIL = 200  # characters in which the end of a block shows what it is


def clauses(document: Document) -> Iterator[Clause]:
    """One clause for every agreed block, in order."""
    blocks = list(document.agreed_blocks())
    provisions = _provisions(blocks)
    numbered = any(block.number or _ARTICLE.match(block.text) for block in blocks)
    role = Role.FRONT if numbered or len(blocks) > 12 else Role.OPERATIVE
    section = 0
    heading = schedule = ""
    binds = True
    letter = ""  # of the last lettered recital
    begun = False  # numbered terms have begun
    leads: list[tuple[int, str]] = []  # (level, words) of lead-ins that are still open
    previous: Block | None = None
    for index, block in enumerate(blocks):
        words = _words(block)
        listed = block.kind is BlockKind.CONTENTS or _CONTENTS.search(block.text[-_TAIL:]) is not None
        own = "" if index in provisions else _own_heading(blocks, index)
        before = role
        if not listed:  # "Schedule 1 … 20" in a table of contents opens no schedule
            role = _role(role, block, words, late=index * 2 >= len(blocks), begun=begun)
            if own and role in (Role.FRONT, Role.RECITAL) and index and _leaves_front(role, words):
                role = role if role is Role.RECITAL and _goes_on(letter, blocks[index:]) else Role.OPERATIVE
            begun = begun or (role is Role.OPERATIVE and bool(block.number))
            letter = _last_letter(letter, block, words) if role is Role.RECITAL else ""
            if opened := _opens_schedule(block, words):
                schedule = schedule_key(opened[1], opened[2])
                binds = _BINDS_NOBODY.search(words) is None
            elif role is not Role.SCHEDULE:
                schedule, binds = "", True
        signs = role is Role.SIGNATURE and before is not role
        top = _opens_section(block, own, role, previous) or signs
        if top and index:
            section += 1
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
        here = role
        if block.part.startswith(("header", "footer")):
            here = Role.MARGIN
        elif listed:
            here = Role.CONTENTS
        elif not binds:
            here = Role.FORMER
        else:
            here = _own_role(role, lead_in, words)
            if here is Role.OPERATIVE and defines(words, heading):
                here = Role.DEFINITION
        yield Clause(
            index=index,
            start=block.start,
            end=block.end,
            body=min(body, block.end),
            number=block.number,
            label=block.label,
            heading=heading,
            lead_in=lead_in,
            level=depth,
            section=section,
            role=here,
            is_heading=alone or (_is_set_as_heading(block) and len(words.split()) <= 14 and index not in provisions),
            part=block.part,
            page=block.page,
            schedule=schedule,
        )
        if words.endswith((":", ":-", "—", "–")) or re.search(r"(:|\bthat|\bto|\bwho|\bif|\bwhere)$", words[-_TAIL:]):
            leads.append((depth, document.text[body : block.end].strip() or words))
        previous = block


def _role(role: Role, block: Block, words: str, *, late: bool, begun: bool) -> Role:
    """The part of the contract a block stands in, given the part before it.

    ``late`` means the second half of the contract; ``begun``, that numbered terms stand before it.
    """
    signs = block.kind is BlockKind.SIGNATURE or (_SIGNATURE.match(words) and len(words) < 400)
    if signs and late and role is not Role.FRONT:
        return Role.SIGNATURE
    if _opens_schedule(block, words):
        return Role.SCHEDULE
    if _opens_recitals(role, block, words, begun=begun):
        return Role.RECITAL
    if role is Role.SIGNATURE:
        # "Signed by the Parties on …" may open an agreement: a numbered duty shows that the text goes on.
        duty = (block.number or len(words.split()) > 25) and _DUTY.search(words)
        return Role.OPERATIVE if duty or _RECITAL_LINE.match(words) else role
    if role is Role.SCHEDULE:
        return role
    if role in (Role.FRONT, Role.RECITAL):
        lettered = re.match(r"^\(?[A-Z]\)?$", block.label or "")
        agreed = _AGREED_IN_ITEM if role is Role.RECITAL and lettered else _AGREED
        if agreed.search(words) or DEFINITIONS_HEADING.match(words):
            return Role.OPERATIVE
        first = re.match(r"^(?:article|section|clause|§)?\s*(?:1|I)(?:[.)]|\b)", block.number or "", re.IGNORECASE)
        if (first and not lettered) or _ARTICLE.match(words):
            return Role.OPERATIVE
        if role is Role.FRONT and _DUTY.search(words):
            return Role.OPERATIVE
    return role


def _opens_recitals(role: Role, block: Block, words: str, *, begun: bool) -> bool:
    """True where recitals begin; a sentence among the terms that begins with "Whereas" opens none."""
    line = _RECITAL_LINE.match(words) is not None
    if role in (Role.FRONT, Role.RECITAL):
        return line or _RECITALS.match(words) is not None
    if role is Role.OPERATIVE and not begun and not block.number and _heads_recitals(words):
        return True  # "have agreed as follows. PREAMBLE"
    if role is Role.SCHEDULE and not begun:
        return line  # a file may be an exhibit from its first line on
    return line and not block.number and (words.endswith(":") or len(words.split()) <= 2)


def _heads_recitals(words: str) -> bool:
    """True for "BACKGROUND" alone, not for "Background searches"."""
    found = _RECITALS.match(words)
    return found is not None and re.fullmatch(r"\W*", words[found.end() :]) is not None


def _own_role(role: Role, lead_in: str, words: str) -> Role:
    """The role of a clause in a part of the contract: that of the part, unless its words say otherwise."""
    sentence = f"{lead_in} {words}".strip()
    if role is Role.SIGNATURE:
        operates = _OPERATES.search(sentence) or PASSIVE.search(sentence) or ACTIVE.search(sentence)
        return Role.OPERATIVE if operates else role
    recites = _RECITAL_LINE.match(lead_in) or _RECITAL_LINE.match(words)
    if role in (Role.OPERATIVE, Role.SCHEDULE) and recites:
        binds = _DUTY_AFTER_WHEREAS.search(sentence) or _AGREED_IN_ITEM.search(sentence)
        return role if binds else Role.RECITAL
    return role


def _last_letter(letter: str, block: Block, words: str) -> str:
    """The letter of the last lettered recital up to this block; a heading such as "BACKGROUND" stands before "(A)"."""
    if found := _LETTER.fullmatch(block.label):
        return found[1].casefold()
    if _heads_recitals(words):
        return _BEFORE_A
    return "" if letter == _BEFORE_A else letter


def _goes_on(letter: str, blocks: Sequence[Block]) -> bool:
    """True when lettered recitals go on in ``blocks`` after ``letter``: "(B)" comes before anything else numbered."""
    labelled = next((block for block in blocks if block.label or _ARTICLE.match(block.text)), None)
    found = _LETTER.fullmatch(labelled.label) if labelled and letter else None
    return found is not None and ord(found[1].casefold()) == ord(letter) + 1


def _opens_schedule(block: Block, words: str) -> re.Match[str] | None:
    """The word and the number with which a block heads a schedule; a sentence about one heads none."""
    opens = SCHEDULE_HEADING.match(words) or SCHEDULE_HEADING.match(block.label or "")
    sentence = words.endswith((".", ";")) and _MODAL.search(words)
    return opens if opens and opens[2] and not sentence and len(words.split()) <= _WORDS_IN_SCHEDULE_HEADING else None


def _leaves_front(role: Role, words: str) -> bool:
    """True when a heading shows that the recitals, or the first page, are over."""
    if _RECITALS.match(words) or _PARTIES.match(words):
        return False
    return (
        role is Role.RECITAL or re.match(r"^(?:\W|[A-Z]?\d|[IVX]+\.|article|section|clause)", words, re.I) is not None
    )


def _words(block: Block) -> str:
    """The words of a block, its typed number left off."""
    return block.text[block.typed_label :].strip()


def _is_set_as_heading(block: Block) -> bool:
    return block.kind in (BlockKind.HEADING, BlockKind.TITLE)


def _provisions(blocks: Sequence[Block]) -> frozenset[int]:
    """Indexes of numbered lines that look like headings and head nothing: "8.2 No suspension for any reason …".

    Term sheets are written so. Words that head something elsewhere are a line of contents.
    """
    found = [index for index, block in enumerate(blocks) if _may_provide(blocks, index) and not _heads(blocks, index)]
    headings = {_bare(block) for index, block in enumerate(blocks) if found and _heads(blocks, index)}
    return frozenset(index for index in found if _bare(blocks[index]) not in headings)


def _may_provide(blocks: Sequence[Block], index: int) -> bool:
    """True for a numbered line that would be taken for a heading, and is long enough to say something.

    What is set as a heading stays one, unless it denies something.
    """
    block = blocks[index]
    words = _words(block)
    if not block.number or words.endswith("?") or not _WORDS_IN_PROVISION <= len(words.split()) <= _WORDS_IN_HEADING:
        return False
    if _is_set_as_heading(block):
        return _DENIES.match(words) is not None
    return SCHEDULE_HEADING.match(block.text) is None and _own_heading(blocks, index) == words.rstrip(".: ")


def _bare(block: Block) -> str:
    """The words of a heading as a line of contents repeats them, its page number left off."""
    return _words(block).rstrip("0123456789").rstrip(" \t.:").casefold()


def _heads(blocks: Sequence[Block], index: int) -> bool:
    """True when text stands under a numbered line, not the next line of its list or what is above it."""
    if index + 1 == len(blocks):
        return False
    block, other = blocks[index], blocks[index + 1]
    if SCHEDULE_HEADING.match(other.text) or other.kind is BlockKind.SIGNATURE or _SIGNATURE.match(other.text):
        return False
    if other.label:
        outer = _form(block).startswith(_form(other))
        return not outer or other.number == block.number
    # An unnumbered heading may part "8" into groups, but not "8.2".
    return not ("." in block.number and _own_heading(blocks, index + 1))


def _form(block: Block) -> str:
    """How a block is numbered: "8.2" as "8.3", "(b)" as "(c)", "II" as "III", but "C" not as "C1"."""
    form = re.sub(r"(?<![A-Za-z])[A-Z]+(?![A-Za-z0-9])", "A", block.number)
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", form))


def _own_heading(blocks: Sequence[Block], index: int) -> str:
    """The heading that the block at ``index`` is or begins with, or an empty string."""
    block = blocks[index]
    following = blocks[index + 1].text if index + 1 < len(blocks) else ""
    return _heading(block, _words(block), following)


def _heading(block: Block, words: str, following: str) -> str:
    """The heading a block is or begins with, or an empty string."""
    if not words or block.kind is BlockKind.TABLE_CELL:
        return ""
    # A short line without a verb of duty above a longer sentence is a heading even when nothing marks it.
    line = re.sub(r"^[A-Z]?\d{1,2}(?:\.\d{1,2})?[.)]?\s+", "", words)
    if (
        len(line.split()) <= 8
        and not words.endswith((".", ";", ",", ":"))
        and line[:1].isupper()
        and not _MODAL.search(words)
        and len(following) > 60
        and not block.label
        and block.kind is BlockKind.PARAGRAPH
    ):
        return words
    if (found := _ARTICLE.match(words)) and found.end() < len(words):
        rest = words[found.end() :]
        if len(rest.split()) <= _WORDS_IN_HEADING and not rest.rstrip().endswith((".", ";", ",")):
            return words.rstrip(".: ")
    short = len(words.split()) <= _WORDS_IN_HEADING
    ends_open = words.endswith((".", ";", ",", ":"))
    if block.kind in (BlockKind.HEADING, BlockKind.TITLE) and short:
        return words.rstrip(".: ")
    if (
        short
        and not _MODAL.search(words)
        and (words.isupper() or (block.number and not ends_open and words[:1].isupper()))
    ):
        return words.rstrip(".: ")
    if (found := _RUN_IN.match(words)) and len(words) > len(found.group(0)):
        own = found.group("heading")
        capitals = sum(word[:1].isupper() for word in own.split())
        if not _MODAL.search(own) and len(own.split()) <= 8 and (block.number or own.isupper()) and capitals:
            return own
    return ""


def _opens_section(block: Block, own: str, role: Role, previous: Block | None) -> bool:
    if SCHEDULE_HEADING.match(block.text) and own:
        return True
    if code := _CODE.match(block.number or ""):  # "SC 2" goes on where "SC 1" began
        before = _CODE.match(previous.number or "") if previous else None
        return before is None or before.group() != code.group()
    if block.number:
        return re.fullmatch(r"(?:\w+\s+)?(?:\d+|[IVXL]+)\.?0?", block.number) is not None
    return bool(own) and block.kind in (BlockKind.HEADING, BlockKind.TITLE, BlockKind.PARAGRAPH)


def _depth(block: Block) -> int:
    """Depth of a block in its list; a typed "(a)" under "9.1" is deeper than it."""
    if not block.label:
        return block.level
    if re.fullmatch(r"\(?(?:x{0,3}(?:ix|iv|v?i{1,3}|v|x))[.)]", block.label) and block.label not in (
        "(i)",
        "i)",
        "(v)",
        "(x)",
    ):
        return max(block.level, 4)
    if re.fullmatch(r"\(?[a-zA-Z]{1,2}[.)]", block.label):
        return max(block.level, 3)
    if re.fullmatch(r"[•●▪–—*-]|o", block.label):
        return max(block.level, 5)
    return max(block.level, block.number.count("."))


def _still_open(
    leads: list[tuple[int, str]], block: Block, depth: int, top: bool, previous: Block | None
) -> list[tuple[int, str]]:
    """Lead-ins that still govern a block: those of a shallower level, in an unbroken list."""
    if top or not leads:
        return []
    item = bool(block.label) or block.kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_CELL)
    if not item:
        # An unnumbered paragraph directly after "…:" belongs to it when it starts in mid-sentence.
        starts_small = block.text[:1].islower()
        return leads if starts_small or (previous is not None and previous.text.rstrip().endswith(":")) else []
    return [(level, words) for level, words in leads if level < depth or (level == depth and not block.label)]
