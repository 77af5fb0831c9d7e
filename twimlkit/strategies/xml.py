"""Draws the XML in which elements may stand: all the ways of writing it that read back as the same elements."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, cast, overload

from hypothesis import strategies as st

from twimlkit.element import LARGEST, Custom, Document, Element
from twimlkit.parser import Form, Node, form_of, read
from twimlkit.values import Unfit, escape, quote

from .trees import messaging_responses, responses

if TYPE_CHECKING:
    from collections.abc import Callable

    from twimlkit.grammar import Attribute

__all__ = ["documents", "spellings"]


@overload
def documents(of: st.SearchStrategy[Element] | None = None) -> st.SearchStrategy[bytes]: ...
@overload
def documents(of: st.SearchStrategy[Element] | None = None, *, encoded: Literal[False]) -> st.SearchStrategy[str]: ...
def documents(of: st.SearchStrategy[Element] | None = None, *, encoded: bool = True) -> st.SearchStrategy[Any]:
    """Draws right documents as XML, in all the ways in which other programs may write them: see `spellings`.

    of: what the documents say, as in `documents(responses())`; by default documents of calls and of messages.
    encoded: whether they are bytes, in any encoding; else they are text.
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
    """Draws the ways in which an element may be written as XML, all of which `parse` reads as the same element.

    They differ in the XML declaration, the encoding, comments, white space, quotes, the order of attributes, CDATA
    sections, character references and the ends of lines. What is spoken or sent is the same in all. They shrink to
    what `to_xml` writes.

    encoded: whether they are bytes, in any encoding; else they are text.
    """
    return _spellings(element, encoded=encoded)


@st.composite
def _spellings(draw: st.DrawFn, element: Element, *, encoded: bool) -> bytes | str:
    liberties = draw(st.frozensets(st.sampled_from(_LIBERTIES)))
    encoding = draw(st.sampled_from(_ENCODINGS)) if encoded and "encoding" in liberties else _UTF_8
    text = _Writer(draw, liberties, encoding).document(element)
    data = encoding.mark + text.encode(encoding.codec, "xmlcharrefreplace")
    if len(data) > LARGEST:
        text, data = element.to_xml(), bytes(element)
    return data if encoded else text


