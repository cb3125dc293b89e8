"""A Word package from paper and house template: the same bytes for the same paper."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Mapping

from lxml import etree

from clausegen.drafting.outgoing import Outgoing
from clausegen.drafting.word.body import Body
from clausegen.drafting.word.house import MC, W15, House, R, W, parse_part
from clausegen.drafting.word.table import text_run
from clausegen.lint import OUR_MANIFEST, packed, without_giveaways

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ITEM = (
    f'{_HEAD}<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
    f'ds:itemID="{{8C1E1A53-6C0F-4B57-9E0B-6A2F3D5B7C11}}"><ds:schemaRefs><ds:schemaRef ds:uri="{OUR_MANIFEST}"/>'
    "</ds:schemaRefs></ds:datastoreItem>"
)
_MANIFEST_TYPES = {
    "/docProps/custom.xml": f"{_OFFICE}custom-properties+xml",
    "/customXml/item1.xml": "application/xml",
    "/customXml/itemProps1.xml": f"{_OFFICE}customXmlProperties+xml",
}


def write_docx(outgoing: Outgoing, house: House, *, date: dt.date) -> bytes:
    """A cleared paper as .docx. ``date`` is the date its properties carry (the deal's, not the clock's).

    Only an internal copy has the manifest inside, and its marking in the header of each page.
    """
    paper = outgoing.paper
    body = Body(paper, house)
    section = body.xml()
    made = {
        "docProps/core.xml": _core(paper.title, outgoing.reference, date).encode(),
    }
    if body.notes or not house.own:
        made["word/footnotes.xml"] = _footnotes(body.notes, house).encode()
    own = _own_parts(outgoing, bool(body.notes)) if house.own else _completed(without_giveaways(house.parts))
    if house.own:
        own = {**house.parts, **own}
        if body.notes:
            own["word/settings.xml"] = own["word/settings.xml"].replace(b"<w:compat>", _SEPARATORS + b"<w:compat>")
    elif outgoing.marking:
        section = _marked_section(own, section, outgoing.marking)
    if outgoing.manifest is not None:
        made |= _with_manifest(own, {"kind": paper.kind, **outgoing.manifest})
    document = (
        f'{_HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}" xmlns:w15="{W15}" mc:Ignorable="w15">'
        f"<w:body>{section}</w:body></w:document>"
    )
    return packed({**own, **made, "word/document.xml": document.encode()})


_SEPARATORS = b'<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'


def _with_manifest(own: dict[str, bytes], manifest: Mapping[str, object]) -> dict[str, bytes]:
    """The parts of the manifest, declared in the types and relationships of the package."""
    _declare(own, _MANIFEST_TYPES)
    _relate(own, "word/_rels/document.xml.rels", "customXml", "../customXml/item1.xml")
    _relate(own, "_rels/.rels", "custom-properties", "docProps/custom.xml")
    return {
        "docProps/custom.xml": _properties(manifest).encode(),
        "customXml/item1.xml": _manifest(manifest).encode(),
        "customXml/itemProps1.xml": _ITEM.encode(),
        "customXml/_rels/item1.xml.rels": _relationships({"rId1": (f"{R}/customXmlProps", "itemProps1.xml")}).encode(),
    }


# Parts of our own template ------------------------------------------------------------------------------


def _own_parts(outgoing: Outgoing, notes: bool) -> dict[str, bytes]:
    marked = _header("", outgoing.marking) if outgoing.marking else f'{_HEAD}<w:hdr xmlns:w="{W}"><w:p/></w:hdr>'
    return {
        **_fixed_parts(notes),
        "word/header1.xml": _header(outgoing.paper.title, outgoing.marking).encode(),
        "word/header2.xml": marked.encode(),
    }


@functools.cache
def _fixed_parts(notes: bool) -> dict[str, bytes]:
    """Parts that no document changes."""
    overrides = {
        "/word/document.xml": f"{_WORD}document.main+xml",
        "/word/styles.xml": f"{_WORD}styles+xml",
        "/word/numbering.xml": f"{_WORD}numbering+xml",
        "/word/settings.xml": f"{_WORD}settings+xml",
        "/word/fontTable.xml": f"{_WORD}fontTable+xml",
        "/word/header1.xml": f"{_WORD}header+xml",
        "/word/footer1.xml": f"{_WORD}footer+xml",
        "/word/header2.xml": f"{_WORD}header+xml",
        "/word/footer2.xml": f"{_WORD}footer+xml",
        "/word/theme/theme1.xml": f"{_OFFICE}theme+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    relations = {
        "rIdStyles": ("styles", "styles.xml"),
        "rIdNumbering": ("numbering", "numbering.xml"),
        "rIdSettings": ("settings", "settings.xml"),
        "rIdFonts": ("fontTable", "fontTable.xml"),
        "rIdTheme": ("theme", "theme/theme1.xml"),
        "rIdHeader": ("header", "header1.xml"),
        "rIdFooter": ("footer", "footer1.xml"),
        "rIdFirstHeader": ("header", "header2.xml"),
        "rIdFirstFooter": ("footer", "footer2.xml"),
    }
    if notes:
        overrides["/word/footnotes.xml"] = f"{_WORD}footnotes+xml"
        relations["rIdFootnotes"] = ("footnotes", "footnotes.xml")
    types = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    package = {
        "rIdDocument": (f"{R}/officeDocument", "word/document.xml"),
        "rIdCore": (
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml",
        ),
    }
    return {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_TYPES}"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
        ).encode(),
        "_rels/.rels": _relationships(package).encode(),
        "word/_rels/document.xml.rels": _relationships(
            {name: (f"{R}/{kind}", target) for name, (kind, target) in relations.items()}
        ).encode(),
        "word/footer2.xml": f'{_HEAD}<w:ftr xmlns:w="{W}"><w:p/></w:ftr>'.encode(),
    }


def _relationships(relations: Mapping[str, tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, (kind, target) in relations.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{entries}</Relationships>'


def _header(title: str, marking: str = "", style: str = '<w:pStyle w:val="Header"/>') -> str:
    lines = "".join(f"<w:p><w:pPr>{style}</w:pPr>{text_run(line)}</w:p>" for line in (marking, title) if line)
    return f'{_HEAD}<w:hdr xmlns:w="{W}">{lines}</w:hdr>'


# Parts that every document makes -----------------------------------------------------------------------


def _footnotes(notes: list[str], house: House) -> str:
    style = house.styles["footnote text"]
    sign = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    out = [
        f'{_HEAD}<w:footnotes xmlns:w="{W}">'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        "</w:footnote>"
    ]
    out += [
        f'<w:footnote w:id="{index}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{sign}'
        f"{text_run(f' Drafting note: {note}')}</w:p></w:footnote>"
        for index, note in enumerate(notes, start=1)
    ]
    return "".join(out) + "</w:footnotes>"


def _core(title: str, reference: str, date: dt.date) -> str:
    when = f"{date.isoformat()}T00:00:00Z"
    stamp = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{when}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f"{_HEAD}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_escaped(title)}</dc:title><dc:identifier>{_escaped(reference)}</dc:identifier>"
        f"{stamp}</cp:coreProperties>"
    )


def _properties(manifest: Mapping[str, object]) -> str:
    """Return what a reader without our program can see of the manifest: File > Info > Properties."""
    library = manifest.get("library")
    generator = manifest.get("generator")
    shown = {
        "clausegen version": generator.get("version", "") if isinstance(generator, dict) else "",
        "Clause library version": library.get("version", "") if isinstance(library, dict) else "",
        "Clause library SHA-256": library.get("sha256", "") if isinstance(library, dict) else "",
        "Playbook": manifest.get("playbook", ""),
        "Document kind": manifest.get("kind", ""),
        "Tier": manifest.get("tier", ""),
    }
    entries = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="{name}">'
        f"<vt:lpwstr>{_escaped(str(value))}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(shown.items(), start=2)
    )
    return f'{_HEAD}<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VALUES}">{entries}</Properties>'


def _manifest(manifest: Mapping[str, object]) -> str:
    return f'{_HEAD}<manifest xmlns="{OUR_MANIFEST}">{_escaped(json.dumps(manifest, ensure_ascii=False))}</manifest>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# A customer's template ---------------------------------------------------------------------------------


def _completed(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The customer's parts, with the parts we add declared in types and relationships."""
    held = dict(parts)
    _declare(
        held,
        {
            "/word/footnotes.xml": f"{_WORD}footnotes+xml",
            "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        },
    )
    _relate(held, "word/_rels/document.xml.rels", "footnotes", "footnotes.xml")
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    _relate(held, "_rels/.rels", core, "docProps/core.xml")
    return held


def _declare(held: dict[str, bytes], kinds: Mapping[str, str]) -> None:
    """Declare the content types of parts, and turn a template (.dotx) into a document."""
    types = parse_part(held["[Content_Types].xml"])
    declared = {override.get("PartName") for override in types.iter(f"{{{_TYPES}}}Override")}
    for override in types.iter(f"{{{_TYPES}}}Override"):
        if override.get("PartName") == "/word/document.xml":
            override.set("ContentType", f"{_WORD}document.main+xml")
    for name, kind in kinds.items():
        if name not in declared:
            etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=name, ContentType=kind)
    held["[Content_Types].xml"] = etree.tostring(types, xml_declaration=True, encoding="UTF-8", standalone=True)


