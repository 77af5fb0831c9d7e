"""The guides: their code runs and prints what they show, and their tables and links are right."""

import ast
import doctest
import importlib
import inspect
import json
import os
import re
import subprocess
import sys
import time
import types
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as DjangoClient
from django.test import override_settings
from flask import Flask
from lxml import etree
from starlette.testclient import TestClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client as TheirClient
from twilio.twiml import messaging_response, voice_response

import twimlkit
from tests.facts import ELEMENTS
from tests.guides import BASH, GUIDES, ROOT, account, cell_code, home, rows, run_command, run_program
from tests.stand_in import Fault, HttpResponse, Rejection, StandIn
from tests.web import django_app  # noqa: F401  # configures Django
from tests.web.signing import CALL, MESSAGE, encoded, headers
from twimlkit import InvalidTwiML, MessagingResponse, Response, errors, linter, parser, rest, schemas, webhook
from twimlkit.cli._commands import app
from twimlkit.linter import CONTEXTS, SEVERITIES, lint

MAIN, EXAMPLES, WEB = (GUIDES[path] for path in ("README.md", "examples/README.md", "examples/web/README.md"))
BLOCKS = [block for guide in GUIDES.values() for block in guide.blocks]
PROGRAMS = [block for block in BLOCKS if block.language == "python"]
COMMANDS = [block for block in BLOCKS if block.language == "sh"]

ELEMENT_ROWS = [row for guide in (MAIN, EXAMPLES) for row in guide.rows("Verb", "Element")]
ERROR_ROWS = rows("You write")
REQUEST_ERROR_ROWS = rows("Code")
RETRY_ROWS = rows("What happens")
VARIABLE_ROWS = rows("Variable")
MOVING_ROWS = rows("twilio-python")
CONTEXT_ROWS = rows("Context")
COMMAND_ROWS = rows("Command")

PROSE = {"", "You look for", "work"}
"""The first headings of the tables without a test for each row; tests/test_readme.py reads the last."""

SID = "{}0123456789abcdef0123456789abcdef"
TOKEN = "fedcba9876543210fedcba9876543210"
TO, FROM, URL = "+14155550100", "+14155550199", "https://example.com/voice"


def names() -> dict[str, Any]:
    return vars(twimlkit) | {"Decimal": Decimal}


@pytest.fixture(scope="module")
def _stand_in():
    with StandIn(auth_token=TOKEN) as twilio:
        yield twilio


@pytest.fixture
def twilio(_stand_in):
    """A stand-in for Twilio that has no calls and messages yet."""
    _stand_in.reset()
    return _stand_in


@pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES)
def test_every_block_is_read(guide):
    assert guide.text.count("```") == 2 * sum(1 + len(block.shown) for block in guide.blocks)
    assert {block.language for block in guide.blocks} <= {"python", "sh", "text", "toml", "xml"}


def test_every_table_is_read():
    read = "Verb|Element|You write|Code|What happens|Variable|twilio-python|Context|Command|Example|Step|Check"
    for guide in GUIDES.values():
        assert {heading for heading, _ in guide.tables} <= {*read.split("|"), *PROSE}
        lines = len(re.findall(r"^\|", guide.prose, re.MULTILINE))
        assert lines == sum(2 + len(table) for _, table in guide.tables)


# Programs.


@pytest.mark.parametrize("block", PROGRAMS, ids=lambda block: block.name)
def test_program_runs_and_prints_what_is_shown(block, twilio, tmp_path):
    folder = home(block.guide, tmp_path)
    with account(twilio):
        found, outputs = run_program(block, folder)
        assert [shown.rstrip() for shown in block.shown] == [output.rstrip() for output in outputs] or block.file
        if "import pytest" not in block.code:
            for name, function in found.items():
                if name.startswith("test_") and inspect.isfunction(function):
                    function()
    if "import pytest" in block.code and BASH:
        (folder / "test_guide.py").write_text(block.code, "utf-8")
        run_command("pytest -q -p no:cacheprovider test_guide.py", folder)
    sends = re.search(r"Client\((deadline=.*)?\) as", block.code) and "Phone(" not in block.code
    assert bool(twilio.requests) == bool(sends)


@pytest.mark.parametrize("module", [errors, linter, parser], ids=lambda module: module.__name__)
def test_example_in_a_docstring_runs(module):
    results = doctest.testmod(module)
    assert (results.failed, bool(results.attempted)) == (0, True)


