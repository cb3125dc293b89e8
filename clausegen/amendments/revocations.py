"""Amendments that take back whole amendments: "Amendment No. 1 is revoked and has no further effect"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clausegen.amendments.names import AmendmentName, amendment_names
from clausegen.model import BINDING, Clause, Document, Operation, OperationKind
from clausegen.runtime import regex
from clausegen.structure import AMENDMENT, FIRST_WORDS, FORESEEN, SENTENCE, SUBJECT, without_quotes

# Nearly every sentence of an amendment names none; these stand in all that do.
_KINDS = ("amendment", "amending", "addend", "variation", "supplement", "nachtr", "avenant", "adenda", "letter")
_GONE = (
    r"(?:revoked|rescinded|cancell?ed|deleted|terminated|repealed|withdrawn|annulled|set\s+aside|superseded|replaced|removed"
    r"|discharged|reversed|undone|deemed\s+(?:never|not)\s+to|null|void|invalid|of\s+no\s+(?:further\s+)?(?:force|effect)|no\s+longer|aufgehoben|widerrufen|gestrichen"
    r"|unwirksam|abrogés?|annulés?|résiliés?|révoqués?|revocad[ao]s?|anulad[ao]s?|derogad[ao]s?|resuelt[ao]s?|sin\s+efecto)\b"
)
_BEING = (
    r"(?:is|are|(?:shall|will)\s+be|has\s+been|have\s+been|wird|werden|ist|sind|est|sont|quedan?|es|son)"
    r"(?:\s+(?:hereby|hiermit|also|further|entirely|wholly|par\s+la\s+présente|por\s+la\s+presente|mit\s+Wirkung[^.;]{0,40})"
    r"|\s*,?\s+(?:with\s+(?:immediate\s+)?effect|as)\s[^.;]{0,40}?,?|\s+in\s+(?:its|their)\s+entirety)*"
)
_ENDS = (
    r"(?:(?:shall|will)\s+(?:hereby\s+)?|hereby\s+)?(?:ceases?|lapses?|expires?|terminates?|ends?)\b"
    r"|(?:(?:shall|will)\s+)?(?:has|have)\s+no\s+(?:further\s+|longer\s+any\s+)?(?:force|effect|legal)\b"
    r"|tritt\s+außer\s+Kraft"
)
_AGAIN = r"(?P<again>reinstated|restored|revived)\b"
_DONE = regex(rf"\b(?:{_BEING}\s+(?:{_GONE}|{_AGAIN})|{_ENDS})", re.IGNORECASE)
_DOES = regex(
    r"(?P<subject>^|[.;:,]\s+|\b(?:and|hereby|to|this\s+amendment|the\s+parties|the\s+parties\s+have)\s+)"
    r"(?:revok(?:e|es|ed|ing)|rescind(?:s|ed|ing)?|cancel(?:s|led|ling)?|terminat(?:e|es|ed|ing)|repeal(?:s|ed|ing)?"
    r"|withdr(?:aws?|ew|awing)|annul(?:s|led)?|supersed(?:e|es|ing)|replac(?:e|es|ing)|delet(?:e|es|ing)|set(?:s|ting)?\s+aside"
    r"|(?P<again>reinstat(?:e|es|ed)|restor(?:e|es|ed)|reviv(?:e|es|ed)))"
    r"(?:\s+(?:and\s+(?:hereby\s+)?(?:replac|supersed|cancel|terminat)\w+|in\s+(?:its|their)\s+entirety|entirely|the|said))*\s+$",
    re.IGNORECASE,
)
_TAKES = regex(
    rf"{_GONE}|\b(?:revok|rescind|annul|supersed|withdr)\w+|\bno\s+further\s+(?:force|effect)", re.IGNORECASE
)
_NOT = regex(
    r"\b(?:not|nor|never|neither|nothing|no\s+(?:part|provision|term)|may|might|cannot|without)\b(?!\s+\d)",
    re.IGNORECASE,
)
_ITSELF = regex(r"\b(?:this|present|diese[rs]?|présent|presente)\s+$", re.IGNORECASE)
_CALLS_ITSELF = regex(
    r"\bthis\b[^.;]{0,200}[“\"„](?:the\s+)?(?:\w+\s+)?(?:amendment|addendum|side\s+letter)[”\"“]", re.IGNORECASE
)
# "Amendment No. 1 is revoked except for clause 3": how much of it goes is for people to read.
_IN_PART = regex(
    r"\b(?:if|unless|upon|until|once|except|save|subject\s+to|provided|to\s+the\s+extent|(?:in\s+)?so\s+far\s+as|insofar"
    r"|inconsisten\w+|in\s+part|partly|soweit|außer|sofern|sauf|salvo)\b",
    re.IGNORECASE,
)
_APART = 12  # words between the name and what is said of it, "made between the parties on the same day"
_REACH = 160  # characters between the name of an amendment and the verb


def revocations(document: Document, clauses: Sequence[Clause], changes: Sequence[Operation]) -> tuple[Operation, ...]:
    """The ``changes`` of an amendment and what it says of other amendments as a whole, in reading order.

    A sentence that changes a clause ("Clause 3 of Amendment No. 1 is deleted") revokes none. One that takes back
    something of an amendment without saying plainly that the amendment goes, or goes at once, is not ``sure``.
    """
    if AMENDMENT.search(document.text, 0, FIRST_WORDS) is None:
        return tuple(changes)
    text = document.text
    wordings = [(one.text_start, one.text_end) for one in changes]
    itself = _CALLS_ITSELF.search(text) is not None
    found: list[Operation] = []
    for clause in clauses:
        given = any(start <= clause.body < end for start, end in wordings)
        if clause.role not in BINDING or given or not _names_one(text[clause.body : clause.end]):
            continue
        for start, end in _sentences(without_quotes(text[clause.body : clause.end]), clause.body):
            if not any(start <= one.start < end for one in changes):
                found += _in_sentence(without_quotes(text[start:end]), start, itself=itself)
    return tuple(sorted((*changes, *found), key=lambda one: one.start))


def _names_one(text: str) -> bool:
    small = text.casefold()
    return any(kind in small for kind in _KINDS)


def _sentences(plain: str, offset: int) -> Iterator[tuple[int, int]]:
    at = 0
    for piece in SENTENCE.finditer(plain):
        yield offset + at, offset + piece.start()
        at = piece.end()
    yield offset + at, offset + len(plain)


def _in_sentence(sentence: str, offset: int, *, itself: bool) -> Iterator[Operation]:
    """What one sentence revokes or restores; ``itself`` says that the paper calls itself "the Amendment"."""
    if FORESEEN.match(sentence):
        return
    names = list(amendment_names(sentence))
    for name in names:
        before, rest = sentence[: name.start], sentence[name.end :]
        if _NOT.search(before[-40:]) or _ITSELF.search(before):
            continue
        if name.named and itself:
            continue
        subject = SUBJECT.search(before)
        done = _DONE.search(rest[:_REACH])
        does = _DOES.search(before)
        listed = any(one is not name and done and one.start > name.end for one in names)
        sure = _IN_PART.search(rest) is None and not name.named
        if subject and not subject["part"] and done and not _NOT.search(rest[: done.start()]):
            sure = sure and (listed or len(rest[: done.start()].split()) <= _APART)
            yield _operation(name, offset, name.start, name.end + done.end(), sure=sure, again=bool(done["again"]))
        elif does:
            yield _operation(name, offset, does.end("subject"), name.end, sure=sure, again=bool(does["again"]))
        elif (takes := _TAKES.search(sentence)) and not _NOT.search(sentence[: takes.start()]):
            start, end = min(name.start, takes.start()), max(name.end, takes.end())
            yield _operation(name, offset, start, end, sure=False, again=False)


def _operation(name: AmendmentName, offset: int, start: int, end: int, *, sure: bool, again: bool) -> Operation:
    return Operation(
        kind=OperationKind.RESTORED if again else OperationKind.REVOKED,
        start=offset + start,
        end=offset + end,
        target=name.words,
        sure=sure,
    )
