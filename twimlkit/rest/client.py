"""The two clients: the same methods, waiting for each answer or awaiting it."""

from __future__ import annotations

import os
import sys
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypedDict, TypeVar, Unpack, cast

from . import requests
from .account import Credentials, Hidden, address
from .attempts import Attempts, Lost, Outcome, Reply
from .errors import InvalidParameter

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Iterator
    from types import TracebackType
    from typing import Self

    import httpx2

    from .answers import Answer, Call, Message, Page
    from .parameters import CallChanges, CallFilter, MessageFilter, NewCall, NewMessage
    from .requests import Request

__all__ = ["API_VERSION", "KEPT", "SMALL", "AsyncClient", "Client", "Settings"]

API_VERSION: Final = "2010-04-01"
KEPT: Final = 5.0
"""For how many seconds a connection is kept for the next request: less than any server waits before it closes it."""
SMALL: Final = 5
"""How many connections a small pool holds."""

_T = TypeVar("_T")
_A = TypeVar("_A", bound="Answer")


class Settings(TypedDict, total=False):
    """Declares how a client reaches Twilio.

    region: us1, ie1 or au1; any but us1 needs its edge. By default Twilio's own choice, us1.
    edge: where the requests enter Twilio's network: ashburn, dublin, sydney, …
    base_url: another place that speaks as Twilio does, instead of region and edge: a stand-in for tests, a relay. No
        proxy of the environment is used for it.
    connect_timeout: for how many seconds to wait for a connection. Default: 10.
    read_timeout: for how many seconds to wait for an answer. Default: 30.
    repeats: how often a request is made again at most, where that is safe; 0 is never. Default: 3.
    connections: how many connections are open at once at most. Default: 50.
    ssl_context: what certificates are trusted. By default those of the system.
    """

    region: str | None
    edge: str | None
    base_url: str | None
    connect_timeout: float
    read_timeout: float
    repeats: int
    connections: int
    ssl_context: ssl.SSLContext | None


