"""Tell messages that every program takes apart in the same way from those that programs read differently.

Two headers of one name, a parameter given twice, a boundary that only some programs see, letters coded in an unusual
way: one reader shows a text that another does not. What is not plain makes all of the message doubtful.
Sources: RFC 2045 (5.1, 6.1), RFC 2046 (5.1), RFC 5322 (3.6).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Final

from clausegen.ingest.html import plain_charset
from clausegen.runtime import regex

_ONCE: Final = frozenset(
    {
        *("content-type", "content-transfer-encoding", "content-disposition", "content-id", "mime-version"),
        *("from", "to", "cc", "date", "subject"),
    }
)
_TYPE: Final = regex(r"[\w.+-]+/[\w.+-]+\Z")
_PARAMETER: Final = regex(r"([\w-]+)(?:\*\d{0,2}\*?)?=(?:\"[^\"\\]*\"|[^\s\"();\\][^\"();\\]*)\Z", re.DOTALL)
_QUOTED: Final = regex(r"\"[^\"]*\"")
_CODED: Final = frozenset({"", "7bit", "8bit", "binary", "quoted-printable", "base64"})
_LONE_RETURN: Final = regex(rb"\r(?!\n)")


def misread(message: EmailMessage, content: bytes) -> str:
    """Name what makes programs read the message differently; "" for a plain one. Ask when all parts are decoded."""
    if _LONE_RETURN.search(content):
        return "a lone carriage return, which some programs take for the end of a line"
    boundaries = set()
    for part in parts_of(message):
        if said := _odd_headers(part):
            return said
        if part.defects:
            return f"a part that is not sound ({type(part.defects[0]).__name__})"
        if (boundary := part.get_boundary()) is not None:
            boundaries.add(b"--" + boundary.encode("utf-8", "surrogateescape"))
    if any(longer != boundary and longer.startswith(boundary) for boundary in boundaries for longer in boundaries):
        return "a boundary that begins like another one"
    for line in content.splitlines():
        begun = next((boundary for boundary in boundaries if line.startswith(boundary)), line)
        if line[len(begun) :].rstrip() not in {b"", b"--"}:
            return "a line that only some programs take for the end of a part"
    return ""


def parts_of(message: EmailMessage) -> Iterator[EmailMessage]:
    """The message and its parts in order; a message inside is read by itself."""
    yield message
    for part in message.iter_parts() if holds_parts(message) else ():
        if isinstance(part, EmailMessage):
            yield from parts_of(part)


def holds_parts(part: EmailMessage) -> bool:
    """True for a part that is made of others."""
    return part.is_multipart() and part.get_content_maintype() != "message"


def _odd_headers(part: EmailMessage) -> str:
    names = Counter(name.lower() for name, _ in part.raw_items())
    if twice := sorted(name for name in _ONCE if names[name] > 1):
        return f"the header {twice[0].title()} twice"
    headers = {name.lower(): str(value) for name, value in part.raw_items()}
    kind = headers.get("content-type", "text/plain")
    if not _plain_type(kind):
        return "a Content-Type that programs may read differently"
    if headers.get("content-transfer-encoding", "").strip().lower() not in _CODED:
        return "a Content-Transfer-Encoding that not all programs know"
    if part.get_content_maintype() == "text":
        charset = part.get_param("charset", "")
        if not isinstance(charset, str) or not plain_charset(charset):
            return "letters that are coded in an unusual way"
    return ""


def _plain_type(value: str) -> bool:
    kind, *parameters = _split("".join(value.splitlines()))
    found = [_PARAMETER.match(parameter) for parameter in parameters if parameter]
    names = Counter(match[1].lower() for match in found if match and "*" not in match[0].partition("=")[0])
    return _TYPE.match(kind) is not None and None not in found and all(count == 1 for count in names.values())


def _split(value: str) -> list[str]:
    """The pieces of a header between its semicolons, which count outside quotation marks."""
    masked = _QUOTED.sub(lambda quoted: "x" * len(quoted[0]), value)
    ends = [at for at, char in enumerate(masked) if char == ";"]
    return [value[start:end].strip() for start, end in zip([0, *(at + 1 for at in ends)], [*ends, None], strict=True)]
