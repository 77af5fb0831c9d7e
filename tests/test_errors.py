"""The family of errors: its shape, its data and its messages."""

from __future__ import annotations

import copy
import importlib
import inspect
import pickle
from contextlib import suppress
from decimal import Context, Decimal, localcontext
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from django.utils.functional import lazystr
from twilio.twiml import TwiML, messaging_response, voice_response

import twimlkit
from tests.cases import for_each
from tests.facts import ERRORS, FACTS
from twimlkit import (
    Application,
    Body,
    Break,
    Client,
    Conference,
    ConversationRelay,
    Custom,
    Dial,
    Enqueue,
    Gather,
    Hangup,
    Header,
    Language,
    Message,
    MessagingResponse,
    Number,
    Parameter,
    Pause,
    Play,
    Record,
    Redirect,
    Refer,
    ReferSip,
    Reject,
    Response,
    Say,
    Sip,
    Start,
    Stop,
    Stream,
    Task,
    custom,
    errors,
    parse,
)
from twimlkit._core.codes import code_rows, level_of, twilio_code
from twimlkit._core.names import suggestion, to_python_name
from twimlkit._core.vocabulary import element_classes
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
from twimlkit.linter import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FAMILY = [
    InvalidTwiML,
    InvalidNesting,
    Unreachable,
    InvalidContent,
    InvalidAttribute,
    UnknownAttribute,
    MissingAttribute,
    TooLarge,
]


def refused(make: Callable[[], object]) -> Any:
    with pytest.raises(InvalidTwiML) as caught:
        print("built:", make())
    return caught.value


# Mistakes, each with its rule and its message.


class Mistake(NamedTuple):
    """A mistake, and the error that it raises."""

    error_class: type[InvalidTwiML]
    rule: str
    make: Callable[[], object]
    message: str


