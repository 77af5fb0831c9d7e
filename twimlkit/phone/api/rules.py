"""What Twilio's REST API rejects, and under which codes.

https://www.twilio.com/docs/voice/api/call-resource
https://www.twilio.com/docs/messaging/api/message-resource
https://www.twilio.com/docs/iam/test-credentials
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from twimlkit.phone.arguments import CALL_EVENTS
from twimlkit.phone.exchange import EPOCH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = [
    "CALL_MAGIC",
    "MESSAGE_MAGIC",
    "Form",
    "Rejection",
    "check_call",
    "check_call_changes",
    "check_message",
    "first",
    "send_time",
]

Form: TypeAlias = "Mapping[str, list[str]]"
"""The parameters of a request, by their names."""

_Rule: TypeAlias = "tuple[str, Callable[[str], bool], int]"


class Rejection(Exception):
    """A rejected request; its answer has Twilio's error code.

    Args:
        status: Status code.
        code: Twilio's code, or None.
        message: What is wrong.
    """

    def __init__(self, status: int, code: int | None, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body: dict[str, Any] = {"message": message, "status": status}
        if code:
            self.body |= {"code": code, "more_info": f"https://www.twilio.com/docs/errors/{code}"}


def first(form: Form, name: str) -> str:
    """Return the first value of a parameter, or an empty text."""
    return form.get(name, [""])[0]


def send_time(form: Form) -> float | None:
    """Return when a scheduled message is sent, in seconds of the virtual clock, or None if it is sent at once."""
    text = first(form, "SendAt")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Rejection(400, 20001, f"{text} is no time: write it as in 2026-01-01T10:00:00Z") from None
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - EPOCH).total_seconds()


CALL_MAGIC: Final = {
    ("From", "+15005550001"): 21212,
    ("To", "+15005550001"): 21217,
    ("To", "+15005550002"): 21214,
    ("To", "+15005550003"): 21215,
    ("To", "+15005550004"): 21216,
}
MESSAGE_MAGIC: Final = {
    ("From", "+15005550001"): 21212,
    ("From", "+15005550007"): 21606,
    ("From", "+15005550008"): 21611,
    ("To", "+15005550001"): 21211,
    ("To", "+15005550002"): 21612,
    ("To", "+15005550003"): 21408,
    ("To", "+15005550004"): 21610,
    ("To", "+15005550009"): 21614,
}
"""Twilio's magic numbers, by parameter."""

_TEXTS: Final = {
    20422: "Invalid parameter",
    21201: "No 'To' number is specified",
    21205: "Url parameter is required.",
    21206: "SendDigits is not valid",
    21208: "Timeout is not valid",
    21209: "Method must be GET or POST",
    21210: "The 'From' number is not a verified number of the account",
    21211: "The 'To' number is not a valid phone number",
    21212: "The 'From' number is not a valid phone number",
    21213: "No 'From' number is specified",
    21214: "The 'To' number cannot be reached",
    21215: "The account is not authorized to call the 'To' number",
    21216: "The account may not call the 'To' number",
    21217: "The phone number does not appear to be valid",
    21221: "The SIP user name is too long",
    21223: "The SIP password is too long",
    21225: "A SIP user name needs a password",
    21234: "The setting of machine detection is not valid",
    21266: "'To' and 'From' number cannot be the same",
    21408: "Permission to send an SMS has not been enabled for the region of the 'To' number",
    21603: "A 'From' number is required",
    21604: "A 'To' number is required",
    21606: "The 'From' number is not a valid, SMS-capable number of the account",
    21609: "The StatusCallback is not valid",
    21610: "The message cannot be sent: the recipient has unsubscribed",
    21611: "The 'From' number has exceeded the maximum of queued messages",
    21612: "The message cannot be sent with this combination of 'To' and 'From'",
    21614: "The 'To' number is not a valid mobile number",
    21617: "The body is over the limit of 1600 characters",
    21619: "A text message body or media URLs must be specified",
    21620: "Invalid media URL",
    21623: "The number of media is over 10",
    21626: "The StatusCallbackEvent is not valid",
    21624: "The validity period is not valid",
    21654: "ContentSid is required",
    21655: "The ContentSid is not valid",
    21656: "The ContentVariables are not valid",
    21705: "The Messaging Service SID is not valid",
}

_PHONE: Final = re.compile(r"\+?[1-9]\d{6,14}")
_ENDPOINT: Final = re.compile(r"(client|sip|whatsapp|messenger|rcs):\S+")
_SENDER: Final = re.compile(r"\d{3,8}|[A-Za-z0-9 ]{1,11}|HS\w{32}|MG\w{32}|DE\w{32}")
_CALLBACKS: Final = ("FallbackUrl", "StatusCallback", "RecordingStatusCallback", "AsyncAmdStatusCallback")
_RECORDING_EVENTS: Final = frozenset({"in-progress", "completed", "absent"})
_LONGEST_LOGIN: Final = 255
_LONGEST_BODY: Final = 1600
_LONGEST_URL: Final = 4000
_MOST_MEDIA: Final = 10


def _rejection(code: int) -> Rejection:
    return Rejection(400, code, _TEXTS[code])


def _is_url(text: str) -> bool:
    return bool(re.fullmatch(r"https?://[^\s/?#]+\S*", text))


