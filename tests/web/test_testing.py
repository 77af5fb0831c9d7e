"""The clients that sign, over applications of every kind; judged by Twilio's own validator and by real views."""

import asyncio
import json
import subprocess
import sys
import threading
from contextlib import asynccontextmanager
from functools import partial
from hashlib import sha256
from urllib.parse import parse_qsl

import httpx2
import pytest
from django.core.asgi import get_asgi_application
from django.test import AsyncClient as DjangoAsyncClient
from django.test import Client as DjangoClient
from django.test import RequestFactory, override_settings
from fastapi import FastAPI, Request
from flask import Flask
from starlette.testclient import TestClient
from starlette.websockets import WebSocket
from twilio.request_validator import RequestValidator
from werkzeug.test import Client as WerkzeugClient

from tests.web import django_app, fastapi_app, flask_app, starlette_app
from tests.web.signing import CALL
from tests.web.views import TOKEN
from tests.web.ways import by_uvicorn, werkzeug
from twimlkit.web.testing import (
    TEST_AUTH_TOKEN,
    AsyncSigningClient,
    SigningClient,
    sign_request,
    signing,
    usual_parameters,
)
from twimlkit.web.transports import (
    WSGITransport,
    find_interface,
    make_async_transport,
    make_transport,
)

HELLO = "<Say>Hello +14155550101, you dialled +14155550100.</Say>"
FORM = "application/x-www-form-urlencoded"


class Heard:
    """A WSGI application that keeps each request, and answers with what it is told."""

    def __init__(self, status="200 OK", headers=(), body=(b"heard",)):
        self.requests = []
        self.answer = status, list(headers), body

    def __call__(self, environ, start_response):
        self.requests.append(environ | {"body": environ["wsgi.input"].read()})
        status, headers, body = self.answer
        start_response(status, headers)
        return body

    @property
    def last(self):
        return self.requests[-1]

    def is_signed(self, token=TEST_AUTH_TOKEN, host=None):
        """Tell what Twilio's own validator says of the last request."""
        url = f"{self.last['wsgi.url_scheme']}://{host or self.last['HTTP_HOST']}{self.last['REQUEST_URI']}"
        form = dict(parse_qsl(self.last["body"].decode(), keep_blank_values=True))
        return RequestValidator(token).validate(url, form, self.last["HTTP_X_TWILIO_SIGNATURE"])


@pytest.fixture(autouse=True)
def _no_token(monkeypatch):
    monkeypatch.delenv("TWILIO_AUTH_TOKEN")


# What is sent.


def test_a_post_has_what_twilio_sends_and_is_signed():
    heard = Heard()
    with SigningClient(heard) as client:
        answer = client.post("/voice?lang=en%20US", Digits=12, Tag=["a", "b"], CallerZip=None)
    assert (answer.status_code, answer.text) == (200, "heard")
    form = parse_qsl(heard.last["body"].decode(), keep_blank_values=True)
    assert form[-3:] == [("Digits", "12"), ("Tag", "a"), ("Tag", "b")]
    sent = dict(form)
    assert sent["CallStatus"] == "in-progress"
    assert (sent["Caller"], sent["Called"]) == (sent["From"], sent["To"])
    assert {name for name, _ in CALL} - {"CallerName"} <= sent.keys()
    assert "CallerZip" not in sent
    assert heard.last["CONTENT_TYPE"] == f"{FORM}; charset=utf-8"
    assert heard.last["HTTP_USER_AGENT"].startswith("TwilioProxy/")
    assert heard.last["HTTP_I_TWILIO_IDEMPOTENCY_TOKEN"]
    single = SigningClient(heard).post("/voice?lang=en%20US", Digits=12)
    assert single.is_success
    assert heard.is_signed()


def test_a_get_has_the_parameters_in_its_query():
    heard = Heard()
    SigningClient(heard).get("/voice?lang=en%20US#rc=2", From="+15005550006", Empty="")
    assert heard.last["QUERY_STRING"].startswith("lang=en%20US&CallSid=CA")
    sent = dict(parse_qsl(heard.last["QUERY_STRING"], keep_blank_values=True))
    assert (sent["From"], sent["Caller"], sent["Empty"]) == ("+15005550006", "+15005550006", "")
    assert (heard.last["REQUEST_METHOD"], heard.last["body"]) == ("GET", b"")
    assert heard.is_signed()


