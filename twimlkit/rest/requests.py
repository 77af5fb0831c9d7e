"""Each request that the clients make: where it goes, what it carries, and what comes back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, cast

from .answers import Call, Message, Page
from .errors import InvalidParameter
from .form import Form, checked, fill
from .parameters import CallChanges, CallFilter, CallSid, MessageFilter, MessageSid, NewCall, NewMessage

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "Request",
    "cancel_message",
    "delete_call",
    "delete_message",
    "fetch_call",
    "fetch_message",
    "list_calls",
    "list_messages",
    "next_page",
    "place_call",
    "redact_message",
    "send_message",
    "update_call",
]

_T = TypeVar("_T")


class Request(Generic[_T]):
    """Describes one request.

    method, path, form: what is sent; the path is that below the account.
    read: makes the result of the JSON object that comes back.
    doubt: what may have been done where no clear answer came; None where it does no harm to ask
        twice.
    """

    __slots__ = ("doubt", "form", "method", "path", "read")

    def __init__(
        self,
        method: Literal["GET", "POST", "DELETE"],
        path: str,
        read: Callable[[Any], _T],
        form: Form | None = None,
        *,
        doubt: str | None = None,
    ) -> None:
        self.method: Literal["GET", "POST", "DELETE"] = method
        self.path: str = path
        self.read: Callable[[Any], _T] = read
        self.form: Form = form or Form()
        self.doubt: str | None = doubt

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.path.partition('?')[0]}>"


def place_call(parameters: NewCall) -> Request[Call]:
    """Describes the request that places a call."""
    form = fill(NewCall, parameters)
    _need_one(form, "url", "twiml", "application_sid", code=21205)
    if "sip_auth_username" in form:
        _need(form, "sip_auth_username", "sip_auth_password", code=21225)
    if form.text("to").startswith("+") and form.text("from_").startswith(("client:", "sip:")):
        problem = "from_ must be a telephone number where to is one"
        raise InvalidParameter(problem, parameter="from_", code=21212)
    return Request("POST", "Calls", Call.read, form, doubt="the call may have been placed")


def fetch_call(sid: str) -> Request[Call]:
    """Describes the request that reads a call."""
    return Request("GET", _call(sid), Call.read)


def update_call(sid: str, parameters: CallChanges) -> Request[Call]:
    """Describes the request that changes a call that is under way."""
    form = fill(CallChanges, parameters)
    _need_any(form, "url", "twiml", "status", "time_limit")
    if "url" in form and "twiml" in form:
        raise InvalidParameter("url and twiml exclude each other", parameter="twiml")
    if "status_callback" in form:
        _need(form, "status_callback", "url")
    restarts = "url" in form or "twiml" in form
    doubt = "the call may have gone on with the new TwiML" if restarts else None
    return Request("POST", _call(sid), Call.read, form, doubt=doubt)


def delete_call(sid: str) -> Request[None]:
    """Describes the request that removes the record of a call."""
    return Request("DELETE", _call(sid), _nothing)


def list_calls(parameters: CallFilter) -> Request[Page[Call]]:
    """Describes the request that reads the first page of a list of calls."""
    return Request("GET", "Calls", partial(Page[Call].read, Call, "calls"), fill(CallFilter, parameters))


def send_message(parameters: NewMessage) -> Request[Message]:
    """Describes the request that sends a message."""
    if parameters.get("body") == "":
        del parameters["body"]
    form = fill(NewMessage, parameters)
    _need_any(form, "from_", "messaging_service_sid", code=21603)
    _need_any(form, "body", "media_url", "content_sid", code=21619)
    if "content_variables" in form:
        _need(form, "content_variables", "content_sid", code=21654)
    for name in ("schedule_type", "send_at"):
        if name in form:
            _need(form, name, "schedule_type", "send_at", "messaging_service_sid")
    if "fallback_from" in form:
        _need(form, "fallback_from", "messaging_service_sid")
    if form.text("shorten_urls") == "true":
        _need(form, "shorten_urls", "messaging_service_sid")
    return Request("POST", "Messages", Message.read, form, doubt="the message may have been sent")


def fetch_message(sid: str) -> Request[Message]:
    """Describes the request that reads a message."""
    return Request("GET", _message(sid), Message.read)


def redact_message(sid: str) -> Request[Message]:
    """Describes the request that removes the text of a message."""
    form = Form()
    form.add("body", "Body", [""])
    return Request("POST", _message(sid), Message.read, form)


def cancel_message(sid: str) -> Request[Message]:
    """Describes the request that calls off a message that is scheduled."""
    form = Form()
    form.add("status", "Status", ["canceled"])
    return Request("POST", _message(sid), Message.read, form)


def delete_message(sid: str) -> Request[None]:
    """Describes the request that removes the record of a message."""
    return Request("DELETE", _message(sid), _nothing)


def list_messages(parameters: MessageFilter) -> Request[Page[Message]]:
    """Describes the request that reads the first page of a list of messages."""
    read = partial(Page[Message].read, Message, "messages")
    return Request("GET", "Messages", read, fill(MessageFilter, parameters))


def next_page(request: Request[_T], path: str) -> Request[_T]:
    """Describes the request that reads the page of a list at another path of the host."""
    return Request("GET", path, request.read)


def _call(sid: str) -> str:
    return f"Calls/{checked('sid', CallSid, sid)}"


def _message(sid: str) -> str:
    return f"Messages/{checked('sid', MessageSid, sid)}"


def _nothing(_: object) -> None:
    """Reads the answer that has no content."""


def _need_one(form: Form, *names: str, code: int) -> None:
    """Raises InvalidParameter unless exactly one of some parameters is there."""
    given = [name for name in names if name in form]
    if len(given) != 1:
        problem = f"give one of {_listed(names)}, not {_listed(given) if given else 'none'}"
        raise InvalidParameter(problem, parameter=given[-1] if given else names[0], code=code)


def _need_any(form: Form, *names: str, code: int | None = None) -> None:
    """Raises InvalidParameter unless one of some parameters is there, or several."""
    if not any(name in form for name in names):
        raise InvalidParameter(f"give at least one of {_listed(names)}", parameter=names[0], code=code)


def _need(form: Form, name: str, *others: str, code: int | None = None) -> None:
    """Raises InvalidParameter unless the others are there too."""
    missing = [other for other in others if other not in form]
    if missing:
        raise InvalidParameter(f"{name} needs {_listed(missing)} too", parameter=name, code=code)


def _listed(names: Any) -> str:
    *most, last = cast("list[str]", list(names))
    return f"{', '.join(most)} and {last}" if most else last
