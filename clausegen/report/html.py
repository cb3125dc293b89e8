"""Reports as one HTML file that works offline: no network, no inline handlers, a strict content policy.

Contract text reaches the page only through Jinja's automatic escaping. Everything can be read without the
script, which adds sorting, searching and filtering.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from clausegen.findings import Finding, Generator, Report
from clausegen.portfolio import Counting, Entry, Outcome, Portfolio, Tally, of_reports
from clausegen.report.heat import STATUSES, Heat, share
from clausegen.requirement import Status

FULL: Final = 1_000  # contracts up to which the page quotes the words that satisfy, too
_QUOTE: Final = 600
_HEADS: Final = ("Contract", "Customer", "Country", "Product", "Tier", "Owner", "Overall")
_MARKS: Final = {"satisfied": "✓", "partial": "◐", "uncertain": "?", "missing": "✗", "contradicted": "‼"}
_ORDER: Final = {"contradicted": 0, "missing": 1, "uncertain": 2, "partial": 3, "satisfied": 4}


def render_html(reports: Iterable[Report], *, title: str = "Contracts judged") -> str:
    """The page for contracts judged one by one."""
    page, counting = Page(), Counting()
    for entry in of_reports(reports):
        counting.add(entry)
        page.add(entry)
    return page.finish(Portfolio(title=title), counting.tally()).decode()


class Page:
    """Takes entries one by one, then gives the bytes of an .html file."""

    def __init__(self) -> None:
        self._heat = Heat()
        self._contracts: list[tuple[Entry, str, str]] = []  # entry without findings, detail in full, detail cut
        self._files: list[Entry] = []
        self._generator: Generator | None = None

    def add(self, entry: Entry) -> None:
        """Take one entry."""
        self._heat.add(entry)
        report = entry.contract
        if entry.outcome is not Outcome.JUDGED:
            self._files.append(entry.model_copy(update={"report": None}))
        if report is None:
            return
        self._generator = self._generator or report.generator
        number = len(self._contracts) + 1
        full = _detail(entry, report, number, cut=False) if number <= FULL else ""
        bare = tuple(verdict.model_copy(update={"findings": ()}) for verdict in report.verdicts)
        light = entry.model_copy(update={"report": report.model_copy(update={"verdicts": bare}), "marks": {}})
        self._contracts.append((light, full, _detail(entry, report, number, cut=True)))

    def finish(self, portfolio: Portfolio, tally: Tally) -> bytes:
        """The page."""
        cut = len(self._contracts) > FULL
        if len(self._contracts) == 1:
            details = [self._contracts[0][1].replace('class="contract"', 'class="contract" open', 1)]
        else:
            details = [short if cut else full for _, full, short in self._contracts]
        codes = list(self._heat.codes)
        rows = [_row(entry, number, codes) for number, (entry, _, _) in enumerate(self._contracts, 1)]
        style, script = _file("page.css"), _file("page.js")
        made = (
            _environment()
            .get_template("page.html.j2")
            .render(
                portfolio=portfolio,
                tally=tally,
                heat=self._heat,
                generator=self._generator,
                statuses=[status.value for status in STATUSES],
                marks=_MARKS,
                heads=_HEADS,
                rows=rows,
                details=[Markup(detail) for detail in details],  # noqa: S704 - escaped by the template that made it
                files=self._files,
                cut=FULL if cut else 0,
                style=Markup(style),  # noqa: S704 - ours
                script=Markup(script),  # noqa: S704 - ours
                style_hash=_source(style),
                script_hash=_source(script),
                segments=_segments,
                percent=lambda counts: f"{share(counts):.0%}",
                shade=lambda counts: int(share(counts) * 10),
                part=lambda some, all_: some / all_ if all_ else 0.0,
            )
        )
        return made.encode()


def _row(entry: Entry, number: int, codes: list[str]) -> Markup:
    report = entry.report
    assert report is not None  # noqa: S101 - only contracts are kept
    made = (
        _environment()
        .get_template("row.html.j2")
        .render(
            entry=entry,
            number=number,
            status=report.summary.status.value,
            statuses={verdict.code: verdict.status.value for verdict in report.verdicts},
            meta=(entry.customer, entry.country, entry.product, entry.tier.value, entry.owner),
            codes=codes,
            marks=_MARKS,
            order=_ORDER,
        )
    )
    return Markup(made)  # noqa: S704 - escaped by the template


def _detail(entry: Entry, report: Report, number: int, *, cut: bool) -> str:
    findings = [(verdict.requirement, finding) for verdict in report.verdicts for finding in verdict.findings]
    return (
        _environment()
        .get_template("detail.html.j2")
        .render(
            entry=entry,
            report=report,
            number=number,
            status=report.summary.status.value,
            marks=_MARKS,
            gaps=sorted((pair for pair in findings if pair[1].status is not Status.SATISFIED), key=_weight),
            satisfied=[] if cut else [pair for pair in findings if pair[1].status is Status.SATISFIED],
            clipped=_clipped,
            open=False,
        )
    )


def _weight(pair: tuple[str, Finding]) -> tuple[int, int]:
    """Worst first: by severity, then contradicted before missing before uncertain."""
    severity = ("critical", "major", "minor").index(pair[1].severity.value)
    return severity, _ORDER[pair[1].status.value]


def _clipped(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _QUOTE else text[: _QUOTE - 1].rstrip() + "…"


def _segments(counts: Counter[Status]) -> list[tuple[float, float, str, int]]:
    """Start, width (of 400), status and count of each part of a bar."""
    total, at, out = counts.total(), 0.0, []
    for status in STATUSES:
        if counts[status]:
            width = round(400 * counts[status] / total, 1)
            out.append((round(at, 1), width, status.value, counts[status]))
            at += width
    return out


@functools.cache
def _environment() -> Environment:
    folder = Path(__file__).parent / "page"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@functools.cache
def _file(name: str) -> str:
    return (Path(__file__).parent / "page" / name).read_text(encoding="utf-8")


def _source(text: str) -> str:
    """How a content policy names an inline text: by its hash."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
