"""The README tells the truth: its code runs, and shows what really comes out."""

import ast
import contextlib
import inspect
import io
import json
import os
import re
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.test import Client as DjangoClient
from django.test import override_settings
from flask import Flask
from lxml import etree
from starlette.testclient import TestClient
from twilio.twiml import messaging_response, voice_response

import twimlkit
from examples.stand_in import Answer, Fault, Refusal, StandIn
from tests.facts import ELEMENTS
from tests.web import django_app  # noqa: F401  # sets Django up
from tests.web.signing import CALL, MESSAGE, encoded, headers
from tests.web.views import TOKEN
from twimlkit import Custom, InvalidTwiML, MessagingResponse, Response, errors, rest
from twimlkit.cli.commands import app
from twimlkit.element import Document, Element
from twimlkit.linter import CONTEXTS, RULES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


# How the README is read.


class Block(NamedTuple):
    """A block of code, and the outputs shown right below it."""

    line: int
    language: str
    code: str
    shown: list[str]


def blocks() -> Iterator[Block]:
    """The blocks of code; what is shown of their output stands below them without a word between."""
    block = None
    end = 0
    for found in re.finditer(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL):
        language, code = found.groups()
        if block and language in ("xml", "text") and not README[end : found.start()].strip():
            block.shown.append(code)
        else:
            block = Block(README.count("\n", 0, found.start()) + 1, language, code, [])
            yield block
        end = found.end()


def rows(*, starting: str) -> list[tuple[str, ...]]:
    """The rows of every table whose heading starts with some text, cell by cell."""
    tables = re.findall(rf"^\| {starting}.*\n\|[ |-]+\|\n((?:\|.*\|\n)+)", README, re.MULTILINE)
    return [tuple(cell.strip() for cell in row[1:-1].split(" | ")) for table in tables for row in table.splitlines()]


def code(cell: str) -> str:
    """The code in a cell of a table, one line for each piece of it."""
    pieces = cell.split("<br>")
    assert all(re.fullmatch("`[^`]+`", piece) for piece in pieces), cell
    return "\n".join(piece[1:-1] for piece in pieces)


def vocabulary() -> dict[str, Any]:
    return {name: getattr(twimlkit, name) for name in twimlkit.__all__}


BLOCKS = list(blocks())
PROGRAMS = [block for block in BLOCKS if block.language == "python"]
COMMANDS = [block.code.strip() for block in BLOCKS if block.language == "sh"]
ELEMENT_ROWS = rows(starting="(?:Verb|Element) ")
ERROR_ROWS = rows(starting="You write ")
REQUEST_ERROR_ROWS = rows(starting="You ask ")
REPEAT_ROWS = rows(starting="What happens ")
MIGRATION_ROWS = rows(starting="twilio-python ")
RULE_ROWS = rows(starting="Rule ")
CONTEXT_ROWS = rows(starting="Context ")
COMMAND_ROWS = rows(starting="Command ")
CLASSES = {name: each for name, each in vocabulary().items() if isinstance(each, type) and issubclass(each, Element)}


def test_the_readme_is_read_whole():
    assert README.count("```") == 2 * sum(1 + len(block.shown) for block in BLOCKS)
    assert {block.language for block in BLOCKS} == {"python", "sh", "text"}
    # Every line of a table is the row of one, a heading, or the rule below a heading.
    written = re.sub("<!-- figures: begin -->.*<!-- figures: end -->", "", README, flags=re.DOTALL)
    tables = len(re.findall(r"^\|[ |-]+\|$", written, re.MULTILINE))
    requests = [REQUEST_ERROR_ROWS, REPEAT_ROWS]
    linter = [RULE_ROWS, CONTEXT_ROWS, COMMAND_ROWS]
    known = [ELEMENT_ROWS, ERROR_ROWS, MIGRATION_ROWS, rows(starting="Example "), *requests, *linter]
    assert len(re.findall(r"^\|", written, re.MULTILINE)) == sum(map(len, known)) + 2 * tables


# Its programs.


def expectation(statement: ast.stmt, lines: list[str]) -> str | None:
    """What a comment beside a statement says that its value is."""
    found = re.search(r"# -> (.+)$", lines[statement.end_lineno - 1])
    return found[1] if found else None


