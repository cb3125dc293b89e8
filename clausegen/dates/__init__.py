"""Dates, terms and notice periods read from contracts, with evidence and calculation.

From the bottom: ``numbers`` and ``expression`` (words to days), ``period``, ``arithmetic``, ``page`` (the
prepared text), ``anchors`` (named days), then one module per field with what it draws on (``term_ends`` for
``expiry``, ``renewal_kind`` for ``renewal``), composed by ``read``.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
