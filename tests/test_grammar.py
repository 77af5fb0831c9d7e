"""Names in Python and in XML, and what a signature may declare."""

from __future__ import annotations

import keyword
import types
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import for_each
from tests.facts import FACTS, Fact
from tests.facts import to_python_name as named_by_facts
from twimlkit import Custom, Gather, Hangup, Pause, Play, Say, parse
from twimlkit._core.element import Element
from twimlkit._core.grammar import is_empty
from twimlkit._core.marks import Between, Matching, Named
from twimlkit._core.names import to_python_name, to_xml_name
from twimlkit.errors import InvalidAttribute, InvalidNesting, MissingAttribute
from twimlkit.types import Count  # noqa: TC001  # signatures are evaluated

if TYPE_CHECKING:
    from somewhere import Nowhere

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


ONE_CONTENT = "declare the content as one positional-only parameter, or as one with a star"
ABSTRACT = "content must be text or elements, not <class 'twimlkit._core.element."


def own_class(declaration: Any, **keywords: Any) -> Any:
    """Make an element named Own of a function whose signature declares it."""
    return types.new_class("Own", (Custom,), keywords, lambda body: body.update(__init__=declaration))


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


def two(self: Any, one: str, two: str, /) -> None: ...
def either(self: Any, text: str) -> None: ...
def both(self: Any, text: str, /, *more: Say) -> None: ...
def rest(self: Any, *, one: str | None = None, **rest: str) -> None: ...
def bare(self: Any, *, one=None) -> None: ...
def bare_content(self: Any, *content) -> None: ...
def numbers(self: Any, *content: int) -> None: ...
def any_element(self: Any, *content: Element) -> None: ...
def any_custom(self: Any, *content: Say | Custom) -> None: ...
def with_default(self: Any, *, one: int = 5) -> None: ...
def with_false(self: Any, *, one: bool = False) -> None: ...
def with_text(self: Any, text: str = "hello", /) -> None: ...
def nameless(self: Any, *, _: str) -> None: ...
def named_in_a_namespace(self: Any, *, one: Annotated[str, Named("xlink:href")]) -> None: ...
def named_twice(self: Any, *, one: Annotated[str, Named("a b")]) -> None: ...
def declares_a_namespace(self: Any, *, xmlns: str) -> None: ...
def alike(self: Any, *, num_digits: str, numDigits: str) -> None: ...  # noqa: N803  # the name is that of the other in XML
def also_alike(self: Any, *, lang: str, other: Annotated[str, Named("lang")]) -> None: ...
def odd_word(self: Any, *, one: Literal["a", b"b"]) -> None: ...
def no_number(self: Any, *, one: Annotated[int, Between(5, 1)]) -> None: ...
def no_text(self: Any, *, one: Annotated[str, Matching("[0-9]", "a digit", example="x")]) -> None: ...
def with_slot(self: Any, *, children: str) -> None: ...


WRONG = {
    two: ONE_CONTENT,
    either: ONE_CONTENT,
    both: ONE_CONTENT,
    rest: "declare each attribute as a parameter, not as **rest",
    bare: "one has no type",
    bare_content: "content has no type",
    numbers: "content must be text or elements, not <class 'int'>",
    any_element: f"{ABSTRACT}Element'>; Any is any element",
    any_custom: f"{ABSTRACT}Custom'>; Any is any element",
    with_default: "the default of one must be None, since a default is not written",
    with_false: "the default of one must be None, since a default is not written",
    with_text: "the default of text must be None, since a default is not written",
    nameless: "_ cannot have the name '' in XML: write another",
    named_in_a_namespace: "one cannot have the name 'xlink:href' in XML: write another",
    named_twice: "one cannot have the name 'a b' in XML: write another",
    declares_a_namespace: "xmlns cannot have the name 'xmlns' in XML: write another",
    alike: "num_digits and numDigits are both numDigits in XML: rename one",
    also_alike: "lang and other are both lang in XML: rename one",
    odd_word: "one: no value can be the word b'b'",
    no_number: "one does not accept even 1: check its bounds and examples",
    no_text: "one does not accept even 'x': check its bounds and examples",
    with_slot: "every element has something else named children: write children_",
}  # fmt: skip


@for_each(declaration=WRONG)
def test_a_wrong_declaration_is_refused_when_the_class_is_made(declaration: Any) -> None:
    with pytest.raises(TypeError) as caught:
        own_class(declaration)
    assert WRONG[declaration] in str(caught.value)


@for_each(keywords=[{"tag": ""}, {"tag": "a b"}, {"tag": "x:a"}, {"tag": "\u0220"}, {"tag": "1"}, {"then": "stops"}])
def test_wrong_words_of_a_class_are_refused_when_it_is_made(keywords: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"no element can have the name|then must be one of ends, blocks, "):
        own_class(empty, **keywords)


