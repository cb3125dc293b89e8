"""The library in print: the playbook book, the coverage matrix and the list of sources."""

from clausegen.authoring.handbook.content import Book, book
from clausegen.authoring.handbook.coverage import coverage
from clausegen.authoring.handbook.page import to_html
from clausegen.authoring.handbook.sources import sources
from clausegen.authoring.handbook.word import to_docx

__all__ = ["Book", "book", "coverage", "sources", "to_docx", "to_html"]
