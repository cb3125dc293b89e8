"""A contract as clausegen reads it: every block with its number, what is set apart, what was not read."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

from clausegen.model import Block, Consolidated, Coverage, Document, Operation, State, Structure

_WIDTH = 100
_MARGIN = 14


def render_show(read: Structure, view: str = "accepted") -> str:
    """Return the document as plain text for a terminal, wrapped at 100 columns.

    Blocks set apart are marked "~" with their state, pending insertions "+". ``view`` is named in the head.
    """
    document = read.document
    lines = [f"{document.path} ({_kind(document)}, {view} view)", *_account(read.coverage)]
    lines += [f"! {notice.message}" for notice in read.notices]
    lines += [f"* {_operation(document, operation)}" for operation in read.operations]
    part = None
    for block in _in_force(read):
        if block.part != part:
            part = block.part
            lines += ["", f"[{part}]"]
        lines += _block(block)
    return "\n".join(lines) + "\n"


def render_show_json(read: Structure, view: str = "accepted") -> str:
    """Return the document as one JSON object: blocks in reading order, notices, coverage, operations on clauses.

    ``start`` and ``end`` are half-open character offsets into the agreed text, equal for blocks set apart.
    """
    document = read.document
    shown = {
        "path": document.path,
        "format": document.format,
        "sha256": document.sha256,
        "language": document.language,
        "view": view,
        "blocks": [_as_json(block) for block in _in_force(read)],
        "notices": [notice.model_dump() for notice in read.notices],
        "coverage": read.coverage.model_dump(mode="json"),
        "operations": [operation.model_dump(mode="json") for operation in read.operations],
    }
    return json.dumps(shown, indent=1, ensure_ascii=False) + "\n"


def _in_force(read: Structure) -> Iterator[Block]:
    """Yield the blocks of a contract; of one with papers without those that these took away."""
    end = read.end if isinstance(read, Consolidated) else 0
    return (block for block in read.document.blocks if not block.agreed or not end or block.start < end)


def _as_json(block: Block) -> dict[str, object]:
    first = ("text", "label", "kind", "part", "page", "state")
    values = block.model_dump(mode="json", exclude={"lines"})
    values["box"] = None if block.box is None else block.box.model_dump()
    return {name: values.pop(name) for name in first} | values


def _account(coverage: Coverage) -> list[str]:
    read = ", ".join(coverage.parts_read)
    if coverage.pages is not None:
        read += f"; {coverage.pages_read} of {coverage.pages} pages"
    if coverage.pages_ocr:
        read += f", {len(coverage.pages_ocr)} by OCR"
    lines = [f"read: {read}"]
    if not coverage.complete:
        lines.append("NOT ALL OF IT WAS READ: nothing is claimed about what was not")
    return lines


def _kind(document: Document) -> str:
    return f"{document.format}, {document.language}" if document.language else document.format


def _operation(document: Document, one: Operation) -> str:
    """Return one line: what happens to which target, and the first of its new words."""
    if one.paper:  # its offsets are those of the paper
        why = f": {one.why}" if one.why else ""
        return f"{one.paper}: {textwrap.shorten(one.words, 60)!r} ({one.status.value}{why})"
    new = document.text[one.text_start : one.text_end]
    return f"{one.target}: {one.kind.value}" + (f", new words: {textwrap.shorten(new, 60)!r}" if new else "")


def _block(block: Block) -> list[str]:
    mark = " "
    note = ""
    if not block.agreed:
        mark, note = "~", f"({block.state.value}) "
    elif block.state == State.INSERTED:
        mark = "+"
    label = "" if block.typed_label else block.label
    kind = "" if block.kind.value == "paragraph" else f" [{block.kind.value}]"
    page = "" if block.page is None else f" p.{block.page}"
    head = f"{mark} {'  ' * min(block.level, 4)}{label}"
    body = note + block.text + kind + page
    indent = " " * _MARGIN
    wrapped = textwrap.wrap(
        body, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ) or [indent]
    if len(head) < _MARGIN:
        wrapped[0] = head.ljust(_MARGIN) + wrapped[0][_MARGIN:]
    else:
        wrapped.insert(0, head)
    return wrapped
