"""The REST clients, against a stand-in for Twilio on a real socket."""

import asyncio
import copy
import email.utils
import gc
import inspect
import json
import logging
import os
import pickle
import pydoc
import re
import subprocess
import sys
import threading
import traceback
from dataclasses import FrozenInstanceError, fields
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Required, get_origin, get_type_hints

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stand_in import (
    ACCOUNT_SID,
    AUTH_TOKEN,
    Fault,
    HttpResponse,
    Rejection,
    StandIn,
)
from twimlkit import (
    Custom,
    Dial,
    Gather,
    MessagingResponse,
    Pause,
    Pay,
    Play,
    Record,
    Redirect,
    Response,
    Say,
    custom,
    rest,
)
from twimlkit import Message as SmsMessage
from twimlkit.phone.api.rules import CALL_MAGIC, MESSAGE_MAGIC
from twimlkit.rest import (
    AsyncTwilioClient,
    AuthenticationError,
    CallResource,
    InvalidNumber,
    InvalidParameter,
    MessageResource,
    NotFound,
    NotInProgress,
    NotSent,
    OptedOut,
    PermissionDenied,
    RateLimited,
    RequestRejected,
    TwilioClient,
    TwilioError,
    Unavailable,
    UncheckedTwiml,
    UnknownOutcome,
)
from twimlkit.rest._parameters import CallChanges, CallFilter, MessageFilter, NewCall, NewMessage

DATA = Path(__file__).parent / "data"
CALLS = json.loads((DATA / "calls.json").read_bytes())
MESSAGES = json.loads((DATA / "messages.json").read_bytes())

KEY_SID = "SK" + 32 * "5"
KEY_SECRET = "the-secret-of-the-key-0123456789"  # of a key that does not exist
TO, FROM = "+14155550100", "+14155550199"
URL = "https://example.com/voice"
CALL = {"to": TO, "from_": FROM, "url": URL}
MESSAGE = {"to": TO, "from_": FROM, "body": "Hello"}


class Blocking:
    """Calls the methods of either client, and collects lists: for tests that hold for both."""

    def __init__(self, client):
        self.client = client
        self.pauses = []
        self.runner = asyncio.Runner() if isinstance(client, AsyncTwilioClient) else None
        client._sleep = self.pause_async if self.runner else self.pauses.append

    async def pause_async(self, seconds):
        self.pauses.append(seconds)

    def __getattr__(self, name):
        method = getattr(self.client, name)

        def call(*args, **kwargs):
            result = method(*args, **kwargs)
            if name.startswith("list_"):
                return self.runner.run(collect(result)) if self.runner else list(result)
            return self.runner.run(awaited(result)) if self.runner else result

        return call

    def shut(self):
        if not self.runner:
            self.client.close()
        elif not self.client._closed:
            self.runner.run(self.client.close())
            self.runner.close()


async def awaited(awaitable):
    return await awaitable


async def collect(items):
    return [item async for item in items]


@pytest.fixture(scope="module")
def running():
    with StandIn(keys={KEY_SID: KEY_SECRET}) as twilio:
        yield twilio


@pytest.fixture
def twilio(running):
    running.reset()
    return running


@pytest.fixture
def make():
    """Makes clients, and closes them."""
    made = []

    def make(kind, *args, **settings):
        made.append(Blocking(kind(*args, **settings)))
        return made[-1]

    yield make
    for client in made:
        client.shut()


