"""Mistakes that the classes refuse: in names, places, contents and values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from hypothesis import assume

from twimlkit.element import Document, Element
from twimlkit.errors import InvalidContent
from twimlkit.grammar import python_name
from twimlkit.linter.legacy import old_attributes, old_elements, typos
from twimlkit.parser import Form, Node, document_of, form_of, vocabulary
from twimlkit.values import shortened
from twimlkit.voice import Conference, Dial, Number

from .mistakes import KINDS, misspellings, mistake
from .values import wrong_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from twimlkit.values import Text

    from .mistakes import Place

__all__: list[str] = []


# Elements.


@mistake("unknown-element", on=[kind for kind in KINDS if not issubclass(kind, Document)])
def _misspelt(place: Place) -> str:
    known = vocabulary().keys() | old_elements()
    place.node.tag = place.choose([name for name in misspellings(place.node.tag) if name not in known])
    return f"{place.name} was misspelt as <{place.node.tag}>"


@mistake("misplaced-element")
def _misplaced(place: Place) -> str:
    kind = place.choose([kind for kind in KINDS if kind._tag not in place.form.kinds])
    place.insert(place.make(kind))
    assume(document_of(place.root) is place.document)  # a verb may make it right, as a document of the other kind
    return f"<{kind._tag}> was put into {place.name}"


@mistake("legacy-element")
def _legacy(place: Place) -> str:
    tag = place.choose(list(old_elements()))
    place.insert(Node(tag, {}, 0))
    return f"<{tag}> was put into {place.name}"


def _limits(form: Form) -> dict[type[Element], int]:
    """How many of its children there may be of each class where there is a limit."""
    grammar = form.grammar
    limits = dict.fromkeys(grammar.kinds, 1) if grammar.single else grammar.kinds
    return {kind: most for kind, most in limits.items() if most is not None}


@mistake("too-many-elements", where=_limits)
def _too_many(place: Place) -> str:
    limits = _limits(place.form)
    kind = place.choose(list(limits))
    place.insert(*[place.make(kind)] * (limits[kind] + 1))
    return f"{limits[kind] + 1} of <{kind._tag}> were put into {place.name}"


@mistake("unreachable", where=lambda form: form.grammar.ending)
def _unreachable(place: Place) -> str:
    ending = place.make(place.choose([kind for kind in place.form.kinds.values() if kind.ends]))
    after = place.make(place.choose(list(place.form.kinds.values())))
    place.node.children += [ending, after]
    return f"<{after.tag}> was put after <{ending.tag}>"


@mistake("conflicting-elements", on=[Dial])
def _conflicting(place: Place) -> str:
    place.node.children = [place.make(Conference), place.make(Number)]
    return f"<Conference> and <Number> were put into {place.name}"


# Content.


@mistake("misplaced-text", where=lambda form: not form.has_text)
def _misplaced_text(place: Place) -> str:
    place.insert("text")
    return f"text was put into {place.name}"


def _is_value_beside_elements(form: Form) -> bool:
    return form.has_text and not form.is_spoken and bool(form.kinds)


@mistake("text-beside-elements", where=lambda form: form.grammar.apart)
def _text_beside_elements(place: Place) -> str:
    kind = place.choose([kind for kind in place.form.kinds.values() if kind in place.form.grammar.apart])
    place.node.children = [_text(place.form), place.make(kind)]
    return f"text and <{kind._tag}> were put into {place.name}"


@mistake("text-beside-elements", where=_is_value_beside_elements)
def _several_texts(place: Place) -> str:
    kind = place.choose(list(place.form.kinds.values()))
    place.node.children = [_text(place.form), place.make(kind), _text(place.form)]
    return f"text before and after <{kind._tag}> was put into {place.name}"


def _text(form: Form) -> str:
    return str(cast("Text", form.grammar.text).example())


def _needs_content(form: Form) -> bool:
    attributes = form.grammar.attributes
    needed = {name: attributes[name].value.example() for name in form.grammar.needed}
    return _is_incomplete(lambda: form.kind(**needed))


def _is_incomplete(make: Callable[[], Element]) -> bool:
    try:
        make()
    except InvalidContent:
        return True
    return False


@mistake(
    "missing-content",
    where=_needs_content,
    suits=lambda element: _is_incomplete(lambda: element.replace(children=[])),
)
def _emptied(place: Place) -> str:
    place.node.children = []
    return f"{place.name} was emptied"


# Attributes.


def _unknown_to(form: Form, names: Iterable[str]) -> list[str]:
    """The names that are none of the element's attributes, now or in former times."""
    known = {*form.wires, *old_attributes(form.grammar.tag), *typos(form.grammar.tag)}
    return [name for name in names if name not in known]


