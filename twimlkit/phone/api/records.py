"""Calls and messages as Twilio's REST API shows them.

https://www.twilio.com/docs/voice/api/call-resource
https://www.twilio.com/docs/messaging/api/message-resource
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import urlencode

from twimlkit.phone.exchange import EPOCH
from twimlkit.phone.messages import segments

from .rules import Form, Rejection, first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from twimlkit.phone.leg import Leg
    from twimlkit.phone.messages import TextMessage

__all__ = ["CALL_FIELDS", "MESSAGE_FIELDS", "Record", "call_record", "message_record", "page_of"]

Record: TypeAlias = dict[str, Any]

CALL_FIELDS: Final = (
    "sid", "account_sid", "parent_call_sid", "date_created", "date_updated", "start_time", "end_time", "to",
    "to_formatted", "from", "from_formatted", "phone_number_sid", "status", "direction", "duration", "price",
    "price_unit", "answered_by", "api_version", "forwarded_from", "caller_name", "group_sid", "trunk_sid",
    "queue_time", "uri", "subresource_uris",
)  # fmt: skip
MESSAGE_FIELDS: Final = (
    "sid", "account_sid", "messaging_service_sid", "body", "from", "to", "status", "direction", "num_segments",
    "num_media", "price", "price_unit", "error_code", "error_message", "date_created", "date_updated", "date_sent",
    "api_version", "uri", "subresource_uris",
)  # fmt: skip
_MOST_ON_A_PAGE: Final = 1000


def _date(seconds: float | None) -> str | None:
    return None if seconds is None else format_datetime(EPOCH + timedelta(seconds=seconds))


def call_record(leg: Leg) -> Record:
    """Return a call as the API shows it."""
    account = leg.world.account_sid
    uri = f"/2010-04-01/Accounts/{account}/Calls/{leg.sid}"
    return dict.fromkeys(CALL_FIELDS) | {
        "sid": leg.sid,
        "account_sid": account,
        "parent_call_sid": leg.parent.sid if leg.parent else None,
        "date_created": _date(leg.created),
        "date_updated": _date(leg.world.now if leg.ended is None else leg.ended),
        "start_time": _date(leg.answered),
        "end_time": _date(leg.ended),
        "to": leg.to,
        "to_formatted": leg.to,
        "from": leg.from_,
        "from_formatted": leg.from_,
        "status": "queued" if leg.status == "initiated" else leg.status,
        "direction": leg.direction,
        "duration": None if leg.ended is None else str(leg.seconds),
        "price_unit": "USD",
        "answered_by": leg.answered_by,
        "api_version": "2010-04-01",
        "caller_name": leg.extra.get("CallerName"),
        "queue_time": "0",
        "uri": f"{uri}.json",
        "subresource_uris": {"recordings": f"{uri}/Recordings.json"},
    }


def message_record(message: TextMessage, account: str) -> Record:
    """Return a message as the API shows it."""
    uri = f"/2010-04-01/Accounts/{account}/Messages/{message.sid}"
    is_sent = message.status in ("sent", "delivered", "received")
    return dict.fromkeys(MESSAGE_FIELDS) | {
        "sid": message.sid,
        "account_sid": account,
        "messaging_service_sid": message.service,
        "body": "" if message.is_redacted else str(message),
        "from": message.from_ or None,
        "to": message.to,
        "status": message.status,
        "direction": message.direction,
        "num_segments": "0" if message.service else str(segments(message)),
        "num_media": str(len(message.media)),
        "price_unit": "USD",
        "date_created": _date(message.at),
        "date_updated": _date(message.sent_at or message.at),
        "date_sent": _date(message.sent_at or message.at) if is_sent else None,
        "api_version": "2010-04-01",
        "uri": f"{uri}.json",
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }


def page_of(name: str, records: Iterable[Record], path: str, query: Form) -> Record:
    """Return a page of a list, the newest first.

    Args:
        name: `Calls` or `Messages`.
        records: The records, the oldest first.
        path: Path of the list.
        query: Its filters.
    """
    size = first(query, "PageSize") or "50"
    if not size.isdigit() or not 1 <= int(size) <= _MOST_ON_A_PAGE:
        raise Rejection(400, 20007, f"Page size must be from 1 to {_MOST_ON_A_PAGE}")
    token = first(query, "PageToken") or "PA0"
    if not token.startswith("PA") or not token[2:].isdigit():
        raise Rejection(400, 21481, "Invalid PageToken")
    bounds = [*_bounds(query)]
    chosen = [record for record in reversed([*records]) if _matches(record, query, bounds)]
    count, start = int(size), int(token[2:])
    shown = chosen[start : start + count]

    def uri(at: int) -> str:
        given = {name: values[0] for name, values in query.items()}
        return f"{path}?{urlencode(given | {'PageSize': count, 'Page': at // count, 'PageToken': f'PA{at}'})}"

    return {
        "page": start // count,
        "page_size": count,
        "start": start,
        "end": start + len(shown) - 1,
        "uri": uri(start),
        "first_page_uri": uri(0),
        "next_page_uri": uri(start + count) if start + count < len(chosen) else None,
        "previous_page_uri": uri(max(start - count, 0)) if start else None,
        name.lower(): shown,
    }


_PLAIN: Final = {"To": "to", "From": "from", "Status": "status", "ParentCallSid": "parent_call_sid"}
_DATES: Final = {"StartTime": "start_time", "EndTime": "end_time", "DateSent": "date_sent"}


def _bounds(query: Form) -> Iterator[tuple[str, str, datetime]]:
    """Yield the dates that a list is filtered by: field, sign and date."""
    for name, field in _DATES.items():
        for sign in ("", "<", ">"):
            if text := first(query, name + sign):
                try:
                    bound = datetime.fromisoformat(text)
                except ValueError:
                    raise Rejection(400, 20001, f"{text} is no date") from None
                yield field, sign, bound if bound.tzinfo else bound.replace(tzinfo=UTC)


def _matches(record: Record, query: Form, bounds: Iterable[tuple[str, str, datetime]]) -> bool:
    """Tell whether a record passes the filters of a list."""
    if any(first(query, name) not in {"", record.get(field)} for name, field in _PLAIN.items()):
        return False
    return all(_is_in_time(record.get(field), sign, bound) for field, sign, bound in bounds)


def _is_in_time(date: str | None, sign: str, bound: datetime) -> bool:
    if not date:
        return False
    moment = parsedate_to_datetime(date)
    return {"": moment.date() == bound.date(), "<": moment < bound, ">": moment >= bound}[sign]
