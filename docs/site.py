"""Complete the documentation site while it is built: README, command reference, one page per requirement.

mkdocs calls ``on_files``, see mkdocs.yml.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # mkdocs runs a hook without its folder

from commands import reference

from clausegen.authoring import book
from clausegen.authoring.handbook.content import Book, Chapter
from clausegen.library import load_library
from clausegen.model import Status

ROOT = Path(__file__).parent.parent
FOLDER = "requirements"
OUTSIDE = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", ".github/SECURITY.md", "models/README.md")
SHOWN = {
    Status.SATISFIED: "Satisfies it",
    Status.MISSING: "Does not",
    Status.UNCERTAIN: "Leaves it open",
    Status.CONTRADICTED: "Contradicts it",
}
EXAMPLES = 3  # of each status


def on_files(files: Any, config: Any) -> Any:
    """Add the generated pages to those in docs/."""
    from mkdocs.structure.files import File  # pages() needs no mkdocs

    for name, text in pages().items():
        files.append(File.generated(config, name, content=text))
    return files


def pages() -> dict[str, str]:
    """Return the generated pages by their path in the site."""
    library = load_library()
    printed = book(library, library.playbook())
    made = {
        f"{FOLDER}/{chapter.requirement.id}.md": "\n".join(_requirement(chapter)) + "\n" for chapter in printed.chapters
    }
    made[f"{FOLDER}/index.md"] = "\n".join(_list(printed)) + "\n"
    made["commands.md"] = reference()
    for name in OUTSIDE:
        text = (ROOT / name).read_text(encoding="utf-8")
        made[_moved(name)] = re.sub(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", lambda found: f"]({_moved(found[1])}", text)
    return made


def _moved(name: str) -> str:
    """Return where a page of the repository is in the site."""
    names = {"README.md": "index.md", ".github/SECURITY.md": "security.md", "models/README.md": "models.md"}
    if name == "docs/adr/":
        return "adr/0001-one-definition.md"
    if name in ("LICENSE", "NOTICE"):
        return f"https://spdx.org/licenses/Apache-2.0.html#{name.lower()}"
    return names.get(name, name.removeprefix("docs/").removeprefix("../"))


def _list(printed: Book) -> Iterator[str]:
    yield f"# Requirements: {printed.title}\n"
    yield f"{printed.description}\n"
    yield "| requirement | from tier | elements |\n|---|---|--:|"
    for chapter in printed.chapters:
        requirement = chapter.requirement
        due = "mandatory" if chapter.mandatory else chapter.tier.value
        name = f"[{requirement.title} ({requirement.code})]({requirement.id}.md)"
        yield f"| {name} | {due} | {len(chapter.entries)} |"


def _requirement(chapter: Chapter) -> Iterator[str]:
    requirement = chapter.requirement
    yield f"# {requirement.title} ({requirement.code})\n\n{requirement.statement}\n\n*Why:* {requirement.why}\n"
    for entry in chapter.entries:
        element = entry.element
        due = f"{element.severity.capitalize()}, from tier {element.from_tier}."
        yield f"## {element.code}: {element.statement}\n\n{due} {element.why}\n"
        yield from (f"* {part}" for part in element.parts)
        for wording in entry.wordings[:1]:
            yield "\n**Our wording**" + (f" ({wording.statement})" if wording.statement else "") + "\n"
            yield from (f"> {line.text}\n>" for line in wording.lines)
        for status, title in SHOWN.items():
            examples = entry.shown(status)[:EXAMPLES]
            yield f"\n**{title}**\n" if examples else ""
            for example in examples:
                why = f" *({example.why_not})*" if example.why_not and status is not Status.SATISFIED else ""
                yield f"* {' '.join(example.text.split())}{why}"
        yield "\n" + "".join(f"Source: {cite}\n\n" for cite in entry.cites)