MISTAKES = [
    Mistake(
        InvalidNesting,
        "misplaced-element",
        lambda: Gather(Dial("a")),
        "<Gather> cannot hold <Dial>: it may hold Say, Play, Pause (Twilio 13320)",
    ),
    Mistake(
        InvalidNesting,
        "misplaced-element",
        lambda: MessagingResponse(Say("a")),
        "<Response> cannot hold <Say>: it may hold Message, Redirect, Sms (Twilio 14110)",
    ),
    Mistake(
        InvalidNesting,
        "misplaced-element",
        lambda: Hangup(Say("a")),
        "<Hangup> cannot hold <Say>: it may hold Parameter (Twilio 12200)",
    ),
    Mistake(
        InvalidNesting,
        "misplaced-element",
        lambda: Pause(Say("a")),
        "<Pause> cannot hold <Say>: it holds nothing (Twilio 12200)",
    ),
    Mistake(
        InvalidNesting,
        "misplaced-element",
        lambda: Start(Say("a")),
        "<Start> cannot hold <Say>: it may hold Stream, Siprec, Transcription, Recording (Twilio 14300)",
    ),
    Mistake(
        InvalidNesting,
        "misplaced-element",
        lambda: Response(Number("a")),
        "<Response> cannot hold <Number>: Number stands in Dial (Twilio 12200)",
    ),
    Mistake(
        InvalidNesting,
        "misplaced-element",
        lambda: Response(ReferSip("sip:a@b")),
        "<Response> cannot hold <Sip>: ReferSip stands in Refer (Twilio 12200)",
    ),
    Mistake(
        InvalidNesting,
        "too-many-elements",
        lambda: Dial(*[Number("a")] * 11),
        "<Dial> holds at most 10 of <Number>, not 11: leave the others out",
    ),
    Mistake(
        InvalidNesting,
        "conflicting-elements",
        lambda: Dial(Conference("a"), Number("b")),
        "<Dial> cannot hold both <Conference> and <Number>: write a Dial for each (Twilio 13000)",
    ),
    Mistake(
        Unreachable,
        "unreachable",
        lambda: Response(Redirect("/a"), Say("b")),
        "<Say> cannot follow <Redirect>: nothing after it is ever run; leave it out, or move <Redirect> to the end",
    ),
    Mistake(
        InvalidContent,
        "misplaced-text",
        lambda: Gather("a"),
        "<Gather> cannot hold text: put it into Say (Twilio 13320)",
    ),
    Mistake(
        InvalidContent,
        "misplaced-text",
        lambda: Stop("a"),
        "<Stop> cannot hold text: it may hold Stream, Siprec, Transcription, Recording (Twilio 14300)",
    ),
    Mistake(
        InvalidContent,
        "misplaced-text",
        lambda: Say(5),
        "<Say> cannot hold int: it may hold text, Break, Emphasis, Phoneme, Prosody, SayAs, Sub, W, Lang, P, S "
        "(Twilio 12200)",
    ),
    Mistake(
        InvalidContent,
        "misplaced-element",
        lambda: Response([Say("a")]),
        "<Response> cannot hold a list: put a * before it (Twilio 12200)",
    ),
    Mistake(
        InvalidContent,
        "text-beside-elements",
        lambda: Dial("a", Number("b")),
        "<Dial> holds either text or <Number>, not both: leave the text out, or write an element for it too "
        "(Twilio 13215)",
    ),
    Mistake(
        InvalidContent,
        "text-beside-elements",
        lambda: Number("a", "b"),
        "<Number> holds one text, not 2: write one Number for each",
    ),
    Mistake(InvalidContent, "missing-content", Refer, "<Refer> needs its sip: write Refer(…)"),
    Mistake(InvalidContent, "missing-content", lambda: Number(" "), "<Number> needs its number: write Number('…')"),
    Mistake(
        InvalidContent,
        "missing-content",
        Message,
        "<Message> needs a text, a Body or a Media (Twilio 14103)",
    ),
    Mistake(
        InvalidContent,
        "missing-content",
        Enqueue,
        "<Enqueue> needs the name of a queue, or a workflow_sid (Twilio 14204)",
    ),
    Mistake(
        InvalidContent,
        "wrong-value",
        lambda: Body("x" * 1601),
        "<Body> text must have at most 1600 characters, not 1601 (Twilio 14103)",
    ),
    Mistake(
        InvalidContent,
        "wrong-value",
        lambda: Play("ftp://a"),
        "<Play> url must begin with one of http, https, ws, wss, sip, sips, or be relative, and not begin with 'ftp:'",
    ),
    Mistake(
        InvalidAttribute,
        "wrong-value",
        lambda: Pause(length=-5),
        "<Pause> length must be at least 1, not -5 (Twilio 13910)",
    ),
    Mistake(
        InvalidAttribute,
        "wrong-value",
        lambda: Dial("a", timeout=601),
        "<Dial> timeout must be from 1 to 600, not 601 (Twilio 13212)",
    ),
    Mistake(
        InvalidAttribute,
        "wrong-value",
        lambda: Play(digits="123x"),
        "<Play> digits must be tones: 0-9, A-D, # and *, with w to wait 0.5 s and W to wait 1 s (Twilio 13430)",
    ),
    Mistake(
        InvalidAttribute,
        "wrong-value",
        lambda: Break(time="250"),
        "<break> time must be a number with its unit, as in '250ms' or '1.5s', not '250'",
    ),
    Mistake(
        InvalidAttribute,
        "wrong-value",
        lambda: Record(method="get"),
        "<Record> method must be 'GET' or 'POST', not 'get'; did you mean 'GET'? (Twilio 13610)",
    ),
    Mistake(
        UnknownAttribute,
        "unknown-attribute",
        lambda: Gather(numdigits=1),
        "<Gather> has no attribute 'numdigits'; did you mean 'num_digits'? (Twilio 12200)",
    ),
    Mistake(
        UnknownAttribute,
        "unknown-attribute",
        lambda: Dial(Number("a"), machine_detection="Enable"),
        "<Dial> has no attribute 'machine_detection': it belongs to Number, Sip (Twilio 12200)",
    ),
    Mistake(
        UnknownAttribute,
        "legacy-attribute",
        lambda: Dial("a", if_machine="Continue"),
        "<Dial> has no attribute 'if_machine', which only an old schema of Twilio's knows: "
        "use machine_detection of <Number> instead (Twilio 13211)",
    ),
    Mistake(
        UnknownAttribute,
        "legacy-attribute",
        lambda: Say("a", xml_lang="en"),
        "<Say> has no attribute 'xml_lang', which only an old schema of Twilio's knows: "
        "use language of <Say> instead (Twilio 12200)",
    ),
    Mistake(
        UnknownAttribute,
        "suspected-typo",
        lambda: ConversationRelay(url="wss://a.example", speechtimeout=1),
        "<ConversationRelay> has no attribute 'speechtimeout', a misprint in some of Twilio's libraries: "
        "write speech_timeout (Twilio 12200)",
    ),
    Mistake(
        MissingAttribute,
        "missing-attribute",
        Language,
        "<Language> needs the attribute code: write code=…",
    ),
    Mistake(
        TooLarge,
        "too-large",
        lambda: Response(Say("x" * 65_500)),
        "<Response> is 65570 bytes long as XML: write at most 65536 bytes, for instance with a Redirect to a second "
        "document (Twilio 11750)",
    ),
]

