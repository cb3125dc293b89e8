"""E-mail files: the message as its reader saw it, and every attachment as a part of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import islice
from pathlib import Path
from typing import Final

from clausegen.errors import DamagedDocument, DocumentError, LimitExceeded, PassingFailure, UnsupportedFormat
from clausegen.ingest import limits
from clausegen.ingest.formats import extension
from clausegen.ingest.html import read_html
from clausegen.ingest.lines import blocks_of, letters_of, mostly_in, paragraphs
from clausegen.ingest.mail_plain import holds_parts, misread, parts_of
from clausegen.ingest.result import Reading, doubted
from clausegen.ingest.typography import tidy
from clausegen.model import Block
from clausegen.runtime import regex

_PART: Final = regex(rb"^content-type:", re.IGNORECASE | re.MULTILINE)
_SHOWN: Final = ("From", "To", "Cc", "Date", "Subject")
_PICTURE: Final = 60_000  # letters in which a picture is encoded; a page of text takes more
_TEXTS: Final = frozenset({"text/plain", "text/html"})
_LONGEST_HEADER: Final = 20_000
_MOST_ATTACHMENTS: Final = 100
_OPENED: Final = "; clausegen audit --attachments --archives judges the files inside"


def read_mail(path: Path, content: bytes, *, read_embedded: Callable[[str, bytes], Reading]) -> Reading:
    """Read an .eml or .mht file. Raises: DamagedDocument when it holds no message."""
    if len(_PART.findall(content)) > limits.MAIL_PARTS:
        reason = f"the message has more than {limits.MAIL_PARTS:,} parts"
        raise LimitExceeded(path, reason, "this is no ordinary message; do not open it")
    try:
        message = BytesParser(policy=policy.default).parsebytes(content)
    except (MessageError, ValueError, LookupError, IndexError, AttributeError) as error:
        raise DamagedDocument(path, f"the message cannot be parsed ({type(error).__name__})", "save it again") from None
    if not isinstance(message, EmailMessage) or not message.keys():
        raise DamagedDocument(path, "the file has no mail headers", "save the message again as .eml")
    reading = Reading(parts_read=["body"])
    for name in _SHOWN:
        if _length(message, name) > _LONGEST_HEADER:  # taking such a header apart costs gigabytes
            reading.skip(f"the header {name} is longer than {_LONGEST_HEADER} characters and was not read")
            continue
        value = tidy(_header(message, name)).strip()
        if value:
            line = f"{name}: {value}"
            reading.blocks.append(Block(text=line, start=0, end=0, part="mail-header", anchor=f"#{name.lower()}"))
    body = message.get_body(preferencelist=("html", "plain"))
    if body is not None:
        reading.blocks.extend(_body_blocks(path, body, reading))
        reading.blocks = reading.within_limits()  # each is looked for in the other texts
    _other_texts(path, message, body, reading)
    _attachments(message, body, reading, read_embedded)
    if said := misread(message, content):
        reading.doubt_all("mail-structure", said)
        reading.skip(f"the message holds {said}; another program may show other words")
    return reading


def _other_texts(path: Path, message: EmailMessage, body: object, reading: Reading) -> None:
    """Read the texts beside the one that is shown first: what they say otherwise, some programs show.

    Apple Mail writes what follows an attachment as a text of its own; a message may have plain and HTML forms.
    """
    said = "".join(letters_of(block.text) for block in reading.blocks)
    forms = _forms(message, body)
    for number, part in enumerate(_leaves(message), 1):
        if part is body or part.get_content_type() not in _TEXTS or part.get_filename() is not None:
            continue
        inner = Reading()
        place = f"text {number}"
        try:
            inner.blocks = _body_blocks(path, part, inner)
            found = inner.within_limits()
        except DocumentError as error:
            reading.skip(f"{place} of the message was not read: {error.reason}")
            continue
        for sentence in inner.skipped:
            reading.skip(sentence)
        if id(part) in forms:
            other = "".join(letters_of(block.text) for block in found if block.agreed)
            reading.blocks = [
                block if block.part == "mail-header" or mostly_in(block.text, other) else _in_one_form(block, place)
                for block in reading.blocks
            ]
        reading.blocks += [
            _in_one_form(block, place, part=place)
            for block in found
            if block.agreed and letters_of(block.text) not in said
        ]


def _in_one_form(block: Block, place: str, **update: str) -> Block:
    shown = doubted(block, "mail-other-form", place) if block.agreed else block
    return shown.model_copy(update=update) if update else shown


def _forms(message: EmailMessage, body: object) -> set[int]:
    """The other forms of the text that is shown first, by identity: some programs show one of them in its place."""
    found: set[int] = set()
    for container in parts_of(message):
        if container.get_content_type() == "multipart/alternative":
            branches = [{id(part) for part in branch.walk()} for branch in container.iter_parts()]
            if any(id(body) in branch for branch in branches):
                found = found.union(*(branch for branch in branches if id(body) not in branch))
    return found


def _length(message: EmailMessage, name: str) -> int:
    return max((len(value) for key, value in message.raw_items() if key.lower() == name.lower()), default=0)


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (ValueError, IndexError, AttributeError, TypeError):  # the parser of structured headers gives up
        return ""


def _body_blocks(path: Path, body: object, reading: Reading) -> list[Block]:
    assert isinstance(body, EmailMessage)  # noqa: S101 - get_body returns parts of the default policy
    payload = body.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    if body.get_content_type() == "text/html":
        if not content.strip():
            return []
        inner = read_html(path, content)
        for sentence in inner.skipped:
            reading.skip(sentence)
        return inner.blocks
    charset = body.get_content_charset("utf-8")
    try:
        text = content.decode(charset, errors="replace")
    except LookupError:
        text = content.decode("utf-8", errors="replace")
    return blocks_of(paragraphs(text))


def _attachments(
    message: EmailMessage, body: object, reading: Reading, read_embedded: Callable[[str, bytes], Reading]
) -> None:
    for number, attached in enumerate(_leaves(message), 1):
        if attached is body:
            continue
        if number > _MOST_ATTACHMENTS:
            reading.skip(f"the message has more than {_MOST_ATTACHMENTS} parts; the others were not read")
            break
        if attached.get_content_maintype() == "message" and attached.get_content_type() != "message/rfc822":
            reading.skip(f"a part of the message ({attached.get_content_type()}) may lie elsewhere and was not read")
            continue
        name = attached.get_filename() or f"part-{number}{_extension(attached)}"
        kind = attached.get_content_type()
        if attached.get_content_maintype() == "image" and attached.get_content_disposition() != "attachment":
            if len(str(attached.get_payload())) > _PICTURE:  # smaller ones are logos in signatures
                reading.skip(f"the picture {name!r} may show words and was not read")
            continue
        if kind == "message/rfc822":
            inner_message = attached.get_payload(0) if attached.is_multipart() else None
            content = inner_message.as_bytes() if isinstance(inner_message, EmailMessage) else b""
            name = name if name.lower().endswith(".eml") else name + ".eml"
        else:
            payload = attached.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else b""
        if not content.strip() or (kind in _TEXTS and attached.get_filename() is None):
            continue  # read with the body
        try:
            inner = read_embedded(name, content)
        except PassingFailure:
            raise
        except DocumentError as error:
            how = _OPENED if isinstance(error, UnsupportedFormat) and extension(name) == ".zip" else ""
            reading.skip(f"the attachment {name!r} was not read: {error.reason}{how}")
            continue
        unnamed = attached.get_filename() is None and not extension(name)  # programs do not agree on what to show
        if unnamed:
            inner.doubt_all("mail-other-form", f"attachment:{name}")
        reading.attach(name, inner)


def _leaves(message: EmailMessage) -> list[EmailMessage]:
    """Parts that hold no others, in order; a message inside counts as one."""
    return list(islice((part for part in parts_of(message) if not holds_parts(part)), 10 * _MOST_ATTACHMENTS))


def _extension(part: EmailMessage) -> str:
    return {"text/html": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}.get(part.get_content_type(), "")
