"""Record: a message of the caller.

Inferred, since Twilio does not say it: whether a recording in which nobody speaks runs the next verb, as Twilio's pages
said until about 2017, is the switch `empty_recording`; its default asks the action; a call that is moved meanwhile
keeps its recording, whose callbacks are told, and its action is not asked.

https://www.twilio.com/docs/voice/twiml/record
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from twimlkit.phone.lifecycle import ask
from twimlkit.phone.needs import Hear, HungUp, Input, Keys, Moved, Recorded, TimedOut, Wait
from twimlkit.phone.recordings import Recording

from ._actions import action_or_self

if TYPE_CHECKING:
    from twimlkit.phone.documents import Verb
    from twimlkit.phone.leg import Leg
    from twimlkit.phone.needs import Script
    from twimlkit.phone.requests import Goto

__all__ = ["record"]

_BEEP_SECONDS: Final = 0.5
_ANY_KEY: Final = "1234567890*#"
_NO_URL: Final = 11100
_LONGEST_TRANSCRIBED: Final = 120


def record(leg: Leg, verb: Verb) -> Script[Goto | None]:
    """Record until silence, a key, the longest time or the end of the call, and go on at the action."""
    leg.answer()
    if leg.base is None and not verb.given("action"):
        yield from leg.fail(_NO_URL, "<Record> has no action, and its document has no URL to request instead")
    if verb.value("playBeep", default=True):
        yield Hear("beep", seconds=_BEEP_SECONDS, verb=verb)
    taping = _Taping(leg, verb)
    recording = Recording.of_verb(leg, verb, "RecordVerb")
    try:
        made = yield from taping.run()
    except HungUp as ended:
        seconds = leg.world.now - taping.began
        yield from ask(leg, action_or_self(verb, _parameters(recording, Recorded(seconds, "hangup"))))
        _publish(verb, recording, Recorded(seconds, "hangup", taping.transcript))
        raise ended from None
    except Moved:
        _publish(verb, recording, Recorded(leg.world.now - taping.began, "silence", taping.transcript))
        raise
    if made.ended_by == "hangup":
        if leg.outbound:  # who hangs up is the caller at the outer end
            leg.outer[-1].close("caller")
        leg.status = "completed"
        yield from ask(leg, action_or_self(verb, _parameters(recording, made)))
        _publish(verb, recording, made)
        raise HungUp("caller")
    if taping.is_empty and leg.world.settings.empty_recording == "next_verb":
        return None
    _publish(verb, recording, made)
    return action_or_self(verb, _parameters(recording, made))


def _parameters(recording: Recording, made: Recorded) -> dict[str, str]:
    ended_by = {"Digits": made.ended_by} if made.ended_by not in ("silence", "max_length") else {}
    return {**recording.parameters(made.seconds), **ended_by}


def _publish(verb: Verb, recording: Recording, made: Recorded) -> None:
    """Tell the callbacks that the recording and its transcript are there."""
    recording.complete(made.seconds)
    url = verb.given("transcribeCallback")
    if url and verb.value("transcribe", default=False):
        recording.transcribe(url, made.transcript)


class _Taping:
    """A recording that goes on."""

    def __init__(self, leg: Leg, verb: Verb) -> None:
        self.leg = leg
        self.verb = verb
        self.began = leg.world.now
        self.is_empty = False
        self.transcript: str | None = None
        self.keys: str = verb.value("finishOnKey", _ANY_KEY)
        self.silence: int = verb.value("timeout", 5)
        longest = _LONGEST_TRANSCRIBED if verb.value("transcribe", default=False) else 3600
        self.longest: int = verb.value("maxLength", longest)

    def run(self) -> Script[Recorded]:
        """Wait for what ends it."""
        end = self.began + (min(self.silence, self.longest) if self.silence else self.longest)
        while True:
            given = yield Wait(
                "records",
                'record(seconds, ended_by="silence"), press("#") or wait()',
                until=end,
                takes=(Recorded, Keys),
                refuse=self.refuse,
                by_person=True,
                verb=self.verb,
            )
            match given:
                case Recorded():
                    seconds = min(given.seconds, self.longest)
                    yield from self.last(seconds)
                    return Recorded(seconds, given.ended_by, given.transcript)
                case Keys(key) if key in self.keys:
                    return Recorded(self.leg.world.now - self.began, key)
                case TimedOut():
                    self.is_empty = bool(self.silence)
                    return Recorded(end - self.began, "silence" if self.silence else "max_length")
                case _:
                    pass

    def last(self, seconds: float) -> Script[None]:
        """Let the recording take its time."""
        yield Hear("end_of_speech", seconds=seconds, verb=self.verb)

    def refuse(self, given: Input) -> str | None:
        """Tell why an input does not end it."""
        if isinstance(given, Recorded):
            return self.refuse_length(given.seconds, given.ended_by) or self.refuse_end(given.ended_by)
        if not isinstance(given, Keys):
            return None
        if not set(given.keys) & set(self.keys):
            return f"the recording ends with {self.keys or 'no key'}, not with {given.keys}"
        return "the first of these keys ends the recording" if set(given.keys[:-1]) & set(self.keys) else None

    def refuse_length(self, seconds: float, ended_by: str) -> str | None:
        if seconds > self.longest:
            return f"it lasts at most {self.longest} s"
        if ended_by == "max_length" and seconds < self.longest:
            return f'it is longest at {self.longest} s: write record({self.longest}, ended_by="max_length")'
        return None

    def refuse_end(self, ended_by: str) -> str | None:
        if ended_by == "silence" and not self.silence:
            return "silence does not end it, since its timeout is 0"
        if ended_by in ("silence", "hangup", "max_length") or (len(ended_by) == 1 and ended_by in self.keys):
            return None
        if len(ended_by) == 1:
            return f"the recording ends with {self.keys or 'no key'}, not with {ended_by}"
        keys = f" or one of the keys {self.keys}" if self.keys else ""
        return f"ended_by is silence, hangup, max_length{keys}, not {ended_by}"
