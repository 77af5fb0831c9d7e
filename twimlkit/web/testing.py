"""Send requests to your own application as Twilio does, signed and with Twilio's usual parameters.

    client = SigningClient(app)                         # any WSGI or ASGI application, or a URL
    answer = client.post("/voice", Digits="1")
    assert answer.status_code == 200

The test client of a framework signs too, in an existing test suite:

    client = signing(app.test_client())                 # Flask
    client = signing(Client())                          # Django, and APIClient of Django REST framework
    client = signing(TestClient(app))                   # FastAPI and Starlette, and any client of httpx2

Both take the auth token and the public URL from the same places as the view: their arguments, the configuration of
Flask and Django, or TWILIO_AUTH_TOKEN and TWILIO_BASE_URL in the environment.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import wraps
from hashlib import sha256
from inspect import iscoroutinefunction
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias, TypeVar
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit
from uuid import uuid4

import httpx2

from twimlkit.webhook import SIGNATURE_HEADER, sign

from ._endpoint import request_target
from .transports import Application, Interface, make_async_transport, make_transport, public_base_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

__all__ = [
    "TEST_AUTH_TOKEN",
    "AsyncSigningClient",
    "SigningClient",
    "Value",
    "sign_request",
    "signing",
    "usual_parameters",
]

TEST_AUTH_TOKEN: Final = "0123456789abcdef0123456789abcdef"  # noqa: S105  # it guards nothing
"""The auth token of a test that has none: with it, the application must be configured with this one."""

Value: TypeAlias = str | int | float | Sequence[str] | None
"""A parameter's value. True and False are sent as `true` and `false`, and None is not sent."""

_Client = TypeVar("_Client")

_FORM: Final = "application/x-www-form-urlencoded"


# The client.


class SigningClient:
    """A client that sends signed requests to an application, as Twilio does.

    In a `with` block, an ASGI application's lifespan runs too. Redirects are not followed, and cookies are kept.

    Args:
        app: WSGI or ASGI application, or the URL of a server.
        auth_token: Auth token to sign with. Default: TWILIO_AUTH_TOKEN of the environment, or TEST_AUTH_TOKEN.
        base_url: Start of the public URL, which is signed. Default: TWILIO_BASE_URL of the environment, or the URL of
            the server, or `https://testserver`.
        interface: Interface of the application. Default: found out, as uvicorn does.

    Attributes:
        http: The underlying client. It signs too, and sends exactly what it is given.

    Raises:
        TypeError: The application can be neither called nor requested.
    """

    def __init__(
        self,
        app: Application,
        *,
        auth_token: str | None = None,
        base_url: str | None = None,
        interface: Interface | None = None,
    ) -> None:
        base_url = base_url or os.environ.get("TWILIO_BASE_URL") or None
        transport = make_transport(app, base_url=base_url, interface=interface)
        base_url = public_base_url(app, base_url)
        self.http: httpx2.Client = httpx2.Client(transport=transport, base_url=base_url, headers=_HEADERS, timeout=15)
        _sign_httpx(self.http, _Settings(auth_token, _origin(base_url)))

    def post(self, path: str, /, **parameters: Value) -> httpx2.Response:
        """Post a form.

        Args:
            path: Path and query.
            parameters: Parameters by Twilio's names, which `usual_parameters` completes.
        """
        return self.http.request("POST", **_form_request(path, parameters))

    def get(self, path: str, /, **parameters: Value) -> httpx2.Response:
        """Send a GET with the parameters in the query.

        Args:
            path: Path and query.
            parameters: Parameters by Twilio's names, which `usual_parameters` completes.
        """
        return self.http.request("GET", **_query_request(path, parameters))

    def post_json(self, path: str, data: object, /) -> httpx2.Response:
        """Post a body of JSON, with its hash in the URL, as TaskRouter and Studio can.

        Args:
            path: Path and query.
            data: Data for the body.
        """
        return self.http.post(path, json=data, headers=_idempotency_token())

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    def __enter__(self) -> Self:
        self.http.__enter__()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        self.http.__exit__(exc_type, exc_value, traceback)


