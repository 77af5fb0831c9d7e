"""What a value may be, and how it is kept and written."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from functools import partial
from http import HTTPMethod
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from lxml import etree

import twimlkit
from tests.cases import for_each
from tests.facts import BAD_URLS, FACTS, SAMPLE, URLS, Fact, bounds, read, to_python_name
from twimlkit import (
    Body,
    Client,
    Conference,
    Config,
    ConversationRelay,
    Custom,
    Dial,
    Gather,
    Header,
    Media,
    Message,
    Number,
    Parameter,
    Pause,
    Pay,
    Play,
    Prompt,
    Queue,
    Redirect,
    Response,
    Say,
    Sip,
    Sms,
    Stream,
    Transcription,
    Uri,
    parse,
)
from twimlkit._core.values import InvalidValue
from twimlkit.errors import InvalidAttribute, InvalidContent, InvalidTwiML
from twimlkit.types import Amount, Between, CommaList, Count, Hints, Name, Real, Url, Words  # signatures are evaluated

if TYPE_CHECKING:
    from collections.abc import Callable

RELAY = "wss://example.com/relay"

XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=[*map(chr, range(32)), "\ufffe", "\uffff"])
    | st.sampled_from("\t\n\r&<>\"' ]")
)


class Loud(str):
    """A string like a template's safe ones: each operation escapes, or returns something else than plain text."""

    __slots__ = ()

    def __str__(self) -> str:
        return "__str__"

    def __repr__(self) -> str:
        return "Loud(…)"

    def __format__(self, _: str) -> str:
        return "__format__"

    def __add__(self, other: str) -> str:
        return Loud(str.__add__(self, other.replace("&", "&amp;")))

    def __radd__(self, other: str) -> str:
        return Loud(other.replace("&", "&amp;") + str.__str__(self))

    def __html__(self) -> str:
        return self


class PlainStrEnum(StrEnum):
    """One word for each kind of value below."""

    GET = "GET"
    TRUE = "true"
    COMPLETED = "completed"
    TEXT = 'a & "b"'
    URL = "/next?a=b&c=d"
    NUMBER = "+14155550100"


class MixedStrEnum(str, Enum):  # noqa: UP042  # people write this too, and its str() is not its value
    """The same as an enumeration whose str() is `MixedStrEnum.GET`."""

    GET = "GET"
    TRUE = "true"
    COMPLETED = "completed"
    TEXT = 'a & "b"'
    URL = "/next?a=b&c=d"
    NUMBER = "+14155550100"


class Whole(IntEnum):
    """A whole number."""

    THREE = 3


SUBCLASSES: list[Callable[[str], str]] = [PlainStrEnum, MixedStrEnum, Loud]


def refused(make: Callable[[], object], error_class: type[InvalidTwiML] = InvalidTwiML) -> Any:
    with pytest.raises(error_class) as caught:
        print("built:", make())
    return caught.value


def of_type(*types: str) -> list[tuple[Fact, str]]:
    """Return the attributes of these types, each with its element."""
    return [
        (fact, to_python_name(xml_name))
        for fact in FACTS.values()
        for xml_name, attribute in fact.attributes.items()
        if attribute["type"] in types
    ]


# Ruling 6: open lists take any text.


def test_open_lists_take_any_text() -> None:
    assert Say("x", voice="Vendor.New-Voice", language="tlh").voice == "Vendor.New-Voice"
    assert Gather(speech_model="deepgram_nova-9", language="xx-YY").speech_model == "deepgram_nova-9"
    assert ConversationRelay(url=RELAY, tts_provider="New", debug=["new-kind", "debugging"]).debug == (
        "new-kind",
        "debugging",
    )


# Ruling 7: words, methods and bools.


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda value: Dial("a", record=value), "record"),
        (lambda value: Conference("a", beep=value), "beep"),
        (lambda value: ConversationRelay(url=RELAY, interruptible=value), "interruptible"),
        (
            lambda value: ConversationRelay(url=RELAY, report_input_during_agent_speech=value),
            "report_input_during_agent_speech",
        ),
        (lambda value: Pay(postal_code=value), "postal_code"),
    ],
    ids=["record", "beep", "interruptible", "report_input", "postal_code"],
)
def test_bools_among_words(make: Callable[[object], Any], name: str) -> None:
    for word, value in (("true", True), ("false", False)):
        for given_value in (word, value, MixedStrEnum.TRUE if value else word):
            element = make(given_value)
            assert getattr(element, name) is value
            assert element == make(value)
            assert f'="{word}"' in element.to_xml()
    for wrong in (1, 0, 1.0, bool):
        assert "True" in str(refused(lambda wrong=wrong: make(wrong), InvalidAttribute))


def test_words_are_exact() -> None:
    for wrong in ("get", "Post", "PUT", "", "GET POST", HTTPMethod.PUT, HTTPMethod.PATCH):
        error = refused(lambda wrong=wrong: Redirect("/x", method=wrong), InvalidAttribute)
        assert "'GET' or 'POST'" in str(error)
    assert "did you mean 'record-from-answer'" in str(refused(lambda: Dial("a", record="record_from_answer")))


