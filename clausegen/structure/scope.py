"""Ask whether a file is a contract that the requirements are about, before anyone counts what it lacks."""

from __future__ import annotations

import functools
import re

from clausegen.library import parse, read_toml, templates_folder
from clausegen.model import Document, Value

_HEAD = 600  # characters in which a paper says what it is
_QUOTED = 120
_PROBABLY = "This is probably not a contract of this kind."


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


def scope_doubt(document: Document) -> str:
    """Say why a document is probably no contract of this kind; "" where nothing speaks against it.

    A title decides against it. An English text without words of a contract is none either, nor one that names neither
    a public body nor a product that can be used for surveillance; of other languages nothing is asked.
    """
    scope = _scope()
    head = document.text[:_HEAD]
    for other in scope.others:
        if found := _pattern(other.head).search(head):
            words = " ".join(found.group().split())[:_QUOTED]
            return f"It reads like {other.title} (“{words}”). {_PROBABLY}"
    if not document.text.strip() or document.language not in ("", "en"):
        return ""  # where nothing was read, that is told elsewhere
    if not _pattern(scope.contract.words).search(document.text):
        return f"No words of a contract were found in it. {_PROBABLY}"
    if not any(_pattern(words).search(document.text) for words in (scope.state.words, scope.product.words)):
        return f"It names no public body and no product that can be used for surveillance. {_PROBABLY}"
    return ""


@functools.cache
def _scope() -> _Scope:
    file = templates_folder() / "patterns" / "scope.toml"
    return parse(_Scope, read_toml(file), file)


@functools.cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE | re.MULTILINE)
