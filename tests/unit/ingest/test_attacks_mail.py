"""Show a clause in some mail programs only: by headers, parts, forms and codes that programs read differently."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from clausegen.ingest.load import load_document

CLAUSE = "The Supplier may suspend access at once"
WORDS = CLAUSE.encode()
HEAD = b"From: a@b.c\nSubject: x\nMIME-Version: 1.0\n"
PLAIN = b"Content-Type: text/plain\n\n"
HTML = b"Content-Type: text/html\n\n"
LETTER = PLAIN + b"Good morning."
PAGE = HTML + b"<p>" + WORDS + b"</p>"
CODED = base64.b64encode(WORDS)


def _parts(kind: str, *parts: bytes, more: bytes = b"") -> bytes:
    bodies = b"".join(b"--B\n" + part + b"\n" for part in parts)
    return HEAD + f"Content-Type: multipart/{kind}; boundary=B".encode() + more + b"\n\n" + bodies + b"--B--\n"


RELATED = b"Content-Type: multipart/related; boundary=R\n\n--R\n" + PAGE + b"\n--R--"
READ_DIFFERENTLY = {
    "two types": HEAD + b"Content-Type: text/html\n" + PLAIN + WORDS,
    "two codings": HEAD + b"Content-Transfer-Encoding: base64\nContent-Transfer-Encoding: 7bit\n" + PLAIN + WORDS,
    "two subjects": b"Subject: " + WORDS + b"\nSubject: y\n\nhello",
    "two dispositions": _parts(
        "mixed",
        LETTER,
        b"Content-Disposition: inline\nContent-Disposition: attachment; filename=a.txt\n" + PLAIN + WORDS,
    ),
    "two boundaries": _parts("mixed", PLAIN + WORDS, more=b"; boundary=D"),
    "only the HTML form has them": _parts("alternative", LETTER, PAGE),
    "the plain form is empty": _parts("alternative", PLAIN, PAGE),
    "only the HTML form with pictures has them": _parts("alternative", LETTER, RELATED),
    "only the plain form has them": _parts("alternative", PLAIN + WORDS, HTML + b"<p>Good morning.</p>"),
    "a form that few programs know": _parts("alternative", LETTER, b"Content-Type: text/x-amp-html\n\n" + WORDS),
    "a part of no known type": _parts("mixed", LETTER, b"Content-Type: application/x-y\n\n" + WORDS),
    "rich text of old": _parts("mixed", LETTER, b"Content-Type: text/enriched\n\n" + WORDS),
    "a space before the colon": HEAD + b"Content-Type : text/html\n\n" + WORDS,
    "a comment in the type": HEAD + b"Content-Type: text/plain (; charset=utf-7)\n\n" + WORDS,
    "a parameter in pieces": HEAD + b"Content-Type: text/plain; charset*0=ut; charset*1=f-7\n\n" + WORDS,
    "a header behind a lone return": HEAD + b"X-A: b\rContent-Type: text/html\n\n" + WORDS,
    "UTF-7": HEAD + b"Content-Type: text/plain; charset=utf-7\n\n" + WORDS,
    "a code of letters that nobody knows": HEAD + b"Content-Type: text/plain; charset=x-foo\n\n" + WORDS,
    "a coding that nobody knows": HEAD + b"Content-Transfer-Encoding: x-foo\n" + PLAIN + WORDS,
    "a boundary with a tail": _parts("mixed", LETTER + b"\n--Bx\n" + PLAIN + WORDS),
    "a boundary that begins like another": _parts(
        "mixed", b"Content-Type: multipart/mixed; boundary=BB\n\n--BB\n" + PLAIN + WORDS + b"\n--BB--"
    ),
    "no end": _parts("mixed", PLAIN + WORDS).replace(b"--B--\n", b""),
    "a broken header": HEAD + b"garbage\n" + PLAIN + WORDS,
    "two texts in base64": HEAD + b"Content-Transfer-Encoding: base64\n" + PLAIN + CODED[:20] + b"=\n!!" + CODED,
    "a message inside with two types": _parts(
        "mixed", LETTER, b"Content-Type: message/rfc822\n\n" + HEAD + b"Content-Type: text/html\n" + PLAIN + WORDS
    ),
    "a page in a code with shifts": HEAD + HTML + b"<meta charset=hz-gb-2312><p>" + WORDS + b"</p>",
}  # fmt: skip
UNREAD = {
    "a part that lies elsewhere": b"Content-Type: message/external-body; access-type=URL\n\nContent-Type: text/html",
    "a piece of a message": b"Content-Type: message/partial; id=1; number=1\n\n" + WORDS,
    "a report": b"Content-Type: message/delivery-status\n\nReporting-MTA: " + WORDS,
}
PLAIN_MESSAGES = {
    "text": HEAD + PLAIN + WORDS,
    "HTML": HEAD + PAGE,
    "both forms": _parts("alternative", PLAIN + b"Hi,\n\n* " + WORDS + b".", HTML + b"<ul><li>" + WORDS + b".</ul>"),
    "folded parameters": HEAD + b'Content-Type: text/plain;\n\tcharset="utf-8";\n format=flowed\n\n' + WORDS,
    "a name with other letters": HEAD + b"Content-Type: text/plain; name*=utf-8''a%20b.txt\n\n" + WORDS,
    "quoted printable": HEAD
    + b"Content-Transfer-Encoding: quoted-printable\n"
    + PLAIN
    + WORDS.replace(b"may", b"m=61y"),
    "an attachment": _parts("mixed", LETTER, b"Content-Type: text/plain; name=a b.txt\n\n" + WORDS),
    "a message inside": _parts("mixed", LETTER, b"Content-Type: message/rfc822\n\n" + HEAD + PLAIN + WORDS),
    "returns at all ends of lines": (HEAD + PLAIN + WORDS + b"\n").replace(b"\n", b"\r\n"),
}


def _believed(folder: Path, content: bytes) -> bool:
    path = folder / "a.eml"
    path.write_bytes(content)
    document = load_document(path, isolated=False)
    at = document.text.index(CLAUSE)
    return not document.doubts_in(at, at + len(CLAUSE)) and document.coverage.complete


@pytest.mark.parametrize("trick", READ_DIFFERENTLY)
def test_words_that_not_all_programs_show_are_not_believed(trick: str, tmp_path: Path) -> None:
    assert not _believed(tmp_path, READ_DIFFERENTLY[trick])


@pytest.mark.parametrize("part", UNREAD)
def test_parts_that_are_no_text_are_said_to_be_unread(part: str, tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(_parts("mixed", LETTER, UNREAD[part]))
    coverage = load_document(path, isolated=False).coverage
    assert not coverage.complete
    assert "message/" in coverage.skipped[0]


@pytest.mark.parametrize("message", PLAIN_MESSAGES)
def test_plain_messages_are_believed(message: str, tmp_path: Path) -> None:
    assert _believed(tmp_path, PLAIN_MESSAGES[message])
