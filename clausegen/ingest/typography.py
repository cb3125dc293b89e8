"""Characters that are not seen are taken out; white space becomes one space."""

from __future__ import annotations

from clausegen.runtime import regex

# Soft hyphen, zero-width space, word joiner, byte-order mark, Mongolian vowel separator, invisible
# operators, directional marks and overrides, tag characters: none is seen, all can split a word.
_INVISIBLE = regex("[\u00ad\u200b\u200e\u200f\u2060-\u2064\u180e\ufeff\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
# The joiners shape Arabic and Indic words; between Latin letters they only hide.
_JOINERS = ("\u200c", "\u200d")
_LATIN_JOINER = regex("(?<=[A-Za-z\u00c0-\u024f])[\u200c\u200d]|[\u200c\u200d](?=[A-Za-z\u00c0-\u024f])")
_CONTROL = regex(r"[\x00-\x1f\x7f-\x9f]")
REORDERING = regex("[\u202d\u202e]")


def tidy(text: str) -> str:
    """``text`` with invisible characters dropped and each run of white space made one space; ends kept."""
    text = text.replace("\xa0", " ")
    if not text.isprintable():  # nor is any invisible character, or white space but the plain space
        if not text.isascii():
            text = _INVISIBLE.sub("", text)
            if _JOINERS[0] in text or _JOINERS[1] in text:
                text = _LATIN_JOINER.sub("", text)
        text = _CONTROL.sub(" ", text)
    elif "  " not in text:
        return text
    if not text:
        return text
    middle = " ".join(text.split())
    if not middle:
        return " "
    return (" " if text[0].isspace() else "") + middle + (" " if text[-1].isspace() else "")
