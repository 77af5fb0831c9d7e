"""The examples run as each of them says, and answer Twilio and nobody else."""

import asyncio
import base64
import importlib.util
import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import azure.functions
import pytest
from lxml import etree
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tests.web.signing import CALL, encoded, get, headers, post
from tests.web.views import TOKEN
from tests.web.ways import Way, over_a_socket
from twimlkit.phone import Phone

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "examples" / "web"
AZURE = FOLDER / "hello_azure.py"
EXAMPLES = sorted({*FOLDER.glob("hello_*.py")} - {AZURE})
PUBLIC = "https://example.com"


# Messages as in https://www.twilio.com/docs/voice/media-streams/websocket-messages
# and https://www.twilio.com/docs/voice/conversationrelay/websocket-messages

IDS = {"streamSid": "MZ" + "4" * 32}
CONNECTED = {"event": "connected", "protocol": "Call", "version": "1.0.0"}
START = {
    "event": "start",
    "sequenceNumber": "1",
    "start": {
        "accountSid": dict(CALL)["AccountSid"],
        "streamSid": IDS["streamSid"],
        "callSid": dict(CALL)["CallSid"],
        "tracks": ["inbound"],
        "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
        "customParameters": {"caller": "+14155550100"},
    },
    **IDS,
}
STOP = {
    "event": "stop",
    "sequenceNumber": "53",
    "stop": {"accountSid": dict(CALL)["AccountSid"], "callSid": dict(CALL)["CallSid"]},
    **IDS,
}
SETUP = {
    "type": "setup",
    "sessionId": "VX" + "5" * 32,
    "accountSid": dict(CALL)["AccountSid"],
    "parentCallSid": "",
    "callSid": dict(CALL)["CallSid"],
    "from": "+14155550100",
    "to": "+14155550199",
    "forwardedFrom": "",
    "callType": "PSTN",
    "callerName": "",
    "direction": "inbound",
    "callStatus": "RINGING",
    "customParameters": {},
}


# Programs of their own.


