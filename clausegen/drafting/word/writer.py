"""A Word package from paper and house template: the same bytes for the same paper."""

from __future__ import annotations

import datetime as dt
import functools
import io
import json
import zipfile
from collections.abc import Mapping

from lxml import etree

from clausegen.drafting.word.body import Body, text_run
from clausegen.drafting.word.house import House, parse_part
from clausegen.drafting.word.parts import R, W, settings
from clausegen.model import Paper

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OFFICE = "application/vnd.openxmlformats-officedocument."
MANIFEST = "urn:clausegen:manifest"
_ITEM = (
    f'{_HEAD}<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
    f'ds:itemID="{{8C1E1A53-6C0F-4B57-9E0B-6A2F3D5B7C11}}"><ds:schemaRefs><ds:schemaRef ds:uri="{MANIFEST}"/>'
    "</ds:schemaRefs></ds:datastoreItem>"
)
# The oldest date a zip entry can carry: the time of writing would make the same draft differ.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_docx(paper: Paper, house: House, *, date: dt.date) -> bytes:
    """The paper as .docx. ``date`` is the date its properties carry (the deal's, not the clock's)."""
    body = Body(paper, house)
    document = f'{_HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body.xml()}</w:body></w:document>'
    made = {
        "word/document.xml": document.encode(),
        "docProps/core.xml": _core(paper.title, date).encode(),
        "docProps/custom.xml": _properties(paper.manifest).encode(),
        "customXml/item1.xml": _manifest(paper.manifest).encode(),
        "customXml/itemProps1.xml": _ITEM.encode(),
        "customXml/_rels/item1.xml.rels": _relationships({"rId1": (f"{R}/customXmlProps", "itemProps1.xml")}).encode(),
    }
    if body.notes or not house.own:
        made["word/footnotes.xml"] = _footnotes(body.notes, house).encode()
    own = _own_parts(paper, house, bool(body.notes)) if house.own else _completed(house.parts)
    return _packed({**own, **made})


def _packed(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, parts[name])
    return buffer.getvalue()


# Parts of our own template ------------------------------------------------------------------------------


def _own_parts(paper: Paper, house: House, notes: bool) -> dict[str, bytes]:
    return {
        **house.parts,
        **_fixed_parts(notes),
        "word/header1.xml": _header(paper.title).encode(),
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
        "/docProps/custom.xml": f"{_OFFICE}custom-properties+xml",
        "/customXml/itemProps1.xml": f"{_OFFICE}customXmlProperties+xml",
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
        "rIdManifest": ("customXml", "../customXml/item1.xml"),
    }
    if notes:
        overrides["/word/footnotes.xml"] = f"{_WORD}footnotes+xml"
        relations["rIdFootnotes"] = ("footnotes", "footnotes.xml")
    types = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    separators = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if notes else ""
    package = {
        "rIdDocument": (f"{R}/officeDocument", "word/document.xml"),
        "rIdCore": (
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml",
        ),
        "rIdCustom": (f"{R}/custom-properties", "docProps/custom.xml"),
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
        "word/settings.xml": settings().replace("{footnotes}", separators).encode(),
        "word/footer1.xml": _footer().encode(),
        "word/header2.xml": f'{_HEAD}<w:hdr xmlns:w="{W}"><w:p/></w:hdr>'.encode(),
        "word/footer2.xml": f'{_HEAD}<w:ftr xmlns:w="{W}"><w:p/></w:ftr>'.encode(),
    }


def _relationships(relations: Mapping[str, tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, (kind, target) in relations.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{entries}</Relationships>'


def _header(title: str) -> str:
    return f'{_HEAD}<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{text_run(title)}</w:p></w:hdr>'


def _footer() -> str:
    def field(name: str) -> str:
        return (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve"> {name} </w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{text_run("1")}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    words = f"{text_run('Page ')}{field('PAGE')}{text_run(' of ')}{field('NUMPAGES')}"
    return (
        f'{_HEAD}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        f"<w:r><w:tab/></w:r>{words}</w:p></w:ftr>"
    )


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


def _core(title: str, date: dt.date) -> str:
    when = f"{date.isoformat()}T00:00:00Z"
    stamp = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{when}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f"{_HEAD}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_escaped(title)}</dc:title><dc:creator>clausegen</dc:creator>{stamp}</cp:coreProperties>"
    )


def _properties(manifest: Mapping[str, object]) -> str:
    """What a reader without our program can see of the manifest: File > Info > Properties."""
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
    return f'{_HEAD}<manifest xmlns="{MANIFEST}">{_escaped(json.dumps(manifest, ensure_ascii=False))}</manifest>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# A customer's template ---------------------------------------------------------------------------------


def _completed(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The customer's parts, with the parts we add declared in types and relationships."""
    held = dict(parts)
    types = parse_part(held["[Content_Types].xml"])
    declared = {override.get("PartName") for override in types.iter(f"{{{_TYPES}}}Override")}
    for override in types.iter(f"{{{_TYPES}}}Override"):
        if override.get("PartName") == "/word/document.xml":  # a .dotx becomes a document
            override.set("ContentType", f"{_WORD}document.main+xml")
    for name, kind in (
        ("/word/footnotes.xml", f"{_WORD}footnotes+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/docProps/custom.xml", f"{_OFFICE}custom-properties+xml"),
        ("/customXml/item1.xml", "application/xml"),
        ("/customXml/itemProps1.xml", f"{_OFFICE}customXmlProperties+xml"),
    ):
        if name not in declared:
            etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=name, ContentType=kind)
    held["[Content_Types].xml"] = etree.tostring(types, xml_declaration=True, encoding="UTF-8", standalone=True)
    _relate(held, "word/_rels/document.xml.rels", "footnotes", "footnotes.xml")
    _relate(held, "word/_rels/document.xml.rels", "customXml", "../customXml/item1.xml")
    _relate(held, "_rels/.rels", "custom-properties", "docProps/custom.xml")
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    _relate(held, "_rels/.rels", core, "docProps/core.xml")
    return held


def _relate(held: dict[str, bytes], file: str, kind: str, target: str) -> None:
    """Add a relationship unless one with the same target is there."""
    relations = parse_part(held[file])
    tag = f"{{{_RELATIONS}}}Relationship"
    if any(relation.get("Target", "").lstrip("/").endswith(target) for relation in relations.iter(tag)):
        return
    name = f"rIdClausegen{len(relations) + 1}"
    full = kind if kind.startswith("http") else f"{R}/{kind}"
    etree.SubElement(relations, tag, Id=name, Type=full, Target=target)
    held[file] = etree.tostring(relations, xml_declaration=True, encoding="UTF-8", standalone=True)
