"""The template a document is written into: our own, or the customer's ``--house`` file.

A customer's template must hold the paragraph styles we name, or a file of the same name ending in
``.toml`` beside it maps ours to theirs ([styles] "Clause 1" = "Heading 1"). The four clause styles must
carry the levels of one multilevel list, because numbers come from styles only.
"""

from __future__ import annotations

import functools
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

from lxml import etree

from clausegen.errors import DamagedDocument, DataError, LimitExceeded, Problem
from clausegen.library import parse, read_toml
from clausegen.model import Value

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
COVER = "<!--cover-->"  # replaced by w:titlePg in documents with a cover page

# What our writer needs, by the name a lawyer sees in the list of styles.
PARAGRAPH_STYLES = (
    "Normal", "Title", "Cover Line", "Unnumbered Heading", "Party", "Recital", "Clause 1", "Clause 2", "Clause 3",
    "Clause 4", "Clause Text", "Definition", "Schedule Heading", "Schedule Item 1", "Schedule Item 2",
    "Schedule Item 3", "Table Text", "Signature Text", "Contents Heading", "toc 1", "footnote text",
)  # fmt: skip
_NUMBERED = ("Clause 1", "Clause 2", "Clause 3", "Clause 4")
_LARGEST = 50_000_000  # bytes, unpacked; far more than any template needs


class HouseStyle(Value):
    """Measures of the house style: sizes in points, lengths in millimetres."""

    font: str
    size: float
    title_size: float
    heading_size: float
    line: float
    after: float
    colour: str
    rule: str
    language: str
    page_width: float
    page_height: float
    margin: float
    indents: tuple[float, float, float, float]

    def as_word_counts(self) -> dict[str, object]:
        """The measures as the parts in ``templates/house`` name them: letters in half points, lengths in twips."""
        half, indents = round(self.size * 2), [twips(indent) for indent in self.indents]
        return {
            **{name: getattr(self, name) for name in ("colour", "rule", "language")},
            **{f"indent_{level}": indent for level, indent in enumerate(indents, start=1)},
            **{f"hanging_{level}": indents[level - 1] - indents[level - 2] for level in (3, 4)},
            **{name: twips(getattr(self, name)) for name in ("page_width", "page_height", "margin")},
            "font": escape(self.font, {'"': "&quot;"}),
            "half": half,
            "small": half - 2,
            "cover": half + 2,
            "schedule": half + 4,
            "title": round(self.title_size * 2),
            "heading": round(self.heading_size * 2),
            "line": round(self.line * 240),
            "after": round(self.after * 20),
            "width": twips(self.page_width - 2 * self.margin),
        }


@dataclass(frozen=True)
class House:
    """A template ready for writing.

    ``parts`` are all parts but the document itself; ``styles`` maps our style names to ids in this
    template; ``section`` is the sectPr (``COVER`` marks where ours switches a title page on);
    ``measures`` say how wide and high the text area is, for page numbers of the contents; ``names`` maps our
    style names to theirs where they differ.
    """

    parts: Mapping[str, bytes]
    styles: Mapping[str, str]
    section: str
    measures: HouseStyle
    names: Mapping[str, str] = field(default_factory=dict)
    own: bool = True


def house_style(root: Path) -> HouseStyle:
    """The style of ``templates/house/house.toml``. Raises DataError when it is faulty."""
    file = root / "house" / "house.toml"
    return parse(HouseStyle, read_toml(file), file)


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