class AsyncSigningClient:
    """The asynchronous counterpart of SigningClient.

    Args:
        app: WSGI or ASGI application, or the URL of a server.
        auth_token: Auth token to sign with. Default: TWILIO_AUTH_TOKEN of the environment, or TEST_AUTH_TOKEN.
        base_url: Start of the public URL, which is signed. Default: TWILIO_BASE_URL of the environment, or the URL of
            the server, or `https://testserver`.
        interface: Interface of the application. Default: found out, as uvicorn does.

    Attributes:
        http: The underlying client. It signs too, and sends exactly what it is given.

    Raises:
        TypeError: The application can be neither called nor requested.
    """

    def __init__(
        self,
        app: Application,
        *,
        auth_token: str | None = None,
        base_url: str | None = None,
        interface: Interface | None = None,
    ) -> None:
        base_url = base_url or os.environ.get("TWILIO_BASE_URL") or None
        transport = make_async_transport(app, base_url=base_url, interface=interface)
        base_url = public_base_url(app, base_url)
        self.http: httpx2.AsyncClient = httpx2.AsyncClient(
            transport=transport, base_url=base_url, headers=_HEADERS, timeout=15
        )
        _sign_httpx(self.http, _Settings(auth_token, _origin(base_url)))

    async def post(self, path: str, /, **parameters: Value) -> httpx2.Response:
        """Post a form.

        Args:
            path: Path and query.
            parameters: Parameters by Twilio's names, which `usual_parameters` completes.
        """
        return await self.http.request("POST", **_form_request(path, parameters))

    async def get(self, path: str, /, **parameters: Value) -> httpx2.Response:
        """Send a GET with the parameters in the query.

        Args:
            path: Path and query.
            parameters: Parameters by Twilio's names, which `usual_parameters` completes.
        """
        return await self.http.request("GET", **_query_request(path, parameters))

    async def post_json(self, path: str, data: object, /) -> httpx2.Response:
        """Post a body of JSON, with its hash in the URL, as TaskRouter and Studio can.

        Args:
            path: Path and query.
            data: Data for the body.
        """
        return await self.http.post(path, json=data, headers=_idempotency_token())

    async def aclose(self) -> None:
        """Close the connections."""
        await self.http.aclose()

    async def __aenter__(self) -> Self:
        await self.http.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.http.__aexit__(exc_type, exc_value, traceback)


def _origin(url: str) -> str:
    return str(httpx2.URL(url).copy_with(raw_path=b"/"))


_HEADERS: Final = {"User-Agent": "TwilioProxy/1.1"}


def _idempotency_token() -> dict[str, str]:
    return {"I-Twilio-Idempotency-Token": str(uuid4())}


def _form_request(path: str, parameters: Mapping[str, Value]) -> dict[str, Any]:
    headers = {"Content-Type": f"{_FORM}; charset=utf-8"} | _idempotency_token()
    return {"url": path, "content": urlencode(usual_parameters(parameters)), "headers": headers}


def _query_request(path: str, parameters: Mapping[str, Value]) -> dict[str, Any]:
    target = _with_query(path.partition("#")[0], urlencode(usual_parameters(parameters)))
    return {"url": target, "headers": _idempotency_token()}


# The parameters.


_ACCOUNT: Final = {"AccountSid": "AC0123456789abcdef0123456789abcdef"}
_PARTIES: Final = {"From": "+14155550101", "To": "+14155550100", "ApiVersion": "2010-04-01"}
_PLACE: Final = {"City": "SAN FRANCISCO", "State": "CA", "Zip": "94105", "Country": "US"}
_CALL: Final = {
    "CallSid": "CA0123456789abcdef0123456789abcdef",
    **_ACCOUNT,
    **_PARTIES,
    "Caller": "",
    "Called": "",
    "CallStatus": "ringing",
    "Direction": "inbound",
    **{side + part: value for side in ("From", "To", "Caller", "Called") for part, value in _PLACE.items()},
}
_MESSAGE: Final = {
    "MessageSid": "SM0123456789abcdef0123456789abcdef",
    **_ACCOUNT,
    **_PARTIES,
}
_INCOMING_MESSAGE: Final = {
    **_MESSAGE,
    "Body": "",
    "NumMedia": "0",
    "NumSegments": "1",
    "SmsStatus": "received",
    **{side + part: value for side in ("From", "To") for part, value in _PLACE.items()},
}
_OF_A_MESSAGE: Final = {"MessageSid", "SmsSid", "SmsMessageSid", "MessageStatus", "Body", "NumMedia", "MediaUrl0"}
_OF_NO_CALL: Final = {"ConferenceSid", "WorkspaceSid", "TaskSid"}


