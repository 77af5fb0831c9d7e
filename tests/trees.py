"""Comparison of an element with what lxml reads from its XML, name by name and character by character.

Names, separators and the texts that count come from the facts, not from the classes under test.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.facts import FACTS, lxml_name, to_python_name
from twimlkit import Failover
from twimlkit._core.element import Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

VOCABULARY: list[type[Any]] = [*(fact.element for fact in FACTS.values()), Failover]

WIRES: dict[type[Any], dict[str, str]] = {
    fact.element: {to_python_name(xml_name): lxml_name(xml_name) for xml_name in fact.attributes}
    for fact in FACTS.values()
} | {Failover: {}}
"""The name of every attribute as lxml has it, by class and by name in Python."""

COMMA_LISTS = ("hints", "passports")

SPEECH = ("Say", "break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w", "Failover")


def every(element: Element) -> Iterator[Element]:
    """Yield the element and everything inside it."""
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from every(child)


def written(name: str, value: object) -> str:
    """Return the value of an attribute as it is written."""
    match value:
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{value:f}"
        case tuple():
            return ("," if name in COMMA_LISTS else " ").join(str(item) for item in value)
        case _:
            return str(value)


def content(node: etree._Element) -> list[str | etree._Element]:
    """Return the texts and elements inside an lxml element, without empty texts."""
    pieces: list[Any] = [node.text]
    for child in node:
        pieces += [child, child.tail]
    return [piece for piece in pieces if piece is not None and piece != ""]


def is_indented(element: Element) -> bool:
    """Tell whether white space in it is ignored, so that it may be indented."""
    return element.tag not in SPEECH and not any(isinstance(child, str) for child in element.children)


def assert_same(node: etree._Element, element: Element, *, indented: bool = False) -> None:
    """Assert that lxml has read exactly the element, apart from ignored white space if it is indented."""
    assert node.tag == element.tag
    names = WIRES.get(type(element), {})
    given = [(names.get(name, name), written(name, value)) for name, value in element.attributes.items()]
    assert list(node.items()) == given
    pieces = content(node)
    if indented and is_indented(element):
        pieces = [piece for piece in pieces if not isinstance(piece, str) or not piece.isspace()]
    assert len(pieces) == len(element.children)
    for piece, child in zip(pieces, element.children, strict=True):
        if isinstance(child, Element):
            assert not isinstance(piece, str)
            assert_same(piece, child, indented=indented)
        else:
            assert piece == child
