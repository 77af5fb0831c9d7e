"""The immutable element, over drawn trees: what is written is what lxml reads, and every copy is equal."""

from __future__ import annotations

import copy
import functools
import inspect
import pickle
import pydoc
import re
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

import twimlkit
from tests.cases import for_each
from tests.facts import FACTS, Fact, lxml_name, read, separator, to_python_name
from tests.trees import SPEECH, VOCABULARY, WIRES, assert_same, every
from twimlkit import (
    Body,
    Break,
    Conference,
    Dial,
    Emphasis,
    Enqueue,
    Gather,
    Hangup,
    Media,
    Message,
    MessagingResponse,
    Number,
    Pause,
    Redirect,
    ReferSip,
    Response,
    Say,
    Sip,
    Sub,
    Task,
    custom,
)
from twimlkit._core.element import Document, Element
from twimlkit.errors import (
    InvalidAttribute,
    InvalidContent,
    InvalidNesting,
    InvalidTwiML,
    MissingAttribute,
    UnknownAttribute,
)
from twimlkit.strategies import elements, messaging_responses, responses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'

documents = responses() | messaging_responses()
trees = documents | st.sampled_from(VOCABULARY).flatmap(elements)

MENU = Response(
    Gather(Say("Press 1 for ", Emphasis("sales"), "."), Pause(), num_digits=1, action="/menu?a=1&b=2"),
    Dial(Number("+14155550100"), Number("+14155550101", url="/whisper")),
    Hangup(),
)


# What is written.


@given(trees)
def test_lxml_reads_the_very_tree(tree: Element) -> None:
    assert_same(read(tree), tree)


@given(trees)
def test_to_etree_is_the_very_tree(tree: Element) -> None:
    assert_same(tree.to_etree(), tree)


@given(trees)
def test_every_way_to_write_agrees(tree: Element) -> None:
    xml = tree.to_xml()
    assert str(tree) == f"{tree}" == xml
    assert bytes(tree) == xml.encode("utf-8")
    assert xml.startswith(DECLARATION) == isinstance(tree, Document)
    assert xml.count("<?xml") == isinstance(tree, Document)
    assert type(xml) is str
    assert tree.to_xml(declaration=False) == xml.removeprefix(DECLARATION)
    assert tree.to_xml(declaration=True) == DECLARATION + tree.to_xml(declaration=False)
    assert tree.to_xml(declaration=None) == xml


@given(trees, st.sampled_from(["  ", "\t", "", "    "]))
def test_pretty_is_the_same_tree(tree: Element, indent: str) -> None:
    pretty = tree.pretty(indent)
    assert pretty.startswith(DECLARATION + "\n") == isinstance(tree, Document)
    assert_same(etree.fromstring(pretty.encode()), tree, indented=True)


def test_pretty_as_people_read_it() -> None:
    assert MENU.pretty() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<Response>\n"
        '  <Gather numDigits="1" action="/menu?a=1&amp;b=2">\n'
        "    <Say>Press 1 for <emphasis>sales</emphasis>.</Say>\n"
        "    <Pause/>\n"
        "  </Gather>\n"
        "  <Dial>\n"
        "    <Number>+14155550100</Number>\n"
        '    <Number url="/whisper">+14155550101</Number>\n'
        "  </Dial>\n"
        "  <Hangup/>\n"
        "</Response>\n"
    )


@pytest.mark.parametrize(
    "element",
    [
        Say(" a\n", Break(), "  b "),
        Say(Emphasis("a"), Emphasis("b")),
        Body(" two\n  lines "),
        Message("  text  ", Media("/a.png")),
        Number("+1415", custom("X")),
        custom("X", custom("Y", "a"), custom("Z")),
    ],
    ids=repr,
)
def test_pretty_leaves_text_alone(element: Element) -> None:
    assert element.pretty() == element.to_xml()


