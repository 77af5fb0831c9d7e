"""Django integration: verify Twilio's signature and return TwiML.

    @twiml
    def voice(call: CallRequest) -> Response:
        return Response(Say("Hello"))

    urlpatterns = [path("voice", voice)]

Django's own request is passed to a parameter named `request` or annotated with `HttpRequest`; parts of the path are
passed by keyword. A view may be a coroutine function, or a method of a class-based view or of an APIView of Django REST
framework. `signed` verifies the signature and leaves the rest to the view. The views are exempt from Django's CSRF
protection, because Twilio sends no CSRF token; the signature replaces it. The auth token and the public URL may be
`settings.TWILIO_AUTH_TOKEN` and `settings.TWILIO_BASE_URL`.

https://docs.djangoproject.com/
"""

from __future__ import annotations

from functools import wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

from twimlkit._core.extras import needs_extra
from twimlkit.webhook import Rejected
from twimlkit.webhook.checking import FORM_TYPE, IncomingRequest

from ._endpoint import (
    CONTENT_TYPE,
    Document,
    Guard,
    SignedDecorator,
    TwimlDecorator,
    encode,
    request_target,
)

with needs_extra("django"):
    from django.conf import settings  # type: ignore[import-untyped]  # Django has no types of its own
    from django.http import (  # type: ignore[import-untyped]  # likewise
        HttpRequest,
        HttpResponse,
        RawPostDataException,
    )
    from django.http.response import HttpResponseBase  # type: ignore[import-untyped]  # likewise
    from django.utils.decorators import method_decorator  # type: ignore[import-untyped]  # likewise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from twimlkit.webhook.checking import Checker

__all__ = ["TwiMLResponse", "signed", "twiml"]


if TYPE_CHECKING:  # Django has no types of its own

    class _HttpResponse:
        status_code: int
        content: bytes

        def __init__(self, content: bytes, **more: Any) -> None: ...
        def __getattr__(self, name: str) -> Any: ...
        def __getitem__(self, header: str) -> str: ...
        def __setitem__(self, header: str, value: str) -> None: ...

else:
    _HttpResponse = HttpResponse


class TwiMLResponse(_HttpResponse):
    """A response of Django with TwiML.

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
        super().__init__(encode(document), status=status, content_type=CONTENT_TYPE, headers=headers)


class _TwimlView:
    """A view whose arguments are those of Django and Twilio's request."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard
        self._framework_parameter = guard.framework_parameter(HttpRequest)
        taken = {guard.twilio_parameter, self._framework_parameter}
        self._free_parameters = [name for name in guard.signature.parameters if name not in taken]

    def arguments(self, positional: tuple[Any, ...], named: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Verify the signature, and return the arguments of the view."""
        instance, request, groups = _split(positional)
        twilio = {self.guard.twilio_parameter: self.guard.read(_incoming_request(request))}
        framework = {self._framework_parameter: request} if self._framework_parameter else {}
        grouped = dict(zip(self._free_parameters[len(instance) :], groups, strict=False))
        return instance, grouped | named | framework | twilio

    def respond(self, arguments: dict[str, Any], returned: object) -> Any:
        if isinstance(returned, HttpResponseBase):
            return returned
        return TwiMLResponse(*self.guard.encode_response(arguments[self.guard.twilio_parameter], returned))


def _make_twiml_endpoint(function: Callable[..., Any], checker: Checker) -> Any:
    if function.__module__ == method_decorator.__module__:
        return _exempt(function)  # method_decorator decorates a function that does nothing, for its attributes
    guard = Guard(function, checker)
    view = _TwimlView(guard)

    @wraps(guard.view)
    async def async_endpoint(*positional: Any, **named: Any) -> Any:
        try:
            instance, arguments = view.arguments(positional, named)
        except Rejected as rejected:
            return _rejection(rejected)
        return view.respond(arguments, await guard.view(*instance, **arguments))

    @wraps(guard.view)
    def sync_endpoint(*positional: Any, **named: Any) -> Any:
        try:
            instance, arguments = view.arguments(positional, named)
        except Rejected as rejected:
            return _rejection(rejected)
        return view.respond(arguments, guard.view(*instance, **arguments))

    return _exempt(async_endpoint if iscoroutinefunction(guard.view) else sync_endpoint)


def _make_signed_endpoint(view: Callable[..., Any], checker: Checker) -> Any:
    @wraps(view)
    async def async_endpoint(*positional: Any, **named: Any) -> Any:
        try:
            checker.verify(_incoming_request(_split(positional)[1]))
        except Rejected as rejected:
            return _rejection(rejected)
        return await view(*positional, **named)

    @wraps(view)
    def sync_endpoint(*positional: Any, **named: Any) -> Any:
        try:
            checker.verify(_incoming_request(_split(positional)[1]))
        except Rejected as rejected:
            return _rejection(rejected)
        return view(*positional, **named)

    # method_decorator passes the dispatch of an async view as a partial, which returns a coroutine
    instance = getattr(getattr(view, "func", None), "__self__", None)
    is_async = iscoroutinefunction(view) or getattr(instance, "view_is_async", False)
    return _exempt(async_endpoint if is_async else sync_endpoint)


def _exempt(endpoint: Any) -> Any:
    endpoint.csrf_exempt = True
    return endpoint


def _split(positional: tuple[Any, ...]) -> tuple[tuple[Any, ...], Any, tuple[Any, ...]]:
    """Return what stands before the request, which is the instance of a class-based view, the request, and the rest."""
    for number, each in enumerate(positional):
        if hasattr(each, "META"):  # Django REST framework has a request of its own
            return positional[:number], each, positional[number + 1 :]
    raise TypeError("The view was called without a request of Django")


def _incoming_request(request: Any) -> IncomingRequest:
    meta = request.META
    raw_path: bytes = getattr(request, "scope", {}).get("raw_path") or b""  # only ASGI servers set it
    raw = raw_path.decode("latin-1") or meta.get("REQUEST_URI") or meta.get("RAW_URI")
    path = meta.get("PATH_INFO") or request.path_info  # request.path may have been changed by a middleware
    target = request_target((meta.get("SCRIPT_NAME") or "").rstrip("/"), path, meta.get("QUERY_STRING", ""), raw)
    try:
        body, form = request.body, None
    except RawPostDataException:
        body, form = None, request.POST if request.content_type == FORM_TYPE else None
    return IncomingRequest(
        method=request.method,
        url=f"{request.scheme}://{request.get_host()}{target}",
        headers=request.headers,
        remote_addr=meta.get("REMOTE_ADDR"),
        body=body,
        form=form,
    )


def _rejection(rejected: Rejected) -> Any:
    return HttpResponse(rejected.reason.encode(), status=rejected.status, content_type="text/plain; charset=utf-8")


def _setting(name: str) -> Any:
    return getattr(settings, name, None)


# Django's own responses have no types, and Any would let every document through
twiml: TwimlDecorator[Callable[..., Any], TwiMLResponse] = TwimlDecorator(_make_twiml_endpoint, _setting)
signed: SignedDecorator = SignedDecorator(_make_signed_endpoint, _setting)
