"""Number words in four languages, cardinal and ordinal, as contracts write them: "thirty-six", "sechsunddreißig"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_EN = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_EN_ORDINAL = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
_DE = [
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
]
_DE_TENS = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
_FR = [
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
_FR_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}
_ES = [
    "un",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiún",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
_ES_TENS = ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]


def _english() -> Iterator[tuple[str, int]]:
    below = dict(_below_hundred())
    yield from below.items()
    for hundreds in range(1, 4):
        name = f"{_EN[hundreds - 1]} hundred"
        yield name, hundreds * 100
        for word, number in below.items():
            yield f"{name} {word}", hundreds * 100 + number
            yield f"{name} and {word}", hundreds * 100 + number
    yield "a", 1
    yield "an", 1
    yield "fourty", 40
    yield "hundred", 100


def _below_hundred() -> Iterator[tuple[str, int]]:
    yield from ((word, number) for number, word in enumerate(_EN, 1))
    for tens, name in enumerate(_EN_TENS, 2):
        yield name, tens * 10
        for unit, word in enumerate(_EN[:9], 1):
            yield f"{name} {word}", tens * 10 + unit


def _german() -> Iterator[tuple[str, int]]:
    yield from ((word, number) for number, word in enumerate(_DE, 1))
    yield from ((f"ein{ending}", 1) for ending in ("e", "es", "er", "em", "en"))
    for tens, name in enumerate(_DE_TENS, 2):
        yield name, tens * 10
        for unit, word in enumerate(_DE[:9], 1):
            yield f"{word}und{name}", tens * 10 + unit
    for name in ("hundert", "einhundert"):
        yield name, 100
        yield f"{name}zwanzig", 120
        yield f"{name}achtzig", 180


def _french() -> Iterator[tuple[str, int]]:
    yield from ((word, number) for number, word in enumerate(_FR, 1))
    yield "une", 1
    for tens, name in _FR_TENS.items():
        yield name, tens
        span = 19 if tens in (60, 80) else 9
        for unit, word in enumerate(_FR[:span], 1):
            yield f"{name} {word}", tens + unit
            yield f"{name} et {word}", tens + unit
    yield "quatre vingts", 80
    yield "cent", 100
    yield "cent vingt", 120
    yield "cent quatre vingts", 180


def _spanish() -> Iterator[tuple[str, int]]:
    yield from ((word, number) for number, word in enumerate(_ES, 1))
    yield "una", 1
    for tens, name in enumerate(_ES_TENS, 3):
        yield name, tens * 10
        for unit, word in enumerate(_ES[:9], 1):
            yield f"{name} y {word}", tens * 10 + unit
    yield "ciento veinte", 120
    yield "ciento ochenta", 180


def _ordinals() -> Iterator[tuple[str, int]]:
    for word, number in _below_hundred():
        *head, last = word.split()
        if last in _EN_ORDINAL:
            last = _EN_ORDINAL[last]
        elif last.endswith("y"):
            last = last[:-1] + "ieth"
        else:
            last = last.removesuffix("e") + "th" if last == "twelve" else last + "th"
            last = last.replace("twelvth", "twelfth")
        yield " ".join([*head, last]), number
    for number, word in enumerate(
        ["erste", "zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte", "neunte", "zehnte"], 1
    ):
        yield from ((word + ending, number) for ending in ("", "n", "r", "s"))
    for number, word in enumerate(
        [
            "premier",
            "deuxième",
            "troisième",
            "quatrième",
            "cinquième",
            "sixième",
            "septième",
            "huitième",
            "neuvième",
            "dixième",
        ],
        1,
    ):
        yield word, number
    for number, word in enumerate(
        ["primer", "segundo", "tercer", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno", "décimo"], 1
    ):
        yield word, number


CARDINALS: Final[dict[str, int]] = {
    word.replace("-", " "): number for table in (_spanish, _french, _german, _english) for word, number in table()
}
ORDINALS: Final[dict[str, int]] = dict(_ordinals())


def _either(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(word.replace(" ", _GAP) for word in longest_first) + ")"


_GAP: Final = r"(?:\s+|\s?-\s?)"
_ENDINGS: Final = _either([*_EN, *_EN_TENS, *_FR, "une", *_FR_TENS.values(), "vingts", *_ES, "una", *_ES_TENS])
# Compounds are spelled by rule rather than listed, so that the expression stays fast: the table decides.
CARDINAL: Final = (
    rf"\b(?:(?:(?:one|two|three)\s+hundred|hundred|ciento?|cent|quatre-vingts?){_GAP}?(?:and\s+)?)?"
    rf"(?:{_either(_EN_TENS)}{_GAP}{_either(_EN[:9])}"
    rf"|{_either(_FR_TENS.values())}{_GAP}(?:et\s+)?{_either([*_FR, 'une'])}"
    rf"|{_either(_ES_TENS)}\s+y\s+{_either(_ES[:9])}|{_either(_DE[:9])}und{_either(_DE_TENS)}"
    rf"|{_ENDINGS}|{_either([*_DE, *_DE_TENS])}|ein(?:e[smnr]?)?|(?:ein)?hundert(?:zwanzig|achtzig)?|fourty|an?)\b"
    rf"|\b(?:(?:one|two|three)\s+hundred|hundred|cent|quatre-vingts?)\b"
)
_TENTHS: Final = _either(word for word, n in ORDINALS.items() if " " not in word)
ORDINAL: Final = rf"(?:\b\d{{1,3}}\s?(?:s\s?t|n\s?d|r\s?d|t\s?h)\b|\b(?:{_either(_EN_TENS)}{_GAP})?{_TENTHS}\b)"


def number(words: str) -> int | None:
    """The value of figures or of a cardinal or ordinal in words; None for anything else."""
    if found := re.match(r"\s*\(?\s*(\d{1,4})", words):
        return int(found.group(1))
    key = re.sub(r"[\s-]+", " ", words.strip().lower())
    return CARDINALS.get(key, ORDINALS.get(key))
