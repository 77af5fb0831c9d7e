"""Mutations: ways to make a valid document invalid or unwise, and the sites where they apply."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from hypothesis import strategies as st

from twimlkit._core.element import DECLARATION, Element
from twimlkit._core.vocabulary import documents, element_classes
from twimlkit._core.xml import Node, read

from ._elements import nested

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from twimlkit._core.element import Document
    from twimlkit._core.grammar import Grammar

ELEMENT_CLASSES: Final = tuple(each for each in element_classes() if not each.grammar().is_open)
"""The classes of all elements that are judged, those near the root first."""


class Site:
    """An element of a valid document, and the node that a mutation changes.

    Attributes:
        draw: Draws what a mutation leaves open.
        document: The class of the document.
        element: The valid element.
        grammar: The grammar of its class.
        node: The node of the element.
        parent: The node around it, or None.
        root: The outermost node.
    """

    __slots__ = ("document", "draw", "element", "grammar", "node", "parent", "root")

    node: Node
    parent: Node | None

    def __init__(self, draw: st.DrawFn, original: Document, element: Element) -> None:
        self.draw = draw
        self.document = type(original)
        self.element = element
        self.grammar = element.own_grammar
        self.root = node_of(original)
        self.node, self.parent = cast("_Found", _find(element, original, self.root, None))

    @property
    def xml(self) -> str:
        """The document with all changes."""
        return DECLARATION + self.root.xml

    @property
    def name(self) -> str:
        """The name of the element in a sentence: `<Gather>`."""
        return f"<{self.element.tag}>"

    def choose(self, options: Sequence[Any]) -> Any:
        """Draw one of several options."""
        return self.draw(st.sampled_from(options))

    def make(self, element_class: type[Element]) -> Node:
        """Draw a valid element of a class, as a node."""
        return node_of(self.draw(nested(element_class, 0)))

    def insert(self, *children: Node | str) -> None:
        """Insert children into the element, at a drawn place."""
        at = self.draw(st.integers(0, len(self.node.children)))
        self.node.children[at:at] = children

    def insert_before(self, node: Node) -> None:
        """Insert a node before the element, inside the same parent."""
        around = cast("Node", self.parent).children
        around.insert(around.index(self.node), node)

    def insert_after(self, node: Node) -> None:
        """Insert a node after the element, inside the same parent."""
        around = cast("Node", self.parent).children
        around.insert(around.index(self.node) + 1, node)


_Found: TypeAlias = "tuple[Node, Node | None]"


def _find(wanted: Element, element: Element, node: Node, parent: Node | None) -> _Found | None:
    """Return the node of an element and the node around it, or None."""
    if wanted is element:
        return node, parent
    inside = [child for child in element.children if isinstance(child, Element)]
    found = (_find(wanted, child, inner, node) for child, inner in zip(inside, node.nodes, strict=True))
    return next(filter(None, found), None)


def node_of(element: Element) -> Node:
    """Return an element as a node."""
    return cast("Node", read(element.to_xml()).root)


def _always(_: object) -> bool:
    return True


@dataclass(frozen=True)
class Mutation:
    """A way to make a valid document invalid or unwise.

    Attributes:
        rule: The name of the rule of the linter that finds it.
        mutate: Changes the document at a site; returns the XML and a sentence that says what was done.
        on: The classes of the elements where it applies.
        where: Tells from the grammar of such a class whether it does.
        suits: Tells of an element of such a class whether it does.
    """

    rule: str
    mutate: Callable[[Site], tuple[str | bytes, str]] = field(repr=False)
    on: tuple[type[Element], ...] = field(repr=False)
    where: Callable[[Grammar], object] = field(repr=False, default=_always)
    suits: Callable[[Any], object] = field(repr=False, default=_always)

    @functools.cached_property
    def element_classes(self) -> tuple[type[Element], ...]:
        """The classes of the elements where it applies."""
        return tuple(each for each in self.on if self.where(each.grammar()))


_Change: TypeAlias = "Callable[[Site], str]"
_XMLChange: TypeAlias = "Callable[[Site], tuple[str | bytes, str]]"


def mutation(
    rule: str,
    *,
    on: Iterable[type[Element]] = ELEMENT_CLASSES,
    where: Callable[[Grammar], object] = _always,
    suits: Callable[[Any], object] = _always,
) -> Callable[[_Change], Mutation]:
    """Make a mutation of a function that changes the nodes at a site and returns a sentence."""

    def mutation_of(change: _Change) -> Mutation:
        def mutate(site: Site) -> tuple[str, str]:
            sentence = change(site)
            return site.xml, sentence

        return Mutation(rule, mutate, tuple(on), where, suits)

    return mutation_of


def xml_mutation(rule: str) -> Callable[[_XMLChange], Mutation]:
    """Make a mutation of a function that returns the XML of a document, changed, and a sentence."""
    return lambda mutate: Mutation(rule, mutate, documents())


def misspellings(name: str) -> list[str]:
    """Return a name with other capitals, and with a letter too few, too many or swapped."""
    changed = [name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in range(len(name) - 1)]
    wrong = dict.fromkeys([name.lower(), name.upper(), name[:-1], name + name[-1], *changed])
    return [each for each in wrong if each != name and re.fullmatch(r"(xml:)?[A-Za-z][A-Za-z-]*", each)]
