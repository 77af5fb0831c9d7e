"""Start and Stop: streams, recordings and transcriptions beside the call.

Inferred, since Twilio does not say it: speech of which a test gives no confidence is transcribed with 0.9; a
second activity with the same name ends the first.

https://www.twilio.com/docs/voice/twiml/stream
https://www.twilio.com/docs/voice/twiml/recording
https://www.twilio.com/docs/voice/twiml/transcription
https://www.twilio.com/docs/voice/twiml/siprec
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from twimlkit.phone.recordings import Recording

from .connect import shake_hands, stream_event

if TYPE_CHECKING:
    from collections.abc import Callable

    from twimlkit.phone.documents import Verb
    from twimlkit.phone.leg import Leg
    from twimlkit.phone.needs import Script, Speech
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
        if previous := leg.activities.pop(name, None):
            previous()
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
    transcription = _Transcription(leg, noun)
    leg.transcribers[transcription.name] = transcription.hear
    return transcription.stop


class _Transcription:
    """A transcription in real time: what is said on either track, as the test says it or TwiML speaks it."""

    def __init__(self, leg: Leg, noun: Verb) -> None:
        self.leg = leg
        self.noun = noun
        self.sid = leg.world.new_sid("GT")
        self.name: str = noun.value("name", self.sid)
        self.base = leg.base
        self.track: str = noun.value("track", "both_tracks")
        self.count = 0
        self.tell("transcription-started", {"TranscriptionName": self.name, "Track": self.track})

    def hear(self, track: str, speech: Speech) -> None:
        """Tell what is said on a track."""
        if self.track not in ("both_tracks", track) or not speech.text:
            return
        for each in speech.partial if self.noun.value("partialResults", default=False) else ():
            self.content(track, {"transcript": each}, {"Final": "false", "Stability": "0.5"})
        confidence = 0.9 if speech.confidence is None else speech.confidence
        self.content(track, {"transcript": speech.text, "confidence": confidence}, {"Final": "true"})

    def content(self, track: str, data: dict[str, object], more: dict[str, str]) -> None:
        self.tell("transcription-content", {"Track": track, "TranscriptionData": json.dumps(data), **more})

    def stop(self) -> None:
        self.leg.transcribers.pop(self.name, None)
        self.tell("transcription-stopped", {})

    def tell(self, event: str, more: dict[str, str]) -> None:
        url = self.noun.given("statusCallbackUrl")
        if not url:
            return
        self.count += 1
        params = {
            "AccountSid": self.leg.world.account_sid,
            "CallSid": self.leg.sid,
            "TranscriptionEvent": event,
            "TranscriptionSid": self.sid,
            "SequenceId": str(self.count),
            "Timestamp": self.leg.world.time.strftime("%Y-%m-%dT%H:%M:%S.000000Z"),
            "LanguageCode": self.noun.value("languageCode", "en-US"),
            **more,
        }
        method = self.noun.method("statusCallbackMethod")
        self.leg.call_back(url, method, params, base=self.base, is_standard=False)


def _recording(leg: Leg, noun: Verb) -> Callable[[], None]:
    channels = 1 if noun.value("channels", "dual") == "mono" else 2
    recording = Recording.of_verb(leg, noun, "StartCallRecordingTwiML", channels)
    return recording.complete


_STARTS: Final = {"Stream": _stream, "Siprec": _siprec, "Transcription": _transcription, "Recording": _recording}
