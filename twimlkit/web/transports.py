"""Send requests to a web application of the same process, or to a URL: transports for httpx2's clients.

    client = httpx2.Client(transport=make_transport(app), base_url="https://testserver")

The path and the query reach the application exactly as they are in the URL, because Twilio signs them so.
https://peps.python.org/pep-3333/ and https://asgi.readthedocs.io/ define the two interfaces.
"""

from __future__ import annotations

import asyncio
import inspect
import io
import re
import sys
import weakref
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypeAlias
from urllib.parse import unquote_to_bytes

import httpx2

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, MutableMapping
    from types import TracebackType
    from typing import TypeVar

    _T = TypeVar("_T")

__all__ = [
    "TEST_URL",
    "ASGITransport",
    "Application",
    "Interface",
    "Lifespan",
    "WSGITransport",
    "find_interface",
    "make_async_transport",
    "make_transport",
    "public_base_url",
]

Application: TypeAlias = Any
"""A WSGI or ASGI application, which are callables of different kinds, or the URL of a server."""

Interface: TypeAlias = Literal["wsgi", "asgi"]
"""How a server calls an application."""

TEST_URL: Final = "https://testserver"
"""The URL of an application in the same process, whose host Django's tests allow."""


def find_interface(app: Application) -> Interface:
    """Return how an application is called: ASGI if it is a coroutine function, as uvicorn decides too."""
    while isinstance(app, partial):
        app = app.func
    if inspect.isclass(app):
        return "asgi" if hasattr(app, "__await__") else "wsgi"
    called = app if inspect.isroutine(app) else getattr(app, "__call__", None)  # noqa: B004  # its kind, not whether
    return "asgi" if inspect.iscoroutinefunction(called) else "wsgi"


def public_base_url(app: Application, base_url: str | None = None) -> str:
    """Return the start of an application's public URL: the given one, the application's own URL, or TEST_URL."""
    return (base_url or (str(app) if _is_url(app) else TEST_URL)).rstrip("/")


def make_transport(
    app: Application,
    *,
    base_url: str | None = None,
    interface: Interface | None = None,
    max_bytes: int | None = None,
) -> httpx2.BaseTransport:
    """Return a transport to an application, for an httpx2.Client.

    Entering the client's context starts an ASGI application's lifespan.

    Args:
        app: WSGI or ASGI application, or the URL of a server.
        base_url: Start of the public URL, if it differs from the application's: with a path, or for a server behind a
            proxy. Default: the URL of the server, or `https://testserver`.
        interface: Interface of the application. Default: found out.
        max_bytes: How much of a response body is needed. If an application in the same process sends more, the rest is
            cut off, as by a client that closes the connection. A server's body is streamed. Default: all of it.

    Raises:
        TypeError: The application can be neither called nor requested.
    """
    kind = _kind(app, interface)
    if kind == "url":
        from ._server import ServerTransport  # only a server needs the network

        inner: httpx2.BaseTransport = ServerTransport()
    elif kind == "asgi":
        inner = ASGITransport(app, max_bytes=max_bytes)
    else:
        inner = WSGITransport(app, max_bytes=max_bytes)
    return _PublicTransport(inner, _Rewriting(app, base_url))


def make_async_transport(
    app: Application,
    *,
    base_url: str | None = None,
    interface: Interface | None = None,
    max_bytes: int | None = None,
) -> httpx2.AsyncBaseTransport:
    """Return a transport to an application, for an httpx2.AsyncClient; see `make_transport`."""
    kind = _kind(app, interface)
    if kind == "url":
        inner: httpx2.AsyncBaseTransport = httpx2.AsyncHTTPTransport()
    elif kind == "asgi":
        inner = _AsyncASGITransport(app, max_bytes)
    else:
        inner = _AsyncWSGITransport(app, max_bytes)
    return _AsyncPublicTransport(inner, _Rewriting(app, base_url))


def _is_url(app: Application) -> bool:
    return isinstance(app, str | httpx2.URL)


def _kind(app: Application, interface: Interface | None) -> Literal["wsgi", "asgi", "url"]:
    if interface not in ("wsgi", "asgi", None):
        raise TypeError(f"interface must be 'wsgi' or 'asgi', not {interface!r}")
    if _is_url(app):
        if httpx2.URL(app).scheme not in ("http", "https") or not httpx2.URL(app).host:
            raise TypeError(f"app must be an application, or a URL like 'http://127.0.0.1:8000', not {app!r}")
        return "url"
    if not callable(app):
        raise TypeError(f"app must be a WSGI or ASGI application, or a URL, not {type(app).__name__}")
    return interface or find_interface(app)


