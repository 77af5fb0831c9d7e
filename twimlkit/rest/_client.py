"""The clients: one waits for each response, the other awaits it."""

from __future__ import annotations

import sys
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypedDict, TypeVar, Unpack, cast

from . import _requests as requests
from ._account import Credentials, Secret, resolve_base_url
from ._parameters import CallChanges, CallFilter, MessageFilter, NewCall, NewMessage
from ._retries import NoResponse, Outcome, RawResponse, RetryState
from ._signatures import expand_keywords
from .errors import InvalidParameter

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Iterator
    from types import TracebackType
    from typing import Self

    import httpx2

    from ._requests import Request
    from ._resources import CallResource, MessageResource, Page, Resource

API_VERSION: Final = "2010-04-01"
KEEPALIVE_EXPIRY: Final = 5.0
"""Seconds for which an idle connection is kept: less than any server waits before it closes the connection."""
POOL_SIZE: Final = 5
"""Connections in each of the small pools of AsyncTwilioClient."""

_T = TypeVar("_T")
_R = TypeVar("_R", bound="Resource")


class Settings(TypedDict, total=False):
    """The settings of a client.

    Args:
        region: Twilio region that processes the requests: us1, ie1, au1; any but us1 needs `edge`. Default: us1.
        edge: Twilio location that receives the requests, as in ashburn or dublin.
        base_url: URL of another server with the same API, such as a stand-in for tests; excludes `region` and `edge`.
            Proxies in the environment are ignored for it.
        connect_timeout: Seconds to wait for a connection. Default: 10.
        read_timeout: Seconds to wait for a response. Default: 30.
        max_retries: Maximum number of retries of a request that is safe to repeat; 0 turns retries off. Default: 3.
        max_connections: Maximum number of open connections. Default: 50.
        ssl_context: Trusted certificates. Default: those of the system.
    """

    region: str | None
    edge: str | None
    base_url: str | None
    connect_timeout: float
    read_timeout: float
    max_retries: int
    max_connections: int
    ssl_context: ssl.SSLContext | None