# Ruling 8: numbers.


def test_gather_timeout_is_a_positive_number_or_auto() -> None:
    assert [Gather(timeout=value).timeout for value in (1, 5, "auto")] == [1, 5, "auto"]
    for wrong in (0, -1, "5", "Auto", "", 1.5, True, float("inf")):
        error = refused(lambda wrong=wrong: Gather(timeout=wrong), InvalidAttribute)
        assert (error.attribute, error.code) == ("timeout", 13313)
        assert "'auto'" in str(error)


def test_true_is_not_a_number() -> None:
    for fact, name in of_type("integer", "integer-or-auto", "number", "integer-list"):
        for wrong in (True, False):
            error = refused(lambda fact=fact, name=name, wrong=wrong: fact.minimal(**{name: wrong}), InvalidAttribute)
            assert str(wrong) in str(error)


def relay(threshold: Any) -> ConversationRelay:
    return ConversationRelay(url=RELAY, eager_eot_threshold=threshold)


NUMBERS = [(0.5, "0.5"), (Decimal("0.50"), "0.5"), (Decimal("5E-1"), "0.5"), (0.45, "0.45"), (Decimal("0.9000"), "0.9")]


@for_each(case=NUMBERS)
def test_numbers_are_written_plainly(case: tuple[Any, str]) -> None:
    element = relay(case[0])
    assert read(element).get("eagerEotThreshold") == case[1]
    assert (type(element.eager_eot_threshold), str(element.eager_eot_threshold)) == (Decimal, case[1])


@given(st.floats(0.3, 0.9) | st.decimals("0.3", "0.9", places=4))
@example(0.1 + 0.2)
def test_every_number_within_bounds_is_written_as_it_is(value: Any) -> None:
    written = read(relay(value)).get("eagerEotThreshold")
    assert re.fullmatch(r"0\.[0-9]*[1-9]", written)
    assert float(written) == float(value)
    assert relay(Decimal(written)) == relay(value)


NOT_NUMBERS = [
    float("nan"),
    float("inf"),
    float("-inf"),
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("Infinity"),
    1j,
    Fraction(1, 2),
    10**400,
    -(10**400),
    Decimal("1E+999999"),
    1e308,
    -0.01,
    1_000_000.01,
]


@for_each(wrong=[*NOT_NUMBERS, "0.5"])
def test_what_is_no_number_within_bounds(wrong: object) -> None:
    assert len(str(refused(lambda: relay(wrong), InvalidAttribute))) < 150


# Money.


@for_each(
    case=[
        (0, "0"),
        (20, "20"),
        (20.5, "20.5"),
        (20.45, "20.45"),
        (1e5, "100000.0"),
        (-0.0, "0.0"),
        (Decimal("20.45"), "20.45"),
        (Decimal("20.50"), "20.50"),
        (Decimal("10.00"), "10.00"),
        (Decimal("1E+5"), "100000"),
        (Decimal("0.125"), "0.125"),
        (Whole.THREE, "3"),
        ("20.45", "20.45"),
        ("10.00", "10.00"),
        ("10", "10"),
        (" 20.45\n", "20.45"),
        (Loud("20.45"), "20.45"),
    ]
)
def test_amounts_are_kept_and_written_as_they_are_given(case: tuple[Any, str]) -> None:
    pay = Pay(charge_amount=case[0])
    assert read(pay).get("chargeAmount") == case[1]
    assert (type(pay.charge_amount), pay.charge_amount) == (str, case[1])
    assert parse(str(Response(pay))).children == eval(repr((pay,)))


def test_amounts_that_are_written_otherwise_are_not_equal() -> None:
    assert Pay(charge_amount="10.00") != Pay(charge_amount="10")
    assert Pay(charge_amount="10.00") == Pay(charge_amount=Decimal("10.00"))
    assert Pay(charge_amount="10") == Pay(charge_amount=10)


@given(st.decimals(0, 1_000_000, places=4) | st.integers(0, 1_000_000))
def test_every_decimal_is_an_amount(value: Decimal | int) -> None:
    assert read(Pay(charge_amount=value)).get("chargeAmount") == str(value)


@given(cents=st.integers(0, 100_000_000))
def test_floats_of_two_decimals_are_amounts(cents: int) -> None:
    assert Decimal(Pay(charge_amount=cents / 100).charge_amount or "") == Decimal(cents) / 100


@given(st.floats(0, 1_000_000))
@example(0.1 + 0.2)
@example(59.97 * 1.19)
@example(0.125)
def test_other_floats_are_refused_with_a_decimal_to_write(value: float) -> None:
    if round(value, 2) == value:
        return
    error = refused(lambda: Pay(charge_amount=value), InvalidAttribute)
    assert (error.attribute, error.code) == ("charge_amount", 64003)
    assert error.message == (
        f"<Pay> charge_amount must have at most 2 decimals if it is a float, not {value}; write Decimal('{value:.2f}')"
    )


