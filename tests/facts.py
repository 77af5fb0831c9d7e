"""Facts about TwiML that judge the vocabulary: the elements, and what each may hold.

They come from Twilio's documentation, its libraries and its list of errors, and stand in `data/`. Nothing here asks the
classes under test what is legal.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

import twimlkit
from twimlkit._core.element import Element
from twimlkit.errors import InvalidTwiML

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parent / "data"
ELEMENTS: dict[str, dict[str, Any]] = json.loads((DATA / "elements.json").read_bytes())
ERRORS: list[dict[str, Any]] = json.loads((DATA / "errors.json").read_bytes())

SAMPLE = "sample"
"""A text that every element with text accepts: as speech, as a name, as a number, as a relative URL."""

XML_NAMESPACE = "{http://www.w3.org/XML/1998/namespace}"


class Legal(NamedTuple):
    """A legal value of an attribute: as it is given, as it is written in XML, and as the element keeps it."""

    given: object
    written: str
    kept: object


@dataclass(frozen=True, eq=False, repr=False)
class Fact:
    """What the facts say of the element of a class.

    Attributes:
        name: The name of the class.
        tag: The name in XML.
        attributes: The current attributes by their names in XML.
        children: The largest number of each legal child, or None, by the name of its class.
        least: The smallest number of each required child, likewise.
        text: What the element holds as text.
        mixed: Whether text may stand beside children.
        terminal: Whether nothing is run after it.
        then: What runs after it.
        deprecated: Whether Twilio advises against it.
        page: The URL of Twilio's page about it, or None.
        not_current: The names in XML of its other attributes.
    """

    name: str
    tag: str
    attributes: dict[str, dict[str, Any]]
    children: dict[str, int | None]
    least: dict[str, int]
    text: dict[str, Any]
    mixed: bool
    terminal: bool
    then: str
    deprecated: bool
    page: str | None
    not_current: tuple[str, ...]

    def __repr__(self) -> str:
        return self.name

    @cached_property
    def element(self) -> type[Any]:
        """The class, which must be at the top of the package."""
        found = getattr(twimlkit, self.name)
        assert isinstance(found, type)
        assert issubclass(found, Element)
        return found

    @property
    def excluded(self) -> frozenset[str]:
        """The children that do not go with text."""
        return frozenset(class_name(tag) for tag in self.text.get("excludes", ()))

    @property
    def required(self) -> list[str]:
        """The names in XML of the attributes that must be there."""
        return [xml_name for xml_name, attribute in self.attributes.items() if attribute["required"]]

    def needed(self, *, but: str | None = None) -> dict[str, Any]:
        """Return arguments for the required attributes, except one."""
        return {
            to_python_name(xml_name): self.legal(xml_name)[0].given for xml_name in self.required if xml_name != but
        }

    def minimal_content(self) -> list[Any]:
        """Return the least legal content."""
        if self.text["use"] == "required" or self.name in NOT_NOTHING:
            return [SAMPLE]
        return [FACTS[name].minimal() for name, least in self.least.items() for _ in range(least)]

    def minimal(self, **attributes: Any) -> Any:
        """Return the smallest legal element, with these attributes."""
        return self.build(*self.minimal_content(), **attributes)

    def build(self, *content: Any, **attributes: Any) -> Any:
        """Return an element with this content, these attributes and the required ones."""
        return self.element(*content, **(self.needed() | attributes))

    def holding(self, *children: Any) -> Any:
        """Return an element with these children, and with text where the children alone are not enough."""
        return self.build(*([SAMPLE] if self.name == "Enqueue" else []), *children)

    def legal(self, xml_name: str) -> list[Legal]:
        """Return legal values of an attribute."""
        return _legal(xml_name, self.attributes[xml_name])

    def illegal(self, xml_name: str) -> list[object]:
        """Return values that an attribute must not have."""
        return _illegal(xml_name, self.attributes[xml_name])

    def value_codes(self, xml_name: str) -> frozenset[int]:
        """Return Twilio's codes for an invalid value of an attribute."""
        return frozenset(
            row["code"]
            for row in ERRORS
            if row["attribute"] == xml_name
            and row["element"] in (None, self.tag)
            and row["area"] != "rest"
            and re.search(r"\bbad\b|\bnot valid\b|\bneither true nor false\b", row["meaning"])
        ) | ALSO_CODES.get((self.name, xml_name), frozenset())


