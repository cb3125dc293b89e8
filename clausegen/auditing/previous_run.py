"""Read an earlier audit and find its contracts again, even if files moved or the register was corrected."""

from __future__ import annotations

import functools
import json
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from clausegen.auditing.contract_index import Filed
from clausegen.auditing.discover import printable
from clausegen.errors import DataError, Problem, UsageError
from clausegen.model import Entry, Outcome, Report

SATISFIED: Final = "satisfied"
_GIVE: Final = "give the folder of an earlier audit, or its audit.jsonl"


# The part that is read of a report, of this program or of an older one; whatever else it says is passed over.
_FINDING: Final = {"code", "element", "status", "decided"}
_READ: Final[dict[str, Any]] = {
    "generator": True,
    "contract": {"coverage": True, "files": True},
    "playbook": True,
    "tier": True,
    "verdicts": {"__all__": {"requirement": True, "findings": {"__all__": _FINDING}}},
}


class EarlierFile(Entry):
    """A file as an audit judged it, without its report.

    ``made_by`` is what it was judged with, ``coverage`` how much of it was read (None: not known), and ``statuses``
    maps element codes to (name, status); all are empty where nothing was judged. ``digests`` are of all files of the
    contract, ``decided`` codes whose status is that of a person.
    """

    made_by: dict[str, str]
    coverage: tuple[bool | int | None, ...]
    statuses: dict[str, tuple[str, str]]
    digests: frozenset[str] = frozenset()
    decided: frozenset[str] = frozenset()

    @property
    def in_part(self) -> bool:
        """True when it is known that not all of the contract was read."""
        return self.coverage[:1] == (False,)

    def status(self, code: str) -> str:
        """Return the status of an element, "" when it was not due."""
        return self.statuses.get(code, ("", ""))[1]

    @property
    def satisfied(self) -> int:
        """Count the elements."""
        return sum(status == SATISFIED for _, status in self.statuses.values())


class Earlier:
    """An earlier audit, to mark gaps it knew and to compare with.

    ``judged`` is read when somebody first asks: a run that changes nothing has nobody who does.
    """

    def __init__(self, name: str, judged: Iterable[EarlierFile]) -> None:
        self.name = name
        self._judged = judged

    @functools.cached_property
    def by_path(self) -> dict[str, EarlierFile]:
        """Its files by path."""
        return {judged.path: judged for judged in self._judged}

    @functools.cached_property
    def contracts(self) -> list[EarlierFile]:
        """Its contracts by path."""
        return [judged for judged in self.by_path.values() if judged.stands]


def judged(entry: Entry, report: Report | dict[str, Any] | None = None) -> EarlierFile:
    """Take an entry, with its own report or with one as it was written, also by an older program.

    Raises LookupError, TypeError or ValueError for what is no report.
    """
    given = entry.report if report is None else report
    told = given.model_dump(mode="json", include=_READ) if isinstance(given, Report) else given
    found = [(v["requirement"], finding) for v in (told["verdicts"] if told else ()) for finding in v["findings"]]
    digests = [file["sha256"] for file in told["contract"].get("files", ())] if told else []
    return EarlierFile.model_construct(  # not validated: that would copy the values that contracts share
        **{**dict(entry), "report": None, "marks": {}},
        made_by=_made_by(told) if told else {},
        coverage=_covered(told["contract"].get("coverage")) if told else (),
        statuses={sys.intern(f["code"]): _status(name, f["element"], f["status"]) for name, f in found},
        digests=frozenset(digests) or frozenset([entry.sha256]),
        decided=frozenset(f["code"] for _, f in found if _is_decided(f)),
    )


def _is_decided(finding: dict[str, Any]) -> bool:
    """Return True when the status of a finding is another than the program found, because a person said so."""
    return (finding.get("decided") or {}).get("before") not in (None, finding["status"])


def _made_by(report: dict[str, Any]) -> dict[str, str]:
    generator = report["generator"]
    return {
        "library": sys.intern(generator["library_sha256"]),
        "model": sys.intern(f"{generator['model_sha256']} {generator['detector']}"),
        "program": sys.intern(generator["version"]),
        "tier": sys.intern(report["tier"]),
        "playbook": sys.intern(report["playbook"]),
    }