@for_each(wrong=[*NOT_NUMBERS, "", "x", "1e3", "1,50", "$5", "1_000", "٢", "0x1", "1000000.001", "-1", "1" * 60_000])
def test_what_is_no_amount(wrong: object) -> None:
    error = refused(lambda: Pay(charge_amount=wrong), InvalidAttribute)
    assert (error.attribute, error.code) == ("charge_amount", 64003)
    assert len(str(error)) < 150


@for_each(wrong=[10**400, -(10**5000), float("nan"), 2.0, Decimal(2), "2", "٢", 1j])
def test_what_is_no_whole_number_within_bounds(wrong: object) -> None:
    for make in (
        lambda: Pause(length=wrong),
        lambda: Say("x", loop=wrong),
        lambda: Conference("a", max_participants=wrong),
    ):
        assert len(str(refused(make, InvalidAttribute))) < 150


def test_subclasses_of_int_are_kept_as_int() -> None:
    for element, name in (
        (Pause(length=Whole.THREE), "length"),
        (Gather(timeout=Whole.THREE), "timeout"),
        (Number("a", machine_detection_timeout=Whole.THREE), "machine_detection_timeout"),
    ):
        kept = getattr(element, name)
        assert (type(kept), kept) == (int, 3)
        assert '="3"' in element.to_xml()
    assert Prompt(for_="security-code", attempt=[Whole.THREE, 1]).attempt == (3, 1)


# Ruling 11: telephone numbers.


@for_each(
    number=[
        "+14155550100",
        "415-123-4567",
        "(415) 123 4567",
        "12345",
        "911",
        "client:alice",
        "whatsapp:+14155550100",
        "sip:a@b",
        "1 & 2",
    ]
)
def test_telephone_numbers_are_any_text(number: str) -> None:
    assert read(Number(number)).text == read(Dial(number)).text == number
    assert read(Sms("x", to=number, from_=number)).attrib == {"to": number, "from": number}
    assert read(Dial(number, caller_id=number)).get("callerId") == number
    assert Number(f"\n   {number}\t") == Number(number)


@for_each(wrong=["+1\x00", "+1\n4155550100", "\x1b+1", "+1\x7f5", "4\t5", "4\x855"])
def test_telephone_numbers_have_no_control_characters(wrong: str) -> None:
    for make in (Number, Dial, lambda text: Sms("x", to=text), lambda text: Message("x", from_=text)):
        assert re.search(r"U\+00[0-9A-F]{2}", str(refused(lambda make=make: make(wrong))))


# Ruling 12: URLs.

URL_PLACES: list[Callable[[str], Any]] = [
    Redirect,
    Play,
    Media,
    Uri,
    Sip,
    lambda url: Gather(action=url),
    lambda url: Pay(status_callback=url),
    lambda url: Stream(url=url),
]


def written_url(element: Any) -> str:
    """Return the URL that lxml finds in an element that has nothing else."""
    tree = read(element)
    return tree.text or next(iter(tree.attrib.values()))


@for_each(
    url=[
        *URLS,
        "https://user:word@example.com/path;x=1?q=a+b&r=%20#frag?ment",
        "https://user@example.com",
        "https://us:er:wo%40rd@example.com/",
        "https://[::1]:8443/",
        "wss://[2001:db8::1]",
        "https://127.0.0.1:5000/x",
        "https://localhost/x",
        "https://exämple.com/ü",
        "https://example.com:443",
        "https://example.com?x=1",
        "https://example.com#x",
        "https://example.com/a//b//",
        "//cdn.example.com/a.mp3",
        "//user@[::1]/a",
        "ws://example.com",
        "WSS://example.com",
        "sip:alice@example.com;transport=tls?x-name=value",
        "sips:alice@example.com:5061",
        "sip:+14155550100@example.com",
        "/a:b",
        "./a:b",
        "?next=ftp://elsewhere",
        "/go?u=https://",
        "#a:b",
        "a/b:c",
        "menu.xml",
        "{{ACTION}}",
        "/a'b",
        '/a"b<c>&d',
    ]
)
def test_urls(url: str) -> None:
    for make in URL_PLACES:
        assert written_url(make(url)) == url
        assert make(f" \n\t{url}  ") == make(url)


@for_each(
    url=[
        *BAD_URLS,
        "file:///etc/passwd",
        "data:text/plain,x",
        "tel:+14155550100",
        "example.com:8080/x",
        "https:",
        "https:x",
        "https:/x",
        "https:\\\\example.com",
        "https://?x",
        "https://#x",
        "https://[]/",
        "https://user:word@:80/",
        "wss://",
        "///x",
        "//?x",
        "sip://",
        "https ://example.com",
        "https://exa mple.com",
        "/a\u3000b",
        "/a\x00b",
        "/a\ud800b",
        "/a\u200a\u2029b",
    ]
)
def test_urls_that_are_refused(url: str) -> None:
    for make in URL_PLACES:
        error = refused(lambda make=make: make(url))
        assert "must" in str(error)
        str(error).encode()