NOT_NOTHING = ("Enqueue", "Message")
"""Elements of which the facts call every part optional, but that must not be without all of them."""

ALSO_CODES = {
    # The list of errors names the user name of a Sip alone, and its meaning says "SIP user or password".
    ("Sip", "password"): frozenset({13249}),
    ("Uri", "username"): frozenset({13249}),
    ("Uri", "password"): frozenset({13249}),
}


# Names.


def class_name(tag: str) -> str:
    """Return the name of the class of an element: `say-as` has SayAs."""
    return "".join(part[0].upper() + part[1:] for part in tag.split("-"))


def to_python_name(xml_name: str) -> str:
    """Return the name of an attribute in Python: `numDigits` is num_digits, `for` is for_, `xml:lang` is xml_lang."""
    if xml_name in ("from", "for"):
        return xml_name + "_"
    return re.sub("[A-Z]", lambda found: "_" + found[0].lower(), re.sub("[:-]", "_", xml_name))


def lxml_name(xml_name: str) -> str:
    """Return the name of an attribute as lxml has it."""
    return xml_name.replace("xml:", XML_NAMESPACE)


def read(element: Any) -> etree._Element:
    """Return the element as lxml reads its XML."""
    return etree.fromstring(element.to_xml().encode())


# Values.

STRANGE = (b"x", object(), {"a": 1}, {"a"}, 1j)
NOT_XML = ("\0", "a\ud800", "\ufffe", "a\x0bb")
CONTROL = ("a\x01", "a\nb", "a\x7fb", "a\x85b")
MARKUP = "a \"quoted\" & <b> 'it' ]]> żółć 😀"
SPECIMENS = (
    "", "1", "12", "#", "*", "1*#", "0ww1W9", "AbD", "A", "D1", "E", "a", "x", "auto", "-1", "1.5", "+5", "5",
    "90%", "+10%", "-20Hz", "+2st", "-.5st", "+6dB", "-.5dB", "6 dB", "6db", "250ms", "1.5s", "+.5s", "-1s", "1.s",
    "1m", "s", "%", "\u0661", "1\u0661", "1s;", "12-3", "1,2", "fast", "loud", "high", "LOUD", "w w", "!",
)  # fmt: skip
"""Texts that match some of the patterns, and not the others."""

PHONES = ("+14155550100", "415-123-4567", "12345", "whatsapp:+14155550100", "client:alice", "+1 (415) 555-0100")
URLS = (
    "https://example.com/a?b=c&d=e#f", "/menu", "menu?x=1", "?x=1", "../up", "wss://example.com/s", "sip:a@example.com",
    "HTTP://example.com", "https://user:word@example.com:8080/", "https://[2001:db8::1]/x", "//example.com/x", "#top",
)  # fmt: skip
BAD_URLS = (
    "ftp://example.com", "javascript:alert(1)", "htp://example.com", "mailto:a@example.com", "https://", "https:///x",
    "http:example.com", "https://user@/x", "//", "https://:80/", "a b", "/a\tb", "/a\nb", "/a\x7f", "/a\u00a0b",
    "/a\u2028b",
)  # fmt: skip


def plain(*texts: str) -> list[Legal]:
    """Return texts that are kept and written unchanged."""
    return [Legal(text, text, text) for text in texts]


def words(attribute: dict[str, Any]) -> list[str]:
    """Return the words that an attribute accepts."""
    return [
        word for key in ("values", "values_extra", "values_xsd_extra", "keywords") for word in attribute.get(key, ())
    ]


def bounds(attribute: dict[str, Any]) -> tuple[Any, Any]:
    """Return the smallest and the largest number that an attribute accepts, or None."""
    least, most = WHOLE if attribute["type"] in ("integer", "integer-or-auto") else (None, None)
    return attribute.get("min", least), attribute.get("max_extended", attribute.get("max", most))


WHOLE = (-2_147_483_648, 2_147_483_647)
"""The bounds of whole numbers where none are documented: Twilio's own schema types them xs:int."""

AMOUNTS = ("chargeAmount",)
"""The numbers that are amounts of money."""

MAY_BE_EMPTY = ("hints",)
"""The lists that applications leave empty."""


def separator(attribute: dict[str, Any]) -> str:
    """Return the separator of a list."""
    return {"space": " ", "comma": ","}[attribute["join"]]


BOOLEANS = [Legal(given=True, written="true", kept=True), Legal(given=False, written="false", kept=False)]


