"""Read number words in English, German, French and Spanish: "thirty-six", "sechsunddreißig", "dos mil nueve"."""

from __future__ import annotations

import re
from typing import Final

_UNITS: Final = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen",
    "de": "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn"
    " achtzehn neunzehn",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf",
    "es": "un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
    " dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete"
    " veintiocho veintinueve",
}
_TENS: Final = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante septante huitante nonante",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
}
_HUNDREDS: Final = (
    "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"  # Spanish alone
)
_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth",
    "twentieth thirtieth",
    "primer segundo tercer cuarto quinto sexto séptimo octavo noveno décimo",
    "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième",
    "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte",
)


def _values() -> dict[str, int]:
    values = {"hundred": 100, "hundert": 100, "cent": 100, "cien": 100, "ciento": 100, "fourty": 40}
    values |= {"thousand": 1000, "tausend": 1000, "mille": 1000, "mil": 1000, "vingts": 20, "dreissig": 30}
    for number, word in enumerate(_HUNDREDS.split(), 2):
        values |= dict.fromkeys((word, word.replace("os", "as")), number * 100)
    values |= dict.fromkeys(("a", "an", "une", "una", "uno", "eins", "single"), 1)
    values |= {f"ein{ending}": 1 for ending in ("e", "es", "er", "em", "en")}
    for language, words in _UNITS.items():
        values |= {word: number for number, word in enumerate(words.split(), 1)}
        values |= {word: number * 10 for number, word in enumerate(_TENS[language].split(), 2)}
    return values | {"dieciseis": 16}


def _ordinals() -> dict[str, int]:
    values = {"primero": 1, "primera": 1, "première": 1, "tercero": 3, "tercera": 3}
    for step, words in zip((1, 10, 1, 1, 1), _ORDINALS, strict=True):
        values |= {word: (number + (step == 10)) * step for number, word in enumerate(words.split(), 1)}
    for number, word in enumerate(_ORDINALS[-1].split(), 1):
        values |= {word + ending: number for ending in "nrs"}
    return values


_CARDINALS: Final = _values()
VALUES: Final[dict[str, int]] = _CARDINALS | _ordinals()
_GERMAN: Final = sorted([*_UNITS["de"].split(), *_TENS["de"].split(), "hundert", "tausend", "und"], key=len)[::-1]
_GERMAN_PART: Final = "|".join(_GERMAN)
_AND: Final = frozenset(("and", "et", "y", "und"))
_GERMAN_ENDING: Final = r"(?:(?:s?te[nrsm]?)?\b)"


def _word(values: dict[str, int]) -> str:
    return (
        rf"(?:\b(?:{'|'.join(sorted(values, key=len, reverse=True))})\b"
        rf"|\b(?:{_GERMAN_PART})(?:{_GERMAN_PART})+{_GERMAN_ENDING}|\b(?:zehn|zwanzig|dreißig)s?te[nrsm]?\b)"
    )


def _phrase(word: str) -> str:
    return rf"{word}(?:(?:\s+|\s?-\s?)(?:(?:and|et|y)\s+)?{word}){{0,6}}"


WORD: Final = _word(VALUES)
"""One word of a number, German compounds being one word; of small letters, or read without regard to case."""
PHRASE: Final = _phrase(WORD)
"""A number in words; ``number`` says whether it makes one."""
CARDINAL: Final = _phrase(_word(_CARDINALS))
"""A number in words without ordinals, as of a year: "PRIMERO" in the next line is the heading of a clause."""


def number(words: str) -> int | None:
    """Return the value of figures, or of a cardinal or ordinal in words; None for what does not add up to one."""
    if figures := re.match(r"\s*[(\[]?\s*(\d{1,4})", words):
        return int(figures.group(1))
    total = part = 0
    small = words.strip().lower()
    pieces = [piece for word in _split(small) for piece in _german_pieces(word)]
    if len(pieces) > 1 and pieces[0] == "a" and VALUES.get(pieces[1], 0) < 100:
        del pieces[0]  # "a quince de enero": the Spanish "on"
    if not pieces:
        return None
    for before, piece in zip(["", *pieces], pieces, strict=False):
        if piece in _AND:
            continue
        value = VALUES.get(piece)
        if value is None:
            return None
        if value == 1000:
            total, part = total + max(part, 1) * 1000, 0
        elif value == 100:
            part = max(part, 1) * 100
        elif piece.startswith("vingt") and part % 100 == 4:
            part += 76  # quatre-vingts
        elif 10 < part < 21 and value >= 10 and pieces[0] in [*_UNITS["en"].split(), "twenty"]:
            part = part * 100 + value  # nineteen ninety-eight
        elif not _adds(part, value, before):
            return None
        else:
            part += value
    return total + part


def last_number(words: str) -> int | None:
    """Return the value of the number that ends a phrase: of "two one-year terms" each has one year."""
    pieces = _split(words)
    return next((value for at in range(len(pieces)) if (value := number(" ".join(pieces[at:]))) is not None), None)


def first_number(words: str) -> int | None:
    """Return the value of the number that begins a phrase: "deux mille dix-neuf deux exemplaires"."""
    pieces = _split(words)
    ends = range(len(pieces), 0, -1)
    return next((value for end in ends if (value := number(" ".join(pieces[:end]))) is not None), None)


def _adds(part: int, value: int, before: str) -> bool:
    """True where a word goes on with a number: no unit follows a unit, and only German puts the tens behind."""
    if value < 10:
        return part % 10 == 0
    if value < 20:
        return part % 100 in (0, 60, 80)  # soixante-dix, quatre-vingt-dix
    return part % 100 == 0 or (before == "und" and part % 100 < 10)


def _split(small: str) -> list[str]:
    return [word for word in re.split(r"[\s-]+", small) if word]


def _german_pieces(word: str) -> list[str]:
    """Take a German compound apart: "fünfundzwanzigsten" has five, "und", twenty. Other words stay whole."""
    if word in VALUES:
        return [word]
    stem = re.sub(r"s?te[nrsm]?$", "", word)
    found = re.findall(_GERMAN_PART, stem)
    return found if "".join(found) == stem and stem else [word]
