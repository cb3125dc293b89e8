"""Contracts from files: every format, everything in it, and what could not be read."""

from clausegen.ingest.load import load_document

__all__ = ["load_document"]
