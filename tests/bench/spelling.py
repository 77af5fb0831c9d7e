"""Documents as the source code of a function that builds them, as people write it with each library."""

from __future__ import annotations

import re
from dataclasses import dataclass
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, TypeAlias

from twilio.twiml import GenericNode, TwiML, messaging_response, voice_response

from twimlkit.parser import parse

from .vocabulary import F_STRING, LXML, OURS, TWILIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from lxml import etree

__all__ = ["BUILDER", "SOURCES", "Document", "read"]

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
INDENT = "    "
BUILDER = "lxml's builder"

# Texts that are the same in every call; all others are spoken, sent, or taken from the call.
CONSTANT_TEXTS = {
    "Application", "ApplicationSid", "Autopilot", "Enqueue", "Media", "Play", "Queue", "Redirect", "Sim", "Sip", "Uri",
}  # fmt: skip


@dataclass(frozen=True)
class Attribute:
    """An attribute: its names, its value in Python, and its text in XML."""

    name: str
    xml_name: str
    value: Any
    text: str


@dataclass(frozen=True)
class Parameter:
    """A text that the function is given."""

    name: str


Text: TypeAlias = "str | Parameter"


@dataclass(frozen=True)
class Node:
    """An element: the name of its class in twimlkit, its tag, its content and its attributes."""

    class_name: str
    tag: str
    content: list[Node | Text]
    attributes: list[Attribute]

    @property
    def children(self) -> list[Node]:
        return [piece for piece in self.content if isinstance(piece, Node)]


@dataclass(frozen=True)
class Document:
    """A document, and the texts in it that the function is given."""

    root: Node
    texts: list[str]

    def function(self, library: str) -> Callable[..., str | bytes]:
        """Return the function that builds and writes the document with a library, compiled from its source code."""
        namespace: dict[str, Any] = {}
        exec(SOURCES[library](self), namespace)
        return namespace["document"]


def read(xml: bytes) -> Document:
    """Read a document as what its source code is made of."""
    texts: list[str] = []
    element = parse(xml)
    return Document(_node(element, element.to_etree(), texts), texts)


def _node(element: Any, xml: etree._Element, texts: list[str]) -> Node:
    """Return an element of twimlkit, and the same in XML, as a node, and append its texts."""
    attributes = [
        Attribute(name, str(xml_name), value, str(text))
        for (name, value), (xml_name, text) in zip(element.attributes.items(), xml.attrib.items(), strict=True)
    ]
    inner = iter(xml)
    content = [
        _text(piece, str(xml.tag), texts) if isinstance(piece, str) else _node(piece, next(inner), texts)
        for piece in element.children
    ]
    return Node(type(element).__name__, str(xml.tag), content, attributes)


def _text(text: str, tag: str, texts: list[str]) -> Text:
    if tag in CONSTANT_TEXTS or not re.search(r"\w", text):
        return text
    texts.append(text)
    return Parameter(f"text_{len(texts)}")


def _definition(document: Document, imports: list[str], body: list[str]) -> str:
    parameters = ", ".join(f"text_{number}" for number, _ in enumerate(document.texts, 1))
    return "\n".join([*imports, "", "", f"def document({parameters}):", *(INDENT + line for line in body), ""])


def _expression(text: Text) -> str:
    return text.name if isinstance(text, Parameter) else repr(text)


def _literal(value: Any) -> str:
    """Return a value of an attribute as people write it: one item without its tuple, a Decimal as a plain number."""
    if isinstance(value, tuple):
        return _literal(value[0]) if len(value) == 1 else f"({', '.join(map(_literal, value))})"
    if isinstance(value, str | int):
        return repr(value)
    return repr(int(value)) if value == int(value) else repr(float(value))


def _is_keyword_name(name: str) -> bool:
    return name.isidentifier() and not iskeyword(name)


# twimlkit.


def twimlkit_source(document: Document) -> str:
    classes = ", ".join(sorted(set(_class_names(document.root))))
    first, *rest = _call(document.root)
    body = "\n".join(["return " + first, *rest]) + ".to_xml()"
    return _definition(document, [f"from twimlkit import {classes}"], body.split("\n"))