def test_json_is_signed_by_its_hash():
    heard = Heard()
    for target in ("/assignment", "/assignment?a=1"):
        SigningClient(heard).post_json(target, {"TaskSid": "WT1"})
        query = dict(parse_qsl(heard.last["QUERY_STRING"]))
        assert query["bodySHA256"] == sha256(heard.last["body"]).hexdigest()
        assert json.loads(heard.last["body"]) == {"TaskSid": "WT1"}
        url = f"https://testserver{heard.last['REQUEST_URI']}"
        signature = heard.last["HTTP_X_TWILIO_SIGNATURE"]
        assert RequestValidator(TEST_AUTH_TOKEN).validate(url, heard.last["body"].decode(), signature)


def test_the_token_and_the_public_url_come_from_the_environment_or_the_call(monkeypatch):
    heard = Heard()
    SigningClient(heard, auth_token="another").post("/voice")
    assert heard.is_signed("another")
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    monkeypatch.setenv("TWILIO_BASE_URL", "https://example.com/phone/")
    SigningClient(heard).post("/voice")
    assert (heard.last["HTTP_HOST"], heard.last["REQUEST_URI"]) == ("example.com", "/voice")
    assert not heard.is_signed(TOKEN)
    assert heard.is_signed(TOKEN, host="example.com/phone")
    SigningClient(heard, base_url="http://example.org:8080").post("/voice")
    assert heard.is_signed(TOKEN, host="example.org:8080")


def test_the_path_reaches_the_application_as_it_is_spelled():
    heard = Heard()
    client = SigningClient(heard)
    for target, path in {
        "/caf%C3%A9": "/café",
        "/caf%c3%a9": "/café",
        "/a%2Fb": "/a/b",
        "/a%20b/%25": "/a b/%",
        "/%FF": "/\ufffd",
        "/voice?": "/voice",
        "/it's~(1)*!": "/it's~(1)*!",
    }.items():
        client.http.post(target, data={"Body": "Grüße ☎", "Empty": ""})
        assert heard.last["REQUEST_URI"] == target
        assert heard.last["PATH_INFO"].encode("latin-1").decode("utf-8", "replace") == path
        assert heard.is_signed() or target.endswith("?")  # whose question mark Twilio's validator drops


