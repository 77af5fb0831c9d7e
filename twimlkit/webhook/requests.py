"""Twilio's requests for TwiML as frozen, typed objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, NoReturn, TypeAlias

from twimlkit.types import AnsweredBy, CallDirection, CallStatus, MessageStatus

from ._parameters import SentAs, refusal

__all__ = [
    "CallRequest",
    "DialCallStatus",
    "InvalidRequest",
    "MessageRequest",
    "PartiesRequest",
    "QueueResult",
    "ReceivedMedia",
    "StirVerstat",
    "TwilioRequest",
]

StirVerstat: TypeAlias = (
    Literal[
        "TN-Validation-Passed-A",
        "TN-Validation-Passed-A-Diverted",
        "TN-Validation-Passed-A-Passthrough",
        "TN-Validation-Passed-B",
        "TN-Validation-Passed-B-Diverted",
        "TN-Validation-Passed-B-Passthrough",
        "TN-Validation-Passed-C",
        "TN-Validation-Passed-C-Diverted",
        "TN-Validation-Passed-C-Passthrough",
        "TN-Validation-Failed-A",
        "TN-Validation-Failed-A-Diverted",
        "TN-Validation-Failed-A-Passthrough",
        "TN-Validation-Failed-B",
        "TN-Validation-Failed-B-Diverted",
        "TN-Validation-Failed-B-Passthrough",
        "TN-Validation-Failed-C",
        "TN-Validation-Failed-C-Diverted",
        "TN-Validation-Failed-C-Passthrough",
        "TN-Validation-Failed",
        "No-TN-Validation",
        "NULL",
    ]
    | str
)
"""The result of SHAKEN/STIR: whether the caller may use the number."""

DialCallStatus: TypeAlias = Literal["completed", "answered", "busy", "no-answer", "failed", "canceled"] | str
"""The result of a Dial; `answered` for a conference."""

QueueResult: TypeAlias = (
    Literal[
        "bridged",
        "bridging-in-process",
        "error",
        "hangup",
        "leave",
        "redirected",
        "redirected-from-bridged",
        "queue-full",
        "system-error",
    ]
    | str
)
"""The result of an Enqueue."""


class InvalidRequest(ValueError):
    """A request that Twilio would not send: a parameter is missing or invalid.

    Args:
        parameter: Name of the parameter, as Twilio writes it.
        problem: What is wrong with it, and what is allowed.

    Attributes:
        parameter: Name of the parameter, as Twilio writes it.
        problem: What is wrong with it, and what is allowed.
    """

    def __init__(self, parameter: str, problem: str) -> None:
        super().__init__(parameter, problem)
        self.parameter = parameter
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.parameter} {self.problem}"


@dataclass(frozen=True, slots=True)
class ReceivedMedia:
    """A file that was sent with a message.

    Args:
        url: URL of the file at Twilio.
        content_type: MIME type, such as `image/jpeg`.
    """

    url: str
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TwilioRequest:
    """A request from Twilio, of any kind.

    If Twilio did not send a parameter, its attribute is an empty string, or None for a number, a date or a boolean.

    Args:
        account_sid: Account that the request is about.
        idempotency_token: Token that is the same when Twilio repeats a request: the header I-Twilio-Idempotency-Token,
            which is not signed.
        params: All parameters by their Twilio names, including those without an attribute. Read-only. For a repeated
            parameter, the last value.
    """

    account_sid: str = ""
    idempotency_token: Annotated[str, SentAs()] = field(default="", repr=False)
    params: Annotated[Mapping[str, str], SentAs()] = field(default_factory=dict[str, str], hash=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", MappingProxyType(dict(self.params)))

    def __repr__(self) -> str:
        shown = ((f.name, getattr(self, f.name)) for f in fields(self) if f.repr)
        arguments = ", ".join(f"{name}={value!r}" for name, value in shown if value not in _ABSENT)
        return f"{type(self).__name__}({arguments})"

    def __reduce__(self) -> tuple[object, ...]:
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return _rebuild, (type(self), values | {"params": dict(self.params)})

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> NoReturn:
        """Refuse to be made from an unsigned body, as FastAPI does without the decorator."""
        raise refusal(cls.__name__)

    def _params_after(self, prefix: str) -> dict[str, str]:
        """Return the parameters whose names start with a prefix, by the rest of the name."""
        return {name.removeprefix(prefix): value for name, value in self.params.items() if name.startswith(prefix)}


_ABSENT: Final = (None, "", ())


def _rebuild(request_class: type[TwilioRequest], values: dict[str, Any]) -> TwilioRequest:
    """Build a request for pickle and copy, which cannot pass keywords."""
    return request_class(**values)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PartiesRequest(TwilioRequest):
    """A request about a call or a message between two parties.

    `TwilioRequest` describes the attributes that every request has.

    Args:
        from_: Sender: a phone number, usually in E.164, or `client:…`, `sip:…`, `whatsapp:…`. May be withheld.
        to: Recipient, in the same forms.
        api_version: Version of Twilio's API: `2010-04-01`.
        from_city, from_state, from_zip, from_country: Location of the sender's number.
        to_city, to_state, to_zip, to_country: Location of the recipient's number.
        error_code: Why a message failed, or why Twilio uses the fallback URL.
        error_url: URL that failed, in a request to the fallback URL.
    """

    from_: str = ""
    to: str = ""
    api_version: str = ""
    from_city: str = ""
    from_state: str = ""
    from_zip: str = ""
    from_country: str = ""
    to_city: str = ""
    to_state: str = ""
    to_zip: str = ""
    to_country: str = ""
    error_code: int | None = None
    error_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CallRequest(PartiesRequest):
    """A request for the TwiML of a call: an incoming call, or the answer to a verb.

    `TwilioRequest` and `PartiesRequest` describe the other attributes.

    Args:
        call_sid: SID of the call.
        call_status: Status of the call.
        direction: Direction of the call, and what started it.
        caller, caller_city, caller_state, caller_zip, caller_country: Older names of `from_…`.
        called, called_city, called_state, called_zip, called_country: Older names of `to…`.
        forwarded_from, called_via: Number that forwarded the call.
        caller_name: Name of the caller, if caller ID lookup is enabled.
        parent_call_sid: Call that dialled this one.
        call_token: Proof of the caller's number, to pass on when you forward the call.
        stir_verstat: Result of SHAKEN/STIR.
        stir_passport_token: SHAKEN/STIR PASSporT, a JSON web token.
        answered_by: Result of machine detection.
        machine_detection_duration: Duration of machine detection in milliseconds.
        application_sid: TwiML application that the call uses.
        sip_domain, sip_username, sip_call_id, sip_source_ip: Details of a SIP call.

        digits: After Gather, the keys without the one that ended the input. After Record, the key that ended the
            recording, or `hangup`.
        speech_result: After Gather, the recognized speech.
        confidence: Confidence of `speech_result`, from 0.0 to 1.0.
        finished_on_key: Key that ended the input of Gather.
        msg: Why Gather ended.
        unstable_speech_result, stable_speech_result, stability: Partial results of Gather's speech recognition.
        sequence_number: Order of partial results, from 0.

        recording_sid: SID of the recording.
        recording_url: URL of the recording. Append `.mp3` or `.wav` to choose the format.
        recording_duration: Duration of the recording in seconds.

        dial_call_status: After Dial, how the dialled call ended.
        dial_call_sid: SID of the dialled call.
        dial_call_duration: Duration of the dialled call in seconds.
        dial_bridged: Whether the two calls were connected.
        dial_sip_call_id, dial_sip_response_code: Details of a dialled SIP call.
        refer_transfer_target: Address to which a SIP REFER transfers the call.

        queue_sid: SID of the queue.
        queue_result: After Enqueue, how the caller left the queue.
        queue_time: Seconds that the caller has waited.
        avg_queue_time: Average wait in seconds.
        queue_position: Position of the caller, from 1.
        current_queue_size: Number of callers in the queue.
        max_queue_size: Maximum number of callers in the queue.
        dequeuing_call_sid: Call that takes the caller from the queue.

        sms_sid, sms_status: After Sms, the message and its status.

    https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application
    """

    call_sid: str
    call_status: CallStatus = ""
    direction: CallDirection = ""
    caller: str = ""
    caller_city: str = ""
    caller_state: str = ""
    caller_zip: str = ""
    caller_country: str = ""
    called: str = ""
    called_city: str = ""
    called_state: str = ""
    called_zip: str = ""
    called_country: str = ""
    forwarded_from: str = ""
    called_via: str = ""
    caller_name: str = ""
    parent_call_sid: str = ""
    call_token: str = field(default="", repr=False)
    stir_verstat: StirVerstat = ""
    stir_passport_token: str = field(default="", repr=False)
    answered_by: AnsweredBy = ""
    machine_detection_duration: int | None = None
    application_sid: str = ""
    sip_domain: str = ""
    sip_username: str = ""
    sip_call_id: str = ""
    sip_source_ip: str = ""

    digits: str = ""
    speech_result: str = ""
    confidence: float | None = None
    finished_on_key: str = ""
    msg: Annotated[str, SentAs("msg")] = ""
    unstable_speech_result: str = ""
    stable_speech_result: str = ""
    stability: float | None = None
    sequence_number: int | None = None

    recording_sid: str = ""
    recording_url: str = ""
    recording_duration: int | None = None

    dial_call_status: DialCallStatus = ""
    dial_call_sid: str = ""
    dial_call_duration: int | None = None
    dial_bridged: bool | None = None
    dial_sip_call_id: str = ""
    dial_sip_response_code: int | None = None
    refer_transfer_target: str = ""

    queue_sid: str = ""
    queue_result: QueueResult = ""
    queue_time: int | None = None
    avg_queue_time: int | None = None
    queue_position: int | None = None
    current_queue_size: int | None = None
    max_queue_size: int | None = None
    dequeuing_call_sid: Annotated[str, SentAs("DequeingCallSid", "DequeuingCallSid")] = ""

    sms_sid: str = ""
    sms_status: str = ""

    @property
    def sip_headers(self) -> dict[str, str]:
        """The `X-…` headers of a SIP call, by name."""
        return self._params_after("SipHeader_")

    @property
    def dial_sip_headers(self) -> dict[str, str]:
        """The `X-…` headers that ended a dialled SIP call, by name."""
        return self._params_after("DialSipHeader_")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MessageRequest(PartiesRequest):
    """A request for the TwiML of a message: an incoming message, or the answer to Message.

    `TwilioRequest` and `PartiesRequest` describe the other attributes.

    Args:
        message_sid: SID of the message.
        sms_sid, sms_message_sid: Older names of `message_sid`.
        message_status: Status of the message; `received` for an incoming one.
        sms_status: Older name of `message_status`.
        messaging_service_sid: Messaging Service of the message.
        body: Text of the message.
        num_media: Number of files.
        media: Files that were sent with the message.
        num_segments: Number of segments of the message.
        opt_out_type: `STOP`, `HELP` or `START`, if Twilio handles opting out.

        profile_name, wa_id: Name and number of a WhatsApp sender.
        forwarded, frequently_forwarded: Whether the sender forwarded the message, and whether it is forwarded often.
        button_text, button_payload: Pressed button.
        latitude, longitude, address, label: Sent location.
        original_replied_message_sender, original_replied_message_sid: Message that this one replies to.

    https://www.twilio.com/docs/messaging/guides/webhook-request
    """

    message_sid: Annotated[str, SentAs("MessageSid", "SmsSid", "SmsMessageSid")]
    sms_sid: str = ""
    sms_message_sid: str = ""
    message_status: Annotated[MessageStatus, SentAs("MessageStatus", "SmsStatus")] = ""
    sms_status: MessageStatus = ""
    messaging_service_sid: str = ""
    body: str = ""
    num_media: int | None = None
    media: Annotated[tuple[ReceivedMedia, ...], SentAs()] = ()
    num_segments: int | None = None
    opt_out_type: Literal["STOP", "HELP", "START"] | str = ""

    profile_name: str = ""
    wa_id: str = ""
    forwarded: bool | None = None
    frequently_forwarded: bool | None = None
    button_text: str = ""
    button_payload: str = ""
    latitude: float | None = None
    longitude: float | None = None
    address: str = ""
    label: str = ""
    original_replied_message_sender: str = ""
    original_replied_message_sid: str = ""

    @property
    def referral(self) -> dict[str, str]:
        """The `Referral…` parameters of the advertisement that led to the message, by the rest of their names."""
        return self._params_after("Referral")
