"""From the lines of PDF pages to paragraphs: running lines, page and line numbers off, sentences whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import Final

from clausegen.ingest.lines import ends_sentence, goes_on_counting, starts_item
from clausegen.ingest.pdf.hyphens import Spelling, joined
from clausegen.ingest.pdf.lines import Line, Page
from clausegen.ingest.sniff import is_contents, is_heading
from clausegen.model import State
from clausegen.runtime import regex

_PAGE_NUMBER: Final = regex(
    r"[-–—|\s]*(?:(?:page|p\.|pg\.?|seite|página|стр\.)\s*)?(\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:of|/|de|von|sur|из)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)
_NAMED_PAGE: Final = regex(r"(?:page|p\.|pg\.?|seite|página|стр\.)\s*\d|\d+\s*(?:of|/)\s*\d+", re.IGNORECASE)
_NUMBERED: Final = regex(r"(\d{1,2})(?:\s+|$)(.*)")
_DIGITS: Final = regex("[0-9]+")
_TOP: Final = attrgetter("top")
_LONGEST_PAGE_NUMBER: Final = 30
_EDGE: Final = 5  # lines looked at from the top and from the bottom of a page


@dataclass(slots=True)
class Paragraph:
    """Joined lines; the place is that of its lines on its first page."""

    lines: list[Line]
    part: str = "body"
    centred: bool = False
    text: str = field(default="")
    starts: list[int] = field(default_factory=list)  # where in the text each line begins

    @property
    def first(self) -> Line:
        """The line it begins with."""
        return self.lines[0]


def paragraphs(pages: Sequence[Page]) -> list[Paragraph]:
    """The paragraphs of a document in reading order, running lines once each at the end."""
    for page in pages:
        _drop_line_numbers(page)
    running = _running_lines(pages)
    found: list[Paragraph] = []
    for page in pages:
        fresh = _on_page(page.lines)
        if found and fresh and _torn(found, fresh):
            at = max(n for n, paragraph in enumerate(found) if paragraph.first.state == State.VISIBLE)
            head = next(n for n, paragraph in enumerate(fresh) if paragraph.first.state == State.VISIBLE)
            found[at].lines.extend(fresh.pop(head).lines)
        found.extend(fresh)
    spelling = Spelling(pages)
    for paragraph in (*found, *running):
        paragraph.text, paragraph.starts = joined(paragraph.lines, spelling)
    return [*found, *running]


# ---- what surrounds the text ------------------------------------------------------------------


def _drop_line_numbers(page: Page) -> None:
    """Take the numbers off pleading paper: 1, 2, 3 … before nearly every line, or in a column of their own."""
    numbered = [(n, m) for n, line in enumerate(page.lines) if (m := _NUMBERED.fullmatch(line.text))]
    if len(numbered) < 8:
        return
    alone = [(n, int(m[1])) for n, m in numbered if not m[2]]
    if _ascending([value for _, value in alone]) and len(alone) >= 8:
        gone = {n for n, _ in alone}
        page.lines = [line for n, line in enumerate(page.lines) if n not in gone]
        return
    if len(numbered) >= 0.8 * len(page.lines) and _ascending([int(m[1]) for _, m in numbered]):
        for n, m in numbered:
            page.lines[n].text = m[2]
        page.lines = [line for line in page.lines if line.text]


def _ascending(values: list[int]) -> bool:
    steps = sum(after == before + 1 for before, after in pairwise(values))
    return len(values) > 1 and steps >= 0.9 * (len(values) - 1)


def _running_lines(pages: Sequence[Page]) -> list[Paragraph]:
    """Take headers, footers and page numbers off the pages; give each wording of the former once."""
    edges = [_edges(page) for page in pages]
    seen: Counter[tuple[bool, str]] = Counter()
    offsets: Counter[int] = Counter()
    for page, edge in zip(pages, edges, strict=True):
        seen.update({(top, shape) for top, _, shape in edge})
        offsets.update({value - page.number for _, line, _ in edge if (value := _page_value(line)) is not None})
    usual = {offset for offset, count in offsets.items() if count >= max(2, len(pages) // 3)}
    needed = max(2, min(3, len(pages) // 2))
    running: dict[tuple[bool, str], Paragraph] = {}
    for page, edge in zip(pages, edges, strict=True):
        gone: set[int] = set()
        closed: set[bool] = set()  # only what lies outside everything else can be running
        for top, line, shape in edge:
            if top in closed:
                continue
            if _is_page_number(line, page.number, usual, len(pages)):
                gone.add(id(line))
            elif len(pages) > 1 and seen[top, shape] >= needed and not _only_number(line):
                gone.add(id(line))
                running.setdefault((top, shape), Paragraph([line], "header" if top else "footer"))
            else:
                closed.add(top)
        if gone:
            page.lines = [line for line in page.lines if id(line) not in gone]
    return list(running.values())


def _edges(page: Page) -> list[tuple[bool, Line, str]]:
    """The outermost lines, top ones downwards and then bottom ones upwards, each with its shape."""
    ordered = sorted([line for line in page.lines if line.state == State.VISIBLE], key=_TOP, reverse=True)
    half = page.height / 2
    upper = [line for line in ordered[:_EDGE] if line.bottom > half]
    lower = [line for line in ordered[: -_EDGE - 1 : -1] if line.bottom <= half]
    return [(True, line, _shape(line)) for line in upper] + [(False, line, _shape(line)) for line in lower]


def _shape(line: Line) -> str:
    """The wording without digits, so that "Page 9" and "Page 10" are the same line."""
    return " ".join(_DIGITS.sub("", line.text).split()).casefold()


def _only_number(line: Line) -> bool:
    return not any(char.isalpha() for char in line.text)


def _page_number(line: Line) -> re.Match[str] | None:
    return _PAGE_NUMBER.fullmatch(line.text) if len(line.text) <= _LONGEST_PAGE_NUMBER else None


def _page_value(line: Line) -> int | None:
    found = _page_number(line)
    return int(found[1]) if found and found[1].isdigit() else None


def _is_page_number(line: Line, number: int, usual: set[int], pages: int) -> bool:
    found = _page_number(line)
    if found is None:
        return False
    if _NAMED_PAGE.search(line.text) or not found[1].isdigit():
        return True
    if pages == 1:
        return int(found[1]) == 1
    return int(found[1]) - number in usual


# ---- paragraphs -------------------------------------------------------------------------------


def _on_page(lines: Sequence[Line]) -> list[Paragraph]:
    found: list[Paragraph] = []
    for run in _columns(lines):
        right = max([line.right for line in run])
        left = min([line.left for line in run])
        steps = [before.top - line.top for before, line in pairwise(run) if before.top > line.top]
        pitch = median(steps) if steps else 0.0
        previous: Line | None = None
        for line in run:
            if previous is not None and _continues(previous, line, left, right, pitch, found[-1]):
                found[-1].lines.append(line)
            else:
                middle = abs((line.left - left) - (right - line.right)) < 12 and line.left - left > 30
                found.append(Paragraph([line], centred=middle))
            previous = line
    return found


def _columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Runs of lines that go down the page; a step up begins a column. Text set apart runs alone."""
    runs: list[list[Line]] = []
    before: Line | None = None
    for line in lines:
        if line.state != State.VISIBLE:
            same = bool(runs) and runs[-1][-1].state == line.state
            if same:
                runs[-1].append(line)
            else:
                runs.append([line])
            continue
        height = line.top - line.bottom
        if before is None or line.top > before.top + 2 * height or runs[-1][-1].state != State.VISIBLE:
            runs.append([line])
        else:
            runs[-1].append(line)
        before = line
    return runs


