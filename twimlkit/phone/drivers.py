"""What runs the scripts of a telephone: their requests reach its applications, in this process or over a network.

An exception of an application in this process is kept with its response: that which WSGI or ASGI raises, and that which
Flask and Django report by their signals while they answer 500.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack, ExitStack, aclosing, closing, contextmanager
from contextvars import ContextVar
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlsplit

import httpx2

from twimlkit.web.transports import TEST_URL, find_interface, make_async_transport, make_transport, public_base_url

from .errors import Unreachable, is_hidden
from .requests import Failure, HttpRequest, HttpResponse

if TYPE_CHECKING:
    from collections.abc import Generator

    from twimlkit.web.transports import Application, Interface

    from .needs import Need, Script

__all__ = ["AsyncDriver", "Driver"]

__tracebackhide__ = is_hidden

_T = TypeVar("_T")


class _Hosts:
    """The applications by the starts of their URLs.

    Attributes:
        applications: The applications, each with its interface; a server has None.
        lock: What keeps apart the telephone and the threads of its API, while no request is being made.
    """

    def __init__(self) -> None:
        self.lock: RLock = RLock()
        self.applications: dict[str, tuple[Application, Interface | None]] = {}

    def add(self, app: Application, base_url: str | None, interface: Interface | None) -> str:
        """Add an application, unless there is none; returns the start of its URLs."""
        if app is None:
            return public_base_url("", base_url or TEST_URL)
        if not callable(app) and not isinstance(app, str | httpx2.URL):
            raise TypeError(f"app must be a WSGI or ASGI application, or a URL, not {type(app).__name__}")
        start = public_base_url(app, base_url)
        if not start.startswith(("https://", "http://")):
            raise ValueError(f"base_url must begin with https:// or http://, not {start!r}")
        is_server = isinstance(app, str | httpx2.URL)
        self.applications[start] = app, None if is_server else interface or find_interface(app)
        return start

    def start_of(self, url: str) -> str | None:
        """Return the start of the URLs of the application that serves one, or None."""
        starts = [start for start in self.applications if url == start or url.startswith((f"{start}/", f"{start}?"))]
        return max(starts, key=len, default=None)

    def prepared(self, request: HttpRequest) -> tuple[str, httpx2.Request] | Failure:
        """Return the start of the URLs of the application that is asked and the request, or why none can be made."""
        start = self.start_of(request.url)
        if start is None:
            return _unknown_host(request)
        connect, read, total = request.seconds
        timeouts = {"connect": connect, "read": read, "write": read, "pool": connect, "total": total}
        try:
            return start, httpx2.Request(
                request.method,
                request.url,
                headers=request.headers,
                content=request.body or None,
                extensions={"timeout": timeouts},
            )
        except httpx2.InvalidURL as error:
            return Failure(11100, f"a URL that cannot be requested: {error}")

    def failed(self, start: str, error: Exception) -> HttpResponse | Failure:
        """Return what an exception means: no connection to a server, or an error of an application in this process."""
        if isinstance(error, Unreachable):
            return Failure(11205, "no connection", "ct")
        if isinstance(error, httpx2.RequestError | TimeoutError) and self.is_server(start):
            return _failure_of(error)
        return HttpResponse(_SERVER_ERROR, {}, error=error)

    def is_server(self, start: str) -> bool:
        """Tell whether the application is a server, not one of this process."""
        return self.applications[start][1] is None

    def serves(self, url: str) -> bool:
        """Tell whether an application serves a URL."""
        return self.start_of(url) is not None


class Driver(_Hosts):
    """Runs scripts, and makes their requests."""

    def __init__(self) -> None:
        super().__init__()
        self._transports: dict[str, httpx2.BaseTransport] = {}
        self._stack = ExitStack()
        self._is_open = False

    def open(self) -> None:
        """Start the lifespans.

        Raises:
            RuntimeError: An event loop is running and an application is asynchronous, or a lifespan cannot start.
        """
        self._is_open = True
        try:
            for start in self.applications:
                self._transport(start)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Stop the lifespans, and close the connections."""
        self._is_open = False
        self._transports.clear()
        self._stack.close()

    def _transport(self, start: str) -> httpx2.BaseTransport:
        app, interface = self.applications[start]
        if interface == "asgi":
            _refuse_a_running_loop()
        if start not in self._transports:
            transport = make_transport(app, base_url=start, interface=interface, max_bytes=_MOST_BYTES)
            if self._is_open:
                self._stack.enter_context(transport)
            self._transports[start] = transport
        return self._transports[start]

    def send(self, request: HttpRequest) -> HttpResponse | Failure:
        """Make a request."""
        found = self.prepared(request)
        if isinstance(found, Failure):
            return found
        start, prepared = found
        transport = self._transport(start)
        body = bytearray()
        with _signals() as raised:
            try:
                with closing(transport.handle_request(prepared)) as response:
                    for chunk in response.iter_bytes():
                        body += chunk
                        if len(body) > _MOST_BYTES:
                            break
            except Exception as error:  # noqa: BLE001  # whatever an application raises
                return self.failed(start, error)
        return _taken(response, body, raised)

    def run(self, script: Script[_T]) -> _T:
        """Run a script to its end, and make its requests."""
        try:
            with self.lock:
                request = next(script)
            while True:
                answer = self.send(_as_request(request))
                with self.lock:
                    request = script.send(answer)
        except StopIteration as stop:
            result: _T = stop.value
            return result


