"""FastAPI and Starlette integration: verify Twilio's signature and return TwiML.

    @app.post("/voice", response_class=TwiMLResponse)
    @twiml
    def voice(call: CallRequest) -> Response:
        return Response(Say("Hello"))

The decorated function is also an endpoint for a Starlette `Route`, or a method of an HTTPEndpoint; there, Starlette's
own request is passed to a parameter named `request` or annotated with `Request`. FastAPI resolves the other parameters
of the function after the signature is verified, but `dependencies` of the route or its router before. `response_class`
documents the response in OpenAPI.

`verified` is the same as a dependency, and `signed` verifies the signature and leaves the rest to the view:

    @app.post("/voice")
    def voice(call: Annotated[CallRequest, Depends(verified(CallRequest))]) -> TwiMLResponse:
        return TwiMLResponse(Response(Say("Hello")))

Requests are rejected with an HTTPException.

https://fastapi.tiangolo.com/
"""

from __future__ import annotations

from functools import partial, wraps
from http import HTTPStatus
from inspect import Parameter, Signature, isasyncgenfunction, iscoroutinefunction, isgeneratorfunction
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn, TypeVar, overload

from twimlkit._core.extras import needs_extra
from twimlkit.webhook import SIGNATURE_HEADER, Rejected, TwilioRequest
from twimlkit.webhook.checking import FORM_TYPE, Checker, IncomingRequest

from ._endpoint import Document, Guard, SignedDecorator, TwimlDecorator, encode, request_target, signature_of

with needs_extra("fastapi"):
    from starlette.concurrency import run_in_threadpool
    from starlette.datastructures import Headers
    from starlette.exceptions import HTTPException
    from starlette.requests import HTTPConnection, Request
    from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from twimlkit.webhook import Params

__all__ = ["TwiMLResponse", "signed", "twiml", "verified"]

_Twilio = TypeVar("_Twilio", bound=TwilioRequest)


