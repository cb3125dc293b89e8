"""Clause numbers that an author typed, and the full number of any labelled paragraph.

A label is what stands on the page, "(b)"; its full number is what another clause would cite, "12.3(b)".
``Outline`` remembers the numbers above the current paragraph, so that both typed and automatic labels
can be completed. Where a letter is also a roman numeral, "(i)", the numbers before it decide.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from clausegen.model import from_letters, from_roman
from clausegen.runtime import regex

# Words that stand before a number in English, French, German, Spanish, Italian, Portuguese, Dutch and Russian.
_WORDS = (
    r"article|section|clause|paragraph|schedule|annex|annexe|appendix|exhibit|part|chapter|recital|addendum|attachment"
    r"|artikel|abschnitt|ziffer|anlage|artículo|articulo|cláusula|clausula|articolo|artigo|titre|chapitre|статья|раздел"
)
_CORE = (
    r"(?:\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}\.(?!\d)|\d{1,3}(?=\))\)"
    r"|[A-Za-z](?=[.)])[.)]|[ivxlc]{1,6}(?=[.)])[.)]|[IVXLC]{1,6}(?=[.)])[.)])"
)
_PARENTHESES = r"(?:\((?:\d{1,3}|[A-Za-z]{1,2}|[ivxlc]{1,6}|[IVXLC]{1,6})\))"
# "SC 4.2", "OF-9", "B1.1", "II-3", "3a.": numbers of special conditions, order forms and annexes. Whatever follows them
# opens a sentence, unlike in "AED 900 for each mast"; letters close to a number need more, for "H2 Energy" is a name.
_CODED = (
    r"(?:(?:[A-Z]{2,4}[ -]|[A-Z][-.]|[IVXLC]{1,5}-|[A-Z]\d{1,2}-)\d{1,2}(?:\.\d{1,2})*(?:\(\d{1,2}\))?"
    r"|[A-Z]{1,4}\d{1,2}(?:(?:\.\d{1,2})+|(?=[.:]))|\d{1,2}[a-z](?=\.))"
    r"[.:]?(?=\s+[\"“‘(\[]?[A-Z])"
)
_TYPED = regex(
    rf"(?P<worded>(?i:(?:{_WORDS}|art\.|sec\.|cl\.))\s+(?P<w>\d{{1,3}}(?:\.\d{{1,3}})*|[IVXLC]{{1,6}}|[A-Z])(?![\w’'])(?:\.(?!\d)|:|\))?)"
    rf"|(?P<sign>§{{1,2}}\s*(?P<s>\d{{1,4}}[a-z]?(?:\.\d{{1,3}})*(?:\(\d{{1,2}}\))?)\.?)"
    rf"|(?P<joined>\d{{1,2}}{_PARENTHESES}+(?=\s))"
    rf"|(?P<coded>{_CODED})"
    rf"|(?P<core>{_CORE})(?P<tail>\s?{_PARENTHESES})*"
    rf"|(?P<paren>{_PARENTHESES}(?:\s?{_PARENTHESES})*)"
)
_PLACE_WORD = regex(rf"{_WORDS}|(?:art|sec|cl)\.", re.IGNORECASE)
_PARTS = regex(rf"{_PARENTHESES}|{_CORE}|[^\s()]+")
_COULD_BE = regex(
    rf"[(§\d]|.{{1,6}}[.)]|[A-Z]{{1,5}}[-. ]?\d|(?i:{_WORDS})(?:\s|$)"
)  # quick, and right about nearly every line
_ATTACHED = frozenset({"schedule", "annex", "annexe", "appendix", "exhibit", "attachment", "addendum", "anlage"})
_WORD = regex(r"[A-Z][a-z]{2,}\s")
_MONTH_AND_YEAR = regex(r"\s+[^\W\d_]{3,10}\s+\d{4}\W*")
_SEPARATOR = regex(r"\s*(?:[-–—:]\s+)?|\s+")
_CODE = regex(r"[A-Z]+")
_LONGEST = 40  # characters of a number; one of more levels than any contract has takes time by their square


class Typed(NamedTuple):
    """A label: as printed, how many characters of the text it takes, full number, depth; ``bullet`` is a list's."""

    label: str = ""
    length: int = 0
    number: str = ""
    level: int = 0
    bullet: bool = False


