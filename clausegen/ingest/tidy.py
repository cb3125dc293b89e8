"""Characters that are not seen are taken out; white space becomes one space."""

from __future__ import annotations

import re

# Soft hyphen, zero-width space, word joiner, byte-order mark, Mongolian vowel separator, invisible
# operators, directional marks and overrides, tag characters: none is seen, all can split a word.
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2060-\u2064\u180e\ufeff\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)
# The joiners shape Arabic and Indic words; between Latin letters they only hide.
_LATIN_JOINER = re.compile("(?<=[A-Za-z\u00c0-\u024f])[\u200c\u200d]|[\u200c\u200d](?=[A-Za-z\u00c0-\u024f])")
_SPACE = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000\x00-\x1f\x7f-\x9f]+")
_PLAIN = re.compile(r"(?:[!-~]+ )*[!-~]*")
REORDERING = re.compile("[\u202d\u202e]")


def tidy(text: str) -> str:
    """``text`` with invisible characters dropped and each run of white space made one space; ends kept."""
    if _PLAIN.fullmatch(text):
        return text
    return _SPACE.sub(" ", _LATIN_JOINER.sub("", _INVISIBLE.sub("", text)))
