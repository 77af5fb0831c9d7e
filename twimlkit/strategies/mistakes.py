"""What a mistake is, and the place in a document where it is made."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from hypothesis import strategies as st

from twimlkit.element import DECLARATION, Document, Element
from twimlkit.grammar import reachable
from twimlkit.parser import DOCUMENTS, Form, Node, form_of, read

from .trees import nested

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["KINDS", "Mistake", "Place", "misprint", "misspellings", "mistake", "node_of"]

KINDS: Final[tuple[type[Element], ...]] = tuple(reachable(*DOCUMENTS))
"""The classes of all elements, those that stand near the root first."""


class Place:
    """Is an element of a right document, with what stands for it in the XML, which a mistake changes.

    draw: draws what a mistake leaves open.
    document: the class of the document.
    element, form: the right element, and what may stand in an element of its class.
    node: what stands in the XML; parent: the node around it, or None; root: the outermost node.
    """

    draw: st.DrawFn
    document: type[Document]
    element: Element
    form: Form
    node: Node
    parent: Node | None
    root: Node

    def __init__(self, draw: st.DrawFn, right: Document, element: Element) -> None:
        self.draw = draw
        self.document = type(right)
        self.element = element
        self.form = form_of(type(element))
        self.root = node_of(right)
        self.node, self.parent = cast("_Found", _find(element, right, self.root, None))

    @property
    def xml(self) -> str:
        """The document as it stands."""
        return DECLARATION + self.root.xml

    @property
    def name(self) -> str:
        """What a sentence calls the element: `<Gather>`."""
        return f"<{self.element.tag}>"

    def choose(self, options: Sequence[Any]) -> Any:
        """Draws one of several."""
        return self.draw(st.sampled_from(options))

    def make(self, kind: type[Element]) -> Node:
        """Draws a right element of a class."""
        return node_of(self.draw(nested(kind, 0)))

    def insert(self, *children: Node | str) -> None:
        """Puts something among the children of the element."""
        at = self.draw(st.integers(0, len(self.node.children)))
        self.node.children[at:at] = children

    def precede(self, node: Node) -> None:
        """Puts a node before the element, inside the one around it."""
        around = cast("Node", self.parent).children
        around.insert(around.index(self.node), node)

    def follow(self, node: Node) -> None:
        """Puts a node after the element, inside the one around it."""
        around = cast("Node", self.parent).children
        around.insert(around.index(self.node) + 1, node)


_Found: TypeAlias = "tuple[Node, Node | None]"


def _find(wanted: Element, element: Element, node: Node, parent: Node | None) -> _Found | None:
    """Finds the node that stands for an element, and the one around it."""
    if wanted is element:
        return node, parent
    inside = [child for child in element.children if isinstance(child, Element)]
    found = (_find(wanted, child, inner, node) for child, inner in zip(inside, node.nodes, strict=True))
    return next(filter(None, found), None)


def node_of(element: Element) -> Node:
    """What stands in XML for an element."""
    return cast("Node", read(element.to_xml()).root)


def _always(_: object) -> bool:
    return True


@dataclass(frozen=True)
class Mistake:
    """Is a mistake that can be made in right documents.

    rule: the name of the rule of the linter that finds it.
    make: makes it in a place; gives the XML, and a sentence that says what was done.
    on: the classes of the elements where it can be made; where: tells of one of them whether it can.
    suits: tells of an element of such a class whether it can be made there.
    """

    rule: str
    make: Callable[[Place], tuple[str | bytes, str]] = field(repr=False)
    on: tuple[type[Element], ...] = field(repr=False)
    where: Callable[[Form], object] = field(repr=False, default=_always)
    suits: Callable[[Any], object] = field(repr=False, default=_always)

    @functools.cached_property
    def kinds(self) -> tuple[type[Element], ...]:
        """The classes of the elements where it can be made."""
        return tuple(kind for kind in self.on if self.where(form_of(kind)))


_Change: TypeAlias = "Callable[[Place], str]"
_Print: TypeAlias = "Callable[[Place], tuple[str | bytes, str]]"


def mistake(
    rule: str,
    *,
    on: Iterable[type[Element]] = KINDS,
    where: Callable[[Form], object] = _always,
    suits: Callable[[Any], object] = _always,
) -> Callable[[_Change], Mistake]:
    """Makes a mistake of a function that changes the nodes in a place, and says what it did."""

    def mistake_of(change: _Change) -> Mistake:
        def make(place: Place) -> tuple[str, str]:
            sentence = change(place)
            return place.xml, sentence

        return Mistake(rule, make, tuple(on), where, suits)

    return mistake_of


def misprint(rule: str) -> Callable[[_Print], Mistake]:
    """Makes a mistake of a function that changes the XML of a document, and says what it did."""
    return lambda make: Mistake(rule, make, DOCUMENTS)


def misspellings(name: str) -> list[str]:
    """A name with other capitals, and with a letter too few, too many or changed round."""
    changed = [name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in range(len(name) - 1)]
    wrong = dict.fromkeys([name.lower(), name.upper(), name[:-1], name + name[-1], *changed])
    return [each for each in wrong if each != name and re.fullmatch(r"(xml:)?[A-Za-z][A-Za-z-]*", each)]
