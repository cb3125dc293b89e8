"""The XML parts of a Word file as the search for giveaways needs them: properties, authors, hidden runs."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lxml import etree

from clausegen.runtime import regex

# The fields of core and extended properties that name persons, firms and files. Source: ISO/IEC 29500-2, 11 and
# 29500-1, 22.2.
CORE_FIELDS = ("creator", "lastModifiedBy", "keywords", "description", "category", "subject", "contentStatus")
APP_FIELDS = ("Company", "Manager", "HyperlinkBase", "Template")
SETTINGS = ("docVars", "attachedTemplate", "mailMerge")
NEUTRAL = frozenset({"", "author", "normal", "normal.dotm"})
# Parts that hold nothing of the pages, in lower case.
TELLTALE = regex(
    r"customxml/.*|docprops/(?:custom\.xml|thumbnail\..*)|word/(?:comments\w*|people|commentsextended)\.xml"
    r"|word/(?:printersettings/.*|glossary/.*)"
)


def parsed(data: bytes) -> etree._Element | None:
    """Return the XML of a part with nothing fetched and no entity resolved, None when it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; Word has two, of the same names."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def elements(root: etree._Element, names: Collection[str]) -> list[etree._Element]:
    """Return every element below a root with one of these names."""
    return [element for element in root.iter() if local(element) in names]


def words(element: etree._Element) -> str:
    """Return the text in an element."""
    return "".join(str(text) for text in element.itertext())


def properties(root: etree._Element, fields: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the properties of these names that say something."""
    for child in root:
        value = (child.text or "").strip()
        if local(child) in fields and value.lower() not in NEUTRAL:
            yield local(child), value


def authors(root: etree._Element) -> set[str]:
    """Name the author of a comment or tracked change."""
    return {value for _, key, value in attributes(root) if key.endswith("}author")}


def attributes(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """Yield every attribute below a root: its element, name and value."""
    for element in root.iter():
        for key, value in element.attrib.items():
            yield element, str(key), str(value)


def hidden_runs(root: etree._Element) -> list[etree._Element]:
    """Return runs formatted as hidden that hold words, not the codes of a field."""
    return [run for run in elements(root, {"r"}) if _is_hidden(run) and not elements(run, {"fldChar", "instrText"})]


def _is_hidden(run: etree._Element) -> bool:
    for properties_of_run in (child for child in run if local(child) == "rPr"):
        for mark in (child for child in properties_of_run if local(child) == "vanish"):
            value = next((value for _, key, value in attributes(mark) if key.endswith("}val")), "true")
            return value not in ("0", "false", "off") and bool(words(run).strip())
    return False
