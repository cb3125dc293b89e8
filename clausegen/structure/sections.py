"""Tell which part of a contract a block belongs to: first page, recitals, terms, a schedule, signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausegen.model import Block, BlockKind, Role
from clausegen.runtime import regex
from clausegen.structure.cross_references import SCHEDULE_HEADING, schedule_key
from clausegen.structure.defined_terms import DEFINITIONS_HEADING
from clausegen.structure.headings import ARTICLE, MODAL, SIGNATURE, words_of

_RECITALS = regex(r"^\W*(recitals?|background|whereas|preamble|préambule|präambel|considerando[s]?)\b", re.IGNORECASE)
_RECITAL_LINE = regex(
    r"^\W*(?=[(acw])(?:\([A-Z]\)\s*)?(?:and\s+)?(whereas|considering that|attendu que|considérant que)\b", re.IGNORECASE
)
_AS_FOLLOWS = r"now,?\s+therefore|\bagrees? as follows|\bagreed as follows|\bagreed?\b[^.;]*:$"
_AGREED = regex(
    rf"({_AS_FOLLOWS}|^\W*(?:\w+\W+){{0,6}}?(?:agreed terms|operative provisions)\W*$|it is (?:hereby )?agreed|"
    r"the parties (?:hereby )?agree\b|vereinbaren|il est convenu|convienen)",
    re.IGNORECASE,
)
_AGREED_IN_ITEM = regex(_AS_FOLLOWS, re.IGNORECASE)  # "(B) The parties agree that …" is a recital like (A)
# "Whereas the System serves the public, the Supplier shall …" has a duty of its own.
_DUTY_AFTER_WHEREAS = regex(
    r"[,;.]\s+(?:and\s+)?(?:the|each|all|both|no|neither|nothing|nobody|it|they)\b[^,;.]*"
    r"\b(?:shall|must|may not|undertakes?)\b",
    re.IGNORECASE,
)
_DUTY = regex(r"\b(shall|must|may|will|undertakes? to|agrees? to)\b", re.IGNORECASE)
# Under the signatures stand names and months too: "Will Smith", "5 May".
_OPERATES = regex(
    r"\b(?:shall|must|may|will|cannot|undertakes? to|agrees? to(?! be bound)|SHALL|MUST|CANNOT|(?:MAY|WILL) NOT"
    r"|(?:does|do|is|are) not appl(?:y|icable)|no (?:further )?(?:force|effect)|(?:is|are) (?:void|excluded|waived)"
    r"|prevails?|overrides?"
    r"|(?:is|are) (?:hereby )?(?:deleted|struck out|removed|replaced|amended|added|inserted|restored)"
    r"|(?:wird|werden)\b[^.;]{0,80}\b(?:gestrichen|aufgehoben|ersetzt|geändert|eingefügt)"
    r"|(?:est|sont) (?:supprimée?s?|remplacée?s?|modifiée?s?|ajoutée?s?|insérée?s?))\b"
    r"|^(?i:delete|replace|insert|strike)\b"
)
_PARTIES = regex(r"^\W*(?:the )?(?:parties|between|date|this agreement)\b", re.IGNORECASE)
# What the heading of a schedule says of all that stands in it.
_BINDS_NOBODY = regex(
    r"\b(?:for|as|by\s+way\s+of)\s+(?:reference|information|illustration|discussion)(?:\s+purposes)?\s+only\b"
    r"|\b(?:not|no)\s+(?:an?\s+)?(?:form(?:s|ing)?\s+)?part\s+of\s+(?:this|the)\s+(?:agreement|contract|deed|licen[cs]e)\b",
    re.IGNORECASE,
)
_LETTERED = regex(r"^\(?[A-Z]\)?$")
_FIRST = regex(r"^(?:article|section|clause|§)?\s*(?:1|I)(?:[.)]|\b)", re.IGNORECASE)
_LETTER = regex(r"\W?([A-Za-z])\W?")
_BEFORE_A = "`"  # the character before "a"
_WORDS_IN_SCHEDULE_HEADING = 14


class PartOfContract:
    """The part reached so far; ``schedule`` is the key of the schedule it is in, or ""."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        numbered = any(block.number or ARTICLE.match(block.text) for block in blocks)
        self.role = Role.FRONT if numbered or len(blocks) > 12 else Role.OPERATIVE
        self.schedule = ""
        self._binds = True  # the schedule does
        self._signed_in = ("", True)  # the schedule that holds the line for a signature, and whether it binds
        self._last = ""  # number in a schedule
        self._letter = ""  # of the last lettered recital
        self._begun = False  # numbered terms have begun

    def move_to(self, index: int, heading: str) -> None:
        """Go on to the block at ``index``, with the heading that it is or begins with."""
        block = self._blocks[index]
        words = words_of(block)
        opened = _opens_schedule(block, words)
        late = index * 2 >= len(self._blocks)
        role = _role(self.role, block, words, opens=opened is not None, late=late, begun=self._begun)
        if heading and role in (Role.FRONT, Role.RECITAL) and index and _leaves_front(role, words):
            role = role if role is Role.RECITAL and _goes_on(self._letter, self._blocks[index:]) else Role.OPERATIVE
        if role is Role.SIGNATURE and self.role is Role.SCHEDULE:
            self._signed_in = self.schedule, self._binds
        is_behind = self.role is Role.SIGNATURE and role is Role.OPERATIVE
        if is_behind and self._signed_in[0] and _follows(block.number, self._last):  # paragraphs behind a form
            role = Role.SCHEDULE
            self.schedule, self._binds = self._signed_in
        self.role = role
        self._begun = self._begun or (role is Role.OPERATIVE and bool(block.number))
        self._letter = _last_letter(self._letter, block, words) if role is Role.RECITAL else ""
        if opened:
            self.schedule = schedule_key(opened[1], opened[2])
            self._binds = _BINDS_NOBODY.search(words) is None
        elif role is not Role.SCHEDULE:
            self.schedule, self._binds = "", True
        if role not in (Role.SCHEDULE, Role.SIGNATURE):
            self._signed_in = "", True
        if role is Role.SCHEDULE:
            self._last = "" if opened else block.number or self._last

    def role_of(self, words: str, lead_in: str) -> Role:
        """Return the role of a clause that stands here: that of its place, unless its words say otherwise."""
        return _own_role(self.role, lead_in, words) if self._binds else Role.FORMER


