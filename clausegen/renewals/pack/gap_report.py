"""The gap report of a pack: what a contract lacks at the tier of today, and what there is to know beside it."""

from __future__ import annotations

import datetime as dt

from clausegen.model import ExistingAgreement, Paper, Paragraph, Renewal, Report, TierToday
from clausegen.renewals.pack.agreement import called
from clausegen.renewals.pack.paragraphs import capital, heading, line, row, sentence, text, title, written_out


def gap_report(renewal: Renewal, report: Report, agreement: ExistingAgreement | None = None) -> Paper:
    """Report what the contract lacks at the tier of today, worst first, with what would satisfy each element."""
    remedies = {f.code: f.remedy for verdict in report.verdicts for f in verdict.findings}
    dates = [
        ("Term ends", renewal.period_end),
        ("Last day for notice", renewal.notice_by),
        ("Notice to", renewal.notice_to),
        ("To be decided by", renewal.act_by),
        ("Begin by", renewal.ask_by),
        ("Tier today", renewal.tier.tier.value),
        ("Tier before", renewal.tier.before.value),
    ]
    out = [
        title("Gap report"),
        line(called(agreement, renewal.path)),
        heading("Renewal"),
        row(("Particular", "Value"), head=True),
        *(row((name, _value(value))) for name, value in dates),
        *(text(words) for words in (renewal.alarm, renewal.reason) if words),
        *(text(f"How it was counted: {words}") for words in (renewal.calculation,) if words),
        *(text(words) for words in renewal.amendments),
        *(text(words) for words in renewal.owed),
        *_tier_report(renewal.tier),
        heading("Gaps"),
    ]
    if not renewal.gaps:
        out.append(text("Every element due at the tier of today is satisfied."))
    else:
        out.append(row(("Code", "Severity", "Status", "Why", "What would satisfy it"), head=True))
        out += [
            row((gap.code, gap.severity.value, gap.status, capital(gap.reason), remedies.get(gap.code, "")))
            for gap in renewal.gaps
        ]
    return Paper(title="Gap report", kind="gap-report", paragraphs=tuple(out))


def _tier_report(tier: TierToday) -> list[Paragraph]:
    """Say why the tier is what it is, what changed since signature, and which elements that makes due."""
    said = [
        *(f"Refused: {words}" for words in tier.refused),
        *(f"Blocked: {words}" for words in tier.blocked),
        *tier.reasons,
        *(f"To be assessed anew: {words}" for words in tier.review),
    ]
    if tier.added:
        said.append(f"Becomes due at tier {tier.tier}, was not at {tier.before}: {', '.join(tier.added)}.")
    if tier.dropped:
        said.append(f"No longer due at tier {tier.tier}: {', '.join(tier.dropped)}.")
    if tier.held:
        said.append(f"Due only until the tier may fall, after the clean reviews it needs: {', '.join(tier.held)}.")
    out = [heading("Risk tier"), *(text(words) for words in said)]
    if tier.changed:
        out += [text("What changed since signature:"), *(text(f"• {words}") for words in tier.changed)]
    if tier.doubts:
        out += [text("The assessment rests on what is not known:"), *(text(f"• {words}") for words in tier.doubts)]
    return out if len(out) > 1 else []


def _value(value: object) -> str:
    """Return a value of the table of particulars, dates written out."""
    return sentence(str(written_out(value) if isinstance(value, dt.date) else value or "unknown"))