def test_empty_urls_are_the_current_document() -> None:
    assert read(Gather(action="")).get("action") == read(Gather(action="  ")).get("action") == ""
    assert read(Conference("a", wait_url="")).get("waitUrl") == ""
    assert Redirect("") == Redirect() == Redirect(" \n ")
    assert refused(lambda: Media(""), InvalidContent)


@given(
    scheme=st.sampled_from(["http", "https", "ws", "wss", "HTTPS"]),
    user=st.sampled_from(["", "u@", "u:p@", "u:p:q@"]),
    host=st.from_regex(r"[a-z0-9-]{1,9}(\.[a-z]{2,3})?|\[[0-9a-f:]{2,9}\]", fullmatch=True),
    port=st.sampled_from(["", ":1", ":65535"]),
    rest=st.from_regex(r"(/[^\s\x00-\x20\x7f-\x9f?#]{0,9})?(\?[a-z&=%:/?]{0,9})?(#[a-z?/:@]{0,5})?", fullmatch=True),
)
def test_absolute_urls(scheme: str, user: str, host: str, port: str, rest: str) -> None:
    assume(not re.search("[\ud800-\udfff\ufffe\uffff]", rest))
    url = f"{scheme}://{user}{host}{port}{rest}"
    assert read(Redirect(url)).text == read(Gather(action=url)).get("action") == url
    assert refused(lambda: Redirect(f"{scheme}://{user}{port}{rest}"), InvalidContent)
    assert refused(lambda: Redirect(f"x-{url}"), InvalidContent)


# Ruling 13: white space.

SPOKEN_OR_SENT = {"Say", "Sms", "Message", "Body"} | {fact.name for fact in FACTS.values() if fact.tag.islower()}


@for_each(fact=[fact for fact in FACTS.values() if fact.text["use"] != "none"])
def test_white_space_around_text(fact: Fact) -> None:
    padded = f" \n\t {SAMPLE} \r\n "
    kept = padded if fact.name in SPOKEN_OR_SENT else SAMPLE
    assert read(fact.build(padded)).text == fact.build(padded).text == kept
    assert (fact.build(padded) == fact.build(SAMPLE)) == (fact.name not in SPOKEN_OR_SENT)
    if fact.name in SPOKEN_OR_SENT:
        return
    if fact.text["use"] == "required" or fact.name == "Enqueue":
        assert refused(lambda: fact.build(" \n "), InvalidContent)
    else:
        assert fact.build(" \n ") == fact.build()


NAMED = [
    (FACTS[element], name)
    for element, name in [
        ("Siprec", "name"),
        ("Stream", "name"),
        ("Transcription", "name"),
        ("Recording", "name"),
        ("Header", "name"),
        ("Parameter", "name"),
        ("Config", "name"),
        ("Room", "participant_identity"),
        ("Conference", "participant_label"),
        ("Dial", "caller_id"),
        ("Stream", "connector_name"),
        ("VirtualAgent", "connector_name"),
        ("Pay", "payment_connector"),
    ]
]


def test_white_space_around_attributes() -> None:
    for fact, name in [*NAMED, *of_type("phone", "phone-or-alphanumeric", "url", "sid", "language")]:
        element = fact.minimal(**{name: f" \n\t{SAMPLE}\r\n "})
        assert getattr(element, name) == SAMPLE, (fact.name, name)
        assert f'="{SAMPLE}"' in element.to_xml()


@given(XML_TEXT)
@example("\r\n \t")
@example("]]>&#13;<![CDATA[")
def test_text_that_is_spoken_or_sent_is_kept(text: str) -> None:
    assert Say(text).text == (read(Say(text)).text or "") == text
    assume(text)
    for make in (Body, Sms, Message):
        if len(text) <= 1600:
            assert make(text).text == etree.fromstring(bytes(make(text))).text == text


@given(XML_TEXT)
def test_free_text_in_attributes_is_kept(text: str) -> None:
    for element, name, xml_name in (
        (Parameter(name="n", value=text), "value", "value"),
        (ConversationRelay(url=RELAY, welcome_greeting=text), "welcome_greeting", "welcomeGreeting"),
        (Pay(description=text), "description", "description"),
    ):
        assert getattr(element, name) == read(element).get(xml_name) == text


def test_characters_that_xml_cannot_hold_are_refused_everywhere() -> None:
    controls = [chr(code) for code in range(32) if chr(code) not in "\t\n\r"]
    for bad in [*controls, "\ud800", "\udbff", "\udc00", "\udfff", "\ufffe", "\uffff"]:
        for make in (
            Say,
            Body,
            Number,
            Redirect,
            lambda text: Parameter(name="a", value=text),
            lambda text: Gather(hints=text),
        ):
            error = refused(lambda make=make, bad=bad: make(f"a{bad}b"))
            assert f"U+{ord(bad):04X}" in str(error)
            str(error).encode()
    for good in ("\x7f", "\x85", "\u2028", "\ufffd", "\ufeff", "\U0001ffff", "\U0010ffff"):
        assert read(Say(good)).text == good