def _misspellings(wire: str) -> list[str]:
    return [python_name(wire), *misspellings(wire)]


@mistake("unknown-attribute", suits=lambda element: element.attributes)
def _misspelt_attribute(place: Place) -> str:
    wire = place.choose(list(place.node.attributes))
    wrong = place.choose(_unknown_to(place.form, _misspellings(wire)))
    place.node.attributes = {wrong if name == wire else name: text for name, text in place.node.attributes.items()}
    return f"{wire} of {place.name} was misspelt as {wrong}"


@mistake("unknown-attribute")
def _attribute_of_another(place: Place) -> str:
    wire = place.choose(_unknown_to(place.form, sorted({wire for kind in KINDS for wire in form_of(kind).wires})))
    place.node.attributes[wire] = "a"
    return f"{place.name} got the attribute {wire}"


@mistake("legacy-attribute", where=lambda form: old_attributes(form.grammar.tag))
def _legacy_attribute(place: Place) -> str:
    wire = place.choose(list(old_attributes(place.element.tag)))
    place.node.attributes[wire] = "a"
    return f"{place.name} got the attribute {wire}"


@mistake("suspected-typo", where=lambda form: typos(form.grammar.tag))
def _typo(place: Place) -> str:
    wire = place.choose(list(typos(place.element.tag)))
    place.node.attributes[wire] = "a"
    return f"{place.name} got the attribute {wire}"


@mistake("missing-attribute", where=lambda form: form.grammar.needed)
def _without_attribute(place: Place) -> str:
    wire = place.form.grammar.attributes[place.choose(place.form.grammar.needed)].wire
    del place.node.attributes[wire]
    return f"{wire} of {place.name} was left out"


@mistake("namespace")
def _default_namespace(place: Place) -> str:
    place.node.attributes["xmlns"] = _NAMESPACE
    return f"{place.name} got a namespace"


@mistake("namespace")
def _prefix(place: Place) -> str:
    place.root.attributes["xmlns:a"] = _NAMESPACE
    place.node.tag = f"a:{place.node.tag}"
    return f"{place.name} got a prefix"


_NAMESPACE: Final = "https://example.com/"


# Values.


def _spoilt(form: Form) -> list[tuple[str, str]]:
    """The attributes of an element, each with every value that it is known to refuse."""
    return [(wire, text) for wire, attribute in form.wires.items() for text in wrong_values(attribute.value)]


@mistake("wrong-value", where=_spoilt)
def _wrong_value(place: Place) -> str:
    wire, text = place.choose(_spoilt(place.form))
    place.node.attributes[wire] = text
    return f"{wire} of {place.name} became {shortened(text)}"


def _spoilt_texts(form: Form) -> list[str]:
    """Texts that an element is known to refuse."""
    return [text for text in wrong_values(form.grammar.text) if text] if form.grammar.text else []


@mistake("wrong-value", where=_spoilt_texts)
def _wrong_text(place: Place) -> str:
    text = place.choose(_spoilt_texts(place.form))
    place.node.children = [text]
    return f"the text of {place.name} became {shortened(text)}"
