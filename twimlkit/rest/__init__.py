"""Clients for Twilio's REST API: place calls and send messages.

    from twimlkit import Response, Say
    from twimlkit.rest import TwilioClient

    with TwilioClient() as client:
        call = client.place_call(to="+14155550100", from_="+14155550199", twiml=Response(Say("Hello World")))
        message = client.send_message(to="+14155550100", from_="+14155550199", body="This is my SMS message.")

`TwilioClient()` reads the account from the environment; `help(TwilioClient)` lists the variables. `AsyncTwilioClient`
has the same methods for `await`. Invalid parameters raise an error before anything is sent. A request that places a
call or sends a message is retried only when Twilio definitely did not process it: nobody is called twice.
"""

from ._client import AsyncTwilioClient, TwilioClient
from ._parameters import CallChanges, CallFilter, MessageFilter, NewCall, NewMessage, UncheckedTwiml
from ._resources import CallResource, MessageResource
from .errors import (
    AuthenticationError,
    InvalidNumber,
    InvalidParameter,
    NotFound,
    NotInProgress,
    NotSent,
    OptedOut,
    PermissionDenied,
    RateLimited,
    RequestRejected,
    TwilioError,
    Unavailable,
    UnknownOutcome,
)

__all__ = [
    "AsyncTwilioClient",
    "AuthenticationError",
    "CallChanges",
    "CallFilter",
    "CallResource",
    "InvalidNumber",
    "InvalidParameter",
    "MessageFilter",
    "MessageResource",
    "NewCall",
    "NewMessage",
    "NotFound",
    "NotInProgress",
    "NotSent",
    "OptedOut",
    "PermissionDenied",
    "RateLimited",
    "RequestRejected",
    "TwilioClient",
    "TwilioError",
    "Unavailable",
    "UncheckedTwiml",
    "UnknownOutcome",
]