class _Account:
    """Is one account at Twilio: what its requests look like, and how its answers are read. Both clients share it."""

    _whose = "of no account yet"  # what a traceback shows of a client that could not be made

    def __init__(
        self,
        account_sid: str,
        auth_token: str | None = None,
        *,
        api_key: str | None = None,
        api_secret: str | None = None,
        **settings: Unpack[Settings],
    ) -> None:
        token, secret = Hidden(auth_token), Hidden(api_secret)
        del auth_token, api_secret  # from here on no traceback shows them
        unknown = settings.keys() - Settings.__annotations__.keys()
        if unknown:
            raise TypeError(f"there is no setting {min(unknown)!r}: there are {', '.join(Settings.__annotations__)}")
        import logging  # slow to import, and only who makes a client needs it

        import httpx2  # takes longer than all the rest

        self._log = logging.getLogger(__package__)
        self._credentials = Credentials(account_sid, token, api_key, secret)
        own_address = settings.get("base_url")
        self._address = address(settings.get("region"), settings.get("edge"), own_address)
        try:
            _parsed(self._address)
        except httpx2.InvalidURL:
            raise InvalidParameter("base_url must be a URL", parameter="base_url") from None
        self._whose = f"of {self.account_sid} at {self._address}"
        self._repeats = _whole("repeats", settings.get("repeats", 3), least=0)
        connect = _seconds("connect_timeout", settings.get("connect_timeout", 10.0))
        read = _seconds("read_timeout", settings.get("read_timeout", 30.0))
        # A request may wait for a free connection as long as it takes: each becomes free in a finite time.
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
        self._headers["Accept-Encoding"] = "gzip"  # for lists, which are long; other answers are read faster without
        connections = _whole("connections", settings.get("connections", 50), least=1)
        self._closed = False
        # Certificates are slow to load, and plain HTTP needs none.
        needs_context = self._address.startswith("https:")
        context = settings.get("ssl_context") or (needs_context and httpx2.create_ssl_context())
        self._open(connections, verify=context, proxy=None if own_address else _proxy(self._address))

    @classmethod
    def from_env(cls, **settings: Unpack[Settings]) -> Self:
        """Makes a client of the variables TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.

        Where TWILIO_API_KEY and TWILIO_API_SECRET are set they serve instead of the token. TWILIO_REGION and
        TWILIO_EDGE say where the requests go, unless the settings do.

        Raises InvalidParameter where a variable is missing or not right.
        """
        get = os.getenv  # not os.environ.get, of which a traceback would show the whole environment
        if not get("TWILIO_ACCOUNT_SID"):
            raise InvalidParameter("the variable TWILIO_ACCOUNT_SID is not set", parameter="account_sid")
        has_key = bool(get("TWILIO_API_KEY"))
        if not has_key and not get("TWILIO_AUTH_TOKEN"):
            problem = "neither TWILIO_AUTH_TOKEN nor TWILIO_API_KEY is set"
            raise InvalidParameter(problem, parameter="auth_token")
        if not settings.keys() & {"region", "edge", "base_url"}:
            settings["region"], settings["edge"] = get("TWILIO_REGION"), get("TWILIO_EDGE")
        return cls(
            get("TWILIO_ACCOUNT_SID", ""),
            None if has_key else get("TWILIO_AUTH_TOKEN"),
            api_key=get("TWILIO_API_KEY") or None,
            api_secret=get("TWILIO_API_SECRET") if has_key else None,
            **settings,
        )

    @property
    def account_sid(self) -> str:
        """The account that makes the requests."""
        return self._credentials.account_sid

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._whose}>"

    def _open(self, connections: int, **options: Any) -> None:
        """Makes the pool of connections."""
        raise NotImplementedError

    def _prepare(self, request: Request[Any]) -> httpx2.Request:
        """Writes a request as HTTP."""
        import httpx2

        if self._closed:
            raise RuntimeError("the client is closed")
        url, timeouts = self._address + self._path(request.path), {"timeout": self._timeouts}
        if request.method == "POST":
            headers = self._form_headers
            return httpx2.Request(
                "POST", _parsed(url), headers=headers, content=request.form.encode(), extensions=timeouts
            )
        if query := request.form.encode():
            url = f"{url}?{query}"
        return httpx2.Request(request.method, _parsed(url), headers=self._headers, extensions=timeouts)

    def _path(self, path: str) -> str:
        """The path at the host for one below the account; the one to another page is whole already."""
        return path if path.startswith("/") else f"/{API_VERSION}/Accounts/{self.account_sid}/{path}.json"

    def _reply(self, request: Request[Any], response: httpx2.Response, body: bytes) -> Reply:
        """Takes from an answer what decides what follows."""
        headers = response.headers
        request_id = headers.get("twilio-request-id")
        self._log.debug("%r: HTTP %d, request %s", request, response.status_code, request_id)
        shown = self._credentials.hide(body)
        return Reply(response.status_code, shown, request_id, headers.get("retry-after", ""))

    def _lost(self, request: Request[Any], error: httpx2.RequestError) -> Lost:
        """Says why there is no answer."""
        import httpx2

        self._log.debug("%r: %s", request, type(error).__name__)
        unsent = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)
        reason = str(error) or _REASONS.get(type(error).__name__, type(error).__name__)
        return Lost(not isinstance(error, unsent), reason)


