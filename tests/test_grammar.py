"""Names in Python and in XML, and what a signature may declare."""

from __future__ import annotations

import keyword
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import for_each
from tests.facts import FACTS, Fact
from tests.facts import to_python_name as named_by_facts
from twimlkit import Custom, Gather, Hangup, Say, parse
from twimlkit._core.element import Element
from twimlkit._core.grammar import is_empty
from twimlkit._core.names import to_python_name, to_xml_name
from twimlkit.errors import InvalidAttribute, InvalidNesting, MissingAttribute
from twimlkit.types import Count  # noqa: TC001  # signatures are evaluated

# Names.

ODD = {"xml:lang": "xml_lang", "interpret-as": "interpret_as"}
"""The two attributes whose names do not follow from the rule."""


@for_each(fact=FACTS.values())
def test_names_of_the_vocabulary_follow_the_rule_both_ways(fact: Fact) -> None:
    declared = {name: attribute.xml_name for name, attribute in fact.element.grammar().attributes.items()}
    assert declared == {named_by_facts(xml_name): xml_name for xml_name in fact.attributes}
    for name, xml_name in declared.items():
        if xml_name in ODD:
            assert name == ODD[xml_name]
        else:
            assert to_xml_name(name) == xml_name
            assert to_python_name(xml_name) == name


xml_names = st.from_regex(r"[A-Za-z_\u00c0-\u02ff][A-Za-z0-9_.\-\u00b7\u00c0-\u02ff]*", fullmatch=True)


@given(xml_names | st.text("aAbB_19", min_size=1))
def test_a_name_in_xml_comes_back_from_python(xml_name: str) -> None:
    assert to_xml_name(to_python_name(xml_name)) == xml_name


@given(xml_names, xml_names)
def test_different_names_in_xml_are_different_in_python(one: str, other: str) -> None:
    assert (to_python_name(one) == to_python_name(other)) == (one == other)


@given(st.from_regex("[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*", fullmatch=True))
def test_a_usual_name_in_python_comes_back_from_xml(name: str) -> None:
    name = name + "_" * keyword.iskeyword(name)
    assert to_python_name(to_xml_name(name)) == name
    assert "_" not in to_xml_name(name)


NAMES = {
    "num_digits": "numDigits",
    "action": "action",
    "from_": "from",
    "for_": "for",
    "class_": "class",
    "status_callback_url": "statusCallbackUrl",
    "a__b": "a_b",
    "_x": "X",
    "sha_1_sum": "sha1Sum",
}


@for_each(name=NAMES)
def test_names(name: str) -> None:
    assert to_xml_name(name) == NAMES[name]


@for_each(word=keyword.kwlist)
def test_words_of_python_get_an_underscore(word: str) -> None:
    if word.islower():
        assert to_python_name(word) == word + "_"
        assert to_xml_name(word + "_") == word
    assert to_xml_name(to_python_name(word)) == word


# Signatures.


class Two(Custom):
    def __init__(self, one: str, two: str, /) -> None: ...


class Either(Custom):
    def __init__(self, text: str) -> None: ...


class Both(Custom):
    def __init__(self, text: str, /, *more: Say) -> None: ...


class Rest(Custom):
    def __init__(self, *, one: str | None = None, **rest: str) -> None: ...


class Bare(Custom):
    def __init__(self, *, one=None) -> None: ...


class BareContent(Custom):
    def __init__(self, *content) -> None: ...


class Numbers(Custom):
    def __init__(self, *content: int) -> None: ...


ONE_CONTENT = "declare the content as one positional-only parameter, or as one with a star"


@pytest.mark.parametrize(
    ("cls", "message"),
    [
        (Two, f"Two: {ONE_CONTENT}"),
        (Either, f"Either: {ONE_CONTENT}"),
        (Both, f"Both: {ONE_CONTENT}"),
        (Rest, "Rest: declare each attribute as a parameter, not as **rest"),
        (Bare, "Bare: one has no type"),
        (BareContent, "BareContent: content has no type"),
        (Numbers, "Numbers: content must be text or elements, not <class 'int'>"),
    ],
)
def test_a_wrong_signature_is_refused_when_it_is_read(cls: type[Element], message: str) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        cls.grammar()


class Open(Custom):
    """Takes any attributes beside its own."""

    def __init__(self, *content: Say, count: Count, **others: Any) -> None: ...


def test_a_class_may_take_any_attributes() -> None:
    made = Open(Say("a"), count=1, new_name=True, left_out=None)
    assert str(made) == '<Open count="1" newName="true"><Say>a</Say></Open>'
    assert repr(made) == "Open(Say('a'), count=1, new_name='true')"
    assert parse(str(made), root=Open) == made == made.replace(new_name="true")
    with pytest.raises(InvalidAttribute, match="count must be at least 1"):
        Open(count=0, new_name=True)
    with pytest.raises(MissingAttribute):
        Open(new_name=True)
    with pytest.raises(InvalidNesting):
        Open(Hangup(), count=1)


@pytest.mark.parametrize("annotation", [bytes, dict[str, str], str | bytes, complex])
def test_a_type_that_no_attribute_has_is_refused(annotation: Any) -> None:
    def declaration(self: Any, *, one: Any = None) -> None: ...

    declaration.__annotations__["one"] = annotation
    strange = type("Strange", (Custom,), {"__init__": declaration, "__module__": __name__})
    with pytest.raises(TypeError, match="no value can be "):
        strange(one="a")


def test_a_name_that_is_not_there_is_refused() -> None:
    def declaration(self: Any, *, one: Any = None) -> None: ...

    declaration.__annotations__["one"] = "Nowhere | None"
    lost = type("Lost", (Custom,), {"__init__": declaration, "__module__": __name__})
    with pytest.raises(NameError, match="Nowhere"):
        lost()


def with_default(self: Any, *, one: int = 5) -> None: ...


def with_docstring(self: Any) -> None:
    """Says something."""


def with_pass(self: Any) -> None:
    pass


def with_return(self: Any) -> None:
    return


def with_value(self: Any) -> Any:
    return self


def with_call(self: Any) -> None:
    print(self)


def with_assignment(self: Any, *, one: int = 5) -> None:
    self.one = one


def with_raise(self: Any) -> None:
    raise ValueError


@pytest.mark.parametrize("function", [with_default, with_docstring, with_pass, with_return])
def test_bodies_that_are_empty(function: Any) -> None:
    assert is_empty(function)


@pytest.mark.parametrize("function", [with_value, with_call, with_assignment, with_raise])
def test_bodies_that_are_not_empty(function: Any) -> None:
    assert not is_empty(function)
    with pytest.raises(TypeError, match=r"^Full\.__init__ only declares the element: leave its body empty$"):
        type("Full", (Element,), {"__init__": function, "__qualname__": "Full"})


def test_the_grammar_of_a_class_is_read_once() -> None:
    assert Gather.grammar() is Gather.grammar()


def test_the_grammar_of_a_subclass_is_that_of_its_base() -> None:
    class Greeting(Say):
        __slots__ = ()

    assert Greeting.grammar().tag == "Say"
    assert Greeting.grammar().attributes.keys() == Say.grammar().attributes.keys()
