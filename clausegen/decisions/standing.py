"""The decision that counts on one element, date or contract, and whether it counts today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from clausegen.decisions.ledger import Decisions, latest
from clausegen.model import Decided, Decision, DecisionKind, Standing, Status

_NEEDS_WORDS: Final = (Status.SATISFIED, Status.CONTRADICTED)


def decided(
    own: Sequence[Decision],
    decisions: Decisions,
    today: dt.date,
    *,
    quoted: str | None = None,
    words: bool = True,
) -> Decided | None:
    """Return the decision that counts among those on one subject, with its standing; None when nothing is decided.

    ``quoted`` identifies the words that are quoted now (see ``quotation_of``), None for a subject without quotation;
    ``words`` says that there are some to rely on.
    """
    heads = latest(own)
    if not heads or (heads[-1].decision is DecisionKind.WITHDRAWN and len(heads) == 1):
        return None
    head = heads[-1]
    return Decided(
        id=head.id,
        kind=head.decision,
        standing=_standing(heads, decisions, today, quoted, words),
        who=head.who,
        when=head.when,
        note=head.note,
        until=head.until,
        status=head.status,
        answer=head.answer,
        approver=head.approver,
        countersigned=decisions.countersigned_by(head),
        others=tuple(other.id for other in heads[:-1]),
    )


def _standing(
    heads: Sequence[Decision], decisions: Decisions, today: dt.date, quoted: str | None, words: bool
) -> Standing:
    head = heads[-1]
    # CASE 1: people who did not know of each other disagree. Neither counts until one decides knowing both.
    if len({(other.decision, other.status, other.until, other.answer) for other in heads}) > 1:
        return Standing.CONFLICT
    # CASE 2: the person judged other words than those that are quoted now.
    # No quotation stands for any, except where the person named the words.
    if quoted is not None and head.quotation != quoted and (head.quotation is not None or head.words):
        return Standing.REOPENED
    # CASE 3: the day until which the gap was accepted is past; that day itself still counts.
    if head.until is not None and head.until < today:
        return Standing.EXPIRED
    # CASE 4: nobody may say that a contract has words which nobody can show.
    if head.status in _NEEDS_WORDS and not words:
        return Standing.WITHOUT_WORDS
    # CASE 5: the playbook asks for a second person.
    if head.approver and not decisions.countersigned_by(head):
        return Standing.AWAITING
    return Standing.HOLDS