def test_a_path_that_cannot_be_quoted_otherwise_is_verified_by_a_view():
    client = SigningClient(flask_app.app, auth_token=TOKEN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
        for target in ("/room/caf%c3%a9", "/room/%61%62", "/room/a%2Bb", "/room/it's"):
            assert client.post(target).status_code == 200


def test_cookies_are_kept_and_redirects_are_not_followed():
    heard = Heard("302 Found", [("Location", "/next"), ("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2")])
    client = SigningClient(heard)
    assert client.post("/voice").headers["Location"] == "/next"
    client.post("/voice")
    assert heard.last["HTTP_COOKIE"] == "a=1; b=2"
    assert len(heard.requests) == 2


def test_a_redirect_that_is_followed_is_signed_again():
    heard = Heard()

    def moves(environ, start_response):
        if environ["PATH_INFO"] == "/voice":
            return heard(environ, start_response)
        start_response("307 Temporary Redirect", [("Location", "/voice")])
        return []

    SigningClient(moves).http.post("/old", data={"A": "1"}, follow_redirects=True)
    assert heard.last["REQUEST_URI"] == "/voice"
    assert heard.is_signed()


def test_a_signature_of_one_s_own_is_kept():
    heard = Heard()
    SigningClient(heard).http.post("/voice", data={"A": "1"}, headers={"X-Twilio-Signature": "forged"})
    assert heard.last["HTTP_X_TWILIO_SIGNATURE"] == "forged"


# The usual parameters.


def test_what_a_request_is_about_decides_its_usual_parameters():
    def sent(**given):
        return dict(usual_parameters(given))

    assert sent()["CallStatus"] == "ringing"
    assert sent(From="+1", To="client:ann")["Called"] == "client:ann"
    assert sent(CallStatus="completed", CallDuration=5)["CallStatus"] == "completed"
    assert sent(CallSid="CA1", SmsSid="SM1")["CallSid"] == "CA1"
    message = sent(Body="Hi", MediaUrl0="https://example.com/0", MediaUrl1="https://example.com/1")
    assert (message["Body"], message["NumMedia"], message["SmsStatus"]) == ("Hi", "2", "received")
    assert message["SmsSid"] == message["MessageSid"] == message["SmsMessageSid"]
    assert "CallSid" not in message
    status = sent(MessageStatus="delivered", MessageSid="SM1")
    assert (status["SmsStatus"], status["SmsSid"]) == ("delivered", "SM1")
    assert "Body" not in status
    assert sent(ConferenceSid="CF1", StatusCallbackEvent="conference-end").keys() == {
        "AccountSid", "ConferenceSid", "StatusCallbackEvent",
    }  # fmt: skip
    assert sent(DialBridged=True)["DialBridged"] == "true"
    assert sent(Confidence=0.5)["Confidence"] == "0.5"


# Applications.


async def as_function(scope, receive, send): ...
def as_wsgi(environ, start_response): ...


class AsObject:
    async def __call__(self, scope, receive, send): ...


class WithoutCoroutine:
    def __call__(self, scope, receive, send): ...


@pytest.mark.parametrize(
    ("app", "interface"),
    [
        (as_function, "asgi"),
        (partial(as_function), "asgi"),
        (AsObject(), "asgi"),
        (fastapi_app.app, "asgi"),
        (starlette_app.app, "asgi"),
        (django_app.asgi, "asgi"),
        (as_wsgi, "wsgi"),
        (flask_app.app, "wsgi"),
        (django_app.wsgi, "wsgi"),
        (WithoutCoroutine(), "wsgi"),
        (AsObject, "wsgi"),
    ],
)
def test_the_interface_is_found_out(app, interface):
    assert find_interface(app) == interface


def test_the_interface_can_be_told():
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    def wrapped(scope, receive, send):
        return app(scope, receive, send)

    assert SigningClient(wrapped, interface="asgi").post("/voice").status_code == 204
    with pytest.raises(TypeError, match="interface must be 'wsgi' or 'asgi', not 'asgi3'"):
        SigningClient(wrapped, interface="asgi3")


@pytest.mark.parametrize("app", [None, 5, "example.com", "ftp://example.com", "", "http://"])
def test_what_is_no_application_is_refused(app):
    for make in (make_transport, make_async_transport):
        with pytest.raises(TypeError, match="app must be"):
            make(app)


APPS = {
    "flask": flask_app.app,
    "django": django_app.wsgi,
    "fastapi": fastapi_app.app,
    "starlette": starlette_app.app,
    "django-asgi": django_app.asgi,
}


@pytest.fixture
def token(monkeypatch):
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    return TOKEN


@pytest.mark.parametrize("app", APPS.values(), ids=APPS)
def test_the_views_of_every_framework_take_what_is_signed(app, token):
    with SigningClient(app) as client:
        for path in ("/voice", "/voice-in-loop"):
            for answer in (client.post(path), client.get(f"{path}?lang=en%20US")):
                assert (answer.status_code, HELLO in answer.text) == (200, True)
        assert "You wrote &lt;  ☎ " in client.post("/sms", Body="  ☎ ").text
    assert SigningClient(app, auth_token="1" * 32).post("/voice").status_code == 403


@pytest.mark.parametrize("app", APPS.values(), ids=APPS)
def test_the_asynchronous_client_does_the_same(app, token):
    async def ask():
        async with AsyncSigningClient(app) as client:
            answers = [await client.post("/voice"), await client.get("/voice-in-loop?a=1")]
            answers.append(await client.post_json("/voice", {}))
        return answers

    *right, wrong = asyncio.run(ask())
    assert all(HELLO in answer.text for answer in right)
    assert wrong.status_code == 400


def test_a_server_is_asked_at_its_url(token):
    for serving in (werkzeug(), by_uvicorn("FastAPI by uvicorn", fastapi_app.app)):
        with serving as way, SigningClient(way.url) as client:
            assert HELLO in client.post("/voice").text
            assert HELLO in client.get("/voice?a=%20").text
            with SigningClient(way.url, base_url="https://example.com/phone") as proxied:
                assert proxied.post("/voice").status_code == 403
                assert HELLO in proxied.post("/based?a=1").text


def test_a_server_hears_of_the_public_url_as_a_proxy_tells_it(token):
    with werkzeug() as way, SigningClient(way.url, base_url="https://example.com") as client:
        assert HELLO in client.post("/proxied").text

    async def ask():
        with werkzeug() as way:
            async with AsyncSigningClient(way.url, base_url="https://example.com") as client:
                return await client.post("/proxied")

    assert HELLO in asyncio.run(ask()).text


def test_another_host_is_out_of_reach():
    client = SigningClient(Heard(), base_url="https://example.com/phone")
    assert client.post("https://example.com/phone/voice").status_code == 200
    for elsewhere in (
        "https://example.org/",
        "http://example.com/phone/",
        "https://example.com/phones",
        "https://example.com/",
    ):
        with pytest.raises(httpx2.ConnectError, match=r"The application serves https://example\.com/phone only"):
            client.post(elsewhere)


# WSGI, by PEP 3333.


def exchange(app, method="GET", **more):
    return httpx2.Client(transport=WSGITransport(app), base_url="https://testserver").request(method, "/", **more)


def test_an_application_may_start_late_write_and_close():
    closed = []

    class Body:
        def __init__(self, start_response):
            self.start_response = start_response

        def __iter__(self):
            self.start_response("200 OK", [("X-Name", "Grüße"), ("X-Twice", "1"), ("X-Twice", "2")])(b"written, ")
            yield b"yielded"

        def close(self):
            closed.append(True)

    answer = exchange(lambda environ, start_response: Body(start_response))
    assert (answer.text, answer.headers.get_list("X-Twice"), closed) == ("written, yielded", ["1", "2"], [True])
    assert answer.headers["X-Name"] == "Grüße"


def large(environ, start_response):
    write = start_response("200 OK", [])
    for _ in range(40):
        write(b"w" * 65_536)
    return (b"y" * 65_536 for _ in range(40))


async def large_by_asgi(scope, receive, send):
    await send({"type": "http.response.start", "status": 200})
    for _ in range(80):
        await send({"type": "http.response.body", "body": b"s" * 65_536, "more_body": True})
    await send({"type": "http.response.body"})


@pytest.mark.parametrize("app", [large, large_by_asgi])
def test_a_large_answer_arrives_whole(app):
    async def ask():
        return await AsyncSigningClient(app).get("/")

    assert len(SigningClient(app).get("/").content) == len(asyncio.run(ask()).content) == 80 * 65_536


def test_an_error_after_the_start_replaces_it_or_is_raised():
    def recovers(environ, start_response):
        start_response("200 OK", [])
        try:
            environ["nothing"]
        except LookupError as error:
            start_response("500 Internal Server Error", [], (type(error), error, error.__traceback__))
        return [b"sorry"]

    assert exchange(recovers).status_code == 500

    def recovers_late(environ, start_response):
        start_response("200 OK", [])
        yield b"well, "
        try:
            environ["nothing"]
        except LookupError:
            start_response("500 Internal Server Error", [], sys.exc_info())
        yield b"sorry"

    with pytest.raises(LookupError, match="nothing"):
        exchange(recovers_late)

    def starts_twice(environ, start_response):
        start_response("200 OK", [])
        start_response("500 Internal Server Error", [])
        return []

    with pytest.raises(RuntimeError, match="has called start_response twice"):
        exchange(starts_twice)

    def fails(environ, start_response):
        raise LookupError("nobody is there")

    with pytest.raises(LookupError, match="nobody is there"):
        exchange(fails)
    with pytest.raises(RuntimeError, match="has not called start_response"):
        exchange(lambda environ, start_response: [])


def test_the_environment_is_complete():
    from wsgiref.validate import validator

    heard = Heard(headers=[("Content-Type", "text/plain")])

    @validator
    def app(environ, start_response):
        environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"valid"]

    assert exchange(app, "POST", data={"a": "1"}).text == "valid"
    exchange(
        heard, "HEAD", headers=[("X-A", "1"), ("X-A", "é".encode("latin-1")), ("Cookie", "a=1"), ("Cookie", "b=2")]
    )
    assert (heard.last["HTTP_X_A"], heard.last["HTTP_COOKIE"]) == ("1,é", "a=1; b=2")
    assert (heard.last["SERVER_NAME"], heard.last["SERVER_PORT"]) == ("testserver", "443")
    assert heard.last["SCRIPT_NAME"] == ""


