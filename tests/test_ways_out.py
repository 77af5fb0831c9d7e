"""Unchecked attributes and custom elements, for TwiML that the vocabulary does not know yet."""

from __future__ import annotations

import copy
import pickle
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

import twimlkit
from tests.cases import for_each
from tests.facts import FACTS, Fact, lxml_name, read, to_python_name
from tests.trees import VOCABULARY, assert_same
from twimlkit import (
    Body,
    Client,
    Conference,
    Custom,
    Dial,
    Enqueue,
    Gather,
    Hangup,
    Identity,
    MessagingResponse,
    Number,
    Parameter,
    Pause,
    Pay,
    Play,
    Redirect,
    Refer,
    ReferSip,
    Response,
    Say,
    Sub,
    custom,
    parse,
)
from twimlkit._core.element import Element
from twimlkit._core.marks import Between, Length, Matching, Most, Named, NotBesideText
from twimlkit._core.names import is_xml_name
from twimlkit.errors import (
    InvalidAttribute,
    InvalidContent,
    InvalidNesting,
    InvalidTwiML,
    MissingAttribute,
    TooLarge,
    UnknownAttribute,
    Unreachable,
)
from twimlkit.strategies import elements
from twimlkit.types import Deprecated, Spoken, Url, Violation, Words

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = vars(twimlkit)


def again(element: Element) -> Element:
    """Build what the representation of an element says."""
    made: Element = eval(repr(element), dict(NAMES) | {each.__name__: each for each in (Bounded, Titled, Transfer)})
    return made


class Transfer(Custom):
    """Transfers to a colleague: an element of one's own, with every mark.

    Args:
        to: The colleague.
    """

    __slots__ = ()

    def __init__(
        self,
        *content: Spoken | Annotated[Say, Most(1)] | Pause,
        to: Annotated[str, Length(5)],
        tries: Annotated[int, Between(1, 3)] | None = None,
        key: Annotated[str, Matching("[0-9]", "one digit", example="1")] | None = None,
        mode: Literal["fast", "slow"] | None = None,
        data_id: Annotated[str, Named("data-id")] | None = None,
        new_words: Words[str] | None = None,
        old: Deprecated[Url] | None = None,
    ) -> None: ...


class Titled(Custom, tag="titled", then="ends", deprecated=True):
    __slots__ = ()

    def __init__(self, text: Annotated[str, Length(8)], /) -> None: ...


FACTS_OF_A_CLASS = ("tag", "then", "deprecated", "is_document")


# Custom elements are taken everywhere.

OWN = [
    custom("NewVerb"),
    custom("NewVerb", "text", Say("a"), custom("Inner"), new="x"),
    Transfer("a", to="b"),
    Titled("a"),
]


@for_each(own=OWN, fact=FACTS.values())
def test_every_element_takes_them_at_any_place(own: Element, fact: Fact) -> None:
    content = fact.minimal_content()
    for children in ([own, *content], [*content, own], [own, *content, own, own]):
        element = fact.build(*children)
        assert list(element.children) == children
        assert_same(read(element), element)
        assert element.to_xml().count(own.to_xml()) == len(children) - len(content)


def test_they_stand_after_a_verb_that_ends_the_call() -> None:
    assert [verb.tag for verb in Response(Hangup(), custom("New")).children] == ["Hangup", "New"]
    assert len(Response(custom("New"), Redirect("/a"), custom("New"), custom("New")).children) == 4
    assert len(Response(Titled("a"), custom("New")).children) == 2


def test_nothing_follows_one_that_ends_the_document() -> None:
    for content in ([Say("a")], [custom("New"), Say("a")], [Hangup()]):
        with pytest.raises(Unreachable, match=f"^<{content[-1].tag}> cannot follow <titled>: nothing after it is ever"):
            Response(Titled("a"), *content)
    assert len(Gather(Titled("a"), Say("b")).children) == 2  # no document: nothing runs after anything


def test_they_hide_no_mistake_of_the_vocabulary() -> None:
    with pytest.raises(Unreachable, match="<Say> cannot follow <Hangup>"):
        Response(Hangup(), custom("New"), Say("a"))
    with pytest.raises(InvalidContent, match="either text or <Identity>"):
        Client("a", custom("New"), Identity("b"))
    with pytest.raises(InvalidNesting, match="both <Conference> and <Number>"):
        Dial(Conference("a"), custom("New"), Number("+1"))
    with pytest.raises(InvalidNesting, match="at most 10"):
        Dial(*[Number("+1")] * 10, custom("New"), Number("+1"))
    with pytest.raises(InvalidContent, match="one text"):
        Dial("+1", custom("New"), "+2")
    with pytest.raises(InvalidContent, match=r"^<Enqueue> needs the name of a queue"):
        Enqueue(custom("New"))


