"""Decide whether a paper counts beside an agreement: by who signed it, whose it is, its rank and its conditions."""

from __future__ import annotations

import re

from clausegen.amendments.days import days_in
from clausegen.amendments.forms import compiled, form
from clausegen.amendments.papers import HEAD, REFERENCE, Sheet, contract_numbers
from clausegen.amendments.places import paper_names
from clausegen.amendments.signatures import Signers
from clausegen.model import PaperKind
from clausegen.structure import blanks, other_agreement

_END = 500  # characters at the end of a paper in which it is signed
_FRONT = 2500  # characters in which it says what it amends
_COMMON = frozenset(
    {"the", "their", "our", "this", "of", "for", "main", "master", "principal", "original", "said", "amendment"}
)
_OF_BOTH = frozenset({
    PaperKind.AMENDMENT, PaperKind.RESTATED, PaperKind.SIDE_LETTER, PaperKind.LETTER, PaperKind.SCHEDULE,
    PaperKind.ORDER_FORM,
})  # fmt: skip
_BOTH = 2
_GIVES_UP = "only one party signed it, and it may give up rights of its own"


def in_force(master: Sheet, paper: Sheet, signers: Signers) -> tuple[bool | None, str]:
    """Decide if a paper is in force by what it says of itself and by who signed it."""
    text = paper.text
    paper.signed = signers.number(text)
    rejected = compiled("status.rejected").search(text)
    if rejected:
        return False, "it was rejected"
    blank = compiled("status.signature_line").search(text) or compiled("status.blank_line").search(
        text, len(text) - _END
    )
    if not paper.signed and (blank or any(blanks(paper.structure))):
        return False, "it is not signed"
    if blank or compiled("status.unsigned").search(text):
        return None, "a signature is lacking"
    if paper.kind is PaperKind.NOTICE and paper.signed < _BOTH and not compiled("status.names_right").search(text):
        return False, "it is a notice of one party, and names no right under which it could change the contract"
    if paper.signed == 1 and paper.kind in _OF_BOTH and signers.gives_up(text):
        return None, _GIVES_UP
    if paper.kind is PaperKind.LETTER and paper.signed == 1:
        return False, "it is a letter that only one party signed"
    if paper.kind in _OF_BOTH and paper.signed == 1:
        return None, "only one party signed it"
    untitled = paper.kind is PaperKind.AMENDMENT and not paper.titled
    if not paper.signed and (untitled or paper.kind is PaperKind.LETTER):
        agreed = compiled("status.agreed").search(text) and not compiled("status.refusal").search(text)
        return None if agreed else False, "nobody signed it, and nothing in it says what it is"
    return True, ""


def is_incorporated(master: Sheet, paper: Sheet) -> bool:
    """Return True where the agreement speaks of a paper by its title: "the Data Processing Terms"."""
    title, words = (" ".join(re.findall(r"\w+", text.casefold())) for text in (paper.title, master.text))
    return " " in title and f" {title} " in f" {words} "


def names_agreement(master: Sheet, paper: Sheet) -> bool:
    """Return True where the first words of a paper give a date or a number of the agreement."""
    ours, theirs = master.text[:_FRONT], paper.text[:_FRONT]
    same_day = {*days_in(ours), *master.days} & set(days_in(theirs))
    return bool(same_day or set(REFERENCE.findall(ours)) & set(REFERENCE.findall(theirs)))


def belongs(master: Sheet, paper: Sheet, signers: Signers) -> tuple[bool | None, str]:
    """Return whether a paper amends this contract, and why not; None where only a date speaks against it."""
    if paper.kind in (PaperKind.CERTIFICATE, PaperKind.MINUTES):
        return True, ""
    if party := other_agreement(master.structure.document, paper.structure.document):
        return False, f"it is a paper of {party}, whom {master.name} does not name"
    if party := signers.stranger(paper.text):
        named = names_agreement(master, paper) and not signers.other_party(paper.text)
        return None if named else False, f"it is a paper of {party}, whom {master.name} does not name"
    title = master.text[:400].casefold()
    front = master.text[:_FRONT]
    days = {*days_in(front), *master.days}
    references = set(REFERENCE.findall(front))
    head = paper.text[:_FRONT]
    shared = references & set(REFERENCE.findall(head))
    ours, theirs = contract_numbers(front), contract_numbers(head)
    if ours and theirs and not {*ours} & {*theirs} and not shared and not days & {*days_in(head)}:
        return False, f"it changes No. {theirs[0]}; {master.name} is No. {ours[0]}"
    pattern = (
        r"(?P<before>(?:[\w’'()-]+[ \n]+){0,5})"
        rf"(?P<noun>(?<!\w)(?:\w*{form('status.agreement')}))(?!\w)(?P<after>[^.;\n]{{0,90}})"
    )
    stranger, sure = "", True
    for found in re.finditer(pattern, head, re.IGNORECASE):
        if found.start() > HEAD and stranger == "":
            break
        dated = (
            days_in(found["after"], near=False)[:1]
            if re.match(
                r"(?:(?!\b(?:shall|is|are|was|will|expires?|runs?|ends?|begins?)\b)[^.;]){0,60}?"
                r"\b(?:of|dated|date|made|signed|executed|from|on|vom|du|le)\b",
                found["after"],
                re.I,
            )
            else []
        )
        of = re.match(r"\s+(?:de|d.|für|über|for|of)\s*(?:the\s+)?\w+", found["after"], re.IGNORECASE)
        whole = f"{found['before']} {found['noun']}{of[0] if of else ''}"
        at_noun = compiled("status.paper_name").match(head, found.start("noun"))
        if (
            at_noun
            or re.search(rf"\b(?:{form('status.paper_name')})\W*$", found["before"], re.I)
            or (dated and dated[0] in paper.days)
        ):
            continue
        parallel = re.search(rf"\b(?:{form('status.parallel')})\b|(?:{form('status.parallel')})", whole, re.IGNORECASE)
        apart = parallel and parallel[0].casefold()[:6] not in title
        if not apart and (shared or (dated and dated[0] in days)):
            return True, ""
        if apart:
            stranger, sure = stranger or f"it changes the {_called(found)}, not {master.name}", True
        elif dated and days and not stranger:
            stranger = f"it changes an agreement of {dated[0]}; {master.name} is of {master.date or min(days)}"
            called = [word for word in _proper(found["before"]) if word.casefold() not in _COMMON]
            sure = any(word.casefold() not in front.casefold() for word in called)
    return (not stranger or (False if sure else None)), stranger