def test_every_example_in_a_docstring_is_run():
    sources = {path for path in (ROOT / "twimlkit").rglob("*.py") if ">>> " in path.read_text("utf-8")}
    assert sources == {Path(module.__file__) for module in (errors, linter, parser)}


# Commands.

NOT_RUN = {
    r"pytest$": "it runs these tests",
    r"tests\.bench(?! --quick)": "it takes minutes",
    "…": "its reader has to fill it in",
    r"\bflask run|\buvicorn |\bgunicorn |\brunserver": "it serves until it is stopped",
}


def can_run(command: str) -> bool:
    return not any(re.search(pattern, command) for pattern in NOT_RUN)


def lines(block) -> Iterator[str]:
    """The commands of a block; those with an output below them are run as one."""
    return iter([block.code] if block.shown else block.code.splitlines())


RUN = [
    pytest.param(block, command, id=f"{block.name}: {command.strip()}")
    for block in COMMANDS
    for command in lines(block)
    if can_run(command)
]


@pytest.mark.skipif(not BASH, reason="the commands are for a POSIX shell")
@pytest.mark.parametrize(("block", "command"), RUN)
def test_command_runs_and_prints_what_is_shown(block, command, tmp_path):
    printed = run_command(command, home(block.guide, tmp_path))
    if block.shown:
        assert [printed.strip()] == [shown.strip() for shown in block.shown]


INLINE = {command for guide in GUIDES.values() for command in re.findall(r"`(twimlkit explain[^`…]*)`", guide.text)}


@pytest.mark.parametrize("command", sorted(INLINE))
def test_explanation_is_there(command):
    call = [sys.executable, "-m", *command.split()]
    done = subprocess.run(call, capture_output=True, cwd=ROOT, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) > 3


HELP = {what for guide in GUIDES.values() for what in re.findall(r"`help\(([^)]+)\)`", guide.text)}


@pytest.mark.parametrize("what", sorted(HELP))
def test_help_is_there(what):
    known = {**names(), **vars(rest), **vars(webhook), "twimlkit": twimlkit, "schemas": schemas}
    shown = eval(what, known)
    assert inspect.getdoc(importlib.import_module(shown) if isinstance(shown, str) else shown)


@pytest.mark.parametrize("command", [cell_code(command) for command, _ in COMMAND_ROWS])
def test_command_of_the_table_runs(command, tmp_path):
    (tmp_path / "answers").mkdir()
    for file in ("answers/hello.xml", "call.xml"):
        (tmp_path / file).write_text("<Response><Say>Hello World</Say></Response>")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    call = [sys.executable, "-m", *command.split()]
    done = subprocess.run(call, capture_output=True, cwd=tmp_path, encoding="utf-8", env=environment, check=False)
    assert (done.returncode, done.stderr) == (int("--check" in command), "")
    assert done.stdout or "--quiet" in command


def test_every_command_is_in_the_table():
    commands = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert {cell_code(command).split()[1] for command, _ in COMMAND_ROWS} == commands


def test_contexts_and_severities_are_those_of_the_linter():
    assert [cell_code(context) for context, _ in CONTEXT_ROWS] == list(CONTEXTS)
    for text in (EXAMPLES.text, linter.__doc__):
        assert re.findall(r"^- `(\w+)`: ", text, re.MULTILINE) == list(SEVERITIES)
    assert {f"`{context}`" for context in CONTEXTS} <= set(re.findall(r"`\w+`", linter.__doc__))


def test_every_example_is_listed():
    named = [re.fullmatch(r"\[(.+)\]\((.+)\)", example).groups() for example, _ in EXAMPLES.rows("Example")]
    examples = [path.relative_to(ROOT / "examples").as_posix() for path in (ROOT / "examples").rglob("*.py")]
    examples = [path for path in examples if not path.startswith("phone/")]  # which has a guide of its own
    assert sorted(named) == sorted((path, path) for path in examples)


# Links.


@pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES)
def test_links_resolve(guide):
    assert guide.links
    for link in guide.links:
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / guide.path).parent / path if path else ROOT / guide.path
        assert target.exists(), link
        if anchor:
            assert anchor in GUIDES[target.resolve().relative_to(ROOT).as_posix()].anchors, link


