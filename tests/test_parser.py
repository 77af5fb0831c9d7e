"""Reading XML as elements: what is read, what is refused and where, and that nothing else can happen."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import random
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from xml.parsers import expat

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from lxml import etree

import twimlkit
from tests.cases import calls, for_each
from tests.facts import FACTS, Fact, to_python_name
from tests.fuzz.reading import check_linting, check_reading
from tests.trees import SPEECH, VOCABULARY, WIRES, assert_same, every, written
from twimlkit import (
    Body,
    Client,
    Conference,
    Custom,
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
    Pay,
    Play,
    Redirect,
    Refer,
    ReferSip,
    Response,
    Say,
    SayAs,
    Sip,
    Sms,
    custom,
)
from twimlkit._core import xml as xml_module
from twimlkit._core.element import DECLARATION, Document, Element
from twimlkit._core.marks import Most
from twimlkit._core.problems import MAX_DEPTH, MAX_DOCUMENT_BYTES
from twimlkit._core.values import quote
from twimlkit._core.xml import Place, read, size_of
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
from twimlkit.linter import lint
from twimlkit.parser import parse
from twimlkit.strategies import elements, messaging_responses, responses
from twimlkit.types import Spoken  # noqa: TC001  # the grammar evaluates it

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DATA = Path(__file__).parent / "data"
PUBLISHED = sorted((DATA / "published").glob("*.xml"))
CORPUS = Path(__file__).parent / "fuzz" / "corpus"


LENIENT = for_each(lenient=[False, True])

# What is written is read back.


def ways_to_write(element: Element) -> Iterator[str | bytes]:
    """The element as XML in all the ways it can write itself, but those that are longer than a document may be."""
    yield from (
        xml for xml in (element.to_xml(), bytes(element), element.pretty(), element.pretty("\t\n")) if fits(xml)
    )


def fits(xml: str | bytes) -> bool:
    return size_of(xml) <= MAX_DOCUMENT_BYTES


# Characters that XML may ask to be written as references, among others.
TEXTS_TO_ESCAPE = st.text("&<>]\"'\r\n\t a;é\x85\u2028😀") | st.text()


@settings(max_examples=300)
@given(text=TEXTS_TO_ESCAPE, value=TEXTS_TO_ESCAPE)
@example(text="]]>]]>", value="]]>")
def test_writing_escapes_what_xml_requires_and_no_more(text: str, value: str) -> None:
    assume(is_xml(text + value))
    expected = etree.Element("a", b=value)
    expected.text = text
    xml = custom("a", text, b=value).to_xml()
    assert canonical(xml) == etree.tostring(expected, method="c14n")
    for found in re.finditer("&[^;]*;", xml):
        bare = etree.fromstring(f"<a>{found[0]}</a>").text or ""
        assert canonical(xml[: found.start()] + bare + xml[found.end() :]) != canonical(xml)


def canonical(xml: str) -> bytes | None:
    """Return the canonical form of XML, or None where it is not well-formed."""
    try:
        return etree.tostring(etree.fromstring(xml.encode()), method="c14n")
    except etree.XMLSyntaxError:
        return None


@pytest.mark.slow
@for_each(fact=FACTS.values())
@settings(max_examples=5)
@given(st.data())
def test_every_element_of_the_vocabulary_is_read_back(fact: Fact, data: st.DataObject) -> None:
    element = data.draw(elements(fact.element))
    for xml in ways_to_write(element):
        found = parse(xml, root=fact.element)
        assert found == element
        assert type(found) is fact.element
        assert parse(xml, root=fact.element, lenient=True) == found


@given(responses() | messaging_responses())
def test_documents_are_read_back(document: Response | MessagingResponse) -> None:
    for xml in ways_to_write(document):
        found = parse(xml, root=type(document))
        assert found == document
        assert [type(each) for each in every(found)] == [type(each) for each in every(document)]
        assert parse(xml, root=type(document), lenient=True) == document


def test_a_document_may_be_too_long_only_when_it_is_indented() -> None:
    # White space counts towards the limit of Twilio as all else does, so such a document is refused like any other.
    document = Response(*[Pause()] * ((MAX_DOCUMENT_BYTES - len(bytes(Response(Pause())))) // len("<Pause/>")))
    assert parse(document.to_xml()) == document
    assert not fits(document.pretty())
    with pytest.raises(TooLarge, match=r"^the document is \d+ bytes long: write at most 65536 .+ \(Twilio 11750\)"):
        parse(document.pretty())


def test_a_small_document() -> None:
    xml = "<Response><Gather numDigits='1' input='dtmf speech'><Say>Press 1.</Say></Gather><Hangup/></Response>"
    expected = Response(Gather(Say("Press 1."), num_digits=1, input=("dtmf", "speech")), Hangup())
    assert parse(xml) == parse(xml.encode()) == parse(DECLARATION + xml) == expected
    assert list(parse(xml).children[0].attributes) == ["num_digits", "input"]


@pytest.mark.parametrize(
    ("inside", "document_class"),
    [
        ("", Response),
        ("<Redirect>/a</Redirect>", Response),
        ("<Message>a</Message>", MessagingResponse),
        ("<Redirect>/a</Redirect><Message>a</Message>", MessagingResponse),
        ("<Unknown/><Message>a</Message><Say>b</Say>", MessagingResponse),
        ("<Redirect>/a</Redirect><Pause/><Message>a</Message>", Response),
        ("<Say>a</Say>", Response),
    ],
)
def test_what_a_document_holds_says_which_it_is(inside: str, document_class: type[Document]) -> None:
    found = parse(f"<Response>{inside}</Response>", lenient=True)
    assert type(found) is document_class


def test_a_document_that_could_be_either_is_what_is_wanted() -> None:
    xml = "<Response><Redirect>/a</Redirect></Response>"
    assert parse(xml) == parse(xml, root=Response) == Response(Redirect("/a"))
    assert parse(xml, root=MessagingResponse) == MessagingResponse(Redirect("/a"))


def test_a_class_of_ones_own_as_the_root() -> None:
    class Own(Custom):
        __slots__ = ()

        def __init__(self, *content: Spoken | Any, tries: int | None = None) -> None: ...

    made = Own("a ", Say("b"), Sip("sip:a@example.com"), tries=1)
    assert parse(made.to_xml(), root=Own) == made
    assert parse(made.to_xml(), root=Own, lenient=True) == made
    with pytest.raises(InvalidAttribute, match=r"^<Own> tries must be a whole number"):
        parse("<Own tries='x'/>", root=Own)


@pytest.mark.parametrize("wrong", [None, 5, bytearray(b"<Response/>"), etree.Element("Response"), Path("a.xml")])
def test_what_is_no_xml_at_all_is_a_mistake_of_the_program(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"^XML must be str or bytes, not "):
        parse(wrong)


@pytest.mark.parametrize("wrong", [Element, Custom, Document])
def test_a_class_that_declares_no_element_is_no_root(wrong: type[Any]) -> None:
    with pytest.raises(TypeError, match="declares no element"):
        parse("<Response/>", root=wrong)


# Values.


def opening(fact: Fact, **attributes: str) -> str:
    """The beginning of an element's XML, with these attributes and the required ones."""
    given = {xml_name: fact.legal(xml_name)[0].written for xml_name in fact.required} | attributes
    return f"<{fact.tag}" + "".join(f" {xml_name}={quoted(text)}" for xml_name, text in given.items())


def closed(fact: Fact, beginning: str, *more: str) -> str:
    """The XML of an element: its beginning, what it cannot do without, and more."""
    least = "".join(piece if isinstance(piece, str) else piece.to_xml() for piece in fact.minimal_content())
    return f"{beginning}>{least}{''.join(more)}</{fact.tag}>"


def quoted(text: str) -> str:
    return f'"{quote(text)}"'


ATTRIBUTES = [(fact, xml_name) for fact in FACTS.values() for xml_name in fact.attributes]

STRIPPED = ("integer", "integer-or-auto", "number", "boolean", "method", "url", "phone", "sid", "language")
"""The types of values around which white space does not count."""


def test_every_legal_value_is_read_as_it_is_kept() -> None:
    for fact, xml_name in ATTRIBUTES:
        for legal in fact.legal(xml_name):
            around = ["", " ", "\n  "] if fact.attributes[xml_name]["type"] in STRIPPED else [""]
            for blank in around:
                xml = closed(fact, opening(fact, **{xml_name: f"{blank}{legal.written}{blank}"}))
                for lenient in (False, True):
                    found = parse(xml, root=fact.element, lenient=lenient)
                    assert found.attributes[to_python_name(xml_name)] == legal.kept, xml
                    assert type(found.attributes[to_python_name(xml_name)]) is type(legal.kept), xml


@pytest.mark.parametrize("element", [Pay(postal_code=" true "), SayAs("a", interpret_as=" date ", format=" m")])
def test_a_word_with_blanks_around_it_is_a_text_where_any_text_may_be(element: Element) -> None:
    for lenient in (False, True):
        assert parse(element.to_xml(), root=type(element), lenient=lenient) == element


