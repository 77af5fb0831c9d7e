"""The strategies write XML in many spellings, which are the same to the parser, to lxml and to the linter."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import pytest
from hypothesis import assume, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from lxml import etree

from tests.facts import FACTS, lxml_name
from tests.strategies.test_elements import QUIET, UNSHRUNK
from tests.trees import SPEECH, WIRES, assert_same, written
from twimlkit import Body, Dial, Gather, Hangup, Message, MessagingResponse, Number, Response, Say, custom
from twimlkit._core.element import Element
from twimlkit._core.placeholders import template_of
from twimlkit._core.problems import MAX_DOCUMENT_BYTES
from twimlkit.linter import lint
from twimlkit.parser import parse
from twimlkit.strategies import documents, elements, messaging_responses, responses, spellings

SENT = ("Body", "Message", "Sms")
EXACT = ("dtmf", "duration")
"""The elements, beside those of speech, and the types of attributes in which white space is significant."""


def read_by_lxml(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False))


def settle(node: etree._Element, element: Element) -> None:
    """Undo in an lxml element the variations that are ignored: white space around values, and their order."""
    if type(element).__name__ not in FACTS:  # whose content nobody knows, so that all of it is significant
        return
    fact = FACTS[type(element).__name__]
    types = {lxml_name(xml_name): attribute["type"] for xml_name, attribute in fact.attributes.items()}
    given = dict(node.items())
    node.attrib.clear()
    for name, value in element.attributes.items():
        xml_name = WIRES[type(element)][name]
        text = given.pop(xml_name)
        is_exact = text == written(name, value) or types[xml_name] in EXACT
        node.set(xml_name, text if is_exact else text.strip())
    assert given == {}
    if element.tag not in SPEECH or fact.text["use"] == "none":
        node.text = settled(node.text, element)
        for inner in node:
            inner.tail = settled(inner.tail, element)
    for inner, child in zip(node, [child for child in element.children if isinstance(child, Element)], strict=True):
        settle(inner, child)


def settled(text: str | None, element: Element) -> str:
    """Return the significant part of a text that is not speech; a text that is sent is significant as a whole."""
    text = text or ""
    is_exact = element.tag in SENT and (element.text == text or not text.isspace())
    return text if is_exact else text.strip()


def assert_reads_back(xml: bytes, element: Element) -> None:
    assert parse(xml, root=type(element)) == element
    node = read_by_lxml(xml)
    settle(node, element)
    assert_same(node, element, indented=True)


@st.composite
def spelled(draw: st.DrawFn, of: st.SearchStrategy[Element], **options: Any) -> tuple[Element, Any]:
    """Draw elements, each with one of its spellings."""
    element = draw(of)
    return element, draw(spellings(element, **options))


@given(spelled(responses() | messaging_responses()))
def test_every_spelling_reads_back(drawn: tuple[Element, bytes]) -> None:
    element, xml = drawn
    assert_reads_back(xml, element)
    assume(template_of(bytes(element)) is None)  # of which the linter knows less
    assert found_in(xml) == found_in(bytes(element))


def found_in(xml: bytes) -> list[str]:
    """Return the findings of the linter, apart from the size, in which the spellings of a document differ."""
    return sorted(f"{each.rule} {each.path} {each.attribute}" for each in lint(xml, ignore=["large-document"]))


@settings(max_examples=25)
@given(spelled(elements(Gather) | elements(Message) | elements(Dial)))
def test_a_part_of_a_document_has_spellings_too(drawn: tuple[Element, bytes]) -> None:
    assert_reads_back(drawn[1], drawn[0])


@settings(max_examples=25)
@given(spelled(responses(), encoded=False))
def test_spellings_may_be_text(drawn: tuple[Element, str]) -> None:
    element, xml = drawn
    assert isinstance(xml, str)
    assert parse(xml) == parse(str(element))
    assert_reads_back(xml.encode(), element)


SAMPLE = Response(Say("h\xe9 & \u20ac", voice="man", loop=2), Hangup())

WAYS = {
    "as to_xml writes it": re.escape(bytes(SAMPLE)) + b"$",
    "no declaration": b"<Response",
    "something else first": b"<!--|\\n",
    "standalone": rb"<\?xml[^>]* standalone=.(yes|no)",
    "version 1.1": rb"<\?xml[^>]*1\.1",
    "a declaration without an encoding": rb'<\?xml version="1.0"\?>',
    "an encoding in small letters": rb"<\?xml.*(iso|windows|koi8|us-ascii)",
    "a byte order mark": b"\xef\xbb\xbf<",
    "UTF-16 with a mark": b"\xff\xfe.[^\0]|\xfe\xff",
    "UTF-16 without a mark": b"<\0.\0|\0<\0.",
    "UTF-32": b"\0\0\xfe\xff|\xff\xfe\0\0|\0\0\0<|<\0\0\0",
    "one byte for what fits": b".*(?i:iso-8859-1|windows-1252).*h\xe9",
    "references for what does not fit": b".*(?i:us-ascii|koi8-r).*h&#233;.*&#8364;",
    "a comment between elements": b".*/Say><!--[^>]*--><Hangup",
    "a comment in text": b".*>h?<!--[^>]*-->.*[^>]</Say",
    "a processing instruction": rb".*<\?a ",
    "a new line between elements": rb".*</Say>\s*\n\s*<Hangup",
    "blanks in tags": rb".*<Say\s*\n.*loop\s+=\s+.*</Say\s",
    "blanks around a number": rb""".*["']\s+2\s+["']""",
    "blanks in an element without content": rb".*<Hangup>\s+</Hangup>",
    "other quotes": b".*voice='man'",
    "another order": b".*loop=.*voice=",
    "an element without content": b".*<Hangup></Hangup>",
    "decimal references": b".*&#109;",
    "hexadecimal references": b".*&#x6d;",
    "leading zeros": b".*&#(0109|x00006D);",
    "a named reference": b".*h\xc3\xa9 &amp; &#8364;",
    "a CDATA section": rb".*<Say.*<!\[CDATA\[.*& .*\]\]></Say",
    "a CDATA section in the middle": rb".*>h(\xc3\xa9)?<!\[CDATA\[",
    "carriage returns and line feeds": b".*\r\n",
    "carriage returns alone": rb"[^\n]*\r[^\n]*$",
}
"""The variations that must be drawn, each as a pattern for the beginning of a document."""


