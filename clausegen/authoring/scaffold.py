"""A new clause folder to fill in: examples first, then elements, then wording."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from clausegen.errors import UsageError
from clausegen.library import Library

_REQUIREMENT = """\
id = "{id}"
code = "{code}"
title = "{title}"
statement = "FILL IN: what the contract achieves, in one sentence."
why = "FILL IN: what goes wrong without it."
from_tier = "low"
# status: verified (read in the primary text) | seed | seen | unverified | proposal
sources = [{{ cite = "FILL IN", status = "unverified" }}]

# [parameters.notice_days]           # only what the clause needs beyond the deal file
# type = "integer"                   # integer | text | date | list | boolean
# question = "How many days?"
# default = 10
# unit = "days"

[[elements]]
id = "first-element"                 # words; the block in clause.md.j2 has the same name with underscores
code = "{code}-1"
statement = "FILL IN: the smallest part that can be missing by itself."
severity = "critical"                # critical | major | minor
from_tier = "low"
why = "FILL IN"
satisfied_by = "FILL IN: what a contract has to say, for reports."
sources = [{{ cite = "FILL IN", status = "unverified" }}]
[elements.ladder]                    # critical elements only
preferred = {{ statement = "FILL IN" }}
acceptable = {{ statement = "FILL IN" }}
fallback = {{ statement = "FILL IN", approver = "General Counsel" }}
walk_away = "FILL IN"
"""

_CLAUSE = """\
# {title}

{{% block first_element %}}
- FILL IN: the Supplier may ...
{{% endblock %}}
"""

_EXAMPLES = """\
# Write these first, in the styles of other drafters and without an eye on our own wording: four that
# satisfy, four near-misses and one that contradicts for a critical element, 2/2/1 for the others.

[[examples]]
text = "FILL IN"
kind = "satisfies"
expect = { first-element = "satisfied" }
origin = "written for the library, drafting style: Commonwealth licence"

[[examples]]
text = "FILL IN"
kind = "near-miss"
expect = { first-element = "missing" }
why_not = "FILL IN"
origin = "written for the library, drafting style: US federal"

[[examples]]
text = "FILL IN"
kind = "contradicts"
expect = { first-element = "contradicted" }
origin = "written for the library, drafting style: customer's amendments"
"""


def new_clause(name: str, code: str, title: str, library: Library) -> Path:
    """Write a clause folder to fill in and return it.

    Raises UsageError for an id or code that is malformed or taken, or a folder that is there or cannot be
    written. The folder appears whole or not at all.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise UsageError(f"{name!r} is no id; use lower-case words joined by hyphens, such as 'force-majeure'")
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise UsageError(f"{code!r} is no code; use three capital letters, such as 'FOR'")
    if taken := next((r for r in library.requirements.values() if r.code == code), None):
        raise UsageError(f"code {code} belongs to {taken.id}; choose another with --code")
    folder = library.root / "clauses" / name
    if folder.exists():
        raise UsageError(f"{folder}: this clause folder is there already; choose another id or edit it")
    words = {"id": name, "code": code, "title": title.replace("\\", "").replace('"', "'")}
    try:
        temporary = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=folder.parent))
        try:
            (temporary / "examples.toml").write_text(_EXAMPLES, encoding="utf-8")
            (temporary / "requirement.toml").write_text(_REQUIREMENT.format(**words), encoding="utf-8")
            (temporary / "clause.md.j2").write_text(_CLAUSE.format(**words), encoding="utf-8")
            temporary.chmod(0o755)
            temporary.rename(folder)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror})") from None
    return folder
