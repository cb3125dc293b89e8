"""Named days of a contract: "the Effective Date", "the date hereof", "the date of the last signature".

A label may stand in a definition, in brackets after the date, before a colon, or in the cell beside it.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from clausegen.dates.expression import DateExpression
from clausegen.dates.fact import Fact
from clausegen.dates.prepared_text import Page
from clausegen.model import Role
from clausegen.runtime import regex

# What a label names. Order decides between labels that fit twice.
_LABELS: Final = {
    "expiry": r"(?:initial\s+)?(?:term\s+)?(?:expir(?:y|ation)|termination|end|expires?|ending|completion|finish)"
    r"(?:\s+(?:date|of\s+term))?"
    r"|(?:contract|service|licen[cs]e|subscription|term|sow|order|hire|rental)\s+ends?(?:\s+date)?"
    r"|date\s+of\s+(?:expir(?:y|ation)|termination)"
    r"|(?:vertrags|laufzeit)ende|ende(?:\s+der\s+laufzeit)?|date\s+(?:de\s+fin|d'expiration|d'échéance)|échéance|fin"
    r"|fecha\s+de\s+(?:terminación|vencimiento|fin(?:alización)?|término)",
    "effective": r"(?:(?:agreement|amendment|contract|licen[cs]e|subscription|services?|term|initial\s+term|sow|order"
    r"|hire|rental|support|call-off)\s+)?"
    r"(?:effective|commencement|start(?:ing)?|begin(?:ning)?)(?:\s+date)?"
    r"|services?\s+from|in\s+force|(?:sow|order|hire|rental)\s+start|date\s+of\s+(?:commencement|effect"
    r"|entry\s+into\s+force)|(?:contract|service|licen[cs]e|subscription|term)\s+starts?(?:\s+date)?"
    r"|(?:vertrags|laufzeit)beginn|beginn(?:\s+der\s+laufzeit)?|inkrafttreten"
    r"|date\s+(?:d'effet|d'entrée\s+en\s+vigueur|de\s+début)|prise\s+d'effet|entrée\s+en\s+vigueur|début"
    r"|fecha\s+(?:efectiva|de\s+(?:inicio|entrada\s+en\s+vigor|vigencia))|inicio",
    "agreement": r"(?:agreement|contract|order|execution|signing|signature|award|deed|sow)\s+date|order\s+accepted"
    r"|signed|dated?(?:\s+as\s+of)?"
    r"|date\s+of\s+(?:(?:this|the)\s+)?(?:agreement|contract|deed|order(?:\s+form)?|memorandum|award|signature"
    r"|execution|signing|conclusion)"
    r"|(?:vertrags)?datum|abschlussdatum|signé\s+le|fait\s+le|date\s+de\s+(?:signature|conclusion)"
    r"|fecha(?:\s+de\s+(?:firma|celebración|suscripción))?",
}
_LABEL_BEFORE: Final = {
    role: regex(
        rf"(?:^|[\s|;,(.\"])(?P<label>{words})\"?\s*(?:\([^)]{{1,40}}\)\s*)?"
        rf"(?:(?:of|for)\s+(?:this|the|its)\s+[\w\s-]{{3,40}}?)?"
        rf"(?::|\s-\s|\||\s(?:shall\s+be|will\s+be|is|ist|est|es|será):?\s)\s*(?P<gap>[^:]{{0,30}})$",
        re.IGNORECASE,
    )
    for role, words in _LABELS.items()
}
_LONGER_LABEL: Final = regex(
    r"\b(?:effective|commencement|start(?:ing)?|expir\w+|end|termination|renewal|delivery|closing|launch|completion|open(?:ing)?"
    r"|issue|due|birth|revision|inspection|approval|print(?:ed)?|filing)"
    r"\s+dated?$",
    re.IGNORECASE,
)
_LABEL_LINE: Final = {
    role: regex(rf"^\W*(?:the\s+)?(?P<label>{words})\s*(?:\([^)]{{1,40}}\)\s*)?(?::|\s-\s|\|)\s*", re.IGNORECASE)
    for role, words in _LABELS.items()
}
_LABEL_CELL: Final = {
    role: regex(
        rf"^(?:item\s*)?[\d.()\s]*(?:the\s+)?(?P<label>{words})(?:\s+of\s+(?:this|the)\s+\w+)?\s*:?$", re.IGNORECASE
    )
    for role, words in _LABELS.items()
}
_QUOTED: Final = regex(r'"(?P<term>[A-Za-z][\w\' -]{2,45}?)[,.]?"')
_MEANS: Final = regex(
    r"\s*(?:\)\s*)?(?:shall\s+|will\s+)?(?:means?|be|is|refers?\s+to|:|=|bedeutet|bezeichnet|désigne|signifie"
    r"|significa)\s*:?\s*(?:the\s+)?",
    re.IGNORECASE,
)
# A definition without quotes, in capitals at the head of its clause: "EFFECTIVE DATE shall mean ..."
_HEADED: Final = regex(
    r"\W*(?:\d[\d.]*\s+)?(?:the\s+)?(?P<term>[A-Z][\w-]+(?:\s+[A-Z][\w-]+){0,3})\s+(?=(?:shall\s+)?means?\b)"
)
_NAMELY: Final = regex(
    r"(?:\bi\.\s?e\.|\bthat\s+is(?:\s+to\s+say)?|\bnamely|\bto\s+wit|\bbeing)[\s,:]*(?:the\s+|on\s+)*$", re.IGNORECASE
)
_APPOSED: Final = regex(
    r"\b(?:the|The)\s+(?P<term>(?:[A-Z][\w-]+\s+){1,3}(?:Date|Day))(?:,|\s+is|\s+\(|,\s+being|,?\s+namely"
    r"|,?\s+which\s+is)?\s*(?:the\s+)?$"
)
_ROLE_OF_TERM: Final = (
    ("expiry", regex(r"\b(?:expir\w*|end|termination)\s*(?:date)?$", re.IGNORECASE)),
    (
        "effective",
        regex(
            r"^(?:\w+\s+)?(?:effective|commencement|start(?:ing)?|beginning)\s*(?:date)?$|vertragsbeginn"
            r"|date d'effet|fecha efectiva|fecha de inicio",
            re.IGNORECASE,
        ),
    ),
    (
        "agreement",
        regex(
            r"^(?:agreement|contract|execution|signing|signature|amendment)\s+date$"
            r"|^date\s+of\s+(?:this\s+)?agreement$",
            re.IGNORECASE,
        ),
    ),
)
_FOREIGN_TERM: Final = regex(
    r"\b(?:merger|closing|rent|lease|plan|launch|payment|delivery|warranty|option|registration)\b", re.IGNORECASE
)


_SIGNED: Final = regex(
    r"(?:(?:^|[\s.;_])date(?:d|\s+signed)?\s*:[\s_]*|/s/[^.:]{0,30}|\(signature\)\s*|\b(?:done|signed)\s+(?:at|in)\s+[\w\s]{2,30},\s*|\bdate:[^:]{0,30})$"
)
_SIGNED_LOOSE: Final = regex(r"\b(?:dated?|datum|fecha|le|on)\b\W*$")


class DefinedDay(NamedTuple):
    """A term that the contract defines as a day, at ``[start, end)``; ``fact`` is None where it says none outright."""

    role: str
    fact: Fact | None
    start: int
    end: int


class Named:
    """The dates a contract gives names to. ``effective``, ``expiry`` and ``agreement`` are in reading order.

    ``other`` maps any other defined date term, small letters, to its fact. ``open`` holds where a definition
    was found for which the date must still be resolved: start and end of its words. ``terms`` maps the
    defined terms themselves, small letters, to what was defined.
    """

    def __init__(self, page: Page) -> None:
        self.facts: dict[str, list[Fact]] = {"effective": [], "expiry": [], "agreement": []}
        self.open: dict[str, list[tuple[int, int]]] = {"effective": [], "expiry": [], "agreement": []}
        self.other: dict[str, Fact] = {}
        self.terms: dict[str, DefinedDay] = {}
        self._page = page
        self._read_definitions()
        self._read_labels()

    def _read_definitions(self) -> None:
        page = self._page
        for date in page.dates:  # "the Go-Live Date, 6 April 2025", "the Commencement Date, being 1 July 2025"
            found = _APPOSED.search(page.plain, max(0, date.start - 70), date.start)
            if found and date.day:
                term = found["term"].lower()
                role = next((role for role, pattern in _ROLE_OF_TERM if pattern.search(term)), None)
                fact = Fact.of(date, start=found.start("term"))
                if role and not _FOREIGN_TERM.search(term):
                    self.facts[role].append(fact)
                else:
                    self.other.setdefault(term, fact)
        heads = (_HEADED.match(page.plain, clause.start, clause.end) for clause in page.structure.clauses)
        for found in (*_QUOTED.finditer(page.plain), *(head for head in heads if head)):
            term = found["term"].strip()
            # Only what is a date's name is worth the look.
            role = next((role for role, pattern in _ROLE_OF_TERM if pattern.search(term)), None)
            if role is None and not re.search(r"\b(?:date|day|year)\b", term, re.IGNORECASE):
                continue
            if _FOREIGN_TERM.search(term):
                role = None
            read = self._bracketed(found, role) or self._defined(found, role)
            if role and (read or _MEANS.match(page.plain, found.end())):
                place = (found.start(), _sentence_end(page.plain, found.end()))
                self.terms.setdefault(term.lower().removeprefix("the "), DefinedDay(role, read, *place))
            if read and role:
                self.facts[role].append(read)
            elif read:
                self.other.setdefault(term.lower().removeprefix("the "), read)

    def _bracketed(self, found: re.Match[str], role: str | None) -> Fact | None:
        """DATE (the "Effective Date")."""
        page = self._page
        opening = page.plain.rfind("(", max(0, found.start() - 60), found.start())
        if opening < 0 or ")" in page.plain[opening : found.start()]:
            return None
        before = page.written_in(max(0, opening - 70), opening)
        if before and re.fullmatch(r"[\s,.;]*(?:at\s+.{0,30}|by\s+and)?[\s,]*", page.plain[before[-1].end : opening]):
            return Fact.of(before[-1])
        if role:
            self.open[role].append((max(0, opening - 110), opening))
        return None

    def _defined(self, found: re.Match[str], role: str | None) -> Fact | None:
        """For example: “Effective Date" means DATE”."""
        page = self._page
        means = _MEANS.match(page.plain, found.end())
        if not means:
            return None
        stop = _sentence_end(page.plain, means.end())
        written = page.written_in(means.end(), min(len(page.plain), means.end() + 70))
        if written and _only_filler(page.plain[means.end() : written[0].start]):
            return Fact.of(written[0], start=found.start())
        for date in page.dates_in(means.end(), means.end() + 200) if role else ():
            namely = _NAMELY.search(page.plain, max(means.end(), date.start - 30), date.start)
            if namely and _sentence_end(page.plain, means.end()) >= namely.start():
                return Fact.of(date, start=found.start())  # "the date of installation, i.e. 10 December 1993"
        if role:
            self.open[role].append((found.start(), stop))
        return None

    def _read_labels(self) -> None:
        page = self._page
        for date in page.dates:
            before = page.plain[max(0, date.start - 100) : date.start]
            for role, pattern in _LABEL_BEFORE.items():
                found = pattern.search(before)
                if found and role == "agreement" and _LONGER_LABEL.search(before, 0, found.end("label")):
                    continue  # the date of "Effective Date:" is no "Date:"
                if found and _only_filler(found["gap"]):
                    self.facts[role].append(
                        Fact.of(date, start=date.start - len(before) + found.start("label"), kind="label")
                    )
        clauses = [c for c in page.structure.clauses if c.role is not Role.CONTENTS and c.end - c.start < 120]
        for clause in clauses:
            words = page.plain[clause.start : clause.end]
            self._read_blank_label(clause.start, words)
            if len(words) < 60 and clause.index + 1 < len(page.structure.clauses):
                following = page.structure.clauses[clause.index + 1]
                self._read_label_cell(clause.start, words, following.start, following.end)

    def _read_blank_label(self, start: int, words: str) -> None:
        page = self._page
        if ":" not in words and "|" not in words and "-" not in words:
            return
        for role, pattern in _LABEL_LINE.items():
            found = pattern.match(words)
            if not found:
                continue
            at = start + found.end()
            written = page.written_in(at, min(start + len(words), at + 40))
            if written and written[0].day is None and _only_filler(page.plain[at : written[0].start]):
                self.facts[role].append(Fact.of(written[0], start=start + found.start("label"), kind="label"))

    def _read_label_cell(self, start: int, words: str, next_start: int, next_end: int) -> None:
        page = self._page
        for role, pattern in _LABEL_CELL.items():
            if pattern.match(words.strip()):
                written = page.written_in(next_start, min(next_end, next_start + 50))
                if written and _only_filler(page.plain[next_start : written[0].start]):
                    self.facts[role].append(Fact.of(written[0], start=start, kind="label"))


