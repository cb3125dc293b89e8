"""Recognise marks of words that are not agreed: labels, remarks in brackets, sentences that lead into such words.

The forms were taken from drafting guides, from public templates with their notes left in, and from drafts that went
to and fro. Each of their words may also belong to a deal ("previous versions of the Software", "Option Period", "the
Supplier may reject proposals"). So a mark must be all that a label, a heading or a bracket says, or name a text and
lead into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from clausegen.runtime import regex
from clausegen.structure.headings import MODAL


class Mark(NamedTuple):
    """A kind of mark; ``open`` says that the words may yet be agreed."""

    what: str
    open: bool = False


SUPERSEDED = Mark("text marked as superseded")
NOTE = Mark("a note to the draft")
EXAMPLE = Mark("an example of wording")
REJECTED = Mark("text that was not agreed")
PROPOSED = Mark("text that is only proposed", open=True)
PENDING = Mark("text that is still to be agreed or confirmed", open=True)
OPTIONAL = Mark("text that may be kept or deleted", open=True)
ALTERNATIVES = Mark("one of several alternatives, and none of them is chosen", open=True)
BRACKETED = Mark("square brackets, which mark text that is not settled", open=True)
ELSEWHERE = Mark("what is said of other contracts", open=True)

Forms = tuple[tuple[re.Pattern[str], Mark], ...]

_LABEL_WITHIN = 150  # characters

_TEXT = r"(?:wording|text|language|formulation|clause|provision|sentence|paragraph)s?"

# States of a text, as remarks and labels name them.
_STATES = (
    (r"superseded|obsolete|outdated|no longer (?:in force|applicable|valid)", SUPERSEDED),
    (r"not (?:agreed|accepted)|unagreed|(?:rejected|refused|declined|withdrawn)(?= by\b|\s*:|\W*$)", REJECTED),
    (rf"optional {_TEXT}|delete (?:if|as|where|unless|one|whichever)\b|(?:include|insert|keep|select|choose) "
     r"(?:if|where|one|either|as appropriate)\b|streichen,? (?:falls|wenn)|à supprimer si|suprimir si", OPTIONAL),
    (r"(?:counter-?)?propos(?:ed|al)(?= by\b|\s*:|\W*$)", PROPOSED),
    (r"(?:still |yet )?to be (?:\w+ly |further )?(?:agreed|confirmed|discussed|negotiated|determined|decided|settled|"
     r"finali[sz]ed|reviewed|considered|approved)|not yet (?:agreed|approved|confirmed|settled)|"
     r"subject to (?:agreement|contract|negotiation|confirmation|(?:legal|internal|client) (?:review|approval))\b|"
     r"(?:still )?(?:under|for) (?:discussion|negotiation)|open (?:point|issue)|(?:noch )?(?:zu vereinbaren|zu klären|"
     r"abzustimmen)|à (?:convenir|confirmer|valider)|por (?:acordar|confirmar)|a convenir", PENDING),
)  # fmt: skip
# What a state may be followed by: "superseded by clause 5", not "superseded products".
_SINCE = (
    r"(?:,? (?:by|with|between|on|since|as of|from|for|in|not|applicable|appropriate|agreed|required|only|see)\b"
    r"[^:.()\[\]\n]{0,40})?"
)
_WHO = (  # "Customer to confirm", "amount to be agreed"
    r"(?:[\w'’&-]+ ){1,4}?(?:to be (?:agreed|confirmed)|to (?:confirm|agree|consider|approve|discuss|review|revert|"
    r"advise|decide))\b"
)
REMARKS: Forms = (
    *((regex(rf"^\W*(?:{state}){_SINCE}\W*$", re.I), mark) for state, mark in _STATES),
    (regex(r"^\W*(?:as an? )?example only\W*$", re.I), EXAMPLE),
    (regex(rf"^\W*(?:tb[acd]\W*$|(?:notes?: )?{_WHO}[^.;]{{0,60}}$)", re.I), PENDING),
)
# What a note says of the words before it: "NTD: to be agreed".
IN_NOTES: Forms = (
    *((regex(rf"\b(?:{state})", re.I), mark) for state, mark in _STATES),
    (regex(r"\btb[acd]\b|\bto (?:confirm|consider|discuss|revert)\b", re.I), PENDING),
)

_OF_THIS = (  # "of clause 5", not "of the Software"
    r"(?: (?:of|from|to|for|dated|von|du|de) (?:(?:this|the|that|our) )?(?:[\d§]"
    rf"|(?:clause|section|article|paragraph|agreement|contract|schedule|annex|{_TEXT})\b)[^:()\[\]\n]{{0,30}}"
    r"| \d[\d.]*)"
)
_BEFORE = (
    r"[^\w]*(?:(?:schedule|annex|appendix|exhibit|anlage|annexe|anexo|clause|section|article|part) [\w.]{1,6}\s*"
    r"[:–—-]\s*)?"
)
_ASIDE = r"(?:\s*[(\[][^()\[\]\n]{1,80}[)\]])?"
_ENDS = r"\s*(?::|\.(?=\s|$)|[–—-](?=\s|$)|\]|$)"
_FORMER = r"(?:previous|former|earlier|prior|old|superseded|replaced|obsolete|outdated|deleted|withdrawn)"
_NOTES = (
    r"(?:(?:explanatory|legal|internal|negotiation) )?(?:drafting|(?:drafter|draftsman|negotiator|reviewer)['’]?s"
    r"|negotiation) (?:note|comment)s?|notes? (?:to|for|on) (?:the )?(?:draft(?:ers?|ing)?|reviewers?|negotiators?"
    r"|counsel)|guidance notes?|ntd|anmerkung zum entwurf|formulierungshinweis|note de rédaction|nota de redacción"
)
_LABELS: Forms = tuple(
    (regex(_BEFORE + pattern, re.I), mark)
    for pattern, mark in (
        (rf"{_FORMER} (?:\w+ )?{_TEXT}{_OF_THIS}?{_ASIDE}{_ENDS}", SUPERSEDED),
        # A version, a draft or a section is also what software, a plan or a site has.
        (rf"{_FORMER} (?:\w+ )?(?:version|draft|section|article)s?(?:{_OF_THIS}{_ASIDE}{_ENDS}|\s*:\s*(?=[“\"„«]))",
         SUPERSEDED),
        (rf"(?:frühere|alte|bisherige|überholte) (?:fassung|formulierung){_OF_THIS}?{_ASIDE}\s*(?::|$)", SUPERSEDED),
        (rf"(?:ancien(?:ne)?|précédente?) (?:version|rédaction|texte|libellé){_ASIDE}\s*(?::|$)", SUPERSEDED),
        (rf"(?:redacción|versión|texto) (?:anterior|previ[ao]|sustituid[ao]){_ASIDE}\s*(?::|$)", SUPERSEDED),
        (rf"(?:{_NOTES})(?: (?:for|to|on|by|no\.?|\d)[^:.()\[\]\n]{{0,40}})?{_ASIDE}{_ENDS}", NOTE),
        (rf"(?:(?:examples?|sample|specimen|suggested|illustrative) (?:of )?(?:\w+ )?{_TEXT}"
         rf"|(?:model|template) (?:wording|text|language|formulation|clause)){_ASIDE}{_ENDS}", EXAMPLE),
        (rf"(?:rejected|refused|declined|not (?:agreed|accepted)|unagreed) (?:\w+ )?(?:{_TEXT}|proposals?|amendments?)"
         rf"{_ASIDE}{_ENDS}", REJECTED),
        (rf"(?:(?:counter-?)?proposed|alternative|draft) (?:wording|text|language|formulation|clause){_ASIDE}{_ENDS}",
         PROPOSED),
        *((rf"(?:{state}){_SINCE}\s*(?::|[–—-]\s|\]|$)", mark) for state, mark in _STATES),
        # "Suspension (not agreed):", "OPTION A (delete if not agreed):"
        *((rf"(?P<named>[^.;:()\[\]\n]{{1,60}}+)[(\[]\s*(?:{state}){_SINCE}\s*[)\]]\s*(?::|[–—-]\s|\]|$)", mark)
          for state, mark in _STATES),
    )
)  # fmt: skip
# Words without one of these early on have no label.
_LABELLED = (
    "previous", "former", "earlier", "prior", "old", "supersed", "replaced", "obsolete", "outdated", "deleted",
    "withdrawn", "frühere", "alte", "bisherige", "überholt", "ancien", "précédent", "redacción", "versión", "texto",
    "draft", "negotiat", "reviewer", "note", "ntd", "anmerkung", "formulierung", "nota", "example", "sample",
    "specimen", "suggested", "illustrative", "model", "template", "rejected", "refused", "declined", "agreed",
    "accepted", "propos", "alternative", "optional", "longer", "delete", "include", "insert", "keep", "select",
    "choose", "streichen", "supprimer", "suprimir", "subject", "discussion", "confirm", "approved", "settled",
    "determined", "decided", "considered", "discussed", "reviewed", "finali", "vereinbaren", "klären",
    "abzustimmen", "convenir", "valider", "acordar", "issue", "point",
)  # fmt: skip

_WHICH = r"(?P<which>[A-H]|\d|one|two|three|I{1,3})"
ALTERNATIVE = regex(rf"\W*(?:either|(?:option|alternative|variant) {_WHICH})(?:\W*$|\s*[(:–—-])", re.I)
OR = regex(r"\W*(?:or|and/or)\W*$", re.I)
OR_FOLLOWS = regex(r"\[\W*(?:and/)?or\W*\]", re.I)
# "Option A:" with what is left of a box before it
OPTION = regex(
    rf"[\[(_☐☒☑✓✔\s]*(?P<chosen>[xX]?)[\])_\s]*(?P<word>option|alternative|variant) {_WHICH}\s*(?:[:.)]|[–—-](?=\s)|$)",
    re.I,
)
CHOSEN = ("☒", "☑", "✓", "✔")
# Options that a party exercises, or that somebody chose, are agreed.
EXERCISED = regex(r"\b(?:exercis|exten[ds]|renew|prolong)|\b(?:selected|chosen|applies)\b|[$€£]", re.I)

OF_PAGE = regex(r"\b(?:signature|next|this) page|\bleft blank|omitted|reserved\b", re.I)

_QUOTE = '[“"„«]'
_A_TEXT = rf"(?:proposals?|amendments?|{_TEXT})"
_ON = r"[^.;:“\"„«]{0,80}"
_INTO = rf"\s*(?::|(?={_QUOTE}))"
_TURNED_DOWN = (
    r"(?:rejected|refused|declined|withdrew|withdrawn|dropped"
    r"|(?:did|has|have|had|could|was|were|been) not (?:accept|agree|adopt|include)\w*)"
)
_STATEMENTS: Forms = (
    (regex(rf"\b{_TEXT}(?: \w+){{0,5}}? (?:could|might|may|would|can),? (?:then,? |for example,? )?"
           rf"(?:read|say|look|be (?:worded|drafted|phrased))\b{_ON}{_INTO}", re.I), EXAMPLE),
    (regex(rf"\b(?:{_TURNED_DOWN}\b{_ON}\bfollowing (?:\w+ ){{0,2}}{_A_TEXT}"
           rf"|following (?:\w+ ){{0,2}}{_A_TEXT}\b{_ON}\b{_TURNED_DOWN})\b{_ON}{_INTO}", re.I), REJECTED),
    (regex(rf"\b(?:{_TURNED_DOWN}\b{_ON}\b{_A_TEXT}|{_A_TEXT}\b{_ON}\b{_TURNED_DOWN})\b{_ON}\s*:?\s*(?={_QUOTE})",
           re.I), REJECTED),
    (regex(rf"\b(?:proposed|suggested|requested|discussed|considered)\b{_ON}\bfollowing (?:\w+ ){{0,2}}{_A_TEXT}\b"
           rf"(?:(?!\b(?:agree|accept|adopt))[^.;:“\"„«]){{0,80}}{_INTO}", re.I), PROPOSED),
)  # fmt: skip
# What leads into words ends with one of the first, and says one of the second.
_LEADING_ENDS = (":", "“", '"', "„", "«")
_LEADING = (
    "reject", "refus", "declin", "withdr", "dropped", " not accept", " not agree", " not adopt", " not includ",
    "propos", "suggest", "requested", "discussed", "considered", " read", " say", " look", "worded", "drafted",
    "phrased",
)  # fmt: skip
# Words that make a statement a rule for what may happen: "if the following proposal is rejected:"
SUPPOSED = regex(r"\b(?:if|where|when|whenever|once|unless|until|should|any|each|every|shall|must|will)\b[^.;]*$", re.I)

# "The parties acknowledge that in other contracts of the Supplier …", up to where it turns to this contract again
_OTHER_CONTRACTS = regex(
    r"(?:^|(?<=[.;]\s))(?P<known>(?:the )?[\w ]{1,40}\b(?:acknowledges?|notes?|recogni[sz]es?|aware|understands?)"
    r"(?: of the fact)?(?: that)?,? )?(?:in|under) (?:(?:some|many|most|certain|all|several|any) )?(?:of )?"
    r"(?:(?:its|their|the [\w’']+['’]s|the) )?(?:other|earlier|previous|similar|comparable) "
    r"(?:contracts|agreements|licen[cs]es|deals)\b(?! between the parties)"
    r"(?(known)|(?![^.;]*\b(?:shall|must|will|undertakes?|agrees?|warrants?)\b))",
    re.I,
)
THIS_CONTRACT = regex(
    r"[.;]\s+(?=[^.;]*\b(?:this (?:agreement|contract|licen[cs]e)|here|therefore|likewise|accordingly)\b)",
    re.I,
)
_CONTRACTS = ("contracts", "agreements", "licences", "licenses", "deals")
_OTHERS = ("other ", "earlier ", "previous ", "similar ", "comparable ")


def label(words: str) -> tuple[Mark, int] | None:
    """The mark with which words begin, and where the label ends."""
    head = words[:_LABEL_WITHIN].lower()
    if not any(stem in head for stem in _LABELLED):
        return None
    for form, mark in _LABELS:
        found = form.match(words)
        if found and not MODAL.search(found.groupdict().get("named") or ""):
            return mark, found.end()
    return None


def statements(words: str) -> Iterator[tuple[re.Match[str], Mark]]:
    """Words that lead into others which are not agreed, the first of each form."""
    small = words.lower()
    if any(sign in words for sign in _LEADING_ENDS) and any(stem in small for stem in _LEADING):
        yield from ((found, mark) for form, mark in _STATEMENTS if (found := form.search(words)))


def about_other_contracts(words: str) -> re.Match[str] | None:
    """Words that begin to tell what other contracts say."""
    small = words.lower()
    may = any(stem in small for stem in _CONTRACTS) and any(stem in small for stem in _OTHERS)
    return _OTHER_CONTRACTS.search(words) if may else None