def _legal(xml_name: str, attribute: dict[str, Any]) -> list[Legal]:
    return _LEGAL[attribute["type"]](xml_name, attribute)


def _legal_urls(xml_name: str, attribute: dict[str, Any]) -> list[Legal]:
    return plain(*URLS, *([""] if xml_name == "action" or attribute.get("allow_empty") else []))


def _legal_enum(_: str, attribute: dict[str, Any]) -> list[Legal]:
    default = [attribute["default"]] if "default" in attribute else []
    return _legal_words(words(attribute)) + (
        plain(*default, "some-other", "another one") if attribute.get("open") else []
    )


def _legal_texts(xml_name: str, attribute: dict[str, Any]) -> list[Legal]:
    if pattern := attribute.get("pattern"):
        found = [text for text in SPECIMENS if re.fullmatch(pattern, text)]
        assert found, f"{xml_name}: no specimen matches {pattern}"
        return plain(*found, *attribute.get("keywords", ()))
    if most := attribute.get("max_length"):
        return plain("x", "x" * most, "😀" * most, MARKUP[:most])
    numbers = [Legal(5, "5", "5"), Legal(-12, "-12", "-12"), Legal(0, "0", "0")] if xml_name == "value" else []
    return plain("x", "two words", MARKUP, "x" * 1000, "0", "true") + numbers


def _legal_words(known: list[str]) -> list[Legal]:
    truth = {"true": True, "false": False}
    legal = [Legal(word, word, truth.get(word, word)) for word in known]
    return legal + [Legal(truth[word], word, truth[word]) for word in known if word in truth]


def _legal_integers(_: str, attribute: dict[str, Any]) -> list[Legal]:
    least, most = bounds(attribute)
    return [Legal(number, str(number), number) for number in sorted({least, least + 1, most - 1, most})]


def _legal_numbers(xml_name: str, attribute: dict[str, Any]) -> list[Legal]:
    least, most = (Decimal(str(bound)) for bound in bounds(attribute))
    if xml_name in AMOUNTS:
        given = (
            least,
            most,
            Decimal("10.00"),
            Decimal("0.125"),
            20,
            20.5,
            20.45,
            1e5,
            "10",
            "10.00",
            "20.45",
            "0.1250",
        )
        exponents = [Legal(Decimal("1E+5"), "100000", "100000"), Legal(Decimal("1E-7"), "0.0000001", "0.0000001")]
        return [Legal(amount, str(amount), str(amount)) for amount in given] + exponents
    middle = (least + most) / 2
    exact = [Legal(number, f"{number:f}", number) for number in (least, most, middle)]
    exact += [Legal(Decimal(f"{number}0"), f"{number:f}", number) for number in (least, most, middle)]
    floats = [Legal(float(number), str(float(number)), Decimal(str(float(number)))) for number in (least, most, middle)]
    whole = [
        Legal(number, str(number), Decimal(number)) for number in (int(least), int(most)) if least <= number <= most
    ]
    return exact + floats + whole


def _legal_lists(xml_name: str, attribute: dict[str, Any]) -> list[Legal]:
    by = separator(attribute)
    empty = [Legal(given, "", ()) for given in ("", " ", by, [], ())] if xml_name in MAY_BE_EMPTY else []
    if attribute["type"] == "integer-list":
        least, most = bounds(attribute)
        items: list[Any] = list(range(least, most + 1))
    elif attribute["type"] == "string-list":
        items = ["one", "two words", "żółć & <b>"]
    else:
        items = [*words(attribute), *(["some-other"] if attribute.get("open") else [])]
    legal = [Legal(item, str(item), (item,)) for item in items]
    legal += [Legal([item], str(item), (item,)) for item in items]
    joined = by.join(map(str, items))
    legal += [Legal(given, joined, tuple(items)) for given in (items, tuple(items), joined)]
    legal += [Legal(tuple(items[::-1]), by.join(map(str, items[::-1])), tuple(items[::-1]))]
    if most := attribute.get("max_items"):
        legal.append(Legal(["x"] * most, by.join("x" * most), ("x",) * most))
    if longest := attribute.get("max_item_length"):
        legal.append(Legal(["x" * longest], "x" * longest, ("x" * longest,)))
    return legal + empty


SCALAR = [*STRANGE, [], ["x"], ("x",)]
"""Invalid values of every attribute that is not a list."""


def _illegal(xml_name: str, attribute: dict[str, Any]) -> list[object]:
    return _ILLEGAL[attribute["type"]](xml_name, attribute)


