"""Dates, terms and notice periods read from contracts, with evidence and calculation.

From the bottom: ``numbers`` and ``expression`` (words to days), ``period``, ``arithmetic``, ``page`` (the
prepared text), ``anchors`` (named days), then one module per field with what it draws on (``term_ends`` for
``expiry``, ``renewal_kind`` for ``renewal``), composed by ``read``.
"""

from clausegen.dates.resolve import read_dates

__all__ = ["read_dates"]
