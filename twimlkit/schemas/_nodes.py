"""The nodes of a schema that is written in XML."""

from __future__ import annotations

from typing import TypeAlias
from xml.etree import ElementTree as ET

Node: TypeAlias = ET.Element


def node(tag: str, /, *inside: Node, text: str | None = None, **attributes: str) -> Node:
    """Make a node."""
    made = ET.Element(tag, attributes)
    made.text = text
    made.extend(inside)
    return made


def to_xml(root: Node) -> str:
    """Return the schema as XML, in ASCII, since its patterns hold characters that nobody can see."""
    ET.indent(root)
    return f'<?xml version="1.0"?>\n{ET.tostring(root, "us-ascii", xml_declaration=False).decode()}\n'
