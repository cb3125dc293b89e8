"""The forms in which amendments speak: targets, verbs, and what shows that something really changes."""

from __future__ import annotations

import re

from clausegen.runtime import regex
from clausegen.structure.number_ranges import TO

_NUMBER = (
    r"(?:\d{1,3}(?:[A-Za-z](?![A-Za-z]))?(?:\.\s?\d{1,3}[A-Z]?)*|[IVX]{1,6}(?![a-z])|[A-Z](?:[.-]?\d{1,2})*(?![A-Za-z]))"
    r"(?:\s?\([A-Za-z0-9]{1,4}\))*(?:\.[a-z](?![a-z]))?(?:\s+Abs\.\s?\d+)?"
)
_WORD = (
    r"(?:sub-?)?(?:section|clause|article|paragraph)s?|conditions?|schedules?|annex(?:es)?|appendix|exhibits?|attachments?"
    r"|items?|recitals?|artikel|ziffern?|abschnitte?|anlagen?|anhang|cláusulas?|artículos?|anexos?"
)
_LAST = rf"(?:{_NUMBER}|\([A-Za-z0-9]{{1,4}}\))"
_TO_LAST = rf"(?:\s*{TO}\s*(?:(?i:{_WORD})\s+|§§?\s*)?LAST)"
_LIST = rf"{_NUMBER}(?:{_TO_LAST.replace('LAST', _LAST)}|\s*(?:,\s*(?:and)?|and|or|&|und|et|y)\s*{_NUMBER})*+"
_TARGET = rf"(?:(?i:{_WORD})\s+|§§?\s*)(?:{_LIST})"
# "paragraph 2 of Section 24": one target, named from the inside.
_CHAIN = rf"{_TARGET}(?:(?:\s*,)?\s+(?:(?:of|in|from)\s+)?{_TARGET})*"
RANGE_OR_ONE = regex(rf"(?P<first>{_NUMBER}){_TO_LAST.replace('LAST', f'(?P<last>{_LAST})')}?")
# What may stand before the target so that it is the target itself that changes, or words of it.
PART = (
    r"(?:words?|terms?|phrases?|expressions?|figures?|references?|sentences?|definitions?|lines?"
    r"|first|second|third|last)"
)
_QUOTED = r"[“\"„«]\s*¤+[“\"”»]"  # words between quotation marks, masked
# Quoted words that change, named before their clause or behind it: "“or suspects” in clause 9.1", "9.1: the words “…”".
QUOTED_IN = regex(rf"{_QUOTED}\s+(?:in|of|from)\s+(?:the\s+)?$", re.IGNORECASE)
WORDS_OF = regex(rf"\b(?:{PART}|wörter|worte|mots?|palabras?)\s+{_QUOTED}\s*$", re.IGNORECASE)
_WHOLE = r"(?:texts?|provisions?|obligations?|requirements?|rights?|headings?|whole|entirety|remainder|contents?)"
SUBJECT = regex(
    rf"(?:^|[,:;]\s+|\bthat\s+|\band\s+|\.\s+)(?:(?:the|this|said|existing|current|entire|following|penultimate|next|der|die|das|l[ae]s?|l’|l'|el|los)\s*)*"
    rf"(?P<part>(?:{PART}\b[^.;:]{{0,80}}?\b(?:of|in|from|at|on|to)\s+(?:the\s+)?)|(?:{_WHOLE}\s+(?:of|in)\s+(?:the\s+)?))?$",
    re.IGNORECASE,
)
PLACE = regex(r"(?:^|[,:;]\s+|\band\s+|\.\s+)(?:in|to|at\s+the\s+end\s+of|after|before)\s+(?:the\s+)?$", re.IGNORECASE)
_BE = (
    r"(?:(?:is|are|(?:shall|will)\s+be|wird|werden|est|sont|quedan?|se)"
    r"(?P<hereby>(?:\s+(?:hereby|hiermit|par\s+la\s+présente|por\s+la\s+presente))?)(?:\s+(?:also|further|also))?)"
)
_CHANGE = (
    r"(?:(?P<delete>deleted|struck(?:\s+out)?|removed|cancell?ed|repealed|disapplied|rescinded|revoked|withdrawn|of\s+no\s+(?:further\s+)?force"
    r"|(?:ersatzlos\s+)?gestrichen|aufgehoben|supprimée?s?|suprimid[ao]s?)"
    r"|(?P<replace>replaced|substituted|superseded|restated|ersetzt|remplacée?s?|sustituid[ao]s?|sustituyen?)"
    r"|(?P<amend>amended|modified|revised|changed|varied|supplemented|geändert|modifiée?s?|modificad[ao]s?|modifican?)"
    r"|(?P<add>added|inserted|ergänzt|eingefügt|ajoutée?s?|añadid[ao]s?)"
    r"|(?P<restore>reinstated|restored|revived))\b"
)
PASSIVE = regex(
    rf"\b{_BE}\s+(?:in\s+(?:its|their)\s+entirety\s+|die\s+(?:wörter|worte)\s+{_QUOTED}\s+)?{_CHANGE}", re.IGNORECASE
)
# In an amendment; in a contract it is a rule for some case.
CEASES = regex(
    r"\b(?:(?:shall\s+|will\s+)?(?:hereby\s+)?ceases?\s+to\s+(?:apply|have|be)|(?:shall\s+|will\s+)?no\s+longer\s+(?:appl|ha|form)\w+"
    r"|(?:shall\s+have|has|have)\s+no\s+(?:further\s+)?(?:force|effect))\b",
    re.IGNORECASE,
)
READS = regex(
    r"(?<!which )\b(?:shall|will|is\s+to)\s+(?:now\s+|henceforth\s+)?read\b|\blautet\s+(?:nunmehr|künftig)\b",
    re.IGNORECASE,
)
# "In clause 9.1, delete the words “or suspects”".
ACTIVE_IN = regex(
    rf"^\W*(?i:in|from)\s+(?:the\s+)?(?P<target>{_CHAIN})\s*,?\s+(?i:(?P<delete>delete|strike(?:\s+out)?|remove)"
    rf"|replace|substitute)\s+(?:(?i:the|all|every|each|{PART})\s+)*(?={_QUOTED})"
)
_BY_THE = r"(?<=\bby\s)(?:the\s+)?"
ACTIVE = regex(
    rf"(?P<lead>^|[.;:]\s+|\bby\s+|\band\s+|\bhereby\s+)"
    rf"(?i:(?P<delete>delet(?:e|ing)|strik(?:e|ing)(?:\s+out)?|remov(?:e|ing)|{_BY_THE}deletion\s+of)"
    rf"|(?P<replace>replac(?:e|ing)|substitut(?:e|ing)|{_BY_THE}(?:replacement|substitution)\s+of)"
    rf"|(?P<amend>amend(?:ing)?)|(?P<add>add(?:ing)?|insert(?:ing)?|{_BY_THE}(?:insertion|addition)\s+of)"
    rf"|(?P<restore>reinstat(?:e|ing)|restor(?:e|ing)))"
    rf"(?P<between>(?i:\s+(?:in\s+(?:its|their)\s+entirety|thereto|therein|the|an?|new|following|end|of|at|as|in|to|from|after"
    rf"|{PART}|paragraphs?|¤+|{_QUOTED}|“|”|\"))*)\s+(?P<target>{_CHAIN}(?:\s+and\s+(?i:an?\s+new\s+)?{_CHAIN})*)"
)
AFTER_ADD = regex(
    rf"\s+(?:(?:to|at|in|into|after|before|following|as)\s+(?:(?:the|an?|new)\s+)*(?:(?:very\s+)?end\s+of\s+)?"
    rf"|(?:an?|the)\s+(?:new|following|further)\s+)(?P<target>{_TARGET})",
    re.IGNORECASE,
)
TARGETS = regex(_CHAIN)
LINKS = regex(_TARGET)
CONTRACT = regex(
    r"\b(?:of|to|in)\s+(?P<contract>(?:the|that|this|said)\s+(?:[A-Z][\w’'&-]*\s+){0,5}"
    r"(?i:agreement|contract|licen[cs]e|deed|conditions|terms|lease|addendum|plan)\b)"
)
SUBJECT_CONTRACT = regex(
    r"^\W*(?P<contract>[Tt]he\s+(?:[A-Z][\w’'&-]*\s+){0,5}(?:Agreement|Contract|Licen[cs]e|Deed|Terms|Lease)\b)"
)
SUPPOSED = regex(r"\b(?:if|unless|when|where|while|until|as\s+long\s+as|to\s+the\s+extent)\b", re.IGNORECASE)
FORESEEN = regex(r"^\W*(?:if|where|when|unless|once|whenever|in\s+the\s+event|to\s+the\s+extent)\b", re.IGNORECASE)
# "The following clause 9.1 is inserted", "a new clause 9A is inserted".
NEW_TARGET = regex(r"\b(?:new|following)\s+$", re.IGNORECASE)
# How wording begins that brings its number along, and how it goes on: "9.1 The Supplier may … 9.2 The Customer …".
LABEL = regex(
    r"(?:(?<=\s)|(?<![^\W_])(?<!\d\.))(?P<number>\d{1,3}[A-Za-z]?(?:\.\d{1,3}[A-Z]?)*)[.)]?\s+(?=[“\"(]?[A-Z])"
)
INSTEAD = regex(r"[^.;]{0,40}?\b(?:in\s+lieu|in\s+(?:its|their|the)\s+(?:place|stead)|instead)\b", re.IGNORECASE)
# "is amended" alone tells nothing; these say how.
HOW = regex(
    r"[^.;]{0,60}?(?:\bas\s+follows|\b(?:to|and|so\s+as\s+to)\s+(?:now\s+)?read"
    r"|\bby\s+(?:the\s+)?(?:add|delet|insert|replac|substitut|strik|chang|remov|follow)"
    r"|\bto\s+(?:add|delete|insert|include|provide|replace|remove|change)|\b(?:so|such)\s+that"
    r"|\b(?:with|durch)\s+(?:the\s+)?follow|\bwie\s+folgt|\bcomme\s+suit|\bcomo\s+sigue|:|“|\"|„|«)",
    re.IGNORECASE,
)
NEW_THERE = regex(r"¤|:|\b(?:following|new|folgende[rs]?|suivante?|siguiente)\b", re.IGNORECASE)
ANEW = regex(
    r"\s*(?:and\s+(?:hereby\s+)?restated\s*)?(?:in\s+(?:its|their)\s+entirety\s*)?(?:(?:to|and|so\s+as\s+to)\s+(?:now\s+)?reads?\b)"
    r"|\s*and\s+(?:hereby\s+)?restated\b",
    re.IGNORECASE,
)
ADDS = regex(r"[^.;]{0,40}?\bby\s+(?:the\s+)?(?:add|insert|follow)|[^.;]{0,20}?\bto\s+(?:add|insert)", re.IGNORECASE)
PUT_IN_PLACE = regex(
    r"(?:[^.]|\.(?=\S|\s[a-z])){0,160}?\b"
    r"(?:replac\w+|substitut\w+|in\s+(?:its|their)\s+(?:place|stead)|in\s+lieu|inserted|ersetzt|remplac\w+|sustitu\w+)",
    re.IGNORECASE,
)
NOTHING_INSTEAD = regex(r"nothing\s+(?:replaces|is\s+(?:put|inserted))|ersatzlos", re.IGNORECASE)
# Nearly every clause holds none of these, and looking for plain strings is quick.
_STEM_WORDS = (
    "delet replac amend restat supersed insert added adding substitut struck strik remov cancel repeal disappl rescind "
    "revok withdraw ceas "
    "modifi revis chang varied supplement read reinstat restor reviv gestrichen aufgehoben ersetzt geändert ergänzt "
    "eingefügt lautet supprim remplac ajout suprimi sustitu añadi"
)
STEMS = (*_STEM_WORDS.split(), "further force", "no force", "no longer", "no further", "no effect")
SENTENCE = regex(r"(?<=[.;])\s+(?=[A-Z][a-z]|[“\"(]|\(?[a-z]\)\s)")
# What has numbers of its own: "Schedule 2" and "paragraph 4 of Annex B" are no clauses of the agreement.
ATTACHED = regex(r"\b(?:schedule|annex|appendix|exhibit|attachment|recital|anlage|anhang|anexo)", re.IGNORECASE)
SCHEDULE = regex(
    r"\b(schedule|annex(?:e|es)?|appendix|exhibit|attachment|anlage|anhang|anexo)s?\s+([A-Z]{1,2}|[IVXL]{1,5}|\d{1,2})\b",
    re.IGNORECASE,
)
FIRST_WORDS = 600  # characters in which a document says that it is an amendment
AMENDMENT = regex(r"\b(?:amendment|addendum|variation|nachtrag|avenant|adenda)\b|^\W*side[\s-]letter\b", re.IGNORECASE)
# "Clause 3 of Amendment No. 1 is deleted" touches no clause of the agreement. What it names is in ``amendment_names``.
OF_AMENDMENT = regex(
    r"\b(?:of|to|in|des|zum|de\s+l['’]|al?)\s*(?:the\s+|that\s+)?(?P<amendment>(?:(?:first|second|third|fourth|fifth|sixth)"
    r"\s+(?:amendment|addendum)|(?:amendment|addendum|side\s+letter|nachtrags?|avenant|adenda)"
    r"\s+(?:no\b|nr\b|n[°º]|number|dated|of|\d))[^,;:]{0,60})",
    re.IGNORECASE,
)

# "Items 9 to 11 of the price list", "Article 9 of the Interception Act": nothing that a contract consists of.
OF_NO_CONTRACT = regex(
    r"\b(?:[Cc]lauses?|[Ss]ections?|[Aa]rticles?|[Pp]aragraphs?|[Ii]tems?|[Ll]ines?)\s+\d[\d.]*(?:\([a-z]{1,4}\))?"
    r"(?:(?:\s*(?:,|-|–|to|and|or)\s*)+\d[\d.]*){0,6}\s+of\s+(?:the|our|its|their|an?)\s+(?:[A-Z][\w’'&-]*\s+){0,4}"
    r"(?:(?i:price\s+list|catalogue|quotation|(?:user\s+)?manual)s?"
    r"|(?:Act|Law|Statute|Ordinance|Decree|Code|Directive|Convention|Constitution))\b"
)