def run(block: Block) -> tuple[dict[str, Any], int]:
    """Runs a program, compares each value beside which a comment says what it is, and counts them."""
    names: dict[str, Any] = {"__name__": "readme"}
    lines = [""] * block.line + block.code.splitlines()
    tree = ast.parse("\n".join(lines), "README.md")
    compared = 0
    for statement in tree.body:
        expected = expectation(statement, lines)
        if expected is None:
            exec(compile(ast.Module([statement], []), "README.md", "exec"), names)
        else:
            assert isinstance(statement, ast.Expr)
            assert repr(eval(compile(ast.Expression(statement.value), "README.md", "eval"), names)) == expected
            compared += 1
    return names, compared


@pytest.fixture(scope="module")
def _stand_in():
    with StandIn(auth_token=TOKEN) as twilio:
        yield twilio


@pytest.fixture(autouse=True)
def twilio(_stand_in, monkeypatch):
    """Is a stand-in for Twilio, where all requests go; the environment knows its account."""
    for name in ("API_KEY", "API_SECRET", "REGION", "EDGE"):
        monkeypatch.delenv(f"TWILIO_{name}", raising=False)
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", _stand_in.account_sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", _stand_in.auth_token)
    monkeypatch.setattr("twimlkit.rest.client.address", lambda *_: _stand_in.address)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    _stand_in.reset()
    return _stand_in


@pytest.mark.parametrize("block", PROGRAMS, ids=lambda block: f"line {block.line}")
def test_program_runs_and_prints_what_is_shown(block, twilio):
    names, compared, came = {}, 0, []
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        try:
            names, compared = run(block)
        except (InvalidTwiML, AttributeError) as error:
            came.append("".join(traceback.format_exception_only(error)))
    came[:0] = [printed.getvalue()] * bool(printed.getvalue())
    assert [shown.rstrip() for shown in block.shown] == [output.rstrip() for output in came]
    assert compared == block.code.count("# -> ")
    for name, function in names.items():
        if name.startswith("test_"):
            function()
    assert bool(twilio.requests) == ("twimlkit.rest" in block.code)


# Its pages for Twilio.

FORM = "application/x-www-form-urlencoded"


def ask(names: dict[str, Any], target: str, sent: dict[str, str], body: bytes, peer: str) -> tuple[int, bytes]:
    """Posts a form to the page of a program, with the test client of its framework."""
    page = names.get("app")
    if page is None:
        urls = type(sys)("urls")
        urls.urlpatterns = names["urlpatterns"]
        with override_settings(ROOT_URLCONF=urls):
            client = DjangoClient(enforce_csrf_checks=True, REMOTE_ADDR=peer)
            answer = client.generic("POST", target, body, FORM, headers=sent)
        return answer.status_code, answer.content
    if isinstance(page, Flask):
        client, given = page.test_client(), {"environ_base": {"REMOTE_ADDR": peer}, "data": body}
    else:
        client, given = TestClient(page, client=(peer, 5)), {"content": body}
    answer = client.post(target, headers={"Content-Type": FORM, **sent}, **given)
    return answer.status_code, answer.data if isinstance(page, Flask) else answer.content


def told(answer: tuple[int, bytes]) -> str | int:
    """What a page says: all the text of its document; or its status, where there is none."""
    status, body = answer
    return " ".join(etree.fromstring(body).itertext()) if status == 200 else status


def at(host: str, path: str, fields: list[tuple[str, str]] = CALL, *, peer: str = "127.0.0.1", **seen: str):
    """A request to the page of a program, signed for a public URL."""
    sent = {"Host": "internal:8000", **seen} if seen else {"Host": host.partition("//")[2]}
    return path, sent | headers(f"{host}{path}", fields), encoded(fields), peer