def test_pretty_takes_white_space_or_a_number_of_blanks() -> None:
    assert MENU.pretty(4) == MENU.pretty("    ")
    assert MENU.pretty(0) == MENU.pretty("")
    wrong: list[Any] = [
        "x",
        " x",
        "\xa0",
        "\u2028",
        "\x0b",
        "<!-- -->",
        -1,
        1.5,
        True,
        False,
        None,
        b" ",
        [" "],
        Say(" "),
    ]
    for indent in wrong:
        with pytest.raises(TypeError, match=r"^pretty\(\) takes white space or a number of blanks, not "):
            MENU.pretty(indent)


def test_an_empty_document() -> None:
    assert Response().to_xml() == MessagingResponse().to_xml() == DECLARATION + "<Response/>"
    assert Response().pretty() == DECLARATION + "\n<Response/>\n"


# What is text, and what becomes of it.

xml_characters = st.characters(
    exclude_categories=["Cs", "Cc"], include_characters="\t\n\r", exclude_characters="\ufffe\uffff"
)
texts = st.lists(
    st.text(xml_characters, max_size=5) | elements(Break) | st.builds(Emphasis, st.text(xml_characters)), max_size=6
)


@given(texts)
def test_texts_and_elements_in_any_mixture_are_kept(pieces: list[str | Element]) -> None:
    say = Say(*pieces)
    assert say.text == "".join(piece if isinstance(piece, str) else piece.text for piece in pieces)
    assert [piece for piece in say.children if isinstance(piece, Element)] == [
        piece for piece in pieces if isinstance(piece, Element)
    ]
    assert "" not in say.children
    assert not any(
        isinstance(a, str) and isinstance(b, str) for a, b in zip(say.children, say.children[1:], strict=False)
    )
    assert "".join(str(text) for text in read(say).itertext()) == say.text


@given(trees)
def test_text_is_all_the_text_that_lxml_reads(tree: Element) -> None:
    assert tree.text == "".join(str(text) for text in read(tree).itertext())


def test_adjacent_texts_are_one_and_empty_texts_are_none() -> None:
    assert Say("a", "b") == Say("ab") == Say("", "a", "", "b", "")
    assert Say("a", "b").children == ("ab",)
    assert Say("") == Say() == Say("", "")
    assert Say("a", Break(), "", Break(), "b").children == ("a", Break(), Break(), "b")


ONE_VALUE = ["Dial", "Client", "Application", "Sip", "Enqueue"]
"""The elements whose text is one value beside other content; where it is all they hold, there is no second at all."""


@for_each(fact=FACTS.values())
def test_a_text_that_is_one_value_is_given_once(fact: Fact) -> None:
    is_whole = [each.kind for each in inspect.signature(fact.element).parameters.values()][:1] == [
        inspect.Parameter.POSITIONAL_ONLY
    ]
    if fact.text["use"] == "none":
        return
    build = functools.partial(fact.build, **({"workflow_sid": "WW1"} if fact.name == "Enqueue" else {}))
    assert build("1", "") == build("", "1", "") == build("1")
    if is_whole or fact.name in ONE_VALUE:
        for texts in (("1", "2"), ("1", "", "2"), ("1", " "), ("1", "1", "1")):
            with pytest.raises(InvalidContent, match=f"^<{fact.tag}> holds one "):
                build(*texts)
    else:
        assert build("1", "2") == build("12")


def test_texts_that_count_as_nothing() -> None:
    for fact in FACTS.values():
        if fact.text["use"] == "required" and fact.tag not in ("Body", "Sms", *SPEECH):
            for blank in ("", " ", "\n\t ", "\xa0", "\u2003\u3000"):
                with pytest.raises(InvalidContent, match=f"^<{fact.tag}> needs its "):
                    fact.build(blank)


def test_the_text_of_a_template_is_not_escaped_by_its_own_rules() -> None:
    for texts in (("a & ", Markup("<b>")), (Markup("<b>"), " & a"), (Markup("a"), Markup(" & <b>"))):
        assert Say(*texts).text == "".join(map(str, texts))
        assert read(Say(*texts)).text == "".join(map(str, texts))


