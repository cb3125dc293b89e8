"""The review desk: a web application on this machine in which people decide on contracts."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
