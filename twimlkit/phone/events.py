"""What happens in an exchange, as data: the transcript, and whatever else shows calls, reads only this."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["AUDIBLE", "Event", "Kind"]

Kind: TypeAlias = Literal[
    "queued",
    "ringing",
    "answered",
    "ended",
    "document",
    "request",
    "verb",
    "say",
    "play",
    "pause",
    "prompt",
    "tones",
    "beep",
    "ringback",
    "unanswered",
    "music",
    "silence",
    "error_announcement",
    "bridged",
    "parted",
    "end_of_speech",
    "input",
    "queue",
    "conference",
    "websocket",
    "message",
    "finding",
]
"""What an event is about. `unanswered` is the ringing before a call is answered, `ringback` that of a dialled party;
`prompt` is a question in Twilio's own words; `bridged` and `parted` begin and end a talk; `input` is what a person
does; `end_of_speech` is the silence that ends speech."""

AUDIBLE: Final = frozenset(
    {
        "say",
        "play",
        "pause",
        "prompt",
        "tones",
        "beep",
        "ringback",
        "unanswered",
        "music",
        "silence",
        "error_announcement",
        "bridged",
    }
)
"""The kinds of events that somebody hears."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a call or a conversation.

    Attributes:
        at: Seconds of the virtual clock since the exchange began.
        leg: SID of the call, or the two numbers of a conversation.
        kind: What it is about.
        text: What was said, played, pressed or requested, or what it is.
        seconds: How long it took, where that matters.
        cut: Whether it was interrupted.
        verb: Name of the verb that did it, or None.
        line: Line of the verb in its document, or None.
        document: URL of the document, or None.
        details: More facts, by their names.
    """

    at: float
    leg: str
    kind: Kind
    text: str = ""
    seconds: float | None = None
    cut: bool = False
    verb: str | None = None
    line: int | None = None
    document: str | None = None
    details: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