def _is_number(text: str, least: int, most: int) -> bool:
    return text.isascii() and text.isdigit() and least <= int(text[:9]) <= most


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _is_party(text: str) -> bool:
    return bool(_PHONE.fullmatch(text) or _ENDPOINT.fullmatch(text))


def _refuse_magic(form: Form, numbers: Mapping[tuple[str, str], int]) -> None:
    for (name, number), code in numbers.items():
        if first(form, name) == number:
            raise _rejection(code)


def _check(form: Form, rules: Sequence[_Rule]) -> None:
    for name, is_valid, code in rules:
        if not all(is_valid(text) for text in form.get(name, [])):
            raise _rejection(code)


_CALL_RULES: Final[Sequence[_Rule]] = (
    ("Url", _is_url, 21205),
    *((name, lambda text: not text or _is_url(text), 21609) for name in _CALLBACKS),
    ("StatusCallbackEvent", lambda text: text in CALL_EVENTS, 21626),
    ("RecordingStatusCallbackEvent", lambda text: {*text.split()} <= _RECORDING_EVENTS, 21626),
    *(
        (name, lambda text: text in {"GET", "POST"}, 21209)
        for name in ("Method", "FallbackMethod", "StatusCallbackMethod")
    ),
    ("TimeLimit", lambda text: _is_number(text, 1, 86_400), 20422),
    ("SendDigits", lambda text: bool(re.fullmatch("[0-9A-DwW#*]{1,32}", text)), 21206),
    ("Timeout", lambda text: _is_number(text, 1, 600), 21208),
    ("MachineDetection", lambda text: text in {"Enable", "DetectMessageEnd"}, 21234),
    ("MachineDetectionTimeout", lambda text: _is_number(text, 3, 60), 21234),
    ("SipAuthUsername", lambda text: len(text) <= _LONGEST_LOGIN, 21221),
    ("SipAuthPassword", lambda text: len(text) <= _LONGEST_LOGIN, 21223),
)
_MESSAGE_RULES: Final[Sequence[_Rule]] = (
    ("MessagingServiceSid", lambda text: bool(re.fullmatch("MG[0-9a-fA-F]{32}", text)), 21705),
    ("Body", lambda text: len(text) <= _LONGEST_BODY, 21617),
    ("MediaUrl", _is_url, 21620),
    ("StatusCallback", lambda text: _is_url(text) and len(text) <= _LONGEST_URL, 21609),
    ("ValidityPeriod", lambda text: _is_number(text, 1, 36_000), 21624),
    ("ContentSid", lambda text: bool(re.fullmatch("HX[0-9a-fA-F]{32}", text)), 21655),
    ("ContentVariables", _is_object, 21656),
)


def check_call(form: Form) -> None:
    """Raise the rejection of a new call, if there is one."""
    to, sender = first(form, "To"), first(form, "From")
    if not to or not sender:
        raise _rejection(21213 if to else 21201)
    _refuse_magic(form, CALL_MAGIC)
    if not _is_party(to) or to == sender:
        raise _rejection(21211)
    if not _is_party(sender):
        raise _rejection(21212)
    if not form.keys() & {"Url", "Twiml", "ApplicationSid"}:
        raise _rejection(21205)
    _check(form, _CALL_RULES)
    if "SipAuthUsername" in form and "SipAuthPassword" not in form:
        raise _rejection(21225)


def check_call_changes(form: Form, status: str, *, can_move: bool) -> None:
    """Raise the rejection of changes of a call, if there is one.

    Args:
        form: The changes.
        status: CallStatus.
        can_move: Whether it can go on with another document.
    """
    if status in {"completed", "busy", "failed", "no-answer", "canceled"}:
        raise Rejection(400, 21220, "Call is not in-progress. Cannot redirect.")
    if not form.keys() & {"Url", "Twiml", "Status", "TimeLimit"} or {"Url", "Twiml"} <= form.keys():
        raise _rejection(20422)
    if form.keys() & {"Url", "Twiml"} and not can_move:
        raise Rejection(400, 21220, "Call is not in-progress. Cannot redirect.")
    wanted = first(form, "Status")
    if wanted not in {"", "canceled", "completed"}:
        raise Rejection(400, 20422, "Invalid Status")
    _check(form, _CALL_RULES)
    if wanted == "canceled" and status == "in-progress":
        raise Rejection(400, 21220, "Call is in-progress. Cannot cancel.")


def check_message(form: Form) -> None:
    """Raise the rejection of a new message, if there is one."""
    to, sender = first(form, "To"), first(form, "From")
    if not to:
        raise _rejection(21604)
    if not sender and not form.get("MessagingServiceSid"):
        raise _rejection(21603)
    _refuse_magic(form, MESSAGE_MAGIC)
    if not _is_party(to):
        raise _rejection(21211)
    if sender and not (_is_party(sender) or _SENDER.fullmatch(sender)):
        raise _rejection(21212)
    if to == sender:
        raise _rejection(21266)
    if not any(first(form, name) for name in ("Body", "MediaUrl", "ContentSid")):
        raise _rejection(21619)
    if len(form.get("MediaUrl", [])) > _MOST_MEDIA:
        raise _rejection(21623)
    _check(form, _MESSAGE_RULES)
    if "ContentVariables" in form and "ContentSid" not in form:
        raise _rejection(21654)
