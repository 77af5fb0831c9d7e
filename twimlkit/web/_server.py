"""A transport to a server, with a time for each whole exchange.

That of httpx2 has times for single reads only, so a server that sends a byte now and then could hold it for ever.
httpcore2 is the network layer of httpx2, which installs it.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import httpcore2
import httpx2

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Generator, Iterable, Iterator

_T = TypeVar("_T")


class ServerTransport(httpx2.BaseTransport):
    """A transport to a server.

    Besides the time-outs of httpx2, a request's extension `timeout` may have a `total`: the seconds from connecting to
    the last byte of the body. What takes longer raises `httpx2.ReadTimeout`. Requests with a total are made one after
    another.
    """

    def __init__(self) -> None:
        self._network = _Network()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(), max_connections=None, network_backend=self._network
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request."""
        self._network.begin(request.extensions.get("timeout", {}).get("total"))
        url = request.url
        asked = httpcore2.Request(
            request.method,
            httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.read(),
            extensions=request.extensions,
        )
        with _errors_of_httpx2():
            response = self._pool.handle_request(asked)
        return httpx2.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]  # a bare dict there
        )

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, response: httpcore2.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        with _errors_of_httpx2():
            yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


@contextmanager
def _errors_of_httpx2() -> Generator[None]:
    """Raise the errors of httpcore2 as those of httpx2, which have the same names."""
    try:
        yield
    except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise getattr(httpx2, type(error).__name__)(str(error)) from error


class _Network(httpcore2.NetworkBackend):
    """The network, in which every wait ends with the time of the exchange."""

    def __init__(self) -> None:
        self._backend = httpcore2.SyncBackend()
        self._end: float | None = None

    def begin(self, total: float | None) -> None:
        """Begin an exchange, which may take so many seconds."""
        self._end = None if total is None else time.monotonic() + total

    def wait(self, operation: Callable[[float | None], _T], timeout: float | None) -> _T:
        """Wait for an operation that takes a time-out."""
        if self._end is None:
            return operation(timeout)
        left = self._end - time.monotonic()
        if timeout is not None and timeout < left:
            return operation(timeout)
        try:
            if left > 0:
                return operation(left)
        except httpcore2.TimeoutException:
            pass
        raise httpcore2.ReadTimeout("the answer has taken too long")

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        def connect(seconds: float | None) -> httpcore2.NetworkStream:
            return self._backend.connect_tcp(host, port, seconds, local_address, socket_options)

        return _Stream(self.wait(connect, timeout), self)


class _Stream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream, network: _Network) -> None:
        self._stream = stream
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._network.wait(lambda seconds: self._stream.read(max_bytes, seconds), timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._network.wait(lambda seconds: self._stream.write(buffer, seconds), timeout)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        def start(seconds: float | None) -> httpcore2.NetworkStream:
            return self._stream.start_tls(ssl_context, server_hostname, seconds)

        try:
            return _Stream(self._network.wait(start, timeout), self._network)
        except httpcore2.TimeoutException:  # the pool would not close it
            self.close()
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        self._stream.close()