# ASGI, and its lifespan.


def test_the_scope_tells_where_the_server_is():
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": "{}:{}".format(*scope["server"]).encode()})

    assert SigningClient(app).get("/").text == "testserver:443"
    assert SigningClient(app, base_url="http://example.com").get("/").text == "example.com:80"
    assert SigningClient(app, base_url="http://example.com:8000").get("/").text == "example.com:8000"


def with_lifespan(events):
    @asynccontextmanager
    async def lifespan(app):
        events.append(("startup", asyncio.get_running_loop(), threading.get_ident()))
        yield {"greeting": "hello"}
        events.append(("shutdown", asyncio.get_running_loop(), threading.get_ident()))

    app = FastAPI(lifespan=lifespan)

    @app.post("/voice")
    async def voice(request: Request):
        events.append(("request", asyncio.get_running_loop(), threading.get_ident()))
        return request.state.greeting

    return app


def test_the_lifespan_and_the_requests_have_one_loop_and_one_state():
    events = []
    with SigningClient(with_lifespan(events)) as client:
        assert client.post("/voice").json() == client.post("/voice").json() == "hello"
    assert [name for name, *_ in events] == ["startup", "request", "request", "shutdown"]
    assert len({place for _, *place in events for place in [tuple(place)]}) == 1


def test_the_lifespan_of_the_asynchronous_client_may_end_in_another_task():
    events = []

    async def run():
        client = AsyncSigningClient(with_lifespan(events))
        await asyncio.create_task(client.__aenter__())
        assert (await client.post("/voice")).json() == "hello"
        await asyncio.create_task(client.__aexit__())

    asyncio.run(run())
    assert [name for name, *_ in events] == ["startup", "request", "shutdown"]