class AsyncDriver(_Hosts):
    """Runs scripts, and awaits their requests."""

    def __init__(self) -> None:
        super().__init__()
        self._transports: dict[str, httpx2.AsyncBaseTransport] = {}
        self._stack = AsyncExitStack()
        self._is_open = False

    async def open(self) -> None:
        """Start the lifespans.

        Raises:
            RuntimeError: A lifespan cannot start.
        """
        self._is_open = True
        try:
            for start in self.applications:
                await self._transport(start)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Stop the lifespans, and close the connections."""
        self._is_open = False
        self._transports.clear()
        await self._stack.aclose()

    async def _transport(self, start: str) -> httpx2.AsyncBaseTransport:
        if start not in self._transports:
            app, interface = self.applications[start]
            transport = make_async_transport(app, base_url=start, interface=interface, max_bytes=_MOST_BYTES)
            if self._is_open:
                await self._stack.enter_async_context(transport)
            self._transports[start] = transport
        return self._transports[start]

    async def send(self, request: HttpRequest) -> HttpResponse | Failure:
        """Make a request."""
        found = self.prepared(request)
        if isinstance(found, Failure):
            return found
        start, prepared = found
        transport = await self._transport(start)
        body = bytearray()
        total = request.seconds[2] if self.is_server(start) else None
        with _signals() as raised:
            try:
                async with asyncio.timeout(total), aclosing(await transport.handle_async_request(prepared)) as response:
                    async for chunk in response.aiter_bytes():
                        body += chunk
                        if len(body) > _MOST_BYTES:
                            break
            except Exception as error:  # noqa: BLE001  # whatever an application raises
                return self.failed(start, error)
        return _taken(response, body, raised)

    async def run(self, script: Script[_T]) -> _T:
        """Run a script to its end, and await its requests."""
        try:
            with self.lock:
                request = next(script)
            while True:
                answer = await self.send(_as_request(request))
                with self.lock:
                    request = script.send(answer)
        except StopIteration as stop:
            result: _T = stop.value
            return result


def _refuse_a_running_loop() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError("an event loop is running here: use AsyncPhone, and await its steps")


def _taken(response: httpx2.Response, body: bytearray, raised: list[Exception]) -> HttpResponse:
    error = raised[0] if raised and response.status_code >= _SERVER_ERROR else None
    cookies = tuple(response.headers.get_list("set-cookie"))
    return HttpResponse(response.status_code, response.headers, cookies, bytes(body), error)


_SERVER_ERROR: Final = 500
_MOST_BYTES: Final = 1024 * 1024
"""How much of an answer is read; a document has far less."""


def _unknown_host(request: HttpRequest) -> Failure:
    parts = urlsplit(request.url)
    remedy = f'phone.add_host("{parts.scheme}://{parts.netloc}", app) adds an application for it'
    return Failure(11210, f"{request.url} is at a host that is unknown to this telephone; {remedy}")


def _failure_of(error: httpx2.RequestError | TimeoutError) -> Failure:
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
        return Failure(11205, f"no connection: {error}", "ct")
    if isinstance(error, httpx2.TimeoutException | TimeoutError):
        return Failure(11200, "the application did not answer in time", "rt")
    return Failure(11206, f"the application does not speak HTTP: {error}")


_raised: ContextVar[list[Exception] | None] = ContextVar("_raised", default=None)
"""What the request raises that is being made here; each thread and each task makes its own."""


@contextmanager
def _signals() -> Generator[list[Exception]]:
    """Collect the exceptions that Flask and Django report of a request meanwhile, as far as they are loaded."""
    raised: list[Exception] = []

    def take(*_: object, **details: Any) -> None:
        error = details.get("exception") or sys.exc_info()[1]
        if isinstance(error, Exception) and _raised.get() is raised:
            raised.append(error)

    modules = ("flask.signals", "django.core.signals")
    signals = [sys.modules[name].got_request_exception for name in modules if name in sys.modules]
    for signal in signals:
        signal.connect(take)
    token = _raised.set(raised)
    try:
        yield raised
    finally:
        _raised.reset(token)
        for signal in signals:
            signal.disconnect(take)


def _as_request(need: Need) -> HttpRequest:
    """Return what an exchange asks for: its legs stand inside it, and it yields nothing but requests."""
    if not isinstance(need, HttpRequest):
        raise TypeError(f"an exchange yields requests, not {need}")
    return need
