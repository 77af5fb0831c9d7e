"""Code shared by the framework integrations.

A Decorator is the `twiml` of one framework. A Guard verifies the requests and encodes the responses of one view.
"""

from __future__ import annotations

import inspect
import logging
import os
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar, get_args, overload
from urllib.parse import parse_qsl, quote, unquote

from twimlkit.messaging import MessagingResponse
from twimlkit.voice import Response
from twimlkit.webhook import (
    SIGNATURE_HEADER,
    CallRequest,
    InvalidRequest,
    MessageRequest,
    PublicUrl,
    parse_request,
    verify,
    verify_body,
)

if TYPE_CHECKING:
    from twimlkit.webhook import Headers, Params

CONTENT_TYPE: Final = "text/xml; charset=utf-8"
FORM_TYPE: Final = "application/x-www-form-urlencoded"
FORM_TYPES: Final = (FORM_TYPE, "multipart/form-data")

_DOCUMENTS: Final[Mapping[type, type[Response | MessagingResponse]]] = {
    CallRequest: Response,
    MessageRequest: MessagingResponse,
}

_logger: Final = logging.getLogger("twimlkit.web")

_Document: TypeAlias = Response | MessagingResponse | None
View: TypeAlias = Callable[..., _Document] | Callable[..., Awaitable[_Document]]
"""A function or coroutine function that takes a request and returns a document or None."""