class _Body:
    """The body of a response of an application in this process, as far as it is needed.

    Attributes:
        content: What is there of it.
        is_cut: Whether the application has sent more than is needed; what it raises then comes of that.
    """

    def __init__(self, max_bytes: int | None) -> None:
        self.content = bytearray()
        self.is_cut = False
        self._max_bytes = max_bytes

    def add(self, chunk: bytes) -> None:
        """Add a part of the body.

        Raises:
            BrokenPipeError: No more of it is needed.
        """
        if self._max_bytes is not None and len(self.content) > self._max_bytes:
            self.is_cut = True
            raise BrokenPipeError("the client needs no more of the response")
        self.content += chunk

    def response(self, request: httpx2.Request, status: int, headers: list[tuple[bytes, bytes]]) -> httpx2.Response:
        """Return the response with this body."""
        content = b"" if request.method == "HEAD" else bytes(self.content)
        return httpx2.Response(status, headers=headers, stream=httpx2.ByteStream(content))


# WSGI.


class WSGITransport(httpx2.BaseTransport):
    """A transport to a WSGI application.

    Args:
        app: WSGI application. What it raises is raised here.
        max_bytes: How much of a response body is needed; see `make_transport`.
    """

    def __init__(self, app: Application, *, max_bytes: int | None = None) -> None:
        self._app = app
        self._max_bytes = max_bytes

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Call the application with a request."""
        request.read()
        answer = _Answer(self._max_bytes)
        try:
            chunks: Iterable[bytes] = self._app(_environ(request), answer.start)
            try:
                for chunk in chunks:
                    answer.body.add(chunk)
            finally:
                getattr(chunks, "close", lambda: None)()
        except Exception:
            if not answer.body.is_cut:
                raise
        return answer.response(request)


class _Answer:
    """What a WSGI application answers.

    Attributes:
        body: The body.
    """

    def __init__(self, max_bytes: int | None) -> None:
        self.body = _Body(max_bytes)
        self._start: tuple[str, list[tuple[str, str]]] | None = None

    def start(
        self,
        status: str,
        headers: list[tuple[str, str]],
        exc_info: tuple[type[BaseException], BaseException, TracebackType | None] | None = None,
    ) -> Callable[[bytes], None]:
        """Start the response, or replace the start after an error; `start_response` of PEP 3333."""
        if exc_info and self.body.content:
            raise exc_info[1]  # a server has sent the status already
        if self._start and not exc_info:
            raise RuntimeError("The WSGI application has called start_response twice")
        self._start = status, headers
        return self.body.add

    def response(self, request: httpx2.Request) -> httpx2.Response:
        """Return the response.

        Raises:
            RuntimeError: The application has not started it.
        """
        if not self._start:
            raise RuntimeError("The WSGI application has not called start_response")
        status, headers = self._start
        if not re.match(r"\d{3}(\s|$)", status):
            raise RuntimeError(f"The WSGI application has answered with the status {status!r}, not one like '200 OK'")
        encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return self.body.response(request, int(status.split()[0]), encoded)


def _port(url: httpx2.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _environ(request: httpx2.Request) -> dict[str, Any]:
    path, _, query = request.url.raw_path.partition(b"?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "REQUEST_URI": request.url.raw_path.decode("latin-1"),
        "SERVER_NAME": request.url.host,
        "SERVER_PORT": str(_port(request.url)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.url.scheme,
        "wsgi.input": io.BytesIO(request.content),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in request.headers.raw:
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        name = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        separator = "; " if name == "HTTP_COOKIE" else ","
        environ[name] = f"{environ[name]}{separator}{value}" if name in environ else value
    return environ


class _AsyncWSGITransport(httpx2.AsyncBaseTransport):
    def __init__(self, app: Application, max_bytes: int | None) -> None:
        self._transport = WSGITransport(app, max_bytes=max_bytes)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await request.aread()
        return await asyncio.to_thread(self._transport.handle_request, request)


# ASGI.


class Lifespan:
    """The lifespan of an ASGI application: its code for startup and shutdown.

    Both run in one task of their own, so `start` and `stop` may be called from different tasks. An application without
    a lifespan is fine.

    Args:
        app: ASGI application.

    Attributes:
        state: What the lifespan adds for the requests.
    """

    def __init__(self, app: Application) -> None:
        self.state: dict[str, Any] = {}
        self._app = app
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Run the application's startup.

        Raises:
            RuntimeError: The startup has failed.
        """
        self._received: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self._sent: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": self.state}
        self._task = asyncio.create_task(self._app(scope, self._received.get, self._sent.put))
        await self._exchange("startup", self._task)

    async def stop(self) -> None:
        """Run the application's shutdown.

        Raises:
            RuntimeError: The shutdown has failed.
        """
        if self._task is not None:
            await self._exchange("shutdown", self._task)

    async def _exchange(self, phase: Literal["startup", "shutdown"], task: asyncio.Task[None]) -> None:
        await self._received.put({"type": f"lifespan.{phase}"})
        answer = asyncio.create_task(self._sent.get())
        await asyncio.wait([task, answer], return_when=asyncio.FIRST_COMPLETED)
        if self._sent.empty() and not answer.done():  # the application has ended without a word: it has no lifespan
            answer.cancel()
            self._task = None
            if not task.cancelled():
                task.exception()  # else asyncio would report it
            return
        message = await answer
        if phase == "shutdown" or message["type"] == "lifespan.startup.failed":
            self._task = None
            await asyncio.wait([task])
        if message["type"] == f"lifespan.{phase}.failed":
            raise RuntimeError(
                f"The application's {phase} has failed: {message.get('message', '')}"
            ) from task.exception()