HOST = "http://example.com"
PUBLIC = "https://example.com"
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "example.com"}
PAGES = {
    "Answering Twilio with Flask": [
        [
            (at(HOST, "/voice"), "Press 1 for sales. We did not hear from you."),
            (at(HOST, "/key", [*CALL, ("Digits", "1")]), "+14155550100"),
            (at(HOST, "/key", [*CALL, ("Digits", "2")]), "/voice"),
            (at(HOST, "/sms", MESSAGE), f"You wrote: {dict(MESSAGE)['Body']}"),
            (at(HOST, "/sms"), 400),
            (at(HOST, "/status"), 204),
        ],
        [(at(HOST, "/voice"), 403)],
    ],
    "Answering Twilio with Django": [
        [
            (at(HOST, "/voice"), "Hello there!"),
            (at(HOST, "/voice", [*CALL[:-2], ("FromCity", "Bath")]), "Hello Bath!"),
            (at(HOST, "/sms", MESSAGE), "You sent 0 pictures."),
            (at(HOST, "/rooms/attic"), "This is attic, at /rooms/attic."),
        ],
    ],
    "Answering Twilio with FastAPI or Starlette": [
        [
            (at(HOST, "/voice"), "We are here from nine to five."),
            (at(HOST, "/sms/Bath", MESSAGE), "Thank you for writing to Bath."),
        ],
        [(at(HOST, "/voice"), "Hello World")],
    ],
    "Signatures behind a proxy": [
        [
            (at(PUBLIC, "/voice", Connection="close"), "Hello World"),
            (at(HOST, "/voice"), 403),
            (at("https://example.org", "/voice"), 403),
        ],
        [
            (at(PUBLIC, "/voice", peer="10.1.2.3", **FORWARDED), "Hello World"),
            (at(PUBLIC, "/voice", peer="192.168.1.7", **FORWARDED), "Hello World"),
            (at(PUBLIC, "/voice", peer="192.168.1.8", **FORWARDED), 403),
            (at(HOST, "/voice"), "Hello World"),
        ],
    ],
}
"""By heading and program: requests that Twilio signed, and what the page says to each."""


def pages() -> Iterator[Any]:
    """Each program that has a page, with its heading and its number below that."""
    seen: dict[str, int] = {}
    for block in PROGRAMS:
        if "twimlkit.web." in block.code:
            above = "\n".join(README.splitlines()[: block.line])
            heading = re.findall(r"^## (.+)$", above, re.MULTILINE)[-1]
            seen[heading] = seen.get(heading, -1) + 1
            yield pytest.param(block, heading, seen[heading], id=f"{heading} {seen[heading]}")


def test_every_page_is_asked():
    assert [each.values[1:] for each in pages()] == [
        (heading, number) for heading, programs in PAGES.items() for number in range(len(programs))
    ]


@pytest.mark.parametrize(("block", "heading", "number"), list(pages()))
def test_page_answers_twilio_and_nobody_else(block, heading, number):
    names, _ = run(block)
    for (target, sent, body, peer), expected in PAGES[heading][number]:
        assert told(ask(names, target, sent, body, peer)) == expected
        assert told(ask(names, target, sent, body + b"&Digits=9", peer)) == 403
        assert told(ask(names, target, {**sent, "X-Twilio-Signature": ""}, body, peer)) == 403


# Its tables about requests to Twilio.


@pytest.mark.parametrize(
    ("cell", "kind", "message"), REQUEST_ERROR_ROWS, ids=[cell for cell, _, _ in REQUEST_ERROR_ROWS]
)
def test_request_is_refused_before_it_is_sent(cell, kind, message, twilio, monkeypatch):
    names = {**vocabulary(), "ACCOUNT_SID": twilio.account_sid, "AUTH_TOKEN": TOKEN, "Client": rest.Client}
    with rest.Client.from_env() as client:
        monkeypatch.undo()  # so that the address is looked at
        with pytest.raises(rest.TwilioError) as caught:
            eval(code(cell), {**names, "client": client, "TO": "+14155550100", "FROM": "+14155550199"})
    assert (f"`{type(caught.value).__name__}`", f"`{caught.value}`") == (kind, message)
    assert twilio.requests == []


