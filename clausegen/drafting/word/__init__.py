"""Paper into a Word document: numbering in styles, live fields, the same bytes for the same paper."""

from clausegen.drafting.word.house import House, default_house, load_house
from clausegen.drafting.word.writer import write_docx

__all__ = ["House", "default_house", "load_house", "write_docx"]