def test_every_illegal_value_is_refused_where_it_stands_and_kept_where_that_is_wanted() -> None:
    count = 0
    for fact, xml_name in ATTRIBUTES:
        right = {legal.written for legal in fact.legal(xml_name)}
        numbers = {"5", "true", "false", "0.5"}  # as texts they are wrong in Python, and right in XML
        for wrong in fact.illegal(xml_name):
            if not isinstance(wrong, str) or wrong in right | numbers or not is_xml(wrong):
                continue
            before = re.sub(f' {xml_name}="[^"]*"', "", opening(fact))
            xml = closed(fact, f"{before}\n\n\t{xml_name}={quoted(wrong)}")
            with pytest.raises(InvalidAttribute) as caught:
                parse(xml, root=fact.element)
            error = caught.value
            assert (error.line, error.column, error.path) == (3, 2, fact.tag)
            assert error.attribute == to_python_name(xml_name)
            assert str(error).startswith(f"<{fact.tag}> {xml_name} must ")
            assert error.code in fact.value_codes(xml_name) or error.code is None
            kept = parse(xml, root=fact.element, lenient=True)
            assert kept.attributes[to_python_name(xml_name)] == wrong
            count += 1
    assert count > 1000


def is_xml(text: str) -> bool:
    try:
        etree.Element("a").text = text
    except ValueError:
        return False
    return True


# One spelling or another.


class Speller:
    """Spells an element as XML in one of the many ways in which that can be done."""

    def __init__(self, seed: int, encoding: str = "utf-8") -> None:
        self.random = random.Random(seed)
        self.encoding = encoding
        self.line_end = self.random.choice(["\n", "\r\n", "\r"])

    def document(self, element: Element) -> bytes:
        """The element with a declaration, and with comments and white space around it."""
        quoting = self.random.choice("\"'")
        standalone = self.one("", f" standalone={quoting}yes{quoting}", f"\nstandalone = {quoting}no{quoting}")
        name = f" encoding={quoting}{self.encoding}{quoting}"
        declaration = f"<?xml version={quoting}1.0{quoting}{name}{standalone}{self.one('', ' ')}?>"
        if self.encoding.startswith(("utf-8", "utf-16")):
            declaration = self.one("", declaration, f"<?xml version={quoting}1.0{quoting}?>")
        text = declaration + self.aside() + self.element(element) + self.aside()
        mark = self.one("", "\ufeff") if self.encoding == "utf-8" else "\ufeff" * self.encoding.startswith("utf-")
        return (mark + text).encode(self.encoding.replace("utf-16", "utf-16-le"), "xmlcharrefreplace")

    def element(self, element: Element) -> str:
        names = WIRES[type(element)]
        attributes = "".join(
            self.attribute(re.sub("{.*}", "xml:", names[name]), written(name, value))
            for name, value in element.attributes.items()
        )
        content = self.content(element)
        blank = self.one("", " ", self.line_end)
        if not content and self.random.random() < 0.5:
            return f"<{element.tag}{attributes}{blank}/>"
        return f"<{element.tag}{attributes}{blank}>{content}</{element.tag}{self.one('', ' ', self.line_end)}>"

    def attribute(self, xml_name: str, value: str) -> str:
        quoting = self.random.choice("\"'")
        text = "".join(self.character(each, f"&<\t\n\r{quoting}") for each in value)
        blank, before, after = self.one(" ", "\t", self.line_end), self.one("", " "), self.one("", "  ")
        return f"{blank}{xml_name}{before}={after}{quoting}{text}{quoting}"

    def content(self, element: Element) -> str:
        indented = element.tag not in SPEECH and not any(isinstance(child, str) for child in element.children)
        between = self.aside if indented else self.comment
        pieces = [self.text(child) if isinstance(child, str) else self.element(child) for child in element.children]
        return between() + "".join(piece + between() for piece in pieces)

    def text(self, text: str) -> str:
        """The text in pieces, some of them CDATA."""
        spelled = ""
        while text:
            length = self.random.randint(1, 8)
            piece, text = text[:length], text[length:]
            if self.random.random() < 0.5 and "]]>" not in piece and "\r" not in piece and self.holds(piece):
                spelled += f"<![CDATA[{piece}]]>".replace("\n", self.line_end)
            else:
                spelled += "".join(self.character(each, "&<>\r") for each in piece).replace("\n", self.line_end)
            spelled += self.comment()
        return spelled

    def holds(self, text: str) -> bool:
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def character(self, character: str, special: str) -> str:
        if character not in special and self.random.random() < 0.9:
            return character
        named = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
        number = ord(character)
        return named.get(character) or self.one(f"&#{number};", f"&#x{number:x};", f"&#x000{number:X};")

    def aside(self) -> str:
        """White space, comments and processing instructions, which say nothing."""
        return "".join(
            self.one(" ", "\t", self.line_end, "") + self.comment() for _ in range(self.random.randint(0, 2))
        )

    def comment(self) -> str:
        return self.one("", "", "", "<!---->", "<!-- <Say>&no; ]]> -->", "<?ask a?b ?>", "<?x?>")

    def one(self, *of: Any) -> Any:
        return self.random.choice(of)


def assert_read_as(data: bytes, element: Element) -> None:
    """Asserts that the element is what lxml reads, and what the parser reads."""
    blind = etree.XMLParser(remove_comments=True, remove_pis=True)
    assert_same(etree.fromstring(data, blind), element, indented=True)
    for lenient in (False, True):
        assert parse(data, root=type(element), lenient=lenient) == element


SEEDS = st.integers(0, 2**32)


@settings(max_examples=150)
@given(st.sampled_from(VOCABULARY).flatmap(elements), SEEDS)
def test_every_spelling_is_read_as_lxml_reads_it(element: Element, seed: int) -> None:
    data = Speller(seed).document(element)
    assume(fits(data))
    assert_read_as(data, element)
    text = data.decode("utf-8-sig")
    assert parse(text, root=type(element)) == parse("\ufeff" + text, root=type(element)) == element


ENCODINGS = [
    "utf-8", "utf-16", "us-ascii", "iso-8859-1", "ISO-8859-2", "latin1", "iso-8859-5", "iso-8859-7", "iso-8859-15",
    "windows-1250", "windows-1251", "windows-1252", "cp1253", "koi8-r",
]  # fmt: skip


@pytest.mark.slow
@for_each(encoding=ENCODINGS)
@settings(max_examples=4)
@given(responses() | messaging_responses(), SEEDS)
def test_every_encoding_is_read_as_lxml_reads_it(encoding: str, document: Document, seed: int) -> None:
    data = Speller(seed, encoding).document(document)
    assume(fits(data))
    assert_read_as(data, document)


TEXTS = {
    "shift_jis": "こんにちは、世界",
    "Shift-JIS": "ｱｲｳ",
    "euc-jp": "もしもし",
    "iso-2022-jp": "東京 ABC",
    "gb2312": "你好",
    "gbk": "後來",
    "gb18030": "你好 😀 ß",
    "big5": "您好",
    "euc-kr": "안녕하세요",
    "windows-1251": "Алло",
    "ISO-8859-8": "שלום",
    "TIS-620": "สวัสดี",
}


@for_each(encoding=TEXTS)
def test_encodings_of_many_languages(encoding: str) -> None:
    xml = f"<?xml version='1.0' encoding='{encoding}'?>\n<Response><Say>{TEXTS[encoding]}</Say></Response>"
    assert_read_as(xml.encode(encoding), Response(Say(TEXTS[encoding])))


@for_each(
    codec=["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"],
    mark=["", "\ufeff"],
    declared=["", "<?xml version='1.0' encoding='{}'?>"],
)
def test_encodings_that_the_first_bytes_show(codec: str, mark: str, declared: str) -> None:
    name = codec.rpartition("-")[0] if codec[-1] == "e" else codec
    xml = f"{mark}{declared.format(name)}<Response><Say>żółć 😀</Say></Response>"
    found = parse(xml.encode(codec))
    assert found == Response(Say("żółć 😀"))
    assert parse(xml) == found  # what is text already is in no encoding, whatever it declares


def test_line_ends_are_those_of_xml() -> None:
    xml = b"<Response><Message to='a\r\nb'>1\r\n2\r3\n4&#13;5</Message></Response>"
    with pytest.raises(InvalidAttribute):
        parse(xml.replace(b"a\r\nb", b"a&#10;b"))
    assert parse(xml) == MessagingResponse(Message("1\n2\n3\n4\r5", to="a b"))


def test_white_space_counts_where_it_is_spoken_or_sent_and_nowhere_else() -> None:
    pairs: list[tuple[str, Element]] = [
        ("<Say> <break/> </Say>", Say(" ", twimlkit.Break(), " ")),
        ("<Say>\n\t</Say>", Say("\n\t")),
        ("<Say><emphasis> </emphasis></Say>", Say(Emphasis(" "))),
        ("<Body> a </Body>", Body(" a ")),
        ("<Body> </Body>", Body(" ")),
        ("<Message> </Message>", Message(" ")),
        ("<Message>\n<Media>\n/a\n</Media>\n</Message>", Message(Media("/a"))),
        ("<Message>\n a <Media>/a</Media>\n</Message>", Message("\n a ", Media("/a"))),
        ("<Sms> a\n</Sms>", Sms(" a\n")),
        ("<Number>\n  +14155550100\n</Number>", Number("+14155550100")),
        ("<Dial>\n  +14155550100\n</Dial>", Dial("+14155550100")),
        ("<Dial> </Dial>", Dial()),
        ("<Dial>\r\n<Sip> sip:a@example.com </Sip>\t</Dial>", Dial(Sip("sip:a@example.com"))),
        ("<Client> <Parameter name='a' value='b'/> alice <!-- --> </Client>", Client(parameter(), "alice")),
        ("<Play> </Play>", Play()),
        ("<Redirect>\n</Redirect>", Redirect()),
        ("<Hangup>\n</Hangup>", Hangup()),
        ("<Gather> <Pause> </Pause> </Gather>", Gather(Pause())),
        ("<Refer>&#32;<Sip>sip:a@example.com</Sip>&#13;</Refer>", Refer(ReferSip("sip:a@example.com"))),
        ("<Enqueue> a </Enqueue>", Enqueue("a")),
    ]
    for xml, element in pairs:
        assert parse(xml, root=type(element)) == element
        assert parse(xml, root=type(element), lenient=True) == element