OTHERS: list[Callable[[], object]] = [
    lambda: Parameter(name="a"),
    lambda: Header(name="a\0", value="b"),
    lambda: custom("not a name"),
    lambda: Say("a").unchecked(xmlns="urn:x"),
]


# The family.


def test_all_are_invalid_twiml_and_value_errors() -> None:
    assert all(issubclass(one, InvalidTwiML) for one in FAMILY)
    assert issubclass(InvalidTwiML, ValueError)
    assert {one.__name__ for one in FAMILY} == {
        name for name in errors.__all__ if isinstance(getattr(errors, name), type)
    }
    assert InvalidTwiML is twimlkit.InvalidTwiML


def test_tree_in_the_docstring_is_the_family() -> None:
    stack: list[type] = []
    drawn = []
    for line in (errors.__doc__ or "").splitlines():
        name = next((one for one in line.split() if one.isidentifier() and one in errors.__all__), None)
        if name:
            depth = line.index(name) // 4
            one = getattr(errors, name)
            assert one.__bases__ == ((stack[depth - 1],) if depth else (ValueError,))
            del stack[depth:]
            stack.append(one)
            drawn.append(one)
    assert drawn == FAMILY


def test_all_names_are_exported() -> None:
    module = importlib.import_module("twimlkit.errors")
    public = {name for name, one in vars(module).items() if getattr(one, "__module__", None) == module.__name__}
    assert {name for name in public if not name.startswith("_")} == set(errors.__all__)


# Messages and data.


@for_each(mistake=MISTAKES)
def test_messages(mistake: Mistake) -> None:
    error = refused(mistake.make)
    assert type(error) is mistake.error_class
    assert (error.rule, str(error)) == (mistake.rule, mistake.message)
    assert error.message == mistake.message.removesuffix(f" (Twilio {error.code})")
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None


def test_every_rule_of_the_classes_has_a_message() -> None:
    of_xml = {"blank-before-declaration", "legacy-element", "malformed", "namespace", "unknown-element", "wrong-root"}
    of_depth = {"too-deep"}
    assert {mistake.rule for mistake in MISTAKES} == {
        rule.name for rule in RULES.values() if rule.refused
    } - of_xml - of_depth


def test_data_of_an_error() -> None:
    error = refused(lambda: Pause(length=-5))
    assert vars(error) == {
        "message": "<Pause> length must be at least 1, not -5",
        "rule": "wrong-value",
        "element": "Pause",
        "attribute": "length",
        "path": None,
        "line": None,
        "column": None,
        "code": 13910,
    }
    nesting = refused(lambda: Gather(Dial("a")))
    assert (nesting.element, nesting.attribute, nesting.path, nesting.code) == ("Dial", None, None, 13320)
    unreachable = refused(lambda: Response(Hangup(), Say("a")))
    assert (unreachable.element, unreachable.attribute, unreachable.code) == ("Say", None, None)
    text = refused(lambda: Response("a"))
    assert (text.element, text.attribute) == ("Response", None)
    name = refused(lambda: Say("a", LOOP=2))
    assert (name.element, name.attribute) == ("Say", "LOOP")


