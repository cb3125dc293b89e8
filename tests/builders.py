"""A small notation for big fixtures: Word files, PDFs and documents built in code.

docx(path, p("1. Term"), p("The term is ", ins("two"), dele("one"), " years."))
document("1. Term / The term is two years.")
pdf(path, page("1. Term", "The term is two years."))
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from clausegen.ingest.lines import blocks_of, paragraphs
from clausegen.model.document import Document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{REL}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
WHO = 'w:id="1" w:author="Other Side" w:date="2025-03-04T10:00:00Z"'


class X(str):
    """A piece of ready XML, told apart from text that must be escaped."""

    __slots__ = ()


def document(text: str) -> Document:
    """A document from one string; " / " or a line break parts its blocks."""
    lines = "\n\n".join(text.replace(" / ", "\n").splitlines())
    return Document.from_blocks(blocks_of(paragraphs(lines)), format="txt")


# ---- WordprocessingML -------------------------------------------------------------------------


def r(text: str, *properties: str) -> X:
    """A run. A property is an element, "vanish" or 'color w:val="FFFFFF"'."""
    inside = "".join(f"<w:{name}/>" for name in properties)
    return X(f'<w:r><w:rPr>{inside}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>')


def _runs(parts: Iterable[str]) -> str:
    return "".join(part if isinstance(part, X) else r(part) for part in parts)


def p(*parts: str, style: str = "", num: tuple[int, int] | None = None, mark: str = "", more: str = "") -> X:
    """A paragraph; ``num`` is (numId, ilvl), ``mark`` XML of the paragraph mark, ``more`` of pPr."""
    properties = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    if num is not None:
        properties += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    properties += more + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    return X(f"<w:p><w:pPr>{properties}</w:pPr>{_runs(parts)}</w:p>")


def ins(*parts: str) -> X:
    return X(f"<w:ins {WHO}>{_runs(parts)}</w:ins>")


def dele(*parts: str) -> X:
    return X(f"<w:del {WHO}>{_runs(parts).replace('<w:t ', '<w:delText ').replace('</w:t>', '</w:delText>')}</w:del>")


def move_from(*parts: str) -> X:
    return X(f"<w:moveFrom {WHO}>{_runs(parts)}</w:moveFrom>")


def move_to(*parts: str) -> X:
    return X(f"<w:moveTo {WHO}>{_runs(parts)}</w:moveTo>")


MARK_INSERTED = f"<w:ins {WHO}/>"
MARK_DELETED = f"<w:del {WHO}/>"


def row(*cells: str, properties: str = "") -> X:
    made = "".join(f"<w:tc>{c if isinstance(c, X) else p(c)}</w:tc>" for c in cells)
    return X(f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>")


def table(*rows: Sequence[str] | X, properties: str = "") -> X:
    made = "".join(one if isinstance(one, X) else row(*one) for one in rows)
    return X(f"<w:tbl><w:tblPr>{properties}</w:tblPr>{made}</w:tbl>")


def sdt(content: str, *, placeholder: bool = False) -> X:
    shown = "<w:showingPlcHdr/>" if placeholder else ""
    return X(f"<w:sdt><w:sdtPr>{shown}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")


def field(code: str, result: str) -> X:
    kinds = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return X(f"{kinds[0]}<w:r><w:instrText>{escape(code)}</w:instrText></w:r>{kinds[1]}{r(result)}{kinds[2]}")


def text_box(content: str, *, fallback: str = "", requires: str = "wps", fill: str = "") -> X:
    """A drawing with a text box, and the VML fallback that Word writes beside it."""
    painted = f'<wps:spPr><a:solidFill><a:srgbClr val="{fill}"/></a:solidFill></wps:spPr>' if fill else ""
    choice = (
        "<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>"
        f"{painted}<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    inside = f"<w:txbxContent>{fallback or content}</w:txbxContent>"
    vml = f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    return X(
        f'<w:r><mc:AlternateContent><mc:Choice Requires="{requires}">{choice}</mc:Choice>'
        f"<mc:Fallback>{vml}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def level(ilvl: int, form: str, text: str, *, start: int = 1, more: str = "") -> X:
    return X(
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(identifier: int, *levels: str) -> X:
    return X(f'<w:abstractNum w:abstractNumId="{identifier}">{"".join(levels)}</w:abstractNum>')


def num(identifier: int, abstract_identifier: int, overrides: str = "") -> X:
    return X(f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{abstract_identifier}"/>{overrides}</w:num>')


LEGAL = abstract(0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "(%3)"))
SECTION = X("<w:sectPr/>")

_TYPES = ("styles", "numbering", "footnotes", "endnotes", "comments", "settings")
_STRICT = {
    "officeDocument/2006/math": "http://purl.oclc.org/ooxml/officeDocument/math",
    "drawingml/2006/wordprocessingDrawing": "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
    "drawingml/2006/main": "http://purl.oclc.org/ooxml/drawingml/main",
}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def part(tag: str, content: str) -> str:
    """A part of its own, a header for instance, with all namespaces declared."""
    return f"<w:{tag} {NAMESPACES}>{content}</w:{tag}>"


def docx(
    path: Path,
    *body: str,
    styles: str = "",
    numbering: str = "",
    footnotes: str = "",
    endnotes: str = "",
    comments: str = "",
    settings: str = "",
    related: Mapping[str, tuple[str, str, str | bytes]] | None = None,
    entries: Mapping[str, str | bytes] | None = None,
    declaration: str = "",
    strict: bool = False,
) -> Path:
    """Write a Word file. ``related`` maps relationship ids to (kind, target, content); ``entries`` are raw parts."""
    fixed = dict(zip(_TYPES, (styles, numbering, footnotes, endnotes, comments, settings), strict=True))
    content: dict[str, str | bytes] = {}
    relations = []
    for name, inside in fixed.items():
        if inside:
            content[f"word/{name}.xml"] = part(name, inside)
            relations.append(f'<Relationship Id="{name}" Type="{REL}/{name}" Target="{name}.xml"/>')
    for identifier, (kind, target, inside_part) in (related or {}).items():
        relations.append(f'<Relationship Id="{identifier}" Type="{REL}/{kind}" Target="{target}"/>')
        content[f"word/{target}"] = inside_part
    made = [item if isinstance(item, X) else p(item) for item in body]
    content["word/document.xml"] = declaration + part("document", f"<w:body>{''.join(made)}</w:body>")
    content["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(relations)}</Relationships>'
    )
    content["_rels/.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="d" Type="{REL}/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    kinds = {"document": "document.main", **{name: name for name in _TYPES}}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in kinds.items()
        if f"word/{name}.xml" in content
    )
    content["[Content_Types].xml"] = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    content.update(entries or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            if strict and isinstance(data, str):
                data = data.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
                data = data.replace(REL, "http://purl.oclc.org/ooxml/officeDocument/relationships")
                for usual, own in _STRICT.items():
                    data = data.replace(f"http://schemas.openxmlformats.org/{usual}", own)
            archive.writestr(name, data)
    return path


# ---- PDF --------------------------------------------------------------------------------------


class Page:
    """One PDF page: drawing commands, size, turn, annotations."""

    def __init__(self, commands: str, *, size: tuple[float, float] = (612, 792), rotate: int = 0) -> None:
        self.commands = commands
        self.size = size
        self.rotate = rotate
        self.annotations: list[str] = []
        self.image: bytes | None = None  # grey samples, 100 x 100, stretched over the page


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def line(text: str, x: float, y: float, *, size: float = 11, color: str = "0 0 0", mode: int = 0) -> str:
    """Commands that write one line with its foot at (x, y); ``color`` is RGB, ``mode`` the render mode."""
    return f"BT {color} rg {mode} Tr /F1 {size} Tf {x} {y} Td ({_escaped(text)}) Tj ET\n"


def page(*lines: str, top: float = 720, left: float = 72, step: float = 14, size: float = 11, rotate: int = 0) -> Page:
    """A page of lines one under the other; an empty line leaves a gap."""
    commands = "".join(line(text, left, top - step * n, size=size) for n, text in enumerate(lines) if text)
    return Page(commands, rotate=rotate)


def box(x: float, y: float, width: float, height: float, color: str = "0 0 0") -> str:
    return f"{color} rg {x} {y} {width} {height} re f\n"


def field_widget(name: str, value: str, x: float, y: float, *, hidden: bool = False) -> str:
    """A filled text field of a form."""
    flag = "/F 2 " if hidden else ""
    return (
        f"<< /Type /Annot /Subtype /Widget /FT /Tx {flag}/T ({name}) /V ({_escaped(value)}) "
        f"/Rect [{x} {y} {x + 150} {y + 16}] >>"
    )


def pdf(path: Path, *pages: Page, attachment: tuple[str, bytes] | None = None) -> Path:
    """Write a PDF with one built-in font."""
    objects: list[bytes] = []

    def add(body: str | bytes) -> int:
        objects.append(body if isinstance(body, bytes) else body.encode("latin-1"))
        return len(objects)

    catalog, tree = add(""), add("")
    font = add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids: list[int] = []
    widgets: list[int] = []
    for one in pages:
        stream = one.commands
        images = ""
        if one.image is not None:
            head = "<< /Type /XObject /Subtype /Image /Width 100 /Height 100 /ColorSpace /DeviceGray "
            head += f"/BitsPerComponent 8 /Length {len(one.image)} >>\nstream\n"
            picture = add(head.encode() + one.image + b"\nendstream")
            images = f"/XObject << /I {picture} 0 R >>"
            stream = f"q {one.size[0]} 0 0 {one.size[1]} 0 0 cm /I Do Q\n" + stream
        content = add(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        notes = [add(note) for note in one.annotations]
        widgets += [number for number, note in zip(notes, one.annotations, strict=True) if "/Widget" in note]
        listed = " ".join(f"{number} 0 R" for number in notes)
        kids.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {one.size[0]} {one.size[1]}] /Rotate {one.rotate} "
                f"/Resources << /Font << /F1 {font} 0 R >> {images} >> /Contents {content} 0 R /Annots [{listed}] >>"
            )
        )
    more = ""
    if widgets:
        more += f"/AcroForm << /Fields [{' '.join(f'{n} 0 R' for n in widgets)}] >> "
    if attachment is not None:
        name, data = attachment
        stream_number = add(f"<< /Type /EmbeddedFile /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream")
        spec = add(f"<< /Type /Filespec /F ({name}) /UF ({name}) /EF << /F {stream_number} 0 R >> >>")
        more += f"/Names << /EmbeddedFiles << /Names [({name}) {spec} 0 R] >> >> "
    objects[catalog - 1] = f"<< /Type /Catalog /Pages {tree} 0 R {more}>>".encode()
    count = len(kids)
    objects[tree - 1] = f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>".encode()
    path.write_bytes(_pdf_file(objects, catalog))
    return path


def _pdf_file(objects: Sequence[bytes], catalog: int) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, catalog, start)
    return bytes(out)
