"""Dates, terms and notice periods read from contracts, with evidence and calculation.

From the bottom: ``numbers``, ``normalise``, ``periods`` and ``day_arithmetic`` (words to days and sums of days),
``prepared_text``, ``candidates`` (what may be a date), ``scorer`` (how likely each is each thing),
``judged`` and ``reading`` (what is taken), ``resolve`` (findings); ``amendment`` and ``family`` for papers that change
others.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
