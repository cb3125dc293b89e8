"""See a document as a lawyer does: clauses, headings, definitions, references, parties."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