def test_they_do_not_count() -> None:
    assert len(Dial(*[Number("+1")] * 10, *[custom("New")] * 5).children) == 15
    assert len(Refer(ReferSip("sip:a@example.com"), custom("New"), custom("New")).children) == 3
    assert Dial("+14155550100", custom("New")).children == ("+14155550100", custom("New"))


def test_documents_are_never_inside() -> None:
    for inner in (Response(), MessagingResponse()):
        for build in (lambda inner=inner: custom("New", inner), lambda inner=inner: Response(inner)):
            with pytest.raises(InvalidNesting, match="cannot hold <Response>"):
                build()


@given(st.sampled_from(VOCABULARY).flatmap(elements))
def test_they_hold_every_element(element: Element) -> None:
    if isinstance(element, Response | MessagingResponse):
        return
    outer = custom("New", "a ", element, " b")
    assert outer.children == ("a ", element, " b")
    assert_same(read(outer), outer)


# Custom elements by name.


def test_custom_by_name() -> None:
    made = custom("NewVerb", "text", Pause(), new_attribute="x", other=5)
    assert made.tag == "NewVerb"
    assert made.to_xml() == '<NewVerb newAttribute="x" other="5">text<Pause/></NewVerb>'
    assert made.children == ("text", Pause())
    assert made.attributes == {"new_attribute": "x", "other": "5"}
    assert made.new_attribute == "x"
    assert made.text == "text"
    assert isinstance(made, Custom)
    assert repr(made) == "custom('NewVerb', 'text', Pause(), new_attribute='x', other='5')"


def test_custom_elements_of_other_names_differ() -> None:
    assert custom("A") == custom("A")
    assert hash(custom("A")) == hash(custom("A"))
    assert custom("A") != custom("B")
    assert custom("A", x="1") != custom("A")
    assert custom("A", "t") != custom("A")
    assert {custom("A"), custom("B"), custom("A")} == {custom("A"), custom("B")}


def test_a_misspelt_read_of_a_custom_element() -> None:
    with pytest.raises(AttributeError, match=r"<New> has no attribute 'new_atribute'"):
        _ = custom("New", new_attribute="x").new_atribute


def test_custom_elements_are_immutable() -> None:
    made = custom("New", x="1")
    for name in (*FACTS_OF_A_CLASS, "x", "children", "other"):
        with pytest.raises(AttributeError):
            setattr(made, name, "2")
    assert made.to_xml() == '<New x="1"/>'


def test_custom_text_and_elements_in_any_mixture() -> None:
    made = custom("New", " a", "b ", Say("c"), "", " d", custom("E"), "\n")
    assert made.children == (" ab ", Say("c"), " d", custom("E"), "\n")
    assert_same(read(made), made)


BAD_NAMES = [
    "", " ", "a b", "1a", "-a", ".a", "a:b", ":a", "<a", "a<b", "a>", "a/", "a&", "a=", 'a"', "a'", "a;", "a\0", "a\n",
    "\ud800", "a\ud800", "a\u00d7", "\u00b7a", "a\ufffe",
]  # fmt: skip


@for_each(name=[*BAD_NAMES, "xml:a"])
def test_names_that_no_element_can_have(name: str) -> None:
    with pytest.raises(InvalidTwiML, match="an element cannot have the name"):
        custom(name)


@for_each(name=["a", "A", "_a", "a-b", "a.b", "a1", "ключ", "名前", "a\u00b7", "break", "class"])
def test_names_that_an_element_can_have(name: str) -> None:
    made = custom(name, "text")
    assert_same(read(made), made)
    assert again(made) == made


@given(st.text(st.characters(exclude_categories=()), max_size=6) | st.text("aA:-_.1 xmlns<>&'\"\0\ud800", max_size=6))
def test_any_name_of_an_element_is_refused_or_read_back(name: str) -> None:
    try:
        made = custom(name)
    except InvalidTwiML as error:
        str(error).encode()
    else:
        assert read(made).tag == name == made.tag


@for_each(wrong=[None, 5, Say("a"), Say, [], b"New"])
def test_custom_wants_a_name_or_an_own_element(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"^custom\(\) takes the name of an element"):
        custom(wrong)


def test_an_own_element_given_to_custom_is_returned_as_it_is() -> None:
    own = Transfer(to="b")
    assert custom(own) is own
    for build in (lambda: custom(own, "a"), lambda: custom(own, x="1")):
        with pytest.raises(TypeError, match=r"^custom\(\) takes"):
            build()


