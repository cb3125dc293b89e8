"""The language of a contract, by the small words that every sentence needs.

An own detector rather than a library: contracts are long, so counting function words is enough, it is
deterministic, and the libraries that do better on a single line weigh more than the rest of the program.
The lists are the most frequent articles, prepositions, conjunctions and pronouns of each language, the ones
that its legal prose cannot do without.
"""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from clausegen.runtime import regex

OTHER: Final = "other"
"""The code of a language that is none of those known here."""

_WORDS: Final = {
    "en": "the of and to in or any shall be by for this is such with as that on which not may it from an will are its",
    "de": "der die und in den von zu das des dem mit ist für auf im eine nicht oder werden als sich durch wird bei "
    "nach an sind ein einer eines dieser dieses sowie",
    "fr": "de la le et les des à du en l d que dans par ou pour une un est au aux sur ne pas ce qui être sont ces avec",
    "es": "de la el en y los a que del las por se con para una un o al su no es lo como sus será cualquier este esta",
    "ca": "de la el i en a que del les els per amb es una un o al no als és seu aquest aquesta serà qualsevol dels",
    "it": "di e il la in che del a per i le della o da dei con un al una non alla si nel sono è ai delle gli dal",
    "pt": "de a o e do da que em os dos das na por para com um ao uma ou se não pela pelo nos aos será deste seu sua",
    "nl": "de van het een en in te dat is op die voor met zijn niet aan door of bij als worden wordt dit tot deze om",
    "sv": "och i att av för som till en den ska är med på eller det inte enligt de om vid har ett från skall denna",
    "da": "og i at af for som til en den skal er med på eller det ikke de om ved har et fra denne samt der kan",
    "pl": "i w z na do o się nie lub oraz przez od jest dla za po ust przypadku niniejszej może umowy przy art",
    "cs": "a v na se je o s do pro nebo z k ve by jeho není jako podle od které této smlouvy za být bude",
    "ro": "de și în a la cu prin pe din sau care pentru al ale nu se este un o să prezentul va cel",
    "hu": "a az és hogy nem is vagy egy szerint valamint amely ha el meg jelen által fél azt során",
    "fi": "ja on ei tai sekä että se jos tämän sen ovat voi mukaan sopimuksen kuin myös joka tässä",
    "tr": "ve bir bu ile için veya olarak olan tarafından bu da de her ya gibi taraf sözleşme göre",
    "hr": "i u na za o se je od ili s da iz te će su koje koji ne po ovog ugovora prema kao",
    "id": "dan yang di dengan atau dari untuk dalam ini pada tidak oleh ke adalah sebagai para pihak akan",
}  # fmt: skip
_LISTS: Final = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_CODES: Final = {
    word: tuple(code for code, listed in _LISTS.items() if word in listed)
    for word in frozenset().union(*_LISTS.values())
}
_WORD: Final = regex(r"[^\W\d_]+")
_LAST_LATIN: Final = "\u024f"
_SCRIPT: Final = 300  # characters that show the script
_SLICE: Final = 3_000  # characters looked at in each third of the text
_FEWEST: Final = 15  # words below which nothing is said
_ENOUGH: Final = 150  # words from which the absence of all known small words says something
_PLAIN: Final = 0.18  # share of small words in running prose; lists and tables have fewer
_SECOND: Final = 0.12
_KIN: Final = frozenset({"es", "ca", "pt", "it", "ro"})  # each has many small words of the others


class Languages(NamedTuple):
    """The language most of a text is in, ``""`` when undecided, and a second one that a part of it is in."""

    main: str
    second: str = ""


def languages(text: str) -> Languages:
    """The language of ``text`` as an ISO 639-1 code, ``OTHER``, or ``""`` when too little of it is prose.

    Looks at a slice of each third, so that neither a translated cover page nor an annex decides alone.
    """
    third = max(len(text) // 3, 1)
    slices = [text] if len(text) <= 3 * _SLICE else [text[at : at + _SLICE] for at in (third // 2, third, 2 * third)]
    words: Counter[str] = Counter()
    for piece in slices:
        words.update(piece.lower().split())
    counted = sum(count for word, count in words.items() if word.isalpha())
    if _foreign_script(slices[-1]):
        return Languages(OTHER)  # Greek, Cyrillic, Arabic, Chinese …
    if counted < _FEWEST:
        return Languages("")
    known = [(_CODES[word], count) for word, count in words.items() if word in _CODES]
    hits: Counter[str] = Counter()
    for codes, count in known:
        for code in codes:
            hits[code] += count
    main, most = max(hits.items(), key=lambda pair: (pair[1], pair[0]), default=(OTHER, 0))
    share = most / counted
    if share < _PLAIN:
        return Languages(OTHER if counted >= _ENOUGH and share < _SECOND else "")
    beside: Counter[str] = Counter()
    for codes, count in known:
        if main not in codes:
            for code in codes:
                beside[code] += count
    for code, count in sorted(beside.items(), key=lambda pair: (-pair[1], pair[0])):
        if count > _SECOND * counted and not (code in _KIN and main in _KIN) and _apart(slices, main, code):
            return Languages(main, code)
    return Languages(main)


def _foreign_script(piece: str) -> bool:
    start = piece[:_SCRIPT]
    if start.isascii():
        return False
    letters = "".join(start.split())
    foreign = sum(letter > _LAST_LATIN and letter.isalpha() for letter in letters)
    return len(letters) >= _FEWEST and foreign > len(letters) / 2


def _apart(slices: list[str], main: str, second: str) -> bool:
    """True when some lines are clearly in the second language: kindred languages only share words."""
    only = _LISTS[second] - _LISTS[main]
    own = _LISTS[main] - _LISTS[second]
    lines = [_WORD.findall(line.lower()) for piece in slices for line in piece.splitlines()]
    lines = [line for line in lines if len(line) >= 8]
    clear = sum(sum(word in only for word in line) > 2 * sum(word in own for word in line) + 1 for line in lines)
    return clear >= max(2, len(lines) // 5)