def _follows(number: str, last: str) -> bool:
    """Return True where a number goes on after the last one: "3" or "2.2" after "2.1"."""
    one, other = number.split(".")[0], last.split(".")[0]
    return one.isdecimal() and other.isdecimal() and int(one) - int(other) in (0, 1) and number != last


def _role(role: Role, block: Block, words: str, *, opens: bool, late: bool, begun: bool) -> Role:
    """Return the part of the contract a block stands in, given the part before it.

    ``opens`` says that it heads a schedule, ``late`` that it stands in the second half of the contract, ``begun``
    that numbered terms stand before it.
    """
    signs = block.kind is BlockKind.SIGNATURE or (late and len(words) < 400 and SIGNATURE.match(words))
    if signs and late and role is not Role.FRONT:
        return Role.SIGNATURE
    if opens:
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
        lettered = _LETTERED.match(block.label)
        agreed = _AGREED_IN_ITEM if role is Role.RECITAL and lettered else _AGREED
        if agreed.search(words) or DEFINITIONS_HEADING.match(words):
            return Role.OPERATIVE
        first = _FIRST.match(block.number)
        if (first and not lettered) or ARTICLE.match(words):
            return Role.OPERATIVE
        # Any numbered clause ends the front matter: excerpts begin anywhere, and numbers look like "SCC 12" or "§ 5".
        if role is Role.FRONT and ((block.number and not lettered) or _DUTY.search(words)):
            return Role.OPERATIVE
    return role


def _opens_recitals(role: Role, block: Block, words: str, *, begun: bool) -> bool:
    """Return True where recitals begin; a sentence among the terms that begins with "Whereas" opens none."""
    line = _RECITAL_LINE.match(words) is not None
    if role in (Role.FRONT, Role.RECITAL):
        return line or _RECITALS.match(words) is not None
    if role is Role.OPERATIVE and not begun and not block.number and _heads_recitals(words):
        return True  # "have agreed as follows. PREAMBLE"
    if role is Role.SCHEDULE and not begun:
        return line  # a file may be an exhibit from its first line on
    return line and not block.number and (words.endswith(":") or len(words.split()) <= 2)


def _heads_recitals(words: str) -> bool:
    """Return True for "BACKGROUND" alone, not for "Background searches"."""
    found = _RECITALS.match(words)
    return found is not None and re.fullmatch(r"\W*", words[found.end() :]) is not None


def _own_role(role: Role, lead_in: str, words: str) -> Role:
    """Return the role of a clause in a part of the contract: that of the part, unless its words say otherwise."""
    if role is Role.SIGNATURE:
        sentence = f"{lead_in} {words}".strip()
        return Role.OPERATIVE if _OPERATES.search(sentence) else role
    if role not in (Role.OPERATIVE, Role.SCHEDULE):
        return role
    if (lead_in and _RECITAL_LINE.match(lead_in)) or _RECITAL_LINE.match(words):
        sentence = f"{lead_in} {words}".strip()
        binds = _DUTY_AFTER_WHEREAS.search(sentence) or _AGREED_IN_ITEM.search(sentence)
        return role if binds else Role.RECITAL
    return role


def _last_letter(letter: str, block: Block, words: str) -> str:
    """Return the letter of the last lettered recital up to this block; a heading ("BACKGROUND") stands before "(A)"."""
    if found := _LETTER.fullmatch(block.label):
        return found[1].casefold()
    if _heads_recitals(words):
        return _BEFORE_A
    return "" if letter == _BEFORE_A else letter


def _goes_on(letter: str, blocks: Sequence[Block]) -> bool:
    """Return True when lettered recitals go on in ``blocks`` after ``letter``: "(B)" before any other number."""
    labelled = next((block for block in blocks if block.label or ARTICLE.match(block.text)), None)
    found = _LETTER.fullmatch(labelled.label) if labelled and letter else None
    return found is not None and ord(found[1].casefold()) == ord(letter) + 1


def _opens_schedule(block: Block, words: str) -> re.Match[str] | None:
    """Return the word and the number with which a block heads a schedule; a sentence about one heads none."""
    said = (SCHEDULE_HEADING.match(block.label), SCHEDULE_HEADING.match(words))  # "ANNEX 1" of "SCHEDULE OF PRICES"
    opens = next((found for found in said if found and found[2]), None)
    if not opens or len(words.split()) > _WORDS_IN_SCHEDULE_HEADING:
        return None
    return None if words.endswith((".", ";")) and MODAL.search(words) else opens


def _leaves_front(role: Role, words: str) -> bool:
    """Return True when a heading shows that the recitals, or the first page, are over."""
    if _RECITALS.match(words) or _PARTIES.match(words):
        return False
    return (
        role is Role.RECITAL or re.match(r"^(?:\W|[A-Z]?\d|[IVX]+\.|article|section|clause)", words, re.I) is not None
    )
