"""Letters to the customer: the one that goes with a pack, and the notice of non-renewal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from clausegen.drafting import with_article
from clausegen.model import Deal, Paper, Renewal
from clausegen.renewals.pack.agreement import agreement_of
from clausegen.renewals.pack.paragraphs import filled, heading, line, signature, text, title, written_out
from clausegen.renewals.policy import Letter, NonRenewal, Practice

Spell = Callable[[str], str]


def cover_letter(deal: Deal, renewal: Renewal, practice: Practice, *, enclosed: bool, spell: Spell = str) -> Paper:
    """Return the letter that goes with the pack; ``spell`` gives words and days in the agreement's spelling."""
    agreement = agreement_of(deal)
    official = deal.supplier.official or deal.supplier.signatory
    values = {
        **_values(deal, renewal, spell),
        "official": f"{official.name}, {official.title}, {deal.supplier.email}",
    }
    words = practice.letter.of(renewal)
    parts = [words.opening, *_deadlines(renewal, words, deal.date), words.addendum if enclosed else words.no_addendum]
    out = [
        line(f"{deal.supplier.name}, {deal.supplier.address}"),
        text(f"{deal.customer.name}, {deal.customer.address}"),
        text(spell(written_out(deal.date))),
        heading(f"Renewal of {with_article(agreement.title)}"),
        *(text(filled(spell(part), values)) for part in (*parts, words.reservation, words.closing)),
        signature(f"For {deal.supplier.name}", official.name, official.title),
    ]
    return Paper(title="Cover letter", kind="cover-letter", paragraphs=tuple(out))


def non_renewal(deal: Deal, renewal: Renewal, words: NonRenewal, clause: str = "", *, spell: Spell = str) -> Paper:
    """Return the notice that keeps a contract from renewing by itself; ``clause`` names the one that asks for it."""
    values = {**_values(deal, renewal, spell), "clause": f", under its {clause}," if clause else ""}
    signatory = deal.supplier.signatory
    out = [
        title("Notice of non-renewal"),
        line(f"{deal.supplier.name}, {deal.supplier.address}"),
        text(f"{deal.customer.name}, {deal.customer.address}"),
        text("Date of dispatch: ____________________"),
        *(text(filled(spell(part), values)) for part in words.words),
        signature(f"For {deal.supplier.name}", signatory.name, signatory.title),
    ]
    return Paper(title="Notice of non-renewal", kind="notice-of-non-renewal", paragraphs=tuple(out))


def _values(deal: Deal, renewal: Renewal, spell: Spell) -> dict[str, str]:
    """Return the values that the words of letter and notice name in braces."""
    agreement = agreement_of(deal)
    amended = f", as amended by {_listed(agreement.amended_by)}" if agreement.amended_by else ""
    return {
        "agreement": with_article(agreement.title),
        "agreement_date": spell(written_out(agreement.date)) + amended,
        "end_user": with_article(deal.end_user.name if deal.end_user else deal.customer.name),
        "product": deal.product.name,
        "period_end": spell(_day(renewal.period_end, "end of the present term")),
        "notice_by": spell(_day(renewal.act_by, "day by which a renewal is decided")),
        "ask_by": spell(_day(renewal.ask_by, "day by which the answers are needed")),
    }


def _day(day: dt.date | None, name: str) -> str:
    return written_out(day) if day else f"[CONFIRM: {name}]"


def _deadlines(renewal: Renewal, words: Letter, today: dt.date) -> tuple[str, str]:
    """Say when the term ends and what is asked for by when, as of the day of the letter."""
    due = words.due
    if renewal.automatic and renewal.notice_by is None:
        due = words.due_no_notice or due
    if renewal.notice_over(today):
        due = words.notice_over
    if renewal.period_end and renewal.period_end < today:
        due = words.ended
    return due, words.condition_late if renewal.ask_by and renewal.ask_by < today else words.condition


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
