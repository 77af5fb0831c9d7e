"""Recordings: what an application is told of them.

https://www.twilio.com/docs/voice/api/recording
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .documents import Verb
    from .leg import Leg

__all__ = ["Recording"]


class Recording:
    """A recording of a call.

    Args:
        leg: The call.
        verb: The element that records, with its callback.
        source: RecordingSource.
        channels: Number of channels.
    """

    def __init__(self, leg: Leg, verb: Verb, source: str, channels: int = 1) -> None:
        self.leg = leg
        self.verb = verb
        self.source = source
        self.channels = channels
        self.sid: str = leg.world.new_sid("RE")
        self.base: str | None = leg.base
        self.began: float = leg.world.now
        self.start = leg.world.time
        self.url: str = f"https://api.twilio.com/2010-04-01/Accounts/{leg.world.account_sid}/Recordings/{self.sid}"
        self.tell("in-progress", None)

    def parameters(self, seconds: float) -> dict[str, str]:
        """Return what an action is told."""
        return {"RecordingUrl": self.url, "RecordingSid": self.sid, "RecordingDuration": str(round(seconds))}

    def complete(self, seconds: float) -> None:
        """Tell that it is there."""
        self.tell("completed", seconds)

    def tell(self, status: str, seconds: float | None) -> None:
        """Tell its callback of a status."""
        url = self.verb.given("recordingStatusCallback")
        if not url or status not in self.verb.words("recordingStatusCallbackEvent", ("completed",)):
            return
        params = {
            "RecordingSid": self.sid,
            "RecordingUrl": self.url,
            "RecordingStatus": status,
            "RecordingChannels": str(self.channels),
            "RecordingSource": self.source,
            "RecordingTrack": self.verb.value("recordingTrack", self.verb.value("track", "both")),
            "RecordingStartTime": self.start.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        }
        if seconds is not None:
            params["RecordingDuration"] = str(round(seconds))
        self.leg.call_back(url, self.verb.method("recordingStatusCallbackMethod"), params, base=self.base)

    def transcribe(self, url: str, text: str | None) -> None:
        """Tell of its transcript."""
        sid = self.leg.world.new_sid("TR")
        params = {
            "TranscriptionSid": sid,
            "TranscriptionText": text or "",
            "TranscriptionStatus": "failed" if text is None else "completed",
            "TranscriptionUrl": f"{self.url.rpartition('/Recordings/')[0]}/Transcriptions/{sid}",
            "RecordingSid": self.sid,
            "RecordingUrl": self.url,
        }
        self.leg.call_back(url, "POST", params, base=self.base)
