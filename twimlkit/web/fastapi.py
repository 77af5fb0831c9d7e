"""FastAPI and Starlette integration: verify Twilio's signature and return TwiML.

    @app.post("/voice", response_class=TwiMLResponse)
    @twiml
    def voice(call: CallRequest) -> Response:
        return Response(Say("Hello"))

The decorated function is also an endpoint for a Starlette `Route`; there, Starlette's own request is passed to a
parameter named `request` or annotated with `Request`. FastAPI resolves other parameters and dependencies after the
signature is verified. `response_class` documents the response in OpenAPI. Requests are rejected with an HTTPException.

https://fastapi.tiangolo.com/
"""

from __future__ import annotations

from functools import partial, wraps
from inspect import Parameter, Signature, iscoroutinefunction
from typing import TYPE_CHECKING, Annotated, Any

from twimlkit.webhook import SIGNATURE_HEADER

from ._endpoint import FORM_TYPE, Decorator, Guard, IncomingRequest, Rejected, request_target

try:
    from starlette.concurrency import run_in_threadpool
    from starlette.datastructures import Headers, QueryParams
    from starlette.exceptions import HTTPException
    from starlette.requests import Request
    from starlette.responses import Response
except ImportError as _missing:
    raise ImportError("twimlkit.web.fastapi needs FastAPI or Starlette: pip install 'twimlkit[fastapi]'") from _missing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["TwiMLResponse", "twiml"]


class TwiMLResponse(Response):
    """An HTTP response with TwiML, or an empty one with the status 204."""

    media_type = "text/xml"


def _make_endpoint(guard: Guard) -> Callable[..., Awaitable[TwiMLResponse]]:
    framework_parameter = guard.framework_parameter(Request)
    is_async = iscoroutinefunction(guard.view)
    view: Callable[..., Any] = guard.view if is_async else partial(run_in_threadpool, guard.view)

    async def authenticate(request: Request) -> Any:
        try:
            return guard.authenticate(await _incoming_request(request))
        except Rejected as rejected:
            raise HTTPException(rejected.status, rejected.reason) from None

    @wraps(guard.view)
    async def endpoint(*starlette: Request, **arguments: Any) -> TwiMLResponse:
        for request in starlette:  # FastAPI passes no request, but the result of authenticate among the arguments
            arguments = {framework_parameter: request} if framework_parameter else {}
            arguments[guard.twilio_parameter] = await authenticate(request)
        returned = await view(**arguments)
        return TwiMLResponse(*guard.encode_response(arguments[guard.twilio_parameter], returned))

    endpoint.__signature__ = _fastapi_signature(guard, authenticate)  # type: ignore[attr-defined]  # functions may have one
    return endpoint


def _fastapi_signature(guard: Guard, authenticate: Callable[[Request], Awaitable[Any]]) -> Signature:
    """Return the signature for FastAPI, with Twilio's request first, so that nothing is resolved before it."""
    try:
        from fastapi import Depends, Security
        from fastapi.security import APIKeyHeader
    except ImportError:  # plain Starlette
        return guard.signature

    header = APIKeyHeader(name=SIGNATURE_HEADER, scheme_name="Twilio", auto_error=False)

    async def dependency(request: Request, _: object = Security(header)) -> Any:
        return await authenticate(request)

    name = guard.twilio_parameter
    twilio = Parameter(name, Parameter.KEYWORD_ONLY, annotation=Annotated[object, Depends(dependency)])
    others = (each for each in guard.signature.parameters.values() if each.name != name)
    return Signature([twilio, *(each.replace(kind=Parameter.KEYWORD_ONLY) for each in others)])


async def _incoming_request(request: Request) -> IncomingRequest:
    scope, headers, body = request.scope, request.headers, await request.body()
    query, raw_path = ((scope.get(name) or b"").decode("latin-1") for name in ("query_string", "raw_path"))
    is_form = headers.get("content-type", "").partition(";")[0].strip().lower() == FORM_TYPE
    return IncomingRequest(
        method=request.method,
        scheme=scope["scheme"],
        host=headers.get("host", ""),
        target=request_target(scope["path"], query, raw_path),
        headers=Headers({name: ",".join(headers.getlist(name)) for name in headers}),
        remote_addr=request.client and request.client.host,
        form=QueryParams(body) if is_form else (),
        body=b"" if is_form else body,
    )


twiml: Decorator[Callable[..., Awaitable[TwiMLResponse]]] = Decorator(_make_endpoint)
