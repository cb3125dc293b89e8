"""Counts, what is counted, names, and what a finding is worth, in words."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import PureWindowsPath
from typing import Final

from clausegen.model import Assurance, CaveatCode, Finding, Report, Status, Summary, Tally, Verdict

CHANGES: Final = {  # kinds of a change since an earlier audit
    "gained": "elements gained",
    "in part": "elements satisfied as far as read",
    "lost": "elements lost",
    "changed": "elements with another gap",
    "new": "contracts new",
    "gone": "contracts gone",
}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_USUAL: Final = 0.95  # a finding that is right this often needs no figure beside it


def counted(count: int, one: str, more: str = "") -> str:
    """Give a number with its noun: "1 file", "2 files"; ``more`` is the plural where an "s" does not make it."""
    return f"{count} {one if count == 1 else more or f'{one}s'}"


def fewer_contracts(tally: Tally) -> str:
    """Explain why there are fewer contracts than files that were read, "" when there are not."""
    said = []
    if tally.joined:
        what = "file is read as one contract with another of its family"
        said.append(counted(tally.joined, what, "files are read as one contract with others of their families"))
    if tally.copies:
        said.append(
            counted(tally.copies, "copy has the report of its original", "copies have the reports of their originals")
        )
    return f"{'; '.join(said)}." if said else ""


def cut(text: str, most: int) -> str:
    """Shorten a text to at most so many characters, its spaces and line breaks put in order."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def plain_cell(text: str) -> str:
    """Keep a spreadsheet from running a cell of a CSV file as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def shortened(name: str, most: int) -> str:
    """Shorten a name in the middle to at most so many characters: beginning and end tell files apart."""
    kept = most - 1
    return name if len(name) <= most else f"{name[: kept - kept // 2]}…{name[-(kept // 2) :]}"


def conclusion(report: Report) -> str:
    """Say in a sentence what follows from a report, for people who read no further."""
    if report.judged_nothing is CaveatCode.LANGUAGE_NOT_READ:
        language = report.contract.language
        return (
            f"The contract is in a language that is not judged ({language}). Have a lawyer read it: English, German, "
            "French and Spanish are judged."
        )
    if report.judged_nothing:
        return "Nothing that could be read says anything of what is due. Give a file whose words can be read."
    if report.scope_doubt:
        return "Probably not a contract of this kind, so most of what is missing need not be there."
    if report.summary.status is Status.SATISFIED:
        return "Everything that is due was found."
    mandatory = [verdict for verdict in report.verdicts if verdict.mandatory]
    unclear = [verdict.name for verdict in mandatory if verdict.status is Status.UNCERTAIN]
    broken = [v.name for v in mandatory if v.status not in (Status.SATISFIED, Status.UNCERTAIN)]
    if broken:
        return f"Do not sign it as it stands: {_joined(broken)} {'is' if len(broken) == 1 else 'are'} not satisfied."
    if not report.contract.coverage.complete:
        return "Not all of the file could be read, and the rest may hold what was not found: read the notes above."
    if unclear:
        return f"Have a lawyer read {_joined(unclear)} before anybody signs: the words do not settle it."
    if report.summary.status is Status.UNCERTAIN:
        return "The mandatory provisions are there; have a lawyer read the words of the others that are uncertain."
    return "The mandatory provisions are there; other safeguards are not."


def _joined(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def file_name(path: str) -> str:
    """Return the name of a file without its folders: a page that is passed on tells nothing of the disk."""
    return PureWindowsPath(path).name or path


def element_name(verdict: Verdict, finding: Finding) -> str:
    """Name an element by its requirement and title: "Suspension on suspected misuse: no prior notice"."""
    return f"{verdict.name.removesuffix(f' ({verdict.code})')}: {finding.title.lower()}"


def satisfied_share(verdict: Verdict) -> str:
    """Count the elements of a requirement: "6 of 7 elements"."""
    satisfied = sum(finding.status is Status.SATISFIED for finding in verdict.findings)
    return f"{satisfied} of {counted(len(verdict.findings), 'element')}"


def named_elements(report: Report, codes: Container[str], *, status: bool = False) -> Iterator[str]:
    """Name the elements of these codes, a line for each requirement; with their ``status`` if asked.

    "Reinstatement (REI): all its 4 elements", "Precedence (PRE): side letters (PRE-2), amendment (PRE-4)".
    """
    for verdict in report.verdicts:
        findings = [finding for finding in verdict.findings if finding.code in codes]
        if len(findings) == len(verdict.findings) > 1 and not status:
            yield f"{verdict.name}: all its {len(findings)} elements"
        elif findings:
            said = [f"{f.title.lower()} ({f.code}{f', {f.status}' if status else ''})" for f in findings]
            yield f"{verdict.name}: {', '.join(said)}"


def told(finding: Finding) -> str:
    """Say how often such a finding was right, where that tells a reader something: never of what was not found."""
    share = f"{finding.confidence:.0%}"
    if finding.status is Status.UNCERTAIN:
        return f"people found it satisfied in {share} of such cases" if finding.evidence else ""
    if finding.status is Status.MISSING or finding.confidence >= _USUAL:
        return ""
    return f"right in {share} of such cases"


def status_counts(counts: Summary) -> str:
    """Count elements by status: "103 satisfied, 11 missing, 2 contradicted, 11 uncertain"."""
    order = (Status.SATISFIED, Status.MISSING, Status.CONTRADICTED, Status.UNCERTAIN)
    return ", ".join(f"{getattr(counts, status)} {status}" for status in order)


def assured(assurance: Assurance) -> str:
    """Say how far to trust "satisfied": the bound measured, and whether it is the one asked for."""
    sentence = (
        f"How often “satisfied” is wrong: {assurance.population}; so expect it in at most {assurance.bound:.1%} of "
        "contracts (95% confidence). Elements that ordinary contracts also have, such as term, territory and purpose, "
        f"are not counted there: read their words with care. At most {assurance.near_miss_bound:.0%} of passages "
        "written to mislead succeed."
    )
    if assurance.bound > assurance.risk:
        sentence += f" The {assurance.risk:.1%} asked for cannot be shown; this is the strictest setting there is."
    return sentence