@pytest.fixture(params=[TwilioClient, AsyncTwilioClient], ids=["sync", "async"])
def kind(request):
    return request.param


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """Sets variables, and no other of ours."""
    for name in list(os.environ):
        if name.startswith(("TWILIO_", "TWIMLKIT_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)

    def set_variables(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return set_variables


@pytest.fixture
def client(kind, twilio, make):
    return make(kind, ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address)


@pytest.fixture
def sync(twilio, make):
    return make(TwilioClient, ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address)


# Every parameter of the facts.


def python_name(api_name):
    """The name in Python of a parameter: the rule of the documentation, not that of the code."""
    api_name = api_name.replace("<", "Before").replace(">", "After")
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", api_name).lower()
    return "from_" if name == "from" else name


def queries(facts):
    """The names of the filters of a list; the facts have remarks behind some."""
    return [text.split(" ")[0] for text in facts["list"]["query"]]


SHAPES = [
    ("place_call", NewCall, [each["name"] for each in CALLS["create"]["parameters"]]),
    ("update_call", CallChanges, [each["name"] for each in CALLS["update"]["parameters"]]),
    ("list_calls", CallFilter, queries(CALLS)),
    ("send_message", NewMessage, [each["name"] for each in MESSAGES["create"]["parameters"]]),
    ("list_messages", MessageFilter, queries(MESSAGES)),
]


@pytest.mark.parametrize(("method", "shape", "names"), SHAPES, ids=[row[0] for row in SHAPES])
def test_each_parameter_of_the_facts_is_offered_and_no_other(method, shape, names):
    assert set(shape.__annotations__) == {python_name(name) for name in names}


CLIENTS = [TwilioClient, AsyncTwilioClient]
DECLARATIONS = {method: shape for method, shape, _ in SHAPES}


def described(declaration):
    """The lines of prose of a declaration by its parameters."""
    (lines,) = re.findall(r"^Args:\n(.+?)(?:\n\n|\Z)", inspect.cleandoc(declaration.__doc__), re.MULTILINE | re.DOTALL)
    return dict(re.findall(r"^    (\w+): (\S.*(?:\n {8}.*)*)$", lines, re.MULTILINE))


@pytest.mark.parametrize("declaration", DECLARATIONS.values())
def test_each_parameter_is_described(declaration):
    assert list(described(declaration)) == list(declaration.__annotations__)


def test_help_lists_each_parameter_with_its_line_once():
    for client in CLIENTS:
        for method, declaration in DECLARATIONS.items():
            function = getattr(client, method)
            shown = pydoc.render_doc(function, renderer=pydoc.plaintext)
            head, _, text = shown.partition(inspect.getdoc(function).splitlines()[0])
            for name, prose in described(declaration).items():
                line = f"    {name}: {prose}".replace("\n", "\n    ")
                assert text.count(f"{line}\n") == 1, (method, name)
                assert len(re.findall(rf"^ +{name}: ", text, re.MULTILINE)) == 1
                assert len(re.findall(rf"[ (]{name}: ", head)) == 1
            assert "**" not in shown
            assert "Annotated" not in shown
            assert text.index("Args:") < text.index(line)
        settings = set(inspect.signature(client).parameters)
        assert set(described(client.__init__)) == settings


def test_a_signature_has_the_declared_parameters():
    for client in CLIENTS:
        for method, declaration in DECLARATIONS.items():
            hints = get_type_hints(declaration, include_extras=True)
            required = {name for name, hint in hints.items() if get_origin(hint) is Required}
            parameters = inspect.signature(getattr(client, method)).parameters
            keywords = {name: each for name, each in parameters.items() if name in hints}
            assert list(keywords) == list(hints)
            assert {each.kind for each in keywords.values()} == {inspect.Parameter.KEYWORD_ONLY}
            assert {name for name, each in keywords.items() if each.default is each.empty} == required
            assert parameters.keys() - hints.keys() == {
                "update_call": {"self", "sid"},
            }.get(method, {"self"})


def test_the_signature_of_a_bound_method_can_be_used(sync):
    bound = inspect.signature(sync.client.place_call).bind(**CALL)
    assert bound.kwargs == CALL
    with pytest.raises(TypeError, match="from_"):
        inspect.signature(sync.client.place_call).bind(to=TO)


def samples(fact):  # noqa: C901, PLR0912  # one branch for each kind of parameter
    """Legal values of a parameter by its facts, each with the texts that must arrive."""
    words = fact.get("enum") or fact.get("values")
    if fact["name"] == "AsyncAmd":
        yield from [(True, ["true"]), (False, ["false"])]
    elif fact["name"] == "Twiml":
        yield Response(Say("Hello & welcome")), [str(Response(Say("Hello & welcome")))]
        yield "<Response/>", ["<Response/>"]
    elif fact["name"] == "SendAt":
        yield datetime(2027, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2))), ["2027-01-02T01:04:05Z"]
    elif fact["name"] == "ContentVariables":
        yield '{"1": "Ann"}', ['{"1": "Ann"}']
        yield {"1": "Ann", "2": "Zoë"}, ['{"1": "Ann", "2": "Zo\\u00eb"}']
    elif fact["name"] == "Passports":
        yield ["abc", "def"], ["abc,def"]
    elif fact.get("array"):
        values = words or ["https://example.com/a?b=c&d=é", "https://example.com/b c".replace(" ", "+")]
        yield values, values
        yield tuple(values[:2]), values[:2]
        yield values[0], values[:1]
    elif words:
        yield from ((word, [word]) for word in words)
    elif fact["type"] == "boolean":
        yield from [(True, ["true"]), (False, ["false"])]
    elif fact["type"] == "integer":
        yield from ((number, [str(number)]) for number in {fact.get("min", 1), fact.get("max", 7)})
    elif fact["type"] == "number":
        yield from [(Decimal("0.50"), ["0.50"]), ("0.50", ["0.50"]), (0.1, ["0.1"]), (2, ["2"])]
    elif fact["type"] == "sid":
        yield fact["prefix"] + 32 * "a", [fact["prefix"] + 32 * "a"]
    elif "URL" in fact.get("format", ""):
        yield "https://user:pw@example.com:8443/a?b=c&d=%20#e", ["https://user:pw@example.com:8443/a?b=c&d=%20#e"]
    elif fact["name"] in {"To", "From", "FallbackFrom"}:
        yield "+15005550006", ["+15005550006"]
    elif fact["name"] == "SendDigits":
        yield "ww1234#*ABCDW", ["ww1234#*ABCDW"]
    else:
        yield "Größe + 1 & more = 50%", ["Größe + 1 & more = 50%"]


COMPANIONS = {
    "sip_auth_username": {"sip_auth_password": "secret"},
    "content_variables": {"content_sid": "HX" + 32 * "a"},
    "shorten_urls": {"messaging_service_sid": "MG" + 32 * "a"},
    "fallback_from": {"messaging_service_sid": "MG" + 32 * "a"},
    "schedule_type": {"messaging_service_sid": "MG" + 32 * "a", "send_at": datetime(2027, 1, 1, tzinfo=UTC)},
    "send_at": {"messaging_service_sid": "MG" + 32 * "a", "schedule_type": "fixed"},
    "status_callback": {},
}


def request_for(method, name, value):
    """The smallest set of parameters that has one of them and is right."""
    base = {
        "place_call": {"to": TO, "from_": FROM} | ({} if name in {"url", "twiml", "application_sid"} else {"url": URL}),
        "send_message": MESSAGE,
        "update_call": {} if name in {"url", "twiml", "status", "time_limit"} else {"url": URL},
    }[method]
    return base | (COMPANIONS.get(name, {}) if method != "update_call" else {}) | {name: value}


CASES = [
    (method, fact, value, texts)
    for method, facts in (
        ("place_call", CALLS["create"]["parameters"]),
        ("update_call", CALLS["update"]["parameters"]),
        ("send_message", MESSAGES["create"]["parameters"]),
    )
    for fact in facts
    for value, texts in samples(fact)
]


def test_each_parameter_arrives_under_its_name_as_it_must_be_written(client, twilio):
    for method, fact, value, texts in CASES:
        name = python_name(fact["name"])
        args = [client.place_call(**CALL).sid] if method == "update_call" else []
        getattr(client, method)(*args, **request_for(method, name, value))
        assert twilio.processed[-1].form[fact["name"]] == texts, (method, name)


def test_what_is_none_is_left_out(client, twilio):
    client.place_call(**CALL, timeout=None, record=None, twiml=None, status_callback_event=None)
    assert set(twilio.processed[-1].form) == {"To", "From", "Url"}


BOUNDED = [
    (method, fact)
    for method, facts in (
        ("place_call", CALLS["create"]["parameters"]),
        ("send_message", MESSAGES["create"]["parameters"]),
    )
    for fact in facts
]


def wrong_values(fact):  # noqa: C901  # the same
    """Values that the facts do not allow."""
    if fact["type"] in {"integer", "number"}:
        yield from ["5" if fact["type"] == "integer" else "five", True, float("nan")]
    if "min" in fact:
        yield fact["min"] - 1
    if "max" in fact:
        yield fact["max"] + 1
    if fact.get("enum") and not fact.get("open") and fact["name"] != "AsyncAmd":
        yield from ["nonsense", fact["enum"][0].upper() + "x", 1, None.__class__]
    if fact["type"] == "boolean":
        yield from ["true", 1, "no"]
    if fact["type"] == "sid":
        yield from [fact["prefix"] + 31 * "a", fact["prefix"] + 32 * "g", "XX" + 32 * "a", fact["prefix"] + 33 * "a", 5]
    if "URL" in fact.get("format", ""):
        yield from [
            "/relative",
            "ftp://example.com/",
            "https://",
            "example.com",
            "https://exa mple.com/",
            b"https://e.com",
        ]
    if "max_length" in fact and fact["name"] not in {"Twiml", "StatusCallback", "SendDigits"}:
        yield (fact["max_length"] + 1) * "x"
    if "max_items" in fact:
        yield (fact["max_items"] + 1) * ["https://example.com/"]
    if fact.get("array"):
        yield []
    if fact["name"] != "Body":
        yield ""
    if fact["type"] == "string":
        yield from [5, b"x", object()]


def test_each_value_that_the_facts_do_not_allow_is_refused_before_anything_is_sent(sync, twilio):
    tried = 0
    for method, fact in BOUNDED:
        name = python_name(fact["name"])
        for value in wrong_values(fact):
            with pytest.raises(InvalidParameter) as caught:
                getattr(sync, method)(**request_for(method, name, value))
            assert caught.value.parameter == name
            assert str(caught.value).startswith(f"{name} must ")
            tried += 1
    assert tried > 250
    assert twilio.requests == []


LONG = Response(*(Say(10 * "Hello there. ") for _ in range(40)))
REFUSED_AT_ONCE = [
    ("place_call", {"to": TO, "from_": FROM}, 21205),
    ("place_call", {"to": TO, "from_": FROM, "twiml": LONG}, 32018),
    ("place_call", {"to": TO, "from_": FROM, "twiml": "<Response>" + 4000 * " " + "</Response>"}, 32018),
    ("place_call", {"to": TO, "from_": FROM, "twiml": "<Response>"}, 12100),
    ("place_call", {"to": TO, "from_": FROM, "twiml": "Hello"}, 12100),
    ("place_call", {"to": TO, "from_": FROM, "twiml": "<response/>"}, 12102),
    ("place_call", {"to": TO, "from_": FROM, "twiml": MessagingResponse(SmsMessage("Hi"))}, None),
    ("place_call", {"to": TO, "from_": FROM, "twiml": Response(Gather(action="/menu"))}, 15004),
    ("place_call", {"to": TO, "from_": FROM, "twiml": Response(Record(action="done"))}, 15004),
    ("place_call", {"to": TO, "from_": FROM, "twiml": Response(Pay(action="//example.com/paid"))}, 15004),
    ("place_call", {"to": TO, "from_": FROM, "twiml": "<Response><Dial action='?x=1'/></Response>"}, None),
    ("place_call", {"to": TO, "from_": FROM, "twiml": Response(Redirect("/next"))}, None),
    ("place_call", {"to": TO, "from_": FROM, "twiml": Response(Record())}, 15004),
    ("place_call", {"to": TO, "from_": FROM, "twiml": Response(Gather(Say("Press 1")))}, 15004),
    ("place_call", {"to": TO, "from_": FROM, "twiml": Response(Play("a.mp3"))}, None),
    ("place_call", {"to": TO, "from_": FROM, "twiml": "<Response><Dialx/></Response>"}, 12200),
    ("place_call", {"to": TO, "from_": FROM, "twiml": "<Response><Pause length='-1'/></Response>"}, 13910),
    ("place_call", {"to": TO, "from_": FROM, "twiml": "<Response><Pause length='{{ n }}'/></Response>"}, 13910),
    ("place_call", {"to": TO, "from_": FROM, "twiml": "<Response><Message>x</Message></Response>"}, 12200),
    ("place_call", {"to": TO, "from_": FROM, "twiml": "<!DOCTYPE x [<!ENTITY a 'b'>]><Response/>"}, 12100),
    ("place_call", {"to": TO, "from_": FROM, "twiml": UncheckedTwiml(4001 * "x")}, 32018),
    ("place_call", {"to": TO, "from_": FROM, "twiml": UncheckedTwiml("\ud800")}, None),
    ("place_call", CALL | {"to": None}, 21201),
    ("place_call", CALL | {"from_": None}, 21213),
    ("place_call", CALL | {"from_": "client:ann"}, 21212),
    ("place_call", CALL | {"timeout": 0}, 21208),
    ("place_call", CALL | {"timeout": 601}, 21208),
    ("place_call", CALL | {"method": "PUT"}, 21209),
    ("place_call", CALL | {"send_digits": "12e4"}, 21206),
    ("place_call", CALL | {"send_digits": 33 * "1"}, 21206),
    ("place_call", CALL | {"sip_auth_username": "ann"}, 21225),
    ("place_call", CALL | {"sip_auth_username": 256 * "x", "sip_auth_password": "y"}, 21221),
    ("place_call", CALL | {"sip_auth_username": "x", "sip_auth_password": 256 * "y"}, 21223),
    ("place_call", CALL | {"machine_detection": "enabled"}, 21234),
    ("place_call", CALL | {"url": "https://my_host.example.com/voice"}, 21205),
    ("place_call", CALL | {"passports": 6 * ["a"]}, None),
    ("send_message", {"to": TO, "body": "Hello"}, 21603),
    ("send_message", {"to": TO, "from_": FROM}, 21619),
    ("send_message", {"to": TO, "from_": FROM, "body": ""}, 21619),
    ("send_message", MESSAGE | {"to": None}, 21604),
    ("send_message", MESSAGE | {"body": 1601 * "x"}, 21617),
    ("send_message", MESSAGE | {"media_url": 11 * [URL]}, 21623),
    ("send_message", MESSAGE | {"media_url": "picture.png"}, 21620),
    ("send_message", MESSAGE | {"status_callback": URL + 4000 * "x"}, 21609),
    ("send_message", MESSAGE | {"status_callback": "https://my_host/"}, 21609),
    ("send_message", MESSAGE | {"validity_period": 36001}, 21624),
    ("send_message", MESSAGE | {"content_variables": {"1": "x"}}, 21654),
    ("send_message", MESSAGE | {"content_sid": "HX" + 32 * "0", "content_variables": "[1]"}, 21656),
    ("send_message", MESSAGE | {"content_sid": "HX" + 32 * "0", "content_variables": "{"}, 21656),
    ("send_message", MESSAGE | {"content_sid": "HX1"}, 21655),
    ("send_message", MESSAGE | {"messaging_service_sid": "MG1"}, 21705),
    ("send_message", MESSAGE | {"shorten_urls": True}, None),
    ("send_message", MESSAGE | {"schedule_type": "fixed"}, None),
    ("send_message", MESSAGE | {"send_at": datetime(2027, 1, 1, tzinfo=UTC)}, None),
    ("send_message", MESSAGE | {"send_at": datetime(2027, 1, 1)}, None),  # noqa: DTZ001  # that is what is wrong
    ("send_message", MESSAGE | {"send_at": date(2027, 1, 1)}, None),
    ("send_message", MESSAGE | {"fallback_from": FROM}, None),
    ("send_message", MESSAGE | {"body": "lone \ud800"}, 21617),
    ("list_calls", {"page_size": 1001}, 20007),
    ("list_calls", {"page_size": 0}, 20007),
    ("list_calls", {"status": "ringin"}, None),
    ("list_calls", {"parent_call_sid": "CA1"}, None),
    ("list_calls", {"start_time_after": "2027-01-01"}, None),
    ("list_messages", {"date_sent": datetime(2027, 1, 1)}, None),  # noqa: DTZ001  # the same
]


@pytest.mark.parametrize(("method", "parameters", "code"), REFUSED_AT_ONCE)
def test_what_cannot_be_right_is_refused_before_anything_is_sent(
    client, twilio, method, parameters, code
):  # pytest names them
    with pytest.raises(InvalidParameter) as caught:
        getattr(client, method)(**parameters)
    assert caught.value.code == code
    assert isinstance(caught.value, ValueError)
    assert twilio.requests == []


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"method": "GET"},
        {"url": URL, "twiml": "<Response/>"},
        {"status": "completed", "status_callback": URL},
        {"status": "busy"},
        {"time_limit": 0},
        {"twiml": Response(Gather(action="menu"))},
    ],
)
def test_a_change_that_cannot_be_right_is_refused(client, twilio, parameters):
    with pytest.raises(InvalidParameter):
        client.update_call("CA" + 32 * "0", **parameters)
    assert twilio.requests == []


