"""The REST clients against a hostile server on a real socket, and what is decided after each attempt."""

import asyncio
import contextlib
import gzip
import json
import logging
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import tracemalloc
import urllib.request
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import httpx2
import pytest

from tests.stand_in import ACCOUNT_SID, AUTH_TOKEN, Fault, Rejection, StandIn
from twimlkit import Response, Say
from twimlkit.rest import (
    AsyncTwilioClient,
    CallResource,
    InvalidNumber,
    InvalidParameter,
    NotSent,
    RateLimited,
    RequestRejected,
    TwilioClient,
    Unavailable,
    UnknownOutcome,
    _requests,
)
from twimlkit.rest._decision import Done, NoResponse, RawResponse, Retry, decide

ROOT = Path(__file__).parent.parent
TO, FROM, URL = "+14155550100", "+14155550199", "https://example.com/voice"
CALL = {"to": TO, "from_": FROM, "url": URL}
MESSAGE = {"to": TO, "from_": FROM, "body": "Hello"}
PLACED = json.dumps({"sid": "CA1", "to": TO, "status": "queued"}).encode()


class Hostile:
    """A server that does to each connection what a function does: it gets the socket, and the bytes of a request."""

    def __init__(self, act):
        self.act = act
        self.requests = []
        self.done = threading.Event()
        self.lock = threading.Lock()
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def __enter__(self):
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.socket.close()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                threading.Thread(target=self.serve, args=[connection], daemon=True).start()

    def serve(self, connection):
        with contextlib.suppress(OSError), connection:
            received = b""
            while part := connection.recv(65536):
                received += part
                head, blank, body = received.partition(b"\r\n\r\n")
                length = int((head.lower().partition(b"content-length:")[2].split() or [b"0"])[0])
                if blank and len(body) >= length:
                    with self.lock:
                        self.requests.append(received)
                    received = b""
                    self.act(self, connection)
                    if self.done.is_set():
                        return


def answer(body, status="201 Created", *headers):
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]).encode() + body


def sends(*parts, pause=0.0):
    """A server that sends the same to each request, slowly if there is a pause."""

    def act(server, connection):
        for part in parts:
            connection.sendall(part)
            if server.done.wait(pause):
                return

    return Hostile(act)


def silence():
    return Hostile(lambda server, _: server.done.wait(60))


KINDS = {"sync": TwilioClient, "async": AsyncTwilioClient}


@pytest.fixture(params=KINDS)
def run(request):
    """Calls one method of a new client of either kind, and returns the result, or raises the error."""

    def run(address, method="place_call", *args, parameters=None, **settings):
        given = CALL if parameters is None and method == "place_call" else parameters or {}
        settings = {"auth_token": AUTH_TOKEN, "base_url": address, "max_retries": 0} | settings
        made = KINDS[request.param](ACCOUNT_SID, **settings)
        given_http = settings.get("http_client")
        if request.param == "sync":
            with made as client, given_http or contextlib.nullcontext():
                result = getattr(client, method)(*args, **given)
                return list(result) if method.startswith("list_") else result

        async def awaited():
            async with made as client, given_http or contextlib.nullcontext():
                result = getattr(client, method)(*args, **given)
                return [item async for item in result] if method.startswith("list_") else await result

        return asyncio.run(awaited())

    run.kind = KINDS[request.param]
    run.http_class = httpx2.Client if request.param == "sync" else httpx2.AsyncClient
    return run


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
def twilio():
    with StandIn() as running:
        yield running


# Bounded in time.


def test_a_body_that_trickles_ends_at_the_deadline(run):
    head = b"HTTP/1.1 201 Created\r\nContent-Length: 100000\r\n\r\n"
    with sends(head, *(100_000 * [b" "]), pause=0.01) as server:
        with pytest.raises(UnknownOutcome, match="the deadline passed"):
            run(server.address, deadline=0.2)
        with pytest.raises(Unavailable, match="the deadline passed"):
            run(server.address, "list_calls", deadline=0.2, max_retries=3)
    assert len(server.requests) == 2


def test_compression_that_trickles_without_data_ends_too(run):
    name = b"\x1f\x8b\x08\x08" + 6 * b"\0"  # a file name follows, without an end
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 100000\r\n\r\n"
    with sends(head + name, *(100_000 * [b"x"]), pause=0.01) as server, pytest.raises(Unavailable, match="deadline"):
        run(server.address, "list_calls", deadline=0.2)


