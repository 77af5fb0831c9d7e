"""Start and Stop: streams, recordings and transcriptions beside the call.

https://www.twilio.com/docs/voice/twiml/stream
https://www.twilio.com/docs/voice/twiml/recording
https://www.twilio.com/docs/voice/twiml/transcription
https://www.twilio.com/docs/voice/twiml/siprec
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from twimlkit.phone.recordings import Recording

from .connect import shake_hands, stream_event

if TYPE_CHECKING:
    from collections.abc import Callable

    from twimlkit.phone.documents import Verb
    from twimlkit.phone.leg import Leg
    from twimlkit.phone.needs import Script
    from twimlkit.phone.requests import Goto

__all__ = ["start", "stop"]

_DECLINED: Final = 31920


def start(leg: Leg, verb: Verb) -> Script[Goto | None]:
    """Start activities beside the call, and go on at once."""
    for noun in verb.inside:
        name = f"{noun.tag} {noun.value('name', '') or leg.world.new_sid('')}"
        if noun.tag == "Stream":
            declined = yield from shake_hands(leg, noun)
            if declined:
                leg.warn("websocket", f"the WebSocket {declined.reason}", _DECLINED)
                continue
        leg.activities[name] = _STARTS[noun.tag](leg, noun)
    return None


def stop(leg: Leg, verb: Verb) -> Script[Goto | None]:
    """Stop activities by their names."""
    for noun in verb.inside:
        name = f"{noun.tag} {noun.value('name', '')}"
        ends = leg.activities.pop(name, None)
        if ends:
            ends()
        else:
            leg.warn("nothing-to-stop", f"no <{noun.tag}> with the name {noun.value('name', '')!r} goes on")
    return None
    yield


def _stream(leg: Leg, noun: Verb) -> Callable[[], None]:
    sid = leg.world.new_sid("MZ")
    base = leg.base

    def tell(event: str) -> None:
        if url := noun.given("statusCallback"):
            leg.call_back(url, noun.method("statusCallbackMethod"), stream_event(event, sid, noun), base=base)

    tell("stream-started")
    return lambda: tell("stream-stopped")


def _siprec(leg: Leg, noun: Verb) -> Callable[[], None]:
    sid = leg.world.new_sid("SR")
    base = leg.base

    def tell(event: str) -> None:
        if url := noun.given("statusCallback"):
            params = {"SiprecEvent": event, "SiprecSid": sid, "SiprecName": noun.value("name", sid)}
            leg.call_back(url, noun.method("statusCallbackMethod"), params, base=base)

    tell("siprec-started")
    return lambda: tell("siprec-stopped")


def _transcription(leg: Leg, noun: Verb) -> Callable[[], None]:
    sid = leg.world.new_sid("GT")
    base = leg.base

    def tell(event: str) -> None:
        if url := noun.given("statusCallbackUrl"):
            params = {
                "TranscriptionEvent": event,
                "TranscriptionSid": sid,
                "TranscriptionName": noun.value("name", sid),
                "LanguageCode": noun.value("languageCode", "en-US"),
                "Track": noun.value("track", "both_tracks"),
            }
            leg.call_back(url, noun.method("statusCallbackMethod"), params, base=base)

    tell("transcription-started")
    return lambda: tell("transcription-stopped")


def _recording(leg: Leg, noun: Verb) -> Callable[[], None]:
    channels = 1 if noun.value("channels", "dual") == "mono" else 2
    recording = Recording.of_verb(leg, noun, "StartCallRecordingTwiML", channels)
    return recording.complete


_STARTS: Final = {"Stream": _stream, "Siprec": _siprec, "Transcription": _transcription, "Recording": _recording}