def test_custom_refuses_what_cannot_be_content() -> None:
    for wrong in (None, 5, ["a"], Say):
        with pytest.raises(InvalidContent, match="<New> cannot hold"):
            custom("New", wrong)


def test_size_and_depth_count() -> None:
    with pytest.raises(TooLarge, match="65536"):
        custom("New", "x" * 65_536)
    with pytest.raises(TooLarge, match="65536"):
        Say().unchecked(x="x" * 65_536)
    made = custom("New")
    for _ in range(63):
        made = custom("New", made)
    with pytest.raises(TooLarge, match="64 levels"):
        custom("New", made)


# Values of every kind.


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("text", "text"),
        ("", ""),
        (" a\n\t\r\"'<>&", " a\n\t\r\"'<>&"),
        (5, "5"),
        (-5, "-5"),
        (True, "true"),
        (False, "false"),
        (1.5, "1.5"),
        (1e-7, "0.0000001"),
        (Decimal("1.50"), "1.50"),
        (["a", "b"], "a b"),
        (("a", 1, True, 0.5), "a 1 true 0.5"),
    ],
    ids=repr,
)
def test_values_of_every_kind(value: Any, text: str) -> None:
    for made in (Say().unchecked(new_attribute=value), custom("New", new_attribute=value)):
        assert made.attributes == {"new_attribute": text}
        assert read(made).get("newAttribute") == text
        assert again(made) == made


@for_each(
    value=[
        {}, {"a"}, object(), b"x", bytearray(b"x"), memoryview(b"x"), float("nan"), float("inf"), Say(), Say, 1j,
        [None], [b"x"], [["a", {}]],
    ],
)  # fmt: skip
def test_values_that_cannot_be_written(value: Any) -> None:
    for build in (
        lambda: Say().unchecked(new_attribute=value),
        lambda: Gather().unchecked(num_digits=value),
        lambda: custom("New", new_attribute=value),
    ):
        with pytest.raises(InvalidAttribute, match=r"(new_attribute|num_digits) must"):
            build()


@pytest.mark.parametrize("bad", ["\0", "a\ud800", "\uffff", "\x1b"])
def test_characters_that_xml_cannot_hold_are_refused_here_too(bad: str) -> None:
    for build in (
        lambda: Say().unchecked(new=bad),
        lambda: Gather().unchecked(timeout=bad),
        lambda: custom("New", bad),
        lambda: custom("New", new=bad),
        lambda: Gather().unchecked(hints=["a", bad]),
    ):
        with pytest.raises(InvalidTwiML, match="XML cannot hold"):
            build()


def test_none_leaves_an_attribute_out() -> None:
    assert Say("a").unchecked(new=None) == Say("a")
    assert Say("a", voice="man").unchecked(voice=None) == Say("a")
    assert Say("a").unchecked(new="x").unchecked(new=None) == Say("a")
    assert custom("New", new=None) == custom("New")
    with pytest.raises(MissingAttribute):
        Sub("a", alias="b").unchecked(alias=None)


# Names of unchecked attributes.


def test_names_as_in_xml_and_as_in_python_are_the_same() -> None:
    one, other = Say("a").unchecked(newAttribute="x"), Say("a").unchecked(new_attribute="x")
    assert one == other
    assert one.to_xml() == other.to_xml() == '<Say newAttribute="x">a</Say>'
    assert one.attributes == other.attributes == {"new_attribute": "x"}
    assert Gather().unchecked(numDigits=2) == Gather().unchecked(num_digits=2) == Gather(num_digits=2)
    assert custom("New", newAttribute="x") == custom("New", new_attribute="x")
    assert custom("New", from_="x") == custom("New", **{"from": "x"})


def test_names_that_python_does_not_have() -> None:
    made = Say("a").unchecked(**{"xml:lang": "en", "data-x": "1", "b.c": "2"})
    assert made.to_xml() == '<Say xml:lang="en" data-x="1" b.c="2">a</Say>'
    assert again(made) == made
    assert Sub("a", alias="b").unchecked(alias="c").alias == "c"
    assert custom("say-as", "1", **{"interpret-as": "date"}).attributes == {"interpret-as": "date"}


def test_odd_names_of_declared_attributes() -> None:
    lang = twimlkit.Lang("a", xml_lang="fr-FR")
    assert lang.unchecked(**{"xml:lang": "de-DE"}) == twimlkit.Lang("a", xml_lang="de-DE")
    assert twimlkit.SayAs("1", interpret_as="date").unchecked(**{"interpret-as": "time"}).interpret_as == "time"


