"""Twilio's webhooks: verify their signature, and read them as typed objects.

    from twimlkit.webhook import SIGNATURE_HEADER, CallRequest, PublicUrl, parse_request, verify

    public_url = PublicUrl(base_url="https://example.com")

    url = public_url.resolve(request.url, request.headers, request.remote_addr)
    if not verify(auth_token, url, request.form, request.headers.get(SIGNATURE_HEADER)):
        return 403
    match parse_request(request.form):
        case CallRequest(digits="1"):
            ...

The URL must be exactly the one that Twilio requested; behind a proxy, `PublicUrl` finds it. The form must have all
parameters of the body, including empty ones. For a GET, pass no form to `verify`, since the URL already contains the
parameters, and pass the query's parameters to `parse_request`.

`twimlkit.web` does all of this for Flask, Django, FastAPI and Starlette.

https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

from twimlkit.types import AnsweredBy, CallDirection, CallStatus, MessageStatus, RecordingStatus

from ._parameters import Params
from ._parsing import parse_request
from .public_url import Headers, PublicUrl
from .requests import (
    CallRequest,
    DialCallStatus,
    InvalidRequest,
    MessageRequest,
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
    "DialCallStatus",
    "Headers",
    "InvalidRequest",
    "MessageRequest",
    "MessageStatus",
    "Params",
    "PublicUrl",
    "QueueResult",
    "ReceivedMedia",
    "RecordingStatus",
    "StirVerstat",
    "TwilioRequest",
    "parse_request",
    "sign",
    "verify",
    "verify_body",
]