# Views for Twilio.

FORM = "application/x-www-form-urlencoded"
HOST, PUBLIC = "http://example.com", "https://example.com"
FORWARDED = {"Host": "internal:8000", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "example.com"}
PRESSED_1 = [*CALL, ("Digits", "1")]


def send(
    found: dict[str, Any],
    method: str,
    target: str,
    sent: dict[str, str],
    body: bytes = b"",
    *,
    remote_addr: str = "127.0.0.1",
) -> bytes | int:
    """Send a request with the test client of the program's framework, and return the TwiML, or a status but 200."""
    sent = sent | ({"Content-Type": FORM} if body else {})
    page = found.get("app")
    if page is None:
        urls = types.ModuleType("urls")
        urls.urlpatterns = found["urlpatterns"]
        with override_settings(ROOT_URLCONF=urls):
            client = DjangoClient(enforce_csrf_checks=True, REMOTE_ADDR=remote_addr)
            response = client.generic(method, target, body, sent.pop("Content-Type", ""), headers=sent)
        status, content = response.status_code, response.content
    elif isinstance(page, Flask):
        environ = {"REMOTE_ADDR": remote_addr}
        response = page.test_client().open(target, method=method, headers=sent, data=body, environ_base=environ)
        status, content = response.status_code, response.data
    else:
        response = TestClient(page, client=(remote_addr, 5)).request(method, target, headers=sent, content=body)
        status, content = response.status_code, response.content
    return content if status == 200 else status


def post(
    found: dict[str, Any],
    path: str,
    fields: list[tuple[str, str]] = CALL,
    *,
    base: str = HOST,
    seen: dict[str, str] | None = None,
    remote_addr: str = "127.0.0.1",
    token: str = TOKEN,
) -> bytes | int:
    """Post a form that Twilio signed for a public URL, and check that it is rejected when it is changed."""
    sent = {"Host": base.partition("//")[2], **(seen or {})}
    signed, body = sent | headers(f"{base}{path}", fields, token), encoded(fields)
    query = "&a=b" if "?" in path else "?a=b"
    assert send(found, "POST", path, signed, body + b"&Digits=9", remote_addr=remote_addr) == 403
    assert send(found, "POST", path + query, signed, body, remote_addr=remote_addr) == 403
    assert send(found, "POST", path, sent, body, remote_addr=remote_addr) == 403
    return send(found, "POST", path, signed, body, remote_addr=remote_addr)


def spoken(response: bytes | int) -> str | int:
    """The texts of a document, or the status."""
    return " ".join(etree.fromstring(response).itertext()) if isinstance(response, bytes) else response


def paths(found: dict[str, Any]) -> Iterator[str]:
    """The paths of a program's views, with a 1 in place of each variable."""
    page = found.get("app")
    if isinstance(page, Flask):
        rules = [rule.rule for rule in page.url_map.iter_rules() if rule.endpoint != "static"]
    elif page is not None:
        rules = [route.path for route in page.routes if "POST" in (getattr(route, "methods", None) or ())]
    else:
        rules = [f"/{each.pattern}" for each in found["urlpatterns"]]
    return (re.sub(r"<[^>]+>|\{[^}]+\}", "1", rule) for rule in rules)


VIEWS = [block for block in PROGRAMS if re.search(r"from twimlkit\.web\.\w+ import .*twiml", block.code)]


@pytest.mark.parametrize("block", VIEWS, ids=lambda block: block.name)
def test_view_answers_twilio_and_nobody_else(block, twilio, tmp_path):
    base = (re.findall(r'base_url="([^"]+)"', block.code) or [HOST])[0]
    token = (re.findall(r'auth_token="([^"]+)"', block.code) or [TOKEN])[0]
    with account(twilio):
        found, _ = run_program(block, home(block.guide, tmp_path))
        assert list(paths(found))
        for path in paths(found):
            responses = [post(found, path, fields, base=base, token=token) for fields in (PRESSED_1, MESSAGE)]
            assert set(responses) != {400} or "Callback" in block.code
            for response in responses:
                if isinstance(response, bytes):
                    assert not [finding for finding in lint(response) if finding.severity != "advice"]
                else:
                    assert response in {204, 400}


