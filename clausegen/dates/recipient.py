"""To whom notice must be given: the words of the notice itself, and the addressees of the notices clause."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from clausegen.dates.notice import Notice
from clausegen.dates.prepared_text import Page, Sentence
from clausegen.runtime import regex

_PLACE: Final = r"(?:\s+(?:of|des|der|du|de\s+la|del|de)\s+(?:the\s+)?[A-ZÄÖÜÉ][\w&.-]*(?:\s+[A-ZÄÖÜÉ][\w&-]*){0,3})?"
_NAME: Final = (
    r"(?:the\s+|dem\s+|der\s+|den\s+|le\s+|la\s+|al\s+|el\s+|l')?[A-ZÄÖÜÉ][\w&-]*(?:'s)?"
    rf"(?:\s+(?:of\s+)?[A-ZÄÖÜÉ][\w&-]*(?:'s)?){{0,5}}{_PLACE}"
)
_OTHER: Final = (
    r"(?:each\s+of\s+)?(?:the\s+)?other(?:\s+part(?:y|ies)(?:\s+(?:here)?to(?:\s+this\s+agreement)?)?)?"
    r"|(?:der\s+|die\s+|dem\s+)?(?:jeweils\s+)?anderen?\s+(?:Vertrags)?(?:partei|partner|seite)"
    r"|l'autre(?:\s+partie)?|la\s+otra(?:\s+parte)?|otra\s+parte"
)
_TO: Final = regex(
    rf"\b(?:(?:notice|notification|notif(?:y|ies|ied)|inform(?:s|ed)?|tell(?:s)?|advis(?:e|es|ed)|writ(?:e|es|ten|ing)"
    rf"|addressed|deliver(?:s|ed)?|given|giv(?:es|ing)|sent|served|gegenüber|an|bei|adressée?|auprès\s+de|à|notifi\w+"
    rf"|dirigid[oa]|comuni\w+|aviso|preaviso|a)\b[^.;]{{0,60}}?)"
    rf"(?<!\w)(?:(?:to|upon|on|gegenüber|an|bei|à|auprès\s+de|a)\s+)?(?i:(?P<other>{_OTHER}))\b"
    rf"|\b(?:(?:notice|notification|addressed|given|sent|served|delivered|writing)\b[^.;]{{0,60}}?\b(?:to|upon|on)"
    rf"|notif(?:y|ies|ied|ying)|inform(?:s|ed|ing)?|advis(?:e|es|ed|ing)|gegenüber|adressée?\s+(?:à|au)|dirigid[oa]\s+a"
    rf"|notifi\w+\s+(?:a|al|au|à))\s+(?P<name>{_NAME})"
)
_NOT_A_PARTY: Final = regex(
    r"\b(?:Term|Date|Agreement|Period|Section|Article|Clause|Schedule|Renewal|Expir\w+|Anniversary|Contract)\b"
)
_NOTICES: Final = regex(
    r"\b(?:notices?|mitteilungen|kündigungen|erklärungen|notifications?|notificaci\w+|comunicaci\w+)\b"
    r"[^.;]{0,160}?\b(?:addressed|sent|delivered|given|served|made|directed|zu\s+richten|zu\s+senden|gerichtet|adressées?"
    r"|envoyées?|remises?|dirig\w+|envia\w+|remit\w+)\b[^.;]{0,60}?(?:\b(?:to|at|an|à|aux?|al?)\b|:)",
)
_MOST: Final = 300
# "Notices to the Supplier are sent to …": where the supplier itself gives notice, this is its own address.
TO_SUPPLIER: Final = regex(
    r"\b(?:notices?|mitteilungen|kündigungen|erklärungen|notifications?|notificaci\w+|comunicaci\w+)\s+(?:\w+\s+){0,4}?"
    r"(?:(?:to|an|à|a)\s+(?:the\s+|den\s+|die\s+|la\s+|el\s+)?|au\s+|al\s+|l')"
    r"(?:supplier|licensor|provider|seller|vendor|contractor|lizenzgeber|lieferant|auftragnehmer|verkäufer|anbieter"
    r"|fournisseur|prestataire|concédant|vendeur|proveedor|licenciante|vendedor|suministrador)",
    re.IGNORECASE,
)


class Recipient(NamedTuple):
    """Who must receive the notice at ``[start, end)``; ``addressed`` quotes what the notices clause says."""

    who: str
    start: int
    end: int
    addressed: str = ""


def read_recipient(page: Page, notice: Notice | None) -> Recipient | None:
    """The recipient of a notice; None when neither the notice nor a notices clause names one."""
    if notice is None:
        return None
    home = next((s for s in page.sentences if s.start <= notice.period.start < s.end), None)
    addressed = _addressees(page, notice)
    found = _named(page, home, notice) if home else None
    if found is None and addressed is None:
        return None
    shown = " ".join(page.text[addressed[0] : addressed[1]].split()) if addressed else ""
    number = page.number_at(addressed[0]) if addressed else ""
    quoted = f"clause {number}: “{shown}”" if number else f"“{shown}”" if shown else ""
    if found is None and addressed is not None:
        return Recipient("as the notices clause says", *addressed, quoted)
    assert found is not None  # noqa: S101 - one of the two is there
    return found._replace(addressed=quoted)


def _named(page: Page, home: Sentence, notice: Notice) -> Recipient | None:
    """The recipient that the sentence itself names, the one nearest to the period first."""
    found = []
    for match in _TO.finditer(page.plain, home.start, home.end):
        group = "other" if match["other"] else "name"
        who = " ".join(match[group].split())
        article = r"^the\s+(?=other\s)" if group == "other" else r"^(?:the|dem|der|den|le|la|al|el)\s+"
        who = re.sub(article, "", who, flags=re.IGNORECASE)
        if group == "name" and (_NOT_A_PARTY.search(who) or len(who) < 2):
            continue
        found.append((abs(match.start() - notice.period.start), Recipient(who, match.start(group), match.end(group))))
    return min(found)[1] if found else None


def _addressees(page: Page, notice: Notice) -> tuple[int, int] | None:
    """Where the notices clause says to whom and to which address notices go; the supplier's own address last."""
    own: tuple[int, int] | None = None
    for sentence in page.sentences_at(page.starts(_NOTICES)):
        if sentence.start <= notice.period.start < sentence.end:
            continue
        found = _NOTICES.search(page.small, sentence.start, min(sentence.end, sentence.start + 1500))
        if not found:
            continue
        place = sentence.start, min(sentence.end, sentence.start + _MOST)
        if not TO_SUPPLIER.search(page.plain, sentence.start, found.end()):
            return place
        own = own or place
    return own
