"""Read to whom notice must be given: in the words of the notice itself, or in the notices clause."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from clausegen.dates.candidates import Candidate
from clausegen.dates.prepared_text import Page, Sentence
from clausegen.dates.vocabulary import patterns
from clausegen.runtime import regex

_NAME: Final = (
    r"(?:the\s+|dem\s+|der\s+|den\s+|le\s+|la\s+|al\s+|el\s+|l')?(?P<name>[A-ZÄÖÜÉ][\w&-]*(?:'s)?"
    r"(?:\s+(?:of\s+(?:the\s+)?|des\s+|der\s+|du\s+|de\s+la\s+|del\s+|de\s+)?[A-ZÄÖÜÉ][\w&.-]*(?:'s)?){0,5})"
)
_TO_NAME: Final = regex(
    r"\b(?:(?:notice|notification|addressed|given|sent|served|delivered|writing)\b[^.;]{0,60}?\b(?:to|upon|on)"
    r"|notif(?:y|ies|ied|ying)|inform(?:s|ed|ing)?|advis(?:e|es|ed|ing)|gegenüber|adressée?\s+(?:à|au)|dirigid[oa]\s+a"
    rf"|notifi\w+\s+(?:a|al|au|à))\s+{_NAME}"
)
_NOT_A_PARTY: Final = regex(
    r"\b(?:Term|Date|Agreement|Period|Section|Article|Clause|Schedule|Renewal|Expir\w+|Anniversary|Contract)\b"
)
_MOST: Final = 300  # characters of a notices clause that are quoted
TO_SUPPLIER: Final = "to-supplier"
"""The code of a recipient where the address that the notices clause gives is the supplier's own."""
OTHER_PARTY: Final = "other-party"
"""The kind of a recipient whom the notice does not name: the other side."""
AS_CLAUSE: Final = "as-clause"
"""The kind of a recipient of whom only the notices clause speaks."""


class Recipient(NamedTuple):
    """The recipient of the notice at ``[start, end)``; ``addressed`` quotes what the notices clause says."""

    who: str
    start: int
    end: int
    addressed: str = ""
    kind: str = ""
    code: str = ""


def read_recipient(page: Page, notice: Candidate) -> Recipient | None:
    """Return the recipient of a notice; None when neither the notice nor a notices clause names one."""
    found = _named(page, notice)
    clause = _notices_clause(page, notice)
    if clause is None:
        return found
    start, end = clause.start, min(clause.end, clause.start + _MOST)
    shown, number = " ".join(page.text[start:end].split()), page.number_at(start)
    code = TO_SUPPLIER if patterns()["to_supplier"].search(page.plain, clause.start, clause.end) else ""
    quoted = f"clause {number}: “{shown}”" if number else f"“{shown}”"
    found = found or Recipient("as the notices clause says", start, end, kind=AS_CLAUSE)
    return found._replace(addressed=quoted, code=code)


def _named(page: Page, notice: Candidate) -> Recipient | None:
    """Return the recipient that the sentence of the notice names, the one nearest to the period first."""
    home = notice.sentence
    found = []
    for match in patterns()["other_party"].finditer(page.plain, home.start, home.end):
        who = re.sub(r"^the\s+(?=other\s+part)", "", match["who"], flags=re.IGNORECASE)
        who = re.sub(r"^\w+\s+(?=the\s+other$)", "", who, flags=re.IGNORECASE)
        place = (match.end("who") - len(who), match.end("who"))
        found.append((abs(match.start() - notice.start), Recipient(" ".join(who.split()), *place, kind=OTHER_PARTY)))
    for match in _TO_NAME.finditer(page.plain, home.start, home.end):
        who = " ".join(match["name"].split())
        if len(who) > 1 and not _NOT_A_PARTY.search(who):
            found.append((abs(match.start() - notice.start), Recipient(who, *match.span("name"))))
    return min(found)[1] if found else None


def _notices_clause(page: Page, notice: Candidate) -> Sentence | None:
    """Return the sentence that says to which address notices go; that of the supplier's own address last."""
    own: Sentence | None = None
    for match in patterns()["notices_go_to"].finditer(page.plain):
        sentence = page.sentence_at(match.start())
        if sentence is None or sentence.start == notice.sentence.start:
            continue
        if not patterns()["to_supplier"].search(page.plain, sentence.start, match.end()):
            return sentence
        own = own or sentence
    return own
