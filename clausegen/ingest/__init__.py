"""Read contracts from files: every format, everything in it, and what could not be read."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