@contextmanager
def running(path, **more):
    """Run an example as a program, on a free port that it prints."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PORT": "0", **more}
    with subprocess.Popen(
        [sys.executable, str(path)],
        env=environment,
        cwd=path.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        told = []
        try:
            port = next(found[1] for line in server.stdout if told.append(line) or (found := told_port(line)))
            yield Way(path.stem, over_a_socket(int(port)), url=f"http://127.0.0.1:{port}")
        except StopIteration:
            pytest.fail("".join(told))
        finally:
            server.terminate()
            assert TOKEN not in "".join([*told, *server.stdout])


def told_port(line):
    return re.search(r"http://127\.0\.0\.1:(\d+)", line)


def test_there_is_one_for_each_framework():
    assert [path.stem for path in EXAMPLES] == ["hello_django", "hello_fastapi", "hello_flask"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_says_hello_to_twilio_and_to_nobody_else(path):
    with running(path, RoleName="Front <1>") as way:
        for answer in (post(way, "/voice"), get(way, "/voice")):
            assert (answer.status, answer.content_type) == (200, "text/xml; charset=utf-8")
            said = [element.text for element in etree.fromstring(answer.body).iter("Say")]
            assert said == ["Hello!", "The version of the API is 2010-04-01.", "The name of the role is Front <1>."]
        assert post(way, "/voice", token="1" * 32).status == 403
        assert way.send("GET", "/voice", {}).status == 403
        with Phone(way.url, voice_url="/voice", auth_token=TOKEN) as phone:
            phone.dial().hears("The version of the API is 2010-04-01.").hears("Front <1>").ends("completed")


def test_the_function_of_azure_says_hello_to_twilio_and_to_nobody_else(load, monkeypatch):
    monkeypatch.setenv("RoleName", "Front <1>")
    monkeypatch.setenv("TWILIO_BASE_URL", PUBLIC)
    (function,) = load(AZURE).app.get_functions()
    voice, form = function.get_user_function(), {"Content-Type": "application/x-www-form-urlencoded"}

    def ask(method, target, fields=(), *, signed=True, sent=None):
        given = form | (headers(f"{PUBLIC}{target}", fields) if signed else {})
        body = encoded(fields if sent is None else sent)
        return voice(azure.functions.HttpRequest(method, f"http://localhost:7071{target}", headers=given, body=body))

    for answer in (ask("POST", "/api/voice?code=a%2Fb", CALL), ask("GET", "/api/voice?" + encoded(CALL).decode())):
        assert (answer.status_code, answer.mimetype, answer.charset) == (200, "text/xml", "utf-8")
        said = [element.text for element in etree.fromstring(answer.get_body()).iter("Say")]
        assert said == ["Hello!", "The version of the API is 2010-04-01.", "The name of the role is Front <1>."]
    assert ask("POST", "/api/voice", CALL, sent=[*CALL, ("Digits", "1")]).status_code == 403
    refused = ask("POST", "/api/voice", CALL, signed=False)
    assert (refused.status_code, refused.get_body()) == (403, b"X-Twilio-Signature is missing.")
    assert ask("POST", "/api/voice", [("MessageSid", "SM1")]).status_code == 400


def test_an_example_behind_a_proxy_is_told_its_public_url():
    path = FOLDER / "hello_flask.py"
    with running(path, TWILIO_BASE_URL="https://example.com") as way:
        assert post(way, "/voice", CALL, url="https://example.com/voice").status == 200
        assert post(way, "/voice", CALL).status == 403


# In this process.


@pytest.fixture
def load(monkeypatch):
    """Return a function that runs an example as a module, with a public URL."""
    monkeypatch.setenv("TWILIO_BASE_URL", PUBLIC)

    def load(path):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


def telephone(app):
    """Return a telephone to an application, which lets in nobody but Twilio."""
    return Phone(app, number="+14155550199", voice_url="/voice", auth_token=TOKEN, base_url=PUBLIC)


def test_all_examples_are_tested():
    assert {path.stem for path in FOLDER.glob("*.py")} - {path.stem for path in EXAMPLES} == {
        "hello_azure",
        "conversation_relay",
        "stream",
    }


@pytest.mark.parametrize(("name", "path"), [("stream", "/stream"), ("conversation_relay", "/relay")])
def test_a_websocket_is_for_twilio_alone(load, name, path):
    client = TestClient(load(FOLDER / f"{name}.py").app)
    url = f"wss://example.com{path}"
    for refused in (
        {},
        headers(url, token="1" * 32),
        headers(url, CALL),
        headers(f"https://example.com{path}"),
        headers(f"wss://example.org{path}"),
        headers("wss://example.com/"),
    ):
        with pytest.raises(WebSocketDisconnect), client.websocket_connect(path, headers=refused):
            pytest.fail("it was accepted")
    for signed in (url, f"{url}/", f"wss://example.com:443{path}"):  # Twilio is not consistent
        with client.websocket_connect(path, headers=headers(signed)):
            pass


class TestStream:
    def media(self, number):
        return {
            "event": "media",
            "sequenceNumber": str(number + 2),
            "media": {
                "track": "inbound",
                "chunk": str(number + 1),
                "timestamp": str(20 * number),
                "payload": base64.b64encode(bytes([number]) * 160).decode(),
            },
            **IDS,
        }

    def test_the_call_is_connected(self, load):
        with telephone(load(FOLDER / "stream.py").app) as phone:
            call = phone.dial().hears("Speak, and you will hear yourself.").listen()
            assert "is connected to <Stream>" in call.where
            assert [each.url for each in call.requests if each.kind == "websocket"] == ["wss://example.com/stream"]
            call.socket_closes().ends("completed")

    def test_the_audio_comes_back_until_the_call_ends(self, load, log):
        client = TestClient(load(FOLDER / "stream.py").app)
        with client.websocket_connect("/stream", headers=headers("wss://example.com/stream")) as twilio:
            twilio.send_json(CONNECTED)
            twilio.send_json(START)
            for number in range(50):
                media = self.media(number)
                twilio.send_json(media)
                payload = media["media"]["payload"]
                assert twilio.receive_json() == {"event": "media", **IDS, "media": {"payload": payload}}
            twilio.send_json(
                {"event": "dtmf", "sequenceNumber": "52", "dtmf": {"track": "inbound_track", "digit": "1"}}
            )
            twilio.send_json(STOP)
            assert twilio.receive()["type"] == "websocket.close"
        sid = dict(CALL)["CallSid"]
        for line in (
            "Twilio speaks the protocol Call 1.0.0",
            f"The call {sid} of +14155550100 has started",
            f"The call {sid} has ended after 1.00 seconds of audio",
        ):
            assert line in log.of_this_test()

    def test_twilio_may_hang_up_at_any_time(self, load):
        client = TestClient(load(FOLDER / "stream.py").app)
        for messages in ([], [CONNECTED], [CONNECTED, START]):
            with client.websocket_connect("/stream", headers=headers("wss://example.com/stream")) as twilio:
                for message in messages:
                    twilio.send_json(message)


class TestConversationRelay:
    def prompt(self, text):
        return {"type": "prompt", "voicePrompt": text, "lang": "en-US", "last": True}

    @pytest.fixture
    def example(self, load):
        return load(FOLDER / "conversation_relay.py")

    @contextmanager
    def connected(self, example):
        sent = headers("wss://example.com/relay")
        with TestClient(example.app).websocket_connect("/relay", headers=sent) as twilio:
            twilio.send_json(SETUP)
            yield twilio

    def slow(self, stopped):
        """Return a replacement for `answer` that never ends, and notes the question when it is cancelled."""

        async def answer(question):
            try:
                yield "Well, "
                await asyncio.Event().wait()
            finally:
                stopped.append(question)

        return answer

    def spoken(self, twilio):
        """Return the text of all tokens up to the last one, stripped."""
        tokens = []
        while not tokens or not tokens[-1]["last"]:
            tokens.append(twilio.receive_json())
            assert tokens[-1].keys() == {"type", "token", "last"}
            assert tokens[-1]["type"] == "text"
        assert len(tokens) > 2
        return "".join(each["token"] for each in tokens).strip()

    def test_the_call_is_connected(self, example):
        with telephone(example.app) as phone:
            call = phone.dial().hears("press 0 to talk to a person").press("0")
            assert [each.url for each in call.requests if each.kind == "websocket"] == ["wss://example.com/relay"]
            assert call.websocket[-1] == {"type": "dtmf", "digit": "0"}
            call.hang_up().ends("completed")
            assert call.path == ["/voice", "/ended"]

    def test_a_question_is_answered_token_by_token(self, example, log):
        with self.connected(example) as twilio:
            for question in ("What is TwiML?", "And who speaks it?"):
                twilio.send_json(self.prompt(question))
                assert self.spoken(twilio) == f"You asked: {question}"
        assert f"The call {SETUP['callSid']} of +14155550100 has started" in log.of_this_test()

    def test_an_interruption_stops_the_answer(self, example, log, monkeypatch):
        stopped, quick = [], example.answer
        monkeypatch.setattr(example, "answer", self.slow(stopped))
        with self.connected(example) as twilio:
            twilio.send_json(self.prompt("one"))
            assert twilio.receive_json() == {"type": "text", "token": "Well, ", "last": False}
            twilio.send_json(
                {"type": "interrupt", "utteranceUntilInterrupt": "Well,", "durationUntilInterruptMs": "460"}
            )
            twilio.send_json(self.prompt("two"))
            assert twilio.receive_json() == {"type": "text", "token": "Well, ", "last": False}
            assert stopped == ["one"]
            monkeypatch.setattr(example, "answer", quick)
            twilio.send_json(self.prompt("three"))
            assert self.spoken(twilio) == "You asked: three"
            assert stopped == ["one", "two"]
        assert "The caller interrupted after: Well," in log.of_this_test()

    def test_a_caller_who_hangs_up_is_answered_no_more(self, example, monkeypatch):
        stopped = []
        monkeypatch.setattr(example, "answer", self.slow(stopped))
        with self.connected(example) as twilio:
            twilio.send_json(self.prompt("one"))
            twilio.receive_json()
        assert stopped == ["one"]

    def test_a_key_hands_the_call_to_a_person(self, example):
        with self.connected(example) as twilio:
            twilio.send_json({"type": "dtmf", "digit": "1"})
            twilio.send_json({"type": "error", "description": "Invalid message received: {}"})
            twilio.send_json({"type": "dtmf", "digit": "0"})
            end = twilio.receive_json()
        assert end == {"type": "end", "handoffData": json.dumps({"reason": "person"})}
        with telephone(example.app) as phone:
            call = phone.dial().socket_sends(end).hears("One moment, please.")
            call.talks_to(call.dials("+14155550100").answer())


class TestPay:
    @pytest.fixture
    def app(self, load):
        return load(ROOT / "examples" / "pay.py").app

    def test_the_caller_is_asked_for_a_card(self, app):
        with telephone(app) as phone:
            call = phone.dial().hears("20 dollars and 45 cents").hears("enter your card number")
            call.press("4111111111111112").hears("That was not a card number.").press("6011000990139424")
            call.hears("we accept Visa").press("4111111111111111").hears("month and the year").press("1230")
            call.hears("three digits").press("123").hears("Please wait.").hears("Your confirmation code is").ends()

    def test_an_american_express_card_has_four_digits_on_the_front(self, app):
        with telephone(app) as phone:
            phone.dial().press("378282246310005").press("1230").hears("four digits on the front")

    def test_the_caller_may_stop(self, app):
        with telephone(app) as phone:
            phone.dial().press("*").hears("You have stopped the payment.").ends("completed")

    @pytest.mark.parametrize("result", ["payment-connector-error", "internal-error", "validation-error"])
    def test_the_caller_is_told_when_the_card_was_not_charged(self, app, log, result):
        with telephone(app) as phone:
            call = phone.dial().press("4111111111111111").press("1230").press("123")
            call.process_payment(result, error="card_declined").hears("Your card was not charged.").ends("completed")
            assert f"{call.sid}: {result} card_declined" in log.of_this_test()
