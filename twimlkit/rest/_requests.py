"""The requests of the clients, without the HTTP: path, form data, and how to parse the response.

Each function makes the request of the client's method of its name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from ._form_data import FormData, build_form, masked_numbers, validate
from ._parameters import CallChanges, CallFilter, CallSid, MessageFilter, MessageSid, NewCall, NewMessage
from ._resources import CallResource, MessageResource, Page, Resource
from .errors import InvalidParameter, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_T = TypeVar("_T")
_R = TypeVar("_R", bound=Resource)


@dataclass(frozen=True, slots=True, repr=False)
class Request(Generic[_T]):
    """A request to the API.

    Attributes:
        method: HTTP method.
        path: Path below the account.
        parse: Function that returns the result for the parsed JSON of the response.
        form: Parameters.
        possible_effect: What Twilio may have done if there is no clear response; None if the request is safe to repeat.
    """

    method: Literal["GET", "POST", "DELETE"]
    path: str
    parse: Callable[[Any], _T]
    form: FormData = field(default_factory=FormData)
    possible_effect: str | None = None

    @property
    def numbers(self) -> dict[str, str]:
        """The masked addresses by parameter."""
        return masked_numbers({name: self.form.text(name) for name in ("to", "from_")})

    def __repr__(self) -> str:
        to = self.numbers.get("to")
        return f"<Request {self.method} {self.path.partition('?')[0]}{f' to {to}' if to else ''}>"


def place_call(parameters: NewCall) -> Request[CallResource]:
    if parameters.get("machine_detection") == "enable":  # as in Twilio's examples
        parameters["machine_detection"] = "Enable"
    form = build_form(NewCall, parameters, _check_call)
    return Request("POST", "Calls", CallResource.from_json, form, "the call may have been placed")


def _check_call(form: FormData) -> None:
    _need_any(form, "url", "twiml", "application_sid", code=21205)
    _need(form, "sip_auth_username", "sip_auth_password", code=21225)
    if form.text("to").startswith("+") and form.text("from_").startswith(("client:", "sip:")):
        problem = "from_ must be a phone number if to is a phone number"
        raise InvalidParameter(problem, parameter="from_", code=21212)


def fetch_call(sid: str) -> Request[CallResource]:
    return Request("GET", _call(sid), CallResource.from_json)


def update_call(sid: str, parameters: CallChanges) -> Request[CallResource]:
    form = build_form(CallChanges, parameters, _check_changes)
    effect = "the call may have continued with the new TwiML" if form.has("url") or form.has("twiml") else None
    return Request("POST", _call(sid), CallResource.from_json, form, effect)


def _check_changes(form: FormData) -> None:
    _need_any(form, "url", "twiml", "status", "time_limit")
    if form.has("url") and form.has("twiml"):
        raise InvalidParameter("give either url or twiml, not both", parameter="twiml")
    _need(form, "status_callback", "url")


def delete_call(sid: str) -> Request[None]:
    return Request("DELETE", _call(sid), _nothing)


def list_calls(parameters: CallFilter) -> Request[Page[CallResource]]:
    parse = partial(Page[CallResource].from_json, CallResource, "calls")
    return Request("GET", "Calls", parse, build_form(CallFilter, parameters))


def send_message(parameters: NewMessage) -> Request[MessageResource]:
    if parameters.get("body") == "":
        del parameters["body"]
    form = build_form(NewMessage, parameters, _check_message)
    return Request("POST", "Messages", MessageResource.from_json, form, "the message may have been sent")


def _check_message(form: FormData) -> None:
    _need_any(form, "from_", "messaging_service_sid", code=21603)
    _need_any(form, "body", "media_url", "content_sid", code=21619)
    _need(form, "content_variables", "content_sid", code=21654)
    _need(form, "schedule_type", "send_at", "messaging_service_sid")
    _need(form, "send_at", "schedule_type", "messaging_service_sid")
    _need(form, "fallback_from", "messaging_service_sid")
    if form.text("shorten_urls") == "true":
        _need(form, "shorten_urls", "messaging_service_sid")


def fetch_message(sid: str) -> Request[MessageResource]:
    return Request("GET", _message(sid), MessageResource.from_json)


def redact_message(sid: str) -> Request[MessageResource]:
    return Request("POST", _message(sid), MessageResource.from_json, FormData(Body=[""]))


def cancel_message(sid: str) -> Request[MessageResource]:
    return Request("POST", _message(sid), MessageResource.from_json, FormData(Status=["canceled"]))


def delete_message(sid: str) -> Request[None]:
    return Request("DELETE", _message(sid), _nothing)


def list_messages(parameters: MessageFilter) -> Request[Page[MessageResource]]:
    parse = partial(Page[MessageResource].from_json, MessageResource, "messages")
    return Request("GET", "Messages", parse, build_form(MessageFilter, parameters))


def next_page(request: Request[Page[_R]], page: Page[_R], seen: set[str]) -> Request[Page[_R]] | None:
    """Return the request that reads the page after a page, or None after the last one.

    `seen` collects the paths, since pages that link in a circle would never end.
    """
    if page.next in seen:
        raise Unavailable("Twilio's response is unreadable: its next page is one that was read before")
    if not page.next:
        return None
    seen.add(page.next)
    return Request("GET", page.next, request.parse)


def _call(sid: str) -> str:
    return f"Calls/{validate('sid', CallSid, sid)}"


def _message(sid: str) -> str:
    return f"Messages/{validate('sid', MessageSid, sid)}"


def _nothing(_: object) -> None:
    """Ignore a response without content."""


def _need_any(form: FormData, *names: str, code: int | None = None) -> None:
    """Raise InvalidParameter unless at least one of the parameters is given."""
    if not any(form.has(name) for name in names):
        raise InvalidParameter(f"give at least one of {_listed(names)}", parameter=names[0], code=code)


def _need(form: FormData, name: str, *others: str, code: int | None = None) -> None:
    """Raise InvalidParameter if a parameter is given without the others that it needs."""
    missing = [other for other in others if not form.has(other)]
    if form.has(name) and missing:
        raise InvalidParameter(f"{name} needs {_listed(missing)}", parameter=name, code=code)


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
