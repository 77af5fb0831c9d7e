"""Names in Python and in XML, what a signature may declare, and what a docstring says."""

from __future__ import annotations

import keyword
import re
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.facts import FACTS, Fact
from tests.facts import python_name as named_by_facts
from tests.trees import VOCABULARY
from twimlkit import Custom, Gather, Response, Say
from twimlkit.element import Element
from twimlkit.grammar import Prose, is_empty, prose, python_name, wire_name
from twimlkit.values import Between

# Names.

ODD = {"xml:lang": "xml_lang", "interpret-as": "interpret_as"}
"""The two attributes whose names do not follow from the rule."""


@pytest.mark.parametrize("fact", FACTS.values(), ids=lambda fact: fact.name)
def test_names_of_the_vocabulary_follow_the_rule_both_ways(fact: Fact) -> None:
    declared = {name: attribute.wire for name, attribute in fact.element.grammar().attributes.items()}
    assert declared == {named_by_facts(wire): wire for wire in fact.attributes}
    for name, wire in declared.items():
        if wire in ODD:
            assert name == ODD[wire]
        else:
            assert wire_name(name) == wire
            assert python_name(wire) == name


xml_names = st.from_regex(r"[A-Za-z_\u00c0-\u02ff][A-Za-z0-9_.\-\u00b7\u00c0-\u02ff]*", fullmatch=True)


@given(xml_names | st.text("aAbB_19", min_size=1))
def test_a_name_in_xml_comes_back_from_python(wire: str) -> None:
    assert wire_name(python_name(wire)) == wire


@given(xml_names, xml_names)
def test_different_names_in_xml_are_different_in_python(one: str, other: str) -> None:
    assert (python_name(one) == python_name(other)) == (one == other)


@given(st.from_regex("[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*", fullmatch=True))
def test_a_usual_name_in_python_comes_back_from_xml(name: str) -> None:
    name = name + "_" * keyword.iskeyword(name)
    assert python_name(wire_name(name)) == name
    assert "_" not in wire_name(name)


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("num_digits", "numDigits"),
        ("action", "action"),
        ("from_", "from"),
        ("for_", "for"),
        ("class_", "class"),
        ("status_callback_url", "statusCallbackUrl"),
        ("a__b", "a_b"),
        ("_x", "X"),
        ("sha_1_sum", "sha1Sum"),
    ],
)
def test_names(name: str, wire: str) -> None:
    assert wire_name(name) == wire


@pytest.mark.parametrize("word", keyword.kwlist)
def test_words_of_python_get_an_underscore(word: str) -> None:
    if word.islower():
        assert python_name(word) == word + "_"
        assert wire_name(word + "_") == word
    assert wire_name(python_name(word)) == word


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


ONE_CONTENT = "the content is one positional-only parameter, or one with a star"


@pytest.mark.parametrize(
    ("cls", "message"),
    [
        (Two, f"Two: {ONE_CONTENT}"),
        (Either, f"Either: {ONE_CONTENT}"),
        (Both, f"Both: {ONE_CONTENT}"),
        (Rest, "Rest: each attribute is a parameter of its own, not one of **rest"),
        (Bare, "Bare: one has no type"),
        (BareContent, "BareContent: content has no type"),
    ],
)
def test_a_wrong_signature_is_refused_when_it_is_read(cls: type[Element], message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(message)):
        cls.grammar()


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


# Docstrings.

DOCSTRING = """Does something, for: somebody.

    More of it, over
    two lines.

    one: the first thing; see also: nothing. Default: 5.
    two: a second thing that is so long that its line goes on, and
        says more on the next. Default: up
        to here.
    three: not a default: it says so in the middle. Default: 1 by day, and 2 by night.

    https://www.twilio.com/docs/voice/twiml/something
    """


def test_prose() -> None:
    read = Prose(DOCSTRING)
    assert read.summary == "Does something, for: somebody."
    assert read.attributes == {
        "one": "the first thing; see also: nothing. Default: 5.",
        "two": "a second thing that is so long that its line goes on, and says more on the next. Default: up to here.",
        "three": "not a default: it says so in the middle. Default: 1 by day, and 2 by night.",
    }
    assert read.defaults == {"one": "5", "two": "up to here", "three": "1 by day, and 2 by night"}
    assert read.page == "https://www.twilio.com/docs/voice/twiml/something"


def test_prose_of_one_line() -> None:
    read = Prose("Does something.")
    assert (read.summary, read.attributes, read.defaults, read.page) == ("Does something.", {}, {}, None)


@pytest.mark.parametrize("docstring", ["", "\n"])
def test_prose_of_nothing(docstring: str) -> None:
    read = Prose(docstring)
    assert (read.summary, read.attributes, read.defaults, read.page) == ("", {}, {}, None)


def test_prose_of_a_class_without_a_docstring() -> None:
    class Silent(Custom):
        def __init__(self, *, one: Annotated[int, Between(1)] | None = None) -> None: ...

    assert prose(Silent).attributes == {}


@pytest.mark.parametrize("cls", VOCABULARY)
def test_prose_of_the_vocabulary(cls: type[Element]) -> None:
    read = prose(cls)
    assert re.fullmatch(r"[A-Z].*\.", read.summary)
    assert list(read.attributes) == list(cls.grammar().attributes)
    assert all(text.endswith(".") and "  " not in text for text in read.attributes.values())
    assert read.defaults.keys() <= read.attributes.keys()


def test_prose_of_a_document() -> None:
    assert prose(Response).summary == "Is the document of a call: the verbs that Twilio runs, one after another."
