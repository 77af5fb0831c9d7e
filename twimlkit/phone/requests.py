"""What Twilio sends to an application, and what it makes of the answer.

Inferred, since Twilio does not say it: a 307 repeats the method, as in a browser; in this process only virtual time
counts as the time that an answer takes, so that a debugger may stop the application.

https://www.twilio.com/docs/usage/webhooks
https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urljoin, urlsplit, urlunsplit

import httpx2

from twimlkit.webhook import SIGNATURE_HEADER, sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .exchange import Exchange
    from .needs import Script

__all__ = [
    "Answer",
    "Failure",
    "Goto",
    "HttpRequest",
    "HttpResponse",
    "Request",
    "RequestKind",
    "Session",
    "fetch",
    "resolve",
    "told_of",
]

RequestKind: TypeAlias = Literal["twiml", "callback", "media", "websocket"]
"""What a request is for: the next document, an event that does not steer the call, a file to play, a WebSocket."""

_MAX_REDIRECTS: Final = 10
_FOLLOWED: Final = frozenset({301, 302, 303, 307})
_LEAST_MILLISECONDS: Final = 100


@dataclass(frozen=True, slots=True)
class Goto:
    """Where a call or a conversation goes on.

    Attributes:
        url: URL, relative to that of the current document; empty for its own.
        method: HTTP method.
        params: Parameters of the verb that goes there.
        twiml: A document instead, or None; the URL is then what it is relative to.
    """

    url: str = ""
    method: str = "POST"
    params: Mapping[str, str] = field(default_factory=dict[str, str])
    twiml: str | None = None


class HttpRequest(NamedTuple):
    """A request to make: one exchange, without redirects.

    Attributes:
        method: HTTP method.
        url: Absolute URL.
        headers: Headers.
        body: Body of a POST.
        seconds: Time-outs for connecting, for reading, and for both.
    """

    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    seconds: tuple[float, float, float] = (5, 15, 15)


class HttpResponse(NamedTuple):
    """What came of a request.

    Attributes:
        status: Status code.
        headers: Headers by their names in lower case, but for cookies.
        cookies: The values of Set-Cookie.
        body: Body.
        error: The exception in an application of this process, or None.
    """

    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...] = ()
    body: bytes = b""
    error: Exception | None = None


class Failure(NamedTuple):
    """Why a request has no response, or one that is no use.

    Attributes:
        code: Twilio's code.
        message: What is wrong.
        retried_as: The name in the setting `rp` under which it is tried again, or None.
    """

    code: int
    message: str
    retried_as: str | None = None


@dataclass(slots=True)
class Request:
    """A request that the telephone made; `request["Digits"]` is a parameter.

    Attributes:
        method: HTTP method.
        url: URL without user info and fragment.
        params: Parameters: those of the body, or for a GET those of the query.
        headers: Headers.
        kind: What it is for: `twiml` the next document, `callback` an event, `media` a file, `websocket` a WebSocket.
        leg: SID of the call, or the two numbers of a conversation.
        status: Status code of the response, or None where there was none.
        content_type: Content type of the response, or None.
        attempts: How often a connection was tried.
    """

    method: str
    url: str
    params: dict[str, str]
    headers: dict[str, str]
    kind: RequestKind
    leg: str
    status: int | None = None
    content_type: str | None = None
    attempts: int = 1

    def __getitem__(self, name: str) -> str:
        if name not in self.params:
            raise KeyError(f"{self.method} {self.url} has no parameter {name}; it has {', '.join(self.params)}")
        return self.params[name]

    def __contains__(self, name: object) -> bool:
        return name in self.params

    def get(self, name: str, default: str | None = None) -> str | None:
        """Return a parameter, or the default where it was not sent."""
        return self.params.get(name, default)

    @property
    def path(self) -> str:
        """The path with the query that is the application's own."""
        parts = urlsplit(self.url)
        return urlunsplit(("", "", parts.path or "/", parts.query, ""))


