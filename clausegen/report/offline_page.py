"""Templates, styles and scripts of the HTML pages: one file each, no network, a strict content policy.

Contract text reaches a page only through Jinja's automatic escaping.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

_FOLDER: Final = Path(__file__).parent / "page"


def template(name: str) -> Template:
    """Load a template of the folder ``page``."""
    return _environment().get_template(name)


@functools.cache
def inline(name: str) -> dict[str, Markup | str]:
    """Give a file ending in .css or .js to a template: as ``style`` or ``script``, with the hash its policy names."""
    text = (_FOLDER / name).read_text(encoding="utf-8")
    kind = "style" if name.endswith(".css") else "script"
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return {kind: Markup(text), f"{kind}_hash": f"sha256-{digest}"}  # noqa: S704 - ours


@functools.cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["whole_days"] = _whole_days
    return made


def _whole_days(words: object) -> Markup:
    """Escape words, and keep each ISO day on one line."""
    day = r'<span class="day">\g<0></span>'
    return Markup(re.sub(r"\b\d{4}-\d\d-\d\d\b", day, str(escape(words))))  # noqa: S704 - escaped before