class TwiMLResponse(Response):
    """A response of Starlette with TwiML.

    Args:
        content: Document, or None for an empty response with the status 204.
        status_code: HTTP status. Without a document, 200 becomes 204.
        headers: Further headers.
    """

    media_type = "text/xml"

    def __init__(
        self,
        content: Document | str | bytes | None = None,
        status_code: int = 200,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(
            content, 204 if content is None and status_code == HTTPStatus.OK else status_code, headers, **more
        )

    def render(self, content: Document | str | bytes | None) -> bytes:
        """Return the body of the response."""
        return encode(content)


@overload
def verified(
    request_class: type[_Twilio],
    *,
    auth_token: str | Sequence[str] | None = None,
    base_url: str | None = None,
    trusted_proxies: str | Iterable[str] = (),
) -> Callable[..., Awaitable[_Twilio]]: ...


@overload
def verified(
    request_class: None = None,
    *,
    auth_token: str | Sequence[str] | None = None,
    base_url: str | None = None,
    trusted_proxies: str | Iterable[str] = (),
) -> Callable[..., Awaitable[None]]: ...


def verified(
    request_class: type[TwilioRequest] | None = None,
    *,
    auth_token: str | Sequence[str] | None = None,
    base_url: str | None = None,
    trusted_proxies: str | Iterable[str] = (),
) -> Callable[..., Awaitable[TwilioRequest | None]]:
    """Return a dependency of FastAPI that verifies Twilio's signature.

    FastAPI resolves dependencies in their order, so put it before those that only Twilio may use, or in the
    `dependencies` of a router.

    Args:
        request_class: Class of the request, such as CallRequest. Default: none, for a body that is not a form; the
            dependency then has no value.
        auth_token: Primary auth token of the account, or several tokens while you replace one. Default:
            TWILIO_AUTH_TOKEN of the environment, read at each request.
        base_url: Start of the public URL, such as `https://example.com`, if the server is behind a proxy. Default:
            TWILIO_BASE_URL of the environment.
        trusted_proxies: IP addresses or networks of proxies whose X-Forwarded headers are used; see
            `webhook.PublicUrl`.

    Raises:
        ValueError: A token is empty, or a URL or an address is invalid.
    """
    checker = Checker(auth_token, base_url, trusted_proxies)

    if request_class is None:
        return _dependency(checker.verify)
    return _dependency(partial(checker.read, request_classes=(request_class,)))


def _dependency(read: Callable[[IncomingRequest], Any]) -> Callable[..., Awaitable[Any]]:
    """Return a dependency that OpenAPI shows as authentication."""
    with needs_extra("fastapi"):  # plain Starlette has no dependencies
        from fastapi import Depends, Security
        from fastapi.security import APIKeyHeader

    header = APIKeyHeader(name=SIGNATURE_HEADER, scheme_name="Twilio", auto_error=False)

    async def dependency(
        request: Request, _: object = Depends(_refuse_websocket), __: object = Security(header)
    ) -> Any:
        return await _read(request, read)

    return dependency


async def _refuse_websocket(connection: HTTPConnection) -> None:
    """Raise before FastAPI does, which passes no request to what a WebSocket depends on."""
    if not isinstance(connection, Request):
        raise TypeError(f"expected a request, not a WebSocket; {_WEBSOCKET_REMEDY}")


_WEBSOCKET_REMEDY: Final = "to verify a WebSocket, call twimlkit.webhook.verify in its view, before accept()"


async def _read(request: Request, read: Callable[[IncomingRequest], Any]) -> Any:
    try:
        return read(await _incoming_request(request))
    except Rejected as rejected:
        raise HTTPException(rejected.status, rejected.reason) from None


def _make_twiml_endpoint(function: Callable[..., Any], checker: Checker) -> Callable[..., Awaitable[Response]]:
    guard = Guard(function, checker)
    framework_parameter = guard.framework_parameter(Request)
    view = _as_coroutine_function(guard.view)

    @wraps(guard.view)
    async def endpoint(*positional: Any, **arguments: Any) -> Response:
        instance, request = _split(positional)
        if request is not None:  # FastAPI passes no request, but what the dependency has read
            arguments = {framework_parameter: request} if framework_parameter else {}
            arguments[guard.twilio_parameter] = await _read(request, guard.read)
        elif guard.twilio_parameter not in arguments:
            raise _not_requested(function)
        returned = await view(*instance, **arguments)
        if isinstance(returned, Response):
            return returned
        return TwiMLResponse(*guard.encode_response(arguments[guard.twilio_parameter], returned))

    signature = guard.signature.replace(return_annotation=Signature.empty)  # FastAPI would make JSON of it
    _add_dependency(endpoint, signature, guard.twilio_parameter, guard.read)
    return endpoint


_SIGNATURE = "signature_of_twilio"


def _make_signed_endpoint(function: Callable[..., Any], checker: Checker) -> Any:
    view = _as_coroutine_function(function)

    @wraps(function)
    async def endpoint(*positional: Any, **arguments: Any) -> Any:
        request = _split(positional)[1]
        if request is not None:
            await _read(request, checker.verify)
        elif _SIGNATURE not in arguments:
            raise _not_requested(function)
        return await view(*positional, **{name: each for name, each in arguments.items() if name != _SIGNATURE})

    _add_dependency(endpoint, signature_of(function), _SIGNATURE, checker.verify)
    return endpoint


def _not_requested(view: Callable[..., Any]) -> TypeError:
    return TypeError(f"{view!r} was called without a request of FastAPI or Starlette; {_WEBSOCKET_REMEDY}")


def _as_coroutine_function(view: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    if isgeneratorfunction(view) or isasyncgenfunction(view):
        raise TypeError(f"{view!r} is a generator: return a response, such as a StreamingResponse, instead")
    return view if iscoroutinefunction(view) else partial(run_in_threadpool, view)


def _split(positional: tuple[Any, ...]) -> tuple[tuple[Any, ...], Any]:
    """Return the instance of a class-based view, and Starlette's request, or None."""
    requests: list[Any] = [each for each in positional if isinstance(each, Request)]
    return tuple(each for each in positional if not isinstance(each, Request)), requests[0] if requests else None


class _UnboundMethod:
    """The annotation of `self`, which FastAPI can fill for bound methods only."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> NoReturn:
        raise TypeError("A method was given as a view: give the method of an instance, as in app.post(…)(views.voice)")


def _add_dependency(endpoint: Any, signature: Signature, name: str, read: Callable[[IncomingRequest], Any]) -> None:
    """Give an endpoint its signature for FastAPI, with Twilio's request first: nothing is resolved before it."""
    try:
        from fastapi import Depends
    except ImportError:  # plain Starlette
        endpoint.__signature__ = signature
        return
    twilio = Parameter(name, Parameter.KEYWORD_ONLY, annotation=Annotated[object, Depends(_dependency(read))])
    others = [each for each in signature.parameters.values() if each.name != name]
    instance = [each.replace(annotation=_UnboundMethod) for each in others[:1] if _is_self(each)]
    named = (each.replace(kind=Parameter.KEYWORD_ONLY) for each in others[len(instance) :])
    endpoint.__signature__ = Signature([*instance, twilio, *named], return_annotation=signature.return_annotation)


def _is_self(parameter: Parameter) -> bool:
    return parameter.name in ("self", "cls") and parameter.annotation is parameter.empty


async def _incoming_request(request: Request) -> IncomingRequest:
    scope, headers = request.scope, request.headers
    query, raw_path = ((scope.get(name) or b"").decode("latin-1") for name in ("query_string", "raw_path"))
    form: Params | None = None
    body: bytes | None
    try:
        body = await request.body()
    except RuntimeError:  # FastAPI has read the form, for the parameters of the view
        body = None
        if headers.get("content-type", "").partition(";")[0].strip().lower() == FORM_TYPE:
            form = [(name, value) for name, value in (await request.form()).multi_items() if isinstance(value, str)]
    target = request_target("", scope["path"], query, raw_path or None)
    return IncomingRequest(
        method=request.method,
        url=f"{scope['scheme']}://{headers.get('host', '')}{target}",
        headers=Headers({name: ",".join(headers.getlist(name)) for name in headers}),
        remote_addr=request.client and request.client.host,
        body=body,
        form=form,
    )


def _no_setting(_name: str) -> None:
    return None


twiml: TwimlDecorator[Callable[..., Awaitable[Response]], Response] = TwimlDecorator(_make_twiml_endpoint, _no_setting)
signed: SignedDecorator = SignedDecorator(_make_signed_endpoint, _no_setting)
