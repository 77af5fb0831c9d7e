"""XML as nodes with their places, right or wrong, and the problems of the XML itself."""

from __future__ import annotations

import codecs
import functools
import re
from bisect import bisect_right
from itertools import accumulate
from typing import Final, NamedTuple
from xml.parsers import expat

from .element import MAX_DEPTH
from .names import shown_name, steps_of
from .placeholders import Template, template_of
from .problems import Problem, malformed, too_deep, too_large
from .values import escape, quote, type_name

BLANKS: Final = " \t\r\n"
"""The white space of XML."""


class Place(NamedTuple):
    """A line and a column, counted from 1."""

    line: int
    column: int


class Fault(NamedTuple):
    """A problem of the XML itself, with its place and, where it is known, the path of its element."""

    problem: Problem
    place: Place
    path: str | None = None


class Node:
    """An element as it stands in XML, right or wrong.

    Attributes:
        tag: The name in XML.
        attributes: The values by their names in XML.
        children: The texts and nodes inside, in their order.
        offset: The number of bytes before the node.
        is_closed: Whether its end was read too.
    """

    __slots__ = ("attributes", "children", "is_closed", "offset", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], offset: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[str | Node] = []
        self.offset = offset
        self.is_closed = False

    @property
    def nodes(self) -> list[Node]:
        """The nodes among the children."""
        return [child for child in self.children if isinstance(child, Node)]

    @property
    def inner_xml(self) -> str:
        """The content as the vocabulary writes it."""
        return "".join(escape(child) if isinstance(child, str) else child.xml for child in self.children)

    @property
    def xml(self) -> str:
        """The node as the vocabulary writes it."""
        attributes = "".join(f' {name}="{quote(text)}"' for name, text in self.attributes.items())
        inner = self.inner_xml
        return f"<{self.tag}{attributes}>{inner}</{self.tag}>" if inner else f"<{self.tag}{attributes}/>"


class Tree:
    """The nodes of a document, and their places in its text.

    Attributes:
        data: The text in UTF-8.
        root: The outermost node, or None where nothing could be read.
        size: The number of bytes that were given.
        faults: The problems of the XML itself. The nodes are those that stand before the last of them.
        comments: The comments, each after the number of bytes before it.
        template: The text with its placeholders replaced, where it has any and they count; the nodes are of that.
    """

    __slots__ = ("_blocks", "_lines", "_offsets", "comments", "data", "faults", "root", "size", "template")

    def __init__(self, size: int = 0) -> None:
        self.data = b""
        self.root: Node | None = None
        self.size = size
        self.faults: list[Fault] = []
        self.comments: list[tuple[int, str]] = []
        self.template: Template | None = None
        self._blocks: list[int] = []
        self._lines: list[int] = []
        self._offsets: dict[int, dict[str, int]] = {}

    def place(self, offset: int) -> Place:
        """Return the place of what follows this number of bytes."""
        self._lines = self._lines or [0, *(end.end() for end in re.finditer(rb"\r\n?|\n", self.data))]
        line = bisect_right(self._lines, offset)
        return Place(line, self._count(offset) - self._count(self._lines[line - 1]) + 1)

    def _count(self, offset: int) -> int:
        """Return the number of characters that begin in this number of bytes, whose whole blocks are counted once."""
        if not self._blocks:
            starts = range(0, len(self.data) + 1, _BLOCK)
            counts = (_characters(self.data[start : start + _BLOCK]) for start in starts)
            self._blocks = [0, *accumulate(counts)]
        block = offset // _BLOCK
        return self._blocks[block] + _characters(self.data[block * _BLOCK : offset])

    def place_of(self, node: Node, attribute: str | None = None) -> Place:
        """Return the place of a node, or of one of its attributes by its name in XML."""
        return self.place(node.offset if attribute is None else self._offsets_in(node)[attribute])

    def _offsets_in(self, node: Node) -> dict[str, int]:
        """Return the number of bytes before each attribute of a node."""
        offsets = self._offsets.get(node.offset)
        if offsets is None:
            offsets = self._offsets[node.offset] = {}
            data = self.template.data if self.template else self.data
            end = node.offset + len(f"<{node.tag}".encode())
            while found := _ATTRIBUTE.match(data, end):
                offsets[found[1].decode()] = found.start(1)
                end = found.end()
        return offsets


_BLOCK: Final = 256
_CONTINUATION: Final = bytes(range(0x80, 0xC0))


def _characters(data: bytes) -> int:
    """Return the number of characters that begin in a part of a text in UTF-8."""
    return len(data.translate(None, _CONTINUATION))


_ATTRIBUTE: Final = re.compile(rb"""\s+([^\s=]+)\s*=\s*(?:"[^"]*"|'[^']*')""")