@pytest.mark.parametrize("method", ["fetch_call", "update_call", "delete_call", "fetch_message", "redact_message"])
@pytest.mark.parametrize("sid", ["", "CA1", "SM" + 31 * "0", "../Accounts", "CA" + 31 * "0" + "/", None, 5])
def test_a_sid_that_is_none_is_refused(client, twilio, method, sid):
    with pytest.raises(InvalidParameter, match=r"sid must be"):
        getattr(client, method)(sid, **({"status": "completed"} if method == "update_call" else {}))
    assert twilio.requests == []


@pytest.mark.parametrize(
    ("method", "parameters", "message"),
    [
        ("place_call", CALL | {"ur": URL}, "unknown parameter 'ur'; did you mean 'url'?"),
        (
            "send_message",
            MESSAGE | {"media_urls": URL},
            "unknown parameter 'media_urls'; did you mean 'media_url'?",
        ),
        ("list_calls", {"form": FROM}, "unknown parameter 'form'"),
    ],
)
def test_a_parameter_that_does_not_exist_is_a_type_error(client, method, parameters, message):
    with pytest.raises(TypeError) as caught:
        getattr(client, method)(**parameters)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    "twiml",
    [
        Response(Gather(action="https://example.com/menu")),
        Response(Gather(action="HTTP://example.com/menu"), Say("x")),
        Response(Gather(Say("Yes?"), action=URL, num_digits=1), Dial(TO), Redirect(URL)),
        Response(Say("Hello").unchecked(new_attribute="x"), custom("NewVerb", attribute="x")),
        "<?xml version='1.0'?>\n<Response>\n  <Say>Grüße &amp; more</Say>\n</Response>\n",
        "<Response><Say>" + 3968 * "x" + "</Say></Response>",
        UncheckedTwiml("<?xml version='1.0'?><Response><NewVerb attribute='x'/></Response>"),
        UncheckedTwiml("<Response>" + 3979 * "x" + "</Response>"),
        UncheckedTwiml(Response(Record())),
    ],
)
def test_inline_twiml_that_twilio_takes_is_sent(client, twilio, twiml):
    call = client.place_call(to=TO, from_=FROM, twiml=twiml)
    assert twilio.processed[-1].form["Twiml"] == [str(twiml)]
    assert client.update_call(call.sid, twiml=twiml).sid == call.sid


def test_what_is_right_at_the_bounds_is_sent(client, twilio):
    client.send_message(to=TO, from_=FROM, body=1600 * "é", media_url=10 * [URL])
    assert twilio.processed[-1].form["Body"] == [1600 * "é"]
    assert twilio.processed[-1].form["MediaUrl"] == 10 * [URL]
    client.send_message(to=TO, from_=FROM, body="", media_url=URL)
    assert "Body" not in twilio.processed[-1].form
    service = {"from_": FROM, "messaging_service_sid": "MG" + 32 * "0"}
    client.send_message(to=TO, body="x", schedule_type="fixed", send_at=datetime(2027, 1, 1, tzinfo=UTC), **service)
    assert twilio.processed[-1].form["SendAt"] == ["2027-01-01T00:00:00Z"]


# The answers.


@pytest.mark.parametrize(("kind", "facts"), [(CallResource, CALLS), (MessageResource, MESSAGES)])
def test_each_field_of_the_facts_is_an_attribute(kind, facts):
    expected = {"from_" if each["name"] == "from" else each["name"] for each in facts["response_fields"]}
    assert {each.name for each in fields(kind)} == expected | {"extra"}


def sent_and_read(field):
    """What Twilio sends in a field by its facts, and what is to be read from it."""
    if "datetime" in field["type"]:
        return "Fri, 20 Aug 2010 01:13:42 +0000", datetime(2010, 8, 20, 1, 13, 42, tzinfo=UTC)
    if "decimal," in field["type"] or field["name"] == "price":
        return "-0.0300", Decimal("-0.0300")
    if field["type"] == "integer":
        return 30003, 30003
    if field["type"].startswith("string (") and field["name"] != "price_unit":
        return "42", 42
    if field["type"].startswith("object"):
        return {"media": "/x"}, {"media": "/x"}
    return "word", "word"


@pytest.mark.parametrize(("kind", "facts"), [(CallResource, CALLS), (MessageResource, MESSAGES)])
def test_each_field_is_read_as_its_type(kind, facts):
    rows = {field["name"]: sent_and_read(field) for field in facts["response_fields"]}
    answer = kind.from_json({name: sent for name, (sent, _) in rows.items()})
    for name, (_, expected) in rows.items():
        value = getattr(answer, "from_" if name == "from" else name)
        assert value == expected
        assert isinstance(value, (str, int, datetime, Decimal)) or name == "subresource_uris"
    assert answer.extra == {}
    assert repr(answer.price) == "Decimal('-0.0300')"


@pytest.mark.parametrize(("kind", "facts"), [(CallResource, CALLS), (MessageResource, MESSAGES)])
@pytest.mark.parametrize("empty", [None, ""])
def test_a_field_that_is_empty_is_none(kind, facts, empty):
    answer = kind.from_json({field["name"]: empty for field in facts["response_fields"]} | {"sid": "X"})
    given = {each.name: getattr(answer, each.name) for each in fields(kind)}
    assert {name for name, value in given.items() if value is not None} == {"sid", "subresource_uris", "extra"}
    assert answer.extra == {}


def test_what_twilio_adds_and_what_does_not_read_stays_in_extra():
    odd = {"new": [1], "extra": 5, "price": "free", "start_time": "soon", "duration": "1.5", "subresource_uris": []}
    call = CallResource.from_json({"sid": "CA1", "status": "on-hold"} | odd)
    assert call.extra == odd
    assert (call.price, call.start_time, call.duration, call.subresource_uris) == (None, None, None, {})
    assert call.status == "on-hold"