# Ruling 14: adjacent texts.


@given(st.lists(st.text("ab &<\n", max_size=4), max_size=5))
def test_adjacent_texts_are_one_and_empty_ones_none(texts: list[str]) -> None:
    whole = "".join(texts)
    assert Say(*texts) == Say(whole)
    assert Say(*texts).children == ((whole,) if whole else ())
    assert hash(Say(*texts)) == hash(Say(whole))
    assert Say(*texts).to_xml() == Say(whole).to_xml()


def test_empty_text_is_no_text() -> None:
    assert Say("") == Say()
    assert Say("").to_xml() == "<Say/>"
    assert Dial("", Number("a"), "") == Dial(Number("a"))
    assert Number("+1415", "") == Number("+1415")
    with pytest.raises(InvalidContent, match=r"<Number> holds one text, not 2"):
        Number("+1415", "1234")  # one text, not two to be joined: the second was meant to be something else


# Ruling 15: lists.


def test_lists_are_joined_as_the_facts_say() -> None:
    gather = Gather(hints=["sales department", "support"], input=["dtmf", "speech"])
    assert dict(read(gather).attrib) == {"hints": "sales department,support", "input": "dtmf speech"}
    assert gather == Gather(hints="sales department, support", input="dtmf speech")
    assert gather == Gather(hints=("sales department", "support"), input=("dtmf", "speech"))
    assert gather.input == ("dtmf", "speech")
    assert gather.hints == ("sales department", "support")
    assert Transcription(hints=" one ,, two,").hints == ("one", "two")
    assert Prompt(for_="security-code", attempt="1 2  3").attempt == (1, 2, 3)
    assert Number("a", status_callback_event="initiated\n  answered").status_callback_event == ("initiated", "answered")


def test_a_list_does_not_follow_the_list_it_was_given() -> None:
    events = ["completed"]
    number = Number("a", status_callback_event=events)
    events.append("nonsense")
    assert number.status_callback_event == ("completed",)
    assert hash(number) == hash(Number("a", status_callback_event="completed"))


def test_empty_lists_are_refused_with_advice_and_hints_may_be_empty() -> None:
    for fact, name in of_type("enum-list", "string-list", "integer-list"):
        for empty in ([], (), "", "  "):
            make = partial(fact.minimal, **{name: empty})
            if name == "hints":
                assert (read(make()).get(name), make().hints) == ("", ())
                assert make() == eval(repr(make()), vars(twimlkit)) != fact.minimal()
            else:
                assert "leave it out" in str(refused(make, InvalidAttribute))


# Equal elements write the same XML.


def assert_equal_ones_are_written_alike(elements: list[Any]) -> None:
    for first, second in combinations(elements, 2):
        if first == second:
            assert (hash(first), first.to_xml()) == (hash(second), second.to_xml())


def test_equal_elements_write_the_same_xml() -> None:
    for fact in FACTS.values():
        for xml_name in fact.attributes:
            name = to_python_name(xml_name)
            elements = [fact.minimal(**{name: legal.given}) for legal in fact.legal(xml_name)]
            kept = [getattr(element, name) for element in elements]
            assert_equal_ones_are_written_alike([*elements, *(fact.minimal().unchecked(**{name: one}) for one in kept)])


@given(st.lists(st.decimals(0, 9, places=3) | st.floats(0, 9) | st.sampled_from([0.5, "0.5", "0.50", 5, "5"])))
def test_equal_numbers_are_written_alike(values: list[Any]) -> None:
    own = own_class()
    for name in ("amount", "price", "value", "count"):
        elements = [own().unchecked(**{name: value}) for value in values]
        assert_equal_ones_are_written_alike(elements)


# Ruling 18: whole numbers.


def test_whole_numbers_have_32_bits_where_no_smaller_maximum_is_documented() -> None:
    count = 0
    for fact, name in of_type("integer", "integer-or-auto"):
        most = bounds(fact.attributes[fact.element.grammar().attributes[name].xml_name])[1]
        count += most == 2_147_483_647
        assert getattr(fact.minimal(**{name: most}), name) == most
        error = refused(partial(fact.minimal, **{name: most + 1}), InvalidAttribute)
        assert re.search(rf"must be (at most|from .+ to|'auto', or be at most) {most}, not {most + 1}", error.message)
    assert count > 15
    for wide in (2**31, 10**12, -(2**31) - 1):
        assert Parameter(name="n", value=wide).value == str(wide)  # a text
    assert own_class()(wide=10**12).wide == 10**12  # its own bounds