def size_of(xml: str | bytes) -> int:
    """Return the number of bytes of a document, in UTF-8 if it is text.

    Raises:
        TypeError: It is neither str nor bytes.
    """
    if isinstance(xml, str):
        return len(xml.encode("utf-8", "surrogatepass"))
    if not isinstance(xml, bytes):  # pyright: ignore[reportUnnecessaryIsInstance]  # users may pass anything
        raise TypeError(f"XML must be str or bytes, not {type_name(xml)}")
    return len(xml)


def read(xml: str | bytes, *, templates: bool = False) -> Tree:
    """Read XML as far as it is well-formed; problems stand in the tree.

    A document type declaration is refused, and with it every entity but the five of XML itself; so are more than 64
    levels of elements, and more than 64 KiB.

    Args:
        xml: The document.
        templates: Whether placeholders count as such. A template has no problem that depends on them, such as its size.
    """
    tree = Tree(size_of(xml))
    try:
        tree.data = data = to_utf8(xml)
        if templates and (template := template_of(data)):
            tree.template, data = template, template.data
        if early := re.match(_EARLY, data):
            if re.match(_EARLY, tree.data):
                tree.faults.append(Fault(_blank_before(), tree.place(early.start("declaration"))))
            # White space in place of an early declaration keeps all places as they are.
            data = re.sub(rb"[^\r\n]", b" ", early[0]) + data[early.end() :]
        _Reader(tree).run(data.replace(b"\0", b"\1"))  # as illegal, but after "<" expat would take it for UTF-16
    except MalformedError as error:
        tree.faults.append(error.fault)
    if tree.template is None and (problem := too_large(tree.size)):
        tree.faults.insert(0, Fault(problem, Place(1, 1)))
    return tree


_EARLY: Final = rf"[{BLANKS}]+(?P<declaration><\?xml\s[^>]*>)".encode()


def _blank_before() -> Problem:
    message, remedy = ("the XML declaration has white space before it", "begin the document with <?xml")
    return malformed(message, remedy)._replace(rule="blank-before-declaration")


class MalformedError(Exception):
    """XML that cannot be read, with the fault."""

    def __init__(self, problem: Problem, place: Place, path: str | None = None) -> None:
        super().__init__(problem)
        self.fault = Fault(problem, place, path)


