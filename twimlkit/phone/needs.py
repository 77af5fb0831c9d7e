"""What the interpreter of a leg yields, and what it is sent.

A script is a generator. It yields an HttpRequest and is sent the response, a Hear and is sent None once it was heard,
or a Wait and is sent what ended it. A Hear or Wait is sent an input of a person where it takes one. What ends or moves
a call from outside is thrown into its script.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .documents import Verb
    from .events import Kind
    from .requests import Goto, HttpRequest

__all__ = [
    "Ended",
    "Hear",
    "HungUp",
    "Input",
    "Keys",
    "Left",
    "Met",
    "Moved",
    "Need",
    "Outcome",
    "Payment",
    "Recorded",
    "Referral",
    "Script",
    "Signal",
    "SocketClosed",
    "SocketMessage",
    "Speech",
    "TimedOut",
    "Transfer",
    "Wait",
]

_T = TypeVar("_T")


# What a person, or another party, does.


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys that a person presses; a script is sent them one at a time."""

    keys: str


@dataclass(frozen=True, slots=True)
class Speech:
    """What a person says."""

    text: str
    confidence: float | None = None
    partial: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording: its length in seconds, what ended it, and its transcript."""

    seconds: float
    ended_by: str
    transcript: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a ringing call: `in-progress` when it is answered, else how it ended."""

    status: str
    sip_code: int | None = None
    answered_by: str = "human"


@dataclass(frozen=True, slots=True)
class Referral:
    """How a SIP endpoint answers a REFER, and what it notifies later."""

    response: int
    notify: int | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """A REFER of a dialled party: it asks to connect the caller to somebody else."""

    target: str


@dataclass(frozen=True, slots=True)
class Payment:
    """How the payment connector answers."""

    result: str
    error: str | None = None


@dataclass(frozen=True, slots=True)
class SocketMessage:
    """A message from the WebSocket of the application."""

    message: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SocketClosed:
    """The WebSocket of the application declines the handshake, or closes."""

    reason: str


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The time of a wait is over."""


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that another leg did, such as `answered`, `ready`, `parted` or `came`."""

    name: str
    sender: Any = None


Input: TypeAlias = Keys | Speech | Recorded | Outcome | Referral | Transfer | Payment | SocketMessage | SocketClosed

_NOBODY: tuple[type[Any], ...] = ()


def _refuse_nothing(_: Input) -> str | None:
    return None


# What a script needs.


@dataclass(slots=True, eq=False)
class Hear:
    """Something to hear; the leg stands before it until somebody listens or acts.

    Attributes:
        kind: What it is.
        text: What is said or played.
        seconds: How long it takes.
        takes: The inputs that interrupt it.
        refuse: Tells why an input is no use, or returns None.
        verb: The verb that is heard.
        started: When somebody began to hear it, or None.
        left: Seconds that are left of it once it has begun.
        due: When it ends, while time passes for everybody; else None.
    """

    kind: Kind
    text: str = ""
    seconds: float = 0
    takes: tuple[type[Any], ...] = _NOBODY
    refuse: Callable[[Input], str | None] = _refuse_nothing
    verb: Verb | None = None
    started: float | None = None
    left: float = 0
    due: float | None = None

    def begin(self, now: float) -> None:
        """Begin to hear it."""
        if self.started is None:
            self.started = now
            self.left = self.seconds


@dataclass(slots=True, eq=False)
class Wait:
    """A wait for somebody or something.

    Attributes:
        what: What the call does meanwhile, as in `waits for keys`.
        remedy: What a tester can write, as in `write press("1")`.
        until: The time of the virtual clock at which it is over.
        limit: The time at which Twilio ends it, for which nobody waits.
        takes: What ends or changes it.
        refuse: Tells why an input is no use, or returns None.
        by_person: Whether somebody must decide before time passes.
        paced: Whether only time that is asked for ends it: that of `advance`, `after` or `wait`.
        verb: The verb that waits.
        due: When it ends, while time passes for everybody; else None.
    """

    what: str
    remedy: str = ""
    until: float = math.inf
    limit: float = math.inf
    takes: tuple[type[Any], ...] = _NOBODY
    refuse: Callable[[Input], str | None] = _refuse_nothing
    by_person: bool = False
    paced: bool = False
    verb: Verb | None = None
    due: float | None = None


Need: TypeAlias = "HttpRequest | Hear | Wait"
Script: TypeAlias = Generator[Need, Any, _T]


# What ends a document from inside or outside.


class Ended(Exception):  # it is no error
    """The call ends, by its document or by an error."""

    def __init__(self, by: str, status: str = "completed") -> None:
        super().__init__(by)
        self.by = by
        self.status = status


class HungUp(Ended):
    """Somebody hangs up, or a REST request ends the call."""


class Moved(Exception):
    """A REST request goes on with another document."""

    def __init__(self, goto: Goto) -> None:
        super().__init__(goto)
        self.goto = goto


class Met(Exception):
    """What a leg waits for is there: somebody takes it from the queue, or its conference starts or ends."""


class Left(Exception):
    """The wait document leaves the queue."""