def parameter() -> Any:
    return twimlkit.Parameter(name="a", value="b")


# Mistakes. The mark ¦ stands where each is.


def place_of_mark(marked: str) -> Place:
    """The line and the column of the mark, by counting."""
    before = re.split("\r\n|\r|\n", marked[: marked.index("¦")])
    return Place(len(before), len(before[-1]) + 1)


def mistake_in(marked: str, *, lenient: bool = False) -> InvalidTwiML:
    """The error for a document with a mark, which must be where the mark is."""
    xml = marked.replace("¦", "")
    for each in (xml, xml.encode()):
        with pytest.raises(InvalidTwiML) as caught:
            parse(each, lenient=lenient)
        error = caught.value
        assert (error.line, error.column) == place_of_mark(marked)
        assert str(error).endswith(f", in line {error.line}, column {error.column}")
    return error


def said(error: InvalidTwiML) -> str:
    """What an error says, but for its place."""
    return str(error).removesuffix(f", in line {error.line}, column {error.column}")


IN_RESPONSE = "it may hold Connect, Dial, Echo, Enqueue, Gather, Hangup, Leave, Pause, Pay, Play, Record, Redirect, …"

SCHEMES = "http, https, ws, wss, sip, sips"

MISTAKES: list[tuple[str, type[InvalidTwiML], str, int | None, str]] = [
    (
        "<!-- a --> ¦<Respons/>",
        InvalidNesting, "Respons", 12102,
        "<Respons> cannot be the outermost element: write Response (Twilio 12102)",
    ),
    (
        "<Response>\n  ¦<Dail/>\n</Response>",
        InvalidNesting, "Response/Dail", 12200,
        "<Response> cannot hold <Dail>; did you mean Dial? (Twilio 12200)",
    ),
    (
        "<Response>\n  <!-- ö --> ¦<Quux/>\n</Response>",
        InvalidNesting, "Response/Quux", 12200,
        f"<Response> cannot hold <Quux>: {IN_RESPONSE} (Twilio 12200)",
    ),
    (
        "<Response><Gather/>\r\n\t<Gather>\r\n\t\t<Say>żółć</Say>¦<Dial/></Gather></Response>",
        InvalidNesting, "Response/Gather[2]/Dial", 13320,
        (
            "<Gather> cannot hold <Dial>: it may hold Say, Play, Pause; "
            "Dial stands in the Response to a call (Twilio 13320)"
        ),
    ),
    (
        "<Response><Say>é<p>ü</p>, 😀 <p>\r<s>ä¦<p/></s></p></Say></Response>",
        InvalidNesting, "Response/Say/p[2]/s/p", 12200,
        (
            "<s> cannot hold <p>: it may hold text, break, emphasis, phoneme, prosody, say-as, sub, w, lang; "
            "p stands in Say, prosody, lang (Twilio 12200)"
        ),
    ),
    (
        "<Response><Echo>\n¦<Say/></Echo></Response>",
        InvalidNesting, "Response/Echo/Say", 12200,
        (
            "<Echo> cannot hold <Say>: it holds nothing; "
            "Say stands in the Response to a call, Gather, Prompt (Twilio 12200)"
        ),
    ),
    (
        "<Response>¦<Gather><!-- -->text</Gather></Response>",
        InvalidContent, "Response/Gather", 13320,
        "<Gather> cannot hold text: put it into Say (Twilio 13320)",
    ),
    (
        "<Response>¦<Refer>sip:a@example.com</Refer></Response>",
        InvalidContent, "Response/Refer", 12200,
        "<Refer> cannot hold text: it may hold Sip (Twilio 12200)",
    ),
    (
        "<Response>¦<Echo>\u00a0</Echo></Response>",
        InvalidContent, "Response/Echo", 12200,
        "<Echo> cannot hold text: it holds nothing (Twilio 12200)",
    ),
    (
        "¦<Response>text</Response>",
        InvalidContent, "Response", 12200,
        "<Response> cannot hold text: put it into Say (Twilio 12200)",
    ),
    (
        "<Response>\n<Gather input=\"dtmf\"\n\t¦numdigits='1'/></Response>",
        UnknownAttribute, "Response/Gather", 12200,
        "<Gather> has no attribute 'numdigits'; did you mean 'numDigits'? (Twilio 12200)",
    ),
    (
        "<Response><Gather hints='é, ö, 😀' ¦num_digits='1'/></Response>",
        UnknownAttribute, "Response/Gather", 12200,
        "<Gather> has no attribute 'num_digits'; did you mean 'numDigits'? (Twilio 12200)",
    ),
    (
        "<Response><Pause\r\n\r\n   ¦quux\n = '>'\n length='1'/></Response>",
        UnknownAttribute, "Response/Pause", 12200,
        "<Pause> has no attribute 'quux': it has length (Twilio 12200)",
    ),
    (
        "<Response ¦xmlns='http://example.com/'/>",
        UnknownAttribute, "Response", 12200,
        "<Response> has no attribute 'xmlns', and TwiML has no namespaces: leave it out (Twilio 12200)",
    ),
    (
        "<Response><Say ¦a:voice='man'/></Response>",
        UnknownAttribute, "Response/Say", 12200,
        "<Say> has no attribute 'a:voice', and TwiML has no namespaces: write voice (Twilio 12200)",
    ),
    (
        "<Response><Say ¦xml:lang='de'/></Response>",
        UnknownAttribute, "Response/Say", 12200,
        (
            "<Say> has no attribute 'xml:lang', which only an old schema of Twilio's knows: "
            "use language of <Say> instead (Twilio 12200)"
        ),
    ),
    (
        "<Response><Gather ¦numDigits='none'/></Response>",
        InvalidAttribute, "Response/Gather", 13314,
        "<Gather> numDigits must be a whole number, not 'none' (Twilio 13314)",
    ),
    (
        "<Response><Pause ¦length='-5'/></Response>",
        InvalidAttribute, "Response/Pause", 13910,
        "<Pause> length must be at least 1, not -5 (Twilio 13910)",
    ),
    (
        "<Response><Dial>5<!-- --></Dial><Dial \t¦hangupOnStar='yes'/></Response>",
        InvalidAttribute, "Response/Dial[2]", 13213,
        "<Dial> hangupOnStar must be true or false, not 'yes' (Twilio 13213)",
    ),
    (
        "<Response><Say>a</Say><Say><sub alias='ä'>x</sub><break ¦time='5'/></Say></Response>",
        InvalidAttribute, "Response/Say[2]/break", None,
        "<break> time must be a number with its unit, as in '250ms' or '1.5s', not '5'",
    ),
    (
        "<Response><Redirect ¦method='PUT'>/a</Redirect></Response>",
        InvalidAttribute, "Response/Redirect", 13710,
        "<Redirect> method must be 'GET' or 'POST', not 'PUT' (Twilio 13710)",
    ),
    (
        "<Response><Say>Ω ¦<lang>a</lang></Say></Response>",
        MissingAttribute, "Response/Say/lang", None,
        '<lang> needs the attribute xml:lang: write xml:lang="…"',
    ),
    (
        "<Response><Say>¦<say-as format='mdy'>a</say-as></Say></Response>",
        MissingAttribute, "Response/Say/say-as", None,
        '<say-as> needs the attribute interpret-as: write interpret-as="…"',
    ),
    (
        "<Response><Pay>¦<Prompt><Say>a</Say></Prompt></Pay></Response>",
        MissingAttribute, "Response/Pay/Prompt", None,
        '<Prompt> needs the attribute for: write for="…"',
    ),
    (
        "<Response><Say>¦<sub/></Say></Response>",
        MissingAttribute, "Response/Say/sub", None,
        '<sub> needs the attribute alias: write alias="…"',
    ),
    (
        "<Response>¦<t:Say/></Response>",
        InvalidNesting, "Response/t:Say", 12200,
        "<t:Say> has a prefix, and TwiML has no namespaces: write <Say> (Twilio 12200)",
    ),
    (
        "<Response><Dial>¦<Number/></Dial></Response>",
        InvalidContent, "Response/Dial/Number", None,
        "<Number> needs its number: write <Number>…</Number>",
    ),
    (
        "<Response><Dial>¦<Conference>\n\u00a0</Conference></Dial></Response>",
        InvalidContent, "Response/Dial/Conference", 13237,
        "<Conference> needs its name: write <Conference>…</Conference> (Twilio 13237)",
    ),
    (
        "<Response>¦<Refer action='/a'> </Refer></Response>",
        InvalidContent, "Response/Refer", None,
        "<Refer> needs its sip: write <Refer><Sip>…</Sip></Refer>",
    ),
    (
        "<Response>¦<Enqueue/></Response>",
        InvalidContent, "Response/Enqueue", 14204,
        "<Enqueue> needs the name of a queue, or a workflowSid (Twilio 14204)",
    ),
    (
        "<Response>¦<Message></Message></Response>",
        InvalidContent, "Response/Message", 14103,
        "<Message> needs a text, a Body or a Media (Twilio 14103)",
    ),
    (
        "<Response>¦<Redirect>ftp://example.com</Redirect></Response>",
        InvalidContent, "Response/Redirect", None,
        f"<Redirect> url must begin with one of {SCHEMES}, or be relative, and not begin with 'ftp:'",
    ),
    (
        f"<Response><Message>¦<Body>{'x' * 1601}</Body></Message></Response>",
        InvalidContent, "Response/Message/Body", 14103,
        "<Body> text must have at most 1600 characters, not 1601 (Twilio 14103)",
    ),
    (
        f"<Response><Dial>{'<Number>1</Number>' * 10}¦<Number>1</Number></Dial></Response>",
        InvalidNesting, "Response/Dial/Number[11]", None,
        "<Dial> holds at most 10 of <Number>, not 11: leave the others out",
    ),
    (
        "<Response><Refer><Sip>sip:a@b</Sip>¦<Sip>sip:a@b</Sip></Refer></Response>",
        InvalidNesting, "Response/Refer/Sip[2]", None,
        "<Refer> holds at most 1 of <Sip>, not 2: leave the others out",
    ),
    (
        "<Response>¦<Dial>5<Number>5</Number></Dial></Response>",
        InvalidContent, "Response/Dial", 13215,
        (
            "<Dial> holds either text or <Number>, not both: leave the text out, or write an element for it too "
            "(Twilio 13215)"
        ),
    ),
    (
        "<Response><Dial>¦<Client>a<Parameter name='a' value='b'/>b</Client></Dial></Response>",
        InvalidContent, "Response/Dial/Client", None,
        "<Client> holds one text, not 2 with elements between them: put them together, before the elements",
    ),
    (
        "<Response>¦<Dial><Conference>a</Conference><Number>5</Number></Dial></Response>",
        InvalidNesting, "Response/Dial", 13000,
        "<Dial> cannot hold both <Conference> and <Number>: write a Dial for each (Twilio 13000)",
    ),
    (
        "<Response><Say/><Hangup/>\n<!-- --> ¦<Say/><Play/></Response>",
        Unreachable, "Response/Say[2]", None,
        (
            "<Say> cannot follow <Hangup>: nothing after it is ever run; "
            "leave it out, and what follows it (1 more), or move <Hangup> to the end"
        ),
    ),
    (
        "<Response>\n" + "<Say>ü</Say>" * 2 + "<Redirect/>¦<Redirect/></Response>",
        Unreachable, "Response/Redirect[2]", None,
        (
            "<Redirect> cannot follow <Redirect>: nothing after it is ever run; "
            "leave it out, or move <Redirect> to the end"
        ),
    ),
    (
        "<?xml version='1.0'?>\n" + "<Response>" * 64 + "¦<Response>" + "</Response>" * 65,
        TooLarge, "/".join(["Response"] * 65), None,
        "<Response> nests deeper than 64 levels: let fewer elements stand inside each other",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("marked", "error_class", "path", "code", "message"), MISTAKES, ids=[each[-1] for each in MISTAKES]
)
def test_mistakes(marked: str, error_class: type[InvalidTwiML], path: str, code: int | None, message: str) -> None:
    error = mistake_in(marked)
    assert type(error) is error_class
    assert error.path == path
    assert error.code == code
    assert said(error) == message
    assert error.element in message
    assert repr(error) == f"{error_class.__name__}({error.message!r})"


def test_the_first_mistake_is_reported() -> None:
    error = mistake_in("<Response><Say>a</Say><Play ¦x='1' y='2'/><Bar/></Response>")
    assert said(error).startswith("<Play> has no attribute 'x'")


def test_the_names_of_classes_of_ones_own_are_those_in_xml() -> None:
    class Few(Custom, tag="few"):
        __slots__ = ()

        def __init__(self, *content: Spoken | Annotated[SayAs, Most(1)], wait_time: int) -> None: ...

    one = "<say-as interpret-as='date'>a</say-as>"
    with pytest.raises(InvalidNesting, match=r"^<few> holds at most 1 of <say-as>, not 2: .+, in line 1, column 57$"):
        parse(f"<few waitTime='1'>{one}{one}</few>", root=Few)
    with pytest.raises(MissingAttribute, match=r"^<few> needs the attribute waitTime: .+, in line 2, column 1$"):
        parse(f"\n<few>{one}</few>", root=Few)


def test_the_name_of_every_missing_attribute_is_that_in_xml() -> None:
    for fact in FACTS.values():
        for missing in fact.required:
            beginning = re.sub(f' {missing}="[^"]*"', "", opening(fact))
            error = mistake_in_part(fact, "¦" + closed(fact, beginning))
            assert said(error) == f'<{fact.tag}> needs the attribute {missing}: write {missing}="…"'
            assert error.attribute == to_python_name(missing)


def test_every_missing_content_is_asked_for_in_xml() -> None:
    wanted = [fact for fact in FACTS.values() if fact.text["use"] == "required" and fact.tag not in SPEECH]
    assert len(wanted) > 10
    for fact in wanted:
        for blank in ("", " \n ") if fact.name not in ("Body", "Sms") else ("",):
            error = mistake_in_part(fact, f"¦{opening(fact)}>{blank}</{fact.tag}>")
            assert re.search(rf" needs its \w+: write <{fact.tag}>…</{fact.tag}>", said(error))


def mistake_in_part(fact: Fact, marked: str) -> InvalidTwiML:
    with pytest.raises(InvalidTwiML) as caught:
        parse(marked.replace("¦", ""), root=fact.element)
    assert (caught.value.line, caught.value.column) == place_of_mark(marked)
    return caught.value


def test_every_child_that_cannot_be_there_is_refused_where_it_stands_and_kept_where_that_is_wanted() -> None:
    names = {fact.tag for fact in FACTS.values()} | {"New"}
    for fact in FACTS.values():
        able = {FACTS[name].tag for name in fact.children}
        for name in names - able - {"Response"}:
            xml = closed(fact, opening(fact), f"<{name}/>")
            with pytest.raises(InvalidNesting) as caught:
                parse(xml, root=fact.element)
            error = caught.value
            assert (error.line, error.column) == (1, xml.rindex(f"<{name}/>") + 1)
            assert error.path in (f"{fact.tag}/{name}", f"{fact.tag}/{name}[2]")
            assert error.element == name
            kept = parse(xml, root=fact.element, lenient=True)
            assert kept.children[-1] == custom(name)
            assert type(kept) is fact.element


ILL_FORMED = {
    "¦": "no element found): there is no element in it; the shortest document is <Response/>",
    "  \n ¦": "no element found): there is no element in it; the shortest document is <Response/>",
    "<?xml version='1.0'?>\r\n¦": "no element found): there is no element in it; the shortest document is <Response/>",
    "¦hello": "syntax error): begin with <Response>, or with an XML declaration and <Response>",
    "¦<!doctype html><html/>": "syntax error): begin with <Response>, or with an XML declaration and <Response>",
    "<Response><Say>é</Say>¦": (
        "no element found): </Response> is missing, the end of the <Response> in line 1, column 1"
    ),
    "<Response>\n<Say>é¦": "no element found): </Say> is missing, the end of the <Say> in line 2, column 1",
    "<Response>\n<Say>żó\n\t</¦Response>": "mismatched tag): </Say> is missing, the end of the <Say> in line 2",
    "<Response></¦response>": "mismatched tag): </Response> is missing, the end of the <Response> in line 1, column 1",
    "<Response>😀 ¦<Say": "unclosed token): close the tag, comment or reference that begins here",
    "<Response>¦<!-- a": "unclosed token): close the tag, comment or reference that begins here",
    "<Response>a ¦&am": "unclosed token): close the tag, comment or reference that begins here",
    "<Response><![CDATA[a</Response>¦": "unclosed CDATA section): close it with ]]>",
    "<Response><Say>\u2603 fish &¦ chips</Say></Response>": "invalid token): ",
    "<Response><Say>1 <¦ 2</Say></Response>": "invalid token): ",
    "<Response><Say voice=¦man/></Response>": "invalid token): ",
    "<Response><Say voice='a ¦< b'/></Response>": "invalid token): ",
    "<Response>¦\x07</Response>": "invalid token): ",
    "<Response>¦\ufffe</Response>": "invalid token): ",
    "<Response><Pause length='1'\r\n ¦length='2'/></Response>": "duplicate attribute): leave one of the two out",
    "<Response><Say>Zürich¦&nbsp;</Say></Response>": (
        "undefined entity): XML knows &amp; &lt; &gt; &quot; &apos;; write others as characters"
    ),
    "<Response>¦&#0;</Response>": (
        "reference to invalid character number): leave this character out, since XML cannot hold it"
    ),
    "<?xml ¦encoding='utf-8'?><Response/>": (
        'XML declaration not well-formed): write <?xml version="1.0" encoding="UTF-8"?>'
    ),
    "<Response/>\n¦<Response/>": (
        "junk after document element): a document has one outermost element and nothing after it"
    ),
    "<Response/> ¦.": ("junk after document element): a document has one outermost element and nothing after it"),
}


@LENIENT
@for_each(marked=ILL_FORMED)
def test_what_is_not_well_formed(marked: str, *, lenient: bool) -> None:
    error = mistake_in(marked, lenient=lenient)
    assert type(error) is InvalidTwiML
    assert (error.code, error.element) == (12100, None)
    assert said(error).startswith(f"the document is not well-formed XML ({ILL_FORMED[marked]}")
    assert said(error).endswith(" (Twilio 12100)")
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(marked.replace("¦", "").encode())


@LENIENT
def test_white_space_before_the_declaration_is_a_mistake_of_its_own(*, lenient: bool) -> None:
    error = mistake_in("\r\n¦<?xml version='1.0'?><Response/>", lenient=lenient)
    assert error.rule == "blank-before-declaration"
    assert said(error) == (
        "the XML declaration has white space before it: begin the document with <?xml (Twilio 12100)"
    )


@pytest.mark.parametrize(
    ("marked", "path"),
    [
        ("<Response><Say/><Gather><Say>a</¦Gather></Response>", "Response/Gather/Say"),
        ("<Response><Say/><Say>a &¦ b", "Response/Say[2]"),
        ("<Response></¦>", "Response"),
        ("<Response/>¦a", None),
    ],
)
def test_what_is_not_well_formed_is_in_an_element(marked: str, path: str | None) -> None:
    assert mistake_in(marked).path == path


def test_the_message_for_a_wrong_character_says_what_may_be_meant() -> None:
    error = mistake_in("<Response><Say>fish &¦ chips</Say></Response>")
    assert said(error) == (
        "the document is not well-formed XML (invalid token): write &amp; for & and &lt; for <, put the values of "
        "attributes in quotes, and leave control characters out (Twilio 12100)"
    )


DOCUMENT_TYPES = [
    "¦<!DOCTYPE Response><Response/>",
    "<?xml version='1.0'?>\n<!-- <!DOCTYPE a> é -->\t<?a <!DOCTYPE?>¦<!DOCTYPE Response SYSTEM '<!DOCTYPE'><Response/>",
    "¦<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'http://www.w3.org/TR/xhtml1.dtd'>\n<html/>",
    "¦<!DOCTYPE a [<!ENTITY b 'c'>]><Response><Say>&b;</Say></Response>",
    "¦<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><Response><Say>&b;</Say></Response>",
    "¦<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'><Response/>",
    "¦<!DOCTYPE a [<!ENTITY % b SYSTEM 'http://127.0.0.1:9/b'> %b;]><Response/>",
    "¦<!DOCTYPE a [<!ATTLIST Say voice CDATA 'man'>]><Response><Say/></Response>",
    "¦<!DOCTYPE a [ <!ENTITY",
    "\n¦<!DOCTYPE a [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{each + 1} '{f'&a{each};' * 10}'>" for each in range(12))
    + "]><Response><Say>&a12;</Say></Response>",
    "¦<!DOCTYPE a [<!ENTITY b '&c;'><!ENTITY c '&b;'>]><Response a='&b;'/>",
    f"¦<!DOCTYPE a [<!ENTITY b '{'x' * 30_000}'>]><Response><Say>{'&b;' * 10_000}</Say></Response>",
]


