"""The clients: one waits for each response, the other awaits it."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeVar, Unpack

from . import _requests as requests
from ._account import Credentials, Secret, resolve_base_url
from ._decision import Done, NoResponse, Outcome, RawResponse, Retry, decide
from ._parameters import CallChanges, CallFilter, MessageFilter, NewCall, NewMessage
from ._signatures import expand_keywords
from .errors import InvalidParameter, TwilioError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Iterator
    from typing import Self

    import httpx2

    from ._requests import Request
    from ._resources import CallResource, MessageResource, Page, Resource

API_VERSION: Final = "2010-04-01"
KEEPALIVE_EXPIRY: Final = 5.0
"""Seconds for which an idle connection is kept: less than any server waits before it closes the connection."""
MAX_RESPONSE: Final = 8 * 2**20
"""The largest number of bytes of a response, also after decompression."""
QUEUEING: Final = 0.9
"""The part of the remaining time that a request may wait for a free connection: then it certainly was not sent."""

_T = TypeVar("_T")
_R = TypeVar("_R", bound="Resource")
_H = TypeVar("_H", bound="httpx2.Client | httpx2.AsyncClient")


class _BaseClient(Generic[_H]):
    """The account and the settings of both clients, and what they do without waiting."""

    _kind: Literal["Client", "AsyncClient"]  # the class of httpx2
    _target = "without an account"  # what a traceback shows of a client whose constructor failed

    def __init__(
        self,
        account_sid: str | None = None,
        auth_token: str | None = None,
        *,
        api_key: str | None = None,
        api_secret: str | None = None,
        region: str | None = None,
        edge: str | None = None,
        base_url: str | None = None,
        connect_timeout: float = 10.0,
        read_timeout: float = 30.0,
        deadline: float = 60.0,
        max_retries: int = 3,
        max_connections: int = 50,
        http_client: _H | None = None,
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
            region: Twilio region that processes the requests: us1, ie1, au1; any but us1 needs `edge`. Default: us1.
            edge: Twilio location that receives the requests, as in ashburn or dublin.
            base_url: URL of another server with the same API, such as a stand-in for tests; excludes `region` and
                `edge`. Proxies in the environment are ignored for it.
            connect_timeout: Seconds to wait for a connection.
            read_timeout: Seconds to wait for the next part of a response.
            deadline: Seconds for a request and all its retries. TwilioClient looks at the clock between attempts and
                between parts of a body, so that headers that arrive byte by byte can delay it.
            max_retries: Maximum number of retries of a request that is safe to repeat; 0 turns retries off.
            max_connections: Maximum number of open connections. Further requests wait for a free one.
            http_client: An httpx2.Client, or an httpx2.AsyncClient for AsyncTwilioClient, that sends the requests: for
                proxies, certificates, tests or tracing. It is never closed here, its limit of connections replaces
                `max_connections`, and its `auth` and `follow_redirects` are not used.

        Raises:
            InvalidParameter: An argument or a variable is missing or invalid.
        """
        token, secret = Secret(auth_token), Secret(api_secret)
        del auth_token, api_secret  # so that no traceback shows them
        import logging  # slow to import, and only a client needs it

        import httpx2  # slower than all the rest

        self._log = logging.getLogger(__package__)
        self._credentials = Credentials(account_sid, token, api_key, secret)
        self._base_url, self._is_custom = resolve_base_url(region, edge, base_url)
        self._target = f"of {self.account_sid} at {self._base_url}"
        self._urls = {name: httpx2.URL(self._url(name)) for name in ("Calls", "Messages")}  # slow to parse
        self._max_retries = _integer("max_retries", max_retries, least=0)
        self._max_connections = _integer("max_connections", max_connections, least=1)
        self._connect_timeout = _seconds("connect_timeout", connect_timeout)
        self._read_timeout = _seconds("read_timeout", read_timeout)
        self._deadline = _seconds("deadline", deadline)
        self._headers = httpx2.Headers(
            {
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
                "Authorization": self._credentials.header(),
                "User-Agent": _user_agent(),
            }
        )
        self._closed = False
        self._is_own = http_client is None
        self._pid = os.getpid() if self._is_own else None
        # Certificates are slow to load, and plain HTTP needs none.
        self._verify = httpx2.create_ssl_context() if self._is_own and self._base_url.startswith("https:") else False
        self._http: _H = self._open() if http_client is None else http_client
        if not isinstance(self._http, getattr(httpx2, self._kind)):
            problem = f"http_client must be an httpx2.{self._kind}, not {type(http_client).__name__}"
            raise InvalidParameter(problem, parameter="http_client")

    @property
    def account_sid(self) -> str:
        """SID of the account that makes the requests."""
        return self._credentials.account_sid

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._target}>"

    def _open(self) -> _H:
        """Return a new HTTP client, which keeps no cookies."""
        from http.cookiejar import CookieJar, DefaultCookiePolicy  # httpx2 has imported it

        import httpx2

        limit = self._max_connections
        try:
            return getattr(httpx2, self._kind)(  # type: ignore[no-any-return]  # the class of the type variable
                headers=self._headers,
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                limits=httpx2.Limits(max_connections=limit, keepalive_expiry=KEEPALIVE_EXPIRY),
                trust_env=not self._is_custom,
                verify=self._verify,
            )
        except (ValueError, ImportError, httpx2.InvalidURL):
            problem = (
                "the proxy in the environment (HTTPS_PROXY, HTTP_PROXY or ALL_PROXY) cannot be used: write it as in "
                "http://proxy.example:3128, install httpx2[socks] for SOCKS, or give http_client"
            )
            raise InvalidParameter(problem, parameter="http_client") from None

    def _ready(self) -> _H:
        """Return the HTTP client; a process never uses the connections of its parent."""
        if self._closed:
            raise RuntimeError("the client is closed")
        if self._pid != os.getpid():
            if self._is_own:
                self._http = self._open()  # the old one must not be closed: that takes its lock, held at the fork
            elif self._pid:
                raise RuntimeError("http_client was used before a fork: make it, and this client, in each process")
            self._pid = os.getpid()
        return self._http

    def _prepare(self, http: _H, request: Request[Any], seconds: float) -> httpx2.Request:
        """Return a request as HTTP."""
        seconds = max(seconds, _SHORTEST)
        connect, read = min(self._connect_timeout, seconds), min(self._read_timeout, seconds)
        is_post = request.method == "POST"
        return http.build_request(
            request.method,
            self._urls.get(request.path) or self._url(request.path),
            data=request.form if is_post else None,
            params=None if is_post else request.form or None,
            headers=None if self._is_own else self._headers,
            extensions={"timeout": {"connect": connect, "read": read, "write": read, "pool": QUEUEING * seconds}},
        )

    def _url(self, path: str) -> str:
        """Return the URL for a path below the account, or for that of a later page, which is absolute."""
        is_absolute = path.startswith("/")
        return self._base_url + (path if is_absolute else f"/{API_VERSION}/Accounts/{self.account_sid}/{path}.json")

    def _response(self, request: Request[Any], response: httpx2.Response, body: bytes) -> RawResponse:
        self._log.debug("%r: HTTP %d", request, response.status_code)
        request_id, retry_after = (response.headers.get(name, "") for name in ("twilio-request-id", "retry-after"))
        return RawResponse(response.status_code, body, request_id, retry_after)

    def _no_response(self, request: Request[Any], sent: httpx2.Request, error: Exception) -> NoResponse:
        import httpx2

        name = type(error).__name__
        self._log.debug("%r: %s", request, name)
        unconnected = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)
        try:  # a hook of the user's may have failed to connect elsewhere, after Twilio has processed the request
            is_unsent = isinstance(error, unconnected) and error.request is sent
        except RuntimeError:  # an error that a hook has made has no request
            is_unsent = False
        return NoResponse(not is_unsent, _REASONS.get(name) or str(error) or name)

    def _decide(
        self, request: Request[_T], outcome: Outcome, last: Retry | None, seconds_left: float
    ) -> Done[_T] | Retry:
        """Return the result or the next retry, or raise the error."""
        hide = self._credentials.hide
        decision = decide(request, outcome, last, max_retries=self._max_retries, seconds_left=seconds_left, hide=hide)
        if isinstance(decision, TwilioError):
            raise decision
        if isinstance(decision, Retry):
            self._log.info("%r: retry in %.1f s", request, decision.delay)
        return decision

    @contextmanager
    def _interruptible(self, request: Request[Any]) -> Generator[None]:
        """Log what may have happened if a request is cancelled, or interrupted from the keyboard."""
        try:
            yield
        except BaseException as error:
            if request.possible_effect and not isinstance(error, Exception):
                self._log.warning("%r was interrupted: %s", request, request.possible_effect)
            raise


