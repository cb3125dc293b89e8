"""The date of the agreement: the day on its first page, else in its closing words, else of its signatures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from clausegen.dates.defined_dates import Named, signature_dates
from clausegen.dates.fact import Fact
from clausegen.dates.prepared_text import Page, Sentence
from clausegen.model import Role
from clausegen.runtime import regex

_PAPER: Final = (
    r"(?:agreement|contract|deed|memorandum|amendment|addendum|lease|licen[cs]e|undertaking|indenture|instrument|order|"
    r"statement\s+of\s+work|understanding|policy|purchase|power\s+of\s+attorney|charter|"
    r"vertrag\w*|vereinbarung|contrat|accord|convention|marché|avenant|contrato|acuerdo|convenio)"
)
_SELF: Final = regex(
    rf"\b(?:this|the\s+present|dieser|diese|le\s+présent|la\s+présente|el\s+presente|este)\b.{{0,160}}?\b{_PAPER}\b"
    rf"|^[^.]{{0,90}}?\b{_PAPER}\b.{{0,80}}?\b(?:made|entered|dated|executed|effective|concluded|between|among)\b"
    r"|\b(?:made|entered)\s+(?:and\s+entered\s+)?(?:into\s+)?(?:as\s+of|this|on)\b|\bhave\s+(?:reached|agreed"
    r"|entered)\b",
    re.IGNORECASE,
)
_NO_OPENING: Final = regex(r"\W*(?:\(?[a-z0-9]{1,3}[.)]\s*)?(?:whereas|considering|\"[A-Z])|[\d.\s]*\"", re.IGNORECASE)
# "was formed on", "to take place on": the day of something else than the making of this paper.
_OTHER_EVENT: Final = regex(
    r"\b(?:formed|incorporated|held|scheduled|take[sn]?\s+place|took\s+place|born|founded|filed|published|acquired"
    r"|launched|whereas|attendu|considerando)\b[^.;]{0,60}$"
    r"|\b(?:note|notes|schedule\s+[\w/-]+|trust|prospectus|report|form\s+[\w/-]+|loan|invoice|licence\s+no\W*\w+)\b"
    r"[^.;]{0,90}\bdated\s+(?:as\s+of\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
# "effective as of" alone says when the paper takes effect; a day on which it was made outranks it.
_ONLY_EFFECTIVE: Final = regex(
    r"\b(?:effective|commencement|start|takes?\s+effect|in\s+force)\b(?:(?!\b(?:made|entered|dated|executed|signed)\b)[^.;])"
    r"{0,30}$",
    re.IGNORECASE,
)
_OTHER_LABEL: Final = regex(
    r"\b(?:effective|commencement|start(?:ing)?|expir\w+|end|termination|renewal|delivery|closing|launch|completion)"
    r"\s+dated?\s*:?\s*$",
    re.IGNORECASE,
)
_MAKES: Final = regex(
    r"\b(?:made|entered|dated?|executed|concluded|signed|effective|between|among|agreed|reached|by\s+and|"
    r"geschlossen|abgeschlossen|zwischen|vom|conclu|signé|entre|celebran?|suscri\w+|celebrado)\b",
    re.IGNORECASE,
)
_LEADS_TO_DATE: Final = regex(
    r"(?:\b(?:as\s+of|dated?(?:\s+as\s+of)?|on|corresponding\s+to|this|effective|made|into|executed|signed|from"
    r"|is|of|the|vom|am|den|le|du|el|día|a)\b|[(,:])"
    r"[\s:,\"'(]*(?:the\s+)?$",
    re.IGNORECASE,
)
_OTHER_PAPER: Final = regex(
    rf"\b(?:(?:tender|offer|quotation|proposal|letter|policy|version|edition|invoice|decree|act|law|resolution"
    rf"|meeting|application|statement)\s+(?:of|dated)|that\s+certain|those\s+certain|a\s+certain|pursuant\s+to"
    rf"|under\s+the|amend(?:s|ed|ing)?\s+(?:the"
    rf"|that)|reference\s+is"
    rf"|in\s+accordance\s+with|parties\s+to|an?\s+(?:[\w,&'\"-]+\s+){{0,8}}{_PAPER}"
    rf"|the\s+[\w\s,&'\"-]{{2,60}}{_PAPER}[^.;]{{0,60}}\b(?:dated|executed|entered)|existing\s+under"
    rf"|incorporated|organi[sz]ed|supersed\w+|(?:to|of)\s+(?:the|that)\s+[\w\s,&'\"-]{{0,60}}{_PAPER})"
    r"[^.;]{0,120}$"
    r"|\b(?:zum|zu\s+dem|au|al)\s+(?:[\w-]+\s+){0,3}?(?:\w*vertrag|\w*vereinbarung|contrat|accord|marché|contrato|acuerdo"
    r"|convenio)\b[^.;]{0,60}\b(?:vom|du|le|de|del|el)\s*$"
    r"|\b(?:fassung|richtlinie|version|édition|versión|edición|politique|política)\b[^;]{0,24}\b(?:vom|du|de|del|of)\s*$",
    re.IGNORECASE,
)
_TITLE_DATE: Final = regex(
    r"^\W*(?:exhibit\s+[\d.]+\W+)?(?:dated?|made|as\s+of|date|execution\s+version"
    r"|vom)?\W*(?:(?:dated?\s+)?(?:as\s+)?(?:of|on|this|the)\s+)*(?:the\s+)?$",
    re.IGNORECASE,
)
_EFFECTIVE_AS_OF: Final = regex(
    r"\b(?:(?:made|entered\s+into|dated|executed|be|is|and|are|agreement|amendment|contract)[\s,]+effective"
    r"|with\s+effect|effective\s+(?:as\s+)?(?:of|on|from))[\s,]*(?:as\s+)?(?:of|on|from)?[\s,]*(?:this"
    r"|the)?[\s,]*$",
    re.IGNORECASE,
)
_FRONT_LEAD: Final = regex(
    r"\b(?:as\s+of|dated|corresponding\s+to|(?:made|signed|concluded|executed|agreed|accepted|placed)(?:\s+(?:at"
    r"|in)\s+[\w\s,.-]{2,30}?)?(?:\s+by\s+the\s+last\s+party)?\s+(?:on|this)|(?:order\s+)?accepted:"
    r"|geschlossen\s+am|unterzeichnet\s+am|vom|signé(?:e|es|s)?(?:\s+à\s+[\w-]+)?,?\s+le"
    r"|conclu(?:e)?(?:\s+à\s+[\w-]+)?,?\s+le|fait\s+à\s+[\w\s-]{2,30},?\s+le"
    r"|firmado\s+(?:en\s+[\w\s]{2,30},?\s+)?(?:el|a)|celebrado\s+el|en\s+[\w\s]{2,30},?\s+a)\W*(?:the\s+"
    r"|el\s+)?$",
    re.IGNORECASE,
)
_DEEP: Final = regex(r"\W*\d+\.\d+\b")
_PLACE_AND: Final = regex(
    r"(?:[^\n]{0,80}?(?:done\s+at\s|fait\s+à\s|signed\s+(?:at|in)\s))?[A-ZÀ-Ü][\w .'-]{2,30}, (?:the |this |le "
    r"|den |am |el )?"
)
_WITNESS: Final = regex(  # of small letters
    r"\b(?:in\s+witness\s+where?of|executed\s+(?:this|as\s+of|on(?!\s*:))|agreed\s+(?:to\s+)?and\s+accepted"
    r"|duly\s+executed|signed\s+(?:this|in|on|at)"
    r"|hereby\s+execute|it\s+is\s+signed|have\s+(?:executed|signed)|has\s+signed|unterzeichnet"
    r"|fait\s+à|signé|en\s+fe\s+de\s+lo|en\s+testimonio)"
)


def agreement_date(page: Page, named: Named) -> Fact | None:
    """The date of the agreement, None when the contract states none."""
    hole: Fact | None = None
    for fact in _stated(page, named):
        if fact.day or "may be" in fact.reason:
            return fact
        hole = hole or fact
    if hole is not None and hole.reason:
        return hole
    return _last_signature(page)


def _stated(page: Page, named: Named) -> Iterator[Fact]:
    labels = sorted(named.facts["agreement"], key=lambda f: f.start)
    bare = re.compile(r"dated?\b(?!\s+(?:of|as))|fecha:|datum:", re.IGNORECASE)
    clear = [fact for fact in labels if not bare.match(page.plain, fact.start)]
    yield from (fact for fact in clear if fact.start < max(3000, len(page.text) // 2))
    preamble = next(_preamble(page), None)
    if preamble:
        yield preamble
        if preamble.day:
            return
    yield from (fact for fact in labels if fact not in clear and fact.start < 2500 and not _annexed(page, fact))
    yield from _cover(page)
    yield from _front(page)
    yield from _closing(page)


def _annexed(page: Page, fact: Fact) -> bool:
    clause = page.structure.clause_at(fact.start)
    return clause is not None and page.apart(clause)


def _of_another(left: str) -> bool:
    """True when the words before a date give it to another paper, another event or another label."""
    patterns = (_OTHER_PAPER, _OTHER_EVENT, _OTHER_LABEL)
    return any(pattern.search(left) for pattern in patterns)


def _preamble(page: Page) -> Iterator[Fact]:
    """For example: “This Agreement is made on DATE between …": the first sentence that says so about itself”."""
    limit = max(4000, len(page.text) // 4)
    weaker: Fact | None = None
    for sentence in page.sentences_at(page.date_starts, page.hole_marks):
        if sentence.start > limit or (weaker and sentence.start > weaker.end + 600):
            break
        if (
            page.apart(sentence.clause)
            or sentence.clause.role is Role.DEFINITION
            or not page.binds(sentence.clause)
            or sentence.end - sentence.start < 20
            or _deep(page, sentence)
        ):
            continue
        if _NO_OPENING.match(page.plain, sentence.start):
            continue
        words = _before_recitals(page.plain[sentence.start : min(sentence.end, sentence.start + 2500)])
        dates = page.written_in(sentence.start, sentence.start + len(words))
        if not (dates and _SELF.search(words) and _MAKES.search(words)):
            continue
        for date in dates:
            left = page.plain[max(sentence.start, date.start - 160) : date.start]
            if not _LEADS_TO_DATE.search(left[-40:]) or _of_another(left):
                continue
            made = _MAKES.search(page.plain, sentence.start, date.start)
            fact = Fact.of(date, start=made.start() if made else date.start)
            if not _ONLY_EFFECTIVE.search(left[-60:]):
                yield fact
                return
            weaker = weaker or fact._replace(kind="effective")
    if weaker:
        yield weaker


def _deep(page: Page, sentence: Sentence) -> bool:
    """True under a number such as 1.51: no contract opens there, but other papers are defined there."""
    return _DEEP.match(page.plain, sentence.clause.start) is not None


def _before_recitals(words: str) -> str:
    """A sentence up to its first "WHEREAS": what follows tells the story of other papers."""
    found = re.search(r"\bWHEREAS\b", words[1:]) if "WHEREAS" in words else None
    return words[: found.start() + 1] if found else words


def _cover(page: Page) -> Iterator[Fact]:
    """For example: “Dated 14 March 2025" alone on a line before the operative part”."""
    for clause in page.structure.clauses:
        if clause.start > 3000:
            return
        if page.apart(clause):
            continue
        length = clause.end - clause.start
        for date in page.dates_in(clause.start, clause.end)[:1]:
            before = page.plain[clause.start : date.start]
            titled = length < 60 and _TITLE_DATE.match(before)
            dated = re.search(r"\bdated?\b(?:\s+as\s+of)?[\s:,]*$", before, re.IGNORECASE)
            filed = re.search(r"\b\d{1,2}-[KQ]|Source:", page.plain[clause.start : clause.end])
            if (titled or dated) and not filed and not _of_another(before[-160:]):
                yield Fact.of(date, start=clause.start if length < 60 else date.start)


def _front(page: Page) -> Iterator[Fact]:
    """“As of the 1st day of June 2004”, “signed on 14 February 2025”, apart from the opening sentence."""
    for date in page.written_in(0, min(3000, len(page.text))):
        left = page.plain[max(0, date.start - 160) : date.start]
        if _FRONT_LEAD.search(left) and not _of_another(left):
            yield Fact.of(date)


def _closing(page: Page) -> Iterator[Fact]:
    """For example: “IN WITNESS WHEREOF the parties have executed this Agreement on DATE”."""
    for found in _WITNESS.finditer(page.small, len(page.small) // 8) if page.dates else ():
        for date in page.dates_in(found.start(), found.end() + 300)[:1]:
            left = page.plain[max(found.start(), date.start - 160) : date.start]
            signed = re.search(r"\bdated?\s*:\s*$", left, re.IGNORECASE)  # one of several: the last one counts
            if _LEADS_TO_DATE.search(left[-40:]) and not _of_another(left) and not signed:
                yield Fact.of(date, start=found.start())
    dated: list[Fact] = []
    for clause in page.structure.clauses:
        if clause.start > len(page.text) // 2 and clause.end - clause.start < 120:
            for date in page.dates_in(clause.start, clause.end)[:1]:
                if _PLACE_AND.fullmatch(page.plain[clause.start : date.start]):
                    dated.append(Fact.of(date, start=clause.start))
    yield from sorted(dated, key=lambda fact: fact.day or dt.date.min, reverse=True)


def _last_signature(page: Page) -> Fact | None:
    """The latest date in the signature blocks: a contract is made when the last party signs."""
    dates = [date for date in signature_dates(page) if date.day]
    if not dates:
        return None
    last = max(dates, key=lambda date: (date.day, -date.start))
    return Fact(
        last.start,
        last.end,
        last.day,
        calculation="" if len(dates) == 1 else f"last of {len(dates)} signature dates",
        kind="signature",
    )


def opening_effective(page: Page) -> Fact | None:
    """A date that the opening or closing sentence itself calls effective: "made effective as of DATE"."""
    limit = max(4000, len(page.text) // 4)
    for sentence in page.sentences_at(page.date_starts, page.hole_marks):
        words = _before_recitals(page.plain[sentence.start : min(sentence.end, sentence.start + 2500)])
        end = sentence.start + len(words)
        dates = page.written_in(sentence.start, end)
        if not dates:
            continue
        closing = sentence.start > limit and _WITNESS.search(page.small, sentence.start, end) is not None
        if not closing and (
            sentence.start > limit or _deep(page, sentence) or not (_SELF.search(words) and _MAKES.search(words))
        ):
            continue
        for date in dates:
            left = page.plain[max(sentence.start, date.start - 160) : date.start]
            if _EFFECTIVE_AS_OF.search(left) and not _OTHER_PAPER.search(left):
                return Fact.of(date)
    return None
