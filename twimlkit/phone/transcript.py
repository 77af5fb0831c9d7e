"""The transcript: what happened, for people.

Every line is made from one event. Measured times stand only where a reader wants them: `transcript_of` leaves them out,
so that a test can compare the text.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .events import Event
    from .requests import Request

__all__ = ["path_of", "transcript_of"]

_NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})

_STANDARD: Final = frozenset(
    {
        *("CallSid", "AccountSid", "From", "To", "Caller", "Called", "ApiVersion", "Direction", "ParentCallSid"),
        *("MessageSid", "SmsSid", "SmsMessageSid", "NumMedia", "NumSegments", "SmsStatus", "RecordingUrl"),
        *("Timestamp", "CallbackSource", "SequenceNumber", "RecordingStartTime"),
    }
)
"""The parameters that say nothing new."""

_SHOWN: Final = {
    "say": "◀ {text}",
    "play": "◀ (plays {text})",
    "prompt": "◀ (Twilio asks for the {text})",
    "tones": "◀ (tones {text})",
    "beep": "◀ (beep)",
    "pause": "◀ (pause)",
    "silence": "◀ (silence)",
    "music": "◀ (music)",
    "ringback": "◀ (it rings)",
    "unanswered": "◀ (it rings)",
    "error_announcement": "◀ ({text})",
    "input": "▶ {text}",
    "ringing": "ringing   {text}",
    "answered": "answered",
    "ended": "ended     {text}",
    "bridged": "talks to {text}",
    "parted": "talked to {text}",
    "queue": "{text}",
    "conference": "{text}",
    "finding": "! {text}",
}


def transcript_of(
    events: Iterable[Event], base_url: str, *, times: bool = False, names: Mapping[str, str] = _NO_NAMES
) -> str:
    """Return what happened, a line for each event.

    Args:
        events: The events.
        base_url: Start of the application's URLs, which is left out of them.
        times: Whether each line begins with the time since the first.
        names: How the lines of other legs begin, by their SIDs.
    """
    return "\n".join(_lines(events, base_url, times=times, names=names))


def _lines(events: Iterable[Event], base_url: str, *, times: bool, names: Mapping[str, str]) -> Iterator[str]:
    start: float | None = None
    for event in events:
        shown = _line(event, base_url)
        if shown:
            start = event.at if start is None else start
            clock = f"  {_clock(event.at - start)}  " if times else ""
            other = f"[{names[event.leg]}] " if event.leg in names else ""
            yield f"{clock}{other}{shown}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _line(event: Event, base_url: str) -> str | None:
    if event.kind == "request":
        return _request(event.details["request"], base_url)
    if event.kind == "message":
        message = event.details["message"]
        sign = "▶" if message.direction == "inbound" else "◀"
        return f"{sign} {event.text}" + "".join(f" [{url}]" for url in message.media)
    if event.kind == "websocket" and "message" in event.details:
        return f"{'▶' if event.text == 'sends' else '◀'} (WebSocket {event.details['message']})"
    if event.kind not in _SHOWN:
        return None
    text = f"{event.text.rstrip('.')}…  (interrupted)" if event.cut else event.text
    return _SHOWN[event.kind].format(text=text)


def _request(request: Request, base_url: str) -> str:
    told = " ".join(
        f"{name}={value}"
        for name, value in request.params.items()
        if value and name not in _STANDARD and (name, value) != ("CallStatus", "in-progress")
    )
    status = "no answer" if request.status is None else str(request.status)
    if request.kind == "websocket":
        status = "WebSocket"
    kind = (request.content_type or "").partition(";")[0]
    return f"{f'{request.method} {path_of(request, base_url)}  {told}':<48} {status} {kind}".rstrip()


def path_of(request: Request, base_url: str) -> str:
    """Return the path of a request with its query; the whole URL where it is of another host."""
    if request.url == base_url or request.url.startswith(f"{base_url}/") or request.url.startswith(f"{base_url}?"):
        return request.url.removeprefix(base_url) or "/"
    if not urlsplit(request.url).netloc:
        return request.path
    return request.url