def test_a_lifespan_that_fails_is_an_error():
    @asynccontextmanager
    async def lifespan(app):
        raise LookupError("no database")
        yield

    with (
        pytest.raises(RuntimeError, match=r"(?s)startup has failed: .*no database"),
        SigningClient(FastAPI(lifespan=lifespan)),
    ):
        pytest.fail("it has started")

    @asynccontextmanager
    async def fails_at_the_end(app):
        yield
        raise LookupError("no database")

    with (
        pytest.raises(RuntimeError, match=r"(?s)shutdown has failed: .*no database"),
        SigningClient(FastAPI(lifespan=fails_at_the_end)),
    ):
        pass


def test_an_application_without_a_lifespan_is_fine():
    async def refuses(scope, receive, send):
        assert scope["type"] == "http"
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    async def ignores(scope, receive, send):
        if scope["type"] == "http":
            await refuses(scope, receive, send)

    for app in (refuses, ignores):
        with SigningClient(app) as client:
            assert client.post("/voice").status_code == 204


def test_what_an_application_raises_is_raised():
    app = FastAPI()

    @app.post("/voice")
    async def voice():
        raise LookupError("nobody is there")

    with pytest.raises(LookupError, match="nobody is there"):
        SigningClient(app).post("/voice")


def test_inside_an_event_loop_the_asynchronous_client_is_named():
    async def ask():
        SigningClient(fastapi_app.app).post("/voice")

    with pytest.raises(RuntimeError, match="An event loop is running here: use the asynchronous client"):
        asyncio.run(ask())


def test_django_s_asgi_application_runs_in_the_thread_of_the_test():
    threads = []

    def view(request):
        threads.append(threading.get_ident())
        return django_app.HttpResponse("heard")

    with override_settings(ROOT_URLCONF=django_app.urls_of(view)):
        assert SigningClient(get_asgi_application()).http.get("/voice").text == "heard"
    assert threads == [threading.get_ident()]


# The test clients of the frameworks.


def test_flask_s_client_signs(token):
    client = signing(flask_app.app.test_client())
    assert HELLO.encode() in client.post("/voice?a=1", data=dict(usual_parameters({}))).data
    assert HELLO.encode() in client.get("/voice", query_string=dict(usual_parameters({}))).data
    assert client.post("/voice", json={}).status_code == 400
    assert client.post("/voice", headers={"X-Twilio-Signature": "forged"}).status_code == 403
    assert client.application.config is flask_app.app.config
    assert flask_app.app.test_client().post("/voice").status_code == 403


def test_flask_s_client_takes_its_token_from_the_configuration():
    app = Flask("test")
    app.config |= {"TWILIO_AUTH_TOKEN": "9" * 32, "TWILIO_BASE_URL": "https://example.com/phone"}
    heard = Heard()
    app.wsgi_app = heard
    client = signing(app.test_client())
    client.post("/voice", data={"A": "1"})
    assert heard.is_signed("9" * 32, host="example.com/phone") is False  # the scheme is the client's
    assert RequestValidator("9" * 32).validate(
        "https://example.com/phone/voice", {"A": "1"}, heard.last["HTTP_X_TWILIO_SIGNATURE"]
    )