def test_items_that_hold_the_separator_are_refused() -> None:
    error = refused(lambda: Gather(hints=["a,b"]), InvalidAttribute)
    assert "'a,b'" in str(error)
    assert "separates" in str(error)
    for item in ("a b", "a\tb", "a\nb", "a\rb", "a\u00a0b"):
        assert "separates" in str(
            refused(lambda item=item: ConversationRelay(url=RELAY, debug=[item]), InvalidAttribute)
        )
    assert refused(lambda: Number("a", status_callback_event=["initiated ringing"]), InvalidAttribute)


@given(st.lists(XML_TEXT, min_size=1, max_size=4))
def test_what_is_joined_is_read_back_as_the_same_items(items: list[str]) -> None:
    for make, name, by in (
        (lambda value: Gather(hints=value), "hints", ","),
        (lambda value: ConversationRelay(url=RELAY, debug=value), "debug", " "),
    ):
        try:
            element = make(items)
        except InvalidAttribute:
            continue
        kept = getattr(element, name)
        assert len(kept) == len(items)
        assert read(element).get(name) == by.join(kept)
        assert make(read(element).get(name)) == element


# Ruling 16: text may be any subclass of str; values of parameters also int.


@pytest.mark.parametrize("subclass", SUBCLASSES, ids=["StrEnum", "str and Enum", "safe string"])
def test_subclasses_of_str_are_the_text_they_hold(subclass: Callable[[str], str]) -> None:
    text, url, number = 'a & "b"', "/next?a=b&c=d", "+14155550100"
    pairs: list[tuple[Callable[[Any], Any], str]] = [
        (Say, text),
        (Body, text),
        (Sms, text),
        (Message, text),
        (lambda value: Say(value, Say().text, "!"), text),
        (lambda value: Parameter(name="n", value=value), text),
        (lambda value: Pay(description=value, postal_code=value), text),
        (lambda value: Gather(speech_model=value), text),
        (Redirect, url),
        (lambda value: Gather(action=value), url),
        (Number, number),
        (Dial, number),
        (lambda value: Sms("x", to=value), number),
        (lambda value: Dial("a", caller_id=value), number),
        (lambda value: Redirect("/", method=value), "GET"),
        (lambda value: Conference("a", beep=value), "true"),
        (lambda value: Dial("a", recording_status_callback_event=value), "completed"),
        (lambda value: Dial("a", recording_status_callback_event=[value]), "completed"),
        (lambda value: Gather(hints=[value, value]), text),
        (lambda value: Say("x", voice=value), text),
        (lambda value: Prompt(for_="security-code", error_type=value), "completed"),
    ]
    for make, plain in pairs:
        element = make(subclass(plain))
        assert element == make(plain)
        assert hash(element) == hash(make(plain))
        assert element.to_xml() == make(plain).to_xml()
        for value in (*element.children, *element.attributes.values()):
            for one in value if isinstance(value, tuple) else (value,):
                assert type(one) in (str, bool)


@pytest.mark.parametrize("subclass", [str, Loud], ids=["str", "safe string"])
def test_wrong_texts_are_refused_in_any_class(subclass: Callable[[str], str]) -> None:
    for make, wrong in (
        (Say, "a\0"),
        (lambda value: Redirect("/", method=value), "get"),
        (lambda value: Dial("a", recording_status_callback_event=[value]), "nonsense"),
        (Redirect, "ftp://example.com"),
    ):
        assert "__" not in str(refused(lambda make=make, wrong=wrong: make(subclass(wrong))))


def test_methods_of_the_standard_library() -> None:
    assert Redirect("/", method=HTTPMethod.GET) == Redirect("/", method="GET")
    assert type(Redirect("/", method=HTTPMethod.POST).method) is str
    for fact, name in of_type("method"):
        assert getattr(fact.minimal(**{name: HTTPMethod.POST}), name) == "POST"


@pytest.mark.parametrize("element", [Parameter, Header, Config])
def test_values_of_parameters_take_whole_numbers(element: Any) -> None:
    for value, written in ((5, "5"), (0, "0"), (-7, "-7"), (Whole.THREE, "3")):
        made = element(name="n", value=value)
        assert made == element(name="n", value=written)
        assert (type(made.value), made.value) == (str, written)
        assert read(made).get("value") == written
    for wrong in (True, None, 1.5, b"5", [5]):
        assert refused(lambda wrong=wrong: element(name="n", value=wrong), InvalidAttribute).attribute == "value"
    assert refused(lambda: element(name=5, value="x"), InvalidAttribute).attribute == "name"


# Lengths.


def test_lengths_count_what_is_kept() -> None:
    assert Queue("  " + "x" * 64 + "\n").text == "x" * 64
    assert refused(lambda: Queue("x" * 65), InvalidContent).code == 14213
    assert Client("é" * 256).text == "é" * 256
    assert refused(lambda: Dial("a", call_reason="😀" * 51), InvalidAttribute).attribute == "call_reason"


# No message shows a secret.

