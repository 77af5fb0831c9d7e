"""The parameters of the requests: names, types, bounds, and one line of prose for each.

Each TypedDict declares the parameters of one method of the clients. A name is sent in CamelCase without a trailing
underscore, unless its annotation has another name. `Code` is Twilio's error code for an invalid value.

`help()` on a method lists the lines under `Args:` below. Editors read source statically: they complete and check the
keywords of a call by these declarations, but show the lines only on hover over the name of the TypedDict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence  # noqa: TC003  # needed at run time to evaluate the annotations
from datetime import date, datetime
from typing import Annotated, Literal, Required, TypeAlias, TypedDict, TypeVar

from twimlkit._core.marks import Between, Length, Mark, Matching, Most, Named, Separated
from twimlkit.types import (
    Amount,
    CallEvent,
    Count,
    Digits,
    Method,
    Name,
    PhoneNumber,
    RecordingEvent,
    Words,
)  # the same
from twimlkit.voice import Response  # noqa: TC001  # the same


class Code(Mark):
    """Twilio's error code for an invalid value."""

    __slots__ = ("number",)

    number: int

    def __init__(self, number: int) -> None:
        self.number = number


_T = TypeVar("_T")

Several: TypeAlias = Words[_T]
"""One item or several, each sent as a parameter of its own."""

Day: TypeAlias = date | datetime
"""A day in UTC, or a time on it."""


class UncheckedTwiml(str):
    """TwiML as text that is sent as it is: for what twimlkit does not know yet. Only its length is checked."""

    __slots__ = ()


class UrlPattern(Matching):
    """An absolute URL whose host has none of some characters."""

    __slots__ = ()

    def __init__(self, form: str, excluded: str = "") -> None:
        pattern = rf"(?i:https?)://([^\s/?#@]*@)?[^\s/?#@{excluded}]+([/?#]\S*)?"
        super().__init__(pattern, f"an absolute http or https URL{form}", example="https://example.com/", secret=True)


WebUrl: TypeAlias = Annotated[Name, UrlPattern("")]
"""An absolute URL that Twilio requests."""

Webhook: TypeAlias = Annotated[Name, UrlPattern(" without an underscore in its host", excluded="_")]
"""An absolute URL that receives Twilio's webhook requests."""


def sid(prefix: str, thing: str) -> Matching:
    """Return the pattern of a SID: two letters (`SM|MM` for alternatives) and 32 hexadecimal digits."""
    form = f"the SID of {thing}: {prefix.replace('|', ' or ')} and 32 hexadecimal digits"
    return Matching(f"({prefix})[0-9a-fA-F]{{32}}", form, example=prefix[:2] + 32 * "0")


AccountSid: TypeAlias = Annotated[Name, sid("AC", "an account")]
KeySid: TypeAlias = Annotated[Name, sid("SK", "an API key")]
CallSid: TypeAlias = Annotated[Name, sid("CA", "a call")]
MessageSid: TypeAlias = Annotated[Name, sid("SM|MM", "a message")]
ApplicationSid: TypeAlias = Annotated[Name, sid("AP", "an application")]


