"""Coded reasons for findings: why one has its status, and what held it back afterwards."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from clausegen.model.document import Value


class Why(StrEnum):
    """Reason for the status of a finding; ``SENTENCES`` has the sentence for each."""

    ESTABLISHED = "established"
    DENIED = "denied"
    SHAKEN = "shaken"  # other words may take it back
    PERHAPS_DENIED = "perhaps-denied"
    UNCLEAR = "unclear"
    AMENDMENT_DIFFERS = "amendment-differs"
    NOT_AGREED_YET = "not-agreed-yet"
    DENIED_BY_WORDS_NOT_AGREED_YET = "denied-by-words-not-agreed-yet"
    APART = "apart"  # words on the subject stand only where they do not count
    NOTHING_TO_TAKE = "nothing-to-take"  # ordinary words, against a safeguard of which the contract does not speak
    SILENT = "silent"


SENTENCES: Final = {
    Why.ESTABLISHED: "The quoted words establish it.",
    Why.DENIED: "The contract says the opposite.",
    Why.SHAKEN: "This wording may cancel it.",
    Why.PERHAPS_DENIED: "The quoted words may mean the opposite.",
    Why.UNCLEAR: "The quoted words may be meant so, but do not say it clearly enough.",
    Why.AMENDMENT_DIFFERS: "An amendment establishes what the earlier contract denies. Check which prevails.",
    Why.NOT_AGREED_YET: "The quoted words would establish it, but they are not agreed yet.",
    Why.DENIED_BY_WORDS_NOT_AGREED_YET: "Words that are not agreed yet deny it.",
    Why.APART: "Words on the subject appear only where they do not count.",
    Why.NOTHING_TO_TAKE: "Not in the contract. The quoted words will stand against it once it is.",
    Why.SILENT: "Not found in the contract.",
}


class CaveatCode(StrEnum):
    """Reason for holding a finding back after it was decided."""

    DATES_DIFFER = "dates-differ"
    LANGUAGE_NOT_READ = "language-not-read"
    NOT_ALL_READ = "not-all-read"
    ABOUT_REQUIREMENTS = "about-requirements"
    STRUCK_WORDS_NOT_LOCATED = "struck-words-not-located"
    WAIVED = "waived"
    NOT_PLAIN = "not-plain"
    OPEN_OPERATION = "open-operation"
    WORDING_ALTERED = "wording-altered"  # a clause of the library stands with other words


class Caveat(Value):
    """A reason to hold a finding back: a stable code, and one sentence for the reader."""

    code: CaveatCode
    reason: str
