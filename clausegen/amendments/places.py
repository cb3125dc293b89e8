"""Find what the sentences of an amendment name: places of a contract, quoted words, other papers."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from clausegen.amendments.days import days_in
from clausegen.amendments.forms import compiled, counted, form, ordinals, place_words, spelled, words
from clausegen.amendments.outline import NUMBER, Mark, kind_of, parts_of
from clausegen.runtime import regex

_NO_END = "999"  # a number that no clause has
# "9.1", but not "EUR 9.1", "Release 9.1" or "9.1 million"
_DECIMAL = regex(
    r"(?<![\w.,(€$£§-])(?<!EUR )(?<!USD )(?<!GBP )(?<!release )(?<!version )(?<!page )(?P<number>\d{1,2}(?:\.\d{1,2})+)"
    r"(?![\w%]|\.\d|\s*(?:%|per\s?cent|million|EUR|€))",
    re.IGNORECASE,
)


_COMPOUND = regex(r"\d[/-]\d|\d[.]?[ªº°]")
_THE = regex(r"\b(?:the|der|des|dem|den|die|la|le|les|du|de\s+l|l)\W+(?:\w+\s+)?$", re.IGNORECASE)
_NEAR = 80  # characters before the name of a paper in which its article stands
_GERMAN_ORDER = regex(r"\s+(?:wird|werden|entf[aä]ll\w+)\s+(?:der|die|das)?\s*", re.IGNORECASE)


class Place(NamedTuple):
    """A place as a text names it: half-open offsets, its labels from the outermost, and the last one of a range."""

    start: int
    end: int
    marks: tuple[Mark, ...]
    last: Mark | None = None
    group: int = 0  # places of one list have the same

    @property
    def kind(self) -> str:
        """The kind of its innermost label."""
        return self.marks[-1].kind


class PaperName(NamedTuple):
    """Another paper as a text calls it; ``number`` and ``day`` are None where none is given."""

    start: int
    end: int
    kind: str
    number: int | None
    days: frozenset[str]
    every: bool = False


class Scanner:
    """Finds places by the words for them and by the ``labels`` that a contract headed ``title`` prints."""

    def __init__(self, labels: frozenset[str], title: str = "") -> None:
        and_, to = form("places.and"), form("places.to")
        join = rf"(?:\s*(?:,|;)?\s*(?:(?:{and_}|{to})(?!\w))\s*|\s*,\s*|\s*[–—-]\s*)"
        compound = sorted(filter(_COMPOUND.search, labels), key=len, reverse=True)  # "5/2", "5-2" where so printed
        printed = "".join(rf"{re.escape(label)}(?![\w/-])|" for label in compound)
        own = rf"(?:{printed}{NUMBER})(?:\)(?=[\s,;.]))?"
        plain = re.sub(r"\?P<\w+>", "?:", place_words())
        again = rf"(?:the\s+|der\s+|les?\s+|l.)?(?:(?:{plain})\s*|[§¶]+\s?)?"
        letter = "|".join(
            rf"(?<={word}\s)(?-i:[a-z])(?![\w’'])" for word in (r"lit\.", "buchstabe", "buchstaben", "limb")
        )
        more = rf"(?:{own}|\(\w{{1,4}}\)|(?-i:[a-z])\)|{letter})"  # "3(a) to (d)", "b)", "lit. c"
        in_words = rf"(?:{spelled()})(?!\w)"
        listed = rf"(?:{more}(?:{join}{again}{more}(?![\w]))*+|{in_words}(?:{join}{again}{in_words})*+)"
        self._numbers = frozenset(label for label in labels if label.replace(".", "").isdigit())
        self.title = title.casefold()
        known = sorted(labels - self._numbers, key=len, reverse=True)
        prefix = "|".join(re.escape(label).replace(r"\ ", r"\s?") for label in known)
        bare = (
            rf"(?P<bare>(?<![\w.§¶(])(?:{prefix})(?![\w])(?:\([\w]{{1,4}}\))*(?:{join}{again}{more})*)" if known else ""
        )
        worded = (
            rf"(?P<worded>(?:(?<!\w)(?:{place_words()})\s*(?:no\.?\s*|n[o°]\s*)?|(?P<sign>[§¶]{{1,2}})\s?)(?P<list>{listed})"
            rf"|(?<!\w)(?P<nth>{ordinals()})\s+(?P<attached>{form('places.schedule')}|{form('places.part')})(?!\w))"
        )
        self._place = re.compile(f"{worded}|{bare}" if bare else worded, re.IGNORECASE)
        self._each = regex(
            rf"(?P<join>{join})?(?:the\s+|der\s+|les?\s+|l.)?(?:(?P<word>{plain})\s*|(?P<sign>[§¶]+)\s?)?(?P<number>{more}|(?:{spelled()})(?!\w))",
            re.I,
        )
        self._to = regex(rf"\s*,?\s*(?:(?:{to})(?!\w)|[–—-])\s*", re.IGNORECASE)
        self._join = regex(join, re.IGNORECASE)
        self._of = regex(
            rf"(?:\s*,)?\s+(?:{form('places.of')})\s*(?:the\s+|der\s+|dem\s+|la\s+|l.)?$|\s*,\s*$|\s+$", re.I
        )

    def places(self, text: str) -> list[Place]:
        """Return the places that a text names, chains joined: "paragraph 2 of Schedule 3" is one place."""
        groups = [group for found in self._place.finditer(text) for group in _parted(list(self._listed(found)))]
        taken = [(group[0].start, group[-1].end) for group in groups if group]
        groups = sorted([*filter(None, groups), *self._printed(text, taken)], key=lambda group: group[0].start)
        out: list[list[Place]] = []
        for group in groups:
            between = text[out[-1][-1].end : group[0].start] if out else "?"
            turned = _GERMAN_ORDER.fullmatch(between) is not None
            outer_first = "," in between or between.isspace() or turned
            if out and (turned or self._of.fullmatch(between)) and (joined := _chained(out[-1], group, outer_first)):
                out[-1] = joined
            else:
                out.append(group)
        return [_onwards(place._replace(group=index), text) for index, group in enumerate(out) for place in group]

    def _printed(self, text: str, taken: list[tuple[int, int]]) -> list[list[Place]]:
        """Return the lists of places given by numbers alone that the contract prints: "strike 9.1 and 9.2"."""
        groups: list[list[Place]] = []
        for found in _DECIMAL.finditer(text):
            inside = any(start <= found.start() < end for start, end in taken)
            if found["number"] not in self._numbers or not found.start() or inside:
                continue
            place = Place(found.start(), found.end(), (Mark("", "", parts_of(found["number"])),))
            if groups and self._join.fullmatch(text[groups[-1][-1].end : place.start]):
                groups[-1].append(place)
            else:
                groups.append([place])
        for group in groups:  # "9.1, 9.2 and 11"
            joined = self._join.match(text, group[-1].end)
            last = re.match(r"\d{1,2}(?![\w%]|\.\d)", text[joined.end() :]) if joined else None
            if joined and last and last[0] in self._numbers:
                group.append(Place(joined.end(), joined.end() + last.end(), (Mark("", "", (last[0],)),)))
        return groups

    def plain(self, text: str) -> list[Place]:
        """Return places that a cell or an item gives by a bare number: "3.2 | [Reserved]", "(a) 9.2;"."""
        found = re.finditer(
            rf"(?:^|\||\)\s|,|;)\s*(?P<number>{NUMBER})(?=\s*(?:\||[,;.]?\s*$|,|;|\s(?:{form('places.and')})\s))",
            text,
            re.I,
        )
        hits = [hit for hit in found if hit["number"] in self._numbers]
        hits = hits[-1:] if "|" in text else hits
        return [Place(item.start("number"), item.end(), (Mark("", "", parts_of(item["number"])),)) for item in hits]

    def _listed(self, found: re.Match[str]) -> Iterator[Place]:
        if found["nth"]:
            inner = _worded().match(found["attached"])
            mark = Mark(kind_of(inner) if inner else "", "", (str(counted(found["nth"])),))
            yield Place(found.start(), found.end(), (mark,))
            return
        start = found.start("list") if found["list"] else found.start()
        kind = "clause" if found["sign"] else kind_of(found) if found["list"] else ""
        word = "§" if found["sign"] else found[kind].casefold().rstrip("s") if kind else ""
        begin = found.start()
        places: list[Place] = []
        for item in self._each.finditer(found.string, start, found.end()):
            if item["word"]:
                inner = _worded().match(item["word"])
                kind, word = (kind_of(inner) if inner else kind), item["word"].casefold().rstrip("s")
            if item["sign"]:
                kind, word = "clause", "§"
            number = (
                item["number"].rstrip(") ") if item["number"].count("(") < item["number"].count(")") else item["number"]
            )
            parts = parts_of(number)
            if number.startswith("(") and places and not item["word"]:
                parts = (*places[-1].marks[-1].parts[:-1], *parts)
            mark = Mark(kind, word, parts)
            if item["word"] and places and not re.search(r"\w", item["join"] or "w") and _nests(places[-1], mark):
                places[-1] = places[-1]._replace(end=item.end(), marks=(*places[-1].marks, mark))
                continue
            if places and item["join"] and self._to.fullmatch(item["join"]):
                low = places[-1].marks[-1].parts
                if len(parts) < len(low) and not _is_higher(parts[0], low[0]):
                    mark = Mark(kind, word, (*low[: len(low) - len(parts)], *parts))
                places[-1] = places[-1]._replace(end=item.end(), last=mark)
                continue
            outer = places[-1].marks[:-1] if places and not (item["word"] or item["sign"]) else ()
            places.append(Place(begin if not places else item.start(), item.end(), (*outer, mark)))
        yield from places


def _onwards(place: Place, text: str) -> Place:
    """Return the place as a range without end where more follow on it: "clauses 9 et seq."."""
    mark = place.marks[-1]
    more = compiled("places.onwards").match(text, place.end)
    if place.last or not mark.parts[-1].isdigit() or not more:
        return place
    return place._replace(end=more.end(), last=mark._replace(parts=(*mark.parts[:-1], _NO_END)))


def _is_higher(number: str, than: str) -> bool:
    """Return True for the number of a later clause: "9.1 to 10" ends with clause 10, "9.1 to 3" with 9.3."""
    return number.isdigit() and than.isdigit() and int(number) > int(than)


def _parted(places: list[Place]) -> list[list[Place]]:
    """Cut a list where an outer place follows an inner one: "§ 9 Abs. 1, § 11"."""
    groups: list[list[Place]] = []
    for place in places:
        last = groups[-1][-1].marks[-1] if groups else None
        inner = last and (last.kind in ("paragraph", "item") or last.word.startswith(("sub", "abs")))
        outer = place.kind in ("clause", "article") and not place.marks[-1].word.startswith(("sub", "abs"))
        if last is None or (inner and outer and place.marks[-1].word != last.word):
            groups.append([place])
        else:
            groups[-1].append(place)
    return groups


@functools.cache
def _worded() -> re.Pattern[str]:
    return re.compile(place_words(), re.IGNORECASE)


def _nests(place: Place, mark: Mark) -> bool:
    """Return True for "Schedule 2, Part A": what follows stands in what was named."""
    outer = place.marks[-1]
    if place.kind in ("schedule", "part", "article"):
        return outer.rank < mark.rank
    return outer.kind == "clause" and (mark.word.startswith(("sub", "abs")) or mark.kind in ("paragraph", "item"))


def _chained(before: list[Place], after: list[Place], outer_first: bool) -> list[Place] | None:
    """Join "paragraphs 2 and 4" with "Schedule 3", or "Schedule 2" with "Part A"; None for two things apart."""
    inner, outer = before[0].marks[0], after[0].marks[0]
    if (
        len(after) == 1
        and not outer_first
        and (outer.rank < inner.rank or outer.kind in ("clause", "paragraph", "article", ""))
    ):
        return [
            place._replace(
                marks=tuple(sorted((*after[0].marks, *place.marks), key=lambda mark: min(mark.rank, 3.0))),
                end=max(place.end, after[0].end),
            )
            for place in before
        ]
    below = inner.rank < outer.rank or outer.word == "abs." or _nests(before[0], outer)
    if len(before) == 1 and outer_first and below:
        return [place._replace(marks=(*before[0].marks, *place.marks), start=before[0].start) for place in after]
    return None


@functools.cache
def _named() -> re.Pattern[str]:
    numbers = "|".join(word for same in words("forms.counts") for word in same.split())
    return re.compile(
        rf"(?<!\w)(?P<this>(?:this|that\s+same|diese[rsm]?|le\s+présent|la\s+présente)\s+)?(?:(?P<every>all|any|every|alle|tous\s+les)\s+"
        rf"(?:the\s+|other\s+|previous\s+|earlier\s+|prior\s+|früheren\s+)*)?(?:(?P<ordinal>{ordinals()}|\d{{1,2}}(?:st|nd|rd|th|\.))\s+)?"
        rf"(?:conditional\s+)?{form('status.paper_name')}(?!\w)"
        rf"(?:\s*(?:no\.?|nr\.?|number|n[o°]|n\.\s?[º°]|nummer|numéro|\#)?\s*(?P<number>\d{{1,3}}(?![\d/.-]\d|\w|\s*(?:{'|'.join(words('forms.months'))})\b)|(?:{numbers})(?!\w)))?",
        re.IGNORECASE,
    )


@functools.lru_cache(maxsize=64)  # several readers ask about each sentence
def paper_names(text: str) -> tuple[PaperName, ...]:
    """Return the other papers that a text names; "this Amendment" and "any amendment" are none."""
    found = []
    for named in _named().finditer(text):
        days = days_in(text[named.end() : named.end() + 60], near=True)
        number = (
            counted(named["number"]) if named["number"] else counted(named["ordinal"]) if named["ordinal"] else None
        )
        the = _THE.search(text, max(0, named.start() - _NEAR), named.start())
        if named["this"] or not (number or days or the or named["every"]):
            continue
        found.append(
            PaperName(
                named.start(), named.end(), named["kind"].casefold()[:5], number, frozenset(days), bool(named["every"])
            )
        )
    return tuple(found)
