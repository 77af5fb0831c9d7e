"""The parser: XML to elements.

    >>> from twimlkit import parse
    >>> parse("<Response><Say>Hello World</Say></Response>")
    Response(Say('Hello World'))

It is safe for untrusted input. It returns elements or raises InvalidTwiML, and fetches nothing. It refuses a DOCTYPE,
and every entity except the five of XML. It accepts at most 64 levels and 64 KiB, and takes time in proportion to the
size.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, overload
from xml.parsers import expat

from ._core.element import MAX_DEPTH, Custom, Element, custom, unmeasured
from ._core.names import to_python_name
from ._core.problems import is_in_namespace, too_large
from ._core.sites import content_of, deciding_children, document_of, problems_at, sites_of, where
from ._core.values import InvalidValue, Unchecked
from ._core.vocabulary import inner_classes
from ._core.xml import BLANKS, MalformedError, read, size_of, to_utf8
from .errors import InvalidTwiML
from .voice import Response

if TYPE_CHECKING:
    from ._core.grammar import Grammar
    from ._core.problems import Problem
    from ._core.sites import ElementSite
    from ._core.xml import Node, Place, Tree
    from .messaging import MessagingResponse

__all__ = ["parse"]

_E = TypeVar("_E", bound=Element)


@overload
def parse(xml: str | bytes, *, root: None = None, lenient: Literal[False] = False) -> Response | MessagingResponse: ...
@overload
def parse(xml: str | bytes, *, root: type[_E], lenient: Literal[False] = False) -> _E: ...
@overload
def parse(xml: str | bytes, *, root: None = None, lenient: bool) -> Response | MessagingResponse | Custom: ...
@overload
def parse(xml: str | bytes, *, root: type[_E], lenient: bool) -> _E | Custom: ...
def parse(xml: str | bytes, *, root: type[Any] | None = None, lenient: bool = False) -> Any:
    """Parse TwiML into the elements that write it.

    Comments, processing instructions and white space between elements are dropped; text that is spoken or sent is
    unchanged. The elements may write more bytes than were read, for instance where the document has another encoding.

    Args:
        xml: A document, or one element. Bytes are decoded by their byte order mark or XML declaration, else as UTF-8.
        root: The class of the outermost element. Default: Response, or MessagingResponse where only that can hold the
            content.
        lenient: Whether to keep what the vocabulary refuses: an unknown attribute or an invalid value as `unchecked`
            sets it; an unknown, misplaced or invalid element as a `custom` element, which may be the outermost.

    Returns:
        The outermost element.

    Raises:
        InvalidTwiML: The first mistake, with its line, column and path. With `lenient` only XML that is not
            well-formed, has the wrong outermost element, more than 64 KiB or 64 levels, or names in a namespace.

    https://www.twilio.com/docs/voice/twiml
    """
    if problem := too_large(size_of(xml)):
        raise problem.error(line=1, column=1)
    if not lenient:
        try:
            data = to_utf8(xml)
        except MalformedError:
            data = b""
        if element := unmeasured(lambda: _build(data, root)):
            return element
    tree = read(xml)
    node = tree.root
    if tree.faults or node is None:
        problem, place, path = tree.faults[0]
        raise problem.error(path=path, line=place.line, column=place.column)
    wanted = root or document_of(node)
    return unmeasured(lambda: _keep_or_refuse(tree, node, wanted) if lenient else _build_or_refuse(tree, node, wanted))


def _keep_or_refuse(tree: Tree, root: Node, wanted: type[Any]) -> Any:
    with suppress(InvalidTwiML):
        if root.tag == wanted.tag:
            return _keep(root, wanted)
    if error := _first_error(tree, root, wanted, lenient=True):
        raise error
    return _keep(root, wanted)


def _build_or_refuse(tree: Tree, root: Node, wanted: type[Any]) -> Any:
    if element := _build(tree.data, wanted):
        return element
    if error := _first_error(tree, root, wanted, lenient=False):
        raise error
    if any(site.is_opaque for site in sites_of(root, wanted)):
        return _keep(root, wanted)
    raise InvalidTwiML(f"<{root.tag}> cannot be built")


def _build(data: bytes, wanted: type[Any] | None) -> Any:
    """Build the outermost element while expat reads, or return None for whatever is odd: the nodes tell what it is.

    Args:
        data: The XML in UTF-8.
        wanted: The class of the outermost element; None for a document whose children decide.
    """
    builder = _Builder(wanted)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = builder.doctype
    try:
        parser.Parse(data, True)  # noqa: FBT003  # it accepts no keywords
    except (expat.ExpatError, InvalidTwiML, InvalidValue, KeyError):
        return None
    return builder.content[0]


class _Builder:
    """Builds elements from the events of expat, and raises InvalidValue or KeyError for whatever is odd.

    Args:
        wanted: The class of the outermost element; None for a document whose children decide.
    """

    __slots__ = ("around", "content", "element_class", "grammar", "values", "wanted")

    def __init__(self, wanted: type[Any] | None) -> None:
        self.wanted = wanted
        self.around: list[tuple[Any, Grammar, dict[str, Any], list[Any]]] = []
        self.element_class: Any = None
        self.grammar: Any = None
        self.values: dict[str, Any] = {}
        self.content: list[Any] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        around = self.around
        if not around:
            element_class: Any = self.wanted or Response
            if tag != element_class.tag:
                raise InvalidValue("must be the wanted element")
        else:
            if self.wanted is None:  # the first child decides
                self.wanted = self.element_class = deciding_children().get(tag, Response)
                self.grammar = self.element_class.grammar()
            element_class = self.grammar.xml_children[tag]
        around.append((self.element_class, self.grammar, self.values, self.content))
        if len(around) > MAX_DEPTH:
            raise InvalidValue("must not be too deep")
        self.element_class = element_class
        self.grammar = grammar = element_class.grammar()
        self.content = []
        self.values = values = {}
        if attributes:
            declared = grammar.xml_attributes
            for name, text in attributes.items():
                attribute = declared[name]
                read = attribute.read
                values[attribute.name] = read[text] if text in read else attribute.from_xml(text)

    def end(self, _: str) -> None:
        content = self.content
        if len(content) > 1 and self.grammar.text is not None:
            content = content_of(self.grammar, content)
        element = self.element_class(*content, **self.values)
        self.element_class, self.grammar, self.values, self.content = self.around.pop()
        self.content.append(element)

    def text(self, text: str) -> None:
        content = self.content
        if content and isinstance(content[-1], str):
            content[-1] += text
        elif self.grammar.text is not None or text.strip(BLANKS):
            content.append(text)

    def doctype(self, *_: object) -> None:
        raise InvalidValue("must not be there")


def _first_error(tree: Tree, root: Node, wanted: type[Element], *, lenient: bool) -> InvalidTwiML | None:
    """Return the exception for the first mistake, or None if there is none, or none that cannot be kept."""
    first: tuple[Place, ElementSite, Problem] | None = None
    for site in sites_of(root, wanted):
        if first and first[0] < tree.place_of(site.node):
            break
        for problem in problems_at(site, wanted):
            if not lenient or problem.rule in _NEVER_KEPT:
                place, wrong = where(tree, site, problem)
                first = first if first and first[0] <= place else (place, wrong, problem)
    if first is None:
        return None
    place, site, problem = first
    name = problem.attribute
    declared = site.declared.get(name) if name else None
    python_name = declared.name if declared else to_python_name(name) if name else None
    return problem.error(attribute=python_name, path=site.path, line=place.line, column=place.column)


_NEVER_KEPT: Final = ("namespace", "wrong-root")


# What the classes refuse, kept as custom elements and unchecked values.


def _keep(node: Node, element_class: Any) -> Any:
    """Build an element of a class, or a custom one if there is no class or the class refuses it."""
    content = _kept_content(node, element_class)
    if element_class:
        with suppress(InvalidTwiML):
            grammar: Grammar = element_class.grammar()
            return element_class(*content_of(grammar, content), **_kept_values(node, grammar))
    return custom(node.tag, *content, **{to_python_name(name): text for name, text in node.attributes.items()})


def _kept_content(node: Node, element_class: Any) -> list[Any]:
    """Build what is inside a node; elements that are too many, or never run, become custom ones."""
    grammar: Grammar | None = element_class.grammar() if element_class else None
    known = grammar.xml_children if grammar else inner_classes()
    left = {child: most for child, most in grammar.child_limits.items() if most is not None} if grammar else {}
    content: list[Any] = []
    has_ended = False
    for piece in node.children:
        if isinstance(piece, str):
            content.append(piece)
            continue
        wanted = None if has_ended else known.get(piece.tag)
        kept = _keep(piece, wanted if left.get(wanted, 1) else None)
        content.append(kept)
        if wanted and type(kept) is wanted:
            if wanted in left:
                left[wanted] -= 1
            has_ended = grammar is not None and wanted in grammar.ending
    return content


def _kept_values(node: Node, grammar: Grammar) -> dict[str, Unchecked]:
    """Return the values of the attributes, valid or not, by their names in Python."""
    values: dict[str, Unchecked] = {}
    for name, text in node.attributes.items():
        known = grammar.xml_attributes.get(name)
        python_name = known.name if known else to_python_name(name)
        if not known and (python_name in grammar.attributes or is_in_namespace(name)):
            raise InvalidTwiML(f"<{grammar.tag}> cannot keep the attribute {name}")
        values[python_name] = Unchecked(text)
    return values