@pytest.fixture
def programs(twilio, tmp_path):
    """Run the programs below a heading of the guide for web frameworks, with an account in the environment."""
    with account(twilio):
        yield lambda heading: [
            run_program(block, tmp_path)[0]
            for block in WEB.blocks
            if block.heading == heading and block.language == "python"
        ]


SAID = {
    "Flask": [
        ("/voice", CALL, "Press 1 for sales. We did not hear from you."),
        ("/key", PRESSED_1, "+14155550100"),
        ("/key", [*CALL, ("Digits", "2")], "/voice"),
        ("/sms", MESSAGE, f"You wrote: {dict(MESSAGE)['Body']}"),
        ("/sms", CALL, 400),
        ("/offices/Bath", CALL, "Welcome to Bath."),
        ("/status", CALL, 204),
    ],
    "Django": [
        ("/voice", CALL, "Hello there!"),
        ("/voice", [*CALL[:-2], ("FromCity", "Bath")], "Hello Bath!"),
        ("/sms", MESSAGE, "You sent 0 pictures."),
        ("/offices/Bath", CALL, "Welcome to Bath, at /offices/Bath."),
    ],
    "FastAPI": [
        ("/voice", CALL, "We are here from nine to five."),
        ("/sms/Bath", MESSAGE, "Thank you for writing to Bath."),
    ],
    "Starlette": [("/offices/Bath", CALL, "Welcome to Bath.")],
    "GET requests": [
        ("/voice", CALL, "Press a key."),
        ("/key?language=en", PRESSED_1, "You pressed 1. Your language is unknown."),
    ],
    "Async views": [
        ("/voice", CALL, "Hello Ada!"),
        ("/voice", [(name, "+1" if name == "From" else value) for name, value in CALL], "Hello stranger!"),
    ],
}


@pytest.mark.parametrize("heading", SAID)
def test_view_says_what_its_code_says(heading, programs):
    (found,) = programs(heading)
    for path, fields, expected in SAID[heading]:
        assert spoken(post(found, path, fields)) == expected


def test_views_behind_a_proxy(programs):
    one_url, several = programs("Behind a proxy")
    assert spoken(post(one_url, "/voice", base=PUBLIC, seen={"Host": "internal:8000"})) == "Hello World"
    assert post(one_url, "/voice") == post(one_url, "/voice", base="https://example.org") == 403
    for remote_addr, expected in {"10.1.2.3": "Hello World", "192.168.1.7": "Hello World", "192.168.1.8": 403}.items():
        assert spoken(post(several, "/voice", base=PUBLIC, seen=FORWARDED, remote_addr=remote_addr)) == expected
    assert spoken(post(several, "/voice")) == "Hello World"


def test_views_of_get_requests(programs):
    (found,) = programs("GET requests")
    target, sent = "/key?language=en&" + encoded(PRESSED_1).decode(), {"Host": "example.com"}
    signed = sent | headers(HOST + target, token=TOKEN)
    assert spoken(send(found, "GET", target, signed)) == "You pressed 1. Your language is en."
    assert send(found, "GET", target + "2", signed) == 403


def test_views_with_several_auth_tokens(programs, monkeypatch):
    old = "0" * 32
    (found,) = programs("Several auth tokens")
    assert spoken(post(found, "/voice")) == "Hello World"
    assert post(found, "/voice", token=old) == 403
    monkeypatch.setenv("TWILIO_AUTH_TOKEN_OLD", old)
    (found,) = programs("Several auth tokens")
    assert spoken(post(found, "/voice")) == spoken(post(found, "/voice", token=old)) == "Hello World"


# Tables about requests to Twilio.


@pytest.mark.parametrize(("cell", "error", "message"), REQUEST_ERROR_ROWS, ids=[row[0] for row in REQUEST_ERROR_ROWS])
def test_error_is_raised_before_anything_is_sent(cell, error, message, twilio):
    with account(twilio), rest.TwilioClient() as client:
        known = {**names(), "TwilioClient": rest.TwilioClient, "client": client, "TO": TO, "FROM": FROM}
        with pytest.raises((rest.TwilioError, TypeError)) as caught:
            eval(cell_code(cell), known)
    assert (f"`{type(caught.value).__name__}`", f"`{caught.value}`") == (error, message)
    assert twilio.requests == []


