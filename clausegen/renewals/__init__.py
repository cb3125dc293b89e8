"""Renewals: which contracts are due, what they lack at today's tier, and what their history demands.

No clock: every function that needs today is given it.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
