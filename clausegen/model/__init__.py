"""Frozen values that the parts of the program exchange: no files, no control flow."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
