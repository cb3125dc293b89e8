"""Review findings after they are decided: each review may only lower one, and says why with a coded caveat."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from clausegen.amendments import Citation, Citations
from clausegen.checker.about_requirements import is_about_requirements
from clausegen.checker.citing_reader import CitingReader, citing_reader
from clausegen.checker.house_text import Alteration, HouseText, house_text
from clausegen.checker.reader import in_english
from clausegen.checker.thresholds import thresholds
from clausegen.dates import find_periods
from clausegen.library import HouseWording
from clausegen.model import (
    DAYS,
    Caveat,
    CaveatCode,
    DateRule,
    Dates,
    Document,
    Element,
    Finding,
    Notice,
    Requirement,
    Status,
    Structure,
)

_QUOTED = 160  # characters of another sentence that a reason quotes
_MOST_HEARD: Final = 1_000  # sentences that cite a clause on which a finding rests, some 5 ms each
_SLACK = 10  # days by which a term may seem longer for how its ends are counted
# Languages of the labelled passages that the verifier was trained on; all but the first make up some 9 % of them.
LANGUAGES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}


def weaker_language(document: Document) -> tuple[Notice, ...]:
    """Return a notice for a language that is judged less well than English. Source of the figures: docs/quality.md."""
    if document.language not in LANGUAGES or document.language == "en":
        return ()
    message = (
        f"The contract is in {LANGUAGES[document.language]}, which is judged less well than English: of clauses that "
        "establish something eight in ten are found, of those that deny it two in three. Read what is missing "
        "yourself. How often “satisfied” is wrong was measured on English contracts alone."
    )
    return (Notice(code="weaker-language", message=message),)


@dataclass(frozen=True)
class Context:
    """A contract with its dates, the longest term at the tier in months, all requirements, and their own wording."""

    contract: Structure
    dates: Dates
    most_months: int | None
    requirements: tuple[Requirement, ...] = field(repr=False)
    house: HouseWording | None = field(default=None, repr=False)

    @cached_property
    def is_about_requirements(self) -> bool:
        """True for a text about the requirements, such as our own documentation."""
        return is_about_requirements(self.contract, self.requirements)

    @cached_property
    def house_text(self) -> HouseText:
        """Return what stands in the contract as the library words it, or with a change."""
        return house_text(self.contract, self.house) if self.house else HouseText()

    def clauses_of(self, finding: Finding) -> list[int]:
        """Return the indexes of the clauses in which the words of a finding stand."""
        starts = (evidence.start + self.contract.begin_of(evidence.part) for evidence in finding.evidence)
        return [clause.index for start in starts if (clause := self.contract.clause_at(start))]

    @cached_property
    def _citations(self) -> Citations:
        return Citations(self.contract)

    @cached_property
    def _taken(self) -> dict[int, Citation | None]:
        return {}

    def taken(self, clause: int) -> Citation | None:
        """Return a sentence that cites a clause, by its index, and may take something from it; None for none.

        Sentences of clauses that stand as the library words them take nothing: the library was written so.
        """
        if clause not in self._taken:
            ours = self.house_text.known
            cited = (citation for citation in self._citations.of(clause) if citation.speaking not in ours)
            self._taken[clause] = next(filter(self._takes, cited), None)
        return self._taken[clause]

    def _takes(self, citation: Citation) -> bool:
        """Return True where a sentence may take something from what it cites, and for what is past all that is read."""
        said = (citation.words, citation.at)
        if said not in self._heard:
            if len(self._heard) >= _MOST_HEARD:
                return True
            limits = thresholds()
            least = limits.taken if self._english else limits.taken_in_other_languages
            self._heard[said] = self._citing_reader.takes(citation) >= least
        return self._heard[said]

    @cached_property
    def _citing_reader(self) -> CitingReader:
        return citing_reader(english=self._english)

    @cached_property
    def _english(self) -> bool:
        return in_english(self.contract.document)

    @cached_property
    def _heard(self) -> dict[tuple[str, int], bool]:
        return {}


def held_back_by_dates(finding: Finding, element: Element, context: Context) -> Finding:
    """Hold back a finding on the term or the renewal where the dates read from the contract say otherwise.

    Two readers that know nothing of each other then disagree on what words about a term mean: a term called short is
    read to be long, or a short one is denied by other years that the contract counts, such as those of survival.
    """
    rule = element.against
    if rule is None:
        return finding
    most = context.most_months if rule.long_term else None
    against = _against(rule, context.dates, most) or _long(finding, context.dates, most)
    if finding.status is Status.SATISFIED and against:
        return finding.held_back(
            Caveat(code=CaveatCode.DATES_DIFFER, reason=f"The words may establish it, but {against}.")
        )
    if finding.status is Status.CONTRADICTED and not against and (says := _short(context.dates, most)):
        return finding.held_back(Caveat(code=CaveatCode.DATES_DIFFER, reason=f"The words may deny it, but {says}."))
    return finding


def confirmed_by_dates(element: Element, context: Context) -> bool:
    """Return True for an element that wants a short term where the dates read give one."""
    return bool(element.against and element.against.long_term and _short(context.dates, context.most_months))


def held_back_by_coverage(finding: Finding, element: Element, context: Context) -> Finding:
    """Hold back a claim about what was not seen: parts that were not read, a language that is not judged."""
    document = context.contract.document
    if document.language and document.language not in LANGUAGES:
        said = f"The contract is in a language that is not judged ({document.language}). A lawyer must read it."
        return finding.held_back(Caveat(code=CaveatCode.LANGUAGE_NOT_READ, reason=said))
    if finding.status is Status.MISSING and not document.coverage.complete:
        said = "Not found in the parts that could be read, but not all of the file could be."
        return finding.held_back(Caveat(code=CaveatCode.NOT_ALL_READ, reason=said))
    return finding


def held_back_by_kind_of_text(finding: Finding, element: Element, context: Context) -> Finding:
    """Hold back what a text about requirements seems to agree."""
    if finding.status is Status.SATISFIED and context.is_about_requirements:
        said = "The words would establish it in a contract, but this file names requirements by code and is none."
        return finding.held_back(Caveat(code=CaveatCode.ABOUT_REQUIREMENTS, reason=said))
    return finding


def held_back_by_struck_words(finding: Finding, element: Element, context: Context) -> Finding:
    """Hold back words of a clause that another clause may take away, in whole or in part."""
    if finding.status is not Status.SATISFIED:
        return finding
    contract = context.contract
    for taken in contract.struck:
        begin = contract.begin(taken.start)
        spans = [
            (evidence.start + begin, evidence.end + begin)
            for evidence in finding.evidence
            if contract.begin_of(evidence.part) == begin
        ]
        if not taken.located and any(start < taken.end and taken.start < end for start, end in spans):
            by = taken.by or "another clause"
            said = f"{by[0].upper()}{by[1:]} may take {taken.target} away, in whole or in part."
            return finding.held_back(Caveat(code=CaveatCode.STRUCK_WORDS_NOT_LOCATED, reason=said))
    return finding


def held_back_by_citing_words(finding: Finding, element: Element, context: Context) -> Finding:
    """Hold back words of a clause that a sentence elsewhere cites by its number and may take something from."""
    if finding.status is not Status.SATISFIED:
        return finding
    for index in dict.fromkeys(context.clauses_of(finding)):
        if taken := context.taken(index):
            words = taken.words if len(taken.words) <= _QUOTED else f"{taken.words[:_QUOTED].rstrip()} …"
            said = f"What {taken.by or 'another place'} says of {taken.target} may take it away, in whole or in part: "
            said += f"“{' '.join(words.split())}”"
            return finding.held_back(Caveat(code=CaveatCode.STRUCK_WORDS_NOT_LOCATED, reason=said))
    return finding


def held_back_by_doubtful_words(finding: Finding, element: Element, context: Context) -> Finding:
    """Hold back what rests on words that a person may not see as they are read.

    Words that deny an element are heard all the same: nobody hides what harms him.
    """
    if finding.status is not Status.SATISFIED:
        return finding
    contract = context.contract
    for words in finding.evidence:
        begin = contract.begin_of(words.part)
        if doubts := contract.document.doubts_in(words.start + begin, words.end + begin):
            said = f"The quoted words may not be what a person sees: {doubts[0].said}."
            return finding.held_back(Caveat(code=CaveatCode.NOT_PLAIN, reason=said))
    return finding


def held_back_by_altered_wording(finding: Finding, element: Element, context: Context) -> Finding:
    """Hold back what rests on our own clause with a change in it.

    A reader hears what a clause is about. Of one-word changes in our drafts ("shall endeavour not to", a judgment that
    "is needed", 60 days for 14) it let three of five pass, and somebody made each of them on purpose.
    """
    if finding.status is not Status.SATISFIED or not context.house_text.altered:
        return finding
    clauses = context.clauses_of(finding)
    for altered in context.house_text.altered:
        if (
            altered.clause in clauses
            or altered.element == element.code
            or (altered.term and any(_speaks_of(altered.term, evidence.text) for evidence in finding.evidence))
        ):
            return finding.held_back(Caveat(code=CaveatCode.WORDING_ALTERED, reason=_told(altered)))
    return finding


def _speaks_of(term: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(term)}\b", words) is not None


def _told(altered: Alteration) -> str:
    """Say what was altered, in one sentence."""
    where = f"our definition of “{altered.term}”" if altered.term else "our own clause"
    if altered.struck and altered.put:
        return f"This is {where} with other words: “{altered.put}” for “{altered.struck}”. Check that it still holds."
    if altered.put:
        return f"This is {where} with words added: “{altered.put}”. Check that it still holds."
    return f"This is {where} without its words “{altered.struck}”. Check that it still holds."


Review = Callable[[Finding, Element, Context], Finding]
REVIEWS: Final[tuple[Review, ...]] = (
    held_back_by_doubtful_words,
    held_back_by_struck_words,
    held_back_by_citing_words,
    held_back_by_dates,
    held_back_by_coverage,
    held_back_by_kind_of_text,
    held_back_by_altered_wording,
)


def reviewed(finding: Finding, element: Element, context: Context) -> Finding:
    """Return the finding after all reviews."""
    for review in REVIEWS:
        finding = review(finding, element, context)
    return finding


def _against(rule: DateRule, dates: Dates, most: int | None) -> str:
    """Say what the dates have against an element; "" for nothing."""
    days, renewal = dates.term_days, dates.renewal_term
    if days and most and days > _days(most):
        return f"the dates read say that the term has {days} days, and at this tier it may have {most} months"
    if rule.renewal and renewal is not None and renewal.kind == rule.renewal:
        return f"it is also read to renew ({rule.renewal}): “{' '.join(renewal.text.split())}”"
    return ""


def _long(finding: Finding, dates: Dates, most: int | None) -> str:
    """Say how long the quoted words make a term that was not read elsewhere; "" where it is short."""
    if most is None or dates.term_days:
        return ""
    stated = next((period for words in finding.evidence for period in find_periods(words.text)), None)
    too_long = stated is not None and stated.days > _days(most)
    return f"they speak of {stated}, and at this tier the term may have {most} months" if too_long else ""


def _short(dates: Dates, most: int | None) -> str:
    """Say what the dates have for an element that wants a short term; "" for nothing."""
    days = dates.term_days
    return f"the dates read say that the term has {days} days" if days and most and days <= _days(most) else ""


def _days(months: int) -> float:
    """Return days that a term of so many months has at most."""
    return months * DAYS["month"] + _SLACK
