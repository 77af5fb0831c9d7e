"""Mutations that the classes refuse: of names, places, content and values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from hypothesis import assume

from twimlkit._core.names import to_python_name
from twimlkit._core.sites import deciding_children, document_of
from twimlkit._core.values import shortened
from twimlkit._core.vocabulary import classes_by_tag, old_attributes, old_elements, typos
from twimlkit._core.xml import Node
from twimlkit.errors import InvalidContent
from twimlkit.strategies._mutation import ELEMENT_CLASSES, misspellings, mutation
from twimlkit.strategies._values import invalid_texts
from twimlkit.voice import Conference, Dial, Number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from twimlkit._core.element import Element
    from twimlkit._core.grammar import Grammar
    from twimlkit._core.values import Text
    from twimlkit.strategies._mutation import Site


# Elements.


@mutation("unknown-element", on=[each for each in ELEMENT_CLASSES if not each.is_document])
def _misspelt(site: Site) -> str:
    known = classes_by_tag().keys() | old_elements()
    site.node.tag = site.choose([name for name in misspellings(site.node.tag) if name not in known])
    return f"{site.name} was misspelt as <{site.node.tag}>"


@mutation("misplaced-element")
def _misplaced(site: Site) -> str:
    others = [each for each in ELEMENT_CLASSES if each.tag not in site.grammar.xml_children]
    if site.element.is_document:  # a verb that only the other kind of document may hold makes it one of those
        others = [each for each in others if deciding_children().get(each.tag, site.document) is site.document]
    element_class = site.choose(others)
    site.insert(site.make(element_class))
    assume(document_of(site.root) is site.document)  # a verb may make it valid, as a document of the other class
    return f"<{element_class.tag}> was put into {site.name}"


@mutation("legacy-element")
def _legacy(site: Site) -> str:
    tag = site.choose(list(old_elements()))
    site.insert(Node(tag, {}, 0))
    return f"<{tag}> was put into {site.name}"


def _limits(grammar: Grammar) -> dict[type[Element], int]:
    return {child: most for child, most in grammar.child_limits.items() if most is not None}


@mutation("too-many-elements", where=_limits)
def _too_many(site: Site) -> str:
    limits = _limits(site.grammar)
    child = site.choose(list(limits))
    site.insert(*[site.make(child)] * (limits[child] + 1))
    return f"{limits[child] + 1} of <{child.tag}> were put into {site.name}"


@mutation("unreachable", where=lambda grammar: grammar.ending)
def _unreachable(site: Site) -> str:
    ending = site.make(site.choose([each for each in site.grammar.child_limits if each in site.grammar.ending]))
    after = site.make(site.choose(list(site.grammar.child_limits)))
    site.node.children += [ending, after]
    return f"<{after.tag}> was put after <{ending.tag}>"


@mutation("conflicting-elements", on=[Dial])
def _conflicting(site: Site) -> str:
    site.node.children = [site.make(Conference), site.make(Number)]
    return f"<Conference> and <Number> were put into {site.name}"


# Content.


@mutation("misplaced-text", where=lambda grammar: not grammar.text)
def _misplaced_text(site: Site) -> str:
    site.insert("text")
    return f"text was put into {site.name}"


def _has_value_beside_elements(grammar: Grammar) -> object:
    return grammar.text and not grammar.is_spoken and grammar.child_limits


@mutation("text-beside-elements", where=lambda grammar: grammar.not_beside_text)
def _text_beside_elements(site: Site) -> str:
    child = site.choose([each for each in site.grammar.child_limits if each in site.grammar.not_beside_text])
    site.node.children = [_text(site), site.make(child)]
    return f"text and <{child.tag}> were put into {site.name}"


@mutation("text-beside-elements", where=_has_value_beside_elements)
def _several_texts(site: Site) -> str:
    child = site.choose(list(site.grammar.child_limits))
    site.node.children = [_text(site), site.make(child), _text(site)]
    return f"text before and after <{child.tag}> was put into {site.name}"


def _text(site: Site) -> str:
    return str(cast("Text", site.grammar.text).example())


def _needs_content(element_class: type[Element]) -> bool:
    attributes = element_class.grammar().attributes.values()
    examples = {attribute.name: attribute.value.example() for attribute in attributes if attribute.required}
    return _is_incomplete(lambda: element_class(**examples))


def _is_incomplete(make: Callable[[], Element]) -> bool:
    try:
        make()
    except InvalidContent:
        return True
    return False


@mutation(
    "missing-content",
    on=filter(_needs_content, ELEMENT_CLASSES),
    suits=lambda element: _is_incomplete(lambda: element.replace(children=[])),
)
def _emptied(site: Site) -> str:
    site.node.children = []
    return f"{site.name} was emptied"


# Attributes.


def _unknown_to(grammar: Grammar, names: Iterable[str]) -> list[str]:
    """Return the names that are not attributes of an element, now or in the old schema."""
    known = {*grammar.xml_attributes, *old_attributes(grammar.tag), *typos(grammar.tag)}
    return [name for name in names if name not in known]


@mutation("unknown-attribute", suits=lambda element: element.attributes)
def _misspelt_attribute(site: Site) -> str:
    xml_name = site.choose(list(site.node.attributes))
    wrong = site.choose(_unknown_to(site.grammar, [to_python_name(xml_name), *misspellings(xml_name)]))
    site.node.attributes = {wrong if name == xml_name else name: text for name, text in site.node.attributes.items()}
    return f"{xml_name} of {site.name} was misspelt as {wrong}"


@mutation("unknown-attribute")
def _attribute_of_another(site: Site) -> str:
    names = sorted({name for each in ELEMENT_CLASSES for name in each.grammar().xml_attributes})
    return _add_attribute(site, _unknown_to(site.grammar, names))


@mutation("legacy-attribute", where=lambda grammar: old_attributes(grammar.tag))
def _legacy_attribute(site: Site) -> str:
    return _add_attribute(site, old_attributes(site.element.tag))


@mutation("suspected-typo", where=lambda grammar: typos(grammar.tag))
def _typo(site: Site) -> str:
    return _add_attribute(site, typos(site.element.tag))


def _add_attribute(site: Site, names: Iterable[str]) -> str:
    xml_name = site.choose(list(names))
    site.node.attributes[xml_name] = "a"
    return f"{site.name} got the attribute {xml_name}"


@mutation("missing-attribute", where=lambda grammar: grammar.required)
def _without_attribute(site: Site) -> str:
    xml_name = site.grammar.attributes[site.choose(site.grammar.required)].xml_name
    del site.node.attributes[xml_name]
    return f"{xml_name} of {site.name} was left out"


@mutation("namespace")
def _default_namespace(site: Site) -> str:
    site.node.attributes["xmlns"] = _NAMESPACE
    return f"{site.name} got a namespace"


@mutation("namespace")
def _prefix(site: Site) -> str:
    site.root.attributes["xmlns:a"] = _NAMESPACE
    site.node.tag = f"a:{site.node.tag}"
    return f"{site.name} got a prefix"


_NAMESPACE: Final = "https://example.com/"


# Values.


def _invalid_values(grammar: Grammar) -> list[tuple[str, str]]:
    """Return the attributes of an element by their names in XML, each with every text that it is known to refuse."""
    attributes = grammar.xml_attributes.items()
    return [(xml_name, text) for xml_name, attribute in attributes for text in invalid_texts(attribute.value)]


@mutation("wrong-value", where=_invalid_values)
def _wrong_value(site: Site) -> str:
    xml_name, text = site.choose(_invalid_values(site.grammar))
    site.node.attributes[xml_name] = text
    return f"{xml_name} of {site.name} became {shortened(text)}"


def _invalid_content(grammar: Grammar) -> list[str]:
    return [text for text in invalid_texts(grammar.text) if text] if grammar.text else []


@mutation("wrong-value", where=_invalid_content)
def _wrong_text(site: Site) -> str:
    text = site.choose(_invalid_content(site.grammar))
    site.node.children = [text]
    return f"the text of {site.name} became {shortened(text)}"