SPOKEN_OR_SENT = [Say, Emphasis, Body, Message]


@given(st.sampled_from(SPOKEN_OR_SENT), st.text(st.sampled_from(" \t\n\r\xa0\u2028\x85"), min_size=1, max_size=4))
def test_white_space_that_is_spoken_or_sent_is_kept(cls: type[Any], text: str) -> None:
    assert cls(text).text == text
    assert read(cls(text)).text == text


# Values.


@given(trees)
def test_repr_is_python_that_builds_it_again(tree: Element) -> None:
    names = dict(vars(twimlkit))
    again = eval(repr(tree), names)
    assert again == tree
    assert repr(again) == repr(tree)


def test_repr_is_what_one_would_write() -> None:
    gather = Gather(Say("Press 1."), input=["dtmf", "speech"], num_digits=1, timeout="auto", barge_in=False)
    assert repr(gather) == (
        "Gather(Say('Press 1.'), input=('dtmf', 'speech'), num_digits=1, timeout='auto', barge_in=False)"
    )


def rebuilt(tree: Element, *, backwards: bool = False) -> Element:
    """Return the same tree from new parts, its attributes in their order or backwards."""
    children = [rebuilt(child, backwards=backwards) if isinstance(child, Element) else child for child in tree.children]
    pairs = list(tree.attributes.items())
    return type(tree)(*children, **dict(pairs[::-1] if backwards else pairs))


@given(trees)
def test_equal_trees_are_equal_in_all_respects(tree: Element) -> None:
    again = rebuilt(tree)
    assert again is not tree
    assert again == tree
    assert (again != tree) is False
    assert hash(again) == hash(tree)
    assert {again, tree} == {tree}
    assert again.to_xml() == tree.to_xml()


@given(trees)
def test_the_order_of_attributes_is_written_and_does_not_make_a_difference(tree: Element) -> None:
    other = rebuilt(tree, backwards=True)
    assert other == tree
    assert hash(other) == hash(tree)
    assert list(other.attributes) == list(tree.attributes)[::-1]
    assert read(other).attrib.keys() == read(tree).attrib.keys()[::-1]


@given(trees, st.data())
def test_any_change_makes_a_difference(tree: Element, data: st.DataObject) -> None:
    more = tree.replace(children=[*tree.children, custom("More")])
    assert more != tree
    assert more.children[:-1] == tree.children
    with_attribute = tree.unchecked(newAttribute="x")
    assert with_attribute != tree
    assert with_attribute != tree.unchecked(newAttribute="y")
    if tree.attributes:
        name = data.draw(st.sampled_from(list(tree.attributes)))
        assert tree.unchecked(**{name: "something else"}) != tree
    place = data.draw(st.integers(0, len(tree.children)))
    before, after = tree.children[:place], tree.children[place:]
    assert tree.replace(children=[*before, custom("Other"), *after]) != tree
    # The name of a queue is a text that a custom element does not stand in for.
    if after and not (isinstance(tree, Enqueue) and isinstance(after[0], str)):
        assert tree.replace(children=[*before, custom("Other"), *after[1:]]) != tree


def test_elements_of_other_classes_are_other_elements() -> None:
    assert Response() != MessagingResponse()
    assert Sip("sip:a@example.com") != ReferSip("sip:a@example.com")
    assert custom("Say") != Say()
    assert Say("a") != "a"
    assert Say("a") != "<Say>a</Say>"
    assert Say().__eq__(None) is NotImplemented
    assert Say("1") != Say("a", loop=1) != Say("a", loop=2)


def test_true_is_not_one() -> None:
    assert Conference("a", beep=True) != Conference("a", beep="onEnter")
    assert Conference("a", beep=True) == Conference("a", beep="true")


@given(trees, st.sampled_from(range(pickle.HIGHEST_PROTOCOL + 1)))
@example(Say("a", voice=">"), 2)
def test_pickle(tree: Element, protocol: int) -> None:
    again = pickle.loads(pickle.dumps(tree, protocol))
    assert again == tree
    assert type(again) is type(tree)
    assert again.to_xml() == tree.to_xml()
    assert hash(again) == hash(tree)