def _illegal_number(xml_name: str, attribute: dict[str, Any]) -> list[object]:
    least, most = (Decimal(str(bound)) for bound in bounds(attribute))
    step = Decimal("0.01")
    beyond = [least - step, most + step, float(least - step), float(most + step), int(most) + 1]
    texts: list[object] = ["0.5"]
    if xml_name in AMOUNTS:
        texts = [str(least - step), str(most + step), "1e3", "1,50", "$5", "5 USD", "٢", "1" * 16, "0." + "1" * 16]
        beyond += [0.1 + 0.2, 59.97 * 1.19, 0.125, 1e-7, Decimal(1) / 3, Decimal("1E-16"), Decimal("1E-999999")]
    return [*SCALAR, *beyond, *_NOT_NUMBERS, "", "x", *texts, *NOT_XML]


def _illegal_texts(xml_name: str, attribute: dict[str, Any]) -> list[object]:
    wrong: list[object] = [*SCALAR, True, False, 1.5, *NOT_XML, *([] if xml_name == "value" else [5])]
    if pattern := attribute.get("pattern"):
        known = attribute.get("keywords", ())
        wrong += [text for text in SPECIMENS if not re.fullmatch(pattern, text) and text not in known]
    if most := attribute.get("max_length"):
        wrong += ["x" * (most + 1), "😀" * (most + 1)]
    return wrong


def _illegal_words(_: str, attribute: dict[str, Any]) -> list[object]:
    known = words(attribute)
    wrong = [*SCALAR, 5, 1.5, *([] if "true" in known else [True, False]), *NOT_XML]
    if attribute.get("open"):
        return wrong
    near = [
        form
        for word in known
        for form in (word.upper(), word.lower(), word.title(), word[:-1], word + "x", word + "\0")
        if form not in known
    ]
    return [*wrong, "", "nonsense", *near]


_NOT_NUMBERS: list[object] = [
    True, False, float("nan"), float("inf"), float("-inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"),
]  # fmt: skip


def _illegal_integers(_: str, attribute: dict[str, Any]) -> list[object]:
    least, most = bounds(attribute)
    return [*SCALAR, least - 1, most + 1, -(10**15), 10**15, *_NOT_NUMBERS, "", "x", "5", 5.0, Decimal(5), *NOT_XML]


def _illegal_lists(xml_name: str, attribute: dict[str, Any]) -> list[object]:
    by = separator(attribute)
    empty = [] if xml_name in MAY_BE_EMPTY else [[], (), "", by, " "]
    wrong = [*STRANGE, *empty, [""], [None], [[]], ["a\0"], "a\ud800", True, [True], 1.5, [1.5], [b"x"]]
    if most := attribute.get("max_items"):
        wrong += [["x"] * (most + 1), by.join("x" * (most + 1))]
    if longest := attribute.get("max_item_length"):
        wrong += [["x" * (longest + 1)], "x" * (longest + 1)]
    if attribute["type"] == "integer-list":
        return wrong + _illegal_integer_items(attribute)
    if attribute["type"] == "enum-list" and not attribute.get("open"):
        known = words(attribute)[0]
        wrong += [
            "nonsense",
            ["nonsense"],
            [known, "nonsense"],
            f"{known} nonsense",
            known.upper(),
            [f"{known} {known}"],
        ]
    blanks = ["a\tb", "a\nb", "a\rb", "a\u00a0b"] if by == " " else []
    return [*wrong, 5, [5], *([item] for item in (f"a{by}b", *blanks))]


def _illegal_integer_items(attribute: dict[str, Any]) -> list[object]:
    least, most = bounds(attribute)
    beyond = [least - 1, most + 1, [least, most + 1], f"{most + 1}"]
    return [*beyond, "x", [least, "x"], f"{least},{most}", b"\x01\x02", *_NOT_NUMBERS]


_LEGAL: dict[str, Callable[[str, dict[str, Any]], list[Legal]]] = {
    "integer": _legal_integers,
    "integer-or-auto": lambda xml_name, attribute: _legal_integers(xml_name, attribute) + plain(*words(attribute)),
    "number": _legal_numbers,
    "boolean": lambda *_: BOOLEANS,
    "boolean-or-string": lambda *_: _legal_words(["true", "false"]) + plain("94105", "TRUE", MARKUP),
    "enum": _legal_enum,
    "method": _legal_enum,
    **dict.fromkeys(("enum-list", "string-list", "integer-list"), _legal_lists),
    "url": _legal_urls,
    **dict.fromkeys(("phone", "phone-or-alphanumeric"), lambda *_: plain(*PHONES, "ACME Inc")),
    **dict.fromkeys(("sid", "language"), lambda *_: plain("CA0123456789abcdef", "en-US", "multi", "x" * 300)),
    **dict.fromkeys(("string", "dtmf", "duration"), _legal_texts),
}