class _Entry(NamedTuple):
    form: str
    value: int
    number: str


def starts_with_label(text: str) -> bool:
    """True when ``text`` begins with something that reads as a typed clause number."""
    return _parse(text) is not None


def _parse(text: str) -> re.Match[str] | None:
    if _COULD_BE.match(text) is None:
        return None
    found = _TYPED.match(text)
    if found is None or found.end() > _LONGEST:
        return None
    rest = text[found.end() :]
    if found["core"]:
        glued = "." in found["core"][:-1] and _WORD.match(rest)  # "10.3The licence", as PDF files give it
        if rest and not rest[0].isspace() and not rest.startswith(("(", "–", "—")) and not glued:
            return None  # "U.S. government", "1.5x"
        following = rest.lstrip()[:1]
        dotted = found["core"].rstrip(".)")
        bare_decimal = "." in dotted and not found["core"].endswith(".")
        if bare_decimal and (following.islower() or following in {"%", "‰", "°"}):
            return None  # "2.5 million" opens a sentence, "99.9 %" a row of a table; a clause opens with a capital
        if _MONTH_AND_YEAR.fullmatch(rest):
            return None  # "1. Dezember 2022", a line that gives a day
        if following.isdigit() and dotted.isdigit() and found["core"].endswith("."):
            return None  # "1. 000" and other broken amounts
    elif found["paren"] and rest and not rest[0].isspace() and not rest[0].isupper():
        return None  # "(a)symmetric", "(s)he"
    elif (found["worded"] or found["sign"]) and _cites(rest):
        return None  # "Section 5 applies …" is a sentence that cites a number, not a number
    return found


def _cites(rest: str) -> bool:
    """True when what follows "Section 5" shows that the sentence merely mentions it."""
    following = rest.lstrip()
    if rest[:1] in {",", ";", "’", "'", "/"} or following[:1] == "(":
        return True
    return following[:1].islower()