@given(trees)
@example(Say("a", voice=">"))
def test_copies(tree: Element) -> None:
    for again in (copy.copy(tree), copy.deepcopy(tree), tree.replace(), tree.unchecked()):
        assert again == tree
        assert again.to_xml() == tree.to_xml()
    held = copy.deepcopy({"tree": [tree]})
    assert held == {"tree": [tree]}


# Changed copies.


@pytest.mark.parametrize(
    "replace",
    [
        Gather.replace,
        pytest.param(
            getattr(copy, "replace", None),
            marks=pytest.mark.skipif(sys.version_info < (3, 13), reason="copy.replace came with Python 3.13"),
        ),
    ],
    ids=["method", "copy.replace"],
)
def test_replace(replace: Any) -> None:
    gather = Gather(Say("a"), num_digits=1, timeout=5)
    assert replace(gather, num_digits=2) == Gather(Say("a"), num_digits=2, timeout=5)
    assert replace(gather, num_digits=None) == Gather(Say("a"), timeout=5)
    assert replace(gather, action="/x", timeout=None) == Gather(Say("a"), num_digits=1, action="/x")
    assert replace(gather, children=[Pause()]) == Gather(Pause(), num_digits=1, timeout=5)
    assert replace(gather, children=()) == Gather(num_digits=1, timeout=5)
    assert replace(gather, children=iter([Say("b"), Pause()])).children == (Say("b"), Pause())
    assert gather == Gather(Say("a"), num_digits=1, timeout=5)
    unknown = r"^<Gather> has no attribute 'numdigits'; did you mean 'num_digits'\? \(Twilio 12200\)$"
    for wrong in (2, None):
        with pytest.raises(UnknownAttribute, match=unknown):
            replace(gather, numdigits=wrong)
    with pytest.raises(UnknownAttribute, match="leave it out, since num_digits is there too"):
        replace(gather, numdigits=2, num_digits=2)
    with pytest.raises(InvalidAttribute, match="num_digits must be at least 1"):
        replace(gather, num_digits=0)
    with pytest.raises(InvalidNesting, match="cannot hold <Hangup>"):
        replace(gather, children=[Hangup()])


def test_one_child_need_not_be_a_list() -> None:
    assert Response().replace(children=Say("a")) == Response(Say("a"))
    assert Say("a", loop=2).replace(children="bc") == Say("bc", loop=2)
    assert Dial("+1").replace(children="+2") == Dial("+2")
    for wrong in (5, b"ab", Say, object()):
        with pytest.raises(InvalidContent, match=r"^<Say> cannot hold "):
            Say("a").replace(children=wrong)
    with pytest.raises(InvalidNesting, match=r"^<Say> cannot hold <Say>"):
        Say("a").replace(children=Say("b"))


def test_replace_keeps_places() -> None:
    gather = Gather(num_digits=1, timeout=5, method="GET")
    assert list(gather.replace(timeout=6).attributes) == ["num_digits", "timeout", "method"]
    assert list(gather.replace(action="/x").attributes) == ["num_digits", "timeout", "method", "action"]


def test_replace_refuses_to_remove_what_is_required() -> None:
    with pytest.raises(MissingAttribute, match=r"^<sub> needs the attribute alias: write alias=…$"):
        Sub("a", alias="b").replace(alias=None)
    with pytest.raises(InvalidContent, match=r"^<sub> needs its text: write Sub\('…'\)$"):
        Sub("a", alias="b").replace(children=[])
    with pytest.raises(InvalidContent, match=r"^<Message> needs a text, a Body or a Media "):
        Message("a").replace(children=[])


