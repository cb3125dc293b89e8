"""The words in which contracts speak of their term, in English, German, French and Spanish."""

from __future__ import annotations

import re
from typing import Final

from clausegen.dates.numbers import ORDINAL
from clausegen.runtime import regex

OWN: Final = regex(
    r"\b(?:this|present)\s+(?:[\w-]+\s+){0,3}?(?:agreement|contract|deed|memorandum|licen[cs]e|amendment|lease"
    r"|appointment|engagement|employment|"
    r"franchise|arrangement|cooperation|collaboration|venture|undertaking|subscription|order|attachment|sow"
    r"|trial|loan|hire|rental|programme|form|nda|msa|mou|dpa|eula|loi)\b"
    r"|\b(?:the|said)\s+(?:agreement|nda|msa|mou|contract|deed|memorandum|licen[cs]e|appointment|engagement|employment"
    r"|franchise|arrangement|cooperation|collaboration|venture|subscription|order|trial|loan|channel|hire"
    r"|rental|base\s+year)\b(?!\s+(?:year|date))"
    r"|\b(?:the|an?|its)\s+(?:initial\s+|original\s+|fixed\s+|minimum\s+|first\s+|contract\s+"
    r"|licensed\s+)?term\b(?!\s+(?:of|or|and)\s+(?:such|any))|\b(?:initial|contract|licen[cs]ed?|agreement"
    r"|minimum|service)\s+(?:term|period)\b"
    r"|\b(?:expir\w+|termination|end)\s+date\b\"?\s*(?::|-|means|shall|is)|\bterm\s*:|\"(?:[\w-]+\s+)?term\""
    r"|^\W*(?:\d[\d.]*\s*)?(?:term|duration)\b"
    r"|\b(?:vertrag\w*|laufzeit|vereinbarung|lizenz|vertragsdauer)\b|\b(?:contrat|marché|accord|durée"
    r"|convention|licence)\b|\b(?:contrato|acuerdo|convenio|vigencia|plazo|licencia)\b",
    re.IGNORECASE,
)
AFTER_THE_END: Final = regex(
    r"\b(?:during|throughout)\s+(?:the|its|this)\b[^.;]{0,120}?\b(?:and|or)\b|\b(?:and"
    r"|or)\s+(?:continu\w+\s+)?(?:for|during)\s+(?:a\s+)?(?:period\s+of\s+|further\s+|additional\s+)*$"
    r"|\b(?:uncured|cured?|breach\w*|default\w*|force\s+majeure|insolven\w+|delay\w*|fails?|failure"
    r"|not\s+less\s+than|at\s+least|no\s+later\s+than|not\s+later\s+than|prior\s+to|option)\b[^.;]{0,80}$",
    re.IGNORECASE,
)
# "shall remain in full force and effect for at least": a length, though "at least" more often goes with notices.
STAYS: Final = regex(
    r"\b(?:remain|continue|be)s?\s+in\s+(?:full\s+)?(?:force|effect)(?:\s+and\s+effect)?\s+for\s+at\s+least\s+(?:a\s+period\s+of\s+)?$",
    re.IGNORECASE,
)
AFTER_RIGHT: Final = regex(
    r"\A[\s,)]*(?:after|following|from)\s+(?:the\s+)?(?:effective\s+date\s+of\s+)?(?:such\s+|its\s+"
    r"|any\s+)?(?:terminat|expir|end\b|last\s+day|disclosure|receipt|delivery|termination\s+of)",
    re.IGNORECASE,
)
TERM_WORD: Final = regex(  # of small letters
    r"(?:\b(?:terms?|expir\w+|until|till|through|ends?|ending|terminat\w+|continue[sd]?|remain|force|effect|period"
    r"|duration|valid|years?|months?|perpetu\w+|indefinite\w*|anniversary|"
    r"läuft|unbestimmte|unbefristet|endet|gilt|bis|durée|indéterminée|indefinid[oa]"
    r"|durée|jusqu\w*|expire|terme|prend|duración|vigencia|hasta|plazo|vence|termina)|laufzeit|dauer)\b"
)
ENDS_ON: Final = regex(
    r"(?:\b(?:until|till|til|unto|through(?:out)?|thru|finish(?:es)?|expir(?:e|es|ed|ing|y|ation)(?:\s+date)?"
    r"|clos(?:e|es)|runs?\s+to|terminat(?:e|es|ed|ing|ion)(?:\s+date)?|end(?:s|ing|ed)?(?:\s+date)?|conclud(?:e"
    r"|es|ing)|ceas(?:e|es)|lapses?|up\s+to"
    r"|bis(?:\s+zum)?|endet|befristet|jusqu'(?:au|à)|expire|prend\s+fin|se\s+termine|hasta|vence|termina"
    r"|finaliza|concluye|expira)"
    r"|\bto|-)[\s,:(\"]*(?:(?:automatically|in\s+any\s+event|without\s+need\s+of\s+notice"
    r"|without\s+(?:further\s+)?notice|at|on|as\s+of|of|and\s+including|including|inclusive|the|day|midnight"
    r"|noon|close\s+of\s+business|the\s+end\s+of|end\s+of|(?:the\s+)?(?:later|latest|earlier|earliest)\s+(?:to\s+occur\s+)?of|\(?[ai]\)|either|hours?|p\.?m\.?|a\.?m\.?|[a-z]{1,3}t|utc|mes?z|12(?=\s+(?:noon|midnight))|[+-]\d{1,2}(?::\d\d)?|time|"
    r"eastern|pacific|central|standard|local|\d{1,2}[:.]\d\d(?:[:.]\d\d)?|am|mit\s+ablauf\s+des|mit|dem|den|zum"
    r"|le|la|el|du|al|día|including\s+the|ablauf\s+des)[\s,:.)]*)*$",
    re.IGNORECASE,
)
RANGE_ONLY: Final = regex(r"(?:\bto|-)[\s,]*(?:and\s+including\s*)?(?:the\s*)?$", re.IGNORECASE)
FROM: Final = regex(
    r"\b(?:from|after|following|of|beginning|commenc(?:e|es|ing)|starting|begins?|effective|since|as\s+of|upon"
    r"|on|ab|vom|seit|von|à\s+compter\s+d[ue]|à\s+partir\s+d[ue]|depuis|dès|du|desde|a\s+partir\s+de[l]?"
    r"|del)\b[\s,(]*"
    r"(?:(?:and\s+including|with|on|upon|as\s+of|from|at|the|its|and|dem|der|den|le|la|el|de|l')[\s,]*)*$",
    re.IGNORECASE,
)
INCLUSIVE: Final = regex(
    r"\b(?:ab|vom|von|beginn\w*|beginnend|in\s+kraft|inkrafttreten|à\s+compter|à\s+partir|du|prend\s+effet"
    r"|en\s+vigueur|a\s+partir|desde|en\s+vigor|surt\w+\s+efectos?)\b",
    re.IGNORECASE,
)
LENGTH: Final = regex(
    r"(?:\b(?:for|of|is|be|was|are|ends?|ending|concluding|lasts?|runs?|continues?|remains?|valid|term|period"
    r"|duration|beträgt|dauer|laufzeit|läuft|dauert|für|pour|durée|est|de|por|duración|es|será|has|have|and"
    r"|until|till|shall|will|ends?|expires?|terminates?|lasting|in\s+effect|in\s+force|least|minimum|effective"
    r"|initial|on|extend)\b|:|\")"
    r"[\s,:\"(]*(?:(?:an?|the|its|full|expires?|one|initial|fixed|minimum|maximum|original|first|further|term|d'"
    r"|period|duration|of|for|is|be|at|least|expire|eine?r?|von|feste|une|un|una|durée|de|effect|force|continue"
    r"|in|and|which\s+is|date\s+(?:which|that)\s+is)[\s,:\"(]*)*$",
    re.IGNORECASE,
)
RENEWS: Final = regex(
    r"(?:\b(?:renew\w*|extended|extends?\s+(?:the|this|it|for\s+an?\s+additional)|extension|additional"
    r"|successive|consecutive|verlänger\w*|reconduct\w*|reconduit\w*|renouvel\w*|prorog\w*|prórrog\w*"
    r"|renov\w*)\b[^.;]{0,40}"
    r"|\b(?:subsequent|further|thereafter|each|another|weitere\w*|jeweils)\b[^.;]{0,14})$",
    re.IGNORECASE,
)
NOT_LENGTH: Final = regex(
    r"\A\)?[\s,]*(?:'|prior|written|advance|notice|notification|before|in\s+advance|kündigung|schriftlich|vor\b"
    r"|avant|préavis|de\s+anticipación|antes|of\s+(?:receipt|such|any|notice)|from\s+(?:receipt|delivery"
    r"|invoice)|old)",
    re.IGNORECASE,
)
ANNIVERSARY: Final = regex(  # of small letters
    rf"(?P<n>{ORDINAL})\s*(?:\(\s*\d+\s*\w{{0,3}}\s?\w?\s*\)\s*)?(?:year(?:'?s)?\s+|annual\s+)?anniversary(?:\s+date)?|"
    r"(?P<words>\w+(?:-\w+)?)\s*(?:\(\s*(?P<digits>\d+)\s*\)\s*)?-?\s?year\s+anniversary"
    r"|(?P<one>(?<!each )(?<!every )(?<!any )\banniversary)",
)
PERPETUAL: Final = regex(  # of small letters
    r"\b(?:in\s+perpetuity|perpetual(?:ly)?|indefinite(?:ly)?|(?:continue|remain|be|stay|is"
    r"|are)\w*\b[^.;]{0,100}?\buntil\s+(?:it\s+is\s+|the\s+agreement\s+is\s+)?(?:otherwise\s+|earlier\s+"
    r"|sooner\s+)?(?:terminated|cancell?ed|termination|either\s+party)|until\s+terminated"
    r"|continue\s+in\s+(?:full\s+)?(?:force\s+and\s+)?effect[^.;]{0,40}?\bunless\s+(?:and\s+until\s+)?(?:it\s+is\s+)?(?:\w+\s+)?terminated"
    r"|end\s+when\s+terminated|(?:shall|will)\s+govern[^.;]{0,80}unless\s+terminated"
    r"|auf\s+unbestimmte\s+zeit|unbefristet|durée\s+indéterminée|por\s+tiempo\s+indefinido"
    r"|duración\s+indefinida|indefinidamente)\b",
)
HOLE_MARK: Final = regex(r"__|\[[\s*●•·….]|\*\*\*|[●█…]|\.{4}|\bday\s+of\s+[,_]")
CALENDAR_END: Final = regex(  # of small letters
    r"\bend\s+of\s+(?:the\s+)?(?:(?:calendar\s+)?(?:year\s+)?(?P<number>20\d\d)\b|(?P<year>(?:current\s+"
    r"|then[\s-]current\s+|first\s+)?calendar\s+year)|(?P<quarter>calendar\s+quarter)"
    r"|(?P<month>calendar\s+month))|\blast\s+day\s+of\s+the\s+month\b",
)
SPECIAL_TERM: Final = regex(r"\"[A-Z][\w-]+\s+[A-Z][\w-]+\s+(?:[A-Z][\w-]+\s+)*(?:Term|Period)\"")
# A day that is one of several ends: "the later of (a) 31 July 2021 and (b) …", "but in no event later than …".
ONE_OF: Final = regex(
    r"\b(?:until|through|upon|on|expir\w*|terminat\w*|end\w*|at)\s+the\s+(?P<which>later|latest|earlier|earliest|first|last)"
    r"\s+(?:to\s+occur\s+)?of\b[^.;]{0,250}$",
    re.IGNORECASE,
)
ONE_OF_LEAD: Final = regex(
    r"(?:\bof|,?\s*\b(?:or|and))[\s:,]*(?:\(?(?:[a-e]|i{1,3}|iv|[1-5])\)[\s,]*)?(?:on\s+|the\s+)*$", re.IGNORECASE
)
AT_LATEST: Final = regex(
    r"\bbut\s+(?:in\s+(?:no|any)\s+(?:event|case),?\s+)?(?:not?\s+)?later\s+than\s+(?:the\s+|on\s+)*$"
    r"|\bin\s+no\s+(?:event|case)\s+later\s+than\s+(?:the\s+|on\s+)*$",
    re.IGNORECASE,
)
# "(the "Development Term")": a term that is not the contract's own, unless its title says what it is about.
OTHER_TERM: Final = regex(
    r"\s*,?\s*\(\s*(?:the|such\s+period|each,?\s+an?)?\s*,?\s*(?:the\s+)?\"(?:the\s+)?(?P<kind>[A-Za-z-]+)\s+(?:term|period)\"",
    re.IGNORECASE,
)
OWN_KIND: Final = regex(
    r"initial|original|first|base|fixed|minimum|contract|agreement|licen[cs]e|service|services|subscription|basic|primary"
    r"|current|term|effective|extended|extension|renewal",
    re.IGNORECASE,
)
# "provided that with respect to each property …": what holds for a part only.
FOR_A_PART: Final = regex(
    r"\bprovided\b[^.;]{0,30}\bthat,?\s+(?:(?:solely\s+)?with\s+respect\s+to|as\s+to|in\s+respect\s+of)\b[^.;]*$",
    re.IGNORECASE,
)
MAY_TERMINATE: Final = regex(
    r"\b(?:may|entitled\s+to|right\s+to)\b[^.;]{0,40}\bterminate\s+(?:this|the)\b(?![^.;]*\b(?:term|expir\w+)\b)[^.;]*$",
    re.IGNORECASE,
)
PAST: Final = regex(
    r"(?<!be )(?<!been )(?<!deemed )(?<!is )(?<!are )\b(?:expired|terminated|ended|ceased|lapsed|concluded)\b",
    re.IGNORECASE,
)
UP_TO: Final = regex(r"\b(?:until|through|at|by|on)\b[\s\w]{0,6}$", re.IGNORECASE)
UNLESS: Final = regex(
    r"\bunless\s+(?:\w+\s+){0,3}(?:sooner|earlier|otherwise|terminated|extended|renewed)"
    r"|subject\s+to\s+(?:earlier|the\s+(?:prior\s+)?termination)",
    re.IGNORECASE,
)
ASIDE: Final = regex(
    r"\b(?:warrant(?:y|ies)|confidential(?:ity)?|insurance|non-?compet\w*|non-?solicit\w*|training|escrow"
    r"|guarantee|audit|records?|retain(?:ed)?|books|patents?|royalt(?:y|ies)|invoice|payment|interest"
    r"|support\s+services|cure|remed(?:y|ied)|(?:termination|transition|disengagement)\s+(?:assistance|services)|"
    r"exclusiv\w+|warrants?|purchase|deliver\w*|units?|volumes?|turnover|first\s+offer|instal?lments?|filing"
    r"|settlement|press\s+release|acknowledge|decree|proceedings?|petition|chairperson|serve\s+for|holdover"
    r"|transition|wind-down|sell-off|tail|survive[sd]?|surviving|standstill|statute|option\s+period|fiscal"
    r"|forecast|vesting|severance|maintenance\s+term|prior\s+agreement|gewährleistung|aufbewahr\w*|garantie"
    r"|confidencialidad|conserv\w+|archiv\w*)\b",
    re.IGNORECASE,
)
TERM_TITLE: Final = regex(
    r"\b(?:term|duration|termination|period|expir\w+|commencement|laufzeit|dauer|kündigung|durée|duración"
    r"|vigencia|plazo|renewal)\b"
)
EXTENDS: Final = regex(
    r"\b(?:hereby|is|are)\s+(?:further\s+|hereby\s+)?(?:extended|prolonged)|\b(?:agree\s+to|hereby)\s+extend"
    r"|verlängert\s+bis|prolongé\s+jusqu|prorrog",
    re.IGNORECASE,
)
