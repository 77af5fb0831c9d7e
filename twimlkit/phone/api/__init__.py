"""Twilio's REST API for calls and messages, in the world of a telephone.

`phone.client()` is a TwilioClient in the same process. `phone.api_url` is the same on the loopback interface, for
programs of any kind: set TWIMLKIT_API_URL to it. For twilio-python there is
`twilio.rest.Client(sid, token, http_client=phone.twilio_http_client())`.

    phone.api.faults.append(Fault.NOT_ANSWERED)  # the next request happens, and nobody hears of it
"""

from __future__ import annotations

from .account import Account, ApiRequest, ApiResponse, Fault
from .rules import Rejection
from .server import Server
from .transports import ApiTransport, AsyncApiTransport, TwilioHttpClient

__all__ = [
    "Account",
    "ApiRequest",
    "ApiResponse",
    "ApiTransport",
    "AsyncApiTransport",
    "Fault",
    "Rejection",
    "Server",
    "TwilioHttpClient",
]
