"""Comments on words: where a range begins and ends, by inserting tags only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clausegen.ingest import tidy
from clausegen.model import Block
from clausegen.redline.xml_offsets import Layout, Place, Text, letters


@dataclass(frozen=True)
class Edit:
    """Bytes that go into the part at an offset; nothing is ever taken out."""

    at: int
    data: bytes


@dataclass(frozen=True)
class _Spot:
    """A place between two characters: in a text, or None for the beginning or end of a paragraph."""

    at: int
    text: Text | None


def paragraph_index(block: Block, part: str) -> int | None:
    """The index of the block's paragraph in the main part; None for words in a note, a header or a text box."""
    place, _, index = block.anchor.partition("#p")
    if place != part or block.part != "body":
        return None
    number = index.partition(";")[0]
    return int(number) if number.isdigit() else None


def commented(
    part: bytes, layout: Layout, first: tuple[Block, int], last: tuple[Block, int], number: int, name: str
) -> list[Edit]:
    """Edits that put comment ``number`` around the words from a character of one block to one of another.

    Offsets are relative to the text of the block. Words that cannot be found in the file's own spelling get
    the comment on their whole paragraph.
    """
    begin, finish = paragraph_index(first[0], name), paragraph_index(last[0], name)
    if begin is None or finish is None:
        return []
    start = _spot(part, layout.paragraphs[begin], first[0], first[1], end=False)
    stop = _spot(part, layout.paragraphs[finish], last[0], last[1], end=True)
    w = f"{layout.prefix}:"
    opening = f'<{w}commentRangeStart {w}id="{number}"/>'
    closing = f'<{w}commentRangeEnd {w}id="{number}"/><{w}r><{w}commentReference {w}id="{number}"/></{w}r>'
    return [*_inserted(start, opening, w), *_inserted(stop, closing, w)]


def _spot(part: bytes, place: Place, block: Block, offset: int, *, end: bool) -> _Spot:
    whole = _Spot(place.inner_end if end else place.inner, None)
    there = [(letter, a, b, text) for text in place.texts for letter, a, b in letters(part, text)]
    seen = [(letter, a, b, text) for letter, a, b, text in there if tidy(letter).strip()]
    written = "".join(tidy(letter).strip() for letter, *_ in seen)
    said = "".join(block.text.split())
    index = written.find(said)  # a block may be one line of several in its paragraph
    if index < 0 or len(written) != len(seen):
        return whole
    index += len("".join(block.text[:offset].split()))
    if end:
        index -= 1
    if not 0 <= index < len(seen):
        return whole
    _, a, b, text = seen[index]
    return _Spot(b if end else a, text)


def _inserted(spot: _Spot, mark: str, w: str) -> list[Edit]:
    text = spot.text
    if text is None:
        return [Edit(spot.at, mark.encode())]
    if spot.at == text.start and text.alone_before:
        return [Edit(text.run_start, mark.encode())]
    if spot.at == text.end and text.alone_after:
        return [Edit(text.run_end, mark.encode())]
    # The run is parted in two of the same look; the space at the seam must not be lost.
    keep = [] if text.kept else [Edit(text.tag_end, b' xml:space="preserve"')]
    again = text.run_properties.decode()
    parted = f'</{w}t></{w}r>{mark}<{w}r>{again}<{w}t xml:space="preserve">'
    return [*keep, Edit(spot.at, parted.encode())]


def spliced(part: bytes, edits: Sequence[Edit]) -> bytes:
    """The part with every edit in its place, in the order given where two share one; doubles count once."""
    out: list[bytes] = []
    at = 0
    done: set[Edit] = set()
    for edit in sorted(edits, key=lambda edit: edit.at):
        if edit.data.startswith(b" xml:space") and edit in done:
            continue
        done.add(edit)
        out += [part[at : edit.at], edit.data]
        at = edit.at
    out.append(part[at:])
    return b"".join(out)
