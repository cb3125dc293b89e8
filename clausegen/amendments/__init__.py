"""Read a contract as later papers leave it: operations, families, the text in force."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
