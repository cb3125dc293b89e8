"""A master agreement with its schedules and amendments, read as one contract.

Each file keeps its own structure; what an amendment deletes or replaces in another file no longer binds.
An amendment made later prevails over what it amends, so its words are marked as prevailing; between master
and schedules the contract's own order of precedence is an element to be judged, not a fact assumed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import PurePath

from clausegen.amendments.deletions import File, Papers, remaining
from clausegen.model import Clause, Coverage, Document, Notice, Operation, Structure
from clausegen.structure import AMENDMENT, FIRST_WORDS, SCHEDULE_HEADING


class Part(StrEnum):
    """What a file is within its family."""

    MASTER = "master"
    SCHEDULE = "schedule"
    AMENDMENT = "amendment"


def part_of(document: Document) -> Part:
    """What a file that is read with a master agreement is, by its first words."""
    return Part.AMENDMENT if AMENDMENT.search(document.text, 0, FIRST_WORDS) else Part.SCHEDULE


def is_headed_as_schedule(document: Document) -> bool:
    """True when one of the first lines of a file heads it as a schedule, annex or exhibit."""
    return any(SCHEDULE_HEADING.match(line) for line in document.text[:FIRST_WORDS].splitlines())


def part_names(members: Sequence[tuple[Part, Structure]]) -> list[str]:
    """What the words of each file have as their ``part``, "" for a master that comes first: these keep their own."""
    paths = [read.document.path for _, read in members]
    short = [PurePath(path).name for path in paths]
    shown = [name if short.count(name) == 1 else path for name, path in zip(short, paths, strict=True)]
    names = [f"{part} {name}".strip() for (part, _), name in zip(members, shown, strict=True)]
    return ["", *names[1:]] if members[0][0] is Part.MASTER else names


def read_as_one(members: Sequence[tuple[Part, Structure]], papers: Papers | None = None) -> Structure:
    """One structure over the texts of all members, in the order given; amendments in the order made.

    Offsets run on through the joined text; ``Structure.begins`` says where each file begins. Blocks and clauses carry
    in ``part`` what file they stand in (see ``part_names``). ``members`` has at least one, the master first if there
    is one. ``papers`` tells which amendment another one names, and which was made later; without it the order is that
    of ``members`` and none is known by its name.
    """
    names = part_names(members)
    document = _joined_documents(members, names)
    clauses: list[Clause] = []
    files: list[File] = []
    operations: list[Operation] = []
    definitions, references, struck, unagreed = [], [], [], []
    at = sections = 0
    for (part, read), name in zip(members, names, strict=True):
        first = len(clauses)
        path, end = read.document.path, at + len(read.document.text)
        files.append(File(path, name or path, at, end, part is Part.AMENDMENT, part is Part.SCHEDULE))
        for one in read.clauses:
            shift = {"start": one.start + at, "end": one.end + at, "body": one.body + at}
            labels = {"index": one.index + first, "section": one.section + sections, "part": name or one.part}
            clauses.append(one.model_copy(update=shift | labels))
        definitions += [d.model_copy(update={"start": d.start + at, "end": d.end + at}) for d in read.definitions]
        references += [r.model_copy(update={"start": r.start + at, "end": r.end + at}) for r in read.references]
        operations += [
            o.model_copy(
                update={
                    name: getattr(o, name) + at
                    for name in ("start", "end", "text_start", "text_end", "former_start", "former_end")
                }
                | {"clauses": tuple(index + first for index in o.clauses)}
            )
            for o in read.operations
        ]
        struck += [s.model_copy(update={"start": s.start + at, "end": s.end + at}) for s in read.struck]
        unagreed += [u.model_copy(update={"start": u.start + at, "end": u.end + at}) for u in read.unagreed]
        sections = max((one.section for one in clauses), default=-1) + 1
        at += len(read.document.text) + 1 if read.document.text else 0
    left = remaining(document.text, clauses, operations, files, papers or _AsGiven(files))
    missing = dict.fromkeys(name for _, read in members for name in read.missing_schedules)
    there = " ".join(read.document.text[:300] + read.document.path for _, read in members[1:]).casefold()
    return Structure(
        document=document.model_copy(update={"notices": (*document.notices, *left.notices)}),
        clauses=left.clauses,
        definitions=tuple(definitions),
        references=tuple(references),
        operations=left.operations,
        struck=(*struck, *left.struck),
        unagreed=tuple(sorted((*unagreed, *left.unagreed), key=lambda one: (one.start, one.end))),
        missing_schedules=tuple(name for name in missing if name.casefold() not in there),
        prevailing=tuple((one.start, one.end) for one in files if one.amends),
        begins=tuple(one.start for one in files),
    )


class _AsGiven:
    """Amendments of which nothing is known but the order in which they were given."""

    def __init__(self, files: Sequence[File]) -> None:
        self._order = [one.path for one in files]

    def later(self, path: str, than: str) -> bool:
        return self._order.index(path) > self._order.index(than)

    def meant(self, name: str, by: str) -> dict[str, bool]:
        return {}


def _joined_documents(members: Sequence[tuple[Part, Structure]], names: Sequence[str]) -> Document:
    documents = [read.document for _, read in members]
    first = documents[0]
    blocks = [
        block.model_copy(update={"part": name}) if name else block
        for document, name in zip(documents, names, strict=True)
        for block in document.blocks
    ]
    notices = [notice for document in documents for notice in document.notices]
    if others := names[1:]:
        notices.append(Notice(code="read-together", message=f"Read as one contract with: {'; '.join(others)}."))
    return Document.from_blocks(
        blocks,
        path=first.path,
        format=first.format,
        sha256=first.sha256,
        language=first.language,
        notices=tuple(notices),
        coverage=_joined_coverage(documents, names),
    )


def _joined_coverage(documents: Sequence[Document], names: Sequence[str]) -> Coverage:
    all_of = [document.coverage for document in documents]
    return all_of[0].model_copy(
        update={
            "complete": all(one.complete for one in all_of),
            "parts_read": (*(all_of[0].parts_read if not names[0] else ()), *filter(None, names)),
            "skipped": tuple(
                f"{PurePath(one.path).name}: {said}" for one in documents for said in one.coverage.skipped
            ),
            "pending_changes": sum(one.pending_changes for one in all_of),
            "set_apart": sum(one.set_apart for one in all_of),
        }
    )
