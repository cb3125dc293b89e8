"""Who may, must, need not or must not act: a third reader, of direction and polarity alone.

The verifier and the lexical reader hear what words are about better than who is to do it: "the Customer may suspend"
sounds much like "the Supplier may suspend", "shall be free to" like "shall not". This reader knows nothing but the
act that a sentence states, and how often passages that establish an element state the same one. It only doubts.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Sequence

from clausegen.detect.candidate import Candidate
from clausegen.detect.roles import CUSTOMER, SUPPLIER
from clausegen.detect.signals import Quoted, Sentence
from clausegen.detect.words import NAME
from clausegen.regex import regex
from clausegen.requirement import Element
from clausegen.weights import verified

# An act is foreign to an element when at most this share of the passages that establish it state that act alone,
# and there are enough of them to tell. Chosen on the calibrating batches, see docs/quality.md.
FOREIGN_BELOW = 0.05
ENOUGH = 15
ASKED_FROM = 0.45  # words that would count; the rest need no doubt

_SIDES = {SUPPLIER.lower(): "supplier", CUSTOMER.lower(): "customer"}
_BARRED = "prohibited|precluded|prevented|restrained|barred|forbidden"
_ALLOWED = "entitled|permitted|allowed|authori[sz]ed"
_BOUND = "obliged|required|bound"
# In the order in which they are tried. Who is not kept from something may do it; who need not do it may leave it.
_MODES = {
    "need not": rf"need not|may refrain|(?:is|are|shall be) not (?:{_BOUND}) to|shall not be (?:{_BOUND}) to"
    r"|(?:has|have|shall have) no (?:duty|obligation) to|(?:is|are) under no (?:duty|obligation)"
    r"|(?:does|do) not (?:undertake|agree|promise|covenant)|(?:gives?|makes?|assumes?|accepts?|undertakes) no "
    r"(?:undertaking|promise|commitment|duty|obligation)"
    r"|(?:is|are|shall be|stands?) (?:released|relieved|discharged|exempt(?:ed)?|excused|dispensed) from",
    "may": rf"(?:(?:shall|will|may|need) not be|is not|are not) (?:{_BARRED}) from|may\b(?! not\b| never\b)"
    r"|can\b(?! not\b| never\b)|reserves the right"
    rf"|(?:(?:is|are|remains?) (?!not\b)|shall be )(?:(?:{_ALLOWED}) to|(?:free|at liberty)\b)"
    r"|(?:has|have|shall have) (?:the (?:right|power)|power|liberty) to",
    "must not": r"(?:shall|must|may|will|can) (?:not|never|at no time|under no circumstances|in no case)\b|cannot\b"
    rf"|(?:is|are|be) (?:forbidden|prohibited)|(?:is|are|shall) not (?:be )?(?:{_ALLOWED}) to"
    r"|(?:has|have|shall have) no right to|waives (?:any|the|all) rights?|(?:shall|must|will) refrain",
    "must": rf"shall\b|must\b|will\b|undertakes?\b|agrees?\b|warrants?\b|covenants?\b|(?:is|are|be) (?:{_BOUND}) to",
}
_ACT = regex(
    rf"\b(?P<who>{'|'.join(_SIDES)})"
    r"(?:,[^,;.]{0,80},| itself| alone| hereby| also| at any time| then| therefore)? (?:"
    + "|".join(f"(?P<m{place}>{words})" for place, words in enumerate(_MODES.values()))
    + ")"
)
# "At no time may the customer …", "nothing entitles the customer to …", "a breach for the customer to …"
_FORBIDDEN = regex(
    r"(?:\b(?:at no time|under no circumstances|in no (?:case|event|circumstances)|never|nor)"
    r" (?:may|shall|can|must|will)"
    r"|\b(?:neither|no|nothing|never|nor)\b[^.;]{0,80} (?:entitles?|permits?|allows?|authori[sz]es?|empowers?)"
    rf"|\bbreach[^.;,]{{0,30}} for) (?:the )?(?P<who>{'|'.join(_SIDES)})\b"
)
_CONDITION = regex(r"\b(?:if|where|when|whenever|unless|until|once|should) (?:the |an? |any )?$")
_NEITHER = regex(r"\b(?:neither|nor|no) (?:the |an? |any )?(?:[\w'-]+ )?$")
# "Neither … nor the customer may" forbids; "neither … nor the customer is obliged to" leaves free.
_BEING = regex(r"(?:is|are|be) ")


def acts(in_roles: str) -> frozenset[str]:
    """What a text says of the acts of the two sides, for example "customer must not"; the sides read as roles."""
    text = " ".join(in_roles.lower().split())
    stated = {
        f"{_SIDES[found['who']]} {_mode(text, found)}"
        for found in _ACT.finditer(text)
        if not _CONDITION.search(text, max(0, found.start() - 20), found.start())
    }
    return frozenset(stated | {f"{_SIDES[found['who']]} must not" for found in _FORBIDDEN.finditer(text)})


def _mode(text: str, found: re.Match[str]) -> str:
    place = next(place for place in range(len(_MODES)) if found[f"m{place}"])
    mode = list(_MODES)[place]
    if mode not in ("may", "must") or not _NEITHER.search(text, max(0, found.start() - 30), found.start()):
        return mode
    return "need not" if mode == "must" and _BEING.match(found[f"m{place}"]) else "must not"


def doubted(
    candidates: Iterable[Candidate], spoken: Sequence[Sentence], elements: Iterable[Element]
) -> list[Candidate]:
    """Candidates, doubted where the words quoted state one act alone, and one that is foreign to their element."""
    known = {element.code: element for element in elements}
    quoted = Quoted(spoken)
    out = []
    for candidate in candidates:
        if candidate.satisfied >= ASKED_FROM and not candidate.doubt and candidate.origin != "defeater":
            said = acts(" ".join(sentence.in_roles for sentence in quoted.of(candidate.spans)))
            if len(said) == 1 and _foreign(known[candidate.element], act := next(iter(said))):
                side, mode = act.split(" ", 1)
                doubt = f"it says what the {side} {mode} do; words that establish this hardly ever say that"
                candidate = candidate.model_copy(update={"doubt": doubt})
        out.append(candidate)
    return out


def _foreign(element: Element, act: str) -> bool:
    counts = _counted().get((element.code, element.wording), {})
    total = sum(counts.values())
    return total >= ENOUGH and counts.get(act, 0) <= FOREIGN_BELOW * total


@functools.cache
def _counted() -> dict[tuple[str, str], dict[str, int]]:
    """For each element as it was worded in training: how many passages that establish it state one act alone, which."""
    stored = json.loads((verified(NAME) / "modality.json").read_text(encoding="utf-8"))
    return {(code, one["statement"]): one["acts"] for code, one in stored.items()}