class Client(_Account):
    """Places calls and sends messages, and waits for each answer.

    account_sid: the account, AC and 32 hexadecimal digits.
    auth_token: its token; or else api_key, SK and 32 hexadecimal digits, and api_secret.
    settings: how Twilio is reached; see Settings.

    It keeps connections open, may serve several threads, and is closed by `close` or by `with`. Every method raises a
    subclass of TwilioError where there is no result; see `twimlkit.rest.errors`.

    https://www.twilio.com/docs/usage/api
    """

    _transport: httpx2.HTTPTransport

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes all connections."""
        self._closed = True
        self._transport.close()

    def place_call(self, **parameters: Unpack[NewCall]) -> Call:
        """Places a call, and returns it once Twilio has put it into its queue.

        parameters: `to`, `from_`, and either `url`, `twiml` or `application_sid`; NewCall describes all of them.

        It is repeated only while Twilio certainly has not placed the call. Raises UnknownOutcome where it may have.

        https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
        """
        return self._run(requests.place_call(parameters))

    def fetch_call(self, sid: str) -> Call:
        """Reads a call.

        sid: the call's SID, CA and 32 hexadecimal digits.
        """
        return self._run(requests.fetch_call(sid))

    def update_call(self, sid: str, **parameters: Unpack[CallChanges]) -> Call:
        """Changes a call that is under way: lets it go on with other TwiML, or ends it.

        sid: the call's SID.
        parameters: `url`, `twiml`, `status` or `time_limit`; CallChanges describes all of them.

        Raises NotInProgress where the call is over; UnknownOutcome where it may have gone on with the new TwiML.

        https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource
        """
        return self._run(requests.update_call(sid, parameters))

    def delete_call(self, sid: str) -> None:
        """Removes the record of a call that is over; its recordings stay.

        sid: the call's SID.
        """
        self._run(requests.delete_call(sid))

    def list_calls(self, **parameters: Unpack[CallFilter]) -> Iterator[Call]:
        """Reads the calls of the account, latest first, one page after the other as they are needed.

        parameters: which calls, and how many a page holds; CallFilter describes all of them.

        https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
        """
        return self._items(requests.list_calls(parameters))

    def send_message(self, **parameters: Unpack[NewMessage]) -> Message:
        """Sends a message, and returns it once Twilio has put it into its queue.

        parameters: `to`; `from_`, `messaging_service_sid` or both; `body`, `media_url` or `content_sid`; NewMessage
            describes all of them.

        It is repeated only while Twilio certainly has not sent the message. Raises UnknownOutcome where it may have.

        https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
        """
        return self._run(requests.send_message(parameters))

    def fetch_message(self, sid: str) -> Message:
        """Reads a message.

        sid: the message's SID, SM or MM and 32 hexadecimal digits.
        """
        return self._run(requests.fetch_message(sid))

    def redact_message(self, sid: str) -> Message:
        """Removes the text of a message from Twilio's records.

        sid: the message's SID.
        """
        return self._run(requests.redact_message(sid))

    def cancel_message(self, sid: str) -> Message:
        """Calls off a message that is scheduled.

        sid: the message's SID.
        """
        return self._run(requests.cancel_message(sid))

    def delete_message(self, sid: str) -> None:
        """Removes the record of a message.

        sid: the message's SID.
        """
        self._run(requests.delete_message(sid))

    def list_messages(self, **parameters: Unpack[MessageFilter]) -> Iterator[Message]:
        """Reads the messages of the account, latest first, one page after the other as they are needed.

        parameters: which messages, and how many a page holds; MessageFilter describes all of them.

        https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
        """
        return self._items(requests.list_messages(parameters))

    def _open(self, connections: int, **options: Any) -> None:
        import httpx2

        self._transport = httpx2.HTTPTransport(limits=_limits(connections), **options)

    def _run(self, request: Request[_T]) -> _T:
        attempts = Attempts(request, self._repeats)
        while (pause := attempts.pause_after(self._exchange(request))) is not None:
            self._log.info("%r is made again in %.1f s", request, pause)
            self._sleep(pause)
        return attempts.result

    def _exchange(self, request: Request[Any]) -> Outcome:
        """Makes one attempt."""
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
            return self._lost(request, error)
        return self._reply(request, response, body)

    def _items(self, request: Request[Page[_A]]) -> Iterator[_A]:
        page = self._run(request)
        yield from page.items
        while page.next:
            page = self._run(requests.next_page(request, page.next))
            yield from page.items

    def _sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class AsyncClient(_Account):
    """Places calls and sends messages, and awaits each answer: the methods of Client with the same parameters.

    It belongs to one event loop, of asyncio or trio, and is closed by `await close()` or by `async with`.
    """

    _pools: _Pools

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes all connections."""
        self._closed = True
        await self._pools.close()

    async def place_call(self, **parameters: Unpack[NewCall]) -> Call:
        """Places a call; see Client.place_call."""
        return await self._run(requests.place_call(parameters))

    async def fetch_call(self, sid: str) -> Call:
        """Reads a call; see Client.fetch_call."""
        return await self._run(requests.fetch_call(sid))

    async def update_call(self, sid: str, **parameters: Unpack[CallChanges]) -> Call:
        """Changes a call that is under way; see Client.update_call."""
        return await self._run(requests.update_call(sid, parameters))

    async def delete_call(self, sid: str) -> None:
        """Removes the record of a call; see Client.delete_call."""
        await self._run(requests.delete_call(sid))

    def list_calls(self, **parameters: Unpack[CallFilter]) -> AsyncIterator[Call]:
        """Reads the calls of the account, for `async for`; see Client.list_calls."""
        return self._items(requests.list_calls(parameters))

    async def send_message(self, **parameters: Unpack[NewMessage]) -> Message:
        """Sends a message; see Client.send_message."""
        return await self._run(requests.send_message(parameters))

    async def fetch_message(self, sid: str) -> Message:
        """Reads a message; see Client.fetch_message."""
        return await self._run(requests.fetch_message(sid))

    async def redact_message(self, sid: str) -> Message:
        """Removes the text of a message from Twilio's records; see Client.redact_message."""
        return await self._run(requests.redact_message(sid))

    async def cancel_message(self, sid: str) -> Message:
        """Calls off a message that is scheduled; see Client.cancel_message."""
        return await self._run(requests.cancel_message(sid))

    async def delete_message(self, sid: str) -> None:
        """Removes the record of a message; see Client.delete_message."""
        await self._run(requests.delete_message(sid))

    def list_messages(self, **parameters: Unpack[MessageFilter]) -> AsyncIterator[Message]:
        """Reads the messages of the account, for `async for`; see Client.list_messages."""
        return self._items(requests.list_messages(parameters))

    def _open(self, connections: int, **options: Any) -> None:
        self._pools = _Pools(connections, **options)

    async def _run(self, request: Request[_T]) -> _T:
        attempts = Attempts(request, self._repeats)
        while (pause := attempts.pause_after(await self._exchange(request))) is not None:
            self._log.info("%r is made again in %.1f s", request, pause)
            await self._sleep(pause)
        return attempts.result

    async def _exchange(self, request: Request[Any]) -> Outcome:
        """Makes one attempt."""
        import httpx2

        try:
            response, body = await self._pools.send(self._prepare(request))
        except httpx2.RequestError as error:
            return self._lost(request, error)
        return self._reply(request, response, body)

    async def _items(self, request: Request[Page[_A]]) -> AsyncIterator[_A]:
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
    """Is one bounded pool of connections, made of small ones.

    For each request httpx2 looks at every connection of a pool several times, which costs more than all the rest once
    there are some dozens of them.
    """

    def __init__(self, connections: int, **options: Any) -> None:
        import httpx2

        sizes = [min(SMALL, connections - start) for start in range(0, connections, SMALL)]
        self._pools = [httpx2.AsyncHTTPTransport(limits=_limits(size), **options) for size in sizes]
        self._loads = [0 for _ in sizes]

    async def send(self, request: httpx2.Request) -> tuple[httpx2.Response, bytes]:
        """Sends a request by the pool with the least to do, and returns the answer and its body."""
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
        """Closes all connections."""
        for pool in self._pools:
            await pool.aclose()


