"""Opens views of Django to Twilio, and to nobody else.

    @twiml
    def voice(call: CallRequest) -> Response:
        return Response(Say("Hello"))

    urlpatterns = [path("voice", voice)]

A view that also wants Django's own request has a parameter `request` for it; named parts of the path follow by name.
The view may be a coroutine. Twilio cannot know a CSRF token, so the check of it is lifted for these views: the
signature takes its place.

https://docs.djangoproject.com/
"""

from __future__ import annotations

from functools import wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

from .door import CONTENT_TYPE, FORMS, Decorator, Door, Received, Refused, requested

try:
    from django.http import HttpRequest, HttpResponse  # type: ignore[import-untyped]  # Django has no types of its own
except ImportError as _missing:
    raise ImportError("twimlkit.web.django needs Django: pip install 'twimlkit[django]'") from _missing

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["twiml"]


def _endpoint(door: Door) -> Callable[..., Any]:
    own = door.parameter_for(HttpRequest)

    def arguments(request: Any, named: dict[str, Any]) -> dict[str, Any]:
        framework = {own: request} if own else {}
        return named | framework | {door.parameter: door.admit(_received(request))}

    def answer(given: dict[str, Any], returned: object) -> HttpResponse:
        body, status = door.answer(given[door.parameter], returned)
        return HttpResponse(body, status=status, content_type=CONTENT_TYPE)

    @wraps(door.view)
    async def answer_in_loop(request: Any, **named: Any) -> HttpResponse:
        try:
            given = arguments(request, named)
        except Refused as refused:
            return _refusal(refused)
        return answer(given, await door.view(**given))

    @wraps(door.view)
    def answer_in_thread(request: Any, **named: Any) -> HttpResponse:
        try:
            given = arguments(request, named)
        except Refused as refused:
            return _refusal(refused)
        return answer(given, door.view(**given))

    endpoint: Any = answer_in_loop if iscoroutinefunction(door.view) else answer_in_thread
    endpoint.csrf_exempt = True
    return endpoint  # type: ignore[no-any-return]  # a function with an attribute has no type of its own


def _received(request: Any) -> Received:
    meta = request.META
    raw_path: bytes = getattr(request, "scope", {}).get("raw_path") or b""  # of a server that speaks ASGI
    raw = raw_path.decode("latin-1") or meta.get("REQUEST_URI") or meta.get("RAW_URI")
    return Received(
        method=request.method,
        scheme=request.scheme,
        host=request.get_host(),
        target=requested(request.path, meta.get("QUERY_STRING", ""), raw),
        headers=request.headers,
        peer=meta.get("REMOTE_ADDR"),
        form=request.POST,
        body=b"" if request.content_type in FORMS else request.body,
    )


def _refusal(refused: Refused) -> HttpResponse:
    return HttpResponse(refused.reason.encode(), status=refused.status, content_type="text/plain; charset=utf-8")


twiml: Decorator[Callable[..., Any]] = Decorator(_endpoint)