SECRETS = st.text("QXZJKVW0123456789", min_size=10, max_size=300)
TONES = st.text("0123456789ABCD#*wW", min_size=8, max_size=30)
NOT_XML = st.sampled_from(["\0", "\x1f", "\ud800", "\uffff"])
NOT_URLS: list[Callable[[str, str], str]] = [
    lambda secret, _: f"ftp://user:{secret}@example.com/",
    lambda secret, _: f"https://user:{secret}@",
    lambda secret, _: f"https://user:{secret}@/path",
    lambda secret, _: f"https://user:{secret}@example.com/a b",
    lambda secret, _: f"https://user: {secret}@example.com/",
    lambda secret, bad: f"https://user:{secret}@example.com/{bad}",
    lambda secret, bad: f"{bad}https://user:{secret}@example.com/",
    lambda secret, _: f"//user:{secret}@",
    lambda secret, _: f"sip:user:{secret}@example.com x",
    lambda secret, _: f"sips://user:{secret}@",
    lambda secret, _: f"user:{secret}@example.com",
    lambda secret, _: f"https:user:{secret}@example.com",
]


def shows(error: InvalidTwiML, secret: str) -> bool:
    """Tell whether an error gives away a secret, or much of its beginning."""
    said = f"{error} {error!r} {error.args} {error.__dict__}"
    return secret[:8] in said


@given(secret=SECRETS, bad=NOT_XML)
def test_no_error_shows_a_password(secret: str, bad: str) -> None:
    long = secret + "x" * 257
    for make in (
        lambda: Sip("sip:a@b", password=secret + bad),
        lambda: Sip("sip:a@b", password=bad + secret),
        lambda: Sip("sip:a@b", password=long),
        lambda: Sip("sip:a@b", password=[secret]),
        lambda: Sip("sip:a@b", password=secret.encode()),
        lambda: Sip("sip:a@b", username=secret + bad),
        lambda: Sip("sip:a@b", username=long),
        lambda: Uri("sip:a@b", password=secret + bad),
        lambda: Uri("sip:a@b", password={secret: 1}),
        lambda: Header(name="x-token", value=secret + bad),
        lambda: Parameter(name="token", value=secret + bad),
        lambda: Sip("sip:a@b", pasword=secret),
        lambda: Say("x").unchecked(password=secret + bad),
    ):
        assert not shows(refused(make), secret)


@given(tones=TONES, bad=st.sampled_from(["x", " ", "-", "\0", "\ud800", "é"]))
def test_no_error_shows_tones(tones: str, bad: str) -> None:
    for wrong in (tones + bad, bad + tones, tones[:4] + bad + tones[4:], [tones], tones.encode()):
        for make in (lambda wrong=wrong: Play(digits=wrong), lambda wrong=wrong: Number("a", send_digits=wrong)):
            error = refused(make, InvalidAttribute)
            assert not shows(error, tones)
            assert tones[:6] not in str(error)
            assert tones[-6:] not in str(error)


@given(secret=SECRETS, bad=NOT_XML, form=st.sampled_from(NOT_URLS))
def test_no_error_shows_the_user_info_of_a_url(secret: str, bad: str, form: Callable[[str, str], str]) -> None:
    for make in URL_PLACES:
        assert not shows(refused(lambda make=make: make(form(secret, bad))), secret)


@given(secret=SECRETS)
def test_no_error_shows_long_or_misplaced_text(secret: str) -> None:
    for make in (
        lambda: Body(secret + "x" * 1601),
        lambda: Message(secret, Body("x")),
        lambda: Gather(secret),
        lambda: Response(secret),
        lambda: Response(Say(secret + "x" * 66_000)),
        lambda: Dial(secret.encode()),
        lambda: Response([secret]),
    ):
        assert not shows(refused(make), secret)


# An attribute remembers values that it accepted.


def remembered(element_class: type[Any], name: str) -> tuple[dict[object, Any], dict[str, object]]:
    """Return what an attribute remembers of Python and of XML."""
    attribute = element_class.grammar().attributes[name]
    return attribute.accepted, attribute.read


def test_secrets_are_never_remembered() -> None:
    make = {
        (Sip, "password"): lambda secret: Sip("sip:a@b", username="u", password=secret),
        (Uri, "password"): lambda secret: Uri("sip:a@b", username="u", password=secret),
        (Number, "send_digits"): lambda secret: Number("+14155550100", send_digits=secret),
        (Play, "digits"): lambda secret: Play(digits=secret),
    }
    for (element_class, name), build in make.items():
        element = build("1234")
        assert element.replace(**{name: "5678"}).unchecked(**{name: "9"}) == build("9")
        document = f"<Response><Dial>{element}</Dial></Response>" if element_class is not Play else Response(element)
        if element_class is not Uri:
            assert parse(str(document)).text == element.text
        attribute = element_class.grammar().attributes[name]
        assert attribute.from_xml("1234") == "1234"
        assert remembered(element_class, name) == ({}, {})
    assert Sip.grammar().attributes["username"].accepted


