"""A contract and what it lacks: the clauses that fill the gaps, as tracked insertions in a copy of it."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