PATHS: list[tuple[Callable[[], object], str | None]] = [
    (lambda: Response("a"), "Response"),
    (lambda: Response(loop=1), "Response"),
    (lambda: Response(None), "Response"),
    (lambda: Response(Body("a")), "Response/Body"),
    (lambda: Response(Say("a"), Body("a"), Body("b")), "Response/Body[1]"),
    (lambda: Response(Say("a"), Hangup(), Say("b")), "Response/Say[2]"),
    (lambda: Response(custom("Say"), "", Hangup(), Say("b"), Say("c")), "Response/Say[2]"),
    (lambda: Response(Redirect(), Redirect()), "Response/Redirect[2]"),
    (lambda: MessagingResponse(Message("a"), Say("b"), 5), "Response/Say"),
    (lambda: Response(Say("x" * 65_500)), "Response"),
    (lambda: Response().replace(children=[Body("a")]), "Response/Body"),
    (lambda: Response().replace(loop=1), "Response"),
    # An element is built before its parent.
    (lambda: Response(Gather(Dial("a"))), None),
    (lambda: Response(Dial(*[Number("a")] * 11)), None),
    (lambda: Response(Pause(length=0)), None),
]


def test_only_a_document_knows_the_path() -> None:
    for make, path in PATHS:
        assert refused(make).path == path


@for_each(error_class=FAMILY)
def test_an_error_made_by_hand(error_class: type[InvalidTwiML]) -> None:
    bare = error_class("<Say> is wrong")
    assert str(bare) == bare.message == "<Say> is wrong"
    assert {name for name, value in vars(bare).items() if value is not None} == {"message"}
    full = error_class(
        "<Say> is wrong",
        rule="wrong-value",
        element="Say",
        attribute="loop",
        path="Response/Say[2]",
        line=3,
        column=7,
        code=13510,
    )
    assert str(full) == "<Say> is wrong (Twilio 13510), in line 3, column 7"
    assert (full.message, full.rule, full.element, full.attribute) == ("<Say> is wrong", "wrong-value", "Say", "loop")
    assert (full.path, full.line, full.column, full.code) == ("Response/Say[2]", 3, 7, 13510)
    with pytest.raises(ValueError, match="is wrong"):
        raise full


@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, *range(pickle.HIGHEST_PROTOCOL + 1)],
    ids=lambda one: getattr(one, "__name__", f"pickle {one}"),
)
def test_errors_keep_all_they_know(copied: Any) -> None:
    for make in (*(mistake.make for mistake in MISTAKES), *OTHERS):
        error = refused(make)
        error.path, error.line, error.column = "Response/Say[2]", 3, 7
        error.add_note("while reading a file")
        other = pickle.loads(pickle.dumps(error, copied)) if isinstance(copied, int) else copied(error)
        assert type(other) is type(error)
        assert (str(other), repr(other), other.args) == (str(error), repr(error), error.args)
        assert vars(other) == vars(error)
        assert other.__notes__ == ["while reading a file"]


def test_suggestions() -> None:
    known = ["num_digits", "loop", "status_callback", "status_callback_event"]
    assert suggestion("numDigits", known) == "; did you mean 'num_digits'?"
    assert suggestion("statuscallback", known) == "; did you mean 'status_callback'?"
    assert suggestion("lop", known) == "; did you mean 'loop'?"
    assert suggestion("zzz", known) == ""
    assert suggestion("x", []) == ""


def test_a_mistake_far_from_all_names_lists_them() -> None:
    error = refused(lambda: Redirect("/", zzzzz=1))
    assert str(error) == "<Redirect> has no attribute 'zzzzz': it has method (Twilio 12200)"
    assert str(refused(lambda: Hangup(zzzzz=1))) == "<Hangup> has no attribute 'zzzzz': it has none (Twilio 12200)"


# The habits of Twilio's own library.