def usual_parameters(given: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Return parameters completed with those that Twilio sends with them.

    They are those of a message if a parameter is about one, such as `Body` or `MessageStatus`; the account alone for a
    conference or a task without a call; otherwise those of an incoming call, which is ringing, or in progress if there
    are parameters beyond the usual ones, such as `Digits`.

    Args:
        given: Parameters by Twilio's names. None leaves a usual one out.

    Returns:
        Names and values in their order, with the given ones last.
    """
    names = {name for name, value in given.items() if value is not None}
    usual: dict[str, Value]
    if "CallSid" not in names and names & _OF_A_MESSAGE:
        usual = _message_parameters(given)
    elif "CallSid" not in names and names & _OF_NO_CALL:
        usual = {**_ACCOUNT}
    else:
        status = {"CallStatus": "in-progress"} if names - _CALL.keys() else {}
        parties = {"Caller": given.get("From", _CALL["From"]), "Called": given.get("To", _CALL["To"])}
        usual = {**_CALL, **parties, **status}
    values = {name: value for name, value in {**usual, **given}.items() if value is not None}
    return [(name, each) for name, value in values.items() for each in _texts(value)]


def _message_parameters(given: Mapping[str, Value]) -> dict[str, Value]:
    sid = given.get("MessageSid") or given.get("SmsSid") or _MESSAGE["MessageSid"]
    if status := given.get("MessageStatus"):
        return {**_MESSAGE, "MessageSid": sid, "SmsSid": sid, "SmsStatus": status}
    media = sum(name.startswith("MediaUrl") for name in given)
    return {**_INCOMING_MESSAGE, "MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "NumMedia": media}


def _texts(value: str | float | Sequence[str]) -> Iterable[str]:
    if isinstance(value, bool):
        return [str(value).lower()]
    return [str(value)] if isinstance(value, str | int | float) else value


# Signatures.


def sign_request(request: httpx2.Request, *, auth_token: str, base_url: str | None = None) -> None:
    """Add Twilio's signature to a request of httpx2, unless it has one of its own.

    A body that is not a form is signed by its hash, which is added to the URL.

    Args:
        request: Request whose body has been read.
        auth_token: Auth token to sign with.
        base_url: Start of the public URL. Default: that of the request itself.
    """
    if SIGNATURE_HEADER in request.headers and not request.extensions.get("twimlkit.signed"):
        return
    url = request.url
    target, signature = _signed(
        auth_token,
        base_url or f"{url.scheme}://{url.netloc.decode()}",
        url.raw_path.decode("latin-1"),
        method=request.method,
        kind=request.headers.get("Content-Type", ""),
        body=request.content,
    )
    request.url = url.copy_with(raw_path=target.encode("latin-1"))
    request.headers[SIGNATURE_HEADER] = signature
    request.extensions["twimlkit.signed"] = True  # httpx2 copies the header to the request that follows a redirect


def signing(client: _Client, *, auth_token: str | None = None, base_url: str | None = None) -> _Client:
    """Make the test client of a framework sign its requests, unless they have a signature already.

    Args:
        client: Client of Flask or Werkzeug, of Django or Django REST framework, of Starlette and FastAPI, or of httpx2,
            synchronous or asynchronous.
        auth_token: Auth token to sign with. Default: TWILIO_AUTH_TOKEN of Flask's or Django's configuration or of the
            environment, or TEST_AUTH_TOKEN.
        base_url: Start of the public URL, if the view has one. Default: TWILIO_BASE_URL of the same places, or the URL
            of the client.

    Returns:
        The same client.

    Raises:
        TypeError: The client is of another kind.
    """
    found: Any = client  # three libraries, none of which need be installed
    if hasattr(found, "event_hooks"):
        _sign_httpx(found, _Settings(auth_token, base_url))
    elif hasattr(found, "application"):
        config = getattr(found.application, "config", {})
        found.application = _SigningWSGI(found.application, _Settings(auth_token, base_url, config.get))
    elif hasattr(found, "generic"):
        from django.conf import settings  # type: ignore[import-untyped]  # Django has no types of its own

        _sign_django(found, _Settings(auth_token, base_url, lambda name: getattr(settings, name, None)))
    else:
        raise TypeError(f"client must be a test client of Flask, Django or Starlette, or of httpx2, not {found!r}")
    return client


class _Settings:
    """The auth token and the public URL, looked up at each request as a view does."""

    def __init__(
        self,
        auth_token: str | None,
        base_url: str | None,
        configured: Callable[[str], Any] = lambda name: None,  # noqa: ARG005  # nothing is configured
    ) -> None:
        self._given = {"TWILIO_AUTH_TOKEN": auth_token, "TWILIO_BASE_URL": base_url}
        self._configured = configured

    @property
    def auth_token(self) -> str:
        return self._find("TWILIO_AUTH_TOKEN") or TEST_AUTH_TOKEN

    @property
    def base_url(self) -> str | None:
        return (self._find("TWILIO_BASE_URL") or "").rstrip("/") or None

    def _find(self, name: str) -> str | None:
        found: str | None = self._given[name] or self._configured(name) or os.environ.get(name)
        return found


def _signed(auth_token: str, base_url: str, target: str, *, method: str, kind: str, body: bytes) -> tuple[str, str]:
    """Return the target, with the hash of a body that is not a form, and the signature."""
    form: list[tuple[str, str]] = []
    if body and method == "POST":
        if kind.partition(";")[0].strip().lower() == _FORM:
            form = parse_qsl(body.decode(), keep_blank_values=True)
        elif "bodySHA256=" not in target:
            target = _with_query(target, f"bodySHA256={sha256(body).hexdigest()}")
    return target, sign(auth_token, base_url + target, form)


def _with_query(target: str, query: str) -> str:
    return f"{target}{'&' if '?' in target else '?'}{query}" if query else target


def _sign_httpx(client: Any, settings: _Settings) -> None:
    def sign_sync(request: httpx2.Request) -> None:
        request.read()
        sign_request(request, auth_token=settings.auth_token, base_url=settings.base_url)

    async def sign_async(request: httpx2.Request) -> None:
        await request.aread()
        sign_request(request, auth_token=settings.auth_token, base_url=settings.base_url)

    hook = sign_async if iscoroutinefunction(client.send) else sign_sync
    client.event_hooks = client.event_hooks | {"request": [*client.event_hooks["request"], hook]}


class _SigningWSGI:
    """The application of a Werkzeug client, which signs what reaches it."""

    def __init__(self, app: Any, settings: _Settings) -> None:
        self._app = app
        self._settings = settings

    def __getattr__(self, name: str) -> Any:
        return getattr(self._app, name)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if "HTTP_X_TWILIO_SIGNATURE" not in environ:
            self._sign(environ)
        return self._app(environ, start_response)

    def _sign(self, environ: dict[str, Any]) -> None:
        body = environ["wsgi.input"].read()
        root, path = (
            environ[name].encode("latin-1").decode("utf-8", "replace") for name in ("SCRIPT_NAME", "PATH_INFO")
        )
        target, environ["HTTP_X_TWILIO_SIGNATURE"] = _signed(
            self._settings.auth_token,
            self._settings.base_url or f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}",
            request_target(root.rstrip("/"), path, environ["QUERY_STRING"], environ.get("REQUEST_URI")),
            method=environ["REQUEST_METHOD"],
            kind=environ.get("CONTENT_TYPE", ""),
            body=body,
        )
        environ |= {"wsgi.input": BytesIO(body), "QUERY_STRING": target.partition("?")[2], "REQUEST_URI": target}


def _sign_django(client: Any, settings: _Settings) -> None:
    post, generic = client.post, client.generic

    @wraps(post)
    def post_form(path: Any, data: Any = None, *arguments: Any, **options: Any) -> Any:
        fields: Any = data or {}
        is_form = data is None or isinstance(data, Mapping)
        if is_form and not arguments and not options.keys() & {"content_type", "format"}:
            data, options["content_type"] = urlencode(fields, doseq=True), _FORM  # not in parts, as Django would
        return post(path, data, *arguments, **options)

    @wraps(generic)
    def signed_generic(
        method: str, path: Any, data: Any = "", content_type: str = "", *arguments: Any, **more: Any
    ) -> Any:
        headers, query = dict(more.pop("headers", None) or {}), more.pop("QUERY_STRING", "")
        query = urlencode(more.pop("query_params", None) or {}, doseq=True) or query or urlsplit(str(path)).query
        target = request_target("", unquote(urlsplit(str(path)).path), query, None)
        known = {
            name.removeprefix("HTTP_").lower(): value for name, value in (client.defaults | more | headers).items()
        }
        scheme = "https" if any(arguments) or more.get("secure") else "http"
        host = known.get("host") or known.get("server_name") or "testserver"
        target, signature = _signed(
            settings.auth_token,
            (settings.base_url or f"{scheme}://{host}") + known.get("script_name", ""),
            target,
            method=method,
            kind=content_type,
            body=data if isinstance(data, bytes) else str(data).encode(),
        )
        if not known.keys() & {"x_twilio_signature", "x-twilio-signature"}:
            headers[SIGNATURE_HEADER] = signature
        return generic(method, target, data, content_type, *arguments, headers=headers, **more)

    client.post, client.generic = post_form, signed_generic
