"""A document under the linter: every element with its place in the XML and its class in the vocabulary."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from twimlkit.errors import nearest
from twimlkit.messaging import MessagingResponse
from twimlkit.parser import (
    BLANKS,
    DOCUMENTS,
    Form,
    Node,
    Place,
    Tree,
    document_of,
    form_of,
    read,
    size_of,
    steps_to,
    vocabulary,
)
from twimlkit.values import Unfit
from twimlkit.voice import Response

from .legacy import old_attributes, old_elements

if TYPE_CHECKING:
    from twimlkit.element import Element
    from twimlkit.grammar import Attribute

    from .findings import Context

__all__ = ["Inspection", "Spot", "is_same_name", "local_name"]


class Spot:
    """Is an element in a document: what stands in the XML, and what that is by the vocabulary.

    node: what stands in the XML; parent: the element around it, or None; inside: the elements inside it.
    kind: the class of the element, or the one that its name seems to mean, or None where it means none.
    form: what may stand in an element of that class, or None; fits: whether the parent may hold it by its name.
    strange: the attributes, by their names in XML, that its class does not have; all of them where it has no class.
    inspection: the document that it is in.
    """

    __slots__ = ("_steps", "fits", "form", "inside", "inspection", "kind", "node", "parent", "strange")

    _steps: dict[Spot, str]
    fits: bool
    form: Form | None
    inside: list[Spot]
    inspection: Inspection
    kind: type[Element] | None
    node: Node
    parent: Spot | None
    strange: list[str]

    def __init__(
        self, node: Node, kind: type[Element] | None, parent: Spot | None, inspection: Inspection, *, fits: bool
    ) -> None:
        self.node = node
        self.kind = kind
        self.form = form = form_of(kind) if kind else None
        self.strange = [wire for wire in node.attributes if not form or wire not in form.wires]
        self.parent = parent
        self.inside = []
        self.inspection = inspection
        self.fits = fits
        self._steps = {}

    @property
    def path(self) -> str:
        """Where the element is in its document: `Response/Gather[2]/Say`."""
        return f"{self.parent.path}/{self.parent._step_to(self)}" if self.parent else self.node.tag

    def _step_to(self, inner: Spot) -> str:
        if not self._steps:
            self._steps = dict(zip(self.inside, steps_to(self.node.nodes), strict=True))
        return self._steps[inner]

    @property
    def text(self) -> str:
        """The text that stands in the element itself, less the white space around it where that does not count."""
        text = "".join(child for child in self.node.children if isinstance(child, str))
        return text if self.form and self.form.is_spoken else text.strip()

    def value(self, wire: str) -> object:
        """The value of an attribute by its name in XML, as its class keeps it; None where it is missing or wrong."""
        text = self.node.attributes.get(wire)
        attribute = self.form.wires.get(wire) if self.form else None
        if text is None or attribute is None:
            return None
        try:
            return attribute.value.read(text)[0]
        except Unfit:
            return None

    def given(self, wire: str) -> str | None:
        """What stands in the XML for an attribute, under its own name or a wrong one that seems to mean it."""
        text = self.node.attributes.get(wire)
        if text is not None:
            return text
        meant = (strange for strange in self.strange if (known := self.meaning(strange)) and known.wire == wire)
        return next((self.node.attributes[strange] for strange in meant), None)

    def meaning(self, wire: str) -> Attribute | None:
        """The attribute that a wrong name seems to mean, unless it is right for another element nearby."""
        if not self.form or wire in old_attributes(self.form.grammar.tag):
            return None
        near = _nearest_attribute(local_name(wire), self.form)
        is_sure = near is not None and is_same_name(wire, near.wire)
        return near if is_sure or not self.owners(wire) else None

    def owners(self, wire: str) -> list[type[Element]]:
        """The classes of the elements around this one, and of those that it may hold, that have such an attribute."""
        around: list[type[Element]] = []
        spot = self.parent
        while spot:
            around += [spot.kind] if spot.kind else []
            spot = spot.parent
        inside = self.form.kinds.values() if self.form else ()
        return [kind for kind in (*around, *inside) if wire in form_of(kind).wires]


def local_name(name: str) -> str:
    """The part of a name after its prefix."""
    return name.rpartition(":")[2]


def is_same_name(name: str, known: str) -> bool:
    """Tells whether two names differ in a prefix, in capitals and underscores at the most."""
    return _folded(name) == _folded(known)


def _folded(name: str) -> str:
    return local_name(name).replace("_", "").lower()


@functools.lru_cache(maxsize=1024)
def _nearest_attribute(name: str, form: Form) -> Attribute | None:
    near = nearest(name, form.wires)
    return form.wires[near] if near else None


class Inspection:
    """Is a document under the linter.

    size: the number of its bytes; tree: what could be read of it.
    early: where its XML declaration is, if that has a blank before it; what follows was read all the same.
    context: where Twilio meets the document, or None where that is not known.
    document: the class of the document, by the context or by what it holds.
    spots: all its elements, each before those inside it.
    """

    __slots__ = ("context", "document", "early", "size", "spots", "tree")

    context: Context | None
    document: type[Element]
    early: Place | None
    size: int
    spots: list[Spot]
    tree: Tree

    def __init__(self, xml: str | bytes, context: Context | None = None) -> None:
        self.size = size_of(xml)
        self.context = context
        self.early = None
        self.tree = read(xml)
        if self.tree.fault and (early := re.match(_EARLY, self.tree.data)):
            self.early = self.tree.place(early.start("declaration"))
            blank = re.sub(rb"[^\r\n]", b" ", early[0])
            self.tree = read((blank + self.tree.data[early.end() :]).decode())
        root = self.tree.root
        if context:
            self.document = MessagingResponse if context == "message" else Response
        else:
            self.document = document_of(root) if root else Response
        self.spots = []
        if root:
            self._add(Spot(root, _kind_of_root(root, self.document), None, self, fits=root.tag == self.document._tag))

    def _add(self, spot: Spot) -> None:
        self.spots.append(spot)
        for child in spot.node.children:
            if isinstance(child, Node):
                kind, fits = _kind_of(child.tag, spot.form)
                inner = Spot(child, kind, spot, self, fits=fits)
                spot.inside.append(inner)
                self._add(inner)


_EARLY = rf"[{BLANKS}]+(?P<declaration><\?xml\s[^>]*>)".encode()


def _kind_of_root(root: Node, document: type[Element]) -> type[Element] | None:
    """The class of the outermost element: that of the document, if its name or what it holds looks like that."""
    name = local_name(root.tag)
    if is_same_name(name, document._tag):
        return document
    known = vocabulary().get(name)
    return known or (document if any(node.tag in form_of(document).kinds for node in root.nodes) else None)


def _kind_of(tag: str, form: Form | None) -> tuple[type[Element] | None, bool]:
    """The class of an element inside another, or the one that its name seems to mean; and whether it may be there."""
    if form is None:
        return vocabulary().get(tag), True
    kind = form.kinds.get(tag)
    return (kind, True) if kind else (_meant_kind(local_name(tag), form), False)


_ROOTS: Final = frozenset(document._tag for document in DOCUMENTS)


@functools.lru_cache(maxsize=1024)
def _meant_kind(name: str, form: Form) -> type[Element] | None:
    """The class that a name seems to mean inside an element that cannot hold it."""
    kinds = vocabulary()
    kind = form.kinds.get(name) or kinds.get(name)
    if kind or name in old_elements():
        return kind
    inside, anywhere = nearest(name, form.kinds), nearest(name, (tag for tag in kinds if tag not in _ROOTS))
    is_sure = anywhere is not None and is_same_name(name, anywhere)
    if inside and _likeness(name, inside) >= _ALIKE and (is_same_name(name, inside) or not is_sure):
        return form.kinds[inside]
    return kinds[anywhere] if anywhere and _likeness(name, anywhere) >= _MORE_ALIKE else None


_ALIKE: Final = 0.65
_MORE_ALIKE: Final = 0.75
"""How alike a name must be to one that can stand where it stands, and to one that cannot, to be taken for it."""


def _likeness(name: str, known: str) -> float:
    """How alike two names are, from 0 to 1."""
    from difflib import SequenceMatcher  # only a wrong name needs it

    return SequenceMatcher(None, _folded(name), _folded(known)).ratio()