HABITS: list[tuple[Callable[[], object], str]] = [
    (lambda: Play(url="/a.mp3"), "<Play> has no attribute 'url': write Play('…'), without the name"),
    (lambda: Say(message="Hi"), "<Say> has no attribute 'message': write Say('…'), without the name"),
    (lambda: Dial(number="+1"), "<Dial> has no attribute 'number': write Dial('…'), without the name"),
    (lambda: Dial(client="al"), "<Dial> has no attribute 'client': write it inside, as Client(…)"),
    (lambda: Message("Hi", media="/a.png"), "<Message> has no attribute 'media': write it inside, as Media(…)"),
    (lambda: Message("Hi", media_url=["/a"]), "<Message> has no attribute 'media_url': write it inside, as Media(…)"),
    (lambda: Say("Hi", break_=1), "<Say> has no attribute 'break_': write it inside, as Break(…)"),
    (lambda: Sip(sip_url="sip:a@b"), "<Sip> has no attribute 'sip_url': write Sip('…'), without the name"),
    (lambda: Conference(name="a", mute=True), "<Conference> has no attribute 'name': write Conference('…'), without t"),
    (lambda: Pause(2), "<Pause> cannot hold int: write Pause(length=…)"),
    (lambda: Pause(None), "<Pause> cannot hold None: it holds nothing"),
    (lambda: Reject("busy"), "<Reject> cannot hold text: write Reject(reason=…)"),
    (lambda: Reject("idle"), "<Reject> cannot hold text: it may hold Parameter"),
    (lambda: Record("/recorded"), "<Record> cannot hold text: write Record(action=…)"),
    (lambda: Stream("wss://a.example"), "<Stream> cannot hold text: it may hold Parameter"),
    (lambda: Break("1s"), "<break> cannot hold text: write Break(time=…)"),
    (lambda: Language("en-US"), "<Language> needs the attribute code: write Language(code=…)"),
    (lambda: Parameter("a", "b"), "<Parameter> needs the attribute name: write Parameter(name=…, value=…)"),
    (lambda: Parameter("a", value="b"), "<Parameter> needs the attribute name: write Parameter(name=…)"),
    (lambda: Parameter("a", "b", "c"), "<Parameter> needs the attribute name: write name=…"),
    (lambda: Gather(num_digits="1"), "<Gather> num_digits must be a whole number, not str: write 1"),
    (lambda: Gather(timeout="5"), "<Gather> timeout must be 'auto', or be a whole number, not str: write 5"),
    (lambda: Gather(barge_in="true"), "<Gather> barge_in must be True or False, not str: write True"),
    (lambda: Gather(num_digits="one"), "<Gather> num_digits must be a whole number, not str ("),
    (lambda: Record(method=" GET "), "<Record> method must be 'GET' or 'POST', not ' GET '; did you mean 'GET'?"),
    (
        lambda: Number("+1", status_callback_event="ringing,answered"),
        "<Number> status_callback_event must have spaces between its items: write 'ringing answered'",
    ),
    (lambda: Gather(input="speech, dtmf"), "<Gather> input must have spaces between its items: write 'speech dtmf'"),
    (lambda: Gather(input="speech,voice"), "<Gather> input must be 'dtmf' or 'speech', not 'speech,voice'"),
    (lambda: Task({"skill": "sales"}), "<Task> cannot hold a dict: write json.dumps(…)"),
    (lambda: Gather({"num_digits": 1}), "<Gather> cannot hold a dict: put ** before it"),
    (lambda: Dial("+1", {"timeout": 5}), "<Dial> cannot hold a dict: put ** before it"),
    (lambda: Say("Hi", {"voice": "man"}), "<Say> cannot hold a dict: put ** before it"),
    (lambda: Say({"a": 1}), "<Say> cannot hold a dict: write json.dumps(…)"),
    (lambda: Say(b"Hi"), "<Say> cannot hold bytes: decode it, as in b'…'.decode()"),
    (lambda: Say("Hi", voice=b"man"), "<Say> voice must be text, not bytes: decode it, as in b'…'.decode()"),
    (lambda: Say("Hi").unchecked(new=b"x"), "<Say> new must be a number, not bytes: decode it, as in b'…'.decode()"),
    (lambda: Dial("+1", "+2"), "<Dial> holds one text, not 2: write Dial(Number('…'), Number('…'))"),
    (lambda: Sip("sip:a@b", "sip:c@d"), "<Sip> holds one text, not 2: write Sip(Uri('…'), Uri('…'))"),
    (lambda: Client("al", "", "bo"), "<Client> holds one text, not 2: write one Client for each"),
    (lambda: Application("AP1", " "), "<Application> holds one text, not 2: write one Application for each"),
    (lambda: Enqueue("a", "b", "c"), "<Enqueue> holds one text, not 3: write one Enqueue for each"),
    (lambda: Task("{}", "{}"), "<Task> holds one text, not 2: write one Task for each"),
]


def test_habits_are_answered_with_what_to_write() -> None:
    for make, message in HABITS:
        assert str(refused(make)).startswith(message)


def test_secrets_are_not_repeated() -> None:
    for make in (
        lambda: Parameter("12345", "12345"),
        lambda: Play(digits=b"12345"),
        lambda: Sip("sip:a@b", password=12345),
        lambda: Play(digits=12345),
    ):
        assert "12345" not in str(refused(make))