HAPPENS = {
    "no connection": [None],
    "429: too many requests at once": [Fault.TOO_MANY, Fault.TOO_MANY_RETRY_AFTER],
    "the connection breaks, or the response times out": [
        Fault.RESET_BEFORE,
        Fault.RESET_UNANSWERED,
        Fault.RESET_WITHIN,
        Fault.CUT,
        Fault.SLOW,
    ],
    "500 or above, or a redirect, which is not followed": [
        Fault.HTML_500,
        Fault.EMPTY_503,
        HttpResponse(307, b"", headers=(("Location", "/elsewhere"),)),
    ],
    "an unreadable response": [
        HttpResponse(200, b'{"sid": "CA'),
        HttpResponse(200, b"<html/>", "text/html"),
        HttpResponse(200, b"{}"),
    ],
    "any other error of Twilio's": [
        Rejection(400, 21217, "no"),
        Rejection(404, 20404, "no"),
        HttpResponse(400, b"<html/>", "text/html"),
    ],
}
CALL_SID, MESSAGE_SID = SID.format("CA"), SID.format("SM")
NUMBERS = {"to": TO, "from_": FROM}
HAS_EFFECT = {
    "place_call": lambda client: client.place_call(**NUMBERS, url=URL),
    "send_message": lambda client: client.send_message(**NUMBERS, body="Hello"),
    "update_call, url": lambda client: client.update_call(CALL_SID, url=URL),
    "update_call, twiml": lambda client: client.update_call(CALL_SID, twiml=Response()),
}
IS_SAFE = {
    "update_call, status": lambda client: client.update_call(CALL_SID, status="completed"),
    "update_call, time_limit": lambda client: client.update_call(CALL_SID, time_limit=60),
    "fetch_call": lambda client: client.fetch_call(CALL_SID),
    "list_calls": lambda client: list(client.list_calls()),
    "fetch_message": lambda client: client.fetch_message(MESSAGE_SID),
    "list_messages": lambda client: list(client.list_messages()),
    "redact_message": lambda client: client.redact_message(MESSAGE_SID),
    "cancel_message": lambda client: client.cancel_message(MESSAGE_SID),
}


def test_the_table_of_retries_is_whole():
    assert [happens for happens, _, _ in RETRY_ROWS] == list(HAPPENS)
    public = {name for name in vars(rest.TwilioClient) if not name.startswith("_")} - {"close"}
    named = {name.partition(",")[0] for name in HAS_EFFECT | IS_SAFE}
    assert public - named == {"delete_call", "delete_message"}  # whose responses have no body to be unreadable


def received(twilio: StandIn, count: int) -> bool:
    """Whether the stand-in gets a number of requests; a client that gives up may be done before its request is seen."""
    until = time.monotonic() + 5
    while len(twilio.requests) < count and time.monotonic() < until:
        time.sleep(0.01)
    return len(twilio.requests) == count


@pytest.mark.parametrize(("happens", "with_effect", "safe"), RETRY_ROWS, ids=[row[0] for row in RETRY_ROWS])
def test_requests_are_retried_as_the_table_says(happens, with_effect, safe, twilio, monkeypatch):
    delays = []
    monkeypatch.setattr(rest.TwilioClient, "_sleep", lambda _, seconds: delays.append(seconds))
    for cell, make_request in [
        *((with_effect, make_request) for make_request in HAS_EFFECT.values()),
        *((safe, make_request) for make_request in IS_SAFE.values()),
    ]:
        retried, error = re.fullmatch(r"(retried, then )?`(\w+)`", cell).groups()
        for fault in HAPPENS[happens]:
            twilio.reset()
            delays.clear()
            twilio.faults.extend([fault] * 5 if fault else [])
            address = twilio.address if fault else twilio.unreachable
            timeout = 0.05 if fault is Fault.SLOW else 30
            client = rest.TwilioClient(twilio.account_sid, TOKEN, base_url=address, read_timeout=timeout)
            with client, pytest.raises(rest.TwilioError) as caught:
                make_request(client)
            assert isinstance(caught.value, getattr(rest, error))
            assert len(delays) == (3 if retried else 0)
            assert received(twilio, 1 + len(delays) if fault else 0)
            added = 7 if fault is Fault.TOO_MANY_RETRY_AFTER else 0
            assert all(most / 2 <= delay - added <= most for delay, most in zip(delays, (0.5, 1, 2), strict=False))


