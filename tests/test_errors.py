"""The family of errors: its shape, its data and its messages."""

from __future__ import annotations

import copy
import importlib
import json
import pickle
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

import twimlkit
from tests.facts import ERRORS
from twimlkit import (
    Body,
    Break,
    Conference,
    Connect,
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
    Response,
    Say,
    Sip,
    Start,
    Stop,
    custom,
    errors,
)
from twimlkit.errors import (
    InvalidAttribute,
    InvalidContent,
    InvalidNesting,
    InvalidTwiML,
    MissingAttribute,
    TooLarge,
    UnknownAttribute,
    Unreachable,
    suggestion,
    twilio_code,
)

if TYPE_CHECKING:
    from collections.abc import Callable

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


# Each mistake, with the message that it gets.

MISTAKES: list[tuple[type[InvalidTwiML], Callable[[], object], str]] = [
    (
        InvalidNesting,
        lambda: Gather(Dial("a")),
        "<Gather> cannot hold <Dial>: it may hold Say, Play, Pause (Twilio 13320)",
    ),
    (
        UnknownAttribute,
        lambda: Gather(numdigits=1),
        "<Gather> has no attribute 'numdigits'; did you mean 'num_digits'? (Twilio 12200)",
    ),
    (InvalidAttribute, lambda: Pause(length=-5), "<Pause> length must be at least 1, not -5 (Twilio 13910)"),
    (
        Unreachable,
        lambda: Response(Redirect("/a"), Say("b")),
        "<Say> cannot follow <Redirect>: nothing after it is ever run",
    ),
    (
        InvalidNesting,
        lambda: MessagingResponse(Say("a")),
        "<Response> cannot hold <Say>: it may hold Message, Redirect (Twilio 14110)",
    ),
    (InvalidNesting, lambda: Hangup(Say("a")), "<Hangup> cannot hold <Say>: it may hold Parameter (Twilio 12200)"),
    (InvalidNesting, lambda: Pause(Say("a")), "<Pause> cannot hold <Say>: it holds nothing (Twilio 12200)"),
    (
        InvalidNesting,
        lambda: Start(Say("a")),
        "<Start> cannot hold <Say>: it may hold Stream, Siprec, Transcription, Recording (Twilio 14300)",
    ),
    (
        InvalidNesting,
        lambda: Dial(*[Number("a")] * 11),
        "<Dial> holds at most 10 of <Number>, not 11",
    ),
    (
        InvalidContent,
        lambda: Gather("a"),
        "<Gather> cannot hold text: it may hold Say, Play, Pause (Twilio 13320)",
    ),
    (MissingAttribute, Language, "<Language> needs the attribute code"),
    (
        InvalidAttribute,
        lambda: Dial("a", timeout=601),
        "<Dial> timeout must be from 1 to 600, not 601 (Twilio 13212)",
    ),
    (
        InvalidAttribute,
        lambda: Play(digits="123x"),
        "<Play> digits must be tones: 0-9, A-D, # and *, with w to wait 0.5 s and W to wait 1 s (Twilio 13430)",
    ),
    (
        InvalidAttribute,
        lambda: Break(time="250"),
        "<break> time must be a number with its unit, as in '250ms' or '1.5s', not '250'",
    ),
    (
        InvalidAttribute,
        lambda: Record(method="get"),
        "<Record> method must be 'GET' or 'POST', not 'get'; did you mean 'GET'? (Twilio 13610)",
    ),
    (
        InvalidContent,
        lambda: Body("x" * 1601),
        "<Body> text must have at most 1600 characters, not 1601 (Twilio 14103)",
    ),
]

