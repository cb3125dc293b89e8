"""The renewal pack: every document one renewal needs, in a folder with a manifest.

Gap report, addendum with exactly the clauses that are missing, certificate form, questionnaire to the end
user, cover letter and checklist, and a notice of non-renewal where the contract would renew by itself; for a renewal
that must not happen, a refusal memo and nothing for the customer to sign.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clausegen.assemble import assemble
from clausegen.assemble.clauses import with_article
from clausegen.belonging import belongs, doubts
from clausegen.dates import read_dates
from clausegen.dates.family import day
from clausegen.deal import Deal, ExistingAgreement
from clausegen.document import Document
from clausegen.errors import UsageError
from clausegen.findings import Report
from clausegen.library import Library
from clausegen.paper import Kind, Paper, Paragraph, Run
from clausegen.remedy.gaps import clause_numbers, missing_clauses
from clausegen.renewals.due import Renewal
from clausegen.renewals.practice import Letter, NonRenewal, Practice, Step
from clausegen.renewals.tiering import TierToday
from clausegen.segment import structure
from clausegen.word import House, default_house, write_docx

_TITLE_LENGTH = 120  # characters; a longer first paragraph is none


@dataclass(frozen=True)
class Pack:
    """File names and bytes, in the order in which they are read; ``refused`` when there is nothing to sign.

    ``doubts`` are sentences about what does not fit together: contract and deal, or the days.
    """

    files: dict[str, bytes]
    refused: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def pack(
    contract: Document,
    report: Report,
    renewal: Renewal,
    deal: Deal,
    *,
    library: Library,
    practice: Practice,
    today: dt.date | None = None,
    house: House | None = None,
    amendments: Iterable[Document] = (),
) -> Pack:
    """Make the pack of one contract.

    ``report`` must be judged at the tier of ``renewal``. The deal gives parties, product and limits; where
    it does not name the existing agreement, the contract's own title and date do. The papers are dated
    ``today``, by default as the deal. Raises UsageError when the agreement is undated, DraftRefused when the
    deal must not be drafted or the contract names neither customer nor end user. ``amendments`` are those that
    belong to the contract, in the order they were made.
    """
    belongs(deal, contract)
    doubtful = [*doubts(deal, contract, day(report.dates.agreement_date)), *_days(deal, renewal, today or deal.date)]
    deal = _with_agreement(deal.model_copy(update={"date": today or deal.date}), contract, report, amendments)
    refused = (*renewal.tier.refused, *renewal.tier.blocked)
    papers: dict[str, Paper] = {"1-gap-report.docx": gap_report(renewal, report, _agreement(deal))}
    if refused:
        extra = {"reasons": list(refused)}
        papers["2-refusal-memo.docx"] = assemble(deal, library, renewal.tier.tier, kind="refusal-memo", extra=extra)
    else:
        addendum = missing_clauses(contract, report, deal, renewal.tier.tier, library=library)
        if addendum is not None:
            papers["2-addendum.docx"] = addendum
        papers["3-renewal-certificate.docx"] = assemble(
            deal, library, renewal.tier.tier, kind="renewal-certificate", cited=clause_numbers(report)
        )
        papers["4-questionnaire.docx"] = questionnaire(deal, practice)
        papers["5-cover-letter.docx"] = cover_letter(deal, renewal, practice, enclosed=addendum is not None)
    papers["6-checklist.docx"] = checklist(renewal, practice, _agreement(deal), today=deal.date)
    if renewal.automatic and not _notice_over(renewal, deal.date) and practice.non_renewal:
        clause = _clause_of_notice(report)
        papers["7-notice-of-non-renewal.docx"] = non_renewal(deal, renewal, practice.non_renewal, clause)
    house = house or default_house(library.root)
    files = {name: write_docx(paper, house, date=deal.date) for name, paper in papers.items()}
    files["manifest.json"] = _manifest(files, contract, renewal, refused)
    return Pack(files=files, refused=refused, doubts=tuple(doubtful))


def _days(deal: Deal, renewal: Renewal, today: dt.date) -> Iterator[str]:
    """Days of the deal and of the contract that do not fit a renewal."""
    limits, end = deal.use_limits, renewal.period_end
    if end and end < today:
        yield f"the term ended on {_spoken(end)}, before {_spoken(today)}: this is no renewal in time"
    if limits.end <= today:
        yield f"the licensed period of the deal is over on {_spoken(limits.end)}; state that of the renewed term"
    elif end and limits.start > end:
        yield f"the addendum takes effect on {_spoken(limits.start)}, after the term that ends on {_spoken(end)}"


def gap_report(renewal: Renewal, report: Report, agreement: ExistingAgreement | None = None) -> Paper:
    """What the contract lacks at the tier of today, worst first, with what would satisfy each element."""
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
        _title("Gap report"),
        _line(_called(agreement, renewal.path)),
        _heading("Renewal"),
        _row(("Particular", "Value"), head=True),
        *(_row((name, _value(value))) for name, value in dates),
        *(_text(words) for words in (renewal.alarm, renewal.reason) if words),
        *(_text(f"How it was counted: {words}") for words in (renewal.calculation,) if words),
        *(_text(words) for words in renewal.amendments),
        *(_text(words) for words in renewal.certificates),
        *_tier_report(renewal.tier),
        _heading("Gaps"),
    ]
    if not renewal.gaps:
        out.append(_text("Every element due at the tier of today is satisfied."))
    else:
        out.append(_row(("Code", "Severity", "Status", "Why", "What would satisfy it"), head=True))
        out += [
            _row((gap.code, gap.severity.value, gap.status, _capital(gap.reason), remedies.get(gap.code, "")))
            for gap in renewal.gaps
        ]
    return Paper(title="Gap report", kind="gap-report", paragraphs=tuple(out))


def _tier_report(tier: TierToday) -> list[Paragraph]:
    """Why the tier is what it is, what changed since signature, and which elements that makes due."""
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
    out = [_heading("Risk tier"), *(_text(words) for words in said)]
    if tier.changed:
        out += [_text("What changed since signature:"), *(_text(f"• {words}") for words in tier.changed)]
    if tier.doubts:
        out += [_text("The assessment rests on what is not known:"), *(_text(f"• {words}") for words in tier.doubts)]
    return out if len(out) > 1 else []


def questionnaire(deal: Deal, practice: Practice) -> Paper:
    """The questions to the end user, with room for answers."""
    user = deal.end_user.name if deal.end_user else deal.customer.name
    signatory = (deal.end_user or deal.customer).signatory
    out = [
        _title("Questionnaire before renewal"),
        _line(f"To: {user}"),
        _text(
            f"{deal.supplier.name} renews its human-rights due diligence before any renewal of "
            f"{with_article(_agreement(deal).title)}. Please answer completely; the answers are warranted under the "
            "agreement."
        ),
        _row(("Question", "Answer"), head=True),
        *(_row((f"{number}. {question.ask}", "")) for number, question in enumerate(practice.questions, start=1)),
        _signature(f"For {user}", signatory.name, signatory.title),
    ]
    return Paper(title="Questionnaire before renewal", kind="questionnaire", paragraphs=tuple(out))


def cover_letter(deal: Deal, renewal: Renewal, practice: Practice, *, enclosed: bool) -> Paper:
    """The letter that goes with the pack."""
    agreement = _agreement(deal)
    official = deal.supplier.official or deal.supplier.signatory
    values = {
        **_values(deal, renewal),
        "gaps": str(len(renewal.gaps)),
        "official": f"{official.name}, {official.title}, {deal.supplier.email}",
    }
    words = _by_itself(practice.letter) if renewal.automatic else practice.letter
    parts = [words.opening, *_deadlines(renewal, words, deal.date), words.addendum if enclosed else words.no_addendum]
    out = [
        _line(f"{deal.supplier.name}, {deal.supplier.address}"),
        _text(f"{deal.customer.name}, {deal.customer.address}"),
        _text(f"{deal.date:%-d %B %Y}"),
        _heading(f"Renewal of {with_article(agreement.title)}"),
        *(_text(_filled(part, values)) for part in (*parts, words.reservation, words.closing)),
        _signature(f"For {deal.supplier.name}", official.name, official.title),
    ]
    return Paper(title="Cover letter", kind="cover-letter", paragraphs=tuple(out))


def non_renewal(deal: Deal, renewal: Renewal, words: NonRenewal, clause: str = "") -> Paper:
    """The notice that keeps a contract from renewing by itself; ``clause`` is the one that asks for it."""
    values = {**_values(deal, renewal), "clause": f", under its clause {clause}," if clause else ""}
    signatory = deal.supplier.signatory
    out = [
        _title("Notice of non-renewal"),
        _line(f"{deal.supplier.name}, {deal.supplier.address}"),
        _text(f"{deal.customer.name}, {deal.customer.address}"),
        _text("Date of dispatch: ____________________"),
        *(_text(_filled(part, values)) for part in words.words),
        _signature(f"For {deal.supplier.name}", signatory.name, signatory.title),
    ]
    return Paper(title="Notice of non-renewal", kind="notice-of-non-renewal", paragraphs=tuple(out))


def _values(deal: Deal, renewal: Renewal) -> dict[str, str]:
    """What the words of letter, notice and checklist name in braces."""
    agreement = _agreement(deal)
    amended = f", as amended by {_listed(agreement.amended_by)}" if agreement.amended_by else ""
    return {
        "agreement": with_article(agreement.title),
        "agreement_date": _spoken(agreement.date) + amended,
        "end_user": with_article(deal.end_user.name if deal.end_user else deal.customer.name),
        "product": deal.product.name,
        "period_end": _spoken(renewal.period_end),
        "notice_by": _spoken(renewal.act_by),
        "ask_by": _spoken(renewal.ask_by),
    }


def _by_itself(words: Letter) -> Letter:
    """The words for an agreement that renews by itself."""
    names = ("due", "notice_over", "addendum", "reservation")
    return words.model_copy(
        update={name: getattr(words, f"{name}_automatic") or getattr(words, name) for name in names}
    )


def _notice_over(renewal: Renewal, today: dt.date) -> bool:
    return renewal.notice_by is not None and renewal.notice_by < today


def _clause_of_notice(report: Report) -> str:
    """The clause of the agreement itself that states the notice, "" where an amendment states it."""
    found = report.dates.notice_period
    return found.clause.rstrip(".") if found and not found.calculation else ""


def _deadlines(renewal: Renewal, words: Letter, today: dt.date) -> tuple[str, str]:
    """When the term ends and what is asked for by when, as these days lie on the day of the letter."""
    due = words.due
    if renewal.automatic and renewal.notice_by is None:
        due = words.due_no_notice or due
    if _notice_over(renewal, today):
        due = words.notice_over
    if renewal.period_end and renewal.period_end < today:
        due = words.ended
    return due, words.condition_late if renewal.ask_by and renewal.ask_by < today else words.condition


def checklist(
    renewal: Renewal, practice: Practice, agreement: ExistingAgreement | None = None, *, today: dt.date | None = None
) -> Paper:
    """The steps of the due diligence, to be ticked off, with what the history and the days ask for first."""
    late = [f"The due diligence should have begun by {_spoken(renewal.ask_by)}."]
    demands = (
        *(words for words in late if today and renewal.ask_by and renewal.ask_by < today),
        *renewal.tier.refused,
        *renewal.tier.blocked,
        *renewal.tier.review,
        *renewal.certificates,
    )
    steps = [*_notice_step(renewal, practice, today), *practice.checklist]
    out = [
        _title("Checklist of due diligence before renewal"),
        _line(_called(agreement, renewal.path)),
        *(_heading("First") for _ in demands[:1]),
        *(_text(words) for words in demands),
        _heading("Steps"),
        _row(("Step", "What is to be done", "Done by", "Date and record"), head=True),
        *(_row((step.step, step.ask, "", "")) for step in steps),
    ]
    return Paper(title="Checklist of due diligence", kind="checklist", paragraphs=tuple(out))


def _notice_step(renewal: Renewal, practice: Practice, today: dt.date | None) -> Iterator[Step]:
    """What is to be done about a renewal that happens by itself."""
    if not renewal.automatic or practice.non_renewal is None:
        return
    over = today is not None and _notice_over(renewal, today)
    step = practice.non_renewal.step_over if over else practice.non_renewal.step
    values = {"notice_by": _spoken(renewal.act_by), "period_end": _spoken(renewal.period_end)}
    yield Step(step=step.step, ask=_filled(step.ask, values))


def _with_agreement(deal: Deal, contract: Document, report: Report, amendments: Iterable[Document]) -> Deal:
    """The deal with the existing agreement; what the deal file states of it goes before what the contract says."""
    agreement = deal.agreement or _agreement_of(deal, contract, report)
    known = {
        "start": agreement.start or day(report.dates.effective_date),
        "amended_by": agreement.amended_by or tuple(_named_amendment(one) for one in amendments),
    }
    return deal.model_copy(update={"agreement": agreement.model_copy(update=known)})


def _named_amendment(amendment: Document) -> str:
    """An amendment by its title and date."""
    title = next((b.text.strip() for b in amendment.agreed_blocks() if b.text.strip()), "")
    title = title if 0 < len(title) <= _TITLE_LENGTH else "an amendment"
    dates = read_dates(structure(amendment))
    made = day(dates.agreement_date) or day(dates.effective_date)
    return f"{title} of {_spoken(made)}" if made else title


def _agreement_of(deal: Deal, contract: Document, report: Report) -> ExistingAgreement:
    agreed = day(report.dates.agreement_date)
    if agreed is None:
        why = report.dates.agreement_date.reason if report.dates.agreement_date else "it states none"
        raise UsageError(
            f"{contract.path}: the agreement has no known date ({why}); give [agreement] title and date in the deal"
        )
    title = next((b.text.strip() for b in contract.agreed_blocks() if b.kind.value == "title"), deal.title)
    return ExistingAgreement(title=title[:300], date=agreed)


def _agreement(deal: Deal) -> ExistingAgreement:
    return deal.agreement or ExistingAgreement(title=deal.title, date=deal.date)


def _manifest(files: dict[str, bytes], contract: Document, renewal: Renewal, refused: Iterable[str]) -> bytes:
    held = {
        "contract": {"path": renewal.path, "sha256": contract.sha256},
        "tier": renewal.tier.tier.value,
        "tier_reasons": [*renewal.tier.reasons, *renewal.tier.changed],
        "becomes_due": list(renewal.tier.added),
        "refused": list(refused),
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    }
    return (json.dumps(held, indent=2, ensure_ascii=False) + "\n").encode()


def _spoken(value: object) -> str:
    return f"{value:%-d %B %Y}" if value else "a day that is not known"


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _called(agreement: ExistingAgreement | None, path: str) -> str:
    """The agreement by its title and date, with the file it was read from."""
    return f"{agreement.title} of {_spoken(agreement.date)} ({path})" if agreement else path


def _value(value: object) -> str:
    """A value of the table of particulars, dates written out."""
    return _sentence(str(_spoken(value) if isinstance(value, dt.date) else value or "unknown"))


_ISO = re.compile(r"(?<![\w/.-])\d{4}-\d{2}-\d{2}(?![\w/-]|\.\w)")  # not in the name of a file


def _sentence(text: str) -> str:
    """A text as it stands on paper: it begins with a capital, and its dates are written out."""
    spoken = _ISO.sub(lambda found: _spoken(day) if (day := _date(found[0])) else found[0], text)
    return _capital(spoken)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _title(text: str) -> Paragraph:
    return Paragraph(kind=Kind.TITLE, runs=(Run(text),))


def _line(text: str) -> Paragraph:
    return Paragraph(kind=Kind.LINE, runs=(Run(text),))


def _heading(text: str) -> Paragraph:
    return Paragraph(kind=Kind.HEADING, runs=(Run(text),))


def _text(text: str) -> Paragraph:
    return Paragraph(kind=Kind.TEXT, runs=(Run(_sentence(text)),))


def _row(cells: tuple[str, ...], *, head: bool = False) -> Paragraph:
    return Paragraph(kind=Kind.ROW, level=int(head), cells=tuple((Run(cell, bold=head),) for cell in cells))


def _signature(who: str, name: str, title: str) -> Paragraph:
    return Paragraph(kind=Kind.SIGNATURE, cells=((Run(who),), (Run(name),), (Run(title),)))
