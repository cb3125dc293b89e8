"""What LibreOffice makes of a file is compared with the words that stand in it, both ways."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from clausegen.ingest.file_words import compare
from clausegen.ingest.result import Reading
from clausegen.model import Block

CLAUSE = "The Supplier may suspend access to the System at once."
GONE = "Clause nine is hereby deleted."
SPACE = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = f'xmlns:office="{SPACE}:office:1.0" xmlns:text="{SPACE}:text:1.0"'
HALF, REST = "The Supplier may suspend", " access to the System at once."


def _odt(body: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("content.xml", f"<office:document-content {NAMES}>{body}</office:document-content>")
    return made.getvalue()


def _rtf(body: str) -> bytes:
    return f"{{\\rtf1\\ansi{{\\fonttbl{{\\f0 A font of many words;}}}} {body}\\par}}".encode()


NOTE = f"<text:note><text:note-citation>1</text:note-citation><text:p>{GONE}</text:p></text:note>"
FILES = [
    ("odt", _odt(f"<text:p>{CLAUSE}</text:p>"), [CLAUSE], "plain words"),
    ("odt", _odt(f"<text:p><text:span>{HALF}</text:span>{NOTE}{REST}</text:p>"),
     [CLAUSE, GONE], "a note in the middle"),
    ("rtf", _rtf(f"{CLAUSE}"), [CLAUSE], "plain words"),
    ("rtf", _rtf("The Supplier m{\\b ay} suspend\\~access\\tab to the Syst\\'65m at onc\\u101?."), [CLAUSE],
     "letters by code"),
    ("rtf", _rtf(f"{HALF}{{\\footnote {GONE}}}{REST}"), [CLAUSE, GONE], "a note"),
    ("rtf", _rtf("The \\ldblquote Supplier\\rdblquote  shall pay the f\\'e9e."),
     ["The “Supplier” shall pay the fée."], "letters of a code of their own"),
    ("rtf", _rtf(f"{{\\*\\shpinst{{\\shptxt {CLAUSE}\\par}}}}"), [CLAUSE], "a box"),
    ("rtf", _rtf(f"{CLAUSE}{{\\*\\generator A program of many words;}}"), [CLAUSE], "the name of the program"),
]  # fmt: skip
UNREAD = [
    ("odt", _odt(f'<text:p>{CLAUSE}</text:p><text:p>x <text:user-defined>{GONE}</text:user-defined></text:p>'),
     "a field that is computed anew"),
    ("rtf", _rtf(f"{CLAUSE}\\par {{\\pntext {GONE}}}x"), "the number of a list"),
    ("rtf", _rtf(CLAUSE) + GONE.encode(), "words behind the end"),
]  # fmt: skip
UNWRITTEN = [
    ("odt", _odt(f"<text:deletion><text:p>{CLAUSE}</text:p></text:deletion>"),
     "a deletion without its place"),
    ("odt", _odt(f"<text:p>The Supplier may <text:expression>not </text:expression>suspend{REST}</text:p>"),
     "a word of a field that is computed anew"),
    ("rtf", _rtf(f"{{\\*\\unknown {CLAUSE}}}"), "a destination that other programs leave out"),
]  # fmt: skip


def _compared(kind: str, content: bytes, *words: str) -> Reading:
    reading = Reading(blocks=[Block(text=text, start=0, end=0) for text in words])
    compare(reading, Path(f"a.{kind}"), kind, content)
    return reading


@pytest.mark.parametrize(("kind", "content", "words", "reason"), FILES, ids=[f"{c[0]}, {c[3]}" for c in FILES])
def test_words_that_stand_in_the_file_are_believed(kind: str, content: bytes, words: list[str], reason: str) -> None:
    reading = _compared(kind, content, *words)
    assert reading.complete, reason
    assert not any(block.doubts for block in reading.blocks), reason


@pytest.mark.parametrize(("kind", "content", "reason"), UNREAD, ids=[f"{c[0]}, {c[2]}" for c in UNREAD])
def test_words_of_the_file_that_were_not_read_are_said(kind: str, content: bytes, reason: str) -> None:
    assert not _compared(kind, content, CLAUSE).complete, reason


@pytest.mark.parametrize(("kind", "content", "reason"), UNWRITTEN, ids=[f"{c[0]}, {c[2]}" for c in UNWRITTEN])
def test_words_that_do_not_stand_in_the_file_are_doubted(kind: str, content: bytes, reason: str) -> None:
    assert _compared(kind, content, CLAUSE).blocks[0].doubts, reason
