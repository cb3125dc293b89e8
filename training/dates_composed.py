"""Compose labelled contracts from ``models/corpus/dates/sentences.toml``: the same seed gives the same contracts."""

from __future__ import annotations

import datetime as dt
import random
import re
import tomllib
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from clausegen.dates.day_arithmetic import add, last_day
from clausegen.dates.periods import Period
from training.corpus import CORPUS

_MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_FORMS: Final = {
    "en": ("{d} {m} {y}", "{m} {d}, {y}", "{d}th day of {m}, {y}", "{y}-{n:02d}-{d:02d}", "{n:02d}/{big:02d}/{y}"),
    "de": ("{d}. {m} {y}", "{d:02d}.{n:02d}.{y}", "{d}.{n}.{y}", "{y}-{n:02d}-{d:02d}"),
    "fr": ("{d} {m} {y}", "{d:02d}/{n:02d}/{y}", "{d:02d}.{n:02d}.{y}", "{y}-{n:02d}-{d:02d}"),
    "es": ("{d} de {m} de {y}", "{d:02d}/{n:02d}/{y}", "{d} de {m} del {y}", "{y}-{n:02d}-{d:02d}"),
}
_UNITS: Final = {
    "en": {"day": "days", "week": "weeks", "month": "months", "year": "years"},
    "de": {"day": "Tagen", "week": "Wochen", "month": "Monate", "year": "Jahre"},
    "fr": {"day": "jours", "week": "semaines", "month": "mois", "year": "ans"},
    "es": {"day": "días", "week": "semanas", "month": "meses", "year": "años"},
}
_WORDS: Final = {
    "en": ["two", "three", "four", "five", "six"],
    "de": ["zwei", "drei", "vier", "fünf", "sechs"],
    "fr": ["deux", "trois", "quatre", "cinq", "six"],
    "es": ["dos", "tres", "cuatro", "cinco", "seis"],
}
_ANNIVERSARIES: Final = {
    "en": ["first", "second", "third"],
    "de": ["ersten", "zweiten", "dritten"],
    "fr": ["premier", "deuxième", "troisième"],
    "es": ["primer", "segundo", "tercer"],
}
_WRITTEN_OUT: Final = {  # the date of a deed in words
    "fr": "douze mai deux mille {n2}",
    "es": "doce días del mes de mayo de dos mil {n2}",
}
_NUMBERS: Final = {
    "fr": {18: "dix-huit", 19: "dix-neuf", 22: "vingt-deux"},
    "es": {18: "dieciocho", 19: "diecinueve", 22: "veintidós"},
}
_ROLES: Final = {"A": "agreement", "E": "effective", "X": "end", "T": "term", "R": "renewal", "N": "notice"}
_NEVER_DATED: Final = 0.16  # share of contracts without a date of agreement
_BARE: Final = 0.4  # share of those of which only the term is there
_KINDS: Final = ("automatic", "automatic", "option", "consent", "none", "")


class Composed(NamedTuple):
    """A contract with the words that state each role, and the values of ``dates.jsonl``."""

    text: str
    marked: list[tuple[str, str]]
    values: dict[str, Any]


def compose(seed: int, count: int) -> Iterator[Composed]:
    """Yield contracts in turn in English, German, French and Spanish."""
    table = tomllib.loads((CORPUS / "dates" / "sentences.toml").read_text(encoding="utf-8"))
    chance = random.Random(seed)
    for number in range(count):
        language = ("en", "de", "fr", "es")[number % 4]
        yield _Composer(language, table[language], chance).contract()