@LENIENT
@for_each(marked=DOCUMENT_TYPES)
def test_there_are_no_document_types_and_no_entities(marked: str, *, lenient: bool) -> None:
    error = mistake_in(marked, lenient=lenient)
    assert said(error) == "the document has a document type declaration: leave <!DOCTYPE …> out (Twilio 12100)"


def test_a_document_type_where_none_can_be() -> None:
    mistake_in("<Response><!¦DOCTYPE a></Response>")
    mistake_in("<Response/>¦<!DOCTYPE a>")


WRONG_BYTES: list[tuple[bytes, Place, str]] = [
    (b"<Response>\n<Say>\xff</Say></Response>", Place(2, 6), "is not text in utf-8: write it in that encoding, or"),
    (b"\xef\xbb\xbf<Response>\xc3\xa9\xc3</Response>", Place(1, 12), "is not text in utf-8: "),
    (b"\xff\xfe<\0R", Place(1, 2), "is not text in utf-16-le: "),
    (b"\0<\0R\0\n\xd8\0\0>", Place(2, 1), "is not text in utf-16-be: "),
    (
        b"<?xml version='1.0' encoding='us-ascii'?>\r\n<Response>\xe9</Response>",
        Place(2, 11),
        "is not text in us-ascii",
    ),
    (b"<?xml version='1.0' encoding='Windows-1252'?>\r\x81", Place(2, 1), "is not text in Windows-1252: "),
    (b"<?xml version='1.0' encoding='shift_jis'?>\x83\x41\x81", Place(1, 44), "is not text in shift_jis: "),
    (b"<?xml version='1.0' encoding='UTF-16'?><Response/>", Place(1, 31), "declares the encoding 'UTF-16', which "),
    (b"<?xml version='1.0'\n encoding='klingon'?><Response/>", Place(2, 12), "declares the encoding 'klingon', which "),
    *(
        (
            f"<?xml version='1.0' encoding='{name}'?><Response/>".encode(),
            Place(1, 31),
            f"declares the encoding '{name}'",
        )
        for name in ("hex", "rot13", "base64", "zip", "idna", "utf-7", "unicode_escape", "undefined", "utf-32", "ucs-2")
    ),
]