def test_every_way_of_writing_is_drawn() -> None:
    unseen = dict(WAYS)

    def completes(xml: bytes) -> bool:
        for way in [way for way, pattern in unseen.items() if re.compile(pattern, re.DOTALL).match(xml)]:
            del unseen[way]
        return not unseen

    with contextlib.suppress(NoSuchExample):
        find(spellings(SAMPLE), completes, settings=UNSHRUNK)
    assert unseen == {}


SENTENCE = " a&<>]]>'b\"\t\n\r\n\x85\u2028 "


@settings(max_examples=100)
@given(st.data())
def test_what_is_said_or_sent_is_never_changed(data: st.DataObject) -> None:
    element = data.draw(
        st.sampled_from([Response(Say(SENTENCE)), MessagingResponse(Message(Body(SENTENCE), Body(" ")))])
    )
    assert_reads_back(data.draw(spellings(element)), element)


@settings(max_examples=150)
@given(spellings(Response(Say("a\x85b")), encoded=False))
def test_xml_1_1_has_no_characters_that_it_reads_otherwise(xml: str) -> None:
    assert "1.1" not in xml.partition("?>")[0] or "\x85" not in xml


PADDED = Gather(
    num_digits=1, action="/a", method="GET", barge_in=True, input=("dtmf", "speech"), timeout="auto", hints=("a", "b c")
)


def test_white_space_around_every_kind_of_value_is_drawn() -> None:
    unseen = set(PADDED.attributes)

    def completes(xml: str) -> bool:
        values = etree.fromstring(xml).values()
        unseen.difference_update(
            name for name, text in zip(PADDED.attributes, values, strict=True) if text[:1].isspace()
        )
        return not unseen

    assert find(
        spellings(PADDED, encoded=False), lambda xml: "encoding" not in xml and completes(xml), settings=UNSHRUNK
    )


@given(spellings(Dial(Number("+14155550100", send_digits="w1"), caller_id="a", call_reason=" b ")))
def test_white_space_that_counts_is_left_alone(xml: bytes) -> None:
    node = read_by_lxml(xml)
    assert node.get("callReason") == " b "
    assert node[0].get("sendDigits") == "w1"


LARGE = Response(Say("x" * 60_000), Hangup())


@settings(max_examples=20)
@given(spellings(LARGE))
def test_no_spelling_is_larger_than_a_document_may_be(xml: bytes) -> None:
    assert len(xml) <= MAX_DOCUMENT_BYTES
    assert parse(xml) == LARGE


STRANGE = Response(custom("New", " a ", Say("b"), custom("Inner"), size=" 3 "), Say("c").unchecked(loop=" x "))


@given(spellings(STRANGE))
def test_what_the_vocabulary_does_not_know_is_left_alone(xml: bytes) -> None:
    assert parse(xml, lenient=True) == STRANGE


# Documents.


def test_documents_are_of_calls_and_of_messages() -> None:
    assert find(documents(), lambda xml: b"<Gather" in xml, settings=UNSHRUNK)
    assert find(documents(), lambda xml: b"<Message" in xml, settings=UNSHRUNK)


@settings(max_examples=25)
@given(documents(elements(Gather), encoded=False))
def test_documents_are_of_what_is_asked_for(xml: str) -> None:
    assert isinstance(parse(xml, root=Gather), Gather)


# Shrinking.

SHRUNK: dict[str, tuple[st.SearchStrategy[bytes], bytes, bytes]] = {
    "anything": (documents(), b"", bytes(Response())),
    "an element": (documents(elements(Response)), b"<Hangup", bytes(Response(Hangup()))),
    "a spelling": (spellings(SAMPLE), b"", bytes(SAMPLE)),
    "quotes": (spellings(SAMPLE), b"='man", bytes(SAMPLE).replace(b'"man"', b"'man'")),
    "a section": (
        spellings(Response(Say("a"))),
        b"CDATA",
        bytes(Response(Say("a"))).replace(b"a</", b"<![CDATA[a]]></"),
    ),
}
"""A strategy, a part of the wanted example, and the smallest example with it."""


@pytest.mark.parametrize("case", SHRUNK)
def test_shrinks_to_what_matters(case: str) -> None:
    strategy, part, least = SHRUNK[case]
    assert find(strategy, lambda xml: part in xml, settings=QUIET) == least


def test_strategies_show_themselves_shortly() -> None:
    assert len(repr(documents())) < 200
