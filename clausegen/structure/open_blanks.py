"""Blanks that nobody filled in: in a document, and in the values that go into one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausegen.model import Role, Structure
from clausegen.runtime import regex

# What stands in brackets where a value belongs: "[name]", "[full name of signatory]", "<address>".
_WHAT = (
    r"(?:[a-z]+ ){0,3}(?:names?|dates?|amounts?|sums?|figures?|numbers?|address(?:es)?|titles?|part(?:y|ies)|states?"
    r"|places?|cit(?:y|ies)|e-?mails?|signator(?:y|ies))(?: of [a-z ]+)?"
)
_LATER = "agreed|determined|confirmed|completed|decided|advised|announced|specified|provided|supplied|inserted|filled"
_NAMED = "(?-i:[ -][A-Z])"  # "TBC Bank" is a firm
# Not "[CONFIRM: …]": a question of ours quotes the contract ("certified to be required") and is found by its mark.
_BLANK = regex(
    rf"\[\s*(?!CONFIRM:)(?:●|•|\*|_+|…|\.{{2,}}|insert[^\]]*|tb[acd]|{_WHAT}|[^\]]*\bto be [^\]]*)?\s*\]"
    rf"|<(?:insert[^>]*|(?-i:{_WHAT}))>|_{{3,}}|\?{{3,}}|\bTB[ACD]\b(?!{_NAMED})|\bX{{3,}}\b|\{{\{{.*?\}}\}}|\{{%|%\}}"
    r"|\{\w+(?: \w+)*\}"
    r"|(?-i:\bINSERT(?: [A-Z]+)+)\b|\binsert [\w ]{1,40} here\b"
    rf"|\bto be (?:agreed|determined|confirmed) (?:by|between|later)|(?m:^)\s*to be (?:{_LATER})\b",
    re.IGNORECASE,
)
# Values that say nothing by themselves; in a table of a document they may be all that there is to say.
_NOTHING_SAID = regex(r"[\W_]+|\W*(?:n[/.]a|not (?:applicable|available))\W*", re.IGNORECASE)
# Where somebody signs, rules, empty brackets and days are left to the hand that signs; names and titles are not.
_TO_SIGN_ON = regex(r"_+|\[[\s_.…]*\]")
_SIGNED_LATER = regex(r"\s*(?:signature|signed|by|date|dated|place|on|at|seal|witness)\b\W", re.IGNORECASE)


def blanks(read: Structure) -> Iterator[tuple[int, int]]:
    """Find the blanks that nobody filled in: start and end of each. Lines to sign on are no blanks."""
    text = read.document.text
    for clause in read.clauses:
        if clause.role in (Role.CONTENTS, Role.MARGIN):
            continue
        signs = clause.role is Role.SIGNATURE
        if signs and _SIGNED_LATER.match(text, clause.start, clause.end):
            continue
        for found in _BLANK.finditer(text, clause.start, clause.end):
            if not (signs and _TO_SIGN_ON.fullmatch(found.group())):
                yield found.span()


def left_open(value: str) -> str:
    """Return the blank in a value that goes into a document, "" where there is none."""
    for paragraph in re.split(r"\n\s*\n", value):
        words = " ".join(paragraph.split())
        if found := _BLANK.search(words) or _NOTHING_SAID.fullmatch(words):
            return _shown(found.group())
    return ""


def _shown(blank: str) -> str:
    return blank.strip()[:30]
