"""The book as one HTML page, without scripts or anything fetched."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from clausegen.authoring.handbook.content import Book, Chapter, Entry, Wording
from clausegen.model import Status

_STYLE = """
body{font:16px/1.55 Georgia,"Times New Roman",serif;max-width:46rem;margin:3rem auto;padding:0 1.5rem;color:#1a1a1a}
h1,h2,h3,h4,nav,table,.meta,summary{font-family:Arial,Helvetica,sans-serif;color:#1f2a44}
h1{font-size:1.9rem;margin-bottom:.2rem}h2{margin-top:4rem;border-top:2px solid #1f2a44;padding-top:1rem}
h3{margin:2.6rem 0 .2rem;font-size:1.05rem}h4{margin:1.1rem 0 .3rem;font-size:.85rem;letter-spacing:.03em}
.meta{font-size:.82rem;color:#56607a;margin:.1rem 0 .8rem}nav a{display:block;color:inherit;text-decoration:none}
nav .entry{margin-left:1.6rem;font-size:.9rem}nav a:hover{text-decoration:underline}
.wording{border-left:3px solid #9aa3b5;padding:.1rem 0 .1rem 1rem;margin:.4rem 0 1rem}.wording p{margin:.35rem 0}
.l3{margin-left:1.6rem}.l4{margin-left:3.2rem}table{border-collapse:collapse;width:100%;font-size:.85rem}
td,th{border:1px solid #c3c9d6;padding:.35rem .5rem;text-align:left;vertical-align:top}
.example{margin:.5rem 0 .5rem 1rem}.example .why{font-style:italic;color:#56607a}summary{cursor:pointer}
@media print{nav{break-after:page}h2{break-before:page}details{display:block}}
""".strip()
# Examples in the order they are shown.
SHOWN = (
    (Status.SATISFIED, "Texts that satisfy"),
    (Status.MISSING, "Texts that do not"),
    (Status.UNCERTAIN, "Texts that leave it open"),
    (Status.CONTRADICTED, "Texts that contradict"),
)


def to_html(book: Book) -> str:
    """Render the book as one self-contained page."""
    return "\n".join(_page(book)) + "\n"


def _page(book: Book) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="generator" content="clausegen">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Playbook: {escape(book.title)}</title><style>{_STYLE}</style></head><body>"
    yield f"<h1>Playbook: {escape(book.title)}</h1>"
    yield f'<p class="meta">Library {escape(book.version)} · {book.sha256[:16]}</p>'
    yield f"<p>{escape(book.description)}</p>"
    yield f"<p>{escape(preface(book))}</p>"
    yield "<nav><h4>Contents</h4>"
    for chapter in book.chapters:
        yield f'<a href="#{chapter.requirement.id}">{escape(named(chapter))}</a>'
        for entry in chapter.entries:
            yield f'<a class="entry" href="#{entry.element.code}">{escape(headed(entry))}</a>'
    yield "</nav>"
    yield "<h2>What a tier asks of the deal</h2><table>"
    for index, row in enumerate(book.terms):
        cell = "td" if index else "th"
        yield "<tr>" + "".join(f"<{cell}>{escape(words)}</{cell}>" for words in row) + "</tr>"
    yield "</table>"
    for chapter in book.chapters:
        yield from _chapter(chapter)
    yield "</body></html>"


def preface(book: Book) -> str:
    """Tell the reader what to know about the wording that follows."""
    names = ", ".join(f"{name} as the {label}" for label, name in book.names.items())
    return (
        f"The wording is that of an agreement at the high tier with invented parties: {names}. References name the "
        "clause they lead to, because its number depends on the agreement. Not legal advice."
    )


def _chapter(chapter: Chapter) -> Iterator[str]:
    requirement = chapter.requirement
    yield f'<section><h2 id="{requirement.id}">{escape(named(chapter))}</h2>'
    yield f'<p class="meta">{escape(about(chapter))}</p>'
    yield f"<p>{escape(requirement.statement)}</p><p>{escape(requirement.why)}</p>"
    yield from _list("Definitions", chapter.definitions)
    yield from _list(f"Questions, answered under [answers.{requirement.id}]", chapter.questions)
    yield from _list("Sources", chapter.cites)
    for entry in chapter.entries:
        yield from _entry(entry)
    yield "</section>"


def named(chapter: Chapter) -> str:
    """Return code and title of a requirement."""
    return f"{chapter.requirement.code} {chapter.requirement.title}"


def headed(entry: Entry) -> str:
    """Return code and statement of an element."""
    return f"{entry.element.code} {entry.element.statement}"


def about(chapter: Chapter) -> str:
    """Return id and standing of a requirement on one line."""
    standing = "mandatory" if chapter.mandatory else f"from tier {chapter.tier}"
    return f"{chapter.requirement.id} · {standing} · {len(chapter.entries)} elements"


def standing(entry: Entry) -> str:
    """Name and standing of an element on one line."""
    return f"{entry.name} · {entry.element.severity} · from tier {entry.element.from_tier}"


def _entry(entry: Entry) -> Iterator[str]:
    element = entry.element
    yield f'<h3 id="{element.code}">{escape(headed(entry))}</h3>'
    yield f'<p class="meta">{standing(entry)}</p>'
    yield f"<p>{escape(element.why)}</p>"
    yield from _list("Takes all of", element.parts)
    for wording in entry.wordings:
        yield f"<h4>{escape(rung(wording))}</h4>"
        yield f"<p>{escape(wording.statement)}</p>" if wording.statement else ""
        lines = "".join(f'<p class="l{line.level}">{escape(line.text)}</p>' for line in wording.lines)
        yield f'<div class="wording">{lines}</div>'
    if element.ladder:
        yield f"<h4>Walk away</h4><p>{escape(element.ladder.walk_away)}</p>"
    yield from _list("Sources", entry.cites)
    yield "<details><summary>Examples</summary>"
    for status, title in SHOWN:
        found = entry.shown(status)
        yield f"<h4>{title}</h4>" if found else ""
        for example in found:
            text = "<br>".join(escape(line) for line in example.text.strip().splitlines())
            why = f' <span class="why">{escape(example.why_not)}</span>' if example.why_not else ""
            yield f'<p class="example">{text}{why}</p>'
    yield "</details>"


def rung(wording: Wording) -> str:
    """Return the heading of a wording."""
    if not wording.rung:
        return "Wording"
    approval = f" (approval: {wording.approver})" if wording.approver else ""
    return f"{wording.rung.capitalize()} position{approval}"


def _list(title: str, items: tuple[str, ...]) -> Iterator[str]:
    if items:
        yield f"<h4>{title}</h4><ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"
