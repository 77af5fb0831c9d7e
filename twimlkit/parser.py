"""Reads XML as elements.

    from twimlkit.parser import parse

    parse("<Response><Say>Hello World</Say></Response>")  # -> Response(Say('Hello World'))

`parse` gives elements. `read` gives what stands in the XML, right or wrong, and where: the linter starts there.
"""

from __future__ import annotations

import codecs
import functools
import re
from collections import Counter
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeVar, overload
from xml.parsers import expat

from .element import _NAME, DEEPEST, LARGEST, Custom, Document, Element, _Loose, custom
from .errors import (
    InvalidAttribute,
    InvalidContent,
    InvalidNesting,
    InvalidTwiML,
    TooLarge,
    UnknownAttribute,
    Unreachable,
    suggestion,
    twilio_code,
)
from .grammar import Grammar, python_name, reachable
from .messaging import MessagingResponse
from .values import DIGITS, Unfit, escape, quote
from .values import kind as kind_of
from .voice import Response

if TYPE_CHECKING:
    from .grammar import Attribute

__all__ = [
    "BLANKS",
    "DOCUMENTS",
    "Form",
    "Node",
    "Place",
    "Tree",
    "document_of",
    "form_of",
    "is_of_namespace",
    "misplaced",
    "parse",
    "read",
    "size_of",
    "steps_to",
    "unknown_attribute",
    "vocabulary",
    "wrong_root",
    "wrong_value",
]

_E = TypeVar("_E", bound=Element)

BLANKS: Final = " \t\r\n"
"""What XML calls white space."""

DOCUMENTS: Final[tuple[type[Document], ...]] = (Response, MessagingResponse)
"""The classes of whole documents."""


@overload
def parse(xml: str | bytes, *, root: None = None, lenient: Literal[False] = False) -> Response | MessagingResponse: ...
@overload
def parse(xml: str | bytes, *, root: type[_E], lenient: Literal[False] = False) -> _E: ...
@overload
def parse(xml: str | bytes, *, root: None = None, lenient: bool) -> Response | MessagingResponse | Custom: ...
@overload
def parse(xml: str | bytes, *, root: type[_E], lenient: bool) -> _E | Custom: ...
def parse(xml: str | bytes, *, root: type[Any] | None = None, lenient: bool = False) -> Any:
    """Reads TwiML as the elements that write it.

    xml: a document, or one element; bytes are decoded as their byte order mark or their XML declaration says, and else
    as UTF-8.
    root: the class of the outermost element; by default Response, or MessagingResponse where only that can hold what is
    there.
    lenient: whether what the vocabulary refuses is kept: an unknown attribute or a wrong value as `unchecked` would set
    it, an element that is unknown, misplaced or not right in itself as a `custom` element, which may be the outermost.

    Comments, processing instructions and white space between elements are left out; text that is spoken or sent is
    kept to the last character.

    Raises InvalidTwiML with the line, the column and the path of the first mistake; with `lenient`, only for what is
    not well-formed XML, has another root, more than 64 KiB or 64 levels, or names in a namespace, which TwiML has not.

    https://www.twilio.com/docs/voice/twiml
    """
    size = size_of(xml)
    if size > LARGEST:
        code = twilio_code("Response", None, "size")
        raise TooLarge(f"the document is {size} bytes long: it may have at most {LARGEST}", code=code)
    tree = read(xml)
    if tree.fault or not tree.root:
        raise tree.fault or _malformed("is empty", Place(1, 1))
    node = tree.root
    form = form_of(root or document_of(node))
    if node.tag != form.grammar.tag:
        raise _at(wrong_root(node, form.kind), tree, node)
    return _Keeper(tree).keep(node, form.kind) if lenient else _Builder(tree).build(node, form)


def size_of(xml: str | bytes) -> int:
    """The number of bytes that a document has, in UTF-8 where it is text; raises TypeError where it is neither."""
    if isinstance(xml, str):
        return len(xml.encode("utf-8", "surrogatepass"))
    if not isinstance(xml, bytes):  # pyright: ignore[reportUnnecessaryIsInstance]  # of users
        raise TypeError(f"XML is given as str or bytes, not as {kind_of(xml)}")
    return len(xml)


# What stands in the XML.


class Place(NamedTuple):
    """Says where something is in XML, counted from 1."""

    line: int
    column: int