def signature_dates(page: Page) -> list[DateExpression]:
    """Complete dates beside the word "date" or a signature mark, where the parties sign."""
    out = []
    for date in page.dates_in(len(page.text) // 3, len(page.text)):
        clause = page.structure.clause_at(date.start)
        before = page.before(date.start, 45)
        if clause is not None and clause.role is not Role.SIGNATURE and page.apart(clause):
            continue  # an annex dates itself, not the signatures
        if _LONGER_LABEL.search(before.rstrip(": _")):
            continue
        signing = clause is not None and clause.role is Role.SIGNATURE
        loose = _SIGNED_LOOSE.search(before) or (clause is not None and date.start - clause.start < 4)
        if _SIGNED.search(before) or (signing and loose):
            out.append(date)
    return out


def _sentence_end(text: str, start: int) -> int:
    found = re.compile(r"[.;]\s+(?=[A-Z\"(])").search(text, start, start + 600)
    return found.start() if found else min(len(text), start + 600)


def _only_filler(words: str) -> bool:
    return (
        re.fullmatch(
            r"[\s:|,._-]*(?:(?:the|as|of|on|from|dated|date|this|midnight|12:01|\d{1,2}[:.]\d\d|a\.?m\.?"
            r"|p\.?m\.?|eastern|standard|pacific|central|time|gmt|utc|at|der|dem|den|am|le|du|el|del"
            r"|día)[\s,.:]*)*",
            words,
            re.IGNORECASE,
        )
        is not None
    )
