"""Split legal text into sentences."""

from __future__ import annotations

import functools
import re

from nupunkt import sent_spans

from clausegen.runtime import regex

# "am 31. März", "l'art. 5": a full stop that ends no sentence, which a splitter made for English takes for one.
_TORN = regex(
    r"\b\d{1,2}\. (?:jan|jän|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)|\b(?:art|al|núm|ziff|nr|abs|cl)\. \d",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=256)
def split(text: str) -> tuple[tuple[int, int], ...]:
    """Return half-open offsets of the sentences of a text, without white space around them; windows ask again."""
    out: list[tuple[int, int]] = []
    for start, end in sent_spans(text):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            if out and _TORN.search(f"{text[out[-1][0] : out[-1][1]][-6:]} {text[start : start + 4]}"):
                start = out.pop()[0]
            out.append((start, end))
    return tuple(out)