def test_dates_are_in_utc():
    call = CallResource.from_json(
        {"sid": "CA1", "start_time": "Fri, 20 Aug 2010 03:13:42 +0200", "end_time": "20 Aug 2010 01:13:42 -0000"}
    )
    assert call.start_time == call.end_time == datetime(2010, 8, 20, 1, 13, 42, tzinfo=UTC)
    assert call.start_time.tzinfo is call.end_time.tzinfo is UTC


def test_an_answer_is_a_value(client):
    call = client.place_call(**CALL)
    again = client.fetch_call(call.sid)
    assert call == again
    assert hash(call) == hash(again)
    assert eval(repr(call), {"CallResource": CallResource, "datetime": __import__("datetime")}) == call
    for same in (pickle.loads(pickle.dumps(call)), copy.copy(call), copy.deepcopy(call)):
        assert same == call
    with pytest.raises(FrozenInstanceError):
        call.status = "completed"
    with pytest.raises(TypeError):
        call.subresource_uris["x"] = "y"
    match call:
        case CallResource(status="queued", to=to):
            assert to == TO


# What there is to do.


def test_a_call_from_the_beginning_to_the_end(client, twilio):
    call = client.place_call(to=TO, from_=FROM, twiml=Response(Say("Hello"), Pause(length=5)))
    assert (call.status, call.to, call.from_, call.direction) == ("queued", TO, FROM, "outbound-api")
    assert call.start_time is None
    assert twilio.pick_up(call.sid) == str(Response(Say("Hello"), Pause(length=5)))
    assert client.fetch_call(call.sid).status == "in-progress"
    assert client.update_call(call.sid, url="https://example.com/other", method="GET").status == "in-progress"
    ended = client.update_call(call.sid, status="completed")
    assert ended.status == "completed"
    assert ended.start_time <= ended.end_time
    with pytest.raises(NotInProgress) as caught:
        client.update_call(call.sid, status="completed")
    assert caught.value.code == 21220
    assert client.delete_call(call.sid) is None
    with pytest.raises(NotFound):
        client.fetch_call(call.sid)


def test_a_message_from_the_beginning_to_the_end(client):
    message = client.send_message(**MESSAGE)
    assert (message.status, message.body, message.num_media) == ("queued", "Hello", 0)
    assert client.redact_message(message.sid).body is None
    with pytest.raises(RequestRejected):
        client.cancel_message(message.sid)
    client.delete_message(message.sid)
    with pytest.raises(NotFound):
        client.fetch_message(message.sid)
    scheduled = client.send_message(
        to=TO, messaging_service_sid="MG" + 32 * "0", body="x", schedule_type="fixed", send_at=datetime.now(UTC)
    )
    assert scheduled.status == "scheduled"
    assert client.cancel_message(scheduled.sid).status == "canceled"


def test_lists_page_by_themselves(client, twilio):
    placed = [client.place_call(**CALL).sid for _ in range(7)]
    sent = [client.send_message(**MESSAGE).sid for _ in range(3)]
    twilio.requests.clear()
    assert [call.sid for call in client.list_calls(page_size=3)] == placed[::-1]
    assert len(twilio.requests) == 3
    assert [message.sid for message in client.list_messages()] == sent[::-1]
    assert len(twilio.requests) == 4
    assert client.list_calls(to="+15005550006") == []
    assert [call.sid for call in client.list_calls(page_size=2, page=1, page_token="PA2")] == placed[::-1][2:]


def test_only_the_pages_that_are_needed_are_asked_for(sync, twilio):
    for _ in range(6):
        sync.place_call(**CALL)
    twilio.requests.clear()
    calls = sync.client.list_calls(page_size=2)
    assert twilio.requests == []
    assert len(list(islice(calls, 3))) == 3
    assert len(twilio.requests) == 2


def test_lists_are_filtered(client, twilio):
    call = {"to": TO, "from_": FROM, "twiml": "<Response/>"}
    first, second, third = (client.place_call(**call).sid for _ in range(3))
    twilio.pick_up(first)
    twilio.pick_up(second)
    twilio.calls[first]["start_time"] = "Mon, 06 Jul 2009 12:00:00 +0000"
    twilio.calls[second]["start_time"] = "Tue, 07 Jul 2009 12:00:00 +0000"
    day, noon = date(2009, 7, 7), datetime(2009, 7, 7, 12, tzinfo=UTC)

    def listed(**filters):
        return {call.sid for call in client.list_calls(**filters)}

    assert listed(start_time=day) == {second}
    assert listed(start_time_before=day) == {first}
    assert listed(start_time_after=noon) == {second}
    assert listed(status="queued") == {third}
    assert listed(to=TO, from_=FROM) == {first, second, third}
    assert "StartTime%3E=2009-07-07T12%3A00%3A00Z" in twilio.requests[-3].target


@pytest.mark.parametrize("uri", ["https://evil.example/2010", "//evil.example/x", "2010-04-01/x", 5])
def test_a_next_page_elsewhere_is_not_asked_for(client, twilio, uri):
    body = {"calls": [], "next_page_uri": uri}
    twilio.faults.extend(4 * [HttpResponse(200, json.dumps(body).encode())])
    with pytest.raises(Unavailable):
        client.list_calls()
    assert {request.target.partition("?")[0] for request in twilio.requests} == {
        f"/2010-04-01/Accounts/{ACCOUNT_SID}/Calls.json"
    }


# The refusals.


@pytest.fixture(scope="module")
def testing():
    with StandIn(test_credentials=True) as twilio:
        yield twilio


MAGIC = [
    (method, python_name(name), number, code)
    for method, table in (("place_call", CALL_MAGIC), ("send_message", MESSAGE_MAGIC))
    for (name, number), code in table.items()
]


def test_the_magic_numbers_are_those_of_the_documentation():
    assert {(method, name, number[-1], code) for method, name, number, code in MAGIC} == {
        *(("place_call", *row) for row in [
            ("from_", "1", 21212), ("to", "1", 21217), ("to", "2", 21214), ("to", "3", 21215), ("to", "4", 21216),
        ]),
        *(("send_message", *row) for row in [
            ("from_", "1", 21212), ("from_", "7", 21606), ("from_", "8", 21611), ("to", "1", 21211),
            ("to", "2", 21612), ("to", "3", 21408), ("to", "4", 21610), ("to", "9", 21614),
        ]),
    }  # fmt: skip


@pytest.mark.parametrize(("method", "name", "number", "code"), MAGIC)
def test_magic_numbers_are_refused_with_their_code(kind, make, testing, method, name, number, code):  # noqa: PLR0917  # pytest names them
    client = make(kind, ACCOUNT_SID, AUTH_TOKEN, base_url=testing.address)
    good = (CALL if method == "place_call" else MESSAGE) | {"from_": "+15005550006"}
    assert getattr(client, method)(**good).sid
    with pytest.raises(RequestRejected) as caught:
        getattr(client, method)(**good | {name: number})
    assert caught.value.code == code
    assert caught.value.status == 400
    with pytest.raises(InvalidNumber) as caught:
        getattr(client, method)(**good | {"from_": FROM})
    assert caught.value.code == (21210 if method == "place_call" else 21606)


def test_test_credentials_are_for_little(kind, make, testing):
    client = make(kind, ACCOUNT_SID, AUTH_TOKEN, base_url=testing.address)
    call = client.place_call(**CALL | {"from_": "+15005550006"})
    with pytest.raises(PermissionDenied) as caught:
        client.fetch_call(call.sid)
    assert caught.value.code == 20008
    with pytest.raises(PermissionDenied):
        client.list_messages()


# Every code that the documentation of the REST API names, with its HTTP status.
CODES = [
    (20003, 401), (20003, 403), (20004, 405), (20005, 403), (20006, 403), (20007, 400), (20008, 403), (20404, 404),
    (20403, 403), (20409, 409), (20413, 413), (20422, 400), (20423, 400), (20429, 429),
    *((code, 400) for code in (*range(21201, 21226), 21234, *range(21265, 21269), 21401, 21402, 21403, 21408)),
    (21408, 403), *((code, 400) for code in (21421, 21422, 21481, *range(21601, 21605), 21606, *range(21608, 21613))),
    (21611, 429), *((code, 400) for code in (21614, 21617, 21619, 21620, 21621, 21623, 21624, 21635, 21654, 21655)),
    *((code, 400) for code in (21656, 21659, 21660, 21661, 21663, *range(21701, 21706))),
]  # fmt: skip
CLASSES = {
    20003: AuthenticationError, 20404: NotFound, 20429: RateLimited, 21220: NotInProgress, 21610: OptedOut,
    **dict.fromkeys((20005, 20006, 20008, 20403, 21203, 21215, 21408), PermissionDenied),
    **dict.fromkeys((21210, 21211, 21212, 21214, 21217, 21219, 21401), InvalidNumber),
    **dict.fromkeys((21606, 21608, 21612, 21614, 21635), InvalidNumber),
}  # fmt: skip


