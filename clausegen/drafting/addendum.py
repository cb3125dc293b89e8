"""Work out what an addendum must bring: elements that a contract lacks, and provisions that contradict some."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from clausegen.drafting.assembly import assemble
from clausegen.drafting.citations import clause_numbers
from clausegen.drafting.deal_conflicts import undone_by_law
from clausegen.drafting.provision_changes import Change, Existing, Provision, changes, provisions, strangers
from clausegen.errors import DraftRefused, UsageError
from clausegen.library import Library
from clausegen.model import (
    ChangeDecision,
    Deal,
    Document,
    Finding,
    Paper,
    Report,
    Severity,
    Status,
    Tier,
    Verdict,
    Why,
    as_document,
    is_waived,
    runs,
)

EVERY = frozenset(Severity)
_NONE = Existing()
_DOUBTS = frozenset({Why.SHAKEN, Why.AMENDMENT_DIFFERS})  # two provisions that a person can read beside each other
_BLOCK = re.compile(r"{% block (\w+) %}(.*?){% endblock %}", re.DOTALL)
WEIGHTY = frozenset({Severity.CRITICAL, Severity.MAJOR})


@dataclass(frozen=True, slots=True)
class Need:
    """The needs of a contract: ``held`` elements stay where ``cited`` says, ``free`` provisions are to be changed.

    ``bound`` provisions contradict one element in words that satisfy another, or that are no sentence, and are left to
    a person.
    """

    cited: Mapping[str, str]
    held: frozenset[str]
    free: tuple[Provision, ...]
    bound: tuple[Provision, ...]


def gaps(verdict: Verdict, severities: Collection[Severity] = EVERY) -> tuple[Finding, ...]:
    """The findings of a requirement that are not satisfied, of some severities; waived ones are no gaps."""
    return tuple(
        finding
        for finding in verdict.findings
        if finding.status is not Status.SATISFIED and finding.severity in severities and not is_waived(finding)
    )


def need(
    report: Report,
    severities: Collection[Severity] = EVERY,
    *,
    only: Collection[str] = (),
    leave: Collection[str] = (),
    by_element: bool = False,
    keep: Collection[str] = (),
) -> Need | None:
    """Return what a checked contract needs; None when it satisfies every element of the ``severities``.

    ``only`` are codes of requirements or elements: all others are left as they are, and so are the elements to
    ``leave``, as "requirement.element". ``by_element`` inserts nothing but what is lacking, element by element, and
    elements to ``keep`` are never inserted beside words that satisfy them.

    A clause that lacks a critical element is inserted whole: words elsewhere in the contract that satisfy
    its other elements may serve another purpose, and a clause of half the safeguards invites that reading.
    A requirement with no gap of one of the ``severities`` is left as the contract has it.
    """
    left = {
        f.code
        for v in report.verdicts
        for f in v.findings
        if (only and not {v.code, f.code} & set(only)) or f"{v.requirement}.{f.element}" in leave
    }
    enough = [verdict for verdict in report.verdicts if all(f.code in left for f in gaps(verdict, severities))]
    if len(enough) == len(report.verdicts):
        return None
    held = {f"{verdict.requirement}.{finding.element}" for verdict in enough for finding in verdict.findings}
    for verdict in report.verdicts:
        apart = by_element or bool(only) or not gaps(verdict, {Severity.CRITICAL})
        for finding in verdict.findings:
            name = f"{verdict.requirement}.{finding.element}"
            if finding.code in left or (finding.status is Status.SATISFIED and (apart or name in keep)):
                held.add(name)
    cited = {**{verdict.requirement: "" for verdict in enough}, **clause_numbers(report)}
    free, bound = provisions(report)
    return Need(cited, frozenset(held), tuple(free), tuple(bound))


def missing_clauses(
    report: Report,
    deal: Deal,
    tier: Tier,
    *,
    library: Library,
    severities: Collection[Severity] = EVERY,
    only: Collection[str] = (),
    leave: Collection[str] = (),
    by_element: bool = False,
    notes: bool = False,
    existing: Existing = _NONE,
) -> Paper | None:
    """The addendum with the elements a checked contract does not satisfy; None when it satisfies all of them.

    ``only``, ``leave`` and ``by_element`` are those of ``need``; what is to change in the ``existing`` contract comes
    from the report. A contract under the customer's own law keeps its forum, and the parties are asked for a neutral
    one. Raises DraftRefused for decisions about provisions that the contract does not have.
    """
    left = _left_to_contract(deal, library, existing)
    leave = frozenset(leave) | left
    keep = _with_figures(library)
    needed = need(report, severities, only=only, leave=leave, by_element=by_element, keep=keep)
    needed = _with_questions(needed, left, report, existing)
    if needed is None:
        return None
    decisions = deal.agreement.changes if deal.agreement else ()
    if reasons := list(strangers([*needed.free, *needed.bound], decisions)):
        raise DraftRefused(reasons)
    return assemble(
        deal,
        library,
        tier,
        kind="addendum",
        cited=needed.cited,
        without=needed.held,
        existing=dataclasses.replace(existing, provisions=_decided(needed, decisions), open=leave),
        notes=notes,
    )


def _with_figures(library: Library) -> frozenset[str]:
    """The elements whose clause states the deal's limits: where a contract satisfies one, its own figure stands."""
    found: set[str] = set()
    for requirement in library.requirements.values():
        stating = {block for block, said in _BLOCK.findall(requirement.template) if "use_limits." in said}
        found |= {f"{requirement.id}.{element.id}" for element in requirement.elements if element.block in stating}
    return frozenset(found)


