"""The clause library: read ``templates/`` and the TOML files that people write."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
