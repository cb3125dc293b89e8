"""The values of a contract's structure: clauses, definitions, cross-references, operations on other clauses."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum

from clausegen.model.document import Coverage, Document, Notice, Value, holding


class Role(StrEnum):
    """Part of a contract to which a clause belongs. Only operative clauses and schedules bind."""

    FRONT = "front"  # title, date, parties
    CONTENTS = "contents"
    RECITAL = "recital"
    DEFINITION = "definition"
    OPERATIVE = "operative"
    SCHEDULE = "schedule"
    SIGNATURE = "signature"
    FORMER = "former"  # words taken away, quoted by an amendment, or printed for reference only: they do not bind
    MARGIN = "margin"  # running headers, footers, page furniture


BINDING = frozenset({Role.OPERATIVE, Role.SCHEDULE, Role.DEFINITION})
_LONGEST_QUOTED = 60  # characters of the words that mark others
_MARKS = ' :–—-“”"„«»'


class Clause(Value):
    """One block in its place.

    ``start`` and ``end`` are half-open offsets into ``Document.text``; ``body`` is where the words begin
    after a typed number and a run-in heading. ``heading`` is its own or the nearest heading above;
    ``number`` is its own; ``under`` that of the nearest numbered heading above it in its section, or of its section.
    ``lead_in`` holds the words of enclosing list lead-ins, outermost first. ``section`` numbers the
    top-level clause it belongs to, counted from 0. ``is_heading`` marks a heading standing alone. ``schedule`` is the
    schedule or annex it stands in, written one way ("schedule 2").
    """

    index: int
    start: int
    end: int
    body: int
    number: str = ""
    under: str = ""
    label: str = ""
    heading: str = ""
    lead_in: str = ""
    level: int = 0
    section: int = 0
    role: Role = Role.OPERATIVE
    is_heading: bool = False
    part: str = "body"
    page: int | None = None
    schedule: str = ""

    @property
    def cited(self) -> str:
        """The number by which a reader finds it: its own, or that of the heading it stands under; "" for none."""
        return self.number or self.under

    @property
    def place(self) -> str:
        """Place for a reader: "clause 3.1", "Schedule 2, paragraph 1"; "" where nothing has a number."""
        kind = "paragraph" if self.schedule else "clause"
        said = [self.schedule.title()] if self.schedule else []
        return ", ".join([*said, f"{kind} {self.cited}"] if self.cited else said)


class Definition(Value):
    """A defined term and the words that define it (half-open offsets into the text)."""

    term: str
    start: int
    end: int


class Reference(Value):
    """A cross-reference: its offsets, the target as printed ("9.2", "Schedule 3"), and whether it is there.

    ``elsewhere`` says that the words after it name another text ("Article 28 of the Regulation").
    """

    start: int
    end: int
    target: str
    found: bool
    elsewhere: bool = False


class OperationKind(StrEnum):
    """Effect of an amendment on its target."""

    DELETED = "deleted"
    REPLACED = "replaced"  # all of the target has new words
    AMENDED = "amended"  # some of its words change
    ADDED = "added"
    REVOKED = "revoked"  # a whole amendment is taken back
    RESTORED = "restored"  # what an amendment took away, or an amendment, is to hold again
    CORRECTED = "corrected"  # the words of an earlier amendment are put right
    RENUMBERED = "renumbered"
    OVERRIDES = "overrides"  # words that go before the contract, or take away the force of a place without deleting it


class OperationStatus(StrEnum):
    """Outcome of an operation."""

    APPLIED = "applied"
    UNDONE = "undone"  # a later paper takes it back
    NO_EFFECT = "no-effect"  # its paper does not count
    OPEN = "open"  # it could not be located or decided: what it may touch is uncertain


class Operation(Value):
    """Words that change a contract rather than state a duty: "Section 9.2 is hereby deleted".

    ``start`` and ``end`` are the operative words in the paper that says them (``paper``, as evidence names it in
    ``part``). ``target`` is the target as printed ("Section 9.2"), ``number`` its bare number ("9.2") or range ("9.1 to
    9.3"), ``""`` for an unnumbered one and for what stands in a schedule. ``text_start`` and ``text_end`` hold the new
    wording, quotation marks left off, and may cover several clauses; equal offsets mean none.
    ``clauses`` are the indexes of clauses of this very document that it operates on; empty for another's.
    ``status`` says what became of it and ``why`` gives the reason where it was not simply applied.
    """

    kind: OperationKind
    start: int
    end: int
    target: str
    number: str = ""
    text_start: int = 0
    text_end: int = 0
    clauses: tuple[int, ...] = ()
    sure: bool = True
    paper: str = ""
    words: str = ""
    status: OperationStatus = OperationStatus.APPLIED
    why: str = ""


class Struck(Value):
    """Words that a clause strikes out of another: half-open offsets into the text.

    ``by`` is the place of the striking clause; ``target`` is the struck one as it names it. Where it is not clear which
    words go, they are not ``located``, and the range is the whole clause.
    """

    start: int
    end: int
    by: str
    target: str
    located: bool = True


class Unagreed(Value):
    """Words of a clause that are not agreed: half-open offsets into the text.

    ``by`` are the words that say so ("[Customer to confirm]"), ``what`` names what they mark ("a note to the draft").
    ``open`` says that they may yet be agreed.
    """

    start: int
    end: int
    by: str
    what: str
    open: bool = False

    @property
    def place(self) -> str:
        """Place of the words, for a sentence that says why they do not count."""
        by = self.by if len(self.by) <= _LONGEST_QUOTED else f"{self.by[:_LONGEST_QUOTED].rstrip()} …"
        return f"in {self.what}: “{by.strip(_MARKS)}”"


class Structure(Value):
    """A document with its clauses, definitions, cross-references and operations.

    ``prevailing`` are half-open ranges of the text, of amendments read together with what they amend. ``begins`` is
    where each file begins of those whose texts are read as one.
    """

    document: Document
    clauses: tuple[Clause, ...]
    definitions: tuple[Definition, ...] = ()
    references: tuple[Reference, ...] = ()
    operations: tuple[Operation, ...] = ()
    struck: tuple[Struck, ...] = ()
    unagreed: tuple[Unagreed, ...] = ()
    missing_schedules: tuple[str, ...] = ()
    prevailing: tuple[tuple[int, int], ...] = ()
    begins: tuple[int, ...] = (0,)

    @property
    def coverage(self) -> Coverage:
        """Coverage of the reading, with the schedules that the text refers to and that are not there."""
        return self.document.coverage.model_copy(update={"missing_schedules": self.missing_schedules})

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Notices for a reader about the file, and about what its text refers to or changes."""
        found = list(self.document.notices)
        if self.missing_schedules:
            named = ", ".join(self.missing_schedules)
            found.append(Notice(code="missing-schedule", message=f"Referred to, but not in the file: {named}."))
        for by, target in dict.fromkeys((struck.by, struck.target) for struck in self.struck):
            who = f"{by[0].upper()}{by[1:]}" if by else "A later clause"
            message = f"{who} strikes words out of {target}: they were not counted."
            if any(s.by == by and s.target == target and not s.located for s in self.struck):
                message = f"{who} may take {target} away, in whole or in part: read the two together."
            found.append(Notice(code="struck-by-clause", message=message))
        for what, by in dict.fromkeys((mark.what, self._place(mark.start)) for mark in self.unagreed):
            found.append(Notice(code="not-agreed", message=f"{by} holds {what}: it was not counted."))
        elsewhere = {f"{operation.target} {operation.kind}" for operation in self.operations if not operation.clauses}
        if elsewhere and not self.prevailing:
            count = f"{len(elsewhere)} provision" + ("" if len(elsewhere) == 1 else "s")
            message = f"The file changes {count} of another contract; read the two together."
            found.append(Notice(code="amends-another-contract", message=message))
        return tuple(found)

    def _place(self, offset: int) -> str:
        clause = self.clause_at(offset)
        number = clause.number or clause.label if clause else ""
        of = (
            f" of {clause.part}" if clause and self.begin(offset) > self.begins[0] else ""
        )  # a file read with the first
        return f"Clause {number}{of}" if number else f"A clause without a number{of}"

    def text(self, clause: Clause) -> str:
        """Return the words of a clause, number and run-in heading left off."""
        return self.document.text[clause.body : clause.end]

    def prevails(self, offset: int) -> bool:
        """Return True where an amendment speaks that was read together with what it amends."""
        return any(start <= offset < end for start, end in self.prevailing)

    def begin(self, offset: int) -> int:
        """Return the beginning of the file that holds a character."""
        return self.begins[bisect_right(self.begins, offset) - 1]

    def begin_of(self, part: str) -> int:
        """Return the beginning of the file that has this part, "body" or "amendment a.txt"."""
        return next((self.begin(clause.start) for clause in self.clauses if clause.part == part), 0)

    def clause_at(self, offset: int) -> Clause | None:
        """Return the clause that holds a character, or None between clauses."""
        return holding(self.clauses, offset)

    def binding(self) -> Iterator[Clause]:
        """Yield clauses whose words can bind a party, headings left out."""
        return (clause for clause in self.clauses if clause.role in BINDING and not clause.is_heading)
