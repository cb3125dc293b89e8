"""Use the checker as a spaCy component: ``nlp.add_pipe("clausegen", config={"tier": "high"})``. See docs/spacy.md."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
