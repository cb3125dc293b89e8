"""Portfolio audit: thousands of contracts judged in supervised processes, resumable, nothing lost."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
