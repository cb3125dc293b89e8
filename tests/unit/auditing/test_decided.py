"""What people decided is honoured in the results of an audit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from portfolios import an_audited

from clausegen.auditing.waivers import decision_concerns
from clausegen.decisions import Decisions, as_decided
from clausegen.model import Counting, Decision, DecisionKind, Entry, Outcome, Status

TODAY = dt.date(2026, 6, 1)
SEEDED = "The Supplier may suspend at any time."


def a_decision(**fields: Any) -> Decision:
    values: dict[str, Any] = {
        "id": "d1",
        "contract": "a.txt",
        "element": "REP-1",
        "quotation": "",
        "decision": DecisionKind.WAIVED,
        "until": dt.date(2027, 1, 1),
        "who": "Ada",
        "when": dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
        "note": "why",
    }
    return Decision(**{**values, **fields})


def decided(*made: Decision) -> Entry:
    return as_decided(an_audited("a.txt", SEEDED), Decisions(made), TODAY)


def test_a_waived_gap_is_marked_and_no_open_gap() -> None:
    entry = decided(a_decision())
    assert entry.marks["REP-1"].approver == "Ada"
    counting = Counting()
    counting.add(entry)
    assert counting.tally().open == {}
    assert counting.tally().marked == {"waived": 1}


def test_a_corrected_finding_counts_as_corrected() -> None:
    entry = decided(a_decision(element="SUS-1", quotation=None, decision="wrong", status="missing", until=None))
    assert [finding.code for _, finding in entry.gaps()] == ["SUS-1", "REP-1"]


def test_a_file_out_of_scope_is_excluded_with_the_reason_and_the_name() -> None:
    entry = decided(a_decision(element="", decision=DecisionKind.OUT_OF_SCOPE, until=None, note="a lease"))
    assert entry.outcome is Outcome.EXCLUDED
    assert entry.reason == "put out of scope by Ada on 2026-05-01: a lease"
    assert entry.contract is None


def test_an_entry_that_nobody_decided_on_is_the_same() -> None:
    entry = an_audited("a.txt", SEEDED)
    assert as_decided(entry, Decisions([a_decision(contract="b.txt")]), TODAY) is entry


OTHER = {"id": "d2", "who": "Grace", "until": dt.date(2028, 1, 1)}


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        ([a_decision(until=dt.date(2026, 1, 1))], "decision-open-again"),
        ([a_decision(quotation="0" * 16)], "decision-open-again"),
        ([a_decision(approver="General Counsel")], "decision-not-countersigned"),
        ([a_decision(), a_decision(**OTHER)], "decision-conflict"),
    ],
    ids=["expired", "other words", "not countersigned", "conflict"],
)
def test_a_decision_that_does_not_count_marks_nothing_and_is_told(made: list[Decision], kind: str) -> None:
    entry = decided(*made)
    assert entry.marks == {}
    assert [concern.kind for concern in decision_concerns(entry)] == [kind]


def test_a_decision_that_counts_is_no_concern() -> None:
    entry = decided(a_decision())
    assert list(decision_concerns(entry)) == []
    assert entry.report is not None
    assert entry.report.summary.status is Status.PARTIAL