def test_werkzeug_s_client_signs_for_any_wsgi_application():
    heard = Heard()
    signing(WerkzeugClient(heard)).post("/caf%c3%a9?a=b", data={"A": "1"})
    assert heard.last["body"] == b"A=1"
    assert heard.is_signed()


def test_django_s_client_signs(token):
    client = signing(DjangoClient(enforce_csrf_checks=True))
    form = dict(usual_parameters({}))
    for answer in (
        client.post("/voice", form),
        client.post("/voice?a=1", form),
        client.post("/voice", form, secure=True),
        client.post("/voice", form, headers={"Host": "example.com"}),
        client.post("/voice", form, HTTP_HOST="example.com:8000"),
        client.get("/voice?lang=en%20US"),
        client.get("/voice", form),
        signing(DjangoClient(SCRIPT_NAME="/phone", SERVER_NAME="example.com")).post("/voice", form),
        signing(DjangoClient(), base_url="https://example.com/phone").post("/based", form),
    ):
        assert (answer.status_code, HELLO in answer.content.decode()) == (200, True) or b"CallSid" in answer.content
    assert client.post("/voice", {}, content_type="application/json").status_code == 400
    assert client.post("/voice", form, headers={"X-Twilio-Signature": "forged"}).status_code == 403
    assert DjangoClient().post("/voice", form).status_code == 403
    with override_settings(TWILIO_AUTH_TOKEN="9" * 32):
        assert "X-Twilio-Signature" in signing(RequestFactory()).post("/voice", form).headers


def test_django_s_asynchronous_client_signs(token):
    async def ask():
        client = signing(DjangoAsyncClient())
        form = dict(usual_parameters({}))
        return [await client.post("/voice-in-loop", form), await client.get("/voice-in-loop", form)]

    assert all(HELLO in answer.content.decode() for answer in asyncio.run(ask()))


def test_the_client_of_django_rest_framework_signs(token):
    from rest_framework.test import APIClient

    client = signing(APIClient(enforce_csrf_checks=True))
    form = dict(usual_parameters({}))
    for answer in (client.post("/voice", form), client.get("/voice", form), client.post("/voice?a=1", form)):
        assert HELLO in answer.content.decode()
    assert client.post("/voice", {"a": 1}, format="json").status_code == 400


@pytest.mark.parametrize("app", [fastapi_app.app, starlette_app.app], ids=["fastapi", "starlette"])
def test_starlette_s_client_signs(app, token):
    client = signing(TestClient(app))
    form = dict(usual_parameters({}))
    assert HELLO in client.post("/voice?a=1", data=form).text
    assert HELLO in client.get("/voice", params=form).text
    assert HELLO in signing(TestClient(app), base_url="https://example.com/phone").post("/based", data=form).text
    assert client.post("/voice", json={}).status_code == 400
    assert client.post("/voice", data=form, headers={"X-Twilio-Signature": "forged"}).status_code == 403


def test_starlette_s_client_signs_the_handshake_of_a_websocket():
    app, seen = FastAPI(), []

    @app.websocket("/stream")
    async def stream(websocket: WebSocket):
        seen.append(websocket.headers["x-twilio-signature"])
        await websocket.accept()

    with signing(TestClient(app)).websocket_connect("/stream"):
        assert seen == [RequestValidator(TEST_AUTH_TOKEN).compute_signature("ws://testserver/stream", {})]


def test_a_client_may_be_closed_without_a_block():
    client = SigningClient(fastapi_app.app)
    client.http.get("/docs")
    client.close()
    with pytest.raises(RuntimeError, match="closed"):
        client.post("/voice")

    async def ask():
        client = AsyncSigningClient(Heard())
        await client.post("/voice")
        await client.aclose()
        with pytest.raises(RuntimeError, match="closed"):
            await client.post("/voice")

    asyncio.run(ask())


def test_a_client_of_another_kind_is_refused():
    with pytest.raises(TypeError, match="client must be a test client of Flask, Django or Starlette"):
        signing(object())


def test_a_request_of_httpx2_is_signed_alone():
    request = httpx2.Request("POST", "https://example.com/voice?a=1", data={"A": "1"})
    sign_request(request, auth_token=TOKEN)
    assert RequestValidator(TOKEN).validate(str(request.url), {"A": "1"}, request.headers["X-Twilio-Signature"])


def test_the_import_loads_no_framework():
    code = "import twimlkit.web.testing, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"flask", "werkzeug", "django", "starlette", "fastapi"} & set(done.stdout.split()) == set()
