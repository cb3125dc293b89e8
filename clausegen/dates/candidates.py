"""List what a contract offers as its dates: days, periods, mentions of a day, sentences; and describe each in words.

A candidate is described by the words and concepts around it. Other dates and periods count as "DATE" and "PERIOD", so
that what is learnt of one contract holds for the next.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from clausegen.dates.day_order import DayOrder
from clausegen.dates.normalise import DateExpression
from clausegen.dates.periods import Period
from clausegen.dates.prepared_text import Page, Sentence
from clausegen.dates.vocabulary import concept, small_patterns
from clausegen.model import Role
from clausegen.runtime import regex

Kind = Literal["date", "month", "hole", "own", "named", "event", "period", "sentence"]
DATE_KINDS: Final = frozenset({"date", "month", "hole", "own", "named", "event"})
_TOKEN: Final = regex(r"[^\W\d_]+|\d+|[:|()\"/§;,-]")
_WORD: Final = regex(r"[^\W\d_]+")
_PREFIX: Final = 6  # letters of a word that count
_BEFORE: Final = 3  # sentences, one of which has words
_LEFT, _RIGHT = 10, 8  # words looked at on either side
_TITLE: Final = 250  # characters in which a paper says what it is
_BY_PAPER: Final = ("date earliest", "date latest", "date number:", "date nl:", "date from-first:", "date l0:")
_TENSED: Final = frozenset(("begin", "end", "run", "renew", "made"))
_SIGNED: Final = 110  # characters before a day in which somebody signs


class Candidate(NamedTuple):
    """Words at ``[start, end)`` that may be one of the dates: ``date`` or ``period`` holds what is written there.

    Kind "own" names the day on which the contract was made or signed, "named" a day the contract defines, "event" a
    beginning that depends on something else.
    """

    kind: Kind
    start: int
    end: int
    sentence: Sentence
    date: DateExpression | None = None
    period: Period | None = None
    features: tuple[str, ...] = ()


_AFTER_LABEL: Final = frozenset(":|")
_BEFORE_LABEL: Final = frozenset((":", "|", ";", "DATE", "PERIOD"))
_ALONE: Final = 4  # tokens of a line that holds a day, and at most a place
_LABEL: Final = 8  # words of a label at most
_MENTIONS: Final = frozenset(("DATE", "OWN", "NAMED"))
_IN_WORDS: Final = {"period": "PERIOD", "own": "OWN", "named": "NAMED"}


class _Word(NamedTuple):
    """Hold the letters of a word that count, its concept, either of them, and all of it: "began" is not "begins"."""

    word: str
    concept: str
    both: str
    whole: str


class _Line(NamedTuple):
    """The words of a sentence, and where each begins."""

    starts: list[int]
    words: list[_Word]


_NO_WORDS: Final = _Line([], [])


def find_candidates(page: Page) -> list[Candidate]:
    """Return all candidates of a contract, each with its features."""
    listed = sorted(_places(page), key=lambda candidate: (candidate.start, candidate.kind))
    dated = [(c.date.day, c.start, c.kind == "date") for c in listed if c.date and c.date.day]
    order = DayOrder(dated, page.periods)
    signed = {c.start: c.date.day for c in listed if c.date and c.date.day and _signs(page, c)}
    by_sentence: dict[int, list[Candidate]] = {}
    for candidate in listed:
        by_sentence.setdefault(candidate.sentence.start, []).append(candidate)
    described = []
    number = 0
    many = sum(candidate.kind == "date" for candidate in listed)
    renewing = {word for word in set(_WORD.findall(page.small)) if concept(word) in _OF_RENEWAL}
    paper = "later" if small_patterns()["later_paper"].search(page.small, 0, _TITLE) else "own"
    salutation = small_patterns()["salutation"].search(page.small)
    read = functools.cache(lambda n: _line(page, page.sentences[n], by_sentence.get(page.sentences[n].start, [])))
    for place, sentence in enumerate(page.sentences):
        mentions = by_sentence.get(sentence.start, [])
        if not mentions and renewing.isdisjoint(_WORD.findall(page.small, sentence.start, sentence.end)):
            continue
        line = read(place)
        tokens = line.words
        earlier = map(read, range(place - 1, max(-1, place - 1 - _BEFORE), -1))
        before = next((found for found in earlier if found.words), _NO_WORDS).words
        for candidate in mentions:
            features = _around(candidate, line, before, sentence)
            if candidate.kind in DATE_KINDS:
                features += [
                    *_position(candidate, order, number, many),
                    *_alone(candidate, tokens, salutation),
                    f"date of {page.subject(sentence, candidate.start)}",
                ]
                features += _signature(signed, candidate)
                features += [f"{feature} {paper}" for feature in features if feature.startswith(_BY_PAPER)]
                features += sorted(order.spans.get(candidate.date.day, ())) if candidate.date else []
                number += candidate.kind == "date"
            elif candidate.period:
                features += ["period of-two-dates"] if str(candidate.period) in order.spans.get(None, ()) else []
            described.append(candidate._replace(features=tuple(features)))
        whole = Candidate("sentence", sentence.start, sentence.end, sentence)
        if 2 < len(tokens) < 200 and any(token.concept in _OF_RENEWAL for token in tokens):
            described.append(whole._replace(features=tuple(_of_sentence(tokens, before, sentence))))
    return described


_OF_RENEWAL: Final = frozenset(("renew", "successive", "automatic", "indefinite", "option", "notice")) | frozenset(
    ("run", "term", "end", "until", "anniversary", "month_end")
)


def _places(page: Page) -> Iterator[Candidate]:
    """Yield dates, periods, mentions of the day of signature and of defined days."""
    taken: list[tuple[int, int]] = []
    for date in page.dates:
        sentence = page.sentence_at(date.start)
        if sentence:
            kind: Kind = "month" if date.month else "hole" if date.code in ("blank", "withheld") else "date"
            yield Candidate(kind, date.start, date.end, sentence, date)
            taken.append((date.start, date.end))
    for period in page.periods:
        sentence = page.sentence_at(period.start)
        if sentence:
            yield Candidate("period", period.start, period.end, sentence, period=period)
    for match in small_patterns()["own_day"].finditer(page.small):
        sentence = page.sentence_at(match.start())
        if sentence and not any(start < match.end() and match.start() < end for start, end in taken):
            yield Candidate("own", match.start(), match.end(), sentence)
    for name, date in page.defined_days().items():
        for match in re.finditer(rf"\b{re.escape(name)}\b", page.plain):
            sentence = page.sentence_at(match.start())
            if sentence and not sentence.start <= date.start < sentence.end:
                yield Candidate("named", match.start(), match.end(), sentence, date)
    for match in small_patterns()["begins_on"].finditer(page.small):
        sentence = page.sentence_at(match.start())
        if sentence and not any(match.end() - 3 <= start < match.end() + 50 for start, _ in taken):
            yield Candidate("event", match.start(), match.end(), sentence)


def _line(page: Page, sentence: Sentence, mentions: list[Candidate]) -> _Line:
    spans = sorted((m.start, m.end, _IN_WORDS.get(m.kind, "DATE")) for m in mentions if m.kind != "event")
    if not mentions:  # no place in it is asked for
        return _Line([], [*map(_known, _TOKEN.findall(page.plain, sentence.start, sentence.end))])
    found = _Line([], [])
    at = sentence.start
    for start, end, name in spans:
        if start >= at:  # of two that overlap the first counts
            _add_words(found, page, at, start)
            found.starts.append(start)
            found.words.append(_Word(name, name, name, name))
            at = end
    _add_words(found, page, at, sentence.end)
    return found


def _add_words(line: _Line, page: Page, start: int, end: int) -> None:
    for match in _TOKEN.finditer(page.plain, start, end):
        line.starts.append(match.start())
        line.words.append(_known(match.group()))


@functools.lru_cache(maxsize=65536)
def _known(word: str) -> _Word:
    small = word.lower()
    counts, means = "#" if small[0].isdigit() else small[:_PREFIX], concept(small)
    return _Word(counts, means, means or counts, small)


def _around(candidate: Candidate, line: _Line, before: list[_Word], sentence: Sentence) -> list[str]:
    kind, tokens = candidate.kind, line.words
    at, end = bisect_left(line.starts, candidate.start), bisect_left(line.starts, candidate.end)
    left, right = tokens[max(0, at - _LEFT) : at][::-1], tokens[end : end + _RIGHT]
    group = "period" if kind == "period" else "date"
    out = [f"{group}", f"kind:{kind}"]
    for side, near in (("l", left), ("r", right)):
        out += [f"{side}{n}:{token.word}" for n, token in enumerate(near[:3])]
        out += [f"{side}{n}:{token.concept}" for n, token in enumerate(near[:4]) if token.concept]
        out += [f"{side}:{token.word}" for token in near] + [
            f"{side}:{token.concept}" for token in near if token.concept
        ]
        out += [f"{side}w:{token.whole}" for token in near if token.concept in _TENSED]
        both = [token.both for token in near[:4]]
        out += [f"{side}2:{both[0]} {both[1]}"] if len(both) > 1 else [f"{side}:edge"]
        out += [f"{side}3:{' '.join(both[:3])}"] if len(both) > 2 else []
        concepts = [token.concept for token in near if token.concept]
        out += [f"n{side}:{concepts[0]}"] if concepts else []
        out += [f"n{side}2:{concepts[0]} {concepts[1]}"] if len(concepts) > 1 else []
        out += [f"{kind} n{side}:{concepts[0]}"] if concepts else []
    out += [f"lr:{left[0].both} {right[0].both}"] if left and right else []
    label = _label(tokens, at)
    out += [f"K:{token.both}" for token in label]
    out += [f"K={' '.join(token.concept for token in label if token.concept)}"] if label else []
    ahead = [n for n, token in enumerate(tokens[:at]) if token.word in _MENTIONS]
    if ahead:  # "under the contract dated DATE, which runs until DATE": the first says which contract
        out += [f"D:{' '.join([token.concept for token in tokens[: ahead[-1]] if token.concept][-2:])}"]
    out += [f"S:{token.concept}" for token in tokens if token.concept]
    out += [f"H:{concept(word) or word[:_PREFIX]}" for word in _WORD.findall(sentence.heading)]
    if at < 4:
        out += [f"P:{token.both}" for token in before[-4:]]
        out += [f"P1:{before[-1].both}"] if before else []
    out += [f"role:{sentence.clause.role}"]
    out += ["short"] if len(tokens) < 9 else []
    out += ["ends-line"] if end == len(tokens) else []
    if candidate.period:
        period = candidate.period
        size = "?" if period.amount is None else min(int(period.days).bit_length(), 12)
        out += [f"unit:{period.unit}", f"size:{size}", f"form:{period.form}"]
        out += [f"size:{size} nl:{next((t.concept for t in left if t.concept), '')}"]
    return [f"{group} {feature}" for feature in dict.fromkeys(out)]


def _signs(page: Page, candidate: Candidate) -> bool:
    """True for a day on which somebody signed: words of signing stand before it, or it stands among signatures."""
    if candidate.kind != "date":
        return False
    sentence = candidate.sentence
    before = max(sentence.start, candidate.start - _SIGNED)
    return (
        sentence.clause.role is Role.SIGNATURE
        or small_patterns()["signs"].search(page.small, before, candidate.start) is not None
    )


def _signature(signed: dict[int, dt.date], candidate: Candidate) -> list[str]:
    """Say whether a day on which somebody signed is the last of them: then the contract is made."""
    if candidate.start not in signed:
        return ["date unsigned beside signed"] if signed else []
    days = set(signed.values())
    rank = "only" if len(days) == 1 else "last" if signed[candidate.start] == max(days) else "before the last"
    return ["date signed", f"date signed {rank}"]


def _alone(candidate: Candidate, tokens: list[_Word], salutation: re.Match[str] | None) -> list[str]:
    """Say whether a day stands alone, perhaps with a place, and on which side of the salutation of a letter."""
    if len(tokens) > _ALONE:
        return []
    side = "" if salutation is None else " above" if candidate.start < salutation.start() else " below"
    return [f"date alone{side}"]


def _label(tokens: list[_Word], at: int) -> list[_Word]:
    """Return the words of the cell or label before a candidate: of "Order Date | 1 May 2025", the first two."""
    marks = [n for n in range(max(0, at - 3), at) if tokens[n].word in _AFTER_LABEL]
    if not marks:
        return []
    first = marks[-1]
    while first > 0 and marks[-1] - first < _LABEL and tokens[first - 1].word not in _BEFORE_LABEL:
        first -= 1
    return tokens[first : marks[-1]]


def _position(candidate: Candidate, order: DayOrder, number: int, many: int) -> list[str]:
    """Say where a date stands among the others of the contract, and how it compares with them."""
    out = [f"date number:{min(number, 4)}", f"date from-end:{min(many - number, 4)}", f"date of:{min(many, 5)}"]
    date = candidate.date
    out += order.compared(date.day, candidate.start) if date and date.day and candidate.kind == "date" else []
    place = candidate.sentence.clause.role is Role.SIGNATURE
    return [*out, f"date signature:{place}", f"date number:{min(number, 4)} {candidate.kind}"]


def _of_sentence(tokens: list[_Word], before: list[_Word], sentence: Sentence) -> dict[str, None]:
    both = [token.both for token in tokens]
    concepts = [token.concept for token in tokens if token.concept]
    out = ["sentence "]
    out += [f"sentence w:{token.word}" for token in tokens]
    out += [f"sentence c:{name}" for name in concepts]
    out += [f"sentence b:{first} {second}" for first, second in itertools.pairwise(both)]
    out += [f"sentence t:{a} {b} {c}" for a, b, c in zip(both, both[1:], both[2:], strict=False)]
    for distance in (1, 2, 3):
        pairs = zip(concepts, concepts[distance:], strict=False)
        out += [f"sentence p:{first} {second}" for first, second in pairs if first != second]
    out += [f"sentence H:{concept(word) or word[:_PREFIX]}" for word in _WORD.findall(sentence.heading)]
    out += [f"sentence P:{token.both}" for token in before[-12:] if token.concept]
    out += [f"sentence first:{both[0]}"]
    return dict.fromkeys(out)
