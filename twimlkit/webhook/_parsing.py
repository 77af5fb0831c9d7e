"""How parameters become a typed request."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from twimlkit._core.names import pascal_case
from twimlkit._core.values import shortened

from ._parameters import Params, SentAs, pairs_of
from .requests import CallRequest, InvalidRequest, MessageRequest, ReceivedMedia

_Request = TypeVar("_Request", CallRequest, MessageRequest)
_Reader: TypeAlias = Callable[[str, str], object]


def parse_request(params: Params) -> CallRequest | MessageRequest:
    """Return the parameters of a request as a typed object.

    Unknown statuses and other words are allowed, since Twilio adds new ones.

    Args:
        params: Parameters of a form body, or of a GET's query.

    Returns:
        A CallRequest if there is a CallSid, otherwise a MessageRequest.

    Raises:
        InvalidRequest: A parameter that Twilio always sends is missing, or a number, a date or a boolean is invalid.
        TypeError: A parameter is not a string.
    """
    values = dict(pairs_of(params))
    if values.get("CallSid"):
        return _build(CallRequest, values)
    if any(values.get(name) for name in ("MessageSid", "SmsSid", "SmsMessageSid")):
        return _build(MessageRequest, values, media=_media(values))
    raise InvalidRequest("CallSid", "is missing, and so is MessageSid: Twilio sends one of them in every request")


def _build(request_class: type[_Request], values: dict[str, str], **extra: object) -> _Request:
    arguments: dict[str, Any] = {"params": values} | extra
    for attribute in _ATTRIBUTES[request_class]:
        for parameter in attribute.parameters:
            if value := values.get(parameter):
                arguments[attribute.name] = attribute.read(parameter, value)
                break
        else:
            if attribute.is_required:
                raise InvalidRequest(attribute.parameters[0], "is missing: Twilio sends it in every request")
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
        date = datetime.fromisoformat(value) if value[:4].isdecimal() else parsedate_to_datetime(value)
        return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
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


_ATTRIBUTES: Final = {
    request_class: [_Attribute.of(field) for field in fields(request_class)]
    for request_class in (CallRequest, MessageRequest)
}
