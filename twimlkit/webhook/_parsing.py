"""How parameters become a typed request."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar, overload

from twimlkit._core.names import pascal_case
from twimlkit._core.values import shortened

from ._parameters import Params, SentAs, pairs_of
from .callbacks import (
    CallStatusCallback,
    ConferenceCallback,
    DialStatusCallback,
    MachineDetectionCallback,
    MessageStatusCallback,
    RecordingCallback,
    TaskAssignmentCallback,
    TaskRouterCallback,
    TranscriptionCallback,
)
from .requests import CallRequest, InvalidRequest, MessageRequest, ReceivedMedia, TwilioRequest

_Request = TypeVar("_Request", bound=TwilioRequest)
_Reader: TypeAlias = Callable[[str, str], object]


@overload
def parse_request(params: Params, *, idempotency_token: str = "") -> TwilioRequest: ...


@overload
def parse_request(params: Params, request_class: type[_Request], *, idempotency_token: str = "") -> _Request: ...


def parse_request(
    params: Params, request_class: type[TwilioRequest] | None = None, *, idempotency_token: str = ""
) -> TwilioRequest:
    """Return the parameters of a request as a typed object.

    Unknown statuses and other words are allowed, since Twilio adds new ones.

    Args:
        params: Parameters of a form body, or of a GET's query.
        request_class: Class of the request. Default: the class that fits the parameters best, such as CallRequest,
            MessageRequest or ConferenceCallback, or TwilioRequest if none does.
        idempotency_token: Value of the header I-Twilio-Idempotency-Token.

    Raises:
        InvalidRequest: A parameter that Twilio always sends is missing, or a number, a date or a boolean is invalid.
        TypeError: A parameter is not a string.
    """
    values = dict(pairs_of(params))
    return _build(request_class or find_request_class(values), values, idempotency_token)


def find_request_class(params: Mapping[str, str]) -> type[TwilioRequest]:
    """Return the class that fits the parameters of a request best."""
    names = {name for name, value in params.items() if value}
    for request_class, needed in _NEEDED.items():
        if any(names >= alternative for alternative in needed):
            return _refined(request_class, names, params)
    return TwilioRequest


def fits(params: Mapping[str, str], request_class: type[TwilioRequest]) -> bool:
    """Return whether a request has all parameters that its class requires."""
    required = (each for each in _attributes_of(request_class) if each.is_required)
    return all(any(map(params.get, attribute.parameters)) for attribute in required)


def _refined(request_class: type[TwilioRequest], names: set[str], params: Mapping[str, str]) -> type[TwilioRequest]:
    if request_class is CallRequest:
        if names & {"CallbackSource", "CallDuration"}:
            return DialStatusCallback if "ParentCallSid" in names else CallStatusCallback
        if "AnsweredBy" in names and not names & {"CallStatus", "From", "To"}:
            return MachineDetectionCallback
    if request_class is MessageRequest:
        status = params.get("MessageStatus") or params.get("SmsStatus") or "received"
        if not status.startswith("receiv"):  # receiving, received
            return MessageStatusCallback
    return request_class


# What a request of each class has, with the most specific class first.
_NEEDED: Final[dict[type[TwilioRequest], list[set[str]]]] = {
    TaskRouterCallback: [{"WorkspaceSid", "EventType"}],
    TaskAssignmentCallback: [{"TaskSid", "ReservationSid"}],
    ConferenceCallback: [{"ConferenceSid", "StatusCallbackEvent"}],
    TranscriptionCallback: [{"TranscriptionSid"}],
    RecordingCallback: [{"RecordingSid", "RecordingStatus"}],
    CallRequest: [{"CallSid"}],
    MessageRequest: [{"MessageSid"}, {"SmsSid"}, {"SmsMessageSid"}],
}


def _build(request_class: type[_Request], values: dict[str, str], idempotency_token: str) -> _Request:
    arguments: dict[str, Any] = {"params": values, "idempotency_token": idempotency_token}
    if request_class is MessageRequest:
        arguments["media"] = _media(values)
    for attribute in _attributes_of(request_class):
        for parameter in attribute.parameters:
            if value := values.get(parameter):
                arguments[attribute.name] = attribute.read(parameter, value)
                break
        else:
            if attribute.is_required:
                raise InvalidRequest(attribute.parameters[0], f"is missing: every {request_class.__name__} has it")
    return request_class(**arguments)


def _media(values: dict[str, str]) -> tuple[ReceivedMedia, ...]:
    count = _integer("NumMedia", values.get("NumMedia") or "0")
    for name in (f"MediaUrl{number}" for number in range(count)):
        if not values.get(name):
            raise InvalidRequest(name, f"is missing, but NumMedia is {count}")
    return tuple(
        ReceivedMedia(values[f"MediaUrl{number}"], values.get(f"MediaContentType{number}", ""))
        for number in range(count)
    )


def _string(_name: str, value: str) -> str:
    return value


def _integer(name: str, value: str) -> int:
    if not _INTEGER.fullmatch(value):
        raise InvalidRequest(name, f"must be an integer, not {shortened(value)}")
    return int(value)


def _number(name: str, value: str) -> float:
    if not _NUMBER.fullmatch(value) or not math.isfinite(number := float(value)):
        raise InvalidRequest(name, f"must be a number, not {shortened(value)}")
    return number


def _boolean(name: str, value: str) -> bool:
    if value.lower() not in ("true", "false"):
        raise InvalidRequest(name, f"must be true or false, not {shortened(value)}")
    return value.lower() == "true"


def _date(name: str, value: str) -> datetime:
    from email.utils import parsedate_to_datetime  # slow to import, and most requests have no date

    try:
        if _INTEGER.fullmatch(value):  # TaskRouter counts the seconds
            return datetime.fromtimestamp(int(value), UTC)
        date = datetime.fromisoformat(value) if value[:4].isdecimal() else parsedate_to_datetime(value)
        return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        expected = "a date like 'Wed, 02 Oct 2024 15:00:00 +0000'"
        raise InvalidRequest(name, f"must be {expected}, not {shortened(value)}") from None


_READERS: Final[dict[object, _Reader]] = {
    int | None: _integer,
    float | None: _number,
    bool | None: _boolean,
    datetime | None: _date,
}
_INTEGER: Final = re.compile("-?[0-9]{1,18}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,40}(\.[0-9]{0,40})?([Ee][+-]?[0-9]{1,3})?")


class _Attribute(NamedTuple):
    name: str
    parameters: tuple[str, ...]
    read: _Reader
    is_required: bool

    @classmethod
    def of(cls, field: Field[Any]) -> _Attribute:
        marks = (mark.names for mark in getattr(field.type, "__metadata__", ()) if isinstance(mark, SentAs))
        is_required = field.default is MISSING and field.default_factory is MISSING
        parameters = next(marks, (pascal_case(field.name),))
        return cls(field.name, parameters, _READERS.get(field.type, _string), is_required)


def _attributes_of(request_class: type[TwilioRequest]) -> list[_Attribute]:
    if request_class not in _ATTRIBUTES:
        _ATTRIBUTES[request_class] = [_Attribute.of(field) for field in fields(request_class)]
    return _ATTRIBUTES[request_class]


_ATTRIBUTES: Final[dict[type[TwilioRequest], list[_Attribute]]] = {}
