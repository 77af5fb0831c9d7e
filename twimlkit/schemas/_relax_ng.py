"""The vocabulary as RELAX NG."""

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


_ANYTHING: Final = "anything"
_XML: Final = "http://www.w3.org/XML/1998/namespace"


def relax_ng() -> str:
    """Return the vocabulary as RELAX NG, in its XML syntax.

    Each element is a pattern with the name of its class, and has its documentation as annotations.

    https://relaxng.org/spec-20011203.html
    """
    grammar = node(
        "grammar",
        node("start", _choice(map(_ref, documents()))),
        *(node("define", _element(element_class), name=element_class.__name__) for element_class in element_classes()),
        *(
            node("define", *_documentation([each.meaning]), _data(each), name=each.name or "")
            for each in named_datatypes()
        ),
        node("define", _anything(), name=_ANYTHING),
        xmlns="http://relaxng.org/ns/structure/1.0",
        datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes",
    )
    grammar.set("xmlns:a", "http://relaxng.org/ns/compatibility/annotations/1.0")
    return to_xml(grammar)


def _element(element_class: type[Element]) -> Node:
    grammar, documentation = element_class.grammar(), documentation_of(element_class)
    if grammar.is_open:
        return node("element", *_documentation(documentation.lines), node("ref", name=_ANYTHING), name=grammar.tag)
    attributes = [_attribute(each, documentation.attributes[name]) for name, each in grammar.attributes.items()]
    if len(attributes) > 1:
        # The order of attributes never counts; but without this libxml2 takes time exponential in their number.
        attributes = [node("interleave", *attributes)]
    return node("element", *_documentation(documentation.lines), *attributes, _content(grammar), name=grammar.tag)


def _anything() -> Node:
    """Make the pattern of any attributes, texts and elements without a namespace."""
    attribute = node("attribute", _choice([node("nsName", ns=""), node("nsName", ns=_XML)]))
    element = node("element", node("nsName", ns=""), node("ref", name=_ANYTHING))
    return node("zeroOrMore", _choice([attribute, node("text"), element]))


def _documentation(lines: list[str]) -> list[Node]:
    return [node("a:documentation", text=line) for line in lines if line]


def _attribute(attribute: Attribute, meaning: str) -> Node:
    declared = node("attribute", *_documentation([meaning]), _value(attribute.value), name=attribute.xml_name)
    return declared if attribute.required else node("optional", declared)


def _value(value: Value, *, filled: bool = False) -> Node:
    match value:
        case OneOf():
            words = [node("value", text=word) for word in value.table]
            return _choice([*words, *([_value(value.other)] if value.other else [])])
        case Items() if is_spaced_list(value):
            return node("list", node("oneOrMore", _value(value.item)))
        case _:
            datatype = datatype_of(value, filled=filled)
            return node("ref", name=datatype.name) if datatype.name else _data(datatype)


def _data(datatype: Datatype) -> Node:
    parameters = [node("param", text=bound, name=name) for name, bound in datatype.facets]
    return node("data", *parameters, type=datatype.base)


def _content(grammar: Grammar) -> Node:
    """Make the pattern of the content of an element."""
    text, children = grammar.text, grammar.child_limits
    if not children:
        return _value(text, filled=grammar.needs_content) if text else node("empty")
    if not text:
        return _children(grammar, children)
    if grammar.is_spoken:
        return node("mixed", _children(grammar, children))
    beside = [child for child in children if child not in grammar.not_beside_text]
    mixtures = [node("mixed", _children(grammar, beside, needed=child)) for child in beside]
    return _choice([_value(text), _children(grammar, children), *mixtures])


def _children(grammar: Grammar, children: Collection[type[Element]], *, needed: type[Element] | None = None) -> Node:
    """Make the pattern of some of the children of an element.

    Args:
        grammar: The grammar of the element.
        children: The classes of the children.
        needed: The class of which at least one is required.
    """
    if grammar.is_single:
        one = _choice(map(_ref, children))
        return one if grammar.needs_content else node("optional", one)
    limits = {child: grammar.child_limits[child] for child in children if child not in grammar.ending}
    free = [child for child, most in limits.items() if most is None and child is not needed]
    parts = [node("zeroOrMore", _choice(map(_ref, free)))] if free else []
    parts += [_repeated(child, most, needed=child is needed) for child, most in limits.items() if child not in free]
    inside = node("interleave", *parts) if len(parts) > 1 else parts[0] if parts else node("empty")
    ending = [_ref(child) for child in children if child in grammar.ending]
    return node("group", inside, node("optional", _choice(ending))) if ending else inside


def _repeated(child: type[Element], most: int | None, *, needed: bool) -> Node:
    """Make the pattern of at most this number of children of a class."""
    if most is None:
        return node("oneOrMore" if needed else "zeroOrMore", _ref(child))
    more = [_repeated(child, most - 1, needed=False)] if most > 1 else []
    some = node("group", _ref(child), *more) if more else _ref(child)
    return some if needed else node("optional", some)


def _choice(patterns: Iterable[Node]) -> Node:
    first, *others = patterns
    return node("choice", first, *others) if others else first


def _ref(element_class: type[Element]) -> Node:
    return node("ref", name=element_class.__name__)