@functools.cache
def default_house(root: Path) -> House:
    """Our own template: the parts in ``templates/house`` with the measures of ``house.toml``.

    Numbering lives in the styles: a paragraph only names its style, and the number follows. Clauses are one multilevel
    list; schedules another, whose invisible first level is the heading, so that the items of each start at 1 again.
    """
    style = house_style(root)
    counts = style.as_word_counts()
    made = {
        file.stem: re.sub(r">\s*\n<(?!w:styles|w:numbering|w:fonts|a:theme|w:settings|w:ftr)", "><", written).strip()
        for file in sorted((root / "house").glob("*.xml"))
        for written in [Template(file.read_text(encoding="utf-8")).substitute(counts)]
    }
    section = made.pop("section")
    names = {"theme": "theme/theme1", "footer": "footer1"}
    held = {f"word/{names.get(name, name)}.xml": text.encode() for name, text in made.items()}
    ids = {_name(style): style.get(_w("styleId"), "") for style in parse_part(held["word/styles.xml"])}
    styles = {name: ids[name.casefold()] for name in PARAGRAPH_STYLES}
    return House(parts=held, styles=styles, section=section, measures=style)


def load_house(path: Path, root: Path) -> House:
    """Read and validate a customer's template.

    Raises DamagedDocument or LimitExceeded when it cannot be read, DataError naming every style that is
    lacking or not numbered.
    """
    held = _read(path)
    try:
        styles = parse_part(held["word/styles.xml"])
        document = parse_part(held["word/document.xml"])
    except KeyError as error:
        raise DamagedDocument(path, f"it has no part {error}", "save the template again as .docx") from None
    except etree.XMLSyntaxError as error:
        raise DamagedDocument(path, f"its XML is faulty ({error})", "save the template again as .docx") from None
    if any(name.endswith("vbaProject.bin") for name in held):
        raise DamagedDocument(path, "it contains macros", "save it as .docx, which holds none")
    if why := _carries(held, styles):
        raise DamagedDocument(path, f"it {why}, which would go into every document made with it", _CLEAN)
    names = _names(path)
    by_name = {_name(style): style for style in styles.iter(_w("style")) if style.get(_w("type")) == "paragraph"}
    problems = [
        Problem(
            file=str(path),
            field=ours,
            expected=f"a paragraph style named {names.get(ours, ours)!r}; add it, or map it in "
            f'{path.with_suffix(".toml").name}: [styles] "{ours}" = "…"',
        )
        for ours in PARAGRAPH_STYLES
        if names.get(ours, ours).casefold() not in by_name
    ]
    if not problems:
        problems = list(_unnumbered(path, styles, by_name, names))
    if problems:
        raise DataError(problems)
    body = document.find(_w("body"))
    section = body.find(_w("sectPr")) if body is not None else None
    return House(
        parts={name: data for name, data in held.items() if name not in _REPLACED},
        styles={ours: by_name[names.get(ours, ours).casefold()].get(_w("styleId"), "") for ours in PARAGRAPH_STYLES},
        section=_section(section),
        measures=house_style(root),
        names=names,
        own=False,
    )


_CLEAN = "take that out in Word and save it again"
# Fields that fetch something or run a program when the document is opened.
_ACTIVE = re.compile(
    r"\s*(?:DDE|DDEAUTO|INCLUDE\w*|LINK|IMPORT|DATABASE|MACROBUTTON|PRINT|AUTOTEXT\w*)\b", re.IGNORECASE
)
_HIDES = {"vanish": None, "webHidden": None, "color": {"FFFFFF"}}


def _carries(held: Mapping[str, bytes], styles: etree._Element) -> str:
    """List what a template must not bring along: content from elsewhere, active fields, hidden default text."""
    for name, data in held.items():
        if name.endswith(".rels"):
            for relation in parse_part(data):
                kind = relation.get("Type", "").rpartition("/")[2]
                if relation.get("TargetMode") == "External" and kind != "hyperlink":
                    return f"refers to something outside itself ({kind})"
        elif name.startswith("word/") and name.endswith(".xml"):
            root = parse_part(data)
            said = [element.text or "" for element in root.iter(_w("instrText"))]
            said += [element.get(_w("instr"), "") for element in root.iter(_w("fldSimple"))]
            if any(_ACTIVE.match(text) for text in ("".join(said), *said)):
                return "has a field that fetches or runs something"
    defaults = [styles.find(f"{_w('docDefaults')}/{_w('rPrDefault')}/{_w('rPr')}")]
    defaults += [style.find(_w("rPr")) for style in styles.iter(_w("style")) if style.get(_w("default")) == "1"]
    for properties in defaults:
        for element in () if properties is None else properties:
            local = str(element.tag).rpartition("}")[2]
            value = element.get(_w("val"), "true")
            values = _HIDES.get(local, set())
            if local in _HIDES and (value in values if values else value not in {"0", "false", "off"}):
                return "makes all text hidden or white by default"
            if local == "sz" and value.isdecimal() and int(value) < 8:
                return "makes all text too small to read by default"
    return ""