def test_retries_can_be_turned_off(twilio):
    twilio.faults.extend([Fault.TOO_MANY] * 2)
    with account(twilio), rest.TwilioClient(max_retries=0) as client, pytest.raises(rest.RateLimited):
        next(client.list_calls())
    assert len(twilio.requests) == 1


def test_the_table_of_variables_is_that_of_the_client():
    variables = {name for cell, _, _ in VARIABLE_ROWS for name in re.findall(r"`(\w+)`", cell)}
    arguments = {name for _, cell, _ in VARIABLE_ROWS for name in re.findall(r"`(\w+)`", cell)}
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "twimlkit/rest").glob("*.py"))
    assert variables == set(re.findall(r'getenv\("(\w+)"', sources))
    assert arguments < set(inspect.signature(rest.TwilioClient).parameters)


# Tables of elements.

BASES = {"Custom", "Document", "Element"}
CLASSES = {
    each.__name__: each
    for each in vars(twimlkit).values()
    if isinstance(each, type) and issubclass(each, twimlkit.Element) and each.__name__ not in BASES
}


def inside(element: Any) -> Iterator[Any]:
    """An element and all that it holds."""
    yield element
    for child in element.children:
        if isinstance(child, twimlkit.Element):
            yield from inside(child)


@pytest.mark.parametrize(("name", "about", "cell"), ELEMENT_ROWS, ids=[row[0] for row in ELEMENT_ROWS])
def test_element_is_in_the_line_that_shows_it(name, about, cell):
    element = eval(cell_code(cell), names())
    shown = CLASSES[cell_code(name)]
    assert shown in {type(each) for each in inside(element)}
    if not isinstance(element, twimlkit.Document):
        document = MessagingResponse if element.tag == "Message" else Response
        assert document(element).children == (element,)
    assert shown.deprecated == bool(re.search("Twilio (has retired|advises against) it", about))


def test_every_element_is_in_a_table_once():
    first = ["Say", "Dial", "Gather", "Hangup", "Play", "Pause", "Record", "Redirect", "Reject", "Sms"]
    assert [cell_code(name) for name, _, _ in MAIN.rows("Verb")] == first
    assert sorted(cell_code(name) for name, _, _ in ELEMENT_ROWS) == sorted(CLASSES)


# Errors.


@pytest.mark.parametrize(("cell", "error", "message"), ERROR_ROWS, ids=[row[0] for row in ERROR_ROWS])
def test_error_says_what_is_shown(cell, error, message):
    with pytest.raises(InvalidTwiML) as caught:
        eval(cell_code(cell), names())
    assert (f"`{type(caught.value).__name__}`", f"`{caught.value}`") == (error, message)


def test_every_error_is_shown():
    family = {name for name in errors.__all__ if isinstance(getattr(errors, name), type)}
    assert {cell_code(error) for _, error, _ in ERROR_ROWS} == family - {"InvalidTwiML"}


@pytest.mark.parametrize(("module", "base"), [(errors, InvalidTwiML), (rest.errors, rest.TwilioError)])
def test_the_family_of_errors_is_drawn(module, base):
    tree = re.search(rf"^{base.__name__} .*\n(?:[│├└ ].*\n?)+", inspect.getdoc(module), re.MULTILINE)[0]
    family = {name for name in module.__all__ if isinstance(getattr(module, name), type)}
    assert set(re.findall(r"^\W*(\w+)", tree, re.MULTILINE)) == family
    for block in BLOCKS:
        if block.language == "text" and block.code.startswith(base.__name__):
            assert block.code.strip() == tree.strip()


def test_what_ends_a_document_is_listed():
    (said,) = re.findall(r"nothing after a verb that ends the document: (.+)$", EXAMPLES.text, re.MULTILINE)
    assert set(re.findall(r"[A-Z]\w+", said)) == {tag for tag, facts in ELEMENTS.items() if facts["terminal"]}


# The tables for those who move from twilio-python.

REQUEST_ROWS = [row for row in MOVING_ROWS if "client." in row[0] and "dial.client" not in row[0]]
SIGNATURE_ROWS = [row for row in MOVING_ROWS if "RequestValidator" in row[0]]
DOCUMENT_ROWS = [row for row in MOVING_ROWS if row not in [*REQUEST_ROWS, *SIGNATURE_ROWS]]