def _marked_section(held: dict[str, bytes], body: str, marking: str) -> str:
    """The body with the marking as the only header of each page; the letterhead of the house goes for it."""
    name = "clausegen-marking.xml"
    held[f"word/{name}"] = _header("", marking, "").encode()
    _declare(held, {f"/word/{name}": f"{_WORD}header+xml"})
    target = _relate(held, "word/_rels/document.xml.rels", "header", name)
    start = body.rindex("<w:sectPr")
    section = etree.fromstring(body[start:])
    for child in [child for child in section if child.tag == f"{{{W}}}headerReference"]:
        section.remove(child)
    for kind in ("first", "even", "default"):
        section.insert(0, etree.Element(f"{{{W}}}headerReference", {f"{{{W}}}type": kind, f"{{{R}}}id": target}))
    return body[:start] + etree.tostring(section, encoding="unicode")


def _relate(held: dict[str, bytes], file: str, kind: str, target: str) -> str:
    """Add a relationship unless one with the same target is there; its id."""
    relations = parse_part(held[file])
    tag = f"{{{_RELATIONS}}}Relationship"
    for relation in relations.iter(tag):
        if relation.get("Target", "").lstrip("/").endswith(target):
            return str(relation.get("Id"))
    name = f"rIdClausegen{len(relations) + 1}"
    full = kind if kind.startswith("http") else f"{R}/{kind}"
    etree.SubElement(relations, tag, Id=name, Type=full, Target=target)
    held[file] = etree.tostring(relations, xml_declaration=True, encoding="UTF-8", standalone=True)
    return name
