"""Marks that no class enforces, and the lists of the linter: judged by the facts, in both directions."""

import json
import re
from typing import Annotated, Any, NamedTuple

from tests.cases import for_each
from tests.facts import DATA, ELEMENTS, FACTS, Fact
from twimlkit import Custom, Dial, Message, Say
from twimlkit._core.data import read_data
from twimlkit._core.grammar import Attribute, find_mark
from twimlkit._core.marks import (
    ABSOLUTE,
    PHONE,
    Between,
    Capped,
    Documented,
    Flag,
    Known,
    Length,
    Mark,
    Named,
    Prefix,
    Schemes,
    Sender,
    WithOption,
)
from twimlkit.strategies import elements
from twimlkit.types import PhoneNumber, Url, Words

ADVICE = (Schemes, Prefix, Documented, Capped, WithOption, Known, Sender)
VOICES = json.loads((DATA / "voices.json").read_bytes())["say.voice"]
LANGUAGES = json.loads((DATA / "languages.json").read_bytes())
OLD_ELEMENTS = json.loads((DATA / "legacy_xsd.json").read_bytes())
KNOWN = read_data("linter/known.json")
LEGACY = read_data("_core/legacy.json")


class Advice(NamedTuple):
    """A mark that is only advice: its class, or the flag itself, and its value."""

    mark: object
    value: object = None


def advice(marks: tuple[object, ...]) -> set[Advice]:
    """The marks that are only advice."""
    found = {Advice(type(mark), getattr(mark, type(mark).__slots__[0])) for mark in marks if isinstance(mark, ADVICE)}
    return found | {Advice(flag) for flag in (ABSOLUTE, PHONE) if flag in marks}


# The marks.

FIELDS = {
    "url_schemes": lambda value, _: Advice(Schemes, tuple(value)),
    "url_kind": lambda value, _: Advice({"absolute": ABSOLUTE}[value]),
    "sid_prefix": lambda value, _: Advice(Prefix, value),
    "documented_min": lambda value, _: Advice(Documented, value),
    "soft_max": lambda value, _: Advice(Capped, value),
    "max_extended": lambda _, attribute: Advice(WithOption, attribute["max"]),
    "values_ref": lambda value, _: Advice(Known, value.partition("#")[2]),
    "max_length_alphanumeric": lambda value, _: Advice(Sender, value),
}
"""The fields of an attribute that no class enforces, each with the mark that stands for it."""


def advice_for_attribute(fact: dict[str, Any]) -> set[Advice]:
    """The marks that an attribute should have."""
    is_phone = fact["type"].startswith("phone") or fact["note"].startswith("number, client:name")
    found = {mark(fact[field], fact) for field, mark in FIELDS.items() if field in fact}
    return found | ({Advice(PHONE)} if is_phone else set())


def advice_for_text(fact: Fact) -> set[Advice]:
    """The marks that the text of an element should have."""
    meaning = fact.text.get("meaning", "")
    by_words = {"phone number": Advice(PHONE), "application SID": Advice(Prefix, "AP")}
    return {mark for words, mark in by_words.items() if words in meaning}


@for_each(fact=FACTS.values())
def test_every_fact_is_a_mark_and_every_mark_is_a_fact(fact: Fact) -> None:
    grammar = fact.element.grammar()
    expected = {xml_name: advice_for_attribute(attribute) for xml_name, attribute in fact.attributes.items()}
    assert {attribute.xml_name: advice(attribute.marks) for attribute in grammar.attributes.values()} == expected
    assert advice(grammar.text_marks) == advice_for_text(fact)


def test_every_field_and_every_text_is_found_in_the_facts() -> None:
    fields = {field for fact in FACTS.values() for attribute in fact.attributes.values() for field in attribute}
    assert FIELDS.keys() <= fields
    texts = {name: advice_for_text(fact) for name, fact in FACTS.items()}
    assert {name for name, found in texts.items() if found} == {
        "Application",
        "ApplicationSid",
        "Dial",
        "Number",
        "WhatsApp",
    }


class Marked(Custom):
    def __init__(
        self,
        *content: Annotated[Annotated[str, Length(5)] | Annotated[Say, Flag("SAY")], Flag("OUTER")],
        one: Annotated[Annotated[PhoneNumber | bool, Sender(3)], Named("ONE")] | None = None,
        two: Words[Annotated[int, Between(1), Capped(9)]] | None = None,
    ) -> None: ...


def test_marks_are_those_of_every_alternative_and_of_what_is_around_it() -> None:
    grammar = Marked.grammar()
    one, two = grammar.attributes.values()
    assert advice(one.marks) == {Advice(PHONE), Advice(Sender, 3)}
    assert find_mark(one.marks, Named)
    assert advice(two.marks) == {Advice(Capped, 9)}
    assert [type(mark) for mark in grammar.text_marks] == [Flag, Length]
    assert "SAY" not in map(str, grammar.text_marks)


def test_an_element_without_text_has_no_marks_of_it() -> None:
    assert FACTS["Hangup"].element.grammar().text_marks == ()
    assert FACTS["Connect"].element.grammar().text_marks == ()


MARKS = [Schemes("https"), Prefix("CA"), Documented(5), Capped(5), WithOption(5), Known("say.voice"), Sender(1)]