def _called(found: re.Match[str]) -> str:
    words = [word for word in _proper(found["before"]) if word.casefold() not in _COMMON]
    return " ".join([*words, found["noun"]]).strip()


def _proper(before: str) -> list[str]:
    """Return the words of a title at the end of a text: "Non-Disclosure" before "Agreement"."""
    found = re.search(r"(?:(?:[A-Z][\w’'-]*|of|for|and|source|code|escrow)\s+)*$", before)
    return found[0].split() if found else []


def ranked(master: Sheet, paper: Sheet) -> tuple[bool | None, str]:
    """Decide if a paper counts beside the master: by its date, and by the rank that the master gives to orders."""
    if paper.date and master.date and paper.date < master.date and not paper.days & master.days:
        why = f"it is of {paper.date}, older than {master.name} of {master.date}"
        if compiled("status.entire").search(master.text):
            return False, f"{why}, which supersedes earlier terms"
        if not paper.signed and not paper.titled:
            return False, f"{why}, and nobody signed it"
        return None, why
    if paper.kind is PaperKind.PURCHASE_ORDER:
        if compiled("status.order_has_no_rank").search(master.text):
            return False, f"{master.name} ranks above purchase orders"
        if not compiled("status.order_has_rank").search(master.text):
            return None, f"{master.name} does not say whether a purchase order may change it"
    if (
        paper.counts is None
        and paper.signed
        and paper.why != _GIVES_UP
        and compiled("status.both_sign").search(master.text)
    ):
        return False, f"only one party signed it, and {master.name} asks for both"
    below = compiled("status.order_has_no_rank").search(master.text) is not None
    if paper.kind is PaperKind.ORDER_FORM and below and not compiled("status.order_has_rank").search(master.text):
        return False, f"{master.name} ranks above order forms"
    return paper.counts, paper.why


def settle_conditions(papers: list[Sheet]) -> None:
    """Decide conditional papers by the certificates and notices that speak of them."""
    for paper in papers:
        if paper.counts is not False and (said := _has_failed(paper)):
            paper.counts, paper.why = False, f"it says of itself: {said}"
        if not paper.conditional or paper.counts is False:
            continue
        paper.counts, paper.why = None, "it is conditional, and no paper shows that the condition was met"
        for other in papers:
            silent = other.counts is False and other.kind is not PaperKind.NOTICE
            if other is paper or silent or not _speaks_of(other, paper):
                continue
            if compiled("status.condition_failed").search(other.text):
                paper.counts, paper.why = False, f"its condition failed, as {other.name} says"
            elif compiled("status.condition_met").search(other.text):
                paper.counts, paper.why = True, f"its condition was met, as {other.name} says"


def _has_failed(paper: Sheet) -> str:
    """Return the sentence in which a paper says that it, or its condition, has failed; "" where none says so."""
    for sentence in re.split(r"(?<=[.;])\s|\n", paper.text):
        failed = compiled("status.condition_failed").search(sentence) and not compiled("forms.if").search(sentence)
        if failed and (paper.conditional or compiled("forms.this_paper").search(sentence)):
            return sentence.strip(" .")
    return ""


def _speaks_of(other: Sheet, paper: Sheet) -> bool:
    return any(is_named(name.kind, name.number, name.days, paper) for name in paper_names(other.text))


def is_named(kind: str, number: int | None, days: frozenset[str], paper: Sheet) -> bool:
    """Return True where a name fits a paper: by number and kind, or by day."""
    if days:
        return bool(days & (paper.days | {paper.date})) and (number is None or paper.number in (None, number))
    fits = kind in f"the {paper.text[:HEAD]}".casefold() or (
        kind.startswith("lette") and paper.kind in (PaperKind.LETTER, PaperKind.SIDE_LETTER)
    )
    return fits and (number is None or paper.number == number)