def _covered(coverage: dict[str, Any] | None) -> tuple[bool | int | None, ...]:
    """Measure how much was read, not in words, which programs may choose differently."""
    if coverage is None:
        return ()
    return bool(coverage["complete"]), coverage.get("pages_read"), len(coverage.get("skipped", ()))


@functools.cache
def _status(requirement: str, element: str, status: str) -> tuple[str, str]:
    """Name and status of an element: one value for all the contracts that have it."""
    return f"{requirement}.{element}", status


def load_earlier(path: Path) -> Earlier:
    """Read an earlier audit: its folder or its ``audit.jsonl``.

    Raises UsageError when there is none, DataError when a line is none of its lines.
    """
    file = path / "audit.jsonl" if path.is_dir() else path
    name = printable(path.name if path.is_dir() else path.parent.name)
    try:
        with file.open(encoding="utf-8") as stream:
            return Earlier(name, list(_lines(file, stream)))  # now, for a line that is wrong
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror}); give the folder of an earlier audit") from None
    except UnicodeDecodeError:
        raise DataError([Problem(file=str(file), expected=f"this is no audit.jsonl; {_GIVE}")]) from None


def _lines(file: Path, stream: Iterable[str]) -> Iterator[EarlierFile]:
    for number, text in enumerate(stream, 1):
        try:
            yield _of_line(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError):
            said = f"this is no line of an audit.jsonl; {_GIVE}"
            raise DataError([Problem(file=str(file), line=number, expected=said)]) from None


def _of_line(line: dict[str, Any]) -> EarlierFile:
    """Read a line of ``audit.jsonl``, or the report object of ``check``."""
    contract, row = line["contract"], line.get("register") or {}
    entry = Entry(
        path=contract["path"],
        outcome=Outcome(line.get("outcome", Outcome.JUDGED)),
        reason=line.get("reason", ""),
        sha256=contract["sha256"] or "",
        of=line.get("of") or "",
        tier=line["tier"],
        shadow=line.get("shadow", False),
        **{name: row.get(name, "") for name in ("customer", "country", "product", "family", "role")},
    )
    return judged(entry, line if line.get("generator") else None)


_Mark = Callable[[Entry], Hashable]  # what a file may be found again by; "" or None for nothing
# By content only of the same row first: so that of several contracts with one text each is found again as itself.
_MARKS: Final[tuple[_Mark, ...]] = (
    lambda file: file.path,
    lambda file: file.sha256 and (file.sha256, file.whose),
    lambda file: file.sha256,
    lambda file: file.family,
)


def same_contracts(earlier: Earlier, filed: Filed) -> dict[str, EarlierFile]:
    """Map the path of a contract of today to the earlier one that it is; each is that of one at most.

    That is the one under the same path. Else it is one with the same content, or of the same family, whose own path
    stands for no such contract now: the file was moved, or another one of several stands for it. Never is it one of
    another customer, while country and product may have been corrected.
    """
    made: dict[str, EarlierFile] = {}
    before, now = earlier.contracts, [file for file in filed.files.values() if file.stands]
    for mark in _MARKS:  # the surest first
        found: dict[Hashable, list[EarlierFile]] = defaultdict(list)
        for file in before:
            if named := mark(file):
                found[named].append(file)
        for today in now:
            some = found.get(mark(today), [])
            if then := next((file for file in some if _same_customer(file, today)), None):
                some.remove(then)
                made[today.path] = then
        taken = {file.path for file in made.values()}
        before = [file for file in before if file.path not in taken]
        now = [file for file in now if file.path not in made]
    return made


def _same_customer(file: Entry, other: Entry) -> bool:
    """Return True unless both rows name a customer, and not the same one; case and spaces make no other name."""
    names = {_plain(customer) for customer, _, _ in (file.whose, other.whose) if customer}
    return len(names) < 2


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