@pytest.mark.parametrize(("data", "place", "problem"), WRONG_BYTES, ids=lambda part: ascii(part)[:60])
def test_what_is_no_text(data: bytes, place: Place, problem: str) -> None:
    for lenient in (False, True):
        with pytest.raises(InvalidTwiML, match=rf"^the document {re.escape(problem)}") as caught:
            parse(data, lenient=lenient)
        assert (caught.value.line, caught.value.column, caught.value.code) == (*place, 12100)


def test_characters_that_no_text_has() -> None:
    error = mistake_in_text("<Response>\n<Say>é😀¦\ud800</Say></Response>")
    assert said(error) == "the document contains U+D800, which XML cannot hold: leave it out (Twilio 12100)"
    error = mistake_in_text("¦\ufeff\ufeff<Response/>")
    assert said(error) == "the document has two byte order marks: leave them out (Twilio 12100)"
    with pytest.raises(InvalidTwiML, match="two byte order marks"):
        parse("\ufeff\ufeff<Response/>".encode("utf-16-le"))


def mistake_in_text(marked: str) -> InvalidTwiML:
    with pytest.raises(InvalidTwiML) as caught:
        parse(marked.replace("¦", ""))
    assert (caught.value.line, caught.value.column) == place_of_mark(marked)
    return caught.value


# Limits.


def padded(size: int, letter: str = "a", declaration: str = DECLARATION) -> str:
    """A document of so many bytes."""
    around = f"{declaration}<Response><Say></Say></Response>"
    length, rest = divmod(size - len(around), len(letter.encode()))
    return around.replace("></Say>", f">{letter * length}{'.' * rest}</Say>")


@pytest.mark.parametrize("letter", ["a", "é", "€", "😀"])
def test_a_document_has_at_most_so_many_bytes(letter: str) -> None:
    most, more = padded(MAX_DOCUMENT_BYTES, letter), padded(MAX_DOCUMENT_BYTES + 1, letter)
    assert len(most.encode()) == MAX_DOCUMENT_BYTES
    for xml in (most, most.encode()):
        assert parse(xml).to_xml() == most
        assert parse(xml, lenient=True) == parse(xml)
    for xml in (more, more.encode()):
        for lenient in (False, True):
            with pytest.raises(TooLarge) as caught:
                parse(xml, lenient=lenient)
            assert caught.value.code == 11750
            assert str(caught.value).startswith("the document is 65537 bytes long: write at most 65536 bytes")


def test_the_bytes_are_those_that_are_given() -> None:
    text = padded(40_000)
    with pytest.raises(TooLarge, match=r"^the document is 80002 bytes long"):
        parse(("\ufeff" + text).encode("utf-16-le"))
    declared = padded(40_000, "й", "<?xml version='1.0' encoding='koi8-r'?>").encode("koi8-r")
    assert len(declared) < 22_000
    assert set(parse(declared).text) == {"й", "."}
    spaces = f"<Response>{' ' * (MAX_DOCUMENT_BYTES + 1 - len('<Response></Response>'))}</Response>"
    assert parse(spaces.replace("> ", ">", 1)) == Response()
    with pytest.raises(TooLarge):
        parse(spaces)


KOI8 = padded(2 * MAX_DOCUMENT_BYTES - 100, "й", "<?xml version='1.0' encoding='koi8-r'?>").encode("koi8-r")
CDATA = padded(MAX_DOCUMENT_BYTES - 12, "&").replace("<Say>", "<Say><![CDATA[").replace("</Say>", "]]></Say>").encode()
IN_SINGLE_QUOTES = b"<Response><Say voice='%s'/></Response>" % (b'"' * 65_000)
WITHOUT_DECLARATION = padded(MAX_DOCUMENT_BYTES, declaration="").encode()


