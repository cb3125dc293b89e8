"""Word files, read whole: body, tables, notes, text boxes, headers and footers, comments."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from pathlib import Path
from typing import Final

from lxml import etree

from clausegen.errors import DamagedDocument, DocumentError, LimitExceeded, PassingFailure
from clausegen.ingest import limits
from clausegen.ingest.docx.blocks import Blocks
from clausegen.ingest.docx.numbering import Numbering
from clausegen.ingest.docx.package import Package, TooDeep, W, on, w
from clausegen.ingest.docx.pieces import Paragraph, Place
from clausegen.ingest.docx.runs import Runs
from clausegen.ingest.docx.story import Story
from clausegen.ingest.docx.style_doubts import Doubts, style_doubts
from clausegen.ingest.docx.styles import Styles, StyleSheet
from clausegen.ingest.docx.theme import Theme
from clausegen.ingest.resource_guard import Archive
from clausegen.ingest.result import TOO_LONG, Reading
from clausegen.model import Block, BlockKind, State

_PAGE_SHARE: Final = 200_000  # square points; a picture larger than two fifths of a Letter page may be a scan
_NOTE_KINDS: Final = ("footnote", "endnote")
_SHORT_NOTE: Final = 5  # words; one says something of the words that it stands at, and nothing by itself

# Reads an embedded part (its name and bytes) as a contract of its own.
ReadEmbedded = Callable[[str, bytes], Reading]


def read_docx(path: Path, content: bytes, *, original: bool, read_embedded: ReadEmbedded) -> Reading:
    """Read a Word file.

    ``original`` chooses the text before all pending changes instead of the accepted one.
    Raises: DamagedDocument, EncryptedDocument, LimitExceeded, UnsupportedFormat.
    """
    try:
        return _Reader(Package(path, Archive(path, content)), original, read_embedded).read()
    except (TooDeep, RecursionError) as error:
        nested = f"tables, text boxes or content controls are nested more than {limits.NESTING} deep"
        reason = str(error) if isinstance(error, TooDeep) and error.args else nested
        raise LimitExceeded(path, reason, "do not open it; no contract is built like this") from None


class _Full(Exception):
    """There are as many paragraphs or characters as a contract is granted."""


class _Reader:
    def __init__(self, package: Package, original: bool, read_embedded: ReadEmbedded) -> None:
        self.package = package
        self.original = original
        self.read_embedded = read_embedded
        self.reading = Reading()
        self.paper = "FFFFFF"
        self.notes: dict[str, str] = {}
        self.theme = Theme(package)
        self.doubts: dict[str, Doubts] = {}
        self.short_notes = [_short(package.related_root(kind + "s")) for kind in _NOTE_KINDS]
        styles = package.related_root("styles")
        if styles is not None:
            self.theme.apply(styles)
        sheet = StyleSheet(styles)
        self.style_doubts = style_doubts(package, self.theme, sheet)
        self.styles = Styles(sheet)
        numbering = Numbering(package.related_root("numbering"), sheet.lists)
        self.blocks = Blocks(numbering, original=original)

    def read(self) -> Reading:
        package = self.package
        root = package.root(package.main)
        body = root.find(w.body)
        if body is None:
            raise DamagedDocument(package.path, "the Word file has no body", "ask for the file again")
        page_colour = root.find(w.background)
        settings = package.related_root("settings")
        shown = settings is not None and bool(on(settings.find(w.displayBackgroundShape)))
        if page_colour is not None and shown:
            self.paper = page_colour.get(w.color, "FFFFFF")
        self._story(package.main, body, Place(background=self.paper))
        self.reading.parts_read.append("body")
        for kind in _NOTE_KINDS:
            self._notes(kind)
        self._margins(body)
        self._comments()
        if "word/vbaproject.bin" in package.archive:
            self.reading.notice("macros", "The file carries macros; they were not run.")
        self.reading.blocks = self.blocks.blocks
        return self.reading

    def _story(self, part: str, element: etree._Element, place: Place) -> None:
        """Walk one part; again without fields when one was left open and would swallow the rest."""
        start = len(self.blocks.blocks)
        self.blocks.source = part
        runs = self._walked(part, element, place)
        if runs.fields_left_open:
            del self.blocks.blocks[start:]
            runs = self._walked(part, element, place, ignore_fields=True)
            self.reading.notice("open-field", "A field has no end; its code was read as text.")
        for note, revision in runs.notes.items():
            self.notes.setdefault(note, revision)
        if unread := runs.unread(element):
            self.reading.skip(f"{unread} in {posixpath.basename(part)} were not read: Word may show them")
        for sentence in dict.fromkeys(runs.skipped):
            self.reading.skip(sentence)
        self._pictures(part, runs)
        self._objects(part, runs)

    def _walked(self, part: str, element: etree._Element, place: Place, *, ignore_fields: bool = False) -> Runs:
        story = Story(
            self.package.root(part),
            self.styles,
            original=self.original,
            emit=self._emit,
            on_chunk=lambda identifier, where: self._chunk(part, identifier, where),
            doubts=self._doubts(part),
        )
        story.runs.ignore_fields = ignore_fields
        try:
            story.walk(element, place)
        except _Full:
            self.reading.skip(TOO_LONG)
        self.blocks.close()
        return story.runs

    def _doubts(self, part: str) -> Doubts:
        if part not in self.doubts:
            self.theme.apply(self.package.root(part))
            root = self.package.root(part)
            found = self.doubts[part] = self.style_doubts.of(root)
            for kind, short in zip(_NOTE_KINDS, self.short_notes, strict=True):
                for reference in root.iter(f"{W}{kind}Reference") if short else ():
                    if reference.get(w.id) in short:
                        found.setdefault(next(reference.iterancestors(w.p)), "word-note")
            if "word-alternate" in found.values():
                self.reading.skip(
                    f"{posixpath.basename(part)} holds other words for other programs, which were not read"
                )
        return self.doubts[part]

    def _emit(self, paragraph: Paragraph) -> None:
        self.blocks.add(paragraph)
        if self.blocks.full:
            raise _Full

    # ---- other parts --------------------------------------------------------------------------

    def _notes(self, kind: str) -> None:
        name = self.package.of_kind(self.package.main, kind + "s")
        if name is None:
            return
        read = False
        for note in self.package.root(name):
            reference = f"{kind}:{note.get(W + 'id', '')}"
            if note.get(w.type, "normal") != "normal":
                continue  # separators
            if reference in self.notes:
                self._story(name, note, Place(revision=self.notes[reference], part=kind))
            else:  # nothing refers to it, or only what is hidden does
                self._story(name, note, Place(part=kind, forced=State.HIDDEN))
            read = True
        if read:
            self.reading.parts_read.append(kind + "s")

    def _margins(self, body: etree._Element) -> None:
        """Headers and footers; those that no page shows are kept apart as hidden."""
        settings = self.package.related_root("settings")
        even_odd = settings is not None and bool(on(settings.find(w.evenAndOddHeaders)))
        shown: dict[tuple[str, str], bool] = {}
        current: dict[tuple[str, str], str] = {}
        for section in body.iter(w.sectPr):
            above = section.getparent()
            if above is not None and above.tag == w.sectPrChange:
                continue
            first_page = bool(on(section.find(w.titlePg)))
            for reference in section:
                if reference.tag in (w.headerReference, w.footerReference):
                    kind = "header" if reference.tag == w.headerReference else "footer"
                    identifier = next((str(v) for k, v in reference.attrib.items() if str(k).endswith("}id")), "")
                    current[kind, reference.get(w.type, "default")] = identifier
            for (kind, place), identifier in current.items():
                seen = place == "default" or (place == "first" and first_page) or (place == "even" and even_odd)
                shown[kind, identifier] = shown.get((kind, identifier), False) or seen
        relations = self.package.relations(self.package.main)
        already: set[tuple[str, str, str]] = set()
        for kind in ("header", "footer"):
            for (part_kind, identifier), seen in shown.items():
                relation = relations.get(identifier)
                if part_kind != kind or relation is None or relation.target not in self.package.archive:
                    continue
                start = len(self.blocks.blocks)
                forced = None if seen else State.HIDDEN
                self._story(relation.target, self.package.root(relation.target), Place(part=kind, forced=forced))
                fresh = self.blocks.blocks[start:]
                del self.blocks.blocks[start:]
                for block in fresh:  # the same line on first, even and other pages is one line
                    key = (kind, block.state, block.text)
                    if key not in already:
                        already.add(key)
                        self.blocks.blocks.append(block)
                if kind + "s" not in self.reading.parts_read:
                    self.reading.parts_read.append(kind + "s")

    def _comments(self) -> None:
        name = self.package.of_kind(self.package.main, "comments")
        if name is None:
            return
        for number, comment in enumerate(self.package.root(name).iterfind(w.comment)):
            start = len(self.blocks.blocks)
            self._story(name, comment, Place(part="comment"))
            texts = [block.text for block in self.blocks.blocks[start:] if block.agreed]
            del self.blocks.blocks[start:]
            if texts:
                self.blocks.blocks.append(
                    Block(
                        text=" ".join(texts),
                        start=0,
                        end=0,
                        kind=BlockKind.COMMENT,
                        state=State.COMMENT,
                        part="comment",
                        anchor=f"{name}#c{number}",
                    )
                )
                if "comments" not in self.reading.parts_read:
                    self.reading.parts_read.append("comments")

    # ---- what is embedded ---------------------------------------------------------------------

    def _chunk(self, part: str, identifier: str, place: Place) -> None:
        self._embedded(part, identifier, place, "an inserted file")

    def _objects(self, part: str, runs: Runs) -> None:
        for identifier in runs.objects:
            self._embedded(part, identifier, None, "an embedded object")

    def _embedded(self, part: str, identifier: str, place: Place | None, what: str) -> None:
        """Read a file within the file: an altChunk stands in the text, an object is an attachment."""
        relation = self.package.relations(part).get(identifier)
        if relation is None or relation.external or relation.target not in self.package.archive:
            self.reading.skip(f"{what} lies outside the file and was not read")
            return
        name = posixpath.basename(relation.target)
        try:
            inner = self.read_embedded(relation.target, self.package.archive.read(relation.target))
        except (LimitExceeded, PassingFailure):
            raise
        except DocumentError as error:
            self.reading.skip(f"{what} ({name}) was not read: {error.reason}")
            return
        for block in inner.blocks:
            update: dict[str, object] = {"anchor": f"{relation.target}!{block.anchor}"}
            if place is None:
                update["part"] = f"attachment:{name}"
            elif place.forced is not None and block.agreed:
                update["state"] = place.forced
            self.blocks.blocks.append(block.model_copy(update=update))
        self.reading.account_for(name, inner)

    def _pictures(self, part: str, runs: Runs) -> None:
        large = [identifier for identifier, area in runs.pictures if area > _PAGE_SHARE]
        if large:
            count = len(large)
            where = posixpath.basename(part)
            subject, verb = ("a picture", "was") if count == 1 else (f"{count} pictures", "were")
            self.reading.skip(f"{subject} in {where} large enough to hold a page of text {verb} not read")


def _short(notes: etree._Element | None) -> set[str]:
    """The notes of few words, by their ids."""
    said = {} if notes is None else {note.get(w.id, ""): "".join(map(_letters, note.iter(w.t))) for note in notes}
    return {number for number, text in said.items() if 0 < len(text.split()) <= _SHORT_NOTE}


def _letters(text: etree._Element) -> str:
    return text.text or ""
