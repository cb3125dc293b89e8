"""Cross-references and numbers: broken, circular, with gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from clausegen.lint.amendment import changes_something, leads_there
from clausegen.lint.fault import Fault, fault
from clausegen.model import BlockKind, Role, Structure, from_roman
from clausegen.runtime import regex

_NUMBERED = frozenset({"section", "article", "clause", "paragraph"})
_OFTEN = 0.5  # of the references by the word most used; guesswork, to tell our articles from a covenant's
_COUNTED = (Role.OPERATIVE, Role.SCHEDULE, Role.DEFINITION)
_SCHEDULE = regex(r"(?:the\s+)?(?:schedule|annex(?:e|ure)?|appendix|exhibit|attachment)\b", re.IGNORECASE)
_FOREIGN = regex(r"clause (?:and schedule )?numbers in this document are those of", re.IGNORECASE)
_PRIORITY = regex(
    r"\b(?P<kind>subject to|notwithstanding)\s+(?:clauses?|sections?|paragraphs?)\s+(?P<number>\d+(?:\.\d+)*)",
    re.IGNORECASE,
)
_OVER = regex(
    r"(?:^|[.;,]\s*)(?P<winner>[^.;,]{3,60}?)\s+(?:shall\s+)?(?:prevails?|takes? precedence)\s+over\s+"
    r"(?P<loser>[^.;,]{3,60})",
    re.IGNORECASE,
)
_OF_A_CODE = (
    100  # a chapter number from which on, beyond twice the last clause, a statute is cited and no clause of ours
)
_DECIMAL = regex(r"\d+(?:\.\d+)*(?:\([a-z]+\))*")
# "…as provided in / clause 26. A party…", "…on 1 March / 2026. It…": a line that a PDF has broken there is no
# clause of that number.
_WRAPPED = regex(r"\s*(?:(?:clause|section|article|paragraph)s?\s|\d{4}\.)")


def broken_references(read: Structure) -> Iterator[Fault]:
    """Yield references to clauses and schedules that are not there."""
    text = read.document.text
    if _FOREIGN.search(text):
        return
    # "Article 17" is another text's unless this one calls its own provisions so; a number that is there by
    # chance shows nothing.
    called = Counter(_word(text, reference.start) for reference in read.references if reference.found)
    often = max(called.values(), default=0) * _OFTEN
    own = {word for word, count in called.items() if count >= often} | {"clause"}
    numbered = any(clause.number for clause in read.clauses)
    beyond = max(_OF_A_CODE, 2 * max((_chapter(clause.number) for clause in read.clauses), default=0))
    for reference in read.references:
        clause = read.clause_at(reference.start)
        if reference.found or (clause and clause.role in (Role.CONTENTS, Role.MARGIN)):
            continue
        if reference.elsewhere or leads_there(read, reference):
            continue
        word = _word(text, reference.start)
        if word in _NUMBERED and (word not in own or not numbered or _chapter(reference.target) >= beyond):
            continue
        code = "broken-reference" if word in _NUMBERED else "missing-schedule"
        spoken = " ".join(text[reference.start : reference.end].split())
        yield fault(read, code, f"{spoken} is referred to, but is not there", reference.start, reference.end)


def _word(text: str, start: int) -> str:
    return text[start : start + 20].split()[0].lower().rstrip("s")


def _chapter(number: str) -> int:
    """Return the first figure of a number: 227 of "227.720"."""
    found = re.search(r"\d{1,9}", number)
    return int(found[0]) if found else 0


def circular_priorities(read: Structure) -> Iterator[Fault]:
    """Yield clauses each of which yields to, or prevails over, the other."""
    edges: dict[tuple[str, str, str], tuple[int, int]] = {}
    for clause in read.clauses:
        own = clause.number.rstrip(".").split("(")[0]
        if not own or clause.role is not Role.OPERATIVE:
            continue
        for found in _PRIORITY.finditer(read.document.text, clause.body, clause.end):
            edges.setdefault((found["kind"].lower(), own, found["number"]), found.span())
    for (kind, source, target), span in edges.items():
        back = next(((k, s, t) for k, s, t in edges if k == kind and s == target and t == source), None)
        if source == target or (back and source < target):
            words = (
                f"clause {source} is {kind} clause {target}"
                if kind == "subject to"
                else (f"clause {source} applies notwithstanding clause {target}")
            )
            yield fault(read, "circular-priority", f"{words}, and the other way round", *span)
    yield from _opposed(read)


def _opposed(read: Structure) -> Iterator[Fault]:
    """Yield two sentences that put two documents in opposite order."""
    said: set[tuple[str, str]] = set()
    for clause in read.binding():
        for found in _OVER.finditer(read.text(clause)):
            pair = (_plain(found["winner"]), _plain(found["loser"]))
            if pair[::-1] in said:
                message = f"{pair[0]} prevails over {pair[1]} here, and the other way round elsewhere"
                yield fault(
                    read, "precedence-conflict", message, clause.body + found.start(), clause.body + found.end()
                )
            said.add(pair)


def _plain(words: str) -> str:
    return re.sub(
        r"^(?:and |that |if |where )*(?:the|this|that|any|an?)\s+", "", " ".join(words.lower().split())
    ).strip()


def numbering_gaps(read: Structure) -> Iterator[Fault]:
    """Yield numbers that are left out or come twice among the clauses of one parent."""
    last: dict[str, int] = {}
    section_of: dict[str, int] = {}
    for clause in read.clauses:
        number = re.sub(r"^(?:\D*?)(?=\d)", "", clause.number).rstrip(".")
        if _SCHEDULE.match(read.document.text, clause.start, clause.end) and clause.is_heading:
            last.clear()  # each schedule counts anew
            continue
        if not number or clause.number.startswith("("):
            continue
        if clause.role not in _COUNTED and not (clause.role is Role.FORMER and changes_something(read, clause)):
            continue
        block = read.document.block_at(clause.start)
        if not _DECIMAL.fullmatch(number) or (block and block.kind is BlockKind.TABLE_CELL):
            continue
        if not clause.label.startswith("(") and _WRAPPED.match(read.document.text, clause.start, clause.end):
            continue
        steps = re.findall(r"\d+|(?<=\()[a-z]+(?=\))", number)
        parent = number[: number.rfind(steps[-1])].rstrip(".(") if steps else ""
        value = _value(steps[-1], last.get(parent)) if steps else None
        if value is None:
            continue
        before = last.get(parent)
        # A list may begin again under the same number, and a top number in another part; 2.1 may not.
        bare = clause.label.strip("().") == steps[-1] if steps else False
        restarts = value == 1 and (not steps[-1].isdigit() or bare or section_of.get(parent) != clause.section)
        if before is not None and not restarts and value != before + 1:
            what = "comes a second time" if value == before else f"follows {_name(before, steps[-1])}"
            yield fault(read, "numbering", f"number {number} {what}", clause.start, clause.end)
        last[parent] = value
        section_of[parent] = clause.section


def _value(step: str, before: int | None) -> int | None:
    if step.isdigit():
        return int(step)
    letter = ord(step[0]) - 96 + 26 * (len(step) - 1) if len(set(step)) == 1 else None
    numeral = from_roman(step) if set(step) <= set("ivx") else 0
    follows = letter and before is not None and letter == before + 1  # "(i)" after "(h)" is a letter, else a numeral
    return letter if follows else numeral or letter


def _name(value: int, like: str) -> str:
    return str(value) if like.isdigit() else f"({chr(96 + (value - 1) % 26 + 1)})"
