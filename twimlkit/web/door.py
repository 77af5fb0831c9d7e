"""Is what the doors of all frameworks share: who may come in, what a view gets, and what it may answer.

Decorator makes the `twiml` of a framework. Door stands before one view.
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

__all__ = [
    "CONTENT_TYPE",
    "FORM",
    "FORMS",
    "AuthTokens",
    "Decorator",
    "Door",
    "Received",
    "Refused",
    "View",
    "requested",
]

CONTENT_TYPE: Final = "text/xml; charset=utf-8"
FORM: Final = "application/x-www-form-urlencoded"
FORMS: Final = (FORM, "multipart/form-data")

_DOCUMENTS: Final[Mapping[type, type[Response | MessagingResponse]]] = {
    CallRequest: Response,
    MessageRequest: MessagingResponse,
}

_logger: Final = logging.getLogger(__name__)

_Document: TypeAlias = Response | MessagingResponse | None
View: TypeAlias = Callable[..., _Document] | Callable[..., Awaitable[_Document]]
"""What `twiml` decorates: a function, or a coroutine, that answers a request with a document or with nothing."""

_Endpoint = TypeVar("_Endpoint", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Received:
    """Is a request as a framework hands it over.

    method, scheme, host: as the server sees them; the host may have a port.
    target: path and query as they stand in the request.
    headers: found by name in any case.
    peer: the IP address from which the request came to the server, where that is known.
    form: the fields of a form's body, those too that are empty.
    body: a body that is not a form.
    """

    method: str
    scheme: str
    host: str
    target: str
    headers: Headers
    peer: str | None
    form: Params
    body: bytes


class Refused(Exception):
    """Says that a request does not reach its view.

    status: 403 where the signature is missing or wrong, 400 where the request is not one that the view takes.
    reason: for whoever sent the request.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason


class AuthTokens:
    """Keeps the tokens where no frame of a traceback shows them, as error pages and debuggers would.

    given: one token or several; None for what TWILIO_AUTH_TOKEN holds in the environment when a request comes.

    Raises ValueError for a token that is empty.
    """

    def __init__(self, given: str | Sequence[str] | None) -> None:
        if given is not None and not (given and all(given)):
            raise ValueError("auth_token must be a text that is not empty, or several")
        self._given = given

    def read(self) -> str | Sequence[str]:
        """Gives the tokens; hand them on without giving them a name.

        Raises RuntimeError where there is none.
        """
        if self._given is not None:
            return self._given
        if not os.environ.get("TWILIO_AUTH_TOKEN"):
            raise RuntimeError(
                "twiml cannot tell whether Twilio signed a request: give it an auth_token, "
                "or set TWILIO_AUTH_TOKEN in the environment"
            )
        return os.environ["TWILIO_AUTH_TOKEN"]


class Door:
    """Stands before a view: lets in what Twilio signed, and lets out what Twilio understands.

    view: a function with one parameter that is annotated with CallRequest, MessageRequest or the union of both.
    tokens: those with which a request may be signed.
    public_url: finds the URL that was signed.

    Raises TypeError where the view has no such parameter.
    """

    def __init__(self, view: Callable[..., Any], tokens: AuthTokens, public_url: PublicUrl) -> None:
        self.view = view
        self.signature: inspect.Signature = _signature(view)
        self.parameter: str
        self.parameter, self._kinds = _parameter(view, self.signature)
        self._tokens = tokens
        self._public_url = public_url

    def parameter_for(self, request_class: type) -> str | None:
        """Finds the parameter for the framework's own request: annotated with its class, or just named `request`."""
        for name, parameter in self.signature.parameters.items():
            annotation = parameter.annotation
            if inspect.isclass(annotation) and issubclass(annotation, request_class):
                return name
            if name == "request" and annotation is parameter.empty:
                return name
        return None

    def admit(self, received: Received) -> CallRequest | MessageRequest:
        """Reads a request that Twilio signed and that the view takes.

        Raises Refused for any other, and RuntimeError where there is no auth token to tell.
        """
        self._check_signature(received)
        posted = received.method == "POST"
        if posted and received.body:
            raise Refused(400, f"The body must be a form, of the type {FORM}.")
        given = received.form if posted else parse_qsl(received.target.partition("?")[2], keep_blank_values=True)
        try:
            request = parse_request(given)
        except InvalidRequest as invalid:
            raise Refused(400, f"{invalid}.") from None
        if not isinstance(request, self._kinds):
            raise Refused(400, f"This URL takes a {_names(self._kinds)}, not a {type(request).__name__}.")
        return request

    def answer(self, request: CallRequest | MessageRequest, returned: object) -> tuple[bytes, int]:
        """Gives the body and the status of the answer.

        Raises TypeError where the view returned anything but None or the document that belongs to the request.
        """
        if returned is None:
            return b"", 204
        wanted = _DOCUMENTS[type(request)]
        if not isinstance(returned, wanted):
            raise TypeError(
                f"{_name(self.view)} must answer a {type(request).__name__} with a {wanted.__name__} or None, "
                f"not with {type(returned).__name__}"
            )
        return bytes(returned), 200

    def _check_signature(self, received: Received) -> None:
        seen = f"{received.scheme}://{received.host}{received.target}"
        url = self._public_url.rebuild(seen, received.headers, received.peer)
        signature = received.headers.get(SIGNATURE_HEADER)
        if received.body and received.method == "POST":
            signed = verify_body(self._tokens.read(), url, received.body, signature)
        else:
            signed = verify(self._tokens.read(), url, received.form if received.method == "POST" else (), signature)
        if signed:
            return
        if not signature:
            raise Refused(403, f"{SIGNATURE_HEADER} is missing.")
        _logger.warning(
            "%s is not right for %r: wrong token, base_url or trusted_proxies?", SIGNATURE_HEADER, _shown(url)
        )
        raise Refused(403, f"{SIGNATURE_HEADER} is wrong.")


