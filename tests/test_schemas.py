"""The schemas accept what the classes accept: for every element, attribute, value and child, and for drawn trees."""

from __future__ import annotations

import copy
import itertools
import json
import os
import re
import shutil
import subprocess
import time
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.cases import for_each
from tests.facts import (
    BAD_URLS,
    FACTS,
    MARKUP,
    NOT_NOTHING,
    SAMPLE,
    UNJUDGED,
    URLS,
    Fact,
    bounds,
    lxml_name,
    separator,
    to_python_name,
    words,
)
from twimlkit._core.grammar import Attribute
from twimlkit._core.values import InvalidValue
from twimlkit.errors import InvalidContent, InvalidTwiML
from twimlkit.parser import parse
from twimlkit.schemas import DIFFERENCES, description, relax_ng, xsd
from twimlkit.strategies import Mutant, documents, messaging_responses, mutants, responses
from twimlkit.types import Url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMAS: dict[str, Any] = {
    "rng": etree.RelaxNG(etree.fromstring(relax_ng())),
    "xsd": etree.XMLSchema(etree.fromstring(xsd())),
}
LANGUAGES = {difference.name: difference.languages for difference in DIFFERENCES}

ODD_SPACES = "\x85\xa0\u1680\u2003\u2028\u2029\u202f\u205f\u3000"
"""White space to Python, and not to XML."""

BROKEN_RULES = {
    r"holds either text or": "text-or-elements",
    r"holds one text": "one-text",
    r"holds at most \d+ of <": "counts",
    r"needs a text, a Body|needs the name of a queue|both <Conference> and <Number>": "checks",
    r"xml:|xml_lang": "xml-attributes",
    r"xsi:": "xsi-attributes",
    r"no attribute 'xmlns": "namespaces",
    r"DOCTYPE": "doctype",
    r"bytes": "size",
    r"nests deeper": "depth",
    r"\d+ digits": "digits",
}
"""The names of differences, by the errors whose rule a schema may lack."""


# The verdicts.


def error_of(xml: bytes) -> InvalidTwiML | None:
    """The error that `parse` raises, or None."""
    try:
        parse(xml)
    except InvalidTwiML as error:
        return error
    return None


def broken_rule(error: InvalidTwiML, root: etree._Element) -> str | None:
    """The name of the difference that explains an error, or None."""
    if isinstance(error, InvalidContent) and re.search(r"> (text|has a text|\w+ must)", str(error)):
        [node] = root.xpath(f"/{error.path}")
        return "text-beside-elements" if len(node) else "text-alone" if FACTS[class_of(node)].children else None
    return next((name for pattern, name in BROKEN_RULES.items() if re.search(pattern, str(error))), None)


def class_of(node: etree._Element) -> str:
    """The name of an element's class; of those with text, only Sip has two."""
    parent = node.getparent()
    names = [fact.name for fact in FACTS.values() if fact.tag == node.tag]
    return "ReferSip" if parent is not None and parent.tag == "Refer" else names[0]


def read(xml: str | bytes) -> etree._Element:
    """Read XML with lxml, and keep CDATA sections."""
    xml = xml.encode() if isinstance(xml, str) else xml
    return etree.fromstring(xml, etree.XMLParser(strip_cdata=False))


def verdicts(root: etree._Element) -> dict[str, bool]:
    """Whether each schema accepts a document."""
    return {language: schema.validate(root) for language, schema in SCHEMAS.items()}


def is_valid(root: etree._Element) -> bool:
    """Whether the classes accept a document; asserts that the schemas agree, except for the differences."""
    xml = etree.tostring(root)
    error = error_of(xml)
    others = [language for language, verdict in verdicts(root).items() if verdict != (error is None)]
    if others:
        wrong = set(others) - excused(root, xml, error)
        assert wrong == set(), (xml, error, [SCHEMAS[language].error_log for language in wrong])
    return error is None


def excused(root: etree._Element, xml: bytes, error: InvalidTwiML | None) -> set[str]:
    """The languages whose schema may disagree about a document."""
    names = [broken_rule(error, root) if error else None]
    names += ["white-space"] * has_odd_spaces(root) + ["blank-text"] * has_blank_text(root)
    names += ["cdata"] * (b"<![CDATA[" in xml)
    return {language for name in names if name for language in LANGUAGES[name]}


