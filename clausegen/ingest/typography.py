"""Characters that are not seen are taken out, compatibility letters become plain ones, white space one space."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from clausegen.runtime import regex

# Default_Ignorable_Code_Point of the Unicode Character Database, less the joiners (below) and the controls of display
# order, which ``letters`` obeys before it drops them. None is seen, all can split a word.
_INVISIBLE = regex(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# The joiners shape Arabic and Indic words; between Latin letters they only hide.
_JOINERS = ("\u200c", "\u200d")
_LATIN_JOINER = regex("(?<=[A-Za-z\u00c0-\u024f])[\u200c\u200d]|[\u200c\u200d](?=[A-Za-z\u00c0-\u024f])")
_CONTROL = regex(r"[\x00-\x1f\x7f-\x9f\u2800]")  # the last is a Braille cell without a dot
# Full width, mathematical, enclosed and raised letters, ligatures, Roman numerals of one character. Signs with a
# meaning of their own (™, №, ½, ², …) stay.
_COMPATIBLE: Final = regex(
    "[\u02b0-\u02b8\u1d2c-\u1d6a\u1d78\u2090-\u209c\u207f\u2071\u2102\u210a-\u2115\u2119-\u211d\u2124\u2128\u212a"
    "\u212c-\u2134\u2139\u2145-\u2149\u2160-\u217f\u2460-\u24ff\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff"
    "\U0001f100-\U0001f169]"
)


# What contracts in Latin letters hold beside ASCII: quotation marks, dashes, signs, letters of Latin-1.
FOREIGN: Final = regex("[^\x00-\x7f\u00a0-\u00ac\u00ae-\u00ff“”‘’–—…•€™]")


def tidy(text: str) -> str:
    """``text`` with invisible characters dropped and each run of white space made one space; ends kept."""
    text = text.replace("\xa0", " ")
    if not text.isascii() and FOREIGN.search(text):
        text = _INVISIBLE.sub("", text)
        if _JOINERS[0] in text or _JOINERS[1] in text:
            text = _LATIN_JOINER.sub("", text)
        text = _COMPATIBLE.sub(_plain, text)
        text = unicodedata.normalize("NFC", text)
        text = _CONTROL.sub(" ", text)
    elif not text.isprintable():
        text = _CONTROL.sub(" ", text)
    elif "  " not in text:
        return text
    if not text:
        return text
    middle = " ".join(text.split())
    if not middle:
        return " "
    return (" " if text[0].isspace() else "") + middle + (" " if text[-1].isspace() else "")


def _plain(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])
