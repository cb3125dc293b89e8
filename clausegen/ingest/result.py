"""The result of a reader of one format, before it becomes a ``Document``."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from clausegen.errors import printable
from clausegen.ingest import limits
from clausegen.ingest.language import OTHER, languages
from clausegen.ingest.letters import as_seen
from clausegen.ingest.series import numbered
from clausegen.model import CONSTRUCTS, Block, BlockKind, Coverage, Document, Doubt, Notice, State

_APART: Final = {
    State.HIDDEN: ("hidden-text", "hidden"),
    State.WHITE: ("white-text", "in the colour of the paper"),
    State.STRUCK: ("struck-text", "struck through"),
    State.PLACEHOLDER: ("placeholder-text", "a placeholder that nobody filled in"),
}

# These make words less visible; what is set apart already does not become visible by them.
_HIDES_MORE: Final = frozenset(
    {"word-faint", "word-small", "word-struck", "word-clipped", "word-off-page", "pdf-faint", "pdf-small"}
)


TOO_LONG: Final = (
    f"the file is longer than the {limits.CHARACTERS:,} characters or {limits.PARAGRAPHS:,} paragraphs granted; "
    "what follows them was not read: split it"
)


@dataclass(slots=True)
class Reading:
    """Blocks in reading order and an honest account of what was and was not read."""

    blocks: list[Block] = field(default_factory=list)
    parts_read: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    complete: bool = True
    pages: int | None = None
    pages_read: int | None = None
    pages_ocr: tuple[int, ...] = ()
    pages_unread: tuple[int, ...] = ()

    def notice(self, code: str, message: str) -> None:
        """Tell the reader something once."""
        found = Notice(code=code, message=message)
        if found not in self.notices:
            self.notices.append(found)

    def skip(self, sentence: str) -> None:
        """Something that may hold contract text was not read, so absence cannot be claimed for it."""
        if sentence not in self.skipped:
            self.skipped.append(sentence)
        self.complete = False

    def doubt_all(self, code: str, place: str = "") -> None:
        """Make all agreed words doubtful: what casts the doubt may touch any of them."""
        self.blocks = [doubted(block, code, place) if block.agreed else block for block in self.blocks]

    def attach(self, name: str, inner: Reading) -> None:
        """Take over what was read from a file within the file, as a part of its own."""
        part = f"attachment:{name}"
        self.blocks.extend(block.model_copy(update={"part": part}) for block in inner.blocks)
        self.account_for(name, inner)

    def account_for(self, name: str, inner: Reading) -> None:
        """Say what was and was not read of a file within the file."""
        self.parts_read.append(f"attachment:{name}")
        self.skipped.extend(inner.skipped)
        self.complete = self.complete and inner.complete

    def document(self, path: Path, file_format: str, sha256: str, *, original: bool) -> Document:
        """The finished value: offsets, coverage, and a notice for all that a lawyer must be told."""
        blocks = [as_seen(block) for block in self.within_limits()]
        blocks = [block for block in blocks if block.text]
        self._account_for_doubts(blocks)
        if original:
            blocks = [block for block in blocks if block.state not in {State.INSERTED, State.DELETED}]
        pending = sum(len(block.changes) for block in blocks)
        apart = Counter(block.state for block in blocks if not block.agreed and block.state in _APART)
        coverage = Coverage(
            complete=self.complete,
            parts_read=tuple(self.parts_read),
            pages=self.pages,
            pages_read=self.pages_read,
            pages_ocr=self.pages_ocr,
            pages_unread=self.pages_unread,
            skipped=tuple(self.skipped),
            pending_changes=pending,
            set_apart=sum(apart.values()),
        )
        notices = [*self._change_notices(blocks), *self._apart_notices(apart), *self.notices]
        comments = sum(block.state == State.COMMENT for block in blocks)
        if comments:
            notices.append(Notice(code="comments", message=f"{_count(comments, 'comment')} kept out of the text."))
        language, second = languages("\n".join(block.text for block in blocks if block.agreed))
        if second:
            message = f"Parts of the contract are in another language ({second}) than most of it ({language})."
            notices.append(Notice(code="mixed-language", message=message))
        elif language == OTHER:
            notices.append(Notice(code="unknown-language", message="The contract is in a language we do not know."))
        for sentence in self.skipped:
            notices.append(Notice(code="not-read", message=sentence[:1].upper() + sentence[1:] + "."))
        return Document.from_blocks(
            numbered(blocks),
            path=printable(str(path)),
            format=file_format,
            sha256=sha256,
            language=language,
            coverage=coverage,
            notices=tuple(notices),
        )

    def within_limits(self) -> list[Block]:
        """The blocks that are judged: all of them, but of a file that is longer than any contract."""
        left = limits.CHARACTERS
        for number, block in enumerate(self.blocks):
            left -= len(block.text)
            if left < 0 or number == limits.PARAGRAPHS:
                self.skip(TOO_LONG)
                return self.blocks[:number]
        return self.blocks

    def _account_for_doubts(self, blocks: list[Block]) -> None:
        """Say where words may not be seen as read; words set apart on a doubtful ground are words not read."""
        # Words in a table of contents establish nothing, and Word computes its pages anew in any contract.
        told = [block for block in blocks if block.agreed and block.kind is not BlockKind.CONTENTS]
        doubts = [doubt for block in told for doubt in block.doubts]
        for code, count in Counter(doubt.code for doubt in doubts).items():
            place = next(doubt.place for doubt in doubts if doubt.code == code)
            message = f"{_count(count, 'passage')} may not be seen as read: {CONSTRUCTS[code]}"
            self.notice("not-plain", f"{message} ({place})." if place else f"{message}.")
        for block in blocks:
            shows = [doubt for doubt in block.doubts if doubt.code not in _HIDES_MORE]
            if not block.agreed and block.state in _APART and shows:
                doubt = shows[0]
                self.skip(f"words set apart as {_APART[block.state][1]} may be seen by a person: {doubt.said}")

    @staticmethod
    def _change_notices(blocks: list[Block]) -> list[Notice]:
        found: dict[str, Counter[tuple[str, str]]] = {}
        for block in blocks:
            for change in block.changes:
                kind = change.kind
                if kind == "moved":
                    kind = "deleted" if change.text else "inserted"
                found.setdefault(kind, Counter())[change.author, change.date[:10]] += 1
        notices = []
        for kind, code, effect in (
            ("inserted", "pending-insertion", "counted as agreed"),
            ("deleted", "pending-deletion", "not counted"),
        ):
            hands = found.get(kind)
            if hands:
                by = "; ".join(_hand(author, date) for author, date in sorted(hands))
                total = sum(hands.values())
                noun = _count(total, "tracked " + ("insertion" if kind == "inserted" else "deletion"))
                verb = "is" if total == 1 else "are"
                notices.append(Notice(code=code, message=f"{noun} {verb} pending and {effect} ({by})."))
        return notices

    @staticmethod
    def _apart_notices(apart: Counter[State]) -> list[Notice]:
        return [
            Notice(
                code=code,
                message=f"{_count(apart[state], 'passage')} {'is' if apart[state] == 1 else 'are'} {how}: not counted.",
            )
            for state, (code, how) in _APART.items()
            if apart[state]
        ]


def doubted(block: Block, code: str, place: str | None = None) -> Block:
    """The block with a doubt over all of its words, at its anchor where no place is given."""
    doubt = Doubt(start=0, end=len(block.text), code=code, place=block.anchor if place is None else place)
    return block.model_copy(update={"doubts": (*block.doubts, doubt)})


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _hand(author: str, date: str) -> str:
    author, date = printable(author), printable(date)
    return f"{author or 'unnamed author'}, {date}" if date else author or "unnamed author"
