"""The survival list held against the clauses it names, and against those that say they survive."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausegen.lint.fault import Fault, fault
from clausegen.model import Clause, Reference, Role, Structure
from clausegen.runtime import regex
from clausegen.structure import bare

_SURVIVES = regex(r"\bsurviv(?:es?|al|ing)\b", re.IGNORECASE)
# "This clause survives the termination": said by the clause itself.
_ITSELF = regex(
    r"\bthis (?:clause|section|article)(?: \d+(?:\.\d+)*)?\s+(?:(?:shall|will)\s+)?"
    r"(?:surviv\w+|continues? (?:in (?:full )?force|to apply|to bind) (?:after|beyond|notwithstanding))",
    re.IGNORECASE,
)
_NAMED = regex(r"[^().;]{0,40}\((?P<subject>[a-z][^()]{3,80})\)")
_WORD = regex(r"[a-z]{4,}")


def survival_list(read: Structure) -> Iterator[Fault]:
    """Yield entries that name another subject than the clause has, and clauses that survive without being named."""
    section = next((c.section for c in read.clauses if c.role is Role.OPERATIVE and _heads(c)), None)
    if section is None:
        return
    entries = [c for c in read.clauses if c.section == section and not c.is_heading]
    listed = [r for r in read.references if any(c.start <= r.start < c.end for c in entries)]
    if not listed:
        return
    yield from _misnamed(read, entries, listed)
    tops = {_top(reference.target) for reference in listed}
    for clause in read.binding():
        if clause.role is not Role.OPERATIVE or clause.section == section:
            continue
        found = _ITSELF.search(read.document.text, clause.body, clause.end)
        top = _top(bare(clause.number))
        if found and top and top not in tops:
            message = f"clause {top} says that it survives, but the survival clause does not name it"
            yield fault(read, "survival-list", message, *found.span())


def _heads(clause: Clause) -> bool:
    return clause.is_heading and _SURVIVES.search(clause.heading) is not None


def _misnamed(read: Structure, entries: list[Clause], listed: list[Reference]) -> Iterator[Fault]:
    headings = {bare(c.number): c.heading for c in read.clauses if c.number and c.role is Role.OPERATIVE}
    for entry in entries:
        here = [r for r in listed if entry.start <= r.start < entry.end]
        subject = _NAMED.match(read.document.text, here[-1].end, entry.end) if here else None
        if subject is None or not all(_top(r.target) in headings for r in here):
            continue
        own = {stem for r in here for stem in _stems(headings[_top(r.target)])}
        if own and not own & _stems(subject["subject"]):
            titles = " and ".join(f"“{headings[_top(r.target)]}”" for r in here)
            message = f"the survival list calls clause {here[-1].target} “{subject['subject']}”, but it is {titles}"
            yield fault(read, "survival-list", message, here[0].start, subject.end())


def _stems(words: str) -> set[str]:
    return {word[:5] for word in _WORD.findall(words.lower())}


def _top(number: str) -> str:
    return re.split(r"[.(]", number, maxsplit=1)[0]
