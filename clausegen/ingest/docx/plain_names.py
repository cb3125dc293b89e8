"""Names of the elements that are known to show their text as it is read. Source: ISO 29500-1, part 17."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from clausegen.runtime import regex

# Elements of WordprocessingML that hold text or say how it is set, hide it in ways that are read, or change nothing.
_PLAIN_NAMES = """
    document body p r t tab br cr ptab noBreakHyphen softHyphen sym lastRenderedPageBreak pgNum dayShort dayLong
    monthShort monthLong yearShort yearLong hyperlink smartTag smartTagPr attr customXmlPr proofErr permStart
    permEnd bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd commentReference annotationRef
    moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd customXmlInsRangeStart
    customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd customXmlMoveFromRangeStart
    customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd ins del moveFrom moveTo delText
    delInstrText fldChar fldSimple instrText ffData name enabled calcOnExit statusText helpText entryMacro
    exitMacro textInput type default maxLength format checkBox checked size sizeAuto ddList result listEntry
    fldData footnoteReference endnoteReference footnoteRef endnoteRef separator continuationSeparator footnote
    endnote footnotes endnotes hdr ftr comments comment pPr pStyle keepNext keepLines pageBreakBefore
    widowControl numPr numId ilvl numberingChange suppressLineNumbers pBdr top left bottom right between bar
    start end insideH insideV tl2br tr2bl shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct
    topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing
    mirrorIndents suppressOverlap jc textAlignment textboxTightWrap outlineLvl divId cnfStyle pPrChange rPr
    rStyle rFonts b bCs i iCs caps smallCaps strike dstrike noProof vanish webHidden color w kern position sz
    szCs highlight u bdr vertAlign cs em lang specVanish rPrChange oMath rtl tbl tblPr tblStyle
    tblStyleRowBandSize tblStyleColBandSize tblW tblCellSpacing tblInd tblBorders tblLayout tblCellMar tblLook
    tblCaption tblDescription tblPrEx tblPrExChange tblGrid gridCol tblGridChange tblPrChange bidiVisual
    tblOverlap tr trPr gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader hidden trPrChange tc
    tcPr tcW gridSpan hMerge vMerge tcBorders noWrap tcMar vAlign hideMark textDirection tcPrChange cellIns cellDel
    cellMerge
    headers header sdt sdtPr sdtEndPr sdtContent alias tag id lock placeholder docPart docPartObj docPartList
    docPartGallery docPartCategory docPartUnique showingPlcHdr temporary text richText equation picture citation
    group bibliography comboBox dropDownList listItem date dateFormat lid storeMappedDataAs calendar label
    tabIndex sectPr sectPrChange headerReference footerReference footnotePr endnotePr pos numFmt numStart
    numRestart type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols col formProt vAlign noEndnote titlePg
    rtlGutter docGrid printerSettings altChunk subDoc background ruby rubyPr rubyAlign hps hpsRaise hpsBaseText
    rubyBase
"""
PLAIN_NAMES: Final = frozenset(_PLAIN_NAMES.split())
# Names in the namespaces of later versions of Word that change nothing that is seen.
_PLAIN_OFFICE_NAMES = """
    ligatures numForm numSpacing stylisticSets styleSet cntxtAlts checkbox checked checkedState uncheckedState
    appearance color dataBinding15 repeatingSection repeatingSectionItem sectionTitle
    doNotAllowInsertDeleteSection conflictIns conflictDel conflictModeOn entityPicker footnoteColumns
    defaultImageDpi docId
"""
PLAIN_OFFICE_NAMES: Final = frozenset(_PLAIN_OFFICE_NAMES.split())
PLAIN_OFFICE_NAMESPACES: Final = frozenset(
    f"http://schemas.microsoft.com/office/word/{name}"
    for name in ("2010/wordml", "2012/wordml", "2015/wordml/symex", "2016/wordml/cid", "2018/wordml", "2018/wordml/cex")
)
SHAPE_NAMESPACES: Final = frozenset(
    {
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "http://schemas.microsoft.com/office/drawing/2010/main",
        "http://schemas.microsoft.com/office/drawing/2014/main",
        "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
        "urn:schemas-microsoft-com:vml",
        "urn:schemas-microsoft-com:office:office",
        "urn:schemas-microsoft-com:office:word",
    }
)
"""Namespaces of shapes, whose text boxes and extent are looked at where they begin."""

EFFECT_PARTS: Final = ("textFill", "textOutline", "glow", "shadow", "reflection", "props3d", "scene3d")
# Fields whose result, as saved, is what Word goes on showing.
_KEPT = """
    REF PAGEREF NOTEREF TOC INDEX HYPERLINK FORMTEXT FORMCHECKBOX FORMDROPDOWN MERGEFIELD DOCPROPERTY TOA CITATION
    BIBLIOGRAPHY SHAPE EMBED STYLEREF TITLE AUTHOR FILENAME SUBJECT
"""
# Fields that Word computes as it shows them, and how many letters it may show: numbers, days, nothing.
_NUMBERS = "PAGE NUMPAGES SECTIONPAGES SECTION SEQ SYMBOL LISTNUM AUTONUM AUTONUMLGL AUTONUMOUT"
MOST_LETTERS: Final = {
    **dict.fromkeys(_KEPT.split(), 10**9),
    **dict.fromkeys(_NUMBERS.split(), 12),
    **dict.fromkeys(("DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE"), 24),
    **dict.fromkeys(("TC", "XE", "TA", "RD"), 0),
}
"""Letters of the result of a field, by its kind, that are what Word shows; of any other field, none is known to be."""

_NO_LETTERS: Final = regex(
    r"dings|dingbats|(?<!ui )symbol|marlett|mt extra|monotype sorts|blank|last resort|icon|assets|specialty|ms outlook"
    r"|fontawesome|barcode|code 39|code 128|3 of 9|braille",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def shows_no_letters(font: str) -> bool:
    """True for the name of a font that has no letters, or other ones. Source: the names that their makers give them."""
    return _NO_LETTERS.search(font) is not None


# Of mathematics, what shows its characters in their order.
_MATHS = """
    oMath oMathPara oMathParaPr jc r rPr t sty nor scr brk lit aln ctrlPr f fPr type num den sSub sSubPr sub sSup sSupPr
    sup sSubSup sSubSupPr alnScr d dPr begChr endChr sepChr grow shp e rad radPr degHide deg nary naryPr chr limLoc
    subHide supHide func funcPr fName limLow limLowPr lim limUpp limUppPr acc accPr bar barPr pos m mPr mcs mc mcPr mcJc
    count mr eqArr eqArrPr
"""
MATHS: Final = frozenset(_MATHS.split())