def test_headers_that_trickle_end_at_the_deadline_of_the_async_client():
    async def place():
        async with AsyncTwilioClient(ACCOUNT_SID, AUTH_TOKEN, base_url=server.address, deadline=0.2) as client:
            await client.place_call(**CALL)

    with (
        sends(b"HTTP/1.1 201 Created\r\nX: ", *(100_000 * [b"x"]), pause=0.01) as server,
        pytest.raises(UnknownOutcome, match="the deadline passed"),
    ):
        asyncio.run(place())
    assert len(server.requests) == 1


def test_retries_end_at_the_deadline(run):
    with sends(answer(b"", "503 Unavailable")) as server, pytest.raises(Unavailable):
        run(server.address, "list_calls", deadline=0.8, max_retries=1000)
    assert len(server.requests) == 2


def test_silence_ends_at_the_deadline_before_the_timeout(run):
    with silence() as server, pytest.raises(UnknownOutcome):
        run(server.address, deadline=0.2)


def test_the_wait_for_a_free_connection_is_bounded_and_nothing_was_sent():
    """Two clients share one connection, which a request without a response keeps busy."""
    one = httpx2.Limits(max_connections=1)

    async def place_two():
        async with httpx2.AsyncClient(limits=one) as http:
            settings = {"base_url": server.address, "max_retries": 0, "http_client": http}
            patient = AsyncTwilioClient(ACCOUNT_SID, AUTH_TOKEN, **settings)
            task = asyncio.create_task(patient.place_call(**CALL))
            while not server.requests:
                await asyncio.sleep(0.001)
            with pytest.raises(NotSent, match="no connection became free"):
                await AsyncTwilioClient(ACCOUNT_SID, AUTH_TOKEN, **settings, deadline=0.2).place_call(**CALL)
            server.done.set()
            with pytest.raises(UnknownOutcome):
                await task

    with silence() as server:
        asyncio.run(place_two())
        assert len(server.requests) == 1
    with silence() as server, httpx2.Client(limits=one) as http, ThreadPoolExecutor(1) as thread:
        settings = {"base_url": server.address, "max_retries": 0, "http_client": http}
        patient = thread.submit(TwilioClient(ACCOUNT_SID, AUTH_TOKEN, **settings).place_call, **CALL)
        while not server.requests:
            time.sleep(0.001)
        with pytest.raises(NotSent, match="no connection became free"):
            TwilioClient(ACCOUNT_SID, AUTH_TOKEN, **settings, deadline=0.2).place_call(**CALL)
        server.done.set()
        assert isinstance(patient.exception(30), UnknownOutcome)
        assert len(server.requests) == 1


def test_a_connection_that_was_given_up_serves_no_other_request():
    """An answer that comes late must not be taken for that of the next request."""

    def act(server, connection):
        number = len(server.requests)
        if number == 1:
            server.done.wait(0.3)
        connection.sendall(answer(json.dumps({"sid": f"CA{number}"}).encode()))

    with Hostile(act) as server:
        client = TwilioClient(ACCOUNT_SID, AUTH_TOKEN, base_url=server.address, read_timeout=0.1, max_connections=1)
        with client:
            with pytest.raises(UnknownOutcome):
                client.place_call(**CALL)
            assert [client.place_call(**CALL).sid for _ in range(3)] == ["CA2", "CA3", "CA4"]


# Bounded in size.

MIB = 2**20


def packed(size):
    """JSON of a call, of so many bytes."""
    return PLACED + (size - len(PLACED)) * b" "


def test_a_body_has_at_most_8_mib(run):
    with sends(answer(packed(8 * MIB))) as server:
        assert run(server.address).sid == "CA1"
    with sends(answer(packed(8 * MIB + 1))) as server, pytest.raises(UnknownOutcome, match="more than 8 MiB"):
        run(server.address)
    endless = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    with (
        sends(endless, *(1000 * [b"100000\r\n" + MIB * b" " + b"\r\n"])) as server,
        pytest.raises(Unavailable, match="more than 8 MiB"),
    ):
        run(server.address, "list_calls")


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP"])
def test_a_body_has_at_most_8_mib_after_decompression(run, encoding):
    header = f"Content-Encoding: {encoding}"
    with sends(answer(gzip.compress(packed(8 * MIB)), "201 Created", header)) as server:
        assert run(server.address).sid == "CA1"
    bomb = gzip.compress(packed(100 * MIB))
    assert len(bomb) < MIB
    with sends(answer(bomb, "201 Created", header)) as server:
        tracemalloc.start()
        try:
            with pytest.raises(UnknownOutcome, match="more than 8 MiB"):
                run(server.address)
            assert tracemalloc.get_traced_memory()[1] < 40 * MIB
        finally:
            tracemalloc.stop()


