"""Contracts from files: every format, everything in it, and what could not be read."""

from clausegen.ingest.formats import ADVISED, EXTENSIONS
from clausegen.ingest.load import load_document
from clausegen.ingest.sandbox import start_reading

READABLE = frozenset(EXTENSIONS)
"""Extensions of the files taken for contracts, lower case with the dot; ``ADVISED`` are those that are read."""

__all__ = ["ADVISED", "READABLE", "load_document", "start_reading"]
