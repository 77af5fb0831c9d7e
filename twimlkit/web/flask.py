"""Opens views of Flask to Twilio, and to nobody else.

    @app.post("/voice")
    @twiml
    def voice(call: CallRequest) -> Response:
        return Response(Say("Hello"))

The decorator stands below the route; variables of the route follow by name. A refusal is Flask's own `abort`, so that
the application's error handlers see it. A view may be a coroutine where `flask[async]` is installed.

https://flask.palletsprojects.com/
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from .door import CONTENT_TYPE, FORMS, Decorator, Door, Received, Refused, requested

try:
    from flask import Response, abort, current_app, request
except ImportError as _missing:
    raise ImportError("twimlkit.web.flask needs Flask: pip install 'twimlkit[flask]'") from _missing

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["twiml"]


def _endpoint(door: Door) -> Callable[..., Response]:
    @wraps(door.view)
    def endpoint(**variables: object) -> Response:
        try:
            twilio = door.admit(_received())
        except Refused as refused:
            abort(refused.status, refused.reason)
        returned = current_app.ensure_sync(door.view)(**{door.parameter: twilio}, **variables)
        return Response(*door.answer(twilio, returned), content_type=CONTENT_TYPE)

    return endpoint


def _received() -> Received:
    environ = request.environ
    return Received(
        method=request.method,
        scheme=request.scheme,
        host=request.host,
        target=requested(
            request.root_path + request.path,
            request.query_string.decode("latin-1"),
            environ.get("REQUEST_URI") or environ.get("RAW_URI"),
        ),
        headers=request.headers,
        peer=request.remote_addr,
        form=request.form,
        body=b"" if request.mimetype in FORMS else request.get_data(),
    )


twiml: Decorator[Callable[..., Response]] = Decorator(_endpoint)