OTHERS: list[tuple[type[InvalidTwiML], Callable[[], object]]] = [
    (InvalidContent, Message),
    (InvalidContent, Enqueue),
    (InvalidContent, Refer),
    (InvalidNesting, lambda: Stop(Say("a"))),
    (InvalidNesting, lambda: Connect(Dial("a"))),
    (InvalidTwiML, lambda: Dial(Conference("a"), Number("b"))),
    (TooLarge, lambda: Response(Say("x" * 65_536))),
    (MissingAttribute, lambda: Parameter(name="a")),
    (InvalidAttribute, lambda: Header(name="a\0", value="b")),
    (InvalidTwiML, lambda: custom("not a name")),
    (InvalidAttribute, lambda: Say("a").unchecked(xmlns="urn:x")),
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


@pytest.mark.parametrize(("kind", "make", "message"), MISTAKES, ids=[message[:44] for *_, message in MISTAKES])
def test_messages(kind: type[InvalidTwiML], make: Callable[[], object], message: str) -> None:
    error = refused(make)
    assert type(error) is kind
    assert str(error) == message
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None


def test_data_of_an_error() -> None:
    error = refused(lambda: Pause(length=-5))
    assert vars(error) == {
        "problem": "length must be at least 1, not -5",
        "element": "Pause",
        "attribute": "length",
        "path": None,
        "line": None,
        "column": None,
        "code": 13910,
    }
    nesting = refused(lambda: Gather(Dial("a")))
    assert (nesting.element, nesting.attribute, nesting.code) == ("Gather", None, 13320)
    unreachable = refused(lambda: Response(Hangup(), Say("a")))
    assert (unreachable.element, unreachable.attribute, unreachable.code) == ("Say", None, None)


@pytest.mark.parametrize("kind", FAMILY)
def test_an_error_made_by_hand(kind: type[InvalidTwiML]) -> None:
    bare = kind("is wrong")
    assert str(bare) == "is wrong"
    assert bare.element is bare.attribute is bare.path is bare.line is bare.column is bare.code is None
    full = kind("is wrong", element="Say", attribute="loop", path="Response/Say[2]", line=3, column=7, code=13510)
    assert str(full).startswith("<Say> is wrong")
    assert str(full).endswith("(Twilio 13510), in line 3, column 7")
    assert (full.path, full.line, full.column) == ("Response/Say[2]", 3, 7)
    with pytest.raises(ValueError, match="is wrong"):
        raise full


@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, *range(pickle.HIGHEST_PROTOCOL + 1)],
    ids=lambda one: getattr(one, "__name__", f"pickle {one}"),
)
def test_errors_keep_all_they_know(copied: Any) -> None:
    for kind, make in (*((kind, make) for kind, make, _ in MISTAKES), *OTHERS):
        error = refused(make)
        assert isinstance(error, kind)
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
    assert (
        str(refused(lambda: Redirect("/", zzzzz=1)))
        == "<Redirect> has no attribute 'zzzzz': it has method (Twilio 12200)"
    )
    assert str(refused(lambda: Hangup(zzzzz=1))) == "<Hangup> has no attribute 'zzzzz': it has none (Twilio 12200)"


# Twilio's codes.

CODES: list[dict[str, Any]] = json.loads(files("twimlkit").joinpath("codes.json").read_bytes())


def test_codes_are_those_of_the_facts() -> None:
    told = [(row["code"], row["level"], row["meaning"], row.get("rule")) for row in CODES]
    assert told == [(row["code"], row["level"], row["meaning"], row.get("rule")) for row in ERRORS]


def test_codes_are_each_there_once() -> None:
    assert len({row["code"] for row in CODES}) == len(CODES) == 415


def test_codes_are_said_of_elements_that_there_are() -> None:
    classes = {name for name in twimlkit.__all__ if isinstance(getattr(twimlkit, name), type)}
    kinds = {"value", "unknown", "children", "mixed", "text", "long", "missing", "size", "root", "xml"}
    for row in CODES:
        if about := row.get("about"):
            assert set(row.get("elements", ())) <= classes, row
            assert set(about) <= kinds | classes, row


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


def test_an_error_in_a_custom_element_names_it() -> None:
    class Whisper(Custom):
        """Says something quietly."""

        def __init__(self, *, volume: int | None = None) -> None: ...

    error = refused(lambda: Whisper(volume="low"))
    assert (type(error), error.element, error.attribute, error.code) == (InvalidAttribute, "Whisper", "volume", None)
    assert refused(lambda: Sip("sip:a@b", weight=1)).attribute == "weight"
