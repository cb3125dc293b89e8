"""Find drafting faults that a careful drafter looks for, in our drafts and in other people's contracts."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
