"""Hide a clause in a web page, Markdown or text by any trick; styles of honest pages, set anywhere, cast no doubt."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausegen.ingest.load import load_document

CLAUSE = "The Supplier may suspend access at once"
HIDES = [
    "display:none", "display: NONE !important", "visibility:hidden", "opacity:0", "opacity:.01", "color:#fff",
    "color:rgb(255 255 255)", "color:hsl(0,0%,100%)", "color:#ffffff00", "color:transparent", "color:canvas",
    "font-size:0", "font:0/0 a", "font:1px serif", "font-size:calc(0px)", "transform:scale(0)", "scale:0", "zoom:0",
    "clip-path:inset(50%)", "position:absolute;left:-9999px", "margin-left:-9999px", "float:left;margin-left:-100%",
    "margin:0 0 0 -9999px", "margin-left:100%", "text-indent:-9999px", "text-indent:-100%;overflow:hidden",
    "height:0;overflow:hidden", "max-height:0;overflow:clip", "width:0;overflow:hidden", "width:1%;overflow:hidden",
    "filter:opacity(0)", "mask:linear-gradient(transparent,transparent)", "content-visibility:hidden",
    "-webkit-text-fill-color:transparent", "font-family:Wingdings", "letter-spacing:-1em", "translate:-9999px",
    "block-size:0;overflow:hidden", "background:#000;color:#000", "color:rgba(0,0,0,.02)", "padding-left:3000px",
    "text-decoration:line-through", "--x:none;display:var(--x)", "dis\\70lay:none", "direction:rtl",
    "animation:k 1s both", "columns:1000", "margin-block-start:-5000px", "unknown-property:1",
]  # fmt: skip
PLAIN = [
    "color:#1f3864", "font-size:11pt", "font-family:Arial, sans-serif", "width:100%", "max-width:100%", "margin:0 auto",
    "margin-left:10%", "margin-left:36pt;text-indent:-18pt", "padding:4px 8px", "text-align:justify", "width:60%",
    "background:#eee", "font:bold 11pt/1.4 Georgia", "border:1px solid #ccc", "line-height:150%", "overflow:hidden",
]  # fmt: skip
INLINE = "<div style='{1}'><p>{0}</p></div>"
# How a style reaches the clause; {0} is the clause and {1} the style.
PLACES = [
    "<p style='{1}'>{0}</p>",
    INLINE,
    "<style>.x {{{1}}}</style><p class='x'>{0}</p>",
    "<style>p {{{1}}}</style><p>{0}</p>",
    "<style>.x {{{1}}}</style><div class='x y'><p>{0}</p></div>",
    "<p class='x'>{0}</p><style>#z, .x {{{1}}}</style>",
]
# Places where a browser may or may not apply it, so that plain styles are plain there, too.
CONDITIONS = [
    "<style>@media screen {{ .x {{{1}}} }}</style><p class='x'>{0}</p>",
    "<style>.w > .x {{{1}}}</style><div class='w'><p class='x'>{0}</p></div>",
    "<style>p[class] {{{1}}}</style><p class='x'>{0}</p>",
    "<style>p:first-child {{{1}}}</style><p>{0}</p>",
    "<style>.X {{{1}}}</style><p class='x'>{0}</p>",
    "<style>@supports (display:block) {{ p {{{1}}} }}</style><p>{0}</p>",
]


def believed(body: str, *, before: str = "<!doctype html>") -> bool:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.html"
        opening = "<p>An agreement between A and B.</p>"
        path.write_text(f"{before}<html><body>{opening}{body}<p>It ends here.</p></body></html>", encoding="utf-8")
        document = load_document(path, isolated=False)
    at = document.text.find(CLAUSE)
    return at >= 0 and not document.doubts_in(at, at + len(CLAUSE)) and document.coverage.complete


@given(st.sampled_from(HIDES), st.sampled_from([*PLACES, *CONDITIONS]), st.sampled_from([*PLAIN, ""]))
@settings(max_examples=200, deadline=None)
def test_what_hides_hides_wherever_it_is_set(style: str, place: str, outer: str) -> None:
    assert not believed(INLINE.format(place.format(CLAUSE, style), outer)), (style, place)


@pytest.mark.parametrize("style", HIDES)
def test_every_style_that_hides_is_known(style: str) -> None:
    assert not believed(PLACES[0].format(CLAUSE, style))


@given(st.sampled_from(PLAIN), st.sampled_from([*PLACES, *CONDITIONS]))
@settings(max_examples=100, deadline=None)
def test_styles_of_honest_pages_cast_no_doubt(style: str, place: str) -> None:
    assert believed(place.format(CLAUSE, style))


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{CLAUSE}</p><div style='margin-top:-200px;height:400px;background:white'>&nbsp;</div>",
        f"<p>{CLAUSE}</p><img src='a.png' height='300' style='display:block;margin:-100px 0 0 0'>",
        f"<p>{CLAUSE}</p><svg style='margin-top:-100px' height='300'><rect height='300' fill='white'/></svg>",
        f"<p>{CLAUSE}</p><div style='position:absolute;top:0'>x</div>",
        f"<style>.c {{margin-bottom: -80pt}}</style><div class='c'></div><p>{CLAUSE}</p>",
        f"<style>.k::after {{content: ' not'}}</style><p>{CLAUSE[:12]}<i class=k></i>{CLAUSE[12:]}</p>",
        f"<p><font face='Wingdings'>{CLAUSE}</font></p>",
        f"<p><font color='fffffe'>{CLAUSE}</font></p>",
        f"<details><summary>More</summary><p>{CLAUSE}</p></details>",
        f"<dialog>{CLAUSE}</dialog>",
        f"<div popover>{CLAUSE}</div>",
        f"<table><colgroup><col style='visibility:collapse'></colgroup><tr><td>{CLAUSE}</td></tr></table>",
        f"<table width=1 style='table-layout:fixed'><tr><td nowrap style='overflow:hidden'>{CLAUSE}</td></tr></table>",
        f"<textarea rows=1>x\n\n\n{CLAUSE}</textarea>",
        f"<bdo dir=rtl>{CLAUSE}</bdo>",
    ],
)
def test_what_covers_or_folds_words_away_makes_them_doubtful(body: str) -> None:
    assert not believed(body)


def test_a_page_that_names_a_style_sheet_before_it_begins_is_not_believed() -> None:
    assert not believed(f"<p>{CLAUSE}</p>", before='<?xml version="1.0"?><?xml-stylesheet href="a.css"?>')


# ---- text and Markdown ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.md", f'{CLAUSE}{{: style="display:none"}}'),
        ("a.md", f"[{CLAUSE}]{{.hidden}}"),
        ("a.md", f"::: hidden\n{CLAUSE}\n:::"),
        ("a.md", f"%% {CLAUSE} %%"),
        ("a.md", f"{{% comment %}}{CLAUSE}{{% endcomment %}}"),
        ("a.md", f"{{--{CLAUSE}--}}"),
        ("a.md", f"$\\phantom{{{CLAUSE}}}$"),
        ("a.md", f"```mermaid\n{CLAUSE}\n```"),
        ("a.md", f"[^1]: {CLAUSE}"),
        ("a.txt", "\t" * 30 + CLAUSE),
        ("a.txt", "\u3000" * 150 + CLAUSE),
        ("a.txt", "\u2800" * 150 + CLAUSE),
        ("a.txt", f"{CLAUSE}\rNothing of the kind is agreed between A and B."),
        ("a.txt", f"\x9b8m{CLAUSE}"),
    ],
)
def test_words_that_other_programs_do_not_show_are_not_believed(name: str, words: str, tmp_path: Path) -> None:
    assert not believed_text(tmp_path / name, words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.md", f"[{CLAUSE}]{{.underline}} [^1]\n\n[^1]: A note."),
        ("a.md", f"* {CLAUSE}\n* Fees of 5 % are due."),
        ("a.txt", f"\t\t{CLAUSE}"),
        ("a.txt", f"  1.   {CLAUSE}"),
    ],
)
def test_ordinary_text_and_markdown_is_believed(name: str, words: str, tmp_path: Path) -> None:
    assert believed_text(tmp_path / name, words)


def test_what_stands_before_a_markdown_file_is_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: {CLAUSE}\n---\n\nAn agreement between A and B.\n", encoding="utf-8")
    document = load_document(path, isolated=False)
    assert CLAUSE not in document.text
    assert any(CLAUSE in block.text for block in document.blocks)


def believed_text(path: Path, words: str) -> bool:
    path.write_text(f"An agreement between A and B.\n\n{words}\n\nIt ends here.\n", encoding="utf-8", newline="")
    document = load_document(path, isolated=False)
    at = document.text.find(CLAUSE)
    return at >= 0 and not document.doubts_in(at, at + len(CLAUSE)) and document.coverage.complete
