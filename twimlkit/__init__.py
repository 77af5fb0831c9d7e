"""TwiML, the XML that tells Twilio what to do with a call or a message, as typed, immutable Python classes.

    from twimlkit import Gather, Hangup, Response, Say

    response = Response(
        Gather(Say("Press 1 for sales."), num_digits=1, action="/menu"),
        Say("We did not hear from you."),
        Hangup(),
    )
    response.to_xml()

Every element of TwiML is a class here. A mistake raises InvalidTwiML when the element is built; `twimlkit.errors` has
the exceptions. `help(Element)` describes what all elements can do. `parse` reads TwiML back, and `lint` finds errors
and risky patterns in it.

The rest is in modules of its own, as `help("twimlkit.web")` describes:

- `web`: verify and answer Twilio's requests in Flask, Django, FastAPI and Starlette.
- `webhook`: the same in any framework, with the requests as typed objects.
- `rest`: place calls and send messages.
- `phone`: a telephone for tests of your application.
- `types`: types for the signatures of your own elements.
- `schemas`, `strategies` and `twimlets`: the vocabulary as schemas, random documents for tests, and ready-made TwiML.

`twimlkit explain`, at the command line, lists all elements and rules, and explains one of them, or a code of Twilio's
debugger. The guides are README.md, the README.md of each folder in examples/, and examples/from_twilio_python.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._core.element import Custom, Document, Element, custom
from .errors import InvalidTwiML
from .messaging import Body, Media, Message, MessagingResponse, MessagingVerb
from .speech import (
    Break,
    Emphasis,
    Lang,
    P,
    Pause,
    Phoneme,
    Play,
    Prosody,
    S,
    Say,
    SayAs,
    Sub,
    W,
)
from .voice import (
    AiSession,
    Application,
    ApplicationSid,
    Assistant,
    Autopilot,
    Client,
    Conference,
    Config,
    Connect,
    Conversation,
    ConversationRelay,
    ConversationRelaySession,
    Dial,
    Echo,
    Enqueue,
    Failover,
    Gather,
    Hangup,
    Header,
    Headers,
    Identity,
    Language,
    Leave,
    Number,
    Parameter,
    Pay,
    Prompt,
    Queue,
    Record,
    Recording,
    Redirect,
    Refer,
    ReferSip,
    Reject,
    Response,
    Room,
    Sim,
    Sip,
    Siprec,
    Sms,
    Start,
    Stop,
    Stream,
    Task,
    Transcription,
    Uri,
    Verb,
    VirtualAgent,
    WhatsApp,
)

if TYPE_CHECKING:
    from .linter import lint as lint  # a name of this module, for type checkers
    from .parser import parse as parse  # the same

VoiceResponse = Response
"""Another name of Response: Twilio's own, and free of the Response of web frameworks."""

__all__ = [
    "AiSession",
    "Application",
    "ApplicationSid",
    "Assistant",
    "Autopilot",
    "Body",
    "Break",
    "Client",
    "Conference",
    "Config",
    "Connect",
    "Conversation",
    "ConversationRelay",
    "ConversationRelaySession",
    "Custom",
    "Dial",
    "Document",
    "Echo",
    "Element",
    "Emphasis",
    "Enqueue",
    "Failover",
    "Gather",
    "Hangup",
    "Header",
    "Headers",
    "Identity",
    "InvalidTwiML",
    "Lang",
    "Language",
    "Leave",
    "Media",
    "Message",
    "MessagingResponse",
    "MessagingVerb",
    "Number",
    "P",
    "Parameter",
    "Pause",
    "Pay",
    "Phoneme",
    "Play",
    "Prompt",
    "Prosody",
    "Queue",
    "Record",
    "Recording",
    "Redirect",
    "Refer",
    "ReferSip",
    "Reject",
    "Response",
    "Room",
    "S",
    "Say",
    "SayAs",
    "Sim",
    "Sip",
    "Siprec",
    "Sms",
    "Start",
    "Stop",
    "Stream",
    "Sub",
    "Task",
    "Transcription",
    "Uri",
    "Verb",
    "VirtualAgent",
    "VoiceResponse",
    "W",
    "WhatsApp",
    "custom",
]


def __getattr__(name: str) -> Any:
    """Load `parse` and `lint` when they are first used, so that the import stays light."""
    if name == "parse":
        from .parser import parse

        return parse
    if name == "lint":
        from .linter import lint

        return lint
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), "lint", "parse"})
