"""Contracts from files: every format, everything in it, and what could not be read."""

from clausegen.ingest.formats import EXTENSIONS
from clausegen.ingest.load import load_document

READABLE = frozenset(EXTENSIONS)
"""Extensions of the files ``load_document`` reads, lower case with the dot."""

__all__ = ["READABLE", "load_document"]