class Outline:
    """The numbers above the current paragraph, outermost first."""

    def __init__(self) -> None:
        self._stack: list[_Entry] = []

    def typed(self, text: str) -> Typed | None:
        """The typed label that ``text`` begins with, completed to its full number, or None."""
        found = _parse(text)
        if found is None:
            return None
        length = found.end()
        separator = _SEPARATOR.match(text, length)
        if separator is not None:
            length = separator.end()
        label = found.group(0)
        if found["coded"]:
            number = label.rstrip(".:")
            self._stack = [_Entry("code", 0, number)]
            return Typed(label, length, number, number.count("."))
        if found["worded"] or found["sign"]:
            core = found["w"] or found["s"]
            if is_attached(label):
                self._stack = []  # the numbers inside a schedule start afresh
                return Typed(label, length, core, 0)
            self._place_worded(label, core)
        else:
            self._place_parts(label)
        return Typed(label, length, self._stack[-1].number, len(self._stack) - 1)

    def automatic(self, label: str, *, form: str, value: int, parent: str, complete: bool) -> tuple[str, int]:
        """Full number and depth of an automatic label.

        ``form`` names its number format ("paren:lowerLetter"), ``value`` is the counter, ``parent`` the
        full number of the level above in the same list (``""`` when there is none) and ``complete`` says
        that the label spells its ancestors out ("12.3").
        """
        core = bare(label)
        if is_attached(label):
            self._stack = []  # the numbers inside a schedule start afresh
            return core, 0
        if complete or not core:
            depth = core.count(".")
            self._stack = [entry for entry in self._stack[:depth] if core.startswith(entry.number + ".")]
            self._stack.append(_Entry(form, value, core))
        elif parent:
            while self._stack and self._stack[-1].number != parent:
                self._stack.pop()
            if not self._stack:
                self._stack.append(_Entry("list", 0, parent))
            self._stack.append(_Entry(form, value, joined(parent, core)))
        else:
            self._attach(form, value, core)
        return self._stack[-1].number, len(self._stack) - 1

    def _place_worded(self, label: str, core: str) -> None:
        word = label.split()[0].lower()
        if "." in core:
            self._place_decimal(core)
            return
        value = int(core) if core.isdigit() else from_roman(core) or from_letters(core)
        outer = [entry for entry in self._stack if entry.form.startswith("word:") and entry.form != f"word:{word}"]
        keep = outer[:1] if word in {"section", "clause", "paragraph", "sec.", "cl."} else []
        self._stack = [*keep, _Entry(f"word:{word}", value, core)]

    def _place_parts(self, label: str) -> None:
        for position, part in enumerate(_PARTS.findall(label)):
            core = part.strip(" ().")
            if "." in core and core[0].isdigit():
                self._place_decimal(core)
                continue
            shape = "paren" if part.startswith("(") else ("half" if part.endswith(")") else "dot")
            form, value = self._form(shape, core)
            if position:  # "12.3(b)": the second part is below the first whatever came before
                parent = self._stack[-1].number
                self._stack.append(_Entry(form, value, joined(parent, part.strip())))
            else:
                self._attach(form, value, part.strip() if shape != "dot" else core)

    def _place_decimal(self, core: str) -> None:
        numbers = core.split(".")
        # "1)" above "1.1" is the clause of which 1.1 is a part, and "2)" the next one.
        outer = [
            entry
            for entry in self._stack[:1]
            if entry.form.startswith("word:") or (entry.form == "half:decimal" and entry.number == numbers[0])
        ]
        self._stack = outer
        for depth in range(1, len(numbers) + 1):
            number = ".".join(numbers[:depth])
            if outer and depth == 1:
                continue  # "Article IV" already stands for the 4 of "4.01", as does "1)" for that of "1.1"
            self._stack.append(_Entry(f"decimal{depth}", int(numbers[depth - 1]), number))

    def _form(self, shape: str, core: str) -> tuple[str, int]:
        if core.isdigit():
            return (f"{shape}:decimal" if shape != "dot" else "decimal1"), int(core)
        case = "upper" if core.isupper() else "lower"
        options = [(f"{shape}:{case}Letter", from_letters(core)), (f"{shape}:{case}Roman", from_roman(core))]
        options = [option for option in options if option[1]]
        if not options:
            return f"{shape}:{case}Letter", 0
        for entry in reversed(self._stack):
            for form, value in options:
                if entry.form == form and value == entry.value + 1:
                    return form, value
        for form, value in options:
            if value == 1:
                return form, value
        return options[-1] if len(core) > 1 else options[0]

    def _attach(self, form: str, value: int, core: str) -> None:
        top = self._stack[0] if self._stack else None
        code = _CODE.match(top.number) if top and top.form == "code" else None
        if code and value - 1 in (from_letters(code[0]), from_roman(code[0])) and form.startswith("dot:upper"):
            self._stack = []  # "B." behind "A.2" is the clause that follows A, "II." behind "I.3" that behind I
        for position in range(len(self._stack) - 1, -1, -1):
            if self._stack[position].form == form:
                del self._stack[position:]
                break
        else:
            if form == "decimal1":  # a plain "1." ends any run of recitals (A), (B)
                self._stack = [entry for entry in self._stack if entry.form.startswith("word:")]
        parent = self._stack[-1] if self._stack else None
        alone = parent is None or form == "decimal1"
        number = core if alone or parent is None else joined(parent.number, core)
        self._stack.append(_Entry(form, value, bare(number) if alone and not core.startswith("(") else number))


def is_attached(label: str) -> bool:
    """True for the label of a schedule, annex or the like: "Schedule 1 -"."""
    return label.partition(" ")[0].lower() in _ATTACHED


def is_place_word(word: str) -> bool:
    """True for a word that names a clause or a part of a contract by its number, in any of the languages known."""
    return _PLACE_WORD.fullmatch(word) is not None


def bare(label: str) -> str:
    """A label without words, closing dots and colons: "Section 2.02." gives "2.02", "(b)" stays."""
    words = [part for part in label.split() if any(c.isalnum() for c in part)]  # "Schedule 1 -" ends in its number
    parts = [part for part in words if any(c.isdigit() for c in part) or len(part) <= 7]
    core = parts[-1] if parts else label.strip()
    return core.lstrip("§").rstrip(".:;,") if core.startswith("(") else core.lstrip("§").rstrip(".:;,)")


def joined(parent: str, core: str) -> str:
    """A parent and a child: "12.3" and "(b)" give "12.3(b)", "12" and "3" give "12.3"."""
    core = core.strip()
    if core.startswith("("):
        return parent + core
    return f"{parent}({core[:-1]})" if core.endswith(")") else f"{parent}.{core}"
