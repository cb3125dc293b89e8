"""The risk tier of a deal: factors with bands and weights, floors and no-gos, all of them data."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
