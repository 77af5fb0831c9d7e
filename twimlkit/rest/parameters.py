"""The parameters of the requests: their names, their types and their bounds.

Each class declares what one method of the clients takes. A name is sent in CamelCase, without an underscore at its end;
where that rule does not hold the annotation gives the name. `Code` gives the number under which Twilio would refuse a
wrong value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence  # noqa: TC003  # the same
from datetime import date, datetime
from typing import Annotated, Literal, Required, TypeAlias, TypedDict, TypeVar

from twimlkit.values import (
    Between,
    Count,
    Digits,
    Length,
    Mark,
    Matching,
    Method,
    Most,
    Name,
    Named,
    PhoneNumber,
    Real,
    Separated,
    Words,
)
from twimlkit.voice import Response  # noqa: TC001  # the same

from .answers import CallStatus  # noqa: TC001  # what the annotations name is needed to read them

__all__ = [
    "AccountSid",
    "ApplicationSid",
    "CallChanges",
    "CallEvent",
    "CallFilter",
    "CallSid",
    "Code",
    "Day",
    "KeySid",
    "MessageFilter",
    "MessageSid",
    "NewCall",
    "NewMessage",
    "RecordingEvent",
    "Several",
    "WebUrl",
    "Webhook",
    "sid",
]


class Code(Mark):
    """Gives the number under which Twilio would refuse a wrong value."""

    __slots__ = ("number",)

    number: int

    def __init__(self, number: int) -> None:
        self.number = number


_T = TypeVar("_T")

Several: TypeAlias = Words[_T]
"""One or several of something, each sent as a parameter of its own."""

Day: TypeAlias = date | datetime
"""A day in UTC, or a time on it."""

WebUrl: TypeAlias = Annotated[
    Name,
    Matching(
        r"(?i:https?)://([^\s/?#@]*@)?[^\s/?#@]+([/?#]\S*)?",
        "an absolute http or https URL",
        example="https://example.com/",
        secret=True,
    ),
]
"""An absolute URL at which Twilio finds something."""

Webhook: TypeAlias = Annotated[
    Name,
    Matching(
        r"(?i:https?)://([^\s/?#@]*@)?[^\s/?#@_]+([/?#]\S*)?",
        "an absolute http or https URL without an underscore in its host",
        example="https://example.com/",
        secret=True,
    ),
]
"""An absolute URL to which Twilio sends requests."""


def sid(prefix: str, thing: str) -> Matching:
    """Asks for the SID of something: its two letters (`SM|MM` where there are several) and 32 hexadecimal digits."""
    form = f"the SID of {thing}: {prefix.replace('|', ' or ')} and 32 hexadecimal digits"
    return Matching(f"({prefix})[0-9a-fA-F]{{32}}", form, example=prefix[:2] + 32 * "0")


AccountSid: TypeAlias = Annotated[Name, sid("AC", "an account")]
KeySid: TypeAlias = Annotated[Name, sid("SK", "an API key")]
CallSid: TypeAlias = Annotated[Name, sid("CA", "a call")]
MessageSid: TypeAlias = Annotated[Name, sid("SM|MM", "a message")]
ApplicationSid: TypeAlias = Annotated[Name, sid("AP", "an application")]

CallEvent: TypeAlias = Literal["initiated", "ringing", "answered", "completed"]
RecordingEvent: TypeAlias = Literal["in-progress", "completed", "absent"]


class NewCall(TypedDict, total=False):
    """Declares what place_call takes.

    to: whom to call: a number as in +14155550100, `sip:…` or `client:…`.
    from_: who calls: a number that the account owns or has verified, or `client:…`.
    url: where Twilio finds the TwiML once the call is answered.
    twiml: the TwiML itself, of at most 4000 characters; every `action` in it is absolute.
    application_sid: the application whose settings serve instead of `url` and of what goes with it.
    method: the HTTP method for `url`. Default: POST.
    fallback_url: where Twilio finds TwiML if `url` fails.
    fallback_method: the HTTP method for `fallback_url`. Default: POST.
    status_callback: where Twilio reports the call's progress.
    status_callback_event: what it reports there. Default: completed.
    status_callback_method: the HTTP method for `status_callback`. Default: POST.
    send_digits: the keys pressed once the call is answered, 32 at most; switches machine detection off.
    timeout: for how many seconds it rings, 1 to 600. Default: 60.
    record: whether the call is recorded. Default: false.
    recording_channels: whether the parties are recorded together or apart. Default: mono.
    recording_track: which side is recorded. Default: both.
    recording_status_callback: where Twilio reports on the recording.
    recording_status_callback_method: the HTTP method for `recording_status_callback`. Default: POST.
    recording_status_callback_event: what it reports there. Default: completed.
    recording_configuration_id: the id of a stored configuration of recordings.
    trim: whether silence at both ends of the recording is cut off. Default: trim-silence.
    sip_auth_username: the user name for a SIP address, 255 characters at most; needs the password too.
    sip_auth_password: the password for a SIP address, 255 characters at most.
    caller_id: what a SIP or Client recipient sees as the caller.
    call_reason: what the call is about, shown to the recipient of a branded call.
    call_token: the `CallToken` of the call that is passed on; `from_` is then its caller.
    passports: SHAKEN PASSporTs in base64, five at most.
    byoc: the SID of the trunk over which the call goes.
    time_limit: after how many seconds the call is ended, 1 to 86400. Default: 14400.
    client_notification_url: where Twilio sends the push notification of the call.
    machine_detection: whether Twilio finds out who answers, at once or when the machine's greeting is over.
    machine_detection_timeout: for how many seconds it tries, 3 to 60. Default: 30.
    machine_detection_speech_threshold: how many milliseconds of speech make a machine, 1000 to 6000. Default: 2400.
    machine_detection_speech_end_threshold: how many milliseconds of silence end speech, 500 to 5000. Default: 1200.
    machine_detection_silence_timeout: after how many milliseconds of silence the answer is unknown, 2000 to 10000.
        Default: 5000.
    async_amd: whether the call goes on while Twilio finds out who answered. Default: false.
    async_amd_status_callback: where Twilio then reports who answered.
    async_amd_status_callback_method: the HTTP method for `async_amd_status_callback`. Default: POST.

    https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
    """

    to: Required[Annotated[PhoneNumber, Code(21201)]]
    from_: Required[Annotated[PhoneNumber, Code(21213)]]
    url: Annotated[Webhook, Code(21205)] | None
    twiml: Response | str | None
    application_sid: Annotated[ApplicationSid, Code(21218)] | None
    method: Annotated[Method, Code(21209)] | None
    fallback_url: WebUrl | None
    fallback_method: Annotated[Method, Code(21209)] | None
    status_callback: Webhook | None
    status_callback_event: Several[CallEvent] | None
    status_callback_method: Annotated[Method, Code(21209)] | None
    send_digits: Annotated[Digits, Length(32), Code(21206)] | None
    timeout: Annotated[int, Between(1, 600), Code(21208)] | None
    record: bool | None
    recording_channels: Literal["mono", "dual"] | None
    recording_track: Literal["inbound", "outbound", "both"] | None
    recording_status_callback: WebUrl | None
    recording_status_callback_method: Annotated[Method, Code(21209)] | None
    recording_status_callback_event: Several[RecordingEvent] | None
    recording_configuration_id: Name | None
    trim: Literal["trim-silence", "do-not-trim"] | None
    sip_auth_username: Annotated[str, Length(255), Code(21221)] | None
    sip_auth_password: Annotated[str, Length(255), Code(21223)] | None
    caller_id: Name | None
    call_reason: Name | None
    call_token: Name | None
    passports: Annotated[str | Sequence[str], Separated(",", most=5)] | None
    byoc: Annotated[Name, sid("BY", "a trunk")] | None
    time_limit: Annotated[int, Between(1, 86400)] | None
    client_notification_url: WebUrl | None
    machine_detection: Annotated[Literal["Enable", "DetectMessageEnd"], Code(21234)] | None
    machine_detection_timeout: Annotated[int, Between(3, 60), Code(21234)] | None
    machine_detection_speech_threshold: Annotated[int, Between(1000, 6000), Code(21234)] | None
    machine_detection_speech_end_threshold: Annotated[int, Between(500, 5000), Code(21234)] | None
    machine_detection_silence_timeout: Annotated[int, Between(2000, 10000), Code(21234)] | None
    async_amd: bool | None
    async_amd_status_callback: WebUrl | None
    async_amd_status_callback_method: Annotated[Method, Code(21209)] | None


class CallChanges(TypedDict, total=False):
    """Declares what update_call takes.

    url: where the call goes on: the TwiML at that URL begins at its top.
    method: the HTTP method for `url`. Default: POST.
    twiml: the TwiML with which the call goes on, of at most 4000 characters; every `action` in it is absolute.
    status: completed hangs up; canceled ends only a call that is queued or ringing.
    fallback_url: where Twilio finds TwiML if `url` fails.
    fallback_method: the HTTP method for `fallback_url`. Default: POST.
    status_callback: where Twilio reports the call's progress; only with `url`.
    status_callback_method: the HTTP method for `status_callback`. Default: POST.
    time_limit: after how many seconds the call is ended, 1 or more.

    https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource
    """

    url: Annotated[Webhook, Code(21205)] | None
    method: Annotated[Method, Code(21209)] | None
    twiml: Response | str | None
    status: Literal["canceled", "completed"] | None
    fallback_url: WebUrl | None
    fallback_method: Annotated[Method, Code(21209)] | None
    status_callback: Webhook | None
    status_callback_method: Annotated[Method, Code(21209)] | None
    time_limit: Count | None


class CallFilter(TypedDict, total=False):
    """Declares what list_calls takes.

    to: only calls to this number.
    from_: only calls from this number.
    parent_call_sid: only calls that this call made.
    status: only calls of this status.
    start_time: only calls dialled on this day.
    start_time_before: only calls dialled before this day or time.
    start_time_after: only calls dialled at this day or time, or later.
    end_time: only calls over on this day.
    end_time_before: only calls over before this day or time.
    end_time_after: only calls over at this day or time, or later.
    page_size: how many calls one request brings, 1 to 1000. Default: 50.
    page: the number of the page to begin with, as `page_token` comes with it.
    page_token: the page to begin with, as an earlier list named it.

    https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
    """

    to: PhoneNumber | None
    from_: PhoneNumber | None
    parent_call_sid: CallSid | None
    status: CallStatus | None
    start_time: Day | None
    start_time_before: Annotated[Day, Named("StartTime<")] | None
    start_time_after: Annotated[Day, Named("StartTime>")] | None
    end_time: Day | None
    end_time_before: Annotated[Day, Named("EndTime<")] | None
    end_time_after: Annotated[Day, Named("EndTime>")] | None
    page_size: Annotated[int, Between(1, 1000), Code(20007)] | None
    page: Annotated[int, Between(0)] | None
    page_token: Name | None


class NewMessage(TypedDict, total=False):
    """Declares what send_message takes.

    to: who gets it: a number as in +14155550100, or an address as in whatsapp:+14155550100.
    from_: who sends it: a number or short code of the account, an alphanumeric sender, or an address of a channel.
    messaging_service_sid: the Messaging Service that sends it, or chooses the sender.
    fallback_from: the sender of the SMS where RCS does not reach; only with a Messaging Service.
    body: the text, of at most 1600 characters.
    media_url: pictures and other media, 10 at most.
    content_sid: the template that makes the message.
    content_variables: what is filled into the template, by name; needs `content_sid`.
    status_callback: where Twilio reports what becomes of it.
    application_sid: the application that gets the reports, where there is no `status_callback`.
    provide_feedback: whether the application will report that the message has done its work. Default: false.
    attempt: how many times the application has tried to send it, this one included.
    validity_period: for how many seconds it may wait to be sent, 1 to 36000. Default: 36000.
    force_delivery: reserved by Twilio.
    content_retention: whether Twilio keeps the text.
    address_retention: whether Twilio keeps the number.
    smart_encoded: whether characters are replaced by like ones that make the message shorter.
    persistent_action: what a rich message does, for channels other than SMS.
    traffic_type: marks a message that is free of charge.
    shorten_urls: whether links are shortened; needs a Messaging Service. Default: false.
    schedule_type: fixed, for a message sent at `send_at` by a Messaging Service.
    send_at: when it is sent, with a time zone; needs `schedule_type` and a Messaging Service.
    send_as_mms: whether it is sent as MMS, whatever it holds.
    max_price: has no effect since June 2024.
    risk_check: whether it is checked for SMS pumping.
    message_intent: what it is for.

    https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
    """

    to: Required[Annotated[PhoneNumber, Code(21604)]]
    from_: Annotated[PhoneNumber, Code(21212)] | None
    messaging_service_sid: Annotated[Name, sid("MG", "a Messaging Service"), Code(21705)] | None
    fallback_from: PhoneNumber | None
    body: Annotated[str, Length(1600), Code(21617)] | None
    media_url: Annotated[Several[Annotated[WebUrl, Code(21620)]], Most(10), Code(21623)] | None
    content_sid: Annotated[Name, sid("HX", "a template"), Code(21655)] | None
    content_variables: Annotated[str | Mapping[str, str], Code(21656)] | None
    status_callback: Annotated[Webhook, Length(4000), Code(21609)] | None
    application_sid: ApplicationSid | None
    provide_feedback: bool | None
    attempt: Count | None
    validity_period: Annotated[int, Between(1, 36000), Code(21624)] | None
    force_delivery: bool | None
    content_retention: Literal["retain", "discard"] | None
    address_retention: Literal["retain", "obfuscate"] | None
    smart_encoded: bool | None
    persistent_action: Several[str] | None
    traffic_type: Literal["free"] | None
    shorten_urls: bool | None
    schedule_type: Literal["fixed"] | None
    send_at: datetime | None
    send_as_mms: bool | None
    max_price: Real | None
    risk_check: Literal["enable", "disable"] | None
    message_intent: (
        Literal[
            "otp", "notifications", "marketing", "fraud", "security", "customercare", "delivery", "education",
            "polling", "announcements", "events",
        ]
        | str
        | None
    )  # fmt: skip


class MessageFilter(TypedDict, total=False):
    """Declares what list_messages takes.

    to: only messages to this number.
    from_: only messages from this number.
    date_sent: only messages sent on this day.
    date_sent_before: only messages sent at this day or time, or before.
    date_sent_after: only messages sent at this day or time, or later.
    page_size: how many messages one request brings, 1 to 1000. Default: 50.
    page: the number of the page to begin with, as `page_token` comes with it.
    page_token: the page to begin with, as an earlier list named it.

    https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
    """

    to: PhoneNumber | None
    from_: PhoneNumber | None
    date_sent: Day | None
    date_sent_before: Annotated[Day, Named("DateSent<")] | None
    date_sent_after: Annotated[Day, Named("DateSent>")] | None
    page_size: Annotated[int, Between(1, 1000), Code(20007)] | None
    page: Annotated[int, Between(0)] | None
    page_token: Name | None
