"""The papers of a signing: what the parties sign, the checklist of conditions, and the house's record of approval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clausegen.drafting.deal_choices import for_end_user
from clausegen.drafting.documents import Draft, Judge, draft
from clausegen.drafting.outgoing import Audience
from clausegen.drafting.word.house import House
from clausegen.errors import DraftRefused
from clausegen.library import Library
from clausegen.model import Assessment, Deal, ExistingAgreement, Forum
from clausegen.runtime import regex

_NO_LETTER = regex(r"[^a-z0-9]+")
SIGN, HOUSE = "to-sign", "internal"


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file of the pack: its name with the folder it goes into, and its bytes."""

    name: str
    data: bytes


def signing_pack(
    deal: Deal,
    *,
    library: Library,
    assessment: Assessment | None = None,
    house: House | None = None,
    judge: Judge | None = None,
) -> tuple[PackFile, ...]:
    """Draft every paper of a signing.

    Raises DraftRefused with the reasons of all of them when one must not be signed as it is.
    """
    # A paper beside the agreement has its law and forum, defaults included.
    beside = {
        "agreement": ExistingAgreement(title=deal.title, date=deal.date),
        "forum": Forum(**deal.forum.model_dump()),
    }
    signed = deal.model_copy(update=beside)
    reasons: dict[str, None] = {}
    files: list[PackFile] = []
    for number, (kind, user) in enumerate(_papers(deal), start=1):
        internal = kind == "sign-off"
        try:
            made = draft(
                for_end_user(signed, user) if user else deal,
                library=library,
                kind=kind,
                assessment=assessment,
                house=house,
                judge=judge,
                audience=Audience.INTERNAL if internal else Audience.SIGNATURE,
            )
        except DraftRefused as refused:
            reasons.update(dict.fromkeys(refused.reasons))
            continue
        of = f"-{_NO_LETTER.sub('-', user.lower()).strip('-')}" if user and len(deal.end_users) > 1 else ""
        files += _files(f"{number}-{kind}{of}.docx", made, HOUSE if internal else SIGN)
    if reasons:
        raise DraftRefused(list(reasons))
    return tuple(files)


def _files(name: str, made: Draft, folder: str) -> Iterator[PackFile]:
    yield PackFile(f"{folder}/{name}", made.data)
    yield PackFile(f"{HOUSE}/{name}.manifest.json", made.manifest.encode())


def _papers(deal: Deal) -> Iterator[tuple[str, str]]:
    """The kind of each paper with the end user that it is for, "" where it is for all."""
    yield "agreement", ""
    if deal.intermediary and deal.intermediary.back_to_back:
        yield "reseller-agreement", ""
    adheres = deal.positions.get("end-user-privity.end-user-bound")
    for user in deal.end_users:
        if adheres and adheres.position == "acceptable":
            yield "deed-of-adherence", user.name
        yield "end-use-undertaking", user.name
        yield "renewal-certificate", user.name
    yield "closing-checklist", ""
    yield "sign-off", ""
