"""What Twilio says of a call or a message, as frozen values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from datetime import UTC
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from decimal import Decimal
    from typing import Self

__all__ = [
    "Answer",
    "Call",
    "CallDirection",
    "CallStatus",
    "Message",
    "MessageDirection",
    "MessageStatus",
    "Page",
    "Unreadable",
]

CallStatus: TypeAlias = Literal[
    "queued", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled"
]
CallDirection: TypeAlias = Literal[
    "inbound", "outbound-api", "outbound-dial", "trunking-terminating", "trunking-originating"
]
MessageStatus: TypeAlias = Literal[
    "queued", "sending", "sent", "failed", "delivered", "undelivered", "receiving", "received", "accepted",
    "scheduled", "read", "partially_delivered", "canceled",
]  # fmt: skip
MessageDirection: TypeAlias = Literal["inbound", "outbound-api", "outbound-call", "outbound-reply"]


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


class Unreadable(Exception):
    """Says that an answer is not what Twilio's documentation describes."""


class Answer:
    """Is what Twilio says of something: the base of Call and Message.

    What Twilio leaves empty is None. Of what is not declared, and of what does not read as its type, `extra` holds
    what Twilio sent.
    """

    __slots__ = ()

    @classmethod
    def read(cls, sent: object) -> Self:
        """Reads the JSON object of an answer; raises Unreadable where it has no SID."""
        given = cast("dict[str, Any]", sent) if isinstance(sent, dict) else {}
        if not isinstance(given.get("sid"), str):
            raise Unreadable(f"no {cls.__name__.lower()} with a SID")
        kind: Any = cls  # a dataclass, as each subclass is
        readers = _readers(kind)
        known: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for wire, value in given.items():
            name, read = readers.get(wire, ("", None))
            if not read:
                extra[wire] = value
            elif value is not None and value != "":
                try:
                    known[name] = read(value)
                except (ValueError, TypeError, ArithmeticError):
                    extra[wire] = value
        made: Self = kind(**known, extra=MappingProxyType(extra))
        return made

    def __repr__(self) -> str:
        given = {name: getattr(self, name) for name in cast("Any", self).__slots__}
        shown = [f"{name}={_opened(value)!r}" for name, value in given.items() if value not in (None, {})]
        return f"{type(self).__name__}({', '.join(shown)})"

    def __reduce__(self) -> tuple[object, ...]:
        values = {name: getattr(self, name) for name in cast("Any", self).__slots__}
        return _restore, (type(self), {name: _opened(value) for name, value in values.items()})  # no proxy is pickled


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Call(Answer):
    """Is a call, as it was when Twilio answered.

    parent_call_sid: the call that made this one by <Dial>.
    start_time, end_time: when it was dialled and when it was over.
    duration: its length in seconds.
    price: what it cost, in `price_unit`, a negative number; filled in some time after the end.
    answered_by: who answered, where machine detection was asked for: human, machine_start, fax, …
    queue_time: for how many milliseconds it is expected to wait before it is dialled.
    uri, subresource_uris: where it stands at Twilio, relative to https://api.twilio.com.
    extra: what Twilio sent beyond that, by its name in JSON.

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
    status: CallStatus | str | None = None
    direction: CallDirection | str | None = None
    duration: int | None = None
    price: Decimal | None = None
    price_unit: str | None = None
    answered_by: str | None = None
    api_version: str | None = None
    forwarded_from: str | None = None
    caller_name: str | None = None
    group_sid: str | None = None
    trunk_sid: str | None = None
    queue_time: int | None = None
    uri: str | None = None
    subresource_uris: Mapping[str, Any] = field(default_factory=_nothing, hash=False)
    extra: Mapping[str, Any] = field(default_factory=_nothing, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Message(Answer):
    """Is a message, as it was when Twilio answered.

    num_segments: of how many SMS it consists; 0 until a Messaging Service has chosen the sender.
    price: what it cost, in `price_unit`, a negative number; filled in some time after it was sent.
    error_code, error_message: why it failed or was not delivered.
    uri, subresource_uris: where it stands at Twilio, relative to https://api.twilio.com.
    extra: what Twilio sent beyond that, by its name in JSON.

    https://www.twilio.com/docs/messaging/api/message-resource
    """

    sid: str
    account_sid: str | None = None
    messaging_service_sid: str | None = None
    body: str | None = None
    from_: str | None = None
    to: str | None = None
    status: MessageStatus | str | None = None
    direction: MessageDirection | str | None = None
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
    subresource_uris: Mapping[str, Any] = field(default_factory=_nothing, hash=False)
    extra: Mapping[str, Any] = field(default_factory=_nothing, hash=False)


_A = TypeVar("_A", bound=Answer)


@dataclass(frozen=True, slots=True)
class Page(Generic[_A]):
    """Is one page of a list.

    next: where the next page is, relative to the host, or None on the last page.
    """

    items: tuple[_A, ...]
    next: str | None

    @classmethod
    def read(cls, kind: type[_A], name: str, sent: object) -> Self:
        """Reads the JSON object of an answer; raises Unreadable where it holds no such list."""
        given = cast("dict[str, Any]", sent) if isinstance(sent, dict) else {}
        items, following = given.get(name), given.get("next_page_uri")
        if not isinstance(items, list) or not isinstance(following, str | None):
            raise Unreadable(f"no list of {name}")
        if following and not re.match("/[^/]", following):
            raise Unreadable("a next page that is not at the same host")
        return cls(tuple([kind.read(item) for item in cast("list[object]", items)]), following or None)


_Reader: TypeAlias = "tuple[str, Callable[[Any], Any]]"


@cache
def _readers(kind: Any) -> dict[str, _Reader]:
    """For each field in JSON, its name in Python and what reads its value."""
    return {
        each.name.rstrip("_"): (each.name, _READERS.get(str(each.type).removesuffix(" | None"), _text))
        for each in fields(kind)
        if each.name != "extra"
    }


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise TypeError("not a whole number")
    return int(value)


def _amount(value: object) -> Decimal:
    from decimal import Decimal  # slow to import, and only who has an answer needs it

    amount = Decimal(_text(value))
    if not amount.is_finite():
        raise ValueError("not a price")
    return amount


def _moment(value: object) -> datetime:
    """Reads a date as RFC 2822 has it, in UTC."""
    from email.utils import parsedate_to_datetime  # the same

    moment = parsedate_to_datetime(_text(value))
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _links(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return MappingProxyType(cast("dict[str, Any]", value))


_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "int": _whole,
    "Decimal": _amount,
    "datetime": _moment,
    "Mapping[str, Any]": _links,
}


def _opened(value: object) -> object:
    return dict(cast("Mapping[str, Any]", value)) if isinstance(value, MappingProxyType) else value


def _frozen(value: object) -> object:
    return MappingProxyType(cast("dict[str, Any]", value)) if isinstance(value, dict) else value


def _restore(kind: Callable[..., Answer], values: dict[str, Any]) -> Answer:
    """Builds an answer again that was taken apart by pickle or copy."""
    return kind(**{name: _frozen(value) for name, value in values.items()})