@given(trees, st.data())
def test_each_attribute_can_be_left_out_and_set_again(tree: Element, data: st.DataObject) -> None:
    if not tree.attributes:
        return
    name = data.draw(st.sampled_from(list(tree.attributes)))
    value = tree.attributes[name]
    assert tree.replace(**{name: value}) == tree
    try:
        less = tree.replace(**{name: None})
    except InvalidTwiML:
        assert name in map(to_python_name, FACTS[type(tree).__name__].required) or name == "workflow_sid"
    else:
        assert name not in less.attributes
        assert less.replace(**{name: value}) == tree


# Reads.


@for_each(fact=FACTS.values())
def test_every_declared_attribute_reads_none_until_it_is_given(fact: Fact) -> None:
    element = fact.minimal()
    for xml_name in fact.attributes:
        assert getattr(element, to_python_name(xml_name)) == element.attributes.get(to_python_name(xml_name))


@given(trees)
def test_attributes_read_as_they_are_kept(tree: Element) -> None:
    for name, value in tree.attributes.items():
        assert getattr(tree, name) == value
        assert name in dir(tree)
    assert list(tree.attributes.values()) == [getattr(tree, name) for name in tree.attributes]


def test_an_attribute_of_another_element_is_not_there() -> None:
    with pytest.raises(AttributeError, match="'Say' object has no attribute 'num_digits'"):
        _ = Say().num_digits
    assert not hasattr(Say(), "num_digits")
    assert getattr(Say(), "num_digits", 7) == 7


@pytest.mark.parametrize(
    "name", ["__array__", "__fspath__", "__len__", "__html__", "_private", "_repr_html_", "__wrapped__"]
)
def test_what_others_look_for_is_quietly_not_there(name: str) -> None:
    assert not hasattr(Gather(num_digits=1), name)


@for_each(
    read={
        "Gather().numdigits": "num_digits",
        "Gather().chidren": "children",
        "custom('A', newer=1).never": "newer",
    }.items()
)
def test_a_misspelt_read_is_shown_with_one_suggestion(read: tuple[str, str]) -> None:
    expression, meant = read
    program = f"from twimlkit import *; {expression}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert re.fullmatch(
        rf"AttributeError: .* has no attribute '\w+'\. Did you mean: '{meant}'\?", done.stderr.splitlines()[-1]
    )


@for_each(cls=VOCABULARY)
def test_dir_lists_what_can_be_read(cls: type[Element]) -> None:
    element = FACTS[cls.__name__].minimal() if cls.__name__ in FACTS else cls()
    listed = dir(element)
    assert {"children", "attributes", "text", "tag", "to_xml", "pretty", "replace", "unchecked"} <= set(listed)
    assert set(WIRES[cls]) <= set(listed)
    assert listed == sorted(set(listed))
    for name in listed:
        getattr(element, name)


def test_dir_lists_unchecked_attributes() -> None:
    assert "new_attribute" in dir(Say().unchecked(new_attribute="x"))


def test_no_attribute_hides_what_every_element_has() -> None:
    taken = {name for name in dir(Element) if not name.startswith("_")}
    assert {(cls.__name__, name) for cls in VOCABULARY for name in WIRES[cls] if name in taken} == set()


def test_the_parts_of_an_element() -> None:
    gather, dial, hangup = MENU.children
    assert isinstance(gather, Gather)
    assert isinstance(dial, Dial)
    assert hangup == Hangup()
    assert gather.num_digits == 1
    assert gather.timeout is None
    assert gather.attributes == {"num_digits": 1, "action": "/menu?a=1&b=2"}
    assert gather.children[0].children == ("Press 1 for ", Emphasis("sales"), ".")
    assert MENU.text == "Press 1 for sales.+14155550100+14155550101"
    assert [element.tag for element in every(MENU)] == [
        "Response", "Gather", "Say", "emphasis", "Pause", "Dial", "Number", "Number", "Hangup",
    ]  # fmt: skip


