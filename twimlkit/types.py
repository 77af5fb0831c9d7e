"""The words that signatures are written with, for elements of your own too.

    from typing import Annotated

    from twimlkit import Custom
    from twimlkit.types import Between, Url

    class Fax(Custom):
        '''Sends a fax.'''

        __slots__ = ()

        def __init__(self, document: Url, /, *, pages: Annotated[int, Between(1, 100)] | None = None) -> None: ...

To a type checker they are `str`, `int`, `bool` and literals. The marks in `Annotated` are checked when an element is
built; `Schemes`, `Prefix`, `Documented`, `Capped`, `WithOption`, `Known`, `Sender`, `ABSOLUTE` and `PHONE` are read by
the linter alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, TypeVar

from ._core.element import Violation
from ._core.marks import (
    ABSOLUTE,
    ADDRESS,
    DEPRECATED,
    MONEY,
    PHONE,
    SECRET,
    SPOKEN,
    STRIPPED,
    Between,
    Capped,
    Documented,
    Known,
    Length,
    Matching,
    Most,
    Named,
    NotBesideText,
    Prefix,
    Schemes,
    Sender,
    Separated,
    WithOption,
)

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = [
    "ABSOLUTE",
    "PHONE",
    "SECRET",
    "Amount",
    "AnsweredBy",
    "Between",
    "CallDirection",
    "CallEvent",
    "CallStatus",
    "Capped",
    "CommaList",
    "Count",
    "Deprecated",
    "Digits",
    "Documented",
    "Duration",
    "Hints",
    "Identifier",
    "Key",
    "Keys",
    "Known",
    "Length",
    "Locale",
    "Matching",
    "MessageDirection",
    "MessageStatus",
    "Method",
    "Most",
    "Name",
    "Named",
    "NotBesideText",
    "PhoneNumber",
    "Prefix",
    "Real",
    "RecordingEvent",
    "RecordingStatus",
    "Schemes",
    "Seconds",
    "Sender",
    "Separated",
    "Spoken",
    "Url",
    "Violation",
    "Voice",
    "WithOption",
    "Words",
]

_T = TypeVar("_T")

# Texts, numbers and lists.

Words: TypeAlias = _T | Sequence[_T]
"""One or several words, written with a space between them."""

Deprecated: TypeAlias = Annotated[_T, DEPRECATED]
"""An attribute that Twilio still accepts and advises against."""

CommaList: TypeAlias = Annotated[str | Sequence[str], Separated(",")]
"""Texts, written with a comma between them."""

Hints: TypeAlias = Annotated[str | Sequence[str], Separated(",", may_be_empty=True)]
"""Words and phrases that speech recognition should expect, written with a comma between them; there may be none."""

Spoken: TypeAlias = Annotated[str, SPOKEN]
"""Text that a caller hears, kept unchanged; elements may stand anywhere in it."""

Name: TypeAlias = Annotated[str, STRIPPED]
"""Text on one line; white space around it is ignored."""

Identifier: TypeAlias = Annotated[str, STRIPPED]
"""A SID; white space around it is ignored."""

PhoneNumber: TypeAlias = Annotated[str, STRIPPED, PHONE]
"""A telephone number, best in E.164 form as in +14155550100; short codes, `client:…` and `whatsapp:…` occur too."""

Locale: TypeAlias = Annotated[str, STRIPPED]
"""A language and a region, as in `en-US`."""

Voice: TypeAlias = Annotated[str, STRIPPED, Known("say.voice")]
"""A text-to-speech voice: `man`, `woman`, or a vendor's name as in `Polly.Joanna-Neural`."""

Url: TypeAlias = Annotated[str, ADDRESS]
"""A URL: absolute, or relative to the current document; an empty one is the current document."""

Method: TypeAlias = Literal["GET", "POST"]
"""The HTTP method of a request that Twilio makes."""

Digits: TypeAlias = Annotated[
    str,
    SECRET,
    Matching(
        "[0-9A-DwW#*]+", "tones: 0-9, A-D, # and *, with w to wait 0.5 s and W to wait 1 s", example="1", secret=True
    ),
]
"""Tones of a telephone's keys, with pauses."""

Key: TypeAlias = Annotated[str, Matching("[0-9#*]?", "one key of 0-9, # and *, or '' for no key", example="#")]
"""A key of a telephone, or an empty text for no key."""

Keys: TypeAlias = Annotated[str, Matching("[0-9#*]*", "keys of 0-9, # and *, or '' for no key", example="#")]
"""Keys of a telephone, or an empty text for no key."""

Duration: TypeAlias = Annotated[
    str, Matching(r"\+?([0-9]*\.)?[0-9]+(ms|s)", "a number with its unit, as in '250ms' or '1.5s'", example="1s")
]
"""A length of time with its unit."""

Count: TypeAlias = Annotated[int, Between(1)]
"""A whole number, at least 1."""

Seconds: TypeAlias = Annotated[int, Between(0)]
"""A number of whole seconds, at least 0."""

if TYPE_CHECKING:
    Real: TypeAlias = int | float | Decimal
    Amount: TypeAlias = Annotated[int | float | Decimal | str, MONEY]
else:
    Real = float  # importing decimal takes longer than importing the whole vocabulary
    Amount = Annotated[str, MONEY]
"""A number that need not be whole, and an amount of money: best a Decimal, or text as in "20.45"."""

# Twilio's own words. Where Twilio adds words without notice, any other text is allowed too.

CallStatus: TypeAlias = (
    Literal["queued", "initiated", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled"]
    | str
)
"""The status of a call."""

CallDirection: TypeAlias = (
    Literal["inbound", "outbound-api", "outbound-dial", "trunking-terminating", "trunking-originating"] | str
)
"""The direction of a call, and what started it."""

CallEvent: TypeAlias = Literal["initiated", "ringing", "answered", "completed"]
"""A step of a call that Twilio can report to a status callback."""

AnsweredBy: TypeAlias = (
    Literal["human", "fax", "unknown", "machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other"]
    | str
)
"""The result of machine detection."""

RecordingStatus: TypeAlias = Literal["in-progress", "completed", "absent", "failed"] | str
"""The status of a recording."""

RecordingEvent: TypeAlias = Literal["in-progress", "completed", "absent"]
"""A step of a recording that Twilio can report to a status callback."""

MessageStatus: TypeAlias = (
    Literal[
        "queued",
        "sending",
        "sent",
        "failed",
        "delivered",
        "undelivered",
        "receiving",
        "received",
        "accepted",
        "scheduled",
        "read",
        "partially_delivered",
        "canceled",
    ]
    | str
)
"""The status of a message."""

MessageDirection: TypeAlias = Literal["inbound", "outbound-api", "outbound-call", "outbound-reply"] | str
"""The direction of a message, and what started it."""
