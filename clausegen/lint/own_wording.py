"""Our own wording in a Word file that comes back: each element by the code of its content control, altered or not."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from lxml import etree

from clausegen.errors import UsageError
from clausegen.lint.word_parts import local, parsed

_NOT_READ = frozenset({"del", "moveFrom", "instrText", "delText", "sdtPr"})
_SHOWN = 12  # words around a difference


@dataclass(frozen=True, slots=True)
class Alteration:
    """An element whose wording is not the one that we drafted; ``now`` is "" where its control is gone or empty."""

    code: str
    drafted: str
    now: str

    def __str__(self) -> str:
        if not self.now:
            return f"{self.code}: the wording that we drafted is gone: “{_cut(self.drafted.split())}” [altered]"
        before, after = self.drafted.split(), self.now.split()
        changes = [
            f"“{_cut(before[a:b])}” became “{_cut(after[c:d])}”"
            for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
            if tag != "equal"
        ]
        return f"{self.code}: {'; '.join(changes)} [altered]"


def drafted_wording(manifest: Path) -> dict[str, str]:
    """Return the wording of each element, by code, as the manifest beside a draft keeps it.

    Raises UsageError when the file cannot be read or is no such manifest.
    """
    try:
        held = json.loads(manifest.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{manifest}: cannot be read ({error.strerror})") from None
    except ValueError:
        held = None
    wording = held.get("wording") if isinstance(held, dict) else None
    if not isinstance(wording, dict) or not wording or not all(isinstance(words, str) for words in wording.values()):
        raise UsageError(
            f"{manifest}: no manifest of a draft with clauses; give the .manifest.json that was written beside it"
        )
    return wording


def altered(data: bytes, drafted: Mapping[str, str]) -> Iterator[Alteration]:
    """Yield each element of a Word file whose wording is not the drafted one, as if every change were accepted.

    Raises UsageError when the file has none of our content controls.
    """
    now = _controlled(data)
    if not now.keys() & drafted.keys():
        raise UsageError("no content control of the draft is in the file, so its elements cannot be told apart")
    for code, words in drafted.items():
        if now.get(code, "").split() != words.split():
            yield Alteration(code, words, now.get(code, ""))


def _controlled(data: bytes) -> dict[str, str]:
    """Return the words in each content control, by its tag; those of one code are joined in the order of the text."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            root = parsed(archive.read("word/document.xml"))
    except (BadZipFile, KeyError):
        root = None
    found: dict[str, str] = {}
    for control in root.iter("{*}sdt") if root is not None else ():
        tag = next((str(value) for mark in control.iterfind("{*}sdtPr/{*}tag") for value in mark.attrib.values()), "")
        if tag:
            found[tag] = " ".join(filter(None, [found.get(tag, ""), " ".join("".join(_words(control)).split())]))
    return found


def _words(element: etree._Element) -> Iterator[str]:
    """Yield the words below an element as they read with every change accepted; a paragraph ends a word."""
    for child in element:
        name = local(child)
        if name in _NOT_READ:
            continue
        if name == "t":
            yield child.text or ""
        elif name in ("tab", "br"):
            yield " "
        else:
            yield from _words(child)
    if local(element) == "p":
        yield " "


def _cut(words: list[str]) -> str:
    return " ".join(words) if len(words) <= _SHOWN else f"{' '.join(words[:_SHOWN])} …"
