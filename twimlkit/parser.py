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

from ._core.element import Custom, Element, custom, unmeasured
from ._core.names import to_python_name
from ._core.problems import is_in_namespace, too_large
from ._core.sites import content_of, document_of, problems_at, sites_of, where
from ._core.values import InvalidValue, Unchecked
from ._core.vocabulary import inner_classes
from ._core.xml import read, size_of
from .errors import InvalidTwiML

if TYPE_CHECKING:
    from ._core.grammar import Grammar
    from ._core.problems import Problem
    from ._core.sites import ElementSite
    from ._core.xml import Node, Place, Tree
    from .messaging import MessagingResponse
    from .voice import Response

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
    tree = read(xml)
    node = tree.root
    if tree.faults or node is None:
        problem, place, path = tree.faults[0]
        raise problem.error(path=path, line=place.line, column=place.column)
    return unmeasured(lambda: _element_of(tree, node, root or document_of(node), lenient=lenient))


def _element_of(tree: Tree, node: Node, wanted: type[Any], *, lenient: bool) -> Any:
    """Build the outermost element, or raise InvalidTwiML."""
    build = _keep if lenient else _build
    with suppress(InvalidTwiML, InvalidValue):
        if node.tag == wanted.tag:
            return build(node, wanted)
    if error := _first_error(tree, node, wanted, lenient=lenient):
        raise error
    return build(node, wanted)


def _build(node: Node, element_class: Any) -> Element:
    """Build an element, or raise InvalidTwiML or InvalidValue."""
    grammar: Grammar = element_class.grammar()
    declared, inner = grammar.xml_attributes, grammar.xml_children
    content: list[Any] = []
    for child in content_of(grammar, node.children):
        if isinstance(child, str):
            content.append(child)
        elif child.tag in inner:
            content.append(_build(child, inner[child.tag]))
        else:
            raise InvalidValue("must be allowed")
    values: dict[str, Any] = {}
    for name, text in node.attributes.items():
        attribute = declared.get(name)
        if attribute is None:
            raise InvalidValue("must be declared")
        values[attribute.name] = attribute.from_xml(text)
    element: Element = element_class(*content, **values)
    return element


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