@for_each(xml=[KOI8, CDATA, IN_SINGLE_QUOTES, WITHOUT_DECLARATION])
def test_what_is_read_may_write_more_bytes_than_what_is_built(xml: bytes) -> None:
    assert len(xml) <= MAX_DOCUMENT_BYTES
    document: Any = parse(xml)
    assert document == parse(xml, lenient=True)
    assert type(document) is Response
    assert document.size > MAX_DOCUMENT_BYTES
    assert [finding.code for finding in lint(document.to_xml())][:1] == [11750]
    assert pickle.loads(pickle.dumps(document)) == copy.deepcopy(document) == document
    for build in (
        lambda: Response(*document.children),
        lambda: document.replace(children=document.children),
        lambda: document.unchecked(new="1"),
        lambda: eval(repr(document)),
    ):
        with pytest.raises(TooLarge):
            build()
    with pytest.raises(TooLarge):  # the next document is measured again
        parse(document.to_xml())


@LENIENT
def test_a_document_has_at_most_so_many_levels(*, lenient: bool) -> None:
    def nested(levels: int) -> str:
        inner = levels - 2
        return f"<Response><Say>{'<emphasis>' * inner}{'</emphasis>' * inner}</Say></Response>"

    found: Any = parse(nested(MAX_DEPTH), lenient=lenient)
    assert len(list(every(found))) == MAX_DEPTH
    with pytest.raises(TooLarge, match=r"^<emphasis> nests deeper than 64 levels") as caught:
        parse(nested(MAX_DEPTH + 1), lenient=lenient)
    assert (caught.value.line, caught.value.column) == (1, len("<Response><Say>") + 10 * (MAX_DEPTH - 2) + 1)
    with pytest.raises(TooLarge):
        parse(nested(5_000)[:MAX_DOCUMENT_BYTES], lenient=lenient)


def many(count: int, piece: str, before: str, after: str) -> str:
    """Return a document with so many pieces, in which # stands for a name that no other piece or document has."""
    return before + "".join(piece.replace("#", f"a{count:x}-{each:x}") for each in range(count)) + after


SHAPES: dict[str, tuple[str, str, str]] = {
    "elements": ("<Pause/>", "<Response>", "</Response>"),
    "unknown elements": ("<#/>", "<Response>", "</Response>"),
    "unknown attributes": (" #=''", "<Response", "/>"),
    "attributes of many elements": ("<Say #='' loop='x'/>", "<Response>", "</Response>"),
    "a mistake at the end": ("<Say loop='1'>a</Say>", "<Response>", "<Say loop='x'/></Response>"),
    "more than there may be": ("<Number>1</Number>", "<Response><Dial>", "</Dial></Response>"),
    "never run": ("<Hangup/>", "<Response>", "</Response>"),
    "SSML": ("a<break/>", "<Response><Say>", "</Say></Response>"),
    "text in pieces": ("a<!-- -->&amp;<![CDATA[b]]>&#13;", "<Response><Say>", "</Say></Response>"),
    "a long list": ("a,", "<Response><Gather hints='", "'/></Response>"),
    "a long text": ("é\n" * 10, "<Response><Say>", "</Say></Response>"),
    "deep nesting": ("<b/>", "<Response>" + "<a>" * 62, "</a>" * 62 + "</Response>"),
    "deep speech": ("<break/>", "<Response><Say>" + "<s>" * 62, "</s>" * 62 + "</Say></Response>"),
    "levels without end": ("<Response>" * 4, "", ""),
    "lines before a mistake": ("\n" * 10, "", "<Response><Foo/></Response>"),
    "comments before a document type": ("<!-- -->\n", "", "<!DOCTYPE a><Response/>"),
    "a declaration without end": ("encoding =", "<?xml ", ""),
}


def length_of_findings(xml: str) -> int:
    """Return the number of characters of all that the linter says about a document."""
    return sum(len(str(part)) for finding in lint(xml) for part in dataclasses.astuple(finding))


# Names that grow with the document, with mistakes inside them.
LONG_NAMES: dict[str, Callable[[str], tuple[str, str, str]]] = {
    "of the root": lambda name: ("<Pause x='1'/>", f"<{name}>", f"<Play/></{name}>"),
    "of a known element with a prefix": lambda name: (
        "<Dial/>",
        f"<Response><{name}:Gather>",
        f"</{name}:Gather></Response>",
    ),
    "of an unknown element": lambda name: ("<Dial x='1'/>", f"<Response><{name}>", f"</{name}></Response>"),
    "of an element without end": lambda name: ("<Number x='1' y='2'/>", f"<Response><{name}><Dial>", ""),
    "of an attribute": lambda name: ("<Dial x='1'/>", f"<Response><Gather {name}='1'>", "</Gather></Response>"),
    "in a value": lambda name: ("<Lang/>", f"<Response><Say voice='{name}' loop='{name}'>", "</Say></Response>"),
}


@for_each(named=LONG_NAMES.values())
def test_what_is_said_grows_no_faster_than_the_document(named: Callable[[str], tuple[str, str, str]]) -> None:
    half, whole = (length_of_findings(many(count, *named("x" * 8 * count))) for count in (500, 1000))
    assert whole <= 2.2 * half


@for_each(name=["x" * 41, "x" * 41 + ":Say", "a:" + "x" * 41, "a:b:" + "x" * 50_000])
def test_a_long_name_is_cut_where_it_is_shown(name: str) -> None:
    findings = lint(f"<Response><Gather><{name}/></Gather></Response>")
    shown = ":".join(part if len(part) <= 40 else f"{part[:40]}…" for part in name.split(":"))
    assert f"Response/Gather/{shown}" in {finding.path for finding in findings}
    assert any(f"<{shown}>" in finding.message for finding in findings)
    assert (":" in name) == ("namespace" in {finding.rule for finding in findings})


def test_a_class_of_ones_own_may_have_a_long_name() -> None:
    class Long(Custom, tag="x" * 100):
        def __init__(self, *, number: int) -> None: ...

    assert parse(f"<{'x' * 100} number='1'/>", root=Long) == Long(number=1)
    with pytest.raises(MissingAttribute, match=f"^<{'x' * 40}…> needs the attribute number"):
        parse(f"<{'x' * 100}/>", root=Long)


def seconds(run: Callable[[], object]) -> float:
    """Return the processor time of something."""
    start = time.process_time()
    run()
    return time.process_time() - start


def value_places() -> list[tuple[str, str]]:
    """Return what stands before and after a value in XML, for each kind of value in the vocabulary."""
    places: dict[object, tuple[str, str]] = {}
    for element_class in VOCABULARY:
        grammar, tag = element_class.grammar(), element_class.tag
        for name, attribute in grammar.xml_attributes.items():
            places[type(attribute.value), attribute.marks] = f'<{tag} {name}="', f'">a</{tag}>'
        places[type(grammar.text), grammar.text_marks] = f"<{tag}>", f"</{tag}>"
    return list(places.values())