def test_a_name_given_twice_is_refused() -> None:
    for build in (
        lambda: Say().unchecked(newAttribute="x", new_attribute="y"),
        lambda: Gather().unchecked(numDigits=1, num_digits=2),
        lambda: custom("New", newAttribute="x", new_attribute="x"),
    ):
        with pytest.raises(InvalidAttribute, match="twice"):
            build()


def test_a_later_value_takes_the_place_of_an_earlier_one() -> None:
    made = Say().unchecked(one="1", two="2").unchecked(one="3")
    assert made.to_xml() == '<Say one="3" two="2"/>'


@for_each(name=[*BAD_NAMES, "xmlns", "xmlns:a", "xlink:href", "xml:lang "])
def test_names_that_no_attribute_can_have(name: str) -> None:
    for build in (lambda: Say().unchecked(**{name: "x"}), lambda: custom("New", **{name: "x"})):
        with pytest.raises(InvalidAttribute, match="cannot have the attribute"):
            build()


@given(st.text(st.characters(exclude_categories=()), max_size=6) | st.text("aA:-_.1 xmlns<>&'\"\0\ud800", max_size=6))
@example("a\0")
def test_any_name_of_an_attribute_is_refused_or_read_back(name: str) -> None:
    for build in (lambda: Pause().unchecked(**{name: "x"}), lambda: custom("New", **{name: "x"})):
        try:
            made = build()
        except InvalidTwiML as error:
            str(error).encode()
        else:
            ((kept, value),) = read(made).items()
            assert value == "x"
            assert "_" in name or kept == lxml_name(name)
            assert again(made) == made
            assert pickle.loads(pickle.dumps(made)) == made


NAMES_THAT_EXPAT_DOES_NOT_READ = ["\u0220", "a\u0220", "\u0370", "\u3400", "\u218f", "a\u203f"]


@for_each(name=NAMES_THAT_EXPAT_DOES_NOT_READ)
def test_names_that_parse_could_not_read_are_refused(name: str) -> None:
    with pytest.raises(InvalidTwiML, match="not well-formed XML"):
        parse(f"<Response><{name}/></Response>", lenient=True)
    for build in (lambda: custom(name), lambda: custom("New", **{name: "x"}), lambda: Say().unchecked(**{name: "x"})):
        with pytest.raises(InvalidTwiML, match="cannot have the "):
            build()


def test_every_letter_of_a_name_is_refused_or_read_back() -> None:
    letters = map(chr, (*range(0xD800), *range(0xE000, 0x10000), 0x10000, 0x20000, 0xEFFFF))
    names = [name for letter in letters for name in (letter, f"a{letter}") if is_xml_name(name)]
    assert len(names) > 60_000
    xml = f"<Response>{''.join(f'<{name}/>' for name in names)}</Response>"
    assert [node.tag for node in ET.fromstring(xml)] == names
    assert [node.tag for node in etree.fromstring(xml.encode(), etree.XMLParser(huge_tree=True))] == names


letters = st.sampled_from("aZ_\u00aa\u00ba\u0132\u017f\u01c4\u00e9\u1e9b\u03d2\u212b\u0e33\u3131-.1")


@given(st.text(letters, min_size=1, max_size=6))
@example("\u0132")
@example("_Debug_")
@example("ma\u017fke")
def test_names_that_python_would_fold_into_others(name: str) -> None:
    try:
        made = custom(name, **{name: "x"}), Say("a").unchecked(**{name: "x"}), Say("a").unchecked(**{name: "x", "b": 1})
    except InvalidTwiML:
        return
    for each in made:
        assert again(each) == each
        assert again(each).attributes == each.attributes


def test_any_name_that_an_attribute_may_have() -> None:
    for name in ("self", "element", "children", "text", "tag", "content", "attributes", "cls", "name"):
        made = custom("New", **{name: "x"})
        assert read(made).get(name) == "x"
        assert again(made) == made
        assert pickle.loads(pickle.dumps(made)) == made
        assert copy.copy(made).to_xml() == made.to_xml()
        unchecked = Pause().unchecked(**{name: "x"})
        assert read(unchecked).get(name) == "x"
        assert again(unchecked) == unchecked


def test_attributes_that_have_the_name_of_a_part_are_read_from_attributes() -> None:
    made = Say("a").unchecked(text="x", children="y")
    assert made.text == "a"
    assert made.children == ("a",)
    assert made.attributes == {"text": "x", "children": "y"}


# Declared attributes.