def test_no_other_compression_is_asked_for_or_undone(run):
    with sends(answer(b"\x0b\x02\x80{}\x03", "200 OK", "Content-Encoding: br")) as server:
        with pytest.raises(UnknownOutcome, match="unreadable"):
            run(server.address)
        assert b"\r\nAccept-Encoding: gzip\r\n" in server.requests[0]


def test_no_cookies_are_kept(run):
    kept = []

    def act(server, connection):
        connection.sendall(answer(PLACED, "201 Created", "Set-Cookie: a=b", "Set-Cookie: c=d; Domain=127.0.0.1"))

    with Hostile(act) as server, TwilioClient(ACCOUNT_SID, AUTH_TOKEN, base_url=server.address) as client:
        for _ in range(3):
            client.place_call(**CALL)
        kept += list(client._http.cookies.jar)
    assert kept == []
    assert not any(b"\r\nCookie" in request for request in server.requests)


# Connections.


@pytest.mark.parametrize("number", [1, 5, 7, 12])
def test_as_many_requests_are_under_way_as_there_may_be_connections(number):
    """The server answers nobody before all of them have come, and none more comes meanwhile."""
    waiting = threading.Barrier(number)

    def act(server, connection):
        waiting.wait(20)
        connection.sendall(answer(PLACED))

    async def place_many(address):
        async with AsyncTwilioClient(ACCOUNT_SID, AUTH_TOKEN, base_url=address, max_connections=number) as client:
            return await asyncio.gather(*[client.place_call(**CALL) for _ in range(2 * number)])

    with Hostile(act) as server:
        assert len(asyncio.run(place_many(server.address))) == 2 * number
    with Hostile(act) as server, ThreadPoolExecutor(2 * number) as threads:
        client = TwilioClient(ACCOUNT_SID, AUTH_TOKEN, base_url=server.address, max_connections=number)
        with client:
            assert len(list(threads.map(lambda _: client.place_call(**CALL), range(2 * number)))) == 2 * number


# A client of the user's.


def test_redirects_are_not_followed_whatever_the_client_says(run):
    for status in ("301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"):
        with sends(answer(b"", status, "Location: /2010-04-01/elsewhere")) as server:
            with pytest.raises(UnknownOutcome, match="with a redirect, which is not followed"):
                run(server.address, http_client=run.http_class(follow_redirects=True))
            with pytest.raises(Unavailable, match="with a redirect"):
                run(server.address, "list_calls")
        assert len(server.requests) == 2


@pytest.mark.parametrize(
    "location", ["http://[", "//", "http://\xff", "mailto:x", "http://" + 70 * "x", "\t", "a" * 9000]
)
def test_no_place_of_a_redirect_breaks_a_client(run, location):
    with (
        sends(answer(b"", "307 Temporary Redirect", "Location: " + location)) as server,
        pytest.raises(UnknownOutcome),
    ):
        run(server.address)


def test_the_login_of_the_client_is_not_used(run):
    with sends(answer(PLACED)) as server:
        run(server.address, http_client=run.http_class(auth=("somebody", "else"), headers={"X-Trace": "5"}))
    (request,) = server.requests
    login = httpx2.BasicAuth(ACCOUNT_SID, AUTH_TOKEN)._auth_header
    assert f"\r\nAuthorization: {login}\r\n".encode() in request
    assert request.lower().count(b"\r\nauthorization:") == 1
    assert b"\r\nX-Trace: 5\r\n" in request


