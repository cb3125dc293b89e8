"""Ask whether a file is a contract that the requirements are about, before anyone counts what it lacks."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from clausegen.library import parse, read_toml, templates_folder
from clausegen.model import Document, Value

_HEAD = 1_500  # characters in which a paper says what it is
_QUOTED = 120


class _Other(Value):
    title: str
    head: str


class _Words(Value):
    words: str


class _Scope(Value):
    others: tuple[_Other, ...]
    contract: _Words
    state: _Words
    product: _Words


class ScopeDoubt(Value):
    """Say why a file is probably not in scope: one sentence, and the words that say so, "" where words are lacking."""

    reason: str
    words: str = ""


def scope_doubt(document: Document, root: Path | None = None) -> ScopeDoubt | None:
    """Say why a document is probably no contract of this kind; None where nothing speaks against it.

    A title decides against it; else it must have words of a contract, of a public body and of a product.
    """
    scope = _loaded(root or templates_folder())
    head = document.text[:_HEAD]
    for other in scope.others:
        if found := _pattern(other.head).search(head):
            words = " ".join(found.group().split())[:_QUOTED]
            return ScopeDoubt(reason=f"It reads like {other.title}.", words=words)
    if not document.text.strip():
        return None  # nothing was read, which is told elsewhere
    for needed, reason in (
        (scope.contract, "No words of a contract were found in it."),
        (scope.state, "It names no ministry, agency or other public body."),
        (scope.product, "It names no product that can be used for surveillance."),
    ):
        if not _pattern(needed.words).search(document.text):
            return ScopeDoubt(reason=reason)
    return None


@functools.cache
def _loaded(root: Path) -> _Scope:
    file = root / "patterns" / "scope.toml"
    return parse(_Scope, read_toml(file), file)


@functools.cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE | re.MULTILINE)
