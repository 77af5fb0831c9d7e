"""The strategies draw valid elements of every class, small ones first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from tests.facts import FACTS, UNJUDGED, Fact, to_python_name
from tests.trees import every
from twimlkit import (
    Body,
    Break,
    Client,
    Conference,
    Custom,
    Dial,
    Emphasis,
    Enqueue,
    Gather,
    Media,
    Message,
    MessagingResponse,
    Number,
    Parameter,
    Pause,
    Pay,
    Play,
    Prosody,
    Record,
    Refer,
    ReferSip,
    Reject,
    Response,
    Say,
    Sip,
    Task,
)
from twimlkit._core.element import Element
from twimlkit.strategies import elements, messaging_responses, responses
from twimlkit.types import (
    Between,
    CommaList,
    Length,
    Matching,
    Most,
    NotBesideText,
    Real,
    Spoken,
    Url,
    Violation,
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

QUIET = settings(
    database=None,
    derandomize=True,
    max_examples=2_000,
    phases=[Phase.generate, Phase.shrink],  # nobody reads an explanation
    report_multiple_bugs=False,
)
UNSHRUNK = settings(QUIET, phases=[Phase.generate])


def is_drawn(strategy: st.SearchStrategy[Any], condition: Callable[[Any], bool]) -> bool:
    """Find an element that meets a condition, or raise NoSuchExample."""
    find(strategy, condition, settings=UNSHRUNK)
    return True


@pytest.mark.parametrize("fact", FACTS.values(), ids=lambda fact: fact.name)
def test_every_class_of_the_vocabulary_is_drawn_with_all_its_attributes(fact: Fact) -> None:
    unseen = {to_python_name(xml_name) for xml_name in fact.attributes}

    def completes(element: Element) -> bool:
        assert type(element) is fact.element
        unseen.difference_update(element.attributes)
        return not unseen

    assert is_drawn(elements(fact.element), completes)


@pytest.mark.parametrize(
    ("parent", "child"),
    [
        (FACTS[name].element, child)
        for name in ("Response", "Gather", "Dial", "Enqueue", "Message")
        for child in FACTS[name].children
    ],
    ids=lambda part: part if isinstance(part, str) else part.__name__,
)
def test_every_legal_child_is_drawn(parent: type[Element], child: str) -> None:
    assert is_drawn(elements(parent), lambda element: child in (type(each).__name__ for each in element.children))


@given(responses() | messaging_responses())
def test_what_is_drawn_is_legal_by_the_facts(document: Element) -> None:
    judged = [element for element in every(document) if type(element).__name__ in FACTS]
    for element in judged:
        fact = FACTS[type(element).__name__]
        names = [type(child).__name__ for child in element.children if isinstance(child, Element)]
        names = [name for name in names if name not in UNJUDGED.get(fact.name, ())]
        texts = [child for child in element.children if isinstance(child, str)]
        assert set(names) <= fact.children.keys()
        assert all(most is None or names.count(name) <= most for name, most in fact.children.items())
        assert all(names.count(name) >= least for name, least in fact.least.items())
        assert fact.text["use"] != "none" or not texts
        assert fact.text["use"] != "required" or texts
        assert not texts or fact.excluded.isdisjoint(names)
        assert element.attributes.keys() <= {to_python_name(xml_name) for xml_name in fact.attributes}
        assert element.attributes.keys() >= {to_python_name(xml_name) for xml_name in fact.required}
        assert not any(FACTS[name].terminal for name in names[:-1])


def test_documents_are_what_their_strategies_say() -> None:
    assert is_drawn(responses(), lambda document: type(document) is Response and len(document.children) > 3)
    assert is_drawn(
        messaging_responses(), lambda document: type(document) is MessagingResponse and len(document.children) > 1
    )


CASES: dict[str, tuple[type[Element], Callable[[Any], bool]]] = {
    "a Dial of a number": (Dial, lambda dial: isinstance(dial.children[:1], tuple) and dial.text != ""),
    "a Dial of several parties": (Dial, lambda dial: len({type(party) for party in dial.children}) > 2),
    "a Dial of a conference": (Dial, lambda dial: Conference in map(type, dial.children)),
    "an Enqueue without a name": (Enqueue, lambda enqueue: not enqueue.text),
    "an Enqueue with a name and a Task": (
        Enqueue,
        lambda enqueue: {str, Task} == set(map(type, enqueue.children)),
    ),
    "a name before and after parameters": (
        Client,
        lambda client: list(map(type, client.children)) == [Parameter, str, Parameter],
    ),
    "a message of text and media": (Message, lambda message: {str, Media} == set(map(type, message.children))),
    "a message of bodies and media": (Message, lambda message: {Body, Media} == set(map(type, message.children))),
    "a message of media alone": (Message, lambda message: {Media} == set(map(type, message.children))),
    "the longest message": (Body, lambda body: len(body.text) == 1600),
    "text between elements": (Say, lambda say: [str, Element, str] == [_plain(child) for child in say.children[:3]]),
    "SSML in SSML": (
        Say,
        lambda say: any(
            isinstance(child, Emphasis) and Emphasis in map(type, child.children) for child in say.children
        ),
    ),
    "an empty URL": (Play, lambda play: not play.children),
    "a relative URL": (Play, lambda play: play.text.startswith("/")),
    "an absolute URL with a query": (Play, lambda play: play.text.startswith("https://") and "?" in play.text),
    "a WebSocket": (Play, lambda play: play.text.startswith("wss://")),
    "a SIP URI": (Sip, lambda sip: sip.text.startswith("sip:")),
    "an international number": (Number, lambda number: number.text.startswith("+")),
    "a client's address": (Number, lambda number: number.text.startswith("client:")),
    "tones": (Play, lambda play: bool(play.digits)),
    "an amount with decimals": (Pay, lambda pay: "." in (pay.charge_amount or "")),
    "a list of nothing": (Gather, lambda gather: gather.hints == ()),
    "a number with a word in its place": (Gather, lambda gather: gather.timeout == "auto"),
    "a bool with words in its place": (Conference, lambda conference: conference.beep is False),
    "several words": (Gather, lambda gather: gather.input is not None and len(gather.input) > 1),
    "several phrases": (Gather, lambda gather: gather.hints is not None and any(" " in each for each in gather.hints)),
    "a key left empty": (Record, lambda record: record.finish_on_key == ""),
    "a number as a value": (Parameter, lambda parameter: parameter.value.isdigit()),
    "a length of time": (Break, lambda pause: pause.time is not None and pause.time.endswith("ms")),
    "a form beside words": (Prosody, lambda prosody: prosody.pitch is not None and prosody.pitch.endswith("st")),
}


def _plain(child: object) -> type:
    return str if isinstance(child, str) else Element


@pytest.mark.parametrize("case", CASES)
def test_is_drawn(case: str) -> None:
    cls, condition = CASES[case]
    assert is_drawn(elements(cls), condition)


@pytest.mark.parametrize(
    "characters",
    [
        "\r",
        "\n",
        "\t",
        "]]>",
        "&amp;",
        "<",
        '"',
        "\u0301",
        "\u202e",
        "\u05e9",
        "\ufdd0",
        "\U0001fffe",
        "\x85",
        "\u200d",
    ],
    ids=ascii,
)
def test_telling_characters_are_drawn(characters: str) -> None:
    assert is_drawn(elements(Body), lambda body: characters in body.text)


def test_any_plane_of_unicode_is_drawn() -> None:
    for least, most in ((0x20, 0x7E), (0x7F, 0xFF), (0x100, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF)):
        assert is_drawn(elements(Body), lambda body: any(least <= ord(char) <= most for char in body.text))  # noqa: B023  # found before the next


@pytest.mark.parametrize(
    ("cls", "least"),
    [
        (Pause, "Pause()"),
        (Body, "Body('a')"),
        (Refer, "Refer(ReferSip('/'))"),
        (Message, "Message('a')"),
    ],
)
def test_shrinks_to_the_least_element(cls: type[Element], least: str) -> None:
    assert repr(find(elements(cls), lambda _: True, settings=QUIET)) == least


def test_shrinks_to_what_matters() -> None:
    found = find(elements(Reject), lambda reject: bool(reject.children), settings=QUIET)
    assert found == Reject(Parameter(name="a", value="a"))


def test_a_strategy_shows_itself_shortly() -> None:
    assert len(repr(responses())) < 200


# Your own elements.


class Everything(Custom):
    """Has an attribute of every type, and all types of content that may stand together."""

    def __init__(
        self,
        *content: Annotated[str, Length(10)] | Annotated[Say, Most(2)] | Annotated[Play, NotBesideText] | Pause,
        word: Literal["one", "two", True],
        other: Literal["one"] | str | None = None,
        key: Annotated[str, Matching("[a-z]{2}\\d?", "two letters", example="ab")] | None = None,
        short: Annotated[str, Length(3)] | None = None,
        url: Annotated[Url, Length(20)] | None = None,
        whole: Annotated[int, Between(5, 7)] | None = None,
        real: Annotated[Real, Between(0.001, 0.002)] | None = None,
        unbounded: Real | None = None,
        count: int | None = None,
        switch: bool | None = None,
        numbers: Words[Annotated[int, Between(1, 3)]] | None = None,
        tags: Words[str] | None = None,
        hints: CommaList | None = None,
        value: str | int | None = None,
    ) -> None: ...


class Single(Custom):
    """Holds one spoken text, or nothing."""

    def __init__(self, text: Spoken = "", /) -> None: ...


class Picky(Custom):
    """Has a check of its own."""

    def __init__(self, *prompts: Say | Pause) -> None: ...

    def check(self) -> Violation | None:
        return None if self.children else Violation("missing-content", "needs a prompt")


@given(elements(Everything))
def test_elements_of_ones_own(element: Everything) -> None:
    assert element.word in ("one", "two", True)
    assert sum(isinstance(child, Say) for child in element.children) <= 2
    assert element.whole in (None, 5, 6, 7)
    assert all(" " not in tag for tag in element.tags or ())
    assert len(element.short or "") <= 3


@given(elements(Single))
def test_an_element_of_one_text(element: Single) -> None:
    assert len(element.children) <= 1


@given(elements(Picky))
def test_an_element_with_a_rule(element: Picky) -> None:
    assert element.children


def test_an_own_subclass_of_the_vocabulary() -> None:
    class Greeting(Say):
        __slots__ = ()

    assert is_drawn(elements(Greeting), lambda greeting: type(greeting) is Greeting and bool(greeting.text))


@pytest.mark.parametrize("cls", [Element, Custom])
def test_a_class_that_declares_nothing_is_refused(cls: type[Element]) -> None:
    with pytest.raises(TypeError, match="declares no element"):
        elements(cls)


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_strategies_can_be_drawn_from_in_a_test(data: st.DataObject) -> None:
    assert isinstance(data.draw(elements(Pause)), Pause)


def test_draws_a_sip_of_a_refer() -> None:
    assert is_drawn(elements(Refer), lambda refer: type(refer.children[0]) is ReferSip)
