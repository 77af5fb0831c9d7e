"""The vocabulary as XSD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from twimlkit._core.values import Items, OneOf, Value
from twimlkit._core.vocabulary import documents, element_classes

from ._datatypes import Datatype, datatype_of, is_spaced_list, named_datatypes
from ._documentation import documentation_of
from ._nodes import Node, node, to_xml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from twimlkit._core.element import Element
    from twimlkit._core.grammar import Attribute, Grammar

_NOTHING: Final = "nothing"
_XML: Final = "http://www.w3.org/XML/1998/namespace"


def xsd() -> str:
    """Return the vocabulary as XSD 1.0.

    Each element has a type with the name of its class. Only Response is declared as a document, that of a call or of a
    message: its first verb decides, where only one of the two can hold it.

    https://www.w3.org/TR/xmlschema-1/
    """
    schema = node(
        "xs:schema",
        _documents(),
        *(_complex_type(element_class) for element_class in element_classes() if not element_class.is_document),
        *(_simple_type(_restriction(each), each.meaning, name=each.name or "") for each in named_datatypes()),
        _simple_type(
            node("xs:restriction", node("xs:maxLength", value="0"), base="xs:token"),
            "Only white space, which XSD does not allow in an element without content.",
            name=_NOTHING,
        ),
    )
    schema.set("xmlns:xs", "http://www.w3.org/2001/XMLSchema")
    return to_xml(schema)


def _documentation(lines: Iterable[str]) -> list[Node]:
    documentation = [node("xs:documentation", text=line) for line in lines if line]
    return [node("xs:annotation", *documentation)] if documentation else []


def _documents() -> Node:
    """Declare the outermost element, with one model for all classes of documents.

    A model must show at each element which particle it matches. So the verbs of all documents come first, and then one
    verb that only one document holds, or that ends them.
    """
    grammars = [element_class.grammar() for element_class in documents()]
    ending = {child: None for grammar in grammars for child in grammar.child_limits if child in grammar.ending}
    shared = [child for child in grammars[0].child_limits if all(child in each.child_limits for each in grammars)]
    lasting = [child for child in shared if child not in ending]
    branches = [_element(child) for child in ending]
    for grammar in grammars:
        own = [child for child in grammar.child_limits if child not in shared and child not in ending]
        last = [child for child in ending if child in grammar.child_limits]
        branches.append(node("xs:sequence", _choice(own), *_any_of([*own, *lasting]), _choice(last, minOccurs="0")))
    model = node("xs:sequence", *_any_of(lasting), node("xs:choice", *branches, minOccurs="0"))
    lines = [line for element_class in documents() for line in documentation_of(element_class).lines]
    return node("xs:element", *_documentation(lines), node("xs:complexType", model), name=documents()[0].tag)


def _element(element_class: type[Element]) -> Node:
    return node("xs:element", name=element_class.tag, type=element_class.__name__)


def _choice(element_classes: Iterable[type[Element]], **occurs: str) -> Node:
    return node("xs:choice", *map(_element, element_classes), **occurs)


def _any_of(element_classes: Collection[type[Element]]) -> list[Node]:
    """Make the particle of any number of elements of some classes, if there are any."""
    return [_choice(element_classes, minOccurs="0", maxOccurs="unbounded")] if element_classes else []


def _complex_type(element_class: type[Element]) -> Node:
    """Make the type of an element."""
    grammar, documentation = element_class.grammar(), documentation_of(element_class)
    attributes = [
        _attribute(each, documentation.attributes[name])
        for name, each in grammar.attributes.items()
        if not each.xml_name.startswith("xml:")
    ]
    if len(attributes) < len(grammar.attributes):
        attributes.append(node("xs:anyAttribute", namespace=_XML, processContents="skip"))
    made = node("xs:complexType", *_documentation(documentation.lines), name=element_class.__name__)
    if grammar.is_open:
        inside = node("xs:any", minOccurs="0", maxOccurs="unbounded", namespace="##local", processContents="skip")
        anything = node("xs:anyAttribute", namespace=f"##local {_XML}", processContents="skip")
        made.extend([node("xs:sequence", inside), anything])
        made.set("mixed", "true")
    elif grammar.child_limits:
        made.extend([_children(grammar), *attributes])
        if grammar.text:
            made.set("mixed", "true")
    else:
        base = datatype_of(grammar.text, filled=grammar.needs_content).name if grammar.text else _NOTHING
        made.append(node("xs:simpleContent", node("xs:extension", *attributes, base=base or "")))
    return made


def _children(grammar: Grammar) -> Node:
    """Make the particle of the children of an element."""
    if grammar.is_single:
        return _choice(grammar.child_limits, minOccurs=str(int(grammar.needs_content)))
    limits = {child: most for child, most in grammar.child_limits.items() if child not in grammar.ending}
    limited = [(child, most) for child, most in limits.items() if most is not None]
    parts = _any_of(limits)
    if len(limited) == 1:
        # Each child that counts brings those after it that do not.
        [(child, most)] = limited
        free = [other for other in limits if other is not child]
        some = node("xs:sequence", _element(child), *_any_of(free), minOccurs="0", maxOccurs=str(most))
        parts = [*_any_of(free), some]
    last = [_choice(grammar.ending, minOccurs="0")] if grammar.ending else []
    return node("xs:sequence", *parts, *last)


def _attribute(attribute: Attribute, meaning: str) -> Node:
    declared = node("xs:attribute", *_documentation([meaning]), name=attribute.xml_name)
    if attribute.required:
        declared.set("use", "required")
    return _typed(declared, "type", attribute.value)


def _typed(declared: Node, slot: str, value: Value) -> Node:
    """Give a declaration the type of a value: by its name in an attribute, or inside."""
    value_type = _value(value)
    if isinstance(value_type, str):
        declared.set(slot, value_type)
    else:
        declared.append(value_type)
    return declared


def _value(value: Value) -> Node | str:
    """Make the type of a value, or return its name."""
    match value:
        case OneOf():
            words = (node("xs:enumeration", value=word) for word in value.table)
            known = _simple_type(node("xs:restriction", *words, base="xs:token"))
            if not value.other:
                return known
            return _simple_type(_typed(node("xs:union", known), "memberTypes", value.other))
        case Items() if is_spaced_list(value):
            items = _simple_type(_typed(node("xs:list"), "itemType", value.item))
            return _simple_type(node("xs:restriction", items, node("xs:minLength", value="1")))
        case _:
            datatype = datatype_of(value)
            return datatype.name or _simple_type(_restriction(datatype))


def _restriction(datatype: Datatype) -> Node:
    facets = [node(f"xs:{name}", value=bound) for name, bound in datatype.facets]
    restriction = node("xs:restriction", *facets[:1], base=f"xs:{datatype.base}")
    for facet in facets[1:]:
        if facet.tag == "xs:pattern":
            # Patterns side by side are alternatives.
            restriction = node("xs:restriction", _simple_type(restriction))
        restriction.append(facet)
    return restriction


def _simple_type(inside: Node, meaning: str = "", **attributes: str) -> Node:
    return node("xs:simpleType", *_documentation([meaning]), inside, **attributes)
