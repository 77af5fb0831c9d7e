"""How requests reach the applications of a telephone, in this process or over a network.

An exception of an application in this process is kept with its response: that which WSGI or ASGI raises, and that which
Flask and Django report by their signals while they answer 500.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack, ExitStack, contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, TypeVar

import httpx2

from twimlkit.web.transports import TEST_URL, find_interface, make_async_transport, make_transport, public_base_url

from .errors import Unreachable, is_hidden
from .requests import Failure, HttpRequest, HttpResponse

if TYPE_CHECKING:
    from collections.abc import Generator

    from twimlkit.web.transports import Application, Interface

    from .needs import Need, Script

__all__ = ["AsyncLines", "Lines", "drive", "drive_async"]

__tracebackhide__ = is_hidden

_T = TypeVar("_T")


class _Hosts:
    """The applications by the starts of their URLs.

    Attributes:
        applications: The applications.
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
        self.applications[start] = app, interface
        return start

    def start_of(self, url: str) -> str | None:
        """Return the start of the URLs of the application that serves one, or None."""
        starts = [start for start in self.applications if url == start or url.startswith((f"{start}/", f"{start}?"))]
        return max(starts, key=len, default=None)

    def failed(self, start: str, error: Exception) -> HttpResponse | Failure:
        """Return what an exception means: no connection to a server, or an error of an application in this process."""
        if isinstance(error, Unreachable):
            return Failure(11205, "no connection", "ct")
        if isinstance(error, httpx2.TransportError) and isinstance(self.applications[start][0], str | httpx2.URL):
            return _failure_of(error)
        return HttpResponse(_SERVER_ERROR, {}, error=error)

    def serves(self, url: str) -> bool:
        """Tell whether an application serves a URL."""
        return self.start_of(url) is not None


class Lines(_Hosts):
    """The lines of a telephone."""

    def __init__(self) -> None:
        super().__init__()
        self._transports: dict[str, httpx2.BaseTransport] = {}
        self._stack = ExitStack()
        self._is_open = False

    def open(self) -> None:
        """Start the lifespans.

        Raises:
            RuntimeError: An event loop is running, and an application is asynchronous.
        """
        self._is_open = True
        for start in self.applications:
            self._transport(start)

    def close(self) -> None:
        """Stop the lifespans, and close the connections."""
        self._is_open = False
        self._transports.clear()
        self._stack.close()

    def _transport(self, start: str) -> httpx2.BaseTransport:
        app, interface = self.applications[start]
        if not isinstance(app, str | httpx2.URL) and (interface or find_interface(app)) == "asgi":
            _refuse_a_running_loop()
        if start not in self._transports:
            transport = make_transport(app, base_url=start, interface=interface)
            if self._is_open:
                self._stack.enter_context(transport)
            self._transports[start] = transport
        return self._transports[start]

    def send(self, request: HttpRequest) -> HttpResponse | Failure:
        """Make a request."""
        start = self.start_of(request.url)
        if start is None:
            return _unknown_host(request)
        transport = self._transport(start)
        with _signals() as raised:
            try:
                response = transport.handle_request(_prepared(request))
                response.read()
            except Exception as error:  # noqa: BLE001  # whatever an application raises
                return self.failed(start, error)
        return _taken(response, raised)


class AsyncLines(_Hosts):
    """The lines of an asynchronous telephone."""

    def __init__(self) -> None:
        super().__init__()
        self._transports: dict[str, httpx2.AsyncBaseTransport] = {}
        self._stack = AsyncExitStack()
        self._is_open = False

    async def open(self) -> None:
        """Start the lifespans."""
        self._is_open = True
        for start in self.applications:
            await self._transport(start)

    async def close(self) -> None:
        """Stop the lifespans, and close the connections."""
        self._is_open = False
        self._transports.clear()
        await self._stack.aclose()

    async def _transport(self, start: str) -> httpx2.AsyncBaseTransport:
        if start not in self._transports:
            app, interface = self.applications[start]
            transport = make_async_transport(app, base_url=start, interface=interface)
            if self._is_open:
                await self._stack.enter_async_context(transport)
            self._transports[start] = transport
        return self._transports[start]

    async def send(self, request: HttpRequest) -> HttpResponse | Failure:
        """Make a request."""
        start = self.start_of(request.url)
        if start is None:
            return _unknown_host(request)
        transport = await self._transport(start)
        with _signals() as raised:
            try:
                response = await transport.handle_async_request(_prepared(request))
                await response.aread()
            except Exception as error:  # noqa: BLE001  # whatever an application raises
                return self.failed(start, error)
        return _taken(response, raised)


def _refuse_a_running_loop() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError("an event loop is running here: use AsyncPhone, and await its steps")


def _prepared(request: HttpRequest) -> httpx2.Request:
    connect, read, _ = request.seconds
    timeout = {"connect": connect, "read": read, "write": read, "pool": connect}
    return httpx2.Request(
        request.method,
        request.url,
        headers=request.headers,
        content=request.body or None,
        extensions={"timeout": timeout},
    )


def _taken(response: httpx2.Response, raised: list[Exception]) -> HttpResponse:
    error = raised[0] if raised and response.status_code >= _SERVER_ERROR else None
    cookies = tuple(response.headers.get_list("set-cookie"))
    return HttpResponse(response.status_code, response.headers, cookies, response.content, error)


_SERVER_ERROR: Final = 500


def _unknown_host(request: HttpRequest) -> Failure:
    host = httpx2.URL(request.url).host
    remedy = f'phone.add_host("{httpx2.URL(request.url).scheme}://{host}", app) adds an application for it'
    return Failure(11210, f"{request.url} is at a host that is unknown to this telephone; {remedy}")


def _failure_of(error: httpx2.TransportError) -> Failure:
    if isinstance(error, httpx2.TimeoutException) and not isinstance(error, httpx2.ConnectTimeout):
        return Failure(11200, "the application did not answer in time", "rt")
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
        return Failure(11205, f"no connection: {error}", "ct")
    return Failure(11206, f"the application does not speak HTTP: {error}")


@contextmanager
def _signals() -> Generator[list[Exception]]:
    """Collect the exceptions that Flask and Django report meanwhile, as far as they are loaded."""
    raised: list[Exception] = []

    def take(*_: object, **details: Any) -> None:
        error = details.get("exception") or sys.exc_info()[1]
        if isinstance(error, Exception):
            raised.append(error)

    modules = ("flask.signals", "django.core.signals")
    signals = [sys.modules[name].got_request_exception for name in modules if name in sys.modules]
    for signal in signals:
        signal.connect(take)
    try:
        yield raised
    finally:
        for signal in signals:
            signal.disconnect(take)


# Scripts, driven.


def drive(lines: Lines, script: Script[_T]) -> _T:
    """Run a script to its end, and make its requests."""
    try:
        with lines.lock:
            request = next(script)
        while True:
            answer = lines.send(_as_request(request))
            with lines.lock:
                request = script.send(answer)
    except StopIteration as stop:
        result: _T = stop.value
        return result


async def drive_async(lines: AsyncLines, script: Script[_T]) -> _T:
    """Run a script to its end, and await its requests."""
    try:
        with lines.lock:
            request = next(script)
        while True:
            answer = await lines.send(_as_request(request))
            with lines.lock:
                request = script.send(answer)
    except StopIteration as stop:
        result: _T = stop.value
        return result


def _as_request(need: Need) -> HttpRequest:
    """Return what an exchange asks for: its legs stand inside it, and it yields nothing but requests."""
    if not isinstance(need, HttpRequest):
        raise TypeError(f"an exchange yields requests, not {need}")
    return need
