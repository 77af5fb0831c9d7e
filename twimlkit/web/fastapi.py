"""Opens endpoints of FastAPI, and of plain Starlette, to Twilio and to nobody else.

    @app.post("/voice", response_class=TwiMLResponse)
    @twiml
    def voice(call: CallRequest) -> Response:
        return Response(Say("Hello"))

It also makes the endpoint of a Starlette `Route`, where one more parameter may take Starlette's request. FastAPI looks
at other parameters and dependencies after the signature. `response_class` is for OpenAPI. Refusals are HTTPExceptions.

https://fastapi.tiangolo.com/
"""

from __future__ import annotations

from functools import partial, wraps
from inspect import Parameter, Signature, iscoroutinefunction
from typing import TYPE_CHECKING, Annotated, Any

from twimlkit.webhook import SIGNATURE_HEADER

from .door import FORM, Decorator, Door, Received, Refused, requested

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
    """Is the answer of an endpoint: TwiML, or nothing with the status 204."""

    media_type = "text/xml"


def _endpoint(door: Door) -> Callable[..., Awaitable[TwiMLResponse]]:
    own = door.parameter_for(Request)
    run: Callable[..., Any] = door.view if iscoroutinefunction(door.view) else partial(run_in_threadpool, door.view)

    async def admit(request: Request) -> Any:
        try:
            return door.admit(await _received(request))
        except Refused as refused:
            raise HTTPException(refused.status, refused.reason) from None

    @wraps(door.view)
    async def endpoint(*starlette: Request, **given: Any) -> TwiMLResponse:
        for request in starlette:  # FastAPI gives no request: it calls admit and gives what comes of it, by name
            given = {own: request} if own else {}
            given[door.parameter] = await admit(request)
        return TwiMLResponse(*door.answer(given[door.parameter], await run(**given)))

    endpoint.__signature__ = _filled_by_fastapi(door, admit)  # type: ignore[attr-defined]  # any function may have one
    return endpoint


def _filled_by_fastapi(door: Door, admit: Callable[[Request], Awaitable[Any]]) -> Signature:
    """What FastAPI has to fill in: Twilio's request first, so that for anybody else it looks no further."""
    try:
        from fastapi import Depends, Security
        from fastapi.security import APIKeyHeader
    except ImportError:  # plain Starlette fills in nothing
        return door.signature

    header = APIKeyHeader(name=SIGNATURE_HEADER, scheme_name="Twilio", auto_error=False)

    async def depend(request: Request, _: object = Security(header)) -> Any:
        return await admit(request)

    twilio = Parameter(door.parameter, Parameter.KEYWORD_ONLY, annotation=Annotated[object, Depends(depend)])
    others = (each for name, each in door.signature.parameters.items() if name != door.parameter)
    return Signature([twilio, *(each.replace(kind=Parameter.KEYWORD_ONLY) for each in others)])


async def _received(request: Request) -> Received:
    scope, headers, body = request.scope, request.headers, await request.body()
    query, raw_path = ((scope.get(name) or b"").decode("latin-1") for name in ("query_string", "raw_path"))
    is_form = headers.get("content-type", "").partition(";")[0].strip().lower() == FORM
    return Received(
        method=request.method,
        scheme=scope["scheme"],
        host=headers.get("host", ""),
        target=requested(scope["path"], query, raw_path),
        headers=Headers({name: ",".join(headers.getlist(name)) for name in headers}),
        peer=request.client and request.client.host,
        form=QueryParams(body) if is_form else (),
        body=b"" if is_form else body,
    )


twiml: Decorator[Callable[..., Awaitable[TwiMLResponse]]] = Decorator(_endpoint)