class _Exchange:
    """A request to an ASGI application, and its response.

    The transport of httpx2 does the same, and looks for other event loops at each request, which takes longer than the
    rest.
    """

    def __init__(self, request: httpx2.Request, max_bytes: int | None) -> None:
        self._request = request
        self._is_asked = False
        self._is_over = asyncio.Event()
        self._start: MutableMapping[str, Any] | None = None
        self._body = _Body(max_bytes)

    async def receive(self) -> dict[str, Any]:
        """Give the application the request, and once the response is over the end of the connection."""
        if self._is_asked:
            await self._is_over.wait()
            return {"type": "http.disconnect"}
        self._is_asked = True
        return {"type": "http.request", "body": self._request.content, "more_body": False}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        """Take a part of the response.

        Raises:
            BrokenPipeError: No more of it is needed.
        """
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            try:
                self._body.add(message.get("body", b""))
            except BrokenPipeError:
                self._is_over.set()
                raise
            if not message.get("more_body", False):
                self._is_over.set()

    async def run(self, app: Application, scope: dict[str, Any]) -> httpx2.Response:
        """Call the application, and return its response.

        Raises:
            RuntimeError: The application has not sent it whole.
        """
        try:
            await app(scope, self.receive, self.send)
        except Exception:
            if not self._body.is_cut:
                raise
        if self._start is None or not self._is_over.is_set():
            raise RuntimeError("The ASGI application has not sent a whole response")
        headers = [(bytes(name), bytes(value)) for name, value in self._start.get("headers", ())]
        return self._body.response(self._request, self._start["status"], headers)


def _scope(request: httpx2.Request, state: dict[str, Any]) -> dict[str, Any]:
    path, _, query = request.url.raw_path.partition(b"?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": request.method,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "scheme": request.url.scheme,
        "path": request.url.path,
        "raw_path": path,
        "query_string": query,
        "server": (request.url.host, _port(request.url)),
        "client": ("127.0.0.1", 123),
        "root_path": "",
        "state": state,
    }


class _AsyncASGITransport(httpx2.AsyncBaseTransport):
    def __init__(self, app: Application, max_bytes: int | None) -> None:
        self._app = app
        self._lifespan = Lifespan(app)
        self._max_bytes = max_bytes

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await request.aread()
        scope = _scope(request, self._lifespan.state.copy())
        return await _Exchange(request, self._max_bytes).run(self._app, scope)

    async def __aenter__(self) -> Self:
        await self._lifespan.start()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self._lifespan.stop()


