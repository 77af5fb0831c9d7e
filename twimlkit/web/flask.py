"""Flask integration: verify Twilio's signature and return TwiML.

    @app.post("/voice")
    @twiml
    def voice(call: CallRequest) -> Response:
        return Response(Say("Hello"))

Put the decorator below the route; variables of the route are passed by keyword. Requests are rejected with Flask's
`abort`, so the error handlers of the application apply. A view may be a coroutine function if `flask[async]` is
installed.

https://flask.palletsprojects.com/
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from ._endpoint import CONTENT_TYPE, FORM_TYPES, Decorator, Guard, IncomingRequest, Rejected, request_target

try:
    from flask import Response, abort, current_app, request
except ImportError as _missing:
    raise ImportError("twimlkit.web.flask needs Flask: pip install 'twimlkit[flask]'") from _missing

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["twiml"]


def _make_endpoint(guard: Guard) -> Callable[..., Response]:
    @wraps(guard.view)
    def endpoint(**variables: object) -> Response:
        try:
            twilio_request = guard.authenticate(_incoming_request())
        except Rejected as rejected:
            abort(rejected.status, rejected.reason)
        view = current_app.ensure_sync(guard.view)
        returned = view(**{guard.twilio_parameter: twilio_request}, **variables)
        return Response(*guard.encode_response(twilio_request, returned), content_type=CONTENT_TYPE)

    return endpoint


def _incoming_request() -> IncomingRequest:
    environ = request.environ
    return IncomingRequest(
        method=request.method,
        scheme=request.scheme,
        host=request.host,
        target=request_target(
            request.root_path + request.path,
            request.query_string.decode("latin-1"),
            environ.get("REQUEST_URI") or environ.get("RAW_URI"),
        ),
        headers=request.headers,
        remote_addr=request.remote_addr,
        form=request.form,
        body=b"" if request.mimetype in FORM_TYPES else request.get_data(),
    )


twiml: Decorator[Callable[..., Response]] = Decorator(_make_endpoint)
