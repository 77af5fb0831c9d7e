"""What must hold of any bytes and any text that are read as TwiML."""

from __future__ import annotations

from typing import Any

from lxml import etree

from twimlkit._core.element import Custom, Element
from twimlkit._core.problems import MAX_DOCUMENT_BYTES
from twimlkit._core.xml import Node, read, size_of
from twimlkit.errors import InvalidTwiML
from twimlkit.linter import lint
from twimlkit.parser import parse

__all__ = ["check_linting", "check_reading"]

_XML = "{http://www.w3.org/XML/1998/namespace}"


def check_reading(xml: str | bytes) -> None:
    """Asserts that XML is read or refused with a place, as lxml reads it, and that what is read comes back."""
    strict, kept = (_read_or_refused(xml, lenient=lenient) for lenient in (False, True))
    if strict:
        assert kept == strict
        _check_coming_back(strict, lenient=False)
    if kept:
        _check_coming_back(kept, lenient=True)
    _check_beside_lxml(xml)


def check_linting(xml: str | bytes) -> None:
    """Asserts that XML is linted, and that a document which cannot be read has an error, unless it is a template."""
    findings = lint(xml)
    assert all(finding.line >= 1 and finding.column >= 1 and str(finding) for finding in findings)
    if not _read_or_refused(xml, lenient=True) and not read(xml, templates=True).template:
        assert any(finding.severity == "error" or finding.rule == "namespace" for finding in findings)


def _read_or_refused(xml: str | bytes, *, lenient: bool) -> Element | None:
    try:
        return parse(xml, lenient=lenient)
    except InvalidTwiML as refused:
        error = refused
    assert str(error).isprintable()
    if size_of(xml) <= MAX_DOCUMENT_BYTES:
        assert error.line is not None
        assert error.column is not None
        assert min(error.line, error.column) >= 1
    return None


def _check_coming_back(found: Element, *, lenient: bool) -> None:
    root: Any = None if isinstance(found, Custom) else type(found)
    for xml in (found.to_xml(), found.pretty()):
        if size_of(xml) <= MAX_DOCUMENT_BYTES:
            assert parse(xml, root=root, lenient=lenient) == found


def _check_beside_lxml(xml: str | bytes) -> None:
    tree = read(xml)
    if tree.root is None or tree.faults or b"xmlns" in tree.data or b"encoding" in tree.data:
        return
    quiet = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False, huge_tree=True)
    try:
        root = etree.fromstring(tree.data, quiet)
    except etree.XMLSyntaxError:
        return  # of names with colons and of versions of XML, lxml takes fewer
    assert _node_outline(tree.root) == _lxml_outline(root)


def _node_outline(node: Node) -> Any:
    children = [child if isinstance(child, str) else _node_outline(child) for child in node.children]
    return node.tag, node.attributes, children


def _lxml_outline(node: etree._Element) -> Any:
    attributes = {str(name).replace(_XML, "xml:"): value for name, value in node.attrib.items()}
    children: list[Any] = [node.text]
    for child in node:
        children += [_lxml_outline(child), child.tail]
    return node.tag, attributes, [child for child in children if child]
