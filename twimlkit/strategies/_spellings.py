"""Strategies for XML: all the spellings of elements that `parse` reads as the same elements."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, cast, overload

from hypothesis import strategies as st

from twimlkit._core.element import MAX_DOCUMENT_BYTES, Document, Element
from twimlkit._core.grammar import Grammar
from twimlkit._core.values import InvalidValue, escape, quote
from twimlkit._core.xml import Node, read

from ._elements import messaging_responses, responses

if TYPE_CHECKING:
    from collections.abc import Callable


@overload
def documents(of: st.SearchStrategy[Element] | None = None) -> st.SearchStrategy[bytes]: ...
@overload
def documents(of: st.SearchStrategy[Element] | None = None, *, encoded: Literal[False]) -> st.SearchStrategy[str]: ...
def documents(of: st.SearchStrategy[Element] | None = None, *, encoded: bool = True) -> st.SearchStrategy[Any]:
    """Draw valid documents as XML, in all the spellings that other programs may write; see `spellings`.

    Args:
        of: Strategy for the documents, as in `documents(responses())`. Default: documents of calls and of messages.
        encoded: Whether to draw bytes, in any encoding, instead of text.
    """
    return _documents(responses() | messaging_responses() if of is None else of, encoded=encoded)


@st.composite
def _documents(draw: st.DrawFn, of: st.SearchStrategy[Element], *, encoded: bool) -> bytes | str:
    return draw(_spellings(draw(of), encoded=encoded))


@overload
def spellings(element: Element) -> st.SearchStrategy[bytes]: ...
@overload
def spellings(element: Element, *, encoded: Literal[False]) -> st.SearchStrategy[str]: ...
def spellings(element: Element, *, encoded: bool = True) -> st.SearchStrategy[Any]:
    """Draw spellings of an element as XML, all of which `parse` reads as the same element.

    They differ in the XML declaration, the encoding, comments, white space, quotes, the order of attributes, CDATA
    sections, character references and the ends of lines. Text that is spoken or sent is the same in all. They shrink to
    the XML of `to_xml`.

    Args:
        element: The element.
        encoded: Whether to draw bytes, in any encoding, instead of text.
    """
    return _spellings(element, encoded=encoded)


@st.composite
def _spellings(draw: st.DrawFn, element: Element, *, encoded: bool) -> bytes | str:
    variations = draw(st.frozensets(st.sampled_from(_VARIATIONS)))
    encoding = draw(st.sampled_from(_ENCODINGS)) if encoded and "encoding" in variations else _UTF_8
    text = _Writer(draw, variations, encoding).document(element)
    data = encoding.mark + text.encode(encoding.codec, "xmlcharrefreplace")
    if len(data) > MAX_DOCUMENT_BYTES:
        text, data = element.to_xml(), bytes(element)
    return data if encoded else text


_VARIATIONS: Final = (
    "declaration",
    "encoding",
    "comments",
    "blanks between elements",
    "blanks in tags",
    "blanks around values",
    "order of attributes",
    "quotes",
    "empty elements",
    "references",
    "CDATA",
    "line ends",
)
"""The ways in which spellings differ. Each document has only some of them, so that a failure shows which matter."""


class _Encoding(NamedTuple):
    """An encoding: its name in the XML declaration, its name in Python, and the byte order mark."""

    name: str
    codec: str
    mark: bytes = b""


_UTF_8: Final = _Encoding("UTF-8", "utf-8")
_ENCODINGS: Final = (
    _Encoding("UTF-8", "utf-8", codecs.BOM_UTF8),
    _Encoding("UTF-16", "utf-16-le", codecs.BOM_UTF16_LE),
    _Encoding("UTF-16", "utf-16-be", codecs.BOM_UTF16_BE),
    _Encoding("UTF-16LE", "utf-16-le"),
    _Encoding("UTF-16BE", "utf-16-be"),
    _Encoding("UTF-32", "utf-32-le", codecs.BOM_UTF32_LE),
    _Encoding("UTF-32", "utf-32-be", codecs.BOM_UTF32_BE),
    _Encoding("UTF-32LE", "utf-32-le"),
    _Encoding("UTF-32BE", "utf-32-be"),
    _Encoding("US-ASCII", "ascii"),
    _Encoding("ISO-8859-1", "iso-8859-1"),
    _Encoding("ISO-8859-15", "iso-8859-15"),
    _Encoding("windows-1251", "cp1251"),
    _Encoding("windows-1252", "cp1252"),
    _Encoding("KOI8-R", "koi8-r"),
)

_BLANKS: Final = st.text(" \n\t", min_size=1, max_size=3)
_WORDS: Final = st.text("ab <>&\"'", max_size=5)
_ASIDES: Final = _WORDS.map("<!--{}-->".format) | _WORDS.map("<?a {}?>".format)
_NAMED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
_OTHER_IN_1_1: Final = "[\x7f-\x9f\u2028]"  # ends of lines in XML 1.1, or refused


class _Writer:
    """Writes an element in a drawn spelling."""

    def __init__(self, draw: st.DrawFn, variations: frozenset[str], encoding: _Encoding) -> None:
        self.draw = draw
        self.variations = variations
        self.encoding = encoding

    def varies(self, variation: str) -> bool:
        """Draw whether one of the variations applies here."""
        return variation in self.variations and self.draw(st.booleans())

    def choose(self, variation: str, plain: str, others: st.SearchStrategy[str]) -> str:
        return self.draw(others) if self.varies(variation) else plain

    def document(self, element: Element) -> str:
        """Write the outermost element and everything around it."""
        node = cast("Node", read(element.to_xml()).root)
        body = self.between() + self.element(node, element.own_grammar) + self.between()
        line_end = self.choose("line ends", "\n", st.sampled_from(["\r\n", "\r"]))
        return (self.declaration(element, body) + body).replace("\n", line_end)

    def declaration(self, element: Element, body: str) -> str:
        """Write the XML declaration, or nothing where it is optional."""
        name, _, mark = self.encoding
        is_needed = name != "UTF-8" and not mark
        if "declaration" not in self.variations:
            is_written = is_needed or isinstance(element, Document)
            return f'<?xml version="1.0" encoding="{name}"?>' if is_written else ""
        if not is_needed and self.draw(st.booleans()):
            return ""
        parts = {"version": "1.0" if re.search(_OTHER_IN_1_1, body) else self.draw(st.sampled_from(["1.0", "1.1"]))}
        if is_needed or self.draw(st.booleans()):
            parts["encoding"] = self.draw(st.sampled_from([name, name.lower(), name.upper()]))
        if self.draw(st.booleans()):
            parts["standalone"] = self.draw(st.sampled_from(["yes", "no"]))
        marks = {part: self.mark() for part in parts}
        written = "".join(self.pair(part, f"{marks[part]}{value}{marks[part]}") for part, value in parts.items())
        return f"<?xml{written}{self.blank()}?>"

    def element(self, node: Node, grammar: Grammar) -> str:
        pairs = [self.attribute(xml_name, text, grammar) for xml_name, text in node.attributes.items()]
        if "order of attributes" in self.variations:
            pairs = self.draw(st.permutations(pairs))
        opening = f"<{node.tag}{''.join(pairs)}{self.blank()}"
        inner = self.content(node, grammar)
        if not inner and not self.varies("empty elements"):
            return f"{opening}/>"
        return f"{opening}>{inner}</{node.tag}{self.blank()}>"

    def attribute(self, xml_name: str, text: str, grammar: Grammar) -> str:
        mark = self.mark()
        written = self.referring(text, quote if mark == '"' else _quote_singly)
        if _ignores_blanks(grammar, xml_name, text):
            pads = [self.choose("blanks around values", "", _BLANKS) for _ in range(2)]
            written = written.join(pads)
        return self.pair(xml_name, f"{mark}{written}{mark}")

    def pair(self, name: str, quoted: str) -> str:
        return f"{self.blank(' ')}{name}{self.blank()}={self.blank()}{quoted}"

    def mark(self) -> str:
        return self.choose("quotes", '"', st.just("'"))

    def content(self, node: Node, grammar: Grammar) -> str:
        written: list[str] = []
        for place, child in enumerate(node.children):
            written.append(self.between(may_be_blank=_may_be_blank(node, grammar, place)))
            written.append(self.text(child) if isinstance(child, str) else self.element(child, _inside(grammar, child)))
        written.append(self.between(may_be_blank=_may_be_blank(node, grammar, len(node.children))))
        return "".join(written)

    def text(self, text: str) -> str:
        """Write a text, in several parts."""
        if not self.variations & {"CDATA", "comments"}:
            return self.referring(text, escape)
        at = self.draw(st.integers(0, len(text)))
        before, after = text[:at], text[at:]
        is_section = self.varies("CDATA") and self.is_writable(after)
        end = _section(after) if is_section else _continued(self.referring(after, escape))
        return self.referring(before, escape) + self.aside() + end

    def is_writable(self, text: str) -> bool:
        """Tell whether a text can be written without references, as in a CDATA section."""
        try:
            text.encode(self.encoding.codec)
        except UnicodeEncodeError:
            return False
        return "\r" not in text

    def referring(self, text: str, write: Callable[[str], str]) -> str:
        """Write a text, or a part of it as character references."""
        if not text or not self.varies("references"):
            return write(text)
        start, end = sorted(self.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        refer = self.draw(st.sampled_from(_REFERENCES))
        return write(text[:start]) + "".join(map(refer, text[start:end])) + _continued(write(text[end:]))

    def between(self, *, may_be_blank: bool = True) -> str:
        """Write white space, comments and processing instructions between elements."""
        if not may_be_blank:
            return self.aside()
        return self.indent() + self.aside() + self.indent()

    def indent(self) -> str:
        return self.choose("blanks between elements", "", _BLANKS)

    def blank(self, plain: str = "") -> str:
        return self.choose("blanks in tags", plain, _BLANKS)

    def aside(self) -> str:
        return self.choose("comments", "", _ASIDES)


def _inside(grammar: Grammar, node: Node) -> Grammar:
    element_class = grammar.xml_children.get(node.tag)
    return element_class.grammar() if element_class else Grammar.of_anything(node.tag)


def _may_be_blank(node: Node, grammar: Grammar, place: int) -> bool:
    """Tell whether white space before the child at a place, or after the last child, is ignored."""
    if grammar.is_spoken:
        return False
    if grammar.text is None or not grammar.text.tidy(" "):
        return True
    return bool(node.nodes) and not any(
        isinstance(child, str) for child in node.children[max(0, place - 1) : place + 1]
    )


def _ignores_blanks(grammar: Grammar, xml_name: str, text: str) -> bool:
    """Tell whether white space around the value of an attribute is ignored."""
    attribute = grammar.xml_attributes.get(xml_name)
    if attribute is None:
        return False
    try:
        return attribute.from_xml(f" {text} ") == attribute.from_xml(text)
    except InvalidValue:
        return False


def _quote_singly(text: str) -> str:
    """Escape a text for an attribute's value between single quotes."""
    return quote(text).replace("&quot;", '"').replace("'", "&apos;")


def _continued(written: str) -> str:
    """Return a part of a text as it is written after another part, which may end with the beginning of "]]>"."""
    return re.sub("^(]?)>", r"\1&gt;", written)


def _section(text: str) -> str:
    """Write a text as a CDATA section, or as two where it holds the end of one."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


_REFERENCES: Final[tuple[Callable[[str], str], ...]] = (
    lambda char: f"&#{ord(char)};",
    lambda char: f"&#{ord(char):04};",
    lambda char: f"&#x{ord(char):x};",
    lambda char: f"&#x{ord(char):06X};",
    lambda char: _NAMED.get(char, f"&#{ord(char)};"),
)
