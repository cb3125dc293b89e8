"""Words that a person may not see as they are read, and what casts the doubt."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

CONSTRUCTS: Final = {
    # letters
    "mixed-scripts": "a word mixes letters of several scripts that look alike",
    "unusual-letters": "a word is written with letters that look like others",
    "combining-marks": "marks are drawn over or through the letters",
    "display-order": "control characters show the words in another order than they are stored",
    "control-characters": "control characters may overwrite or hide words",
    "far-aside": "white space moves the words far aside",
    # Word
    "word-unknown-markup": "the words stand in markup that is not among the plain constructs of Word",
    "word-unknown-property": "the words have a property that is not among the plain constructs of Word",
    "word-clipped": "a fixed height or width may cut the words off",
    "word-off-page": "an indent, frame or position may move the words off the page",
    "word-drawing": "the words stand in a drawing or text box",
    "word-fill": "the ground behind the words cannot be told from the file",
    "word-faint": "the words hardly differ in colour from their ground",
    "word-struck": "some of the words are struck through",
    "word-small": "the words are very small",
    "word-effect": "a text effect may make the words transparent or cover them",
    "word-bound-control": "Word may show other words here, from data that the file carries",
    "word-alternate": "the file holds other words for other programs in the same place",
    "word-font": "the words are set in a font that may show other letters, or none",
    "word-field": "the words are the result of a field that Word may compute anew, or does not show",
    "word-merged-cell": "the words stand in a table whose cells are merged or hidden",
    "word-note": "a note of few words stands at them and may take them back",
    # PDF
    "pdf-no-ink": "the page shows no ink where the words stand",
    "pdf-faint": "the words hardly differ in colour from their ground",
    "pdf-other-ink": "the ink on the page does not look like the words",
    "pdf-struck": "a line is drawn through the words",
    "pdf-blended": "the words are transparent or mixed with what lies behind them",
    "pdf-not-looked": "the page holds more than plain text, and it was not looked at",
    "pdf-off-page": "the words stand at the edge of the page or beyond it",
    "pdf-small": "the words are very small",
    "pdf-form": "the words are the value of a form field or note whose appearance was not compared",
    "pdf-layer": "a viewer may switch the words off",
    # web pages, mail, Markdown
    "html-style": "the page gives the words a style that may hide or cover them",
    "html-linked": "a style sheet or script may change or hide the words",
    "html-markup": "the words stand in markup that browsers may not show",
    "html-charset": "the page names a code of letters that not all programs read in the same way",
    "mail-other-form": "the message holds the words in one of its forms only",
    "mail-structure": "programs read the message differently",
    # OpenDocument, RTF, old Word files
    "converted": "the file holds constructs that conversion may change",
    "not-rendered": "the rendered pages do not show the words",
}
"""Sources of doubt by their stable code, in words that follow "because"."""


class Doubt(BaseModel):
    """A half-open range of words that a person may see otherwise, or not at all.

    In ``Block.doubts`` offsets count from the start of the block, in ``Document.doubts`` from that of the document.
    ``code`` is one of ``CONSTRUCTS``; ``place`` says where in the file ("page 3", "word/document.xml#p17").
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int
    end: int
    code: str
    place: str = ""

    @property
    def said(self) -> str:
        """The doubt in words, with its place."""
        why = CONSTRUCTS.get(self.code, self.code)
        return f"{why} ({self.place})" if self.place else why
