"""Clauses that take away what other clauses of the contract give: the defeaters D1-D22 of the clause library.

Asked only about elements that something in the contract speaks for. The clause that speaks for an element does not
defeat it, unless the form says that its words can stand there and no other clause speaks for it; and no clause takes
itself back by its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clausegen.defeater import ANY, Form
from clausegen.detect.candidate import Candidate, Span
from clausegen.detect.defeater_forms import Reader, Written, any_of
from clausegen.detect.law import law
from clausegen.detect.parties import parties
from clausegen.detect.patterns import Text
from clausegen.detect.references import begins_number, covers, named
from clausegen.detect.signals import Sentence, as_one
from clausegen.detect.signals import sentences as sentences_of
from clausegen.detect.subjects import is_about, subjects
from clausegen.detect.support import CLEAR, Support, support_of
from clausegen.library import Library
from clausegen.regex import regex
from clausegen.segment import Clause, Role, Structure, follows_anew

# How sure a defeater is that it defeats: above the probability from which ``verdict`` contradicts, and below it.
DEFEATS = 0.95
DOUBTS = 0.60
PREVAILS = "PRE-1"
# Where the number of a clause stands in its words because no reader of structure knows its form ("G-6 …").
_TYPED = regex(r"\W*((?:[A-Za-z]{1,3}[-.]?)?\d+(?:\.\d+)*)\b")

_THE_AGREEMENT = "the Agreement"  # names no contract in particular

# "(b)" inside a clause that is one paragraph.
_ITEM = regex(r"(?<!\w)(\([a-z]{1,2}\))\s")
ITEM_WIDTH = 4


@dataclass(frozen=True)
class Hit:
    """A form found in a clause."""

    written: Written
    clause: Clause
    words: Text  # the clause in canonical form
    matched: str  # what the patterns of the signal found
    spans: tuple[Span, ...]

    @property
    def form(self) -> Form:
        """The form that was found."""
        return self.written.form


def defeats(
    sentences: Sequence[Sentence], candidates: Sequence[Candidate], structure: Structure, library: Library
) -> list[Candidate]:
    """What defeats or casts doubt on the elements that ``candidates`` speak for, in reading order."""
    support = support_of(candidates, structure)
    if not support:
        return []
    reader = law(library).defeaters
    protected = _protected(candidates, sentences, reader)
    out = []
    bare = [
        hit for hit in hits(reader, _deleting(structure), structure, frozenset(support)) if hit.form.kind == "names"
    ]
    for hit in [*hits(reader, sentences, structure, frozenset(support)), *bare]:
        overriding = any_of(reader.overriding, hit.words)
        if not overriding and _answered(hit, sentences):
            continue
        for code, strength in _touched(hit.form, support):
            if not _reaches(hit, code, support, structure, reader):
                continue
            if not overriding and _settled(hit, code, support, protected, structure):
                # What is left of a plain "defeats" is worth a look, and a mere doubt is not.
                if strength == DOUBTS:
                    continue
                strength = DOUBTS
            out.append(
                Candidate(
                    element=code,
                    origin="defeater",
                    satisfied=0.0,
                    contradicted=strength,
                    spans=hit.spans,
                    reason=hit.form.reason,
                    trace=(f"{hit.written.defeater.id} {hit.written.defeater.title}",),
                )
            )
    return out


def hits(reader: Reader, sentences: Sequence[Sentence], structure: Structure, wanted: frozenset[str]) -> Iterator[Hit]:
    """Every form about ``wanted`` elements that stands in a clause, whatever the contract says elsewhere."""
    asked = reader.forms(wanted)
    for group in _clauses(sentences, structure):
        words = as_one(group)
        for written in (form for about, forms in asked if words.may_have([about]) for form in forms):
            if (found := _found(written, group, words)) and not any_of(written.unless, words):
                yield Hit(written, group[0].clause, words, *found)


def _found(written: Written, group: Sequence[Sentence], whole: Text) -> tuple[str, tuple[Span, ...]] | None:
    """What the patterns of the first signal that speaks in a clause found, and the sentences in which they did."""
    for signal in written.signals:
        if not signal.may_stand(whole):
            continue
        for at in range(max(len(group) - signal.wide, 0) + 1):
            window = group[at : at + signal.wide]
            words = whole if len(window) == len(group) else as_one(window)
            if signal.speaks(words):
                if not signal.hints(whole):
                    break
                own = tuple(s.span for s in window if any_of(signal.all, s.text))
                matched = (found.group() for pattern in signal.all for found in pattern.all_in(words.words))
                return "; ".join(matched), own or tuple(s.span for s in window)
    return None


def _answered(hit: Hit, sentences: Sequence[Sentence]) -> bool:
    """True when another clause answers the form."""
    return any(
        signal.speaks(sentence.text)
        for signal in hit.written.answers
        for sentence in sentences
        if sentence.clause.index != hit.clause.index
    )


def _deleting(structure: Structure) -> list[Sentence]:
    """Clauses that say nothing but that another is deleted: they bind nobody, and still take it away."""
    starts = [one.start for one in structure.operations]
    bare = [c for c in structure.clauses if c.role is Role.FORMER and any(c.start <= at < c.end for at in starts)]
    return sentences_of(structure, parties(structure), clauses=bare) if bare else []


def _protected(candidates: Sequence[Candidate], sentences: Sequence[Sentence], reader: Reader) -> frozenset[str] | None:
    """Numbers of the clauses that prevail over all others; empty for "the human-rights provisions"; None for none.

    A number that cannot be read protects nothing.
    """
    best = max(
        (c for c in candidates if c.element == PREVAILS and not c.objection), key=lambda c: c.satisfied, default=None
    )
    if best is None or best.satisfied < CLEAR:
        return None
    words = " ".join(
        s.canonical for s in sentences if any(s.span.start <= span.start < s.span.end for span in best.spans)
    )
    names = named(words)
    readable = names or not begins_number(words)
    return names if readable and any_of(reader.protecting, Text(words)) else None


def _touched(form: Form, support: dict[str, Support]) -> Iterator[tuple[str, float]]:
    for codes, strength in ((form.defeats, DEFEATS), (form.doubts, DOUBTS)):
        for code in sorted(support) if ANY in codes else codes:
            if code in support:
                yield code, strength


def _reaches(hit: Hit, code: str, support: dict[str, Support], structure: Structure, reader: Reader) -> bool:
    """True when the form found is about what establishes the element."""
    own = support[code]
    if hit.form.kind == "own":
        return all(any(span.start < one.end and one.start < span.end for one in hit.spans) for span in own.best)
    names = named(hit.matched)
    if hit.form.kind == "names":
        about = subjects(hit.matched, reader.by_subject)
        return all(
            (clause := structure.clause_at(span.start)) is not None
            and _is_open_to(clause, hit.clause, structure)
            and (
                clause_named(clause, names, structure, at=span.start, by=hit.clause) or is_about(clause.heading, about)
            )
            for span in own.best
        )
    giving = frozenset(clause.index for span in own.best if (clause := structure.clause_at(span.start)))
    if hit.clause.index in giving and not (hit.form.within_own and own.clauses == {hit.clause.index}):
        return False
    if hit.form.kind == "omits":
        # The list itself may speak of logs and records; it is not one of the clauses that it leaves out.
        others = [
            one for code in hit.form.omitted if (one := support.get(code)) and hit.clause.index not in one.clauses
        ]
        return bool(names and others) and not any(
            clause_named(structure.clauses[index], names, structure, by=hit.clause)
            for other in others
            for index in other.clauses
        )
    return not _spared(hit, own, structure, reader)


def _spared(hit: Hit, own: Support, structure: Structure, reader: Reader) -> bool:
    """True when the clause leaves the establishing words, or the human-rights provisions, untouched."""
    words = hit.words.words
    return reader.spares_safeguards(words) or excepts(reader.carved_out(words), own, structure, by=hit.clause)


def excepts(names: frozenset[str], own: Support, structure: Structure, *, by: Clause) -> bool:
    """True when the numbers that a clause ``by`` leaves as they are hold all that establishes an element."""
    giving = [clause for span in own.best if (clause := structure.clause_at(span.start))]
    return bool(names) and all(clause_named(clause, names, structure, by=by) for clause in giving)


def _is_open_to(clause: Clause, by: Clause, structure: Structure) -> bool:
    """True when ``by`` can take a clause away by its number: it comes later, or stands apart in front of the terms."""
    if clause.index == by.index:
        return False
    if structure.prevails(clause.start) and structure.begin(clause.start) != structure.begin(by.start):
        # What is understood to change a clause has taken away already what was put in under its number.
        return not any(by.start <= one.start < by.end for one in structure.operations)
    if clause.index < by.index:
        return True
    apart = clause.schedule != by.schedule or follows_anew(structure.clauses, by, clause)
    return apart and not structure.prevails(clause.start) and not _is_of_another_contract(by, structure)


def _is_of_another_contract(clause: Clause, structure: Structure) -> bool:
    """True when a clause deletes or changes something of a contract that is not this one: "the Master Agreement"."""
    return any(
        not one.clauses and len(one.contract.split()) > len(_THE_AGREEMENT.split())
        for one in structure.operations
        if clause.start <= one.start < clause.end and not one.contract.casefold().startswith("this ")
    )


def _settled(
    hit: Hit, code: str, support: dict[str, Support], protected: frozenset[str] | None, structure: Structure
) -> bool:
    """True when a clause by which the human-rights provisions prevail settles the conflict on paper."""
    if protected is None or hit.form.kind != "words" or code.startswith(PREVAILS[:3]):
        return False
    inside = all(clause_named(structure.clauses[index], protected, structure) for index in support[code].clauses)
    return not protected or (inside and not clause_named(hit.clause, protected, structure))


def clause_named(
    clause: Clause, names: frozenset[str], structure: Structure, *, at: int | None = None, by: Clause | None = None
) -> bool:
    """True when the clause (or its item at a place in it), or one that it is part of, is among the numbers.

    A bare number said outside of a schedule, in the clause ``by``, is that of a clause of the body if it has one.
    """
    number = clause.number
    text = structure.document.text
    if not number and (typed := _TYPED.match(text, clause.start)):
        number = typed.group(1)
    if not number:
        same = (c for c in reversed(structure.clauses[: clause.index]) if c.section == clause.section and c.number)
        number = next((c.number for c in same), "")
    if at is not None and (items := _ITEM.findall(text, clause.start, min(at + ITEM_WIDTH, clause.end))):
        number += items[-1].lower()
    if clause.schedule:
        joint = "" if number.startswith("(") or not number else "."
        if covers(names, f"{clause.schedule}{joint}{number}"):
            return True
        inside = by is not None and by.schedule == clause.schedule
        if not inside and any(not c.schedule and c.number and covers(names, c.number) for c in structure.clauses):
            return False
    return covers(names, number)


def _clauses(sentences: Sequence[Sentence], structure: Structure) -> Iterator[list[Sentence]]:
    """The sentences of each clause, a run-in heading put before the first: "Precedence: (i) the Purchase Order"."""
    group: list[Sentence] = []
    for sentence in sentences:
        clause = sentence.clause
        if group and clause.index != group[0].clause.index:
            yield group
            group = []
        if not group and (heading := structure.document.text[clause.start : clause.body].strip()):
            sentence = sentence.headed(heading)
        group.append(sentence)
    if group:
        yield group