HAPPENS = {
    "no connection is made": None,
    "Twilio answers 429: too many requests at once": [Fault.TOO_MANY, Fault.TOO_MANY_RETRY_AFTER],
    "the connection breaks, or no answer comes in time": [
        Fault.RESET_BEFORE,
        Fault.RESET_UNANSWERED,
        Fault.RESET_WITHIN,
        Fault.CUT,
        Fault.SLOW,
    ],
    "Twilio answers 500 or more": [Fault.HTML_500, Fault.EMPTY_503],
    "the answer is broken": [Answer(200, b'{"sid": "CA'), Answer(200, b"<html/>", "text/html"), Answer(200, b"{}")],
    "Twilio refuses it": [Refusal(400, 21217, "no"), Refusal(404, 20404, "no"), Answer(400, b"<html/>", "text/html")],
}
SID = "{}0123456789abcdef0123456789abcdef"
CALL_SID, MESSAGE_SID = SID.format("CA"), SID.format("SM")
NUMBERS = {"to": "+14155550100", "from_": "+14155550199"}
DOES_SOMETHING = {
    "place_call": lambda client: client.place_call(**NUMBERS, url=f"{PUBLIC}/voice"),
    "send_message": lambda client: client.send_message(**NUMBERS, body="Hello"),
    "update_call, url": lambda client: client.update_call(CALL_SID, url=f"{PUBLIC}/voice"),
    "update_call, twiml": lambda client: client.update_call(CALL_SID, twiml=Response()),
}
DOES_NO_HARM = {
    "update_call, status": lambda client: client.update_call(CALL_SID, status="completed"),
    "update_call, time_limit": lambda client: client.update_call(CALL_SID, time_limit=60),
    "fetch_call": lambda client: client.fetch_call(CALL_SID),
    "list_calls": lambda client: list(client.list_calls()),
    "fetch_message": lambda client: client.fetch_message(MESSAGE_SID),
    "list_messages": lambda client: list(client.list_messages()),
    "redact_message": lambda client: client.redact_message(MESSAGE_SID),
    "cancel_message": lambda client: client.cancel_message(MESSAGE_SID),
}
REPEATS = [
    pytest.param(happens, cell, request, id=f"{happens}: {name}")
    for happens, *cells in REPEAT_ROWS
    for cell, requests in zip(cells, (DOES_SOMETHING, DOES_NO_HARM), strict=True)
    for name, request in requests.items()
]


def test_the_table_of_repeats_is_read_whole():
    assert [happens for happens, _, _ in REPEAT_ROWS] == list(HAPPENS)
    public = {name for name in vars(rest.Client) if not name.startswith("_")} - {"close"}
    named = {name.partition(",")[0] for name in DOES_SOMETHING | DOES_NO_HARM}
    assert public - named == {"delete_call", "delete_message"}  # to which no answer is broken


@pytest.mark.parametrize(("happens", "cell", "request_made"), REPEATS)
def test_request_is_repeated_as_the_table_says(happens, cell, request_made, twilio, monkeypatch):
    again, error = re.fullmatch(r"(made again, then )?`(\w+)`", cell).groups()
    pauses = []
    monkeypatch.setattr(rest.Client, "_sleep", lambda _, seconds: pauses.append(seconds))
    for fault in HAPPENS[happens] or [None]:
        twilio.reset()
        pauses.clear()
        if fault is None:
            monkeypatch.setattr("twimlkit.rest.client.address", lambda *_: twilio.nobody)
        else:
            twilio.faults.extend([fault] * 5)
        patience = 0.05 if fault is Fault.SLOW else 30
        with rest.Client.from_env(read_timeout=patience) as client, pytest.raises(rest.TwilioError) as caught:
            request_made(client)
        assert issubclass(type(caught.value), getattr(rest, error))
        assert len(pauses) == (3 if again else 0)
        assert len(twilio.requests) == (0 if fault is None else 1 + len(pauses))
        asked = 7 if fault is Fault.TOO_MANY_RETRY_AFTER else 0
        assert all(most / 2 <= pause - asked <= most for pause, most in zip(pauses, (0.5, 1, 2), strict=False))


def test_no_request_is_repeated_when_nobody_wants_it(twilio):
    twilio.faults.extend([Fault.TOO_MANY] * 2)
    with rest.Client.from_env(repeats=0) as client, pytest.raises(rest.RateLimited):
        client.list_calls().__next__()
    assert len(twilio.requests) == 1


# Its commands.


def test_it_has_the_commands_that_set_up():
    setup = "python3 -m venv .venv && .venv/bin/pip install"
    assert [
        f"{setup} . && .venv/bin/python examples/hello.py",
        f'{setup} -e ".[dev]" && .venv/bin/pytest',
        '.venv/bin/pip install ".[cli]" && .venv/bin/twimlkit lint --ignore unreachable examples/mistakes.xml',
        '.venv/bin/pip install ".[flask]" && .venv/bin/python examples/place_call.py',
        ".venv/bin/python -m tests.bench",
    ] == COMMANDS


