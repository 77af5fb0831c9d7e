"""Places calls and sends messages through Twilio's REST API.

    from twimlkit import Response, Say
    from twimlkit.rest import Client

    with Client(account_sid, auth_token) as client:
        call = client.place_call(to="+14155550100", from_="+14155550199", twiml=Response(Say("Hello World")))
        message = client.send_message(to="+14155550100", from_="+14155550199", body="This is my SMS message.")

AsyncClient has the same methods for `await`. What cannot be right is refused before anything is sent. A request that
places a call or sends a message is repeated only while it certainly was not carried out: nobody is called twice.
"""

from .answers import Call, Message
from .client import AsyncClient, Client, Settings
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
    Refused,
    TwilioError,
    Unavailable,
    UnknownOutcome,
)
from .parameters import CallChanges, CallFilter, MessageFilter, NewCall, NewMessage

__all__ = [
    "AsyncClient",
    "AuthenticationError",
    "Call",
    "CallChanges",
    "CallFilter",
    "Client",
    "InvalidNumber",
    "InvalidParameter",
    "Message",
    "MessageFilter",
    "NewCall",
    "NewMessage",
    "NotFound",
    "NotInProgress",
    "NotSent",
    "OptedOut",
    "PermissionDenied",
    "RateLimited",
    "Refused",
    "Settings",
    "TwilioError",
    "Unavailable",
    "UnknownOutcome",
]