@expand_keywords(NewCall, CallChanges, CallFilter, NewMessage, MessageFilter)
class TwilioClient(_BaseClient["httpx2.Client"]):
    """A client that waits for each response.

    It keeps connections open and may be shared by several threads, and by processes that are forked later. Close it
    with `close`, or use it in a `with` statement. A method without a result raises a subclass of `TwilioError`; see
    `help("twimlkit.rest.errors")`.

    https://www.twilio.com/docs/usage/api
    """

    _kind = "Client"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections, but not those of `http_client`."""
        if self._is_own and self._pid == os.getpid():
            self._http.close()
        self._closed = True

    def place_call(self, **parameters: Unpack[NewCall]) -> CallResource:
        """Place a call, and return it once Twilio has queued it.

        At least one of `url`, `twiml` and `application_sid` is required. The request is retried only when Twilio
        definitely did not place the call. If it is cancelled or interrupted, the call may have been placed.

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
        """Fetch a call by its SID.

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
        """Delete the record of a call that has ended. Its recordings stay."""
        self._run(requests.delete_call(sid))

    def list_calls(self, **parameters: Unpack[CallFilter]) -> Iterator[CallResource]:
        """List the calls of the account, newest first. Each page is requested when it is needed.

        Args:
            **parameters: Filters and page size, all optional; `CallFilter` lists them.

        https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
        """
        return self._items(requests.list_calls(parameters))

    def send_message(self, **parameters: Unpack[NewMessage]) -> MessageResource:
        """Send a message, and return it once Twilio has queued it.

        At least one of `from_` and `messaging_service_sid` is required, and at least one of `body`, `media_url` and
        `content_sid`. The request is retried only when Twilio definitely did not send the message. If it is cancelled
        or interrupted, the message may have been sent.

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
        """Fetch a message by its SID.

        Raises:
            NotFound: The message does not exist.
        """
        return self._run(requests.fetch_message(sid))

    def redact_message(self, sid: str) -> MessageResource:
        """Remove the text of a message from Twilio's records, and return the message without it."""
        return self._run(requests.redact_message(sid))

    def cancel_message(self, sid: str) -> MessageResource:
        """Cancel a scheduled message, and return it."""
        return self._run(requests.cancel_message(sid))

    def delete_message(self, sid: str) -> None:
        """Delete the record of a message."""
        self._run(requests.delete_message(sid))

    def list_messages(self, **parameters: Unpack[MessageFilter]) -> Iterator[MessageResource]:
        """List the messages of the account, newest first. Each page is requested when it is needed.

        Args:
            **parameters: Filters and page size, all optional; `MessageFilter` lists them.

        https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
        """
        return self._items(requests.list_messages(parameters))

    def _run(self, request: Request[_T]) -> _T:
        until, last = monotonic() + self._deadline, None
        while True:
            outcome = self._attempt(request, until)
            decision = self._decide(request, outcome, last, until - monotonic())
            if isinstance(decision, Done):
                return decision.result
            self._sleep(decision.delay)
            last = decision

    def _attempt(self, request: Request[Any], until: float) -> Outcome:
        import httpx2

        http = self._ready()
        sent = self._prepare(http, request, until - monotonic())
        try:
            with self._interruptible(request):
                response = http.send(sent, stream=True, auth=None, follow_redirects=False)
                try:
                    if response.is_stream_consumed:  # by a mock, or by a hook of the user's
                        return self._response(request, response, response.content)
                    body = bytearray()
                    for part in response.iter_raw():
                        _add(body, part, until)
                finally:
                    response.close()
                return self._response(request, response, _decoded(body, response.headers))
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, _UnusableBody) as error:
            return self._no_response(request, sent, error)

    def _items(self, request: Request[Page[_R]]) -> Iterator[_R]:
        following: Request[Page[_R]] | None = request
        seen: set[str] = set()
        while following:
            page = self._run(following)
            yield from page.items
            following = requests.next_page(request, page, seen)

    def _sleep(self, seconds: float) -> None:
        sleep(seconds)


