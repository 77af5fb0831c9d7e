"""Code shared by the framework integrations.

TwimlDecorator and SignedDecorator are `twiml` and `signed` of one framework. A Guard is what `twiml` knows of one view.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Concatenate, Final, Generic, Self, TypeAlias, TypeVar, get_args, overload
from urllib.parse import quote, unquote

from twimlkit.messaging import MessagingResponse
from twimlkit.voice import Response
from twimlkit.webhook import (
    Callback,
    CallRequest,
    CallStatusCallback,
    ConferenceCallback,
    DialStatusCallback,
    MachineDetectionCallback,
    MessageRequest,
    MessageStatusCallback,
    RecordingCallback,
    TaskAssignmentCallback,
    TaskRouterCallback,
    TranscriptionCallback,
    TwilioRequest,
)
from twimlkit.webhook.checking import Checker

if TYPE_CHECKING:
    from twimlkit.webhook.checking import IncomingRequest, Settings

CONTENT_TYPE: Final = "text/xml; charset=utf-8"

Document: TypeAlias = Response | MessagingResponse

_Endpoint = TypeVar("_Endpoint", bound=Callable[..., Any])
_Answer = TypeVar("_Answer")
_View = TypeVar("_View", bound=Callable[..., Any])
if TYPE_CHECKING:
    _Twilio = TypeVar("_Twilio")

    # What a view answers, at once or in a coroutine: a document, the framework's own response, or nothing.
    _Answered: TypeAlias = _Answer | Coroutine[Any, Any, _Answer | None] | None

    # A view that takes Twilio's request after `self` and the framework's own request, if it takes them.
    _Takes: TypeAlias = (
        Callable[Concatenate[_Twilio, ...], _Answered[_Answer]]
        | Callable[Concatenate[Any, _Twilio, ...], _Answered[_Answer]]
        | Callable[Concatenate[Any, Any, _Twilio, ...], _Answered[_Answer]]
    )

    # A view of one of several callbacks takes each of them; no type variable would be solved with their union.
    _TakesCallback: TypeAlias = (
        _Takes[Callback, _Answer]
        | _Takes[CallStatusCallback, _Answer]
        | _Takes[ConferenceCallback, _Answer]
        | _Takes[DialStatusCallback, _Answer]
        | _Takes[MachineDetectionCallback, _Answer]
        | _Takes[MessageStatusCallback, _Answer]
        | _Takes[RecordingCallback, _Answer]
        | _Takes[TaskAssignmentCallback, _Answer]
        | _Takes[TaskRouterCallback, _Answer]
        | _Takes[TranscriptionCallback, _Answer]
    )


class Guard:
    """What is known of one view: its parameters, and the documents that it may return.

    Args:
        view: Function with a parameter annotated with TwilioRequest, a subclass of it, or a union of subclasses.
        checker: Checker of its requests.

    Attributes:
        view: The function.
        signature: Its signature.
        twilio_parameter: Name of the parameter that takes Twilio's request.

    Raises:
        TypeError: The view has no such parameter, or could never be called.
    """

    def __init__(self, view: Callable[..., Any], checker: Checker) -> None:
        self.view = view
        self.signature: inspect.Signature = signature_of(view)
        self.twilio_parameter: str
        self.twilio_parameter, self._request_classes = _twilio_parameter(view, self.signature)
        self._checker = checker

    def framework_parameter(self, request_class: type) -> str | None:
        """Return the name of the parameter for the framework's own request.

        It is the first parameter that is annotated with the request class, or is named `request`.
        """
        for name, parameter in self.signature.parameters.items():
            annotation = parameter.annotation
            is_annotated = inspect.isclass(annotation) and issubclass(annotation, request_class)
            if name != self.twilio_parameter and (is_annotated or name == "request"):
                return name
        return None

    def read(self, incoming: IncomingRequest) -> TwilioRequest:
        """Check that Twilio has signed a request, and return it as the view takes it.

        Raises:
            Rejected: Twilio has not signed the request, or it is not one that the view takes.
            RuntimeError: No auth token is configured.
        """
        return self._checker.read(incoming, self._request_classes)

    def encode_response(self, request: TwilioRequest, returned: object) -> tuple[bytes, int]:
        """Return the body and the status for what the view returned.

        Raises:
            TypeError: It is neither None nor a document for this class of request.
        """
        if returned is None:
            return b"", 204
        declared = next(each for each in self._request_classes if isinstance(request, each))
        documents = _documents_for(declared)
        if not isinstance(returned, documents):
            expected = " or ".join([*(f"a {each.__name__}" for each in documents), "None"])
            raise TypeError(
                f"{_name_of(self.view)} must return {expected} for a {declared.__name__}, not {type(returned).__name__}"
            )
        return bytes(returned), 200


class _Decorator(Generic[_Endpoint]):
    """The base of both decorators: what they make of a view, and with which checker."""

    def __init__(
        self,
        make_endpoint: Callable[[Callable[..., Any], Checker], _Endpoint],
        settings: Settings,
        checker: Checker | None = None,
    ) -> None:
        self._make_endpoint = make_endpoint
        self._settings = settings
        self._checker = checker or Checker(settings=settings)

    def _decorate(self, view: Callable[..., Any]) -> _Endpoint:
        if inspect.isclass(view):
            raise TypeError(f"{view.__name__} is a class: decorate the methods that answer requests")
        if isinstance(view, classmethod | staticmethod) or not callable(view):
            raise TypeError(f"{view!r} is no function: put @classmethod and @staticmethod above the decorator")
        return self._make_endpoint(view, self._checker)

    def _configured(
        self, auth_token: str | Sequence[str] | None, base_url: str | None, trusted_proxies: str | Iterable[str]
    ) -> Self:
        checker = Checker(auth_token, base_url, trusted_proxies, self._settings)
        return type(self)(self._make_endpoint, self._settings, checker)


class TwimlDecorator(_Decorator[_Endpoint], Generic[_Endpoint, _Answer]):
    """The decorator of a view that returns TwiML: `@twiml`, or `@twiml(base_url="https://example.com")`.

    The decorated view runs only if Twilio has signed the request, and is an ordinary view of the framework. The
    original function is its `__wrapped__`, which a test can call directly.

    Type checkers know which document a view must return if Twilio's request is one of its first three parameters,
    such as the third after `self` and the framework's own request. They refuse a view that takes it by keyword only.

    Args:
        auth_token: Primary auth token of the account, or several tokens while you replace one. Default:
            TWILIO_AUTH_TOKEN of Flask's or Django's configuration or of the environment, read at each request.
        base_url: Start of the public URL, such as `https://example.com`, if the server is behind a proxy. Default:
            TWILIO_BASE_URL of the same places, unless there are trusted proxies.
        trusted_proxies: IP addresses or networks of proxies whose X-Forwarded headers are used; see
            `webhook.PublicUrl`. If the server or a middleware replaces the proxy's address with the client's, as
            uvicorn does with X-Forwarded-For, pass `base_url` instead.

    Raises:
        TypeError: The view has no parameter for Twilio's request, or could never be called.
        ValueError: A token is empty, or a URL or an address is invalid.
        RuntimeError: At a request, no token is configured.

    https://www.twilio.com/docs/usage/webhooks/webhooks-security
    """

    @overload
    def __call__(self, view: _Takes[CallRequest, Response | _Answer], /) -> _Endpoint: ...

    @overload
    def __call__(self, view: _Takes[MessageRequest, MessagingResponse | _Answer], /) -> _Endpoint: ...

    @overload
    def __call__(self, view: _Takes[CallRequest | MessageRequest, Document | _Answer], /) -> _Endpoint: ...

    @overload
    def __call__(self, view: _TakesCallback[_Answer], /) -> _Endpoint: ...

    @overload
    def __call__(
        self,
        /,
        *,
        auth_token: str | Sequence[str] | None = None,
        base_url: str | None = None,
        trusted_proxies: str | Iterable[str] = (),
    ) -> TwimlDecorator[_Endpoint, _Answer]: ...

    def __call__(
        self,
        view: Callable[..., Any] | None = None,
        /,
        *,
        auth_token: str | Sequence[str] | None = None,
        base_url: str | None = None,
        trusted_proxies: str | Iterable[str] = (),
    ) -> _Endpoint | TwimlDecorator[_Endpoint, _Answer]:
        """Decorate a view, or return a decorator with the given configuration."""
        return self._configured(auth_token, base_url, trusted_proxies) if view is None else self._decorate(view)


class SignedDecorator(_Decorator[Any]):
    """The decorator of a view that only Twilio may reach: `@signed`, or `@signed(base_url="https://example.com")`.

    It takes care of the signature alone: the view gets what the framework gives it, and answers as it likes, with JSON,
    a redirect, or `TwiMLResponse`.

    Args:
        auth_token: Primary auth token of the account, or several tokens while you replace one. Default:
            TWILIO_AUTH_TOKEN of Flask's or Django's configuration or of the environment, read at each request.
        base_url: Start of the public URL, such as `https://example.com`, if the server is behind a proxy. Default:
            TWILIO_BASE_URL of the same places, unless there are trusted proxies.
        trusted_proxies: IP addresses or networks of proxies whose X-Forwarded headers are used; see
            `webhook.PublicUrl`.

    Raises:
        TypeError: What is decorated is not a function.
        ValueError: A token is empty, or a URL or an address is invalid.
        RuntimeError: At a request, no token is configured.
    """

    @overload
    def __call__(self, view: _View, /) -> _View: ...

    @overload
    def __call__(
        self,
        /,
        *,
        auth_token: str | Sequence[str] | None = None,
        base_url: str | None = None,
        trusted_proxies: str | Iterable[str] = (),
    ) -> SignedDecorator: ...

    def __call__(
        self,
        view: Callable[..., Any] | None = None,
        /,
        *,
        auth_token: str | Sequence[str] | None = None,
        base_url: str | None = None,
        trusted_proxies: str | Iterable[str] = (),
    ) -> Any:
        """Decorate a view, or return a decorator with the given configuration."""
        return self._configured(auth_token, base_url, trusted_proxies) if view is None else self._decorate(view)


def encode(document: Document | str | bytes | None) -> bytes:
    """Return the body of a response with TwiML."""
    return b"" if document is None else document.encode() if isinstance(document, str) else bytes(document)


def request_target(root: str, path: str, query: str, raw: str | None) -> str:
    """Return path and query with their original quoting, since Twilio signs every character.

    Args:
        root: Unquoted path that the application is mounted at, without a slash at the end.
        path: Unquoted path below that.
        query: Raw query.
        raw: Raw path, with or without the query, if the server provides it. It is the one that was requested, even if a
            middleware has changed the path since; but it lacks the root if a proxy has cut that off.
    """
    if raw is None or not raw.startswith("/"):
        target = quote(root + path, safe="/:@!$&'()*+,;=~")
    else:
        requested = unquote(raw.partition("?")[0])
        is_below_root = requested == root + path or f"{requested}/".startswith(f"{root}/")
        is_cut = requested == path or not is_below_root
        target = quote(root, safe="/:@!$&'()*+,;=~") + raw if root and is_cut and requested != root + path else raw
    return target if "?" in target or not query else f"{target}?{query}"


def signature_of(view: Callable[..., Any]) -> inspect.Signature:
    """Return the signature of a view, with its annotations evaluated.

    Raises:
        TypeError: An annotation cannot be evaluated.
    """
    # Django's method_decorator passes a bound method, disguised as the function that it is made of
    function: Any = getattr(view, "func", view) if hasattr(view, "__wrapped__") else view
    try:
        return inspect.signature(function, eval_str=True)
    except NameError as error:
        raise TypeError(
            f"{_name_of(view)} has an annotation that cannot be evaluated: {error}; "
            "import the name outside TYPE_CHECKING"
        ) from None


def _twilio_parameter(
    view: Callable[..., Any], signature: inspect.Signature
) -> tuple[str, tuple[type[TwilioRequest], ...]]:
    """Return the name of the parameter for Twilio's request, and the classes that it takes."""
    found: dict[str, tuple[type[TwilioRequest], ...]] = {}
    for name, parameter in signature.parameters.items():
        annotated = get_args(parameter.annotation) or (parameter.annotation,)
        request_classes = tuple(each for each in annotated if inspect.isclass(each) and issubclass(each, TwilioRequest))
        if request_classes and parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            found[name] = request_classes
    if len(found) > 1:
        raise TypeError(f"{_name_of(view)} has {len(found)} parameters for Twilio's request: {', '.join(found)}")
    if not found:
        raise TypeError(
            f"{_name_of(view)} needs a parameter annotated with CallRequest, MessageRequest or a Callback "
            "that can be passed by keyword"
        )
    for name, parameter in signature.parameters.items():
        if parameter.kind is parameter.POSITIONAL_ONLY and name not in ("self", "cls"):
            raise TypeError(f"{_name_of(view)} takes {name!r} by position only, but parameters are passed by keyword")
    return found.popitem()


def _documents_for(request_class: type[TwilioRequest]) -> tuple[type[Document], ...]:
    if issubclass(request_class, CallRequest):
        return (Response,)
    if issubclass(request_class, MessageRequest):
        return (MessagingResponse,)
    return () if issubclass(request_class, Callback) else (Response, MessagingResponse)


def _name_of(view: Callable[..., Any]) -> str:
    return f"{getattr(view, '__qualname__', repr(view))}()"