_REASONS: Final = {
    "ConnectTimeout": "no connection in time",
    "ReadTimeout": "no answer in time",
    "WriteTimeout": "the request did not go out in time",
}


def _limits(connections: int) -> httpx2.Limits:
    import httpx2

    return httpx2.Limits(max_connections=connections, keepalive_expiry=KEPT)


@lru_cache(maxsize=64)
def _parsed(url: str) -> httpx2.URL:
    import httpx2

    return httpx2.URL(url)  # the same one for each call that is placed, and slow to parse


def _whole(name: str, value: object, *, least: int) -> int:
    """Checks a setting that is a number of things."""
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise InvalidParameter(f"{name} must be a whole number from {least} on, not {value!r}", parameter=name)
    return value


def _seconds(name: str, value: object) -> float:
    """Checks a setting that is a length of time."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < float("inf"):
        raise InvalidParameter(f"{name} must be a finite number of seconds above 0, not {value!r}", parameter=name)
    return float(value)


def _proxy(url: str) -> str | None:
    """Finds the proxy that the environment names for a URL."""
    from urllib.parse import urlsplit
    from urllib.request import getproxies, proxy_bypass  # slow to import, and httpx2 has done so by now

    parts = urlsplit(url)
    proxies = getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    return None if not found or proxy_bypass(parts.hostname or "") else found if "://" in found else f"http://{found}"


def _user_agent() -> str:
    """Says who makes the requests."""
    from importlib.metadata import PackageNotFoundError, version  # slow to import, and httpx2 has done so by now

    try:
        own = f"twimlkit/{version('twimlkit')}"
    except PackageNotFoundError:
        own = "twimlkit"
    return f"{own} Python/{sys.version_info.major}.{sys.version_info.minor}"
