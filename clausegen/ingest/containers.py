"""Reading in this process: sniff, read, hand back a ``Document``."""

from __future__ import annotations

import hashlib
from pathlib import Path

from clausegen.errors import DamagedDocument, DocumentError, LimitExceeded, PassingFailure, UnsupportedFormat
from clausegen.ingest.formats import sniff
from clausegen.ingest.resource_guard import read_bytes, without_network
from clausegen.ingest.result import Reading
from clausegen.model import Document, Look, View

_DEPTH = 2  # a file in a file in a file is read; deeper nesting is said to be unread
_MOST_EMBEDDED = 200


def load_here(path: Path, view: View, look: Look = "doubt") -> Document:
    """Read a contract in this process. Raises: DocumentError and its subclasses, nothing else."""
    return read_bytes_here(path, read_bytes(path), view, look)


def read_bytes_here(path: Path, content: bytes, view: View, look: Look = "doubt") -> Document:
    """The same for bytes at hand; ``path`` is what the document is called. Raises: DocumentError, nothing else."""
    original = view == "original"
    try:
        kind = sniff(path, content)
        with without_network():
            reading = _Nest(path, original, look).read(path, kind, content, depth=0)
        if not reading.blocks and reading.complete:
            raise DamagedDocument(path, "the file holds no text", "ask for the file again")
        return reading.document(path, kind, hashlib.sha256(content).hexdigest(), original=original)
    except PassingFailure as error:
        raise PassingFailure(path, error.reason, error.remedy) from None  # a helper does not know the file
    except DocumentError:
        raise
    except (MemoryError, RecursionError):
        raise LimitExceeded(path, "reading it takes more memory than granted", "split it") from None
    except Exception as error:  # a fault of ours must not end a batch
        reason = f"reading it failed unexpectedly ({type(error).__name__})"
        raise DamagedDocument(path, reason, "save it anew in Word; report the file if that does not help") from error


class _Nest:
    """Files within files, counted together so that they cannot multiply without end."""

    def __init__(self, path: Path, original: bool, look: Look) -> None:
        self._path = path
        self._look = look
        self._original = original
        self._embedded = 0

    def read(self, path: Path, kind: str, content: bytes, *, depth: int) -> Reading:
        """Read bytes of a known kind; ``depth`` is 0 for the file itself."""

        def embedded(name: str, inner: bytes) -> Reading:
            self._embedded += 1
            if depth >= _DEPTH:
                raise UnsupportedFormat(path, "it is a file within a file within a file", "give it by itself")
            if self._embedded > _MOST_EMBEDDED:
                reason = f"more than {_MOST_EMBEDDED} files are packed into each other"
                raise LimitExceeded(self._path, reason, "unpack them")
            inner_path = path.with_name(f"{path.name}!{Path(name).name or 'part'}")
            return self.read(inner_path, sniff(inner_path, inner), inner, depth=depth + 1)

        # Each reader comes with libraries of its own, and most files need one: they are imported when they read.
        match kind:
            case "docx":
                from clausegen.ingest.docx.reader import read_docx

                reading = read_docx(path, content, original=self._original, read_embedded=embedded)
                if not self._original and depth == 0 and self._look != "never":
                    from clausegen.ingest.confirm import confirm

                    confirm(reading, path, kind, content, everything=self._look == "always")
                return reading
            case "pdf":
                from clausegen.ingest.pdf.reader import read_pdf

                return read_pdf(path, content, look=self._look, read_embedded=embedded)
            case "doc" | "odt" | "rtf":
                from clausegen.ingest.confirm import confirm
                from clausegen.ingest.docx.reader import read_docx
                from clausegen.ingest.file_words import compare
                from clausegen.ingest.legacy import as_docx, read_differently

                reading = read_docx(path, as_docx(path, kind, content), original=self._original, read_embedded=embedded)
                if not self._original and self._look != "never":
                    confirm(reading, path, kind, content, everything=True)
                else:
                    reading.doubt_all("converted")
                if kind != "doc":
                    compare(reading, path, kind, content)
                if said := read_differently(path, kind, content):
                    reading.doubt_all("converted", said)
                    reading.skip(f"the file holds {said}; another program may show other words")
                reading.notice("converted", f"The .{kind} file was read through LibreOffice.")
                return reading
            case "html":
                from clausegen.ingest.html import read_html

                return read_html(path, content)
            case "eml":
                from clausegen.ingest.mail import read_mail

                return read_mail(path, content, read_embedded=embedded)
            case "md":
                from clausegen.ingest.markdown import read_markdown

                return read_markdown(path, content)
            case "txt":
                from clausegen.ingest.text import read_text

                return read_text(path, content)
            case _:
                reason = "Outlook messages are not read"
                raise UnsupportedFormat(path, reason, "save the message as .eml, or its attachment as a file")