def test_a_legal_value_is_the_same_as_a_declared_one() -> None:
    assert Gather().unchecked(num_digits=1) == Gather(num_digits=1)
    assert Gather().unchecked(num_digits="1") == Gather(num_digits=1)
    assert Gather().unchecked(input="dtmf speech") == Gather(input=["dtmf", "speech"])
    assert Gather().unchecked(barge_in=True) == Gather().unchecked(barge_in="true") == Gather(barge_in=True)
    assert Pay().unchecked(charge_amount="1.5") == Pay(charge_amount=1.5)
    assert Gather().unchecked(num_digits=1).num_digits == 1


@for_each(fact=FACTS.values())
def test_every_legal_value_is_the_same_unchecked(fact: Fact) -> None:
    for xml_name in fact.attributes:
        legal = fact.legal(xml_name)[0]
        name = to_python_name(xml_name)
        declared = fact.minimal(**{name: legal.given})
        assert fact.minimal().unchecked(**{name: legal.given}) == declared
        assert fact.minimal().unchecked(**{xml_name: legal.written}) == declared


@pytest.mark.parametrize(
    ("unchecked", "written"),
    [
        (lambda: Gather().unchecked(num_digits=0), "0"),
        (lambda: Gather().unchecked(num_digits="many"), "many"),
        (lambda: Gather().unchecked(input="video"), "video"),
        (lambda: Gather().unchecked(barge_in="TRUE"), "TRUE"),
        (lambda: Gather().unchecked(method="PUT"), "PUT"),
        (lambda: Gather().unchecked(action="ftp://example.com/a b"), "ftp://example.com/a b"),
        (lambda: Play().unchecked(digits="!"), "!"),
    ],
)  # fmt: skip
def test_a_value_that_the_class_refuses_is_written(unchecked: Callable[[], Element], written: str) -> None:
    element = unchecked()
    assert list(read(element).attrib.values()) == [written]
    assert list(element.attributes.values()) == [written]
    assert again(element) == element
    assert again(element).to_xml() == element.to_xml()
    assert pickle.loads(pickle.dumps(element)) == element


def test_a_required_attribute_has_a_representation_whatever_its_value() -> None:
    for element in (
        twimlkit.Prompt(for_="postal-code").unchecked(for_="shoe-size", attempt=99),
        twimlkit.ConversationRelay(url="wss://a").unchecked(url="ftp://b c"),
        Transfer(to="b").unchecked(to="much longer"),
    ):
        assert again(element) == element
        assert again(element).to_xml() == element.to_xml()
        assert pickle.loads(pickle.dumps(element)).to_xml() == element.to_xml()


class Bounded(Custom):
    __slots__ = ()

    def __init__(
        self,
        *,
        low: Annotated[int, Between(most=-3)],
        real: Annotated[float, Between(-2, -1.5)],
        between: Annotated[int, Between(1.5, 2.5)],
        empty: Annotated[str, Length(0)],
        path: Annotated[Url, Matching("/[a-z]{3}", "a path", example="/abc")],
        number: Literal[3, 4],
    ) -> None: ...


def test_stand_ins_are_within_bounds() -> None:
    bounded = Bounded(low=-3, real=-2, between=2, empty="", path="/xyz", number=3)
    odd = bounded.unchecked(low=5, real="much", between="x", empty="y", path="z", number=7)
    assert again(odd) == odd
    assert again(odd).to_xml() == odd.to_xml()


def test_a_rule_of_the_class_has_its_stand_in() -> None:
    for element in (
        Enqueue(workflow_sid="WW1").unchecked(workflow_sid="WW\n2"),
        Enqueue(twimlkit.Task("{}"), workflow_sid="WW1").unchecked(workflow_sid="a\nb", new="x"),
        Enqueue("support").unchecked(workflow_sid="a\nb"),
        Response(Enqueue(workflow_sid="WW1").unchecked(workflow_sid="a\nb")),
    ):
        assert again(element) == element
        assert again(element).to_xml() == element.to_xml()


@given(st.sampled_from(VOCABULARY).flatmap(elements), st.data())
def test_any_unchecked_attributes_come_back(element: Element, data: st.DataObject) -> None:
    known = [*element.grammar().attributes, "new_attribute", "data-x", "\u0132"]
    given_names = data.draw(st.lists(st.sampled_from(known), unique=True, max_size=4))
    texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=4)
    values = texts | st.integers(-9, 10**6) | st.booleans() | st.just("\n")
    try:
        made = element.unchecked(**{name: data.draw(values) for name in given_names})
    except InvalidTwiML:
        return
    assert again(made) == made
    assert pickle.loads(pickle.dumps(made)) == made


