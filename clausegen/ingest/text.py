"""Plain text files: encoding, paragraphs, typed numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from clausegen.errors import DamagedDocument, LimitExceeded
from clausegen.ingest import limits
from clausegen.ingest.lines import blocks_of, letters_of, lines_of, paragraphs
from clausegen.ingest.result import TOO_LONG, Reading, doubted
from clausegen.model import Block, Document
from clausegen.runtime import regex

_CONTROL: Final = regex("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# A terminal or printer may show something else.
_OVERWRITES: Final = regex("[\x08\x1a\x1b\x7f\x80-\x84\x86-\x9f]|\r(?!\n|$)")
_BLANK: Final = r"[^\S\n\r]|[\u115f\u1160\u2800\u3164\uffa0]"
_ASIDE: Final = regex(rf"(?:{_BLANK}){{150}}|\t{{25}}")  # beyond the edge of a window
_BELOW: Final = regex(r"\n(?:[^\S\n]*\n){150}")  # blank lines, three pages of them
_CONTROLS: Final = "control-characters"
_WHOLE: Final = 12  # letters; a shorter paragraph may stand in a longer one by chance
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decode(path: Path, content: bytes, reading: Reading) -> str:
    """Text of bytes: by its byte-order mark, else UTF-8, else Windows-1252 with a notice.

    Raises: DamagedDocument (no text: control characters, or nothing but white space), LimitExceeded.
    """
    if len(content) > limits.TEXT_BYTES:
        size, most = len(content) // limits.MEGABYTE, limits.TEXT_BYTES // limits.MEGABYTE
        reason = f"{size} MB of text, more than the {most} MB granted"
        raise LimitExceeded(path, reason, "split the file")
    text = None
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError as error:
                reason = f"the text breaks its own encoding {encoding} at byte {error.start}"
                raise DamagedDocument(path, reason, "save it again as UTF-8") from None
            break
    if text is None:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
            reading.notice("guessed-encoding", "The text is not UTF-8; it was read as Windows-1252.")
    controls = len(_CONTROL.findall(text))
    if controls > max(8, len(text) // 200) or "\x00" in text[:4096]:
        reason = f"the file is not text: it holds {controls} control characters"
        raise DamagedDocument(path, reason, "give the original document instead")
    if not text.strip():
        raise DamagedDocument(path, "the file holds nothing but white space", "ask for the file again")
    if len(text) > limits.CHARACTERS:
        reading.skip(TOO_LONG)
        text = text[: limits.CHARACTERS]
        text = text[: max(text.rfind("\n"), text.rfind(" ")) + 1] or text
    return text


def read_text(path: Path, content: bytes) -> Reading:
    """Read a plain text contract, hard-wrapped or one line per paragraph."""
    reading = Reading(parts_read=["body"])
    text = decode(path, content, reading)
    reading.blocks = blocks_of(paragraphs(text))
    if "\n" not in text:
        text = text.replace("\r", "\n")  # the ends of lines of an old Mac
    for pattern, code in ((_OVERWRITES, _CONTROLS), (_ASIDE, "far-aside")):
        if not pattern.search(text):
            continue
        # What stands aside follows the white space; what is overwritten stands before the sign, or behind it.
        lines = [(line, pattern.search(line)) for line in text.split("\n")]
        odd = [letters_of(line if code == _CONTROLS else line[at.start() :]) for line, at in lines if at]
        if odd := [letters for letters in odd if letters]:
            reading.blocks = [_compared(block, odd, code) for block in reading.blocks]
    if gap := _BELOW.search(text):
        behind = len(lines_of(text[: gap.end()]))
        reading.blocks = [
            doubted(block, "far-aside") if int(block.anchor[2:]) >= behind else block for block in reading.blocks
        ]
    return reading


def document_from_text(text: str, name: str = "text") -> Document:
    """Read text that is at hand already as a contract; raises DamagedDocument when it is empty."""
    content = text.encode()
    path = Path(name)
    return read_text(path, content).document(path, "txt", hashlib.sha256(content).hexdigest(), original=False)


def _compared(block: Block, odd: Sequence[str], code: str) -> Block:
    """The block, in doubt when it holds one of the pieces of text that are overwritten or stand far aside."""
    letters = letters_of(block.text)
    if not any(piece in letters or (len(letters) > _WHOLE and letters in piece) for piece in odd):
        return block
    return doubted(block, code)
