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
from clausegen.requirement import Severity, Status

FULL: Final = 300  # contracts up to which the page explains every element; beyond, only what has words to show
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
        self._contracts: list[tuple[Entry, str, str, str]] = []  # without findings; gaps; detail in full, in brief
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
        bare = tuple(verdict.model_copy(update={"findings": ()}) for verdict in report.verdicts)
        light = entry.model_copy(update={"report": report.model_copy(update={"verdicts": bare}), "marks": {}})
        full = _detail(entry, report, number, brief=False) if number <= FULL else ""
        gaps = " ".join(finding.code for _, finding in entry.gaps())
        self._contracts.append((light, gaps, full, _detail(entry, report, number, brief=True)))

    def finish(self, portfolio: Portfolio, tally: Tally) -> bytes:
        """The page."""
        cut = len(self._contracts) > FULL
        details = [brief if cut else full for _, _, full, brief in self._contracts]
        if len(details) == 1:
            details[0] = details[0].replace('class="contract"', 'class="contract" open', 1)
        codes = list(self._heat.codes)
        rows = [_row(entry, gaps, number, codes) for number, (entry, gaps, _, _) in enumerate(self._contracts, 1)]
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


def _row(entry: Entry, gaps: str, number: int, codes: list[str]) -> Markup:
    report = entry.report
    assert report is not None  # noqa: S101 - only contracts are kept
    made = (
        _environment()
        .get_template("row.html.j2")
        .render(
            entry=entry,
            gaps=gaps,
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


def _detail(entry: Entry, report: Report, number: int, *, brief: bool) -> str:
    """What is said about one contract; in brief, elements of which nothing was found are only named."""
    findings = [(verdict.requirement, finding) for verdict in report.verdicts for finding in verdict.findings]
    gaps = sorted((pair for pair in findings if pair[1].status is not Status.SATISFIED), key=_weight)
    bare = [f for _, f in gaps if brief and f.status is Status.MISSING and not f.evidence and f.code not in entry.marks]
    named = {finding.code for finding in bare}
    return (
        _environment()
        .get_template("detail.html.j2")
        .render(
            entry=entry,
            report=report,
            number=number,
            status=report.summary.status.value,
            marks=_MARKS,
            gaps=[pair for pair in gaps if pair[1].code not in named],
            bare=[
                (s.value, [f for f in bare if f.severity is s]) for s in Severity if any(f.severity is s for f in bare)
            ],
            satisfied=[] if brief else [pair for pair in findings if pair[1].status is Status.SATISFIED],
            clipped=_clipped,
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