def test_a_client_that_is_handed_in_stays_open(twilio):
    with httpx2.Client() as http:
        for _ in range(2):
            with TwilioClient(ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address, http_client=http) as client:
                client.place_call(**CALL)
            assert not http.is_closed
            with pytest.raises(RuntimeError, match="the client is closed"):
                client.place_call(**CALL)

    async def place():
        async with httpx2.AsyncClient() as http:
            for _ in range(2):
                settings = {"base_url": twilio.address, "http_client": http}
                async with AsyncTwilioClient(ACCOUNT_SID, AUTH_TOKEN, **settings) as client:
                    await client.place_call(**CALL)
                assert not http.is_closed

    asyncio.run(place())
    assert len(twilio.calls) == 4
    assert len({request.peer for request in twilio.requests}) == 2


def test_a_transport_for_tests_can_be_handed_in(run):
    seen = []

    def respond(request):
        seen.append(request)
        return httpx2.Response(201, json={"sid": "CA1", "to": TO})

    result = run(None, http_client=run.http_class(transport=httpx2.MockTransport(respond)), region="us1")
    assert result == CallResource(sid="CA1", to=TO)
    assert seen[0].url == f"https://api.us1.twilio.com/2010-04-01/Accounts/{ACCOUNT_SID}/Calls.json"
    assert seen[0].content == b"To=%2B14155550100&From=%2B14155550199&Url=https%3A%2F%2Fexample.com%2Fvoice"


def test_a_hook_may_read_or_raise(run):
    async def read_later(response):
        await response.aread()

    async def raise_later(response):
        response.raise_for_status()

    read, fail = httpx2.Response.read, httpx2.Response.raise_for_status
    if run.kind is AsyncTwilioClient:
        read, fail = read_later, raise_later
    with sends(answer(gzip.compress(PLACED), "201 Created", "Content-Encoding: gzip")) as server:
        assert run(server.address, http_client=run.http_class(event_hooks={"response": [read]})).sid == "CA1"
    with sends(answer(b"{}", "500 Error")) as server, pytest.raises(UnknownOutcome):
        run(server.address, http_client=run.http_class(event_hooks={"response": [fail]}))


def test_a_hook_that_cannot_connect_elsewhere_repeats_nothing(run):
    """Its error looks like that of a request that was never sent, after Twilio has placed the call."""

    def trace(_):
        httpx2.get("http://127.0.0.1:1")

    def fail(_):
        raise httpx2.ConnectError("no collector")

    async def trace_later(_):
        async with httpx2.AsyncClient() as client:
            await client.get("http://127.0.0.1:1")

    async def fail_later(_):
        raise httpx2.ConnectError("no collector")

    for hook in (trace_later, fail_later) if run.kind is AsyncTwilioClient else (trace, fail):
        with sends(answer(PLACED)) as server:
            with pytest.raises(UnknownOutcome, match="the call may have been placed"):
                run(server.address, max_retries=2, http_client=run.http_class(event_hooks={"response": [hook]}))
            assert len(server.requests) == 1


@pytest.mark.parametrize("given", [httpx2.HTTPTransport, object, lambda: "http://proxy.example"])
def test_a_client_of_another_kind_is_refused(run, given):
    wrong = [given(), httpx2.AsyncClient() if run.http_class is httpx2.Client else httpx2.Client()]
    for http_client in wrong:
        with pytest.raises(InvalidParameter, match=f"must be an httpx2.{run.http_class.__name__}, not ") as caught:
            run("http://127.0.0.1", http_client=http_client)
        assert caught.value.parameter == "http_client"


@pytest.mark.parametrize(
    "variables",
    [
        {"HTTPS_PROXY": "ftp://user:the-secret@proxy.example"},
        {"HTTPS_PROXY": "socks4://proxy.example"},
        {"ALL_PROXY": "http://[::1"},
        {"https_proxy": "http://proxy.example:port"},
        {"HTTP_PROXY": "http://\x7f/"},
        {"ALL_PROXY": "://"},
    ],
)
def test_a_proxy_that_cannot_be_used_is_refused(run, environment, variables):
    environment(**variables)
    with pytest.raises(InvalidParameter, match="the proxy in the environment") as caught:
        run.kind(ACCOUNT_SID, AUTH_TOKEN)
    assert "the-secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    run.kind(ACCOUNT_SID, AUTH_TOKEN, base_url="https://example.com")  # for which proxies are ignored


# After a fork.

