"""Renderers: a Report as text, JSON, SARIF, HTML, spreadsheet or Word. They decide nothing."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
