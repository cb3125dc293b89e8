"""Draft, audit and renew contracts for sensitive technology, clause by clause, offline.

>>> import clausegen
>>> report = clausegen.check("contract.docx", tier="high")  # doctest: +SKIP
"""

import lazy_loader as _lazy

__version__ = "0.1.0"
__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