@pytest.mark.parametrize(
    "block", [block for block in BLOCKS if block.language == "sh" and block.shown], ids=lambda block: block.code.strip()
)
def test_command_prints_what_is_shown(block, monkeypatch):
    for name in [name for name in os.environ if name.startswith("TWILIO_")]:
        monkeypatch.delenv(name)
    program, *arguments = block.code.rpartition("&& .venv/bin/")[2].split()
    done = subprocess.run(
        [sys.executable, *(["-m", "twimlkit"] if program == "twimlkit" else []), *arguments],
        capture_output=True,
        check=True,
        cwd=ROOT,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )
    assert [done.stdout.strip()] == [shown.strip() for shown in block.shown]


def test_the_table_of_rules_is_that_of_the_linter():
    assert [tuple(row) for row in RULE_ROWS] == [
        (
            f"`{rule.name}`",
            rule.severity or "by the code",
            "by what is wrong" if rule.code == "various" else str(rule.code or ""),
            rule.summary + (f" (context `{rule.context}`)" if rule.context else ""),
        )
        for rule in RULES.values()
    ]


def test_the_table_of_contexts_is_that_of_the_linter():
    assert [code(context) for context, _ in CONTEXT_ROWS] == list(CONTEXTS)


@pytest.mark.parametrize("command", [code(command) for command, _ in COMMAND_ROWS])
def test_command_of_the_table_runs(command, tmp_path):
    (tmp_path / "answers").mkdir()
    for file in ("answers/hello.xml", "call.xml"):
        (tmp_path / file).write_text("<Response><Say>Hello World</Say></Response>")
    program, *arguments = command.split()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    call = [sys.executable, "-m", program, *arguments]
    done = subprocess.run(call, capture_output=True, cwd=tmp_path, encoding="utf-8", env=environment, check=False)
    assert (done.returncode, done.stderr) == (int("--check" in arguments), "")
    assert done.stdout


def test_every_command_is_in_the_table():
    commands = {command.name for command in app.registered_commands if command.name}
    commands |= {command.callback.__name__ for command in app.registered_commands if not command.name}
    assert {code(command).split()[1] for command, _ in COMMAND_ROWS} == commands


def test_it_names_every_example():
    named = [re.fullmatch(r"\[(.+)\]\((.+)\)", example).groups() for example, _ in rows(starting="Example ")]
    examples = [str(path.relative_to(ROOT / "examples")) for path in (ROOT / "examples").rglob("*.py")]
    assert sorted(named) == sorted((path, f"examples/{path}") for path in examples)