@pytest.mark.slow
@for_each(piece=["1", "a", "a.", "a@", "a-", "_", "{a", "+1 (", "http://a", "$", "[", " ", "1,"], place=value_places())
def test_no_value_takes_longer_than_its_length(piece: str, place: tuple[str, str]) -> None:
    before, after = place
    value = piece * (20_000 // len(piece)) + "!"
    assert seconds(lambda: lint(f"<Response>{before}{value}{after}</Response>")) < 0.5


def test_the_places_on_a_long_line_read_only_a_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    count = xml_module._characters
    monkeypatch.setattr(xml_module, "_characters", lambda data: sizes.append(len(data)) or count(data))
    places = 20_000
    for end in (" ", "\n"):
        tree = read("<Response>" + f"<Pause x='é'/>{end}" * places + "</Response>")
        nodes = tree.root.nodes if tree.root else []
        assert len(nodes) == places
        sizes.clear()
        assert len({tree.place_of(node) for node in nodes}) == places
        assert sum(sizes) < 2 * len(tree.data) + places * 2 * 256


READERS: dict[str, Callable[[str], object]] = {
    "parse": parse,
    "parse leniently": lambda xml: parse(xml, lenient=True),
    "lint": lint,
}


@pytest.mark.slow
@for_each(reader=READERS, shape=SHAPES)
def test_the_work_grows_no_faster_than_the_document(reader: str, shape: str) -> None:
    def work(count: int) -> int:
        xml = many(count, *SHAPES[shape])
        assert fits(xml)
        return calls(lambda: READERS[reader](xml))

    work(1)  # what is done only once
    assert work(1000) <= 2.2 * work(500) + 500


# What the vocabulary refuses is kept, where that is wanted.

KEPT: list[tuple[str, Element]] = [
    ("<Response><New a='1'>b<Say/></New></Response>", Response(custom("New", "b", Say(), a="1"))),
    ("<Response><Say loop='x' newWord='y'>a</Say></Response>", Response(Say("a").unchecked(loop="x", new_word="y"))),
    ("<Response><Say loop=' 07 '>a</Say></Response>", Response(Say("a", loop=7))),
    ("<Response><Say num_digits='1'/></Response>", Response(Say().unchecked(num__digits="1"))),
    ("<Response><Say xml:lang='de' xml:id='a'/></Response>",
     Response(Say().unchecked(**{"xml:lang": "de", "xml:id": "a"}))),
    ("<Response><Gather><Dial>5</Dial></Gather></Response>", Response(Gather(custom("Dial", "5")))),
    ("<Response><Gather> a </Gather></Response>", Response(custom("Gather", " a "))),
    ("<Response>\n<Gather>\n<Quux/> <Say/> </Gather>\n</Response>", Response(Gather(custom("Quux"), Say()))),
    ("<Response><Dial>5<Number>6</Number></Dial></Response>", Response(custom("Dial", "5", Number("6")))),
    ("<Response><Say><lang>a</lang></Say></Response>", Response(Say(custom("lang", "a")))),
    ("<Response><Redirect>a b</Redirect><Say/></Response>", Response(custom("Redirect", "a b"), Say())),
    ("<Response><Message>a</Message><Say/></Response>", MessagingResponse(Message("a"), custom("Say"))),
    ("<Response><Message>a</Message><Say/></Response>", Response(custom("Message", "a"), Say())),
    ("<Response>Hello<Say/></Response>", custom("Response", "Hello", Say())),
    ("<Response version='2'/>", Response().unchecked(version="2")),
    ("<Response><Response/></Response>", Response(custom("Response"))),
    ("<Response><Refer> <Sip>a</Sip> <Sip>b</Sip></Refer></Response>",
     Response(Refer(ReferSip("a"), custom("Sip", "b")))),
    ("<Response><Hangup/><Say>a</Say><Play/></Response>", Response(Hangup(), custom("Say", "a"), custom("Play"))),
    ("<Response><Hangup/><New><Say/><Hangup/></New></Response>", Response(Hangup(), custom("New", Say(), Hangup()))),
    ("<Response><New><Hangup/><Say/></New></Response>", Response(custom("New", Hangup(), Say()))),
    ("<Response><Dial><Application>A</Application><Application>B</Application></Dial></Response>",
     Response(Dial(twimlkit.Application("A"), custom("Application", "B")))),
    (f"<Response><Dial>{'<Number>1</Number>' * 12}</Dial></Response>",
     Response(Dial(*[Number("1")] * 10, *[custom("Number", "1")] * 2))),
    (f"<Response><Dial>{'<Number/>' * 10}<Number>1</Number></Dial></Response>",
     Response(Dial(*[custom("Number")] * 10, Number("1")))),
    ("<Response><Say><lang xmlLang='de'>a</lang></Say></Response>", Response(Say(custom("lang", "a", xml_lang="de")))),
    ("<Response><Enqueue/></Response>", Response(custom("Enqueue"))),
    ("<Response><Dial><Conference>a</Conference><Number>1</Number></Dial></Response>",
     Response(custom("Dial", Conference("a"), Number("1")))),
]  # fmt: skip


@pytest.mark.parametrize(("xml", "expected"), KEPT, ids=[xml[:70] for xml, _ in KEPT])
def test_what_is_refused_is_kept(xml: str, expected: Element) -> None:
    root: Any = type(expected) if isinstance(expected, Document) else None
    found: Any = parse(xml, root=root, lenient=True)
    assert found == expected
    assert type(found) is type(expected)
    assert parse(found.to_xml(), root=root, lenient=True) == found


NAMESPACES = [
    "<Response>¦<a:Say xmlns:a='b'/></Response>",
    "<Response ¦xmlns='http://example.com/'><Say/></Response>",
    "<Response ¦xmlns:a='http://example.com/'/>",
    "<Response><Say loop='1' ¦a:b='c'/></Response>",
    "<Response><Say ¦xml:='c'/></Response>",
    "<Response><Say ¦xml:1='c'/></Response>",
    "<Response><Say ¦xml:a:b='c'/></Response>",
    "<Response><Say ¦:='c'/></Response>",
    "<Response>¦<:/></Response>",
]


@pytest.mark.parametrize("marked", NAMESPACES)
def test_names_in_a_namespace_are_not_kept(marked: str) -> None:
    error = mistake_in(marked, lenient=True)
    assert error.rule == "namespace"
    assert re.search(r", and TwiML has no namespaces: (leave it out|write .+) \(Twilio 12200\)$", said(error))
    # Without its prefix an element may still have an unknown name.
    assert mistake_in(marked).rule == ("unknown-element" if "<:" in marked else "namespace")


def test_another_root_is_not_kept() -> None:
    mistake_in("\n¦<Foo/>", lenient=True)
    with pytest.raises(InvalidNesting, match=r"^<Say> cannot be the outermost element: put it into Gather, in line 1"):
        parse("<Say/>", root=Gather, lenient=True)


TAGS = frozenset(fact.tag for fact in FACTS.values())


def is_read(name: str) -> bool:
    """Whether a name is one in the fourth edition of XML, which is what expat reads; the fifth has many more."""
    found: list[str] = []
    reader = expat.ParserCreate("utf-8")
    reader.StartElementHandler = lambda tag, _: found.append(tag)
    try:
        reader.Parse(f"<{name}/>".encode(), 1)
    except (expat.ExpatError, UnicodeEncodeError):
        return False
    return found == [name]


LETTERS = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\t\n\r\x85"
)
SOME_TEXT = st.text(LETTERS, max_size=8) | st.sampled_from([" ", "\n", "]]>", "&amp;", "true", "5", " 5 "])
NAMES = (
    st.sampled_from(["New", "new-verb", "_", "a.b", "class", "Say2", "aB_c", "ключ", "名前", "e\u0301\u00b7"])
    | st.from_regex("[A-Za-z_][A-Za-z0-9_.-]{0,4}", fullmatch=True)
    | st.text(st.characters(codec="utf-8"), min_size=1, max_size=3)
).filter(lambda name: name not in TAGS and ":" not in name and is_read(name))
LOOSE = st.dictionaries(
    NAMES.filter(lambda name: name != "xmlns") | st.sampled_from(["xml:lang", "xml:id", "loop", "url", "action"]),
    SOME_TEXT | st.booleans() | st.integers(-99, 99) | st.lists(st.sampled_from(["a", "b"]), max_size=2),
    max_size=2,
)
INNER = st.sampled_from([kind for kind in VOCABULARY if kind is not ReferSip and not issubclass(kind, Document)])


@st.composite
def customs(draw: st.DrawFn, levels: int = 2) -> Any:
    """Draws custom elements of any name, with texts, elements of the vocabulary and custom elements inside."""
    pieces: list[Any] = []
    for _ in range(draw(st.integers(0, 2))):
        kinds = [SOME_TEXT, INNER.flatmap(elements), *([customs(levels - 1)] if levels else [])]
        pieces.append(draw(st.sampled_from(kinds).flatmap(lambda kind: kind)))
    return unchecked(custom(draw(NAMES), *pieces), draw(LOOSE))


def unchecked(element: Any, attributes: dict[str, Any]) -> Any:
    """The element with these attributes, but for those that are one attribute by two names."""
    for each, value in attributes.items():
        try:
            element = element.unchecked(**{each: value})
        except InvalidAttribute:
            continue
    return element


@st.composite
def loosened(draw: st.DrawFn, element: Any) -> Any:
    """Draws changed copies of an element, with custom elements anywhere in it and unchecked attributes."""
    children = [draw(loosened(child)) if isinstance(child, Element) else child for child in element.children]
    if not white_space_is_all_its_text(element):
        for _ in range(draw(st.integers(0, 1))):
            children.insert(draw(st.integers(0, len(children))), draw(customs(1)))
    return unchecked(element.replace(children=children), draw(LOOSE))


def white_space_is_all_its_text(element: Element) -> bool:
    texts = [child for child in element.children if isinstance(child, str)]
    return element.tag not in SPEECH and texts != [] and not "".join(texts).strip(" \t\r\n")


@pytest.mark.slow
@settings(max_examples=100)
@given(st.sampled_from(VOCABULARY).flatmap(elements).flatmap(loosened))
def test_what_is_custom_and_unchecked_is_read_back(element: Any) -> None:
    for xml in ways_to_write(element):
        assert parse(xml, root=type(element), lenient=True) == element


@pytest.mark.slow
@given(st.lists(customs(), max_size=3))
def test_custom_elements_in_a_document_are_read_back(made: list[Any]) -> None:
    document = Response(*made)
    for xml in ways_to_write(document):
        assert parse(xml, lenient=True) == document


@for_each(fact=FACTS.values())
def test_custom_elements_with_the_name_of_what_cannot_be_there_are_read_back(fact: Fact) -> None:
    able = {FACTS[name].tag for name in fact.children}
    for tag in sorted(TAGS - able):
        element = fact.build(*fact.minimal_content(), custom(tag, "a", custom("New"), loop="x"))
        assert parse(element.to_xml(), root=fact.element, lenient=True) == element


class Own(Custom):
    """Is an element of one's own."""

    __slots__ = ()

    def __init__(self) -> None: ...


