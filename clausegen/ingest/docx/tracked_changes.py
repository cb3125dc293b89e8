"""Read tracked changes of Word: who inserted, deleted or moved which words, and what each view shows of them.

Every piece of text carries its revision: "" (settled), "i" (inserted), "d" (deleted), "x" (inserted, then deleted). The
accepted view leaves out "d" and "x", the original one "i" and "x". The walk marks the pieces (``story``, ``runs``);
``blocks`` joins what a view shows.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from clausegen.ingest.docx.package import W, w
from clausegen.ingest.typography import tidy
from clausegen.model import State, TrackedChange

INSERTED: Final = {w.ins: "inserted", w.cellIns: "inserted", w.moveTo: "moved"}
DELETED: Final = {W + "del": "deleted", w.cellDel: "deleted", w.moveFrom: "moved"}
GONE: Final = {False: frozenset({"d", "x"}), True: frozenset({"i", "x"})}
"""Revisions that a view leaves out, by whether it is the original one."""


class Mark(NamedTuple):
    """The change of a piece of text: kind ("inserted", "deleted", "moved"), author, date."""

    kind: str
    author: str
    date: str


class Piece(NamedTuple):
    """Text with one fate. ``revision`` is "" (settled), "i", "d" or "x" (inserted, then deleted)."""

    text: str
    revision: str = ""
    look: State = State.VISIBLE
    bold: bool = False
    mark: Mark | None = None


def apart_state(piece: Piece, *, original: bool) -> State | None:
    """Tell the state that keeps a piece out of the agreed text, None for agreed text.

    Text of the other view only is kept as deleted in the accepted view and left out of the original.
    """
    if piece.revision in GONE[original]:
        return None if original else State.DELETED
    return piece.look if piece.look != State.VISIBLE else None


def composed(line: list[Piece], gone_now: frozenset[str]) -> tuple[str, tuple[TrackedChange, ...]]:
    """Join the agreed text of a line, tidy, and say where in it each pending change lies.

    ``gone_now`` are the revisions that the view leaves out, of ``GONE``.
    """
    text = ""
    changes: list[TrackedChange] = []
    last: tuple[Mark, bool] | None = None
    for piece in line:
        gone = piece.revision in gone_now
        if not gone and piece.look != State.VISIBLE:
            continue
        start = len(text)
        if not gone:
            part = tidy(piece.text)
            if part[:1] == " " and (not text or text[-1] == " "):
                part = part[1:]
            text += part
        if piece.mark is None:
            last = None if piece.text.strip() else last
            continue
        if last == (piece.mark, gone) and changes:  # adjacent pieces by the same hand are one change
            before = changes[-1]
            update = {"text": tidy(before.text + piece.text)} if gone else {"end": len(text)}
            changes[-1] = before.model_copy(update=update)
        else:
            words = tidy(piece.text) if gone else ""
            changes.append(change_of(piece.mark, start, len(text), words))
        last = (piece.mark, gone)
    length = len(text.rstrip())
    kept = [
        change.model_copy(update={"start": min(change.start, length), "end": min(change.end, length)})
        for change in changes
    ]
    return text[:length], tuple(c for c in kept if c.end > c.start or c.text.strip())


def change_of(mark: Mark, start: int, end: int, text: str) -> TrackedChange:
    """Report a change as readers of the document know it."""
    return TrackedChange(kind=mark.kind, author=mark.author, date=mark.date, start=start, end=end, text=text)