def has_odd_spaces(root: etree._Element) -> bool:
    return any(space in value for node in root.iter() for value in node.attrib.values() for space in ODD_SPACES)


def has_blank_text(root: etree._Element) -> bool:
    return any(
        node.tag in FILLED and not node.xpath("*") and "".join(node.xpath("text()")).isspace() for node in root.iter()
    )


FILLED = {fact.tag for fact in FACTS.values() if fact.text["use"] == "required"}


# Documents for each element.


@cache
def ways() -> dict[str, list[str]]:
    """The names of the classes around each element, the document first, on the shortest way to it."""
    found = {"Response": [], "MessagingResponse": []}
    waiting = list(found)
    for name in waiting:
        new = [child for child in FACTS[name].children if child not in found]
        found |= {child: [*found[name], name] for child in new}
        waiting += new
    return found


def document_of(name: str, element: Any = None) -> tuple[etree._Element, etree._Element]:
    """The smallest document around an element of a class, and the element in it."""
    element = FACTS[name].minimal() if element is None else element
    for parent in reversed(ways()[name]):
        element = FACTS[parent].holding(element)
    root = node = element.to_etree()
    for _ in ways()[name]:
        node = node[0]
    return root, node


def bare(name: str) -> tuple[etree._Element, etree._Element]:
    """A document around an element, with text in it only where its children alone would be refused."""
    root, node = document_of(name)
    if FACTS[name].children and name != "Enqueue":
        node.text = None
    return root, node


EVERY = for_each(fact=FACTS.values())


# Every attribute.


def is_xml(text: str) -> bool:
    return re.fullmatch("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*", text) is not None


def texts_of(fact: Fact, xml_name: str) -> dict[str, bool]:
    """Texts for an attribute, each with whether the facts call it legal."""
    legal = [str(value.written) for value in fact.legal(xml_name)]
    attribute = fact.attributes[xml_name]
    others = [value for value in fact.illegal(xml_name) if isinstance(value, str) and is_xml(value)]
    others += ["", " ", "x", "5", "true", "1", "TRUE", "a\x85b", "a\nb", "\x7f", *ODD_SPACES[:2]]
    others += [f"{around}{text}{around}" for text in legal[:2] for around in (" ", "\n\t ", "\u3000")]
    if attribute["type"] in ("integer", "number", "integer-or-auto"):
        others += [
            "+5",
            "-0",
            "0" * 14 + "5",
            "0" * 15 + "5",
            "5.",
            ".5",
            "5.0",
            "1e1",
            "NaN",
            "0.50000000000000000001",
        ]
        others += [str(bound + step) for bound in bounds(attribute) if bound is not None for step in (-1, 0, 1)]
    if attribute["type"].endswith("-list"):
        by = separator(attribute)
        others += [f"{by} {by}", f"{by}{legal[0]}{by}", f"{legal[0]} {by}\n{legal[0]}", f"{legal[0]}\xa0{by}{legal[0]}"]
        others += [by.join([item] * 3) for item in ("x" * 100, "x" * 101, "a  b")]
        others += [by.join(["x"] * 501)]
    return dict.fromkeys(others, False) | dict.fromkeys(legal, True)


@EVERY
def test_the_time_does_not_grow_with_every_attribute(fact: Fact) -> None:
    root, node = document_of(fact.name)
    for xml_name in fact.attributes:
        node.set(lxml_name(xml_name), fact.legal(xml_name)[0].written)
        begin = time.process_time()
        assert verdicts(root) == dict.fromkeys(SCHEMAS, True)
        assert time.process_time() - begin < 1  # and not twice the time before


@pytest.mark.slow
@EVERY
def test_every_attribute_has_the_same_values(fact: Fact) -> None:
    for xml_name in fact.attributes:
        root, node = document_of(fact.name)
        for text, legal in texts_of(fact, xml_name).items():
            node.set(lxml_name(xml_name), text)
            assert is_valid(root) or not legal, (xml_name, text)