APPLICATION = """
import os
from urllib.parse import parse_qs

import httpx2

from twimlkit.rest import TwilioClient

client = TwilioClient()
build = httpx2.Client.build_request

def build_with_process(self, *args, **known):
    request = build(self, *args, **known)
    request.headers["X-Process"] = str(os.getpid())
    return request

httpx2.Client.build_request = build_with_process

def place(number):
    return client.place_call(to=number, from_="+14155550199", url="https://example.com/voice").to

place("+14155550100")  # before the workers are forked: its connection stays open

def app(environ, start_response):
    number = parse_qs(environ["QUERY_STRING"])["to"][0]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [place("+" + number).encode()]
"""


@pytest.mark.slow
def test_no_worker_of_a_preloading_gunicorn_uses_the_connections_of_another(tmp_path):
    pytest.importorskip("gunicorn")
    (tmp_path / "preloaded.py").write_text(APPLICATION)
    with StandIn() as twilio, socket.create_server(("127.0.0.1", 0)) as listening:
        listening.set_inheritable(True)
        account = {"TWILIO_ACCOUNT_SID": ACCOUNT_SID, "TWILIO_AUTH_TOKEN": AUTH_TOKEN}
        options = ["--preload", "--workers=3", "--threads=4", f"--bind=fd://{listening.fileno()}"]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options, "--no-control-socket", "preloaded:app"],
            pass_fds=[listening.fileno()],
            cwd=tmp_path,
            env=os.environ | account | {"TWIMLKIT_API_URL": twilio.address, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.DEVNULL,
        )
        numbers = [f"1415556{number:04}" for number in range(200)]
        try:

            def ask(number):
                url = f"http://127.0.0.1:{listening.getsockname()[1]}/?to={number}"
                with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=30) as response:
                    return response.read().decode()

            with ThreadPoolExecutor(12) as threads:
                answers = list(threads.map(ask, numbers))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
        assert answers == [f"+{number}" for number in numbers]
        assert len(twilio.calls) == 201
        processes = {}  # by connection; each request has the number of its process in a header
        for request in twilio.requests:
            processes.setdefault(request.peer, set()).add(request.headers["X-Process"])
        assert all(len(users) == 1 for users in processes.values())
        assert len(set.union(*processes.values())) == 4


def test_a_client_of_the_user_is_not_used_on_both_sides_of_a_fork(twilio):
    def in_child(act):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python 3.12 warns of threads, which the stand-in has
            child = os.fork()
        if child == 0:
            status = 1
            with contextlib.suppress(BaseException):
                status = 0 if act() else 2
            os._exit(status)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def refuses(client):
        try:
            client.place_call(**CALL)
        except RuntimeError as error:
            return "in each process" in str(error)

    with httpx2.Client() as http:
        settings = {"base_url": twilio.address, "http_client": http}
        unused = TwilioClient(ACCOUNT_SID, AUTH_TOKEN, **settings)
        assert in_child(lambda: unused.place_call(**CALL).sid) == 0
        unused.place_call(**CALL)
        assert in_child(lambda: refuses(unused)) == 0
    with TwilioClient(ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address) as own:
        own.place_call(**CALL)
        assert in_child(lambda: own.place_call(**CALL).sid and own.close() is None) == 0
        assert own.place_call(**CALL).sid
        peers = [request.peer for request in twilio.requests[-3:]]
        assert peers[0] == peers[2] != peers[1]


# Nobody is called twice.


def test_a_failure_in_doubt_is_not_one_after_which_to_ask_again_does_no_harm():
    assert not issubclass(UnknownOutcome, Unavailable)
    assert not issubclass(Unavailable, UnknownOutcome)
    assert issubclass(NotSent, Unavailable)
    assert "no harm" in Unavailable.__doc__
    assert "twice" in UnknownOutcome.__doc__


CREATES = {
    "place_call": lambda: _requests.place_call(dict(CALL)),
    "send_message": lambda: _requests.send_message(dict(MESSAGE)),
    "redirect": lambda: _requests.update_call("CA" + 32 * "0", {"url": URL}),
    "other TwiML": lambda: _requests.update_call("CA" + 32 * "0", {"twiml": Response(Say("Hello"))}),
}
BODIES = [
    b"",
    b"{}",
    b'{"sid": "CA1"}',
    b'{"sid": 5}',
    b"<html>",
    b"[]",
    b"\xff",
    b'{"code": 20429}',
    b'{"code": true}',
]


