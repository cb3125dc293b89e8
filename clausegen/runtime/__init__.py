"""Processes, interrupts, files that appear whole or not at all, and model files."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
