"""Audit entries as JSON lines: the promised report object with what the audit adds, one line per input file."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from clausegen.model import Coverage, Entry, Mark, Outcome, Report, Tier, Value

_REGISTER: Final = "register"  # the key; an attribute of that name is one of Python's own


class Registered(Value):
    """Entries of the register about a file; "" where it has none."""

    customer: str
    country: str
    product: str
    owner: str
    family: str
    role: str


class JudgedLine(Report):
    """A file with a report: its own or, where ``of`` names another file, that file's.

    ``of`` is the original of a duplicate, or the file under whose path a family has its one report; ``shadow`` is true
    when that file also stands for the contract. ``reason`` says what was not read, or why the report is another's.
    ``marks`` are by element code: gaps that are waived or were known before.
    """

    outcome: Literal[Outcome.JUDGED, Outcome.PARTLY_READ, Outcome.DUPLICATE]
    reason: str
    of: str | None
    shadow: bool
    registered: Registered = Field(alias=_REGISTER)
    marks: dict[str, Mark]


class UnjudgedFile(Value):
    """A file nothing is known of but its name and, where it could be opened, the hash of its content."""

    path: str
    sha256: str | None
    format: None = None
    language: None = None
    coverage: Coverage = Coverage(complete=False, parts_read=())
    notices: tuple[()] = ()
    files: tuple[()] = ()


class UnjudgedLine(Value):
    """A file without a report: the keys of a report, null where only reading and judging could have told.

    There are no verdicts and no summary, so that nobody takes silence for assurance. ``reason`` says why, and for
    an unreadable file what to try.
    """

    schema_version: int = 1
    generator: None = None
    contract: UnjudgedFile
    playbook: None = None
    tier: Tier
    verdicts: tuple[()] = ()
    dates: None = None
    summary: None = None
    assurance: None = None
    outcome: Literal[Outcome.UNREADABLE, Outcome.EXCLUDED]
    reason: str
    of: None = None
    shadow: Literal[False] = False
    registered: Registered = Field(alias=_REGISTER)
    marks: dict[str, Mark] = Field(default_factory=dict, max_length=0)


Line = Annotated[JudgedLine | UnjudgedLine, Field(discriminator="outcome")]
LINE: TypeAdapter[JudgedLine | UnjudgedLine] = TypeAdapter(Line)
"""The content of a line of ``audit.jsonl``: its schema is docs/audit.schema.json."""


def entry_line(entry: Entry) -> str:
    """Return one line of ``audit.jsonl``, newline included."""
    line = _judged(entry, entry.report) if entry.report is not None else _unjudged(entry)
    return line.model_dump_json(by_alias=True) + "\n"


def _judged(entry: Entry, report: Report) -> JudgedLine:
    """Built unchecked, because all of it was checked before and a portfolio has thousands."""
    beside = {
        "outcome": entry.outcome,
        "reason": entry.reason,
        "of": entry.of or None,
        "shadow": entry.shadow,
        _REGISTER: _registered(entry),
        "marks": dict(sorted(entry.marks.items())),
    }
    return JudgedLine.model_construct(None, **dict(report), **beside)


def _unjudged(entry: Entry) -> UnjudgedLine:
    return UnjudgedLine.model_validate(
        {
            "contract": UnjudgedFile(path=entry.path, sha256=entry.sha256 or None),
            "tier": entry.tier,
            "outcome": entry.outcome,
            "reason": entry.reason,
            _REGISTER: _registered(entry),
        }
    )


def _registered(entry: Entry) -> Registered:
    return Registered(**{name: getattr(entry, name) for name in Registered.model_fields})