def draw_attempt(draw):
    """An outcome, and whether Twilio certainly did nothing: by the facts, not by the code under test."""
    if draw.random() < 0.4:
        sent = draw.random() < 0.3
        return NoResponse(sent, "reset"), not sent
    status = draw.choice(
        [200, 201, 202, 204, 301, 303, 307, 400, 401, 404, 409, 429, 429, 429, 500, 502, 503, 504, 599]
    )
    wait = draw.choice(["", "", "0", "1", "61", "-0000", "soon", "Fri, 31 Dec 99999 23:59:59 GMT"])
    return RawResponse(status, draw.choice(BODIES), "", wait), 400 <= status < 500


def test_a_create_is_never_repeated_after_maybe_in_20000_drawn_sequences_of_faults():
    draw = random.Random(5)
    ends, lengths = {}, set()
    creates = [make() for make in CREATES.values()]
    for _ in range(20_000):
        request = draw.choice(creates)
        max_retries, seconds_left, last, history = draw.randrange(6), draw.choice([0.05, 1, 5, 60, 60, 60]), None, []
        while True:
            outcome, untouched = draw_attempt(draw)
            assert all(certain for _, certain in history), history  # nothing was sent again after a maybe
            history.append((outcome, untouched))
            decision = decide(
                request, outcome, last, max_retries=max_retries, seconds_left=seconds_left, hide=lambda text: text
            )
            if not isinstance(decision, Retry):
                break
            assert not decision.maybe_done
            assert decision.number == len(history) <= max_retries
            assert 0 < decision.delay < seconds_left
            seconds_left -= decision.delay
            last = decision
        lengths.add(len(history))
        ends[type(decision)] = ends.get(type(decision), 0) + 1
        if isinstance(decision, Done):
            assert outcome.status // 100 == 2
        elif not untouched:
            assert type(decision) is UnknownOutcome, history
        else:
            assert isinstance(decision, (NotSent, RequestRejected)), history
            assert not hasattr(decision, "__notes__")
    assert lengths == {1, 2, 3, 4, 5, 6}
    assert ends.keys() >= {Done, NotSent, UnknownOutcome, RateLimited, RequestRejected}


@pytest.mark.parametrize(("method", "parameters"), [("place_call", CALL), ("send_message", MESSAGE)])
def test_a_create_that_is_cancelled_is_logged_as_of_unknown_outcome(twilio, caplog, method, parameters):
    async def cancel():
        async with AsyncTwilioClient(ACCOUNT_SID, AUTH_TOKEN, base_url=twilio.address) as client:
            twilio.faults.append(Fault.SLOW)
            task = asyncio.create_task(getattr(client, method)(**parameters))
            while not twilio.processed:
                await asyncio.sleep(0.001)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            twilio.faults.append(Fault.SLOW)
            with anyio.move_on_after(0.05):
                await client.fetch_call("CA" + 32 * "0")

    asyncio.run(cancel())
    (record,) = [each for each in caplog.records if each.levelno >= logging.WARNING]
    path, effect = {
        "place_call": ("Calls", "the call may have been placed"),
        "send_message": ("Messages", "the message may have been sent"),
    }[method]
    assert record.name == "twimlkit.rest"
    assert record.getMessage() == f"<Request POST {path} to …0100> was interrupted: {effect}"
    for kind in KINDS.values():
        assert "cancelled" in f"{kind.__doc__}{getattr(kind, method).__doc__}"


def test_a_create_that_is_interrupted_from_the_keyboard_is_logged_too(caplog):
    def interrupt(_):
        raise KeyboardInterrupt

    with httpx2.Client(event_hooks={"response": [interrupt]}) as http, sends(answer(PLACED)) as server:
        client = TwilioClient(ACCOUNT_SID, AUTH_TOKEN, base_url=server.address, http_client=http)
        for method, parameters in (("place_call", CALL), ("list_calls", {})):
            with pytest.raises(KeyboardInterrupt):
                list(getattr(client, method)(**parameters))
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING] == [
        "<Request POST Calls to …0100> was interrupted: the call may have been placed"
    ]


# What Twilio says.