@pytest.mark.parametrize(("code", "status"), CODES)
def test_each_code_of_the_tables_is_an_error_that_says_all(client, twilio, code, status):
    refusal = Rejection(status, code, f"What {code} means")
    twilio.faults.extend(4 * [refusal])
    with pytest.raises(RequestRejected) as caught:
        client.place_call(**CALL)
    error = caught.value
    assert (error.code, error.status, error.message) == (code, status, f"What {code} means")
    assert error.more_info == f"https://www.twilio.com/docs/errors/{code}"
    assert error.request_id == f"RQ{len(twilio.requests):032x}"
    assert str(code) in str(error)
    assert error.request_id in str(error)
    assert isinstance(error, RateLimited if status == 429 else CLASSES.get(code, RequestRejected))
    assert len(twilio.requests) == (4 if status == 429 else 1)
    assert twilio.processed == []
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), vars(again), str(again)) == (type(error), vars(error), str(error))


@pytest.mark.parametrize(("code", "status"), [(20500, 500), (None, 502), (20503, 503), (20504, 504)])
def test_a_failure_of_twilio_leaves_a_create_in_doubt_and_a_read_to_be_repeated(client, twilio, code, status):
    twilio.faults.append(Rejection(status, code, "Twilio failed"))
    with pytest.raises(UnknownOutcome, match="the call may have been placed") as caught:
        client.place_call(**CALL)
    assert (caught.value.code, caught.value.status) == (code, status)
    twilio.faults.extend(2 * [Rejection(status, code, "Twilio failed")])
    assert client.list_calls() == []
    twilio.faults.extend(4 * [Rejection(status, code, "Twilio failed")])
    with pytest.raises(Unavailable, match="Twilio failed") as caught:
        client.list_calls()
    assert not isinstance(caught.value, UnknownOutcome)


HTML = b"<html>\n  <body>Bad gateway</body>\n</html>"


@pytest.mark.parametrize(
    ("status", "body", "shown"),
    [
        (404, b'{"status": 404, "message": "Not here"}', "Not here (HTTP 404"),
        (403, b"", "Twilio answered HTTP 403: an empty body"),
        (400, HTML, "Twilio answered HTTP 400: '<html> <body>Bad gateway</body> </html>'"),
        (400, b'{"message": "cut', 'Twilio answered HTTP 400: \'{"message": "cut\''),
        (400, b'["a list"]', "Twilio answered HTTP 400"),
        (400, b'{"message": 5, "code": "x", "more_info": [], "details": 1}', "Twilio answered HTTP 400"),
        (400, b'{"type": "x", "title": "Bad request", "status": 400, "code": 20001}', "Bad request (Twilio 20001"),
        (400, b"\xff\xfe\x00", "Twilio answered HTTP 400"),
        (400, 1000 * b"x ", "Twilio answered HTTP 400: 'x x"),
    ],
)
def test_whatever_the_body_the_error_is_of_the_family(client, twilio, status, body, shown):
    twilio.faults.append(HttpResponse(status, body, headers=(("Location", "https://evil.example/"),)))
    with pytest.raises(RequestRejected) as caught:
        client.place_call(**CALL)
    assert str(caught.value).startswith(shown)
    assert caught.value.status == status
    assert len(str(caught.value)) < 400
    assert len(twilio.requests) == 1


def test_details_are_kept(client, twilio):
    twilio.faults.append(Rejection(400, 21620, "Bad media", details={"url": "x"}))
    with pytest.raises(RequestRejected) as caught:
        client.send_message(**MESSAGE)
    assert caught.value.details == {"url": "x"}


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b'{"sid": 5}', b'{"sid": "CA', HTML, 9999 * b"["])
def test_an_answer_that_cannot_be_read_leaves_a_create_in_doubt_and_a_read_to_be_repeated(client, twilio, body):
    twilio.faults.append(HttpResponse(201, body))
    with pytest.raises(UnknownOutcome, match="the message may have been sent") as caught:
        client.send_message(**MESSAGE)
    assert caught.value.status == 201
    sid = client.place_call(**CALL).sid
    twilio.faults.append(HttpResponse(200, body))
    assert client.fetch_call(sid).sid == sid
    twilio.faults.extend(4 * [HttpResponse(200, body)])
    with pytest.raises(Unavailable):
        client.fetch_call(sid)


def test_a_compressed_answer_is_read(client, twilio):
    import gzip

    body = gzip.compress(b'{"sid": "CA1"}')
    twilio.faults.append(HttpResponse(201, body, headers=(("Content-Encoding", "gzip"),)))
    assert client.place_call(**CALL).sid == "CA1"
    twilio.faults.append(HttpResponse(201, b"not gzip", headers=(("Content-Encoding", "gzip"),)))
    with pytest.raises(UnknownOutcome):
        client.place_call(**CALL)


# Faults, and what is repeated.


class Refusing:
    """Stands in a list of faults for a connection that is refused."""

    processes = False
    name = "REFUSED"

    def __repr__(self):
        return "REFUSED"


REFUSED = Refusing()
FAULTS = [*Fault, REFUSED]
FINE = {Fault.NONE, Fault.CLOSE_AFTER}
NOT_PROCESSED = {REFUSED, Fault.TOO_MANY, Fault.TOO_MANY_RETRY_AFTER}


class Trial:
    """Makes one request while things go wrong one after the other; nobody waits."""

    def __init__(self, twilio, client, faults, max_retries):
        self.twilio, self.client, self.inner = twilio, client, client.client
        self.faults = iter(faults)
        self.inner._max_retries = max_retries
        self.inner._sleep = self.sleep_async if client.runner else self.sleep
        self.pauses = []
        self.attempts = 0

    def sleep(self, seconds):
        self.pauses.append(seconds)
        self.prepare()

    async def sleep_async(self, seconds):
        self.sleep(seconds)

    def prepare(self):
        """Sets the next thing that goes wrong."""
        fault = next(self.faults, Fault.NONE)
        self.attempts += 1
        self.last = fault
        self.inner._urls = {}
        self.inner._base_url = self.twilio.unreachable if fault is REFUSED else self.twilio.address
        self.inner._read_timeout = 0.1 if fault is Fault.SLOW else 30
        if fault is not REFUSED:
            self.twilio.faults.append(fault)

    def run(self, method, *args, **parameters):
        """The result, or the error."""
        self.prepare()
        try:
            return getattr(self.client, method)(*args, **parameters)
        except TwilioError as error:
            return error
        finally:
            self.inner._base_url = self.twilio.address
            assert self.last is not Fault.CLOSE_AFTER or self.twilio.closed.wait(30)


REQUESTS = {
    "place a call": ("place_call", CALL, False),
    "send a message": ("send_message", MESSAGE, False),
    "redirect a call": ("update_call", {"url": URL}, False),
    "give a call other TwiML": ("update_call", {"twiml": "<Response/>"}, False),
    "limit a call": ("update_call", {"time_limit": 60}, True),
    "fetch a call": ("fetch_call", {}, True),
    "list calls": ("list_calls", {}, True),
    "redact a message": ("redact_message", {}, True),
    "fetch a message": ("fetch_message", {}, True),
}


@pytest.fixture(scope="module")
def pair(running):
    """Both clients, for as many trials as there are."""
    clients = [Blocking(each(ACCOUNT_SID, AUTH_TOKEN, base_url=running.address)) for each in CLIENTS]
    yield clients
    for client in clients:
        client.shut()


def try_out(twilio, client, request, faults, max_retries):
    """Makes a request, and returns what came of it, how often it was tried, and how often it was carried out."""
    method, parameters, _ = REQUESTS[request]
    twilio.reset()
    args = []
    if "call" in method and method not in {"place_call", "list_calls"}:
        args = [client.place_call(**CALL).sid]
    if method in {"redact_message", "fetch_message"}:
        args = [client.send_message(**MESSAGE).sid]
    twilio.processed.clear()
    trial = Trial(twilio, client, faults, max_retries)
    return trial.run(method, *args, **parameters), trial, len(twilio.processed)


def expected(faults, max_retries, *, harmless):
    """What must come of a request: how many attempts, and the class of the error or None."""
    for attempt, fault in enumerate([*faults, Fault.NONE]):
        if fault in FINE:
            return attempt + 1, None
        if fault in NOT_PROCESSED or harmless:
            if attempt < max_retries:
                continue
            refusal = {REFUSED: NotSent}.get(fault, RateLimited)
            return attempt + 1, refusal if fault in NOT_PROCESSED else Unavailable
        return attempt + 1, UnknownOutcome
    raise AssertionError