def test_pattern_matching() -> None:
    def told(verb: object) -> object:
        match verb:
            case Gather(num_digits=int(digits), action=None):
                return f"{digits} digits"
            case Gather(num_digits=None, children=(Say(text=text), *_)):
                return text
            case Dial(children=[Number(), Number()]):
                return "two numbers"
            case Gather(input=("dtmf", "speech")):
                return "both"
            case Redirect() | Hangup():
                return "end"
            case _:
                return None

    assert told(Gather(num_digits=4)) == "4 digits"
    assert told(Gather(Say("hello"), Pause())) == "hello"
    assert told(Dial(Number("+1"), Number("+2"))) == "two numbers"
    assert told(Gather(input="dtmf speech", num_digits=1, action="/x")) == "both"
    assert told(Redirect("/x")) == told(Hangup()) == "end"
    assert told(Say("a")) is None
    assert told(SimpleNamespace(num_digits=4, action=None)) is None


# Nothing can be changed.


@given(trees)
def test_nothing_can_be_set_or_deleted(tree: Element) -> None:
    before = tree.to_xml()
    public = [name for name in dir(tree) if not name.startswith("_")]
    for name in [*public, "new"]:
        with pytest.raises(AttributeError):
            setattr(tree, name, "x")
        with pytest.raises(AttributeError):
            delattr(tree, name)
    assert tree.to_xml() == before


def test_setting_says_what_to_do_instead() -> None:
    with pytest.raises(
        AttributeError, match=r"^<Gather> is immutable: write \.replace\(num_digits=…\), which returns a copy$"
    ):
        Gather().num_digits = 1
    with pytest.raises(
        AttributeError, match=r"^<Say> is immutable: write \.replace\(loop=None\), which returns a copy$"
    ):
        del Say("a", loop=2).loop


@given(trees)
def test_what_an_element_shows_cannot_be_changed(tree: Element) -> None:
    with pytest.raises(TypeError):
        tree.attributes["new"] = "x"
    with pytest.raises(TypeError):
        del tree.attributes["new"]
    assert type(tree.children) is tuple
    for value in tree.attributes.values():
        hash(value)
        assert not isinstance(value, list)


def test_what_was_given_may_change_afterwards() -> None:
    given_words = ["dtmf", "speech"]
    hints = ["yes", "no"]
    verbs: list[Any] = [Say("a"), Pause()]
    arguments: dict[str, Any] = {"input": given_words, "hints": hints, "num_digits": 1}
    gather = Gather(*verbs, **arguments)
    before = gather.to_xml(), hash(gather), repr(gather)
    given_words.append("dtmf")
    hints.clear()
    verbs.clear()
    arguments.clear()
    assert (gather.to_xml(), hash(gather), repr(gather)) == before
    assert gather.input == ("dtmf", "speech")
    assert gather.hints == ("yes", "no")


def test_attributes_are_a_snapshot() -> None:
    gather = Gather(num_digits=1)
    assert gather.attributes is not gather.attributes or gather.attributes == {"num_digits": 1}
    assert dict(gather.attributes) == {"num_digits": 1}


# Mistakes in the content.


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Say(Break), "<Say> cannot hold the class Break itself: write Break(…)"),
        (lambda: Response(Hangup), "<Response> cannot hold the class Hangup itself: write Hangup(…)"),
        (lambda: Response([Say("a")]), "<Response> cannot hold a list: put a * before it"),
        (lambda: Response((Say("a"), Pause())), "<Response> cannot hold a tuple: put a * before it"),
        (lambda: Response(Say(text) for text in "ab"), "<Response> cannot hold a generator: put a * before it"),
        (lambda: Say(None), "<Say> cannot hold None: it may hold text, Break, "),
        (lambda: Say(5), "<Say> cannot hold int: it may hold text, Break, "),
        (lambda: Number(14155550100), "<Number> cannot hold int: it may hold text"),
        (lambda: Pause("/"), "<Pause> cannot hold text: it holds nothing"),
        (lambda: Hangup("bye"), "<Hangup> cannot hold text: it may hold Parameter"),
        (lambda: Response("text"), "<Response> cannot hold text: put it into Say"),
        (lambda: Gather(Gather()), "<Gather> cannot hold <Gather>: it may hold Say, Play, Pause"),
        (lambda: Response(Response()), "<Response> cannot hold <Response>: "),
        (lambda: Dial(ReferSip("sip:a@b")), "<Dial> cannot hold <Sip>: it may hold text, Number, "),
    ],
)  # fmt: skip
def test_mistakes_in_content(build: Any, message: str) -> None:
    with pytest.raises(InvalidTwiML) as caught:
        build()
    assert str(caught.value).startswith(message)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@given(
    st.none() | st.integers() | st.floats() | st.binary() | st.lists(st.none()) | st.sampled_from([Say, object, len])
)
def test_what_is_neither_text_nor_element_is_refused_everywhere(wrong: object) -> None:
    for fact in FACTS.values():
        with pytest.raises((InvalidContent, InvalidNesting)):
            fact.element(*fact.minimal_content(), wrong, **fact.needed())


