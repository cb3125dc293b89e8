"""The entries of a run as a table for other tools: Parquet, CSV or JSON lines.

CSV and Parquet have one row per contract and element, and one row without element per file that was not
judged, so that nothing drops out of a count. Strings that a spreadsheet would take for a formula get an
apostrophe in CSV; Parquet and JSON lines have them as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final

from clausegen.errors import UsageError
from clausegen.model import Entry
from clausegen.report import plain_cell

COLUMNS: Final = (
    "path", "outcome", "reason", "sha256", "of", "shadow", "tier", "customer", "country", "product", "owner", "family",
    "role", "playbook", "library_sha256", "model_sha256", "detector", "contract_status", "requirement",
    "requirement_status", "element", "code", "severity", "status", "confidence", "clause", "page", "part", "words",
    "why",
)  # fmt: skip
_OF_FILE: Final = COLUMNS[: COLUMNS.index("playbook")]
_BATCH: Final = 20_000  # rows of a Parquet row group


def rows(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """Yield rows of the table; None where a column does not apply."""
    for entry in entries:
        head: dict[str, Any] = dict.fromkeys(COLUMNS)
        head |= {name: getattr(entry, name) for name in _OF_FILE}
        head["outcome"], head["tier"] = entry.outcome.value, entry.tier.value
        if entry.report is None:
            yield head
            continue
        report = entry.report
        head |= {
            "playbook": report.playbook,
            "library_sha256": report.generator.library_sha256,
            "model_sha256": report.generator.model_sha256,
            "detector": report.generator.detector,
            "contract_status": report.summary.status.value,
        }
        for verdict in report.verdicts:
            for finding in verdict.findings:
                first = finding.evidence[0] if finding.evidence else None
                yield head | {
                    "requirement": verdict.requirement,
                    "requirement_status": verdict.status.value,
                    "element": finding.element,
                    "code": finding.code,
                    "severity": finding.severity.value,
                    "status": finding.status.value,
                    "confidence": finding.confidence,
                    "clause": first.clause if first else None,
                    "page": first.page if first else None,
                    "part": first.part if first else None,
                    "words": first.text if first else None,
                    "why": finding.reason,
                }


def write_csv(entries: Iterable[Entry], stream: BinaryIO) -> None:
    """Write CSV in UTF-8 with a byte order mark, which Excel needs to read it as such."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in rows(entries):
        writer.writerow({name: plain_cell(value) if isinstance(value, str) else value for name, value in row.items()})
    text.flush()
    text.detach()


def write_parquet(entries: Iterable[Entry], stream: BinaryIO) -> None:
    """Write Parquet with zstd. Raises UsageError when pyarrow is not installed."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError("Parquet needs pyarrow: pip install 'clausegen[parquet]', or use --format csv") from None
    kinds = {"confidence": pa.float32(), "page": pa.int32(), "shadow": pa.bool_()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        batch: list[dict[str, Any]] = []
        for row in rows(entries):
            batch.append(row)
            if len(batch) == _BATCH:
                writer.write_table(pa.Table.from_pylist(batch, schema))
                batch.clear()
        writer.write_table(pa.Table.from_pylist(batch, schema))