def _left_to_contract(deal: Deal, library: Library, existing: Existing) -> frozenset[str]:
    """The elements that an addendum leaves as they are: under the customer's own law it can promise no neutral one.

    A seat or rules that the deal states have been asked for, and are brought in.
    """
    if existing.law is None or {"seat", "arbitration_rules"} & deal.forum.model_fields_set:
        return frozenset()
    return undone_by_law(existing.law.name, deal, library)


def _with_questions(needed: Need | None, left: Collection[str], report: Report, existing: Existing) -> Need | None:
    """Put a question about the law that the contract chooses for each element left that nothing else asks about."""
    law = existing.law
    if needed is None or law is None:
        return needed
    asked = {provision.name for provision in (*needed.free, *needed.bound)}
    questions = (
        Provision(law.clause, law.words, verdict.requirement, finding.element, law.start, law.end, "body")
        for verdict in report.verdicts
        for finding in gaps(verdict)
        if (name := f"{verdict.requirement}.{finding.element}") in left and name not in asked
    )
    return dataclasses.replace(needed, free=(*needed.free, *questions))


def _decided(needed: Need, decisions: Sequence[ChangeDecision]) -> tuple[Provision, ...]:
    """The provisions to change: the free ones, and those of the others about which a person decided."""
    named = {(decision.element, decision.clause.rstrip(".")) for decision in decisions}
    return (*needed.free, *(provision for provision in needed.bound if (provision.name, provision.clause) in named))


def untouched(report: Report) -> Iterator[str]:
    """Yield a sentence for each provision whose change is left to a person."""
    for provision in provisions(report)[1]:
        where = provision.where() or "a provision without number"
        yield (
            f"{where} seems to contradict {provision.name} in words that satisfy another element or are no "
            f"sentence, so no change is proposed: “{provision.words[:80]}”; decide it in [[agreement.changes]]"
        )


def proposals(report: Report, deal: Deal, library: Library, existing: Existing = _NONE) -> Iterator[Change]:
    """Yield what an addendum would change in the provisions of a checked contract, in plain words.

    Clauses of the addendum are named by their subject: outside the addendum they have no number yet.
    """
    decisions = deal.agreement.changes if deal.agreement else ()
    left = _left_to_contract(deal, library, existing)
    needed = _with_questions(need(report, leave=left), left, report, existing)
    if needed is None:
        return

    def by_subject(target: str) -> str:
        return f"the clause on {library.requirements[target].title.lower()} of the Addendum"

    for change in changes(_decided(needed, decisions), library, {"clause": by_subject}, decisions, word=existing.word):
        plain = "".join(run.text for run in runs(change.instruction, by_subject))
        yield dataclasses.replace(change, instruction=plain)


def doubted_elements(before: Report, after: Report) -> list[str]:
    """The codes of the elements that are still there, and of which the reader doubts whether other words cancel them.

    It may take a clause of the library beside that of the contract for one that cancels it, or hear words of the
    contract that it did not before. The library's words, the values of the deal and its special terms are judged by
    themselves, so a person settles such a doubt.
    """
    fallen = set(fallen_elements(before, after))
    return [
        finding.code
        for verdict in after.verdicts
        for finding in verdict.findings
        if finding.code in fallen and finding.status is Status.UNCERTAIN and finding.why in _DOUBTS
    ]


def fallen_elements(before: Report, after: Report) -> list[str]:
    """The codes of the elements that were satisfied before and are not afterwards."""
    held = {f.code for v in before.verdicts for f in v.findings if f.status is Status.SATISFIED}
    return [f.code for v in after.verdicts for f in v.findings if f.code in held and f.status is not Status.SATISFIED]


def proof(
    report: Report,
    deal: Deal,
    existing: Existing,
    library: Library,
    judge: Callable[[Document], Report],
    *,
    is_open: bool = False,
) -> str:
    """Judge the contract with its addendum, every change decided, and say what it gains; "" without an addendum.

    ``judge`` judges the contract with one more amendment. Where facts of the deal stand in brackets, as ``is_open``
    says, an element that they leave uncertain has not fallen.
    Raises UsageError when an element that the contract satisfies would fall: such a paper weakens a safeguard.
    """
    decided = dataclasses.replace(existing, assume=True)
    proposed = missing_clauses(report, deal, report.tier, library=library, existing=decided)
    if proposed is None:
        return ""
    after = judge(as_document(proposed, path="addendum"))
    waiting = {f.code for v in after.verdicts for f in v.findings if is_open and f.status is Status.UNCERTAIN}
    doubted = doubted_elements(report, after)
    fallen = [code for code in fallen_elements(report, after) if code not in doubted]
    if lost := [code for code in fallen if code not in waiting]:
        raise UsageError(
            f"the addendum is not written: applied to {report.contract.path}, it would lose {', '.join(lost)}, which "
            "the contract satisfies; decide the changes in [[agreement.changes]] of the deal"
        )
    waits = f"; {', '.join(fallen)} rests on facts that are open" if fallen else ""
    if doubted:
        waits += f"; read both beside each other for {', '.join(doubted)}: some words may be taken to cancel it"
    risen = len(fallen_elements(after, report))
    return f"applied to {report.contract.path}: {risen} elements more are satisfied and none is lost{waits}"
