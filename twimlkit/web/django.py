"""Django integration: verify Twilio's signature and return TwiML.

    @twiml
    def voice(call: CallRequest) -> Response:
        return Response(Say("Hello"))

    urlpatterns = [path("voice", voice)]

Django's own request is passed to a parameter named `request` or annotated with `HttpRequest`; named parts of the path
are passed by keyword. A view may be a coroutine function. The views are exempt from Django's CSRF protection, because
Twilio sends no CSRF token; the signature replaces it.

https://docs.djangoproject.com/
"""

from __future__ import annotations

from functools import wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

from ._endpoint import CONTENT_TYPE, FORM_TYPES, Decorator, Guard, IncomingRequest, Rejected, request_target

try:
    from django.http import HttpRequest, HttpResponse  # type: ignore[import-untyped]  # Django has no types of its own
except ImportError as _missing:
    raise ImportError("twimlkit.web.django needs Django: pip install 'twimlkit[django]'") from _missing

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["twiml"]


def _make_endpoint(guard: Guard) -> Any:
    framework_parameter = guard.framework_parameter(HttpRequest)

    def authenticate(request: Any, named: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments of the view."""
        framework = {framework_parameter: request} if framework_parameter else {}
        return named | framework | {guard.twilio_parameter: guard.authenticate(_incoming_request(request))}

    def respond(arguments: dict[str, Any], returned: object) -> HttpResponse:
        body, status = guard.encode_response(arguments[guard.twilio_parameter], returned)
        return HttpResponse(body, status=status, content_type=CONTENT_TYPE)

    @wraps(guard.view)
    async def async_endpoint(request: Any, **named: Any) -> HttpResponse:
        try:
            arguments = authenticate(request, named)
        except Rejected as rejected:
            return _rejection(rejected)
        return respond(arguments, await guard.view(**arguments))

    @wraps(guard.view)
    def sync_endpoint(request: Any, **named: Any) -> HttpResponse:
        try:
            arguments = authenticate(request, named)
        except Rejected as rejected:
            return _rejection(rejected)
        return respond(arguments, guard.view(**arguments))

    endpoint: Any = async_endpoint if iscoroutinefunction(guard.view) else sync_endpoint
    endpoint.csrf_exempt = True
    return endpoint


def _incoming_request(request: Any) -> IncomingRequest:
    meta = request.META
    raw_path: bytes = getattr(request, "scope", {}).get("raw_path") or b""  # only ASGI servers set it
    raw = raw_path.decode("latin-1") or meta.get("REQUEST_URI") or meta.get("RAW_URI")
    return IncomingRequest(
        method=request.method,
        scheme=request.scheme,
        host=request.get_host(),
        target=request_target(request.path, meta.get("QUERY_STRING", ""), raw),
        headers=request.headers,
        remote_addr=meta.get("REMOTE_ADDR"),
        form=request.POST,
        body=b"" if request.content_type in FORM_TYPES else request.body,
    )


def _rejection(rejected: Rejected) -> HttpResponse:
    return HttpResponse(rejected.reason.encode(), status=rejected.status, content_type="text/plain; charset=utf-8")


twiml: Decorator[Callable[..., Any]] = Decorator(_make_endpoint)
