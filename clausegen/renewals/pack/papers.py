"""The renewal pack: every document one renewal needs, in a folder with a manifest.

Gap report, addendum with exactly the clauses that are missing, certificate form, questionnaire to the end
user, cover letter and checklist, and a notice of non-renewal where the contract would renew by itself; for a renewal
that must not happen, a refusal memo and nothing for the customer to sign.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from clausegen.amendments import read_contract
from clausegen.drafting import (
    Audience,
    assemble,
    clause_numbers,
    clear,
    conflicts_with_contract,
    default_house,
    existing_contract,
    missing_clauses,
    proof,
    variant_of,
    without_its_law,
    write_docx,
)
from clausegen.errors import DraftRefused, UsageError
from clausegen.library import Library, american
from clausegen.model import Deal, Document, Paper, Renewal, Report, day_of
from clausegen.renewals.pack.agreement import agreement_of, with_agreement
from clausegen.renewals.pack.due_diligence import checklist, questionnaire
from clausegen.renewals.pack.facts import FACTS_NAME, Facts, deal_of, told
from clausegen.renewals.pack.gap_report import gap_report
from clausegen.renewals.pack.letters import cover_letter, non_renewal
from clausegen.renewals.pack.paragraphs import written_out
from clausegen.renewals.policy import Practice
from clausegen.structure import doubts


class JudgeAmended(Protocol):
    """Judge a contract with one more amendment, as of a day."""

    def __call__(self, amendment: Document, day: dt.date) -> Report:
        """Return the report on the contract as amended."""


# Papers of a pack that stay in the house; the others go to the customer.
_OURS = frozenset({"1-gap-report.docx", "2-refusal-memo.docx", "6-checklist.docx"})


@dataclass(frozen=True)
class Pack:
    """File names and bytes, in the order in which they are read; ``refused`` when there is nothing to sign.

    ``doubts`` are sentences about what does not fit together: contract and deal, or the days. ``open`` are facts that
    stand in brackets. ``proof`` says what the contract gains by the addendum.
    """

    files: dict[str, bytes]
    refused: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    proof: str = ""


def write_pack(
    contract: Document,
    report: Report,
    renewal: Renewal,
    deal: Deal | None,
    *,
    library: Library,
    practice: Practice,
    judge: JudgeAmended,
    facts: Facts | None = None,
    today: dt.date | None = None,
    amendments: Iterable[Document] = (),
) -> Pack:
    """Make the pack of one contract.

    ``report`` must be judged at the tier of ``renewal``. Without a deal the ``facts`` stand in its place, and what
    they leave open is told in brackets. The deal gives parties, product and limits; where
    it does not name the existing agreement, the contract's own title and date do. The papers are dated
    ``today``, by default as the deal. Raises UsageError when the agreement is undated, DraftRefused when the
    deal must not be drafted or the contract names neither customer nor end user. ``amendments`` are those that
    belong to the contract, in the order they were made. ``judge`` judges the contract with one more amendment, as of a
    day; UsageError is raised when the addendum would weaken the contract.
    """
    doubtful: list[str] = []
    proved = ""
    read = read_contract(contract)
    if deal is None:
        if today is None:
            raise UsageError("a pack without a deal needs the day of its papers; give today")
        facts = facts or Facts()
        deal = deal_of(facts, practice, report, today)
        if "use_limits.start" in facts.known:
            doubtful += _days(deal, renewal, today)
    else:
        facts = None
        if reasons := list(conflicts_with_contract(deal, read, library.root)):
            raise DraftRefused(reasons)
        doubtful += doubts(deal, contract, day_of(report.dates.agreement_date))
        doubtful += _days(deal, renewal, today or deal.date)
    deal = with_agreement(deal.model_copy(update={"date": today or deal.date}), contract, report, amendments)
    existing = existing_contract(read, library.root)
    deal = without_its_law(deal, existing)
    law = existing.law.name if existing.law else ""
    of_law = variant_of(deal.forum, library.root, stated=True, chosen=law).spelling
    spell = functools.partial(american, root=library.root) if existing.american or of_law == "american" else str
    refused = (*renewal.tier.refused, *renewal.tier.blocked)
    papers: dict[str, Paper] = {"1-gap-report.docx": gap_report(renewal, report, agreement_of(deal))}
    if refused:
        extra = {"reasons": list(refused)}
        papers["2-refusal-memo.docx"] = assemble(deal, library, renewal.tier.tier, kind="refusal-memo", extra=extra)
    else:
        addendum = missing_clauses(report, deal, renewal.tier.tier, library=library, existing=existing)
        if addendum is not None:
            starting = functools.partial(judge, day=deal.use_limits.start)
            is_open = bool(facts and facts.open(practice))
            proved = proof(report, deal, existing, library, starting, is_open=is_open)
            papers["2-addendum.docx"] = addendum
        held = clause_numbers(report)
        papers["3-renewal-certificate.docx"] = assemble(
            deal,
            library,
            renewal.tier.tier,
            kind="renewal-certificate",
            cited=held,
            existing=dataclasses.replace(existing, defines=None),
            extra={"judged": True},
        )
        papers["4-questionnaire.docx"] = questionnaire(
            deal, practice, warranted="representations-and-warranties.diligence-answers-true" in held, spell=spell
        )
        papers["5-cover-letter.docx"] = cover_letter(
            deal, renewal, practice, enclosed=addendum is not None, spell=spell
        )
    papers["6-checklist.docx"] = checklist(renewal, practice, agreement_of(deal), today=deal.date)
    if renewal.automatic and not renewal.notice_over(deal.date) and practice.non_renewal:
        clause = f"{existing.word} {number}" if (number := _clause_of_notice(report)) else ""
        papers["7-notice-of-non-renewal.docx"] = non_renewal(deal, renewal, practice.non_renewal, clause, spell=spell)
    if facts is not None:
        papers = {name: told(paper, practice) for name, paper in papers.items()}
    house = default_house(library.root)
    files = {
        name: write_docx(
            clear(paper, Audience.INTERNAL if name in _OURS else Audience.COUNTERPARTY), house, date=deal.date
        )
        for name, paper in papers.items()
    }
    left = facts.open(practice) if facts else ()
    if facts is not None:
        files[FACTS_NAME] = facts.toml().encode()
    files["manifest.json"] = _manifest(files, contract, renewal, refused, [fact.key for fact in left])
    return Pack(
        files=files, refused=refused, doubts=tuple(doubtful), open=tuple(fact.open for fact in left), proof=proved
    )


def _days(deal: Deal, renewal: Renewal, today: dt.date) -> Iterator[str]:
    """Yield days of the deal and of the contract that do not fit a renewal."""
    limits, end = deal.use_limits, renewal.period_end
    if end and end < today:
        yield f"the term ended on {written_out(end)}, before {written_out(today)}: this is no renewal in time"
    if limits.end <= today:
        yield f"the licensed period of the deal is over on {written_out(limits.end)}; state that of the renewed term"
    elif end and limits.start > end:
        start = written_out(limits.start)
        yield f"the addendum takes effect on {start}, after the term that ends on {written_out(end)}"


def _clause_of_notice(report: Report) -> str:
    """Return the clause of the agreement itself that states the notice, "" where an amendment states it."""
    found = report.dates.notice_period
    return found.clause.rstrip(".") if found and not found.calculation else ""


def _manifest(
    files: dict[str, bytes], contract: Document, renewal: Renewal, refused: Iterable[str], left: Iterable[str]
) -> bytes:
    held = {
        "contract": {"path": renewal.path, "sha256": contract.sha256},
        "tier": renewal.tier.tier.value,
        "tier_reasons": [*renewal.tier.reasons, *renewal.tier.changed],
        "becomes_due": list(renewal.tier.added),
        "refused": list(refused),
        "open": list(left),
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    }
    return (json.dumps(held, indent=2, ensure_ascii=False) + "\n").encode()
