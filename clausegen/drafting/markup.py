"""Paper as Markdown and as a self-contained HTML page. Numbers are typed, because both formats lack them."""

from __future__ import annotations

import html
from collections.abc import Iterator

from clausegen.drafting.outgoing import Outgoing
from clausegen.model import Paper, Paragraph, ParagraphKind, Run, signature_lines, wider
from clausegen.runtime import regex

_SPECIAL = regex(r"([\\`*_\[\]<>&|~])")
_OPENING = regex(r"^(\s*)([#+>=-]|\d+[.)])(?=\s|$)")


def to_markdown(outgoing: Outgoing) -> str:
    """A cleared paper as Markdown, characters that Markdown would read as marks escaped."""
    paper = outgoing.paper
    out: list[str] = [f"**{_md(outgoing.marking)}**"] if outgoing.marking else []
    notes: list[str] = []
    for index, paragraph in enumerate(paper.paragraphs):
        lines = list(_markdown(paper, index, paragraph))
        if paragraph.note and lines:
            notes.append(paragraph.note)
            lines[-1] += f"[^{len(notes)}]"
        # Rows of one table stand together; everything else is set apart by an empty line.
        goes_on = index and paragraph.kind is ParagraphKind.ROW and not paragraph.level
        if lines:
            out += lines if goes_on and paper.paragraphs[index - 1].kind is ParagraphKind.ROW else ["", *lines]
    out += [f"\n[^{number}]: Drafting note: {_md(note)}" for number, note in enumerate(notes, start=1)]
    return "\n".join(out).lstrip("\n") + "\n"


def _markdown(paper: Paper, index: int, paragraph: Paragraph) -> Iterator[str]:
    kind, level = paragraph.kind, paragraph.level
    words = _md_runs(paragraph.runs)
    if kind is ParagraphKind.CONTENTS:
        return
    if kind is ParagraphKind.TITLE:
        yield f"# {words}"
    elif kind is ParagraphKind.SCHEDULE:
        yield f"## {paragraph.number}: {words}"
    elif kind is ParagraphKind.CLAUSE and level == 1:
        yield f"## {paragraph.label} {words}"
    elif kind is ParagraphKind.HEADING:
        yield f"### {words}"
    elif kind is ParagraphKind.ROW:
        yield f"| {' | '.join(_md_runs(cell) or ' ' for cell in paragraph.cells)} |"
        if level:
            yield f"|{'---|' * len(paragraph.cells)}"
    elif kind is ParagraphKind.SIGNATURE:
        yield "  \n".join(
            f"{_md(line)} ________" if line.endswith(":") else _md(line) for line in signature_lines(paragraph)
        )
    elif paragraph.label:
        yield f"{paragraph.label} {words}"
    else:
        yield _OPENING.sub(r"\1\\\2", words)


def _md_runs(runs: tuple[Run, ...]) -> str:
    return "".join(f"**{_md(run.text)}**" if run.bold and run.text.strip() else _md(run.text) for run in runs)


