"""The library in print: the playbook book, the coverage matrix and the list of sources."""

from clausegen.book.content import Book, book
from clausegen.book.coverage import coverage
from clausegen.book.page import to_html
from clausegen.book.sources import sources
from clausegen.book.word import to_docx

__all__ = ["Book", "book", "coverage", "sources", "to_docx", "to_html"]
