"""``load_document``: from a path to a ``Document``."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from clausegen.document import Document
from clausegen.errors import DamagedDocument, UnsupportedFormat
from clausegen.ingest.docx import read_docx
from clausegen.ingest.formats import sniff
from clausegen.ingest.guard import read_bytes
from clausegen.ingest.html import read_html
from clausegen.ingest.markdown import read_markdown
from clausegen.ingest.pdf import read_pdf
from clausegen.ingest.reading import Reading
from clausegen.ingest.text import read_text

View = Literal["accepted", "original"]


def load_document(path: Path, *, view: View = "accepted", isolated: bool = False) -> Document:
    """Read a contract from any format we know.

    ``view`` chooses the text with pending tracked changes accepted, or the text before them.

    Raises: DocumentError (and its subclasses) with what happened and what to try.
    """
    path = Path(path)
    content = read_bytes(path)
    kind = sniff(path, content)
    reading = read_content(path, kind, content, original=view == "original", depth=0)
    if not reading.blocks and reading.complete:
        raise DamagedDocument(path, "the file holds no text", "ask for the file again")
    return reading.document(path, kind, hashlib.sha256(content).hexdigest(), original=view == "original")


def read_content(path: Path, kind: str, content: bytes, *, original: bool, depth: int) -> Reading:
    """Read bytes of a known kind; ``depth`` counts files within files."""

    def embedded(name: str, inner: bytes) -> Reading:
        if depth >= 2:
            raise UnsupportedFormat(path, f"{name!r} is embedded too deep", "give it as a file of its own")
        inner_path = path.parent / f"{path.name}!{name}"
        return read_content(inner_path, sniff(Path(name), inner), inner, original=original, depth=depth + 1)

    if kind == "docx":
        return read_docx(path, content, original=original, read_embedded=embedded)
    if kind == "pdf":
        return read_pdf(path, content, read_embedded=embedded)
    if kind == "html":
        return read_html(path, content)
    if kind == "md":
        return read_markdown(path, content)
    if kind == "txt":
        return read_text(path, content)
    raise UnsupportedFormat(path, f"{kind} files cannot be read yet", "save it as .docx")
