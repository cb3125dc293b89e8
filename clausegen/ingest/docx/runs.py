"""The inside of a Word paragraph: runs, links, fields, tracked changes, drawings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from lxml import etree

from clausegen.ingest import limits
from clausegen.ingest.docx.measures import EMU_PER_POINT, whole
from clausegen.ingest.docx.package import MC, WP, A, TooDeep, on, w
from clausegen.ingest.docx.pieces import BREAK, M, Paragraph, Place, branches, formula, unwrapped
from clausegen.ingest.docx.plain_names import MOST_LETTERS
from clausegen.ingest.docx.properties import UNKNOWN_COLOUR, run_properties
from clausegen.ingest.docx.styles import Styles
from clausegen.ingest.docx.tracked_changes import Piece
from clausegen.ingest.symbols import symbol
from clausegen.model import State

_TEXT_PATH: Final = "{urn:schemas-microsoft-com:vml}textpath"  # words along a line: WordArt, watermarks
_ON: Final = frozenset({"1", "true", "on"})


def _says(text: etree._Element) -> bool:
    return bool(text.text) and not str(text.text).isspace()


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    code: bool = True
    letters: int = 0  # of its result so far
    dirty: bool = False  # Word computes it anew when it opens the file

    def doubtful(self) -> bool:
        """True when Word may show something else than the result as saved."""
        words = self.instruction.replace("\\", " ").split()
        most = MOST_LETTERS.get(words[0].strip('"').upper() if words else "")
        return most is None or self.letters > (min(most, MOST_LETTERS["PAGE"]) if self.dirty else most)


class Runs:
    """Reads the runs of one paragraph after the other, with what goes on from one to the next: fields.

    ``skipped`` collects sentences about what lies there unread; ``notes`` the ids of referenced footnotes
    ("footnote:2") with the revision of the reference; ``boxes`` the text boxes met since they were last taken.
    """

    def __init__(self, styles: Styles, *, original: bool) -> None:
        self._styles = styles
        self._original = original
        self._fields: list[_Field] = []
        self._codes = 0
        self.ignore_fields = False
        self.boxes: list[tuple[etree._Element, Place]] = []
        self.skipped: list[str] = []
        self.pictures: list[tuple[str, int]] = []
        self.objects: list[str] = []
        self.notes: dict[str, str] = {}
        self.texts = 0  # text elements met, to be compared with those that the part holds

    @property
    def fields_left_open(self) -> bool:
        """True when a field began and never ended: its code must not swallow the rest of the text."""
        return any(opened.code for opened in self._fields)

    def unread(self, part: etree._Element) -> str:
        """Say which texts of a part were not met; "" for all but the branches that are not taken."""
        held = sum(_says(text) for text in part.iter(w.t))
        if self.texts >= held:
            return ""
        aside: set[etree._Element] = set()
        for alternate in part.iter(MC + "AlternateContent"):
            taken = {text for branch in branches(alternate) for text in branch.iter(w.t)}
            said = "".join(text.text or "" for text in taken)
            aside |= {text for text in alternate.iter(w.t) if text not in taken and (text.text or "") in said}
        missing = held - sum(map(_says, aside)) - self.texts
        return f"{missing} passage{'s' if missing > 1 else ''}" if missing > 0 else ""

    def read(self, element: etree._Element, paragraph: Paragraph) -> None:
        """Add the pieces of a paragraph element to ``paragraph``."""
        self._paragraph = paragraph
        in_contents = any("TOC" in opened.instruction.upper()[:8] for opened in islice(self._fields, limits.NESTING))
        self._inline(element, paragraph.place)
        paragraph.contents = in_contents or paragraph.style.name.lower().startswith(("toc ", "table of "))

    def _inline(self, element: etree._Element, place: Place) -> None:
        for child, where in unwrapped(element, place):
            tag = child.tag
            if tag == w.r:
                self._run(child, where)
            elif tag == w.fldSimple:
                self._fields.append(_Field(child.get(w.instr, ""), code=False, dirty=child.get(w.dirty) in _ON))
                self._in_fields(0)
                self._inline(child, replace(where, depth=where.depth + 1))
                self._fields.pop()
            elif tag in (M + "oMath", M + "oMathPara"):
                self._add(formula(child), Piece("", where.revision, where.forced or State.VISIBLE, False, where.mark))
            elif tag == w.subDoc:
                self.skipped.append("a linked subdocument lies outside the file and was not read")

    def _run(self, run: etree._Element, place: Place) -> None:
        children = list(run)
        properties = children[0] if children and children[0].tag == w.rPr else None
        if self._original and properties is not None:
            before = properties.find(f"{w.rPrChange}/{w.rPr}")
            properties = properties if before is None else before
        paragraph = self._paragraph
        around = paragraph.place
        look, bold, doubt = self._styles.look(
            paragraph.style, around.table, run_properties(properties), around.background
        )
        paragraph.doubt = paragraph.doubt or doubt
        like = Piece("", place.revision, place.forced or look, bold, place.mark)
        # Nearly every run is its looks and one text.
        if len(children) == 2 and children[0].tag == w.rPr and children[1].tag == w.t:
            self.texts += _says(children[1])
            self._add(children[1].text, like)
        else:
            self._content(children, like, place)

    def _content(self, run: Iterable[etree._Element], like: Piece, place: Place) -> None:
        """Read what stands in a run; ``like`` is a piece of it without its text."""
        if place.depth > limits.NESTING:
            raise TooDeep
        for child in run:
            tag = child.tag
            if tag == w.t:
                self.texts += _says(child)
                self._add(child.text, like)
            elif tag == w.rPr:
                continue
            elif tag == w.delText:
                self._add(child.text, like if like.revision in {"d", "x"} else like._replace(revision="d"))
            elif tag in (w.tab, w.ptab):
                self._add(" ", like)
            elif tag in (w.br, w.cr):
                self._add(BREAK, like)
            elif tag == w.noBreakHyphen:
                self._add("-", like)
            elif tag == w.sym:
                self._add(symbol(child.get(w.font, ""), child.get(w.char, "")), like)
            elif tag == w.fldChar:
                self._field_character(child, like)
            elif tag == w.instrText:
                if self._fields and self._fields[-1].code:
                    self._fields[-1].instruction += child.text or ""
            elif tag in (w.footnoteReference, w.endnoteReference):
                note = "footnote" if tag == w.footnoteReference else "endnote"
                reference = f"{note}:{child.get(w.id, '')}"
                if like.look not in {State.HIDDEN, State.PLACEHOLDER}:  # Word hides the note with its reference
                    self.notes.setdefault(reference, like.revision)
            elif tag == MC + "AlternateContent":
                for chosen in branches(child):
                    self._content(chosen, like, replace(place, depth=place.depth + 1))
            elif tag in (w.drawing, w.pict, w.object):
                self._drawing(child, like)
            elif tag == w.ruby:
                forced = None if like.look == State.VISIBLE else like.look
                for base in child.iterfind(w.rubyBase):
                    self._inline(base, replace(place, forced=forced, depth=place.depth + 1))
                    break

    def _add(self, text: str | None, like: Piece) -> None:
        if text and not (self._codes and not self.ignore_fields):
            if self._fields:
                self._in_fields(sum(map(str.isalpha, text)))
            self._paragraph.pieces.append(Piece(text, *like[1:]))

    def _in_fields(self, letters: int) -> None:
        """Doubt a paragraph with the result of a field that Word may show otherwise."""
        for field in islice(self._fields, limits.NESTING):
            if not field.code:
                field.letters += letters
                if field.doubtful():
                    self._paragraph.doubt = self._paragraph.doubt or "word-field"

    def _field_character(self, element: etree._Element, like: Piece) -> None:
        kind = element.get(w.fldCharType)
        if kind == "begin":
            self._form_field(element, like)
            self._fields.append(_Field(dirty=element.get(w.dirty) in _ON))
            self._codes += 1
        elif kind == "separate" and self._fields and self._fields[-1].code:
            self._fields[-1].code = False
            self._codes -= 1
        elif kind == "end" and self._fields:
            self._in_fields(0)  # one without a result may move the words behind it
            ended = self._fields.pop()
            self._codes -= ended.code
            if ended.code and ended.doubtful():
                self._paragraph.doubt = self._paragraph.doubt or "word-field"

    def _form_field(self, element: etree._Element, like: Piece) -> None:
        """A drop-down or tick box of an old form shows its value without any text run."""
        choices = element.find(f"{w.ffData}/{w.ddList}")
        if choices is not None:
            result = choices.find(w.result)
            entries = [entry.get(w.val, "") for entry in choices.iterfind(w.listEntry)]
            at = 0 if result is None else whole(result.get(w.val))
            if at < len(entries):
                self._add(entries[at], like)
        box = element.find(f"{w.ffData}/{w.checkBox}")
        if box is not None:
            checked = on(box.find(w.checked))
            ticked = on(box.find(w.default)) if checked is None else checked
            self._add("☒" if ticked else "☐", like)

    # ---- drawings -----------------------------------------------------------------------------

    def _drawing(self, element: etree._Element, like: Piece) -> None:
        switched = any(part.get("hidden") in {"1", "true", "on"} for part in element.iter(WP + "anchor", WP + "docPr"))
        around = self._paragraph.place
        forced = State.HIDDEN if switched or like.look == State.HIDDEN else around.forced
        base = replace(around, revision=like.revision, mark=like.mark, part="text-box", depth=around.depth + 1)
        for content in element.iter(w.txbxContent):
            if _shown(content, element):
                self.boxes.append((content, replace(base, forced=forced, background=UNKNOWN_COLOUR, table=None)))
        loose = [t.text or "" for t in element.iter(A + "t") if _shown(t, element)]
        loose += [t.get("string", "") for t in element.iter(_TEXT_PATH) if _shown(t, element)]
        if loose:
            self._add(" " + " ".join(loose) + " ", like._replace(look=forced or like.look, bold=False))
            self._paragraph.doubt = self._paragraph.doubt or "word-drawing"
        self._unread(element)

    def _unread(self, element: etree._Element) -> None:
        """Note pictures (id and area in square points) and embedded objects for the coverage statement."""
        for blip in element.iter(A + "blip"):
            extent = next(iter(element.iter(WP + "extent")), None)
            area = 0
            if extent is not None:
                wide, high = whole(extent.get("cx")), whole(extent.get("cy"))
                area = wide // EMU_PER_POINT * (high // EMU_PER_POINT)
            for name, value in blip.attrib.items():
                if str(name).endswith("}embed"):
                    self.pictures.append((str(value), area))
        for tag, found in (("OLEObject", self.objects),):
            for embedded in element.iter("{urn:schemas-microsoft-com:office:office}" + tag):
                found.extend(str(v) for k, v in embedded.attrib.items() if str(k).endswith("}id"))
        for graphic in element.iter(A + "graphicData"):
            uri = graphic.get("uri", "")
            if uri.endswith(("/diagram", "/chart")):
                self.skipped.append("a diagram or chart was not read; it may hold text")


def _shown(inner: etree._Element, outer: etree._Element) -> bool:
    """False inside a Fallback beside a Choice, or inside another text box, which is read on its own."""
    for above in inner.iterancestors():
        if above is outer:
            return True
        if above.tag == w.txbxContent:
            return False
        if above.tag == MC + "Fallback" and above.getprevious() is not None:
            return False  # the Choice beside it is what Word shows
    return True
