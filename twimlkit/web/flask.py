"""Flask integration: verify Twilio's signature and return TwiML.

    @app.post("/voice")
    @twiml
    def voice(call: CallRequest) -> Response:
        return Response(Say("Hello"))

Put the decorator below the route, or on a method of a MethodView or of a Resource of Flask-RESTful. Variables of the
route are passed by keyword. `signed` verifies the signature and leaves the rest to the view. Requests are rejected with
Flask's `abort`, so the error handlers of the application apply. A view may be a coroutine function if `flask[async]` is
installed. The auth token and the public URL may be `app.config["TWILIO_AUTH_TOKEN"]` and `["TWILIO_BASE_URL"]`.

https://flask.palletsprojects.com/
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from twimlkit._core.extras import needs_extra
from twimlkit.webhook import Rejected
from twimlkit.webhook.checking import FORM_TYPE, IncomingRequest

from ._endpoint import CONTENT_TYPE, Document, Guard, SignedDecorator, TwimlDecorator, encode, request_target

with needs_extra("flask"):
    from flask import Response, abort, current_app, request
    from werkzeug.wrappers import Response as AnyResponse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from twimlkit.webhook.checking import Checker

__all__ = ["TwiMLResponse", "signed", "twiml"]


class TwiMLResponse(Response):
    """A response of Flask with TwiML.

    Args:
        document: Document, or None for an empty response with the status 204.
        status: HTTP status. Default: 200, or 204 without a document.
        headers: Further headers.
    """

    def __init__(
        self,
        document: Document | str | bytes | None = None,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        status = status or (204 if document is None else 200)
        super().__init__(encode(document), status, headers, content_type=CONTENT_TYPE)


def _make_twiml_endpoint(function: Callable[..., Any], checker: Checker) -> Callable[..., AnyResponse]:
    guard = Guard(function, checker)

    @wraps(guard.view)
    def endpoint(*instance: object, **variables: object) -> AnyResponse:
        try:
            twilio_request = guard.read(_incoming_request())
        except Rejected as rejected:
            abort(rejected.status, rejected.reason)
        view = current_app.ensure_sync(guard.view)
        returned = view(*instance, **{guard.twilio_parameter: twilio_request}, **variables)
        if isinstance(returned, AnyResponse):
            return returned
        return TwiMLResponse(*guard.encode_response(twilio_request, returned))

    return endpoint


def _make_signed_endpoint(view: Callable[..., Any], checker: Checker) -> Callable[..., Any]:
    @wraps(view)
    def endpoint(*arguments: object, **variables: object) -> Any:
        try:
            checker.verify(_incoming_request())
        except Rejected as rejected:
            abort(rejected.status, rejected.reason)
        return current_app.ensure_sync(view)(*arguments, **variables)

    return endpoint


def _incoming_request() -> IncomingRequest:
    environ = request.environ
    target = request_target(
        request.root_path,
        request.path,
        request.query_string.decode("latin-1"),
        environ.get("REQUEST_URI") or environ.get("RAW_URI"),
    )
    body = request.get_data()
    was_parsed = not body and request.mimetype == FORM_TYPE
    return IncomingRequest(
        method=request.method,
        url=f"{request.scheme}://{request.host}{target}",
        headers=request.headers,
        remote_addr=request.remote_addr,
        body=body,
        form=request.form if was_parsed else None,
    )


def _setting(name: str) -> Any:
    config: Any = current_app.config
    return config.get(name)


twiml: TwimlDecorator[Callable[..., AnyResponse], AnyResponse] = TwimlDecorator(_make_twiml_endpoint, _setting)
signed: SignedDecorator = SignedDecorator(_make_signed_endpoint, _setting)
