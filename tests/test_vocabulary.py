"""The whole vocabulary, judged by the facts."""

from __future__ import annotations

import inspect
import pickle
import re
from itertools import chain, product
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import twimlkit
from tests.cases import for_each
from tests.facts import (
    CHILDREN_CODES,
    DIFFERENCES,
    ELEMENTS,
    ERRORS,
    FACTS,
    SAMPLE,
    SCHEMA_CODE,
    UNJUDGED,
    Fact,
    lxml_name,
    read,
    to_python_name,
)
from twimlkit import (
    Body,
    Client,
    Conference,
    Connect,
    ConversationRelay,
    Dial,
    Emphasis,
    Enqueue,
    Failover,
    Gather,
    Language,
    Media,
    Message,
    MessagingResponse,
    Number,
    Prosody,
    Redirect,
    Response,
    Say,
    Task,
    custom,
    lint,
    parse,
)
from twimlkit._core.docstrings import docstring_of
from twimlkit._core.element import Document, Element, Then
from twimlkit._core.problems import MAX_DOCUMENT_BYTES
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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OLD_NAMES = {"legacy": "legacy-attribute", "suspected-typo": "suspected-typo"}
"""The rule that an attribute breaks, by its status in the facts."""


def every(facts: Callable[[Fact], object] = lambda _: True) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test for each class of which something holds."""
    return for_each(fact=[fact for fact in FACTS.values() if facts(fact)])


def declared(fact: Fact) -> dict[str, inspect.Parameter]:
    """Return the attributes that a class declares."""
    parameters = inspect.signature(fact.element).parameters
    return {name: one for name, one in parameters.items() if one.kind is inspect.Parameter.KEYWORD_ONLY}


def refusal(error_class: type[InvalidTwiML], make: Callable[[], object]) -> Any:
    """Return the error with which something is refused."""
    with pytest.raises(error_class) as caught:
        print("built:", make())
    return caught.value


# The elements and their attributes are all there, and documented.


def test_facts_are_whole() -> None:
    assert len(ELEMENTS) == 62
    current = [a for raw in ELEMENTS.values() for a in raw["attributes"].values() if a["status"] == "current"]
    assert len(current) == 330
    assert len(FACTS) == 64
    assert {fact.tag for fact in FACTS.values()} == set(ELEMENTS)
    assert sum(len(fact.attributes) for fact in FACTS.values()) == 330


def test_no_class_is_left_over() -> None:
    exported = [getattr(twimlkit, name) for name in twimlkit.__all__]
    classes = {one.__name__ for one in exported if isinstance(one, type) and issubclass(one, Element)}
    assert classes - {"Custom", "Document", "Element"} == {*FACTS, *chain(*UNJUDGED.values())}


@every()
def test_element_is_written_under_its_name(fact: Fact) -> None:
    element = fact.minimal()
    assert type(element) is fact.element
    assert element.tag == fact.tag
    assert read(element).tag == fact.tag
    assert isinstance(element, Document) == (fact.tag == "Response")
    assert read(element).keys() == [lxml_name(xml_name) for xml_name in fact.required]


@every()
def test_documented_attributes_are_declared_in_the_same_order(fact: Fact) -> None:
    assert list(declared(fact)) == [to_python_name(xml_name) for xml_name in fact.attributes]


@every()
def test_documented_defaults_are_the_facts(fact: Fact) -> None:
    defaults = {
        to_python_name(xml_name): str(attribute["default"]).lower()
        if isinstance(attribute["default"], bool)
        else str(attribute["default"])
        for xml_name, attribute in fact.attributes.items()
        if attribute.get("default") is not None
    }
    assert docstring_of(fact.element).defaults == defaults


@every()
def test_documentation_names_the_units(fact: Fact) -> None:
    units = {"s": r"\bseconds\b", "ms": r"\bmilliseconds\b", "Hz": r"\bHz\b"}
    for xml_name, attribute in fact.attributes.items():
        if unit := attribute.get("unit"):
            line = docstring_of(fact.element).parameters[to_python_name(xml_name)]
            assert re.search(units[unit], line, re.IGNORECASE), xml_name


@every()
def test_page_is_linked(fact: Fact) -> None:
    assert docstring_of(fact.element).page == fact.page


@every()
def test_requirements_and_deprecations_are_declared(fact: Fact) -> None:
    required = [name for name, one in declared(fact).items() if one.default is inspect.Parameter.empty]
    assert required == [to_python_name(xml_name) for xml_name in fact.required]
    advised_against = [name for name, one in fact.element.grammar().attributes.items() if one.deprecated]
    assert advised_against == [
        to_python_name(xml_name) for xml_name, one in fact.attributes.items() if one["deprecated"]
    ]
    assert fact.element.deprecated == fact.deprecated


@every()
def test_what_runs_after_an_element_is_declared(fact: Fact) -> None:
    assert fact.element.then == fact.then
    assert fact.element.then in get_args(Then)


# Nesting.


@every()
def test_every_pair_of_parent_and_child(fact: Fact) -> None:
    for child in FACTS.values():
        element = child.minimal()
        if child.name in fact.children:
            parent = fact.holding(element)
            assert element in parent.children
            assert [one.tag for one in read(parent)] == [child.tag]
        else:
            error = refusal(InvalidNesting, lambda element=element: fact.build(element))
            assert (error.rule, error.element, error.attribute) == ("misplaced-element", child.tag, None)
            assert error.code == CHILDREN_CODES.get(fact.name, SCHEMA_CODE)
            remedy = error.message.removeprefix(f"<{fact.tag}> cannot hold <{child.tag}>: ")
            assert remedy.startswith(("it may hold ", "it holds nothing", f"{child.name} stands in "))


@every()
def test_refusal_of_a_child_says_what_is_allowed(fact: Fact) -> None:
    error = refusal(InvalidNesting, lambda: fact.build(Response()))
    expected = [*(["text"] if fact.text["use"] != "none" else []), *fact.children, *UNJUDGED.get(fact.name, ())]
    if not expected:
        assert error.message.endswith(": it holds nothing")
        return
    *allowed, last = error.message.partition(": it may hold ")[2].split(", ")
    if last == "…":
        assert len(expected) > len(allowed) == 12
        assert set(allowed) < set(expected)
    else:
        assert sorted([*allowed, last]) == sorted(expected)


@every(lambda fact: len(fact.children) > 12)
def test_refusal_by_an_element_of_many_children_says_where_the_child_stands(fact: Fact) -> None:
    for child in FACTS.values():
        parents = [parent.name for parent in FACTS.values() if child.name in parent.children]
        if parents and child.name not in fact.children:
            message = refusal(InvalidNesting, lambda child=child: fact.build(child.minimal())).message
            listed = message.removeprefix(f"<{fact.tag}> cannot hold <{child.tag}>: {child.name} stands in ")
            assert sorted(listed.split(", ")) == sorted(parents)


def test_codes_of_children_mean_what_they_say() -> None:
    meanings = {row["code"]: (row["element"], row["meaning"]) for row in ERRORS}
    assert {name: meanings[code] for name, code in CHILDREN_CODES.items()} == {
        "Gather": ("Gather", "child verb not allowed"),
        "Dial": ("Dial", "wrong child element"),
        "Start": ("Start", "wrong noun inside Start or Stop"),
        "Stop": ("Start", "wrong noun inside Start or Stop"),
        "MessagingResponse": ("Response", "verb not allowed in a messaging reply"),
    }
    assert meanings[SCHEMA_CODE][1] == "document breaks the TwiML schema"


@every(lambda fact: fact.children)
def test_children_up_to_their_most(fact: Fact) -> None:
    for name, most in fact.children.items():
        if FACTS[name].terminal:
            continue
        child = FACTS[name].minimal()
        count = most or 25
        assert len(read(fact.holding(*[child] * count))) == count
        if most:
            error = refusal(InvalidNesting, lambda child=child, most=most: fact.holding(*[child] * (most + 1)))
            assert (error.rule, error.element) == ("too-many-elements", child.tag)
            assert error.message.startswith(f"<{fact.tag}> holds at most {most} of <{child.tag}>, not {most + 1}")
            codes = [row["code"] for row in ERRORS if row["meaning"] == f"too many {name} children"]
            assert error.code in (codes or [None])


@every(lambda fact: fact.least)
def test_children_that_must_be_there(fact: Fact) -> None:
    error = refusal(InvalidContent, fact.build)
    assert (error.rule, error.element) == ("missing-content", fact.tag)


@every(lambda fact: fact.children)
def test_children_of_all_kinds_stand_together_in_any_order(fact: Fact) -> None:
    apart = {"Conference"} if fact.name == "Dial" else set()
    children = [FACTS[name].minimal() for name in fact.children if name not in apart and not FACTS[name].terminal]
    for order in (children, children[::-1]):
        assert [one.tag for one in read(fact.holding(*order))] == [one.tag for one in order]


@every()
def test_content_that_is_no_text_and_no_element(fact: Fact) -> None:
    for wrong in (5, 1.5, b"text", None, True, object(), ["text"], ("text",), {"a": 1}, Say):
        error = refusal(InvalidContent, lambda wrong=wrong: fact.build(wrong))
        assert error.rule in ("misplaced-element", "misplaced-text")
        assert (error.element, error.attribute) == (fact.tag, None)
        assert error.message.startswith(f"<{fact.tag}> ")


# Text.


@every(lambda fact: fact.text["use"] == "none")
def test_elements_without_text(fact: Fact) -> None:
    for text in (SAMPLE, " ", "\n"):
        error = refusal(InvalidContent, lambda text=text: fact.build(text))
        assert (error.rule, error.element) == ("misplaced-text", fact.tag)
    if not fact.least:
        assert fact.build("") == fact.build()


@every(lambda fact: fact.text["use"] == "required")
def test_elements_that_need_text(fact: Fact) -> None:
    assert read(fact.build(SAMPLE)).text == SAMPLE
    for content in ((), ("",), ("", "")):
        error = refusal(InvalidContent, lambda content=content: fact.build(*content))
        assert (error.rule, error.element) == ("missing-content", fact.tag)


@every(lambda fact: fact.text["use"] == "optional")
def test_elements_that_may_have_text(fact: Fact) -> None:
    assert read(fact.build(SAMPLE)).text == SAMPLE
    if fact.name not in ("Enqueue", "Message"):
        assert read(fact.build()).text is None


@every(lambda fact: fact.text.get("excludes"))
def test_children_that_do_not_go_with_text(fact: Fact) -> None:
    for name in fact.excluded:
        child = FACTS[name].minimal()
        for content in ((SAMPLE, child), (child, SAMPLE)):
            error = refusal(InvalidContent, lambda content=content: fact.build(*content))
            assert (error.rule, error.element) == ("text-beside-elements", fact.tag)
            assert f"<{child.tag}>" in error.message
        assert fact.build("", child) == fact.build(child)


@every(lambda fact: fact.mixed and set(fact.children) - fact.excluded)
def test_children_that_go_with_text(fact: Fact) -> None:
    for name in set(fact.children) - fact.excluded:
        child = FACTS[name].minimal()
        tree = read(fact.build(SAMPLE, child))
        assert (tree.text, [one.tag for one in tree]) == (SAMPLE, [child.tag])
        tree = read(fact.build(child, SAMPLE))
        assert (tree[0].tag, tree[0].tail) == (child.tag, SAMPLE)


@every(lambda fact: fact.text.get("max_length"))
def test_text_up_to_its_length(fact: Fact) -> None:
    most = fact.text["max_length"]
    for letter in ("x", "é", "😀"):
        assert read(fact.build(letter * most)).text == letter * most
        error = refusal(InvalidContent, lambda letter=letter: fact.build(letter * (most + 1)))
        assert (error.rule, error.element, error.attribute) == ("wrong-value", fact.tag, None)
        assert error.message.endswith(f"must have at most {most} characters, not {most + 1}")


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("Conference", "bad conference name"),
        ("Queue", "queue name too long"),
        ("Enqueue", "queue name too long"),
        ("Message", "bad body"),
        ("Sip", "SIP URI malformed"),
    ],
)
def test_text_that_is_too_long_has_its_code(name: str, meaning: str) -> None:
    fact = FACTS[name]
    error = refusal(InvalidContent, lambda: fact.build("x" * (fact.text["max_length"] + 1)))
    assert [error.code] == [row["code"] for row in ERRORS if (row["element"], row["meaning"]) == (name, meaning)]


# Attributes.


def legal_values(fact: Fact) -> Iterator[tuple[str, str, Any]]:
    for xml_name in fact.attributes:
        for legal in fact.legal(xml_name):
            yield xml_name, to_python_name(xml_name), legal


@every(lambda fact: fact.attributes)
def test_legal_values_are_kept_and_written(fact: Fact) -> None:
    for xml_name, name, legal in legal_values(fact):
        element = fact.minimal(**{name: legal.given})
        assert read(element).get(lxml_name(xml_name)) == legal.written, (name, legal)
        kept = getattr(element, name)
        assert (type(kept), kept) == (type(legal.kept), legal.kept), (name, legal)
        assert element.attributes[name] == legal.kept


@every(lambda fact: fact.attributes)
def test_illegal_values_are_refused(fact: Fact) -> None:
    for xml_name in fact.attributes:
        name, codes = to_python_name(xml_name), fact.value_codes(xml_name)
        for value in fact.illegal(xml_name):
            error = refusal(InvalidAttribute, lambda name=name, value=value: fact.minimal(**{name: value}))
            assert type(error) is InvalidAttribute
            assert (error.rule, error.element, error.attribute) == ("wrong-value", fact.tag, name)
            assert error.message.startswith(f"<{fact.tag}> {name} must ")
            assert error.code in (codes or {None}), (name, value)


@every(lambda fact: fact.attributes)
def test_attributes_left_out_are_not_written(fact: Fact) -> None:
    optional = [to_python_name(xml_name) for xml_name in fact.attributes if xml_name not in fact.required]
    element = fact.minimal(**dict.fromkeys(optional))
    assert element == fact.minimal()
    assert read(element).keys() == [lxml_name(xml_name) for xml_name in fact.required]
    assert all(getattr(element, name) is None for name in optional)


@every(lambda fact: fact.attributes)
def test_attributes_are_written_in_the_order_given(fact: Fact) -> None:
    values = {xml_name: fact.legal(xml_name)[0].given for xml_name in fact.attributes}
    for order in (list(values), list(values)[::-1]):
        given = {to_python_name(xml_name): values[xml_name] for xml_name in order}
        element = fact.element(*fact.minimal_content(), **given)
        assert read(element).keys() == [lxml_name(xml_name) for xml_name in order]


@every()
def test_unknown_attributes_are_refused_with_a_suggestion(fact: Fact) -> None:
    error = refusal(UnknownAttribute, lambda: fact.minimal(qqqqqq="x"))
    assert (error.rule, error.element, error.attribute) == ("unknown-attribute", fact.tag, "qqqqqq")
    assert error.code == SCHEMA_CODE
    for xml_name in fact.attributes:
        name = to_python_name(xml_name)
        for wrong in {xml_name, name.replace("_", ""), name + "x", name.upper()} - {name, *fact.not_current}:
            error = refusal(UnknownAttribute, lambda wrong=wrong: fact.minimal(**{wrong: "x"}))
            assert (error.rule, error.element, error.attribute) == ("unknown-attribute", fact.tag, wrong)
            remedy = (
                f": leave it out, since {name} is there too"
                if xml_name in fact.required
                else f"; did you mean {name!r}?"
            )
            assert str(error) == f"<{fact.tag}> has no attribute {wrong!r}{remedy} (Twilio {SCHEMA_CODE})"


@every(lambda fact: fact.not_current)
def test_attributes_that_are_not_current_are_unknown(fact: Fact) -> None:
    for xml_name in fact.not_current:
        attribute = ELEMENTS[fact.tag]["attributes"][xml_name]
        for name in {xml_name, to_python_name(xml_name)}:
            error = refusal(UnknownAttribute, lambda name=name: fact.minimal(**{name: "x"}))
            assert (error.rule, error.attribute) == (OLD_NAMES[attribute["status"]], name)
            assert error.message.startswith(f"<{fact.tag}> has no attribute {name!r}, ")
            if alias := attribute.get("alias_of"):
                assert error.message.endswith(f": write {to_python_name(alias)}")


@every(lambda fact: fact.required)
def test_missing_attributes_are_named(fact: Fact) -> None:
    for xml_name in fact.required:
        name = to_python_name(xml_name)
        for absent in ({}, {name: None}):
            rest = fact.needed(but=xml_name) | absent
            error = refusal(MissingAttribute, lambda rest=rest: fact.element(*fact.minimal_content(), **rest))
            assert (error.rule, error.element, error.attribute) == ("missing-attribute", fact.tag, name)
            assert str(error) == f"<{fact.tag}> needs the attribute {name}: write {name}=…"


PATTERNS = sorted(
    (fact.name, xml_name)
    for fact in FACTS.values()
    for xml_name, attribute in fact.attributes.items()
    if "pattern" in attribute
)


@given(data=st.data(), where=st.sampled_from(PATTERNS))
def test_patterns_decide(data: st.DataObject, where: tuple[str, str]) -> None:
    fact, xml_name = FACTS[where[0]], where[1]
    attribute = fact.attributes[xml_name]
    matching = st.from_regex(attribute["pattern"], fullmatch=True)
    others = st.text("0129ADEWw#*+-.%dBHzstm x\u0663", max_size=6)
    text = data.draw(matching | others)
    legal = re.fullmatch(attribute["pattern"], text) or text in attribute.get("keywords", ())
    if legal:
        assert read(fact.minimal(**{to_python_name(xml_name): text})).get(xml_name) == text
    else:
        refusal(InvalidAttribute, lambda: fact.minimal(**{to_python_name(xml_name): text}))


# The order of verbs.


@pytest.mark.parametrize("name", ["Response", "MessagingResponse"])
def test_nothing_follows_a_verb_that_ends_the_document(name: str) -> None:
    document = FACTS[name]
    verbs = {verb: FACTS[verb].minimal() for verb in document.children}
    for first, second in product(verbs, verbs):
        pair = verbs[first], verbs[second]
        if FACTS[first].terminal:
            for content in (pair, (*pair, pair[1]), (custom("New"), *pair)):
                error = refusal(Unreachable, lambda content=content: document.build(*content))
                assert (error.rule, error.element, error.code) == ("unreachable", second, None)
                more = ", and what follows it (1 more)" if content[0] is pair[0] and len(content) > 2 else ""
                remedy = f"leave it out{more}, or move <{first}> to the end"
                assert str(error) == f"<{second}> cannot follow <{first}>: nothing after it is ever run; {remedy}"
                number = f"[{2 if first == second else 1}]" if content.count(pair[1]) > 1 else ""
                assert error.path == f"Response/{second}{number}"
        else:
            assert [one.tag for one in read(document.build(*pair))] == [first, second]


def test_the_verbs_that_end_a_document() -> None:
    assert {fact.name for fact in FACTS.values() if fact.terminal} == {"Hangup", "Leave", "Redirect", "Reject"}


# Rules between several parts.


def test_conference_does_not_stand_beside_numbers() -> None:
    conference, number, client = Conference("room"), Number("+14155550100"), Client("alice")
    for parties in ((conference, number), (number, conference), (number, client, conference)):
        error = refusal(InvalidNesting, lambda parties=parties: Dial(*parties))
        assert (error.rule, error.element, error.code) == ("conflicting-elements", "Dial", 13000)
        assert "<Conference>" in error.message
        assert "<Number>" in error.message
    assert len(Dial(conference, client).children) == 2
    assert len(Dial(number, client).children) == 2


def test_enqueue_needs_a_name_or_a_workflow() -> None:
    assert Enqueue("support").text == "support"
    assert Enqueue(workflow_sid="WW1").text == ""
    assert len(Enqueue(Task("{}"), workflow_sid="WW1").children) == 1
    assert len(Enqueue("support", Task("{}"), workflow_sid="WW1").children) == 2
    for make in (Enqueue, lambda: Enqueue(""), lambda: Enqueue(" "), lambda: Enqueue(Task("{}"))):
        error = refusal(InvalidContent, make)
        assert (error.rule, error.element, error.code) == ("missing-content", "Enqueue", 14204)


def test_message_needs_one_thing_to_send() -> None:
    for content in (("hi",), (Body("hi"),), (Body("a"), Body("b")), (Media("/m"),), ("hi", Media("/m"))):
        assert len(Message(*content).children) == len(content)
    assert len(Message(Body("hi"), Media("/m")).children) == 2
    for content in ((), ("",)):
        error = refusal(InvalidContent, lambda content=content: Message(*content))
        assert (error.rule, error.element, error.code) == ("missing-content", "Message", 14103)
    error = refusal(InvalidContent, lambda: Message("hi", Body("hi")))
    assert (error.rule, error.element) == ("text-beside-elements", "Message")


def test_message_is_as_long_as_twilio_takes() -> None:
    for make in (Message, Body, lambda *texts: Message(Body(*texts)), lambda *texts: Message(*texts, Media("/m"))):
        for letter in ("x", "\N{EURO SIGN}", "\N{GRINNING FACE}"):
            assert make(letter * 1600).text.startswith(letter * 1600)
            assert refusal(InvalidContent, lambda make=make, letter=letter: make(letter * 1601)).code == 14103
    assert refusal(InvalidContent, lambda: Message("x" * 800, "x" * 801)).code == 14103


# An element that nothing is known of but its name.


def test_failover_holds_anything() -> None:
    held = [Language(code="fr-FR"), custom("Backup", custom("New", loop="x"), provider="Google"), " \n", Say("a")]
    failover = Failover(
        *held, tts_provider="Amazon", on=True, seconds=2.50, words=["a", "b"], ttsVoice="x", skipped=None
    )
    given = {"ttsProvider": "Amazon", "on": "true", "seconds": "2.5", "words": "a b", "ttsVoice": "x"}
    assert dict(read(failover).attrib) == given
    assert failover.replace(on=None).attributes["words"] == "a b"
    document = Response(Connect(ConversationRelay(failover, url="wss://example.com/relay")))
    assert (
        parse(str(document)) == eval(repr(document), vars(twimlkit)) == pickle.loads(pickle.dumps(document)) == document
    )
    assert lint(str(document)) == []


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<Language cod='fr'/>",
        "text <Say loop='x'><Dial/></Say>",
        "<Response/><Hangup/><Hangup/>",
        "<New><Gather numDigits='0'><Number/></Gather></New>",
    ],
)
def test_nothing_inside_failover_is_judged(inside: str) -> None:
    xml = f"<Failover a='1' xml:lang='b'>\n  {inside}\n</Failover>"
    document = (
        f"<Response><Connect><ConversationRelay url='wss://example.com'>{xml}</ConversationRelay></Connect></Response>"
    )
    assert lint(document) == []
    for lenient in (False, True):
        found = read(parse(document, lenient=lenient))
        assert etree.tostring(found[0][0][0], method="c14n") == etree.tostring(etree.fromstring(xml), method="c14n")
    assert [each.rule for each in lint(document.replace("<Connect>", "<Failover/><Connect>"))] == ["misplaced-element"]


def test_failover_is_well_formed_and_stands_in_one_place() -> None:
    for name in ("x:y", "xmlns", "a b", "1"):
        assert refusal(InvalidTwiML, lambda name=name: Failover(**{name: "x"})).rule == "unknown-attribute"
    assert refusal(InvalidAttribute, lambda: Failover(a="\0"))
    assert refusal(InvalidContent, lambda: Failover("\0"))
    assert refusal(InvalidNesting, lambda: Failover(Response()))
    assert refusal(InvalidNesting, lambda: Response(Failover())).message.endswith(
        "Failover stands in ConversationRelay"
    )
    for wrong in ("<Failover x:y='1' xmlns:x='urn:x'/>", "<Failover><x:y/></Failover>"):
        document = (
            f"<Response><Connect><ConversationRelay url='wss://a.b'>{wrong}</ConversationRelay></Connect></Response>"
        )
        assert {each.rule for each in lint(document)} == {"namespace"}
        error = refusal(InvalidTwiML, lambda document=document: parse(document))
        assert (error.rule, error.line) == ("namespace", 1)


# Sizes.


@pytest.mark.parametrize("letter", ["x", "é", "\N{EURO SIGN}", "😀", "&", "\r"])
def test_document_of_the_most_bytes(letter: str) -> None:
    frame = len(bytes(Response(Say("x")))) - 1
    each = len(bytes(Say(letter))) - len(bytes(Say("x"))) + 1
    count, rest = divmod(MAX_DOCUMENT_BYTES - frame, each)
    fitting = letter * count + "x" * rest
    assert len(bytes(Response(Say(fitting)))) == MAX_DOCUMENT_BYTES
    error = refusal(TooLarge, lambda: Response(Say(fitting + "x")))
    assert (error.rule, error.element, error.path) == ("too-large", "Response", "Response")
    remedy = "write at most 65536 bytes, for instance with a Redirect to a second document"
    assert str(error) == f"<Response> is 65537 bytes long as XML: {remedy} (Twilio 11750)"


def test_document_of_many_verbs_and_attributes_of_the_most_bytes() -> None:
    verb = Say("x" * 100, voice="é" * 10)
    rest = MAX_DOCUMENT_BYTES - len(bytes(Response(Say("y")))) + 1
    count = rest // len(bytes(verb)) - 1
    filler = "y" * (rest - count * len(bytes(verb)))
    full = Response(*[verb] * count, Say(filler))
    assert len(bytes(full)) == MAX_DOCUMENT_BYTES
    assert refusal(TooLarge, lambda: Response(*[verb] * count, Say(filler + "y"))).code == 11750
    assert refusal(TooLarge, lambda: full.replace(children=[*full.children, Say("y")])).code == 11750


def nested(make: Callable[..., Any], levels: int) -> Any:
    element = make()
    for _ in range(levels - 1):
        element = make(element)
    return element


@pytest.mark.parametrize(
    "make", [Prosody, Emphasis, lambda *inner: custom("a", *inner)], ids=["Prosody", "Emphasis", "a"]
)
def test_elements_nest_64_levels(make: Callable[..., Any]) -> None:
    assert sum(1 for _ in read(nested(make, 64)).iter()) == 64
    assert sum(1 for _ in read(Response(Say(nested(make, 62)))).iter()) == 64
    beside = [Say("short"), Say("x", nested(make, 63), "y")]
    for build, tag in (
        (lambda: nested(make, 65), make().tag),
        (lambda: Response(Say(nested(make, 63))), "Response"),
        (lambda: Response(*beside), "Response"),
        (lambda: Response(Gather(beside[1]), Redirect()), "Gather"),
    ):
        error = refusal(TooLarge, build)
        assert str(error) == f"<{tag}> nests deeper than 64 levels: let fewer elements stand inside each other"
        assert (error.rule, error.element, error.code) == ("too-deep", tag, None)
        assert error.path == ("Response" if tag == "Response" else None)


def test_depth_is_not_length() -> None:
    flat = Response(*[Say("x", Emphasis("y"), "z")] * 500)
    assert len(flat.children) == 500
    assert MessagingResponse(*[Message("x")] * 500).text == "x" * 500


# The deliberate differences.


@for_each(name=DIFFERENCES)
def test_difference_is_one(name: str) -> None:
    difference = DIFFERENCES[name]
    assert difference.reason
    assert difference.facts() != difference.classes()