def test_required_attributes_stay_required() -> None:
    with pytest.raises(MissingAttribute):
        Parameter().unchecked(name="a", value="b")


def test_unchecked_is_no_way_round_the_content() -> None:
    with pytest.raises(InvalidContent):
        Body("x" * 1601).unchecked(new="x")


def test_misspelt_attributes_are_still_refused() -> None:
    with pytest.raises(UnknownAttribute, match=re.escape("did you mean 'num_digits'?")):
        Gather(numdigits=1)
    with pytest.raises(UnknownAttribute):
        Gather().unchecked(new="x").replace(newer="y")


# Copies keep what is unchecked.

UNCHECKED = [
    Say("a", voice="man").unchecked(new_attribute="x", loop="often", **{"data-x": "1"}),
    Response(Gather(Say("a").unchecked(new="x"), custom("New", custom("Inner", "b"), deep="y"), num_digits=1)),
    custom("New", "a", Say("b"), x="1", from_="2", **{"c-d": "3"}),
    Transfer("a", Say("b"), to="c", tries=2, new_words=["d", "e"], data_id="f").unchecked(mode="odd"),
    Titled("a").unchecked(x="1"),
]


@pytest.mark.parametrize("element", UNCHECKED, ids=repr)
def test_copies_keep_it(element: Element) -> None:
    copies = [
        again(element),
        copy.copy(element),
        copy.deepcopy(element),
        element.replace(),
        element.unchecked(),
        element.replace(children=element.children),
        *(pickle.loads(pickle.dumps(element, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)),
    ]
    for each in copies:
        assert each == element
        assert hash(each) == hash(element)
        assert each.to_xml() == element.to_xml()
        assert repr(each) == repr(element)
        assert type(each) is type(element)
    assert etree.tostring(read(element)) == etree.tostring(element.to_etree())


def test_replace_keeps_unchecked_attributes() -> None:
    say = Say("a", loop=1).unchecked(new_attribute="x", voice="")
    assert say.replace(loop=2) == Say("a", loop=2).unchecked(new_attribute="x", voice="")
    assert say.replace(new_attribute=None) == Say("a", loop=1).unchecked(voice="")
    assert say.replace(children=["b"]).attributes["new_attribute"] == "x"
    gather = Gather().unchecked(num_digits="many")
    assert gather.replace(timeout=5).num_digits == "many"
    assert gather.replace(num_digits=1) == Gather(num_digits=1)
    with pytest.raises(InvalidAttribute, match="num_digits"):
        gather.replace(num_digits=0)


def test_replace_sets_what_a_custom_element_has() -> None:
    made = custom("New", "a", x="1")
    assert made.replace(children=["b"]) == custom("New", "b", x="1")
    assert made.replace(x="2") == custom("New", "a", x="2")
    assert made.replace(y="3") == custom("New", "a", x="1", y="3")
    assert made.replace(x=None) == custom("New", "a")
    assert made.unchecked(y="3") == custom("New", "a", x="1", y="3")


names = st.from_regex(r"[a-zA-Z][a-zA-Z0-9_\-]{0,5}", fullmatch=True).filter(lambda name: name.lower() != "xmlns")
any_values = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=5)
custom_elements = st.recursive(
    st.builds(lambda name, given: custom(name, **given), names, st.dictionaries(names, any_values, max_size=3)),
    lambda inner: st.builds(
        lambda name, children, given: custom(name, *children, **given),
        names,
        st.lists(inner | any_values | elements(Pause), max_size=3),
        st.dictionaries(names, any_values, max_size=2),
    ),
    max_leaves=6,
)


@given(custom_elements)
def test_drawn_custom_elements(element: Element) -> None:
    node = read(element)
    assert node.tag == element.tag
    assert list(node.attrib.values()) == list(element.attributes.values())
    assert "".join(map(str, node.itertext())) == element.text
    assert again(element) == element
    for each in (pickle.loads(pickle.dumps(element)), element.replace()):
        assert each == element
        assert each.to_xml() == element.to_xml()
    assert Response(element).children == (element,)


# Classes of one's own.