@expand_keywords(Settings)
class _BaseClient:
    """The account, the connection settings and the HTTP of both clients."""

    _target = "without an account"  # what a traceback shows of a client whose constructor failed

    def __init__(
        self,
        account_sid: str | None = None,
        auth_token: str | None = None,
        *,
        api_key: str | None = None,
        api_secret: str | None = None,
        **settings: Unpack[Settings],
    ) -> None:
        """Create a client for one account.

        Arguments win over the environment:

        - If a token or an API key is given, the environment's token and key are ignored.
        - Otherwise the login is TWILIO_API_KEY with TWILIO_API_SECRET if TWILIO_API_KEY is set, else
          TWILIO_AUTH_TOKEN. It is never used with another account than TWILIO_ACCOUNT_SID, if that is set.
        - If `base_url`, `region` or `edge` is given, the environment's are ignored. Otherwise TWIMLKIT_API_URL is the
          base URL if it is set, else TWILIO_REGION and TWILIO_EDGE apply.

        An empty variable counts as not set. The credentials are sent to the base URL, wherever it points.

        Args:
            account_sid: SID of the account. Default: TWILIO_ACCOUNT_SID.
            auth_token: Auth token of the account.
            api_key: SID of an API key, instead of the token; needs `api_secret`.
            api_secret: Secret of the API key.
            **settings: The settings, all optional; `Settings` lists them.

        Raises:
            InvalidParameter: An argument or a variable is missing or invalid.
        """
        token, secret = Secret(auth_token), Secret(api_secret)
        del auth_token, api_secret  # so that no traceback shows them
        unknown = settings.keys() - Settings.__annotations__.keys()
        if unknown:
            known = ", ".join(Settings.__annotations__)
            raise TypeError(f"unknown setting {min(unknown)!r}; the settings are {known}")
        import logging  # slow to import, and only a client needs it

        import httpx2  # slower than all the rest

        self._log = logging.getLogger(__package__)
        self._credentials = Credentials(account_sid, token, api_key, secret)
        region, edge = settings.get("region"), settings.get("edge")
        self._base_url, is_custom = resolve_base_url(region, edge, settings.get("base_url"))
        try:
            _parsed(self._base_url)
        except httpx2.InvalidURL:
            raise InvalidParameter("base_url must be a URL", parameter="base_url") from None
        self._target = f"of {self.account_sid} at {self._base_url}"
        self._max_retries = _integer("max_retries", settings.get("max_retries", 3), least=0)
        connect = _seconds("connect_timeout", settings.get("connect_timeout", 10.0))
        read = _seconds("read_timeout", settings.get("read_timeout", 30.0))
        # No timeout for a free connection: each becomes free in a finite time.
        self._timeouts = {"connect": connect, "read": read, "write": read, "pool": None}
        self._headers = httpx2.Headers(
            {
                "Accept": "application/json",
                "Authorization": self._credentials.header(),
                "User-Agent": _user_agent(),
            }
        )
        self._form_headers = self._headers.copy()
        self._form_headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._headers["Accept-Encoding"] = "gzip"  # for lists, which are long; short responses are faster without
        max_connections = _integer("max_connections", settings.get("max_connections", 50), least=1)
        self._closed = False
        # Certificates are slow to load, and plain HTTP needs none.
        needs_context = self._base_url.startswith("https:")
        context = settings.get("ssl_context") or (needs_context and httpx2.create_ssl_context())
        self._open(max_connections, verify=context, proxy=None if is_custom else _proxy(self._base_url))

    @property
    def account_sid(self) -> str:
        """SID of the account that makes the requests."""
        return self._credentials.account_sid

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._target}>"

    def _open(self, max_connections: int, **options: Any) -> None:
        """Create the connection pool."""
        raise NotImplementedError

    def _prepare(self, request: Request[Any]) -> httpx2.Request:
        """Return a request as HTTP."""
        import httpx2

        if self._closed:
            raise RuntimeError("the client is closed")
        url, timeouts = self._base_url + self._path(request.path), {"timeout": self._timeouts}
        if request.method == "POST":
            headers = self._form_headers
            return httpx2.Request(
                "POST", _parsed(url), headers=headers, content=request.form.encode(), extensions=timeouts
            )
        if query := request.form.encode():
            url = f"{url}?{query}"
        return httpx2.Request(request.method, _parsed(url), headers=self._headers, extensions=timeouts)

    def _path(self, path: str) -> str:
        """Return the absolute path; that of a later page is absolute already."""
        return path if path.startswith("/") else f"/{API_VERSION}/Accounts/{self.account_sid}/{path}.json"

    def _response(self, request: Request[Any], response: httpx2.Response, body: bytes) -> RawResponse:
        headers = response.headers
        request_id = headers.get("twilio-request-id")
        self._log.debug("%r: HTTP %d, request %s", request, response.status_code, request_id)
        redacted = self._credentials.redact(body)
        return RawResponse(response.status_code, redacted, request_id, headers.get("retry-after", ""))

    def _no_response(self, request: Request[Any], error: httpx2.RequestError) -> NoResponse:
        import httpx2

        self._log.debug("%r: %s", request, type(error).__name__)
        unsent = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)
        reason = str(error) or _REASONS.get(type(error).__name__, type(error).__name__)
        return NoResponse(not isinstance(error, unsent), reason)


