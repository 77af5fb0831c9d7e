"""Calls and messages as Twilio returns them: frozen values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from datetime import UTC
from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from decimal import Decimal
    from typing import Self

    from twimlkit.types import AnsweredBy, CallDirection, CallStatus, MessageDirection, MessageStatus


class UnreadableResponse(Exception):
    """A response that is not what Twilio's documentation describes."""


class Resource:
    """The base of CallResource and MessageResource.

    A field that Twilio leaves empty is None. `extra` keeps each field that is unknown or has an unexpected value.
    """

    __slots__ = ()

    @classmethod
    def from_json(cls, sent: object) -> Self:
        """Build the resource from parsed JSON, or raise UnreadableResponse unless it is an object with a SID."""
        given = cast("dict[str, Any]", sent) if isinstance(sent, dict) else {}
        if not isinstance(given.get("sid"), str):
            raise UnreadableResponse(f"it has no {cls.__name__.removesuffix('Resource').lower()} with a SID")
        resource_class: Any = cls  # a dataclass, as each subclass is
        readers = _readers(resource_class)
        known: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for api_name, value in given.items():
            name, read = readers.get(api_name, ("", None))
            if not read:
                extra[api_name] = value
            elif value is not None and value != "":
                try:
                    known[name] = read(value)
                except (ValueError, TypeError, ArithmeticError):
                    extra[api_name] = value
        made: Self = resource_class(**known, extra=extra)
        return made

    def __post_init__(self) -> None:
        for name in _MAPPINGS:
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def __repr__(self) -> str:
        shown = [f"{name}={value!r}" for name, value in self._values() if value not in (None, {})]
        return f"{type(self).__name__}({', '.join(shown)})"

    def __reduce__(self) -> tuple[object, ...]:
        return partial(type(self), **dict(self._values())), ()

    def _values(self) -> Iterator[tuple[str, Any]]:
        """Yield name and value of each field, with a dictionary for a mapping, which shows and pickles better."""
        for name in cast("Any", self).__slots__:
            value = getattr(self, name)
            yield name, dict(value) if name in _MAPPINGS else value


_MAPPINGS: Final = ("subresource_uris", "extra")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CallResource(Resource):
    """A call at the time of Twilio's response. A field without a value is None.

    Attributes:
        sid: SID of the call.
        account_sid: SID of the account.
        parent_call_sid: SID of the call that created this one with `<Dial>`.
        date_created: Time when the resource was created.
        date_updated: Time when the resource was last changed.
        start_time: Time when the call was dialled.
        end_time: Time when the call ended.
        to: Called number or address.
        to_formatted: Called number in a form for display.
        from_: Calling number or address.
        from_formatted: Calling number in a form for display.
        phone_number_sid: SID of the account's number in the call.
        status: Status of the call.
        direction: Direction of the call, and what started it.
        duration: Length of the call in seconds.
        price: Price in `price_unit`, a negative number; set some time after the call has ended.
        price_unit: Currency of the price, as in USD.
        answered_by: Result of machine detection, if it was requested.
        api_version: Version of the API that created the call.
        forwarded_from: Number that forwarded the call.
        caller_name: Name of the caller, if it was looked up.
        group_sid: SID of the group of the call.
        trunk_sid: SID of the trunk of the call.
        queue_time: Expected milliseconds before the call is dialled.
        uri: Path of the resource at https://api.twilio.com.
        subresource_uris: Paths of related resources, by name.
        extra: Everything else that Twilio sent, by its name in JSON.

    https://www.twilio.com/docs/voice/api/call-resource
    """

    sid: str
    account_sid: str | None = None
    parent_call_sid: str | None = None
    date_created: datetime | None = None
    date_updated: datetime | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None
    to: str | None = None
    to_formatted: str | None = None
    from_: str | None = None
    from_formatted: str | None = None
    phone_number_sid: str | None = None
    status: CallStatus | None = None
    direction: CallDirection | None = None
    duration: int | None = None
    price: Decimal | None = None
    price_unit: str | None = None
    answered_by: AnsweredBy | None = None
    api_version: str | None = None
    forwarded_from: str | None = None
    caller_name: str | None = None
    group_sid: str | None = None
    trunk_sid: str | None = None
    queue_time: int | None = None
    uri: str | None = None
    subresource_uris: Mapping[str, Any] = field(default_factory=dict[str, Any], hash=False)
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any], hash=False)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MessageResource(Resource):
    """A message at the time of Twilio's response. A field without a value is None.

    Attributes:
        sid: SID of the message.
        account_sid: SID of the account.
        messaging_service_sid: SID of the Messaging Service that sent the message.
        body: Text of the message.
        from_: Sender.
        to: Recipient.
        status: Status of the message.
        direction: Direction of the message, and what started it.
        num_segments: Number of SMS segments; 0 until a Messaging Service has chosen the sender.
        num_media: Number of media files.
        price: Price in `price_unit`, a negative number; set some time after the message was sent.
        price_unit: Currency of the price, as in USD.
        error_code: Twilio's error code, if the message failed or was not delivered.
        error_message: Description of the error.
        date_created: Time when the resource was created.
        date_updated: Time when the resource was last changed.
        date_sent: Time when the message was sent.
        api_version: Version of the API that created the message.
        uri: Path of the resource at https://api.twilio.com.
        subresource_uris: Paths of related resources, by name.
        extra: Everything else that Twilio sent, by its name in JSON.

    https://www.twilio.com/docs/messaging/api/message-resource
    """

    sid: str
    account_sid: str | None = None
    messaging_service_sid: str | None = None
    body: str | None = None
    from_: str | None = None
    to: str | None = None
    status: MessageStatus | None = None
    direction: MessageDirection | None = None
    num_segments: int | None = None
    num_media: int | None = None
    price: Decimal | None = None
    price_unit: str | None = None
    error_code: int | None = None
    error_message: str | None = None
    date_created: datetime | None = None
    date_updated: datetime | None = None
    date_sent: datetime | None = None
    api_version: str | None = None
    uri: str | None = None
    subresource_uris: Mapping[str, Any] = field(default_factory=dict[str, Any], hash=False)
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any], hash=False)


