"""Servers and documents that mean no good: a plain failure, and never a wait or an answer without end."""

import asyncio
import socket
import time
from contextlib import contextmanager, suppress

import pytest

from tests.cases import for_each
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


def sends(answer):
    return lambda connection: connection.sendall(answer)


SERVERS = {
    "sends without end": (send_without_end, 11750),
    "sends slowly": (send_slowly, 11200),
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
                    connection.recv(65_536)
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


@pytest.mark.parametrize("name", ["sends without end", "sends slowly", "sends no gzip"])
def test_a_server_fails_plainly_in_an_event_loop(name):
    handle, code = SERVERS[name]

    async def dial(host):
        async with AsyncPhone(f"http://{host}", voice_url="/voice#tt=300&rc=0") as phone:
            await phone.dial()

    with serving(handle) as host, pytest.raises(CallError, match=f"Twilio {code}"):
        asyncio.run(dial(host))


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
