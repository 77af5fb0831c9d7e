"""Twilio's webhooks: verify their signature, and read them as typed objects.

    from twimlkit.webhook import CallRequest, Rejected, check_request

    try:
        call = check_request(request.method, request.url, request.headers, request.body, CallRequest)
    except Rejected as rejected:
        return rejected.reason, rejected.status

This works in any framework; `twimlkit.web` does it for Flask, Django, FastAPI and Starlette. `check_signature` checks a
request whose content is no form. Both take the auth token and the public URL from TWILIO_AUTH_TOKEN and TWILIO_BASE_URL
of the environment, or as arguments.

A request is an object of the class that says what it is: CallRequest and MessageRequest want TwiML, the subclasses of
Callback tell what has happened. `verify`, `PublicUrl` and `parse_request` are the steps of `check_request`.

https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

from twimlkit.types import AnsweredBy, CallDirection, CallStatus, MessageStatus, RecordingStatus

from ._parameters import Params
from ._parsing import parse_request
from .callbacks import (
    Callback,
    CallStatusCallback,
    ConferenceCallback,
    ConferenceEvent,
    DialStatusCallback,
    MachineDetectionCallback,
    MessageStatusCallback,
    RecordingCallback,
    TaskAssignmentCallback,
    TaskRouterCallback,
    TranscriptionCallback,
)
from .checking import Rejected, check_request, check_signature
from .public_url import Headers, PublicUrl
from .requests import (
    CallRequest,
    DialCallStatus,
    InvalidRequest,
    MessageRequest,
    PartiesRequest,
    QueueResult,
    ReceivedMedia,
    StirVerstat,
    TwilioRequest,
)
from .signature import SIGNATURE_HEADER, sign, verify, verify_body

__all__ = [
    "SIGNATURE_HEADER",
    "AnsweredBy",
    "CallDirection",
    "CallRequest",
    "CallStatus",
    "CallStatusCallback",
    "Callback",
    "ConferenceCallback",
    "ConferenceEvent",
    "DialCallStatus",
    "DialStatusCallback",
    "Headers",
    "InvalidRequest",
    "MachineDetectionCallback",
    "MessageRequest",
    "MessageStatus",
    "MessageStatusCallback",
    "Params",
    "PartiesRequest",
    "PublicUrl",
    "QueueResult",
    "ReceivedMedia",
    "RecordingCallback",
    "RecordingStatus",
    "Rejected",
    "StirVerstat",
    "TaskAssignmentCallback",
    "TaskRouterCallback",
    "TranscriptionCallback",
    "TwilioRequest",
    "check_request",
    "check_signature",
    "parse_request",
    "sign",
    "verify",
    "verify_body",
]
