"""Sites: the nodes of a document with their classes in the vocabulary, right or wrong."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

from .grammar import Grammar
from .names import is_same_name, local_name, nearest, remember, shown_name, steps_of
from .placeholders import UNKNOWN
from .problems import Candidate, diagnose, wrong_root
from .values import InvalidValue
from .vocabulary import classes_by_tag, documents, inner_classes, old_elements
from .xml import BLANKS, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .element import Document, Element
    from .placeholders import Template
    from .problems import Problem
    from .xml import Place, Tree


class ElementSite(Candidate):
    """A node of XML, and the class that its name means.

    Attributes:
        node: The node.
        element_class: The class of the element, or the one that its name seems to mean, or None.
        parent: The site around it, or None.
        inside: The sites inside it.
        is_allowed: Whether its parent may hold it, by its name.
        is_opaque: Whether nothing inside it is judged.
        template: The template in which it stands, or None.
    """

    __slots__ = ("_steps", "element_class", "inside", "is_allowed", "is_opaque", "node", "parent", "template")

    in_xml = True

    def __init__(
        self,
        node: Node,
        element_class: type[Element] | None,
        parent: ElementSite | None,
        *,
        is_allowed: bool,
        template: Template | None = None,
    ) -> None:
        self.node = node
        self.tag = shown_name(node.tag)
        self.element_class = element_class
        self.grammar = element_class.grammar() if element_class else Grammar.of_anything("")
        self.attributes = node.attributes
        self.texts = (
            [child for child in content_of(self.grammar, node.children) if isinstance(child, str)]
            if node.children
            else []
        )
        self.template = template
        self.has_unknown_content = False
        if template is not None:
            self.has_unknown_content = any(UNKNOWN in text for text in self.texts)
            if self.has_unknown_content and self.grammar.text is None:
                self.texts = [text for text in self.texts if text.strip(BLANKS + UNKNOWN)]
        self.parent = parent
        self.inside: list[ElementSite] = []
        self.parts = self.inside
        self.is_allowed = is_allowed
        self.is_opaque: bool = self.grammar.is_open if element_class else parent is not None and parent.is_opaque
        self._steps: dict[ElementSite, str] | None = None

    @property
    def is_closed(self) -> bool:
        """Whether its end was read."""
        return self.node.is_closed

    def is_unknown(self, value: Any) -> bool:
        return self.template is not None and UNKNOWN in value

    @property
    def has_unknown_attributes(self) -> bool:
        return self.template is not None and self.node.offset in self.template.tags

    @property
    def is_whole(self) -> bool:
        """Whether its end was read, and no element inside has an unknown name."""
        return self.is_closed and all(
            inner.is_allowed or local_name(inner.tag) in classes_by_tag() for inner in self.inside
        )

    @property
    def is_named(self) -> bool:
        """Whether its name leaves no doubt about its class: it is unknown, or not misspelt but for capitals."""
        tag, element_class = self.node.tag, self.element_class
        return element_class is None or tag == element_class.tag or is_same_name(local_name(tag), element_class.tag)

    @property
    def unknown_attributes(self) -> list[str]:
        """The names of the attributes that its class does not have."""
        declared = self.declared if self.element_class else {}
        return [name for name in self.attributes if name not in declared]

    @property
    def path(self) -> str:
        """The place in the document: `Response/Gather[2]/Say`."""
        return f"{self.parent.path}/{self.parent._step_to(self)}" if self.parent else self.tag

    def _step_to(self, inner: ElementSite) -> str:
        if self._steps is None:
            self._steps = dict(zip(self.inside, steps_of([each.tag for each in self.inside]), strict=True))
        return self._steps[inner]

    @property
    def text(self) -> str:
        """The text directly inside, without the white space around it unless it is spoken."""
        text = "".join(child for child in self.node.children if isinstance(child, str))
        return text if self.element_class and self.grammar.is_spoken else text.strip()

    def around(self) -> Iterator[type[Element]]:
        site = self.parent
        while site:
            if site.element_class:
                yield site.element_class
            site = site.parent

    def value(self, name: str) -> object:
        """Return the value of an attribute by its name in XML, or None where it is missing or invalid."""
        text, attribute = self.attributes.get(name), self.declared.get(name)
        if text is None or attribute is None or not self.element_class:
            return None
        try:
            return attribute.from_xml(text)
        except InvalidValue:
            return None

    def given(self, name: str) -> str | None:
        """Return the text of an attribute, under its own name or a wrong one that seems to mean it."""
        if name in self.attributes or not self.element_class:
            return self.attributes.get(name)
        missing = UNKNOWN if self.has_unknown_attributes else None
        return next((self.attributes[each] for each in self.unknown_attributes if self._means(each, name)), missing)

    def _means(self, wrong: str, name: str) -> bool:
        meant = self.meaning(wrong)
        return meant is not None and meant.xml_name == name


def content_of(grammar: Grammar, children: list[Any]) -> list[Any]:
    """Return the children that count: white space between elements does not, unless it is spoken or sent."""
    if grammar.is_spoken or not children or (grammar.text is not None and len(children) == 1):
        return children
    return [child for child in children if not isinstance(child, str) or child.strip(BLANKS)]


def sites_of(root: Node, wanted: type[Element], template: Template | None = None) -> list[ElementSite]:
    """Return the sites of a document, each before those inside it.

    Args:
        root: The outermost node.
        wanted: The class of the outermost element.
        template: The template of which the nodes are, or None.
    """
    sites: list[ElementSite] = []
    element_class = _class_of_root(root, wanted)
    _add(sites, ElementSite(root, element_class, None, is_allowed=root.tag == wanted.tag, template=template))
    return sites


def _add(sites: list[ElementSite], site: ElementSite) -> None:
    sites.append(site)
    for child in site.node.children:
        if isinstance(child, Node):
            element_class, is_allowed = _class_of(child, site)
            inner = ElementSite(child, element_class, site, is_allowed=is_allowed, template=site.template)
            site.inside.append(inner)
            _add(sites, inner)


def _class_of_root(root: Node, wanted: type[Element]) -> type[Element] | None:
    """Return the wanted class if the name or the content of the outermost element looks like it."""
    name = local_name(root.tag)
    if is_same_name(name, wanted.tag):
        return wanted
    inner = wanted.grammar().xml_children
    return classes_by_tag().get(name) or (wanted if any(node.tag in inner for node in root.nodes) else None)


def _class_of(node: Node, parent: ElementSite) -> tuple[type[Element] | None, bool]:
    """Return the class that a name means inside an element, and whether that may be there."""
    tag = node.tag
    if parent.is_opaque or (parent.template and node.offset in parent.template.names):
        return None, True
    if parent.element_class is None:
        return classes_by_tag().get(tag), True
    element_class: type[Element] | None = parent.grammar.xml_children.get(tag)
    if element_class:
        return element_class, True
    # A prefix is a problem of its own.
    is_prefixed = local_name(tag) in parent.grammar.xml_children
    return _meant_class(local_name(tag), parent.grammar), is_prefixed


@remember
def _meant_class(name: str, parent: Grammar) -> type[Element] | None:
    """Return the class that a wrong name seems to mean inside an element."""
    inner: dict[str, type[Element]] = parent.xml_children
    known = classes_by_tag()
    element_class = inner.get(name) or known.get(name)
    if element_class or name in old_elements():
        return element_class
    inside, anywhere = nearest(name, inner), nearest(name, inner_classes())
    is_sure = anywhere is not None and is_same_name(name, anywhere)
    if inside and _likeness(name, inside) >= _ALIKE and (is_same_name(name, inside) or not is_sure):
        return inner[inside]
    return known[anywhere] if anywhere and _likeness(name, anywhere) >= _MORE_ALIKE else None


# How alike a name must be to one that may stand in its place, and to one that may not, to be taken for it.
_ALIKE: Final = 0.65
_MORE_ALIKE: Final = 0.8


def _likeness(name: str, known: str) -> float:
    from difflib import SequenceMatcher  # only a wrong name needs it

    first, second = (local_name(each).replace("_", "").lower() for each in (name, known))
    return SequenceMatcher(None, first, second).ratio()


def document_of(root: Node) -> type[Document]:
    """Return the class of a document: its first child that only one class of documents may hold decides."""
    deciding = deciding_children()
    return next((deciding[node.tag] for node in root.nodes if node.tag in deciding), documents()[0])


@functools.cache
def deciding_children() -> dict[str, type[Document]]:
    """Return the classes of documents by the names of children that only they may hold."""
    able = [(tag, document) for document in documents() for tag in document.grammar().xml_children]
    several = {tag for tag, document in able for other, another in able if tag == other and document != another}
    return {tag: document for tag, document in able if tag not in several}


def problems_at(site: ElementSite, wanted: type[Element]) -> Iterator[Problem]:
    """Yield what is wrong with an element of a document, except inside its children.

    Args:
        site: The element.
        wanted: The class of the outermost element.
    """
    if site.parent is None and local_name(site.node.tag) != wanted.tag:
        yield wrong_root(site.tag, wanted, is_verb=site.element_class in wanted.grammar().child_classes)
    for problem in diagnose(site):
        if site.element_class or problem.rule == "namespace":
            yield problem


def where(tree: Tree, site: ElementSite, problem: Problem) -> tuple[Place, ElementSite]:
    """Return the place of a problem of an element, and the site that is wrong."""
    wrong = problem.part if isinstance(problem.part, ElementSite) else site
    name = problem.attribute if problem.attribute in wrong.attributes else None
    return tree.place_of(wrong.node, name), wrong