class ASGITransport(httpx2.BaseTransport):
    """A transport to an ASGI application, for code without an event loop.

    All requests, and the lifespan, run in one event loop of its own. Django's ASGI application runs in the thread of
    its caller instead, which is the one that sees the transaction of a test.

    Args:
        app: ASGI application. What it raises is raised here.
        max_bytes: How much of a response body is needed; see `make_transport`.
    """

    def __init__(self, app: Application, *, max_bytes: int | None = None) -> None:
        self._transport = _AsyncASGITransport(app, max_bytes)
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        weakref.finalize(self, self._runner.get_loop().close)  # for a client that is never closed
        self._is_django = _is_django(app)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Call the application with a request.

        Raises:
            RuntimeError: An event loop is running in this thread.
        """
        request.read()
        return self.run(self._transport.handle_async_request(request))

    def run(self, coroutine: Coroutine[Any, Any, _T]) -> _T:
        """Run a coroutine in the event loop of this transport.

        Raises:
            RuntimeError: An event loop is running in this thread.
        """
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            pass
        else:
            coroutine.close()
            raise RuntimeError("An event loop is running here: use the asynchronous client, and await its requests")
        if self._is_django:
            from asgiref.sync import async_to_sync  # Django is loaded, and needs it

            async def run() -> _T:
                return await coroutine

            return async_to_sync(run)()
        # Not Runner.run, which would also handle SIGINT: that takes as long as a small view.
        return self._runner.get_loop().run_until_complete(coroutine)

    def __enter__(self) -> Self:
        self.run(self._transport.__aenter__())
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        try:
            self.run(self._transport.__aexit__())
        finally:
            self.close()

    def close(self) -> None:
        """Close the event loop."""
        self._runner.close()


def _is_django(app: Application) -> bool:
    handlers = sys.modules.get("django.core.handlers.asgi")
    return handlers is not None and isinstance(app, handlers.ASGIHandler)


# The public URL.


class _Rewriting:
    """Turns a request to the public URL into one to the URL that the application serves, as a proxy does."""

    def __init__(self, app: Application, base_url: str | None) -> None:
        public = httpx2.URL(public_base_url(app, base_url))
        self._served = httpx2.URL(app) if _is_url(app) else public.copy_with(raw_path=b"/")
        self._public_start, self._served_start = _start(public), _start(self._served)
        self._forwarded = {"X-Forwarded-Proto": public.scheme, "X-Forwarded-Host": public.netloc.decode()}

    def __call__(self, request: httpx2.Request) -> httpx2.Request:
        origin, path = self._public_start
        asked = request.url.raw_path
        if _start(request.url)[0] != origin or not re.match(rb"%s(?=[/?]|$)" % re.escape(path), asked):
            raise httpx2.ConnectError(f"The application serves {origin}{path.decode()} only", request=request)
        if self._public_start == self._served_start:
            return request
        is_elsewhere = origin != self._served_start[0]
        return httpx2.Request(
            request.method,
            self._served.copy_with(raw_path=self._served_start[1] + asked.removeprefix(path)),
            headers=request.headers | (self._forwarded if is_elsewhere else {}),
            stream=request.stream,
            extensions=request.extensions,
        )


def _start(url: httpx2.URL) -> tuple[str, bytes]:
    """Return the origin of a URL, and its path without a slash at the end."""
    return f"{url.scheme}://{url.netloc.decode()}", url.raw_path.partition(b"?")[0].rstrip(b"/")


class _PublicTransport(httpx2.BaseTransport):
    def __init__(self, inner: httpx2.BaseTransport, rewrite: _Rewriting) -> None:
        self._inner = inner
        self._rewrite = rewrite

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return self._inner.handle_request(self._rewrite(request))

    def __enter__(self) -> Self:
        self._inner.__enter__()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        self._inner.__exit__(exc_type, exc_value, traceback)

    def close(self) -> None:
        self._inner.close()


class _AsyncPublicTransport(httpx2.AsyncBaseTransport):
    def __init__(self, inner: httpx2.AsyncBaseTransport, rewrite: _Rewriting) -> None:
        self._inner = inner
        self._rewrite = rewrite

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return await self._inner.handle_async_request(self._rewrite(request))

    async def __aenter__(self) -> Self:
        await self._inner.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self._inner.__aexit__(exc_type, exc_value, traceback)

    async def aclose(self) -> None:
        await self._inner.aclose()