@expand_keywords(NewCall, CallChanges, CallFilter, NewMessage, MessageFilter)
class TwilioClient(_BaseClient):
    """A client that waits for each response.

    It keeps connections open and may be shared by several threads. Close it with `close`, or use it in a `with`
    statement. A method without a result raises a subclass of `TwilioError`; see `help("twimlkit.rest.errors")`.

    https://www.twilio.com/docs/usage/api
    """

    _transport: httpx2.HTTPTransport

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error_class: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._closed = True
        self._transport.close()

    def place_call(self, **parameters: Unpack[NewCall]) -> CallResource:
        """Place a call, and return it once Twilio has queued it.

        Exactly one of `url`, `twiml` and `application_sid` is required. The request is retried only when Twilio
        definitely did not place the call.

        Args:
            **parameters: `to`, `from_` and other parameters of the call; `NewCall` lists them.

        Returns:
            The queued call.

        Raises:
            InvalidParameter: A parameter is invalid; nothing was sent.
            RequestRejected: Twilio rejected the request; no call was placed.
            NotSent: No connection was made; no call was placed.
            UnknownOutcome: There was no clear response; the call may have been placed.

        https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
        """
        return self._run(requests.place_call(parameters))

    def fetch_call(self, sid: str) -> CallResource:
        """Fetch a call.

        Args:
            sid: SID of the call, CA and 32 hexadecimal digits.

        Returns:
            The call.

        Raises:
            NotFound: The call does not exist.
        """
        return self._run(requests.fetch_call(sid))

    def update_call(self, sid: str, **parameters: Unpack[CallChanges]) -> CallResource:
        """Change a call in progress: continue with other TwiML, or end it.

        At least one of `url`, `twiml`, `status` and `time_limit` is required.

        Args:
            sid: SID of the call.
            **parameters: The changes; `CallChanges` lists them.

        Returns:
            The call.

        Raises:
            NotInProgress: The call has ended.
            UnknownOutcome: There was no clear response; the call may have continued with the new TwiML.

        https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource
        """
        return self._run(requests.update_call(sid, parameters))

    def delete_call(self, sid: str) -> None:
        """Delete the record of a call that has ended. Its recordings stay.

        Args:
            sid: SID of the call.
        """
        self._run(requests.delete_call(sid))

    def list_calls(self, **parameters: Unpack[CallFilter]) -> Iterator[CallResource]:
        """List the calls of the account, newest first. Each page is requested when it is needed.

        Args:
            **parameters: Filters and page size, all optional; `CallFilter` lists them.

        Returns:
            An iterator over the calls.

        https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
        """
        return self._items(requests.list_calls(parameters))

    def send_message(self, **parameters: Unpack[NewMessage]) -> MessageResource:
        """Send a message, and return it once Twilio has queued it.

        At least one of `from_` and `messaging_service_sid` is required, and at least one of `body`, `media_url` and
        `content_sid`. The request is retried only when Twilio definitely did not send the message.

        Args:
            **parameters: `to`, `from_`, `body` and other parameters of the message; `NewMessage` lists them.

        Returns:
            The queued message.

        Raises:
            InvalidParameter: A parameter is invalid; nothing was sent.
            RequestRejected: Twilio rejected the request; no message was sent.
            NotSent: No connection was made; no message was sent.
            UnknownOutcome: There was no clear response; the message may have been sent.

        https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
        """
        return self._run(requests.send_message(parameters))

    def fetch_message(self, sid: str) -> MessageResource:
        """Fetch a message.

        Args:
            sid: SID of the message, SM or MM and 32 hexadecimal digits.

        Returns:
            The message.

        Raises:
            NotFound: The message does not exist.
        """
        return self._run(requests.fetch_message(sid))

    def redact_message(self, sid: str) -> MessageResource:
        """Remove the text of a message from Twilio's records.

        Args:
            sid: SID of the message.

        Returns:
            The message without its text.
        """
        return self._run(requests.redact_message(sid))

    def cancel_message(self, sid: str) -> MessageResource:
        """Cancel a scheduled message.

        Args:
            sid: SID of the message.

        Returns:
            The canceled message.
        """
        return self._run(requests.cancel_message(sid))

    def delete_message(self, sid: str) -> None:
        """Delete the record of a message.

        Args:
            sid: SID of the message.
        """
        self._run(requests.delete_message(sid))

    def list_messages(self, **parameters: Unpack[MessageFilter]) -> Iterator[MessageResource]:
        """List the messages of the account, newest first. Each page is requested when it is needed.

        Args:
            **parameters: Filters and page size, all optional; `MessageFilter` lists them.

        Returns:
            An iterator over the messages.

        https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
        """
        return self._items(requests.list_messages(parameters))

    def _open(self, max_connections: int, **options: Any) -> None:
        import httpx2

        self._transport = httpx2.HTTPTransport(limits=_limits(max_connections), **options)

    def _run(self, request: Request[_T]) -> _T:
        state = RetryState(request, self._max_retries)
        while (delay := state.next_delay(self._attempt(request))) is not None:
            self._log.info("%r: retry in %.1f s", request, delay)
            self._sleep(delay)
        return state.result

    def _attempt(self, request: Request[Any]) -> Outcome:
        import httpx2

        try:
            response = self._transport.handle_request(self._prepare(request))
            try:
                if "content-encoding" in response.headers:
                    body = response.read()
                else:
                    body = b"".join(cast("httpx2.SyncByteStream", response.stream))
            finally:
                response.close()
        except httpx2.RequestError as error:
            return self._no_response(request, error)
        return self._response(request, response, body)

    def _items(self, request: Request[Page[_R]]) -> Iterator[_R]:
        page = self._run(request)
        yield from page.items
        while page.next:
            page = self._run(requests.next_page(request, page.next))
            yield from page.items

    def _sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@expand_keywords(NewCall, CallChanges, CallFilter, NewMessage, MessageFilter)