class Decorator(Generic[_Endpoint]):
    """Opens a view to Twilio, and to nobody else: `@twiml`, or `@twiml(base_url="https://example.com")`.

    auth_token: the account's primary token, or several while one is being replaced; by default what TWILIO_AUTH_TOKEN
        holds in the environment when a request comes.
    base_url: what the public URLs of the server begin with, where a proxy stands before it.
    trusted_proxies: the addresses or networks of proxies whose X-Forwarded headers count; see `webhook.PublicUrl`.
        Where the server or a middleware has put the client's address in the place of the proxy's, as uvicorn does with
        X-Forwarded-For, nothing is left to trust: give `base_url`.

    The decorated view is what the framework takes as its own. What was decorated is its `__wrapped__`, which a test may
    call with a request of its own.

    Raises TypeError for a view that does not take Twilio's request, and ValueError for a token that is empty and for a
    URL or an address that is none. A request for which there is no token at all raises RuntimeError.

    https://www.twilio.com/docs/usage/webhooks/webhooks-security
    """

    def __init__(self, endpoint: Callable[[Door], _Endpoint]) -> None:
        self._endpoint = endpoint

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
        """Opens a view, or makes a decorator that does so with what it was told."""
        tokens = AuthTokens(auth_token)
        public_url = PublicUrl(base_url=base_url, trusted_proxies=trusted_proxies)

        def decorate(view: View) -> _Endpoint:
            return self._endpoint(Door(view, tokens, public_url))

        return decorate if view is None else decorate(view)


def requested(path: str, query: str, raw: str | None) -> str:
    """Gives path and query as they stood in the request, for the signature counts every character.

    path, query: the path unquoted, and the query as it came.
    raw: the path as the server keeps it from the request's first line, with or without the query, if it does. Where a
        proxy or a middleware has changed the path since, it is no longer the same path, and the other is quoted anew.
    """
    is_same = raw is not None and raw.startswith("/") and unquote(raw.partition("?")[0]) == path
    target = raw if raw is not None and is_same else quote(path, safe="/:@!$&'()*+,;=~")
    return target if "?" in target or not query else f"{target}?{query}"


def _signature(view: Callable[..., Any]) -> inspect.Signature:
    try:
        return inspect.signature(view, eval_str=True)
    except NameError as unknown:
        raise TypeError(
            f"{_name(view)} has an annotation that cannot be read when it runs: {unknown}; "
            "import the name outside of TYPE_CHECKING, at the top of the module"
        ) from None


def _parameter(view: Callable[..., Any], signature: inspect.Signature) -> tuple[str, tuple[type, ...]]:
    """The parameter in which the view takes Twilio's request, and the classes of requests that it takes."""
    for name, parameter in signature.parameters.items():
        named = get_args(parameter.annotation) or (parameter.annotation,)
        kinds = tuple(kind for kind in _DOCUMENTS if kind in named)
        if kinds and parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            return name, kinds
    raise TypeError(
        f"{_name(view)} needs a parameter that is annotated with {_names(_DOCUMENTS)}, and given by its name"
    )


def _shown(url: str) -> str:
    """The URL for a log, where neither a password nor the parameters of a call belong."""
    scheme, _, rest = url.partition("?")[0].partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


def _name(view: Callable[..., Any]) -> str:
    return f"{getattr(view, '__qualname__', repr(view))}()"


def _names(kinds: Iterable[type]) -> str:
    return " or ".join(kind.__name__ for kind in kinds)