def test_the_facts_name_no_other_secret() -> None:
    secret = {
        (fact.name, name)
        for fact in FACTS.values()
        for name, attribute in fact.element.grammar().attributes.items()
        if not attribute.remembers
    }
    assert secret == {
        (fact.name, to_python_name(xml_name))
        for fact in FACTS.values()
        for xml_name, attribute in fact.attributes.items()
        if xml_name == "password" or attribute["type"] == "dtmf"
    }


def own_class() -> type[Any]:
    """Return a new class, of which nothing is remembered yet."""

    class Own(Custom):
        def __init__(
            self,
            *,
            flag: bool | None = None,
            count: Count | None = None,
            amount: Real | None = None,
            price: Amount | None = None,
            hints: Hints | None = None,
            word: bool | Literal["1", "2"] | None = None,
            words: Words[Literal["1", "2"]] | None = None,
            numbers: Words[Count] | None = None,
            names: CommaList | None = None,
            label: str | None = None,
            value: str | int | None = None,
            wide: Annotated[int, Between(1, 10**12)] | None = None,
            name: Name | None = None,
            url: Url | None = None,
        ) -> None: ...

    return Own


def test_the_memory_is_bounded() -> None:
    own = own_class()
    for number in range(1, 1_000):
        texts = {"label": f"text {number}", "names": (f"a{number}", "b"), "url": f"/{number}"}
        element = own(count=number, value=-number, **texts)
        assert element.to_xml() == own(**element.attributes).to_xml()
        for name, attribute in own.grammar().attributes.items():
            if name in ("label", "url", "count"):
                assert attribute.from_xml(str(number))
    for name in ("count", "value", "label", "names", "url"):
        assert 0 < len(remembered(own, name)[0]) <= 128
    for name in ("label", "url", "count"):
        assert 0 < len(remembered(own, name)[1]) <= 128


def test_only_short_values_are_remembered() -> None:
    own = own_class()
    for length in (256, 257):
        own(label="x" * length, names=("x" * (length - 1), "y"), value="x" * length)
        own.grammar().attributes["label"].from_xml("x" * length)
    assert list(remembered(own, "label")[0]) == ["x" * 256]
    assert list(remembered(own, "value")[0]) == ["x" * 256]
    assert list(remembered(own, "names")[0]) == [("x" * 255, "y")]
    assert list(remembered(own, "label")[1]) == ["x" * 256]


def test_refused_and_foreign_values_are_not_remembered() -> None:
    own = own_class()
    for name, value in (("count", 0), ("flag", 1), ("url", "ftp://x"), ("word", "3"), ("names", ())):
        assert refused(lambda name=name, value=value: own(**{name: value}), InvalidAttribute)
    own(names=["a", "b"], label=Loud("x"), amount=Decimal(1), count=Whole.THREE, value=PlainStrEnum.TEXT)
    own(amount=0.5, numbers=(1, 2), word=MixedStrEnum.TRUE).unchecked(count=0)
    assert all(remembered(own, name) == ({}, {}) for name in own.grammar().attributes)


ALIKE = st.sampled_from([True, 1, 1.0, Decimal(1), Whole(3), 3, 3.0, "1", "true", Loud("1"), PlainStrEnum.TRUE])
"""Values of several types, most of which are equal to another one."""

VALUES = (
    ALIKE | st.lists(ALIKE, max_size=3) | st.lists(ALIKE, max_size=3).map(tuple) | st.integers(-3, 3) | st.floats(-3, 3)
)


def outcome(element_class: Any, name: str, value: object) -> tuple[object, ...]:
    """Return what comes of a value: the XML with the kept value and its type, or the error."""
    try:
        element = element_class(**{name: value})
    except InvalidAttribute as error:
        return type(error), str(error)
    kept = getattr(element, name)
    return element.to_xml(), kept, type(kept), [type(item) for item in kept] if isinstance(kept, tuple) else None


@given(st.lists(VALUES, min_size=2, max_size=8))
@example([1, True, 1.0, Decimal(1), True, 1])
@example([("1", "2"), ["1", "2"], (1, 2), (True, 2), ("1", Loud("2")), (1.0, 2)])
def test_equal_values_never_answer_for_each_other(values: list[object]) -> None:
    used = own_class()
    for name in used.grammar().attributes:
        for value in values:
            assert outcome(used, name, value) == outcome(own_class(), name, value)


@given(st.lists(st.sampled_from(["1", " 1", "1 ", "01", "+1", "true", "TRUE", "a,b", "a, b", ""]), max_size=8))
def test_equal_texts_of_xml_are_read_alike(texts: list[str]) -> None:
    used, fresh = own_class().grammar().attributes, own_class().grammar().attributes
    for name, attribute in used.items():
        for text in [*texts, *texts]:
            try:
                kept = attribute.from_xml(text)
            except InvalidValue as invalid:
                with pytest.raises(InvalidValue, match=f"^{re.escape(str(invalid))}$"):
                    fresh[name].value.from_xml(text)
            else:
                first = fresh[name].value.from_xml(text)[0]
                assert (type(kept), kept) == (type(first), first)