def test_an_own_class_is_checked_as_the_vocabulary_is() -> None:
    assert Transfer("a", to="b", tries=3, key="1").to_xml() == '<Transfer to="b" tries="3" key="1">a</Transfer>'
    assert Transfer(to="b", data_id="c", new_words=["d", "e"]).to_xml() == (
        '<Transfer to="b" data-id="c" newWords="d e"/>'
    )
    assert Titled("a").to_xml() == "<titled>a</titled>"
    for build, message in (
        (Transfer, "<Transfer> needs the attribute to"),
        (lambda: Transfer(to="b" * 6), "<Transfer> to must have at most 5 characters, not 6"),
        (lambda: Transfer(to="b", tries=4), "<Transfer> tries must be from 1 to 3, not 4"),
        (lambda: Transfer(to="b", key="ab"), "<Transfer> key must be one digit, not 'ab'"),
        (lambda: Transfer(to="b", mode="quick"), "<Transfer> mode must be 'fast' or 'slow', not 'quick'"),
        (
            lambda: Transfer(to="b", old="a b"),
            "<Transfer> old must not hold spaces or control characters (U+0020 at position 1)",
        ),
        (lambda: Transfer(to="b", trys=1), "<Transfer> has no attribute 'trys'; did you mean 'tries'?"),
        (lambda: Transfer(Hangup(), to="b"), "<Transfer> cannot hold <Hangup>: it may hold text, Say, Pause"),
        (lambda: Transfer(Say(), Say(), to="b"), "<Transfer> holds at most 1 of <Say>, not 2"),
        (Titled, "<titled> needs its text"),
        (lambda: Titled("a" * 9), "<titled> text must have at most 8 characters, not 9"),
    ):
        with pytest.raises(InvalidTwiML) as caught:
            build()
        assert str(caught.value).startswith(message)


def test_what_an_own_class_is() -> None:
    assert (Titled.tag, Titled.then, Titled.deprecated) == ("titled", "ends", True)
    assert (Titled("a").tag, Titled("a").then, Titled("a").deprecated) == ("titled", "ends", True)
    assert (Transfer.tag, Transfer.then, Transfer.deprecated) == ("Transfer", "blocks", False)
    assert not Transfer.is_document
    assert Transfer(to="a").tries is None
    assert Transfer(to="a").attributes == {"to": "a"}
    with pytest.raises(AttributeError, match="no attribute 'trys'"):
        _ = Transfer(to="a").trys


def test_own_classes_are_immutable() -> None:
    class Plain(Custom):
        def __init__(self, *, one: str | None = None) -> None: ...

    plain = Plain(one="a")
    for name in (*FACTS_OF_A_CLASS, "one", "children", "attributes", "text"):
        with pytest.raises(AttributeError):
            setattr(plain, name, "b")
        with pytest.raises(AttributeError):
            delattr(plain, name)
    assert plain.one == "a"
    assert plain.to_xml() == '<Plain one="a"/>'


class Either(Custom):
    __slots__ = ()

    def __init__(self, *content: str | Annotated[Say, NotBesideText]) -> None: ...

    def check(self) -> Violation | None:
        return None if self.children else Violation("missing-content", "needs something", "write a text")


class Window(Custom):
    __slots__ = ()

    def __init__(
        self,
        *content: Say | Any,
        at_least: Annotated[int, Between(0)],
        at_most: int | None = None,
        days: Words[str] | None = None,
    ) -> None: ...

    def check(self) -> Violation | None:
        if self.at_most is not None and self.at_least > self.at_most:
            return Violation("conflicting-elements", "{at_least} is above {at_most}", "swap {at_least} and {at_most}")
        if self.days is not None and len(self.days) > 2:
            return Violation("too-many-days", f"{{days}} cannot be {{{self.days[0]}}} and more")
        if any(child.tag == "Never" for child in self.children if isinstance(child, Element)):
            return Violation("missing-content", "never opens")
        return None


def test_an_own_class_may_have_a_rule() -> None:
    assert Either("a").children == ("a",)
    with pytest.raises(InvalidContent, match=r"^<Either> needs something: write a text$") as caught:
        Either()
    assert (caught.value.rule, caught.value.element, caught.value.code) == ("missing-content", "Either", None)
    with pytest.raises(InvalidContent, match="either text or <Say>"):
        Either("a", Say("b"))


def test_a_rule_reads_values_as_they_are_kept() -> None:
    window = Window(at_least=1, at_most=2, days="mon tue")
    above = r"^<Window> at_least is above at_most: swap at_least and at_most$"
    for build in (
        lambda: window.replace(at_least=3),
        lambda: window.unchecked(at_most=0),
        lambda: Window(at_least=1, at_most=0),
    ):
        with pytest.raises(InvalidNesting, match=above) as caught:
            build()
        assert (caught.value.rule, caught.value.element, caught.value.attribute) == (
            "conflicting-elements",
            "Window",
            None,
        )
    with pytest.raises(InvalidNesting, match=r"^<Window> atLeast is above atMost: swap atLeast and atMost, in line 1"):
        parse('<Window atLeast="3" atMost=" 2 "/>', root=Window)
    assert parse('<Window atLeast="3" atMost="11" days="mon tue"/>', root=Window).days == ("mon", "tue")
    with pytest.raises(MissingAttribute, match="at_least"):
        Window(at_most=0)


