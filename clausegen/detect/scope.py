"""What keeps words from counting although they are about the right subject.

Each objection is a pattern over canonical text (lower case, parties called supplier and customer) with
the reason a lawyer would give. Source: the perturbations P1-P20 described in docs/how-it-decides.md.
"""

from __future__ import annotations

from clausegen.guarded import Guarded

_SUBORDINATE = "if|when|where|whenever|wherever|unless|until|in case|lest|that|whether|which|who|whom|as|than"

_OBJECTIONS: tuple[tuple[str, str], ...] = (
    (
        r"^\W*\[?\s*(?:intentionally (?:omitted|deleted|left blank)|reserved|not used|deleted)\s*\]?\W*$",
        "the clause is empty",
    ),
    (
        r"\[\s*(?:reserved|not used|intentionally omitted|to be (?:agreed|inserted|completed)|tbd|tbc)\.?\s*\]",
        "it is blank",
    ),
    (
        r"^\W*(?:the )?(?:parties|supplier|customer|both parties|each party)?\s*"
        r"(?:acknowledges?|recogni[sz]es?|notes?|appreciates?|is aware|are aware|affirms? (?:its|their) commitment)\b"
        r"(?!.{0,160}\b(?:shall|must|may not|agrees? (?:to|that))\b)",
        "it only acknowledges",
    ),
    (
        r"\b(?:supplier|customer|part(?:y|ies)|we|you|policy|clause|agreement)(?: \w+)? "
        r"(?:aims?|aspires?|intends?|hopes?|strives?|seeks?) to\b(?!.{0,80}\bshall\b)",
        "it only states an aim",
    ),
    (
        r"\b(?:reasonable|best|commercially reasonable|good[- ]faith) (?:endeavou?rs|efforts)\b"
        r"|\b(?:shall|will|must|agrees? to|undertakes? to) (?:(?!not\b)\w+ )?(?:endeavou?r|strive|seek) to\b"
        r"|\bwhere(?:ver)? (?:reasonably )?(?:practicable|possible|feasible)\b"
        r"|\b(?:as|so) far as (?:reasonably )?(?:practicable|possible)\b",
        "the duty is only one of endeavours",
    ),
    (
        # "Should the customer refuse", "if it should refuse" are conditions; "it is agreed that it should" binds.
        rf"(?:^|[.;:,]) ?(?:(?!\b(?:{_SUBORDINATE})\b)[^.;:,])*?"
        r"\b(?:supplier|customer|part(?:y|ies)|users?|operators?|staff|personnel|officers?|analysts?|bureau|agency|"
        r"authority|ministry|service|police|directorate|office|department|licensee|purchaser|buyer|it|they|we|you)"
        r" should\b"
        r"(?! (?:be (?:glad|grateful)|have)\b)"
        r"|\b(?:is|are) (?:encouraged|invited|expected) to\b|\b(?:customer|users?|you) may wish to\b",
        "it only recommends",
    ),
    (
        r"\bwould be (?:welcome|desirable|pleased|interested|appreciated)\b|\bwould prefer\b|\bshould preferably\b"
        r"|\bthought (?:may|might|could) be given\b"
        r"|\b(?:may|might|could) (?:in due course|(?:one|some) day|at some later (?:time|date))\b",
        "it only states a wish",
    ),
    (
        r"\bnothing in (?:this|the)\b.{0,80}\b(?:entitles?|permits?|allows?|obliges?|requires?)\b",
        "it takes the right back",
    ),
    (
        r"\bto the extent (?:permitted|allowed|required) by (?:the )?(?:applicable|local|national|domestic)\b",
        "local law may take it back",
    ),
)
_GUARDED = tuple((Guarded(pattern), reason) for pattern, reason in _OBJECTIONS)


def objection(canonical: str) -> str:
    """The reason why a sentence cannot satisfy an element, or an empty string."""
    for pattern, reason in _GUARDED:
        if pattern.search(canonical):
            return reason
    return ""