class Answer(NamedTuple):
    """What a fetched URL gave.

    Attributes:
        url: The URL after redirects, without a fragment.
        content_type: Its type in lower case without parameters; empty where there is none.
        body: Its body.
        failure: Why it is no use, or None.
    """

    url: str
    content_type: str = ""
    body: bytes = b""
    failure: Failure | None = None


class Session:
    """Whoever makes requests: a call, or a conversation between two numbers. It keeps cookies and logins.

    Attributes:
        name: Its name in events and requests.
        logins: The user names and passwords that URLs have named, by their hosts.
        authorized: The headers Authorization with which servers have let it in, by their hosts.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._cookies: httpx2.Cookies | None = None
        self.logins: dict[str, tuple[str, str]] = {}
        self.authorized: dict[str, str] = {}

    def forget_cookies(self) -> None:
        """Drop all cookies."""
        self._cookies = None

    def cookies_for(self, method: str, url: str) -> str | None:
        """Return the header Cookie of a request, or None."""
        if self._cookies is None:
            return None
        request = httpx2.Request(method, url)
        self._cookies.set_cookie_header(request)
        return request.headers.get("Cookie")

    def keep_cookies(self, method: str, url: str, cookies: tuple[str, ...]) -> None:
        """Keep the cookies that a response sets."""
        if cookies:
            self._cookies = self._cookies or httpx2.Cookies()
            pairs = [("Set-Cookie", cookie) for cookie in cookies]
            self._cookies.extract_cookies(httpx2.Response(200, headers=pairs, request=httpx2.Request(method, url)))


class _Overrides:
    """The settings for a connection in the fragment of a URL; a wrong one counts as missing."""

    def __init__(self, fragment: str) -> None:
        given = dict(parse_qsl(fragment)) if fragment else {}
        self.seconds = (
            _seconds(given.get("ct"), 5, 10),
            _seconds(given.get("rt"), 15, 15),
            _seconds(given.get("tt"), 15, 15),
        )
        retries = given.get("rc", "")
        self.retries = int(retries) if re.fullmatch("[0-5]", retries) else 1
        self.retried = frozenset(given.get("rp", "ct").split(","))

    def retries_after(self, failure: Failure) -> bool:
        return failure.retried_as is not None and bool(self.retried & {failure.retried_as, "all"})


def _seconds(given: str | None, default: float, most: float) -> float:
    milliseconds = int(given) if given and re.fullmatch("[0-9]{1,6}", given) else 0
    return (
        milliseconds / 1000 if _LEAST_MILLISECONDS <= milliseconds <= most * 1000 else default
    )  # the least of all three


def resolve(base: str | None, url: str) -> str | Failure:
    """Return an absolute URL of HTTP, or why there is none."""
    try:
        found = urljoin(base or "", url.strip())
        parts = urlsplit(found)
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        is_usable, found = False, url
    if is_usable:
        is_plain = found.isascii() and found.isprintable() and " " not in found
        return found if is_plain else quote(found, safe="%/:?#[]@!$&'()*+,;=~-._")
    reason = "the document has no URL to which it could be relative" if base is None else "it is no URL of a web server"
    return Failure(11100, f"{url or 'the URL of the document itself'} cannot be requested: {reason}")


def told_of(base: str | None, goto: Goto, failure: Failure) -> dict[str, str]:
    """Return what a fallback URL is told of a request that has failed."""
    url = resolve(base, goto.url)
    shown = _without_user(url)[0] if isinstance(url, str) else goto.url
    return {"ErrorCode": str(failure.code), "ErrorUrl": shown.partition("#")[0]}


def fetch(
    world: Exchange, session: Session, base: str | None, goto: Goto, *, params: Mapping[str, str], kind: RequestKind
) -> Script[Answer]:
    """Make a request as Twilio does: signed, retried as its fragment says, redirects followed.

    Args:
        world: The exchange, whose account signs.
        session: Whose cookies and logins are used.
        base: URL of the current document, or None where it has none.
        goto: The URL with its method and parameters.
        params: Parameters of every request of the session.
        kind: What the request is for.
    """
    url = resolve(base, goto.url)
    if isinstance(url, Failure):
        return Answer(goto.url, failure=url)
    parameters = {} if kind in ("media", "websocket") else {**params, **goto.params}
    return (yield from _Fetch(world, session, goto.method, url, parameters=parameters, kind=kind).run())


class _Fetch:
    """A request with its retries and redirects."""

    def __init__(
        self,
        world: Exchange,
        session: Session,
        method: str,
        url: str,
        *,
        parameters: Mapping[str, str],
        kind: RequestKind,
    ) -> None:
        self.world = world
        self.session = session
        self.method = method
        self.url, _, fragment = url.partition("#")
        self.parameters = parameters
        self.kind: RequestKind = kind
        self.overrides = _Overrides(fragment)
        self.token = world.new_token()
        self.unconnected: Request | None = None

    def run(self) -> Script[Answer]:
        answer = yield from self.follow()
        for _ in range(self.overrides.retries):
            if answer.failure is None or not self.overrides.retries_after(answer.failure):
                break
            answer = yield from self.follow()
        return answer

    def follow(self) -> Script[Answer]:
        """Make the request, and follow its redirects."""
        method, url = self.method, self.url
        for _ in range(_MAX_REDIRECTS + 1):
            response, asked = yield from self.send(method, url)
            if isinstance(response, Failure):
                return Answer(asked, failure=response)
            content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if not HTTPStatus.MULTIPLE_CHOICES <= response.status < HTTPStatus.BAD_REQUEST:  # the redirects of HTTP
                return Answer(asked, content_type, response.body, _failure_of(response, self.kind))
            location = response.headers.get("location")
            target = resolve(asked, location) if location else None
            if response.status not in _FOLLOWED or not isinstance(target, str):
                reason = f"{asked} answered {response.status}, a redirect that Twilio does not follow"
                return Answer(asked, failure=Failure(11216, reason))
            url = target.partition("#")[0]
            method = method if response.status == HTTPStatus.TEMPORARY_REDIRECT else "GET"  # Temporary Redirect
        return Answer(self.url, failure=Failure(11215, f"{self.url} leads to more than {_MAX_REDIRECTS} redirects"))

    def send(self, method: str, url: str) -> Script[tuple[HttpResponse | Failure, str]]:
        """Make one exchange; returns also the URL as it was asked, without user info."""
        asked, user = _without_user(url)
        host = urlsplit(asked).netloc
        if user:
            self.session.logins.setdefault(host, user)
        request = self.prepared(method, asked)
        if host in self.session.authorized:
            request.headers["Authorization"] = self.session.authorized[host]
        log = self.unconnected if self.unconnected and self.unconnected.url == asked else None
        if log:
            log.attempts += 1
        else:
            log = self.logged(request, asked)
            self.world.note_request(log)
        response = yield from self.answered(request, log)
        login = self.session.logins.get(host)
        if isinstance(response, HttpResponse) and response.status == HTTPStatus.UNAUTHORIZED and login:  # Unauthorized
            answer = _answer_to(response, request, login)
            if answer:
                request.headers["Authorization"] = answer
                log = self.logged(request, asked)
                self.world.note_request(log)
                response = yield from self.answered(request, log)
                if answer.startswith("Basic") and log.status != HTTPStatus.UNAUTHORIZED:
                    self.session.authorized[host] = answer
        return response, asked

    def answered(self, request: HttpRequest, log: Request) -> Script[HttpResponse | Failure]:
        self.world.lag = 0
        response: HttpResponse | Failure = yield request
        if isinstance(response, HttpResponse):
            log.status, log.content_type = response.status, response.headers.get("content-type")
            self.session.keep_cookies(request.method, request.url, response.cookies)
        elif response.retried_as == "ct":
            self.unconnected = log
        self.world.note_response(log, response)
        most = min(self.overrides.seconds[1:])
        if self.world.lag > most:
            return Failure(11200, f"the application did not answer within {most:g} s", "rt")
        return response

    def prepared(self, method: str, asked: str) -> HttpRequest:
        url = asked
        headers = {
            "Accept": "*/*",
            "User-Agent": "TwilioProxy/1.1",
            "I-Twilio-Idempotency-Token": self.token,
        }
        body = b""
        if method != "POST":
            if self.parameters:
                url += ("&" if urlsplit(url).query else "?") + _encoded(self.parameters)
        else:
            body = _encoded(self.parameters).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
        signed = self.parameters if method == "POST" else ()
        headers[SIGNATURE_HEADER] = sign(self.world.auth_token, self.signed_url(url), signed)
        if cookies := self.session.cookies_for(method, asked):
            headers["Cookie"] = cookies
        return HttpRequest(method, url, headers, body, self.overrides.seconds)

    def signed_url(self, url: str) -> str:
        """Return the URL as it is signed: that of a call has no port over HTTPS."""
        parts = urlsplit(url)
        if parts.scheme == "https" and parts.port and self.session.name.startswith("CA"):
            return url.replace(parts.netloc, parts.netloc.rpartition(":")[0], 1)
        return url

    def logged(self, request: HttpRequest, asked: str) -> Request:
        is_get = request.method != "POST"
        query = urlsplit(request.url).query
        params = dict(parse_qsl(query, keep_blank_values=True)) if is_get else dict(self.parameters)
        return Request(request.method, asked, params, {**request.headers}, self.kind, self.session.name)


def _answer_to(response: HttpResponse, request: HttpRequest, login: tuple[str, str]) -> str | None:
    """Return the header Authorization that answers a challenge, or None where it is of another kind."""
    challenge = response.headers.get("www-authenticate", "").lower()
    if not challenge.startswith(("basic", "digest")):
        return None
    auth = httpx2.DigestAuth(*login) if challenge.startswith("digest") else httpx2.BasicAuth(*login)
    plain = httpx2.Request(request.method, request.url)
    flow = auth.sync_auth_flow(plain)
    prepared = next(flow)
    if "Authorization" not in prepared.headers:
        try:
            prepared = flow.send(httpx2.Response(401, headers=dict(response.headers), request=plain))
        except (StopIteration, httpx2.ProtocolError, NotImplementedError):  # a challenge that says too little
            return None
    flow.close()
    return prepared.headers["Authorization"]


_quoted = functools.lru_cache(4096)(quote_plus)
"""Most parameters are the same in every request of a call."""


def _encoded(parameters: Mapping[str, str]) -> str:
    return "&".join([f"{_quoted(name)}={_quoted(value)}" for name, value in parameters.items()])


def _failure_of(response: HttpResponse, kind: RequestKind) -> Failure | None:
    status = response.status
    if status < HTTPStatus.BAD_REQUEST:  # the errors of HTTP
        return None
    code = 15003 if kind == "callback" else 11200
    retried_as = "5xx" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "4xx"
    if response.error is not None:
        return Failure(code, f"the application raised {type(response.error).__name__}", retried_as)
    hint = ""
    if status == HTTPStatus.FORBIDDEN and b"CSRF" in response.body:
        hint = "; Django's protection from CSRF refuses it: mark the view as csrf_exempt, or use twimlkit.web.django"
    elif status == HTTPStatus.FORBIDDEN:
        hint = "; if it verifies signatures, give it and the telephone the same auth_token and base_url"
    return Failure(code, f"the application answered {status}{hint}", retried_as)


def _without_user(url: str) -> tuple[str, tuple[str, str] | None]:
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, None
    name, _, password = user.partition(":")
    return urlunsplit(parts._replace(netloc=host)), (unquote(name), unquote(password))