# What Python's own tools show.


@for_each(fact=FACTS.values())
def test_signature_is_the_declared_one(fact: Fact) -> None:
    signature = inspect.signature(fact.element)
    named = [each for each in signature.parameters.values() if each.kind is inspect.Parameter.KEYWORD_ONLY]
    assert [each.name for each in named] == [to_python_name(xml_name) for xml_name in fact.attributes]
    assert [each.name for each in named if each.default is inspect.Parameter.empty] == [
        to_python_name(xml_name) for xml_name in fact.required
    ]
    assert all(each.default is None for each in named if each.default is not inspect.Parameter.empty)
    content = [each for each in signature.parameters.values() if each not in named]
    assert len(content) == bool(fact.children or fact.text["use"] != "none")
    assert "self" not in signature.parameters


def test_signature_binds_what_the_class_takes() -> None:
    signature = inspect.signature(Sub)
    assert str(signature) == "(text: 'Spoken', /, *, alias: 'str')"
    assert signature.bind("a", alias="b").args == ("a",)
    with pytest.raises(TypeError):
        signature.bind("a")


@for_each(cls=VOCABULARY)
def test_help_shows_signature_and_documentation(cls: type[Element]) -> None:
    shown = pydoc.plain(pydoc.render_doc(cls))
    for name in WIRES[cls]:
        assert re.search(rf"[(, ]{name}: ['\"]", shown)
        assert re.search(rf"^ \|      {name}: ", shown, re.MULTILINE)
    assert (cls.__doc__ or "").splitlines()[0] in shown


def test_help_of_gather() -> None:
    shown = pydoc.plain(pydoc.render_doc(Gather))
    assert "*prompts: 'Say | Play | Pause'" in shown
    assert "num_digits: 'Count | None' = None" in shown
    assert "(*content: Any, **attributes: Any)" not in shown.split("Methods inherited from")[0]


# Text from outside.


class Position(NamedTuple):
    """A place for text.

    Attributes:
        name: The name that a failure shows.
        build: A function that builds an element with a text there.
        xml_name: The attribute as lxml has it, or None.
        exact: Whether every blank counts.
        by: The separator of a list's items.
    """

    name: str
    build: Callable[[str], Element]
    xml_name: str | None
    exact: bool
    by: str | None = None

    def __repr__(self) -> str:
        return self.name

    def kept(self, text: str) -> str:
        """Return what must be kept of a text that is accepted."""
        if self.exact:
            return text
        if self.by is None:
            return text.strip()
        items = text.split(None if self.by == " " else self.by)
        return self.by.join(item.strip() for item in items if item.strip())