@EVERY
def test_every_attribute_is_known_and_no_other(fact: Fact) -> None:
    root, node = document_of(fact.name)
    for xml_name in fact.required:
        value = node.attrib.pop(lxml_name(xml_name))
        assert not is_valid(root)
        node.set(lxml_name(xml_name), value)
    swapped = [xml_name.swapcase() for xml_name in fact.attributes if ":" not in xml_name]
    for xml_name in {"nonsense", "id", "xml:lang", *swapped, *fact.not_current} - fact.attributes.keys():
        node.set(lxml_name(xml_name), "x")
        assert not is_valid(root)
        del node.attrib[lxml_name(xml_name)]
    assert is_valid(root)
    node.set("{urn:example}name", "x")
    assert not is_valid(root)


# Every child, and every text.


@EVERY
def test_every_pair_of_parent_and_child(fact: Fact) -> None:
    root, node = bare(fact.name)
    known = {FACTS[child].tag for other in FACTS.values() if other.tag == fact.tag for child in other.children}
    for name, other in FACTS.items():
        child = other.minimal().to_etree()
        held = copy.deepcopy(node)
        node.append(child)
        if name in fact.children:
            single = fact.name == "Refer" and len(node) > 1
            assert is_valid(root) != single
        elif other.tag not in known:
            assert not is_valid(root)
        else:
            is_valid(root)
        node[:] = held[:]