def test_its_links_lead_somewhere():
    headings = re.findall(r"^#+ (.+)$", README, re.MULTILINE)
    anchors = {"#" + re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert links
    for link in links:
        assert link.startswith("https://") or link in anchors or (ROOT / link).is_file(), link


# Its table of elements.


def inside(element: Element) -> Iterator[Element]:
    """An element and all that it holds."""
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from inside(child)


@pytest.mark.parametrize(("name", "about", "cell"), ELEMENT_ROWS, ids=[row[0] for row in ELEMENT_ROWS])
def test_element_is_in_the_line_that_shows_it(name, about, cell):
    element = eval(code(cell), vocabulary())
    shown = CLASSES[code(name)]
    assert shown in {type(each) for each in inside(element)}
    if not isinstance(element, Document):
        document = MessagingResponse if element.tag == "Message" else Response
        assert document(element).children == (element,)
    assert shown.deprecated == bool(re.search("Twilio (has retired|advises against) it", about))


def test_every_element_is_in_the_table_once():
    first = ["Say", "Dial", "Gather", "Hangup", "Play", "Pause", "Record", "Redirect", "Reject", "Sms"]
    names = [code(name) for name, _, _ in ELEMENT_ROWS]
    assert names[:10] == first
    assert sorted(names) == sorted(name for name, each in CLASSES.items() if each is not Custom)


# Its tables of errors.


@pytest.mark.parametrize(("cell", "kind", "message"), ERROR_ROWS, ids=[row[0] for row in ERROR_ROWS])
def test_error_says_what_is_shown(cell, kind, message):
    with pytest.raises(InvalidTwiML) as caught:
        eval(code(cell), vocabulary())
    assert (f"`{type(caught.value).__name__}`", f"`{caught.value}`") == (kind, message)


def test_every_kind_of_error_is_shown():
    family = {name for name in errors.__all__ if isinstance(getattr(errors, name), type)}
    assert {code(kind) for _, kind, _ in ERROR_ROWS} == family - {"InvalidTwiML"}


@pytest.mark.parametrize(("module", "base"), [(errors, InvalidTwiML), (rest.errors, rest.TwilioError)])
def test_the_family_of_errors_is_drawn(module, base):
    (drawn,) = (block.code for block in BLOCKS if block.language == "text" and block.code.startswith(base.__name__))
    assert drawn in inspect.getdoc(module) + "\n"
    family = {name for name in module.__all__ if isinstance(getattr(module, name), type)}
    assert set(re.findall(r"^\W*(\w+)", drawn, re.MULTILINE)) == family


# Its table for people who come from twilio-python.


def theirs() -> dict[str, Any]:
    """What twilio-python offers, and an empty element of each kind that its column adds to."""
    offered = {**vars(voice_response), "MessagingResponse": messaging_response.MessagingResponse}
    made = {kind.lower(): offered[kind]() for kind in ("Dial", "Gather", "Say")}
    return {**offered, **made, "response": offered["VoiceResponse"](), "reply": offered["MessagingResponse"]()}


def outcome(source: str, names: dict[str, Any]) -> object:
    """The value of the last expression of some code; or, where it adds to something that was there, that."""
    *before, last = ast.parse(source).body
    exec(compile(ast.Module(before, []), "README.md", "exec"), names)
    value = None
    if isinstance(last, ast.Expr):
        value = eval(compile(ast.Expression(last.value), "README.md", "eval"), names)
    else:
        exec(compile(ast.Module([last], []), "README.md", "exec"), names)
    added_to = next((name for name in ("response", "reply", "dial", "gather", "say") if _uses(source, name)), None)
    return names[added_to] if added_to and not isinstance(value, str) else value


def _uses(source: str, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(ast.parse(source)))


def canonical(written: object) -> bytes:
    """The XML in the one form that equal trees have."""
    return etree.tostring(etree.fromstring(str(written).encode()), method="c14n")


@pytest.mark.parametrize(("before", "after"), MIGRATION_ROWS, ids=[row[0] for row in MIGRATION_ROWS])
def test_both_columns_write_the_same(before, after):
    was = outcome(code(before), theirs())
    now = outcome(code(after), {**vocabulary(), "etree": etree, "json": json})
    assert isinstance(now, str | Element)
    assert isinstance(was, str) == isinstance(now, str)
    assert canonical(was) == canonical(now)


def test_every_way_to_add_in_twilio_python_is_in_the_table():
    shown = "\n".join(code(before) for before, _ in MIGRATION_ROWS)
    adders = {
        name
        for kind in (voice_response.VoiceResponse, voice_response.Dial, voice_response.Say, messaging_response.Message)
        for name, each in vars(kind).items()
        if inspect.isfunction(each) and not name.startswith("_")
    }
    adders |= {"append", "nest", "add_child", "message"}
    missing = {name for name in adders if f".{name}(" not in shown}
    # Queue and Prompt do not stand in a Response; the table of elements shows Echo.
    assert missing <= {"echo", "prompt", "queue"}


# What it claims.


def test_what_it_claims_of_twilio_python_is_so():
    response = voice_response.VoiceResponse()
    response.gather(numdigits=1, timeout=-5).append(voice_response.Dial("+14155550100"))
    assert '<Gather numdigits="1" timeout="-5"><Dial>+14155550100</Dial></Gather>' in str(response)


def test_it_says_what_ends_a_document():
    (said,) = re.findall(r"nothing after a verb that ends the document: (.+)$", README, re.MULTILINE)
    assert set(re.findall(r"[A-Z]\w+", said)) == {tag for tag, facts in ELEMENTS.items() if facts["terminal"]}


def test_it_needs_the_python_that_it_says():
    (said,) = re.findall(r"It needs Python ([\d.]+) or newer", README)
    assert f'requires-python = ">={said}"' in (ROOT / "pyproject.toml").read_text("utf-8")