class AsyncTwilioClient(_BaseClient):
    """A client for `await`, with the methods and parameters of TwilioClient.

    It belongs to one event loop of asyncio or trio. Close it with `await close()`, or use it in an `async with`
    statement.
    """

    _pools: _Pools

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, error_class: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        self._closed = True
        await self._pools.close()

    async def place_call(self, **parameters: Unpack[NewCall]) -> CallResource:
        """Place a call; see `TwilioClient.place_call`.

        Args:
            **parameters: `to`, `from_` and other parameters of the call; `NewCall` lists them.
        """
        return await self._run(requests.place_call(parameters))

    async def fetch_call(self, sid: str) -> CallResource:
        """Fetch a call; see `TwilioClient.fetch_call`."""
        return await self._run(requests.fetch_call(sid))

    async def update_call(self, sid: str, **parameters: Unpack[CallChanges]) -> CallResource:
        """Change a call in progress; see `TwilioClient.update_call`.

        Args:
            sid: SID of the call.
            **parameters: The changes; `CallChanges` lists them.
        """
        return await self._run(requests.update_call(sid, parameters))

    async def delete_call(self, sid: str) -> None:
        """Delete the record of a call; see `TwilioClient.delete_call`."""
        await self._run(requests.delete_call(sid))

    def list_calls(self, **parameters: Unpack[CallFilter]) -> AsyncIterator[CallResource]:
        """List the calls of the account; see `TwilioClient.list_calls`.

        Args:
            **parameters: Filters and page size, all optional; `CallFilter` lists them.
        """
        return self._items(requests.list_calls(parameters))

    async def send_message(self, **parameters: Unpack[NewMessage]) -> MessageResource:
        """Send a message; see `TwilioClient.send_message`.

        Args:
            **parameters: `to`, `from_`, `body` and other parameters of the message; `NewMessage` lists them.
        """
        return await self._run(requests.send_message(parameters))

    async def fetch_message(self, sid: str) -> MessageResource:
        """Fetch a message; see `TwilioClient.fetch_message`."""
        return await self._run(requests.fetch_message(sid))

    async def redact_message(self, sid: str) -> MessageResource:
        """Remove the text of a message from Twilio's records; see `TwilioClient.redact_message`."""
        return await self._run(requests.redact_message(sid))

    async def cancel_message(self, sid: str) -> MessageResource:
        """Cancel a scheduled message; see `TwilioClient.cancel_message`."""
        return await self._run(requests.cancel_message(sid))

    async def delete_message(self, sid: str) -> None:
        """Delete the record of a message; see `TwilioClient.delete_message`."""
        await self._run(requests.delete_message(sid))

    def list_messages(self, **parameters: Unpack[MessageFilter]) -> AsyncIterator[MessageResource]:
        """List the messages of the account; see `TwilioClient.list_messages`.

        Args:
            **parameters: Filters and page size, all optional; `MessageFilter` lists them.
        """
        return self._items(requests.list_messages(parameters))

    def _open(self, max_connections: int, **options: Any) -> None:
        self._pools = _Pools(max_connections, **options)

    async def _run(self, request: Request[_T]) -> _T:
        state = RetryState(request, self._max_retries)
        while (delay := state.next_delay(await self._attempt(request))) is not None:
            self._log.info("%r: retry in %.1f s", request, delay)
            await self._sleep(delay)
        return state.result

    async def _attempt(self, request: Request[Any]) -> Outcome:
        import httpx2

        try:
            response, body = await self._pools.send(self._prepare(request))
        except httpx2.RequestError as error:
            return self._no_response(request, error)
        return self._response(request, response, body)

    async def _items(self, request: Request[Page[_R]]) -> AsyncIterator[_R]:
        page = await self._run(request)
        for item in page.items:
            yield item
        while page.next:
            page = await self._run(requests.next_page(request, page.next))
            for item in page.items:
                yield item

    async def _sleep(self, seconds: float) -> None:
        import anyio  # comes with httpx2, and works with asyncio and trio

        await anyio.sleep(seconds)


