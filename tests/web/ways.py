"""The ways to reach each application: its framework's test client, and real servers on a loopback socket."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import uvicorn
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import Client
from starlette.testclient import TestClient
from werkzeug.serving import make_server

from tests.web import django_app, fastapi_app, flask_app, starlette_app
from tests.web.views import TOKEN

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self):
        return self.headers["content-type"]

    @property
    def text(self):
        return self.body.decode()


@dataclass(frozen=True)
class Way:
    """One way to send a request to an application.

    Args:
        name: Name of the framework and the server.
        exchange: Function that sends a request.
        keeps_spelling: Whether the server provides the raw path.
        url: URL of the server on loopback, if it is one.
    """

    name: str
    exchange: Callable[[str, str, Mapping[str, str], bytes], Answer]
    keeps_spelling: bool = True
    url: str = ""

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send a request to example.com or the host in the headers, and check that the response has no token."""
        answer = self.exchange(method, target, {"Host": "example.com", **headers}, body)
        assert TOKEN not in str(answer)
        return answer


# Test clients.


def flask_client(method, target, headers, body):
    found = flask_app.app.test_client().open(target, method=method, headers=dict(headers), data=body)
    return Answer(found.status_code, {name.lower(): value for name, value in found.headers.items()}, found.data)


def django_client(method, target, headers, body):
    kind = headers.get("Content-Type", "")
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    found = client.generic(method, target, body, kind, headers=dict(headers))
    return Answer(found.status_code, {name.lower(): value for name, value in found.headers.items()}, found.content)


def starlette_client(app):
    client = TestClient(
        app,
        base_url="http://example.com",
        raise_server_exceptions=False,
        client=("127.0.0.1", 5),
        follow_redirects=False,
    )

    def exchange(method, target, headers, body):
        found = client.request(
            method, target, headers={k: v.encode("latin-1") for k, v in headers.items()}, content=body
        )
        return Answer(found.status_code, dict(found.headers), found.content)

    return exchange


# Real servers.


def over_a_socket(port):
    def exchange(method, target, headers, body):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            found = connection.getresponse()
            return Answer(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read())

    return exchange


@contextlib.contextmanager
def running(serve: Callable[[], Any], stop: Callable[[], Any]) -> Iterator[None]:
    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield
    finally:
        stop()
        thread.join(20)
        assert not thread.is_alive()


def listening() -> socket.socket:
    """Return a socket that accepts connections before its server starts."""
    found = socket.create_server(("127.0.0.1", 0), backlog=64)
    found.set_inheritable(True)
    return found


@contextlib.contextmanager
def werkzeug():
    server = make_server("127.0.0.1", 0, flask_app.app, threaded=True)
    with server, running(lambda: server.serve_forever(0.02), server.shutdown):
        yield Way("Flask by Werkzeug", over_a_socket(server.port), url=f"http://127.0.0.1:{server.port}")


@contextlib.contextmanager
def django_own():
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(django_app.wsgi)
    with server, running(lambda: server.serve_forever(0.02), server.shutdown):
        yield Way("Django by its own server", over_a_socket(server.server_port), keeps_spelling=False)


@contextlib.contextmanager
def by_uvicorn(name, app):
    with listening() as found:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
        stop = lambda: setattr(server, "should_exit", True)  # noqa: E731  # it is what uvicorn has for stopping
        with running(lambda: server.run([found]), stop):
            port = found.getsockname()[1]
            yield Way(name, over_a_socket(port), url=f"http://127.0.0.1:{port}")


@contextlib.contextmanager
def by_gunicorn(name, app, environment):
    with listening() as found, TemporaryFile() as log:
        options = [
            f"--bind=fd://{found.fileno()}",
            "--workers=1",
            "--threads=2",
            "--access-logfile=-",
            "--log-level=debug",
        ]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options, "--no-control-socket", app],
            pass_fds=[found.fileno()],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=log,
            stderr=log,
        )
        try:
            yield Way(name, over_a_socket(found.getsockname()[1]))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
            log.seek(0)
            assert TOKEN not in log.read().decode()


def here(name, exchange, **known):
    """A way without a server."""
    return contextlib.nullcontext(Way(name, exchange, **known))


WAYS: dict[str, Callable[[dict[str, str]], contextlib.AbstractContextManager[Way]]] = {
    "flask-client": lambda _: here("Flask's client", flask_client),
    "flask-werkzeug": lambda _: werkzeug(),
    "flask-gunicorn": lambda environment: by_gunicorn("Flask by gunicorn", "tests.web.flask_app:app", environment),
    "django-client": lambda _: here("Django's client", django_client, keeps_spelling=False),
    "django-own": lambda _: django_own(),
    "django-gunicorn": lambda environment: by_gunicorn("Django by gunicorn", "tests.web.django_app:wsgi", environment),
    "django-uvicorn": lambda _: by_uvicorn("Django by uvicorn", django_app.asgi),
    "fastapi-client": lambda _: here("FastAPI's client", starlette_client(fastapi_app.app)),
    "fastapi-uvicorn": lambda _: by_uvicorn("FastAPI by uvicorn", fastapi_app.app),
    "starlette-client": lambda _: here("Starlette's client", starlette_client(starlette_app.app)),
    "starlette-uvicorn": lambda _: by_uvicorn("Starlette by uvicorn", starlette_app.app),
}