def test_there_is_no_keyword_ends() -> None:
    with pytest.raises(TypeError, match="ends"):
        own_class(empty, ends=True)
    assert own_class(empty, then="ends").then == "ends"


def empty(self: Any) -> None: ...


def declared_as(annotation: Any) -> Any:
    """Make an element with an attribute of this annotation."""

    def declaration(self: Any, *, one: Any = None) -> None: ...

    declaration.__annotations__["one"] = annotation
    return own_class(declaration)


@for_each(annotation=[bytes, dict[str, str], str | bytes, complex, "5"])
def test_a_type_that_no_attribute_has_is_refused(annotation: Any) -> None:
    with pytest.raises(TypeError, match=r"^Own: one: no value can be "):
        declared_as(annotation)


@for_each(annotation=["str |", "'int' | None", "str[int]"])
def test_annotations_that_are_no_types_are_refused(annotation: str) -> None:
    with pytest.raises(TypeError, match=r"^Own: its annotations cannot be read \(.*\): write them without quotes$"):
        declared_as(annotation)


@for_each(annotation=["int", "'int | None'", "Annotated['int', 5]", Annotated["int", 5], Annotated["int", 5] | None])
def test_quoted_annotations_are_read(annotation: Any) -> None:
    assert declared_as(annotation)(one=3).one == 3
    with pytest.raises(InvalidAttribute, match="one must be a whole number"):
        declared_as(annotation)(one="a")


def test_local_names_are_read_when_the_class_is_made() -> None:
    class Inner(Custom):
        def __init__(self, *content: str) -> None: ...

    Mood = Literal["glad", "sad"]  # noqa: N806  # a type

    class Outer(Custom):
        def __init__(self, *content: Inner | Say, mood: Mood | None = None) -> None: ...

    assert Outer(Inner("a"), Say("b"), mood="sad").to_xml() == (
        '<Outer mood="sad"><Inner>a</Inner><Say>b</Say></Outer>'
    )
    with pytest.raises(InvalidNesting, match="it may hold Inner, Say"):
        Outer(Hangup())


class Earlier(Custom):
    def __init__(self, *content: Later | Earlier | Say, num_digits: int | None = None) -> None: ...


class Later(Custom):
    def __init__(self) -> None: ...


def test_a_name_that_is_defined_later_is_read_at_first_use() -> None:
    assert Earlier(Later(), Earlier(Say("a"))).children == (Later(), Earlier(Say("a")))
    with pytest.raises(InvalidNesting, match="it may hold Later, Earlier, Say"):
        Earlier(Hangup())


def test_a_name_that_is_not_there_is_refused_at_first_use() -> None:
    class Lost(Custom):
        def __init__(self, *, one: Nowhere | None = None) -> None: ...

    for _ in range(2):
        with pytest.raises(TypeError, match=r"Lost: name 'Nowhere' is not defined, .* without TYPE_CHECKING$"):
            Lost()


def test_numbers_and_an_empty_text_may_be_words() -> None:
    class Rated(Custom):
        def __init__(
            self,
            *,
            stars: Literal[1, 2, 3] | None = None,
            mark: Literal["", "x"] | None = None,
            both: Literal[1, "1st"] | bool | None = None,
        ) -> None: ...

    assert Rated(stars=2, mark="", both=1).to_xml() == '<Rated stars="2" mark="" both="1"/>'
    assert Rated(stars="2").stars == Rated(stars=2).stars == 2
    assert Rated(both=True).to_xml() == '<Rated both="true"/>'
    assert parse('<Rated stars="3" mark="" both="1st"/>', root=Rated) == Rated(stars=3, mark="", both="1st")
    for wrong in ({"stars": 4}, {"stars": True}, {"stars": 1.0}, {"stars": 10**9999}, {"mark": 5}, {"both": 2}):
        with pytest.raises(InvalidAttribute, match=" must be "):
            Rated(**wrong)


T = TypeVar("T", bound=Say | Pause)
U = TypeVar("U", str, Play)
V = TypeVar("V")


def test_generic_classes_are_elements_too() -> None:
    class Box(Custom, Generic[T, U]):
        __slots__ = ()

        def __init__(self, *content: T | U) -> None: ...

    class Shelf(Generic[V], Custom):  # noqa: PYI059  # this order works too
        def __init__(self, *content: V | Box[Any, Any]) -> None: ...

    class Row(Custom):
        def __init__(self, *boxes: Box[Say, str]) -> None: ...

    box = Box[Say, str]("a", Say("b"))
    assert box == Box("a", Say("b"))
    assert Shelf(box, Hangup()).to_xml() == "<Shelf><Box>a<Say>b</Say></Box><Hangup/></Shelf>"
    assert Row(box, box).children == (box, box)
    for build in (lambda: Box(Hangup()), lambda: Row(Hangup())):
        with pytest.raises(InvalidNesting, match="cannot hold <Hangup>"):
            build()


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