_ILLEGAL: dict[str, Callable[[str, dict[str, Any]], list[object]]] = {
    **dict.fromkeys(("integer", "integer-or-auto"), _illegal_integers),
    "number": _illegal_number,
    "boolean": lambda *_: [*SCALAR, "true", "false", "", "yes", 0, 1, 1.0, *NOT_XML],
    "boolean-or-string": lambda *_: [*SCALAR, 0, 1, 1.0, *NOT_XML],
    **dict.fromkeys(("enum", "method"), _illegal_words),
    **dict.fromkeys(("enum-list", "string-list", "integer-list"), _illegal_lists),
    "url": lambda *_: [*SCALAR, True, 5, 1.5, *NOT_XML, *BAD_URLS],
    **dict.fromkeys(
        ("phone", "phone-or-alphanumeric", "sid", "language"),
        lambda *_: [*SCALAR, True, 5, 1.5, *NOT_XML, *CONTROL],
    ),
    **dict.fromkeys(("string", "dtmf", "duration"), _illegal_texts),
}


# The elements, by the names of their classes. Two of them are one element in XML: Response is the document of a call
# or of a message, and Sip stands in Dial or in Refer.


def _fact(name: str, tag: str, raw: dict[str, Any], children: list[dict[str, Any]]) -> Fact:
    attributes = raw["attributes"]
    child_name = {"Refer": {"Sip": "ReferSip"}}.get(name, {})
    named = {child_name.get(child["name"], class_name(child["name"])): child for child in children}
    return Fact(
        name=name,
        tag=tag,
        attributes={
            xml_name: attribute for xml_name, attribute in attributes.items() if attribute["status"] == "current"
        },
        children={child: row["max"] for child, row in named.items()},
        least={child: row["min"] for child, row in named.items() if row["min"]},
        text=raw["text"],
        mixed=raw["mixed"],
        terminal=raw["terminal"],
        then=_then(tag, raw),
        deprecated=raw["deprecated"],
        page=raw.get("docs_page"),
        not_current=tuple(xml_name for xml_name, attribute in attributes.items() if attribute["status"] != "current"),
    )


OTHERWISE = {"Record": "always", "Start": "returns", "Stop": "returns"}
"""What runs after a verb where the facts do not say it, or where Twilio's page has changed since."""


def _then(tag: str, raw: dict[str, Any]) -> str:
    """Return what runs after an element, in the words of the classes."""
    if raw["terminal"]:
        return "ends"
    condition = raw.get("terminal_condition") or ""
    has_default = re.search(r"at action \(default: this (same )?document\)", condition)
    has_action = "with action" in condition or "then action if set" in condition
    return OTHERWISE.get(tag) or ("input" if has_default else "action" if has_action else "blocks")


def _facts() -> dict[str, Fact]:
    facts = {class_name(tag): _fact(class_name(tag), tag, raw, raw["children"]) for tag, raw in ELEMENTS.items()}
    root, sip = ELEMENTS["Response"], ELEMENTS["Sip"]
    for name, document in (("Response", "voice"), ("MessagingResponse", "messaging")):
        children = [child for child in root["children"] if document in child["documents"]]
        page = root["docs_page"].replace("voice", document)  # the facts have that of a call alone
        facts[name] = _fact(name, "Response", root | {"docs_page": page}, children)
    refer = sip["variants"]["Refer"]
    facts["ReferSip"] = _fact("ReferSip", "Sip", sip | {"mixed": False} | refer, refer["children"])
    return facts


FACTS = _facts()

UNJUDGED = {"ConversationRelay": ["Failover"]}
"""The children that nothing is known of but their names, by the names of the classes that hold them."""

CHILDREN_CODES = {"Gather": 13320, "Dial": 13215, "Start": 14300, "Stop": 14300, "MessagingResponse": 14110}
"""The codes for a child that cannot be there; SCHEMA_CODE is that of all other elements."""

SCHEMA_CODE = 12200


# What the classes do otherwise than the facts say, on purpose.