def twilio_methods() -> Iterator[tuple[type[Any], str, list[str]]]:
    """Yield the methods of Twilio's library that add an element, each with the class around it and its parameters."""
    also_called = {"voiceresponse": "response", "sipuri": "uri"}
    ours = {each.__name__.lower(): each for each in element_classes()}
    for module in (voice_response, messaging_response):
        theirs = {name.lower().removeprefix("ssml"): each for name, each in vars(module).items()}
        for name, one in theirs.items():
            if isinstance(one, type) and issubclass(one, TwiML) and one is not TwiML:
                for method, function in vars(one).items():
                    if inspect.isfunction(function) and not method.startswith("_"):
                        names = [
                            each for each in inspect.signature(function).parameters if each not in ("self", "kwargs")
                        ]
                        yield ours[also_called.get(name, name)], method, names


def test_every_method_of_twilios_library_is_answered() -> None:
    count = 0
    for parent, method, names in twilio_methods():
        inner = {each.tag.replace("-", "").lower(): each for each in parent.grammar().child_limits}
        child = inner.get(method.replace("_", "").lower())
        if child and method not in parent.grammar().attributes:
            count += 1
            with pytest.raises(AttributeError) as caught:
                getattr(FACTS[parent.__name__].minimal(), method)
            if not parent.grammar().is_spoken:
                assert str(caught.value) == (
                    f"<{parent.tag}> has no attribute {method!r}: write {parent.__name__}({child.__name__}(…)), "
                    "since an element is built whole"
                )
            for name in names:
                if not {name, to_python_name(name)} & child.grammar().attributes.keys():
                    error = refused(lambda child=child, name=name: child(**{name: "x"}))
                    assert str(error).startswith(
                        f"<{child.tag}> has no attribute {name!r}: write {child.__name__}('…'), without the name"
                    )
    assert count > 120


def test_trees_cannot_be_changed() -> None:
    for name in ("append", "nest", "add_child", "insert"):
        with pytest.raises(AttributeError) as caught:
            getattr(Response(), name)
        assert str(caught.value) == (
            f"<Response> has no attribute {name!r}: write Response(…) with all its content, or .replace(children=[…]), "
            "which returns a copy"
        )


class LazyString:
    """A lazily translated text, like that of Flask-Babel."""

    def __str__(self) -> str:
        return "Hello"


def test_lazily_translated_texts_are_refused() -> None:
    remedy = "write gettext(…), inside the view, since an element built at import would keep one language"
    for lazy in (LazyString(), lazystr("Hello")):
        assert str(refused(lambda lazy=lazy: Say(lazy))).startswith(
            f"<Say> cannot hold a lazily translated text: {remedy}"
        )
        assert f": {remedy}" in str(refused(lambda lazy=lazy: Gather(hints=lazy)))


# Whatever Python holds.


class Hostile:
    """A value whose comparisons have no truth, like an array."""

    def __eq__(self, other: object) -> Any:
        return Hostile()

    __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __eq__

    def __hash__(self) -> int:
        return 1

    def __bool__(self) -> bool:
        raise ValueError("the truth of an array is ambiguous")

    def __iter__(self) -> Iterator[object]:
        return iter([self])


class HostileText(str):
    """A text that compares like an array."""

    __slots__ = ()
    __eq__ = __ne__ = Hostile.__eq__
    __hash__ = str.__hash__


def rude(base: type) -> type:
    """Return a subclass whose own methods all fail."""

    def fail(*_: object, **__: object) -> Any:
        raise RuntimeError

    kept = {"__new__", "__getattribute__", "__init__", "__init_subclass__", "__class__", "__hash__", "__getnewargs__"}
    return type("Rude", (base,), dict.fromkeys({*vars(base), "__bool__"} - kept - {"__doc__"}, fail))


RUDE = [rude(str)("a"), rude(str)("dtmf"), rude(int)(1), rude(int)(-1), rude(float)(1.5), rude(float)(-1.555)]