class NewCall(TypedDict, total=False):
    """The parameters of `place_call`.

    Args:
        to: Called number as in +14155550100, or `sip:…` or `client:…`.
        from_: Calling number, which the account owns or has verified, or `client:…`.
        url: URL of the TwiML that runs when the call is answered.
        twiml: TwiML that runs when the call is answered: at most 4000 characters, each URL absolute. Ignored beside
            `url`.
        application_sid: SID of the application whose settings replace `url` and the parameters that belong to it.
        method: HTTP method for `url`. Default: POST.
        fallback_url: URL of the TwiML that runs if `url` fails.
        fallback_method: HTTP method for `fallback_url`. Default: POST.
        status_callback: URL to which Twilio reports the progress of the call.
        status_callback_event: Events to report: initiated, ringing, answered, completed. Default: completed.
        status_callback_method: HTTP method for `status_callback`. Default: POST.
        send_digits: Keys to press when the call is answered, at most 32; they turn machine detection off.
        timeout: Seconds to let the phone ring, 1 to 600. Default: 60.
        record: Whether to record the call. Default: false.
        recording_channels: `mono`, or `dual` for one channel per party. Default: mono.
        recording_track: Side to record: inbound, outbound, both. Default: both.
        recording_status_callback: URL to which Twilio reports the status of the recording.
        recording_status_callback_method: HTTP method for `recording_status_callback`. Default: POST.
        recording_status_callback_event: Events to report: in-progress, completed, absent. Default: completed.
        recording_configuration_id: ID of a stored recording configuration.
        trim: Whether to trim silence from both ends of the recording: trim-silence, do-not-trim. Default: trim-silence.
        sip_auth_username: User name for a SIP address, at most 255 characters; needs `sip_auth_password`.
        sip_auth_password: Password for a SIP address, at most 255 characters.
        caller_id: Caller that a SIP or Client recipient sees.
        call_reason: Reason for the call, shown to the recipient of a branded call.
        call_token: `CallToken` of the incoming call to forward; `from_` is then its caller.
        passports: SHAKEN PASSporTs in base64, at most 5.
        byoc: SID of the BYOC trunk that carries the call.
        time_limit: Seconds after which the call ends, 1 to 86400. Default: 14400.
        client_notification_url: URL to which Twilio sends the push notification of the call.
        machine_detection: `Enable` detects a machine at once, `DetectMessageEnd` waits for the end of its greeting.
        machine_detection_timeout: Seconds to try the detection, 3 to 60. Default: 30.
        machine_detection_speech_threshold: Milliseconds of speech that indicate a machine, 1000 to 6000. Default: 2400.
        machine_detection_speech_end_threshold: Milliseconds of silence that end the speech, 500 to 5000. Default: 1200.
        machine_detection_silence_timeout: Milliseconds of initial silence that end the detection, 2000 to 10000.
            Default: 5000.
        async_amd: Whether the TwiML runs while the detection is still working. Default: false.
        async_amd_status_callback: URL to which Twilio reports the result of an `async_amd` detection.
        async_amd_status_callback_method: HTTP method for `async_amd_status_callback`. Default: POST.

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
    status_callback_event: Several[CallEvent] | str | None
    status_callback_method: Annotated[Method, Code(21209)] | None
    send_digits: Annotated[Digits, Length(32), Code(21206)] | None
    timeout: Annotated[int, Between(1, 600), Code(21208)] | None
    record: bool | None
    recording_channels: Literal["mono", "dual"] | None
    recording_track: Literal["inbound", "outbound", "both"] | None
    recording_status_callback: WebUrl | None
    recording_status_callback_method: Annotated[Method, Code(21209)] | None
    recording_status_callback_event: Several[RecordingEvent] | str | None
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
    machine_detection: Annotated[Literal["Enable", "DetectMessageEnd", "enable"], Code(21234)] | None
    machine_detection_timeout: Annotated[int, Between(3, 60), Code(21234)] | None
    machine_detection_speech_threshold: Annotated[int, Between(1000, 6000), Code(21234)] | None
    machine_detection_speech_end_threshold: Annotated[int, Between(500, 5000), Code(21234)] | None
    machine_detection_silence_timeout: Annotated[int, Between(2000, 10000), Code(21234)] | None
    async_amd: bool | None
    async_amd_status_callback: WebUrl | None
    async_amd_status_callback_method: Annotated[Method, Code(21209)] | None


class CallChanges(TypedDict, total=False):
    """The parameters of `update_call`.

    Args:
        url: URL of the TwiML with which the call continues, from its top.
        method: HTTP method for `url`. Default: POST.
        twiml: TwiML with which the call continues: at most 4000 characters, each URL absolute.
        status: `completed` hangs up; `canceled` ends the call only while it is queued or ringing.
        fallback_url: URL of the TwiML that runs if `url` fails.
        fallback_method: HTTP method for `fallback_url`. Default: POST.
        status_callback: URL to which Twilio reports the progress of the call; needs `url`.
        status_callback_method: HTTP method for `status_callback`. Default: POST.
        time_limit: Seconds after which the call ends, at least 1.

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
    """The parameters of `list_calls`.

    Args:
        to: Only calls to this number.
        from_: Only calls from this number.
        parent_call_sid: Only calls that this call created.
        status: Only calls with this status.
        start_time: Only calls that started on this day.
        start_time_before: Only calls that started before this day or time.
        start_time_after: Only calls that started at this day or time, or later.
        end_time: Only calls that ended on this day.
        end_time_before: Only calls that ended before this day or time.
        end_time_after: Only calls that ended at this day or time, or later.
        page_size: Calls per request, 1 to 1000. Default: 50.
        page: Number of the first page to read; needs its `page_token`.
        page_token: Token of the first page to read, from an earlier list.

    https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
    """

    to: PhoneNumber | None
    from_: PhoneNumber | None
    parent_call_sid: CallSid | None
    status: Literal["queued", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled"] | None
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
    """The parameters of `send_message`.

    Args:
        to: Recipient: a number as in +14155550100, or an address as in whatsapp:+14155550100.
        from_: Sender: a number or short code of the account, an alphanumeric sender ID, or a channel address.
        messaging_service_sid: SID of the Messaging Service that sends the message, or chooses the sender.
        fallback_from: Sender of the SMS if RCS does not reach the recipient; needs `messaging_service_sid`.
        body: Text of the message, at most 1600 characters.
        media_url: URLs of pictures and other media, at most 10.
        content_sid: SID of the content template.
        content_variables: Values of the template's placeholders, by name; needs `content_sid`.
        status_callback: URL to which Twilio reports the status of the message.
        application_sid: SID of the application that receives the reports if there is no `status_callback`.
        provide_feedback: Whether the application will confirm that the recipient acted on the message. Default: false.
        attempt: Number of attempts the application has made to send this message, this one included.
        validity_period: Seconds the message may wait to be sent, 1 to 36000. Default: 36000.
        force_delivery: Reserved by Twilio.
        content_retention: Whether Twilio stores the text: retain, discard.
        address_retention: Whether Twilio stores the number: retain, obfuscate.
        smart_encoded: Whether to replace characters with similar ones that make the message shorter.
        persistent_action: Actions of a rich message, for channels other than SMS.
        traffic_type: `free` marks a message as free of charge.
        shorten_urls: Whether to shorten links; needs `messaging_service_sid`. Default: false.
        schedule_type: `fixed` schedules the message for `send_at`; needs `messaging_service_sid`.
        send_at: Time to send the message, with a time zone; needs `schedule_type` and `messaging_service_sid`.
        send_as_mms: Whether to send the message as MMS, regardless of its content.
        max_price: No effect since June 2024.
        risk_check: Whether to check for SMS pumping: enable, disable.
        message_intent: Purpose of the message, as in otp or marketing.

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
    max_price: Amount | None
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
    """The parameters of `list_messages`.

    Args:
        to: Only messages to this number.
        from_: Only messages from this number.
        date_sent: Only messages sent on this day.
        date_sent_before: Only messages sent at this day or time, or earlier.
        date_sent_after: Only messages sent at this day or time, or later.
        page_size: Messages per request, 1 to 1000. Default: 50.
        page: Number of the first page to read; needs its `page_token`.
        page_token: Token of the first page to read, from an earlier list.

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