@expand_keywords(NewCall, CallChanges, CallFilter, NewMessage, MessageFilter, like=TwilioClient)
class AsyncTwilioClient(_BaseClient["httpx2.AsyncClient"]):
    """A client for `await`, with the methods and parameters of TwilioClient.

    It belongs to one event loop of asyncio or trio. Close it with `await close()`, or use it in an `async with`
    statement. If a task that places a call or sends a message is cancelled, its outcome is unknown: Twilio may have
    processed the request. A warning is logged.
    """

    _kind = "AsyncClient"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections, but not those of `http_client`."""
        self._closed = True
        if self._is_own and self._pid == os.getpid():
            await self._http.aclose()

    async def place_call(self, **parameters: Unpack[NewCall]) -> CallResource:
        """Place a call; see `TwilioClient.place_call`."""
        return await self._run(requests.place_call(parameters))

    async def fetch_call(self, sid: str) -> CallResource:
        """Fetch a call; see `TwilioClient.fetch_call`."""
        return await self._run(requests.fetch_call(sid))

    async def update_call(self, sid: str, **parameters: Unpack[CallChanges]) -> CallResource:
        """Change a call in progress; see `TwilioClient.update_call`."""
        return await self._run(requests.update_call(sid, parameters))

    async def delete_call(self, sid: str) -> None:
        """Delete the record of a call; see `TwilioClient.delete_call`."""
        await self._run(requests.delete_call(sid))

    def list_calls(self, **parameters: Unpack[CallFilter]) -> AsyncIterator[CallResource]:
        """List the calls of the account; see `TwilioClient.list_calls`."""
        return self._items(requests.list_calls(parameters))

    async def send_message(self, **parameters: Unpack[NewMessage]) -> MessageResource:
        """Send a message; see `TwilioClient.send_message`."""
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
        """List the messages of the account; see `TwilioClient.list_messages`."""
        return self._items(requests.list_messages(parameters))

    async def _run(self, request: Request[_T]) -> _T:
        until, last = monotonic() + self._deadline, None
        while True:
            outcome = await self._attempt(request, until)
            decision = self._decide(request, outcome, last, until - monotonic())
            if isinstance(decision, Done):
                return decision.result
            await self._sleep(decision.delay)
            last = decision

    async def _attempt(self, request: Request[Any], until: float) -> Outcome:
        import anyio  # comes with httpx2, and works with asyncio and trio
        import httpx2

        http = self._ready()
        sent = self._prepare(http, request, until - monotonic())
        try:
            with self._interruptible(request), anyio.fail_after(until - monotonic()):
                response = await http.send(sent, stream=True, auth=None, follow_redirects=False)
                try:
                    if response.is_stream_consumed:  # by a mock, or by a hook of the user's
                        return self._response(request, response, response.content)
                    body = bytearray()
                    async for part in response.aiter_raw():
                        _add(body, part, until)
                finally:
                    await response.aclose()
                return self._response(request, response, _decoded(body, response.headers))
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, _UnusableBody, TimeoutError) as error:
            return self._no_response(request, sent, error)

    async def _items(self, request: Request[Page[_R]]) -> AsyncIterator[_R]:
        following: Request[Page[_R]] | None = request
        seen: set[str] = set()
        while following:
            page = await self._run(following)
            for item in page.items:
                yield item
            following = requests.next_page(request, page, seen)

    async def _sleep(self, seconds: float) -> None:
        import anyio  # the same

        await anyio.sleep(seconds)


class _UnusableBody(Exception):
    """A body that is too long, too slow, or not what its headers say."""


def _add(body: bytearray, part: bytes, until: float) -> None:
    """Add a part to a body, within the limits of size and time."""
    body += part
    if len(body) > MAX_RESPONSE:
        raise _UnusableBody(_TOO_LONG)
    if monotonic() > until:
        raise _UnusableBody(_TOO_LATE)


def _decoded(body: bytearray, headers: httpx2.Headers) -> bytes:
    """Return a body without its compression, which is gzip or none."""
    if headers.get("content-encoding", "").strip().lower() not in ("gzip", "x-gzip"):
        return bytes(body)
    import zlib  # httpx2 has imported it

    try:
        decoded = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(body, MAX_RESPONSE + 1)
    except zlib.error:
        raise _UnusableBody("the response is not gzip, as its header says") from None
    if len(decoded) > MAX_RESPONSE:
        raise _UnusableBody(_TOO_LONG)
    return decoded


_SHORTEST: Final = 0.001  # seconds; sockets accept none below 0
_TOO_LATE: Final = "the deadline passed before the whole response"
_TOO_LONG: Final = f"the response has more than {MAX_RESPONSE // 2**20} MiB"
_REASONS: Final = {
    "ConnectTimeout": "connection timeout",
    "PoolTimeout": "no connection became free",
    "ReadTimeout": "timeout before the response",
    "TimeoutError": _TOO_LATE,
    "WriteTimeout": "timeout while sending the request",
}


def _integer(name: str, value: object, *, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise InvalidParameter(f"{name} must be an integer of at least {least}, not {value!r}", parameter=name)
    return value


def _seconds(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < float("inf"):
        problem = f"{name} must be a finite number of seconds greater than 0, not {value!r}"
        raise InvalidParameter(problem, parameter=name)
    return float(value)


def _user_agent() -> str:
    """Return the User-Agent header."""
    from importlib.metadata import PackageNotFoundError, version  # slow to import, and httpx2 has done so by now

    try:
        own = f"twimlkit/{version('twimlkit')}"
    except PackageNotFoundError:
        own = "twimlkit"
    return f"{own} Python/{sys.version_info.major}.{sys.version_info.minor}"