@for_each(
    value=[
        *RUDE,
        [RUDE[0]],
        Hostile(),
        HostileText("a"),
        [Hostile()],
        {"a": Hostile()},
        Decimal("sNaN"),
        10**5000,
        -(10**5000),
    ]
)
def test_nothing_is_raised_but_our_errors(value: Any) -> None:
    makers: list[Callable[[], object]] = [
        lambda: custom("New", value),
        lambda: custom("New", new=value),
        lambda: Say("a").unchecked(new=value),
    ]
    for element_class in element_classes():
        names = [*element_class.grammar().attributes]
        makers += [
            lambda make=element_class: make(value),
            lambda make=element_class: make("a", value),
            lambda make=element_class: make("a", value, "b"),
            lambda make=element_class: make("a").replace(children=value),
            lambda make=element_class: make(nothing=value),
            lambda make=element_class, names=names: make("a", **dict.fromkeys(names, value)),
            *(lambda make=element_class, name=name: make("a", **{name: value}) for name in names),
        ]
    for make in makers:
        with suppress(InvalidTwiML):
            make()


def test_contexts_of_decimals_make_no_difference() -> None:
    context = Context(prec=1, Emax=1, Emin=-1, traps=dict.fromkeys(Context().traps, True))
    relay = ConversationRelay(url="wss://a.example", eager_eot_threshold=0.85)
    with localcontext(context):
        assert ConversationRelay(url="wss://a.example", eager_eot_threshold=0.85) == relay
        assert ConversationRelay(url="wss://a.example", eager_eot_threshold=Decimal("0.85")) == relay
        assert parse(relay.to_xml(), root=ConversationRelay) == relay
        assert eval(repr(relay)) == relay
        for wrong in (0.2, 0.91, Decimal("0.123456789012345678901234567890"), Decimal("NaN"), float("inf"), 10**400):
            refused(lambda wrong=wrong: ConversationRelay(url="wss://a.example", eager_eot_threshold=wrong))


# Twilio's codes.

CODES = code_rows()


def test_codes_are_those_of_the_facts() -> None:
    rows = [(row["code"], row["level"], row["meaning"], row.get("rule")) for row in CODES]
    assert rows == [(row["code"], row["level"], row["meaning"], row.get("rule")) for row in ERRORS]


def test_codes_are_each_there_once() -> None:
    assert len({row["code"] for row in CODES}) == len(CODES) == 418


def test_codes_are_said_of_elements_that_there_are() -> None:
    classes = {element_class.__name__ for element_class in element_classes()}
    subjects = {"value", "unknown", "children", "mixed", "text", "long", "missing", "size", "root", "xml"}
    subjects |= {"inline-action", "inline-size"}
    for row in CODES:
        if about := row.get("about"):
            assert set(row.get("elements", ())) <= classes, row
            assert set(about) <= subjects | classes, row


def test_each_mistake_has_one_code() -> None:
    seen: dict[tuple[str | None, str | None, str], int] = {}
    for row in CODES:
        for about in row.get("about", ()):
            for element in row.get("elements", (None,)):
                for attribute in row.get("attributes", (None,)):
                    assert seen.setdefault((element, attribute, about), row["code"]) == row["code"]


def test_codes_are_said_of_what_the_facts_name() -> None:
    facts = {row["code"]: row for row in ERRORS}
    for row in CODES:
        if attributes := row.get("attributes"):
            assert facts[row["code"]]["attribute"] in attributes, row


def test_code_of_a_mistake() -> None:
    assert twilio_code("Pause", "length", "value") == 13910
    assert twilio_code("Gather", None, "children") == 13320
    assert twilio_code("Say", None, "children") == 12200
    assert twilio_code("Hangup", "nothing", "value") is None


def test_level_of_a_code() -> None:
    assert {row["code"]: level_of(row["code"]) for row in CODES} == {row["code"]: row["level"] for row in ERRORS}
    assert {level_of(row["code"]) for row in CODES} == {"error", "warning"}
    assert level_of(None) == level_of(99_999) == "warning"


def test_an_error_in_a_custom_element_names_it() -> None:
    class Whisper(Custom):
        """Speaks quietly."""

        def __init__(self, *, volume: int | None = None) -> None: ...

    error = refused(lambda: Whisper(volume="low"))
    assert (type(error), error.element, error.attribute, error.code) == (InvalidAttribute, "Whisper", "volume", None)
    assert str(error) == "<Whisper> volume must be a whole number, not str"
    assert refused(lambda: Sip("sip:a@b", weight=1)).attribute == "weight"
