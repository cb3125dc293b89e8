"""The Python API: what the commands do, as functions. See docs/python.md.

Paths may be strings, tiers "low", "medium" or "high". What is wrong is said in a ClausegenError with one clear line.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from clausegen.auditing import AuditOptions, AuditResult, Progress, audit_portfolio
from clausegen.checker import judge, judge_family
from clausegen.decisions import decided_beside
from clausegen.drafting import Draft, Format, decided_tier
from clausegen.drafting import draft as draft_deal
from clausegen.errors import UsageError
from clausegen.ingest import load_document as read_document
from clausegen.ingest import read_bytes
from clausegen.library import load_deal, load_library
from clausegen.model import DEFAULT_PLAYBOOK, DEFAULT_RISK, Assessment, Deal, Document, Look, Report, Tier
from clausegen.redline import Revision, revise, unknown_deal
from clausegen.risk import assess_file

StrPath = str | os.PathLike[str]
_JUDGED = (Tier.LOW, Tier.MEDIUM, Tier.HIGH)
_UNDATED = dt.date(1900, 1, 1)


def load_document(path: StrPath, *, look: Look = "doubt") -> Document:
    """Read a contract in any supported format. Raises DocumentError when it cannot be read.

    ``look`` says when pages are rendered to see that their words are there: "always", "doubt" or "never".
    """
    return read_document(Path(path), look=look)


def check(
    contract: StrPath | Document,
    *,
    tier: str | Tier = Tier.MEDIUM,
    papers: Sequence[StrPath] = (),
    playbook: str = DEFAULT_PLAYBOOK,
    risk: float = DEFAULT_RISK,
    decisions: bool = True,
) -> Report:
    """Judge a contract element by element at a risk tier, together with its later ``papers`` in the order made.

    ``risk`` is the share (0-1) of contracts for which a false "satisfied" is accepted; less makes more elements
    uncertain. ``decisions`` applies what people decided, as the command does, where the contract is a file; the report
    says what. Raises UsageError for a tier or playbook that does not exist, DocumentError for an unreadable file,
    DataError for a damaged file of decisions.
    """
    level = _tier(tier)
    document = contract if isinstance(contract, Document) else load_document(contract)
    if papers:
        members = [("master", document), *(("amendment", load_document(paper)) for paper in papers)]
        report = judge_family(members, tier=level, playbook=playbook, risk=risk)
    else:
        report = judge(document, tier=level, playbook=playbook, risk=risk)
    return decided_beside(report, Path(document.path)) if decisions and Path(document.path).is_file() else report


def draft(deal: StrPath, *, kind: str = "agreement", format: Format = "docx") -> Draft:
    """Draft a document from a deal file; ``Draft.data`` are the bytes of the file.

    Raises DataError for a faulty deal, DraftRefused when the deal must not be drafted.
    """
    path = Path(deal)
    known = load_deal(path)
    library = load_library()
    return draft_deal(
        known,
        library=library,
        kind=kind,
        form=format,
        assessment=_assessment(known, path),
        judge=lambda document, tier: judge(document, tier=tier, playbook=known.playbook, library=library),
    )


def assess(deal: StrPath) -> Assessment:
    """Assess the risk tier of a deal file, factor by factor, on the day of the deal.

    Raises UsageError when the deal has no factors, DataError when they are wrong.
    """
    path = Path(deal)
    known = load_deal(path)
    return assess_file(known, path, root=load_library().root, today=known.date)


def remedy(contract: StrPath, *, deal: StrPath | None = None, tier: str | Tier | None = None) -> Revision | None:
    """Insert the clauses that a Word contract lacks, as tracked changes; None when nothing of weight is lacking.

    Without a deal, facts that the contract does not state are blanks. Raises UsageError for a file that is no Word
    file, DraftRefused when the deal must not be drafted.
    """
    path = Path(contract)
    library = load_library()
    document = load_document(path)
    known = load_deal(Path(deal)) if deal else None
    level = _tier(tier) if tier else Tier.MEDIUM
    if tier is None and known is not None and deal is not None:
        assessed = _assessment(known, Path(deal))
        level = decided_tier(known, assessed.tier if assessed else None)
    playbook = known.playbook if known else DEFAULT_PLAYBOOK
    report = decided_beside(judge(document, tier=level, playbook=playbook, library=library), path)
    facts = known or unknown_deal(playbook, level, _UNDATED)
    return revise(document, read_bytes(path), report, facts, library=library, known=known is not None)


def audit(
    folder: StrPath,
    out: StrPath,
    *,
    tier: str | Tier = Tier.MEDIUM,
    progress: Callable[[int, int], None] | None = None,
    options: AuditOptions | None = None,
) -> AuditResult:
    """Judge every contract in a folder, write the results to the folder ``out``, and return them.

    ``progress`` is called with the number of units judged and the number to judge. ``options`` are those of the
    command. Raises UsageError and DataError for what is wrong with them, before anything is judged.
    """
    chosen = options or AuditOptions(tier=_tier(tier))
    watcher = Progress(progress) if progress else None
    return audit_portfolio(os.fspath(folder), Path(out), chosen, watcher=watcher)


def _tier(name: str | Tier) -> Tier:
    if name in [tier.value for tier in _JUDGED]:
        return Tier(name)
    raise UsageError(f"no tier {str(name)!r}; choose low, medium or high")


def _assessment(deal: Deal, path: Path) -> Assessment | None:
    if deal.factors is None:
        return None
    return assess_file(deal, path, root=load_library().root, today=deal.date)