class Node:
    """Is an element as it stands in XML, right or wrong.

    tag, attributes: the names and values in XML; children: texts and nodes, in their order.
    offset: the number of bytes before it; closed: whether its end was read too.
    """

    __slots__ = ("attributes", "children", "closed", "offset", "tag")

    attributes: dict[str, str]
    children: list[str | Node]
    closed: bool
    offset: int
    tag: str

    def __init__(self, tag: str, attributes: dict[str, str], offset: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children = []
        self.offset = offset
        self.closed = False

    @property
    def nodes(self) -> list[Node]:
        """The nodes among the children."""
        return [child for child in self.children if isinstance(child, Node)]

    @property
    def inner_xml(self) -> str:
        """What is inside the node, as the vocabulary would write it."""
        return "".join(escape(child) if isinstance(child, str) else child.xml for child in self.children)

    @property
    def xml(self) -> str:
        """The node as the vocabulary would write it."""
        attributes = "".join(f' {wire}="{quote(text)}"' for wire, text in self.attributes.items())
        inner = self.inner_xml
        return f"<{self.tag}{attributes}>{inner}</{self.tag}>" if inner else f"<{self.tag}{attributes}/>"


class Tree:
    """Holds the nodes of a document, and where they stand in its text.

    data: the text in UTF-8; root: the outermost node, or None where nothing could be read.
    fault: what is wrong with the XML itself, or None; what was read before it is there.
    """

    __slots__ = ("_lines", "_offsets", "data", "fault", "root")

    data: bytes
    fault: InvalidTwiML | None
    root: Node | None
    _lines: list[int]
    _offsets: dict[int, dict[str, int]]

    def __init__(self, data: bytes = b"") -> None:
        self.data = data
        self.root = None
        self.fault = None
        self._lines = []
        self._offsets = {}

    def place(self, offset: int) -> Place:
        """Finds the line and the column of what follows so many bytes."""
        from bisect import bisect_right  # only a mistake has to be found

        self._lines = self._lines or [0, *(end.end() for end in re.finditer(rb"\r\n?|\n", self.data))]
        line = bisect_right(self._lines, offset)
        return Place(line, len(self.data[self._lines[line - 1] : offset].decode()) + 1)

    def place_of(self, node: Node, wire: str | None = None) -> Place:
        """Finds the line and the column of a node, or of one of its attributes by its name in XML."""
        return self.place(node.offset if wire is None else self._offsets_in(node)[wire])

    def _offsets_in(self, node: Node) -> dict[str, int]:
        """The number of bytes before each attribute of a node."""
        offsets = self._offsets.get(node.offset)
        if offsets is None:
            offsets = self._offsets[node.offset] = {}
            end = node.offset + len(f"<{node.tag}".encode())
            while found := _ATTRIBUTE.match(self.data, end):
                offsets[found[1].decode()] = found.start(1)
                end = found.end()
        return offsets

    def path_of(self, node: Node) -> str:
        """Says where a node is among the others: `Response/Gather[2]/Say`."""
        return "/".join(_steps(self.root, node)) if self.root else node.tag


_ATTRIBUTE: Final = re.compile(rb"""\s+([^\s=]+)\s*=\s*(?:"[^"]*"|'[^']*')""")


def _steps(within: Node, wanted: Node) -> list[str]:
    """The steps from a node down to another, or none."""
    if within is wanted:
        return [within.tag]
    nodes = within.nodes
    for node in nodes:
        if steps := _steps(node, wanted):
            step = next(step for step, sibling in zip(steps_to(nodes), nodes, strict=True) if sibling is node)
            return [within.tag, step, *steps[1:]]
    return []


def steps_to(siblings: list[Node]) -> list[str]:
    """The last steps of the paths to nodes side by side: the name of each, and its number among several of that name.

    All are found at once: one at a time would take the square of the time.
    """
    count = Counter(node.tag for node in siblings)
    met: Counter[str] = Counter()
    steps: list[str] = []
    for node in siblings:
        met[node.tag] += 1
        steps.append(f"{node.tag}[{met[node.tag]}]" if count[node.tag] > 1 else node.tag)
    return steps


def read(xml: str | bytes) -> Tree:
    """Reads XML as far as it is well-formed; what is wrong with it stands in the tree.

    A document type declaration is refused, and with it every entity but the five of XML itself; so are more than 64
    levels of elements.
    """
    tree = Tree()
    try:
        tree.data = _in_utf8(xml)
        _Reader(tree).run()
    except InvalidTwiML as fault:
        tree.fault = fault
    return tree


class _Reader:
    """Lets expat run over a document, and collects the nodes."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.open: list[Node] = []
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = self.doctype

    def run(self) -> None:
        try:
            self.parser.Parse(self.tree.data, True)  # noqa: FBT003  # it takes no keywords
        except expat.ExpatError as error:
            self.parser.buffer_text = False  # so that the text before the mistake is handed over
            raise self.fault(error) from None
        finally:
            del self.parser  # which holds the reader, as the reader holds it

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        node = Node(tag, attributes, self.parser.CurrentByteIndex)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.tree.root = node
        self.open.append(node)
        if len(self.open) > DEEPEST:
            raise _at(TooLarge(f"nests deeper than {DEEPEST} levels", element=tag), self.tree, node)

    def end(self, _: str) -> None:
        self.open.pop().closed = True

    def text(self, text: str) -> None:
        children = self.open[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += text
        else:
            children.append(text)

    def doctype(self, *_: object) -> None:
        before = re.match(_PROLOG, self.tree.data)
        place = self.tree.place(before.end() if before else 0)
        raise _malformed("has a document type declaration: leave <!DOCTYPE …> out", place)

    def fault(self, error: expat.ExpatError) -> InvalidTwiML:
        remedy = _REMEDIES.get(error.code, "")
        if self.open and error.code in (_TAG_MISMATCH, _NO_ELEMENTS):
            node = self.open[-1]
            remedy = f": </{node.tag}> is missing, the end of the <{node.tag}> in line {self.tree.place_of(node).line}"
        name = expat.ErrorString(error.code).removeprefix("not well-formed (").removesuffix(")")
        problem = f"is not well-formed XML ({name}){remedy}"
        fault = _malformed(problem, Place(error.lineno, error.offset + 1))
        fault.path = self.tree.path_of(self.open[-1]) if self.open else None
        return fault


_PROLOG: Final = rb"(?s)(?:\s|<\?.*?\?>|<!--.*?-->)*"
_TAG_MISMATCH: Final = expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]
_NO_ELEMENTS: Final = expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]
_REMEDIES: Final[dict[int, str]] = {
    expat.errors.codes[error]: f": {remedy}"
    for error, remedy in {
        expat.errors.XML_ERROR_SYNTAX: "it begins with <Response>, or with an XML declaration and <Response>",
        expat.errors.XML_ERROR_NO_ELEMENTS: "there is no element in it; the least document is <Response/>",
        expat.errors.XML_ERROR_INVALID_TOKEN: "write &amp; for & and &lt; for <, put the values of attributes in "
        "quotes, and leave control characters out",
        expat.errors.XML_ERROR_UNCLOSED_TOKEN: "the tag, comment or reference that begins here has no end",
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION: "close it with ]]>",
        expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "leave one of the two out",
        expat.errors.XML_ERROR_UNDEFINED_ENTITY: "XML knows &amp; &lt; &gt; &quot; &apos;; write others as characters",
        expat.errors.XML_ERROR_BAD_CHAR_REF: "leave this character out, which XML cannot hold",
        expat.errors.XML_ERROR_XML_DECL: 'write <?xml version="1.0" encoding="UTF-8"?>',
        expat.errors.XML_ERROR_MISPLACED_XML_PI: "nothing may stand before the XML declaration, not even a blank",
        expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "a document has one outermost element and nothing after it",
    }.items()
}


def _malformed(problem: str, place: Place) -> InvalidTwiML:
    code = twilio_code("Response", None, "xml")
    return InvalidTwiML(f"the document {problem}", line=place.line, column=place.column, code=code)


# How bytes become text.

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


def _in_utf8(xml: str | bytes) -> bytes:
    """The text of a document in UTF-8, without a byte order mark; raises InvalidTwiML."""
    text = (_decoded(xml) if isinstance(xml, bytes) else xml).removeprefix(_MARK)
    if text.startswith(_MARK):
        raise _malformed("has two byte order marks: leave them out", Place(1, 1))
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        problem = f"holds U+{ord(text[error.start]):04X}, which XML cannot hold: leave it out"
        raise _malformed(problem, _place_after(text[: error.start])) from None


def _decoded(xml: bytes) -> str:
    """The text that the bytes stand for; raises InvalidTwiML."""
    encoding = _encoding_of(xml)
    try:
        return xml.decode(encoding)
    except UnicodeDecodeError as error:
        problem = f"is not text in {encoding}: write it in that encoding, or declare the one that it is in"
        before = xml[: error.start].decode(encoding, "replace")
        raise _malformed(problem, _place_after(before.removeprefix(_MARK))) from None


def _encoding_of(xml: bytes) -> str:
    """The encoding that the first bytes show, or that the XML declaration names; raises InvalidTwiML."""
    if not xml[:4].isascii() or b"\0" in xml[:4]:
        for mark, encoding in _MARKS:
            if xml.startswith(mark):
                return encoding
    declared = _DECLARED.match(xml)
    name = declared[1].decode() if declared else "utf-8"
    if declared and not _is_of_text(name):
        problem = f"declares the encoding {name!r}, which it is not in or which is not known: write it in UTF-8"
        raise _malformed(problem, _place_after(xml[: declared.start(1)].decode("latin-1")))
    return name


@functools.lru_cache
def _is_of_text(encoding: str) -> bool:
    """Whether bytes whose XML declaration could be read so far may be in this encoding.

    Python's codecs are not all encodings of text, and those of two bytes a character are told by the first bytes.
    """
    try:
        return bool(re.fullmatch(_TEXT_CODECS, codecs.lookup(encoding).name))
    except LookupError:
        return False


def _place_after(text: str) -> Place:
    lines = re.split("\r\n?|\n", text)
    return Place(len(lines), len(lines[-1]) + 1)


# What the nodes are by the vocabulary.


class Form:
    """Says what may stand in the XML of an element of a class.

    kind, grammar: the class, and what its signature declares.
    kinds: the classes of its children by their names in XML; wires: its attributes by theirs.
    """

    __slots__ = ("grammar", "has_text", "is_spoken", "kind", "kinds", "wires")

    grammar: Grammar
    has_text: bool
    is_spoken: bool
    kind: type[Element]
    kinds: dict[str, type[Element]]
    wires: dict[str, Attribute]

    def __init__(self, kind: type[Element]) -> None:
        self.kind = kind
        self.grammar = kind.grammar()
        self.has_text = self.grammar.text is not None
        self.is_spoken = self.grammar.spoken
        inside = _inside() if self.grammar.takes_all else {}
        self.kinds = inside | {child._tag: child for child in self.grammar.kinds}
        self.wires = {attribute.wire: attribute for attribute in self.grammar.attributes.values()}

    def content(self, children: list[Any]) -> list[Any]:
        """The children that count: white space counts where it is spoken or sent, and not between elements."""
        if self.is_spoken or not children or (self.has_text and len(children) == 1):
            return children
        return [child for child in children if not isinstance(child, str) or child.strip(BLANKS)]


_forms: dict[type[Element], Form] = {}


def form_of(kind: type[Element]) -> Form:
    """Says what may stand in the XML of an element of a class."""
    form = _forms.get(kind)
    if form is None:
        form = _forms[kind] = Form(kind)
    return form


@functools.cache
def vocabulary() -> dict[str, type[Element]]:
    """The classes of all elements by their names in XML; of two that share a name, the one that is met first."""
    kinds: list[type[Element]] = reachable(*DOCUMENTS)
    return {kind._tag: kind for kind in reversed(kinds)}


def document_of(root: Node) -> type[Element]:
    """The class of a document: the first child that only one of them can hold decides."""
    deciding = _deciding()
    return next((deciding[node.tag] for node in root.nodes if node.tag in deciding), DOCUMENTS[0])


@functools.cache
def _deciding() -> dict[str, type[Element]]:
    """The classes of documents by the names of what only they can hold."""
    able = [(tag, document) for document in DOCUMENTS for tag in form_of(document).kinds]
    several = {tag for tag, document in able for other, another in able if tag == other and document != another}
    return {tag: document for tag, document in able if tag not in several}


class _Builder:
    """Builds the elements of a tree."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def build(self, node: Node, form: Form) -> Element:
        """Builds an element; raises InvalidTwiML."""
        content: list[Any] = []
        for child in form.content(node.children):
            if isinstance(child, str):
                content.append(child)
            elif kind := form.kinds.get(child.tag):
                content.append(self.build(child, form_of(kind)))
            else:
                raise _at(misplaced(form.grammar, child), self.tree, child)
        try:
            return form.kind(*content, **self.values(node, form)) if node.attributes else form.kind(*content)
        except InvalidTwiML as error:
            raise error if error.line else self.located(error, node, form) from None

    def values(self, node: Node, form: Form) -> dict[str, Any]:
        """The values of the attributes of a node, by their names in Python."""
        values: dict[str, Any] = {}
        for wire, text in node.attributes.items():
            attribute = form.wires.get(wire)
            if attribute is None:
                raise _at(unknown_attribute(form.grammar, wire), self.tree, node, wire)
            # Most values are to the class what they are in XML, or a plain number; it checks them itself.
            if attribute.is_simple or text in attribute.words:
                values[attribute.name] = text
            elif attribute.least <= attribute.most and text.isdecimal() and text.isascii() and len(text) <= DIGITS:
                values[attribute.name] = int(text)
            else:
                values[attribute.name] = self.value(node, form, attribute)
        return values

    def value(self, node: Node, form: Form, attribute: Attribute) -> object:
        """The value of one attribute: as it could be given in Python, or else as it can only stand in XML."""
        text = node.attributes[attribute.wire]
        try:
            return text if attribute.accepts(text) else attribute.value.read(text)[0]
        except Unfit as unfit:
            raise _at(wrong_value(form.grammar, attribute, unfit), self.tree, node, attribute.wire) from None

    def located(self, error: InvalidTwiML, node: Node, form: Form) -> InvalidTwiML:
        """The error of a class, with the place in the XML and the names there."""
        attribute = form.grammar.attributes.get(error.attribute or "")
        if attribute and attribute.wire in node.attributes:
            self.value(node, form, attribute)
        if isinstance(error, Unreachable):
            nodes = node.nodes
            node = next(after for before, after in pairwise(nodes) if form.kinds[before.tag].ends)
        return _at(_in_names_of_xml(error, node, form), self.tree, node)


class _Keeper:
    """Builds the elements of a tree, and keeps what their classes refuse."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def keep(self, node: Node, kind: type[Any] | None) -> Any:
        """Builds an element of a class, or a custom one where there is none or the class refuses it."""
        self.check_names(node)
        content = self.content(node, kind)
        if kind:
            with suppress(InvalidTwiML):
                form = form_of(kind)
                return kind(*form.content(content), **self.values(node, form))
        try:
            return custom(node.tag, *content, **{python_name(wire): text for wire, text in node.attributes.items()})
        except InvalidTwiML as error:
            raise _at(error, self.tree, node) from None

    def content(self, node: Node, kind: type[Element] | None) -> list[Any]:
        """The texts and elements inside a node; those that are too many, or never run, are custom ones."""
        kinds = form_of(kind).kinds if kind else _inside()
        limits = kind.grammar().kinds.items() if kind else ()
        left = {child: most for child, most in limits if most is not None}
        content: list[Any] = []
        ended = False
        for piece in node.children:
            if isinstance(piece, str):
                content.append(piece)
                continue
            wanted = None if ended else kinds.get(piece.tag)
            kept = self.keep(piece, wanted if left.get(wanted, 1) else None)
            content.append(kept)
            if wanted and type(kept) is wanted:
                left[wanted] = left.get(wanted, LARGEST) - 1
                ended = kind is not None and wanted.ends
        return content

    def values(self, node: Node, form: Form) -> dict[str, Any]:
        """The values of the attributes of a node, right or wrong, by their names in Python."""
        values: dict[str, Any] = {}
        for wire, text in node.attributes.items():
            known = form.wires.get(wire)
            name = known.name if known else python_name(wire)
            if not known and name in form.grammar.attributes:
                raise unknown_attribute(form.grammar, wire)  # its name in Python is that of another
            values[name] = _Loose(text)
        return values

    def check_names(self, node: Node) -> None:
        """Refuses names in a namespace."""
        if ":" in node.tag:
            code = twilio_code(node.tag, None, "unknown")
            raise _at(InvalidTwiML(f"has a prefix: {_NAMESPACE}", element=node.tag, code=code), self.tree, node)
        for wire in node.attributes:
            if is_of_namespace(wire):
                raise _at(unknown_attribute(Grammar.of_anything(node.tag), wire), self.tree, node, wire)


_NAMESPACE: Final = "TwiML has no namespaces, so leave prefixes and xmlns out"


@functools.cache
def _inside() -> dict[str, type[Element]]:
    """The classes of what may be inside an element of which nothing is known."""
    return {tag: kind for tag, kind in vocabulary().items() if not issubclass(kind, Document)}


# What is wrong, in the names of XML.


def is_of_namespace(wire: str) -> bool:
    """Tells whether an attribute's name is in a namespace other than XML's own, or declares one."""
    return wire == "xmlns" or (":" in wire and not re.fullmatch(f"xml:{_NAME}", wire))


def wrong_root(node: Node, kind: type[Element]) -> InvalidTwiML:
    """The error for an outermost element of another name."""
    code = twilio_code("Response", None, "root") if issubclass(kind, Document) else None
    return InvalidNesting(f"cannot be the outermost element: <{kind._tag}> is wanted", element=node.tag, code=code)


def misplaced(grammar: Grammar, piece: Node | str) -> InvalidTwiML:
    """The error for an element or a text that an element cannot hold."""
    names = [child._tag for child in grammar.kinds]
    allowed = ["text"] * bool(grammar.text) + names
    holds = f": it may hold {', '.join(allowed)}" if allowed else ": it holds nothing"
    code = twilio_code(grammar.name, None, "children")
    if isinstance(piece, str):
        return InvalidContent(f"cannot hold text{holds}", element=grammar.tag, code=code)
    near = "" if piece.tag in vocabulary() else suggestion(piece.tag, names)
    hint = f": {_NAMESPACE}" if ":" in piece.tag else near or holds
    return InvalidNesting(f"cannot hold <{piece.tag}>{hint}", element=grammar.tag, code=code)


def unknown_attribute(grammar: Grammar, wire: str) -> UnknownAttribute:
    """The error for an attribute that an element does not have."""
    known = [attribute.wire for attribute in grammar.attributes.values()]
    hint = f": {_NAMESPACE}" if is_of_namespace(wire) else suggestion(wire, known)
    hint = hint or (f": it has {', '.join(known)}" if known else ": it has none")
    code = twilio_code(grammar.name, None, "unknown")
    name = python_name(wire)
    return UnknownAttribute(f"has no attribute {wire!r}{hint}", element=grammar.tag, attribute=name, code=code)


def wrong_value(grammar: Grammar, attribute: Attribute, unfit: Unfit) -> InvalidAttribute:
    """The error for a value that an attribute cannot have."""
    code = twilio_code(grammar.name, attribute.wire, "value")
    return InvalidAttribute(f"{attribute.wire} {unfit}", element=grammar.tag, attribute=attribute.name, code=code)


def _in_names_of_xml(error: InvalidTwiML, node: Node, form: Form) -> InvalidTwiML:
    """The error of a class as it is about what stands in XML."""
    grammar = form.grammar
    if not form.has_text and any(isinstance(child, str) for child in form.content(node.children)):
        return misplaced(grammar, "")
    if isinstance(error, InvalidContent) and grammar.required and not any(map(_is_visible, node.children)):
        inside = "…" if form.has_text else "<{0}>…</{0}>".format(*form.kinds)
        problem = f"needs its {grammar.content}, as in <{grammar.tag}>{inside}</{grammar.tag}>"
    else:
        problem = error.problem
        for attribute in grammar.attributes.values():
            problem = re.sub(rf"\b{attribute.name}\b", attribute.wire, problem)
    error.problem = problem
    error.args = (problem,)
    return error


def _is_visible(child: Node | str) -> bool:
    return not isinstance(child, str) or not child.isspace()


_Error = TypeVar("_Error", bound=InvalidTwiML)


def _at(error: _Error, tree: Tree, node: Node, wire: str | None = None) -> _Error:
    """The error, with the place of a node or of one of its attributes."""
    error.line, error.column = tree.place_of(node, wire)
    error.path = tree.path_of(node)
    return error