class _Composer:
    """One contract in the making."""

    def __init__(self, language: str, sentences: dict[str, list[str]], chance: random.Random) -> None:
        self.language, self.sentences, self.chance = language, sentences, chance
        agreed = dt.date(2000, 1, 1) + dt.timedelta(days=chance.randrange(9000))
        begins = agreed + dt.timedelta(days=chance.randrange(1, 120))
        self.term = Period(0, 0, *chance.choice([(1, "year"), (2, "year"), (3, "year"), (12, "month"), (36, "month")]))
        self.renewal = Period(0, 0, *chance.choice([(4, "year"), (6, "year"), (18, "month"), (6, "month")]))
        self.notice = Period(0, 0, *chance.choice([(30, "day"), (60, "day"), (90, "day"), (3, "month"), (8, "week")]))
        self.days = {"A": agreed, "E": begins, "X": last_day(begins, self.term)}
        self.marked: list[tuple[str, str]] = []
        self.values: dict[str, Any] = dict.fromkeys(
            ("agreement_date", "effective_date", "expiration_date", "renewal", "renewal_term", "notice_period")
        )

    def contract(self) -> Composed:
        """Compose an opening, a term, a renewal, other matters and signatures, in a likely order."""
        pick, chance = self.chance.choice, self.chance.random
        signed_only = chance() < 0.3
        never = chance() < _NEVER_DATED
        opening = pick(self.sentences["never_dated" if never else "undated" if signed_only else "opening"])
        kind = pick(_KINDS)
        beginning = pick(self.sentences["start"])
        if chance() < 0.12:
            kind, beginning = "perpetual", ""
        elif chance() < 0.12:
            beginning = pick(self.sentences["start_event"])
        others = self.chance.sample(self.sentences["other"], 5)
        if "<AE>" in opening:
            self.days["E"] = self.days["A"]
        renewal = pick(self.sentences[kind]) if kind else ""
        signed = pick(self.sentences["signature_dated" if signed_only and not never else "signature"])
        if "{effective:" in beginning and beginning not in self.sentences["start_event"]:
            self.days["E"] = self.days["A"]
            self.values["effective_date"] = None if never else self.days["A"].isoformat()
        self.days["X"] = last_day(self.days["E"], self.term)
        if never and chance() < _BARE:
            opening, signed = "", ""
            others = [""] * len(others)
        written = [self._rendered(part) for part in (opening, others[0], beginning, renewal, *others[1:3], signed)]
        if kind:
            self.values["renewal"] = kind
            sentences = [piece for piece in re.split(r"(?<=\.)\s+|\n", written[3]) if piece]
            first = 1 if kind == "perpetual" and len(sentences) > 1 else 0
            self.marked += [(kind, piece) for piece in sentences[first:]]
        if chance() < 0.3 and "\n" not in written[2] + written[3]:
            written[2:4] = [f"{written[2]} {written[3]}".strip()]
        if chance() < 0.4:
            written.insert(1, self._rendered(others[3]))
        written = [part for part in written if part]
        last = len(written) - bool(signed)
        numbered = chance() < 0.6
        text = "\n\n".join(f"{n}. {part}" if numbered and 0 < n < last else part for n, part in enumerate(written))
        return Composed(text, self.marked, self.values)

    def _rendered(self, part: str) -> str:
        def put(match: re.Match[str]) -> str:
            code = match.group(1)
            if code in ("A", "E", "X", "AE", "Aw"):
                day = self.days[code[0]]
                words = self._written_out() if code == "Aw" else self._date(day)
                for letter in code.rstrip("w"):
                    role = _ROLES[letter]
                    self.marked.append((role, words))
                    name = "expiration_date" if letter == "X" else f"{role}_date"
                    self.values[name] = self.days[letter].isoformat()
                return words
            if code in ("D", "D-", "F"):
                near, far = (5, 60) if code == "D-" else (150, 1500)
                off = self.chance.randrange(near, far) * (-1 if code == "F" else 1)
                return self._date(self.days["A"] - dt.timedelta(days=off))
            if code == "P":
                return self._period(Period(0, 0, self.chance.choice([10, 14, 15, 20, 45]), "day"))
            if code == "Ta":
                count = self.term.amount if self.term.unit == "year" else (self.term.amount or 0) // 12
                words = _ANNIVERSARIES[self.language][(count or 1) - 1]
                self.days["X"] = add(self.days["E"], self.term)
                self.marked.append(("term", words))
                self.values["expiration_date"] = self.days["X"].isoformat()
                return words
            period = {"T": self.term, "R": self.renewal, "N": self.notice}[code]
            words = self._period(period)
            self.marked.append((_ROLES[code], words))
            if code == "T":
                known = self.values["effective_date"] or "<E>" in part
                self.values["expiration_date"] = self.days["X"].isoformat() if known else None
            else:
                self.values["renewal_term" if code == "R" else "notice_period"] = str(period)
            return words

        part = re.sub(r"<(AE|Aw|Ta|D-|[AEXTRNDPF])>", put, part)
        for match in re.finditer(r"\{(effective|renewal|agreement|end)(1?):([^}]*)\}", part):
            self.marked.append((match[1], match[3]))
            if match[1] == "renewal":
                self.values["renewal_term"] = "1 month" if match[2] else "1 year"
        return re.sub(r"\{\w+:([^}]*)\}", r"\1", part)

    def _date(self, day: dt.date) -> str:
        months = _MONTHS[self.language].split()
        form = self.chance.choice(_FORMS[self.language])
        if "big" in form and day.day < 13:
            form = _FORMS[self.language][0]
        return form.format(d=day.day, m=months[day.month - 1], n=day.month, y=day.year, big=day.day)

    def _written_out(self) -> str:
        year = self.chance.choice([18, 19, 22])
        self.days["A"] = dt.date(2000 + year, 5, 12)
        return _WRITTEN_OUT[self.language].format(n2=_NUMBERS[self.language][year])

    def _period(self, period: Period) -> str:
        amount = period.amount or 0
        unit = _UNITS[self.language][period.unit]
        if amount == 1:
            return {"en": "one year", "de": "ein Jahr", "fr": "un an", "es": "un año"}[self.language]
        words = _WORDS[self.language][amount - 2] if 1 < amount < 7 else str(amount)
        return self.chance.choice(
            [
                f"{amount} {unit}",
                f"{words} {unit}",
                f"{words} ({amount}) {unit}" if words[0].isalpha() else f"{amount} {unit}",
            ]
        )