class _Pools:
    """A bounded pool of connections that consists of small pools.

    httpx2 checks every connection of a pool several times for each request. With dozens of connections in one pool
    that takes longer than everything else.
    """

    def __init__(self, max_connections: int, **options: Any) -> None:
        import httpx2

        sizes = [min(POOL_SIZE, max_connections - start) for start in range(0, max_connections, POOL_SIZE)]
        self._pools = [httpx2.AsyncHTTPTransport(limits=_limits(size), **options) for size in sizes]
        self._loads = [0 for _ in sizes]

    async def send(self, request: httpx2.Request) -> tuple[httpx2.Response, bytes]:
        """Send a request through the least busy pool, and return the response and its body."""
        chosen = self._loads.index(min(self._loads))
        self._loads[chosen] += 1
        try:
            response = await self._pools[chosen].handle_async_request(request)
            try:
                if "content-encoding" in response.headers:
                    return response, await response.aread()
                stream = cast("httpx2.AsyncByteStream", response.stream)
                return response, b"".join([part async for part in stream])
            finally:
                await response.aclose()
        finally:
            self._loads[chosen] -= 1

    async def close(self) -> None:
        """Close all connections."""
        for pool in self._pools:
            await pool.aclose()


_REASONS: Final = {
    "ConnectTimeout": "connection timeout",
    "ReadTimeout": "timeout before the response",
    "WriteTimeout": "timeout while sending the request",
}


def _limits(max_connections: int) -> httpx2.Limits:
    import httpx2

    return httpx2.Limits(max_connections=max_connections, keepalive_expiry=KEEPALIVE_EXPIRY)


@lru_cache(maxsize=64)
def _parsed(url: str) -> httpx2.URL:
    import httpx2

    return httpx2.URL(url)  # slow to parse, and the same for each new call


def _integer(name: str, value: object, *, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise InvalidParameter(f"{name} must be an integer of at least {least}, not {value!r}", parameter=name)
    return value


def _seconds(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < float("inf"):
        raise InvalidParameter(
            f"{name} must be a finite number of seconds greater than 0, not {value!r}", parameter=name
        )
    return float(value)


def _proxy(url: str) -> str | None:
    """Return the proxy for a URL from the environment."""
    from urllib.parse import urlsplit
    from urllib.request import getproxies, proxy_bypass  # slow to import, and httpx2 has done so by now

    parts = urlsplit(url)
    proxies = getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    return None if not found or proxy_bypass(parts.hostname or "") else found if "://" in found else f"http://{found}"


def _user_agent() -> str:
    """Return the User-Agent header."""
    from importlib.metadata import PackageNotFoundError, version  # slow to import, and httpx2 has done so by now

    try:
        own = f"twimlkit/{version('twimlkit')}"
    except PackageNotFoundError:
        own = "twimlkit"
    return f"{own} Python/{sys.version_info.major}.{sys.version_info.minor}"