def _md(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


_STYLE = """
body{font:15px/1.5 Arial,Helvetica,sans-serif;max-width:46em;margin:3em auto;padding:0 1.5em;color:#111}
h1{text-align:center;color:#1f2a44;margin:2em 0 .6em}h2,h3{color:#1f2a44;font-size:1.05em;margin:1.6em 0 .5em}
.line{text-align:center}.n{margin:.45em 0 .45em 3.4em;text-indent:-3.4em}
.number{display:inline-block;width:3.12em;text-indent:0}.l3{margin-left:6.8em}.l4{margin-left:10.2em}
.text,.definition{margin:.45em 0 .45em 3.4em}
table{border-collapse:collapse;width:100%;margin:1em 0}td,th{border:1px solid #9aa3b5;padding:.3em .6em;text-align:left;
vertical-align:top}.schedule{text-align:center;border-top:1px solid #9aa3b5;padding-top:2em;margin-top:3em}
.sign{margin:1.5em 0;white-space:pre-line}nav ul{list-style:none;padding:0}nav a{text-decoration:none;color:inherit}
.notes{font-size:.85em;border-top:1px solid #9aa3b5;margin-top:3em}
""".strip()
_MARKED = """
.marking{position:fixed;top:0;left:0;right:0;margin:0;text-align:center;background:#fff;color:#8a1c1c;font-weight:bold}
""".rstrip()


def to_html(outgoing: Outgoing) -> str:
    """A cleared paper as one HTML page without scripts or anything fetched; references are links.

    The marking of an internal copy is printed on each page. The rest is styled with what ``ingest`` knows to hide
    nothing.
    """
    paper = outgoing.paper
    ids = {p.anchor: f"c{index}" for index, p in enumerate(paper.paragraphs) if p.anchor}
    notes: list[str] = []
    out: list[str] = []
    in_table = False
    if outgoing.marking:
        out.append(f'<p class="marking">{html.escape(outgoing.marking)}</p>')
    for index, paragraph in enumerate(paper.paragraphs):
        row = paragraph.kind is ParagraphKind.ROW
        if in_table and (not row or paragraph.level):
            out.append("</table>")
            in_table = False
        if row and not in_table:
            out.append("<table>")
            in_table = True
        note = ""
        if paragraph.note:
            notes.append(paragraph.note)
            note = f'<sup><a href="#note{len(notes)}">{len(notes)}</a></sup>'
        out.append(_html(paper, paragraph, ids, f' id="c{index}"' if paragraph.anchor else "", note))
    if in_table:
        out.append("</table>")
    if notes:
        items = "".join(f'<li id="note{n}">Drafting note: {html.escape(note)}</li>' for n, note in enumerate(notes, 1))
        out.append(f'<ol class="notes">{items}</ol>')
    style = _STYLE + (_MARKED if outgoing.marking else "")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>{html.escape(paper.title)}</title>'
        f'<meta name="identifier" content="{html.escape(outgoing.reference)}">'
        f"<style>{style}</style></head>\n<body>\n" + "\n".join(filter(None, out)) + "\n</body></html>\n"
    )


def _html(paper: Paper, paragraph: Paragraph, ids: dict[str, str], anchor: str, note: str) -> str:
    kind, level = paragraph.kind, paragraph.level
    words = _html_runs(paragraph.runs, ids) + note
    if kind is ParagraphKind.CONTENTS:
        return _html_contents(paper, ids)
    if kind is ParagraphKind.ROW:
        tag = "th" if level else "td"
        return f"<tr>{''.join(f'<{tag}>{_html_runs(cell, ids)}</{tag}>' for cell in paragraph.cells)}</tr>"
    if kind is ParagraphKind.SIGNATURE:
        lines = [
            f"{html.escape(line)}{' ' + '_' * 30 if line.endswith(':') else ''}" for line in signature_lines(paragraph)
        ]
        return f'<p class="sign">{"<br>".join(lines)}</p>'
    if kind is ParagraphKind.TITLE:
        return f"<h1>{words}</h1>"
    if kind is ParagraphKind.SCHEDULE:
        return f'<h2 class="schedule"{anchor}>{paragraph.number}: {words}</h2>'
    if kind is ParagraphKind.HEADING:
        return f"<h3>{words}</h3>"
    if kind is ParagraphKind.CLAUSE and level == 1:
        return f"<h2{anchor}>{paragraph.label} &ensp; {words}</h2>"
    if paragraph.label:
        depth = level if kind is ParagraphKind.CLAUSE else level + 1
        number = f'<span class="number">{paragraph.label}</span>'
        return f'<div class="n l{depth}"{anchor}>{number} <span>{words}</span></div>'
    return f'<p class="{kind.value}"{anchor}>{words}</p>'


def _html_contents(paper: Paper, ids: dict[str, str]) -> str:
    shown = [
        p
        for p in paper.paragraphs
        if p.anchor and (p.kind is ParagraphKind.SCHEDULE or (p.kind is ParagraphKind.CLAUSE and p.level == 1))
    ]
    links = "".join(f'<li><a href="#{ids[p.anchor]}">{p.label} {html.escape(p.text)}</a></li>' for p in shown)
    return f"<nav><h3>Contents</h3><ul>{links}</ul></nav>"


def _html_runs(runs: tuple[Run, ...], ids: dict[str, str]) -> str:
    out = []
    for run in runs:
        text = html.escape(run.text)
        target = next((ids[name] for name in wider(run.target) if name in ids), None)
        text = f'<a href="#{target}">{text}</a>' if target else text
        out.append(f"<strong>{text}</strong>" if run.bold else text)
    return "".join(out)