_LIBERTIES: Final = (
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
"""In what the ways of writing differ. Each document takes only some of them, so that a failure shows which matters."""


class _Encoding(NamedTuple):
    """Is an encoding: its name in the XML declaration, its name in Python, and the byte order mark."""

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
_OTHER_IN_1_1: Final = "[\x7f-\x9f\u2028]"  # XML 1.1 takes them for ends of lines, or refuses them


class _Writer:
    """Writes an element in a way that is drawn."""

    def __init__(self, draw: st.DrawFn, liberties: frozenset[str], encoding: _Encoding) -> None:
        self.draw = draw
        self.liberties = liberties
        self.encoding = encoding

    def takes(self, liberty: str) -> bool:
        """Draws whether one of the liberties is taken here."""
        return liberty in self.liberties and self.draw(st.booleans())

    def choose(self, liberty: str, plain: str, others: st.SearchStrategy[str]) -> str:
        """Draws what is written here."""
        return self.draw(others) if self.takes(liberty) else plain

    def document(self, element: Element) -> str:
        """Writes the outermost element, with all that is around it."""
        node = cast("Node", read(element.to_xml()).root)
        form = None if isinstance(element, Custom) else form_of(type(element))
        body = self.between() + self.element(node, form) + self.between()
        line_end = self.choose("line ends", "\n", st.sampled_from(["\r\n", "\r"]))
        return (self.declaration(element, body) + body).replace("\n", line_end)

    def declaration(self, element: Element, body: str) -> str:
        """Writes the XML declaration, or nothing where it may be left out."""
        name, _, mark = self.encoding
        is_needed = name != "UTF-8" and not mark
        if "declaration" not in self.liberties:
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

    def element(self, node: Node, form: Form | None) -> str:
        """Writes an element; nothing is known of one without a form."""
        pairs = [self.attribute(wire, text, form) for wire, text in node.attributes.items()]
        if "order of attributes" in self.liberties:
            pairs = self.draw(st.permutations(pairs))
        opening = f"<{node.tag}{''.join(pairs)}{self.blank()}"
        inner = self.content(node, form)
        if not inner and not self.takes("empty elements"):
            return f"{opening}/>"
        return f"{opening}>{inner}</{node.tag}{self.blank()}>"

    def attribute(self, wire: str, text: str, form: Form | None) -> str:
        """Writes an attribute."""
        mark = self.mark()
        written = self.referring(text, quote if mark == '"' else _quote_singly)
        if _ignores_blanks(form, wire, text):
            pads = [self.choose("blanks around values", "", _BLANKS) for _ in range(2)]
            written = written.join(pads)
        return self.pair(wire, f"{mark}{written}{mark}")

    def pair(self, name: str, quoted: str) -> str:
        """Writes a name and a value in quotes."""
        return f"{self.blank(' ')}{name}{self.blank()}={self.blank()}{quoted}"

    def mark(self) -> str:
        return self.choose("quotes", '"', st.just("'"))

    def content(self, node: Node, form: Form | None) -> str:
        """Writes what is inside an element."""
        written: list[str] = []
        for place, child in enumerate(node.children):
            written.append(self.between(may_be_blank=_may_be_blank(node, form, place)))
            written.append(self.text(child) if isinstance(child, str) else self.element(child, _inside(form, child)))
        written.append(self.between(may_be_blank=_may_be_blank(node, form, len(node.children))))
        return "".join(written)

    def text(self, text: str) -> str:
        """Writes a text, in several parts."""
        if not self.liberties & {"CDATA", "comments"}:
            return self.referring(text, escape)
        at = self.draw(st.integers(0, len(text)))
        before, after = text[:at], text[at:]
        is_section = self.takes("CDATA") and self.fits(after)
        end = _section(after) if is_section else self.referring(after, escape)
        return self.referring(before, escape) + self.aside() + end

    def fits(self, text: str) -> bool:
        """Tells whether a text can stand in a CDATA section, where nothing can be referred to."""
        try:
            text.encode(self.encoding.codec)
        except UnicodeEncodeError:
            return False
        return "\r" not in text

    def referring(self, text: str, write: Callable[[str], str]) -> str:
        """Writes a text, or a part of it as references to its characters."""
        if not text or not self.takes("references"):
            return write(text)
        start, end = sorted(self.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        refer = self.draw(st.sampled_from(_REFERENCES))
        return write(text[:start]) + "".join(map(refer, text[start:end])) + write(text[end:])

    def between(self, *, may_be_blank: bool = True) -> str:
        """Writes what may stand between elements, and says nothing."""
        if not may_be_blank:
            return self.aside()
        return self.indent() + self.aside() + self.indent()

    def indent(self) -> str:
        return self.choose("blanks between elements", "", _BLANKS)

    def blank(self, plain: str = "") -> str:
        return self.choose("blanks in tags", plain, _BLANKS)

    def aside(self) -> str:
        return self.choose("comments", "", _ASIDES)


def _inside(form: Form | None, node: Node) -> Form | None:
    """What may stand in an element inside another, where that is known."""
    kind = form.kinds.get(node.tag) if form else None
    return form_of(kind) if kind else None


def _may_be_blank(node: Node, form: Form | None, place: int) -> bool:
    """Tells whether white space does not count before the child at a place, or after the last."""
    if form is None or form.is_spoken:
        return False
    text = form.grammar.text
    if text is None or not text.tidy(" "):
        return True
    return bool(node.nodes) and not any(
        isinstance(child, str) for child in node.children[max(0, place - 1) : place + 1]
    )


def _ignores_blanks(form: Form | None, wire: str, text: str) -> bool:
    """Tells whether white space around the value of an attribute does not count."""
    attribute = form.wires.get(wire) if form else None
    return attribute is not None and _kept(attribute, f" {text} ") == _kept(attribute, text)


def _kept(attribute: Attribute, text: str) -> object:
    """What an attribute keeps of a text, which may be one that could be given in Python too."""
    value = attribute.value
    try:
        return value.take(text) if attribute.accepts(text) else value.read(text)
    except Unfit:
        return text


def _quote_singly(text: str) -> str:
    """Writes a text as the value of an attribute, between single quotes."""
    return quote(text).replace("&quot;", '"').replace("'", "&apos;")


def _section(text: str) -> str:
    """Writes a text as a CDATA section, or as two around what would end it."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


_REFERENCES: Final[tuple[Callable[[str], str], ...]] = (
    lambda char: f"&#{ord(char)};",
    lambda char: f"&#{ord(char):04};",
    lambda char: f"&#x{ord(char):x};",
    lambda char: f"&#x{ord(char):06X};",
    lambda char: _NAMED.get(char, f"&#{ord(char)};"),
)
