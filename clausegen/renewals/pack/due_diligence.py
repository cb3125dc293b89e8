"""Due diligence before a renewal: the questions to the end user, and the steps to be ticked off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from clausegen.drafting import with_article
from clausegen.model import Deal, ExistingAgreement, Paper, Renewal
from clausegen.renewals.pack.agreement import agreement_of, called
from clausegen.renewals.pack.paragraphs import filled, heading, line, row, signature, text, title, written_out
from clausegen.renewals.policy import Practice, Step


def questionnaire(
    deal: Deal, practice: Practice, *, warranted: bool = False, spell: Callable[[str], str] = str
) -> Paper:
    """Return the questions to the end user, with room for answers; ``warranted`` are those the agreement warrants.

    ``spell`` gives our words in the spelling of the agreement.
    """
    asked = "completely; the answers are warranted under the agreement" if warranted else "completely and correctly"
    user = deal.end_user.name if deal.end_user else deal.customer.name
    signatory = (deal.end_user or deal.customer).signatory
    out = [
        title("Questionnaire before renewal"),
        line(f"To: {user}"),
        text(
            f"{deal.supplier.name} renews its human-rights due diligence before any renewal of "
            f"{with_article(agreement_of(deal).title)}. Please answer {asked}."
        ),
        row(("Question", "Answer"), head=True),
        *(row((f"{number}. {spell(question.ask)}", "")) for number, question in enumerate(practice.questions, start=1)),
        signature(f"For {user}", signatory.name, signatory.title),
    ]
    return Paper(title="Questionnaire before renewal", kind="questionnaire", paragraphs=tuple(out))


def checklist(
    renewal: Renewal, practice: Practice, agreement: ExistingAgreement | None = None, *, today: dt.date | None = None
) -> Paper:
    """Return the steps of the due diligence, to be ticked off, with what the history and the days ask for first."""
    late = [f"The due diligence should have begun by {written_out(renewal.ask_by)}."]
    demands = (
        *(words for words in late if today and renewal.ask_by and renewal.ask_by < today),
        *renewal.tier.refused,
        *renewal.tier.blocked,
        *renewal.tier.review,
        *renewal.owed,
    )
    steps = [*_notice_step(renewal, practice, today), *practice.checklist]
    out = [
        title("Checklist of due diligence before renewal"),
        line(called(agreement, renewal.path)),
        *(heading("First") for _ in demands[:1]),
        *(text(words) for words in demands),
        heading("Steps"),
        row(("Step", "What is to be done", "Done by", "Date and record"), head=True),
        *(row((step.step, step.ask, "", "")) for step in steps),
    ]
    return Paper(title="Checklist of due diligence", kind="checklist", paragraphs=tuple(out))


def _notice_step(renewal: Renewal, practice: Practice, today: dt.date | None) -> Iterator[Step]:
    """Yield the step about a renewal that happens by itself."""
    if not renewal.automatic or practice.non_renewal is None:
        return
    over = today is not None and renewal.notice_over(today)
    step = practice.non_renewal.step_over if over else practice.non_renewal.step
    values = {"notice_by": written_out(renewal.act_by), "period_end": written_out(renewal.period_end)}
    yield Step(step=step.step, ask=filled(step.ask, values))