@pytest.mark.slow
@pytest.mark.parametrize("which", [0, 1], ids=["sync", "async"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
@pytest.mark.parametrize("request_", REQUESTS)
def test_each_fault_alone(running, pair, which, fault, request_):
    harmless = REQUESTS[request_][2]
    for max_retries in (0, 1):
        result, trial, processed = try_out(running, pair[which], request_, [fault], max_retries)
        attempts, error = expected([fault], max_retries, harmless=harmless)
        assert trial.attempts == attempts
        assert type(result) is error if error else not isinstance(result, Exception)
        assert processed <= 1 or harmless


@pytest.mark.slow
@settings(max_examples=200)
@given(
    which=st.sampled_from([0, 1]),
    request=st.sampled_from(sorted(REQUESTS)),
    faults=st.lists(st.sampled_from(FAULTS), max_size=4),
    max_retries=st.integers(0, 4),
)
def test_nothing_that_does_harm_is_ever_done_twice(running, pair, which, request, faults, max_retries):  # noqa: PLR0917  # pytest names them
    harmless = REQUESTS[request][2]
    result, trial, processed = try_out(running, pair[which], request, faults, max_retries)
    attempts, error = expected(faults, max_retries, harmless=harmless)
    assert trial.attempts == attempts <= max_retries + 1
    if error:
        assert type(result) is error
        assert result.message
    else:
        assert not isinstance(result, Exception)
        assert processed >= 1
    if not harmless:
        assert processed <= 1
        if error and error is not UnknownOutcome:
            assert processed == 0
    assert len(trial.pauses) == attempts - 1


@pytest.mark.parametrize(
    ("request_", "doubt"),
    [
        ("place a call", "the call may have been placed"),
        ("send a message", "the message may have been sent"),
        ("redirect a call", "the call may have continued with the new TwiML"),
    ],
)
def test_the_error_says_what_may_have_been_done(running, pair, request_, doubt):
    for client in pair:
        for fault in (Fault.RESET_UNANSWERED, Fault.SLOW, Fault.HTML_500):
            result, _, _ = try_out(running, client, request_, [fault], 3)
            assert str(result).startswith(doubt)


def test_a_delete_whose_answer_was_lost_is_done_when_nothing_is_left(running, pair):
    for client in pair:
        running.reset()
        sid = client.place_call(**CALL).sid
        trial = Trial(running, client, [Fault.RESET_UNANSWERED], 3)
        assert trial.run("delete_call", sid) is None
        assert trial.attempts == 2
        assert isinstance(Trial(running, client, [], 3).run("delete_call", sid), NotFound)
        assert isinstance(Trial(running, client, [Fault.TOO_MANY], 3).run("delete_call", sid), NotFound)


def test_a_refusal_after_a_lost_answer_says_that_it_may_be_done(running, pair):
    for client in pair:
        running.reset()
        sid = client.place_call(**CALL).sid
        error = Trial(running, client, [Fault.RESET_UNANSWERED], 3).run("update_call", sid, status="completed")
        assert isinstance(error, NotInProgress)
        assert "may have been processed" in error.__notes__[0]
        error = Trial(running, client, [], 3).run("update_call", sid, status="completed")
        assert isinstance(error, NotInProgress)
        assert not hasattr(error, "__notes__")


def test_a_connection_that_was_closed_meanwhile_is_not_used_again(client, twilio):
    for _ in range(5):
        twilio.faults.append(Fault.CLOSE_AFTER)
        client.place_call(**CALL)
        assert twilio.closed.wait(30)
    assert [request.creates for request in twilio.processed] == 5 * [True]
    assert len({request.peer for request in twilio.requests}) == 5


def test_what_never_became_a_connection_was_not_sent(kind, make, twilio):
    for base_url in (twilio.unreachable, twilio.address.replace("http:", "https:"), "http://no-such-host.invalid"):
        client = make(kind, ACCOUNT_SID, AUTH_TOKEN, base_url=base_url, max_retries=1)
        with pytest.raises(NotSent, match="no connection to Twilio was made"):
            client.place_call(**CALL)
        assert len(client.pauses) == 1
    assert twilio.processed == []


def test_pauses_grow_and_are_left_to_chance(running, pair):
    for client in pair:
        result, trial, _ = try_out(running, client, "place a call", 7 * [Fault.TOO_MANY], 7)
        assert isinstance(result, CallResource)
        for pause, longest in zip(trial.pauses, [0.5, 1, 2, 4, 8, 8, 8], strict=True):
            assert longest / 2 <= pause <= longest
        _, other, _ = try_out(running, client, "place a call", 7 * [Fault.TOO_MANY], 7)
        assert other.pauses != trial.pauses


@pytest.mark.parametrize(
    ("header", "least", "most"), [("7", 7, 7.5), ("0", 0.25, 0.5), ("soon", 0.25, 0.5), ("-3", 0.25, 0.5)]
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured(client, twilio, header, least, most, status):  # noqa: PLR0917  # pytest names them
    twilio.faults.append(HttpResponse(status, b"", headers=(("Retry-After", header),)))
    client.list_calls()
    assert len(client.pauses) == 1
    assert least <= client.pauses[0] <= most


def test_retry_after_may_be_a_date(client, twilio):
    later = email.utils.format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    past = email.utils.format_datetime(datetime.now(UTC) - timedelta(days=1))
    for moment in (later, past):
        twilio.faults.append(HttpResponse(429, b"", headers=(("Retry-After", moment),)))
        client.list_calls()
    assert 5 <= client.pauses[0] <= 30.5
    assert client.pauses[1] <= 0.5


@pytest.mark.parametrize("header", ["61", "86400", 400 * "9", "Fri, 31 Dec 2099 23:59:59 GMT"])
def test_nobody_waits_for_long(client, twilio, header):
    twilio.faults.append(HttpResponse(429, b"", headers=(("Retry-After", header),)))
    with pytest.raises(RateLimited) as caught:
        client.place_call(**CALL)
    assert caught.value.retry_after > 60
    assert client.pauses == []
    assert len(twilio.requests) == 1


def test_repeats_may_be_none(kind, make, twilio):
    client = make(kind, ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address, max_retries=0)
    twilio.faults.append(Fault.TOO_MANY)
    with pytest.raises(RateLimited):
        client.list_calls()
    assert client.pauses == []


# Accounts, hosts and connections.


def test_what_is_sent_says_who_sends_it(client, twilio):
    client.place_call(**CALL)
    client.list_calls(page_size=5)
    create, read = twilio.requests
    assert create.target == f"/2010-04-01/Accounts/{ACCOUNT_SID}/Calls.json"
    assert create.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert read.target == f"/2010-04-01/Accounts/{ACCOUNT_SID}/Calls.json?PageSize=5"
    for request in (create, read):
        assert request.headers["User-Agent"].startswith("twimlkit")
        assert request.headers["Accept"] == "application/json"


def test_an_api_key_serves_as_well(kind, make, twilio):
    client = make(kind, ACCOUNT_SID, api_key=KEY_SID, api_secret=KEY_SECRET, base_url=twilio.address)
    assert client.place_call(**CALL).account_sid == ACCOUNT_SID


@pytest.mark.parametrize("login", [{"auth_token": "wrong"}, {"api_key": KEY_SID, "api_secret": "wrong"}])
def test_a_wrong_login_is_an_authentication_error(kind, make, twilio, login):
    client = make(kind, ACCOUNT_SID, base_url=twilio.address, **login)
    with pytest.raises(AuthenticationError) as caught:
        client.list_calls()
    assert (caught.value.code, caught.value.status) == (20003, 401)


def test_another_account_is_not_found(kind, make, twilio):
    client = make(kind, "AC" + 32 * "9", api_key=KEY_SID, api_secret=KEY_SECRET, base_url=twilio.address)
    with pytest.raises(NotFound):
        client.place_call(**CALL)


@pytest.mark.parametrize(
    ("settings", "host"),
    [
        ({}, "api.twilio.com"),
        ({"region": "us1"}, "api.us1.twilio.com"),
        ({"edge": "sydney"}, "api.sydney.us1.twilio.com"),
        ({"region": "au1", "edge": "sydney"}, "api.sydney.au1.twilio.com"),
        ({"region": "ie1", "edge": "dublin"}, "api.dublin.ie1.twilio.com"),
        ({"region": None, "edge": None}, "api.twilio.com"),
        ({"edge": "ashburn-ix"}, "api.ashburn-ix.us1.twilio.com"),
    ],
)
def test_region_and_edge_make_the_host(kind, make, settings, host):
    client = make(kind, ACCOUNT_SID, AUTH_TOKEN, **settings)
    assert repr(client.client) == f"<{kind.__name__} of {ACCOUNT_SID} at https://{host}>"


WRONG_SETTINGS = [
    ({"region": "ie1"}, "edge"),
    ({"region": "au1"}, "edge"),
    ({"region": "ie1.evil", "edge": "x"}, "region"),
    ({"edge": "evil.example/"}, "edge"),
    ({"base_url": "https://example.com", "region": "us1"}, "base_url"),
    ({"base_url": "example.com"}, "base_url"),
    ({"base_url": "https://user:pw@example.com"}, "base_url"),
    ({"base_url": "ftp://example.com"}, "base_url"),
    ({"base_url": "https://exa mple.com"}, "base_url"),
    ({"base_url": "https://example.com:99999"}, "base_url"),
    ({"base_url": "https://[::1"}, "base_url"),
    ({"max_retries": -1}, "max_retries"),
    ({"max_retries": True}, "max_retries"),
    ({"max_retries": 1.5}, "max_retries"),
    ({"max_connections": 0}, "max_connections"),
    ({"connect_timeout": 0}, "connect_timeout"),
    ({"read_timeout": float("inf")}, "read_timeout"),
    ({"read_timeout": None}, "read_timeout"),
    ({"read_timeout": float("nan")}, "read_timeout"),
    ({"api_key": KEY_SID}, "api_key"),
    ({"auth_token": None}, "auth_token"),
    ({"auth_token": ""}, "auth_token"),
    ({"auth_token": 5}, "auth_token"),
    ({"auth_token": None, "api_key": KEY_SID}, "api_secret"),
    ({"auth_token": None, "api_secret": KEY_SECRET}, "api_secret"),
    ({"auth_token": None, "api_key": "AC" + 32 * "5", "api_secret": KEY_SECRET}, "api_key"),
    ({"account_sid": "SK" + 32 * "5"}, "account_sid"),
    ({"account_sid": ACCOUNT_SID + "\r\nX: y"}, "account_sid"),
    ({"account_sid": None}, "account_sid"),
]


@pytest.mark.parametrize(("settings", "parameter"), WRONG_SETTINGS)
def test_a_setting_that_is_wrong_is_refused(kind, settings, parameter):
    with pytest.raises(InvalidParameter) as caught:
        kind(**{"account_sid": ACCOUNT_SID, "auth_token": AUTH_TOKEN} | settings)
    assert caught.value.parameter == parameter


def test_a_setting_that_does_not_exist_is_a_type_error(kind):
    with pytest.raises(TypeError, match="unexpected keyword argument 'timeout'"):
        kind(ACCOUNT_SID, AUTH_TOKEN, timeout=5)


OTHER_SID = "AC" + 32 * "9"
TOKEN_VARIABLES = {"TWILIO_ACCOUNT_SID": ACCOUNT_SID, "TWILIO_AUTH_TOKEN": AUTH_TOKEN}
KEY_VARIABLES = {"TWILIO_ACCOUNT_SID": ACCOUNT_SID, "TWILIO_API_KEY": KEY_SID, "TWILIO_API_SECRET": KEY_SECRET}
KEY = {"api_key": KEY_SID, "api_secret": KEY_SECRET}


@pytest.mark.parametrize(
    ("variables", "arguments"),
    [
        (TOKEN_VARIABLES, {}),
        (KEY_VARIABLES, {}),
        (KEY_VARIABLES | {"TWILIO_AUTH_TOKEN": "old"}, {}),
        (TOKEN_VARIABLES | {"TWILIO_API_KEY": "", "TWILIO_API_SECRET": "of nothing"}, {}),
        (TOKEN_VARIABLES, {"account_sid": ACCOUNT_SID}),
        ({"TWILIO_AUTH_TOKEN": AUTH_TOKEN}, {"account_sid": ACCOUNT_SID}),
        ({"TWILIO_ACCOUNT_SID": ACCOUNT_SID}, {"auth_token": AUTH_TOKEN}),
        ({"TWILIO_ACCOUNT_SID": ACCOUNT_SID, "TWILIO_AUTH_TOKEN": "old"}, KEY),
        (KEY_VARIABLES | {"TWILIO_API_SECRET": "old"}, {"auth_token": AUTH_TOKEN}),
        ({"TWILIO_ACCOUNT_SID": OTHER_SID, "TWILIO_AUTH_TOKEN": "x"}, {"account_sid": ACCOUNT_SID} | KEY),
    ],
)
def test_arguments_win_over_the_environment(kind, make, twilio, environment, variables, arguments):  # noqa: PLR0917  # pytest names them
    environment(**variables)
    client = make(kind, **arguments, base_url=twilio.address)
    assert client.place_call(**CALL).account_sid == ACCOUNT_SID


@pytest.mark.parametrize(
    ("variables", "arguments", "parameter", "message"),
    [
        ({}, {}, "account_sid", "set TWILIO_ACCOUNT_SID in the environment"),
        ({"TWILIO_ACCOUNT_SID": ""}, {}, "account_sid", "set TWILIO_ACCOUNT_SID in the environment"),
        (
            {"TWILIO_ACCOUNT_SID": "AC1"},
            {"auth_token": "x"},
            "account_sid",
            "account_sid must be the SID of an account",
        ),
        ({"TWILIO_ACCOUNT_SID": ACCOUNT_SID}, {}, "auth_token", "set TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and"),
        (TOKEN_VARIABLES | {"TWILIO_API_KEY": KEY_SID}, {}, "api_secret", "TWILIO_API_SECRET is missing"),
        (KEY_VARIABLES | {"TWILIO_API_KEY": "SK1"}, {}, "api_key", "api_key must be the SID of an API key"),
        (TOKEN_VARIABLES | {"TWILIO_REGION": "ie1"}, {}, "edge", "give the edge too"),
        (TOKEN_VARIABLES | {"TWIMLKIT_API_URL": "localhost"}, {}, "base_url", "TWIMLKIT_API_URL must be an http"),
        # An account never gets the login of another one, and a login no half of another one.
        (TOKEN_VARIABLES, {"account_sid": OTHER_SID}, "account_sid", "account_sid differs from TWILIO_ACCOUNT_SID"),
        (KEY_VARIABLES, {"account_sid": OTHER_SID}, "account_sid", "account_sid differs from TWILIO_ACCOUNT_SID"),
        (KEY_VARIABLES, {"api_key": KEY_SID}, "api_secret", "must be given together"),
        (KEY_VARIABLES, {"api_secret": KEY_SECRET}, "api_secret", "must be given together"),
        (TOKEN_VARIABLES, {"auth_token": ""}, "auth_token", "auth_token must not be empty"),
    ],
)
def test_an_environment_that_lacks_something_is_refused(kind, environment, variables, arguments, parameter, message):  # noqa: PLR0917  # pytest names them
    environment(**variables)
    with pytest.raises(InvalidParameter, match=message) as caught:
        kind(**arguments)
    assert caught.value.parameter == parameter
    assert not shows_secret(told(caught.value))


@pytest.mark.parametrize(
    ("settings", "variables", "base_url"),
    [
        ({}, {"TWILIO_REGION": "ie1", "TWILIO_EDGE": "dublin"}, "https://api.dublin.ie1.twilio.com"),
        ({"region": "us1"}, {"TWILIO_REGION": "ie1", "TWILIO_EDGE": "dublin"}, "https://api.us1.twilio.com"),
        ({"region": None}, {"TWILIO_EDGE": "dublin"}, "https://api.dublin.us1.twilio.com"),
        ({}, {"TWILIO_EDGE": "dublin", "TWIMLKIT_API_URL": "http://127.0.0.1:8000/"}, "http://127.0.0.1:8000"),
        ({}, {"TWILIO_EDGE": "dublin", "TWIMLKIT_API_URL": ""}, "https://api.dublin.us1.twilio.com"),
        ({"edge": "sydney"}, {"TWIMLKIT_API_URL": "http://127.0.0.1:8000"}, "https://api.sydney.us1.twilio.com"),
        ({"base_url": "http://example.com"}, {"TWIMLKIT_API_URL": "http://127.0.0.1:8000"}, "http://example.com"),
    ],
)
def test_the_environment_decides_where_requests_go(kind, make, environment, settings, variables, base_url):  # noqa: PLR0917  # pytest names them
    environment(**TOKEN_VARIABLES, **variables)
    assert make(kind, **settings).client._base_url == base_url


def test_a_program_can_be_pointed_at_a_stand_in(kind, make, twilio, environment):
    environment(**TOKEN_VARIABLES, TWIMLKIT_API_URL=twilio.address, HTTP_PROXY=twilio.unreachable)
    assert make(kind).place_call(**CALL).sid in twilio.calls


def test_a_base_url_may_have_a_path(kind, make, twilio):
    client = make(kind, ACCOUNT_SID, AUTH_TOKEN, base_url=f"{twilio.address}/relay/")
    with pytest.raises(NotFound):
        client.list_calls()
    assert twilio.requests[-1].target == f"/relay/2010-04-01/Accounts/{ACCOUNT_SID}/Calls.json"


def test_the_proxy_of_the_environment_stands_before_twilio(kind, make, twilio, environment):
    environment(HTTPS_PROXY=twilio.unreachable)
    refused = make(kind, ACCOUNT_SID, AUTH_TOKEN, max_retries=0)
    with pytest.raises(NotSent):
        refused.place_call(**CALL)
    environment(HTTPS_PROXY=twilio.address)  # which knows no CONNECT
    unwilling = make(kind, ACCOUNT_SID, AUTH_TOKEN, max_retries=0)
    with pytest.raises(NotSent, match="501"):
        unwilling.place_call(**CALL)
    straight = make(kind, ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address)
    assert straight.place_call(**CALL).sid


def test_connections_are_kept_and_bounded(twilio):
    async def place_many(connections):
        async with AsyncTwilioClient(
            ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address, max_connections=connections
        ) as client:
            return await asyncio.gather(*(client.place_call(**CALL) for _ in range(40)))

    for connections in (1, 7, 12):
        twilio.reset()
        assert len({call.sid for call in asyncio.run(place_many(connections))}) == 40
        assert len({request.peer for request in twilio.requests}) == connections


def test_one_client_serves_several_threads(sync, twilio):
    def place():
        for _ in range(5):
            sync.client.place_call(**CALL)

    threads = [threading.Thread(target=place) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(twilio.calls) == 30
    assert len({request.peer for request in twilio.requests}) <= 6


def test_a_client_that_is_closed_does_nothing(twilio):
    with TwilioClient(ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address) as client:
        client.place_call(**CALL)
    with pytest.raises(RuntimeError, match="closed"):
        client.place_call(**CALL)

    async def close_and_place():
        async with AsyncTwilioClient(ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address) as client:
            await client.place_call(**CALL)
        await client.place_call(**CALL)

    with pytest.raises(RuntimeError, match="closed"):
        asyncio.run(close_and_place())
    assert len(twilio.calls) == 2


def test_a_task_that_is_cancelled_repeats_nothing(twilio):
    async def cancel():
        async with AsyncTwilioClient(ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address) as client:
            twilio.faults.append(Fault.SLOW)
            task = asyncio.create_task(client.place_call(**CALL))
            while not twilio.processed:
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return await client.place_call(**CALL)

    asyncio.run(cancel())
    assert len(twilio.calls) == 2


# Secrets.

PASSWORD = "the-password-of-the-sip-address"  # of an address that does not exist
SECRETS = [AUTH_TOKEN, KEY_SECRET, PASSWORD]


PACKAGE = Path(rest.__file__).parents[1]


def shows_secret(text):
    import base64

    logins = [f"{ACCOUNT_SID}:{AUTH_TOKEN}", f"{KEY_SID}:{KEY_SECRET}"]
    return any(
        secret in text for secret in [*SECRETS, *(base64.b64encode(login.encode()).decode() for login in logins)]
    )


def told(error):
    """All that a report of an error could tell: the locals of every frame of ours, and all causes."""
    lines = []
    while error:
        lines += [str(error), repr(error), repr(vars(error))]
        for frame, line in traceback.walk_tb(error.__traceback__):
            if Path(frame.f_code.co_filename).is_relative_to(PACKAGE):
                lines += [f"{line} {name}={value!r}" for name, value in frame.f_locals.items()]
                lines += [
                    f"{name}={vars(value)!r}" for name, value in frame.f_locals.items() if hasattr(value, "__dict__")
                ]
        error = error.__cause__ or error.__context__
    return "\n".join(lines)


def failures(kind, twilio, make):
    """Does what fails, in many ways, with secrets at hand."""
    sip = {"sip_auth_username": "ann", "sip_auth_password": PASSWORD}
    client = make(kind, ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address, max_retries=0)
    for wrong in (sip | {"timeout": 0}, sip | {"ur": URL}, {"sip_auth_password": 9 * PASSWORD}, sip | {"twiml": "<x"}):
        yield lambda wrong=wrong: client.place_call(**CALL, **wrong)
    for fault in Fault:
        if fault not in FINE and fault is not Fault.SLOW:
            yield lambda fault=fault: twilio.faults.append(fault) or client.place_call(**CALL, **sip)
            yield lambda fault=fault: twilio.faults.append(fault) or client.list_calls()
    login = httpx2.BasicAuth(ACCOUNT_SID, AUTH_TOKEN)._auth_header
    for status in (201, 400, 407, 500):
        echo = f"<html>You sent Authorization: {login}, that is {AUTH_TOKEN}</html>".encode()
        as_json = json.dumps({"code": 1, "message": f"{login} {AUTH_TOKEN}", "details": {"x": login}}).encode()
        for body in (echo, as_json):
            yield (
                lambda status=status, body=body: (
                    twilio.faults.append(HttpResponse(status, body)) or client.place_call(**CALL)
                )
            )
    unreachable = make(
        kind, ACCOUNT_SID, api_key=KEY_SID, api_secret=KEY_SECRET, base_url=twilio.unreachable, max_retries=0
    )
    yield lambda: unreachable.place_call(**CALL, **sip)
    wrong_login = make(kind, ACCOUNT_SID, api_key=KEY_SID, api_secret=KEY_SECRET + "x", base_url=twilio.address)
    yield lambda: wrong_login.place_call(**CALL, **sip)
    for wrong, _ in WRONG_SETTINGS:
        yield lambda wrong=wrong: kind(**{"account_sid": ACCOUNT_SID, "auth_token": AUTH_TOKEN} | wrong)
    yield lambda: kind(ACCOUNT_SID, AUTH_TOKEN, timeout=5)
    closed = make(kind, ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address)
    closed.shut()
    again = lambda: closed.client.place_call(**CALL, **sip)  # noqa: E731  # the others are lambdas too
    yield (lambda: asyncio.run(awaited(again()))) if closed.runner else again


def test_no_error_and_no_traceback_of_ours_tells_a_secret(kind, twilio, make):
    count = 0
    for fail in failures(kind, twilio, make):
        with pytest.raises((TwilioError, TypeError, RuntimeError)) as caught:
            fail()
        assert not shows_secret(told(caught.value))
        count += 1
    assert count > 60


def test_no_error_of_the_transport_hangs_on_ours(kind, twilio, make):
    """A frame of the HTTP library may show the headers, so no report may reach one through our error."""
    client = make(kind, ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address, max_retries=0)
    for fault in (Fault.RESET_BEFORE, Fault.RESET_WITHIN, Fault.CUT, Fault.HTML_500, Fault.NOT_JSON):
        twilio.faults.append(fault)
        with pytest.raises(TwilioError) as caught:
            client.place_call(**CALL)
        assert caught.value.__cause__ is caught.value.__context__ is None
        report = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
        assert not shows_secret("".join(line for line in report.format() if "test_rest.py" not in line))


def test_no_log_line_tells_a_secret(kind, twilio, make, caplog):
    caplog.set_level(logging.DEBUG)
    client = make(kind, ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address)
    client.place_call(**CALL, sip_auth_username="ann", sip_auth_password=PASSWORD)
    twilio.faults.extend([Fault.TOO_MANY, Fault.RESET_BEFORE])
    client.list_calls(to=TO)
    own = [record.getMessage() for record in caplog.records if record.name.startswith("twimlkit")]
    assert any("Calls to …0100>: HTTP 201" in line for line in own)
    assert any("retry in" in line for line in own)
    assert {record.name for record in caplog.records} > {"twimlkit.rest", "httpcore2.http11"}
    assert not shows_secret(caplog.text)


def test_no_repr_tells_a_secret(kind, twilio, make):
    client = make(kind, ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address).client
    told = [repr(client), str(client), repr(vars(client)), f"{client}"]
    told += [repr(value) for value in vars(client).values()]
    assert not shows_secret("\n".join(told))


def test_parameters_of_the_caller_are_left_as_they_are(client):
    parameters = CALL | {"sip_auth_username": "ann", "sip_auth_password": PASSWORD}
    client.place_call(**parameters)
    assert parameters == CALL | {"sip_auth_username": "ann", "sip_auth_password": PASSWORD}


# The package.


def test_the_import_leaves_out_what_only_a_client_needs():
    code = "from twimlkit.rest import TwilioClient\nimport sys\nprint(*sys.modules)"
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert not {"httpx2", "httpcore2", "anyio", "ssl", "lxml", "asyncio", "decimal", "email"} & set(done.stdout.split())


def test_every_error_is_of_the_family():
    errors = [value for value in vars(rest).values() if isinstance(value, type) and issubclass(value, Exception)]
    assert all(issubclass(error, TwilioError) for error in errors)
    tree = re.findall(r"([A-Z]\w+)(?= {2,})", rest.errors.__doc__)
    assert sorted(tree) == sorted(error.__name__ for error in errors)
    for error in errors:
        again = pickle.loads(pickle.dumps(error("What is wrong")))
        assert (type(again), str(again), again.code) == (error, "What is wrong", None)


def test_nothing_is_left_open(twilio):
    """With warnings as errors a forgotten socket shows."""
    with TwilioClient(ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address) as client:
        client.place_call(**CALL)
    del client
    gc.collect()


def test_own_verbs_are_sent_too(client, twilio):
    class Pray(Custom):
        """Prays."""

        __slots__ = ()

        def __init__(self, *, loudly: bool | None = None) -> None: ...

    client.place_call(to=TO, from_=FROM, twiml=Response(Pray(loudly=True)))
    assert '<Pray loudly="true"/>' in twilio.processed[-1].form["Twiml"][0]