def _continues(before: Line, line: Line, left: float, right: float, pitch: float, paragraph: Paragraph) -> bool:
    if line.state != State.VISIBLE:
        return True
    if before.hyphen:
        return True
    height = max(before.top - before.bottom, 1.0)
    if line.left >= before.right - 2 and _overlap(before, line) > 0.5 * height:
        return True  # the same line, parted by a tab or a table rule
    text = line.text
    if is_contents(text) or is_contents(before.text):
        return False
    if starts_item(text, before.text):
        so_far = " ".join(other.text for other in paragraph.lines) if text[0] == "(" else ""
        if not goes_on_counting(text, so_far):
            return False
    small = text[:1].islower()
    step = before.top - line.top
    if step > 1.45 * height and step > 1.45 * min(pitch, 2.4 * height):
        return small and not ends_sentence(before.text)
    if small and not before.text.endswith((".", ";", ":")):
        return True
    if (
        before.bold != line.bold
        and len(paragraph.lines) == 1
        and len(before.text) < 80
        and is_heading(before.text, bold=True)
    ):
        return False
    per_letter = (before.right - before.left) / (len(before.text) or 1)
    first_word = len(text.partition(" ")[0])
    short = before.right + (first_word + 1) * per_letter < right - per_letter
    if short:
        return False
    indented = line.left > left + 2.5 * per_letter and line.left > before.left + 2 * per_letter
    return not (indented and ends_sentence(before.text))


def _overlap(one: Line, other: Line) -> float:
    return min(one.top, other.top) - max(one.bottom, other.bottom)


def _torn(found: Sequence[Paragraph], fresh: Sequence[Paragraph]) -> bool:
    """True when the sentence at the foot of a page goes on at the head of the next."""
    before = next((p for p in reversed(found) if p.first.state == State.VISIBLE), None)
    after = next((p for p in fresh if p.first.state == State.VISIBLE), None)
    if before is None or after is None or before.lines[-1].page + 1 != after.first.page:
        return False
    text, head = before.lines[-1].text, after.first.text
    if before.lines[-1].hyphen:
        return True
    if starts_item(head, text) or is_contents(text) or is_contents(head) or text.endswith((".", ";", ":", "_")):
        return False
    if head[:1].islower():
        return True
    if is_heading(before.first.text, bold=before.first.bold) and len(before.lines) == 1:
        return False
    return not ends_sentence(text) and len(text) > 40 and not is_heading(head, bold=after.first.bold)