ODD_TIMES = [
    "Fri, 31 Dec 99999 23:59:59 GMT",
    "Fri, 31 Dec 9999999999999999999999 23:59:59 GMT",
    "Fri, 31 Dec 9999 23:59:59 -2359",
    "Mon, 01 Jan 0001 00:00:00 +2359",
    "-0000",
    "Tue, 24 Nov 2026 10:00:00 -0000",
    "Tue, 24 Nov 2026 10:00:00",
    "Tue, 24 Nov 2026 10:00:00 +9999999",
    "31",
    "Fri",
    "², ½",
    ",",
    "1e400",
    "٣",
    5000 * "9",
]


@pytest.mark.parametrize("header", ODD_TIMES)
def test_no_retry_after_breaks_a_client(run, header):
    with (
        sends(answer(b"", "429 Too Many", "Retry-After: " + header)) as server,
        pytest.raises(RateLimited) as caught,
    ):
        run(server.address)
    assert caught.value.retry_after >= 0


def test_a_retry_after_of_no_zone_is_in_utc(monkeypatch):
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    try:
        later = time.strftime("%a, %d %b %Y %H:%M:%S -0000", time.gmtime(time.time() + 20))
        request = CREATES["place_call"]()
        outcome = RawResponse(429, b"", "", later)
        decision = decide(request, outcome, None, max_retries=1, seconds_left=60, hide=str)
        assert 15 < decision.delay < 21
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    "uri",
    ["/x\r\nHost: evil", "/\x00", "/a b", "/\x7f", "/\\evil.example", "//evil.example", "/ü", "\t/x", "x", "?x", 5, []],
)
def test_a_next_page_that_is_no_path_is_not_asked_for(run, uri):
    page = json.dumps({"calls": [], "next_page_uri": uri}).encode()
    with sends(answer(page, "200 OK")) as server, pytest.raises(Unavailable, match="unreadable"):
        run(server.address, "list_calls")
    assert len(server.requests) == 1


@pytest.mark.parametrize("length", [1, 2, 3])
def test_pages_that_link_in_a_circle_end(run, length):
    def act(server, connection):
        following = f"/2010-04-01/Calls.json?Page={len(server.requests) % length}"
        page = {"calls": [{"sid": f"CA{len(server.requests)}"}], "next_page_uri": following}
        connection.sendall(answer(json.dumps(page).encode(), "200 OK"))

    with Hostile(act) as server, pytest.raises(Unavailable, match="was read before"):
        run(server.address, "list_calls", max_retries=3)
    assert len(server.requests) == length + 1


# Secrets, and data.


@pytest.mark.parametrize("token", ["test", "t", "e", '"', "CA1", "<hidden>", "{"])
def test_a_short_token_changes_no_data(run, token):
    said = {"sid": "SM1", "body": "this is a test", "status": "sent", "new": {"test": ["test"]}}
    with sends(answer(json.dumps(said).encode())) as server:
        message = run(server.address, "send_message", parameters=MESSAGE, auth_token=token)
    assert (message.sid, message.body, message.status) == ("SM1", "this is a test", "sent")
    assert message.extra == {"new": {"test": ["test"]}}


def test_a_short_token_changes_no_code():
    with TwilioClient(ACCOUNT_SID, "e", base_url="http://127.0.0.1:9") as client:
        body = json.dumps({"code": 21211, "message": "The number is invalid", "details": {"url": "x"}}).encode()
        outcome = RawResponse(400, body, "RQe")
        hide = client._credentials.hide
    error = decide(CREATES["place_call"](), outcome, None, max_retries=0, seconds_left=5, hide=hide)
    assert (type(error), error.code, error.details) == (InvalidNumber, 21211, {"url": "x"})
    assert "e" not in error.message.replace("<hidden>", "")


@pytest.mark.parametrize(
    "token",
    ["tok\ud800en-of-nobody", "tokén-of-nobody", "token-of-nobody\n", " token-of-nobody", "a\x00b", b"token-of-nobody"],
)
@pytest.mark.parametrize("name", ["auth_token", "api_secret"])
def test_a_token_that_cannot_be_sent_is_refused_without_being_shown(run, environment, token, name):
    given = {name: token} | ({"api_key": "SK" + 32 * "0"} if name == "api_secret" else {})
    with pytest.raises(InvalidParameter, match=f"{name} must be a text of ASCII") as caught:
        run.kind(ACCOUNT_SID, base_url="http://127.0.0.1:9", **given)
    assert caught.value.parameter == name
    assert "nobody" not in repr(caught.value) + str(caught.value)
    assert caught.value.__context__ is None