UNLIKE: dict[str, tuple[Element, Element]] = {
    "a custom element with the name of one that may be there is that one": (
        Response(custom("Say", "a")),
        Response(Say("a")),
    ),
    "a root of that name is, too": (custom("Gather"), Gather()),
    "of two elements with one name, in what is unknown it is that of a Dial": (
        Response(custom("New", ReferSip("sip:a@example.com"))),
        Response(custom("New", Sip("sip:a@example.com"))),
    ),
    "an element of one's own has no place of its own": (Response(Own()), Response(custom("Own"))),
    "a document that could be either is a Response": (MessagingResponse(), Response()),
    "a value that is right is no other": (Response(custom("New", number=5)), Response(custom("New", number="5"))),
    "a word that is right is no text": (Say().unchecked(loop="5"), Say(loop=5)),
}
"""What is written alike, so that nobody could tell it apart: what was built, and what is read."""


@pytest.mark.parametrize("reason", UNLIKE)
def test_what_is_written_alike_is_read_alike(reason: str) -> None:
    built, found = UNLIKE[reason]
    assert built.to_xml() == found.to_xml()
    root: Any = type(found) if found.tag != "Response" else None
    assert parse(built.to_xml(), root=root, lenient=True) == found


def test_white_space_beside_custom_elements_does_not_count() -> None:
    # A Message may be indented, and nobody can tell whether it was.
    assert Message(" ", custom("New")) != Message(custom("New"))
    assert parse("<Message> <New/></Message>", root=Message, lenient=True) == Message(custom("New"))
    assert parse("<Body> <New/></Body>", root=Body, lenient=True).children == (custom("New"),)


def test_names_that_only_the_fifth_edition_of_xml_knows_are_not_read() -> None:
    for each in ("\u218f", "a\u218f", "\u3400"):
        with pytest.raises(InvalidTwiML, match="not well-formed XML"):
            parse(f"<Response><{each}/></Response>", lenient=True)


@pytest.mark.slow
@for_each(seed=range(60))
def test_nothing_of_any_document_is_lost(seed: int) -> None:
    xml = Scribbler(seed).document()
    found = parse(xml, lenient=True)
    assert parse(found.to_xml(), lenient=True) == found
    before, after = (etree.fromstring(each.encode()) for each in (xml, found.to_xml()))
    assert outline(after) == outline(before)


class Scribbler:
    """Writes well-formed documents of the names of TwiML and others, most of which are wrong."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.tags = [*sorted(TAGS), "New", "say", "Dail"]
        self.wires = sorted(
            {xml_name for fact in FACTS.values() for xml_name in fact.attributes} | {"new", "num_digits", "class"}
        )

    def document(self) -> str:
        return f"<Response{self.attributes()}>{self.content(6)}</Response>"

    def element(self, tag: str, levels: int) -> str:
        return f"<{tag}{self.attributes()}>{self.content(levels)}</{tag}>"

    def content(self, levels: int) -> str:
        pieces = ["a", "5", " ", "/b", "", *(["<>"] * 6 if levels else [])]
        chosen = self.random.choices(pieces, k=self.random.randint(0, 4))
        return "".join(self.inner(levels - 1) if piece == "<>" else piece for piece in chosen)

    def inner(self, levels: int) -> str:
        return self.element(self.random.choice(self.tags), levels)

    def attributes(self) -> str:
        wires = self.random.sample(self.wires, k=self.random.choice([0, 0, 1, 2]))
        values = ["", "1", "0.5", "a", "true", "auto", "POST", "dtmf", "/a", "ftp://a", "a,b"]
        return "".join(f" {xml_name}='{self.random.choice(values)}'" for xml_name in wires)


def outline(node: etree._Element) -> Any:
    """All of a tree but white space between elements, which may be left out."""
    texts = [node.text, *(child.tail for child in node)]
    text = "".join(text.strip() for text in texts if text)
    return node.tag, dict(node.attrib), text, [outline(child) for child in node]


# Whatever it is that is read.


@settings(max_examples=100)
@given(st.binary() | st.text(st.characters(exclude_categories=())))
@example("<Response>")
def test_anything_at_all_is_read_or_refused(given: str | bytes) -> None:
    check_reading(given)


MARKUP = [
    b"<", b">", b"/>", b"</", b"&", b"&#", b"'", b'"', b"=", b" ", b":", b"]]>", b"<![CDATA[", b"<!--", b"-->",
    b"<?xml ", b"?>", b"<!DOCTYPE ", b"xmlns", b"encoding", b"\0", b"\xff", b"\xfe", b"\xef\xbb\xbf",
]  # fmt: skip


@settings(max_examples=100)
@given(st.sampled_from(PUBLISHED).map(Path.read_bytes), SEEDS)
def test_broken_documents_are_read_or_refused(data: bytes, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.choices(range(len(data) + 1), k=2))
        middle = chance.choice([b"", data[at:to] * 2, chance.choice(MARKUP), chance.randbytes(2)])
        data = data[:at] + middle + data[chance.choice([at, at, to]) :]
    check_reading(data)


@for_each(path=sorted(CORPUS.iterdir()))
def test_what_the_fuzzer_begins_with_is_read_or_refused_and_linted(path: Path) -> None:
    check_reading(path.read_bytes())
    check_linting(path.read_bytes())


# Published TwiML.


@for_each(path=PUBLISHED)
def test_published_documents_are_read_and_written_back(path: Path) -> None:
    data = path.read_bytes()
    document = parse(data)
    blind = etree.XMLParser(remove_comments=True, remove_pis=True)
    assert bare(outline(etree.fromstring(bytes(document)))) == bare(outline(etree.fromstring(data, blind)))
    for xml in ways_to_write(document):
        assert parse(xml, root=type(document)) == document
    assert parse(data, root=type(document), lenient=True) == document


def bare(found: Any) -> str:
    """An outline without any white space."""
    return re.sub(r"(\\[ntr]|\s)+", "", repr(found))


def test_published_documents_have_every_element_and_every_attribute() -> None:
    documents = [parse(path.read_bytes()) for path in PUBLISHED]
    used = {
        (type(each).__name__, xml_name)
        for document in documents
        for each in every(document)
        for xml_name in ("", *each.attributes)
    }
    known = {(fact.name, name) for fact in FACTS.values() for name in ("", *map(to_python_name, fact.attributes))}
    assert used == known


# What stands in the XML, right or wrong.


def test_a_tree_says_what_stands_where() -> None:
    xml = "<Response>é\r\n <Say  voice = 'a'\n loop=\"x\">b<New/>c</Say>\n</Response>"
    tree = read(xml)
    root = tree.root
    assert tree.faults == []
    assert root is not None
    assert tree.data == xml.encode()
    say = root.nodes[0]
    assert (root.tag, root.attributes, root.is_closed) == ("Response", {}, True)
    assert root.children == ["é\n ", say, "\n"]
    assert (say.tag, say.attributes, say.children) == ("Say", {"voice": "a", "loop": "x"}, ["b", say.nodes[0], "c"])
    assert tree.place_of(root) == Place(1, 1)
    assert tree.place_of(say) == Place(2, 2)
    assert tree.place_of(say, "voice") == Place(2, 8)
    assert tree.place_of(say, "loop") == Place(3, 2)
    assert tree.data[say.offset :].startswith(b"<Say  voice")


@pytest.mark.parametrize("before", [0, 1000, 1023, 1024, 5000])
def test_a_place_is_a_number_of_lines_and_characters(before: int) -> None:
    tree = read("<Response>" + "é" * before + "\n" + "ab€😀\r\n" * 3 + "日" * before + "</Response>")
    for offset in range(0, len(tree.data), max(1, before // 100)):
        *lines, last = tree.data[:offset].decode(errors="ignore").replace("\r\n", "\n").split("\n")
        starts_character = tree.data[offset] & 0xC0 != 0x80
        if starts_character and tree.data[offset - 1] != ord("\r"):
            assert tree.place(offset) == (len(lines) + 1, len(last) + 1)


def test_a_tree_holds_what_stands_before_a_fault() -> None:
    tree = read("<Response><Say>a</Say><Gather><Play>b")
    (fault,) = tree.faults
    assert (fault.problem.rule, fault.path) == ("malformed", "Response/Gather/Play")
    assert tree.root is not None
    gather = tree.root.nodes[1]
    assert [node.is_closed for node in (tree.root, *tree.root.nodes, gather.nodes[0])] == [False, True, False, False]
    assert gather.nodes[0].children == ["b"]
    assert tree.place_of(gather) == Place(1, 23)


@pytest.mark.parametrize("xml", ["", b"\xff", "\ud800", "<!DOCTYPE a>", b"<?xml version='1.0' encoding='a'?>"])
def test_a_tree_may_have_no_root(xml: str | bytes) -> None:
    tree = read(xml)
    assert tree.root is None
    (fault,) = tree.faults
    assert fault.problem.code == 12100


def test_the_size_of_a_document_is_that_of_its_bytes() -> None:
    assert size_of("aé€😀") == size_of("aé€😀".encode()) == 10
    assert size_of("\ud800") == 3
    assert size_of(b"\xff\xfe<\0") == 4


UTF_16 = "<R><S x=''/></R>".encode("utf-16-le").decode("latin-1")


@for_each(text=["<\0Response/>", UTF_16, "\0<Response/>", "<Response>\0</Response>"])
def test_a_text_with_zeros_is_a_text_with_illegal_characters(text: str) -> None:
    """Expat would take the first two for UTF-16."""
    with pytest.raises(InvalidTwiML, match="not well-formed XML"):
        parse(text)
    assert [(finding.rule, finding.line, finding.column) for finding in lint(text)] == [
        ("malformed", 1, text.index("\0") + 1)
    ]