def _class_names(node: Node) -> Iterator[str]:
    yield node.class_name
    for child in node.children:
        yield from _class_names(child)


def _call(node: Node) -> list[str]:
    """Return the lines of a call: only one, unless it has children."""
    keywords = [f"{each.name}={_literal(each.value)}" for each in node.attributes]
    if not node.children:
        texts = [_expression(piece) for piece in node.content if not isinstance(piece, Node)]
        return [f"{node.class_name}({', '.join([*texts, *keywords])})"]
    pieces = [_call(piece) if isinstance(piece, Node) else [_expression(piece)] for piece in node.content]
    arguments = [*pieces, *([keyword] for keyword in keywords)]
    inner = [INDENT + line for *first, last in arguments for line in (*first, f"{last},")]
    return [f"{node.class_name}(", *inner, ")"]


# twilio-python.


def twilio_source(document: Document) -> str:
    is_message = document.root.class_name == "MessagingResponse"
    module = messaging_response if is_message else voice_response
    response = module.MessagingResponse if is_message else module.VoiceResponse
    used = {response.__name__}
    body = [
        f"response = {response.__name__}()",
        *_twilio_content(document.root, response, ("response",), module, used),
        "return response.to_xml()",
    ]
    return _definition(document, [f"from {module.__name__} import {', '.join(sorted(used))}"], body)


def _twilio_content(
    node: Node, element_class: type[TwiML], variables: tuple[str, ...], module: ModuleType, used: set[str]
) -> Iterator[str]:
    """Yield the lines that fill an element: a method call for each child, or an object of its own with children.

    Args:
        node: The element.
        element_class: Its class in twilio-python.
        variables: The names of the variables of its ancestors, and last its own.
        module: The module of the classes.
        used: The names of the classes that are used, to which others are added.
    """
    variable = variables[-1]
    for place, piece in enumerate(node.content):
        if not isinstance(piece, Node):
            if place > 0:  # else the constructor was given it
                yield f"{variable}.append({_expression(piece)})"
            continue
        method = re.sub("(?<=.)([A-Z])", r"_\1", piece.tag).lower().replace("-", "_")
        method += "_" * iskeyword(method)
        inner_class = _twilio_class(piece.tag, node.tag, module)
        if not piece.children and hasattr(element_class, method):
            yield f"{variable}.{method}({_twilio_arguments(piece)})"
        elif inner_class is GenericNode:
            yield from _twilio_generic(piece, variables, module, used)
        else:
            used.add(inner_class.__name__)
            built = f"{inner_class.__name__}({_twilio_arguments(piece)})"
            if not piece.children:
                yield f"{variable}.append({built})"
                continue
            inner = _unused(method, variables)
            yield f"{inner} = {built}"
            yield from _twilio_content(piece, inner_class, (*variables, inner), module, used)
            yield f"{variable}.append({inner})"


def _twilio_generic(node: Node, variables: tuple[str, ...], module: ModuleType, used: set[str]) -> Iterator[str]:
    """Yield the lines that add an element without a class of its own."""
    inner = _unused(node.tag.lower(), variables)
    yield f"{inner} = {variables[-1]}.add_child({node.tag!r}, {_twilio_arguments(node)})"
    yield from _twilio_content(node, GenericNode, (*variables, inner), module, used)


def _unused(name: str, variables: tuple[str, ...]) -> str:
    return _unused(f"inner_{name}", variables) if name in variables else name


def _twilio_class(tag: str, parent: str, module: ModuleType) -> type[TwiML]:
    camel = "".join(word[:1].upper() + word[1:] for word in tag.split("-"))
    names = f"{parent}{tag}", f"Ssml{camel}", tag
    return next((getattr(module, name) for name in names if hasattr(module, name)), GenericNode)