class Difference(NamedTuple):
    """A deliberate difference: the answers to one question, by the facts alone and by the classes."""

    reason: str
    facts: Callable[[], object]
    classes: Callable[[], object]


def builds(make: Callable[[], Any]) -> bool:
    """Tell whether an element can be built."""
    try:
        make()
    except InvalidTwiML:
        return False
    return True


def _attribute(element: str, xml_name: str) -> dict[str, Any]:
    return ELEMENTS[element]["attributes"][xml_name]


DIFFERENCES: dict[str, Difference] = {
    "an Enqueue of nothing": Difference(
        "the text is optional only beside a workflow, which says what queue it is",
        lambda: ELEMENTS["Enqueue"]["text"]["use"] == "optional" and not FACTS["Enqueue"].required,
        lambda: builds(twimlkit.Enqueue),
    ),
    "a Message of nothing": Difference(
        "each part of a message is optional, but there must be one to send",
        lambda: ELEMENTS["Message"]["text"]["use"] == "optional" and not FACTS["Message"].required,
        lambda: builds(twimlkit.Message),
    ),
    "a Conference beside a Number": Difference(
        "Twilio warns of the mixture, which the facts only note",
        lambda: {"Conference", "Number"} <= FACTS["Dial"].children.keys(),
        lambda: builds(lambda: twimlkit.Dial(twimlkit.Conference("a"), twimlkit.Number("b"))),
    ),
    "a list as a tuple": Difference(
        "an element is immutable, and a program wants the items and not their spelling",
        lambda: type(_attribute("Pay", "validCardTypes")["default"]),
        lambda: type(twimlkit.Pay(valid_card_types="visa mastercard amex").valid_card_types),
    ),
    "a word that is a bool": Difference(
        "Python's own word for it is True",
        lambda: type(_attribute("Conference", "beep")["default"]),
        lambda: type(twimlkit.Conference("a", beep="true").beep),
    ),
    "documented_min": Difference(
        "Twilio runs the document all the same",
        lambda: _attribute("Dial", "timeout")["documented_min"] <= 1,
        lambda: builds(lambda: twimlkit.Dial("a", timeout=1)),
    ),
    "soft_max": Difference(
        "it caps what Twilio does, not what may be written",
        lambda: _attribute("Say", "loop")["soft_max"] >= 1001,
        lambda: builds(lambda: twimlkit.Say("a", loop=1001)),
    ),
    "max beside max_extended": Difference(
        "an account may have the option",
        lambda: _attribute("Dial", "timeLimit")["max"] >= 14_401,
        lambda: builds(lambda: twimlkit.Dial("a", time_limit=14_401)),
    ),
    "sid_prefix": Difference(
        "names and templates stand where SIDs do; the linter looks at them",
        lambda: "XX1".startswith(_attribute("Number", "byoc")["sid_prefix"]),
        lambda: builds(lambda: twimlkit.Number("a", byoc="XX1")),
    ),
    "url_kind": Difference(
        "the linter looks at it",
        lambda: _attribute("Stream", "statusCallback")["url_kind"] != "absolute",
        lambda: builds(lambda: twimlkit.Stream(status_callback="/relative")),
    ),
    "url_schemes": Difference(
        "the linter looks at it",
        lambda: "https" in _attribute("Stream", "url")["url_schemes"],
        lambda: builds(lambda: twimlkit.Stream(url="https://example.com")),
    ),
    "max_length_alphanumeric": Difference(
        "what is a name and what is a number is the linter's to tell",
        lambda: _attribute("Message", "from")["max_length_alphanumeric"] >= len("twelve chars"),
        lambda: builds(lambda: twimlkit.Message("a", from_="twelve chars")),
    ),
    "the limits of a voice": Difference(
        "only Twilio knows which voice an account has",
        lambda: ELEMENTS["Say"]["text"]["limits"]["polly_voices_max_chars"] >= 10_000,
        lambda: builds(lambda: twimlkit.Say("a" * 10_000, voice="Polly.Joanna")),
    ),
    "values_xsd_extra": Difference(
        "SSML knows the word, and so does the old schema",
        lambda: "none" in _attribute("emphasis", "level")["values"],
        lambda: builds(lambda: twimlkit.Emphasis("a", level="none")),
    ),
    "a Task that is not JSON": Difference(
        "the text may be a template's; the linter reads it",
        lambda: "JSON" not in ELEMENTS["Task"]["text"]["meaning"],
        lambda: builds(lambda: twimlkit.Task("not JSON")),
    ),
}