def test_a_secret_that_is_cut_is_hidden_all_the_same(run):
    for start in range(150, 220):
        body = start * b"x" + AUTH_TOKEN.encode() + b" and more"
        with sends(answer(body, "400 Bad Request", f"Twilio-Request-Id: RQ{AUTH_TOKEN}")) as server:
            with pytest.raises(RequestRejected) as caught:
                run(server.address)
            assert AUTH_TOKEN[:5] not in str(caught.value)
        if start % 10:
            continue
        with sends(AUTH_TOKEN.encode() + b"\r\n\r\n") as server, pytest.raises(UnknownOutcome) as caught:
            run(server.address)
        assert AUTH_TOKEN[:5] not in str(caught.value)


# Which number it was.


def test_an_error_tells_the_number_but_for_its_last_digits_in_masks(run, twilio):
    with pytest.raises(InvalidNumber) as caught:
        run(twilio.address, parameters=CALL | {"to": "+15005550001"})
    assert caught.value.numbers == {"to": "…0001", "from_": "…0199"}
    assert "to …0001, from …0199" in str(caught.value)
    for wrong in ({"timeout": 0}, {"url": None}, {"from_": "client:ann"}, {"from_": None}):
        with pytest.raises(InvalidParameter, match="to …0100"):
            run(twilio.address, parameters=CALL | wrong)
    with pytest.raises(NotSent, match="to …0100"):
        run(twilio.unreachable)
    twilio.faults.append(Fault.RESET_UNANSWERED)
    with pytest.raises(UnknownOutcome, match="to …0100") as caught:
        run(twilio.address, "send_message", parameters=MESSAGE | {"to": "whatsapp:+14155550100"})
    assert TO not in str(caught.value)
    twilio.faults.append(Rejection(404, 20404, "Not here"))
    with pytest.raises(RequestRejected) as caught:
        run(twilio.address, "fetch_call", "CA" + 32 * "0")
    assert caught.value.numbers == {}


# What people really write.


def test_what_twilio_takes_is_sent(run, twilio):
    def sent(**parameters):
        run(twilio.address, parameters=CALL | parameters)
        return twilio.processed[-1].form

    assert sent(status_callback_event="initiated answered")["StatusCallbackEvent"] == ["initiated", "answered"]
    assert sent(status_callback_event="\n completed\t")["StatusCallbackEvent"] == ["completed"]
    assert sent(recording_status_callback_event="absent  completed")["RecordingStatusCallbackEvent"] == [
        "absent",
        "completed",
    ]
    assert sent(machine_detection="enable")["MachineDetection"] == ["Enable"]
    both = sent(twiml=Response(Say("Hello")), application_sid="AP" + 32 * "0")
    assert {"Url", "Twiml", "ApplicationSid"} < both.keys()
    assert sent(url="https://bücher.example:8443/ü?x=ü")["Url"] == ["https://xn--bcher-kva.example:8443/ü?x=ü"]
    assert sent(url="https://example.com/ü")["Url"] == ["https://example.com/ü"]
    for body in ("one\x0ctwo", "a\x00b\x1b", "\ufffe", "👋"):
        run(twilio.address, "send_message", parameters=MESSAGE | {"body": body})
        assert twilio.processed[-1].form["Body"] == [body]


@pytest.mark.parametrize(
    "wrong",
    [
        {"status_callback_event": "initiated busy"},
        {"status_callback_event": " "},
        {"status_callback_event": ["initiated answered"]},
        {"url": "https://☃.example/"},
    ],
)
def test_what_twilio_would_not_take_is_refused(run, twilio, wrong):
    with pytest.raises(InvalidParameter) as caught:
        run(twilio.address, parameters=CALL | wrong)
    assert caught.value.parameter == next(iter(wrong))
    assert twilio.requests == []


@pytest.mark.parametrize(
    "base_url", ["http://☃.example", "http://a..b", "http://" + 64 * "x", "http://[v1.x]", "http://x\u200b.example", 5]
)
def test_a_host_that_cannot_be_looked_up_is_refused(run, base_url):
    with pytest.raises(InvalidParameter) as caught:
        run(base_url)
    assert caught.value.parameter == "base_url"


def test_a_host_of_another_script_is_looked_up(run):
    with pytest.raises(NotSent):
        run("http://bücher.invalid")
