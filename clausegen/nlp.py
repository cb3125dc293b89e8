"""English grammar for sentences that matter. The only module that imports spaCy.

spaCy imports torch when it is installed, which takes seconds; the runtime does not install it.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from clausegen.errors import ModelError
from clausegen.runtime import verified

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SHIPPED = "shipped"


@functools.cache
def pipeline(name: str = SHIPPED) -> Language:
    """The English pipeline: tagger, parser, attribute ruler, lemmatizer.

    ``name`` is "shipped" for the one under ``models/``, or the name of an installed spaCy package.
    Raises ModelError when it is absent or altered.
    """
    import spacy

    if name == SHIPPED:
        return spacy.load(verified("en_core_web_sm"))
    try:
        return spacy.load(name, exclude=["ner", "senter"])
    except OSError:
        raise ModelError(f"spaCy pipeline {name!r} is not installed; install it, or name 'shipped'") from None


def grammar(sentence: str, name: str = SHIPPED) -> Doc:
    """The parse of one sentence."""
    return pipeline(name)(sentence)
