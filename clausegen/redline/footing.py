"""Find satisfied elements on which inserted clauses cannot stand, so that they are inserted too."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from clausegen.drafting import WEIGHTY, clause_numbers
from clausegen.library import Library
from clausegen.model import Finding, Paper, ParagraphKind, Report, Role, Status, Structure
from clausegen.redline.own_terms import TARGET, deciding_words

# A meaning that leads to a clause in which the term itself must stand: "has the meaning given in clause 4".
_GIVEN = "has the meaning"


def unnamed(addendum: Paper, report: Report, library: Library, own: Mapping[str, str]) -> frozenset[str]:
    """Find the satisfied elements to which a definition of ours leads in vain.

    "Misuse" cannot be what a clause "describes as Misuse" where that clause speaks of an improper purpose, and what
    only a row of a form states is in no clause.
    """
    used = {p.text[1:].partition("”")[0] for p in addendum.paragraphs if p.kind is ParagraphKind.DEFINITION}
    numbers = clause_numbers(report)
    found = set()
    for requirement in library.requirements.values():
        for term, meaning in requirement.definitions.items():
            target = TARGET.search(meaning)
            if term not in used or target is None or "." not in target["target"]:
                continue
            name = ".".join(target["target"].split(".")[:2])
            words = [evidence.text for evidence in deciding_words(name, report)]
            says_it = meaning.startswith(_GIVEN) or term in meaning
            silent = says_it and not any(own.get(term, term) in text for text in words)
            if words and (silent or name not in numbers):
                found.add(name)
    return frozenset(found)


def leaning(report: Report) -> frozenset[str]:
    """Find the satisfied elements of which all deciding words also contradict another: they may be struck."""
    against = [
        (words.part, words.start, words.end)
        for verdict in report.verdicts
        for finding in verdict.findings
        if finding.status is Status.CONTRADICTED and finding.severity in WEIGHTY
        for words in finding.evidence[:1]
    ]
    return frozenset(
        f"{verdict.requirement}.{finding.element}"
        for verdict in report.verdicts
        for finding in verdict.findings
        if finding.status is Status.SATISFIED
        and finding.evidence
        and all(
            any(part == e.part and start < e.end and e.start < end for part, start, end in against)
            for e in finding.evidence
        )
    )


def lacking(report: Report, elements: Collection[str]) -> Report:
    """The report in which these elements, as "requirement.element", are missing."""
    verdicts = tuple(
        verdict.model_copy(
            update={
                "findings": tuple(
                    finding.model_copy(update={"status": Status.MISSING, "evidence": ()})
                    if f"{verdict.requirement}.{finding.element}" in elements
                    else finding
                    for finding in verdict.findings
                )
            }
        )
        for verdict in report.verdicts
    )
    return report.model_copy(update={"verdicts": verdicts})


def cited_by_duty(report: Report, read: Structure) -> Report:
    """The report without evidence from definitions where other words satisfy an element too: the duty is cited."""
    defined = [(c.start, c.end) for c in read.clauses if c.role is Role.DEFINITION]

    def duties(finding: Finding) -> Finding:
        kept = tuple(e for e in finding.evidence if not any(start <= e.start < end for start, end in defined))
        return finding.model_copy(update={"evidence": kept}) if kept else finding

    return report.model_copy(
        update={
            "verdicts": tuple(
                verdict.model_copy(update={"findings": tuple(map(duties, verdict.findings))})
                for verdict in report.verdicts
            )
        }
    )
