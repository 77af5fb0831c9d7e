"""The requests of the clients, without the HTTP: path, form data, and how to parse the response."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from ._form_data import FormData, build_form, validate
from ._parameters import CallChanges, CallFilter, CallSid, MessageFilter, MessageSid, NewCall, NewMessage
from ._resources import CallResource, MessageResource, Page
from .errors import InvalidParameter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_T = TypeVar("_T")


class Request(Generic[_T]):
    """A request to the API.

    Args:
        method: HTTP method.
        path: Path below the account.
        parse: Function that returns the result for the parsed JSON of the response.
        form: Parameters.
        possible_effect: What Twilio may have done if there is no clear response; None if the request is safe to repeat.
    """

    __slots__ = ("form", "method", "parse", "path", "possible_effect")

    def __init__(
        self,
        method: Literal["GET", "POST", "DELETE"],
        path: str,
        parse: Callable[[Any], _T],
        form: FormData | None = None,
        *,
        possible_effect: str | None = None,
    ) -> None:
        self.method: Literal["GET", "POST", "DELETE"] = method
        self.path: str = path
        self.parse: Callable[[Any], _T] = parse
        self.form: FormData = form or FormData()
        self.possible_effect: str | None = possible_effect

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.path.partition('?')[0]}>"


def place_call(parameters: NewCall) -> Request[CallResource]:
    """Return the request that places a call."""
    form = build_form(NewCall, parameters)
    _need_one(form, "url", "twiml", "application_sid", code=21205)
    if "sip_auth_username" in form:
        _need(form, "sip_auth_username", "sip_auth_password", code=21225)
    if form.text("to").startswith("+") and form.text("from_").startswith(("client:", "sip:")):
        problem = "from_ must be a phone number if to is a phone number"
        raise InvalidParameter(problem, parameter="from_", code=21212)
    effect = "the call may have been placed"
    return Request("POST", "Calls", CallResource.from_json, form, possible_effect=effect)


def fetch_call(sid: str) -> Request[CallResource]:
    """Return the request that fetches a call."""
    return Request("GET", _call(sid), CallResource.from_json)


def update_call(sid: str, parameters: CallChanges) -> Request[CallResource]:
    """Return the request that changes a call in progress."""
    form = build_form(CallChanges, parameters)
    _need_any(form, "url", "twiml", "status", "time_limit")
    if "url" in form and "twiml" in form:
        raise InvalidParameter("give either url or twiml, not both", parameter="twiml")
    if "status_callback" in form:
        _need(form, "status_callback", "url")
    restarts = "url" in form or "twiml" in form
    effect = "the call may have continued with the new TwiML" if restarts else None
    return Request("POST", _call(sid), CallResource.from_json, form, possible_effect=effect)


def delete_call(sid: str) -> Request[None]:
    """Return the request that deletes the record of a call."""
    return Request("DELETE", _call(sid), _nothing)


def list_calls(parameters: CallFilter) -> Request[Page[CallResource]]:
    """Return the request that reads the first page of a list of calls."""
    parse = partial(Page[CallResource].from_json, CallResource, "calls")
    return Request("GET", "Calls", parse, build_form(CallFilter, parameters))


def send_message(parameters: NewMessage) -> Request[MessageResource]:
    """Return the request that sends a message."""
    if parameters.get("body") == "":
        del parameters["body"]
    form = build_form(NewMessage, parameters)
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
    effect = "the message may have been sent"
    return Request("POST", "Messages", MessageResource.from_json, form, possible_effect=effect)


def fetch_message(sid: str) -> Request[MessageResource]:
    """Return the request that fetches a message."""
    return Request("GET", _message(sid), MessageResource.from_json)


def redact_message(sid: str) -> Request[MessageResource]:
    """Return the request that removes the text of a message."""
    form = FormData()
    form.add("body", "Body", [""])
    return Request("POST", _message(sid), MessageResource.from_json, form)


def cancel_message(sid: str) -> Request[MessageResource]:
    """Return the request that cancels a scheduled message."""
    form = FormData()
    form.add("status", "Status", ["canceled"])
    return Request("POST", _message(sid), MessageResource.from_json, form)


def delete_message(sid: str) -> Request[None]:
    """Return the request that deletes the record of a message."""
    return Request("DELETE", _message(sid), _nothing)


def list_messages(parameters: MessageFilter) -> Request[Page[MessageResource]]:
    """Return the request that reads the first page of a list of messages."""
    parse = partial(Page[MessageResource].from_json, MessageResource, "messages")
    return Request("GET", "Messages", parse, build_form(MessageFilter, parameters))


def next_page(request: Request[_T], path: str) -> Request[_T]:
    """Return the request that reads a later page of a list."""
    return Request("GET", path, request.parse)


def _call(sid: str) -> str:
    return f"Calls/{validate('sid', CallSid, sid)}"


def _message(sid: str) -> str:
    return f"Messages/{validate('sid', MessageSid, sid)}"


def _nothing(_: object) -> None:
    """Ignore a response without content."""


def _need_one(form: FormData, *names: str, code: int) -> None:
    """Raise InvalidParameter unless exactly one of the parameters is given."""
    given = [name for name in names if name in form]
    if len(given) != 1:
        problem = f"give one of {_listed(names)}{f', not {_listed(given)}' if given else ''}"
        raise InvalidParameter(problem, parameter=given[-1] if given else names[0], code=code)


def _need_any(form: FormData, *names: str, code: int | None = None) -> None:
    """Raise InvalidParameter unless at least one of the parameters is given."""
    if not any(name in form for name in names):
        raise InvalidParameter(f"give at least one of {_listed(names)}", parameter=names[0], code=code)


def _need(form: FormData, name: str, *others: str, code: int | None = None) -> None:
    """Raise InvalidParameter unless the others are given too."""
    missing = [other for other in others if other not in form]
    if missing:
        raise InvalidParameter(f"{name} needs {_listed(missing)}", parameter=name, code=code)


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
