"""The agreement to be renewed, as the deal file states it or, failing that, the contract itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from clausegen.amendments import structure
from clausegen.dates import read_dates
from clausegen.errors import UsageError
from clausegen.model import BlockKind, Deal, Document, ExistingAgreement, Report, day_of
from clausegen.renewals.pack.paragraphs import written_out

_LONGEST = 300  # characters of a title
_TITLE_LENGTH = 120  # characters; a longer first paragraph is none


def with_agreement(deal: Deal, contract: Document, report: Report, amendments: Iterable[Document]) -> Deal:
    """Return the deal with the existing agreement; what the deal file states goes before what the contract says."""
    agreement = deal.agreement or _stated_agreement(deal, contract, report)
    known = {
        "start": agreement.start or day_of(report.dates.effective_date),
        "amended_by": agreement.amended_by or tuple(_named_amendment(amendment) for amendment in amendments),
    }
    return deal.model_copy(update={"agreement": agreement.model_copy(update=known)})


def agreement_of(deal: Deal) -> ExistingAgreement:
    """Return the existing agreement that a deal names, else one by the deal's own title and date."""
    return deal.agreement or ExistingAgreement(title=deal.title, date=deal.date)


def stated_title(contract: Document) -> str:
    """Return the title of a contract, "" without one; in small letters where its text names it so."""
    title = next((b.text.strip() for b in contract.agreed_blocks() if b.kind is BlockKind.TITLE), "")[:_LONGEST]
    if not title.isupper():
        return title
    printed = re.finditer(r"\s+".join(map(re.escape, title.split())), contract.text, re.IGNORECASE)
    named = (" ".join(found[0].split()) for found in printed)
    return next((words for words in named if words[0].isupper() and not words.isupper()), title)


def called(agreement: ExistingAgreement | None, path: str) -> str:
    """Return the agreement by its title and date, with the file it was read from."""
    return f"{agreement.title} of {written_out(agreement.date)} ({path})" if agreement else path


def _named_amendment(amendment: Document) -> str:
    """Return an amendment by its title and date."""
    title = next((b.text.strip() for b in amendment.agreed_blocks() if b.text.strip()), "")
    title = title if 0 < len(title) <= _TITLE_LENGTH else "an amendment"
    dates = read_dates(structure(amendment))
    made = day_of(dates.agreement_date) or day_of(dates.effective_date)
    return f"{title} of {written_out(made)}" if made else title


def _stated_agreement(deal: Deal, contract: Document, report: Report) -> ExistingAgreement:
    agreed = day_of(report.dates.agreement_date)
    if agreed is None:
        why = report.dates.agreement_date.reason if report.dates.agreement_date else "it states none"
        raise UsageError(
            f"{contract.path}: the agreement has no known date ({why}); give [agreement] title and date in the deal"
        )
    return ExistingAgreement(title=stated_title(contract) or deal.title, date=agreed)
