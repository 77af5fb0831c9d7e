"""Servers and documents that mean no good: a plain failure, and never a wait or an answer without end."""

import asyncio
import gc
import socket
import time
from contextlib import closing, contextmanager, suppress
from functools import partial

import pytest
from django.core.asgi import get_asgi_application
from django.core.handlers.asgi import ASGIRequest
from django.core.wsgi import get_wsgi_application
from django.http import StreamingHttpResponse
from django.test import override_settings
from flask import Response as FlaskResponse
from starlette.responses import StreamingResponse

from tests.cases import for_each
from tests.web.django_app import urls_of
from tests.web.ways import running
from twimlkit.phone import AsyncPhone, CallError, Phone

START = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n"
CHALLENGE = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\nWWW-Authenticate: "


def send_without_end(connection):
    connection.sendall(START + b"\r\n")
    while True:
        connection.sendall(b" " * 65_536)


def send_slowly(connection):
    connection.sendall(START + b"\r\n")
    while True:
        connection.sendall(b" ")
        time.sleep(0.05)


def send_headers_without_end(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-Name: value\r\n")
        time.sleep(0.02)


def continue_without_end(connection):
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


def wait(connection):
    while connection.recv(65_536):  # until the other end closes
        pass


def sends(answer):
    return lambda connection: connection.sendall(answer)


SERVERS = {
    "sends without end": (send_without_end, 11750),
    "sends slowly": (send_slowly, 11200),
    "sends headers without end": (send_headers_without_end, 11200),
    "continues without end": (continue_without_end, 11200),
    "sends no answer": (wait, 11200),
    "sends no gzip": (sends(START + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"), 11206),
    "sends no HTTP": (sends(b"\x00\x01\r\n\r\n"), 11206),
    "sends too little": (sends(START + b"Content-Length: 100\r\n\r\n<Resp"), 11206),
    "sends nothing": (sends(b""), 11206),
    "redirects to itself": (
        sends(b"HTTP/1.1 302 Found\r\nLocation: /voice\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
        11215,
    ),
    "asks for nothing": (sends(CHALLENGE + b"Digest\r\n\r\n"), 11200),
    "asks for the unknown": (sends(CHALLENGE + b"Digest realm=x, nonce=y, algorithm=z\r\n\r\n"), 11200),
    "asks for the body": (sends(CHALLENGE + b'Digest realm=x, nonce=y, qop="auth-int"\r\n\r\n'), 11200),
}


def read_request(connection):
    """Read a whole request, since a connection that is closed earlier is reset; tells whether there was one."""
    with connection.makefile("rb") as file:
        length = 0
        while (line := file.readline()) not in (b"\r\n", b""):
            name, _, value = line.lower().partition(b":")
            length = int(value) if name == b"content-length" else length
        file.read(length)
    return line != b""


@contextmanager
def serving(handle):
    """Serve connections, one after another, on the loopback interface."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                with connection, suppress(OSError):
                    connection.settimeout(2)
                    if read_request(connection):
                        handle(connection)

    with server, running(serve, lambda: server.shutdown(socket.SHUT_RDWR)):
        yield f"127.0.0.1:{server.getsockname()[1]}"


@for_each(name=SERVERS)
def test_a_server_fails_plainly(name):
    handle, code = SERVERS[name]
    with serving(handle) as host, Phone(f"http://{host}", voice_url=f"http://u:p@{host}/voice#tt=300&rc=0") as phone:
        with pytest.raises(CallError, match=f"Twilio {code}"):
            phone.dial()
        call = phone.dial(strict=False).ends("completed")
        assert [finding.code for finding in call.findings] == [code]


@for_each(name=SERVERS)
def test_a_server_fails_plainly_in_an_event_loop(name):
    handle, code = SERVERS[name]

    async def dial(host):
        async with AsyncPhone(f"http://{host}", voice_url=f"http://u:p@{host}/voice#tt=300&rc=0") as phone:
            await phone.dial()

    with serving(handle) as host, pytest.raises(CallError, match=f"Twilio {code}"):
        asyncio.run(dial(host))


def test_a_handshake_without_end_fails_plainly():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(CallError, match="Twilio 11200"):
            Phone(f"https://{host}", voice_url="/voice#tt=300&rc=0").dial()


def test_each_request_has_the_whole_time_though_they_share_a_connection():
    connections = []

    def answer(connection):
        connections.append(connection)
        for _ in range(3):
            time.sleep(0.2)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 11\r\n\r\n<Response/>")
            read_request(connection)

    with serving(answer) as host, Phone(f"http://{host}", voice_url="/voice#tt=500") as phone:
        for _ in range(3):
            phone.dial().ends("completed")
    assert len(connections) == 1


def test_a_server_is_reached_while_an_event_loop_runs():
    async def dial(host):
        with Phone(f"http://{host}", voice_url="/voice") as phone:
            phone.dial().ends("completed")

    with serving(sends(START + b"\r\n<Response/>")) as host:
        asyncio.run(dial(host))


# Applications of this process whose answers have no end: each would give ten times what the telephone reads.


class Endless:
    """Applications of every kind, and how often each was asked for a chunk, and when no more."""

    def __init__(self):
        self.taken = 0
        self.ends = []

    def chunks(self):
        try:
            for _ in range(160):
                self.taken += 1
                yield b" " * 65_536
        finally:
            self.ends.append("closed")

    async def chunks_in_a_loop(self):
        with closing(self.chunks()) as chunks:
            for chunk in chunks:
                yield chunk

    def yields(self, environ, start_response):
        start_response("200 OK", [("Content-Type", "text/xml")])
        return self.chunks()

    def writes(self, environ, start_response):
        write = start_response("200 OK", [("Content-Type", "text/xml")])
        with closing(self.chunks()) as chunks:
            for chunk in chunks:
                write(chunk)
        return []

    async def sends(self, scope, receive, send):
        assert scope["type"] == "http"
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/xml")]})
        try:
            async for chunk in self.chunks_in_a_loop():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        except OSError:
            self.ends.append((await receive())["type"])

    async def in_starlette(self, scope, receive, send):
        assert scope["type"] == "http"
        await StreamingResponse(self.chunks_in_a_loop(), media_type="text/xml")(scope, receive, send)

    async def in_starlette_by_threads(self, scope, receive, send):
        assert scope["type"] == "http"
        await StreamingResponse(self.chunks(), media_type="text/xml")(scope, receive, send)

    def in_flask(self, environ, start_response):
        return FlaskResponse(self.chunks(), mimetype="text/xml")(environ, start_response)

    def view(self, request):
        chunks = self.chunks_in_a_loop() if isinstance(request, ASGIRequest) else self.chunks()
        return StreamingHttpResponse(chunks, content_type="text/xml")

    def in_django(self, environ, start_response):
        return get_wsgi_application()(environ, start_response)

    async def in_django_by_asgi(self, scope, receive, send):
        await get_asgi_application()(scope, receive, send)


ENDLESS = [
    Endless.yields,
    Endless.writes,
    Endless.sends,
    Endless.in_starlette,
    Endless.in_starlette_by_threads,
    Endless.in_flask,
    Endless.in_django,
    Endless.in_django_by_asgi,
]


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")  # Django leaves the body of the request, too
@for_each(kind=ENDLESS, is_async=[False, True])
def test_an_application_without_end_is_cut(kind, is_async):
    gc.freeze()  # what is here before need not be looked at again
    endless = Endless()
    app = partial(kind, endless)

    def dial():
        with Phone(app, voice_url="/voice#rc=0") as phone:
            phone.dial()

    async def dial_in_a_loop():
        async with AsyncPhone(app, voice_url="/voice#rc=0") as phone:
            await phone.dial()

    with override_settings(ROOT_URLCONF=urls_of(endless.view)), pytest.raises(CallError, match="Twilio 11750"):
        asyncio.run(dial_in_a_loop()) if is_async else dial()
    gc.collect()  # Django leaves files open, and Starlette the generator in its thread
    gc.unfreeze()
    assert endless.taken < 40
    assert endless.ends == (["http.disconnect", "closed"] if kind is Endless.sends else ["closed"])


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/xml"), ("Set-Cookie", "a=b")])
    return [b"<Response/>"]


@for_each(
    url=["/a\x7fb", "http://a\x7fb/", "https://a..b/", "/" + "a" * 66_000, "?" + "a" * 66_000, "https://" + "a" * 300]
)
def test_a_url_that_no_client_can_request_fails_plainly(url):
    with Phone(app, strict=False) as phone:
        call = phone.dial(twiml="<Response><Pause/><Say>Hello.</Say></Response>").hears("Hello.")
        call.update(url=url, method="GET").ends("completed")
        assert {finding.code for finding in call.findings} <= {11100, 11210}


@for_each(status=["", "OK", "20"])
def test_an_application_without_a_status_is_told_so(status):
    def odd(environ, start_response):
        start_response(status, [("Content-Type", "text/xml")])
        return [b"<Response/>"]

    with Phone(odd, voice_url="/voice") as phone:
        with pytest.raises(RuntimeError, match="not one like '200 OK'"):
            phone.dial()
        phone.dial(strict=False).ends("completed")


def test_a_failure_of_a_conversation_is_short():
    def storm(environ, start_response):
        status = "200 OK" if environ["PATH_INFO"] == "/sms" else "404 Not Found"
        start_response(status, [("Content-Type", "text/xml")])
        message = "<Message statusCallback='/nowhere'>Hi</Message>"
        return [f"<Response>{message * 500}</Response>".encode()]

    with Phone(storm, sms_url="/sms") as phone, pytest.raises(CallError) as caught:
        phone.text("hi")
    assert len(str(caught.value).splitlines()) < 100