class _Reader:
    """An expat parser that collects nodes."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.open: list[Node] = []
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.CommentHandler = self.comment
        parser.StartDoctypeDeclHandler = self.doctype

    def run(self, data: bytes) -> None:
        try:
            self.parser.Parse(data, True)  # noqa: FBT003  # it accepts no keywords
        except expat.ExpatError as error:
            self.parser.buffer_text = False  # so that the text before the mistake is handed over
            template = self.tree.template
            if not (template and template.has_branches and error.code in _IN_BRANCHES):
                raise self.fault(error) from None
        finally:
            del self.parser  # which holds the reader, as the reader holds it

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        around = self.open
        node = Node(tag, attributes, self.parser.CurrentByteIndex)
        if around:
            around[-1].children.append(node)
        else:
            self.tree.root = node
        around.append(node)
        if len(around) > MAX_DEPTH:
            raise MalformedError(too_deep(tag), self.tree.place_of(node), self.path())

    def end(self, _: str) -> None:
        self.open.pop().is_closed = True

    def text(self, text: str) -> None:
        children = self.open[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += text
        else:
            children.append(text)

    def comment(self, text: str) -> None:
        self.tree.comments.append((self.parser.CurrentByteIndex, text))

    def doctype(self, *_: object) -> None:
        before = re.match(_PROLOG, self.tree.data)
        place = self.tree.place(before.end() if before else 0)
        raise _malformed("has a document type declaration", "leave <!DOCTYPE …> out", place)

    def fault(self, error: expat.ExpatError) -> MalformedError:
        remedy = _REMEDIES.get(error.code, "write well-formed XML")
        if self.open and error.code in (_TAG_MISMATCH, _NO_ELEMENTS):
            node = self.open[-1]
            line, column = self.tree.place_of(node)
            remedy = f"</{node.tag}> is missing, the end of the <{node.tag}> in line {line}, column {column}"
        name = expat.ErrorString(error.code).removeprefix("not well-formed (").removesuffix(")")
        place = Place(error.lineno, error.offset + 1)
        return _malformed(f"is not well-formed XML ({name})", remedy, place, self.path())

    def path(self) -> str | None:
        """Return the path of the innermost open node."""
        around = zip(self.open, self.open[1:], strict=False)
        steps = [steps_of([shown_name(node.tag) for node in outer.nodes])[-1] for outer, _ in around]
        return "/".join([shown_name(self.open[0].tag), *steps]) if self.open else None


_PROLOG: Final = rb"(?s)(?:\s|<\?.*?\?>|<!--.*?-->)*"
_TAG_MISMATCH: Final = expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]
_NO_ELEMENTS: Final = expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]
_IN_BRANCHES: Final = [
    expat.errors.codes[error]
    for error in (
        expat.errors.XML_ERROR_TAG_MISMATCH,
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE,
        expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT,
    )
]
"""The errors that a template may not have once it is rendered, since parts of it are left out or repeated."""

_REMEDIES: Final[dict[int, str]] = {
    expat.errors.codes[error]: remedy
    for error, remedy in {
        expat.errors.XML_ERROR_SYNTAX: "begin with <Response>, or with an XML declaration and <Response>",
        expat.errors.XML_ERROR_NO_ELEMENTS: "there is no element in it; the shortest document is <Response/>",
        expat.errors.XML_ERROR_INVALID_TOKEN: "write &amp; for & and &lt; for <, put the values of attributes in "
        "quotes, and leave control characters out",
        expat.errors.XML_ERROR_UNCLOSED_TOKEN: "close the tag, comment or reference that begins here",
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION: "close it with ]]>",
        expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "leave one of the two out",
        expat.errors.XML_ERROR_UNDEFINED_ENTITY: "XML knows &amp; &lt; &gt; &quot; &apos;; write others as characters",
        expat.errors.XML_ERROR_BAD_CHAR_REF: "leave this character out, since XML cannot hold it",
        expat.errors.XML_ERROR_XML_DECL: 'write <?xml version="1.0" encoding="UTF-8"?>',
        expat.errors.XML_ERROR_MISPLACED_XML_PI: "nothing may stand before the XML declaration, not even a space",
        expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "a document has one outermost element and nothing after it",
    }.items()
}


def _malformed(message: str, remedy: str, place: Place, path: str | None = None) -> MalformedError:
    return MalformedError(malformed(f"the document {message}", remedy), place, path)


# Decoding.

_MARK: Final = "\ufeff"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    ("<".encode("utf-32-le"), "utf-32-le"),
    ("<".encode("utf-32-be"), "utf-32-be"),
    ("<".encode("utf-16-le"), "utf-16-le"),
    ("<".encode("utf-16-be"), "utf-16-be"),
)
_DECLARED: Final = re.compile(rb"""\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,40})["']""")
_TEXT_CODECS: Final = (
    r"utf-8|ascii|iso8859-\d+|cp\d+|koi8-[rtu]|mac-\w+|gb\w+|big5\w*|hz|euc_\w+|shift_\w+|iso2022_\w+|johab|tis-620"
)


def to_utf8(xml: str | bytes) -> bytes:
    """Return the text of a document in UTF-8, without a byte order mark, or raise MalformedError."""
    text = (_decoded(xml) if isinstance(xml, bytes) else xml).removeprefix(_MARK)
    if text.startswith(_MARK):
        raise _malformed("has two byte order marks", "leave them out", Place(1, 1))
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        message = f"contains U+{ord(text[error.start]):04X}, which XML cannot hold"
        raise _malformed(message, "leave it out", _place_after(text[: error.start])) from None


def _decoded(xml: bytes) -> str:
    encoding = _encoding_of(xml)
    try:
        return xml.decode(encoding)
    except UnicodeDecodeError as error:
        before = xml[: error.start].decode(encoding, "replace")
        remedy = "write it in that encoding, or declare the encoding that it has"
        raise _malformed(f"is not text in {encoding}", remedy, _place_after(before.removeprefix(_MARK))) from None


def _encoding_of(xml: bytes) -> str:
    """Return the encoding that the first bytes show, or that the XML declaration names."""
    if not xml[:4].isascii() or b"\0" in xml[:4]:
        for mark, encoding in _MARKS:
            if xml.startswith(mark):
                return encoding
    declared = _DECLARED.match(xml)
    name = declared[1].decode() if declared else "utf-8"
    if declared and not _is_of_text(name):
        place = _place_after(xml[: declared.start(1)].decode("latin-1"))
        raise _malformed(f"declares the encoding {name!r}, which it does not have", "write it in UTF-8", place)
    return name


@functools.lru_cache
def _is_of_text(encoding: str) -> bool:
    """Tell whether bytes that begin like ASCII may be text in this encoding.

    Not all of Python's codecs are encodings of text, and those of two bytes a character do not begin like ASCII.
    """
    try:
        return bool(re.fullmatch(_TEXT_CODECS, codecs.lookup(encoding).name))
    except LookupError:
        return False


def _place_after(text: str) -> Place:
    lines = re.split("\r\n?|\n", text)
    return Place(len(lines), len(lines[-1]) + 1)