def theirs() -> dict[str, Any]:
    """The names of twilio-python, and an empty element for each variable of its column."""
    offered = {**vars(voice_response), "MessagingResponse": messaging_response.MessagingResponse}
    made = {name.lower(): offered[name]() for name in ("Dial", "Gather", "Say")}
    return {**offered, **made, "response": offered["VoiceResponse"](), "reply": offered["MessagingResponse"]()}


def outcome(source: str, known: dict[str, Any]) -> object:
    """Return the value of the last expression, or the element to which the code adds."""
    *before, last = ast.parse(source).body
    exec(compile(ast.Module(before, []), "guide", "exec"), known)
    value = None
    if isinstance(last, ast.Expr):
        value = eval(compile(ast.Expression(last.value), "guide", "eval"), known)
    else:
        exec(compile(ast.Module([last], []), "guide", "exec"), known)
    added_to = next((name for name in ("response", "reply", "dial", "gather", "say") if _uses(source, name)), None)
    return known[added_to] if added_to and not isinstance(value, str) else value


def _uses(source: str, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(ast.parse(source)))


def canonical(written: object) -> bytes:
    """Return the XML in canonical form."""
    return etree.tostring(etree.fromstring(str(written).encode()), method="c14n")


@pytest.mark.parametrize(("before", "after"), DOCUMENT_ROWS, ids=[row[0] for row in DOCUMENT_ROWS])
def test_both_columns_write_the_same(before, after):
    was = outcome(cell_code(before), theirs())
    now = outcome(cell_code(after), {**names(), "json": json})
    assert isinstance(now, str | twimlkit.Element)
    assert isinstance(was, str) == isinstance(now, str)
    assert canonical(was) == canonical(now)
    assert str(was).startswith("<?xml") == str(now).startswith("<?xml") or not isinstance(now, str)


def test_every_way_to_add_in_twilio_python_is_in_the_table():
    shown = "\n".join(cell_code(before) for before, _ in DOCUMENT_ROWS)
    adders = {
        name
        for adder in (voice_response.VoiceResponse, voice_response.Dial, voice_response.Say, messaging_response.Message)
        for name, each in vars(adder).items()
        if inspect.isfunction(each) and not name.startswith("_")
    }
    adders |= {"append", "nest", "add_child", "message"}
    missing = {name for name in adders if f".{name}(" not in shown}
    # Queue and Prompt do not stand in a Response; the tables of elements show Echo.
    assert missing <= {"echo", "prompt", "queue"}


@pytest.mark.parametrize(("before", "after"), REQUEST_ROWS, ids=[row[0] for row in REQUEST_ROWS])
def test_both_columns_send_the_same(before, after, twilio):
    their_client = TheirClient(twilio.account_sid, TOKEN)
    their_client.api.base_url = twilio.address
    sent = []
    with rest.TwilioClient(twilio.account_sid, TOKEN, base_url=twilio.address) as our_client:
        for client, source in ((their_client, before), (our_client, after)):
            twilio.reset()
            call = our_client.place_call(to=TO, from_=FROM, url=URL)
            twilio.calls[CALL_SID] = twilio.calls.pop(call.sid) | {"sid": CALL_SID}
            twilio.messages[MESSAGE_SID] = {
                **twilio.calls[CALL_SID],
                "sid": MESSAGE_SID,
                "status": "scheduled",
                "body": "",
            }
            twilio.processed.clear()
            known = {"CALL_SID": CALL_SID, "MESSAGE_SID": MESSAGE_SID, "TO": TO, "FROM": FROM, "URL": URL}
            eval(cell_code(source), {**known, "client": client, "response": Response()})
            (request,) = twilio.processed
            request.form.pop("PageSize", None)
            sent.append(request)
    their_client.http_client.session.close()
    assert sent[0] == sent[1]


@pytest.mark.parametrize(("before", "after"), SIGNATURE_ROWS, ids=[row[0] for row in SIGNATURE_ROWS])
def test_both_columns_find_the_same(before, after):
    form = dict(CALL)
    known = {"AUTH_TOKEN": TOKEN, "URL": URL, "FORM": form}
    for signature in ("wrong", webhook.sign(TOKEN, URL, form)):
        known["SIGNATURE"] = signature
        was = eval(cell_code(before), {**known, "RequestValidator": RequestValidator})
        assert was == eval(cell_code(after), {**known, **vars(webhook)})