_Endpoint = TypeVar("_Endpoint", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class IncomingRequest:
    """An HTTP request, independent of the framework.

    Args:
        method: HTTP method.
        scheme: Scheme that the server sees.
        host: Host that the server sees, with the port if there is one.
        target: Path and query, unchanged.
        headers: Headers, with case-insensitive names.
        remote_addr: IP address that the request came from, if known.
        form: Fields of a form body, including empty ones.
        body: Body that is not a form.
    """

    method: str
    scheme: str
    host: str
    target: str
    headers: Headers
    remote_addr: str | None
    form: Params
    body: bytes


class Rejected(Exception):
    """A request must not reach its view.

    Args:
        status: HTTP status of the response: 403 for a missing or invalid signature, 400 for an invalid request.
        reason: Explanation for the sender.

    Attributes:
        status: HTTP status of the response.
        reason: Explanation for the sender.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason


class AuthTokens:
    """The auth tokens, hidden from tracebacks: error pages and debuggers show the variables of every frame.

    Args:
        auth_token: One or several tokens. None to read TWILIO_AUTH_TOKEN from the environment at each request.

    Raises:
        ValueError: A token is empty.
    """

    def __init__(self, auth_token: str | Sequence[str] | None) -> None:
        if auth_token is not None and not (auth_token and all(auth_token)):
            raise ValueError("auth_token must be a non-empty string, or a list of them")
        self._auth_token = auth_token

    def get(self) -> str | Sequence[str]:
        """Return the tokens. Pass them on directly: a variable would show them in tracebacks.

        Raises:
            RuntimeError: No token is configured.
        """
        if self._auth_token is not None:
            return self._auth_token
        if not os.environ.get("TWILIO_AUTH_TOKEN"):
            raise RuntimeError(
                "twiml has no auth token to verify signatures with: "
                "pass auth_token, or set TWILIO_AUTH_TOKEN in the environment"
            )
        return os.environ["TWILIO_AUTH_TOKEN"]


class Guard:
    """Verifies requests and encodes responses for one view.

    Args:
        view: Function with a parameter annotated with CallRequest, MessageRequest or the union of both.
        tokens: Auth tokens that a request may be signed with.
        public_url: Public URL of the server.

    Attributes:
        view: The function.
        signature: Its signature.
        twilio_parameter: Name of the parameter that takes Twilio's request.

    Raises:
        TypeError: The view has no such parameter.
    """

    def __init__(self, view: Callable[..., Any], tokens: AuthTokens, public_url: PublicUrl) -> None:
        self.view = view
        self.signature: inspect.Signature = _signature_of(view)
        self.twilio_parameter: str
        self.twilio_parameter, self._request_classes = _twilio_parameter(view, self.signature)
        self._tokens = tokens
        self._public_url = public_url

    def framework_parameter(self, request_class: type) -> str | None:
        """Return the name of the parameter for the framework's own request.

        It is the first parameter that is annotated with the request class, or is named `request` without an annotation.
        """
        for name, parameter in self.signature.parameters.items():
            annotation = parameter.annotation
            if inspect.isclass(annotation) and issubclass(annotation, request_class):
                return name
            if name == "request" and annotation is parameter.empty:
                return name
        return None

    def authenticate(self, incoming: IncomingRequest) -> CallRequest | MessageRequest:
        """Verify the signature of a request, and return the request as the view takes it.

        Raises:
            Rejected: Twilio has not signed the request, or it is not one that the view takes.
            RuntimeError: No auth token is configured.
        """
        self._verify_signature(incoming)
        is_post = incoming.method == "POST"
        if is_post and incoming.body:
            raise Rejected(400, f"The body must be a form ({FORM_TYPE}).")
        params = incoming.form if is_post else parse_qsl(incoming.target.partition("?")[2], keep_blank_values=True)
        try:
            request = parse_request(params)
        except InvalidRequest as error:
            raise Rejected(400, f"{error}.") from None
        if not isinstance(request, self._request_classes):
            expected = _join_names(self._request_classes)
            raise Rejected(400, f"This URL expects a {expected}, not a {type(request).__name__}.")
        return request

    def encode_response(self, request: CallRequest | MessageRequest, returned: object) -> tuple[bytes, int]:
        """Return the body and the status for what the view returned.

        Raises:
            TypeError: It is neither None nor the document for this class of request.
        """
        if returned is None:
            return b"", 204
        expected = _DOCUMENTS[type(request)]
        if not isinstance(returned, expected):
            raise TypeError(
                f"{_name_of(self.view)} must return a {expected.__name__} or None for a {type(request).__name__}, "
                f"not {type(returned).__name__}"
            )
        return bytes(returned), 200

    def _verify_signature(self, incoming: IncomingRequest) -> None:
        seen_url = f"{incoming.scheme}://{incoming.host}{incoming.target}"
        url = self._public_url.resolve(seen_url, incoming.headers, incoming.remote_addr)
        signature = incoming.headers.get(SIGNATURE_HEADER)
        if incoming.body and incoming.method == "POST":
            is_signed = verify_body(self._tokens.get(), url, incoming.body, signature)
        else:
            params = incoming.form if incoming.method == "POST" else ()
            is_signed = verify(self._tokens.get(), url, params, signature)
        if is_signed:
            return
        if not signature:
            raise Rejected(403, f"{SIGNATURE_HEADER} is missing.")
        _logger.warning(
            "%s is invalid for %r: check auth_token, base_url and trusted_proxies", SIGNATURE_HEADER, _redacted(url)
        )
        raise Rejected(403, f"{SIGNATURE_HEADER} is invalid.")


class Decorator(Generic[_Endpoint]):
    """The decorator of a view: `@twiml`, or `@twiml(base_url="https://example.com")`.

    The decorated view runs only if Twilio has signed the request, and is an ordinary view of the framework. The
    original function is its `__wrapped__`, which a test can call directly.

    Args:
        auth_token: Primary auth token of the account, or several tokens while you replace one. Default: the value of
            TWILIO_AUTH_TOKEN in the environment, read at each request.
        base_url: Start of the public URL, such as `https://example.com`, if the server is behind a proxy.
        trusted_proxies: IP addresses or networks of proxies whose X-Forwarded headers are used; see
            `webhook.PublicUrl`. If the server or a middleware replaces the proxy's address with the client's, as
            uvicorn does with X-Forwarded-For, pass `base_url` instead.

    Raises:
        TypeError: The view has no parameter for Twilio's request.
        ValueError: A token is empty, or a URL or an address is invalid.
        RuntimeError: At a request, no token is configured.

    https://www.twilio.com/docs/usage/webhooks/webhooks-security
    """

    def __init__(self, make_endpoint: Callable[[Guard], _Endpoint]) -> None:
        self._make_endpoint = make_endpoint

    @overload
    def __call__(self, view: View, /) -> _Endpoint: ...

    @overload
    def __call__(
        self,
        /,
        *,
        auth_token: str | Sequence[str] | None = None,
        base_url: str | None = None,
        trusted_proxies: str | Iterable[str] = (),
    ) -> Callable[[View], _Endpoint]: ...

    def __call__(
        self,
        view: View | None = None,
        /,
        *,
        auth_token: str | Sequence[str] | None = None,
        base_url: str | None = None,
        trusted_proxies: str | Iterable[str] = (),
    ) -> _Endpoint | Callable[[View], _Endpoint]:
        """Decorate a view, or return a decorator with the given configuration."""
        tokens = AuthTokens(auth_token)
        public_url = PublicUrl(base_url=base_url, trusted_proxies=trusted_proxies)

        def decorate(view: View) -> _Endpoint:
            return self._make_endpoint(Guard(view, tokens, public_url))

        return decorate if view is None else decorate(view)


def request_target(path: str, query: str, raw: str | None) -> str:
    """Return path and query with their original quoting, since Twilio signs every character.

    Args:
        path: Unquoted path.
        query: Raw query.
        raw: Raw path, with or without the query, if the server provides it. It is ignored if a middleware has changed
            the path since; then the unquoted path is quoted again.
    """
    is_same = raw is not None and raw.startswith("/") and unquote(raw.partition("?")[0]) == path
    target = raw if raw is not None and is_same else quote(path, safe="/:@!$&'()*+,;=~")
    return target if "?" in target or not query else f"{target}?{query}"


def _signature_of(view: Callable[..., Any]) -> inspect.Signature:
    try:
        return inspect.signature(view, eval_str=True)
    except NameError as error:
        raise TypeError(
            f"{_name_of(view)} has an annotation that cannot be evaluated: {error}; "
            "import the name outside TYPE_CHECKING"
        ) from None


def _twilio_parameter(view: Callable[..., Any], signature: inspect.Signature) -> tuple[str, tuple[type, ...]]:
    """Return the name of the parameter for Twilio's request, and the classes that it takes."""
    for name, parameter in signature.parameters.items():
        annotated = get_args(parameter.annotation) or (parameter.annotation,)
        request_classes = tuple(each for each in _DOCUMENTS if each in annotated)
        if request_classes and parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            return name, request_classes
    raise TypeError(
        f"{_name_of(view)} needs a parameter annotated with {_join_names(_DOCUMENTS)} that can be passed by keyword"
    )


def _redacted(url: str) -> str:
    """Return the URL without a password and without the query."""
    scheme, _, rest = url.partition("?")[0].partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


def _name_of(view: Callable[..., Any]) -> str:
    return f"{getattr(view, '__qualname__', repr(view))}()"


def _join_names(classes: Iterable[type]) -> str:
    return " or ".join(each.__name__ for each in classes)
