"""Recordings: what an application is told of them.

https://www.twilio.com/docs/voice/api/recording
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from .documents import Verb
    from .leg import Leg

__all__ = ["Recording"]


class Recording:
    """A recording of a call.

    Args:
        leg: The call.
        source: RecordingSource.
        channels: Number of channels.
        track: RecordingTrack.
        callback: URL that is told of it, or None.
        method: HTTP method for `callback`.
        events: The statuses that are told.
    """

    def __init__(
        self,
        leg: Leg,
        source: str,
        *,
        channels: int,
        track: str,
        callback: str | None,
        method: str,
        events: Collection[str],
    ) -> None:
        self.leg = leg
        self.source = source
        self.channels = channels
        self.track = track
        self.callback = callback
        self.method = method
        self.events = events
        self.sid: str = leg.world.new_sid("RE")
        self.base: str | None = leg.base
        self.began: float = leg.world.now
        self.start: str = leg.world.timestamp
        self.url: str = f"https://api.twilio.com/2010-04-01/Accounts/{leg.world.account_sid}/Recordings/{self.sid}"
        self.tell("in-progress", None)

    @classmethod
    def of_verb(cls, leg: Leg, verb: Verb, source: str, channels: int = 1) -> Recording:
        """Begin the recording that an element asks for."""
        return cls(
            leg,
            source,
            channels=channels,
            track=verb.value("recordingTrack", verb.value("track", "both")),
            callback=verb.given("recordingStatusCallback"),
            method=verb.method("recordingStatusCallbackMethod"),
            events=verb.words("recordingStatusCallbackEvent", ("completed",)),
        )

    def parameters(self, seconds: float) -> dict[str, str]:
        """Return what an action is told."""
        return {"RecordingUrl": self.url, "RecordingSid": self.sid, "RecordingDuration": str(round(seconds))}

    def complete(self, seconds: float | None = None) -> None:
        """Tell that it is there; by default it lasts until now."""
        self.tell("completed", self.leg.world.now - self.began if seconds is None else seconds)

    def tell(self, status: str, seconds: float | None) -> None:
        """Tell its callback of a status."""
        if not self.callback or status not in self.events:
            return
        params = {
            "RecordingSid": self.sid,
            "RecordingUrl": self.url,
            "RecordingStatus": status,
            "RecordingChannels": str(self.channels),
            "RecordingSource": self.source,
            "RecordingTrack": self.track,
            "RecordingStartTime": self.start,
        }
        if seconds is not None:
            params["RecordingDuration"] = str(round(seconds))
        self.leg.call_back(self.callback, self.method, params, base=self.base)

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