def positions() -> Iterator[Position]:
    """Yield every place in the vocabulary, in custom elements and in unchecked attributes."""
    for fact in FACTS.values():
        if fact.text["use"] != "none":
            is_speech = fact.tag == "Say" or not fact.tag[0].isupper()
            yield Position(fact.name, fact.build, None, exact=is_speech or fact.tag in ("Message", "Body", "Sms"))
        for xml_name, attribute in fact.attributes.items():
            build = functools.partial(_build_with, fact, to_python_name(xml_name))
            by = separator(attribute) if "join" in attribute else None
            yield Position(f"{fact.name}.{xml_name}", build, lxml_name(xml_name), exact=False, by=by)
    yield Position("a custom element", functools.partial(custom, "New"), None, exact=True)
    yield Position("its attribute", lambda text: custom("New", new=text), "new", exact=True)
    yield Position("an unchecked attribute", lambda text: Say().unchecked(new=text), "new", exact=True)


def _build_with(fact: Fact, name: str, text: str) -> Element:
    made: Element = fact.minimal(**{name: text})
    return made


POSITIONS = list(positions())

any_text = st.text(st.characters(exclude_categories=()), max_size=8) | st.text(
    st.sampled_from("\0\ud800\udfff\ufffe\x0b<&\"']>\r\n\t a1,;"), max_size=8
)


@settings(max_examples=600)
@given(any_text, st.sampled_from(POSITIONS))
@example("\ud83d\ude00", POSITIONS[0])
def test_any_text_is_refused_or_read_back(text: str, position: Position) -> None:
    try:
        element = position.build(text)
    except InvalidTwiML as error:
        str(error).encode()
        return
    node = read(element)
    kept = "".join(map(str, node.itertext())) if position.xml_name is None else node.get(position.xml_name)
    assert kept in (text, position.kept(text))
    assert not position.exact or kept == text
    assert len(node) == sum(isinstance(child, Element) for child in element.children)


# The grammar is read when it is first needed.


THREADS = """
import sys, threading
import twimlkit as t

sys.setswitchinterval(1e-6)
start = threading.Barrier(8)
built, mistakes, failures = [], [], []

def build():
    start.wait()
    try:
        menu = t.Gather(t.Say("a", t.Break(time="1s"), voice="man"), t.Pause(length=1), num_digits=1, hints=["a"])
        built.append(t.Response(menu, t.Dial(t.Number("+1"), timeout=5), t.Pay(charge_amount=1.5), t.Hangup()))
        t.Say(vioce="man")
    except t.InvalidTwiML as mistake:
        mistakes.append(str(mistake))
    except BaseException as failure:
        failures.append(failure)

threads = [threading.Thread(target=build) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not failures, failures
assert len(built) == len(mistakes) == 8
assert len(set(built)) == len(set(mistakes)) == 1, (built, mistakes)
"""


def test_many_threads_may_build_the_first_element() -> None:
    done = subprocess.run([sys.executable, "-c", THREADS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_reading_a_grammar_again_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Task("{}", priority=1)
    monkeypatch.setattr(Task, "_grammar", None)
    assert Task("{}", priority=1) == before
    assert before.replace(priority=2).to_xml() == '<Task priority="2">{}</Task>'


def test_what_was_allowed_once_lets_nothing_else_in() -> None:
    """Orders of children that were allowed are remembered by their classes alone."""
    media = Media("https://example.com/1.jpg")
    for _ in range(2):
        assert Message("Hello", media).text == "Hellohttps://example.com/1.jpg"
        with pytest.raises(InvalidContent):
            Message("  ", media)
        with pytest.raises(InvalidContent):
            Message("Hello", media, "\0")
    numbers = [Number("+14155550100")] * 10
    for _ in range(2):
        assert len(Dial(*numbers).children) == 10
        with pytest.raises(InvalidNesting):
            Dial(*numbers, numbers[0])
        with pytest.raises(InvalidNesting):
            Dial(numbers[0], Conference("a"))
    for _ in range(2):
        Response(Say("a"), Say("b"), Hangup())
        with pytest.raises(InvalidNesting):
            Response(Say("a"), Hangup(), Say("b"))
    many = [Say(str(number)) for number in range(40)]
    assert str(Response(*many)) == f"{DECLARATION}<Response>{''.join(map(str, many))}</Response>"
    with pytest.raises(InvalidNesting):
        Response(*many, Hangup(), *many)
