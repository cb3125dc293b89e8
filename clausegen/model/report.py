"""The report on a contract: values, never exceptions.

Evidence is an exact slice of ``Document.text``. No evidence, no ``satisfied``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Final

from pydantic import Field, model_validator

from clausegen.model.dates import Dates
from clausegen.model.decision import Decided, DecisionKind, absent
from clausegen.model.document import Coverage, Notice, PageBox, State, Value
from clausegen.model.duty import Duty
from clausegen.model.reasons import SENTENCES, Caveat, CaveatCode, Why
from clausegen.model.requirement import Element, Severity, Status, Tier


def _empty(value: object) -> bool:
    return not value


class Evidence(Value):
    """A quotation: ``text == document.text[start:end]``, half-open.

    Of several files read as one contract ``document`` is the one that ``part`` names (see ``Contract.path_of``).
    For text that was set apart (hidden, deleted, …) ``state`` says so and the range is empty. ``boxes`` say where
    on the pages of a PDF the words stand, one for each printed line; empty for other formats. ``schedule`` is the
    schedule or annex they stand in ("Schedule 2"): the number of a clause there is not one of the agreement's own.
    """

    text: str
    start: int
    end: int
    clause: str = ""
    page: int | None = None
    part: str = "body"
    state: State = State.VISIBLE
    boxes: tuple[PageBox, ...] = ()
    schedule: str = Field(default="", exclude_if=_empty)

    @property
    def place(self) -> str:
        """Place of the words for a reader: file or part other than the body, clause, page, and how they were set apart.

        A number of a clause alone is one of the agreement itself, so what stands elsewhere is named first.
        """
        said = [self.part] if self.part != "body" or not (self.clause or self.schedule) else []
        said += [self.schedule] if self.schedule else []
        said += [f"{'paragraph' if self.schedule else 'clause'} {self.clause}"] if self.clause else []
        said += [f"page {self.page}"] if self.page else []
        said += [self.state.value] if self.state is not State.VISIBLE else []
        return ", ".join(said)


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
    decided: Decided | None = Field(default=None, exclude_if=absent)

    @property
    def title(self) -> str:
        """The element in words: "No prior notice" for ``no-prior-notice``."""
        return self.element.replace("-", " ").capitalize()

    @classmethod
    def missing(cls, element: Element) -> Finding:
        """Return the contract says nothing of an element, for it or against it."""
        return _missing(element.id, element.code, element.severity, element.satisfied_by or element.statement)

    def held_back(self, caveat: Caveat) -> Finding:
        """Return the finding, uncertain for the reason that the caveat gives."""
        update = {"status": Status.UNCERTAIN, "confidence": 0.5, "reason": caveat.reason}
        return self.model_copy(update=update | {"caveats": (*self.caveats, caveat)})

    @model_validator(mode="after")
    def _assurance_needs_evidence(self) -> Finding:
        if self.status in (Status.SATISFIED, Status.CONTRADICTED) and not self.evidence:
            raise ValueError(f"{self.code}: {self.status} without evidence")
        return self


@functools.lru_cache(maxsize=1024)
def _missing(element: str, code: str, severity: Severity, remedy: str) -> Finding:
    """Return the same from contract to contract, so it is made once."""
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
DOCUMENTATION_MARK = "<!-- clausegen documentation, not a contract -->"
"""The last line of our documentation in Markdown, by which it is recognised."""


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
        """Return the path of the file in which words stand whose evidence has this ``part``."""
        paths = {file.part: file.path for file in self.files}
        return paths.get(part) or paths.get("", self.path)

    def as_file(self, path: str, sha256: str) -> Contract:
        """Return the same for a file that has this report too: a copy, another file of the family, or one moved."""
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
    decided: Decided | None = Field(default=None, exclude_if=absent)

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

    def with_findings(self, change: Callable[[Finding], Finding]) -> Report:
        """Return the report with each finding changed in a way that changes no status."""
        verdicts = tuple(
            verdict.model_copy(update={"findings": tuple(map(change, verdict.findings))}) for verdict in self.verdicts
        )
        return self.model_copy(update={"verdicts": verdicts})

    @property
    def judged_nothing(self) -> CaveatCode | None:
        """The caveat that holds every finding back where the file gave no words to judge, or None.

        A contract in a language that is not judged, or a file of which nothing that was read speaks of any element.
        """
        held = [{caveat.code for caveat in finding.caveats} for finding in self.findings]
        if held and all(CaveatCode.LANGUAGE_NOT_READ in codes for codes in held):
            return CaveatCode.LANGUAGE_NOT_READ
        silent = not any(finding.evidence for finding in self.findings)
        unread = bool(held) and all(CaveatCode.NOT_ALL_READ in codes for codes in held)
        return CaveatCode.NOT_ALL_READ if silent and unread else None
