"""Words that stand for a day of the contract: for its own date, for its signature, for its beginning."""

from __future__ import annotations

import re
from typing import Final

from clausegen.runtime import regex

AGREEMENT_WORDS: Final = regex(
    r"\b(?:(?<!effective )(?<!commencement )date\s+(?:hereof|(?:of|on)\s+(?:this"
    r"|the)\s+(?:\w+\s+){0,2}(?:agreement|contract|deed|document|memorandum|instrument|amendment|order)"
    r"|(?:first\s+)?(?:above\s+)?(?:first\s+)?(?:written|set\s+forth|stated|mentioned|specified"
    r"|given)(?:\s+(?:first\s+)?above|\s+below)?"
    r"|(?:first\s+)(?:set\s+forth|stated|mentioned|noted|indicated|appearing)\s+(?:above|herein)|above\s+written)"
    r"|(?:day|date)\s+and\s+(?:year|date)\s+(?:first\s+)?(?:above\s+)?(?:written|set\s+forth)|agreement\s+date"
    r"|contract\s+date"
    r"|(?:initial\s+)?date\s+of\s+(?:its\s+|the\s+)?(?:full\s+)?(?:execution|signature|signing|conclusion)"
    r"|execution\s+(?:date\s+)?(?:of|hereof|date)|(?:its|upon|on|the)\s+(?:full\s+)?execution|(?:upon|on|of"
    r"|after|following)\s+(?:its\s+|the\s+)?sign(?:ature|ing)|same\s+(?:date|day)"
    r"|date\s+(?:it\s+(?:is|was)\s+|first\s+)?signed"
    r"|(?:date\s+)?(?:on|upon)\s+which\s+it\s+is\s+(?:\w+\s+){0,2}signed|date\s+of\s+signed\s+acceptance"
    r"|date\s+when\s+[\w\s]{3,60}\bsign"
    r"|unterzeichnung|unterschrift|vertragsschluss|signature\s+du\s+(?:présent|contrat)|(?:sa|la)\s+signature"
    r"|(?:su|la)\s+firma|heute)\b",
    re.IGNORECASE,
)
LAST_SIGNATURE: Final = regex(
    r"\b(?:last|latest|later|final|both|all|each|full(?:y)?)\b[^.;]{0,40}\b(?:sign(?:s|ed|ature|atory|ing)?"
    r"|execut(?:ed|ion)|parties)\b"
    r"|\b(?:signed|executed)\s+by\s+(?:both|all|each|the\s+last|duly|the\s+authori[sz]ed)"
    r"|letzten?\s+unterschrift|dernière\s+signature|última\s+firma",
    re.IGNORECASE,
)
EFFECTIVE_WORDS: Final = regex(
    r"\b(?:date\s+on\s+which\s+(?:the\s+)?services?\s+(?:start|commence|begin)\w*|(?:agreement\s+|contract\s+"
    r"|amendment\s+|service\s+)?(?:effective|commencement|commencing|start(?:ing)?"
    r"|beginning)\s+date|date\s+of\s+commencement|commencement|effectiveness"
    r"|vertragsbeginn\w*|beginn\w*|inkrafttreten\w*|date\s+d'effet|entrée\s+en\s+vigueur|prise\s+d'effet"
    r"|fecha\s+efectiva|fecha\s+de\s+inicio|entrada\s+en\s+vigor)\b",
    re.IGNORECASE,
)
