"""The report on a contract: values, never exceptions.

Evidence is an exact slice of ``Document.text``. No evidence, no ``satisfied``.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator
from typing import Final

from pydantic import Field, model_validator

from clausegen.model.decision import Decided, DecisionKind
from clausegen.model.document import Coverage, Notice, PageBox, State, Value
from clausegen.model.duty import Duty
from clausegen.model.reasons import SENTENCES, Caveat, Why
from clausegen.model.requirement import Element, Severity, Status, Tier

_YEAR = 365.25
# How many days a unit of time has, about: to compare periods that are counted in different ones.
DAYS = {"business day": 1.4, "day": 1.0, "week": 7.0, "month": _YEAR / 12, "quarter": _YEAR / 4, "year": _YEAR}


class Evidence(Value):
    """A quotation: ``text == document.text[start:end]``, half-open.

    Of several files read as one contract ``document`` is the one that ``part`` names (see ``Contract.path_of``).
    For text that was set apart (hidden, deleted, …) ``state`` says so and the range is empty. ``boxes`` say where
    on the pages of a PDF the words stand, one for each printed line; empty for other formats.
    """

    text: str
    start: int
    end: int
    clause: str = ""
    page: int | None = None
    part: str = "body"
    state: State = State.VISIBLE
    boxes: tuple[PageBox, ...] = ()

    @property
    def place(self) -> str:
        """Place of the words for a reader: file or part other than the body, clause, page, and how they were set apart.

        A number of a clause alone is one of the agreement itself, so what stands elsewhere is named first.
        """
        said = [self.part] if self.part != "body" or not self.clause else []
        said += [f"clause {self.clause}"] if self.clause else []
        said += [f"page {self.page}"] if self.page else []
        said += [self.state.value] if self.state is not State.VISIBLE else []
        return ", ".join(said)


def _absent(value: object) -> bool:
    return value is None


def _empty(value: object) -> bool:
    return not value


class Finding(Value):
    """The status of one element, why, and the words that decided it.

    ``confidence`` is the share (0-1) of such findings that were right on texts of unseen authors; for ``uncertain``,
    of those that people found satisfied (see ``calibration.Reliability``). ``reason`` is one sentence for the user;
    ``remedy`` says what would satisfy the element; ``trace`` holds the steps of the decision, for people who debug it.
    ``decided`` is what a person has decided about it; the key is left out where nobody has.
    """

    element: str
    code: str
    severity: Severity
    status: Status
    confidence: float = Field(ge=0, le=1)
    evidence: tuple[Evidence, ...] = ()
    reason: str
    why: Why = Why.SILENT
    caveats: tuple[Caveat, ...] = ()
    remedy: str = ""
    trace: tuple[str, ...] = ()
    decided: Decided | None = Field(default=None, exclude_if=_absent)

    @property
    def title(self) -> str:
        """The element in words: "No prior notice" for ``no-prior-notice``."""
        return self.element.replace("-", " ").capitalize()

    @property
    def is_waived(self) -> bool:
        """True where a person accepts the gap today."""
        return bool(self.decided and self.decided.holds and self.decided.kind is DecisionKind.WAIVED)

    @classmethod
    def missing(cls, element: Element) -> Finding:
        """The contract says nothing of an element, for it or against it."""
        return _missing(element.id, element.code, element.severity, element.satisfied_by or element.statement)

    def held_back(self, caveat: Caveat) -> Finding:
        """The finding, uncertain for the reason that the caveat gives."""
        update = {"status": Status.UNCERTAIN, "confidence": 0.5, "reason": caveat.reason}
        return self.model_copy(update=update | {"caveats": (*self.caveats, caveat)})

    @model_validator(mode="after")
    def _assurance_needs_evidence(self) -> Finding:
        if self.status in (Status.SATISFIED, Status.CONTRADICTED) and not self.evidence:
            raise ValueError(f"{self.code}: {self.status} without evidence")
        return self


@functools.lru_cache(maxsize=1024)
def _missing(element: str, code: str, severity: Severity, remedy: str) -> Finding:
    """The same from contract to contract, so it is made once."""
    return Finding(
        element=element,
        code=code,
        severity=severity,
        status=Status.MISSING,
        confidence=1.0,
        reason=SENTENCES[Why.SILENT],
        remedy=remedy,
    )


REPORT_CATEGORY = "clausegen report"
"""The category, a property of Word and Excel files, by which our own reports are recognised."""
REPORT_KEY = "✓ satisfied   ? uncertain: read the quotation   ✗ missing   ‼ contradicted"
"""The line that explains the signs in a text report, by which such a report is recognised."""


class Verdict(Value):
    """The findings of one requirement and the status that follows from them.

    ``title`` is the requirement in words ("Suspension on suspected misuse"). ``mandatory`` requirements are those that
    the playbook lets nobody answer away. Reports of earlier versions have neither.
    """

    requirement: str
    code: str
    status: Status
    findings: tuple[Finding, ...]
    title: str = ""
    mandatory: bool = False

    @property
    def name(self) -> str:
        """Title and code, as people should read them: "Suspension on suspected misuse (SUS)"."""
        return f"{self.title or self.requirement.replace('-', ' ').capitalize()} ({self.code})"


class DateFinding(Value):
    """A date, period or term read from the contract.

    ``value`` is an ISO date, a period ("90 days") or a kind of renewal; None when it is not stated, left
    blank or redacted, and ``reason`` then says which. ``calculation`` shows how a relative date came out, ``depends``
    what may still change it ("if not renewed"). ``part`` is
    the file of a family in which the words stand, named as in its evidence; "" for the agreement itself. ``into`` is
    the number of the clause into which an amendment puts the words; "" for none. ``code`` is the
    reason in one word: ambiguous, impossible, blank, withheld, event, conflict, words-and-figures, before-beginning,
    unknown-start, perpetual, answered. ``decided`` is what a person answered; the key is left out where nobody has.
    """

    value: str | None
    text: str = ""
    start: int = 0
    end: int = 0
    clause: str = ""
    reason: str = ""
    calculation: str = ""
    kind: str = ""
    part: str = ""
    into: str = ""
    depends: str = ""
    code: str = ""
    decided: Decided | None = Field(default=None, exclude_if=_absent)


class Dates(Value):
    """Dates that matter for renewal, each with its evidence.

    ``notice_to`` has the recipient of the notice as value. In an amendment, ``amends`` is the date of the
    agreement it changes, and ``extension`` the period by which it prolongs it. ``deletes`` and ``replaces`` are
    numbers of clauses of that agreement, or ranges of them ("9.1 to 9.3"); in the dates of an agreement as amended,
    of its own. ``called`` is the amendment's own name with its number ("Amendment No. 2"), ``revokes`` are the names
    of amendments that it takes back as a whole, ``restores`` the clauses and amendments that it says hold again.
    """

    agreement_date: DateFinding | None = None
    effective_date: DateFinding | None = None
    expiration_date: DateFinding | None = None
    initial_term: DateFinding | None = None
    renewal_term: DateFinding | None = None
    notice_period: DateFinding | None = None
    notice_deadline: DateFinding | None = None
    notice_to: DateFinding | None = None
    amends: DateFinding | None = None
    extension: DateFinding | None = None
    deletes: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    called: str = ""
    revokes: tuple[str, ...] = ()
    restores: tuple[str, ...] = ()

    def stated(self) -> Iterator[tuple[str, DateFinding]]:
        """Name and finding of every date, period and term that was read or answered."""
        return ((name, finding) for name, finding in self if isinstance(finding, DateFinding))

    @property
    def term_days(self) -> int | None:
        """The length of the initial term in days, by its ends or about as stated; None when not known."""
        start = next((d.value for d in (self.effective_date, self.agreement_date) if d and d.value), None)
        end = self.expiration_date.value if self.expiration_date else None
        if start and end:
            return (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days
        stated = self.initial_term.value if self.initial_term else None
        found = re.fullmatch(r"(\d+) (.+?)s?", stated or "")
        return round(int(found[1]) * DAYS[found[2]]) if found and found[2] in DAYS else None


class Generator(Value):
    """Producer of a report, so that a later run can tell text from library from model."""

    name: str = "clausegen"
    version: str
    library: str
    library_sha256: str
    detector: str
    model_sha256: str


class PartFile(Value):
    """One of several files read as one contract; ``part`` is what evidence names it by, "" for the agreement itself."""

    path: str
    sha256: str
    format: str
    part: str


class Contract(Value):
    """The file a report is about. ``files`` are all files of a family that were read; empty for a file alone."""

    path: str
    sha256: str
    format: str
    language: str
    coverage: Coverage
    notices: tuple[Notice, ...] = ()
    files: tuple[PartFile, ...] = ()

    @property
    def digests(self) -> tuple[str, ...]:
        """Hashes of all files that were read as this contract."""
        return tuple(file.sha256 for file in self.files) or (self.sha256,)

    def path_of(self, part: str) -> str:
        """The path of the file in which words stand whose evidence has this ``part``."""
        paths = {file.part: file.path for file in self.files}
        return paths.get(part) or paths.get("", self.path)

    def as_file(self, path: str, sha256: str) -> Contract:
        """The same for a file that has this report too: a copy, another file of the family, or one that was moved."""
        form = next((file.format for file in self.files if file.path == path), self.format)
        return self.model_copy(update={"path": path, "sha256": sha256, "format": form})


class Summary(Value):
    """Status of the whole contract and the count of elements by status."""

    status: Status
    satisfied: int = 0
    missing: int = 0
    contradicted: int = 0
    uncertain: int = 0


DEFAULT_RISK = 0.05
"""Share of contracts for which a false "satisfied" is accepted when nobody says otherwise."""


class Assurance(Value):
    """Worth of a "satisfied": the threshold that the asked risk led to, and the bound measured for it.

    ``risk`` and ``bound`` are shares (0-1) of contracts with any false "satisfied", of the ``population``;
    ``near_miss_bound`` the same for passages written to mislead. Bounds hold at 95 % confidence.
    """

    risk: float
    threshold: float
    bound: float
    population: str
    near_miss_bound: float
    near_miss_population: str


SCOPE_DOUBT: Final = "scope-doubt"  # code of the notice


class Report(Value):
    """Everything clausegen says about one contract. Serialised, it is the promised JSON object.

    ``duties`` are what falls due after signature. ``decided`` says that a person has put the file in or out of scope;
    both keys are left out where there is nothing to say.
    """

    schema_version: int = 1
    generator: Generator
    contract: Contract
    playbook: str
    tier: Tier
    verdicts: tuple[Verdict, ...]
    dates: Dates = Field(default_factory=Dates)
    summary: Summary
    assurance: Assurance | None = None
    duties: tuple[Duty, ...] = Field(default=(), exclude_if=_empty)
    decided: Decided | None = Field(default=None, exclude_if=_absent)

    @property
    def out_of_scope(self) -> bool:
        """True where a person put the file out of scope: it counts nowhere."""
        return bool(self.decided and self.decided.holds and self.decided.kind is DecisionKind.OUT_OF_SCOPE)

    @property
    def scope_doubt(self) -> str:
        """The reason why this is probably no contract of this kind; "" for none, or where a person has decided."""
        if self.decided is not None:
            return ""
        return next((notice.message for notice in self.contract.notices if notice.code == SCOPE_DOUBT), "")

    @property
    def findings(self) -> Iterator[Finding]:
        """The findings of all requirements, in order."""
        return (finding for verdict in self.verdicts for finding in verdict.findings)