def _twilio_arguments(node: Node) -> str:
    text = [_expression(piece) for piece in node.content[:1] if not isinstance(piece, Node)]
    if node.tag == "Redirect" and not text:
        text = ["''"]  # its URL is required
    keywords = [
        f"{each.name}={repr(each.text) if isinstance(each.value, tuple) else _literal(each.value)}"
        for each in node.attributes
    ]
    return ", ".join([*text, *keywords])


# lxml, with elements made one by one.


def lxml_source(document: Document) -> str:
    body = [
        f"response = {_made('etree.Element(', document.root)}",
        *_lxml_content(document.root, ("response",)),
        'return etree.tostring(response, xml_declaration=True, encoding="UTF-8")',
    ]
    return _definition(document, ["from lxml import etree"], body)


def _lxml_content(node: Node, variables: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines that fill an element, whose variable is the last of those of its ancestors and its own."""
    attribute = f"{variables[-1]}.text"
    for place, piece in enumerate(node.content):
        if not isinstance(piece, Node):
            yield f"{attribute} = {_expression(piece)}"
            continue
        made = _made(f"etree.SubElement({variables[-1]}, ", piece)
        has_tail = place + 1 < len(node.content) and not isinstance(node.content[place + 1], Node)
        if piece.children or has_tail:
            inner = _unused(piece.tag.lower().replace("-", "_") + "_" * iskeyword(piece.tag), variables)
            yield f"{inner} = {made}"
            yield from _lxml_content(piece, (*variables, inner))
            attribute = f"{inner}.tail"
        else:
            yield made + "".join(f".text = {_expression(text)}" for text in piece.content if not isinstance(text, Node))


def _made(start: str, node: Node) -> str:
    return f"{start}{', '.join([repr(node.tag), *_xml_attributes(node)])})"


def _xml_attributes(node: Node) -> list[str]:
    """Return the attributes as arguments: keywords, and before them a dictionary of those whose names are none."""
    odd = {each.xml_name: each.text for each in node.attributes if not _is_keyword_name(each.xml_name)}
    keywords = [f"{each.xml_name}={each.text!r}" for each in node.attributes if each.xml_name not in odd]
    return [*([repr(odd)] if odd else []), *keywords]


# lxml's builder.


def builder_source(document: Document) -> str:
    imports = ["from lxml import etree", "from lxml.builder import E"]
    written = f'return etree.tostring({_builder(document.root)}, xml_declaration=True, encoding="UTF-8")'
    return _definition(document, imports, [written])


def _builder(node: Node) -> str:
    maker, first = (f"E.{node.tag}", []) if _is_keyword_name(node.tag) else ("E", [repr(node.tag)])
    pieces = [_builder(piece) if isinstance(piece, Node) else _expression(piece) for piece in node.content]
    return f"{maker}({', '.join([*first, *pieces, *_xml_attributes(node)])})"


# An f-string.


def f_string_source(document: Document) -> str:
    text = DECLARATION + _markup(document.root)
    return _definition(document, ["from xml.sax.saxutils import escape"], [f"return f{text!r}"])


def _markup(node: Node) -> str:
    inner = "".join(
        _markup(piece)
        if isinstance(piece, Node)
        else f"{{escape({piece.name})}}"
        if isinstance(piece, Parameter)
        else _constant(piece)
        for piece in node.content
    )
    attributes = "".join(f' {_prefixed(each.xml_name)}="{_constant(each.text)}"' for each in node.attributes)
    return f"<{node.tag}{attributes}>{inner}</{node.tag}>" if inner else f"<{node.tag}{attributes}/>"


def _prefixed(xml_name: str) -> str:
    return xml_name.replace("{http://www.w3.org/XML/1998/namespace}", "xml:")


def _constant(text: str) -> str:
    """Return a text as XML within an f-string."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return escaped.replace("{", "{{").replace("}", "}}")


SOURCES: dict[str, Callable[[Document], str]] = {
    OURS: twimlkit_source,
    TWILIO: twilio_source,
    LXML: lxml_source,
    BUILDER: builder_source,
    F_STRING: f_string_source,
}
