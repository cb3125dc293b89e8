"""Every source the library names, with its status and the elements that rest on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from clausegen.drafting import variants
from clausegen.library import Library
from clausegen.model import DOCUMENTATION_MARK, Source

_A_YEAR = 365  # days after which a source is looked up again
_STATUSES = (
    ("verified", "Verified", "Read in the primary text. Only these are printed as citations in documents and reports."),
    ("seed", "Supplier's letter", "Read in the supplier's letter of 1 June 2020, from which the library was built."),
    ("seen", "Seen", "Read in a secondary copy, an excerpt or a press report. To be verified before it is cited."),
    ("unverified", "Unverified", "Named from memory. To be verified before it is cited."),
    ("proposal", "Proposal", "A proposal of this library's authors, without an outside source."),
)


def sources(library: Library) -> str:
    """Return the list of sources as Markdown, by status and in alphabetical order."""
    return "\n".join(_lines(library)) + f"\n\n{DOCUMENTATION_MARK}\n"


def _lines(library: Library) -> Iterator[str]:
    used: dict[str, dict[str, list[str]]] = {status: {} for status, _, _ in _STATUSES}
    for where, source in _all(library):
        places = used[source.status].setdefault(_words(source), [])
        if where not in places:
            places.append(where)
    yield "# Sources"
    yield ""
    yield "Written by `clausegen library docs --part sources`; do not edit by hand."
    yield ""
    yield (
        "What the library says about the law and about practice, and how far each source has been followed up. The "
        "wording of the clauses and of all examples was written for this library; no wording of a third party is in "
        "it. A source without a day was looked up before days were recorded. `clausegen library docs --part "
        "to-look-up` lists what nobody has read in the primary text or looked up for a year."
    )
    yield ""
    yield (
        "The letter cites Big Brother Watch with application no. 58017/13 and the date 2 April 2019. The library "
        "corrects this: Big Brother Watch and Others v. the United Kingdom has application no. 58170/13 (with "
        "62322/14 and 24960/15), and the governing judgment is that of the Grand Chamber of 25 May 2021."
    )
    for status, title, meaning in _STATUSES:
        yield ""
        yield f"## {title}"
        yield ""
        yield meaning
        yield ""
        for words in sorted(used[status], key=str.casefold):
            yield f"- {words}: {', '.join(used[status][words])}"
        if not used[status]:
            yield "None."


def to_look_up(library: Library, today: dt.date) -> str:
    """Return the sources that need a look as Markdown: not read in the primary text, or not looked up for a year.

    A proposal of our own needs none. What was never looked up on a recorded day comes first.
    """
    found: dict[str, tuple[Source, list[str]]] = {}
    for where, source in _all(library):
        old = source.checked is None or (today - source.checked).days > _A_YEAR
        if source.status != "proposal" and (old or source.status != "verified"):
            places = found.setdefault(_words(source), (source, []))[1]
            places += [where] if where not in places else []
    lines = [f"# Sources to look up on {today}", ""]
    for title, statuses in (("Not read in the primary text", ("unverified", "seen")), ("Read", ("verified", "seed"))):
        here = sorted((words, pair) for words, pair in found.items() if pair[0].status in statuses)
        here.sort(key=lambda entry: entry[1][0].checked or dt.date.min)
        lines += [f"## {title}: {len(here)}", ""]
        lines += [f"- {source.status}, {words}: {', '.join(places)}" for words, (source, places) in here] or ["None."]
        lines.append("")
    return "\n".join([*lines, DOCUMENTATION_MARK, ""])


def _words(source: Source) -> str:
    """Return a source as it is listed: the citation, its note and the day on which somebody last looked it up."""
    looked_up = f"looked up on {source.checked}" if source.checked else ""
    said = "; ".join(filter(None, [source.note, looked_up]))
    return f"{source.cite} ({said})" if said else source.cite


def _all(library: Library) -> Iterator[tuple[str, Source]]:
    for playbook in library.playbooks.values():
        yield from ((f"playbook {playbook.id}", source) for source in playbook.sources)
    for requirement in library.requirements.values():
        yield from ((requirement.code, source) for source in requirement.sources)
        for element in requirement.elements:
            yield from ((element.code, source) for source in element.sources)
    for variant in variants(library.root):
        yield from ((f"variant {variant.id}", source) for source in variant.sources)