def test_a_rule_may_have_any_name_and_message() -> None:
    for days in (["{mon}", "tue", "wed"], "{mon} tue wed"):
        with pytest.raises(InvalidTwiML, match=r"^<Window> days cannot be \{\{mon\}\} and more$") as caught:
            Window(at_least=0, days=days)
        assert (type(caught.value), caught.value.rule) == (InvalidTwiML, "too-many-days")


def test_a_rule_sees_custom_children() -> None:
    assert Window(custom("Always"), at_least=0).children == (custom("Always"),)
    with pytest.raises(InvalidContent, match=r"^<Window> never opens$"):
        Window(Say("a"), custom("Never"), at_least=0)


def test_a_body_is_refused_when_the_class_is_made() -> None:
    with pytest.raises(TypeError, match="only declares the element: leave its body empty"):

        class Full(Custom):
            def __init__(self, *, one: str) -> None:
                self.one = one


def test_a_class_without_a_signature_is_no_element() -> None:
    class Nothing(Custom):
        pass

    for build in (Nothing, Custom, Element):
        with pytest.raises(TypeError, match="declares no element"):
            build()


def test_an_own_class_with_the_name_of_another_is_another() -> None:
    class Say(Custom):
        __slots__ = ()

        def __init__(self, *content: Spoken) -> None: ...

    assert Say("a") != twimlkit.Say("a")
    assert Response(Say("a"), Hangup(), Say("b")).to_xml().endswith("<Say>a</Say><Hangup/><Say>b</Say></Response>")


# Subclasses of the vocabulary.


class Greeting(Say):
    __slots__ = ()


class Home(Number):
    __slots__ = ()


class Office(Conference):
    __slots__ = ()


class Goodbye(Hangup):
    __slots__ = ()


def test_a_subclass_stands_where_its_base_does() -> None:
    greeting = Greeting("a", voice="man")
    assert greeting.to_xml() == '<Say voice="man">a</Say>'
    assert Response(greeting).children == (greeting,)
    assert Gather(greeting, Greeting("b")).text == "ab"
    assert greeting != Say("a", voice="man")
    assert type(greeting.replace(voice=None)) is Greeting
    assert pickle.loads(pickle.dumps(greeting)) == greeting
    assert repr(greeting) == "Greeting('a', voice='man')"
    with pytest.raises(InvalidNesting, match="cannot hold <Say>"):
        Dial(greeting)
    with pytest.raises(
        UnknownAttribute, match=r"^<Say> has no attribute 'vioce'; did you mean 'voice'\? \(Twilio \d+\)$"
    ):
        Greeting(vioce="man")


def test_rules_hold_for_subclasses_too() -> None:
    with pytest.raises(Unreachable):
        Response(Goodbye(), Say("a"))
    with pytest.raises(InvalidNesting, match="at most 10"):
        Dial(*[Home("+1")] * 6, *[Number("+1")] * 5)
    with pytest.raises(InvalidNesting, match="both <Conference> and <Number>"):
        Dial(Office("a"), Home("+1"))
    with pytest.raises(InvalidContent, match="either text or <Number>"):
        Dial("+1", Home("+2"))


def test_a_subclass_may_add_a_rule() -> None:
    Say("a")

    class Short(Say):
        __slots__ = ()

        def check(self) -> Violation | None:
            return Violation("too-long", "is too long") if len(self.text) > 5 else None

    assert Short("a").text == "a"
    with pytest.raises(InvalidTwiML, match=r"^<Say> is too long$"):
        Short("a long text")


def test_a_subclass_may_declare_more() -> None:
    class Better(Say):
        __slots__ = ()

        def __init__(self, *content: Spoken, voice: str | None = None, mood: Literal["glad", "sad"]) -> None: ...

    better = Better("a", mood="glad")
    assert better.to_xml() == '<Better mood="glad">a</Better>'
    assert Response(better).children == (better,)
    with pytest.raises(UnknownAttribute):
        Better("a", mood="glad", loop=2)


def test_a_fact_of_a_class_without_a_signature_is_refused() -> None:
    for words in ({"tag": "x"}, {"then": "ends"}, {"deprecated": True}):
        with pytest.raises(TypeError, match=r"^Renamed declares no element of its own: give it an __init__$"):
            type("Renamed", (Say,), {}, **words)
