"""Drafting as other programs call it: a deal and a kind of document in, the bytes of a file out."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic_core import to_json

from clausegen.amendments import structure
from clausegen.drafting.addendum import missing_clauses
from clausegen.drafting.assembly import assemble
from clausegen.drafting.attested import conflicts_with_clauses
from clausegen.drafting.citations import Located, located, located_in_draft, stated, unknown_clauses
from clausegen.drafting.contract_facts import conflicts_with_contract, day_made, existing_contract, without_its_law
from clausegen.drafting.deal_choices import decided_tier, reasons_against, stated_tier
from clausegen.drafting.markup import to_html, to_markdown
from clausegen.drafting.outgoing import Audience, Outgoing, clear
from clausegen.drafting.provision_changes import Existing
from clausegen.drafting.refusal import departures, unapproved
from clausegen.drafting.special_terms import lost, paragraphs, unread
from clausegen.drafting.templates import shell
from clausegen.drafting.value_guard import operative_values
from clausegen.drafting.word.house import House, default_house, load_house
from clausegen.drafting.word.pdf import to_pdf
from clausegen.drafting.word.writer import write_docx
from clausegen.errors import DraftRefused, UsageError
from clausegen.library import Library, load_library
from clausegen.model import (
    Assessment,
    Deal,
    Document,
    Paper,
    Paragraph,
    ParagraphKind,
    Report,
    Run,
    Tier,
    as_document,
)

Judge = Callable[[Document, Tier], Report]
Format = Literal["docx", "md", "html", "pdf"]
FORMATS: tuple[Format, ...] = ("docx", "md", "html", "pdf")


@dataclass(frozen=True)
class Draft:
    """A drafted document: its paper, the bytes of the file, and the manifest as JSON."""

    paper: Paper
    data: bytes
    manifest: str


def draft(
    deal: Deal,
    *,
    library: Library | None = None,
    kind: str = "agreement",
    form: Format = "docx",
    assessment: Assessment | None = None,
    contract: Document | None = None,
    report: Report | None = None,
    notes: bool = False,
    house: House | None = None,
    audience: Audience | None = None,
    judge: Judge | None = None,
) -> Draft:
    """Draft a document and put it into a format.

    ``assessment`` is what the deal's factors lead to, if they were assessed. ``contract`` is the existing
    agreement, as read, and ``report`` what the checker says about it: notices cite its clause numbers, and
    an addendum lists its clauses that conflict. ``audience`` is who will hold the copy: the counterparty, unless the
    copy has drafting ``notes`` or is a record of the house, as a refusal memo is. ``judge`` judges an agreement with
    special terms, which nobody may write unjudged. Raises DraftRefused when the deal
    must not be drafted, or a copy to sign leaves something open; UsageError when a PDF cannot be made.
    """
    library = library or load_library()
    # A notice under a signed agreement keeps the tier it was signed at: a suspension must not be refused
    # because the risk has risen.
    keeps = deal.tier is not None and shell(library, kind).cites
    deciding = None if keeps else assessment
    if assessment is None and not keeps:
        tier, against = stated_tier(deal, library)
    else:
        tier = decided_tier(deal, deciding.tier if deciding else None)
        against = deciding.refusal if deciding else ()
    if not shell(library, kind).cites:
        against = (*against, *operative_values(deal, library))
    audience = _audience(audience, kind, notes, library)
    if audience is Audience.SIGNATURE and shell(library, kind).id == "agreement":
        against = (*against, *unapproved(deal, library.playbook(deal.playbook), tier))
    if audience is Audience.SIGNATURE and shell(library, kind).clauses:
        against = (*against, *unread(deal))
    paper = compose(
        deal, tier, library=library, kind=kind, contract=contract, report=report, notes=notes, against=against
    )
    if deal.special_terms and shell(library, kind).clauses:
        _prove(paper, deal, tier, library, kind, judge)
    basis: dict[str, object] = {"tier_basis": "stated" if deciding is None else "assessed"}
    if assessment:
        basis["assessment"] = recorded(assessment, deal)
    paper = dataclasses.replace(paper, manifest={**paper.manifest, **basis})
    outgoing = clear(paper, audience)
    data = written(outgoing, form, deal, house or default_house(library.root))
    return Draft(paper=paper, data=data, manifest=manifest(outgoing, paper, data))


def _prove(paper: Paper, deal: Deal, tier: Tier, library: Library, kind: str, judge: Judge | None) -> None:
    """Judge a paper with special terms against the same without them. Raises DraftRefused for what would be lost."""
    if judge is None:
        raise UsageError("a deal with special_terms is judged before it is drafted; give draft() a judge")
    plain = compose(deal.model_copy(update={"special_terms": ()}), tier, library=library, kind=kind)
    terms = tuple(
        Paragraph(kind=ParagraphKind.TEXT, runs=(Run(words),))
        for term in deal.special_terms
        for words in paragraphs(term)
    )
    # Beside clauses that give an element, a denial has to be plain to be heard; alone, a term is taken at its word.
    alone = judge(as_document(dataclasses.replace(plain, paragraphs=terms)), tier)
    with_them = judge(as_document(paper), tier)
    if reasons := lost(judge(as_document(plain), tier), with_them, alone, deal, library):
        raise DraftRefused(reasons)


def _audience(wanted: Audience | None, kind: str, notes: bool, library: Library) -> Audience:
    """Return who will hold a copy: what is written for the house alone is internal, whatever was wanted."""
    internal = notes or not shell(library, kind).binds
    if internal and wanted not in (None, Audience.INTERNAL):
        what = "a copy with drafting notes" if notes else f"a {kind.replace('-', ' ')}"
        raise UsageError(f"{what} is internal; it is neither sent nor signed")
    return Audience.INTERNAL if internal else wanted or Audience.COUNTERPARTY


def compose(
    deal: Deal,
    tier: Tier,
    *,
    library: Library,
    kind: str = "agreement",
    contract: Document | None = None,
    report: Report | None = None,
    notes: bool = False,
    against: Sequence[str] = (),
) -> Paper:
    """The paper of a document, before it has a format. ``against`` are reasons to refuse that others have found."""
    form = shell(library, kind)
    if form.binds and against:
        raise DraftRefused([*reasons_against(deal, tier, library), *against])
    if form.records == "approval":
        missing = unapproved(deal, library.playbook(deal.playbook), tier)
        if reasons := [*reasons_against(deal, tier, library), *against, *missing]:
            raise DraftRefused(reasons)
        kept = {"approvals": deal.approvals, "departures": departures(deal), "tier_override": deal.tier_override}
        return assemble(deal, library, tier, kind=kind, notes=notes, extra=kept)
    if not form.binds:
        reasons = [*reasons_against(deal, tier, library), *against]
        if not reasons:
            raise UsageError(f"nothing speaks against drafting this deal at tier {tier}; there is no refusal to record")
        return assemble(deal, library, tier, kind=kind, notes=notes, extra={"reasons": reasons})
    places: Mapping[str, Located] = {}
    read = structure(contract) if contract else None
    existing = existing_contract(read, library.root) if read else Existing()
    dated = day_made(report.dates, read, library.root) if report and read else None
    against = list(conflicts_with_contract(deal, read, library.root, dated)) if read else []
    if form.cites:
        # Without the signed agreement at hand, the agreement drafted from the same deal is cited.
        found_in = located(report) if report else located_in_draft(assemble(deal, library, tier))
        places = {**found_in, **stated(deal, read)}
        against += unknown_clauses(deal, read) if read else ()
        against += conflicts_with_clauses(deal, form, {name: place.words for name, place in places.items()})
    elif report and not form.clauses:
        places = located(report)
    if against:
        raise DraftRefused(against)
    deal = without_its_law(deal, existing)
    if kind == "addendum" and report is not None:
        addendum = missing_clauses(report, deal, tier, library=library, notes=notes, existing=existing)
        if addendum is None:
            raise UsageError(f"{report.contract.path}: satisfies every element due at tier {tier}; nothing to add")
        return addendum
    return assemble(
        deal,
        library,
        tier,
        kind=kind,
        cited={name: place.number for name, place in places.items()},
        quoted={name: place.words for name, place in places.items()},
        notes=notes,
        existing=dataclasses.replace(existing, defines=None),
        extra={
            **({"conditions": _conditions(deal, tier, library)} if kind == "closing-checklist" else {}),
            **({"judged": True} if report else {}),
        },
    )


def _conditions(deal: Deal, tier: Tier, library: Library) -> list[str]:
    """The conditions precedent that the agreement of a deal lists in their schedule, each without its punctuation."""
    found: list[str] = []
    inside = False
    for paragraph in assemble(deal, library, tier).paragraphs:
        if paragraph.kind is ParagraphKind.SCHEDULE:
            inside = paragraph.anchor == "schedule:conditions"
        elif inside and paragraph.kind is ParagraphKind.ITEM and paragraph.level == 2:
            found.append(paragraph.text.removesuffix(" and").rstrip(".;"))
    return found


def recorded(assessment: Assessment, deal: Deal) -> dict[str, object]:
    """Return what the manifest keeps of an assessment: the tier, who assessed it and when, and what it rests on.

    ``stated_tier`` is the deal's own; the manifest's "tier" is the one the document was drafted at.
    """
    kept = assessment.model_dump(mode="json", exclude={"schema_version", "deal", "changes", "thresholds"})
    return {"stated_tier": deal.tier.value if deal.tier else None, **kept}


def written(outgoing: Outgoing, form: Format, deal: Deal, house: House) -> bytes:
    """A cleared paper as a file of a format."""
    if form == "md":
        return to_markdown(outgoing).encode()
    if form == "html":
        return to_html(outgoing).encode()
    docx = write_docx(outgoing, house, date=deal.date)
    return to_pdf(docx) if form == "pdf" else docx


def manifest(outgoing: Outgoing, paper: Paper, data: bytes) -> str:
    """The provenance manifest that lies beside a draft, as JSON; ``reference`` is what the draft itself says of it."""
    held = {
        **paper.manifest,
        "wording": _wording(paper),
        "reference": outgoing.reference,
        "file_sha256": hashlib.sha256(data).hexdigest(),
    }
    return to_json(held, indent=2).decode() + "\n"


def _wording(paper: Paper) -> dict[str, str]:
    """The words of each element by its code, to find out later what a counterparty has altered."""
    found: dict[str, str] = {}
    for paragraph in paper.paragraphs:
        if paragraph.code:
            found[paragraph.code] = f"{found.get(paragraph.code, '')} {paragraph.text}".strip()
    return found


def load_template(path: Path | None, library: Library) -> House:
    """The customer's house template, or our own when no path is given."""
    return load_house(path, library.root) if path else default_house(library.root)
