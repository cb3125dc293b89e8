"""Reports as one HTML page. Everything can be read without its script, which adds sorting, searching and filtering."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final

from markupsafe import Markup

from clausegen.model import (
    SIGNS,
    Entry,
    Finding,
    Generator,
    Mark,
    Outcome,
    Portfolio,
    Report,
    Status,
    Tally,
    of_reports,
)
from clausegen.report.coverage_matrix import STATUSES, Heat, rendered, share
from clausegen.report.offline_page import inline, template
from clausegen.report.spooled_file import Spool
from clausegen.report.urgency import Triage
from clausegen.report.words import CHANGES, cut, fewer_contracts, told

FULL: Final = 300  # contracts up to which the page explains every element; beyond, only what has words to show
_QUOTE: Final = 600
_FIRST: Final = 10  # contracts to do first
_HEADS: Final = ("Contract", "Customer", "Country", "Product", "Tier", "Owner", "Overall")
_OTHERS: Final = "<!--others-->\n"  # the line of a detail in whose place the other files of the contract are named
_NAMED: Final = 3  # of these that the matrix names
_ORDER: Final = {"contradicted": 0, "missing": 1, "uncertain": 2, "partial": 3, "satisfied": 4}


def render_html(reports: Iterable[Report], unread: Iterable[Entry] = (), *, title: str = "Contracts judged") -> str:
    """Return the page for contracts judged one by one, and for those that could not be."""
    entries = [*of_reports(reports), *unread]
    contracts = sum(entry.contract is not None for entry in entries)
    return rendered(Page(contracts), entries, title).decode()


class Page:
    """Takes entries one by one, then writes an .html file, in which totals and matrix stand before the details.

    ``contracts`` is how many will come; of more than FULL it says less.
    """

    def __init__(self, contracts: int) -> None:
        self._expected = contracts
        self._paths: list[str] = []  # of the contracts
        self._brief = contracts > FULL
        self._rows, self._details = Spool(), Spool()  # of the matrix; what is said of each contract
        self._files: list[tuple[str, str, str]] = []  # path, outcome, reason
        self._others: dict[str, list[dict[str, str]]] = {}  # by path of a contract: the other files with its report
        self._generator: Generator | None = None
        self._triage = Triage()

    def add(self, entry: Entry) -> None:
        """Take one entry."""
        self._triage.add(entry)
        report = entry.contract
        if entry.outcome is not Outcome.JUDGED:
            self._files.append((entry.path, entry.outcome.value, entry.reason))
        if report is None:
            if entry.shadow:
                self._others.setdefault(entry.of, []).append(_other(entry))
            return
        self._generator = self._generator or report.generator
        self._paths.append(entry.path)
        number = len(self._paths)
        self._rows.add(json.dumps(_columns(entry, report, number)) + "\n")
        made = _detail(entry, report, number, brief=self._brief)
        if self._expected == 1:
            made = made.replace('class="contract"', 'class="contract" open', 1)
        self._details.add(made)

    def finish(self, portfolio: Portfolio, tally: Tally, heat: Heat, out: BinaryIO) -> None:
        """Write the page."""
        pieces = template("page.html.j2").generate(
            portfolio=portfolio,
            first=self._triage.first(_FIRST, portfolio.day) if self._expected > 1 else [],
            apart=self._triage.apart,
            tally=tally,
            heat=heat,
            generator=self._generator,
            statuses=[status.value for status in STATUSES],
            marks=SIGNS,
            heads=_HEADS,
            what=CHANGES,
            rows=self._matrix(list(heat.codes)),
            details=self._contracts(),
            files=self._files,
            cut=FULL if self._brief else 0,
            **inline("page.css"),
            **inline("page.js"),
            segments=_segments,
            fewer_contracts=fewer_contracts(tally),
            percent=lambda counts: f"{share(counts):.0%}",
            shade=lambda counts: int(share(counts) * 10),
            part=lambda some, all_: some / all_ if all_ else 0.0,
        )
        for piece in pieces:
            out.write(piece.encode())

    def close(self) -> None:
        """Let go of what was said about the contracts."""
        for spool in (self._rows, self._details):
            spool.close()

    def _matrix(self, codes: list[str]) -> Iterator[Markup]:
        """Yield the rows of the matrix; its columns are known after the last contract."""
        row = template("row.html.j2")
        for line in self._rows.lines():
            columns = json.loads(line)
            others = [other["path"] for other in self._others.get(columns["path"], ())]
            named = {"others": others[:_NAMED], "more": len(others[_NAMED:])}
            made = row.render(columns, codes=codes, marks=SIGNS, order=_ORDER, **named)
            yield Markup(made)  # noqa: S704 - escaped by the template

    def _contracts(self) -> Iterator[Markup]:
        """Give the details of each contract with its other files, which are known after the last entry."""
        others, paths = template("others.html.j2"), iter(self._paths)
        lines: list[str] = []
        for line in self._details.lines():
            ended = line == _OTHERS
            lines.append(others.render(others=self._others.get(next(paths), ())) if ended else line)
            if ended:  # a contract at a time, for lines are many
                yield Markup("".join(lines))  # noqa: S704 - escaped by the templates
                lines.clear()
        yield Markup("".join(lines))  # noqa: S704


def _other(entry: Entry) -> dict[str, str]:
    """Describe a file under the contract whose report it has."""
    who = ", ".join(filter(None, (entry.role, entry.customer, entry.country, entry.product)))
    return {"path": entry.path, "who": who, "reason": entry.reason}


def _columns(entry: Entry, report: Report, number: int) -> dict[str, Any]:
    """Give the columns of the matrix for a contract."""
    return {
        "path": entry.path,
        "outcome": entry.outcome.value,
        "gaps": " ".join(finding.code for _, finding in entry.gaps()),
        "number": number,
        "status": report.summary.status.value,
        "statuses": {verdict.code: verdict.status.value for verdict in report.verdicts},
        "meta": (entry.customer, entry.country, entry.product, entry.tier.value, entry.owner),
    }


def _detail(entry: Entry, report: Report, number: int, *, brief: bool) -> str:
    """Describe one contract; in brief, elements of which nothing was found are only named."""
    findings = [(verdict.requirement, finding) for verdict in report.verdicts for finding in verdict.findings]
    gaps = sorted((pair for pair in findings if pair[1].status is not Status.SATISFIED), key=_weight)
    bare: dict[tuple[str, Mark | None], list[Finding]] = {}  # by severity and mark
    for _, finding in gaps:
        if brief and finding.status is Status.MISSING and not finding.evidence:
            bare.setdefault((finding.severity.value, entry.marks.get(finding.code)), []).append(finding)
    named = {finding.code for some in bare.values() for finding in some}
    return template("detail.html.j2").render(
        entry=entry,
        report=report,
        number=number,
        status=report.summary.status.value,
        marks=SIGNS,
        gaps=[pair for pair in gaps if pair[1].code not in named],
        bare={key: Markup(", ").join(_named(f.code, f.element) for f in some) for key, some in bare.items()},
        satisfied=[] if brief else [pair for pair in findings if pair[1].status is Status.SATISFIED],
        item=_item,
    )


def _item(finding: Finding, requirement: str, mark: Mark | None) -> Markup:
    """Describe one element."""
    made = template("finding.html.j2").module.item  # type: ignore[attr-defined]
    return Markup(made(requirement, finding, mark, SIGNS, _clipped, told(finding)))  # noqa: S704 - escaped by the template


def _named(code: str, element: str) -> Markup:
    """Return an element by its code alone."""
    return Markup('<abbr title="{}">{}</abbr>').format(element, code)


def _weight(pair: tuple[str, Finding]) -> tuple[int, int]:
    """Worst first: by severity, then contradicted before missing before uncertain."""
    severity = ("critical", "major", "minor").index(pair[1].severity.value)
    return severity, _ORDER[pair[1].status.value]


def _clipped(text: str) -> str:
    return cut(text, _QUOTE)


def _segments(counts: Counter[Status]) -> list[tuple[float, float, str, int]]:
    """Start, width (of 400), status and count of each part of a bar."""
    total, at, out = counts.total(), 0.0, []
    for status in STATUSES:
        if counts[status]:
            width = round(400 * counts[status] / total, 1)
            out.append((round(at, 1), width, status.value, counts[status]))
            at += width
    return out