_REPLACED = {"word/document.xml", "word/footnotes.xml", "docProps/core.xml", "docProps/custom.xml"}


def _read(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise LimitExceeded(path, f"it unpacks to more than {_LARGEST} bytes", "use a smaller template")
            return {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}
    except FileNotFoundError:
        raise DamagedDocument(path, "there is no such file", "check the path of --house") from None
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise DamagedDocument(path, f"it is not a Word file ({error})", "give a .docx template") from None


def parse_part(data: bytes) -> etree._Element:
    """The XML of a part, entities left alone and nothing fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def _names(path: Path) -> dict[str, str]:
    """Our style names mapped to the customer's, from the TOML file beside the template."""
    file = path.with_suffix(".toml")
    if not file.is_file():
        return {}
    mapping = read_toml(file).get("styles", {})
    strays = [
        Problem(file=str(file), field=f"styles.{name}", expected=f"one of: {', '.join(PARAGRAPH_STYLES)}")
        for name in mapping
        if name not in PARAGRAPH_STYLES
    ]
    if strays:
        raise DataError(strays)
    return {str(ours): str(theirs) for ours, theirs in mapping.items()}


def _unnumbered(
    path: Path, styles: etree._Element, by_name: Mapping[str, etree._Element], names: Mapping[str, str]
) -> list[Problem]:
    """Clause styles that are not the levels 1 to 4 of one list."""
    by_id = {style.get(_w("styleId"), ""): style for style in styles.iter(_w("style"))}
    found = [_list_level(by_name[names.get(ours, ours).casefold()], by_id) for ours in _NUMBERED]
    lists = {number for number, _ in found}
    return [
        Problem(
            file=str(path),
            field=ours,
            expected=f"a style linked to level {level + 1} of the multilevel list of the clauses, "
            f"{'but it has no numbering' if not number else f'but it is level {at + 1} of list {number}'}",
        )
        for level, (ours, (number, at)) in enumerate(zip(_NUMBERED, found, strict=True))
        if not number or at != level or len(lists) > 1
    ]


def _list_level(style: etree._Element, by_id: Mapping[str, etree._Element]) -> tuple[str, int]:
    """List id and level of a style, its own or inherited; ("", 0) when it has none."""
    number, level = "", None
    seen: set[str] = set()
    at: etree._Element | None = style
    while at is not None and at.get(_w("styleId"), "") not in seen:
        seen.add(at.get(_w("styleId"), ""))
        properties = at.find(f"{_w('pPr')}/{_w('numPr')}")
        if properties is not None:
            numbered, deep = properties.find(_w("numId")), properties.find(_w("ilvl"))
            number = number or (numbered.get(_w("val"), "") if numbered is not None else "")
            level = int(deep.get(_w("val"), "0")) if level is None and deep is not None else level
        based = at.find(_w("basedOn"))
        at = by_id.get(based.get(_w("val"), "")) if based is not None else None
    return ("" if number == "0" else number), level or 0


def _section(section: etree._Element | None) -> str:
    """The customer's page set-up as text."""
    return "<w:sectPr/>" if section is None else etree.tostring(section, encoding="unicode")


def _name(style: etree._Element) -> str:
    name = style.find(_w("name"))
    return name.get(_w("val"), "").casefold() if name is not None else ""


def _w(name: str) -> str:
    return f"{{{W}}}{name}"
