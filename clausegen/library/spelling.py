"""American spelling: for words that go into a contract that uses it, and for drafts under an American law.

Drafts also call their clauses Sections, as American agreements do (Adams, A Manual of Style for Contract Drafting).
"""

from __future__ import annotations

import calendar
import functools
import re
from pathlib import Path

from pydantic import Field

from clausegen.library.toml_file import parse, read_toml
from clausegen.model import Value

_CODE = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|^ *[#@-][a-z0-9.-]*|<[a-z-]+>)", re.DOTALL | re.MULTILINE)


_CLAUSE = re.compile(r"\b[Cc]lause(s?)\b")
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(calendar.month_name[1:])}) (\d{{4}})\b")


class _Spelling(Value):
    both: tuple[str, ...] = ()
    stems: dict[str, str] = Field(min_length=1)


@functools.cache
def _spelling(root: Path) -> _Spelling | None:
    file = root / "spelling" / "american.toml"
    return parse(_Spelling, read_toml(file), file) if file.is_file() else None


def _stems(root: Path) -> dict[str, str]:
    found = _spelling(root)
    return found.stems if found else {}


@functools.cache
def _pattern(root: Path, american: bool) -> re.Pattern[str]:
    words = _stems(root).values() if american else _stems(root)
    found = _spelling(root)
    both = "".join(rf"(?!{word})" for word in found.both) if american and found else ""
    return re.compile(
        rf"\b{both}({'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})(?![ltm])", re.IGNORECASE
    )


def is_american(text: str, root: Path) -> bool:
    """Return True when a text spells more of the words in question the American way than the British."""
    return bool(_stems(root)) and len(_pattern(root, True).findall(text)) > len(_pattern(root, False).findall(text))


def american(text: str, root: Path) -> str:
    """Return the text in American spelling, capitals kept, its dates as "May 3, 2026"."""

    def spelt(found: re.Match[str]) -> str:
        word = found[1]
        there = _stems(root)[word.lower()]
        return there.upper() if word.isupper() else there.capitalize() if word[0].isupper() else there

    return _DAY.sub(r"\2 \1, \3", _pattern(root, False).sub(spelt, text)) if _stems(root) else text


def sections(text: str) -> str:
    """Return the text with its clauses called Sections."""
    return _CLAUSE.sub(r"Section\1", text)


@functools.lru_cache(maxsize=1024)
def in_american(source: str, root: Path) -> str:
    """Return the source of a template as Americans draft; what it computes and what its lines are called stays."""
    parts = _CODE.split(source)
    return "".join(part if index % 2 else sections(american(part, root)) for index, part in enumerate(parts))