@for_each(
    mark=[*MARKS, ABSOLUTE, PHONE],
    annotation=[str, Url, PhoneNumber, Words[str], bool | str, Annotated[int, Between(1, 9)]],
)
def test_advice_changes_nothing_about_an_attribute(mark: Mark, annotation: Any) -> None:
    bare, marked = Attribute("one", annotation), Attribute("one", Annotated[annotation, mark])
    for name in vars(bare).keys() - {"is_plain", "marks", "value"}:
        assert getattr(marked, name) == getattr(bare, name)
    assert type(marked.value) is type(bare.value)
    for value in ("x", "", "http://a.example/", "/relative", 1, 9, 10, True, ["x", "yy"], "x" * 100, "+1415"):
        assert marked.accepts(value) == bare.accepts(value)
        if bare.accepts(value):
            assert marked.value.from_python(value) == bare.value.from_python(value)


def test_elements_are_written_and_shown_as_without_advice() -> None:
    dial = Dial("415-123-4567", timeout=1, time_limit=86_400, caller_id="alice")
    assert dial.to_xml() == '<Dial timeout="1" timeLimit="86400" callerId="alice">415-123-4567</Dial>'
    assert repr(dial) == "Dial('415-123-4567', timeout=1, time_limit=86400, caller_id='alice')"
    message = Message("x", from_="more than eleven letters")
    assert message == eval(repr(message), {"Message": Message})


def test_strategies_draw_what_advice_is_against() -> None:
    from hypothesis import find, settings

    quick = settings(max_examples=1_000, database=None, derandomize=True)
    assert find(elements(Say), lambda say: say.loop is not None and say.loop > 1000, settings=quick)


# The lists of known values.


def test_known_voices_are_those_of_the_facts() -> None:
    assert KNOWN["voices"] == VOICES["by_group"]
    listed = [voice for group in KNOWN["voices"].values() for voice in group]
    assert sorted(listed) == sorted(VOICES["values"])


def test_known_languages_are_those_of_the_facts() -> None:
    expected = {
        name: {code for key in ("values", "docs_card", "docs_ach") for code in fact.get(key, ())}
        for name, fact in LANGUAGES.items()
    }
    # Twilio documented these for the voices man and woman.
    expected["basic"] = {"en", "en-gb", "es", "fr", "de"}
    assert {name: set(codes) for name, codes in KNOWN["languages"].items()} == expected
    assert all(len(codes) == len(set(codes)) for codes in KNOWN["languages"].values())


def test_every_list_that_a_mark_names_is_there() -> None:
    named = {
        mark.name
        for fact in FACTS.values()
        for attribute in fact.element.grammar().attributes.values()
        if (mark := find_mark(attribute.marks, Known))
    }
    assert named == KNOWN["languages"].keys() - {"basic"} | {"say.voice"}


def test_every_polly_voice_speaks_languages_that_are_known() -> None:
    names = {match[1] for voice in VOICES["values"] if (match := re.match(r"Polly\.(\w+)", voice))}
    assert KNOWN["polly"].keys() == names
    known = {*LANGUAGES["say.language"]["values"], *LANGUAGES["ssml.lang"]["values"]}
    for name, codes in KNOWN["polly"].items():
        assert codes, name
        assert set(codes) <= known, name


def test_languages_of_some_voices() -> None:
    some = {
        "Joanna": ["en-US"],
        "Aditi": ["en-IN", "hi-IN"],
        "Geraint": ["en-GB-WLS"],
        "Lupe": ["es-US"],
        "Mía": ["es-MX"],
    }
    assert {name: KNOWN["polly"][name] for name in some} == some


# What is legacy.


def of_status(status: str) -> dict[str, set[str]]:
    """The attributes of a status, by the tag of their element."""
    found = {
        tag: {xml_name for xml_name, fact in raw["attributes"].items() if fact["status"] == status}
        for tag, raw in ELEMENTS.items()
    }
    return {tag: names for tag, names in found.items() if names}


def test_legacy_is_what_the_facts_call_so() -> None:
    assert {tag: set(names) for tag, names in LEGACY["attributes"].items()} == of_status("legacy")
    assert LEGACY["elements"].keys() == OLD_ELEMENTS.keys()
    assert {tag: set(names) for tag, names in LEGACY["typos"].items()} == of_status("suspected-typo")


def test_typos_lead_to_the_right_names() -> None:
    for tag, names in LEGACY["typos"].items():
        attributes = ELEMENTS[tag]["attributes"]
        for wrong, right in names.items():
            assert right == attributes[wrong]["alias_of"]
            assert attributes[right]["status"] == "current"


REMEDIES = [
    remedy
    for table in (LEGACY["elements"], *LEGACY["attributes"].values())
    for remedy in table.values()
    if remedy is not None
]


@for_each(remedy=REMEDIES)
def test_every_remedy_is_current(remedy: str) -> None:
    attribute, tag = re.fullmatch(r"(?:([\w:]+) of |.* )?<([\w-]+)>", remedy).groups()
    if attribute:
        assert ELEMENTS[tag]["attributes"][attribute]["status"] == "current"
    assert tag in ELEMENTS
