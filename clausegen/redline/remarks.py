"""Word the comments of a revision, which the counterparty reads too."""

from __future__ import annotations

from clausegen.model import Finding, Role, Structure
from clausegen.redline.defined_names import Names
from clausegen.structure import introduced

SIGN = (
    "The clauses bind the agency that operates the system only if it signs: add it to the parties and to the "
    "signatures."
)


def unsigned_user(read: Structure, called: Names) -> str:
    """Say that the end user does not sign, and "" when it is a party or stands among the signatures."""
    if "end_user" not in called.named:
        return "The contract names no end user."
    word, _ = called.terms["End User"]
    signing = " ".join(read.text(clause) for clause in read.clauses if clause.role is Role.SIGNATURE)
    parties = [called.terms.get("Customer", ("",))[0], *introduced(read.document)]
    if word in parties or called.user in parties or word in signing or (called.user and called.user in signing):
        return ""
    return f"The end user ({called.user or word}) is named in the contract, but is no party to it."


def said_of(finding: Finding, *, elsewhere: bool) -> tuple[str, ...]:
    """Say what is proposed about words that contradict an element, and nothing of how the house ranks it."""
    quoted = finding.evidence[0]
    place = (f"About the words elsewhere ({quoted.place}): “{quoted.text}”",) if elsewhere else ()
    proposal = f"These words stand against a safeguard that this agreement needs. Proposal: {finding.remedy}"
    return (*place, proposal)