@EVERY
def test_children_are_counted(fact: Fact) -> None:
    limits = {child: most for child, most in fact.children.items() if most}
    unlimited = [child for child in fact.children if child not in limits and child != "Conference"]
    for child, most in limits.items():
        root, node = bare(fact.name)
        one = FACTS[child].minimal().to_etree()
        node[:] = [copy.deepcopy(one) for _ in range(most)]
        assert is_valid(root), child
        for place, other in zip((0, most // 2, len(node)), unlimited, strict=False):
            node.insert(place, FACTS[other].minimal().to_etree())
            assert is_valid(root), (child, other)
        node.append(copy.deepcopy(one))
        assert not is_valid(root), child
        assert verdicts(root) == {"rng": False, "xsd": len(limits) > 1}, child


def test_every_pair_of_verbs() -> None:
    documents = [FACTS["Response"].children, FACTS["MessagingResponse"].children]
    verbs = {name: FACTS[name].minimal().to_etree() for children in documents for name in children}
    for first, second in itertools.product(verbs, repeat=2):
        root = etree.Element("Response")
        root.extend(copy.deepcopy(verbs[name]) for name in (first, second))
        can_stand = any({first, second} <= children.keys() for children in documents)
        assert is_valid(root) == (can_stand and not FACTS[first].terminal)


TEXTS = (
    "", " ", "\n\t", "\x85", "\u3000 ", "a b", "a\nb", "a\x7fb", "a\x85b", "a\u2028b", f"\n {SAMPLE}\xa0", MARKUP,
    *("x" * count for count in (64, 65, 128, 129, 255, 256, 257, 1600, 1601)),
    *(f" {'x' * count}\t" for count in (64, 65, 128, 129, 255, 256, 257, 1600, 1601)),
    *("😀" * count for count in (64, 65, 128, 129, 256, 257, 1600, 1601)),
    f"{'x' * 30}{' ' * 33}x", f"{'x' * 30}{' ' * 34}x", *URLS, *BAD_URLS,
)  # fmt: skip


@EVERY
def test_every_text_of_an_element(fact: Fact) -> None:
    root, node = bare(fact.name)
    node[:] = []
    for text in TEXTS:
        node.text = text
        right = is_valid(root)
        if fact.text["use"] == "none" and text.strip():
            assert not right
        if not text and (fact.text["use"] == "required" or fact.name in NOT_NOTHING):
            assert not right
    node.text = SAMPLE
    assert is_valid(root) == (fact.text["use"] != "none")


@EVERY
def test_comments_and_white_space_do_not_count(fact: Fact) -> None:
    root, node = document_of(fact.name)
    for comment in (etree.Comment("x"), etree.ProcessingInstruction("x", "y")):
        comment.tail = "\n "
        node.append(comment)
        node.tail = root.tail = None
        assert is_valid(root)


# Drawn trees.


@pytest.mark.slow
@given(documents())
@example("<Response><Sms> <!-- libxml2 takes this for no text --></Sms></Response>")
@example("<Response><Sms> <?and this?></Sms></Response>")
def test_schemas_accept_documents_that_the_classes_accept(xml: str | bytes) -> None:
    assert is_valid(read(xml))


@pytest.mark.slow
@given(mutants())
def test_schemas_and_classes_agree_about_mutants(mutant: Mutant) -> None:
    try:
        root = read(mutant.xml)
    except etree.XMLSyntaxError:
        return
    is_valid(root)


TAGS = st.sampled_from([*sorted({fact.tag for fact in FACTS.values()}), "Nonsense"])
XML_NAMES = st.sampled_from(
    [*sorted({xml_name for fact in FACTS.values() for xml_name in fact.attributes}), "nonsense"]
)
VALUES = st.sampled_from(
    ["", "x", "1", "-1", "true", "GET", "/a", "http:", "auto", "a b", "a,b", "a\nb", "1s", "\xa0a"]
)
STRINGS = st.sampled_from(["", " ", "x", "a\x7fb", "http:x"])


def change_attribute(draw: st.DrawFn, node: etree._Element) -> None:
    xml_name = draw(st.sampled_from(node.attrib.keys()) if node.attrib else XML_NAMES.map(lxml_name))
    node.set(xml_name, draw(VALUES))


def drop_attribute(draw: st.DrawFn, node: etree._Element) -> None:
    if node.attrib:
        del node.attrib[draw(st.sampled_from(node.attrib.keys()))]


def rename(draw: st.DrawFn, node: etree._Element) -> None:
    node.tag = draw(TAGS)


def change_text(draw: st.DrawFn, node: etree._Element) -> None:
    node.text = draw(STRINGS)


def add_text(draw: st.DrawFn, node: etree._Element) -> None:
    if len(node):
        node[draw(st.integers(0, len(node) - 1))].tail = draw(STRINGS)


def repeat(draw: st.DrawFn, node: etree._Element) -> None:
    if len(node):
        node.extend(copy.deepcopy(draw(st.sampled_from(list(node)))) for _ in range(draw(st.integers(1, 11))))


def insert(draw: st.DrawFn, node: etree._Element) -> None:
    other = draw(st.sampled_from(list(node.getroottree().iter())))
    new = draw(st.just(copy.deepcopy(other)) | TAGS.map(etree.Element))
    node.insert(draw(st.integers(0, len(node))), new)


def remove(draw: st.DrawFn, node: etree._Element) -> None:
    if len(node):
        node.remove(draw(st.sampled_from(list(node))))


CHANGES = st.sampled_from([change_attribute, drop_attribute, rename, change_text, add_text, repeat, insert, remove])


@pytest.mark.slow
@given(st.data(), responses() | messaging_responses())
@settings(max_examples=60)
def test_schemas_and_classes_agree_about_changed_documents(data: st.DataObject, document: Any) -> None:
    root = etree.fromstring(bytes(document))
    for change in data.draw(st.lists(CHANGES, min_size=1, max_size=2)):
        change(data.draw, data.draw(st.sampled_from(list(root.iter()))))
    is_valid(root)


ADDRESS = Attribute("url", Url)
URL_PARTS = (
    ("", "sip:", "SIPS:", "http:", "https:", "ws:", "wSs:", "x:", "1:", ":"),
    ("", "/", "//", "///"),
    ("", "@", "a@", "a@b@"),
    ("", "a", "[", "]", "[]", "[a]", "[a", "a]", "[:a]", "[:", "[[a]", "[]a", "]["),
    ("", ":80", "/x", " x"),
)


@pytest.mark.slow
def test_the_pattern_of_urls_matches_what_the_class_accepts() -> None:
    root, node = document_of("Redirect")
    for parts in itertools.product(*URL_PARTS):
        node.text = "".join(parts)
        try:
            ADDRESS.from_xml(node.text)
        except InvalidValue:
            right = False
        else:
            right = True
        assert verdicts(root) == dict.fromkeys(SCHEMAS, right), node.text


def test_schemas_know_every_scheme() -> None:
    with pytest.raises(InvalidValue) as caught:
        ADDRESS.from_xml("x:a")
    listed = re.search("one of (.+), or be relative", str(caught.value))
    assert listed
    root, node = document_of("Redirect")
    for scheme in listed[1].split(", "):
        node.text = f"{scheme}://a"
        assert verdicts(root) == dict.fromkeys(SCHEMAS, True), scheme


@given(st.text("::/?#@[]a-1+. \n\x85\u3000é", max_size=9))
@settings(max_examples=100)
def test_schemas_and_classes_agree_about_urls(text: str) -> None:
    root, node = document_of("Redirect")
    node.text = text
    is_valid(root)


def test_named_types_are_the_same_in_both_languages() -> None:
    rng, schema = etree.fromstring(relax_ng()), etree.fromstring(xsd())
    names = [node.get("name") for node in schema.findall(f"{XS}simpleType") if node.get("name") != "nothing"]
    assert {"url", "url-255", "line", "filled-line-64"} <= {*names}
    probe = etree.SubElement(schema, f"{XS}element", name="probe")
    start = rng.find("{*}start")
    start[:] = [etree.fromstring('<element xmlns="http://relaxng.org/ns/structure/1.0" name="probe"><ref/></element>')]
    for start[0][0].attrib["name"] in names:
        probe.set("type", start[0][0].get("name"))
        both = etree.RelaxNG(rng), etree.XMLSchema(schema)
        document = etree.Element("probe")
        found = set()
        for document.text in TEXTS:
            right, also = (each.validate(document) for each in both)
            assert right == also, (probe.get("type"), document.text)
            found.add(right)
        assert found == {True, False} or probe.get("type") in ("text", "boolean")


XS = "{http://www.w3.org/2001/XMLSchema}"


LONG_TEXTS = (
    ("Number", None, "a b " * 15_000 + "\x7f"),
    ("Queue", None, " " * 60_000 + "\x7f"),
    ("Redirect", None, "//" + "a@[" * 20_000),
    ("Redirect", None, "\n" * 60_000 + "a b"),
    ("Gather", "hints", "a" + " " * 60_000 + "b,"),
    ("Gather", "hints", "a b, " * 10_000),
    ("Dial", "passports", ", " * 30_000),
    ("Pay", "chargeAmount", "1" * 60_000),
)


def test_no_text_takes_long() -> None:
    for name, xml_name, text in LONG_TEXTS:
        root, node = document_of(name)
        if xml_name:
            node.set(xml_name, text)
        else:
            node.text = text
        begin = time.process_time()
        assert verdicts(root) == dict.fromkeys(SCHEMAS, False), (name, text[:10])
        assert time.process_time() - begin < 2, (name, text[:10])


def test_nothing_inside_failover_is_judged() -> None:
    failover = '<Failover a="1" xml:lang="b">x<Language cod="fr"/><Say loop="x"><New/></Say></Failover>'
    relay = '<Response><Connect><ConversationRelay url="wss://a">{}</ConversationRelay></Connect></Response>'
    assert verdicts(etree.fromstring(relay.format(failover))) == dict.fromkeys(SCHEMAS, True)
    for wrong in (failover.replace("a=", "xmlns:x='urn:x' x:a="), "<Failover><New xmlns='urn:x'/></Failover>"):
        assert verdicts(etree.fromstring(relay.format(wrong))) == dict.fromkeys(SCHEMAS, False), wrong
    assert verdicts(etree.fromstring(f"<Response>{failover}</Response>")) == dict.fromkeys(SCHEMAS, False)
    described = DESCRIPTION["elements"]["Failover"]
    assert (described["open"], described["attributes"]) == (True, {})


# The differences.

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="twiml.xsd"'

EXAMPLES: dict[str, list[str]] = {
    "text-beside-elements": [
        f'<Dial><Client>{"x" * 257}<Parameter name="a" value="b"/></Client></Dial>',
        f"<Enqueue>{'x' * 65}<Task>{{}}</Task></Enqueue>",
        "<Dial><Sip>http:a<Headers/></Sip></Dial>",
        f"<Message>{'x' * 1601}<Media>/a</Media></Message>",
    ],
    "one-text": ["<Enqueue>a<Task>{}</Task>b</Enqueue>", "<Message>a<Media>/a</Media>b</Message>"],
    "text-alone": [
        "<Dial>a\x7fb</Dial>",
        f"<Dial><Client>{'x' * 257}</Client></Dial>",
        "<Dial><Sip>http:a</Sip></Dial>",
        "<Dial><Application>a\nb</Application></Dial>",
        f"<Enqueue>{'x' * 65}</Enqueue>",
        f"<Message>{'x' * 1601}</Message>",
    ],
    "text-or-elements": [
        "<Dial>1<Number>2</Number></Dial>",
        "<Dial><Client>a<Identity>b</Identity></Client></Dial>",
        "<Dial><Sip>sip:a@b<Uri>sip:c@d</Uri></Sip></Dial>",
        "<Message>a<Body>b</Body></Message>",
    ],
    "counts": [
        f"<Dial>{'<Number>1</Number>' * 11}</Dial>",
        f"<Dial>{'<Client>a</Client>' * 6}<Queue>a</Queue>{'<Client>a</Client>' * 5}</Dial>",
        f"<Dial>{'<Application>a</Application>' * 2}</Dial>",
        f"<Dial><Sip>{'<Uri>sip:a@b</Uri>' * 6}</Sip></Dial>",
        "<Dial><Sip>sip:a@b<Headers/><Headers/></Sip></Dial>",
    ],
    "checks": ["<Enqueue/>", "<Message/>", "<Dial><Conference>a</Conference><Number>1</Number></Dial>"],
    "xml-attributes": [
        "<Say><lang>a</lang></Say>",
        '<Say><lang xml:lang="a&#10;b">a</lang></Say>',
        '<Say><lang xml:lang="fr-FR" xml:space="preserve">a</lang></Say>',
    ],
    "xsi-attributes": [f"<Say {XSI}>a</Say>"],
    "namespaces": ['<Say xmlns:x="urn:example">a</Say>', '<Say xmlns="">a</Say>'],
    "doctype": ["<!DOCTYPE Response><Response/>"],
    "size": [f"<Say>{'x' * 65_536}</Say>"],
    "depth": [f"<Say>{'<emphasis>' * 63}a{'</emphasis>' * 63}</Say>"],
    "digits": [
        f'<Connect><ConversationRelay url="wss://a" eagerEotThreshold="{number}"/></Connect>'
        for number in ("0.5000000000000000000001", "0.59999999999999999")
    ],
    "white-space": [
        '<Say loop="\xa05">a</Say>',
        '<Redirect method="GET\u3000"/>',
        '<Gather input="dtmf\xa0speech"/>',
        '<Gather timeout="auto\x85"/>',
        '<Gather finishOnKey="#" numDigits="\u20285"/>',
        '<Dial record="\xa0true"/>',
        '<Pay chargeAmount="\xa01"/>',
    ],
    "blank-text": ['<Say><phoneme alphabet="ipa" ph="x"> </phoneme></Say>', "<Sms> </Sms>"],
    "cdata": ["<Gather><![CDATA[ ]]><Say>a</Say></Gather>"],
}


def example(xml: str) -> bytes:
    """An example as a document."""
    return (xml if "Response" in xml else f"<Response>{xml}</Response>").encode()


STRICTER = ("white-space", "blank-text", "cdata")
"""The differences where the schemas refuse what the classes accept."""


@for_each(difference=DIFFERENCES)
def test_every_difference_is_one(difference: Any) -> None:
    assert difference.rule
    assert difference.reason
    is_stricter = difference.name in STRICTER
    expected = {language: (language in difference.languages) != is_stricter for language in SCHEMAS}
    for xml in map(example, EXAMPLES[difference.name]):
        assert (error_of(xml) is None) == is_stricter, xml
        assert verdicts(read(xml)) == expected, xml


def test_every_difference_has_an_example() -> None:
    assert [*LANGUAGES] == [*EXAMPLES]


def test_the_white_space_of_the_patterns_is_that_of_python() -> None:
    root, node = document_of("Number")
    unseen = {chr(code) for code in range(0x3100) if unicodedata.category(chr(code))[0] in "CZ"}
    for character in {*filter(is_xml, unseen), "-", "a", "\ufeff", "😀"}:
        for node.text in (character, f"{character}1{character}", f"1{character}1"):
            right = error_of(etree.tostring(root)) is None
            assert verdicts(root) == dict.fromkeys(SCHEMAS, right), hex(ord(character))


# The same with xmllint.


def samples() -> Iterator[bytes]:
    """Valid and invalid documents with every element and attribute."""
    for xmls in EXAMPLES.values():
        yield from map(example, xmls)
    for name, fact in FACTS.items():
        root, node = document_of(name)
        yield etree.tostring(root)
        for xml_name in fact.attributes:
            texts = [*texts_of(fact, xml_name)]
            for text in (texts[0], texts[-1]):
                yield etree.tostring(changed(root, node, xml_name, text))
        yield etree.tostring(changed(root, node, "nonsense", ""))
        root, node = bare(name)
        for other in [*FACTS.values()][::4]:
            node.append(other.minimal().to_etree())
            yield etree.tostring(root)
            del node[-1]


def changed(root: etree._Element, node: etree._Element, xml_name: str, text: str) -> etree._Element:
    """A copy of the document with another value of an attribute."""
    before = dict(node.attrib)
    node.set(lxml_name(xml_name), text)
    found = copy.deepcopy(root)
    node.attrib.clear()
    node.attrib.update(before)
    return found


@pytest.fixture(scope="module")
def sample_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The samples as files of one folder."""
    folder = tmp_path_factory.mktemp("samples")
    files = []
    for number, xml in enumerate(samples()):
        files.append(folder / f"{number}.xml")
        files[-1].write_bytes(xml)
    return files


@pytest.mark.slow
@pytest.mark.parametrize(("option", "language", "schema"), [("relaxng", "rng", relax_ng()), ("schema", "xsd", xsd())])
def test_xmllint_agrees(option: str, language: str, schema: str, sample_files: list[Path], tmp_path: Path) -> None:
    command = shutil.which("xmllint")
    if command is None:
        assert "CI" not in os.environ, "xmllint is missing: install libxml2-utils"
        pytest.skip("xmllint is missing: it is in the package libxml2-utils")
    (tmp_path / "schema").write_text(schema)
    run = [command, "--noout", f"--{option}", tmp_path / "schema", *sample_files]
    lines = subprocess.run(run, capture_output=True, text=True, check=False).stderr.splitlines()
    expected = {file: SCHEMAS[language].validate(read(file.read_bytes())) for file in sample_files}
    assert {*expected.values()} == {True, False}
    words_of = ("fails to validate", "validates")
    assert [file for file, right in expected.items() if f"{file} {words_of[right]}" not in lines] == []


# Documentation.

DESCRIPTION = description()
DOCUMENTATION = {
    "rng": "{http://relaxng.org/ns/compatibility/annotations/1.0}documentation",
    "xsd": "{http://www.w3.org/2001/XMLSchema}documentation",
}


@for_each(language=DOCUMENTATION)
def test_schemas_have_the_documentation_of_the_docstrings(language: str) -> None:
    schema = relax_ng() if language == "rng" else xsd()
    told = {node.text for node in etree.fromstring(schema).iter(DOCUMENTATION[language])}
    for name, element in DESCRIPTION["elements"].items():
        assert {element["summary"], *filter(None, (element["page"], element["rule"]))} <= told, name
        # XSD cannot document an attribute of another namespace.
        own = {
            xml_name: row for xml_name, row in element["attributes"].items() if language == "rng" or ":" not in xml_name
        }
        assert {attribute["documentation"] for attribute in own.values()} <= told, name


def test_schemas_are_plain_ascii() -> None:
    assert (relax_ng() + xsd()).isascii()


# The description.


def test_the_description_is_json() -> None:
    assert json.loads(json.dumps(DESCRIPTION)) == DESCRIPTION
    assert (DESCRIPTION["format"], DESCRIPTION["documents"]) == (1, ["Response", "MessagingResponse"])
    assert DESCRIPTION["elements"].keys() == {*FACTS, *itertools.chain(*UNJUDGED.values())}


@EVERY
def test_the_description_of_an_element_is_that_of_the_facts(fact: Fact) -> None:
    element = DESCRIPTION["elements"][fact.name]
    assert (element["tag"], element["page"]) == (fact.tag, fact.page)
    assert (element["deprecated"], element["ends"]) == (fact.deprecated, fact.terminal)
    assert element["summary"].endswith(".")
    assert bool(element["rule"]) == (fact.name in (*NOT_NOTHING, "Dial"))
    assert element["attributes"].keys() == fact.attributes.keys()
    content = element["content"]
    if not fact.children and fact.text["use"] == "none":
        assert content is None
        return
    assert bool(content["text"]) == (fact.text["use"] != "none")
    assert content["spoken"] <= (fact.mixed or content["single"])
    assert content["required"] == (fact.text["use"] == "required" or bool(fact.least))
    assert element["open"] is False
    unjudged = dict.fromkeys(UNJUDGED.get(fact.name, ()))
    assert {child["element"]: child["most"] for child in content["children"]} == fact.children | unjudged
    apart = {child["element"] for child in content["children"] if not child["beside_text"]}
    assert apart == (fact.excluded if content["text"] else {*fact.children, *unjudged})
    assert fact.text.get("max_length") == (content["text"] or {}).get("longest")


@EVERY
def test_the_description_of_an_attribute_is_that_of_the_facts(fact: Fact) -> None:
    for xml_name, attribute in fact.attributes.items():
        row = DESCRIPTION["elements"][fact.name]["attributes"][xml_name]
        assert row["python"] == to_python_name(xml_name)
        assert (row["required"], row["deprecated"]) == (attribute["required"], attribute["deprecated"])
        assert row["secret"] == (xml_name in SECRETS)
        assert row["documentation"]
        default = attribute.get("default")
        assert row["default"] == (
            None if default is None else str(default).lower() if default in (True, False) else str(default)
        )
        assert_described(row["value"], attribute)


def assert_described(value: dict[str, Any], attribute: dict[str, Any]) -> None:
    """Assert that a value is described as the facts have it."""
    if value["type"] == "list":
        assert (value["separator"], attribute["type"][-5:]) == (separator(attribute), "-list")
        assert (value["most"], value["longest"]) == (attribute.get("max_items"), attribute.get("max_item_length"))
        value = value["item"]
    known = words(attribute)
    if known:
        assert value["type"] == "word"
        assert sorted(value["words"]) == sorted(known)
        assert attribute.get("open", False) <= bool(value["other"])
        value = value["other"] or {"type": "word"}
    elif value["type"] == "word":
        assert attribute["type"] == "boolean-or-string"
        assert value["words"] == ["true", "false"]
        value = value["other"]
    assert value["type"] in TYPES[attribute["type"]], attribute
    assert (value.get("least"), value.get("most")) == bounds(attribute)
    assert value.get("longest") == attribute.get("max_length")
    assert (value.get("pattern") is None) == ("pattern" not in attribute)


TYPES = {
    "integer": ("integer",),
    "integer-or-auto": ("integer",),
    "integer-list": ("integer",),
    "number": ("number", "amount"),
    "boolean": ("boolean",),
    "boolean-or-string": ("text",),
    "method": ("word",),
    "url": ("url",),
    **dict.fromkeys(("phone", "phone-or-alphanumeric", "sid", "language"), ("line",)),
    **dict.fromkeys(("string", "string-list", "dtmf", "duration"), ("text", "line")),
    **dict.fromkeys(("enum", "enum-list"), ("word", "text", "line")),
}


SECRETS = ("digits", "password", "sendDigits")
"""The attributes whose values are confidential."""


def test_documentation_names_attributes_as_in_xml() -> None:
    told = DESCRIPTION["elements"]["Gather"]["attributes"]["partialResultCallbackMethod"]["documentation"]
    assert "`partialResultCallback`" in told
    every = " ".join(
        row["documentation"] for one in DESCRIPTION["elements"].values() for row in one["attributes"].values()
    )
    assert not re.search(r"`\w+_\w+`|\bTrue\b|\bFalse\b", every)