_R = TypeVar("_R", bound=Resource)


@dataclass(frozen=True, slots=True)
class Page(Generic[_R]):
    """A page of a list.

    Attributes:
        items: The resources on the page.
        next: Path of the next page at the same host, or None on the last page.
    """

    items: tuple[_R, ...]
    next: str | None

    @classmethod
    def from_json(cls, resource_class: type[_R], name: str, sent: object) -> Self:
        """Build the page from parsed JSON, or raise UnreadableResponse unless it has a list of this name."""
        given = cast("dict[str, Any]", sent) if isinstance(sent, dict) else {}
        items, following = given.get(name), given.get("next_page_uri")
        if not isinstance(items, list) or not isinstance(following, str | None):
            raise UnreadableResponse(f"it has no list of {name}")
        if following and not re.fullmatch(r"/[!-.0-\[\]-~][!-~]*", following):
            raise UnreadableResponse("its next page is not a path at the same host")
        return cls(tuple([resource_class.from_json(item) for item in cast("list[object]", items)]), following or None)


_Reader: TypeAlias = "tuple[str, Callable[[Any], Any]]"


@cache
def _readers(resource_class: Any) -> dict[str, _Reader]:
    """Return the name in Python and the reader of each field in JSON."""
    return {
        each.name.rstrip("_"): (each.name, _READERS.get(str(each.type).removesuffix(" | None"), _text))
        for each in fields(resource_class)
        if each.name != "extra"
    }


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("must be str")
    return value


def _integer(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise TypeError("must be an integer")
    return int(value)


def _decimal(value: object) -> Decimal:
    from decimal import Decimal  # slow to import, and only a response needs it

    amount = Decimal(_text(value))
    if not amount.is_finite():
        raise ValueError("must be finite")
    return amount


def _datetime(value: object) -> datetime:
    """Parse a date in the format of RFC 2822."""
    from email.utils import parsedate_to_datetime  # slow to import too

    moment = parsedate_to_datetime(_text(value))
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("must be an object")
    return cast("dict[str, Any]", value)


_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "int": _integer,
    "Decimal": _decimal,
    "datetime": _datetime,
    "Mapping[str, Any]": _mapping,
}
